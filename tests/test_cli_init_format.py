"""Writing records by hand on the command line: init, add, format, the hooks, and the page of the docs."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from builders import ARTICLE, cite, contents, put, tiny, write, write_text
from click.shell_completion import ShellComplete
from commands import Result, Run, in_bash, run

import negotiations as ng
from negotiations.cli.add import add_command
from negotiations.cli.main import _cli
from negotiations.io.layout import bundled_folder
from negotiations.records import COLLECTIONS
from negotiations.vocabulary import ActorKind

__all__ = ["run"]

REPOSITORY = bundled_folder()
PAGE = REPOSITORY / "docs" / "own-dataset.md"
KINDS = [name if name == "talks" else name.removesuffix("s") for name in COLLECTIONS]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The tiny dataset."""
    return write(tmp_path / "tiny", tiny())


# --- the page of the docs -----------------------------------------------------------------------


def walk_through(page: Path, folder: Path, environment: dict[str, str]) -> int:
    """Run the shell blocks of a page in order; how many lines it shows, all of which are printed."""
    blocks = re.findall(r"^```(sh|text)\n(.*?)^```$", page.read_text("utf-8"), re.M | re.S)
    mark = "--- the next block ---"
    script = [text for kind, text in blocks if kind == "sh"]
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", f"\necho '{mark}'\n".join(script)],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    printed = iter(done.stdout.split(mark + "\n"))
    here, shown = "", 0
    for kind, text in blocks:
        if kind == "sh":
            here = next(printed)
            continue
        for line in text.splitlines():
            assert line in here.splitlines(), f"{line!r} is not in\n{here}"
            shown += 1
    return shown


needs_bash = pytest.mark.skipif(
    not PAGE.is_file() or shutil.which("bash") is None, reason="no page, or no bash"
)


@needs_bash
def test_the_page_of_drafts_runs(tmp_path: Path, shell: dict[str, str]) -> None:
    """Every shell block of docs/drafts.md, from nothing to the finding.

    The figure for the level is none of the two options, and the middle one of three is chosen; what
    the first draft is not coded on is not added.
    """
    assert walk_through(PAGE.with_name("drafts.md"), tmp_path, shell) > 40
    made = ng.load(tmp_path / "lake-treaty")
    assert ng.check(tmp_path / "lake-treaty", texts=tmp_path / "texts") == ()
    found = made.diff("lake-treaty@june", "lake-treaty@october")
    assert [type(change).__name__ for change in found.where(issue="lake-level")] == [
        "ResolvedOtherwise",
        "OptionDropped",
        "OptionDropped",
    ]
    (resolved,) = (change for change in found if isinstance(change, ng.Resolved))
    assert (resolved.issue, resolved.before, resolved.after) == ("disputes", "option-2", None)
    (handover,) = (change for change in found if change.field == "clause")
    assert (handover.before, handover.after) == ("Art. 7", "Art. 8")
    assert str(handover.level) == "editorial"
    (fishing,) = found.where(issue="fishing")
    assert isinstance(fishing, ng.NotCoded)


@needs_bash
def test_the_walk_through_runs(tmp_path: Path, shell: dict[str, str]) -> None:
    """Every shell block of docs/own-dataset.md, in order; and what it shows is what is printed."""
    assert walk_through(PAGE, tmp_path, shell) > 8
    made = ng.load(tmp_path / "water-sharing")
    assert ng.check(tmp_path / "water-sharing", texts=tmp_path / "articles") == ()
    assert [len(held) for held in made.records.collections.values()] == [
        1,
        3,
        0,
        1,
        1,
        1,
        1,
        1,
        0,
        2,
    ]
    (change,) = (
        each
        for each in made.diff("ansel-treaty@spring", "ansel-treaty@autumn")
        if each.path.endswith("/amount")
    )
    assert change.code.startswith("term.amount.")
    said = made.attribution("talks-said-to-stall")
    assert said.deniers == ("upland",)


