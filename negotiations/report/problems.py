"""Problems as lines for people, as data, and as annotations on GitHub; and their count."""

from __future__ import annotations

import attrs

from negotiations.plaintext import plain
from negotiations.render.wording import plural
from negotiations.vocabulary import Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from negotiations.errors import Problem

__all__ = ["counted", "github_commands", "problem_data", "problem_lines", "said"]


def counted(problems: Iterable[Problem]) -> str:
    """How many errors and warnings there are in how many files, and how many were set aside.

    >>> from negotiations.errors import Problem
    >>> counted([Problem(rule="schema", message="…", file="data/actors.json")])
    '1 error in 1 file'
    """
    held = tuple(problems)
    reported = [problem for problem in held if not problem.ignored]
    kinds = [
        (sum(problem.severity is severity for problem in reported), severity.value)
        for severity in (Severity.ERROR, Severity.WARNING)
    ]
    count = ", ".join(plural(number, noun) for number, noun in kinds if number) or "no problems"
    files = len({problem.file for problem in reported if problem.file})
    where = f" in {plural(files, 'file')}" if files else ""
    ignored = len(held) - len(reported)
    return count + where + (f"; {ignored} ignored" if ignored else "")


def problem_lines(problems: Iterable[Problem]) -> str:
    """The problems as text, safe to show on a terminal."""
    return "\n".join(plain(line) for problem in problems for line in str(problem).split("\n"))


def problem_data(problem: Problem) -> dict[str, Any]:
    """A problem as JSON data, without what it does not have."""
    return {
        name: value.value if isinstance(value, Severity) else value
        for name, value in attrs.asdict(problem).items()
        if value not in ("", 0)
    }


def said(problem: Problem) -> list[str]:
    """All that a problem says, line by line, but for its place and its rule."""
    details = ("found", "expected", "remedy")
    held = [(name, getattr(problem, name)) for name in details]
    return [plain(problem.message), *(f"{name}: {plain(text)}" for name, text in held if text)]


# https://docs.github.com/actions/reference/workflow-commands-for-github-actions
_IN_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def github_commands(problems: Iterable[Problem]) -> str:
    """The problems as workflow commands: GitHub shows each on the line that it is about.

    >>> from negotiations.errors import Problem
    >>> print(github_commands([Problem(rule="json", message="50% is no number", file="a,b.json")]))
    ::error file=a%2Cb.json,title=json::50%25 is no number
    """
    return "\n".join(_github_command(problem) for problem in problems)


def _github_command(problem: Problem) -> str:
    properties: dict[str, Any] = {
        "file": problem.file.encode("utf-8", "backslashreplace").decode("utf-8"),
        "line": problem.line,
        "col": problem.column,
        "title": problem.rule,
    }
    shown = ",".join(
        f"{name}={str(value).translate(_IN_PROPERTY)}"
        for name, value in properties.items()
        if value
    )
    where = f"{problem.record} {problem.pointer}".strip()
    lines = [*said(problem), *([f"record: {plain(where)}"] if where else [])]
    return f"::{problem.severity.value} {shown}::" + "\n".join(lines).translate(_IN_DATA)
