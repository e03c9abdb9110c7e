"""The page of a history: what was said and done when, in the order of time as far as it is known."""

from __future__ import annotations

from collections import Counter

import attrs

from negotiations.answers.history_values import in_list
from negotiations.claims import bearing_on
from negotiations.model import Event, Position, Version
from negotiations.render.attributions import (
    FOLDED,
    ORDER_SIGNS,
    SIGNS,
    bounds_row,
    by_date,
    citing_rows,
    folded,
    saying_rows,
    term_item,
    time_words,
)
from negotiations.render.changes import change_line, mark_of
from negotiations.render.diffs import change_items
from negotiations.render.page import (
    Fold,
    Item,
    Items,
    Page,
    Prose,
    Rows,
    Section,
    Unopened,
    code,
    dim,
    line,
    row,
    strong,
)
from negotiations.render.records import details, field_rows
from negotiations.render.terms import coded_words, of_texts, relation_words, told
from negotiations.render.voices import names_its_voice, saying_words
from negotiations.render.wording import ORDERS, differing_roles, plural
from negotiations.vocabulary import Bearing, Order, Saying

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from negotiations.answers.history_values import Comparison, History, Step, StepTerm
    from negotiations.render.page import Block, LabelledRow, Line
    from negotiations.render.wording import Wording

__all__ = ["history_page"]

# A step lists its terms up to this number, and as many of its changes, the most important first.
_MOST = 20
_UNPLACED = "Order not known"
_UNPLACED_HINT = (
    "These may come before, between or after the steps above. They are sorted by id, except where "
    "one is known to follow another."
)
_NOWHERE = "unknown: it may belong anywhere among the steps"

_SAYING = {
    Saying.SILENT: "no term is reported; the text may contain some",
    Saying.NONE: "the text is reported not to contain such a term",
}
_BEARING = {
    Bearing.ISSUE: "issue: it names the issue",
    Bearing.POSITION: "position: it acts on a position, and names no other issue",
    Bearing.TEXT: "text: it acts on the text as a whole, and names no other issue",
    Bearing.TALKS: "talks: it acts on talks about the text, and names no issue",
}


@attrs.frozen
class _Wanted:
    """What a page shows of a history: of which history, in which words, and whether its lines alone."""

    history: History
    words: Wording
    is_brief: bool


def history_page(history: History, words: Wording, *, brief: bool = False) -> Page:
    """The page of a history by date: one sentence for each step, and what it changed.

    Args:
        history: The history.
        words: The wording; at the level bookkeeping, nothing is folded.
        brief: Whether the page has one line for each step.
    """
    of = [_text_name(history.of, words)] if history.of else []
    issue = [words.name(history.issue, ("issues",))] if history.issue else []
    kinds = {Version: "version", Position: "position", Event: "event"}
    counts = [
        plural(number, noun)
        for kind, noun in kinds.items()
        if (number := sum(type(step.record) is kind for step in history))
    ]
    lines = [line(", ".join(counts) or "no steps")]
    if history.of:
        lines[0] = line(*lines[0], "  ", dim(history.of))
    if words.is_full and history.issue:
        lines.append(line("issue: ", code(history.issue)))
    lines.append(line(dim(SIGNS)))
    if not (brief or words.is_full):
        lines.append(line(dim(FOLDED)))
    wanted = _Wanted(history, words, brief)
    unplaced = history.unplaced
    apart = {step.address for step in unplaced}
    placed = [step for step in history if step.address not in apart]
    blocks: list[Block] = []
    if placed:
        blocks.append(_dated(in_list(placed, history), wanted, is_placed=True))
    if unplaced:
        hint = Prose((line(dim(_UNPLACED_HINT)),))
        dated = _dated(in_list(unplaced, history), wanted, is_placed=False)
        blocks.append(Section(_UNPLACED, (hint, dated)))
    title = f"History of {' on '.join([*of, *issue])}"
    return Page(title, (Prose(tuple(lines)),), tuple(blocks))


