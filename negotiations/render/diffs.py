"""The page of a diff: the summary first, then the terms, then what else the records say."""

from __future__ import annotations

from negotiations.chronology import is_later
from negotiations.compare.changes import (
    Added,
    Change,
    Changed,
    EvidenceChanged,
    Moved,
    Pair,
    Removed,
    Renumbered,
    Reported,
    Reworded,
    Totalled,
    Unreported,
)
from negotiations.compare.diff import side_name
from negotiations.model import Evidence, Phase, Position, Record, Term, Version
from negotiations.model.base import Value, fields_of
from negotiations.render.lines import verb_words
from negotiations.render.page import (
    Item,
    Items,
    LabelledRow,
    Mark,
    Page,
    Prose,
    Rows,
    Section,
    Span,
    code,
    dim,
    line,
    row,
)
from negotiations.render.records import content_rows, details, has_details
from negotiations.render.wording import (
    Wording,
    differing_roles,
    label_name,
    plural,
    stance_name,
)
from negotiations.vocabulary import Certainty

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from negotiations.compare.diff import Diff
    from negotiations.compare.lean import Lean
    from negotiations.compare.summary import Summary
    from negotiations.render.page import Block, Line, Part

__all__ = ["change_item", "change_line", "diff_page", "mark_of"]

_MARKS: dict[type[Change], Mark] = {
    Added: Mark.ADDED,
    Removed: Mark.REMOVED,
    Changed: Mark.CHANGED,
    Moved: Mark.MOVED,
    Renumbered: Mark.RENUMBERED,
    Reworded: Mark.ALIKE,
    Reported: Mark.REPORTED,
    Unreported: Mark.UNREPORTED,
    EvidenceChanged: Mark.EVIDENCE,
}
# What both sides say in different words is not a change of the text.
_ALIKE = "The same in other words"
# Where the second text is known to be the later.
_SECTIONS: tuple[tuple[type[Change], str], ...] = (
    (Added, "Added: the earlier text is reported not to contain it"),
    (Removed, "Removed: the later text is reported not to contain it"),
    (Moved, "Moved to another phase"),
    (Changed, "Changed: both report it, and differently"),
    (Renumbered, "In the same phase, which has a different number"),
    (Reworded, _ALIKE),
    (Reported, "Newly reported: the earlier reports are silent on it, so it need not be new"),
    (Unreported, "Not mentioned any more: silence, not removal"),
    (EvidenceChanged, "Same content, other passages"),
)
# Where it is not, and between sides that are not drafts of one text, nothing is new or gone.
_BETWEEN: dict[type[Change], str] = {
    Added: "Only in the second: the first is reported not to contain it",
    Removed: "Only in the first: the second is reported not to contain it",
    Moved: "In another phase",
    Changed: "Differing: both report it, and differently",
    Reported: "Only on the second side: nothing is reported of the first",
    Unreported: "Only on the first side: nothing is reported of the second",
}
_VERBS = {"reported": "newly reported", "unreported": "not mentioned any more"}
_VERBS_BETWEEN = {
    "added": "only in the second",
    "removed": "only in the first",
    "reported": "reported only of the second",
    "unreported": "reported only of the first",
}
_SIDES, _SIDES_BETWEEN = ("before", "after"), ("first", "second")
_DIFFER = {
    Certainty.CERTAIN: "certain that the values differ",
    Certainty.POSSIBLE: "possible that the values differ",
    Certainty.IMPOSSIBLE: "impossible that the texts differ",
}


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
        unsettled = [line(dim(remark)) for remark in _left_out(diff, words)]
        return Page(title, lead=(Prose((line("no differences"), *unsettled)),))
    listed = diff.changes if changes is None else tuple(changes)
    shown = [
        change
        for change in listed
        if change.level >= words.level or (evidence and isinstance(change, EvidenceChanged))
    ]
    on_terms = [change for change in shown if change.term is not None]
    rest = [change for change in shown if change.term is None]
    chosen = f"{len(listed)} of {plural(len(diff), 'change')} selected."
    some = (Prose((line(dim(chosen)),)),) if len(listed) < len(diff) else ()
    blocks: list[Block] = [_summary(diff, words), *some]
    in_time = _in_time(diff, words)
    for kind, usual in _SECTIONS:
        head = usual if in_time else _BETWEEN.get(kind, usual)
        here = [change for change in on_terms if _section_of(change) is kind]
        if here:
            blocks.append(Section(head, (_items(here, diff, words),), _MARKS[kind]))
    if rest:
        others = _items(sorted(rest, key=_by_field), diff, words)
        blocks.append(Section("Other fields", (others,)))
    hidden = len(listed) - len(shown)
    if hidden:
        said = (
            f"{plural(hidden, 'change')} below the level {words.level} not shown (labels, "
            "summaries, notes, ids, evidence); the level bookkeeping shows all."
        )
        blocks.append(Prose((line(dim(said)),)))
    return Page(title, lead=(_sides(diff, words),), blocks=tuple(blocks))


