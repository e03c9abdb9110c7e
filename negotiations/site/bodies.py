"""What stands in the frame: a page of `render` as HTML, in parts where it is too long for one file."""

from __future__ import annotations

import re
from functools import partial
from typing import Any, TypeVar

import attrs

from negotiations.render.html import page_as_html
from negotiations.render.page import Items, Page, Section, Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from negotiations.render.page import Block

T = TypeVar("T")

__all__ = ["LARGEST", "bodies", "body", "fragment"]

# The letters of a body that is written into one file; with its frame and links it stays under 300 KB.
LARGEST = 160_000
_TITLE = re.compile(r"<h[12][^>]*>.*?</h[12]>\n?", re.DOTALL)


def body(page: Page) -> str:
    """A page as HTML with its anchors and notes, without its title, which the frame has."""
    return _TITLE.sub("", page_as_html(page, linked=True), count=1)


def fragment(page: Page) -> str:
    """A page as HTML for a page that has anchors of its own, without its title."""
    return _TITLE.sub("", page_as_html(page), count=1)


def bodies(page: Page, largest: int = LARGEST) -> list[str]:
    """A page as HTML in as many parts as keep each under a number of letters.

    A part ends between items of a list or rows of a table. One item is never taken apart, however
    long it is.
    """
    whole = body(page)
    if len(whole) <= largest:
        return [whole]
    room = largest
    while True:
        parts = [body(attrs.evolve(page, blocks=_joined(blocks))) for blocks in _parted(page, room)]
        # Anchors, contents and notes are in no piece, and are known only when a part is written.
        if max(map(len, parts)) <= largest or room < largest // 16:
            return parts
        room = room * 2 // 3


def _parted(page: Page, largest: int) -> list[list[Block]]:
    """The blocks of a page in parts, each of which has few enough letters by its pieces."""
    parts: list[list[Block]] = [[]]
    room = largest - len(body(attrs.evolve(page, blocks=())))
    left = room
    for block in _pieces(page.blocks, largest // 4):
        size = len(page_as_html(Page("", blocks=(block,))))
        if size > left and parts[-1]:
            parts.append([])
            left = room
        parts[-1].append(block)
        left -= size
    return parts


def _pieces(blocks: tuple[Block, ...], largest: int) -> Iterator[Block]:
    """Blocks, with long lists and tables in pieces, each under the heading of the whole."""
    for block in blocks:
        if isinstance(block, Section):
            for piece in _pieces(block.blocks, largest):
                yield attrs.evolve(block, blocks=(piece,))
        elif isinstance(block, Items) and len(block.items) > 1:
            for items in _chunks(block.items, lambda item: Items((item,)), largest):
                yield Items(items)
        elif isinstance(block, Table) and len(block.rows) > 1:
            for rows in _chunks(block.rows, partial(_row_alone, block), largest):
                yield attrs.evolve(block, rows=rows)
        else:
            yield block


def _row_alone(table: Table, row: tuple[Any, ...]) -> Table:
    return attrs.evolve(table, rows=(row,))


def _chunks(
    pieces: Sequence[T], block_of: Callable[[T], Block], largest: int
) -> Iterator[tuple[T, ...]]:
    """Pieces in runs, each of which is short enough when it is written as a block."""
    chunk: list[T] = []
    size = 0
    for piece in pieces:
        length = len(page_as_html(Page("", blocks=(block_of(piece),))))
        if chunk and size + length > largest:
            yield tuple(chunk)
            chunk, size = [], 0
        chunk.append(piece)
        size += length
    if chunk:
        yield tuple(chunk)


def _joined(blocks: list[Block]) -> tuple[Block, ...]:
    """Pieces of one section that stand in one part under one heading again."""
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if (
            isinstance(block, Section)
            and isinstance(last, Section)
            and (last.title, last.mark) == (block.title, block.mark)
        ):
            joined[-1] = attrs.evolve(last, blocks=(*last.blocks, *block.blocks))
        else:
            joined.append(block)
    return tuple(joined)
