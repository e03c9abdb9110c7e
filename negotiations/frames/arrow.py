"""Tables as those of Arrow, and as frames of pandas and polars; the only user of these libraries."""

from __future__ import annotations

import json
from datetime import date

from negotiations.errors import MissingExtra
from negotiations.frames.columns import ColumnType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import Any

    from pandas import DataFrame as PandasFrame
    from polars import DataFrame as PolarsFrame
    from pyarrow import RecordBatch
    from pyarrow import Table as ArrowTable

    from negotiations.frames.columns import Row, TableColumn

__all__ = ["arrow_batch", "arrow_schema", "arrow_table", "pandas_frame", "polars_frame", "pyarrow"]

_EXTRA = "tables"


def pyarrow(feature: str) -> Any:
    """The module pyarrow.

    Raises:
        MissingExtra: It is not installed.
    """
    try:
        import pyarrow as pa
    except ModuleNotFoundError as fault:
        raise MissingExtra(_EXTRA, feature) from fault
    return pa


def arrow_schema(about: Mapping[str, str], columns: Iterable[TableColumn]) -> Any:
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
        for column in columns
    ]
    return arrow.schema(fields, metadata=dict(about))


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


def arrow_batch(schema: Any, columns: Iterable[TableColumn], rows: Iterable[Row]) -> Any:
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


def arrow_table(
    about: Mapping[str, str], columns: Sequence[TableColumn], rows: Iterable[Row]
) -> ArrowTable:
    """The table of Arrow.

    Raises:
        MissingExtra: pyarrow is not installed.
    """
    schema = arrow_schema(about, columns)
    batch = arrow_batch(schema, columns, rows)
    made: ArrowTable = pyarrow("making an Arrow table").Table.from_batches([batch], schema=schema)
    return made


def pandas_frame(
    about: Mapping[str, str], columns: Sequence[TableColumn], rows: Iterable[Row]
) -> PandasFrame:
    """A frame of pandas with types that keep nulls: integers stay integers.

    Raises:
        MissingExtra: pandas or pyarrow is not installed.
    """
    try:
        import pandas as pd
    except ModuleNotFoundError as fault:
        raise MissingExtra(_EXTRA, "making a frame", "pandas") from fault
    kinds = {"int64": pd.Int64Dtype(), "bool": pd.BooleanDtype()}
    kinds |= {"double": pd.Float64Dtype(), "string": pd.StringDtype()}
    frame: PandasFrame = arrow_table(about, columns, rows).to_pandas(
        types_mapper=lambda kind: kinds.get(str(kind)), date_as_object=False
    )
    frame.attrs = {**about, "columns": {column.name: described(column) for column in columns}}
    return frame


def polars_frame(
    about: Mapping[str, str], columns: Sequence[TableColumn], rows: Iterable[Row]
) -> PolarsFrame:
    """A frame of polars.

    Raises:
        MissingExtra: polars or pyarrow is not installed.
    """
    try:
        import polars as pl
    except ModuleNotFoundError as fault:
        raise MissingExtra(_EXTRA, "making a frame", "polars") from fault
    return pl.DataFrame(arrow_table(about, columns, rows))


def joined_batches(batches: Sequence[RecordBatch]) -> ArrowTable:
    """Batches of one table as one, of which each column is in one piece."""
    joined: ArrowTable = pyarrow("writing Parquet").Table.from_batches(batches).combine_chunks()
    return joined


def parquet_writer(path: Path, schema: Any) -> Any:
    """What writes a file of Parquet, batch by batch, with checksums by which damage is found.

    Raises:
        MissingExtra: pyarrow is not installed.
    """
    pyarrow("writing Parquet")
    from pyarrow.parquet import ParquetWriter

    return ParquetWriter(path, schema, compression="zstd", write_page_checksum=True)


def parquet_batches(
    path: Path, damaged: Callable[[int, int, str], object] | None = None
) -> tuple[Any, Iterator[tuple[int, Sequence[Any]]]]:
    """The schema of a file of Parquet, and its rows with their numbers; a few thousand are kept at a time.

    Args:
        path: The file.
        damaged: What is called with the first and the last row of a part that cannot be read, and why; the
            next group of rows is read then. Without it, such a part is an error.

    Raises:
        MissingExtra: pyarrow is not installed.
        OSError: The file is no Parquet, or cannot be read.
    """
    arrow = pyarrow("reading Parquet")
    from pyarrow.parquet import ParquetFile

    # What libraries of Arrow raise on damaged bytes: of a text that is not UTF-8, it is a ValueError.
    faults = (arrow.ArrowException, OSError, ValueError, OverflowError)
    try:
        file = ParquetFile(path, page_checksum_verification=True)
    except faults as fault:
        raise OSError(f"{path} is no file of Parquet: {_sentence(fault)}") from fault

    def rows() -> Iterator[tuple[int, Sequence[Any]]]:
        first = 1
        with file:
            for group in range(file.num_row_groups):
                number, end = first, first + file.metadata.row_group(group).num_rows
                try:
                    for batch in file.iter_batches(batch_size=4096, row_groups=[group]):
                        for row in zip(*(each.to_pylist() for each in batch.columns), strict=True):
                            yield number, row
                            number += 1
                except faults as fault:
                    why = f"{_part(file, group, faults)} cannot be read: {_sentence(fault)}"
                    if damaged is None:
                        raise OSError(f"{path}: {why}") from fault
                    damaged(number, end - 1, why)
                first = end

    return file.schema_arrow, rows()


def _part(file: Any, group: int, faults: tuple[type[Exception], ...]) -> str:
    """What of a group of rows cannot be read: some of its columns, where these can be told."""
    broken = []
    for column in file.schema_arrow.names:
        try:
            for batch in file.iter_batches(batch_size=4096, row_groups=[group], columns=[column]):
                batch.column(0).to_pylist()
        except faults:
            broken.append(column)
    within = f" in the column{'s' * (len(broken) > 1)} {', '.join(broken)}" if broken else ""
    return f"row group {group + 1}{within}"


def _sentence(fault: Exception) -> str:
    """What an error of a library says, in one line."""
    return " ".join(str(fault).split()).rstrip(".")


def fits(kind: Any, column: TableColumn) -> bool:
    """Whether values of a type of Arrow can be cells of a column."""
    types = pyarrow("reading Parquet").types
    if types.is_dictionary(kind):
        kind = kind.value_type
    wanted = {
        ColumnType.INTEGER: (types.is_integer,),
        ColumnType.NUMBER: (types.is_integer, types.is_floating),
        ColumnType.BOOLEAN: (types.is_boolean,),
    }.get(column.type, (types.is_string, types.is_large_string, types.is_string_view))
    return any(holds(kind) for holds in (types.is_null, *wanted))


def parquet_rows(path: Path) -> tuple[list[str], Iterable[Sequence[Any]]]:
    """The names of the columns of a file of Parquet, and its rows.

    Raises:
        MissingExtra: pyarrow is not installed.
        OSError: The file is no Parquet, or cannot be read.
    """
    schema, rows = parquet_batches(path)
    return schema.names, [row for _, row in rows]
