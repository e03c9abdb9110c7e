"""Laws of pictures: what they show is in words, too; they read in grey; nothing is fetched."""

from __future__ import annotations

import hashlib
import json
import os
import struct
import subprocess
import sys
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import altair as alt
import pytest
from builders import records_of
from commands import Run, completed, run
from datasets import datasets
from full import full
from hypothesis import given, settings
from profiles import scaled

import negotiations as ng
from negotiations.errors import MissingExtra, NegotiationsError, UnknownId
from negotiations.plots import Plot, layout
from negotiations.plots.layout import Mark
from negotiations.plots.plot import FORMATS, format_of
from negotiations.records import Records

if TYPE_CHECKING:
    from pathlib import Path


__all__ = ["run"]

SVG = "{http://www.w3.org/2000/svg}"
NAMES = ("timeline", "numbers", "gap")


def plots_of(ds: ng.Dataset) -> dict[str, Plot]:
    """One picture of each kind; that of a gap between the first two actors, where there are two."""
    made = {"timeline": ds.plot.timeline(), "numbers": ds.plot.numbers()}
    actors = [*ds.actors][:2]
    if len(actors) == 2:
        made["gap"] = ds.plot.gaps(*actors)
    return made


@pytest.fixture(scope="module")
def pictures() -> dict[str, Plot]:
    """Pictures of the bundled dataset that are quick to draw."""
    plot = ng.load().plot
    return {
        "timeline": plot.timeline(on="may-proposal"),
        "numbers": plot.numbers(issue="prisoner-release"),
        "gap": plot.gap("israel", "hamas", on="ceasefire-agreement-2025"),
    }


def texts_of(svg: str) -> list[str]:
    return [node.text or "" for node in ET.fromstring(svg).iter(f"{SVG}text")]


def values_of(spec: Any) -> list[dict[str, Any]]:
    """All rows of data in a specification."""
    if isinstance(spec, dict):
        own = spec["values"] if isinstance(spec.get("values"), list) else []
        inner = [row for value in spec.get("datasets", {}).values() for row in value]
        rest = [row for key, value in spec.items() if key != "datasets" for row in values_of(value)]
        return [*own, *inner, *rest]
    if isinstance(spec, list):
        return [row for value in spec for row in values_of(value)]
    return []


