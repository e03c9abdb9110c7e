"""The page of a compiled view: the last report of each term, and the version that has it."""

from __future__ import annotations

from negotiations.claims import bearing_on
from negotiations.model import Phase, Term
from negotiations.model.base import fields_of
from negotiations.records import address_of
from negotiations.render.attributions import (
    FOLDED,
    HELD,
    ORDER_SIGNS,
    SIGNS,
    bounds_row,
    citing_rows,
    folded,
    saying_rows,
    time_words,
)
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
from negotiations.render.records import content_rows, field_rows
from negotiations.render.terms import coded_words, of_texts, relation_words, told
from negotiations.render.voices import saying_words
from negotiations.render.wording import ORDERS, joined, label_name, plural
from negotiations.vocabulary import Certainty, Completeness, EventAct, Standing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from negotiations.answers.compiled_values import (
        Compiled,
        CompiledPart,
        CompiledValue,
        CompiledVersion,
        PlacedEvent,
    )
    from negotiations.answers.statements import Reading
    from negotiations.model import Event
    from negotiations.render.page import Block, LabelledRow, Line
    from negotiations.render.wording import Wording

__all__ = ["compiled_page"]

_HINT = (
    "Each term reads as in the version that reports it last. A version that does not mention a term "
    "leaves it standing. Where the order of versions is not known, all their readings are shown. A "
    "term of a text that was rejected or withdrawn is marked."
)
_ANY_TIME = ", whose place in the order is not known"
# What was done by an act.
_DONE = {
    EventAct.ATTACK: "attacked",
    EventAct.IMPLEMENT: "carried out",
    EventAct.BREACH: "breached",
    EventAct.WITHDRAW: "withdrawn",
    EventAct.ACCEPT: "accepted",
    EventAct.ACCEPT_IN_PRINCIPLE: "accepted in principle",
    EventAct.REJECT: "rejected",
    EventAct.REQUEST_CHANGES: "changes requested",
    EventAct.PRESENT: "presented",
    EventAct.PREPARE: "prepared",
    EventAct.MEDIATE: "mediated",
    EventAct.THREATEN: "threatened",
    EventAct.STALL: "stalled",
    EventAct.PRESS: "pressed",
    EventAct.DISPUTE: "disputed",
    EventAct.ASSESS: "assessed",
    EventAct.OTHER: "another act",
}
_NO_VERSION = "No version of it is reported, and therefore no term."

_KNOWN = {
    Completeness.FULL_TEXT: "in full",
    Completeness.PARTIAL: "in part",
}


def compiled_page(view: Compiled, words: Wording) -> Page:
    """The page: the versions and what became of them, then the terms, then what ended."""
    if words.records is not None:
        known = words.records.versions
        words = of_texts(words, (known.get(version.version) for version in view.versions))
    title = f"{words.name(view.proposal, ('proposals',))}, as last reported"
    as_of = f", as of {view.as_of}" if view.as_of else ""
    counts = [plural(len(view.versions), "version"), plural(len(view.terms), "term")]
    counts += [f"{len(view.ended)} ended"] if view.ended else []
    lead = [line(code(f"proposals/{view.proposal}")), line(", ".join(counts)), line(dim(_HINT))]
    blocks: list[Block] = []
    if not (view.terms or view.phases or view.ended):
        said = "No term of its versions is reported." if view.versions else _NO_VERSION
        lead[-1] = line(said)
        lead += _elsewhere(view.proposal)
    elif not words.is_full:
        lead += [line(dim(SIGNS)), line(dim(FOLDED))]
    if view.versions:
        versions = Items(tuple(_version(version, words) for version in view.versions))
        blocks.append(Section("Versions", (versions,)))
    for name, parts in (
        ("Phases", view.phases),
        ("Terms", view.terms),
        ("Ended: a later text is known not to contain it", view.ended),
    ):
        if parts:
            blocks.append(Section(name, (_parts(parts, view, words),)))
    events = _events(view.events, words, is_named=False)
    if events:
        title_of = "Events" if words.is_full else "Last reported acts"
        blocks.append(Section(f"{title_of} on the proposal as a whole", events))
    return Page(title + as_of, (Prose(tuple(lead)),), tuple(blocks))


