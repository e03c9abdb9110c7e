"""Folders: all that is wrong is found in one run, with its place; what is written reads back."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from builders import (
    DELETED,
    Files,
    as_bytes,
    at,
    contents,
    dataset_of,
    put,
    records_of,
    swap,
    tiny,
    write,
)
from builders import write_text as write_article
from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import scaled
from strategies import mutated

import negotiations as ng
from negotiations.errors import InvalidDataset, NegotiationsError, Problem
from negotiations.folder.reading import read_folder
from negotiations.folder.replacing import write_texts
from negotiations.folder.writing import files_of
from negotiations.io.layout import FILE_KINDS
from negotiations.vocabulary import ActorKind, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ACTORS = "data/actors.json"
PLACES = "data/places.json"
DATASET = "data/dataset.json"
EVENTS = "data/events.json"
ACCORD = "data/proposals/accord.json"
SOUTH = "data/positions/south.json"
REPORT = "seeds/report.json"

as_root = os.geteuid() == 0 if hasattr(os, "geteuid") else False


class Found(NamedTuple):
    """What a test says of one problem; its place follows from file and pointer."""

    rule: str
    file: str
    pointer: str = ""
    record: str = ""
    message: str = ""


def found_in(problems: tuple[Problem, ...]) -> list[Found]:
    """The same of the problems that were found."""
    return [
        Found(each.rule, each.file, each.pointer, each.record, each.message) for each in problems
    ]


@dataclass(frozen=True)
class Broken:
    """A way to break the tiny dataset, and all that is to be found then."""

    name: str
    files: Callable[[], Files]
    found: tuple[Found, ...]


def broken(name: str, files: Callable[[], Files], *found: Found) -> Broken:
    """One row of the table."""
    return Broken(name, files, found)


def raw(file: str, data: bytes) -> Callable[[], Files]:
    """The tiny dataset with these bytes in one file."""
    return lambda: put(tiny(), file, value=data)


def with_(*path: Any, value: Any) -> Callable[[], Files]:
    """The tiny dataset with another value at one place."""
    return lambda: put(tiny(), path[0], *path[1:], value=value)


def swapped(file: str, old: bytes, new: bytes) -> Callable[[], Files]:
    """The tiny dataset with other bytes at one place."""
    return lambda: swap(tiny(), file, old, new)


def moved(file: str, to: str) -> Callable[[], Files]:
    """The tiny dataset with a file under another name."""
    return lambda: put(put(tiny(), to, value=tiny()[file]), file, value=DELETED)


def folder_problem(file: str, message: str, rule: str = "folder") -> Found:
    """A problem with a file as such."""
    return Found(rule, file, "", "", message)


def json_problem(message: str, file: str = ACTORS) -> Found:
    """A file that is not JSON."""
    return Found("json", file, "", "", message)


def dangling(file: str, pointer: str, record: str, name: str, among: str) -> Found:
    """A reference that does not resolve."""
    return Found("references", file, pointer, record, f"no record {name!r} in {among}")


SPRING = "versions/accord@spring"
TEXTS = "versions or proposals or positions or talks"
UNKNOWN_FILE = "a dataset has no file with this name"
NORTH = {"id": "north", "name": "Another North", "kind": "state"}


def a_second_accord(**changes: Any) -> Callable[[], Files]:
    """The tiny dataset with its proposal a second time, in another file."""
    return lambda: put(tiny(), "data/proposals/pact.json", value={**tiny()[ACCORD], **changes})


CASES = [
    # --- the folder
    broken(
        "an unknown file, near to a known one",
        with_("data/actor.json", value=[]),
        folder_problem("data/actor.json", UNKNOWN_FILE),
    ),
    broken(
        "an unknown file in a folder below",
        with_("data/proposals/old/accord.json", value={}),
        folder_problem("data/proposals/old/accord.json", UNKNOWN_FILE),
    ),
    broken(
        "a file that is not JSON",
        with_("data/readme.txt", value=b"x"),
        folder_problem("data/readme.txt", "it is not a JSON file, and is not read", "stray-file"),
    ),
    broken("a hidden file is left alone", with_("data/.hidden.json", value=b"x")),
    broken("other folders are left alone", with_("notes/actors.json", value=b"x")),
    broken(
        "no description of the dataset",
        with_(DATASET, value=DELETED),
        folder_problem(DATASET, "the file that describes the dataset is missing"),
    ),
    # --- not JSON
    broken(
        "a colon is missing",
        swapped(ACTORS, b'"kind": "group"', b'"kind" "group"'),
        json_problem("not JSON: expecting ':' delimiter"),
    ),
    broken(
        "a file that was cut off",
        lambda: put(tiny(), ACTORS, value=as_bytes(tiny()[ACTORS])[:100]),
        json_problem("not JSON: unterminated string starting at"),
    ),
    broken(
        "text of another encoding",
        swapped(ACTORS, b"The Gazette", b"The Gaz\xe9tte"),
        json_problem("byte 247 is not UTF-8"),
    ),
    broken(
        "UTF-16",
        lambda: put(tiny(), ACTORS, value=json.dumps(tiny()[ACTORS]).encode("utf-16")),
        json_problem("the file is in UTF-16"),
    ),
    broken(
        "a byte order mark",
        lambda: put(tiny(), ACTORS, value=b"\xef\xbb\xbf" + as_bytes(tiny()[ACTORS])),
        json_problem("the file begins with a byte order mark"),
    ),
    broken("an empty file", raw(ACTORS, b""), json_problem("the file is empty")),
    broken("a blank file", raw(ACTORS, b" \n\n"), json_problem("the file is empty")),
    broken(
        "two keys stand twice",
        swapped(ACTORS, b'"kind": "group",', b'"kind": "group", "name": "B", "kind": "state",'),
        json_problem("duplicate key 'name' in an object"),
        json_problem("duplicate key 'kind' in an object"),
    ),
    broken(
        "not a number",
        swapped(ACCORD, b'{"exactly": 20}', b'{"exactly": NaN}'),
        json_problem("not JSON: NaN is not a number", ACCORD),
    ),
    broken(
        "no finite number",
        swapped(ACCORD, b'{"exactly": 20}', b'{"exactly": -Infinity}'),
        json_problem("not JSON: -Infinity is not a number", ACCORD),
    ),
    broken(
        "nested too deep",
        raw(ACTORS, b"[" * 70 + b"]" * 70),
        json_problem("the JSON is nested deeper than 64 levels"),
    ),
    broken(
        "more than four mebibytes",
        raw(ACTORS, b" " * (4 * 1024**2 + 1)),
        json_problem("the file is larger than 4 MiB"),
    ),
    # --- not of the schema
    broken(
        "null",
        with_(ACTORS, 2, "speaks_for", value=None),
        Found("schema", ACTORS, "/2/speaks_for", "actors/north", "speaks_for: wrong type"),
    ),
    broken(
        "a number with a fraction for a count",
        with_(ACCORD, "versions", 0, "terms", 0, "count", value={"exactly": 20.0}),
        Found("schema", ACCORD, "/versions/0/terms/0/count/exactly", SPRING, "exactly: wrong type"),
    ),
    broken(
        "a number beyond all bounds",
        swapped(ACCORD, b'{"exactly": 20}', b'{"exactly": 1e999}'),
        Found("schema", ACCORD, "/versions/0/terms/0/count/exactly", SPRING, "exactly: wrong type"),
    ),
    broken(
        "true for 1",
        with_(ACCORD, "versions", 0, "phases", 0, "ordinal", value=True),
        Found("schema", ACCORD, "/versions/0/phases/0/ordinal", SPRING, "ordinal: wrong type"),
    ),
    broken(
        "true for a phase",
        with_(ACCORD, "versions", 0, "terms", 0, "phase", value=True),
        Found(
            "schema",
            ACCORD,
            "/versions/0/terms/0/phase",
            SPRING,
            "phase: none of the possible forms",
        ),
    ),
    broken(
        "text for a list",
        with_(ACTORS, 0, "spellings", value="a clerk"),
        Found("schema", ACTORS, "/0/spellings", "actors/clerk", "spellings: wrong type"),
    ),
    broken(
        "one record for a list of records",
        with_(ACTORS, value=NORTH),
        Found("schema", ACTORS, "", "actors/north", "the file: wrong type"),
    ),
    broken(
        "a list of records for one record",
        with_(ACCORD, value=[]),
        Found("schema", ACCORD, "", "", "the file: wrong type"),
    ),
    broken(
        "text for a file",
        raw(ACTORS, b'"north"\n'),
        Found("schema", ACTORS, "", "", "the file: wrong type"),
    ),
    broken(
        "null for a file",
        raw(ACTORS, b"null\n"),
        Found("schema", ACTORS, "", "", "the file: wrong type"),
    ),
    broken(
        "text for a record",
        with_(ACTORS, 1, value="gazette"),
        Found("schema", ACTORS, "/1", "", "the record: wrong type"),
    ),
    broken(
        "an unknown kind of term",
        with_(ACCORD, "versions", 0, "terms", 1, "kind", value="ceasefyre"),
        Found(
            "schema",
            ACCORD,
            "/versions/0/terms/1/kind",
            SPRING,
            "kind: not an allowed word",
        ),
    ),
    broken(
        "a term without its kind",
        with_(ACCORD, "versions", 0, "terms", 1, "kind", value=DELETED),
        Found("schema", ACCORD, "/versions/0/terms/1", SPRING, "the field 'kind' is missing"),
    ),
    broken(
        "a field of another kind of term",
        with_(ACCORD, "versions", 0, "terms", 1, "extent", value="none"),
        Found("schema", ACCORD, "/versions/0/terms/1/extent", SPRING, "unknown field 'extent'"),
    ),
    broken(
        "an unknown field",
        with_(ACTORS, 0, "speak_for", value="south"),
        Found("schema", ACTORS, "/0/speak_for", "actors/clerk", "unknown field 'speak_for'"),
    ),
    broken(
        "two missing fields",
        lambda: put(
            put(tiny(), ACTORS, 1, "name", value=DELETED), ACTORS, 1, "kind", value=DELETED
        ),
        Found("schema", ACTORS, "/1", "actors/gazette", "the field 'kind' is missing"),
        Found("schema", ACTORS, "/1", "actors/gazette", "the field 'name' is missing"),
    ),
    broken(
        "a record without an id",
        with_(ACTORS, 1, "id", value=DELETED),
        Found("schema", ACTORS, "/1", "", "the field 'id' is missing"),
    ),
    broken(
        "an item that stands twice",
        with_(EVENTS, 0, "actors", value=["north", "north"]),
        Found("schema", EVENTS, "/0/actors", "events/spring-accepted", "actors: duplicate item"),
    ),
    broken(
        "an id that ends with a line break",
        with_("data/figures.json", 0, "id", value="captives-held\n"),
        Found(
            "schema",
            "data/figures.json",
            "/0/id",
            "figures/captives-held\n",
            "id: not in the required form",
        ),
    ),
    broken(
        "a date of another form",
        with_(SOUTH, 0, "when", "edtf", value="spring"),
        Found(
            "schema",
            SOUTH,
            "/0/when/edtf",
            "positions/south-keeps-hill",
            "edtf: not in the required form",
        ),
    ),
    broken(
        "a date without its basis",
        with_(SOUTH, 0, "when", value={"edtf": "2001"}),
        Found(
            "schema",
            SOUTH,
            "/0/when",
            "positions/south-keeps-hill",
            "when: none of the possible forms",
        ),
    ),
    # --- not of the model
    broken(
        "a date of no calendar",
        with_(SOUTH, 0, "when", "edtf", value="2001-02-30"),
        Found(
            "value",
            SOUTH,
            "/0/when",
            "positions/south-keeps-hill",
            "'2001-02-30' is not a calendar date: day is out of range for month",
        ),
    ),
    broken(
        "a term's key stands twice",
        lambda: put(
            tiny(),
            ACCORD,
            "versions",
            0,
            "terms",
            1,
            value=tiny()[ACCORD]["versions"][0]["terms"][0],
        ),
        Found(
            "unique-key",
            ACCORD,
            "/versions/0/terms/1",
            SPRING,
            "terms: duplicate key: the same issue 'captives' and phase 1 as in item 1",
        ),
    ),
    broken(
        "a version's id stands twice",
        with_(ACCORD, "versions", 1, "id", value="accord@spring"),
        Found(
            "unique-id",
            ACCORD,
            "/versions/1",
            SPRING,
            "versions: duplicate key: the same id 'accord@spring' as in item 1",
        ),
    ),
    broken(
        "a phase stands twice",
        with_(ACCORD, "versions", 0, "phases", 1, "ordinal", value=1),
        Found(
            "unique-key",
            ACCORD,
            "/versions/0/phases/1",
            SPRING,
            "phases: duplicate key: the same ordinal 1 as in item 1",
        ),
    ),
    # --- between files
    broken(
        "a position in the file of another actor",
        moved(SOUTH, "data/positions/north.json"),
        Found(
            "file-name",
            "data/positions/north.json",
            "/0/actor",
            "positions/south-keeps-hill",
            "the record belongs in data/positions/south.json",
        ),
    ),
    broken(
        "a proposal in the file of another",
        moved(ACCORD, "data/proposals/pact.json"),
        Found(
            "file-name",
            "data/proposals/pact.json",
            "/id",
            "proposals/accord",
            "the record belongs in data/proposals/accord.json",
        ),
    ),
    broken(
        "a source in the file of another",
        moved(REPORT, "seeds/rep.json"),
        Found(
            "file-name",
            "seeds/rep.json",
            "/id",
            "sources/report",
            "the record belongs in seeds/report.json",
        ),
    ),
    broken(
        "an id twice in one file",
        with_(ACTORS, 5, value=NORTH),
        Found("unique-id", ACTORS, "/5/id", "actors/north", "duplicate id 'north'"),
    ),
    broken(
        "an id in two files",
        lambda: put(
            tiny(), "data/positions/north.json", value=[{**tiny()[SOUTH][0], "actor": "north"}]
        ),
        Found(
            "unique-id",
            SOUTH,
            "/0/id",
            "positions/south-keeps-hill",
            "duplicate id 'south-keeps-hill'",
        ),
    ),
    broken(
        "a proposal in two files",
        a_second_accord(),
        Found(
            "unique-id",
            "data/proposals/pact.json",
            "/id",
            "proposals/accord",
            "duplicate id 'accord'",
        ),
    ),
    broken(
        "versions in two proposals",
        a_second_accord(id="pact"),
        Found(
            "unique-id",
            "data/proposals/pact.json",
            "/versions/0/id",
            "versions/accord@spring",
            "duplicate id 'accord@spring'",
        ),
        Found(
            "unique-id",
            "data/proposals/pact.json",
            "/versions/1/id",
            "versions/accord@summer",
            "duplicate id 'accord@summer'",
        ),
    ),
    # --- between records
    broken(
        "an actor that is not there",
        with_(ACTORS, 0, "speaks_for", value="soth"),
        dangling(ACTORS, "/0/speaks_for", "actors/clerk", "soth", "actors"),
    ),
    broken(
        "an organisation that is not there",
        with_(ACTORS, 0, "member_of", 0, "organisation", value="soth"),
        dangling(ACTORS, "/0/member_of/0/organisation", "actors/clerk", "soth", "actors"),
    ),
    broken(
        "a claimant that is not there, deep in a position",
        with_(SOUTH, 0, "terms", 0, "evidence", 0, "claimants", 0, value="clark"),
        dangling(
            SOUTH,
            "/0/terms/0/evidence/0/claimants/0",
            "positions/south-keeps-hill",
            "clark",
            "actors",
        ),
    ),
    broken(
        "a version that is not there",
        with_(EVENTS, 0, "on", 0, value="accord@sprin"),
        dangling(EVENTS, "/0/on/0", "events/spring-accepted", "accord@sprin", TEXTS),
    ),
    broken(
        "an event that is not there",
        with_(EVENTS, 0, "when", "after", value="events/spring"),
        dangling(
            EVENTS,
            "/0/when/after",
            "events/spring-accepted",
            "events/spring",
            "versions or proposals or events or talks or positions",
        ),
    ),
    broken(
        "an issue that is not there",
        with_(ACCORD, "versions", 0, "terms", 2, "conditions", 0, "issue", value="captive"),
        dangling(ACCORD, "/versions/0/terms/2/conditions/0/issue", SPRING, "captive", "issues"),
    ),
    broken(
        "a source that is not there",
        with_("data/figures.json", 0, "claims", 0, "source", value="repor"),
        dangling(
            "data/figures.json", "/0/claims/0/source", "figures/captives-held", "repor", "sources"
        ),
    ),
    broken(
        "a place that is not there",
        with_(PLACES, 0, "within", 0, value="vale"),
        dangling(PLACES, "/0/within/0", "places/hill", "vale", "places"),
    ),
    broken(
        "a record of the wrong kind",
        with_("data/events.json", 0, "on", 0, value="places/hill"),
        Found(
            "references",
            "data/events.json",
            "/0/on/0",
            "events/spring-accepted",
            "'places/hill' is in a collection that this field cannot refer to",
        ),
    ),
]
BY_NAME = {case.name: case for case in CASES}


def place_of(data: bytes, problem: Problem) -> str:
    """The text from the place of a problem on."""
    lines = data.decode("utf-8").split("\n")
    line = lines[problem.line - 1]
    assert problem.column <= len(line) + 1
    return "\n".join([line[problem.column - 1 :], *lines[problem.line :]])


def test_the_tiny_dataset_is_valid(tmp_path: Path) -> None:
    """All tests here break a dataset in which nothing is wrong."""
    assert ng.check(write(tmp_path, tiny())) == ()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_wrong_is_found(case: Broken, tmp_path: Path) -> None:
    """Of each fault exactly its own problems are found, and none that only follow from it."""
    problems = ng.check(write(tmp_path, case.files()))
    assert sorted(found_in(problems)) == sorted(case.found)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_problems_have_a_place_and_a_remedy(case: Broken, tmp_path: Path) -> None:
    """A problem says what to do, and its line and column are those of what its pointer names."""
    files = case.files()
    for problem in ng.check(write(tmp_path, files)):
        assert problem.remedy.strip()
        assert problem.message.strip()
        if problem.rule in ("folder", "stray-file"):
            assert problem.line == problem.column == 0
            continue
        assert problem.line >= 1
        assert problem.column >= 1
        if problem.rule == "json":
            continue
        data = as_bytes(files[problem.file])
        there = json.JSONDecoder().raw_decode(place_of(data, problem))[0]
        if problem.message.startswith("unknown field"):
            assert there == problem.pointer.rpartition("/")[2]
        else:
            assert there == at(json.loads(data), problem.pointer)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_load_raises_the_same_problems(case: Broken, tmp_path: Path) -> None:
    """`load` and `check` know the same; warnings alone let a dataset load."""
    folder = write(tmp_path, case.files())
    problems = ng.check(folder)
    if any(problem.severity is Severity.ERROR for problem in problems):
        with pytest.raises(InvalidDataset) as caught:
            ng.load(folder)
        assert caught.value.problems == problems
        assert str(caught.value).startswith(f"{len(problems)} problem")
    else:
        assert ng.load(folder) == dataset_of(tiny())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_field_of_the_record_is_an_address(case: Broken, tmp_path: Path) -> None:
    """`record` is an address with its collection, whichever layer found the problem."""
    for problem in ng.check(write(tmp_path, case.files())):
        assert not problem.record or problem.record.count("/") == 1


EXACT = {
    "an unknown file, near to a known one": """\
