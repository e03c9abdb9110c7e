"""The page with the data of a picture, which says in words all that the marks say."""

from __future__ import annotations

from negotiations.frames import Table
from negotiations.plaintext import plain
from negotiations.render.page import Cell, Page, Prose, line
from negotiations.render.page import Table as PageTable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.render.page import Block

__all__ = ["data_page"]


def data_page(table: Table, description: str) -> Page:
    """The page of a table: all of its rows."""
    blocks: list[Block] = [Prose((line(description),))]
    if table.rows:
        blocks.append(
            PageTable(
                caption=table.meaning,
                corner=table.columns[0].name,
                heads=tuple(line(column.name) for column in table.columns[1:]),
                rows=tuple(
                    (line(_text(row[0])), tuple(Cell((line(_text(cell)),)) for cell in row[1:]))
                    for row in table.rows
                ),
            )
        )
    return Page("Data of the picture", blocks=tuple(blocks))


def _text(cell: object) -> str:
    return "" if cell is None else plain(str(cell))