@needs_bash
@pytest.mark.skipif(shutil.which("git") is None, reason="no git")
def test_the_page_of_releases_runs(tmp_path: Path, shell: dict[str, str]) -> None:
    """Every shell block of docs/releases.md; the difference is that of the two releases."""
    assert walk_through(PAGE.with_name("releases.md"), tmp_path, shell) > 12
    old, new = ng.load(tmp_path / "first"), ng.load(tmp_path / "river-talks")
    assert list(ng.diff(old, new).added) == ["actors/upland"]
    data = json.loads((tmp_path / "river-talks" / "difference.json").read_text("utf-8"))
    assert data["summary"]["text"] == "records: 1 added, 1 changed"


@needs_bash
def test_the_page_of_sheets_runs(tmp_path: Path, shell: dict[str, str]) -> None:
    """Every shell block of docs/sheets.md, from an empty template to a checked dataset."""
    assert walk_through(PAGE.with_name("sheets.md"), tmp_path, shell) > 25
    made = ng.load(tmp_path / "brook-dataset")
    assert ng.check(tmp_path / "brook-dataset", texts=tmp_path / "texts") == ()
    share = made.resolve("brook-treaty@second/terms/water-share")
    assert isinstance(share, ng.MeasureTerm)
    assert str(share.amount) == "35 to 40"
    (position,) = made.positions.values()
    assert [term.is_excluded for term in position.terms] == [False, True]


# --- init ---------------------------------------------------------------------------------------


def test_init_makes_a_folder_that_passes(run: Run, tmp_path: Path) -> None:
    """The check, the schemas and the format; what to do next is said on standard error."""
    target = tmp_path / "my-talks"
    found = run("init", target)
    assert (found.status, found.out) == (0, "")
    assert "negotiations add source" in found.err
    assert run("-q", "check", target) == Result(0, "", "")
    assert run("-q", "-d", target, "schema", "--check") == Result(0, "", "")
    assert run("-q", "format", "--check", target) == Result(0, "", "")
    assert ng.load(target).metadata == ng.Metadata(
        id="my-talks",
        title="My talks",
        version="0.1.0",
        licence="CC-BY-4.0",
        coders=("The contributors",),
        protocol=f"The codebook of negotiations {ng.__version__}, which `negotiations codebook` prints",
        limits=("What is not recorded is not known to be absent.",),
    )


def test_init_takes_what_is_given(run: Run, tmp_path: Path) -> None:
    """And is silent if it is to be; as JSON it names the files."""
    target = tmp_path / "x"
    options = ["--id", "a", "--title", "T", "--coders", "A", "--coders", "B", "--limits", "[]"]
    found = run("-q", "init", target, *options, "--output-format", "json")
    assert (found.status, found.err) == (0, "")
    assert json.loads(found.out) == {"folder": str(target), "files": sorted(contents(target))}
    metadata = ng.load(target).metadata
    assert metadata is not None
    assert (metadata.id, metadata.title, metadata.coders) == ("a", "T", ("A", "B"))
    assert metadata.limits == ()


def test_init_begins_with_a_copy(run: Run, tmp_path: Path) -> None:
    """All the records of the bundled dataset, or of another; under their licence."""
    assert run("init", tmp_path / "one", "--copy").status == 0
    copied, bundled = ng.load(tmp_path / "one"), ng.load()
    assert [*copied] == [*bundled]
    assert copied.metadata is not None
    assert bundled.metadata is not None
    assert copied.metadata.id == "one"
    assert copied.metadata.licence == bundled.metadata.licence
    assert bundled.metadata.id in (copied.metadata.note or "")
    write(tmp_path / "tiny", tiny())
    assert run("-d", tmp_path / "tiny", "init", tmp_path / "two", "--copy").status == 0
    assert [*ng.load(tmp_path / "two")] == [*ng.load(tmp_path / "tiny")]
    refused = run("init", tmp_path / "three", "--copy", "--licence", "MIT")
    assert (refused.status, (tmp_path / "three").exists()) == (2, False)
    assert "keeps this licence" in refused.err


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["tiny"], "is not empty (data, seeds); nothing was written"),
        (["a/b"], "does not exist; nothing was written"),
        (["x", "--version", "one"], "version: not in the required form"),
        (["x", "--limits"], "requires an argument"),
        ([], "Missing argument 'DIR'"),
    ],
)
def test_init_refuses(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], message: str
) -> None:
    """With status 2, and leaves everything as it was."""
    monkeypatch.chdir(folder.parent)
    before = contents(folder.parent)
    found = run("init", *options)
    assert (found.status, found.out) == (2, "")
    assert message in found.err
    assert contents(folder.parent) == before
    assert [each.name for each in folder.parent.iterdir()] == ["tiny"]


