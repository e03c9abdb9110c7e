"""One change on a page: its headline, the citations of both sides, and how it reads."""

from __future__ import annotations

from decimal import Decimal

from negotiations.compare.changes import (
    Added,
    Bracketed,
    Change,
    Changed,
    EvidenceChanged,
    Moved,
    NotCoded,
    Opened,
    OpenedOtherwise,
    OptionAdded,
    OptionDropped,
    Pair,
    Removed,
    Renumbered,
    Reported,
    Resolved,
    ResolvedOtherwise,
    Reworded,
    Totalled,
    Unbracketed,
    Unreported,
)
from negotiations.model import Amount, Condition, Evidence, Phase, Term
from negotiations.model.base import Value, field_of
from negotiations.plaintext import plain
from negotiations.render.lines import verb_words
from negotiations.render.page import Item, Items, Mark, Rows, Span, code, line, row
from negotiations.render.records import content_rows, details, has_details
from negotiations.render.terms import gist
from negotiations.render.wording import Wording, condition_subject, plural
from negotiations.vocabulary import Certainty

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Mapping
    from typing import Any

    from negotiations.compare.lean import Lean
    from negotiations.model.base import FieldSpec
    from negotiations.render.page import Block, LabelledRow, Line, Part

__all__ = [
    "MARKS",
    "SIDES",
    "SIDES_BETWEEN",
    "change_item",
    "change_line",
    "draft_words",
    "mark_of",
    "sort_of",
    "terms_of",
]

MARKS: dict[type[Change], Mark] = {
    Resolved: Mark.RESOLVED,
    ResolvedOtherwise: Mark.RESOLVED,
    Opened: Mark.OPENED,
    OpenedOtherwise: Mark.OPENED,
    OptionAdded: Mark.OPTION_ADDED,
    OptionDropped: Mark.OPTION_DROPPED,
    Bracketed: Mark.BRACKETED,
    Unbracketed: Mark.UNBRACKETED,
    Added: Mark.ADDED,
    Removed: Mark.REMOVED,
    Changed: Mark.CHANGED,
    Moved: Mark.MOVED,
    Renumbered: Mark.RENUMBERED,
    Reworded: Mark.ALIKE,
    Reported: Mark.REPORTED,
    Unreported: Mark.UNREPORTED,
    EvidenceChanged: Mark.EVIDENCE,
    NotCoded: Mark.NOT_CODED,
}
_VERBS = {
    "reported": "newly reported",
    "unreported": "not mentioned any more",
    "not-coded": "not coded on one side",
}
_VERBS_BETWEEN = {
    "added": "only in the second",
    "removed": "only in the first",
    "reported": "reported only of the second",
    "unreported": "reported only of the first",
    "not-coded": "not coded on one side",
}
# What became of the options and brackets of a draft.
_OF_DRAFTS: dict[type[Change], str] = {
    Resolved: "resolved",
    ResolvedOtherwise: "resolved, as none of the options",
    Opened: "opened, as one of several options now",
    OpenedOtherwise: "opened, and none of the options now",
    OptionAdded: "added",
    OptionDropped: "dropped",
    Bracketed: "in brackets now",
    Unbracketed: "no longer in brackets",
}
_OF_DRAFTS_BETWEEN: dict[type[Change], str] = {
    Resolved: "one of several options of the first, settled in the second",
    ResolvedOtherwise: "settled in the second, as none of the options of the first",
    Opened: "settled in the first, one of several options of the second",
    OpenedOtherwise: "settled in the first, as none of the options of the second",
    OptionAdded: "only in the second",
    OptionDropped: "only in the first",
    Bracketed: "in brackets only in the second",
    Unbracketed: "in brackets only in the first",
}
# Options that one side alone has: what is cited there for the other is its text as a whole.
_OF_OPTIONS = OptionAdded | OptionDropped | ResolvedOtherwise | OpenedOtherwise
SIDES, SIDES_BETWEEN = ("before", "after"), ("first", "second")
_DIFFER = {
    Certainty.CERTAIN: "certain that the values differ",
    Certainty.POSSIBLE: "possible that the values differ",
    Certainty.IMPOSSIBLE: "impossible that the texts differ",
}
_NAMES = {"alternative": "label of the option"}


