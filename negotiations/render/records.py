"""The page of a record: its fields, its citations, and what is not reported."""

from __future__ import annotations

from negotiations.chronology import versions_of
from negotiations.claims import Attribution, attribution_of
from negotiations.compare.options import topics_of
from negotiations.errors import UnknownField
from negotiations.model import (
    Event,
    Evidence,
    FigureClaim,
    Participant,
    Phase,
    Position,
    Proposal,
    Record,
    Role,
    Term,
    Timing,
    Version,
)
from negotiations.model.base import Value, field_of, fields_of
from negotiations.model.values import Bounded, When
from negotiations.plaintext import plain
from negotiations.records import address_of
from negotiations.render.citing import places
from negotiations.render.page import (
    Cell,
    Citation,
    Entry,
    Fold,
    Item,
    Items,
    LabelledRow,
    Page,
    Prose,
    Rows,
    Section,
    Table,
    dim,
    line,
    row,
    strong,
)
from negotiations.render.related import related
from negotiations.render.terms import of_texts, tabled_words, term_entries
from negotiations.render.voices import read_of
from negotiations.render.wording import (
    ORDERS,
    Wording,
    is_titled,
    joined,
    label_name,
    plural,
)
from negotiations.vocabulary import Order, TalksRole, VersionRole, Vocabulary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any, TypeGuard

    from negotiations.model.base import FieldSpec
    from negotiations.records import Records
    from negotiations.render.page import Block, Line

__all__ = [
    "attribution_rows",
    "content_rows",
    "details",
    "evidence_rows",
    "field_page",
    "field_rows",
    "has_details",
    "overview_page",
    "record_page",
    "term_rows",
]

# Parts that are listed under a heading of their own, and what one of them is called.
_ROLES: tuple[Vocabulary, ...] = (*VersionRole, *TalksRole)
_OPEN = (Order.POSSIBLE, Order.UNKNOWN)
_LISTED = {"phases": "phase", "terms": "term", "versions": "version"}


def record_page(record: Value, words: Wording) -> Page:
    """A record as a page, with its citations and with what is not reported."""
    if isinstance(record, Term):
        return Page(words.term_name(record), lead=_rows(term_rows(record, words)))
    title = words.text_title(record) if isinstance(record, Version) else ""
    title = title if title.startswith("“") else words.title(record)
    words = of_texts(words, [record])
    fields = field_rows(record, words)
    if not words.is_full:
        fields = [shown for shown in fields if not _repeats(shown, title)]
    blocks = [*_fields_and_passages(fields, record, words), *_listed(record, words)]
    if isinstance(record, Record) and words.records is not None:
        blocks += _attribution(record, words)
        blocks += [
            Section(f"{heading} ({len(lines)})", (_others(lines),))
            for heading, lines in related(record, words.records, words)
        ]
    if isinstance(record, Version) and words.records is not None:
        blocks += _rows(_silence(record, words.records, words))
    silent = words.unreported(record)
    if silent:
        blocks.append(Rows((row("not reported", dim(", ".join(silent))),)))
    head = address_of(record) if isinstance(record, Record) else type(record).__name__
    if isinstance(record, Phase):
        head = f"Phase {record.ordinal}"
    return Page(head, lead=(Prose((line(title),)),) if title else (), blocks=tuple(blocks))


def overview_page(records: Records) -> Page:
    """The contents of a dataset: its limits first, then the number of records of each kind."""
    about = records.metadata
    lead = (Prose((line(f"{about.title}, version {about.version}"),)),) if about is not None else ()
    limits = Rows((row("limits", *about.limits),)) if about is not None and about.limits else None
    sizes = [(name, len(collection)) for name, collection in records.collections.items()]
    counted = Table(
        "Records in each collection",
        "collection",
        (line("records"),),
        tuple((line(name), (Cell((line(str(number)),)),)) for name, number in sizes),
    )
    blocks = (counted,) if limits is None else (limits, counted)
    return Page(about.id if about is not None else "Dataset", lead, blocks)


def details(item: Any, words: Wording) -> tuple[Block, ...]:
    """Everything reported of a value: its fields, and the parts that have their own evidence."""
    if isinstance(item, Term):
        return _rows(term_rows(item, words, silence=False))
    if not isinstance(item, Value):
        return ()
    return (*_rows(field_rows(item, words)), *_listed(item, words, full=True))


def has_details(item: object) -> TypeGuard[Value]:
    """Whether a value has more to show than fits into one line."""
    return isinstance(item, Value) and not isinstance(item, Bounded | Timing | Evidence)


