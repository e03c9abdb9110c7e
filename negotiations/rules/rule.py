"""The declaration of a rule, its findings, and the example that breaks it."""

from __future__ import annotations

from enum import Enum
from itertools import islice

import attrs

from negotiations.errors import Problem, nearest
from negotiations.limits import MAXIMUM_PROBLEMS
from negotiations.records import address_of, label_pointer
from negotiations.vocabulary import Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from negotiations.io.strict_json import Pointer
    from negotiations.model import Record

    Check = Callable[..., Iterator["Finding"]]

__all__ = [
    "ABSENT",
    "Example",
    "Finding",
    "NearestRemedies",
    "Reach",
    "Rule",
    "listed",
    "rule",
    "write_nearest",
]

# The value of an example that removes something; files have no null.
ABSENT = None


class Reach(Enum):
    """The least that must be there besides a record for what a rule finds in it to be right."""

    RECORD = "the record alone"
    REFERRED = "the records that it refers to"
    DATASET = "all records"


@attrs.frozen(kw_only=True)
class Example:
    """A single change to a valid dataset that breaks a rule, and where the problem is reported.

    Attributes:
        file: The file that is changed, or added.
        pointer: The JSON Pointer of the value that is changed, or added.
        value: The new value; `ABSENT` removes the old one.
        text: Instead of a value: the whole text of the file, if it is not JSON.
        reported: The file and the pointer of the problem, if they are not those of the change.
    """

    file: str
    pointer: str = ""
    value: Any = ABSENT
    text: str | None = None
    reported: tuple[str, str] | None = None

    @property
    def place(self) -> tuple[str, str]:
        """The file and the pointer of the problem."""
        return self.reported or (self.file, self.pointer)


@attrs.frozen(kw_only=True)
class Finding:
    """A place in a record that breaks a rule."""

    record: Record
    path: Pointer = ()
    message: str
    found: str = ""
    expected: str = ""
    remedy: str = ""
    rule: str = ""
    severity: Severity = Severity.ERROR

    def problem(
        self, *, file: str = "", line: int = 0, column: int = 0, pointer: str | None = None
    ) -> Problem:
        """The finding as a problem, with its place in a file if it has one."""
        return Problem(
            rule=self.rule,
            message=self.message,
            file=file,
            line=line,
            column=column,
            record=address_of(self.record),
            pointer=label_pointer(self.record, self.path) if pointer is None else pointer,
            severity=self.severity,
            found=self.found,
            expected=self.expected,
            remedy=self.remedy,
        )


@attrs.frozen(kw_only=True)
class Rule:
    """A requirement on datasets.

    Attributes:
        id: The name that problems, options and the dataset's list of ignored rules use.
        holds: The requirement, in one sentence.
        why: Its reason or its limits.
        remedy: How to fix a violation, unless the problem has a more specific remedy.
        severity: The severity of a violation.
        example: A change to a valid dataset that breaks this rule and no other.
        may_be_ignored: Whether a dataset may ignore violations, by its own list.
        wants_texts: Whether it can only be checked with the texts of the articles.
        reach: The least that must be there for its findings to be right.
        check: The function that finds violations in records; None if they are found on reading.
    """

    id: str
    holds: str
    why: str
    remedy: str
    severity: Severity
    example: Example
    may_be_ignored: bool
    wants_texts: bool = False
    reach: Reach = Reach.RECORD
    check: Check | None = None

    def findings(self, *subjects: Any) -> Iterator[Finding]:
        """The violations in records; a rule that needs the texts takes them second."""
        for finding in self.check(*subjects) if self.check is not None else ():
            yield attrs.evolve(
                finding,
                rule=self.id,
                severity=self.severity,
                remedy=finding.remedy or self.remedy,
            )


def rule(
    name: str,
    remedy: str,
    example: Example,
    *,
    severity: Severity = Severity.ERROR,
    may_be_ignored: bool = True,
    wants_texts: bool = False,
    reach: Reach = Reach.RECORD,
) -> Callable[[Check], Rule]:
    """Turn a function that finds violations into a rule; its docstring has requirement and reason."""

    def declare(check: Check) -> Rule:
        holds, _, why = (check.__doc__ or "").partition("\n\n")
        return Rule(
            id=name,
            holds=" ".join(holds.split()),
            why=" ".join(why.split()),
            remedy=remedy,
            severity=severity,
            example=example,
            may_be_ignored=may_be_ignored,
            wants_texts=wants_texts,
            reach=reach,
            check=check,
        )

    return declare


def listed(words: Iterable[object], limit: int = 20) -> str:
    """The first of many words, as many as a reader can take in.

    >>> listed([3, 4, 5], limit=2)
    '3, 4, …'
    """
    shown = [str(word) for word in islice(words, limit + 1)]
    return ", ".join([*shown[:limit], *(["…"] if len(shown) > limit else [])])


class NearestRemedies:
    """Remedies for the misspelt words of one rule, up to the number that is reported for a file.

    Further words get the remedy of the rule, so that time does not grow with the square of words.
    """

    def __init__(self) -> None:
        self._remaining = MAXIMUM_PROBLEMS

    def remedy(self, word: str, known: Iterable[str]) -> str:
        """The remedy for a misspelt word; empty if nothing is near, or after too many words."""
        if self._remaining == 0:
            return ""
        self._remaining -= 1
        return write_nearest(word, known)


def write_nearest(word: str, known: Iterable[str]) -> str:
    """The remedy for a misspelt word; empty if no known word is near it."""
    close = nearest(word, known, 1)
    return f"write {close[0]!r}" if close else ""
