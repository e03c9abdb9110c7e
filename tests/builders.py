"""A tiny dataset of an invented conflict, and the ways in which tests take it apart.

North and South talk about a halt to fire, captives and a hill; the Gazette reports it. Nothing in it
is of the real world, so that tests of the machinery do not depend on the coded data.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from negotiations.dataset import Dataset
from negotiations.io.codec import from_data
from negotiations.io.layout import file_kind_of
from negotiations.io.strict_json import dumps
from negotiations.model import Issue, Metadata, Record
from negotiations.records import Records
from negotiations.vocabulary import TermKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# The data of every file, by its path in the folder. Bytes are written as they are.
Files = dict[str, Any]

PARAGRAPHS = (
    "From the Gazette's desk.",
    "In spring, North and South met by the river; a council of the valley was their host.",
    "The draft asks both sides to halt all fire for six weeks.",
    "North frees 20 captives, 5 of them children. South leaves the hill in the second step.",
    "“We keep the hill,” a clerk of South said; North denied that it had agreed.",
    "In summer the council carried a second draft, which has South keep part of the hill.",
    "Some 40 captives are held, as far as is known.",
    "The weather was mild.",
)
ARTICLE = "\n".join(PARAGRAPHS) + "\n"
ARTICLE_NAME = "report.txt"


def cite(words: str, **more: Any) -> dict[str, Any]:
    """The evidence for a passage of the article, as it stands in a file."""
    start = ARTICLE.index(words)
    return {
        "source": "report",
        "paragraph": ARTICLE[:start].count("\n") + 1,
        "start": start,
        "end": start + len(words),
        "sha256": sha256(words.encode()).hexdigest(),
        "support": "explicit",
        **more,
    }


def _evidence(words: str, **more: Any) -> list[dict[str, Any]]:
    data = cite(words)
    order = ("claimants", "via", "support", "hedged", "fields", "value", "prints", "note")
    head = {name: data[name] for name in ("source", "paragraph", "start", "end", "sha256")}
    rest = {"support": data["support"], **more}
    return [head | {name: rest[name] for name in order if name in rest}]


_MET = _evidence("In spring, North and South met by the river")
_HALT = _evidence("The draft asks both sides to halt all fire for six weeks.")
_FREES = _evidence("North frees 20 captives, 5 of them children.")
_LEAVES = _evidence("South leaves the hill in the second step.")
_KEEP = _evidence("“We keep the hill,” a clerk of South said", claimants=["clerk"])
_SECOND = _evidence("In summer the council carried a second draft")
_PART = _evidence("which has South keep part of the hill.")
_HELD = _evidence("Some 40 captives are held", hedged=True)
_DENIED = _evidence(
    "North denied that it had agreed", claimants=["north"], support="contradicts", fields=["act"]
)

_TINY: Files = {
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
        "label": "Gazette report",
        "file_name": ARTICLE_NAME,
        "sha256": sha256(ARTICLE.encode()).hexdigest(),
        "outlet": "gazette",
        "language": "en",
        "paragraphs": len(PARAGRAPHS),
        "furniture": [1],
        "uncoded": [{"paragraph": 8, "reason": "It is about the weather."}],
    },
    "data/actors.json": [
        {
            "id": "clerk",
            "name": "A clerk of South",
            "kind": "group",
            "member_of": [{"organisation": "south", "role": "clerk"}],
            "speaks_for": "south",
            "spellings": ["a clerk of South"],
        },
        {"id": "gazette", "name": "The Gazette", "kind": "outlet", "spellings": ["Gazette"]},
        {"id": "north", "name": "North", "kind": "state"},
        {"id": "south", "name": "South", "kind": "state"},
        {"id": "valley-council", "name": "Council of the valley", "kind": "organisation"},
    ],
    "data/places.json": [
        {"id": "hill", "name": "The hill", "kind": "territory", "within": ["valley"]},
        {"id": "valley", "name": "The valley", "kind": "territory"},
    ],
    "data/issues.json": [
        {
            "id": "captives",
            "label": "Captives",
            "definition": "Persons held by North that it is to free.",
            "kind": "release",
            "crosswalk": [{"scheme": "PA-X", "code": "PrRel"}],
            "polarity": [{"field": "count", "more": "south", "less": "north"}],
        },
        {
            "id": "fee",
            "label": "Fee",
            "definition": "What North pays for the bridge.",
            "kind": "measure",
            "unit": "coins",
        },
        {
            "id": "fire",
            "label": "Halt to fire",
            "definition": "A halt to all fire.",
            "kind": "ceasefire",
        },
        {
            "id": "hill-forces",
            "label": "Forces on the hill",
            "definition": "Whether South leaves the hill.",
            "kind": "presence",
        },
        {
            "id": "seat",
            "label": "Seat",
            "definition": "Where the commission sits.",
            "kind": "choice",
            "options": ["tent", "hall"],
        },
    ],
    "data/talks.json": [
        {
            "id": "river-round",
            "title": "Round by the river",
            "when": {"edtf": "2001-04", "basis": "stated"},
            "places": ["valley"],
            "participants": [
                {"actor": "north", "role": "party"},
                {"actor": "south", "role": "party"},
                {"actor": "valley-council", "role": "host", "meetings": {"at_least": 1}},
            ],
            "format": "direct",
            "on": ["accord@spring"],
            "evidence": _MET,
        }
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
                "roles": [{"actor": "north", "role": "addressee", "evidence": _HALT}],
                "tabled": {"edtf": "2001-04-10", "basis": "inferred", "note": "Of the round."},
                "completeness": "partial",
                "phases": [
                    {"ordinal": 1, "duration": {"exactly": "P6W"}},
                    {"ordinal": 2},
                ],
                "terms": [
                    {
                        "kind": "release",
                        "issue": "captives",
                        "phase": 1,
                        "count": {"exactly": 20},
                        "groups": [
                            {"count": {"exactly": 5}, "who": ["children"]},
                            {"who": ["living", "women"], "citizens_of": "south"},
                        ],
                        "obligors": ["north"],
                        "evidence": _FREES,
                    },
                    {
                        "kind": "ceasefire",
                        "issue": "fire",
                        "phase": 1,
                        "permanence": "temporary",
                        "duration": {"exactly": "P6W"},
                        "evidence": _HALT,
                    },
                    {
                        "kind": "presence",
                        "issue": "hill-forces",
                        "phase": 2,
                        "forces": "south",
                        "place": "hill",
                        "extent": "none",
                        "conditions": [{"issue": "captives", "summary": "All captives are free."}],
                        "evidence": _LEAVES,
                    },
                ],
                "evidence": _HALT,
            },
            {
                "id": "accord@summer",
                "labels": ["second draft"],
                "derived_from": ["accord@spring"],
                "roles": [{"actor": "valley-council", "role": "mediator", "evidence": _SECOND}],
                "tabled": {"after": "versions/accord@spring"},
                "completeness": "partial",
                "terms": [
                    {
                        "kind": "presence",
                        "issue": "hill-forces",
                        "phase": 2,
                        "extent": "reduced",
                        "evidence": _PART,
                    }
                ],
                "evidence": _SECOND,
            },
        ],
    },
    "data/positions/south.json": [
        {
            "id": "south-keeps-hill",
            "actor": "south",
            "act": "demands",
            "on": "accord",
            "when": {"edtf": "2001-05", "basis": "stated"},
            "terms": [
                {
                    "kind": "presence",
                    "issue": "hill-forces",
                    "extent": "kept",
                    "evidence": _KEEP,
                }
            ],
        }
    ],
    "data/events.json": [
        {
            "id": "spring-accepted",
            "act": "accept",
            "actors": ["north"],
            "on": ["accord@spring", "river-round"],
            "issues": ["hill-forces"],
            "when": {"after": "accord@spring"},
            "evidence": [*_KEEP, *_DENIED],
        }
    ],
    "data/figures.json": [
        {
            "id": "captives-held",
            "label": "Captives held",
            "unit": "persons",
            "place": "valley",
            "claims": [
                {
                    "source": "report",
                    "count": {"about": 40},
                    "rank": "normal",
                    "reason": "The only claim.",
                    "evidence": _HELD,
                }
            ],
        }
    ],
}

DELETED = object()


def tiny() -> Files:
    """The data of the tiny dataset, a copy of its own for each test, no part of which stands twice."""
    copy: Files = json.loads(json.dumps(_TINY))
    return copy


def put(files: Files, file: str, *path: str | int, value: Any) -> Files:
    """Set, add or (with `DELETED`) delete what stands at a path in a file; gives the files back.

    An index equal to the length of a list adds an item.
    """
    holder: Any = files
    parts = (file, *path)
    for part in parts[:-1]:
        holder = holder[part]
    if value is DELETED:
        del holder[parts[-1]]
    elif isinstance(holder, list) and parts[-1] == len(holder):
        holder.append(value)
    else:
        holder[parts[-1]] = value
    return files


def swap(files: Files, file: str, old: bytes, new: bytes) -> Files:
    """Put other bytes where these first stand in a file; gives the files back."""
    data = as_bytes(files[file])
    assert old in data, old
    files[file] = data.replace(old, new, 1)
    return files


def at(data: Any, pointer: str) -> Any:
    """What stands at a JSON Pointer."""
    for part in pointer.split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        data = data[int(name)] if isinstance(data, list) else data[name]
    return data


def as_bytes(data: Any) -> bytes:
    """What is written for the data of a file; bytes stand as they are."""
    return data if isinstance(data, bytes) else (dumps(data) + "\n").encode()


def write(folder: Path, files: Files) -> Path:
    """Write files into a folder; gives the folder back."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(as_bytes(data))
    return folder


