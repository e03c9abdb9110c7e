"""The paragraphs of a source: which are claimed by evidence, and the rest that nothing accounts for."""

from __future__ import annotations

import re
from typing import Any

from negotiations.errors import Problem
from negotiations.intervals import joined
from negotiations.limits import MAXIMUM_PARAGRAPHS
from negotiations.rules.walking import each_evidence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from negotiations.intervals import Interval
    from negotiations.records import Records

    Data = dict[str, Any]

__all__ = [
    "REST",
    "free_ranges",
    "has_rest",
    "numbers_in",
    "open_paragraphs",
    "ranges_text",
    "spans_in",
    "uncoded_in",
    "with_rest",
    "without_named",
]

# In the place of a paragraph: all that nothing accounts for.
REST = "rest"
_RANGE = re.compile(r"([0-9]{1,9})(?:\s*-\s*([0-9]{1,9}))?")


def has_rest(entries: Any) -> bool:
    """Whether one of the entries of `uncoded` is of the rest."""
    return isinstance(entries, list) and any(_is_rest(entry) for entry in entries)


def _is_rest(entry: Any) -> bool:
    return isinstance(entry, dict) and entry.get("paragraph") == REST


def with_rest(records: Records, key: str, data: Data) -> tuple[Data, tuple[Problem, ...]]:
    """The data of a source in which the rest is spelled out, and what is wrong with how it is given.

    The rest are the paragraphs that are neither claimed by evidence nor furniture, and that no other
    entry of `uncoded` names.
    """
    entries = data.get("uncoded")
    most = data.get("paragraphs")
    if not has_rest(entries) or not isinstance(entries, list) or not isinstance(most, int):
        return data, ()
    named = [entry for entry in entries if not _is_rest(entry)]
    rest, *further = [entry for entry in entries if _is_rest(entry)]
    if further or not isinstance(rest.get("reason"), str):
        return data | {"uncoded": named}, (
            Problem(
                rule="value",
                pointer="/uncoded",
                message="the rest of the paragraphs is given more than once",
                found=f"{len(further) + 1} entries of the rest",
                expected="one reason for the rest",
                remedy="name the paragraphs that have another reason: '12-80: REASON'",
            ),
        )
    taken = [*_claimed(records, key), *_spans(data.get("furniture")), *_spans(named)]
    left = [_entry(first, last, rest) for first, last in _gaps(taken, most)]
    if not (named or left):
        # Nothing is left, so that nothing is said: an empty list would say that there is none.
        return {name: value for name, value in data.items() if name != "uncoded"}, ()
    return data | {"uncoded": [*named, *left]}, ()


def open_paragraphs(records: Records, key: str, general: str) -> list[Interval]:
    """The paragraphs of a source of which nothing is said: neither evidence, nor furniture, nor a reason.

    Args:
        records: The records.
        key: The id of the source.
        general: A reason that says nothing of a paragraph.
    """
    source = records.sources[key]
    taken = [*_claimed(records, key), *((number, number) for number in source.furniture or ())]
    taken += [(e.paragraph, e.last) for e in source.uncoded or () if e.reason != general]
    return list(_gaps(taken, source.paragraphs))


def without_named(entries: list[Any], given: list[Any]) -> list[Any]:
    """Entries of `uncoded` without the paragraphs that others give another reason for.

    >>> without_named([{"paragraph": 8, "through": 20, "reason": "a"}], [{"paragraph": 9, "reason": "b"}])
    [{'paragraph': 8, 'reason': 'a'}, {'paragraph': 10, 'through': 20, 'reason': 'a'}]
    """
    named = _spans(given)
    return [
        _entry(first, last, entry)
        for entry in entries
        for start, end in _spans([entry])
        for first, last in _gaps([(0, start - 1), *named], end)
    ]


def _entry(first: int, last: int, like: Data) -> Data:
    """An entry of these paragraphs, with the reason of another."""
    return {
        "paragraph": first,
        **({"through": last} if last > first else {}),
        "reason": like["reason"],
    }


