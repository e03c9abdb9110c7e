"""Records as lines: one line for each statement, with its path by keys.

Line-based tools such as git then compare by content: no line depends on the position of another, and
an item keeps its path when others come or go. Two records have the same lines only if they are equal.
"""

from __future__ import annotations

import json

from negotiations.compare.changes import (
    Bracketed,
    NotCoded,
    Opened,
    OpenedOtherwise,
    Pair,
    Reported,
    Resolved,
    ResolvedOtherwise,
    Unbracketed,
    Unreported,
)
from negotiations.io.codec import to_data
from negotiations.io.strict_json import pointer_text
from negotiations.model import Amount, Evidence, Record, Term, Timing, Version
from negotiations.model.base import Value, fields_of
from negotiations.model.values import Bounded, When
from negotiations.plaintext import plain, plain_json
from negotiations.records import address_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from negotiations.compare.changes import Change
    from negotiations.compare.diff import Diff
    from negotiations.model import Issue

__all__ = ["change_lines", "one_line", "record_lines", "verb_words"]

_WHOLE = (Bounded, When, Timing, Evidence)


def record_lines(record: Record) -> Iterator[str]:
    """The statements of a record, line by line.

    >>> from negotiations.model import Actor
    >>> from negotiations.vocabulary import ActorKind
    >>> qatar = Actor(id="qatar", name="Qatar", kind=ActorKind.STATE, spellings=("Qatar",))
    >>> print(*record_lines(qatar), sep=chr(10))
    actors/qatar
    actors/qatar/name: "Qatar"
    actors/qatar/kind: "state"
    actors/qatar/spellings: "Qatar"
    """
    address = address_of(record)
    yield plain(address)
    yield from _lines(record, address)


def _lines(value: Value, path: str) -> Iterator[str]:
    if isinstance(value, Term):
        yield f"{path}/kind: {one_line(value.kind)}"
    for spec in fields_of(value):
        content = getattr(value, spec.name)
        here = f"{path}/{spec.name}"
        if content is None or (spec.name == "id" and isinstance(value, Record)):
            continue  # the id is in the path
        if not spec.many or spec.ordered:
            yield f"{here}: {one_line(content)}"
            continue
        if not content:
            yield f"{here}: []"
        for item in content:
            yield from _item(item, here)


def _item(item: Any, path: str) -> Iterator[str]:
    if not isinstance(item, Value) or isinstance(item, _WHOLE) or not item.key_fields:
        yield f"{path}: {one_line(item)}"
        return
    if isinstance(item, Version):
        yield from record_lines(item)
        return
    here = path + plain(pointer_text((Pair(item, None).label,)))
    yield here
    yield from _lines(item, here)


def one_line(item: Any) -> str:
    """A value as JSON on one line, with what is not plainly visible escaped."""
    return plain_json(json.dumps(to_data(item), ensure_ascii=False))


def change_lines(diff: Diff) -> Iterator[str]:
    """The changes of a diff, one line each, of every level.

    >>> from negotiations.compare.diff import diff
    >>> from negotiations.model import ReleaseTerm
    >>> from negotiations.model.values import Count
    >>> before = ReleaseTerm(issue="prisoners", count=Count.exactly(150))
    >>> print(*change_lines(diff(before, before.replace(count=Count.more_than(200)))), sep=chr(10))
    count raised: 150 → more than 200
    """
    for change in diff:
        path = plain(change.path.removeprefix("/"))
        unit = _unit_of(change, diff.issues or {})
        yield f"{path} {_verb(change)}: {_said(change, unit)}"


def _unit_of(change: Change, issues: Mapping[str, Issue]) -> str | None:
    """The unit of the issue that a change is on, where it is known."""
    issue = issues.get(change.issue or "")
    return None if issue is None else issue.unit


_VERBS: dict[type[Change], str] = {
    Reported: "newly reported",
    Unreported: "not mentioned any more",
    NotCoded: "not coded on one side",
    Resolved: "resolved",
    ResolvedOtherwise: "resolved, as none of the options",
    Opened: "opened",
    OpenedOtherwise: "opened, as none of the options",
    Bracketed: "in brackets now",
    Unbracketed: "no longer in brackets",
}


def _verb(change: Change) -> str:
    return _VERBS.get(type(change)) or verb_words(change)


def verb_words(change: Change) -> str:
    """How a value changed, in words; for words with an order, the direction on their scale."""
    scales = {"up": "higher on its scale", "down": "lower on its scale"}
    return scales.get(change.verb, change.verb.replace("-", " "))


def _said(change: Change, unit: str | None) -> str:
    if change.before is None:
        return _shown(change.after, unit)
    if change.after is None:
        return _shown(change.before, unit)
    if isinstance(change.before, tuple) and isinstance(change.after, tuple):
        gone = [f"- {_shown(item)}" for item in change.before if item not in change.after]
        new = [f"+ {_shown(item)}" for item in change.after if item not in change.before]
        if gone or new:
            return "; ".join([*gone, *new])
    return f"{_shown(change.before, unit)} → {_shown(change.after, unit)}"


def _shown(item: Any, unit: str | None = None) -> str:
    """A value in a few words, or as JSON where there are none."""
    if isinstance(item, Evidence):
        voices = f", according to {', '.join(item.claimants)}" if item.claimants else ""
        support = plain(item.support.value)
        return plain(f"{item.source} ¶{item.paragraph} {item.start}:{item.end} {support}{voices}")
    if isinstance(item, tuple):
        return ", ".join(map(_shown, item)) or "none"
    if isinstance(item, Amount) and unit and not item.unit:
        item = item.of(unit, per=item.per)
    if isinstance(item, Bounded | When | Timing):
        return plain(str(item))
    return one_line(item)
