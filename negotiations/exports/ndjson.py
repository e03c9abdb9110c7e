"""Newline-delimited JSON: a line for each record, with its collection."""

from __future__ import annotations

from pathlib import Path

from negotiations.io.lines import line_of
from negotiations.model import Proposal, Version
from negotiations.records import address_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from negotiations.exports.stream import Progress
    from negotiations.model import Record

__all__ = ["write_ndjson"]


def write_ndjson(records: Sequence[Record], path: Path, progress: Progress | None = None) -> None:
    """Write a line for each record; a proposal stands with its versions, which have no lines then.

    A line is an object of the ``collection`` and the ``record`` as files have it.
    """
    inside = {
        version.id
        for record in records
        if isinstance(record, Proposal)
        for version in record.versions or ()
    }
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        for step, record in enumerate(records, 1):
            if progress is not None:
                progress(step, len(records))
            if isinstance(record, Version) and record.id in inside:
                continue
            stream.write(line_of(address_of(record).partition("/")[0], record) + "\n")
