"""Passages found again in a text that has changed, by their fingerprints and by their neighbours.

Only offsets and fingerprints of passages are known, never their words. What has the fingerprint is the
passage. Of one whose words have changed it is known between which others it stood.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from enum import Enum

import attrs

from negotiations.fingerprints import FingerprintSearch, Span, Wrapping
from negotiations.limits import MAXIMUM_PASSAGE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from negotiations.articles import ArticleText

__all__ = ["Again", "Place", "Placing", "find_again"]

# How many places with the same words are weighed on each side of where a passage is expected.
_WEIGHED = 8


class Placing(Enum):
    """How a passage was found again."""

    FOUND = (
        "the same words, whose lines may end elsewhere, in the order of the passages beside them"
    )
    MOVED = "the same words, which the text has once, and not between the passages that were beside them"
    NEAR = "other words where the passages beside it leave room, or one of several places that may be it"


@attrs.frozen
class Place:
    """Where a passage is now.

    Attributes:
        start: Its offset in the text.
        end: The offset after it.
        placing: How it was found.
    """

    start: int
    end: int
    placing: Placing


@attrs.frozen
class Again:
    """What is known of passages in a text that has changed.

    Attributes:
        places: Where each is; those that are nowhere are left out.
        is_whole: Whether every passage was looked for in all of the text, which of many passages and
            a long text takes too long.
    """

    places: Mapping[Span, Place]
    is_whole: bool


def find_again(article: ArticleText, spans: Iterable[Span], *, near: bool = True) -> Again:
    """Where passages are in a text that has changed.

    The same words are the passage. Where several places have them, it is the one that lies between the
    passages before and after it, at the distance nearest to what it was; two passages never come to
    one place. Where none has them, it is what lies between its neighbours, and is marked as near.

    Args:
        article: The text as it is now.
        spans: The passages, by the offsets that they had.
        near: Whether to choose by neighbours: what is near, and one of several places. It means
            something only where all offsets are of one text; else what the text has several times is
            found only where it was.
    """
    ordered = sorted(set(spans))
    search = FingerprintSearch(article)
    search.among_words(ordered)
    search.everywhere(ordered)
    places = {span: search.known.get(span.fingerprint, ()) for span in ordered}
    counted = Counter(span.fingerprint for span in ordered)
    single = [
        (span, places[span][0])
        for span in ordered
        if len(places[span]) == 1 and counted[span.fingerprint] == 1
    ]
    staying = _staying(_longest_in_order(single))
    found = {
        span: Place(
            start,
            start + span.end - span.start,
            Placing.FOUND if span in staying else Placing.MOVED,
        )
        for span, start in single
    }
    groups: defaultdict[tuple[int, bytes], list[Span]] = defaultdict(list)
    for span in ordered:
        if places[span] and span not in found:
            groups[span.fingerprint].append(span)
    neighbours = _Neighbours.of(found)
    for group in groups.values():
        found |= _chosen(group, places[group[0]], neighbours)
    if not near:
        alone = {span for span, _ in single}
        found = {
            span: each for span, each in found.items() if span in alone or each.start == span.start
        }
        return Again(found, search.is_whole)
    neighbours = _Neighbours.of(found)
    wrapping = Wrapping()
    taken = {(place.start, place.end) for place in found.values()}
    for span in ordered:
        if span in found:
            continue
        rooms = (_whole_words(article, *each) for each in neighbours.rooms(span))
        room = next(filter(None, rooms), None)
        if room is not None and room not in taken:
            taken.add(room)
            same = wrapping.has(article.text[slice(*room)], span)
            found[span] = Place(*room, Placing.FOUND if same else Placing.NEAR)
    return Again(found, search.is_whole)


def _whole_words(article: ArticleText, start: int, end: int) -> tuple[int, int] | None:
    """The passage of whole words at these offsets; None where there is none within one paragraph."""
    text = article.text
    if not 0 <= start < end <= len(text):
        return None
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    end -= len(words) - len(words.rstrip())
    while 0 < start < end and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while start < end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    is_passage = start < end <= start + MAXIMUM_PASSAGE and article.paragraph_at(start, end)
    return (start, end) if is_passage else None


def _longest_in_order(placed: list[tuple[Span, int]]) -> list[tuple[Span, int]]:
    """The longest run of passages that are in the same order as they were."""
    tails: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, (_, start) in enumerate(placed):
        length = bisect_right(tails, start)
        before.append(last[length - 1] if length else -1)
        tails[length:] = [start, *tails[length + 1 :]]
        last[length:] = [index, *last[length + 1 :]]
    run: list[tuple[Span, int]] = []
    index = last[-1] if last else -1
    while index >= 0:
        run.append(placed[index])
        index = before[index]
    return run[::-1]


def _staying(placed: list[tuple[Span, int]]) -> set[Span]:
    """Of passages in order those that have not left the place between the two beside them.

    Where these have kept their distance, what stands at another has other words in its place.
    """
    shifts = [start - span.start for span, start in placed]
    left = {
        placed[index + 1][0]
        for index, (before, here, after) in enumerate(
            zip(shifts, shifts[1:], shifts[2:], strict=False)
        )
        if before == after != here
    }
    return {span for span, _ in placed} - left


# --- neighbours ---------------------------------------------------------------------------------


@attrs.frozen
class _Neighbours:
    """Offsets of which it is known where they are now: the ends of passages that are in order."""

    old: list[int]
    new: list[int]

    @classmethod
    def of(cls, found: Mapping[Span, Place]) -> _Neighbours:
        points: dict[int, int] = {}
        for span, place in found.items():
            if place.placing is Placing.FOUND:
                points[span.start], points[span.end] = place.start, place.end
        old = sorted(points)
        return cls(old, [points[offset] for offset in old])

    def before(self, offset: int) -> tuple[int, int] | None:
        """The nearest known offset up to this one, and where it is now."""
        index = bisect_right(self.old, offset) - 1
        return (self.old[index], self.new[index]) if index >= 0 else None

    def after(self, offset: int) -> tuple[int, int] | None:
        """The nearest known offset from this one on, and where it is now."""
        index = bisect_left(self.old, offset)
        return (self.old[index], self.new[index]) if index < len(self.old) else None

    def rooms(self, span: Span) -> Iterator[tuple[int, int]]:
        """Where a passage may be: what keeps its distance to both neighbours, then to one of them.

        It lies between them, and has between half and twice its length.
        """
        before, after = self.before(span.start), self.after(span.end)
        if before is None and after is None:
            return
        lead = (before or after or (0, 0))[1] - (before or after or (0, 0))[0]
        tail = (after or before or (0, 0))[1] - (after or before or (0, 0))[0]
        length = span.end - span.start
        for start, end in (
            (span.start + lead, span.end + tail),
            (span.start + lead, span.end + lead),
            (span.start + tail, span.end + tail),
        ):
            between = (before is None or start >= before[1]) and (after is None or end <= after[1])
            if between and length <= 2 * (end - start) <= 4 * length:
                yield start, end

    def cost(self, span: Span, start: int) -> tuple[bool, int]:
        """Whether a place is out of order or not where both neighbours want it, and how far off it is."""
        before, after = self.before(span.start), self.after(span.end)
        end = start + span.end - span.start
        expected = self.expected(span) or [span.start]
        beyond = (before is not None and start < before[1]) or (
            after is not None and end > after[1]
        )
        left = before is not None and after is not None and {*expected} == {expected[0]} != {start}
        return beyond or left, min(abs(start - place) for place in expected)

    def expected(self, span: Span) -> list[int]:
        """Where a passage would begin by the distance to its neighbours."""
        known = (self.before(span.start), self.after(span.end))
        return [span.start + each[1] - each[0] for each in known if each is not None]


def _chosen(
    group: list[Span], starts: tuple[int, ...], neighbours: _Neighbours
) -> dict[Span, Place]:
    """Places for passages that have the same words, each at one of several, no two at one."""
    costs: dict[Span, list[tuple[tuple[bool, int], int]]] = {}
    for span in group:
        likely: set[int] = set()
        for place in neighbours.expected(span) or [span.start]:
            index = bisect_left(starts, place)
            likely.update(starts[max(0, index - _WEIGHED) : index + _WEIGHED])
        costs[span] = [(neighbours.cost(span, start), start) for start in likely]
    found: dict[Span, Place] = {}
    taken: set[int] = set()
    for cost, span, start in sorted(
        (cost, one, start) for one in group for cost, start in costs[one]
    ):
        if span in found or start in taken:
            continue
        twin = any(
            weighed == cost and other != start and other not in taken
            for weighed, other in costs[span]
        )
        # One of several places says little where it is also out of order.
        placing = Placing.NEAR if twin or cost[0] else Placing.FOUND
        found[span] = Place(start, start + span.end - span.start, placing)
        taken.add(start)
    return found
