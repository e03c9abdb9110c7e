"""How one field is laid out in columns, and read back from them: on JSON data, without loss."""

from __future__ import annotations

import json
from decimal import Decimal

import attrs

from negotiations.frames import ColumnType, TableColumn
from negotiations.model.base import fields_of
from negotiations.vocabulary import Qualifier, Vocabulary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from negotiations.frames import Cell
    from negotiations.model.base import FieldSpec

__all__ = [
    "AsBounded",
    "AsJson",
    "AsNumberOf",
    "AsPlain",
    "AsWordOrNumber",
    "Cells",
    "number_column",
    "ordinal_column",
    "typed",
    "words_of",
]

_TYPES = {
    int: ColumnType.INTEGER,
    bool: ColumnType.BOOLEAN,
    Decimal: ColumnType.NUMBER,
}


def words_of(kinds: Sequence[type]) -> tuple[tuple[str, str], ...]:
    """The words of closed vocabularies, each with its meaning."""
    return tuple(
        (word.value, word.definition)
        for kind in kinds
        if issubclass(kind, Vocabulary)
        for word in kind
    )


def typed(spec: FieldSpec, name: str, **more: Any) -> TableColumn:
    """The column of a plain field: its type, meaning, words and references are those declared."""
    kind = spec.types[0]
    sources = {word.source for each in spec.types if issubclass(each, Vocabulary) for word in each}
    given: dict[str, Any] = {
        "type": _TYPES.get(kind, ColumnType.TEXT),
        "meaning": spec.doc,
        "words": words_of(spec.types),
        "source": "; ".join(sorted(sources)),
        "searched": spec.is_in_words,
    }
    return TableColumn(name=name, **given | more)


def number_column(name: str) -> TableColumn:
    """The column of how many items a list has."""
    meaning = f"How many {name.replace('_', ' ')}; null where that is not reported, 0 for none."
    return TableColumn(name=f"{name}_n", type=ColumnType.INTEGER, meaning=meaning)


def ordinal_column(name: str) -> TableColumn:
    """The column of the number of what can be a number or a word."""
    meaning = f"The number of `{name}`; null where that is a word, or not reported."
    return TableColumn(name=f"{name}_ordinal", type=ColumnType.INTEGER, meaning=meaning)


@attrs.frozen
class Cells:
    """The base: the columns of a field, and the two directions between JSON and cells."""

    columns: tuple[TableColumn, ...]

    def cells(self, value: Any) -> tuple[Cell, ...]:
        """The cells of a JSON value; of None, which is *not reported*, all are null."""
        raise NotImplementedError

    def value(self, cells: Sequence[Any]) -> Any:
        """The JSON value of cells; None where nothing is reported."""
        raise NotImplementedError


class AsPlain(Cells):
    """A text, a word, a number or a truth value in one column."""

    @classmethod
    def of(cls, spec: FieldSpec, name: str, refers_to: str) -> AsPlain:
        """The column of a field, and the table that its ids are those of."""
        column = typed(spec, name, refers_to=refers_to, required=not spec.optional)
        return cls((column,))

    def cells(self, value: Any) -> tuple[Cell, ...]:  # noqa: D102 - of the base
        return (value,)

    def value(self, cells: Sequence[Any]) -> Any:  # noqa: D102 - of the base
        return _whole(cells[0])


class AsJson(Cells):
    """What can be of several shapes, as JSON text."""

    @classmethod
    def of(cls, spec: FieldSpec, name: str) -> AsJson:
        """The column of a field."""
        return cls((typed(spec, name, type=ColumnType.JSON, words=()),))

    def cells(self, value: Any) -> tuple[Cell, ...]:  # noqa: D102 - of the base
        return (None if value is None else json.dumps(value, ensure_ascii=False),)

    def value(self, cells: Sequence[Any]) -> Any:  # noqa: D102 - of the base
        return None if cells[0] is None else json.loads(cells[0])


class AsWordOrNumber(Cells):
    """A number or a word, such as a phase: as text, and beside it the number."""

    @classmethod
    def of(cls, spec: FieldSpec, name: str) -> AsWordOrNumber:
        """The columns of a field."""
        # Numbers stand beside the words, so the words are not all that a cell can have.
        text = typed(spec, name, type=ColumnType.TEXT, words=())
        return cls((text, ordinal_column(name)))

    def cells(self, value: Any) -> tuple[Cell, ...]:  # noqa: D102 - of the base
        return (None if value is None else str(value), value if isinstance(value, int) else None)

    def value(self, cells: Sequence[Any]) -> Any:  # noqa: D102 - of the base
        text, _ = cells
        return int(text) if text is not None and text.isdecimal() else text


class AsNumberOf(Cells):
    """How many items a list has, since a list of none leaves no row in another table."""

    @classmethod
    def of(cls, name: str) -> AsNumberOf:
        """The column of a list."""
        return cls((number_column(name),))

    def cells(self, value: Any) -> tuple[Cell, ...]:  # noqa: D102 - of the base
        return (None if value is None else len(value),)

    def value(self, cells: Sequence[Any]) -> Any:  # noqa: D102 - of the base
        return cells[0]


class AsBounded(Cells):
    """A count, an amount or a duration: its qualifier, its numbers, its wording, its measure."""

    @classmethod
    def of(cls, spec: FieldSpec, name: str) -> AsBounded:
        """The columns of a field."""
        (kind,) = spec.types
        columns = [
            TableColumn(
                name=f"{name}_{inner.name}",
                type=_TYPES.get(inner.types[0], ColumnType.TEXT),
                meaning=f"{spec.doc} {inner.doc}",
                words=words_of(inner.types),
            )
            for inner in fields_of(kind)
        ]
        return cls(tuple(columns))

    def cells(self, value: Any) -> tuple[Cell, ...]:  # noqa: D102 - of the base
        if value is None:
            return (None,) * len(self.columns)
        beside = [value.get(name) for name in ("unit", "per")][: len(self.columns) - 4]
        word = next(each.value for each in Qualifier if each.value in value)
        amount, upper, wording = value[word], None, None
        if word == Qualifier.BETWEEN.value:
            amount, upper = amount
        elif word == Qualifier.UNSTATED.value:
            amount, wording = None, amount
        return (word, amount, upper, wording, *beside)

    def value(self, cells: Sequence[Any]) -> Any:  # noqa: D102 - of the base
        word, amount, upper, wording, *beside = cells
        if word is None and not any(cell is not None for cell in cells):
            return None
        held: Any = _whole(amount)
        if word == Qualifier.BETWEEN.value:
            held = [_whole(amount), _whole(upper)]
        elif word == Qualifier.UNSTATED.value:
            held = wording
        named = zip(("unit", "per"), beside, strict=False)
        return {str(word): held, **{name: cell for name, cell in named if cell is not None}}


def _whole(number: Any) -> Any:
    """A number without the fraction that a format of binary numbers adds to it."""
    return int(number) if isinstance(number, float) and number.is_integer() else number
