"""A table: rows under typed columns, each with its meaning. It knows nothing of records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from negotiations import deferred as attrs
from negotiations.errors import UnknownId
from negotiations.frames.columns import Cell, Row, TableColumn
from negotiations.shown import Shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pandas import DataFrame as PandasFrame
    from polars import DataFrame as PolarsFrame
    from pyarrow import Table as ArrowTable
else:
    # The libraries are loaded when a frame is made; until then their classes are objects.
    ArrowTable = PandasFrame = PolarsFrame = object

__all__ = ["Table"]


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
    (['id', 'name', 'kind'], ('beirut', 'Beirut', 'city'))
    """

    name: str
    meaning: str
    columns: tuple[TableColumn, ...]
    key: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def about(self) -> dict[str, str]:
        """What the table is: its name, what one row is, and its key."""
        return {"name": self.name, "meaning": self.meaning, "key": " ".join(self.key)}

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

    def to_arrow(self) -> ArrowTable:
        """The table of Arrow, with the meaning of each column in its metadata.

        Raises:
            MissingExtra: pyarrow is not installed; it comes with the extra ``tables``.
        """
        from negotiations.frames.arrow import arrow_table

        return arrow_table(self.about, self.columns, self.rows)

    def to_pandas(self) -> PandasFrame:
        """A frame of pandas, in which integers with nulls stay integers; ``attrs`` has the codebook.

        Raises:
            MissingExtra: pandas or pyarrow is not installed.
        """
        from negotiations.frames.arrow import pandas_frame

        return pandas_frame(self.about, self.columns, self.rows)

    def to_polars(self) -> PolarsFrame:
        """A frame of polars.

        Raises:
            MissingExtra: polars or pyarrow is not installed.
        """
        from negotiations.frames.arrow import polars_frame

        return polars_frame(self.about, self.columns, self.rows)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The Arrow PyCapsule interface, by which DuckDB, polars and pandas read the table themselves."""
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def replace_rows(self, rows: Iterable[Row]) -> Table:
        """The same columns with other rows."""
        return attrs.evolve(self, rows=tuple(rows))
