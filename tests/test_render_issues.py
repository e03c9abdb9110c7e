"""Pages of issues: what each text says on it, silent ones too, and what parties want, in order of time."""

from __future__ import annotations

import pytest
from negotiation import ACTORS, PROPOSALS, day, passage, positioned

import negotiations as ng
from negotiations.model import Issue, Position, Version
from negotiations.model.terms import OtherTerm, ReleaseTerm
from negotiations.records import Records
from negotiations.render.issue_terms import issue_page
from negotiations.render.page import Section, Table, text_of
from negotiations.render.wording import Wording
from negotiations.vocabulary import TermKind

DATASET = ng.load()
TEXTS, PARTIES = "What texts say", "What parties are reported to want"


def tables(records: Records, issue: str) -> dict[str, list[list[str]]]:
    """The rows of both tables, each with its head and its cells, by the title without its number."""
    page = issue_page(records.issues[issue], Wording(records))
    return {
        block.title.partition(" (")[0]: [
            [text_of(head), *(" ".join(map(text_of, cell.lines)) for cell in cells)]
            for head, cells in table.rows
        ]
        for block in page.blocks
        if isinstance(block, Section)
        for table in block.blocks
        if isinstance(table, Table)
    }


@pytest.mark.parametrize("issue", DATASET.issues)
def test_each_text_is_there_whether_it_says_something_or_not(issue: str) -> None:
    """A text without a term is said to be silent, once; what has terms is not."""
    said = {
        term.holder.id
        for term in DATASET.records.terms(issue=issue)
        if isinstance(term.holder, Version)
    }
    rows = tables(DATASET.records, issue).get(TEXTS, [])
    assert bool(rows) is bool(said)
    for version in DATASET.versions if rows else ():
        own = [row for row in rows if f"versions/{version}" in row[0].split("/terms/")[0].split()]
        assert own
        assert ("not reported" in own[0][2:]) is (version not in said)
        assert len(own) == 1 or version in said


def test_silence_is_told_by_what_is_known_of_the_text() -> None:
    """In part it reports nothing, in full it has no such term, and else it was not looked at."""
    term = ReleaseTerm(issue="captives", evidence=(passage(),))
    plan = PROPOSALS[0].replace(
        versions=(
            Version(id="plan@a", completeness="partial", terms=(term,)),
            Version(id="plan@b", completeness="partial"),
            Version(id="plan@c", completeness="full-text", terms=()),
            Version(id="plan@d", completeness="full-text", coded_on=("other",), terms=()),
        )
    )
    issues = [
        Issue(id=name, label=name, definition="x", kind=kind)
        for name, kind in (("captives", TermKind.RELEASE), ("other", TermKind.OTHER))
    ]
    records = Records.of(None, [*ACTORS, plan, *issues])
    told = {row[0].split("@")[-1][0]: row[-2] for row in tables(records, "captives")[TEXTS]}
    assert told["b"] == "not reported"
    assert told["c"] == "no such term"
    assert told["d"] == "not coded"
    assert TEXTS not in tables(records, "other")


def test_positions_stand_in_the_order_of_time() -> None:
    """By their own day, or by that of the first source that tells them; what has neither comes last."""
    wishes: list[Position] = [
        positioned(name, OtherTerm(issue="captives"), when=day(when) if when else None)
        for name, when in (
            ("late", "2003-05"),
            ("never", ""),
            ("early", "2001"),
            ("between", "2002-01-05"),
        )
    ]
    issue = Issue(id="captives", label="Captives", definition="x", kind=TermKind.OTHER)
    records = Records.of(None, [*ACTORS, *PROPOSALS, issue, *wishes])
    found = [row[0] for row in tables(records, "captives")[PARTIES]]
    assert [
        name
        for row in found
        for name in ("early", "between", "late", "never")
        if f"/{name}/" in row
    ] == [
        "early",
        "between",
        "late",
        "never",
    ]
