"""The drafts that the held-out pairs start from, all of invented conflicts, and the issues they settle."""

from typing import Any

from held_out_case import passage, version


def _issue(name: str, kind: str, polarity: str = "", **other: Any) -> dict[str, Any]:
    data = {"id": name, "label": name, "definition": f"What {name} is.", "kind": kind, **other}
    if polarity:
        field, more, less = polarity.split()
        data["polarity"] = [{"field": field, "more": more, "less": less}]
    return data


ISSUES = (
    _issue("dry-month-share", "measure", "amount lowland upland", unit="percent"),
    _issue("spring-release", "measure", unit="million cubic metres"),
    _issue("river-patrols", "presence", "extent upland lowland"),
    _issue("dam-control", "governance"),
    _issue("compensation", "provision"),
    _issue("boat-traffic", "movement", "regime lowland upland"),
    _issue(
        "settling-disputes",
        "choice",
        "option lowland upland",
        options=["consultation", "arbitration", "court"],
        options_are_ordered=True,
    ),
    _issue("seat", "choice", options=["mill", "bridge"], options_are_ordered=False),
    _issue("earlier-treaty", "continuation"),
    _issue("flood-warning", "other"),
    _issue("halt", "ceasefire", "permanence assembly council"),
    _issue("valley-withdrawal", "withdrawal", "extent assembly council"),
    _issue("detainees", "release", "count assembly council"),
    _issue("detainee-names", "selection"),
    _issue("return-of-displaced", "movement"),
    _issue("relief", "provision"),
    _issue("answering-fire", "force-use", "permitted council assembly"),
    _issue("port-government", "governance"),
    _issue("longer-first-phase", "continuation"),
    _issue("buffer", "measure", "amount plain ridge", unit="kilometres"),
)

# A water-sharing accord: no phases are reported of it.
WATER = version(
    "ansel-accord@spring",
    {"kind": "measure", "issue": "dry-month-share", "amount": {"exactly": 40}},
    {"kind": "measure", "issue": "spring-release", "amount": {"about": 120}},
    {
        "kind": "presence",
        "issue": "river-patrols",
        "forces": "upland",
        "place": "ansel-bank",
        "extent": "kept",
        "activity": "patrol",
        "segment": "whole",
        "strength": {"at_most": 60},
    },
    {"kind": "governance", "issue": "dam-control", "place": "ansel-dam", "by": ["upland"]},
    {
        "kind": "provision",
        "issue": "compensation",
        "volume": "twelve yearly payments",
        "place": "lower-valley",
        "obligors": ["upland"],
    },
    {
        "kind": "movement",
        "issue": "boat-traffic",
        "origin": "lower-valley",
        "destination": "ansel-lake",
        "regime": "restricted",
    },
    {"kind": "choice", "issue": "settling-disputes", "option": "consultation"},
    {
        "kind": "continuation",
        "issue": "earlier-treaty",
        "of": "mill-treaty",
        "mode": "implement",
        "duration": {"exactly": "P5Y"},
    },
    {"kind": "other", "issue": "flood-warning", "summary": "Upland warns of high water."},
)

# A ceasefire in three phases, with terms in each of them.
TRUCE = version(
    "harbour-truce@first",
    {
        "kind": "ceasefire",
        "issue": "halt",
        "phase": 1,
        "permanence": "temporary",
        "duration": {"exactly": "P6W"},
    },
    {"kind": "ceasefire", "issue": "halt", "phase": 2, "permanence": "permanent"},
    {
        "kind": "withdrawal",
        "issue": "valley-withdrawal",
        "phase": 1,
        "forces": "council",
        "place": "valley",
        "extent": "populated-areas",
    },
    {
        "kind": "withdrawal",
        "issue": "valley-withdrawal",
        "phase": 2,
        "forces": "council",
        "place": "valley",
        "extent": "complete",
    },
    {
        "kind": "release",
        "issue": "detainees",
        "phase": 1,
        "count": {"exactly": 30},
        "scope": "some",
        "groups": [
            {"who": ["women"], "count": {"exactly": 10}},
            {"who": ["soldiers", "living"], "count": {"exactly": 5}},
        ],
        "conditions": [{"issue": "halt", "actor": "assembly", "summary": "A week of silence."}],
    },
    {"kind": "release", "issue": "detainees", "phase": 2, "scope": "all-remaining"},
    {
        "kind": "selection",
        "issue": "detainee-names",
        "phase": 1,
        "over": "detainees",
        "veto_by": "council",
        "objected": {"exactly": 8},
        "named": {"exactly": 30},
    },
    {
        "kind": "movement",
        "issue": "return-of-displaced",
        "phase": 1,
        "origin": "harbour",
        "destination": "valley",
        "regime": "screened",
    },
    {"kind": "provision", "issue": "relief", "phase": "whole", "volume": "forty lorries a day"},
    {"kind": "force-use", "issue": "answering-fire", "phase": 1, "permitted": "targeted"},
    {
        "kind": "governance",
        "issue": "port-government",
        "phase": 3,
        "place": "harbour",
        "by": ["council"],
    },
    phases=[
        {"ordinal": 1, "label": "Calm", "duration": {"exactly": "P6W"}},
        {"ordinal": 2, "label": "Withdrawal", "duration": {"exactly": "P6W"}},
        {"ordinal": 3, "label": "Rebuilding"},
    ],
)

# An exchange of detainees, evidenced; two claimants.
EXCHANGE = version(
    "winter-exchange@one",
    {
        "kind": "release",
        "issue": "detainees",
        "count": {"exactly": 100},
        "obligors": ["council"],
        "evidence": [passage("gazette", 4, "council")],
    },
    {
        "kind": "selection",
        "issue": "detainee-names",
        "veto_by": "council",
        "evidence": [passage("gazette", 5), passage("courier", 2, "assembly")],
    },
    labels=["the winter text"],
    evidence=[passage("gazette", 3)],
)
