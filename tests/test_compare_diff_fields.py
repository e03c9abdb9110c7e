"""Every field of every kind of term, of phases, roles and headers: what is said when it changes.

One row for each sort of change that a field can have; that no field is left out is a test too.
"""

from __future__ import annotations

from typing import Any

import pytest
from pairs import issue, passage, position, version

from negotiations.compare.changes import (
    Added,
    Changed,
    EvidenceChanged,
    Moved,
    Removed,
    Renumbered,
    Reported,
    Unreported,
)
from negotiations.compare.diff import diff, diff_terms
from negotiations.model import (
    TERM_CLASSES,
    Amount,
    Anchor,
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
    Phase,
    PresenceTerm,
    ProvisionTerm,
    ReleaseTerm,
    Role,
    SelectionTerm,
    Term,
    TerritoryTerm,
    Timing,
    VerificationTerm,
    WithdrawalTerm,
)
from negotiations.model.base import fields_of
from negotiations.model.values import Count, Duration, When
from negotiations.vocabulary import (
    Activity,
    Basis,
    Certainty,
    ContinuationMode,
    Disposition,
    ForcePermission,
    Level,
    Limit,
    Permanence,
    PresenceExtent,
    Regime,
    ReleaseScope,
    Segment,
    TermStatus,
    VersionRole,
    Who,
    WithdrawalExtent,
)

SUBSTANTIVE, CLARIFYING = Level.SUBSTANTIVE, Level.CLARIFYING
EDITORIAL, BOOKKEEPING = Level.EDITORIAL, Level.BOOKKEEPING
CERTAIN, POSSIBLE, IMPOSSIBLE = Certainty.CERTAIN, Certainty.POSSIBLE, Certainty.IMPOSSIBLE
exactly, length = Count.exactly, Duration.exactly


def on(date: str) -> Timing:
    """A date."""
    return Timing(on=date)


def within(period: str) -> Timing:
    """So long after the signing."""
    return Timing(within=length(period), after=Anchor(words="signing"))


NORTH, SOUTH, NOBODY = "north", "south", None

Row = tuple[type[Term], str, Any, Any, str, Level, Certainty, str | None]


def _in(cls: type[Term], count: Count) -> Count | Amount:
    """A count, or the amount that says the same where terms of the class have amounts."""
    if cls is not MeasureTerm:
        return count
    return Amount(
        qualifier=count.qualifier,
        amount=count.amount,  # type: ignore[arg-type]
        upper=count.upper,  # type: ignore[arg-type]
        wording=count.wording,
    )


