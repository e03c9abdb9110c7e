"""Held-out pairs on which library and expectation differ, where the documents leave the answer open."""

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
        doubt=(
            "Summaries are editorial (comparing.md), but of kind other the summary alone says what the "
            "term is (model.md)."
        ),
    ),
    case(
        "a party answers otherwise than was reported",
        {"id": "council-answers", "act": "reject", "on": ["harbour-truce@first"]},
        {"id": "council-answers", "act": "accept", "on": ["harbour-truce@first"]},
        "Changed event.act.changed /act certain substantive",
        kinds="Event",
        doubt=(
            "Clarifying is what became more, less or sharper (comparing.md); to accept is neither of "
            "these beside to reject. The library takes an act for context, as it does a date."
        ),
    ),
    case(
        "what was demanded is offered",
        {"id": "council-first", "actor": "council", "act": "demands", "terms": []},
        {"id": "council-first", "actor": "council", "act": "offers", "terms": []},
        "Changed position.act.changed /act certain substantive",
        kinds="Position",
        doubt=(
            "Clarifying is what became more, less or sharper (comparing.md); an offer is neither of "
            "these beside a demand. The library takes an act for context, as it does a date."
        ),
    ),
    case(
        "a field goes unmentioned, and no term has changed",
        version(
            "dam-accord@one",
            {"kind": "measure", "issue": "dry-month-share", "amount": {"exactly": 4}},
        ),
        version("dam-accord@one", {"kind": "measure", "issue": "dry-month-share"}),
        "Unreported term.amount.unreported /terms/dry-month-share/amount possible clarifying",
        summary={},
        doubt=(
            "The summary counts a term as changed of which a field merely goes unmentioned; changed "
            "needs both sides (comparing.md), but no document says how the summary counts such a term."
        ),
    ),
)
