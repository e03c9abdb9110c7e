"""The words of one change: where it is, what it is, and what either side says."""

from __future__ import annotations

from decimal import Decimal

from negotiations.compare.changes import (
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
    Resolved,
    ResolvedOtherwise,
    Reworded,
    Unbracketed,
)
from negotiations.model import Amount, Condition, Evidence, Phase, Term
from negotiations.model.base import Value, field_of
from negotiations.plaintext import plain
from negotiations.render.lines import verb_words
from negotiations.render.page import Span, line
from negotiations.render.terms import gist, gist_parts, told
from negotiations.render.value_words import condition_subject
from negotiations.render.wording import Wording, option_parts, plural
from negotiations.vocabulary import OrderedVocabulary, Support

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Mapping
    from typing import Any

    from negotiations.model.base import FieldSpec
    from negotiations.render.page import Line

__all__ = [
    "OF_DRAFTS",
    "SIDES",
    "SIDES_BETWEEN",
    "change_line",
    "change_title",
    "draft_words",
    "exclusion",
    "item_name",
    "place_of",
    "terms_of",
    "value_words",
]

_VERBS = {
    "reported": "newly reported",
    "unreported": "not mentioned any more",
    "not-coded": "not coded on one side",
}
_VERBS_BETWEEN = {
    "added": "only in the second",
    "removed": "only in the first",
    "reported": "reported only for the second",
    "unreported": "reported only for the first",
    "not-coded": "not coded on one side",
}
# What became of the options and brackets of a draft; where one option is left, with its name.
OF_DRAFTS: dict[type[Change], str] = {
    Resolved: "resolved as {}",
    ResolvedOtherwise: "resolved, but as none of the options",
    Opened: "opened, now as {}",
    OpenedOtherwise: "opened, and not one of the options now",
    OptionAdded: "added",
    OptionDropped: "dropped",
    Bracketed: "in brackets now",
    Unbracketed: "no longer in brackets",
}
_OF_DRAFTS_BETWEEN: dict[type[Change], str] = {
    Resolved: "settled in the second as {}",
    ResolvedOtherwise: "settled in the second, but as none of the options of the first",
    Opened: "settled in the first; {} in the second",
    OpenedOtherwise: "settled in the first, and not one of the options of the second",
    OptionAdded: "only in the second",
    OptionDropped: "only in the first",
    Bracketed: "in brackets only in the second",
    Unbracketed: "in brackets only in the first",
}

SIDES, SIDES_BETWEEN = ("before", "after"), ("first", "second")
_NAMES = {"alternative": "label of the option"}


# How a number changed, where the second side is known to be later and where it is not.
_NUMBERS = {
    "raised": ("raised", "higher in the second"),
    "lowered": ("lowered", "lower in the second"),
    "narrowed": ("given more narrowly", "given more narrowly for the second"),
    "widened": ("given more widely", "given more widely for the second"),
    "became-exact": ("now given exactly", "given exactly for the second"),
    "shifted": ("shifted", "of another range in the second"),
    "reworded": ("given in other words", "given in other words"),
    "earlier": ("earlier", "earlier in the second"),
    "later": ("later", "later in the second"),
}


def change_title(change: Change, words: Wording, *, in_time: bool = True) -> str:
    """What changed, without the values: ``Release of prisoners, phase 1: count raised by 100``."""
    names = place_of(change, words, in_time=in_time)
    *outer, last = names or ("",)
    if isinstance(change, EvidenceChanged):
        return ": ".join([*outer, last, _denial_words(change, in_time=in_time)])
    if _is_of_phase(change):
        return ": ".join([*outer, last, "phase"])
    return ": ".join([*outer, f"{last}{_how(change, words, in_time=in_time)}"])


def _how(change: Change, words: Wording, *, in_time: bool) -> str:
    """How a number changed, and by how much."""
    prefix, _, verb = change.verb.partition("-")
    limit = prefix if prefix in ("ceiling", "floor") else ""
    verb = verb if limit else change.verb
    told = _NUMBERS.get(verb)
    if told is None or not isinstance(change, Changed):
        return ""
    if isinstance(change.before, Amount) and not _is_of_one_unit(change, words):
        return ""
    by = _delta(change, words, bare=True) if verb in ("raised", "lowered") else ""
    return f" {limit} {told[0 if in_time else 1]}{by}".replace("  ", " ")


