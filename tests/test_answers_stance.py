"""Stances: whose word counts, what supersedes what, and what is never mixed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from negotiation import ACTORS, day, held, negotiations, passage, positioned
from pairs import LAW

import negotiations as ng
from negotiations.answers.gap import gap
from negotiations.answers.side_by_side import side_by_side
from negotiations.answers.stance import is_on, scope_of, speakers_for, stance
from negotiations.chronology import Chronology
from negotiations.errors import NegotiationsError, UnknownId
from negotiations.model import CeasefireTerm, Event, ReleaseTerm, Term
from negotiations.model.values import Count, When
from negotiations.records import Records, address_of
from negotiations.vocabulary import Certainty, EventAct, GapStatus, Support, Voice

NAMES = [actor.id for actor in ACTORS]
SCOPES = st.sampled_from([None, "plan", "other"])
DAYS = st.none() | st.dates(date(1990, 1, 1), date(2030, 1, 1))


def release(number: int, *claimants: str, **fields: object) -> Term:
    """So many are to go free, according to these, or to the source itself."""
    return ReleaseTerm(
        issue="captives", count=Count.exactly(number), evidence=(passage(*claimants),), **fields
    )


# --- laws ---------------------------------------------------------------------------------------


@LAW
@given(negotiations(), st.sampled_from(NAMES), SCOPES, DAYS)
def test_a_stance_holds_all_positions_of_the_party_in_scope_and_no_other(
    records: Records, party: str, on: str | None, as_of: date | None
) -> None:
    """Every position of the party and its speakers on that text stands, is superseded, or is later."""
    found = stance(records, party, on=on, as_of=as_of)
    wanted = {
        address_of(position)
        for position in records.collections["positions"].values()
        if position.actor in speakers_for(records, party) and is_on(position, scope_of(records, on))
    }
    kept = {address_of(each.position) for each in (*found.readings, *found.superseded)}
    assert kept | set(found.later) == wanted
    assert not kept & set(found.later)
    for reading in (*found.readings, *found.superseded):
        assert reading.term in reading.position.terms


@LAW
@given(negotiations(), st.sampled_from(NAMES), SCOPES, DAYS)
def test_only_what_is_certainly_later_supersedes_and_only_in_its_voice(
    records: Records, party: str, on: str | None, as_of: date | None
) -> None:
    """A reading gives way to a certainly later one on its key and in its voice, and to no other."""
    found = stance(records, party, on=on, as_of=as_of)
    by_address = {each.address: each for each in (*found.readings, *found.superseded)}
    for reading in by_address.values():
        assert bool(reading.superseded_by) is (reading in found.superseded)
        for address in reading.superseded_by:
            other = by_address[address]
            assert other.voice is reading.voice
            assert other.term.key == reading.term.key
            assert other.held.is_certain
            assert Chronology(records).follows(other.position, reading.position)
        for address in reading.order_unknown:
            assert by_address[address].term.key == reading.term.key


@LAW
@given(negotiations(), st.sampled_from(NAMES), SCOPES)
def test_something_stands_on_every_key_that_the_party_spoke_on(
    records: Records, party: str, on: str | None
) -> None:
    """Superseding never empties a key."""
    found = stance(records, party, on=on)
    standing = {reading.term.key for reading in found.readings}
    assert {reading.term.key for reading in found.superseded} <= standing


@LAW
@given(negotiations(), st.sampled_from(NAMES), SCOPES)
def test_a_day_after_everything_asks_for_all_that_is_dated(
    records: Records, party: str, on: str | None
) -> None:
    """As of the last day of the calendar nothing is later, and what has no last day may be."""
    found = stance(records, party, on=on, as_of=date.max)
    assert found.later == ()
    everything = stance(records, party, on=on)
    assert {each.address for each in (*found.readings, *found.superseded)} == {
        each.address for each in (*everything.readings, *everything.superseded)
    }


@LAW
@given(negotiations(), st.sampled_from(NAMES), SCOPES)
def test_terms_are_those_on_which_one_thing_is_said(
    records: Records, party: str, on: str | None
) -> None:
    """Each key is settled or unsettled, and never both; keys of terms are unique."""
    found = stance(records, party, on=on)
    settled = [term.label for term in found.terms]
    assert len(settled) == len(set(settled))
    assert not set(settled) & set(found.unsettled)
    assert {*settled, *found.unsettled} == {each.term.label for each in found.readings}


# --- cases --------------------------------------------------------------------------------------


def test_a_later_demand_supersedes_an_earlier_one() -> None:
    """On one key, in one voice, where the order is certain."""
    records = held(
        positioned("first", release(150), when=day("2001-05")),
        positioned("second", release(250), when=day("2001-06")),
    )
    found = stance(records, "north", on="plan")
    assert [reading.address for reading in found.readings] == ["positions/second/terms/captives"]
    assert found.superseded[0].superseded_by == ("positions/second/terms/captives",)
    earlier = stance(records, "north", on="plan", as_of="2001-05")
    assert [term.count for term in earlier.terms] == [Count.exactly(150)]
    assert earlier.later == ("positions/second",)


def test_of_unknown_order_both_stay_and_it_says_so() -> None:
    """Days that overlap, and a position without a date, leave the order open."""
    records = held(
        positioned("first", release(150), when=day("2001-05")),
        positioned("second", release(250)),
    )
    found = stance(records, "north", on="plan")
    assert [reading.order_unknown for reading in found.readings] == [
        ("positions/second/terms/captives",),
        ("positions/first/terms/captives",),
    ]
    assert found.terms == ()
    assert found.unsettled == ("captives",)


def test_what_follows_is_later() -> None:
    """A position that is known to follow another supersedes it, dated or not."""
    records = held(
        positioned("first", release(150)),
        positioned("second", release(250), when=When(after="positions/first")),
    )
    assert [term.count for term in stance(records, "north", on="plan").terms] == [
        Count.exactly(250)
    ]


def test_an_own_word_and_a_claim_never_supersede_each_other() -> None:
    """What others say of a party stands beside its own word, however late it is said."""
    records = held(
        positioned("own", release(150, "north-speaker"), when=day("2001-05")),
        positioned("said", release(250, "south"), when=day("2001-06")),
        positioned("told", release(200), when=day("2001-07")),
    )
    found = stance(records, "north", on="plan")
    assert {reading.voice for reading in found.readings} == set(Voice)
    assert found.superseded == ()


def test_what_may_not_be_said_yet_supersedes_nothing() -> None:
    """As of a day in the midst of a position's days, the earlier one still stands."""
    records = held(
        positioned("first", release(150), when=day("2001-05-01")),
        positioned("second", release(250), when=day("2001-06")),
    )
    found = stance(records, "north", on="plan", as_of="2001-06-15")
    assert [(str(each.held), each.order_unknown) for each in found.readings] == [
        ("certain", ("positions/second/terms/captives",)),
        ("possible", ()),
    ]


