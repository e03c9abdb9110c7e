"""The tiny dataset grown until it has every kind of record and term, with every field filled.

It is of the same invented conflict and rests on the same article. Tests that break every field of
every class start here; `test_mutants` holds that none is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from builders import cite, tiny

from negotiations.model import TERM_CLASSES
from negotiations.model.base import fields_of
from negotiations.vocabulary import TermKind

if TYPE_CHECKING:
    from builders import Files

ACCORD = "data/proposals/accord.json"
SEASONS = "data/proposals/south-keeps-hill.json"


def _said(words: str, **more: Any) -> list[dict[str, Any]]:
    return [cite(words, **more)]


_HALT = "The draft asks both sides to halt all fire for six weeks."
_SECOND = "In summer the council carried a second draft"
_HELD = "Some 40 captives are held"
_PART = "which has South keep part of the hill."
_DENIED = "North denied that it had agreed"
_OURS = {"summary": "In our own words.", "note": "A remark."}
_OF_RECORDS = {**_OURS, "extra": {"batch": {"done": [1, 0.5, None, True]}, "word": "x"}}
_OTHER_WORDS = {"also_called": ["a first word", "another"]}


def _denied(field: str, value: Any) -> dict[str, Any]:
    return cite(_DENIED, claimants=["north"], support="contradicts", fields=[field], value=value)


def _whole_evidence(*fields: str, **more: Any) -> list[dict[str, Any]]:
    return [
        cite(
            _HALT,
            claimants=["clerk", "south"],
            via=["gazette", "valley-council"],
            support="implied",
            hedged=True,
            fields=list(fields or ("note", "summary")),
            note="Read from the draft.",
            **more,
        )
    ]


_OWN: dict[str, dict[str, Any]] = {
    "ceasefire": {"permanence": "temporary", "duration": {"between": ["P6W", "P7W"]}},
    "release": {
        "count": {"exactly": 30},
        "baseline": {"exactly": 20},
        "increment": {"exactly": 10},
        "scope": "some",
        "groups": [
            {"count": {"exactly": 5}, "who": ["children", "women"], "citizens_of": "south"},
            {"count": {"between": [3, 4]}, "who": ["soldiers"]},
        ],
    },
    "selection": {
        "over": "captives",
        "veto_by": "south",
        "objected": {"at_most": 50},
        "named": {"unstated": "some"},
    },
    "withdrawal": {"forces": "south", "place": "hill", "extent": "populated-areas"},
    "presence": {
        "forces": "south",
        "place": "hill",
        "extent": "reduced",
        "activity": "patrol",
        "segment": "portion",
        "strength": {"fewer_than": 90},
    },
    "movement": {"origin": "valley", "destination": "hill", "regime": "screened"},
    "provision": {"volume": "Ten carts a day.", "place": "valley"},
    "governance": {"place": "valley", "by": ["valley-council"]},
    "continuation": {
        "of": "versions/accord@spring",
        "of_phase": 1,
        "mode": "extend",
        "duration": {"about": "P1M"},
    },
    "force-use": {"permitted": "targeted", "place": "hill"},
    "measure": {"amount": {"at_least": 50, "unit": "coins", "per": "P1Y"}},
    "choice": {"option": "tent"},
    "territory": {"place": "hill", "disposition": "cede", "to": ["north", "south"]},
    "verification": {"of": "fire", "by": ["north", "valley-council"], "means": "By watchers."},
    "other": {},
}
# The issue of each kind that the tiny dataset has already.
_KNOWN = {
    "release": "captives",
    "measure": "fee",
    "ceasefire": "fire",
    "presence": "hill-forces",
    "choice": "seat",
}


def issue_of(kind: str) -> str:
    """The issue that has terms of this kind."""
    return _KNOWN.get(kind, f"the-{kind}")


def _terms() -> list[dict[str, Any]]:
    keys = [
        {"issue": issue_of(kind), "phase": 1 if index % 2 else "whole", "case": "first"}
        for index, kind in enumerate(_OWN)
    ]
    labels = ["{issue}@{phase}:{case}".format_map(key) for key in keys]
    terms = []
    for index, (kind, own) in enumerate(_OWN.items()):
        head = {"kind": kind, **keys[index]}
        other = labels[index - 1]
        has_limit = any(spec.limited for spec in fields_of(TERM_CLASSES[TermKind(kind)]))
        limit = {"limit": "maximum"} if has_limit else {}
        whole = {
            **head,
            "alternative": "one",
            **own,
            **limit,
            "status": "bracketed",
            "proposed_by": ["north", "south"],
            "obligors": ["north", "south"],
            "beneficiaries": ["north", "south"],
            "included": True,
            "qualifiers": ["in peacetime", "permanently"],
            "starts": {"on": "2001-06"},
            "ends": {
                "within": {"exactly": "P6W"},
                "after": {"term": other} if index % 2 else {"event": "spring-accepted"},
            },
            "deadline": {"before": {"words": "the harvest"}},
            "conditions": [
                {
                    "issue": "fire",
                    "actor": "north",
                    "term": other,
                    "how": "in-return-for",
                    "summary": "The fire has halted.",
                },
                {"summary": "The round goes on."},
            ],
            "clause": "Art. 2(2)",
            **_OURS,
            "evidence": _whole_evidence(),
        }
        silent = {"alternative": "without-text", "included": False, "evidence": _whole_evidence()}
        terms += [whole, {**head, **silent}]
    return terms


def full() -> Files:
    """The data of the full dataset, a copy of its own for each caller."""
    files = tiny()
    files["data/dataset.json"] |= {
        "released": "2001-09-30",
        "url": "https://doi.org/10.1000/182",
        "ignored": [{"rule": "source-cited", "record": "sources/later", "reason": "Coded next."}],
        **_OF_RECORDS,
        "evidence": _whole_evidence(),
    }
    # Another edition of the same text, of which nothing is coded: the dataset sets that aside.
    report = files["seeds/report.json"]
    annex = {"paragraph": 2, "through": 3, "reason": "An annex on procedure."}
    files["seeds/later.json"] = {**report, "id": "later", "furniture": [], "uncoded": [annex]}
    files["seeds/report.json"] |= {
        "url": "https://example.org/report",
        "archive_url": "https://example.org/archive/report",
        "document_symbol": "VALLEY/1",
        "credited": ["gazette", "valley-council"],
        "author": "A reporter",
        "title": "On the talks.",
        "published": {"edtf": "2001-08", "basis": "external", "note": "By the almanac."},
        "furniture": [1],
        "paragraphs_by": "line",
        "errors": [{"paragraph": 5, "summary": "The clerk is called a guard."}],
        **_OF_RECORDS,
        "evidence": _whole_evidence(),
    }
    actors = files["data/actors.json"]
    actors[0]["member_of"] = [
        {"organisation": "south", "role": "clerk", "evidence": _whole_evidence("role")}
    ]
    actors[0] |= {**_OF_RECORDS, **_OTHER_WORDS, "evidence": _whole_evidence()}
    actors[2]["identifiers"] = [{"scheme": "wikidata", "id": "Q1"}]
    files["data/places.json"][0] |= {
        "identifiers": [{"scheme": "geonames", "id": "1"}],
        "coordinates": {
            "latitude": -33.85,
            "longitude": 151.25,
            "uncertainty": 500,
            "precision": "The top of it.",
            "source": "A map of 2001",
        },
        "spellings": ["the hill", "Hill"],
        **_OTHER_WORDS,
        **_OF_RECORDS,
        "evidence": _whole_evidence(),
    }
    issues = files["data/issues.json"]
    seat = next(issue for issue in issues if issue["id"] == "seat")
    seat |= {
        "options_are_ordered": True,
        **_OTHER_WORDS,
        "crosswalk": [{"scheme": "PAM", "code": "seat", "note": "Nearly."}],
        "polarity": [{"field": "option", "more": "south", "less": "north", "note": "A reading."}],
        **_OF_RECORDS,
        "evidence": _whole_evidence(),
    }
    for kind in TermKind:
        if kind.value not in _KNOWN:
            words = {"label": f"On {kind}", "definition": "What is said of it."}
            issues.append({"id": issue_of(kind.value), **words, "kind": kind.value})
    for issue in issues:
        issue["cases"] = [{"id": "first", "label": "First", "definition": "What comes first."}]
    files["data/talks.json"][0] |= {
        "places": ["hill", "valley"],
        "participants": [
            {
                "actor": "north",
                "role": "party",
                "meetings": {"more_than": 1},
                "note": "A remark.",
                "evidence": _whole_evidence("meetings", "note"),
            },
            {"actor": "south", "role": "party"},
        ],
        "rounds": {"exactly": 2},
        "duration": {"at_least": "PT3H"},
        "status": "concluded",
        "outcome": "A draft.",
        "on": ["proposals/accord", "accord@spring"],
        "identifiers": [{"scheme": "wikidata", "id": "Q2"}],
        **_OF_RECORDS,
    }
    accord = files[ACCORD]
    accord["identifiers"] = [{"scheme": "pax", "id": "3"}]
    accord |= {**_OF_RECORDS, "evidence": _whole_evidence()}
    accord["versions"][1] |= {
        "supplements": ["accord@spring"],
        "implements": ["accord@spring"],
        "translates": ["accord@spring"],
        "coded_on": [issue["id"] for issue in issues],
        "labels": ["second draft", "the draft of summer"],
        "roles": [
            {
                "actor": "valley-council",
                "role": "mediator",
                "note": "A remark.",
                "evidence": _whole_evidence("note", "role"),
            }
        ],
        "evidence": [*_said(_SECOND, prints=["second draft"]), *_said(_PART)],
        "phases": [
            {
                "ordinal": 1,
                "label": "the first step",
                "duration": {"unstated": "long"},
                **_OURS,
                "evidence": _whole_evidence(),
            },
            {"ordinal": 2},
        ],
        "terms": _terms(),
        **_OF_RECORDS,
    }
    values: tuple[tuple[str, str, Any], ...] = (
        ("ceasefire", "permanence", "permanent"),
        ("ceasefire", "duration", {"exactly": "P5W"}),
        ("measure", "included", False),
        ("measure", "amount", {"exactly": 1.5, "unit": "coins"}),
        ("presence", "strength", {"exactly": 40}),
        ("choice", "deadline", {"on": "2001-07"}),
    )
    for kind, field, value in values:
        term = next(each for each in accord["versions"][1]["terms"] if each["kind"] == kind)
        term["evidence"].append(_denied(field, value))
    # A second proposal, whose id is that of a position too: there a bare id is not enough.
    files[SEASONS] = {
        "id": "south-keeps-hill",
        "title": "A text for the seasons",
        "between": ["north"],
        "rationale": "It is between others.",
        "versions": [],
    }
    files["data/positions/south.json"][0] |= {
        "joint_with": ["north"],
        "when": {"edtf": "2001-05", "basis": "inferred", "note": "After the round."},
        **_OF_RECORDS,
        "evidence": _whole_evidence(),
    }
    files["data/positions/south.json"][0]["terms"][0]["phase"] = 3
    files["data/positions/north.json"] = [
        {
            "id": "north-waits",
            "actor": "north",
            "act": "offers",
            "when": {
                "after": "positions/south-keeps-hill",
                "printed": "then",
                "note": "Said so.",
            },
            "terms": [],
        }
    ]
    files["data/events.json"][0] |= {
        "toward": ["south"],
        "on": ["accord@spring", "positions/south-keeps-hill", "river-round"],
        "conditions": [
            {
                "issue": "fire",
                "actor": "south",
                "term": "fire@1",
                "how": "after",
                "summary": "The fire has halted.",
            }
        ],
        "when": {"edtf": "2001-05-20", "basis": "stated"},
        **_OF_RECORDS,
        "evidence": [
            *_said("“We keep the hill,” a clerk of South said", claimants=["clerk"]),
            _denied("when", {"edtf": "2001-06", "basis": "stated"}),
        ],
    }
    files["data/events.json"].append(
        {
            "id": "the-denial",
            "act": "dispute",
            "actors": ["north"],
            "answers": ["spring-accepted"],
            "evidence": _said(_DENIED, claimants=["north"]),
        }
    )
    files["data/figures.json"][0] |= {**_OF_RECORDS, "evidence": _said(_HELD, hedged=True)}
    files["data/figures.json"][0]["claims"][0] |= {
        "when": {"edtf": "2001-05", "basis": "stated"},
        "note": "A remark.",
    }
    return files
