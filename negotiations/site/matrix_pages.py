"""Who wants what: a matrix of parties and issues for each negotiation, with the gap behind each cell."""

from __future__ import annotations

from itertools import combinations

import attrs

from negotiations.answers.answer import to_json
from negotiations.answers.gap import gap
from negotiations.answers.stance import is_on, stance
from negotiations.render.gap import concluded_from, counted
from negotiations.render.render import page_of
from negotiations.render.terms import told
from negotiations.render.voices import act_words, claim_words, time_told
from negotiations.render.wording import plural
from negotiations.site.bodies import bodies
from negotiations.site.names import file_name, numbered, record_path
from negotiations.site.part_anchors import later_anchors
from negotiations.vocabulary import GapStatus

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.answers.gap import Gap, IssueGap
    from negotiations.answers.stance import Stance, StanceTerm
    from negotiations.model import Proposal
    from negotiations.render.wording import Wording
    from negotiations.site.frame import Frame

__all__ = ["write_matrices"]

# Up to so many parties, the gap of each two of them has a page; of more, those who say most are shown.
MOST_PARTIES = 8
_NO_TEXT = "no-text"
_TITLE = "Who wants what"


@attrs.frozen
class Apart:
    """How another party stands to the one of a cell, and where the gap of the two is."""

    party: str
    status: str
    word: str
    path: str
    basis: str


@attrs.frozen
class Wish:
    """One reading of what a party wants: how it puts it and what, by whose word, and when."""

    act: str
    wanted: str
    claim: str
    when: str
    path: str
    is_denied: bool


@attrs.frozen
class Cell:
    """What a party wants on an issue: its readings, and how others stand to it."""

    readings: tuple[Wish, ...]
    others: tuple[Apart, ...]


def write_matrices(frame: Frame) -> None:
    """Write a matrix for each negotiation that has positions, the gaps behind it, and their list."""
    records = frame.records
    scopes = [
        *(each for each in records.proposals.values()),
        None,
    ]
    listed = []
    for proposal in scopes:
        parties = _parties(frame, proposal)
        if parties:
            listed.append(_write_matrix(frame, proposal, parties))
    if records.positions:
        frame.page(
            "matrix/index.html", "matrices.html", title=_TITLE, section=_TITLE, listed=listed
        )


def _parties(frame: Frame, proposal: Proposal | None) -> list[str]:
    """The parties with positions on a text: those for whom nobody else speaks, the busiest first."""
    actors = frame.records.actors
    numbers: dict[str, int] = {}
    for position in frame.records.positions.values():
        if is_on(position, proposal):
            party = position.actor
            seen = {party}
            while (actor := actors.get(party)) is not None and actor.speaks_for is not None:
                party = actor.speaks_for
                if party in seen:  # they speak for one another
                    break
                seen.add(party)
            if party in actors:
                numbers[party] = numbers.get(party, 0) + 1
    return sorted(numbers, key=lambda party: (-numbers[party], party))


