"""The pieces of a run, made in this process or in several, and given in order."""

from __future__ import annotations

import gc
import json
import multiprocessing
import os
import signal
import threading
import traceback
from collections import Counter, deque
from collections.abc import Generator, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import attrs

from negotiations.corpora.around import Surroundings
from negotiations.corpora.index import Index
from negotiations.corpora.tasks import Piece, Task
from negotiations.errors import NegotiationsError

__all__ = ["Chunk", "Made", "chunks", "made_in_order"]

# How much of a corpus is one piece of work: units, and bytes of them.
_UNITS, _BYTES = 500, 256 * 1024
# How many pieces of work are given out for each process, and how often a process may end on one.
_AHEAD, _PATIENCE = 3, 3
# How many letters of an error a process tells: they go through the pipe at once.
_MESSAGE = 2_000


@attrs.frozen
class Chunk:
    """Some units in a row: the first, the last, and the bytes that they have."""

    first: int
    last: int
    length: int


@attrs.frozen
class Made:
    """What a task gave for a chunk: texts by stream, and numbers by what they count."""

    chunk: Chunk
    texts: dict[str, bytes]
    counts: Counter[str]


def chunks(index: Index, after: int = 0, *, units: int = _UNITS) -> Generator[Chunk, None, None]:
    """The units of a corpus after one of them, in pieces of work."""
    first = last = length = 0
    for number, size in index.spans(after):
        first = first or number
        last, length = number, length + size
        if last - first + 1 >= units or length >= _BYTES:
            yield Chunk(first, last, length)
            first = length = 0
    if first:
        yield Chunk(first, last, length)


def _left(folder: Path, chunk: Chunk) -> Path:
    """The file in which a process leaves what it made of a chunk."""
    return folder / f"chunk-{chunk.first}"


def _leave(folder: Path, made: Made) -> None:
    sizes = {name: len(text) for name, text in made.texts.items()}
    head = json.dumps({"sizes": sizes, "counts": made.counts}).encode()
    with _left(folder, made.chunk).open("wb") as stream:
        stream.writelines((head, b"\n", *made.texts.values()))


def _taken(folder: Path, chunk: Chunk) -> Made:
    path = _left(folder, chunk)
    with path.open("rb") as stream:
        head = json.loads(stream.readline())
        texts = {name: stream.read(size) for name, size in head["sizes"].items()}
    path.unlink()
    return Made(chunk, texts, Counter(head["counts"]))


class _Worker:
    """What does a task, and keeps what it knows of the corpus from one chunk to the next."""

    def __init__(self, folder: Path, task: Task) -> None:
        self.folder = folder
        self._index = Index(folder)
        self._around, self._task = Surroundings(self._index), task

    def make(self, chunk: Chunk) -> Made:
        made = Piece()
        twins = self._index.twins(chunk.first, chunk.last)
        for number, unit in self._index.units(chunk.first, chunk.last):
            self._task.add(made, self._around, number, unit, twins)
        # A text of a file name need not be valid Unicode; its bytes are written as escapes.
        whole = {
            name: "".join(parts).encode("utf-8", "backslashreplace")
            for name, parts in made.texts.items()
        }
        return Made(chunk, whole, made.counts)

    def close(self) -> None:
        self._index.close()


_WORKERS: list[_Worker] = []


def _start(folder: Path, task: Task) -> None:
    """Prepare a process: it leaves interrupts to the one that began it, and ends with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # As in the process that began it (`negotiations.__main__`).
    gc.freeze()
    gc.set_threshold(50_000)
    parent = multiprocessing.parent_process()

    def leave() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=leave, daemon=True).start()
    _WORKERS[:] = [_Worker(folder, task)]


def _make(chunk: Chunk) -> None:
    """Make a chunk, and leave it in a file: nothing but that it is done goes through the pipe.

    The pipe is shared by all processes. One that is killed in the middle of a long message leaves half of
    it, and then the reader waits for the rest and the others for their turn, for ever. A message of less
    than 4 KiB is written whole or not at all.
    """
    worker = _WORKERS[0]
    try:
        _leave(worker.folder, worker.make(chunk))
    except (NegotiationsError, OSError):
        raise
    except Exception as fault:  # noqa: BLE001 - told in words, and raised
        # Not every error can be sent to another process, and one that cannot ends all of them.
        raise RuntimeError("".join(traceback.format_exception(fault))[-_MESSAGE:]) from None


def made_in_order(folder: Path, task: Task, work: Iterator[Chunk], *, jobs: int) -> Iterator[Made]:
    """What a task gives for each chunk, in their order, made by so many processes.

    If a process ends, what it had not given is made again by another one.

    Raises:
        NegotiationsError: Processes ended again and again on the same chunk.
    """
    if jobs == 1:
        worker = _Worker(folder, task)
        try:
            yield from map(worker.make, work)
        finally:
            worker.close()
        return
    waiting: deque[Chunk] = deque()
    ended = 0
    while True:
        # Nothing is inherited by the processes, least of all the lock of the run.
        context = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(jobs, context, _start, (folder, task))
        given: deque[tuple[Chunk, Future[None]]] = deque()
        try:
            given.extend((chunk, pool.submit(_make, chunk)) for chunk in waiting)
            while True:
                while len(given) < _AHEAD * jobs and (chunk := next(work, None)) is not None:
                    waiting.append(chunk)
                    given.append((chunk, pool.submit(_make, chunk)))
                if not given:
                    return
                given[0][1].result()
                made = _taken(folder, given.popleft()[0])
                waiting.popleft()
                ended = 0
                yield made
        except BrokenProcessPool as fault:
            ended += 1
            if ended == _PATIENCE:
                raise NegotiationsError(
                    f"processes were ended {ended} times at the same place, units {waiting[0].first} to "
                    f"{waiting[0].last} of the corpus; there may be too little memory"
                ) from fault
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
