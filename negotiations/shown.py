"""What a notebook shows as a page, on the lowest floor: the maker of pages is set from the highest."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, ClassVar

__all__ = ["Shown"]


class Shown:
    """The base of what a notebook shows as a page. The maker of pages is set by a higher floor."""

    __slots__ = ()
    if TYPE_CHECKING:
        page_maker: ClassVar[Callable[[Any], str | None] | None]
    else:
        page_maker = None

    def _repr_html_(self) -> "str | None":
        return None if Shown.page_maker is None else Shown.page_maker(self)
