"""Tables as those of Arrow, and as frames of pandas and polars; the only user of these libraries."""

from __future__ import annotations

import json
from datetime import date

from negotiations.errors import MissingExtra
from negotiations.tables.table import ColumnType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from negotiations.tables.table import Row, Table, TableColumn

__all__ = ["arrow_batch", "arrow_schema", "arrow_table", "pandas_frame", "polars_frame", "pyarrow"]

_EXTRA = "tables"


def pyarrow(feature: str) -> Any:
    """The module pyarrow.

    Raises:
        MissingExtra: It is not installed.
    """
    try:
        import pyarrow
    except ModuleNotFoundError as fault:
        raise MissingExtra(_EXTRA, feature) from fault
    return pyarrow


def arrow_schema(table: Table) -> pa.Schema:
    """The schema of Arrow, with the codebook as metadata of each field."""
    arrow = pyarrow("making an Arrow table")
    types = {
        ColumnType.TEXT: arrow.string(),
        ColumnType.INTEGER: arrow.int64(),
        ColumnType.NUMBER: arrow.float64(),
        ColumnType.BOOLEAN: arrow.bool_(),
        ColumnType.DATE: arrow.date32(),
        ColumnType.JSON: arrow.string(),
    }
    fields = [
        arrow.field(
            column.name,
            types[column.type],
            nullable=not column.required,
            metadata=described(column),
        )
        for column in table.columns
    ]
    about = {"name": table.name, "meaning": table.meaning, "key": " ".join(table.key)}
    return arrow.schema(fields, metadata=about)


def described(column: TableColumn) -> dict[str, str]:
    """What the codebook says of a column, as texts by name."""
    words = json.dumps(dict(column.words), ensure_ascii=False) if column.words else ""
    facts = {
        "meaning": column.meaning,
        "unit": column.unit,
        "source": column.source,
        "words": words,
        "refers_to": column.refers_to,
        "format": "JSON" if column.type is ColumnType.JSON else "",
    }
    return {name: text for name, text in facts.items() if text}


def arrow_batch(schema: pa.Schema, columns: Iterable[TableColumn], rows: Iterable[Row]) -> Any:
    """Rows as a record batch of Arrow."""
    arrow = pyarrow("making an Arrow table")
    listed = list(columns)
    cells: list[list[Any]] = [list(column) for column in zip(*rows, strict=True)]
    cells = cells or [[] for _ in listed]
    for index, column in enumerate(listed):
        if column.type is ColumnType.DATE:
            cells[index] = [
                None if cell is None else date.fromisoformat(cell) for cell in cells[index]
            ]
        elif column.type is ColumnType.NUMBER:
            cells[index] = [None if cell is None else float(cell) for cell in cells[index]]
    arrays = [
        arrow.array(column, type=field.type) for column, field in zip(cells, schema, strict=True)
    ]
    return arrow.record_batch(arrays, schema=schema)


def arrow_table(table: Table) -> pa.Table:
    """The table of Arrow."""
    schema = arrow_schema(table)
    batch = arrow_batch(schema, table.columns, table.rows)
    made: pa.Table = pyarrow("making an Arrow table").Table.from_batches([batch], schema=schema)
    return made


def pandas_frame(table: Table) -> pd.DataFrame:
    """A frame of pandas with types that keep nulls: integers stay integers."""
    try:
        import pandas
    except ModuleNotFoundError as fault:
        raise MissingExtra(_EXTRA, "making a frame of pandas") from fault
    kinds = {"int64": pandas.Int64Dtype(), "bool": pandas.BooleanDtype()}
    kinds |= {"double": pandas.Float64Dtype(), "string": pandas.StringDtype()}
    frame = arrow_table(table).to_pandas(
        types_mapper=lambda kind: kinds.get(str(kind)), date_as_object=False
    )
    frame.attrs = {
        "name": table.name,
        "meaning": table.meaning,
        "columns": {column.name: described(column) for column in table.columns},
    }
    made: pd.DataFrame = frame
    return made


def polars_frame(table: Table) -> pl.DataFrame:
    """A frame of polars."""
    try:
        import polars
    except ModuleNotFoundError as fault:
        raise MissingExtra(_EXTRA, "making a frame of polars") from fault
    frame = polars.from_arrow(arrow_table(table))
    assert isinstance(frame, polars.DataFrame)  # a table of Arrow never becomes a series
    return frame
