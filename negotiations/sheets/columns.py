"""The columns of each sheet, made of the declarations of the model.

A field has a column of its name. What a passage says of a record stands in columns beside it, with the
words of the passage; of a date, what it rests on has a column of its own.
"""

from __future__ import annotations

from enum import Enum

import attrs

from negotiations.folder.drafting import NOT_KNOWN
from negotiations.model import (
    TERM_CLASSES,
    Event,
    Evidence,
    Figure,
    FigureClaim,
    Proposal,
    Record,
    Role,
    Source,
    Talks,
    Term,
    Uncoded,
    Version,
)
from negotiations.model.base import FieldRole, Value, field_of, fields_of
from negotiations.model.values import When
from negotiations.sheets.wording import EVIDENCE_CALLED, NOUNS, renamed, sheets_called
from negotiations.vocabulary import Completeness, Rank, TermKind, Vocabulary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from negotiations.model.base import FieldSpec

__all__ = [
    "DEFAULTS",
    "ColumnKind",
    "SheetColumn",
    "SheetKind",
    "columns_of",
    "spec_for",
    "words_in",
]


class ColumnKind(Enum):
    """What a column of a sheet is for."""

    IGNORE = "a mark by which a row is left out"
    HOLDER = "the record that a part belongs to"
    FIELD = "a field of the record"
    PROPOSAL = "a field of the proposal that a version is one of"
    CLAIM = "a field of what one source gives for a figure"
    DATE = "what a date rests on, beside the date"
    QUOTE = "the words of the passage"
    EVIDENCE = "who says it, and how it bears on the record"
    PACKED = "several fields, as in: amount=5; option=yes"


@attrs.frozen(kw_only=True)
class SheetColumn:
    """A column of a sheet.

    Attributes:
        name: The name in the first row.
        kind: What it is for.
        meaning: What a cell says.
        spec: The declaration of its field, where it is of one.
        beside: Of what a date rests on, the column of the date.
        kinds: Of a field of terms, the kinds that have it; empty where all have it.
        required: Whether a record needs it.
        shown: Whether the template has it.
    """

    name: str
    kind: ColumnKind
    meaning: str
    spec: FieldSpec | None = None
    beside: str = ""
    kinds: tuple[str, ...] = ()
    required: bool = False
    shown: bool = True


@attrs.frozen(kw_only=True)
class SheetKind:
    """A kind of sheet: what one row of it is.

    Attributes:
        name: The name of the sheet.
        record: The class that a row makes; of a row of terms, `Term`.
        meaning: What a row is.
        columns: The columns, in the order of the template.
        collection: The collection of its records; empty where a row makes a part of one.
        field: Where a row makes a part of a record, the field that has such parts.
        holders: The collections of the records that have them.
    """

    name: str
    record: type[Value]
    meaning: str
    columns: tuple[SheetColumn, ...]
    collection: str = ""
    field: str = ""
    holders: tuple[str, ...] = ()

    def column(self, name: str) -> SheetColumn | None:
        """The column of a name; None if there is none."""
        return next((column for column in self.columns if column.name == name), None)


# What is taken where nothing is given: a text is known in parts, and its language is not known.
DEFAULTS = {
    "completeness": Completeness.PARTIAL.value,
    "language": NOT_KNOWN,
    "rank": Rank.NORMAL.value,
}
# What rests on passages in every dataset that passes: its quotation is needed.
_QUOTED = (Version, Term, Role, Talks, Event, Figure)
# What is read off the text of a source, or found by the quotation, and so has no column.
_FOUND_IN_TEXT = ("start", "end", "sha256", "paragraphs")
# What a field of a claim is called where the figure has one of that name.
_CLAIM_CALLED = {"note": "claim_note"}
_PROPOSAL = "proposal_"


