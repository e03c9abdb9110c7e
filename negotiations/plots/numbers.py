"""Numbers with their bounds, issue by issue, of texts, positions and what else has some."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs

from negotiations.answers.stance import scope_of
from negotiations.chronology import timeline
from negotiations.frames import Table
from negotiations.model import Amount
from negotiations.plots.drawing import empty_chart, finished, legend, panel_chart
from negotiations.plots.layers import altair
from negotiations.plots.layout import (
    Axis,
    Group,
    Line,
    Mark,
    Panel,
    Sign,
    check_size,
    denied_words,
    drawn,
)
from negotiations.plots.plot import Plot
from negotiations.records import Records, address_of
from negotiations.render.wording import Wording, plural
from negotiations.tables import table
from negotiations.tables.shown import JOINED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["numbers_plot"]

_NOTE = (
    "Numbers of one issue, unit and measure share an axis. Where no source gives a number, its words "
    "stand."
)
_UNITS = {"count": "number", "amount": "amount", "duration": "days"}
_NO_TEXT = "Of no text"
# What the picture shows of each row, and not more, of the table of quantities.
_COLUMNS = (
    "address",
    "issue",
    "proposal",
    "version",
    "position",
    "actor",
    "act",
    "phase",
    "case_text",
    "alternative",
    "field",
    "of_group",
    "excluded",
    "computed",
    "contradicts",
    "denied_by",
    "hedged",
    "low",
    "high",
    "unit",
    "per",
    "limit_word",
    "qualifiers",
    "text",
    "passages",
)

Row = dict[str, Any]


def numbers_plot(records: Records, *, issue: str | None = None, on: str | None = None) -> Plot:
    """Draw the numbers. The arguments and errors are those of `Plots.numbers`."""
    altair()  # what is missing is said before any work
    words = Wording(records)
    if issue is not None:
        issue = records.issues[issue].id
    proposal = scope_of(records, on)
    made = table(records, "quantities")
    rows = [
        row
        for row in made.to_dicts()
        if (issue is None or row["issue"] == issue)
        and (proposal is None or row["proposal"] == proposal.id)
    ]
    check_size(rows, "numbers", "narrow it to an issue or a text")
    title = " – ".join(
        [
            "Numbers",
            *([words.name(issue, ("issues",))] if issue is not None else []),
            *([words.name(proposal.id, ("proposals",))] if proposal is not None else []),
        ]
    )
    rows = _in_order(records, rows)
    panels = _panels(rows, words)
    lines = [line for panel in panels for line in panel.lines]
    counted = plural(len(lines), "number") if lines else ""
    untold = sum(not line.is_placed for line in lines)
    open_ended = sum(line.is_placed and None in (line.low, line.high) for line in lines)
    denied, against = (sum(line.sign is sign for line in lines) for sign in Sign)
    unsure = [
        f"{untold} of them beside the axis: not given, excluded, or too large" if untold else "",
        f"{open_ended} of them with no lower or no upper bound" if open_ended else "",
        f"{denied} of them denied by somebody" if denied else "",
        f"{against} of them given by who denies the record" if against else "",
    ]
    said = "; ".join(filter(None, (counted, *unsure))) or "There is nothing to show"
    notes = [said, *([_NOTE] if lines else [])]
    parts = [panel_chart(panel) for panel in panels] or [empty_chart("No number to show.")]
    if lines:
        marks = [mark for mark in Mark if any(line.mark is mark for line in lines)]
        signs = [sign for sign in Sign if any(line.sign is sign for line in lines)]
        parts.insert(0, legend(marks, Axis.NUMBER, signs))
    description = ". ".join(part.removesuffix(".") for part in (title, *notes)) + "."
    return Plot(
        title=title,
        description=description,
        counted=counted or "nothing to show",
        table=_shown_table(made, rows),
        chart=finished(parts, title, notes, description),
    )


def _in_order(records: Records, rows: Sequence[Row]) -> list[Row]:
    """The rows by issue and measure, texts and positions in the order of time; last those of no issue."""
    places = {address_of(entry.record): place for place, entry in enumerate(timeline(records))}
    return sorted(
        rows,
        key=lambda row: (
            row["issue"] is None,
            row["issue"] or "",
            *_shared(row),
            row["proposal"] is None,
            row["proposal"] or "",
            places.get(row["record"], len(places)),
            row["address"],
        ),
    )


def _shared(row: Row) -> tuple[str, ...]:
    """What numbers of one axis share: the issue, or else the record; what is measured, and in what unit."""
    of = row["issue"] or ("" if row["version"] or row["position"] else row["record"])
    return (of, row["measure"], row["unit"] or "", row["per"] or "")


def _panels(rows: Sequence[Row], words: Wording) -> list[Panel]:
    by_axis: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        by_axis.setdefault(_shared(row), []).append(row)
    panels = []
    for (_, measure, unit, per), members in by_axis.items():
        first = members[0]
        groups: dict[str, list[Line]] = {}
        for row in members:
            name = _NO_TEXT if first["issue"] else ""
            if row["proposal"]:
                name = words.name(row["proposal"], ("proposals",))
            groups.setdefault(name, []).append(_line(row, words))
        panels.append(
            Panel(
                title=_title(first, words),
                axis=Axis.NUMBER,
                unit=_unit(measure, unit, per),
                groups=tuple(Group(name, tuple(lines)) for name, lines in groups.items()),
            )
        )
    return panels


def _unit(measure: str, unit: str, per: str) -> str:
    """What an axis counts, as pages write it."""
    if measure != "amount":
        return unit if measure == "count" and unit else _UNITS[measure]
    return Amount.exactly(Decimal(0)).of(unit or _UNITS[measure], per=per or None).of_what.strip()


def _title(row: Row, words: Wording) -> str:
    if row["issue"]:
        return words.name(row["issue"], ("issues",))
    if row["version"] or row["position"]:
        return "On no issue"
    title = words.titled(row["record"])
    return title.removeprefix("“").removesuffix("”")


def _line(row: Row, words: Wording) -> Line:
    shown = not row["excluded"]
    low, high, near = (drawn(row[name]) for name in ("low", "high", "centre"))
    if (
        not shown
        or (low is None and row["low"] is not None)
        or (high is None and row["high"] is not None)
    ):
        low = high = near = None
    return Line(
        label=_label(row, words),
        words=_words(row, words),
        mark=_mark(row),
        low=low,
        high=high,
        near=near,
        sign=_sign(row),
    )


def _sign(row: Row) -> Sign | None:
    """Whether a number is denied; one that a denial gives is the denier's own."""
    if row["contradicts"]:
        return Sign.AGAINST
    return Sign.DENIED if row["denied_by"] else None


