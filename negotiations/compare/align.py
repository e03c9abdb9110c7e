"""Which item of one side stands for which item of the other.

Items align by their keys and never by their place. Both sides are sorted by key, so that aligning
is one merge. Only terms have a rule of their own, for phases that are not reported.
"""

from __future__ import annotations

from negotiations.model import Term
from negotiations.model.base import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    Pairing = tuple[Any, Any]

__all__ = ["aligned", "aligned_terms", "key_of", "pairs_of"]


def key_of(item: Any) -> Any:
    """What an item of a list is found by: its key, or what it is where it is a word or a number."""
    return item.key if isinstance(item, Value) else getattr(item, "value", item)


def pairs_of(before: tuple[Any, ...], after: tuple[Any, ...]) -> Iterable[Pairing]:
    """Which item of a list stands for which, by the rule for items of that kind."""
    first = (before or after)[0] if before or after else None
    if isinstance(first, Term):
        return aligned_terms(before, after)
    if isinstance(first, Value):
        return aligned(before, after)
    return aligned(before, after, key=key_of)


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


def aligned_terms(before: tuple[Term, ...], after: tuple[Term, ...]) -> list[Pairing]:
    """Pairs of terms by issue and phase, in the order of the keys.

    Beyond equal keys, two terms of one issue stand for each other where

    - one of them has no reported phase, and the other is the only one left on that issue, or
    - each is the only term of its side on that issue: it moved to another phase. A term that is
      excluded has no phase to move from or to: that one phase has none says nothing of another.
    """
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
    # By the lesser key of a pair, so that the order is the same from both sides.
    return sorted([*rest, joined], key=lambda pair: min(term.key for term in pair if term))


def _joined(left: list[Term], right: list[Term], *, alone: bool) -> Pairing | None:
    for own, others, swapped in ((left, right, False), (right, left, True)):
        unphased = [term for term in own if term.phase is None]
        if unphased and len(others) == 1:
            return (others[0], unphased[0]) if swapped else (unphased[0], others[0])
    if alone and len(left) == len(right) == 1 and not (left[0].is_excluded or right[0].is_excluded):
        return left[0], right[0]
    return None
