"""A new folder: what is in it, what it never overwrites, and that it is whole or not there."""

from __future__ import annotations

import json
import re
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml
from builders import contents, records_of, tiny, write

import negotiations as ng
from negotiations.errors import InvalidDataset, NegotiationsError
from negotiations.folder.locking import alone
from negotiations.folder.starting import (
    DATA_FILES,
    derived,
    described,
    editor_settings,
    make_folder,
    new_files,
)
from negotiations.io.layout import FILE_KINDS, bundled_folder, file_kind_of
from negotiations.io.schema import schema_of
from negotiations.io.strict_json import dumps
from negotiations.model import Metadata

SCHEMAS = {kind.name: schema_of(kind) for kind in FILE_KINDS}
OWN = described({}, "Water Sharing.d", "0.1.0")
REPOSITORY = bundled_folder()
LAYOUT = [f"{kind.path}/some-id.json" if kind.stem else kind.path for kind in FILE_KINDS]
NO_LAYOUT = [
    "data/event.json",
    "data/actors.json.bak",
    "data/proposals/old/a.json",
    "seed/a.json",
    "mydata/actors.json",
    "schema/actors.schema.json",
    "README.md",
]


def test_a_description_that_nobody_gave() -> None:
    """Id and title follow from the name of the folder; the rest is true of any dataset."""
    assert (OWN.id, OWN.title) == ("water-sharing", "Water Sharing")
    assert OWN.version == "0.1.0"
    assert described({}, "…", "1").id == "dataset"
    given = {"id": "x", "title": "X", "licence": "CC0-1.0", "coders": ["A", "B"]}
    made = described(given, "name", "1")
    assert (made.id, made.title, made.licence, made.coders) == ("x", "X", "CC0-1.0", ("A", "B"))


def test_what_does_not_fit_is_said_at_once() -> None:
    """All that is wrong with the description, each with its field."""
    with pytest.raises(InvalidDataset) as caught:
        described({"id": "No Id", "version": "one"}, "x", "1")
    assert [each.pointer for each in caught.value.problems] == ["/id", "/version"]


def test_a_copy_is_a_dataset_of_its_own_that_names_the_original() -> None:
    """Id, title and version are its own; licence, coders and limits stay, and are added to."""
    original = records_of(tiny()).metadata
    assert original is not None
    made = derived(original, {"coders": ["B"], "limits": ["More."]}, "my-copy", "0.1.0")
    assert (made.id, made.version, made.title) == (
        "my-copy",
        "0.1.0",
        "My copy, derived from valley-talks",
    )
    assert made.licence == original.licence
    assert set(made.coders) == {*original.coders, "B"}
    assert made.limits == (*original.limits, "More.")
    for fact in (original.id, original.version, original.title, original.licence, "A coder"):
        assert fact in (made.note or "")
    with pytest.raises(NegotiationsError, match="a copy of them keeps this licence"):
        derived(original, {"licence": "MIT"}, "my-copy", "0.1.0")
    assert derived(original, {"licence": original.licence}, "my-copy", "0.1.0").title == made.title


def test_a_new_folder_passes(tmp_path: Path) -> None:
    """The check, with nothing in it and with the records of a copy."""
    make_folder(tmp_path / "one", new_files(OWN, SCHEMAS))
    assert ng.check(tmp_path / "one") == ()
    assert (ng.load(tmp_path / "one").metadata, [*ng.load(tmp_path / "one")]) == (OWN, [])
    records = records_of(tiny())
    make_folder(tmp_path / "two", new_files(OWN, SCHEMAS, records))
    assert ng.check(tmp_path / "two") == ()
    assert [*ng.load(tmp_path / "two")] == [*records]
    assert ng.load(tmp_path / "two").metadata == OWN


def test_the_readme_of_a_copy_credits_the_original() -> None:
    """With the licence of the records."""
    original = records_of(tiny()).metadata
    assert original is not None
    made = derived(original, {}, "x", "1")
    readme = new_files(made, SCHEMAS, records_of(tiny()))["README.md"]
    assert original.title in readme
    assert f"Licence of the records: {original.licence}." in readme


def bindings(settings: Any) -> list[tuple[str, str]]:
    """Every pattern with the schema it is bound to."""
    return [
        (pattern, each["url"]) for each in settings["json.schemas"] for pattern in each["fileMatch"]
    ]


