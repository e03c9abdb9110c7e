"""One way to look things up, on every collection and every answer; and what notebooks show of them."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from commands import Run, run

import negotiations as ng
from negotiations.answers.sought import left_out
from negotiations.answers.spelling import did_you_mean
from negotiations.chronology import Chronology
from negotiations.lookup import Results
from negotiations.vocabulary import Certainty, TalksRole

__all__ = ["run"]

DATASET = ng.load()
MAY, BRIDGING = "may-proposal@may", "may-proposal@bridging"

ANSWERS: dict[str, Any] = {
    "actors": DATASET.actors,
    "versions": DATASET.versions,
    "collections": DATASET.collections,
    "diff": DATASET.diff(MAY, BRIDGING),
    "history": DATASET.history("may-proposal"),
    "blame": DATASET.blame(BRIDGING),
    "compiled": DATASET.compiled("may-proposal"),
    "stance": DATASET.stance("hamas", on="may-proposal"),
    "gap": DATASET.gap("israel", "hamas", on="ceasefire-agreement-2025"),
    "side by side": DATASET.side_by_side(MAY, BRIDGING),
    "between": DATASET.between("2024-06", "2024-07"),
    "merge": ng.merge(
        DATASET.actors["qatar"],
        DATASET.actors["qatar"].replace(name="A"),
        DATASET.actors["qatar"].replace(name="B"),
    ),
}


def _keys(answer: Any) -> list[str]:
    keys: list[str] = answer._ipython_key_completions_()
    return keys


@pytest.mark.parametrize("name", [name for name in ANSWERS if name != "collections"])
def test_every_key_is_found_alike(name: str) -> None:
    """Each key that a shell offers is in it; `[]` and `get` give the same; a miss is told, or None."""
    answer = ANSWERS[name]
    assert _keys(answer)
    for key in _keys(answer):
        assert key in answer
        assert answer[key] == answer.get(key)
    missing = _keys(answer)[0] + "x"
    assert missing not in answer
    assert answer.get(missing) is None
    assert answer.get(missing, 5) == 5
    with pytest.raises(ng.UnknownId) as fault:
        answer[missing]
    assert _keys(answer)[0] in fault.value.nearest


@pytest.mark.parametrize("name", list(ANSWERS)[3:])
def test_an_answer_is_a_sequence_of_its_entries(name: str) -> None:
    """Numbers, slices and walks give the entries in their order."""
    answer = ANSWERS[name]
    entries = list(answer)
    assert len(answer) == len(entries) > 0
    assert answer[0] is entries[0]
    assert answer[-1] is entries[-1]
    assert answer[:2] == tuple(entries[:2])
    assert entries[0] in answer
    with pytest.raises(IndexError):
        answer[len(entries)]


@pytest.mark.parametrize(
    ("name", "key", "message"),
    [
        ("actors", "quatar", "no actor 'quatar'; did you mean qatar?"),
        ("collections", "actor", "no collection 'actor'; did you mean actors?"),
        ("gap", "agreed-term", "no issue on the table 'agreed-term'; did you mean agreed-terms?"),
        (
            "stance",
            "agreed-term",
            "no issue of the stance 'agreed-term'; did you mean agreed-terms?",
        ),
        ("merge", "/nam", "no conflict '/nam'; did you mean /name?"),
    ],
)
def test_messages_of_a_miss(name: str, key: str, message: str) -> None:
    """What there is none of, and the nearest."""
    with pytest.raises(ng.UnknownId) as fault:
        ANSWERS[name][key]
    assert str(fault.value) == message


RESULTS: dict[str, Any] = {
    "where": DATASET.actors.where(kind="state"),
    "terms": DATASET.terms("ceasefire"),
    "find": DATASET.find("hostages"),
    "timeline": DATASET.timeline(),
    "changes": ANSWERS["diff"].where(at_least="editorial"),
    "slice": ANSWERS["history"][:2],
    "gap": ANSWERS["gap"].where("apart"),
    "rows": ANSWERS["side by side"].where(differs=True),
    "readings": ANSWERS["stance"].on_issue("agreed-terms"),
    "problems": DATASET.check(ignore="no-cycle"),
    "none": DATASET.find("nothing has these words"),
}
SHOWN = {
    **{name: answer for name, answer in ANSWERS.items() if name != "collections"},
    **RESULTS,
    "change": ANSWERS["diff"][0],
    "attribution": DATASET.attribution("netanyahu-said-to-undermine-deal"),
}


@pytest.mark.parametrize("name", RESULTS)
def test_results_are_tuples(name: str) -> None:
    """They equal a tuple of the same, are hashed as it is, and a part of them is of the same sort."""
    results = RESULTS[name]
    assert isinstance(results, Results)
    assert results == tuple(results)
    assert hash(results) == hash(tuple(results))
    assert type(results[:1]) is Results


@pytest.mark.parametrize("name", SHOWN)
def test_a_notebook_shows_it(name: str) -> None:
    """It has a page, in every format, and a repr of readable length."""
    shown = SHOWN[name]
    html = shown._repr_html_()
    assert html.startswith("<style>")
    assert "<h2" in html
    for form in ("text", "markdown", "html"):
        assert ng.render(shown, form, dataset=DATASET)  # type: ignore[arg-type]
    assert len(repr(shown)) < 3000


def test_a_notebook_shows_an_entry_alone() -> None:
    """What stands in an answer or a list has a page of its own."""
    gap = DATASET.gap("israel", "hamas", on="may-proposal")
    entries = (
        DATASET.history("may-proposal")[0],
        DATASET.stance("hamas", on="may-proposal")[0],
        gap[0],
        DATASET.find("kamel")[0],
        DATASET.timeline()[0],
        DATASET.terms()[0],
        next(iter(DATASET.evidence())),
    )
    for entry in entries:
        shown = entry._repr_html_()
        assert shown is not None
        assert '<article class="negotiations">' in shown


def test_long_results_say_how_much_is_left_out() -> None:
    """A page shows the first twenty and folds the next 480; a repr has ten, and counts the rest."""
    many = Results(DATASET.evidence())
    assert len(many) > 500
    page = ng.render(many)
    assert f"\n{len(many) - 20} more\n" in page
    assert f"and {len(many) - 500} more" in page
    assert repr(many).endswith(f",\n … and {len(many) - 10} more)")
    assert len(repr(many).splitlines()) == 11


# --- between two days ---------------------------------------------------------------------------


DAYS = [None, "2023-11", "2024", "2024-07", date(2024, 7, 20), "2025-01-15", "2025"]


@pytest.mark.parametrize("start", DAYS)
@pytest.mark.parametrize("end", DAYS)
def test_between_by_the_days_that_are_known(start: Any, end: Any) -> None:
    """Certain is what can be of no other day, possible what can be of one within, unknown what has none."""
    first_day, last_day = DATASET.between(start, None).start, DATASET.between(None, end).end
    if first_day and last_day and last_day < first_day:
        with pytest.raises(ng.NegotiationsError, match=r"ends on \S+, before it begins on"):
            DATASET.between(start, end)
        return
    answer = DATASET.between(start, end)
    chronology = Chronology.of(DATASET.records)
    low, high = answer.start or date.min, answer.end or date.max
    found = {entry.address: entry for entry in answer}
    assert len(found) == len(answer)
    for entry in DATASET.timeline():
        first, last = chronology.days(entry.record)
        earliest, latest = first or date.min, last or date.max
        within = Certainty.POSSIBLE
        if low <= earliest and latest <= high:
            within = Certainty.CERTAIN
        elif latest < low or earliest > high:
            within = Certainty.IMPOSSIBLE
        where = [
            name
            for name in ("certain", "possible", "unknown")
            if entry.address in {each.address for each in getattr(answer, name)}
        ]
        undated = first is None and last is None and within is not Certainty.CERTAIN
        expected = {
            Certainty.CERTAIN: ["certain"],
            Certainty.POSSIBLE: ["unknown" if undated else "possible"],
            Certainty.IMPOSSIBLE: [],
        }
        assert where == expected[within], entry


def test_a_wider_interval_has_no_less() -> None:
    """What is certainly in an interval is certainly in one around it."""
    narrow, wide = DATASET.between("2024-07", "2024-08"), DATASET.between("2024", "2024")
    assert {entry.address for entry in narrow.certain} <= {entry.address for entry in wide.certain}
    assert {entry.address for entry in narrow} <= {entry.address for entry in wide}
    everything = DATASET.between(None, None)
    assert len(everything.certain) == len(everything) == len(DATASET.timeline())


def test_between_is_narrowed_to_an_issue() -> None:
    """Only records on it are sorted out; an issue that there is not is named with the nearest."""
    on_issue = DATASET.between(None, None, "ceasefire")
    assert {entry.address for entry in on_issue} == {
        entry.address for entry in DATASET.timeline("ceasefire")
    }
    with pytest.raises(ng.UnknownId, match="did you mean ceasefire"):
        DATASET.between(None, None, "ceasefre")


@pytest.mark.parametrize(
    ("start", "end", "message"),
    [
        ("2025", "2024", "the interval ends on 2024-12-31, before it begins on 2025-01-01"),
        ("XXXX-05", None, "start: XXXX-05 has no first day; give one with a year"),
        (None, "2024/..", "end: 2024/.. has no last day; give one with a year"),
        (
            None,
            "2024-02-30",
            "end: '2024-02-30' is not a calendar date: day is out of range for month",
        ),
    ],
)
def test_what_is_no_interval_is_refused(start: Any, end: Any, message: str) -> None:
    """The message says which end, and why."""
    with pytest.raises(ng.NegotiationsError) as fault:
        DATASET.between(start, end)
    assert str(fault.value) == message


def test_the_timeline_takes_an_interval(run: Run) -> None:
    """The page has the three parts, and the JSON is that of the answer."""
    page = run("timeline", "--from", "2024-06", "--to", "2024-07")
    answer = DATASET.between("2024-06", "2024-07")
    assert page.status == 0
    assert page.out.startswith("Dated 1 June to 31 July 2024\n")
    for title, part in (
        ("Certainly in it", answer.certain),
        ("Possibly in it", answer.possible),
        ("in any known order", answer.unknown),
    ):
        assert f"{title} ({len(part)})" in " ".join(page.out.split())
    data = run("timeline", "--from", "2024-06", "--to", "2024-07", "--output-format", "json")
    assert data.json == answer.to_data()
    assert run("timeline", "--from", "nonsense").status == 2
    for form in ("markdown", "html"):
        assert run("timeline", "--output-format", form).out


# --- terms by who and what ----------------------------------------------------------------------


def test_filters_of_terms() -> None:
    """Each filter leaves those of which it holds, together those of which all hold."""
    every = DATASET.terms()
    assert DATASET.terms(ng.ReleaseTerm) == tuple(
        at for at in every if isinstance(at.term, ng.ReleaseTerm)
    )
    assert DATASET.terms(phase=None) + DATASET.terms(phase="whole") == tuple(
        sorted(
            (at for at in every if not isinstance(at.term.phase, int)),
            key=lambda at: at.term.phase is not None,
        )
    )
    assert DATASET.terms(phase=1) == DATASET.terms(phase="1")
    for kind, name in ((ng.Version, "versions"), (ng.Position, "positions")):
        held = tuple(at for at in every if isinstance(at.holder, kind))
        assert DATASET.terms(holder=kind) == DATASET.terms(holder=name) == held
    proposal = DATASET.proposals["may-proposal"]
    of_text = DATASET.terms(on=proposal, holder="versions")
    assert {at.holder.id for at in of_text} == {
        version.id for version in proposal.versions or () if version.terms
    }
    assert DATASET.terms(on="proposals/may-proposal") == DATASET.terms(on=proposal)
    assert DATASET.terms(on=None) == tuple(
        at for at in every if isinstance(at.holder, ng.Position) and at.holder.on is None
    )
    both = DATASET.terms("captive-release", actor="hamas", holder="positions")
    assert {at.holder.actor for at in both if isinstance(at.holder, ng.Position)} <= {"hamas"}
    assert set(both) == set(DATASET.terms(issue="captive-release")) & set(
        DATASET.terms(actor=DATASET.actors["hamas"])
    ) & set(DATASET.terms(holder=ng.Position))


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"actor": "hamsa"}, "no actor 'hamsa'; did you mean hamas?"),
        ({"holder": "position"}, "no version or position 'position'"),
        ({"phase": "hole"}, "no phase 'hole'; did you mean whole?"),
        ({"issue": "ceasefre"}, "no issue 'ceasefre'; did you mean ceasefire?"),
    ],
)
def test_filters_of_nothing_are_refused(filters: dict[str, Any], message: str) -> None:
    """A misspelt name is an error, not an empty answer."""
    with pytest.raises(ng.UnknownId) as fault:
        DATASET.terms(**filters)
    assert str(fault.value).startswith(message)


def test_the_command_line_has_the_filters(run: Run) -> None:
    """They list what Python gives; who asserts a term, and whether it is hedged, beside."""
    json = ("--output-format", "json")
    listed = run(
        "list", "terms", "--actor", "hamas", "--on", "may-proposal", "--phase", "none", *json
    )
    assert [entry["address"] for entry in listed.json] == [
        at.address for at in DATASET.terms(actor="hamas", on="may-proposal", phase=None)
    ]
    claimed = run("list", "terms", "--claimant", "hamas", *json).json
    assert [entry["address"] for entry in claimed] == [
        at.address for at in DATASET.terms() if "hamas" in DATASET.attribution(at.term).claimants
    ]
    counts = [len(run("list", "terms", flag, *json).json) for flag in ("--hedged", "--unhedged")]
    assert sum(counts) == len(DATASET.terms())
    refused = run("list", "events", "--actor", "hamas")
    assert refused.status == 2
    assert "--actor chooses among terms: negotiations list terms --actor" in refused.err


# --- other words --------------------------------------------------------------------------------


def test_what_is_also_called_so_is_found() -> None:
    """By another word for an issue, the issue and what is coded on it are found, and that is said."""
    found = {match.address: match for match in DATASET.find("hostages")}
    issue = found["issues/captive-release"]
    assert issue.called == "Release of captives, also called hostages"
    on_issue = {at.holder.id for at in DATASET.terms("captive-release")}
    assert on_issue <= {match.record.id for match in found.values()}
    assert all(match.called or "hostage" in match.text for match in found.values())


@pytest.mark.parametrize(
    ("one", "other"), [("hostages", "hostage"), ("TRUCE", "truces"), ("ceasefires", "ceasefire")]
)
def test_plural_and_singular_find_alike(one: str, other: str) -> None:
    """The last word may be in either number."""
    assert {match.address for match in DATASET.find(one)} == {
        match.address for match in DATASET.find(other)
    }


@pytest.mark.parametrize("words", ["hostage deal", "prisoner swap", "prisoner exchange"])
def test_terms_on_a_release_are_found_by_the_words_of_readers(words: str) -> None:
    """The issue comes first, and what is coded on it is found."""
    issue, *others = DATASET.find(words)
    assert issue.called.endswith(f", also called {words}")
    on_issue = {at.holder.id for at in DATASET.terms(issue.record.id)}
    assert on_issue
    assert on_issue <= {match.record.id for match in others}


def test_a_shorter_question_never_finds_fewer() -> None:
    """By the first words of the label of each issue, and by half of its last, as much as by the whole."""
    for issue in DATASET.issues.values():
        words = issue.label.split()
        shorter = (" ".join(words[:-1]), issue.label[: -len(words[-1]) // 2], issue.label)
        found = [{match.address for match in DATASET.find(text)} for text in shorter if text]
        assert found[-1]
        assert all(found[-1] <= each for each in found), issue.label


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Filadelfi", "Philadelphi"),
        ("Netanyaho filadelfi", "Netanyahu Philadelphi"),
        ("ceasfire", "Ceasefire"),
        ("Izrael", "Israel"),
        ("Kamel", ""),
        ("zzzzzz", ""),
        ("", ""),
    ],
)
def test_what_may_be_meant(text: str, meant: str) -> None:
    """The nearest names by sound and letters, in the place of words that are in no name."""
    assert did_you_mean(DATASET.records, text) == meant


def test_a_coded_word_is_found_by_its_other_words() -> None:
    """What is coded by a word of a vocabulary is found by the word, and by what it is also called."""
    refusals = {match.address for match in DATASET.find("refuse")}
    rejected = DATASET.events.where(act="reject")
    assert rejected
    assert {f"events/{event.id}" for event in rejected} <= refusals
    match = next(match for match in DATASET.find("town") if match.address == "places/cairo")
    assert (match.pointer, match.text, match.called) == ("/kind", "city", "city, also called town")


def test_another_name_finds_what_the_name_finds() -> None:
    """By another name of an actor, all is found that has its name in words."""
    by_name = {match.address for match in DATASET.find("Hezbollah")}
    assert by_name <= {match.address for match in DATASET.find("Hizbullah")}


@pytest.mark.parametrize("number", ["5", "50", "25", "00"])
def test_numbers_are_matched_whole(number: str) -> None:
    """A number is not found inside another."""
    for match in DATASET.find(number):
        assert match.called or re.search(rf"(?<![0-9]){number}(?![0-9])", match.text)


def test_find_on_the_command_line_says_what_is_also_called_so(run: Run) -> None:
    """The page and the JSON name both words."""
    assert "In other words: Release of captives, also called hostages" in " ".join(
        re.sub(r"\s+", " ", run("find", "hostages").out).split()
    )
    data = run("find", "hostages", "--output-format", "json").json
    assert {"Release of captives, also called hostages"} <= {each.get("called") for each in data}


def test_small_words_of_a_question_are_left_out() -> None:
    """A question finds what its other words do; alone, or in capitals, a small word is sought as any."""
    for words in ("hostages", "Netanyahu Philadelphi", "mediated", "50"):
        asked = f"Who did what in the {words}?"
        assert [match.address for match in DATASET.find(asked)] == [
            match.address for match in DATASET.find(words)
        ]
        assert left_out(asked) == ("who", "did", "what", "in", "the")
    assert left_out("who is") == left_out("WHO") == ()


def test_who_mediated_is_answered() -> None:
    """The talks in which an actor is coded as a mediator are found by the word for what it did."""
    mediated = {
        f"talks/{talks.id}"
        for talks in DATASET.talks.values()
        for part in talks.participants or ()
        if part.role is TalksRole.MEDIATOR
    }
    assert mediated
    assert mediated <= {match.address for match in DATASET.find("who mediated")}


def test_an_issue_is_found_by_what_a_term_on_it_says() -> None:
    """And a text that has the words in a term says in which."""
    drafts = ng.load(Path(__file__).parents[1] / "examples/paris-agreement")
    found = {match.address: match for match in drafts.find("100 billion")}
    issue = found["issues/finance-floor"]
    assert issue.is_by_term
    assert issue.called == "a term on it: 100,000,000,000 USD per year"
    term = found["versions/paris-agreement@draft-4-december"].term
    assert term is not None
    assert term.issue == "finance-floor"
    assert all(match.is_by_term or match.term for match in found.values())
