"""The rules on sequence: when terms hold and are due, and what they depend on."""

from __future__ import annotations

from typing import NamedTuple

from negotiations.chronology import components
from negotiations.model import Event, Position, Timing, Version
from negotiations.rules.rule import Example, Finding, NearestRemedies, Reach, listed, rule
from negotiations.rules.walking import each_term, fields_with
from negotiations.vocabulary import Certainty, ConditionKind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from negotiations.io.strict_json import Pointer
    from negotiations.model import Record, Term
    from negotiations.records import Records

__all__ = ["RULES"]

_ACCORD = "data/proposals/accord.json"
# An exchange may run both ways, and so may two terms that fall away in favour of each other.
_IN_ORDER = (None, ConditionKind.AFTER, ConditionKind.SUBJECT_TO)


@rule(
    "term-times",
    "fix one of the two times",
    Example(
        file=_ACCORD,
        pointer="/versions/0/terms/0/deadline/on",
        value="2001-04-30",
        reported=(_ACCORD, "/versions/0/terms/0/deadline"),
    ),
)
def _term_times(records: Records) -> Iterator[Finding]:
    """A term does not certainly end, and is not certainly due, before it starts.

    Two dates are compared, and two times that are counted from the same thing. Other times may be in
    either order.
    """
    for holder, index, term in each_term(records):
        if term.starts is None:
            continue
        for name, time in _times_of(term):
            if time is term.starts:
                continue
            if time.before_than(term.starts) is Certainty.CERTAIN:
                yield Finding(
                    record=holder,
                    path=("terms", index, name),
                    message=f"{term.label} {'ends' if name == 'ends' else 'is due'} "
                    "before it starts",
                    found=str(time),
                    expected=f"not before its start, {term.starts}",
                )


def _times_of(term: Term) -> Iterator[tuple[str, Timing]]:
    """The times of a term, each with the name of its field."""
    for name in fields_with(term, Timing):
        time = getattr(term, name)
        if time is not None:
            yield name, time


class _Link(NamedTuple):
    """A term that another one names, and where."""

    label: str
    path: Pointer
    # Whether the one that names it comes after it (+1), before it (-1), or neither is said (0).
    order: int


def _links(records: Records) -> Iterator[tuple[Version | Position, list[tuple[Term, _Link]]]]:
    """The terms that the terms of each holder name, each with the one that names it."""
    for holder in records.holders():
        links = [
            (term, link)
            for index, term in enumerate(holder.terms or ())
            for link in _links_of(term, ("terms", index))
        ]
        if links:
            yield holder, links


def _links_of(term: Term, path: Pointer) -> Iterator[_Link]:
    """The terms that the conditions and times of a term name, and those of the evidence against it."""
    for index, condition in enumerate(term.conditions or ()):
        if condition.term is not None:
            order = int(condition.how in _IN_ORDER)
            yield _Link(condition.term, (*path, "conditions", index, "term"), order)
    for name, timing in _times_of(term):
        # What ends something may wait for its beginning.
        yield from _anchored(timing, (*path, name), is_ordered=name != "ends")
    for index, evidence in enumerate(term.evidence or ()):
        if isinstance(evidence.value, Timing):
            where = (*path, "evidence", index, "value")
            yield from _anchored(evidence.value, where, is_ordered=False)


def _anchored(timing: Timing, path: Pointer, *, is_ordered: bool) -> Iterator[_Link]:
    after, before = timing.after, timing.before
    if after is not None and after.term is not None:
        yield _Link(after.term, (*path, "after", "term"), int(is_ordered))
    if before is not None and before.term is not None:
        # To begin before something is fulfilled is not to be fulfilled before it.
        order = -1 if is_ordered and path[-1] == "deadline" else 0
        yield _Link(before.term, (*path, "before", "term"), order)


def _labels_of(holder: Version | Position) -> dict[str, str]:
    """The names that the terms of a holder go by, each with the matter that they settle.

    Options go by the name of their matter too.
    """
    labels: dict[str, str] = {}
    for term in holder.terms or ():
        topic = str(term.topic)
        labels[topic] = labels[term.label] = topic
    return labels


