"""One change on a page: its headline, both sides with their citations, and how it reads."""

from __future__ import annotations

from negotiations.compare.change_finder import AS_CODED
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
    Removed,
    Renumbered,
    Reported,
    Resolved,
    ResolvedOtherwise,
    Reworded,
    Unbracketed,
    Unreported,
)
from negotiations.compare.sides import WHICH_OPTION
from negotiations.model import Term
from negotiations.render.bundles import Bundle, sort_of
from negotiations.render.change_words import (
    OF_DRAFTS,
    SIDES,
    SIDES_BETWEEN,
    change_line,
    change_title,
    draft_words,
    exclusion,
    item_name,
    terms_of,
    value_words,
)
from negotiations.render.page import (
    Item,
    Items,
    Mark,
    Rows,
    Side,
    Sides,
    Span,
    code,
    line,
    row,
    text_of,
)
from negotiations.render.records import content_rows, details, has_details
from negotiations.render.wording import Wording
from negotiations.vocabulary import Certainty

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from negotiations.compare.lean import Lean
    from negotiations.render.page import Block, Citation, LabelledRow, Line, Part

    LeanOf = Callable[[Change], Lean]

__all__ = [
    "MARKS",
    "NOT_CERTAIN",
    "SIDES",
    "SIDES_BETWEEN",
    "bundle_item",
    "change_item",
    "change_line",
    "cited_on",
    "draft_words",
    "mark_of",
    "reading_of",
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
# Options that one side alone has: what is cited there for the other is its text as a whole.
_OF_OPTIONS = OptionAdded | OptionDropped | ResolvedOtherwise | OpenedOtherwise
_DIFFER = {
    Certainty.CERTAIN: "certain that the values differ",
    Certainty.POSSIBLE: "possible that the values differ",
    Certainty.IMPOSSIBLE: "impossible that the texts differ",
}
# What the remarks on what is not certain begin with.
NOT_CERTAIN = "Not certain"
# As many letters as several values may have to stand in one line.
_SHORT = 60
_NOT_IN_IT = "not in the text"
_NOT_CODED = "nothing is coded there; the text may still say it"
# What stands on a side that has nothing there.
_SILENCE: dict[type[Change], str] = {
    Added: _NOT_IN_IT,
    Removed: _NOT_IN_IT,
    NotCoded: "not coded",
    EvidenceChanged: "no passage",
    Reworded: _NOT_IN_IT,
}


def mark_of(change: Change) -> Mark:
    """The mark of a sort of change."""
    return MARKS[sort_of(change)]


def change_item(
    change: Change, words: Wording, lean: Lean | None = None, *, in_time: bool = True
) -> Item:
    """A change as an item: what it is, both sides with their citations, and how it reads.

    With ``in_time`` the second side is known to be the later, and the words say so.
    """
    leans = None if lean is None else lambda _: lean
    if words.is_full:
        return _full_item(change, words, lean, in_time=in_time)
    return bundle_item(Bundle((change,)), words, leans, in_time=in_time)


def bundle_item(
    bundle: Bundle,
    words: Wording,
    lean_of: LeanOf | None = None,
    *,
    in_time: bool = True,
    known: Container[str] = (),
) -> Item:
    """Changes that are told as one, as an item, on a page that is not full.

    What is ``known`` of their reading is said for a whole section, and not again.
    """
    change = bundle.first
    names = SIDES if in_time else SIDES_BETWEEN
    one, other = (_side(bundle, index, names[index], words) for index in (0, 1))
    blocks: list[Block] = []
    if type(change) in OF_DRAFTS:
        # Its headline says what it is: what is left to say is where.
        rows = [row(side.label, *side.cited) for side in (one, other) if side.cited]
        blocks += [Rows(tuple(rows))] if rows else []
    elif any(side.lines or side.rows for side in (one, other)):
        blocks.append(Sides((one, other)))
    reading = [said for said in reading_of(bundle, lean_of, words) if said not in known]
    if reading:
        blocks.append(Rows((row("reading", *reading),)))
    paths = [each.path for each in bundle.changes]
    return Item(
        _head(change, words, in_time=in_time),
        tuple(blocks),
        MARKS[bundle.sort],
        anchor=paths[0],
        anchors=tuple(paths[1:]),
    )


def _head(change: Change, words: Wording, *, in_time: bool) -> Line:
    is_whole = isinstance(change.before, Term) or isinstance(change.after, Term)
    in_one_line = draft_words(change, words, in_time=in_time) or isinstance(
        change, NotCoded | Moved | Renumbered
    )
    if in_one_line or (change.term is None and not _is_edited(change)):
        return change_line(change, words, in_time=in_time)
    sides = SIDES if in_time else SIDES_BETWEEN
    said = exclusion(change, sides) if is_whole else ""
    return line(change_title(change, words, in_time=in_time) + said)


def _side(bundle: Bundle, index: int, label: str, words: Wording) -> Side:
    """What one side says, and its passages."""
    said: list[Line] = []
    rows: list[LabelledRow] = []
    cited: list[Citation] = []
    for change in bundle.changes:
        value = (change.before, change.after)[index]
        cited += cited_on(change, index, words)
        if isinstance(value, Term):
            of_term = _term_rows(change, value, words)
            is_alone = len(of_term) == 1 and of_term[0].label == "says"
            said += [entry.line for entry in of_term[0].entries] if is_alone else []
            rows += [] if is_alone else of_term
        elif value is not None and _is_shown(change):
            said.append(_value_line(change, words, index))
    if sum(len(text_of(each)) for each in said) < _SHORT:
        said = [line(", ".join(map(text_of, said)))] if len(said) > 1 else said
    values = [(change.before, change.after)[index] for change in bundle.changes]
    is_silent = all(value is None for value in values)
    silence = _silence(bundle.first, bundle.sort) if is_silent else ""
    return Side(label, tuple(said), tuple(rows), tuple(dict.fromkeys(cited)), silence)


def cited_on(change: Change, index: int, words: Wording) -> tuple[Citation, ...]:
    """The passages that one side of a change rests on; none of a side that has no such option."""
    value = (change.before, change.after)[index]
    if value is None and isinstance(change, NotCoded | _OF_OPTIONS):
        return ()
    evidence = (change.evidence_before, change.evidence_after)[index]
    return words.citations(evidence, terms_of(change)[index], remarks=False)


def _is_shown(change: Change) -> bool:
    """Whether the values stand on the sides, and not in the head."""
    in_head = isinstance(change, EvidenceChanged | Moved | Renumbered | NotCoded)
    is_short = change.term is None and not _is_edited(change)
    return not in_head and not is_short and type(change) not in OF_DRAFTS


def _is_edited(change: Change) -> bool:
    """Whether a text was edited: some words are the same, others are not. A name is told in a line."""
    if not isinstance(change, Changed) or "=" not in {sign for sign, _ in change.words}:
        return False
    return change.term is not None or len(change.before) + len(change.after) > _SHORT


def _term_rows(change: Change, term: Term, words: Wording) -> list[LabelledRow]:
    """Rows for a whole term that one side alone has."""
    if type(change) in OF_DRAFTS or isinstance(change, NotCoded):
        return []  # its headline says what there is to say
    if isinstance(change, Removed) and term is change.after:
        return []
    # What went unmentioned is not spelled out on a page that is read for what is new.
    if isinstance(change, Unreported) and term.summary:
        return [row("says", term.summary)]
    return content_rows(term, words)


def _value_line(change: Change, words: Wording, index: int) -> Line:
    """A value; of a text that both sides have, the words that the other has not are marked."""
    if not isinstance(change, Changed) or not _is_edited(change) or not _has_own_words(change):
        return line(value_words(change, words, index))
    kinds = {"=": "text", "-+"[index]: ("del", "ins")[index]}
    parts: list[Part] = []
    for sign, text in change.words:
        if sign in kinds:
            parts += [Span(text, kinds[sign]), Span(" ")]  # type: ignore[arg-type]
    return tuple(parts[:-1])


def _has_own_words(change: Changed) -> bool:
    """Whether the values are texts of their own, and not the ids of something."""
    return change.spec is None or not change.spec.refers_to


def reading_of(bundle: Bundle, lean_of: LeanOf | None, words: Wording) -> list[str]:
    """What is not certain about a change, and whose way it leans, where a rule says so."""
    change = bundle.first
    if (
        lean_of is None
        or change.term is None
        or isinstance(change, Unreported | Reported | NotCoded)
    ):
        return []
    said = []
    if change.unsure and change.unsure != AS_CODED:  # the silent side says that itself
        said.append(_doubt(change.unsure))
    elif (
        not change.unsure
        and bundle.certainty is Certainty.POSSIBLE
        and type(change) not in OF_DRAFTS
    ):
        said.append("Both may mean the same: the texts need not differ.")
    for each in bundle.changes:
        lean = lean_of(each)
        if lean.toward is not None and lean.rule is not None:
            party = words.name(lean.toward, ("actors",))
            field = lean.rule.field.replace("_", " ")
            note = f" ({lean.rule.note.removesuffix('.')})" if lean.rule.note else ""
            said.append(f"Leans toward {party}, by the coded polarity of {field}{note}.")
    return list(dict.fromkeys(said))


def _doubt(unsure: str) -> str:
    """What is not certain: of options, which became which; else that the two texts differ at all."""
    if unsure == WHICH_OPTION:
        return f"{NOT_CERTAIN} which option corresponds to which, if any does."
    return f"{NOT_CERTAIN} that the texts differ: {unsure}."


# --- pages that have everything -----------------------------------------------------------------


def _full_item(change: Change, words: Wording, lean: Lean | None, *, in_time: bool) -> Item:
    """A change with all that the JSON has of it: both sides beside each other, then how it reads."""
    sides = SIDES if in_time else SIDES_BETWEEN
    one, other = (_full_side(change, index, sides[index], words) for index in (0, 1))
    blocks: list[Block] = []
    if any(side.lines or side.rows for side in (one, other)):
        blocks.append(Sides((one, other)))
    rows = []
    is_shown = _is_shown(change)
    if isinstance(change, Changed) and len(change.words) > 2:
        rows.append(row("words", _word_line(change)))
    if lean is not None:
        rows.append(row("reading", _reading(change, lean)))
    rows.append(row("code", line(code(change.code), " at ", code(change.path))))
    blocks += [Rows(tuple(rows)), *_whole_values(change, words, sides)]
    head = change_line(change, words, in_time=in_time, valued=not is_shown)
    return Item(head, tuple(blocks), mark_of(change), change.path)


def _full_side(change: Change, index: int, label: str, words: Wording) -> Side:
    """One side on a full page: its value, where that is not in the head, or the fields of a whole term."""
    value = (change.before, change.after)[index]
    whole = [side for side in (change.before, change.after) if isinstance(side, Term)]
    shown = whole[:1] if isinstance(change, Removed) else whole[-1:]
    rows = content_rows(value, words) if isinstance(value, Term) and value in shown else []
    evidence = (change.evidence_before, change.evidence_after)[index]
    exact = isinstance(change, EvidenceChanged)
    cited = words.citations(evidence, terms_of(change)[index], exact=exact)
    is_told = value is not None and not isinstance(value, Term) and _is_shown(change)
    said = (line(value_words(change, words, index, limited=False)),) if is_told else ()
    silence = _silence(change, type(change)) if value is None else ""
    return Side(label, said, tuple(rows), cited, silence)


def _silence(change: Change, sort: type[Change]) -> str:
    """What stands on the side that has nothing, where something is known of that."""
    if issubclass(sort, _OF_OPTIONS | Resolved | Opened | Bracketed | Unbracketed):
        return ""
    silence = _SILENCE.get(sort, "not reported")
    return _NOT_CODED if silence == _NOT_IN_IT and change.unsure == AS_CODED else silence


def _reading(change: Change, lean: Lean) -> str:
    note = f" ({lean.rule.note})" if lean.rule is not None and lean.rule.note else ""
    why = f": {change.unsure}" if change.unsure else ""
    facts = [
        f"{change.level}",
        f"{_DIFFER[change.certainty]}{why}",
        f"{'leans' if lean.is_determined else 'lean'} {lean}{note}",
    ]
    if lean.away_from is not None:
        facts.append(f"away from {lean.away_from}")
    return "; ".join(facts)


def _whole_values(change: Change, words: Wording, labels: tuple[str, str]) -> tuple[Block, ...]:
    """Both sides in full, unless the rows above contain everything."""
    sides = list(zip(labels, (change.before, change.after), strict=True))
    terms = [side for _, side in sides if isinstance(side, Term)]
    if len(terms) == 1:
        return ()
    items = [
        Item(line(f"{label}, in full: {item_name(side, words)}"), details(side, words))
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
