"""Terms: what a version of a text, or a position of an actor, says on one issue."""

from typing import NamedTuple

from negotiations.model.amounts import Amount
from negotiations.model.base import (
    MAXIMUM_INTEGER,
    FieldRole,
    Given,
    Value,
    WordOrNone,
    attribute,
    value,
)
from negotiations.model.evidence import Evidence
from negotiations.model.patterns import ID_PATTERN, TERM_LABEL_PATTERN
from negotiations.model.timing import Timing
from negotiations.model.values import Count, Duration
from negotiations.vocabulary import (
    Activity,
    ConditionKind,
    ContinuationMode,
    Disposition,
    ForcePermission,
    Limit,
    Permanence,
    PhaseScope,
    PresenceExtent,
    Regime,
    ReleaseScope,
    Segment,
    TermKind,
    TermStatus,
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
    "TermLabel",
    "TerritoryTerm",
    "VerificationTerm",
    "WithdrawalTerm",
    "is_excluded",
    "split_label",
]


class TermLabel(NamedTuple):
    """The parts of the label of a term; as text it is the label itself."""

    issue: str
    phase: "int | PhaseScope | None" = None
    case: str | None = None
    alternative: str | None = None

    @property
    def order(self) -> "tuple[str, int, str, str]":
        """What terms are sorted by: no reported phase first, then `whole`, then 1, 2, 3."""
        phase = self.phase
        number = -1 if phase is None else phase if isinstance(phase, int) else 0
        return (self.issue, number, self.case or "", self.alternative or "")

    def __str__(self) -> str:
        phase = "" if self.phase is None else f"@{self.phase}"
        case = "" if self.case is None else f":{self.case}"
        return f"{self.issue}{phase}{case}" + (
            "" if self.alternative is None else f".{self.alternative}"
        )


@value
class Condition(Value):
    """What a term or an act hangs on, or is given in return for.

    It is coded on what the conditional side gives.
    """

    alike_fields = ("issue", "actor", "term")

    issue: str | None = attribute("The issue that it belongs to.", default=None, refers_to="issues")
    actor: str | None = attribute("Who must meet it.", default=None, refers_to="actors")
    term: str | None = attribute(
        "The term of the same text or position that it hangs on, by its label.",
        default=None,
        pattern=TERM_LABEL_PATTERN,
        examples=("ceasefire@1",),
    )
    how: WordOrNone[ConditionKind] = attribute("How the term hangs on it.", default=None)
    summary: str = attribute("What must happen, in our own words.", FieldRole.WORDED)


@value
class Group(Value):
    """Part of a release: persons who share the named properties. Groups of a term do not overlap."""

    key_fields = ("who", "citizens_of")

    count: Count | None = attribute("How many they are.", default=None)
    who: Given[tuple[Who, ...] | None, tuple[Who | str, ...] | None] = attribute(
        "What they have in common, all of it together: living soldiers are both.", default=None
    )
    citizens_of: str | None = attribute(
        "The state whose citizens they are.", default=None, refers_to="actors"
    )


