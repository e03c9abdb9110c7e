"""A page before it has a format: a small tree of plain values.

A page is built once from what is shown; each writer (text, Markdown, HTML) knows all of these values
and nothing of records or changes. Texts stand here as they came: the writers make them safe.
"""

from __future__ import annotations

from enum import Enum

from negotiations import deferred as attrs
from negotiations.plaintext import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Literal, TypeAlias

    Kind: TypeAlias = Literal["text", "strong", "dim", "code", "ins", "del"]
    Part: TypeAlias = "Span | Citation"
    Line: TypeAlias = tuple[Part, ...]
    Block: TypeAlias = "Prose | Rows | Items | Section | Table | Sides | Fold"

__all__ = [
    "Cell",
    "Citation",
    "Entry",
    "Fold",
    "Item",
    "Items",
    "LabelledRow",
    "Mark",
    "Page",
    "Prose",
    "Rows",
    "Section",
    "Side",
    "Sides",
    "Span",
    "Table",
    "Unopened",
    "as_items",
    "citations_in",
    "code",
    "dim",
    "line",
    "new_citations",
    "row",
    "strong",
    "text_of",
]


class Mark(Enum):
    """The kind of a heading, item or cell: a sign, and the word for it."""

    ADDED = ("+", "added")
    REMOVED = ("-", "removed")
    CHANGED = ("~", "changed")
    MOVED = (">", "moved")
    RENAMED = ("@", "renamed")
    RENUMBERED = ("#", "under another number")
    ALIKE = ("~=", "the same in other words")
    REPORTED = ("?+", "reported only on the second side")
    UNREPORTED = ("?-", "reported only on the first side")
    RETOLD = ("?~", "reported on both sides, and differently")
    EVIDENCE = ("=", "with other passages")
    RESOLVED = ("=>", "resolved: no longer several options")
    OPENED = ("=<", "opened: several options now")
    OPTION_ADDED = ("[+", "one more option")
    OPTION_DROPPED = ("[-", "one option fewer")
    OPTIONS = ("[]", "options")
    BRACKETED = ("[", "in brackets now")
    UNBRACKETED = ("]", "no longer in brackets")
    NOT_CODED = ("??", "not coded on one side")
    SAME = ("==", "same as the base")
    DIFFERS = ("!=", "differs from the base")
    DETAIL = ("<>", "in more or less detail than the base; nothing that both report differs")
    OPEN = ("?=", "may differ from the base or not")
    SILENT = ("..", "not reported")
    UNCODED = ("?.", "not coded there")
    EXCLUDED = ("x", "reported to be excluded")

    @property
    def sign(self) -> str:
        """The sign, told apart without colour."""
        return self.value[0]

    @property
    def word(self) -> str:
        """What the sign means."""
        return self.value[1]


# --- within a line ------------------------------------------------------------------------------


@attrs.frozen
class Span:
    """A piece of text. ``ins`` and ``del`` are the words that a text gained and lost.

    ``exact`` is the same in the words of the JSON, where these are other words: a date in EDTF. HTML has
    it for a pointer that rests on the text.
    """

    text: str
    kind: Kind = "text"
    exact: str = ""

    @property
    def shown(self) -> str:
        """The text made safe; of words gained and lost, with signs that read without colour."""
        text = plain(self.text)
        return {"ins": f"[+{text}+]", "del": f"[-{text}-]"}.get(self.kind, text)


@attrs.frozen
class Citation:
    """Where something is said, and how: in full where there is room, a number in tables.

    Attributes:
        place: The label of the source, and the paragraph.
        said: By whom, through whom, hedged or not, a denial or a coder's reading.
        passage: The words themselves, where the article texts are given.
        fields: What of a record it bears on; empty for all of it.
        note: The coder's remark on it.
        is_denial: Whether it contradicts.
    """

    place: str
    said: tuple[str, ...] = ()
    passage: str = ""
    fields: tuple[str, ...] = ()
    note: str = ""
    is_denial: bool = False

    @property
    def remarks(self) -> str:
        """What stands behind the place and the passage."""
        names = ", ".join(map(plain, self.fields))
        label = "field" if len(self.fields) == 1 else "fields"
        bearing = f" [{label}: {names}]" if self.fields else ""
        return bearing + (f" ({plain(self.note)})" if self.note else "")

    def __str__(self) -> str:
        said = ", ".join(map(plain, (self.place, *self.said)))
        quoted = f": “{plain(self.passage)}”" if self.passage else ""
        return f"{said}{quoted}{self.remarks}"