def _is_of_one_unit(change: Changed, words: Wording) -> bool:
    """Whether both amounts are in the same unit, so that one can be more than the other."""
    pairs = zip(change.owners, (change.before, change.after), strict=True)
    before, after = (words.measured(owner, value) for owner, value in pairs)
    return bool(before.is_in_unit_of(after))


def _denial_words(change: EvidenceChanged, *, in_time: bool) -> str:
    """What is new about the passages: that one denies it, or no longer does."""
    denied = [
        any(passage.support is Support.CONTRADICTS for passage in side)
        for side in (change.evidence_before, change.evidence_after)
    ]
    if denied[0] == denied[1]:
        return "other denials" if denied[0] else "other passages"
    if in_time:
        return "a denial is reported now" if denied[1] else "no denial is reported any more"
    return f"denied only in reports of the {'second' if denied[1] else 'first'}"


def place_of(change: Change, words: Wording, *, in_time: bool = True) -> list[str]:
    """The names of what a change is in, from the outside in, and of its field."""
    *outer, last = change.steps
    sides = SIDES if in_time else SIDES_BETWEEN
    names = [_pair_name(step, words, sides) for step in outer if isinstance(step, Pair)]
    if isinstance(last, Pair) and isinstance(last.present, Term):
        return [*names, _pair_name(last, words, sides)]
    if not names and change.term is not None:
        names.append(_pair_name(Pair(*change.owners), words, sides))
    if _is_of_phase(change):
        names[-1:] = [words.name(change.issue or "", ("issues",))]  # the value is the phase
    elif isinstance(change, EvidenceChanged) and names and not words.is_full:
        pass  # what is said of the passages names them
    elif not (isinstance(last, Pair) and change.field == "roles") and type(change) not in OF_DRAFTS:
        names.append(_NAMES.get(change.field, change.field.replace("_", " ")))
    return names


def change_line(
    change: Change, words: Wording, *, in_time: bool = True, valued: bool = True
) -> Line:
    """A change in one line: where it is, from the outside in, what it is; if ``valued``, with values."""
    sides = SIDES if in_time else SIDES_BETWEEN
    last = change.steps[-1] if change.steps else None
    names = place_of(change, words, in_time=in_time)
    of_draft = draft_words(change, words, in_time=in_time)
    if isinstance(last, Pair) and isinstance(last.present, Term):
        name = ": ".join(names)
        if isinstance(change, NotCoded):
            of_draft = gist(last.present, words)
        if of_draft:
            separator = " " if isinstance(change, OptionAdded | OptionDropped) else ": "
            return line(f"{name}{separator}{of_draft}")
        return line(name + exclusion(change, sides))
    if of_draft:
        return line("".join(f"{name}: " for name in names), of_draft)
    verbs = _VERBS if in_time else _VERBS_BETWEEN
    said = _said(change, words, verbs) if valued else [_verb_and_delta(change, words, verbs)]
    return line("".join(f"{name}: " for name in names), *said)


def change_alone(change: Change, words: Wording, *, in_time: bool = True) -> str:
    """A change in one line that stands alone: of a whole term, with what it says and what became of it."""
    shown = change_line(change, words, in_time=in_time)
    said = "".join(plain(part.text) for part in shown if isinstance(part, Span))
    last = change.steps[-1] if change.steps else None
    term = last.present if isinstance(last, Pair) else None
    is_told = isinstance(change, NotCoded) or draft_words(change, words, in_time=in_time)
    if not isinstance(term, Term) or is_told:
        return said
    verbs = _VERBS if in_time else _VERBS_BETWEEN
    return f"{said}: {told(term, words)} ({verbs.get(change.verb, change.verb)})"


def _verb_and_delta(change: Change, words: Wording, verbs: Mapping[str, str]) -> str:
    """How a value changed and by how much, where the values stand beneath."""
    is_changed = isinstance(change, Changed)
    verb = verb_words(change) if is_changed else verbs.get(change.verb, change.verb)
    return f"{verb}{_delta(change, words)}"


