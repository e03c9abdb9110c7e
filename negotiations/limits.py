"""How much is read, and how much is reported: the bounds that hold for files of strangers.

Within them, reading and checking take time and memory in proportion to what is read.
`docs/limits.md` says what they mean for a user.
"""

from __future__ import annotations

import errno
import os
import stat

from negotiations.errors import Problem
from negotiations.vocabulary import Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = [
    "MAXIMUM_ALIGNED_WORDS",
    "MAXIMUM_BYTES",
    "MAXIMUM_DEPTH",
    "MAXIMUM_ENTRIES",
    "MAXIMUM_FOLDER_BYTES",
    "MAXIMUM_HASHED",
    "MAXIMUM_PARAGRAPHS",
    "MAXIMUM_PARAGRAPHS_IN_ALL",
    "MAXIMUM_PARTS",
    "MAXIMUM_PASSAGE",
    "MAXIMUM_PASSAGES",
    "MAXIMUM_PROBLEMS",
    "MAXIMUM_PROBLEMS_IN_ALL",
    "MAXIMUM_TEXT_BYTES",
    "MAXIMUM_WORDS",
    "MAXIMUM_WRAPPED",
    "MEBIBYTE",
    "MORE",
    "Collector",
    "more_problems",
    "read_regular",
    "up_to",
]

MEBIBYTE = 1024 * 1024

# Of one JSON file, and of all that are read of one folder.
MAXIMUM_BYTES = 4 * MEBIBYTE
MAXIMUM_FOLDER_BYTES = 64 * MEBIBYTE
# Of brackets in one JSON file.
MAXIMUM_DEPTH = 64
# Of files and folders under data/ and seeds/.
MAXIMUM_ENTRIES = 10_000
# Of problems reported for one file, and for a folder.
MAXIMUM_PROBLEMS = 100
MAXIMUM_PROBLEMS_IN_ALL = 1_000
# Of one article's text; of the characters to look for in it; of the passages that have them.
MAXIMUM_TEXT_BYTES = 4 * MEBIBYTE
MAXIMUM_WORDS = 10_000
# Of the words of two texts that are aligned with each other.
MAXIMUM_ALIGNED_WORDS = 200
# Of the paragraphs of one text, and of those that coverage tells of.
MAXIMUM_PARAGRAPHS = 100_000
MAXIMUM_PARAGRAPHS_IN_ALL = 1_000_000
MAXIMUM_PASSAGES = 1_000
# Of the characters of one passage.
MAXIMUM_PASSAGE = 20_000
# Of the bytes of which fingerprints are taken to find the passages of one text again.
MAXIMUM_HASHED = 1_000 * MEBIBYTE
# Of the characters that are wrapped anew to tell whether passages differ in their line ends alone.
MAXIMUM_WRAPPED = 50 * MEBIBYTE
# Of the parts, such as terms or passages, that are given on a command line for a field of a record.
MAXIMUM_PARTS = 10_000

_BINARY = getattr(os, "O_BINARY", 0)

# The rule of the problem that says that there are more.
MORE = "more-problems"


def more_problems(
    file: str, count: int = MAXIMUM_PROBLEMS, severity: Severity = Severity.ERROR
) -> Problem:
    """What stands behind the problems of a file, or of a folder, where there are more of them.

    It is as severe as the worst of those that are left out.
    """
    return Problem(
        rule=MORE,
        file=file,
        severity=severity,
        message=f"there are more problems than the {count} that are reported",
        remedy="mend these, and check again",
    )


def up_to(problems: Iterable[Problem], file: str) -> tuple[Problem, ...]:
    """The first problems of one file, and behind them one that says that there are more."""
    found: list[Problem] = []
    for problem in problems:
        if len(found) == MAXIMUM_PROBLEMS:
            return (*found, more_problems(file, severity=problem.severity))
        found.append(problem)
    return tuple(found)


class Collector:
    """Problems of several files: no more errors and no more warnings of each than are reported.

    What the dataset sets aside counts as a warning, so that it hides no error.
    """

    def __init__(self) -> None:
        self._found: dict[tuple[str, Severity], list[Problem]] = {}
        self._left_out: dict[str, Severity] = {}
        self._cut: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self._found)

    def is_full(self, file: str, severity: Severity = Severity.ERROR, rule: str = MORE) -> bool:
        """Whether another problem of this file would not be reported; that it is there is noted."""
        if len(self._found.get((file, severity), ())) < MAXIMUM_PROBLEMS:
            return False
        self._leave_out(file, severity, rule)
        return True

    def _leave_out(self, file: str, severity: Severity, rule: str) -> None:
        if self._left_out.get(file) is not Severity.ERROR:
            self._left_out[file] = severity
        if severity is Severity.ERROR:
            self._cut.add(rule)

    def add(self, *problems: Problem) -> None:
        """Keep problems, as many as are reported."""
        for problem in problems:
            severity = _weight(problem)
            if problem.rule == MORE:
                self._leave_out(problem.file, severity, MORE)
            elif not self.is_full(problem.file, severity, problem.rule):
                self._found.setdefault((problem.file, severity), []).append(problem)

    @property
    def cut(self) -> frozenset[str]:
        """The rules of the errors that are left out."""
        return frozenset(
            self._cut.union(each.rule for each in self._sorted()[1] if _is_error(each))
        )

    def __iter__(self) -> Iterator[Problem]:
        """What was kept, in the order in which problems are reported."""
        shown, rest = self._sorted()
        if rest:
            worst = Severity.ERROR if any(map(_is_error, rest)) else Severity.WARNING
            yield more_problems("", MAXIMUM_PROBLEMS_IN_ALL, worst)
        yield from shown

    def _sorted(self) -> tuple[list[Problem], list[Problem]]:
        """The problems that are reported of a folder, in order, and the rest: errors go first."""
        found = [problem for held in self._found.values() for problem in held]
        found += [more_problems(file, severity=worst) for file, worst in self._left_out.items()]
        found.sort(key=lambda problem: (not _is_error(problem), problem.sort_key))
        shown = sorted(found[:MAXIMUM_PROBLEMS_IN_ALL], key=lambda problem: problem.sort_key)
        return shown, found[MAXIMUM_PROBLEMS_IN_ALL:]


def _weight(problem: Problem) -> Severity:
    """How much a problem matters: what is set aside stops nobody."""
    return Severity.WARNING if problem.ignored else problem.severity


def _is_error(problem: Problem) -> bool:
    return _weight(problem) is Severity.ERROR


def read_regular(path: Path, limit: int) -> bytes:
    """The bytes of a regular file; one more than the limit where it is larger.

    Nothing else is opened, since a pipe or a device may never end, or do something when opened.

    Raises:
        OSError: It cannot be read, or is not a regular file.
    """
    if "\0" in str(path):  # which Python refuses with another error
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(path))
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(None, "it is not a regular file", str(path))
    # It may have been replaced by a pipe just now; that is not to be waited for.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _BINARY)
    with os.fdopen(descriptor, "rb") as stream:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(None, "it is not a regular file", str(path))
        return stream.read(limit + 1)
