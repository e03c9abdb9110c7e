"""The JSON Schemas: generated from the model, whole in themselves, and exact in their blame."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from profiles import scaled
from strategies import CLASSES, by_class, mutated, values

from negotiations.errors import Problem
from negotiations.io.codec import to_data
from negotiations.io.layout import FILE_KINDS, FileKind
from negotiations.io.schema import (
    DIALECT,
    definitions_of,
    record_schema,
    schema_of,
    schema_problems,
)
from negotiations.io.strict_json import JsonText, dumps, read_json
from negotiations.model import (
    TERM_CLASSES,
    Actor,
    Event,
    Evidence,
    Figure,
    Issue,
    Metadata,
    OtherTerm,
    Proposal,
    Source,
    Term,
    Version,
)
from negotiations.model.base import FieldSpec, Value, fields_of
from negotiations.model.extra import Extra
from negotiations.model.patterns import (
    NOT_BLANK,
)
from negotiations.model.values import Bounded, Count, Duration, When
from negotiations.vocabulary import Qualifier, TermKind, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

Schema = dict[str, Any]

quick = settings(max_examples=scaled(5))

SCHEMAS: dict[str, Schema] = {
    **{f"file {kind.name}": schema_of(kind) for kind in FILE_KINDS},
    **{f"record {cls.__name__}": record_schema(cls) for cls in (*CLASSES, Term)},
}
ALL_DEFINITIONS: Schema = definitions_of(*CLASSES, Term)
ALL = pytest.mark.parametrize("schema", [pytest.param(it, id=name) for name, it in SCHEMAS.items()])
FIELDS = [
    pytest.param(cls, spec, id=f"{cls.__name__}.{spec.name}")
    for cls in CLASSES
    if not issubclass(cls, Bounded)
    for spec in fields_of(cls)
]


def vocabularies() -> dict[str, type[Vocabulary]]:
    """The vocabularies that fields hold, and the one of tags, by name."""
    found = {TermKind.__name__: TermKind}
    for cls in CLASSES:
        if not issubclass(cls, Bounded):
            for spec in fields_of(cls):
                found |= {
                    each.__name__: each for each in spec.types if issubclass(each, Vocabulary)
                }
    return found


def references(schema: Any) -> Iterator[str]:
    """All references in a schema."""
    if isinstance(schema, dict):
        if isinstance(schema.get("$ref"), str):
            yield schema["$ref"]
        for inner in schema.values():
            yield from references(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from references(inner)


def name_of(reference: str) -> str:
    """The definition that a reference names."""
    return reference.removeprefix("#/$defs/")


def document_of(text: str, file: str = "f.json") -> JsonText:
    """A text that is known to be JSON."""
    document, problems = read_json(file, text.encode())
    assert document is not None, problems
    return document


def found_in(data: Any, cls: type[Value], *, is_list: bool = False) -> tuple[Problem, ...]:
    """What the schema of a class finds wrong in data."""
    return schema_problems(document_of(json.dumps(data)), cls, is_list=is_list)


def read_as(cls: type[Value]) -> type[Any]:
    """The class that files of such a value are held against."""
    return Term if issubclass(cls, Term) else cls


# --- the schemas themselves ---------------------------------------------------------------------


@ALL
def test_schemas_are_schemas(schema: Schema) -> None:
    """Every schema passes the meta-schema of the dialect that it names."""
    assert schema["$schema"] == DIALECT
    Draft202012Validator.check_schema(schema)
    assert Draft202012Validator.META_SCHEMA["$id"] == DIALECT


@ALL
def test_schemas_are_self_contained(schema: Schema) -> None:
    """Every reference leads to a definition in the same schema, so that one file is enough."""
    named = list(references(schema))
    assert named
    for reference in named:
        assert reference.startswith("#/$defs/")
        assert name_of(reference) in schema["$defs"]


@ALL
def test_schemas_hold_no_definition_that_is_not_used(schema: Schema) -> None:
    """Every definition is reached from the root."""
    root = {key: inner for key, inner in schema.items() if key != "$defs"}
    reached: set[str] = set()
    waiting = [name_of(each) for each in references(root)]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += [name_of(each) for each in references(schema["$defs"][name])]
    assert reached == set(schema["$defs"])


@ALL
def test_definitions_stand_in_order(schema: Schema) -> None:
    """Definitions are sorted by name, so that a change of the model makes a small difference."""
    assert list(schema["$defs"]) == sorted(schema["$defs"])


@ALL
def test_schemas_are_json(schema: Schema) -> None:
    """A schema is plain JSON: written and read again, it is the same."""
    assert json.loads(dumps(schema)) == schema


@pytest.mark.parametrize("kind", FILE_KINDS, ids=lambda kind: kind.name)
def test_schemas_of_files_say_what_they_are_for(kind: FileKind) -> None:
    """The schema of a kind of file has an unused id, a title and the file's path."""
    schema = schema_of(kind)
    assert schema["$id"] == f"urn:negotiations:schema:{kind.name}"
    assert schema["title"].startswith(kind.record.__name__)
    assert schema["description"].startswith(f"The file {kind.path}")
    assert schema["description"].endswith(".")
    assert ("items" in schema) is kind.is_list
    assert ("$ref" in schema) is not kind.is_list


