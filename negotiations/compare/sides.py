"""The two texts of a comparison: how their terms and phases pair, and what is not certain about it."""

from __future__ import annotations

from typing import Any

from negotiations.compare.align import differing_terms, on_issue, pairs_of
from negotiations.compare.changes import (
    Added,
    Change,
    NotCoded,
    OpenedOtherwise,
    OptionAdded,
    OptionDropped,
    Removed,
    Reported,
    ResolvedOtherwise,
    Reworded,
    Unreported,
)
from negotiations.compare.options import can_be_same, have_options, is_settled, topics_of
from negotiations.compare.phases import BY_NUMBER, ONE_TERM_EACH, aligned_phases, slot_of
from negotiations.model import Phase, Term, Version
from negotiations.vocabulary import PhaseScope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.compare.align import Pairing
    from negotiations.compare.phases import Phasing
    from negotiations.model.terms import TermLabel

    Topics = dict[TermLabel, list[Term]]

__all__ = ["BY_A_READING", "NUMBERS_LEAVE_IT_OPEN", "WHICH_OPTION", "Sides"]

BY_A_READING = "the phases are paired by their content, which is an interpretation"
NUMBERS_LEAVE_IT_OPEN = "another pairing of the phases is nearly as good as their numbers"
_PHASE_OF_ONE = "the phase of one of the two is not reported"
_PHASE_OF_NEITHER = "no phase is reported for either"
WHICH_OPTION = "it is not clear which option corresponds to which"
_WHICH_STANDS_FOR_WHICH = "a phase is not reported, so that another term may correspond to it"
_OF_WHAT_IS_THERE = (Added, Removed)


