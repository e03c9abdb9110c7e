"""JSON and the model: a round trip that loses and converts nothing, and what is refused how."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from profiles import scaled
from strategies import CLASSES, TERM_TYPES, by_class, json_values, mutated, values

from negotiations.errors import InvalidDataset, Problem
from negotiations.io.codec import (
    from_data,
    structure_problems,
    to_data,
)
from negotiations.io.codec import (
    value_from_json as from_json,
)
from negotiations.io.json_text import value_to_json as to_json
from negotiations.io.schema import schema_problems
from negotiations.io.strict_json import dumps, read_json
from negotiations.model import (
    Actor,
    CeasefireTerm,
    Event,
    Evidence,
    Group,
    OtherTerm,
    Position,
    Proposal,
    ReleaseTerm,
    Source,
    Term,
    Version,
)
from negotiations.model.amounts import Amount
from negotiations.model.base import Value, fields_of
from negotiations.model.timing import Anchor, Timing
from negotiations.model.values import Bounded, Count, Duration, When
from negotiations.vocabulary import Basis, PhaseScope, PositionAct, Support, TermKind, Who

NO_DURATION = (
    "is not a supported duration: expected an ISO 8601 duration in whole numbers, such as P6W, P1M "
    "or PT3H"
)
NO_DATE = (
    "is not a supported date: expected a date such as 2024-08-16, 2024-08, 2024 or XXXX-05, or an "
    "interval such as 2024-08/2024-09 or 2024-08/..; other EDTF dates are not supported"
)

if TYPE_CHECKING:
    from collections.abc import Callable

often = settings(max_examples=scaled(60))
quick = settings(max_examples=scaled(8))

Data = dict[str, Any]
Attempt = tuple[Any, tuple[Problem, ...]]


def read_as(cls: type[Value] | Value) -> type[Any]:
    """The class that files of such a value are read as: a term is known by its tag."""
    kind = cls if isinstance(cls, type) else type(cls)
    return Term if issubclass(kind, Term) else kind


def problems_of(error: InvalidDataset) -> list[tuple[str, str]]:
    """Pointer and message of all problems."""
    return [(problem.pointer, problem.message) for problem in error.problems]


def sorted_data(data: Any) -> str:
    """JSON data as text in which the order of keys and items does not show, but types do."""
    if isinstance(data, dict):
        inner = sorted(f"{json.dumps(name)}:{sorted_data(item)}" for name, item in data.items())
        return "{" + ",".join(inner) + "}"
    if isinstance(data, list):
        return "[" + ",".join(sorted(map(sorted_data, data))) + "]"
    return json.dumps(data)


# --- round trips --------------------------------------------------------------------------------


@pytest.mark.parametrize("cls", CLASSES)
@quick
@given(st.data())
def test_a_value_survives_the_round_trip_through_data(
    cls: type[Value], draw: st.DataObject
) -> None:
    """Reading what was written gives the same value, and writing that gives the same data."""
    item = draw.draw(by_class(cls))
    data = to_data(item)
    again = from_data(read_as(cls), data)
    assert again == item
    assert type(again) is cls
    assert to_data(again) == data


@pytest.mark.parametrize("cls", CLASSES)
@quick
@given(st.data())
def test_a_value_survives_the_round_trip_through_text(
    cls: type[Value], draw: st.DataObject
) -> None:
    """Reading the text of a value, held against its schema, gives the same value and text."""
    item = draw.draw(by_class(cls))
    text = to_json(item)
    again = from_json(read_as(cls), text)
    assert again == item
    assert to_json(again) == text


@quick
@given(st.sampled_from(TERM_TYPES).flatmap(by_class))
def test_a_term_is_read_as_its_own_class(term: Term) -> None:
    """What was written from a term is read as a term, and as a term of its kind too."""
    assert from_data(type(term), to_data(term)) == term
    assert from_json(type(term), to_json(term)) == term


@pytest.mark.parametrize("cls", CLASSES)
@quick
@given(st.data())
def test_the_schema_accepts_every_value(cls: type[Value], draw: st.DataObject) -> None:
    """What the model holds, its schema accepts, alone and in a list."""
    item = draw.draw(by_class(cls))
    for text, is_list in ((to_json(item), False), (f"[{to_json(item)}]", True)):
        document, problems = read_json("a.json", text.encode())
        assert document is not None
        assert problems == ()
        assert schema_problems(document, read_as(cls), is_list=is_list) == ()


@often
@given(values())
def test_text_is_the_canonical_layout_of_the_data(item: Value) -> None:
    """The text of a value is its data in canonical layout, in plain JSON types alone."""
    assert to_json(item) == dumps(to_data(item))
    assert json.loads(to_json(item)) == to_data(item)


@often
@given(values())
@example(Amount.exactly(1).of("USD", per="P1Y"))
def test_what_is_not_reported_is_not_written(item: Value) -> None:
    """A field stands in the data just where it is reported, in the order of files."""
    if isinstance(item, Bounded):
        measures = [name for name in ("unit", "per") if getattr(item, name, None) is not None]
        assert list(to_data(item)) == [item.qualifier.value, *measures]
        return
    reported = [spec.name for spec in fields_of(item) if getattr(item, spec.name) is not None]
    tag = ["kind"] if isinstance(item, Term) else []
    assert list(to_data(item)) == tag + reported


@often
@given(values())
def test_what_is_omitted_stays_omitted(item: Value) -> None:
    """Without its key an optional field is None, and its key is not written again."""
    if isinstance(item, Bounded | Timing | Anchor | When):
        return
    data = to_data(item)
    for spec in fields_of(item):
        if spec.optional:
            less = {name: each for name, each in data.items() if name != spec.name}
            again = from_data(read_as(item), less)
            assert getattr(again, spec.name) is None
            assert to_data(again) == less


@often
@given(values())
def test_an_empty_list_stays_one(item: Value) -> None:
    """``[]`` is read as a report that there is none, and is written again."""
    data = to_data(item)
    for spec in fields_of(item):
        if spec.many:
            again = from_data(read_as(item), {**data, spec.name: []})
            assert getattr(again, spec.name) == ()
            assert to_data(again)[spec.name] == []


@pytest.mark.parametrize(
    ("item", "data"),
    [
        (Count.exactly(150), {"exactly": 150}),
        (Count.between(30, 40), {"between": [30, 40]}),
        (Count.unstated("many"), {"unstated": "many"}),
        (Duration.exactly("P6W"), {"exactly": "P6W"}),
        (Duration.between("P1W", "P2W"), {"between": ["P1W", "P2W"]}),
        (Duration.unstated("long"), {"unstated": "long"}),
        (When(edtf="2024-05", basis=Basis.STATED), {"edtf": "2024-05", "basis": "stated"}),
        (When(after="events/a"), {"after": "events/a"}),
        (
            CeasefireTerm(issue="truce", phase=1, included=False),
            {"kind": "ceasefire", "issue": "truce", "phase": 1, "included": False},
        ),
        (
            OtherTerm(issue="aid", phase=PhaseScope.WHOLE, conditions=()),
            {"kind": "other", "issue": "aid", "phase": "whole", "conditions": []},
        ),
        (
            ReleaseTerm(issue="captives", groups=(Group(who=(Who.WOMEN, Who.CHILDREN)),)),
            {"kind": "release", "issue": "captives", "groups": [{"who": ["children", "women"]}]},
        ),
        (
            Position(id="p", actor="a", act=PositionAct.OFFERS, terms=()),
            {"id": "p", "actor": "a", "act": "offers", "terms": []},
        ),
    ],
)
def test_forms(item: Value, data: Data) -> None:
    """How values stand in files."""
    assert to_data(item) == data
    assert from_data(read_as(item), data) == item


@pytest.mark.parametrize(
    ("data", "item"),
    [
        (True, True),
        ("complete", "complete"),
        ("P6W", "P6W"),
        ({"exactly": 5}, Count.exactly(5)),
        ({"between": [1, 2]}, Count.between(1, 2)),
        ({"exactly": "P6W"}, Duration.exactly("P6W")),
        ({"between": ["P1D", "P2D"]}, Duration.between("P1D", "P2D")),
        ({"unstated": "many"}, Count.unstated("many")),
        ({"edtf": "2024", "basis": "stated"}, When(edtf="2024", basis=Basis.STATED)),
        ({"after": "events/a"}, When(after="events/a")),
    ],
)
def test_another_value_is_told_by_its_shape(data: object, item: object) -> None:
    """What a passage gives instead has no tag: its shape alone says what it is.

    A number that is not given could be of either sort, and is read as a count.
    """
    made = from_data(Evidence, {**EVIDENCE, "support": "contradicts", "value": data})
    assert made.value == item
    assert type(made.value) is type(item)


def test_the_order_in_a_file_means_nothing() -> None:
    """Keys and items in any order are read as the same record, and written in the one order."""
    one = from_json(Actor, '{"id": "a", "name": "A", "kind": "state", "spellings": ["A", "B"]}')
    other = from_json(Actor, '{"spellings": ["B", "A"], "kind": "state", "name": "A", "id": "a"}')
    assert one == other
    assert to_json(one) == to_json(other)


# --- what is refused ----------------------------------------------------------------------------

EVIDENCE: Data = {
    "source": "relay",
    "paragraph": 2,
    "start": 10,
    "end": 20,
    "sha256": "0" * 64,
    "support": "explicit",
}
ACTOR: Data = {"id": "party-a", "name": "Party A", "kind": "organisation"}
EVENT: Data = {"id": "e", "act": "press"}
SOURCE: Data = {
    "id": "relay",
    "label": "Relay",
    "file_name": "relay.txt",
    "sha256": "0" * 64,
    "language": "en",
    "paragraphs": 9,
}
VERSION: Data = {"id": "plan@one", "completeness": "partial"}
PROPOSAL: Data = {"id": "plan", "title": "Plan", "between": ["a", "b"], "rationale": "Its own."}
TRUCE: Data = {"kind": "ceasefire", "issue": "truce"}
RELEASE: Data = {"kind": "release", "issue": "captives"}

ACTOR_KINDS = "state, organisation, office, person, group, outlet"
TERM_KINDS = ", ".join(kind.value for kind in TermKind)
BOUNDS = "exactly, more_than, at_least, at_most, fewer_than, between, about, unstated"
NULL = "found null; leave out a field that is not reported"

Refused = tuple[str, type[Value], Any, list[tuple[str, str]], list[tuple[str, str]]]


def one(
    name: str,
    kind: type[Value],
    data: Any,
    of_data: tuple[str, str],
    of_text: tuple[str, str] | None = None,
) -> Refused:
    """A case with one problem; the same from both where only one is given."""
    return (name, kind, data, [of_data], [of_text or of_data])


REFUSED: list[Refused] = [
    # Scalars are of their JSON type, and nothing is converted.
    one(
        "a number for text",
        Actor,
        {**ACTOR, "name": 5},
        ("/name", "expected a string, found 5"),
        ("/name", "name: wrong type"),
    ),
    one(
        "text for a number",
        Evidence,
        {**EVIDENCE, "paragraph": "2"},
        ("/paragraph", "expected an integer, found '2'"),
        ("/paragraph", "paragraph: wrong type"),
    ),
    one(
        "true for 1",
        Evidence,
        {**EVIDENCE, "paragraph": True},
        ("/paragraph", "expected an integer, found True"),
        ("/paragraph", "paragraph: wrong type"),
    ),
    one(
        "5.0 for 5",
        Evidence,
        {**EVIDENCE, "paragraph": 5.0},
        ("/paragraph", "expected an integer, found 5.0"),
        ("/paragraph", "paragraph: wrong type"),
    ),
    one(
        "text for false",
        Evidence,
        {**EVIDENCE, "hedged": "false"},
        ("/hedged", "expected true or false, found 'false'"),
        ("/hedged", "hedged: wrong type"),
    ),
    one(
        "1 for true",
        Evidence,
        {**EVIDENCE, "hedged": 1},
        ("/hedged", "expected true or false, found 1"),
        ("/hedged", "hedged: wrong type"),
    ),
    one(
        "a number in a list of text",
        Actor,
        {**ACTOR, "spellings": ["A", 5]},
        ("/spellings/1", "expected a string, found 5"),
        ("/spellings/1", "spellings: wrong type"),
    ),
    one(
        "a list for text",
        Actor,
        {**ACTOR, "name": ["Party A"]},
        ("/name", "expected a string, found ['Party A']"),
        ("/name", "name: wrong type"),
    ),
    # null is no way to say that something is not reported.
    one(
        "null for an optional scalar",
        Evidence,
        {**EVIDENCE, "hedged": None},
        ("/hedged", NULL),
        ("/hedged", "hedged: wrong type"),
    ),
    one(
        "null for a list",
        Actor,
        {**ACTOR, "spellings": None},
        ("/spellings", NULL),
        ("/spellings", "spellings: wrong type"),
    ),
    one(
        "null for a required field",
        Actor,
        {**ACTOR, "name": None},
        ("/name", "expected a string, found None"),
        ("/name", "name: wrong type"),
    ),
    one(
        "null in a list",
        Actor,
        {**ACTOR, "spellings": [None]},
        ("/spellings/0", "expected a string, found None"),
        ("/spellings/0", "spellings: wrong type"),
    ),
    one(
        "null for a record",
        Actor,
        None,
        ("", "expected an object, found None"),
        ("", "the file: wrong type"),
    ),
    # Lists and objects.
    one(
        "text for a list",
        Actor,
        {**ACTOR, "spellings": "abc"},
        ("/spellings", "expected an array, found 'abc'"),
        ("/spellings", "spellings: wrong type"),
    ),
    one(
        "an object for a list",
        Actor,
        {**ACTOR, "spellings": {"a": 1}},
        ("/spellings", "expected an array, found {'a': 1}"),
        ("/spellings", "spellings: wrong type"),
    ),
    one(
        "text for an object",
        Event,
        {**EVENT, "when": "2024"},
        ("/when", "expected an object, found '2024'"),
        ("/when", "when: wrong type"),
    ),
    one(
        "a list for an object",
        Event,
        {**EVENT, "when": []},
        ("/when", "expected an object, found []"),
        ("/when", "when: wrong type"),
    ),
    one(
        "a list for a record",
        Actor,
        [],
        ("", "expected an object, found []"),
        ("", "the file: wrong type"),
    ),
    # Keys.
    one(
        "a misspelt key",
        Actor,
        {**ACTOR, "speling": []},
        ("/speling", "unknown field 'speling'; did you mean 'spellings'?"),
        ("/speling", "unknown field 'speling'"),
    ),
    one("a key like no other", Actor, {**ACTOR, "zzz": 1}, ("/zzz", "unknown field 'zzz'")),
    one(
        "a key that wants escapes",
        Actor,
        {**ACTOR, "a/b~c": 1},
        ("/a~1b~0c", "unknown field 'a/b~c'"),
    ),
    one(
        "a misspelt key further in",
        Actor,
        {**ACTOR, "evidence": [{**EVIDENCE, "claimant": ["a"]}]},
        ("/evidence/0/claimant", "unknown field 'claimant'; did you mean 'claimants'?"),
        ("/evidence/0/claimant", "unknown field 'claimant'"),
    ),
    one(
        "a missing key",
        Actor,
        {"id": "a", "kind": "state"},
        ("", "the field 'name' is missing"),
    ),
    one(
        "a missing key further in",
        Actor,
        {**ACTOR, "member_of": [{"role": "head"}]},
        ("/member_of/0", "the field 'organisation' is missing"),
    ),
    # Words.
    one(
        "a misspelt word",
        Actor,
        {**ACTOR, "kind": "organization"},
        (
            "/kind",
            f"expected one of {ACTOR_KINDS}, found 'organization'; did you mean 'organisation'?",
        ),
        ("/kind", "kind: not an allowed word"),
    ),
    one(
        "a word in capitals",
        Actor,
        {**ACTOR, "kind": "State"},
        ("/kind", f"expected one of {ACTOR_KINDS}, found 'State'; did you mean 'state'?"),
        ("/kind", "kind: not an allowed word"),
    ),
    one(
        "a number for a word",
        Actor,
        {**ACTOR, "kind": 5},
        ("/kind", f"expected one of {ACTOR_KINDS}, found 5"),
        ("/kind", "kind: wrong type"),
    ),
    # The tag of a term.
    one(
        "a misspelt tag",
        Term,
        {**TRUCE, "kind": "cease-fire"},
        (
            "/kind",
            f"expected one of {TERM_KINDS}, found 'cease-fire'; did you mean 'ceasefire'?",
        ),
        ("/kind", "kind: not an allowed word"),
    ),
    one(
        "an unknown tag further in",
        Version,
        {**VERSION, "terms": [TRUCE, {**RELEASE, "kind": "xyz"}]},
        ("/terms/1/kind", f"expected one of {TERM_KINDS}, found 'xyz'"),
        ("/terms/1/kind", "kind: not an allowed word"),
    ),
    one(
        "a number for a tag",
        Term,
        {**TRUCE, "kind": 5},
        ("/kind", f"expected one of {TERM_KINDS}, found 5"),
        ("/kind", "kind: wrong type"),
    ),
    one("no tag", Term, {"issue": "truce"}, ("", "the field 'kind' is missing")),
    one("no issue", Term, {"kind": "ceasefire"}, ("", "the field 'issue' is missing")),
    one(
        "a field of another kind",
        Term,
        {**TRUCE, "count": {"exactly": 5}},
        ("/count", "unknown field 'count'"),
    ),
    # The phase of a term.
    one(
        "text for an ordinal",
        Term,
        {**TRUCE, "phase": "1"},
        ("/phase", "expected one of whole, found '1'"),
        ("/phase", "phase: not an allowed word"),
    ),
    one(
        "a misspelt phase",
        Term,
        {**TRUCE, "phase": "hole"},
        ("/phase", "expected one of whole, found 'hole'; did you mean 'whole'?"),
        ("/phase", "phase: not an allowed word"),
    ),
    one(
        "1.0 for an ordinal",
        Term,
        {**TRUCE, "phase": 1.0},
        ("/phase", "expected an integer or PhaseScope, found 1.0"),
        ("/phase", "phase: none of the possible forms"),
    ),
    one(
        "true for an ordinal",
        Term,
        {**TRUCE, "phase": True},
        ("/phase", "expected an integer or PhaseScope, found True"),
        ("/phase", "phase: none of the possible forms"),
    ),
    one(
        "null for a phase",
        Term,
        {**TRUCE, "phase": None},
        ("/phase", NULL),
        ("/phase", "phase: none of the possible forms"),
    ),
    # Counts and durations.
    one(
        "a bare number for a count",
        Term,
        {**RELEASE, "count": 5},
        ("/count", "expected an object with one qualifier, found 5"),
        ("/count", "count: wrong type"),
    ),
    one(
        "text in a count",
        Term,
        {**RELEASE, "count": {"exactly": "5"}},
        ("/count", "expected an integer, found '5'"),
        ("/count/exactly", "exactly: wrong type"),
    ),
    one(
        "5.0 in a count",
        Term,
        {**RELEASE, "count": {"exactly": 5.0}},
        ("/count", "expected an integer, found 5.0"),
        ("/count/exactly", "exactly: wrong type"),
    ),
    one(
        "true in a count",
        Term,
        {**RELEASE, "count": {"exactly": True}},
        ("/count", "expected an integer, found True"),
        ("/count/exactly", "exactly: wrong type"),
    ),
    one(
        "null in a count",
        Term,
        {**RELEASE, "count": {"exactly": None}},
        ("/count", "expected an integer, found None"),
        ("/count/exactly", "exactly: wrong type"),
    ),
    one(
        "less than none",
        Term,
        {**RELEASE, "count": {"exactly": -1}},
        ("/count", "a Count is never negative, found -1"),
        ("/count/exactly", "exactly: too small"),
    ),
    one(
        "fewer than none",
        Term,
        {**RELEASE, "count": {"fewer_than": 0}},
        ("/count", "Count fewer_than 0: nothing is fewer than none"),
        ("/count/fewer_than", "fewer_than: too small"),
    ),
    one(
        "no bound",
        Term,
        {**RELEASE, "count": {}},
        ("/count", "expected an object with one qualifier, found {}"),
        ("/count", "count: 0 qualifiers given"),
    ),
    one(
        "two bounds",
        Term,
        {**RELEASE, "count": {"exactly": 5, "about": 5}},
        ("/count", "expected an object with one qualifier, found {'exactly': 5, 'about': 5}"),
        ("/count", "count: 2 qualifiers given"),
    ),
    one(
        "an unknown bound",
        Term,
        {**RELEASE, "count": {"more-than": 5}},
        (
            "/count",
            f"expected one of {BOUNDS}, found 'more-than'; did you mean 'more_than'?",
        ),
        ("/count/more-than", "unknown field 'more-than'"),
    ),
    one(
        "one of two bounds",
        Term,
        {**RELEASE, "count": {"between": [5]}},
        ("/count", "expected an array of two, found [5]"),
        ("/count/between", "between: 1 items"),
    ),
    one(
        "text as a lower bound",
        Term,
        {**RELEASE, "count": {"between": ["4", 5]}},
        ("/count", "expected an integer, found '4'"),
        ("/count/between/0", "between: wrong type"),
    ),
    one(
        "bounds that cross",
        Term,
        {**RELEASE, "count": {"between": [5, 4]}},
        ("/count", "Count between: 5 is not less than 4"),
    ),
    one(
        "a blank word for a number",
        Term,
        {**RELEASE, "count": {"unstated": " "}},
        ("/count", "Count unstated: give the source's word for it, such as 'many'"),
        ("/count/unstated", "unstated: not in the required form"),
    ),
    one(
        "a number of days for a duration",
        Term,
        {**TRUCE, "duration": {"exactly": 42}},
        ("/duration", "expected a string, found 42"),
        ("/duration/exactly", "exactly: wrong type"),
    ),
    one(
        "words for a duration",
        Term,
        {**TRUCE, "duration": {"exactly": "6 weeks"}},
        ("/duration", f"'6 weeks' {NO_DURATION}"),
        ("/duration/exactly", "exactly: not in the required form"),
    ),
    # Dates.
    one(
        "a date and an order",
        Event,
        {**EVENT, "when": {"edtf": "2024", "basis": "stated", "after": "x"}},
        ("/when", "When: give either edtf or after"),
        ("/when", "when: none of the possible forms"),
    ),
    one(
        "neither date nor order",
        Event,
        {**EVENT, "when": {"note": "n"}},
        ("/when", "When: give either edtf or after"),
        ("/when", "when: none of the possible forms"),
    ),
    one(
        "a date without a basis",
        Event,
        {**EVENT, "when": {"edtf": "2024"}},
        ("/when", "When: basis stands with edtf, and only with it"),
        ("/when", "when: none of the possible forms"),
    ),
    one(
        "an order with a basis",
        Event,
        {**EVENT, "when": {"after": "x", "basis": "stated"}},
        ("/when", "When: basis stands with edtf, and only with it"),
        ("/when", "when: none of the possible forms"),
    ),
    one(
        "words for a date",
        Event,
        {**EVENT, "when": {"edtf": "May", "basis": "stated"}},
        ("/when", f"'May' {NO_DATE}"),
        ("/when/edtf", "edtf: not in the required form"),
    ),
    one(
        "a day that does not exist",
        Event,
        {**EVENT, "when": {"edtf": "2023-02-29", "basis": "stated"}},
        ("/when", "'2023-02-29' is not a calendar date: day is out of range for month"),
    ),
    # Evidence.
    one(
        "a bare number as another value",
        Evidence,
        {**EVIDENCE, "value": 5},
        (
            "/value",
            "expected true or false or a string or Count or Amount or Duration or Timing or When, found 5",
        ),
        ("/value", "value: none of the possible forms"),
    ),
    one(
        "a list as another value",
        Evidence,
        {**EVIDENCE, "value": ["a"]},
        (
            "/value",
            (
                "expected true or false or a string or Count or Amount or Duration or Timing or When, "
                "found ['a']"
            ),
        ),
        ("/value", "value: none of the possible forms"),
    ),
    one(
        "null as another value",
        Evidence,
        {**EVIDENCE, "value": None},
        ("/value", NULL),
        ("/value", "value: none of the possible forms"),
    ),
    one(
        "words for a duration as another value",
        Evidence,
        {**EVIDENCE, "value": {"exactly": "6 weeks"}},
        ("/value", f"'6 weeks' {NO_DURATION}"),
        ("/value", "value: none of the possible forms"),
    ),
    one(
        "an empty passage",
        Evidence,
        {**EVIDENCE, "end": 10},
        ("", "Evidence: end 10 is not after start 10"),
    ),
    # Keys of items stand once.
    one(
        "a spelling twice",
        Actor,
        {**ACTOR, "spellings": ["A", "B", "A"]},
        ("/spellings/2", "spellings: duplicate key: the same 'A' as in item 1"),
        ("/spellings", "spellings: duplicate item"),
    ),
    one(
        "a paragraph twice",
        Source,
        {**SOURCE, "furniture": [3, 3]},
        ("/furniture/1", "furniture: duplicate key: the same 3 as in item 1"),
        ("/furniture", "furniture: duplicate item"),
    ),
    one(
        "two terms on one issue",
        Version,
        {**VERSION, "terms": [TRUCE, {**TRUCE, "kind": "other"}]},
        ("/terms/1", "terms: duplicate key: the same issue 'truce' as in item 1"),
    ),
    one(
        "two terms on one issue and phase",
        Version,
        {**VERSION, "terms": [{**TRUCE, "phase": phase} for phase in (1, 2, 1)]},
        ("/terms/2", "terms: duplicate key: the same issue 'truce' and phase 1 as in item 1"),
    ),
    one(
        "an ordinal twice",
        Version,
        {**VERSION, "phases": [{"ordinal": 1}, {"ordinal": 1, "label": "one"}]},
        ("/phases/1", "phases: duplicate key: the same ordinal 1 as in item 1"),
    ),
    one(
        "a group twice",
        Term,
        {**RELEASE, "groups": [{"who": ["women"]}, {"who": ["women"], "count": {"exactly": 5}}]},
        ("/groups/1", "groups: duplicate key: the same who ['women'] as in item 1"),
    ),
    one(
        "a condition twice",
        Term,
        {**TRUCE, "conditions": [{"summary": "s"}, {"summary": "s"}]},
        (
            "/conditions/1",
            "conditions: duplicate key: the same {'summary': 's'} as in item 1",
        ),
    ),
    one(
        "a doubled term further in",
        Proposal,
        {**PROPOSAL, "versions": [{**VERSION, "terms": [TRUCE, TRUCE]}]},
        ("/versions/0/terms/1", "terms: duplicate key: the same issue 'truce' as in item 1"),
    ),
    one(
        "a version twice",
        Proposal,
        {**PROPOSAL, "versions": [VERSION, VERSION]},
        ("/versions/1", "versions: duplicate key: the same id 'plan@one' as in item 1"),
    ),
    # All at once.
    (
        "several faults",
        Actor,
        {"id": 5, "kind": "xyz", "spellings": "abc", "unheard": 1},
        [
            ("/id", "expected a string, found 5"),
            ("", "the field 'name' is missing"),
            ("/kind", f"expected one of {ACTOR_KINDS}, found 'xyz'"),
            ("/spellings", "expected an array, found 'abc'"),
            ("/unheard", "unknown field 'unheard'"),
        ],
        [
            ("", "the field 'name' is missing"),
            ("/id", "id: wrong type"),
            ("/kind", "kind: not an allowed word"),
            ("/spellings", "spellings: wrong type"),
            ("/unheard", "unknown field 'unheard'"),
        ],
    ),
    (
        "a doubled item and another fault",
        Actor,
        {**ACTOR, "name": 5, "spellings": ["A", "A"]},
        [
            ("/spellings/1", "spellings: duplicate key: the same 'A' as in item 1"),
            ("/name", "expected a string, found 5"),
        ],
        [
            ("/name", "name: wrong type"),
            ("/spellings", "spellings: duplicate item"),
        ],
    ),
]


@pytest.mark.parametrize(
    ("kind", "data", "problems"),
    [pytest.param(kind, data, found, id=name) for name, kind, data, found, _ in REFUSED],
)
def test_what_does_not_fit_is_refused_from_data(
    kind: type[Value], data: Any, problems: list[tuple[str, str]]
) -> None:
    """Nothing is converted or ignored: what does not fit is named, and where it stands."""
    with pytest.raises(InvalidDataset) as fault:
        from_data(kind, data)
    assert problems_of(fault.value) == problems
    assert {(each.rule, "duplicate key" in each.message) for each in fault.value.problems} <= {
        ("value", False),
        ("unique-key", True),
        ("unique-id", True),
    }


@pytest.mark.parametrize(
    ("kind", "data", "problems"),
    [pytest.param(kind, data, found, id=name) for name, kind, data, _, found in REFUSED],
)
def test_what_does_not_fit_is_refused_from_text(
    kind: type[Value], data: Any, problems: list[tuple[str, str]]
) -> None:
    """What data is refused for, its text is refused for too, by the schema or after it."""
    with pytest.raises(InvalidDataset) as fault:
        from_json(kind, json.dumps(data))
    assert problems_of(fault.value) == problems
    rules = {"schema", "value", "unique-key", "unique-id"}
    assert {problem.rule for problem in fault.value.problems} <= rules
    assert all(problem.line == 1 and problem.column >= 1 for problem in fault.value.problems)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (Actor, {**ACTOR, "id": "Party A"}),
        (Actor, {**ACTOR, "name": " "}),
        (Actor, {**ACTOR, "speaks_for": ""}),
        (Evidence, {**EVIDENCE, "sha256": "0"}),
        (Evidence, {**EVIDENCE, "paragraph": 0}),
        (Evidence, {**EVIDENCE, "start": -1}),
        (Version, {**VERSION, "id": "plan"}),
        (Source, {**SOURCE, "language": "English"}),
        (Source, {**SOURCE, "file_name": "a/b.txt"}),
        (Term, {**TRUCE, "phase": 0}),
    ],
)
def test_patterns_and_limits_are_held_where_text_is_read(kind: type[Value], data: Data) -> None:
    """Forms of text and least numbers are the schema's to check, when text is read."""
    with pytest.raises(InvalidDataset) as fault:
        from_json(kind, json.dumps(data))
    assert {problem.rule for problem in fault.value.problems} == {"schema"}


