"""Laws of writing folders: nothing outside is touched, nothing is lost, and all or nothing."""

from __future__ import annotations

import difflib
import errno
import html
import json
import os
import pickle
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from builders import dataset_of, tiny
from builders import write_text as write_article

import negotiations as ng
from negotiations.errors import nearest
from negotiations.folder import locking, replacing
from negotiations.folder.locking import alone
from negotiations.folder.replacing import write_texts


def contents(folder: Path) -> dict[str, bytes]:
    """All files of a folder, by their names."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small dataset's folder."""
    ng.save(dataset_of(tiny()), tmp_path / "data-set")
    return tmp_path / "data-set"


def test_a_save_writes_what_it_wrote_before(folder: Path) -> None:
    """A second save changes nothing and leaves no file of its own beside the records."""
    before = contents(folder)
    ng.save(ng.load(folder), folder)
    after = contents(folder)
    assert {name for name in after if Path(name).name.startswith(".")} <= {locking.LOCK}
    before.pop(locking.LOCK, None)
    after.pop(locking.LOCK, None)
    assert after == before


@pytest.mark.parametrize("name", ["data/proposals", "data/positions", "seeds", "data"])
def test_a_save_deletes_nothing_behind_a_link(folder: Path, tmp_path: Path, name: str) -> None:
    """What is behind a link to a folder elsewhere stays as it is."""
    dataset = ng.load(folder)
    elsewhere = tmp_path / "elsewhere"
    if (folder / name).exists():
        shutil.copytree(folder / name, elsewhere)
        shutil.rmtree(folder / name)
    else:
        elsewhere.mkdir()
    (elsewhere / "theirs.json").write_text("[]", encoding="utf-8")
    (folder / name).symlink_to(elsewhere)
    before = contents(elsewhere)
    with suppress(ng.NegotiationsError):  # where nothing is to be written there, it may succeed
        ng.save(dataset, folder)
    assert contents(elsewhere) == before


def test_a_save_deletes_no_hidden_file(folder: Path) -> None:
    """A hidden file is not read, and so not deleted, whatever its name ends with."""
    hidden = folder / "data" / "positions" / ".notes.json"
    hidden.parent.mkdir(exist_ok=True)
    hidden.write_text("mine", encoding="utf-8")
    ng.save(ng.load(folder), folder)
    assert hidden.read_text("utf-8") == "mine"


def renamed(dataset: ng.Dataset, name: str) -> ng.Dataset:
    """The dataset with another name of its first actor."""
    return dataset.with_records(next(iter(dataset.actors.values())).replace(name=name))


def test_a_save_loses_nothing_that_was_added_since_the_load(folder: Path) -> None:
    """What another wrote meanwhile is named and kept; ``overwrite`` writes over it."""
    mine, theirs = ng.load(folder), ng.load(folder)
    ng.save(renamed(theirs, "Theirs"), folder)
    before = contents(folder)
    with pytest.raises(ng.NegotiationsError) as caught:
        ng.save(renamed(mine, "Mine"), folder)
    assert str(caught.value) == (
        f"{folder} has changed since it was read (data/actors.json); nothing was written. Load it "
        "again and repeat the changes, or overwrite it with overwrite=True"
    )
    assert contents(folder) == before
    ng.save(renamed(mine, "Mine"), folder, overwrite=True)
    assert ng.load(folder) == renamed(mine, "Mine")


def test_a_save_replaces_no_dataset_that_was_not_read(folder: Path) -> None:
    """Records made in Python do not replace those of a folder that nobody looked at."""
    made = renamed(dataset_of(tiny()), "Made")
    with pytest.raises(ng.NegotiationsError, match="contains another dataset, which was not read"):
        ng.save(made, folder)
    assert ng.load(folder) == dataset_of(tiny())


def test_what_was_saved_can_be_changed_and_saved_again(folder: Path) -> None:
    """Load, change, save, change, save: a save counts as a reading; so it does in another process."""
    dataset = renamed(ng.load(folder), "One")
    ng.save(dataset, folder)
    ng.save(renamed(dataset, "Two"), folder)
    assert ng.load(folder) == renamed(dataset, "Two")
    sent: ng.Dataset = pickle.loads(pickle.dumps(ng.load(folder)))
    ng.save(renamed(sent, "Three"), folder)
    assert next(iter(ng.load(folder).actors.values())).name == "Three"


