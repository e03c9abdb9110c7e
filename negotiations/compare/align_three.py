"""Which items of three sides stand for each other, for a merge."""

from __future__ import annotations

from collections import Counter

from negotiations.compare.align import aligned_terms, key_of
from negotiations.compare.changes import Pair
from negotiations.compare.conflict import Label
from negotiations.model import Evidence, Term

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from negotiations.compare.conflict import Line

__all__ = ["aligned_by_key", "aligned_with_moves", "by_issue", "labelled", "passage_key"]


def labelled(lines: Iterable[Line]) -> Iterator[tuple[Label, Line]]:
    """The items that stand for each other, each line of them with a name.

    The name is that of the oldest; among alike ones, those after the first are numbered.
    """
    seen: Counter[str] = Counter()
    for line in lines:
        oldest = next(item for item in line if item is not None)
        name = _passage_label(oldest) if isinstance(oldest, Evidence) else Pair(oldest, None).label
        seen[name] += 1
        yield Label(name if seen[name] == 1 else f"{name}#{seen[name]}"), line


def aligned_by_key(
    base: Any, ours: Any, theirs: Any, key: Callable[[Any], Any] = key_of
) -> list[Line]:
    """Items with the same key, in lines; None where a side has none."""
    sides = [{key(item): item for item in side} for side in (base, ours, theirs)]
    keys = dict.fromkeys(each for side in sides for each in side)
    return [(sides[0].get(each), sides[1].get(each), sides[2].get(each)) for each in keys]


def by_issue(*sides: Iterable[Term]) -> dict[str, Line]:
    """The terms of three sides, by issue."""
    found: dict[str, tuple[list[Term], list[Term], list[Term]]] = {}
    for index, side in enumerate(sides):
        for term in side:
            found.setdefault(term.issue, ([], [], []))[index].append(term)
    return {
        issue: (tuple(base), tuple(ours), tuple(theirs))
        for issue, (base, ours, theirs) in found.items()
    }


def aligned_with_moves(
    base: tuple[Term, ...], ours: tuple[Term, ...], theirs: tuple[Term, ...]
) -> list[Line]:
    """Terms that stand for each other as the comparison has it, which may be in other phases."""
    mine, my_own = _beside(base, ours)
    other, their_own = _beside(base, theirs)
    known = [(term, mine[term.key], other[term.key]) for term in base]
    return [*known, *aligned_by_key((), my_own, their_own)]


def _beside(base: tuple[Term, ...], side: tuple[Term, ...]) -> tuple[dict[Any, Any], list[Term]]:
    """What stands for each term of the base on one side, and what is there besides."""
    pairs = list(aligned_terms(base, side))
    known = {one.key: other for one, other in pairs if one is not None}
    return known, [other for one, other in pairs if one is None]


def _passage(evidence: Evidence) -> tuple[str, int, int]:
    return (evidence.source, evidence.start, evidence.end)


def _passage_label(evidence: Evidence) -> str:
    return f"{evidence.source}:{evidence.start}-{evidence.end}"


def passage_key(*sides: tuple[Evidence, ...]) -> Callable[[Evidence], Any]:
    """Evidence is told apart by its passage; by all of its content where one stands twice."""
    crowded = {
        passage
        for side in sides
        for passage, number in Counter(map(_passage, side)).items()
        if number > 1
    }
    return lambda each: each.key if _passage(each) in crowded else _passage(each)