def columns_of(record: type[Value], holders: tuple[str, ...] = ()) -> Iterator[SheetColumn]:
    """The columns of a sheet whose rows make values of a class, which are parts of these holders."""
    yield SheetColumn(
        name="ignore",
        kind=ColumnKind.IGNORE,
        meaning="With anything in it, the row is left out.",
    )
    if record is Uncoded:
        yield from _columns_of_uncoded()
        return
    if holders:
        nouns = " or the ".join(NOUNS[name] for name in holders)
        yield SheetColumn(
            name="holder",
            kind=ColumnKind.HOLDER,
            meaning=f"The {nouns} that it is part of: an id in {sheets_called(holders)}.",
            required=True,
        )
    fields = list(_fields(record))
    keys = [(spec, kinds) for spec, kinds in fields if spec.is_key]
    others = [(spec, kinds) for spec, kinds in fields if not spec.is_key]
    # What a record needs comes first, then where it is said, then what it may have.
    first = [*keys, *((spec, kinds) for spec, kinds in others if not spec.optional)]
    for spec, kinds in first:
        yield from _column(spec, kinds)
    if record is Version:
        for spec in fields_of(Proposal):
            if _has_column(spec) and not spec.is_key:
                yield SheetColumn(
                    name=_PROPOSAL + spec.name,
                    kind=ColumnKind.PROPOSAL,
                    meaning=f"Of the proposal that it is a version of, in its first row: {spec.doc}",
                    spec=spec,
                    required=_is_needed(spec),
                )
    if record is not Source:
        for column in _evidence_columns():
            is_needed = column.kind is ColumnKind.QUOTE and issubclass(record, _QUOTED)
            yield attrs.evolve(column, required=is_needed)
    if record is Figure:
        yield from _columns_of_claims()
    for spec, kinds in others:
        if spec.optional:
            yield from _column(spec, kinds)
    yield SheetColumn(
        name="fields",
        kind=ColumnKind.PACKED,
        meaning="Several fields in one cell, as in: amount=5; option=yes",
        shown=False,
    )


def _columns_of_claims() -> Iterator[SheetColumn]:
    """What one source gives for a figure; its source is that of the quotation."""
    for spec in fields_of(FigureClaim):
        if _has_column(spec) and not spec.is_key:
            for column in _column(spec, ()):
                meaning = column.meaning
                if spec.name == "reason":
                    meaning += " Empty, of normal rank: the only claim, or one of several."
                yield attrs.evolve(
                    column,
                    name=_CLAIM_CALLED.get(column.name, column.name),
                    kind=ColumnKind.CLAIM if column.kind is ColumnKind.FIELD else column.kind,
                    meaning=meaning,
                    required=column.required and spec.name != "reason",
                )


def _columns_of_uncoded() -> Iterator[SheetColumn]:
    """Which paragraphs, by their numbers or by words in them, and why nothing in them is coded."""
    source, quote, paragraph, *_ = _evidence_columns()
    yield source
    yield attrs.evolve(
        quote,
        meaning="Words of the paragraph, where its number is not known. They are looked up and not stored.",
    )
    reason = field_of(Uncoded, "reason")
    assert reason is not None  # noqa: S101 - for type checkers: a field of `Uncoded`
    # A text, since it has ranges.
    yield SheetColumn(
        name=paragraph.name,
        kind=ColumnKind.FIELD,
        meaning="The paragraph, or several: 12, or 3-5,9; or rest for all of which nothing is said.",
        spec=attrs.evolve(reason, name=paragraph.name, role=FieldRole.CONTENT),
    )
    yield from _column(reason, ())


def _column(spec: FieldSpec, kinds: tuple[str, ...]) -> Iterator[SheetColumn]:
    yield SheetColumn(
        name=spec.name,
        kind=ColumnKind.FIELD,
        meaning=spec.doc,
        spec=spec,
        kinds=kinds,
        required=_is_needed(spec),
    )
    if spec.types == (When,):
        # The date itself, or what it comes after, stands in the cell of the date.
        for inner in fields_of(When):
            if not inner.refers_to and not inner.pattern:
                yield SheetColumn(
                    name=f"{spec.name}_{inner.name}",
                    kind=ColumnKind.DATE,
                    meaning=f"Of the date in {spec.name}: {inner.doc}",
                    spec=inner,
                    beside=spec.name,
                )


