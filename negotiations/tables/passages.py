"""The tables of evidence and of claims: which passage says it, and in whose voice."""

from __future__ import annotations

from collections.abc import Iterator

from negotiations.frames import ColumnType, TableColumn
from negotiations.io.codec import to_data
from negotiations.model import Evidence, Record, Term
from negotiations.model.base import Value, fields_of
from negotiations.records import Records, address_of, walk
from negotiations.tables.cells import typed
from negotiations.tables.holding import HOLDER, PLACED, holder_cells, placed_cells
from negotiations.tables.layout import key_of
from negotiations.tables.maker import Maker
from negotiations.tables.shown import shown_columns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.frames import Row

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


def _each(record: Record) -> Iterator[tuple[str, str, Evidence, Value, Term | None]]:
    """The passages of a record: address, address of the owner, passage, owner, term."""
    found: list[tuple[tuple[str | int, ...], Value, str]] = []
    for path, value in walk(record):
        chain = [each for each in found if path[: len(each[0])] == each[0]]
        found = chain
        address = address_of(record)
        if chain:
            outer, _, above = chain[-1]
            inner = path[len(outer) :]
            names = "/".join(str(step) for step in inner if isinstance(step, str))
            label = key_of(_declared(value), to_data(value)) if isinstance(inner[-1], int) else ""
            address = "/".join(part for part in (above, names, label) if part)
        found = [*chain, (path, value, address)]
        if isinstance(value, Evidence):
            owners = [each[1] for each in chain]
            term = next((each for each in reversed(owners) if isinstance(each, Term)), None)
            yield address, chain[-1][2], value, owners[-1], term


def _declared(value: Value) -> type[Value]:
    return Term if isinstance(value, Term) else type(value)


def _evidence_rows(record: Record, records: Records) -> Iterator[Row]:
    for address, owner, passage, _, term in _each(record):
        cells = [cell for part in _SHOWN for cell in part.cells(passage, records)]
        where = (address_of(record), owner, *holder_cells(record), *placed_cells(term))
        yield (address, *where, passage.origin, *cells)


def _claim_rows(record: Record, _: Records) -> Iterator[Row]:
    for address, owner, passage, __, term in _each(record):
        where = (address_of(record), owner, *holder_cells(record), *placed_cells(term))
        for voice in passage.claimants or (None,):
            for field in passage.fields or (None,):
                yield (
                    f"{address}#{voice or ''}#{field or ''}",
                    *where,
                    field,
                    voice,
                    voice is None,
                    passage.support.value,
                    passage.origin,
                    passage.hedged,
                    passage.source,
                    passage.paragraph,
                    address,
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
