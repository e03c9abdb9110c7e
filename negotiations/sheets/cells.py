"""What a cell says of a field, as JSON data of the model; or why it says nothing for certain."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from negotiations.errors import nearest
from negotiations.folder.naming import id_from
from negotiations.folder.paragraphs import numbers_in, uncoded_in
from negotiations.model import Timing, Uncoded
from negotiations.model.base import FieldRole, Value, fields_of
from negotiations.model.extra import Extra
from negotiations.model.patterns import EDTF_PATTERN, FORMS, ID_PATTERN, VERSION_ID_PATTERN
from negotiations.model.values import Bounded, When
from negotiations.sheets.columns import words_in
from negotiations.sheets.naming import key_of
from negotiations.sheets.timing import timing_data
from negotiations.sheets.typed_cells import bounded, content_text, day_of, json_in, no_date
from negotiations.sheets.written import Unreadable, Written, is_made_by_spreadsheet
from negotiations.vocabulary import Vocabulary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.model.base import FieldSpec
    from negotiations.sheets.grid import Cell

__all__ = ["data_of", "items_in", "uncoded_entries"]

# Words for yes and no, as spreadsheets in several languages write them.
_YES = frozenset(
    ["true", "yes", "y", "1", "x", "wahr", "ja", "vrai", "oui", "verdadero", "sí", "si", "vero"]
)
_NO = frozenset(["false", "no", "n", "0", "falsch", "nein", "faux", "non", "falso"])
_SEPARATOR = re.compile(r"\s*(?:\||\n)\s*")
_NUMBERS = "numbers, as in 3,5-9"
_UNCODED = "paragraphs, a colon, the reason: 12-80: an annex | rest: as before"
_ID_SEPARATOR = re.compile(r"\s*[|;,\n]\s*")


def data_of(spec: FieldSpec, cell: Cell, *, has_increment: bool = False) -> Any:
    """The JSON data that a cell gives for a field; of a number, what `written` gives.

    Raises:
        Unreadable: It gives none for certain.
    """
    if cell.refusal is not None:
        raise Unreadable(cell.refusal[0], "", cell.refusal[1])
    content = cell.content
    if isinstance(content, dict | list):
        return content  # of a JSON file, which the codec checks
    kind = spec.types[0]
    if len(spec.types) == 1 and issubclass(kind, Bounded):
        return bounded(kind, cell, has_increment=has_increment)
    if kind is When:
        return _when(day_of(cell) if not isinstance(content, str) else content)
    if kind is Timing:
        return timing_data(content) if isinstance(content, str) else {"on": day_of(cell)}
    if spec.types == (bool,):
        return _truth(content)
    text = content_text(cell)
    if text == "[]" and spec.many:
        return []
    if spec.many:
        return items_in(spec, text)
    return _single(spec, text)


def _when(text: str) -> Any:
    """A date, or the record that it is after; what it rests on may stand behind it in one cell."""
    if text.startswith("{"):
        return json_in(text)
    first, *rest = text.split(maxsplit=2)
    if first.casefold() == "after" and len(rest) == 1:
        return {"after": rest[0]}
    words = {word.value for spec in fields_of(When) for word in words_in(spec)}
    if rest and rest[0] in words and re.match(EDTF_PATTERN, first):
        return {"edtf": first, "basis": rest[0]} | ({"note": rest[1]} if len(rest) == 2 else {})
    if not re.match(EDTF_PATTERN, text):
        raise no_date(text)
    return {"edtf": text}


def _truth(content: Any) -> bool:
    if isinstance(content, bool):
        return content
    word = str(content).casefold().removesuffix(".0")
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise Unreadable("it is neither yes nor no", "true or false", "write true or false")


def _single(spec: FieldSpec, text: str) -> Any:
    """A word, an id, a number or a text."""
    kind = spec.types[0]
    if int in spec.types and re.fullmatch(r"\d{1,15}", text):
        return _within(spec, int(text))
    if spec.types == (int,):
        raise Unreadable("it is no whole number", "a whole number", "write a whole number")
    if kind is Extra:
        if not text.startswith("{"):
            raise Unreadable("it is no JSON object", 'an object such as {"minutes": 12}')
        return json_in(text)
    if spec.types == (Decimal,):
        if not re.fullmatch(r"-?\d{1,15}(\.\d{1,15})?", text):
            raise Unreadable("it is no number", "a number such as 40.37767", "write a number")
        return _within(spec, json_in(re.sub(r"(?<!\d)0+(?=\d)", "", text)))
    words = words_in(spec)
    if words:
        return _word(spec, words, text)
    if issubclass(kind, Value) or len(spec.types) > 1:
        if text.startswith("{"):
            return json_in(text)
        if bool in spec.types and text.casefold() in ("true", "false"):
            return text.casefold() == "true"
        return text if str in spec.types else _part(spec, kind, text)
    if spec.pattern and not re.match(spec.pattern, text):
        raise _misfit(spec, text)
    if spec.role is not FieldRole.NOTE and is_made_by_spreadsheet(text) and spec.name != "printed":
        raise Unreadable(
            "it is what a spreadsheet makes of text such as 1-2 or of a long number",
            "the text as it was",
            "format the column as text, and write it again; if it is meant, write more words",
        )
    return text


def _within(spec: FieldSpec, number: Any) -> Any:
    if spec.minimum is not None and not spec.minimum <= number <= spec.maximum:
        raise Unreadable(f"{number} is out of bounds", f"from {spec.minimum} to {spec.maximum}")
    return number


def _word(spec: FieldSpec, words: tuple[Vocabulary, ...], text: str) -> str:
    known = {key_of(word.value): word.value for word in words}
    found: str | None = known.get(key_of(text))
    if found is not None:
        return found
    listed = ", ".join(known.values())
    if int in spec.types:
        raise Unreadable(
            f"{text!r} is neither one number nor {listed}",
            f"one number, or {listed}",
            "give what holds in several of them a row for each",
        )
    meant = [
        word.value for word in words if key_of(text) in {key_of(name) for name in word.also_called}
    ]
    # Words of a vocabulary are short, and many are alike: what begins otherwise is another.
    alike = [word for word in known.values() if word[:1] == text[:1].casefold()]
    close = meant or nearest(text.casefold(), alike, 1)
    raise Unreadable(
        f"{text!r} is none of the words", listed, f"write {close[0]!r}" if close else ""
    )


def _misfit(spec: FieldSpec, text: str) -> Unreadable:
    remedy = ""
    if spec.pattern in (ID_PATTERN, VERSION_ID_PATTERN):
        parts = [id_from(part) for part in text.split("@")]
        fits = "@".join(parts)
        remedy = f"write {fits!r}" if re.match(spec.pattern, fits) else ""
        if spec.pattern == VERSION_ID_PATTERN and "@" not in text and not spec.refers_to:
            remedy = (
                f"write {fits + '@first'!r}, or another name of it; an article stands in sources"
            )
    return Unreadable(f"{text!r} does not fit", FORMS.get(spec.pattern, spec.pattern), remedy)


def items_in(spec: FieldSpec, text: str) -> list[Any]:
    """The items of a field of several: between ``|`` or in lines; ids also between commas."""
    kind = spec.types[0]
    if text[:1] in ("[", "{"):
        made = json_in(text)
        return made if isinstance(made, list) else [made]
    if kind is int:
        return _paragraphs(text)
    if issubclass(kind, Uncoded):
        return [entry for part in _SEPARATOR.split(text) if part for entry in uncoded_entries(part)]
    is_word = bool(spec.refers_to or words_in(spec))
    parts = (_ID_SEPARATOR if is_word else _SEPARATOR).split(text)
    items = [_item(spec, kind, part) for part in parts if part]
    for index, item in enumerate(items):
        if item in items[:index]:
            raise Unreadable(f"{parts[index]!r} stands twice in it", "each once", "leave out one")
    return items


def _item(spec: FieldSpec, kind: type, text: str) -> Any:
    return _part(spec, kind, text) if issubclass(kind, Value) else _single(spec, text)


def _part(spec: FieldSpec, kind: type[Value], text: str) -> dict[str, Any]:
    """A value of several fields: those that it must have between colons, others as ``name=value``."""
    from negotiations.sheets.grid import Cell

    specs = {inner.name: inner for inner in fields_of(kind)}
    needed = [inner for inner in specs.values() if not inner.optional] or [
        next(iter(specs.values()))
    ]
    form = ": ".join(inner.name for inner in needed)
    example = f"{form}; then others as in: name=value; several between |"
    head, *pairs = re.split(r"\s*;\s*(?=\w+\s*=)", text)
    if re.match(r"\w+\s*=[^=]", head) and key_of(head.partition("=")[0]) in specs:
        head, pairs = "", [head, *pairs]
    data: dict[str, Any] = {}
    parts = [part.strip() for part in head.split(":", len(needed) - 1)] if head else []
    if parts and len(parts) < len(needed):
        raise Unreadable(f"{text!r} lacks {needed[len(parts)].name}", example, f"write {form}")
    given = list(zip(needed, parts, strict=False))
    for pair in pairs:
        name, _, value = pair.partition("=")
        inner = specs.get(key_of(name))
        if inner is None:
            close = nearest(key_of(name), specs, 1)
            hint = f"write {close[0]!r}" if close else f"name one of {', '.join(specs)}"
            raise Unreadable(f"{spec.name} has no {name.strip()!r}", example, hint)
        given.append((inner, value.strip()))
    for inner, value in given:
        if inner.name in data:
            raise Unreadable(f"{inner.name} is given twice", example, "leave out one of the two")
        read = data_of(inner, Cell(value))
        data[inner.name] = read.data if isinstance(read, Written) else read
    return data


def _paragraphs(text: str) -> list[int]:
    try:
        numbers = numbers_in(_with_commas(text))
    except ValueError as fault:
        raise Unreadable(str(fault), _NUMBERS) from None
    if numbers is None:
        raise Unreadable("they are no numbers of paragraphs", _NUMBERS)
    return numbers


def uncoded_entries(text: str) -> list[dict[str, Any]]:
    """Entries of `uncoded` in a text such as ``12-80: an annex``.

    Raises:
        Unreadable: It has no paragraphs, or no reason.
    """
    numbers, colon, reason = text.partition(":")
    try:
        entries = uncoded_in(f"{_with_commas(numbers)}{colon}{reason}")
    except ValueError as fault:
        raise Unreadable(str(fault), _UNCODED) from None
    if entries is None:
        what = f"{numbers!r} are no numbers of paragraphs" if colon else f"{text!r} has no reason"
        raise Unreadable(what, _UNCODED)
    return entries


def _with_commas(text: str) -> str:
    """Numbers as sheets have them: with other marks between them, and with a dash in a range."""
    return re.sub(r"[|;\n]", ",", re.sub("[–—‒]", "-", text))