data/actor.json: error[folder] a dataset has no file with this name
  remedy: rename it to data/actors.json""",
    "a file that is not JSON": """\
data/readme.txt: warning[stray-file] it is not a JSON file, and is not read
  remedy: move it out of the folder, or ignore this warning""",
    "no description of the dataset": """\
data/dataset.json: error[folder] the file that describes the dataset is missing
  expected: data/dataset.json
  remedy: write it; the schema `dataset` describes it""",
    "a colon is missing": """\
data/actors.json:5:12: error[json] not JSON: expecting ':' delimiter
  remedy: fix the syntax here""",
    "text of another encoding": """\
data/actors.json:10:37: error[json] byte 247 is not UTF-8
  remedy: save the file as UTF-8""",
    "two keys stand twice": """\
data/actors.json:5:22: error[json] duplicate key 'name' in an object
  remedy: remove one of them
data/actors.json:5:35: error[json] duplicate key 'kind' in an object
  remedy: remove one of them""",
    "null": """\
data/actors.json:11:67: error[schema] speaks_for: wrong type
  record: actors/north /2/speaks_for
  found: null
  expected: a string
  remedy: leave the field out, which means that it is not reported""",
    "a number with a fraction for a count": """\
data/proposals/accord.json:34:32: error[schema] exactly: wrong type
  record: versions/accord@spring /versions/0/terms/0/count/exactly
  found: 20.0 (number)
  expected: an integer
  remedy: write an integer""",
    "text for a list": """\
