"""Pages as HTML: what a parser, a validator and a reader without a mouse find in them."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import unicodedata
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from node import run_node
from pages import (
    SMALL,
    TRICKY,
    HtmlTree,
    answers,
    drawn_pages,
    harmless,
    hostile_dataset,
    page,
    unsafe,
)
from pairs import PAGES, passage, version

import negotiations as ng
from negotiations.compare.diff import diff
from negotiations.model import OtherTerm
from negotiations.render.html import page_as_html, stylesheet
from negotiations.render.page import Cell, Citation, Mark, Page, Prose, Section, Table, line
from negotiations.render.render import page_of
from negotiations.render.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterable

TESTS = Path(__file__).parent
CITED = Citation("Gazette ¶1", ("DENIED by South",), "so it is", is_denial=True)
OTHER = Citation("Gazette ¶2")


def table_page() -> Page:
    """A page with a table in which one citation stands twice."""
    rows = (
        (line("release"), (Cell((line("150", CITED),), Mark.CHANGED), Cell((line("9", OTHER),)))),
        (line("veto"), (Cell((line("none", CITED),)), Cell((line("–"),), Mark.UNREPORTED))),
    )
    return Page("Plan", blocks=(Table("Side by side", "term", (line("a"), line("b")), rows),))


# --- no text is markup --------------------------------------------------------------------------


def elements(text: str) -> list[Any]:
    """Tags, attributes and all; of isolated words, labels and anchors, only that they are."""
    named = ("aria-label", "data-head", "id", "href", "title")
    return [
        (kind, tag, tuple((name, None if name in named else held) for name, held in given))
        for kind, tag, given in HtmlTree(text).events
        if tag != "bdi"
    ]


@PAGES
@given(drawn_pages())
def test_no_text_opens_a_tag_or_an_attribute(drawn: Page) -> None:
    """Whatever the texts are, the elements are those that harmless words have."""
    for standalone in (False, True):
        made = page_as_html(drawn, standalone=standalone)
        plain_page = page_as_html(harmless(drawn), standalone=standalone)
        assert elements(made) == elements(plain_page)
        assert unsafe(made) == set()


@PAGES
@given(drawn_pages())
def test_letters_that_run_leftwards_are_isolated(drawn: Page) -> None:
    """They stand in an element of their own, and arrows of changes never do."""
    made = page_as_html(drawn).replace("&quot;", "").replace("aria-label=", "")
    inside = "".join(re.findall(r"<bdi>(.*?)</bdi>", made))
    outside = re.sub(r"<bdi>.*?</bdi>|\"[^\"]*\"", "", made)
    assert not [each for each in outside if unicodedata.bidirectional(each) in ("R", "AL")]
    assert "→" not in inside


def test_the_sides_of_a_change_stay_on_their_sides() -> None:
    """Of two values in letters that run leftwards, the earlier still stands first."""
    before, after = (OtherTerm(issue="veto", note=text) for text in ("שלום א", "שלום ב"))
    made = page(diff(before, after), "html", level="bookkeeping")
    assert made.index("<bdi>שלום א</bdi>") < made.index("<bdi>שלום ב</bdi>")
    assert made.count('<div class="sides">') == 1


@pytest.mark.parametrize("text", TRICKY, ids=ascii)
def test_titles_and_labels_are_escaped(text: str) -> None:
    """In the head of a file and in attributes too."""
    shown = Page(text, blocks=(Table(text, text, (line(text),), ()), Section(text, ())))
    assert elements(page_as_html(shown, standalone=True)) == elements(
        page_as_html(harmless(shown), standalone=True)
    )


# --- nothing from elsewhere ---------------------------------------------------------------------


def every_page() -> Iterable[tuple[str, Page]]:
    """Real pages of all sorts, and made ones."""
    ds = ng.load()
    words, whole = Wording(ds.records), Wording(ds.records, level=ng.Level.BOOKKEEPING)
    for name, collection in ds.records.collections.items():
        yield name, page_of(next(iter(collection.values())), words)
    found = ds.diff("may-proposal@may", "may-proposal@bridging")
    yield "a diff", page_of(found, words)
    yield "a whole diff", page_of(found, whole)
    yield "a small diff", page_of(SMALL, whole)
    yield "no differences", page_of(diff(SMALL.a, SMALL.a), words)
    yield "a term", page_of(next(each.term for each in ds.terms()), words)
    for name, answer in answers(ds).items():
        yield name, page_of(answer, words)
        yield f"{name}, in full", page_of(answer, whole)
    yield "a table", table_page()
    yield "texts like markup", Page("x", blocks=tuple(Prose((line(text),)) for text in TRICKY))


def test_nothing_is_loaded_from_elsewhere() -> None:
    """No script, no image, no font, no frame; links lead within the page."""
    barred = {"script", "img", "link", "iframe", "object", "embed", "video", "form"}
    for name, shown in every_page():
        for standalone in (False, True):
            tree = HtmlTree(page_as_html(shown, standalone=standalone))
            assert not {tag for _, tag, _ in tree.events} & barred, name
            for attribute, held in (pair for _, _, pairs in tree.events for pair in pairs):
                assert not attribute.startswith("on"), name
                assert attribute not in ("src", "style", "srcset", "action"), name
                assert attribute != "href" or str(held).startswith("#"), name
    for sheet in ("layout", "colours"):
        assert "url(" not in stylesheet(sheet)
        assert "@import" not in stylesheet(sheet)


def test_the_policy_allows_its_own_style_and_nothing_else() -> None:
    """By its fingerprint."""
    made = page(SMALL, "html", standalone=True)
    (style,) = re.findall(r"<style>(.*?)</style>", made, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in made


# --- fragments and files ------------------------------------------------------------------------


def test_fragments_never_clash() -> None:
    """They have no ids, so that two of them, even of one diff, can stand on one page."""
    for _, shown in every_page():
        made = page_as_html(shown)
        assert made.startswith('<article class="negotiations">')
        attributes = {name for _, _, held in HtmlTree(made).events for name, _ in held}
        assert not attributes & {"id", "href", "for", "aria-labelledby", "aria-describedby"}
        assert "<style" not in made
        assert "<html" not in made


def test_every_rule_of_the_layout_is_under_one_class() -> None:
    """A host's own elements are never touched, and its colours never set."""
    rules = re.sub(r"/\*.*?\*/|@media[^{]*\{|\}", "", stylesheet("layout"), flags=re.DOTALL)
    for rule in filter(None, map(str.strip, re.sub(r"\{[^\n]*", "", rules).splitlines())):
        for selector in rule.split(","):
            assert selector.strip().startswith(".negotiations"), selector
    assert not re.search(r"#[0-9a-f]{3}|rgb|background", stylesheet("layout"))


