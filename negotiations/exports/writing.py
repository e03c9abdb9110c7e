"""Writing an export, in any format."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import attrs

from negotiations.answers.dataset_diff import DatasetDiff
from negotiations.compare.diff import Diff
from negotiations.errors import NegotiationsError, UnknownId
from negotiations.exports.answers import answer_tables
from negotiations.exports.csv_files import CsvFiles
from negotiations.exports.datapackage import DataPackage
from negotiations.exports.formats import Format, format_of
from negotiations.exports.jsonld import jsonld
from negotiations.exports.ndjson import write_ndjson
from negotiations.exports.parquet import ParquetFiles
from negotiations.exports.sqlite import SqliteFile, datasette_metadata
from negotiations.exports.stream import (
    Content,
    Progress,
    Sink,
    chosen_tables,
    content_of_record,
    content_of_records,
    content_of_tables,
    pour,
    those_of,
)
from negotiations.exports.target import check_file, new_file, new_folder
from negotiations.exports.xlsx import Workbook
from negotiations.frames import Table
from negotiations.model import Metadata, Record, Source
from negotiations.records import Records, walk

__all__ = ["export", "write_tables"]


def export(
    value: Records | Record | Diff | Table | object,
    path: str | os.PathLike[str],
    format: str | None = None,  # noqa: A002 - what users call it
    *,
    tables: Iterable[str] = (),
    complete: bool | None = None,
    force: bool = False,
    base: str = "",
    progress: Progress | None = None,
    within: Records | None = None,
) -> Path:
    """Write a dataset, a record, a diff, a table or an answer into a file or folder that others read.

    The arguments, the result and the errors are those of `negotiations.export`, with records for a dataset;
    ``within`` has those of the dataset that a record is of, for the names of what it refers to.
    """
    target = Path(path)
    chosen = format_of(target, format)
    names = tuple(tables)
    if base and chosen.name != "jsonld":
        raise NegotiationsError(f"{chosen.name} has no base of addresses; leave it out")
    if chosen.of_records:
        if names or complete is False:
            raise NegotiationsError(
                f"{chosen.name} has whole records and no tables; leave out the choice of tables"
            )
        records, only = _records_of(value, within)
        with new_file(target, force=force) as stage:
            if chosen.name == "ndjson":
                write_ndjson(those_of(records, only), stage, progress)
            else:
                linked = jsonld(records, base=base, only=only)
                text = json.dumps(linked, ensure_ascii=False, indent=1)
                stage.write_text(text + "\n", encoding="utf-8")
        return target
    content = _content(value, names, within, complete=complete)
    if not content.tables:
        raise NegotiationsError("there is no table to export: none of those chosen has a row of it")
    sources = _sources_of(value, within)
    write_tables(content, target, chosen, sources=sources, force=force, progress=progress)
    return target


def write_tables(
    content: Content,
    target: Path,
    chosen: Format,
    *,
    sources: Iterable[Source] = (),
    force: bool = False,
    beside: Path | None = None,
    progress: Progress | None = None,
) -> None:
    """Write tables into a file or folder, in a format that has tables.

    Args:
        content: The tables and their rows.
        target: The file or folder.
        chosen: The format.
        sources: The sources that a Data Package names.
        force: Whether to replace what is there.
        beside: The folder to write in meanwhile; that of the target if None.
        progress: Is called with the steps done, and all steps.

    Raises:
        NegotiationsError: Something is at the target that is not to be replaced.
    """
    is_file = chosen.is_file(target, len(content.tables))
    makers: dict[str, Callable[[Path], Sink]] = {
        "csv": lambda stage: CsvFiles(stage, is_file=is_file),
        "parquet": lambda stage: ParquetFiles(stage, is_file=is_file),
        "xlsx": lambda stage: Workbook(stage, content.metadata),
        "sqlite": lambda stage: SqliteFile(stage, content.metadata),
        "datapackage": lambda stage: DataPackage(stage, content.metadata, sources),
    }
    with ExitStack() as stack:
        if chosen.name == "sqlite":
            # What stands beside it takes its place first: the database does not stand without it.
            check_file(target, force=force)
            explanation = target.with_name(f"{target.stem}-datasette.json")
            described = stack.enter_context(new_file(explanation, force=force, beside=beside))
            text = datasette_metadata(target.stem, content.tables, content.metadata)
            described.write_text(text + "\n", encoding="utf-8")
        place = new_file if is_file else new_folder
        with place(target, force=force, beside=beside) as stage:
            pour(content, makers[chosen.name](stage), progress)


def _records_of(value: Any, within: Records | None) -> tuple[Records, Record | None]:
    if isinstance(value, Records):
        return value, None
    if isinstance(value, Record):
        alone = (value, ()) if isinstance(value, Metadata) else (None, (value,))
        return within or Records.of(*alone), value
    raise NegotiationsError(
        f"this format is for records; export a {type(value).__name__} to csv, xlsx, parquet or sqlite"
    )


def _sources_of(value: Any, within: Records | None) -> tuple[Source, ...]:
    """The sources that an export rests on: those of a dataset, or those that a record cites."""
    if isinstance(value, Records):
        return tuple(value.sources.values())
    if within is None or not isinstance(value, Record):
        return ()
    cited = {
        passage.source
        for _, part in walk(value)
        for passage in getattr(part, "evidence", None) or ()
    }
    return tuple(source for source in within.sources.values() if source.id in cited)


def _content(
    value: Any, names: tuple[str, ...], within: Records | None, *, complete: bool | None
) -> Content:
    if isinstance(value, Records):
        return content_of_records(value, chosen_tables(names, complete=complete))
    if isinstance(value, Record):
        records, _ = _records_of(value, within)
        return content_of_record(records, value, chosen_tables(names, complete=complete))
    if complete is not None:
        raise NegotiationsError(
            f"a {type(value).__name__} has no complete tables; leave out the choice of them"
        )
    if isinstance(value, Table):
        made = [value]
    elif isinstance(value, Diff | DatasetDiff):
        made = [value.table()]
    else:
        made = answer_tables(value)
    known = {table.name: table for table in made}
    for name in names:
        if name not in known:
            raise UnknownId(name, known, "table")
    content = content_of_tables([known[name] for name in dict.fromkeys(names)] or made)
    return attrs.evolve(content, metadata=None if within is None else within.metadata)