def _evidence_columns() -> Iterator[SheetColumn]:
    quote = SheetColumn(
        name="quote",
        kind=ColumnKind.QUOTE,
        meaning="The words of the passage, copied from the text; of a long one both ends, as in: "
        "first words ... last words. They are looked up and not stored.",
    )
    for spec in fields_of(Evidence):
        if spec.name in _FOUND_IN_TEXT:
            continue
        name = EVIDENCE_CALLED.get(spec.name, spec.name)
        meaning = renamed(spec.doc)
        if spec.name == "source":
            meaning = (
                "What is quoted: an id in sources, or the name of its file. Empty: the only one."
            )
        elif spec.name == "paragraph":
            meaning = (
                "The paragraph, where several have the words; without a quotation, the whole of it."
            )
        elif spec.name == "support":
            meaning += " Empty: explicit. A denial, or another number, contradicts."
        yield SheetColumn(name=name, kind=ColumnKind.EVIDENCE, meaning=meaning, spec=spec)
        if spec.name == "source":
            yield quote


def _is_needed(spec: FieldSpec) -> bool:
    """Whether a field has to be given: a name follows from the id, and a file from its name."""
    inferred = spec.role is FieldRole.NAME or spec.name in DEFAULTS or spec.name == "file_name"
    return not spec.optional and not inferred


def _has_column(spec: FieldSpec) -> bool:
    """Whether a field is given in a cell: not what has rows of its own, and not what is found."""
    inner = spec.types[0]
    rows = issubclass(inner, Record | Term | Evidence)
    return not rows and spec.name not in _FOUND_IN_TEXT


def _fields(record: type[Value]) -> Iterator[tuple[FieldSpec, tuple[str, ...]]]:
    """The fields of a class, each with the kinds of term that have it; none where all have it.

    Kinds that declare a field with other words share a column: what may stand in it follows from the
    kind of the row.
    """
    if record is not Term:
        for spec in fields_of(record):
            if _has_column(spec):
                yield spec, ()
        return
    kinds: dict[str, list[str]] = {}
    declared: dict[str, list[FieldSpec]] = {}
    for kind, cls in TERM_CLASSES.items():
        for spec in fields_of(cls):
            kinds.setdefault(spec.name, []).append(kind.value)
            declared.setdefault(spec.name, []).append(spec)
    # The fields of single kinds stand before those of all, as they do in a file.
    names = sorted(kinds, key=lambda name: len(kinds[name]) == len(TERM_CLASSES))
    for name in names:
        if not _has_column(declared[name][0]):
            continue
        shared = len(kinds[name]) == len(TERM_CLASSES)
        yield _joined(declared[name]), () if shared else tuple(kinds[name])


def _joined(specs: list[FieldSpec]) -> FieldSpec:
    """One declaration for a field that kinds of terms declare in different ways."""
    first = specs[0]
    docs = list(dict.fromkeys(spec.doc for spec in specs))
    types = dict.fromkeys(kind for spec in specs for kind in spec.types)
    refers_to = dict.fromkeys(name for spec in specs for name in spec.refers_to)
    return attrs.evolve(
        first, doc=" Or: ".join(docs), types=tuple(types), refers_to=tuple(refers_to)
    )


def spec_for(column: SheetColumn, kind: str) -> FieldSpec | None:
    """The declaration of a column's field in a row of terms of a kind; None if it has no such field."""
    if not kind or column.spec is None or column.kind is not ColumnKind.FIELD:
        return column.spec
    return field_of(TERM_CLASSES[TermKind(kind)], column.spec.name)


def words_in(spec: FieldSpec) -> tuple[Vocabulary, ...]:
    """The words of a field of closed vocabularies."""
    return tuple(
        dict.fromkeys(word for kind in spec.types if issubclass(kind, Vocabulary) for word in kind)
    )
