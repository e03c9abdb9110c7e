"""Diffs of stances: what is settled is compared, and what is not is named and left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from negotiation import day, held, negotiations, passage, positioned
from pairs import LAW, crowded_versions, version

import negotiations as ng
from negotiations.answers.stance import stance
from negotiations.answers.stance_diff import diff_stances
from negotiations.compare.diff import diff
from negotiations.compare.document import diff_schema, diff_to_data
from negotiations.model import OtherTerm, ReleaseTerm, Version
from negotiations.model.values import Count

if TYPE_CHECKING:
    from negotiations.answers.stance import Stance
    from negotiations.records import Records

scopes = st.sampled_from(["plan", "other", None])


def release(number: int, **fields: Any) -> ReleaseTerm:
    given = {"issue": "prisoners", "evidence": (passage("north"),), **fields}
    return ReleaseTerm(count=Count.exactly(number), **given)


def stand(*positions: Any, party: str = "north") -> Stance:
    return stance(held(*positions), party, on="plan")


def codes(found: ng.Diff) -> list[str]:
    return [change.code for change in found if change.level > ng.Level.BOOKKEEPING]


# --- laws ---------------------------------------------------------------------------------------


@LAW
@given(negotiations(), scopes)
def test_a_stance_does_not_differ_from_itself(records: Records, on: str | None) -> None:
    """Whatever is unsettled in it is named, and nothing else is left out."""
    own = stance(records, "north", on=on)
    found = diff_stances(own, own)
    assert not found
    assert found.unsettled == own.unsettled
    assert found.same == len(own.terms)


@LAW
@given(negotiations(), scopes)
def test_the_two_ways_round_are_each_other_inverted(records: Records, on: str | None) -> None:
    """As of any two records."""
    one, other = (stance(records, party, on=on) for party in ("north", "south"))
    assert diff_stances(one, other).invert().changes == diff_stances(other, one).changes


@LAW
@given(negotiations(), scopes, crowded_versions())
def test_no_unsettled_term_is_compared(records: Records, on: str | None, text: Version) -> None:
    """No change is of a term whose readings differ, and only issues that the stance speaks on are."""
    own = stance(records, "north", on=on)
    settled = {id(term) for term in own.terms}
    for change in diff_stances(own, text):
        steps = [each for each in change.steps if not isinstance(each, str)]
        assert change.issue in own.issues
        before = steps[0].before
        assert before is None or id(before) in settled or before in own.terms


@LAW
@given(negotiations(), crowded_versions())
def test_a_settled_stance_is_compared_as_a_position_with_its_terms(
    records: Records, text: Version
) -> None:
    """With a version: the same changes, by the same rules for phases and silence."""
    own = stance(records, "north", on="plan")
    if own.unsettled or not own.terms:
        return
    same = positioned("gathered", *own.terms)
    assert diff_stances(own, text).changes == diff(same, text).changes


# --- cases --------------------------------------------------------------------------------------


def test_numbers_change_by_bounds() -> None:
    """A wish against a text, with the passages of both."""
    text = version(release(150), id="plan@one")
    found = diff_stances(stand(positioned("a", release(250))), text)
    (change,) = found
    assert (change.code, change.before, change.after) == (
        "term.count.lowered",
        Count.exactly(250),
        Count.exactly(150),
    )
    assert change.evidence_before == (passage("north"),)


def test_an_unsettled_term_takes_what_stands_for_it_along() -> None:
    """Neither reading is chosen, and the text does not look as if it alone had the term."""
    own = stand(positioned("a", release(150)), positioned("b", release(250)))
    text = version(release(200, phase=1), OtherTerm(issue="veto"), id="plan@one")
    found = diff_stances(own, text)
    assert (len(found), found.unsettled) == (0, ("prisoners",))
    shown = " ".join(ng.render(found).split())
    assert "the readings of a stance differ: prisoners, phase not" in shown
    assert diff_to_data(found)["unsettled"] == ["prisoners"]


def test_what_is_settled_beside_it_is_compared() -> None:
    """On the same issue, in another phase; and it is not taken for the one left out."""
    own = stand(
        positioned("a", release(150, phase=1), release(5, phase=2)),
        positioned("b", release(250, phase=1)),
    )
    found = diff_stances(own, version(release(9, phase=2), id="plan@one"))
    assert codes(found) == ["term.count.raised"]
    found = diff_stances(own, version(release(9, phase=3), id="plan@one"))
    assert codes(found) == ["term.unreported", "term.reported"]


def test_the_later_reading_is_the_one_compared() -> None:
    """What is superseded is not."""
    own = stand(
        positioned("a", release(150), when=day("2001-05")),
        positioned("b", release(250), when=day("2001-06")),
    )
    assert codes(diff_stances(own, version(release(250), id="plan@one"))) == []


def test_two_stances_are_compared_on_what_either_speaks_on() -> None:
    """A stance and a position likewise."""
    north = stand(positioned("a", release(150)))
    south = stance(
        held(positioned("a", OtherTerm(issue="veto"), actor="south")), "south", on="plan"
    )
    assert codes(diff_stances(north, south)) == ["term.unreported", "term.reported"]
    wish = positioned("b", OtherTerm(issue="veto"))
    assert codes(diff_stances(north, wish)) == ["term.unreported", "term.reported"]


def test_a_term_rests_on_its_position_where_it_has_no_passage() -> None:
    """The passages of the position are cited; against that position itself nothing differs."""
    bare = positioned("a", release(150, evidence=None), evidence=(passage("north"),))
    (change,) = diff_stances(stand(bare), version(release(9), id="plan@one")).where(
        at_least=ng.Level.SUBSTANTIVE
    )
    assert change.evidence_before == (passage("north"),)
    assert not diff_stances(stand(bare), bare)


def test_it_is_read_and_not_applied() -> None:
    """And neither composed nor made a JSON Patch."""
    found = diff_stances(stand(positioned("a", release(150))), version(id="plan@one"))
    for use in (found.apply, found.to_json_patch, lambda: found.compose(found)):
        with pytest.raises(ng.NegotiationsError, match="compared, and not made from each other"):
            use()


def test_what_holds_no_terms_is_refused() -> None:
    """By name."""
    own = stand(positioned("a", release(150)))
    with pytest.raises(TypeError, match="a stance and Actor cannot be compared"):
        diff_stances(own, ng.load().actors["qatar"])


def test_through_a_dataset() -> None:
    """With names, leans, and a document of the schema."""
    ds = ng.load()
    own = ds.stance("hamas", on="may-proposal")
    found = ds.diff(own, "may-proposal@bridging")
    assert repr(found).startswith("<Diff stance of hamas on may-proposal → may-proposal@bridging: ")
    (change,) = found.where(issue="philadelphi-corridor", at_least=ng.Level.SUBSTANTIVE)
    # Neither names a phase: they may be of two, and what differs leans nowhere.
    assert (change.code, found.lean(change).toward) == ("term.extent.up", None)
    data = diff_to_data(found)
    Draft202012Validator(diff_schema()).validate(data)
    assert data["a"] == "stance of hamas on may-proposal"
    assert "records" not in data
    other = ds.diff(ds.stance("israel", on="may-proposal"), own)
    assert other.unsettled == ("philadelphi-corridor",)
    Draft202012Validator(diff_schema()).validate(diff_to_data(other))
