"""A corpus as somebody names it, and how it is to be gone through.

Commands ask this of each of their operands, so that it loads nothing of what goes through one.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from negotiations.deferred import frozen

__all__ = ["LINE_SUFFIXES", "CorpusRun", "Progress", "is_corpus"]

_LINES = (".ndjson", ".jsonl")
_PACKED = ("", ".gz", ".zst")
LINE_SUFFIXES = tuple(suffix + packed for suffix in _LINES for packed in _PACKED)
# What is going on, how many bytes are done, and of how many.
Progress = Callable[[str, int, int], None]


def is_corpus(path: str | os.PathLike[str]) -> bool:
    """Whether the name of a path says that it is a corpus: newline-delimited JSON.

    >>> is_corpus("terms.ndjson.gz"), is_corpus("proposal.json")
    (True, False)
    """
    return os.fspath(path).endswith(LINE_SUFFIXES)


@frozen
class CorpusRun:
    """What to run over, and how; the result is the same, whatever else than the corpus is given.

    Attributes:
        corpus: The corpus.
        jobs: How many processes work.
        resume: Whether to go on with a run that was interrupted, if there is one.
        progress: Is called with what is going on, the bytes done, and all bytes.
        units: How many units one piece of work has at most; None for as many as is usual.
    """

    corpus: Path
    jobs: int = 1
    resume: bool = False
    progress: Progress | None = None
    units: int | None = None
