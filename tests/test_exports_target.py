"""Laws of where an export is written: what is not of it stays, and a step that began is done whole."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from builders import contents, records_of, tiny
from commands import Run, run

from negotiations.errors import NegotiationsError
from negotiations.exports import target
from negotiations.exports.formats import FORMATS
from negotiations.exports.writing import export

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["run"]

RECORDS = records_of(tiny())
FOLDERS = [name for name, form in FORMATS.items() if form.folder]


@pytest.mark.parametrize("name", FOLDERS)
def test_a_file_of_others_in_an_export_stays(name: str, tmp_path: Path) -> None:
    """A folder is replaced as a whole, and so only where all in it is of the export."""
    path = export(RECORDS, tmp_path / "out", name)
    others = [path / "notes.txt", path / "mine" / "terms.csv", path / "link"]
    others[1].parent.mkdir()
    for other in others[:2]:
        other.write_text("kept")
        before = contents(path)
        with pytest.raises(
            NegotiationsError, match=f"no export, such as {other.relative_to(path)}"
        ):
            export(RECORDS, path, name, force=True)
        assert contents(path) == before
        other.unlink()
    others[2].symlink_to(tmp_path)
    with pytest.raises(NegotiationsError, match="such as link"):
        export(RECORDS, path, name, force=True)
    others[2].unlink()
    assert export(RECORDS, path, name, force=True) == path


def test_what_stands_beside_a_database_is_no_exception(tmp_path: Path) -> None:
    """The metadata of Datasette replace nothing either, and neither of the two stands alone."""
    beside = tmp_path / "all-datasette.json"
    beside.write_text("kept")
    with pytest.raises(NegotiationsError, match=r"all-datasette\.json exists"):
        export(RECORDS, tmp_path / "all.sqlite")
    assert contents(tmp_path) == {beside.name: b"kept"}
    beside.unlink()
    (tmp_path / "all.sqlite").write_text("kept")
    with pytest.raises(NegotiationsError, match=r"all\.sqlite exists"):
        export(RECORDS, tmp_path / "all.sqlite")
    assert contents(tmp_path) == {"all.sqlite": b"kept"}


def test_a_pipe_is_never_replaced(tmp_path: Path) -> None:
    """Nor a device: what stands there is no file."""
    pipe = tmp_path / "a"
    os.mkfifo(pipe)
    with pytest.raises(NegotiationsError, match="is a pipe or a device; give the name of a file"):
        export(RECORDS, pipe, "ndjson", force=True)
    with pytest.raises(NegotiationsError, match="is a file; give the name of a folder"):
        export(RECORDS, pipe, "csv", force=True)
    assert pipe.is_fifo()


def test_a_link_leads_to_what_is_written(tmp_path: Path) -> None:
    """The link stays a link; what it leads to is replaced only by force."""
    (tmp_path / "there").mkdir()
    link = tmp_path / "link.ndjson"
    link.symlink_to(tmp_path / "there" / "all.ndjson")
    export(RECORDS, link)
    written = link.read_bytes()
    with pytest.raises(NegotiationsError, match="exists"):
        export(RECORDS, link)
    export(RECORDS, link, force=True)
    assert link.is_symlink()
    assert contents(tmp_path / "there") == {"all.ndjson": written}


def _interrupted(step: Callable[..., Any], *, before: bool) -> Callable[..., Any]:
    """A step in which somebody presses Ctrl-C."""

    def pressed(*args: Any, **more: Any) -> Any:
        if before:
            signal.raise_signal(signal.SIGINT)
        made = step(*args, **more)
        if not before:
            signal.raise_signal(signal.SIGINT)
        return made

    return pressed


@pytest.fixture
def interrupting() -> Iterator[None]:
    """SIGINT interrupts, also where the tests run in the background of a shell, which has it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interrupting")
@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("step", ["tempfile.mkdtemp", "shutil.rmtree", "_put", "_flush", "_umask"])
def test_an_interruption_leaves_one_export_whole(
    step: str, before: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whenever it comes: the earlier export or the new one, and nothing beside it."""
    path = export(RECORDS, tmp_path / "out", "csv", complete=False)
    earlier = contents(path)
    later = contents(export(RECORDS, tmp_path / "later", "csv", complete=True))
    owner = target if "." not in step else getattr(target, step.partition(".")[0])
    name = step.rpartition(".")[2]
    monkeypatch.setattr(owner, name, _interrupted(getattr(owner, name), before=before))
    with pytest.raises(KeyboardInterrupt):
        export(RECORDS, path, "csv", complete=True, force=True)
    monkeypatch.undo()
    assert {each.name for each in tmp_path.iterdir()} == {"out", "later"}
    assert contents(path) in (earlier, later)


def test_a_folder_that_cannot_be_put_in_place_leaves_the_earlier_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The earlier export comes back to its place."""
    path = export(RECORDS, tmp_path / "out", "csv", complete=False)
    earlier = contents(path)
    rename = Path.rename

    def fail(self: Path, to: Path) -> Path:
        if to == path and self.name != "old":
            raise OSError(39, "Directory not empty")
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(OSError, match="not empty"):
        export(RECORDS, path, "csv", complete=True, force=True)
    assert contents(tmp_path) == {f"out/{name}": data for name, data in earlier.items()}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["csv", "all.csv"], "is a folder, and all.csv is called like a file; give the name"),
        (["parquet", "a.xlsx", "--table", "terms"], "parquet of 1 table is a folder, and a.xlsx"),
        (["ndjson", "a.ndjson", "--table", "terms"], "ndjson has whole records and no tables"),
        (["jsonld", "a.jsonld", "--people"], "jsonld has whole records and no tables"),
        (["csv", "a", "--base", "https://example.org/"], "csv has no base of addresses"),
        (["csv", "a", "history", "may-proposal", "--on", "may-proposal"], "--on applies to stance"),
        (["csv", "a", "egypt", "--as-of", "2024-01-01"], "--as-of applies to compiled, stance"),
        (["csv", "a", "blame", "may-proposal@may", "--complete"], "a Blame has no complete tables"),
        (["csv", "a", "blame", "may-proposal@may", "--table", "line"], "did you mean lines"),
        (["xlsx", "-"], "standard output takes ndjson, jsonld, or csv of one table"),
        (["csv", "-"], "standard output takes ndjson, jsonld, or csv of one table"),
    ],
)
def test_no_wish_is_passed_over(
    arguments: list[str], said: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an export cannot take is told, and not left out in silence; nothing is written."""
    monkeypatch.chdir(tmp_path)
    done = run("export", *arguments)
    assert done.status == 2
    assert said in done.err
    assert list(tmp_path.iterdir()) == []


def test_text_goes_to_standard_output(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same bytes as in a file, and nothing else."""
    monkeypatch.chdir(tmp_path)
    for words in (["csv", "-", "--table", "terms"], ["ndjson", "-"], ["jsonld", "-", "egypt"]):
        done = run("export", *words)
        assert done.status == 0, done.err
        name = f"out{FORMATS[words[0]].suffix}"
        assert run("export", words[0], name, *words[2:]).status == 0
        assert done.out == (tmp_path / name).read_bytes().decode()
