"""The drivers, called by a real git in a repository of two coders."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import sys
from typing import TYPE_CHECKING

import pytest
from builders import DELETED, put, tiny, write
from hypothesis import given
from hypothesis import settings as given_settings
from hypothesis import strategies as st
from pairs import record_triples
from profiles import scaled
from repositories import Repository

from negotiations.cli import git_setup
from negotiations.cli.marked_files import ends_of, marked, marked_for_ancestor
from negotiations.cli.record_files import canonical_text
from negotiations.compare.merge import merge
from negotiations.io.strict_json import dumps

if TYPE_CHECKING:
    from pathlib import Path

    from builders import Files

    from negotiations.model import Record

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")

ACTORS, EVENTS = "data/actors.json", "data/events.json"
PROPOSAL, SOUTH = "data/proposals/accord.json", "data/positions/south.json"
NORTH, SOUTH_STATE = 2, 3  # where they stand in the list of actors


def named(index: int, name: str, files: Files | None = None) -> Files:
    return put(files or tiny(), ACTORS, index, "name", value=name)


def counted(number: int) -> Files:
    path = (PROPOSAL, "versions", 0, "terms", 0, "count")
    return put(tiny(), *path, value={"exactly": number})


# --- merging ------------------------------------------------------------------------------------


def test_without_the_drivers_neighbours_conflict(bare: Repository) -> None:
    """The case that the drivers are for: by lines, edits of two records side by side conflict."""
    bare.branches(tiny(), named(NORTH, "The North"), named(SOUTH_STATE, "The South"))
    assert "CONFLICT (content)" in bare.git("merge", "other", status=1)


def test_edits_of_different_records_merge(repository: Repository) -> None:
    """With the drivers both edits are in the file, which is in canonical form."""
    repository.branches(tiny(), named(NORTH, "The North"), named(SOUTH_STATE, "The South"))
    repository.git("merge", "-q", "--no-edit", "other")
    expected = named(SOUTH_STATE, "The South", named(NORTH, "The North"))
    assert repository.data(ACTORS) == expected[ACTORS]
    assert repository.text(ACTORS) == dumps(expected[ACTORS]) + "\n"
    assert repository.status == ""


def test_records_added_by_both_stay(repository: Repository) -> None:
    """New records of both sides at the end of one file are two records."""
    east = {"id": "zz-east", "name": "East", "kind": "state"}
    west = {"id": "zz-west", "name": "West", "kind": "state"}
    end = len(tiny()[ACTORS])
    ours, theirs = (put(tiny(), ACTORS, end, value=each) for each in (east, west))
    repository.branches(tiny(), ours, theirs)
    repository.git("merge", "-q", "--no-edit", "other")
    assert repository.data(ACTORS) == [*tiny()[ACTORS], east, west]


def test_fields_of_one_term_merge(repository: Repository) -> None:
    """In a proposal: the number of one side, the obligors of the other."""
    theirs = put(tiny(), PROPOSAL, "versions", 0, "terms", 0, "obligors", value=["north", "south"])
    repository.branches(tiny(), counted(30), theirs)
    repository.git("merge", "-q", "--no-edit", "other")
    term = repository.data(PROPOSAL)["versions"][0]["terms"][0]
    assert (term["count"], term["obligors"]) == ({"exactly": 30}, ["north", "south"])


CONFLICT = """\
{path}:
  conflict at /versions/accord@spring/terms/captives@1/count: both sides changed it, differently
    base: {{"exactly": 20}}
      report ¶4
    ours: {{"exactly": 30}}
      report ¶4
    theirs: {{"exactly": 40}}
      report ¶4
