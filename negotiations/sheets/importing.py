"""The records that sheets give, judged as a whole: all of them, or all that is wrong with them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import attrs

from negotiations.errors import NegotiationsError, Problem
from negotiations.intervals import Interval
from negotiations.limits import MAXIMUM_PROBLEMS_IN_ALL, more_problems
from negotiations.model import Proposal, Record
from negotiations.records import Records, address_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.sheets.rows import Rows

__all__ = [
    "HasRecords",
    "Imported",
    "RecordChange",
    "before_and_after",
    "changes_of",
    "read_sheets",
]


class HasRecords(Protocol):
    """A dataset, as far as its records are asked for."""

    @property
    def records(self) -> Records:
        """The records."""
        ...


@attrs.frozen(kw_only=True)
class RecordChange:
    """A record that sheets add or change.

    Attributes:
        address: Its address.
        before: The record as it was; None for a new one.
        after: The record as it is to be.
    """

    address: str
    before: Record | None
    after: Record


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Imported:
    """What sheets give: the records, or what is wrong with the sheets; nothing is written.

    Attributes:
        records: The records that are new or differ from those of the dataset; none where there are
            problems. A version stands in its proposal, too.
        problems: All that is wrong, by sheet and cell: ``problem.file`` has the place.
        changes: What each record was and is to be.
        remarks: What was left out, or read otherwise than people may think.
        left_out: What was wrong with the rows that were left out because this was asked for.
        unread: Of each source that rows name, the paragraphs of which nothing is said: no record quotes
            them, and neither a row nor the dataset gives a reason. First and last of each range.
    """

    records: tuple[Record, ...]
    problems: tuple[Problem, ...]
    changes: tuple[RecordChange, ...]
    remarks: tuple[str, ...]
    left_out: tuple[Problem, ...] = ()
    unread: Mapping[str, tuple[Interval, ...]] = attrs.field(factory=dict)
    _both: tuple[Records, Records] = attrs.field(alias="both")

    def __repr__(self) -> str:
        added = sum(change.before is None for change in self.changes)
        changed = len(self.changes) - added
        return f"<Imported: {added} added, {changed} changed, {len(self.problems)} problems>"


def before_and_after(imported: Imported) -> tuple[Records, Records]:
    """All records of the dataset as it was, and as it is to be."""
    return imported._both  # noqa: SLF001 - of this module's own


def read_sheets(
    path: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    *,
    texts: str | os.PathLike[str] | None = None,
    dataset: HasRecords | Records | None = None,
    columns: Mapping[str, str] | None = None,
    encoding: str = "",
    leave_out: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Imported:
    r"""Read spreadsheets that follow the template, or that are mapped to it. Nothing is written.

    A row with the words of a passage becomes a record with evidence: the words are located in the
    texts and not stored. Blank cells leave what a dataset has as it is, and no record is removed.

    Args:
        path: A workbook (.xlsx), a folder of CSV files, or several CSV files.
        texts: The folder of the texts that are quoted.
        dataset: The dataset that the records are for; without it, they are those of a new one.
        columns: The names of columns or sheets that differ from the template, with the names that
            they stand for; ``"terms.Zitat": "quote"`` is of one sheet, and ``"-"`` leaves one out.
        encoding: The encoding of CSV files that are not UTF-8.
        leave_out: Whether rows with problems are left out, and named in ``left_out``.
        progress: Called with the number of rows that are read, and of all.

    Raises:
        NegotiationsError: A file is not there, or is no workbook and no CSV file.
        MissingExtra: openpyxl is not installed, which reads workbooks.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "places.csv").write_text("id,kind\nford,crossing\nmill,site\n", "utf-8")
    >>> found = read_sheets(folder)
    >>> [change.address for change in found.changes], found.problems
    (['places/ford', 'places/mill'], ())
    >>> _ = (folder / "places.csv").write_text("id,kind\nford,crosing\n", "utf-8")
    >>> print(*read_sheets(folder).problems)
    places!B2: error[value] 'crosing' is none of the words
      found: crosing
      expected: territory, city, border, corridor, crossing, site
      remedy: write 'crossing'
    """
    from negotiations.sheets.reading import read_workbook
    from negotiations.sheets.rows import names_in, rows_of

    paths = [path] if isinstance(path, str | os.PathLike) else path
    before = Records.of(None, ()) if dataset is None else _records_of(dataset)
    folder = None if texts is None else Path(texts)
    if folder is not None and not folder.is_dir():
        raise NegotiationsError(f"{folder} is no folder; give the folder of the texts")
    names = partial(names_in, columns=columns or {})
    book = read_workbook([Path(each) for each in paths], names=names, encoding=encoding)
    rows = rows_of(book, columns or {})
    order = {grid.name: index for index, grid in enumerate(book.grids)}
    return _imported(rows, before, folder, order, leave_out=leave_out, progress=progress)


def _records_of(dataset: HasRecords | Records) -> Records:
    return dataset if isinstance(dataset, Records) else dataset.records


def _imported(
    rows: Rows,
    before: Records,
    texts: Path | None,
    order: Mapping[str, int],
    *,
    leave_out: bool,
    progress: Callable[[int, int], None] | None,
) -> Imported:
    from negotiations.sheets.making import records_of_rows

    found: dict[tuple[str, str], Any] = {}
    left: list[Problem] = []
    while True:
        made = records_of_rows(rows, before, texts, found, progress)
        problems = sorted(
            dict.fromkeys([*rows.problems, *made.problems]), key=lambda each: _place(each, order)
        )
        remaining = _without(rows, problems) if leave_out else None
        if remaining is None:
            break
        rows, gone = remaining
        left += gone
    changes = changes_of(before, made.records) if not problems else ()
    return Imported(
        records=tuple(change.after for change in changes),
        problems=_cut(problems),
        changes=changes,
        remarks=(*rows.remarks, *(made.remarks if not problems else ())),
        left_out=_cut(left),
        unread=made.unread if not problems else {},
        both=(before, before if problems else made.records),
    )


def _cut(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    if len(problems) <= MAXIMUM_PROBLEMS_IN_ALL:
        return tuple(problems)
    return (*problems[:MAXIMUM_PROBLEMS_IN_ALL], more_problems("", MAXIMUM_PROBLEMS_IN_ALL))


_CELL = re.compile(r"(.*)!([A-Z]*)(\d+)(?::.*)?")


def _place(problem: Problem, order: Mapping[str, int]) -> tuple[int, int, int, str, str]:
    """Where a problem stands in the order of sheets, rows and columns."""
    match = _CELL.fullmatch(problem.file)
    if match is None:
        return (order.get(problem.file, -1), 0, 0, "", problem.message)
    name, column, row = match.groups()
    return (order.get(name, -1), int(row), len(column), column, problem.message)


def _without(rows: Rows, problems: Sequence[Problem]) -> tuple[Rows, list[Problem]] | None:
    """The rows without those that have problems, and these; None if no row has any."""
    places = {
        f"{match[1]}!{match[3]}": problem
        for problem in problems
        if (match := _CELL.fullmatch(problem.file))
    }
    broken = {
        row.place for listed in rows.by_sheet.values() for row in listed if row.place in places
    }
    if not broken:
        return None
    gone = [
        problem
        for problem in problems
        if (match := _CELL.fullmatch(problem.file)) and f"{match[1]}!{match[3]}" in broken
    ]
    kept = {
        name: tuple(row for row in listed if row.place not in broken)
        for name, listed in rows.by_sheet.items()
    }
    others = tuple(problem for problem in rows.problems if problem not in gone)
    return attrs.evolve(rows, by_sheet=kept, problems=others), gone


def changes_of(before: Records, after: Records) -> tuple[RecordChange, ...]:
    """What each record was and is to be; a proposal counts without its versions, which are records."""
    were = {address_of(record): record for record in before.everything()}
    changes = []
    for record in after.everything():
        old = were.get(address_of(record))
        if old is None or _alone(old) != _alone(record):
            changes.append(RecordChange(address=address_of(record), before=old, after=record))
    return tuple(changes)


def _alone(record: Record) -> Record:
    return record.replace(versions=None) if isinstance(record, Proposal) else record