data/actors.json:8:18: error[schema] spellings: wrong type
  record: actors/clerk /0/spellings
  found: "a clerk" (string)
  expected: an array
  remedy: write an array""",
    "an unknown kind of term": """\
data/proposals/accord.json:52:19: error[schema] kind: not an allowed word
  record: versions/accord@spring /versions/0/terms/1/kind
  found: "ceasefyre" (string)
  expected: ceasefire, release, selection, withdrawal, presence, movement, provision, \
governance, continuation, force-use, measure, choice, territory, verification, other
  remedy: write 'ceasefire'""",
    "an unknown field": """\
data/actors.json:9:5: error[schema] unknown field 'speak_for'
  record: actors/clerk /0/speak_for
  found: 'speak_for'
  expected: one of id, name, kind, member_of, speaks_for, spellings, \
also_called, identifiers, summary, note, evidence, extra
  remedy: write 'speaks_for'""",
    "two missing fields": """\
data/actors.json:10:3: error[schema] the field 'kind' is missing
  record: actors/gazette /1
  found: nothing
  expected: What sort of actor it is.
  remedy: add 'kind'
data/actors.json:10:3: error[schema] the field 'name' is missing
  record: actors/gazette /1
  found: nothing
  expected: The name to show.
  remedy: add 'name'""",
    "text for a record": """\
