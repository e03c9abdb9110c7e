"""The command line: what each command writes, where, in which colour, and with which status."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import os
import re
import shlex
import shutil
import signal
import stat
import subprocess
import sys
import threading
from html import unescape
from pathlib import Path
from typing import Any, NoReturn, Protocol

import attrs
import jsonpatch
import pytest
from commands import Result, Run, run
from jsonschema import Draft202012Validator
from pairs import issue, version

import negotiations as ng
from negotiations.cli.main import _cli
from negotiations.compare.document import diff_schema
from negotiations.io.codec import to_data
from negotiations.io.layout import FILE_KINDS, bundled_folder
from negotiations.io.schema import record_schema, schema_of
from negotiations.io.strict_json import dumps
from negotiations.model import Actor, Place, Proposal, Record, ReleaseTerm, Version
from negotiations.model.values import Count
from negotiations.records import address_of
from negotiations.render.wording import date_words
from negotiations.rules import RULES
from negotiations.vocabulary import ActorKind, PlaceKind, TermKind

__all__ = ["run"]

REPOSITORY = bundled_folder()
DATASET = ng.load()
MAY, BRIDGING = "may-proposal@may", "may-proposal@bridging"
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
KINDS = list(DATASET.records.collections)
COMMANDS = sorted(_cli.commands)


def process(*arguments: object, env: dict[str, str] | None = None, **options: Any) -> Any:
    """Run the command line in a process of its own."""
    clean = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "TERM")}
    return subprocess.run(
        [sys.executable, "-m", "negotiations", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**clean, **(env or {})},
        timeout=60,
        check=False,
        **options,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A folder with a copy of the bundled dataset."""
    root = tmp_path / "copy"
    for name in ("data", "seeds", "schema"):
        shutil.copytree(REPOSITORY / name, root / name)
    return root


def raw_records(kind: str) -> dict[str, Any]:
    """The records of one kind by id, as they stand in the data files."""
    if kind == "versions":
        return {
            each["id"]: each
            for proposal in raw_records("proposals").values()
            for each in proposal.get("versions", ())
        }
    layout = next(each for each in FILE_KINDS if each.collection == kind)
    path = REPOSITORY / layout.path
    found: list[Any] = []
    for file in sorted(path.glob("*.json")) if layout.stem else [path]:
        data = json.loads(file.read_text("utf-8"))
        found += data if layout.is_list else [data]
    return {each["id"]: each for each in found}


# --- list ---------------------------------------------------------------------------------------


def test_list_counts_all_kinds(run: Run) -> None:
    """Without a kind, the number of records of each."""
    numbers = {kind: len(raw_records(kind)) for kind in KINDS}
    assert run("list", "--output-format", "json") == Result(0, dumps(numbers) + "\n", "")
    text = run("list")
    rows = [line.split() for line in text.out.splitlines()]
    assert rows == [["kind", "records"], *([kind, str(number)] for kind, number in numbers.items())]
    assert (text.status, text.err) == (0, "")


@pytest.mark.parametrize("kind", KINDS)
def test_list_names_every_record(run: Run, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """As text, each id whole where the width allows it."""
    monkeypatch.setenv("COLUMNS", "120")
    found = run("list", kind)
    assert found.status == 0
    assert all(line.endswith("--full lists every column.") for line in found.err.splitlines())
    first = {line.split()[0] for line in found.out.splitlines() if not line.startswith(" ")}
    assert set(raw_records(kind)) <= first
    assert max(map(len, found.out.splitlines())) <= 120


@pytest.mark.parametrize("kind", KINDS)
def test_list_as_json_is_what_the_files_hold(run: Run, kind: str) -> None:
    """The records themselves, and of the schema of their file."""
    found = run("list", kind, "--output-format", "json")
    raw = raw_records(kind)
    assert found.status == 0
    assert {each["id"]: each for each in found.json} == raw
    if kind != "versions":  # these come by lineage and date
        assert [each["id"] for each in found.json] == sorted(raw)
    if kind == "versions":
        validator = Draft202012Validator(record_schema(Version))
        assert all(validator.is_valid(each) for each in found.json)
        return
    layout = next(each for each in FILE_KINDS if each.collection == kind)
    validator = Draft202012Validator(schema_of(layout))
    for part in [found.json] if layout.is_list else found.json:
        assert [fault.message for fault in validator.iter_errors(part)] == []


def test_list_where(run: Run) -> None:
    """Records whose field has a value; more than one condition holds together."""

    def ids(*conditions: str, kind: str = "actors") -> set[str]:
        options = [part for each in conditions for part in ("--where", each)]
        found = run("list", kind, *options, "--output-format", "json")
        assert found.status in (0, 1)
        return {each["id"] for each in found.json}

    actors = raw_records("actors").values()
    persons = {each["id"] for each in actors if each["kind"] == "person"}
    speaking = {each["id"] for each in actors if each.get("speaks_for") == "israel"}
    assert persons
    assert speaking
    assert ids("kind=person") == persons
    assert ids("kind=person", "speaks_for=israel") == persons & speaking
    assert ids("speaks-for=israel") == speaking
    events = raw_records("events").values()
    assert ids("actors=hamas", kind="events") == {
        each["id"] for each in events if "hamas" in each.get("actors", ())
    }


def test_list_where_takes_numbers(run: Run) -> None:
    """A field that holds a number matches the number as it is typed."""
    source = next(iter(DATASET.sources.values()))
    found = run(
        "list", "sources", "--where", f"paragraphs={source.paragraphs}", "--output-format", "json"
    )
    assert source.id in {each["id"] for each in found.json}


def test_list_without_a_match(run: Run) -> None:
    """No match is something that is reported: status 1, and a remark."""
    found = run("list", "actors", "--where", "id=nobody")
    assert (found.out, found.err) == ("", "no actors match\n")
    assert found.status == 1
    assert run("list", "actors", "--where", "id=nobody", "--exit-zero").status == 0
    assert run("list", "actors", "--where", "id=nobody", "--output-format", "json").json == []
    assert run("-q", "list", "actors", "--where", "id=nobody").err == ""


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["evnts"], "negotiations: no kind of record 'evnts'; did you mean events?"),
        (
            ["actors", "--where", "knd=person"],
            "negotiations: Actor has no field 'knd'; did you mean kind?",
        ),
    ],
)
def test_list_of_what_is_unknown(run: Run, arguments: list[str], message: str) -> None:
    """A misspelt kind or field is answered with the nearest."""
    found = run("list", *arguments)
    looked = " (with the bundled dataset)\n"
    assert (found.status, found.out, found.err) == (2, "", message + looked)


@pytest.mark.parametrize("condition", ["kind", "=person", ""])
def test_list_where_wants_a_field_and_a_value(run: Run, condition: str) -> None:
    """Anything else is a usage error, and says how to write it."""
    found = run("list", "actors", "--where", condition)
    assert (found.status, found.out) == (2, "")
    assert "write FIELD=VALUE" in found.err
    assert "--where requires a KIND" in run("list", "--where", "kind=person").err


# --- show ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_show_as_json_is_the_record_in_the_file(run: Run, kind: str) -> None:
    """Every record of the dataset, by its address."""
    for key, raw in raw_records(kind).items():
        found = run("show", f"{kind}/{key}", "--output-format", "json")
        assert (found.status, found.err) == (0, "")
        assert found.json == raw


@pytest.mark.parametrize("kind", KINDS)
def test_show_as_text_is_the_page(run: Run, kind: str) -> None:
    """The page that `render` makes, with the dataset's names."""
    for record in DATASET.records.collections[kind].values():
        found = run("show", address_of(record))
        assert found == Result(0, ng.render(record, dataset=DATASET), "")
        assert found.out.splitlines()[0] == address_of(record)


@pytest.mark.parametrize("name", ["markdown", "html"])
def test_pages_in_other_formats(run: Run, tmp_path: Path, name: str) -> None:
    """What `render` makes, HTML as a file by itself; to a file as to standard output."""
    compared = DATASET.diff(MAY, BRIDGING)
    for arguments, value, status in (
        (("show", MAY), DATASET.versions[MAY], 0),
        (("diff", MAY, BRIDGING), compared, 1),
    ):
        expected = ng.render(value, name, dataset=DATASET, standalone=True)
        assert run(*arguments, "--output-format", name) == Result(status, expected, "")
        into = tmp_path / f"{arguments[0]}.{name}"
        assert run(*arguments, "--output-format", name, "-o", into) == Result(status, "", "")
        assert into.read_text(encoding="utf-8") == expected
    whole = run("diff", MAY, BRIDGING, "--output-format", name, "--level", "bookkeeping")
    assert whole.out == ng.render(
        compared, name, dataset=DATASET, standalone=True, level="bookkeeping"
    )


