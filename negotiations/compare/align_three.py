"""The alignment of three sides of a merge: which of their items stand for each other."""

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

    from negotiations.compare.conflict import Triple

__all__ = ["aligned_by_key", "aligned_with_moves", "by_issue", "labelled", "passage_key"]


def labelled(triples: Iterable[Triple]) -> Iterator[tuple[Label, Triple]]:
    """Name each triple of items that stand for each other.

    The name is that of the oldest; among alike ones, those after the first are numbered.
    """
    seen: Counter[str] = Counter()
    for triple in triples:
        oldest = next(item for item in triple if item is not None)
        name = _passage_label(oldest) if isinstance(oldest, Evidence) else Pair(oldest, None).label
        seen[name] += 1
        yield Label(name if seen[name] == 1 else f"{name}#{seen[name]}"), triple


def aligned_by_key(
    base: Any, ours: Any, theirs: Any, key: Callable[[Any], Any] = key_of
) -> list[Triple]:
    """Items with the same key, in triples; None where a side has none."""
    sides = [{key(item): item for item in side} for side in (base, ours, theirs)]
    keys = dict.fromkeys(name for side in sides for name in side)
    return [(sides[0].get(name), sides[1].get(name), sides[2].get(name)) for name in keys]


def by_issue(*sides: Iterable[Term]) -> dict[str, Triple]:
    """The terms of three sides, by issue."""
    by_issue: dict[str, tuple[list[Term], list[Term], list[Term]]] = {}
    for index, side in enumerate(sides):
        for term in side:
            by_issue.setdefault(term.issue, ([], [], []))[index].append(term)
    return {
        issue: (tuple(base), tuple(ours), tuple(theirs))
        for issue, (base, ours, theirs) in by_issue.items()
    }


def aligned_with_moves(
    base: tuple[Term, ...], ours: tuple[Term, ...], theirs: tuple[Term, ...]
) -> list[Triple]:
    """Terms that stand for each other as the comparison has it, which may be in other phases."""
    mine, my_own = _beside(base, ours)
    other, their_own = _beside(base, theirs)
    known = [(term, mine[term.key], other[term.key]) for term in base]
    return [*known, *aligned_by_key((), my_own, their_own)]


def _beside(base: tuple[Term, ...], side: tuple[Term, ...]) -> tuple[dict[Any, Any], list[Term]]:
    """The counterpart of each term of the base on one side, and the other terms of that side."""
    pairs = list(aligned_terms(base, side))
    known = {term.key: counterpart for term, counterpart in pairs if term is not None}
    return known, [counterpart for term, counterpart in pairs if term is None]


def _passage(evidence: Evidence) -> tuple[str, int, int]:
    return (evidence.source, evidence.start, evidence.end)


def _passage_label(evidence: Evidence) -> str:
    return f"{evidence.source}:{evidence.start}-{evidence.end}"


def passage_key(*sides: tuple[Evidence, ...]) -> Callable[[Evidence], Any]:
    """Make the key of evidence: its passage, or all of its content where a passage is cited twice."""
    crowded = {
        passage
        for side in sides
        for passage, number in Counter(map(_passage, side)).items()
        if number > 1
    }
    return lambda evidence: evidence.key if _passage(evidence) in crowded else _passage(evidence)
