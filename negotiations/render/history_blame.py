"""The pages of a history and of a blame: what was said when, and where it was first reported."""

from __future__ import annotations

from negotiations.answers.history_values import in_list
from negotiations.claims import bearing_on
from negotiations.model import Event, Position, Term, Version
from negotiations.model.base import fields_of
from negotiations.render.attributions import (
    bounds_row,
    citing_rows,
    saying_rows,
    saying_words,
    term_item,
    time_words,
)
from negotiations.render.diffs import change_items
from negotiations.render.page import (
    Entry,
    Item,
    Items,
    Page,
    Prose,
    Rows,
    Section,
    code,
    dim,
    line,
    row,
    strong,
)
from negotiations.render.records import details, field_rows
from negotiations.render.terms import coded_words, of_texts, relation_words
from negotiations.render.wording import ORDERS, differing_roles, plural
from negotiations.vocabulary import Bearing, Order, Saying

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from negotiations.answers.blame import Blame, BlameLine, Origin
    from negotiations.answers.history_values import Comparison, History, Step, StepTerm
    from negotiations.model import Evidence
    from negotiations.model.base import FieldSpec
    from negotiations.render.page import Block, LabelledRow, Line
    from negotiations.render.wording import Wording

__all__ = ["blame_page", "history_page"]

_HINT = "In chronological order as far as it is known; each step says how sure its order is."
_UNPLACED = "Order not known"
_UNPLACED_HINT = (
    "These may come before, between or after the steps above. They are sorted by id, except where "
    "one is known to follow another."
)
_NOWHERE = "unknown: it may belong anywhere among the steps"

_SAYING = {
    Saying.REPORTED: "reported: there are terms",
    Saying.SILENT: "silent: no term is reported; the text may contain some",
    Saying.NONE: "none: the text is reported not to contain such a term",
}
_BEARING = {
    Bearing.ISSUE: "issue: it names the issue",
    Bearing.POSITION: "position: it acts on a position, and names no other issue",
    Bearing.TEXT: "text: it acts on the text as a whole, and names no other issue",
    Bearing.TALKS: "talks: it acts on talks about the text, and names no issue",
}


def history_page(history: History, words: Wording) -> Page:
    """The page of a history, step by step."""
    of = [_text_name(history.of, words)] if history.of else []
    issue = [words.name(history.issue, ("issues",))] if history.issue else []
    kinds = {Version: "version", Position: "position", Event: "event"}
    counts = [
        plural(number, noun)
        for kind, noun in kinds.items()
        if (number := sum(type(step.record) is kind for step in history))
    ]
    lines = [line(code(history.of))] if history.of else []
    lines += [line(", ".join(counts) or "no steps"), line(dim(_HINT))]
    if words.is_full and history.issue:
        lines.append(line("issue: ", code(history.issue)))
    lead = Prose(tuple(lines))
    unplaced = history.unplaced
    apart = {step.address for step in unplaced}
    placed = [step for step in history if step.address not in apart]
    blocks: list[Block] = []
    if placed:
        items = (
            _step(step, ORDERS[order], history, words) for step, order in in_list(placed, history)
        )
        blocks.append(Section("Steps", (Items(tuple(items)),)))
    if unplaced:
        known: dict[Order | None, str] = {Order.CERTAIN: ORDERS[Order.CERTAIN]}
        orders = ((step, known.get(order, _NOWHERE)) for step, order in in_list(unplaced, history))
        items = (_step(step, order, history, words) for step, order in orders)
        hint = Prose((line(dim(_UNPLACED_HINT)),))
        blocks.append(Section(_UNPLACED, (hint, Items(tuple(items)))))
    return Page(f"History of {' on '.join([*of, *issue])}", (lead,), tuple(blocks))


def _text_name(address: str, words: Wording) -> str:
    """A proposal by its title, a version by its id."""
    collection, _, key = address.partition("/")
    return words.name(key, ("proposals",)) if collection == "proposals" else key


