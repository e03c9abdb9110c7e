"""Newline-delimited JSON: a line for each record, with its collection."""

from __future__ import annotations

from pathlib import Path

from negotiations.io.lines import line_of
from negotiations.model import Version
from negotiations.records import Records, address_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.exports.stream import Progress

__all__ = ["write_ndjson"]


def write_ndjson(records: Records, path: Path, progress: Progress | None = None) -> None:
    """Write a line for each record; a proposal stands with its versions.

    A line is an object of the collection, its ``kind``, and the ``record`` as files have it.
    """
    total = sum(1 for _ in records.everything())
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        for step, record in enumerate(records.everything(), 1):
            if progress is not None:
                progress(step, total)
            if isinstance(record, Version):
                continue
            stream.write(line_of(address_of(record).partition("/")[0], record) + "\n")
