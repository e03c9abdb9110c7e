"""The table of changes: what differs between versions along their lineage, or in any one diff."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from negotiations.compare.diff import Diff, diff, side_name
from negotiations.frames import Table, TableColumn
from negotiations.model import Record, Term, Version
from negotiations.records import Records
from negotiations.tables.cells import words_of
from negotiations.tables.holding import PLACED, placed_cells
from negotiations.tables.maker import Maker
from negotiations.tables.shown import passages, shown
from negotiations.vocabulary import Level

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from negotiations.frames import Row
    from negotiations.model import Source

__all__ = ["CHANGES", "changes_of_diff"]

_COLUMNS = (
    TableColumn(name="address", meaning="The two sides, the path and the code.", required=True),
    TableColumn(
        name="earlier", meaning="The earlier side: a version, or what was compared.", required=True
    ),
    TableColumn(name="later", meaning="The later side.", required=True),
    TableColumn(name="path", meaning="Where it is, in field names and ids.", required=True),
    TableColumn(name="code", meaning="What sort of change it is, and in what.", required=True),
    TableColumn(
        name="level",
        meaning="How much it matters to a reader of two drafts.",
        words=words_of((Level,)),
        required=True,
    ),
    TableColumn(
        name="certainty",
        meaning="Whether the texts themselves are certain to differ here, by what is reported of them.",
        required=True,
    ),
    TableColumn(name="unsure", meaning="Why it is not certain; null where it is."),
    *PLACED,
    TableColumn(name="field", meaning="The innermost field on the path.", required=True),
    TableColumn(
        name="before_text", meaning="What the earlier side has; null where it has nothing."
    ),
    TableColumn(name="after_text", meaning="What the later side has; null where it has nothing."),
    TableColumn(
        name="leans_toward",
        meaning="The party that a coded polarity says the change favours: a reading, and not a fact.",
        refers_to="actors",
    ),
    TableColumn(name="lean_rests_on", meaning="What that reading rests on, or why there is none."),
    TableColumn(
        name="passages_before", meaning="The passages that the earlier side rests on here."
    ),
    TableColumn(name="passages_after", meaning="The passages that the later side rests on here."),
)


def _rows_of(found: Diff, sources: Mapping[str, Source]) -> Iterator[Row]:
    earlier, later = map(side_name, (found.a, found.b))
    for change in found:
        lean = found.lean(change)
        term: Term | None = change.term
        yield (
            f"{earlier}→{later}{change.path}#{change.code}",
            earlier,
            later,
            change.path,
            change.code,
            change.level.value,
            change.certainty.value,
            change.unsure or None,
            *placed_cells(term),
            change.field,
            _text(change.before),
            _text(change.after),
            lean.toward,
            lean.why,
            passages(change.evidence_before, sources),
            passages(change.evidence_after, sources),
        )


def _text(value: Any) -> str | None:
    if isinstance(value, Term):
        return value.summary or value.label
    return "none" if value == () else shown(value)


def _rows(record: Record, records: Records) -> Iterator[Row]:
    if not isinstance(record, Version):
        return
    for name in record.derived_from or ():
        earlier = records.versions.get(name)
        if earlier is not None:
            yield from _rows_of(diff(earlier, record, issues=records.issues), records.sources)


def changes_of_diff(found: Diff, sources: Mapping[str, Source] | None = None) -> Table:
    """The changes of a diff as a table; with the sources, passages are cited by their labels."""
    return CHANGES.empty.replace_rows(_rows_of(found, sources or {}))


def changes_of_pairs(pairs: Iterable[tuple[Version, Version]], records: Records) -> Table:
    """The changes between each of these pairs, the earlier version first."""
    return CHANGES.empty.replace_rows(
        row
        for earlier, later in pairs
        for row in _rows_of(diff(earlier, later, issues=records.issues), records.sources)
    )


CHANGES = Maker(
    name="changes",
    meaning="One difference between a version and one that it was made from.",
    columns=_COLUMNS,
    key=("address",),
    rows=_rows,
)
