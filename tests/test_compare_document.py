"""The JSON document of a diff, and what it says of the bundled records."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator
from pairs import LAW, issue, passage, positions_and_versions, record_pairs, version
from strategies import values

import negotiations as ng
from negotiations.answers.answer import to_json
from negotiations.compare.changes import Added, Moved, Removed, Reported, Unreported
from negotiations.compare.diff import Diff, diff
from negotiations.compare.document import diff_schema, diff_to_data
from negotiations.io.codec import from_data, to_data
from negotiations.io.layout import bundled_folder
from negotiations.model import (
    Actor,
    CeasefireTerm,
    Evidence,
    Metadata,
    OtherTerm,
    ProvisionTerm,
    ReleaseTerm,
    Term,
)
from negotiations.model.values import Count, Duration
from negotiations.vocabulary import ActorKind, Level, TermKind

if TYPE_CHECKING:
    from negotiations.model.base import Value

DATASET = ng.load()
exactly = Count.exactly


@cache
def validator() -> Draft202012Validator:
    return Draft202012Validator(diff_schema())


def faults(data: Any) -> list[str]:
    return [f"{fault.json_path}: {fault.message}" for fault in validator().iter_errors(data)]


def document_of(found: Diff) -> Any:
    """What another program reads from the document."""
    return json.loads(to_json(found))


# --- any diff -----------------------------------------------------------------------------------


def test_the_schema_is_a_schema() -> None:
    """It holds against the metaschema of its dialect, and names itself."""
    schema = diff_schema()
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    assert schema["$id"] == "urn:negotiations:schema:diff"
    assert diff_schema() == schema


def test_the_schema_in_the_repository_is_this_one() -> None:
    """What is committed is what the code makes."""
    path = bundled_folder() / "schema" / "diff.schema.json"
    assert json.loads(path.read_text("utf-8")) == diff_schema()


@LAW
@given(record_pairs())
def test_every_diff_is_a_document_of_the_schema(pair: tuple[Value, Value]) -> None:
    """And the document lists every change, in order, with what it says of itself."""
    found = diff(*pair)
    data = document_of(found)
    assert faults(data) == []
    assert data == diff_to_data(found)
    assert [(each["code"], each["path"]) for each in data["changes"]] == [
        (change.code, change.path) for change in found
    ]
    for given_, change in zip(data["changes"], found, strict=True):
        assert given_["change"] == type(change).__name__
        assert given_["level"] == change.level.value
        assert given_["certainty"] == change.certainty.value
        assert given_.get("issue") == change.issue
        for name, side in (("before", change.before), ("after", change.after)):
            assert (name in given_) is (side is not None)
            assert side is None or given_[name] == to_data(side)


@LAW
@given(positions_and_versions())
def test_a_position_and_a_version_make_a_document_too(pair: tuple[Value, Value]) -> None:
    """It says that not all of both is compared."""
    data = document_of(diff(*pair))
    assert faults(data) == []
    assert data["whole"] is False
    assert data["records"] == {"a": to_data(pair[0]), "b": to_data(pair[1])}


@given(values())
def test_any_value_compares_with_itself(value: Value) -> None:
    """A diff without changes is a document without changes."""
    data = document_of(diff(value, value))
    assert faults(data) == []
    assert data["changes"] == []


def test_the_whole_document() -> None:
    """The form of the document, pinned: a change of it is a change of the format."""
    a = version(ReleaseTerm(issue="prisoners", count=exactly(5), evidence=(passage(1),)))
    b = version(
        ReleaseTerm(issue="prisoners", count=exactly(7), evidence=(passage(1),)), id="plan@two"
    )
    a, b = a.replace(phases=()), b.replace(phases=())
    known = {"prisoners": issue("prisoners", TermKind.RELEASE, "count")}
    cited = {
        "source": "gazette",
        "paragraph": 1,
        "start": 100,
        "end": 109,
        "sha256": "0" * 64,
        "support": "explicit",
    }
    data = document_of(diff(a, b, issues=known))
    data["changes"].sort(key=lambda change: change["path"])
    assert data == {
        "format": 4,
        "a": "versions/plan@one",
        "b": "versions/plan@two",
        "kinds": {"a": "Version", "b": "Version"},
        "whole": True,
        "complete": True,
        "records": {"a": to_data(a), "b": to_data(b)},
        "summary": {
            "text": "terms: 1 changed",
            "changes": {"changed": 2},
            "levels": {"substantive": 1, "bookkeeping": 1},
            "terms": {
                "added": 0,
                "removed": 0,
                "changed": 1,
                "detailed": 0,
                "moved": 0,
                "reported": 0,
                "unreported": 0,
                "same": 0,
                "resolved": 0,
                "opened": 0,
                "options_added": 0,
                "options_dropped": 0,
                "not_coded": 0,
            },
        },
        "changes": [
            {
                "change": "Changed",
                "code": "version.id.changed",
                "path": "/id",
                "steps": ["id"],
                "level": "bookkeeping",
                "certainty": "certain",
                "before": "plan@one",
                "after": "plan@two",
                "words": [["-", "plan@one"], ["+", "plan@two"]],
                "evidence": {"before": [], "after": []},
                "lean": {"why": "it is on no issue"},
            },
            {
                "change": "Changed",
                "code": "term.count.raised",
                "path": "/terms/prisoners/count",
                "steps": [
                    "terms",
                    {"before": {"issue": "prisoners"}, "after": {"issue": "prisoners"}},
                    "count",
                ],
                "level": "substantive",
                "certainty": "certain",
                "issue": "prisoners",
                "before": {"exactly": 5},
                "after": {"exactly": 7},
                "delta": {"low": 2, "high": 2},
                "evidence": {"before": [cited], "after": [cited]},
                "lean": {"toward": "north", "away_from": "south", "why": "prisoners.count"},
            },
        ],
    }
    assert faults(data) == []


def change_between(a: Term, b: Term) -> Any:
    (given_,) = document_of(diff(version(a), version(b)))["changes"]
    return given_


def test_deltas_have_only_the_bounds_that_moved_from_and_to_a_number() -> None:
    """An open bound is left out; the delta of a duration is in seconds."""

    def delta(a: Count, b: Count) -> Any:
        return change_between(ReleaseTerm(issue="x", count=a), ReleaseTerm(issue="x", count=b)).get(
            "delta"
        )

    assert delta(exactly(5), exactly(7)) == {"low": 2, "high": 2}
    assert delta(Count.more_than(5), exactly(7)) == {"low": 1}
    assert delta(Count.at_most(7), exactly(7)) == {"high": 0}
    assert delta(Count.about(5), Count.about(7)) == {}
    hours = change_between(
        CeasefireTerm(issue="x", duration=Duration.exactly("PT12H")),
        CeasefireTerm(issue="x", duration=Duration.exactly("P1D")),
    )
    assert hours["delta"] == {"low": 12 * 3600, "high": 12 * 3600}


def test_texts_are_given_by_words_too() -> None:
    """A program can show a text's change as a reader would want it."""
    change = change_between(
        ProvisionTerm(issue="aid", volume="ten lorries"),
        ProvisionTerm(issue="aid", volume="six lorries"),
    )
    assert change["words"] == [["-", "ten"], ["+", "six"], ["=", "lorries"]]