def draft_words(
    change: Change,
    words: Wording,
    *,
    in_time: bool = True,
    of: int = 0,
    without: Container[str] = (),
) -> str:
    """What became of an option or of brackets; empty for other sorts of change.

    Args:
        change: The change.
        words: The wording.
        in_time: Whether the second side is known to be the later.
        of: Of how many options it is one; 0 where that is not said.
        without: What is left out of what the terms say: what all options share.
    """
    said = (OF_DRAFTS if in_time else _OF_DRAFTS_BETWEEN).get(type(change))
    term = change.term
    if said is None or term is None:
        return ""
    if isinstance(change, Bracketed | Unbracketed):
        status = change.after if isinstance(change, Unbracketed) else change.before
        when = "now" if isinstance(change, Unbracketed) else "earlier"
        if status is None:
            return said
        stands = words.value(status)
        return f"{said}; {when} {stands}" if in_time else f"{said} ({stands})"
    label = term.alternative or ""
    if isinstance(change, Resolved | Opened):
        label = str(change.before if isinstance(change, Resolved) else change.after)
        said = said.format(_one_option(label, of, words))
    name = "" if words.is_full else option_parts(label)[1].casefold()
    parts = gist_parts(term, words)
    more = [part for part in parts if part.casefold() != name]
    told = [part for part in more if part not in without] or (parts if more == parts else [])
    return f"{said} ({'; '.join(told)})" if told else said


def _one_option(label: str, of: int, words: Wording) -> str:
    """An option by its label, and of how many it is one."""
    number, name = option_parts(label)
    option = words.alternative(label)
    if not of:
        return option
    return f"{option} of {of}" if number and not name else f"{option}, one of {of}"


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


def exclusion(change: Change, sides: tuple[str, str]) -> str:
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
        return item_name(pair.present, words)
    if one.phase is not None and other.phase is not None:
        return words.term_name(other)
    phases = (
        f"{side}: {words.phase(term.phase).removeprefix(', ')}"
        for side, term in zip(sides, (one, other), strict=True)
    )
    return f"{words.name(one.issue, ('issues',))} ({'; '.join(phases)})"


def value_words(change: Change, words: Wording, side: int, *, limited: bool = True) -> str:
    """What one side of a change says; if ``limited``, of a number that is a ceiling or floor, that too."""
    spec = _spec_of(change)
    value = (change.before, change.after)[side]
    one, other = change.owners
    owner = ((other if one is None else one), (one if other is None else other))[side]
    if _is_of_phase(change):
        return words.phase(value).removeprefix(", ")
    if value is None:
        return "nothing"
    if isinstance(value, tuple) and value and isinstance(value[0], Evidence):
        return plural(len(value), "passage")
    if change.field == "alternative":
        return words.alternative(str(value))
    if change.verb.startswith(("ceiling-", "floor-")) and not limited:
        return words.value(words.measured(owner, value), spec)
    return words.field_value(owner, value, spec)


def item_name(item: Any, words: Wording) -> str:
    """An item that a change is inside of."""
    if isinstance(item, Condition) and (about := condition_subject(item, words)):
        return f"condition ({about})"
    return f"phase {item.ordinal}" if isinstance(item, Phase) else words.value(item)


def _said(change: Change, words: Wording, verbs: Mapping[str, str]) -> list[str]:
    """The values of a change, those of the two sides in separate spans."""
    if isinstance(change, Changed | Moved | Renumbered | EvidenceChanged):
        verb = "" if _has_no_verb(change) and not words.is_full else f"{verb_words(change)}, "
        if change.verb in ("changed", "moved", "renumbered"):
            verb = ""
        delta = _delta(change, words)
        one, other = (value_words(change, words, side, limited=False) for side in (0, 1))
        return [verb, one, " → ", other, delta]
    side = 0 if change.after is None else 1
    said = value_words(change, words, side)
    if isinstance(change, Reworded):
        return [said, " (neither side has any)"]
    return [said, f" ({verbs.get(change.verb, change.verb)})"]


def _has_no_verb(change: Change) -> bool:
    """Whether both values say by themselves how it changed: words with an order."""
    return isinstance(change.before, OrderedVocabulary) or change.verb in ("up", "down")


def _delta(change: Change, words: Wording, *, bare: bool = False) -> str:
    """By how much a number moved; ``bare``, as a part of a sentence that says in which direction."""
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
    if bare:
        if low != high:
            return ""
        if isinstance(after, Amount) and isinstance(low, Decimal):
            return f" by {words.value(Amount.exactly(abs(low)).replace(unit=after.unit, per=after.per))}"
        return f" by {_signed(low).lstrip('+-')}"
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
