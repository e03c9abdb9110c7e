"""Pages of what is listed: collections, results, what was between two days. One change, and who says it."""

from __future__ import annotations

import attrs

from negotiations.answers.find import Match
from negotiations.answers.gap import IssueGap
from negotiations.answers.history_values import Step
from negotiations.answers.side_by_side import Row
from negotiations.answers.sought import left_out
from negotiations.answers.stance import StanceTerm
from negotiations.chronology import TimelineEntry
from negotiations.compare.changes import Change
from negotiations.errors import Problem
from negotiations.model import Evidence, Position, Record
from negotiations.plaintext import plain
from negotiations.records import Cited, PlacedTerm, address_of
from negotiations.render.attributions import ORDER_SIGNS, SIGNS, by_date, time_words
from negotiations.render.changes import change_item, change_line, mark_of
from negotiations.render.page import (
    Cell,
    Fold,
    Item,
    Items,
    Page,
    Prose,
    Rows,
    Section,
    Table,
    dim,
    line,
    strong,
    text_of,
)
from negotiations.render.records import attribution_rows, evidence_rows
from negotiations.render.stance import reading_line
from negotiations.render.terms import gist
from negotiations.render.voices import claimed_words, passages_of, told_title, who_says
from negotiations.render.wording import date_words, plural

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from negotiations.answers.between import Between
    from negotiations.claims import Attribution
    from negotiations.model import Term
    from negotiations.records import Collection
    from negotiations.render.page import Block, Line
    from negotiations.render.wording import Wording

__all__ = [
    "attribution_page",
    "between_page",
    "change_page",
    "collection_page",
    "entry_page",
    "found_term",
    "matched_words",
    "matches_page",
    "results_page",
    "table_of",
    "timeline_page",
]

# The rows of a list that are shown, and those that are folded; what is left out is counted.
_MOST, _MOST_OF_ALL = 20, 500


def collection_page(collection: Collection[Any], words: Wording) -> Page:
    """The records of a collection, each with its title."""
    name = collection.name
    return Page(f"{name} ({len(collection)})", blocks=_table(name, collection.values(), words))


def results_page(results: tuple[Any, ...], words: Wording) -> Page:
    """Results, each with where it is and what it says."""
    title = plural(len(results), "result")
    return Page(title, blocks=_table(title, results, words))


def _table(caption: str, items: Iterable[Any], words: Wording) -> tuple[Block, ...]:
    listed = list(items)
    if not listed:
        return ()
    first, others = listed[:_MOST], listed[_MOST:_MOST_OF_ALL]
    blocks: list[Block] = [_rows_of(caption, first, words)]
    if others:
        head = line(f"{len(listed) - len(first)} more")
        table = _rows_of(f"{caption}, continued", others, words)
        left = len(listed) - len(first) - len(others)
        rest = (Prose((line(dim(f"and {left} more")),)),) if left else ()
        blocks.append(Fold(head, (table, *rest)))
    return tuple(blocks)


def _rows_of(caption: str, items: Sequence[Any], words: Wording) -> Table:
    return Table(caption, "where", (line("what"),), tuple(_row(item, words) for item in items))


def _row(item: Any, words: Wording) -> tuple[Line, tuple[Cell, ...]]:
    where, what, mark = "", line(repr(item)), None
    if isinstance(item, Record):
        where, what = address_of(item), line(told_title(item, words))
    elif isinstance(item, PlacedTerm):
        where, what = item.address, _placed_line(item, words)
    elif isinstance(item, Match):
        where, what = item.address, line(matched_words(item, words))
    elif isinstance(item, TimelineEntry):
        where, what = (
            time_words(item.time, words),
            line(f"{item.address}: {told_title(item.record, words)}"),
        )
    elif isinstance(item, Step):
        said = f"{told_title(item.record, words)} ({time_words(item.time, words)})"
        where, what = item.address, line(said)
    elif isinstance(item, Change):
        where, what, mark = item.path, change_line(item, words), mark_of(item)
    elif isinstance(item, StanceTerm):
        where, what = item.address, reading_line(item, words)
    elif isinstance(item, IssueGap):
        where, what = words.name(item.issue, ("issues",)), line(f"{item.status}: {item.why}")
    elif isinstance(item, Row):
        where, what = item.label, line(", ".join(str(cell.state) for cell in item.cells))
    elif isinstance(item, Cited):
        where, what = f"{item.address} {item.pointer}", line(words.citation(item.evidence))
    elif isinstance(item, Evidence):
        where, what = words.source(item.source), line(words.citation(item))
    elif isinstance(item, Problem):
        where, what = item.rule, line(str(item))
    return line(where), (Cell((what,), mark),)


def _placed_line(placed: PlacedTerm[Any], words: Wording) -> Line:
    """What a term says, and who says so; of a position, with its act."""
    holder = placed.holder
    act = f"{words.word(holder.act)}: " if isinstance(holder, Position) else ""
    claimed = who_says(passages_of(placed), words)
    return line(act + gist(placed.term, words), dim(f" – {claimed}" if claimed else ""))


def entry_page(entry: Any, words: Wording) -> Page:
    """One entry of an answer or a list: where it is, and what it says."""
    where, (cell,) = _row(entry, words)
    return Page(text_of(where), lead=(Prose(cell.lines),))