def test_ids_of_schemas_differ() -> None:
    """No two kinds of file share a schema's id."""
    ids = [schema_of(kind)["$id"] for kind in FILE_KINDS]
    assert len(set(ids)) == len(ids)


# --- schemas and model --------------------------------------------------------------------------


@pytest.mark.parametrize("words", vocabularies().values())
def test_enumerations_are_those_of_the_vocabulary(words: type[Vocabulary]) -> None:
    """A schema has the words of a vocabulary in their order, each with its definition."""
    definition = ALL_DEFINITIONS[words.__name__]
    assert definition["type"] == "string"
    assert definition["enum"] == [member.value for member in words]
    for member in words:
        assert f"\n`{member.value}`: {member.definition}" in definition["description"]


def test_every_definition_is_of_a_class() -> None:
    """The definitions are those of the model's classes and the vocabularies they hold."""
    assert set(ALL_DEFINITIONS) == {"Term", *vocabularies(), *(cls.__name__ for cls in CLASSES)}


@pytest.mark.parametrize("name", sorted(ALL_DEFINITIONS))
def test_every_definition_has_a_description(name: str) -> None:
    """Every definition says what it is."""
    assert re.match(r"[A-Z]", ALL_DEFINITIONS[name]["description"])
    assert ALL_DEFINITIONS[name]["description"].endswith(".")


@pytest.mark.parametrize("name", sorted(ALL_DEFINITIONS))
def test_every_property_has_a_description(name: str) -> None:
    """Every property says what it means, where it stands."""
    for inner in ALL_DEFINITIONS[name].get("properties", {}).values():
        assert inner.get("description", "").endswith("."), inner


@pytest.mark.parametrize("cls", [cls for cls in CLASSES if not issubclass(cls, Bounded)])
def test_properties_are_the_fields_of_the_class(cls: type[Value]) -> None:
    """A class's definition has its fields in the order of files, and takes no others."""
    definition = ALL_DEFINITIONS[cls.__name__]
    tag = ["kind"] if issubclass(cls, Term) else []
    required = [spec.name for spec in fields_of(cls) if not spec.optional]
    assert list(definition["properties"]) == tag + [spec.name for spec in fields_of(cls)]
    assert definition.get("required", []) == tag + required
    assert definition["additionalProperties"] is False
    assert definition["type"] == "object"


@pytest.mark.parametrize(("cls", "spec"), FIELDS)
def test_a_property_says_what_its_field_does(cls: type[Value], spec: FieldSpec) -> None:
    """Meaning, references, examples, pattern and least number go over from the declaration."""
    found = ALL_DEFINITIONS[cls.__name__]["properties"][spec.name]
    assert found["description"].startswith(spec.doc)
    for collection in spec.refers_to:
        assert re.search(rf"\b{collection}\b", found["description"].removeprefix(spec.doc))
    assert found.get("examples", []) == list(spec.examples)
    inner = found["items"] if spec.many else found
    branches = inner.get("anyOf", [inner])
    assert (found.get("type") == "array") is spec.many
    assert len(branches) == len(spec.types)
    texts = [branch for branch in branches if branch.get("type") == "string"]
    numbers = [branch for branch in branches if branch.get("type") in ("integer", "number")]
    assert [branch["pattern"] for branch in texts] == [spec.pattern or NOT_BLANK] * len(texts)
    assert [branch.get("minimum") for branch in numbers] == [spec.minimum] * len(numbers)
    assert len(texts) == (str in spec.types)
    assert len(numbers) == len({int, Decimal} & {*spec.types})
    named = {name_of(branch["$ref"]) for branch in branches if "$ref" in branch}
    free = [branch for branch in branches if branch.get("type") == "object"]
    assert len(free) == (Extra in spec.types)
    plain = (str, int, bool, Decimal, Extra)
    assert named == {each.__name__ for each in spec.types if each not in plain}


