"""The command ``timeline``: dated and ordered records."""

from __future__ import annotations

from typing import Any

import click

from negotiations.cli.common import (
    NOTHING,
    Output,
    Session,
    complete_issue,
    example,
    known_issue,
    with_output,
)
from negotiations.io.codec import to_data
from negotiations.records import address_of
from negotiations.render.text import table
from negotiations.render.wording import Wording, date_words
from negotiations.vocabulary import Basis, Order

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.chronology import TimelineEntry

# How an entry stands to the one before it.
_SIGNS = {None: " ", Order.CERTAIN: " ", Order.POSSIBLE: "~", Order.UNKNOWN: "?"}


@click.command(
    "timeline", epilog=example("negotiations timeline", "negotiations timeline --issue ceasefire")
)
@click.option(
    "--issue", metavar="ISSUE", shell_complete=complete_issue, help="Only records on this issue."
)
@with_output
def timeline_command(session: Session, output: Output, issue: str | None) -> int:
    """List versions, events, talks and positions in chronological order, undated ones last.

    A record without a printed date is listed with the days that its known order allows.
    """
    dataset = session.dataset
    entries = dataset.timeline(known_issue(session, issue))
    if output.is_json:
        output.json([_entry_data(entry) for entry in entries])
        return NOTHING
    words = Wording(dataset.records)
    rows = [
        (
            f"{_SIGNS[entry.order]} {_day(entry)}",
            f"{address_of(entry.record)}\n{words.title(entry.record)}{_after(entry, words)}",
        )
        for entry in entries
    ]
    output.write(table(("when", "what"), rows, width=session.width, color=output.color))
    session.say(
        "* inferred, not printed. ~ may be earlier than the entry above; ? may be earlier or later than "
        "the entry above."
    )
    return NOTHING


def _day(entry: TimelineEntry) -> str:
    """The date of an entry, or what is known of it; worked-out dates are marked."""
    when = entry.time.when
    if when is not None and when.edtf is not None:
        return date_words(when.edtf) + ("" if when.basis is Basis.STATED else "*")
    if entry.earliest is not None and entry.latest is not None:
        return f"{entry.earliest}/{entry.latest}*"
    if entry.latest is not None:
        return f"by {entry.latest}*"
    return f"not before {entry.earliest}*" if entry.earliest is not None else "–"


def _after(entry: TimelineEntry, words: Wording) -> str:
    when = entry.time.when
    return f" ({words.when(when)})" if when is not None and when.after is not None else ""


def _entry_data(entry: TimelineEntry) -> dict[str, Any]:
    data: dict[str, Any] = {"address": address_of(entry.record)}
    for name, day in (("earliest", entry.earliest), ("latest", entry.latest)):
        if day is not None:
            data[name] = day.isoformat()
    if entry.order is not None:
        data["order"] = entry.order.value
    when = entry.time.when
    return {**data, "when": to_data(when)} if when is not None else data
