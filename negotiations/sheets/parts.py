"""Parts of records that have rows of their own: roles and phases, participants, memberships, claims."""

from __future__ import annotations

import re
from typing import Any

import attrs

from negotiations.errors import nearest
from negotiations.folder.drafting import RESTING
from negotiations.folder.naming import command
from negotiations.io.codec import to_data
from negotiations.model import FigureClaim
from negotiations.model.base import field_of, fields_of
from negotiations.records import COLLECTIONS
from negotiations.sheets.columns import DEFAULTS
from negotiations.sheets.gathering import Given, given, merged
from negotiations.sheets.kinds import PART_SHEETS, sheet_named
from negotiations.sheets.wording import NOUNS, sheets_called

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from negotiations.model.base import Value
    from negotiations.records import Records
    from negotiations.sheets.columns import SheetKind
    from negotiations.sheets.maker import Maker

    Data = dict[str, Any]
    # What rows give of the parts of one record, by their keys.
    Listed = dict[str, Given]

__all__ = [
    "Parts",
    "claims_of",
    "tell_kept",
    "tell_without_holder",
    "with_parts_alone",
    "without_holder",
]


class Parts:
    """The parts that rows give, by the field that has them and by the record that they belong to.

    Args:
        maker: Makes values, and gathers what is wrong.
    """

    def __init__(self, maker: Maker) -> None:
        self._maker = maker
        self._by_field: dict[tuple[str, str], dict[str, Listed]] = {}
        for name in PART_SHEETS:
            sheet = sheet_named(name)
            (collection,) = sheet.holders
            self._by_field[collection, sheet.field] = self._read(sheet)

    def _read(self, sheet: SheetKind) -> dict[str, Listed]:
        """What the rows of a sheet give, by holder and by key."""
        found: dict[str, Listed] = {}
        for row in self._maker.read(sheet.name):
            made = given(row, self._maker.cite, self._maker.problems)
            holder = without_holder(self._maker, made)
            missing = [
                spec
                for spec in fields_of(sheet.record)
                if not spec.optional
                and spec.name not in {**made.data, **dict.fromkeys(made.unread)}
            ]
            for spec in missing:
                self._maker.tell(
                    row.at(spec.name),
                    f"{spec.name} is missing",
                    rule="schema",
                    expected=spec.doc,
                    remedy="fill the cell",
                )
            if missing or made.is_broken:
                self._maker.broken.add(holder)
            keys = {*made.unread, *(spec.name for spec in missing)} & set(sheet.record.key_fields)
            if keys or not holder:
                continue
            listed = found.setdefault(holder, {})
            label = _label(sheet.record, made.data)
            if label in listed:
                merged(listed[label], made, self._maker.problems)
            else:
                listed[label] = made
        return found

    def holders(self, collection: str) -> dict[str, Given]:
        """What rows give first of each record of a collection that they have parts of."""
        return {
            holder: next(iter(listed.values()))
            for (name, _), found in self._by_field.items()
            if name == collection
            for holder, listed in found.items()
        }

    def of(self, made: Given, old: Value | None, collection: str) -> dict[str, list[Data]]:
        """The parts of a record by field: those that it has or is given in a cell, and those of rows."""
        key = str(made.data["id"])
        shared = [passage for passage, _ in made.passages]
        before: Data = {} if old is None else to_data(old)
        found: dict[str, list[Data]] = {}
        for (name, field), holders in self._by_field.items():
            listed = holders.get(key) if name == collection else None
            if listed is None:
                continue
            spec = field_of(COLLECTIONS[collection], field)
            assert spec is not None  # noqa: S101 - for type checkers: a field of the class
            cls: Any = spec.types[0]
            items = made.data[field] if field in made.data else before.get(field, ())
            held = {_label(cls, data): data for data in items}
            found[field] = self.merged(
                cls, f"{collection}/{key}", field, held, listed, shared or before.get("evidence")
            )
        return found

    def merged(
        self,
        cls: type[Value],
        address: str,
        field: str,
        held: dict[str, Data],
        listed: Listed,
        shared: list[Data] | None,
    ) -> list[Data]:
        """The data of all parts of a record: those that it has, and those of rows.

        A role of a row without a quotation rests on what is quoted for the whole.
        """
        unnamed = [label for label in held if label not in listed]
        if unnamed:
            tell_kept(self._maker, address, field, unnamed)
        for label, made in listed.items():
            within = f"/{field}/{label}"
            self._maker.places[address, within] = made
            data = held.get(label, {}) | made.data
            if made.passages:
                data["evidence"] = [passage for passage, _ in made.passages]
            elif shared and issubclass(cls, RESTING):
                data.setdefault("evidence", shared)
            value = self._maker.built(cls, data, made, address, within)
            if value is not None:
                held[label] = to_data(value)
        return list(held.values())

    def tell_of_strangers(self, records: Records) -> None:
        """Say which parts belong to nothing that there is."""
        for (collection, _), found in self._by_field.items():
            for holder, listed in found.items():
                for made in listed.values():
                    tell_without_holder(
                        self._maker, made, holder, (collection,), records.collections[collection]
                    )