def test_a_command_offers_the_formats_that_it_has(run: Run) -> None:
    """What has no page has no Markdown."""
    found = run("cite", "--output-format", "markdown")
    assert (found.status, found.out) == (2, "")
    assert "'markdown' is not one of 'text', 'json'" in found.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("list",),
        ("list", "positions", "--full"),
        ("list", "terms", "--where", "issue=ceasefire"),
        ("find", "hostages"),
        ("timeline",),
        ("coverage",),
        ("reliability", REPOSITORY, REPOSITORY / "examples" / "paris-agreement"),
    ],
)
def test_an_answer_says_the_same_in_every_format(run: Run, arguments: tuple[str, ...]) -> None:
    """The records that the text names are those of the Markdown and of the HTML; CSV has even rows."""
    text = run(*arguments)
    keys = {key for records in DATASET.collections.values() for key in records}

    def named(page: str) -> set[str]:
        letters = "".join(re.sub("<[^>]*>", "", unescape(page)).replace("\\", "").split())
        return {key for key in keys if key in letters}

    for name in ("markdown", "html"):
        found = run(*arguments, "--output-format", name)
        assert found.status == text.status
        assert named(found.out) == named(text.out)
    if arguments[0] in ("list", "find", "timeline"):
        rows = list(csv.reader(run(*arguments, "--output-format", "csv").out.splitlines()))
        assert len(rows) > 1
        assert {len(row) for row in rows} == {len(rows[0])}
        assert "–" not in {cell for row in rows for cell in row}


def test_show_takes_a_bare_id_where_it_is_unique(run: Run) -> None:
    """The same as its address."""
    assert run("show", "qatar") == run("show", "actors/qatar")


def test_show_of_an_ambiguous_id_lists_the_choices(run: Run) -> None:
    """Both addresses are named, and nothing is shown."""
    found = run("show", "philadelphi-corridor")
    assert (found.status, found.out) == (2, "")
    assert "'philadelphi-corridor' is the id of several records; write one of " in found.err
    assert "places/philadelphi-corridor" in found.err
    assert "issues/philadelphi-corridor" in found.err
    assert run("show", "issues/philadelphi-corridor").status == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["show", "qatr"], "no record 'qatr'; did you mean qatar"),
        (["show", "actors/qatr"], "no actor 'qatr'; did you mean qatar"),
        (["show", "actrs/qatar"], "no collection 'actrs'; did you mean actors"),
        (["show", "zzzzzz"], "no record 'zzzzzz'"),
        (["diff", "may-proposal@mai", BRIDGING], "did you mean may-proposal@may"),
        (["diff", MAY, "may-proposal@briging"], "did you mean may-proposal@bridging"),
        (
            ["diff", MAY, BRIDGING, "--issue", "ceasefir"],
            "no issue 'ceasefir'; did you mean ceasefire",
        ),
        (["diff", MAY, BRIDGING, "--leans", "hams"], "no actor 'hams'; did you mean hamas"),
        (["check", "--select", "reference"], "no rule 'reference'; did you mean references"),
        (["check", "--ignore", "reference"], "no rule 'reference'; did you mean references"),
        (["schema", "actor"], "no schema 'actor'; did you mean actors"),
        (
            ["locate", "cnn-rely", "word", "--texts", "."],
            "no source 'cnn-rely'; did you mean cnn-relay",
        ),
    ],
    ids=" ".join,
)
def test_what_is_unknown_is_answered_with_the_nearest(
    run: Run, arguments: list[str], message: str
) -> None:
    """One line on standard error, status 2, and nothing on standard output."""
    found = run(*arguments)
    assert (found.status, found.out) == (2, "")
    assert found.err.startswith("negotiations: ")
    assert found.err.count("\n") == 1
    assert message in found.err


# --- record files -------------------------------------------------------------------------------


def write(path: Path, record: Record) -> Path:
    path.write_text(ng.to_json(record) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_file_is_an_operand(run: Run, tmp_path: Path, kind: str) -> None:
    """Any real record shows from a file of its own, whatever its kind."""
    for record in DATASET.records.collections[kind].values():
        path = write(tmp_path / "record.json", record)
        found = run("show", path, "--output-format", "json")
        assert (found.status, found.err) == (0, "")
        assert found.json == to_data(record)


@pytest.mark.parametrize(
    "record",
    [
        Actor(id="north", name="North", kind=ActorKind.STATE),
        Place(id="ridge", name="Ridge", kind=PlaceKind.BORDER),
        Proposal(id="plan", title="Plan", between=("north", "south"), rationale="One text."),
        version(),
        issue("truce", TermKind.CEASEFIRE),
    ],
    ids=lambda record: type(record).__name__,
)
def test_a_record_file_may_hold_the_least(run: Run, tmp_path: Path, record: Record) -> None:
    """A record with its required fields alone is told from those of other kinds."""
    found = run("show", write(tmp_path / "record.json", record), "--output-format", "json")
    assert (found.status, found.err) == (0, "")
    assert found.json == to_data(record)


def test_record_files_compare_with_records_and_with_each_other(run: Run, tmp_path: Path) -> None:
    """A file with one record stands wherever an address does."""
    may, bridging = DATASET.versions[MAY], DATASET.versions[BRIDGING]
    a, b = write(tmp_path / "a.json", may), write(tmp_path / "b.json", bridging)
    expected = run("diff", MAY, BRIDGING)
    for sides in ((a, b), (a, BRIDGING), (MAY, b)):
        assert run("diff", *sides) == expected
    assert run("diff", a, MAY).status == 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "not JSON"),
        ("", "the file is empty"),
        ("[1]", "the file does not contain a single record"),
        (
            '{"id": "north", "name": "North", "kind": "sate"}',
            "kind: not an allowed word",
        ),
        (
            '{"id": "north", "name": "North", "kind": "state", "colour": 1}',
            "unknown field 'colour'",
        ),
        ('{"id": "north", "name": 5, "kind": "state"}', "name: wrong type"),
    ],
)
def test_a_broken_record_file(run: Run, tmp_path: Path, text: str, message: str) -> None:
    """The problems with their places, status 2, and no page."""
    path = tmp_path / "record.json"
    path.write_text(text, encoding="utf-8")
    found = run("show", path)
    assert (found.status, found.out) == (2, "")
    assert f"{path}:1:" in found.err
    assert message in found.err


def test_a_record_file_that_is_not_there(run: Run, tmp_path: Path) -> None:
    """The file is named, and why it cannot be read; a folder is no record either."""
    path = tmp_path / "record.json"
    assert run("show", path) == Result(2, "", f"negotiations: {path}: No such file or directory\n")
    path.mkdir()
    assert run("show", path) == Result(2, "", f"negotiations: {path}: it is not a regular file\n")


def test_a_hostile_record_file(run: Run, tmp_path: Path) -> None:
    """What a file holds does not steer the terminal, as a page or as a problem."""
    for index, name in enumerate(("North\x1b[31m\u202e", "\u009b31m")):
        actor = Actor(id="north", name=name, kind=ActorKind.STATE)
        found = run("show", write(tmp_path / f"{index}.json", actor))
        assert found.status == 0
        assert not {"\x1b", "\x9b", "\u202e"} & set(found.out)
        broken = dumps({"id": "north", "name": "North", "kind": name})
        (tmp_path / "broken.json").write_text(broken, encoding="utf-8")
        found = run("show", tmp_path / "broken.json")
        assert found.status == 2
        assert not {"\x1b", "\x9b", "\u202e"} & set(found.err)


# --- find ---------------------------------------------------------------------------------------


def test_find_text(run: Run) -> None:
    """Where it stands, a line for each record, and how many there are."""
    found = run("find", "kamel")
    assert (found.status, found.err) == (0, "")
    lines = [line.strip() for line in found.out.splitlines()]
    assert lines[:4] == ["4 matches for “kamel”", "", "Abbas Kamel", "actors/abbas-kamel"]
    assert "Coded as: Abbas Kamel (3)" in lines
    assert run("-q", "find", "kamel").err == ""
    assert run("find", "KAMEL").out.splitlines()[1:] == found.out.splitlines()[1:]


def test_find_as_json(run: Run) -> None:
    """Address, place in the record, and the text that has it."""
    found = run("find", "philadelphi", "--output-format", "json")
    assert found.status == 0
    assert found.json
    for match in found.json:
        assert set(match) - {"called"} == {"address", "pointer", "text"}
        assert DATASET.resolve(match["address"])
        assert "Philadelphi" in match.get("called", match["text"])


def test_find_nothing(run: Run) -> None:
    """Status 1, and a remark on standard error."""
    assert run("find", "zzzzzz") == Result(1, "", "nothing contains 'zzzzzz'\n")
    assert (
        run("find", "Netanyaho").err == "nothing contains 'Netanyaho'; did you mean 'Netanyahu'?\n"
    )
    assert run("find", "zzzzzz", "--exit-zero").status == 0
    assert run("-q", "find", "zzzzzz") == Result(1, "", "")
    assert run("find", "zzzzzz", "--output-format", "json") == Result(1, "[]\n", "")
    assert "\x1b" not in run("find", "\x1b[31m").err


# --- diff ---------------------------------------------------------------------------------------


def test_diff_of_two_versions(run: Run) -> None:
    """The page of the diff; status 1 where they differ."""
    found = run("diff", MAY, BRIDGING)
    assert (found.status, found.err) == (1, "")
    assert found.out == ng.render(DATASET.diff(MAY, BRIDGING), dataset=DATASET)
    assert "One term newly reported; seven not mentioned any more." in found.out
    assert run("diff", MAY, BRIDGING, "--exit-zero") == Result(0, found.out, "")


def test_diff_without_differences(run: Run) -> None:
    """Status 0 where they are equal."""
    assert run("diff", MAY, MAY) == Result(
        0, "Three-phase proposal of May 2024: may → may\nno differences\n", ""
    )


