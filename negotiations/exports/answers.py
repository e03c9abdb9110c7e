"""Any answer as tables: one for each list of it, at any depth, and one for what stands beside the lists."""

from __future__ import annotations

import json
import re
from typing import Any

import attrs

from negotiations.answers.answer import Answer
from negotiations.errors import NegotiationsError
from negotiations.frames import Cell, ColumnType, Row, Table, TableColumn
from negotiations.tables.names import RESERVED
from negotiations.tables.shown import JOINED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["answer_tables"]

_LINE = "line_number"
# Free JSON of the users, which has no columns of its own.
_FREE = "extra"


def answer_tables(answer: Any) -> list[Table]:
    """The tables of an answer, by the names that its JSON has.

    An object in it stands in columns of its own (``term_issue``), a list of words in one text and a
    number (``deniers``, ``deniers_n``), a list of objects in another table (``issues_a``), whose rows
    name the line that they are part of (``issues_line``). What is not reported is null. A value that
    is of one shape here and of another there is JSON text.

    Raises:
        NegotiationsError: It is no answer.

    >>> import negotiations as ng
    >>> gap = ng.load().gap("israel", "hamas", on="may-proposal")
    >>> [table.name for table in answer_tables(gap)][:3]
    ['answer', 'answer_a_readings', 'answer_a_readings_term_evidence']
    """
    if not isinstance(answer, Answer):
        raise NegotiationsError(
            f"expected a dataset, a record, a diff, a table or an answer, found {type(answer).__name__}"
        )
    return list(_tables("answer", [(None, answer.to_data())], ""))


@attrs.frozen
class _Part:
    """A column with its cells, of the objects of one list."""

    name: str
    type: ColumnType
    meaning: str
    cells: tuple[Cell, ...]


@attrs.frozen
class _Inner:
    """A list in each of some objects: the rows of another table."""

    path: str
    lists: tuple[list[dict[str, Any]], ...]


def _tables(
    name: str, items: Sequence[tuple[int | None, dict[str, Any]]], owner: str
) -> list[Table]:
    """The table of some objects, each with the line of what it is part of; then those of their lists."""
    parts, inner = _parts([data for _, data in items], "")
    own = [
        TableColumn(
            name=_LINE,
            type=ColumnType.INTEGER,
            meaning="The place in the table, from 1.",
            required=True,
        )
    ]
    cells: list[tuple[Cell, ...]] = [tuple(range(1, len(items) + 1))]
    if owner:
        meaning = f"The line of {owner} that it is part of."
        own.append(
            TableColumn(
                name=f"{owner}_line",
                type=ColumnType.INTEGER,
                meaning=meaning,
                refers_to=owner,
                required=True,
            )
        )
        cells.append(tuple(line for line, _ in items))
    taken = {column.name for column in own}
    columns = [
        *own,
        *(
            TableColumn(name=_free_name(part.name, taken), type=part.type, meaning=part.meaning)
            for part in parts
        ),
    ]
    cells += [part.cells for part in parts]
    rows: tuple[Row, ...] = tuple(zip(*cells, strict=True))
    meaning = "What the answer is of." if name == "answer" else f"One of `{name}` of the answer."
    made = [Table(name=name, meaning=meaning, columns=tuple(columns), key=(_LINE,), rows=rows)]
    for each in inner:
        inside = [(line, item) for line, held in enumerate(each.lists, 1) for item in held]
        # The lists of the answer itself are called as they are there.
        is_outer = name == "answer" and "_" not in each.path
        path = _safe(each.path)
        label = path if is_outer and path not in RESERVED else f"{name}_{path}"
        made += _tables(label, inside, name)
    return made


def _free_name(name: str, taken: set[str]) -> str:
    """A name that SQL takes as it is, and not that of another column."""
    plain = _safe(name)
    free = f"{plain}_text" if plain in RESERVED else plain
    while free in taken:
        free += "_text"
    taken.add(free)
    return free


def _safe(name: str) -> str:
    """A name of letters, digits and underscores, since keys of an answer can be ids."""
    return re.sub(r"[^a-z0-9_]+", "_", name.lower())


def _parts(
    items: list[dict[str, Any] | None], prefix: str, meaning: str = ""
) -> tuple[list[_Part], list[_Inner]]:
    """The columns of some objects, and the lists of objects in them."""
    parts: list[_Part] = []
    inner: list[_Inner] = []
    for key in dict.fromkeys(key for item in items for key in item or ()):
        values = [None if item is None else item.get(key) for item in items]
        name, path = prefix + key, f"{meaning}/{key}"
        told = f"The field `{path.removeprefix('/')}` of the answer's JSON."
        known = [value for value in values if value is not None]
        if known and all(isinstance(value, dict) for value in known) and key != _FREE:
            deeper = _parts(values, f"{name}_", path)
            parts += deeper[0]
            inner += deeper[1]
        elif known and all(isinstance(value, list) for value in known):
            held = [item for value in known for item in value]
            if all(isinstance(item, dict) for item in held) and held:
                inner.append(_Inner(name, tuple(value or [] for value in values)))
                parts.append(_number(name, values))
            elif not any(isinstance(item, dict | list) for item in held):
                joined = tuple(
                    JOINED.join(map(_text, value)) if value else None for value in values
                )
                parts.append(_Part(name, ColumnType.TEXT, f"{told} Between semicolons.", joined))
                parts.append(_number(name, values))
            else:
                parts.append(_Part(name, ColumnType.JSON, told, tuple(map(_json, values))))
        else:
            parts.append(_scalar(name, told, values))
    return parts, inner


def _number(name: str, values: list[list[Any] | None]) -> _Part:
    numbers = tuple(None if value is None else len(value) for value in values)
    meaning = f"How many there are in `{name}`; null where that is not reported, 0 for none."
    return _Part(f"{name}_n", ColumnType.INTEGER, meaning, numbers)


def _scalar(name: str, meaning: str, values: list[Any]) -> _Part:
    """A column of values that are neither all objects nor all lists."""
    kinds = {type(value) for value in values if value is not None}
    if kinds & {dict, list}:
        return _Part(name, ColumnType.JSON, meaning, tuple(map(_json, values)))
    if kinds == {bool}:
        return _Part(name, ColumnType.BOOLEAN, meaning, tuple(values))
    if kinds == {int}:
        return _Part(name, ColumnType.INTEGER, meaning, tuple(values))
    if kinds and kinds <= {int, float}:
        return _Part(name, ColumnType.NUMBER, meaning, tuple(values))
    texts = tuple(None if value is None else _text(value) for value in values)
    return _Part(name, ColumnType.TEXT, meaning, texts)


def _text(value: Any) -> str:
    """A word as it is; a number or a truth value as JSON has it."""
    return value if isinstance(value, str) else json.dumps(value)


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)
