"""The words of pages: dates, conditions, voices, phases, leans and units as readers expect them."""

from __future__ import annotations

import pytest
from pages import exactly, page, words_of
from pairs import issue, passage, version

from negotiations.compare.diff import diff
from negotiations.dataset import Dataset
from negotiations.model import (
    Actor,
    Amount,
    CeasefireTerm,
    Condition,
    Event,
    MeasureTerm,
    ReleaseTerm,
    Term,
)
from negotiations.model.values import Count, When
from negotiations.render.lines import change_lines
from negotiations.render.page import Entry, Page, Rows, line, row
from negotiations.render.terms import term_fields
from negotiations.render.text import page_as_text
from negotiations.render.wording import Wording
from negotiations.vocabulary import (
    ActorKind,
    Basis,
    EventAct,
    Level,
    Permanence,
    ReleaseScope,
    TermKind,
)

DS = Dataset(
    actors=[
        Actor(id="north", name="North", kind=ActorKind.STATE),
        Actor(id="office", name="Office of the North", kind=ActorKind.OFFICE),
        Actor(id="union", name="United Valleys", kind=ActorKind.STATE),
        Actor(id="joan", name="Joan of Hills", kind=ActorKind.PERSON),
        Actor(id="ministry", name="Upland’s ministry", kind=ActorKind.OFFICE),
        Actor(id="house", name="Green House", kind=ActorKind.OFFICE),
        Actor(id="service", name="Watch", kind=ActorKind.OFFICE),
        Actor(id="herald", name="The Herald of Hills", kind=ActorKind.OUTLET),
        Actor(id="tribunal", name="The Tribunal of Hills", kind=ActorKind.OFFICE),
        Actor(id="three", name="Three officials of the talks", kind=ActorKind.GROUP),
        Actor(id="mediators", name="The mediators", kind=ActorKind.GROUP),
        Actor(id="captives", name="Captives who returned", kind=ActorKind.GROUP),
        Actor(id="officials", name="Northern officials", kind=ActorKind.GROUP),
    ],
    issues=[issue("water", TermKind.MEASURE, "amount", label="Water", unit="litres")],
    events=[
        Event(id="storm", act=EventAct.OTHER, summary="A storm is over, and captives are counted.")
    ],
)
WORDS = Wording(DS.records)
PERMANENT = CeasefireTerm(issue="halt", permanence=Permanence.PERMANENT)
TEMPORARY = CeasefireTerm(issue="halt", permanence=Permanence.TEMPORARY)
FULL = Wording(DS.records, level=Level.BOOKKEEPING)


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (When(edtf="2001-05", basis=Basis.STATED), "May 2001"),
        (When(edtf="2001-05", basis=Basis.INFERRED, note="x"), "May 2001, date inferred"),
        (
            When(edtf="2001-05", basis=Basis.EXTERNAL, note="x"),
            "May 2001, date from general knowledge",
        ),
        (When(edtf="../2001-05", basis=Basis.STATED), "by May 2001"),
        (When(edtf="2001-05/..", basis=Basis.STATED), "not before May 2001"),
        (When(edtf="2001-05/2001-06", basis=Basis.STATED), "May–June 2001"),
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
        ("The hill is left.", "if the hill is left (by North; on Water)"),
        ("Captives are counted.", "if captives are counted (by North; on Water)"),
        ("North leaves the hill.", "if North leaves the hill (by North; on Water)"),
        ("Guards leave the hill.", "if Guards leave the hill (by North; on Water)"),
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
        ("ministry", "according to Upland’s ministry"),
        ("union", "according to the United Valleys"),
        ("joan", "according to Joan of Hills"),
        ("somebody", "according to somebody"),
        ("house", "according to the Green House"),
        ("service", "according to Watch"),
        ("herald", "according to The Herald of Hills"),
        ("tribunal", "according to The Tribunal of Hills"),
    ],
)
def test_a_name_has_the_article_that_english_gives_it(actor: str, said: str) -> None:
    """A person has none; nor has an actor that the dataset does not know."""
    assert WORDS.citation(passage(1, claimants=(actor,))).said == (said,)


