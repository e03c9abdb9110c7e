"""Commands for reading records: ``list``, ``show``, ``find``."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import click

from negotiations.answers.answer import data_of
from negotiations.chronology import Chronology, versions_of
from negotiations.claims import attribution_of
from negotiations.cli.common import (
    NOTHING,
    PAGE_FORMATS,
    TABLE_FORMATS,
    Output,
    Session,
    complete_id_of,
    complete_part_to_read,
    example,
    operand,
    output_in,
)
from negotiations.errors import NegotiationsError, UnknownId
from negotiations.io.codec import to_data
from negotiations.model import (
    TERM_CLASSES,
    Coordinates,
    Event,
    Phase,
    Position,
    Proposal,
    Record,
    Term,
    Version,
)
from negotiations.model.base import FieldRole, Value, field_of, fields_of
from negotiations.model.values import When
from negotiations.plaintext import plain
from negotiations.records import COLLECTIONS
from negotiations.render.listings import matches_page
from negotiations.render.page import Page
from negotiations.render.records import field_page
from negotiations.render.render import page_of
from negotiations.render.terms import gist, of_texts, told
from negotiations.render.wording import ORDERS, Wording, date_words, plural
from negotiations.vocabulary import Basis, Limit, Vocabulary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from negotiations.answers.find import Match
    from negotiations.records import Records

_COLUMNS: dict[str, tuple[str, ...]] = {
    "actors": ("name", "kind", "speaks_for"),
    "places": ("name", "kind", "within", "coordinates"),
    "issues": ("label", "kind"),
    "talks": ("title", "when", "status"),
    "proposals": ("title", "between", "versions"),
    "versions": ("tabled", "completeness", "phases", "terms"),
    "positions": ("actor", "act", "terms"),
    "events": ("act", "actors", "when"),
    "figures": ("label", "claims"),
    "sources": ("label", "file_name", "published", "title"),
}


# What of them matters most, in the order of that: a terminal has as many as fit.
_FIRST: dict[str, tuple[str, ...]] = {
    **_COLUMNS,
    "places": ("name", "kind", "within"),
    "versions": ("tabled", "terms", "completeness", "phases"),
    "positions": ("act", "actor", "terms"),
    "events": ("act", "when", "actors"),
    "sources": ("label", "published"),
}
_FULL = "--full lists every column."
_UNPRINTED = "*"
# As many letters of a cell as a column of a full list should have room for.
_ROOM = 24

# The terms of all versions and positions are listed as if they were records.
_TERMS = "terms"


def _complete_kind(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    return [name for name in (*COLLECTIONS, _TERMS) if name.startswith(incomplete)]


def _complete_condition(
    context: click.Context, _: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Fields of the kind, and behind the name of one the words that it takes."""
    from click.shell_completion import CompletionItem

    # Before an option has its value, an argument is not yet a parameter.
    kind = context.params.get("kind") or next(iter(context.args), None)
    classes = TERM_CLASSES.values() if kind == _TERMS else [COLLECTIONS.get(kind or "")]
    specs = {spec.name: spec for cls in classes if cls is not None for spec in fields_of(cls)}
    name, equals, begun = incomplete.partition("=")
    if not equals:
        return [
            CompletionItem(f"{field}=", help=spec.doc)
            for field, spec in specs.items()
            if field.startswith(incomplete.replace("-", "_"))
        ]
    spec = specs.get(name.replace("-", "_"))
    words = spec.types[0] if spec is not None else None
    if words is None or not issubclass(words, Vocabulary):
        return []
    return [
        CompletionItem(f"{name}={word.value}", help=word.definition)
        for word in words
        if word.value.startswith(begun)
    ]


