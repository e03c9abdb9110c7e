"""Laws of the bounds: each holds at the bound and beyond, told by counting what is done."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from builders import Files, dataset_of, put, tiny, write
from hypothesis import given
from hypothesis import strategies as st

import negotiations as ng
from negotiations.answers import reliability as reliability_module
from negotiations.answers.reliability import reliability
from negotiations.articles import ArticleText, TextNotFound, Texts
from negotiations.cli.field_options import given_data
from negotiations.errors import NegotiationsError, nearest
from negotiations.folder.drafting import open_records
from negotiations.intervals import common_length, joined, length
from negotiations.io.strict_json import read_json
from negotiations.limits import (
    MAXIMUM_ALIGNED_WORDS,
    MAXIMUM_BYTES,
    MAXIMUM_DEPTH,
    MAXIMUM_PARAGRAPHS,
    MAXIMUM_PARTS,
    MAXIMUM_PASSAGE,
    MAXIMUM_PASSAGES,
    MAXIMUM_PROBLEMS,
    MAXIMUM_PROBLEMS_IN_ALL,
    MAXIMUM_TEXT_BYTES,
    MAXIMUM_WORDS,
    MORE,
    resolved,
)
from negotiations.model import Event
from negotiations.model.terms import ChoiceTerm, ContinuationTerm
from negotiations.report.coverage import coverage
from negotiations.vocabulary import Completeness, EventAct, Severity, Support, TermKind

ACCORD, EVENTS = "data/proposals/accord.json", "data/events.json"
REPORT = "seeds/report.json"


def errors_of(folder: Path) -> set[str]:
    """The rules of the errors that a check reports."""
    return {each.rule for each in ng.check(folder) if each.severity is Severity.ERROR}


def events_without_evidence(number: int) -> Files:
    """The tiny dataset with so many more events, each of which breaks a rule that may be ignored."""
    files = tiny()
    for index in range(number):
        files[EVENTS].append({"id": f"x{index}", "act": "accept"})
    return files


# --- problems -----------------------------------------------------------------------------------


@pytest.mark.parametrize("beyond", [0, 1])
def test_as_many_problems_of_a_file_as_are_reported(tmp_path: Path, beyond: int) -> None:
    """At the bound all are reported; beyond it, that there are more."""
    folder = write(tmp_path, events_without_evidence(MAXIMUM_PROBLEMS + beyond))
    rules = [each.rule for each in ng.check(folder)]
    assert rules.count("evidence-present") == MAXIMUM_PROBLEMS
    assert rules.count(MORE) == beyond


def test_many_breaches_that_leave_answers_right_do_not_stop_a_coder(tmp_path: Path) -> None:
    """A dataset in the middle of coding is loaded and added to, however much is left to do."""
    folder = write(tmp_path, events_without_evidence(MAXIMUM_PROBLEMS + 1))
    with pytest.warns(ng.IncompleteDataset, match="more than 100 problems left"):
        assert len(ng.load(folder).events) == MAXIMUM_PROBLEMS + 2
    assert len(open_records(folder).collections["events"]) == MAXIMUM_PROBLEMS + 2


def test_what_makes_answers_wrong_stops_a_load_among_many(tmp_path: Path) -> None:
    """A broken reference behind a hundred other errors is refused though it is not reported."""
    files = events_without_evidence(MAXIMUM_PROBLEMS)
    files[EVENTS].append({"id": "z", "act": "accept", "actors": ["nobody"]})
    folder = write(tmp_path, files)
    with pytest.raises(ng.InvalidDataset):
        ng.load(folder)


def test_many_warnings_stop_nobody(tmp_path: Path) -> None:
    """Sources that nothing cites are warnings; a thousand and one of them leave a folder loadable."""
    files = tiny()
    for index in range(MAXIMUM_PROBLEMS_IN_ALL + 1):
        other = {**files[REPORT], "id": f"s{index}", "file_name": f"{index}.txt"}
        files[f"seeds/s{index}.json"] = other
    folder = write(tmp_path, files)
    problems = ng.check(folder)
    assert len(problems) == MAXIMUM_PROBLEMS_IN_ALL + 1
    assert {each.severity for each in problems} == {Severity.WARNING}
    assert len(ng.load(folder).sources) == MAXIMUM_PROBLEMS_IN_ALL + 2


def test_warnings_hide_no_error(tmp_path: Path) -> None:
    """Errors are reported first, however many warnings stand before them in the order of files."""
    files = tiny()
    for index in range(MAXIMUM_PROBLEMS_IN_ALL + 1):
        files[f"data/note{index}.txt"] = b"x"
    files["seeds/zebra.json"] = b"{"
    folder = write(tmp_path, files)
    assert errors_of(folder) == {"json"}


def test_what_is_set_aside_is_no_error_however_much_it_is(tmp_path: Path) -> None:
    """More breaches than are reported of a file, set aside one by one: none is left, none is stale."""
    files = events_without_evidence(MAXIMUM_PROBLEMS + 50)
    files["data/dataset.json"]["ignored"] = [
        {"rule": "evidence-present", "record": f"events/x{index}", "reason": "Coded next."}
        for index in range(MAXIMUM_PROBLEMS + 50)
    ]
    folder = write(tmp_path, files)
    assert [(each.rule, each.severity) for each in ng.check(folder)] == [(MORE, Severity.WARNING)]
    assert len(ng.load(folder).events) == MAXIMUM_PROBLEMS + 51


# --- passages -----------------------------------------------------------------------------------

SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6)


def offsets(intervals: Iterable[tuple[int, int]]) -> set[int]:
    """The offsets of intervals one by one."""
    return {offset for start, end in intervals for offset in range(start, end)}


@given(SPANS, SPANS)
def test_intervals_count_what_sets_of_offsets_count(
    ones: list[tuple[int, int]], others: list[tuple[int, int]]
) -> None:
    """Joined they have the same offsets; length and what two share are the sizes of the sets."""
    a, b = joined(ones), joined(others)
    assert offsets(a) == offsets(ones)
    assert length(a) == len(offsets(ones))
    assert common_length(a, b) == len(offsets(ones) & offsets(others))
    assert all(before[1] < after[0] for before, after in pairwise(a))


@pytest.mark.parametrize(
    ("place", "field", "bound"),
    [
        ((REPORT, "paragraphs"), "paragraphs", MAXIMUM_PARAGRAPHS),
        ((EVENTS, 0, "evidence", 0, "paragraph"), "paragraph", MAXIMUM_PARAGRAPHS),
        ((EVENTS, 0, "evidence", 0, "end"), "end", MAXIMUM_TEXT_BYTES),
    ],
)
def test_a_record_claims_no_more_than_a_text_can_have(
    tmp_path: Path, place: tuple[Any, ...], field: str, bound: int
) -> None:
    """At the bound a number is read; one more is a problem with its place."""
    at = write(tmp_path / "at", put(tiny(), *place, value=bound))
    assert "schema" not in errors_of(at)
    beyond = ng.check(write(tmp_path / "beyond", put(tiny(), *place, value=bound + 1)))
    assert [(each.message, each.expected) for each in beyond if each.rule == "schema"] == [
        (f"{field}: too large", f"{bound} or less")
    ]


def test_coverage_tells_of_no_more_paragraphs_than_its_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """At the bound all are told; beyond it, how many there are."""
    dataset = dataset_of(tiny())
    number = sum(source.paragraphs for source in dataset.sources.values())
    monkeypatch.setattr("negotiations.report.coverage.MAXIMUM_PARAGRAPHS_IN_ALL", number)
    assert sum(len(article.paragraphs) for article in coverage(dataset)) == number
    monkeypatch.setattr("negotiations.report.coverage.MAXIMUM_PARAGRAPHS_IN_ALL", number - 1)
    with pytest.raises(ng.NegotiationsError, match=f"the sources have {number} paragraphs in all"):
        coverage(dataset)


def test_likeness_is_asked_only_of_units_that_share_something(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of a hundred records in passages of their own, each is likened to the one in its passage."""
    pytest.importorskip("krippendorff")
    asked: list[str] = []
    likeness = reliability_module._likeness

    def count(a: Any, b: Any, kind: str) -> float:
        asked.append(kind)
        return likeness(a, b, kind)

    monkeypatch.setattr(reliability_module, "_likeness", count)
    events = []
    for number in range(100):
        evidence = ng.Evidence(
            source="report",
            paragraph=3,
            start=number * 10,
            end=number * 10 + 10,
            sha256="0" * 64,
            support=Support.EXPLICIT,
        )
        events.append(ng.Event(id=f"x{number}", act=EventAct.ACCEPT, evidence=(evidence,)))
    dataset = ng.Dataset(events=events)
    assert [each.both for each in reliability(dataset, dataset) if each.kind == "events"] == [100]
    assert asked == ["events"] * 100


