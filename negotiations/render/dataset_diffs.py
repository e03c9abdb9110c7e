"""The page of the difference of two datasets: the numbers first, then each collection."""

from __future__ import annotations

import attrs

from negotiations.answers.dataset_diff import dataset_name, own_content, records_of_both
from negotiations.compare.changes import EvidenceChanged
from negotiations.model import Record
from negotiations.render.diffs import change_items
from negotiations.render.page import (
    Cell,
    Item,
    Items,
    Mark,
    Page,
    Prose,
    Section,
    Table,
    dim,
    line,
    strong,
)
from negotiations.render.records import details
from negotiations.render.wording import plural

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from negotiations.answers.dataset_diff import DatasetDiff, DatasetSummary
    from negotiations.render.page import Block, Line
    from negotiations.render.wording import Wording

__all__ = ["dataset_diff_page"]


def dataset_diff_page(
    difference: DatasetDiff, words: Wording, *, evidence: bool = False, brief: bool = False
) -> Page:
    """What changed from one dataset to another as a page, with a section for each collection.

    Of changed records, the changes of the level of the page and above are shown; with ``evidence``,
    those of evidence as well; if ``brief``, each in a line. Of added and removed ones, a full page
    has all fields.
    """
    title = f"{dataset_name(difference.old)} → {dataset_name(difference.new)}"
    if not difference:
        return Page(title, lead=(Prose((line("no differences"),)),))
    # The names on either side are known, so that ids stand alone only where JSON is to be matched.
    if words.records is not None or not words.is_full:
        words = attrs.evolve(words, records=records_of_both(difference))
    summary = difference.summary()
    lines = [line(str(summary))]
    if words.is_full:
        said = ", ".join(f"{number} {level}" for level, number in summary.by_level.items())
        lines.append(line(dim(f"levels: {said or 'no changes'}")))
    blocks: list[Block] = []
    hidden_changes, hidden_records = 0, 0
    for name, numbers in summary.collections.items():
        items = [*_whole(difference, name, words)]
        for address, compared in difference.changed.items():
            if not address.startswith(f"{name}/"):
                continue
            shown = [
                change
                for change in compared
                if change.level >= words.level or (evidence and isinstance(change, EvidenceChanged))
            ]
            hidden_changes += len(compared) - len(shown)
            if shown:
                head = _head(address, compared.b, words)
                items.append(
                    Item(head, (change_items(shown, compared, words, brief=brief),), Mark.CHANGED)
                )
            else:
                hidden_records += 1
        counts = ", ".join(f"{n} {what}" for what, n in numbers.items() if n and what != "same")
        if items:
            blocks.append(Section(f"{name.capitalize()}: {counts}", (Items(tuple(items)),)))
    if hidden_changes:
        said = f"{plural(hidden_changes, 'change')} below the level {words.level} not shown"
        if hidden_records:
            said += f", which are all that changed in {plural(hidden_records, 'record')}"
        blocks.append(Prose((line(dim(f"{said}; the level bookkeeping shows all.")),)))
    return Page(title, lead=(Prose(tuple(lines)), _numbers(summary)), blocks=tuple(blocks))


def _numbers(summary: DatasetSummary) -> Table:
    """How many records of each collection differ."""
    heads = next(iter(summary.collections.values()))
    return Table(
        "Records of each collection in which something differs",
        "collection",
        tuple(map(line, heads)),
        tuple(
            (line(name), tuple(Cell((line(str(number)),)) for number in numbers.values()))
            for name, numbers in summary.collections.items()
        ),
    )


def _whole(difference: DatasetDiff, name: str, words: Wording) -> Iterator[Item]:
    """The records of a collection that were added, removed or renamed."""
    for records, mark in ((difference.added, Mark.ADDED), (difference.removed, Mark.REMOVED)):
        for address, record in records.items():
            if address.startswith(f"{name}/"):
                inside = details(own_content(record), words) if words.is_full else ()
                yield Item(_head(address, record, words), inside, mark)
    for old, new in difference.renamed.items():
        if old.startswith(f"{name}/"):
            yield Item(line(strong(old), " → ", strong(new)), (), Mark.RENAMED)


def _head(address: str, record: object, words: Wording) -> Line:
    title = words.title(record) if isinstance(record, Record) else ""
    return line(strong(address), f": {title}" if title else "")
