"""What is shown as a page or given as data, on the lowest floor: the highest sets what makes them."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, ClassVar

__all__ = ["Shown"]


class Shown:
    """The base of what a notebook shows as a page. Higher floors make pages, data, and tables of diffs."""

    __slots__ = ()
    if TYPE_CHECKING:
        page_maker: ClassVar[Callable[[Any], str | None] | None]
        table_maker: ClassVar[Callable[[Any], Any]]
        data_maker: ClassVar[Callable[[Any], Any]]
    else:
        page_maker = None

    def _repr_html_(self) -> "str | None":
        return None if Shown.page_maker is None else Shown.page_maker(self)