TWICE: list[tuple[str, type[Value], Data]] = [
    (
        "words of a group in another order",
        Term,
        {**RELEASE, "groups": [{"who": ["women", "living"]}, {"who": ["living", "women"]}]},
    ),
    (
        "keys of a condition in another order",
        Event,
        {
            **EVENT,
            "conditions": [{"actor": "a", "summary": "s"}, {"summary": "s", "actor": "a"}],
        },
    ),
    (
        "claimants in another order",
        Actor,
        {
            **ACTOR,
            "evidence": [
                {**EVIDENCE, "claimants": ["a", "b"]},
                {**EVIDENCE, "claimants": ["b", "a"]},
            ],
        },
    ),
    (
        "claimants in another order, further in",
        Version,
        {
            **VERSION,
            "terms": [
                {
                    **TRUCE,
                    "evidence": [
                        {**EVIDENCE, "claimants": ["a", "b"]},
                        {**EVIDENCE, "claimants": ["b", "a"]},
                    ],
                }
            ],
        },
    ),
]


@pytest.mark.parametrize(
    ("kind", "data"), [pytest.param(kind, data, id=name) for name, kind, data in TWICE]
)
def test_the_same_item_in_another_order_stands_twice(kind: type[Value], data: Data) -> None:
    """Two items that are the same once they are read are refused, and the second is named."""
    for read in (lambda: from_data(kind, data), lambda: from_json(kind, json.dumps(data))):
        with pytest.raises(InvalidDataset) as fault:
            read()
        (problem,) = fault.value.problems
        assert problem.pointer.endswith("/1")
        assert problem.message.endswith("as in item 1")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            '{"id": "a",\n "name": "A", "kind": "state", "id": "a"}',
            Problem(
                rule="json",
                line=2,
                column=32,
                message="duplicate key 'id' in an object",
                remedy="remove one of them",
            ),
        ),
        (
            '{"id": "a",\n "name": "A", "kind": "state", "member_of": [{"role": "b", "role": ""}]}',
            Problem(
                rule="json",
                line=2,
                column=60,
                message="duplicate key 'role' in an object",
                remedy="remove one of them",
            ),
        ),
        (
            '{"id": "a" "name": "A"}',
            Problem(
                rule="json",
                line=1,
                column=12,
                message="not JSON: expecting ',' delimiter",
                remedy="fix the syntax here",
            ),
        ),
        (
            "",
            Problem(
                rule="json",
                line=1,
                column=1,
                message="the file is empty",
                remedy="write a record into it, or remove the file",
            ),
        ),
        (
            '{"id": "\ud800"}',
            Problem(
                rule="json",
                line=1,
                column=9,
                message="byte 8 is not UTF-8",
                remedy="save the file as UTF-8",
            ),
        ),
    ],
)
def test_text_that_is_no_json_is_refused(text: str, problem: Problem) -> None:
    """What is wrong with the text itself comes as one problem with its place."""
    with pytest.raises(InvalidDataset) as fault:
        from_json(Actor, text)
    assert fault.value.problems == (problem,)