@rule(
    "term-named",
    "write the label of a term of the same text or position, or say it in words",
    Example(file=_ACCORD, pointer="/versions/0/terms/1/conditions/0/term", value="fees"),
    reach=Reach.REFERRED,
)
def _term_named(records: Records) -> Iterator[Finding]:
    """A condition or a time names a term that the same text or position has.

    The condition of an act names a term of the texts and positions that the act is on. The label
    without an `alternative` names all options together.
    """
    nearest = NearestRemedies()
    for holder, links in records.once(_links):
        labels = _labels_of(holder)
        for _, link in links:
            if link.label not in labels:
                yield _no_such_term(holder, link.label, link.path, labels, nearest)
    for event in records.members(Event):
        named = [
            (condition.term, ("conditions", index, "term"))
            for index, condition in enumerate(event.conditions or ())
            if condition.term is not None
        ]
        known = _labels_on(records, event) if named else {}
        for label, path in named:
            if label not in known:
                yield _no_such_term(event, label, path, known, nearest)


def _labels_on(records: Records, event: Event) -> dict[str, str]:
    """The names of the terms of the versions and positions that an act is on."""
    names = event.on or ()
    holders = (records.get(name, ("versions", "positions")) for name in names)
    labels: dict[str, str] = {}
    for holder in holders:
        if isinstance(holder, Version | Position):  # an address may lead to another kind
            labels |= _labels_of(holder)
    return labels


def _no_such_term(
    record: Record, label: str, path: Pointer, labels: dict[str, str], nearest: NearestRemedies
) -> Finding:
    where = "the texts that the act is on have" if isinstance(record, Event) else "it has"
    return Finding(
        record=record,
        path=path,
        message=f"{where} no term {label!r}",
        found=label,
        expected=f"one of {listed(labels)}" if labels else "no term, since there is none",
        remedy=nearest.remedy(label, labels),
    )


@rule(
    "term-cycle",
    "remove one of the links",
    Example(
        file=_ACCORD,
        pointer="/versions/0/terms/6/conditions",
        value=[{"term": "hill-forces@2", "how": "after", "summary": "South has left the hill."}],
        reported=(_ACCORD, "/versions/0/terms/6/conditions/0/term"),
    ),
)
def _term_cycle(records: Records) -> Iterator[Finding]:
    """No term comes after itself or depends on itself, even indirectly, within a text or position.

    Conditions with `in-return-for` and `unless` may be mutual, and a term may end after what follows
    its beginning.
    """
    for holder, named in records.once(_links):
        labels = _labels_of(holder)
        links: dict[str, dict[str, Pointer]] = {topic: {} for topic in labels.values()}
        for term, link in named:
            own = str(term.topic)
            other = labels.get(link.label)
            if other is None:
                continue
            if link.order > 0 or other == own:
                links[own].setdefault(other, link.path)
            elif link.order < 0:
                links[other].setdefault(own, link.path)
        if any(links.values()):
            yield from _cycles(holder, links)


def _cycles(holder: Version | Position, links: dict[str, dict[str, Pointer]]) -> Iterator[Finding]:
    """One finding for each group of terms that depend on each other, with one way around."""
    group_of = components(links)
    reported: set[int] = set()
    for start in links:
        if group_of[start] in reported:
            continue
        way = _way_around(start, links, group_of)
        if way:
            reported.add(group_of[start])
            yield Finding(
                record=holder,
                path=links[start][way[1]],
                message=f"{start} depends on itself",
                found=" → ".join(way),
                expected="no cycle",
            )


def _way_around(
    start: str, links: dict[str, dict[str, Pointer]], group_of: dict[str, int]
) -> list[str]:
    """The shortest way from a term back to itself; empty if there is none."""
    came_from: dict[str, str] = {}
    waiting = [start]
    for name in waiting:
        for target in links[name]:
            if target == start:
                way = [start, name]
                while way[-1] != start:
                    way.append(came_from[way[-1]])
                return way[::-1]
            if group_of[target] == group_of[start] and target not in came_from:
                came_from[target] = name
                waiting.append(target)
    return []


RULES = (
    _term_times,
    _term_named,
    _term_cycle,
)
