"""The words of pages: dates, conditions, voices, phases, leans and units as readers expect them."""

from __future__ import annotations

import pytest
from pages import exactly, page, words_of
from pairs import issue, passage, version

from negotiations.compare.diff import diff
from negotiations.dataset import Dataset
from negotiations.model import Actor, Condition, Event, MeasureTerm
from negotiations.model.values import When
from negotiations.render.page import Entry, Page, Rows, line, row
from negotiations.render.text import page_as_text
from negotiations.render.wording import Wording
from negotiations.vocabulary import ActorKind, Basis, EventAct, Level, TermKind

DS = Dataset(
    actors=[
        Actor(id="north", name="North", kind=ActorKind.STATE),
        Actor(id="office", name="Office of the North", kind=ActorKind.OFFICE),
        Actor(id="union", name="United Valleys", kind=ActorKind.STATE),
        Actor(id="joan", name="Joan of Hills", kind=ActorKind.PERSON),
    ],
    issues=[issue("water", TermKind.MEASURE, "amount", label="Water", unit="litres")],
    events=[
        Event(id="storm", act=EventAct.OTHER, summary="A storm is over, and captives are counted.")
    ],
)
WORDS = Wording(DS.records)
FULL = Wording(DS.records, level=Level.BOOKKEEPING)


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (When(edtf="2001-05", basis=Basis.STATED), "2001-05"),
        (When(edtf="2001-05", basis=Basis.INFERRED, note="x"), "2001-05 (date inferred)"),
        (
            When(edtf="2001-05", basis=Basis.EXTERNAL, note="x"),
            "2001-05 (date from general knowledge)",
        ),
        (When(after="events/storm"), "after “A storm is over, and captives are counted”"),
        (When(after="events/other"), "after events/other"),
    ],
)
def test_a_date_says_in_words_what_it_rests_on(when: When, said: str) -> None:
    """Of a record that the dataset does not have, the address is all that is known."""
    assert WORDS.when(when) == said


def test_a_full_page_has_the_words_of_the_json() -> None:
    """Codes belong there, and nowhere else."""
    assert FULL.when(When(edtf="2001-05", basis=Basis.EXTERNAL, note="x")) == "2001-05 (external)"
    assert FULL.when(When(after="events/storm")) == "after events/storm"


@pytest.mark.parametrize(
    ("summary", "said"),
    [
        ("The hill is left.", "if the hill is left (North; on Water)"),
        ("Captives are counted.", "if captives are counted (North; on Water)"),
        ("North leaves the hill.", "if North leaves the hill (North; on Water)"),
        ("Guards leave the hill.", "if Guards leave the hill (North; on Water)"),
    ],
)
def test_a_condition_is_a_clause(summary: str, said: str) -> None:
    """Small at its start if that is an article or a word that the summaries have in small letters."""
    condition = Condition(summary=summary, actor="north", issue="water")
    assert WORDS.value(condition) == said


@pytest.mark.parametrize(
    ("actor", "said"),
    [
        ("north", "according to North"),
        ("office", "according to the Office of the North"),
        ("union", "according to the United Valleys"),
        ("joan", "according to Joan of Hills"),
        ("somebody", "according to somebody"),
    ],
)
def test_a_name_has_the_article_that_english_gives_it(actor: str, said: str) -> None:
    """A person has none; nor has an actor that the dataset does not know."""
    assert WORDS.citation(passage(1, claimants=(actor,))).said == (said,)


def test_an_amount_has_the_unit_of_its_issue() -> None:
    """In the fields of a term, and on both sides of a change."""
    before = version(MeasureTerm(issue="water", phase=1, amount=exactly(2)))
    after = version(MeasureTerm(issue="water", phase=1, amount=exactly(3)))
    assert WORDS.term_fields(before.terms[0]) == [("amount", "2 litres")]
    shown = words_of(page(diff(before, after, issues=DS.issues), dataset=DS))
    assert "Water, phase 1: amount: raised, 2 litres → 3 litres (by +1)" in shown


def test_a_lean_is_told_by_names() -> None:
    """Of the party and of the issue; by their ids where a page holds all that the JSON holds."""
    named = issue("water", TermKind.MEASURE, "amount", label="Water")
    north, south = named.polarity[0].more, named.polarity[0].less
    ds = Dataset(
        actors=[Actor(id=key, name=key.title(), kind=ActorKind.STATE) for key in (north, south)],
        issues=[named],
    )
    before = version(MeasureTerm(issue="water", phase=1, amount=exactly(2)))
    after = version(MeasureTerm(issue="water", phase=1, amount=exactly(3)))
    change = diff(before, after, issues=ds.issues)
    shown = words_of(page(change, dataset=ds))
    assert f"leans toward {north.title()}, by the coded polarity of Water: amount" in shown
    full = words_of(page(change, dataset=ds, level=Level.BOOKKEEPING))
    assert f"leans toward {north}, by the coded polarity of water.amount" in full


def test_lines_that_continue_stand_under_the_line_that_they_continue() -> None:
    """What stands beneath an entry is indented as a whole, and not in its first line alone."""
    entry = Entry(line("head"), (line(" ".join(["word"] * 12)),))
    text = page_as_text(Page("T", blocks=(Rows((row("label", entry),)),)), width=40, color=False)
    assert text == (
        "T\n\n"
        "  label  head\n"
        "           word word word word word word\n"
        "           word word word word word word\n"
    )