@pytest.mark.parametrize("cls", [Count, Duration])
def test_bounds_are_the_qualifiers(cls: type[Value]) -> None:
    """A count or a duration is an object with one of the qualifiers, and just one."""
    definition = ALL_DEFINITIONS[cls.__name__]
    assert list(definition["properties"]) == [word.value for word in Qualifier]
    assert (definition["minProperties"], definition["maxProperties"]) == (1, 1)
    assert definition["additionalProperties"] is False


def test_a_term_is_held_against_the_class_of_its_kind() -> None:
    """The tag alone decides which definition a term is held against."""
    definition = ALL_DEFINITIONS["Term"]
    assert definition["required"] == ["kind", "issue"]
    assert [
        (branch["if"]["properties"]["kind"]["const"], name_of(branch["then"]["$ref"]))
        for branch in definition["allOf"]
    ] == [(kind.value, cls.__name__) for kind, cls in TERM_CLASSES.items()]


@ALL
def test_examples_fit_what_they_are_examples_of(schema: Schema) -> None:
    """What a schema shows as an example, it accepts there."""
    places = list(schema["$defs"].values())
    places += [inner for each in places for inner in each.get("properties", {}).values()]
    for place in places:
        validator = Draft202012Validator({**place, "$defs": schema["$defs"]})
        for shown in place.get("examples", ()):
            validator.validate(shown)


@pytest.mark.parametrize("cls", [kind.record for kind in FILE_KINDS])
@quick
@given(st.data())
def test_any_validator_accepts_the_records(cls: type[Value], draw: st.DataObject) -> None:
    """The published schema of a file accepts it in a validator that is not set up by us."""
    (kind,) = [kind for kind in FILE_KINDS if kind.record is cls]
    item = to_data(draw.draw(by_class(cls)))
    Draft202012Validator(schema_of(kind)).validate([item] if kind.is_list else item)


# --- patterns -----------------------------------------------------------------------------------

# Text of each form, in the order in which a field takes the first that it accepts.
SAMPLES = (
    "party-2",
    "plan-2@first-2",
    "0123456789abcdef" * 4,
    "P1Y2M3DT4H5M6S",
    "2024-08-16",
    "1.20.3",
    "de-1902",
    "places/hill-2",
    "hill-2@2:rockets.option-2",
    "https://example.org/2",
)


def patterns_of_fields() -> dict[str, tuple[type[Value], FieldSpec]]:
    """One field for each pattern."""
    found: dict[str, tuple[type[Value], FieldSpec]] = {}
    for cls in CLASSES:
        for spec in fields_of(cls):
            if spec.pattern:
                found.setdefault(spec.pattern, (cls, spec))
    return found


def refused_forms(change: Any) -> dict[str, bool]:
    """Whether each field with a pattern refuses its sample, changed in this way."""
    found = {}
    for cls, spec in patterns_of_fields().values():
        text = change(next(sample for sample in SAMPLES if re.fullmatch(spec.pattern, sample)))
        data: Any = {"exactly": text} if cls is Duration else {spec.name: text}
        if issubclass(cls, Term):
            data |= {"kind": cls.kind.value, "issue": "x"} | {spec.name: text}
        if cls is When:
            data |= {"basis": "stated"}
        pointer = "/exactly" if cls is Duration else f"/{spec.name}"
        problems = [problem.pointer for problem in found_in(data, cls)]
        found[f"{cls.__name__}.{spec.name}"] = pointer in problems
    return found


def test_samples_fit_their_patterns() -> None:
    """Every pattern is written so that text of its form is accepted."""
    assert set(refused_forms(lambda text: text).values()) == {False}
    assert set(refused_forms(lambda text: f"{text}\x00").values()) == {True}


def test_forms_end_with_their_last_character() -> None:
    """A line feed at the end is part of no id, date, duration or name of a file.

    In JSON Schema (ECMA-262) ``$`` is the end of the text; in Python a line feed may follow.
    """
    refused = refused_forms(lambda text: f"{text}\n")
    assert [name for name, is_refused in refused.items() if not is_refused] == []


