"""Changes as readers take them: those of one list together, the most important first."""

from __future__ import annotations

import re
from datetime import timedelta

import attrs

from negotiations.compare.changes import (
    Added,
    Change,
    Changed,
    EvidenceChanged,
    Pair,
    Removed,
    Reported,
    Reworded,
    Totalled,
    Unreported,
)
from negotiations.model import Term
from negotiations.vocabulary import Certainty, OrderedVocabulary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from negotiations.vocabulary import Level

__all__ = ["Bundle", "bundled", "by_importance", "place_in_text", "sort_of"]

_SURE = (Certainty.CERTAIN, Certainty.POSSIBLE, Certainty.IMPOSSIBLE)


def sort_of(change: Change) -> type[Change]:
    """The sort of a change on a page: a value in other words is not a change of the text.

    Neither is a detail of a term that both sides exclude.
    """
    if change.is_in_excluded_term and not isinstance(change, EvidenceChanged):
        return Reworded
    if isinstance(change, Changed) and not change.certainty.is_possible:
        return Reworded
    return Changed if isinstance(change, Totalled) else type(change)


@attrs.frozen
class Bundle:
    """Changes that a page tells as one: items of one list that came, went, or gave way to others."""

    changes: tuple[Change, ...]

    @property
    def first(self) -> Change:
        """The change that stands for all of them."""
        return self.changes[0]

    @property
    def sort(self) -> type[Change]:
        """The sort of change: where items gave way to others, the list is changed."""
        sorts = {sort_of(change) for change in self.changes}
        return Changed if {Added, Removed} <= sorts else sort_of(self.first)

    @property
    def level(self) -> Level:
        """How much it matters, by the change that matters most."""
        return max(change.level for change in self.changes)

    @property
    def certainty(self) -> Certainty:
        """How sure it is that the texts differ, by the surest change."""
        return min((change.certainty for change in self.changes), key=_SURE.index)

    @property
    def term(self) -> str:
        """The path of the term that it is in."""
        return self.first.term_path

    @property
    def is_whole_term(self) -> bool:
        """Whether a whole term is on one side only."""
        last = self.first.steps[-1] if self.first.steps else None
        return isinstance(last, Pair) and isinstance(last.present, Term)

    @property
    def distance(self) -> float:
        """How far it went: as a part of the scale, or of the greater number; of other values, nothing."""
        return max(_distance(change) for change in self.changes)


def bundled(changes: Iterable[Change]) -> list[Bundle]:
    """Bundle the changes that are of the items of one list; others stand alone, in their order."""
    found: dict[object, list[Change]] = {}
    for index, change in enumerate(changes):
        found.setdefault(_list_of(change) or index, []).append(change)
    return [Bundle(tuple(together)) for together in found.values()]


def _list_of(change: Change) -> tuple[object, ...] | None:
    """The list that an item came into or went from, with how that is known; None for other changes."""
    *outer, last = change.steps or (None,)
    if change.term is None or not isinstance(last, Pair) or isinstance(last.present, Term):
        return None
    sort = sort_of(change)
    if sort not in (Added, Removed, Reported, Unreported):
        return None
    known = "said" if sort in (Added, Removed) else sort.__name__
    path = "/".join(step if isinstance(step, str) else step.label for step in outer if step)
    return path, known, change.unsure, change.level


def by_importance(bundles: Sequence[Bundle], names: Mapping[str, str]) -> list[tuple[Bundle, ...]]:
    """The bundles of each term together; first what matters most, is surest and went furthest.

    Args:
        bundles: The bundles.
        names: The names of the issues.
    """
    terms: dict[str, list[Bundle]] = {}
    for bundle in bundles:
        terms.setdefault(bundle.term, []).append(bundle)
    ranked = [tuple(sorted(of_term, key=_rank)) for of_term in terms.values()]
    return sorted(
        ranked, key=lambda of_term: (_rank(of_term[0]), place_in_text(of_term[0].first, names))
    )


def _rank(bundle: Bundle) -> tuple[int, int, float]:
    return -bundle.level.position, _SURE.index(bundle.certainty), -bundle.distance


def place_in_text(change: Change, names: Mapping[str, str]) -> tuple[Any, ...]:
    """Where the term of a change stands in its text: by its clause, else by the name of its issue.

    Terms without a clause come first.
    """
    term = change.term
    clause = getattr(term, "clause", None) or ""
    numbers = tuple(
        (0, int(part), "") if part.isdigit() else (1, 0, part)
        for part in re.split(r"(\d+)", clause)
        if part
    )
    issue = change.issue or ""
    return bool(clause), numbers, names.get(issue, issue), change.term_path


def _distance(change: Change) -> float:
    before: Any = change.before
    after: Any = change.after
    if isinstance(before, Term) or isinstance(after, Term) or isinstance(before, bool):
        return 1.0
    if not isinstance(change, Changed):
        return 0.0
    scale: Sequence[Any] = change.scale
    if isinstance(before, OrderedVocabulary):
        scale = tuple(type(before))
    if before in scale and after in scale:
        return abs(scale.index(before) - scale.index(after)) / max(len(scale) - 1, 1)
    if change.delta is None:
        return 0.0
    bounds: list[Any] = [before, after]
    lows, highs = ([getattr(each, name) for each in bounds] for name in ("low", "high"))
    ends = zip(*zip(lows, highs, strict=True), change.delta, strict=True)
    return max((_share(moved, max(one, other)) for one, other, moved in ends if moved), default=0.0)


def _share(moved: Any, greater: Any) -> float:
    if isinstance(moved, timedelta):
        moved, greater = moved.total_seconds(), greater.total_seconds()
    return abs(float(moved)) / abs(float(greater)) if greater else 0.0