def test_scopes_do_not_mix() -> None:
    """What is asked of one counterpart never supersedes what is asked of another."""
    records = held(
        positioned("on-plan", release(150), when=day("2001-05")),
        positioned("on-other", release(10), on="other@two", when=day("2001-06")),
        positioned("on-nothing", release(5), on=None, when=day("2001-07")),
    )
    for on, number in (("plan@one", 150), ("other", 10), (None, 5)):
        found = stance(records, "north", on=on)
        assert [term.count for term in found.terms] == [Count.exactly(number)]


def test_a_faction_does_not_speak_for_the_party() -> None:
    """Only `speaks_for` lends a voice, by whatever detour."""
    records = held(
        positioned("faction", release(1), actor="north-faction"),
        positioned(
            "deputy", CeasefireTerm(issue="fire", evidence=(passage(),)), actor="north-deputy"
        ),
    )
    assert stance(records, "north", on="plan").issues == ("fire",)
    assert speakers_for(records, "north") == ("north", "north-speaker", "north-deputy")


@pytest.mark.parametrize(
    ("denier", "contested"), [("north-deputy", True), ("north-faction", False), ("south", False)]
)
def test_contested_is_what_the_own_side_denies(denier: str, contested: bool) -> None:
    """A denial by others is kept, and does not make a position contested."""
    denial = passage(denier, support=Support.CONTRADICTS, start=90)
    term = ReleaseTerm(issue="captives", evidence=(passage("south"), denial))
    (reading,) = stance(held(positioned("said", term)), "north", on="plan").readings
    assert reading.deniers == (denier,)
    assert reading.contested is contested
    assert reading.voice is Voice.ATTRIBUTED
    assert reading.claimants == ("south",)