@pytest.mark.parametrize("links", [True, False])
@pytest.mark.parametrize("failing", range(3))
def test_a_failing_rename_undoes_those_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int, links: bool
) -> None:
    """Whichever rename fails, every file is as it was, and a new one is gone; without hard links, too."""

    def link(*given: object, **named: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    if not links:
        monkeypatch.setattr(os, "link", link)
    for name in ("a", "b"):
        (tmp_path / name).write_text("old", encoding="utf-8")
    before = contents(tmp_path)
    replace, count = Path.replace, iter(range(100))

    def fail(path: Path, target: Path) -> Path:
        if next(count) == failing:
            raise OSError(errno.EIO, "the disk failed")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match=r"the disk failed: '.*/[abc]'$"):
        write_texts({tmp_path / name: "new" for name in ("a", "b", "new/c")})
    assert contents(tmp_path) == before
    assert not (tmp_path / "new").exists()


def test_what_could_not_be_restored_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where undoing fails too, the message says which file has changed."""
    for name in ("a", "b"):
        (tmp_path / name).write_text("old", encoding="utf-8")
    replace, count = Path.replace, iter(range(100))

    def fail(path: Path, target: Path) -> Path:
        if next(count) >= 1:
            raise OSError(errno.EIO, "the disk failed")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match=r"already changed: .*/a"):
        write_texts({tmp_path / name: "new" for name in ("a", "b")})
    assert (tmp_path / "a").read_text("utf-8") == "new"
    assert (tmp_path / "b").read_text("utf-8") == "old"


def test_a_failed_save_into_a_new_folder_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next save must find a folder that is still new."""

    def full(path: Path, text: str) -> Path:
        raise OSError(errno.ENOSPC, "no space")

    with monkeypatch.context() as patch:
        patch.setattr(replacing, "_staged", full)
        with pytest.raises(OSError, match="no space"):
            ng.save(dataset_of(tiny()), tmp_path / "above" / "new")
    ng.save(dataset_of(tiny()), tmp_path / "above" / "new")
    assert ng.load(tmp_path / "above" / "new") == dataset_of(tiny())


def test_leftovers_of_a_stopped_writer_are_cleared(folder: Path) -> None:
    """Only files of the names that a writer gives them are removed."""
    left = folder / "data" / ".negotiations-0123456789abcdef.tmp"
    theirs = folder / "data" / ".negotiations-notes.tmp"
    for path in (left, theirs):
        path.write_text("half", encoding="utf-8")
    with alone(folder):
        pass
    assert (left.exists(), theirs.exists()) == (False, True)