def _elsewhere(proposal: str) -> list[Line]:
    """Commands that tell more of a proposal without terms."""
    return [
        line("The positions and events on it: ", code(f"negotiations history {proposal}")),
        line(
            "The positions of one party on it: ", code(f"negotiations stance PARTY --on {proposal}")
        ),
    ]


def _version(version: CompiledVersion, words: Wording) -> Item:
    """A version: its date, how far it is known, and the last reported acts on it."""
    if words.is_full:
        return _whole_version(version, words)
    text = None if words.records is None else words.records.versions.get(version.version)
    said = [time_words(version.time, words), f"known {_known(version.completeness, words)}"]
    if text is not None:
        said += [coded_words(text), *relation_words(text)]
    if version.by is not Certainty.CERTAIN:
        said.append(f"by that time {HELD[version.by]}")
    if not version.last_events:
        said.append("no decision on it is reported")
    sign = ORDER_SIGNS[version.order]
    head = line(sign, strong(version.version), f" – {'; '.join(filter(None, said))}")
    return Item(head, _events(version.events, words), anchor=f"versions/{version.version}")


def _whole_version(version: CompiledVersion, words: Wording) -> Item:
    """Everything that is said of a version."""
    text = None if words.records is None else words.records.versions.get(version.version)
    coded = "" if text is None else coded_words(text)
    rows = [
        row("when", time_words(version.time, words)),
        row("order", ORDERS[version.order]),
        row("known", "; ".join(filter(None, (_known(version.completeness, words), coded)))),
    ]
    if text is not None:
        rows += [row("relation", said) for said in relation_words(text)]
    if version.follows:
        rows.insert(2, row("known to follow", *version.follows))
    rows += bounds_row(version.time, words)
    if words.is_full or version.by is not Certainty.CERTAIN:
        rows.append(row("by that time", HELD[version.by]))
    if words.is_full:
        rows += saying_rows(version.attribution, words)
    if not version.last_events:
        rows.append(row("decisions", "none is reported"))
    return Item(line(strong(version.version)), (Rows(tuple(rows)), *_events(version.events, words)))


def _known(completeness: Completeness, words: Wording) -> str:
    said = _KNOWN[completeness]
    return f"{completeness}: known {said}" if words.is_full else said


def _events(
    events: tuple[PlacedEvent, ...], words: Wording, *, is_named: bool = True
) -> tuple[Block, ...]:
    """The last decisions on a text; in full, all events on it. If ``is_named``, each says what it is."""
    shown = [event for event in events if event.is_last or words.is_full]
    items = (_event(event, words, is_named=is_named) for event in shown)
    return (Items(tuple(items)),) if shown else ()


def _event(placed: PlacedEvent, words: Wording, *, is_named: bool = True) -> Item:
    event = placed.event
    last = "last reported act: " if placed.is_last and (words.is_full or is_named) else ""
    if not words.is_full:
        lines = [line(event.summary)] if event.summary else []
        when = time_words(placed.time, words)
        if placed.by is not Certainty.CERTAIN:
            when += f"; by that time {HELD[placed.by]}"
        lines.append(line(dim(when)))
        evidence = placed.attribution.evidence
        inside = (Rows(tuple(saying_rows(placed.attribution, words))),)
        blocks = (Prose(tuple(lines)), *(folded(evidence, inside, words) if evidence else ()))
        return Item(line(last, *_decision(event, words)), blocks)
    rows = [row("says", event.summary)] if event.summary and not words.is_full else []
    rows.append(row("when", time_words(placed.time, words)))
    rows += bounds_row(placed.time, words)
    if words.is_full or placed.by is not Certainty.CERTAIN:
        rows.append(row("by that time", HELD[placed.by]))
    if words.is_full:
        rows += field_rows(event, words)
    rows += saying_rows(placed.attribution, words)
    head = line(last, *_decision(event, words))
    return Item(head, (Rows(tuple(rows)),))


