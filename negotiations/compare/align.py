"""Which item of one side stands for which item of the other.

Items align by their keys and never by their place. Both sides are sorted by key, so that aligning
is one merge. Only terms have a rule of their own, for phases that are not reported, and follow their
phases where these pair by something else than their numbers; and what has a key of its whole content,
or is told in other words, is found again by what else it has in common.
"""

from __future__ import annotations

from negotiations.compare.phases import BY_NUMBER
from negotiations.model import Phase, Term
from negotiations.model.base import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from negotiations.compare.phases import Phasing

    Pairing = tuple[Any, Any]

__all__ = ["aligned", "aligned_terms", "key_of", "pairs_of"]


def key_of(item: Any) -> Any:
    """What an item of a list is found by: its key, or what it is where it is a word or a number."""
    return item.key if isinstance(item, Value) else getattr(item, "value", item)


def pairs_of(
    before: tuple[Any, ...], after: tuple[Any, ...], *, phasing: Phasing = BY_NUMBER
) -> Iterable[Pairing]:
    """Which item of a list stands for which, by the rule for items of that kind."""
    first = (before or after)[0] if before or after else None
    if isinstance(first, Term):
        return aligned_terms(before, after, phasing=phasing)
    if isinstance(first, Phase) and not phasing.is_by_number:
        return _by_phase(before, after, phasing)
    if not isinstance(first, Value):
        return aligned(before, after, key=key_of)
    pairs = aligned(before, after)
    return _alike(list(pairs), first.alike_fields) if first.alike_fields else pairs


def _alike(pairs: list[Pairing], names: tuple[str, ...]) -> list[Pairing]:
    """Join what is left over where one item alone of either side has these things in common.

    One that has none of them, such as a condition on nobody and nothing, is joined with none.
    """
    gone: dict[Any, list[Any]] = {}
    new: dict[Any, list[Any]] = {}
    seen: dict[int, dict[Any, int]] = {0: {}, 1: {}}
    for pair in pairs:
        for side, item in enumerate(pair):
            if item is not None:
                known = tuple(getattr(item, name) for name in names)
                seen[side][known] = seen[side].get(known, 0) + 1
                if pair[1 - side] is None:
                    (new if side else gone).setdefault(known, []).append(item)
    joined = [
        (gone[known][0], new[known][0])
        for known in gone.keys() & new.keys()
        if any(part is not None for part in known) and seen[0][known] == seen[1][known] == 1
    ]
    if not joined:
        return pairs
    taken = {id(item) for pair in joined for item in pair}
    rest = [pair for pair in pairs if not taken & {id(item) for item in pair}]
    return sorted([*rest, *joined], key=_lesser_key)


def _lesser_key(pair: Pairing) -> Any:
    """By the lesser key of a pair, so that the order is the same from both sides."""
    return sorted(item.key for item in pair if item is not None)


def _by_phase(
    before: tuple[Phase, ...], after: tuple[Phase, ...], phasing: Phasing
) -> list[Pairing]:
    """Pairs of phases where these do not pair by their numbers."""
    theirs: dict[int | None, Phase] = {item.ordinal: item for item in after}
    pairs: list[Pairing] = [(item, theirs.pop(phasing.of(item.ordinal), None)) for item in before]
    return sorted([*pairs, *((None, item) for item in theirs.values())], key=_lesser_key)


def aligned(
    before: tuple[Any, ...], after: tuple[Any, ...], key: Any = lambda item: item.key
) -> Iterator[Pairing]:
    """Pairs of items with the same key, in the order of the keys; None where a side has none.

    >>> list(aligned(("a", "b"), ("b", "c"), key=str))
    [('a', None), ('b', 'b'), (None, 'c')]
    """
    left, right = len(before), len(after)
    i = j = 0
    while i < left and j < right:
        one, other = before[i], after[j]
        first, second = key(one), key(other)
        if first == second:
            yield one, other
            i += 1
            j += 1
        elif first < second:
            yield one, None
            i += 1
        else:
            yield None, other
            j += 1
    for item in before[i:]:
        yield item, None
    for item in after[j:]:
        yield None, item


