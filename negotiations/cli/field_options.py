"""The fields of a record as options of a command: names, help texts and parsing.

Everything here follows from the declarations of the model. A field that holds parts, such as terms,
is given as JSON; counts, durations and dates have short forms.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from negotiations.cli.common import complete_id_of
from negotiations.errors import Problem, nearest
from negotiations.folder.naming import flag
from negotiations.folder.paragraphs import numbers_in, uncoded_in
from negotiations.io.streams import is_stream, read_operand
from negotiations.io.strict_json import read_json
from negotiations.limits import MAXIMUM_BYTES, MAXIMUM_PARAGRAPHS, MAXIMUM_PARTS, MEBIBYTE
from negotiations.model import Amount, Case, Coordinates, Evidence, Identifier, Uncoded
from negotiations.model.base import Value, fields_of
from negotiations.model.extra import Extra
from negotiations.model.timing import Timing
from negotiations.model.values import Count, Duration, When
from negotiations.sheets.timing import timing_data
from negotiations.sheets.written import Unreadable
from negotiations.vocabulary import Basis, IdentifierScheme, Qualifier, Vocabulary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from negotiations.model.base import FieldSpec

__all__ = ["datum", "evidence_options", "flag", "given_data", "options_for"]

_SHORT = {
    Count: ("COUNT", "As in 20, 'more_than 100', 'between 30 40', 'unstated many'."),
    Amount: ("AMOUNT", "As in 1.5, 'at_least 100 USD per P1Y', 'between 2 4 km', 'unstated some'."),
    Duration: ("DURATION", "As in P6W, 'about P1M', 'unstated some weeks'."),
    Timing: (
        "TIMING",
        "As in 2015-12-31, 'within P14D after signing', 'after term:ceasefire@1', 'before event:ID'.",
    ),
    Coordinates: ("LATITUDE LONGITUDE SOURCE", "As in '40.37767 49.89201 a gazetteer'; or JSON."),
    When: ("WHEN", "As in '2024-08 stated', '2024-08-16 external NOTE', 'after events/ID'."),
}
# Values with several parts that have a short form, beside JSON.
_SHORT_PARTS = {
    Identifier: ("ID", "As in 'wikidata Q801', 'iso-3166-1 LT'; or JSON."),
    Case: ("CASE", "As in 'dry-season Dry season: From May to October.'; or JSON."),
}
_NO_SPACE = re.compile(r"\S")
_PARTS = "JSON, a file with it, or - for standard input."
_UNCODED = "'12-80: annex', '3,7: an advert', 'rest: not about the talks'"


def options_for(
    kind: type[Value], *, without: Iterable[str] = (), inferred: Iterable[str] = ()
) -> list[click.Parameter]:
    """An option for each field of a record or value, but for its id and these; some can be inferred."""
    left_out, known = {"id", *without}, set(inferred)
    return [
        _option(spec, required=not spec.optional and spec.name not in known)
        for spec in fields_of(kind)
        if spec.name not in left_out
    ]


def evidence_options(command: Callable[..., int]) -> Callable[..., int]:
    """Add to a command the options for who says a passage and how it bears on a record."""
    place = ("source", "paragraph", "start", "end", "sha256", "value")
    params = options_for(Evidence, without=place, inferred=("support",))
    # In reverse, as click's own decorators store them.
    present = getattr(command, "__click_params__", [])
    command.__click_params__ = [*present, *reversed(params)]  # type: ignore[attr-defined]
    return command


def _option(spec: FieldSpec, *, required: bool) -> click.Option:
    kind = spec.types[0]
    metavar, hint = "TEXT", ""
    complete: Callable[..., list[CompletionItem]] | None = None
    if spec.refers_to:
        metavar, hint = "ID", f"An id in {' or '.join(spec.refers_to)}."
        complete = complete_id_of(spec.refers_to)
    elif issubclass(kind, Vocabulary):
        words = [word.value for word in kind]
        metavar, hint = "WORD", f"One of {', '.join(words)}."
        complete = _complete_words(kind)
    elif kind in _SHORT:
        metavar, hint = _SHORT[kind]
    elif kind is Uncoded:
        metavar, hint = "NUMBERS: REASON", f"As in {_UNCODED}; or {_PARTS}"
    elif kind in _SHORT_PARTS:
        metavar, hint = _SHORT_PARTS[kind]
    elif kind is Extra or issubclass(kind, Value):
        metavar, hint = "JSON", _PARTS
    elif kind is bool:
        metavar, hint = "true|false", ""
    elif kind is int:
        metavar, hint = ("NUMBERS", "As in 3,5-9.") if spec.many else ("NUMBER", "")
    if int in spec.types and kind is not int:
        metavar, hint = f"NUMBER|{metavar}", f"A number, or {hint[0].lower()}{hint[1:]}"
    parts = [spec.doc, hint, "Repeat for more." if spec.many else ""]
    return click.Option(
        [flag(spec.name), spec.name],
        metavar=metavar,
        multiple=spec.many,
        help=" ".join(part for part in parts if part) + ("  [required]" if required else ""),
        shell_complete=complete,
    )


def _complete_words(kind: type[Vocabulary]) -> Callable[..., list[CompletionItem]]:
    def complete(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
        return [
            CompletionItem(word.value, help=word.definition)
            for word in kind
            if word.value.startswith(incomplete)
        ]

    return complete


def given_data(
    kind: type[Value], options: dict[str, Any]
) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """The JSON data that options give, in the order of the fields, and the problems."""
    data: dict[str, Any] = {}
    problems: list[Problem] = []
    for spec in fields_of(kind):
        texts = options.get(spec.name)
        if texts is None or texts == ():
            continue
        try:
            data[spec.name] = _items(spec, texts) if spec.many else datum(spec, texts)
        except _Unreadable as fault:
            problems += fault.problems(spec)
    return data, tuple(problems)


class _Unreadable(Exception):
    """A text that is not a value of a field."""

    def __init__(self, message: str, expected: str, found: str = "") -> None:
        super().__init__(message)
        self.expected = expected
        self.found = found

    def problems(self, spec: FieldSpec) -> list[Problem]:
        return [
            Problem(
                rule="value",
                pointer=f"/{spec.name}",
                message=f"{flag(spec.name)}: {self}",
                found=self.found,
                expected=self.expected,
                remedy="fix the option",
            )
        ]


def _items(spec: FieldSpec, texts: tuple[str, ...]) -> list[Any]:
    """The items of a field with several values; a lone ``[]`` means that there are none."""
    if texts == ("[]",):
        return []
    items: list[Any] = []
    for text in texts:
        item = datum(spec, text)
        items += item if isinstance(item, list) else [item]
    return items


def datum(spec: FieldSpec, text: str) -> Any:
    """The JSON data that a text gives for a field, or for an item of it."""
    kind = spec.types[0]
    if len(spec.types) > 1:
        return _of_several(spec, text)
    if kind is bool:
        return {"true": True, "false": False}.get(text, text)
    if kind is int and spec.many:
        return _numbers(text)
    if kind is int:
        return int(text) if re.fullmatch(r"[0-9]{1,18}", text) else text
    if kind is Uncoded and (entries := _uncoded(text)) is not None:
        return entries
    if kind is Extra:
        return _object(text)
    if not issubclass(kind, Value):
        return text
    if kind in _SHORT:
        if text.lstrip().startswith("{"):
            return _json(text)[0]
        written = {When: _when, Timing: _timing, Coordinates: _coordinates}.get(kind)
        return _bounded(kind, text) if written is None else written(text)
    if text.lstrip()[:1] in ("{", "["):
        return _json(text)
    short = {Identifier: _identifier, Case: _case}.get(kind)
    if short is not None:
        made = short(text)
        return _json(_read(text, _SHORT_PARTS[kind][1])) if made is None else made
    return _json(_read(text, f"{_UNCODED}; or {_PARTS}" if kind is Uncoded else _PARTS))


def _of_several(spec: FieldSpec, text: str) -> Any:
    """The data of a field that holds values of one of several classes, by the shape of the text."""
    if int in spec.types and re.fullmatch(r"[0-9]{1,18}", text):
        return int(text)
    if bool in spec.types and text in ("true", "false"):
        return text == "true"
    return _json(text)[0] if text.lstrip().startswith("{") else text


def _identifier(text: str) -> dict[str, str] | None:
    """An identifier: the word for its register, and the identifier in it; None if it is none."""
    scheme, _, key = text.strip().partition(" ")
    if not key.strip():
        return None
    known = [scheme.value for scheme in IdentifierScheme]
    if scheme not in known:
        close = nearest(scheme, known, 1)
        hint = f"; did you mean {close[0]}?" if close else ""
        raise _Unreadable(f"{scheme!r} is no register{hint}", f"One of {', '.join(known)}.", text)
    return {"scheme": scheme, "id": key.strip()}


def _case(text: str) -> dict[str, str] | None:
    """A case of an issue: its id, its label, and behind a colon its definition; None if it is none."""
    match = re.fullmatch(r"([^\s:]+) +([^:]*\S) *: *(\S.*)", text.strip(), re.DOTALL)
    return None if match is None else {"id": match[1], "label": match[2], "definition": match[3]}


def _numbers(text: str) -> list[int] | str:
    """The paragraphs in a text such as ``3,5-9``, one by one; the text if it is none."""
    try:
        numbers = numbers_in(text)
    except ValueError as fault:
        expected = f"As in 3,5-9, from 1 to {MAXIMUM_PARAGRAPHS}."
        raise _Unreadable(str(fault), expected, text) from None
    return text if numbers is None else numbers


def _uncoded(text: str) -> list[dict[str, Any]] | None:
    """Paragraphs that yield no record with the reason, in short form; None if it is none."""
    try:
        return uncoded_in(text)
    except ValueError as fault:
        raise _Unreadable(str(fault), f"As in {_UNCODED}.", text) from None


def _bounded(kind: type[Value], text: str) -> Any:
    """A count or duration: a bare amount is exact, any other comes after its qualifier."""
    example = _SHORT[kind][1].removeprefix("As in ")
    word, _, rest = text.strip().partition(" ")
    known = {qualifier.value for qualifier in Qualifier}
    if kind is Amount:
        return _with_unit(text, example)
    name = word.replace("-", "_")
    if name not in known:
        bare = text.strip()
        if " " in bare or not re.match(r"[0-9P]", bare):
            close = nearest(name, known, 1)
            hint = f"; did you mean {close[0]}?" if close else ""
            raise _Unreadable(f"{word!r} is not a qualifier{hint}", example, text)
        return {"exactly": _amount(kind, bare)}
    if not rest:
        raise _Unreadable(f"{word!r} must be followed by an amount", example, text)
    if name == Qualifier.UNSTATED.value:
        return {name: rest}
    if name == Qualifier.BETWEEN.value:
        return {name: [_amount(kind, word) for word in rest.split()]}
    return {name: _amount(kind, rest)}


def _with_unit(text: str, example: str) -> Any:
    """An amount: a bound as a count has it, with a unit and a period behind the number."""
    word, _, wording = text.strip().partition(" ")
    if word == Qualifier.UNSTATED.value and wording.strip():
        return {word: wording.strip()}
    text, _, per = text.strip().partition(" per ")
    match = re.fullmatch(r"(?:([a-z_-]+) +)?([0-9.]+)(?: +([0-9.]+))?(?: +(\S.*))?", text)
    if match is None:
        raise _Unreadable("it is no amount", example, text)
    name = (match[1] or "exactly").replace("-", "_")
    known = {qualifier.value for qualifier in Qualifier} - {Qualifier.UNSTATED.value}
    if name not in known:
        close = nearest(name, known, 1)
        hint = f"; did you mean {close[0]}?" if close else ""
        raise _Unreadable(f"{match[1]!r} is no qualifier{hint}", example, text)
    numbers = [_number(part) for part in (match[2], match[3]) if part is not None]
    if (len(numbers) == 2) is not (name == Qualifier.BETWEEN.value):
        raise _Unreadable(
            "two numbers stand with 'between', and one with every other", example, text
        )
    beside = {"unit": match[4], "per": per or None}
    given = {key: part for key, part in beside.items() if part is not None}
    return {name: numbers if len(numbers) == 2 else numbers[0], **given}


def _number(text: str) -> Any:
    """A number of a text; the text itself where it is none, which is refused later."""
    document, _ = read_json("", text.encode())
    number = None if document is None else document.value
    return text if number is None else number


def _timing(text: str) -> Any:
    """A date, or a time before, after or so long after something."""
    try:
        return timing_data(text)
    except Unreadable as fault:
        raise _Unreadable(str(fault), fault.expected, text) from None


def _coordinates(text: str) -> dict[str, Any]:
    """A point: its latitude, its longitude, and who gives it."""
    latitude, longitude, source, *_ = [*text.split(maxsplit=2), "", "", ""]
    if not source:
        raise _Unreadable("it is no point with its source", _SHORT[Coordinates][1], text)
    return {
        "latitude": _number(latitude),
        "longitude": _number(longitude),
        "source": source.strip(),
    }


def _amount(kind: type[Value], text: str) -> Any:
    return int(text) if kind is Count and re.fullmatch(r"[0-9]{1,18}", text) else text


def _when(text: str) -> dict[str, str]:
    """A date with its basis and a note; or the record that it is after."""
    first, *rest = text.split(maxsplit=2)[:3] or [""]
    if first == "after" and len(rest) == 1:
        return {"after": rest[0]}
    words = [basis.value for basis in Basis]
    if not rest or rest[0] not in words:
        raise _Unreadable(
            f"add the basis of the date: {', '.join(words)}", _SHORT[When][1][6:], text
        )
    return {"edtf": first, "basis": rest[0]} | ({"note": rest[1]} if len(rest) == 2 else {})


def _within_bounds(data: bytes, name: str, expected: str) -> str:
    if len(data) > MAXIMUM_BYTES:
        raise _Unreadable(f"{name!r} is larger than {MAXIMUM_BYTES // MEBIBYTE} MiB", expected)
    return data.decode("utf-8")


def _read(name: str, expected: str) -> str:
    try:
        return _within_bounds(read_operand(Path(name), MAXIMUM_BYTES), name, expected)
    except OSError as fault:
        if is_stream(Path(name)):
            raise _Unreadable(str(fault.strerror), expected) from None
        raise _Unreadable(
            f"{name!r} is neither JSON nor a file ({fault.strerror or fault})", expected
        ) from None
    except UnicodeDecodeError:
        raise _Unreadable(f"{name!r} is not UTF-8", expected) from None


def _object(text: str) -> Any:
    """The one JSON value of a text, of a file, or of standard input; what it must be is checked later."""
    given = text if text.lstrip()[:1] in ("{", "[", '"') else _read(text, _PARTS)
    document, problems = read_json("", given.encode("utf-8", "surrogatepass"))
    if document is None:
        raise _Unreadable(problems[0].message, f"A JSON object: {_PARTS}", given[:60])
    return document.value


def _json(text: str) -> list[Any]:
    """The objects in a sequence of JSON values, with lists flattened."""
    objects: list[Any] = []
    decoder = json.JSONDecoder()
    text = text.strip()
    if not text:
        raise _Unreadable("nothing was given", _PARTS)
    start = 0
    while start < len(text):
        try:
            _, end = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            end = len(text)
        document, problems = read_json("", text[start:end].encode("utf-8", "surrogatepass"))
        if document is None:
            raise _Unreadable(problems[0].message, _PARTS, text[start : start + 60])
        objects += document.value if isinstance(document.value, list) else [document.value]
        if len(objects) > MAXIMUM_PARTS:
            raise _Unreadable(
                f"more than {MAXIMUM_PARTS} were given for one field of a record", _PARTS
            )
        start = _NO_SPACE.search(text, end).start() if end < len(text) else end  # type: ignore[union-attr]
    return objects
