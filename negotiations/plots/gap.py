"""The gap between two parties: issue by party, with what each wants, and whether they are apart."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

from negotiations.frames import Table, TableColumn
from negotiations.plaintext import plain
from negotiations.plots.drawing import empty_chart, finished, grid_of_text
from negotiations.plots.layers import altair, fitting
from negotiations.plots.layout import check_size
from negotiations.plots.plot import Plot
from negotiations.records import Records
from negotiations.render.gap import counted
from negotiations.render.terms import gist
from negotiations.render.voices import act_words, claim_words
from negotiations.render.wording import Wording, label_name, plural
from negotiations.vocabulary import Certainty, GapStatus

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from negotiations.answers.gap import Gap, IssueGap
    from negotiations.answers.stance import StanceTerm

__all__ = ["gap_plot"]

# The widths of the columns in pixels, and of their lines in letters.
_WIDTHS = (190, 370, 370, 230)
_LETTERS = tuple(width // 6 - 3 for width in _WIDTHS)
# The most lines of one cell; the data below a picture have the rest.
_MOST = 12
# The shape before a status; it is hollow where the status is possible only.
_SIGNS = {
    GapStatus.APART: "square",
    GapStatus.AGREED: "circle",
    GapStatus.ONE_SIDED: "triangle-up",
    GapStatus.UNKNOWN: "cross",
}
_CAVEAT = (
    "Stated positions, as far as they are reported: this is not a zone of possible agreement. "
    "Grey: a position is reported. Dashed outline: none is. Hollow sign: possible only."
)
_COLUMNS = (
    TableColumn(name="proposal", meaning="The negotiation; null where it is on no text."),
    TableColumn(name="issue", meaning="The issue.", required=True),
    TableColumn(name="party_a", meaning="What the one is reported to want; null where nothing is."),
    TableColumn(name="party_b", meaning="What the other is reported to want."),
    TableColumn(name="status", meaning="How they stand.", required=True),
    TableColumn(name="certainty", meaning="How sure the status is.", required=True),
    TableColumn(name="why", meaning="What the status rests on.", required=True),
)


def gap_plot(
    records: Records, gaps: Sequence[Gap], *, parties: tuple[str, str] | None = None
) -> Plot:
    """Draw gaps below one another. The two parties are those of the gaps, or named where there is none."""
    altair()  # what is missing is said before any work
    words = Wording(records)
    check_size([issue for gap in gaps for issue in gap.issues], "issues", "name one text")
    a, b = (gaps[0].a.party, gaps[0].b.party) if gaps else parties or ("", "")
    names = [words.name(party.removeprefix("actors/"), ("actors",)) for party in (a, b)]
    title = f"Gap between {names[0]} and {names[1]}"
    issues = [issue for gap in gaps for issue in gap.issues]
    number = plural(len(issues), "issue")
    numbers = filter(None, (counted(issues, status) for status in GapStatus))
    said = f"{number}: {', '.join(numbers)}" if issues else "There is nothing to show"
    scopes = [gap for gap in gaps if gap.issues]
    notes = [*(_scope(gap, words) for gap in scopes[:1] if len(gaps) == 1), said]
    notes += [_CAVEAT] if issues else []
    parts = [_grid(gap, names, words, alone=len(gaps) == 1) for gap in scopes]
    description = ". ".join(part.removesuffix(".") for part in (title, *notes)) + "."
    return Plot(
        title=title,
        description=description,
        counted=number if issues else "nothing to show",
        table=_table(gaps, words),
        chart=finished(parts or [empty_chart("No issue to show.")], title, notes, description),
    )


def _scope(gap: Gap, words: Wording) -> str:
    on = "On no text" if gap.on is None else f"On: {words.name(gap.on, ('proposals',))}"
    return f"{on}, as of {gap.as_of}" if gap.as_of else on


def _grid(gap: Gap, names: Sequence[str], words: Wording, *, alone: bool) -> Any:
    rows: list[list[list[str]]] = [[[head] for head in ("Issue", *names, "How they stand")]]
    shaded = [[False] * len(_WIDTHS)]
    for issue in gap.issues:
        cells = [
            words.name(issue.issue, ("issues",)),
            _wanted(issue.a, gap.a.party, words) or "not reported",
            _wanted(issue.b, gap.b.party, words) or "not reported",
            _status(issue),
        ]
        rows.append([_lines(cell, letters) for cell, letters in zip(cells, _LETTERS, strict=True)])
        shaded.append([False, bool(issue.a), bool(issue.b), False])
    signs = [(_SIGNS[issue.status], issue.certainty is Certainty.CERTAIN) for issue in gap.issues]
    chart = grid_of_text(_WIDTHS, rows, shaded, signs)
    if alone:
        return chart
    title = altair().TitleParams(
        text=fitting(_scope(gap, words), sum(_WIDTHS) / 1.2),
        anchor="start",
        frame="bounds",
        fontSize=13,
        offset=6,
    )
    return chart.properties(title=title)


def _lines(text: str, letters: int) -> list[str]:
    lines = [line for part in text.split("\n") for line in wrap(plain(part), letters) or [""]]
    return lines if len(lines) <= _MOST else [*lines[: _MOST - 1], "…"]


def _wanted(readings: Sequence[StanceTerm], party: str, words: Wording) -> str:
    """What a party wants on an issue, a line for each reading; empty where nothing is reported."""
    return "\n".join(_reading(reading, party, words) for reading in readings)


def _reading(reading: StanceTerm, party: str, words: Wording) -> str:
    term = reading.term
    phase = label_name(term.label, words).removeprefix(words.name(term.issue, ("issues",)))
    remarks = [phase.removeprefix(", ")]
    remarks.append(claim_words(reading, words, party=party))
    if reading.held is not Certainty.CERTAIN:
        remarks.append("perhaps later than that")
    if reading.order_unknown:
        remarks.append("may be superseded: order unknown")
    behind = f" ({'; '.join(filter(None, remarks))})" if any(remarks) else ""
    return f"{act_words(reading, words)}: {gist(term, words)}{behind}"


def _status(issue: IssueGap) -> str:
    sure = (
        ""
        if issue.certainty is Certainty.CERTAIN or issue.status is GapStatus.UNKNOWN
        else "possibly "
    )
    flags = sorted({flag.kind.value.replace("-", " ") for flag in issue.flags})
    said = f"{sure}{issue.status}"
    return "\n".join([said, issue.why, *(f"flag: {flag}" for flag in flags)])


def _table(gaps: Sequence[Gap], words: Wording) -> Table:
    return Table(
        name="gap",
        meaning="One issue of one negotiation.",
        columns=_COLUMNS,
        key=("proposal", "issue"),
        rows=tuple(
            (
                gap.on,
                issue.issue,
                plain(_wanted(issue.a, gap.a.party, words)) or None,
                plain(_wanted(issue.b, gap.b.party, words)) or None,
                issue.status.value,
                issue.certainty.value,
                plain(issue.why),
            )
            for gap in gaps
            for issue in gap.issues
        ),
    )