def _write_matrix(frame: Frame, proposal: Proposal | None, parties: list[str]) -> dict[str, object]:
    records, words = frame.records, frame.words
    scope = proposal.id if proposal is not None else None
    folder = f"matrix/{file_name(scope) if scope is not None else _NO_TEXT}"
    name = frame.name(f"proposals/{scope}") if scope is not None else "On no text"
    shown = parties[:MOST_PARTIES]
    stances = {party: stance(records, party, on=scope) for party in shown}
    gaps: dict[tuple[str, str], Gap] = {}
    for a, b in combinations(shown, 2):
        found = gap(records, a, b, on=scope)
        gaps[a, b] = found
        _write_gap(frame, found, a, b, folder, name)
    issues = sorted(
        {issue for each in stances.values() for issue in each.issues},
        key=lambda issue: (-sum(issue in each.issues for each in stances.values()), issue),
    )
    rows = [
        (
            words.name(issue, ("issues",)),
            record_path(f"issues/{issue}"),
            [_cell(frame, party, issue, stances[party], gaps, folder) for party in shown],
        )
        for issue in issues
    ]
    path = f"{folder}.html"
    frame.page(
        path,
        "matrix.html",
        title=f"{_TITLE}: {name}",
        section=_TITLE,
        crumbs=[(_TITLE, "matrix/index.html")],
        heading=name,
        proposal=record_path(f"proposals/{scope}") if scope is not None else "",
        parties=[
            (words.name(party, ("actors",)), record_path(f"actors/{party}")) for party in shown
        ],
        rows=rows,
        left_out=[words.name(party, ("actors",)) for party in parties[MOST_PARTIES:]][:50],
        pairs=[
            (
                words.name(a, ("actors",)),
                words.name(b, ("actors",)),
                _gap_path(folder, a, b),
                ", ".join(filter(None, (counted(found.issues, status) for status in GapStatus))),
            )
            for (a, b), found in gaps.items()
        ],
    )
    return {
        "name": name,
        "path": path,
        "parties": [words.name(party, ("actors",)) for party in parties[:MOST_PARTIES]],
        "more": max(0, len(parties) - MOST_PARTIES),
        "issues": plural(len(issues), "issue"),
        "apart": len(
            {entry.issue for found in gaps.values() for entry in found.where(GapStatus.APART)}
        ),
    }


def _gap_path(folder: str, a: str, b: str) -> str:
    return f"{folder}/{file_name(a)}/{file_name(b)}.html"


def _write_gap(frame: Frame, found: Gap, a: str, b: str, folder: str, name: str) -> None:
    path = _gap_path(folder, a, b)
    data = path.removesuffix(".html") + ".json"
    frame.write(data, to_json(found) + "\n")
    page = page_of(found, frame.words)
    parts = bodies(page)
    paths = [numbered(path, number) for number in range(1, len(parts) + 1)]
    for number, (part, where) in enumerate(zip(parts, paths, strict=True), start=1):
        frame.page(
            where,
            "body.html",
            title=page.title + (f", part {number}" if number > 1 else ""),
            section=_TITLE,
            crumbs=[(_TITLE, "matrix/index.html"), (name, f"{folder}.html")],
            data=data,
            heading=page.title,
            body=frame.links.linked(part, where),
            pages=paths,
            number=number,
            later=later_anchors(parts) if number == 1 else "",
        )


def _cell(
    frame: Frame,
    party: str,
    issue: str,
    own: Stance,
    gaps: dict[tuple[str, str], Gap],
    folder: str,
) -> Cell:
    readings = own.on_issue(issue)
    others = []
    for (a, b), found in gaps.items():
        if party in (a, b) and readings:
            entry = found.of(issue)
            other = b if party == a else a
            if entry.a and entry.b:
                others.append(
                    Apart(
                        frame.words.name(other, ("actors",)),
                        str(entry.status),
                        _word(entry),
                        _gap_path(folder, a, b),
                        concluded_from(entry, a, b, frame.words),
                    )
                )
    return Cell(
        tuple(_wish(reading, party, frame.words) for reading in readings),
        tuple(others),
    )


def _wish(reading: StanceTerm, party: str, words: Wording) -> Wish:
    return Wish(
        act=act_words(reading, words),
        wanted=told(reading.term, words),
        claim=claim_words(reading, words, party=party),
        when=time_told(reading.position, reading.evidence, words),
        path=record_path(f"positions/{reading.position.id}"),
        is_denied=bool(reading.deniers),
    )


def _word(entry: IssueGap) -> str:
    sure = "" if entry.certainty.is_certain or entry.status is GapStatus.UNKNOWN else "possibly "
    return {
        GapStatus.APART: f"{sure}apart from",
        GapStatus.AGREED: f"{sure}agreed with",
        GapStatus.UNKNOWN: "not known whether apart from",
    }.get(entry.status, f"{entry.status}:")
