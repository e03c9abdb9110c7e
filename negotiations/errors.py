"""The errors of the library, and the problems that a check reports.

All errors derive from `NegotiationsError`. Each has its facts as attributes, so that programs need not
parse the message.
"""

from __future__ import annotations

from itertools import islice, takewhile
from operator import eq

from negotiations.deferred import frozen
from negotiations.plaintext import plain
from negotiations.vocabulary import Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "AmbiguousId",
    "InvalidDataset",
    "MissingExtra",
    "NegotiationsError",
    "PassageNotFound",
    "PatchDoesNotFit",
    "Problem",
    "UnknownField",
    "UnknownId",
    "nearest",
]


# Longer words are not compared: comparing takes time in proportion to the square of the length.
_LONGEST_COMPARED = 100
_MOST_CANDIDATES = 1000
_MOST_COMPARED = 50


def nearest(word: str, known: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """The known words that are nearest to a misspelt one, best first.

    >>> nearest("quatar", ["qatar", "egypt"])
    ('qatar',)
    """
    from difflib import get_close_matches  # loaded only where something is misspelt
    from heapq import nlargest

    if len(word) > _LONGEST_COMPARED:
        return ()
    likely = list(known)
    if len(likely) > _MOST_CANDIDATES:
        # A misspelt word mostly has the right first letter and nearly the right length.
        alike = (
            candidate
            for candidate in likely
            if candidate[:1] == word[:1] and abs(len(candidate) - len(word)) <= 2
        )
        likely = list(islice(alike, _MOST_CANDIDATES))
    if len(likely) > _MOST_COMPARED:
        likely = nlargest(_MOST_COMPARED, likely, key=lambda known: _same_ends(word, known))
    return tuple(get_close_matches(word, likely, n=limit, cutoff=0.6))


def _same_ends(a: str, b: str) -> int:
    """The number of letters that two words share at both ends, less their difference in length.

    It is cheap to compute, and high for a word that is misspelt in one place.
    """
    start = _same_start(a, b)
    end = _same_start(a[start:][::-1], b[start:][::-1])
    return start + end - abs(len(a) - len(b))


def _did_you_mean(words: tuple[str, ...]) -> str:
    return f"; did you mean {' or '.join(words)}?" if words else ""


def _same_start(a: str, b: str) -> int:
    return sum(1 for _ in takewhile(bool, map(eq, a, b)))


@frozen(kw_only=True, order=False)
class Problem:
    """A problem of a dataset, with its remedy.

    Attributes:
        rule: The broken rule; ``negotiations rule`` lists all rules.
        message: What is wrong.
        file: The file, relative to the dataset's folder.
        line: The line, from 1; 0 if the problem has no place in a file. Lines end with LF.
        column: The column, from 1, in Unicode code points: a tab is one, and so is an emoji.
        record: An address such as ``versions/may-proposal@bridging``.
        pointer: A JSON Pointer (RFC 6901) into the file; without a file, into the record.
        severity: Whether it is an error or a warning.
        found: What was found.
        expected: What was expected.
        remedy: How to fix it.
        ignored: The reason for which the dataset ignores it; empty if it does not.
    """

    rule: str
    message: str
    file: str = ""
    line: int = 0
    column: int = 0
    record: str = ""
    pointer: str = ""
    severity: Severity = Severity.ERROR
    found: str = ""
    expected: str = ""
    remedy: str = ""
    ignored: str = ""

    @property
    def where(self) -> str:
        """The place as ``file:line:column``, or the known part of it."""
        parts = [self.file]
        if self.line:
            parts += [str(self.line), str(self.column)]
        return ":".join(part for part in parts if part)

    @property
    def sort_key(self) -> tuple[str, int, int, str, str, str, str]:
        """The key of the order of reports: by file, place and rule."""
        position = (self.file, self.line, self.column)
        return (*position, self.record, self.rule, self.message, self.pointer)

    def __str__(self) -> str:
        prefix = f"{self.where}: " if self.where else ""
        lines = [f"{prefix}{self.severity.value}[{self.rule}] {_cut(self.message)}"]
        details = (
            ("record", f"{self.record} {self.pointer}".strip()),
            ("found", self.found),
            ("expected", self.expected),
            ("remedy", self.remedy),
            ("ignored", self.ignored),
        )
        lines += [f"  {name}: {_cut(text)}" for name, text in details if text.strip()]
        # Files can contain any characters, and this is shown on terminals.
        return "\n".join(map(plain, lines))


def _cut(text: str) -> str:
    """Shorten a text to a readable length: a hostile id may have millions of letters."""
    return text if len(text) <= 2_000 else f"{text[:2_000]}…"


class NegotiationsError(Exception):
    """The base of all errors that this library raises deliberately."""


class InvalidDataset(NegotiationsError):
    """A dataset, a file or a record breaks the schema or a rule.

    ``problems`` has all problems, in the order of the files.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        count = len(self.problems)
        head = f"{count} {'problem' if count == 1 else 'problems'}"
        return "\n".join([head, *map(str, self.problems)])


class UnknownId(NegotiationsError, KeyError):
    """No record has this id or address; ``nearest`` has similar ones."""

    def __init__(self, wanted: str, known: Iterable[str], what: str = "record") -> None:
        self.known = tuple(known)
        self.wanted = wanted
        self.what = what
        super().__init__(wanted, self.known, what)

    @property
    def nearest(self) -> tuple[str, ...]:
        """The similar ids; searched for on access."""
        return nearest(self.wanted, self.known)

    def __str__(self) -> str:
        return f"no {self.what} {self.wanted!r}{_did_you_mean(self.nearest)}"


class AmbiguousId(NegotiationsError, KeyError):
    """An id belongs to records in several collections; ``choices`` has their addresses."""

    def __init__(self, wanted: str, choices: Iterable[str]) -> None:
        self.wanted = wanted
        self.choices = tuple(choices)
        super().__init__(wanted, self.choices)

    def __str__(self) -> str:
        return (
            f"{self.wanted!r} is the id of several records; write one of {', '.join(self.choices)}"
        )


class UnknownField(NegotiationsError, AttributeError):
    """A kind of record has no such field; ``nearest`` has similar ones."""

    def __init__(self, kind: str, wanted: str, known: Iterable[str]) -> None:
        known = tuple(known)
        self.kind = kind
        self.wanted = wanted
        self.known = known
        super().__init__(kind, wanted, known)

    @property
    def nearest(self) -> tuple[str, ...]:
        """The similar fields."""
        return nearest(self.wanted, self.known)

    def __str__(self) -> str:
        tail = _did_you_mean(self.nearest) or f"; its fields are {', '.join(self.known)}"
        return f"{self.kind} has no field {self.wanted!r}{tail}"


class PassageNotFound(NegotiationsError):
    """No passage of a text has these words, or several have them and none was chosen.

    ``matches`` has the paragraph, start and end of those that have them, ``nearest`` of the sentences that
    are most like them; ``hints`` say, in words, what may be meant.
    """

    def __init__(
        self,
        words: str,
        label: str,
        *,
        matches: Iterable[tuple[int, int, int]] = (),
        nearest: Iterable[tuple[int, int, int]] = (),
        hints: Iterable[str] = (),
    ) -> None:
        self.words = words
        self.label = label
        self.matches = tuple(matches)
        self.nearest = tuple(nearest)
        self.hints = tuple(hints)
        super().__init__(words, label)

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.words, self.label), self.__dict__

    def __str__(self) -> str:
        if not self.matches:
            head = f"no passage of {self.label} has these words"
        else:
            places = ", ".join(f"¶{paragraph}" for paragraph, _, _ in self.matches)
            count = len(self.matches)
            passages = f"1 passage of {self.label} has"
            if count > 1:
                passages = f"{count} passages of {self.label} have"
            head = f"{passages} these words ({places})"
        return "\n".join([head, *(f"  {hint}" for hint in self.hints)])


class PatchDoesNotFit(NegotiationsError):
    """A change cannot be applied, because a value differs from the one that it expects."""

    def __init__(self, path: str, expected: object, found: object) -> None:
        self.path = path
        self.expected = expected
        self.found = found
        super().__init__(path, expected, found)

    def __str__(self) -> str:
        return (
            f"at {self.path or 'the root'}: expected {self.expected!r}, found {self.found!r}; "
            "nothing was changed"
        )


class MissingExtra(NegotiationsError, ImportError):
    """A feature requires a library that an optional extra installs; ``extra`` names it.

    Where it also requires a library of your own choice, such as pandas, ``own`` names that.
    """

    def __init__(self, extra: str, feature: str, own: str = "") -> None:
        self.extra = extra
        self.feature = feature
        self.own = own
        super().__init__(extra, feature, own)

    def __str__(self) -> str:
        needed = f"{self.own} and an optional extra" if self.own else "an optional extra"
        before = f"{self.own} " if self.own else ""
        return f'{self.feature} requires {needed}: pip install {before}"negotiations[{self.extra}]"'
