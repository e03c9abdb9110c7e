"""The folder of a run: what has been made so far, and where to go on after an interruption."""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from negotiations.errors import NegotiationsError

__all__ = ["Journal", "alone_in", "run_folder"]

_PLAN, _PROGRESS, _LOCK, _STREAMS = "run.json", "progress.json", "lock", "made"
_STAGE = "stage"


def run_folder(out: Path) -> Path:
    """The folder of an unfinished run, beside what it is to make."""
    return out.with_name(f"{out.name}.unfinished")


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Lock the folder of a run, which is made if there is none.

    Raises:
        NegotiationsError: Another program is at work there.
        OSError: The folder cannot be made.
    """
    from filelock import FileLock, Timeout

    folder.mkdir(exist_ok=True)
    lock = FileLock(folder / _LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout as fault:
        raise NegotiationsError(f"another program is at work in {folder}; wait for it") from fault
    try:
        yield
    finally:
        lock.release()


class Journal:
    """The texts of a run by stream, and how far they are known to be whole.

    What was written after the last entry is cut off when the run goes on.
    """

    def __init__(self, folder: Path, plan: Mapping[str, Any], *, resume: bool) -> None:
        self._folder, self._made = folder, folder / _STREAMS
        self._open: dict[str, IO[bytes]] = {}
        self.unit, self.counts = 0, Counter[str]()
        self._sizes: dict[str, int] = {}
        old = _read(folder / _PLAN)
        if old is None:
            self.remove()  # what a run left that was ended while it removed its work
            self._made.mkdir()
            _write(folder / _PLAN, plan)
            return
        if not resume:
            raise NegotiationsError(
                f"{folder} has a run that was interrupted; add --resume to go on with it, or remove "
                "the folder"
            )
        if old != json.loads(json.dumps(plan)):
            raise NegotiationsError(
                f"{folder} has a run of something else; give the same command, or remove the folder"
            )
        progress = _read(folder / _PROGRESS)
        if progress is not None:
            self.unit = progress["unit"]
            self.counts = Counter(progress["counts"])
            self._sizes = progress["sizes"]
        if any(_size(self._made / name) < size for name, size in self._sizes.items()):
            # It was ended when all was made, and some of that was put in its place: made again.
            self.unit, self.counts, self._sizes = 0, Counter(), {}
        for path in self._made.iterdir():
            os.truncate(path, self._sizes.get(path.name, 0))

    def add(self, unit: int, texts: Mapping[str, bytes], counts: Mapping[str, int]) -> None:
        """Add what was made of the units up to this one."""
        for name, text in texts.items():
            if name not in self._open:
                self._open[name] = (self._made / name).open("ab")
            self._open[name].write(text)
            self._sizes[name] = self._sizes.get(name, 0) + len(text)
        self.unit = unit
        self.counts.update(counts)

    def enter(self) -> None:
        """Enter that all that was added is whole."""
        for stream in self._open.values():
            stream.flush()
            os.fsync(stream.fileno())
        entry = {"unit": self.unit, "counts": self.counts, "sizes": self._sizes}
        _write(self._folder / _PROGRESS, entry)

    def stream(self, name: str) -> Path:
        """The file of a stream; empty if nothing was added to it."""
        path = self._made / name
        path.touch()
        return path

    def stage(self) -> Path:
        """A folder to write a result in; what an interrupted run left in it is removed."""
        folder = self._folder / _STAGE
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        return folder

    def close(self) -> None:
        """Close all files; what is not entered is made again."""
        while self._open:
            with suppress(OSError):  # a full disk, which was told already
                self._open.popitem()[1].close()

    def remove(self) -> None:
        """Remove all but the lock, since all is made."""
        self.close()
        # Without its plan, there is no run to go on with.
        (self._folder / _PLAN).unlink(missing_ok=True)
        for path in self._folder.iterdir():
            if path.name == _LOCK:
                continue
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None


def _write(path: Path, data: Any) -> None:
    """Write a file beside, and put it in its place."""
    stage = path.with_name(f"{path.name}.new")
    with stage.open("w", encoding="utf-8") as stream:
        json.dump(data, stream)
        stream.flush()
        os.fsync(stream.fileno())
    stage.replace(path)
