"""What the columns of a table hold, and what its cells are."""

from __future__ import annotations

from enum import Enum

from negotiations import deferred as attrs

__all__ = ["Cell", "ColumnType", "Row", "TableColumn"]

Cell = str | int | float | bool | None
Row = tuple[Cell, ...]


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
        searched: Whether it holds names or free text, in which words are looked for.
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
    searched: bool = False
