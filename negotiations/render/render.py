"""`render`: the one way to all formats. A page for another kind of value is one line here."""

from __future__ import annotations

from typing import Literal, Protocol

from negotiations.compare.diff import Diff
from negotiations.deferred import LateModule
from negotiations.model import Issue, Record, Term
from negotiations.model.base import Value
from negotiations.records import Records
from negotiations.shown import asked_of
from negotiations.vocabulary import Level

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from negotiations import articles
    from negotiations.render.page import Page
    from negotiations.render.wording import Wording
else:
    articles = LateModule("negotiations.articles")


__all__ = ["FORMATS", "page_of", "render", "write_page"]

Format = Literal["text", "markdown", "html"]

DEFAULT_WIDTH = 80
FORMATS = ("text", "markdown", "html")


class HasRecords(Protocol):
    """A dataset, as far as a page needs one."""

    @property
    def records(self) -> Records: ...


def _builders() -> Iterator[tuple[type, Callable[[Any, Wording], Page]]]:
    """The function that builds the page of each kind of value; the first match is used."""
    from negotiations.render.diffs import diff_page
    from negotiations.render.records import record_page

    yield from ((Diff, diff_page), (Issue, _issue_page), (Value, record_page))
    # Answers to questions that not every program asks are loaded when one is to be shown.
    from negotiations.answers.blame import Blame
    from negotiations.answers.compiled_values import Compiled
    from negotiations.answers.dataset_diff import DatasetDiff
    from negotiations.answers.gap import Gap
    from negotiations.answers.history_values import History
    from negotiations.answers.side_by_side import SideBySide
    from negotiations.answers.stance import Stance
    from negotiations.compare.merge import Merge
    from negotiations.frames import Table
    from negotiations.render.blame import blame_page
    from negotiations.render.compiled import compiled_page
    from negotiations.render.data_tables import data_table_page
    from negotiations.render.dataset_diffs import dataset_diff_page
    from negotiations.render.gap import gap_page
    from negotiations.render.history import history_page
    from negotiations.render.merges import merge_page
    from negotiations.render.side_by_side import table_page
    from negotiations.render.stance import stance_page

    yield SideBySide, table_page
    yield Stance, stance_page
    yield Gap, gap_page
    yield History, history_page
    yield Blame, blame_page
    yield Compiled, compiled_page
    yield Merge, merge_page
    from negotiations.answers.between import Between
    from negotiations.claims import Attribution
    from negotiations.compare.changes import Change
    from negotiations.lookup import Results
    from negotiations.records import Collection
    from negotiations.render.listings import (
        attribution_page,
        between_page,
        change_page,
        collection_page,
        entry_page,
        results_page,
    )

    yield Between, between_page
    yield Change, change_page
    yield Attribution, attribution_page
    from negotiations.answers.find import Match
    from negotiations.answers.gap import IssueGap
    from negotiations.answers.history_values import Step
    from negotiations.answers.stance import StanceTerm
    from negotiations.chronology import TimelineEntry
    from negotiations.records import Cited, PlacedTerm

    for kind in (Step, StanceTerm, IssueGap, Match, TimelineEntry, PlacedTerm, Cited):
        yield kind, entry_page
    yield Collection, collection_page
    yield Results, results_page
    yield Table, data_table_page
    yield DatasetDiff, dataset_diff_page


def _issue_page(issue: Issue, words: Wording) -> Page:
    from negotiations.render.issue_terms import issue_page  # loads what other records do not need

    return issue_page(issue, words)


def page_of(value: object, words: Wording) -> Page:
    """The page of a value, in no format yet.

    Raises:
        TypeError: Values of this type have no page.
    """
    for kind, build in _builders():
        if isinstance(value, kind):
            return build(value, words)
    raise TypeError(f"expected a record or a comparison, found {type(value).__name__}")


def write_page(
    page: Page,
    format: str,  # noqa: A002 - as of `render`
    *,
    width: int | None = None,
    color: bool = False,
    standalone: bool = False,
) -> str:
    """A page in a format.

    Raises:
        ValueError: The format is unknown.
    """
    if format == "text":
        from negotiations.render.text import page_as_text

        return page_as_text(page, width=width or DEFAULT_WIDTH, color=color)
    if format == "markdown":
        from negotiations.render.markdown import page_as_markdown

        return page_as_markdown(page)
    if format == "html":
        from negotiations.render.html import page_as_html

        return page_as_html(page, standalone=standalone)
    raise ValueError(f"unknown format {format!r}; expected one of {', '.join(FORMATS)}")


def render(
    value: object,
    format: Format = "text",  # noqa: A002 - what users call it
    *,
    dataset: HasRecords | None = None,
    texts: articles.Texts | None = None,
    level: Level | str = Level.CLARIFYING,
    width: int | None = None,
    color: bool = False,
    standalone: bool = False,
) -> str:
    """Write a record or a comparison for people to read.

    Args:
        value: A record, or the result of a comparison.
        format: ``"text"`` for a terminal, ``"markdown"`` as GitHub has it, or ``"html"``.
        dataset: Gives the names of actors, places, issues and sources. Without it they are those of
            the dataset that gave the answer; of what no dataset gave, ids are shown.
        texts: Article texts; with them, citations quote the passages.
        level: The lowest level of changes to show. At ``"bookkeeping"`` a page contains everything
            that the JSON contains; at other levels it says how many changes it leaves out.
        width: Columns of text; 80 by default.
        color: Whether to colour text with terminal escapes.
        standalone: Whether HTML is a whole file with its style; else it is a fragment without ids,
            so that a page can contain any number of them. Nothing is loaded from elsewhere.

    Raises:
        ValueError: The format or the level is unknown.
        TypeError: Values of this type have no page.

    >>> import negotiations as ng
    >>> ds = ng.load()
    >>> page = ng.render(ds.diff("may-proposal@may", "may-proposal@bridging"))
    >>> page.splitlines()[0]
    'Three-phase proposal of May 2024: may → bridging'
    """
    from negotiations.render.wording import Wording  # takes 6 ms, needed for pages only

    records = asked_of(value) if dataset is None else dataset.records
    least = level if isinstance(level, Level) else Level(level)
    page = page_of(value, Wording(records, texts, least))
    return write_page(page, format, width=width, color=color, standalone=standalone)


def page_for_notebook(value: object) -> str | None:
    """The page of a value as a notebook shows it; of small values, such as a count, their repr."""
    from negotiations.render.notebook import notebook_html
    from negotiations.render.wording import Wording

    if isinstance(value, Value) and not isinstance(value, Record | Term):
        return None
    return notebook_html(page_of(value, Wording(asked_of(value))))
