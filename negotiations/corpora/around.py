"""A record of a corpus with the records that it refers to, and the version that was there before it."""

from __future__ import annotations

from collections import OrderedDict

from negotiations.corpora.index import Index, Twin
from negotiations.corpora.reading import Unit, checked_unit
from negotiations.corpora.records import Checked, collected, together
from negotiations.model import Proposal, Record, Version
from negotiations.records import Focused, address_of
from negotiations.references import names_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Surroundings", "Twins", "surrounded"]

# The records whose ids stand before, by unit and place.
Twins = dict[tuple[int, int], list[Twin]]

# How many bytes of JSON the records have that are kept, since the next record may refer to them, too.
_KEPT = 4 * 1024 * 1024
# How many places of records are kept.
_PLACES = 5_000


class Surroundings:
    """Records of a corpus as other records refer to them; those that were asked for last are kept."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._units: OrderedDict[int, tuple[int, list[Checked]]] = OrderedDict()
        self._places: dict[tuple[str, str], tuple[int, int] | None] = {}
        self._bytes = 0

    def _find(self, address: tuple[str, str]) -> tuple[int, int] | None:
        if address not in self._places:
            self._put(address, self.index.find(*address))
        return self._places[address]

    def _put(self, address: tuple[str, str], place: tuple[int, int] | None) -> None:
        if len(self._places) >= _PLACES:
            self._places.clear()
        self._places[address] = place

    def placed(self, number: int, unit: Unit, twins: Twins) -> list[Checked]:
        """The records of a unit, as `records` gives them; the next ones may refer to them."""
        made = self.records(number, unit)
        for item, checked in enumerate(made):
            record = checked.record
            if record is not None and (number, item) not in twins:
                collection, _, key = address_of(record).partition("/")
                self._put((collection, key), (number, item))
        return made

    def records(self, number: int, unit: Unit | None = None) -> list[Checked]:
        """The records of a unit, each with what is wrong in it; no rules are checked."""
        if number in self._units:
            self._units.move_to_end(number)
            return self._units[number][1]
        unit = unit or self.index.unit(number)
        made = checked_unit(unit, rules=False)
        self._units[number] = (unit.length, made)
        self._bytes += unit.length
        while self._bytes > _KEPT and len(self._units) > 1:
            self._bytes -= self._units.popitem(last=False)[1][0]
        return made

    def get(self, collection: str, key: str) -> Record | None:
        """A record by its collection and id; None where there is none, or none that can be read."""
        found = self._find((collection, key))
        if found is None:
            return None
        number, item = found
        made = self.records(number)
        record = made[item].record if item < len(made) else None
        if isinstance(record, Proposal) and collection == "versions":
            return next((each for each in record.versions or () if each.id == key), None)
        return record

    def of(self, record: Record) -> tuple[Focused, frozenset[str]]:
        """A record with all that it refers to, as rules and tables take it.

        The second part are the references that lead to records which cannot be read.
        """
        records, missing = surrounded(record, self.get)
        lost = (name for address, name in missing.items() if self._find(address) is not None)
        return records, frozenset(lost)

    def before(
        self, version: Version, number: int, item: int
    ) -> Iterator[tuple[str, Version | None]]:
        """The versions that a version is compared with, by id; None for one that cannot be read.

        These are the ones that it was made from; where it builds on none, the one of the same proposal
        that stands before it in the corpus.
        """
        names = version.derived_from or ()
        if not version.builds_on:
            previous = self.index.before(version, number, item)
            names = () if previous is None else (previous,)
        for name in names:
            found = self.get("versions", name.rpartition("/")[2])
            yield name, found if isinstance(found, Version) else None


def surrounded(
    record: Record, get: Callable[[str, str], Record | None]
) -> tuple[Focused, dict[tuple[str, str], str]]:
    """A record with all that it refers to; and the references that lead to nothing, by what they mean.

    Args:
        record: The record.
        get: Gives a record by its collection and id, or None.
    """
    alone = together(record)
    wanted = {
        address: name for name, among, _ in names_in(alone) for address in _meant(name, among)
    }
    found: list[Record] = []
    missing: dict[tuple[str, str], str] = {}
    for address, name in wanted.items():
        other = get(*address)
        if other is None:
            missing[address] = name
        elif other is not record:
            found.append(other)
    return alone.among(collected((*found, record))), missing


def _meant(name: str, among: tuple[str, ...]) -> list[tuple[str, str]]:
    """The collections and ids that an id or an address can mean."""
    collection, slash, key = name.rpartition("/")
    if slash:
        return [(collection, key)] if collection in among else []
    return [(each, name) for each in among]
