"""Corpora checked, compared and exported: whole files and folders, or nothing."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

import attrs

from negotiations.corpora.corpus import CorpusRun
from negotiations.corpora.records import table_of_rows
from negotiations.corpora.running import Run, running
from negotiations.corpora.tasks import OUT, PROBLEMS, Check, Compare, Lines, Rows, Task
from negotiations.errors import NegotiationsError
from negotiations.exports.formats import Format
from negotiations.exports.stream import Content, chosen_tables
from negotiations.exports.writing import write_tables
from negotiations.frames import Row
from negotiations.limits import MAXIMUM_PROBLEMS

__all__ = ["Result", "check_corpus", "diff_corpus", "export_corpus"]


@attrs.frozen
class Result:
    """What came of a run.

    Attributes:
        counts: ``records``, ``error``, ``warning``; of comparisons, ``compared`` and ``different``, too.
        problems: The first problems, as text, where these are not what was asked for.
        grown: The files that have grown meanwhile, each with the bytes that were not read.
        unchecked: The rules that were not checked, by what they need.
    """

    counts: Counter[str]
    problems: tuple[str, ...] = ()
    grown: tuple[tuple[str, int], ...] = ()
    unchecked: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)


def check_corpus(
    given: CorpusRun,
    out: Path | None,
    show: Callable[[str], object] = print,
    *,
    task: Check | None = None,
) -> Result:
    """Check all records of a corpus, and write its problems in their order.

    Args:
        given: The corpus, and how to run over it.
        out: The file to write; None gives each line to ``show``.
        show: What takes a line.
        task: How to check.

    Raises:
        NegotiationsError: As `running` does.
        OSError: As `running` does.
    """
    task = task or Check()
    with running(given, task, out) as run:
        _put(run, out, show)
        return Result(run.counts, (), run.grown, task.unchecked)


def diff_corpus(
    given: CorpusRun, out: Path | None, show: Callable[[str], object] = print
) -> Result:
    """Compare each version of a corpus with the one before it, and write a document for each two.

    The arguments, the result and the errors are those of `check_corpus`.
    """
    with running(given, Compare(), out) as run:
        problems = _first(run)
        _put(run, out, show)
        return Result(run.counts, problems, run.grown)


def export_corpus(
    given: CorpusRun,
    out: Path,
    chosen: Format,
    *,
    tables: Iterable[str] = (),
    complete: bool | None = None,
    force: bool = False,
) -> Result:
    """Write the records of a corpus that can be read into a file or folder.

    Args:
        given: The corpus, and how to run over it.
        out: The file or folder.
        chosen: The format.
        tables: The names of the tables; all if there are none.
        complete: True for complete tables alone, False for those for people, None for both.
        force: Whether to replace what is there.

    Raises:
        NegotiationsError: As `running` does; or something is there that is not to be replaced.
        OSError: As `running` does.
        UnknownId: There is no such table.
    """
    if chosen.name == "jsonld":
        raise NegotiationsError(
            "a corpus is not exported to jsonld; export a dataset, or to ndjson"
        )
    if out.exists() and not force:
        raise NegotiationsError(f"{out} exists; give another name, or --force to replace it")
    names = chosen_tables(tables, complete=complete)
    alone = all(name.startswith("data_") for name in names)
    task: Task = Lines() if chosen.name == "ndjson" else Rows(names, alone)
    progress = given.progress
    with running(given, task, out) as run:
        problems = _first(run)
        if chosen.name == "ndjson":
            _put(run, out, print)
        else:
            told = None if progress is None else (lambda at, of: progress("writing", at, of))
            write_tables(
                _content(run, names), out, chosen, force=force, beside=run.stage, progress=told
            )
        return Result(run.counts, problems, run.grown)


def _put(run: Run, out: Path | None, show: Callable[[str], object]) -> None:
    """Put what was made in its place, or show it."""
    made = run.stream(OUT)
    if out is not None:
        made.replace(out)
        return
    with made.open(encoding="utf-8") as stream:
        for line in stream:
            show(line.removesuffix("\n"))


def _first(run: Run) -> tuple[str, ...]:
    """The first problems, each in its lines."""
    with run.stream(PROBLEMS).open(encoding="utf-8") as stream:
        return tuple(line.removesuffix("\n") for line in islice(stream, 4 * MAXIMUM_PROBLEMS))


def _content(run: Run, names: tuple[str, ...]) -> Content:
    """The rows that were made, table by table.

    No column refers to another table: that references lead somewhere is not known of a corpus.
    """
    tables = [table_of_rows(name) for name in names]
    tables = [
        attrs.evolve(
            table, columns=tuple(attrs.evolve(each, refers_to="") for each in table.columns)
        )
        for table in tables
    ]

    def rows() -> Iterator[tuple[int, str, Row]]:
        for step, name in enumerate(names, 1):
            with run.stream(name).open("rb") as stream:
                for line in stream:
                    for row in json.loads(line):
                        yield step, name, tuple(row)

    return Content(tuple(tables), rows, len(names))