def _mark(row: Row) -> Mark:
    if row["version"]:
        return Mark.TEXT
    return Mark.POSITION if row["position"] else Mark.FIGURE


def _label(row: Row, words: Wording) -> str:
    """Whose number it is, and which of its numbers."""
    part = row["address"].removeprefix(f"{row['record']}/").rpartition("/")[0]
    if row["version"]:
        whose = row["version"].partition("@")[2]
    elif row["position"]:
        whose = f"{words.name(row['actor'], ('actors',))}: {row['act'].replace('-', ' ')}"
    else:
        whose = ""
    # A part that is no term is told by its place: a phase, a participant, who gives a figure.
    where = "" if row["issue"] else part.replace("claims/", "according to ").replace("/", " ")
    phase = row["phase"]
    return ", ".join(
        part
        for part in (
            whose,
            where,
            ""
            if phase is None
            else ("whole text" if row["phase_ordinal"] is None else f"phase {phase}"),
            words.case(row["issue"], row["case_text"]) if row["issue"] and row["case_text"] else "",
            words.alternative(row["alternative"]) if row["alternative"] else "",
            row["of_group"] or "",
            "" if row["of_group"] else row["field"].replace("_", " ").replace("/", " "),
        )
        if part
    )


def _words(row: Row, words: Wording) -> str:
    """The number in words, with all that a mark shows of it or could not."""
    said = [row["text"]]
    if row["excluded"]:
        said = ["reported not to be there", row["text"]]
    remarks = (
        f"{row['limit_word']}" if row["limit_word"] else "",
        row["qualifiers"] or "",
        "computed" if row["computed"] else "",
        "hedged" if row["hedged"] else "",
    )
    told = "; ".join([*said, *filter(None, remarks)])
    if _sign(row) is Sign.AGAINST:
        return f"given against the record: {told}"
    return denied_words(told, _voices(row["denied_by"], words))


def _voices(deniers: str | None, words: Wording) -> str:
    return words.voices(deniers.split(JOINED)) if deniers else ""


def _shown_table(made: Table, rows: Sequence[Mapping[str, Any]]) -> Table:
    columns = tuple(made.column(name) for name in _COLUMNS)
    return attrs.evolve(
        made, columns=columns, rows=tuple(tuple(row[name] for name in _COLUMNS) for row in rows)
    )