# --- add ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_help(run: Run, kind: str) -> None:
    """With an example of itself, in at most 80 columns; and is in the list of kinds."""
    found = run("add", kind, "--help")
    assert (found.status, found.err) == (0, "")
    head, _, tail = found.out.partition("Example:")
    assert head.startswith(f"Usage: negotiations add {kind} ")
    assert f"negotiations add {kind} " in tail
    assert max(map(len, head.splitlines())) <= 80
    assert re.search(rf"^  {kind}  +\w", run("add", "--help").out, re.MULTILINE)


def test_add_writes_the_one_file(run: Run, folder: Path) -> None:
    """In canonical form; the other records and files stay as they are."""
    before = contents(folder)
    found = run("-d", folder, "add", "actor", "observer", "--kind", "organisation")
    assert found == Result(0, f"added actors/observer to {folder / 'data/actors.json'}\n", "")
    after = contents(folder)
    assert {name for name in after if after[name] != before.get(name)} == {"data/actors.json"}
    records = json.loads(after["data/actors.json"])
    assert [each for each in records if each["id"] != "observer"] == tiny()["data/actors.json"]
    assert run("-q", "format", "--check", folder).status == 0
    assert run("-q", "check", folder).status == 0
    assert ng.load(folder).actors["observer"].kind is ActorKind.ORGANISATION


