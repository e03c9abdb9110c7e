"""What an editor would not leave on a page: case by case, as exact text, most of it of the data."""

from __future__ import annotations

from functools import cache

import pytest
from negotiation import ACTORS, PROPOSALS, day
from pages import page, words_of
from pairs import passage, version

import negotiations as ng
from negotiations.compare.diff import diff
from negotiations.compare.merge import merge
from negotiations.model import (
    Actor,
    Amount,
    Group,
    MeasureTerm,
    OtherTerm,
    Phase,
    ReleaseTerm,
    SelectionTerm,
    Version,
)
from negotiations.model.values import Count, Duration
from negotiations.records import Records
from negotiations.render.attributions import gathered
from negotiations.render.diffs import diff_page
from negotiations.render.page import Page, Prose, Rows, line, row
from negotiations.render.terms import tabled_words, told
from negotiations.render.text import page_as_text
from negotiations.render.wording import Wording, joined
from negotiations.vocabulary import ActorKind, Level, TermStatus, Who

DS = ng.load()
WORDS = Wording(DS.records)


@cache
def of_data(a: str, b: str, level: str = "clarifying") -> str:
    """A diff of the bundled data as one line of words."""
    return words_of(page(DS.diff(a, b), width=300, dataset=DS, level=level))


# --- names and numbers --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "said"),
    [((), ""), (("A",), "A"), (("A", "B"), "A and B"), (("A", "B", "C"), "A, B and C")],
)
def test_several_names_are_joined_as_in_a_sentence(names: tuple[str, ...], said: str) -> None:
    """With *and* before the last."""
    assert joined(names) == said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("U.S. envoy in the direct talks", "the U.S. envoy in the direct talks"),
        ("An envoy who was not named", "an envoy who was not named"),
        ("Joan of Hills", "Joan of Hills"),
        (
            "Mohammed bin Abdulrahman bin Jassim Al Thani",
            "Mohammed bin Abdulrahman bin Jassim Al Thani",
        ),
    ],
)
def test_a_description_of_a_person_has_an_article(name: str, said: str) -> None:
    """A name has none."""
    records = ng.Dataset(actors=[Actor(id="one", name=name, kind=ActorKind.PERSON)]).records
    assert Wording(records).voice("one") == said


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("option-2", "option 2"),
        ("option-ii", "option ii"),
        ("a", "option a"),
        ("shall", "option “shall”"),
        ("not-named", "option “not named”"),
        ("2023", "option “2023”"),
        ("option-1-all-biennially", "option 1 “all biennially”"),
    ],
)
def test_an_option_is_called_by_its_number_or_in_its_words(label: str, said: str) -> None:
    """Words that are a label stand in quotation marks; a full page has the label of the JSON."""
    assert Wording().alternative(label) == said
    full = label if label.startswith("option-") else f"option {label}"
    assert Wording(level=Level.BOOKKEEPING).alternative(label) == full


@pytest.mark.parametrize(
    ("paragraphs", "said"),
    [
        ((1,), "gazette ¶1"),
        ((1, 2), "gazette ¶1, ¶2"),
        ((1, 2, 3, 9), "gazette ¶1–3, ¶9"),
        ((4, 2), "gazette ¶4, ¶2"),
    ],
)
def test_paragraphs_cited_alike_stand_together(paragraphs: tuple[int, ...], said: str) -> None:
    """What is said otherwise of one of them keeps it apart."""
    cited = [passage(number) for number in paragraphs]
    assert [str(each) for each in Wording().citations(cited)] == [said]
    apart = Wording().citations([*cited, passage(99, hedged=True)])
    assert [str(each) for each in apart] == [said, "gazette ¶99, hedged"]


