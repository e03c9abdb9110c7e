"""Records straight into canonical JSON text, by a writer for each class, compiled from its declaration.

It is the text that `negotiations.io.strict_json.dumps` makes of the data of a record, in half the time:
nothing is made but the text. Tests hold the two together.
"""

from __future__ import annotations

from json.encoder import encode_basestring

from negotiations.deferred import ByClass
from negotiations.io.codec import to_data
from negotiations.io.strict_json import WIDTH, in_lines, laid_out, text_of_data
from negotiations.model import Term
from negotiations.model.base import Value, compiled, fields_of
from negotiations.model.values import Bounded
from negotiations.vocabulary import Vocabulary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from negotiations.model.base import FieldSpec

    # Of a value, of the columns that its lines are indented by, and of those that are taken already.
    Writer = Callable[[Any, int, int], str]

__all__ = ["value_to_json"]


def value_to_json(item: Value) -> str:
    """A record or value as canonical JSON text, as in the data files.

    >>> from negotiations.model.values import When
    >>> from negotiations.vocabulary import Basis
    >>> print(value_to_json(When(edtf="2024-05", basis=Basis.STATED)))
    {"edtf": "2024-05", "basis": "stated"}
    """
    return _WRITERS[type(item)](item, 0, 0)


def _writer(cls: type) -> Writer:
    if issubclass(cls, Value) and not issubclass(cls, Bounded):
        return _writer_of_fields(cls)
    if cls in _PLAIN:
        return _PLAIN[cls]
    return _items if issubclass(cls, tuple) else _by_data


_PLAIN: dict[type, Writer] = {
    str: lambda text, _indent, _used: encode_basestring(text),
    int: lambda number, _indent, _used: repr(number),
    bool: lambda truth, _indent, _used: "true" if truth else "false",
}


def _by_data(item: Any, indent: int, used: int) -> str:
    return text_of_data(to_data(item), indent, used, WIDTH)


# What makes JSON text of the values of each class.
_WRITERS: ByClass[Writer] = ByClass(_writer)


def _items(items: tuple[Any, ...], indent: int, used: int) -> str:
    inner, last = indent + 2, len(items) - 1
    parts = [
        _WRITERS[type(item)](item, inner, inner + (index < last))
        for index, item in enumerate(items)
    ]
    return laid_out("[]", parts, inner, used)


def _texts(items: tuple[str, ...], indent: int, used: int) -> str:
    if len(items) == 1:  # most are
        text = encode_basestring(items[0])
        if used + len(text) + 2 <= WIDTH:
            return f"[{text}]"
    return laid_out("[]", list(map(encode_basestring, items)), indent + 2, used)


def _writer_of_fields(cls: type[Value]) -> Writer:
    """Compile what writes the fields of a class that are reported."""
    specs = fields_of(cls)
    started = [repr(f'"kind": "{cls.kind.value}"')] if issubclass(cls, Term) else []
    lines: list[str] = []
    for index, spec in enumerate(specs):
        if not spec.optional and not lines:
            started.append(_made(spec, f"item.{spec.name}", specs[index + 1 :]))
            continue
        made = _made(spec, "part", specs[index + 1 :])
        lines.append(f" part = item.{spec.name}")
        lines.append(f" if part is not None: parts.append({made})")
    source = "\n".join(
        [
            "def write(item, indent, used):",
            " inner = indent + 2",
            f" parts = [{', '.join(started)}]",
            *lines,
            " text = ', '.join(parts)",
            " if used + len(text) + 2 <= width or not parts: return '{' + text + '}'",
            " return in_lines('{}', parts, inner)",
        ]
    )
    known = {"writers": _WRITERS, "texts": _texts, "plain": encode_basestring}
    writer: Writer = compiled(source, in_lines=in_lines, width=WIDTH, **known)
    return writer


def _made(spec: FieldSpec, part: str, others: tuple[FieldSpec, ...]) -> str:
    """The expression for a field: its name, and the text of its content, which another one gives."""
    head = f'"{spec.name}": '
    words = [word.value for kind in spec.types if issubclass(kind, Vocabulary) for word in kind]
    if not spec.many and spec.types == (str,):
        return f"{head!r} + plain({part})"
    if not spec.many and spec.types == (int,):
        return f"{head!r} + repr({part})"
    if not spec.many and all(issubclass(kind, Vocabulary) for kind in spec.types):
        # No word has a letter that is escaped.
        assert all(encode_basestring(word) == f'"{word}"' for word in words)  # noqa: S101
        return f"f'{head}\"{{{part}._value_}}\"'"
    write = "texts" if spec.many and spec.types == (str,) else f"writers[type({part})]"
    # A comma follows where another field is reported.
    comma = " or ".join(f"item.{other.name} is not None" for other in others) or "False"
    return f"{head!r} + {write}({part}, inner, inner + {len(head)} + ({comma}))"
