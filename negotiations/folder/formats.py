"""The format that a dataset is written in."""

from __future__ import annotations

import shlex

from negotiations.errors import Problem
from negotiations.io.strict_json import pointer_text
from negotiations.model.sources import FORMAT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from negotiations.io.strict_json import JsonText

__all__ = ["DESCRIPTION", "format_of", "format_problem"]

# The file that says it.
DESCRIPTION = "data/dataset.json"


def format_of(document: JsonText) -> int | None:
    """The number of the format that a description of a dataset states; the first did not state it.

    None if the file does not contain a description, or states no number that a format can have.

    >>> from negotiations.io.strict_json import read_json
    >>> document, _ = read_json("", b'{"id": "valley-talks", "format": 2}')
    >>> format_of(document)
    2
    """
    if not isinstance(document.value, dict):
        return None
    stated = document.value.get("format", 1)
    is_number = isinstance(stated, int) and not isinstance(stated, bool)
    return stated if is_number and stated >= 1 else None


def format_problem(document: JsonText, folder: Path) -> Problem | None:
    """The problem of a dataset in another format than the present, by its description.

    It is the only problem of such a dataset: the other files would only say the same again. None if the
    format is the present one, or if the description states none that a format can have.
    """
    number = format_of(document)
    if number is None or number == FORMAT:
        return None
    if number > FORMAT:
        message = (
            f"the dataset is in format {number}, made with a newer version of this library; this "
            f"version reads format {FORMAT}"
        )
        remedy = "install a newer version of negotiations"
    else:
        message = (
            f"the dataset is in format {number}; `negotiations upgrade {shlex.quote(str(folder))}` "
            f"brings it to format {FORMAT}, which this version reads"
        )
        remedy = "run this command; with --dry-run it only says what it would change"
    place = ("format",) if "format" in document.value else ()
    line, column = document.place(place)
    return Problem(
        rule="format",
        file=DESCRIPTION,
        line=line,
        column=column,
        pointer=pointer_text(place),
        message=message,
        found=f"format {number}" if place else f"no `format`, which means {number}",
        expected=f"format {FORMAT}",
        remedy=remedy,
    )
