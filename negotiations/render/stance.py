"""The page of a stance: what a party is reported to want, by whose word."""

from __future__ import annotations

import attrs

from negotiations.claims import Attribution
from negotiations.records import Records
from negotiations.render.attributions import HELD, citing_rows, folded, term_item
from negotiations.render.page import (
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
from negotiations.render.records import attribution_rows
from negotiations.render.terms import told
from negotiations.render.voices import act_words, claim_words, time_told
from negotiations.render.wording import label_name, plural, stance_name
from negotiations.vocabulary import Certainty, Voice

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from negotiations.answers.stance import Stance, StanceTerm
    from negotiations.render.page import Block, LabelledRow, Line
    from negotiations.render.wording import Wording

__all__ = [
    "named",
    "reading_line",
    "reading_rows",
    "stance_blocks",
    "stance_page",
    "stance_title",
    "wanted",
    "without_phases",
]

VOICES = {
    Voice.OWN: "own: the party itself, or an actor who speaks for it, is cited",
    Voice.NARRATED: "narrated: an article says it in its own voice",
    Voice.ATTRIBUTED: "attributed: only others say it of the party",
}
_NO_PHASE = "No phase is reported for any position here."


def stance_page(stance: Stance, words: Wording) -> Page:
    """The page of a stance: what a party is reported to want within one negotiation."""
    blocks = stance_blocks(stance, words)
    is_lead = [isinstance(block, Rows | Prose) for block in blocks]
    leading = is_lead.index(False) if False in is_lead else len(blocks)
    return Page(stance_title(stance, words), blocks[:leading], blocks[leading:])


def stance_title(stance: Stance, words: Wording) -> str:
    """The party, the negotiation and the time."""
    return f"S{stance_name(stance, words)[1:]}"


def without_phases(
    readings: Iterable[StanceTerm], words: Wording
) -> tuple[Wording, tuple[Line, ...]]:
    """The wording of readings of which none is of a phase, and the line that says so once."""
    if words.is_full or any(reading.term.phase is not None for reading in readings):
        return words, ()
    return attrs.evolve(words, names_phases=False), (line(dim(_NO_PHASE)),)


def stance_blocks(stance: Stance, words: Wording) -> tuple[Block, ...]:
    """A stance: whose word counts, the current positions, and those superseded."""
    words, remarks = without_phases((*stance.readings, *stance.superseded), words)
    blocks: list[Block] = [_whose(stance, words)]
    if remarks and stance.readings:
        blocks.append(Prose(remarks))
    if stance.readings:
        blocks.append(
            Section("Current positions", (_readings(stance.readings, stance.party, words),))
        )
    else:
        blocks.append(Prose((line("No position of the party is reported here."),)))
    if stance.superseded:
        inner = _readings(stance.superseded, stance.party, words)
        blocks.append(Section("Superseded by a later statement of the same voice", (inner,)))
    return tuple(blocks)


def _whose(stance: Stance, words: Wording) -> Rows:
    rows = [row("whose word counts", words.voices(stance.speakers))]
    if words.is_full:
        rows.insert(0, row("party", words.name(stance.party, ("actors",))))
        rows.insert(1, row("on", _on(stance.on)))
        rows.append(row("readings", plural(len(stance.readings), "reading")))
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


def _readings(readings: Sequence[StanceTerm], party: str, words: Wording) -> Items:
    return Items(tuple(_reading(reading, party, words) for reading in readings))


def _reading(reading: StanceTerm, party: str, words: Wording) -> Item:
    """A reading: what it is on, what is wanted and in whose voice; the rest is folded."""
    head = line(strong(words.term_name(reading.term)), "  ", dim(reading.address))
    lines = (reading_line(reading, words, party=party), *_standing(reading, words))
    inside = (Rows(tuple(reading_rows(reading, words))),)
    return Item(
        head, (Prose(lines), *folded(reading.evidence, inside, words)), anchor=reading.address
    )


def reading_line(reading: StanceTerm, words: Wording, *, party: str = "") -> Line:
    """The act, what is wanted, whose voice says so, and who denies it."""
    return line(wanted(reading, words), dim(f" – {claim_words(reading, words, party=party)}"))


def wanted(reading: StanceTerm, words: Wording) -> str:
    """The act and what is wanted; never to be shown without who says so."""
    return f"{act_words(reading, words)}: {told(reading.term, words)}"


def _standing(reading: StanceTerm, words: Wording) -> list[Line]:
    """When it was held, and how it stands to others in time, where that is not settled."""
    told_at = time_told(reading.position, reading.evidence, words)
    said = [told_at] if told_at else []
    said += [f"superseded by {named(address, words)}" for address in reading.superseded_by]
    said += [
        f"order unknown: {named(address, words)} may be later" for address in reading.order_unknown
    ]
    if reading.held is not Certainty.CERTAIN:
        said.append(f"of that time: {HELD[reading.held]}")
    return [line(each) for each in said]


def named(address: str, words: Wording) -> str:
    """A term of a position by the title of the position."""
    return words.titled("/".join(address.split("/")[:2])) if not words.is_full else address


def reading_rows(reading: StanceTerm, words: Wording) -> list[LabelledRow]:
    """Rows for all that is reported of a reading."""
    (shown,) = term_item(reading.term, [], words).blocks or (Rows(()),)
    rows = [*(shown.rows if isinstance(shown, Rows) else ())]
    if words.is_full:
        rows += [row("act", words.word(reading.act)), row("voice", VOICES[reading.voice])]
        said = Attribution.of(words.records or Records.of(None, ()), reading.evidence)
        rows += [shown for shown in attribution_rows(said, words) if shown.label != "origins"]
        if reading.contested:
            rows.append(row("contested", "its own side denies it"))
        if reading.withdrawn_by:
            rows.append(row("taken back", *(line(code(name)) for name in reading.withdrawn_by)))
        rows.append(row("of that time", HELD[reading.held]))
        rows.append(row("from", line(code(reading.address))))
    for label, names in (
        ("superseded by", reading.superseded_by),
        ("may be superseded by", reading.order_unknown),
    ):
        if names:
            rows.append(row(label, *names))
    if reading.note:
        rows.append(row("note on the position", reading.note))
    return [*rows, *citing_rows("evidence", reading.evidence, words, reading.term)]
