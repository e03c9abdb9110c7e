"""Pages as HTML: a fragment for a page of your own, or a self-contained file.

A fragment has neither ids, so that two of them never clash, nor a style: it is readable without one.
A file has both. Nothing is loaded from elsewhere, and there are no scripts.
"""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from functools import cache
from html import escape
from pathlib import Path

from negotiations.plaintext import plain
from negotiations.render.page import (
    Citation,
    Items,
    Mark,
    Prose,
    Rows,
    Section,
    new_citations,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.render.page import Block, Cell, Item, LabelledRow, Line, Page, Part, Table

__all__ = ["html_file", "page_as_html", "styled_fragment", "stylesheet"]

_ELEMENTS = {"strong": "strong", "code": "code", "ins": "ins", "del": "del"}


def page_as_html(page: Page, *, standalone: bool = False) -> str:
    """A page as HTML: a fragment, or a file by itself."""
    body = _Writer(1 if standalone else 2, linked=standalone).page(page)
    return html_file(page.title, body) if standalone else body


def styled_fragment(page: Page) -> str:
    """A fragment with its style, for a notebook. The style leaves colours to the host."""
    return f"<style>{stylesheet('layout')}</style>\n{page_as_html(page)}"


@cache
def stylesheet(name: str) -> str:
    """The style of pages: ``layout``, which fits any host, or ``colours``, for a file."""
    return (Path(__file__).parent / f"{name}.css").read_text(encoding="utf-8")


def html_file(title: str, body: str) -> str:
    """A file of HTML with its style, which loads nothing; the body is HTML that is safe already."""
    style = f"\n{stylesheet('layout')}{stylesheet('colours')}"
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return f"""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{escape(plain(title))}</title>
<style>{style}</style>
</head>
<body>
<main>
{body}</main>
</body>
</html>
"""


class _Writer:
    """The writer of one page as HTML."""

    def __init__(self, level: int, *, linked: bool) -> None:
        self.level = level
        self.linked = linked
        self.numbers: dict[Citation, int] = {}
        self.uses: dict[Citation, int] = {}

    def page(self, page: Page) -> str:
        """The whole page."""
        lead, rest = (
            self.blocks(page.lead, self.level + 1),
            self.blocks(page.blocks, self.level + 1),
        )
        head = f"<header>\n{self.heading(page.title, self.level)}\n{lead}</header>\n"
        return f'<article class="negotiations">\n{head}{rest}</article>\n'

    def heading(self, title: str, level: int, mark: Mark | None = None) -> str:
        """A heading; HTML has six levels of them."""
        name = f"h{min(level, 6)}"
        return f"<{name}{_class_of(mark)}>{_isolated(plain(title))}</{name}>"

    def blocks(self, blocks: tuple[Block, ...], level: int) -> str:
        """A sequence of blocks, their headings from this level downwards."""
        return "".join(f"{self.block(block, level)}\n" for block in blocks)

    def block(self, block: Block, level: int) -> str:
        """One block."""
        if isinstance(block, Prose):
            return "\n".join(f"<p>{self.line(paragraph)}</p>" for paragraph in block.lines)
        if isinstance(block, Rows):
            return f"<dl>\n{''.join(map(self.row, block.rows))}</dl>"
        if isinstance(block, Items):
            items = "".join(self.item(item, level) for item in block.items)
            return f"<ul>\n{items}</ul>"
        if isinstance(block, Section):
            inner = self.blocks(block.blocks, level + 1)
            return f"<section>\n{self.heading(block.title, level, block.mark)}\n{inner}</section>"
        return self.table(block)

    def row(self, row: LabelledRow) -> str:
        """A labelled row."""
        entries = []
        for entry in row.entries:
            under = "".join(f"<li>{self.line(remark)}</li>" for remark in entry.under)
            entries.append(f"<dd>{self.line(entry.line)}{under and f'<ul>{under}</ul>'}</dd>\n")
        return f"<div><dt>{_isolated(plain(row.label))}</dt>\n{''.join(entries)}</div>\n"

    def item(self, item: Item, level: int) -> str:
        """An item of a list."""
        inner = self.blocks(item.blocks, level)
        if item.mark is None:
            return f"<li><p>{self.line(item.head)}</p>\n{inner}</li>\n"
        sign = f'<span class="sign" aria-hidden="true">{escape(item.mark.sign)}</span>'
        word = f'<span class="spoken">{item.mark.word}: </span>'
        head = f'<p class="change">{sign} {word}{self.line(item.head)}</p>'
        return f"<li{_class_of(item.mark)}>{head}\n{inner}</li>\n"

    def table(self, table: Table) -> str:
        """A table that can also be scrolled by keyboard, with its citations beneath it.

        It is a group and not a region, since the name of a landmark must be unique.
        """
        cited = new_citations(table, self.numbers)
        caption = plain(table.caption)
        heads = (
            _isolated(plain(table.corner)),
            *(self.line(head, numbered=True) for head in table.heads),
        )
        head = "".join(f'<th scope="col">{cell}</th>' for cell in heads)
        body = "".join(
            f'<tr><th scope="row">{self.line(name, numbered=True)}</th>'
            f"{''.join(map(self.cell, cells))}</tr>\n"
            for name, cells in table.rows
        )
        notes = "".join(map(self.note, cited))
        return (
            f'<div class="region" role="group" tabindex="0" aria-label="{escape(caption)}">\n'
            f"<table>\n<caption>{_isolated(caption)}</caption>\n"
            f"<thead>\n<tr>{head}</tr>\n</thead>\n<tbody>\n{body}</tbody>\n</table>\n</div>"
            + (f'\n<ul class="notes">\n{notes}</ul>' if notes else "")
        )

    def cell(self, cell: Cell) -> str:
        """A cell of a table."""
        lines = [self.line(text, numbered=True) for text in cell.lines]
        if cell.mark is not None:
            lines.append(f'<span class="word">({cell.mark.word})</span>')
        return f"<td{_class_of(cell.mark)}>{'<br>'.join(lines)}</td>"

    def note(self, citation: Citation) -> str:
        """A citation beneath a table; in a file, with links back to where it is cited."""
        number = self.numbers[citation]
        if not self.linked:
            return f"<li>[{number}] {self.citation(citation)}</li>\n"
        back = "".join(
            f' <a href="#at-{number}-{use}" aria-label="Back to where {number} is cited, '
            f'place {use}">↩</a>'
            for use in range(1, self.uses[citation] + 1)
        )
        return f'<li id="note-{number}">[{number}] {self.citation(citation)}{back}</li>\n'

    def reference(self, citation: Citation) -> str:
        """The number of a citation in a table."""
        number = self.numbers[citation]
        use = self.uses[citation] = self.uses.get(citation, 0) + 1
        if not self.linked:
            return f' <span class="number">[{number}]</span>'
        return f' <a class="number" id="at-{number}-{use}" href="#note-{number}">[{number}]</a>'

    def citation(self, citation: Citation) -> str:
        """A citation in full."""
        said = "".join(f", {_isolated(plain(remark))}" for remark in citation.said)
        quoted = f': <span class="passage">“{_isolated(plain(citation.passage))}”</span>'
        return (
            f'<span class="citation{" denial" if citation.is_denial else ""}">'
            f"{_isolated(plain(citation.place))}{said}{quoted if citation.passage else ''}"
            f"{_isolated(citation.remarks)}</span>"
        )

    def line(self, parts: Line, *, numbered: bool = False) -> str:
        """A line; citations in tables are numbered."""
        return "".join(self.part(part, numbered=numbered) for part in parts)

    def part(self, part: Part, *, numbered: bool) -> str:
        """A piece of a line."""
        if isinstance(part, Citation):
            return self.reference(part) if numbered else self.citation(part)
        text = _isolated(part.shown)
        if part.kind == "dim":
            return f'<span class="dim">{text}</span>'
        name = _ELEMENTS.get(part.kind)
        return f"<{name}>{text}</{name}>" if name else text


def _class_of(mark: Mark | None) -> str:
    return f' class="{mark.name.lower()}"' if mark is not None else ""


# --- letters that run from right to left --------------------------------------------------------


def _isolated(text: str) -> str:
    """Escaped text in which words from right to left cannot reorder the text around them."""
    if text.isascii():
        return escape(text)
    escaped, start = "", 0
    for begin, end in _leftward_runs(text):
        escaped += f"{escape(text[start:begin])}<bdi>{escape(text[begin:end])}</bdi>"
        start = end
    return escaped + escape(text[start:])


def _leftward_runs(text: str) -> list[tuple[int, int]]:
    """The runs of letters from right to left, each with what lies between its letters.

    A letter from left to right ends a run, and so does the arrow of a change, so that its two sides
    keep their places.
    """
    runs: list[tuple[int, int]] = []
    is_open = False
    for index, letter in enumerate(text):
        direction = unicodedata.bidirectional(letter)
        if direction in ("R", "AL"):
            begin = runs.pop()[0] if is_open else index
            runs.append((begin, index + 1))
            is_open = True
        elif direction == "L" or letter == "→":
            is_open = False
    return runs