def test_a_fault_in_a_file_has_its_place() -> None:
    """A fault in a part of a file is given with line, column, record and pointer into the file."""
    text = (
        '[\n  {"id": "a"},\n'
        '  {"id": "e", "act": "press", "when":\n'
        '    {"after": "x", "basis": "stated"}}\n]'
    )
    document, problems = read_json("events.json", text.encode())
    assert document is not None
    assert problems == ()
    made, problems = structure_problems(Event, document, document.value[1], (1,))
    assert made is None
    assert problems == (
        Problem(
            rule="value",
            file="events.json",
            line=4,
            column=5,
            record="e",
            pointer="/1/when",
            message="When: basis stands with edtf, and only with it",
            found='{"after": "x", "basis": "stated"} (object)',
            remedy="fix the value here",
        ),
    )


# --- whatever comes -----------------------------------------------------------------------------


def attempt(read: Callable[[type[Any], Any], Any], kind: type[Any], given: Any) -> Attempt:
    """What is read, or the problems for which it is refused; one or the other."""
    made, problems = None, ()
    try:
        made = read(kind, given)
    except InvalidDataset as fault:
        problems = fault.problems
    assert (made is None) is bool(problems)
    assert all(problem.message for problem in problems)
    return made, problems


def from_dumped(kind: type[Any], data: Any) -> Any:
    """What is read from the text of the data."""
    return from_json(kind, json.dumps(data))