data/actors.json:10:3: error[schema] the record: wrong type
  record: /1
  found: "gazette" (string)
  expected: an object
  remedy: write an object""",
    "a date of no calendar": """\
data/positions/south.json:7:13: error[value] '2001-02-30' is not a calendar date: \
day is out of range for month
  record: positions/south-keeps-hill /0/when
  found: {"edtf": "2001-02-30", "basis": "stated"} (object)
  remedy: fix the value here""",
    "a term's key stands twice": """\
data/proposals/accord.json:51:9: error[unique-key] terms: duplicate key: the same issue 'captives' \
and phase 1 as in item 1
  record: versions/accord@spring /versions/0/terms/1
  found: {"kind": "release", "issue": "captives", "phase": 1, "cou… (object)
  remedy: merge the two into one, or fix the key of one of them""",
    "a position in the file of another actor": """\
data/positions/north.json:4:14: error[file-name] the record belongs in data/positions/south.json
  record: positions/south-keeps-hill /0/actor
  found: data/positions/north.json
  expected: data/positions/south.json
  remedy: move it, or fix its 'actor'""",
    "an id twice in one file": """\
data/actors.json:14:10: error[unique-id] duplicate id 'north'
  record: actors/north /5/id
  found: the same id at data/actors.json:11:10
  expected: a unique id
  remedy: rename one of the two""",
    "an actor that is not there": """\
data/actors.json:7:19: error[references] no record 'soth' in actors
  record: actors/clerk /0/speaks_for
  found: soth
  expected: an id in actors
  remedy: write 'south'""",
    "a version that is not there": """\
data/events.json:6:12: error[references] no record 'accord@sprin' in versions or proposals or \
positions or talks
  record: events/spring-accepted /0/on/0
  found: accord@sprin
  expected: an id in versions or proposals or positions or talks
  remedy: write 'accord@spring'""",
}


@pytest.mark.parametrize("name", EXACT)
def test_exact_texts(name: str, tmp_path: Path) -> None:
    """What a user reads is part of the interface: place, rule, fact, found, expected, remedy."""
    problems = ng.check(write(tmp_path, BY_NAME[name].files()))
    assert "\n".join(map(str, problems)) == EXACT[name]


def test_a_passage_of_a_paragraph_before_the_first(tmp_path: Path) -> None:
    """It is refused where it stands, also where the source has no list that could be blamed."""
    files = put(tiny(), "seeds/report.json", "uncoded", value=DELETED)
    files = put(files, "data/events.json", 0, "evidence", 0, "paragraph", value=-5)
    problems = ng.check(write(tmp_path, files))
    ours = [(each.rule, each.pointer) for each in problems if each.file == "data/events.json"]
    assert ours == [("schema", "/0/evidence/0/paragraph")]
    assert all("twice" not in each.message for each in problems)


# --- the folder itself --------------------------------------------------------------------------


def only(folder: Path) -> Problem:
    """The one problem of a folder, which `load` raises too."""
    problems = ng.check(folder)
    (problem,) = problems
    with pytest.raises(InvalidDataset) as caught:
        ng.load(folder)
    assert caught.value.problems == problems
    return problem


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """Its path is in the message, and what to give instead."""
    folder = tmp_path / "none"
    assert str(only(folder)) == (
        f"{folder}: error[folder] {folder} does not exist\n"
        "  remedy: give the folder that contains data/ and seeds/"
    )


def test_a_file_for_a_folder(tmp_path: Path) -> None:
    """A file is no dataset's folder, not even one of its own."""
    file = write(tmp_path, tiny()) / ACTORS
    assert str(only(file)) == (
        f"{file}: error[folder] {file} is not a folder\n"
        "  remedy: give the folder that contains data/ and seeds/"
    )


@pytest.mark.parametrize("inner", ["", "data", "data/positions"])
def test_an_empty_folder(tmp_path: Path, inner: str) -> None:
    """A folder without any file of a dataset contains no dataset."""
    (tmp_path / inner).mkdir(parents=True, exist_ok=True)
    assert str(only(tmp_path)) == (
        f"{tmp_path}: error[folder] {tmp_path} contains no dataset\n"
        "  remedy: give the folder that contains data/dataset.json"
    )


def test_the_folder_below(tmp_path: Path) -> None:
    """Giving data/ instead of the folder around it is a likely slip."""
    folder = write(tmp_path, tiny()) / "data"
    assert only(folder).message == f"{folder} contains no dataset"


@pytest.mark.parametrize("as_text", [True, False])
def test_a_folder_may_be_given_as_text(tmp_path: Path, as_text: bool) -> None:
    """Text and paths are the same."""
    write(tmp_path, tiny())
    assert ng.check(str(tmp_path) if as_text else tmp_path) == ()
    assert len(ng.load(str(tmp_path)).actors) == 5


def test_a_relative_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path is taken from the working directory, as everywhere."""
    write(tmp_path / "set", tiny())
    monkeypatch.chdir(tmp_path)
    assert ng.check("set") == ()
    assert ng.load(Path("set")) == dataset_of(tiny())


def test_a_link_to_the_folder_itself(tmp_path: Path) -> None:
    """A folder given by a link is that folder."""
    write(tmp_path / "set", tiny())
    (tmp_path / "link").symlink_to(tmp_path / "set")
    assert ng.check(tmp_path / "link") == ()


def test_an_unknown_name_like_no_other_is_not_likened(tmp_path: Path) -> None:
    """A name that is near to no known one gets no name suggested, only that it does not belong."""
    write(tmp_path, put(tiny(), "data/xyz.json", value=[]))
    assert only(tmp_path).remedy == "move it out of the folder"


@pytest.fixture
def spoilt(tmp_path: Path) -> Path:
    """The tiny dataset without its file of figures, which nothing refers to."""
    write(tmp_path / "set", tiny())
    (tmp_path / "set" / "data" / "figures.json").rename(tmp_path / "figures.json")
    return tmp_path / "set"


@pytest.mark.parametrize(
    ("target", "message", "remedy"),
    [
        (
            "../../figures.json",
            "the link leads out of the dataset's folder",
            "copy the file here",
        ),
        (
            "/nowhere/figures.json",
            "the link leads out of the dataset's folder",
            "copy the file here",
        ),
        ("nowhere.json", "it is not a regular file", "replace it with a file"),
        ("figures.json", "it is not a regular file", "replace it with a file"),
    ],
    ids=["out", "out and dangling", "dangling", "to itself"],
)
def test_links(spoilt: Path, target: str, message: str, remedy: str) -> None:
    """A link out of the folder, into nothing or to itself is a problem and is not followed."""
    (spoilt / "data" / "figures.json").symlink_to(target)
    problem = next(each for each in ng.check(spoilt) if each.rule == "folder")
    assert (problem.file, problem.message, problem.remedy) == ("data/figures.json", message, remedy)


def test_a_link_within_the_folder_is_followed(spoilt: Path) -> None:
    """A file of the folder may stand in another place of it."""
    (spoilt / "figures.json").write_bytes((spoilt.parent / "figures.json").read_bytes())
    (spoilt / "data" / "figures.json").symlink_to("../figures.json")
    assert ng.check(spoilt) == ()
    assert "captives-held" in ng.load(spoilt).figures


def test_a_linked_folder_within_the_folder_is_not_passed_over(tmp_path: Path) -> None:
    """Its files are read, or it is a problem that they are not: nothing is dropped in silence."""
    write(tmp_path, tiny())
    (tmp_path / "data" / "positions").rename(tmp_path / "positions")
    (tmp_path / "data" / "positions").symlink_to("../positions")
    assert ng.check(tmp_path) or "south-keeps-hill" in ng.load(tmp_path).positions


@pytest.mark.parametrize("name", ["data/positions", "data", "seeds"])
def test_a_linked_folder_out_of_the_folder(tmp_path: Path, name: str) -> None:
    """A folder that leads out is refused like a file that does, at whatever depth."""
    folder = write(tmp_path / "set", tiny())
    (folder / name).rename(tmp_path / "elsewhere")
    (folder / name).symlink_to(tmp_path / "elsewhere")
    messages = [(problem.file, problem.message) for problem in ng.check(folder)]
    assert (name, "the link leads out of the dataset's folder") in messages


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no FIFOs")
def test_a_fifo_does_not_block(spoilt: Path) -> None:
    """What is not a regular file is not opened, so that nothing waits for it."""
    os.mkfifo(spoilt / "data" / "figures.json")
    problem = next(each for each in ng.check(spoilt) if each.rule == "folder")
    assert str(problem) == (
        "data/figures.json: error[folder] it is not a regular file\n  remedy: replace it with a file"
    )


def test_a_folder_for_a_file(spoilt: Path) -> None:
    """A folder under the name of a file is not passed over."""
    (spoilt / "data" / "figures.json").mkdir()
    assert [(each.file, each.rule) for each in ng.check(spoilt)] == [
        ("data/figures.json", "folder")
    ]


def test_a_file_for_a_folder_of_files(tmp_path: Path) -> None:
    """A file under the name of a folder is not read as one of the folder's files."""
    files = put(tiny(), "data/positions", value=b"[]")
    del files[SOUTH]
    write(tmp_path, files)
    assert [(each.file, each.rule) for each in ng.check(tmp_path)] == [
        ("data/positions", "stray-file")
    ]


@pytest.mark.skipif(as_root, reason="root may read every file")
def test_an_unreadable_file(tmp_path: Path) -> None:
    """A file that may not be read is a problem, with what the system says of it."""
    write(tmp_path, tiny())
    (tmp_path / PLACES).chmod(0)
    problem = next(each for each in ng.check(tmp_path) if each.file == PLACES)
    assert str(problem) == (
        "data/places.json: error[folder] it cannot be read: Permission denied\n"
        "  remedy: change its permissions"
    )


def test_a_file_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the system says when a file is opened becomes a problem; the rest is read."""
    write(tmp_path, put(tiny(), ACTORS, 0, "nam", value="x"))
    opened = os.open

    def refusing(path: Any, *args: Any, **more: Any) -> int:
        if Path(path).name == "places.json":
            raise PermissionError(13, "Permission denied")
        return opened(path, *args, **more)

    monkeypatch.setattr(os, "open", refusing)
    assert found_in(ng.check(tmp_path)) == [
        Found("schema", ACTORS, "/0/nam", "actors/clerk", "unknown field 'nam'"),
        folder_problem(PLACES, "it cannot be read: Permission denied"),
    ]


@pytest.mark.parametrize("how", ["link out", "dangling link", "fifo", "folder", "missing id"])
def test_what_could_not_be_read_makes_nothing_else_look_wrong(tmp_path: Path, how: str) -> None:
    """References into a file that is there and could not be read are not called dangling."""
    folder = write(tmp_path / "set", tiny())
    file = folder / ACTORS
    (tmp_path / "actors.json").write_bytes(file.read_bytes())
    file.unlink()
    if how == "link out":
        file.symlink_to(tmp_path / "actors.json")
    elif how == "dangling link":
        file.symlink_to("nowhere.json")
    elif how == "fifo":
        os.mkfifo(file)
    elif how == "folder":
        file.mkdir()
    else:
        write(folder, put(tiny(), ACTORS, 3, "id", value=DELETED))
    assert [problem.file for problem in ng.check(folder)] == [ACTORS]


# --- several at once ----------------------------------------------------------------------------


def test_several_problems_at_once(tmp_path: Path) -> None:
    """One run finds them all, in the order of files and places."""
    files = tiny()
    put(files, "data/xyz.txt", value=b"x")
    put(files, ACTORS, 0, "speaks_for", value="soth")
    put(files, ACTORS, 1, "nam", value="x")
    put(files, ACTORS, 5, value=NORTH)
    put(files, PLACES, value=b"[")
    put(files, SOUTH, 0, "when", "edtf", value="2001-02-30")
    put(files, EVENTS, 0, "issues", 0, value="hill-force")
    put(files, ACCORD, "versions", 0, "terms", 0, "phase", value=3)
    put(files, ACCORD, "versions", 0, "terms", 1, "kind", value="ceasefyre")
    put(files, "data/issues.json", 4, "options", value=DELETED)
    problems = ng.check(write(tmp_path, files))
    assert [(each.where, each.rule) for each in problems] == [
        ("data/actors.json:7:19", "references"),
        ("data/actors.json:10:88", "schema"),
        ("data/actors.json:14:10", "unique-id"),
        ("data/events.json:7:16", "references"),
        ("data/issues.json:24:3", "issue-options"),
        ("data/places.json:1:2", "json"),
        ("data/positions/south.json:7:13", "value"),
        ("data/proposals/accord.json:52:19", "schema"),
        ("data/xyz.txt", "stray-file"),
    ]
    assert list(problems) == sorted(problems, key=lambda each: each.sort_key)


def test_several_problems_in_one_record(tmp_path: Path) -> None:
    """A field that is missing hides no fault in a field that is there."""
    files = put(tiny(), SOUTH, 0, "act", value=DELETED)
    put(files, SOUTH, 0, "when", "edtf", value="2001-02-30")
    assert found_in(ng.check(write(tmp_path, files))) == [
        Found("schema", SOUTH, "/0", "positions/south-keeps-hill", "the field 'act' is missing"),
        Found(
            "value",
            SOUTH,
            "/0/when",
            "positions/south-keeps-hill",
            "'2001-02-30' is not a calendar date: day is out of range for month",
        ),
    ]


@pytest.mark.parametrize(
    "other",
    [
        with_("data/xyz.txt", value=b"x"),
        with_("data/xyz.json", value=[]),
        with_(PLACES, value=b"["),
        with_(DATASET, value=DELETED),
        with_("data/figures.json", 0, "labl", value="x"),
        with_(ACTORS, 5, value=NORTH),
        moved(SOUTH, "data/positions/north.json"),
    ],
    ids=["stray file", "unknown file", "not JSON", "no description", "field", "twin", "misplaced"],
)
def test_no_problem_hides_a_dangling_reference(other: Callable[[], Files], tmp_path: Path) -> None:
    """Whatever else is wrong, a reference to no actor is found: the actors could be read."""
    write(tmp_path, put(other(), ACTORS, 0, "speaks_for", value="soth"))
    assert any(each.rule == "references" for each in ng.check(tmp_path))


def test_a_warning_does_not_let_an_error_pass(tmp_path: Path) -> None:
    """A stray file beside a dangling reference does not make the dataset load."""
    files = put(tiny(), "data/xyz.txt", value=b"x")
    write(tmp_path, put(files, ACTORS, 0, "speaks_for", value="soth"))
    with pytest.raises(InvalidDataset):
        ng.load(tmp_path)


def test_problems_with_the_text_of_an_article_are_among_the_others(tmp_path: Path) -> None:
    """With texts, slices are held against them; the place is that of the fingerprint."""
    folder = write(tmp_path / "set", tiny())
    texts = write_article(tmp_path / "texts")
    assert ng.check(folder, texts=texts) == ()
    write(folder, put(tiny(), EVENTS, 0, "evidence", 0, "sha256", value="0" * 64))
    (problem,) = ng.check(folder, texts=texts)
    assert (problem.rule, problem.file) == ("evidence-slice", EVENTS)
    assert place_of((folder / EVENTS).read_bytes(), problem).startswith('"' + "0" * 64)


# --- places of what is sorted -------------------------------------------------------------------


def test_the_place_of_an_item_that_is_sorted_on_reading(tmp_path: Path) -> None:
    """Items stand sorted in a record; a problem's pointer is that of the file."""
    files = tiny()
    files[ACCORD]["versions"].reverse()
    files[ACCORD]["versions"][1]["terms"].reverse()
    put(files, ACCORD, "versions", 1, "terms", 1, "evidence", value=DELETED)
    (problem,) = ng.check(write(tmp_path, files))
    assert (problem.rule, problem.pointer) == ("evidence-present", "/versions/1/terms/1")


@pytest.mark.parametrize(
    "before",
    ['"x", ', '"' + "long " * 2000 + '", ', r'"\u00e9\n\"\\", ', "\t\t", '"𝄞😀é", ', '"a\u0301", '],
    ids=["short", "long", "escapes", "tabs", "beyond the first plane", "combining"],
)
def test_a_column_counts_code_points(before: str, tmp_path: Path) -> None:
    """A tab is one column, and so is each code point; an escape is as many as are typed."""
    line = '[{"id": "hill", "spellings": [' + before + '5], "name": "H", "kind": "city"}]\r\n'
    files = put(tiny(), PLACES, value=("\r\n" + line).encode())
    problem = next(each for each in ng.check(write(tmp_path, files)) if each.file == PLACES)
    assert (problem.line, problem.pointer[:13]) == (2, "/0/spellings/")
    assert problem.column == 31 + len(before)
    assert line[problem.column - 1] == "5"


def test_the_place_of_evidence_whose_lists_are_not_sorted(tmp_path: Path) -> None:
    """Evidence is found in the file although the claimants in it stand in another order."""
    files = tiny()
    both = files[EVENTS][0]["evidence"]
    both[0]["claimants"] = ["south", "north"]
    both[0]["support"] = "implied"
    both[1]["claimants"] = ["south", "north"]
    both.reverse()
    (problem,) = ng.check(write(tmp_path, files))
    assert problem.rule == "evidence-note"
    assert at(files[EVENTS], problem.pointer)["support"] == "implied"


def test_the_place_of_a_group_whose_words_are_not_sorted(tmp_path: Path) -> None:
    """A group is found in the file although what its persons share stands in another order."""
    files = tiny()
    put(
        files,
        ACCORD,
        "versions",
        0,
        "terms",
        0,
        "groups",
        value=[
            {"who": ["women", "living"], "citizens_of": "soth"},
            {"count": {"exactly": 5}, "who": ["women", "children"]},
        ],
    )
    (problem,) = ng.check(write(tmp_path, files))
    assert problem.rule == "references"
    assert at(files[ACCORD], problem.pointer) == "soth"


# --- nothing is raised --------------------------------------------------------------------------


def hostile() -> dict[str, Callable[[], Files]]:
    """Contents that a careless reader falls over."""
    nines = b"9" * 4300

    def sums() -> Files:
        files = tiny()
        term = files[ACCORD]["versions"][0]["terms"][0]
        del term["groups"]
        term |= {"count": {"exactly": 5}, "baseline": {"exactly": 1}, "increment": {"exactly": 2}}
        swap(files, ACCORD, b'{"exactly": 1}', b'{"exactly": ' + nines + b"}")
        return swap(files, ACCORD, b'{"exactly": 2}', b'{"exactly": ' + nines + b"}")

    return {
        "an infinite number in a list": swapped(ACTORS, b'["a clerk of South"]', b"[1e999]"),
        "an infinite number in a list of parts": swapped(
            "data/issues.json", b'"crosswalk": [{', b'"crosswalk": [-1e999, {'
        ),
        "a number of too many digits": swapped(
            ACCORD, b'{"exactly": 20}', b'{"exactly": ' + nines + b"9}"
        ),
        "numbers whose sum has too many digits": sums,
        "half of a surrogate pair": swapped(ACTORS, b'"The Gazette"', b'"\\ud800"'),
        "half of a surrogate pair in an id": swapped(
            ACTORS, b'"id": "gazette"', b'"id": "\\ud800"'
        ),
        "half of a surrogate pair in a key": swapped(ACTORS, b'"name": "The', b'"\\ud800": "The'),
        "a null character": swapped(ACTORS, b'"The Gazette"', b'"\\u0000"'),
        "an empty key": swapped(ACTORS, b'"name": "The Gazette"', b'"": "The Gazette"'),
        "a key that is a pointer": swapped(ACTORS, b'"name": "The', b'"/0/~1": "The'),
        "versions that are text": with_(ACCORD, "versions", value=["accord@spring"]),
        "versions without ids": with_(ACCORD, "versions", value=[{}, {}]),
        "versions that are an object": with_(ACCORD, "versions", value={"id": "accord@spring"}),
        "a kind that is a list": with_(ACCORD, "versions", 0, "terms", 0, "kind", value=[]),
        "an id that is a list": with_(ACTORS, 0, "id", value=["clerk"]),
        "a date that is a number": with_(SOUTH, 0, "when", value=2001),
        "the last of all years": with_(SOUTH, 0, "when", "edtf", value="9999"),
        "no year at all": with_(SOUTH, 0, "when", "edtf", value="0000"),
        "an address with many slashes": with_(ACTORS, 0, "speaks_for", value="//actors//south"),
        "a name that leads out": with_(SOUTH, 0, "actor", value="../../../etc"),
        "a circle of dates": with_(EVENTS, 0, "when", value={"after": "spring-accepted"}),
    }


@pytest.mark.parametrize("name", hostile())
def test_hostile_contents_are_problems_and_no_exceptions(name: str, tmp_path: Path) -> None:
    """Whatever stands in a file, `check` returns; and each of its problems can be printed."""
    problems = ng.check(write(tmp_path, hostile()[name]()))
    assert "Traceback" not in "\n".join(map(str, problems))


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with the tiny dataset, in which each example changes a file and puts it back."""
    folder = write(tmp_path_factory.mktemp("scratch"), tiny())
    yield folder
    shutil.rmtree(folder)


def checked(folder: Path, file: str, data: bytes) -> tuple[Problem, ...]:
    """The problems of the folder with these bytes in a file."""
    path = folder / file
    before = path.read_bytes()
    try:
        path.write_bytes(data)
        problems = ng.check(folder)
        if not any(each.severity is Severity.ERROR for each in problems):
            assert ng.load(folder)
    finally:
        path.write_bytes(before)
    return problems


def of_any_use(problems: tuple[Problem, ...]) -> None:
    """Problems are in order, and each has a rule, a message and a remedy and can be shown."""
    assert list(problems) == sorted(problems, key=lambda each: each.sort_key)
    for problem in problems:
        assert problem.rule
        assert problem.message
        assert problem.remedy
        assert str(problem)


@given(file=st.sampled_from(sorted(tiny())), data=st.binary(max_size=200))
@settings(max_examples=scaled(25))
def test_arbitrary_bytes_never_raise(scratch: Path, file: str, data: bytes) -> None:
    """Whatever bytes stand in whatever file, `check` tells what is wrong and raises nothing."""
    of_any_use(checked(scratch, file, data))


@given(
    file=st.sampled_from(sorted(tiny())),
    cut=st.floats(0, 1),
    length=st.integers(0, 40),
    data=st.binary(max_size=8)
    | st.sampled_from([b"null", b"1e999", b"\\ud800", b"[", b"{}", b'"']),
)
@settings(max_examples=scaled(50))
def test_damaged_files_never_raise(
    scratch: Path, file: str, cut: float, length: int, data: bytes
) -> None:
    """A file in which some bytes were lost or overwritten raises nothing."""
    whole = as_bytes(tiny()[file])
    start = int(cut * len(whole))
    of_any_use(checked(scratch, file, whole[:start] + data + whole[start + length :]))


@given(st.data())
@settings(max_examples=scaled(50))
def test_changed_records_never_raise(scratch: Path, draw: st.DataObject) -> None:
    """A file of well-formed JSON in which any value is another raises nothing."""
    file = draw.draw(st.sampled_from(sorted(tiny())))
    of_any_use(checked(scratch, file, as_bytes(draw.draw(mutated(tiny()[file])))))


# --- writing ------------------------------------------------------------------------------------


def test_what_is_saved_loads_equal(tmp_path: Path) -> None:
    """`load` undoes `save`, into a folder that is new, at whatever depth."""
    dataset = ng.load(write(tmp_path / "one", tiny()))
    ng.save(dataset, tmp_path / "deep" / "two")
    again = ng.load(tmp_path / "deep" / "two")
    assert again == dataset
    assert hash(again) == hash(dataset)
    assert again.metadata == dataset.metadata


def test_saving_is_idempotent(tmp_path: Path) -> None:
    """What was saved, loaded and saved again has the same bytes."""
    ng.save(dataset_of(tiny()), tmp_path / "one")
    ng.save(ng.load(tmp_path / "one"), tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    ng.save(ng.load(tmp_path / "one"), tmp_path / "one")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_saved_files_are_canonical(tmp_path: Path) -> None:
    """The tiny dataset is written in canonical form, and saving it gives just its files."""
    ng.save(dataset_of(tiny()), tmp_path)
    assert contents(tmp_path) == {name: as_bytes(data) for name, data in tiny().items()}


def test_the_bundled_dataset_survives_saving(tmp_path: Path) -> None:
    """The coded data load from where they were saved."""
    ng.save(ng.load(), tmp_path)
    assert ng.load(tmp_path) == ng.load()
    assert ng.check(tmp_path) == ()


def test_canonical_text_does_not_depend_on_the_order_in_the_file(tmp_path: Path) -> None:
    """Records and items in another order, and other white space, are the same dataset."""
    files = tiny()
    files[ACTORS].reverse()
    files[ACCORD]["versions"].reverse()
    files[EVENTS][0]["evidence"].reverse()
    files[PLACES] = json.dumps(files[PLACES], indent=8).encode()
    read = read_folder(write(tmp_path, files))
    assert read.problems == ()
    assert files_of(read.records) == {
        name: as_bytes(data).decode() for name, data in tiny().items()
    }


def test_files_end_with_one_newline_and_are_plain_utf_8(tmp_path: Path) -> None:
    """Files are text as tools expect it: UTF-8, LF, one newline at the end, no tabs."""
    files = put(tiny(), ACTORS, 1, "name", value="Die Zeitung „Übersicht“\u2028")
    ng.save(dataset_of(files), tmp_path)
    for data in contents(tmp_path).values():
        assert data.endswith(b"\n")
        assert not data.endswith(b"\n\n")
        assert b"\r" not in data
        assert b"\t" not in data
    assert "Übersicht" in (tmp_path / ACTORS).read_text(encoding="utf-8")
    assert ng.load(tmp_path) == dataset_of(files)


def test_saving_into_an_empty_folder(tmp_path: Path) -> None:
    """An empty folder is as good as a new one."""
    ng.save(dataset_of(tiny()), tmp_path)
    assert ng.check(tmp_path) == ()


def test_saving_over_a_dataset_removes_files_of_records_that_are_gone(tmp_path: Path) -> None:
    """A record that is not in the dataset is not left behind in a file; other files are."""
    files = tiny()
    extra = {**files[SOUTH][0], "id": "north-keeps-hill", "actor": "north"}
    write(tmp_path, put(files, "data/positions/north.json", value=[extra]))
    (tmp_path / "data" / "notes.txt").write_text("x")
    (tmp_path / "README").write_text("x")
    less = put(tiny(), REPORT, "uncoded", 1, value={"paragraph": 7, "reason": "None."})
    del less["data/figures.json"]
    del less[SOUTH]
    dataset = dataset_of(less)
    ng.save(dataset, tmp_path, overwrite=True)
    assert set(contents(tmp_path)) == {*less, "data/notes.txt", "README"}
    assert ng.load(tmp_path) == dataset


def test_saving_into_a_folder_of_something_else(tmp_path: Path) -> None:
    """A folder that holds something and no dataset is left as it is."""
    (tmp_path / "thesis.tex").write_text("x")
    with pytest.raises(NegotiationsError) as caught:
        ng.save(dataset_of(tiny()), tmp_path)
    assert str(caught.value) == (
        f"{tmp_path} contains something other than a dataset; give a new or empty folder"
    )
    assert contents(tmp_path) == {"thesis.tex": b"x"}


def test_saving_over_a_file(tmp_path: Path) -> None:
    """A file is no folder to save into."""
    file = tmp_path / "set"
    file.write_text("x")
    with pytest.raises(NegotiationsError, match="contains something other than a dataset"):
        ng.save(dataset_of(tiny()), file)
    assert file.read_text() == "x"


INVALID: dict[str, Callable[[], ng.Dataset]] = {
    "a dangling reference": lambda: dataset_of(put(tiny(), ACTORS, 0, "speaks_for", value="soth")),
    "no evidence": lambda: dataset_of(put(tiny(), EVENTS, 0, "evidence", value=DELETED)),
    "no description": lambda: ng.Dataset(actors=dataset_of(tiny()).actors.values()),
    "nothing at all": ng.Dataset,
    "an id of another form": lambda: added(
        actors=[ng.Actor(id="A Clerk", name="A clerk", kind=ActorKind.GROUP)]
    ),
    "a blank name": lambda: added(actors=[ng.Actor(id="one", name=" ", kind=ActorKind.GROUP)]),
    "an id that leads out": lambda: added(
        proposals=[
            ng.Proposal(
                id="../../../out", title="Out", between=("north", "south"), rationale="None."
            )
        ]
    ),
    "text that UTF-8 cannot carry": lambda: added(
        actors=[ng.Actor(id="one", name="\ud800", kind=ActorKind.GROUP)]
    ),
    "an address where the file is named after an id": lambda: dataset_of(
        put(tiny(), SOUTH, 0, "actor", value="actors/south")
    ),
    "a negative offset": lambda: added(
        actors=[
            ng.Actor(
                id="one",
                name="One",
                kind=ActorKind.GROUP,
                evidence=(next(dataset_of(tiny()).evidence()).evidence.replace(start=-1),),
            )
        ]
    ),
}


def added(**more: Any) -> ng.Dataset:
    """The tiny dataset with some records besides."""
    whole = dataset_of(tiny())
    names = [kind.collection for kind in FILE_KINDS if kind.collection != "metadata"]
    parts = {name: [*getattr(whole, name).values(), *more.get(name, ())] for name in names}
    return ng.Dataset(whole.metadata, **parts)


@pytest.mark.parametrize("name", INVALID)
def test_saving_what_could_not_be_loaded_is_refused(name: str, tmp_path: Path) -> None:
    """`save` writes only what `load` accepts; it refuses the rest and touches no file."""
    folder = tmp_path / "a" / "b" / "set"
    ng.save(dataset_of(tiny()), folder)
    before = contents(tmp_path)
    try:
        dataset = INVALID[name]()
    except (TypeError, ValueError, NegotiationsError):
        return  # It cannot even be built.
    with pytest.raises(NegotiationsError):
        ng.save(dataset, folder)
    assert contents(tmp_path) == before


def test_a_refusal_to_save_says_what_breaks_which_rule(tmp_path: Path) -> None:
    """The problems are those of `Dataset.check`; records have no place in a file yet."""
    dataset = dataset_of(put(tiny(), ACTORS, 0, "speaks_for", value="soth"))
    with pytest.raises(InvalidDataset) as caught:
        ng.save(dataset, tmp_path / "set")
    assert caught.value.problems == dataset.check()
    assert str(caught.value) == (
        "1 problem\n"
        "error[references] no record 'soth' in actors\n"
        "  record: actors/clerk /speaks_for\n"
        "  found: soth\n"
        "  expected: an id in actors\n"
        "  remedy: write 'south'"
    )
    assert not (tmp_path / "set").exists()


def test_a_warning_does_not_keep_from_saving(tmp_path: Path) -> None:
    """Only errors are refused."""
    files = tiny()
    other = {**files[REPORT], "id": "other", "file_name": "other.txt"}
    dataset = dataset_of(put(files, "seeds/other.json", value=other))
    assert [each.severity for each in dataset.check()] == [Severity.WARNING]
    ng.save(dataset, tmp_path)
    assert ng.load(tmp_path) == dataset


@pytest.mark.parametrize("writes", range(len(tiny())))
def test_an_interrupted_save_leaves_no_file_half_written(
    writes: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each file is the old one or the new one, whole; no temporary file is left."""
    old, new = tiny(), tiny()
    for name in new:
        put(new, name, *([0] if isinstance(new[name], list) else []), "note", value="x" * 9)
    write(tmp_path, old)
    replaced = Path.replace
    count = 0

    def failing(self: Path, target: Path) -> Path:
        nonlocal count
        count += 1
        if count > writes:
            raise OSError(28, "No space left on device")
        return replaced(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(OSError, match="No space left"):
        ng.save(dataset_of(new), tmp_path, overwrite=True)
    left = contents(tmp_path)
    assert set(left) == set(old)
    whole = files_of(records_of(new))
    for name, data in left.items():
        assert data in (as_bytes(old[name]), whole[name].encode())


@pytest.mark.skipif(os.name == "nt", reason="the system has no modes")
def test_saving_keeps_the_mode_of_a_file(tmp_path: Path) -> None:
    """A file that only its owner may read stays so; a new one is for all to read."""
    ng.save(dataset_of(tiny()), tmp_path)
    (tmp_path / ACTORS).chmod(0o600)
    ng.save(dataset_of(tiny()), tmp_path)
    assert (tmp_path / ACTORS).stat().st_mode & 0o777 == 0o600
    assert (tmp_path / PLACES).stat().st_mode & 0o777 == 0o644


@given(st.data())
@settings(max_examples=scaled(25))
def test_what_check_passes_can_be_saved_and_read_again(
    scratch: Path, tmp_path_factory: pytest.TempPathFactory, draw: st.DataObject
) -> None:
    """Any change that leaves the dataset valid survives a save and a load."""
    files = tiny()
    file = draw.draw(st.sampled_from(sorted(files)))
    index = [0] if isinstance(files[file], list) else []
    field = draw.draw(st.sampled_from(["note", "summary"]))
    text = st.text(max_size=30) | st.text(st.characters(categories=["Cs", "Cc", "Zl"]), max_size=3)
    put(files, file, *index, field, value=draw.draw(text))
    data = json.dumps(files[file]).encode()
    if checked(scratch, file, data):
        return
    folder = write(tmp_path_factory.mktemp("one"), put(files, file, value=data))
    dataset = ng.load(folder)
    ng.save(dataset, folder / "two")
    assert ng.load(folder / "two") == dataset
    shutil.rmtree(folder)


def test_of_several_files_none_is_written_where_one_cannot_be(tmp_path: Path) -> None:
    """The one that cannot is named, the others are as they were, and nothing is left beside them."""
    good, bad = tmp_path / "a.json", tmp_path / f"{'b' * 300}.json"
    good.write_text("before")
    with pytest.raises(OSError, match="File name too long") as fault:
        write_texts({good: "after", bad: "text"})
    assert fault.value.filename == str(bad)
    assert good.read_text() == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


def test_a_folder_is_held_by_one_at_a_time(tmp_path: Path) -> None:
    """Who wants a folder that another holds waits; nothing that one writes is lost to the other."""
    path = tmp_path / "number"
    path.write_text("0")
    program = (
        "import sys, time; from pathlib import Path\n"
        "from negotiations.folder.locking import alone\n"
        "path = Path(sys.argv[1])\n"
        "for _ in range(20):\n"
        "    with alone(path.parent):\n"
        "        held = int(path.read_text()); time.sleep(0.001); path.write_text(str(held + 1))\n"
    )
    runs = [subprocess.Popen([sys.executable, "-c", program, str(path)]) for _ in range(4)]
    assert [run.wait(timeout=60) for run in runs] == [0, 0, 0, 0]
    assert path.read_text() == "80"
