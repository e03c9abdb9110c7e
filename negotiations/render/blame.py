"""The page of a blame: where each term, phase and field of a text was first reported."""

from __future__ import annotations

from negotiations.model import Term
from negotiations.model.base import fields_of
from negotiations.render.attributions import bounds_row, citing_rows, time_words
from negotiations.render.page import (
    Entry,
    Item,
    Items,
    Page,
    Prose,
    Rows,
    Section,
    code,
    dim,
    line,
    row,
    strong,
    text_of,
)
from negotiations.render.records import details
from negotiations.render.terms import of_texts
from negotiations.render.wording import joined, plural

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.answers.blame import Blame, BlameLine, Origin
    from negotiations.model.base import FieldSpec
    from negotiations.render.page import Block, LabelledRow, Line
    from negotiations.render.wording import Wording

__all__ = ["blame_page"]

_BLAME_HINT = (
    "Traced through the versions that it is derived from. The first version to report something "
    "need not be the first text that contained it, nor does this say who wrote it."
)


def blame_page(blame: Blame, words: Wording) -> Page:
    """The page of a blame: where each term, phase and field is first reported."""
    if words.records is not None:
        words = of_texts(words, [words.records.versions.get(blame.version)])
    parts: dict[str, list[BlameLine]] = {}
    for blamed in blame:
        parts.setdefault("/".join(blamed.path.split("/")[:3]), []).append(blamed)
    kinds = [path.split("/")[1].removesuffix("s") for path in parts]
    number = " and ".join(plural(kinds.count(kind), kind) for kind in dict.fromkeys(kinds))
    lines = [line(number or "no terms"), line(dim(_BLAME_HINT))]
    shared = None if words.is_full else _shared_origin([part[0] for part in parts.values()], words)
    if shared is not None:
        lines.append(line(f"All of it was first reported in {shared}."))
    lead = Prose(tuple(lines))
    sections: dict[str, list[Item]] = {}
    for path, (whole, *fields) in parts.items():
        sections.setdefault(path.split("/")[1], []).append(
            _part(whole, fields, words, is_shared=shared is not None)
        )
    blocks = tuple(
        Section(name.capitalize(), (Items(tuple(items)),)) for name, items in sections.items()
    )
    version = None if words.records is None else words.records.versions.get(blame.version)
    name = f"versions/{blame.version}"
    title = name if version is None else f"{words.text_title(version)} ({name})"
    return Page(f"First reports of what is in {title}", (lead,), blocks)


def _shared_origin(wholes: list[BlameLine], words: Wording) -> str | None:
    """Where all terms and phases were first reported, if that is one place without a remark."""
    entries = [_origins(whole, words) for whole in wholes]
    first = entries[0] if len(entries) > 1 else ()
    if len(first) != 1 or first[0].under or any(each != first for each in entries):
        return None
    return text_of(first[0].line)


def _part(
    whole: BlameLine, fields: list[BlameLine], words: Wording, *, is_shared: bool = False
) -> Item:
    item = whole.value
    name = words.term_name(item) if whole.issue else f"phase {item.ordinal}"
    specs = {spec.name: spec for spec in fields_of(item)}
    rows = [] if is_shared else [row("first reported in", *_origins(whole, words))]
    said = [
        blamed
        for blamed in fields
        if words.is_full or not _is_in_name(blamed, specs[blamed.field or ""])
    ]
    rows += [_field(blamed, whole, specs[blamed.field or ""], words) for blamed in said]
    rows += citing_rows("evidence here", whole.evidence, words, item)
    if words.is_full:
        rows.append(row("path", line(code(whole.path))))
    blocks: tuple[Block, ...] = (Rows(tuple(rows)),)
    if words.is_full:
        sides = [("here", item)]
        sides += [
            (f"in {origin.version}", origin.value)
            for origin in whole.origins
            if origin.value != item
        ]
        blocks = (
            *blocks,
            Items(tuple(Item(line(label), details(value, words)) for label, value in sides)),
        )
    return Item(line(strong(name)), blocks)


def _is_in_name(blamed: BlameLine, spec: FieldSpec) -> bool:
    """Whether the name of a term says a field already, and its origins are those of the term."""
    return spec.is_key and blamed.field == "phase"


def _field(blamed: BlameLine, whole: BlameLine, spec: FieldSpec, words: Wording) -> LabelledRow:
    """A field with its value; its origins where they are not those of the whole."""
    said = words.field_value(whole.value, blamed.value, spec)
    places = (
        [origin.version for origin in blamed.origins],
        [origin.version for origin in whole.origins],
    )
    under: list[Line] = []
    if words.is_full or places[0] != places[1]:
        under += [part for entry in _origins(blamed, words) for part in (entry.line, *entry.under)]
    if words.is_full:
        under.append(line(code(blamed.path)))
        under += [
            line("here: ", citation)
            for citation in words.citations(blamed.evidence, whole.value, exact=True)
        ]
    return row((blamed.field or "").replace("_", " "), Entry(line(said), tuple(under)))


def _clause_of(origin: Origin) -> object:
    """What the passages of an origin are evidence of, where it is a whole term."""
    return origin.value if isinstance(origin.value, Term) else None


def _origins(blamed: BlameLine, words: Wording) -> tuple[Entry, ...]:
    return tuple(_origin(origin, blamed, words) for origin in blamed.origins)


def _origin(origin: Origin, blamed: BlameLine, words: Wording) -> Entry:
    """A version that first reports something, and reasons why it may be older."""
    under: list[Line] = []
    if origin.unmentioned_in:
        under.append(line(f"not mentioned in between, in {joined(origin.unmentioned_in)}"))
    if origin.silent_before:
        names = joined(origin.silent_before)
        verb = "is" if len(origin.silent_before) == 1 else "are"
        under.append(line(f"may be older: {names} {verb} earlier and silent on it"))
    under += [entry.line for bounds in bounds_row(origin.time, words) for entry in bounds.entries]
    if words.is_full or origin.evidence != blamed.evidence:
        under += [
            line(citation)
            for citation in words.citations(
                origin.evidence, _clause_of(origin), exact=words.is_full
            )
        ]
    return Entry(line(f"{origin.version}, {time_words(origin.time, words)}"), tuple(under))
