"""The JSON Schemas (2020-12), generated from the model; the only user of jsonschema."""

from __future__ import annotations

from decimal import Decimal
from inspect import cleandoc
from itertools import islice

from negotiations.errors import Problem, nearest
from negotiations.io.layout import FILE_KINDS
from negotiations.io.strict_json import pointer_text
from negotiations.limits import MAXIMUM_PROBLEMS, MORE, up_to
from negotiations.model import TERM_CLASSES, Amount, Term
from negotiations.model.amounts import MAXIMUM_DIGITS
from negotiations.model.base import MAXIMUM_INTEGER, Value, fields_of
from negotiations.model.extra import Extra
from negotiations.model.patterns import DURATION_PATTERN, FORMS, NOT_BLANK
from negotiations.model.values import Bounded, Count, Duration, When
from negotiations.vocabulary import Qualifier, TermKind, Vocabulary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from negotiations.io.layout import FileKind
    from negotiations.io.strict_json import JsonText, Pointer
    from negotiations.model.base import FieldSpec

    Schema = dict[str, Any]

__all__ = [
    "DIALECT",
    "dataset_schema",
    "definitions_of",
    "document_problems",
    "first_paragraph",
    "record_at",
    "record_schema",
    "schema_of",
    "schema_problems",
    "short",
]

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_SCALARS: dict[type, str] = {
    str: "string",
    int: "integer",
    bool: "boolean",
    Decimal: "number",
    Extra: "object",
}


def schema_of(kind: FileKind) -> Schema:
    """The self-contained schema of one kind of file."""
    name = kind.record.__name__
    where = f"{kind.path}/<{kind.stem}>.json" if kind.stem else kind.path
    head: Schema = {
        "$schema": DIALECT,
        "$id": f"urn:negotiations:schema:{kind.name}",
        "title": f"{name} records" if kind.is_list else f"{name} record",
        "description": f"The file {where}. {first_paragraph(kind.record)}",
    }
    body: Schema = {"$ref": f"#/$defs/{name}"}
    if kind.is_list:
        body = {"type": "array", "items": body}
    return {**head, **body, "$defs": definitions_of(kind.record)}


def dataset_schema() -> Schema:
    """The schema of the outline of a whole dataset in one document: what it has, and not what is in it.

    What is in it is validated against the schemas of its records.
    """
    return {
        "$schema": DIALECT,
        "type": "object",
        "properties": {
            kind.collection: {
                "description": first_paragraph(kind.record),
                "type": "object" if kind.collection == "metadata" else "array",
            }
            for kind in FILE_KINDS
        },
        "additionalProperties": False,
    }


def record_schema(record: type[Value]) -> Schema:
    """The self-contained schema of a single record or value."""
    return {
        "$schema": DIALECT,
        "$ref": f"#/$defs/{record.__name__}",
        "$defs": definitions_of(record),
    }


def definitions_of(*classes: type) -> Schema:
    """The definitions of these classes and of all classes that they contain, by name."""
    definitions: Schema = {}
    waiting: list[type] = list(classes)
    while waiting:
        cls = waiting.pop()
        if cls.__name__ in definitions or cls in _SCALARS:
            continue
        definitions[cls.__name__] = _definition(cls)
        if cls is Term:
            waiting += [TermKind, *TERM_CLASSES.values()]
        elif issubclass(cls, Value) and not issubclass(cls, Bounded):
            waiting += [kind for spec in fields_of(cls) for kind in spec.types]
    return dict(sorted(definitions.items()))


def first_paragraph(cls: type) -> str:
    """What the docstring of a class says first, on one line."""
    return cleandoc(cls.__doc__ or "").split("\n\n")[0].replace("\n", " ").replace("``", "`")


def _definition(cls: type[Any]) -> Schema:
    if issubclass(cls, Vocabulary):
        meanings = [f"`{word}`: {word.definition}" for word in cls]
        return {
            "description": "\n".join([first_paragraph(cls), *meanings]),
            "type": "string",
            "enum": [word.value for word in cls],
        }
    if cls is Count:
        whole = {"type": "integer", "minimum": 0, "maximum": MAXIMUM_INTEGER}
        return _bounded(cls, whole, {"exactly": 150}, {"more_than": 100})
    if cls is Duration:
        amount = {"type": "string", "pattern": DURATION_PATTERN}
        return _bounded(cls, amount, {"exactly": "P6W"}, {"about": "P1M"})
    if cls is Amount:
        number = {"type": "number", "minimum": 0, "exclusiveMaximum": 10**MAXIMUM_DIGITS}
        return _bounded(
            cls, number, {"exactly": 1.5}, {"at_least": 100, "unit": "USD", "per": "P1Y"}
        )
    if cls is Term:
        return _term_dispatch()
    return _object(cls)


