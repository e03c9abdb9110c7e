"""What is done with one record of a corpus, alone: check it, compare it, make rows of it.

Each function takes what it needs and gives its result, and nothing else is read, kept or written. So any
engine can call them on any part of a corpus, in any order, and the results are the same.
"""

from __future__ import annotations

from collections.abc import Collection as Container
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import attrs

from negotiations.compare.diff import diff
from negotiations.compare.document import diff_to_data
from negotiations.errors import InvalidDataset, Problem, UnknownId
from negotiations.frames import Row, Table
from negotiations.io.codec import structure_problems
from negotiations.io.decoding import decoded, decoded_list
from negotiations.io.kinds import kind_of_record
from negotiations.io.lines import opened
from negotiations.io.schema import schema_problems
from negotiations.io.strict_json import JsonText, read_json
from negotiations.limits import MAXIMUM_BYTES
from negotiations.lookup import looked_up
from negotiations.model import Metadata, Proposal, Record, Version
from negotiations.records import COLLECTIONS, Collection, Focused, Records
from negotiations.rules import Finding, Reach, findings
from negotiations.tables.curated import curated_makers
from negotiations.tables.relational import empty_tables, rows_of

__all__ = [
    "KINDS",
    "MAXIMUM_LINE",
    "Checked",
    "check_document",
    "check_record",
    "collected",
    "diff_of",
    "found_in",
    "rows_of_record",
    "table_of_rows",
    "together",
]

# The classes of records by the collections that lines name.
KINDS: dict[str, type[Record]] = {**COLLECTIONS, "metadata": Metadata}
# What a line has beside its record.
_ENVELOPE = 1024
MAXIMUM_LINE = MAXIMUM_BYTES + _ENVELOPE
_ALONE = (Reach.RECORD,)
_NAME_OF = {kind: name for name, kind in KINDS.items()}
_NONE: dict[str, Collection[Any]] = {
    name: Collection(kind, ()) for name, kind in COLLECTIONS.items()
}


@attrs.frozen
class Checked:
    """A record of a corpus as it was read, or what is wrong with it.

    Attributes:
        record: The record; None where there is none to be had.
        problems: What is wrong with it, in order.
    """

    record: Record | None
    problems: tuple[Problem, ...] = ()


def check_record(
    line: bytes | str,
    kind: type[Record] | str | None = None,
    *,
    file: str = "",
    number: int = 1,
    rules: bool = True,
) -> Checked:
    """Read a line of a corpus, and check what can be told of it alone.

    The line is an object with a ``collection`` and its ``record``, as an export writes it, or the record
    itself. What is plainly right takes the fast path; all else the checked one, which says what is wrong.

    Args:
        line: The JSON text, without the end of the line.
        kind: The class of the record or its collection, such as ``versions``, where the line does not
            say it. Without it, the class is told by the fields.
        file: The file that problems name.
        number: The number of the line in it, from 1.
        rules: Whether to check the rules that regard a single record, too.

    Raises:
        UnknownId: There is no such collection.

    >>> line = '{"collection": "actors", "record": {"id": "qatar", "name": "Qatar"}}'
    >>> check_record(line).problems[0].message
    "the field 'kind' is missing"
    """
    data = line.encode("utf-8", "surrogatepass") if isinstance(line, str) else line
    cls = _class(kind)
    envelope = opened(data)
    record: Record | None = None
    if envelope is not None:
        named = KINDS.get(envelope[0])
        if named is not None and cls in (None, named):
            record = decoded(named, envelope[1])
    elif cls is not None:
        record = decoded(cls, data)
    made = _explained(data, cls, file, number) if record is None else [Checked(record)]
    return _with_rules(made[0], file, number) if rules else made[0]


def check_document(
    data: bytes, kind: type[Record] | None = None, *, file: str = "", rules: bool = True
) -> list[Checked]:
    """Read a file with one record, or with a list of records, and check what can be told of each alone.

    Args:
        data: The JSON text.
        kind: The class of the records; without it, it is told by the fields of each.
        file: The file that problems name.
        rules: Whether to check the rules that regard a single record, too.
    """
    records: tuple[Record, ...] | None = None
    if kind is not None and data.lstrip()[:1] == b"[":
        records = decoded_list(kind, data)
    elif kind is not None and (record := decoded(kind, data)) is not None:
        records = (record,)
    if records is None:
        made = _explained(data, kind, file, 1, lists=True)
    else:
        made = [Checked(record) for record in records]
    return [_with_rules(each, file, 1) for each in made] if rules else made


def _class(kind: type[Record] | str | None) -> type[Record] | None:
    return looked_up(KINDS, kind, "collection") if isinstance(kind, str) else kind


def _explained(
    data: bytes, kind: type[Record] | None, file: str, number: int, *, lists: bool = False
) -> list[Checked]:
    """What the checked path makes of a text: records, or what is wrong, in lines of the file."""
    if len(data) > MAXIMUM_LINE:
        return [Checked(None, (_too_long(file, number),))]
    document, problems = read_json(file, data, limit=MAXIMUM_LINE)
    if document is None or problems:
        return [Checked(None, _placed(problems, number))]
    value = document.value
    if isinstance(value, list) and lists:
        return [_read(document, kind, (index,), number) for index in range(len(value))]
    if isinstance(value, dict) and "collection" in value:
        names = {"collection", "record"}
        name = value["collection"]
        if set(value) != names or not isinstance(name, str) or name not in KINDS:
            return [Checked(None, (_no_envelope(document, number),))]
        if kind is not None and KINDS[name] is not kind:
            return [Checked(None, (_of_another_kind(document, kind, name, number),))]
        return [_read(document, KINDS[name], ("record",), number)]
    return [_read(document, kind, (), number)]


