"""What differs between a stance and another stance, a position, or a version.

Only what is settled in a stance is compared. Where its readings of one issue and phase differ, none
of them is chosen: the term is left out, with the term that stands for it on the other side.
"""

from __future__ import annotations

import attrs

from negotiations.answers.stance import Stance
from negotiations.compare.align import aligned_terms
from negotiations.compare.changes import Pair
from negotiations.compare.diff import Diff, diff_terms
from negotiations.model import Position, Term, Version

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from negotiations.compare.changes import Change
    from negotiations.model import Issue
    from negotiations.model.base import Value

__all__ = ["diff_stances"]


@attrs.frozen
class _Spoken:
    """What a stance or a position says, one term for each issue and phase."""

    terms: tuple[Term, ...]


def diff_stances(
    a: Value | Stance, b: Value | Stance, *, issues: Mapping[str, Issue] | None = None
) -> Diff:
    """What differs between two holders of terms, of which one at least is a stance.

    With a version, the issues that the stance speaks on are compared; with a position or another
    stance, those that either of the two speaks on. The diff is read and shown, and not applied; its
    ``unsettled`` names what is left out.

    Raises:
        TypeError: One of the two is not a stance, position or version.
    """
    for side in (a, b):
        if not isinstance(side, Stance | Position | Version):
            raise TypeError(
                f"a stance and {type(side).__name__} cannot be compared: give another stance, a "
                "position or a version"
            )
    sides: list[Any] = [_spoken(side) for side in (a, b)]
    on = {term.issue for side in sides if isinstance(side, _Spoken) for term in side.terms}
    open_keys = [_unsettled(side) for side in (a, b)]
    terms_diff = diff_terms(*sides, on=on, issues=issues)
    sides_terms = [tuple(term for term in side.terms or () if term.issue in on) for side in sides]
    equal = sum(
        before == after and not _is_open((before, after), open_keys)
        for before, after in aligned_terms(*sides_terms)
    )
    return attrs.evolve(
        terms_diff,
        a=a,
        b=b,
        changes=tuple(
            change for change in terms_diff.changes if not _is_open(_sides(change), open_keys)
        ),
        same=equal,
        unsettled=tuple(
            dict.fromkeys(
                label for side in (a, b) if isinstance(side, Stance) for label in side.unsettled
            )
        ),
    )


def _spoken(holder: Any) -> _Spoken | Version:
    """The terms of a holder, each with the passages that it rests on."""
    if isinstance(holder, Version):
        return holder
    if isinstance(holder, Position):
        return _Spoken(tuple(_evident(term, holder) for term in holder.terms))
    by_key: dict[object, Term] = {}
    for reading in holder.readings:
        by_key.setdefault(reading.term.key, _evident(reading.term, reading.position))
    return _Spoken(tuple(by_key[key] for key in sorted(by_key)))  # type: ignore[type-var]  # keys have an order


def _evident(term: Term, position: Position) -> Term:
    """A term that rests on its position's passages where it has none of its own."""
    return term if term.evidence else term.replace(evidence=position.evidence)


def _unsettled(holder: Any) -> set[object]:
    """The keys of a stance of which no reading is chosen."""
    if not isinstance(holder, Stance):
        return set()
    labels = set(holder.unsettled)
    return {reading.term.key for reading in holder.readings if reading.term.label in labels}


def _sides(change: Change) -> tuple[Term | None, Term | None]:
    """The two terms that a change is of, or is in."""
    steps = (step for step in change.steps if isinstance(step, Pair))
    pair = next(step for step in steps if isinstance(step.present, Term))
    return pair.before, pair.after


def _is_open(pair: tuple[Term | None, Term | None], open_keys: list[set[object]]) -> bool:
    return any(
        term is not None and term.key in keys for term, keys in zip(pair, open_keys, strict=True)
    )
