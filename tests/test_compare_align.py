"""What stands for what: items by their keys, terms by issue and phase."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pairs import LAW

from negotiations.compare.align import aligned, aligned_terms
from negotiations.model import CeasefireTerm, OtherTerm, Term
from negotiations.vocabulary import PhaseScope

WHOLE = PhaseScope.WHOLE
Phase = int | PhaseScope | None
keyed = st.sets(st.integers(0, 9), max_size=6).map(lambda found: tuple(sorted(found)))
places = st.tuples(st.sampled_from("xyz"), st.sampled_from((None, WHOLE, 1, 2, 3)))
term_lists = st.sets(places, max_size=7).map(
    lambda found: tuple(
        sorted(
            (OtherTerm(issue=issue, phase=phase) for issue, phase in found),
            key=lambda term: term.key,
        )
    )
)


def on(*phases: Phase, issue: str = "x") -> tuple[Term, ...]:
    return tuple(OtherTerm(issue=issue, phase=phase) for phase in phases)


def phases_of(pairs: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """The phases of each pair; ``-`` where a side has none."""
    said = [["-" if term is None else term.phase for term in pair] for pair in pairs]
    return [(one, other) for one, other in said]


# --- by key -------------------------------------------------------------------------------------


@LAW
@given(keyed, keyed)
def test_items_align_by_key_alone(before: tuple[int, ...], after: tuple[int, ...]) -> None:
    """Each key stands once, in order, with whichever sides have it."""
    found = list(aligned(before, after, key=int))
    keys = sorted({*before, *after})
    assert found == [
        (key if key in before else None, key if key in after else None) for key in keys
    ]


def test_without_a_key_function_the_items_own_key_counts() -> None:
    """Values of the model align by their ``key``."""
    before, after = on(1, 2), on(2, 3)
    found = phases_of(list(aligned(before, after)))
    assert found == [(1, "-"), (2, 2), ("-", 3)]


def test_nothing_aligns_with_nothing() -> None:
    """Two empty sides give no pairs."""
    assert list(aligned((), ())) == []
    assert list(aligned_terms((), ())) == []


# --- terms --------------------------------------------------------------------------------------

TABLE: list[tuple[str, tuple[Phase, ...], tuple[Phase, ...], list[tuple[Any, Any]]]] = [
    ("the same phase", (1,), (1,), [(1, 1)]),
    ("no phase on both sides", (None,), (None,), [(None, None)]),
    ("the only term on each side moved", (1,), (2,), [(1, 2)]),
    ("the only term moved from the whole text", (WHOLE,), (1,), [(WHOLE, 1)]),
    ("a phase became known", (None,), (2,), [(None, 2)]),
    ("a phase is no longer said", (2,), (None,), [(2, None)]),
    (
        "whole is a phase, not an unreported one",
        (WHOLE,),
        (1, 2),
        [(WHOLE, "-"), ("-", 1), ("-", 2)],
    ),
    ("two candidates: none is chosen", (None,), (1, 2), [(None, "-"), ("-", 1), ("-", 2)]),
    ("two candidates before", (1, 2), (None,), [("-", None), (1, "-"), (2, "-")]),
    ("one candidate is left", (None, 1), (1, 2), [(None, 2), (1, 1)]),
    ("one candidate is left, before", (1, 2), (None, 1), [(2, None), (1, 1)]),
    ("the only one on the other side", (None, 1), (2,), [(None, 2), (1, "-")]),
    ("no candidate is left", (None, 1), (1,), [(None, "-"), (1, 1)]),
    ("none moves where another stayed", (1, 2), (1, 3), [(1, 1), (2, "-"), ("-", 3)]),
    ("none moves where there are two", (1, 2), (3,), [(1, "-"), (2, "-"), ("-", 3)]),
    ("one-sided", (1, 2), (), [(1, "-"), (2, "-")]),
]


@pytest.mark.parametrize(
    ("before", "after", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_terms_of_one_issue(
    before: tuple[Phase, ...], after: tuple[Phase, ...], expected: list[tuple[Any, Any]]
) -> None:
    """Beyond equal keys, only a single candidate stands for a term."""
    found = list(aligned_terms(on(*before), on(*after)))
    assert phases_of(found) == expected


def test_issues_do_not_touch_each_other() -> None:
    """A term on another issue is no candidate, and each issue is looked at by itself."""
    before = (*on(None), *on(1, issue="y"))
    after = (*on(2), *on(None, issue="z"))
    found = list(aligned_terms(before, after))
    assert [(pair[0] or pair[1]).issue for pair in found] == ["x", "y", "z"]
    assert phases_of(found) == [(None, 2), (1, "-"), ("-", None)]


def test_terms_of_two_kinds_align_too() -> None:
    """The key of a term is its issue and phase, whatever its kind."""
    one, other = CeasefireTerm(issue="x", phase=1), OtherTerm(issue="x", phase=1)
    assert list(aligned_terms((one,), (other,))) == [(one, other)]


@LAW
@given(term_lists, term_lists)
def test_each_term_stands_in_one_pair(before: tuple[Term, ...], after: tuple[Term, ...]) -> None:
    """No term is lost, none stands twice, and no pair is empty."""
    pairs = list(aligned_terms(before, after))
    assert sorted((one.key for one, _ in pairs if one is not None)) == [t.key for t in before]
    assert sorted((other.key for _, other in pairs if other is not None)) == [t.key for t in after]
    assert all(one is not None or other is not None for one, other in pairs)


@LAW
@given(term_lists, term_lists)
def test_equal_keys_always_stand_together(
    before: tuple[Term, ...], after: tuple[Term, ...]
) -> None:
    """What both sides report under one key is one term."""
    pairs = list(aligned_terms(before, after))
    together = {one.key for one, other in pairs if one and other and one.key == other.key}
    assert together == {term.key for term in before} & {term.key for term in after}


@LAW
@given(term_lists, term_lists)
def test_terms_with_other_keys_stand_together_only_by_the_rules(
    before: tuple[Term, ...], after: tuple[Term, ...]
) -> None:
    """They are on one issue; and one has no reported phase, or each is alone on its side."""
    for one, other in aligned_terms(before, after):
        if one is None or other is None or one.key == other.key:
            continue
        assert one.issue == other.issue
        alone = all(sum(term.issue == one.issue for term in side) == 1 for side in (before, after))
        assert alone or one.phase is None or other.phase is None


@LAW
@given(term_lists, term_lists)
def test_an_unpaired_term_has_no_single_candidate(
    before: tuple[Term, ...], after: tuple[Term, ...]
) -> None:
    """Where a term without a phase stays alone, the other side has no term left, or several."""
    pairs = list(aligned_terms(before, after))
    for index in (0, 1):
        for pair in pairs:
            term = pair[index]
            if term is None or term.phase is not None or pair[1 - index] is not None:
                continue
            left = [
                each[1 - index]
                for each in pairs
                if each[index] is None and each[1 - index].issue == term.issue
            ]
            assert len(left) != 1


@LAW
@given(term_lists, term_lists)
def test_alignment_is_the_same_from_both_sides(
    before: tuple[Term, ...], after: tuple[Term, ...]
) -> None:
    """Swapping the sides swaps each pair, and leaves them in the same order."""
    there = [tuple(map(id, pair)) for pair in aligned_terms(before, after)]
    back = [tuple(map(id, pair[::-1])) for pair in aligned_terms(after, before)]
    assert there == back


@LAW
@given(term_lists, term_lists)
def test_pairs_come_in_the_order_of_their_issues(
    before: tuple[Term, ...], after: tuple[Term, ...]
) -> None:
    """The result does not depend on more than the two sides, and is sorted by issue."""
    pairs = list(aligned_terms(before, after))
    issues = [(pair[0] or pair[1]).issue for pair in pairs]
    assert issues == sorted(issues)
    assert pairs == list(aligned_terms(before, after))
