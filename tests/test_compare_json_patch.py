"""Diffs as JSON Patches (RFC 6902), applied by libraries that know nothing of this one."""

from __future__ import annotations

import json
from functools import cache
from itertools import pairwise, permutations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonpatch
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from node import run_node
from pairs import (
    LAW,
    edited,
    passage,
    position,
    positions_and_versions,
    record_pairs,
    version,
    version_pairs,
)
from profiles import scaled
from strategies import CLASSES, by_class

import negotiations as ng
from negotiations.compare.diff import diff
from negotiations.errors import NegotiationsError
from negotiations.io.codec import from_data, to_data
from negotiations.io.strict_json import dumps
from negotiations.model import (
    Actor,
    CeasefireTerm,
    Condition,
    Issue,
    OtherTerm,
    ReleaseTerm,
    Term,
    Version,
)
from negotiations.model.values import Count, Duration
from negotiations.vocabulary import ActorKind, PhaseScope, TermKind

if TYPE_CHECKING:
    from negotiations.model.base import Value

TESTS = Path(__file__).parent
exactly = Count.exactly

# A value that is another, or that is not there.
REFUSED = (jsonpatch.JsonPatchException, jsonpatch.JsonPointerException)


def release(**fields: Any) -> ReleaseTerm:
    return ReleaseTerm(issue="prisoners", **fields)


def carried_over(a: Value, b: Value) -> Any:
    """What `jsonpatch` makes of the JSON of ``a`` by the patch toward ``b``."""
    patch = json.loads(json.dumps(diff(a, b).to_json_patch()))
    return jsonpatch.apply_patch(to_data(a), patch)


# --- laws ---------------------------------------------------------------------------------------


@LAW
@given(record_pairs())
def test_the_patch_makes_the_json_of_the_later_record(pair: tuple[Value, Value]) -> None:
    """Exactly, and read back it is written as the data files have the later record."""
    a, b = pair
    made = carried_over(a, b)
    assert made == to_data(b)
    assert dumps(to_data(from_data(type(b), made))) == dumps(to_data(b))


@LAW
@given(record_pairs())
def test_the_patch_is_empty_if_and_only_if_both_are_equal(pair: tuple[Value, Value]) -> None:
    """As the diff is."""
    a, b = pair
    assert bool(diff(a, b).to_json_patch()) is (a != b)
    assert diff(a, a).to_json_patch() == []


@LAW
@given(record_pairs())
def test_nothing_is_removed_or_replaced_untested(pair: tuple[Value, Value]) -> None:
    """Right before each of these operations stands a test of the same place."""
    patch = diff(*pair).to_json_patch()
    for index, operation in enumerate(patch):
        if operation["op"] in ("remove", "replace"):
            before = patch[index - 1]
            assert index > 0
            assert (before["op"], before["path"]) == ("test", operation["path"])
    assert {operation["op"] for operation in patch} <= {"test", "remove", "replace", "add", "move"}


@LAW
@given(record_pairs())
def test_the_patch_of_the_inverted_diff_leads_back(pair: tuple[Value, Value]) -> None:
    """There and back is where it began."""
    a, b = pair
    back = diff(a, b).invert().to_json_patch()
    assert jsonpatch.apply_patch(carried_over(a, b), back) == to_data(a)


@LAW
@given(version_pairs(), st.data())
def test_a_patch_touches_nothing_that_it_does_not_test(
    pair: tuple[Version, Version], data: st.DataObject
) -> None:
    """On another record it is refused, or it changes only what the diff names as changed."""
    a, b = pair
    other = data.draw(edited(a))
    found = diff(a, b)
    assume(other != a and found)
    try:
        made = jsonpatch.apply_patch(to_data(other), found.to_json_patch())
    except REFUSED:
        return
    changed = {str(change.steps[0]) for change in found}
    was = to_data(other)
    for name in made.keys() | was.keys():
        if name not in changed:
            assert made.get(name) == was.get(name)