def strings_of(spec: Any) -> list[str]:
    """All texts in a specification."""
    if isinstance(spec, dict):
        return [text for value in spec.values() for text in strings_of(value)]
    if isinstance(spec, list):
        return [text for value in spec for text in strings_of(value)]
    return [spec] if isinstance(spec, str) else []


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_says_what_it_shows(name: str, pictures: dict[str, Plot]) -> None:
    """SVG is valid, and has a title and a description before anything else."""
    plot = pictures[name]
    root = ET.fromstring(plot.to_svg())
    assert root.tag == f"{SVG}svg"
    assert [node.tag for node in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert [node.text for node in root][:2] == [plot.title, plot.description]
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == plot.title


def test_the_descriptions(pictures: dict[str, Plot]) -> None:
    """What is not known is counted in words."""
    assert {name: plot.description for name, plot in pictures.items()} == {
        "timeline": (
            "Timeline – Three-phase proposal of May 2024. "
            "20 events, 3 texts, 3 rounds of talks; 8 of them at no known time; 7 of them with no first or "
            "no last day known; 1 of them denied by somebody. "
            "A record of several parties stands in the lane of each. "
            "A lane has what its party does, and what is done by those who speak for it; "
            "a text stands with those who wrote it. "
            "* The day is worked out, by a coder or from the order of records, and not printed as such."
        ),
        "numbers": (
            "Numbers – Release of prisoners. 9 numbers; 3 of them denied by somebody. "
            "Numbers of one issue, unit and measure share an axis. "
            "Where no source gives a number, its words stand."
        ),
        "gap": (
            "Gap between Israel and Hamas. "
            "On: Ceasefire agreement in phases, January 2025. "
            "5 issues: 2 apart (1 of them possibly), 3 one-sided. "
            "Stated positions, as far as they are reported: this is not a zone of possible agreement. "
            "Grey: a position is reported. Dashed outline: none is. Hollow sign: possible only."
        ),
    }


def test_the_words_of_a_timeline(pictures: dict[str, Plot]) -> None:
    """What has no known time is shown as such, and an open end is said."""
    texts = texts_of(pictures["timeline"].to_svg())
    assert "time not known" in texts
    assert "not before 2024-08-15*; no last day known" in texts
    assert "2024-07-01 to 2024-07-15*" in texts
    assert "by 2024-07-15*; no first day known" in texts
    assert "text: bridging – Three-phase proposal of May 2024" in texts
    lanes = ["Egypt", "Hamas", "Israel", "Qatar", "United States", "No party is named"]
    assert [text for text in texts if text in lanes] == lanes


def test_the_words_of_numbers(pictures: dict[str, Plot]) -> None:
    """A number stands beside its mark; what is computed is said to be."""
    texts = texts_of(pictures["numbers"].to_svg())
    assert "denied by Osama Hamdan: 250; computed" in texts
    assert "crossed out: somebody denies it" in texts
    assert "five-for-250, life-sentence" in texts
    assert "Hamas: demands, increment" in texts
    assert next(iter(pictures["numbers"].table))[:3] == (
        "positions/hamas-100-more-prisoners/terms/prisoner-release/baseline",
        "prisoner-release",
        "proposal-in-preparation",
    )


def test_the_words_of_a_gap(pictures: dict[str, Plot]) -> None:
    """Each cell says what is wanted, or that nothing is reported."""
    texts = texts_of(pictures["gap"].to_svg())
    assert texts.count("not reported") == 3
    assert (texts.count("apart"), texts.count("possibly apart")) == (1, 1)
    assert texts.count("one-sided") == 3
    assert any(text.startswith("differs: extent") for text in texts)


def test_what_is_open_is_drawn_open() -> None:
    """A number without an upper bound ends in an arrow; one that no source gives is beside the axis."""
    plot = ng.load().plot.numbers()
    rows = values_of(plot.to_dict())
    open_ended = [
        row for row in plot.table.to_dicts() if row["low"] is not None and row["high"] is None
    ]
    # One arrow more is that of the legend.
    assert len([row for row in rows if row.get("shape") == "triangle-right"]) == len(open_ended) + 1
    assert 'not given ("many")' in texts_of(plot.to_svg())


def test_what_is_denied_is_crossed_out_and_said() -> None:
    """A number or an event that is denied is crossed out at each mark, and its words name the denier.

    A number that a denial gives instead is ringed: it is the denier's own.
    """
    ds = ng.load()
    rows = ds.table("quantities").to_dicts()
    plot = ds.plot.numbers()
    signs = [row["sign"] for row in values_of(plot.to_dict()) if "sign" in row]
    denied = [row for row in rows if row["denied_by"] and not row["contradicts"]]
    # One cross more is that of the legend.
    assert signs.count("DENIED") == len(denied) + 1 > 1
    assert signs.count("AGAINST") == 0
    events = [row for row in ds.table("events").to_dicts() if row["denied_by"]]
    shown = ds.plot.timeline()
    told = {row["address"] for row in shown.table.to_dicts() if row["denied_by"]}
    assert told == {f"events/{row['id']}" for row in events}
    texts = texts_of(shown.to_svg())
    assert len([text for text in texts if text.startswith("denied by")]) >= len(events)
    every = ng.Dataset.of_records(records_of(full())).plot.numbers()
    against = [row for row in every.table.to_dicts() if row["contradicts"]]
    signs = [row["sign"] for row in values_of(every.to_dict()) if "sign" in row]
    assert signs.count("AGAINST") == len(against) + 1 > 1
    assert "given against the record: 1.5 coins" in " ".join(texts_of(every.to_svg()))


def test_a_timeline_shows_every_record() -> None:
    """No event, text or round of talks is left out, dated or not."""
    ds = ng.load()
    shown = set(ds.plot.timeline().table["address"])
    tables = ("events", "versions", "talks")
    assert shown == {f"{name}/{key}" for name in tables for key in ds.table(name)["id"]}
    unknown = {
        row["address"]
        for row in ds.plot.timeline().table.to_dicts()
        if row["words"].startswith("time not known")
    }
    kinds = ("events/", "versions/", "talks/")
    undated = {
        f"{ng.records.address_of(entry.record)}" for entry in ds.timeline() if not entry.is_dated
    }
    assert unknown == {address for address in undated if address.startswith(kinds)}


def test_marks_differ_without_colour() -> None:
    """Marks of one picture are of different shapes."""
    timeline, numbers = (Mark.TEXT, Mark.EVENT, Mark.TALKS), (Mark.TEXT, Mark.POSITION, Mark.FIGURE)
    for together in (timeline, numbers):
        assert len({mark.shape for mark in together}) == len(together)


@pytest.mark.parametrize("name", NAMES)
def test_the_specification_is_valid(name: str, pictures: dict[str, Plot]) -> None:
    """The chart is valid Vega-Lite, and is one of altair's."""
    spec = pictures[name].to_dict()
    assert spec == json.loads(json.dumps(spec, allow_nan=False))
    read = alt.VConcatChart.from_dict(spec)
    assert read.to_dict()["vconcat"]


class _References(HTMLParser):
    """Everything in a page that a browser could load."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str | None]] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        names = ("src", "href", "xlink:href", "srcset", "data", "action", "style", "poster")
        self.found += [each for each in attrs if each[0] in names]


@pytest.mark.parametrize("name", NAMES)
def test_html_loads_nothing(name: str, pictures: dict[str, Plot]) -> None:
    """There is no script, no address to load, and a policy that forbids both; the data are in it."""
    page = pictures[name].to_html()
    reader = _References()
    reader.feed(page)
    assert reader.found == []
    assert not reader.tags & {"script", "link", "iframe", "img", "object", "embed"}
    assert "default-src 'none'" in page
    assert "url(" not in page.replace('clip-path="url(#', "")
    rest = page.replace("http://www.w3.org/2000/svg", "").replace(
        "http://www.w3.org/1999/xlink", ""
    )
    assert "http" not in rest.replace("http-equiv", "")
    assert page.count("<tr>") == len(pictures[name].table) + 1
    assert f'aria-label="{pictures[name].title}"' in page


def test_a_notebook_gets_no_script(pictures: dict[str, Plot]) -> None:
    """What a notebook shows is SVG; altair's own form would load a script from elsewhere."""
    plot = pictures["gap"]
    bundle = plot._repr_mimebundle_()
    assert set(bundle) == {"image/svg+xml", "text/html", "text/plain"}
    assert "<script" not in plot._repr_html_()
    ET.fromstring(bundle["image/svg+xml"])
    assert repr(plot) == "<Plot Gap between Israel and Hamas: 5 issues>"


def test_the_same_dataset_gives_the_same_bytes(pictures: dict[str, Plot]) -> None:
    """In another process, with other hashes and in another time zone, SVG and HTML are the same."""
    code = (
        "import hashlib, negotiations as ng\n"
        "plot = ng.load().plot\n"
        "made = [plot.timeline(on='may-proposal'), plot.numbers(issue='prisoner-release')]\n"
        "print(hashlib.sha256(''.join(p.to_svg() + p.to_html() for p in made).encode()).hexdigest())\n"
    )
    here = [pictures["timeline"], pictures["numbers"]]
    own = hashlib.sha256("".join(p.to_svg() + p.to_html() for p in here).encode()).hexdigest()
    env = {**os.environ, "TZ": "Pacific/Auckland", "PYTHONHASHSEED": "7"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env
    )
    assert done.stdout.strip() == own


def test_png_has_two_pixels_for_each(pictures: dict[str, Plot]) -> None:
    """PNG is of twice the size of the SVG."""
    data = pictures["gap"].to_png()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", data[16:24])
    root = ET.fromstring(pictures["gap"].to_svg())
    assert (width, height) == (2 * int(root.attrib["width"]), 2 * int(root.attrib["height"]))


def test_there_may_be_nothing_to_show() -> None:
    """A picture of an empty dataset says so."""
    plots = [ng.Dataset().plot.timeline(), ng.Dataset().plot.numbers()]
    said = ["No event, text or talks to show.", "No number to show."]
    assert all(text in texts_of(plot.to_svg()) for text, plot in zip(said, plots, strict=True))
    assert [repr(plot) for plot in plots] == [
        "<Plot Timeline: nothing to show>",
        "<Plot Numbers: nothing to show>",
    ]
    ds = ng.load()
    none = ds.plot.gaps("houthis", "iran")
    assert "No issue to show." in texts_of(none.to_svg())
    for plot in (*plots, none):
        assert "<table" not in plot.to_html()


def test_one_record_makes_a_picture() -> None:
    """A dataset of one record of any kind can be drawn."""
    for name, collection in ng.load().records.collections.items():
        if name != "versions":
            first = next(iter(collection.values()))
            for plot in plots_of(ng.Dataset.of_records(Records.of(None, [first]))).values():
                ET.fromstring(plot.to_svg())


@settings(max_examples=scaled(4))
@given(datasets())
def test_every_dataset_makes_pictures(ds: ng.Dataset) -> None:
    """Whatever its records say, the specification is valid and the SVG is XML."""
    for plot in plots_of(ds).values():
        # A control character would end the process within vl-convert.
        assert all(text.isprintable() for text in strings_of(plot.to_dict()))
        json.dumps(plot.to_dict(), allow_nan=False)
        texts_of(plot.to_svg())
        _References().feed(plot.to_html())


def test_what_cannot_be_read_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture that is too long is not made, and the error says what to do."""
    monkeypatch.setattr(layout, "MOST_LINES", 3)
    plot = ng.load().plot
    for make, number, remedy in (
        (plot.timeline, "156 lines", "narrow it to an issue, a party or a text"),
        (plot.numbers, "32 numbers", "narrow it to an issue or a text"),
        (lambda: plot.gaps("israel", "hamas"), "22 issues", "name one text"),
    ):
        with pytest.raises(NegotiationsError) as caught:
            make()
        assert str(caught.value) == (
            f"the picture would have {number}, more than the 3 that it can hold; {remedy}"
        )


@pytest.mark.parametrize("missing", ["altair", "vl_convert"])
def test_the_extra_is_named(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the libraries the error names the extra."""
    monkeypatch.setitem(sys.modules, missing, None)
    for make in (
        ng.load().plot.timeline,
        ng.load().plot.numbers,
        lambda: ng.load().plot.gaps("israel", "hamas"),
    ):
        with pytest.raises(MissingExtra) as caught:
            make()
        assert (
            str(caught.value)
            == 'drawing a picture requires an optional extra: pip install "negotiations[plot]"'
        )


def test_unknown_ids_are_refused() -> None:
    """What does not exist is named, with the nearest."""
    plot = ng.load().plot
    for make in (
        lambda: plot.timeline(issue="ceasefir"),
        lambda: plot.timeline(party="hamass"),
        lambda: plot.timeline(on="may-propsal"),
        lambda: plot.numbers(issue="ceasefir"),
        lambda: plot.numbers(on="may-propsal"),
        lambda: plot.gap("hamas", "izrael", on=None),
        lambda: plot.gaps("hamas", "izrael"),
    ):
        with pytest.raises(UnknownId, match="did you mean"):
            make()


def test_the_command_writes_each_format(run: Run, tmp_path: Path) -> None:
    """A picture is written in the format of the suffix, and never over a file without --force."""
    for suffix in FORMATS:
        out = tmp_path / f"gap.{suffix}"
        words = ("plot", "gap", out, "israel", "hamas", "--on", "ceasefire-agreement-2025")
        done = run(*words)
        assert (done.status, done.out, done.err) == (0, "", f"{out}: 5 issues\n")
        written = out.read_bytes()
        again = run(*words)
        assert again.status == 2
        assert again.err.startswith(
            f"negotiations: {out} exists; give another name, or --force to replace it"
        )
        assert run("-q", *words, "--force").err == ""
        assert out.read_bytes() == written
    assert sorted(path.name for path in tmp_path.iterdir()) == ["gap.html", "gap.png", "gap.svg"]
    assert (
        run(
            "plot", "timeline", tmp_path / "t.svg", "--party", "qatar", "--issue", "ceasefire"
        ).status
        == 0
    )
    assert run("plot", "numbers", tmp_path / "n.svg", "--on", "november-truce@agreed").status == 0


def test_a_failure_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where drawing fails, neither a file nor a part of one is left, and what was there stays."""

    def fail(_: Plot) -> str:
        raise RuntimeError("disk")

    plot = ng.load().plot.numbers(issue="ceasefire")
    monkeypatch.setattr(Plot, "to_svg", fail)
    kept = tmp_path / "kept.svg"
    kept.write_text("mine")
    for path in (tmp_path / "new.svg", kept):
        with pytest.raises(RuntimeError, match="disk"):
            plot.save(path, force=True)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("kept.svg", "mine")]


def test_the_format_is_the_suffix(run: Run, tmp_path: Path) -> None:
    """An unknown suffix is reported with the nearest, before any work."""
    assert format_of(tmp_path / "A.SVG") == "svg"
    done = run("plot", "timeline", tmp_path / "a.sgv")
    assert (done.status, done.err) == (
        2,
        "negotiations: no format of pictures 'sgv'; did you mean svg?\n",
    )
    done = run("plot", "numbers", tmp_path / "a")
    assert done.err == (
        f"negotiations: {tmp_path / 'a'} does not say its format; "
        "give a file that ends in .svg, .png or .html\n"
    )


def test_ids_are_completed() -> None:
    """Issues, parties and texts are offered where they are asked for."""
    assert completed("negotiations plot timeline a.svg --issue ceas") == ["ceasefire"]
    assert "hamas" in completed("negotiations plot timeline a.svg --party ham")
    assert "may-proposal@may" in completed("negotiations plot numbers a.svg --on may-proposal@m")
    assert "israel" in completed("negotiations plot gap a.svg isr")


def test_a_number_that_is_excluded_is_not_on_the_axis() -> None:
    """What a text is reported not to have is told in words, and no mark places it."""
    term = ng.ReleaseTerm(issue="exchange", included=False, count=ng.Count.exactly(7))
    version = ng.Version(
        id="accord@draft", completeness=ng.vocabulary.Completeness.PARTIAL, terms=(term,)
    )
    accord = ng.Proposal(
        id="accord", title="Accord", between=(), rationale="One text.", versions=(version,)
    )
    plot = ng.Dataset(proposals=[accord]).plot.numbers()
    assert plot.description.startswith("Numbers. 1 number; 1 of them beside the axis")
    assert "reported not to be there; 7" in texts_of(plot.to_svg())
    assert not [row for row in values_of(plot.to_dict()) if "at" in row]