@click.command(
    "list",
    epilog=example(
        "negotiations list",
        "negotiations list events --where actors=hamas",
        "negotiations list terms --where status=bracketed",
        "negotiations list terms --actor hamas --on may-proposal",
    ),
)
@click.argument("kind", required=False, shell_complete=_complete_kind)
@click.option(
    "--where",
    "conditions",
    multiple=True,
    metavar="FIELD=VALUE",
    help="Only records whose field has this value. Can be repeated.",
    shell_complete=_complete_condition,
)
@click.option(
    "--actor",
    metavar="ACTOR",
    shell_complete=complete_id_of(("actors",)),
    help="Of terms: only those that this actor puts forward, in a position, a text or a draft.",
)
@click.option(
    "--on",
    metavar="TEXT",
    shell_complete=complete_id_of(("proposals", "versions")),
    help="Of terms: only those of this proposal or version, and of positions on it.",
)
@click.option(
    "--phase",
    metavar="PHASE",
    help="Of terms: only those of this phase: a number, `whole`, or `none` where none is reported.",
)
@click.option(
    "--holder",
    metavar="RECORD",
    shell_complete=complete_id_of(("versions", "positions")),
    help="Of terms: only those that this version or position holds; or all `versions` or `positions`.",
)
@click.option(
    "--claimant",
    metavar="ACTOR",
    shell_complete=complete_id_of(("actors",)),
    help="Of terms: only those that the sources attribute to this actor.",
)
@click.option(
    "--hedged/--unhedged",
    default=None,
    help="Of terms: only those that every passage hedges, or that some passage says plainly.",
)
@click.option(
    "--full",
    is_flag=True,
    help="In a terminal: every column, although they may not fit beside each other.",
)
@output_in(*TABLE_FORMATS)
def list_command(
    session: Session,
    output: Output,
    kind: str | None,
    conditions: tuple[str, ...],
    claimant: str | None,
    *,
    hedged: bool | None,
    full: bool,
    **options: str | None,
) -> int:
    """List the records of a KIND, or count all kinds. Exit status 1: none match.

    The KIND `terms` lists the terms of all versions and positions, with their addresses.
    """
    dataset = session.dataset
    filters = {name: value for name, value in options.items() if value is not None}
    if kind != _TERMS and (filters or claimant is not None or hedged is not None):
        named = [
            *filters,
            *(["claimant"] if claimant else []),
            *([] if hedged is None else ["hedged"]),
        ]
        raise click.UsageError(
            f"--{named[0]} chooses among terms: negotiations list terms --{named[0]} …"
        )
    if kind is None:
        return _count_kinds(session, output, conditions)
    if kind == _TERMS:
        return _list_terms(
            session,
            output,
            {**_fields(conditions), **filters},
            claimant=claimant,
            hedged=hedged,
            full=full,
        )
    if kind not in COLLECTIONS:
        # The kinds are those of the model, whichever dataset is read; so none is named with them.
        known = (*COLLECTIONS, _TERMS)
        raise NegotiationsError(str(UnknownId(kind, known, "kind of record")))
    records: tuple[Record, ...] = dataset.collections[kind].where(**_fields(conditions))
    if output.is_json:
        output.json([to_data(record) for record in records])
        return output.status(not records)
    if not records:
        return _none(session, output, f"no {kind} match")
    words = Wording(dataset.records)
    heads = ["id", *(name.replace("_", " ") for name in _COLUMNS[kind])]
    rows = [
        [record.id, *(_cell(record, name, words) for name in _COLUMNS[kind])] for record in records
    ]
    orders = _orders(records, dataset.records) if kind == "versions" else []
    if any(orders):
        heads.append("order")
        rows = [[*cells, order or "–"] for cells, order in zip(rows, orders, strict=True)]
    denials = [_deniers(record, words) for record in records]
    if any(denials):
        # Without its denials, a claim would look undisputed.
        heads.append("denied by")
        rows = [[*cells, denied or "–"] for cells, denied in zip(rows, denials, strict=True)]
    if output.format == "text" and not full:
        from negotiations.render.text import fitting

        if fitting(heads, rows, session.width, least=_ROOM) < len(heads):
            return _short_list(session, output, kind, records, words)
    output.table(kind.capitalize(), plural(len(rows), "record"), heads, rows)
    return NOTHING


def _count_kinds(session: Session, output: Output, conditions: tuple[str, ...]) -> int:
    """The number of records of each kind."""
    if conditions:
        raise click.UsageError(
            "--where requires a KIND: negotiations list KIND --where FIELD=VALUE"
        )
    collections = session.dataset.records.collections
    counts = {name: len(collections[name]) for name in COLLECTIONS}
    if output.is_json:
        output.json(counts)
    else:
        numbers = [(name, str(number)) for name, number in counts.items()]
        output.table("Contents", "Records of each kind", ("kind", "records"), numbers)
    return NOTHING


def _short_list(
    session: Session, output: Output, kind: str, records: tuple[Record, ...], words: Wording
) -> int:
    """List records in as many columns as a terminal has room for, the most important first."""
    from negotiations.render.text import fitting

    heads = ["id", *(name.replace("_", " ") for name in _FIRST[kind])]
    rows = []
    for record in records:
        first, *others = (_short_cell(record, name, words) for name in _FIRST[kind])
        # Without its denial, a claim would look undisputed.
        denied = " (denied)" if _deniers(record, words) else ""
        rows.append([record.id, f"{first}{denied}", *others])
    number = fitting(heads, rows, session.width)
    shown = [cells[:number] for cells in rows]
    output.table(kind.capitalize(), plural(len(rows), "record"), heads[:number], shown)
    if any(cell.endswith(_UNPRINTED) for cells in shown for cell in cells):
        session.say(f"{_UNPRINTED} the date is not printed in a source. {_FULL}")
    if number < len(heads):
        session.say(f"left out for want of room: {', '.join(heads[number:])}. {_FULL}")
    return NOTHING