def test_digits_are_ascii() -> None:
    r"""A digit is 0 to 9. In ECMA-262 ``\d`` is that; in Python it is a digit of any script."""
    refused = refused_forms(lambda text: text.replace("2", "\N{ARABIC-INDIC DIGIT TWO}"))
    assert not refused.pop("Source.file_name"), "names of files are of any script"
    assert [name for name, is_refused in refused.items() if not is_refused] == []


@pytest.mark.parametrize("pattern", sorted(patterns_of_fields()))
def test_patterns_are_anchored_and_of_both_dialects(pattern: str) -> None:
    """A pattern holds for the whole text and has nothing that only Python knows."""
    assert pattern.startswith("^")
    assert "$" in pattern[-8:]
    assert not re.search(r"\(\?P|\\[AZ]|\(\?[aiLmsux]", pattern)


# --- what it blames -----------------------------------------------------------------------------


def fault(
    line: int,
    column: int,
    pointer: str,
    message: str,
    *,
    found: str,
    expected: str,
    remedy: str,
    record: str = "",
) -> Problem:
    """A problem that the schema finds in ``f.json``."""
    return Problem(
        rule="schema",
        file="f.json",
        line=line,
        column=column,
        pointer=pointer,
        message=message,
        found=found,
        expected=expected,
        remedy=remedy,
        record=record,
    )


ACTOR_FIELDS = (
    "one of id, name, kind, member_of, speaks_for, spellings, also_called, identifiers, summary, note, "
    "evidence, extra"
)
EVIDENCE_FIELDS = (
    "one of source, paragraph, start, end, sha256, claimants, via, support, hedged, fields, "
    "value, prints, note"
)
KINDS = "state, organisation, office, person, group, outlet"
BOUNDS = (
    "exactly one of exactly, more_than, at_least, at_most, fewer_than, between, about, unstated"
)
TAGS = ", ".join(kind.value for kind in TermKind)
NOT_REPORTED = "leave the field out, which means that it is not reported"
SHA = "0" * 64
PASSAGE = (
    f'{{"source": "s", "paragraph": 1, "start": 0, "end": 9,\n "sha256": "{SHA}", '
    '"support": "explicit",\n '
)

