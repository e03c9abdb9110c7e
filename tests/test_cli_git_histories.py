"""Histories as people make them, in real repositories: merges that cross, octopus, stash and others."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from builders import DELETED, put, tiny, write
from repositories import Repository

from negotiations.cli import git_setup
from negotiations.io.strict_json import dumps

if TYPE_CHECKING:
    from pathlib import Path

    from builders import Files

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")

ACTORS, EVENTS = "data/actors.json", "data/events.json"
PROPOSAL, SOUTH = "data/proposals/accord.json", "data/positions/south.json"
NORTH, COUNCIL = 2, 4  # where they stand in the list of actors


def named(name: str, files: Files | None = None, index: int = NORTH) -> Files:
    return put(files or tiny(), ACTORS, index, "name", value=name)


# --- merges that cross --------------------------------------------------------------------------


def cross(repository: Repository, mine: Files, other: Files) -> str:
    """Two branches conflict, and each merges the other; then they merge. Gives what git said then.

    They name the north differently at first. ``mine`` is what the one settles on, ``other`` what
    the other does. What the first two merges leave is written over, so that they want no driver.
    """
    repository.branches(tiny(), named("One"), named("Two"))
    repository.git("branch", "first")
    for branch, merged, settled in (("main", "other", mine), ("other", "first", other)):
        repository.git("checkout", "-q", branch)
        repository.git("-c", "merge.negotiations.driver=false", "merge", "-q", merged, status=1)
        repository.commit(settled, "settled")
    repository.git("checkout", "-q", "main")
    return repository.git("merge", "-q", "--no-edit", "other", status=None)


@pytest.mark.parametrize("settled", ["One", "Two", "Three"])
def test_what_both_settled_alike_stays_settled(repository: Repository, settled: str) -> None:
    """Later edits of either side merge beside it, and nothing is said of the inner merge."""
    mine = put(named(settled), ACTORS, COUNCIL, "name", value="The council")
    other = put(named(settled), ACTORS, NORTH, "note", value="A remark.")
    assert cross(repository, mine, other) == f"Auto-merging {ACTORS}\n"
    expected = put(mine, ACTORS, NORTH, "note", value="A remark.")
    assert repository.data(ACTORS) == expected[ACTORS]
    assert repository.status == ""


@pytest.mark.parametrize(("mine", "other"), [("One", "Two"), ("North", "Two"), ("One", "Three")])
def test_what_was_settled_differently_conflicts(
    repository: Repository, mine: str, other: str
) -> None:
    """Once, and as what it is; also where one side went back to what stood there at first."""
    said = cross(repository, named(mine), named(other))
    assert "by lines" not in said
    assert said.count("conflict at ") == 1
    assert "conflict at /north/name: the sides settled an earlier conflict differently" in said
    assert repository.status == f"UU {ACTORS}\n"
    lines = [line.strip() for line in repository.text(ACTORS).splitlines()]
    start = lines.index("<<<<<<< ours")
    assert f'"name": "{mine}"' in lines[start + 1]
    assert f'"name": "{other}"' in lines[start + 3]


def test_the_ancestor_of_merges_that_cross_can_be_merged_by_hand(repository: Repository) -> None:
    """As the documents say, with what git holds for the three sides."""
    cross(repository, named("One"), named("Two"))
    for stage, name in enumerate(("base.json", "ours.json", "theirs.json"), 1):
        held = repository.git("show", f":{stage}:{ACTORS}")
        (repository.root / name).write_text(held, encoding="utf-8")
    words = ("merge", "base.json", "ours.json", "theirs.json", "--take", "theirs", "-o", ACTORS)
    done = repository.program(*words)
    assert (done.returncode, done.stderr) == (0, "")
    assert repository.data(ACTORS) == named("Two")[ACTORS]


def test_a_record_that_both_sides_of_a_cross_dropped(repository: Repository) -> None:
    """Was in conflict once; it is gone, and stays so."""
    gone = put(tiny(), ACTORS, NORTH, value=DELETED)
    assert cross(repository, gone, gone) == ""
    assert repository.data(ACTORS) == gone[ACTORS]


def test_a_file_added_on_both_sides_of_a_cross(repository: Repository) -> None:
    """The ancestors of the merge have no ancestor of that file."""
    path = "seeds/other.json"
    source = {**tiny()["seeds/report.json"], "id": "other", "file_name": "other.txt"}
    one, two = ({**tiny(), path: {**source, "label": label}} for label in ("One", "Two"))
    repository.branches(tiny(), one, two)
    repository.git("branch", "first")
    for branch, merged in (("main", "other"), ("other", "first")):
        repository.git("checkout", "-q", branch)
        repository.git("merge", "-q", merged, status=1)
        repository.commit(named(branch, one) if branch == "main" else one, "settled")
    repository.git("checkout", "-q", "main")
    assert repository.git("merge", "-q", "--no-edit", "other") == ""
    assert repository.data(path) == one[path]


def test_a_cross_without_the_program(repository: Repository) -> None:
    """By lines, as git itself does, with markers around all that is not the same."""
    for name, text in git_setup.settings("/nowhere/python -m negotiations").items():
        repository.git("config", name, text)
    cross(repository, named("One"), named("Two"))
    assert repository.status == f"UU {ACTORS}\n"
    text = repository.text(ACTORS)
    assert text.index("<<<<<<< ours") < text.index("One") < text.index("=======")
    assert text.index("=======") < text.index("Two") < text.index(">>>>>>> theirs")


# --- other ways to merge ------------------------------------------------------------------------


def test_an_octopus_merges_by_lines(repository: Repository) -> None:
    """Git calls no driver for it: what lines can merge is merged, else it refuses as a whole."""
    repository.commit(tiny())
    for branch, index, name in (("one", 0, "The clerk"), ("two", COUNCIL, "The council")):
        repository.git("checkout", "-q", "-b", branch, "main")
        repository.commit(named(name, index=index))
    repository.git("checkout", "-q", "main")
    repository.commit({**tiny(), EVENTS: put(tiny(), EVENTS, 0, "note", value="A.")[EVENTS]})
    repository.git("merge", "-q", "--no-edit", "one", "two")
    expected = named("The council", named("The clerk", index=0), COUNCIL)
    assert repository.data(ACTORS) == expected[ACTORS]
    repository.git("checkout", "-q", "-b", "three", "main~1")
    repository.commit(named("Three", index=0))
    repository.git("checkout", "-q", "-b", "four", "main~1")
    repository.commit(named("Four", index=0))
    before = repository.git("rev-parse", "HEAD")
    said = repository.git("merge", "main", "three", status=None)
    assert repository.git("rev-parse", "HEAD") == before
    assert "conflict" in said.lower()


def test_a_stash_merges_by_records(repository: Repository) -> None:
    """Work that was put aside, after others changed the neighbouring record."""
    repository.commit(tiny())
    write(repository.folder, {ACTORS: named("The North")[ACTORS]})
    repository.git("stash", "-q")
    repository.commit(named("The South", index=NORTH + 1))
    repository.git("stash", "pop", "-q")
    expected = named("The North", named("The South", index=NORTH + 1))
    assert repository.data(ACTORS) == expected[ACTORS]


def test_a_worktree_has_the_drivers(repository: Repository, tmp_path: Path) -> None:
    """A second working tree of the same clone."""
    repository.branches(tiny(), named("The North"), named("The South", index=NORTH + 1))
    repository.git("worktree", "add", "-q", str(tmp_path / "second"), "other")
    second = Repository(tmp_path / "second")
    second.git("merge", "-q", "--no-edit", "main")
    expected = named("The North", named("The South", index=NORTH + 1))
    assert second.data(ACTORS) == expected[ACTORS]


def test_a_rename_and_an_edit(repository: Repository) -> None:
    """The edits of both sides are in the file of the new name."""
    renamed = "data/positions/of-south.json"
    ours = put(tiny(), SOUTH, 0, "note", value="A remark.")
    theirs = put(tiny(), SOUTH, 0, "summary", value="The hill stays.")
    theirs[renamed] = theirs.pop(SOUTH)
    repository.branches(tiny(), ours, theirs)
    repository.git("-c", "merge.renames=true", "-c", "diff.renames=true", "merge", "-q", "other")
    expected = {**ours[SOUTH][0], "summary": "The hill stays."}
    assert repository.data(renamed) == [expected]
    assert not (repository.folder / SOUTH).exists()


def test_a_rename_and_a_conflict(repository: Repository) -> None:
    """Is marked in the file of the new name."""
    renamed = "data/positions/of-south.json"
    ours = put(tiny(), SOUTH, 0, "note", value="A remark.")
    theirs = put(tiny(), SOUTH, 0, "note", value="Another.")
    theirs[renamed] = theirs.pop(SOUTH)
    repository.branches(tiny(), ours, theirs)
    said = repository.git("merge", "other", status=1)
    assert "conflict at /south-keeps-hill/note: both sides added it, differently" in said
    assert repository.text(renamed).count("<<<<<<< ours") == 1


def test_a_conflict_while_picking(repository: Repository) -> None:
    """Is marked, and the picking can be given up."""
    repository.branches(tiny(), named("One"), named("Two"))
    repository.git("cherry-pick", "other", status=1)
    assert "<<<<<<< ours" in repository.text(ACTORS)
    repository.git("cherry-pick", "--abort")
    assert repository.data(ACTORS) == named("One")[ACTORS]


@pytest.mark.parametrize("ends", ["checkout", "committed"])
def test_files_with_ends_of_lines_of_windows(repository: Repository, ends: str) -> None:
    """In the working tree alone, or in the commits as well."""
    if ends == "checkout":
        repository.git("config", "core.autocrlf", "true")
    sides = [tiny(), named("The North"), named("The South", index=NORTH + 1)]
    for files in sides:
        files[ACTORS] = (dumps(files[ACTORS]) + "\n").replace("\n", "\r\n").encode()
    repository.branches(*sides)
    repository.git("merge", "-q", "--no-edit", "other")
    expected = named("The North", named("The South", index=NORTH + 1))
    assert repository.data(ACTORS) == expected[ACTORS]
    assert repository.status == ""
    held = (repository.folder / ACTORS).read_bytes()
    assert (b"\r\n" in held) == (ends == "checkout")


# --- names --------------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", ["--help", "-", "données a'b $HOME"])
def test_a_folder_of_any_name(tmp_path: Path, installed: Path, folder: str) -> None:
    """Also one that looks like an option: merged, compared and shown; and without the program."""
    shutil.copytree(installed, tmp_path / "work")
    repository = Repository(tmp_path / "work", folder)
    line = "**/*.json diff=negotiations merge=negotiations\n"
    (repository.root / ".gitattributes").write_text(line, encoding="utf-8")
    repository.branches(tiny(), named("The North"), named("The South", index=NORTH + 1))
    repository.git("merge", "-q", "--no-edit", "other")
    expected = named("The North", named("The South", index=NORTH + 1))
    assert repository.data(ACTORS) == expected[ACTORS]
    write(repository.folder, {ACTORS: named("Northland", expected)[ACTORS]})
    assert 'name changed: "The North" → "Northland"' in repository.git("diff")
    assert '+actors/north/name: "Northland"' in repository.git("diff", "--no-ext-diff")
    for name, text in git_setup.settings("false").items():
        repository.git("config", name, text)
    assert '"name": "Northland"' in repository.git("diff")
    assert '"name": "Northland"' in repository.git("diff", "--no-ext-diff")
    repository.git("commit", "-q", "-a", "-m", "ours")
    repository.git("checkout", "-q", "other")
    repository.commit(named("Two"))
    repository.git("merge", "main", status=1)
    assert repository.text(ACTORS).count("<<<<<<< ours") == 1


# --- tools --------------------------------------------------------------------------------------


def test_a_tool_for_differences_is_started(repository: Repository) -> None:
    """What the user asks for with `git difftool`, on the files themselves."""
    repository.commit(tiny())
    write(repository.folder, {ACTORS: named("The North")[ACTORS]})
    found = repository.git("difftool", "-y", "-x", "diff")
    assert '"name": "The North"' in found
    assert "name changed" not in found


def refused(*words: str, data: bytes = b"") -> tuple[int, bytes, str]:
    done = subprocess.run(
        [sys.executable, "-m", "negotiations", *words],
        input=data,
        capture_output=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr.decode()


def test_reading_is_bounded(tmp_path: Path) -> None:
    """Of a device, a pipe or a file larger than is read nothing is read, and it says so."""
    pipe, large = tmp_path / "pipe.json", tmp_path / "large.json"
    os.mkfifo(pipe)
    with large.open("wb") as stream:
        stream.truncate(2**40)
    small = write(tmp_path, tiny()) / ACTORS
    for path in ("/dev/zero", str(pipe)):
        message = f"negotiations: {path}: it is not a regular file\n"
        assert refused("git", "textconv", path) == (2, b"", message)
        mode = (path, "0" * 40, "100644")
        found = refused("git", "diff", ACTORS, str(small), "0" * 40, "100644", *mode)
        assert (found[0], found[2]) == (2, message)
    assert refused("git", "textconv", str(large)) == (
        2,
        b"",
        f"negotiations: {large}: the file is larger than 4 MiB\n",
    )
    found = refused("merge", str(small), str(pipe), str(small))
    assert (found[0], found[2]) == (2, f"negotiations: {pipe}: it is not a regular file\n")


def test_a_broken_file_is_compared_by_git(repository: Repository) -> None:
    """All of a long file that cannot be read, in the lines that differ."""
    repository.commit(tiny())
    records = [{"id": f"a{index}", "name": "A", "kind": "realm"} for index in range(3000)]
    broken = json.dumps(records, indent=1).encode()
    write(repository.folder, {ACTORS: broken})
    repository.git("commit", "-q", "-a", "-m", "broken")
    write(repository.folder, {ACTORS: broken.replace(b'"a7"', b'"b7"')})
    lines = repository.git("diff").splitlines()
    assert lines[1].startswith("  by lines, because its records cannot be read: ")
    assert [line for line in lines if line.startswith(("-", "+"))] == [
        '-  "id": "a7",',
        '+  "id": "b7",',
    ]
