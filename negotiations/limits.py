"""Limits on how much is read and reported, so that untrusted files do no harm.

Within the limits, time and memory for reading and checking grow in proportion to the input.
`docs/limits.md` explains them to users.
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
    from typing import BinaryIO

__all__ = [
    "MAXIMUM_ALIGNED_WORDS",
    "MAXIMUM_BYTES",
    "MAXIMUM_DEPTH",
    "MAXIMUM_ENTRIES",
    "MAXIMUM_EXTRA_DEPTH",
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
    "open_regular",
    "read_regular",
    "resolved",
    "up_to",
]

MEBIBYTE = 1024 * 1024

# The size of one JSON file, and of all files of a folder.
MAXIMUM_BYTES = 4 * MEBIBYTE
MAXIMUM_FOLDER_BYTES = 64 * MEBIBYTE
# The nesting of brackets in a JSON file.
MAXIMUM_DEPTH = 64
# The nesting of brackets in the extra data of a record, so that all that holds records can be read.
MAXIMUM_EXTRA_DEPTH = 32
# The number of files and folders under data/ and seeds/.
MAXIMUM_ENTRIES = 10_000
# The number of problems reported for one file, and for a folder.
MAXIMUM_PROBLEMS = 100
MAXIMUM_PROBLEMS_IN_ALL = 1_000
# The size of an article's text; the characters to search for in it.
MAXIMUM_TEXT_BYTES = 4 * MEBIBYTE
MAXIMUM_WORDS = 10_000
# The number of words of two texts that are aligned with each other.
MAXIMUM_ALIGNED_WORDS = 200
# The number of paragraphs of a text, and of all texts that coverage lists.
MAXIMUM_PARAGRAPHS = 100_000
MAXIMUM_PARAGRAPHS_IN_ALL = 1_000_000
# The number of passages that a search gives.
MAXIMUM_PASSAGES = 1_000
# The number of characters of a passage.
MAXIMUM_PASSAGE = 20_000
# The number of bytes that are hashed to find the passages of one text again.
MAXIMUM_HASHED = 1_000 * MEBIBYTE
# The number of characters that are wrapped anew to tell whether passages differ in their line ends alone.
MAXIMUM_WRAPPED = 50 * MEBIBYTE
# The number of parts, such as terms or passages, given on a command line for one field.
MAXIMUM_PARTS = 10_000

_BINARY = getattr(os, "O_BINARY", 0)

# The rule of the problem that reports that there are more problems.
MORE = "more-problems"


def more_problems(
    file: str, count: int = MAXIMUM_PROBLEMS, severity: Severity = Severity.ERROR
) -> Problem:
    """The problem that reports further problems of a file or of a folder.

    It is as severe as the worst of the problems that are left out.
    """
    return Problem(
        rule=MORE,
        file=file,
        severity=severity,
        message=f"there are more problems than the {count} that are reported",
        remedy="fix these, and check again",
    )


def up_to(problems: Iterable[Problem], file: str) -> tuple[Problem, ...]:
    """The first problems of a file; if there are more, the last problem says so."""
    reported: list[Problem] = []
    for problem in problems:
        if len(reported) == MAXIMUM_PROBLEMS:
            return (*reported, more_problems(file, severity=problem.severity))
        reported.append(problem)
    return tuple(reported)


class Collector:
    """Collected problems of several files, limited to the errors and warnings that are reported.

    An ignored problem counts as a warning, so that it hides no error.
    """

    def __init__(self) -> None:
        self._found: dict[tuple[str, Severity], list[Problem]] = {}
        self._left_out: dict[str, Severity] = {}
        self._cut: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self._found)

    def is_full(self, file: str, severity: Severity = Severity.ERROR, rule: str = MORE) -> bool:
        """Whether a further problem of this file would not be reported; if so, note that there is one."""
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
        """Add problems, up to the number that is reported."""
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
            self._cut.union(problem.rule for problem in self._sorted()[1] if _is_error(problem))
        )

    def __iter__(self) -> Iterator[Problem]:
        """The problems, in the order in which they are reported."""
        shown, left_out = self._sorted()
        if left_out:
            worst = Severity.ERROR if any(map(_is_error, left_out)) else Severity.WARNING
            yield more_problems("", MAXIMUM_PROBLEMS_IN_ALL, worst)
        yield from shown

    def _sorted(self) -> tuple[list[Problem], list[Problem]]:
        """The reported problems of a folder, in order, and the others; errors have priority."""
        problems = [problem for group in self._found.values() for problem in group]
        problems += [more_problems(file, severity=worst) for file, worst in self._left_out.items()]
        problems.sort(key=lambda problem: (not _is_error(problem), problem.sort_key))
        shown = sorted(problems[:MAXIMUM_PROBLEMS_IN_ALL], key=lambda problem: problem.sort_key)
        return shown, problems[MAXIMUM_PROBLEMS_IN_ALL:]


def _weight(problem: Problem) -> Severity:
    """The severity of a problem; an ignored error counts as a warning."""
    return Severity.WARNING if problem.ignored else problem.severity


def _is_error(problem: Problem) -> bool:
    return _weight(problem) is Severity.ERROR


def resolved(path: Path) -> Path:
    """A path without links.

    Raises:
        OSError: The links form a cycle.
    """
    try:
        real = path.resolve()
    except RuntimeError as fault:  # Python 3.11 and 3.12
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path)) from fault
    if real.is_symlink():  # from 3.13 a cycle is left as it is
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    return real


def open_regular(path: Path) -> BinaryIO:
    """A regular file, opened for reading its bytes.

    Other files are not opened: a pipe or a device may never end, or have effects when opened.

    Raises:
        OSError: The file cannot be read, or is not a regular file.
    """
    if "\0" in str(path):  # for which Python raises another error
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(path))
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(None, "it is not a regular file", str(path))
    # It may have just been replaced with a pipe, which must not block.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _BINARY)
    stream = os.fdopen(descriptor, "rb")
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        stream.close()
        raise OSError(None, "it is not a regular file", str(path))
    return stream


def read_regular(path: Path, limit: int) -> bytes:
    """The bytes of a regular file, up to one byte more than the limit.

    Raises:
        OSError: As `open_regular` does.
    """
    with open_regular(path) as stream:
        return stream.read(limit + 1)