def line(*parts: str | Part) -> Line:
    """A line of text: strings are plain spans, and empty ones are left out.

    >>> line("before ", strong("150"), "")
    (Span(text='before ', kind='text', exact=''), Span(text='150', kind='strong', exact=''))
    """
    spans = (Span(part) if isinstance(part, str) else part for part in parts)
    return tuple(part for part in spans if isinstance(part, Citation) or part.text)


def strong(text: str) -> Span:
    """Emphasised text."""
    return Span(text, "strong")


def dim(text: str) -> Span:
    """Text of less importance."""
    return Span(text, "dim")


def code(text: str) -> Span:
    """Text for machines, such as a path."""
    return Span(text, "code")


# --- blocks -------------------------------------------------------------------------------------


@attrs.frozen
class Prose:
    """Paragraphs, one for each line."""

    lines: tuple[Line, ...]


@attrs.frozen
class Entry:
    """One of the things said under a label, and what stands beneath it."""

    line: Line
    under: tuple[Line, ...] = ()


@attrs.frozen
class LabelledRow:
    """A label and what is said under it."""

    label: str
    entries: tuple[Entry, ...]


def row(label: str, *entries: str | Part | Line | Entry) -> LabelledRow:
    """A labelled row; anything that is not yet an entry becomes one.

    >>> row("count", "150").entries
    (Entry(line=(Span(text='150', kind='text', exact=''),), under=()),)
    """
    return LabelledRow(
        label, tuple(entry if isinstance(entry, Entry) else _entry(entry) for entry in entries)
    )


def _entry(content: str | Part | Line) -> Entry:
    return Entry(content if isinstance(content, tuple) else line(content))


@attrs.frozen
class Rows:
    """Labelled rows, with the labels in one column."""

    rows: tuple[LabelledRow, ...]


@attrs.frozen
class Item:
    """An item of a list: a head, and blocks of its own.

    ``anchor`` is its stable name within the page, such as the path of a change: a file of HTML has a
    link to it. What is told with it has ``anchors`` that lead to it, too.
    """

    head: Line
    blocks: tuple[Block, ...] = ()
    mark: Mark | None = None
    anchor: str = ""
    anchors: tuple[str, ...] = ()


@attrs.frozen
class Items:
    """A list."""

    items: tuple[Item, ...]


@attrs.frozen
class Section:
    """Blocks under a heading; without an anchor of its own, it is named by its title in links."""

    title: str
    blocks: tuple[Block, ...]
    mark: Mark | None = None
    anchor: str = ""


class Unopened(Enum):
    """What of folded blocks stands where they cannot be opened: on a terminal, and in Markdown."""

    ALL = "all"
    HEAD = "head"
    NOTHING = "nothing"


@attrs.frozen
class Fold:
    """Blocks that most readers do not need: HTML shows their head alone until it is opened.

    A page of which a part is left out where it cannot be opened says at which level it is written out.
    """

    head: Line
    blocks: tuple[Block, ...]
    anchor: str = ""
    unopened: Unopened = Unopened.ALL


