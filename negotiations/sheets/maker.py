"""Single records made of rows: grouped by id, with their passages, and with what a dataset has."""

from __future__ import annotations

from typing import Any

import attrs

from negotiations.articles import Texts
from negotiations.errors import InvalidDataset, Problem
from negotiations.folder.drafting import completed, missing_fields, stand_in
from negotiations.folder.naming import command, id_from
from negotiations.io.codec import from_data, to_data
from negotiations.model import Source, Version
from negotiations.records import COLLECTIONS
from negotiations.sheets.gathering import Given, given, merged
from negotiations.sheets.grid import cell_problem
from negotiations.sheets.kinds import SHEETS, sheet_named
from negotiations.sheets.quotations import Quotations
from negotiations.sheets.sourcing import Sources
from negotiations.sheets.written import Unreadable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from pathlib import Path

    from negotiations.records import Records
    from negotiations.sheets.rows import Row, Rows

__all__ = ["Maker", "kept_records"]

_ID = "lower-case letters and digits joined by hyphens, such as may-proposal"


def kept_records(collection: str, before: Records, named: Collection[str]) -> Iterator[str]:
    """What is to be said of records that a dataset keeps although nothing given names them.

    Nothing is said where none of those given is of the dataset: it is then added to.
    """
    known = before.collections[collection]
    gone = [key for key in known if key not in named]
    if gone and len(gone) < len(known):
        shown = ", ".join(gone[:5]) + (f", … ({len(gone)} in all)" if len(gone) > 5 else "")
        remove = command("remove", f"{collection}/{gone[0]}")
        yield f"{collection}: kept, though not among those given: {shown}; to remove one: {remove}"