def _read(
    document: JsonText, kind: type[Record] | None, at: tuple[str | int, ...], number: int
) -> Checked:
    part = document.value
    for step in at:
        part = part[step]
    if kind is None:
        try:
            kind = kind_of_record(attrs.evolve(document, value=part))
        except InvalidDataset as fault:
            return Checked(None, _placed(fault.problems, number))
    record: Record | None = None
    problems = schema_problems(document, kind, at=at)
    if not problems:
        record, problems = structure_problems(kind, document, part, at)
    key = part.get("id") if isinstance(part, dict) else None
    address = f"{_NAME_OF[kind]}/{key}" if isinstance(key, str) else ""
    named = (attrs.evolve(each, record=address) for each in problems)
    return Checked(record, _placed(tuple(named), number))


def _placed(problems: Iterable[Problem], number: int) -> tuple[Problem, ...]:
    """Problems of a text that begins in this line of its file."""
    return tuple(attrs.evolve(each, line=max(each.line, 1) + number - 1) for each in problems)


def _too_long(file: str, number: int) -> Problem:
    return Problem(
        rule="json",
        file=file,
        line=number,
        column=1,
        message=f"the line is longer than {MAXIMUM_LINE:,} bytes",
        remedy="write a record to each line",
    )


def _no_envelope(document: JsonText, number: int) -> Problem:
    return Problem(
        rule="schema",
        file=document.file,
        line=number,
        column=1,
        message="the line names no collection of records",
        expected=f'an object with "collection", one of {", ".join(KINDS)}, and "record"',
        remedy="write the line anew",
    )


def _of_another_kind(document: JsonText, kind: type[Record], name: str, number: int) -> Problem:
    return Problem(
        rule="schema",
        file=document.file,
        line=number,
        column=document.place(("collection",))[1],
        pointer="/collection",
        message="the record is of another kind",
        found=name,
        expected=_NAME_OF[kind],
        remedy="take the line out, or leave out the kind",
    )


# --- rules --------------------------------------------------------------------------------------


def together(record: Record, others: Iterable[Record] = ()) -> Focused:
    """A record, and the versions of a proposal, with others around it, as rules and tables take them.

    Unlike in a dataset, a version can stand without its proposal.
    """
    metadata = record if isinstance(record, Metadata) else None
    focus = (record, *(getattr(record, "versions", None) or ()))
    return Focused(metadata, collected((*others, record)), focus=focus)


def collected(records: Iterable[Record]) -> dict[str, Collection[Any]]:
    """Records by collection, with the versions of proposals."""
    held: dict[str, dict[str, Any]] = {}
    for each in records:
        if not isinstance(each, Metadata):
            held.setdefault(_NAME_OF[type(each)], {})[each.id] = each
        if isinstance(each, Proposal) and each.versions:
            versions = held.setdefault("versions", {})
            versions.update((version.id, version) for version in each.versions)
    return {
        name: Collection(kind, held[name].values()) if name in held else _NONE[name]
        for name, kind in COLLECTIONS.items()
    }


def found_in(
    record: Record, records: Records, reaches: Container[Reach] = _ALONE
) -> Iterator[Finding]:
    """The findings of rules in one record, and in the versions of a proposal.

    Args:
        record: The record.
        records: It, and what is there of the others.
        reaches: The reaches of the rules to check.
    """
    own = {id(record), *map(id, getattr(record, "versions", None) or ())}
    for finding in findings(records, reaches=reaches):
        if id(finding.record) in own:
            yield finding


def _with_rules(checked: Checked, file: str, number: int) -> Checked:
    record = checked.record
    if record is None:
        return checked
    found = found_in(record, together(record))
    problems = [each.problem(file=file, line=number, column=1) for each in found]
    if not problems:
        return checked
    problems.sort(key=lambda problem: problem.sort_key)
    return attrs.evolve(checked, problems=(*checked.problems, *problems))


# --- diffs and rows -----------------------------------------------------------------------------


def diff_of(earlier: Version, later: Version, others: Records | None = None) -> dict[str, Any]:
    """The document of the diff of a version with the one before it, as `negotiations diff` writes it.

    Args:
        earlier: The version before.
        later: The version.
        others: Records that know the issues, for which party a change favours.
    """
    return diff_to_data(diff(earlier, later, issues=None if others is None else others.issues))


def rows_of_record(
    record: Record, tables: Container[str], others: Records | None = None
) -> Iterator[tuple[str, Row]]:
    """The rows of a record in tables, each with the name of its table; those of its versions, too.

    Args:
        record: The record.
        tables: The names of the tables, as `negotiations export` has them.
        others: What is there of the other records: for the units of issues, the labels of sources and
            the versions that were there before.
    """
    whole = _complete(frozenset(tables))
    makers = {name: maker for name, maker in curated_makers().items() if name in tables}
    records: Records | None = others
    if records is None and makers:
        records = together(record)
    for each in (record, *(getattr(record, "versions", None) or ())):
        if whole:
            for name, row in rows_of(each):
                if name in whole:
                    yield name, row
        if records is not None and not isinstance(each, Metadata):
            for name, maker in makers.items():
                for row in maker.rows(each, records):
                    yield name, row


@lru_cache(maxsize=8)
def _complete(names: frozenset[str]) -> frozenset[str]:
    return names & empty_tables().keys()


def table_of_rows(name: str, rows: Sequence[Row] = ()) -> Table:
    """A table of this name with rows that `rows_of_record` gave.

    Raises:
        UnknownId: There is no such table.
    """
    makers: Mapping[str, Any] = curated_makers()
    if name in makers:
        empty: Table = makers[name].empty
    else:
        known = empty_tables()
        if name not in known:
            raise UnknownId(name, [*makers, *known], "table")
        empty = known[name]
    return empty.replace_rows(rows)
