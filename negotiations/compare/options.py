"""Options of drafts: which of several terms that exclude each other stands for which.

Options pair by the labels that the drafts give them. Where labels tell nothing, an option that says
the same under another label is the same option; and where one side has a single term for what the
other has options for, the term stands for the option that says what it says.
"""

from __future__ import annotations

from operator import attrgetter

from negotiations.compare.values import same
from negotiations.model.base import fields_of
from negotiations.vocabulary import Certainty, TermStatus

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from negotiations.compare.phases import Phasing
    from negotiations.model import Term
    from negotiations.model.terms import TermLabel

    Pairing = tuple[Any, Any]

__all__ = ["can_be_same", "have_options", "is_settled", "topics_of", "with_options"]

_OPEN = (TermStatus.PROPOSED, TermStatus.BRACKETED, TermStatus.RESERVED)


def have_options(*sides: Iterable[Term]) -> bool:
    """Whether any text has a term that is one of several options."""
    return any(any(map(_alternative, side)) for side in sides)


_alternative = attrgetter("alternative")


def topics_of(terms: Iterable[Term], phasing: Phasing | None = None) -> dict[TermLabel, list[Term]]:
    """The terms by what they settle: those of one issue, phase and case are options, or one is alone.

    Args:
        terms: The terms of a text.
        phasing: How its phases pair with those of a later one, by which they are counted then.
    """
    topics: dict[TermLabel, list[Term]] = {}
    for term in terms:
        topic = term.topic if phasing is None else phasing.topic(term)
        topics.setdefault(topic, []).append(term)
    return topics


def is_settled(options: list[Term]) -> bool:
    """Whether what a text has on one topic is a single term that is no option and not in brackets."""
    return len(options) == 1 and options[0].alternative is None and options[0].status not in _OPEN


def can_be_same(one: Term, other: Term) -> bool:
    """Whether two terms can say the same, by what is reported of both."""
    return _agreement(one, other) is not None


def with_options(pairs: list[Pairing], phasing: Phasing) -> list[Pairing]:
    """Pair anew the terms that are options for one thing: by what they say, and then by their labels."""
    gone = topics_of((earlier for earlier, _ in pairs if earlier is not None), phasing)
    new = topics_of(later for _, later in pairs if later is not None)
    apart: set[int] = set()
    joined: list[Pairing] = []
    for topic in gone.keys() & new.keys():
        terms = (*gone[topic], *new[topic])
        if have_options(terms):
            apart |= set(map(id, terms))
            joined += _of_topic(gone[topic], new[topic])
    if not joined:
        return pairs
    others = [pair for pair in pairs if not apart & set(map(id, pair))]
    # A term of another phase stood for one of these.
    others += [
        (None, later) if id(earlier) in apart else (earlier, None)
        for earlier, later in pairs
        if (id(earlier) in apart) is not (id(later) in apart)
        and (later if id(earlier) in apart else earlier) is not None
    ]
    return sorted(
        [*others, *joined], key=lambda pair: sorted(term.key for term in pair if term is not None)
    )


def _of_topic(gone: list[Term], new: list[Term]) -> list[Pairing]:
    """Pairs of the options for one thing; None where a side has none that says the same."""
    pairs = _alike(gone, new)
    for earlier in gone:
        later = next((term for term in new if term.alternative == earlier.alternative), None)
        taken = {id(term) for pair in pairs for term in pair}
        if later is None or taken & {id(earlier), id(later)}:
            continue
        if _agreement(earlier, later) is not None:
            pairs.append((earlier, later))
    taken = {id(term) for pair in pairs for term in pair}
    return [
        *pairs,
        *((term, None) for term in gone if id(term) not in taken),
        *((None, term) for term in new if id(term) not in taken),
    ]


def _alike(gone: list[Term], new: list[Term]) -> list[Pairing]:
    """Pairs that say the same, and of which neither says as much the same as another."""
    scores = {
        (at, to): _agreement(earlier, later) or 0
        for at, earlier in enumerate(gone)
        for to, later in enumerate(new)
    }

    def best(index: int, side: int) -> tuple[int, int] | None:
        """The pair that agrees most with a term of one side; None where two do, or none does."""
        own = {pair: score for pair, score in scores.items() if pair[side] == index and score > 0}
        top = max(own.values(), default=0)
        leading = [pair for pair, score in own.items() if score == top]
        return leading[0] if len(leading) == 1 else None

    return [
        (gone[pair[0]], new[pair[1]])
        for pair in (best(at, 0) for at in range(len(gone)))
        if pair is not None and best(pair[1], 1) == pair
    ]


def _agreement(one: Term, other: Term) -> int | None:
    """In how many fields two terms say the same; None where they contradict each other in one."""
    if type(one) is not type(other) or one.is_excluded is not other.is_excluded:
        return None
    agreed = int(one.is_excluded)
    for spec in fields_of(one):
        before, after = getattr(one, spec.name), getattr(other, spec.name)
        if not spec.can_contradict or before is None or after is None:
            continue
        answer = same(before, after, spec)
        if answer is Certainty.IMPOSSIBLE:
            return None
        agreed += before == after or answer is Certainty.CERTAIN
    return agreed