# Class, field, earlier, later; verb, level, certainty, and the party that it leans toward where the
# issue has a polarity for the field.
FIELDS: list[Row] = [
    *(
        (cls, field, _in(cls, old), _in(cls, new), verb, level, certainty, toward)
        for cls, field in (
            (ReleaseTerm, "count"),
            (ReleaseTerm, "baseline"),
            (ReleaseTerm, "increment"),
            (SelectionTerm, "objected"),
            (SelectionTerm, "named"),
            (PresenceTerm, "strength"),
            (MeasureTerm, "amount"),
        )
        for old, new, verb, level, certainty, toward in (
            (exactly(5), exactly(7), "raised", SUBSTANTIVE, CERTAIN, NORTH),
            (exactly(7), Count.fewer_than(7), "lowered", SUBSTANTIVE, CERTAIN, SOUTH),
            (Count.at_least(5), Count.between(6, 9), "narrowed", CLARIFYING, POSSIBLE, NOBODY),
            (exactly(5), Count.at_most(9), "widened", CLARIFYING, POSSIBLE, NOBODY),
            (Count.between(1, 5), Count.between(4, 9), "shifted", SUBSTANTIVE, POSSIBLE, NOBODY),
            (Count.about(40), Count.about(50), "shifted", SUBSTANTIVE, POSSIBLE, NOBODY),
            (Count.unstated("many"), exactly(5), "became-exact", CLARIFYING, POSSIBLE, NOBODY),
            (Count.about(40), exactly(40), "became-exact", CLARIFYING, POSSIBLE, NOBODY),
            (exactly(40), Count.about(40), "widened", CLARIFYING, POSSIBLE, NOBODY),
            (
                Count.unstated("many"),
                Count.unstated("some"),
                "reworded",
                CLARIFYING,
                POSSIBLE,
                NOBODY,
            ),
            (Count.about(40), Count.unstated("many"), "reworded", CLARIFYING, POSSIBLE, NOBODY),
            (Count.more_than(4), Count.at_least(5), "reworded", CLARIFYING, POSSIBLE, NOBODY),
        )
        # Between four and five there are amounts, and no counts.
        if (cls, old) != (MeasureTerm, Count.more_than(4))
    ),
    (
        MeasureTerm,
        "amount",
        Amount.more_than(4),
        Amount.at_least("4.5"),
        "narrowed",
        CLARIFYING,
        POSSIBLE,
        NOBODY,
    ),
    *(
        (cls, "duration", old, new, verb, level, certainty, toward)
        for cls in (CeasefireTerm, ContinuationTerm)
        for old, new, verb, level, certainty, toward in (
            (length("P1W"), length("P2W"), "raised", SUBSTANTIVE, CERTAIN, NORTH),
            (length("P1M"), length("P1W"), "lowered", SUBSTANTIVE, CERTAIN, SOUTH),
            (length("P1M"), length("P30D"), "narrowed", CLARIFYING, POSSIBLE, NOBODY),
            (length("P30D"), length("P1M"), "widened", CLARIFYING, POSSIBLE, NOBODY),
            (
                Duration.about("P1W"),
                Duration.about("P2W"),
                "shifted",
                SUBSTANTIVE,
                POSSIBLE,
                NOBODY,
            ),
            (
                Duration.at_most("P2W"),
                length("P1W"),
                "became-exact",
                CLARIFYING,
                POSSIBLE,
                NOBODY,
            ),
            # Six weeks are forty-two days: said otherwise, and not another length.
            (length("P6W"), length("P42D"), "reworded", CLARIFYING, IMPOSSIBLE, NOBODY),
        )
    ),
    *(
        (cls, field, words[at], words[to], verb, SUBSTANTIVE, CERTAIN, toward)
        for cls, field, words in (
            (CeasefireTerm, "permanence", tuple(Permanence)),
            (ReleaseTerm, "scope", tuple(ReleaseScope)),
            (WithdrawalTerm, "extent", tuple(WithdrawalExtent)),
            (PresenceTerm, "extent", tuple(PresenceExtent)),
            (PresenceTerm, "segment", tuple(Segment)),
            (MovementTerm, "regime", tuple(Regime)),
            (ForceUseTerm, "permitted", tuple(ForcePermission)),
        )
        for at, to, verb, toward in ((0, -1, "up", NORTH), (-1, 0, "down", SOUTH))
    ),
    *(
        (
            cls,
            field,
            old,
            new,
            "changed",
            SUBSTANTIVE,
            POSSIBLE if field in ("volume", "means") else CERTAIN,
            NOBODY,
        )
        for cls, field, old, new in (
            (SelectionTerm, "over", "captives", "prisoners"),
            (SelectionTerm, "veto_by", "north", "south"),
            (WithdrawalTerm, "forces", "north", "south"),
            (WithdrawalTerm, "place", "ridge", "valley"),
            (PresenceTerm, "forces", "north", "south"),
            (PresenceTerm, "place", "ridge", "valley"),
            (PresenceTerm, "activity", Activity.PATROL, Activity.CONTROL),
            (MovementTerm, "origin", "ridge", "valley"),
            (MovementTerm, "destination", "ridge", "valley"),
            (ProvisionTerm, "volume", "ten lorries a day", "six lorries a day"),
            (ProvisionTerm, "place", "ridge", "valley"),
            (GovernanceTerm, "place", "ridge", "valley"),
            (ContinuationTerm, "of", "plan@one", "plan@two"),
            (ContinuationTerm, "of_phase", 1, 2),
            (ContinuationTerm, "mode", ContinuationMode.EXTEND, ContinuationMode.IMPLEMENT),
            (ForceUseTerm, "place", "ridge", "valley"),
            (ChoiceTerm, "option", "red", "white"),
            *(
                (cls, "limit", Limit.MAXIMUM, Limit.MINIMUM)
                for cls in (
                    *(CeasefireTerm, ContinuationTerm, MeasureTerm),
                    *(PresenceTerm, ReleaseTerm, SelectionTerm),
                )
            ),
            (TerritoryTerm, "place", "ridge", "valley"),
            (TerritoryTerm, "disposition", Disposition.CEDE, Disposition.EXCHANGE),
            (VerificationTerm, "of", "captives", "prisoners"),
            (VerificationTerm, "means", "visits", "reports"),
            (OtherTerm, "status", TermStatus.PROPOSED, TermStatus.RESERVED),
        )
    ),
    (OtherTerm, "summary", "A veto.", "No veto.", "changed", SUBSTANTIVE, CERTAIN, NOBODY),
    (OtherTerm, "note", "Once.", "Twice.", "changed", EDITORIAL, POSSIBLE, NOBODY),
    (OtherTerm, "phase", 1, 2, "moved", SUBSTANTIVE, POSSIBLE, NOBODY),
    (OtherTerm, "clause", "Art. 1", "Art. 2", "renumbered", EDITORIAL, CERTAIN, NOBODY),
    *(
        (OtherTerm, field, old, new, verb, level, certainty, toward)
        for field in ("starts", "ends", "deadline")
        for old, new, verb, level, certainty, toward in (
            (on("2015-05"), on("2015-06"), "later", SUBSTANTIVE, CERTAIN, NORTH),
            (on("2015-06"), on("2015-05-31"), "earlier", SUBSTANTIVE, CERTAIN, SOUTH),
            (on("2015-05"), on("2015-05-31"), "changed", SUBSTANTIVE, POSSIBLE, NOBODY),
            (within("P14D"), within("P30D"), "later", SUBSTANTIVE, CERTAIN, NORTH),
            (within("P14D"), on("2015-05"), "changed", SUBSTANTIVE, POSSIBLE, NOBODY),
        )
    ),
    (
        OtherTerm,
        "evidence",
        (passage(1),),
        (passage(1, claimants=("north",)),),
        "changed",
        BOOKKEEPING,
        IMPOSSIBLE,
        NOBODY,
    ),
]
# Fields with rows of their own below, or that no two paired terms differ in.
APART = {
    (ReleaseTerm, "groups"),
    (GovernanceTerm, "by"),
    (TerritoryTerm, "to"),
    (VerificationTerm, "by"),
    (OtherTerm, "case"),
    (OtherTerm, "alternative"),
    (OtherTerm, "proposed_by"),
    (OtherTerm, "beneficiaries"),
    (OtherTerm, "qualifiers"),
    (OtherTerm, "obligors"),
    (OtherTerm, "conditions"),
    (OtherTerm, "included"),
    (OtherTerm, "issue"),
}