def _text_name(address: str, words: Wording) -> str:
    """A proposal by its title, a version by its id."""
    collection, _, key = address.partition("/")
    return words.reference(key, ("proposals",)) if collection == "proposals" else key


def _dated(
    steps: Iterable[tuple[Step, Order | None]], wanted: _Wanted, *, is_placed: bool
) -> Items:
    """Steps under their dates, each with its order to the one above it."""
    return by_date(
        (
            time_words(step.time, wanted.words),
            _step(step, order, wanted, is_placed=is_placed),
        )
        for step, order in steps
    )


def _step(step: Step, order: Order | None, wanted: _Wanted, *, is_placed: bool) -> Item:
    """A step in one sentence, with its terms and changes; the rest is folded."""
    words, record = of_texts(wanted.words, [step.record]), step.record
    is_known = is_placed or order is Order.CERTAIN
    sign = ORDER_SIGNS[order] if is_known else ""
    head = line(sign, *_sentence(step, wanted), "  ", dim(step.address))
    if wanted.is_brief:
        return Item(head, anchor=step.address)
    blocks: list[Block] = []
    if step.terms and not (isinstance(record, Position) and record.summary and not _narrow(wanted)):
        terms = [Item(_term_line(term, step, words)) for term in step.terms]
        blocks += [Items(tuple(terms))] if len(terms) <= _MOST else []
    blocks += [_compared(comparison, words) for comparison in step.comparisons]
    if step.not_compared:
        left = (f"Not compared with {left.against}: {left.why}." for left in step.not_compared)
        blocks.append(Prose(tuple(line(dim(said)) for said in left)))
    inside = _details(step, ORDERS[order] if is_known else _NOWHERE, wanted, words)
    return Item(
        head, (*blocks, *folded(step.attribution.evidence, inside, words)), anchor=step.address
    )


def _first(items: list[Item]) -> Items:
    """The first of many items, with the number of the others."""
    more = len(items) - _MOST
    rest = (Item(line(dim(f"and {more} more"))),) if more > 0 else ()
    return Items((*items[:_MOST], *rest))


def _narrow(wanted: _Wanted) -> bool:
    """Whether the history is of one issue, so that terms say what a summary need not."""
    return wanted.history.issue is not None


def _sentence(step: Step, wanted: _Wanted) -> Line:
    """What a step is, and to whom that is attributed."""
    words, record = wanted.words, step.record
    if isinstance(record, Version):
        return _version_sentence(step, record, wanted)
    passages = step.attribution.evidence
    if isinstance(record, Event):
        passages = tuple(bearing_on(record, "act"))
    title = words.title(record).removesuffix(".") or _act_words(record, words)
    voices = "" if names_its_voice(title, passages, words) else saying_words(passages, words)
    return line(f"{title}{voices}.")


def _act_words(record: Event | Position, words: Wording) -> str:
    """An act with whose it is, for what has no summary."""
    if isinstance(record, Position):
        return f"{words.name(record.actor, ('actors',))} {record.act.phrase}"
    who = f" by {words.voices(record.actors)}" if record.actors else ""
    return f"{words.word(record.act)}{who}"


def _version_sentence(step: Step, record: Version, wanted: _Wanted) -> Line:
    """A version by its name, with how much of it is reported."""
    words = wanted.words
    name = record.id.partition("@")[2]
    proposal = words.name(record.proposal_id, ("proposals",))
    of = "" if wanted.history.of else f" of “{proposal}”"
    title = words.title(record).removesuffix(".")
    called = ""
    if title:
        called = f", {words.called(record)}" if record.labels else f": {title}"
    on_it = " on this issue" if _narrow(wanted) else ""
    number = f"{plural(len(step.terms), 'term')}{on_it} reported"
    said = _SAYING.get(step.saying, number) if step.saying is not None else number
    if step.saying is Saying.SILENT:
        said = said.replace("no term is", f"no term{on_it} is")
    in_part = "" if step.saying is Saying.SILENT else "known in part"  # it may contain some
    known = "known in full" if record.is_known_in_full else in_part
    relations = () if wanted.words.is_full else relation_words(record)
    remarks = filter(None, (said, *relations, known, coded_words(record), differing_roles(record)))
    denied = f"; denied by {words.voices(step.attribution.deniers)}"
    remark = f"{'; '.join(remarks)}{denied if step.attribution.deniers else ''}."
    return line(strong(f"Version {name}"), f"{of}{called}. {remark[:1].upper()}{remark[1:]}")


