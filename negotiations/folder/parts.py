"""Parts of records by their addresses: every form in which pages, problems and diffs print them."""

from __future__ import annotations

import hashlib
import re
from itertools import islice
from typing import Any

import attrs

from negotiations.compare.changes import Pair
from negotiations.errors import AmbiguousId, NegotiationsError, UnknownField, UnknownId
from negotiations.folder.writing import files_of
from negotiations.io.layout import FILE_KINDS
from negotiations.io.strict_json import pointer_text
from negotiations.model import Record, Term, Version
from negotiations.model.base import Value, field_of, fields_of
from negotiations.model.values import Bounded
from negotiations.records import address_of, item_label, label_pointer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from negotiations.io.strict_json import Pointer
    from negotiations.records import Records

__all__ = ["Part", "content_at", "outermost", "part_at", "parts_under"]

# A record with a pointer behind it, as problems print them.
_PRINTED = re.compile(r"(?P<record>[^\s/]+(/[^\s/]+)?)\s+(?P<pointer>/.*)", re.DOTALL)


@attrs.frozen
class Part:
    """A record, or something in it.

    Attributes:
        record: The record; of what lies in a version, the version.
        path: The way to it from the record, in names of fields and indices.
        content: What is there; None where nothing is reported.
    """

    record: Record
    path: Pointer
    content: Any

    @property
    def address(self) -> str:
        """The address in the form with keys: ``versions/accord@spring/terms/captives@1``."""
        if self.path and isinstance(self.path[-1], int) and isinstance(self.content, str):
            # A text is its own key: it stays true when others before it are gone.
            return f"{Part(self.record, self.path[:-1], ()).address}/{self.content}"
        return address_of(self.record) + label_pointer(self.record, self.path)

    @property
    def lasting_address(self) -> str:
        """An address that stays true when other items are removed or added.

        What has no key is named by a fingerprint of its content, as in diffs, and not by its place.
        """
        steps = [address_of(self.record)]
        here: Any = self.record
        for step in self.path:
            here = here[step] if isinstance(step, int) else getattr(here, step)
            label = step if isinstance(step, str) else Pair(here, None).label
            steps.append(label if isinstance(here, str) else pointer_text((label,))[1:])
        return "/".join(steps)

    @property
    def has_fields(self) -> bool:
        """Whether its fields can be set one by one; a count or a duration is set as a whole."""
        return isinstance(self.content, Value) and not isinstance(self.content, Bounded)

    @property
    def around(self) -> Part:
        """The nearest value around it that has fields."""
        path = self.path[:-1]
        while path and not isinstance(content_at(self.record, path), Value):
            path = path[:-1]
        return Part(self.record, path, content_at(self.record, path))

    @property
    def field(self) -> str:
        """The field of the value around it that it is, or is an item of; empty for a record."""
        return next((step for step in reversed(self.path) if isinstance(step, str)), "")


def content_at(record: Record, path: Pointer) -> Any:
    """What is at a path in a record."""
    content: Any = record
    for step in path:
        content = content[step] if isinstance(step, int) else getattr(content, step)
    return content


def outermost(records: Records, record: Record) -> Record:
    """The record that a file holds: of a version, its proposal."""
    return records.proposals[record.proposal_id] if isinstance(record, Version) else record


def part_at(records: Records, address: str) -> Part:
    """The record, or the part of one, at an address.

    The record is named by ``collection/id`` or by an id that is unique. Behind it stand names of
    fields, and keys of items as diffs and pages print them; an index where an item has no key, or
    where a problem prints a pointer into a file behind the record: ``events/talks-end /0/evidence/1``.

    Raises:
        UnknownId: No record, or no item, has it; the error names the nearest.
        AmbiguousId: Several have it; the error names them.
        UnknownField: There is no such field.
        NegotiationsError: A pointer counts items of a file whose order is not the canonical one.

    >>> import negotiations as ng
    >>> part = part_at(ng.load().records, "may-proposal@may/phases/2/label")
    >>> part.address, part.content
    ('versions/may-proposal@may/phases/2/label', 'Phase 2')
    """
    printed = _PRINTED.fullmatch(address)
    pointer = printed["pointer"] if printed is not None else ""
    record, rest = _record(records, printed["record"] if printed is not None else address)
    rest += pointer
    inside = _in_file(record, pointer)
    if inside is None:
        return _follow(record, rest, by_index=False)
    _require_canonical(records, record, address)
    return _follow(record, inside, by_index=True)