BROKEN: list[tuple[str, type[Value], bool, str, list[Problem]]] = [
    (
        "a misspelt field in the second of two records",
        Actor,
        True,
        (
            '[\n  {"id": "a", "name": "A", "kind": "state"},\n'
            '  {"id": "b", "nme": "B",\n   "kind": "state"}\n]'
        ),
        [
            fault(
                3,
                3,
                "/1",
                "the field 'name' is missing",
                found="nothing",
                expected="The name to show.",
                remedy="add 'name'",
                record="b",
            ),
            fault(
                3,
                15,
                "/1/nme",
                "unknown field 'nme'",
                found="'nme'",
                expected=ACTOR_FIELDS,
                remedy="write 'name'",
                record="b",
            ),
        ],
    ),
    (
        "a record where a list of records is wanted",
        Actor,
        True,
        '{"id": "a"}',
        [
            fault(
                1,
                1,
                "",
                "the file: wrong type",
                found='{"id": "a"} (object)',
                expected="an array",
                remedy="write an array",
                record="a",
            )
        ],
    ),
    (
        "text where a record is wanted",
        Actor,
        False,
        '\n  "x"',
        [
            fault(
                2,
                3,
                "",
                "the file: wrong type",
                found='"x" (string)',
                expected="an object",
                remedy="write an object",
            )
        ],
    ),
    (
        "an empty record",
        Event,
        False,
        "{}",
        [
            fault(
                1,
                1,
                "",
                "the field 'act' is missing",
                found="nothing",
                expected="What was done.",
                remedy="add 'act'",
            ),
            fault(
                1,
                1,
                "",
                "the field 'id' is missing",
                found="nothing",
                expected=("The id, unique in its collection: lower-case words joined by hyphens."),
                remedy="add 'id'",
            ),
        ],
    ),
    (
        "text of the wrong form, blank text and a misspelt word",
        Actor,
        False,
        '{"id": "Party A",\n "name": " ",\n "kind": "sate"}',
        [
            fault(
                1,
                8,
                "/id",
                "id: not in the required form",
                found='"Party A" (string)',
                expected="lower-case letters and digits joined by hyphens, such as may-proposal",
                remedy="write it in this form",
                record="Party A",
            ),
            fault(
                2,
                10,
                "/name",
                "name: not in the required form",
                found='" " (string)',
                expected="text that is not blank",
                remedy="write it in this form",
                record="Party A",
            ),
            fault(
                3,
                10,
                "/kind",
                "kind: not an allowed word",
                found='"sate" (string)',
                expected=KINDS,
                remedy="write 'state'",
                record="Party A",
            ),
        ],
    ),
    (
        "a word like no other",
        Actor,
        False,
        '{"id": "a", "name": "A", "kind": "xyz"}',
        [
            fault(
                1,
                34,
                "/kind",
                "kind: not an allowed word",
                found='"xyz" (string)',
                expected=KINDS,
                remedy="use one of these words",
                record="a",
            )
        ],
    ),
    (
        "a number for a word",
        Actor,
        False,
        '{"id": "a", "name": "A", "kind": 5}',
        [
            fault(
                1,
                34,
                "/kind",
                "kind: wrong type",
                found="5 (integer)",
                expected="a string",
                remedy="write a string",
                record="a",
            )
        ],
    ),
    (
        "fields like no other",
        Actor,
        False,
        '{"id": "a", "name": "A", "kind": "state",\n "zzz": 1, "a/b~c": 2}',
        [
            fault(
                2,
                2,
                "/zzz",
                "unknown field 'zzz'",
                found="'zzz'",
                expected=ACTOR_FIELDS,
                remedy="remove it, or move it into `extra`",
                record="a",
            ),
            fault(
                2,
                12,
                "/a~1b~0c",
                "unknown field 'a/b~c'",
                found="'a/b~c'",
                expected=ACTOR_FIELDS,
                remedy="remove it, or move it into `extra`",
                record="a",
            ),
        ],
    ),
    (
        "a list with a repeated item and a number",
        Actor,
        False,
        '{"id": "a", "name": "A", "kind": "state",\n "spellings": ["A",\n  5, "A"]}',
        [
            fault(
                2,
                15,
                "/spellings",
                "spellings: duplicate item",
                found='["A", 5, "A"] (array)',
                expected="each item only once",
                remedy="remove one of them",
                record="a",
            ),
            fault(
                3,
                3,
                "/spellings/1",
                "spellings: wrong type",
                found="5 (integer)",
                expected="a string",
                remedy="write a string",
                record="a",
            ),
        ],
    ),
    (
        "an object for a list",
        Actor,
        False,
        '{"id": "a", "name": "A", "kind": "state",\n "member_of": {}}',
        [
            fault(
                2,
                15,
                "/member_of",
                "member_of: wrong type",
                found="{} (object)",
                expected="an array",
                remedy="write an array",
                record="a",
            )
        ],
    ),
    (
        "null for what is not reported",
        Evidence,
        False,
        PASSAGE + '"hedged": null}',
        [
            fault(
                3,
                12,
                "/hedged",
                "hedged: wrong type",
                found="null",
                expected="a boolean",
                remedy=NOT_REPORTED,
            )
        ],
    ),
    (
        "a misspelt field in the evidence of a record",
        Actor,
        False,
        '{"id": "a", "name": "A", "kind": "state", "evidence": [\n'
        + PASSAGE
        + '"claimant": ["b"]}]}',
        [
            fault(
                4,
                2,
                "/evidence/0/claimant",
                "unknown field 'claimant'",
                found="'claimant'",
                expected=EVIDENCE_FIELDS,
                remedy="write 'claimants'",
                record="a",
            )
        ],
    ),
    (
        "a value of no form that it may have",
        Evidence,
        False,
        PASSAGE + '"value": 1.5}',
        [
            fault(
                3,
                11,
                "/value",
                "value: none of the possible forms",
                found="1.5 (number)",
                expected="Amount or Count or Duration or Timing or When or boolean or string",
                remedy="write it in one of these forms",
            )
        ],
    ),
    (
        "a value of the right form that is blank",
        Evidence,
        False,
        PASSAGE + '"value": ""}',
        [
            fault(
                3,
                11,
                "/value",
                "value: not in the required form",
                found='"" (string)',
                expected="text that is not blank",
                remedy="write it in this form",
            )
        ],
    ),
    (
        "terms of every sort of fault, in the order of the file",
        Version,
        False,
        (
            '{"id": "plan@one", "completeness": "partial", "terms": [\n'
            '  {"kind": "realease", "issue": "i"},\n'
            '  {"kind": "release", "issue": "j", "count": {"exactly": 5.0}},\n'
            '  {"kind": "other", "issue": "k", "phase": 0},\n'
            '  {"kind": "movement", "issue": "l", "regime": "screned"},\n'
            '  {"kind": "ceasefire", "issue": "m", "extent": "none"}\n'
            "]}"
        ),
        [
            fault(
                2,
                12,
                "/terms/0/kind",
                "kind: not an allowed word",
                found='"realease" (string)',
                expected=TAGS,
                remedy="write 'release'",
                record="plan@one",
            ),
            fault(
                3,
                58,
                "/terms/1/count/exactly",
                "exactly: wrong type",
                found="5.0 (number)",
                expected="an integer",
                remedy="write an integer",
                record="plan@one",
            ),
            fault(
                4,
                44,
                "/terms/2/phase",
                "phase: too small",
                found="0 (integer)",
                expected="1 or more",
                remedy="fix the number",
                record="plan@one",
            ),
            fault(
                5,
                48,
                "/terms/3/regime",
                "regime: not an allowed word",
                found='"screned" (string)',
                expected="barred, restricted, screened, unrestricted",
                remedy="write 'screened'",
                record="plan@one",
            ),
            fault(
                6,
                39,
                "/terms/4/extent",
                "unknown field 'extent'",
                found="'extent'",
                expected=(
                    "one of kind, issue, phase, case, alternative, permanence, duration, limit, "
                    "status, proposed_by, obligors, beneficiaries, included, qualifiers, starts, "
                    "ends, deadline, conditions, clause, summary, note, evidence"
                ),
                remedy="remove it, or write its content into `note`",
                record="plan@one",
            ),
        ],
    ),
    (
        "a version without the name of its proposal, and a date in words",
        Version,
        False,
        '{"id": "plan", "completeness": "partial",\n "tabled": {"edtf": "May", "basis": "stated"}}',
        [
            fault(
                1,
                8,
                "/id",
                "id: not in the required form",
                found='"plan" (string)',
                expected="the id of a proposal, @ and a name, such as may-proposal@bridging",
                remedy="write it in this form",
                record="plan",
            ),
            fault(
                2,
                21,
                "/tabled/edtf",
                "edtf: not in the required form",
                found='"May" (string)',
                expected="a date such as 2024-08-16, 2024-08, 2024 or XXXX-05, or an interval such as "
                "2024-08/2024-09 or 2024-08/..; other EDTF dates are not supported",
                remedy="write it like '2024-08-16'",
                record="plan",
            ),
        ],
    ),
    (
        "a date without what it rests on",
        Event,
        False,
        '{"id": "e", "act": "press",\n "when": {"edtf": "2024"}}',
        [
            fault(
                2,
                10,
                "/when",
                "when: none of the possible forms",
                found='{"edtf": "2024"} (object)',
                expected="edtf with basis or after",
                remedy="write it in one of these forms",
                record="e",
            )
        ],
    ),
    (
        "text for a date",
        Event,
        False,
        '{"id": "e", "act": "press",\n "when": "2024"}',
        [
            fault(
                2,
                10,
                "/when",
                "when: wrong type",
                found='"2024" (string)',
                expected="an object",
                remedy="write an object",
                record="e",
            )
        ],
    ),
    (
        "two bounds",
        Count,
        False,
        '{"exactly": 1, "about": 2}',
        [
            fault(
                1,
                1,
                "",
                "the file: 2 qualifiers given",
                found='{"exactly": 1, "about": 2} (object)',
                expected=BOUNDS,
                remedy="give exactly one",
            )
        ],
    ),
    (
        "three numbers between which it lies",
        Count,
        False,
        '{"between": [1, 2, 3]}',
        [
            fault(
                1,
                13,
                "/between",
                "between: 3 items",
                found="[1, 2, 3] (array)",
                expected="2 items",
                remedy="give both bounds",
            )
        ],
    ),
    (
        "fewer than none",
        Count,
        False,
        '{"fewer_than": 0}',
        [
            fault(
                1,
                16,
                "/fewer_than",
                "fewer_than: too small",
                found="0 (integer)",
                expected="1 or more",
                remedy="fix the number",
            )
        ],
    ),
    (
        "a duration in words",
        Duration,
        False,
        '{"exactly": "6 weeks"}',
        [
            fault(
                1,
                13,
                "/exactly",
                "exactly: not in the required form",
                found='"6 weeks" (string)',
                expected="an ISO 8601 duration in whole numbers, such as P6W, P1M or PT3H",
                remedy="write it in this form",
            )
        ],
    ),
    (
        "a misspelt bound",
        Count,
        False,
        '{"more-than": 100}',
        [
            fault(
                1,
                2,
                "/more-than",
                "unknown field 'more-than'",
                found="'more-than'",
                expected=BOUNDS.removeprefix("exactly "),
                remedy="write 'more_than'",
            )
        ],
    ),
    (
        "paragraphs that are not counted from 1",
        Source,
        False,
        (
            '{"id": "s", "label": "S", "file_name": "a/b", "language": "en", "paragraphs": 9,\n'
            f' "sha256": "{SHA}", "furniture": [0]}}'
        ),
        [
            fault(
                1,
                40,
                "/file_name",
                "file_name: not in the required form",
                found='"a/b" (string)',
                expected="the name of a file without folders, such as report.txt",
                remedy="write it in this form",
                record="s",
            ),
            fault(
                2,
                94,
                "/furniture/0",
                "furniture: too small",
                found="0 (integer)",
                expected="1 or more",
                remedy="fix the number",
                record="s",
            ),
        ],
    ),
    (
        "a fault in a version is the version's, not the proposal's",
        Proposal,
        False,
        (
            '{"id": "plan", "title": "P", "between": ["a"], "rationale": "r",\n'
            ' "versions": [{"id": "plan@one", "completeness": "ful-text"}]}'
        ),
        [
            fault(
                2,
                50,
                "/versions/0/completeness",
                "completeness: not an allowed word",
                found='"ful-text" (string)',
                expected="partial, full-text",
                remedy="write 'full-text'",
                record="plan@one",
            )
        ],
    ),
    (
        "a long value is cut where it is shown",
        Figure,
        False,
        f'{{"id": "f", "label": "F", "unit": "persons", "claims": "{"x" * 80}"}}',
        [
            fault(
                1,
                56,
                "/claims",
                "claims: wrong type",
                found='"' + "x" * 56 + "… (string)",
                expected="an array",
                remedy="write an array",
                record="f",
            )
        ],
    ),
    (
        "letters of all scripts are shown as they are",
        Issue,
        False,
        '{"id": "i", "label": "I", "definition": "D", "kind": "Приказ"}',
        [
            fault(
                1,
                54,
                "/kind",
                "kind: not an allowed word",
                found='"Приказ" (string)',
                expected=TAGS,
                remedy="use one of these words",
                record="i",
            )
        ],
    ),
]