def _section_of(change: Change) -> type[Change]:
    """The section of a change: a value in other words is not a change of the text."""
    alike = isinstance(change, Changed) and not change.certainty.is_possible
    if alike:
        return Reworded
    return Changed if isinstance(change, Totalled) else type(change)


def mark_of(change: Change) -> Mark:
    """The mark of a sort of change."""
    return _MARKS[_section_of(change)]


def _items(changes: Sequence[Change], diff: Diff, words: Wording) -> Items:
    in_time = _in_time(diff, words)
    items = (change_item(change, words, diff.lean(change), in_time=in_time) for change in changes)
    return Items(tuple(items))


def _in_time(diff: Diff, words: Wording) -> bool:
    """Whether the second side is known to be no earlier than the first: a page then says so.

    It is known of one record in two states, and of two records by the chronology.
    """
    a, b = diff.a, diff.b
    if not isinstance(a, Record) or not isinstance(b, Record):
        return False
    if type(a) is type(b) and a.id == b.id:
        return True
    if not isinstance(a, Version) or not isinstance(b, Version):
        return False
    return is_later(b, a, words.records)


def _by_field(change: Change) -> tuple[str, str]:
    """A sort key that puts changes of one field together, and authors before mediators."""
    item = change.steps[-1]
    role = getattr(item.present, "role", None) if isinstance(item, Pair) else None
    return str(change.steps[0]), "" if role is None else str(role)


def _sides(diff: Diff, words: Wording) -> Rows:
    rows = []
    names = _SIDES if _in_time(diff, words) else _SIDES_BETWEEN
    for side, name in zip((diff.a, diff.b), names, strict=True):
        if not isinstance(side, Value):
            rows.append(row(name, stance_name(side, words)))
            continue
        facts = [words.title(side).removesuffix(".")]
        if isinstance(side, Version):
            facts.append(
                f"tabled {words.when(side.tabled)}" if side.tabled else "date not reported"
            )
            facts.append("known in full" if side.is_known_in_full else "known in part")
            facts.append(differing_roles(side))
        rows.append(row(name, "; ".join(fact for fact in facts if fact)))
    return Rows(tuple(rows))


def _who_speaks(diff: Diff) -> str:
    """Whose issues are compared."""
    kinds = [type(side) for side in (diff.a, diff.b) if not isinstance(side, Version)]
    if len(kinds) > 1:
        return "either of the two speaks"
    return "the position speaks" if kinds == [Position] else "the stance speaks"


def _left_out(diff: Diff, words: Wording) -> list[str]:
    """The terms of a stance that are not compared."""
    names = (f"{label_name(label, words)} ({label})" for label in diff.unsettled)
    said = "Not compared, because the readings of a stance differ: "
    return [f"{said}{', '.join(names)}."] if diff.unsettled else []


def _summary(diff: Diff, words: Wording) -> Prose:
    holders = isinstance(diff.a, Version | Position) or not isinstance(diff.a, Value)
    summary = diff.summary()
    said = summary_words(summary, in_time=_in_time(diff, words))
    lines = [line(said if holders else plural(len(diff), "change"))]
    if words.is_full:
        kinds = {
            mark.word: summary.by_kind.get(kind.__name__.lower(), 0)
            for kind, mark in _MARKS.items()
        }
        levels = {level.value: number for level, number in summary.by_level.items()}
        for name, numbers in (("changes", kinds), ("levels", levels)):
            said = ", ".join(f"{number} {what}" for what, number in numbers.items() if number)
            lines.append(line(dim(f"{name}: {said}")))
    if not diff.phasing.is_by_number:
        lines.append(
            line(
                dim(
                    f"Phases: {diff.phasing}. They are paired by content, which is an interpretation."
                )
            )
        )
    if not diff.whole:
        whose = _who_speaks(diff)
        lines.append(line(dim(f"Compared only on the issues that {whose} on.")))
    lines += [line(dim(remark)) for remark in _left_out(diff, words)]
    partial = [
        side for side in (diff.a, diff.b) if isinstance(side, Version) and not side.is_known_in_full
    ]
    if partial and holders:
        both = "Both texts are" if len(partial) == 2 else "One text is"
        said = f"{both} known in part: a term that is not mentioned may still stand."
        lines.append(line(dim(said)))
    return Prose(tuple(lines))


# --- one change ---------------------------------------------------------------------------------