def _step(step: Step, order: str, history: History, words: Wording) -> Item:
    record = step.record
    rows = [row("when", time_words(step.time, words)), row("order", order)]
    if step.follows:
        rows.append(row("known to follow", *step.follows))
    rows += bounds_row(step.time, words)
    if step.saying is not None:
        rows.append(row("on the issue" if history.issue else "says", _SAYING[step.saying]))
    if step.bearing is not None:
        rows.append(row("bears on it", _BEARING[step.bearing]))
    blocks: list[Block] = [Rows((*rows, *_about(record, words), *_said_of(step, words)))]
    if words.is_full and isinstance(record, Version):
        # Its terms follow below, each with its claimants.
        blocks += details(record.replace(terms=None), words)[1:]
    if step.terms:
        blocks.append(Items(tuple(_term(term, words) for term in step.terms)))
    blocks += [_compared(comparison, words) for comparison in step.comparisons]
    if step.not_compared:
        left = (f"{version.against}: {version.why}" for version in step.not_compared)
        blocks.append(Rows((row("not compared with", *left),)))
    return Item(line(strong(step.address), *_title(step, words)), tuple(blocks))


def _title(step: Step, words: Wording) -> Line:
    """The title of a step; for a statement or an act, with those to whom it is attributed."""
    record = step.record
    title = words.title(record)
    if isinstance(record, Version):
        return line(f" – {title}") if title else ()
    is_event = isinstance(record, Event)
    passages = tuple(bearing_on(record, "act") if is_event else step.attribution.evidence)
    told = "" if _names_its_voice(title, passages, words) else saying_words(passages, words)
    said = f"{title.removesuffix('.')}{told}." if told and title.endswith(".") else title + told
    return line(f" – {said.removeprefix(', ')}") if said else ()


def _names_its_voice(title: str, passages: Iterable[Evidence], words: Wording) -> bool:
    """Whether a title already names its only claimant, as in *X says that …*."""
    voices = {name for passage in passages for name in passage.claimants or (passage.source,)}
    if len(voices) != 1:
        return False
    name = words.name(next(iter(voices)), ("actors",))
    return any(title.startswith(f"{name} {verb} ") for verb in ("say", "says", "said"))


def _about(record: Version | Position | Event, words: Wording) -> list[LabelledRow]:
    """Rows for a record apart from its terms; in full, everything reported of it."""
    if words.is_full:
        return [
            shown for shown in field_rows(record, words) if shown.label != "evidence"
        ] + citing_rows("evidence of the record", record.evidence or (), words)
    if isinstance(record, Version):
        differing = differing_roles(record)
        roles = [row("roles", differing)] if differing else []
        known = ["in full" if record.is_known_in_full else "in part", coded_words(record)]
        relations = [row("relation", *said)] if (said := relation_words(record)) else []
        return [*roles, row("known", "; ".join(filter(None, known))), *relations]
    named = ("actor", "act", "actors", "toward", "on", "conditions")
    labels = {name.replace("_", " ") for name in named}
    return [shown for shown in field_rows(record, words) if shown.label in labels]


def _said_of(step: Step, words: Wording) -> list[LabelledRow]:
    """Rows for who says what the step reports, unless its terms say so one by one."""
    if step.terms and not words.is_full:
        return []
    return saying_rows(step.attribution, words)


def _term(step_term: StepTerm, words: Wording) -> Item:
    rows = saying_rows(step_term.attribution, words, owner=step_term.term)
    return term_item(step_term.term, rows, words)


def _compared(compared: Comparison, words: Wording) -> Block:
    """The changes at a step: compared with what, and why."""
    diff = compared.diff
    shown = [change for change in diff if change.level >= words.level]
    head = line(f"compared with {compared.against}", dim(f" ({compared.why})"))
    said = str(diff.summary()) if diff else "no differences"
    lines = [line(said)]
    hidden = len(diff) - len(shown)
    if hidden:
        lines.append(
            line(dim(f"{plural(hidden, 'change')} below the level {words.level} not shown"))
        )
    items = change_items(shown, diff, words)
    return Items((Item(head, (Prose(tuple(lines)), *((items,) if shown else ()))),))


# --- where it was first reported ----------------------------------------------------------------

