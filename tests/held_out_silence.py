"""Held-out pairs on what must not show, and on silence against removal."""

from held_out_case import case, changed, passage, version, without
from held_out_drafts import EXCHANGE, TRUCE, WATER

AUTUMN = "ansel-accord@autumn"
SECOND = "harbour-truce@second"
NEW_ID = "Changed version.id.changed /id certain bookkeeping\n"
FULL = {"completeness": "full-text"}

_SHARE = {"kind": "measure", "issue": "dry-month-share"}
_DAM = {"kind": "governance", "issue": "dam-control"}

CASES = (
    case("the same draft twice", TRUCE, {**TRUCE}, "", summary={}),
    case(
        "order of terms, phases, groups, members of a group",
        TRUCE,
        {
            **changed(
                TRUCE,
                {
                    "evidence": [],
                    **TRUCE["terms"][4],
                    "groups": [
                        {"count": {"exactly": 5}, "who": ["living", "soldiers"]},
                        {"count": {"exactly": 10}, "who": ["women"]},
                    ],
                },
            ),
            "phases": TRUCE["phases"][::-1],
        },
        "EvidenceChanged term.evidence.changed /terms/detainees@1/evidence impossible bookkeeping",
        summary={},
        comment="Evidence that was not given and is given as an empty list differs: the data do.",
    ),
    case(
        "order of terms, evidence, claimants, labels, conditions, obligors, roles, derivation",
        version(
            "dam-accord@one",
            {
                **_SHARE,
                "obligors": ["upland", "lowland"],
                "conditions": [
                    {"summary": "Rain falls."},
                    {"actor": "lowland", "summary": "Canals are lined."},
                ],
                "evidence": [passage("gazette", 7, "upland", "lowland"), passage("courier", 2)],
            },
            {**_DAM, "by": ["upland"]},
            labels=["the dam text", "the April text"],
            derived_from=["dam-accord@zero", "dam-accord@half"],
            roles=[
                {"actor": "upland", "role": "author"},
                {"actor": "lowland", "role": "addressee"},
            ],
            tabled={"edtf": "2001-04", "basis": "stated"},
        ),
        version(
            "dam-accord@one",
            {"by": ["upland"], **_DAM},
            {
                "evidence": [passage("courier", 2), passage("gazette", 7, "lowland", "upland")],
                "conditions": [
                    {"actor": "lowland", "summary": "Canals are lined."},
                    {"summary": "Rain falls."},
                ],
                "obligors": ["lowland", "upland"],
                **_SHARE,
            },
            roles=[
                {"role": "addressee", "actor": "lowland"},
                {"actor": "upland", "role": "author"},
            ],
            labels=["the April text", "the dam text"],
            derived_from=["dam-accord@half", "dam-accord@zero"],
            tabled={"basis": "stated", "edtf": "2001-04"},
        ),
        "",
        summary={},
    ),
    case(
        "one term goes unmentioned",
        WATER,
        without(WATER, "compensation", id=AUTUMN),
        NEW_ID + "Unreported term.unreported /terms/compensation possible clarifying lean=none",
        summary={"unreported": 1},
    ),
    case(
        "one term is newly reported",
        without(WATER, "compensation"),
        {**WATER, "id": AUTUMN},
        NEW_ID + "Reported term.reported /terms/compensation possible clarifying lean=none",
        summary={"reported": 1},
    ),
    case(
        "a later text in full lacks three terms",
        WATER,
        without(WATER, "compensation", "flood-warning", "dam-control", id=AUTUMN, **FULL),
        NEW_ID
        + """
Changed version.completeness.changed /completeness certain bookkeeping
Removed term.removed /terms/compensation certain substantive
Removed term.removed /terms/dam-control certain substantive
Removed term.removed /terms/flood-warning certain substantive
""",
        summary={"removed": 3},
        comment="Completeness says how much is known, so more of it is clarifying.",
    ),
    case(
        "an earlier text in full lacks what a partial report of the later has",
        {**without(WATER, "compensation", "boat-traffic"), **FULL},
        without(WATER, "earlier-treaty", id=AUTUMN),
        NEW_ID
        + """
Changed version.completeness.changed /completeness certain bookkeeping
Added term.added /terms/compensation certain substantive
Added term.added /terms/boat-traffic certain substantive
Unreported term.unreported /terms/earlier-treaty possible clarifying
""",
        summary={"added": 2, "unreported": 1},
    ),
    case(
        "two texts in full",
        {**without(WATER, "boat-traffic"), **FULL},
        without(WATER, "compensation", id=AUTUMN, **FULL),
        NEW_ID
        + """
Added term.added /terms/boat-traffic certain substantive
Removed term.removed /terms/compensation certain substantive
""",
        summary={"added": 1, "removed": 1},
    ),
    case(
        "a field is missing in a partial report",
        WATER,
        changed(WATER, {**_SHARE}, {**_DAM, "by": ["upland"]}, id=AUTUMN),
        NEW_ID
        + """
Unreported term.amount.unreported /terms/dry-month-share/amount possible clarifying lean=none
Unreported term.place.unreported /terms/dam-control/place possible clarifying
""",
    ),
    case(
        "a field is missing in a text in full",
        {**WATER, **FULL},
        changed(WATER, {**_SHARE}, {**_DAM, "by": ["upland"]}, id=AUTUMN, **FULL),
        NEW_ID
        + """
Removed term.amount.removed /terms/dry-month-share/amount possible substantive
Removed term.place.removed /terms/dam-control/place possible substantive
""",
        comment="compare.md: removed, where the other side is reported not to have it (full-text).",
    ),
    case(
        "a field stands in a later report that an earlier text in full lacked",
        changed(WATER, {**_SHARE}, **FULL),
        {**WATER, "id": AUTUMN},
        NEW_ID
        + """
Changed version.completeness.changed /completeness certain bookkeeping
Added term.amount.added /terms/dry-month-share/amount possible substantive
""",
    ),
    case(
        "the coder's own words are no part of a text in full",
        version(
            "dam-accord@one",
            {**_DAM, "by": ["upland"], "summary": "Upland runs it.", "note": "Read twice."},
            full=True,
            summary="On the dam.",
            labels=["the dam text"],
            tabled={"edtf": "2001", "basis": "stated"},
        ),
        version("dam-accord@two", {**_DAM, "by": ["upland"]}, full=True),
        NEW_ID
        + """
Unreported version.labels.unreported /labels/the dam text possible editorial
Unreported version.summary.unreported /summary possible editorial
Unreported version.tabled.unreported /tabled possible clarifying
Unreported term.summary.unreported /terms/dam-control/summary possible editorial
Unreported term.note.unreported /terms/dam-control/note possible editorial
""",
        comment=(
            "A text in full says nothing of what sources call it, when it was tabled or how a coder "
            "puts it: their absence removes nothing. The level of a date is open: it is no part of what "
            "the text says, so bookkeeping."
        ),
    ),
    case(
        "struck: included false where a term was",
        WATER,
        changed(
            WATER, {"kind": "provision", "issue": "compensation", "included": False}, id=AUTUMN
        ),
        NEW_ID + "Removed term.removed /terms/compensation certain substantive",
        summary={"removed": 1},
    ),
    case(
        "put back: a term where included was false",
        changed(WATER, {"kind": "provision", "issue": "compensation", "included": False}),
        {**WATER, "id": AUTUMN},
        NEW_ID + "Added term.added /terms/compensation certain substantive",
        summary={"added": 1},
    ),
    case(
        "included true against false, and back",
        version("dam-accord@one", {**_DAM, "included": True}, {**_SHARE, "included": False}),
        version("dam-accord@one", {**_DAM, "included": False}, {**_SHARE, "included": True}),
        """
Removed term.removed /terms/dam-control certain substantive
Added term.added /terms/dry-month-share certain substantive
""",
        summary={"added": 1, "removed": 1},
    ),
    case(
        "included true against absent: the term is there on both sides",
        version(
            "dam-accord@one",
            {**_DAM, "included": True, "by": ["upland"]},
            {**_SHARE, "amount": {"exactly": 4}},
        ),
        version(
            "dam-accord@one",
            {**_DAM, "by": ["upland"]},
            {**_SHARE, "included": True, "amount": {"exactly": 4}},
            full=True,
        ),
        """
Changed version.completeness.changed /completeness certain bookkeeping
Unreported term.included.unreported /terms/dam-control/included possible clarifying
Reported term.included.reported /terms/dry-month-share/included possible clarifying
""",
        comment=(
            "A term that is mentioned is in the text, said in so many words or not; even in a text in "
            "full the missing word removes nothing."
        ),
    ),
    case(
        "an exclusion is newly reported, and another goes unmentioned",
        version(
            "dam-accord@one", {**_DAM, "included": False}, {**_SHARE, "amount": {"exactly": 4}}
        ),
        version(
            "dam-accord@one",
            {"kind": "movement", "issue": "boat-traffic", "included": False},
            {**_SHARE, "amount": {"exactly": 4}},
        ),
        """
Reported term.reported /terms/boat-traffic possible clarifying
Unreported term.unreported /terms/dam-control possible clarifying
""",
        summary={"reported": 1, "unreported": 1},
    ),
    case(
        "an exclusion beside a text in full that does not have the term",
        version(
            "dam-accord@one",
            {**_DAM, "included": False},
            {**_SHARE, "amount": {"exactly": 4}},
            full=True,
        ),
        version(
            "dam-accord@one",
            {"kind": "movement", "issue": "boat-traffic", "included": False},
            {**_SHARE, "amount": {"exactly": 4}},
            full=True,
        ),
        """
Reworded term.reworded /terms/boat-traffic impossible bookkeeping
Reworded term.reworded /terms/dam-control impossible bookkeeping
""",
        summary={},
        comment="Neither side has the term, so nothing was added or removed; what is said of it differs.",
    ),
    case(
        "an excluded term is described otherwise",
        version("dam-accord@one", {**_DAM, "included": False, "summary": "No rule on the dam."}),
        version("dam-accord@one", {**_DAM, "included": False, "summary": "The dam is left out."}),
        "Changed term.summary.changed /terms/dam-control/summary impossible editorial",
    ),
    case(
        "details of a term that neither text in full has",
        version(
            "swap@one",
            {
                "kind": "release",
                "issue": "detainees",
                "included": False,
                "count": {"exactly": 30},
                "scope": "all",
            },
            full=True,
        ),
        version(
            "swap@one",
            {
                "kind": "release",
                "issue": "detainees",
                "included": False,
                "count": {"exactly": 60},
                "obligors": ["council"],
            },
            full=True,
        ),
        """
Changed term.count.raised /terms/detainees/count impossible clarifying delta=30,30 lean=none
Unreported term.scope.unreported /terms/detainees/scope impossible clarifying
Reported term.obligors.reported /terms/detainees/obligors/council impossible clarifying
""",
        comment=(
            "What is told of a term that is in neither text was never there to be added or removed: the "
            "texts cannot differ in it, and a greater number of what is not to happen leans toward nobody."
        ),
    ),
    case(
        "conditions: reported to be none, and not reported",
        version(
            "dam-accord@one",
            {**_DAM, "conditions": [{"summary": "Rain falls."}]},
            {**_SHARE, "conditions": []},
            {
                "kind": "movement",
                "issue": "boat-traffic",
                "conditions": [{"summary": "Locks work."}],
            },
            {"kind": "choice", "issue": "seat", "conditions": []},
            {"kind": "other", "issue": "flood-warning", "summary": "A siren."},
        ),
        version(
            "dam-accord@one",
            {**_DAM, "conditions": []},
            {**_SHARE, "conditions": [{"summary": "Rain falls."}]},
            {"kind": "movement", "issue": "boat-traffic"},
            {"kind": "choice", "issue": "seat"},
            {"kind": "other", "issue": "flood-warning", "summary": "A siren.", "conditions": []},
        ),
        """
Removed term.conditions.removed /terms/dam-control/conditions/{Rain falls.} certain substantive
Added term.conditions.added /terms/dry-month-share/conditions/{Rain falls.} certain substantive
Unreported term.conditions.unreported /terms/boat-traffic/conditions/{Locks work.} possible clarifying
Unreported term.conditions.unreported /terms/seat/conditions possible clarifying
Reported term.conditions.reported /terms/flood-warning/conditions possible clarifying
""",
    ),
    case(
        "all terms go: reported to have none, against nothing reported",
        version("dam-accord@one", {**_DAM, "by": ["upland"]}),
        version("dam-accord@one", terms=[]),
        "Removed term.removed /terms/dam-control certain substantive",
        summary={"removed": 1},
    ),
    case(
        "all terms go unmentioned",
        version("dam-accord@one", {**_DAM, "by": ["upland"]}),
        version("dam-accord@one"),
        "Unreported term.unreported /terms/dam-control possible clarifying",
        summary={"unreported": 1},
    ),
    case(
        "no terms reported, then reported to have none, and no phases",
        version("dam-accord@one"),
        version("dam-accord@one", terms=[], phases=[]),
        """
Reported version.terms.reported /terms possible clarifying
Reported version.phases.reported /phases possible clarifying
""",
        summary={},
    ),
    case(
        "groups: one is dropped, one comes, one is renumbered",
        TRUCE,
        changed(
            TRUCE,
            {
                **TRUCE["terms"][4],
                "groups": [
                    {"who": ["women"], "count": {"exactly": 12}},
                    {"who": ["children"], "citizens_of": "assembly", "count": {"at_least": 2}},
                ],
            },
            id=SECOND,
        ),
        NEW_ID
        + """
Changed term.groups.count.raised /terms/detainees@1/groups/women/count possible substantive delta=2,2
Unreported term.groups.unreported /terms/detainees@1/groups/living+soldiers possible clarifying
Reported term.groups.reported /terms/detainees@1/groups/children:assembly possible clarifying
""",
        comment="Groups are reported in part (comparing.md), so a group that is not listed is not gone; "
        "whose citizens the women are is not reported, so that they may be two groups of women.",
    ),
    case(
        "groups in texts in full",
        version(
            "swap@one",
            {
                "kind": "release",
                "issue": "detainees",
                "groups": [{"who": ["women"]}, {"who": ["deceased"]}],
            },
            full=True,
        ),
        version(
            "swap@two",
            {
                "kind": "release",
                "issue": "detainees",
                "groups": [{"who": ["women"], "count": {"about": 7}}, {"who": ["soldiers"]}],
            },
            full=True,
        ),
        NEW_ID
        + """
Added term.groups.count.added /terms/detainees/groups/women/count possible substantive
Removed term.groups.removed /terms/detainees/groups/deceased possible substantive
Added term.groups.added /terms/detainees/groups/soldiers possible substantive
""",
    ),
    case(
        "conditions: one kept, one dropped, one new, one with its actor named",
        version(
            "swap@one",
            {
                "kind": "release",
                "issue": "detainees",
                "conditions": [
                    {"issue": "halt", "summary": "The guns are silent."},
                    {"actor": "council", "summary": "Roads are open."},
                    {"summary": "Lists are exchanged."},
                ],
            },
        ),
        version(
            "swap@one",
            {
                "kind": "release",
                "issue": "detainees",
                "conditions": [
                    {"summary": "Observers are let in."},
                    {"issue": "halt", "summary": "The guns are silent."},
                    {"actor": "assembly", "summary": "Lists are exchanged."},
                ],
            },
        ),
        """
Unreported term.conditions.unreported /terms/detainees/conditions/{Roads are open.} possible clarifying
Unreported term.conditions.unreported /terms/detainees/conditions/{Lists are exchanged.} possible clarifying
Reported term.conditions.reported /terms/detainees/conditions/{Observers are let in.} possible clarifying
Reported term.conditions.reported /terms/detainees/conditions/{Lists are exchanged.} possible clarifying
""",
        comment=(
            "A condition has no key but its whole content, so one whose actor becomes known is another "
            "one. To pair the two would be a guess."
        ),
    ),
    case(
        "obligors: one more, one fewer, another",
        version(
            "swap@one",
            {"kind": "release", "issue": "detainees", "obligors": ["council"]},
            {"kind": "provision", "issue": "relief", "obligors": ["assembly", "council"]},
            {**_DAM, "obligors": ["council"]},
        ),
        version(
            "swap@one",
            {"kind": "release", "issue": "detainees", "obligors": ["assembly", "council"]},
            {"kind": "provision", "issue": "relief", "obligors": ["assembly"]},
            {**_DAM, "obligors": []},
        ),
        """
Reported term.obligors.reported /terms/detainees/obligors/assembly possible clarifying
Unreported term.obligors.unreported /terms/relief/obligors/council possible clarifying
Removed term.obligors.removed /terms/dam-control/obligors/council certain substantive
""",
    ),
    case(
        "evidence alone: other passages, other claimants",
        EXCHANGE,
        changed(
            EXCHANGE,
            {**EXCHANGE["terms"][0], "evidence": [passage("gazette", 4, "council", "assembly")]},
            {**EXCHANGE["terms"][1], "evidence": [passage("courier", 2, "assembly")]},
            evidence=[passage("gazette", 3, hedged=True)],
        ),
        """
EvidenceChanged version.evidence.changed /evidence impossible bookkeeping
EvidenceChanged term.evidence.changed /terms/detainees/evidence impossible bookkeeping lean=none
EvidenceChanged term.evidence.changed /terms/detainee-names/evidence impossible bookkeeping
""",
        summary={},
    ),
    case(
        "evidence goes, and comes",
        EXCHANGE,
        {
            "id": "winter-exchange@one",
            "completeness": "partial",
            "labels": ["the winter text"],
            "terms": [
                {
                    "kind": "release",
                    "issue": "detainees",
                    "count": {"exactly": 100},
                    "obligors": ["council"],
                },
                EXCHANGE["terms"][1],
            ],
            "roles": [{"actor": "council", "role": "author", "evidence": [passage("gazette", 9)]}],
        },
        """
EvidenceChanged version.evidence.changed /evidence impossible bookkeeping
EvidenceChanged term.evidence.changed /terms/detainees/evidence impossible bookkeeping
Reported role.reported /roles/council:author possible clarifying
""",
    ),
    case(
        "the same evidence under another number",
        EXCHANGE,
        changed(
            EXCHANGE,
            {
                **EXCHANGE["terms"][0],
                "count": {"exactly": 80},
                "evidence": [passage("courier", 8, "assembly")],
            },
        ),
        """
Changed term.count.lowered /terms/detainees/count certain substantive delta=-20,-20 lean=council
EvidenceChanged term.evidence.changed /terms/detainees/evidence impossible bookkeeping
""",
        summary={"changed": 1},
        comment="Less of a count leans to whom the issue's polarity names for less.",
    ),
)