def test_unknown_names_say_what_is_near() -> None:
    """A party or a text that does not exist is refused with the nearest."""
    records = held()
    with pytest.raises(UnknownId, match=r"no actor 'nort'; did you mean north"):
        stance(records, "nort", on=None)
    with pytest.raises(UnknownId, match=r"no proposal or version 'plam'; did you mean plan"):
        stance(records, "north", on="plam")
    with pytest.raises(UnknownId, match="no record 'soon'"):
        stance(records, "north", on="plan", as_of="soon")
    with pytest.raises(NegotiationsError, match="has no last day; give one with a year"):
        stance(records, "north", on="plan", as_of="2001-05/..")


# --- the bundled data, against the articles -----------------------------------------------------


def test_the_ten_names_do_not_touch_the_other_exchange() -> None:
    """What Hamas asks in the direct talks leaves its demands to Israel as they are."""
    ds = ng.load()
    direct = ds.stance("hamas", on="us-hamas-partial-agreement")
    others = ds.stance("hamas", on="proposal-in-preparation")
    assert [str(term.named) for term in direct.terms if term.issue == "prisoner-selection"] == [
        "10"
    ]
    totals = [reading.term.total for reading in others.readings if reading.term.increment]
    assert totals == [Count.exactly(250)]
    assert others.on_issue("prisoner-selection") == ()


def test_the_250_of_the_direct_talks_stand_beside_the_names() -> None:
    """Neither the fifty objected to nor the ten names supersede the number."""
    found = ng.load().stance("hamas", on="us-hamas-partial-agreement")
    assert [str(each.term.count) for each in found.on_issue("prisoner-release")] == ["250"]
    assert found.superseded == ()


def test_coalition_members_do_not_speak_for_israel() -> None:
    """Of Israel nothing is reported on the withdrawal, whatever members of its coalition want."""
    assert ng.load().stance("israel", on="may-proposal").on_issue("gaza-withdrawal") == ()


def test_new_demands_are_contested_by_hamas_and_attributed_to_it() -> None:
    """Both readings stand with the denial."""
    found = ng.load().stance("hamas", on="proposal-in-preparation")
    readings = found.on_issue("prisoner-release")
    assert [(str(each.voice), each.contested, each.deniers) for each in readings] == [
        ("attributed", True, ("osama-hamdan",))
    ] * 2
    assert all(each.held is Certainty.CERTAIN for each in readings)


def test_who_denies_a_position_denies_each_of_its_terms() -> None:
    """A denial of the whole counts as one of the term does; one of a date alone does not."""
    denial = passage("north-deputy", support=Support.CONTRADICTS, start=90)
    term = ReleaseTerm(issue="captives", evidence=(passage("south"),))
    for fields, deniers in (
        (None, ("north-deputy",)),
        (("act",), ("north-deputy",)),
        (("when",), ()),
    ):
        whole = positioned("said", term, evidence=(denial.replace(fields=fields),))
        (reading,) = stance(held(whole), "north", on="plan").readings
        assert (reading.deniers, reading.contested) == (deniers, bool(deniers))
        assert (denial in [each.replace(fields=None) for each in reading.evidence]) is bool(deniers)
        table = side_by_side([whole, positioned("other", term)])
        assert any(cell.contested for row in table.rows for cell in row.cells) is bool(deniers)


@pytest.mark.parametrize(
    ("actors", "when", "withdrawn"),
    [
        (("north",), None, True),
        (("north-deputy",), None, True),
        (None, None, True),
        (("south",), None, False),
        (("north",), "2001-06", True),
    ],
)
def test_what_the_own_side_took_back_is_marked(
    actors: tuple[str, ...] | None, when: str | None, withdrawn: bool
) -> None:
    """By nobody else, and it still stands as what was wanted."""
    wish = positioned("wish", release(5), when=day("2001-05"))
    back = Event(
        id="back",
        act=EventAct.WITHDRAW,
        actors=actors,
        on=("positions/wish",),
        when=when and day(when),
        summary="Taken back.",
    )
    other = positioned("other", release(9), actor="south")
    records = held(wish, back, other)
    (reading,) = stance(records, "north", on="plan").readings
    assert reading.withdrawn_by == (("events/back",) if withdrawn else ())
    found = gap(records, "north", "south", on="plan").of("captives")
    assert found.status is GapStatus.APART
    assert found.has("withdrawn") is withdrawn
    assert found.certainty is (Certainty.POSSIBLE if withdrawn else Certainty.CERTAIN)
    taken_back = "differs: count; possible only, since north is reported to have taken it back"
    assert found.why == (taken_back if withdrawn else "differs: count")
