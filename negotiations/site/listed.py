"""Other records on the page of a record, by their names; `render` lists them by their addresses."""

from __future__ import annotations

import attrs

from negotiations.plaintext import plain
from negotiations.records import COLLECTIONS
from negotiations.render.page import (
    Citation,
    Item,
    Items,
    Prose,
    Rows,
    Section,
    dim,
    line,
    strong,
    text_of,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.render.page import Block, LabelledRow, Line, Page
    from negotiations.site.frame import Frame

__all__ = ["with_names"]

# The letters of a name that are shown in a list.
_LONGEST = 160


def with_names(page: Page, frame: Frame) -> Page:
    """A page on which each record that is listed by its address has its name first.

    A record is listed as an item that begins with its address, or as a row that has it as its label.
    """
    return attrs.evolve(page, blocks=tuple(_block(block, frame) for block in page.blocks))


def _block(block: Block, frame: Frame) -> Block:
    if isinstance(block, Section):
        return attrs.evolve(block, blocks=tuple(_block(inner, frame) for inner in block.blocks))
    if isinstance(block, Items):
        return Items(tuple(_item(item, frame) for item in block.items))
    if isinstance(block, Rows) and all(_name(shown.label, frame) for shown in block.rows):
        return Items(tuple(_item(_as_item(shown), frame) for shown in block.rows))
    return block


def _as_item(shown: LabelledRow) -> Item:
    return Item(line(shown.label), (Prose(tuple(entry.line for entry in shown.entries)),))


def _item(item: Item, frame: Frame) -> Item:
    first, *rest = item.head or (None,)
    if first is None or isinstance(first, Citation) or not (name := _name(first.text, frame)):
        return item
    shown = f"{name[: _LONGEST - 1]}…" if len(name) > _LONGEST else name
    head: Line = (*line(strong(shown), " ", dim(plain(first.text))), *rest)
    # What is said of it is often the name alone, and who says so.
    said = [block for block in item.blocks if not _is_only(block, name)]
    claim = frame.claim(first.text.partition("/terms/")[0])
    said += [Prose((line(dim(claim)),))] if claim else []
    return attrs.evolve(item, head=head, blocks=tuple(said))


def _name(address: str, frame: Frame) -> str:
    """The name of a record by its address or by that of a term of it; empty if it is neither."""
    collection, _, key = address.partition("/")
    record, _, _ = key.partition("/terms/")
    if collection not in COLLECTIONS or record not in frame.records.collections[collection]:
        return ""
    return frame.name(f"{collection}/{record}")


def _is_only(block: Block, name: str) -> bool:
    if not isinstance(block, Prose) or len(block.lines) != 1:
        return False
    return text_of(block.lines[0]).startswith(name.removesuffix("."))
