"""What is shown as a page or given as data, on the lowest floor: the highest sets what makes them."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, ClassVar, TypeVar

    A = TypeVar("A", bound="Asked")

__all__ = ["Asked", "Shown", "asked_of", "keep_asked"]


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


class Asked(Shown):
    """The base of answers: one that a dataset gives keeps its records, whose names its page shows.

    They are no part of the answer: it is equal to another, and written, without them.
    """

    __slots__ = ("_asked_of",)


def asked_of(answer: object) -> "Any":
    """The records of the dataset that gave an answer; None where no dataset did."""
    return getattr(answer, "_asked_of", None)


def keep_asked(answer: "A", records: object) -> "A":
    """The same answer, which now keeps the records of the dataset that gave it."""
    object.__setattr__(answer, "_asked_of", records)  # answers are frozen
    return answer
