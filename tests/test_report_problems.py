"""Problems as lines, as data, and as workflow commands of GitHub; and their count."""

from __future__ import annotations

import json
import re
from typing import Any

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from negotiations.errors import Problem
from negotiations.report.problems import counted, github_commands, problem_data, problem_lines
from negotiations.vocabulary import Severity

FULL = Problem(
    rule="references",
    message="no record 'soth' in actors",
    file="data/actors.json",
    line=7,
    column=19,
    record="actors/clerk",
    pointer="/0/speaks_for",
    severity=Severity.ERROR,
    found="soth",
    expected="an id in actors",
    remedy="write 'south'",
)
WARNING = attrs.evolve(FULL, severity=Severity.WARNING, file="seeds/report.json")
IGNORED = attrs.evolve(FULL, ignored="It is so.")


@pytest.mark.parametrize(
    ("problems", "count"),
    [
        ([], "no problems"),
        ([FULL], "1 error in 1 file"),
        ([FULL, FULL, FULL, WARNING], "3 errors, 1 warning in 2 files"),
        ([FULL, FULL, FULL, WARNING, IGNORED], "3 errors, 1 warning in 2 files; 1 ignored"),
        ([WARNING], "1 warning in 1 file"),
        ([IGNORED, IGNORED], "no problems; 2 ignored"),
        ([attrs.evolve(FULL, file="")], "1 error"),
    ],
)
def test_problems_are_counted(problems: list[Problem], count: str) -> None:
    """Errors, warnings, files and what was ignored, each only where there is some."""
    assert counted(problems) == count


def test_lines_have_all_of_a_problem() -> None:
    """What a user reads, field by field."""
    assert problem_lines([FULL, IGNORED]).split("\n")[:6] == [
        "data/actors.json:7:19: error[references] no record 'soth' in actors",
        "  record: actors/clerk /0/speaks_for",
        "  found: soth",
        "  expected: an id in actors",
        "  remedy: write 'south'",
        "data/actors.json:7:19: error[references] no record 'soth' in actors",
    ]
    assert problem_lines([IGNORED]).endswith("\n  ignored: It is so.")


def test_lines_are_safe_to_show() -> None:
    """What could steer a terminal is spelled out."""
    assert problem_lines([attrs.evolve(FULL, found="\x1b[31m")]).split("\n")[2] == (
        r"  found: \x1b[31m"
    )


def test_data_has_all_of_a_problem() -> None:
    """The same facts, under the names that they have in Python."""
    assert problem_data(IGNORED) == {
        **{name: getattr(IGNORED, name) for name in attrs.fields_dict(Problem)},
        "severity": "error",
    }
    assert problem_data(Problem(rule="json", message="m")) == {
        "rule": "json",
        "message": "m",
        "severity": "error",
    }


# --- GitHub -------------------------------------------------------------------------------------


def commands_in(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Workflow commands as GitHub's documentation has them: command, properties, message.

    A reader of its own, from that documentation: ``::name key=value,key=value::message`` on one
    line; in a message %25, %0D and %0A stand for %, CR and LF; in a property %3A and %2C for a
    colon and a comma, too.
    """
    found = []
    for line in text.split("\n"):
        match = re.fullmatch(r"::(\w+)(?: ([^:]*))?::([^\r\n]*)", line)
        assert match, line
        name, listed, message = match.groups()
        properties = {}
        for part in filter(None, (listed or "").split(",")):
            key, _, value = part.partition("=")
            properties[key] = _plain(
                value, {"25": "%", "0D": "\r", "0A": "\n", "3A": ":", "2C": ","}
            )
        found.append((name, properties, _plain(message, {"25": "%", "0D": "\r", "0A": "\n"})))
    return found


def _plain(text: str, codes: dict[str, str]) -> str:
    return re.sub("%(..)", lambda match: codes[match[1]], text)


def test_a_command_has_all_of_a_problem() -> None:
    """File, line, column and rule as properties; the rest in the message, line by line."""
    assert github_commands([FULL]) == (
        "::error file=data/actors.json,line=7,col=19,title=references::no record 'soth' in actors"
        "%0Afound: soth%0Aexpected: an id in actors%0Aremedy: write 'south'"
        "%0Arecord: actors/clerk /0/speaks_for"
    )
    assert github_commands([WARNING]).startswith("::warning file=seeds/report.json,")
    assert github_commands([Problem(rule="json", message="m")]) == "::error title=json::m"
    assert github_commands([]) == ""


_LETTERS = st.text(st.sampled_from("ab%:,=\r\n\t 25é𝄞\x1b\u202e"), max_size=8)


@given(_LETTERS, _LETTERS, _LETTERS)
@example("a,b:c%0A.json", "100%", "::error::x")
def test_commands_can_be_read_back(file: str, message: str, found: str) -> None:
    """Whatever stands in names and messages, one problem is one command, and whole."""
    problem = attrs.evolve(FULL, file=file, message=message, found=found)
    ((name, properties, said),) = commands_in(github_commands([problem]))
    assert name == "error"
    assert properties.get("file", "") == file
    assert (properties["line"], properties["col"]) == ("7", "19")
    lines = said.split("\n")
    assert len(lines) == 4 + bool(found)
    if message.isprintable():
        assert lines[0] == message
    assert all(letter not in said for letter in "\x1b\u202e\r")


def test_commands_of_names_that_are_no_text() -> None:
    """A name that is no UTF-8 is written so that it can be."""
    problem = attrs.evolve(FULL, file="data/\udcff.json")
    github_commands([problem]).encode("utf-8")
    json.dumps(problem_data(problem))


def _same(data: Any) -> Any:
    return json.loads(json.dumps(data))


def test_data_is_json() -> None:
    """It survives being written and read."""
    assert _same(problem_data(FULL)) == problem_data(FULL)