def _bounded(cls: type, amount: Schema, *examples: Schema) -> Schema:
    properties: Schema = {}
    for word in Qualifier:
        shape: Schema = amount
        if word is Qualifier.BETWEEN:
            shape = {"type": "array", "items": amount, "minItems": 2, "maxItems": 2}
        elif word is Qualifier.UNSTATED:
            shape = {"type": "string", "pattern": NOT_BLANK}
        elif word is Qualifier.FEWER_THAN and cls is Count:
            shape = {**amount, "minimum": 1}
        elif word is Qualifier.FEWER_THAN and cls is Amount:
            shape = {name: bound for name, bound in amount.items() if name != "minimum"}
            shape["exclusiveMinimum"] = 0
        properties[word.value] = {"description": word.definition, **shape}
    if cls is Amount:
        return _amount(properties, *examples)
    return {
        "description": first_paragraph(cls) + " Give one bound.",
        "type": "object",
        "properties": properties,
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": False,
        "examples": list(examples),
    }


def _amount(bounds: Schema, *examples: Schema) -> Schema:
    """One bound, with the unit and the period beside it."""
    shared = {spec.name for spec in fields_of(Count)}
    beside = [spec for spec in fields_of(Amount) if spec.name not in shared]
    return {
        "description": first_paragraph(Amount) + " Give one bound.",
        "type": "object",
        "properties": bounds | {spec.name: _property(spec) for spec in beside},
        "oneOf": [{"required": [name], "properties": {name: True}} for name in bounds],
        "additionalProperties": False,
        "examples": list(examples),
    }


def _term_dispatch() -> Schema:
    issue = next(spec for spec in fields_of(Term) if spec.name == "issue")
    return {
        "description": first_paragraph(Term) + " Its fields depend on its kind.",
        "type": "object",
        "properties": {
            "kind": {"description": "The kind of term.", "$ref": "#/$defs/TermKind"},
            "issue": {"description": issue.doc + " An id in issues.", "type": "string"},
        },
        "required": ["kind", "issue"],
        "allOf": [
            {
                "if": {
                    "type": "object",
                    "properties": {"kind": {"const": kind.value}},
                    "required": ["kind"],
                },
                "then": {"$ref": f"#/$defs/{cls.__name__}"},
            }
            for kind, cls in TERM_CLASSES.items()
        ],
    }


def _object(cls: type[Value]) -> Schema:
    properties: Schema = {}
    if issubclass(cls, Term):
        properties["kind"] = {"description": "The kind of term.", "const": cls.kind.value}
    properties |= {spec.name: _property(spec) for spec in fields_of(cls)}
    required = [spec.name for spec in fields_of(cls) if not spec.optional]
    schema: Schema = {
        "description": first_paragraph(cls),
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }
    if issubclass(cls, Term):
        required = ["kind", *required]
    if required:
        schema["required"] = required
    if cls is When:
        # Named in each branch too, since Ajv's strict mode requires it.
        schema["oneOf"] = [
            {
                "required": ["edtf", "basis"],
                "properties": {"edtf": True, "basis": True, "after": False},
            },
            {
                "required": ["after"],
                "properties": {"edtf": False, "basis": False, "after": True},
            },
        ]
        schema["examples"] = [
            {"edtf": "2024-08-16", "basis": "stated"},
            {"after": "versions/may-proposal@may"},
        ]
    return schema


def _property(spec: FieldSpec) -> Schema:
    description = spec.doc
    if spec.refers_to:
        description += f" An id in {' or '.join(spec.refers_to)}."
    item = _any_of([_shape(kind, spec) for kind in spec.types])
    shape: Schema = item
    if spec.many:
        shape = {"type": "array", "items": item}
        if all(kind in _SCALARS or issubclass(kind, Vocabulary) for kind in spec.types):
            shape["uniqueItems"] = True
    schema = {"description": description, **shape}
    if spec.examples:
        schema["examples"] = list(spec.examples)
    return schema