def test_a_file_is_whole() -> None:
    """Type, language, title, viewport, one style."""
    made = page(SMALL, "html", standalone=True)
    assert made.startswith('<!DOCTYPE html>\n<html lang="en">\n')
    assert "<title>plan@one → plan@two</title>" in made
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in made
    assert made.count("<style>") == 1
    assert "prefers-color-scheme: dark" in made
    assert "@media print" in made


def test_notes_are_linked_both_ways_in_a_file() -> None:
    """Every link leads somewhere, and every id stands once."""
    made = page_as_html(table_page(), standalone=True)
    ids = re.findall(r' id="([^"]+)"', made)
    links = re.findall(r' href="#([^"]+)"', made)
    assert len(set(ids)) == len(ids)
    assert set(links) == set(ids)
    assert sorted(ids) == ["at-1-1", "at-1-2", "at-2-1", "note-1", "note-2", "notes"]


def test_headings_go_down_one_by_one() -> None:
    """A file begins with the first level, a fragment with the second."""
    for _, shown in every_page():
        for standalone, first in ((True, 1), (False, 2)):
            made = page_as_html(shown, standalone=standalone)
            levels = [int(level) for level in re.findall(r"<h([1-6])", made)]
            assert levels[0] == first
            assert all(b <= a + 1 for a, b in pairwise(levels))
            assert levels.count(first) == 1


def test_tables_can_be_read_and_scrolled_without_a_mouse() -> None:
    """Caption, heads with scopes, and a region that takes the focus and has a name."""
    made = page_as_html(table_page())
    assert '<div class="region few" role="group" tabindex="0" aria-label="Side by side">' in made
    assert "<caption>Side by side</caption>" in made
    assert made.count('<th scope="col">') == 3
    assert made.count('<th scope="row">') == 2
    assert ":focus-visible" in stylesheet("layout")