def test_no_field_is_left_out() -> None:
    """Whoever adds a field to a kind of term says here what its change is called."""
    common = {spec.name for spec in fields_of(Term)}
    wanted = {(OtherTerm, name) for name in common} | {
        (cls, spec.name)
        for cls in TERM_CLASSES.values()
        for spec in fields_of(cls)
        if spec.name not in common
    }
    assert {row[:2] for row in FIELDS} | APART == wanted


@pytest.mark.parametrize(
    ("cls", "field", "old", "new", "verb", "level", "certainty", "toward"),
    FIELDS,
    ids=[f"{row[0].__name__}.{row[1]} {row[4]} {at}" for at, row in enumerate(FIELDS)],
)
def test_a_field_changes(
    cls: type[Term],
    field: str,
    old: Any,
    new: Any,
    verb: str,
    level: Level,
    certainty: Certainty,
    toward: str | None,
) -> None:
    """One change, with this code, path, level, certainty and lean; and the opposite one back."""
    # Texts without phases, since nothing is certain of a term whose phase is not known.
    phases = None if field == "phase" else ()
    before, after = (
        version(cls(issue="matter", **{field: side}), phases=phases) for side in (old, new)
    )
    known = {"matter": issue("matter", cls.kind, field)}
    found = diff(before, after, issues=known)
    (change,) = found
    kinds = {"phase": Moved, "evidence": EvidenceChanged, "clause": Renumbered}
    expected = kinds.get(field, Changed)
    assert type(change) is expected
    key = "matter@2" if field == "phase" else "matter"
    assert (change.code, change.path) == (f"term.{field}.{verb}", f"/terms/{key}/{field}")
    assert (change.level, change.certainty) == (level, certainty)
    assert found.lean(change).toward == toward
    assert not diff(before, before.replace())


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize(
    ("cls", "field", "value"),
    sorted({row[:2]: row[:3] for row in FIELDS}.values(), key=str),
    ids=str,
)
def test_a_field_that_one_side_has(cls: type[Term], field: str, value: Any, full: bool) -> None:
    """Silence in a text that is known in part; in a full text, what is not there is not in it."""
    having = version(cls(issue="matter", **{field: value}))
    lacking = version(cls(issue="matter"), full=full)
    changes = [each for each in diff(lacking, having) if each.term is not None]
    assert len(changes) == 1
    (change,) = changes
    if field == "evidence":
        assert type(change) is EvidenceChanged
        return
    closes = full and field not in ("summary", "note", "phase", "clause")
    aside = field in ("note", "clause") or (field == "summary" and cls is not OtherTerm)
    assert type(change) is (Added if closes else Reported)
    assert change.level is (EDITORIAL if aside else SUBSTANTIVE if closes else CLARIFYING)
    assert change.certainty is POSSIBLE  # it is not said there, as coded
    (back,) = (each for each in diff(having, lacking) if each.term is not None)
    assert type(back) is (Removed if closes else Unreported)