@pytest.mark.parametrize(
    "break_it",
    [
        lambda data: data.pop("format"),
        lambda data: data.update(format=1),
        lambda data: data["changes"][0].pop("steps"),
        lambda data: data["changes"][0]["steps"].append({"before": {}}),
        lambda data: data.pop("complete"),
        lambda data: data["records"].pop("a"),
        lambda data: data.update(extra=1),
        lambda data: data["changes"][0].update(change="Lost"),
        lambda data: data["changes"][0].update(level="grave"),
        lambda data: data["changes"][0].pop("evidence"),
        lambda data: data["changes"][0]["evidence"]["after"].append({"source": "gazette"}),
        lambda data: data["changes"][0]["lean"].pop("why"),
        lambda data: data["summary"]["terms"].update(same=-1),
        lambda data: data["summary"]["terms"].pop("moved"),
    ],
)
def test_the_schema_refuses_what_is_no_diff(break_it: Any) -> None:
    """It is closed: no field is missing, none is more, and words are of their vocabularies."""
    data = document_of(diff(version(), version(OtherTerm(issue="x"))))
    assert faults(data) == []
    break_it(data)
    assert faults(data) != []


def test_some_changes_with_the_summary_of_all() -> None:
    """A filtered document still says what the whole diff amounts to."""
    found = diff(version(OtherTerm(issue="x")), version(OtherTerm(issue="y"), id="plan@two"))
    data = diff_to_data(found, found.where(issue="x"))
    assert [each["path"] for each in data["changes"]] == ["/terms/x"]
    assert data["summary"] == diff_to_data(found)["summary"]
    assert data["complete"] is False
    assert "records" not in data
    assert diff_to_data(found, ())["changes"] == []


