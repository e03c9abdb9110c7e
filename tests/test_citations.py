"""Citations: what each style says, read back by the programs that others read it with."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import bibtexparser
import pytest
import yaml
from bibtexparser.middlewares import LatexDecodingMiddleware
from builders import dataset_of, put, tiny
from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON
from commands import completed, run
from datasets import datasets
from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import scaled
from pybtex.database import parse_string
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db
from strategies import texts

import negotiations as ng
from negotiations import about
from negotiations.citations import STYLE_NAMES
from negotiations.citations.citation_file import citation_file
from negotiations.citations.dates import issued_of
from negotiations.citations.styles import STYLES, apa, bibtex, csl_items
from negotiations.citations.works import Work, WorkKind, library, works_at
from negotiations.io.layout import bundled_folder
from negotiations.model import Evidence
from negotiations.plaintext import plain
from negotiations.records import address_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from commands import Run

__all__ = ["run"]

ROOT = Path(ng.__file__).parents[1]
DESCRIPTION = "data/dataset.json"

# --- the judges ---------------------------------------------------------------------------------


def decoder() -> LatexNodes2Text:
    """The reader of LaTeX that bibtexparser uses, with commands of LaTeX that it does not know.

    Its own circumflex is the modifier letter, and not that of ASCII.
    """
    context = get_default_latex_context_db()
    signs = {
        "textbraceleft": "{",
        "textbraceright": "}",
        "textless": "<",
        "textgreater": ">",
        "textbar": "|",
        "textasciicircum": "^",
    }
    macros = [MacroTextSpec(name, sign) for name, sign in signs.items()]
    context.add_context_category("signs", prepend=True, macros=macros)
    return LatexNodes2Text(latex_context=context)


def read_by_bibtexparser(text: str, *, raw: bool = False) -> dict[str, dict[str, str]]:
    """The entries that bibtexparser finds, with LaTeX read as a reader sees it unless raw."""
    library = bibtexparser.parse_string(
        text, append_middleware=[] if raw else [LatexDecodingMiddleware(decoder=decoder())]
    )
    assert not library.failed_blocks
    assert all(isinstance(block, bibtexparser.model.Entry) for block in library.blocks)
    return {
        entry.key: {field.key: str(field.value) for field in entry.fields}
        | {"type": entry.entry_type}
        for entry in library.entries
    }


def read_by_pybtex(text: str) -> dict[str, Any]:
    """The entries that pybtex finds."""
    return dict(parse_string(text, "bibtex").entries)


def read_by_citeproc(items: list[dict[str, Any]]) -> list[str]:
    """The bibliography that citeproc-py sets; it warns of what it does not know."""
    with warnings.catch_warnings():
        # Its own reading of styles and languages, which is none of ours.
        warnings.filterwarnings("ignore", module="citeproc.frontend")
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        source = CiteProcJSON([_without_end(item) for item in items])
        bibliography = CitationStylesBibliography(style, source, formatter.plain)
        for item in items:
            bibliography.register(Citation([CitationItem(item["id"])]))
        return [str(entry) for entry in bibliography.bibliography()]


def _without_end(item: dict[str, Any]) -> dict[str, Any]:
    """An item without the end of an interval, which citeproc-py sets without its year, or not at all."""
    parts = item.get("issued", {}).get("date-parts")
    return {**item, "issued": {"date-parts": parts[:1]}} if parts else item


def cffconvert() -> str | None:
    """The program, which needs an older jsonschema than the library, and so a place of its own."""
    beside = (Path(sys.executable).parent, ROOT / ".venv-cff" / "bin")
    found = shutil.which(
        "cffconvert", path=os.pathsep.join([*map(str, beside), os.environ["PATH"]])
    )
    if found is None and os.environ.get("NEGOTIATIONS_CFFCONVERT") == "required":
        pytest.fail("cffconvert is required, and is not there")
    return found


# --- works --------------------------------------------------------------------------------------

MOST = Work(
    kind=WorkKind.DATASET,
    key="talks",
    title="Talks at 50% & more: {a} #1_2 ~ ^ \\ $",
    authors=("A & B and C", "Zoë, Ø."),
    issued="2001-09-30",
    version="1.0.0",
    licence="CC0-1.0",
    url="https://doi.org/10.1000/a_b%20{c}",
    summary="What it is.",
)
ARTICLE = Work(
    kind=WorkKind.ARTICLE,
    key="talks:report",
    title="[Report]",
    issued="2001-08-30/2001-08-31",
    publisher="The Gazette",
    credited=("The Herald",),
    number="S/2001/1",
    paragraphs=(4, 16),
    within=MOST,
    address="sources/report",
)
RECORD = Work(
    kind=WorkKind.RECORD,
    key="talks:events:meeting",
    title="A meeting",
    authors=MOST.authors,
    issued=MOST.issued,
    within=MOST,
    address="events/meeting",
)


def works() -> st.SearchStrategy[Work]:
    """Works of every kind, with any text in them."""
    some = st.one_of(st.just(""), texts())
    dates = st.sampled_from(
        ["", "2001", "2001-09", "2001-09-30", "2001-09-30~", "2001/2002", "2001-09/..", "XXXX-05"]
    )
    alone = st.builds(
        Work,
        kind=st.sampled_from([WorkKind.DATASET, WorkKind.SOFTWARE]),
        key=st.just("a"),
        title=texts(),
        authors=st.lists(texts(), min_size=1, max_size=3).map(tuple),
        issued=dates,
        version=st.just("1.0.0"),
        licence=st.just("CC0-1.0"),
        url=st.sampled_from(["", "https://example.org/?a={b}&c=\\d%20"]),
        summary=some,
    )
    return alone | st.builds(
        Work,
        kind=st.sampled_from([WorkKind.ARTICLE, WorkKind.RECORD, WorkKind.PAGE]),
        key=st.just("a:b"),
        title=texts(),
        authors=st.lists(texts(), max_size=2).map(tuple),
        issued=dates,
        publisher=some,
        credited=st.lists(texts(), max_size=2).map(tuple),
        number=some,
        paragraphs=st.sampled_from([(), (3,), (3, 14)]),
        within=alone,
        address=st.just("events/x"),
    )


# --- styles -------------------------------------------------------------------------------------


def test_every_style_is_offered() -> None:
    """The names that the command line offers are those of the writers, and the file."""
    assert (*STYLES, "cff") == STYLE_NAMES


PINNED = {
    "text": (
        "“A meeting”, record events/meeting. In: A & B and C, Zoë, Ø.: Talks at 50% & more: {a} #1_2 ~ ^ "
        "\\ $, version 1.0.0, 2001-09-30, licence CC0-1.0, https://doi.org/10.1000/a_b%20{c}\n"
        "[Report] ¶4, 16, The Gazette, relaying The Herald, S/2001/1, 2001-08-30 to 2001-08-31, "
        "record sources/report. In: A & B and C, Zoë, Ø.: Talks at 50% & more: {a} #1_2 ~ ^ \\ $, version "
        "1.0.0, 2001-09-30, licence CC0-1.0, https://doi.org/10.1000/a_b%20{c}"
    ),
    "apa": (
        "A & B and C & Zoë, Ø. (2001, September 30). A meeting [Record of a data set]. In Talks at 50% & "
        "more: {a} #1_2 ~ ^ \\ $ (Version 1.0.0) [Data set], events/meeting. "
        "https://doi.org/10.1000/a_b%20{c}\n\n"
        "[Report]. (2001, August 30–31). The Gazette. ¶4, 16. In A & B and C & Zoë, Ø., Talks at 50% & "
        "more: {a} #1_2 ~ ^ \\ $ (Version 1.0.0) [Data set], sources/report."
    ),
}


@pytest.mark.parametrize("style", PINNED)
def test_styles_in_words(style: str) -> None:
    """A record of a dataset, and an article that it was coded from."""
    entry = attrs.evolve(RECORD, url=MOST.url)
    assert STYLES[style]([entry, ARTICLE]) == PINNED[style]


def test_a_version_that_is_not_released_is_said_to_be() -> None:
    """In the place of its date, and of a page with the passages that it rests on, in every style."""
    page = attrs.evolve(
        RECORD,
        kind=WorkKind.PAGE,
        title="“A” meeting",
        within=attrs.evolve(MOST, title="Talks", issued="", url="", is_released=False),
        address="a.html#b",
        basis="after: Gazette ¶4, a coder's reading",
        issued="",
    )
    assert STYLES["text"]([page]) == (
        "“‘A’ meeting” [after: Gazette ¶4, a coder's reading], page a.html#b of this explorer. In: A & B "
        "and C, Zoë, Ø.: Talks, version 1.0.0, unreleased, licence CC0-1.0"
    )
    assert STYLES["apa"]([page]) == (
        "A & B and C & Zoë, Ø. (n.d.). “A” meeting [Page on a data set]. After: Gazette ¶4, a coder's "
        "reading. In Talks (Version 1.0.0, unreleased) [Data set], page a.html#b of this explorer."
    )
    (entry,) = read_by_bibtexparser(bibtex([page])).values()
    assert entry["note"] == (
        "after: Gazette ¶4, a coder's reading; page a.html#b of this explorer; unreleased"
    )
    (item,) = csl_items([page])
    assert (item["status"], item["note"]) == ("unreleased", page.basis)


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("", "n.d."),
        ("2001", "2001"),
        ("2001-09", "2001, September"),
        ("2001-09-30", "2001, September 30"),
        ("2001-09-30~", "ca. 2001, September 30"),
        ("2001-09-29/2001-09-30", "2001, September 29–30"),
        ("2001-08-31/2001-09-01", "2001, August 31–2001, September 1"),
        ("2001-08/2001-09", "2001, August–2001, September"),
        ("2001/2002", "2001–2002"),
        ("2001-08-20/..", "not before 20 August 2001"),
        ("../2001-08", "by August 2001"),
        ("XXXX-05", "May of a year not stated"),
    ],
)
def test_dates_in_apa(edtf: str, words: str) -> None:
    """As far as they are known, and no further."""
    assert apa([attrs.evolve(MOST, issued=edtf)]).startswith(f"A & B and C & Zoë, Ø. ({words}). ")


@pytest.mark.parametrize(
    ("number", "names"),
    [
        (1, "P1."),
        (2, "P1 & P2."),
        (3, "P1, P2 & P3."),
        (20, f"{', '.join(f'P{n}' for n in range(1, 20))} & P20."),
        (21, f"{', '.join(f'P{n}' for n in range(1, 20))}, . . . P21."),
    ],
)
def test_names_in_apa(number: int, names: str) -> None:
    """All of up to 20 names, else the first 19 and the last."""
    authors = tuple(f"P{n}" for n in range(1, number + 1))
    assert apa([attrs.evolve(MOST, authors=authors)]).startswith(f"{names} (2001")


@given(st.lists(works(), min_size=1, max_size=3))
@settings(max_examples=scaled(60))
def test_bibtex_is_read_by_others(drawn: list[Work]) -> None:
    """Two parsers find the entries; what is special to LaTeX comes back as it was."""
    cited = [attrs.evolve(work, key=f"k{number}") for number, work in enumerate(drawn)]
    text = bibtex(cited)
    by_key, others = read_by_bibtexparser(text), read_by_pybtex(text)
    assert list(by_key) == list(others) == [work.key for work in cited]
    for work in cited:
        entry, other = by_key[work.key], others[work.key]
        assert spaced(entry["title"]) == spaced(plain(work.title))
        assert len(other.persons.get("author", [])) == len(work.authors)
        assert entry.get("year") == other.fields.get("year")


def spaced(text: str) -> str:
    """A text without the braces and spaces that parsers leave or take."""
    return re.sub(r"\s|[{}]", "", text)


LETTERS = [*'\\{}$&#_%~^"@,=-<>|', "--", "---", "``", "''", "?`", ",,", "é", "ß", "ا", "中", "😀"]


@pytest.mark.parametrize("letter", LETTERS)
def test_each_special_letter_comes_back(letter: str) -> None:
    """Escaped where LaTeX needs it, in every field."""
    work = attrs.evolve(
        MOST, title=f"x {letter} y", authors=(f"A {letter} B and C",), licence=f"a{letter}b"
    )
    (entry,) = read_by_bibtexparser(bibtex([work])).values()
    (other,) = read_by_pybtex(bibtex([work])).values()
    expected = f"x {letter} y"
    # In braces that keep its capitals, and with one pair of its own where it is a brace.
    assert entry["title"].removeprefix("{").removesuffix("}") == expected
    assert len(other.persons["author"]) == 1
    assert entry["note"] == f"licence a{letter}b"


def test_fields_of_bibtex() -> None:
    """Types that all styles know; of an interval, only what holds of all of it."""
    by_key = read_by_bibtexparser(bibtex([MOST, RECORD, ARTICLE, library()]))
    assert {key: entry["type"] for key, entry in by_key.items()} == {
        "talks": "misc",
        "talks:events:meeting": "incollection",
        "talks:report": "misc",
        "negotiations": "misc",
    }
    # Web addresses are no LaTeX.
    talks = read_by_bibtexparser(bibtex([MOST]), raw=True)["talks"]
    assert talks["doi"] == "10.1000/a_b%20%7Bc%7D"
    assert talks["url"] == "https://doi.org/10.1000/a_b%20%7Bc%7D"
    report = by_key["talks:report"]
    assert (report["year"], report["month"], report.get("day")) == ("2001", "8", None)
    assert "2001-08-30 to 2001-08-31" in report["note"]
    assert by_key["negotiations"]["version"] == about.__version__


@given(st.lists(works(), min_size=1, max_size=3))
@settings(max_examples=scaled(20))
def test_csl_json_is_read_by_others(drawn: list[Work]) -> None:
    """citeproc-py knows every type and field, and sets each work."""
    items = csl_items(attrs.evolve(work, key=f"k{n}") for n, work in enumerate(drawn))
    assert json.loads(json.dumps(items)) == items
    assert len(read_by_citeproc(items)) == len(drawn)


def test_csl_json_set_in_a_style() -> None:
    """A style of others has the authors, the year, the title, the dataset and the outlet."""
    entries = read_by_citeproc(csl_items([MOST, RECORD, ARTICLE]))
    for entry, parts in zip(
        entries,
        [("2001", "Talks at 50%"), ("2001", "A meeting"), ("2001", "[Report]")],
        strict=True,
    ):
        for part in parts:
            assert part in entry


def test_items_of_csl_json() -> None:
    """Each fact in the field that is for it."""
    dataset, record, article, software = csl_items([MOST, RECORD, ARTICLE, library()])
    assert dataset["type"] == "dataset"
    assert dataset["DOI"] == "10.1000/a_b%20{c}"
    assert dataset["issued"] == {"date-parts": [[2001, 9, 30]]}
    assert (record["type"], record["container-title"]) == ("entry", MOST.title)
    assert (record["number"], record["version"]) == ("events/meeting", "1.0.0")
    assert (article["type"], article["publisher"]) == ("document", "The Gazette")
    assert article["section"] == "¶4, 16"
    assert (article["number"], article["archive_location"]) == ("S/2001/1", "sources/report")
    assert article["issued"] == {"date-parts": [[2001, 8, 30], [2001, 8, 31]]}
    assert "version" not in article
    assert (software["type"], software["version"]) == ("software", about.__version__)


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        ("2001", {"date-parts": [[2001]]}),
        ("2001-09~", {"date-parts": [[2001, 9]], "circa": True}),
        ("2001/..", {"literal": "not before 2001"}),
        ("XXXX-05", {"literal": "May of a year not stated"}),
    ],
)
def test_dates_of_csl_json(edtf: str, expected: dict[str, Any]) -> None:
    """Parts where there are some, else words."""
    assert csl_items([attrs.evolve(MOST, issued=edtf)])[0]["issued"] == expected


def test_no_date() -> None:
    """What was issued on no known day has no date."""
    assert issued_of("") is None
    assert "issued" not in csl_items([attrs.evolve(MOST, issued="")])[0]


@given(works())
@settings(max_examples=scaled(20))
def test_no_text_steers_a_terminal(work: Work) -> None:
    """Citations in words are safe to print."""
    for style in ("text", "apa", "bibtex"):
        said = STYLES[style]([work])
        assert all(line == plain(line) for line in said.split("\n"))


# --- what is cited ------------------------------------------------------------------------------


def keys(found: Iterable[Work]) -> list[tuple[str, tuple[int, ...]]]:
    return [(work.address or work.key, work.paragraphs) for work in found]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (None, [("valley-talks", ())]),
        ("metadata/valley-talks", [("valley-talks", ())]),
        ("sources/report", [("sources/report", ())]),
        ("places/hill", [("places/hill", ()), ("sources/report", (3,))]),
        ("hill", [("places/hill", ()), ("sources/report", (3,))]),
    ],
)
def test_what_is_cited(address: str | None, expected: list[tuple[str, tuple[int, ...]]]) -> None:
    """The dataset, an article, or an entry with the articles that it rests on."""
    ds = dataset_of(tiny())
    found = keys(works_at(ds.records, address))
    assert [address for address, _ in found] == [address for address, _ in expected][: len(found)]


def test_a_record_is_cited_with_all_its_paragraphs() -> None:
    """Those of its parts too; a part is cited with its own."""
    ds = ng.load()
    held = ds.versions["may-proposal@may"]
    cited = {
        (cited.evidence.source, cited.evidence.paragraph)
        for cited in ds.evidence()
        if cited.address == "versions/may-proposal@may"
    }
    entry, *articles = works_at(ds.records, held)
    assert (entry.kind, entry.address) == (WorkKind.RECORD, "versions/may-proposal@may")
    found = {(a.address.removeprefix("sources/"), n) for a in articles for n in a.paragraphs}
    assert found == cited
    term, article = works_at(ds.records, "may-proposal@may/terms/ceasefire@2")
    assert term.address == "versions/may-proposal@may/terms/ceasefire@2"
    assert article.paragraphs == (16,)


def test_evidence_is_cited_by_value_and_by_address() -> None:
    """The article with the paragraph, the dataset around it, and where in the dataset it is."""
    ds = ng.load()
    passage = (ds.events["killing-of-haniyeh"].evidence or ())[0]
    (by_address,) = works_at(ds.records, "events/killing-of-haniyeh/evidence/0")
    assert by_address.paragraphs == (passage.paragraph,)
    assert by_address.address == "events/killing-of-haniyeh/evidence/0"
    (by_value,) = works_at(ds.records, passage)
    assert attrs.evolve(by_value, address="") == attrs.evolve(by_address, address="")
    assert passage.citation(ds, "bibtex") == ds.cite(passage, "bibtex")


def test_evidence_that_stands_in_several_places_has_no_address() -> None:
    """Where a passage is that of several records, none of them is named."""
    ds = ng.load()
    seen: dict[Evidence, list[str]] = {}
    for cited in ds.evidence():
        seen.setdefault(cited.evidence, []).append(cited.address + cited.pointer)
    for passage, places in [*seen.items()][:: max(1, len(seen) // 20)]:
        (work,) = works_at(ds.records, passage)
        assert work.address == (places[0] if len(places) == 1 else "")


@given(datasets())
@settings(max_examples=scaled(10))
def test_everything_can_be_cited(ds: ng.Dataset) -> None:
    """Each record of any dataset, in every style; the keys of one citation differ."""
    for record in ds:
        cited = works_at(ds.records, record)
        assert len({work.key for work in cited}) == len(cited)
        for style in STYLES:
            assert ds.cite(address_of(record), style)
        text = bibtex(cited)
        assert list(read_by_pybtex(text)) == [work.key for work in cited]


@pytest.mark.parametrize(
    ("words", "error", "message"),
    [
        (("hil",), ng.UnknownId, "no record 'hil'; did you mean hill?"),
        ((None, "apq"), ng.UnknownId, "no style of citations 'apq'; did you mean apa?"),
        (
            ("places/hill/name",),
            ng.NegotiationsError,
            "places/hill/name is a field; cite the record or part that has it: places/hill",
        ),
        (
            ("places/hill", "cff"),
            ng.NegotiationsError,
            "CITATION.cff is of a whole dataset: give no address with style cff",
        ),
        ((7,), TypeError, "expected a record, a piece of evidence or an address, found int"),
    ],
)
def test_what_cannot_be_cited(words: tuple[Any, ...], error: type[Exception], message: str) -> None:
    """The error says what to do."""
    with pytest.raises(error) as fault:
        dataset_of(tiny()).cite(*words)
    assert str(fault.value) == message


def test_without_metadata() -> None:
    """A dataset without a title cannot be cited."""
    with pytest.raises(ng.NegotiationsError, match="has no metadata, and so no title"):
        ng.Dataset().cite()


# --- CITATION.cff -------------------------------------------------------------------------------


def test_the_file_of_the_bundled_dataset() -> None:
    """It is that of the metadata; the dataset and the library have each its own version."""
    ds = ng.load()
    text = (bundled_folder() / "CITATION.cff").read_text("utf-8")
    assert text == ds.cite(style="cff", software=True)
    data = yaml.safe_load(text)
    assert ds.metadata is not None
    assert (data["type"], data["version"]) == ("dataset", ds.metadata.version)
    (software,) = data["references"]
    assert (software["type"], software["version"]) == ("software", ng.__version__)
    assert (data["license"], software["license"]) == ("CC-BY-4.0", "Apache-2.0")


def test_the_library_is_told_once() -> None:
    """What is said of the library agrees with what is built."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["name"] == about.NAME
    assert about.__version__ == project["version"] == ng.__version__
    assert tuple(author["name"] for author in project["authors"]) == about.AUTHORS
    assert about.LICENCE in project["license"]