def _record(records: Records, text: str) -> tuple[Record, str]:
    """The record that an address begins with, and what stands behind it."""
    first, _, tail = text.partition("/")
    key, slash, rest = tail.partition("/")
    if first == "metadata" and records.metadata is not None:
        if key != records.metadata.id:
            raise UnknownId(key, [records.metadata.id], "metadata")
        return records.metadata, slash + rest
    # An id may be the name of a collection.
    is_id = bool(records.addresses(first))
    if first in records.collections and (key in records.collections[first] or not is_id):
        return records.collections[first][key], slash + rest
    if tail and not is_id and "@" not in first:
        misspelt = UnknownId(first, records.collections, "collection")
        if misspelt.nearest:
            raise misspelt
    return records.resolve(first), text[len(first) :]


def _in_file(record: Record, pointer: str) -> str | None:
    """What a pointer into a file says within the record; None where it is none into a file."""
    match = None
    if isinstance(record, Version):
        match = re.match(r"/versions/[0-9]+(?=/|$)", pointer)
    elif next(kind.is_list for kind in FILE_KINDS if kind.record is type(record)):
        match = re.match(r"/[0-9]+(?=/|$)", pointer)
    return None if match is None else pointer[match.end() :]


def _require_canonical(records: Records, record: Record, address: str) -> None:
    """Refuse indices of a file that stands in another order than its records.

    Raises:
        NegotiationsError: It does.
    """
    outer = outermost(records, record)
    name = next(kind for kind in FILE_KINDS if kind.record is type(outer)).file_for(outer)
    known = (records.on_disk or {}).get(name)
    if known is not None and known != hashlib.sha256(files_of(records)[name].encode()).hexdigest():
        raise NegotiationsError(
            f"{address!r} counts items of {name}, which is not in canonical form; run "
            f"`negotiations format`, or write {address_of(record)}/FIELD/KEY"
        )


def _follow(record: Record, rest: str, *, by_index: bool) -> Part:
    """The part that a pointer leads to."""
    path: Pointer = ()
    here: Any = record
    while rest.strip("/"):
        part = Part(record, path, here)
        if part.has_fields:
            name, slash, behind = rest[1:].partition("/")
            spec = field_of(here, name.replace("-", "_"))
            if spec is None:
                raise UnknownField(
                    type(here).__name__, name, [each.name for each in fields_of(here)]
                )
            here, path, rest = getattr(here, spec.name), (*path, spec.name), slash + behind
        else:
            if not isinstance(here, tuple):
                here = ()
            index, rest = _item(part, here, rest, by_index=by_index)
            here, path = here[index], (*path, index)
            if isinstance(here, Version):
                record, path = here, ()
    return Part(record, path, here)


def _item(part: Part, items: tuple[Any, ...], rest: str, *, by_index: bool) -> tuple[int, str]:
    """The index of the item that a pointer names next, and what stands behind it."""
    step, slash, behind = rest[1:].partition("/")
    number = int(step) if re.fullmatch(r"[0-9]{1,9}", step) else len(items)
    if by_index and number < len(items):
        return number, slash + behind
    # A key may have a slash in it, so that the longest that fits is meant.
    fitting = [
        (len(form), index)
        for index, item in enumerate(items)
        for form in _forms(item, index)
        if rest[1:] == form or rest.startswith(f"/{form}/")
    ]
    if fitting:
        length, index = max(fitting)
        return index, rest[length + 1 :]
    if number < len(items):
        return number, slash + behind
    # A diff names a term by its issue alone where one side names no phase.
    alike = [
        index for index, item in enumerate(items) if isinstance(item, Term) and item.issue == step
    ]
    if len(alike) == 1:
        return alike[0], slash + behind
    if alike:
        raise AmbiguousId(step, [f"{part.address}/{items[index].label}" for index in alike])
    labels = [item_label(item, index) for index, item in enumerate(items)]
    noun = part.field.removesuffix("s") if part.field else "part"
    inside = part.around.address if part.path else part.address
    raise UnknownId(step, labels, f"{noun} of {inside}")


def _forms(item: Any, index: int) -> Iterator[str]:
    """How the key of an item stands in paths: by its label, escaped or not, or its fingerprint."""
    labels = {Pair(item, None).label}
    if isinstance(item, Value):
        labels.add(item_label(item, index))
    for label in labels:
        yield label
        yield pointer_text((label,))[1:]


def parts_under(records: Records, begun: str, most: int = 200) -> Iterator[str]:
    """The addresses of the parts that come next behind an address that was begun, as it was written."""
    before, slash, _ = begun.rpartition("/")
    if not slash:
        return
    try:
        part = part_at(records, before)
    except (NegotiationsError, KeyError):
        return
    content = part.content
    names: Iterator[str] = iter(())
    if part.has_fields:
        names = (
            spec.name
            for spec in fields_of(content)
            if any(issubclass(kind, Value) for kind in spec.types)
            and getattr(content, spec.name) is not None
        )
    elif isinstance(content, tuple):
        names = (pointer_text((item_label(item, index),))[1:] for index, item in enumerate(content))
    addresses = (f"{before}/{name}" for name in names)
    yield from islice((address for address in addresses if address.startswith(begun)), most)
