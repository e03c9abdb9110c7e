"""A task over a whole corpus: in bounded memory, by several processes, and after interruptions."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import attrs

from negotiations.about import __version__
from negotiations.corpora.building import build
from negotiations.corpora.corpus import CorpusRun
from negotiations.corpora.index import Index
from negotiations.corpora.journal import Journal, alone_in, run_folder
from negotiations.corpora.reading import files_of
from negotiations.corpora.tasks import Task
from negotiations.corpora.working import chunks, made_in_order
from negotiations.errors import NegotiationsError

__all__ = ["Run", "running"]

# How many seconds of work may be lost when a run is interrupted.
_SECONDS = 1.0


@attrs.frozen
class Run:
    """What a task made of a corpus.

    Attributes:
        counts: What was counted: ``records``, ``error``, ``warning`` and what the task counts.
        stream: Gives the file of a stream.
        stage: An empty folder on the disk of the result, to write it in.
        grown: The files that have grown since the run began, each with the bytes that were not read.
    """

    counts: Counter[str]
    stream: Callable[[str], Path]
    stage: Path
    grown: tuple[tuple[str, int], ...]


@contextmanager
def running(given: CorpusRun, task: Task, out: Path | None) -> Iterator[Run]:
    """Do a task on each unit of a corpus; what was made is there until the block is left.

    If the block is left with an error, all stays that was made, to be gone on with.

    Args:
        given: The corpus, and how to run over it.
        task: The task.
        out: What is to be made of it: the work stands in a folder beside it, which is removed at the
            end. Without it, the work is in a temporary folder, and cannot be gone on with.

    Raises:
        NegotiationsError: There is no corpus; another program does the same, or did something else; a file
            has changed since; or there is no space left.
        OSError: Something cannot be read or written.
    """
    for _ in islice(files_of(given.corpus), 1):
        pass  # what is no corpus is refused before there is a folder of a run
    if out is not None and not out.absolute().parent.is_dir():
        raise NegotiationsError(f"the folder {out.parent} does not exist")
    folder = Path(tempfile.mkdtemp(prefix="negotiations-")) if out is None else run_folder(out)
    done = False
    try:
        with _told(folder), alone_in(folder):
            journal = Journal(folder, _plan(given.corpus, task), resume=given.resume)
            try:
                yield _run(folder, journal, given, task)
                done = True
            finally:
                journal.close()
            journal.remove()
    finally:
        if out is None or done:
            shutil.rmtree(folder, ignore_errors=True)


def _run(folder: Path, journal: Journal, given: CorpusRun, task: Task) -> Run:
    progress = given.progress
    reading = None if progress is None else (lambda done, of: progress("reading", done, of))
    build(folder, given.corpus, chains=task.chains, progress=reading)
    with Index(folder) as index:
        _, total = index.total()
        done = index.total(upto=journal.unit)[1]
        entered = time.monotonic()
        size = {} if given.units is None else {"units": given.units}
        with closing(chunks(index, journal.unit, **size)) as work:
            for made in made_in_order(folder, task, work, jobs=given.jobs):
                journal.add(made.chunk.last, made.texts, made.counts)
                done += made.chunk.length
                if progress is not None:
                    progress("working", done, total)
                if time.monotonic() - entered >= _SECONDS:
                    journal.enter()
                    entered = time.monotonic()
        journal.enter()
        return Run(journal.counts, journal.stream, journal.stage(), tuple(index.grown()))


def _plan(corpus: Path, task: Task) -> dict[str, Any]:
    """What tells one run from another."""
    return {
        "version": __version__,
        "corpus": str(corpus.absolute()),
        "task": type(task).__name__,
        **attrs.asdict(task),  # type: ignore[arg-type]
    }


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Tell of a full disk in words that say what to do."""
    try:
        yield
    except (OSError, sqlite3.OperationalError) as fault:
        full = isinstance(fault, OSError) and fault.errno in (errno.ENOSPC, errno.EDQUOT)
        if full or "disk is full" in str(fault):
            raise NegotiationsError(
                f"there is no space left for {folder}; make some, and go on with --resume"
            ) from fault
        if isinstance(fault, sqlite3.OperationalError):
            raise OSError(
                errno.EIO, f"the index cannot be used: {fault}", os.fspath(folder)
            ) from fault
        raise