class Maker:
    """One making of records: what was read so far, and what is wrong.

    Args:
        rows: The rows.
        before: The records of the dataset.
        texts: The folder of texts.
        found: The passages that were looked for before, by source and words.
        progress: Called with the number of rows that are read, and of all.
    """

    def __init__(
        self,
        rows: Rows,
        before: Records,
        texts: Path | None,
        found: dict[tuple[str, str], Any],
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        self.rows = rows
        self.before = before
        self.problems: list[Problem] = []
        self.remarks: list[str] = []
        mentioned = frozenset(
            str(cell.content)
            for listed in rows.by_sheet.values()
            for row in listed
            if (cell := row.get("source")) is not None
        )
        self.sources = Sources(before, texts, self.problems, mentioned)
        self._texts = texts
        self._found = found
        self.places: dict[tuple[str, str], Given] = {}
        # Of what could be made in part only, the fields that are as given.
        self.partial: dict[tuple[str, str], frozenset[str]] = {}
        # The ids that rows have, by collection.
        self.named: dict[str, set[str]] = {}
        # The ids of what could not be made: a reference to one of them is not wrong for that reason.
        self.broken: set[str] = set()
        # The collections of which a row has no id, or a sheet cannot be read: nothing is known to be
        # missing from them.
        self.blind: set[str] = set()
        if rows.problems:
            unread = [name for name in SHEETS if name not in rows.by_sheet]
            self.blind = {sheet_named(name).collection for name in unread} - {""}
        self._quotations: Quotations | None = None
        self._progress = progress
        self._all = sum(map(len, rows.by_sheet.values()))
        self._done = 0

    # --- rows -----------------------------------------------------------------------------------

    def read(self, name: str) -> Iterator[Row]:
        """The rows of a sheet, one after the other; each counts as done when the next is asked for."""
        for row in self.rows.by_sheet.get(name, ()):
            yield row
            self._done += 1
            if self._progress is not None:
                self._progress(self._done, self._all)

    def grouped(self, name: str) -> list[Given]:
        """What the rows of a sheet give, those with one id together."""
        groups: dict[str, Given] = {}
        for row in self.read(name):
            made = given(row, self.cite, self.problems)
            key = str(made.data.get("id", ""))
            if not key and name != "sources":
                cell = row.get("id")
                if cell is None:
                    if "id" not in row.unclear:
                        self.tell(row.at("id"), "the row has no id", expected=_ID, rule="schema")
                    self.blind.add(row.sheet.collection)
                else:
                    # What was meant is referred to elsewhere, as it is or as it should be.
                    text = str(cell.content)
                    self.broken |= {text, "@".join(map(id_from, text.split("@")))}
                continue
            if made.is_broken:
                self.broken.add(key)
            self.named.setdefault(row.sheet.collection, set()).add(key)
            if key and key in groups:
                merged(groups[key], made, self.problems)
            else:
                groups[key or row.place] = made
        return list(groups.values())

    def cite(self, row: Row, passage: dict[str, Any]) -> dict[str, Any] | None:
        """The passage of a row, found by its words.

        Raises:
            Unreadable: It is nowhere, in several places, or not said where.
        """
        words, source = str(passage.pop("quote", "")), str(passage.pop("source", ""))
        number = passage.pop("paragraph", None)
        if not words and number is None:
            if passage:
                raise Unreadable(
                    "something is said of a passage, and its words are not given",
                    "the words of the passage",
                    f"fill the column quote, or empty {', '.join(sorted(passage))}",
                )
            return None
        if not words.strip(" .…") and number is None:
            raise Unreadable("the quotation has no words", "the words of the passage")
        if self._quotations is None:
            self._quotations = Quotations(self._opened(), self._found)
        found = self.sourced(row, source)
        return self._quotations.passage(found, words, number) | passage

    def sourced(self, row: Row, text: str) -> Source:
        """The source that a row names, or means where it names none.

        Raises:
            Unreadable: There is none, or it is not said which.
        """
        known = len(self.sources.known)
        source = self.sources.of(text)
        if len(self.sources.known) != known:
            if self._quotations is not None:
                self._quotations.texts = self._opened()
            self.places.setdefault(("sources/" + source.id, ""), Given(row=row))
        return source

    def _opened(self) -> Texts:
        return Texts(self._texts or "", self.sources.known.values())

    def tell(self, place: str, message: str, **more: Any) -> None:
        """Note what is wrong with a cell."""
        self.problems.append(cell_problem(place, message, **more))

    # --- records --------------------------------------------------------------------------------

    def record(
        self,
        made: Given,
        records: Records,
        collection: str,
        *,
        extra: dict[str, Any] | None = None,
    ) -> Any:
        """The record that rows give, with what the dataset has of it; None where it cannot be made."""
        kind: Any = COLLECTIONS[collection]
        key = str(made.data["id"])
        address = f"{collection}/{key}"
        self.places[address, ""] = made
        old = records.collections[collection].get(key)
        data = ({} if old is None else to_data(old)) | made.data | (extra or {})
        if made.passages:
            data["evidence"] = [passage for passage, _ in made.passages]
        # A version does not lend its evidence to its terms, which have quotations of their own.
        terms = getattr(old, "terms", None) if kind is Version else None
        if kind is Version:
            data.pop("terms", None)
        if made.data.keys() > {"id"} or made.passages or old is None:
            given_data = {name: data[name] for name in data if name != "id"}
            data = completed(records, kind, key, given_data)
        record = self.built(kind, data, made, address, "")
        return record.replace(terms=terms) if record is not None and terms is not None else record

    def built(self, kind: Any, data: dict[str, Any], made: Given, address: str, within: str) -> Any:
        """A value of the model with these data. What does not fit is noted.

        The value then has stand-ins for what is wrong, so that its other fields can be checked, too; it is
        None where that is not possible. `partial` has the fields of it that count.
        """
        needed = missing_fields(kind, data) if not within else ()
        missing = [spec for spec in needed if spec.name not in made.unread]
        for spec in missing:
            self.tell(
                made.place(spec.name),
                f"{spec.name} is missing",
                rule="schema",
                expected=spec.doc,
                record=address,
                remedy="fill the cell",
            )
        is_whole = not needed and not made.is_broken
        value, faults = _made(kind, data)
        fields = [problem.pointer.split("/")[1] if problem.pointer else "" for problem in faults]
        for field, problem in zip(fields, faults, strict=True):
            # Of what is not whole, only what its own cells say is wrong for certain.
            if is_whole or field in made.data:
                self.problems.append(
                    attrs.evolve(
                        problem,
                        file=made.place(field),
                        record=address,
                        pointer=within + problem.pointer,
                        remedy=problem.remedy or "correct the cell",
                    )
                )
        if value is not None and is_whole:
            return value
        self.broken.add(address.partition("/")[2])
        sound = {name: content for name, content in data.items() if name not in fields}
        self.partial[address, within] = frozenset(sound)
        lacking = {spec.name: stand_in(self.before, spec) for spec in missing_fields(kind, sound)}
        return _made(kind, sound | lacking)[0]


def _made(kind: Any, data: dict[str, Any]) -> tuple[Any, tuple[Problem, ...]]:
    """The value that data give, and what does not fit."""
    try:
        return from_data(kind, data), ()
    except InvalidDataset as fault:
        return None, fault.problems
