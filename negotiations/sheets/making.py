"""All records that rows give: made one after the other, completed, and judged as a whole."""

from __future__ import annotations

from typing import Any

from negotiations.articles import Texts
from negotiations.io.codec import from_data
from negotiations.model import Source
from negotiations.sheets.holders import Holders
from negotiations.sheets.judging import broken_rules
from negotiations.sheets.maker import Maker

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from negotiations.errors import Problem
    from negotiations.records import Records
    from negotiations.sheets.rows import Rows

__all__ = ["records_of_rows"]


def records_of_rows(
    rows: Rows, before: Records, texts: Path | None, found: dict[tuple[str, str], Any]
) -> tuple[Records, list[Problem], list[str]]:
    """All records of the dataset with those of the rows, what is wrong with them, and remarks.

    Args:
        rows: The rows.
        before: The records of the dataset.
        texts: The folder of texts.
        found: The passages that were looked for before, by source and words; it is filled.
    """
    maker = Maker(rows, before, texts, found)
    for made in maker.grouped("sources"):
        key = maker.sources.declare(made)
        if key:
            maker.places[f"sources/{key}", ""] = made
    simple = [
        record
        for name in ("actors", "places", "issues")
        for made in maker.grouped(name)
        if (record := maker.record(made, before)) is not None
    ]
    records = before.with_records([*maker.sources.known.values(), *simple])
    events = [
        record
        for made in maker.grouped("events")
        if (record := maker.record(made, records)) is not None
    ]
    held = Holders(maker, records).made()
    records = records.with_records([*maker.sources.known.values(), *events, *held])
    records = records.with_records(_accounted(maker, records))
    unread = maker.broken if maker.problems or rows.problems else None
    opened = Texts(texts, records.sources.values()) if texts is not None else None
    maker.problems += broken_rules(
        before, records, maker.places, texts=opened, unread=unread, blind=maker.blind
    )
    return records, maker.problems, maker.remarks


def _accounted(maker: Maker, records: Records) -> list[Source]:
    """The sources that change, with every paragraph accounted for."""
    made: list[Source] = []
    for data in maker.sources.accounted(records):
        address = f"sources/{data['id']}"
        owner = maker.places.get((address, ""))
        source = None
        if owner is None:
            source = from_data(Source, data)
        elif not owner.is_broken:
            source = maker.built(Source, data, owner, address, "")
        if source is not None:
            made.append(source)
    return made
