"""The tables of evidence and of claims: which passage says it, and in whose voice."""

from __future__ import annotations

from collections.abc import Iterator

from negotiations.frames import ColumnType, TableColumn
from negotiations.model import Evidence, Record
from negotiations.model.base import fields_of
from negotiations.records import Records
from negotiations.tables.addresses import Part, parts_of
from negotiations.tables.cells import typed
from negotiations.tables.holding import HOLDER, PLACED, holder_cells, placed_cells
from negotiations.tables.maker import Maker
from negotiations.tables.shown import shown_columns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.frames import Cell, Row

__all__ = ["CLAIMS", "EVIDENCE"]

_FIELDS = {spec.name: spec for spec in fields_of(Evidence)}
_WHERE = (
    TableColumn(
        name="record", meaning="The address of the record that rests on it.", required=True
    ),
    TableColumn(
        name="owner",
        meaning="The address of the part of the record that rests on it: a term, a role, or the record.",
        required=True,
    ),
    *HOLDER,
    *PLACED,
)
_SHOWN = shown_columns(Evidence)


def _passages_of(record: Record) -> Iterator[tuple[Part, Evidence]]:
    for part in parts_of(record):
        if isinstance(part.value, Evidence):
            yield part, part.value


def _where(part: Part) -> tuple[Cell, ...]:
    """The cells of `_WHERE`."""
    record = part.owners[0]
    held = holder_cells(record.value)
    return (record.address, part.owners[-1].address, *held, *placed_cells(part.term))


def _evidence_rows(record: Record, records: Records) -> Iterator[Row]:
    for part, passage in _passages_of(record):
        cells = [cell for each in _SHOWN for cell in each.cells(passage, records)]
        yield (part.address, *_where(part), passage.origin, *cells)


def _claim_rows(record: Record, _: Records) -> Iterator[Row]:
    for part, passage in _passages_of(record):
        for voice in passage.claimants or (None,):
            for field in passage.fields or (None,):
                yield (
                    f"{part.address}#{voice or ''}#{field or ''}",
                    *_where(part),
                    field,
                    voice,
                    voice is None,
                    passage.support.value,
                    passage.origin,
                    passage.hedged,
                    passage.source,
                    passage.paragraph,
                    part.address,
                )


_ORIGIN = TableColumn(
    name="origin",
    meaning="The outlet that it started from: the last that it passed through, else the source. Relays "
    "of one origin are one voice.",
    required=True,
)
EVIDENCE = Maker(
    name="evidence",
    meaning="One passage that a record, or a part of it, rests on.",
    columns=(
        TableColumn(name="address", meaning="The address of the passage.", required=True),
        *_WHERE,
        _ORIGIN,
        *(column for part in _SHOWN for column in part.columns),
    ),
    key=("address",),
    rows=_evidence_rows,
)
CLAIMS = Maker(
    name="claims",
    meaning="One voice that says, or denies, one field of a record, or all of it.",
    columns=(
        TableColumn(name="address", meaning="The passage, the voice and the field.", required=True),
        *_WHERE,
        TableColumn(name="field", meaning="The field it bears on; null for all of them."),
        typed(
            _FIELDS["claimants"],
            "voice",
            meaning="The actor who says it; null where the article says it in its own voice.",
            refers_to="actors",
        ),
        TableColumn(
            name="own_voice",
            type=ColumnType.BOOLEAN,
            meaning="Whether the article says it in its own voice.",
            required=True,
        ),
        typed(_FIELDS["support"], "support", required=True),
        _ORIGIN,
        typed(_FIELDS["hedged"], "hedged"),
        typed(_FIELDS["source"], "source", refers_to="sources", required=True),
        typed(_FIELDS["paragraph"], "paragraph", required=True),
        TableColumn(name="evidence", meaning="The passage.", refers_to="evidence", required=True),
    ),
    key=("address",),
    rows=_claim_rows,
)