@pytest.mark.parametrize(
    ("cls", "is_list", "text", "problems"),
    [pytest.param(*rest, id=name) for name, *rest in BROKEN],
)
def test_broken_files(
    cls: type[Value], text: str, problems: list[Problem], *, is_list: bool
) -> None:
    """Each fault is one problem with place, pointer, record, what is there, wanted and to do."""
    found = schema_problems(document_of(text), cls, is_list=is_list)
    assert list(found) == problems


@pytest.mark.parametrize("cls", CLASSES)
@quick
@given(st.data())
def test_null_is_wrong_everywhere(cls: type[Value], draw: st.DataObject) -> None:
    """No field takes null, for what is not reported is left out."""
    data = to_data(draw.draw(by_class(cls)))
    names = [draw.draw(st.sampled_from(fields_of(cls))).name]
    for name in data if issubclass(cls, Bounded) else names:
        problems = found_in({**data, name: None}, read_as(cls))
        nulls = [problem.pointer for problem in problems if problem.found == "null"]
        assert set(nulls) == {f"/{name}"}


@pytest.mark.parametrize("cls", [cls for cls in CLASSES if not issubclass(cls, Bounded)])
@quick
@given(st.data())
def test_an_unknown_field_is_one_problem(cls: type[Value], draw: st.DataObject) -> None:
    """A field that a class does not have is blamed alone, at its key."""
    data = {**to_data(draw.draw(by_class(cls))), "unheard of": 1}
    (problem,) = found_in(data, read_as(cls))
    assert problem.pointer == "/unheard of"
    assert problem.message == "unknown field 'unheard of'"
    assert problem.column == json.dumps(data).index('"unheard of"') + 1


