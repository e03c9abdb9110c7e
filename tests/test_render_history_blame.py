"""The pages of histories, blames and compiled views: order in words, silence, what changed."""

from __future__ import annotations

from typing import Any

import pytest
from builders import told
from pages import page, words_of
from pairs import passage

import negotiations as ng
from negotiations.model import Event, Position, Proposal, ReleaseTerm, Version
from negotiations.model.values import Count, When
from negotiations.vocabulary import Basis, Completeness, EventAct, PositionAct, Support


def release(number: int, **fields: Any) -> ReleaseTerm:
    given = {"issue": "captives", "evidence": (passage(1),), **fields}
    return ReleaseTerm(count=Count.exactly(number), **given)


def version(name: str, *terms: Any, when: str | None = None, **fields: Any) -> Version:
    tabled = None if when is None else When(edtf=when, basis=Basis.STATED)
    given = {"completeness": Completeness.PARTIAL, **fields}
    return Version(id=f"accord@{name}", tabled=tabled, terms=terms or None, **given)


def dataset(*versions: Version, events: Any = (), positions: Any = ()) -> ng.Dataset:
    proposal = Proposal(
        id="accord", title="Accord", between=("north",), rationale="One.", versions=versions
    )
    return told((proposal, tuple(events), tuple(positions)))


def shown(answer: Any, **options: Any) -> str:
    return words_of(page(answer, width=400, **options))


# --- histories ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "sign", "said"),
    [
        ("2001-01", "2001-02", "", "order certain: not earlier than the one before it"),
        (
            "2001-01",
            "2001-01/2001-03",
            "~ ",
            "order possible: by the dates, it may also be earlier",
        ),
        ("2001-01", None, "", "order unknown: it may belong anywhere among the steps"),
    ],
)
def test_each_step_says_its_order_to_the_one_before(
    first: str, second: str | None, sign: str, said: str
) -> None:
    """By a sign, and in words where nothing is folded; the first of a list has none."""
    ds = dataset(version("v", release(5), when=first), version("w", release(6), when=second))
    one, _, other = shown(ds.history("accord"), level="bookkeeping").partition("Version w")
    assert "order the first in this list" in one
    assert said in other
    read = shown(ds.history("accord"))
    before = read.partition("Version w. ")[0]
    assert (
        before.endswith(f"January–March 2001 {sign}") if sign else before[-2:] not in ("~ ", "? ")
    )
    assert "order" not in read.partition("Version v")[2].partition("Order not known")[0]


def test_a_step_says_what_changed_against_what_and_why() -> None:
    """With the numbers and the passages of both."""
    ds = dataset(
        version("v", release(5), when="2001-01"),
        version("w", release(6), when="2001-02", derived_from=("accord@v",)),
    )
    read = shown(ds.history("accord", issue="captives"))
    assert "Compared with versions/accord@v (which it is derived from): terms: 1 changed" in read
    assert "~ captives, phase not reported: count: raised, 5 → 6 (by +1)" in read


def test_what_is_not_compared_says_why() -> None:
    """And nothing is compared by a guess."""
    ds = dataset(version("v", release(5)), version("w", release(6)))
    read = shown(ds.history("accord"))
    why = "which of the two is earlier is not known"
    assert f"Not compared with versions/accord@w: {why}." in read
    assert f"Not compared with versions/accord@v: {why}." in read
    assert "→" not in read


def test_silence_and_denials_are_said() -> None:
    """A silent version may have the term; a denied event says by whom."""
    denial = passage(3, support=Support.CONTRADICTS, claimants=("south",))
    event = Event(id="refusal", act=EventAct.REJECT, on=("accord",), evidence=(passage(2), denial))
    history = dataset(version("v", release(5)), version("w"), events=[event]).history(
        "accord", issue="captives"
    )
    read = shown(history)
    assert "Version w. No term on this issue is reported; the text may contain some." in read
    assert "reject, denied by south. events/refusal" in read
    assert "DENIED by south" in shown(history, level="bookkeeping")


def test_positions_stand_in_a_history_with_their_holder() -> None:
    """And their act."""
    wish = Position(
        id="wish", actor="north", act=PositionAct.DEMANDS, on="accord", terms=(release(9),)
    )
    read = shown(dataset(version("v"), positions=[wish]).history("accord"))
    assert "not dated north demands. positions/wish" in read
    assert "demands: captives, phase not reported: 9" in read


