"""What fields, records and collections are called in sheets, where that is not their own name."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["EVIDENCE_CALLED", "NOUNS", "renamed", "sheets_called"]

# What a field of evidence is called where its own name would be taken for something else.
EVIDENCE_CALLED = {
    "note": "evidence_note",
    "fields": "evidence_fields",
    "value": "evidence_value",
}
# What a record of a collection is called in a sheet.
NOUNS = {"versions": "text", "positions": "position", "talks": "talks", "actors": "actor"}
# The sheets of collections that are called otherwise.
_SHEETS_OF = {"versions": "texts", "proposals": "texts (what stands before the @)"}


def sheets_called(collections: Iterable[str]) -> str:
    """The sheets of collections, as messages name them.

    >>> sheets_called(("versions", "talks"))
    'texts or talks'
    """
    names = tuple(collections)
    if {"versions", "proposals"} <= {*names}:
        names = ("texts (or what stands before the @)", *(n for n in names if n not in _SHEETS_OF))
    return " or ".join(_SHEETS_OF.get(name, name) for name in names)


def renamed(text: str) -> str:
    """A text about evidence with the fields called as their columns are.

    >>> renamed("explain in `note` how the passage is read")
    'explain in `evidence_note` how the passage is read'
    """
    for field, column in EVIDENCE_CALLED.items():
        text = text.replace(f"`{field}`", f"`{column}`")
    return text
