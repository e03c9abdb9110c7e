"""The records of an export, brought into a dataset as those of sheets are: none is removed."""

from __future__ import annotations

from negotiations.articles import Texts
from negotiations.model import Metadata, Proposal, Record, Version
from negotiations.records import COLLECTIONS, Records
from negotiations.sheets.importing import Imported, changes_of
from negotiations.sheets.judging import broken_rules
from negotiations.sheets.maker import kept_records

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["imported_records"]


def imported_records(
    given: Records, before: Records | None = None, *, texts: Path | None = None
) -> Imported:
    """What the records of an export change in a dataset, or what would be wrong then.

    A record takes the place of the one with its address. Versions that a proposal has beside those of
    the export stay, and so does the description of another dataset.

    Args:
        given: The records of the export.
        before: Those of the dataset; None for a new one.
        texts: The folder of the texts, where passages are to be checked against them.

    >>> import negotiations as ng
    >>> records = ng.load().records
    >>> imported_records(records, records).changes
    ()
    """
    known = Records.of(None, ()) if before is None else before
    remarks = []
    after = known.with_records(_whole(given, known))
    if given.metadata is not None:
        if known.metadata is None or known.metadata.id == given.metadata.id:
            after = after.with_records([given.metadata])
        else:
            remarks.append(
                f"the export describes itself as {given.metadata.id!r}; the description of "
                f"{known.metadata.id!r} stays"
            )
    opened = None if texts is None else Texts(texts, after.sources.values())
    problems = tuple(broken_rules(known, after, {}, texts=opened, unread=None))
    for name in COLLECTIONS:
        remarks += kept_records(name, known, given.collections[name])
    changes = changes_of(known, after) if not problems else ()
    return Imported(
        records=tuple(change.after for change in changes),
        problems=tuple(sorted(problems, key=lambda problem: problem.sort_key)),
        changes=changes,
        remarks=tuple(remarks),
        both=(known, known if problems else after),
    )


def _whole(given: Records, known: Records) -> Iterator[Record]:
    """The records of an export; of a proposal, with the versions that it has beside them."""
    for record in given:
        if isinstance(record, Proposal):
            old = known.proposals.get(record.id)
            mine = {version.id: version for version in (old.versions or () if old else ())}
            mine |= {version.id: version for version in record.versions or ()}
            yield record.replace(versions=tuple(mine.values()) or record.versions)
        elif not isinstance(record, Version | Metadata):
            yield record