ONE, TWO = Condition(summary="A vote."), Condition(summary="A law.")
WOMEN, CHILDREN = Group(who=(Who.WOMEN,)), Group(who=(Who.CHILDREN,))
AUTHOR = Role(actor="north", role=VersionRole.AUTHOR)
DAY = When(edtf="2024-05-31", basis=Basis.STATED)

LISTS: list[tuple[str, Term, Term, list[tuple[type, str, Level]]]] = [
    (
        "items that the other side does not mention",
        OtherTerm(issue="x", obligors=("north",)),
        OtherTerm(issue="x", obligors=("south",)),
        [(Unreported, "obligors/north", CLARIFYING), (Reported, "obligors/south", CLARIFYING)],
    ),
    (
        "conditions to none",
        OtherTerm(issue="x", conditions=(ONE, TWO)),
        OtherTerm(issue="x", conditions=()),
        [(Removed, "conditions/*", SUBSTANTIVE)] * 2,
    ),
    (
        "none to conditions",
        OtherTerm(issue="x", conditions=()),
        OtherTerm(issue="x", conditions=(ONE,)),
        [(Added, "conditions/*", SUBSTANTIVE)],
    ),
    (
        "conditions to silence",
        OtherTerm(issue="x", conditions=(ONE,)),
        OtherTerm(issue="x"),
        [(Unreported, "conditions/*", CLARIFYING)],
    ),
    (
        "none to silence",
        OtherTerm(issue="x", conditions=()),
        OtherTerm(issue="x"),
        [(Unreported, "conditions", CLARIFYING)],
    ),
    (
        "silence to none",
        OtherTerm(issue="x"),
        OtherTerm(issue="x", conditions=()),
        [(Reported, "conditions", CLARIFYING)],
    ),
    (
        "the number of a group",
        ReleaseTerm(issue="x", groups=(WOMEN.replace(count=exactly(5)), CHILDREN)),
        ReleaseTerm(issue="x", groups=(CHILDREN, WOMEN.replace(count=exactly(7)))),
        [(Changed, "groups/women/count", SUBSTANTIVE)],
    ),
    (
        "another group",
        ReleaseTerm(issue="x", groups=(WOMEN,)),
        ReleaseTerm(issue="x", groups=(WOMEN.replace(citizens_of="north"),)),
        [(Unreported, "groups/women", CLARIFYING), (Reported, "groups/women:north", CLARIFYING)],
    ),
    (
        "the order of items",
        ReleaseTerm(
            issue="x", obligors=("a", "b"), conditions=(ONE, TWO), groups=(WOMEN, CHILDREN)
        ),
        ReleaseTerm(
            issue="x", obligors=("b", "a"), conditions=(TWO, ONE), groups=(CHILDREN, WOMEN)
        ),
        [],
    ),
    (
        "the order of passages",
        OtherTerm(issue="x", evidence=(passage(1), passage(2))),
        OtherTerm(issue="x", evidence=(passage(2), passage(1))),
        [],
    ),
    (
        "the order of the qualities of a group",
        ReleaseTerm(issue="x", groups=(Group(who=(Who.LIVING, Who.SOLDIERS)),)),
        ReleaseTerm(issue="x", groups=(Group(who=(Who.SOLDIERS, Who.LIVING)),)),
        [],
    ),
    (
        "included, said and not said",
        OtherTerm(issue="x"),
        OtherTerm(issue="x", included=True),
        [(Reported, "included", CLARIFYING)],
    ),
    (
        "included and excluded",
        OtherTerm(issue="x", included=True),
        OtherTerm(issue="x", included=False),
        [(Removed, "", SUBSTANTIVE)],
    ),
    (
        "excluded, then not said to be",
        OtherTerm(issue="x", included=False),
        OtherTerm(issue="x"),
        [(Added, "", SUBSTANTIVE)],
    ),
    (
        "a term of another kind",
        OtherTerm(issue="x"),
        ReleaseTerm(issue="x"),
        [(Changed, "", SUBSTANTIVE)],
    ),
]