def test_add_works_in_the_folder_itself(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without -d; where there is no dataset, nothing is written, least of all to the bundled one."""
    monkeypatch.chdir(folder)
    assert run("add", "place", "ford", "--kind", "crossing").status == 0
    assert "ford" in ng.load(folder).places
    monkeypatch.chdir(folder.parent)
    before = contents(REPOSITORY / "data")
    found = run("add", "place", "ford", "--kind", "crossing")
    assert (found.status, found.out) == (2, "")
    assert "give -d DIR, or make a dataset with `negotiations init DIR`" in found.err
    assert contents(REPOSITORY / "data") == before


@pytest.mark.parametrize("as_json", [False, True])
def test_what_locate_prints_is_evidence(
    tmp_path: Path, folder: Path, shell: dict[str, str], as_json: bool
) -> None:
    """Piped into add, with the voice that says it; a position hands it to its terms."""
    write_text(tmp_path / "texts")
    option = "--output-format json" if as_json else ""
    script = (
        f"negotiations -d tiny locate report 'We keep the hill' --texts texts {option} "
        "--claimants clerk --hedged true | negotiations -q -d tiny add position again --actor south "
        '--act demands --terms \'{"issue": "fire", "included": false}\' --evidence -'
    )
    done = in_bash(script, tmp_path, shell)
    assert (done.returncode, done.stderr) == (0, "")
    made = ng.load(folder).positions["again"]
    (term,) = made.terms
    (evidence,) = term.evidence or ()
    assert made.evidence is None
    assert (evidence.claimants, evidence.hedged) == (("clerk",), True)
    assert evidence.start == ARTICLE.index("We keep the hill")
    assert ng.check(folder, texts=tmp_path / "texts") == ()


def test_what_is_missing_is_said_with_an_example_that_works(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    """All of it; and the command that is proposed is whole but for the evidence."""
    before = contents(folder)
    found = run("-d", folder, "add", "proposal", "pact", "--between", "nroth", "--between", "south")
    assert (found.status, found.out) == (2, "")
    assert found.err.splitlines() == [
        "2 problems",
        "error[references] no record 'nroth' in actors",
        "  record: proposals/pact /between/0",
        "  found: nroth",
        "  expected: an id in actors",
        "  remedy: write 'north'",
        "error[schema] the field 'rationale' is missing",
        "  record: proposals/pact /rationale",
        "  found: nothing",
        "  expected: Why it is a proposal of its own and not a version of another.",
        "  remedy: give --rationale",
        "nothing was written; for example:",
        f"  negotiations -d {folder} add proposal pact --between north --between south --rationale '…'",
    ]
    assert contents(folder) == before


@pytest.mark.parametrize("kind", [each for each in KINDS if each != "source"])
def test_the_example_of_what_is_missing_works(run: Run, folder: Path, kind: str) -> None:
    """For every kind: a record of no fields at all, then the command that was proposed for it."""
    key = "accord@winter" if kind == "version" else "new"
    found = run("-d", folder, "add", kind, key)
    assert found.status == 2
    line = found.err.splitlines()[-1].strip()
    passage = json.dumps(cite("We keep the hill"))
    words = shlex.split(line.partition(" | ")[2] or line)
    words = [passage if each == "-" else each for each in words]
    if kind in ("position", "figure"):
        words += ["--evidence", passage]
    done = run(*words[1:], "--output-format", "json")
    assert done.status == 0, done.err
    assert json.loads(done.out)["id"] == key
    assert done.err.startswith("added ")
    assert run("-q", "check", folder) == Result(0, "", "")


def test_add_overwrites_nothing(run: Run, folder: Path) -> None:
    """An id that is there is refused, and the command that changes the record is proposed."""
    before = contents(folder)
    found = run("-d", folder, "add", "actor", "north", "--kind", "state")
    assert (found.status, found.out) == (2, "")
    assert "the id 'north' is taken" in found.err
    line = found.err.splitlines()[-1].strip()
    assert line == f"negotiations -d {folder} set actors/north --keep --kind state"
    assert contents(folder) == before
    done = run(*line.split()[1:])
    assert done == Result(0, "nothing to change: actors/north has this already\n", "")
    assert contents(folder) == before


def test_nothing_is_made_up_for_a_record_that_is_there(run: Run, folder: Path) -> None:
    """No field that was not given is proposed; where none was, the help is."""
    found = run("-d", folder, "add", "event", "spring-accepted")
    line = found.err.splitlines()[-1].strip()
    assert line == f"negotiations -d {folder} set events/spring-accepted --help"
    assert run(*line.split()[1:]).status == 0
    found = run("-d", folder, "add", "event", "spring-accepted", "--note", "x")
    line = found.err.splitlines()[-1].strip()
    assert line == f"negotiations -d {folder} set events/spring-accepted --keep --note x"


def test_what_was_to_be_added_to_a_version_is_set(run: Run, folder: Path) -> None:
    """A version that is there is not proposed under an id that no text has: it is changed."""
    arguments = ["add", "version", "accord@spring", "--labels", "first draft"]
    found = run("-d", folder, *arguments)
    assert found.status == 2
    assert "accord@spring-2" not in found.err
    assert f"negotiations -d {folder} set versions/accord@spring --FIELD VALUE" in found.err
    line = found.err.splitlines()[-1].strip()
    assert run(*shlex.split(line)[1:]).status == 0
    assert ng.load(folder).versions["accord@spring"].labels == ("draft", "first draft")


def test_add_says_what_is_left_to_do(run: Run, folder: Path) -> None:
    """A source that is cited for the first time is to be accounted for; check says the same."""
    text = folder.parent / "second.txt"
    text.write_text("One.\nTwo.\n", encoding="utf-8")
    found = run("-d", folder, "add", "source", text, "--outlet", "gazette")
    still = f"still to do: 1 problem, see `negotiations check {folder}`\n"
    assert found.status == 0
    assert found.out == f"added sources/second to {folder / 'seeds/second.json'}; {still}"
    assert "no record cites this source" in run("check", folder).out
    ng.load(folder)
    passage = {
        "source": "second",
        "paragraph": 1,
        "start": 0,
        "end": 4,
        "sha256": ng.Texts(folder.parent, ng.load(folder).sources.values())
        .locate("second", "One.")[0]
        .sha256,
        "support": "explicit",
    }
    found = run(
        "-d", folder, "add", "event", "e", "--act", "assess", "--evidence", json.dumps(passage)
    )
    assert found.status == 0
    assert found == Result(0, f"added events/e to {folder / 'data/events.json'}; {still}", "")
    assert "paragraph 2 is not accounted for" in run("check", folder).out
    assert [each.rule for each in ng.check(folder)] == ["paragraphs-accounted"]
    assert run("-d", folder, "locate", "second", "Two", "--texts", folder.parent).status == 0
    open_ones = run("-d", folder, "coverage", "--output-format", "json")
    assert open_ones.status == 1, open_ones.err
    assert run("-d", folder, "list").status == 0
    passage |= {"paragraph": 2, "start": 5, "end": 8}
    found = run(
        "-q",
        "-d",
        folder,
        "add",
        "event",
        "f",
        "--act",
        "assess",
        "--evidence",
        json.dumps(passage),
    )
    assert (found.status, found.err) == (0, "")
    assert ng.check(folder) == ()


def test_the_language_of_a_first_source_is_not_guessed(run: Run, tmp_path: Path) -> None:
    """It stands as not determined, and that is said."""
    run("init", tmp_path / "x")
    (tmp_path / "a.txt").write_text("Text.\n")
    found = run("-d", tmp_path / "x", "add", "source", tmp_path / "a.txt")
    assert found.status == 0
    assert ng.load(tmp_path / "x").sources["a"].language == "und"
    assert found.err.startswith("the language is unknown and recorded as 'und'; give --language\n")
    (tmp_path / "b.txt").write_text("Texte.\n")
    found = run("-d", tmp_path / "x", "add", "source", tmp_path / "b.txt", "b", "--language", "fr")
    assert ng.load(tmp_path / "x").sources["b"].language == "fr"
    assert "not known" not in found.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["evnt", "x"], "No such command 'evnt'"),
        (["actor"], "Missing argument 'ID'"),
        (["actor", "x", "--knd", "state"], "No such option '--knd'"),
        (["source", "/no/such/file"], "does not exist"),
        (["event", "x", "--when", "2024"], "--when: add the basis of the date"),
        (["event", "x", "--act", "acept"], "write 'accept'"),
    ],
)
def test_add_answers_what_is_misspelt(
    run: Run, folder: Path, arguments: list[str], message: str
) -> None:
    """With what was likely meant, and status 2."""
    found = run("-d", folder, "add", *arguments)
    assert (found.status, found.out) == (2, "")
    assert message in found.err


@pytest.mark.parametrize(
    "arguments", [["add", "actor", "x", "--kind", "state"], ["init", "new"]], ids=" ".join
)
def test_bytes_that_are_no_text(folder: Path, shell: dict[str, str], arguments: list[str]) -> None:
    """From a command line: said, and nothing is written."""
    before = contents(folder)
    name = {"add": "--name", "init": "--title"}[arguments[0]]
    done = subprocess.run(
        ["negotiations", *arguments, name, b"\xff"],
        cwd=folder,
        env=shell,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"is not UTF-8" in done.stderr
    assert b"Traceback" not in done.stderr
    assert contents(folder) == before


def test_what_cannot_be_read_is_not_written_to(run: Run, folder: Path) -> None:
    """A file with something wrong in it is not rewritten around it."""
    write(folder, put(tiny(), "data/actors.json", 0, "nickname", value="x"))
    before = contents(folder)
    found = run("-d", folder, "add", "actor", "x", "--kind", "state")
    assert (found.status, found.out) == (2, "")
    assert "unknown field 'nickname'" in found.err
    assert contents(folder) == before


def offered(line: str) -> list[str]:
    """The words that completion offers at the end of a line."""
    *words, incomplete = line.split(" ")[1:]
    shell = ShellComplete(_cli, {}, "negotiations", "_NEGOTIATIONS_COMPLETE")
    return [each.value for each in shell.get_completions(words, incomplete)]


def test_completion_of_kinds_fields_words_and_ids(folder: Path) -> None:
    """Of the dataset that is written to, half coded or not."""
    write(folder, put(tiny(), "seeds/report.json", "uncoded", value=[]))
    assert set(offered("negotiations add ")) == {*KINDS, "term"}
    assert offered("negotiations add pro") == ["proposal"]
    assert offered("negotiations add actor x --spea") == ["--speaks-for"]
    assert offered("negotiations add actor x --kind st") == ["state"]
    assert offered(f"negotiations -d {folder} add actor x --speaks-for no") == ["north"]
    assert offered(f"negotiations -d {folder} add event x --on accord@su") == ["accord@summer"]
    assert offered(f"negotiations -d {folder / 'none'} add event x --on a") == []
    assert set(offered("negotiations in")) == {"init"}
    assert set(add_command.list_commands(None)) == {*KINDS, "term"}  # type: ignore[attr-defined]


# --- format -------------------------------------------------------------------------------------


def untidy(folder: Path, name: str = "data/actors.json") -> bytes:
    """Write a file in another layout; returns what it was."""
    path = folder / name
    before = path.read_bytes()
    path.write_text(json.dumps(json.loads(before)[::-1], indent=7), encoding="utf-8")
    return before


def test_format_writes_what_save_writes(run: Run, folder: Path, tmp_path: Path) -> None:
    """Byte for byte; a second time it changes nothing."""
    ng.save(ng.load(folder), tmp_path / "saved")
    untidy(folder)
    check = run("format", "--check", folder)
    path = folder / "data/actors.json"
    assert check == Result(1, f"would format {path}\n", "would format 1 file; 9 unchanged\n")
    assert contents(folder) != contents(tmp_path / "saved")
    assert run("format", folder) == Result(
        0, f"formatted {path}\n", "formatted 1 file; 9 unchanged\n"
    )
    assert contents(folder) == contents(tmp_path / "saved")
    assert run("-q", "format", folder) == Result(0, "", "")
    assert contents(folder) == contents(tmp_path / "saved")


def test_checks_of_a_checkout_with_crlf_line_ends(run: Run, tmp_path: Path) -> None:
    """Git writes CRLF on some machines: that is neither stale nor changed, and other content is."""
    target = tmp_path / "made"
    run("init", target)
    (target / "docs").mkdir()
    run("-d", target, "codebook", "-o", target / "docs/codebook.md")
    run("rule", "--output-format", "markdown", "-o", target / "docs/rules.md")
    lines = contents(target)
    for name, data in lines.items():
        (target / name).write_bytes(data.replace(b"\n", b"\r\n"))
    checks = (("format",), ("schema",), ("codebook",), ("rule",))
    for check in checks:
        assert run("-q", "-d", target, *check, "--check") == Result(0, "", "")
    before = contents(target)
    assert before != lines
    assert run("-q", "-d", target, "format") == Result(0, "", "")
    assert contents(target) == before
    for name in (
        "data/dataset.json",
        "schema/talks.schema.json",
        "docs/codebook.md",
        "docs/rules.md",
    ):
        (target / name).write_bytes(before[name] + b"\r\n")
    for check in checks:
        assert run("-q", "-d", target, *check, "--check").status == 1
    assert run("-q", "-d", target, "format").status == 0
    assert (target / "data/dataset.json").read_bytes() == lines["data/dataset.json"]


def test_format_as_json(run: Run, folder: Path) -> None:
    """Every file with its state; --exit-zero is for what would change."""
    untidy(folder)
    found = run("-d", folder, "format", "--check", "--output-format", "json", "--exit-zero")
    assert found.status == 0
    states = {each["file"]: each["state"] for each in json.loads(found.out)}
    assert len(states) == 10
    assert {file for file, state in states.items() if state == "changed"} == {
        str(folder / "data/actors.json")
    }


def test_format_leaves_what_does_not_fit(run: Run, folder: Path, tmp_path: Path) -> None:
    """Byte for byte, with status 2 and the problem; the other files are formatted."""
    expected = untidy(folder)
    broken = {
        "data/places.json": b'[{"id": "x", "name": "X", "kind": "city", "nickname": "y"}]',
        "data/issues.json": b"[{",
        "data/talks.json": b'{"id": "x"}',
    }
    write(folder, broken)
    found = run("format", folder)
    assert found.status == 2
    assert found.out == f"formatted {folder / 'data/actors.json'}\n"
    for name in broken:
        assert re.search(rf"^{re.escape(str(folder / name))}:\d+:\d+: error\[", found.err, re.M)
    assert "unknown field 'nickname'" in found.err
    assert found.err.splitlines()[-1] == "formatted 1 file; 6 unchanged; 3 refused"
    assert contents(folder) == {**contents(folder), **broken, "data/actors.json": expected}


def test_format_takes_files_wherever_they_lie(run: Run, tmp_path: Path) -> None:
    """One record or a list of them; its kind is seen from its fields."""
    for kind, data in (
        ("actors", tiny()["data/actors.json"]),
        ("source", tiny()["seeds/report.json"]),
    ):
        path = tmp_path / f"{kind}.json"
        path.write_text(json.dumps(data, indent=5), encoding="utf-8")
        assert run("-q", "format", path).status == 0
        name = {"actors": "data/actors.json", "source": "seeds/report.json"}[kind]
        assert path.read_bytes() == contents(write(tmp_path / kind, tiny()))[name]
    (tmp_path / "empty.json").write_text(" []")
    assert run("-q", "format", tmp_path / "empty.json").status == 0
    assert (tmp_path / "empty.json").read_text() == "[]\n"


@pytest.mark.parametrize("text", ["[1, 2]", "5", '{"name": "a", "version": "1.0.0"}', "", "[[]]"])
def test_format_of_what_holds_no_records(run: Run, tmp_path: Path, text: str) -> None:
    """It stays as it is."""
    path = tmp_path / "x.json"
    path.write_text(text)
    found = run("format", path)
    assert (found.status, found.out) == (2, "")
    assert f"{path}:" in found.err
    assert path.read_text() == text


def test_format_of_what_is_not_there(run: Run, tmp_path: Path) -> None:
    """A file, a folder without a dataset, and no folder at all."""
    for target in (tmp_path / "none.json", tmp_path):
        found = run("format", target)
        assert (found.status, found.out) == (2, "")
        assert str(target) in found.err


# --- hooks --------------------------------------------------------------------------------------


needs_pre_commit = pytest.mark.skipif(
    shutil.which("git") is None, reason="pre-commit works in git repositories"
)


def pre_commit(*arguments: str, cwd: Path, env: dict[str, str]) -> Any:
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", *arguments],
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@needs_pre_commit
@pytest.mark.skipif(
    not (REPOSITORY / ".pre-commit-hooks.yaml").is_file(), reason="there is no checkout"
)
def test_the_hooks_for_others_are_valid_and_run(run: Run, folder: Path, shell: Any) -> None:
    """By pre-commit's own judgement; and each entry with its arguments does what it is for."""
    manifest = REPOSITORY / ".pre-commit-hooks.yaml"
    done = pre_commit("validate-manifest", str(manifest), cwd=folder, env=shell)
    assert done.returncode == 0, done.stdout
    format_hook, check_hook = yaml.safe_load(manifest.read_text("utf-8"))
    expected = untidy(folder)

    def hook(data: dict[str, Any], *files: str) -> int:
        given = () if data.get("pass_filenames") is False else files
        words = [*data["entry"].split(), *data.get("args", []), *given]
        return subprocess.run(
            words, cwd=folder, env=shell, capture_output=True, timeout=60, check=False
        ).returncode

    assert hook(check_hook, "data/actors.json") == 0
    assert hook(format_hook, "data/actors.json", "seeds/report.json") == 0
    assert (folder / "data/actors.json").read_bytes() == expected
    write(folder, put(tiny(), "data/actors.json", 0, "kind", value="realm"))
    assert hook(check_hook) == 1
    assert hook(format_hook, "data/actors.json") == 2


@needs_pre_commit
def test_the_hooks_of_a_new_folder_run_in_pre_commit(
    run: Run, tmp_path: Path, shell: dict[str, str]
) -> None:
    """On its data files: what is untidy is formatted and fails once, a problem fails."""
    target = tmp_path / "own"
    run("init", target)
    run("-d", target, "add", "actor", "north", "--kind", "state")
    expected = contents(target)
    subprocess.run(["git", "init", "-q", str(target)], env=shell, check=True)

    def commit_would_pass() -> tuple[bool, str]:
        subprocess.run(["git", "add", "-A"], cwd=target, env=shell, check=True)
        done = pre_commit("run", "--all-files", cwd=target, env=shell)
        return done.returncode == 0, done.stdout

    passed, said = commit_would_pass()
    assert passed, said
    assert said.count("Passed") == 2
    (target / "data/actors.json").write_text(
        '[{"kind": "state", "name": "North", "id": "north"}]', encoding="utf-8"
    )
    passed, said = commit_would_pass()
    assert not passed
    assert "files were modified by this hook" in said
    assert (target / "data/actors.json").read_bytes() == expected["data/actors.json"]
    assert commit_would_pass()[0]
    (target / "data/actors.json").write_text('[{"id": "north"}]', encoding="utf-8")
    passed, said = commit_would_pass()
    assert not passed
    assert "the field 'name' is missing" in said