def with_parts_alone(
    rows: list[Given], parts: Parts, known: Container[str], collection: str
) -> list[Given]:
    """What rows give of records, and those of the dataset of which they give parts alone."""
    named = {str(made.data["id"]) for made in rows}
    alone = [
        Given(row=made.row, data={"id": holder})
        for holder, made in parts.holders(collection).items()
        if holder not in named and holder in known
    ]
    return [*rows, *alone]


def _label(cls: type[Value], data: Mapping[str, Any]) -> str:
    """The key of a part, as paths have it."""
    parts = [data.get(name) for name in cls.key_fields]
    return re.sub(r":+$", "", ":".join("" if part is None else str(part) for part in parts)) or "-"


def without_holder(maker: Maker, made: Given) -> str:
    """Take from a row the id of the record that it is part of; empty where none is given, which is told."""
    holder = str(made.data.pop("holder", "")).rpartition("/")[2]
    if not holder and "holder" not in made.unread:
        sheet = made.row.sheet
        part = sheet.name.removesuffix("s")
        maker.tell(
            made.row.at("holder"),
            f"the row does not say whose {part} it is",
            rule="schema",
            expected=f"an id in {sheets_called(sheet.holders)}",
            remedy="fill the cell",
        )
    return holder


def tell_without_holder(
    maker: Maker, made: Given, holder: str, collections: tuple[str, ...], known: Iterable[str]
) -> None:
    """Say of a part that what it belongs to is nowhere, unless that follows from something else."""
    ids = set(known) - maker.broken
    if holder in ids or holder in maker.broken or maker.blind & set(collections):
        return
    close = nearest(holder, ids, 1)
    maker.tell(
        made.row.at("holder"),
        f"no {' and no '.join(NOUNS[name] for name in collections)} {holder!r}",
        rule="references",
        expected=f"an id in {sheets_called(collections)}",
        remedy=f"write {close[0]!r}" if close else "add it",
    )


def tell_kept(maker: Maker, address: str, field: str, unnamed: list[str]) -> None:
    """Say which parts a record keeps that no row has."""
    shown = ", ".join(unnamed[:5]) + (", …" if len(unnamed) > 5 else "")
    remove = command("remove", f"{address}/{field}/{unnamed[0]}")
    maker.remarks.append(
        f"{address} keeps {field} that no row has: {shown}; to remove one: {remove}"
    )


# --- figures ------------------------------------------------------------------------------------

_ONLY = "The only claim."


def _one_of(number: int) -> str:
    return _ONLY if number == 1 else f"One of {number} claims."


def _is_general(reason: str) -> bool:
    return reason == _ONLY or re.fullmatch(r"One of \d+ claims\.", reason) is not None


def claims_of(maker: Maker, parts: Parts, made: Given, old: Value | None) -> list[Data] | None:
    """The claims of a figure: those that it has, and one for each source that its rows quote.

    Of a claim of normal rank, the reason follows from how many there are, unless one is given. None
    where something is missing, which is told.
    """
    address = f"figures/{made.data['id']}"
    listed: Listed = {}
    for row in (made, *made.further):
        if not row.passages:
            if not row.is_broken and "quote" not in row.unread:
                maker.tell(
                    row.row.at("quote"),
                    "the number has no quotation",
                    rule="schema",
                    expected="the words of the source that gives it",
                    remedy="fill the column quote",
                )
            row.is_broken = True
            continue
        source = str(row.passages[0][0]["source"])
        claim = attrs.evolve(row, data={**row.claim, "source": source}, further=[])
        if source in listed:
            merged(listed[source], claim, maker.problems)
        else:
            listed[source] = claim
    if any(row.is_broken for row in (made, *made.further)):
        made.is_broken = True
        maker.broken.add(address.partition("/")[2])
        return None
    held = {data["source"]: data for data in ([] if old is None else to_data(old)["claims"])}
    number = len({*held, *listed})
    for data in held.values():
        if _is_general(data["reason"]):
            data["reason"] = _one_of(number)
    for source, claim in listed.items():
        claim.data.setdefault("rank", held.get(source, DEFAULTS)["rank"])
        known = claim.data["rank"] == held.get(source, {}).get("rank")
        if not known and claim.data["rank"] == DEFAULTS["rank"]:
            claim.data.setdefault("reason", _one_of(number))
        missing = [
            spec
            for spec in fields_of(FigureClaim)
            if not spec.optional
            and spec.name not in claim.data
            and not (known and spec.name in held[source])
        ]
        for spec in missing:
            maker.tell(
                claim.row.at(spec.name),
                f"{spec.name} is missing",
                rule="schema",
                expected=spec.doc,
                remedy="fill the cell",
            )
        if missing:
            maker.broken.add(address.partition("/")[2])
            return None
    return parts.merged(FigureClaim, address, "claims", held, listed, None)
