"""Batches of Arrow in, batches of Arrow out: what engines for clusters call on each part of a corpus.

Every function here looks at one record, or at one pair of versions, at a time, and keeps nothing. So an
engine may split a corpus as it likes, and run a part again when a machine is lost: the rows are the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from negotiations.corpora.records import (
    Checked,
    check_record,
    diff_of,
    rows_of_record,
    table_of_rows,
)
from negotiations.errors import NegotiationsError, Problem
from negotiations.frames.arrow import arrow_batch, arrow_schema, pyarrow
from negotiations.io.codec import to_data
from negotiations.lookup import looked_up
from negotiations.model import Proposal, Record, Version
from negotiations.records import address_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pyarrow import RecordBatch, Schema
else:
    # pyarrow is loaded when a batch is made; until then its classes are objects.
    RecordBatch = Schema = object

__all__ = [
    "MissingColumn",
    "batch_schema",
    "check_batches",
    "diff_batches",
    "table_batches",
    "version_batches",
]

_FEATURE = "working on batches of Arrow"
_FACTS = ("rule", "severity", "line", "column", "pointer", "message", "found", "expected", "remedy")
_NUMBERS = ("line", "column")


class MissingColumn(NegotiationsError, ValueError):
    """A batch does not have a column that the function takes."""


def check_batches(batches: Iterable[RecordBatch]) -> Iterator[RecordBatch]:
    """Check each record alone: one row out for each row in, in the same order.

    Args:
        batches: Batches with the column ``record``: a line of a corpus, as text. If there are the columns
            ``file`` and ``line``, problems name them.

    Yields:
        A batch for each, in the schema `batch_schema("check")`: ``file``, ``line``, ``address`` (null where
        the record could not be read) and ``problems``, a list that is empty where nothing is wrong.

    Raises:
        MissingColumn: A batch has no column ``record``.
        MissingExtra: pyarrow is not installed; it comes with the extra ``tables``.

    >>> import pyarrow as pa
    >>> lines = ['{"collection": "actors", "record": {"id": "a", "name": "A", "kind": "state"}}', "{"]
    >>> [batch] = check_batches([pa.record_batch({"record": lines})])
    >>> batch["address"].to_pylist(), [len(each) for each in batch["problems"].to_pylist()]
    (['actors/a', None], [0, 1])
    """
    for batch in batches:
        rows = []
        for file, line, text in _cells(batch, ("record",), ("file", "line")):
            checked = _checked(text, file, line)
            record = checked.record
            address = None if record is None else address_of(record)
            rows.append((file, line, address, [_facts(each) for each in checked.problems]))
        yield _batch(rows, batch_schema("check"))


def version_batches(batches: Iterable[RecordBatch]) -> Iterator[RecordBatch]:
    """Take the versions out of a corpus: one row out for each version, alone or within its proposal.

    Records of other kinds, and those that cannot be read, give no row: `check_batches` tells of them.

    Args:
        batches: Batches with the column ``record``.

    Yields:
        Batches in the schema `batch_schema("version")`: ``id``, ``proposal``, ``derived_from`` (a list of
        ids) and ``record``, a line with the version alone, for `diff_batches`.

    Raises:
        MissingColumn: A batch has no column ``record``.
        MissingExtra: pyarrow is not installed.
    """
    for batch in batches:
        rows = []
        for (text,) in _cells(batch, ("record",)):
            for version in _versions(_checked(text).record):
                line = {"collection": "versions", "record": to_data(version)}
                rows.append(
                    (
                        version.id,
                        version.proposal_id,
                        list(version.derived_from or ()),
                        json.dumps(line, ensure_ascii=False),
                    )
                )
        yield _batch(rows, batch_schema("version"))


def diff_batches(batches: Iterable[RecordBatch]) -> Iterator[RecordBatch]:
    """Compare pairs of versions: one row out for each row in, in the same order.

    Args:
        batches: Batches with the columns ``earlier`` and ``later``: the lines of two versions, as
            `version_batches` gives them.

    Yields:
        A batch for each, in the schema `batch_schema("diff")`: the ids ``earlier`` and ``later``, how many
        ``changes`` there are, and the ``diff`` as its JSON document. All are null where one of the two
        lines is no version.

    Raises:
        MissingColumn: A batch has not both columns.
        MissingExtra: pyarrow is not installed.
    """
    for batch in batches:
        rows: list[tuple[Any, ...]] = []
        for pair in _cells(batch, ("earlier", "later")):
            earlier, later = (_checked(text, kind="versions").record for text in pair)
            if not (isinstance(earlier, Version) and isinstance(later, Version)):
                rows.append((None, None, None, None))
                continue
            found = diff_of(earlier, later)
            document = json.dumps(found, ensure_ascii=False)
            rows.append((earlier.id, later.id, len(found["changes"]), document))
        yield _batch(rows, batch_schema("diff"))


def table_batches(batches: Iterable[RecordBatch], table: str) -> Iterator[RecordBatch]:
    """Make the rows of a table of all records that can be read, each from its record alone.

    What a table takes from other records, such as the unit of an issue, is null in it.

    Args:
        batches: Batches with the column ``record``.
        table: The name of a table, such as ``terms`` or ``data_versions``.

    Yields:
        Batches in the schema `batch_schema("table", table)`.

    Raises:
        UnknownId: There is no such table; the error names the nearest.
        MissingColumn: A batch has no column ``record``.
        MissingExtra: pyarrow is not installed.

    >>> import pyarrow as pa
    >>> line = '{"collection": "actors", "record": {"id": "a", "name": "A", "kind": "state"}}'
    >>> [batch] = table_batches([pa.record_batch({"record": [line]})], "actors")
    >>> batch["id"].to_pylist(), batch["kind"].to_pylist()
    (['a'], ['state'])
    """
    columns = table_of_rows(table).columns
    schema = batch_schema("table", table)
    for batch in batches:
        rows = []
        for (text,) in _cells(batch, ("record",)):
            record = _checked(text).record
            if record is not None:
                rows += [row for _, row in rows_of_record(record, {table})]
        yield arrow_batch(schema, columns, rows)


def batch_schema(step: str, table: str = "") -> Schema:
    """The schema of the batches that come out of a step, for engines that need it beforehand.

    Args:
        step: ``check``, ``version``, ``diff`` or ``table``.
        table: The name of the table, for the step ``table``.

    Raises:
        UnknownId: There is no such step, or no such table.
        MissingExtra: pyarrow is not installed.

    >>> batch_schema("diff").names
    ['earlier', 'later', 'changes', 'diff']
    """
    return looked_up(_SCHEMAS, step, "step")(table)


def _check_schema(_table: str) -> Schema:
    arrow = pyarrow(_FEATURE)
    facts = [
        arrow.field(name, arrow.int64() if name in _NUMBERS else arrow.string()) for name in _FACTS
    ]
    return arrow.schema(
        [
            ("file", arrow.string()),
            ("line", arrow.int64()),
            ("address", arrow.string()),
            ("problems", arrow.list_(arrow.struct(facts))),
        ]
    )


def _version_schema(_table: str) -> Schema:
    arrow = pyarrow(_FEATURE)
    text = arrow.string()
    return arrow.schema(
        [
            ("id", text),
            ("proposal", text),
            ("derived_from", arrow.list_(text)),
            ("record", text),
        ]
    )


def _diff_schema(_table: str) -> Schema:
    arrow = pyarrow(_FEATURE)
    text = arrow.string()
    return arrow.schema(
        [("earlier", text), ("later", text), ("changes", arrow.int64()), ("diff", text)]
    )


def _table_schema(table: str) -> Schema:
    made = table_of_rows(table)
    return arrow_schema(made.about, made.columns)


_SCHEMAS: dict[str, Callable[[str], Schema]] = {
    "check": _check_schema,
    "version": _version_schema,
    "diff": _diff_schema,
    "table": _table_schema,
}


def _cells(
    batch: RecordBatch, needed: tuple[str, ...], optional: tuple[str, ...] = ()
) -> Iterator[tuple[Any, ...]]:
    """The cells of a batch row by row: of the optional columns first, None where there is none."""
    names = batch.schema.names
    missing = [name for name in needed if name not in names]
    if missing:
        raise MissingColumn(
            f"the batch has no column {' and no column '.join(missing)}; "
            f"it has {', '.join(names) or 'none'}"
        )
    wanted = [
        batch.column(name).to_pylist() if name in names else [None] * batch.num_rows
        for name in (*optional, *needed)
    ]
    return zip(*wanted, strict=True)


def _checked(
    text: str | bytes | None, file: str | None = "", line: int | None = 1, kind: str | None = None
) -> Checked:
    """A line as it was read; a null is an empty line."""
    return check_record(text or "", kind, file=file or "", number=line or 1)


def _versions(record: Record | None) -> tuple[Version, ...]:
    if isinstance(record, Proposal):
        return record.versions or ()
    return (record,) if isinstance(record, Version) else ()


def _facts(problem: Problem) -> dict[str, Any]:
    return {name: getattr(problem, name) for name in _FACTS} | {"severity": problem.severity.value}


def _batch(rows: list[tuple[Any, ...]], schema: Schema) -> RecordBatch:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [
        pyarrow(_FEATURE).array(column, type=field.type)
        for column, field in zip(columns, schema, strict=True)
    ]
    return pyarrow(_FEATURE).record_batch(arrays, schema=schema)
