"""The known order of records: what makes one later, and what leaves it open."""

from __future__ import annotations

import gc
import itertools
import weakref
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import negotiations as ng
from negotiations.chronology import Chronology, is_later, versions_of
from negotiations.dataset import Dataset
from negotiations.model import Event, Position, Proposal, Version
from negotiations.model.values import When
from negotiations.records import address_of
from negotiations.vocabulary import Basis, Completeness, EventAct, Order
from tests.builders import told
from tests.strategies import chronicles

if TYPE_CHECKING:
    from random import Random


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


# --- the timeline -------------------------------------------------------------------------------


Made = tuple[Proposal, tuple[Event, ...], tuple[Position, ...]]


def dataset_of(made: Made) -> Dataset:
    proposal, events, positions = made
    return Dataset(proposals=[proposal], positions=positions, events=events)


@given(chronicles())
def test_nothing_stands_before_what_it_follows(made: Made) -> None:
    """No entry of a timeline is known to be earlier than one above it."""
    ds = dataset_of(made)
    chronology = Chronology.of(ds.records)
    entries = ds.timeline()
    for index, entry in enumerate(entries):
        for above in entries[:index]:
            assert not chronology.follows(above.record, entry.record)


@given(chronicles())
def test_timeline_and_history_agree_on_order(made: Made) -> None:
    """Two records that both show stand in one order in both, and with the same bounds."""
    ds = dataset_of(made)
    place = {address_of(entry.record): index for index, entry in enumerate(ds.timeline())}
    times = {address_of(entry.record): entry.time for entry in ds.timeline()}
    for proposal in ds.proposals.values():
        steps = ds.history(proposal)
        assert [place[step.address] for step in steps] == sorted(
            place[step.address] for step in steps
        )
        assert all(step.time == times[step.address] for step in steps)


@given(chronicles(), st.randoms())
def test_the_order_of_what_is_given_makes_no_difference(made: Made, random: Random) -> None:
    """Records in another order stand in the same order."""
    ds = dataset_of(made)
    chronology = Chronology.of(ds.records)
    records = [entry.record for entry in ds.timeline()]
    shuffled = random.sample(records, len(records))
    assert chronology.in_order(shuffled) == chronology.in_order(records)


@given(chronicles())
def test_the_nearest_are_those_between_which_none_lies(made: Made) -> None:
    """What a record follows in a list is all that it follows there, but for what those follow."""
    ds = dataset_of(made)
    chronology = Chronology.of(ds.records)
    records = [entry.record for entry in ds.timeline()]
    for place in chronology.in_order(records):
        before = [other for other in records if chronology.follows(place.record, other)]
        nearest = {
            address_of(other)
            for other in before
            if not any(chronology.follows(between, other) for between in before)
        }
        assert set(place.follows) == nearest
        assert {address_of(other) for other in chronology.latest(before)} == nearest


@given(chronicles())
def test_unordered_are_those_of_which_neither_follows(made: Made) -> None:
    """Two records are unordered if neither is known to follow the other."""
    ds = dataset_of(made)
    chronology = Chronology.of(ds.records)
    records = [entry.record for entry in ds.timeline()]
    unordered = chronology.unordered(records)
    for one, other in itertools.permutations(records, 2):
        known = chronology.follows(one, other) or chronology.follows(other, one)
        assert (address_of(other) in unordered[address_of(one)]) is not known


def listed(made: Made) -> tuple[Dataset, list[str]]:
    """A dataset, and its versions as the timeline has them."""
    ds = dataset_of(made)
    entries = [entry.record for entry in ds.timeline()]
    return ds, [record.id for record in entries if isinstance(record, Version)]


@given(chronicles())
def test_versions_are_listed_as_in_the_timeline(made: Made) -> None:
    """However the versions of a proposal are asked for, they come in one order."""
    ds, expected = listed(made)
    assert list(ds.versions) == list(ds.collections["versions"]) == expected
    assert [record.id for record in ds if isinstance(record, Version)] == expected
    places = versions_of(made[0], ds.records)
    assert [place.record.id for place in places] == expected
    assert [part.version for part in ds.compiled("accord").versions] == expected


