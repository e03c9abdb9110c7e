"""What texts say on an issue, and what parties want on it: by whose word, when, and where it stands."""

from __future__ import annotations

import attrs

from negotiations.chronology import Chronology, Time, entries
from negotiations.model import Position, Version
from negotiations.model.terms import split_label
from negotiations.records import address_of
from negotiations.render.attributions import time_words
from negotiations.render.page import Cell, Page, Section, Table, dim, line, strong
from negotiations.render.records import record_page
from negotiations.render.terms import told
from negotiations.render.voices import passages_of, time_told, who_says
from negotiations.render.wording import label_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from negotiations.model import Issue, Term
    from negotiations.records import PlacedTerm, Records
    from negotiations.render.page import Block, Line
    from negotiations.render.wording import Wording

    Row = tuple[Line, tuple[Cell, ...]]

__all__ = ["issue_page"]

# The letters that a column needs on a terminal, which has a list instead for most issues.
_LEAST = 18


def issue_page(issue: Issue, words: Wording) -> Page:
    """The page of an issue: what it is, then what texts say on it and what parties want, then the rest."""
    page = record_page(issue, words)
    if words.records is None:
        return page
    is_list = [isinstance(block, Section) for block in page.blocks]
    first = is_list.index(True) if True in is_list else len(is_list)
    terms = _terms(issue, words.records, words)
    return attrs.evolve(page, blocks=(*page.blocks[:first], *terms, *page.blocks[first:]))


def _terms(issue: Issue, records: Records, words: Wording) -> tuple[Block, ...]:
    """The terms of texts on an issue in the order of time, then those of positions."""
    chronology = Chronology.of(records)
    found = records.terms(issue=issue.id)
    holders = {address_of(placed.holder): placed.holder for placed in found}
    dated = entries(records, holders.values())
    place = {entry.address: number for number, entry in enumerate(dated)}
    terms = sorted(found, key=lambda placed: place[address_of(placed.holder)])
    of_texts = [placed for placed in terms if isinstance(placed.holder, Version)]
    of_parties = [placed for placed in terms if isinstance(placed.holder, Position)]
    sections = (
        ("What texts say", "text", of_texts),
        ("What parties are reported to want", "party", of_parties),
    )
    return tuple(
        Section(f"{title} ({len(listed)})", (_table(corner, listed, chronology, words),))
        for title, corner, listed in sections
        if listed
    )


def _table(
    corner: str,
    listed: Sequence[PlacedTerm[Term]],
    chronology: Chronology,
    words: Wording,
) -> Table:
    parts = [_part(placed, words) for placed in listed]
    has_parts = any(parts)
    heads = ["when", *(["where in it"] if has_parts else []), "says", "who says so"]
    rows = []
    for placed, part in zip(listed, parts, strict=True):
        cells = [_when(placed, chronology, words), *([part] if has_parts else [])]
        rows.append(
            (
                _head(placed, words),
                (
                    *(Cell((line(dim(cell)),)) for cell in cells),
                    Cell((line(_says(placed, words)),)),
                    _claim(placed, words),
                ),
            )
        )
    return Table(
        f"{corner.capitalize()} by {corner}", corner, tuple(map(line, heads)), tuple(rows), _LEAST
    )


def _head(placed: PlacedTerm[Term], words: Wording) -> Line:
    """The text or the party by its name, with the address of the term."""
    holder = placed.holder
    name = (
        words.text_title(holder)
        if isinstance(holder, Version)
        else words.name(holder.actor, ("actors",))
    )
    return line(strong(name), " ", dim(placed.address))


def _when(placed: PlacedTerm[Term], chronology: Chronology, words: Wording) -> str:
    holder = placed.holder
    if isinstance(holder, Position):
        return time_told(holder, passages_of(placed), words) or "not dated"
    return time_words(Time.of(chronology, holder), words)


def _part(placed: PlacedTerm[Term], words: Wording) -> str:
    """The phase, the case and the option of a term, without the issue."""
    label = placed.term.label
    issue = words.name(split_label(label).issue, ("issues",))
    return label_name(label, words).removeprefix(issue).removeprefix(", ")


def _says(placed: PlacedTerm[Term], words: Wording) -> str:
    holder = placed.holder
    act = f"{words.word(holder.act)}: " if isinstance(holder, Position) else ""
    return f"{act}{told(placed.term, words)}"


def _claim(placed: PlacedTerm[Term], words: Wording) -> Cell:
    """Who says it and who denies it, and the passages."""
    passages = passages_of(placed)
    cited = words.citations(passages, placed.term, exact=words.is_full)
    return Cell((line(who_says(passages, words) or dim("no passage"), *cited),))