def aligned_terms(
    before: tuple[Term, ...], after: tuple[Term, ...], *, phasing: Phasing = BY_NUMBER
) -> list[Pairing]:
    """Pairs of terms by issue and phase, in the order of the keys.

    Beyond equal keys, two terms of one issue stand for each other where

    - one of them has no reported phase, and the other is the only one left on that issue, or
    - each is the only term of its side on that issue: it moved to another phase. A term that is
      excluded has no phase to move from or to: that one phase has none says nothing of another.

    Args:
        before: The terms of the earlier side.
        after: Those of the later one.
        phasing: How the phases of the two sides pair.
    """
    if not phasing.is_by_number:
        return _along_phases(before, after, phasing)
    pairs: list[Pairing] = []
    # Where in `pairs` the terms stand that have no counterpart, by issue.
    gone: dict[str, int] = {}
    new: dict[str, int] = {}
    left, right = len(before), len(after)
    i = j = 0
    while i < left and j < right:
        one, other = before[i], after[j]
        if one.issue == other.issue and one.phase == other.phase:
            pairs.append((one, other))
            i += 1
            j += 1
        elif one.key < other.key:
            gone[one.issue] = len(pairs)
            pairs.append((one, None))
            i += 1
        else:
            new[other.issue] = len(pairs)
            pairs.append((None, other))
            j += 1
    for one in before[i:]:
        gone[one.issue] = len(pairs)
        pairs.append((one, None))
    for other in after[j:]:
        new[other.issue] = len(pairs)
        pairs.append((None, other))
    # From the end, so that what is joined there moves nothing before it.
    for issue in sorted(gone.keys() & new.keys(), reverse=True):
        start = end = gone[issue]
        while start and _issue(pairs[start - 1]) == issue:
            start -= 1
        while end < len(pairs) and _issue(pairs[end]) == issue:
            end += 1
        pairs[start:end] = _second_look(pairs[start:end])
    return pairs


def _along_phases(
    before: tuple[Term, ...], after: tuple[Term, ...], phasing: Phasing
) -> list[Pairing]:
    """Pairs of terms where the phases do not pair by their numbers."""
    theirs: dict[Any, Term] = {(term.issue, term.phase): term for term in after}
    pairs: list[Pairing] = []
    for term in before:
        phase = phasing.of(term.phase) if isinstance(term.phase, int) else term.phase
        dropped = phase is None and term.phase is not None
        pairs.append((term, None if dropped else theirs.pop((term.issue, phase), None)))
    pairs += [(None, term) for term in theirs.values()]
    found: list[Pairing] = []
    for issue in dict.fromkeys(map(_issue, pairs)):
        found += _second_look([pair for pair in pairs if _issue(pair) == issue])
    return sorted(found, key=_lesser_key)


def _issue(pair: Pairing) -> str:
    term = pair[0] or pair[1]
    return str(term.issue)


def _second_look(pairs: list[Pairing]) -> list[Pairing]:
    """Join what is left over on one issue, where the rules allow it."""
    left = [one for one, other in pairs if other is None]
    right = [other for one, other in pairs if one is None]
    joined = _joined(left, right, alone=len(left) + len(right) == len(pairs))
    if joined is None:
        return pairs
    one, other = joined
    rest = [pair for pair in pairs if pair[0] is not one and pair[1] is not other]
    return sorted([*rest, joined], key=_lesser_key)


def _joined(left: list[Term], right: list[Term], *, alone: bool) -> Pairing | None:
    for own, others, swapped in ((left, right, False), (right, left, True)):
        unphased = [term for term in own if term.phase is None]
        if unphased and len(others) == 1:
            return (others[0], unphased[0]) if swapped else (unphased[0], others[0])
    if alone and len(left) == len(right) == 1 and not (left[0].is_excluded or right[0].is_excluded):
        return left[0], right[0]
    return None
