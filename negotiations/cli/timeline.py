"""The command ``timeline``: dated and ordered records."""

from __future__ import annotations

from typing import Any

import click

from negotiations.cli.common import (
    NOTHING,
    TABLE_FORMATS,
    Output,
    Session,
    complete_issue,
    example,
    known_issue,
    output_in,
)
from negotiations.io.codec import to_data
from negotiations.records import address_of
from negotiations.render.listings import between_page, timeline_page
from negotiations.render.wording import Wording

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.chronology import TimelineEntry


@click.command(
    "timeline",
    epilog=example(
        "negotiations timeline",
        "negotiations timeline --issue ceasefire",
        "negotiations timeline --from 2024-06 --to 2024-07",
    ),
)
@click.option(
    "--issue", metavar="ISSUE", shell_complete=complete_issue, help="Only records on this issue."
)
@click.option(
    "--from",
    "start",
    metavar="DATE",
    help="Only what is, or can be, of this date or a later one: a day, a month, a year, in EDTF.",
)
@click.option(
    "--to",
    "end",
    metavar="DATE",
    help="Only what is, or can be, of this date or an earlier one, to the end of it.",
)
@output_in(*TABLE_FORMATS)
def timeline_command(
    session: Session, output: Output, issue: str | None, start: str | None, end: str | None
) -> int:
    """List versions, events, talks and positions in chronological order, undated ones last.

    A record without a printed date is listed with the days that its known order allows.

    With --from or --to, what is certainly, what is possibly and what is not known to be in the interval
    stands apart.
    """
    dataset = session.dataset
    if start is not None or end is not None:
        if output.format == "csv":
            raise click.UsageError("--output-format csv: leave out --from and --to")
        answer = dataset.between(start, end, known_issue(session, issue))
        if output.is_json:
            output.json(answer.to_data())
        else:
            output.page(between_page(answer, Wording(dataset.records)))
        return NOTHING
    entries = dataset.timeline(known_issue(session, issue))
    words = Wording(dataset.records)
    if output.is_json:
        output.json([_entry_data(entry) for entry in entries])
    elif output.format == "csv":
        output.csv(_COLUMNS, (_entry_row(entry, words) for entry in entries))
    else:
        output.page(timeline_page(entries, words, issue))
    return NOTHING


_COLUMNS = ("when", "earliest", "latest", "order", "address", "title")


def _entry_row(entry: TimelineEntry, words: Wording) -> tuple[str, ...]:
    when = entry.time.when
    said = (when.edtf or "") if when is not None else ""
    days = (day.isoformat() if day is not None else "" for day in (entry.earliest, entry.latest))
    order = entry.order.value if entry.order is not None else ""
    return said, *days, order, address_of(entry.record), words.title(entry.record)


def _entry_data(entry: TimelineEntry) -> dict[str, Any]:
    data: dict[str, Any] = {"address": address_of(entry.record)}
    for name, day in (("earliest", entry.earliest), ("latest", entry.latest)):
        if day is not None:
            data[name] = day.isoformat()
    if entry.order is not None:
        data["order"] = entry.order.value
    when = entry.time.when
    return {**data, "when": to_data(when)} if when is not None else data
