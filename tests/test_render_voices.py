"""Who says something, who denies it, and what is a coder's reading: on every page with a wish."""

from __future__ import annotations

from pathlib import Path

import pytest
from negotiation import ACTORS, PROPOSALS, day, held, passage, positioned
from pages import page, words_of

from negotiations.answers.gap import gap
from negotiations.answers.side_by_side import side_by_side
from negotiations.answers.stance import stance
from negotiations.compare.diff import diff
from negotiations.lookup import Results
from negotiations.model import Event, ReleaseTerm, Version
from negotiations.model.values import Count
from negotiations.records import Records
from negotiations.render.diffs import diff_page
from negotiations.render.gap import gap_page
from negotiations.render.text import page_as_text
from negotiations.render.voices import told_title
from negotiations.render.wording import Wording
from negotiations.site.frame import Frame
from negotiations.site.matrix_pages import write_matrices
from negotiations.vocabulary import EventAct, Support

# Who speaks, and what of it every page must show: for the north itself, an article, and others.
VOICES = {("north-deputy",): "deputy", (): "gazette", ("mediator",): "mediator"}


def pages_of_wish(records: object, folder: Path) -> dict[str, str]:
    """Everything that shows what the north wants on prisoners, by what it is."""
    found = gap(records, "north", "south", on="plan")
    own = stance(records, "north", on="plan")
    frame = Frame(records, folder)
    write_matrices(frame)
    brief = page_as_text(gap_page(found, Wording(records), brief=True), width=400, color=False)
    return {
        "gap": words_of(page(found, width=400)),
        "brief gap": words_of(brief),
        "stance": words_of(page(own, width=400)),
        "table": words_of(page(side_by_side([own, own]), width=400)),
        "readings": words_of(page(Results(own.readings), width=400)),
        "terms": words_of(page(Results(records.terms()), width=400)),
        "matrix": words_of((folder / "matrix/plan.html").read_text(encoding="utf-8")),
    }


@pytest.mark.parametrize("who", VOICES)
@pytest.mark.parametrize("support", [Support.EXPLICIT, Support.IMPLIED])
@pytest.mark.parametrize("is_denied", [False, True])
@pytest.mark.parametrize("hedged", [False, True])
def test_no_page_states_a_wish_without_who_says_it(
    who: tuple[str, ...], support: Support, is_denied: bool, hedged: bool, tmp_path: Path
) -> None:
    """Nor without who denies it, whether it is hedged, and whether a coder alone reads it."""
    said = [passage(*who, support=support, hedged=hedged)]
    said += [passage("mediator", support=Support.CONTRADICTS, start=20)] if is_denied else []
    term = ReleaseTerm(issue="prisoners", count=Count.exactly(150), evidence=tuple(said))
    shown = pages_of_wish(held(positioned("a", term)), tmp_path)
    for name, text in shown.items():
        read = text.replace("&#39;", "'")
        assert VOICES[who] in read.lower(), name
        assert ("by a coder's reading" in read) is (support is Support.IMPLIED), name
        assert ("denied by" in read) is is_denied, name
        assert ("hedged" in read) is hedged, name


@pytest.mark.parametrize("who", [who for who in VOICES if who])
@pytest.mark.parametrize("support", [Support.EXPLICIT, Support.IMPLIED])
@pytest.mark.parametrize("is_denied", [False, True])
def test_a_brief_diff_says_who_says_it(
    who: tuple[str, ...], support: Support, is_denied: bool
) -> None:
    """A line has room for whose word it is: of what is new, of what is gone, and of each side."""
    said = [passage(*who, support=support)]
    said += [passage("mediator", support=Support.CONTRADICTS, start=20)] if is_denied else []
    told = ReleaseTerm(issue="prisoners", count=Count.exactly(150), evidence=tuple(said))
    by_article = told.replace(count=Count.exactly(90), evidence=(passage(),))
    for before, after, behind in (((), told, ""), (told, (), ""), (by_article, told, " (second,")):
        sides = [
            Version(id=f"plan@{name}", completeness="partial", terms=(term,) if term else None)
            for name, term in (("one", before), ("two", after))
        ]
        made = diff_page(diff(*sides), Wording(held()), brief=True)
        (told_so,) = [
            one for one in page_as_text(made, width=400, color=False).splitlines() if "150" in one
        ]
        assert VOICES[who] in told_so.lower()
        assert ("by a coder's reading" in told_so) is (support is Support.IMPLIED)
        assert ("denied by Mediator" in told_so) is is_denied
        assert behind in told_so


def test_what_is_said_of_two_texts_stands_on_their_diff() -> None:
    """Each event once, with the texts that it is on, who says so and when; and the coder's remarks."""
    both = Event(
        id="seen",
        act=EventAct.ASSESS,
        on=("plan@one", "plan@two"),
        when=day("2001-05"),
        summary="Both are refused.",
        evidence=(passage("north"),),
    )
    term = ReleaseTerm(issue="prisoners")
    one, two = (
        Version(id=f"plan@{name}", completeness="partial", terms=(term,), note=f"Remark on {name}.")
        for name in ("one", "two")
    )
    (plan, *_) = PROPOSALS
    proposal = plan.replace(title="Plan", versions=(one, two))
    words = Wording(Records.of(None, [*ACTORS, proposal, both]))
    shown = words_of(
        page_as_text(diff_page(diff(one, two.replace(terms=())), words), width=400, color=False)
    )
    assert "What is said of the two texts (1)" in shown
    assert shown.count("Both are refused.") == 1
    assert "assess, on “Plan” (one) and “Plan” (two); May 2001; according to North" in shown
    assert all(shown.count(f"Remark on {name}.") == 1 for name in ("one", "two"))
    brief = page_as_text(
        diff_page(diff(one, two.replace(terms=())), words, brief=True), width=400, color=False
    )
    assert "Both are refused" not in brief


@pytest.mark.parametrize(
    ("evidence", "title"),
    [
        ([passage()], "North refuses."),
        ([passage("north")], "North refuses, according to North"),
        (
            [passage("north", support=Support.IMPLIED)],
            "North refuses, by a coder's reading of what is reported of North",
        ),
        ([passage(support=Support.IMPLIED)], "North refuses, by a coder's reading of gazette"),
        ([passage(support=Support.IMPLIED), passage("north")], "North refuses, according to North"),
        (
            [passage(), passage("mediator", support=Support.CONTRADICTS, start=20)],
            "North refuses, denied by Mediator",
        ),
    ],
)
def test_a_title_has_those_to_whom_it_is_attributed(evidence: list[object], title: str) -> None:
    """What an article says itself is attributed to nobody, and what a coder reads, to the coder."""
    event = Event(id="e", act=EventAct.REJECT, summary="North refuses.", evidence=tuple(evidence))
    assert told_title(event, Wording(held(event))) == title
