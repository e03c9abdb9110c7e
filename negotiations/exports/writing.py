"""Writing an export, in any format."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import attrs

from negotiations.answers.dataset_diff import DatasetDiff
from negotiations.compare.diff import Diff
from negotiations.errors import NegotiationsError
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
    content_of_records,
    content_of_tables,
    pour,
)
from negotiations.exports.target import new_file, new_folder
from negotiations.exports.xlsx import Workbook
from negotiations.frames import Table
from negotiations.model import Record, Source
from negotiations.records import Records

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
) -> Path:
    """Write a dataset, a record, a diff, a table or an answer into a file or folder that others read.

    The arguments, the result and the errors are those of `negotiations.export`, with records for a dataset.
    """
    target = Path(path)
    chosen = format_of(target, format)
    if chosen.name == "ndjson":
        with new_file(target, force=force) as stage:
            write_ndjson(_records_of(value), stage, progress)
        return target
    if chosen.name == "jsonld":
        text = json.dumps(jsonld(_records_of(value), base=base), ensure_ascii=False, indent=1)
        with new_file(target, force=force) as stage:
            stage.write_text(text + "\n", encoding="utf-8")
        return target
    content = _content(value, tables, complete=complete)
    if not content.tables:
        raise NegotiationsError("there is no table to export: none of those chosen has a row of it")
    sources = _records_of(value).sources.values() if isinstance(value, Records) else ()
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
    makers: dict[str, Callable[[Path, bool], Sink]] = {
        "csv": lambda stage, is_file: CsvFiles(stage, is_file=is_file),
        "parquet": lambda stage, is_file: ParquetFiles(stage, is_file=is_file),
        "xlsx": lambda stage, _: Workbook(stage, content.metadata),
        "sqlite": lambda stage, _: SqliteFile(stage, content.metadata),
        "datapackage": lambda stage, _: DataPackage(stage, content.metadata, sources),
    }
    is_file = not chosen.folder or (
        len(content.tables) == 1 and bool(chosen.suffix) and target.name.endswith(chosen.suffix)
    )
    place = new_file if is_file else new_folder
    with place(target, force=force, beside=beside) as stage:
        pour(content, makers[chosen.name](stage, is_file), progress)
    if chosen.name == "sqlite":
        described = target.with_name(f"{target.stem}-datasette.json")
        with new_file(described, force=True, beside=beside) as stage:
            text = datasette_metadata(target.stem, content.tables, content.metadata)
            stage.write_text(text + "\n", encoding="utf-8")


def _records_of(value: Any) -> Records:
    if isinstance(value, Records):
        return value
    if isinstance(value, Record):
        return Records.of(None, [value])
    raise NegotiationsError(
        f"this format is for records; export a {type(value).__name__} to csv, xlsx, parquet or sqlite"
    )


def _content(value: Any, tables: Iterable[str], *, complete: bool | None) -> Content:
    if isinstance(value, Records):
        return content_of_records(value, chosen_tables(tables, complete=complete))
    if isinstance(value, Record):
        names = chosen_tables(tables, complete=complete)
        made = content_of_records(Records.of(None, [value]), names)
        filled = {name for _, name, _ in made.rows()}
        return attrs.evolve(made, tables=tuple(each for each in made.tables if each.name in filled))
    if isinstance(value, Table):
        return content_of_tables([value])
    if isinstance(value, Diff | DatasetDiff):
        return content_of_tables([value.table()])
    return content_of_tables(answer_tables(value))