def test_diff_as_json(run: Run) -> None:
    """A document of the schema, with all changes whatever the level shown."""
    found = run("diff", MAY, BRIDGING, "--output-format", "json", "--level", "substantive")
    assert found.status == 1
    assert Draft202012Validator(diff_schema()).is_valid(found.json)
    assert len(found.json["changes"]) == len(DATASET.diff(MAY, BRIDGING))
    same = run("diff", MAY, MAY, "--output-format", "json")
    assert (same.status, same.json["changes"]) == (0, [])


def test_diff_as_json_is_read_back(run: Run) -> None:
    """By the library, into the same diff; a choice of its changes is no diff, and says so."""
    found = run("diff", MAY, BRIDGING, "--output-format", "json")
    assert ng.from_json(ng.Diff, found.out) == DATASET.diff(MAY, BRIDGING)
    some = run("diff", MAY, BRIDGING, "--issue", "ceasefire", "--output-format", "json")
    with pytest.raises(ng.InvalidDataset, match="only some of the changes are listed"):
        ng.from_json(ng.Diff, some.out)


def test_diff_as_json_patch(run: Run) -> None:
    """Applied to what `show` has of the one, it gives what `show` has of the other."""
    found = run("diff", MAY, BRIDGING, "--output-format", "json-patch")
    assert (found.status, found.err) == (1, "")
    shown = [run("show", side, "--output-format", "json").json for side in (MAY, BRIDGING)]
    assert jsonpatch.apply_patch(shown[0], found.json) == shown[1]
    same = run("diff", MAY, MAY, "--output-format", "json-patch")
    assert same == Result(0, "[]\n", "")


@pytest.mark.parametrize("option", [("--issue", "ceasefire"), ("--leans", "israel")])
def test_a_json_patch_is_of_the_whole_diff(run: Run, option: tuple[str, str]) -> None:
    """Some of its operations would leave the indices of the others wrong."""
    refused = run("diff", MAY, BRIDGING, "--output-format", "json-patch", *option)
    assert (refused.status, refused.out) == (2, "")
    assert "a JSON Patch covers the whole diff: leave out --issue and --leans" in refused.err


def test_a_position_and_a_version_have_no_json_patch(run: Run) -> None:
    """They are compared, and not made from each other."""
    held = next(iter(DATASET.positions))
    refused = run("diff", held, BRIDGING, "--output-format", "json-patch")
    assert (refused.status, refused.out) == (2, "")
    assert "compared, and not made from each other" in refused.err


def test_diff_shows_changes_of_evidence_where_they_are_wanted(run: Run, tmp_path: Path) -> None:
    """At whatever level; they are bookkeeping, and else only counted among what is not shown."""
    term = DATASET.versions[BRIDGING].terms[0]  # type: ignore[index]
    other = DATASET.versions[BRIDGING].replace(
        terms=(term.replace(evidence=None),), note="Another note."
    )
    file = write(tmp_path / "record.json", other)
    without = run("diff", BRIDGING, file)
    with_them = run("diff", BRIDGING, file, "--evidence")
    assert "other passages" not in without.out
    assert "other passages" in with_them.out
    assert (
        with_them.out.count("Another note.") == 1
    )  # the coder's remark at the head, and no change


def test_diff_on_one_issue(run: Run) -> None:
    """Only its changes, in both formats; status 0 where there are none."""
    on_it = run("diff", MAY, BRIDGING, "--issue", "philadelphi-corridor")
    assert on_it.status == 1
    assert "Philadelphi Corridor" in on_it.out
    assert "Not mentioned any more" not in on_it.out
    data = run("diff", MAY, BRIDGING, "--issue", "ceasefire", "--output-format", "json").json
    assert {change["issue"] for change in data["changes"]} == {"ceasefire"}
    assert run("diff", MAY, BRIDGING, "--issue", "prisoner-release").status == 0


def test_diff_by_lean(run: Run, tmp_path: Path) -> None:
    """Only what leans toward one party."""

    def released(count: int) -> Version:
        return version(ReleaseTerm(issue="prisoner-release", phase=1, count=Count.exactly(count)))

    a, b = write(tmp_path / "a.json", released(5)), write(tmp_path / "b.json", released(7))
    rules = DATASET.issues["prisoner-release"].polarity or ()
    rule = next(rule for rule in rules if rule.field == "count")
    toward = run("diff", a, b, "--leans", rule.more, "--output-format", "json")
    assert [change["code"] for change in toward.json["changes"]] == ["term.count.raised"]
    assert toward.status == 1
    away = run("diff", a, b, "--leans", rule.less, "--output-format", "json")
    assert (away.status, away.json["changes"]) == (0, [])
    assert f"Leans toward {DATASET.actors[rule.more].name}" in " ".join(
        run("diff", a, b).out.split()
    )


@pytest.mark.parametrize("level", ["substantive", "clarifying", "editorial", "bookkeeping"])
def test_diff_by_level(run: Run, level: str) -> None:
    """The lower the level, the more is shown, and what is not is counted."""
    found = run("diff", MAY, BRIDGING, "--level", level)
    assert found.status == 1
    assert ("below the level" in found.out) is (level != "bookkeeping")
    assert ("Philadelphi Corridor" in found.out) is (level != "substantive")
    assert ("labels: bridging proposal" in found.out) is (level in ("editorial", "bookkeeping"))


def test_diff_of_kinds_that_cannot_be_compared(run: Run) -> None:
    """The reason, in one line."""
    assert run("diff", "actors/qatar", "places/cairo") == Result(
        2,
        "",
        "negotiations: Actor and Place cannot be compared: "
        "give two records of one kind, or a position and a version (with the bundled dataset)\n",
    )


def test_diff_of_a_position_and_a_version(run: Run) -> None:
    """Both ways, in both formats."""
    key = next(iter(DATASET.positions))
    for sides in ((key, MAY), (MAY, key)):
        assert run("diff", *sides).status in (0, 1)
        data = run("diff", *sides, "--output-format", "json").json
        assert data["whole"] is False


# --- check --------------------------------------------------------------------------------------


def test_check_of_the_bundled_dataset(run: Run) -> None:
    """It is in order, and so is a copy of it."""
    assert run("check") == Result(0, "", "the bundled dataset: no problems\n")
    assert run("-q", "check") == Result(0, "", "")
    assert run("check", "--output-format", "json") == Result(
        0, "[]\n", "the bundled dataset: no problems\n"
    )


def break_actor(folder: Path) -> Path:
    """Let an actor speak for one that is not there."""
    path = folder / "data" / "actors.json"
    records = json.loads(path.read_text("utf-8"))
    records[0]["speaks_for"] = "nobody-at-all"
    path.write_text(dumps(records) + "\n", encoding="utf-8")
    return path


def test_check_of_a_broken_dataset(run: Run, copy: Path) -> None:
    """Each problem with file, place, rule and remedy; status 1."""
    assert run("-d", copy, "check").status == 0
    break_actor(copy)
    for arguments, looked in (
        (("check", copy), ""),
        (("-d", copy, "check"), f"the dataset in {copy}: "),
    ):
        found = run(*arguments)
        assert found.status == 1
        assert re.match(r"data/actors\.json:\d+:\d+: error\[references\] ", found.out)
        assert "remedy: " in found.out
        assert found.err == f"{looked}1 error in 1 file\n"
    assert run("check", copy, "--exit-zero").status == 0
    assert run("-q", "check", copy).err == ""


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("show nothing", "in"),
        ("stance hamas --on nothing", "in"),
        ("blame may-proposal", "in"),
        ("diff may-proposal@may may-proposal@bridging --issue nothing", "in"),
        ("compiled may-proposal --as-of 2024-99", "with"),
        ("compiled may-proposal --as-of actors/hamas", "with"),
        ("diff may-proposal actors/hamas", "with"),
        ("side-by-side may-proposal@may issues/ceasefire", "with"),
        ("list nothing", "with"),
        ("list positions --where nothing=1", "with"),
        ("list positions --where actor", "with"),
        ("side-by-side hamas israel", "with"),
        ("diff hamas nothing.json", "with"),
    ],
)
def test_every_error_names_the_dataset_that_was_looked_at(
    run: Run, copy: Path, line: str, word: str
) -> None:
    """At the end and once: what is not found is not in it; other faults came up beside it."""
    for options, name in (((), "the bundled dataset"), (("-d", copy), f"the dataset in {copy}")):
        result = run(*options, *line.split())
        assert result.status == 2
        assert result.err.endswith(f" ({word} {name})\n")
        assert result.err.count(name) == 1


@pytest.mark.parametrize("line", ["rule nothing", "schema nothing", "show nothing.json", "find"])
def test_an_error_names_no_dataset_where_none_was_looked_at(
    run: Run, copy: Path, line: str
) -> None:
    """A rule is missing in no dataset, and neither is a file or an argument."""
    result = run("-d", copy, *line.split())
    assert result.status == 2
    assert "dataset" not in result.err.splitlines()[-1]


