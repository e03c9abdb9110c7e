"""Structured, evidenced records of negotiation terms, and what changed between two versions.

>>> import negotiations as ng
>>> ds = ng.load()
>>> print(ds.diff("may-proposal@may", "may-proposal@bridging").summary())
terms: 1 newly reported, 7 not mentioned any more
"""

from negotiations import vocabulary
from negotiations.answers.answer import to_json
from negotiations.articles import TextNotFound, Texts
from negotiations.compare.changes import (
    Added,
    Change,
    Changed,
    EvidenceChanged,
    Moved,
    Removed,
    Renumbered,
    Reported,
    Reworded,
    Totalled,
    Unreported,
)
from negotiations.compare.diff import Diff, Lean, diff
from negotiations.compare.document_reading import from_json
from negotiations.dataset import Attribution, Cited, Dataset, Match, PlacedTerm, check, load, save
from negotiations.errors import (
    AmbiguousId,
    InvalidDataset,
    MissingExtra,
    NegotiationsError,
    PatchDoesNotFit,
    Problem,
    UnknownField,
    UnknownId,
)
from negotiations.model import (
    Actor,
    CeasefireTerm,
    ChoiceTerm,
    Condition,
    ContinuationTerm,
    Crosswalk,
    Event,
    Evidence,
    Figure,
    FigureClaim,
    ForceUseTerm,
    GovernanceTerm,
    Group,
    Ignored,
    Issue,
    MeasureTerm,
    Membership,
    Metadata,
    MovementTerm,
    OtherTerm,
    Participant,
    Phase,
    Place,
    Polarity,
    Position,
    PresenceTerm,
    PrintedError,
    Proposal,
    ProvisionTerm,
    Record,
    ReleaseTerm,
    Role,
    SelectionTerm,
    Source,
    Talks,
    Term,
    Uncoded,
    Version,
    WithdrawalTerm,
)
from negotiations.model.values import Count, Duration, When
from negotiations.records import Collection
from negotiations.render import render
from negotiations.vocabulary import Certainty, Level

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.answers.blame import Blame
    from negotiations.answers.compiled import Compiled
    from negotiations.answers.gap import Gap
    from negotiations.answers.history_values import History
    from negotiations.answers.side_by_side import Column, SideBySide
    from negotiations.answers.stance import Stance
    from negotiations.compare.conflict import Conflict
    from negotiations.compare.merge import Merge, merge

__version__ = "0.2.0"

# Answers to questions that not every program asks: their modules are loaded when they are named.
_LATER = {
    "Blame": "answers.blame",
    "Column": "answers.side_by_side",
    "Compiled": "answers.compiled",
    "Conflict": "compare.conflict",
    "Gap": "answers.gap",
    "History": "answers.history_values",
    "Merge": "compare.merge",
    "SideBySide": "answers.side_by_side",
    "Stance": "answers.stance",
    "merge": "compare.merge",
}


def __getattr__(name: str) -> object:
    """Load what is not needed at the start."""
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"negotiations.{_LATER[name]}"), name)


def __dir__() -> list[str]:
    """All public names, loaded or not."""
    return sorted({*globals(), *__all__})


__all__ = [
    "Actor",
    "Added",
    "AmbiguousId",
    "Attribution",
    "Blame",
    "CeasefireTerm",
    "Certainty",
    "Change",
    "Changed",
    "ChoiceTerm",
    "Cited",
    "Collection",
    "Column",
    "Compiled",
    "Condition",
    "Conflict",
    "ContinuationTerm",
    "Count",
    "Crosswalk",
    "Dataset",
    "Diff",
    "Duration",
    "Event",
    "Evidence",
    "EvidenceChanged",
    "Figure",
    "FigureClaim",
    "ForceUseTerm",
    "Gap",
    "GovernanceTerm",
    "Group",
    "History",
    "Ignored",
    "InvalidDataset",
    "Issue",
    "Lean",
    "Level",
    "Match",
    "MeasureTerm",
    "Membership",
    "Merge",
    "Metadata",
    "MissingExtra",
    "Moved",
    "MovementTerm",
    "NegotiationsError",
    "OtherTerm",
    "Participant",
    "PatchDoesNotFit",
    "Phase",
    "Place",
    "PlacedTerm",
    "Polarity",
    "Position",
    "PresenceTerm",
    "PrintedError",
    "Problem",
    "Proposal",
    "ProvisionTerm",
    "Record",
    "ReleaseTerm",
    "Removed",
    "Renumbered",
    "Reported",
    "Reworded",
    "Role",
    "SelectionTerm",
    "SideBySide",
    "Source",
    "Stance",
    "Talks",
    "Term",
    "TextNotFound",
    "Texts",
    "Totalled",
    "Uncoded",
    "UnknownField",
    "UnknownId",
    "Unreported",
    "Version",
    "When",
    "WithdrawalTerm",
    "check",
    "diff",
    "from_json",
    "load",
    "merge",
    "render",
    "save",
    "to_json",
    "vocabulary",
]
