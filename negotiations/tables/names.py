"""Names of columns: those of the fields, made safe for SQL."""

from __future__ import annotations

from negotiations.vocabulary import Vocabulary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.model.base import FieldSpec

__all__ = ["RESERVED", "column_name"]

# Words that a column cannot have as its name without quotation marks: the keywords of SQLite, and the
# reserved words of DuckDB. That no name of ours is refused by either is tested with both.
_WORDS = """
abort action add after all alter always analyse analyze and any array as asc asymmetric attach
autoincrement before begin between both by cascade case cast check collate column commit
conflict constraint create cross current current_date current_time current_timestamp database
default deferrable deferred delete desc describe detach distinct do drop each else end escape
except exclude exclusive exists explain fail false fetch filter first following for foreign from
full generated glob group groups having if ignore immediate in index indexed initially inner
insert instead intersect into is isnull join key lambda last lateral leading left like limit
match materialized natural no not nothing notnull null nulls of offset on only or order others
outer over partition pivot pivot_longer pivot_longer pivot_wider pivot_wider placing plan pragma
preceding primary qualify query raise range recursive references regexp reindex release rename
replace restrict returning right rollback row rows savepoint select set show some summarize
symmetric table temp temporary then ties to trailing transaction trigger true unbounded union
unique unpivot update using vacuum values variadic view virtual when where window with without
"""
RESERVED = frozenset(_WORDS.split())


def column_name(spec: FieldSpec, name: str = "") -> str:
    """The name of the column of a field: its own, with what it holds behind a word that SQL keeps.

    >>> from negotiations.model import Event, Term
    >>> from negotiations.model.base import field_of
    >>> [column_name(field_of(Event, "actors")), column_name(field_of(Event, "on"))]
    ['actors', 'on_id']
    """
    name = name or spec.name
    if name not in RESERVED:
        return name
    if spec.refers_to:
        return f"{name}_id"
    is_word = all(issubclass(kind, Vocabulary) for kind in spec.types)
    return f"{name}_{'word' if is_word else 'text'}"
