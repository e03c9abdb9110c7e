"""A diff as a JSON document, with a schema of its own."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from negotiations.compare.changes import (
    Added,
    Bracketed,
    Changed,
    EvidenceChanged,
    Moved,
    NotCoded,
    Opened,
    OpenedOtherwise,
    OptionAdded,
    OptionDropped,
    Removed,
    Renumbered,
    Reported,
    Resolved,
    ResolvedOtherwise,
    Reworded,
    Totalled,
    Unbracketed,
    Unreported,
)
from negotiations.io import codec
from negotiations.io.schema import DIALECT, definitions_of
from negotiations.model import Evidence, Record
from negotiations.model.amounts import number_of
from negotiations.model.base import Value
from negotiations.records import COLLECTIONS, address_of
from negotiations.vocabulary import Certainty, Level

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from negotiations.compare.changes import Change
    from negotiations.compare.diff import Diff, TermHolder
    from negotiations.compare.lean import Lean

__all__ = ["diff_schema", "diff_to_data"]

# Raised whenever a reader of the old documents would read the new ones wrongly, or not at all.
FORMAT = 4


def diff_to_data(diff: Diff, changes: tuple[Change, ...] | None = None) -> dict[str, Any]:
    """A diff as JSON data; with ``changes``, only those are listed, while the summary is of all.

    Where all changes are listed, the document stands by itself: it holds both records.
    """
    summary = diff.summary()
    listed = diff.changes if changes is None else changes
    records: dict[str, Any] = {}
    if len(listed) == len(diff) and isinstance(diff.a, Value) and isinstance(diff.b, Value):
        records = {"records": {"a": codec.to_data(diff.a), "b": codec.to_data(diff.b)}}
    scales = {
        change.issue: list(change.scale)
        for change in listed
        if isinstance(change, Changed) and change.scale and change.issue
    }
    return {
        "format": FORMAT,
        "a": operand_name(diff.a),
        "b": operand_name(diff.b),
        "kinds": {"a": type(diff.a).__name__, "b": type(diff.b).__name__},
        "whole": diff.whole,
        "complete": len(listed) == len(diff),
        **records,
        **({"phasing": str(diff.phasing)} if str(diff.phasing) else {}),
        **({"scales": scales} if scales else {}),
        **({"unsettled": list(diff.unsettled)} if diff.unsettled else {}),
        "summary": {
            "text": str(summary),
            "changes": dict(sorted(summary.by_kind.items())),
            "levels": {level.value: number for level, number in summary.by_level.items()},
            "terms": {
                "added": summary.terms_added,
                "removed": summary.terms_removed,
                "changed": summary.terms_changed,
                "detailed": summary.terms_in_other_detail,
                "moved": summary.terms_moved,
                "reported": summary.terms_reported,
                "unreported": summary.terms_unreported,
                "same": summary.terms_same,
                "resolved": summary.terms_resolved,
                "opened": summary.terms_opened,
                "options_added": summary.options_added,
                "options_dropped": summary.options_dropped,
                "not_coded": summary.terms_not_coded,
            },
        },
        "changes": [
            {**change_to_data(change), "lean": _lean(diff.lean(change))} for change in listed
        ],
    }


def operand_name(side: Value | TermHolder) -> str:
    """The address of a record of a dataset, or the name of a stance; of another value, its kind."""
    if not isinstance(side, Value):
        return side.name
    known = isinstance(side, Record) and type(side) in COLLECTIONS.values()
    return address_of(side) if known and isinstance(side, Record) else type(side).__name__


def change_to_data(change: Change) -> dict[str, Any]:
    """A change as JSON data, with all of its properties; its lean comes from the diff."""
    data: dict[str, Any] = {
        "change": type(change).__name__,
        "code": change.code,
        "path": change.path,
        "steps": list(_steps(change)),
        "level": change.level.value,
        "certainty": change.certainty.value,
    }
    if change.unsure:
        data["unsure"] = change.unsure
    if change.issue is not None:
        data["issue"] = change.issue
    for name, side in (("before", change.before), ("after", change.after)):
        if side is not None:
            data[name] = codec.to_data(side)
    if isinstance(change, Changed):
        if change.delta is not None:
            low, high = change.delta
            delta = {"low": _amount(low), "high": _amount(high)}
            data["delta"] = {name: by for name, by in delta.items() if by is not None}
        if change.words:
            data["words"] = [list(pair) for pair in change.words]
    data["evidence"] = {
        "before": [codec.to_data(passage) for passage in change.evidence_before],
        "after": [codec.to_data(passage) for passage in change.evidence_after],
    }
    return data


def _lean(lean: Lean) -> dict[str, Any]:
    if lean.toward is None:
        return {"why": lean.why}
    return {"toward": lean.toward, "away_from": lean.away_from, "why": lean.why}


def _steps(change: Change) -> Iterator[str | dict[str, Any]]:
    """The path in full; an item that is added or removed is itself in ``before`` and ``after``."""
    for index, step in enumerate(change.steps, 1):
        if isinstance(step, str):
            yield step
        elif index < len(change.steps):
            yield {"before": item_key(step.before), "after": item_key(step.after)}


def item_key(item: Value) -> dict[str, Any]:
    """The fields that an item is found by among its siblings, as JSON data."""
    values = {name: getattr(item, name) for name in item.key_fields}
    return {name: codec.to_data(part) for name, part in values.items() if part is not None}


def _amount(by: Any) -> Any:
    if isinstance(by, Decimal):
        return number_of(by)
    return int(by.total_seconds()) if isinstance(by, timedelta) else by


def diff_schema() -> dict[str, Any]:
    """The JSON Schema of a diff document."""
    number = {"type": "integer", "minimum": 0}
    kinds = (
        *(Added, Removed, Reported, Unreported, Reworded),
        *(OptionAdded, OptionDropped, ResolvedOtherwise, OpenedOtherwise, NotCoded),
        *(Changed, Totalled, Moved, Renumbered, EvidenceChanged),
        *(Resolved, Opened, Bracketed, Unbracketed),
    )
    terms = (
        *("added", "removed", "changed", "detailed", "moved", "reported", "unreported", "same"),
        *("resolved", "opened", "options_added", "options_dropped", "not_coded"),
    )
    passages = {"type": "array", "items": {"$ref": "#/$defs/Evidence"}}
    change = {
        "description": "One difference.",
        "type": "object",
        "properties": {
            "change": {
                "description": "The sort of change. Reported and Unreported mean that the other "
                "side is silent, which is no concession.",
                "enum": [kind.__name__ for kind in kinds],
            },
            "code": {"description": "A stable code such as term.count.raised.", "type": "string"},
            "path": {"description": "Where it is, in fields and ids.", "type": "string"},
            "steps": {
                "description": "The path in full: names of fields, and for each item that it goes "
                "into the fields that the item is found by, on either side.",
                "type": "array",
                "items": {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/Step"}]},
            },
            "level": {"description": "How much it matters.", "$ref": "#/$defs/Level"},
            "certainty": {
                "description": "Whether the texts themselves are certain to differ here.",
                "enum": [answer.value for answer in Certainty],
            },
            "unsure": {
                "description": "Why it is not certain that the two stand for each other, or that one "
                "lacks what the other has. Absent: it is.",
                "type": "string",
            },
            "issue": {"description": "The issue of the term that it is in.", "type": "string"},
            "before": {"description": "What the earlier side has. Absent: nothing."},
            "after": {"description": "What the later side has. Absent: nothing."},
            "delta": {
                "description": "By how much the bounds of a number moved; of a duration, in seconds.",
                "type": "object",
                "properties": {"low": {"type": "number"}, "high": {"type": "number"}},
                "additionalProperties": False,
            },
            "words": {
                "description": "The change of a text by words: = unchanged, - removed, + added.",
                "type": "array",
                "items": {
                    "type": "array",
                    "items": {"type": "string"},
                    "minItems": 2,
                    "maxItems": 2,
                },
            },
            "evidence": {
                "description": "The passages that either side rests on here.",
                "type": "object",
                "properties": {"before": passages, "after": passages},
                "required": ["before", "after"],
                "additionalProperties": False,
            },
            "lean": {
                "description": "Whose way it leans, by a coded polarity rule; without `toward`, "
                "undetermined.",
                "type": "object",
                "properties": {
                    "toward": {"type": "string"},
                    "away_from": {"type": "string"},
                    "why": {"type": "string"},
                },
                "required": ["why"],
                "additionalProperties": False,
            },
        },
        "required": ["change", "code", "path", "steps", "level", "certainty", "evidence", "lean"],
        "additionalProperties": False,
    }
    step = {
        "description": "An item that the path goes into.",
        "type": "object",
        "properties": {"before": {"type": "object"}, "after": {"type": "object"}},
        "required": ["before", "after"],
        "additionalProperties": False,
    }
    summary = {
        "description": "What the diff amounts to, in changes and in whole terms.",
        "type": "object",
        "properties": {
            "text": {"type": "string"},
            "changes": {"type": "object", "additionalProperties": number},
            "levels": {"type": "object", "additionalProperties": number},
            "terms": {
                "type": "object",
                "properties": dict.fromkeys(terms, number),
                "required": list(terms),
                "additionalProperties": False,
            },
        },
        "required": ["text", "changes", "levels", "terms"],
        "additionalProperties": False,
    }
    return {
        "$schema": DIALECT,
        "$id": "urn:negotiations:schema:diff",
        "title": "Diff of two records",
        "description": "What changed from one record to another, with the evidence of both sides.",
        "type": "object",
        "properties": {
            "format": {
                "description": "The version of this format.",
                "type": "integer",
                "const": FORMAT,
            },
            "a": {
                "description": "The earlier record, as an address, or a stance.",
                "type": "string",
            },
            "b": {"description": "The later record, as an address, or a stance.", "type": "string"},
            "kinds": {
                "description": "The class of either side, such as Version.",
                "type": "object",
                "properties": {"a": {"type": "string"}, "b": {"type": "string"}},
                "required": ["a", "b"],
                "additionalProperties": False,
            },
            "complete": {
                "description": "Whether all changes are listed, and not only some that were asked "
                "for.",
                "type": "boolean",
            },
            "records": {
                "description": "The earlier record and the later, where all changes are listed and "
                "neither side is a stance.",
                "type": "object",
                "properties": {"a": {"type": "object"}, "b": {"type": "object"}},
                "required": ["a", "b"],
                "additionalProperties": False,
            },
            "whole": {
                "description": "Whether all of both records is compared, and not only the issues "
                "that a position or a stance speaks on.",
                "type": "boolean",
            },
            "phasing": {
                "description": "How the phases of the two texts pair. Absent: by their numbers.",
                "type": "string",
            },
            "scales": {
                "description": "The options of the issues of changed choices, from least to most.",
                "type": "object",
                "additionalProperties": {"type": "array", "items": {"type": "string"}},
            },
            "unsettled": {
                "description": "The terms of stances that are left out, since their readings "
                "differ.",
                "type": "array",
                "items": {"type": "string"},
            },
            "summary": summary,
            "changes": {"type": "array", "items": {"$ref": "#/$defs/Change"}},
        },
        "required": ["format", "a", "b", "kinds", "whole", "complete", "summary", "changes"],
        "additionalProperties": False,
        "$defs": {"Change": change, "Step": step, **definitions_of(Evidence, Level)},
    }
