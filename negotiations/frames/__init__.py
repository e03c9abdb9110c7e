"""Tables as such: typed columns with their meanings, and frames of Arrow, pandas and polars."""

from negotiations.frames.columns import Cell, ColumnType, Row, TableColumn
from negotiations.frames.table import Table

__all__ = ["Cell", "ColumnType", "Row", "Table", "TableColumn"]
