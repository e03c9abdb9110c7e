"""Blame: where what a version says is first reported."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

import negotiations as ng
from negotiations.answers.blame import Blame, reported_fields
from negotiations.chronology import Chronology
from negotiations.dataset import Dataset
from negotiations.model import Evidence, Phase, Proposal, ReleaseTerm, Term, Version
from negotiations.model.base import fields_of
from negotiations.model.values import Count, When
from negotiations.vocabulary import Basis, Completeness, Support
from tests.builders import told
from tests.strategies import chronicles

FIVE, SIX = Count.exactly(5), Count.exactly(6)


def version(name: str, *derived_from: str, terms: Any = None, **more: Any) -> Version:
    given = {"completeness": Completeness.PARTIAL, **more}
    return Version(
        id=f"accord@{name}",
        derived_from=tuple(f"accord@{each}" for each in derived_from) or None,
        terms=terms,
        **given,
    )


def release(count: Count | None = None, **more: Any) -> tuple[Term, ...]:
    return (ReleaseTerm(issue="captives", count=count, **more),)


def blamed(*versions: Version) -> Blame:
    proposal = Proposal(
        id="accord", title="Accord", between=(), rationale="One.", versions=versions
    )
    return Dataset(proposals=[proposal]).blame(versions[-1])


def origins(*versions: Version, path: str = "/terms/captives/count") -> list[tuple[str, str, str]]:
    """The origins of a line: version, versions it is unmentioned in, silent versions before it."""

    def names(ids: tuple[str, ...]) -> str:
        return "".join(each.partition("@")[2] for each in ids)

    return [
        (names((each.version,)), names(each.unmentioned_in), names(each.silent_before))
        for each in blamed(*versions).line(path).origins
    ]


FULL = {"completeness": Completeness.FULL_TEXT}


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        ([version("a", terms=release(FIVE))], [("a", "", "")]),
        (
            [version("a", terms=release(FIVE)), version("b", "a", terms=release(FIVE))],
            [("a", "", "")],
        ),
        (
            [version("a", terms=release(SIX)), version("b", "a", terms=release(FIVE))],
            [("b", "", "")],
        ),
        ([version("a"), version("b", "a", terms=release(FIVE))], [("b", "", "a")]),
        ([version("a", terms=()), version("b", "a", terms=release(FIVE))], [("b", "", "")]),
        ([version("a", **FULL), version("b", "a", terms=release(FIVE))], [("b", "", "")]),
        (
            [version("a", terms=release()), version("b", "a", terms=release(FIVE))],
            [("b", "", "a")],
        ),
        (
            [version("a", terms=release(), **FULL), version("b", "a", terms=release(FIVE))],
            [("b", "", "")],
        ),
        (
            [
                version("a", terms=release(FIVE)),
                version("b", "a"),
                version("c", "b", terms=release(FIVE)),
            ],
            [("a", "b", "")],
        ),
        (
            [
                version("a", terms=release(FIVE)),
                version("b", "a", terms=release(SIX)),
                version("c", "b", terms=release(FIVE)),
            ],
            [("c", "", "")],
        ),
        (
            [
                version("a", terms=release(FIVE)),
                version("b", "a", terms=release(included=False)),
                version("c", "b", terms=release(FIVE)),
            ],
            [("c", "", "")],
        ),
        (
            [
                version("a", terms=release(FIVE)),
                version("b", "a", **FULL),
                version("c", "b", terms=release(FIVE)),
            ],
            [("c", "", "")],
        ),
        (
            [
                version("a", terms=release(FIVE)),
                version("b", terms=release(FIVE)),
                version("c", "a", "b", terms=release(FIVE)),
            ],
            [("a", "", ""), ("b", "", "")],
        ),
        (
            [
                version("a", terms=release(FIVE)),
                version("b", terms=release(SIX)),
                version("c", "a", "b", terms=release(FIVE)),
            ],
            [("a", "", "")],
        ),
        (
            [
                version("a", terms=release(FIVE)),
                version("b", "a"),
                version("c", "a", terms=release(FIVE)),
                version("d", "b", "c", terms=release(FIVE)),
            ],
            [("a", "b", "")],
        ),
        (
            [
                version("a", terms=release(FIVE, phase=1)),
                version("b", "a", terms=release(FIVE)),
            ],
            [("a", "", "")],
        ),
    ],
)
def test_where_a_value_is_first_reported(versions: list[Version], expected: list[Any]) -> None:
    """Another value, an exclusion and a text in full end the way back; silence does not."""
    assert origins(*versions) == expected


def test_a_circle_ends() -> None:
    """Versions that derive from each other, which `check` refuses, are blamed all the same."""
    one = version("a", "b", terms=release(FIVE))
    other = version("b", "a", terms=release(FIVE))
    assert origins(one, other) == [("a", "", "")]
    alone = version("c", "c", terms=release(FIVE))
    assert origins(alone) == [("c", "", "")]


def test_versions_that_are_not_there_are_passed_by() -> None:
    """A reference that does not resolve, which `check` refuses, ends the way."""
    assert origins(version("b", "gone", terms=release(FIVE))) == [("b", "", "")]


def test_phases_are_blamed_too() -> None:
    """A phase aligns by its ordinal."""
    first = version("a", phases=(Phase(ordinal=1, label="first"),))
    second = version("b", "a", phases=(Phase(ordinal=1, label="first", summary="x"),))
    found = blamed(first, second)
    assert [repr(each) for each in found] == [
        "</phases/1: first reported in accord@a>",
        "</phases/1/label: first reported in accord@a>",
        "</phases/1/summary: first reported in accord@b>",
    ]
    assert found[0].issue is None
    assert repr(found) == "<Blame of accord@b: 3 lines, from accord@a, accord@b>"


def test_denials_stay_with_a_line() -> None:
    """A passage that denies a value is among the passages of its line and of its origin."""
    denial = Evidence(
        source="report",
        paragraph=1,
        start=0,
        end=1,
        sha256="0" * 64,
        support=Support.CONTRADICTS,
        fields=("count",),
    )
    first = version("a", terms=release(FIVE, phase=1, evidence=(denial,)))
    line = blamed(first, version("b", "a", terms=release(FIVE, phase=1))).line(
        "/terms/captives@1/count"
    )
    assert (line.evidence, line.origins[0].evidence) == ((), (denial,))
    phase = blamed(first).line("/terms/captives@1/phase")
    assert phase.evidence == ()


def test_unknown_lines_and_versions() -> None:
    """What a version does not report has no line."""
    found = blamed(version("a", terms=release(FIVE)))
    with pytest.raises(ng.UnknownId, match=r"^no line of the blame '/terms/captives/scope'"):
        found.line("/terms/captives/scope")
    with pytest.raises(ng.UnknownId, match=r"^no version 'accord@b'"):
        Dataset().blame("accord@b")


def test_the_presence_of_the_bridging_text_may_be_older() -> None:
    """It is first reported in August; the text of May is silent on it, so that it may be older."""
    found = ng.load().blame("may-proposal@bridging")
    assert {line.issue for line in found} == {"philadelphi-corridor"}
    for line in found:
        origin = line.origins[0]
        assert (origin.version, origin.silent_before, origin.unmentioned_in) == (
            "may-proposal@bridging",
            ("may-proposal@may",),
            (),
        )
        assert [each.source for each in line.evidence] == ["nyt-relay"]


def test_the_demand_that_took_the_place_of_an_offer() -> None:
    """The issue is older, and what is asked on it is new; the 250 prisoners are not in it."""
    found = ng.load().blame("us-hamas-partial-agreement@unconditional-return")
    assert [(line.path, line.origins[0].version.partition("@")[2]) for line in found] == [
        ("/terms/captive-release", "five-for-250"),
        ("/terms/captive-release/groups", "unconditional-return"),
        ("/terms/captive-release/conditions", "unconditional-return"),
        ("/terms/captive-release/summary", "unconditional-return"),
    ]


@given(chronicles())
def test_blame_covers_what_is_reported(chronicle) -> None:
    """There is one line for each term, phase and reported field, and no other."""
    ds = told(chronicle)
    for held in ds.versions.values():
        expected = []
        for name, items in (("phases", held.phases), ("terms", held.terms)):
            for item in items or ():
                label = item.label if isinstance(item, Term) else str(item.ordinal)
                expected.append(f"/{name}/{label}")
                expected += [f"/{name}/{label}/{field}" for field in reported_fields(item)]
        assert [line.path for line in ds.blame(held)] == expected


@given(chronicles())
def test_origins_report_the_value(chronicle) -> None:
    """An origin is the version itself, one it derives from or a known earlier one; it reports the value."""
    ds = told(chronicle)
    order = Chronology(ds.records)
    for held in ds.versions.values():
        above = {each.id for each in ds.versions.values() if order.follows(held, each)} | {held.id}
        for _ in ds.versions:
            above |= {name for each in above for name in ds.versions[each].derived_from or ()}
        for line in ds.blame(held):
            assert line.origins
            for origin in line.origins:
                assert origin.version in above
                there = ds.versions[origin.version]
                items = (there.phases or ()) + (there.terms or ())
                if line.field is None:
                    assert origin.value in items
                else:
                    assert origin.value == line.value
                    assert any(
                        getattr(item, line.field) == line.value
                        for item in items
                        if line.field in {spec.name for spec in fields_of(item)}
                    )
                for name in (*origin.unmentioned_in, *origin.silent_before):
                    assert name in above - {origin.version}


def dated(name: str, *derived_from: str, terms: Any = None, **more: Any) -> Version:
    """A version of the month that its name gives: a is January, b February, and so on."""
    when = When(edtf=f"2001-{'abcdef'.index(name) + 1:02}", basis=Basis.STATED)
    return version(name, *derived_from, terms=terms, tabled=when, **more)


@pytest.mark.parametrize(
    ("versions", "first"),
    [
        # By time alone, silence between is passed by, and another value ends the way.
        ([dated("a", terms=release(FIVE)), dated("b", terms=release(FIVE))], "a"),
        ([dated("a", terms=release(FIVE)), dated("b"), dated("c", terms=release(FIVE))], "a"),
        (
            [
                dated("a", terms=release(FIVE)),
                dated("b", terms=release(SIX)),
                dated("c", terms=release(FIVE)),
            ],
            "c",
        ),
        (
            [dated("a", terms=release(FIVE)), dated("b", **FULL), dated("c", terms=release(FIVE))],
            "c",
        ),
        # A draft beside the lineage ends nothing that the lineage hands on.
        (
            [
                dated("a", terms=release(FIVE)),
                dated("b", terms=release(SIX)),
                dated("c", "a", terms=release(FIVE)),
            ],
            "a",
        ),
        (
            [
                dated("a", terms=release(FIVE)),
                dated("b", terms=release(SIX)),
                dated("c", "a", terms=release(FIVE)),
                dated("d", terms=release(FIVE)),
            ],
            "a",
        ),
        # One that the lineage goes through does.
        (
            [
                dated("a", terms=release(FIVE)),
                dated("b", "a", terms=release(SIX)),
                dated("c", "b", terms=release(FIVE)),
            ],
            "c",
        ),
        # Undated, and derived from nothing: nothing tells which is first.
        ([version("a", terms=release(FIVE)), version("b", terms=release(FIVE))], "b"),
    ],
)
def test_time_and_lineage_both_count(versions: list[Version], first: str) -> None:
    """What `blame` says of a version, `compiled` says of what that version reports last."""
    last = versions[-1]
    found = [each.version for each in blamed(*versions).line("/terms/captives/count").origins]
    assert found == [f"accord@{first}"]
    proposal = Proposal(
        id="accord", title="Accord", between=(), rationale="One.", versions=tuple(versions)
    )
    view = Dataset(proposals=[proposal]).compiled("accord", as_of=last)
    readings = view.term("captives").value("count").readings
    assert f"accord@{first}" in readings[0].since


@given(chronicles())
def test_blame_and_compiled_agree_on_who_reported_first(chronicle) -> None:
    """A reading of one version is first reported where the blame of that version has it."""
    ds = told(chronicle)
    view = ds.compiled("accord")
    for part in (*view.terms, *view.phases):
        for field, readings in [
            (None, part.standing),
            *((v.field, v.readings) for v in part.values),
        ]:
            for reading in readings:
                if reading.value is None or field == "note":
                    continue
                expected = set()
                for name in reading.versions:
                    lines = {line.path: line for line in ds.blame(name)}
                    latest = [each.item for each in part.latest if each.version == name]
                    label = part.label
                    for item in latest:
                        label = item.label if isinstance(item, Term) else str(item.ordinal)
                    kind = "phases" if part.issue is None else "terms"
                    path = f"/{kind}/{label}" + (f"/{field}" if field else "")
                    if path not in lines:
                        break  # the version has the term in a phase that is not reported
                    expected |= {each.version for each in lines[path].origins}
                else:
                    assert set(reading.since) == expected


@given(chronicles())
def test_blame_as_data(chronicle) -> None:
    """The JSON of a blame has all its lines; a blame equals another of the same."""
    ds = told(chronicle)
    for held in ds.versions.values():
        found = ds.blame(held)
        assert len(found.to_data()["lines"]) == len(found)
        assert ng.to_json(found) == ng.to_json(ds.blame(f"versions/{held.id}"))
        assert found == ds.blame(held.id)
