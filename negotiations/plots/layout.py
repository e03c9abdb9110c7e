"""What a picture shows, as plain values: marks on an axis, each with a label and in words.

No mark says more than its words, so that a picture reads in grey, and where it is read aloud.
"""

from __future__ import annotations

from enum import Enum

import attrs

from negotiations.errors import NegotiationsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "MOST_LINES",
    "Axis",
    "Group",
    "Line",
    "Mark",
    "Panel",
    "Sign",
    "check_size",
    "denied_words",
]

# How many lines one picture holds; a longer one could not be read, nor made in reasonable time.
MOST_LINES = 600
# Beyond this a number is told in words alone: no axis could place it.
MOST_DRAWN = 10**18


class Mark(Enum):
    """What a mark stands for: its word in the legend, its shape, and its colour.

    Shapes differ, so that none is told by its colour alone; the colours differ in lightness, too.
    """

    TEXT = ("text", "square", "#000000")
    EVENT = ("event", "circle", "#0063a6")
    TALKS = ("talks", "diamond", "#c04f00")
    POSITION = ("position", "triangle-up", "#0063a6")
    FIGURE = ("other record", "circle", "#c04f00")

    @property
    def word(self) -> str:
        """What it is called."""
        return self.value[0]

    @property
    def shape(self) -> str:
        """Its shape, by the name that Vega has."""
        return self.value[1]

    @property
    def colour(self) -> str:
        """Its colour."""
        return self.value[2]


class Sign(Enum):
    """What is drawn over or around a mark: its words in the legend, its shape as Vega has it, its area."""

    DENIED = ("crossed out: somebody denies it", "M-1,-1L1,1M-1,1L1,-1", 190)
    AGAINST = ("ringed: given by who denies the record", "circle", 190)

    @property
    def words(self) -> str:
        """What it says."""
        return self.value[0]

    @property
    def shape(self) -> str:
        """Its shape, by the name that Vega has or as a path."""
        return self.value[1]

    @property
    def area(self) -> int:
        """Its area in square pixels."""
        return self.value[2]


class Axis(Enum):
    """What the places along a line are."""

    TIME = "time"
    NUMBER = "number"


@attrs.frozen(kw_only=True)
class Line:
    """One line of a picture.

    Attributes:
        label: What it is, at the left.
        words: The place in words, at the right.
        mark: What it stands for.
        low: Where it is at the least; None where there is no such bound. Times are milliseconds since 1970.
        high: Where it is at the most.
        near: The number that it is near to, where neither bound is known.
        sign: What is drawn over its marks. The words say it, too.
    """

    label: str
    words: str
    mark: Mark
    low: float | None = None
    high: float | None = None
    near: float | None = None
    sign: Sign | None = None

    @property
    def is_placed(self) -> bool:
        """Whether anything says where it is."""
        return any(place is not None for place in self.places)

    @property
    def is_exact(self) -> bool:
        """Whether it is in one known place."""
        return self.low is not None and self.low == self.high

    @property
    def places(self) -> tuple[float | None, float | None, float | None]:
        """All that is known of where it is."""
        return self.low, self.high, self.near


@attrs.frozen
class Group:
    """Lines under one heading."""

    title: str
    lines: tuple[Line, ...]


@attrs.frozen(kw_only=True)
class Panel:
    """Groups of lines that share an axis.

    Attributes:
        title: The heading; empty where there is one panel alone.
        axis: What the places are.
        unit: The title of the axis.
        groups: The lines.
    """

    title: str
    axis: Axis
    unit: str
    groups: tuple[Group, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines."""
        return tuple(line for group in self.groups for line in group.lines)


def denied_words(words: str, deniers: str) -> str:
    """The words of a line; first, where they are not cut, that somebody denies it, and who.

    >>> denied_words("250", "the office"), denied_words("250", "")
    ('denied by the office: 250', '250')
    """
    return f"denied by {deniers}: {words}" if deniers else words


def drawn(number: float | None) -> float | None:
    """A number that an axis can place; None for one that is beyond it."""
    return float(number) if number is not None and abs(number) <= MOST_DRAWN else None


def check_size(lines: Iterable[object], what: str, narrower: str) -> None:
    """Refuse a picture with more lines than can be read.

    Raises:
        NegotiationsError: There are more.
    """
    number = sum(1 for _ in lines)
    if number > MOST_LINES:
        raise NegotiationsError(
            f"the picture would have {number} {what}, more than the {MOST_LINES} that it can hold; "
            f"{narrower}"
        )