@attrs.frozen
class Side:
    """What one of two texts says, in a column of its own where there is room.

    Attributes:
        label: Which of the two it is.
        said: The value in lines, with the words that the other side has not marked.
        rows: The fields of a value that has several.
        cited: The passages that say so.
        silence: What a column says that has neither a value nor fields; without columns, a side is left
            out that has no passages either.
    """

    label: str
    said: tuple[Line, ...] = ()
    rows: tuple[LabelledRow, ...] = ()
    cited: tuple[Citation, ...] = ()
    silence: str = ""

    @property
    def is_silent(self) -> bool:
        """Whether this side says nothing."""
        return not self.said and not self.rows

    @property
    def lines(self) -> tuple[Line, ...]:
        """The value and the passages, one below the other; a single value and passage on one line."""
        said = self.said
        if self.is_silent and self.cited and self.silence:
            said = (line(self.silence),)
        if len(said) == len(self.cited) == 1:
            return ((*said[0], Span(" – "), self.cited[0]),)
        dash = (Span("– "),) if said else ()
        return (*said, *((*dash, citation) for citation in self.cited))


@attrs.frozen
class Sides:
    """The earlier text and the later, side by side."""

    sides: tuple[Side, Side]

    def as_rows(self) -> Rows:
        """Both sides as rows, for where there are no columns: fields first, passages after them."""
        rows = [row for side in self.sides for row in side.rows]
        rows += [
            LabelledRow(side.label, tuple(map(Entry, side.lines)))
            for side in self.sides
            if side.lines
        ]
        return Rows(tuple(rows))


@attrs.frozen
class Cell:
    """A cell of a table: lines, and in words what sort of cell it is.

    With ``tint`` instead of ``mark`` the lines say it themselves.
    """

    lines: tuple[Line, ...]
    mark: Mark | None = None
    tint: Mark | None = None


@attrs.frozen
class Table:
    """A table with a caption; its first column, under ``corner``, has the heads of the rows.

    Citations in it become numbers, and are listed beneath it. In text, a table whose columns would
    have less room than ``least`` letters is a list instead. Rows can have ``anchors``, one each.

    Raises:
        ValueError: A row has more or fewer cells than there are heads of columns, or rows have anchors
            and not one each.
    """

    caption: str
    corner: str
    heads: tuple[Line, ...]
    rows: tuple[tuple[Line, tuple[Cell, ...]], ...]
    least: int = 0
    anchors: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        for _, cells in self.rows:
            if len(cells) != len(self.heads):
                raise ValueError(f"expected {len(self.heads)} cells in a row, found {len(cells)}")
        if self.anchors and len(self.anchors) != len(self.rows):
            raise ValueError(f"expected {len(self.rows)} anchors, found {len(self.anchors)}")


@attrs.frozen
class Page:
    """A whole page: its title, its lead, and its blocks. A file of HTML lists the sections first."""

    title: str
    lead: tuple[Block, ...] = ()
    blocks: tuple[Block, ...] = ()


def citations_in(lines: Iterable[Line]) -> Iterator[Citation]:
    """The citations in these lines, in their order."""
    return (part for parts in lines for part in parts if isinstance(part, Citation))


def new_citations(table: Table, numbers: dict[Citation, int]) -> list[Citation]:
    """The citations of a table that have no number yet; they are given the next ones."""
    lines = [*table.heads]
    for head, cells in table.rows:
        lines += [head, *(text for cell in cells for text in cell.lines)]
    cited = [citation for citation in dict.fromkeys(citations_in(lines)) if citation not in numbers]
    for citation in cited:
        numbers[citation] = len(numbers) + 1
    return cited


def text_of(parts: Line) -> str:
    """A line without marks."""
    return "".join(part.shown if isinstance(part, Span) else str(part) for part in parts)


def as_items(table: Table) -> Items:
    """A table as a list, for where a table does not fit: each row, its cells under their heads."""
    return Items(
        tuple(
            Item(
                head,
                (
                    Rows(
                        tuple(
                            LabelledRow(text_of(name), tuple(map(Entry, _lines_of(cell))))
                            for name, cell in zip(table.heads, cells, strict=True)
                        )
                    ),
                ),
            )
            for head, cells in table.rows
        )
    )


def _lines_of(cell: Cell) -> tuple[Line, ...]:
    return (*cell.lines, line(f"({cell.mark.word})")) if cell.mark else cell.lines