def _decision(event: Event, words: Wording) -> Line:
    """An act, on what, whose it is, on which conditions, who says and who denies it."""
    names = [words.name(issue, ("issues",)) for issue in event.issues or ()]
    about = f" on {', '.join(names)}" if names else ""
    who = f" by {words.voices(event.actors)}" if event.actors else ""
    conditions = f", on {plural(len(event.conditions), 'condition')}" if event.conditions else ""
    said = saying_words(bearing_on(event, "act"), words)
    act = words.word(event.act) if words.is_full else _DONE[event.act]
    return line(f"{act}{about}{who}{conditions}{said}, ", code(address_of(event)))


def _refused(part: CompiledPart, view: Compiled, words: Wording) -> list[LabelledRow]:
    """All the last decisions on texts of which one is a rejection or a withdrawal."""
    last = {version.version: version.last_events for version in view.versions}
    entries: list[Entry] = []
    for refusal in part.refused:
        which = "" if len(part.versions) == 1 else f"{refusal.version}, "
        head = f"{which}last reported act: "
        decided = (_decision(event, words) for event in last.get(refusal.version, ()))
        entries += [Entry(line(head, *one)) for one in decided]
        if words.is_full:
            said = f"{', '.join(act.value for act in refusal.acts)}: {', '.join(refusal.events)}"
            entries.append(Entry(line(f"{refusal.version} is refused: {said}")))
    return [row("its text", *entries)] if entries else []


def _parts(parts: Sequence[CompiledPart], view: Compiled, words: Wording) -> Items:
    """Terms or phases; those that stand by the same versions, over the same silence, together."""
    if words.is_full:
        return Items(tuple(_part(part, view, words) for part in parts))
    groups: dict[tuple[str, ...], list[CompiledPart]] = {}
    for part in parts:
        groups.setdefault(_standing_words(part), []).append(part)
    return Items(
        tuple(
            Item(
                line(dim(f"{'. '.join(standing)}.")),
                (Items(tuple(_line_of(part, view, words) for part in together)),),
            )
            for standing, together in groups.items()
        )
    )


def _standing_words(part: CompiledPart) -> tuple[str, ...]:
    """By which versions a part stands as it does, and over which silence."""
    said: list[str] = []
    for reading in part.standing:
        head = f"{_stands(part)} {reading.value.value} in {', '.join(reading.versions)}"
        silent = "; ".join(_silence(reading, is_full=False))
        said.append(f"{head[:1].upper()}{head[1:]}{f'; {silent}' if silent else ''}")
    return tuple(said)


def _line_of(part: CompiledPart, view: Compiled, words: Wording) -> Item:
    """A term or phase in a line for each reading; what earlier versions say of it, and its passages."""
    name = label_name(part.label, words) if part.issue is not None else f"phase {part.label}"
    said: list[Line] = []
    rows: list[LabelledRow] = []
    for reading in part.standing:
        items = [latest.item for latest in part.latest if latest.version in reading.versions]
        which = f"{', '.join(reading.versions)}: " if len(part.standing) > 1 else ""
        what = _gist(items[0], words) if items else reading.value.value
        said.append(line(which, what, dim(saying_words(reading.attribution.evidence, words))))
        rows += [shown for item in items[:1] for shown in _content(item, words)]
        rows += saying_rows(reading.attribution, words, owner=next(iter(items), None))
    evidence = [passage for reading in part.standing for passage in reading.attribution.evidence]
    refused = _refused(part, view, words)
    beyond = [_value(value, part, words) for value in part.values if _is_beyond(value, part)]
    first, *others = said or [line("")]
    blocks: list[Block] = [Prose(tuple(others))] if others else []
    blocks += [Rows((*refused, *beyond))] if refused or beyond else []
    inside = (Rows(tuple(rows)),) if rows else ()
    head = line(strong(name), ": ", *first)
    return Item(head, (*blocks, *folded(evidence, inside, words)), anchor=part.label)


def _gist(item: Term | Phase, words: Wording) -> str:
    if isinstance(item, Term):
        return told(item, words)
    label = "" if item.label == f"Phase {item.ordinal}" else item.label
    said = filter(None, (label, str(item.duration) if item.duration else "", item.summary))
    return "; ".join(said).removesuffix(".")


