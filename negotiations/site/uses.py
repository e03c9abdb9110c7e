"""Which records name which: what a page links to, and from where it is linked."""

from __future__ import annotations

from negotiations.records import address_of
from negotiations.references import references

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.records import Records

__all__ = ["Uses", "grouped"]


class Uses:
    """The references between the records of a dataset, in both directions, each once.

    Attributes:
        names: For each address, the addresses of the records that it names.
        named_by: For each address, those of the records that name it.
    """

    def __init__(self, records: Records) -> None:
        names: dict[str, dict[str, None]] = {}
        named_by: dict[str, dict[str, None]] = {}
        for reference in references(records):
            start = address_of(reference.record)
            target = _target(records, reference.name, reference.among)
            if target is not None and target != start:
                names.setdefault(start, {})[target] = None
                named_by.setdefault(target, {})[start] = None
        self.names = {address: tuple(found) for address, found in names.items()}
        self.named_by = {address: tuple(found) for address, found in named_by.items()}


def _target(records: Records, name: str, among: tuple[str, ...]) -> str | None:
    collection, slash, key = name.partition("/")
    if slash:
        known = records.collections.get(collection)
        return name if known is not None and key in known else None
    homes = [home for home in among if name in records.collections.get(home, ())]
    return f"{homes[0]}/{name}" if len(homes) == 1 else None


def grouped(addresses: tuple[str, ...]) -> dict[str, list[str]]:
    """Addresses by their collections."""
    groups: dict[str, list[str]] = {}
    for address in addresses:
        groups.setdefault(address.partition("/")[0], []).append(address)
    return groups
