"""Terms: what a version of a text, or a position of an actor, says on one issue."""

from negotiations.model.base import MAXIMUM_INTEGER, FieldRole, Value, attribute, value
from negotiations.model.evidence import Evidence
from negotiations.model.values import Count, Duration
from negotiations.vocabulary import (
    Activity,
    ContinuationMode,
    ForcePermission,
    Permanence,
    PhaseScope,
    PresenceExtent,
    Regime,
    ReleaseScope,
    Segment,
    TermKind,
    Who,
    WithdrawalExtent,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import ClassVar

__all__ = [
    "TERM_CLASSES",
    "CeasefireTerm",
    "ChoiceTerm",
    "Condition",
    "ContinuationTerm",
    "ForceUseTerm",
    "GovernanceTerm",
    "Group",
    "MeasureTerm",
    "MovementTerm",
    "OtherTerm",
    "PresenceTerm",
    "ProvisionTerm",
    "ReleaseTerm",
    "SelectionTerm",
    "Term",
    "WithdrawalTerm",
    "is_excluded",
    "split_label",
]


@value
class Condition(Value):
    """What a term or an act hangs on, or is given in return for.

    It is coded on what the conditional side gives.
    """

    alike_fields = ("issue", "actor")

    issue: str | None = attribute("The issue that it belongs to.", default=None, refers_to="issues")
    actor: str | None = attribute("Who must meet it.", default=None, refers_to="actors")
    summary: str = attribute("What must happen, in our own words.", FieldRole.WORDED)


@value
class Group(Value):
    """Part of a release: persons who share the named properties. Groups of a term do not overlap."""

    key_fields = ("who", "citizens_of")

    count: Count | None = attribute("How many they are.", default=None)
    who: tuple[Who, ...] | None = attribute(
        "What they have in common, all of it together: living soldiers are both.", default=None
    )
    citizens_of: str | None = attribute(
        "The state whose citizens they are.", default=None, refers_to="actors"
    )


@value
class Term(Value):
    """The base of all terms. Its issue and phase identify it and are unique in its holder."""

    if TYPE_CHECKING:
        kind: ClassVar[TermKind]

    key_fields = ("issue", "phase")

    issue: str = attribute("The agenda item that it settles.", refers_to="issues")
    phase: int | PhaseScope | None = attribute(
        "The ordinal of its phase, or `whole` for the whole text. Absent: not reported.",
        default=None,
        minimum=1,
    )
    obligors: tuple[str, ...] | None = attribute(
        "Who must act.", FieldRole.SUBJECT, default=None, refers_to="actors"
    )
    included: bool | None = attribute(
        "`false`: a source reports that the text has no such term, or that the actor wants none.",
        FieldRole.STANDING,
        default=None,
    )
    conditions: tuple[Condition, ...] | None = attribute(
        "What it hangs on or is given in return for.", default=None
    )
    summary: str | None = attribute(
        "What it says, in our own words.", FieldRole.DESCRIPTION, default=None
    )
    note: str | None = attribute("A coder's remark.", FieldRole.NOTE, default=None)
    evidence: tuple[Evidence, ...] | None = attribute(
        "The passages it rests on.", FieldRole.BOOKKEEPING, default=None
    )

    @property
    def key(self) -> tuple[str, int]:
        """Issue and phase; a phase that is not reported sorts first, then `whole`, then 1, 2, 3."""
        phase = self.phase
        if phase is None:
            return (self.issue, -1)
        return (self.issue, 0 if isinstance(phase, PhaseScope) else phase)

    @property
    def label(self) -> str:
        """The key as it stands in paths: ``issue``, ``issue@whole`` or ``issue@1``."""
        return self.issue if self.phase is None else f"{self.issue}@{self.phase}"

    @property
    def is_excluded(self) -> bool:
        """Whether it is reported not to be in the text, or not to be wanted."""
        return self.included is False


def is_excluded(item: object) -> bool:
    """Whether it is a term that is reported not to be in the text, or not to be wanted."""
    return isinstance(item, Term) and item.is_excluded


def split_label(label: str) -> "tuple[str, int | PhaseScope | None]":
    """Issue and phase of a term, by its label.

    >>> split_label("captives@1"), split_label("captives")
    (('captives', 1), ('captives', None))
    """
    issue, _, phase = label.partition("@")
    if not phase:
        return issue, None
    return issue, int(phase) if phase.isdecimal() else PhaseScope(phase)


@value
class CeasefireTerm(Term):
    """A halt to fighting."""

    kind = TermKind.CEASEFIRE
    permanence: Permanence | None = attribute("How lasting it is meant to be.", default=None)
    duration: Duration | None = attribute("How long it lasts.", default=None)


@value
class ReleaseTerm(Term):
    """Captives, prisoners or remains set free or handed over; the issue says which.

    >>> ReleaseTerm(issue="prisoners", baseline=Count.exactly(150), increment=Count.exactly(100)).total
    Count.exactly(250)
    """

    kind = TermKind.RELEASE
    count: Count | None = attribute("How many, where a source gives a total.", default=None)
    baseline: Count | None = attribute(
        "The earlier number that `increment` is added to.", default=None
    )
    increment: Count | None = attribute("How many more than the earlier number.", default=None)
    scope: ReleaseScope | None = attribute("How many of those held it covers.", default=None)
    groups: tuple[Group, ...] | None = attribute("How the number divides.", default=None)

    def _validate(self) -> None:
        if self.baseline is None or self.increment is None:
            return
        try:
            _ = self.baseline + self.increment
        except ValueError:
            raise ValueError(
                f"ReleaseTerm: baseline and increment together are more than {MAXIMUM_INTEGER}"
            ) from None

    @property
    def total(self) -> Count | None:
        """The number as reported, else ``baseline + increment``, which no source prints."""
        if self.count is None and self.baseline is not None and self.increment is not None:
            return self.baseline + self.increment
        return self.count


@value
class SelectionTerm(Term):
    """Who decides which persons a release covers."""

    kind = TermKind.SELECTION
    over: str | None = attribute(
        "The release that it is about.", FieldRole.SUBJECT, default=None, refers_to="issues"
    )
    veto_by: str | None = attribute("Who may refuse a name.", default=None, refers_to="actors")
    objected: Count | None = attribute("How many names were objected to.", default=None)
    named: Count | None = attribute("How many names were put forward.", default=None)


@value
class WithdrawalTerm(Term):
    """Forces leaving a territory. Leaving a corridor is a `PresenceTerm` of extent none."""

    kind = TermKind.WITHDRAWAL
    forces: str | None = attribute(
        "Whose forces.", FieldRole.SUBJECT, default=None, refers_to="actors"
    )
    place: str | None = attribute(
        "What they leave.", FieldRole.SUBJECT, default=None, refers_to="places"
    )
    extent: WithdrawalExtent | None = attribute("How much of it they leave.", default=None)


@value
class PresenceTerm(Term):
    """Forces at a corridor, border or crossing."""

    kind = TermKind.PRESENCE
    forces: str | None = attribute(
        "Whose forces.", FieldRole.SUBJECT, default=None, refers_to="actors"
    )
    place: str | None = attribute(
        "Where they are.", FieldRole.SUBJECT, default=None, refers_to="places"
    )
    extent: PresenceExtent | None = attribute("How much of the presence remains.", default=None)
    activity: Activity | None = attribute("What they do there.", default=None)
    segment: Segment | None = attribute("How much of the line they cover.", default=None)
    strength: Count | None = attribute("How many they are.", default=None)


@value
class MovementTerm(Term):
    """Civilians moving from one area to another."""

    kind = TermKind.MOVEMENT
    origin: str | None = attribute(
        "Where from.", FieldRole.SUBJECT, default=None, refers_to="places"
    )
    destination: str | None = attribute(
        "Where to.", FieldRole.SUBJECT, default=None, refers_to="places"
    )
    regime: Regime | None = attribute("How free it is.", default=None)


@value
class ProvisionTerm(Term):
    """Aid or reconstruction; the issue says which."""

    kind = TermKind.PROVISION
    volume: str | None = attribute("How much, in our own words.", FieldRole.WORDED, default=None)
    place: str | None = attribute(
        "For which place.", FieldRole.SUBJECT, default=None, refers_to="places"
    )


@value
class GovernanceTerm(Term):
    """Who governs a place."""

    kind = TermKind.GOVERNANCE
    place: str | None = attribute(
        "Which place.", FieldRole.SUBJECT, default=None, refers_to="places"
    )
    by: str | None = attribute("Who governs it.", default=None, refers_to="actors")


@value
class ContinuationTerm(Term):
    """Carrying out, extending or reopening terms that were agreed earlier.

    It is never expanded into those terms.
    """

    kind = TermKind.CONTINUATION
    of: str | None = attribute(
        "The version or proposal, where the source names one.",
        FieldRole.SUBJECT,
        default=None,
        refers_to=("versions", "proposals"),
    )
    of_phase: int | None = attribute(
        "The phase of it, where the source names one.", FieldRole.SUBJECT, default=None, minimum=1
    )
    mode: ContinuationMode | None = attribute("What is to become of them.", default=None)
    duration: Duration | None = attribute("For how long.", default=None)


@value
class ForceUseTerm(Term):
    """Force that stays permitted."""

    kind = TermKind.FORCE_USE
    permitted: ForcePermission | None = attribute("How much.", default=None)
    place: str | None = attribute("Where.", FieldRole.SUBJECT, default=None, refers_to="places")


@value
class MeasureTerm(Term):
    """A quantity in the unit that the issue names."""

    kind = TermKind.MEASURE
    amount: Count | None = attribute("How much, in the unit of the issue.", default=None)


@value
class ChoiceTerm(Term):
    """One of the options that the issue names."""

    kind = TermKind.CHOICE
    option: str | None = attribute("The option.", default=None)


@value
class OtherTerm(Term):
    """A term that only its summary describes."""

    kind = TermKind.OTHER


TERM_CLASSES: "dict[TermKind, type[Term]]" = {
    cls.kind: cls
    for cls in (
        CeasefireTerm,
        ReleaseTerm,
        SelectionTerm,
        WithdrawalTerm,
        PresenceTerm,
        MovementTerm,
        ProvisionTerm,
        GovernanceTerm,
        ContinuationTerm,
        ForceUseTerm,
        MeasureTerm,
        ChoiceTerm,
        OtherTerm,
    )
}
