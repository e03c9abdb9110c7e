"""The examples of the rules are checked in earnest, and no problem is of a rule without one."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import negotiations
from negotiations.io.strict_json import dumps
from negotiations.limits import MORE
from negotiations.report.example import broken_files, example_files, value_at
from negotiations.report.rules import change, demonstrated, held, rule_data, rules_page
from negotiations.rules import RULES, Example

PACKAGE = Path(negotiations.__file__).parent


def test_the_dataset_of_the_examples_is_valid() -> None:
    """Nothing is wrong with it, so that what an example reports is of its change alone."""
    texts = {name: dumps(data) for name, data in example_files().items()}
    assert held(texts, with_texts=True) == ()


@pytest.mark.parametrize("name", RULES)
def test_an_example_breaks_its_rule_and_no_other(name: str) -> None:
    """The change of an example is one problem: of the rule, where it says, and as severe.

    One alone stands beside others: that there are more of them.
    """
    rule = RULES[name]
    problems = held(broken_files(rule.example), with_texts=rule.wants_texts)
    (problem,) = (each for each in problems if each.rule == name)
    others = {each.rule for each in problems} - {name}
    assert others == ({"schema"} if name == MORE else set())
    assert (problem.file, problem.pointer) == rule.example.place
    assert problem.severity is rule.severity
    assert problem.remedy


@pytest.mark.parametrize("name", [rule.id for rule in RULES.values() if rule.check])
def test_a_rule_of_records_says_what_it_found_and_expected(name: str) -> None:
    """A problem of records leaves nothing of itself out."""
    problem = demonstrated(RULES[name])
    assert problem.record
    assert problem.line
    assert problem.found
    assert problem.expected


@pytest.mark.parametrize("name", RULES)
def test_an_example_is_one_change(name: str) -> None:
    """All files but one are those of the valid dataset."""
    example = RULES[name].example
    before = {file: dumps(data) + "\n" for file, data in example_files().items()}
    after = broken_files(example)
    changed = {file for file in before | after if before.get(file) != after.get(file)}
    assert changed == {example.file}


def test_every_problem_is_of_a_rule_in_the_table() -> None:
    """Wherever the code names a rule of a problem, the table has it."""
    named: dict[str, str] = {}
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Problem":
                words = [each.value for each in node.keywords if each.arg == "rule"]
                for word in words:
                    if isinstance(word, ast.Constant):
                        named[word.value] = f"{path.name}:{node.lineno}"
    assert {"json", "schema", "folder", "unique-id"} <= named.keys()
    assert {name: where for name, where in named.items() if name not in RULES} == {}


@pytest.mark.parametrize("name", RULES)
def test_rules_are_documented(name: str) -> None:
    """A rule says what holds, why, and what to do; in sentences where it says more than a phrase."""
    rule = RULES[name]
    assert rule.holds.endswith(".")
    assert rule.why.endswith(".")
    assert not rule.remedy.endswith(".")
    assert rule.id == name


@pytest.mark.parametrize(
    ("example", "words"),
    [
        (
            Example(file="data/actors.json", pointer="/0/speaks_for", value="soth"),
            'in data/actors.json, /0/speaks_for is "soth" and not "south"',
        ),
        (
            Example(file="data/actors.json", pointer="/0/speaks_for"),
            "in data/actors.json, /0/speaks_for is absent",
        ),
        (
            Example(file="data/actors.json", pointer="/3", value={"id": "east"}),
            'in data/actors.json, /3 is {"id": "east"}',
        ),
        (Example(file="data/actors.json", text="["), "data/actors.json contains ["),
        (
            Example(file="data/x.txt", text="A note."),
            "there is a file data/x.txt that contains A note.",
        ),
        (
            Example(file="seeds/x.json", value={"id": "x"}),
            'there is a file seeds/x.json that contains {"id": "x"}',
        ),
    ],
)
def test_a_change_in_words(example: Example, words: str) -> None:
    """What an example does can be read."""
    assert change(example) == words


def test_a_value_in_an_example() -> None:
    """What stands at a pointer; nothing where nothing does."""
    assert value_at({"a": [1, {"b": 2}]}, "/a/1/b") == 2
    assert value_at({"a": [1]}, "/a/1") is None
    assert value_at({"a": [1]}, "/b") is None
    assert value_at([1], "") == [1]


def test_a_rule_as_data() -> None:
    """All that is on the page of a rule is in its data."""
    data = rule_data(RULES["references"])
    assert data["id"] == "references"
    assert data["severity"] == "error"
    assert data["may_be_ignored"] is False
    assert data["example"] == {
        "file": "data/actors.json",
        "pointer": "/0/speaks_for",
        "value": "soth",
    }
    assert data["problem"]["message"] == "no record 'soth' in actors"
    assert data["problem"]["remedy"] == "write 'south'"


def test_the_page_has_every_rule() -> None:
    """Each rule has a line in the table and a section of its own, with its real message."""
    page = rules_page()
    for rule in RULES.values():
        assert f"| [`{rule.id}`](#{rule.id}) | {rule.severity} | " in page
        assert f"\n### {rule.id}\n" in page
    assert "error[references] no record 'soth' in actors" in page
    assert page.endswith("```\n")
    assert rules_page() == page