def _any_of(shapes: list[Schema]) -> Schema:
    return shapes[0] if len(shapes) == 1 else {"anyOf": shapes}


def _shape(kind: type, spec: FieldSpec) -> Schema:
    if kind not in _SCALARS:
        return {"$ref": f"#/$defs/{kind.__name__}"}
    schema: Schema = {"type": _SCALARS[kind]}
    if kind is str:
        schema["pattern"] = spec.pattern or NOT_BLANK
    elif kind in (int, Decimal):
        schema |= {} if spec.minimum is None else {"minimum": spec.minimum}
        schema["maximum"] = spec.maximum
    return schema


# ------------------------------------------------------------------------------------------------


_VALIDATORS: dict[tuple[object, bool], Any] = {}
_JUDGES: dict[tuple[object, bool], Any] = {}


def _whole(cls: type[Any], *, is_list: bool) -> Schema:
    schema = record_schema(cls)
    if is_list:
        schema |= {"type": "array", "items": {"$ref": schema.pop("$ref")}}
    return schema


def _judge(cls: type[Any], *, is_list: bool) -> Any:
    """A compiled validator that only accepts or rejects; None if jsonschema-rs is not installed."""
    if (cls, is_list) not in _JUDGES:
        try:
            from jsonschema_rs import Draft202012Validator
        except ImportError:
            return None
        _JUDGES[cls, is_list] = Draft202012Validator(_whole(cls, is_list=is_list))
    return _JUDGES[cls, is_list]


def _is_accepted(value: Any, cls: type[Any], *, is_list: bool) -> bool:
    """Whether a fast check accepts the instance; otherwise jsonschema decides."""
    judge = _judge(cls, is_list=is_list)
    # JSON Schema accepts 5.0 as an integer; here numbers with a fraction are never valid.
    return judge is not None and not _has_fraction(value) and bool(judge.is_valid(value))


def _has_fraction(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_has_fraction, value.values()))
    return any(map(_has_fraction, value)) if isinstance(value, list) else isinstance(value, float)


def _validator(cls: type[Any], *, is_list: bool) -> Any:
    if (cls, is_list) not in _VALIDATORS:
        _VALIDATORS[cls, is_list] = _strict(_whole(cls, is_list=is_list))
    return _VALIDATORS[cls, is_list]


def _strict(schema: Schema) -> Any:
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend

    def is_integer(_: object, instance: object) -> bool:
        return isinstance(instance, int) and not isinstance(instance, bool)

    # JSON Schema accepts 5.0 as an integer; a number of persons is written 5.
    checker = Draft202012Validator.TYPE_CHECKER.redefine("integer", is_integer)
    strict: Any = extend(  # type: ignore[no-untyped-call]
        Draft202012Validator, {"uniqueItems": _unique_items}, type_checker=checker
    )
    return strict(schema)


def _unique_items(_: Any, required: bool, instance: Any, __: Schema) -> Iterator[Any]:  # noqa: FBT001
    """Check that no item is a duplicate; jsonschema takes quadratic time for unordered items.

    Only texts and numbers are compared: an item of another type is reported for its type.
    """
    from jsonschema import ValidationError

    if not required or not isinstance(instance, list):
        return
    items = [(type(item), item) for item in instance if isinstance(item, str | int)]
    if len(set(items)) < len(items):
        yield ValidationError("duplicate item")


def schema_problems(
    document: JsonText, cls: type[Any], *, is_list: bool = False, at: Pointer = ()
) -> tuple[Problem, ...]:
    """The problems that the schema of a class finds in a parsed file or in a part of it.

    At most as many as are reported for one file; if there are more, the last one says so. With the
    extra ``fast``, valid files are accepted quickly; the problems are the same.
    """
    part = document.value
    for step in at:
        part = part[step]
    if _is_accepted(part, cls, is_list=is_list):
        return ()
    return _problems_by(document, _validator(cls, is_list=is_list), at)


def document_problems(document: JsonText, schema: Callable[[], Schema]) -> tuple[Problem, ...]:
    """The problems that another schema finds in a parsed file; its validator is made only once."""
    if (schema, False) not in _VALIDATORS:
        _VALIDATORS[schema, False] = _strict(schema())
    return _problems_by(document, _VALIDATORS[schema, False], ())