def _short_cell(record: Record, name: str, words: Wording) -> str:
    """A cell of a short list: a date that no source prints has a sign instead of what it rests on."""
    value = getattr(record, name)
    if isinstance(value, When) and value.edtf:
        return date_words(value.edtf) + ("" if value.basis is Basis.STATED else _UNPRINTED)
    return _cell(record, name, words)


def _none(session: Session, output: Output, said: str) -> int:
    """Say that nothing matches; a file of a page or table says so, too."""
    if output.format == "csv":
        output.write("")
    elif output.format != "text":
        output.page(Page(said.capitalize()))
    session.say(said)
    return output.status(found=True)


def _list_terms(
    session: Session,
    output: Output,
    fields: dict[str, Any],
    *,
    claimant: str | None,
    hedged: bool | None,
    full: bool,
) -> int:
    """List the terms of all versions and positions."""
    dataset = session.dataset
    if fields.get("phase") == "none":
        fields["phase"] = None
    if claimant is not None:
        claimant = dataset.actors[claimant.removeprefix("actors/")].id
    placed = [
        at
        for at in dataset.terms(**fields)
        if (claimant is None or claimant in dataset.attribution(at.term).claimants)
        and (hedged is None or dataset.attribution(at.term).hedged is hedged)
    ]
    if output.is_json:
        output.json([{"address": at.address, "term": to_data(at.term)} for at in placed])
        return output.status(not placed)
    if not placed:
        return _none(session, output, "no terms match")
    words = Wording(session.dataset.records)
    some = [
        name
        for name in _columns_of_terms()
        if any(getattr(at.term, name, None) is not None for at in placed)
    ]
    heads = ["address", "issue", "kind", *some, "says"]
    rows = [
        [
            at.address,
            at.term.issue,
            at.term.kind.value,
            *(_word(getattr(at.term, name, None)) for name in some),
            gist(at.term, words),
        ]
        for at in placed
    ]
    if output.format == "text" and not full:
        # An address is as long as a line: what the term says stands beneath it.
        from negotiations.render.text import TextPage

        page = TextPage(session.width, color=output.color)
        for at in placed:
            page.line(at.address)
            page.line(told(at.term, words), "dim", 2)
        output.write(str(page))
        return NOTHING
    output.table("Terms", plural(len(rows), "term"), heads, rows)
    return NOTHING


def _columns_of_terms() -> list[str]:
    """What tells a term from others, how settled it is, its limit, and where it stands."""
    specs = {spec.name: spec for cls in TERM_CLASSES.values() for spec in fields_of(cls)}
    return [
        spec.name
        for spec in specs.values()
        if (spec.is_key and not spec.is_identity)
        or spec.role in (FieldRole.CONTEXT, FieldRole.NUMBERING)
        or spec.types == (Limit,)
    ]


def _word(value: Any) -> str:
    """A value as --where takes it."""
    if isinstance(value, tuple):
        return ", ".join(map(_word, value))
    return "–" if value is None else str(value)