"""


@pytest.mark.parametrize(("style", "size"), [("merge", 7), ("diff3", 7), ("zdiff3", 5)])
def test_a_conflict_is_marked(repository: Repository, style: str, size: int) -> None:
    """Around the field alone, as git is told to mark; what else changed is merged."""
    repository.git("config", "merge.conflictStyle", style)
    with (repository.root / ".gitattributes").open("a", encoding="utf-8") as attributes:
        attributes.write(f"*.json conflict-marker-size={size}\n")
    theirs = put(counted(40), PROPOSAL, "title", value="The accord")
    repository.branches(tiny(), counted(30), theirs)
    said = repository.git("merge", "other", status=1)
    assert CONFLICT.format(path=PROPOSAL) in said
    assert repository.status == f"UU {PROPOSAL}\n"
    lines = repository.text(PROPOSAL).splitlines()
    start = lines.index(f"{'<' * size} ours")
    old = [f"{'|' * size} base", '"count": {"exactly": 20},'] if style != "merge" else []
    expected = [
        f"{'<' * size} ours",
        '"count": {"exactly": 30},',
        *old,
        "=" * size,
        '"count": {"exactly": 40},',
        f"{'>' * size} theirs",
    ]
    assert [line.strip() for line in lines[start : start + len(expected)]] == expected
    assert sum(line.startswith("<") for line in lines) == 1
    kept = "\n".join([*lines[:start], lines[start + 1], *lines[start + len(expected) :]])
    assert json.loads(kept) == put(counted(30), PROPOSAL, "title", value="The accord")[PROPOSAL]


def test_what_one_side_removed_and_the_other_changed(repository: Repository) -> None:
    """Silence against a change: marked as a whole term, neither side is preferred."""
    gone = put(tiny(), PROPOSAL, "versions", 0, "terms", 0, value=DELETED)
    repository.branches(tiny(), gone, counted(40))
    said = repository.git("merge", "other", status=1)
    assert "terms/captives@1: one side no longer has what the other changed" in said
    assert "<<<<<<< ours" in repository.text(PROPOSAL)
    assert repository.status == f"UU {PROPOSAL}\n"


@pytest.mark.parametrize("side", ["ours", "theirs"])
@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(b'[{"id": "north", "name": "The North"', id="no JSON"),
        pytest.param(b'[{"id": "north", "name": 7, "kind": "state"}]\n', id="no record"),
        pytest.param(
            b'[{"id": "a", "name": "a", "kind": "state"}, {"id": "a", "name": "b", "kind": "state"}]\n',
            id="an id twice",
        ),
        pytest.param(b"", id="empty"),
    ],
)
def test_a_broken_side_is_merged_by_lines(repository: Repository, side: str, broken: bytes) -> None:
    """As git does by itself: with markers, unmerged, and it says why."""
    files = {"ours": named(NORTH, "The North"), "theirs": named(NORTH, "Northland")}
    files[side][ACTORS] = broken
    repository.branches(tiny(), files["ours"], files["theirs"])
    said = repository.git("merge", "other", status=1)
    assert f"negotiations: {ACTORS} is merged by lines: " in said
    assert repository.status == f"UU {ACTORS}\n"
    text = repository.text(ACTORS)
    assert text.count("<<<<<<<") == text.count(">>>>>>>") >= 1


FAILURES = {
    "the program is missing": "/nowhere/python -m negotiations",
    "it fails as Python does": "sh -c 'echo Traceback >&2; exit 1' --",
    "it could not": "sh -c 'exit 2' --",
    "it is killed": "sh -c 'kill -9 $$' --",
    "the module is missing": f"{sys.executable} -P -m negotiations_are_not_there",
}


@pytest.mark.parametrize("failure", FAILURES)
def test_a_failing_program_leaves_markers(repository: Repository, failure: str) -> None:
    """Never one side as if it were the result: git's own merge by lines takes over."""
    for name, text in git_setup.settings(FAILURES[failure]).items():
        repository.git("config", name, text)
    repository.branches(tiny(), named(NORTH, "The North"), named(NORTH, "Northland"))
    repository.git("merge", "other", status=1)
    assert repository.status == f"UU {ACTORS}\n"
    text = repository.text(ACTORS)
    assert "<<<<<<< ours" in text
    assert "The North" in text
    assert "Northland" in text


@pytest.mark.parametrize("failure", FAILURES)
def test_a_failing_program_merges_what_lines_can(repository: Repository, failure: str) -> None:
    """Edits far apart merge by lines, as they would without the drivers."""
    for name, text in git_setup.settings(FAILURES[failure]).items():
        repository.git("config", name, text)
    theirs = put(tiny(), ACTORS, 0, "name", value="The clerk")
    repository.branches(tiny(), named(4, "The council"), theirs)
    repository.git("merge", "-q", "--no-edit", "other")
    assert repository.data(ACTORS) == named(4, "The council", theirs)[ACTORS]