def _problems_by(document: JsonText, validator: Any, at: Pointer) -> tuple[Problem, ...]:
    part = document.value
    for step in at:
        part = part[step]
    met = islice(validator.iter_errors(part), MAXIMUM_PROBLEMS + 1)
    faults = [leaf for fault in met for leaf in _leaves(fault)]
    # For a value of the wrong type, other faults are not reported.
    mistyped = {tuple(fault.absolute_path) for fault in faults if fault.validator == "type"}
    problems = (
        problem
        for fault in faults
        if fault.validator == "type" or tuple(fault.absolute_path) not in mistyped
        for problem in _problems(document, fault, validator.schema, at)
    )
    reported = up_to(_once(problems), document.file)
    return tuple(sorted(reported, key=lambda problem: (problem.rule == MORE, problem.sort_key)))


def _once(problems: Iterator[Problem]) -> Iterator[Problem]:
    """The problems, without those that repeat a message at the same place."""
    reported: set[tuple[str, str]] = set()
    for problem in problems:
        if (problem.pointer, problem.message) not in reported:
            reported.add((problem.pointer, problem.message))
            yield problem


def _leaves(fault: Any) -> Iterator[Any]:
    """The faults of fields: for a choice, those of the branch that fits best."""
    if fault.validator not in ("anyOf", "oneOf") or not fault.context:
        yield fault
        return
    branches: dict[Any, list[Any]] = {}
    for inner in fault.context:
        branches.setdefault(inner.schema_path[0], []).append(inner)
    # A branch of the right type that fails further inside fits better than one of another type.
    of_type = [
        branch
        for branch in branches.values()
        if not any(inner.validator == "type" and not inner.path for inner in branch)
    ]
    if len(of_type) == 1 and len(branches) > 1 and of_type[0][0].validator != "required":
        for inner in of_type[0]:
            yield from _leaves(inner)
    else:
        yield fault


def _problems(document: JsonText, fault: Any, schema: Schema, at: Pointer) -> Iterator[Problem]:
    path = (*at, *fault.absolute_path)
    for pointer, message, expected, remedy, of_key in _explain(fault, path, schema):
        line, column = document.place(pointer, of_key=of_key)
        yield Problem(
            rule="schema",
            file=document.file,
            line=line,
            column=column,
            pointer=pointer_text(pointer),
            record=record_at(document.value, path),
            message=message,
            found=_found(fault, pointer, path),
            expected=expected,
            remedy=remedy,
        )


def _may_be_left_out(fault: Any, schema: Schema) -> bool:
    """Whether the faulty value belongs to an optional field."""
    holder: Schema = {}
    node: Any = schema
    for step in fault.absolute_schema_path:
        while isinstance(node, dict) and step not in node:
            # The path does not contain the references that it passes through.
            node = schema["$defs"][node["$ref"].rsplit("/", 1)[-1]]
        if step == "properties":
            holder = node
        node = node[step]
    path = list(fault.absolute_path)
    return bool(path) and isinstance(path[-1], str) and path[-1] not in holder.get("required", ())


def record_at(root: Any, pointer: tuple[str | int, ...]) -> str:
    """The id of the innermost record around a path.

    Records are the document, the items of a list of them, and the versions of a proposal; what else has
    an id, such as the case of an issue, is a part of a record.
    """
    key, value = "", root
    above: list[str | int] = []
    for part in (None, *pointer):
        if part is not None:
            try:
                value = value[part]
            except (KeyError, IndexError, TypeError):
                break
            above.append("" if isinstance(part, int) else part)
        is_record = above in ([], [""], ["versions", ""], ["", "versions", ""])
        if is_record and isinstance(value, dict) and isinstance(value.get("id"), str):
            key = value["id"]
    return key


def _found(fault: Any, pointer: tuple[str | int, ...], path: tuple[str | int, ...]) -> str:
    if fault.validator in ("required", "dependentRequired"):
        return "nothing"
    if len(pointer) > len(path):
        return _shown(str(pointer[-1]))
    return short(fault.instance)


def _shown(key: str) -> str:
    return repr(key if len(key) <= 60 else key[:57] + "…")


def _cut(instance: Any) -> Any:
    """A text up to the length that is shown; any other value unchanged."""
    return instance[:61] if isinstance(instance, str) else instance