def sort_of(change: Change) -> type[Change]:
    """The sort of a change on a page: a value in other words is not a change of the text.

    Neither is a detail of a term that both sides exclude.
    """
    if change.is_in_excluded_term and not isinstance(change, EvidenceChanged):
        return Reworded
    if isinstance(change, Changed) and not change.certainty.is_possible:
        return Reworded
    return Changed if isinstance(change, Totalled) else type(change)


def mark_of(change: Change) -> Mark:
    """The mark of a sort of change."""
    return MARKS[sort_of(change)]


def change_item(
    change: Change, words: Wording, lean: Lean | None = None, *, in_time: bool = True
) -> Item:
    """A change as an item: what it is, the citations of both sides, and how it reads.

    With ``in_time`` the second side is known to be the later, and the words say so.
    """
    sides = SIDES if in_time else SIDES_BETWEEN
    rows = _content_rows(change, words)
    if isinstance(change, Changed) and len(change.words) > 2:
        rows.append(row("words", _word_line(change)))
    exact = isinstance(change, EvidenceChanged)
    passages = (change.evidence_before, change.evidence_after)
    values = (change.before, change.after)
    for label, evidence, term, value in zip(sides, passages, terms_of(change), values, strict=True):
        cited = words.citations(evidence, term, exact=exact, remarks=words.is_full)
        is_told = value is not None or not isinstance(change, NotCoded | _OF_OPTIONS)
        if cited and (words.is_full or is_told):
            rows.append(row(label, *cited))
    # Of brackets and options nobody's way is read unless a rule says so.
    is_read = _is_read(change) and (type(change) not in _OF_DRAFTS or bool(lean))
    if lean is not None and (words.is_full or is_read):
        rows.append(row("reading", _reading(change, lean, words)))
    blocks: tuple[Block, ...] = (Rows(tuple(rows)),) if rows else ()
    if words.is_full:
        place = row("code", line(code(change.code), " at ", code(change.path)))
        blocks = (Rows((*rows, place)), *_whole_values(change, words, sides))
    return Item(change_line(change, words, in_time=in_time), blocks, mark_of(change))


def change_line(change: Change, words: Wording, *, in_time: bool = True) -> Line:
    """The headline of a change: where it is, from the outside in, and what it is."""
    *outer, last = change.steps
    sides = SIDES if in_time else SIDES_BETWEEN
    names = [_pair_name(step, words, sides) for step in outer if isinstance(step, Pair)]
    if isinstance(last, Pair) and isinstance(last.present, Term):
        name = ": ".join([*names, _pair_name(last, words, sides)])
        of_draft = draft_words(change, words, in_time=in_time)
        if isinstance(change, NotCoded):
            of_draft = gist(last.present, words)
        if of_draft:
            separator = " " if isinstance(change, OptionAdded | OptionDropped) else ": "
            return line(f"{name}{separator}{of_draft}")
        return line(name + _exclusion(change, sides))
    if not names and change.term is not None:
        names.append(_pair_name(Pair(*change.owners), words, sides))
    of_draft = draft_words(change, words, in_time=in_time)
    if of_draft:
        return line("".join(f"{name}: " for name in names), of_draft)
    if _is_of_phase(change):
        # The value says which phase it is.
        names[-1:] = [words.name(change.issue or "", ("issues",))]
    elif not (isinstance(last, Pair) and change.field == "roles"):
        names.append(_NAMES.get(change.field, change.field.replace("_", " ")))
    verbs = _VERBS if in_time else _VERBS_BETWEEN
    return line("".join(f"{name}: " for name in names), *_said(change, words, verbs))


