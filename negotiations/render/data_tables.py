"""The page of a table of data: its first rows, and what its columns mean."""

from __future__ import annotations

from negotiations.render.page import Cell, Fold, Page, Prose, Rows, Table, line, row

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.frames import Table as DataTable
    from negotiations.render.page import Block
    from negotiations.render.wording import Wording

__all__ = ["data_table_page"]

_SHOWN_ROWS = 20
_LEAST = 8


def data_table_page(table: DataTable, _: Wording) -> Page:
    """The page of a table: columns without any value are left out, and told by name."""
    shown = table.rows[:_SHOWN_ROWS]
    filled = [
        index
        for index, _ in enumerate(table.columns)
        if any(each[index] is not None for each in table.rows)
    ]
    blocks: list[Block] = []
    if filled:
        first = next(
            (index for index in filled if table.columns[index].name == "address"), filled[0]
        )
        others = [index for index in filled if index != first]
        blocks.append(
            Table(
                caption=table.meaning,
                corner=table.columns[first].name,
                heads=tuple(line(table.columns[index].name) for index in others),
                rows=tuple(
                    (line(_text(each[first])), tuple(_cell(each[index]) for index in others))
                    for each in shown
                ),
                least=_LEAST,
            )
        )
    if len(table) > len(shown):
        blocks.append(Prose((line(f"{len(table) - len(shown)} more rows"),)))
    empty = [column.name for index, column in enumerate(table.columns) if index not in set(filled)]
    if empty:
        blocks.append(Prose((line(f"without any value: {', '.join(empty)}"),)))
    meanings = tuple(row(column.name, column.meaning) for column in table.columns)
    blocks.append(Fold(line("What the columns mean"), (Rows(meanings),)))
    rows = f"{len(table)} {'row' if len(table) == 1 else 'rows'}"
    return Page(f"{table.name}: {rows}", blocks=tuple(blocks))


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _cell(value: object) -> Cell:
    return Cell((line(_text(value)),))
