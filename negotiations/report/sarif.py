"""Problems as SARIF 2.1.0, which code hosts and editors read.

Own code of a hundred lines: the Python classes for SARIF are either no longer kept or bring a second
model library into every installation. Its judges are the schema of the standard and a reader of
others' making, in the tests.
"""

from __future__ import annotations

import os
import re
from urllib.parse import quote

from negotiations.report.problems import said
from negotiations.rules import RULES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from negotiations.errors import Problem
    from negotiations.rules import Rule

    Data = dict[str, Any]

__all__ = ["SCHEMA", "sarif_log"]

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
# By convention the folder that is under version control; the reader knows where it has it.
_ROOT = "%SRCROOT%"


def sarif_log(problems: Iterable[Problem], *, version: str, finished: bool = True) -> Data:
    """A SARIF log with one run: all rules, and one result for each problem.

    Args:
        problems: What was found; what the dataset sets aside is marked as suppressed.
        version: The version of this library.
        finished: Whether the check could be made at all.
    """
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "negotiations",
                        "semanticVersion": version,
                        "rules": [_descriptor(rule) for rule in RULES.values()],
                    }
                },
                "invocations": [{"executionSuccessful": finished}],
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {
                    _ROOT: {"description": _text("The folder that the check was run in.")}
                },
                "results": [_result(problem) for problem in problems],
            }
        ],
    }


def _literal(text: str) -> str:
    r"""A message that a viewer shows as it stands: no link, and no place for an argument.

    >>> _literal("[x](y) {0}")
    '\\[x\\](y) {{0}}'
    """
    # Backslashes before a bracket would undo the one that it gets.
    brackets = re.sub(r"(\\*)([\[\]])", r"\1\1\\\2", text)
    return brackets.replace("{", "{{").replace("}", "}}")


def _text(text: str) -> Data:
    return {"text": text}


def _descriptor(rule: Rule) -> Data:
    remedy = f"Remedy: {rule.remedy}."
    return {
        "id": rule.id,
        "shortDescription": _text(rule.holds),
        "fullDescription": _text(f"{rule.holds} {rule.why}".strip()),
        "help": _text(f"{rule.why} {remedy}".strip()),
        "defaultConfiguration": {"level": rule.severity.value},
    }


def _result(problem: Problem) -> Data:
    result: Data = {
        "ruleId": problem.rule,
        "ruleIndex": list(RULES).index(problem.rule),
        "level": problem.severity.value,
        "message": _text(_literal("\n".join(said(problem)))),
        "locations": [_location(problem)],
        # Where one result of a run has suppressions, all have: none is an empty list.
        "suppressions": [],
    }
    if problem.ignored:
        result["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": problem.ignored}
        ]
    facts = ("record", "pointer", "found", "expected", "remedy")
    held = {name: getattr(problem, name) for name in facts}
    result["properties"] = {name: text for name, text in held.items() if text}
    return result


def _location(problem: Problem) -> Data:
    location: Data = {}
    if problem.file:
        # Names of files are bytes; what is no UTF-8 in one is a byte of the address all the same.
        address = quote(os.fsencode(problem.file.replace(os.sep, "/")))
        physical: Data = {"artifactLocation": {"uri": address, "uriBaseId": _ROOT}}
        if problem.line:
            physical["region"] = {"startLine": problem.line, "startColumn": problem.column}
        location["physicalLocation"] = physical
    names = (("value", problem.pointer), ("record", problem.record))
    logical = [{"fullyQualifiedName": name, "kind": kind} for kind, name in names if name]
    if logical:
        location["logicalLocations"] = logical
    return location
