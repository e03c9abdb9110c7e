"""Diffs read back from their documents, and documents that are refused."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pairs import LAW, issue, passage, position, positions_and_versions, record_pairs, version
from profiles import scaled, step
from strategies import CLASSES, by_class, json_values, mutated, records

import negotiations as ng
from negotiations.answers.answer import to_json
from negotiations.compare.diff import Diff, diff
from negotiations.compare.document import diff_to_data
from negotiations.compare.document_reading import from_json
from negotiations.errors import InvalidDataset, PatchDoesNotFit, Problem
from negotiations.io.codec import to_data
from negotiations.model import Actor, Condition, Group, OtherTerm, ReleaseTerm, Version
from negotiations.model.values import Count
from negotiations.vocabulary import ActorKind, Level, TermKind, Who

if TYPE_CHECKING:
    from negotiations.model.base import Value

exactly = Count.exactly


def read(found: Diff) -> Diff:
    return from_json(Diff, to_json(found))


def refused(data: Any) -> tuple[Problem, ...]:
    with pytest.raises(InvalidDataset) as fault:
        from_json(Diff, json.dumps(data))
    assert fault.value.problems
    return fault.value.problems


def attempt(data: Any) -> Diff | InvalidDataset:
    """What is read of a document, or why it is refused."""
    try:
        return from_json(Diff, json.dumps(data))
    except InvalidDataset as fault:
        return fault


# --- there and back -----------------------------------------------------------------------------


@LAW
@given(record_pairs())
def test_a_diff_is_read_back_as_it_was(pair: tuple[Value, Value]) -> None:
    """The same changes between the same records, in the same order, written the same again."""
    a, b = pair
    found = diff(a, b)
    back = read(found)
    assert back == found
    assert (back.a, back.b, back.whole, back.same) == (a, b, True, found.same)
    assert to_json(back) == to_json(found)
    for one, other in zip(back, found, strict=True):
        assert (one.code, one.path, one.level, one.certainty) == (
            other.code,
            other.path,
            other.level,
            other.certainty,
        )
        assert (one.evidence_before, one.evidence_after) == (
            other.evidence_before,
            other.evidence_after,
        )


@LAW
@given(record_pairs())
def test_what_was_read_is_applied_and_inverted(pair: tuple[Value, Value]) -> None:
    """As the diff that was written is."""
    a, b = pair
    back = read(diff(a, b))
    assert back.apply(a) == b
    assert back.invert().apply(b) == a
    assert read(back.invert()) == diff(b, a)
    assert back.to_json_patch() == diff(a, b).to_json_patch()


@LAW
@given(st.data())
def test_what_was_read_is_composed(data: st.DataObject) -> None:
    """From the documents alone, without the records at hand."""
    a, b = data.draw(record_pairs())
    c = data.draw(by_class(type(b)))
    first, second = to_json(diff(a, b)), to_json(diff(b, c))
    composed = from_json(Diff, first).compose(from_json(Diff, second))
    assert composed == diff(a, c)
    assert composed.apply(a) == c


@LAW
@given(positions_and_versions())
def test_a_position_and_a_version_are_read_back_too(pair: tuple[Value, Value]) -> None:
    """Either way round."""
    for a, b in (pair, pair[::-1]):
        assert read(diff(a, b)) == diff(a, b)


def test_groups_of_which_parts_are_not_reported_have_paths_of_their_own() -> None:
    """A group of nothing, one of some citizens and one of some persons are three, on paths too."""
    empty = ReleaseTerm(issue="captives", groups=())
    groups = (Group(), Group(count=Count.exactly(0), citizens_of="0"), Group(who=(Who.WOMEN,)))
    found = diff(empty, empty.replace(groups=groups))
    assert [each.path for each in found] == ["/groups/-", "/groups/:0", "/groups/women"]
    assert read(found) == found


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
@settings(LAW, max_examples=scaled(3))
@given(data=st.data())
def test_diffs_of_any_values_are_read_back(cls: type[Value], data: st.DataObject) -> None:
    """Terms, passages and counts by themselves too."""
    a, b = data.draw(by_class(cls)), data.draw(by_class(cls))
    if type(a) is type(b):
        assert read(diff(a, b)) == diff(a, b)


@given(records())
def test_records_are_read_as_before(record: Value) -> None:
    """One function reads what the other writes, whatever it is."""
    assert from_json(type(record), to_json(record)) == record


def test_leans_are_asked_of_a_dataset_again() -> None:
    """They rest on issues, which the document does not hold."""
    a, b = (version(ReleaseTerm(issue="prisoners", count=exactly(n))) for n in (5, 7))
    a, b = (each.replace(phases=()) for each in (a, b))
    found = diff(a, b, issues={"prisoners": issue("prisoners", TermKind.RELEASE, "count")})
    back = read(found)
    assert back == found
    assert found.lean(found[0]).toward == "north"
    assert back.lean(back[0]).toward is None


DATASET = ng.load()


@pytest.mark.parametrize("kind", ["versions", "positions"])
def test_all_pairs_of_real_records(kind: str) -> None:
    """Applied, inverted, composed, and read back; and no change of either is lost.

    Each record meets a third of the others, either way round, and all of them where the tests explore.
    """
    held = list(DATASET.records.collections[kind].values())
    for one, a in enumerate(held):
        for other, b in enumerate(held):
            if (one + other) % step(3):
                continue
            found = DATASET.diff(a, b)
            back = read(found)
            assert back == found
            assert back.apply(a) == b
            assert back.invert() == DATASET.diff(b, a)
            assert back.invert().apply(b) == a
            c = held[(other + 1) % len(held)]
            assert back.compose(DATASET.diff(b, c)) == DATASET.diff(a, c)


# --- what is refused ----------------------------------------------------------------------------

A = version(
    ReleaseTerm(issue="prisoners", phase=1, count=exactly(5), evidence=(passage(1),)),
    OtherTerm(issue="veto", conditions=(Condition(summary="A vote."),)),
    note="One.",
)
B = version(
    ReleaseTerm(issue="prisoners", phase=1, count=exactly(7), evidence=(passage(2),)),
    OtherTerm(issue="aid"),
    OtherTerm(issue="veto", conditions=()),
    note="Two.",
)
DOCUMENT = diff_to_data(diff(A, B))
AT = {each["path"]: index for index, each in enumerate(DOCUMENT["changes"])}
NOTE, COUNT, AID = AT["/note"], AT["/terms/prisoners@1/count"], AT["/terms/aid"]


def change(data: Any, at: int) -> Any:
    return data["changes"][at]


REFUSED: list[tuple[str, Any, str, str]] = [
    (
        "another format",
        lambda data: data.update(format=1),
        "/format",
        "a diff of another format",
    ),
    (
        "the same change twice",
        lambda data: data["changes"].append(deepcopy(change(data, COUNT))),
        f"/changes/{len(DOCUMENT['changes'])}",
        "not a change between the two records, or a second one of its place",
    ),
    (
        "another value before",
        lambda data: change(data, COUNT).update(before={"exactly": 6}),
        f"/changes/{COUNT}/before",
        "before: not what the records say",
    ),
    (
        "other steps",
        lambda data: change(data, NOTE).update(steps=["notes"]),
        f"/changes/{NOTE}/steps",
        "steps: not what the records say",
    ),
    (
        "another record",
        lambda data: data["records"]["b"].update(note="Three."),
        f"/changes/{NOTE}/after",
        "after: not what the records say",
    ),
    (
        "a record that breaks its schema",
        lambda data: data["records"]["a"].update(completeness="most"),
        "/records/a/completeness",
        "completeness: not an allowed word",
    ),
    (
        "no record",
        lambda data: data.pop("records"),
        "/records",
        "the two records are missing",
    ),
    (
        "some of the changes",
        lambda data: data.update(complete=False),
        "/complete",
        "only some of the changes are listed",
    ),
    (
        "an unknown class",
        lambda data: data["kinds"].update(a="Verison"),
        "/kinds/a",
        "no such class",
    ),
    (
        "two kinds",
        lambda data: data["kinds"].update(b="Position"),
        "/kinds",
        "sides that are not compared so",
    ),
    (
        "another level",
        lambda data: change(data, COUNT).update(level="editorial"),
        f"/changes/{COUNT}/level",
        "level: not what the records say",
    ),
    (
        "another code",
        lambda data: change(data, COUNT).update(code="term.count.lowered"),
        f"/changes/{COUNT}/code",
        "code: not what the records say",
    ),
    (
        "another sort of change",
        lambda data: change(data, AID).update(change="Added"),
        f"/changes/{AID}/change",
        "change: not what the records say",
    ),
    (
        "other passages",
        lambda data: change(data, COUNT)["evidence"].update(before=[]),
        f"/changes/{COUNT}/evidence",
        "evidence: not what the records say",
    ),
    (
        "another delta",
        lambda data: change(data, COUNT)["delta"].update(low=3),
        f"/changes/{COUNT}/delta",
        "delta: not what the records say",
    ),
    (
        "another summary",
        lambda data: data["summary"].update(text="terms: 9 changed"),
        "/summary/text",
        "text: not what the records say",
    ),
    (
        "another name",
        lambda data: data.update(a="versions/x@y"),
        "/a",
        "a: not what the records say",
    ),
]


@pytest.mark.parametrize(
    ("break_it", "pointer", "message"),
    [row[1:] for row in REFUSED],
    ids=[row[0] for row in REFUSED],
)
def test_what_is_refused(break_it: Any, pointer: str, message: str) -> None:
    """Where it is wrong, and what is."""
    data = deepcopy(DOCUMENT)
    break_it(data)
    problems = refused(data)
    (problem,) = [each for each in problems if each.pointer == pointer]
    assert problem.message.startswith(message)
    assert problem.line


def test_all_that_is_wrong_is_said_at_once() -> None:
    """Faults of several changes stand in one error, by their place in the text."""
    data = deepcopy(DOCUMENT)
    change(data, NOTE)["before"] = "Five."
    change(data, COUNT)["before"] = {"exactly": 9}
    change(data, AID)["level"] = "editorial"
    problems = refused(data)
    assert {each.pointer for each in problems} == {
        f"/changes/{NOTE}/before",
        f"/changes/{COUNT}/before",
        f"/changes/{AID}/level",
    }
    assert [each.rule for each in problems] == ["value"] * 3


def test_a_contradiction_names_both_sides() -> None:
    """What stands there, and what the records say instead."""
    data = deepcopy(DOCUMENT)
    change(data, COUNT)["level"] = Level.EDITORIAL.value
    (problem,) = refused(data)
    assert (problem.found, problem.expected) == ('"editorial"', '"substantive"')
    assert problem.remedy == "write the diff anew, or fix this"


def test_a_missing_change_is_named() -> None:
    """By its path, since the records tell what is missing."""
    data = deepcopy(DOCUMENT)
    del data["changes"][NOTE]
    (problem,) = refused(data)
    assert (problem.pointer, problem.message) == ("/changes", "a change is missing")
    assert problem.expected == "/note"


def test_the_order_of_changes_means_nothing() -> None:
    """As it means nothing in the diff."""
    data = {**DOCUMENT, "changes": DOCUMENT["changes"][::-1]}
    assert from_json(Diff, json.dumps(data)) == diff(A, B)


def test_changes_of_a_position_against_a_version() -> None:
    """They are worked out from both records, and compared with what is listed."""
    data = diff_to_data(diff(position(ReleaseTerm(issue="prisoners", count=exactly(9))), A))
    at = next(at for at, each in enumerate(data["changes"]) if each["path"].endswith("/count"))
    change(data, at)["after"] = {"exactly": 6}
    (problem,) = refused(data)
    assert problem.pointer == f"/changes/{at}/after"


@LAW
@given(record_pairs(), st.data())
def test_a_mutated_document_is_refused_or_true(
    pair: tuple[Value, Value], data: st.DataObject
) -> None:
    """Problems with places, never a traceback; what is read says what its document says."""
    document = data.draw(mutated(json.loads(to_json(diff(*pair)))))
    back = attempt(document)
    if isinstance(back, InvalidDataset):
        assert back.problems
        assert all(each.message and each.line for each in back.problems)
        return
    assert back.apply(back.a) == back.b

    def without_leans(given_: Any) -> Any:
        changes = [{**each, "lean": None} for each in given_["changes"]]
        return {**given_, "changes": sorted(changes, key=lambda each: each["path"])}

    assert without_leans(document) == without_leans(json.loads(to_json(back)))


@given(json_values() | st.sampled_from([{"format": 4}, {"format": True}, {"format": "4"}]))
def test_no_json_ends_in_a_traceback(data: Any) -> None:
    """Whatever it is, it is refused with problems."""
    refused(data)


@pytest.mark.parametrize("text", ["", "{", "[1,", "\ud800", '{"format": 4, "format": 4}'])
def test_text_that_is_no_json(text: str) -> None:
    """The same."""
    with pytest.raises(InvalidDataset) as fault:
        from_json(Diff, text)
    assert {each.rule for each in fault.value.problems} == {"json"}


def test_a_read_diff_fits_or_does_not() -> None:
    """It carries over to other records as the written one does."""
    back = read(diff(A, B))
    assert back.apply(A) == B
    with pytest.raises(PatchDoesNotFit) as fault:
        back.apply(A.replace(note="Three."))
    assert (fault.value.path, fault.value.expected, fault.value.found) == (
        "/note",
        "One.",
        "Three.",
    )


def test_a_term_that_moved_is_found_by_both_of_its_keys() -> None:
    """The steps hold the key of either side, where the path holds the later one."""
    a, b = (version(OtherTerm(issue="veto", phase=n, note=f"{n}")) for n in (1, 2))
    data = diff_to_data(diff(a, b))
    assert change(data, 0)["steps"][1] == {
        "before": {"issue": "veto", "phase": 1},
        "after": {"issue": "veto", "phase": 2},
    }
    assert isinstance(read(diff(a, b)).b, Version)
    assert to_data(read(diff(a, b)).b) == to_data(b)


def test_records_without_a_collection() -> None:
    """A class that only stands inside of others has its name for an address."""
    north = Actor(id="north", name="North", kind=ActorKind.STATE)
    data = diff_to_data(diff(north, north.replace(name="The North")))
    assert data["kinds"] == {"a": "Actor", "b": "Actor"}
    assert diff_to_data(diff(passage(1), passage(2)))["a"] == "Evidence"
