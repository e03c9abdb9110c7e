"""Pictures drawn with altair.

Every place down a picture is counted in pixels from the top of its panel, so that lines stand where the
layout puts them; places along an axis are left to Vega.
"""

from __future__ import annotations

from itertools import accumulate
from typing import Any

from negotiations.plaintext import plain
from negotiations.plots.layers import (
    DIM,
    FAINT,
    INK,
    altair,
    boxes_at,
    fitting,
    guides,
    points_at,
    signs_at,
    spans_at,
    texts_at,
    view,
)
from negotiations.plots.layout import Axis, Mark, Sign

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from negotiations.plots.layout import Line, Panel

__all__ = ["empty_chart", "finished", "grid_of_text", "legend", "panel_chart"]

# The widths of the labels, of the axis, and of the words at the right; the height of a line.
LABELS, AXIS, WORDS, LINE = 450, 440, 330, 18
WIDTH = LABELS + AXIS + WORDS
# Where the legend begins, from the left end of the axis.
_LEFT = 8.0 - LABELS
# Fonts that a reader has, and where none of them is there, any without serifs.
FONT = "Arial, Helvetica, Liberation Sans, sans-serif"
_SIZE = 11
_GAP = 10
# Milliseconds of a day.
_DAY = 86_400_000.0


def finished(parts: Sequence[Any], title: str, said: Iterable[str], description: str) -> Any:
    """The whole chart: its title, what is said under it, and its parts below one another."""
    alt = altair()
    lines = [fitting(line, 1.1 * WIDTH) for line in said]
    head = alt.TitleParams(
        text=fitting(title, WIDTH / 1.5), subtitle=lines, anchor="start", frame="bounds", offset=14
    )
    whole = alt.vconcat(*parts, spacing=16, title=head, description=plain(description))
    return (
        whole.configure(font=FONT, background="white", padding=16)
        .configure_view(stroke=None)
        .configure_title(fontSize=16, color=INK, subtitleColor=DIM, subtitleFontSize=_SIZE)
        .configure_axis(
            labelColor=DIM, titleColor=INK, gridColor=FAINT, domainColor=DIM, tickColor=DIM
        )
        .configure_text(fontSize=_SIZE, color=INK)
    )


def empty_chart(said: str) -> Any:
    """A part that says that there is nothing to show."""
    return view([texts_at([{"x": 0, "y": LINE / 2, "text": said}], WIDTH)], WIDTH, LINE)


# --- lines on an axis ---------------------------------------------------------------------------


def legend(marks: Iterable[Mark], axis: Axis, signs: Iterable[Sign] = ()) -> Any:
    """What the marks mean: their shapes, and a line for each way in which a place can be known."""
    marks = tuple(marks)
    over: list[dict[str, Any]] = []
    points: list[dict[str, Any]] = []
    rules: list[dict[str, Any]] = []
    words: list[dict[str, Any]] = []
    top, across = LINE / 2, _LEFT
    for mark in marks:
        points.append(_point(across, top, mark, filled=True))
        words.append({"x": across + _GAP, "y": top, "text": mark.word})
        across += 30 + 6.5 * len(mark.word)
    for sign in signs:
        points.append(_point(across, top, marks[0], filled=True))
        over.append({"x": across, "y": top, "sign": sign.name})
        words.append({"x": across + 1.2 * _GAP, "y": top, "text": sign.words})
        across += 30 + 6 * len(sign.words)
    is_time = axis is Axis.TIME
    sample = next(iter(marks), Mark.EVENT)
    across, top = _LEFT, top + LINE
    known = "the day is known" if is_time else "the number is given"
    points.append(_point(across, top, sample, filled=True))
    words.append({"x": across + _GAP, "y": top, "text": known})
    across += 150
    points += [_point(across + step, top, sample, filled=False) for step in (0, 44)]
    rules.append({"x": across, "x2": across + 44, "y": top, "open": False})
    between = "on one of these days" if is_time else "between these numbers"
    words.append({"x": across + 44 + _GAP, "y": top, "text": between})
    across += 215
    points.append(_point(across, top, sample, filled=False))
    points.append(_arrow(across + 44, top, leftward=False))
    rules.append({"x": across, "x2": across + 44, "y": top, "open": True})
    side = "no day" if is_time else "no number"
    said = f"open: {side} is known on the side of the arrow"
    words.append({"x": across + 44 + _GAP, "y": top, "text": said})
    across += 345
    points.append(_point(across, top, sample, filled=False))
    said = f"beside the axis: {'time' if is_time else 'number'} not known"
    words.append({"x": across + _GAP, "y": top, "text": said})
    return view(
        [*spans_at(rules), points_at(points), *signs_at(over), texts_at(words, WIDTH)],
        AXIS,
        int(top + LINE / 2),
    )


