"""Ids from the names of files and folders, and names to show from ids."""

from __future__ import annotations

import re
from pathlib import Path

__all__ = ["id_from", "words_of"]


def words_of(key: str) -> str:
    """A name to show, from an id or the name of a file.

    >>> words_of("valley-council")
    'Valley council'
    """
    words = " ".join(re.findall(r"[^\W_]+", key.rpartition("@")[2]))
    return words[:1].upper() + words[1:]


def id_from(name: str) -> str:
    """The id that the name of a file or folder makes; empty where it makes none.

    >>> id_from("Gazette_Report (2).txt")
    'gazette-report-2'
    """
    stem = name.removesuffix(Path(name).suffix)
    return "-".join(re.findall(r"[a-z0-9]+", stem.lower()))