@pytest.mark.parametrize(
    ("term", "said"),
    [
        (ReleaseTerm(issue="x", summary="Five of 9.", count=Count.exactly(9)), "Five of 9"),
        (ReleaseTerm(issue="x", summary="Some.", count=Count.exactly(9)), "Some (count: 9)"),
        (
            ReleaseTerm(issue="x", summary="Nine, of a hundred.", count=Count.exactly(9)),
            "Nine, of a hundred",
        ),
        (
            ReleaseTerm(
                issue="x",
                summary="In all 9.",
                count=Count.exactly(9),
                groups=(Group(who=(Who.WOMEN,), count=Count.exactly(4)),),
            ),
            "In all 9 (groups: 4 (women))",
        ),
        # The number of an id is none of the term.
        (SelectionTerm(issue="x", summary="Ten names.", over="release-2025"), "Ten names"),
        (ReleaseTerm(issue="x", count=Count.exactly(9)), "9"),
    ],
)
def test_a_summary_is_told_with_the_numbers_that_it_lacks(term: ng.Term, said: str) -> None:
    """And without what it says already."""
    assert told(term, Wording()) == said


# --- diffs --------------------------------------------------------------------------------------


def _release(number: int, phase: int | None = None) -> ReleaseTerm:
    return ReleaseTerm(issue="prisoners", phase=phase, count=Count.exactly(number))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ((_release(1, 1),), (_release(2, 1),), "One term changed."),
        ((_release(1),), (_release(2),), "One term possibly changed."),
        (
            (_release(1, 1), OtherTerm(issue="veto", summary="One.")),
            (_release(2, 1), OtherTerm(issue="veto", summary="Two.")),
            "Two terms changed (one of them possibly).",
        ),
    ],
)
def test_the_head_is_no_surer_than_the_changes(
    before: tuple[ng.Term, ...], after: tuple[ng.Term, ...], said: str
) -> None:
    """What is only possibly changed is counted as such."""
    one, two = (
        version(*terms, id=f"plan@{name}") for name, terms in (("one", before), ("two", after))
    )
    assert said in words_of(page(diff(one, two.replace(derived_from=("plan@one",)))))


def test_a_brief_page_says_what_is_not_certain() -> None:
    """For a section where it holds for all of it, at the line where it does not."""
    a, b = (
        "us-hamas-partial-agreement@five-for-250",
        "us-hamas-partial-agreement@unconditional-return",
    )
    made = page_as_text(diff_page(DS.diff(a, b), WORDS, brief=True), width=300, color=False)
    assert "Not certain that the texts differ: no phase is reported for either." in made
    two = [
        MeasureTerm(issue="fee", amount=Amount.exactly(number), alternative=label)
        for number, label in ((1, "a"), (2, "b"))
    ]
    one = MeasureTerm(
        issue="fee", amount=Amount.exactly(1), qualifiers=("at most",), alternative="a"
    )
    found = diff(version(*two, full=True), version(one, two[1], full=True))
    made = page_as_text(diff_page(found, Wording(), brief=True), width=300, color=False)
    assert "fee, option a: qualifiers: at most (added) (not certain)" in made


@pytest.mark.parametrize(
    ("b", "said"),
    [
        ("may-proposal@bridging", "known in part: a term that is not mentioned may still stand."),
        ("november-truce@agreed", "known in part: they may have more terms."),
    ],
)
def test_only_a_term_of_a_draft_may_still_stand(b: str, said: str) -> None:
    """Between two texts that are no drafts of one another nothing goes on standing."""
    assert said in of_data("may-proposal@may", b)


@pytest.mark.parametrize(
    ("a", "b", "said"),
    [
        # One line for the phases, with how long they are, and no path.
        (
            "ceasefire-agreement-2025@agreed",
            "may-proposal@may",
            "About the texts ?~ phases: initial phase, second phase | Phase 1 (6 weeks), Phase 2, Phase 3 ",
        ),
        # The phase of a term is told with its other fields, and is not the whole term.
        (
            "hamas-offer-january-2024@offered",
            "may-proposal@may",
            "Withdrawal from Gaza (first: phase not reported; second: phase 1) ?+ phase second phase 1",
        ),
        # What a section shares of its doubts is said at its head.
        (
            "may-proposal@bridging",
            "ceasefire-agreement-2025@agreed",
            "Differing Both have it. Not certain that the texts differ: no phase is reported for either.",
        ),
        # A sentence stays one, and what sources call a text stands in quotation marks.
        (
            "hamas-offer-january-2024@offered",
            "may-proposal@may",
            (
                "first The offer as the article tells it. Date not reported; by 28 January 2024, from its "
                "order (hamas-offer-january-2024@offered)"
            ),
        ),
        (
            "hamas-offer-january-2024@offered",
            "may-proposal@may",
            "second called “May proposal”, “President Biden’s framework” and “President Biden’s proposal”",
        ),
        # Each condition has a line of its own, with who must meet it.
        (
            "may-proposal@early-july",
            "hamas-offer-january-2024@offered",
            "(by Israel; see Withdrawal from Gaza) in return for this: the governance of Gaza",
        ),
    ],
)
def test_a_diff_of_the_data_reads_as_edited(a: str, b: str, said: str) -> None:
    """The faults of real pages, each in a case."""
    assert said in of_data(a, b)