def test_sides_are_named_by_address_or_by_kind() -> None:
    """Records of a dataset by their address, other values by what they are."""
    north = Actor(id="north", name="North", kind=ActorKind.STATE)
    data = diff_to_data(diff(north, north.replace(name="The North")))
    assert (data["a"], data["b"]) == ("actors/north", "actors/north")
    data = diff_to_data(diff(OtherTerm(issue="x"), OtherTerm(issue="y")))
    assert (data["a"], data["b"]) == ("OtherTerm", "OtherTerm")
    described = DATASET.metadata
    assert isinstance(described, Metadata)
    assert faults(diff_to_data(diff(described, described))) == []


@given(values())
def test_records_are_written_as_the_data_files_have_them(value: Value) -> None:
    """`to_json` of a value is its JSON, and of a diff its document."""
    assert json.loads(to_json(value)) == to_data(value)


# --- the bundled records ------------------------------------------------------------------------

MAY, BRIDGING = DATASET.versions["may-proposal@may"], DATASET.versions["may-proposal@bridging"]
REAL = DATASET.diff(MAY, BRIDGING)


def test_from_may_to_bridging_one_term_is_reported_and_seven_are_unreported() -> None:
    """Found by hand: one presence term, the rest silent, nothing removed."""
    on_terms = [change for change in REAL if change.term is not None]
    reported = [change.issue for change in on_terms if isinstance(change, Reported)]
    unreported = [change.issue for change in on_terms if isinstance(change, Unreported)]
    assert reported == ["philadelphi-corridor"]
    assert len(unreported) == 7
    assert len(on_terms) == 8
    assert str(REAL.summary()) == "terms: 1 newly reported, 7 not mentioned any more"


def test_from_may_to_bridging_nothing_is_gained_or_lost() -> None:
    """Both texts are known in part: no report says that either lacks something."""
    assert not [change for change in REAL if isinstance(change, Added | Removed | Moved)]
    assert not [change for change in REAL if REAL.lean(change).is_determined]
    assert not REAL.where(at_least=Level.SUBSTANTIVE)


def test_from_may_to_bridging_every_term_cites_a_passage() -> None:
    """On the side that has it, and none on the side that is silent."""
    for change in REAL:
        if change.term is None:
            continue
        has, lacks = change.evidence_after, change.evidence_before
        if isinstance(change, Unreported):
            has, lacks = lacks, has
        assert has
        assert not lacks
        assert all(each.source in DATASET.sources for each in has)


def test_from_may_to_bridging_and_back() -> None:
    """The real records can be carried over too, both ways."""
    assert REAL.apply(MAY) == BRIDGING
    assert REAL.invert().apply(BRIDGING) == MAY
    assert DATASET.diff("may-proposal@bridging", "may-proposal@may").apply() == MAY


def test_from_may_to_bridging_as_a_document() -> None:
    """The document of the real diff is of the schema and lists the same terms."""
    data = document_of(REAL)
    assert faults(data) == []
    assert (data["a"], data["b"]) == (
        "versions/may-proposal@may",
        "versions/may-proposal@bridging",
    )
    assert data["summary"]["terms"] == {
        "added": 0,
        "removed": 0,
        "changed": 0,
        "detailed": 0,
        "moved": 0,
        "reported": 1,
        "unreported": 7,
        "same": 0,
        "resolved": 0,
        "opened": 0,
        "options_added": 0,
        "options_dropped": 0,
        "not_coded": 0,
    }
    for change in data["changes"]:
        for side in ("before", "after"):
            passages = [from_data(Evidence, each) for each in change["evidence"][side]]
            assert all(passage_.source in DATASET.sources for passage_ in passages)


@pytest.mark.parametrize("kind", sorted(DATASET.records.collections))
def test_all_records_of_one_collection_compare(kind: str) -> None:
    """Any two real records of one kind: lossless both ways, and a document of the schema."""
    held = list(DATASET.records.collections[kind].values())
    for a, b in zip(held, held[1:] + held[:1], strict=True):
        found = DATASET.diff(a, b)
        assert bool(found) is (a != b)
        assert found.apply() == b
        assert found.invert().apply() == a
        assert len({change.path for change in found}) == len(found)
        assert faults(document_of(found)) == []


def test_positions_compare_with_the_versions_that_they_are_on() -> None:
    """No real position is read as refused by a text that is known in part."""
    for position in DATASET.positions.values():
        for text in DATASET.versions.values():
            found = DATASET.diff(position, text)
            assert faults(document_of(found)) == []
            lost = [change for change in found if isinstance(change.before, Term)]
            assert not [each for each in lost if isinstance(each, Removed) and each.after is None]