@pytest.mark.parametrize("path", [*LAYOUT, *NO_LAYOUT])
def test_an_editor_binds_each_file_of_the_layout_once(path: str) -> None:
    """To the schema of its kind, which is written beside it; and no other file."""
    made = new_files(OWN, SCHEMAS)
    settings = json.loads(made[".vscode/settings.json"])
    found = [
        url
        for pattern, url in bindings(settings)
        if fnmatch(f"/{path}", pattern) and path.count("/") == pattern.count("/") - 1
    ]
    kind = file_kind_of(path)
    assert found == ([f"./schema/{kind.name}.schema.json"] if kind else [])
    assert all(url.removeprefix("./") in made for url in found)


@pytest.mark.parametrize("path", LAYOUT)
@pytest.mark.parametrize("around", ["", "my/folder/"])
def test_the_hooks_look_at_each_file_of_the_layout(path: str, around: str) -> None:
    """In whatever folder the dataset is."""
    assert re.search(DATA_FILES, around + path)


@pytest.mark.parametrize("path", NO_LAYOUT)
def test_the_hooks_look_at_no_other_file(path: str) -> None:
    """Which is what pre-commit's `files` means: a search."""
    assert not re.search(DATA_FILES, path)


@pytest.mark.skipif(not (REPOSITORY / ".vscode").is_dir(), reason="no checkout")
def test_the_repository_has_the_same_bindings_and_hooks() -> None:
    """Its own settings, those in the docs, and the hooks for others are of the one layout."""
    text = dumps(editor_settings()) + "\n"
    assert (REPOSITORY / ".vscode" / "settings.json").read_text("utf-8") == text
    assert text in (REPOSITORY / "docs" / "editor.md").read_text("utf-8")
    hooks = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text("utf-8"))
    own = yaml.safe_load(new_files(OWN, SCHEMAS)[".pre-commit-config.yaml"])["repos"][0]["hooks"]
    assert [each["files"] for each in (*hooks, *own)] == [DATA_FILES] * 4
    assert [each["id"] for each in hooks] == [each["id"] for each in own]


@pytest.mark.parametrize("name", ["file", "folder", "hidden", "link"])
def test_nothing_is_overwritten(tmp_path: Path, name: str) -> None:
    """A file, a folder with whatever in it, a link to nowhere: all stay as they are."""
    target = tmp_path / "target"
    if name == "file":
        target.write_text("x")
    elif name == "link":
        target.symlink_to(tmp_path / "nowhere")
    else:
        target.mkdir()
        (target / {"folder": "notes.txt", "hidden": ".env"}[name]).write_text("x")
    before = contents(tmp_path)
    with pytest.raises(NegotiationsError, match="nothing was written"):
        make_folder(target, new_files(OWN, SCHEMAS))
    assert contents(tmp_path) == before
    assert [each.name for each in tmp_path.iterdir()] == ["target"]


@pytest.mark.parametrize("name", ["new", "empty", "repository"])
def test_where_a_folder_can_be_made(tmp_path: Path, name: str) -> None:
    """Where nothing is, in an empty folder, and in a git repository without files."""
    target = tmp_path / "target"
    if name != "new":
        target.mkdir()
    if name == "repository":
        (target / ".git").mkdir()
        (target / ".git" / "HEAD").write_text("x")
    files = new_files(OWN, SCHEMAS)
    make_folder(target, files)
    found = contents(target)
    assert found.pop(".git/HEAD", b"x") == b"x"
    assert found == {each: text.encode() for each, text in files.items()}
    assert [each.name for each in tmp_path.iterdir()] == ["target"]


@pytest.mark.parametrize("there", [False, True])
def test_a_folder_is_made_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    """Wherever it is interrupted, nothing is left behind."""
    files = new_files(OWN, SCHEMAS)
    target = tmp_path / "target"
    if there:
        target.mkdir()
    moves, replaces = Path.rename, Path.replace

    def fails_at(number: int) -> Any:
        calls = iter(range(1000))

        def check() -> None:
            if next(calls) == number:
                raise KeyboardInterrupt

        def replace(path: Path, to: Path) -> Path:
            check()
            return replaces(path, to)

        def rename(path: Path, to: Path) -> Path:
            check()
            return moves(path, to)

        return replace, rename

    for number in range(len(files) + (len(files) if there else 1)):
        replace, rename = fails_at(number)
        monkeypatch.setattr(Path, "replace", replace)
        monkeypatch.setattr(Path, "rename", rename)
        with pytest.raises(KeyboardInterrupt):
            make_folder(target, files)
        assert [*tmp_path.rglob("*")] == ([target] if there else [])


