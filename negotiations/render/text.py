"""Pages of text for a terminal: they fit the width, and read the same without colour."""

from __future__ import annotations

import io

from negotiations.base import Value, fields_of
from negotiations.compare.changes import (
    Added,
    Change,
    Changed,
    EvidenceChanged,
    Moved,
    Pair,
    Removed,
    Reported,
    Unreported,
)
from negotiations.model import Event, Evidence, Phase, Position, Record, Term, Version
from negotiations.render.plain import plain
from negotiations.render.related import related
from negotiations.render.wording import Wording, plural
from negotiations.store.records import address_of
from negotiations.values import When
from negotiations.vocabulary import Completeness, Level

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from negotiations.compare.diff import Diff

__all__ = ["TextPage", "diff_page", "record_page", "table"]

_STYLES = {
    Added: "green",
    Removed: "red",
    Changed: "yellow",
    Moved: "cyan",
    Reported: "blue",
    Unreported: "dim",
    EvidenceChanged: "dim",
}
_MARKS = {
    Added: "+",
    Removed: "-",
    Changed: "~",
    Moved: ">",
    Reported: "?+",
    Unreported: "?-",
    EvidenceChanged: "=",
}


class TextPage:
    """Lines and blocks of text, laid out by rich when the page is read."""

    def __init__(self, width: int, *, color: bool) -> None:
        # Loaded here and not above: 40 ms that only pages for people want.
        from rich.console import Console

        self.width = max(width, 30)
        self._stream = io.StringIO()
        self._console = Console(
            file=self._stream,
            width=self.width,
            force_terminal=color,
            color_system="standard" if color else None,
            no_color=not color,
            highlight=False,
            markup=False,
            emoji=False,
            legacy_windows=False,
            _environ={},
        )

    def line(self, text: str = "", style: str = "", indent: int = 0) -> None:
        """A paragraph, wrapped to the width."""
        from rich.padding import Padding
        from rich.text import Text

        self._console.print(Padding(Text(_safe(text), style=style), (0, 0, 0, indent)))

    def rows(
        self, rows: Iterable[Sequence[str]], *, indent: int = 0, styles: Sequence[str] = ()
    ) -> None:
        """Rows of two or more columns; the last one wraps beneath itself."""
        from rich.padding import Padding
        from rich.table import Table
        from rich.text import Text

        held = [tuple(row) for row in rows]
        if not held:
            return
        grid = Table.grid(padding=(0, 2, 0, 0))
        count = len(held[0])
        for index in range(count):
            grid.add_column(overflow="fold", no_wrap=index < count - 1 and count > 1)
        shades = (*styles, *[""] * count)
        for row in held:
            grid.add_row(*(Text(_safe(cell), style=shades[i]) for i, cell in enumerate(row)))
        self._console.print(Padding(grid, (0, 0, 0, indent)))

    def table(self, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """A table whose columns wrap between words; too wide for that, each row as a block."""
        from rich.table import Table
        from rich.text import Text

        held = [tuple(map(_safe, row)) for row in rows]
        least = [
            max(len(word) for cell in (head, *cells) for word in cell.split() or [""])
            for head, *cells in zip(heads, *held, strict=True)
        ]
        if sum(least) + 2 * len(least) > self.width:
            for row in held:
                self.line(row[0], "bold")
                self.rows(zip(heads[1:], row[1:], strict=True), indent=2, styles=("dim",))
            return
        grid = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, show_edge=False)
        most = [
            max(len(line) for cell in (head, *cells) for line in cell.split("\n"))
            for head, *cells in zip(heads, *held, strict=True)
        ]
        widths = _shared_out(least, most, self.width - 2 * len(least))
        for head, width in zip(heads, widths, strict=True):
            grid.add_column(Text(head, style="bold"), overflow="fold", width=width)
        for row in held:
            grid.add_row(*map(Text, row))
        self._console.print(grid)

    def __str__(self) -> str:
        lines = self._stream.getvalue().split("\n")
        return "\n".join(line.rstrip() for line in lines).strip("\n") + "\n"


