"""Streaming the records of a corpus."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs

from negotiations.corpora.reading import checked_unit, files_of, units_of
from negotiations.errors import InvalidDataset, Problem
from negotiations.model import Record

__all__ = ["Scanned", "scan"]


@attrs.frozen
class Scanned:
    """A record of a corpus, and where it stands.

    Attributes:
        record: The record.
        file: The file: the path that was given, or the one inside the folder.
        line: The number of the line on which it begins, from 1.
    """

    record: Record
    file: str
    line: int


def scan(
    path: str | os.PathLike[str], *, skip: Callable[[Problem], object] | None = None
) -> Iterator[Scanned]:
    """Stream the records of a corpus, one after the other, in memory that does not grow with it.

    A corpus is a file of newline-delimited JSON as `export` writes it, plain or compressed with gzip or
    zstd; or a folder of any number of such files and of files of records. Each record is checked against
    its schema, and rules are not checked.

    Args:
        path: The file or folder.
        skip: What is called with each problem of a record that is not valid, which is then passed over.
            Without it, the first such record ends the scan.

    Returns:
        An iterator of the records, each with its file and line.

    Raises:
        InvalidDataset: A record is not valid, or a file cannot be read to its end, without ``skip``.
        MissingExtra: The corpus is compressed with zstd, and nothing is installed that reads it.
        NegotiationsError: There is no such file or folder.
        OSError: A file cannot be opened.

    >>> import negotiations as ng
    >>> import tempfile, pathlib
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = ng.export(ng.load(), pathlib.Path(folder, "all.ndjson"))
    ...     names = [each.record.id for each in ng.scan(path) if isinstance(each.record, ng.Talks)]
    >>> len(names) == len(ng.load().talks)
    True
    """
    return _scanned(Path(path), skip)


def _scanned(path: Path, skip: Callable[[Problem], object] | None) -> Iterator[Scanned]:
    for file in files_of(path):
        for unit in units_of(file):
            for checked in checked_unit(unit, rules=False):
                if checked.record is None or checked.problems:
                    if skip is None:
                        raise InvalidDataset(checked.problems)
                    for problem in checked.problems:
                        skip(problem)
                else:
                    yield Scanned(checked.record, file.name, unit.line)