def test_a_file_added_on_both_sides(repository: Repository) -> None:
    """Without a common ancestor different records stay, and different fields make one record."""
    position = {"id": "north-a", "actor": "north", "act": "demands", "terms": []}
    other = {**position, "id": "north-b"}
    same = {**position, "id": "north-c"}
    path = "data/positions/north.json"
    ours, theirs = tiny(), tiny()
    ours[path] = [position, {**same, "note": "A remark."}]
    theirs[path] = [other, {**same, "summary": "A summary."}]
    repository.branches(tiny(), ours, theirs)
    repository.git("merge", "-q", "--no-edit", "other")
    both = {**same, "summary": "A summary.", "note": "A remark."}
    assert repository.data(path) == [position, other, both]


def test_a_record_added_on_both_sides_differently(repository: Repository) -> None:
    """Both are there, between markers."""
    path = "seeds/other.json"
    source = {**tiny()["seeds/report.json"], "id": "other", "file_name": "other.txt"}
    ours, theirs = tiny(), tiny()
    ours[path], theirs[path] = {**source, "label": "One"}, {**source, "label": "Another"}
    repository.branches(tiny(), ours, theirs)
    said = repository.git("merge", "other", status=1)
    assert "conflict at the record as a whole: both sides added it, differently" in said
    assert repository.status == f"AA {path}\n"
    text = repository.text(path)
    assert text.count("<<<<<<<") == 1
    assert '"label": "One"' in text
    assert '"label": "Another"' in text


def test_a_file_that_one_side_deleted(repository: Repository) -> None:
    """Git itself says so and leaves it unmerged; no driver is asked."""
    ours = tiny()
    del ours[EVENTS]
    theirs = put(tiny(), EVENTS, 0, "summary", value="It was accepted.")
    repository.branches(tiny(), ours, theirs)
    assert "CONFLICT (modify/delete)" in repository.git("merge", "other", status=1)
    assert repository.status == f"DU {EVENTS}\n"


@pytest.mark.parametrize("words", [("rebase", "other"), ("cherry-pick", "other")])
def test_rebasing_and_picking(repository: Repository, words: tuple[str, ...]) -> None:
    """All that merges in git merges by records."""
    repository.branches(tiny(), named(NORTH, "The North"), named(SOUTH_STATE, "The South"))
    repository.git(*words)
    expected = named(SOUTH_STATE, "The South", named(NORTH, "The North"))
    assert repository.data(ACTORS) == expected[ACTORS]
    assert repository.status == ""


def test_a_conflict_while_rebasing(repository: Repository) -> None:
    """Is marked, resolved by a person, and the rebase goes on."""
    repository.branches(tiny(), named(NORTH, "The North"), named(NORTH, "Northland"))
    repository.git("rebase", "other", status=1)
    assert "<<<<<<< ours" in repository.text(ACTORS)
    write(repository.folder, {ACTORS: named(NORTH, "North")[ACTORS]})
    repository.git("add", "-A")
    repository.git("rebase", "--continue")
    assert repository.data(ACTORS) == tiny()[ACTORS]


def test_a_folder_with_spaces_and_other_letters(tmp_path: Path) -> None:
    """The dataset may lie anywhere in the repository."""
    repository = Repository(tmp_path / "work", "coding of 'A' – données").start()
    write(repository.folder, tiny())
    repository.install()
    assert (repository.folder / ".gitattributes").is_file()
    assert not (repository.root / ".gitattributes").exists()
    repository.branches(tiny(), named(NORTH, "The North"), named(SOUTH_STATE, "The South"))
    repository.git("merge", "-q", "--no-edit", "other")
    assert repository.data(ACTORS)[NORTH]["name"] == "The North"
    assert repository.data(ACTORS)[SOUTH_STATE]["name"] == "The South"
    write(repository.folder, {ACTORS: named(NORTH, "Northland")[ACTORS]})
    found = repository.git("diff")
    assert f"{repository.folder.name}/{ACTORS}" in found
    assert 'name changed: "The North" → "Northland"' in found
    assert 'name: "Northland"' in repository.git("diff", "--no-ext-diff")


