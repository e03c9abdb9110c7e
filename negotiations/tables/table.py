"""A table: rows under typed columns, each with its meaning. It knows nothing of records."""

from __future__ import annotations

from enum import Enum

import attrs

from negotiations.errors import UnknownId
from negotiations.model.base import Shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any, ClassVar

    import pandas as pd
    import polars as pl
    import pyarrow as pa

    Cell = str | int | float | bool | None
    Row = tuple[Cell, ...]

__all__ = ["ColumnType", "Table", "TableColumn"]


class ColumnType(Enum):
    """What the cells of a column are."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    JSON = "json"


@attrs.frozen(kw_only=True)
class TableColumn:
    """What a column holds: the codebook of the table.

    Attributes:
        name: The name; no word that SQL keeps for itself.
        type: What the cells are. Dates are text in ISO 8601 until a frame is made.
        meaning: What a cell says.
        unit: The unit of the numbers, where all are of one.
        source: Where the words or the term come from: a standard, a codebook, or this project.
        words: The words that a cell can have, each with its meaning; empty where it is open.
        refers_to: The table whose key the cells are; empty where there is none, or several.
        required: Whether every row has a value.
        spelled: The collections whose ids a text of several ids has, between semicolons.
    """

    name: str
    type: ColumnType = ColumnType.TEXT
    meaning: str
    unit: str = ""
    source: str = ""
    words: tuple[tuple[str, str], ...] = ()
    refers_to: str = ""
    required: bool = False
    spelled: tuple[str, ...] = ()


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Table(Shown):
    """Rows under typed columns. Null means *not reported*; it is never an empty text or a zero.

    Attributes:
        name: The name, such as ``terms``.
        meaning: What one row is.
        columns: What each column holds, in the order of the cells.
        key: The names of the columns that identify a row; the same row has the same key in the next
            release.
        rows: The rows, each a tuple of texts, integers, floats, booleans and None.

    >>> import negotiations as ng
    >>> table = ng.load().table("places")
    >>> [column.name for column in table.columns][:3], table.rows[0][:3]
    (['id', 'name', 'kind'], ('cairo', 'Cairo', 'city'))
    """

    name: str
    meaning: str
    columns: tuple[TableColumn, ...]
    key: tuple[str, ...]
    rows: tuple[Row, ...]

    if TYPE_CHECKING:
        html_maker: ClassVar[Callable[[Table], str] | None]
    else:
        html_maker = None

    def column(self, name: str) -> TableColumn:
        """What a column holds.

        Raises:
            UnknownId: There is no such column; the error names the nearest.
        """
        return self.columns[self._index(name)]

    def __getitem__(self, name: str) -> tuple[Cell, ...]:
        """The cells of a column.

        Raises:
            UnknownId: There is no such column; the error names the nearest.
        """
        index = self._index(name)
        return tuple(row[index] for row in self.rows)

    def _index(self, name: str) -> int:
        names = [column.name for column in self.columns]
        if name not in names:
            raise UnknownId(name, names, f"column of {self.name}")
        return names.index(name)

    def to_dicts(self) -> list[dict[str, Cell]]:
        """The rows as dictionaries by the names of the columns."""
        names = [column.name for column in self.columns]
        return [dict(zip(names, row, strict=True)) for row in self.rows]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Table):
            return NotImplemented
        return (self.name, self.columns, self.rows) == (other.name, other.columns, other.rows)

    def __hash__(self) -> int:
        return hash((self.name, self.rows))

    def __repr__(self) -> str:
        rows = f"{len(self)} {'row' if len(self) == 1 else 'rows'}"
        return f"<Table {self.name}: {rows}, {len(self.columns)} columns>"

    def _ipython_key_completions_(self) -> list[str]:
        return [column.name for column in self.columns]

    def to_arrow(self) -> pa.Table:
        """The table of Arrow, with the meaning of each column in its metadata.

        Raises:
            MissingExtra: pyarrow is not installed; it comes with the extra ``tables``.
        """
        from negotiations.tables.arrow import arrow_table

        return arrow_table(self)

    def to_pandas(self) -> pd.DataFrame:
        """A frame of pandas, in which integers with nulls stay integers; ``attrs`` has the codebook.

        Raises:
            MissingExtra: pandas or pyarrow is not installed.
        """
        from negotiations.tables.arrow import pandas_frame

        return pandas_frame(self)

    def to_polars(self) -> pl.DataFrame:
        """A frame of polars.

        Raises:
            MissingExtra: polars or pyarrow is not installed.
        """
        from negotiations.tables.arrow import polars_frame

        return polars_frame(self)

    def __arrow_c_stream__(self, requested_schema: object = None) -> Any:
        """The Arrow PyCapsule interface, by which DuckDB, polars and pandas read the table themselves."""
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def replace_rows(self, rows: Iterable[Row]) -> Table:
        """The same columns with other rows."""
        return attrs.evolve(self, rows=tuple(rows))
