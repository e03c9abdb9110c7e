"""The records: frozen attrs classes that know nothing of files."""

from negotiations.model.actors import Actor, Membership, Place
from negotiations.model.amounts import Amount
from negotiations.model.coordinates import Coordinates
from negotiations.model.evidence import Evidence
from negotiations.model.figures import Figure, FigureClaim
from negotiations.model.identifiers import Identifier
from negotiations.model.issues import Case, Crosswalk, Issue, Polarity
from negotiations.model.positions import Position
from negotiations.model.proposals import Phase, Proposal, Role, Version
from negotiations.model.record import Record
from negotiations.model.sources import Ignored, Metadata, PrintedError, Source, Uncoded
from negotiations.model.talks import Event, Participant, Talks
from negotiations.model.terms import (
    TERM_CLASSES,
    CeasefireTerm,
    ChoiceTerm,
    Condition,
    ContinuationTerm,
    ForceUseTerm,
    GovernanceTerm,
    Group,
    MeasureTerm,
    MovementTerm,
    OtherTerm,
    PresenceTerm,
    ProvisionTerm,
    ReleaseTerm,
    SelectionTerm,
    Term,
    TerritoryTerm,
    VerificationTerm,
    WithdrawalTerm,
)
from negotiations.model.timing import Anchor, Timing

__all__ = [
    "TERM_CLASSES",
    "Actor",
    "Amount",
    "Anchor",
    "Case",
    "CeasefireTerm",
    "ChoiceTerm",
    "Condition",
    "ContinuationTerm",
    "Coordinates",
    "Crosswalk",
    "Event",
    "Evidence",
    "Figure",
    "FigureClaim",
    "ForceUseTerm",
    "GovernanceTerm",
    "Group",
    "Identifier",
    "Ignored",
    "Issue",
    "MeasureTerm",
    "Membership",
    "Metadata",
    "MovementTerm",
    "OtherTerm",
    "Participant",
    "Phase",
    "Place",
    "Polarity",
    "Position",
    "PresenceTerm",
    "PrintedError",
    "Proposal",
    "ProvisionTerm",
    "Record",
    "ReleaseTerm",
    "Role",
    "SelectionTerm",
    "Source",
    "Talks",
    "Term",
    "TerritoryTerm",
    "Timing",
    "Uncoded",
    "VerificationTerm",
    "Version",
    "WithdrawalTerm",
]
