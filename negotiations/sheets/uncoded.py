"""Paragraphs that were read and hold nothing to code, as rows say, and those of which nothing is said."""

from __future__ import annotations

from typing import Any

from negotiations.folder.paragraphs import has_rest
from negotiations.rules.walking import each_evidence
from negotiations.sheets.cells import uncoded_entries
from negotiations.sheets.gathering import given
from negotiations.sheets.grid import cell_problem
from negotiations.sheets.written import Unreadable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.records import Records
    from negotiations.sheets.gathering import Given
    from negotiations.sheets.maker import Maker
    from negotiations.sheets.rows import Row

    Data = dict[str, Any]

__all__ = ["declare_uncoded", "tell_of_quoted"]


def declare_uncoded(maker: Maker) -> list[tuple[str, Data, Given]]:
    """Take from the rows of the sheet what they say; each entry with its source and its row."""
    found = []
    for row in maker.read("uncoded"):

        def cite(row: Row, passage: Data) -> Data | None:
            if "quote" in passage:
                return maker.cite(row, passage)
            return {"source": maker.sourced(row, str(passage.get("source", ""))).id}

        made = given(row, cite, maker.problems)
        if made.is_broken:
            continue
        passage = made.passages[0][0]
        try:
            entries = _entries(made, passage)
        except Unreadable as fault:
            place = row.at(fault.column or "paragraph")
            maker.problems.append(
                cell_problem(place, fault.message, expected=fault.expected, remedy=fault.remedy)
            )
            continue
        source = passage["source"]
        maker.sources.set_aside(source, entries)
        found += [(source, entry, made) for entry in entries]
    return found


def _entries(made: Given, passage: Data) -> list[Data]:
    """The entries of `uncoded` that a row gives.

    Raises:
        Unreadable: It does not say which paragraphs, or not why.
    """
    numbers = str(made.data.get("paragraph", passage.get("paragraph", "")))
    if not numbers:
        raise Unreadable(
            "the row does not say which paragraphs it is about",
            "numbers as in 3,5-9; rest; or, in the column quote, words of the paragraph",
            "fill one of the two cells",
        )
    if "reason" not in made.data:
        raise Unreadable(
            "the reason is missing", "why nothing in it is coded", "fill the cell", column="reason"
        )
    entries = uncoded_entries(f"{numbers}: {made.data['reason']}")
    quoted = passage.get("paragraph")
    if quoted is not None and not any(_has(entry, quoted) for entry in entries):
        raise Unreadable(
            f"the words in quote stand in ¶{quoted}", numbers, "empty one of the two cells"
        )
    return entries


def _has(entry: Data, number: int) -> bool:
    first: Any = entry["paragraph"]
    return not has_rest([entry]) and bool(first <= number <= entry.get("through", first))


def tell_of_quoted(maker: Maker, entries: list[tuple[str, Data, Given]], records: Records) -> None:
    """Say which rows set a paragraph aside that another row, or the dataset, quotes."""
    quoted: dict[tuple[str, int], str] = {
        (evidence.source, evidence.paragraph): "the dataset"
        for _, _, evidence, _ in each_evidence(records)
    }
    for owner in maker.places.values():
        for passage, row in owner.passages:
            quoted[passage["source"], passage["paragraph"]] = row.at("quote")
    ordered = sorted(quoted.items()) if entries else []
    for source, entry, made in entries:
        for (name, number), place in ordered:
            if name == source and _has(entry, number):
                maker.tell(
                    made.row.at("paragraph"),
                    f"{place} quotes ¶{number}, so that something in it is coded",
                    remedy=f"take {number} out of this cell",
                )
