"""The pages of stances and gaps: voices, denials, order, and the summary first."""

from __future__ import annotations

from typing import Any

from negotiation import day, held, passage, positioned
from pages import page, words_of

import negotiations as ng
from negotiations.answers.gap import gap
from negotiations.answers.stance import stance
from negotiations.model import Event, OtherTerm, Position, ReleaseTerm
from negotiations.model.values import Count
from negotiations.render.gap import gap_page
from negotiations.render.text import page_as_text
from negotiations.render.wording import Wording
from negotiations.vocabulary import EventAct, PositionAct, Support


def release(number: int, *evidence: Any, **fields: Any) -> ReleaseTerm:
    given = evidence or (passage("north"),)
    return ReleaseTerm(issue="prisoners", count=Count.exactly(number), evidence=given, **fields)


def of_south(name: str, *terms: Any, **fields: Any) -> Position:
    return positioned(name, *terms, actor="south", **fields)


def shown(*records: Any, **options: Any) -> str:
    """The page of the stance of the north."""
    found = stance(held(*records), "north", on="plan", **options)
    return words_of(page(found, width=300))


def test_the_voices_of_a_stance_are_told_apart() -> None:
    """Its own word, the article's, and that of others alone."""
    own, narrated, attributed = (
        shown(positioned("a", release(150, passage(*who))))
        for who in (("north-deputy",), (), ("mediator",))
    )
    assert "demands: 150 – in its own voice: north-deputy" in own
    assert "demands: 150 – told by gazette" in narrated
    assert "demands: 150 – only others say so: mediator" in attributed


def test_who_speaks_for_a_party_is_named() -> None:
    """A faction is not among them."""
    read = shown(positioned("a", release(150)))
    assert "whose word counts north, north-speaker and north-deputy" in read
    assert "north-faction" not in read


def test_a_denial_by_its_own_side_is_told_from_that_of_others() -> None:
    """Only the former contests it."""
    for who, own in (("north-speaker", True), ("mediator", False)):
        denial = passage(who, support=Support.CONTRADICTS, start=20)
        read = shown(positioned("a", release(150, passage("south"), denial)))
        assert f"denied by {who}" in read
        assert ("contested by its own side" in read) is own


def test_what_is_superseded_stands_under_a_head_of_its_own() -> None:
    """With what took its place."""
    read = shown(
        positioned("a", release(150), when=day("2001-05")),
        positioned("b", release(250), when=day("2001-06")),
    )
    standing, _, gone = read.partition("Superseded by a later statement of the same voice")
    assert "demands: 250" in standing
    assert "demands: 150" not in standing
    assert "demands: 150" in gone
    assert "superseded by positions/b" in gone


def test_an_unknown_order_is_said_at_both_and_above() -> None:
    """Neither reading is chosen."""
    read = shown(positioned("a", release(150)), positioned("b", release(250)))
    assert "unsettled prisoners: the readings differ, and none is chosen" in read
    for name in "ab":
        assert f"order unknown: positions/{name} may be later" in read


def test_later_positions_are_named_and_left_out() -> None:
    """And what may be later says so."""
    read = shown(
        positioned("a", release(150)),
        positioned("b", release(250), when=day("2001-06")),
        as_of="2001-05",
    )
    assert "later positions/b: after that time, left out" in read
    assert "of that time: possible: it may be later than the requested time" in read
    assert "250" not in read


def test_no_position_is_said_in_words() -> None:
    """An empty page would read as a fault."""
    assert "No position of the party is reported here." in shown()


# --- gaps ---------------------------------------------------------------------------------------

RECORDS = held(
    positioned("a", release(150), OtherTerm(issue="veto", included=False, evidence=(passage(),))),
    of_south(
        "b", release(250, passage("mediator")), OtherTerm(issue="fire", evidence=(passage(),))
    ),
    of_south("c", OtherTerm(issue="veto", included=False, evidence=(passage("south"),))),
    Event(
        id="quarrel",
        act=EventAct.DISPUTE,
        actors=("south",),
        on=("plan",),
        issues=("border",),
        evidence=(passage(),),
    ),
)
GAP = gap(RECORDS, "north", "south", on="plan")


def test_a_gap_begins_with_its_counts_and_its_limits() -> None:
    """It is not a zone of possible agreement, and says so once."""
    read = words_of(page(GAP, width=300))
    assert read.startswith("Gap between north and south on plan 4 issues: 1 apart, 1 agreed, ")
    assert read.count("not a zone of possible agreement") == 1