def test_marks_are_words() -> None:
    """A sign for the eye, a word for the ear; in tables a word for both."""
    made = page(SMALL, "html")
    assert (
        '<span class="sign" aria-hidden="true">~</span> <span><span class="spoken">changed: </span>'
        in made
    )
    assert '<span class="word">(reported only on the first side)</span>' in page_as_html(
        table_page()
    )


def test_denials_stand_out() -> None:
    """By their words, and by a line beneath them."""
    assert '<span class="citation denial">Gazette ¶1, DENIED by South: ' in page_as_html(
        table_page()
    )


def test_names_are_escaped() -> None:
    """Of a dataset, where ids stand for foreign names."""
    held = version(OtherTerm(issue="border", evidence=(passage(1),)))
    made = page(held, "html", dataset=hostile_dataset("<script>"))
    assert "&lt;script&gt;Border" in made
    assert "<script" not in made


# --- contrast -----------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    """Of a colour, as WCAG 2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_every_colour_of_letters_can_be_read(scheme: int) -> None:
    """At least 4.5 to 1 on the ground and on every tint: WCAG AA."""
    roots = re.findall(r":root \{([^}]*)\}", stylesheet("colours"))[:2]
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", roots[scheme]))
    ground = luminance(colours.pop("ground"))
    del colours["negotiations-line"]
    tints = {name: luminance(colours.pop(name)) for name in list(colours) if "tint" in name}
    assert (len(colours), len(tints)) == (7, 6)
    for name, colour in colours.items():
        for under in (ground, *tints.values()):
            light, dark = sorted((luminance(colour), under), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, name


# --- the validator ------------------------------------------------------------------------------

RULES: dict[str, Any] = {
    "root": True,
    "extends": ["html-validate:recommended", "html-validate:a11y"],
    "rules": {
        # Titles are ids and labels of records; that a search engine would cut them is no fault.
        "long-title": "off",
        # White space at the ends of lines is foreign text as it came.
        "no-trailing-whitespace": "off",
        # An anchor is a path within a record, which does not change: terms/prisoner-release@1/count.
        "valid-id": ["error", {"relaxed": True}],
        # A region that scrolls is to take the focus: the authoring practices for ARIA ask for it.
        "prefer-native-element": "off",
    },
}


def test_an_independent_validator_finds_no_fault(tmp_path: Path) -> None:
    """html-validate, of files and of fragments, two of which stand on one page."""
    tool = TESTS / "node_modules/html-validate/bin/html-validate.mjs"
    (tmp_path / ".htmlvalidate.json").write_text(json.dumps(RULES), encoding="utf-8")
    for index, (_, shown) in enumerate(every_page()):
        made = page_as_html(shown, standalone=True)
        (tmp_path / f"{index}.html").write_text(made, encoding="utf-8")
        twice = page_as_html(shown) * 2
        head = '<!DOCTYPE html>\n<html lang="en"><head><title>x</title></head><body><h1>x</h1>'
        around = f"{head}\n{twice}</body></html>\n"
        (tmp_path / f"{index}-twice.html").write_text(around, encoding="utf-8")
    said = run_node("html-validate", tool, "--formatter", "json", "*.html", cwd=tmp_path)
    faults = [
        (Path(each["filePath"]).name, fault["ruleId"], fault["message"], fault["line"])
        for each in json.loads(said)
        for fault in each["messages"]
    ]
    assert faults == []


ROOT = ".negotiations.negotiations "


def test_a_notebook_has_no_say_in_a_page() -> None:
    """Every rule is inside a page, and counts more than a host's; nothing is loaded or set for others."""
    rules = re.sub(r"/\*.*?\*/", "", stylesheet("notebook"), flags=re.DOTALL)
    heads = [rule.strip() for rule in re.findall(r"([^{}]+)\{", rules)]
    assert heads
    assert [head for head in heads if not f"{head} ".startswith(ROOT)] == []
    assert "!important" not in rules
    assert "url(" not in rules
    shown = ng.load()._repr_html_()
    assert '<dt style="float: none; width: auto">limits</dt>' in shown
    assert '<th style="text-align: left" scope="col">records</th>' in shown
