"""The explorer: every link leads somewhere, nothing is loaded from elsewhere, nothing of others is lost."""

from __future__ import annotations

import errno
import json
import re
import sys
from html import escape, unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote
from xml.etree import ElementTree as ET

import pytest
from builders import ARTICLE, cite, dataset_of
from commands import Run, run
from datasets import datasets
from full import full
from hypothesis import given, settings
from hypothesis import strategies as st
from node import TESTS, run_node
from profiles import scaled
from site_pages import Page, broken_links, files_of, pages_of

import negotiations as ng
from negotiations.answers.spelling import did_you_mean
from negotiations.compare.changes import OptionDropped
from negotiations.errors import MissingExtra, NegotiationsError
from negotiations.records import Records, address_of
from negotiations.render.page import (
    Cell,
    Item,
    Items,
    Prose,
    Rows,
    Section,
    Table,
    dim,
    line,
    row,
    strong,
)
from negotiations.render.page import Page as Tree
from negotiations.render.render import page_of
from negotiations.site import pairs
from negotiations.site.bodies import bodies
from negotiations.site.building import MARK, build
from negotiations.site.changed_issues import changed_issues
from negotiations.site.cited_changes import write_citations
from negotiations.site.downloads import releases_in
from negotiations.site.frame import Frame
from negotiations.site.linking import Links
from negotiations.site.listed import with_names
from negotiations.site.names import file_name, numbered, record_path
from negotiations.site.pairs import Pairs
from negotiations.site.part_anchors import later_anchors
from negotiations.site.record_pages import RecordPages
from negotiations.site.text_pages import TextPages
from negotiations.vocabulary import ActorKind, Completeness, Support, TalksRole

__all__ = ["run"]  # a fixture

CHANGES = """\
# Changes

## 1.1.0, unreleased

- Not yet.

## [1.0.0] - 2024-05-06

- The first <b>release</b> & more.

## Notes

No release.
"""


@pytest.fixture(scope="module")
def dataset() -> ng.Dataset:
    """A dataset in which every field of every class is filled."""
    return dataset_of(full())