def test_a_killed_program_can_be_started_again(tmp_path: Path) -> None:
    """Killed after any number of moves, it left a part of the files and its stage; all are made then."""
    files = new_files(OWN, SCHEMAS)
    moved = sorted(files, key=lambda name: (name == "data/dataset.json", name))
    for number in range(len(moved)):
        target = tmp_path / str(number)
        write(target, {name: files[name].encode() for name in moved[:number]})
        write(target / ".negotiations-new-left" / "new", dict.fromkeys(moved[number:], b"x"))
        assert not (target / "data" / "dataset.json").exists()
        make_folder(target, files)
        assert contents(target) == {name: text.encode() for name, text in files.items()}


@pytest.mark.parametrize(
    ("name", "content"),
    [("data/actors.json", b"[]"), ("README.md", b"# Mine\n"), ("data/inner/x", b""), ("x/y", b"")],
)
def test_a_part_of_the_files_with_another_is_not_empty(
    tmp_path: Path, name: str, content: bytes
) -> None:
    """A file that is not of a new folder, or has other content, is never overwritten or joined."""
    files = new_files(OWN, SCHEMAS)
    write(tmp_path, {".gitignore": files[".gitignore"].encode(), name: content})
    before = contents(tmp_path)
    with pytest.raises(NegotiationsError, match="is not empty"):
        make_folder(tmp_path, files)
    assert contents(tmp_path) == before


def test_the_whole_of_the_files_is_not_empty(tmp_path: Path) -> None:
    """A folder that was made is not made again."""
    files = new_files(OWN, SCHEMAS)
    make_folder(tmp_path / "one", files)
    with pytest.raises(NegotiationsError, match="is not empty"):
        make_folder(tmp_path / "one", files)


def test_there_must_be_a_folder_around(tmp_path: Path) -> None:
    """None is made on the way."""
    with pytest.raises(NegotiationsError, match="does not exist"):
        make_folder(tmp_path / "a" / "b", new_files(OWN, SCHEMAS))
    assert [*tmp_path.iterdir()] == []


def test_every_field_of_the_description_can_be_given() -> None:
    """What is given is what stands, whatever field it is of."""
    given = {
        "id": "a",
        "format": 2,
        "title": "T",
        "version": "2.0.0",
        "licence": "MIT",
        "coders": ["C"],
        "protocol": "P",
        "limits": ["L"],
        "summary": "S",
        "note": "N",
    }
    assert described(given, "x", "1") == ng.from_json(Metadata, json.dumps(given))


def test_a_writer_removes_what_a_killed_program_left_in_a_whole_folder(tmp_path: Path) -> None:
    """Killed after its last move, it left an empty stage in a dataset where nobody makes a folder."""
    make_folder(tmp_path / "made", new_files(OWN, SCHEMAS))
    before = contents(tmp_path / "made")
    (tmp_path / "made" / ".negotiations-new-left" / "new").mkdir(parents=True)
    with alone(tmp_path / "made"):
        pass
    assert contents(tmp_path / "made") == before
    assert not [*(tmp_path / "made").glob(".negotiations-new-*")]


def test_what_a_stopped_program_left_is_removed(tmp_path: Path) -> None:
    """The next one that makes a folder there removes it, unless another is at work in it."""
    left, busy = tmp_path / ".negotiations-new-left", tmp_path / ".negotiations-new-busy"
    for folder in (left, busy):
        (folder / "new" / "data").mkdir(parents=True)
    with alone(busy):
        make_folder(tmp_path / "one", {"README.md": "x"})
        assert sorted(path.name for path in tmp_path.iterdir()) == [busy.name, "one"]
    make_folder(tmp_path / "two", {"README.md": "x"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "two"]
    assert [path.name for path in (tmp_path / "two").iterdir()] == ["README.md"]