def test_a_dataset_that_cannot_be_read_is_named_before_its_problems(run: Run, copy: Path) -> None:
    """Once: where there is none, the problem names the folder."""
    (copy / "data" / "issues.json").write_text("{", encoding="utf-8")
    assert run("-d", copy, "show", "hamas").err.splitlines()[0] == (
        f"1 problem (in the dataset in {copy})"
    )
    missing = copy / "nowhere"
    assert run("-d", missing, "show", "hamas").err.splitlines()[:2] == [
        "1 problem",
        f"{missing}: error[folder] {missing} does not exist",
    ]


def test_check_as_json(run: Run, copy: Path) -> None:
    """The same facts as data."""
    break_actor(copy)
    found = run("check", copy, "--output-format", "json")
    assert found.status == 1
    (problem,) = found.json
    assert problem["rule"] == "references"
    assert problem["file"] == "data/actors.json"
    assert problem["severity"] == "error"
    assert problem["line"] > 0
    assert problem["remedy"]


def test_check_of_some_rules(run: Run, copy: Path) -> None:
    """Selected, or all but the ignored."""
    break_actor(copy)
    assert run("check", copy, "--select", "references").status == 1
    assert run("check", copy, "--select", "schema").status == 0
    assert run("check", copy, "--ignore", "references").status == 0
    assert run("check", copy, "--select", "schema", "--select", "references").status == 1


def test_check_of_several_folders(run: Run, copy: Path) -> None:
    """Problems name the folder that they are in."""
    path = break_actor(copy)
    found = run("check", REPOSITORY, copy)
    assert found.status == 1
    assert found.out.startswith(f"{path}:")


def test_check_of_record_files(run: Run, tmp_path: Path) -> None:
    """A file that stands alone is held against its schema."""
    good = write(tmp_path / "good.json", Actor(id="north", name="North", kind=ActorKind.STATE))
    alone = "a single file was checked without the rules between records: check its folder"
    assert run("check", good) == Result(0, "", f"no problems\n{alone}\n")
    bad = tmp_path / "bad.json"
    bad.write_text('{"id": "north", "name": "North", "kind": "sate"}', encoding="utf-8")
    found = run("check", bad)
    assert found.status == 1
    assert found.out.startswith(f"{bad}:1:")
    assert "state" in found.out
    assert run("check", REPOSITORY / "data" / "actors.json").status == 0


def test_a_rule_on_texts_wants_texts(run: Run) -> None:
    """Selected without them it would pass in silence, since it is not held at all."""
    found = run("check", "--select", "evidence-slice")
    assert found.status == 2
    assert (
        "the rule 'evidence-slice' requires the texts of the articles: add --texts DIR" in found.err
    )


def test_check_of_what_is_not_there(run: Run, tmp_path: Path) -> None:
    """A folder that does not exist could not be checked."""
    found = run("check", tmp_path / "nowhere")
    assert found.status == 2
    assert "does not exist" in found.out + found.err


def ignore_a_reading(folder: Path) -> None:
    """Let a dataset set a breach aside that it has, and break the rule of readings once more."""
    path = folder / "data" / "dataset.json"
    data = json.loads(path.read_text("utf-8"))
    data["ignored"] = [{"rule": "evidence-note", "reason": "The coder is away."}]
    path.write_text(dumps(data) + "\n", encoding="utf-8")
    path = folder / "data" / "events.json"
    events = json.loads(path.read_text("utf-8"))
    passage = next(each for event in events for each in event["evidence"])
    passage["support"] = "implied"
    passage.pop("note", None)
    path.write_text(dumps(events) + "\n", encoding="utf-8")


def test_check_counts_what_the_dataset_ignores(run: Run, copy: Path) -> None:
    """It is no problem, and is not passed over in silence."""
    ignore_a_reading(copy)
    assert run("check", copy) == Result(0, "", "no problems; 1 ignored\n")
    assert run("check", copy, "--output-format", "json") == Result(
        0, "[]\n", "no problems; 1 ignored\n"
    )
    assert run("check", copy, "--output-format", "github").out == ""
    assert run("-d", copy, "list", "events").status == 0
    break_actor(copy)
    assert run("check", copy).err == "1 error in 1 file; 1 ignored\n"