@pytest.mark.parametrize(
    ("actor", "said"),
    [
        ("three", "according to three officials of the talks"),
        ("mediators", "according to the mediators"),
        ("captives", "according to captives who returned"),
        ("officials", "according to Northern officials"),
    ],
)
def test_a_group_begins_with_a_small_letter_unless_that_is_a_name(actor: str, said: str) -> None:
    """It is named by a description; a word that is small nowhere else may be a name."""
    assert WORDS.citation(passage(1, claimants=(actor,))).said == (said,)


def test_titles_name_a_party_as_a_sentence_does() -> None:
    """Of a stance, and of a gap."""
    assert words_of(page(DS.stance("union", on=None), dataset=DS)).startswith(
        "Stance of the United Valleys, on no text "
    )
    assert words_of(page(DS.gap("three", "union", on=None), dataset=DS)).startswith(
        "Gap between three officials of the talks and the United Valleys, on no text "
    )


def test_words_of_a_vocabulary_have_no_hyphens() -> None:
    """Save on a full page, which has them as the JSON has."""
    assert WORDS.value(ReleaseScope.ALL_REMAINING) == "all remaining"
    assert FULL.value(ReleaseScope.ALL_REMAINING) == "all-remaining"


def test_a_phase_that_one_side_does_not_report_is_named_once() -> None:
    """The change itself says which phase it is."""
    before = version(MeasureTerm(issue="water", amount=Amount.exactly(2)))
    after = version(MeasureTerm(issue="water", phase=1, amount=Amount.exactly(2)))
    shown = words_of(page(diff(before, after, issues=DS.issues), dataset=DS))
    assert "Newly reported" in shown
    assert "?+ Water: phase after phase 1" in shown


def test_an_amount_has_the_unit_of_its_issue() -> None:
    """In the fields of a term, and on both sides of a change."""
    before = version(MeasureTerm(issue="water", phase=1, amount=Amount.exactly(2)))
    after = version(MeasureTerm(issue="water", phase=1, amount=Amount.exactly(3)))
    assert term_fields(before.terms[0], WORDS) == [("amount", "2 litres")]
    shown = words_of(page(diff(before, after, issues=DS.issues), dataset=DS))
    assert "Water, phase 1: amount raised by 1 litres before 2 litres after 3 litres" in shown


@pytest.mark.parametrize(
    ("before", "after", "said", "in_lines"),
    [
        (TEMPORARY, PERMANENT, "permanence before temporary", "higher on its scale"),
        (PERMANENT, TEMPORARY, "permanence before permanent", "lower on its scale"),
        (
            ReleaseTerm(issue="halt", count=Count.at_least(5)),
            ReleaseTerm(issue="halt", count=exactly(7)),
            "count now given exactly before at least 5",
            "became exact",
        ),
    ],
)
def test_a_change_of_a_value_is_told_in_words(
    before: Term, after: Term, said: str, in_lines: str
) -> None:
    """On pages, and in the lines for git; the code has hyphens and stays in documents."""
    found = diff(version(before), version(after))
    assert f": {said} " in words_of(page(found))
    assert f" {in_lines}: " in next(change_lines(found))


def test_a_lean_is_told_by_names() -> None:
    """Of the party and of the issue; by their ids where a page holds all that the JSON holds."""
    named = issue("water", TermKind.MEASURE, "amount", label="Water")
    north, south = named.polarity[0].more, named.polarity[0].less
    ds = Dataset(
        actors=[Actor(id=key, name=key.title(), kind=ActorKind.STATE) for key in (north, south)],
        issues=[named],
    )
    before = version(MeasureTerm(issue="water", phase=1, amount=Amount.exactly(2)))
    after = version(MeasureTerm(issue="water", phase=1, amount=Amount.exactly(3)))
    change = diff(before, after, issues=ds.issues)
    shown = words_of(page(change, dataset=ds))
    assert f"Leans toward {north.title()}, by the coded polarity of amount." in shown
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