def _term_line(step_term: StepTerm, step: Step, words: Wording) -> Line:
    """A term in one line; of a position with its act, and with voices that are not those of the step."""
    term, record = step_term.term, step.record
    act = f"{record.act.phrase}: " if isinstance(record, Position) else ""
    voices = saying_words(step_term.attribution.evidence, words)
    if voices == saying_words(step.attribution.evidence, words):
        voices = ""
    return line(f"{act}{words.term_name(term)}: {told(term, words)}{voices}")


def _details(step: Step, order: str, wanted: _Wanted, words: Wording) -> list[Block]:
    """What is folded of a step: its order, what it bears on, its fields, its passages."""
    record = step.record
    rows = [row("when", time_words(step.time, words))] if words.is_full else []
    rows.append(row("order", order))
    if step.follows:
        rows.append(row("known to follow", *step.follows))
    rows += bounds_row(step.time, words)
    if step.saying is not None and words.is_full:
        rows.append(row("on the issue" if wanted.history.issue else "says", step.saying.value))
    if step.bearing is not None:
        rows.append(row("bears on it", _BEARING[step.bearing]))
    rows += _about(record, words)
    if not step.terms or words.is_full:
        rows += saying_rows(step.attribution, words)
    blocks: list[Block] = [Rows(tuple(rows))]
    if words.is_full and isinstance(record, Version):
        # Its terms follow below, each with its claimants.
        blocks += details(record.replace(terms=None), words)[1:]
    if step.terms:
        blocks.append(Items(tuple(_term(term, words) for term in step.terms)))
    return blocks


def _about(record: Version | Position | Event, words: Wording) -> list[LabelledRow]:
    """Rows for a record apart from its terms; in full, everything reported of it."""
    if words.is_full:
        return [
            shown for shown in field_rows(record, words) if shown.label != "evidence"
        ] + citing_rows("evidence of the record", record.evidence or (), words)
    if isinstance(record, Version):
        return []  # its sentence says it
    named = ("actor", "act", "actors", "toward", "on", "conditions")
    return [shown for shown in field_rows(record, words) if shown.label in named]


def _term(step_term: StepTerm, words: Wording) -> Item:
    rows = saying_rows(step_term.attribution, words, owner=step_term.term)
    return term_item(step_term.term, rows, words)


def _compared(compared: Comparison, words: Wording) -> Block:
    """The changes at a step in one line each: compared with what, and why."""
    diff = compared.diff
    shown = [change for change in diff if change.level >= words.level]
    said = str(diff.summary()) if diff else "no differences"
    hidden = len(diff) - len(shown)
    is_are = "is" if hidden == 1 else "are"
    below = f"{plural(hidden, 'change')} below the level “{words.level}” {is_are} not shown"
    left = f"; {below}" if hidden else ""
    head = line(f"Compared with {compared.against} ({compared.why}): {said}", dim(left))
    if not shown:
        return Items((Item(head),))
    full = change_items(shown, diff, words)
    if words.is_full:
        return Items((Item(head, (full,)),))
    terms = [change for change in shown if change.term is not None]
    terms.sort(key=lambda change: -change.level.position)
    items = [Item(change_line(each, words), (), mark_of(each)) for each in terms]
    others = Counter(each.field.replace("_", " ") for each in shown if each.term is None)
    listed = _first(items).items
    if others:
        named = ", ".join(f"{name} ({number})" for name, number in others.items())
        listed = (*listed, Item(line(dim(f"outside the terms: {named}"))))
    fold = Fold(line(dim("both sides, with passages")), (full,), unopened=Unopened.NOTHING)
    return Items((Item(head, (Items(listed), fold)),))
