"""The rules of ids and of what refers to them."""

from __future__ import annotations

from negotiations.chronology import Chronology, on_circles, when_of
from negotiations.limits import MAXIMUM_PROBLEMS
from negotiations.model import Actor, Event, Place, Record, Version
from negotiations.records import address_of
from negotiations.references import references
from negotiations.rules.rule import Example, Finding, rule, write_nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from negotiations.io.strict_json import Pointer
    from negotiations.records import Records

__all__ = ["RULES"]


@rule(
    "references",
    "write an id that exists, or add the record",
    Example(file="data/actors.json", pointer="/0/speaks_for", value="soth"),
    may_be_ignored=False,
)
def _references(records: Records) -> Iterator[Finding]:
    """Every reference resolves to one record of a collection that it may refer to.

    A reference to one collection is an id alone; only one that may be to several takes an address.
    """
    # Likening costs time for each record there is, so that not every one of many names is likened.
    likened = 0
    for each in references(records):
        if not each.declared or _is_plain(records, each.name, each.among):
            continue
        likened += 1
        close = likened <= MAXIMUM_PROBLEMS
        yield from _reference(records, each.record, each.path, each.name, each.among, close=close)


def _is_plain(records: Records, name: str, among: tuple[str, ...]) -> bool:
    """Whether a reference resolves as it should be written."""
    collection, slash, _ = name.rpartition("/")
    fits = not slash or (collection in among and len(among) > 1)
    return fits and records.get(name, among) is not None


def _reference(
    records: Records,
    record: Record,
    where: Pointer,
    name: str,
    among: tuple[str, ...],
    *,
    close: bool,
) -> Iterator[Finding]:
    collection, slash, key = name.rpartition("/")
    kinds = " or ".join(among)
    if slash and among == (collection,):
        yield Finding(
            record=record,
            path=where,
            message="an address stands where an id is enough",
            found=name,
            expected=f"an id in {kinds}",
            remedy=f"write {key!r}",
        )
        return
    if slash and collection not in among:
        likely = [f"{each}/{key}" for each in among if key in records.collections[each]]
        if likely and len(among) == 1:
            likely = [key]
        yield Finding(
            record=record,
            path=where,
            message=f"{name!r} is not of a kind that belongs here",
            found=name,
            expected=f"an id in {kinds}",
            remedy=f"write {' or '.join(map(repr, likely))}" if likely else "",
        )
        return
    choices = records.addresses(name, among)
    if choices:
        yield Finding(
            record=record,
            path=where,
            message=f"{name!r} is the id of several records",
            found=name,
            expected=" or ".join(choices),
            remedy="write the address with its collection",
        )
        return
    known = (
        each for one in ((collection,) if slash else among) for each in records.collections[one]
    )
    yield Finding(
        record=record,
        path=where,
        message=f"no record {name!r} in {kinds}",
        found=name,
        expected=f"an id in {kinds}",
        remedy=write_nearest(key, known) if close else "",
    )


@rule(
    "version-id",
    "begin the id with the id of its proposal and an @",
    Example(file="data/proposals/accord.json", pointer="/versions/1/id", value="acord@summer"),
    may_be_ignored=False,
)
def _version_id(records: Records) -> Iterator[Finding]:
    """The id of a version is the id of its proposal, an @, and a name.

    So a version is found without a look into every proposal.
    """
    for proposal in records.collections["proposals"].values():
        for version in proposal.versions or ():
            if version.proposal_id != proposal.id:
                yield Finding(
                    record=version,
                    path=("id",),
                    message="the id does not begin with that of its proposal",
                    found=version.id,
                    expected=f"{proposal.id}@…",
                    remedy=f"write {proposal.id + '@' + version.name!r}",
                )


@rule(
    "no-cycle",
    "take one of the links out",
    Example(
        file="data/proposals/accord.json",
        pointer="/versions/0/derived_from",
        value=["accord@spring"],
    ),
    may_be_ignored=False,
)
def _no_cycle(records: Records) -> Iterator[Finding]:
    """No record is derived from, within, a member of, after, or an answer to itself, by any detour.

    Nor is a record later than itself by several of these together and by the texts that it is on.
    Nor does an actor speak for one that speaks for it.
    """

    def links(record: Record) -> dict[str, tuple[str, ...]]:
        if isinstance(record, Version):
            return {"derived_from": record.derived_from or ()}
        if isinstance(record, Event):
            return {"answers": record.answers or ()}
        if isinstance(record, Place):
            return {"within": record.within or ()}
        if isinstance(record, Actor):
            return {
                "member_of": tuple(each.organisation for each in record.member_of or ()),
                "speaks_for": (record.speaks_for,) if record.speaks_for else (),
            }
        return {}

    graphs: dict[str, dict[str, tuple[str, ...]]] = {}
    held = [(record, links(record)) for record in records]
    for record, named in held:
        for name, targets in named.items():
            graphs.setdefault(name, {})[record.id] = tuple(
                target.rpartition("/")[2] for target in targets
            )
    circular = {name: on_circles(graph) for name, graph in graphs.items()}
    told: set[str] = set()
    for record, named in held:
        for name, targets in named.items():
            if record.id in circular[name]:
                told.add(address_of(record))
                yield Finding(
                    record=record,
                    path=(name,),
                    message=f"{name} leads back to the record itself",
                    found=" → ".join(targets),
                    expected="no cycle",
                )
    yield from _circles_in_time(records, told)


def _circles_in_time(records: Records, told: set[str]) -> Iterator[Finding]:
    """Records that follow themselves by their dates, or by links of several kinds; but those told."""
    after = {
        address_of(record): [address_of(other)]
        for record in records
        if (when := when_of(record)) is not None
        and when.after is not None
        and (other := records.get(when.after)) is not None
    }
    circular_dates = on_circles(after)
    for record in records:
        if address_of(record) in circular_dates:
            yield Finding(
                record=record,
                message="`after` leads back to the record itself",
                found="a circle of records, each after the next",
                expected="no cycle",
            )
    # Links of several kinds together: a text after the event that accepts it.
    together = Chronology.of(records).circular - told - circular_dates
    for record in records:
        if address_of(record) in together:
            yield Finding(
                record=record,
                message="the record follows itself",
                found="a circle of records, each after, derived from, an answer to or on the next",
                expected="no cycle",
            )


RULES = (
    _references,
    _version_id,
    _no_cycle,
)