def short(instance: Any) -> str:
    """A JSON value on one short line, with its type."""
    import json

    if isinstance(instance, Decimal):  # a number that no double is
        return f"{_shown(str(instance))[1:-1]} (number)"
    text = ""
    for part in json.JSONEncoder(ensure_ascii=False, default=str).iterencode(_cut(instance)):
        text += part
        if len(text) > 60:
            break
    kinds = {dict: "object", list: "array", str: "string", bool: "boolean", int: "integer"}
    kind = kinds.get(type(instance), "number" if isinstance(instance, float) else "null")
    text = text if len(text) <= 60 else text[:57] + "…"
    return text if instance is None else f"{text} ({kind})"


_BOUNDS = {
    "minimum": ("too small", "{} or more"),
    "maximum": ("too large", "{} or less"),
    "exclusiveMinimum": ("too small", "more than {}"),
    "exclusiveMaximum": ("too large", "less than {}"),
}


def _explain(
    fault: Any, path: tuple[str | int, ...], schema: Schema
) -> Iterator[tuple[tuple[str | int, ...], str, str, str, bool]]:
    """The pointer, the message, what is expected, the remedy, and whether the place is a key."""
    rule, required, instance = str(fault.validator), fault.validator_value, fault.instance
    names = [part for part in path if isinstance(part, str)]
    name = names[-1] if names else "the record" if path else "the file"
    if rule == "additionalProperties":
        known = list(fault.schema.get("properties", ()))
        for key in instance:
            if key not in known:
                close = nearest(key, known, 1)
                place = (
                    "move it into `extra`" if "extra" in known else "write its content into `note`"
                )
                remedy = f"write {close[0]!r}" if close else f"remove it, or {place}"
                yield (
                    (*path, key),
                    f"unknown field {_shown(key)}",
                    f"one of {', '.join(known)}",
                    remedy,
                    True,
                )
    elif rule == "required":
        for key in required:
            if key not in instance:
                doc = fault.schema.get("properties", {}).get(key, {}).get("description", "")
                if (
                    fault.validator_value[0] == key
                    or f"'{key}'" in fault.message.split(" is a ")[0]
                ):
                    yield (
                        path,
                        f"the field {key!r} is missing",
                        doc or f"{key!r}",
                        f"add {key!r}",
                        False,
                    )
    elif rule in ("enum", "const"):
        words = [str(word) for word in (required if rule == "enum" else [required])]
        close = nearest(str(instance), words, 1)
        remedy = f"write {close[0]!r}" if close else "use one of these words"
        yield path, f"{name}: not an allowed word", ", ".join(words), remedy, False
    elif rule == "type":
        remedy = f"write {_article(required)}"
        if instance is None and _may_be_left_out(fault, schema):
            remedy = "leave the field out, which means that it is not reported"
        yield path, f"{name}: wrong type", _article(required), remedy, False
    elif rule == "pattern":
        example = (fault.schema.get("examples") or [""])[0]
        expected = FORMS.get(required) or f"text that matches {required}"
        remedy = f"write it like {example!r}" if example else "write it in this form"
        yield path, f"{name}: not in the required form", expected, remedy, False
    elif rule == "uniqueItems":
        yield path, f"{name}: duplicate item", "each item only once", "remove one of them", False
    elif rule in ("minProperties", "maxProperties"):
        words = list(fault.schema["properties"])
        message = f"{name}: {len(instance)} qualifiers given"
        yield path, message, f"exactly one of {', '.join(words)}", "give exactly one", False
    elif rule in ("minItems", "maxItems"):
        yield path, f"{name}: {len(instance)} items", f"{required} items", "give both bounds", False
    elif rule in _BOUNDS:
        fault_in_words, expected = _BOUNDS[rule]
        yield path, f"{name}: {fault_in_words}", expected.format(required), "fix the number", False
    elif rule in ("anyOf", "oneOf"):
        expected = " or ".join(_branch(branch) for branch in required)
        yield (
            path,
            f"{name}: none of the possible forms",
            expected,
            "write it in one of these forms",
            False,
        )
    else:
        yield path, f"{name}: {fault.message}", f"{rule} {required}", "see the schema", False


def _article(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeio" else f"a {kind}"


def _branch(branch: Schema) -> str:
    if "$ref" in branch:
        return str(branch["$ref"]).rsplit("/", 1)[-1]
    if "required" in branch:
        return " with ".join(branch["required"])
    return str(branch.get("type", branch))
