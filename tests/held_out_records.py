"""Held-out pairs on the other records: talks, events, actors, sources, issues, figures, places."""

from held_out_case import case, passage, version, without
from held_out_drafts import WATER

_ZEROES = "0" * 64

CASES = (
    case(
        "talks go on",
        {
            "id": "mill-round",
            "title": "Talks at the mill",
            "when": {"edtf": "2001-03", "basis": "stated"},
            "places": ["old-mill"],
            "participants": [
                {"actor": "upland", "role": "party", "meetings": {"exactly": 2}},
                {"actor": "lowland", "role": "party"},
                {"actor": "commission", "role": "observer"},
            ],
            "format": "indirect",
            "rounds": {"at_least": 2},
            "duration": {"exactly": "P3D"},
            "status": "ongoing",
        },
        {
            "id": "mill-round",
            "title": "Talks at the mill",
            "when": {"edtf": "2001-03", "basis": "stated"},
            "places": ["old-mill", "bridge-house"],
            "participants": [
                {"actor": "upland", "role": "party", "meetings": {"exactly": 4}},
                {"actor": "lowland", "role": "party"},
                {"actor": "commission", "role": "mediator"},
            ],
            "format": "direct",
            "rounds": {"exactly": 5},
            "duration": {"exactly": "PT72H"},
            "status": "concluded",
            "outcome": "A draft.",
        },
        """
Reported talks.places.reported /places/bridge-house possible clarifying
Changed talks.participants.meetings.raised /participants/upland:party/meetings certain substantive delta=2,2
Unreported talks.participants.unreported /participants/commission:observer possible clarifying
Reported talks.participants.reported /participants/commission:mediator possible clarifying
Changed talks.format.changed /format certain substantive
Changed talks.rounds.became-exact /rounds possible clarifying delta=3,None
Changed talks.duration.reworded /duration impossible clarifying
Changed talks.status.changed /status certain substantive
Reported talks.outcome.reported /outcome possible clarifying
""",
        kinds="Talks",
        comment="A role is part of the key of a participant, so another role is another entry.",
    ),
    case(
        "an event",
        {
            "id": "council-answers",
            "act": "reject",
            "actors": ["council"],
            "on": ["harbour-truce@first"],
            "issues": ["halt"],
            "when": {"after": "versions/harbour-truce@first"},
            "evidence": [passage("gazette", 20)],
        },
        {
            "id": "council-answers",
            "act": "reject",
            "actors": ["council"],
            "toward": ["assembly"],
            "on": ["harbour-truce@first"],
            "issues": ["detainees", "halt"],
            "conditions": [{"summary": "Names are agreed."}],
            "when": {"edtf": "2003-02", "basis": "stated"},
            "evidence": [passage("gazette", 20)],
        },
        """
Reported event.toward.reported /toward/assembly possible clarifying
Reported event.issues.reported /issues/detainees possible clarifying
Reported event.conditions.reported /conditions/{Names are agreed.} possible clarifying
Changed event.when.changed /when possible clarifying
""",
        kinds="Event",
        comment="When an event was is what the record says, not its header: substantive.",
    ),
    case(
        "an actor",
        {
            "id": "river-delegate",
            "name": "River delegate",
            "kind": "group",
            "member_of": [{"organisation": "lowland", "role": "delegate"}],
            "spellings": ["delegate of the river", "River Delegate"],
        },
        {
            "id": "river-delegate",
            "name": "Delegate on the river",
            "kind": "office",
            "member_of": [
                {"organisation": "commission"},
                {"organisation": "lowland", "role": "delegate"},
            ],
            "speaks_for": "lowland",
            "spellings": ["River Delegate"],
        },
        """
Changed actor.name.changed /name certain editorial
Changed actor.kind.changed /kind certain substantive
Reported actor.member_of.reported /member_of/commission possible clarifying
Reported actor.speaks_for.reported /speaks_for possible clarifying
Unreported actor.spellings.unreported /spellings/delegate of the river possible clarifying
""",
        kinds="Actor",
        comment="A name to show, and its spellings, are labels.",
    ),
    case(
        "a place",
        {
            "id": "ansel-bank",
            "name": "Bank of the Ansel",
            "kind": "border",
            "within": ["upland-land", "lowland-land"],
        },
        {
            "id": "ansel-bank",
            "name": "Bank of the Ansel",
            "kind": "corridor",
            "within": ["lowland-land"],
            "note": "Renamed.",
        },
        """
Changed place.kind.changed /kind certain substantive
Unreported place.within.unreported /within/upland-land possible clarifying
Reported place.note.reported /note possible editorial
""",
        kinds="Place",
    ),
    case(
        "a source",
        {
            "id": "gazette",
            "label": "Gazette",
            "file_name": "gazette.txt",
            "sha256": _ZEROES,
            "language": "en",
            "paragraphs": 12,
            "furniture": [1, 12],
            "uncoded": [
                {"paragraph": 3, "reason": "The weather."},
                {"paragraph": 4, "reason": "Sport."},
            ],
        },
        {
            "id": "gazette",
            "label": "River Gazette",
            "file_name": "gazette.txt",
            "sha256": "1" + _ZEROES[1:],
            "language": "en",
            "paragraphs": 13,
            "furniture": [1, 13],
            "uncoded": [{"paragraph": 3, "reason": "On the weather."}],
            "author": "The newsroom",
        },
        """
Changed source.label.changed /label certain editorial
Changed source.sha256.changed /sha256 certain bookkeeping
Reported source.author.reported /author possible clarifying
Changed source.paragraphs.changed /paragraphs certain substantive
Unreported source.furniture.unreported /furniture/12 possible clarifying
Reported source.furniture.reported /furniture/13 possible clarifying
Changed source.uncoded.reason.changed /uncoded/3/reason possible substantive
Unreported source.uncoded.unreported /uncoded/4 possible clarifying
""",
        kinds="Source",
        comment="No document gives a level to the fields of a source, save evidence and labels.",
    ),
    case(
        "an issue and its polarity",
        {
            "id": "dry-month-share",
            "label": "Share in a dry month",
            "definition": "The share of the flow.",
            "kind": "measure",
            "unit": "percent",
            "polarity": [{"field": "amount", "more": "lowland", "less": "upland"}],
        },
        {
            "id": "dry-month-share",
            "label": "Share in a dry month",
            "definition": "The share of the flow in a month without rain.",
            "kind": "measure",
            "unit": "per mille",
            "polarity": [
                {"field": "amount", "more": "upland", "less": "lowland", "note": "Turned."}
            ],
            "crosswalk": [{"scheme": "PA-X", "code": "WatAcc"}],
        },
        """
Changed issue.definition.changed /definition possible substantive
Changed issue.unit.changed /unit certain substantive
Reported issue.crosswalk.reported /crosswalk/PA-X:WatAcc possible clarifying
Changed issue.polarity.more.changed /polarity/amount/more certain substantive
Changed issue.polarity.less.changed /polarity/amount/less certain substantive
Reported issue.polarity.note.reported /polarity/amount/note possible editorial
""",
        kinds="Issue",
    ),
    case(
        "the options of an issue change their order",
        {
            "id": "settling",
            "label": "S",
            "definition": "D",
            "kind": "choice",
            "options": ["talk", "court"],
            "options_are_ordered": False,
        },
        {
            "id": "settling",
            "label": "S",
            "definition": "D",
            "kind": "choice",
            "options": ["court", "talk"],
            "options_are_ordered": True,
        },
        """
Changed issue.options.changed /options certain substantive
Changed issue.options_are_ordered.changed /options_are_ordered certain substantive
""",
        kinds="Issue",
        comment="Of an ordered list the order is content.",
    ),
    case(
        "a figure",
        {
            "id": "displaced",
            "label": "Displaced",
            "unit": "persons",
            "claims": [
                {
                    "source": "gazette",
                    "count": {"more_than": 900},
                    "rank": "normal",
                    "reason": "The first.",
                },
                {
                    "source": "courier",
                    "count": {"exactly": 800},
                    "rank": "preferred",
                    "reason": "Counted.",
                },
            ],
        },
        {
            "id": "displaced",
            "label": "Displaced persons",
            "unit": "persons",
            "claims": [
                {
                    "source": "gazette",
                    "count": {"exactly": 950},
                    "rank": "preferred",
                    "reason": "The first.",
                },
                {
                    "source": "herald",
                    "count": {"about": 1000},
                    "rank": "normal",
                    "reason": "Later.",
                },
            ],
        },
        """
Changed figure.label.changed /label certain editorial
Changed figure.claims.count.became-exact /claims/gazette/count possible clarifying delta=49,None
Changed figure.claims.rank.up /claims/gazette/rank certain substantive
Unreported figure.claims.unreported /claims/courier possible clarifying
Reported figure.claims.reported /claims/herald possible clarifying
""",
        kinds="Figure",
        comment="A source that is not listed is not known to have withdrawn its number.",
    ),
    case(
        "a proposal: one of its versions differs, another is newly listed",
        {
            "id": "ansel-accord",
            "title": "Ansel accord",
            "between": ["upland", "lowland"],
            "rationale": "The one text.",
            "versions": [WATER],
        },
        {
            "id": "ansel-accord",
            "title": "Accord on the Ansel",
            "between": ["lowland", "upland"],
            "rationale": "The one text.",
            "versions": [
                version("ansel-accord@autumn"),
                {**without(WATER, "boat-traffic"), "completeness": "full-text"},
            ],
        },
        """
Changed proposal.title.changed /title certain editorial
Reported version.reported /versions/ansel-accord@autumn possible clarifying
Changed version.completeness.changed /versions/ansel-accord@spring/completeness certain bookkeeping
Removed term.removed /versions/ansel-accord@spring/terms/boat-traffic certain substantive
""",
        kinds="Proposal",
        comment="Written after the first run.",
    ),
    case(
        "a proposal in preparation has no version, then a first one",
        {
            "id": "ansel-accord",
            "title": "Ansel accord",
            "between": ["upland", "lowland"],
            "rationale": "The one text.",
            "versions": [],
        },
        {
            "id": "ansel-accord",
            "title": "Ansel accord",
            "between": ["upland", "lowland"],
            "rationale": "The one text, by now.",
            "versions": [WATER],
        },
        """
Changed proposal.rationale.changed /rationale possible editorial
Added version.added /versions/ansel-accord@spring certain substantive
""",
        kinds="Proposal",
        comment="Written after the first run. An empty list: nobody had seen a version yet.",
    ),
)