@pytest.fixture(scope="module")
def root(dataset: ng.Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its explorer."""
    out = tmp_path_factory.mktemp("site") / "explorer"
    build(dataset.records, out, base_url="https://example.org/talks", changes=CHANGES)
    return out


@pytest.fixture(scope="module")
def pages(root: Path) -> dict[str, Page]:
    """The pages of it."""
    return pages_of(root)


def sites_of(dataset: ng.Dataset, folder: Path) -> tuple[Path, dict[str, Page]]:
    out = folder / "explorer"
    build(dataset.records, out, force=out.exists())
    return out, pages_of(out)


# --- pages --------------------------------------------------------------------------------------


def test_every_record_and_pair_has_a_page_and_its_data(
    dataset: ng.Dataset, root: Path, pages: dict[str, Page]
) -> None:
    """At an address that follows from its own; the JSON beside it is the record."""
    for record in dataset.records:
        path = record_path(address_of(record))
        assert path in pages
        data = (root / path).with_suffix(".json").read_text(encoding="utf-8")
        assert ng.from_json(type(record), data) == record
    for a, b in Pairs(dataset.records):
        path = f"diffs/{a}/{b}"
        assert f"{path}.html" in pages
        found = ng.from_json(ng.Diff, (root / f"{path}.json").read_text(encoding="utf-8"))
        assert found == dataset.diff(dataset.versions[a], dataset.versions[b])


def test_every_link_leads_somewhere_in_the_folder(root: Path, pages: dict[str, Page]) -> None:
    """To a file, and to an anchor in it; ids are unique."""
    assert broken_links(root, pages) == []
    assert [name for name, page in pages.items() if len(page.ids) != len(set(page.ids))] == []


def test_records_are_listed_by_their_names_which_lead_to_them(
    dataset: ng.Dataset, root: Path, tmp_path: Path
) -> None:
    """On pages of records each listed one has its name first, and its address to be read after it."""
    frame = Frame(dataset.records, tmp_path)
    listed = re.compile(r'<li><p><a href="([^"]+)">(.*?)</a> <span class="address">(.*?)</span>')
    seen = set()
    for record in dataset.records:
        page = root / record_path(address_of(record))
        for target, name, address in listed.findall(page.read_text(encoding="utf-8")):
            whole, _, _ = address.partition("/terms/")
            path = (page.parent / unquote(target).partition("#")[0]).resolve()
            assert path == (root / record_path(whole)).resolve()
            assert unescape(re.sub(r"</?bdi>", "", name)) == frame.name(whole)
            seen.add(whole.partition("/")[0])
    assert seen >= {"actors", "events", "positions", "talks", "versions"}


def test_a_list_has_names_however_it_is_made(dataset: ng.Dataset, tmp_path: Path) -> None:
    """Of items that begin with an address, and of rows with an address as the label of each."""
    frame = Frame(dataset.records, tmp_path)
    address = address_of(next(iter(dataset.actors.values())))
    name = frame.name(address)
    head = line(strong(name), " ", dim(address))
    said = Prose((line("said"),))
    for made, wanted in (
        (Items((Item(line(address)),)), Items((Item(head),))),
        (Items((Item(line(address), (Prose((line(name),)),)),)), Items((Item(head),))),
        (Items((Item(line(address, dim(" ¶1"))),)), Items((Item((*head, dim(" ¶1"))),))),
        (Rows((row(address, "said"),)), Items((Item(head, (said,)),))),
        (Rows((row(address, "said"), row("note", "x"))), None),
        (Items((Item(line("actors/nobody")), Item(()))), None),
    ):
        page = Tree("x", blocks=(Section("others", (made,)),))
        (section,) = with_names(page, frame).blocks
        assert section == Section("others", (wanted or made,))


def test_no_page_runs_or_loads_what_is_not_in_the_folder(pages: dict[str, Page]) -> None:
    """Scripts and styles stand in files of the folder; the policy says so to the browser."""
    for name, page in pages.items():
        assert page.inline == [], name
        assert "'unsafe" not in page.policy
        assert page.policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
        assert all(not re.match(r"[a-z]+:|//", script) for script in page.scripts)


def test_every_page_says_where_it_is_and_how_to_cite_it(pages: dict[str, Page]) -> None:
    """By its permanent address, and by the citation of its record or of the dataset."""
    for name, page in pages.items():
        assert page.canonical == f"https://example.org/talks/{name}"
        assert "Cite this page" in page.shown
        assert "@misc{" in page.shown or "@incollection{" in page.shown or "@dataset{" in page.shown


def test_the_list_of_talks_says_when_where_and_who_mediated(
    dataset: ng.Dataset, root: Path, pages: dict[str, Page]
) -> None:
    """Each in a row, with a mark where a coder reads the part that somebody had; it is in the menu."""
    text = (root / "talks/index.html").read_text(encoding="utf-8")
    rows = re.findall(r'<tr>\s*<th scope="row">(.*?)</tr>', text, re.DOTALL)
    assert len(rows) == len(dataset.talks) > 0
    frame = Frame(dataset.records, root)
    for talks in dataset.talks.values():
        cells = next(row for row in rows if record_path(address_of(talks)).split("/")[1] in row)
        mediators, others = (
            re.search(rf'data-head="{head}">(.*?)</td>', cells, re.DOTALL)
            for head in ("Mediators", "Others who took part")
        )
        assert mediators
        assert others
        for part in talks.participants or ():
            cell = (mediators if part.role is TalksRole.MEDIATOR else others)[1]
            said = cell.partition(f"<bdi>{escape(frame.name(f'actors/{part.actor}'))}</bdi>")[2]
            told = part.evidence or ()
            is_read = bool(told) and all(each.support is Support.IMPLIED for each in told)
            assert ("a coder" in said.partition("</li>")[0]) is is_read or not told
        assert talks.status is None or f">{talks.status}<" in cells
        assert all(f"places/{place}" in cells for place in talks.places or ())
    assert "talks/index.html" in pages["index.html"].links


def test_each_change_is_cited_by_what_it_is_and_where(
    dataset: ng.Dataset, root: Path, pages: dict[str, Page]
) -> None:
    """With the two texts, the dataset in its version, and the whole address of the change itself."""
    about = dataset.metadata
    assert about is not None
    home = "https://example.org/talks/"
    cited = 0
    for a, b in Pairs(dataset.records):
        links = [link for link in pages[f"diffs/{a}/{b}.html"].links if ".citations" in link]
        if not links:
            continue
        text = (root / f"diffs/{a}/{b}.citations.html").read_text(encoding="utf-8")
        for made in links:
            anchor = made.partition("#")[2]
            start = text.index(f'<section id="{unquote(anchor)}"')
            shown = unescape(text[start : text.index("</section>", start)])
            assert f"{home}diffs/{a}/{b}.html#{anchor}" in shown
            assert about.title in shown
            assert f"version {about.version}" in shown
            cited += 1
    assert cited


DRAFTS = ("paris-agreement@draft-4-december", "paris-agreement@adopted")


@pytest.fixture(scope="module")
def drafts() -> ng.Dataset:
    """Drafts of a long text, with options in brackets."""
    return ng.load(Path(__file__).parents[1] / "examples/paris-agreement")


@pytest.fixture(scope="module")
def parts(drafts: ng.Dataset, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The pages of what differs between two of them."""
    words = Frame(drafts.records, tmp_path_factory.mktemp("none")).words
    made = bodies(page_of(drafts.diff(*DRAFTS), words))
    assert len(made) > 2
    return {numbered("long.html", number): html for number, html in enumerate(made, start=1)}


def test_each_change_is_cited_with_the_passages_that_it_rests_on(
    drafts: ng.Dataset, parts: dict[str, str], tmp_path: Path
) -> None:
    """With clause and paragraph, on the side that has it; at the address of the first part, for good."""
    frame = Frame(drafts.records, tmp_path)
    found = drafts.diff(*DRAFTS)
    write_citations(frame, found, "Drafts", parts)
    pages = [
        file.read_text(encoding="utf-8") for file in sorted(tmp_path.glob("*.citations*.html"))
    ]
    cited = {
        unescape(anchor): unescape(re.sub(r"<[^>]*>", "", said))
        for page in pages
        for anchor, said in re.findall(
            r'<section id="([^"]*)"[^>]*>(.*?)</section>', page, re.DOTALL
        )
    }
    assert len(cited) > 150
    for anchor, said in cited.items():
        assert f"page long.html#{quote(anchor, safe='/@:.')} of this explorer" in said, anchor
        assert "version 0.1.0, unreleased" in said
        assert "told by" not in said
    dropped = [change for change in found if isinstance(change, OptionDropped)]
    for change in dropped:
        said = cited[change.path[1:]]
        clause = getattr(change.before, "clause", None)
        paragraph = change.evidence_before[0].paragraph
        place = f", {clause}, ¶{paragraph}" if clause else f" ¶{paragraph}"
        assert f"[before: Draft of 4 December{place}" in said
        assert "after:" not in said
        is_read = all(passage.support is Support.IMPLIED for passage in change.evidence_before)
        assert ("a coder's reading" in said) is is_read
    assert dropped


def test_an_address_without_the_part_leads_to_the_part(parts: dict[str, str]) -> None:
    """What an anchor is within, as the first part has it, is in the part that has the anchor."""
    later = [line.split(" ") for line in later_anchors(parts.values()).split("\n")]
    assert len(later) == len(parts) - 1
    ids = [re.findall(r' id="(terms/[^"]+)"', html) for html in parts.values()]
    seen: set[str] = set()
    for number, anchors in enumerate(ids):
        for anchor in map(unescape, anchors):
            steps = anchor.split("/")
            around = ["/".join(steps[:end]) for end in range(len(steps), 0, -1)]
            places = [part for name in around for part, line in enumerate(later, 1) if name in line]
            if number and anchor not in seen:
                assert places[0] == number, anchor
            seen.add(anchor)


def test_each_issue_of_a_long_diff_is_found_in_whatever_part_it_is(
    drafts: ng.Dataset, parts: dict[str, str], tmp_path: Path
) -> None:
    """Each term that is told is in the list, by name, and leads to the first place that tells it."""
    frame = Frame(drafts.records, tmp_path)
    found = drafts.diff(*DRAFTS)
    listed = changed_issues(frame, found, parts)
    shown = [
        change for change in found if change.term is not None and change.level >= frame.words.level
    ]
    assert {one.name for one in listed} == {drafts.issues[str(one.issue)].label for one in shown}
    assert sum(one.changes for one in listed) == len(shown)
    assert [one.name.casefold() for one in listed] == sorted(one.name.casefold() for one in listed)
    assert len({one.target.partition("#")[0] for one in listed}) == len(parts) > 1
    for one in listed:
        where, _, anchor = one.target.partition("#")
        assert f' id="{escape(unquote(anchor))}"' in parts[where]
    few = drafts.diff(DRAFTS[1], DRAFTS[1])
    assert changed_issues(frame, few, parts) == []


def test_talks_are_before_or_after_others_as_surely_as_their_dates_tell(tmp_path: Path) -> None:
    """One that lies within the days of another may be before it, and the page of either says so."""
    talks = [
        ng.Talks(id=name, title=name.title(), when=ng.When(edtf=days, basis="stated"))
        for name, days in (
            ("first", "2001-05-01"),
            ("long", "2001-05-10/2001-05-20"),
            ("within", "2001-05-12"),
        )
    ]
    records = Records.of(None, [*talks, ng.Talks(id="undated", title="Undated")])
    frame = Frame(records, tmp_path)
    pages = RecordPages(frame)
    for each in talks:
        pages.write_talks(each)
    said = {
        each.id: re.findall(
            r"In time ([a-z ]+) it: <a[^>]*><bdi>(\w+)",
            (tmp_path / f"talks/{each.id}.html").read_text("utf-8"),
        )
        for each in talks
    }
    assert said == {
        "first": [("after", "Long")],
        "long": [("before", "First"), ("perhaps after", "Within")],
        "within": [("perhaps before", "Long")],
    }


def test_the_same_dataset_gives_the_same_bytes(
    dataset: ng.Dataset, root: Path, tmp_path: Path
) -> None:
    """Nothing of the time, the machine or the run is in them."""
    again = tmp_path / "again"
    build(dataset.records, again, base_url="https://example.org/talks/", changes=CHANGES)
    assert files_of(again) == files_of(root)


@settings(max_examples=scaled(2))
@given(st.data())
def test_any_dataset_has_an_explorer(tmp_path_factory: pytest.TempPathFactory, data: Any) -> None:
    """Of records that know nothing of each other: every page is made, and every link leads somewhere."""
    made = data.draw(datasets())
    root, found = sites_of(made, tmp_path_factory.mktemp("any"))
    assert broken_links(root, found) == []
    assert {record_path(address_of(record)) for record in made.records} <= found.keys()


HOSTILE = "<script>alert(1)</script>\"'&amp;</title>]]>"
LONG = "x" * 300


@pytest.mark.parametrize(
    "actors",
    [
        (),
        (ng.Actor(id="a", name="One", kind=ActorKind.STATE),),
        (
            ng.Actor(id="a", name=HOSTILE, kind=ActorKind.STATE),
            ng.Actor(id="A", name=f"{LONG} \u202eabc\x07", kind=ActorKind.STATE),
            ng.Actor(id="con", name="وفد", kind=ActorKind.GROUP, spellings=("הצד השני",)),
            ng.Actor(id="../../out", name="Out", kind=ActorKind.GROUP),
            ng.Actor(id="index", name=" </script>", kind=ActorKind.GROUP),
            ng.Actor(id=LONG, name="Long", kind=ActorKind.GROUP),
        ),
    ],
    ids=["none", "one", "hostile"],
)
def test_hostile_and_missing_records_are_shown_as_text(
    actors: tuple[ng.Actor, ...], tmp_path: Path
) -> None:
    """Markup is text, controls are spelled, ids lead to no other file; even of nothing there are pages."""
    root, found = sites_of(ng.Dataset(actors=actors), tmp_path)
    assert broken_links(root, found) == []
    assert [name for name, page in found.items() if page.inline] == []
    assert {path.name for path in tmp_path.iterdir()} == {"explorer"}
    listed = found["actors/index.html"].shown
    assert all(
        text in listed for text in [HOSTILE, LONG, "\\u202eabc\\x07", "وفد"] if len(actors) > 1
    )
    names = [name.casefold() for name in files_of(root)]
    assert len(names) == len(set(names))
    assert "it cannot be cited" in found["index.html"].shown


@given(st.lists(st.text(min_size=1), min_size=2, max_size=8, unique=True))
def test_no_two_ids_have_one_file_on_any_disk(ids: list[str]) -> None:
    """Also where A is a, where names are cut, and where devices have names."""
    names = [file_name(key).casefold() for key in ids]
    assert len(set(names)) == len(ids)
    assert all(
        re.fullmatch(r"[a-z0-9@=_-][a-z0-9@=._-]*", name) and len(name) <= 100 for name in names
    )


# --- size ---------------------------------------------------------------------------------------


def test_a_long_page_is_parted_between_items_and_rows() -> None:
    """No part is too long, and none of what it lists is lost or doubled."""
    items = tuple(
        Item(line(f"item {number}."), (Rows((row("says", "word " * 20),)),)) for number in range(90)
    )
    rows = tuple((line(f"row {number}."), (Cell((line("word " * 20),)),)) for number in range(90))
    table = Table("A table", "row", (line("what"),), rows)
    page = Tree("Long", blocks=(Section("Items", (Items(items),)), Section("Rows", (table,))))
    parts = bodies(page, 8_000)
    assert len(parts) > 3
    assert max(map(len, parts)) <= 8_000
    whole = "".join(parts)
    assert [whole.count(f"item {number}.") for number in range(90)] == [1] * 90
    assert [whole.count(f"row {number}.") for number in range(90)] == [1] * 90
    assert bodies(page) == bodies(page, 10**9)


def test_pairs_are_all_of_few_versions_and_the_lineage_of_many(monkeypatch: Any) -> None:
    """Within a text all pairs up to a number of versions; of more, each with the one before it."""

    def text(name: str, number: int, **more: Any) -> ng.Proposal:
        versions = tuple(
            ng.Version(id=f"{name}@v{place}", completeness=Completeness.PARTIAL, **more)
            for place in range(number)
        )
        return ng.Proposal(
            id=name, title=name, between=("a", "b"), rationale="x", versions=versions
        )

    few = ng.Dataset(proposals=(text("long", 4), text("short", 2)))
    assert len(Pairs(few.records)) == 30
    assert Pairs(few.records).are_all
    monkeypatch.setattr(pairs, "MOST_IN_ALL", 5)
    monkeypatch.setattr(pairs, "MOST_IN_PROPOSAL", 3)
    many = few.with_records(text("other", 1, derived_from=("long@v0",)))
    found = Pairs(many.records)
    assert not found.are_all
    assert list(found) == [
        ("long@v0", "long@v1"),
        ("long@v0", "other@v0"),
        ("long@v1", "long@v2"),
        ("long@v2", "long@v3"),
        ("short@v0", "short@v1"),
        ("short@v1", "short@v0"),
    ]
    assert found.of("other@v0") == ("long@v0",)


def test_versions_are_chosen_by_text_in_the_order_of_time(tmp_path: Path) -> None:
    """Each with its text in its name, since a box that is closed shows that alone."""
    bundled = ng.load()
    frame = Frame(bundled.records, tmp_path)
    TextPages(frame, RecordPages(frame)).write_choice()
    text = (tmp_path / "compare.html").read_text(encoding="utf-8")
    (box,) = re.findall(r'<select id="choose-a".*?</select>', text, re.DOTALL)
    chosen = re.findall(r'<option value="([^"]*)"[^>]*>([^<]*)<', box)
    assert {key for key, _ in chosen} == set(bundled.versions)
    first = {}
    for key, label in chosen:
        version = bundled.versions[key]
        assert unescape(label).endswith(f" – {frame.name(f'proposals/{version.proposal_id}')}")
        first.setdefault(version.proposal_id, key)
    timed = [entry.record.id for entry in bundled.timeline() if entry.record.id in first.values()]
    assert list(first.values()) == timed
    assert [key for key, _ in chosen if key.startswith("may-")] == [
        "may-proposal@may",
        "may-proposal@early-july",
        "may-proposal@bridging",
    ]


# --- scripts ------------------------------------------------------------------------------------

QUERIES = (
    *("states", "50", "U.S.", "ß", "“a”", "bodies", "", "al-", "(x", "demands", "one", "north"),
    *(
        "100 billion",
        "1,000",
        "2.5 mn",
        "cease-fire",
        "Filadelfi",
        "Netanyaho",
        "izrael north",
        "e",
    ),
    *(
        "who is the north",
        "a of the",
        "IS north, or what",
        "minister's",
        "U.S",
        "Łó",
        "כו",
        "d'i",
        "the 40",
        "party",
        "i",
    ),
)


def judged(root: Path, **asked: Any) -> Any:
    said = run_node("html-validate", TESTS / "site_judge.mjs", root, input=json.dumps(asked))
    return json.loads(said)


def test_the_search_of_the_pages_has_the_answers_of_find(dataset: ng.Dataset, root: Path) -> None:
    """Record, field, text, other words and order: of each name and coded word, and of parts of words.

    And what may be meant instead.
    """
    names = {name for record in dataset.records if (name := getattr(record, "name", ""))}
    aliases = {
        alias for record in dataset.records for alias in getattr(record, "also_called", None) or ()
    }
    labels = {issue.label for issue in dataset.issues.values()}
    queries = [*QUERIES, *sorted(names | aliases | labels), *(name[2:6] for name in sorted(names))]
    for query, (meant, found) in zip(queries, judged(root, queries=queries), strict=True):
        expected = [
            [match.address, match.pointer, match.text, match.called]
            for match in dataset.find(query)
        ]
        assert found == expected, query
        assert meant == did_you_mean(dataset.records, query), query


def test_passages_are_found_in_a_copy_of_the_text(root: Path) -> None:
    """At their places; where text stands before them, by their fingerprints; and nowhere else."""
    passages = [cite(words) for words in ARTICLE.splitlines() if words]
    asked = [[each["start"], each["end"], each["sha256"], []] for each in passages]
    before = "A \U0001f600 heading.\n\n"
    texts = [[ARTICLE, asked], [before + ARTICLE, asked], ["Nothing of it. " * 50, asked]]
    here, moved, nowhere = judged(root, texts=texts)
    places = [[each["start"], each["end"]] for each in passages]
    assert here == [places, 0]
    assert moved == [[[start + len(before), end + len(before)] for start, end in places], 0]
    assert nowhere == [[], len(passages)]


# --- releases -----------------------------------------------------------------------------------

ATOM = "{http://www.w3.org/2005/Atom}"


def test_the_feed_has_the_releases_that_have_a_day(root: Path) -> None:
    """Each with an id of its own, its day, and what changed, as RFC 4287 requires."""
    feed = ET.parse(root / "feed.xml").getroot()
    assert [feed.findtext(f"{ATOM}{name}") is not None for name in ("id", "title", "updated")] == [
        True
    ] * 3
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == "https://example.org/talks/feed.xml"
    entries = feed.findall(f"{ATOM}entry")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(entries) >= 1
    texts = [entry.findtext(f"{ATOM}content") or "" for entry in entries]
    assert any("The first <b>release</b> & more." in text for text in texts)
    assert feed.findtext(f"{ATOM}updated") == entries[0].findtext(f"{ATOM}updated")


def test_releases_are_those_with_a_day_the_latest_first(dataset: ng.Dataset) -> None:
    """Of the list of changes and of the dataset itself; what has no day is none yet."""
    metadata = dataset.metadata
    assert metadata is not None
    released = metadata.replace(version="1.2.0", released="2024-06-01")
    found = releases_in(dataset.with_records(released).records, CHANGES)
    assert [(each.version, each.day, each.lines) for each in found] == [
        ("1.2.0", "2024-06-01", ()),
        ("1.0.0", "2024-05-06", ("- The first <b>release</b> & more.",)),
    ]
    assert releases_in(ng.Dataset().records) == []


# --- folders ------------------------------------------------------------------------------------

TINY = ng.Dataset(actors=(ng.Actor(id="a", name="One", kind=ActorKind.STATE),))


def test_other_folders_are_never_emptied(tmp_path: Path) -> None:
    """Only an explorer is replaced, only if asked, and only if nothing else was put into it."""
    kept = tmp_path / "mine"
    kept.mkdir()
    (kept / "work.txt").write_text("work", encoding="utf-8")
    for force in (False, True):
        with pytest.raises(NegotiationsError) as fault:
            build(TINY.records, kept, force=force)
        assert str(fault.value) == (
            f"{kept} holds files that are no explorer, such as work.txt; give the name of a new folder"
        )
    out = tmp_path / "site"
    build(TINY.records, out)
    with pytest.raises(NegotiationsError) as fault:
        build(TINY.records, out)
    assert str(fault.value) == (
        f"{out} holds an explorer; give another name, or --force to replace it"
    )
    (out / "linked").symlink_to(kept, target_is_directory=True)
    with pytest.raises(NegotiationsError, match="such as linked; give the name of a new folder"):
        build(TINY.records, out, force=True)
    (out / "linked").unlink()
    build(TINY.records, out, force=True)
    assert (kept / "work.txt").read_text(encoding="utf-8") == "work"
    assert {path.name for path in tmp_path.iterdir()} == {"mine", "site"}
    with pytest.raises(NegotiationsError, match="is a file; give the name of a folder"):
        build(TINY.records, kept / "work.txt", force=True)
    with pytest.raises(NegotiationsError, match="is no folder; make it first"):
        build(TINY.records, tmp_path / "no" / "where")


@pytest.mark.parametrize(
    "fault", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()], ids=repr
)
def test_an_explorer_stays_whole_until_the_new_one_is(
    fault: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a full disk and when it is interrupted, at any file."""
    out = tmp_path / "site"
    build(TINY.records, out)
    before = files_of(out)
    written = Frame.write
    left = [20]

    def write(self: Frame, path: str, text: str) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise fault
        written(self, path, text)

    monkeypatch.setattr(Frame, "write", write)
    with pytest.raises(type(fault)):
        build(TINY.records, out, force=True)
    assert files_of(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_what_is_missing_is_said_before_any_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the library of the templates nothing is begun."""
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(MissingExtra) as fault:
        build(TINY.records, tmp_path / "site")
    assert str(fault.value) == (
        'the explorer requires an optional extra: pip install "negotiations[site]"'
    )
    assert list(tmp_path.iterdir()) == []


def test_the_command_builds_it_and_says_where_to_begin(run: Run, tmp_path: Path) -> None:
    """And refuses addresses that no folder on the web has."""
    folder, out = tmp_path / "data", tmp_path / "site"
    ng.save(dataset_of(full()), folder)
    (folder / "CHANGELOG.md").write_text(CHANGES, encoding="utf-8")
    done = run("-d", folder, "site", "build", out)
    assert (done.status, done.out) == (0, "")
    assert re.fullmatch(rf"[0-9]+ pages; begin with {out}/index\.html\n", done.err)
    assert (out / MARK).is_file()
    assert "1.0.0" in (out / "releases.html").read_text(encoding="utf-8")
    again = run("-d", folder, "site", "build", out)
    assert again.status == 2
    for url in ("ftp://example.org", "https://example.org/?a=b", "https://exämple.org"):
        assert run("-d", folder, "site", "build", tmp_path / "x", "--base-url", url).status == 2


def test_each_of_several_paragraphs_is_a_link() -> None:
    """Those of one citation, and the first of a range."""
    made = Links(ng.load().records).linked(
        '<span class="citation">CNN relay ¶8, ¶16–18, hedged</span>', "sources/nyt-relay.html"
    )
    page = "cnn-relay.paragraphs.html"
    assert made == (
        f'<span class="citation"><a href="{page}#p8">CNN relay ¶8</a>, '
        f'<a href="{page}#p16">¶16–18</a>, hedged</span>'
    )
