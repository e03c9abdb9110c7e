"""Shared parts of the pages of answers: citations, times, orders and terms in words."""

from __future__ import annotations

from itertools import groupby

from negotiations.render.citing import places
from negotiations.render.dates import bounds_words
from negotiations.render.page import (
    Fold,
    Item,
    Items,
    LabelledRow,
    Page,
    Prose,
    Rows,
    Section,
    Unopened,
    dim,
    line,
    row,
    strong,
)
from negotiations.render.records import attribution_rows, content_rows
from negotiations.vocabulary import Certainty, Order

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from negotiations.chronology import Time
    from negotiations.claims import Attribution
    from negotiations.model import Evidence, Term
    from negotiations.render.page import Block
    from negotiations.render.wording import Wording

__all__ = [
    "FOLDED",
    "ORDER_SIGNS",
    "SIGNS",
    "bounds_row",
    "by_date",
    "citing_rows",
    "folded",
    "gathered",
    "saying_rows",
    "term_item",
    "time_words",
]

HELD = {
    Certainty.CERTAIN: "certain: known to be of the requested time, or earlier",
    Certainty.POSSIBLE: "possible: it may be later than the requested time",
    Certainty.IMPOSSIBLE: "impossible: later than the requested time, and left out",
}

# How a record in a list stands to the one above it; the first has nothing above it.
ORDER_SIGNS = {None: "", Order.CERTAIN: "", Order.POSSIBLE: "~ ", Order.UNKNOWN: "? "}
SIGNS = "~ by its date, it may be earlier than the entry above; ? earlier or later is not known."
FOLDED = "Passages, remarks and order are folded; the level “bookkeeping” writes them out."


def by_date(entries: Iterable[tuple[str, Item]]) -> Items:
    """Items under their dates; a date that follows itself is said once."""
    return Items(
        tuple(
            Item(line(strong(day)), (Items(tuple(item for _, item in dated)),))
            for day, dated in groupby(entries, lambda entry: entry[0])
        )
    )


def folded(
    evidence: Iterable[Evidence],
    blocks: Iterable[Block],
    words: Wording,
    otherwise: str = "details",
) -> tuple[Block, ...]:
    """Blocks under the places of the passages; on a full page they are written out everywhere.

    So they are where the article texts are given, which the passages are then quoted from.
    """
    inside = tuple(blocks)
    if not inside:
        return ()
    cited = places(evidence, words.source)
    unopened = Unopened.HEAD if cited else Unopened.NOTHING
    if words.is_full or words.texts is not None:
        unopened = Unopened.ALL
    return (Fold(line(dim(cited or otherwise)), inside, unopened=unopened),)


def citing_rows(
    label: str, evidence: Iterable[Evidence], words: Wording, owner: object = None
) -> list[LabelledRow]:
    """The citations of something under one label; in full, with the characters of each passage."""
    cited = words.citations(evidence, owner, exact=words.is_full)
    return [row(label, *cited)] if cited else []


def saying_rows(
    said: Attribution, words: Wording, label: str = "evidence", owner: object = None
) -> list[LabelledRow]:
    """Rows for the passages of something and for who denies it; in full, the whole attribution."""
    cited = citing_rows(label, said.evidence, words, owner)
    if words.is_full:
        return [*cited, *attribution_rows(said, words)]
    return [
        *cited,
        *(
            entry_row
            for entry_row in attribution_rows(said, words)
            if entry_row.label == "denied by"
        ),
    ]


def time_words(time: Time, words: Wording) -> str:
    """The date of something, with its basis; in full, what is printed, and the remark."""
    if time.when is None:
        return str(time) if words.is_full else bounds_words(time.earliest, time.latest)
    said = words.when(time.when)
    if not words.is_full:
        return said
    printed = f"printed: {time.when.printed}" if time.when.printed else ""
    remarks = "; ".join(filter(None, (printed, time.when.note)))
    return f"{said} ({remarks})" if remarks else said


def bounds_row(time: Time, words: Wording) -> list[LabelledRow]:
    """The earliest and latest day of something, on a full page."""
    if not words.is_full or not time.is_known:
        return []
    first, last = (str(day or "not bounded") for day in (time.earliest, time.latest))
    return [row("between", f"{first} and {last}")]


def term_item(term: Term, rows: Iterable[LabelledRow], words: Wording, remark: str = "") -> Item:
    """A term as an item: its name, what is reported of it, and rows of whoever shows it."""
    head = line(strong(words.term_name(term)), dim(f" – {remark}" if remark else ""))
    shown = (*content_rows(term, words), *rows)
    return Item(head, (Rows(shown),) if shown else ())


def gathered(title: str, pages: Iterable[Page]) -> Page:
    """Several pages as the sections of one; what all of them begin with is said once, at its head."""
    several = tuple(pages)
    shared = _shared(several)
    lead = tuple(
        Rows(block) if isinstance(block[0], LabelledRow) else Prose(block) for block in shared
    )
    sections = tuple(
        Section(page.title, (*_others(page.lead, shared), *page.blocks)) for page in several
    )
    return Page(title, lead, sections)


def _parts(block: Block) -> tuple[Any, ...]:
    """The lines or rows of a block of either; of other blocks, none."""
    if isinstance(block, Prose):
        return block.lines
    return block.rows if isinstance(block, Rows) else ()


def _shared(pages: Sequence[Page]) -> list[tuple[Any, ...]]:
    """The lines and rows at the head of the first page that are at the heads of all others, too."""
    if len(pages) < 2:
        return []
    heads = [{part for block in page.lead for part in _parts(block)} for page in pages]
    common = set.intersection(*heads)
    blocks = (tuple(part for part in _parts(block) if part in common) for block in pages[0].lead)
    return [block for block in blocks if block]


def _others(lead: Iterable[Block], shared: Iterable[tuple[Any, ...]]) -> Iterator[Block]:
    """The blocks at the head of a page, without what is said for several."""
    known = {part for block in shared for part in block}
    for block in lead:
        parts = tuple(part for part in _parts(block) if part not in known)
        if isinstance(block, Prose | Rows):
            if parts:
                yield type(block)(parts)
        else:
            yield block
