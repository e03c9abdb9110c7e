"""The page of a diff: the summary first, then the terms, then what else the records say."""

from __future__ import annotations

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
from negotiations.compare.diff import side_name
from negotiations.model import Evidence, Phase, Position, Term, Version
from negotiations.render.page import (
    Item,
    Items,
    Mark,
    Page,
    Prose,
    Row,
    Rows,
    Section,
    Span,
    code,
    dim,
    line,
    row,
)
from negotiations.render.records import content_rows, details
from negotiations.render.wording import Wording, label_name, plural, stance_name
from negotiations.values import Count, Duration
from negotiations.vocabulary import Certainty, Completeness

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from negotiations.compare.diff import Diff, Lean
    from negotiations.render.page import Block, Line, Part

__all__ = ["change_item", "change_line", "diff_page", "mark_of"]

_MARKS: dict[type[Change], Mark] = {
    Added: Mark.ADDED,
    Removed: Mark.REMOVED,
    Changed: Mark.CHANGED,
    Moved: Mark.MOVED,
    Reported: Mark.REPORTED,
    Unreported: Mark.UNREPORTED,
    EvidenceChanged: Mark.EVIDENCE,
}
_SECTIONS: tuple[tuple[type[Change], str], ...] = (
    (Added, "Added: the earlier text is reported not to have it"),
    (Removed, "Removed: the later text is reported not to have it"),
    (Moved, "Moved to another phase"),
    (Changed, "Changed: both report it, and differently"),
    (Reported, "Newly reported: the earlier reports are silent on it, so it need not be new"),
    (Unreported, "Not mentioned any more: silence, not removal"),
    (EvidenceChanged, "Same content, other passages"),
)
# Between sides that are no drafts of a text nothing is new, and nothing was mentioned before.
_BETWEEN = {
    Reported: "On the second side alone: of the first nothing is reported",
    Unreported: "On the first side alone: of the second nothing is reported",
}
# What the headline of a change says in full.
_ATOMS = (Count, Duration, Evidence)


def diff_page(
    diff: Diff,
    words: Wording,
    changes: Sequence[Change] | None = None,
    *,
    evidence: bool = False,
) -> Page:
    """A diff as a page; with ``changes``, only those are listed, while the summary is of all.

    With ``evidence``, changes of evidence are shown whatever the level.
    """
    title = f"{side_name(diff.a)} → {side_name(diff.b)}"
    if not diff:
        unsettled = [line(dim(each)) for each in _left_out(diff, words)]
        return Page(title, lead=(Prose((line("no differences"), *unsettled)),))
    listed = diff.changes if changes is None else tuple(changes)
    shown = [
        change
        for change in listed
        if change.level >= words.level or (evidence and isinstance(change, EvidenceChanged))
    ]
    on_terms = [change for change in shown if change.term is not None]
    rest = [change for change in shown if change.term is None]
    blocks: list[Block] = [_summary(diff, words)]
    drafts = isinstance(diff.a, Version) and isinstance(diff.b, Version)
    for kind, usual in _SECTIONS:
        head = usual if drafts else _BETWEEN.get(kind, usual)
        here = [change for change in on_terms if type(change) is kind]
        if here:
            blocks.append(Section(head, (_items(here, diff, words),), _MARKS[kind]))
    if rest:
        others = _items(sorted(rest, key=_by_field), diff, words)
        blocks.append(Section("Beside the terms", (others,)))
    hidden = len(listed) - len(shown)
    if hidden:
        said = (
            f"{plural(hidden, 'change')} below the level {words.level} not shown (labels, "
            "summaries, notes, ids, evidence): the level bookkeeping shows all."
        )
        blocks.append(Prose((line(dim(said)),)))
    return Page(title, lead=(_sides(diff, words),), blocks=tuple(blocks))


def mark_of(change: Change) -> Mark:
    """The mark of a sort of change."""
    return _MARKS[type(change)]


