"""The alignment of two lists: which item of one stands for which item of the other.

Items align by their keys and never by their place. Both sides are sorted by key, so that aligning
is one merge. Only terms have a rule of their own, for phases that are not reported, and follow their
phases where these pair by something else than their numbers; and what has a key of its whole content,
or is put in other words, is found again by what else it has in common.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import zip_longest
from operator import attrgetter

from negotiations.compare.options import have_options, with_options
from negotiations.compare.phases import BY_NUMBER, slot_of
from negotiations.model import Phase, Term
from negotiations.model.base import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from negotiations.compare.phases import Phasing

    Pairing = tuple[Any, Any]

__all__ = ["aligned", "aligned_terms", "differing_terms", "key_of", "on_issue", "pairs_of"]


def key_of(item: Any) -> Any:
    """The key of an item of a list; a word or a number is its own key."""
    return item.key if isinstance(item, Value) else getattr(item, "value", item)


def pairs_of(
    before: tuple[Any, ...], after: tuple[Any, ...], *, phasing: Phasing = BY_NUMBER
) -> Iterable[Pairing]:
    """Pair the items of two lists, by the rule for items of their kind."""
    if not before or not after:
        return zip_longest(before, after)
    first = before[0]
    if isinstance(first, Term):
        return aligned_terms(before, after, phasing=phasing)
    if isinstance(first, Phase) and not phasing.is_by_number:
        return _by_phase(before, after, phasing)
    if not isinstance(first, Value):
        return aligned(before, after, key=key_of)
    pairs = aligned(before, after)
    if not first.alike_fields:
        return pairs
    keyed = list(pairs)
    # Without one left over on either side there is nothing to join.
    left_over = any(one is None for one, _ in keyed) and any(other is None for _, other in keyed)
    return _alike(keyed, first.alike_fields) if left_over else keyed


def _alike(pairs: list[Pairing], names: tuple[str, ...]) -> list[Pairing]:
    """Join unpaired items where exactly one item of each side has the same values in these fields.

    An item without any of these values, such as a condition on nobody and nothing, is not joined.
    """
    gone: dict[Any, list[Any]] = {}
    new: dict[Any, list[Any]] = {}
    counts: dict[int, dict[Any, int]] = {0: {}, 1: {}}
    for pair in pairs:
        for side, item in enumerate(pair):
            if item is not None:
                shared = tuple(getattr(item, name) for name in names)
                counts[side][shared] = counts[side].get(shared, 0) + 1
                if pair[1 - side] is None:
                    (new if side else gone).setdefault(shared, []).append(item)
    joined = [
        (gone[shared][0], new[shared][0])
        for shared in gone.keys() & new.keys()
        if any(part is not None for part in shared) and counts[0][shared] == counts[1][shared] == 1
    ]
    if not joined:
        return pairs
    taken = {id(item) for pair in joined for item in pair}
    others = [pair for pair in pairs if not taken & {id(item) for item in pair}]
    return sorted([*others, *joined], key=_lesser_key)


def _lesser_key(pair: Pairing) -> Any:
    """By the lesser key of a pair, so that the order is the same from both sides."""
    return sorted(item.key for item in pair if item is not None)


def _lesser_content(pair: Pairing) -> Any:
    """The same where two pairs have the same keys, as those of two swapped phases have."""
    return _lesser_key(pair), sorted(repr(item) for item in pair if item is not None)


def _by_phase(
    before: tuple[Phase, ...], after: tuple[Phase, ...], phasing: Phasing
) -> list[Pairing]:
    """Pairs of phases where these do not pair by their numbers."""
    theirs: dict[int | None, Phase] = {item.ordinal: item for item in after}
    pairs: list[Pairing] = [(item, theirs.pop(phasing.of(item.ordinal), None)) for item in before]
    return sorted([*pairs, *((None, item) for item in theirs.values())], key=_lesser_content)


def aligned(
    before: tuple[Any, ...], after: tuple[Any, ...], key: Any = lambda item: item.key
) -> Iterator[Pairing]:
    """Pairs of items with the same key, in the order of the keys; None where a side has none.

    >>> list(aligned(("a", "b"), ("b", "c"), key=str))
    [('a', None), ('b', 'b'), (None, 'c')]
    """
    i = j = 0
    # A key may take long to make: each is made once.
    mine, theirs = list(map(key, before)), list(map(key, after))
    while i < len(mine) and j < len(theirs):
        if mine[i] == theirs[j]:
            yield before[i], after[j]
            i += 1
            j += 1
        elif mine[i] < theirs[j]:
            yield before[i], None
            i += 1
        else:
            yield None, after[j]
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
      excluded has no phase to move from or to: its absence from one phase says nothing of another.

    Args:
        before: The terms of the earlier side.
        after: Those of the later one.
        phasing: How the phases of the two sides pair.
    """
    if not phasing.is_by_number:
        return _along_phases(before, after, phasing)
    pairs, _ = _by_key(before, after, with_equal=True)
    return with_options(pairs, phasing) if have_options(before, after) else pairs


def differing_terms(
    before: tuple[Term, ...],
    after: tuple[Term, ...],
    *,
    phasing: Phasing = BY_NUMBER,
    options: bool = True,
) -> tuple[list[Pairing], int]:
    """The pairs of `aligned_terms` of which the two terms differ, and the number of the others.

    Without ``options`` it is known that none of the terms is one of several options.

    >>> from negotiations.model import OtherTerm
    >>> terms = OtherTerm(issue="fire"), OtherTerm(issue="roads", phase=1)
    >>> differing_terms(terms, (terms[0], OtherTerm(issue="roads", phase=2)))
    ([(OtherTerm(issue='roads', phase=1), OtherTerm(issue='roads', phase=2))], 1)
    """
    if phasing.is_by_number and not options:
        return _by_key(before, after, with_equal=False)
    pairs = aligned_terms(before, after, phasing=phasing)
    differing = [pair for pair in pairs if pair[0] != pair[1]]
    return differing, len(pairs) - len(differing)


