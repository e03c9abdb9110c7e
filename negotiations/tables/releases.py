"""The table of what changed between two datasets: a row for each record, and for each change in one."""

from __future__ import annotations

from negotiations.frames import Row, Table, TableColumn
from negotiations.tables.changes import CHANGES, changes_of_diff

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from negotiations.compare.diff import Diff

__all__ = ["release_table"]

_OWN = (
    TableColumn(
        name="address", meaning="What happened, the record, and the change.", required=True
    ),
    TableColumn(
        name="happened",
        meaning="What became of the record.",
        words=(
            ("added", "Only the later dataset has it."),
            ("removed", "Only the earlier dataset has it."),
            ("renamed", "The later dataset has it under another id."),
            ("changed", "Both have it, and it differs."),
        ),
        required=True,
    ),
    TableColumn(name="record", meaning="The address of the record.", required=True),
    TableColumn(
        name="new_address", meaning="Of a renamed record its address in the later dataset."
    ),
)
# Of a record that changed: what a diff says of each change in it. The two sides are the record itself.
_OF_CHANGES = CHANGES.columns[3:]


def release_table(
    added: Iterable[str],
    removed: Iterable[str],
    renamed: Mapping[str, str],
    changed: Mapping[str, Diff],
) -> Table:
    """The differences of two datasets as a table."""
    nothing = (None,) * len(_OF_CHANGES)
    # A row that is no change in a record has no path, code, level and so on.
    columns = (
        *_OWN,
        *(
            TableColumn(name=each.name, type=each.type, meaning=each.meaning)
            for each in _OF_CHANGES
        ),
    )
    rows: list[Row] = []
    for what, addresses in (("added", added), ("removed", removed)):
        rows += [(f"{what} {each}", what, each, None, *nothing) for each in addresses]
    rows += [(f"renamed {old}", "renamed", old, new, *nothing) for old, new in renamed.items()]
    for record, found in changed.items():
        for row in changes_of_diff(found).rows:
            where = f"changed {record}{row[3]}#{row[4]}"
            rows.append((where, "changed", record, None, *row[3:]))
    return Table(
        name="release",
        meaning="One record that was added, removed or renamed, or one change in a record.",
        columns=columns,
        key=("address",),
        rows=tuple(rows),
    )