@given(
    works().filter(lambda work: work.within is None),
    works().filter(lambda work: work.within is None),
)
@settings(max_examples=scaled(60))
def test_the_file_is_yaml(work: Work, other: Work) -> None:
    """Whatever is in the metadata, a reader of YAML finds it again."""
    data = yaml.safe_load(citation_file(work, other))
    assert data["title"] == work.title
    assert [author["name"] for author in data["authors"]] == list(work.authors)
    assert data.get("abstract", "") == work.summary
    assert data["references"][0]["title"] == other.title


def test_a_file_without_authors() -> None:
    """The format requires one, and the error says where to add it."""
    ds = dataset_of(put(tiny(), DESCRIPTION, "coders", value=[]))
    with pytest.raises(ng.NegotiationsError, match=r"requires an author.*add one to `coders`"):
        ds.cite(style="cff")
    assert ds.cite(style="apa").startswith("Talks in the valley")


@pytest.mark.parametrize("url", [None, "https://example.org/data", "https://doi.org/10.1000/182"])
@pytest.mark.parametrize("software", [False, True])
def test_the_file_is_valid_by_cffconvert(tmp_path: Path, url: str | None, software: bool) -> None:
    """The validator of the format takes it, with and without what is optional."""
    program = cffconvert()
    if program is None:
        pytest.skip("cffconvert is not installed: pip install cffconvert, in a venv of its own")
    files = tiny() if url is None else put(tiny(), DESCRIPTION, "url", value=url)
    ds = dataset_of(put(files, DESCRIPTION, "summary", value="Talks: “so” called.\u2028"))
    path = tmp_path / "CITATION.cff"
    path.write_text(ds.cite(style="cff", software=software), "utf-8")
    done = subprocess.run(
        [program, "--validate", "-i", path], capture_output=True, text=True, check=False
    )
    assert (done.returncode, "are valid" in done.stdout) == (0, True), done.stdout + done.stderr


