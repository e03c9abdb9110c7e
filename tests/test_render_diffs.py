"""What the pages of diffs say, whatever the format."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from pairs import (
    PAGES,
    issue,
    passage,
    position,
    positions_and_versions,
    version,
    version_pairs,
)
from strategies import counts

from negotiations.compare.diff import diff
from negotiations.model import (
    CeasefireTerm,
    Group,
    OtherTerm,
    Phase,
    Polarity,
    Proposal,
    ProvisionTerm,
    Role,
    Version,
)
from negotiations.model.values import Count, Duration, When
from negotiations.render.wording import plural
from negotiations.vocabulary import (
    Basis,
    PhaseScope,
    TermKind,
    VersionRole,
    Who,
)

if TYPE_CHECKING:
    from negotiations.model.base import Value

from pages import (
    AFTER,
    BEFORE,
    ISSUES,
    SMALL,
    exactly,
    page,
    release,
    too_wide,
    whole_page,
    words_of,
)

NUMBERS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight"}


def test_no_differences() -> None:
    """Two equal records have a page of two lines."""
    assert page(diff(BEFORE, BEFORE)) == "plan@one → plan@one\nno differences\n"


@PAGES
@given(version_pairs())
def test_the_page_of_a_diff_begins_with_its_summary(pair: tuple[Version, Version]) -> None:
    """Which two, what it amounts to, and that silence is not removal where a text is in part."""
    found = diff(*pair)
    read = words_of(page(found, width=500))
    assert read.startswith(f"{pair[0].id} → {pair[1].id}")
    if found:
        summary = found.summary()
        counted = (summary.terms_changed, summary.terms_added, summary.terms_removed)
        for number in filter(None, counted):
            assert re.search(rf"\b{NUMBERS.get(number, number)}\b", read.lower())
        partial = sum(str(side.completeness) == "partial" for side in pair)
        said = {0: "", 1: "One text is known in part", 2: "Both texts are known in part"}[partial]
        assert said in read
        assert ("known in part: a term that is not mentioned may still stand" in read) is bool(said)


@PAGES
@given(version_pairs())
def test_every_sort_of_change_has_its_head(pair: tuple[Version, Version]) -> None:
    """What was removed never stands under what went unmentioned, nor the other way round."""
    heads = {
        "Added": ("Added",),
        "Removed": ("Removed",),
        "Moved": ("Moved to another phase",),
        "Changed": ("Changed", "Reported more or less exactly", "The same in other words"),
        "Reported": ("Newly reported",),
        "Unreported": ("Not mentioned any more",),
        "EvidenceChanged": ("Same content, other passages",),
    }
    found = diff(*pair)
    lines = whole_page(found, width=500).splitlines()
    for kind, titles in heads.items():
        here = any(type(change).__name__ == kind for change in found if change.term is not None)
        shown = any(title in lines for title in titles)
        assert shown is here or (shown and titles[-1] == "The same in other words")


def test_what_is_hidden_is_counted() -> None:
    """A page below whose level something lies says how much, and how to see it."""
    assert "3 changes below the level “clarifying” are not shown" in words_of(page(SMALL))
    assert "not shown" not in whole_page(SMALL)
    for hidden in ("labels: First draft", "id: plan@one → plan@two"):
        assert hidden not in page(SMALL)
        assert hidden in whole_page(SMALL)


def one_line(before: Version, after: Version) -> str:
    """The page of a diff, whole and on one line."""
    return words_of(whole_page(diff(before, after), width=200))


def phases(*lengths: str) -> Version:
    held = [
        Phase(ordinal=at, label=f"Stage {at}", duration=Duration.exactly(length))
        for at, length in enumerate(lengths, 1)
    ]
    return version(phases=tuple(held))


def test_a_change_of_a_phase_says_which_phase() -> None:
    """No page is poorer than the document, whose path has the phase."""
    read = one_line(phases("P6W", "P4W"), phases("P6W", "P5W"))
    assert "raised, 4 weeks → 5 weeks" in read
    _, _, said = read.partition("Other fields")
    assert "2" in said.partition("duration")[0]


def test_a_change_of_a_group_says_which_group() -> None:
    """It would read as a change of the whole number otherwise."""

    def of_women(number: int) -> Version:
        women = Group(who=(Who.WOMEN,), count=exactly(number))
        return version(release(count=exactly(50), groups=(women,)))

    read = one_line(of_women(10), of_women(20))
    assert "raised (by +10) before 10 after 20" in read
    assert "women" in read.partition("raised")[0]


def test_a_change_in_a_role_says_which_role() -> None:
    """A note or a passage on one role of several."""

    def noted(note: str | None) -> Version:
        return version(
            roles=(
                Role(actor="north", role=VersionRole.AUTHOR),
                Role(actor="south", role=VersionRole.AUTHOR, note=note),
            )
        )

    read = one_line(noted(None), noted("In one source only."))
    assert "south" in read
    assert "north" not in read


def test_a_change_in_a_proposal_says_which_version() -> None:
    """Several versions of a proposal may have changed."""

    def plan(count: int) -> Proposal:
        return Proposal(
            id="plan",
            title="Plan",
            between=("north", "south"),
            rationale="One text.",
            versions=(
                version(release(count=exactly(5)), id="plan@first"),
                version(release(count=exactly(count)), id="plan@last"),
            ),
        )

    read = words_of(whole_page(diff(plan(5), plan(7)), width=200))
    assert "raised (by +2) before 5 after 7" in read
    assert "plan@last" in read
    assert "plan@first" not in read


def test_a_removed_term_is_shown_with_what_it_said() -> None:
    """The later text only says that it is out; what it was stands in the earlier one."""
    held = OtherTerm(issue="veto", summary="A veto over single names.", evidence=(passage(1),))
    read = one_line(version(held), version(OtherTerm(issue="veto", included=False)))
    assert "A veto over single names." in read


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("P6W", "P8W", "raised (by +14 days) before 6 weeks after 8 weeks"),
        ("P8W", "P6W", "lowered (by -14 days) before 8 weeks after 6 weeks"),
        ("PT6H", "PT12H", "raised (by +6 hours) before 6 hours after 12 hours"),
        ("PT12H", "PT6H", "lowered (by -6 hours) before 12 hours after 6 hours"),
        ("P1D", "P1DT12H", "raised (by +12 hours) before 1 day after 1 day 12 hours"),
        ("P6D", "P7D", "raised (by +1 day) before 6 days after 7 days"),
    ],
)
def test_a_length_changes_by_its_own_measure(before: str, after: str, said: str) -> None:
    """Hours are not rounded to days."""
    assert said in one_line(
        version(CeasefireTerm(issue="truce", duration=Duration.exactly(before))),
        version(CeasefireTerm(issue="truce", duration=Duration.exactly(after))),
    )


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (exactly(150), exactly(250), "raised (by +100) before 150 after 250"),
        (exactly(250), exactly(150), "lowered (by -100) before 250 after 150"),
        (exactly(9_000), exactly(12_000), "raised (by +3000) before 9000 after 12,000"),
        (
            Count.between(10, 40),
            Count.between(20, 30),
            "narrowed (lower bound by +10, upper bound by -10) before 10 to 40 after 20 to 30",
        ),
        (
            Count.more_than(100),
            exactly(150),
            "became exact (lower bound by +49) before more than 100 after 150",
        ),
        (Count.about(30), Count.about(40), "shifted before about 30 after about 40"),
        (
            Count.more_than(99),
            Count.at_least(100),
            "reworded before more than 99 after at least 100",
        ),
    ],
)
def test_a_number_changes_by_bounds(before: Count, after: Count, said: str) -> None:
    """The verb, both values, and by how much each bound moved."""
    read = one_line(version(release(count=before)), version(release(count=after)))
    assert f"prisoners, phase 1: count: {said} reading" in read


def test_a_length_in_other_words_moved_by_nothing() -> None:
    """No amount is named where the bounds are the same."""
    read = one_line(
        version(CeasefireTerm(issue="truce", duration=Duration.exactly("P6W"))),
        version(CeasefireTerm(issue="truce", duration=Duration.exactly("P42D"))),
    )
    assert "reworded before 6 weeks after 42 days" in read
    assert "(by" not in read


def test_a_text_changes_by_words() -> None:
    """Marked by signs, so that it reads without colour."""
    read = one_line(
        version(ProvisionTerm(issue="aid", volume="ten lorries a day")),
        version(ProvisionTerm(issue="aid", volume="fifty lorries a day")),
    )
    assert "words [-ten-] [+fifty+] lorries a day" in read


def test_no_value_is_shown_as_python_writes_it() -> None:
    """What is not reported is said in words, on either side of a change."""
    for before, after in ((None, (passage(1),)), ((passage(1),), None)):
        read = one_line(version(release(evidence=before)), version(release(evidence=after)))
        assert "None" not in read
        assert "()" not in read


@PAGES
@given(version_pairs(), counts())
def test_no_class_is_named_on_a_page(pair: tuple[Version, Version], count: Count) -> None:
    """A page holds words and not the repr of anything."""
    a, b = (side.replace(terms=(release(count=count),), summary=None) for side in pair)
    bare = (
        version(*(each.terms or ()), phases=each.phases, roles=each.roles, tabled=each.tabled)
        for each in (a, b)
    )
    shown = whole_page(diff(*bare))
    for name in ("Count.", "Duration.", "Evidence(", "Condition(", "Group(", "Role(", "Phase("):
        assert name not in shown


@PAGES
@given(positions_and_versions())
def test_a_position_and_a_version_have_a_page(pair: tuple[Value, Value]) -> None:
    """Both ways, within the width."""
    for sides in (pair, pair[::-1]):
        shown = whole_page(diff(*sides), width=40)
        assert too_wide(shown, 40) == []


def test_the_page_of_a_position_and_a_version() -> None:
    """What the text says of the demand, and nothing else of the text."""
    wanted = position(release(count=exactly(200)))
    found = diff(wanted, AFTER, issues=ISSUES)
    read = words_of(page(found))
    assert read.startswith("north-demands and plan@two")
    assert "prisoners, phase 1: count higher in the second by 50 first 200 " in read
    assert "→" not in read
    assert "border" not in read


def test_moved_and_excluded_terms_are_said() -> None:
    """In words, with both phases, and that the later text is reported to exclude it."""
    read = one_line(version(release()), version(release(phase=PhaseScope.WHOLE)))
    assert "Moved to another phase Level: substantive. > prisoners: phase 1 → whole text" in read
    read = one_line(
        version(OtherTerm(issue="veto")), version(OtherTerm(issue="veto", included=False))
    )
    assert "- veto, phase not reported (reported to be excluded)" in read


def test_plurals() -> None:
    """One is one, and none is many."""
    assert [plural(number, "party", "parties") for number in (0, 1, 2)] == [
        "0 parties",
        "1 party",
        "2 parties",
    ]


FIVE = Count.exactly(5)
EARLY, LATE = (When(edtf=day, basis=Basis.STATED) for day in ("2001-01", "2001-03"))


@pytest.mark.parametrize(
    ("first", "second", "in_time"),
    [
        ({}, {}, False),
        ({"tabled": EARLY}, {}, False),
        ({"tabled": EARLY}, {"tabled": LATE}, True),
        ({"tabled": LATE}, {"tabled": EARLY}, False),
        ({"tabled": EARLY}, {"tabled": EARLY}, False),
        ({}, {"derived_from": ("plan@one",)}, True),
        ({"derived_from": ("plan@two",)}, {}, False),
    ],
)
def test_words_of_time_stand_only_where_the_order_is_known(
    first: dict[str, Any], second: dict[str, Any], in_time: bool
) -> None:
    """By derivation or by dates; else it is the first text and the second, in every line."""
    one = version(release(count=FIVE), OtherTerm(issue="veto"), id="plan@one", **first)
    two = version(release(count=Count.exactly(9)), id="plan@two", **second)
    other = OtherTerm(issue="veto", included=False)
    gone = two.replace(terms=(*(two.terms or ()), other))
    for found in (diff(one, two), diff(one, gone)):
        for name in ("text", "markdown", "html"):
            read = words_of(page(found, name))
            timed = ("before", "after", "earlier", "later", "newly", "any more")
            assert any(word in read.lower() for word in timed) is in_time
            between = ("only for the first", "Only in the first", "only for the second")
            assert any(words in read for words in between) is not in_time


def test_a_lean_comes_with_the_note_of_its_polarity() -> None:
    """It is a coded reading: why it is read so stands beside it."""
    why = "More are released to the north."
    rule = Polarity(field="count", more="north", less="south", note=why)
    ordered = issue("prisoners", TermKind.RELEASE).replace(polarity=(rule,))
    one, two = version(release(count=FIVE)), version(release(count=Count.exactly(9)))
    read = words_of(page(diff(one, two, issues={"prisoners": ordered}), width=300))
    assert f"Leans toward north, by the coded polarity of count ({why[:-1]})." in read


def test_it_is_said_what_is_not_certain() -> None:
    """That the values need not differ; of the reading of them nothing is certain."""

    def read(count: Count) -> str:
        one, two = version(release(count=FIVE)), version(release(count=count))
        return words_of(page(diff(one, two), width=300))

    assert "need not differ" not in read(Count.exactly(9))
    assert "Both may mean the same: the texts need not differ." in read(Count.more_than(4))


def test_sources_that_name_different_authors_are_said_to_differ() -> None:
    """Not where one names the same, or is silent on a role."""

    def by(actor: str, *sources: str, role: VersionRole = VersionRole.AUTHOR) -> Role:
        cited = tuple(passage(1, source=each) for each in sources)
        return Role(actor=actor, role=role, evidence=cited)

    said = "sources differ on the author"
    cases = [
        ((by("north", "gazette", "herald"), by("south", "gazette")), True),
        ((by("north", "gazette"), by("south", "herald")), True),
        ((by("north", "gazette", "herald"), by("south", "gazette", "herald")), False),
        ((by("north", "gazette"), by("south", "herald", role=VersionRole.ADDRESSEE)), False),
        ((by("north"),), False),
    ]
    for roles, differ in cases:
        read = words_of(page(diff(version(), version(release(), roles=roles)), width=300))
        assert (said in read) is differ
