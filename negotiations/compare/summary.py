"""A diff in numbers: the terms and changes that it counts."""

from __future__ import annotations

from negotiations.compare.changes import (
    Changed,
    Moved,
    Opened,
    Pair,
    Reported,
    Resolved,
    Unreported,
)
from negotiations.deferred import frozen
from negotiations.model import Term
from negotiations.vocabulary import Level

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from negotiations.compare.changes import Change

__all__ = ["Summary", "summary_of"]


@frozen(kw_only=True)
class Summary:
    """What a diff amounts to, in numbers of whole terms and of single changes.

    ``by_kind`` counts all changes; the others count terms. Of a term in other detail, one side
    reports something on which the other is silent, and nothing that both report differs. Of the changed
    terms, ``terms_changed_possibly`` counts those of which no change is certain.
    """

    by_kind: dict[str, int]
    by_level: dict[Level, int]
    terms_added: int
    terms_removed: int
    terms_changed: int
    terms_in_other_detail: int
    terms_moved: int
    terms_reported: int
    terms_unreported: int
    terms_same: int
    options_added: int = 0
    options_dropped: int = 0
    terms_resolved: int = 0
    terms_opened: int = 0
    terms_not_coded: int = 0
    terms_changed_possibly: int = 0

    @property
    def terms_on_both(self) -> int:
        """How many terms stand on both sides, whether or not something differs in them."""
        return (
            self.terms_changed
            + self.terms_in_other_detail
            + self.terms_moved
            + self.terms_resolved
            + self.terms_opened
            + self.terms_same
        )

    def __str__(self) -> str:
        parts = [
            (self.terms_added, "added"),
            (self.terms_removed, "removed"),
            (self.terms_changed, "changed"),
            (self.terms_in_other_detail, "told in more or less detail"),
            (self.terms_moved, "moved"),
            (self.terms_resolved, "resolved"),
            (self.terms_opened, "opened"),
            (self.terms_reported, "newly reported"),
            (self.terms_unreported, "not mentioned any more"),
            (self.terms_same, "the same"),
            (self.terms_not_coded, "not coded on one side"),
        ]
        counted = [f"{number} {label}" for number, label in parts if number]
        for number, label in ((self.options_added, "added"), (self.options_dropped, "dropped")):
            if number:
                counted.append(f"{number} option{'' if number == 1 else 's'} {label}")
        return f"terms: {', '.join(counted) or 'none on either side'}"


def summary_of(changes: Iterable[Change], same: int) -> Summary:
    """Count terms and changes.

    Args:
        changes: All changes of a diff.
        same: How many terms stand on both sides, equal or changed.
    """
    whole: dict[str, int] = {}
    touched: set[str] = set()
    certain: set[str] = set()
    detailed: set[str] = set()
    moved: set[str] = set()
    chosen: set[str] = set()
    by_kind: dict[str, int] = {}
    by_level: dict[Level, int] = {}
    for change in changes:
        kind = "changed" if isinstance(change, Changed) else change.sort
        by_kind[kind] = by_kind.get(kind, 0) + 1
        by_level[change.level] = by_level.get(change.level, 0) + 1
        if change.term is None:
            continue
        if isinstance(change, Resolved | Opened):
            whole[kind] = whole.get(kind, 0) + 1
            chosen.add(change.term_path)
        elif isinstance(change, Moved):
            moved.add(change.term_path)
        elif isinstance(change.steps[-1], Pair) and isinstance(change.steps[-1].present, Term):
            whole[kind] = whole.get(kind, 0) + 1
        elif change.level >= Level.CLARIFYING and change.certainty.is_possible:
            one_silent = isinstance(change, Reported | Unreported)
            (detailed if one_silent else touched).add(change.term_path)
            if not one_silent and change.certainty.is_certain:
                certain.add(change.term_path)
    return Summary(
        by_kind=by_kind,
        by_level=dict(sorted(by_level.items(), key=lambda pair: -pair[0].position)),
        terms_added=whole.get("added", 0),
        terms_removed=whole.get("removed", 0),
        terms_changed=len(touched - chosen) + whole.get("changed", 0),
        terms_in_other_detail=len(detailed - touched - moved - chosen),
        terms_moved=len(moved),
        terms_reported=whole.get("reported", 0),
        terms_unreported=whole.get("unreported", 0),
        terms_same=max(same - len(touched | moved | detailed | chosen), 0),
        options_added=whole.get("option-added", 0),
        options_dropped=whole.get("option-dropped", 0),
        terms_resolved=whole.get("resolved", 0) + whole.get("resolved-otherwise", 0),
        terms_opened=whole.get("opened", 0) + whole.get("opened-otherwise", 0),
        terms_not_coded=whole.get("not-coded", 0),
        terms_changed_possibly=len(touched - chosen - certain),
    )