@pytest.mark.parametrize("level", ["clarifying", "bookkeeping"])
def test_no_page_of_the_data_says_this(level: str) -> None:
    """Wordings that were replaced, and paths in prose."""
    pairs = [(a, b) for a in list(DS.versions)[:4] for b in list(DS.versions)[4:]]
    for a, b in pairs:
        read = of_data(a, b, level)
        for gone in (
            "reported only of",
            "Of no term",
            "/phases/1/duration second",
            "may be of the same",
        ):
            assert gone not in read


def test_a_doubt_on_options_is_said_once() -> None:
    """It cannot be told which option became which."""
    before = [
        MeasureTerm(issue="fee", amount=Amount.exactly(number), alternative=f"option-{number}")
        for number in (1, 2)
    ]
    after = MeasureTerm(issue="fee", amount=Amount.unstated("some"))
    sides = [version(*terms, full=True) for terms in (before, (after,))]
    read = words_of(page(diff(*sides)))
    assert "fee: resolved, but as none of the options (not given (“some”))" in read
    assert read.count("which option corresponds to which, if any does") == 1


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (TermStatus.BRACKETED, TermStatus.PROPOSED, "no longer in brackets; now proposed"),
        (TermStatus.PROPOSED, TermStatus.BRACKETED, "in brackets now; earlier proposed"),
        (TermStatus.BRACKETED, None, "no longer in brackets"),
    ],
)
def test_what_became_of_brackets_is_said_in_words(
    before: TermStatus, after: TermStatus | None, said: str
) -> None:
    """With the status that took their place, or that they took."""
    one, two = (
        version(MeasureTerm(issue="fee", amount=Amount.exactly(1), status=status), full=True)
        for status in (before, after)
    )
    assert words_of(page(diff(one, two))).endswith(f"fee: {said}")


def test_at_bookkeeping_both_sides_stand_beside_each_other() -> None:
    """As on other pages; the value is on its side, and not in the head, too."""
    one, two = (version(_release(number, 1)) for number in (5, 6))
    made = page(diff(one, two), "html", level="bookkeeping")
    assert made.count('<div class="sides">') == 1
    assert "count: raised (by +1) before 5 after 6" in words_of(
        page(diff(one, two), level="bookkeeping")
    )


# --- records and answers ------------------------------------------------------------------------


def test_roles_of_the_same_passages_stand_together() -> None:
    """And what another record is called, with its address."""
    read = words_of(page(DS.versions["may-proposal@bridging"], width=300, dataset=DS))
    assert "mediator: Egypt, Qatar and United States CNN relay ¶10, according to" in read
    assert (
        "derived from “Three-phase proposal of May 2024” (may) (versions/may-proposal@may)" in read
    )
    assert "evidence: CNN relay ¶10, ¶11, ¶27, ¶28; NYT relay ¶9–11 passages" in read


def test_a_page_says_its_title_once() -> None:
    """And not as a field again."""
    event = DS.events["hamas-rejects-bridging-proposal"]
    assert words_of(page(event, dataset=DS)).count("Hamas refuses the new text.") == 1