def evidence_rows(
    label: str, evidence: tuple[Evidence, ...], words: Wording, owner: Any = None
) -> list[LabelledRow]:
    """The citations of something under one label; none, if it has no evidence."""
    cited = words.citations(evidence, owner)
    if not cited:
        return []
    if words.is_full:
        return [row(label, *cited)]
    bare = [citation for citation in cited if citation == Citation(citation.place)]
    others = [citation for citation in cited if citation not in bare]
    parts: list[str | Citation] = []
    for citation in bare:
        parts += ["; ", citation] if parts else [citation]
    return [row(label, *([line(*parts)] if parts else []), *others)]


def term_rows(term: Term, words: Wording, *, silence: bool = True) -> list[LabelledRow]:
    """Rows for the fields and evidence of a term, and for what is not reported of it."""
    rows = [
        *content_rows(term, words),
        *evidence_rows("evidence", term.evidence or (), words, term),
    ]
    shared = {spec.name for spec in fields_of(Term)}
    silent = [
        spec.name.replace("_", " ")
        for spec in fields_of(term)
        if spec.name not in shared and spec.name != "limit" and getattr(term, spec.name) is None
    ]
    if silent and silence:
        rows.append(row("not reported", ", ".join(silent)))
    return rows


def content_rows(term: Term, words: Wording) -> list[LabelledRow]:
    """Rows for what is reported of a term, apart from its key and its evidence."""
    rows = [row("says", term.summary)] if term.summary else []
    rows += [row(label, *said) for label, said in term_entries(term, words)]
    if term.note:
        rows.append(row("note", term.note))
    if words.is_full:
        rows.append(row("kind", term.kind.value))
    return rows


def _rows(rows: list[LabelledRow]) -> tuple[Block, ...]:
    return (Rows(tuple(rows)),) if rows else ()


# As many letters as another record and what is said of it may have to stand in one line.
_ONE_LINE = 76
# A record with more passages has them folded where that can be.
_MOST_PASSAGES = 4


def _fields_and_passages(
    fields: list[LabelledRow], record: Value, words: Wording
) -> tuple[Block, ...]:
    """The fields of a record; many passages under their places, for whoever opens them."""
    last = fields[-1] if fields else None
    is_long = last is not None and last.label == "evidence" and len(last.entries) > _MOST_PASSAGES
    if last is None or not is_long or words.is_full:
        return _rows(fields)
    cited = places(getattr(record, "evidence", None) or (), words.source)
    passages = Rows((row("passages", *last.entries),))
    return (*_rows(fields[:-1]), Fold(line(dim(f"evidence: {cited}")), (passages,)))


def _repeats(shown: LabelledRow, title: str) -> bool:
    """Whether a row has the title of the page, and nothing else."""
    is_title = shown.label in ("name", "label", "title", "summary")
    return bool(title) and is_title and shown.entries == (Entry(line(title)),)


def _others(lines: Sequence[tuple[str, str]]) -> Block:
    """Other records that bear on this one: in a line each where all of them are short."""
    widest = max(len(address) for address, _ in lines)
    if all(said and widest + len(said) < _ONE_LINE for _, said in lines):
        return Rows(tuple(row(address, dim(said)) for address, said in lines))
    if all(said.startswith("¶") for _, said in lines):
        return Items(tuple(Item(line(address, "  ", dim(said))) for address, said in lines))
    return Items(tuple(_other(*other) for other in lines))


def _other(address: str, said: str) -> Item:
    """An item for another record that bears on this one."""
    return Item(line(address), (Prose((line(dim(said)),)),) if said else ())


def field_page(record: Value, name: str, words: Wording) -> Page:
    """One field of a record: what is reported there, by which passages and whose voices.

    Raises:
        UnknownField: The record has no such field.
    """
    spec = field_of(record, name)
    if spec is None:
        raise UnknownField(type(record).__name__, name, [field.name for field in fields_of(record)])
    value = getattr(record, name)
    items = value if isinstance(value, tuple) and value else (value,)
    entries = ("not reported",) if value is None else (_entry(item, words, spec) for item in items)
    rows = [row(name.replace("_", " "), *entries)]
    if words.records is not None:
        said = attribution_of(words.records, record, name)
        rows += evidence_rows("evidence", said.evidence, words)
        rows += attribution_rows(said, words)
    head = address_of(record) if isinstance(record, Record) else words.value(record)
    return Page(head, blocks=_rows(rows))


def _silence(version: Version, records: Records, words: Wording) -> list[LabelledRow]:
    """The issues of its negotiation that a text is silent on, and whether a decision is reported."""
    proposal = records.collections["proposals"].get(version.proposal_id)
    texts = (proposal.versions if proposal is not None else None) or (version,)
    names = {name for text in texts for name in (text.id, address_of(text))}
    names |= {version.proposal_id, f"proposals/{version.proposal_id}"}
    positions = records.collections["positions"].where(lambda position: position.on in names)
    on_table = {term.issue for holder in (*texts, *positions) for term in holder.terms or ()}
    silent = sorted(on_table - {term.issue for term in version.terms or ()})
    rows = []
    if silent and not version.is_closed("terms"):
        said = ", ".join(words.name(issue, ("issues",)) for issue in silent)
        rows.append(
            row("silent on", f"{said}: discussed elsewhere in its negotiation, not reported here")
        )
    own = {version.id, address_of(version)}
    decisions = records.collections["events"].where(
        lambda event: event.act.is_decision and bool(own & set(event.on or ()))
    )
    if not decisions:
        rows.append(row("decisions", "none on this text is reported"))
    return rows


