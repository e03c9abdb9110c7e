"""The names of sheets and columns as people write them."""

from __future__ import annotations

import re
from functools import cache

from negotiations.sheets.columns import SheetColumn, SheetKind
from negotiations.sheets.kinds import SHEETS, sheet_named

__all__ = ["called", "column_called", "key_of"]

# What people call sheets and columns, beside their names.
_SHEETS_CALLED = {
    "articles": "sources",
    "versions": "texts",
    "drafts": "texts",
    "documents": "sources",
}
_CALLED = {
    "version": ("holder", "id"),
    "position": ("holder", "id"),
    "quotation": ("quote",),
    "file": ("file_name",),
}


def key_of(name: str) -> str:
    """What two spellings of a name have in common: case, blanks, hyphens and marks make no difference.

    >>> key_of(" Derived from* ") == key_of("derived_from")
    True
    """
    return "_".join(re.findall(r"[^\W_]+", name.casefold()))


def called(name: str) -> str:
    """The name of a sheet by what people call it: in the singular, or at the end of a longer name."""
    key = key_of(name)
    for text in (key, f"{key}s", key.rpartition("_")[2], key.rpartition("_")[2] + "s"):
        if text in SHEETS or text in _SHEETS_CALLED:
            return _SHEETS_CALLED.get(text, text)
    return ""


def column_called(sheet: SheetKind, name: str) -> SheetColumn | None:
    """The column that a name means."""
    key, known = key_of(name), _by_key(sheet.name)
    return known.get(key) or next(
        (known[other] for other in _CALLED.get(key, ()) if other in known), None
    )


@cache
def _by_key(name: str) -> dict[str, SheetColumn]:
    return {key_of(column.name): column for column in sheet_named(name).columns}
