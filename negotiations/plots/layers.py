"""The layers that pictures are made of; altair is imported here alone."""

from __future__ import annotations

import unicodedata
from typing import Any

from negotiations.errors import MissingExtra
from negotiations.plaintext import plain
from negotiations.plots.layout import Sign

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "DIM",
    "FAINT",
    "INK",
    "altair",
    "boxes_at",
    "fitting",
    "guides",
    "points_at",
    "signs_at",
    "spans_at",
    "texts_at",
    "view",
]

INK, DIM, FAINT = "#111111", "#444444", "#dddddd"
# The area of a mark.
_MARK = 48
# Letters that are narrower and wider than most, and the widths of all in pixels, at 11 pixels of height.
_NARROW, _WIDE = frozenset("fijltrI.,:;!|'()[]/- "), frozenset("mwMW%@")


def altair() -> Any:
    """The module altair, where it can write pictures.

    Raises:
        MissingExtra: altair or vl-convert is not installed.
    """
    try:
        import altair as alt
        import vl_convert  # noqa: F401 - what altair writes pictures with
    except ModuleNotFoundError as fault:
        raise MissingExtra("plot", "drawing a picture") from fault
    return alt


def fitting(text: str, room: float) -> str:
    """A text on one line that is safe to show, cut where it would be wider than its room.

    Vega cuts texts too, between the halves of a letter that UTF-16 writes in two.

    >>> fitting("What had been agreed, as far as the article tells.", 120)
    'What had been agreed,…'
    """
    safe = plain(text)
    if sum(map(_width, safe)) <= room:
        return safe
    width, cut = _width("…"), ""
    for letter in safe:
        width += _width(letter)
        if width > room:
            break
        cut += letter
    return f"{cut}…"


def _width(letter: str) -> float:
    """About how wide a letter is in a font without serifs."""
    if letter in _NARROW:
        return 3.4
    if unicodedata.east_asian_width(letter) in "WF":
        return 11.0
    return 9.2 if letter in _WIDE else 7.6 if letter.isupper() else 6.0


# `scale=None` takes a number as pixels. A layer without data is left out: Vega would warn of it.


def view(layers: Sequence[Any], width: int, height: int) -> Any:
    """Layers over one another, in a panel of this size."""
    alt = altair()
    return alt.layer(*(layer for layer in layers if layer is not None), width=width, height=height)


def _down(name: str = "y") -> Any:
    return altair().Y(f"{name}:Q", scale=None, axis=None)


def _pixels(name: str = "x") -> Any:
    return altair().X(f"{name}:Q", scale=None, axis=None)


def _chart(rows: Sequence[dict[str, Any]]) -> Any:
    alt = altair()
    return alt.Chart(alt.Data(values=list(rows)))


def texts_at(
    rows: Sequence[dict[str, Any]], limit: float, *, x: float | None = None, bold: bool = False
) -> Any:
    """Lines of text, that start at their own place, or all at ``x``; cut where they are too long."""
    if not rows:
        return None
    alt = altair()
    safe = [{**row, "text": fitting(row["text"], limit)} for row in rows]
    weight = "bold" if bold else "normal"
    mark = _chart(safe).mark_text(align="left", baseline="middle", fontWeight=weight, tooltip=None)
    across = _pixels() if x is None else alt.value(x)
    return mark.encode(x=across, y=_down(), text=alt.Text("text:N"))


def points_at(rows: Sequence[dict[str, Any]], across: Any = None) -> Any:
    """Marks, at their own pixels or along an axis."""
    if not rows:
        return None
    alt = altair()
    return (
        _chart(rows)
        .mark_point(strokeWidth=1.4, opacity=1, size=_MARK)
        .encode(
            x=_pixels() if across is None else across,
            y=_down(),
            shape=alt.Shape("shape:N", scale=None, legend=None),
            fill=alt.Fill("fill:N", scale=None, legend=None),
            stroke=alt.Stroke("stroke:N", scale=None, legend=None),
        )
    )


def signs_at(rows: Sequence[dict[str, Any]], across: Any = None) -> list[Any]:
    """Signs over marks, at their own pixels or along an axis: a layer for each sort."""
    layers = []
    for sign in Sign:
        chosen = [row for row in rows if row["sign"] == sign.name]
        if chosen:
            look = {"shape": sign.shape, "size": sign.area, "stroke": INK, "strokeWidth": 1.4}
            mark = _chart(chosen).mark_point(opacity=1, **look)
            layers.append(mark.encode(x=_pixels() if across is None else across, y=_down()))
    return layers


def spans_at(rows: Sequence[dict[str, Any]], across: Any = None) -> list[Any]:
    """Lines from ``at`` to ``to``, or from ``x`` to ``x2``: whole, or dashed where an end is open."""
    made = []
    for is_open, dash in ((False, [1, 0]), (True, [4, 3])):
        chosen = [row for row in rows if row["open"] is is_open]
        if chosen:
            mark = _chart(chosen).mark_rule(strokeWidth=1.6, strokeDash=dash, color=DIM)
            ends = ("x", "x2") if across is None else ("at", "to")
            first = _pixels() if across is None else across
            made.append(mark.encode(x=first, x2=f"{ends[1]}:Q", y=_down()))
    return made


def guides(rows: Sequence[dict[str, Any]], left: float, right: float, colour: str) -> Any:
    """Thin lines that lead the eye from the labels to the marks."""
    if not rows:
        return None
    alt = altair()
    mark = _chart(rows).mark_rule(strokeWidth=0.6, color=colour)
    return mark.encode(x=alt.value(left), x2=alt.value(right), y=_down())


def boxes_at(rows: Sequence[dict[str, Any]]) -> list[Any]:
    """Cells: filled in grey, or outlined with dashes."""
    alt = altair()
    made = []
    for is_full, style in (
        (True, {"fill": "#ececec", "stroke": "#777777"}),
        (False, {"fill": "#ffffff", "stroke": "#777777", "strokeDash": [3, 3]}),
    ):
        chosen = [row for row in rows if row["full"] is is_full]
        if chosen:
            mark = _chart(chosen).mark_rect(strokeWidth=0.8, **style)
            made.append(mark.encode(x=_pixels(), x2=alt.X2("x2:Q"), y=_down(), y2=alt.Y2("y2:Q")))
    return made