@LAW
@given(positions_and_versions())
def test_a_position_is_not_patched_into_a_version(pair: tuple[Value, Value]) -> None:
    """The error says why, as that of `apply` does."""
    with pytest.raises(NegotiationsError, match="compared, and not made from each other"):
        diff(*pair).to_json_patch()


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
@settings(LAW, max_examples=scaled(3))
@given(data=st.data())
def test_any_two_values_of_one_class(cls: type[Value], data: st.DataObject) -> None:
    """Small values too: an interval changes as a whole."""
    a, b = data.draw(st.tuples(by_class(cls), by_class(cls)))
    assume(type(a) is type(b))
    assert carried_over(a, b) == to_data(b)


# --- cases --------------------------------------------------------------------------------------


def test_a_term_is_moved_and_edited_in_its_new_place() -> None:
    """Items first go, then change places, then come; what is inside is edited last, and tested."""
    a = version(release(phase=1, count=exactly(5)), OtherTerm(issue="aid"), OtherTerm(issue="x"))
    b = version(release(phase=2, count=exactly(7)), OtherTerm(issue="b"), OtherTerm(issue="x"))
    assert diff(a, b).to_json_patch() == [
        {"op": "test", "path": "/terms/0", "value": {"kind": "other", "issue": "aid"}},
        {"op": "remove", "path": "/terms/0"},
        {"op": "add", "path": "/terms/0", "value": {"kind": "other", "issue": "b"}},
        {"op": "test", "path": "/terms/1/issue", "value": "prisoners"},
        {"op": "test", "path": "/terms/1/phase", "value": 1},
        {"op": "test", "path": "/terms/1/phase", "value": 1},
        {"op": "replace", "path": "/terms/1/phase", "value": 2},
        {"op": "test", "path": "/terms/1/count", "value": {"exactly": 5}},
        {"op": "replace", "path": "/terms/1/count", "value": {"exactly": 7}},
    ]


def test_a_term_whose_phase_becomes_known_changes_places() -> None:
    """Its key sorts elsewhere now, past the terms that stay."""
    a = version(release(), release(phase=1))
    b = version(release(phase=1), release(phase=2))
    patch = diff(a, b).to_json_patch()
    assert {"op": "move", "path": "/terms/1", "from": "/terms/0"} in patch
    assert carried_over(a, b) == to_data(b)


