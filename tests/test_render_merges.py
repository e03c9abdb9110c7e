"""The page of a merge: conflicts with three values and their passages."""

from __future__ import annotations

from typing import Any

from pages import page, words_of
from pairs import passage

import negotiations as ng
from negotiations.compare.merge import merge
from negotiations.model import Actor, ReleaseTerm
from negotiations.model.values import Count
from negotiations.vocabulary import ActorKind


def release(number: int, **fields: Any) -> ReleaseTerm:
    return ReleaseTerm(issue="prisoners", count=Count.exactly(number), **fields)


def shown(*sides: Any, **options: Any) -> str:
    return words_of(page(merge(*sides), width=300, **options))


def test_a_conflict_has_three_values_and_their_passages() -> None:
    """Where, why, and what each side rests on."""
    read = shown(
        release(5),
        release(6, evidence=(passage(1),)),
        release(7, evidence=(passage(1), passage(2, claimants=("north",)))),
    )
    assert "1 conflict Until they are resolved, the result keeps the value of the base." in read
    assert (
        "/count why both sides changed it, differently base 5 ours 6 passages gazette ¶1 theirs 7 "
        "passages gazette ¶1 gazette ¶2, according to north" in read
    )


def test_a_side_that_has_nothing_says_so() -> None:
    """It is no empty line."""
    read = shown(release(5), None, release(6))
    assert "the record as a whole" in read
    assert "ours nothing" in read


def test_a_clean_merge_says_so() -> None:
    """And where no record is left."""
    assert "no conflicts" in shown(release(5), release(5), release(6))
    assert "No record is left." in shown(release(5), None, release(5))


def test_names_stand_for_the_ids_of_other_records() -> None:
    """Where a dataset is given."""
    ds = ng.load()
    deputy, *others = (
        Actor(id="deputy", name="Deputy", kind=ActorKind.PERSON, speaks_for=party)
        for party in (None, "hamas", "israel")
    )
    read = shown(deputy, *others, dataset=ds)
    assert "base nothing ours Hamas theirs Israel" in read


def test_several_records_are_named_together() -> None:
    """The result lists them."""
    pair = tuple(Actor(id=name, name=name, kind=ActorKind.STATE) for name in ("north", "south"))
    read = shown(pair, pair, pair, level="bookkeeping")
    assert read.startswith("Merge of records no conflicts Result north")
