"""Pages of what is listed: collections, results, what was between two days. One change, and who says it."""

from __future__ import annotations

from negotiations.answers.find import Match
from negotiations.answers.gap import IssueGap
from negotiations.answers.side_by_side import Row
from negotiations.answers.stance import StanceTerm
from negotiations.chronology import TimelineEntry
from negotiations.compare.changes import Change
from negotiations.errors import Problem
from negotiations.model import Evidence, Record
from negotiations.records import Cited, PlacedTerm, address_of
from negotiations.render.changes import change_item, change_line, mark_of
from negotiations.render.page import Cell, Items, Page, Prose, Rows, Section, Table, dim, line
from negotiations.render.records import attribution_rows, evidence_rows
from negotiations.render.terms import gist
from negotiations.render.wording import date_words, plural
from negotiations.vocabulary import Basis, Order

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from negotiations.answers.between import Between
    from negotiations.claims import Attribution
    from negotiations.records import Collection
    from negotiations.render.page import Block, Line
    from negotiations.render.wording import Wording

__all__ = [
    "attribution_page",
    "between_page",
    "change_page",
    "collection_page",
    "day_of",
    "matched_words",
    "results_page",
    "timeline_page",
]

# The rows of a page that a notebook shows; what is left out is counted.
_MOST = 200


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
    rows = tuple(_row(item, words) for item in listed[:_MOST])
    if not rows:
        return ()
    more = len(listed) - len(rows)
    rest = (Prose((line(dim(f"and {more} more")),)),) if more else ()
    return (Table(caption, "where", (line("what"),), rows), *rest)


def _row(item: Any, words: Wording) -> tuple[Line, tuple[Cell, ...]]:
    where, what, mark = "", line(repr(item)), None
    if isinstance(item, Record):
        where, what = address_of(item), line(words.title(item))
    elif isinstance(item, PlacedTerm):
        where, what = item.address, line(gist(item.term, words))
    elif isinstance(item, Match):
        where, what = item.address, line(matched_words(item, words))
    elif isinstance(item, TimelineEntry):
        where, what = day_of(item), line(f"{item.address}: {words.title(item.record)}")
    elif isinstance(item, Change):
        where, what, mark = item.path, change_line(item, words), mark_of(item)
    elif isinstance(item, StanceTerm):
        where, what = item.address, line(f"{item.act.phrase}: {gist(item.term, words)}")
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


def matched_words(match: Match, words: Wording) -> str:
    """The title of a match, the field that matched if it is not the title, and in what other words.

    The id is shown beside it, and not repeated.
    """
    title = words.title(match.record)
    said = title or match.text
    if title and match.text not in title and match.pointer != "/id":
        said = f"{title} ({match.pointer.rpartition('/')[2].replace('_', ' ')}: {match.text})"
    return f"{said} [{match.called}]" if match.called else said


def day_of(entry: TimelineEntry) -> str:
    """The date of an entry, or what is known of it; worked-out dates are marked."""
    when = entry.time.when
    if when is not None and when.edtf is not None:
        return date_words(when.edtf) + ("" if when.basis is Basis.STATED else "*")
    if entry.earliest is not None and entry.latest is not None:
        return f"{entry.earliest}/{entry.latest}*"
    if entry.latest is not None:
        return f"by {entry.latest}*"
    return f"not before {entry.earliest}*" if entry.earliest is not None else "–"


def between_page(answer: Between, words: Wording) -> Page:
    """What was within an interval, in three lists by how much is known of it."""
    on = f" on {words.name(answer.issue, ('issues',))}" if answer.issue else ""
    parts = (
        ("certainly in it", answer.certain),
        ("possibly in it", answer.possible),
        ("not known whether in it: neither dated nor in any known order", answer.unknown),
    )
    blocks = tuple(
        _dated(f"{title} ({len(found)})", found, words) if found else Section(f"{title} (0)", ())
        for title, found in parts
    )
    return Page(f"{answer.name}{on}", lead=_SIGNED, blocks=blocks)


def timeline_page(found: tuple[TimelineEntry, ...], words: Wording) -> Page:
    """Records in the order of time."""
    return Page("Timeline", lead=_SIGNED, blocks=(_dated("timeline", found, words),))


_SIGNED = (
    Prose(
        (
            line(
                dim(
                    "* worked out, not printed. ~ may be earlier than the one above; ? may be earlier or "
                    "later than the one above."
                )
            ),
        )
    ),
)
# How an entry stands to the one before it.
_SIGNS = {None: "", Order.CERTAIN: "", Order.POSSIBLE: "~ ", Order.UNKNOWN: "? "}


def _dated(caption: str, found: tuple[TimelineEntry, ...], words: Wording) -> Table:
    rows = tuple(
        (
            line(_SIGNS[entry.order] + day_of(entry)),
            (Cell((line(entry.address), line(dim(words.title(entry.record))))),),
        )
        for entry in found
    )
    return Table(caption, "when", (line("what"),), rows)


def change_page(change: Change, words: Wording) -> Page:
    """One change: what it is, and the citations of both sides."""
    return Page(change.path or "change", blocks=(Items((change_item(change, words),)),))


def attribution_page(said: Attribution, words: Wording) -> Page:
    """Who says something and who denies it, with the passages."""
    rows = [*attribution_rows(said, words), *evidence_rows("evidence", said.evidence, words)]
    title = "disputed" if said.disputed else "not disputed"
    return Page(f"Who says it ({title})", blocks=(Rows(tuple(rows)),) if rows else ())