@pytest.mark.parametrize(
    ("before", "after", "expected"), [row[1:] for row in LISTS], ids=[row[0] for row in LISTS]
)
def test_lists_and_inclusion(
    before: Term, after: Term, expected: list[tuple[type, str, Level]]
) -> None:
    """What the changes of a term's lists are, and that their order is none."""

    def place(path: str) -> str:
        inner = path.removeprefix("/terms/x").removeprefix("/")
        return "conditions/*" if inner.startswith("conditions/") else inner

    found = diff(version(before), version(after))
    rows = [(type(each), place(each.path), each.level) for each in found]
    assert sorted(rows, key=str) == sorted(expected, key=str)
    if not expected:
        assert not found


def phase(**fields: Any) -> Phase:
    return Phase(ordinal=1, **fields)


HEADS: list[tuple[str, dict[str, Any], dict[str, Any], str, str, Level, Certainty]] = [
    ("id", {"id": "a@one"}, {"id": "a@two"}, "version.id.changed", "/id", BOOKKEEPING, CERTAIN),
    (
        "date",
        {"tabled": DAY},
        {"tabled": DAY.replace(edtf="2024-06")},
        "version.tabled.changed",
        "/tabled",
        CLARIFYING,
        CERTAIN,
    ),
    ("date", {}, {"tabled": DAY}, "version.tabled.reported", "/tabled", CLARIFYING, POSSIBLE),
    (
        "label",
        {"labels": ("Draft",)},
        {"labels": ("Draft", "Final")},
        "version.labels.reported",
        "/labels/Final",
        EDITORIAL,
        POSSIBLE,
    ),
    (
        "summary",
        {"summary": "A."},
        {},
        "version.summary.unreported",
        "/summary",
        EDITORIAL,
        POSSIBLE,
    ),
    ("note", {"note": "A."}, {"note": "B."}, "version.note.changed", "/note", EDITORIAL, POSSIBLE),
    (
        "derivation",
        {"derived_from": ("a@one",)},
        {"derived_from": ()},
        "version.derived_from.removed",
        "/derived_from/a@one",
        BOOKKEEPING,
        CERTAIN,
    ),
    (
        "passages",
        {"evidence": (passage(1),)},
        {},
        "version.evidence.changed",
        "/evidence",
        BOOKKEEPING,
        IMPOSSIBLE,
    ),
    (
        "role",
        {"roles": (AUTHOR,)},
        {},
        "role.unreported",
        "/roles/north:author",
        CLARIFYING,
        POSSIBLE,
    ),
    (
        "a role that there is none of",
        {"roles": (AUTHOR,)},
        {"roles": ()},
        "role.removed",
        "/roles/north:author",
        CLARIFYING,
        CERTAIN,
    ),
    (
        "passages of a role",
        {"roles": (AUTHOR,)},
        {"roles": (AUTHOR.replace(evidence=(passage(1),)),)},
        "role.evidence.changed",
        "/roles/north:author/evidence",
        BOOKKEEPING,
        IMPOSSIBLE,
    ),
    ("phase", {"phases": (phase(),)}, {}, "phase.unreported", "/phases/1", CLARIFYING, POSSIBLE),
    (
        "no phases",
        {"phases": (phase(),)},
        {"phases": ()},
        "phase.removed",
        "/phases/1",
        SUBSTANTIVE,
        CERTAIN,
    ),
    (
        "none to silence",
        {"phases": ()},
        {},
        "version.phases.unreported",
        "/phases",
        CLARIFYING,
        POSSIBLE,
    ),
    (
        "length of a phase",
        {"phases": (phase(duration=length("P6W")),)},
        {"phases": (phase(duration=length("P5W")),)},
        "phase.duration.lowered",
        "/phases/1/duration",
        SUBSTANTIVE,
        POSSIBLE,
    ),
    (
        "length of a phase of a full text",
        {"phases": (phase(duration=length("P6W")),), "full": True},
        {"phases": (phase(),), "full": True},
        "phase.duration.removed",
        "/phases/1/duration",
        SUBSTANTIVE,
        POSSIBLE,
    ),
    (
        "label of a phase of a full text",
        {"phases": (phase(label="One"),), "full": True},
        {"phases": (phase(),), "full": True},
        "phase.label.unreported",
        "/phases/1/label",
        EDITORIAL,
        POSSIBLE,
    ),
]


