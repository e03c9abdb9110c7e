"""The page of a diff as it is read: what matters first, said once, and told by anchors that stay."""

from __future__ import annotations

import re
from itertools import pairwise
from urllib.parse import unquote

import pytest
from hypothesis import given
from pages import ISSUES, SMALL, HtmlTree, exactly, page, release, words_of
from pairs import PAGES, passage, version, version_pairs

import negotiations as ng
from negotiations.compare.diff import diff
from negotiations.model import OtherTerm, PresenceTerm, ProvisionTerm, Version
from negotiations.model.values import Count, When
from negotiations.render.bundles import bundled, by_importance
from negotiations.render.dates import date_words
from negotiations.render.diffs import diff_page
from negotiations.render.page import Items, Section
from negotiations.render.wording import Wording
from negotiations.vocabulary import Basis, Level, PresenceExtent

DS = ng.load()


@PAGES
@given(version_pairs())
def test_what_matters_most_comes_first(pair: tuple[Version, Version]) -> None:
    """Of terms by the change that matters most; and no change is lost or told twice."""
    changes = [change for change in diff(*pair) if change.term is not None]
    ranked = by_importance(bundled(changes), {})
    told = [change for of_term in ranked for bundle in of_term for change in bundle.changes]
    assert sorted(change.path for change in told) == sorted(change.path for change in changes)
    firsts = [of_term[0] for of_term in ranked]
    for one, other in pairwise(firsts):
        assert one.level >= other.level
        if one.level is other.level:
            assert not (other.certainty.is_certain and not one.certainty.is_certain)


def test_the_further_change_comes_first() -> None:
    """As a part of the greater number, whatever the issue is called."""
    one, two = (
        version(
            release(count=exactly(small)),
            release(count=exactly(great), phase=2),
        )
        for small, great in ((100, 100), (101, 300))
    )
    read = page(diff(one, two, issues=ISSUES))
    assert read.index("prisoners, phase 2") < read.index("prisoners, phase 1")


def test_two_texts_that_are_no_drafts_of_one_another_say_so() -> None:
    """With their titles, without an arrow and without words of time, whichever is the earlier."""
    found = DS.diff("november-truce@agreed", "paris-framework@discussed")
    read = words_of(page(found, dataset=DS))
    assert read.startswith("“Truce of November 2023” and “Framework discussed in Paris")
    assert "Two texts that are not drafts of one another" in read
    for word in ("→", "newly", "any more", "before ", "given up"):
        assert word not in read
    drafts = words_of(page(DS.diff("may-proposal@may", "may-proposal@bridging"), dataset=DS))
    assert drafts.startswith("Three-phase proposal of May 2024: may → bridging")
    assert "not drafts" not in drafts


def test_a_text_that_derives_from_another_through_a_third_is_its_draft() -> None:
    """Of three proposals that each follow the one before."""
    truce = DS.versions["november-truce@agreed"]
    middle = DS.versions["paris-framework@discussed"].replace(derived_from=(truce.id,))
    last = DS.versions["hamas-offer-january-2024@offered"].replace(derived_from=(middle.id,))
    assert " → " in page(diff(middle, last)).splitlines()[0]
    assert " and " in page(diff(truce, last)).splitlines()[0]  # the one between is not known


def test_nothing_is_said_to_have_been_given_up_only_where_nothing_was() -> None:
    """Silence is no concession; what is reported to be gone may be one."""
    one = version(release(count=exactly(5)), OtherTerm(issue="veto"), id="plan@one")
    silent = version(release(count=exactly(5)), id="plan@two", derived_from=("plan@one",))
    struck = silent.replace(terms=(*(silent.terms or ()), OtherTerm(issue="veto", included=False)))
    said = "Nothing is known to have been given up."
    assert said in words_of(page(diff(one, silent)))
    assert said not in words_of(page(diff(one, struck)))


def test_what_holds_for_a_section_is_said_once() -> None:
    """That silence is no concession, and what is uncertain about each of its changes."""
    found = DS.diff("ceasefire-agreement-2025@agreed", "may-proposal@bridging")
    read = words_of(page(found, dataset=DS))
    assert read.count("silence is no concession") == 2  # of either side
    assert read.count("no phase is reported for either") == 1


