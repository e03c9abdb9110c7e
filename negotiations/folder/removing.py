"""Removing records and parts of them, as long as nothing that stays refers to them."""

from __future__ import annotations

from typing import Any

import attrs

from negotiations.errors import InvalidDataset, NegotiationsError, Problem
from negotiations.folder.drafting import LEFT_TO_DO, built, new_findings
from negotiations.folder.edit import Edit
from negotiations.folder.naming import command, flag
from negotiations.folder.parts import Part, content_at, part_at
from negotiations.io.codec import to_data
from negotiations.model import Ignored, Metadata, Proposal
from negotiations.model.base import field_of
from negotiations.records import address_of, label_pointer
from negotiations.references import references

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from negotiations.model import Record
    from negotiations.records import Records

__all__ = ["removed"]


def removed(records: Records, addresses: Iterable[str]) -> Edit:
    """The records without those at some addresses, or without parts of them.

    What can be removed are records, and items of lists: terms, phases, roles, passages, labels. A
    list that loses its last item is not reported then; that a source reports there are none is
    another claim, which is set.

    Raises:
        InvalidDataset: Something that stays refers to them, or would be wrong without them;
            ``problems`` has all of it.
        NegotiationsError: Nothing is at an address, or nothing that can be removed.

    >>> import negotiations as ng
    >>> edit = removed(ng.load().records, ["may-proposal@may/terms/reconstruction@3"])
    >>> [*edit.texts], [part.content.label for part in edit.parts]
    (['data/proposals/may-proposal.json'], ['reconstruction@3'])
    """
    targets = (_removable(records, address) for address in addresses)
    parts = tuple({part.address: part for part in targets}.values())
    gone = {part.address for part in parts if not part.path}
    inner: dict[str, list[Part]] = {}
    for part in parts:
        if part.path and address_of(part.record) not in gone:
            inner.setdefault(address_of(part.record), []).append(part)
    changed: list[Record] = []
    problems: list[Problem] = []
    for within in inner.values():
        record, faults = _without(within)
        problems += faults
        changed += [record] if record is not None else []
    after = records.with_records(changed)
    lost = {*gone, *_versions_in(records, gone)}
    problems += _referring(after, lost)
    after = after.without(gone)
    if not problems:
        # A reference to what is gone has been told, in words of its own.
        problems += [
            finding.problem()
            for finding in new_findings(records, after)
            if finding.rule not in LEFT_TO_DO
        ]
    if problems:
        raise InvalidDataset(sorted(problems, key=lambda problem: problem.sort_key))
    return Edit(before=records, after=after, parts=parts)


def _removable(records: Records, address: str) -> Part:
    """The record or the item at an address.

    Raises:
        NegotiationsError: Nothing is there, or nothing that can be removed.
    """
    target = part_at(records, address)
    if isinstance(target.record, Metadata) and not target.path:
        raise NegotiationsError(
            f"{target.address} says what the dataset is, and cannot be removed; change it: "
            f"{command('set', target.address)} --FIELD VALUE"
        )
    if target.path and not isinstance(target.path[-1], int):
        around = target.around
        spec = field_of(around.content, target.field)
        unset, other = f"--unset {target.field}", f"{flag(target.field)} VALUE"
        instead = unset if spec is not None and spec.optional else other
        raise NegotiationsError(
            f"{target.address} is a field, which is not removed but set: "
            f"{command('set', around.address)} {instead}"
        )
    return target


def _versions_in(records: Records, addresses: Iterable[str]) -> Iterator[str]:
    """The versions that go with proposals."""
    for address in addresses:
        record = records.resolve(address)
        if isinstance(record, Proposal):
            yield from (address_of(version) for version in record.versions or ())


def _without(parts: list[Part]) -> tuple[Record | None, list[Problem]]:
    """One record without parts of it."""
    record = parts[0].record
    data = to_data(record)
    problems: list[Problem] = []
    # From the end, so that the indices of those before stay true.
    for part in sorted(parts, key=lambda part: tuple(map(_order, part.path)), reverse=True):
        *way, field, index = part.path
        holder = data
        for step in way:
            holder = holder[step]
        del holder[field][index]
        if holder[field]:
            continue
        spec = field_of(content_at(record, tuple(way)), str(field))
        if spec is not None and spec.optional:
            # Not reported; an empty list would be the report that there are none.
            del holder[field]
        else:
            problems.append(_last(part))
    if problems:
        return None, problems
    made, faults = built(type(record), data)
    return made, [attrs.evolve(fault, record=address_of(record)) for fault in faults]


def _order(step: str | int) -> tuple[int, str]:
    return (step, "") if isinstance(step, int) else (0, step)


def _last(part: Part) -> Problem:
    around = part.around.address
    return Problem(
        rule="schema",
        record=address_of(part.record),
        pointer=label_pointer(part.record, part.path),
        message=f"it is the last of {part.field!r}, which must be reported",
        found=part.address,
        expected="another item beside it",
        remedy=f"remove the whole: {command('remove', around)}; or, where a source reports that "
        f"there are none: {command('set', around)} {flag(part.field)} '[]'",
    )


def _referring(records: Records, lost: set[str]) -> Iterator[Problem]:
    """What refers to records that are to go, but for what goes with them."""
    for reference in references(records):
        place = Part(reference.record, reference.path, reference.name)
        # What the dataset sets aside of a record is no claim about it.
        if address_of(reference.record) in lost or isinstance(place.around.content, Ignored):
            continue
        named = records.addresses(reference.name, reference.among)
        if len(named) == 1 and named[0] in lost:
            yield Problem(
                rule="references",
                record=address_of(reference.record),
                pointer=label_pointer(reference.record, reference.path),
                message=f"this refers to {named[0]}, which is to be removed",
                found=reference.name,
                expected="no reference to it",
                remedy=_remedy(place),
            )


def _remedy(reference: Part) -> str:
    """The command after which a reference is no more, or the choice that has to be made."""
    owner, field = reference.around, reference.field
    items = getattr(owner.content, field)
    if isinstance(items, tuple) and len(items) > 1:
        return command("remove", reference.lasting_address)
    if _can_do_without(owner.content, field):
        return f"{command('set', owner.lasting_address)} --unset {field}"
    if (
        owner.path
        and isinstance(owner.path[-1], str)
        and _can_do_without(owner.around.content, owner.field)
    ):
        return f"{command('set', owner.around.lasting_address)} --unset {owner.field}"
    instead = f"{command('set', owner.lasting_address)} {flag(field)} OTHER"
    return f"{instead}, or {command('remove', owner.lasting_address)}"


def _can_do_without(value: Any, field: str) -> bool:
    """Whether a value may leave a field out."""
    try:
        value.replace(**{field: None})
    except (TypeError, ValueError):
        return False
    return True