def summary_words(summary: Summary, *, in_time: bool) -> str:
    """A summary; it speaks of time only where the second side is known to be later."""
    if in_time:
        return str(summary)
    parts = (
        (summary.terms_added, "only in the second"),
        (summary.terms_removed, "only in the first"),
        (summary.terms_changed, "differing"),
        (summary.terms_in_other_detail, "told in more or less detail"),
        (summary.terms_moved, "in another phase"),
        (summary.terms_reported, "reported only of the second"),
        (summary.terms_unreported, "reported only of the first"),
        (summary.terms_same, "the same"),
    )
    said = ", ".join(f"{number} {what}" for number, what in parts if number)
    return f"terms: {said or 'none on either side'}"


def change_item(
    change: Change, words: Wording, lean: Lean | None = None, *, in_time: bool = True
) -> Item:
    """A change as an item: what it is, the citations of both sides, and how it reads.

    With ``in_time`` the second side is known to be the later, and the words say so.
    """
    sides = _SIDES if in_time else _SIDES_BETWEEN
    rows = _content_rows(change, words)
    if isinstance(change, Changed) and len(change.words) > 2:
        rows.append(row("words", _word_line(change)))
    exact = isinstance(change, EvidenceChanged)
    passages = (change.evidence_before, change.evidence_after)
    for label, evidence in zip(sides, passages, strict=True):
        cited = words.citations(evidence, exact=exact, remarks=words.is_full)
        if cited:
            rows.append(row(label, *cited))
    if lean is not None and (words.is_full or _is_read(change)):
        rows.append(row("reading", _reading(change, lean, words)))
    blocks: tuple[Block, ...] = (Rows(tuple(rows)),) if rows else ()
    if words.is_full:
        place = row("code", line(code(change.code), " at ", code(change.path)))
        blocks = (Rows((*rows, place)), *_whole_values(change, words, sides))
    return Item(change_line(change, words, in_time=in_time), blocks, mark_of(change))


def change_line(change: Change, words: Wording, *, in_time: bool = True) -> Line:
    """The headline of a change: where it is, from the outside in, and what it is."""
    *outer, last = change.steps
    sides = _SIDES if in_time else _SIDES_BETWEEN
    names = [_pair_name(step, words, sides) for step in outer if isinstance(step, Pair)]
    if isinstance(last, Pair) and isinstance(last.present, Term):
        name = ": ".join([*names, _pair_name(last, words, sides)])
        return line(name + _exclusion(change, sides))
    if not names and change.term is not None:
        names.append(_pair_name(Pair(*change.owners), words, sides))
    if _is_of_phase(change):
        # The value says which phase it is.
        names[-1:] = [words.name(change.issue or "", ("issues",))]
    elif not (isinstance(last, Pair) and change.field == "roles"):
        names.append(change.field.replace("_", " "))
    verbs = _VERBS if in_time else _VERBS_BETWEEN
    return line("".join(f"{name}: " for name in names), *_said(change, words, verbs))


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
    return change.term is not None and not isinstance(change, Unreported)


def _reading(change: Change, lean: Lean, words: Wording) -> str:
    note = f" ({lean.rule.note})" if lean.rule is not None and lean.rule.note else ""
    facts = [f"{change.level}", f"{_lean_words(change, lean, words)}{note}"]
    if words.is_full or not isinstance(change, Reported):
        facts.insert(1, _DIFFER[change.certainty])
    if words.is_full and lean.away_from is not None:
        facts.append(f"away from {lean.away_from}")
    return "; ".join(facts)


def _lean_words(change: Change, lean: Lean, words: Wording) -> str:
    """The lean of a change, with the names of the party and the issue."""
    issue = words.name(change.issue or "", ("issues",))
    if words.is_full:
        return f"{'leans' if lean.is_determined else 'lean'} {lean}"
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
    return f"phase {item.ordinal}" if isinstance(item, Phase) else words.value(item)


def _said(change: Change, words: Wording, verbs: Mapping[str, str]) -> list[str]:
    """The values of a change, those of the two sides in separate spans."""
    spec = _spec_of(change)
    owner = change.owners[1] if change.owners[1] is not None else change.owners[0]

    def shown(value: Any) -> str:
        if _is_of_phase(change):
            return words.phase(value).removeprefix(", ")
        if value is None:
            return "nothing"
        if isinstance(value, tuple) and value and isinstance(value[0], Evidence):
            return plural(len(value), "passage")
        return words.field_value(owner, value, spec)

    if isinstance(change, Changed | Moved | Renumbered | EvidenceChanged):
        verb = (
            "" if change.verb in ("changed", "moved", "renumbered") else f"{verb_words(change)}, "
        )
        return [verb, shown(change.before), " → ", shown(change.after), _delta(change)]
    value = change.before if change.after is None else change.after
    if isinstance(change, Reworded):
        return [shown(value), " (neither side has any)"]
    return [shown(value), f" ({verbs.get(change.verb, change.verb)})"]


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