@value
class Term(Value):
    """The base of all terms. Its issue, phase, case and alternative identify it in its holder."""

    if TYPE_CHECKING:
        kind: ClassVar[TermKind]

    key_fields = ("issue", "phase", "case", "alternative")

    issue: str = attribute("The agenda item that it settles.", refers_to="issues")
    phase: int | PhaseScope | None = attribute(
        "The ordinal of its phase, or `whole` for the whole text. Absent: not reported.",
        default=None,
        minimum=1,
    )
    case: str | None = attribute(
        "The case of the issue that it is about, where the issue has several. Absent: all of it.",
        default=None,
        pattern=ID_PATTERN,
        examples=("rockets",),
    )
    alternative: str | None = attribute(
        "Which of several options of a draft it is, by the label that the draft gives it. The options "
        "of one issue, phase and case exclude each other.",
        default=None,
        pattern=ID_PATTERN,
        examples=("option-1",),
    )
    status: TermStatus | None = attribute(
        "How settled its words are. Absent: the source does not say.",
        FieldRole.CONTEXT,
        default=None,
    )
    proposed_by: tuple[str, ...] | None = attribute(
        "Who put these words forward.", FieldRole.CONTEXT, default=None, refers_to="actors"
    )
    obligors: tuple[str, ...] | None = attribute(
        "Who must act.", FieldRole.SUBJECT, default=None, refers_to="actors"
    )
    beneficiaries: tuple[str, ...] | None = attribute(
        "Who gets something by it.", FieldRole.SUBJECT, default=None, refers_to="actors"
    )
    included: bool | None = attribute(
        "`false`: a source reports that the text has no such term, or that the actor wants none.",
        FieldRole.STANDING,
        default=None,
    )
    qualifiers: tuple[str, ...] | None = attribute(
        "What limits it, in short phrases of our own that change what it means: `in peacetime`.",
        default=None,
        examples=(["permanently"],),
    )
    starts: Timing | None = attribute("When it begins to hold.", default=None)
    ends: Timing | None = attribute("When it ceases to hold.", default=None)
    deadline: Timing | None = attribute("When it must be done.", default=None)
    conditions: tuple[Condition, ...] | None = attribute(
        "What it hangs on or is given in return for.", default=None
    )
    clause: str | None = attribute(
        "Where it stands in the text, as the text numbers itself: `Art. 2(2)`.",
        FieldRole.NUMBERING,
        default=None,
        examples=("Art. 2(2)",),
    )
    summary: str | None = attribute(
        "What it says, in our own words.", FieldRole.DESCRIPTION, default=None
    )
    note: str | None = attribute("A coder's remark.", FieldRole.NOTE, default=None)
    evidence: tuple[Evidence, ...] | None = attribute(
        "The passages it rests on.", FieldRole.BOOKKEEPING, default=None
    )

    @property
    def key(self) -> tuple[str, int, str, str]:
        """What it is found by: a phase that is not reported sorts first, then `whole`, then 1, 2, 3."""
        return TermLabel(self.issue, self.phase, self.case, self.alternative).order

    @property
    def label(self) -> str:
        """The key as it stands in paths: ``issue``, ``issue@whole``, ``issue@1:case.alternative``."""
        return str(TermLabel(self.issue, self.phase, self.case, self.alternative))

    @property
    def topic(self) -> TermLabel:
        """The key without the alternative: what the options of a draft are options for."""
        return TermLabel(self.issue, self.phase, self.case)

    @property
    def is_excluded(self) -> bool:
        """Whether it is reported not to be in the text, or not to be wanted."""
        return self.included is False


def is_excluded(item: object) -> bool:
    """Whether it is a term that is reported not to be in the text, or not to be wanted."""
    return isinstance(item, Term) and item.is_excluded


def split_label(label: str) -> TermLabel:
    """Issue, phase, case and alternative of a term, by its label.

    >>> split_label("captives@1")
    TermLabel(issue='captives', phase=1, case=None, alternative=None)
    >>> str(split_label("heavy-weapons@whole:rockets.option-1"))
    'heavy-weapons@whole:rockets.option-1'
    """
    rest, _, alternative = label.partition(".")
    rest, _, case = rest.partition(":")
    issue, _, phase = rest.partition("@")
    return TermLabel(
        issue,
        (int(phase) if phase.isdecimal() else PhaseScope(phase)) if phase else None,
        case or None,
        alternative or None,
    )


@value
class CeasefireTerm(Term):
    """A halt to fighting."""

    kind = TermKind.CEASEFIRE
    permanence: WordOrNone[Permanence] = attribute("How lasting it is meant to be.", default=None)
    duration: Duration | None = attribute("How long it lasts.", default=None, limited=True)
    limit: WordOrNone[Limit] = attribute(
        "Whether the duration is the most or the least that the text allows. Absent: it is what is to be.",
        default=None,
    )


