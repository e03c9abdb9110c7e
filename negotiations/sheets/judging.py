"""What the rules find wrong with what sheets give, each with the cell that it is about."""

from __future__ import annotations

from typing import Any

import attrs

from negotiations.folder.drafting import new_findings
from negotiations.io.codec import to_data
from negotiations.model import Evidence
from negotiations.records import address_of, label_pointer
from negotiations.rules import RULES
from negotiations.sheets.columns import ColumnKind
from negotiations.sheets.kinds import PART_SHEETS, sheet_named
from negotiations.sheets.wording import EVIDENCE_CALLED, renamed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from negotiations.articles import Texts
    from negotiations.errors import Problem
    from negotiations.records import Records
    from negotiations.rules import Finding
    from negotiations.sheets.gathering import Given
    from negotiations.sheets.rows import Row

    # What rows gave, by the address of the record, and the way to the term in it.
    Places = Mapping[tuple[str, str], Given]

__all__ = ["broken_rules", "column_of"]

_ACCOUNTED = "paragraphs-accounted"
# The field of a passage that is wanted where a rule finds that there is none.
_LACKING = {"evidence-note": "note"}
# Rules that say something of one field, whatever else is in the record.
_OF_ONE_FIELD = frozenset(
    [
        "references",
        "amount-unit",
        "date-note",
        "evidence-fields",
        "evidence-note",
        "evidence-paragraph",
        "evidence-prints",
        "evidence-value",
        "identifier-scheme",
        "term-case",
        "term-option",
    ]
)
# Rules on all records, of which nothing is known while some could not be made.
_OF_ALL = frozenset({_ACCOUNTED, "source-cited", "option-alone", "coded-on"})


def broken_rules(
    before: Records,
    after: Records,
    places: Places,
    *,
    texts: Texts | None,
    unread: Collection[str] | None,
    blind: Collection[str] = (),
    partial: Mapping[tuple[str, str], Collection[str]] | None = None,
) -> Iterator[Problem]:
    """The problems that there were not before, each with its cell.

    Args:
        before: The records of the dataset.
        after: Those that it is to have.
        places: What rows gave.
        texts: The texts that passages are checked against.
        unread: The ids of what could not be made; None where everything was read.
        blind: The collections of which something has no id that is known.
        partial: The fields that count of what could be made in part only.
    """
    known = {address_of(finding.record) for finding in RULES[_ACCOUNTED].findings(before)}
    for finding in new_findings(before, after, texts=texts):
        if unread is not None and not _is_certain(finding, unread, blind, partial or {}):
            continue
        if finding.rule == "evidence-present" and _is_unclear(finding, places):
            continue
        # Of a source that is coded passage by passage, less is left than before.
        if finding.rule == _ACCOUNTED and address_of(finding.record) in known:
            continue
        problem = finding.problem()
        if isinstance(_part_of(finding), Evidence):
            problem = attrs.evolve(
                problem, message=renamed(problem.message), remedy=renamed(problem.remedy)
            )
        yield attrs.evolve(problem, file=_place_of(finding, places))


def _is_certain(
    finding: Finding,
    unread: Collection[str],
    blind: Collection[str],
    partial: Mapping[tuple[str, str], Collection[str]],
) -> bool:
    """Whether a finding stands although some rows could not be read."""
    if finding.rule in _OF_ALL:
        return False
    if finding.rule == "references" and any(name in finding.expected for name in blind):
        return False
    if finding.found.rpartition("/")[2] in unread:
        return False
    if finding.record.id not in unread:
        return True
    # Of a record that is not whole, what is said of a field that is as it was given.
    address = address_of(finding.record)
    path = label_pointer(finding.record, finding.path).split("/")[1:]
    part = (address, "/".join(["", *path[:2]]))
    fields, inner = (partial.get((address, "")), path)
    if part in partial:
        fields, inner = partial[part], path[2:]
    if any(getattr(value, "issue", None) in unread for value in _along(finding)):
        return False
    is_given = bool(inner) and (fields is None or inner[0] in fields)
    return is_given and (finding.rule in _OF_ONE_FIELD)


def _owner_of(finding: Finding, places: Places) -> tuple[Given | None, list[str]]:
    """What rows gave of the part that a finding is about, or of the record, and the path in it."""
    address = address_of(finding.record)
    path = label_pointer(finding.record, finding.path).split("/")[1:]
    part = places.get((address, "/".join(["", *path[:2]])))
    return (
        (part, path[2:])
        if part is not None and len(path) > 1
        else (places.get((address, "")), path)
    )


def _is_unclear(finding: Finding, places: Places) -> bool:
    """Whether a quotation is missed where it may stand under a heading that could not be read."""
    owner, _ = _owner_of(finding, places)
    return owner is not None and "quote" in owner.row.unclear


def _place_of(finding: Finding, places: Places) -> str:
    """The cell that a finding is about, or the nearest to it."""
    address = address_of(finding.record)
    owner, inner = _owner_of(finding, places)
    if len(inner) == 1 and inner[0] in {sheet_named(name).field for name in PART_SHEETS}:
        # Of all parts together: the first that has a row.
        within = f"/{inner[0]}/"
        of_parts = [key for key in places if key[0] == address and key[1].startswith(within)]
        owner, inner = (places[of_parts[0]], []) if of_parts else (owner, inner)
    if owner is None:
        return ""
    if inner[:1] == ["evidence"]:
        row = _row_of_passage(owner, finding)
        field = inner[2] if len(inner) > 2 else _LACKING.get(finding.rule, "start")
        place = row.at(column_of(field))
        return row.at("quote") if place == row.place else place
    if address.startswith("proposals/"):
        return owner.place(f"proposal_{inner[0]}") if inner else owner.row.at("id")
    return owner.place(inner[0]) if inner else _key_place(owner, finding)


def _key_place(owner: Given, finding: Finding) -> str:
    """The cell of the quotation where that is what lacks, else the cell of the key."""
    if finding.rule == "evidence-present":
        return owner.row.at("quote")
    first = next(
        (
            column.name
            for column in owner.row.sheet.columns
            if column.kind is ColumnKind.FIELD and column.required
        ),
        "id",
    )
    return owner.row.at(first)


def _row_of_passage(owner: Given, finding: Finding) -> Row:
    """The row that gave the passage that a finding is about."""
    here = _part_of(finding)
    if isinstance(here, Evidence):
        data = to_data(here)
        return next((row for passage, row in owner.passages if passage == data), owner.row)
    return owner.row


def _part_of(finding: Finding) -> Any:
    """The passage that a finding is about, or else the part of the record."""
    here: Any = finding.record
    for here in _along(finding):
        if isinstance(here, Evidence):
            break
    return here


def _along(finding: Finding) -> Iterator[Any]:
    """The parts of the record on the way to what a finding is about."""
    here: Any = finding.record
    for step in finding.path:
        here = here[step] if isinstance(step, int) else getattr(here, step)
        yield here


def column_of(field: str) -> str:
    """The column of a field of evidence."""
    return EVIDENCE_CALLED.get(field, "quote" if field == "start" else field)
