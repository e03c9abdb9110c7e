"""What cannot be seen in a sheet, and so is not imported: hidden rows and columns, and merged cells."""

from __future__ import annotations

from negotiations.sheets.grid import MAXIMUM_COLUMNS, cell_problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from negotiations.errors import Problem
    from negotiations.sheets.columns import SheetColumn
    from negotiations.sheets.grid import Cell, Grid

__all__ = ["merged_away", "unseen"]

_SHOW = "show it, so that it can be seen what is imported, or "


def unseen(
    grid: Grid,
    head: int,
    known: Mapping[int, SheetColumn | None],
    inside: Mapping[int, Mapping[int, Cell]],
) -> Iterator[Problem]:
    """What is merged or hidden below the names of the columns.

    Args:
        grid: The sheet.
        head: The row with the names.
        known: The columns that are read, by their places.
        inside: The cells below.
    """
    for top, left, bottom, right in grid.merged:
        if bottom >= head:
            yield cell_problem(
                f"{grid.place(top, left)}:{grid.place(bottom, right).partition('!')[2]}",
                "the cells are merged, so that only the first of them holds a value",
                rule="schema",
                remedy="unmerge them, and write the value into each cell that it is meant for",
            )
    for number in sorted(grid.hidden_rows):
        if number >= head:
            yield cell_problem(
                grid.place(number), "the row is hidden", rule="schema", remedy=f"{_SHOW}delete it"
            )
    for index in sorted(grid.hidden_columns):
        used = any(index in cells for cells in inside.values())
        if used and known.get(index) is not None and index <= MAXIMUM_COLUMNS:
            yield cell_problem(
                grid.place(head, index),
                "the column is hidden and holds values",
                rule="schema",
                remedy=f"{_SHOW}empty it",
            )


def merged_away(grid: Grid, number: int) -> Iterator[int]:
    """The columns in which the cell of a row is merged into another, and so has no value of its own."""
    for top, left, bottom, right in grid.merged:
        if top <= number <= bottom:
            for index in range(left, min(right, MAXIMUM_COLUMNS) + 1):
                if (number, index) != (top, left):
                    yield index
