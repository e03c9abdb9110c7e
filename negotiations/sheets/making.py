"""All records that rows give: made one after the other, completed, and judged as a whole."""

from __future__ import annotations

from typing import Any

import attrs

from negotiations.articles import Texts
from negotiations.folder.paragraphs import open_paragraphs
from negotiations.io.codec import from_data
from negotiations.model import Record, Source
from negotiations.model.values import When
from negotiations.sheets.holders import Holders
from negotiations.sheets.judging import broken_rules
from negotiations.sheets.kinds import SHEETS, sheet_named
from negotiations.sheets.maker import Maker, kept_records
from negotiations.sheets.parts import Parts, claims_of, with_parts_alone
from negotiations.sheets.sourcing import NOT_IN_SHEETS
from negotiations.sheets.typed_cells import is_first_day
from negotiations.sheets.uncoded import declare_uncoded, tell_of_quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from negotiations.errors import Problem
    from negotiations.intervals import Interval
    from negotiations.records import Records
    from negotiations.sheets.rows import Rows

__all__ = ["records_of_rows"]


@attrs.frozen(kw_only=True)
class Made:
    """What rows make of a dataset.

    Attributes:
        records: All records, with those of the rows.
        problems: What is wrong with them.
        remarks: What is to be said of them.
        unread: Of each source that rows name, the paragraphs of which nothing is said.
    """

    records: Records
    problems: tuple[Problem, ...]
    remarks: tuple[str, ...]
    unread: Mapping[str, tuple[Interval, ...]]


def records_of_rows(
    rows: Rows,
    before: Records,
    texts: Path | None,
    found: dict[tuple[str, str], Any],
    progress: Callable[[int, int], None] | None = None,
) -> Made:
    """All records of the dataset with those of the rows, and what is wrong with them.

    Args:
        rows: The rows.
        before: The records of the dataset.
        texts: The folder of texts.
        found: The passages that were looked for before, by source and words; it is filled.
        progress: Called with the number of rows that are read, and of all.
    """
    maker = Maker(rows, before, texts, found, progress)
    for made in maker.grouped("sources"):
        key = maker.sources.declare(made)
        if key:
            maker.places[f"sources/{key}", ""] = made
    parts = Parts(maker)
    simple = [
        record for name in ("actors", "places", "issues") for record in _made(maker, parts, name)
    ]
    records = before.with_records([*maker.sources.known.values(), *simple])
    others = [
        record
        for name in ("talks", "events", "figures")
        for record in _made(maker, parts, name, records)
    ]
    held = Holders(maker, parts, records).made()
    records = records.with_records([*maker.sources.known.values(), *others, *held])
    parts.tell_of_strangers(records)
    aside = declare_uncoded(maker)
    records = records.with_records(maker.sources.known.values())
    tell_of_quoted(maker, aside, records)
    records = records.with_records(_accounted(maker, records))
    unread = maker.broken if maker.problems or rows.problems else None
    opened = Texts(texts, records.sources.values()) if texts is not None else None
    maker.problems += broken_rules(
        before,
        records,
        maker.places,
        texts=opened,
        unread=unread,
        blind=maker.blind,
        partial=maker.partial,
    )
    # A file of a source need not have a row, where rows quote it.
    collections = [sheet_named(name).collection for name in SHEETS if name != "sources"]
    kept = [
        remark
        for name in filter(None, collections)
        for remark in kept_records(name, before, maker.named.get(name, ()))
    ]
    named = sorted(maker.sources.named & records.sources.keys())
    left = {key: tuple(open_paragraphs(records, key, NOT_IN_SHEETS)) for key in named}
    return Made(
        records=records,
        problems=tuple(maker.problems),
        remarks=(*_first_days(rows), *maker.remarks, *kept),
        unread={key: spans for key, spans in left.items() if spans},
    )


def _first_days(rows: Rows) -> Iterator[str]:
    """What is to be said of days that a spreadsheet may have made of months."""
    places = [
        place
        for listed in rows.by_sheet.values()
        for row in listed
        for column, cell, place in row.cells.values()
        if column.spec is not None and column.spec.types == (When,) and is_first_day(cell)
    ]
    if places:
        shown = ", ".join(places[:10]) + (f", … ({len(places)} in all)" if len(places) > 10 else "")
        yield (
            f"{shown}: read as the first day of a month; a spreadsheet makes that of a month, too, which "
            "is then written as text: 2024-08"
        )


def _made(
    maker: Maker, parts: Parts, collection: str, records: Records | None = None
) -> Iterator[Record]:
    """The records that the rows of a sheet make, with the parts that have rows of their own."""
    records = records or maker.before
    known = records.collections[collection]
    for made in with_parts_alone(maker.grouped(collection), parts, known, collection):
        old = known.get(str(made.data["id"]))
        extra: dict[str, Any] = dict(parts.of(made, old, collection))
        if collection == "figures":
            claims = claims_of(maker, parts, made, old)
            extra, made.passages = {"claims": claims or []}, []
        record = maker.record(made, records, collection, extra=extra)
        # An issue says what may stand in terms, so that half of one would mislead.
        if record is not None and not (collection == "issues" and record.id in maker.broken):
            yield record


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
