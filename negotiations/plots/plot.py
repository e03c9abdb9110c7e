"""A picture that is made: its chart, its words, and the data that it shows."""

from __future__ import annotations

import io
import os
from html import escape
from pathlib import Path
from typing import Any

import attrs

from negotiations.errors import NegotiationsError, UnknownId
from negotiations.exports.target import new_file
from negotiations.frames import Table
from negotiations.plaintext import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from altair import TopLevelMixin as Chart
else:
    # The library is loaded when a chart is made; until then its class is object.
    Chart = object

__all__ = ["FORMATS", "Plot"]

# The formats of pictures, by the suffixes of files.
FORMATS = ("svg", "png", "html")
# Pixels of a PNG for each one of the chart.
_SCALE = 2


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Plot:
    """A picture, to be shown in a notebook or saved. Nothing in it is fetched from anywhere.

    Attributes:
        title: What it shows.
        description: What it shows, for those who do not see it: how much, and how to read the marks.
        counted: How much it shows, such as ``9 numbers``.
        table: The data that it shows, a row for each line.
        chart: The chart of altair, to be changed or combined. Shown by itself in a notebook, altair
            would load a script from elsewhere; the picture does not.
    """

    title: str
    description: str
    counted: str
    table: Table
    chart: Chart

    def __repr__(self) -> str:
        return f"<Plot {self.title}: {self.counted}>"

    def to_dict(self) -> dict[str, Any]:
        """The specification in Vega-Lite."""
        spec: dict[str, Any] = self.chart.to_dict()
        return spec

    def to_svg(self) -> str:
        """The picture in SVG, with its title and description; the same bytes for the same dataset."""
        stream = io.StringIO()
        self.chart.save(stream, format="svg")
        head, _, rest = stream.getvalue().partition(">")
        words = f"<title>{_xml(self.title)}</title><desc>{_xml(self.description)}</desc>"
        label = escape(plain(self.title), quote=True)
        return f'{head} role="img" aria-label="{label}">{words}{rest}\n'

    def to_png(self) -> bytes:
        """The picture in PNG, with two pixels for each one of the SVG."""
        stream = io.BytesIO()
        self.chart.save(stream, format="png", scale_factor=_SCALE)
        return stream.getvalue()

    def to_html(self) -> str:
        """A file of HTML: the picture, its description, and its data as a table."""
        from negotiations.plots.data import data_page
        from negotiations.render.html import html_file, page_as_html

        page = page_as_html(data_page(self.table, self.description))
        label = escape(plain(self.title), quote=True)
        figure = f'<figure class="region" role="group" tabindex="0" aria-label="{label}">'
        body = f'<div class="negotiations">\n{figure}\n{self.to_svg()}</figure>\n</div>\n{page}'
        return html_file(self.title, body)

    def save(self, path: str | os.PathLike[str], *, force: bool = False) -> Path:
        """Write the picture, in the format of the suffix: ``.svg``, ``.png`` or ``.html``.

        It is written whole or not at all.

        Args:
            path: The file.
            force: Whether to replace a file.

        Raises:
            UnknownId: The suffix is that of no format; the error names the nearest.
            NegotiationsError: There is a file, and it is not to be replaced; or there is no such folder.
        """
        target = Path(path)
        name = format_of(target)
        with new_file(target, force=force) as stage:
            if name == "png":
                stage.write_bytes(self.to_png())
            else:
                text = self.to_svg() if name == "svg" else self.to_html()
                stage.write_text(text, encoding="utf-8", newline="\n")
        return target

    def _repr_html_(self) -> str:
        return f"<figure>\n{self.to_svg()}</figure>\n"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """The picture as notebooks take it: SVG alone, since altair's own would load a script."""
        del include, exclude
        return {
            "image/svg+xml": self.to_svg(),
            "text/html": self._repr_html_(),
            "text/plain": repr(self),
        }


def format_of(path: Path) -> str:
    """The format of a file, by its suffix.

    Raises:
        UnknownId: The suffix is that of no format; the error names the nearest.
        NegotiationsError: The file has no suffix.

    >>> format_of(Path("gap.svg"))
    'svg'
    """
    suffix = path.suffix.lower().removeprefix(".")
    if not suffix:
        raise NegotiationsError(
            f"{path} does not say its format; give a file that ends in .svg, .png or .html"
        )
    if suffix not in FORMATS:
        raise UnknownId(suffix, FORMATS, "format of pictures")
    return suffix


def _xml(text: str) -> str:
    return escape(plain(text), quote=False)