def missing(cls: type[Value], data: dict[str, Any]) -> list[tuple[str, ...]]:
    """What is found where each required field in turn is missing, and only this."""
    found = []
    for name in ALL_DEFINITIONS[cls.__name__]["required"]:
        less = {key: each for key, each in data.items() if key != name}
        (problem,) = found_in(less, read_as(cls))
        found.append(
            (problem.pointer, problem.message, problem.found, problem.expected, problem.remedy)
        )
    return found


def wanted(cls: type[Value]) -> list[tuple[str, ...]]:
    """What should be found then: each is blamed once, and its meaning is what is expected."""
    definition = ALL_DEFINITIONS[cls.__name__]
    return [
        (
            "",
            f"the field {name!r} is missing",
            "nothing",
            definition["properties"][name]["description"],
            f"add {name!r}",
        )
        for name in definition["required"]
    ]


@pytest.mark.parametrize(
    "cls",
    [
        cls
        for cls in CLASSES
        if "required" in ALL_DEFINITIONS[cls.__name__] and not issubclass(cls, Term)
    ],
)
@quick
@given(st.data())
def test_a_missing_field_is_one_problem(cls: type[Value], draw: st.DataObject) -> None:
    """Each required field that is missing is blamed once, and its meaning is what is expected."""
    assert missing(cls, to_data(draw.draw(by_class(cls)))) == wanted(cls)