def draft_words(
    change: Change,
    words: Wording,
    *,
    in_time: bool = True,
    of: str = "",
    without: Container[str] = (),
) -> str:
    """What became of an option or of brackets; empty for other sorts of change.

    Args:
        change: The change.
        words: The wording.
        in_time: Whether the second side is known to be the later.
        of: What is put behind the label of an option: of how many it is one.
        without: What is left out of what the terms say: what all options share.
    """
    said = (_OF_DRAFTS if in_time else _OF_DRAFTS_BETWEEN).get(type(change))
    term = change.term
    if said is None or term is None:
        return ""
    if isinstance(change, Bracketed | Unbracketed):
        status = change.after if isinstance(change, Unbracketed) else change.before
        return said if status is None else f"{said} ({words.value(status)})"
    if isinstance(change, Resolved | Opened):
        label = change.before if isinstance(change, Resolved) else change.after
        return f"{said}: {words.alternative(label)}{of} ({gist(term, words, without=without)})"
    return f"{said}: {gist(term, words, without=without)}"


def terms_of(change: Change) -> tuple[Term | None, Term | None]:
    """The terms of both sides that a change is in, or that it is about; None where there is none."""
    sides = [(step.before, step.after) for step in change.steps if isinstance(step, Pair)]
    for before, after in (*sides, change.owners):
        if isinstance(before, Term) or isinstance(after, Term):
            return before, after
    return None, None


def _is_of_phase(change: Change) -> bool:
    """Whether what changed is the phase of a term."""
    return change.issue is not None and change.field == "phase"


def _exclusion(change: Change, sides: tuple[str, str]) -> str:
    """The remark on a term that is reported to be excluded, and not merely unmentioned."""
    if isinstance(change, Removed) and change.after is not None:
        return " (reported to be excluded)"
    one_sided = change.before is None or change.after is None
    if not one_sided or not change.term or not change.term.is_excluded:
        return ""
    said, silent = sides if change.after is None else sides[::-1]
    if isinstance(change, Reworded):
        return f" (in neither: {said}, reported to be excluded; {silent}, known in full without it)"
    return f" ({said}: reported to be excluded)"


def _pair_name(pair: Pair, words: Wording, sides: tuple[str, str]) -> str:
    """The name of the item that changed or contains the change; with both phases if they differ."""
    one, other = pair.before, pair.after
    if not isinstance(one, Term) or not isinstance(other, Term) or one.phase == other.phase:
        return _item_name(pair.present, words)
    if one.phase is not None and other.phase is not None:
        return words.term_name(other)
    phases = (
        f"{side}{words.phase(term.phase)}" for side, term in zip(sides, (one, other), strict=True)
    )
    return f"{words.name(one.issue, ('issues',))} ({'; '.join(phases)})"


def _is_read(change: Change) -> bool:
    """Whether the level and the lean of a change are worth a row on every page."""
    return change.term is not None and not isinstance(change, Unreported | NotCoded)


def _reading(change: Change, lean: Lean, words: Wording) -> str:
    note = f" ({lean.rule.note})" if lean.rule is not None and lean.rule.note else ""
    facts = [f"{change.level}", f"{_lean_words(change, lean, words)}{note}"]
    if words.is_full or not isinstance(change, Reported):
        why = f": {change.unsure}" if change.unsure else ""
        facts.insert(1, f"{_DIFFER[change.certainty]}{why}")
    if words.is_full and lean.away_from is not None:
        facts.append(f"away from {lean.away_from}")
    return "; ".join(facts)


def _lean_words(change: Change, lean: Lean, words: Wording) -> str:
    """The lean of a change, with the names of the party and the issue."""
    issue = words.name(change.issue or "", ("issues",))
    if words.is_full:
        return f"{'leans' if lean.is_determined else 'lean'} {lean}"
    if change.unsure and lean.why == change.unsure:
        return "lean undetermined"  # for the same reason
    if lean.toward is None or lean.rule is None:
        why = lean.why.replace(f"the issue {change.issue} ", f"the issue {issue} ")
        return f"lean undetermined: {why}"
    party = words.name(lean.toward, ("actors",))
    field = lean.rule.field.replace("_", " ")
    return f"leans toward {party}, by the coded polarity of {issue}: {field}"