def test_check_as_sarif(run: Run, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One log, with what is ignored marked as such; no path of this machine is in it."""
    ignore_a_reading(copy)
    break_actor(copy)
    for where, prefix, name in (
        (copy.parent, f"{copy.name}/", copy.name),
        (copy.parent, f"{copy.name}/", copy),
        (copy, "", "."),
        (Path("/"), None, copy),
        (REPOSITORY, "", copy),
    ):
        monkeypatch.chdir(where)
        found = run("check", name, "--output-format", "sarif")
        assert found.status == 1
        assert found.err == "1 error in 1 file; 1 ignored\n"
        results = found.json["runs"][0]["results"]
        assert {each["ruleId"]: len(each["suppressions"]) for each in results} == {
            "references": 0,
            "evidence-note": 1,
        }
        addresses = {
            each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for each in results
        }
        if prefix is not None:
            assert addresses == {f"{prefix}data/actors.json", f"{prefix}data/events.json"}
            assert str(copy) not in found.out
        assert not any(address.startswith("/") for address in addresses)


def test_check_as_sarif_of_what_is_not_there(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log says that nothing was checked, and not where this machine keeps its files."""
    monkeypatch.chdir(REPOSITORY)
    found = run("check", tmp_path / "nowhere", "--output-format", "sarif")
    assert found.status == 2
    assert found.json["runs"][0]["invocations"] == [{"executionSuccessful": False}]
    assert str(tmp_path) not in found.out
    assert "nowhere does not exist" in found.out


def test_check_as_workflow_commands(run: Run, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line for each problem, with the file as a repository has it."""
    monkeypatch.chdir(copy.parent)
    break_actor(copy)
    found = run("check", copy, "--output-format", "github")
    assert found.status == 1
    assert re.fullmatch(
        rf"::error file={copy.name}/data/actors\.json,line=\d+,col=\d+,title=references"
        r"::no record 'nobody-at-all' in actors%0A.+%0Aremedy: .+%0Arecord: actors/.+\n",
        found.out,
    )


@pytest.mark.parametrize("form", ["text", "json", "github", "sarif"])
def test_check_writes_a_file_in_every_format(run: Run, copy: Path, form: str) -> None:
    """What would be on standard output, and an empty result over an older one."""
    target = copy / "result"
    break_actor(copy)
    shown = run("check", copy, "--output-format", form)
    assert run("check", copy, "--output-format", form, "-o", target).out == ""
    assert target.read_text("utf-8") == shown.out
    run("check", REPOSITORY, "--output-format", form, "-o", target)
    assert "nobody-at-all" not in target.read_text("utf-8")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names of files are text")
@pytest.mark.parametrize("form", ["text", "json", "github", "sarif"])
def test_check_names_files_whose_names_are_no_text(run: Run, copy: Path, form: str) -> None:
    """Such a name can be written in every format."""
    Path(os.fsdecode(os.fsencode(copy) + b"/data/\xff.json")).write_text("[]", "utf-8")
    target = copy / "result"
    assert run("check", copy, "--output-format", form, "-o", target).status == 1
    assert "folder" in target.read_text("utf-8")


def test_only_check_has_the_formats_of_other_programs(run: Run) -> None:
    """A format is offered where it has a meaning."""
    assert run("list", "--output-format", "sarif").status == 2
    assert run("rule", "--output-format", "github").status == 2


# --- rule ---------------------------------------------------------------------------------------


def test_rules_are_listed(run: Run) -> None:
    """Each with its severity and with what it holds."""
    found = run("rule")
    assert found.status == 0
    assert re.search(r"^references +error +Every reference resolves", found.out, re.MULTILINE)
    assert re.search(r"^source-cited +warning +Every source is cited", found.out, re.MULTILINE)
    assert [each["id"] for each in run("rule", "--output-format", "json").json] == list(RULES)


def test_one_rule_is_a_page(run: Run) -> None:
    """What holds, why, the example, the message that it really gives, and the remedy."""
    assert (
        run("rule", "references").out
        == """\
references (error)
Every reference resolves to one record of a collection that the field can refer
to.

A field that refers to one collection takes an id; one that refers to several
takes an address.

broken where  in data/actors.json, /0/speaks_for is "soth" and not "south"
reported as   data/actors.json:2:78: error[references] no record 'soth' in
              actors
record        actors/clerk /0/speaks_for
found         soth
expected      an id in actors
remedy        write 'south'
in general    use an id that exists, or add the record
ignored       a dataset may not
"""
    )
    assert "--texts DIR" in run("rule", "source-text").out
    data = run("rule", "references", "--output-format", "json").json
    assert data["problem"]["remedy"] == "write 'south'"


def test_a_rule_that_is_not_there(run: Run) -> None:
    """The nearest is named."""
    found = run("rule", "reference")
    assert found.status == 2
    assert "no rule 'reference'; did you mean references" in found.err
    assert run("rule", "references", "--check").status == 2
    assert run("rule", "references", "--output-format", "markdown").status == 2


def test_the_page_of_the_rules_is_held(run: Run, copy: Path) -> None:
    """The written page is that of the code; a stale or missing one is found."""
    assert run("rule", "--check") == Result(0, "", "rules.md is up to date\n")
    page = copy / "docs" / "rules.md"
    missing = run("-d", copy, "rule", "--check")
    assert missing == Result(
        1,
        f"{page}: missing\nremedy: negotiations rule --output-format markdown -o {page}\n",
        "",
    )
    page.parent.mkdir()
    assert run("rule", "--output-format", "markdown", "-o", page).status == 0
    assert run("-d", copy, "rule", "--check").status == 0
    page.write_text(page.read_text("utf-8") + "\n", encoding="utf-8")
    assert run("-d", copy, "rule", "--check").out.startswith(f"{page}: stale\n")
    assert run("-d", copy, "rule", "--check", "--output-format", "json").json == {
        "file": str(page),
        "stale": True,
    }


def test_rules_are_completed() -> None:
    """In `rule`, and after --select and --ignore."""
    for words in ("negotiations rule term-", "negotiations check --select term-"):
        done = process(
            env={
                "_NEGOTIATIONS_COMPLETE": "bash_complete",
                "COMP_WORDS": words,
                "COMP_CWORD": str(len(words.split()) - 1),
            }
        )
        assert done.stdout.splitlines() == [
            f"plain,{name}" for name in RULES if name.startswith("term-")
        ]


# --- locate -------------------------------------------------------------------------------------


@attrs.frozen
class Coded:
    """A dataset, and texts made up for the tests that pass for its articles."""

    folder: Path
    texts: Path


@pytest.fixture
def coded(copy: Path, tmp_path: Path) -> Coded:
    """The bundled records over other texts; the fingerprints of the files are theirs."""
    lines = ["First line.", "A red door and a blue door.", "A temporary truce; a red door."]
    lines += [f"Line {number}." for number in range(4, 100)]
    texts = tmp_path / "articles"
    texts.mkdir()
    for path in (copy / "seeds").iterdir():
        source = json.loads(path.read_text("utf-8"))
        text = "\n\n".join(lines[: source["paragraphs"]]).encode()
        (texts / source["file_name"]).write_bytes(text)
        source["sha256"] = hashlib.sha256(text).hexdigest()
        path.write_text(dumps(source) + "\n", encoding="utf-8")
    return Coded(copy, texts)


def test_locate_prints_the_evidence(run: Run, coded: Coded) -> None:
    """The object as records have it, ready to be copied into one."""

    def located(*arguments: str) -> Result:
        return run("-d", coded.folder, "locate", "cnn-relay", *arguments, "--texts", coded.texts)

    found = located("a blue door")
    assert (found.status, found.err) == (0, "")
    assert found.json["source"] == "cnn-relay"
    assert (found.json["paragraph"], found.json["end"] - found.json["start"]) == (2, 11)
    assert located("a", "blue", "door") == found
    assert located("a blue door", "--output-format", "json").json == [found.json]


def test_locate_several_passages(run: Run, coded: Coded) -> None:
    """A list to choose from with status 1, unless ``--all`` or ``--nth`` says which are meant.

    Nothing is on standard output then, from which `add --evidence -` would take all of them.
    """
    arguments = ("-d", coded.folder, "locate", "cnn-relay", "red door", "--texts", coded.texts)
    found = run(*arguments)
    as_json = run(*arguments, "--output-format", "json")
    assert found.status == as_json.status == 1
    assert [each["paragraph"] for each in as_json.json] == [2, 3]
    assert found.out == ""
    assert found.err == (
        "2 passages have these words; give more words, --nth N for one of them, or --all:\n"
        + "".join(
            f"  {number}  ¶{each['paragraph']} {each['start']}:{each['end']}\n"
            for number, each in enumerate(as_json.json, 1)
        )
    )
    assert run("-q", *arguments) == Result(1, "", "")
    printed = "".join(dumps(each) + "\n" for each in as_json.json)
    assert run(*arguments, "--all") == Result(0, printed, "")
    second = run(*arguments, "--nth", "2")
    assert second == Result(0, dumps(as_json.json[1]) + "\n", "")
    beyond = run(*arguments, "--nth", "3")
    assert (beyond.status, beyond.out) == (2, "")
    assert "--nth 3: only 2 passages have these words" in beyond.err
    both = run(*arguments, "--all", "--nth", "1")
    assert (both.status, both.out) == (2, "")
    assert "--all and --nth exclude each other" in both.err


def test_locate_nothing(run: Run, coded: Coded) -> None:
    """Status 1, and the nearest sentences."""
    at, texts = ("-d", coded.folder, "locate", "cnn-relay"), ("--texts", coded.texts)
    found = run(*at, "a red door and a green door", *texts)
    assert (found.status, found.out) == (1, "")
    assert "¶2" in found.err
    assert "A red door and a blue door." in found.err
    found = run(*at, "green", *texts, "--output-format", "json")
    assert (found.status, found.json) == (1, [])


def test_locate_wants_texts_and_words(run: Run, coded: Coded, tmp_path: Path) -> None:
    """Without them it cannot be done, nor with another text than the one that was coded."""
    at = ("-d", coded.folder, "locate", "cnn-relay")
    assert run(*at, "word").status == 2
    assert run(*at, "--texts", coded.texts).status == 2
    assert run(*at, " … ", "--texts", coded.texts).status == 2
    empty = tmp_path / "empty"
    empty.mkdir()
    for arguments, said in (
        ((*at, "word", "--texts", empty), "no text"),
        (("locate", "cnn-relay", "word", "--texts", coded.texts), "is not the text that was coded"),
    ):
        found = run(*arguments)
        assert (found.status, found.out) == (2, "")
        assert found.err.startswith("negotiations: source 'cnn-relay': ")
        assert said in found.err


def test_diff_with_texts_that_are_not_the_articles(run: Run, coded: Coded) -> None:
    """Passages are quoted only from the text that was coded."""
    for options in ((), ("-d", coded.folder)):
        found = run(*options, "diff", MAY, BRIDGING, "--texts", coded.texts)
        assert (found.status, found.out) == (2, "")
        assert "coded" in found.err


# --- schema -------------------------------------------------------------------------------------


def test_schema_lists_its_names(run: Run) -> None:
    """One line for each, in both formats the same names."""
    found = run("schema")
    names = run("schema", "--output-format", "json").json
    assert [line.split()[0] for line in found.out.splitlines()] == names
    assert set(names) == {*(kind.name for kind in FILE_KINDS), "diff"}


def test_schema_prints_what_is_in_the_repository(run: Run) -> None:
    """Each schema, to the last letter."""
    for name in run("schema", "--output-format", "json").json:
        found = run("schema", name)
        path = REPOSITORY / "schema" / f"{name}.schema.json"
        assert found == Result(0, path.read_text("utf-8"), "")


def test_schema_check(run: Run, copy: Path) -> None:
    """The repository's are as the model has them; a stale, missing or unknown one is reported."""
    assert run("schema", "--check").status == 0
    assert run("-d", copy, "schema", "--check").status == 0
    stale = copy / "schema" / "actors.schema.json"
    stale.write_text(stale.read_text("utf-8") + "\n", encoding="utf-8")
    (copy / "schema" / "places.schema.json").unlink()
    (copy / "schema" / "colours.schema.json").write_text("{}", encoding="utf-8")
    found = run("-d", copy, "schema", "--check", "--output-format", "json")
    assert found.status == 1
    assert {(Path(each["file"]).name, each["problem"]) for each in found.json} == {
        ("actors.schema.json", "stale"),
        ("places.schema.json", "missing"),
        ("colours.schema.json", "unknown"),
    }
    text = run("-d", copy, "schema", "--check")
    assert text.status == 1
    assert f"{stale}: stale\n" in text.out
    assert "remedy: negotiations schema --write" in text.out
    assert run("-d", copy, "schema", "--check", "--exit-zero").status == 0


def test_schema_check_of_a_file_that_is_no_text(run: Run, copy: Path) -> None:
    """Bytes that are not UTF-8 are stale like any others."""
    (copy / "schema" / "actors.schema.json").write_bytes(b"\xff\xfe")
    found = run("-d", copy, "schema", "--check")
    assert found.status == 1
    assert "actors.schema.json: stale" in found.out


def test_schema_write(run: Run, tmp_path: Path) -> None:
    """What is written is what is checked."""
    found = run("-d", tmp_path, "schema", "--write")
    assert (found.status, found.out) == (0, "")
    assert run("-d", tmp_path, "schema", "--check").status == 0
    for path in (REPOSITORY / "schema").glob("*.json"):
        assert (tmp_path / "schema" / path.name).read_bytes() == path.read_bytes()
    both = run("-d", tmp_path, "schema", "--check", "--write")
    assert both.status == 2
    assert "exclude each other" in both.err


# --- the commands that look at the whole --------------------------------------------------------


def test_timeline(run: Run) -> None:
    """Text and JSON, of all issues and of one."""
    everything = run("timeline", "--output-format", "json")
    assert everything.status == 0
    assert everything.json
    assert run("timeline").status == 0
    on_one = run("timeline", "--issue", "ceasefire", "--output-format", "json")
    assert 0 < len(on_one.json) < len(everything.json)
    assert run("timeline", "--issue", "ceasefir").status == 2


def test_coverage_and_codebook(run: Run) -> None:
    """Both formats; every source and every kind of record is in them."""
    coverage = run("coverage", "--output-format", "json")
    assert coverage.status in (0, 1)
    assert coverage.json
    text = run("coverage").out
    assert all(source.label in text or source.id in text for source in DATASET.sources.values())
    codebook = run("codebook")
    assert codebook.status == 0
    assert "philadelphi-corridor" in codebook.out
    assert run("codebook", "--output-format", "json").json


def test_reliability_of_a_coding_with_itself(run: Run, copy: Path) -> None:
    """Two equal codings agree: status 0; one that is missing cannot be compared."""
    found = run("reliability", REPOSITORY, copy, "--output-format", "json")
    assert found.status == 0
    assert found.json
    assert run("reliability", REPOSITORY, copy / "nowhere").status == 2


# --- where the result goes ----------------------------------------------------------------------

WRITING: list[tuple[str, ...]] = [
    ("list",),
    ("list", "actors"),
    ("show", "qatar"),
    ("find", "philadelphi"),
    ("diff", MAY, BRIDGING),
    ("schema",),
    ("schema", "diff"),
    ("timeline",),
    ("codebook",),
]


@pytest.mark.parametrize("arguments", WRITING, ids=" ".join)
@pytest.mark.parametrize("format_", ["text", "json"])
def test_a_result_in_a_file(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], format_: str
) -> None:
    """The same as on standard output, with the same status, and nothing left beside it."""
    path = tmp_path / "result"
    shown = run(*arguments, "--output-format", format_)
    written = run(*arguments, "--output-format", format_, "-o", path)
    assert written == Result(shown.status, "", shown.err)
    assert path.read_text("utf-8") == shown.out
    assert [each.name for each in tmp_path.iterdir()] == ["result"]


def test_a_file_is_replaced_as_a_whole(run: Run, tmp_path: Path) -> None:
    """A shorter result leaves nothing of a longer one; the permissions stay."""
    path = tmp_path / "result"
    path.write_text("x" * 100_000, encoding="utf-8")
    path.chmod(0o600)
    run("list", "-o", path)
    assert path.read_text("utf-8") == run("list").out
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "qatr"),
        ("diff", "qatar", "cairo"),
        ("list", "actors", "--where", "knd=person"),
        ("-d", "nowhere", "list"),
        ("schema", "actor"),
        ("list", "--where", "kind=person"),
    ],
    ids=" ".join,
)
def test_no_file_is_left_of_what_failed(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    """Neither a new one, nor half of one; a file that was there stays as it was."""
    monkeypatch.chdir(tmp_path)
    assert run(*arguments, "-o", "result").status == 2
    assert list(tmp_path.iterdir()) == []
    Path("result").write_text("kept", encoding="utf-8")
    assert run(*arguments, "-o", "result").status == 2
    assert Path("result").read_text("utf-8") == "kept"


def test_a_file_that_cannot_be_written(run: Run, tmp_path: Path) -> None:
    """A folder, or a path through a file: status 2, and what is there stays."""
    (tmp_path / "file").write_text("kept", encoding="utf-8")
    for path in (tmp_path, tmp_path / "file" / "result"):
        found = run("list", "-o", path)
        assert (found.status, found.out) == (2, "")
        assert found.err
    assert (tmp_path / "file").read_text("utf-8") == "kept"
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


def test_a_file_that_is_a_pipe_stays_one(tmp_path: Path) -> None:
    """What is no regular file, such as /dev/null, is written to and never replaced."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    # Opened for both, so that neither end waits for the other.
    holder = os.open(pipe, os.O_RDWR | os.O_NONBLOCK)
    try:
        found = process("list", "-o", pipe)
        assert stat.S_ISFIFO(pipe.stat().st_mode)
        read.append(os.read(holder, 65536).decode())
    finally:
        os.close(holder)
    assert found.returncode == 0
    assert read[0].startswith("kind")


def test_a_file_behind_a_link_is_written(run: Run, tmp_path: Path) -> None:
    """The link stays a link."""
    real, link = tmp_path / "real", tmp_path / "link"
    real.write_text("old", encoding="utf-8")
    link.symlink_to(real)
    assert run("list", "-o", link).status == 0
    assert link.is_symlink()
    assert real.read_text("utf-8") == run("list").out


# --- colour -------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [("show", "qatar"), ("diff", MAY, BRIDGING), ("list",)])
def test_colour_when_it_is_asked_for(run: Run, arguments: tuple[str, ...]) -> None:
    """Always, never, and by default not into a pipe; the words are the same."""
    plain = run(*arguments)
    coloured = run("--color", "always", *arguments)
    assert "\x1b[" in coloured.out
    stripped = [line.rstrip() for line in COLOUR.sub("", coloured.out).splitlines()]
    assert stripped == plain.out.splitlines()
    for wish in ("never", "auto"):
        assert run("--color", wish, *arguments) == plain
    assert "\x1b" not in plain.out


def test_json_is_never_coloured(run: Run) -> None:
    """Whatever is asked for."""
    for arguments in (("show", "qatar"), ("list", "places"), ("diff", MAY, BRIDGING)):
        bare = run(*arguments, "--output-format", "json")
        assert run("--color", "always", *arguments, "--output-format", "json") == bare


def test_files_are_coloured_only_by_force(run: Run, tmp_path: Path) -> None:
    """A result in a file is read by programs."""
    run("show", "qatar", "-o", tmp_path / "auto")
    run("--color", "always", "show", "qatar", "-o", tmp_path / "always")
    assert "\x1b" not in (tmp_path / "auto").read_text("utf-8")
    assert "\x1b[" in (tmp_path / "always").read_text("utf-8")


def on_a_terminal(*arguments: str, env: dict[str, str], columns: int = 80) -> str:
    """What a run writes to a terminal."""
    import fcntl
    import pty
    import struct
    import termios

    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    clean = {
        name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS")
    }
    found: list[bytes] = []

    def read() -> None:
        while True:
            try:
                part = os.read(leader, 65536)
            except OSError:
                return
            if not part:
                return
            found.append(part)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        subprocess.run(
            [sys.executable, "-m", "negotiations", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=follower,
            stderr=subprocess.DEVNULL,
            env={**clean, "TERM": "xterm", "PAGER": "cat", **env},
            timeout=60,
            check=True,
        )
    finally:
        os.close(follower)
        reader.join(10)
        os.close(leader)
    return b"".join(found).decode("utf-8").replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("env", "options", "coloured"),
    [
        ({}, (), True),
        ({"NO_COLOR": "1"}, (), False),
        ({"NO_COLOR": ""}, (), True),
        ({"TERM": "dumb"}, (), False),
        ({}, ("--color", "never"), False),
        ({"NO_COLOR": "1"}, ("--color", "always"), True),
    ],
    ids=str,
)
def test_colour_on_a_terminal(
    env: dict[str, str], options: tuple[str, ...], *, coloured: bool
) -> None:
    """By default, unless the environment or an option says otherwise."""
    shown = on_a_terminal(*options, "show", "qatar", env=env)
    assert ("\x1b[" in shown) is coloured
    assert COLOUR.sub("", shown).startswith("actors/qatar")


@pytest.mark.parametrize(("columns", "expected"), [(60, 60), (20, 40), (200, 120)])
def test_pages_are_as_wide_as_the_terminal(columns: int, expected: int) -> None:
    """Between 40 and 120 columns."""
    shown = on_a_terminal("show", MAY, env={"NO_COLOR": "1"}, columns=columns)
    widest = max(map(len, shown.splitlines()))
    assert expected - 15 < widest <= expected


@pytest.mark.parametrize(
    ("arguments", "pager", "is_paged"),
    [
        (("show", "hamas"), "tr a-z A-Z", True),
        (("--no-pager", "show", "hamas"), "tr a-z A-Z", False),
        (("list",), "tr a-z A-Z", False),  # it fits
        (("show", "hamas"), "no-such-pager --at all", False),
        (("show", "hamas"), "true", True),  # it leaves before the end, which is no fault
    ],
)
def test_a_long_result_on_a_terminal_is_paged(
    arguments: tuple[str, ...], pager: str, *, is_paged: bool
) -> None:
    """By the pager that is named, with its colours; what is short, or has none, is written as it is."""
    shown = on_a_terminal(*arguments, env={"NEGOTIATIONS_PAGER": pager})
    assert ("hamas" in shown or "actors" in shown) is not is_paged
    if pager.startswith("tr ") and is_paged:
        assert "ACTORS/HAMAS" in shown
        assert "\x1b[" in shown


# --- folders ------------------------------------------------------------------------------------

LOADING = (("list",), ("show", "qatar"), ("find", "qatar"), ("diff", MAY, BRIDGING))


@pytest.mark.parametrize("arguments", LOADING, ids=" ".join)
def test_a_dataset_in_a_folder(run: Run, copy: Path, arguments: tuple[str, ...]) -> None:
    """A copy of the bundled dataset answers the same."""
    assert run("-d", copy, *arguments) == run(*arguments)
    assert run("--directory", copy, *arguments) == run(*arguments)


def test_a_missing_operand_of_check_is_named_once(run: Run) -> None:
    """With one operand or several, and in every format, a problem names a missing path as given."""
    found = run("check", "nope.json", "gone", "--output-format", "json")
    assert [(problem["file"], problem["message"]) for problem in found.json] == [
        ("nope.json", "nope.json does not exist"),
        ("gone", "gone does not exist"),
    ]
    annotation = run("check", "nope.json", "--output-format", "github").out
    assert annotation.startswith("::error file=nope.json,title=folder::nope.json does not exist")


@pytest.mark.parametrize("arguments", LOADING, ids=" ".join)
def test_a_folder_without_a_dataset(run: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """Missing, empty, or a file: the problem with its remedy, and status 2."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    for name, said in (
        ("missing", "does not exist"),
        ("empty", "contains no dataset"),
        ("file", "is not a folder"),
    ):
        found = run("-d", tmp_path / name, *arguments)
        assert (found.status, found.out) == (2, "")
        assert found.err.startswith("1 problem\n")
        assert said in found.err
        assert "remedy: " in found.err


