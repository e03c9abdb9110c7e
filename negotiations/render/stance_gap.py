"""The pages of a stance and of a gap: what parties are reported to want, and by whom."""

from __future__ import annotations

from negotiations.model.base import fields_of
from negotiations.render.attributions import HELD, citing_rows, term_item
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
from negotiations.render.terms import term_fields
from negotiations.render.wording import label_name, plural, stance_name
from negotiations.vocabulary import Certainty, FlagKind, GapStatus, Voice

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from negotiations.answers.gap import FieldGap, Flag, Gap, IssueGap, TermGap
    from negotiations.answers.stance import Stance, StanceTerm
    from negotiations.model import Term
    from negotiations.model.base import FieldSpec
    from negotiations.render.page import Block, LabelledRow, Line
    from negotiations.render.wording import Wording

__all__ = ["SHORT_VOICES", "gap_page", "said_by", "stance_blocks", "stance_page"]

VOICES = {
    Voice.OWN: "own: the party itself, or an actor who speaks for it, is cited",
    Voice.NARRATED: "narrated: an article says it in its own voice",
    Voice.ATTRIBUTED: "attributed: only others say it of the party",
}
SHORT_VOICES = {
    Voice.OWN: "in its own voice",
    Voice.NARRATED: "told by an article",
    Voice.ATTRIBUTED: "only others say so",
}


def stance_page(stance: Stance, words: Wording) -> Page:
    """The page of a stance: what a party is reported to want within one negotiation."""
    lead, *blocks = stance_blocks(stance, words)
    return Page(_title(stance, words), (lead,), tuple(blocks))


def _title(stance: Stance, words: Wording) -> str:
    return f"S{stance_name(stance, words)[1:]}"


def stance_blocks(stance: Stance, words: Wording) -> tuple[Block, ...]:
    """A stance: whose word counts, the current positions, and those superseded."""
    blocks: list[Block] = [_whose(stance, words)]
    if stance.readings:
        blocks.append(Section("Current positions", (_readings(stance.readings, words),)))
    else:
        blocks.append(Prose((line("No position of the party is reported here."),)))
    if stance.superseded:
        inner = _readings(stance.superseded, words)
        blocks.append(Section("Superseded by a later statement of the same voice", (inner,)))
    return tuple(blocks)


def _names(keys: Sequence[str], words: Wording) -> str:
    return words.voices(keys)


def said_by(reading: StanceTerm, words: Wording) -> str:
    """The claimants of a reading, with those marked that are a coder's reading."""
    return ", ".join(
        words.voice(name) + (" (by a coder's reading)" if name in reading.implied else "")
        for name in reading.claimants
    )


def _whose(stance: Stance, words: Wording) -> Rows:
    rows = [
        row("party", words.name(stance.party, ("actors",))),
        row("on", _on(stance.on)),
        row("whose word counts", _names(stance.speakers, words)),
        row("readings", plural(len(stance.readings), "reading")),
    ]
    if stance.as_of:
        rows.insert(2, row("as of", stance.as_of))
    if stance.unsettled:
        labels = ", ".join(_label(label, words) for label in stance.unsettled)
        rows.append(row("unsettled", f"{labels}: the readings differ, and none is chosen"))
    if stance.later:
        rows.append(
            row("later", *(f"{address}: after that time, left out" for address in stance.later))
        )
    if stance.texts:
        rows.append(row("texts of its own", *stance.texts))
    return Rows(tuple(rows))


def _on(on: str | None) -> str:
    return f"proposals/{on}" if on else "no text: positions that concern none"


def _label(label: str, words: Wording) -> str:
    return f"{label_name(label, words)} ({label})" if words.is_full else label_name(label, words)


def _readings(readings: Sequence[StanceTerm], words: Wording) -> Items:
    return Items(tuple(_reading(reading, words) for reading in readings))


def _reading(reading: StanceTerm, words: Wording) -> Item:
    rows = [row("act", words.word(reading.act)), row("voice", VOICES[reading.voice])]
    if reading.claimants:
        rows.append(row("said by", said_by(reading, words)))
    if reading.deniers:
        rows.append(row("denied by", _names(reading.deniers, words)))
    if reading.contested:
        rows.append(row("contested", "its own side denies it"))
    if reading.withdrawn_by:
        rows.append(row("taken back", *(line(code(name)) for name in reading.withdrawn_by)))
    rows += _standing(reading, words)
    rows += [
        *([row("note on the position", reading.note)] if reading.note else []),
        row("from", line(code(reading.address))),
        *citing_rows("evidence", reading.evidence, words, reading.term),
    ]
    return term_item(reading.term, rows, words)