@given(record_triples(), st.sampled_from(("merge", "diff3", "zdiff3")))
@given_settings(max_examples=scaled(30))
def test_each_side_stands_between_the_markers(
    triple: tuple[Record, Record, Record], style: str
) -> None:
    """Who takes one side at all markers has the file with all conflicts taken from that side."""
    merged = merge(*triple)
    ours, base, theirs = (
        canonical_text(merged.take(side).result) for side in ("ours", "base", "theirs")
    )
    if merged.is_clean:
        return
    ends = ends_of(marked(ours, base, theirs, size=9, style=style).encode())
    assert ends is not None
    assert (ends[0].decode(), ends[2].decode()) == (ours, theirs)
    ancestor = marked_for_ancestor(ours, base, theirs, size=9).encode()
    assert ends_of(ancestor) == (ours.encode(), base.encode(), theirs.encode())


# --- diff ---------------------------------------------------------------------------------------


def test_git_diff_says_what_changed(repository: Repository) -> None:
    """Of added, changed and removed records; of proposals by the terms in their versions."""
    repository.commit(tiny())
    files = named(NORTH, "The North", counted(30))
    put(files, ACTORS, 4, value={"id": "east", "name": "East", "kind": "state"})
    write(repository.folder, files)
    assert repository.git("diff") == (
        "data/actors.json\n"
        "actors/east: record added\n"
        '  + actors/east/name: "East"\n'
        '  + actors/east/kind: "state"\n'
        "actors/north:\n"
        '  name changed: "North" → "The North"\n'
        "actors/valley-council: record removed\n"
        '  - actors/valley-council/name: "Council of the valley"\n'
        '  - actors/valley-council/kind: "organisation"\n'
        "data/proposals/accord.json\n"
        "proposals/accord:\n"
        "  versions/accord@spring/terms/captives@1/count raised: 20 → 30\n"
    )


def test_git_log_and_show_say_what_changed(repository: Repository) -> None:
    """By lines with paths of keys, of which only those differ whose content does."""
    repository.commit(tiny())
    files = counted(30)
    files[PROPOSAL] = json.dumps(files[PROPOSAL], indent=7).encode()
    repository.commit(files)
    path = "versions/accord@spring/terms/captives@1/count"
    for words in (("log", "-p", "-1"), ("show",), ("diff", "--no-ext-diff", "HEAD~1")):
        lines = repository.git(*words).splitlines()
        changed = [line for line in lines if re.match(r"[+-](?![+-])", line)]
        assert changed == [f'-{path}: {{"exactly": 20}}', f'+{path}: {{"exactly": 30}}']
    assert "count raised: 20 → 30" in repository.git("log", "-p", "-1", "--ext-diff")


def test_git_blame_knows_fields(repository: Repository) -> None:
    """A field is blamed on the commit that changed it."""
    repository.commit(tiny(), "first")
    repository.commit(named(NORTH, "The North"), "second")
    lines = repository.git("blame", "-s", ACTORS).splitlines()
    second = repository.git("rev-parse", "HEAD")[:7]
    assert next(line for line in lines if second in line).endswith('actors/north/name: "The North"')


def test_git_diff_of_whole_files(repository: Repository) -> None:
    """Files that come, go, are renamed or change their mode; each ends well for git."""
    repository.commit(tiny())
    (repository.folder / EVENTS).unlink()
    repository.git("mv", SOUTH, "data/positions/other.json")
    write(repository.folder, {"seeds/new.json": {**tiny()["seeds/report.json"], "id": "new"}})
    (repository.folder / ACTORS).chmod(0o755)
    repository.git("add", "-A")
    found = repository.git("diff", "--cached", "-M50%")
    assert "data/events.json\nevents/spring-accepted: record removed\n" in found
    assert "seeds/new.json\nsources/new: record added\n" in found
    assert "data/actors.json\n  mode 100644 → 100755\n" in found
    repository.git("reset", "-q", "--hard")
    write(repository.folder, {"data/positions/a.json": tiny()[SOUTH]})
    (repository.folder / SOUTH).unlink()
    put(files := tiny(), SOUTH, 0, "note", value="A remark.")
    write(repository.folder, {"data/positions/a.json": files[SOUTH]})
    repository.git("add", "-A")
    assert repository.git("diff", "--cached", "-M50%") == (
        "data/positions/south.json → data/positions/a.json\n"
        "positions/south-keeps-hill:\n"
        '  note newly reported: "A remark."\n'
    )


