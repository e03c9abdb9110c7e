"""The commands ``history``, ``blame`` and ``compiled``."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import pytest
from commands import Run, completed, run

import negotiations as ng
from negotiations.model.base import Value

__all__ = ["run"]

DATASET = ng.load()
PINNED = Path(__file__).parent / "pinned"


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("history may-proposal", DATASET.history("may-proposal")),
        (
            "history may-proposal@bridging --issue philadelphi-corridor",
            DATASET.history("may-proposal@bridging", issue="philadelphi-corridor"),
        ),
        ("history versions/may-proposal@may", DATASET.history("may-proposal@may")),
        ("history issues/ceasefire", DATASET.history("ceasefire")),
        ("blame may-proposal@bridging", DATASET.blame("may-proposal@bridging")),
        ("compiled proposals/may-proposal", DATASET.compiled("may-proposal")),
        (
            "compiled may-proposal --as-of 2024-07",
            DATASET.compiled("may-proposal", as_of="2024-07"),
        ),
        (
            "compiled may-proposal --as-of events/early-july-terms-agreed",
            DATASET.compiled("may-proposal", as_of="early-july-terms-agreed"),
        ),
    ],
)
def test_each_format_is_that_of_the_library(run: Run, line: str, answer: Any) -> None:
    """JSON is the answer's data; pages are those of `render`, with names. The status is 0."""
    command = shlex.split(line)
    found = run(*command, "--output-format", "json")
    assert (found.status, found.err) == (0, "")
    assert found.json == answer.to_data()
    for name in ("text", "markdown", "html"):
        found = run(*command, "--output-format", name)
        assert (found.status, found.err) == (0, "")
        assert found.out == ng.render(answer, name, dataset=DATASET, standalone=True)
    found = run(*command, "--level", "bookkeeping")
    assert found.out == ng.render(answer, dataset=DATASET, level="bookkeeping")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("history may-propsal", "no record 'may-propsal'; did you mean may-proposal"),
        ("history hamas", "expected a proposal, a version or an issue, found actors/hamas"),
        (
            "history may-proposal --issue ceasefir",
            "no issue 'ceasefir'; did you mean ceasefire",
        ),
        (
            "history ceasefire --issue humanitarian-aid",
            "the history of the issue 'ceasefire' is not of 'humanitarian-aid'",
        ),
        ("blame may-proposal@bridgin", "no version 'may-proposal@bridgin'; did you mean"),
        ("blame may-proposal", "no version 'may-proposal'; did you mean"),
        ("compiled may-proposals", "no proposal 'may-proposals'; did you mean may-proposal"),
        ("compiled may-proposal --as-of XXXX-05", "has no last day; give one with a year"),
        ("compiled may-proposal --as-of qatar", "expected a date or a record that has a time"),
        (
            "compiled may-proposal --as-of 2024-13",
            "as_of: '2024-13' is not a supported date: expected a date such as",
        ),
    ],
)
def test_what_cannot_be_done_is_said(run: Run, line: str, said: str) -> None:
    """In a line, with the nearest ids, and the status 2."""
    found = run(*shlex.split(line))
    assert (found.status, found.out) == (2, "")
    assert said in found.err


def test_citations_quote_passages_where_texts_are_given(run: Run, tmp_path: Path) -> None:
    """A folder that has not the texts is refused before anything is written."""
    found = run("blame", "may-proposal@bridging", "--texts", tmp_path)
    assert found.status == 2
    assert found.out == ""


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("negotiations history may-proposal@b", ["may-proposal@bridging"]),
        ("negotiations history rafah", ["rafah-crossing"]),
        ("negotiations history may-proposal --issue rafah", ["rafah-crossing"]),
        ("negotiations blame may-proposal@m", ["may-proposal@may"]),
        ("negotiations compiled may", ["may-proposal"]),
        ("negotiations compiled may-proposal --as-of may-proposal@m", ["may-proposal@may"]),
    ],
)
def test_operands_and_options_are_completed(line: str, offered: list[str]) -> None:
    """With what fits there, and nothing else."""
    assert completed(line) == offered


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("history", "history may-proposal --issue philadelphi-corridor"),
        ("compiled", "compiled may-proposal"),
    ],
)
def test_the_page_of_the_data_is_pinned(run: Run, name: str, line: str) -> None:
    """To the letter. A wanted change is written with: negotiations … -o tests/pinned/NAME.txt."""
    assert run(*shlex.split(line)).out == (PINNED / f"{name}.txt").read_text(encoding="utf-8")


def test_a_result_goes_to_a_file(run: Run, tmp_path: Path) -> None:
    """And then nothing goes to the terminal."""
    found = run("compiled", "may-proposal", "--output-format", "html", "-o", tmp_path / "page.html")
    assert found == type(found)(0, "", "")
    assert (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_answers_are_no_values_of_the_model() -> None:
    """They have pages of their own."""
    assert not isinstance(DATASET.compiled("may-proposal"), Value)