@pytest.mark.parametrize("beyond", [0, 1])
@pytest.mark.parametrize("beside", [{}, {"count": {"exactly": 1}}])
def test_baseline_and_increment_add_up_to_a_number_that_is_read(
    tmp_path: Path, beyond: int, beside: dict[str, Any]
) -> None:
    """At 2^53 - 1 they do; beyond it the term is a problem with its place, and nothing fails."""
    files = tiny()
    term = {
        "kind": "release",
        "issue": files[ACCORD]["versions"][0]["terms"][0]["issue"],
        "baseline": {"exactly": 2**53 - 2},
        "increment": {"exactly": 1 + beyond},
        "evidence": files[ACCORD]["versions"][0]["terms"][0]["evidence"],
        **beside,
    }
    folder = write(tmp_path, put(files, ACCORD, "versions", 0, "terms", 0, value=term))
    found = [each for each in ng.check(folder) if each.rule == "value"]
    assert [(each.file, each.pointer, each.message) for each in found] == [
        (
            ACCORD,
            "/versions/0/terms/0",
            "ReleaseTerm: baseline and increment together are more than 9007199254740991",
        )
    ] * beyond


@pytest.mark.parametrize("beyond", [0, 1])
def test_as_many_words_are_aligned_as_the_bound_says(
    monkeypatch: pytest.MonkeyPatch, beyond: int
) -> None:
    """At the bound the words that stay are found; beyond it, those alike at both ends are."""
    seen: list[int] = []

    class Counting(difflib.SequenceMatcher[str]):
        def __init__(self, **given: Any) -> None:
            seen.append(max(len(given["a"]), len(given["b"])))
            super().__init__(**given)

    monkeypatch.setattr(difflib, "SequenceMatcher", Counting)
    size = MAXIMUM_ALIGNED_WORDS + beyond
    old, new = ([f"{side}{index}" for index in range(size)] for side in "ab")
    old[size // 2] = new[size // 2] = "kept"
    texts = (" ".join(["head", *words, "tail"]) for words in (old, new))
    before, after = (ng.OtherTerm(issue="x", summary=text) for text in texts)
    (change,) = ng.diff(before, after).changes
    kept = [words for sign, words in change.words if sign == "="]
    assert kept == (["head", "tail"] if beyond else ["head", "kept", "tail"])
    assert "".join(f"{w} " for sign, w in change.words if sign != "+").strip() == before.summary
    assert set(seen) == (set() if beyond else {MAXIMUM_ALIGNED_WORDS})


@pytest.mark.parametrize("beyond", [0, 1])
def test_a_diff_document_is_refused_with_few_problems(beyond: int) -> None:
    """Of changes that are none, as many are named as are reported, then that there are more."""
    document = json.loads(ng.to_json(ng.diff(ng.Count.exactly(1), ng.Count.exactly(2))))
    (change,) = document["changes"]
    document["changes"] += [
        {**change, "path": f"/x{number}"} for number in range(MAXIMUM_PROBLEMS + beyond)
    ]
    with pytest.raises(ng.InvalidDataset) as caught:
        ng.from_json(ng.Diff, json.dumps(document))
    rules = [each.rule for each in caught.value.problems]
    assert (rules.count("value"), rules.count(MORE)) == (MAXIMUM_PROBLEMS, beyond)


@pytest.mark.parametrize("beyond", [0, 1])
def test_a_passage_has_at_most_so_many_characters(beyond: int) -> None:
    """At the bound it is located; beyond it, no passage is found, and none can be coded."""
    between = "x" * (MAXIMUM_PASSAGE - 8 + beyond)
    article = ArticleText.of(f"one {between} two".encode())
    assert article.find("one ... two") == ((0, MAXIMUM_PASSAGE),) * (1 - beyond)
    given: dict[str, Any] = {
        "source": "report",
        "paragraph": 1,
        "start": 5,
        "end": 5 + MAXIMUM_PASSAGE + beyond,
        "sha256": "0" * 64,
        "support": Support.EXPLICIT,
    }
    if not beyond:
        ng.Evidence(**given)
        return
    with pytest.raises(ValueError, match="20001 characters are more than one passage may have"):
        ng.Evidence(**given)


@pytest.mark.parametrize("beyond", [0, 1])
def test_a_json_file_has_at_most_so_many_bytes(beyond: int) -> None:
    """At the bound it is parsed; beyond it, it is not, and the problem says so."""
    document, problems = read_json("f", b'"' + b"x" * (MAXIMUM_BYTES - 2 + beyond) + b'"')
    assert (document is None, len(problems)) == (bool(beyond), beyond)


@pytest.mark.parametrize("beyond", [0, 1])
def test_a_json_file_has_at_most_so_many_levels(beyond: int) -> None:
    """At the bound it is parsed; beyond it, it is not, and the problem says so."""
    depth = MAXIMUM_DEPTH + beyond
    document, problems = read_json("f", b"[" * depth + b"]" * depth)
    assert (document is None, len(problems)) == (bool(beyond), beyond)


@pytest.mark.parametrize("beyond", [0, 1])
def test_the_files_of_a_folder_have_at_most_so_many_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, beyond: int
) -> None:
    """With the last byte of the bound all are read; beyond it, the last file is not."""
    folder = write(tmp_path, tiny())
    size = sum(path.stat().st_size for path in folder.rglob("*.json"))
    monkeypatch.setattr("negotiations.folder.reading.MAXIMUM_FOLDER_BYTES", size - beyond)
    problems = [each.message for each in ng.check(folder)]
    assert len(problems) == beyond
    assert all("the dataset is larger than" in each for each in problems)