PHASES: tuple[Any, ...] = (None, PhaseScope.WHOLE, 1, 2, 3)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_terms_in_any_phases(number: int) -> None:
    """All ways in which up to three terms of one issue, beside others, can change their phases."""
    around = (OtherTerm(issue="a"), OtherTerm(issue="z"))

    def held(phases: tuple[Any, ...]) -> Version:
        return version(*(release(phase=phase, note=f"{phase}") for phase in phases), *around)

    sides = [held(each) for size in range(number + 1) for each in permutations(PHASES, size)]
    for b in sides:
        for a in sides[:: len(sides) // 7 + 1]:
            assert carried_over(a, b) == to_data(b)


TERM_PAIRS: list[tuple[str, Term, Term]] = [
    ("another kind of term", release(), OtherTerm(issue="prisoners", summary="All.")),
    ("an interval", release(count=exactly(5)), release(count=Count.between(5, 9))),
    ("a list to none", release(conditions=(Condition(summary="a/b~c"),)), release(conditions=())),
    ("none to silence", release(conditions=()), release()),
    (
        "other passages",
        release(evidence=(passage(1), passage(3))),
        release(evidence=(passage(2), passage(3, hedged=True))),
    ),
    (
        "the order of outlets",
        release(evidence=(passage(1, via=("gazette", "radio")),)),
        release(evidence=(passage(1, via=("radio", "gazette")),)),
    ),
    (
        "a duration",
        CeasefireTerm(issue="truce", duration=Duration.exactly("P6W")),
        CeasefireTerm(issue="truce", duration=Duration.exactly("P42D")),
    ),
]


@pytest.mark.parametrize(
    ("a", "b"), [row[1:] for row in TERM_PAIRS], ids=[r[0] for r in TERM_PAIRS]
)
def test_terms(a: Term, b: Term) -> None:
    """Both ways, in a version and, where their kinds are one, by themselves."""
    for one, other in ((a, b), (b, a)):
        assert carried_over(version(one), version(other)) == to_data(version(other))
        if type(one) is type(other):
            assert carried_over(one, other) == to_data(other)


def test_a_list_whose_order_means_something_is_replaced() -> None:
    """Its items have no keys that they could be told apart by in another order."""
    a = Issue(
        id="vote",
        label="Vote",
        definition="A vote.",
        kind=TermKind.CHOICE,
        options=("never", "later", "soon"),
    )
    b = a.replace(options=("soon", "later"))
    assert diff(a, b).to_json_patch() == [
        {"op": "test", "path": "/options", "value": ["never", "later", "soon"]},
        {"op": "replace", "path": "/options", "value": ["soon", "later"]},
    ]


def test_texts_are_values_and_never_paths() -> None:
    """Slashes and tildes of a name need no escaping: items are addressed by index."""
    a = Actor(id="north", name="a/b", kind=ActorKind.STATE, spellings=("~0", "~1", "a/b"))
    b = a.replace(name="c~d", spellings=("/", "~1"))
    assert carried_over(a, b) == to_data(b)


def test_a_patch_is_refused_where_another_value_stands() -> None:
    """The test before an operation fails, and the library changes nothing."""
    patch = diff(version(release(count=exactly(5))), version(release(count=exactly(7))))
    for other in (version(release(count=exactly(6))), version(OtherTerm(issue="aid"))):
        with pytest.raises(REFUSED):
            jsonpatch.apply_patch(to_data(other), patch.to_json_patch())


def test_the_terms_of_two_positions() -> None:
    """Positions are records like others."""
    a, b = position(release(count=exactly(5))), position(OtherTerm(issue="aid"))
    assert carried_over(a, b) == to_data(b)


# --- the bundled records ------------------------------------------------------------------------

DATASET = ng.load()


@pytest.mark.parametrize("kind", sorted(DATASET.records.collections))
def test_all_pairs_of_real_records(kind: str) -> None:
    """Of versions and positions all pairs, of the other collections those that stand together."""
    held = list(DATASET.records.collections[kind].values())
    pairs = [(a, b) for a in held for b in held]
    if kind not in ("versions", "positions"):
        pairs = list(pairwise(held))
    for a, b in pairs:
        assert carried_over(a, b) == to_data(b)


# --- the library of another language ------------------------------------------------------------


@cache
def batch() -> list[tuple[Value, Value]]:
    """Drawn pairs, the cases above both ways, and real ones: one process of node takes them all."""
    found: list[tuple[Value, Value]] = []

    @settings(max_examples=LAW.max_examples, database=None, suppress_health_check=list(HealthCheck))
    @given(record_pairs())
    def draw(pair: tuple[Value, Value]) -> None:
        found.append(pair)

    draw()
    for _, a, b in TERM_PAIRS:
        found += [(version(a), version(b)), (version(b), version(a))]
    for kind in ("versions", "positions"):
        held = list(DATASET.records.collections[kind].values())
        found += [(a, b) for a in held for b in held]
    return found


def test_a_library_of_another_language_makes_the_same() -> None:
    """`fast-json-patch` makes of each earlier record the later one, and refuses what does not fit."""
    cases = [[to_data(a), diff(a, b).to_json_patch()] for a, b in batch()]
    wanted: list[Any] = [{"document": to_data(b)} for _, b in batch()]
    five, seven = version(release(count=exactly(5))), version(release(count=exactly(7)))
    cases.append([to_data(version(release(count=exactly(6)))), diff(five, seven).to_json_patch()])
    wanted.append({"refused": "TEST_OPERATION_FAILED"})
    said = run_node("fast-json-patch", "apply_patches.mjs", input=json.dumps(cases))
    assert len(cases) > LAW.max_examples
    assert json.loads(said) == wanted