def test_git_diff_of_the_layout_alone(repository: Repository) -> None:
    """Other white space, another order: the records are the same, and it says so."""
    repository.commit(tiny())
    write(repository.folder, {ACTORS: json.dumps(tiny()[ACTORS][::-1], indent=1).encode()})
    assert repository.git("diff") == (
        "data/actors.json\n  the records are the same; only the layout of the file differs\n"
    )


def test_git_diff_of_what_cannot_be_read(repository: Repository) -> None:
    """By lines, made safe for a terminal, and with the reason; `git log -p` has them as they are."""
    repository.commit(tiny())
    broken = tiny()
    broken[ACTORS] = b'[{"id": "north\x1b[31m"\n'
    write(repository.folder, broken)
    found = repository.git("diff")
    assert "by lines, because its records cannot be read: not JSON: " in found
    assert '+[{"id": "north\\x1b[31m"' in found
    repository.commit(broken)
    assert '+[{"id": "north' in repository.git("log", "-p", "-1")
    repository.git("diff", "HEAD~1")


def test_git_diff_of_an_unmerged_file(repository: Repository) -> None:
    """Git gives its path alone, and shows the rest by itself."""
    repository.branches(tiny(), named(NORTH, "The North"), named(NORTH, "Northland"))
    repository.git("merge", "other", status=1)
    assert '++  {"id": "north", "name": "Northland", "kind": "state"},' in repository.git("diff")
    assert f"{ACTORS}: unmerged\n" in repository.git("diff", "--ours")


@pytest.mark.parametrize("failure", FAILURES)
def test_a_failing_program_shows_lines(repository: Repository, failure: str) -> None:
    """Git neither dies nor shows nothing."""
    repository.commit(tiny())
    for name, text in git_setup.settings(FAILURES[failure]).items():
        repository.git("config", name, text)
    write(repository.folder, {ACTORS: named(NORTH, "The North")[ACTORS]})
    assert '"name": "The North"' in repository.git("diff")
    (repository.folder / EVENTS).unlink()
    repository.git("add", "-A")
    assert '"spring-accepted"' in repository.git("diff", "--cached")
    repository.git("commit", "-q", "-m", "work")
    assert '"name": "The North"' in repository.git("log", "-p", "-1")


# --- install ------------------------------------------------------------------------------------

LINES = (
    "data/**/*.json diff=negotiations merge=negotiations\n"
    "seeds/*.json diff=negotiations merge=negotiations\n"
)


def test_installing_twice_is_installing_once(bare: Repository) -> None:
    """Lines of others stay as they are, and so does the end of their last line."""
    attributes = bare.root / ".gitattributes"
    attributes.write_bytes(b"*.png binary\r\n*.json text")
    bare.git("config", "diff.other.command", "true")
    first = bare.program("git", "install")
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout.count("\n") == 10
    held = attributes.read_bytes()
    assert held == b"*.png binary\r\n*.json text\n" + LINES.encode()
    config = (bare.root / ".git" / "config").read_bytes()
    second = bare.program("git", "install")
    assert (second.returncode, second.stdout) == (0, "nothing to do\n")
    assert attributes.read_bytes() == held
    assert (bare.root / ".git" / "config").read_bytes() == config


def test_uninstalling_leaves_the_rest(repository: Repository) -> None:
    """What `install` put there is removed, and nothing else."""
    attributes = repository.root / ".gitattributes"
    attributes.write_text(f"*.png binary\n{LINES}*.txt text\n", encoding="utf-8")
    done = repository.program("git", "install", "--uninstall", "--output-format", "json")
    assert done.returncode == 0
    assert json.loads(done.stdout) == [
        *(f"{attributes}: removed: {line}" for line in LINES.splitlines()),
        "git config diff.negotiations removed",
        "git config merge.negotiations removed",
        "git config merge.negotiations-ancestor removed",
    ]
    assert attributes.read_text("utf-8") == "*.png binary\n*.txt text\n"
    assert "negotiations" not in repository.git("config", "--local", "--list")
    again = repository.program("git", "install", "--uninstall")
    assert (again.returncode, again.stdout) == (0, "nothing to do\n")