def test_a_missing_field_of_a_term_is_one_problem() -> None:
    """As with other classes, though a term without its tag is of no known kind."""
    assert missing(OtherTerm, {"kind": "other", "issue": "aid"}) == wanted(OtherTerm)


@pytest.mark.parametrize("name", ["5.0", "5e0", "true", '"5"', "[5]"])
def test_only_integers_are_integers(name: str) -> None:
    """JSON Schema takes 5.0 for an integer; a number of persons is written 5."""
    (problem,) = schema_problems(document_of(f'{{"exactly": {name}}}'), Count)
    assert (problem.pointer, problem.expected) == ("/exactly", "an integer")
    assert schema_problems(document_of('{"exactly": 5}'), Count) == ()


def test_a_remedy_for_null_fits_the_field() -> None:
    """What is required cannot be left out, so that leaving it out is no remedy for null."""
    for cls, data, pointer in (
        (Actor, {"id": "a", "name": None, "kind": "state"}, "/name"),
        (Actor, {"id": "a", "name": "A", "kind": "state", "spellings": [None]}, "/spellings/0"),
    ):
        (problem,) = found_in(data, cls)
        assert problem.pointer == pointer
        assert problem.remedy != NOT_REPORTED


@settings(max_examples=scaled(60))
@given(values(), st.integers(0, 3), st.data())
def test_problems_have_their_place(item: Value, indent: int, draw: st.DataObject) -> None:
    """Whatever is wrong, its line and column are in the text; problems are sorted, each once."""
    data = draw.draw(mutated(to_data(item)))
    text = json.dumps(data, indent=indent, ensure_ascii=False)
    problems = schema_problems(document_of(text), read_as(type(item)))
    lines = text.split("\n")
    assert sorted(problems, key=lambda problem: problem.sort_key) == list(problems)
    assert len(set(problems)) == len(problems)
    for problem in problems:
        assert problem.file == "f.json"
        assert problem.rule == "schema"
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1])
        assert problem.message
        assert problem.found
        assert problem.expected
        assert problem.remedy


@settings(max_examples=scaled(60))
@given(values(), st.data())
def test_each_fault_is_one_problem(item: Value, draw: st.DataObject) -> None:
    """Nothing is blamed twice: no two problems are about the form of one and the same value."""
    data = draw.draw(mutated(to_data(item)))
    problems = found_in(data, read_as(type(item)))
    places = [each.pointer for each in problems if not each.message.startswith("the field ")]
    assert len(set(places)) == len(places)


def test_a_dataset_description_fits() -> None:
    """A whole file, written by hand, has no problem."""
    data = {
        "id": "talks",
        "title": "Talks",
        "version": "1.0.0",
        "licence": "CC-BY-4.0",
        "coders": ["a coder"],
        "protocol": "docs/codebook.md",
        "format": 2,
        "limits": [],
    }
    assert found_in(data, Metadata) == ()