@pytest.mark.parametrize("beyond", [0, 1])
def test_a_folder_has_at_most_so_many_files_and_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, beyond: int
) -> None:
    """At the bound all are read; beyond it, the check says that there are more."""
    folder = write(tmp_path, tiny())
    entries = sum(1 for name in ("data", "seeds") for _ in (folder / name).rglob("*"))
    monkeypatch.setattr("negotiations.folder.listing.MAXIMUM_ENTRIES", entries - beyond)
    assert bool(ng.check(folder)) is bool(beyond)


@pytest.mark.parametrize("beyond", [0, 1])
def test_a_text_has_at_most_so_many_bytes(tmp_path: Path, beyond: int) -> None:
    """At the bound it is read; beyond it, the error names the bound."""
    source = dataset_of(tiny()).sources["report"]
    (tmp_path / "report.txt").write_bytes(b"a" * (MAXIMUM_TEXT_BYTES + beyond))
    texts = Texts(tmp_path, [source])
    if not beyond:
        assert len(texts.text(source).text) == MAXIMUM_TEXT_BYTES
        return
    with pytest.raises(TextNotFound, match="is larger than 4 MiB"):
        texts.text(source)


@pytest.mark.parametrize(
    ("text", "words", "message"),
    [
        ("a " * MAXIMUM_PASSAGES, "a", ""),
        ("a " * (MAXIMUM_PASSAGES + 1), "a", "more than 1000 passages"),
        ("a" * MAXIMUM_WORDS, "a" * MAXIMUM_WORDS, ""),
        ("a" * MAXIMUM_WORDS, "a" * (MAXIMUM_WORDS + 1), "of a long passage give both ends"),
    ],
    ids=["passages", "passages beyond", "words", "words beyond"],
)
def test_a_search_gives_at_most_so_many_passages_of_so_many_characters(
    text: str, words: str, message: str
) -> None:
    """At each bound every passage is given; beyond it, the error says what to do."""
    article = ArticleText.of(text.encode())
    if not message:
        assert len(article.find(words)) == text.count(words)
        return
    with pytest.raises(NegotiationsError, match=message):
        article.find(words)