def test_uninstalling_leaves_no_empty_file(repository: Repository) -> None:
    """A file of attributes that `install` made goes with its last line."""
    assert repository.program("git", "install", "--uninstall").returncode == 0
    assert not (repository.root / ".gitattributes").exists()


def test_a_program_with_a_sign_of_git_in_its_path(repository: Repository, tmp_path: Path) -> None:
    """Git reads ``%A`` in the line of a driver; in the path of the program it means nothing."""
    program = tmp_path / "50%A 'b'"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m negotiations "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    for name, text in git_setup.settings(shlex.quote(str(program))).items():
        repository.git("config", name, text)
    repository.branches(tiny(), named(NORTH, "The North"), named(SOUTH_STATE, "The South"))
    repository.git("merge", "-q", "--no-edit", "other")
    expected = named(SOUTH_STATE, "The South", named(NORTH, "The North"))
    assert repository.data(ACTORS) == expected[ACTORS]


def test_installing_in_a_folder_below(bare: Repository) -> None:
    """Without a dataset there, the lines stand at the top, where the patterns hold."""
    below = bare.root / "notes"
    below.mkdir()
    assert bare.program("git", "install", folder=below).returncode == 0
    assert (bare.root / ".gitattributes").read_text("utf-8") == LINES


def test_installing_refuses(bare: Repository, tmp_path: Path) -> None:
    """Where the same files have other drivers, where there is no repository, or no folder."""
    attributes = bare.root / ".gitattributes"
    before = (bare.root / ".git" / "config").read_bytes()
    for word in ("merge=union", "-diff", "diff=json"):
        line = f"data/**/*.json   {word}"
        attributes.write_text(f"\n# text\n{line}\n", encoding="utf-8")
        done = bare.program("git", "install")
        assert (done.returncode, done.stdout) == (2, "")
        assert f"{line!r} already sets {word}" in done.stderr
        assert attributes.read_text("utf-8") == f"\n# text\n{line}\n"
    attributes.write_bytes(b"\xff\n")
    assert ".gitattributes is not UTF-8" in bare.program("git", "install").stderr
    assert (bare.root / ".git" / "config").read_bytes() == before
    outside = tmp_path / "outside"
    outside.mkdir()
    bare.env["GIT_CEILING_DIRECTORIES"] = str(tmp_path)
    done = bare.program("git", "install", folder=outside)
    assert done.returncode == 2
    assert "not a git repository" in done.stderr
    done = bare.program("-d", "nowhere", "git", "install")
    assert (done.returncode, done.stderr) == (
        2,
        "negotiations: the folder nowhere does not exist\n",
    )
    bare.env["PATH"] = str(outside)
    done = bare.program("git", "install")
    assert (done.returncode, done.stderr) == (
        2,
        "negotiations: git was not found on the PATH\n",
    )


def test_modules_of_the_folder_are_not_run(repository: Repository) -> None:
    """Git runs in folders of other people: a module that lies there is not loaded."""
    trap = "raise SystemExit('loaded from the folder')\n"
    for name in ("negotiations.py", "attrs.py", "click.py", "json.py"):
        (repository.root / name).write_text(trap, encoding="utf-8")
    repository.commit(tiny())
    write(repository.folder, {ACTORS: named(NORTH, "The North")[ACTORS]})
    found = repository.git("diff", "--", ACTORS)
    assert found == 'data/actors.json\nactors/north:\n  name changed: "North" → "The North"\n'


def test_install_writes_through_no_link_out_of_the_dataset(
    bare: Repository, tmp_path: Path
) -> None:
    """A file of attributes that is a link to a file elsewhere is refused, and nothing is changed."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("theirs\n", encoding="utf-8")
    (bare.root / ".gitattributes").symlink_to(elsewhere)
    refused = bare.program("git", "install")
    assert refused.returncode == 2
    assert "leads out of the folder; nothing was written; remove the link" in refused.stderr
    assert elsewhere.read_text("utf-8") == "theirs\n"