def _content_rows(change: Change, words: Wording) -> list[LabelledRow]:
    """Rows for a whole term: what a removed term said, else what the term says now."""
    whole = [side for side in (change.before, change.after) if isinstance(side, Term)]
    if not whole:
        return []
    if (type(change) in _OF_DRAFTS or isinstance(change, NotCoded)) and not words.is_full:
        return []  # its headline says what there is to say
    term = whole[0] if isinstance(change, Removed) else whole[-1]
    # What went unmentioned is not spelled out on a page that is read for what is new.
    if isinstance(change, Unreported) and not words.is_full and term.summary:
        return [row("says", term.summary)]
    return content_rows(term, words)


def _whole_values(change: Change, words: Wording, labels: tuple[str, str]) -> tuple[Block, ...]:
    """Both sides in full, unless the rows above contain everything."""
    sides = list(zip(labels, (change.before, change.after), strict=True))
    terms = [side for _, side in sides if isinstance(side, Term)]
    if len(terms) == 1:
        return ()
    items = [
        Item(line(f"{label}, in full: {_item_name(side, words)}"), details(side, words))
        for label, side in sides
        if has_details(side)
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
    if isinstance(item, Condition) and (about := condition_subject(item, words)):
        return f"condition ({about})"
    return f"phase {item.ordinal}" if isinstance(item, Phase) else words.value(item)


def _said(change: Change, words: Wording, verbs: Mapping[str, str]) -> list[str]:
    """The values of a change, those of the two sides in separate spans."""
    spec = _spec_of(change)
    one, other = change.owners
    owners = (other if one is None else one, one if other is None else other)

    def shown(value: Any, side: int = 1) -> str:
        if _is_of_phase(change):
            return words.phase(value).removeprefix(", ")
        if value is None:
            return "nothing"
        if isinstance(value, tuple) and value and isinstance(value[0], Evidence):
            return plural(len(value), "passage")
        if change.field == "alternative":
            return words.alternative(str(value))
        if change.verb.startswith(("ceiling-", "floor-")):
            return words.value(words.measured(owners[side], value), spec)
        return words.field_value(owners[side], value, spec)

    if isinstance(change, Changed | Moved | Renumbered | EvidenceChanged):
        verb = (
            "" if change.verb in ("changed", "moved", "renumbered") else f"{verb_words(change)}, "
        )
        delta = _delta(change, words)
        return [verb, shown(change.before, 0), " → ", shown(change.after), delta]
    side = 0 if change.after is None else 1
    value = (change.before, change.after)[side]
    if isinstance(change, Reworded):
        return [shown(value, side), " (neither side has any)"]
    return [shown(value, side), f" ({verbs.get(change.verb, change.verb)})"]


def _delta(change: Change, words: Wording) -> str:
    delta = change.delta if isinstance(change, Changed) else None
    if delta is None or not any(delta):
        return ""
    before, after = (
        words.measured(owner, value)
        for owner, value in zip(change.owners, (change.before, change.after), strict=True)
    )
    if isinstance(before, Amount) and not before.is_in_unit_of(after):
        return ""
    low, high = delta
    of_what = plain(after.of_what) if isinstance(after, Amount) else ""
    if low == high:
        return f" (by {_signed(low)}{of_what})"
    parts = [
        f"{name} bound by {_signed(by)}{of_what}"
        for name, by in (("lower", low), ("upper", high))
        if by
    ]
    return f" ({', '.join(parts)})"


def _signed(by: Any) -> str:
    """A difference of counts, amounts or durations, with its sign."""
    if isinstance(by, int | Decimal):
        size: Decimal = abs(Decimal(by))
        said = f"{size:,f}" if size >= 10_000 else f"{size:f}"
        return f"{'-' if by < 0 else '+'}{said}"
    seconds = int(by.total_seconds())
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1)):
        if seconds % length == 0:
            number = seconds // length
            return f"{number:+} {unit}{'' if abs(number) == 1 else 's'}"
    return str(by)


def _spec_of(change: Change) -> FieldSpec | None:
    """The declaration of the field that a change is in, for references and names."""
    owner = change.owners[1] if change.owners[1] is not None else change.owners[0]
    return field_of(owner, change.field) if isinstance(owner, Value) else None
