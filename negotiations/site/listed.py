"""Other records on the page of a record, by their names; `render` lists them by their addresses."""

from __future__ import annotations

import attrs

from negotiations.records import COLLECTIONS
from negotiations.render.page import Items, Prose, Section, dim, line, strong, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.render.page import Block, Item, Page
    from negotiations.site.frame import Frame

__all__ = ["with_names"]

# The letters of a name that are shown in a list.
_LONGEST = 160


def with_names(page: Page, frame: Frame) -> Page:
    """A page on which each record that a list has by its address has its name first."""
    return attrs.evolve(page, blocks=tuple(_block(block, frame) for block in page.blocks))


def _block(block: Block, frame: Frame) -> Block:
    if isinstance(block, Section):
        return attrs.evolve(block, blocks=tuple(_block(inner, frame) for inner in block.blocks))
    if isinstance(block, Items):
        return Items(tuple(_item(item, frame) for item in block.items))
    return block


def _item(item: Item, frame: Frame) -> Item:
    address = text_of(item.head)
    collection, _, key = address.partition("/")
    record, _, _ = key.partition("/terms/")
    if collection not in COLLECTIONS or record not in frame.records.collections[collection]:
        return item
    name = frame.name(f"{collection}/{record}")
    shown = f"{name[: _LONGEST - 1]}…" if len(name) > _LONGEST else name
    head = line(strong(shown), " ", dim(address))
    # What is said of it is often the name alone.
    said = tuple(block for block in item.blocks if not _is_only(block, name))
    return attrs.evolve(item, head=head, blocks=said)


def _is_only(block: Block, name: str) -> bool:
    return isinstance(block, Prose) and [text_of(each) for each in block.lines] == [name]