def _items(changes: Sequence[Change], diff: Diff, words: Wording) -> Items:
    return Items(tuple(change_item(change, words, diff.lean(change)) for change in changes))


def _by_field(change: Change) -> tuple[str, str]:
    """Changes of one field together; of the roles, authors before mediators."""
    item = change.steps[-1]
    role = getattr(item.present, "role", None) if isinstance(item, Pair) else None
    return str(change.steps[0]), "" if role is None else str(role)


def _sides(diff: Diff, words: Wording) -> Rows:
    rows = []
    for side, name in ((diff.a, "before"), (diff.b, "after")):
        if not isinstance(side, Value):
            rows.append(row(name, stance_name(side, words)))
            continue
        facts = [words.title(side).removesuffix(".")]
        if isinstance(side, Version):
            facts.append(f"tabled {side.tabled}" if side.tabled else "date not reported")
            known = side.completeness is Completeness.FULL_TEXT
            facts.append("known in full" if known else "known in part")
        rows.append(row(name, "; ".join(fact for fact in facts if fact)))
    return Rows(tuple(rows))


def _who_speaks(diff: Diff) -> str:
    """Whose issues are compared."""
    kinds = [type(side) for side in (diff.a, diff.b) if not isinstance(side, Version)]
    if len(kinds) > 1:
        return "either of the two speaks"
    return "the position speaks" if kinds == [Position] else "the stance speaks"


def _left_out(diff: Diff, words: Wording) -> list[str]:
    """What of a stance is not compared."""
    names = (f"{label_name(each, words)} ({each})" for each in diff.unsettled)
    said = "Not compared, since the readings of a stance differ and none is chosen: "
    return [f"{said}{', '.join(names)}."] if diff.unsettled else []


def _summary(diff: Diff, words: Wording) -> Prose:
    holders = isinstance(diff.a, Version | Position) or not isinstance(diff.a, Value)
    summary = diff.summary()
    lines = [line(str(summary) if holders else plural(len(diff), "change"))]
    if words.is_full:
        kinds = {
            mark.word: summary.by_kind.get(kind.__name__.lower(), 0)
            for kind, mark in _MARKS.items()
        }
        levels = {level.value: number for level, number in summary.by_level.items()}
        for name, numbers in (("changes", kinds), ("levels", levels)):
            said = ", ".join(f"{number} {what}" for what, number in numbers.items() if number)
            lines.append(line(dim(f"{name}: {said}")))
    if not diff.whole:
        whose = _who_speaks(diff)
        lines.append(line(dim(f"Compared on the issues that {whose} on, and no others.")))
    lines += [line(dim(each)) for each in _left_out(diff, words)]
    partial = [
        side
        for side in (diff.a, diff.b)
        if isinstance(side, Version) and side.completeness is Completeness.PARTIAL
    ]
    if partial and holders:
        both = "Both texts are" if len(partial) == 2 else "One text is"
        said = f"{both} known in part: what goes unmentioned is not known to be gone."
        lines.append(line(dim(said)))
    return Prose(tuple(lines))


# --- one change ---------------------------------------------------------------------------------


def change_item(change: Change, words: Wording, lean: Lean | None = None) -> Item:
    """A change as an item: what it is, the citations of both sides, and how it reads."""
    rows = _content_rows(change, words)
    if isinstance(change, Changed) and len(change.words) > 2:
        rows.append(row("words", _word_line(change)))
    exact = isinstance(change, EvidenceChanged)
    for label, evidence in (("before", change.evidence_before), ("after", change.evidence_after)):
        cited = words.citations(evidence, exact=exact, remarks=words.is_full)
        if cited:
            rows.append(row(label, *cited))
    if lean is not None and (words.is_full or _is_read(change)):
        rows.append(row("reading", _reading(change, lean, words)))
    blocks: tuple[Block, ...] = (Rows(tuple(rows)),) if rows else ()
    if words.is_full:
        place = row("code", line(code(change.code), " at ", code(change.path)))
        blocks = (Rows((*rows, place)), *_whole_values(change, words))
    return Item(change_line(change, words), blocks, mark_of(change))