def test_the_page_for_an_index_has_no_dead_links() -> None:
    """What the build makes of the README has links to web addresses alone, and all names of files."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    hook = project["tool"]["hatch"]["metadata"]["hooks"]["fancy-pypi-readme"]
    text = readme = (ROOT / "README.md").read_text("utf-8")
    for step in hook["substitutions"]:
        text = re.sub(step["pattern"], step["replacement"], text)
    assert re.findall(r"\]\((?!https?://)", text) == []
    assert "![" in readme
    assert "![" not in text
    named = re.findall(r"(?<!!)\[[^\]]+\]\(([^)]+)\)", readme)
    assert len(named) > 10
    assert [name for name in named if not (ROOT / name).is_file()] == []
    assert [name for name in named if name not in text] == []


# --- on the command line ------------------------------------------------------------------------


@pytest.mark.parametrize("style", STYLE_NAMES)
def test_cite_writes_what_python_gives(run: Run, style: str) -> None:
    """In every style, alone and with the library; into a file as well."""
    for software in (False, True):
        words = ["cite", "--style", style, *(["--software"] if software else [])]
        found = run(*words)
        assert (found.status, found.err) == (0, "")
        assert found.out.strip() == ng.load().cite(style=style, software=software).strip()


def test_cite_in_json(run: Run) -> None:
    """CSL-JSON as it is; other styles as text in JSON."""
    ds = ng.load()
    address = "may-proposal@may"
    found = run("cite", address, "--style", "csl-json", "--output-format", "json")
    assert found.json == json.loads(ds.cite(address, "csl-json"))
    found = run("cite", "--style", "apa", "--output-format", "json")
    assert found.json == {"style": "apa", "citation": ds.cite(style="apa")}


def test_the_written_file_is_checked(run: Run, tmp_path: Path) -> None:
    """A file that is missing or stale is named, with the command that writes it."""
    folder = tmp_path / "own"
    ng.save(dataset_of(tiny()), folder)
    path = folder / "CITATION.cff"
    words = ("-d", folder, "cite", "--style", "cff")
    remedy = f"remedy: negotiations cite --style cff -o {path}\n"
    assert run(*words, "--check").out == f"{path}: missing\n{remedy}"
    assert run(*words, "-o", path).status == 0
    found = run(*words, "--check")
    assert (found.status, found.err) == (0, "CITATION.cff is up to date\n")
    found = run(*words, "--check", "--software")
    assert (found.status, found.out.splitlines()[0]) == (1, f"{path}: stale")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["qatar", "--style", "cff"], "CITATION.cff is of the whole dataset: leave out ADDRESS"),
        (["--check"], "--check applies to --style cff"),
        (
            ["--style", "chicago"],
            "'chicago' is not one of 'text', 'apa', 'bibtex', 'csl-json', 'cff'",
        ),
        (["qatr"], "no record 'qatr'; did you mean qatar?"),
    ],
)
def test_words_that_do_not_go_together(run: Run, words: list[str], message: str) -> None:
    """What cannot be is refused, with what could."""
    found = run("cite", *words)
    assert found.status == 2
    assert message in " ".join(found.err.split())


def test_styles_and_addresses_are_completed() -> None:
    """The names of styles, ids, and the parts of a record."""
    assert completed("negotiations cite --style b") == ["bibtex"]
    assert "killing-of-haniyeh" in completed("negotiations cite killing-of-h")
    assert "may-proposal@may/terms/ceasefire@2" in completed(
        "negotiations cite may-proposal@may/terms/ceasefire@2"
    )