def test_a_wish_is_not_said_to_be_disputed_by_its_own_side() -> None:
    """What happened is named, since each side can reject what the other wants."""
    read = words_of(
        page(DS.gap("hamas", "israel", on="ceasefire-agreement-2025"), width=300, dataset=DS)
    )
    assert "in dispute by" not in read
    assert (
        "in dispute “Hamas is against extending the phase that is running” (Hamas) “The move to"
        in read
    )
    assert "mode – Hamas: implement, Israel: extend; they differ" in read


def test_what_several_pages_begin_with_is_said_once() -> None:
    """The rest stays with each."""
    pages = [
        Page(
            name,
            lead=(Prose((line("counts"), line(name))), Rows((row("who", "all"), row("of", name)))),
        )
        for name in ("one", "two")
    ]
    read = words_of(page_as_text(gathered("both", pages), width=80, color=False))
    assert read == "both counts who all one one of one two two of two"


def test_a_text_without_a_term_on_an_issue_may_have_others() -> None:
    """That it has seven on other issues is not denied."""
    found = DS.history("may-proposal", issue="philadelphi-corridor")
    read = words_of(page(found, width=300, dataset=DS))
    assert "No term on this issue is reported; the text may contain some." in read


def test_what_all_of_a_version_has_in_common_is_said_once() -> None:
    """Where it was first reported."""
    read = words_of(page(DS.blame("may-proposal@may"), width=300, dataset=DS))
    assert "3 phases and 7 terms " in read
    assert "All of it was first reported in may-proposal@may, May 2024, date from general" in read
    assert "first reported in" in words_of(page(DS.blame("may-proposal@bridging"), dataset=DS))


def test_a_conflict_says_of_which_term_it_is_and_what_each_side_has() -> None:
    """And not three times the name of the term."""
    base, ours = (
        version(OtherTerm(issue="veto", summary=said), phases=(Phase(ordinal=1),))
        for said in ("A.", "B.")
    )
    read = words_of(page(merge(base, ours, version(phases=(Phase(ordinal=1),))), width=300))
    assert "veto, phase not reported /terms/veto why" in read
    assert "base A ours B theirs nothing" in read


def test_words_of_a_source_stand_in_quotation_marks() -> None:
    """Of any number or length; a full page has them as the JSON."""
    for value in (Count.unstated("some"), Duration.unstated("some"), Amount.unstated("some")):
        assert Wording().value(value) == "not given (“some”)"
        assert Wording(level=Level.BOOKKEEPING).value(value) == 'not given ("some")'


@pytest.mark.parametrize(
    ("made_from", "said"),
    [
        (("plan@one",), "fee: 2 options became a single text"),
        (None, "fee: 2 options in the first, a single text in the second"),
    ],
)
def test_options_become_something_only_in_time(
    made_from: tuple[str, ...] | None, said: str
) -> None:
    """Between two texts of unknown order nothing becomes anything."""
    options = [
        MeasureTerm(
            issue="fee",
            amount=Amount.exactly(number),
            alternative=label,
            status=TermStatus.BRACKETED,
        )
        for number, label in ((1, "a"), (2, "b"))
    ]
    alone = MeasureTerm(issue="fee", amount=Amount.exactly(3), status=TermStatus.BRACKETED)
    one = version(*options, full=True)
    two = version(alone, id="plan@two", full=True, derived_from=made_from)
    assert said in words_of(page(diff(one, two)))


@pytest.mark.parametrize(
    ("tabled", "earlier", "said"),
    [
        ("2001-05", "", "tabled May 2001"),
        ("", "", "date not reported"),
        ("", "2001-05", "date not reported; not before 1 May 2001, from its order"),
    ],
)
def test_a_text_without_a_date_is_dated_by_its_order(tabled: str, earlier: str, said: str) -> None:
    """The same is said of it wherever it stands; without the other records nothing can be told of that."""
    first = Version(id="plan@a", completeness="partial", tabled=day(earlier) if earlier else None)
    text = Version(
        id="plan@b",
        completeness="partial",
        tabled=day(tabled) if tabled else None,
        derived_from=("plan@a",),
    )
    records = Records.of(None, [*ACTORS, PROPOSALS[0].replace(versions=(first, text))])
    assert tabled_words(text, Wording(records)) == said
    assert tabled_words(text, Wording()) == said.partition(";")[0]
