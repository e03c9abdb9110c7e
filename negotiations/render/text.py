"""Pages as text for a terminal: they fit its width, and read the same without colour."""

from __future__ import annotations

import io
import re
from functools import cached_property

from negotiations.plaintext import plain
from negotiations.render.page import (
    Citation,
    Fold,
    Items,
    Mark,
    Prose,
    Rows,
    Section,
    Sides,
    Span,
    Table,
    Unopened,
    new_citations,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    from negotiations.render.page import Block, Cell, Item, Line, Page, Part

__all__ = ["TextPage", "fitting", "page_as_text", "table"]

_STYLES = {
    Mark.ADDED: "green",
    Mark.REMOVED: "red",
    Mark.CHANGED: "yellow",
    Mark.MOVED: "cyan",
    Mark.RENUMBERED: "dim",
    Mark.ALIKE: "dim",
    Mark.REPORTED: "blue",
    Mark.UNREPORTED: "dim",
    Mark.EVIDENCE: "dim",
    Mark.RESOLVED: "green",
    Mark.OPENED: "yellow",
    Mark.OPTION_ADDED: "green",
    Mark.OPTION_DROPPED: "red",
    Mark.OPTIONS: "yellow",
    Mark.BRACKETED: "yellow",
    Mark.UNBRACKETED: "green",
    Mark.NOT_CODED: "dim",
    Mark.UNCODED: "dim",
    Mark.SAME: "dim",
    Mark.DIFFERS: "yellow",
    Mark.SILENT: "dim",
    Mark.EXCLUDED: "red",
}
# By how much what continues the head of an item stands to the right of it, and of what is beneath it.
_HANG = 4
_KINDS = {"strong": "bold", "dim": "dim", "ins": "green", "del": "red"}


def _style_of(mark: Mark | None) -> str:
    return "" if mark is None else _STYLES.get(mark, "")


def page_as_text(page: Page, *, width: int, color: bool) -> str:
    """A page as text."""
    return str(_Writer(page, width, color=color).made)


class _Writer:
    """The writer of one page as text."""

    def __init__(self, page: Page, width: int, *, color: bool) -> None:
        self.made = TextPage(width, color=color)
        self.numbers: dict[Citation, int] = {}
        self.made.line(plain(page.title), "bold")
        for block in page.lead:
            self._block(block, 0)
        for block in page.blocks:
            self.made.line()
            self._block(block, 0)

    def _block(self, block: Block, indent: int) -> None:
        if isinstance(block, Prose):
            for paragraph in block.lines:
                self.made.line(self._text(paragraph), indent=indent)
        elif isinstance(block, Rows):
            self._rows(block, indent or 2)
        elif isinstance(block, Items):
            for item in block.items:
                self._item(item, indent or 2)
        elif isinstance(block, Section):
            style = f"bold {_style_of(block.mark)}".strip()
            self.made.line(plain(block.title), style, indent)
            for inner in block.blocks:
                self._block(inner, indent + 2)
        elif isinstance(block, Sides):
            self._rows(block.as_rows(), indent or 2)
        elif isinstance(block, Fold):
            self._fold(block, indent)
        else:
            self._table(block, indent)

    def _fold(self, block: Fold, indent: int) -> None:
        if block.unopened is not Unopened.NOTHING:
            self.made.line(self._text(block.head, "dim"), indent=indent, hang=_HANG)
        if block.unopened is Unopened.ALL:
            for inner in block.blocks:
                self._block(inner, indent + 2)

    def _rows(self, block: Rows, indent: int) -> None:
        from rich.cells import cell_len

        rows: list[tuple[str, Text | Padding]] = []
        labels = max(cell_len(plain(labelled.label)) for labelled in block.rows)
        room = self.made.width - indent - labels - 2
        for labelled in block.rows:
            label = plain(labelled.label)
            for entry in labelled.entries:
                said = self._text(entry.line)
                if len(labelled.entries) > 1:  # what continues an entry is not read as another
                    said = self.made.hanging(said, room, 2)
                rows.append((label, said))
                rows += [("", self._under(under)) for under in entry.under]
                label = ""
        self.made.rows(rows, indent=indent, styles=("dim",))

    def _under(self, under: Line) -> Padding:
        """A line beneath an entry: indented, the lines that continue it too."""
        from rich.padding import Padding

        return Padding(self._text(under), (0, 0, 0, 2))

    def _item(self, item: Item, indent: int) -> None:
        if item.mark is None:
            self.made.line(self._text(item.head), indent=indent, hang=_HANG)
        else:
            style = _style_of(item.mark)
            head = self._text(item.head, style)
            self.made.rows([(item.mark.sign, head)], indent=indent, styles=(style, style))
        for block in item.blocks:
            self._block(block, indent + (2 if item.mark is None else 4))

    def _table(self, block: Table, indent: int) -> None:
        cited = new_citations(block, self.numbers)
        self.made.line(plain(block.caption), "bold", indent)
        heads = [plain(block.corner), *(self._numbered(head) for head in block.heads)]
        rows = [[self._numbered(head), *map(self._cell, cells)] for head, cells in block.rows]
        self.made.table(heads, rows, indent=indent, least=block.least)
        if cited:
            self.made.line()
            notes = [(f"[{self.numbers[citation]}]", str(citation)) for citation in cited]
            self.made.rows(notes, indent=indent or 2, styles=("dim",))

    def _cell(self, cell: Cell) -> str:
        lines = [self._numbered(parts) for parts in cell.lines]
        return "\n".join([*lines, f"({cell.mark.word})"] if cell.mark else lines)

    def _numbered(self, parts: Line) -> str:
        return "".join(
            f" [{self.numbers[part]}]" if isinstance(part, Citation) else part.shown
            for part in parts
        ).strip()

    def _text(self, parts: Iterable[Part], style: str = "") -> Text:
        from rich.text import Text

        text = Text(style=style)
        for part in parts:
            if isinstance(part, Span):
                text.append(part.shown, _KINDS.get(part.kind, ""))
            else:
                text.append(str(part))
        return text


# Where a column has less room, rich takes from the others, too.
_LEAST = 12
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


class TextPage:
    """Lines and blocks of text, laid out by rich when the page is read."""

    def __init__(self, width: int, *, color: bool) -> None:
        self.width = max(width, 30)
        self._color = color
        self._stream = io.StringIO()

    @cached_property
    def _console(self) -> Console:
        # Loaded here and not above: it takes 40 ms, and only coloured pages and tables need it.
        from rich.console import Console

        return Console(
            file=self._stream,
            width=self.width,
            force_terminal=self._color,
            color_system="standard" if self._color else None,
            no_color=not self._color,
            highlight=False,
            markup=False,
            emoji=False,
            legacy_windows=False,
            _environ={},
        )

    def line(
        self, text: str | Text = "", style: str = "", indent: int = 0, *, hang: int = 0
    ) -> None:
        """Add a paragraph, wrapped to the width; lines that continue it ``hang`` to the right."""
        from rich.text import Text

        given = _text(text, style)
        if hang and isinstance(given, Text):
            given = self.hanging(given, self.width - indent, hang)
        self._print(given, indent)

    def _print(self, text: Text | Padding, indent: int) -> None:
        """Add a text; without colours it is only wrapped, in a tenth of the time."""
        if not self._color:
            self._lines(_wrapped(text, self.width - indent), indent)
            return
        from rich.padding import Padding

        self._console.print(Padding(text, (0, 0, 0, indent)))

    def hanging(self, text: Text, width: int, hang: int) -> Text:
        """A paragraph whose lines but the first begin further to the right, where it has several."""
        from rich.text import Text

        if text.cell_len <= width or width <= 2 * hang:
            return text
        # The console is asked only for the styles of lines that are justified.
        console: Any = None
        first, *others = text.wrap(console, width - hang)
        return Text("\n").join([first, *(Text(" " * hang) + line for line in others)])

    def _print_rows(self, rows: list[tuple[str | Text | Padding, ...]], indent: int) -> bool:
        """Add rows of two columns without colours as rich lays them out, or leave them to it."""
        from rich.cells import cell_len

        names = [_safe(row[0]) for row in rows if isinstance(row[0], str) and len(row) == 2]
        first = max(map(cell_len, names), default=0) + 2
        room = self.width - indent - first
        is_plain = len(names) == len(rows) and not any("\n" in name for name in names)
        if self._color or room < _LEAST or not is_plain:
            return False
        for name, (_, cell) in zip(names, rows, strict=True):
            label, *others = _wrapped(_text(cell), room)
            self._lines([f"{name}{' ' * (first - cell_len(name))}{label}"], indent)
            self._lines(others, indent + first)
        return True

    def _lines(self, lines: Iterable[str], indent: int) -> None:
        self._stream.writelines(f"{' ' * indent}{line}\n" for line in lines)

    def rows(
        self,
        rows: Iterable[Sequence[str | Text | Padding]],
        *,
        indent: int = 0,
        styles: Sequence[str] = (),
    ) -> None:
        """Add rows of two or more columns; the last column wraps."""
        from rich.padding import Padding
        from rich.table import Table as Grid

        cells = [tuple(row) for row in rows]
        if not cells or self._print_rows(cells, indent):
            return
        grid = Grid.grid(padding=(0, 2, 0, 0))
        count = len(cells[0])
        for index in range(count):
            grid.add_column(overflow="fold", no_wrap=index < count - 1 and count > 1)
        shades = (*styles, *[""] * count)
        for row in cells:
            grid.add_row(*map(_text, row, shades))
        self._console.print(Padding(grid, (0, 0, 0, indent)))

    def table(
        self,
        heads: Sequence[str],
        rows: Iterable[Sequence[str]],
        *,
        indent: int = 0,
        least: int = 0,
    ) -> None:
        """Add a table whose columns wrap between words; if it is too wide, each row is a block.

        So it is too where the columns would have less room than ``least`` letters.
        """
        from rich.cells import cell_len
        from rich.padding import Padding
        from rich.table import Table as Grid
        from rich.text import Text

        safe_rows = [tuple(map(_safe, row)) for row in rows]
        words = [
            max(cell_len(word) for cell in (head, *cells) for word in cell.split() or [""])
            for head, *cells in zip(heads, *safe_rows, strict=True)
        ]
        room = self.width - indent - 2 * len(words)
        if sum(words) > room or least * len(words) > room:
            self._blocks(heads, safe_rows, indent)
            return
        grid = Grid(box=None, padding=(0, 2, 0, 0), pad_edge=False, show_edge=False)
        most = [
            max(cell_len(line) for cell in (head, *cells) for line in cell.split("\n"))
            for head, *cells in zip(heads, *safe_rows, strict=True)
        ]
        widths = _shared_out(words, most, room)
        for head, width in zip(heads, widths, strict=True):
            grid.add_column(Text(head, style="bold"), overflow="fold", width=width)
        for row in safe_rows:
            grid.add_row(*map(Text, row))
        self._console.print(Padding(grid, (0, 0, 0, indent)))

    def _blocks(self, heads: Sequence[str], rows: list[tuple[str, ...]], indent: int) -> None:
        """Add the rows of a table as blocks: each cell behind the head of its column.

        Where a head is too long for that, the cell follows beneath it.
        """
        from rich.cells import cell_len

        is_long = max(map(cell_len, heads[1:]), default=0) > (self.width - indent) // 3
        for row in rows:
            self.line(row[0], "bold", indent)
            cells = zip(heads[1:], row[1:], strict=True)
            if not is_long:
                self.rows(cells, indent=indent + 2, styles=("dim",))
                continue
            for head, cell in cells:
                self.line(head, "dim", indent + 2)
                self.line(cell, "", indent + 4)

    def __str__(self) -> str:
        lines = [line.rstrip() for line in self._stream.getvalue().split("\n")]
        # A line that contains only colour codes is empty, too.
        while lines and not _COLOURS.sub("", lines[-1]).strip():
            lines.pop()
        return "\n".join(lines).strip("\n") + "\n"


def fitting(
    heads: Sequence[str], rows: Iterable[Sequence[str]], width: int, *, least: int = 0
) -> int:
    """How many columns of a table fit beside each other, from the first on; one at the least.

    A column has room for its longest word, and for as much of its longest cell as ``least`` letters.

    >>> fitting(["id", "name", "act"], [["the-north-of-the-river", "Northland", "demands"]], 40)
    2
    """
    from rich.cells import cell_len

    columns = zip(heads, *rows, strict=True)
    longest = [
        max(
            max(min(cell_len(cell), least), *(cell_len(word) for word in cell.split() or [""]))
            for cell in map(_safe, column)
        )
        for column in columns
    ]
    room = max(width, 30)
    return max(
        (
            number
            for number in range(1, len(longest) + 1)
            if sum(longest[:number]) + 2 * number <= room
        ),
        default=1,
    )


def _shared_out(least: list[int], most: list[int], room: int) -> list[int]:
    """Share out a width among columns: each gets its longest word, the neediest most of the rest.

    >>> _shared_out([5, 5], [8, 90], 40)
    [8, 32]
    """
    widths = list(least)
    left = room - sum(least)
    needy = sorted(range(len(least)), key=lambda index: most[index] - least[index])
    for count, index in enumerate(needy):
        grant = min(most[index] - least[index], left // (len(needy) - count))
        widths[index] += grant
        left -= grant
    return widths


def _wrapped(text: Text | Padding, width: int) -> list[str]:
    """The lines of a text, without colours."""
    from rich.padding import Padding

    if isinstance(text, Padding):
        inner: Any = text.renderable
        return [f"{' ' * text.left}{line}" for line in _wrapped(inner, width - text.left)]
    # The console is asked only for the styles of lines that are justified.
    console: Any = None
    return [line.plain for line in text.wrap(console, width)]


def _text(text: str | Text | Padding, style: str = "") -> Text | Padding:
    from rich.text import Text

    return Text(_safe(text), style=style) if isinstance(text, str) else text


def _safe(text: str) -> str:
    """Text without anything that controls a terminal; line ends remain."""
    return "\n".join(plain(line) for line in text.split("\n"))


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, width: int, color: bool) -> str:
    """A table as text."""
    page = TextPage(width, color=color)
    page.table(heads, rows)
    return str(page)
