"""Rows under the columns that they mean: sheets are recognised, headings found, and strangers refused."""

from __future__ import annotations

from collections import Counter
from functools import partial

import attrs

from negotiations.errors import nearest
from negotiations.sheets.columns import ColumnKind, SheetColumn, SheetKind
from negotiations.sheets.grid import Cell, Grid, Workbook, cell_problem
from negotiations.sheets.kinds import SHEETS, sheet_named
from negotiations.sheets.naming import called, column_called, key_of
from negotiations.sheets.unseen import merged_away, unseen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from negotiations.errors import Problem

__all__ = ["NO_COLUMN", "Row", "Rows", "names_in", "rows_of"]

# What a column is mapped to that is not to be read.
NO_COLUMN = "-"
# Sheets of the template that hold no rows.
_BESIDE = frozenset({"read_me", "readme", "lists"})
# The rows among which the headings are looked for.
_HEAD = 20


@attrs.frozen(kw_only=True)
class Row:
    """A row of a sheet: the cells that are not blank, by the columns that they mean.

    Attributes:
        sheet: The kind of sheet.
        place: The place of the row.
        cells: The column, the cell and its place, by the name of the column.
        places: The place of each cell, also of a blank one, by the name of the column.
        unclear: The columns of which it is not known what they hold: those that the sheet lacks where a
            heading could not be read, and cells that are merged into others.
    """

    sheet: SheetKind
    place: str
    cells: dict[str, tuple[SheetColumn, Cell, str]]
    places: Callable[[str], str]
    unclear: frozenset[str] = frozenset()

    def get(self, name: str) -> Cell | None:
        """The cell of a column; None where it is blank."""
        held = self.cells.get(name)
        return None if held is None else held[1]

    def at(self, name: str) -> str:
        """The place of the cell of a column; that of the row where the sheet lacks the column."""
        return self.places(name)


@attrs.frozen(kw_only=True)
class Rows:
    """All rows of a workbook by sheet, with what was wrong and what is to be said."""

    by_sheet: dict[str, tuple[Row, ...]]
    problems: tuple[Problem, ...]
    remarks: tuple[str, ...]


def names_in(cells: str, columns: Mapping[str, str]) -> int:
    """How many of the texts of a row, given in lines, are names of columns of some sheet, or mapped."""
    mapped = {_mapped_key(old).rpartition(".")[2]: new for old, new in columns.items()}
    return max(_known(sheet_named(name), cells.split("\n"), mapped) for name in SHEETS)


def _known(sheet: SheetKind, texts: Iterable[str], renamed: Mapping[str, str]) -> int:
    return sum(1 for text in texts if key_of(text) in renamed or column_called(sheet, text))


def rows_of(book: Workbook, columns: Mapping[str, str]) -> Rows:
    """The rows of all sheets.

    Args:
        book: The sheets.
        columns: What columns, and sheets, are to be taken for, by the names that they have; those of
            one sheet as ``sheet.name``. A hyphen leaves a column out.
    """
    finder = _Finder(book, columns)
    finder.find()
    return Rows(
        by_sheet={name: tuple(rows) for name, rows in finder.rows.items()},
        problems=tuple(finder.problems),
        remarks=tuple(finder.remarks),
    )