def test_the_lock_works_where_flock_does_not(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system without locks is written to all the same, and one writer excludes another."""
    fcntl = pytest.importorskip("fcntl")

    def missing(descriptor: int, operation: int) -> None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))

    monkeypatch.setattr(fcntl, "flock", missing)
    monkeypatch.setattr(locking, "_PATIENCE", 0.1)
    with (
        alone(folder),
        pytest.raises(ng.NegotiationsError, match=r"another program has locked"),
        alone(folder),
    ):
        pass
    with alone(folder):
        pass


def test_no_writer_sets_the_umask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The umask is of the whole process, and other threads make files meanwhile."""

    def refuse(mask: int) -> int:
        raise AssertionError(mask)

    monkeypatch.setattr(os, "umask", refuse)
    ng.save(dataset_of(tiny()), tmp_path / "new")
    assert (tmp_path / "new" / "data" / "dataset.json").is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("seed", range(4))
def test_a_killed_writer_leaves_every_file_whole(folder: Path, seed: int) -> None:
    """Whenever a writer is killed, each file is one that it wrote, and the next writer goes on."""
    names = [f"data/positions/x{number}.json" for number in range(5)]
    script = (
        "import sys; from pathlib import Path; from itertools import count\n"
        "from negotiations.folder.locking import alone\n"
        "from negotiations.folder.replacing import write_texts\n"
        "root = Path(sys.argv[1])\n"
        "for number in count():\n"
        "    with alone(root):\n"
        "        write_texts({root / n: str(number) * 1000 + '.' for n in sys.argv[2:]})\n"
        "    print(flush=True)\n"
    )
    command = [sys.executable, "-c", script, str(folder), *names]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(random.Random(seed).random() / 20)
        writer.send_signal(signal.SIGKILL)
    for name in names:
        text = (folder / name).read_text("utf-8")
        assert text.endswith(".")
        assert text == text[: (len(text) - 1) // 1000] * 1000 + "."
    with alone(folder):
        pass
    assert not list(folder.rglob(".negotiations-*.tmp"))


def run(command: str, **environment: str) -> str:
    """What a shell command prints, with `negotiations` on its path."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", "-c", command],
        env={**os.environ, "PATH": path, **environment},
        capture_output=True,
        check=True,
        timeout=60,
    )
    return done.stdout.decode("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="names of POSIX")
def test_standard_output_is_a_stream_by_any_name(tmp_path: Path) -> None:
    """What stands in the file already, and what comes behind, is kept; so it is in a pipe."""
    wanted = run("python -m negotiations list talks --output-format json")
    for name in ("-", "/dev/stdout", "/dev/fd/1"):
        log = tmp_path / "log"
        listing = f"python -m negotiations list talks --output-format json -o {name}"
        log.write_text("before\n", encoding="utf-8")
        run(f"{{ {listing}; echo after; }} >> {log}")
        assert log.read_text("utf-8") == f"before\n{wanted}after\n", name
        assert run(f"cd {tmp_path} && {listing} | cat") == wanted, name
        assert not (tmp_path / "-").exists()


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_json_is_valid_in_a_narrow_encoding(folder: Path, encoding: str) -> None:
    """What the encoding of standard output cannot carry is escaped as JSON has it."""
    name = "Caf\u00e9 \U0001f91d"
    actor = next(iter(ng.load(folder).actors.values()))
    ng.save(ng.load(folder).with_records(actor.replace(name=name)), folder)
    show = f"python -m negotiations -d {folder} show actors/{actor.id} --output-format json"
    printed = run(show, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert json.loads(printed)["name"] == name


def test_hidden_files_hide_no_record(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many hidden files there are, all others are read."""
    before = ng.load(folder)
    for number in range(30):
        (folder / "data" / f".{number}").touch()
    monkeypatch.setattr("negotiations.folder.listing.MAXIMUM_ENTRIES", 20)
    assert ng.load(folder) == before


def test_a_misspelt_word_is_compared_with_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many words are known, 50 are compared in full, the right one among them."""
    compared: list[int] = []

    def count(word: str, known: list[str], **options: object) -> list[str]:
        compared.append(len(known))
        return in_full(word, known, **options)

    in_full = difflib.get_close_matches
    monkeypatch.setattr("difflib.get_close_matches", count)
    known = [f"{'a' * 40}{number:04}{'b' * 40}" for number in range(1000)]
    assert nearest(known[517].replace("0517", "051x7"), known, 1) == (known[517],)
    assert compared == [50]


def test_writers_at_once_lose_no_record(folder: Path) -> None:
    """Two that add and one that formats at the same time: each record that was added is there."""
    adding = (
        "import sys\n"
        "from negotiations.cli.main import main\n"
        "for number in range(4):\n"
        "    try:\n"
        "        key = f'{sys.argv[2]}{number}'\n"
        "        main(['-q', '-d', sys.argv[1], 'add', 'actor', key, '--kind', 'state'])\n"
        "    except SystemExit as left:\n"
        "        assert left.code == 0, left.code\n"
    )
    formatting = (
        "import sys\n"
        "from negotiations.cli.main import main\n"
        "for number in range(8):\n"
        "    try:\n"
        "        main(['-q', 'format', sys.argv[1]])\n"
        "    except SystemExit as left:\n"
        "        assert left.code == 0, left.code\n"
    )
    # Not canonical, so that there is something to format.
    actors = folder / "data" / "actors.json"
    actors.write_text(json.dumps(json.loads(actors.read_text("utf-8")), indent=9), encoding="utf-8")
    before = set(ng.load(folder).actors)
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(folder), name], stdout=subprocess.DEVNULL
        )
        for script, name in ((adding, "a"), (adding, "b"), (formatting, ""))
    ]
    assert [writer.wait(timeout=120) for writer in writers] == [0, 0, 0]
    added = {f"{name}{number}" for name in "ab" for number in range(4)}
    assert set(ng.load(folder).actors) == before | added
    assert not list(folder.rglob(".negotiations-*.tmp"))


def test_a_dash_is_standard_input_wherever_a_file_is_read(folder: Path) -> None:
    """`show`, `check`, `format`, `diff` and `merge` read it, by any name that a system gives it."""
    record = json.dumps({"id": "a", "name": "A", "kind": "state"})
    shown = [
        run(f"echo '{record}' | python -m negotiations {command}")
        for command in (
            "show - --output-format json",
            "show /dev/stdin --output-format json",
            "format -",
            "merge - /dev/fd/0 actors/qatar || true",
        )
    ]
    assert [json.loads(text) for text in shown[:3]] == [json.loads(record)] * 3
    assert run(f"echo '{record}' | python -m negotiations -q check -") == ""
    assert run(f"cd {folder} && cat data/actors.json | python -m negotiations format -") == (
        folder / "data" / "actors.json"
    ).read_text("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and links of POSIX")
@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("add version x@y --terms fifo", "it is not a regular file"),
        ("show ./fifo", "fifo: it is not a regular file"),
        ("format fifo", "it is not a regular file"),
        ("git textconv fifo", "fifo: it is not a regular file"),
        ("list talks -o loop", "loop: Too many levels of symbolic links"),
        ("init loop", "loop: Too many levels of symbolic links"),
        ("format loop", "Too many levels of symbolic links"),
        ("check loop", "loop does not exist"),
    ],
)
def test_pipes_and_loops_of_links_are_refused_at_once(
    tmp_path: Path, folder: Path, command: str, message: str
) -> None:
    """Nothing is waited for, and nothing is a traceback."""
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "loop").symlink_to("loop")
    done = subprocess.run(
        [sys.executable, "-m", "negotiations", "-d", str(folder), *command.split()],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 2
    assert message in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_what_locate_prints_is_read_by_add_in_a_narrow_encoding(
    folder: Path, tmp_path: Path, encoding: str
) -> None:
    """Names outside of the encoding pass through a pipe."""
    write_article(tmp_path)
    words = "North"
    narrow = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    located = run(
        f"python -m negotiations -q -d {folder} locate report '{words}' --nth 1 --texts {tmp_path} "
        "--note 'Caf\u00e9 \U0001f91d'",
        **narrow,
    )
    assert located.isascii()
    assert json.loads(located)["note"] == "Caf\u00e9 \U0001f91d"


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_html_is_valid_in_a_narrow_encoding(folder: Path, encoding: str) -> None:
    """The page says what it is written in, and has every letter."""
    name = "Caf\u00e9 \U0001f91d"
    actor = next(iter(ng.load(folder).actors.values()))
    ng.save(ng.load(folder).with_records(actor.replace(name=name)), folder)
    show = f"python -m negotiations -d {folder} show actors/{actor.id} --output-format html"
    printed = run(show, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert '<meta charset="utf-8">' in printed
    assert name in html.unescape(printed)


def test_a_save_into_a_folder_of_too_many_files_removes_none(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where not all files can be told, none is written or removed, even if told to overwrite."""
    dataset = ng.load(folder)
    for number in range(30):
        (folder / "data" / "positions" / f"x{number}.json").write_text("[]", encoding="utf-8")
    before = contents(folder)
    monkeypatch.setattr("negotiations.folder.listing.MAXIMUM_ENTRIES", 20)
    with pytest.raises(ng.NegotiationsError, match=r"more than 20 files.*nothing was written"):
        ng.save(dataset, folder, overwrite=True)
    assert contents(folder) == before
