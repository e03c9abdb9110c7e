"""Tables of a dataset: for people, and complete ones of which the dataset can be made again."""

from __future__ import annotations

from itertools import pairwise

from negotiations.chronology import Chronology
from negotiations.errors import UnknownId
from negotiations.frames import Table
from negotiations.records import Records
from negotiations.tables.changes import changes_of_pairs
from negotiations.tables.curated import curated_makers, with_names
from negotiations.tables.relational import empty_tables, relational_tables

__all__ = ["changes_along", "table", "table_names", "tables"]


def table_names() -> tuple[str, ...]:
    """The names of all tables, those for people first."""
    return (*curated_makers(), *empty_tables())


def table(records: Records, name: str, *, names: bool = False) -> Table:
    """One table by its name.

    Raises:
        UnknownId: There is no such table.
    """
    makers = curated_makers()
    if name in makers:
        made = makers[name].of(records)
    elif name in empty_tables():
        made = relational_tables(records)[name]
    else:
        raise UnknownId(name, table_names(), "table")
    return with_names(made, records) if names else made


def tables(records: Records, *, complete: bool = False) -> dict[str, Table]:
    """All tables for people by name, or all complete ones."""
    if complete:
        return relational_tables(records)
    return {name: maker.of(records) for name, maker in curated_makers().items()}


def changes_along(records: Records, along: str) -> Table:
    """The changes between versions along their lineage, or along the order of time.

    Raises:
        UnknownId: It is neither.
    """
    if along == "lineage":
        return table(records, "changes")
    if along != "time":
        raise UnknownId(along, ("lineage", "time"), "order of versions")
    ordered = list(Chronology.of(records).versions.values())
    pairs = pairwise(ordered)
    return changes_of_pairs(
        ((one, other) for one, other in pairs if one.proposal_id == other.proposal_id), records
    )
