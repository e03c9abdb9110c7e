"""What is said of two texts that are compared: the events on either."""

from __future__ import annotations

from negotiations.chronology import Chronology, Time
from negotiations.model import Version
from negotiations.records import address_of
from negotiations.render.attributions import time_words
from negotiations.render.page import Item, Items, Prose, Section, dim, line, strong
from negotiations.render.voices import claimed_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from negotiations.compare.diff import Diff
    from negotiations.model import Event
    from negotiations.render.page import Block
    from negotiations.render.wording import Wording

__all__ = ["said_of_texts"]


def said_of_texts(diff: Diff, words: Wording) -> tuple[Block, ...]:
    """The events on either text: what it is, on which, when, who says so, and the passages."""
    if words.records is None:
        return ()
    chronology = Chronology.of(words.records)
    on: dict[str, tuple[Event, list[Version]]] = {}
    for side in _versions(diff):
        for event in chronology.events_on(side):
            on.setdefault(event.id, (event, []))[1].append(side)
    if not on:
        return ()
    items = tuple(_item(event, sides, chronology, words) for event, sides in on.values())
    title = f"What is said of the two texts ({len(items)})"
    return (Section(title, (Items(items),), anchor="/said"),)


def _versions(diff: Diff) -> list[Version]:
    return [side for side in (diff.a, diff.b) if isinstance(side, Version)]


def _item(event: Event, sides: Sequence[Version], chronology: Chronology, words: Wording) -> Item:
    address = address_of(event)
    of = " and ".join(map(words.text_title, sides))
    when = time_words(Time.of(chronology, event), words)
    said = [f"{words.word(event.act)}, on {of}", when, claimed_words(event, words)]
    cited = words.citations(event.evidence or (), remarks=words.is_full)
    parts = [line(dim("; ".join(filter(None, said)))), *(line(each) for each in cited)]
    head = line(strong(words.title(event) or address), " ", dim(address))
    return Item(head, (Prose(tuple(parts)),))
