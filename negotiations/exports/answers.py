"""Any answer as tables: one for each list of it, and one for what stands beside the lists."""

from __future__ import annotations

import json
from typing import Any

from negotiations.answers.answer import Answer
from negotiations.errors import NegotiationsError
from negotiations.frames import Cell, ColumnType, Row, Table, TableColumn
from negotiations.tables.names import RESERVED

__all__ = ["answer_tables"]


def answer_tables(answer: Any) -> list[Table]:
    """The tables of an answer, by the names that its JSON has.

    A cell that is a list or an object is JSON text; what is not said is null.

    Raises:
        NegotiationsError: It is no answer.
    """
    if not isinstance(answer, Answer):
        raise NegotiationsError(
            f"expected a dataset, a record, a diff, a table or an answer, found {type(answer).__name__}"
        )
    data = answer.to_data()
    lists = {
        name: value
        for name, value in data.items()
        if isinstance(value, list) and value and all(isinstance(item, dict) for item in value)
    }
    about = {name: value for name, value in data.items() if name not in lists}
    tables = [_table(name, value) for name, value in lists.items()]
    return [*tables, _table("answer", [about])]


def _table(name: str, items: list[dict[str, Any]]) -> Table:
    names = list(dict.fromkeys(key for item in items for key in item))
    columns = [
        TableColumn(
            name=f"{key}_text" if key in RESERVED else key,
            type=_type([item.get(key) for item in items]),
            meaning=f"The field `{key}` of the answer's JSON.",
        )
        for key in names
    ]
    number = TableColumn(
        name="line_number",
        type=ColumnType.INTEGER,
        meaning="The place in the answer, from 1.",
        required=True,
    )
    rows: list[Row] = [
        (index, *(_cell(item.get(key)) for key in names)) for index, item in enumerate(items, 1)
    ]
    return Table(
        name=f"{name}_text" if name in RESERVED else name,
        meaning=f"One of the {name} of the answer.",
        columns=(number, *columns),
        key=("line_number",),
        rows=tuple(_even(row, (number, *columns)) for row in rows),
    )


def _type(values: list[Any]) -> ColumnType:
    kinds = {type(value) for value in values if value is not None}
    if kinds == {bool}:
        return ColumnType.BOOLEAN
    if kinds == {int}:
        return ColumnType.INTEGER
    if kinds and kinds <= {int, float}:
        return ColumnType.NUMBER
    return ColumnType.JSON if kinds & {dict, list} else ColumnType.TEXT


def _cell(value: Any) -> Cell:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    cell: Cell = value
    return cell


def _even(row: Row, columns: tuple[TableColumn, ...]) -> Row:
    """The cells of a column of text as text, where an answer has numbers among words."""
    texts = (ColumnType.TEXT, ColumnType.JSON)
    return tuple(
        str(cell) if cell is not None and column.type in texts else cell
        for cell, column in zip(row, columns, strict=True)
    )