def test_steps_of_unknown_order_stand_apart() -> None:
    """Under a head of their own, with what is known of them among themselves."""
    press = Event(id="ask", act=EventAct.PRESS, on=("accord",))
    reply = Event(id="answer", act=EventAct.REJECT, on=("accord",), when=When(after="events/ask"))
    ds = dataset(version("v", when="2001-01"), version("w", when="2001-02"), events=[press, reply])
    history = ds.history("accord")
    assert [each.record.id for each in history.unplaced] == ["ask", "answer"]
    placed, _, apart = shown(history).partition("Order not known These may come before")
    assert "events/" not in placed
    assert "not dated press. events/ask" in apart
    assert "after events/ask reject. events/answer" in apart
    _, _, apart = shown(history, level="bookkeeping").partition("Order not known")
    ask, _, answer = apart.partition("events/answer")
    assert "order unknown: it may belong anywhere" in ask
    assert "order certain: not earlier" in answer


def test_a_step_says_its_order_to_the_one_that_stands_before_it() -> None:
    """Also where one between them stands apart."""
    ds = dataset(version("v"), version("w", derived_from=("accord@v",)), version("a"), version("b"))
    history = ds.history("accord")
    assert [each.record.id for each in history] == ["accord@a", "accord@b", "accord@v", "accord@w"]
    assert [each.record.id for each in history.unplaced] == ["accord@a", "accord@b"]
    read = shown(history, level="bookkeeping")
    _, _, read = read.partition("versions/accord@v ")
    one, _, other = read.partition("versions/accord@w ")
    assert "when not dated order the first in this list" in one
    assert "when not dated order certain: not earlier" in other


def test_a_decision_says_by_whose_word_it_is_known_in_its_own_line() -> None:
    """Where a source tells it in its own voice, it is attributed to nobody."""
    claim = passage(2, claimants=("south",))
    denial = passage(3, support=Support.CONTRADICTS, claimants=("north",))
    about = passage(4, fields=("summary",))
    made = {"act": EventAct.ACCEPT, "actors": ("north",), "summary": "They agree."}

    def lines(*evidence: Any) -> tuple[str, str]:
        event = Event(id="yes", on=("accord@v",), evidence=evidence, **made)
        ds = dataset(version("v", release(5)), events=[event])
        return shown(ds.compiled("accord")), shown(ds.history("accord"))

    for name, evidence, said in (
        ("claimed", (claim, about), ", according to south"),
        ("denied", (claim, denial), ", according to south, denied by north"),
        ("told", (claim, passage(5)), ""),
        ("told and denied", (passage(5), denial), ", denied by north"),
    ):
        compiled, history = lines(*evidence)
        assert f"accepted by north{said}, events/yes" in compiled, name
        assert f"They agree{said}. events/yes" in history, name


def test_an_issue_is_found_where_a_place_has_its_id() -> None:
    """The history of an issue is asked for by its bare id."""
    data = ng.load()
    for name in ("philadelphi-corridor", "rafah-crossing"):
        assert name in data.places
        assert data.history(name) == data.history(f"issues/{name}")


def test_an_empty_history_says_so() -> None:
    """Of a proposal without versions."""
    assert "no steps" in shown(dataset().history("accord"))


# --- where it was first reported ----------------------------------------------------------------


def test_a_blame_names_origins_and_silence() -> None:
    """The version, and those on the way and before that are silent."""
    ds = dataset(
        version("u"),
        version("v", release(5), derived_from=("accord@u",)),
        version("w", derived_from=("accord@v",)),
        version("x", release(5), derived_from=("accord@w",)),
    )
    read = shown(ds.blame("accord@x"))
    assert "first reported in accord@v, not dated" in read
    assert "not mentioned in between, in accord@w" in read
    assert "may be older: accord@u is earlier and silent on it" in read