def _part(part: CompiledPart, view: Compiled, words: Wording) -> Item:
    name = label_name(part.label, words) if part.issue is not None else f"phase {part.label}"
    rows: list[LabelledRow] = []
    for reading in part.standing:
        rows.append(row(_stands(part), *_reading(reading, reading.value.value, words)))
        if reading is part.standing[0]:
            rows += _refused(part, view, words)
        items = [latest.item for latest in part.latest if latest.version in reading.versions]
        rows += [shown for item in items[:1] for shown in _content(item, words)]
        rows += saying_rows(reading.attribution, words, owner=next(iter(items), None))
    shown = [value for value in part.values if words.is_full or _is_beyond(value, part)]
    rows += [_value(value, part, words) for value in shown]
    blocks: tuple[Block, ...] = (Rows(tuple(rows)),)
    if words.is_full:
        latest = [
            Item(line(f"as {latest.version} has it"), (Rows(tuple(_whole(latest.item, words))),))
            for latest in part.latest
        ]
        rows.append(row("label", line(code(part.label))))
        blocks = (Rows(tuple(rows)), *((Items(tuple(latest)),) if latest else ()))
    return Item(line(strong(name)), blocks)


def _stands(part: CompiledPart) -> str:
    if len(part.standing) > 1:
        return "order unknown"
    return "last stated as" if part.refused else "stands as"


def _content(item: Term | Phase, words: Wording) -> list[LabelledRow]:
    if isinstance(item, Term):
        return content_rows(item, words)
    return [
        shown for shown in field_rows(item, words) if shown.label not in ("ordinal", "evidence")
    ]


def _whole(item: Term | Phase, words: Wording) -> list[LabelledRow]:
    rows = _content(item, words)
    if isinstance(item, Term):
        rows.insert(0, row("term", words.term_name(item)))
    else:
        rows.insert(0, row("ordinal", str(item.ordinal)))
    return [*rows, *citing_rows("evidence", item.evidence or (), words, item)]


def _is_beyond(value: CompiledValue, part: CompiledPart) -> bool:
    """Whether a field has readings that the latest version of the term does not have."""
    stated = {latest.version: getattr(latest.item, value.field, None) for latest in part.latest}
    return any(
        reading.value is not None
        and reading.value not in [stated.get(name) for name in reading.versions]
        for reading in value.readings
    )


def _value(value: CompiledValue, part: CompiledPart, words: Wording) -> LabelledRow:
    """A field, by each reading of it, with the versions that it comes from."""
    entries: list[Entry] = []
    for reading in value.readings:
        entries += _reading(reading, _said(reading.value, value.field, part, words), words)
    label = value.field.replace("_", " ")
    return row(label if words.is_full else f"earlier: {label}", *entries)


def _said(value: Any, field: str, part: CompiledPart, words: Wording) -> str:
    if value is None:
        return "none"
    for latest in part.latest:
        spec = next((spec for spec in fields_of(latest.item) if spec.name == field), None)
        if spec is not None:
            return words.field_value(latest.item, value, spec)
    return words.value(value)


def _silence(reading: Reading, *, is_full: bool) -> list[str]:
    """Since when it is reported, and over which silence it is carried."""
    is_news = is_full or reading.since != reading.versions
    silent = (
        ("first reported in", reading.since if is_news else ()),
        ("not mentioned later in", reading.carried_over),
        ("not reported of the term in", reading.carried_into),
        ("nor mentioned in" if reading.carried_over else "not mentioned in", reading.also_silent),
    )
    return [
        f"{label} {joined(names)}" + (_ANY_TIME if names is reading.also_silent else "")
        for label, names in silent
        if names
    ]


def _reading(reading: Reading, said: str, words: Wording) -> list[Entry]:
    """A reading: what it says, in which versions, and over which silence it is carried."""
    under: list[Line] = [line(said) for said in _silence(reading, is_full=words.is_full)]
    if words.is_full and isinstance(reading.value, Standing) is False:
        under += [
            line(citation) for citation in words.citations(reading.attribution.evidence, exact=True)
        ]
        under += [
            line(f"{saying.label}: ", *part.line)
            for saying in saying_rows(reading.attribution, words)
            if saying.label != "evidence"
            for part in saying.entries
        ]
    return [Entry(line(said, f" in {', '.join(reading.versions)}"), tuple(under))]
