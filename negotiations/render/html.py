"""Pages as HTML: a fragment for a page of your own, or a self-contained file.

A fragment has neither ids, so that two of them never clash, nor a style: it is readable without one.
A file has both: contents, an anchor and a link for whatever has a name of its own, and every citation as
a link to a numbered note. Nothing is loaded from elsewhere, and there are no scripts.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from html import escape
from pathlib import Path

from negotiations.plaintext import plain
from negotiations.render.html_text import anchor_of, attribute, breakable, isolated, link_to
from negotiations.render.page import (
    Citation,
    Fold,
    Items,
    Mark,
    Prose,
    Rows,
    Section,
    Sides,
    new_citations,
    text_of,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.render.page import (
        Block,
        Cell,
        Item,
        LabelledRow,
        Line,
        Page,
        Part,
        Side,
        Table,
    )

__all__ = ["html_file", "page_as_html", "stylesheet"]

_ELEMENTS = {"strong": "strong", "code": "code", "ins": "ins", "del": "del"}
# A page with fewer sections is seen at a glance.
_LEAST_SECTIONS = 3
# A table with fewer rows needs no head that stays.
_LEAST_LONG = 8
# A table with so many columns has room at any width but that of a phone, where it is a list.
_MOST_FEW = 5
# A list of lines, each without anything beneath it.
_LINES = ' class="lines"'
_HINT = "The table scrolls sideways where it is wider than the page."


def page_as_html(page: Page, *, standalone: bool = False, linked: bool = False) -> str:
    """A page as HTML: a fragment, or a file by itself.

    Args:
        page: The page.
        standalone: Whether it is a file with its style.
        linked: Whether a fragment has the anchors and links of a file, for a file of your own that has
            no other page in it.
    """
    is_alone = standalone or linked
    body = _Writer(1 if is_alone else 2, linked=is_alone).page(page)
    return html_file(page.title, body) if standalone else body


@cache
def stylesheet(name: str) -> str:
    """The style of pages: ``layout``, which fits any host; ``colours`` for a file, or ``notebook``."""
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
        self.anchors: set[str] = set()
        self.contents: list[tuple[str, str, int]] = []

    def page(self, page: Page) -> str:
        """The whole page: its head, its contents, its blocks, and the notes."""
        lead, rest = (
            self.blocks(page.lead, self.level + 1),
            self.blocks(page.blocks, self.level + 1),
        )
        notes = self.notes() if self.linked and self.numbers else ""
        head = f"<header>\n{self.heading(page.title, self.level)}\n{lead}</header>\n"
        body = f'{self.listed()}<div class="body">\n{rest}{notes}</div>\n'
        return f'<article class="negotiations">\n{head}{body}</article>\n'

    def listed(self) -> str:
        """The contents, where there are some."""
        if len(self.contents) < _LEAST_SECTIONS:
            return ""
        entries = "".join(
            f"<li><a href={attribute(link_to(anchor))}>{isolated(plain(title))}</a>"
            + (f' <span class="dim">{number}</span>' if number else "")
            + "</li>\n"
            for anchor, title, number in self.contents
        )
        return f'<nav class="contents" aria-label="Contents">\n<ul>\n{entries}</ul>\n</nav>\n'

    def anchored(self, name: str) -> str:
        """The id of something; of two with one name the second has a number."""
        if not self.linked:
            return ""
        anchor = own = anchor_of(name)
        number = 1
        while anchor in self.anchors:
            number += 1
            anchor = f"{own}-{number}"
        self.anchors.add(anchor)
        return anchor

    def link(self, anchor: str, title: str) -> str:
        """A link to something by its anchor, to be copied."""
        label = attribute(f"Link to: {title}")
        # It never stands alone on a line, where it cannot be seen and leaves a gap.
        return f'&nbsp;<a class="anchor" href={attribute(link_to(anchor))} aria-label={label}>#</a>'

    def heading(self, title: str, level: int, mark: Mark | None = None, anchor: str = "") -> str:
        """A heading; HTML has six levels of them."""
        name = f"h{min(level, 6)}"
        link = self.link(anchor, title) if anchor else ""
        return f"<{name}{_class_of(mark)}>{isolated(plain(title))}{link}</{name}>"

    def blocks(self, blocks: tuple[Block, ...], level: int) -> str:
        """A sequence of blocks, their headings from this level downwards."""
        return "".join(f"{self.block(block, level)}\n" for block in blocks)

    def block(self, block: Block, level: int) -> str:
        """One block."""
        if isinstance(block, Prose):
            return "\n".join(f"<p>{self.line(paragraph)}</p>" for paragraph in block.lines)
        if isinstance(block, Rows):
            return self.rows(block.rows)
        if isinstance(block, Items):
            items = "".join(self.item(item, level) for item in block.items)
            are_lines = not any(item.blocks for item in block.items)
            return f"<ul{_LINES if are_lines else ''}>\n{items}</ul>"
        if isinstance(block, Section):
            return self.section(block, level)
        if isinstance(block, Sides):
            sides = "".join(map(self.side, block.sides))
            return f'<div class="{_sides_class(block)}">\n{sides}</div>'
        if isinstance(block, Fold):
            return self.fold(block, level)
        return self.table(block)

    def section(self, section: Section, level: int) -> str:
        """A section with its heading; those of the first level are listed in the contents."""
        anchor = self.anchored(section.anchor or section.title)
        if anchor and level == self.level + 1:
            number = sum(len(each.items) for each in section.blocks if isinstance(each, Items))
            is_told = str(number) in re.findall(r"\d+", section.title)
            self.contents.append((anchor, section.title, 0 if is_told else number))
        inner = self.blocks(section.blocks, level + 1)
        head = self.heading(section.title, level, section.mark, anchor)
        return f"<section{_id(anchor)}>\n{head}\n{inner}</section>"

    def fold(self, fold: Fold, level: int) -> str:
        """Blocks that are shown when their head is chosen."""
        anchor = self.anchored(fold.anchor) if fold.anchor else ""
        head = f"<summary>{self.line(fold.head)}</summary>"
        return f"<details{_id(anchor)}>\n{head}\n{self.blocks(fold.blocks, level)}</details>"

    def rows(self, rows: tuple[LabelledRow, ...]) -> str:
        """Labelled rows."""
        return f"<dl>\n{''.join(map(self.row, rows))}</dl>"

    def row(self, row: LabelledRow) -> str:
        """A labelled row."""
        entries = []
        for entry in row.entries:
            under = "".join(f"<li>{self.line(remark)}</li>" for remark in entry.under)
            entries.append(f"<dd>{self.line(entry.line)}{under and f'<ul>{under}</ul>'}</dd>\n")
        return f"<div><dt>{isolated(plain(row.label))}</dt>\n{''.join(entries)}</div>\n"

    def side(self, side: Side) -> str:
        """The earlier text or the later, as a column where there is room."""
        said = "".join(f"<p>{self.line(each)}</p>\n" for each in side.said)
        rows = f"{self.rows(side.rows)}\n" if side.rows else ""
        cited = "".join(
            f"<li>{self.part(citation, numbered=False)}</li>" for citation in side.cited
        )
        passages = f'<ul class="cited">{cited}</ul>\n' if cited else ""
        is_silent = _is_empty(side)
        silence = f'<p class="dim">{isolated(plain(side.silence))}</p>\n' if is_silent else ""
        label = f'<p class="label">{isolated(plain(side.label))}</p>\n'
        kind = "side empty" if is_silent else "side"
        return f'<div class="{kind}">\n{label}{said}{rows}{silence}{passages}</div>\n'

    def item(self, item: Item, level: int) -> str:
        """An item of a list, with a link to it where it has an anchor."""
        anchor = self.anchored(item.anchor) if item.anchor else ""
        link = self.link(anchor, text_of(item.head)) if anchor else ""
        others = "".join(f"<span{_id(self.anchored(name))}></span>" for name in item.anchors)
        head = (others if self.linked else "") + self.line(item.head) + link
        inner = self.blocks(item.blocks, level)
        if item.mark is None:
            return f"<li{_id(anchor)}><p>{head}</p>\n{inner}</li>\n"
        sign = f'<span class="sign" aria-hidden="true">{escape(item.mark.sign)}</span>'
        word = f'<span class="spoken">{item.mark.word}: </span>'
        shown = f'<p class="change">{sign} <span>{word}{head}</span></p>'
        return f"<li{_id(anchor)}{_class_of(item.mark)}>{shown}\n{inner}</li>\n"

    def table(self, table: Table) -> str:
        """A table that can also be scrolled by keyboard; in a fragment, its citations are beneath it.

        It is a group and not a region, since the name of a landmark must be unique.
        """
        cited = [] if self.linked else new_citations(table, self.numbers)
        caption = plain(table.caption)
        heads = (
            isolated(plain(table.corner)),
            *(self.line(head, numbered=True) for head in table.heads),
        )
        head = "".join(f'<th scope="col">{breakable(cell)}</th>' for cell in heads)
        names = [attribute(text_of(head)) for head in table.heads]
        anchors = table.anchors or ("",) * len(table.rows)
        body = "".join(
            f"<tr{_id(self.anchored(anchor) if anchor else '')}>"
            f'<th scope="row">{self.line(name, numbered=True)}</th>'
            f"{''.join(map(self.cell, cells, names))}</tr>\n"
            for anchor, (name, cells) in zip(anchors, table.rows, strict=True)
        )
        notes = "".join(map(self.note, cited))
        is_wide = len(heads) > _MOST_FEW
        size = (" long" if len(table.rows) >= _LEAST_LONG else "") if is_wide else " few"
        hint = f'<p class="hint">{_HINT}</p>\n' if is_wide else ""
        return (
            f'{hint}<div class="region{size}" role="group" tabindex="0" '
            f"aria-label={attribute(caption)}>\n"
            f"<table>\n<caption>{isolated(caption)}</caption>\n"
            f"<thead>\n<tr>{head}</tr>\n</thead>\n<tbody>\n{body}</tbody>\n</table>\n</div>"
            + (f'\n<ul class="notes">\n{notes}</ul>' if notes else "")
        )

    def cell(self, cell: Cell, name: str) -> str:
        """A cell of a table, with the name of its column for where the table is a list."""
        lines = [self.line(text, numbered=True) for text in cell.lines]
        if cell.mark is not None:
            lines.append(f'<span class="word">({cell.mark.word})</span>')
        return f"<td{_class_of(cell.mark or cell.tint)} data-head={name}>{'<br>'.join(lines)}</td>"

    def notes(self) -> str:
        """All citations of a file, each with links back to where it stands."""
        anchor = self.anchored("Notes")
        self.contents.append((anchor, "Notes", len(self.numbers)))
        notes = "".join(map(self.note, self.numbers))
        head = self.heading("Notes", self.level + 1, anchor=anchor)
        return f'<section{_id(anchor)}>\n{head}\n<ul class="notes">\n{notes}</ul>\n</section>\n'

    def note(self, citation: Citation) -> str:
        """A citation in full; in a file, with links back to where it is cited."""
        number = self.numbers[citation]
        if not self.linked:
            return f"<li>[{number}] {self.citation(citation)}</li>\n"
        back = "".join(
            f' <a href="#at-{number}-{use}" aria-label="Back to where {number} is cited, '
            f'place {use}">↩</a>'
            for use in range(1, self.uses[citation] + 1)
        )
        return f'<li id="note-{number}">[{number}] {self.citation(citation)}{back}</li>\n'

    def reference(self, citation: Citation, *, named: bool) -> str:
        """The number of a citation, as a link to its note; what is ``named`` says where it is."""
        number = self.numbers.setdefault(citation, len(self.numbers) + 1)
        use = self.uses[citation] = self.uses.get(citation, 0) + 1
        if not self.linked:
            return f' <span class="number">[{number}]</span>'
        place = f"{isolated(plain(citation.place))} " if named else ""
        link = (
            f'<a class="number" id="at-{number}-{use}" href="#note-{number}">{place}[{number}]</a>'
        )
        return link if named else f" {link}"

    def citation(self, citation: Citation) -> str:
        """A citation in full."""
        quoted = f': <span class="passage">“{isolated(plain(citation.passage))}”</span>'
        return (
            f"<span{_citation_class(citation)}>"
            f"{isolated(plain(citation.place))}{_said(citation)}{quoted if citation.passage else ''}"
            f"{isolated(citation.remarks)}</span>"
        )

    def cited(self, citation: Citation) -> str:
        """A citation within a line of a file: where it is and who says it; the rest is in its note."""
        link = self.reference(citation, named=True)
        return f"<span{_citation_class(citation)}>{link}{_said(citation)}</span>"

    def line(self, parts: Line, *, numbered: bool = False) -> str:
        """A line; citations in tables are numbered."""
        return "".join(self.part(part, numbered=numbered) for part in parts)

    def part(self, part: Part, *, numbered: bool) -> str:
        """A piece of a line."""
        if isinstance(part, Citation):
            if numbered:
                return self.reference(part, named=False)
            return self.cited(part) if self.linked else self.citation(part)
        text = isolated(plain(part.text))
        if part.exact and part.exact != part.text:
            text = f"<span title={attribute(part.exact)}>{text}</span>"
        if part.kind == "dim":
            return f'<span class="dim">{text}</span>'
        name = _ELEMENTS.get(part.kind)
        return f"<{name}>{text}</{name}>" if name else text


def _is_empty(side: Side) -> bool:
    return side.is_silent and bool(side.silence)


def _sides_class(sides: Sides) -> str:
    """Sides, and which of two says nothing and leaves its room to the other."""
    empty = [_is_empty(side) for side in sides.sides]
    if empty == [True, False]:
        return "sides later"
    return "sides earlier" if empty == [False, True] else "sides"


def _said(citation: Citation) -> str:
    return "".join(f", {isolated(plain(remark))}" for remark in citation.said)


def _citation_class(citation: Citation) -> str:
    return f' class="citation{" denial" if citation.is_denial else ""}"'


def _class_of(mark: Mark | None) -> str:
    return f' class="{mark.name.lower()}"' if mark is not None else ""


def _id(anchor: str) -> str:
    return f" id={attribute(anchor)}" if anchor else ""
