"""The smallest dataset in which every rule can be broken: what the examples of the rules change.

North and South, of no real place, talk about captives and a hill; one article reports it.
"""

from __future__ import annotations

import json
from hashlib import sha256

from negotiations.io.strict_json import dumps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from negotiations.rules import Example

__all__ = ["ARTICLE", "ARTICLE_NAME", "broken_files", "example_files", "value_at"]

ARTICLE_NAME = "report.txt"
ARTICLE = """From the Gazette's desk.
North and South met by the river on 3 April.
North frees 20 captives, 5 of them children; South then leaves the hill.
“We keep the hill,” a clerk of South said.
The weather was mild.
"""


def _cite(words: str, **more: Any) -> list[dict[str, Any]]:
    start = ARTICLE.index(words)
    place = {
        "source": "report",
        "paragraph": ARTICLE[:start].count("\n") + 1,
        "start": start,
        "end": start + len(words),
        "sha256": sha256(words.encode()).hexdigest(),
    }
    return [{**place, **more, "support": "explicit"}]


def example_files() -> dict[str, Any]:
    """The data of every file by path, copied for each call."""
    met = _cite("North and South met by the river on 3 April.")
    frees = _cite("North frees 20 captives, 5 of them children")
    leaves = _cite("South then leaves the hill.")
    keeps = _cite("“We keep the hill,” a clerk of South said.", claimants=["clerk"])
    files: dict[str, Any] = {
        "data/dataset.json": {
            "id": "valley-talks",
            "format": 2,
            "title": "Talks in the valley, an invented case",
            "version": "1.0.0",
            "licence": "CC0-1.0",
            "coders": ["A coder"],
            "protocol": "none",
            "limits": ["It is invented."],
        },
        "seeds/report.json": {
            "id": "report",
            "label": "Report",
            "file_name": ARTICLE_NAME,
            "sha256": sha256(ARTICLE.encode()).hexdigest(),
            "language": "en",
            "paragraphs": ARTICLE.count("\n"),
            "furniture": [1],
            "uncoded": [{"paragraph": 5, "reason": "It is about the weather."}],
        },
        "data/actors.json": [
            {"id": "clerk", "name": "A clerk of South", "kind": "group", "speaks_for": "south"},
            {"id": "north", "name": "North", "kind": "state"},
            {"id": "south", "name": "South", "kind": "state"},
        ],
        "data/places.json": [
            {"id": "hill", "name": "The hill", "kind": "territory"},
            {"id": "river", "name": "The river", "kind": "border"},
        ],
        "data/issues.json": [
            {
                "id": "captives",
                "label": "Captives",
                "definition": "Persons held by North that it is to free.",
                "kind": "release",
                "cases": [
                    {"id": "others", "label": "All others", "definition": "Those who are not."},
                    {"id": "wounded", "label": "Wounded", "definition": "Those who are wounded."},
                ],
                "polarity": [{"field": "count", "more": "south", "less": "north"}],
            },
            {
                "id": "fee",
                "label": "Fee",
                "definition": "What South pays for a year of passage.",
                "kind": "measure",
                "unit": "coins",
            },
            {
                "id": "hill-forces",
                "label": "Forces on the hill",
                "definition": "Whether South leaves the hill.",
                "kind": "presence",
            },
            {
                "id": "remainder",
                "label": "Remainder",
                "definition": "What is on no other issue.",
                "kind": "other",
            },
            {
                "id": "seat",
                "label": "Seat",
                "definition": "Where the commission sits.",
                "kind": "choice",
                "options": ["tent", "hall"],
            },
            {
                "id": "watch",
                "label": "Watch",
                "definition": "Who checks that captives are freed.",
                "kind": "verification",
            },
        ],
        "data/proposals/accord.json": {
            "id": "accord",
            "title": "Accord of the valley",
            "between": ["north", "south"],
            "rationale": "The only one.",
            "versions": [
                {
                    "id": "accord@spring",
                    "labels": ["draft"],
                    "tabled": {"edtf": "2001-04-03", "basis": "inferred", "note": "As they met."},
                    "completeness": "partial",
                    "phases": [{"ordinal": 1}, {"ordinal": 2}],
                    "terms": [
                        {
                            "kind": "release",
                            "issue": "captives",
                            "phase": 1,
                            "count": {"exactly": 20},
                            "groups": [{"count": {"exactly": 5}, "who": ["children"]}],
                            "starts": {"on": "2001-05-01"},
                            "deadline": {"on": "2001-05-31"},
                            "evidence": frees,
                        },
                        {
                            "kind": "presence",
                            "issue": "hill-forces",
                            "phase": 2,
                            "forces": "south",
                            "place": "hill",
                            "extent": "none",
                            "conditions": [
                                {
                                    "term": "fee",
                                    "how": "after",
                                    "summary": "The fee is paid.",
                                }
                            ],
                            "evidence": leaves,
                        },
                        {
                            "kind": "other",
                            "issue": "remainder",
                            "summary": "Both sides meet again.",
                            "evidence": met,
                        },
                        {
                            "kind": "choice",
                            "issue": "seat",
                            "alternative": "option-1",
                            "status": "bracketed",
                            "proposed_by": ["south"],
                            "option": "tent",
                            "evidence": met,
                        },
                        {
                            "kind": "choice",
                            "issue": "seat",
                            "alternative": "option-2",
                            "status": "bracketed",
                            "option": "hall",
                            "evidence": met,
                        },
                        {
                            "kind": "choice",
                            "issue": "seat",
                            "alternative": "option-3",
                            "included": False,
                            "evidence": met,
                        },
                        {
                            "kind": "measure",
                            "issue": "fee",
                            "amount": {"exactly": 100},
                            "limit": "maximum",
                            "evidence": met,
                        },
                        {
                            "kind": "verification",
                            "issue": "watch",
                            "of": "captives",
                            "evidence": met,
                        },
                    ],
                    "evidence": met,
                },
                {
                    "id": "accord@summer",
                    "labels": ["second draft"],
                    "derived_from": ["accord@spring"],
                    "completeness": "partial",
                    "evidence": met,
                },
            ],
        },
        "data/positions/south.json": [
            {
                "id": "south-keeps-hill",
                "actor": "south",
                "act": "demands",
                "terms": [
                    {
                        "kind": "presence",
                        "issue": "hill-forces",
                        "extent": "kept",
                        "evidence": keeps,
                    },
                    {"kind": "choice", "issue": "seat", "option": "tent", "evidence": keeps},
                ],
            }
        ],
        "data/events.json": [
            {
                "id": "spring-presented",
                "act": "present",
                "actors": ["north"],
                "on": ["accord@spring"],
                "when": {"edtf": "2001-04", "basis": "stated"},
                "evidence": met,
            }
        ],
    }
    copy: dict[str, Any] = json.loads(json.dumps(files))
    return copy


def value_at(data: Any, pointer: str) -> Any:
    """The value at a JSON Pointer; None if there is none."""
    for part in pointer.split("/")[1:]:
        try:
            data = data[int(part)] if isinstance(data, list) else data[part]
        except (KeyError, IndexError):
            return None
    return data


def broken_files(example: Example) -> dict[str, str]:
    """The text of every file, with the one change that breaks a rule."""
    files = example_files()
    texts = {name: dumps(data) + "\n" for name, data in files.items()}
    if example.text is not None:
        return {**texts, example.file: example.text}
    above, _, last = example.pointer.rpartition("/")
    if not last:
        return {**texts, example.file: dumps(example.value) + "\n"}
    holder = value_at(files[example.file], above)
    if isinstance(holder, list):
        # An index equal to the length adds an item.
        holder[int(last) : int(last) + 1] = [example.value]
    elif example.value is None:
        del holder[last]
    else:
        holder[last] = example.value
    return {**texts, example.file: dumps(files[example.file]) + "\n"}