def panel_chart(panel: Panel) -> Any:
    """Lines on an axis: labels at the left, marks in the middle, words at the right."""
    heads: list[dict[str, Any]] = []
    labels: list[dict[str, Any]] = []
    words: list[dict[str, Any]] = []
    placed: list[tuple[float, Line]] = []
    beside: list[dict[str, Any]] = []
    over: list[dict[str, Any]] = []
    down = 0.0
    for group in panel.groups:
        if group.title:
            heads.append({"y": down + LINE / 2, "text": group.title})
            down += LINE
        for line in group.lines:
            middle = down + LINE / 2
            labels.append({"y": middle, "text": line.label})
            words.append({"y": middle, "text": line.words})
            placed.append((middle, line))
            if not line.is_placed:
                beside.append(_point(0, middle, line.mark, filled=False))
                over += _signs([{"y": middle}], line)
            down += LINE
    chart = view(
        [
            guides([{"y": row["y"] + LINE / 2} for row in labels], -LABELS, AXIS + WORDS, FAINT),
            guides([{"y": row["y"] - LINE / 2} for row in heads], -LABELS, AXIS + WORDS, DIM),
            *_marks(placed, panel),
            points_at(beside, altair().value(AXIS + 2 * _GAP)),
            *signs_at(over, altair().value(AXIS + 2 * _GAP)),
            texts_at(heads, WIDTH, x=-LABELS, bold=True),
            texts_at(labels, LABELS - 14 - 2 * _GAP, x=14 - LABELS),
            texts_at(words, WORDS - 3 * _GAP, x=AXIS + 3 * _GAP),
        ],
        AXIS,
        int(down),
    )
    title = altair().TitleParams(
        text=fitting(panel.title, WIDTH / 1.2),
        anchor="start",
        frame="bounds",
        fontSize=13,
        offset=6,
    )
    return chart.properties(title=title) if panel.title else chart


def _domain(lines: Sequence[Line], axis: Axis) -> tuple[float, float]:
    """The ends of an axis: all that is known, with room beside it for the arrows."""
    places = [place for line in lines for place in line.places if place is not None]
    low, high = (min(places), max(places)) if places else (0.0, 1.0)
    if axis is Axis.NUMBER:
        low, high = min(low, 0.0), max(high, 0.0)
    least = 30 * _DAY if axis is Axis.TIME else 1.0
    room = max((high - low) * 0.06, 0.0 if high > low else least)
    return (low if axis is Axis.NUMBER and low == 0 else low - room), high + room


def _across(panel: Panel, ends: tuple[float, float]) -> Any:
    """The axis of a panel. Times are in UTC: they are days, and the same wherever the picture is made."""
    alt = altair()
    is_time = panel.axis is Axis.TIME
    more = {"type": "utc"} if is_time else {"zero": False}
    form = _day_format((ends[1] - ends[0]) / _DAY) if is_time else ",~f"
    return alt.X(
        "at:T" if is_time else "at:Q",
        scale=alt.Scale(domain=list(ends), nice=False, **more),
        axis=alt.Axis(
            title=fitting(panel.unit, AXIS) or None,
            orient="top" if is_time else "bottom",
            tickCount=6,
            labelOverlap=True,
            format=form,
        ),
    )


def _day_format(days: float) -> str:
    """How the days of an axis are written, by how many there are of them."""
    if days > 3000:
        return "%Y"
    return "%b %Y" if days > 150 else "%-d %b %Y"