@value
class ReleaseTerm(Term):
    """Captives, prisoners or remains set free or handed over; the issue says which.

    >>> ReleaseTerm(issue="prisoners", baseline=Count.exactly(150), increment=Count.exactly(100)).total
    Count.exactly(250)
    """

    kind = TermKind.RELEASE
    count: Count | None = attribute(
        "How many, where a source gives a total.", default=None, limited=True
    )
    baseline: Count | None = attribute(
        "The earlier number that `increment` is added to.", default=None
    )
    increment: Count | None = attribute("How many more than the earlier number.", default=None)
    limit: WordOrNone[Limit] = attribute(
        "Whether the number is the most or the least that the text allows. Absent: it is what is to be.",
        default=None,
    )
    scope: WordOrNone[ReleaseScope] = attribute("How many of those held it covers.", default=None)
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
    named: Count | None = attribute("How many names were put forward.", default=None, limited=True)
    limit: WordOrNone[Limit] = attribute(
        "Whether `named` is the most or the least that the text allows. Absent: it is what is to be.",
        default=None,
    )


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
    extent: WordOrNone[WithdrawalExtent] = attribute("How much of it they leave.", default=None)


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
    extent: WordOrNone[PresenceExtent] = attribute(
        "How much of the presence remains.", default=None
    )
    activity: WordOrNone[Activity] = attribute("What they do there.", default=None)
    segment: WordOrNone[Segment] = attribute("How much of the line they cover.", default=None)
    strength: Count | None = attribute("How many they are.", default=None, limited=True)
    limit: WordOrNone[Limit] = attribute(
        "Whether the strength is the most or the least that the text allows. Absent: it is what is to be.",
        default=None,
    )


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
    regime: WordOrNone[Regime] = attribute("How free it is.", default=None)


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
    by: tuple[str, ...] | None = attribute(
        "Who governs it, together where there are several.", default=None, refers_to="actors"
    )


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
    mode: WordOrNone[ContinuationMode] = attribute("What is to become of them.", default=None)
    duration: Duration | None = attribute("For how long.", default=None, limited=True)
    limit: WordOrNone[Limit] = attribute(
        "Whether the duration is the most or the least that the text allows. Absent: it is what is to be.",
        default=None,
    )


@value
class ForceUseTerm(Term):
    """Force that stays permitted."""

    kind = TermKind.FORCE_USE
    permitted: WordOrNone[ForcePermission] = attribute("How much.", default=None)
    place: str | None = attribute("Where.", FieldRole.SUBJECT, default=None, refers_to="places")


@value
class MeasureTerm(Term):
    """A quantity in the unit that the issue names."""

    kind = TermKind.MEASURE
    amount: Amount | None = attribute(
        "How much, in its own unit or in that of the issue.", default=None, limited=True
    )
    limit: WordOrNone[Limit] = attribute(
        "Whether the amount is the most or the least that the text allows. Absent: it is what is to be.",
        default=None,
    )


@value
class ChoiceTerm(Term):
    """One of the options that the issue names."""

    kind = TermKind.CHOICE
    option: str | None = attribute("The option.", default=None)


@value
class TerritoryTerm(Term):
    """What becomes of a territory."""

    kind = TermKind.TERRITORY
    place: str | None = attribute(
        "Which territory.", FieldRole.SUBJECT, default=None, refers_to="places"
    )
    disposition: WordOrNone[Disposition] = attribute("What becomes of it.", default=None)
    to: tuple[str, ...] | None = attribute(
        "Who gets, keeps, recognises or administers it.", default=None, refers_to="actors"
    )


@value
class VerificationTerm(Term):
    """Who checks, and how, that something else is carried out."""

    kind = TermKind.VERIFICATION
    of: str | None = attribute(
        "The issue whose terms are checked.", FieldRole.SUBJECT, default=None, refers_to="issues"
    )
    by: tuple[str, ...] | None = attribute("Who checks.", default=None, refers_to="actors")
    means: str | None = attribute("How, in our own words.", FieldRole.WORDED, default=None)


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
        TerritoryTerm,
        VerificationTerm,
        OtherTerm,
    )
}
