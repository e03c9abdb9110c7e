"""Passages as intervals of offsets: joined, and how much two sets of them share."""

from __future__ import annotations

from bisect import bisect_right

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# The first and the last of a range, or the offsets between which a passage stands.
Interval = tuple[int, int]

__all__ = ["common_length", "joined", "length"]


def joined(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """The same offsets in intervals that are sorted and do not touch; empty ones are left out.

    >>> joined([(5, 8), (1, 3), (3, 4), (6, 7), (9, 9)])
    ((1, 4), (5, 8))
    """
    made: list[Interval] = []
    for start, end in sorted(intervals):
        if start >= end:
            continue
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(made[-1][1], end))
        else:
            made.append((start, end))
    return tuple(made)


def length(intervals: Iterable[Interval]) -> int:
    """How many offsets lie in intervals that were joined.

    >>> length(((1, 4), (5, 8)))
    6
    """
    return sum(end - start for start, end in intervals)


def common_length(ones: Sequence[Interval], others: Sequence[Interval]) -> int:
    """How many offsets lie in both of two sets of intervals, each of them joined.

    >>> common_length([(0, 10)], [(1, 3), (8, 12)])
    4
    """
    found = 0
    for start, end in ones:
        index = max(bisect_right(others, (start, start)) - 1, 0)
        while index < len(others) and others[index][0] < end:
            found += max(0, min(end, others[index][1]) - max(start, others[index][0]))
            index += 1
    return found
