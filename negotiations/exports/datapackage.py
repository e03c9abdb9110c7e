"""A Data Package (version 2): tables in CSV, and a descriptor of each field, source and licence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from negotiations.exports.csv_files import CsvFiles
from negotiations.exports.target import MARK
from negotiations.frames import ColumnType, Row, Table, TableColumn
from negotiations.model import Metadata, Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["DESCRIPTOR", "DataPackage"]

DESCRIPTOR = "datapackage.json"
_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_TYPES: dict[ColumnType, dict[str, Any]] = {
    ColumnType.TEXT: {"type": "string"},
    ColumnType.JSON: {"type": "string"},
    ColumnType.INTEGER: {"type": "integer"},
    ColumnType.NUMBER: {"type": "number"},
    ColumnType.BOOLEAN: {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]},
    ColumnType.DATE: {"type": "date"},
}
_LICENCES = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "ODbL-1.0": "https://opendatacommons.org/licenses/odbl/1-0/",
}


class DataPackage:
    """Writes a folder with the descriptor and the tables in ``data``."""

    def __init__(self, target: Path, metadata: Metadata | None, sources: Iterable[Source]) -> None:
        self._target, self._metadata, self._sources = target, metadata, tuple(sources)
        (target / "data").mkdir()
        self._files = CsvFiles(target / "data")

    def begin(self, tables: Sequence[Table]) -> None:
        """Make the files, and the descriptor."""
        self._files.begin(tables)
        # The mark of the folder is that of the package.
        (self._target / "data" / MARK).replace(self._target / MARK)
        text = json.dumps(self._descriptor(tables), ensure_ascii=False, indent=2)
        (self._target / DESCRIPTOR).write_text(text + "\n", encoding="utf-8")

    def add(self, table: Table, rows: Sequence[Row]) -> None:
        """Write some rows."""
        self._files.add(table, rows)

    def end(self) -> None:
        """Close the files."""
        self._files.end()

    abandon = end

    def _descriptor(self, tables: Sequence[Table]) -> dict[str, Any]:
        names = {table.name: table for table in tables}
        return {
            "$schema": _PROFILE,
            **_about(self._metadata),
            "sources": [_source(source) for source in self._sources],
            "resources": [_resource(table, names) for table in tables],
        }


def _about(metadata: Metadata | None) -> dict[str, Any]:
    if metadata is None:
        return {"name": "negotiations"}
    licence: dict[str, str] = {"name": metadata.licence}
    if metadata.licence in _LICENCES:
        licence["path"] = _LICENCES[metadata.licence]
    return {
        "name": metadata.id,
        "title": metadata.title,
        "version": metadata.version,
        "description": "\n\n".join(filter(None, (metadata.summary, *metadata.limits))),
        "licenses": [licence],
        "contributors": [{"title": coder, "roles": ["coder"]} for coder in metadata.coders],
    }


def _source(source: Source) -> dict[str, str]:
    facts = {"title": source.title or source.label, "path": source.url}
    return {name: text for name, text in facts.items() if text}


def _resource(table: Table, names: dict[str, Table]) -> dict[str, Any]:
    references = [
        {
            "fields": [column.name],
            "reference": {
                "resource": "" if column.refers_to == table.name else column.refers_to,
                "fields": [names[column.refers_to].key[0]],
            },
        }
        for column in table.columns
        if column.refers_to in names
    ]
    return {
        "name": table.name,
        "title": table.meaning,
        "path": f"data/{table.name}.csv",
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [_field(column) for column in table.columns],
            "primaryKey": list(table.key),
            **({"foreignKeys": references} if references else {}),
            "missingValues": [{"value": "", "label": "not reported"}],
        },
    }


def _field(column: TableColumn) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        **_TYPES[column.type],
        "description": column.meaning,
    }
    if column.required:
        field["constraints"] = {"required": True}
    if column.words and not column.spelled and column.type is ColumnType.TEXT:
        field["categories"] = [{"value": word, "label": meaning} for word, meaning in column.words]
    return field