def _attribution(record: Record, words: Wording) -> tuple[Block, ...]:
    """Who says it and who denies it, the number of independent origins, and who says single fields."""
    if words.records is None or not isinstance(record, Event | Position | Version):
        return ()
    said = attribution_of(words.records, record)
    # What bears on single fields of the record, and not on those of its terms.
    own = [passage for passage in record.evidence or () if passage.fields]
    fields = {field for passage in own for field in passage.fields or ()}
    if not fields:
        return _rows(attribution_rows(said, words))
    whole = Attribution.of(
        words.records, [passage for passage in said.evidence if passage not in own]
    )
    rows = [shown for shown in attribution_rows(whole, words) if shown.label != "origins"]
    by_voices: dict[tuple[Entry, ...], list[str]] = {}
    for spec in fields_of(record):
        if spec.name in fields:
            passages = [passage for passage in own if spec.name in (passage.fields or ())]
            entries = tuple(
                Entry(line(f"{voice.label} ", *entry.line))
                for voice in attribution_rows(Attribution.of(words.records, passages), words)
                if voice.label != "origins"
                for entry in voice.entries
            )
            by_voices.setdefault(entries, []).append(spec.name.replace("_", " "))
    rows += [shown for shown in attribution_rows(said, words) if shown.label == "origins"]
    by_field = [row(", ".join(names), *entries) for entries, names in by_voices.items()]
    return (*_rows(rows), Section("Who says so, by field", _rows(by_field)))


def attribution_rows(said: Attribution, words: Wording) -> list[LabelledRow]:
    """Rows for who says something, who denies it, and the number of independent origins."""

    def names(keys: tuple[str, ...]) -> str:
        return words.voices(keys)

    saying = tuple(name for name in said.claimants if name not in said.implied)
    telling = tuple(name for name in said.narrated_by if name not in said.implied)
    rows = [row("said by", names(saying))] if saying else []
    if telling:
        rows.append(row("told by", f"{names(telling)}, in the article's own voice"))
    if said.implied:
        rows.append(row("coder's reading", read_of(said, words)))
    if said.disputed:
        rows.append(row("denied by", names(said.deniers)))
    origins = plural(len(said.origins), "independent origin")
    rows.append(row("origins", f"{origins}: {names(said.origins)}" if said.origins else origins))
    if said.hedged:
        rows.append(row("hedged", "by every passage that says it"))
    return rows


def _printed_forms(record: Value) -> tuple[str, ...]:
    from negotiations.rules.evidence import printed_forms  # loads all rules, for few pages

    return printed_forms(record)


def field_rows(record: Value, words: Wording) -> list[LabelledRow]:
    """A row for each field that is reported, the evidence last."""
    nested = (*_LISTED, "evidence", "id")
    rows: list[LabelledRow] = []
    for spec in fields_of(record):
        value = getattr(record, spec.name)
        if value is None or spec.name in nested:
            continue
        label = "claim" if spec.name == "claims" else spec.name.replace("_", " ")
        items: tuple[Any, ...] = (value,)
        if isinstance(value, tuple) and value and (isinstance(value[0], Value) or is_titled(spec)):
            items = value
        printing = [
            passage for passage in getattr(record, "evidence", None) or () if passage.prints
        ]
        if printing and value is _printed_forms(record):
            rows.append(row(label, *(_printed(form, printing, words) for form in value)))
        elif value and spec.types in ((Role,), (Participant,)) and not words.is_full:
            rows.append(row(label, *_in_roles(items, words, spec)))
        else:
            rows.append(row(label, *(_entry(item, words, spec) for item in items)))
    return rows + evidence_rows("evidence", getattr(record, "evidence", None) or (), words)


def _entry(item: Any, words: Wording, spec: FieldSpec) -> Entry:
    """A value, with its remark and its citations beneath it."""
    said = words.value(item, spec)
    under: list[Line] = []
    if isinstance(item, FigureClaim):
        said = f"{item.count} ({words.source(item.source)}; {item.rank} rank: {item.reason})"
        if item.when is not None:
            under.append(line(f"at {words.when(item.when)}"))
            if item.when.printed:
                under.append(line(f"printed: {item.when.printed}"))
            if item.when.note:
                under.append(line(item.when.note))
    if not isinstance(item, Value):
        return Entry(line(said, dim(_address_behind(item, said, words, spec))))
    remark = getattr(item, "note", None)
    # Of an issue's crosswalk the remark is in its words already.
    if remark and remark not in said:
        under.append(line(remark))
    if isinstance(item, When) and item.printed:
        under.insert(0, line(f"printed: {item.printed}"))
    under += [line(citation) for citation in words.citations(getattr(item, "evidence", None) or ())]
    return Entry(line(said), tuple(under))