def write_text(folder: Path, text: str | bytes = ARTICLE) -> Path:
    """Write the article into a folder of texts; gives the folder back."""
    folder.mkdir(parents=True, exist_ok=True)
    data = text if isinstance(text, bytes) else text.encode()
    (folder / ARTICLE_NAME).write_bytes(data)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """All files in a folder, with their bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".negotiations.lock"
    }


def _each_record(files: Files) -> Iterator[Record]:
    for name, data in files.items():
        kind = file_kind_of(name)
        assert kind is not None, name
        for item in data if kind.is_list else [data]:
            yield from_data(kind.record, item)


def records_of(files: Files) -> Records:
    """The records of these files, without any folder."""
    made = list(_each_record(files))
    metadata = next((each for each in made if isinstance(each, Metadata)), None)
    return Records.of(metadata, [each for each in made if not isinstance(each, Metadata)])


def dataset_of(files: Files) -> Dataset:
    """The dataset that these files hold, built from its records."""
    records = records_of(files)
    parts = {name: tuple(held.values()) for name, held in records.collections.items()}
    del parts["versions"]
    return Dataset(records.metadata, **parts)


def told(chronicle: tuple[Any, tuple[Any, ...], tuple[Any, ...]]) -> Dataset:
    """A dataset of a proposal with events and positions, and of issues that they speak on."""
    proposal, events, positions = chronicle
    issues = (
        Issue(id="captives", label="Captives", definition="Set free.", kind=TermKind.RELEASE),
        Issue(id="truce", label="Truce", definition="A halt.", kind=TermKind.CEASEFIRE),
    )
    return Dataset(issues=issues, proposals=[proposal], events=events, positions=positions)