@pytest.mark.parametrize("arguments", LOADING, ids=" ".join)
def test_a_broken_dataset_lists_its_problems(
    run: Run, copy: Path, arguments: tuple[str, ...]
) -> None:
    """All of them at once, each with its place, and status 2."""
    (copy / "data" / "places.json").write_text("[{]", encoding="utf-8")
    talks = json.loads((copy / "data" / "talks.json").read_text("utf-8"))
    talks[0]["titel"] = talks[0].pop("title")
    (copy / "data" / "talks.json").write_text(dumps(talks), encoding="utf-8")
    found = run("-d", copy, *arguments)
    assert (found.status, found.out) == (2, "")
    assert re.match(r"\d+ problems \(in the dataset in .+\)\n", found.err)
    assert re.search(r"^data/places\.json:1:3: error\[json\] ", found.err, re.MULTILINE)
    assert re.search(r"^data/talks\.json:\d+:\d+: error\[schema\] ", found.err, re.MULTILINE)
    assert "did you mean" in found.err or "write 'title'" in found.err


# --- pipes, interrupts, processes ---------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [("list", "events", "--output-format", "json"), ("diff", MAY, BRIDGING), ("--help",)],
    ids=" ".join,
)
def test_a_reader_that_has_gone(arguments: tuple[str, ...]) -> None:
    """As with ``| head -1``: nobody is told, and nothing is traced."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "negotiations", *arguments],
            stdout=writing,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    finally:
        os.close(writing)
    assert done.stderr == ""
    assert done.returncode not in (0, 1, 2)


def test_the_first_line_through_a_pipe() -> None:
    """What the reader wanted, it gets."""
    command = f"{shlex.quote(sys.executable)} -m negotiations list issues | head -1"
    done = subprocess.run(
        command, shell=True, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split()[0] == "id"


def interrupt(*_: object, **__: object) -> NoReturn:
    raise KeyboardInterrupt


def test_an_interrupt(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Status 130, a line on standard error, and no file."""
    monkeypatch.setattr("negotiations.cli.common.load", interrupt)
    found = run("list", "actors", "-o", tmp_path / "result")
    assert (found.status, found.out) == (130, "")
    assert found.err.strip() == "interrupted"
    assert list(tmp_path.iterdir()) == []


