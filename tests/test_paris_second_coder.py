"""The second coding of the Paris drafts: codes alone, matched by line, with what they yield told."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest
from fresh_coding import alpha

FOLDER = Path(__file__).parent.parent / "examples" / "paris-agreement"
CODES, COMPARED = "second-coder-codes.csv", "second-coder.csv"
VERSIONS = ("draft-4-december", "draft-9-december", "adopted")
VERDICTS = ("A wrong", "B wrong", "grain", "rule unclear")

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="no examples beside the tests")

Row = dict[str, str]
Lines = dict[tuple[str, int], dict[str, list[Row]]]


@cache
def rows_of(name: str) -> tuple[Row, ...]:
    """The rows of a table."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def lines_of(row: Row) -> list[int]:
    """The lines of the draft that a term stands on."""
    first, _, last = row["lines"].partition("-")
    return list(range(int(first), int(last) + 1)) if last else [int(n) for n in first.split()]


def terms_by_line() -> Lines:
    """The terms of each coder on each line of each version."""
    lines: Lines = defaultdict(lambda: {"A": [], "B": []})
    for row in rows_of(CODES):
        for line in lines_of(row):
            lines[row["version"], line][row["coder"]].append(row)
    return lines


def answer(question: str, terms: list[Row]) -> str:
    """What all terms of a coder on a line say together; empty where they say nothing."""
    actors = {actor["id"] for actor in json.loads((FOLDER / "data/actors.json").read_text("utf-8"))}
    if question == "brackets":
        opened = [row["status"] in ("bracketed", "reserved") or row["alternative"] for row in terms]
        return "yes" if any(opened) else "no"
    if question == "excluded":
        return "yes" if any(row["included"] == "no" for row in terms) else "no"
    said = {
        "amounts": {row["amount"] for row in terms},
        "limits": {row["limit"] or "none" for row in terms if row["amount"]},
        "bound": {actor for row in terms for actor in row["bound"].split() if actor in actors},
    }
    return "; ".join(sorted(said[question] - {""}))


def compared(question: str, *, both: bool = False) -> list[Row]:
    """What was compared on a question; only where both answer, if so asked."""
    rows = [row for row in rows_of(COMPARED) if row["question"] == question]
    return [row for row in rows if row["a"] and row["b"]] if both else rows


def test_the_tables_are_codes_alone() -> None:
    """No cell has words of a draft: a code is a few words at most; and the files are small."""
    for name in (CODES, COMPARED):
        cells = [cell for row in rows_of(name) for key, cell in row.items() if key != "lines"]
        assert max(len(code.split()) for cell in cells for code in cell.split(";")) < 9
        assert (FOLDER / name).stat().st_size < 200_000
    for row in rows_of(CODES):
        assert re.fullmatch(r"[a-z0-9:-]+", row["topic"]), row
        assert re.fullmatch(r"[a-z0-9-]*", row["alternative"]), row


@pytest.mark.parametrize("question", ["brackets", "excluded", "amounts", "limits", "bound"])
def test_what_is_compared_follows_from_the_codes(question: str) -> None:
    """The units of a question are the lines that both coded, and their answers follow from the codes."""
    expected = set()
    for (version, line), terms in terms_by_line().items():
        a, b = (answer(question, terms[coder]) for coder in "AB")
        answered = (a or b) if question == "amounts" else (a and b)
        if terms["A"] and terms["B"] and answered:
            expected.add((version, str(line), a, b))
    found = [(row["version"], row["place"], row["a"], row["b"]) for row in compared(question)]
    assert len(found) == len(set(found))
    assert set(found) == expected


def test_each_disagreement_has_a_verdict() -> None:
    """A verdict stands on what differs, and on nothing else."""
    for row in rows_of(COMPARED):
        assert (row["verdict"] in VERDICTS) is (row["a"] != row["b"]), row
        assert row["verdict"] in ("", *VERDICTS), row


def table_rows() -> list[str]:
    """The rows of the tables on the page that follow from the two files."""
    lines, rows = terms_by_line(), []
    for version in (*VERSIONS, "all"):
        cells = [f"`{version}`" if version in VERSIONS else version]
        for coder, other in ("AB", "BA"):
            terms = [
                row
                for row in rows_of(CODES)
                if row["coder"] == coder and version in (row["version"], "all")
            ]
            met = [
                row
                for row in terms
                if any(lines[row["version"], line][other] for line in lines_of(row))
            ]
            cells += [str(len(terms)), str(len(met))]
        rows.append(cells)
    questions = [
        ("Does the line hold brackets or options?", compared("brackets")),
        (
            "Does an option on it leave the matter out (`included: false`)?",
            compared("excluded"),
        ),
        ("Which amounts, where either has one?", compared("amounts")),
        ("Which amounts, where both have one?", compared("amounts", both=True)),
        ("Which limits, where both have an amount?", compared("limits")),
        ("Who is bound, where both name somebody?", compared("bound")),
        ("Which option of 9 December was chosen, or none?", compared("outcome")),
    ]
    for label, units in questions:
        pairs = [(row["a"], row["b"]) for row in units]
        agree = sum(a == b for a, b in pairs)
        share = f"{100 * agree / len(pairs):.0f}"
        rows.append([label, str(len(pairs)), str(agree), share, f"{alpha(pairs):.2f}"])
    for verdict in VERDICTS:
        counts = Counter(row["question"] for row in rows_of(COMPARED) if row["verdict"] == verdict)
        by_question = [counts[q] for q in ("brackets", "excluded", "amounts", "bound", "outcome")]
        rows.append([verdict, *map(str, by_question), str(counts.total())])
    return [f"| {' | '.join(cells)} |" for cells in rows]


@pytest.mark.parametrize("row", table_rows() if FOLDER.is_dir() else [])
def test_the_page_has_the_figures(row: str) -> None:
    """Each figure on the page is what the two files yield."""
    assert row in (FOLDER / "README.md").read_text("utf-8").splitlines()