def change_line(change: Change, words: Wording) -> Line:
    """Where a change is, from the outside in, and what it is."""
    *outer, last = change.steps
    names = [_item_name(step.present, words) for step in outer if isinstance(step, Pair)]
    if isinstance(last, Pair) and isinstance(last.present, Term):
        struck = isinstance(change, Removed) and change.after is not None
        excluded = " (reported to be excluded)" if struck else ""
        return line(": ".join([*names, words.term_name(last.present)]) + excluded)
    if not names and change.term is not None:
        names.append(words.term_name(change.term))
    if not (isinstance(last, Pair) and change.field == "roles"):
        names.append(change.field.replace("_", " "))
    return line("".join(f"{name}: " for name in names), *_said(change, words))


def _is_read(change: Change) -> bool:
    """Whether the level and the lean of a change are worth a row on every page."""
    return change.term is not None and not isinstance(change, Unreported)


def _reading(change: Change, lean: Lean, words: Wording) -> str:
    facts = [f"{change.level}", f"{'leans' if lean.is_determined else 'lean'} {lean}"]
    if words.is_full or not isinstance(change, Reported):
        told = " that the texts differ" if change.certainty is Certainty.IMPOSSIBLE else ""
        facts.insert(1, f"{change.certainty}{told}")
    if words.is_full and lean.away_from is not None:
        facts.append(f"away from {lean.away_from}")
    return "; ".join(facts)


def _content_rows(change: Change, words: Wording) -> list[Row]:
    """What a whole term says; of one that is struck what it said, else what stands now."""
    whole = [side for side in (change.before, change.after) if isinstance(side, Term)]
    if not whole:
        return []
    term = whole[0] if isinstance(change, Removed) else whole[-1]
    # What went unmentioned is not spelled out on a page that is read for what is new.
    if isinstance(change, Unreported) and not words.is_full:
        return [row("says", term.summary)] if term.summary else []
    return content_rows(term, words)


def _whole_values(change: Change, words: Wording) -> tuple[Block, ...]:
    """Both sides in full, where the rows above do not say all of them already."""
    sides = [("before", change.before), ("after", change.after)]
    terms = [side for _, side in sides if isinstance(side, Term)]
    if len(terms) == 1:
        return ()
    items = [
        Item(line(f"{label}, in full: {_item_name(side, words)}"), details(side, words))
        for label, side in sides
        if isinstance(side, Value) and not isinstance(side, _ATOMS)
    ]
    return (Items(tuple(items)),) if items else ()


def _word_line(change: Changed) -> Line:
    kinds = {"+": "ins", "-": "del", "=": "text"}
    parts: list[Part] = []
    for sign, text in change.words:
        parts += [Span(text, kinds[sign]), Span(" ")]  # type: ignore[arg-type]
    return tuple(parts[:-1])


def _item_name(item: Any, words: Wording) -> str:
    """An item that a change is inside of."""
    return f"phase {item.ordinal}" if isinstance(item, Phase) else words.value(item)


def _said(change: Change, words: Wording) -> list[str]:
    """What a change is: the values of both sides stand in spans of their own."""
    spec = _spec_of(change)

    def shown(value: Any) -> str:
        if value is None:
            return "nothing"
        if isinstance(value, tuple) and value and isinstance(value[0], Evidence):
            return plural(len(value), "passage")
        return words.value(value, spec)

    if isinstance(change, Changed | Moved | EvidenceChanged):
        verb = "" if change.verb in ("changed", "moved") else f"{change.verb}, "
        return [verb, shown(change.before), " → ", shown(change.after), _delta(change)]
    value = change.before if change.after is None else change.after
    verb = {"reported": "newly reported", "unreported": "not mentioned any more"}.get(
        change.verb, change.verb
    )
    return [shown(value), f" ({verb})"]


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
