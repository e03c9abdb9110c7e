"""The rules on ids and references."""

from __future__ import annotations

from negotiations.chronology import Chronology, on_circles, when_of
from negotiations.limits import MAXIMUM_PROBLEMS
from negotiations.model import Actor, Event, Place, Position, Proposal, Record, Version
from negotiations.model.proposals import RELATIONS
from negotiations.records import address_of
from negotiations.references import names_in, references
from negotiations.rules.rule import Example, Finding, Reach, rule, write_nearest
from negotiations.vocabulary import IdentifierScheme

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from negotiations.io.strict_json import Pointer
    from negotiations.records import Records

__all__ = ["RULES"]


@rule(
    "references",
    "use an id that exists, or add the record",
    Example(file="data/actors.json", pointer="/0/speaks_for", value="soth"),
    may_be_ignored=False,
    reach=Reach.REFERRED,
)
def _references(records: Records) -> Iterator[Finding]:
    """Every reference resolves to one record of a collection that the field can refer to.

    A field that refers to one collection takes an id; one that refers to several takes an address.
    """
    # Each search for the nearest id takes time in proportion to the records; so searches are limited.
    searches = 0
    if all(
        _is_plain(records, name, among) for name, among, declared in names_in(records) if declared
    ):
        return
    for reference in references(records):
        if not reference.declared or _is_plain(records, reference.name, reference.among):
            continue
        searches += 1
        close = searches <= MAXIMUM_PROBLEMS
        yield from _reference(
            records,
            reference.record,
            reference.path,
            reference.name,
            reference.among,
            close=close,
        )


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
            message="an address is used where an id is required",
            found=name,
            expected=f"an id in {kinds}",
            remedy=f"write {key!r}",
        )
        return
    if slash and collection not in among:
        likely = [f"{name}/{key}" for name in among if key in records.collections[name]]
        if likely and len(among) == 1:
            likely = [key]
        yield Finding(
            record=record,
            path=where,
            message=f"{name!r} is in a collection that this field cannot refer to",
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
            remedy="write the address, with its collection",
        )
        return
    collections = (collection,) if slash else among
    known = (candidate for name in collections for candidate in records.collections[name])
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
    "begin the id with the id of the proposal, followed by @",
    Example(file="data/proposals/accord.json", pointer="/versions/1/id", value="acord@summer"),
    may_be_ignored=False,
)
def _version_id(records: Records) -> Iterator[Finding]:
    """The id of a version is the id of its proposal, an @, and a name.

    A version can then be found without searching every proposal.
    """
    for proposal in records.members(Proposal):
        for version in proposal.versions or ():
            if version.proposal_id != proposal.id:
                yield Finding(
                    record=version,
                    path=("id",),
                    message="the id does not begin with the id of its proposal",
                    found=version.id,
                    expected=f"{proposal.id}@…",
                    remedy=f"write {proposal.id + '@' + version.name!r}",
                )


@rule(
    "no-cycle",
    "remove one of the links",
    Example(
        file="data/proposals/accord.json",
        pointer="/versions/0/derived_from",
        value=["accord@spring"],
    ),
    may_be_ignored=False,
    reach=Reach.DATASET,
)
def _no_cycle(records: Records) -> Iterator[Finding]:
    """No record is derived from, within, a member of, after, or an answer to itself, even indirectly.

    Neither do links of several kinds together put a record after itself, nor do two actors speak for
    each other.
    """

    def links(record: Record) -> dict[str, tuple[str, ...]]:
        if isinstance(record, Version):
            return {relation: getattr(record, relation) or () for relation in RELATIONS}
        if isinstance(record, Event):
            return {"answers": record.answers or ()}
        if isinstance(record, Place):
            return {"within": record.within or ()}
        if isinstance(record, Actor):
            return {
                "member_of": tuple(
                    membership.organisation for membership in record.member_of or ()
                ),
                "speaks_for": (record.speaks_for,) if record.speaks_for else (),
            }
        return {}

    graphs: dict[str, dict[str, tuple[str, ...]]] = {}
    linked = [(record, links(record)) for record in records]
    for record, named in linked:
        for name, targets in named.items():
            graphs.setdefault(name, {})[record.id] = tuple(
                target.rpartition("/")[2] for target in targets
            )
    circular = {name: on_circles(graph) for name, graph in graphs.items()}
    reported: set[str] = set()
    for record, named in linked:
        for name, targets in named.items():
            if record.id in circular[name]:
                reported.add(address_of(record))
                yield Finding(
                    record=record,
                    path=(name,),
                    message=f"{name} leads back to the record itself",
                    found=" → ".join(targets),
                    expected="no cycle",
                )
    yield from _cycles_in_time(records, reported)


def _cycles_in_time(records: Records, reported: set[str]) -> Iterator[Finding]:
    """The records that follow themselves by `after` or by links of several kinds, unless reported."""
    after = {
        address_of(record): [address_of(earlier)]
        for record in records
        if (when := when_of(record)) is not None
        and when.after is not None
        and (earlier := records.get(when.after)) is not None
    }
    circular_dates = on_circles(after)
    for record in records:
        if address_of(record) in circular_dates:
            yield Finding(
                record=record,
                message="`after` leads back to the record itself",
                found="a cycle of records, each after the next",
                expected="no cycle",
            )
    # Links of several kinds: for example, a text dated after the event that accepts it.
    together = Chronology.of(records).circular - reported - circular_dates
    for record in records:
        if address_of(record) in together:
            yield Finding(
                record=record,
                message="the record is later than itself",
                found="a cycle of records, each after, derived from, an answer to, or acting on the next",
                expected="no cycle",
            )


@rule(
    "identifier-scheme",
    "use a register of this kind of record, or move the identifier to the record that it is of",
    Example(
        file="data/places.json",
        pointer="/0/identifiers",
        value=[{"scheme": "ucdp", "id": "1"}],
        reported=("data/places.json", "/0/identifiers/0/scheme"),
    ),
)
def _identifier_scheme(records: Records) -> Iterator[Finding]:
    """An identifier is of a register that has records of this kind.

    A register of actors knows no places, and one of places no agreements. The form of the identifier
    is checked on reading.
    """
    for record in records:
        for index, identifier in enumerate(getattr(record, "identifiers", None) or ()):
            collection = address_of(record).partition("/")[0]
            if collection not in identifier.scheme.collections:
                yield Finding(
                    record=record,
                    path=("identifiers", index, "scheme"),
                    message=f"{identifier.scheme} has no identifiers of {collection}",
                    found=identifier.scheme.value,
                    expected="one of "
                    + ", ".join(
                        scheme.value
                        for scheme in IdentifierScheme
                        if collection in scheme.collections
                    ),
                )


@rule(
    "joint-holders",
    "name the others, or remove `joint_with`",
    Example(
        file="data/positions/south.json",
        pointer="/0/joint_with",
        value=["south"],
        reported=("data/positions/south.json", "/0/joint_with/0"),
    ),
)
def _joint_holders(records: Records) -> Iterator[Finding]:
    """A position is held jointly with actors other than its holder.

    The holder is in `actor` already.
    """
    for position in records.members(Position):
        for index, name in enumerate(position.joint_with or ()):
            if name == position.actor:
                yield Finding(
                    record=position,
                    path=("joint_with", index),
                    message=f"{name!r} holds the position jointly with itself",
                    found=name,
                    expected=f"an actor other than {name!r}",
                )


RULES = (
    _references,
    _version_id,
    _no_cycle,
    _identifier_scheme,
    _joint_holders,
)
