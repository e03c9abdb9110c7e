"""Datasets of another format: refused in one sentence, and upgraded whole or not at all."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from builders import DELETED, Files, contents, put, tiny, write
from commands import Run, run

import negotiations as ng
from negotiations.errors import InvalidDataset
from negotiations.folder import upgrading
from negotiations.folder.formatting import format_folder
from negotiations.folder.locking import LOCK
from negotiations.folder.starting import all_schemas
from negotiations.io.strict_json import dumps

__all__ = ["run"]

DESCRIPTION = "data/dataset.json"
ACCORD = "data/proposals/accord.json"
SOUTH = "data/positions/south.json"
RULES_OF_FORMAT_1 = {"kind": "governance", "issue": "rule"}


def present() -> Files:
    """A dataset of the present format, with terms of who governs."""
    files = tiny()
    issue = {"id": "rule", "label": "Rule", "definition": "Who rules.", "kind": "governance"}
    put(files, "data/issues.json", 4, value=issue)
    del files["data/issues.json"][5:]
    for file, path in ((ACCORD, ("versions", 0)), (SOUTH, (0,))):
        holder: Any = files[file]
        for part in path:
            holder = holder[part]
        evidence = holder["terms"][0]["evidence"]
        term = {**RULES_OF_FORMAT_1, "by": ["north"], "evidence": evidence}
        holder["terms"].append(term)
    return files


def first() -> Files:
    """The same dataset in the first format."""
    files = present()
    put(files, DESCRIPTION, "format", value=DELETED)
    put(files, ACCORD, "versions", 0, "terms", 3, "by", value="north")
    put(files, SOUTH, 0, "terms", 1, "by", value="north")
    return files


def test_the_datasets_of_these_tests_are_valid(tmp_path: Path) -> None:
    """What is upgraded below is without problems in the present format."""
    assert ng.check(write(tmp_path, present())) == ()


# --- refused ------------------------------------------------------------------------------------


def sentence(folder: Path) -> str:
    return (
        f"the dataset is in format 1; `negotiations upgrade {folder}` brings it to format 2, which "
        "this version reads"
    )


@pytest.mark.parametrize("stated", [DELETED, 1], ids=["no number", "1"])
def test_an_older_format_is_one_problem(tmp_path: Path, stated: Any) -> None:
    """It is said in one sentence with the command, and nothing else of the files is said."""
    files = put(first(), DESCRIPTION, "format", value=1)
    files = put(files, DESCRIPTION, "format", value=stated)
    (problem,) = ng.check(write(tmp_path, files))
    assert (problem.rule, problem.file) == ("format", DESCRIPTION)
    assert problem.message == sentence(tmp_path)
    assert problem.expected == "format 2"
    assert problem.found == ("no `format`, which means 1" if stated is DELETED else "format 1")
    assert problem.pointer == ("" if stated is DELETED else "/format")
    assert (problem.line, problem.column) == ((1, 1) if stated is DELETED else (9, 13))
    with pytest.raises(InvalidDataset) as caught:
        ng.load(tmp_path)
    assert caught.value.problems == (problem,)


def test_a_newer_format_is_refused(tmp_path: Path) -> None:
    """By reading and by upgrading alike: nothing is known of what its files mean."""
    write(tmp_path, put(present(), DESCRIPTION, "format", value=3))
    before = contents(tmp_path)
    (problem,) = ng.check(tmp_path)
    assert (problem.rule, problem.pointer) == ("format", "/format")
    assert problem.message == (
        "the dataset is in format 3, made with a newer version of this library; this version reads "
        "format 2"
    )
    assert problem.remedy == "install a newer version of negotiations"
    with pytest.raises(InvalidDataset) as caught:
        ng.upgrade(tmp_path)
    assert caught.value.problems == (problem,)
    assert contents(tmp_path) == before


@pytest.mark.parametrize("stated", [0, -1, "2", 2.0, None, True, [2]])
def test_what_is_no_number_of_a_format(tmp_path: Path, stated: Any) -> None:
    """It is the schema that is broken, at its place; an upgrade does not guess."""
    write(tmp_path, put(present(), DESCRIPTION, "format", value=stated))
    (problem,) = ng.check(tmp_path)
    assert (problem.rule, problem.file, problem.pointer) == ("schema", DESCRIPTION, "/format")
    with pytest.raises(InvalidDataset) as caught:
        ng.upgrade(tmp_path)
    assert [each.pointer for each in caught.value.problems] == ["/format"]


def test_formatting_refuses_another_format(run: Run, tmp_path: Path) -> None:
    """A file of another format has no canonical form, and one problem says so."""
    write(tmp_path, first())
    (refused,) = format_folder(tmp_path)
    assert refused.path == tmp_path / DESCRIPTION
    assert [problem.message for problem in refused.problems] == [sentence(tmp_path)]
    done = run("format", tmp_path / ACCORD)
    assert done.status == 2
    assert sentence(tmp_path) in " ".join(done.err.split())


# --- upgraded -----------------------------------------------------------------------------------


def test_an_upgrade_gives_the_same_dataset_in_the_present_format(tmp_path: Path) -> None:
    """Byte for byte what is written of the same records today, and each change is told."""
    old, new = write(tmp_path / "old", first()), write(tmp_path / "new", present())
    told = ng.upgrade(old)
    assert {file.file: file.changes for file in told} == {
        DESCRIPTION: ("/format: 2",),
        ACCORD: ("/versions/0/terms/3/by: a list",),
        SOUTH: ("/0/terms/1/by: a list",),
    }
    assert contents(old) == contents(new)
    assert ng.check(old) == ()


def test_a_second_upgrade_changes_nothing(tmp_path: Path) -> None:
    """A dataset of the present format is left as it is, to the byte and the time."""
    ng.upgrade(write(tmp_path, first()))
    (tmp_path / ACCORD).write_text(json.dumps(present()[ACCORD], indent=7), encoding="utf-8")
    before = contents(tmp_path)
    times = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.json")}
    assert ng.upgrade(tmp_path) == ()
    assert contents(tmp_path) == before
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.json")} == times


def test_a_dry_run_says_the_same_and_changes_nothing(tmp_path: Path) -> None:
    """Not even a lock is left."""
    write(tmp_path, first())
    before = contents(tmp_path)
    told = ng.upgrade(tmp_path, dry_run=True)
    assert contents(tmp_path) == before
    assert not (tmp_path / LOCK).exists()
    assert ng.upgrade(tmp_path) == told


def test_schemas_beside_the_data_are_renewed(tmp_path: Path) -> None:
    """Those that are there, and no others are made."""
    write(tmp_path, {**first(), "schema/proposal.schema.json": {}})
    told = ng.upgrade(tmp_path)
    assert told[-1].file == "schema/proposal.schema.json"
    assert told[-1].changes == ("the schema of format 2",)
    assert [path.name for path in (tmp_path / "schema").iterdir()] == ["proposal.schema.json"]
    text = (tmp_path / "schema/proposal.schema.json").read_text(encoding="utf-8")
    assert text == dumps(all_schemas()["proposal"]) + "\n"


def test_what_is_wrong_besides_is_upgraded_and_left_to_a_check(tmp_path: Path) -> None:
    """Fields of the wrong shape stay as they are: an upgrade loses nothing."""
    files = first()
    put(files, ACCORD, "versions", 1, "terms", value="none")
    put(files, SOUTH, 0, "terms", 0, value=5)
    put(files, "data/talks.json", value=[{"id": "x", "nonsense": 1}])
    ng.upgrade(write(tmp_path, files))
    data = json.loads((tmp_path / ACCORD).read_text(encoding="utf-8"))
    assert data["versions"][1]["terms"] == "none"
    assert data["versions"][0]["terms"][3]["by"] == ["north"]
    assert json.loads((tmp_path / SOUTH).read_text(encoding="utf-8"))[0]["terms"][0] == 5
    assert {"schema"} <= {problem.rule for problem in ng.check(tmp_path)}


@pytest.mark.parametrize(
    ("file", "data", "rule"),
    [
        (ACCORD, b"{", "json"),
        (DESCRIPTION, b"{", "json"),
        (DESCRIPTION, b"[]", "schema"),
        (DESCRIPTION, DELETED, "folder"),
    ],
)
def test_what_cannot_be_read_is_not_upgraded(
    tmp_path: Path, file: str, data: Any, rule: str
) -> None:
    """Nothing is written then: half a dataset would be of no format."""
    write(tmp_path, first())
    if data is DELETED:
        (tmp_path / file).unlink()
    else:
        (tmp_path / file).write_bytes(data)
    before = contents(tmp_path)
    with pytest.raises(InvalidDataset) as caught:
        ng.upgrade(tmp_path)
    assert [problem.rule for problem in caught.value.problems] == [rule]
    assert contents(tmp_path) == before


def test_no_folder_is_no_dataset(tmp_path: Path) -> None:
    """It is said so, and none is made."""
    with pytest.raises(InvalidDataset, match="does not exist"):
        ng.upgrade(tmp_path / "none")
    assert [*tmp_path.iterdir()] == []


def test_all_files_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When one file cannot be replaced, those before it are restored."""
    write(tmp_path, first())
    before = contents(tmp_path)
    replace = Path.replace

    def refusing(path: Path, target: Any) -> Path:
        if Path(target).name == "south.json" and contents(tmp_path) != before:
            monkeypatch.setattr(Path, "replace", replace)
            raise OSError(28, "No space left on device")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", refusing)
    with pytest.raises(OSError, match="No space left"):
        ng.upgrade(tmp_path)
    assert contents(tmp_path) == before