@given(chronicles())
def test_what_contradicts_itself_is_found(made: Made) -> None:
    """Where no rule finds a fault, no date and no reference is passed over for the order."""
    ds = dataset_of(made)
    faulty = {problem.rule for problem in ds.check(select=("date-order", "no-cycle"))}
    chronology = Chronology.of(ds.records)
    assert bool(chronology.circular) is ("no-cycle" in faulty)
    if faulty:
        return
    for entry in ds.timeline():
        when = entry.time.when
        if when is not None and when.earliest is not None:
            assert entry.earliest is not None
            assert entry.earliest >= when.earliest
        if when is not None and when.latest is not None:
            assert entry.latest is not None
            assert entry.latest <= when.latest


def test_a_text_that_was_accepted_stands_before_a_later_one() -> None:
    """An undated text comes before a dated one where what was done with it is earlier.

    By the versions alone the dated one would come first.
    """
    accepted = Event(id="yes", act=EventAct.ACCEPT, on=("versions/accord@b",), when=on("2001-01"))
    early, late = version("b"), version("a", on("2001-02"))
    assert list(dataset(late, early, events=(accepted,)).versions) == ["accord@b", "accord@a"]
    assert list(dataset(late, early).versions) == ["accord@a", "accord@b"]


def test_a_proposal_alone_has_an_order() -> None:
    """Without a dataset, or beside one that has another state of it, its own records count."""
    first, second = version("z"), version("a", None, "accord@z")
    proposal = dataset(first, second).proposals["accord"]
    other = dataset(version("z", None, "accord@a"), version("a")).records
    for records in (None, other):
        places = versions_of(proposal, records)
        assert [(place.record.id, place.order) for place in places] == [
            ("accord@z", None),
            ("accord@a", Order.CERTAIN),
        ]


def test_proposals_come_by_their_ids() -> None:
    """Versions are listed proposal by proposal, whatever is earlier."""
    made = [
        Proposal(
            id=name,
            title="Text",
            between=(),
            rationale="One.",
            versions=(
                Version(
                    id=f"{name}@one", completeness=Completeness.PARTIAL, tabled=on(f"200{year}")
                ),
            ),
        )
        for name, year in (("pact-b", 1), ("pact", 2))
    ]
    assert list(Dataset(proposals=made).versions) == ["pact@one", "pact-b@one"]


def test_records_are_given_up() -> None:
    """A chronology does not keep the records alive that it was made of."""
    records = dataset(version("a"), version("b")).records
    kept = weakref.ref(records)
    assert list(Chronology.of(records).versions)
    del records
    gc.collect()
    assert kept() is None


def test_undated_records_say_both_bounds() -> None:
    """Of a text between two dated ones both days are told."""
    middle = version("m", None, "accord@a")
    after = version("z", on("2001-03"), "accord@m")
    ds = dataset(version("a", on("2001-01")), middle, after)
    entry = next(entry for entry in ds.timeline() if entry.record == middle)
    assert str(entry.time) == "from 2001-01-01 to 2001-03-31"


def test_the_real_records_stand_in_their_order() -> None:
    """A refusal stands behind what it refuses, an offer before what was said of it.

    The order was read from the articles.
    """
    place = {address_of(entry.record): index for index, entry in enumerate(ng.load().timeline())}
    for earlier, later in (
        (
            "versions/us-hamas-partial-agreement@unconditional-return",
            "events/hamas-rejects-unconditional-return",
        ),
        ("positions/us-unconditional-return", "events/hamas-rejects-unconditional-return"),
        ("versions/hamas-offer-january-2024@offered", "events/netanyahu-rejects-hamas-offer"),
        ("versions/may-proposal@may", "versions/may-proposal@bridging"),
        ("versions/may-proposal@may", "versions/may-proposal@early-july"),
    ):
        assert place[earlier] < place[later]


def test_the_real_versions_are_listed_in_their_order() -> None:
    """Proposal by proposal, and in each as the articles tell it, where they do."""
    versions = [version.id for version in ng.load().versions.values()]
    assert [name for name in versions if name.startswith("may-")] == [
        "may-proposal@may",
        "may-proposal@early-july",
        "may-proposal@bridging",
    ]


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (version("a"), version("b", None, "accord@a"), True),
        (version("a"), version("b", When(after="versions/accord@a")), True),
        (version("a", on("2001-01")), version("b", on("2001-02")), True),
        (version("a", on("2001-02")), version("b", on("2001-01")), False),
        (version("a"), version("b"), False),
    ],
)
@pytest.mark.parametrize("with_records", [True, False])
def test_later_with_and_without_a_dataset(
    a: Version, b: Version, expected: bool, with_records: bool
) -> None:
    """Two records alone say what they say within a dataset, as far as it is about the two."""
    records = dataset(a, b).records if with_records else None
    assert is_later(b, a, records) is expected