def _standing(reading: StanceTerm, words: Wording) -> list[LabelledRow]:
    """Rows on the time of a reading, and on its order to other readings."""
    rows: list[LabelledRow] = []
    if words.is_full or reading.held is not Certainty.CERTAIN:
        rows.append(row("of that time", HELD[reading.held]))
    if reading.superseded_by:
        rows.append(row("superseded by", *reading.superseded_by))
    if reading.order_unknown:
        rows.append(
            row("order unknown", *(f"{address} may be later" for address in reading.order_unknown))
        )
    return rows


# --- gaps ---------------------------------------------------------------------------------------

_CAVEAT = (
    "A gap between stated positions, as far as they are reported. What either party would accept "
    "in the end is not part of them: this is not a zone of possible agreement."
)
_ORDER = (GapStatus.APART, GapStatus.AGREED, GapStatus.ONE_SIDED, GapStatus.UNKNOWN)
_SAME = {
    Certainty.CERTAIN: "certain: the same",
    Certainty.POSSIBLE: "possible: may be the same or not",
    Certainty.IMPOSSIBLE: "impossible: they differ",
}


def gap_page(gap: Gap, words: Wording) -> Page:
    """The page of a gap: the summary, then the issues, those apart first."""
    names = [words.voice(stance.party) for stance in (gap.a, gap.b)]
    on = f" on {words.name(gap.on, ('proposals',))}" if gap.on else ", on no text"
    as_of = f", as of {gap.as_of}" if gap.as_of else ""
    said = ", ".join(filter(None, (_number(gap, status) for status in _ORDER)))
    number = plural(len(gap.issues), "issue")
    lead = Prose((line(f"{number}: {said}" if said else f"{number}"), line(dim(_CAVEAT))))
    whose = Rows(tuple(counted for side in (gap.a, gap.b) for counted in _counted(side, words)))
    blocks: list[Block] = []
    for status in _ORDER:
        issues = gap.where(status)
        if issues:
            items = Items(tuple(_issue(issue, gap, words) for issue in issues))
            title = f"{status.value.capitalize()} ({len(issues)})"
            blocks.append(Section(title, (Prose((line(dim(status.definition)),)), items)))
    if words.is_full:
        blocks += [
            Section(_title(stance, words), stance_blocks(stance, words))
            for stance in (gap.a, gap.b)
        ]
    return Page(f"Gap between {names[0]} and {names[1]}{on}{as_of}", (lead, whose), tuple(blocks))


def _number(gap: Gap, status: GapStatus) -> str:
    """How many issues have a status, and how many of them possibly only."""
    issues = gap.where(status)
    possible = sum(not issue.certainty.is_certain for issue in issues)
    if not possible or status is GapStatus.UNKNOWN:
        return f"{len(issues)} {status.value}" if issues else ""
    some = "possibly" if possible == len(issues) else f"{possible} of them possibly"
    return f"{len(issues)} {status.value} ({some})"


def _counted(stance: Stance, words: Wording) -> list[LabelledRow]:
    """Whose word counts as a party's, and which positions are later than the time asked for."""
    name = words.name(stance.party, ("actors",))
    rows = [row(name, f"by the word of {_names(stance.speakers, words)}")]
    if stance.later:
        rows.append(
            row("left out", *(f"{address}, later than that time" for address in stance.later))
        )
    unsure = sum(reading.held is not Certainty.CERTAIN for reading in stance.readings)
    if unsure:
        rows.append(
            row(
                "not known",
                f"whether {plural(unsure, 'reading')} {'was' if unsure == 1 else 'were'} held by then",
            )
        )
    if stance.texts:
        rows.append(row("texts of its own", *stance.texts))
    return rows