class Sides:
    """Two holders of terms and phases, compared once.

    Attributes:
        full: Which of the two is known in full.
        phasing: How their phases pair, as soon as terms or phases are paired.
    """

    def __init__(self, a: Any, b: Any) -> None:
        self.full = (_is_full(a), _is_full(b))
        self.phasing: Phasing = BY_NUMBER
        self._have_options = False
        self._holders = (a, b)
        self._is_phased = False
        self._pairs: list[Pairing] = []
        self._alone: set[int] | None = None
        self._topics: tuple[Topics, Topics] | None = None

    @property
    def shared_terms(self) -> int:
        """How many terms the two have in common as one list."""
        mine, theirs = (getattr(holder, "terms", None) or () for holder in self._holders)
        return len(mine) if mine is theirs else 0

    def differing(
        self, before: tuple[Any, ...], after: tuple[Any, ...]
    ) -> tuple[list[Pairing], int]:
        """The pairs of terms, or of phases, of the two that differ, and the number of the others."""
        if not self._is_phased:
            self.phasing = aligned_phases(*self._holders)
            self._have_options = have_options(*map(_terms, self._holders))
            self._is_phased = True
        self._alone = None
        if before and after and isinstance(before[0], Term):
            self._pairs, equal = differing_terms(
                before, after, phasing=self.phasing, options=self._have_options
            )
            return self._pairs, equal
        self._pairs = paired = [*pairs_of(before, after, phasing=self.phasing)]
        if before and after:
            self._pairs = [pair for pair in paired if pair[0] != pair[1]]
        return self._pairs, len(paired) - len(self._pairs)

    def doubt(self, earlier: Any, later: Any) -> str:
        """Why it is not certain that two terms or phases stand for each other."""
        phasing = self.phasing
        if type(earlier) is Phase:
            return self._doubt_of_phases()
        before, after = earlier.phase, later.phase
        if before is None or after is None:
            if before is not after:
                return _PHASE_OF_ONE
            return "" if self._have_no_phases() else _PHASE_OF_NEITHER
        if phasing.is_certain or phasing is ONE_TERM_EACH or PhaseScope.WHOLE in (before, after):
            return ""
        alone = all(len(self._terms_like(earlier, side)) == 1 for side in (0, 1))
        renumbered = before != after and phasing.of(before) == after
        return "" if alone and not renumbered else self._doubt_of_phases()

    def one_sided(
        self, kind: type[Change], item: Term | Phase, silent: int
    ) -> tuple[type[Change], str]:
        """The change of a term or phase that the silent side has not, and why it is not certain.

        Args:
            kind: The change where nothing else is known of the two texts.
            item: The term or phase.
            silent: The side without it.
        """
        if isinstance(item, Phase):
            alone = not all(getattr(holder, "phases", None) for holder in self._holders)
            return kind, "" if alone else self._doubt_of_phases()
        kind, unsure = self._among_options(kind, self._doubt_of_one(item, silent), item, silent)
        if kind in _OF_WHAT_IS_THERE and item.is_excluded:
            # What is reported to be excluded was never there to be added or removed.
            kind = Reworded if not unsure else Unreported if silent else Reported
        return kind, unsure

    def _doubt_of_one(self, term: Term, silent: int) -> str:
        """Why it is not certain that a term has no counterpart on the silent side."""
        there = self._terms_like(term, silent)
        if not there:
            return ""
        around = (*there, *self._terms_like(term, 1 - silent))
        if any(other.phase is None for other in around) and not self._have_no_phases():
            return _WHICH_STANDS_FOR_WHICH
        return self._doubt_of_phases()

    def _among_options(
        self, kind: type[Change], unsure: str, term: Term, silent: int
    ) -> tuple[type[Change], str]:
        """The change of a term that one side alone has, where options or what is coded tell more."""
        holder = self._holders[silent]
        if isinstance(holder, Version) and not holder.is_coded_on(term.issue):
            return NotCoded, ""
        if not self._have_options:
            return kind, unsure
        if self._topics is None:
            mine, theirs = map(_terms, self._holders)
            self._topics = topics_of(mine), topics_of(theirs)
        phasing = self.phasing if silent else self.phasing.inverted()
        others = self._topics[silent].get(phasing.topic(term))
        if not others:
            return kind, unsure
        # Of a text known in part only a settled term tells that other options are gone.
        if not (kind in _OF_WHAT_IS_THERE or is_settled(others) or is_settled([term])):
            return kind, unsure
        # The term may be the option that it could not be told from another.
        alike = any(self._is_alone(other) and can_be_same(term, other) for other in others)
        unsure = WHICH_OPTION if alike else ""
        if term.alternative is not None or not is_settled([term]):
            return (OptionDropped if silent else OptionAdded), unsure
        return (OpenedOtherwise if silent else ResolvedOtherwise), unsure

    def _is_alone(self, term: Term) -> bool:
        """Whether a term stands for none of the other side."""
        if self._alone is None:
            single = (pair for pair in self._pairs if pair[0] is None or pair[1] is None)
            self._alone = {id(pair[0] or pair[1]) for pair in single}
        return id(term) in self._alone

    def _doubt_of_phases(self) -> str:
        """Why it is not certain which phase stands for which."""
        if self.phasing.is_certain:
            return ""
        return NUMBERS_LEAVE_IT_OPEN if self.phasing.is_by_number else BY_A_READING

    def _have_no_phases(self) -> bool:
        """Whether both texts are known to have no phases."""
        return all(map(_has_no_phases, self._holders))

    def _terms_like(self, term: Term, side: int) -> tuple[Term, ...]:
        """The terms of a side on the issue, case and alternative of a term."""
        there = on_issue(term.issue, _terms(self._holders[side]))
        slot = slot_of(term) if there else None
        return tuple([other for other in there if slot_of(other) == slot])


def _terms(holder: Any) -> tuple[Term, ...]:
    return holder.terms or ()


def _is_full(side: Any) -> bool:
    return isinstance(side, Version) and side.is_known_in_full


def _has_no_phases(holder: Any) -> bool:
    """Whether a text is known to have no phases."""
    return isinstance(holder, Version) and holder.has_no_phases
