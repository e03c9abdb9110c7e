"""The table of quantities: a row for each number of the dataset, wherever it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from negotiations.frames import ColumnType, TableColumn
from negotiations.model import Amount, Evidence, Group, Record, ReleaseTerm
from negotiations.model.base import Value, fields_of
from negotiations.model.values import Bounded, Count
from negotiations.records import Records
from negotiations.tables.addresses import Part, parts_of
from negotiations.tables.cells import typed, words_of
from negotiations.tables.holding import (
    EXCLUDED,
    HOLDER,
    PLACED,
    excluded,
    holder_cells,
    placed_cells,
)
from negotiations.tables.maker import Maker
from negotiations.tables.shown import PASSAGES, bounds, passage_cells, shown
from negotiations.vocabulary import Limit, Support

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.frames import Row

__all__ = ["QUANTITIES"]

# What a number that no field has is computed of.
_COMPUTED_OF = {"total": ("baseline", "increment")}
_AMOUNT = {spec.name: spec for spec in fields_of(Amount)}
_COLUMNS = (
    EXCLUDED,
    TableColumn(name="address", meaning="Where the number stands.", required=True),
    TableColumn(name="record", meaning="The address of the record that has it.", required=True),
    *HOLDER,
    *PLACED,
    TableColumn(name="field", meaning="The field of the record or term that it is.", required=True),
    TableColumn(
        name="of_group",
        meaning="Of a group in a release: what its members have in common, and whose citizens they are.",
    ),
    TableColumn(
        name="computed",
        type=ColumnType.BOOLEAN,
        meaning="Whether it is computed here, as baseline and increment, and printed by no source.",
        required=True,
    ),
    TableColumn(
        name="contradicts",
        type=ColumnType.BOOLEAN,
        meaning="Whether it is what a passage gives instead of what the record has.",
        required=True,
    ),
    TableColumn(
        name="measure",
        meaning="What is measured.",
        words=(
            ("count", "Persons or things, in whole numbers."),
            ("amount", "An amount in the unit beside it."),
            ("duration", "A length of time, in days."),
        ),
        required=True,
    ),
    typed(_AMOUNT["qualifier"], "bound", required=True),
    TableColumn(
        name="low",
        type=ColumnType.NUMBER,
        meaning="The least that it can be; null where the source sets no lower bound.",
    ),
    TableColumn(
        name="high",
        type=ColumnType.NUMBER,
        meaning="The most that it can be; null where the source sets no upper bound.",
    ),
    TableColumn(
        name="centre",
        type=ColumnType.NUMBER,
        meaning="The number that the source names, where it names one; of durations none.",
    ),
    typed(
        _AMOUNT["unit"],
        "unit",
        meaning="The unit; of durations `d`, days; of a figure what it counts.",
    ),
    typed(_AMOUNT["per"], "per"),
    typed(_AMOUNT["wording"], "wording"),
    TableColumn(
        name="limit_word",
        meaning="Whether it is the most or the least that the text allows; null where it is what is to be.",
        words=words_of((Limit,)),
    ),
    TableColumn(name="qualifiers", meaning="The qualifiers of the term. Between semicolons."),
    TableColumn(name="text", meaning="The number as it is written on pages.", required=True),
    *PASSAGES,
)


def _rows(record: Record, records: Records) -> Iterator[Row]:
    for part in parts_of(record):
        for name, number in _numbers(part.value):
            yield _row(records, part, name, number)


def _numbers(value: Value) -> Iterator[tuple[str, Bounded[Any, Any]]]:
    """The numbers that a value has directly, and the total that a release has of its parts."""
    for spec in fields_of(value):
        number = getattr(value, spec.name)
        if isinstance(number, Bounded):
            yield spec.name, number
    if isinstance(value, ReleaseTerm) and value.count is None and value.total is not None:
        yield "total", value.total


def _row(records: Records, part: Part, name: str, number: Bounded[Any, Any]) -> Row:
    owner, record = part.value, (*part.owners, part)[0].value
    term = part.term
    chain = [each.value for each in (part, *reversed(part.owners))]
    resting = next((each for each in chain if getattr(each, "evidence", None)), None)
    evidence: tuple[Evidence, ...] = getattr(resting, "evidence", None) or ()
    if isinstance(owner, Evidence):
        evidence, field = (owner,), (owner.fields or (name,))[0]
    else:
        named = [step for step in part.path if isinstance(step, str)]
        named = [step for step in named if step not in ("terms", "claims")]
        field = name if resting is owner or not named else "/".join([*named, name])
        fields = _COMPUTED_OF.get(name, (field.partition("/")[0],))
        evidence = tuple(each for each in evidence if each.bears_on(*fields))
    spec = next((each for each in fields_of(owner) if each.name == name), None)
    limit = getattr(owner, "limit", None) if spec is not None and spec.limited else None
    count = "count" if isinstance(number, Count) else "duration"
    measure = "amount" if isinstance(number, Amount) else count
    low, high = bounds(number)
    unit = "d" if measure == "duration" else getattr(number, "unit", None)
    if unit is None and measure == "amount" and term is not None and term.issue in records.issues:
        unit = records.issues[term.issue].unit
    centre = None if measure == "duration" else number.centre
    return (
        excluded(term),
        f"{part.address}/{name}",
        (*part.owners, part)[0].address,
        *holder_cells(record),
        *placed_cells(term),
        field,
        _group(owner),
        name in _COMPUTED_OF,
        isinstance(owner, Evidence) and owner.support is Support.CONTRADICTS,
        measure,
        number.qualifier.value,
        low,
        high,
        None if centre is None else _plain(centre),
        unit if unit is not None else getattr(record, "unit", None),
        getattr(number, "per", None),
        number.wording,
        None if limit is None else limit.value,
        shown(term.qualifiers) if term is not None else None,
        str(number),
        *passage_cells(evidence, records),
    )


def _group(owner: Value) -> str | None:
    if not isinstance(owner, Group):
        return None
    parts = (shown(owner.who), owner.citizens_of and f"citizens of {owner.citizens_of}")
    return ", ".join(part for part in parts if part) or None


def _plain(number: Any) -> int | float:
    return number if isinstance(number, int) else float(number)


QUANTITIES = Maker(
    name="quantities",
    meaning="One number: a count, an amount or a length of time, wherever it stands.",
    columns=_COLUMNS,
    key=("address",),
    rows=_rows,
)