@pytest.mark.parametrize(
    ("before", "after", "code", "path", "level", "certainty"),
    [row[1:] for row in HEADS],
    ids=[f"{row[0]} {at}" for at, row in enumerate(HEADS)],
)
def test_headers_phases_and_roles(
    before: dict[str, Any],
    after: dict[str, Any],
    code: str,
    path: str,
    level: Level,
    certainty: Certainty,
) -> None:
    """One change each, on no issue, which leans nobody's way."""
    found = diff(version(**before), version(**after))
    (change,) = found
    assert (change.code, change.path) == (code, path)
    assert (change.level, change.certainty) == (level, certainty)
    assert found.lean(change).why == "it is on no issue"


# --- what merely holds terms --------------------------------------------------------------------


class Holder:
    """Something with terms that is no record."""

    def __init__(self, *terms: Term) -> None:
        self.terms = terms


def test_any_two_holders_of_terms_compare() -> None:
    """Their terms are, and nothing else of them; the diff is read, and not applied."""
    few = Holder(OtherTerm(issue="veto"), ReleaseTerm(issue="x", phase=1, count=exactly(5)))
    more = Holder(ReleaseTerm(issue="x", phase=1, count=exactly(7)))
    found = diff_terms(few, more, issues={"x": issue("x", ReleaseTerm.kind, "count")})
    assert [change.code for change in found] == ["term.unreported", "term.count.raised"]
    assert found.lean(found[1]).toward == NORTH
    assert not found.whole
    assert found.summary().terms_changed == 1
    assert [change.code for change in diff_terms(few, more, on={"x"})] == ["term.count.raised"]
    assert [change.code for change in found.invert()] == ["term.reported", "term.count.lowered"]


def test_a_holder_and_a_version() -> None:
    """Only a version can be known in full, so that only it can lack what the other has."""
    held = Holder(OtherTerm(issue="veto"))
    assert [change.code for change in diff_terms(held, version(full=True))] == ["term.removed"]
    assert [change.code for change in diff_terms(version(), held)] == ["term.reported"]


def test_a_position_and_a_version_compare_on_what_the_position_speaks_of() -> None:
    """As `diff` has it."""
    want = position(OtherTerm(issue="veto"))
    text = version(OtherTerm(issue="aid"), OtherTerm(issue="veto", note="One."))
    assert diff(want, text) == diff_terms(want, text, on={"veto"})
