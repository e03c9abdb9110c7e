"""Pages as GitHub Flavored Markdown. No text of a record becomes markup."""

from __future__ import annotations

import re

from negotiations.plaintext import plain
from negotiations.render.page import (
    Citation,
    Fold,
    Items,
    Prose,
    Rows,
    Section,
    Sides,
    Unopened,
    as_items,
    new_citations,
    text_of,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from negotiations.render.page import Block, Cell, LabelledRow, Line, Page, Span, Table

__all__ = ["page_as_markdown"]

# What means something within a line, and what would make a link of a bare address.
_INLINE = re.compile(r"[\\`*_\[\]<>|~&$#]|:(?=//)|(?<=\bwww)\.", re.IGNORECASE)
# An at sign between what could be an address of e-mail: GitHub makes a link of it after all escapes are
# resolved, so that only what stands between its parts keeps it a text.
_ADDRESS = re.compile(r"(?<=[\w.+-])@(?=[\w\\-]+\.)")
# What means something only where a line begins.
_OPENING = re.compile(r"^(\d*)([-+=.)])")
_FENCES = {"strong": "**", "del": "~~", "ins": "**"}


def page_as_markdown(page: Page) -> str:
    """A page as Markdown."""
    writer = _Writer()
    chunks = [f"# {_words(page.title)}"]
    in_section = False
    for block in (*page.lead, *page.blocks):
        if in_section and not isinstance(block, Section):
            chunks.append("---")  # what follows a section is not part of it
        in_section = isinstance(block, Section)
        chunks += writer.block(block, 2)
    return "\n\n".join(_apart(chunks)) + "\n"


def _apart(chunks: list[str]) -> Iterator[str]:
    """Separate chunks where two adjacent lists would be read as one."""
    for before, chunk in zip(("", *chunks), chunks, strict=False):
        if before.startswith("- ") and chunk.startswith("- "):
            yield "<!-- -->"
        yield chunk


class _Writer:
    """The writer of one page as Markdown; a chunk has an empty line before and after it."""

    def __init__(self) -> None:
        self.numbers: dict[Citation, int] = {}

    def block(self, block: Block, level: int) -> list[str]:
        """A block as chunks, its headings from this level downwards."""
        if isinstance(block, Prose):
            return [text for text in map(self.line, block.lines) if text]
        if isinstance(block, Section):
            title = _words(block.title)
            inner = [chunk for inside in block.blocks for chunk in self.block(inside, level + 1)]
            return [f"{'#' * min(level, 6)} {title}", *inner]
        if isinstance(block, Rows | Items | Sides | Fold):
            bullets = self.bullets(block, 0)
            return ["\n".join(bullets)] if bullets else []
        return self.table(block)

    def bullets(self, block: Block, depth: int) -> list[str]:
        """A block as lines of a list at this depth."""
        indent = "  " * depth
        if isinstance(block, Rows):
            return [text for labelled in block.rows for text in self.row(labelled, depth)]
        if isinstance(block, Items):
            lines: list[str] = []
            for item in block.items:
                sign = f"`{item.mark.sign}` " if item.mark else ""
                lines.append(f"{indent}- {sign}{self.line(item.head)}")
                for inner in item.blocks:
                    lines += self.bullets(inner, depth + 1)
            return lines
        if isinstance(block, Section):
            below = [text for inside in block.blocks for text in self.bullets(inside, depth + 1)]
            return [f"{indent}- **{_words(block.title)}**", *below]
        if isinstance(block, Sides):
            return self.bullets(block.as_rows(), depth)
        if isinstance(block, Fold):
            head = (
                [] if block.unopened is Unopened.NOTHING else [f"{indent}- {self.line(block.head)}"]
            )
            shown = block.blocks if block.unopened is Unopened.ALL else ()
            return head + [text for inside in shown for text in self.bullets(inside, depth + 1)]
        if isinstance(block, Prose):
            return [f"{indent}- {self.line(paragraph)}" for paragraph in block.lines]
        # A table cannot stand in a list.
        caption = f"{indent}- **{_words(block.caption)}**"
        return [caption, *self.bullets(as_items(block), depth + 1)]

    def row(self, row: LabelledRow, depth: int) -> list[str]:
        """A labelled row: a single entry follows its label, several are listed beneath it."""
        indent = "  " * depth
        label = f"{indent}- **{_words(row.label)}**:"
        if len(row.entries) == 1 and not row.entries[0].under:
            return [f"{label} {self.line(row.entries[0].line, opens=False)}".rstrip()]
        lines = [label]
        for entry in row.entries:
            lines.append(f"{indent}  - {self.line(entry.line)}")
            lines += [f"{indent}    - {self.line(under)}" for under in entry.under]
        return lines

    def table(self, table: Table) -> list[str]:
        """A table under its caption, and the citations of its cells beneath it."""
        cited = new_citations(table, self.numbers)
        heads = [_words(table.corner), *(self.line(head, numbered=True) for head in table.heads)]
        lines = [heads, ["---"] * len(heads)]
        for head, cells in table.rows:
            name = _words(text_of(head))
            lines.append([f"**{name}**" if name else "", *map(self.cell, cells)])
        caption = f"**{_words(table.caption)}**"
        chunks = [caption, "\n".join(f"| {' | '.join(line)} |" for line in lines)]
        if cited:
            notes = (
                f"- \\[{self.numbers[citation]}\\] {_words(str(citation))}" for citation in cited
            )
            chunks.append("\n".join(notes))
        return chunks

    def cell(self, cell: Cell) -> str:
        """A cell: its lines under each other, and its mark in words."""
        lines = [self.line(text, numbered=True) for text in cell.lines]
        return "<br>".join([*lines, f"({cell.mark.word})"] if cell.mark else lines)

    def line(self, parts: Line, *, numbered: bool = False, opens: bool = True) -> str:
        """A line; citations in tables are ``numbered``, and what ``opens`` could begin a block."""
        text = ""
        for index, part in enumerate(parts):
            if isinstance(part, Citation):
                number = f" \\[{self.numbers[part]}\\]" if numbered else ""
                text += number or _escaped(str(part))
                continue
            following = parts[index + 1 : index + 2]
            after = text_of(following)[:1] if following else ""
            text += _fenced(part, text[-1:], after)
        text = " ".join(text.split())
        return _OPENING.sub(r"\1\\\2", text) if opens else text


def _fenced(span: Span, before: str, after: str) -> str:
    """A span with its marks, where Markdown would read them as marks: between spaces."""
    text = _escaped(span.shown)
    fence = _FENCES.get(span.kind, "")
    stands_alone = not before.strip() and not (after.isalnum() or after == "_")
    if not fence or not stands_alone or text != text.strip() or not text:
        return text
    return f"{fence}{text}{fence}"


def _escaped(text: str) -> str:
    return _ADDRESS.sub("@<!-- -->", _INLINE.sub(r"\\\g<0>", plain(text)))


def _words(text: str) -> str:
    """A text that follows one of our own marks."""
    return " ".join(_escaped(text).split())