def _marks(placed: Sequence[tuple[float, Line]], panel: Panel) -> list[Any]:
    """The layers of what stands on an axis: spans, their ends, and arrows where an end is open."""
    shown = [(middle, line) for middle, line in placed if line.is_placed]
    if not shown:
        return []
    ends = _domain([line for _, line in shown], panel.axis)
    spans: list[dict[str, Any]] = []
    points: list[dict[str, Any]] = []
    arrows: list[dict[str, Any]] = []
    over: list[dict[str, Any]] = []
    for middle, line in shown:
        low, high, near = line.places
        if line.is_exact:
            points.append({"at": low, **_point(0, middle, line.mark, filled=True)})
            over += _signs(points[-1:], line)
            continue
        is_open = low is None or high is None
        first, last = (ends[0] if low is None else low), (ends[1] if high is None else high)
        spans.append({"at": first, "to": last, "y": middle, "open": is_open})
        known = [low, high] if (low, high) != (None, None) else [near]
        ends_known = [
            {"at": place, **_point(0, middle, line.mark, filled=False)}
            for place in known
            if place is not None
        ]
        points += ends_known
        over += _signs(ends_known, line)
        for bound, end, leftward in ((low, ends[0], True), (high, ends[1], False)):
            if bound is None:
                arrows.append({"at": end, **_arrow(0, middle, leftward=leftward)})
    across = _across(panel, ends)
    return [
        *spans_at(spans, across),
        points_at(arrows, across),
        points_at(points, across),
        *signs_at(over, across),
    ]


def _signs(points: Sequence[dict[str, Any]], line: Line) -> list[dict[str, Any]]:
    """The sign of a line over each of its points."""
    if line.sign is None:
        return []
    return [
        {name: point[name] for name in ("at", "y") if name in point} | {"sign": line.sign.name}
        for point in points
    ]


def _point(x: float, y: float, mark: Mark, *, filled: bool) -> dict[str, Any]:
    fill = mark.colour if filled else "#ffffff"
    return {"x": x, "y": y, "shape": mark.shape, "fill": fill, "stroke": mark.colour}


def _arrow(x: float, y: float, *, leftward: bool) -> dict[str, Any]:
    shape = "triangle-left" if leftward else "triangle-right"
    return {"x": x, "y": y, "shape": shape, "fill": INK, "stroke": INK}


# --- a grid of text -----------------------------------------------------------------------------


def grid_of_text(
    widths: Sequence[int],
    rows: Sequence[Sequence[Sequence[str]]],
    shaded: Sequence[Sequence[bool]],
    signs: Sequence[tuple[str, bool]],
) -> Any:
    """Rows of cells with wrapped lines of text; the first row is the heads of the columns.

    Args:
        widths: The widths of the columns.
        rows: The lines of each cell.
        shaded: Whether each cell is filled; others are outlined with dashes.
        signs: The shape before the first line of the last column, and whether it is filled; of each
            row but the first.
    """
    line, inset, indent = 14, 6, 16
    last = len(widths) - 1
    edges = [0, *accumulate(widths)]
    boxes: list[dict[str, Any]] = []
    texts: list[dict[str, Any]] = []
    heads: list[dict[str, Any]] = []
    points: list[dict[str, Any]] = []
    down = 0.0
    for number, (cells, fills) in enumerate(zip(rows, shaded, strict=True)):
        height = float(max(len(cell) for cell in cells) * line + 2 * inset)
        for column, (cell, fill) in enumerate(zip(cells, fills, strict=True)):
            left, right = edges[column], edges[column + 1]
            is_sign = number > 0 and column == last
            if number and 0 < column < last:
                box = {"x": left + 2, "x2": right - 2, "y": down + 2, "y2": down + height - 2}
                boxes.append({**box, "full": fill})
            for step, said in enumerate(cell):
                is_head = number == 0 or column == 0 or (is_sign and step == 0)
                across = left + 2 + inset + indent * is_sign
                place = {"x": across, "y": down + inset + line * (step + 0.5), "text": said}
                (heads if is_head else texts).append(place)
            if is_sign:
                shape, full = signs[number - 1]
                place = {"x": left + inset + indent / 2, "y": down + inset + line / 2}
                inside = INK if full else "#ffffff"
                points.append({**place, "shape": shape, "fill": inside, "stroke": INK})
        down += height
    rules = [{"y": row["y"] - inset - line / 2} for row in heads if row["x"] == 2 + inset]
    layers = [
        guides(rules, 0, edges[-1], FAINT),
        *boxes_at(boxes),
        points_at(points),
        texts_at(heads, max(widths), bold=True),
        texts_at(texts, max(widths)),
    ]
    return view(layers, edges[-1], int(down))
