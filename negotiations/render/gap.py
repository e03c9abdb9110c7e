"""The page of a gap: where the stated positions of two parties are apart, issue by issue."""

from __future__ import annotations

import re

from negotiations.model.base import fields_of
from negotiations.render.attributions import FOLDED, HELD, folded
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
from negotiations.render.stance import (
    named,
    reading_line,
    reading_rows,
    stance_blocks,
    stance_title,
    wanted,
    without_phases,
)
from negotiations.render.voices import basis_words, claim_words, time_told
from negotiations.render.wording import plural
from negotiations.vocabulary import Certainty, FlagKind, GapStatus

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from negotiations.answers.gap import FieldGap, Flag, Gap, IssueGap, TermGap
    from negotiations.answers.stance import Stance, StanceTerm
    from negotiations.model import Term
    from negotiations.render.page import Block, LabelledRow, Line
    from negotiations.render.wording import Wording

__all__ = ["concluded_from", "counted", "gap_page"]

_CAVEAT = (
    "A gap between stated positions, as far as they are reported. What either party would accept "
    "in the end is not part of them: this is not a zone of possible agreement."
)
_ORDER = (GapStatus.APART, GapStatus.AGREED, GapStatus.ONE_SIDED, GapStatus.UNKNOWN)
_SAME = {
    Certainty.CERTAIN: "they are the same",
    Certainty.POSSIBLE: "they may be the same or not",
    Certainty.IMPOSSIBLE: "they differ",
}


def gap_page(gap: Gap, words: Wording, *, brief: bool = False) -> Page:
    """The page of a gap: the summary, then the issues, those apart first.

    Args:
        gap: The gap.
        words: The wording; at the level bookkeeping, nothing is folded.
        brief: Whether the page has one line for each issue.
    """
    names = [words.voice(stance.party) for stance in (gap.a, gap.b)]
    on = f" on {words.reference(gap.on, ('proposals',))}" if gap.on else ", on no text"
    as_of = f", as of {gap.as_of}" if gap.as_of else ""
    said = ", ".join(filter(None, (counted(gap.issues, status) for status in _ORDER)))
    number = plural(len(gap.issues), "issue")
    readings = [reading for issue in gap.issues for reading in (*issue.a, *issue.b)]
    plain_words, remarks = without_phases(readings, words)
    lines = [line(f"{number}: {said}" if said else number), line(dim(_CAVEAT))]
    if readings:
        lines += remarks
        is_told = not brief and not words.is_full and words.has_levels
        lines += [line(dim(FOLDED))] if is_told else []
    whose = Rows(tuple(each for side in (gap.a, gap.b) for each in _counted(side, words)))
    blocks: list[Block] = []
    for status in _ORDER:
        issues = gap.where(status)
        if issues:
            build = _brief_issue if brief else _issue
            items = Items(tuple(build(issue, gap, plain_words) for issue in issues))
            title = f"{status.value.capitalize()} ({len(issues)})"
            blocks.append(Section(title, (Prose((line(dim(status.definition)),)), items)))
    if words.is_full:
        blocks += [
            Section(stance_title(stance, words), stance_blocks(stance, words))
            for stance in (gap.a, gap.b)
        ]
    lead: tuple[Block, ...] = (Prose(tuple(lines)), *(() if brief else (whose,)))
    return Page(f"Gap between {names[0]} and {names[1]}{on}{as_of}", lead, tuple(blocks))


def counted(listed: Iterable[IssueGap], status: GapStatus) -> str:
    """How many issues have a status, and how many of them possibly: ``2 apart (1 of them possibly)``."""
    issues = [issue for issue in listed if issue.status is status]
    possible = sum(not issue.certainty.is_certain for issue in issues)
    if not possible or status is GapStatus.UNKNOWN:
        return f"{len(issues)} {status.value}" if issues else ""
    some = "possibly" if possible == len(issues) else f"{possible} of them possibly"
    return f"{len(issues)} {status.value} ({some})"


def _counted(stance: Stance, words: Wording) -> list[LabelledRow]:
    """Whose word counts as a party's, and which positions are later than the time asked for."""
    name = words.name(stance.party, ("actors",))
    rows = [row(name, f"the word of {words.voices(stance.speakers)} counts")]
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


def _sides(issue_gap: IssueGap, gap: Gap) -> tuple[tuple[Stance, tuple[StanceTerm, ...]], ...]:
    return (gap.a, issue_gap.a), (gap.b, issue_gap.b)