def _fields(conditions: tuple[str, ...]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for condition in conditions:
        name, equals, value = condition.partition("=")
        if not equals or not name:
            raise click.UsageError(f"--where {condition!r}: write FIELD=VALUE, such as kind=person")
        fields[name.strip().replace("-", "_")] = value.strip()
    return fields


def _cell(record: Record, name: str, words: Wording) -> str:
    value = getattr(record, name)
    if value is None:
        return "–"
    if isinstance(value, When):
        return words.when(value)
    if isinstance(value, Vocabulary):
        return str(value)  # as --where takes it
    if isinstance(value, Coordinates):
        return str(value)  # the point alone
    if isinstance(record, Position) and name == "terms":
        return ", ".join(
            dict.fromkeys(
                f"no {term.issue}" if term.is_excluded else term.issue for term in record.terms
            )
        )
    if isinstance(record, Proposal) and name == "versions":
        names = (place.record.id.partition("@")[2] for place in versions_of(record, words.records))
        return ", ".join(names) or "none"
    spec = field_of(record, name)
    if isinstance(record, Version) and spec is not None and spec.role is FieldRole.PARTS:
        return str(len(value))
    if name == "claims":
        return "; ".join(map(words.value, value))
    return words.value(value, spec)


def _orders(listed: tuple[Record, ...], records: Records) -> list[str]:
    """How sure it is that a version is later than the one listed before it; empty for all else."""
    chronology = Chronology.of(records)
    return [
        ORDERS[chronology.order(record, before)]
        if isinstance(record, Version)
        and isinstance(before, Version)
        and record.proposal_id == before.proposal_id
        else ""
        for before, record in pairwise((None, *listed))
    ]


def _deniers(record: Record, words: Wording) -> str:
    """Those who deny a record or one of its terms; empty if nobody does."""
    if words.records is None or not isinstance(record, Event | Position | Version):
        return ""
    said = attribution_of(words.records, record)
    return ", ".join(words.name(denier, ("actors", "sources")) for denier in said.deniers)


@click.command(
    "show",
    epilog=example(
        "negotiations show may-proposal@may", "negotiations show killing-of-haniyeh --field actors"
    ),
)
@click.argument("address", shell_complete=complete_part_to_read)
@click.option(
    "--field",
    metavar="FIELD",
    help="Only this field: its value, and who reports or denies it.",
)
@output_in(*PAGE_FORMATS)
def show_command(session: Session, output: Output, address: str, field: str | None) -> int:
    """Show a record as a page, with its citations and what is not reported.

    A part of a record has its address behind that of the record, as pages and diffs print it:
    `may-proposal@may/terms/ceasefire@2`.

    With --field, one field of it, with those who report that field. `history`, `compiled` and `blame`
    follow a text over time; `stance` collects the positions of a party.
    """
    record, holder = _record_or_part(session, address)
    words = of_texts(Wording(session.dataset.records), [holder])
    if field is not None:
        name = field.replace("-", "_")
        page = field_page(record, name, words)
        if output.is_json:
            said = attribution_of(session.dataset.records, record, name)
            held = getattr(record, name)
            data = {"address": address, "field": name, "value": data_of(held)}
            output.json({**data, "attribution": data_of(said)})
        else:
            output.page(page)
    elif output.is_json:
        output.json(to_data(record))
    else:
        output.page(page_of(record, words))
    return NOTHING


def _record_or_part(session: Session, address: str) -> tuple[Value, Value]:
    """The record named by an operand, or the term, phase or other part of one; and the record.

    Raises:
        NegotiationsError: There is no such record or part, or it is a field.
    """
    from negotiations.folder.parts import part_at

    try:
        record = operand(session, address)
    except UnknownId as fault:
        if address.count("/") < 2 and "@" not in address.partition("/")[0]:
            raise
        part = part_at(session.dataset.records, address)
        if not isinstance(part.content, Record | Term | Phase):
            around = part.around
            raise NegotiationsError(
                f"{part.address} is a field: negotiations show {around.address} --field {part.field}"
            ) from fault
        return part.content, part.record
    is_part = isinstance(record, Term)
    return record, operand(session, address.partition("/terms/")[0]) if is_part else record


@click.command(
    "find", epilog=example("negotiations find philadelphi", "negotiations find hostages")
)
@click.argument("text")
@output_in(*TABLE_FORMATS)
def find_command(session: Session, output: Output, text: str) -> int:
    """Find the records that have all words of TEXT. Exit status 1: nothing found.

    Names, summaries, notes, spellings and quantities are searched, and what is coded. Words are found from
    their beginnings, whatever their case, accents and hyphens. Numbers match as a whole, in any writing:
    50 is not found in 250, and 100 billion finds 100,000,000,000. What records and coded words are also
    called is known, and the answer says so: hostages finds what is on the release of captives. Small words
    of questions are left out where there are others. An issue is found, too, by what a term on it says.
    """
    matches = session.dataset.find(text)
    words = Wording(session.dataset.records)
    if output.is_json:
        output.json([_match_data(match) for match in matches])
    elif output.format == "csv":
        heads = ("address", "title", "field", "text", "called")
        output.csv(heads, ([*_match_row(match, words)] for match in matches))
    elif matches or output.format != "text":
        output.page(matches_page(text, matches, words))
    if not matches and not output.is_json:
        session.say(_nothing(text, session.dataset.records))
    return output.status(not matches)


def _nothing(text: str, records: Records) -> str:
    """That nothing was found, and what may be meant."""
    # loaded only where nothing is found
    from negotiations.answers.sought import left_out
    from negotiations.answers.spelling import did_you_mean

    small = ", ".join(left_out(text))
    said = f"nothing contains {plain(text)!r}" + (
        f" (left out, as small words: {small})" if small else ""
    )
    meant = did_you_mean(records, text)
    return f"{said}; did you mean {plain(meant)!r}?" if meant else said


def _match_data(match: Match) -> dict[str, str]:
    called = {"called": match.called} if match.called else {}
    return {"address": match.address, "pointer": match.pointer, "text": match.text, **called}


def _match_row(match: Match, words: Wording) -> tuple[str, ...]:
    title = words.title(match.record)
    return match.address, title, match.pointer, match.text, match.called