def _by_key(
    before: tuple[Term, ...], after: tuple[Term, ...], *, with_equal: bool
) -> tuple[list[Pairing], int]:
    """Pairs of terms where phases pair by number, with or without equal ones, and how many are equal."""
    pairs: list[Pairing] = []
    equal = 0
    # Where in `pairs` the terms stand that have no counterpart, by issue.
    gone: dict[str, int] = {}
    new: dict[str, int] = {}
    left, right = len(before), len(after)
    i = j = 0
    while i < left and j < right:
        earlier, later = before[i], after[j]
        # Most terms are equal, so that this is asked first: equal terms have equal keys.
        if earlier == later:
            equal += 1
            if with_equal:
                pairs.append((earlier, later))
        elif _key_parts(earlier) == _key_parts(later):
            pairs.append((earlier, later))
        elif _is_before(earlier, later):
            gone[earlier.issue] = len(pairs)
            pairs.append((earlier, None))
            i += 1
            continue
        else:
            new[later.issue] = len(pairs)
            pairs.append((None, later))
            j += 1
            continue
        i += 1
        j += 1
    for earlier in before[i:]:
        gone[earlier.issue] = len(pairs)
        pairs.append((earlier, None))
    for later in after[j:]:
        new[later.issue] = len(pairs)
        pairs.append((None, later))
    # From the end, so that what is joined there moves nothing before it.
    for issue in sorted(gone.keys() & new.keys(), reverse=True):
        start = end = gone[issue]
        while start and _issue(pairs[start - 1]) == issue:
            start -= 1
        while end < len(pairs) and _issue(pairs[end]) == issue:
            end += 1
        paired = pairs[start:end]
        if not with_equal:
            # Terms that are equal, and left out, count as terms on the issue: each stands with itself.
            known = {id(earlier) for earlier, _ in paired}
            there = on_issue(issue, before)
            paired += [(term, term) for term in there if id(term) not in known]
        joined = _second_look(paired)
        pairs[start:end] = [pair for pair in joined if pair[0] is not pair[1] or with_equal]
    return pairs, equal


def on_issue(issue: str, terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """The terms on an issue; terms are sorted by issue."""
    start = bisect_left(terms, issue, key=_issue_of)
    return terms[start : bisect_right(terms, issue, lo=start, key=_issue_of)]


_issue_of = attrgetter("issue")
_key_parts = attrgetter(*Term.key_fields)


def _is_before(one: Term, other: Term) -> bool:
    """Whether a term sorts before another; mostly their issues tell, or the numbers of their phases."""
    if one.issue != other.issue:
        return one.issue < other.issue
    phase, following = one.phase, other.phase
    if isinstance(phase, int) and isinstance(following, int) and phase != following:
        return phase < following
    return bool(one.key < other.key)


def _along_phases(
    before: tuple[Term, ...], after: tuple[Term, ...], phasing: Phasing
) -> list[Pairing]:
    """Pairs of terms where the phases do not pair by their numbers."""
    theirs: dict[Any, Term] = {(slot_of(term), term.phase): term for term in after}
    pairs: list[Pairing] = []
    for term in before:
        phase = phasing.of(term.phase) if isinstance(term.phase, int) else term.phase
        dropped = phase is None and term.phase is not None
        pairs.append((term, None if dropped else theirs.pop((slot_of(term), phase), None)))
    pairs += [(None, term) for term in theirs.values()]
    joined: list[Pairing] = []
    for issue in dict.fromkeys(map(_issue, pairs)):
        joined += _second_look([pair for pair in pairs if _issue(pair) == issue])
    joined = with_options(joined, phasing) if have_options(before, after) else joined
    return sorted(joined, key=_lesser_content)


def _issue(pair: Pairing) -> str:
    term = pair[0] or pair[1]
    return str(term.issue)


def _second_look(pairs: list[Pairing]) -> list[Pairing]:
    """Join the unpaired terms on one issue, where the rules allow it, by case and alternative."""
    slots = dict.fromkeys([slot_of(pair[0] or pair[1]) for pair in pairs])
    if len(slots) > 1:
        by_slot = {
            slot: [pair for pair in pairs if slot_of(pair[0] or pair[1]) == slot] for slot in slots
        }
        joined = [pair for group in by_slot.values() for pair in _joined_in(group)]
        return sorted(joined, key=_lesser_key)
    return _joined_in(pairs)


def _joined_in(pairs: list[Pairing]) -> list[Pairing]:
    gone = [earlier for earlier, later in pairs if later is None]
    new = [later for earlier, later in pairs if earlier is None]
    joined = _joined(gone, new, alone=len(gone) + len(new) == len(pairs))
    if joined is None:
        return pairs
    earlier, later = joined
    others = [pair for pair in pairs if pair[0] is not earlier and pair[1] is not later]
    return sorted([*others, joined], key=_lesser_key) if others else [joined]


def _joined(gone: list[Term], new: list[Term], *, alone: bool) -> Pairing | None:
    for own, others, swapped in ((gone, new, False), (new, gone, True)):
        unphased = [term for term in own if term.phase is None]
        if unphased and len(others) == 1:
            return (others[0], unphased[0]) if swapped else (unphased[0], others[0])
    if alone and len(gone) == len(new) == 1 and not (gone[0].is_excluded or new[0].is_excluded):
        return gone[0], new[0]
    return None
