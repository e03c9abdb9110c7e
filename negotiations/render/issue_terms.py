"""What texts say on an issue, and what parties want on it: by whose word, when, and where it stands."""

from __future__ import annotations

from datetime import date

import attrs

from negotiations.chronology import Chronology, Time, entries
from negotiations.model import Position, Version
from negotiations.model.terms import split_label
from negotiations.records import address_of
from negotiations.render.attributions import time_words
from negotiations.render.page import Cell, Page, Section, Table, dim, line, strong
from negotiations.render.records import record_page
from negotiations.render.terms import told
from negotiations.render.voices import passages_of, time_told, told_on, who_says
from negotiations.render.wording import label_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from negotiations.model import Issue, Term
    from negotiations.records import PlacedTerm, Records
    from negotiations.render.page import Block, Line
    from negotiations.render.wording import Wording

    # What a row is of: a term of a text or position, or a text that has none on the issue.
    Shown = PlacedTerm[Term] | Version

__all__ = ["issue_page"]

# The letters that a column needs on a terminal, which has a list instead for most issues.
_LEAST = 18
# With more texts that are silent, these would hide the others.
_MOST_SILENT = 20
_NOTHING = "–"


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
    """The terms of texts on an issue in the order of time, then those of positions.

    Texts that are silent on it stand among the others, so that one table has each.
    """
    chronology = Chronology.of(records)
    found = records.terms(issue=issue.id)
    of_texts = [placed for placed in found if isinstance(placed.holder, Version)]
    of_parties = [placed for placed in found if isinstance(placed.holder, Position)]
    said = {address_of(placed.holder) for placed in of_texts}
    silent = [text for text in records.versions.values() if address_of(text) not in said]
    shown: list[Shown] = [*of_texts]
    if of_texts and len(silent) <= _MOST_SILENT:
        shown += silent
    dated = entries(records, map(_holder, shown))
    place = {entry.address: number for number, entry in enumerate(dated)}
    shown.sort(key=lambda each: place[address_of(_holder(each))])
    of_parties.sort(key=lambda placed: _day(placed, chronology, records))
    sections = (
        ("What texts say", "text", len(of_texts), shown),
        ("What parties are reported to want", "party", len(of_parties), of_parties),
    )
    return tuple(
        Section(f"{title} ({number})", (_table(corner, issue, listed, chronology, words),))
        for title, corner, number, listed in sections
        if listed
    )


def _holder(shown: Shown) -> Position | Version:
    """The text or position of a row."""
    return shown if isinstance(shown, Version) else shown.holder


def _day(placed: PlacedTerm[Term], chronology: Chronology, records: Records) -> date:
    """The day to sort a position by: its own, else when the first source that tells it was published."""
    days = [*chronology.days(placed.holder)]
    if not any(days):
        telling = told_on(passages_of(placed), records)
        days = [day for when in telling for day in (when.earliest, when.latest)]
    return min((day for day in days if day is not None), default=date.max)


def _table(
    corner: str, issue: Issue, listed: Sequence[Shown], chronology: Chronology, words: Wording
) -> Table:
    parts = ["" if isinstance(each, Version) else _part(each, words) for each in listed]
    has_parts = any(parts)
    heads = ["when", *(["where in it"] if has_parts else []), "says", "who says so"]
    rows = []
    for each, part in zip(listed, parts, strict=True):
        when = line(dim(_when(each, chronology, words)))
        if isinstance(each, Version):
            where = _NOTHING
            says, claim = line(dim(_silence(each, issue))), Cell((line(dim(_NOTHING)),))
        else:
            where = part
            says, claim = line(_says(each, words)), _claim(each, words)
        cells = [when, *([line(dim(where))] if has_parts else []), says]
        rows.append((_head(each, words), (*(Cell((cell,)) for cell in cells), claim)))
    return Table(
        f"{corner.capitalize()} by {corner}", corner, tuple(map(line, heads)), tuple(rows), _LEAST
    )


def _silence(text: Version, issue: Issue) -> str:
    """What it means that a text has no term on an issue."""
    if not text.is_coded_on(issue.id):
        return "not coded"
    return "no such term" if text.is_known_in_full else "not reported"


def _head(shown: Shown, words: Wording) -> Line:
    """The text or the party by its name, with the address of the term, or of a text without one."""
    holder = _holder(shown)
    name = (
        words.text_title(holder)
        if isinstance(holder, Version)
        else words.name(holder.actor, ("actors",))
    )
    address = address_of(shown) if isinstance(shown, Version) else shown.address
    return line(strong(name), " ", dim(address))


def _when(shown: Shown, chronology: Chronology, words: Wording) -> str:
    if isinstance(shown, Version) or isinstance(shown.holder, Version):
        return time_words(Time.of(chronology, _holder(shown)), words)
    return time_told(shown.holder, passages_of(shown), words) or "not dated"


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
