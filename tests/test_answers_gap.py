"""Gaps: what is compared, what is agreed or apart, and what is only said of a party."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from negotiation import day, held, negotiations, passage, positioned
from pairs import LAW, crowds

import negotiations as ng
from negotiations.answers.answer import data_of
from negotiations.answers.gap import IssueGap, gap
from negotiations.model import (
    CeasefireTerm,
    Condition,
    Event,
    GovernanceTerm,
    Group,
    MovementTerm,
    OtherTerm,
    Place,
    Position,
    PresenceTerm,
    ProvisionTerm,
    ReleaseTerm,
    Talks,
    Term,
    Version,
    WithdrawalTerm,
)
from negotiations.model.values import Count, Duration
from negotiations.records import Records
from negotiations.vocabulary import (
    Activity,
    Certainty,
    EventAct,
    FlagKind,
    GapStatus,
    Permanence,
    PlaceKind,
    PositionAct,
    PresenceExtent,
    Regime,
    ReleaseScope,
    Support,
    Who,
    WithdrawalExtent,
)

SCOPES = st.sampled_from([None, "plan", "other"])
DAYS = st.none() | st.dates(date(1990, 1, 1), date(2030, 1, 1))
MIRROR = {"a": "b", "b": "a"}


# --- laws ---------------------------------------------------------------------------------------


@LAW
@given(negotiations(), SCOPES, DAYS)
def test_a_gap_is_the_same_from_either_side(
    records: Records, on: str | None, as_of: date | None
) -> None:
    """Swapping the parties swaps the sides and changes no status."""
    one = gap(records, "north", "south", on=on, as_of=as_of)
    other = gap(records, "south", "north", on=on, as_of=as_of)
    assert [(each.issue, each.status) for each in one.issues] == [
        (each.issue, each.status) for each in other.issues
    ]
    for left, right in zip(one.issues, other.issues, strict=True):
        assert (left.a, left.b) == (right.b, right.a)
        assert set(left.flags) == set(right.flags)


@LAW
@given(negotiations(), SCOPES)
def test_a_status_says_who_is_reported(records: Records, on: str | None) -> None:
    """One-sided where one party alone speaks; agreed and apart only where both do."""
    for each in gap(records, "north", "south", on=on).issues:
        sides = bool(each.a), bool(each.b)
        assert (each.status is GapStatus.ONE_SIDED) is (sides in ((True, False), (False, True)))
        if each.status in (GapStatus.AGREED, GapStatus.APART):
            assert sides == (True, True)
            assert each.status in {comparison.status for comparison in each.comparisons}


@LAW
@given(negotiations(with_events=False), SCOPES)
def test_third_parties_change_nothing(records: Records, on: str | None) -> None:
    """Without the positions of others, every status is the same."""
    voices = {"north", "north-speaker", "north-deputy", "south"}
    kept = [
        record
        for record in records
        if not isinstance(record, Version)
        and not (isinstance(record, Position) and record.actor not in voices)
    ]
    whole = gap(records, "north", "south", on=on)
    without = gap(Records.of(None, kept), "north", "south", on=on)
    assert [each.status for each in without.issues] == [each.status for each in whole.issues]
    assert without.to_data() == whole.to_data()


@LAW
@given(crowds())
def test_nobody_is_apart_from_the_same_words(terms: tuple[Term, ...]) -> None:
    """Two parties that want the same terms are nowhere apart."""
    if not terms:
        return
    records = held(positioned("one", *terms), positioned("two", *terms, actor="south"))
    for each in gap(records, "north", "south", on="plan").issues:
        assert each.status in (GapStatus.AGREED, GapStatus.UNKNOWN)


@LAW
@given(negotiations(), SCOPES)
def test_the_data_of_a_gap_have_all_of_it(records: Records, on: str | None) -> None:
    """Every reading, flag and comparison is in the JSON data."""
    found = gap(records, "north", "south", on=on)
    data = found.to_data()
    assert [each["issue"] for each in data["issues"]] == [each.issue for each in found.issues]
    for each, given_data in zip(found.issues, data["issues"], strict=True):
        assert given_data["status"] == str(each.status)
        assert len(given_data["flags"]) == len(each.flags)
        assert [part["status"] for part in given_data["comparisons"]] == [
            str(part.status) for part in each.comparisons
        ]


# --- cases --------------------------------------------------------------------------------------

G, S = GapStatus, Support


def status(one: Term, other: Term, *more: Any) -> tuple[GapStatus, str]:
    """How two parties stand that want these."""
    terms = [term.replace(evidence=(passage(),)) for term in (one, other)]
    records = held(positioned("one", terms[0]), positioned("two", terms[1], actor="south"), *more)
    (found,) = gap(records, "north", "south", on="plan").issues
    return found.status, found.why


def captives(**fields: Any) -> ReleaseTerm:
    return ReleaseTerm(issue="captives", **fields)


def hill(**fields: Any) -> PresenceTerm:
    return PresenceTerm(issue="hill", **fields)


ONE_OF = Condition(issue="fire", actor="south", summary="South halts fire.")
SAID_OTHERWISE = Condition(issue="fire", actor="south", summary="The fire of South ends.")
ANOTHER = Condition(issue="hill", actor="south", summary="South leaves the hill.")
WOMEN, CHILDREN = (Group(who=(who,)) for who in (Who.WOMEN, Who.CHILDREN))
E = Count.exactly

TABLE = [
    # numbers
    (captives(count=E(10)), captives(count=E(10)), G.AGREED, "the same: count"),
    (captives(count=E(10)), captives(count=E(20)), G.APART, "differs: count"),
    (
        captives(count=E(10)),
        captives(count=Count.more_than(5)),
        G.UNKNOWN,
        "may be the same or not: count",
    ),
    (captives(count=E(10)), captives(count=Count.more_than(10)), G.APART, "differs: count"),
    (
        captives(count=E(10)),
        captives(count=Count.unstated("many")),
        G.UNKNOWN,
        "may be the same or not: count",
    ),
    (
        captives(count=E(10)),
        captives(scope=ReleaseScope.ALL),
        G.UNKNOWN,
        "nothing that is wanted is reported by both",
    ),
    (
        captives(baseline=E(150), increment=E(100)),
        captives(count=E(250)),
        G.AGREED,
        "the same: count",
    ),
    (
        captives(baseline=E(150), increment=E(100)),
        captives(count=E(150)),
        G.APART,
        "differs: count",
    ),
    (captives(increment=E(100)), captives(increment=E(50)), G.APART, "differs: increment"),
    # groups are reported in part
    (
        captives(groups=(WOMEN,)),
        captives(groups=(CHILDREN,)),
        G.UNKNOWN,
        "may be the same or not: groups",
    ),
    (captives(groups=(WOMEN,)), captives(groups=(WOMEN,)), G.AGREED, "the same: groups"),
    (
        captives(groups=(WOMEN.replace(count=E(3)),)),
        captives(groups=(WOMEN.replace(count=E(4)), CHILDREN)),
        G.UNKNOWN,  # whose citizens they are may show that they are two groups
        "may be the same or not: groups",
    ),
    (
        captives(groups=(WOMEN.replace(citizens_of="south", count=E(3)),)),
        captives(groups=(WOMEN.replace(citizens_of="south", count=E(4)), CHILDREN)),
        G.APART,
        "differs: groups",
    ),
    # what a term is about is no wish
    (
        hill(forces="south"),
        hill(forces="south"),
        G.UNKNOWN,
        "nothing that is wanted is reported by both",
    ),
    (
        hill(forces="south", extent=PresenceExtent.KEPT),
        hill(forces="north", extent=PresenceExtent.NONE),
        G.UNKNOWN,
        "they are about another thing: forces",
    ),
    (
        hill(forces="south", extent=PresenceExtent.KEPT),
        hill(extent=PresenceExtent.NONE),
        G.APART,
        "differs: extent",
    ),
    (
        hill(extent=PresenceExtent.REDUCED, strength=E(5)),
        hill(extent=PresenceExtent.REDUCED, strength=Count.at_most(9)),
        G.UNKNOWN,
        "may be the same or not: strength",
    ),
    (
        GovernanceTerm(issue="rule", place="valley", by=("north",)),
        GovernanceTerm(issue="rule", place="valley", by=("south",)),
        G.UNKNOWN,
        "may be the same or not: by",
    ),
    (
        MovementTerm(issue="road", origin="a", regime=Regime.BARRED),
        MovementTerm(issue="road", origin="b", regime=Regime.UNRESTRICTED),
        G.UNKNOWN,
        "they are about another thing: origin",
    ),
    # a presence of none is held against what the other does there
    (
        hill(extent=PresenceExtent.NONE),
        hill(activity=Activity.PATROL),
        G.APART,
        "differs: extent (read from activity)",
    ),
    (
        hill(extent=PresenceExtent.NONE),
        hill(strength=E(5)),
        G.APART,
        "differs: extent (read from strength)",
    ),
    (
        hill(extent=PresenceExtent.NONE),
        hill(forces="south"),
        G.UNKNOWN,
        "nothing that is wanted is reported by both",
    ),
    (
        hill(extent=PresenceExtent.NONE, phase=1),
        hill(activity=Activity.PATROL),
        G.UNKNOWN,
        "may be the same or not: extent (read from activity)",
    ),
    # our own words prove nothing
    (
        ProvisionTerm(issue="aid", volume="ten carts"),
        ProvisionTerm(issue="aid", volume="10 carts"),
        G.UNKNOWN,
        "nothing that is wanted is reported by both",
    ),
    (
        OtherTerm(issue="rest", summary="One."),
        OtherTerm(issue="rest", summary="One."),
        G.UNKNOWN,
        "nothing that is wanted is reported by both",
    ),
    # included and conditions
    (captives(included=False), captives(count=E(5)), G.APART, "differs: included"),
    (captives(included=False), captives(included=False), G.AGREED, "the same: included"),
    (
        captives(included=False, count=E(5), conditions=()),
        captives(included=False, count=E(9), conditions=(ONE_OF,)),
        G.AGREED,
        "the same: included",
    ),
    (captives(included=True), captives(included=True), G.AGREED, "the same: included"),
    (captives(conditions=()), captives(conditions=(ONE_OF,)), G.APART, "differs: conditions"),
    (
        captives(conditions=(ONE_OF,)),
        captives(conditions=(SAID_OTHERWISE,)),
        G.UNKNOWN,
        "may be the same or not: conditions",
    ),
    (
        captives(conditions=(ONE_OF,)),
        captives(conditions=(ANOTHER,)),
        G.UNKNOWN,
        "may be the same or not: conditions",
    ),
    # words and durations
    (
        CeasefireTerm(issue="fire", permanence=Permanence.PERMANENT),
        CeasefireTerm(issue="fire", permanence=Permanence.TEMPORARY),
        G.APART,
        "differs: permanence",
    ),
    (
        CeasefireTerm(issue="fire", duration=Duration.exactly("P6W")),
        CeasefireTerm(issue="fire", duration=Duration.exactly("P42D")),
        G.AGREED,
        "the same: duration",
    ),
    # phases
    (
        captives(phase=1, count=E(5)),
        captives(phase=2, count=E(5)),
        G.UNKNOWN,
        "they speak of different phases",
    ),
    (
        captives(count=E(5)),
        captives(phase=2, count=E(5)),
        G.AGREED,
        "the same: count; possible only, since the phase of one wish is not reported",
    ),
]


@pytest.mark.parametrize(("one", "other", "wanted", "why"), TABLE)
def test_what_is_compared(one: Term, other: Term, wanted: GapStatus, why: str) -> None:
    """Only what both report is compared, and a possible sameness is no agreement."""
    assert status(one, other) == (wanted, why)
    assert status(other, one) == (wanted, why)


P = PositionAct
_FIRM = (P.DEMANDS, P.OFFERS, P.ACCEPTS)
_LESS = (P.WOULD_ACCEPT, P.INTENDS, P.PREFERS)


def acted(one: PositionAct, other: PositionAct, *numbers: int) -> IssueGap:
    """How two parties stand that put these numbers forward so."""
    positions = (
        positioned(name, captives(count=E(number), evidence=(passage(),)), actor=actor, act=act)
        for name, actor, act, number in zip(
            ("one", "two"), ("north", "south"), (one, other), numbers, strict=True
        )
    )
    (found,) = gap(held(*positions), "north", "south", on="plan").issues
    return found


@pytest.mark.parametrize("one", _FIRM)
@pytest.mark.parametrize("other", _FIRM)
def test_what_is_demanded_offered_or_accepted_is_put_forward(
    one: PositionAct, other: PositionAct
) -> None:
    """Between two such positions a status is certain, and says how each is put."""
    found = acted(one, other, 30, 50)
    assert (found.status, found.certainty, found.why) == (
        G.APART,
        Certainty.CERTAIN,
        "differs: count",
    )
    assert (found.a_acts, found.b_acts) == ((one,), (other,))
    assert acted(one, other, 30, 30).certainty is Certainty.CERTAIN


@pytest.mark.parametrize("less", _LESS)
@pytest.mark.parametrize("other", _FIRM)
@pytest.mark.parametrize(("number", "status_then"), [(30, G.AGREED), (50, G.APART)])
def test_what_rests_on_less_than_a_demand_is_possible_at_most(
    less: PositionAct, other: PositionAct, number: int, status_then: GapStatus
) -> None:
    """A party that would accept 30 need not refuse 50, and has not said yes to 30."""
    for found, party in ((acted(less, other, 30, number), 0), (acted(other, less, number, 30), 1)):
        assert (found.status, found.certainty) == (status_then, Certainty.POSSIBLE)
        who, verb = ("north", "south")[party], less.value.replace("-", " ")
        assert found.why.endswith(f": count; possible only, since {who} {verb} it")
        assert (found.a_acts, found.b_acts)[party] == (less,)


def test_two_who_demand_nothing_are_both_named() -> None:
    """Each with its own act."""
    found = acted(P.WOULD_ACCEPT, P.PREFERS, 30, 50)
    assert found.why == (
        "differs: count; possible only, since north would accept it and south prefers it"
    )


def test_a_demand_beside_a_readiness_decides_where_both_differ() -> None:
    """Of two readings that differ from the other side, the one that is demanded is certain."""
    ready = positioned(
        "ready", captives(count=E(30), evidence=(passage("south"),)), act=P.WOULD_ACCEPT
    )
    wants = positioned("wants", captives(count=E(20), evidence=(passage(),)), act=P.DEMANDS)
    other = positioned("two", captives(count=E(50), evidence=(passage(),)), actor="south")
    (found,) = gap(held(ready, wants, other), "north", "south", on="plan").issues
    assert (found.status, found.certainty, found.why) == (
        G.APART,
        Certainty.CERTAIN,
        "differs: count",
    )
    assert set(found.a_acts) == {P.WOULD_ACCEPT, P.DEMANDS}


def test_the_data_of_a_gap_say_which_acts_it_rests_on() -> None:
    """The issue and each comparison name them, with the certainty of the status."""
    data = data_of(acted(P.PREFERS, P.DEMANDS, 30, 50))
    assert (data["certainty"], data["a_acts"], data["b_acts"]) == (
        "possible",
        ["prefers"],
        ["demands"],
    )
    (compared,) = data["comparisons"]
    assert (compared["acts"], compared["certainty"]) == (["prefers", "demands"], "possible")


@pytest.mark.parametrize("read", [("north",), ("south",), ("north", "south"), ()])
@pytest.mark.parametrize("number", [30, 50])
def test_what_a_coder_reads_is_possible_only(read: tuple[str, ...], number: int) -> None:
    """Parties are no surer apart, or agreed, than somebody is reported to say what they want."""
    support = {
        name: Support.IMPLIED if name in read else Support.EXPLICIT for name in ("north", "south")
    }
    wishes = [
        positioned(
            f"of-{actor}",
            captives(count=E(count), evidence=(passage(actor, support=support[actor]),)),
            actor=actor,
        )
        for actor, count in (("north", 30), ("south", number))
    ]
    (found,) = gap(held(*wishes), "north", "south", on="plan").issues
    assert found.status is (G.AGREED if number == 30 else G.APART)
    assert found.certainty is (Certainty.POSSIBLE if read else Certainty.CERTAIN)
    for party in ("north", "south"):
        assert (f"a coder's reading ascribes it to {party}" in found.why) is (party in read)


@pytest.mark.parametrize("act", PositionAct)
def test_that_one_side_alone_is_reported_is_certain(act: PositionAct) -> None:
    """It says what is reported, whatever the act; and where nothing is compared, nothing is sure."""
    alone = positioned("one", captives(count=E(30), evidence=(passage(),)), act=act)
    (found,) = gap(held(alone), "north", "south", on="plan").issues
    assert (found.status, found.certainty, found.a_acts) == (G.ONE_SIDED, Certainty.CERTAIN, (act,))
    unknown = gap(held(alone), "north", "south", on="plan").of("fire")
    assert (unknown.certainty, unknown.a_acts) == (Certainty.POSSIBLE, ())


def test_a_place_within_the_other_may_be_the_same_ground() -> None:
    """Places that lie in each other can be compared; they are no agreement by themselves."""
    around = Place(id="ridge", name="Ridge", kind=PlaceKind.BORDER)
    inner = Place(id="hill-top", name="Hill", kind=PlaceKind.CITY, within=("ridge",))
    kept, none = PresenceExtent.KEPT, PresenceExtent.NONE
    apart = hill(place="ridge", extent=kept), hill(place="hill-top", extent=none)
    assert status(*apart, around, inner) == (G.APART, "differs: extent")
    assert status(*apart, around, inner.replace(within=None))[0] is G.UNKNOWN


def test_readings_that_differ_decide_nothing() -> None:
    """By one reading agreed and by another apart is unknown."""
    term = WithdrawalTerm(issue="hill", extent=WithdrawalExtent.COMPLETE, evidence=(passage(),))
    less = term.replace(extent=WithdrawalExtent.NONE, evidence=(passage("mediator"),))
    records = held(
        positioned("one", term), positioned("two", less), positioned("three", term, actor="south")
    )
    (found,) = gap(records, "north", "south", on="plan").issues
    assert (found.status, found.why) == (G.UNKNOWN, "by one reading agreed, by another apart")
    assert len(found.comparisons) == 2


def test_flags_say_who() -> None:
    """In dispute, contested and attributed, each with the actors and the records."""
    denial = passage("north-speaker", support=S.CONTRADICTS, start=50)
    term = captives(count=E(5), evidence=(passage("south"), denial))
    records = held(
        positioned("said", term),
        Talks(id="round", title="Round", on=("plan",), evidence=(passage(),)),
        *(
            Event(
                id=f"event-{index}",
                act=act,
                actors=actors,
                on=(on,),
                issues=("captives",),
                evidence=(passage(),),
            )
            for index, (act, actors, on) in enumerate(
                [
                    (EventAct.REJECT, ("south",), "said"),
                    (EventAct.STALL, None, "round"),
                    (EventAct.DISPUTE, ("mediator",), "plan"),  # no word of the two
                    (EventAct.STALL, None, "other"),  # another negotiation
                    (EventAct.ASSESS, ("south",), "plan"),  # no dispute
                ]
            )
        ),
    )
    (found,) = gap(records, "north", "south", on="plan").issues
    place = ("positions/said/terms/captives",)
    assert [(str(each.kind), each.party, each.who, each.records) for each in found.flags] == [
        ("contested", "north", ("north-speaker",), place),
        ("attributed", "north", ("south",), place),
        ("in-dispute", None, ("south",), ("events/event-0",)),
        ("in-dispute", None, (), ("events/event-1",)),
    ]
    assert found.has("in-dispute")
    assert not gap(held(), "north", "south", on="plan").of("captives").has(FlagKind.CONTESTED)


@pytest.mark.parametrize(
    ("fields", "flagged"),
    [
        ({"actors": ("north",), "toward": ("south",)}, True),
        ({"actors": ("north",), "toward": ("mediator",)}, False),
        ({"actors": ("north",)}, True),
        ({"actors": ("north-faction",)}, False),
        ({"actors": ("mediator",), "toward": ("south",)}, False),
        ({}, True),
    ],
)
def test_a_dispute_is_between_the_two(fields: dict[str, Any], flagged: bool) -> None:
    """By one of them toward the other, or in a negotiation that is between the two."""
    event = Event(
        id="stall",
        act=EventAct.STALL,
        on=("plan",),
        issues=("captives",),
        evidence=(passage(),),
        **fields,
    )
    assert gap(held(event), "north", "south", on="plan").of("captives").has("in-dispute") is flagged
    # Of a party that the negotiation is not between, only what is toward it is a dispute with it.
    third = gap(held(event), "north", "mediator", on="plan").of("captives")
    assert third.has("in-dispute") is (
        fields.get("actors") == ("north",) and fields.get("toward") == ("mediator",)
    )


def test_as_of_a_day_only_what_was_held_enters() -> None:
    """Later positions, texts and events are left out."""
    records = held(
        positioned("one", captives(count=E(5), evidence=(passage(),)), when=day("2001-05")),
        positioned(
            "two", captives(count=E(9), evidence=(passage(),)), actor="south", when=day("2001-07")
        ),
    )
    assert gap(records, "north", "south", on="plan").of("captives").status is G.APART
    early = gap(records, "north", "south", on="plan", as_of="2001-06")
    assert early.of("captives").status is G.ONE_SIDED
    assert repr(early) == "<Gap north – south on plan: 1 one-sided>"


# --- the bundled data, against the articles -----------------------------------------------------


def test_israel_and_hamas_are_apart_on_extending_the_first_phase() -> None:
    """One wants it extended, the other wants what was agreed carried out.

    That Israel wants to keep the corridor is a coder's reading, so that they are apart there possibly.
    """
    found = ng.load().gap("israel", "hamas", on="ceasefire-agreement-2025")
    assert [(each.issue, each.why) for each in found.where("apart")] == [
        ("agreed-terms", "differs: mode"),
        (
            "philadelphi-corridor",
            "differs: extent; possible only, since a coder's reading ascribes it to israel",
        ),
    ]
    assert found.of("agreed-terms").has("in-dispute")


def test_israel_on_withdrawal_is_not_reported() -> None:
    """Members of the coalition do not speak for it: one-sided, and the stall is shown."""
    found = ng.load().gap("israel", "hamas", on="may-proposal").of("gaza-withdrawal")
    assert (found.status, found.a, len(found.b)) == (G.ONE_SIDED, (), 1)
    assert found.has("in-dispute")


def test_nothing_is_agreed_that_no_source_reports() -> None:
    """In the coded talks no issue comes out as agreed."""
    ds = ng.load()
    for proposal in ds.proposals.values():
        assert ds.gap(*proposal.between, on=proposal).where("agreed") == ()


def test_third_parties_offers_stay_out() -> None:
    """What U.S. officials offer on the corridor is no position of Israel or Hamas."""
    found = ng.load().gap("israel", "hamas", on="proposal-in-preparation")
    corridor = found.of("philadelphi-corridor")
    assert [reading.position.id for reading in (*corridor.a, *corridor.b)] == [
        "netanyahu-border-deployment"
    ]