def _address_behind(item: Any, said: str, words: Wording, spec: FieldSpec) -> str:
    """The address of another record that is called by its title."""
    if (
        not isinstance(item, str) or not is_titled(spec) or said == item
    ):  # an empty list is no address
        return ""
    record = words.record(item, spec.refers_to)
    return "" if record is None else f" ({address_of(record)})"


def _in_roles(
    parts: Sequence[Role | Participant], words: Wording, spec: FieldSpec
) -> tuple[Entry, ...]:
    """Who was in which role: those of one role of whom the same passages say the same together."""
    alike: dict[tuple[str, tuple[Line, ...]], list[str]] = {}
    for part in sorted(parts, key=lambda part: _ROLES.index(part.role)):
        name = words.name(part.actor, ("actors",))
        meetings = getattr(part, "meetings", None)
        about = [_office(part.actor, words), plural(meetings, "meeting") if meetings else ""]
        name += f" ({'; '.join(filter(None, about))})" if any(about) else ""
        under = _entry(part, words, spec).under
        alike.setdefault((words.word(part.role), under), []).append(name)
    return tuple(
        Entry(line(f"{role}: {joined(names)}"), under) for (role, under), names in alike.items()
    )


def _office(key: str, words: Wording) -> str:
    """The office of a person, as it is coded: ``chief, Mossad``."""
    actor = None if words.records is None else words.records.actors.get(key)
    offices = [] if actor is None else [part for part in actor.member_of or () if part.role]
    return "; ".join(
        f"{plain(part.role or '')}, {words.name(part.organisation, ('actors',))}"
        for part in offices
    )


def _printed(form: str, printing: list[Evidence], words: Wording) -> Entry:
    """A spelling or label, with the passages that print it."""
    places = (
        f"{words.source(passage.source)} ¶{passage.paragraph}"
        for passage in printing
        if form in (passage.prints or ())
    )
    said = ", ".join(dict.fromkeys(places))
    return Entry(line(f"{plain(form)} ({said})" if said else plain(form)))


def _listed(record: Value, words: Wording, *, full: bool = False) -> list[Block]:
    blocks: list[Block] = []
    for name, one in _LISTED.items():
        parts = getattr(record, name, None)
        if parts is not None:
            title = plural(len(parts), one) if parts else f"no {one}s, as reported"
            if isinstance(record, Proposal):
                items = _versions(record, words, full=full)
            elif name == "terms":
                items = Items(tuple(_terms(parts, words)))
            else:
                items = Items(tuple(_item(item, words) for item in parts))
            blocks.append(Section(title, (items,) if parts else ()))
    return blocks


def _terms(terms: tuple[Term, ...], words: Wording) -> Iterator[Item]:
    """Terms as items; the options of a draft for one thing are items of one."""
    for topic, options in topics_of(terms).items():
        items = tuple(_item(term, words) for term in options)
        if len(items) == 1:
            yield from items
        else:
            head = f"{label_name(str(topic), words)}: {plural(len(items), 'option')}"
            yield Item(line(strong(head)), (Items(items),))


def _item(item: Any, words: Wording) -> Item:
    """A phase or term as an item in the list of its holder."""
    if isinstance(item, Term):
        head = line(strong(words.term_name(item)))
        return Item(head, _rows(term_rows(item, words)), anchor=f"/terms/{item.label}")
    label = f" ({item.label})" if item.label else ""
    length = f"{item.duration}" if item.duration else "duration not reported"
    lines = [line(text) for text in (item.summary, item.note) if text]
    lines += [line(citation) for citation in words.citations(item.evidence or ())]
    head = line(strong(f"{item.ordinal}{label}: {length}"))
    return Item(head, (Prose(tuple(lines)),) if lines else ())


def _versions(proposal: Proposal, words: Wording, *, full: bool) -> Items:
    """The versions of a proposal in their order, with a remark where it is not known."""
    items: list[Item] = []
    for place in versions_of(proposal, words.records):
        version: Any = place.record
        terms = (
            plural(len(version.terms), "term")
            if version.terms is not None
            else "terms not reported"
        )
        rows = [row("order", ORDERS[place.order])] if place.order in _OPEN else []
        inner = (*_rows(rows), *(details(version, words) if full else ()))
        items.append(Item(line(f"{version.id}, {tabled_words(version, words)}, {terms}"), inner))
    return Items(tuple(items))