_BLAME_HINT = (
    "Traced through the versions that it is derived from. The first version to report something "
    "need not be the first text that contained it, nor does this say who wrote it."
)


def blame_page(blame: Blame, words: Wording) -> Page:
    """The page of a blame: where each term, phase and field is first reported."""
    if words.records is not None:
        words = of_texts(words, [words.records.versions.get(blame.version)])
    parts: dict[str, list[BlameLine]] = {}
    for blamed in blame:
        parts.setdefault("/".join(blamed.path.split("/")[:3]), []).append(blamed)
    number = (
        f"{plural(len(parts), 'term or phase', 'terms and phases')}, {plural(len(blame), 'line')}"
    )
    lead = Prose((line(number), line(dim(_BLAME_HINT))))
    sections: dict[str, list[Item]] = {}
    for path, (whole, *fields) in parts.items():
        sections.setdefault(path.split("/")[1], []).append(_part(whole, fields, words))
    blocks = tuple(
        Section(name.capitalize(), (Items(tuple(items)),)) for name, items in sections.items()
    )
    return Page(f"First reports of what versions/{blame.version} says", (lead,), blocks)


def _part(whole: BlameLine, fields: list[BlameLine], words: Wording) -> Item:
    item = whole.value
    name = words.term_name(item) if whole.issue else f"phase {item.ordinal}"
    specs = {spec.name: spec for spec in fields_of(item)}
    rows = [row("first reported in", *_origins(whole, words))]
    rows += [_field(blamed, whole, specs[blamed.field or ""], words) for blamed in fields]
    rows += citing_rows("evidence here", whole.evidence, words, item)
    if words.is_full:
        rows.append(row("path", line(code(whole.path))))
    blocks: tuple[Block, ...] = (Rows(tuple(rows)),)
    if words.is_full:
        sides = [("here", item)]
        sides += [
            (f"in {origin.version}", origin.value)
            for origin in whole.origins
            if origin.value != item
        ]
        blocks = (
            *blocks,
            Items(tuple(Item(line(label), details(value, words)) for label, value in sides)),
        )
    return Item(line(strong(name)), blocks)


def _field(blamed: BlameLine, whole: BlameLine, spec: FieldSpec, words: Wording) -> LabelledRow:
    """A field with its value; its origins where they are not those of the whole."""
    said = words.field_value(whole.value, blamed.value, spec)
    places = (
        [origin.version for origin in blamed.origins],
        [origin.version for origin in whole.origins],
    )
    under: list[Line] = []
    if words.is_full or places[0] != places[1]:
        under += [part for entry in _origins(blamed, words) for part in (entry.line, *entry.under)]
    if words.is_full:
        under.append(line(code(blamed.path)))
        under += [
            line("here: ", citation)
            for citation in words.citations(blamed.evidence, whole.value, exact=True)
        ]
    return row((blamed.field or "").replace("_", " "), Entry(line(said), tuple(under)))


def _clause_of(origin: Origin) -> object:
    """What the passages of an origin are evidence of, where it is a whole term."""
    return origin.value if isinstance(origin.value, Term) else None


def _origins(blamed: BlameLine, words: Wording) -> tuple[Entry, ...]:
    return tuple(_origin(origin, blamed, words) for origin in blamed.origins)


def _origin(origin: Origin, blamed: BlameLine, words: Wording) -> Entry:
    """A version that first reports something, and reasons why it may be older."""
    under: list[Line] = []
    if origin.unmentioned_in:
        under.append(line(f"not mentioned in between, in {', '.join(origin.unmentioned_in)}"))
    if origin.silent_before:
        names = ", ".join(origin.silent_before)
        under.append(line(f"may be older: {names}, earlier, silent on it"))
    under += [entry.line for bounds in bounds_row(origin.time, words) for entry in bounds.entries]
    if words.is_full or origin.evidence != blamed.evidence:
        under += [
            line(citation)
            for citation in words.citations(
                origin.evidence, _clause_of(origin), exact=words.is_full
            )
        ]
    return Entry(line(f"{origin.version}, {time_words(origin.time, words)}"), tuple(under))
