"""Pages of drafts: units, limits, options, brackets, times, clauses, and what is not coded.

Highland and Lowland draft a treaty on a river; the expected words are written by hand.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from pages import missing_of, page, read_as, words_of
from pairs import passage
from strategies import terms

import negotiations as ng
from negotiations import Amount, Anchor, Count, Dataset, Duration, Timing, When
from negotiations.compare.diff import diff
from negotiations.model import (
    Actor,
    Case,
    CeasefireTerm,
    ChoiceTerm,
    Condition,
    Identifier,
    Issue,
    MeasureTerm,
    OtherTerm,
    Polarity,
    Position,
    PresenceTerm,
    Proposal,
    SelectionTerm,
    Term,
    Version,
)
from negotiations.render.lines import change_lines
from negotiations.render.render import FORMATS
from negotiations.render.terms import gist
from negotiations.render.wording import Wording
from negotiations.vocabulary import (
    ActorKind,
    Basis,
    CellState,
    Completeness,
    ConditionKind,
    IdentifierScheme,
    Level,
    Limit,
    PositionAct,
    TermKind,
    TermStatus,
)

BRACKETED = TermStatus.BRACKETED
SIGNING = Anchor(words="signing")


def issue(name: str, kind: TermKind, **fields: Any) -> Issue:
    return Issue(id=name, label=name.title(), definition="All of it.", kind=kind, **fields)


ISSUES = [
    issue("level", TermKind.MEASURE, unit="m"),
    issue(
        "flow",
        TermKind.MEASURE,
        unit="m³/s",
        cases=(Case(id="dry", label="dry season", definition="From May."),),
        polarity=(Polarity(field="amount", more="lowland", less="highland"),),
    ),
    issue("fund", TermKind.MEASURE, unit="crowns"),
    issue("guards", TermKind.PRESENCE),
    issue("disputes", TermKind.CHOICE, options=("court", "panel")),
    issue("boats", TermKind.OTHER),
    issue("nets", TermKind.OTHER),
]


def flow(amount: int | str, **fields: Any) -> MeasureTerm:
    given = {"issue": "flow", "case": "dry", "limit": Limit.MINIMUM, **fields}
    return MeasureTerm(amount=Amount.exactly(amount), **given)


def option(label: str, **fields: Any) -> dict[str, Any]:
    return {"alternative": label, "status": BRACKETED, **fields}


def draft(name: str, *held: Term, month: int, **fields: Any) -> Version:
    when = When(edtf=f"2031-{month:02}", basis=Basis.STATED)
    given = {"completeness": Completeness.FULL_TEXT, "tabled": when, **fields}
    return Version(id=f"treaty@{name}", terms=held, **given)


JUNE = draft(
    "june",
    flow(50, **option("option-1"), clause="Art. 3(1)", evidence=(passage(3),)),
    flow(60, **option("option-2"), clause="Art. 3(1)", evidence=(passage(3),)),
    flow(70, **option("option-3")).replace(amount=None, limit=None, included=False),
    MeasureTerm(issue="level", amount=Amount.exactly(40), **option("a")),
    MeasureTerm(issue="level", amount=Amount.exactly(45), **option("b")),
    MeasureTerm(issue="fund", amount=Amount.exactly(100_000).of("crowns", per="P1Y")),
    PresenceTerm(
        issue="guards",
        strength=Count.exactly(600_000),
        limit=Limit.MAXIMUM,
        deadline=Timing(on="2031-12-31"),
        clause="Art. 8",
        evidence=(passage(8),),
        conditions=(
            Condition(term="flow@whole:dry", how=ConditionKind.AFTER, summary="The river is full."),
        ),
    ),
    ChoiceTerm(issue="disputes", option="court", status=BRACKETED, proposed_by=("lowland",)),
    OtherTerm(issue="boats", summary="Boats pass."),
    month=6,
    coded_on=tuple(each.id for each in ISSUES if each.id != "nets"),
)
OCTOBER = draft(
    "october",
    flow(60, clause="Art. 3(1)", evidence=(passage(3),)),
    MeasureTerm(issue="level", amount=Amount.exactly(42)),
    MeasureTerm(issue="fund", amount=Amount.exactly(80_000).of("crowns", per="P1Y")),
    PresenceTerm(
        issue="guards",
        strength=Count.exactly(800_000),
        limit=Limit.MAXIMUM,
        deadline=Timing(within=Duration.exactly("P14D"), after=SIGNING),
        clause="Art. 9",
        evidence=(passage(9),),
        conditions=(
            Condition(
                term="flow@whole:dry", how=ConditionKind.UNLESS, summary="The river is full."
            ),
        ),
    ),
    ChoiceTerm(issue="disputes", option="court"),
    OtherTerm(issue="boats", summary="Boats pass.", status=BRACKETED),
    OtherTerm(issue="nets", summary="Nets are allowed."),
    month=10,
    derived_from=("treaty@june",),
)
ANNEX = draft(
    "annex", OtherTerm(issue="nets", summary="Nets."), month=11, supplements=("treaty@june",)
)
ASKS = Position(
    id="lowland-asks",
    actor="lowland",
    act=PositionAct.DEMANDS,
    on="treaty",
    terms=(flow("70.5"),),
)
DS = Dataset(
    actors=[
        Actor(id=key, name=key.title(), kind=ActorKind.STATE) for key in ("highland", "lowland")
    ],
    issues=ISSUES,
    proposals=[
        Proposal(
            id="treaty",
            title="River treaty",
            between=("highland", "lowland"),
            rationale="One.",
            versions=(JUNE, OCTOBER, ANNEX),
        )
    ],
    positions=[ASKS],
)
FOUND = DS.diff("treaty@june", "treaty@october")


def shown(value: Any, **options: Any) -> str:
    return words_of(page(value, dataset=DS, **{"width": 500, **options}))


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    "said",
    [
        "Flow, dry season: resolved as option 2 of 3 (a minimum of 60 m³/s)",
        "option 1 dropped (a minimum of 50 m³/s)",
        "option 3 dropped (no such term)",
        "Level: resolved, but as none of the options (42 m)",
        "option a dropped (40 m)",
        "Disputes: no longer in brackets",
        "Boats: in brackets now",
        "Fund: amount lowered by 20,000 crowns per year",
        "80,000 crowns per year",
        "strength ceiling raised by 200,000",
        "a maximum of 800,000",
        "31 December 2031",
        "within 14 days after signing",
        "Not coded in treaty@june",
        "Nets: Nets are allowed",
        "gazette, Art. 8, ¶8",
        "coded on 6 issues only",
    ],
)
def test_a_diff_of_drafts_is_told_in_words(name: str, said: str) -> None:
    """In every format: what became of options, brackets, ceilings; with units, periods and clauses."""
    read = words_of(read_as(name, page(FOUND, name, dataset=DS)))
    assert said in read


def test_no_raw_word_of_the_model_is_on_a_page() -> None:
    """Codes, labels and words of the JSON stand on full pages only."""
    for value in (FOUND, JUNE, OCTOBER, DS.side_by_side("treaty@june", "treaty@october")):
        read = page(value, dataset=DS)
        for raw in ("bracketed", "option-", "ceiling-", "None", "P14D", "Timing(", "Amount", "P1Y"):
            assert raw not in read, raw


def test_the_options_for_one_thing_stand_together() -> None:
    """Under one head on the page of a record, in one cell of a table, in one item of a diff."""
    record = page(JUNE, dataset=DS).splitlines()
    at = record.index("  Flow, dry season: 3 options")
    assert [line for line in record[at:] if line.startswith("    Flow")] == [
        f"    Flow, dry season, option {number}" for number in (1, 2, 3)
    ]
    table = shown(DS.side_by_side("treaty@june", "treaty@october"), name="markdown")
    (row,) = (line for line in table.split(" | ") if line.startswith("**option 1**"))
    assert row.index("option 1") < row.index("option 2") < row.index("option 3")


def test_options_that_come_and_go_are_counted() -> None:
    """Where nothing was chosen, the head says how many there were and are."""
    two = (flow(50, **option("option-1")), flow(60, **option("option-2")))
    one = draft("june", *two, month=6)
    more = draft("october", *two, flow(90, **option("option-3")), month=10)
    assert "Flow, dry season: 2 options became 3 [+ option 3 added (a minimum of 90 m³/s" in shown(
        diff(one, more, issues=DS.issues)
    )


def test_what_is_opened_is_told_the_other_way_round() -> None:
    """A settled figure that is one of several options again, and one that is none of them."""
    read = shown(DS.diff("treaty@october", "treaty@june"))
    # October is later: of the other order nothing is said in words of time.
    assert "settled in the first; option 2 of 3 in the second" in read
    assert "settled in the first, and not one of the options of the second (42 m)" in read
    later = JUNE.replace(id="treaty@december", tabled=When(edtf="2031-12", basis=Basis.STATED))
    read = shown(diff(OCTOBER, later, issues=DS.issues))
    assert "opened, now as option 2 of 3 (a minimum of 60 m³/s)" in read
    assert "opened, and not one of the options now (42 m)" in read


def test_a_limit_is_told_from_what_a_source_knows() -> None:
    """The most that a text allows, and what a source says is the most that it can be."""
    words = Wording(DS.records)
    ceiling = MeasureTerm(issue="fund", amount=Amount.exactly(600), limit=Limit.MAXIMUM)
    assert gist(ceiling, words) == "a maximum of 600 crowns"
    assert gist(ceiling.replace(limit=None, amount=Amount.at_most(600)), words) == (
        "at most 600 crowns"
    )
    assert gist(ceiling.replace(amount=Amount.unstated("some")), words) == (
        "a maximum, not given (“some”), in crowns"
    )
    # The limit of a selection is that of the names put forward, and of none other.
    names = SelectionTerm(
        issue="x", named=Count.exactly(5), objected=Count.exactly(3), limit=Limit.MINIMUM
    )
    assert gist(names, words) == "objected: 3; named: a minimum of 5"
    truce = CeasefireTerm(issue="x", duration=Duration.exactly("P6W"), limit=Limit.MINIMUM)
    assert gist(truce, words) == "a minimum of 6 weeks"


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (None, "if the river is full"),
        (ConditionKind.AFTER, "once the river is full"),
        (ConditionKind.SUBJECT_TO, "only if the river is full"),
        (ConditionKind.IN_RETURN_FOR, "in return for this: the river is full"),
        (ConditionKind.UNLESS, "unless the river is full"),
    ],
)
def test_a_condition_says_how_and_on_what(how: ConditionKind | None, said: str) -> None:
    """In a sentence, with the name of the term that it hangs on; on a full page with its label."""
    condition = Condition(term="flow@1:dry", how=how, summary="The river is full.")
    assert Wording(DS.records).value(condition) == f"{said} (see Flow, phase 1, dry season)"
    full = Wording(DS.records, level=Level.BOOKKEEPING).value(condition)
    assert "see Flow, phase 1, dry season (flow@1:dry)" in full


@pytest.mark.parametrize(
    ("timing", "said"),
    [
        (Timing(on="2015-12-31"), "31 December 2015"),
        (Timing(on="../2015-12"), "by December 2015"),
        (Timing(after=SIGNING), "after signing"),
        (Timing(before=Anchor(term="flow@1")), "before Flow, phase 1"),
        (
            Timing(within=Duration.at_most("P3D"), after=SIGNING),
            "within at most 3 days after signing",
        ),
        (Timing(after=Anchor(event="vote")), "after events/vote"),
    ],
)
def test_times_are_told_in_words(timing: Timing, said: str) -> None:
    """Dates as they are read, lengths in words, anchors by their names."""
    assert Wording(DS.records).value(timing) == said


def test_texts_without_phases_miss_none() -> None:
    """Of a draft that is known in full, no term is said to be in a phase that is not reported."""
    for value in (FOUND, JUNE, DS.compiled("treaty"), DS.blame("treaty@october")):
        assert "phase not reported" not in page(value, dataset=DS)
    part = JUNE.replace(completeness=Completeness.PARTIAL)
    assert "phase not reported" in page(part, dataset=DS)


def test_relations_of_texts_are_named() -> None:
    """On the pages that have the text as a side, a column, a step or a part."""
    said = "supplements treaty@june"
    assert said in shown(DS.diff("treaty@june", "treaty@annex"))
    assert said in shown(DS.side_by_side("treaty@june", "treaty@annex"))
    assert said in shown(DS.compiled("treaty"))
    assert said in shown(DS.history("treaty"))


def test_a_cell_of_what_is_not_coded_is_neither_silent_nor_empty() -> None:
    """And the row is not said to differ."""
    table = DS.side_by_side("treaty@june", "treaty@october")
    (row,) = table.where(issue="nets")
    assert [cell.state for cell in row.cells] == [CellState.NOT_CODED, CellState.VALUE]
    assert not row.differs
    assert "(not coded there)" in shown(table)


def test_registers_and_cases_are_told_by_name() -> None:
    """An identifier with the address that it is looked up under, a case with its definition."""
    words = Wording(DS.records)
    made = Identifier(scheme=IdentifierScheme.WIKIDATA, id="Q801")
    assert words.value(made) == "wikidata Q801, https://www.wikidata.org/wiki/Q801"
    assert "dry season (dry): From May." in shown(DS.issues["flow"])


def test_the_lines_for_git_have_units_and_words() -> None:
    """One line for each change; the unit is that of the amount, or of the issue where it is known."""
    lines = list(change_lines(FOUND))
    assert "terms/fund/amount lowered: 100,000 crowns per year → 80,000 crowns per year" in lines
    assert 'terms/flow:dry.option-2/alternative resolved: "option-2"' in lines
    assert "terms/guards/strength ceiling raised: 600,000 → 800,000" in lines
    assert 'terms/disputes/status no longer in brackets: "bracketed"' in lines
    assert any(line.startswith("terms/nets not coded on one side: ") for line in lines)
    one, two = (MeasureTerm(issue="level", amount=Amount.exactly(number)) for number in (4, 5))
    assert list(change_lines(diff(one, two, issues=DS.issues))) == ["amount raised: 4 m → 5 m"]


def test_a_lean_of_a_limit_is_told() -> None:
    """A floor that is raised leans as the polarity of its field says."""
    before, after = draft("june", flow(50), month=6), draft("october", flow("60.5"), month=10)
    read = shown(diff(before, after, issues=DS.issues))
    assert "amount floor raised by 10.5 m³/s before a minimum of 50 m³/s" in read
    assert "Leans toward Lowland" in read


def test_what_differs_in_unit_has_no_difference() -> None:
    """Of metres and feet, no number of either tells by how much one is more."""
    one = MeasureTerm(issue="x", amount=Amount.exactly(3).of("m"))
    two = one.replace(amount=Amount.exactly(5).of("ft"))
    read = shown(diff(one, two))
    assert "amount first 3 m second 5 ft" in read
    assert " by " not in read


@given(terms(), terms())
def test_a_page_of_any_two_terms_holds_what_the_json_holds(one: Term, other: Term) -> None:
    """In every format, and without a traceback, with names and without."""
    for value in (one, *([diff(one, other)] if type(one) is type(other) else [])):
        assert missing_of(value) == {}
        assert ng.render(value, dataset=DS)


def test_an_annex_ends_nothing_of_the_text_that_it_adds_to() -> None:
    """Nor does a text end what it is not coded on; a revision that is coded in full does."""
    term = MeasureTerm(issue="level", amount=Amount.exactly(40))
    first = draft("june", term, month=6)

    def ended(later: Version) -> list[str]:
        text = Proposal(
            id="treaty", title="T", between=(), rationale="One.", versions=(first, later)
        )
        return [
            part.label for part in Dataset(issues=ISSUES, proposals=[text]).compiled(text).ended
        ]

    nets = OtherTerm(issue="nets", summary="Nets.")
    assert ended(draft("july", nets, month=7)) == ["level"]
    for relation in ("supplements", "implements", "translates"):
        assert ended(draft("july", nets, month=7, **{relation: ("treaty@june",)})) == []
    revised = {"supplements": ("treaty@june",), "derived_from": ("treaty@june",)}
    assert ended(draft("july", nets, month=7, **revised)) == ["level"]
    assert ended(draft("july", nets, month=7, coded_on=("nets",))) == []
    assert ended(draft("july", nets, month=7, coded_on=("nets", "level"))) == ["level"]