def test_nothing_outside_of_the_folder_is_written(tmp_path: Path) -> None:
    """A file behind a link out of the folder is refused, and nothing is written."""
    folder = write(tmp_path / "set", first())
    shutil.move(folder / SOUTH, tmp_path / "south.json")
    (folder / SOUTH).symlink_to(tmp_path / "south.json")
    outside, before = (tmp_path / "south.json").read_bytes(), contents(folder)
    with pytest.raises(InvalidDataset):
        ng.upgrade(folder)
    assert (tmp_path / "south.json").read_bytes() == outside
    assert contents(folder) == before


def test_there_is_a_step_to_the_present_format() -> None:
    """From the first format to the present, one step for each."""
    assert len(upgrading._STEPS) == upgrading.FORMAT - 1


# --- the command --------------------------------------------------------------------------------


def test_the_command_says_file_by_file_what_it_did(run: Run, tmp_path: Path) -> None:
    """The changes on standard output; how many files, and what format, on standard error."""
    write(tmp_path, first())
    changes = [
        "data/dataset.json /format: 2",
        "data/positions/south.json /0/terms/1/by: a list",
        "data/proposals/accord.json /versions/0/terms/3/by: a list",
    ]
    dry = run("upgrade", tmp_path, "--dry-run")
    assert (dry.status, sorted(dry.out.splitlines())) == (0, changes)
    assert dry.err == f"would change 3 files; {tmp_path} would then be in format 2\n"
    done = run("upgrade", tmp_path)
    assert (done.status, sorted(done.out.splitlines())) == (0, changes)
    assert done.err == f"changed 3 files; {tmp_path} is now in format 2\n"
    again = run("upgrade", tmp_path)
    assert (again.status, again.out) == (0, "")
    assert again.err == f"{tmp_path} is in format 2 already; nothing was changed\n"


def test_the_command_as_json(run: Run, tmp_path: Path) -> None:
    """The format, whether anything was written, and the files with their changes."""
    write(tmp_path, put(tiny(), DESCRIPTION, "format", value=DELETED))
    done = run("-d", tmp_path, "upgrade", "--output-format", "json")
    assert json.loads(done.out) == {
        "format": 2,
        "dry_run": False,
        "files": [{"file": "data/dataset.json", "changes": ["/format: 2"]}],
    }


def test_a_command_that_reads_names_the_one_that_upgrades(run: Run, tmp_path: Path) -> None:
    """Whichever command meets an older dataset says what to do, and exits with 2."""
    write(tmp_path, first())
    done = run("-d", tmp_path, "list", "actors")
    assert (done.status, done.out) == (2, "")
    assert sentence(tmp_path) in " ".join(done.err.split())