class _Finder:
    """One search through the sheets, with what was found so far."""

    def __init__(self, book: Workbook, columns: Mapping[str, str]) -> None:
        self.book = book
        self.columns = {_mapped_key(old): new for old, new in columns.items()}
        self.written = {_mapped_key(old): old for old in columns}
        self.used: set[str] = set()
        self.rows: dict[str, list[Row]] = {}
        self.ignored: list[str] = []
        self.problems: list[Problem] = list(book.problems)
        self.remarks: list[str] = list(book.remarks)

    def find(self) -> None:
        seen: dict[str, str] = {}
        for grid in self.book.grids:
            name = self._sheet_of(grid)
            if not name:
                continue
            if name in seen:
                self._tell(
                    grid.name,
                    f"{grid.name!r} and {seen[name]!r} are both sheets of {name}",
                    remedy="leave one of them out, or move its rows into the other",
                )
                continue
            seen[name] = grid.name
            self.rows[name] = list(self._rows(grid, sheet_named(name)))
        if self.ignored:
            shown = ", ".join(self.ignored[:20])
            more = f" and {len(self.ignored) - 20} more" if len(self.ignored) > 20 else ""
            self.remarks.append(f"left out, as the column `ignore` says: {shown}{more}")
        if not any(grid.rows for grid in self.book.grids) and not self.problems:
            self._tell("", "there is nothing in the sheets", remedy="fill them in, and save them")
        elif not seen and not self.problems:
            names = ", ".join(grid.name for grid in self.book.grids) or "none"
            self._tell(
                "",
                "no sheet has a name that is known",
                found=names,
                expected=", ".join(SHEETS),
                remedy="name the sheets so, or map them: --map NAME=terms",
            )
        for old, new in self.columns.items():
            if old not in self.used:
                self._tell(
                    "",
                    f"no column or sheet is named {self.written[old]!r}, which is mapped to {new!r}",
                    remedy="write its name as it stands in the sheet",
                )

    def _tell(self, place: str, message: str, **more: str) -> None:
        self.problems.append(cell_problem(place, message, rule="schema", **more))

    def _sheet_of(self, grid: Grid) -> str:
        """The kind of a sheet, by its name; empty where it is none, which is said."""
        mapped = self.columns.get(key_of(grid.name), "")
        if mapped in SHEETS:
            self.used.add(key_of(grid.name))
            return mapped
        if not grid.rows or key_of(grid.name) in _BESIDE:
            return ""
        name = called(grid.name)
        if name and grid.is_hidden:
            self._tell(
                grid.name,
                "the sheet is hidden",
                remedy="show it, so that it can be seen what is imported, or delete it",
            )
            return ""
        if not name:
            close = nearest(key_of(grid.name), SHEETS, 1)
            if close:
                self._tell(
                    grid.name,
                    f"there is no kind of sheet {grid.name!r}",
                    expected=", ".join(SHEETS),
                    remedy=f"rename it to {close[0]!r}",
                )
            else:
                self.remarks.append(
                    f"the sheet {grid.name!r} is none of {', '.join(SHEETS)}; not read"
                )
        return name

    def _rows(self, grid: Grid, sheet: SheetKind) -> Iterator[Row]:
        here = {old.partition(".")[2] or old: old for old in self._mapped(grid, sheet)}
        head = _heading(grid, sheet, here)
        if head is None:
            self._tell(
                grid.name,
                "no row with the names of columns was found",
                expected=", ".join(column.name for column in sheet.columns[1:8]) + ", …",
                remedy="write the names of the columns into the first row, or map them: --map OLD=NEW",
            )
            return
        above = [number for number in grid.rows if number < head]
        if above:
            self.remarks.append(
                f"{grid.place(min(above))}: not read, as it stands above the names of the columns"
            )
        before = len(self.problems)
        known = dict(self._headings(grid, sheet, head, here))
        inside = {number: cells for number, cells in grid.rows.items() if number > head}
        indices = {column.name: index for index, column in known.items() if column is not None}
        if len(self.problems) == before and inside:
            self._refuse_lack(grid, sheet, head, indices)
        is_unclear = len(self.problems) > before
        absent = frozenset(c.name for c in sheet.columns if is_unclear and c.name not in indices)
        self.problems += unseen(grid, head, known, inside)
        ignored: list[str] = []
        strangers: Counter[int] = Counter()
        for number, cells in sorted(inside.items()):
            made: dict[str, tuple[SheetColumn, Cell, str]] = {}
            for index, cell in cells.items():
                column = known.get(index)
                if index not in known:
                    strangers[index] += 1
                    if strangers[index] == 1:
                        self._refuse_stranger(grid, number, index, cell)
                elif column is not None:
                    made[column.name] = (column, cell, grid.place(number, index))
            if any(column.kind is ColumnKind.IGNORE for column, _, _ in made.values()):
                ignored.append(grid.place(number))
            elif made:
                merged = {
                    column.name
                    for index in merged_away(grid, number)
                    if (column := known.get(index)) is not None
                }
                yield Row(
                    sheet=sheet,
                    place=grid.place(number),
                    cells=made,
                    places=partial(_place, grid, number, indices),
                    unclear=absent | merged,
                )
        self.ignored += ignored

    def _mapped(self, grid: Grid, sheet: SheetKind) -> Iterator[str]:
        """The mapped names that are meant for a sheet."""
        for old in self.columns:
            name, dot, _ = old.partition(".")
            if not dot or name in (key_of(grid.name), sheet.name):
                yield old

    def _headings(
        self, grid: Grid, sheet: SheetKind, head: int, here: Mapping[str, str]
    ) -> Iterator[tuple[int, SheetColumn | None]]:
        """The column that each heading means; None for one that is not to be read."""
        seen: dict[str, str] = {}
        for index, cell in sorted(grid.rows[head].items()):
            place, text = grid.place(head, index), str(cell.content)
            name, mapped = text, here.get(key_of(text))
            if mapped is not None:
                self.used.add(mapped)
                name = self.columns[mapped]
                if name in ("", NO_COLUMN):
                    yield index, None
                    continue
            column = column_called(sheet, name)
            if column is None:
                self._refuse_heading(place, sheet, text, name)
                yield index, None
            elif column.name in seen:
                self._tell(
                    place,
                    f"the column {column.name!r} stands twice, in {seen[column.name]} too",
                    remedy="leave out one of the two, or rename it",
                )
                yield index, None
            else:
                seen[column.name] = place
                yield index, column

    def _refuse_heading(self, place: str, sheet: SheetKind, text: str, name: str) -> None:
        close = nearest(key_of(name), [column.name for column in sheet.columns], 1)
        leave = f"--map '{text}={NO_COLUMN}'"
        remedy = f"leave it out: {leave}, or map it: --map '{text}=NAME'"
        if close:
            remedy = f"write {close[0]!r}, or leave it out: {leave}"
        self._tell(place, f"the sheet {sheet.name} has no column {name!r}", remedy=remedy)

    def _refuse_lack(
        self, grid: Grid, sheet: SheetKind, head: int, indices: Mapping[str, int]
    ) -> None:
        """Say once which columns the sheet lacks that each of its rows needs."""
        for column in sheet.columns:
            is_key = column.spec is not None and column.spec.is_key and column.required
            # A source is found by its file, too.
            is_key = is_key and sheet.name != "sources"
            if (is_key or column.kind is ColumnKind.HOLDER) and column.name not in indices:
                self._tell(
                    grid.place(head),
                    f"the sheet {sheet.name} lacks the column {column.name!r}, which each row needs",
                    remedy=f"add it, or say which stands for it: --map NAME={column.name}",
                )

    def _refuse_stranger(self, grid: Grid, number: int, index: int, cell: Cell) -> None:
        self._tell(
            grid.place(number, index),
            "the column has no name",
            found=str(cell.content)[:60],
            remedy='name the column or empty it; in CSV, a text with a comma stands in "…"'
            if self.book.are_files
            else "name the column in the row of names, or empty it",
        )


def _place(grid: Grid, number: int, indices: Mapping[str, int], name: str) -> str:
    return grid.place(number, indices.get(name, 0))


def _heading(grid: Grid, sheet: SheetKind, renamed: Mapping[str, str]) -> int | None:
    """The row with the names of columns: among the first, the one that has most of them."""
    if grid.keys:
        return 0
    best, most = None, 1
    for number in sorted(grid.rows)[:_HEAD]:
        texts = [str(cell.content) for cell in grid.rows[number].values()]
        count = _known(sheet, texts, renamed)
        if count > most or (count == 1 and len(texts) == 1 and best is None):
            best, most = number, max(count, 1)
    return best


def _mapped_key(old: str) -> str:
    """The key of a mapped name; the sheet before the full stop stays apart."""
    sheet, dot, name = old.partition(".")
    return f"{key_of(sheet)}.{key_of(name)}" if dot else key_of(old)