@often
@given(st.sampled_from([*CLASSES, Term]), json_values())
def test_any_json_is_read_or_refused_with_problems(kind: type[Value], data: Any) -> None:
    """Of any JSON, a reader returns a value or names what is wrong, and never fails otherwise."""
    for read in (from_data, from_dumped):
        made, _ = attempt(read, read_as(kind), data)
        assert made is None or isinstance(made, read_as(kind))


@settings(max_examples=scaled(100))
@given(values(), st.data())
def test_nothing_is_converted(item: Value, draw: st.DataObject) -> None:
    """Of data that is slightly off, either problems come, or a value that is written as it was.

    Only the order of keys and items may differ, which mean nothing.
    """
    data = draw.draw(mutated(to_data(item)))
    made, _ = attempt(from_data, read_as(item), data)
    if made is not None:
        assert sorted_data(to_data(made)) == sorted_data(data)


@settings(max_examples=scaled(100))
@given(values(), st.data())
def test_text_is_read_as_its_data_is(item: Value, draw: st.DataObject) -> None:
    """What text is read as, its data is; what data is refused for, its text is refused too."""
    data = draw.draw(mutated(to_data(item)))
    made, problems = attempt(from_dumped, read_as(item), data)
    assert all(problem.line >= 1 and problem.column >= 1 for problem in problems)
    if made is not None:
        assert from_data(read_as(item), data) == made


