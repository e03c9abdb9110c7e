"""What is told of two texts beside their terms: who wrote them, when, in which phases; a line each."""

from __future__ import annotations

from negotiations.compare.changes import Changed, Pair, Reported, Unreported
from negotiations.model import Phase, Role, Version
from negotiations.model.values import When
from negotiations.plaintext import plain
from negotiations.render.change_words import SIDES, SIDES_BETWEEN
from negotiations.render.changes import MARKS, change_line, mark_of
from negotiations.render.diff_heads import in_time_order
from negotiations.render.page import (
    Entry,
    Fold,
    Item,
    Items,
    LabelledRow,
    Mark,
    Rows,
    Span,
    dim,
    line,
)
from negotiations.render.wording import Wording

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from negotiations.compare.changes import Change
    from negotiations.compare.diff import Diff
    from negotiations.render.page import Block, Line

__all__ = ["told_of_texts"]


def told_of_texts(
    diff: Diff, changes: Sequence[Change], words: Wording, *, brief: bool
) -> tuple[Block, ...]:
    """Changes of roles, dates and phases, those of one field in one line; their passages folded."""
    fields: dict[str, list[Change]] = {}
    for change in changes:
        fields.setdefault(_field(change), []).append(change)
    in_time = in_time_order(diff, words)
    items = []
    passages: list[LabelledRow] = []
    for name, together in fields.items():
        item = _line_item(name, together, diff, words)
        if item is None:
            items += [
                Item(change_line(each, words, in_time=in_time), (), mark_of(each), each.path)
                for each in together
            ]
        else:
            items.append(item)
        passages += _passages(
            name or together[0].field.replace("_", " "), together, words, in_time=in_time
        )
    folded = (Fold(line("Passages"), (Rows(tuple(passages)),)),) if passages else ()
    return (Items(tuple(items)), *(() if brief else folded))


def _field(change: Change) -> str:
    """What a change is told under: a role, the phases, the date; empty where it is told by itself."""
    last = change.steps[-1]
    if isinstance(last, Pair) and isinstance(last.present, Role):
        return str(last.present.role)
    if any(isinstance(step, Pair) and isinstance(step.present, Phase) for step in change.steps):
        return "phases"
    return change.field if isinstance(change.before or change.after, When) else change.path


def _line_item(name: str, changes: Sequence[Change], diff: Diff, words: Wording) -> Item | None:
    """All changes of one field in a line; None where they are told one by one."""
    sides = [_side(name, side, words) for side in (diff.a, diff.b) if isinstance(side, Version)]
    if len(sides) < 2 or name.startswith("/"):
        return None
    one, other = sides
    in_time = in_time_order(diff, words)
    silent = line(dim("not reported"))
    gone = line(dim("not mentioned any more" if in_time else "not reported"))
    kinds = {type(change) for change in changes}
    if kinds <= {Reported, Unreported}:
        mark = Mark.RETOLD if one and other else MARKS[Reported if other else Unreported]
    else:
        mark = MARKS[Changed]
    arrow = " → " if in_time else " | "
    head = (*line(f"{name}: "), *(one or silent), *line(arrow), *(other or gone))
    paths = [change.path for change in changes]
    return Item(head, (), mark, paths[0], tuple(paths[1:]))


def _side(name: str, text: Version, words: Wording) -> Line:
    """What one text has in a field, in a line."""
    if name == "phases":
        return line(", ".join(_phase(phase) for phase in text.phases or ()))
    value = getattr(text, name, None)
    if isinstance(value, When):
        return words.dated(value)
    roles = (role for role in text.roles or () if str(role.role) == name)
    return line(", ".join(words.name(role.actor, ("actors",)) for role in roles))


def _phase(phase: Phase) -> str:
    """A phase, with how long it is."""
    name = plain(phase.label) if phase.label else f"phase {phase.ordinal}"
    return f"{name} ({phase.duration})" if phase.duration else name


def _passages(
    name: str, changes: Sequence[Change], words: Wording, *, in_time: bool
) -> list[LabelledRow]:
    """The passages of both sides, each side in a line."""
    entries = []
    for index, label in enumerate(SIDES if in_time else SIDES_BETWEEN):
        cited = dict.fromkeys(
            citation
            for change in changes
            for citation in words.citations(
                (change.evidence_before, change.evidence_after)[index], remarks=False
            )
        )
        parts: Line = ()
        for citation in cited:
            parts = (*parts, Span("; ") if parts else Span(f"{label}: "), citation)
        if parts:
            entries.append(Entry(parts))
    return [LabelledRow(name, tuple(entries))] if entries else []
