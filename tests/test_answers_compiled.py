"""The compiled view: the latest reported value of each term, and where it is from."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import negotiations as ng
from negotiations.answers.succession import contradict
from negotiations.dataset import Dataset
from negotiations.model import (
    Actor,
    CeasefireTerm,
    Condition,
    Event,
    Evidence,
    Group,
    Phase,
    Proposal,
    ReleaseTerm,
    Term,
    Version,
)
from negotiations.model.values import Count, When
from negotiations.vocabulary import (
    ActorKind,
    Basis,
    Certainty,
    Completeness,
    EventAct,
    Permanence,
    Standing,
    Support,
    Who,
)
from tests.builders import told
from tests.strategies import chronicles

if TYPE_CHECKING:
    from negotiations.answers.compiled_values import Compiled

FIVE, SIX = Count.exactly(5), Count.exactly(6)
FULL = {"completeness": Completeness.FULL_TEXT}
IF = Condition(summary="Something is done.")
CITIZENS, SOLDIERS = Group(citizens_of="north"), Group(who=(Who.SOLDIERS,))


def on(day: str) -> When:
    return When(edtf=day, basis=Basis.STATED)


def version(name: str, day: str | None = None, terms: Any = None, **more: Any) -> Version:
    given = {"completeness": Completeness.PARTIAL, **more}
    return Version(id=f"accord@{name}", tabled=day and on(day), terms=terms, **given)


def release(count: Count | None = None, **more: Any) -> tuple[Term, ...]:
    return (ReleaseTerm(issue="captives", count=count, **more),)


def dataset(*versions: Version, events: tuple[Event, ...] = ()) -> Dataset:
    proposal = Proposal(
        id="accord", title="Accord", between=(), rationale="One.", versions=versions
    )
    return Dataset(
        actors=[Actor(id="north", name="North", kind=ActorKind.STATE)],
        proposals=[proposal],
        events=events,
    )


def compiled(*versions: Version, as_of: Any = None, events: tuple[Event, ...] = ()) -> Compiled:
    return dataset(*versions, events=events).compiled("accord", as_of)


def readings(view: Compiled, field: str | None, label: str = "captives") -> list[tuple[Any, ...]]:
    """What is read of a field: value, versions, since, carried over, carried into, also silent."""
    part = next(each for each in (*view.terms, *view.ended) if each.label == label)

    def names(ids: tuple[str, ...]) -> str:
        return "".join(each.partition("@")[2] for each in ids)

    return [
        (
            each.value,
            names(each.versions),
            names(each.since),
            names(each.carried_over),
            names(each.carried_into),
            names(each.also_silent),
        )
        for each in (part.standing if field is None else part.value(field).readings)
    ]


A, B, C = "2001-01-01", "2001-02-01", "2001-03-01"


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        ([version("a", A, release(FIVE))], [(FIVE, "a", "a", "", "", "")]),
        (
            [version("a", A, release(FIVE)), version("b", B, release(SIX))],
            [(SIX, "b", "b", "", "", "")],
        ),
        (
            [version("a", A, release(FIVE)), version("b", B, release(FIVE)), version("c", C)],
            [(FIVE, "b", "a", "c", "", "")],
        ),
        (
            [
                version("a", A, release(FIVE)),
                version("b", B, release(SIX)),
                version("c", C, release(FIVE)),
            ],
            [(FIVE, "c", "c", "", "", "")],
        ),
        (
            [version("a", A, release(FIVE)), version("b", B, release())],
            [(FIVE, "a", "a", "", "b", "")],
        ),
        (
            [version("a", A, release(FIVE)), version("b", None)],
            [(FIVE, "a", "a", "", "", "b")],
        ),
        (
            [version("a", A, release(FIVE)), version("b", None, release(SIX))],
            [(FIVE, "a", "a", "", "", ""), (SIX, "b", "b", "", "", "")],
        ),
        (
            [version("a", A, release(FIVE)), version("b", "2001", release(FIVE))],
            [(FIVE, "ab", "ab", "", "", "")],
        ),
        (
            [version("a", A, release(FIVE)), version("b", None, **FULL)],
            [(FIVE, "a", "a", "", "", ""), (None, "b", "b", "", "", "")],
        ),
        (
            [
                version("a", A, release(FIVE)),
                version("b", B, release(included=False)),
                version("c", C, release(SIX)),
            ],
            [(SIX, "c", "c", "", "", "")],
        ),
    ],
)
def test_what_is_reported_last(versions: list[Version], expected: list[Any]) -> None:
    """Later takes the place of earlier only where the order is known; silence takes nothing."""
    assert readings(compiled(*versions), "count") == expected


def test_a_term_is_never_laid_together() -> None:
    """The term is that of the version that reports it last; older fields are told beside it."""
    part = compiled(
        version("a", A, release(FIVE)), version("b", B, release(summary="Other."))
    ).term("captives")
    assert [(each.version, each.item) for each in part.latest] == [
        ("accord@b", ReleaseTerm(issue="captives", summary="Other."))
    ]
    assert [each.field for each in part.values] == ["count", "summary"]
    assert part.value("count").is_settled
    assert repr(part) == "<captives: reported, 2 fields from accord@a, accord@b>"


def test_excluded_stays_excluded() -> None:
    """What is reported to be excluded is shown as that, silent versions notwithstanding."""
    view = compiled(
        version("a", A, release(FIVE)), version("b", B, release(included=False)), version("c", C)
    )
    assert readings(view, None) == [(Standing.EXCLUDED, "b", "b", "c", "", "")]
    assert [each.field for each in view.term("captives").values] == ["included"]


def test_a_term_that_is_back_brings_nothing_of_its_exclusion() -> None:
    """What was said of the excluded term is not carried into the one that is there again."""
    view = compiled(
        version("a", A, release(included=False, summary="None.")), version("b", B, release())
    )
    assert readings(view, None) == [(Standing.REPORTED, "b", "b", "", "", "")]
    assert view.term("captives").values == ()


def test_a_text_in_full_ends_what_it_does_not_have() -> None:
    """A version known in full ends the carrying forward of its terms, fields and phases."""
    first = version("a", A, release(FIVE), phases=(Phase(ordinal=1, label="one"),))
    view = compiled(first, version("b", B, **FULL))
    assert (view.terms, view.phases) == ((), ())
    assert [each.label for each in view.ended] == ["1", "captives"]
    assert readings(view, None) == [(Standing.NONE, "b", "b", "", "", "")]
    none = compiled(first, version("b", B, ()))
    assert [each.label for each in none.ended] == ["captives"]
    assert [each.label for each in none.phases] == ["1"]
    bare = compiled(first, version("b", B, release(), **FULL))
    assert bare.term("captives").values == ()


def test_two_phases_stay_two_terms() -> None:
    """A version that mentions one phase says nothing of the other; an unsaid phase pairs."""
    truce = CeasefireTerm(issue="truce", phase=1, permanence=Permanence.TEMPORARY)
    lasting = CeasefireTerm(issue="truce", phase=2, permanence=Permanence.PERMANENT)
    view = compiled(version("a", A, (truce,)), version("b", B, (lasting,)))
    assert [each.label for each in view.terms] == ["truce@1", "truce@2"]
    unsaid = CeasefireTerm(issue="truce", permanence=Permanence.PERMANENT)
    view = compiled(version("a", A, (truce,)), version("b", B, (unsaid,)))
    assert [each.label for each in view.terms] == ["truce"]
    # The one is temporary and the other lasting: nothing tells that the phase is the same.
    assert [each.field for each in view.term("truce").values] == ["permanence"]
    assert readings(view, "permanence", "truce") == [(Permanence.PERMANENT, "b", "b", "", "", "")]


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2000", {}),
        ("2001-01", {"a": "certain"}),
        ("2001-01-01", {"a": "certain"}),
        (date(2001, 2, 1), {"a": "certain", "b": "certain"}),
        (on("2001-01-20/2001-02-20"), {"a": "certain", "b": "certain"}),
        ("accord@a", {"a": "certain"}),
        ("versions/accord@b", {"a": "certain", "b": "certain"}),
        ("b-accepted", {"a": "certain", "b": "certain"}),
        (When(after="events/b-accepted"), {"a": "certain", "b": "certain"}),
        (None, {"a": "certain", "b": "certain", "c": "certain"}),
    ],
)
def test_the_time_of_a_view(as_of: Any, expected: dict[str, str]) -> None:
    """What is known to be later is left out; a date counts to its end."""
    accepted = Event(id="b-accepted", act=EventAct.ACCEPT, on=("accord@b",), when=on("2001-02-02"))
    view = compiled(
        version("a", A, release(FIVE)),
        version("b", B),
        version("c", C, release(SIX)),
        as_of=as_of,
        events=(accepted,),
    )
    found = {each.version[-1]: str(each.by) for each in view.versions if each.by.is_possible}
    assert found == expected
    assert [each.version for each in view.versions] == ["accord@a", "accord@b", "accord@c"]


def test_what_may_have_been_there_takes_nothing_away() -> None:
    """A version that may be later than the view stands beside what it would replace."""
    view = compiled(
        version("a", A, release(FIVE)), version("b", "2001-02/2001-04", release(SIX)), as_of=C
    )
    assert view.version("accord@b").by is Certainty.POSSIBLE
    assert readings(view, "count") == [
        (FIVE, "a", "a", "", "", ""),
        (SIX, "b", "b", "", "", ""),
    ]


@pytest.mark.parametrize(
    ("as_of", "error", "message"),
    [
        ("XXXX-05", ng.NegotiationsError, "as_of: 'XXXX-05' has no last day; give one with a year"),
        ("2001/..", ng.NegotiationsError, "as_of: '2001/..' has no last day; give one with a year"),
        (
            "2001-02-30",
            ng.NegotiationsError,
            "as_of: '2001-02-30' is not a calendar date: day is out of range for month",
        ),
        ("spring", ng.UnknownId, "no record 'spring'"),
        (
            "actors/north",
            ng.NegotiationsError,
            (
                "as_of: expected a date or a record that has a time, found actors/north; "
                "give a date, a version, an event, a position or a round of talks"
            ),
        ),
    ],
)
def test_what_is_no_time(as_of: str, error: type[Exception], message: str) -> None:
    """A time that cannot be understood is refused with what would do."""
    with pytest.raises(error) as raised:
        compiled(version("a", A), as_of=as_of)
    assert str(raised.value) == message


def test_the_last_events_of_a_version() -> None:
    """Decisions that no other is known to follow are its last; views and later events are not."""
    events = (
        Event(id="a-shown", act=EventAct.PRESENT, on=("accord@a",), when=on("2001-01-01")),
        Event(
            id="a-taken", act=EventAct.ACCEPT, on=("accord@a",), when=on("2001-01-10/2001-01-20")
        ),
        Event(id="a-refused", act=EventAct.REJECT, on=("accord@a",), when=on("2001-01-15")),
        Event(id="a-praised", act=EventAct.ASSESS, on=("accord@a",), when=on("2001-01-25")),
        Event(id="a-undone", act=EventAct.WITHDRAW, on=("accord@a",), when=on("2001-02-15")),
        Event(id="all-urged", act=EventAct.PRESS, on=("accord",), when=on("2001-01-15")),
    )

    def last(as_of: str | None) -> list[str]:
        view = compiled(version("a", A), as_of=as_of, events=events)
        assert len(view.versions[0].events) == 5
        assert [each.event.id for each in view.events] == ["all-urged"]
        return sorted(each.id for each in view.versions[0].last_events)

    assert last(None) == ["a-undone"]
    assert last("2001-01-31") == ["a-refused", "a-taken"]
    # By the fifteenth the acceptance may not have been.
    assert last("2001-01-15") == ["a-refused", "a-taken"]
    assert last("accord@a") == ["a-shown"]
    assert last("2000") == []


def test_denials_stay_with_a_reading() -> None:
    """Who denies a value is told with it."""
    common: dict[str, Any] = {"source": "report", "paragraph": 1, "sha256": "0" * 64}
    said = Evidence(start=0, end=1, support=Support.EXPLICIT, claimants=("south",), **common)
    denied = Evidence(start=2, end=3, support=Support.CONTRADICTS, claimants=("north",), **common)
    view = compiled(version("a", A, release(FIVE, evidence=(said, denied))), version("b", B))
    attribution = view.term("captives").value("count").readings[0].attribution
    assert (attribution.claimants, attribution.deniers) == (("south",), ("north",))
    assert attribution.disputed


NORTH = ("north",)


@pytest.mark.parametrize(
    ("earlier", "later", "carried"),
    [
        ({"count": FIVE, "obligors": NORTH}, {"count": FIVE}, True),
        ({"count": FIVE, "obligors": NORTH}, {"count": Count.more_than(4)}, True),
        ({"count": FIVE, "obligors": NORTH}, {"summary": "Others."}, True),
        ({"count": FIVE, "obligors": NORTH}, {"count": SIX}, False),
        ({"obligors": NORTH, "conditions": ()}, {"conditions": (IF,)}, False),
        ({"obligors": NORTH, "groups": (CITIZENS,)}, {"groups": (SOLDIERS,)}, True),
        ({"obligors": NORTH, "groups": (CITIZENS,)}, {"groups": (CITIZENS, SOLDIERS)}, True),
        ({"obligors": NORTH, "count": FIVE}, {"groups": (SOLDIERS,)}, True),
    ],
)
def test_nothing_is_carried_into_a_term_that_contradicts(
    earlier: dict[str, Any], later: dict[str, Any], carried: bool
) -> None:
    """Where two terms say what cannot be the same, no field of the one is said of the other."""
    part = compiled(
        version("a", A, release(**earlier)), version("b", B, release(**later)), version("c", C)
    ).term("captives")
    assert ("obligors" in [each.field for each in part.values]) is carried


def test_no_note_is_carried_into_another_text() -> None:
    """It is on the words of one report; over a text that is silent on the term it stays with it."""
    first = version("a", A, release(note="Printed twice."))
    assert readings(compiled(first, version("b", B)), "note") == [
        ("Printed twice.", "a", "a", "b", "", "")
    ]
    assert compiled(first, version("b", B, release())).term("captives").values == ()


@pytest.mark.parametrize(
    ("acts", "marked"),
    [
        ((), ()),
        ((EventAct.ACCEPT,), ()),
        ((EventAct.REJECT,), (EventAct.REJECT,)),
        ((EventAct.WITHDRAW, EventAct.ACCEPT), (EventAct.WITHDRAW,)),
        ((EventAct.ASSESS,), ()),
    ],
)
def test_a_term_of_a_refused_text_is_marked(
    acts: tuple[EventAct, ...], marked: tuple[EventAct, ...]
) -> None:
    """By a last decision that is a rejection or a withdrawal; silence after it changes nothing."""
    events = tuple(Event(id=f"{act}-a", act=act, on=("accord@a",)) for act in acts)
    view = compiled(version("a", A, release(FIVE)), version("b", B), events=events)
    found = view.term("captives").refused
    assert tuple(act for each in found for act in each.acts) == marked
    assert [each.version for each in found] == ["accord@a"] * bool(marked)
    assert [name for each in found for name in each.events] == [f"events/{act}-a" for act in marked]
    assert view.to_data()["terms"][0]["refused"] == [
        {
            "version": "accord@a",
            "acts": [*map(str, marked)],
            "events": [f"events/{marked[0]}-a"],
            "issues": [],
        }
        for _ in found
    ]


def test_a_refusal_names_the_issues_that_all_its_decisions_name() -> None:
    """Where one names none, it may concern the whole text."""
    over = {"act": EventAct.REJECT, "on": ("accord@a",)}
    one = Event(id="one", issues=("captives", "crossings"), **over)
    text = version("a", A, release(FIVE))
    for events, issues in (
        ((one,), ("captives", "crossings")),
        ((one, Event(id="two", **over)), ()),
    ):
        (refusal,) = compiled(text, events=events).term("captives").refused
        assert refusal.issues == issues


def test_a_refusal_that_a_later_word_undoes_marks_nothing() -> None:
    """Nor one that is later than the view."""
    events = (
        Event(id="no", act=EventAct.REJECT, on=("accord@a",), when=on("2001-01-10")),
        Event(id="yes", act=EventAct.ACCEPT, on=("accord@a",), when=on("2001-01-20")),
    )
    text = version("a", A, release(FIVE))
    assert compiled(text, events=events).term("captives").refused == ()
    assert compiled(text, events=events, as_of="2001-01-15").term("captives").refused != ()
    assert compiled(text, events=events, as_of="2001-01-05").term("captives").refused == ()


def test_unknown_parts() -> None:
    """What is not compiled is not found, and the nearest is named."""
    view = compiled(version("a", A, release(FIVE)))
    with pytest.raises(ng.UnknownId, match=r"^no compiled term 'captive'; did you mean"):
        view.term("captive")
    with pytest.raises(ng.UnknownId, match=r"^no reported field 'scope'"):
        view.term("captives").value("scope")
    with pytest.raises(ng.UnknownId, match=r"^no version 'accord@b'"):
        view.version("accord@b")
    with pytest.raises(ng.UnknownId, match=r"^no proposal 'acord'"):
        dataset().compiled("acord")
    assert repr(view) == "<Compiled accord: 1 term from accord@a>"
    assert repr(compiled(as_of="2001")) == "<Compiled accord as of 2001: 0 terms from no version>"
    assert repr(view.versions[0]) == "<accord@a (2001-01-01): no decision is reported>"


# --- the bundled data, as the articles have it ----------------------------------------------------


def test_the_may_proposal_compiled() -> None:
    """The terms of May are carried over the silence of August; nothing is struck."""
    view = ng.load().compiled("may-proposal")
    named = {
        each.label: [one.version.partition("@")[2] for one in each.latest] for each in view.terms
    }
    assert named == {
        "captive-release@1": ["may"],
        "captive-release@2": ["may"],
        "ceasefire@1": ["may"],
        "ceasefire@2": ["may"],
        "gaza-withdrawal@1": ["may"],
        "philadelphi-corridor": ["bridging"],
        "reconstruction@3": ["may"],
        "remains-return@3": ["may"],
    }
    assert view.ended == ()
    assert [each.label for each in view.phases] == ["1", "2", "3"]
    standing = view.term("ceasefire@2").standing[0]
    assert standing.carried_over == ("may-proposal@bridging",)
    assert standing.also_silent == ("may-proposal@early-july",)
    last = {each.version: [one.id for one in each.last_events] for each in view.versions}
    assert last == {
        "may-proposal@may": ["may-proposal-presented"],
        "may-proposal@early-july": ["early-july-terms-agreed"],
        # Which of the two came first is not known, so that both stand.
        "may-proposal@bridging": [
            "netanyahu-accepts-bridging-proposal",
            "hamas-rejects-bridging-proposal",
        ],
    }


def test_the_may_proposal_as_of_july() -> None:
    """In July there was the text of May, and one of which no term is reported; none of August."""
    view = ng.load().compiled("may-proposal", as_of="2024-07")
    assert {each.version: each.by for each in view.versions} == {
        "may-proposal@may": Certainty.CERTAIN,
        "may-proposal@early-july": Certainty.CERTAIN,
        "may-proposal@bridging": Certainty.IMPOSSIBLE,
    }
    assert len(view.terms) == 7
    assert all(part.versions == ("may-proposal@may",) for part in view.terms)
    assert view.term("ceasefire@2").standing[0].also_silent == ("may-proposal@early-july",)
    assert {each.by for each in view.version("may-proposal@bridging").events} == {
        Certainty.IMPOSSIBLE
    }


def test_an_offer_taken_back_compiled() -> None:
    """The return of citizens is not said of five; the 250 stand in a text that was taken back."""
    view = ng.load().compiled("us-hamas-partial-agreement")
    part = view.term("captive-release")
    assert [each.version.partition("@")[2] for each in part.latest] == ["unconditional-return"]
    assert getattr(part.latest[0].item, "count", 0) is None
    # The groups and the conditions of the two differ, so that the five of the one are not of the other.
    assert "count" not in [each.field for each in part.values]
    assert "note" not in [each.field for each in part.values]
    assert part.value("conditions").readings[0].value == ()
    prisoners = view.term("prisoner-release").standing[0]
    assert prisoners.versions == ("us-hamas-partial-agreement@five-for-250",)
    assert prisoners.carried_over == ("us-hamas-partial-agreement@unconditional-return",)
    assert [[str(one.act) for one in each.last_events] for each in view.versions] == [
        ["withdraw"],
        ["reject"],
    ]
    assert [
        (each.version.partition("@")[2], each.acts, each.events)
        for term in (part, view.term("prisoner-release"))
        for each in term.refused
    ] == [
        (
            "unconditional-return",
            (EventAct.REJECT,),
            ("events/hamas-rejects-unconditional-return",),
        ),
        ("five-for-250", (EventAct.WITHDRAW,), ("events/united-states-rescinds-offer",)),
    ]


# --- laws ---------------------------------------------------------------------------------------


@given(chronicles())
def test_one_version_is_its_own_compilation(chronicle) -> None:
    """Of a proposal with one version, the compiled terms and phases are those of the version."""
    proposal, _, _ = chronicle
    for only in (proposal.versions or ())[:1]:
        alone = only.replace(derived_from=None)
        view = told((proposal.replace(versions=(alone,)), (), ())).compiled("accord")
        assert tuple(latest.item for each in view.terms for latest in each.latest) == (
            alone.terms or ()
        )
        assert tuple(latest.item for each in view.phases for latest in each.latest) == (
            alone.phases or ()
        )
        assert view.ended == ()
        for part in view.terms:
            term = part.latest[0].item
            held = {each.field: each.readings[0].value for each in part.values}
            assert all(getattr(term, field) == value for field, value in held.items())


@given(chronicles(), st.none() | st.sampled_from(("2001-02", "2001-03-15", "accord@v")))
def test_every_reading_is_in_the_version_that_it_names(chronicle, as_of) -> None:
    """A value is reported by each version it names, and none of these is known to follow another.

    Versions that it is carried over or into are later and silent, and those before the view count.
    """
    proposal, _, _ = chronicle
    if as_of == "accord@v" and not proposal.versions:
        return
    ds = told(chronicle)
    view = ds.compiled(proposal, as_of)
    there = {each.version for each in view.versions if each.by.is_possible}
    for part in (*view.terms, *view.phases, *view.ended):
        for field, found in [(None, part.standing), *((v.field, v.readings) for v in part.values)]:
            assert len(found) == len({repr(each.value) for each in found})
            for each in found:
                named = {*each.versions, *each.carried_over, *each.carried_into, *each.also_silent}
                assert named <= there
                assert each.versions
                assert set(each.since) <= there
                if field is None or each.value is None:
                    continue
                for name in (*each.versions, *each.since):
                    held = ds.versions[name]
                    assert any(
                        getattr(item, field, None) == each.value
                        for item in (*(held.terms or ()), *(held.phases or ()))
                    )
        for latest in part.latest:
            held = ds.versions[latest.version]
            assert latest.item in (*(held.terms or ()), *(held.phases or ()))


@pytest.mark.parametrize(
    "more", [{"permanence": Permanence.TEMPORARY}, {"note": "a remark"}], ids=["value", "note"]
)
def test_no_absence_is_carried_into_a_term_that_is_there(more: dict[str, Any]) -> None:
    """That a text in full has no truce ends with the later text that has one; order unknown says so."""
    truce = CeasefireTerm(issue="truce")
    view = compiled(
        version("v", "2001-01"),
        version("w", completeness=Completeness.FULL_TEXT),
        version("x", terms=(truce,)).replace(tabled=When(after="versions/accord@w")),
        version("y", "2001-01", (*release(), truce.replace(**more))),
    )
    # Of y and of w and x, nothing tells the order. x has the truce, so that w says no more of it.
    (name,) = more
    assert readings(view, None, "truce") == [(Standing.REPORTED, "xy", "xy", "", "", "v")]
    assert readings(view, name, "truce") == [(more[name], "y", "y", "", "", "vx")]


@given(chronicles())
def test_what_is_carried_into_a_term_fits_it(chronicle) -> None:
    """No field goes on into a version whose term says what cannot be the same; no note goes at all."""
    ds = told(chronicle)
    for part in ds.compiled("accord").terms:
        held = {
            name: [each for each in ds.versions[name].terms or () if each.issue == part.issue]
            for name in ds.versions
        }
        for value in part.values:
            for reading in value.readings:
                assert value.field != "note" or not reading.carried_into
                for name in reading.carried_into:
                    assert any(
                        not contradict(one, other)
                        for said in reading.versions
                        for one in held[said]
                        for other in held[name]
                    )


@given(chronicles(dated=True))
def test_before_everything_there_is_nothing(chronicle) -> None:
    """A view before the first day has no terms, and one after the last is that of all."""
    ds = told(chronicle)
    early, late = ds.compiled("accord", "1999"), ds.compiled("accord", "2010")
    assert (early.terms, early.phases, early.ended) == ((), (), ())
    assert all(each.by is Certainty.IMPOSSIBLE for each in early.versions)
    whole = ds.compiled("accord")
    assert (late.terms, late.phases, late.ended) == (whole.terms, whole.phases, whole.ended)


@given(chronicles(dated=True))
def test_every_reported_term_is_told(chronicle) -> None:
    """Where the order is known, a term of the last version stands as that version has it."""
    proposal, _, _ = chronicle
    view = told(chronicle).compiled("accord")
    for last in (proposal.versions or ())[-1:]:
        latest = [each for part in view.terms for each in part.latest]
        assert {id(each) for each in last.terms or ()} <= {id(each.item) for each in latest}
        for part in view.terms:
            for each in part.latest:
                if isinstance(each.item, Term) and each.item.included is False:
                    assert [one.value for one in part.standing] == [Standing.EXCLUDED]


@given(chronicles(), st.randoms(use_true_random=False))
def test_the_order_of_records_means_nothing(chronicle, random) -> None:
    """Events and versions given in another order compile to the same."""
    proposal, events, positions = chronicle
    view = told(chronicle).compiled("accord")
    shuffled = list(events)
    random.shuffle(shuffled)
    again = told((proposal, tuple(shuffled), positions[::-1])).compiled("accord")
    assert again == view
    assert ng.to_json(again) == ng.to_json(view)


def _with_preparation() -> Dataset:
    """The text of May, and one that puts a preparatory phase in front and changes nothing else."""
    ds = ng.load()
    may = ds.versions["may-proposal@may"]
    later = may.replace(
        id="may-proposal@later",
        derived_from=("may-proposal@may",),
        tabled=None,
        phases=(
            Phase(ordinal=1, label="preparation"),
            *(each.replace(ordinal=each.ordinal + 1) for each in may.phases or ()),
        ),
        terms=tuple(
            each.replace(phase=each.phase + 1)
            for each in may.terms or ()
            if type(each.phase) is int
        ),
    )
    proposal = ds.proposals["may-proposal"].replace(versions=(may, later))
    return Dataset(issues=ds.issues.values(), proposals=[proposal])


def test_a_phase_put_in_front_makes_no_term_twice() -> None:
    """Terms and phases go with the phase that they were in; the new one gets nothing of another."""
    ds = _with_preparation()
    view = ds.compiled("may-proposal")
    assert [each.label for each in view.terms] == [
        "captive-release@2",
        "captive-release@3",
        "ceasefire@2",
        "ceasefire@3",
        "gaza-withdrawal@2",
        "reconstruction@4",
        "remains-return@4",
    ]
    assert [(each.label, [one.field for one in each.values]) for each in view.phases] == [
        ("1", ["label"]),
        ("2", ["label", "duration", "summary"]),
        ("3", ["label", "summary"]),
        ("4", ["label", "summary"]),
    ]
    blame = ds.blame("may-proposal@later")
    first = {line.path: [each.version.partition("@")[2] for each in line.origins] for line in blame}
    assert first["/phases/1"] == ["later"]
    assert first["/phases/2/duration"] == ["may"]
    assert first["/terms/ceasefire@3/permanence"] == ["may"]
    assert first["/terms/ceasefire@3/phase"] == ["later"]
    table = ds.side_by_side("may-proposal@may", "may-proposal@later")
    assert {str(row.cells[1].state) for row in table.rows} == {"same"}
    assert not table.where(differs=True)
