"""Columns that say of a row which record and which term it is of."""

from __future__ import annotations

from negotiations.frames import ColumnType, TableColumn
from negotiations.model import Position, Term, Version
from negotiations.model.base import Value
from negotiations.tables.cells import ordinal_column
from negotiations.tables.shown import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.frames import Cell

__all__ = ["EXCLUDED", "HOLDER", "PLACED", "excluded", "holder_cells", "placed_cells"]

EXCLUDED = TableColumn(
    name="excluded",
    type=ColumnType.BOOLEAN,
    meaning="Whether a source reports that the text has no such term, or that the actor wants none. "
    "Then the other columns say what there is *not*.",
    required=True,
)
# Of a term, of whatever record: null outside of terms.
HOLDER = (
    TableColumn(name="version", meaning="The version that has the term.", refers_to="versions"),
    TableColumn(name="position", meaning="The position that has the term.", refers_to="positions"),
    TableColumn(
        name="proposal",
        meaning="The proposal of the version, or that the position is on.",
        refers_to="proposals",
    ),
    TableColumn(name="actor", meaning="Who holds the position.", refers_to="actors"),
    TableColumn(name="act", meaning="How the holder of the position puts it."),
)
PLACED = (
    TableColumn(name="issue", meaning="The agenda item of the term.", refers_to="issues"),
    TableColumn(name="phase", meaning="The phase of the term: its number, or `whole`."),
    ordinal_column("phase"),
    TableColumn(name="case_text", meaning="The case of the issue that the term is about."),
    TableColumn(name="alternative", meaning="Which of several options of a draft the term is."),
)


def holder_cells(holder: Value) -> tuple[Cell, ...]:
    """The cells of `HOLDER`."""
    if isinstance(holder, Version):
        return (holder.id, None, holder.proposal_id, None, None)
    if isinstance(holder, Position):
        on = holder.on.partition("@")[0].removeprefix("proposals/") if holder.on else None
        on = on.removeprefix("versions/") if on else None
        return (None, holder.id, on, holder.actor, holder.act.value)
    return (None,) * len(HOLDER)


def placed_cells(term: Term | None) -> tuple[Cell, ...]:
    """The cells of `PLACED`."""
    if term is None:
        return (None,) * len(PLACED)
    ordinal = term.phase if isinstance(term.phase, int) else None
    return (term.issue, shown(term.phase), ordinal, term.case, term.alternative)


def excluded(term: Term | None) -> bool:
    """The cell of `EXCLUDED`."""
    return term is not None and term.is_excluded