def _brief_issue(issue_gap: IssueGap, gap: Gap, words: Wording) -> Item:
    """An issue in one line: what each party is reported to want."""
    said = [
        f"{words.name(side.party, ('actors',))} "
        + "; ".join(
            f"{wanted(reading, words)} ({claim_words(reading, words, party=side.party)})"
            for reading in readings
        )
        for side, readings in _sides(issue_gap, gap)
        if readings
    ]
    # The other flags are on what a party wants, and said there.
    remark = (
        f" ({FlagKind.IN_DISPUTE.value.replace('-', ' ')})"
        if issue_gap.has(FlagKind.IN_DISPUTE)
        else ""
    )
    name = strong(words.name(issue_gap.issue, ("issues",)))
    dash = " – " if said else ""
    return Item(line(name, f"{dash}{' – '.join(said)}", dim(remark)), anchor=issue_gap.issue)


def _issue(issue_gap: IssueGap, gap: Gap, words: Wording) -> Item:
    """An issue: why it has its status, what each party is reported to want; the rest is folded."""
    is_said = issue_gap.status in (GapStatus.ONE_SIDED, GapStatus.UNKNOWN)
    blocks: list[Block] = []
    if issue_gap.comparisons or not is_said:
        blocks.append(Prose(tuple(_why(issue_gap, gap, words))))
    rows: list[LabelledRow] = []
    for side, readings in _sides(issue_gap, gap):
        name = words.name(side.party, ("actors",))
        if readings:
            rows.append(row(name, *(_entry(reading, side.party, words) for reading in readings)))
        elif issue_gap.status is GapStatus.ONE_SIDED:
            rows.append(row(name, dim("not reported")))
    rows += _flags(issue_gap, words)
    blocks += [Rows(tuple(rows))] if rows else []
    evidence = [passage for reading in (*issue_gap.a, *issue_gap.b) for passage in reading.evidence]
    head = line(strong(words.name(issue_gap.issue, ("issues",))))
    inside = _details(issue_gap, gap, words)
    return Item(head, (*blocks, *folded(evidence, inside, words)), anchor=issue_gap.issue)


def _entry(reading: StanceTerm, party: str, words: Wording) -> Entry:
    """A reading, with what is not settled of its time."""
    told_at = time_told(reading.position, reading.evidence, words)
    under: list[Line] = [line(dim(told_at))] if told_at else []
    if reading.order_unknown:
        others = ", ".join(named(address, words) for address in reading.order_unknown)
        under.append(line(dim(f"may be superseded by {others}: order unknown")))
    if reading.held is not Certainty.CERTAIN:
        under.append(line(dim(HELD[reading.held])))
    return Entry(reading_line(reading, words, party=party), tuple(under))


def _why(issue_gap: IssueGap, gap: Gap, words: Wording) -> list[Line]:
    """What a status rests on: the values that differ, or may, and why it is possible only."""
    values = _values(issue_gap, gap, words)
    fields, _, doubt = issue_gap.why.partition("; possible only")
    said = [fields] if words.is_full or not values else []
    said += [f"possible only{doubt}"] if doubt else []
    basis = concluded_from(issue_gap, gap.a.party, gap.b.party, words)
    said += [basis] if basis else []
    for party in (gap.a.party, gap.b.party):
        named = re.compile(rf"(?<![\w-]){re.escape(party)}(?![\w-])")
        # A name may have what would be a reference within a replacement.
        said = [words.voice(party).join(named.split(why)) for why in said]
    return [*values, *(line(f"{why[:1].upper()}{why[1:]}.") for why in said)]


def concluded_from(issue_gap: IssueGap, a: str, b: str, words: Wording) -> str:
    """Whose wish a status rests on that a coder reads, that only others report, or that is denied."""
    if issue_gap.status not in (GapStatus.APART, GapStatus.AGREED):
        return ""
    sides = (
        (a, [compared.a for compared in issue_gap.bearing]),
        (b, [compared.b for compared in issue_gap.bearing]),
    )
    said = (basis_words(party, readings, words) for party, readings in sides)
    return "; ".join(filter(None, said))


