"""Records as lines: each line is there for a reason, and stands for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import category

from hypothesis import given
from pairs import PAGES, passage, record_pairs, version

from negotiations.compare.diff import diff
from negotiations.model import Actor, Membership, Record, ReleaseTerm
from negotiations.model.values import Count
from negotiations.render.lines import change_lines, record_lines
from negotiations.vocabulary import ActorKind, PhaseScope

if TYPE_CHECKING:
    from negotiations.model.base import Value


@given(record_pairs())
@PAGES
def test_equal_lines_are_equal_records(pair: tuple[Record, Record]) -> None:
    """Two records have the same lines if and only if they are equal."""
    one, other = pair
    assert (list(record_lines(one)) == list(record_lines(other))) == (one == other)


@given(record_pairs())
@PAGES
def test_lines_are_single_and_plain(pair: tuple[Record, Record]) -> None:
    """A line is one line with nothing in it that steers a terminal; it begins with an address."""
    records = [line for record in pair for line in record_lines(record)]
    changes = list(change_lines(diff(*pair)))
    for letter in {letter for line in (*records, *changes) for letter in line}:
        assert letter.isprintable() or category(letter) == "Zs"  # a space of another width
    assert len(changes) == len(diff(*pair))
    assert all("/" in line.partition(":")[0] for line in records)


def lines_of(value: Record) -> list[str]:
    return list(record_lines(value))


def test_the_lines_of_a_record() -> None:
    """Keyed items by their keys, others whole, an empty list as one; the id in every path."""
    clerk = Actor(
        id="clerk",
        name="The clerk",
        kind=ActorKind.PERSON,
        member_of=(Membership(organisation="south", role="clerk"),),
        spellings=(),
        note="a\nb",
        evidence=(passage(1),),
    )
    assert lines_of(clerk) == [
        "actors/clerk",
        'actors/clerk/name: "The clerk"',
        'actors/clerk/kind: "person"',
        "actors/clerk/member_of/south:clerk",
        'actors/clerk/member_of/south:clerk/organisation: "south"',
        'actors/clerk/member_of/south:clerk/role: "clerk"',
        "actors/clerk/spellings: []",
        'actors/clerk/note: "a\\nb"',
        (
            'actors/clerk/evidence: {"source": "gazette", "paragraph": 1, "start": 100, "end": 109, '
            f'"sha256": "{"0" * 64}", "support": "explicit"}}'
        ),
    ]


def release(**fields: object) -> ReleaseTerm:
    given: dict[str, object] = {"issue": "captives", "count": Count.exactly(5), **fields}
    return ReleaseTerm(**given)  # type: ignore[arg-type]


def changed(before: Value, after: Value) -> list[str]:
    return list(change_lines(diff(before, after)))


def test_the_lines_of_changes() -> None:
    """What happened, in the words of the comparison, and silence as silence."""
    term = "terms/captives@whole"
    one = version(release(phase=PhaseScope.WHOLE, summary="a", evidence=(passage(1),)))
    more = release(phase=PhaseScope.WHOLE, count=Count.more_than(9), evidence=(passage(2),))
    assert changed(one, version(more)) == [
        f"{term}/count raised: 5 → more than 9",
        f'{term}/summary not mentioned any more: "a"',
        f"{term}/evidence changed: - gazette ¶1 100:109 explicit; + gazette ¶2 200:209 explicit",
    ]
    assert changed(version(), version(release())) == [
        (
            'terms/captives newly reported: {"kind": "release", "issue": "captives", "count": '
            '{"exactly": 5}}'
        )
    ]
    voices = passage(1).replace(claimants=("north", "south"))
    assert changed(version(evidence=(passage(1),)), version(evidence=(voices,))) == [
        (
            "evidence changed: - gazette ¶1 100:109 explicit; "
            "+ gazette ¶1 100:109 explicit, according to north, south"
        )
    ]
    assert changed(version(labels=("a",)), version(labels=())) == [
        'labels/a removed: "a"',
    ]
