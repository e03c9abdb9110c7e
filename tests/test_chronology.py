"""The known order of records: what makes one later, and what leaves it open."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiations.chronology import Chronology
from negotiations.dataset import Dataset
from negotiations.model import Event, Position, Proposal, Version
from negotiations.model.values import When
from negotiations.records import address_of
from negotiations.vocabulary import Basis, Completeness, EventAct, Order
from tests.builders import told
from tests.strategies import chronicles


def on(day: str) -> When:
    return When(edtf=day, basis=Basis.STATED)


def version(name: str, tabled: When | None = None, *derived_from: str) -> Version:
    return Version(
        id=f"accord@{name}",
        completeness=Completeness.PARTIAL,
        tabled=tabled,
        derived_from=derived_from or None,
    )


def dataset(*versions: Version, events: tuple[Event, ...] = ()) -> Dataset:
    proposal = Proposal(
        id="accord", title="Accord", between=(), rationale="One.", versions=versions
    )
    return Dataset(proposals=[proposal], events=events)


def order(
    later: Version, earlier: Version, *events: Event, more: tuple[Version, ...] = ()
) -> Order:
    records = dataset(later, earlier, *more, events=events).records
    return Chronology(records).order(later, earlier)


@pytest.mark.parametrize(
    ("later", "earlier", "expected"),
    [
        (version("b", on("2001-02")), version("a", on("2001-01")), Order.CERTAIN),
        (version("b", on("2001-01")), version("a", on("2001-02")), Order.POSSIBLE),
        (version("b", on("2001-02-03")), version("a", on("2001-02")), Order.POSSIBLE),
        (version("b", on("2001-02-03")), version("a", on("2001-02-03")), Order.POSSIBLE),
        (version("b", on("2001-02")), version("a"), Order.UNKNOWN),
        (version("b"), version("a"), Order.UNKNOWN),
        (version("b", None, "accord@a"), version("a"), Order.CERTAIN),
        (version("b", When(after="versions/accord@a")), version("a"), Order.CERTAIN),
        (version("b", When(after="accord@a")), version("a"), Order.CERTAIN),
        (version("b", When(after="versions/accord@gone")), version("a"), Order.UNKNOWN),
        (version("b", on("2001-01"), "accord@a"), version("a", on("2001-02")), Order.CERTAIN),
    ],
)
def test_two_versions(later: Version, earlier: Version, expected: Order) -> None:
    """Dates that do not overlap, derivation and `after` make an order known; nothing else does."""
    assert order(later, earlier) is expected


def test_order_is_carried_through_others() -> None:
    """What follows from several orders together is known too."""
    middle = version("m", on("2001-02"), "accord@a")
    assert order(version("b", on("2001-03")), version("a"), more=(middle,)) is Order.CERTAIN


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (EventAct.ACCEPT, Order.CERTAIN),
        (EventAct.PRESENT, Order.CERTAIN),
        (EventAct.PREPARE, Order.UNKNOWN),
        (EventAct.DISPUTE, Order.UNKNOWN),
    ],
)
def test_a_text_is_no_later_than_what_is_done_with_it(act: EventAct, expected: Order) -> None:
    """A text that was accepted in January is earlier than one of February; preparing tells nothing."""
    event = Event(id="done", act=act, on=("versions/accord@a",), when=on("2001-01"))
    assert order(version("b", on("2001-02")), version("a"), event) is expected


def test_an_answer_is_no_earlier_than_what_it_answers() -> None:
    """A text that was presented before a denial of February is earlier than one of March."""
    claim = Event(id="claim", act=EventAct.PRESENT, on=("versions/accord@a",))
    denial = Event(id="denial", act=EventAct.DISPUTE, answers=("claim",), when=on("2001-02"))
    late = version("b", on("2001-03"))
    assert order(late, version("a"), claim, denial) is Order.CERTAIN
    assert order(late, version("a"), claim, denial.replace(answers=None)) is Order.UNKNOWN


def test_contradictions_leave_the_order_open() -> None:
    """Versions that follow each other are not ordered, and dates against references say nothing."""
    a = version("a", When(after="versions/accord@b"))
    b = version("b", When(after="versions/accord@a"))
    assert order(a, b) is Order.UNKNOWN
    late = version("a", on("2001-05"))
    early = version("b", on("2001-01"), "accord@a")
    found = Chronology(dataset(late, early).records)
    assert found.days(late) == found.days(early) == (None, None)
    assert found.follows(early, late)
    assert not found.follows(late, early)


def test_days_are_bounded_by_others() -> None:
    """The days of a record are those that all known order leaves."""
    a, b = version("a"), version("b", None, "accord@a")
    accepted = Event(id="yes", act=EventAct.ACCEPT, on=("accord@b",), when=on("2001-07"))
    shown = Event(id="shown", act=EventAct.PRESENT, on=("accord@a",), when=on("2001-05"))
    found = Chronology(dataset(a, b, events=(accepted, shown)).records)
    assert found.days(a) == (None, date(2001, 5, 31))
    assert found.days(b) == (None, date(2001, 7, 31))
    assert found.days(accepted) == (date(2001, 7, 1), date(2001, 7, 31))


def test_an_order_has_no_truth_value() -> None:
    """An unknown order in an `if` is an error, and not a yes."""
    with pytest.raises(TypeError, match=r"^an Order \(unknown\) has three answers and no truth"):
        bool(Order.UNKNOWN)


@given(chronicles())
def test_the_known_order_is_a_strict_partial_order(chronicle) -> None:
    """No record follows itself, no two follow each other, and following is transitive."""
    records = told(chronicle).records
    follows = Chronology(records).follows
    timed = [each for each in records if isinstance(each, Event | Position | Version)]
    for a, b in itertools.product(timed, timed):
        assert not (follows(a, b) and follows(b, a))
        if follows(a, b):
            assert all(follows(a, c) for c in timed if follows(b, c))


@given(chronicles(), st.randoms(use_true_random=False))
def test_records_in_order(chronicle, random) -> None:
    """Each record stands once, behind all that it follows, however the records are given."""
    records = told(chronicle).records
    chronology = Chronology(records)
    timed = [each for each in records if isinstance(each, Event | Position | Version)]
    places = chronology.in_order(timed)
    assert sorted(map(address_of, timed)) == sorted(address_of(each.record) for each in places)
    for i, place in enumerate(places):
        before = [each.record for each in places[:i]]
        after = [each.record for each in places[i + 1 :]]
        assert not any(chronology.follows(place.record, each) for each in after)
        known = {address_of(each) for each in before if chronology.follows(place.record, each)}
        assert set(place.follows) <= known
        assert bool(place.follows) is bool(known)
        expected = chronology.order(place.record, before[-1]) if before else None
        assert place.order is expected
    random.shuffle(timed)
    assert chronology.in_order(timed) == places