def test_what_is_apart_comes_first() -> None:
    """Then what is agreed, one-sided and unknown; no head without an issue."""
    lines = page(GAP).splitlines()
    heads = [each for each in lines if each.endswith(("(1)", "(2)"))]
    assert heads == ["Apart (1)", "Agreed (1)", "One-sided (1)", "Unknown (1)"]


def test_each_issue_says_why_and_what_each_side_is_reported_to_want() -> None:
    """With passages and flags."""
    read = words_of(page(GAP, width=300))
    apart = read.partition("Apart (1)")[2].partition("Agreed (1)")[0]
    differing = "prisoners count – north: 150, south: 250; they differ"
    assert f"{differing} South: only others say so. north demands" in apart
    assert apart.index("north demands: 150") < apart.index("south demands: 250")
    assert apart.endswith("gazette ¶1 ")
    assert "south demands: 250 – only others say so: mediator" in apart
    lone = read.partition("One-sided (1)")[2].partition("Unknown (1)")[0]
    assert "north not reported south demands: nothing is reported – " in lone
    unknown = read.partition("Unknown (1)")[2]
    assert unknown.endswith("border in dispute events/quarrel (south)")
    full = words_of(page(GAP, width=300, level="bookkeeping"))
    assert "according to mediator" in full
    assert "attributed positions/b/terms/prisoners" in full
    assert "attributed only others say it of south: mediator" in full
    assert "in dispute events/quarrel" in full


def test_a_brief_gap_has_a_line_for_each_issue() -> None:
    """In the same order, with the flags, and nothing of the passages."""
    lines = page_as_text(gap_page(GAP, Wording(), brief=True), width=300, color=False).splitlines()
    north = "north demands: 150 (in its own voice: north)"
    south = "south demands: 250 (only others say so: mediator)"
    said = [f"  prisoners – {north} – {south}", "  border (in dispute)"]
    assert [each for each in lines if each in said] == said
    assert "¶" not in "".join(lines)


def test_a_contested_position_says_whose_side_denies_it() -> None:
    """At the reading; on a full page as a flag, too."""
    denial = passage("north-speaker", support=Support.CONTRADICTS, start=20)
    records = held(
        positioned("a", release(150, passage("south"), denial)), of_south("b", release(9))
    )
    found = gap(records, "north", "south", on="plan")
    assert "denied by north-speaker; contested by its own side" in words_of(page(found, width=300))
    full = words_of(page(found, width=300, level="bookkeeping"))
    assert "contested the side of north denies it: north-speaker" in full


def test_a_gap_says_which_acts_it_rests_on() -> None:
    """On every page, with how sure it is where some of it is less than a demand."""
    records = held(
        positioned("a", release(30), act=PositionAct.WOULD_ACCEPT), of_south("b", release(50))
    )
    read = words_of(page(gap(records, "north", "south", on="plan"), width=300))
    assert "1 issue: 1 apart (possibly)" in read
    assert (
        "count – north: 30, south: 50; they differ Possible only, since north would accept it."
        in read
    )
    assert "north would accept: 30 " in read
    assert "south demands: 50 " in read
    full = words_of(page(gap(records, "north", "south", on="plan"), width=300, level="bookkeeping"))
    assert (
        "rests on north would accept; south demands status apart (possible): differs: count" in full
    )
    assert "acts would-accept, demands; the status is possible" in full


def test_names_stand_for_parties_places_and_issues() -> None:
    """Where a dataset is given; ids where it is not."""
    ds = ng.load()
    found = ds.gap("israel", "hamas", on="ceasefire-agreement-2025")
    for level in ("clarifying", "bookkeeping"):
        named = words_of(page(found, width=300, dataset=ds, level=level))
        assert "extent – Israel: kept, Hamas: none (no forces stay); they differ" in named or (
            "extent – Israel: kept, Hamas: none (no forces stay); impossible: they differ" in named
        )
        assert (
            "place Philadelphi Corridor and Philadelphi Corridor" in named or level != "bookkeeping"
        )
        assert ("forces Israel place Philadelphi Corridor" in named) is (level == "bookkeeping")
    bare = words_of(page(found, width=300, level="bookkeeping"))
    assert "forces israel place philadelphi-corridor" in bare