def _shared_out(least: list[int], most: list[int], room: int) -> list[int]:
    """Widths of columns: at least the longest word each, and what is left to the neediest last.

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


def _safe(text: str) -> str:
    """Text that cannot steer a terminal, whatever it was made of; its lines stay lines."""
    return "\n".join(plain(line) for line in text.split("\n"))


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, width: int, color: bool) -> str:
    """A table as text."""
    page = TextPage(width, color=color)
    page.table(heads, rows)
    return str(page)


# --- one record ---------------------------------------------------------------------------------


def record_page(record: Value, words: Wording, *, width: int, color: bool) -> str:
    """A record as a page, with its citations and with what is not reported."""
    page = TextPage(width, color=color)
    head = address_of(record) if isinstance(record, Record) else type(record).__name__
    page.line(plain(head), "bold")
    if isinstance(record, Term):
        _term(page, record, words, indent=2)
        return str(page)
    title = words.title(record)
    if title:
        page.line(title)
    page.line()
    _fields(page, record, words, indent=2)
    for name, one in (("phases", "phase"), ("terms", "term"), ("versions", "version")):
        held = getattr(record, name, None)
        if held is None:
            continue
        page.line()
        page.line(plural(len(held), one) if held else f"no {one}s, as reported", "bold", 2)
        for item in held:
            _item(page, item, words, indent=4)
    if words.dataset is not None and isinstance(record, Record):
        _attribution(page, record, words)
        for heading, lines in related(record, words.dataset, words):
            page.line()
            page.line(f"{heading} ({len(lines)})", "bold", 2)
            for address, said in lines:
                page.line(plain(address), indent=4)
                if said:
                    page.line(said, "dim", 6)
    silent = words.unreported(record)
    if silent:
        page.line()
        page.rows([("not reported", ", ".join(silent))], indent=2, styles=("dim", "dim"))
    return str(page)


def _attribution(page: TextPage, record: Record, words: Wording) -> None:
    """Who says it and who denies it, from how many origins."""
    if words.dataset is None or not isinstance(record, Event | Position | Version):
        return
    said = words.dataset.attribution(record)

    def names(keys: tuple[str, ...]) -> str:
        return ", ".join(words.name(key, ("actors", "sources")) for key in keys)

    rows = [("said by", names(said.claimants))] if said.claimants else []
    if said.narrated_by:
        rows.append(("told by", f"{names(said.narrated_by)}, in the article's own voice"))
    if said.disputed:
        rows.append(("denied by", names(said.deniers)))
    origins = plural(len(said.origins), "independent origin")
    rows.append(("origins", f"{origins}: {names(said.origins)}"))
    if said.hedged:
        rows.append(("hedged", "by every passage that says it"))
    page.line()
    page.rows(rows, indent=2, styles=("dim",))


def _fields(page: TextPage, record: Value, words: Wording, *, indent: int) -> None:
    nested = ("phases", "terms", "versions", "evidence", "claims")
    rows: list[tuple[str, str]] = []
    for spec in fields_of(record):
        given = getattr(record, spec.name)
        if given is None or spec.name in nested or spec.name == "id":
            continue
        label = spec.name.replace("_", " ")
        if isinstance(given, tuple) and given and isinstance(given[0], Value):
            for item in given:
                rows.append((label, words.value(item, spec)))
                rows += [("", f"  {each}") for each in _cited(item, words)]
                label = ""
        else:
            rows.append((label, words.value(given, spec)))
            if isinstance(given, When) and given.note:
                rows.append(("", f"  {plain(given.note)}"))
    for claim in getattr(record, "claims", None) or ():
        rows.append(("claim", f"{claim.count} ({claim.rank} rank: {plain(claim.reason)})"))
        if claim.when is not None:
            rows.append(("", f"  at {claim.when}"))
        if claim.note:
            rows.append(("", f"  {plain(claim.note)}"))
        rows += [("", f"  {each}") for each in _cited(claim, words)]
    for index, each in enumerate(_cited(record, words)):
        rows.append(("" if index else "evidence", each))
    page.rows(rows, indent=indent, styles=("dim",))


def _cited(value: Any, words: Wording) -> list[str]:
    held: tuple[Evidence, ...] = getattr(value, "evidence", None) or ()
    said = []
    for each in held:
        line = words.citation(each)
        if each.fields:
            line += f" [on {', '.join(each.fields)}]"
        if each.note:
            line += f" ({plain(each.note)})"
        said.append(line)
    return list(dict.fromkeys(said))


def _item(page: TextPage, item: Any, words: Wording, *, indent: int) -> None:
    if isinstance(item, Term):
        page.line(words.term_name(item), "bold", indent)
        _term(page, item, words, indent=indent + 2)
    elif isinstance(item, Phase):
        label = f" ({plain(item.label)})" if item.label else ""
        length = f": {item.duration}" if item.duration else ": duration not reported"
        page.line(f"{item.ordinal}{label}{length}", "bold", indent)
        rows = [("", plain(item.summary))] if item.summary else []
        rows += [("", each) for each in _cited(item, words)]
        page.rows(rows, indent=indent)
    elif isinstance(item, Version):
        tabled = f", tabled {item.tabled}" if item.tabled else ", date not reported"
        terms = "terms not reported" if item.terms is None else plural(len(item.terms), "term")
        page.line(f"{item.id}{tabled}, {terms}", "", indent)


def _term(page: TextPage, term: Term, words: Wording, *, indent: int) -> None:
    rows = words.term_fields(term)
    if term.summary:
        rows.insert(0, ("says", plain(term.summary)))
    if term.note:
        rows.append(("note", plain(term.note)))
    rows += [("" if i else "evidence", each) for i, each in enumerate(_cited(term, words))]
    shared = {spec.name for spec in fields_of(Term)}
    silent = [
        spec.name.replace("_", " ")
        for spec in fields_of(term)
        if spec.name not in shared and getattr(term, spec.name) is None
    ]
    if silent:
        rows.append(("not reported", ", ".join(silent)))
    page.rows(rows, indent=indent, styles=("dim",))


# --- a diff -------------------------------------------------------------------------------------

_SECTIONS: tuple[tuple[type[Change], str], ...] = (
    (Added, "Added: the earlier text is reported not to have it"),
    (Removed, "Removed: the later text is reported not to have it"),
    (Moved, "Moved to another phase"),
    (Changed, "Changed: both report it, and differently"),
    (Reported, "Newly reported: the earlier reports are silent on it, so it need not be new"),
    (Unreported, "Not mentioned any more: silence, not removal"),
    (EvidenceChanged, "Same content, other passages"),
)


def diff_page(
    diff: Diff,
    words: Wording,
    *,
    width: int,
    color: bool,
    changes: Sequence[Change] | None = None,
    level: Level = Level.CLARIFYING,
    evidence: bool = False,
) -> str:
    """A diff as a page: the summary first, then the terms, then what else the records say.

    With ``evidence``, changes of evidence are shown whatever the level.
    """
    page = TextPage(width, color=color)
    a, b = (plain(str(getattr(side, "id", type(side).__name__))) for side in (diff.a, diff.b))
    page.line(f"{a} → {b}", "bold")
    if not diff:
        page.line("no differences")
        return str(page)
    _sides(page, diff, words)
    listed = diff.changes if changes is None else tuple(changes)
    shown = [
        change
        for change in listed
        if change.level >= level or (evidence and isinstance(change, EvidenceChanged))
    ]
    on_terms = [change for change in shown if change.term is not None]
    _summary(page, diff)
    for kind, head in _SECTIONS:
        here = [change for change in on_terms if type(change) is kind]
        if here:
            page.line()
            page.line(head, f"bold {_STYLES[kind]}")
            for change in here:
                _change(page, change, diff, words)
    rest = [change for change in shown if change.term is None]
    if rest:
        page.line()
        page.line("Beside the terms", "bold")
        for change in sorted(rest, key=_by_field):
            _change(page, change, diff, words)
    hidden = len(listed) - len(shown)
    if hidden:
        page.line()
        page.line(
            f"{plural(hidden, 'change')} below the level {level} not shown (labels, summaries, "
            "notes, ids, evidence): --level bookkeeping shows all.",
            "dim",
        )
    return str(page)


def _by_field(change: Change) -> tuple[str, str]:
    """Changes of one field together; of the roles, authors before mediators."""
    item = change.steps[-1]
    role = getattr(item.present, "role", None) if isinstance(item, Pair) else None
    return str(change.steps[0]), "" if role is None else str(role)


def _sides(page: TextPage, diff: Diff, words: Wording) -> None:
    rows = []
    for side, name in ((diff.a, "before"), (diff.b, "after")):
        facts = [words.title(side).removesuffix(".")]
        if isinstance(side, Version):
            facts.append(f"tabled {side.tabled}" if side.tabled else "date not reported")
            known = side.completeness is Completeness.FULL_TEXT
            facts.append("known in full" if known else "known in part")
        rows.append((name, "; ".join(fact for fact in facts if fact)))
    page.rows(rows, indent=2, styles=("dim",))


def _summary(page: TextPage, diff: Diff) -> None:
    page.line()
    if isinstance(diff.a, Version | Position):
        page.line(str(diff.summary()))
    else:
        page.line(plural(len(diff), "change"))
    partial = [
        side
        for side in (diff.a, diff.b)
        if isinstance(side, Version) and side.completeness is Completeness.PARTIAL
    ]
    if partial and isinstance(diff.a, Version | Position):
        both = "Both texts are" if len(partial) == 2 else "One text is"
        page.line(f"{both} known in part: what goes unmentioned is not known to be gone.", "dim")


def _change(page: TextPage, change: Change, diff: Diff, words: Wording) -> None:
    mark, style = _MARKS[type(change)], _STYLES[type(change)]
    page.rows([(mark, _headline(change, words))], indent=2, styles=(style, style))
    rows: list[tuple[str, str]] = []
    whole = [side for side in (change.before, change.after) if isinstance(side, Term)]
    if whole:
        # Of a term that is struck, what it said; else what stands now.
        shown = whole[0] if isinstance(change, Removed) else whole[-1]
        if shown.summary:
            rows.append(("says", plain(shown.summary)))
        if not isinstance(change, Unreported):
            rows += words.term_fields(shown)
            if shown.note:
                rows.append(("note", plain(shown.note)))
    if isinstance(change, Changed) and change.words and len(change.words) > 2:
        marked = " ".join(
            plain(text) if sign == "=" else f"[{sign}{plain(text)}{sign}]"
            for sign, text in change.words
        )
        rows.append(("words", marked))
    for label, evidence in (("before", change.evidence_before), ("after", change.evidence_after)):
        for index, said in enumerate(words.citations(evidence)):
            rows.append(("" if index else label, said))
    if change.term is not None and not isinstance(change, Unreported):
        lean = diff.lean(change)
        facts = [f"{change.level}", f"{'leans' if lean.is_determined else 'lean'} {lean}"]
        if not isinstance(change, Reported):
            facts.insert(1, f"{change.certainty}")
        rows.append(("reading", "; ".join(facts)))
    page.rows(rows, indent=6, styles=("dim",))


def _headline(change: Change, words: Wording) -> str:
    """Where a change is, from the outside in, and what it is."""
    *outer, last = change.steps
    parts = [_item_name(step.present, words) for step in outer if isinstance(step, Pair)]
    if isinstance(last, Pair) and isinstance(last.present, Term):
        struck = isinstance(change, Removed) and change.after is not None
        parts.append(
            words.term_name(last.present) + (" (reported to be excluded)" if struck else "")
        )
        return ": ".join(parts)
    if not parts and change.term is not None:
        parts.append(words.term_name(change.term))
    head = change.field.replace("_", " ")
    if not (isinstance(last, Pair) and change.field == "roles"):
        parts.append(head)
    return ": ".join([*parts, _said(change, words)])


def _item_name(item: Any, words: Wording) -> str:
    """An item that a change is inside of."""
    if isinstance(item, Term):
        return words.term_name(item)
    if isinstance(item, Phase):
        return f"phase {item.ordinal}"
    return plain(item.id) if isinstance(item, Record) else words.value(item)


def _said(change: Change, words: Wording) -> str:
    spec = _spec_of(change)

    def shown(value: Any) -> str:
        if value is None:
            return "nothing"
        if isinstance(value, tuple) and value and isinstance(value[0], Evidence):
            return plural(len(value), "passage")
        if isinstance(value, Phase):
            length = f", {value.duration}" if value.duration else ""
            return f"{value.label or value.ordinal}{length}"
        return words.value(value, spec)

    if isinstance(change, Changed | Moved | EvidenceChanged):
        verb = "" if change.verb in ("changed", "moved") else f"{change.verb}, "
        return f"{verb}{shown(change.before)} → {shown(change.after)}{_delta(change)}"
    value = change.before if change.after is None else change.after
    verb = {"reported": "newly reported", "unreported": "not mentioned any more"}.get(
        change.verb, change.verb
    )
    return f"{shown(value)} ({verb})"


def _delta(change: Change) -> str:
    delta = change.delta if isinstance(change, Changed) else None
    if delta is None or not any(delta):
        return ""
    low, high = delta
    if low == high:
        return f" (by {_signed(low)})"
    parts = [
        f"{name} bound by {_signed(by)}" for name, by in (("lower", low), ("upper", high)) if by
    ]
    return f" ({', '.join(parts)})"


def _signed(by: Any) -> str:
    """A difference of counts or of durations, with its sign."""
    if isinstance(by, int):
        return f"{by:+}"
    seconds = int(by.total_seconds())
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1)):
        if seconds % length == 0:
            number = seconds // length
            return f"{number:+} {unit}{'' if abs(number) == 1 else 's'}"
    return str(by)


def _spec_of(change: Change) -> Any:
    """The declaration of the field that a change is in, for references and names."""
    owner = change.owners[1] if change.owners[1] is not None else change.owners[0]
    if isinstance(owner, Value):
        for spec in fields_of(owner):
            if spec.name == change.field:
                return spec
    return None