@pytest.mark.parametrize("beyond", [0, 1])
def test_an_option_takes_at_most_so_many_parts(beyond: int) -> None:
    """At the bound all are read; beyond it, none, and the problem says so."""
    parts = MAXIMUM_PARTS + beyond
    data, problems = given_data(Event, {"evidence": ("{}\n" * parts,)})
    assert len(data.get("evidence", ())) == (0 if beyond else parts)
    assert [each.message for each in problems] == [
        f"--evidence: more than {MAXIMUM_PARTS} were given for one field of a record"
    ] * beyond


# --- work ---------------------------------------------------------------------------------------


def test_few_misspelt_options_are_likened(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many terms have an option that is none, as many are likened as are reported."""
    likened: list[str] = []

    def count(word: str, known: Iterable[str], limit: int = 3) -> tuple[str, ...]:
        likened.append(word)
        return nearest(word, known, limit)

    monkeypatch.setattr("negotiations.rules.rule.nearest", count)
    issue = ng.Issue(
        id="crossing",
        label="Crossing",
        kind=TermKind.CHOICE,
        options=("open", "closed"),
        definition="Whether it is open.",
    )
    terms = tuple(
        ChoiceTerm(issue="crossing", option=f"opne{number}", phase=number + 1)
        for number in range(MAXIMUM_PROBLEMS + 50)
    )
    version = ng.Version(id="accord@a", completeness=Completeness.PARTIAL, terms=terms)
    proposal = ng.Proposal(
        id="accord", title="A", between=("x",), rationale="R", versions=(version,)
    )
    dataset = ng.Dataset(issues=[issue], proposals=[proposal])
    found = [each for each in dataset.check() if each.rule == "term-option"]
    assert len(found) == MAXIMUM_PROBLEMS + 50
    assert len(likened) >= MAXIMUM_PROBLEMS
    assert sum(word.startswith("opne") for word in likened) == MAXIMUM_PROBLEMS


def test_the_phases_of_a_version_are_gathered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many terms continue it."""
    gathered: list[int] = []

    def count(ordinals: Iterable[int]) -> frozenset[int]:
        gathered.append(1)
        return frozenset(ordinals)

    monkeypatch.setattr("negotiations.rules.terms.frozenset", count, raising=False)
    terms = tuple(
        ContinuationTerm(issue=f"i{number}", of="accord@a", of_phase=number + 1)
        for number in range(30)
    )
    version = ng.Version(
        id="accord@a",
        completeness=Completeness.PARTIAL,
        terms=terms,
        phases=(ng.Phase(ordinal=1), ng.Phase(ordinal=2)),
    )
    proposal = ng.Proposal(
        id="accord", title="A", between=("x",), rationale="R", versions=(version,)
    )
    found = [each for each in ng.Dataset(proposals=[proposal]).check() if each.rule == "term-phase"]
    assert (len(found), len(gathered)) == (28, 1)


def test_the_list_of_what_is_set_aside_is_read_once(tmp_path: Path) -> None:
    """What entries say of the problems there are is bounded: each names at most twenty records."""
    files = events_without_evidence(MAXIMUM_PROBLEMS - 1)
    files["data/dataset.json"]["ignored"] = [
        {"rule": "evidence-present", "record": f"events/y{index}", "reason": "Gone."}
        for index in range(MAXIMUM_PROBLEMS + 50)
    ]
    stale = [each for each in ng.check(write(tmp_path, files)) if each.rule == "ignored-unused"]
    assert len(stale) == MAXIMUM_PROBLEMS
    assert max(each.expected.count("events/") for each in stale) == 20


@pytest.mark.parametrize("raises", [True, False])
def test_a_cycle_of_links_has_no_real_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, raises: bool
) -> None:
    """Some versions of Python raise an error of their own for it, and others give back the link."""
    loop = tmp_path / "loop"
    loop.symlink_to(loop)

    def resolve(path: Path) -> Path:
        if raises:
            raise RuntimeError("Symlink loop")
        return path

    monkeypatch.setattr(Path, "resolve", resolve)
    with pytest.raises(OSError, match="Too many levels of symbolic links"):
        resolved(loop)