@often
@given(values(), st.data())
def test_problems_point_into_the_data(item: Value, draw: st.DataObject) -> None:
    """The pointer of a problem leads to a value that is there (RFC 6901)."""
    data = draw.draw(mutated(to_data(item)))
    for read in (from_data, from_dumped):
        for problem in attempt(read, read_as(item), data)[1]:
            here = data
            for part in problem.pointer.split("/")[1:]:
                name = part.replace("~1", "/").replace("~0", "~")
                here = here[int(name)] if isinstance(here, list) else here[name]


def test_numbers_beyond_all_bounds_are_refused() -> None:
    """A number too great for any type is one of the wrong type, and makes no reader fail."""
    data = json.loads('{"id": "a", "name": "A", "kind": "state", "spellings": [1e999]}')
    with pytest.raises(InvalidDataset) as fault:
        from_data(Actor, data)
    assert problems_of(fault.value) == [("/spellings/0", "expected a string, found inf")]


@given(st.text(st.characters(categories=["Cs", "Lu"]), min_size=1, max_size=3))
def test_text_that_is_read_can_be_written(name: str) -> None:
    """Text that cannot be written as UTF-8, such as half a surrogate pair, is not read either."""
    made, _ = attempt(from_dumped, Actor, {**ACTOR, "name": name})
    if made is not None:
        assert to_json(made).encode()
        assert from_json(Actor, to_json(made)) == made


@pytest.mark.parametrize(
    ("kind", "field"), [(Evidence, "via"), (Evidence, "claimants"), (Actor, "spellings")]
)
def test_model_and_schema_agree_on_repeated_items(kind: type[Value], field: str) -> None:
    """Items that the model takes twice in one list, the schema takes, and the other way round."""
    data = {**(EVIDENCE if kind is Evidence else ACTOR), field: ["a", "b", "a"]}
    document, _ = read_json("a.json", json.dumps(data).encode())
    assert document is not None
    made, _ = attempt(from_data, kind, data)
    assert (made is None) is bool(schema_problems(document, kind))


def test_support_is_written_as_its_word() -> None:
    """A member of a vocabulary stands in a file as its word."""
    made = from_data(Evidence, EVIDENCE)
    assert made.support is Support.EXPLICIT
    assert to_data(made) == EVIDENCE