def free_ranges(records: Records, key: str, spans: Iterable[Interval]) -> str:
    """Those of these paragraphs of a source that no evidence claims: ``12-13,15-80``."""
    claimed = _claimed(records, key)
    return ranges_text(
        gap for first, last in spans for gap in _gaps([(0, first - 1), *claimed], last)
    )


def spans_in(text: str) -> list[Interval] | None:
    """The first and the last of the paragraphs in a text such as ``3,5-9``; None if it is none.

    Raises:
        ValueError: A range ends before it begins.

    >>> spans_in("3, 5-9"), spans_in("a letter")
    ([(3, 3), (5, 9)], None)
    """
    spans: list[Interval] = []
    for part in text.split(","):
        match = _RANGE.fullmatch(part.strip())
        if match is None:
            return None
        first, last = int(match[1]), int(match[2] or match[1])
        if first > last:
            raise ValueError(f"{part.strip()!r} ends before it begins")
        spans.append((first, last))
    return spans


def numbers_in(text: str) -> list[int] | None:
    """The paragraphs in a text such as ``3,5-9``, one by one; None if it is none.

    Raises:
        ValueError: A range ends before it begins, or they are more than a text can have.

    >>> numbers_in("3, 5-7")
    [3, 5, 6, 7]
    """
    spans, most = spans_in(text), MAXIMUM_PARAGRAPHS
    if spans is None:
        return None
    if max(last for _, last in spans) > most or sum(b - a + 1 for a, b in spans) > most:
        raise ValueError(f"{text!r} is beyond {most}")
    return [number for first, last in spans for number in range(first, last + 1)]


def uncoded_in(text: str) -> list[Data] | None:
    """Entries of `uncoded` as people write them: paragraphs, a colon, the reason; None if it is none.

    Raises:
        ValueError: A range ends before it begins, or no reason is given.

    >>> uncoded_in("3,5-9: an annex")
    [{'paragraph': 3, 'reason': 'an annex'}, {'paragraph': 5, 'through': 9, 'reason': 'an annex'}]
    >>> uncoded_in("rest: not about the talks"), uncoded_in("a letter: in full")
    ([{'paragraph': 'rest', 'reason': 'not about the talks'}], None)
    """
    numbers, colon, reason = (part.strip() for part in text.partition(":"))
    spans = spans_in(numbers) if colon else None
    if numbers != REST and spans is None:
        return None
    if not reason:
        raise ValueError(f"a reason is wanted after {text.strip()!r}")
    like = {"reason": reason}
    return (
        [{"paragraph": REST, **like}]
        if spans is None
        else [_entry(first, last, like) for first, last in spans]
    )


def ranges_text(spans: Iterable[Interval]) -> str:
    """The text that `spans_in` reads.

    >>> ranges_text([(3, 3), (5, 9)])
    '3,5-9'
    """
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in spans)


def _claimed(records: Records, key: str) -> list[Interval]:
    return [
        (evidence.paragraph, evidence.paragraph)
        for _, _, evidence, _ in each_evidence(records)
        if evidence.source == key
    ]


def _spans(entries: Any) -> list[Interval]:
    """First and last of the paragraphs in a list, as far as they are numbers."""
    spans: list[Interval] = []
    for entry in entries if isinstance(entries, list) else ():
        first = entry.get("paragraph") if isinstance(entry, dict) else entry
        last = entry.get("through", first) if isinstance(entry, dict) else entry
        if isinstance(first, int) and isinstance(last, int):
            spans.append((first, last))
    return spans


def _gaps(taken: Iterable[Interval], most: int) -> Iterator[Interval]:
    """The paragraphs from 1 to the last that none of these spans takes, as spans."""
    reached = 0
    for first, behind in joined((first, last + 1) for first, last in taken):
        if first > most:
            break
        if first > reached + 1:
            yield reached + 1, first - 1
        reached = max(reached, behind - 1)
    if reached < most:
        yield reached + 1, most
