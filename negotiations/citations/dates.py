"""The dates of citations: the parts of an EDTF date, and its words in English."""

from __future__ import annotations

from itertools import takewhile

import attrs

from negotiations.render.wording import date_words

__all__ = ["MONTHS", "Issued", "issued_of"]

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


@attrs.frozen(kw_only=True)
class Issued:
    """When a work was issued.

    Attributes:
        first: The year, and the month and day as far as they are known; empty where no year is.
        last: The same of the end of an interval; empty where the date is none.
        is_circa: Whether the date is approximate or uncertain.
        words: The date in words where it has no such parts, as one that is open at one end.
    """

    first: tuple[int, ...] = ()
    last: tuple[int, ...] = ()
    is_circa: bool = False
    words: str = ""

    @property
    def common(self) -> tuple[int, ...]:
        """The year, month and day that hold of the whole of it."""
        if not self.last:
            return self.first
        pairs = zip(self.first, self.last, strict=False)
        return tuple(part for part, _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def issued_of(edtf: str) -> Issued | None:
    """The parts of an EDTF date; None where there is none.

    >>> issued_of("2024-08-16/2024-09").last, issued_of("2024-08-20/..").words
    ((2024, 9), 'not before 20 August 2024')
    """
    if not edtf:
        return None
    if ".." in edtf or "X" in edtf:
        return Issued(words=date_words(edtf))
    first, _, last = edtf.partition("/")
    marks = "~?%"
    return Issued(
        first=_parts(first.rstrip(marks)),
        last=_parts(last.rstrip(marks)) if last else (),
        is_circa=any(mark in edtf for mark in marks),
    )


def _parts(day: str) -> tuple[int, ...]:
    return tuple(map(int, day.split("-")))