@pytest.mark.parametrize("sides", [("may-proposal@may", "may-proposal@bridging")])
def test_every_change_has_an_anchor_and_every_link_leads_somewhere(sides: tuple[str, str]) -> None:
    """The anchor of a change is its path; ids stand once."""
    found = DS.diff(*sides)
    tree = HtmlTree(page(found, "html", dataset=DS, standalone=True))
    attributes = [pair for _, _, given in tree.events for pair in given]
    ids = [held for name, held in attributes if name == "id"]
    assert len(set(ids)) == len(ids)
    links = {unquote(str(held)[1:]) for name, held in attributes if name == "href"}
    assert links <= set(ids)
    shown = [change for change in found if change.level >= Level.CLARIFYING]
    assert {change.path[1:] for change in shown} <= set(ids)


def test_brief_is_a_line_for_each_change() -> None:
    """Of terms; fields of the text take one line each in any case."""
    words = Wording(DS.records)
    found = DS.diff("may-proposal@may", "may-proposal@bridging")
    made = diff_page(found, words, brief=True)
    items = [
        item
        for block in made.blocks
        if isinstance(block, Section) and block.title != "About the texts"
        for inner in block.blocks
        if isinstance(inner, Items)
        for item in inner.items
    ]
    of_terms = [each for each in found if each.term and each.level >= words.level]
    assert len(items) == len(of_terms)
    assert not any(item.blocks for item in items)


def test_words_that_differ_are_marked_by_elements_alone() -> None:
    """Each side has its own words; no sign doubles what an element says."""
    one, two = (
        version(
            ProvisionTerm(issue="aid", volume=f"{number} lorries a day", evidence=(passage(1),))
        )
        for number in ("ten", "fifty")
    )
    made = page(diff(one, two), "html")
    assert "<del>ten</del> lorries a day" in made
    assert "<ins>fifty</ins> lorries a day" in made
    assert "[-" not in made
    assert "before [-ten-] lorries a day – gazette ¶1" in words_of(page(diff(one, two)))


def test_a_date_in_words_has_its_edtf_for_whoever_asks() -> None:
    """In HTML; the words of the basis are no part of it."""
    when = When(edtf="../2031-01-28", basis=Basis.INFERRED)
    made = page(diff(version(), version(release(), tabled=when)), "html")
    assert '<span title="../2031-01-28">by 28 January 2031</span>, date inferred' in made


@pytest.mark.parametrize(
    ("edtf", "said"),
    [
        ("2031", "2031"),
        ("2031-12/2032-01", "December 2031 to January 2032"),
        ("2031-08-30/2031-09-02", "30 August to 2 September 2031"),
        ("2031-01-20/2031-03", "20 January 2031 to March 2031"),
        ("2031-01-28?", "28 January 2031 (uncertain)"),
        ("2031~/2032", "about 2031 to 2032"),
    ],
)
def test_dates_are_told_as_people_read_them(edtf: str, said: str) -> None:
    """With what both ends share said once."""
    assert date_words(edtf) == said


def test_the_items_of_one_list_are_told_together() -> None:
    """Those that gave way to others as one change of the list, with an anchor for each."""
    held = PresenceTerm(issue="border", phase=1, extent=PresenceExtent.NONE, evidence=(passage(1),))
    full = [
        version(held.replace(obligors=(actor,)), full=True, id=f"plan@{actor}")
        for actor in ("north", "south")
    ]
    found = diff(*full)
    assert [type(change).__name__ for change in found if change.field == "obligors"] == [
        "Removed",
        "Added",
    ]
    read = words_of(page(found))
    assert "~ border, phase 1: obligors first north – gazette ¶1 second south – gazette ¶1" in read
    made = page(found, "html", standalone=True)
    anchors = re.findall(r'id="(terms/border@1/obligors/\w+)"', made)
    assert sorted(anchors) == ["terms/border@1/obligors/north", "terms/border@1/obligors/south"]


def test_a_file_lists_its_sections_and_a_fragment_has_no_links() -> None:
    """With how many changes there are in each."""
    made = page(SMALL, "html", standalone=True)
    assert '<nav class="contents" aria-label="Contents">' in made
    assert '<a href="#differing">Differing</a> <span class="dim">1</span>' in made
    assert "<nav" not in page(SMALL, "html")


def test_a_number_in_other_detail_is_not_told_as_raised() -> None:
    """What may be the same is told under a head that says so."""
    one, two = (
        version(release(count=count)) for count in (Count.more_than(100), Count.exactly(150))
    )
    read = words_of(page(diff(one, two)))
    assert "Reported more or less exactly" in read
    assert "count now given exactly before more than 100 after 150" in read