def _values(issue_gap: IssueGap, gap: Gap, words: Wording) -> list[Line]:
    """The values that differ, or may, of what both sides report and want."""
    names = [words.name(stance.party, ("actors",)) for stance in (gap.a, gap.b)]
    lines = [
        line(f"{field.name.replace('_', ' ')} – {_field(field, compared.a.term, words, names)}")
        for compared in issue_gap.comparisons
        for field in compared.fields
        if field.same is not Certainty.CERTAIN
        and None not in (field.a, field.b)
        and not field.is_subject
    ]
    return list(dict.fromkeys(lines))


def _details(issue_gap: IssueGap, gap: Gap, words: Wording) -> list[Block]:
    """What is folded of an issue: its readings in full, and what is compared."""
    rows: list[LabelledRow] = []
    if issue_gap.comparisons:
        rows.append(row("rests on", _acts(issue_gap, gap, words)))
    if words.is_full:
        status = f"{issue_gap.status} ({issue_gap.certainty.value})"
        rows.append(row("status", f"{status}: {issue_gap.why}"))
    blocks: list[Block] = [Rows(tuple(rows))] if rows else []
    readings = [
        Item(
            line(f"{words.name(side.party, ('actors',))}: ", dim(reading.address)),
            (Rows(tuple(reading_rows(reading, words))),),
        )
        for side, held in _sides(issue_gap, gap)
        for reading in held
    ]
    flags = [
        row(flag.kind.value.replace("-", " "), *flag.records)
        for flag in issue_gap.flags
        if flag.records
    ]
    blocks += [Rows(tuple(flags))] if flags else []
    blocks += [Items(tuple(readings))] if readings else []
    if words.is_full and issue_gap.comparisons:
        compared = tuple(_comparison(each, words) for each in issue_gap.comparisons)
        blocks.append(Items(compared))
    return blocks


def _acts(issue_gap: IssueGap, gap: Gap, words: Wording) -> str:
    """How each party puts what the status rests on."""
    sides = ((gap.a, issue_gap.a_acts), (gap.b, issue_gap.b_acts))
    return "; ".join(
        f"{words.name(side.party, ('actors',))} {' and '.join(act.phrase for act in acts)}"
        for side, acts in sides
    )


def _flags(issue_gap: IssueGap, words: Wording) -> list[LabelledRow]:
    """The flags of an issue: those of one kind together.

    What is on the position of a party stands beside what it wants, and not here, save on a full page.
    """
    entries: dict[str, list[Line]] = {}
    for flag in issue_gap.flags:
        if words.is_full or flag.kind is FlagKind.IN_DISPUTE:
            entries.setdefault(flag.kind.value.replace("-", " "), []).append(_flag(flag, words))
    return [row(kind, *lines) for kind, lines in entries.items()]


def _flag(flag: Flag, words: Wording) -> Line:
    who = words.voices(flag.who)
    whose = words.voice(flag.party) if flag.party else ""
    said = {
        FlagKind.IN_DISPUTE: f"{_events(flag, words)} ({who or 'nobody is named'})",
        FlagKind.CONTESTED: f"the side of {whose} denies it: {who}",
        FlagKind.ATTRIBUTED: f"only others say it of {whose}: {who}",
        FlagKind.WITHDRAWN: f"{who} took back what {whose} wanted",
    }[flag.kind]
    is_sure = flag.held is Certainty.CERTAIN and not words.is_full
    as_of_then = "" if is_sure else f"; {HELD[flag.held]}"
    return line(said, dim(as_of_then))


def _events(flag: Flag, words: Wording) -> str:
    """The events that a flag comes from, by what happened: by whom alone could be of either's wish."""
    return ", ".join(words.titled(address) for address in flag.records)


def _comparison(compared: TermGap, words: Wording) -> Item:
    rows = [
        row(
            field.name.replace("_", " "),
            _field(field, compared.a.term, words, ("", "")),
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


def _field(field_gap: FieldGap, owner: Term, words: Wording, names: Sequence[str]) -> str:
    """The values of both sides, each behind its name, and whether they are the same."""
    spec = next((spec for spec in fields_of(owner) if spec.name == field_gap.field), None)
    values = [
        "not reported" if value is None else words.field_value(owner, value, spec)
        for value in (field_gap.a, field_gap.b)
    ]
    told = [
        f"{name}: {value}" if name else value for name, value in zip(names, values, strict=True)
    ]
    sides = (", " if all(names) else " and ").join(told)
    sure = f"{field_gap.same.value}: " if words.is_full else ""
    about = "; the subject of the terms, not a demand" if field_gap.is_subject else ""
    return f"{sides}; {sure}{_SAME[field_gap.same]}{about}"