def table_of(title: str, caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Page:
    """A page of one table of texts; a cell may have several lines."""
    corner, *others = heads
    table = Table(
        caption,
        corner,
        tuple(map(line, others)),
        tuple((line(first), tuple(map(_cell, cells))) for first, *cells in rows),
    )
    return Page(title, blocks=(table,))


def _cell(text: str) -> Cell:
    return Cell(tuple(map(line, text.split("\n"))))


def matched_words(match: Match, words: Wording) -> str:
    """The title of a match, the field that matched if it is not the title, and in what other words.

    The id is shown beside it, and not repeated.
    """
    title = words.title(match.record)
    said = title or match.text
    if title and match.text not in title and match.pointer != "/id":
        said = f"{title} ({match.pointer.rpartition('/')[2].replace('_', ' ')}: {match.text})"
    return f"{said} [{match.called}]" if match.called else said


def matches_page(sought: str, matches: Sequence[Match], words: Wording) -> Page:
    """Where a text was found: first where the words stand, then what else is called so, by its name."""
    title = f"{plural(len(matches), 'match', 'matches')} for “{plain(sought)}”"
    groups: dict[str, list[Match]] = {}
    for match in matches:
        groups.setdefault("" if match.is_by_term else match.called, []).append(match)
    blocks: list[Block] = []
    for called in sorted(groups, key=bool):  # the sort is stable, and "" comes first
        items = Items(tuple(_match(match, sought, words) for match in groups[called]))
        kind = "In other words" if ", also called " in called else "Coded as"
        many = f"{kind}: {called} ({len(groups[called])})"
        blocks.append(Section(many, (items,)) if called else items)
    small = left_out(sought)
    names = ", ".join(f"“{word}”" for word in small)
    lead = (Prose((line(dim(f"Left out, as small words: {names}.")),)),) if small else ()
    return Page(title, lead=lead, blocks=tuple(blocks))


def _match(match: Match, sought: str, words: Wording) -> Item:
    """A record that matches; the field that matched, if its title does not show that."""
    title = words.title(match.record)
    field = match.pointer.rpartition("/")[2].replace("_", " ")
    claim = claimed_words(match.record, words)
    under = [line(dim(claim))] if claim else []
    under += [line(dim(match.address))] if title else []
    if match.is_by_term:
        under.insert(0, line(dim(match.called)))
    elif not match.called and field != "id" and match.text not in title:
        under.insert(0, line(dim(f"{field}: "), _around(match.text, sought)))
    of_term = ""
    if match.term is not None:
        of_term, title = f": {found_term(match.term, words)}", title.removesuffix(".")
    head = strong(title) if title else dim(match.address)
    return Item(line(head, of_term), (Prose(tuple(under)),) if under else ())


def found_term(term: Term, words: Wording) -> str:
    """The name of a term in which something was found, with its phase where that is reported."""
    return attrs.evolve(words, names_phases=term.phase is not None).term_name(term)


def _around(text: str, sought: str, room: int = 160) -> str:
    """A text around the words that were sought in it, cut between words."""
    text = plain(text)
    if len(text) <= room:
        return text
    start = max(text.casefold().find(sought.casefold()) - room // 3, 0)
    start = text.find(" ", start) + 1 if start else 0
    end = text.rfind(" ", start, start + room) if len(text) > start + room else len(text)
    return f"{'… ' if start else ''}{text[start:end]}{' …' if end < len(text) else ''}"


def between_page(answer: Between, words: Wording) -> Page:
    """What was within an interval, in three lists by how much is known of it."""
    on = f" on {words.name(answer.issue, ('issues',))}" if answer.issue else ""
    parts = (
        ("Certainly in it", answer.certain),
        ("Possibly in it", answer.possible),
        ("Not known whether in it: neither dated nor in any known order", answer.unknown),
    )
    blocks = tuple(
        Section(f"{title} ({len(found)})", (_dated(found, words),) if found else ())
        for title, found in parts
    )
    is_open = answer.start is None and answer.end is None
    title = "At any time" if is_open else f"Dated {date_words(answer.name)}"
    return Page(f"{title}{on}", lead=_LEGEND, blocks=blocks)


def timeline_page(
    found: tuple[TimelineEntry, ...], words: Wording, issue: str | None = None
) -> Page:
    """Records in the order of time, each by its title or summary."""
    on = f" of {words.name(issue, ('issues',))}" if issue else ""
    return Page(f"Timeline{on}", lead=_LEGEND, blocks=(_dated(found, words),) if found else ())


_LEGEND = (Prose((line(dim(SIGNS)),)),)


def _dated(found: Sequence[TimelineEntry], words: Wording) -> Items:
    """Entries under their dates."""
    return by_date((time_words(entry.time, words), _placed(entry, words)) for entry in found)


def _placed(entry: TimelineEntry, words: Wording) -> Item:
    """An entry: how sure its place is, what it is, and its address."""
    record = entry.record
    title = told_title(record, words).removesuffix(".")
    sign = ORDER_SIGNS[entry.order]
    return Item(line(f"{sign}{title}  " if title else sign, dim(entry.address)))


def change_page(change: Change, words: Wording) -> Page:
    """One change: what it is, and the citations of both sides."""
    return Page(change.path or "change", blocks=(Items((change_item(change, words),)),))


def attribution_page(said: Attribution, words: Wording) -> Page:
    """Who says something and who denies it, with the passages."""
    rows = [*attribution_rows(said, words), *evidence_rows("evidence", said.evidence, words)]
    title = "disputed" if said.disputed else "not disputed"
    return Page(f"Who says it ({title})", blocks=(Rows(tuple(rows)),) if rows else ())