def test_a_field_with_another_origin_says_so_beside_its_value() -> None:
    """The others are where the term is."""
    ds = dataset(
        version("v", release(5, obligors=("north",))),
        version("w", release(6, obligors=("north",)), derived_from=("accord@v",)),
    )
    read = shown(ds.blame("accord@w"))
    assert "first reported in accord@v, not dated" in read
    assert "count 6 accord@w, not dated" in read
    assert "obligors north evidence here" in read


# --- compiled -----------------------------------------------------------------------------------


def test_a_compiled_term_says_where_it_is_from_and_over_which_silence() -> None:
    """The version, those it is carried over, and since when it is reported."""
    ds = dataset(
        version("v", release(5), when="2001-01"),
        version("w", release(5), when="2001-02"),
        version("x", when="2001-03"),
    )
    read = shown(ds.compiled("accord"))
    assert (
        "Stands as reported in accord@w; first reported in accord@v; not mentioned later in "
        "accord@x. captives, phase not reported: 5" in read
    )


def test_a_field_of_an_earlier_version_stands_apart() -> None:
    """It is not mixed into the term."""
    ds = dataset(
        version("v", release(5), when="2001-01"),
        version("w", ReleaseTerm(issue="captives", obligors=("north",)), when="2001-02"),
    )
    read = shown(ds.compiled("accord"))
    assert "earlier: count 5 in accord@v not reported of the term in accord@w" in read


def test_an_unsettled_order_keeps_all_readings() -> None:
    """Each by its version."""
    ds = dataset(version("v", release(5)), version("w", release(6, included=False)))
    read = shown(ds.compiled("accord"))
    assert "Order unknown reported in accord@v" in read
    assert "Order unknown excluded in accord@w" in read
    assert "captives, phase not reported: accord@v: 5 accord@w: no such term" in read


def test_what_ended_stands_apart() -> None:
    """A text in full without the term ends it."""
    ds = dataset(
        version("v", release(5), when="2001-01"),
        version("w", when="2001-02", completeness=Completeness.FULL_TEXT),
    )
    _, _, ended = shown(ds.compiled("accord")).partition(
        "Ended: a later text is known not to contain it"
    )
    assert ended.startswith(" Stands as none in accord@w. captives, phase not reported: none")


def test_the_last_decisions_on_each_version_are_named() -> None:
    """By act and actors; a version without one says so."""
    event = Event(
        id="refusal",
        act=EventAct.REJECT,
        actors=("south",),
        on=("accord@v",),
        summary="They refuse.",
        evidence=(passage(2),),
    )
    read = shown(dataset(version("v"), version("w"), events=[event]).compiled("accord"))
    one, _, other = read.partition(" accord@w ")
    assert "last reported act: rejected by south, events/refusal They refuse." in one
    assert "no decision on it is reported" in other


def test_what_is_later_than_the_view_is_left_out_and_says_so() -> None:
    """In words."""
    ds = dataset(version("v", release(5), when="2001-01"), version("w", release(6), when="2001-05"))
    read = shown(ds.compiled("accord", "2001-02"))
    assert read.startswith("accord, as last reported, as of 2001-02")
    assert "by that time impossible: later than the requested time, and left out" in read
    assert "6" not in read


def test_a_term_of_a_refused_text_says_so() -> None:
    """All the last decisions on the text, so that no side's is left out."""
    events = [
        Event(id="no", act=EventAct.REJECT, actors=("south",), on=("accord@v",)),
        Event(id="yes", act=EventAct.ACCEPT, actors=("north",), on=("accord@v",)),
    ]
    ds = dataset(version("v", release(5)), version("w"), events=events)
    _, _, terms = shown(ds.compiled("accord")).partition(" Terms ")
    assert "Last stated as reported in accord@v" in terms
    assert (
        "its text last reported act: rejected by south, events/no "
        "last reported act: accepted by north, events/yes" in terms
    )
    assert "its text" not in shown(
        dataset(version("v", release(5)), events=events[1:]).compiled("accord")
    )


def test_a_compiled_view_without_terms_points_on() -> None:
    """To the history and to the stances."""
    for versions in ((), (version("v"),)):
        read = shown(dataset(*versions).compiled("accord"))
        assert "The positions and events on it: negotiations history accord" in read
        assert "negotiations stance PARTY --on accord" in read
    assert "negotiations history" not in shown(dataset(version("v", release(5))).compiled("accord"))
