"""What the pages of records say, whatever the format."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from pairs import (
    passage,
    version,
)
from strategies import records

import negotiations as ng
from negotiations.articles import TextNotFound, Texts
from negotiations.compare.diff import diff
from negotiations.dataset import Dataset
from negotiations.model import (
    Event,
    Evidence,
    Issue,
    OtherTerm,
    Phase,
    PresenceTerm,
    Proposal,
    Record,
)
from negotiations.model.base import fields_of
from negotiations.model.values import When
from negotiations.vocabulary import (
    Basis,
    EventAct,
    Support,
)

if TYPE_CHECKING:
    from pathlib import Path

from pages import exactly, gazette, hostile_dataset, page, release, words_of


@given(records())
def test_a_page_names_what_is_not_reported(record: Record) -> None:
    """Every field that is silent, but our own words and the evidence; an issue is nobody's report."""
    relations = ("supplements", "implements", "translates")
    quiet = (
        *("summary", "note", "evidence", "extra", "also_called"),
        *("coded_on", "paragraphs_by", "identifiers", "coordinates", *relations),
    )
    silent = [
        spec.name.replace("_", " ")
        for spec in fields_of(record)
        if getattr(record, spec.name) is None and spec.name not in quiet
    ]
    last = page(record, width=500).splitlines()[-1]
    if silent and not isinstance(record, Issue):
        assert last == f"  not reported  {', '.join(silent)}"
    else:
        # Further in, terms say what is not reported of them.
        assert not last.startswith("  not reported")


def test_silence_inside_a_version_is_said() -> None:
    """A phase without a length, a term without a phase, a version without a date or terms."""
    text = version(OtherTerm(issue="veto"), phases=(Phase(ordinal=1),))
    shown = page(text)
    assert "1: duration not reported" in shown
    assert "veto, phase not reported" in shown
    around = Proposal(
        id="plan", title="Plan", between=("north",), rationale="One text.", versions=(version(),)
    )
    assert "plan@one, date not reported, terms not reported" in page(around)


def test_none_is_told_from_not_reported() -> None:
    """An empty list is a report."""
    shown = words_of(page(version(terms=(), phases=(), labels=())))
    assert "no terms, as reported" in shown
    assert "no phases, as reported" in shown
    assert "labels none" in shown
    silent = words_of(page(version()))
    assert "no terms" not in silent
    assert silent.endswith("not reported labels, derived from, roles, tabled, phases, terms")


def test_denials_are_said() -> None:
    """With who denies it, and what it gives instead."""
    denied = passage(2, support=Support.CONTRADICTS, claimants=("south",))
    other = passage(3, support=Support.CONTRADICTS, fields=("count",), value=exactly(30))
    text = version(release(evidence=(passage(1), denied, other)))
    for shown in (page(text), page(diff(version(), text))):
        read = words_of(shown)
        assert "gazette ¶2, DENIED by south" in read
        assert "gazette ¶3, DENIED by the article, which gives 30" in read


def test_citations_say_how_a_passage_is_said() -> None:
    """By whom, through whom, hedged or not, and whether it is a reading."""
    said = passage(
        1,
        claimants=("north", "south"),
        via=("herald", "courier"),
        hedged=True,
        support=Support.IMPLIED,
        note="Read from the context.",
        fields=("count",),
    )
    assert (
        "gazette ¶1, according to north and south, via herald and courier, hedged, a coder's reading "
        "[field: count] (Read from the context.)"
    ) in words_of(page(version(release(evidence=(said,)))))


def test_what_is_printed_stands_beside_what_is_resolved() -> None:
    """The page of a record says which words of a date, and which forms of a name, are printed."""
    when = When(edtf="2001-05-03", basis=Basis.EXTERNAL, printed="Thursday", note="By the almanac.")
    shown = words_of(page(version(tabled=when)))
    assert (
        "tabled 3 May 2001, date from general knowledge printed: Thursday By the almanac." in shown
    )
    named = version(labels=("Draft", "Text"), evidence=(passage(2, prints=("Draft",)),))
    assert "labels Draft (gazette ¶2) Text" in words_of(page(named))


def test_an_event_shows_what_answers_it() -> None:
    """The page of a claim lists the denials that answer it, and that of a denial what it answers."""
    claim = Event(id="claim", act=EventAct.ASSESS, summary="It is said.")
    denial = Event(id="denial", act=EventAct.DISPUTE, answers=("claim",), summary="It is denied.")
    dataset = Dataset(events=[claim, denial])
    assert "answered by (1)" in words_of(page(claim, dataset=dataset))
    assert "events/denial" in page(claim, dataset=dataset)
    assert "answers “It is said” (events/claim)" in words_of(page(denial, dataset=dataset))


def test_names_come_from_the_dataset() -> None:
    """Ids stand where no dataset is given, and where it does not know them."""
    ds = hostile_dataset("The ")
    text = version(
        PresenceTerm(issue="border", place="ridge", forces="north", evidence=(passage(1),)),
        OtherTerm(issue="flags", obligors=("west",)),
    )
    named = words_of(page(text, dataset=ds))
    assert "The Border, phase not reported forces The north place The Ridge" in named
    assert "The Gazette ¶1" in named
    assert "flags, phase not reported obligors west" in named
    assert "border, phase not reported forces north place ridge" in words_of(page(text))


def test_a_computed_total_is_called_so() -> None:
    """No source prints it."""
    text = version(release(baseline=exactly(150), increment=exactly(100)))
    assert "total 250 (computed)" in words_of(page(text))
    assert "computed" not in page(version(release(count=exactly(250))))


def test_a_term_by_itself() -> None:
    """Any value can be shown."""
    assert page(release(count=exactly(5))).splitlines()[0] == "prisoners, phase 1"
    assert "count 5" in words_of(page(release(count=exactly(5))))


def test_passages_are_quoted_where_the_texts_are_there(tmp_path: Path) -> None:
    """And a text that is not the one that was coded is refused."""
    text = "Forty persons are to go home."
    (tmp_path / "gazette.txt").write_text(text, encoding="utf-8")
    cited = Evidence(
        source="gazette",
        paragraph=1,
        start=0,
        end=13,
        sha256=hashlib.sha256(b"Forty persons").hexdigest(),
        support=Support.EXPLICIT,
    )
    folder = Texts(tmp_path, [gazette(text.encode())])
    held = version(release(evidence=(cited,)))
    assert "gazette ¶1: “Forty persons”" in page(held, texts=folder)
    assert "gazette ¶1: “Forty persons”" in page(diff(version(), held), texts=folder)
    with pytest.raises(TextNotFound):
        page(version(release(evidence=(cited.replace(start=1),))), texts=folder)


def test_no_other_format() -> None:
    """An unknown format is refused by name."""
    wanted: Any = "pdf"
    with pytest.raises(
        ValueError, match="unknown format 'pdf'; expected one of text, markdown, html"
    ):
        ng.render(version(), wanted)
