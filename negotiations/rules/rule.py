"""What a rule is, what it finds, and the example that breaks it."""

from __future__ import annotations

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

__all__ = ["ABSENT", "Example", "Finding", "Likening", "Rule", "listed", "rule", "write_nearest"]

# What an example has where a value is taken away; a file has no null.
ABSENT = None


@attrs.frozen(kw_only=True)
class Example:
    """The one change to a valid dataset that breaks a rule, and where the breach is reported.

    Attributes:
        file: The file that is changed, or added.
        pointer: The JSON Pointer of the value that is changed, or added.
        value: What stands there then; `ABSENT` takes it away.
        text: Instead of a value: the whole text of the file, where it is no JSON.
        reported: The file and the pointer of the problem, where they are not those of the change.
    """

    file: str
    pointer: str = ""
    value: Any = ABSENT
    text: str | None = None
    reported: tuple[str, str] | None = None

    @property
    def place(self) -> tuple[str, str]:
        """The file and the pointer that the problem has."""
        return self.reported or (self.file, self.pointer)


@attrs.frozen(kw_only=True)
class Finding:
    """One place in a record that breaks a rule."""

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
        """The finding as a problem, at a place in a file where there is one."""
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
    """What is held of a dataset.

    Attributes:
        id: The name by which a problem, an option or a dataset's own list calls it.
        holds: What is so where it is kept, in one sentence.
        why: What it is for, or how far it goes.
        remedy: What to do where it is broken, unless the problem itself knows better.
        severity: How much a breach matters.
        example: A change to a valid dataset that breaks this rule and no other.
        may_be_ignored: Whether a dataset's own list may set a breach aside.
        wants_texts: Whether it can only be checked with the texts of the articles.
        check: What finds the breaches in records; None where they are found on reading.
    """

    id: str
    holds: str
    why: str
    remedy: str
    severity: Severity
    example: Example
    may_be_ignored: bool
    wants_texts: bool = False
    check: Check | None = None

    def found(self, *given: Any) -> Iterator[Finding]:
        """The breaches in records, with texts where the rule wants them."""
        for finding in self.check(*given) if self.check is not None else ():
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
) -> Callable[[Check], Rule]:
    """Make a rule of a function that finds breaches; its docstring says what holds, and why."""

    def made(check: Check) -> Rule:
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
            check=check,
        )

    return made


def listed(words: Iterable[object], limit: int = 20) -> str:
    """The first of many words: what a reader can take in, however many there are.

    >>> listed([3, 4, 5], limit=2)
    '3, 4, …'
    """
    first = [str(word) for word in islice(words, limit + 1)]
    return ", ".join([*first[:limit], *(["…"] if len(first) > limit else [])])


class Likening:
    """Remedies for the misspelt words of one rule: of as many as are reported of a file.

    The others have the remedy of the rule, so that time does not grow with words times words.
    """

    def __init__(self) -> None:
        self._left = MAXIMUM_PROBLEMS

    def remedy(self, word: str, known: Iterable[str]) -> str:
        """The remedy for a misspelt word; empty where there is none, or were too many before."""
        if self._left == 0:
            return ""
        self._left -= 1
        return write_nearest(word, known)


def write_nearest(word: str, known: Iterable[str]) -> str:
    """The remedy for a misspelt word; empty where no known one is like it."""
    close = nearest(word, known, 1)
    return f"write {close[0]!r}" if close else ""
