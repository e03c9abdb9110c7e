"""Held-out pairs on which the documents left the answer open; `docs/comparing.md` now has it."""

from held_out_case import case, changed, version
from held_out_drafts import WATER

CASES = (
    case(
        "a term of kind other says something else",
        WATER,
        changed(
            WATER, {"kind": "other", "issue": "flood-warning", "summary": "Lowland asks each dawn."}
        ),
        "Changed term.summary.changed /terms/flood-warning/summary certain substantive",
    ),
    case(
        "a party answers otherwise than was reported",
        {"id": "council-answers", "act": "reject", "on": ["harbour-truce@first"]},
        {"id": "council-answers", "act": "accept", "on": ["harbour-truce@first"]},
        "Changed event.act.changed /act certain substantive",
        kinds="Event",
    ),
    case(
        "what was demanded is offered",
        {"id": "council-first", "actor": "council", "act": "demands", "terms": []},
        {"id": "council-first", "actor": "council", "act": "offers", "terms": []},
        "Changed position.act.changed /act certain substantive",
        kinds="Position",
    ),
    case(
        "a field goes unmentioned, and no term has changed",
        version(
            "dam-accord@one",
            {"kind": "measure", "issue": "dry-month-share", "amount": {"exactly": 4}},
        ),
        version("dam-accord@one", {"kind": "measure", "issue": "dry-month-share"}),
        "Unreported term.amount.unreported /terms/dry-month-share/amount possible clarifying",
        summary={"detailed": 1},
    ),
)
