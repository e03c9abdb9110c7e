"""Whose way a change leans, by the polarity rules of the dataset's issues."""

from __future__ import annotations

from negotiations.compare.changes import (
    Added,
    Changed,
    Moved,
    NotCoded,
    OpenedOtherwise,
    OptionAdded,
    OptionDropped,
    Removed,
    Reported,
    ResolvedOtherwise,
    Reworded,
    Totalled,
    Unreported,
)
from negotiations.deferred import frozen
from negotiations.model import Polarity, Term

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from negotiations.compare.changes import Change
    from negotiations.model import Issue

__all__ = ["Lean", "lean_of"]


@frozen(kw_only=True)
class Lean:
    """Whose way a change leans, by a polarity rule of the dataset: a coded reading, and not a fact.

    ``toward`` is None where no lean is read; ``why`` says what it rests on, or why none is read.
    """

    toward: str | None = None
    away_from: str | None = None
    rule: Polarity | None = None
    why: str

    @property
    def is_determined(self) -> bool:
        """Whether the change leans toward a party."""
        return self.toward is not None

    def __bool__(self) -> bool:
        """Whether the change leans toward a party: what is undetermined is false."""
        return self.is_determined

    def __str__(self) -> str:
        if self.toward is None:
            return f"undetermined: {self.why}"
        return f"toward {self.toward}, by the coded polarity of {self.why}"


_SILENT = "one side is silent on it, and silence is no concession"
_OF_OPTIONS = "it is one of several options, or what came of them"
_LEANS_NOWHERE: dict[type[Change], str] = {
    NotCoded: "one side is not coded on it",
    Reported: _SILENT,
    Unreported: _SILENT,
    OptionAdded: _OF_OPTIONS,
    OptionDropped: _OF_OPTIONS,
    ResolvedOtherwise: _OF_OPTIONS,
    OpenedOtherwise: _OF_OPTIONS,
    Reworded: "neither side has it",
}


def lean_of(change: Change, issues: Mapping[str, Issue] | None) -> Lean:
    """Whose way a change leans, or why that is undetermined.

    Args:
        change: The change.
        issues: The issues by id, with their polarity rules; None where they are not known.
    """
    if change.issue is None:
        return Lean(why="it is on no issue")
    kind = type(change)
    if change.is_in_excluded_term and kind is not NotCoded:
        return Lean(why="the term is excluded on both sides")
    if kind in _LEANS_NOWHERE:
        return Lean(why=_LEANS_NOWHERE[kind])
    if change.unsure:
        return Lean(why=change.unsure)
    if issues is None or change.issue not in issues:
        return Lean(why="no polarity is known")
    issue = issues[change.issue]
    whole_term = _is_whole_term(change)
    name = "included" if whole_term and not isinstance(change, Moved) else change.field
    if isinstance(change, Totalled):
        name = "count"
    rule = next((rule for rule in issue.polarity or () if rule.field == name), None)
    if rule is not None and not whole_term and not change.is_of_term_itself:
        return Lean(why=f"the polarity is of the term's own {name}")
    if rule is None:
        return Lean(why=f"the issue {issue.id} has no polarity for {name}")
    up = _direction(change)
    if up is None:
        return Lean(rule=rule, why="the change has no certain direction")
    more, less = (rule.more, rule.less) if up else (rule.less, rule.more)
    return Lean(toward=more, away_from=less, rule=rule, why=f"{issue.id}.{name}")


def _is_whole_term(change: Change) -> bool:
    return isinstance(change.after, Term) or isinstance(change.before, Term)


def _direction(change: Change) -> bool | None:
    """True for more, False for less, None where it cannot be told."""
    if isinstance(change, (Added, Removed)):
        if _is_whole_term(change):
            return isinstance(change, Added)
        return None
    return change.is_more if isinstance(change, Changed) else None