def test_an_interrupt_while_a_file_is_written(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file that was there stays, and nothing is left beside it."""
    path = tmp_path / "result"
    path.write_text("kept", encoding="utf-8")
    monkeypatch.setattr(Path, "replace", interrupt)
    found = run("list", "actors", "-o", path)
    assert found.status == 130
    assert path.read_text("utf-8") == "kept"
    assert [each.name for each in tmp_path.iterdir()] == ["result"]


def test_control_c_in_a_process() -> None:
    """The signal itself, while the dataset is read."""
    program = (
        "import os, signal\n"
        "from negotiations.cli import common, main\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored in the background of a shell\n"
        "common.load = lambda _: os.kill(os.getpid(), signal.SIGINT)\n"
        "main(['list', 'actors'])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 128 + signal.SIGINT
    assert done.stdout == ""
    assert done.stderr.strip() == "interrupted"


def test_as_a_module(tmp_path: Path) -> None:
    """``python -m negotiations`` from anywhere: result, status and name."""
    done = process("diff", MAY, MAY, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Three-phase proposal of May 2024: may → may\nno differences\n"
    assert process("diff", MAY, BRIDGING, cwd=tmp_path).returncode == 1
    failed = process("shwo", cwd=tmp_path)
    assert failed.returncode == 2
    assert failed.stderr.startswith("Usage: negotiations ")


def test_a_terminal_without_the_letters(tmp_path: Path) -> None:
    """Where the encoding has no arrow, its code is written; nothing is traced."""
    done = process("diff", MAY, MAY, env={"PYTHONIOENCODING": "latin-1"}, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == r"Three-phase proposal of May 2024: may \u2192 may"


# --- usage --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "messages"),
    [
        (["shwo"], ["No such command 'shwo'", "show"]),
        (["dif", MAY, BRIDGING], ["No such command 'dif'", "diff"]),
        (["show", "--ouput-format", "json", "qatar"], ["--ouput-format", "--output-format"]),
        (["--colour", "never", "list"], ["--colour", "--color"]),
        (["show"], ["Missing argument 'ADDRESS'"]),
        (["diff", MAY], ["Missing argument 'B'"]),
        (["show", "qatar", "egypt"], ["unexpected extra argument"]),
        (["show", "qatar", "--output-format", "xml"], ["'xml' is not one of 'text', 'json'"]),
        (["diff", MAY, BRIDGING, "--level", "grave"], ["'grave' is not one of"]),
        (["--color", "sometimes", "list"], ["'sometimes' is not one of"]),
        (["completion", "tcsh"], ["'tcsh' is not one of"]),
        (["check", "--texts", "/nowhere/at/all"], ["does not exist"]),
    ],
    ids=" ".join,
)
def test_a_usage_error(run: Run, arguments: list[str], messages: list[str]) -> None:
    """Status 2, the usage, what is wrong, and what was likely meant."""
    found = run(*arguments)
    assert (found.status, found.out) == (2, "")
    assert found.err.startswith("Usage: negotiations")
    for message in messages:
        assert message in found.err


def test_no_command(run: Run) -> None:
    """The help, and status 2: nothing was asked."""
    found = run()
    assert found.status == 2
    assert "Usage: negotiations" in found.out + found.err


def test_the_version(run: Run) -> None:
    """Of the library."""
    for option in ("-V", "--version"):
        assert run(option) == Result(0, f"negotiations {ng.__version__}\n", "")


# --- help ---------------------------------------------------------------------------------------


def examples_in(text: str) -> list[str]:
    """The command lines under ``Example:`` in a help text."""
    _, _, tail = text.partition("Example:")
    lines = [line.strip() for line in tail.splitlines()]
    return [line for line in lines if line]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_every_help_has_an_example(run: Run, command: str, option: str) -> None:
    """And is of at most 80 columns, but for the examples."""
    found = run(command, option)
    assert (found.status, found.err) == (0, "")
    assert found.out.startswith(f"Usage: negotiations {command} ")
    examples = examples_in(found.out)
    assert examples
    assert all(f"negotiations {command}" in line for line in examples)
    head = found.out.partition("Example:")[0]
    assert max(map(len, head.splitlines())) <= 80


def test_the_help_lists_every_command(run: Run) -> None:
    """Under what it is for, with a line about it; and has examples."""
    found = run("--help")
    assert (found.status, found.err) == (0, "")
    for command in COMMANDS:
        assert re.search(rf"^  {command}  +\w", found.out, re.MULTILINE)
    for section in ("Look:", "Compare:", "Curate:", "Publish:", "Git:"):
        assert section in found.out
    assert examples_in(found.out)


@pytest.mark.parametrize("group", [(), ("add",), ("git",), ("plot",)])
def test_what_a_help_says_of_a_command_is_whole(run: Run, group: tuple[str, ...]) -> None:
    """No summary is cut off with an ellipsis, and what wraps ends as a sentence does."""
    found = run(*group, "--help")
    listed = found.out.partition("Options:")[2].partition("  Example:")[0]
    assert "..." not in listed
    paragraphs = [part for part in listed.split("\n\n") if re.match(r"[A-Z]\w+:\n", part)]
    assert paragraphs
    assert [part for part in paragraphs if not part.endswith(".")] == []


def every_example() -> list[str]:
    """The examples of all help texts."""
    made = [_cli.epilog or "", *(command.epilog or "" for command in _cli.commands.values())]
    return sorted({line for text in made for line in examples_in(text)})


@pytest.mark.parametrize("line", every_example())
def test_the_examples_run(
    run: Run, coded: Coded, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    """In the folder of a dataset, with another coding of it and with texts of the articles."""
    for name in ("my-dataset", "second-coding"):
        shutil.copytree(coded.folder, coded.folder.parent / name)
        (coded.folder / name).symlink_to(coded.folder.parent / name)
    (coded.folder / "my-articles").symlink_to(coded.texts)
    ng.write_template(coded.folder / "my-sheets")
    lines = ng.export(ng.load(coded.folder), coded.folder / "terms.ndjson")
    (coded.folder / "terms.ndjson.gz").write_bytes(gzip.compress(lines.read_bytes()))
    if (REPOSITORY / "docs").is_dir():
        shutil.copytree(REPOSITORY / "docs", coded.folder / "docs")
    monkeypatch.chdir(coded.folder)
    if "git" in line.split() or "--rev" in line:
        subprocess.run(["git", "init", "-q"], check=True)
    if "--rev" in line:
        person = ("-c", "user.name=A coder", "-c", "user.email=coder@example.org")
        subprocess.run(["git", "add", "data", "seeds"], check=True)
        subprocess.run(["git", *person, "commit", "-q", "-m", "work"], check=True)
        for tag in ("v1.0.0", "v1.1.0"):
            subprocess.run(["git", "tag", tag], check=True)
    inner = re.fullmatch(r'eval "\$\((.+)\)"', line)
    program, *arguments = shlex.split(inner[1] if inner else line)
    assert program == "negotiations"
    # The texts of the bundled dataset are under copyright and not here.
    found = run(*(("-d", ".") if "--texts" in arguments else ()), *arguments)
    assert found.status in (0, 1), found.err
    assert found.out or found.err or "-o" in arguments


# --- completion ---------------------------------------------------------------------------------


class Complete(Protocol):
    """Complete a command line; returns the words offered."""

    def __call__(self, line: str, shell: str = "bash") -> list[str]: ...


@pytest.fixture
def complete(run: Run, monkeypatch: pytest.MonkeyPatch) -> Complete:
    def offered(line: str, shell: str = "bash") -> list[str]:
        words = line.split(" ")
        monkeypatch.setenv("_NEGOTIATIONS_COMPLETE", f"{shell}_complete")
        monkeypatch.setenv("COMP_WORDS", line)
        monkeypatch.setenv("COMP_CWORD", words[-1] if shell == "fish" else str(len(words) - 1))
        found = run()
        monkeypatch.delenv("_NEGOTIATIONS_COMPLETE")
        assert (found.status, found.err) == (0, "")
        lines = found.out.splitlines()
        if shell == "zsh":
            return lines[1::3]
        return [each.partition(",")[2].partition("\t")[0] for each in lines if each]

    return offered


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_of_ids(complete: Complete, shell: str) -> None:
    """Ids of every collection, in every shell."""
    expected = [each.id for each in DATASET if each.id.startswith("may-proposal")]
    assert sorted(complete("negotiations show may-proposal", shell)) == sorted(set(expected))
    assert MAY in complete("negotiations diff may", shell)
    assert MAY in complete(f"negotiations diff {BRIDGING} may", shell)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("negotiations sho", ["show"]),
        ("negotiations show versions/may-proposal@m", [f"versions/{MAY}"]),
        ("negotiations list plac", ["places"]),
        (f"negotiations diff {MAY} {BRIDGING} --issue philadelphi", ["philadelphi-corridor"]),
        ("negotiations locate cnn-re", ["cnn-relay"]),
        ("negotiations schema fig", ["figures"]),
        ("negotiations show --output-f", ["--output-format"]),
        ("negotiations show --output-format js", ["json"]),
        ("negotiations completion f", ["fish"]),
        ("negotiations --color al", ["always"]),
        ("negotiations show zzzz", []),
        ("negotiations show nowhere/qatar", []),
    ],
)
def test_completion_of_everything_else(complete: Complete, line: str, expected: list[str]) -> None:
    """Commands, kinds, addresses, issues, sources, schemas, options and their words."""
    assert complete(line) == expected


def test_completion_of_another_dataset(complete: Complete, copy: Path, tmp_path: Path) -> None:
    """Ids come from the folder of ``-d``; of a broken one there are none, and no error."""
    path = copy / "data" / "actors.json"
    text = path.read_text("utf-8")
    path.write_text(
        text[: text.rindex("]")].rstrip() + ',\n{"id": "zzzz", "name": "Z", "kind": "group"}\n]',
        encoding="utf-8",
    )
    assert complete(f"negotiations -d {copy} show zzz") == ["zzzz"]
    assert complete(f"negotiations -d {tmp_path / 'nowhere'} show qat") == []


@pytest.mark.parametrize(
    ("shell", "signs"),
    [
        ("bash", ("complete ", "bash_complete")),
        ("zsh", ("#compdef negotiations", "zsh_complete")),
        ("fish", ("complete ", "fish_complete")),
    ],
)
def test_completion_scripts(run: Run, shell: str, signs: tuple[str, ...]) -> None:
    """One for each shell, that calls the command with its own variable."""
    found = run("completion", shell)
    assert (found.status, found.err) == (0, "")
    assert "_NEGOTIATIONS_COMPLETE" in found.out
    assert all(sign in found.out for sign in signs)


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
def test_the_script_completes_in_bash(run: Run, tmp_path: Path) -> None:
    """The script is read by the shell itself, and gives the shell an id."""
    command = tmp_path / "negotiations"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m negotiations "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    program = (
        f"{run('completion', 'bash').out}\n"
        "COMP_WORDS=(negotiations show abbas-k) COMP_CWORD=2\n"
        f"_negotiations_completion {shlex.quote(str(command))}\n"
        'printf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    done = subprocess.run(
        ["bash", "-c", program], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout == "abbas-kamel\n"


# --- claims and their opposites in lists --------------------------------------------------------


def test_a_list_says_what_is_not_wanted(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Members of the coalition want no withdrawal: a list must not turn it into a demand for one."""
    monkeypatch.setenv("COLUMNS", "160")
    found = run("list", "positions", "--where", "actor=coalition-members")
    (line,) = (each for each in found.out.splitlines() if "against-withdrawal" in each)
    assert "  no gaza-withdrawal" in line


def test_a_list_names_who_denies(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A claim is not listed as if nobody denied it."""
    monkeypatch.setenv("COLUMNS", "160")
    lines = run("list", "positions").out.splitlines()
    assert lines[0].split()[-2:] == ["denied", "by"]
    (denied,) = (each for each in lines if each.startswith("hamas-100-more-prisoners"))
    assert denied.endswith("Osama Hamdan")
    (other,) = (each for each in lines if each.startswith("hamas-250-prisoners"))
    assert other.endswith("–")


def test_a_list_has_the_columns_that_there_is_room_for(run: Run) -> None:
    """Beside each other, the most important first; a denial and an unprinted date have signs."""
    found = run("list", "events")
    assert max(map(len, found.out.splitlines())) <= 80
    assert re.search(r"^id +act$", found.out, re.MULTILINE)
    assert re.search(r"^agreement-said-to-sway-iran +assess \(denied\)$", found.out, re.MULTILINE)
    assert "left out for want of room: when, actors. --full lists every column." in found.err
    texts = run("list", "versions")
    assert re.search(r"^may-proposal@may +May 2024\* +7$", texts.out, re.MULTILINE)
    assert "* the date is not printed in a source. --full lists every column." in texts.err
    full = run("list", "events", "--full").out
    assert "  denied by  Mission of Iran to the United Nations" in full


def test_a_list_says_what_a_date_rests_on(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """General knowledge is not printed as if an article had it."""
    monkeypatch.setenv("COLUMNS", "200")
    lines = run("list", "talks").out.splitlines()
    (doha,) = (each for each in lines if each.startswith("doha-august-2024"))
    assert "15–16 August 2024, date from" in doha  # the rest wraps


def test_sources_are_listed_with_file_and_date(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """That is what tells which article a citation is of."""
    monkeypatch.setenv("COLUMNS", "400")
    lines = run("list", "sources").out.splitlines()
    for source in DATASET.sources.values():
        (line,) = (each for each in lines if each.startswith(source.id))
        assert source.file_name in line
        assert source.published is not None
        assert date_words(source.published.edtf or "")[:12] in line  # the rest wraps
    assert run("list", "sources").out.count(", date") == len(DATASET.sources)


def test_show_a_field(run: Run) -> None:
    """Its value, its passages, and the voices for it alone."""
    found = run("show", "killing-of-haniyeh", "--field", "actors", "--output-format", "json")
    assert found.json["value"] == ["israel"]
    assert found.json["attribution"]["claimants"] == ["iran"]
    assert found.json["attribution"]["implied"] == ["cnn-relay"]
    text = run("show", "killing-of-haniyeh", "--field", "actors").out
    assert "said by" in text
    assert "NYT relay" not in text
    wrong = run("show", "killing-of-haniyeh", "--field", "actor")
    assert wrong.err == (
        "negotiations: Event has no field 'actor'; did you mean actors or act? "
        "(with the bundled dataset)\n"
    )
    assert wrong.status == 2


def test_a_text_says_what_it_is_silent_on(run: Run) -> None:
    """The bridging proposal is reported on the corridor; on the truce of May nothing is."""
    page = " ".join(run("show", BRIDGING).out.split())
    silent = page.partition("silent on ")[2].partition(": on the table")[0]
    assert "Ceasefire" in silent.split(", ")
    assert "Philadelphi Corridor" not in silent


def test_find_takes_a_number_whole(run: Run) -> None:
    """Fifty prisoners are found by 50; the 250 and the 150 of others are not."""
    found = run("find", "50", "--output-format", "json")
    assert [(each["address"], each.get("called")) for each in found.json] == [
        ("issues/prisoner-selection", f"a term on it: {found.json[1]['text']}"),
        ("positions/israeli-officials-fifty-prisoners", None),
    ]
    reduced = run("find", "reduced numbers", "--output-format", "json")
    assert [each["address"] for each in reduced.json] == [
        "versions/may-proposal@bridging",
        "issues/philadelphi-corridor",
    ]