def _issue(issue_gap: IssueGap, gap: Gap, words: Wording) -> Item:
    rows = [row("why", f"{issue_gap.status} – {issue_gap.why}")]
    if issue_gap.comparisons:
        rows.append(row("rests on", _acts(issue_gap, gap, words)))
    if words.is_full:
        rows.append(row("certainty", issue_gap.certainty.value))
    for side, readings in ((gap.a, issue_gap.a), (gap.b, issue_gap.b)):
        if readings:
            entries = (_entry(reading, words) for reading in readings)
            rows.append(row(words.name(side.party, ("actors",)), *entries))
        elif issue_gap.status is GapStatus.ONE_SIDED:
            rows.append(row(words.name(side.party, ("actors",)), dim("not reported")))
    rows += [_flag(flag, words) for flag in issue_gap.flags]
    head = line(strong(words.name(issue_gap.issue, ("issues",))))
    blocks: tuple[Block, ...] = (Rows(tuple(rows)),)
    if words.is_full and issue_gap.comparisons:
        compared = Items(
            tuple(_comparison(comparison, words) for comparison in issue_gap.comparisons)
        )
        blocks = (*blocks, compared)
    return Item(head, blocks)


def _acts(issue_gap: IssueGap, gap: Gap, words: Wording) -> str:
    """How each party puts what the status rests on."""
    sides = ((gap.a, issue_gap.a_acts), (gap.b, issue_gap.b_acts))
    return "; ".join(
        f"{words.name(side.party, ('actors',))} {' and '.join(act.phrase for act in acts)}"
        for side, acts in sides
    )


def _entry(reading: StanceTerm, words: Wording) -> Entry:
    """A reading in a few lines: what is wanted, in whose voice, by which passages."""
    term = reading.term
    fields = "; ".join(f"{name} {said}" for name, said in term_fields(term, words))
    said = [term.summary, fields] if term.summary else [fields]
    phase = label_name(term.label, words).removeprefix(words.name(term.issue, ("issues",)))
    phase = phase.removeprefix(", ")
    under: list[Line] = [line(text) for text in said[1:] if text]
    voice = f"{words.word(reading.act)}; {phase}; {SHORT_VOICES[reading.voice]}"
    if reading.claimants:
        voice += f": {said_by(reading, words)}"
    if reading.deniers:
        voice += f"; denied by {_names(reading.deniers, words)}"
    if reading.contested:
        voice += "; contested by its own side"
    if reading.order_unknown:
        voice += f"; may be superseded by {', '.join(reading.order_unknown)}: order unknown"
    if reading.held is not Certainty.CERTAIN:
        voice += f"; {HELD[reading.held]}"
    under.append(line(dim(voice)))
    if reading.note:
        under.append(line(dim(f"note on the position: {reading.note}")))
    cited = words.citations(reading.evidence, term, exact=words.is_full)
    under += [line(citation) for citation in cited]
    return Entry(line(said[0] or "(no content is reported)"), tuple(under))


def _flag(flag: Flag, words: Wording) -> LabelledRow:
    who = _names(flag.who, words)
    whose = words.voice(flag.party) if flag.party else ""
    records = ", ".join(flag.records)
    said = {
        FlagKind.IN_DISPUTE: f"by {who}" if who else "as reported; nobody is named",
        FlagKind.CONTESTED: f"the side of {whose} denies it: {who}",
        FlagKind.ATTRIBUTED: f"only others say it of {whose}: {who}",
        FlagKind.WITHDRAWN: f"{who} took back what {whose} wanted",
    }[flag.kind]
    as_of_then = (
        "" if flag.held is Certainty.CERTAIN and not words.is_full else f"; {HELD[flag.held]}"
    )
    return row(flag.kind.value.replace("-", " "), line(said, dim(f" ({records}{as_of_then})")))


def _comparison(compared: TermGap, words: Wording) -> Item:
    specs = {spec.name: spec for spec in fields_of(compared.a.term)}
    rows = [
        row(
            field.name.replace("_", " "),
            _field(field, compared.a.term, specs.get(field.field), words),
        )
        for field in compared.fields
    ]
    head = line(code(compared.a.address), " and ", code(compared.b.address))
    acts = ", ".join(act.value for act in compared.acts)
    about = [
        row("compared", f"{compared.status}: {compared.why}"),
        row("acts", f"{acts}; the status is {compared.certainty}"),
    ]
    return Item(head, (Rows((*about, *rows)),))


def _field(field_gap: FieldGap, owner: Term, spec: FieldSpec | None, words: Wording) -> str:
    values = (
        "not reported" if value is None else words.field_value(owner, value, spec)
        for value in (field_gap.a, field_gap.b)
    )
    sides = " and ".join(values)
    about = "; the subject of the terms, not a demand" if field_gap.is_subject else ""
    return f"{sides}; {_SAME[field_gap.same]}{about}"
