"""Held-out pairs on phases, moved terms, words, headers, other proposals and positions."""

from held_out_case import case, changed, passage, version, without
from held_out_drafts import TRUCE, WATER

AUTUMN = "ansel-accord@autumn"
SECOND = "harbour-truce@second"
NEW_ID = "Changed version.id.changed /id certain bookkeeping\n"

_HALT = {"kind": "ceasefire", "issue": "halt"}
_LEAVE = {"kind": "withdrawal", "issue": "valley-withdrawal"}
_FREED = {"kind": "release", "issue": "detainees"}
_RELIEF = {"kind": "provision", "issue": "relief"}
_PATROLS = {"kind": "presence", "issue": "river-patrols"}
_SHARE = {"kind": "measure", "issue": "dry-month-share"}

CASES = (
    case(
        "words go up and down",
        WATER,
        changed(
            WATER,
            {**WATER["terms"][2], "extent": "reduced", "segment": "portion", "activity": "control"},
            {**WATER["terms"][5], "regime": "unrestricted"},
            {"kind": "choice", "issue": "settling-disputes", "option": "court"},
            {**WATER["terms"][7], "mode": "renegotiate"},
            {**WATER["terms"][3], "by": ["joint-commission"]},
            id=AUTUMN,
        ),
        NEW_ID
        + """
Changed term.extent.down /terms/river-patrols/extent certain substantive lean=lowland
Changed term.segment.down /terms/river-patrols/segment certain substantive lean=none
Changed term.activity.changed /terms/river-patrols/activity certain substantive lean=none
Changed term.regime.up /terms/boat-traffic/regime certain substantive lean=lowland
Changed term.option.up /terms/settling-disputes/option certain substantive lean=lowland
Changed term.mode.changed /terms/earlier-treaty/mode certain substantive lean=none
Unreported term.by.unreported /terms/dam-control/by/upland possible clarifying
Reported term.by.reported /terms/dam-control/by/joint-commission possible clarifying
""",
        summary={"changed": 4, "detailed": 1},
        comment=(
            "The options of a choice have an order only through the issue, which a diff of two bare "
            "records need not know; here the issues are given, and the option goes up."
        ),
    ),
    case(
        "an option of an issue without order",
        version("seat-accord@one", {"kind": "choice", "issue": "seat", "option": "mill"}),
        version("seat-accord@one", {"kind": "choice", "issue": "seat", "option": "bridge"}),
        "Changed term.option.changed /terms/seat/option certain substantive lean=none",
    ),
    case(
        "ordered words never compare by spelling",
        version(
            "truce@one",
            {**_HALT, "permanence": "temporary"},
            {**_LEAVE, "extent": "complete"},
            {**_FREED, "scope": "all"},
            {"kind": "force-use", "issue": "answering-fire", "permitted": "none"},
            {"kind": "movement", "issue": "boat-traffic", "regime": "unrestricted"},
            {**_PATROLS, "extent": "none", "segment": "whole"},
        ),
        version(
            "truce@one",
            {**_HALT, "permanence": "permanent"},
            {**_LEAVE, "extent": "populated-areas"},
            {**_FREED, "scope": "all-remaining"},
            {"kind": "force-use", "issue": "answering-fire", "permitted": "full"},
            {"kind": "movement", "issue": "boat-traffic", "regime": "screened"},
            {**_PATROLS, "extent": "kept", "segment": "portion"},
        ),
        """
Changed term.permanence.up /terms/halt/permanence certain substantive lean=assembly
Changed term.extent.down /terms/valley-withdrawal/extent certain substantive lean=council
Changed term.scope.down /terms/detainees/scope certain substantive lean=none
Changed term.permitted.up /terms/answering-fire/permitted certain substantive lean=council
Changed term.regime.down /terms/boat-traffic/regime certain substantive lean=upland
Changed term.extent.up /terms/river-patrols/extent certain substantive lean=upland
Changed term.segment.down /terms/river-patrols/segment certain substantive lean=none
""",
        summary={"changed": 6},
    ),
    case(
        "texts change by words",
        WATER,
        changed(
            WATER,
            {**WATER["terms"][4], "volume": "fifteen yearly payments", "summary": "Upland pays."},
            {**WATER["terms"][3], "note": "Two readers disagree."},
            id=AUTUMN,
            summary="An accord on water.",
        ),
        NEW_ID
        + """
Reported version.summary.reported /summary possible editorial
Changed term.volume.changed /terms/compensation/volume possible substantive
Reported term.summary.reported /terms/compensation/summary possible editorial
Reported term.note.reported /terms/dam-control/note possible editorial
""",
    ),
    case(
        "three drafts' worth of edits in one",
        TRUCE,
        changed(
            without(TRUCE, "port-government@3"),
            {**TRUCE["terms"][0], "duration": {"exactly": "P8W"}},
            {**TRUCE["terms"][2], "extent": "complete"},
            {**TRUCE["terms"][4], "count": {"at_least": 33}, "conditions": []},
            {**TRUCE["terms"][6], "objected": {"exactly": 2}, "named": {"unstated": "a list"}},
            {**TRUCE["terms"][7], "regime": "unrestricted"},
            {**TRUCE["terms"][9], "included": False},
            {"kind": "continuation", "issue": "longer-first-phase", "phase": 1, "mode": "extend"},
            id=SECOND,
            derived_from=["harbour-truce@first"],
            labels=["the second draft"],
            tabled={"edtf": "2003-02", "basis": "stated"},
            phases=[
                {"ordinal": 1, "label": "Calm", "duration": {"exactly": "P8W"}},
                {"ordinal": 2, "label": "Leaving", "duration": {"exactly": "P42D"}},
            ],
        ),
        NEW_ID
        + """
Reported version.derived_from.reported /derived_from/harbour-truce@first possible bookkeeping
Reported version.labels.reported /labels/the second draft possible editorial
Reported version.tabled.reported /tabled possible clarifying
Changed phase.duration.raised /phases/1/duration certain substantive
Changed phase.label.changed /phases/2/label certain editorial
Changed phase.duration.reworded /phases/2/duration impossible clarifying
Unreported phase.unreported /phases/3 possible clarifying
Changed term.duration.raised /terms/halt@1/duration certain substantive lean=none
Changed term.extent.up /terms/valley-withdrawal@1/extent certain substantive lean=assembly
Changed term.count.raised /terms/detainees@1/count certain substantive delta=3,None lean=assembly
Removed term.conditions.removed /terms/detainees@1/conditions/{A week of silence.} certain substantive
Changed term.objected.lowered /terms/detainee-names@1/objected certain substantive delta=-6,-6
Changed term.named.widened /terms/detainee-names@1/named possible clarifying delta=None,None
Changed term.regime.up /terms/return-of-displaced@1/regime certain substantive
Removed term.removed /terms/answering-fire@1 certain substantive
Reported term.reported /terms/longer-first-phase@1 possible clarifying
Unreported term.unreported /terms/port-government@3 possible clarifying
""",
        summary={"changed": 5, "removed": 1, "reported": 1, "unreported": 1},
        comment=(
            "The condition that was struck is gone by its empty list. An excluded term that still says "
            "what it excludes (a force of extent targeted) is removed all the same."
        ),
    ),
    case(
        "phases: durations raised, labelled, one added; the later text in full",
        TRUCE,
        {
            **TRUCE,
            "id": SECOND,
            "completeness": "full-text",
            "phases": [
                {"ordinal": 1, "label": "Calm", "duration": {"about": "P6W"}},
                {"ordinal": 2, "duration": {"exactly": "P10W"}, "summary": "Forces leave."},
                {"ordinal": 3, "label": "Rebuilding", "duration": {"unstated": "years"}},
                {"ordinal": 4, "label": "Review"},
            ],
        },
        NEW_ID
        + """
Changed version.completeness.changed /completeness certain bookkeeping
Changed phase.duration.widened /phases/1/duration possible clarifying
Unreported phase.label.unreported /phases/2/label possible editorial
Changed phase.duration.raised /phases/2/duration possible substantive
Reported phase.summary.reported /phases/2/summary possible editorial
Reported phase.duration.reported /phases/3/duration possible clarifying
Reported phase.reported /phases/4 possible clarifying
""",
        summary={},
    ),
    case(
        "phases reported for the first time, and a text in full with fewer",
        {key: value for key, value in TRUCE.items() if key != "phases"}
        | {"completeness": "full-text"},
        {**TRUCE, "completeness": "full-text", "phases": [*TRUCE["phases"][:2], {"ordinal": 3}]},
        """
Reported version.phases.reported /phases possible bookkeeping
Added phase.added /phases/1 certain substantive
Added phase.added /phases/2 certain substantive
Added phase.added /phases/3 certain substantive
""",
        comment=(
            "A text in full without phases has none (vocabulary: what is not mentioned is not in it). That "
            "it does not say so by an empty list is told, so that nothing is lost, and is bookkeeping."
        ),
    ),
    case(
        "phases reported to be none",
        TRUCE,
        {**without(TRUCE, "port-government@3"), "phases": []},
        """
Removed phase.removed /phases/1 certain substantive
Removed phase.removed /phases/2 certain substantive
Removed phase.removed /phases/3 certain substantive
Unreported term.unreported /terms/port-government@3 possible clarifying
""",
        summary={"unreported": 1},
        comment="That phase 3 is gone does not say that its term is: a partial report is silent on it.",
    ),
    case(
        "a phase becomes known: the term is paired and not moved",
        version("truce@one", {**_FREED, "count": {"exactly": 30}}, {**_RELIEF, "phase": 1}),
        version("truce@one", {**_FREED, "phase": 1, "count": {"exactly": 35}}, _RELIEF),
        """
Reported term.phase.reported /terms/detainees/phase possible clarifying
Changed term.count.raised /terms/detainees/count possible substantive delta=5,5
Unreported term.phase.unreported /terms/relief/phase possible clarifying
""",
        comment="The path has the key of the later side.",
    ),
    case(
        "a term without phase and two candidates: nothing is paired",
        version("truce@one", {**_FREED, "count": {"exactly": 30}}),
        version(
            "truce@one",
            {**_FREED, "phase": 1, "count": {"exactly": 30}},
            {**_FREED, "phase": 2, "count": {"exactly": 9}},
        ),
        """
Unreported term.unreported /terms/detainees possible clarifying
Reported term.reported /terms/detainees@1 possible clarifying
Reported term.reported /terms/detainees@2 possible clarifying
""",
        summary={"reported": 2, "unreported": 1},
    ),
    case(
        "a term without phase takes the one candidate that is left",
        version(
            "truce@one",
            {**_FREED, "phase": 1, "count": {"exactly": 30}},
            {**_FREED, "count": {"exactly": 9}},
        ),
        version(
            "truce@one",
            {**_FREED, "phase": 1, "count": {"exactly": 30}},
            {**_FREED, "phase": 2, "count": {"exactly": 7}},
        ),
        """
Reported term.phase.reported /terms/detainees/phase possible clarifying
Changed term.count.lowered /terms/detainees/count possible substantive delta=-2,-2
""",
        summary={"changed": 1},
    ),
    case(
        "a term moves to another phase, with an edit",
        TRUCE,
        changed(
            without(TRUCE, "return-of-displaced@1", "relief@whole", "answering-fire@1"),
            {**TRUCE["terms"][7], "phase": 2, "regime": "restricted"},
            {**TRUCE["terms"][8], "phase": 1},
            {**TRUCE["terms"][9], "phase": 3},
            id=SECOND,
        ),
        NEW_ID
        + """
Moved term.phase.moved /terms/return-of-displaced@2/phase certain substantive
Changed term.regime.down /terms/return-of-displaced@2/regime certain substantive
Moved term.phase.moved /terms/relief@1/phase certain substantive
Moved term.phase.moved /terms/answering-fire@3/phase certain substantive
""",
        summary={"moved": 3, "changed": 1},
        comment="A term that moved and has an edit is counted among both.",
    ),
    case(
        "no move is claimed where another term stands on the issue",
        version(
            "truce@one",
            {**_LEAVE, "phase": 1, "extent": "none"},
            {**_LEAVE, "phase": 2, "extent": "complete"},
        ),
        version(
            "truce@one",
            {**_LEAVE, "phase": 2, "extent": "complete"},
            {**_LEAVE, "phase": 3, "extent": "none"},
        ),
        """
Unreported term.unreported /terms/valley-withdrawal@1 possible clarifying
Reported term.reported /terms/valley-withdrawal@3 possible clarifying
""",
        summary={"reported": 1, "unreported": 1},
        comment="decisions.md: moved wants the term to be alone on its issue on both sides.",
    ),
    case(
        "no move out of an exclusion",
        version("truce@one", {**_LEAVE, "phase": 1, "included": False}),
        version("truce@one", {**_LEAVE, "phase": 2, "extent": "complete"}),
        """
Unreported term.unreported /terms/valley-withdrawal@1 possible clarifying
Reported term.reported /terms/valley-withdrawal@2 possible clarifying
""",
        summary={"reported": 1, "unreported": 1},
        comment=(
            "That phase 1 has no such term and that phase 2 has one can both hold of one text: nothing "
            "moved, and nothing is known to have been added to phase 1."
        ),
    ),
    case(
        "no move into an exclusion, and none between two of them",
        version(
            "truce@one",
            {**_LEAVE, "phase": 1, "extent": "complete"},
            {**_HALT, "phase": 1, "included": False},
        ),
        version(
            "truce@one",
            {**_LEAVE, "phase": 2, "included": False},
            {**_HALT, "phase": 2, "included": False},
        ),
        """
Unreported term.unreported /terms/valley-withdrawal@1 possible clarifying
Reported term.reported /terms/valley-withdrawal@2 possible clarifying
Unreported term.unreported /terms/halt@1 possible clarifying
Reported term.reported /terms/halt@2 possible clarifying
""",
        summary={"reported": 2, "unreported": 2},
        comment="Written after the first run, as the other side of the pair before it.",
    ),
    case(
        "a move between two texts in full",
        version("truce@one", {**_HALT, "phase": 1, "permanence": "permanent"}, full=True),
        version("truce@one", {**_HALT, "phase": 2, "permanence": "permanent"}, full=True),
        "Moved term.phase.moved /terms/halt@2/phase certain substantive",
        summary={"moved": 1},
    ),
    case(
        "the additions of a release: baseline and increment",
        version("swap@one", {**_FREED, "baseline": {"exactly": 50}, "increment": {"exactly": 20}}),
        version(
            "swap@one",
            {
                **_FREED,
                "baseline": {"exactly": 50},
                "increment": {"exactly": 30},
                "count": {"exactly": 80},
            },
        ),
        """
Changed term.increment.raised /terms/detainees/increment certain substantive delta=10,10 lean=none
Reported term.count.reported /terms/detainees/count possible clarifying lean=none
Totalled term.total.raised /terms/detainees/total certain substantive delta=10,10
""",
        comment="A total that nobody printed on the one side is no reported count: it is silent on it. The "
        "totals of the two, 70 and 80, differ all the same.",
    ),
    case(
        "roles, derivation, dates and labels of the header",
        version(
            "ansel-accord@spring",
            {**_SHARE, "amount": {"exactly": 40}},
            labels=["the spring draft", "the mill draft"],
            derived_from=["ansel-accord@winter"],
            roles=[
                {"actor": "upland", "role": "author"},
                {"actor": "commission", "role": "mediator", "note": "By letter."},
            ],
            tabled={"edtf": "2001-04", "basis": "stated"},
        ),
        version(
            "ansel-accord@spring",
            {**_SHARE, "amount": {"exactly": 40}},
            labels=["the mill draft", "the first accord"],
            derived_from=["ansel-accord@winter", "mill-treaty@last"],
            roles=[
                {"actor": "commission", "role": "author"},
                {"actor": "commission", "role": "mediator", "note": "By courier."},
            ],
            tabled={
                "edtf": "2001-04-12",
                "basis": "inferred",
                "note": "From the day of the meeting.",
            },
        ),
        """
Unreported version.labels.unreported /labels/the spring draft possible editorial
Reported version.labels.reported /labels/the first accord possible editorial
Reported version.derived_from.reported /derived_from/mill-treaty@last possible bookkeeping
Unreported role.unreported /roles/upland:author possible clarifying
Reported role.reported /roles/commission:author possible clarifying
Changed role.note.changed /roles/commission:mediator/note possible editorial
Changed version.tabled.changed /tabled possible clarifying
""",
        summary={},
        comment=(
            "Roles and dates are no words of the text; the documents give them no level. A date of one "
            "day lies within the month, so whether it differs is open: it is written otherwise."
        ),
    ),
    case(
        "one day, known in another way",
        version(
            "swap@one", {**_FREED}, tabled={"edtf": "2001-04-12", "basis": "stated"}, phases=[]
        ),
        version(
            "swap@one",
            {**_FREED},
            tabled={"edtf": "2001-04-12", "basis": "inferred", "note": "The day of the meeting."},
            phases=[],
        ),
        "Changed version.tabled.changed /tabled impossible clarifying",
        comment="Written after the first run. One day: as with P6W and P42D, no difference is possible.",
    ),
    case(
        "one month, or one day that is unsure, known in another way",
        version("swap@one", tabled={"edtf": "2001-04", "basis": "stated"}),
        version(
            "swap@one", tabled={"edtf": "2001-04", "basis": "inferred", "note": "By the season."}
        ),
        "Changed version.tabled.changed /tabled possible clarifying",
        comment="Written after the first run. Two days of the month can be meant.",
    ),
    case(
        "versions of two different proposals",
        TRUCE,
        version(
            "border-truce@only",
            {**_HALT, "phase": 1, "permanence": "temporary", "duration": {"at_most": "P4W"}},
            {**_FREED, "phase": 1, "count": {"more_than": 30}, "scope": "some"},
            {**_SHARE, "amount": {"exactly": 40}},
            full=True,
            phases=[{"ordinal": 1, "label": "Calm"}],
        ),
        """
Changed version.id.changed /id certain bookkeeping
Changed version.completeness.changed /completeness certain bookkeeping
Removed phase.duration.removed /phases/1/duration possible substantive
Removed phase.removed /phases/2 certain substantive
Removed phase.removed /phases/3 certain substantive
Changed term.duration.lowered /terms/halt@1/duration certain substantive
Removed term.removed /terms/halt@2 certain substantive
Removed term.removed /terms/valley-withdrawal@1 certain substantive
Removed term.removed /terms/valley-withdrawal@2 certain substantive
Changed term.count.raised /terms/detainees@1/count certain substantive delta=1,None lean=assembly
Removed term.groups.removed /terms/detainees@1/groups/living+soldiers possible substantive
Removed term.groups.removed /terms/detainees@1/groups/women possible substantive
Unreported term.groups.unreported /terms/detainees@1/groups possible bookkeeping
Removed term.conditions.removed /terms/detainees@1/conditions/{A week of silence.} possible substantive
Unreported term.conditions.unreported /terms/detainees@1/conditions possible bookkeeping
Removed term.removed /terms/detainees@2 certain substantive
Removed term.removed /terms/detainee-names@1 certain substantive
Removed term.removed /terms/return-of-displaced@1 certain substantive
Removed term.removed /terms/relief@whole certain substantive
Removed term.removed /terms/answering-fire@1 certain substantive
Removed term.removed /terms/port-government@3 certain substantive
Reported term.reported /terms/dry-month-share possible clarifying
""",
        summary={"removed": 9, "changed": 2, "reported": 1},
    ),
    case(
        "a draft against a demarcation with the same issues in other phases",
        version(
            "ridge-line@one",
            {"kind": "measure", "issue": "buffer", "amount": {"exactly": 50}},
            {**_PATROLS, "phase": 1, "extent": "reduced", "strength": {"at_most": 60}},
            {**_RELIEF, "phase": "whole", "place": "ridge"},
        ),
        version(
            "ridge-line@two",
            {"kind": "measure", "issue": "buffer", "amount": {"fewer_than": 50}},
            {**_PATROLS, "phase": "whole", "extent": "reduced", "strength": {"fewer_than": 61}},
            {**_RELIEF, "phase": "whole", "place": "plain"},
        ),
        """
Changed version.id.changed /id certain bookkeeping
Changed term.amount.lowered /terms/buffer/amount possible substantive delta=None,0 lean=none
Moved term.phase.moved /terms/river-patrols@whole/phase certain substantive
Changed term.strength.reworded /terms/river-patrols@whole/strength possible clarifying delta=None,0
Changed term.place.changed /terms/relief@whole/place certain substantive
""",
    ),
    case(
        "leans: only a sure direction of a field with a polarity leans",
        version(
            "ansel-accord@spring",
            {**_SHARE, "amount": {"exactly": 40}, "obligors": ["upland"]},
            {**_FREED, "count": {"exactly": 30}},
            {"kind": "measure", "issue": "buffer", "amount": {"about": 50}},
            {"kind": "measure", "issue": "spring-release", "amount": {"exactly": 9}},
        ),
        version(
            "ansel-accord@spring",
            {**_SHARE, "amount": {"at_least": 41}, "obligors": ["upland"]},
            {**_FREED, "count": {"between": [20, 30]}},
            {"kind": "measure", "issue": "buffer", "amount": {"about": 20}},
            {"kind": "measure", "issue": "spring-release", "amount": {"exactly": 11}},
        ),
        """
Changed term.amount.raised /terms/dry-month-share/amount certain substantive delta=1,None lean=lowland
Changed term.count.widened /terms/detainees/count possible clarifying delta=-10,0 lean=none
Changed term.amount.shifted /terms/buffer/amount possible substantive delta=None,None lean=none
Changed term.amount.raised /terms/spring-release/amount certain substantive delta=2,2 lean=none
""",
        summary={"changed": 4},
    ),
    case(
        "a position against a version",
        {
            "id": "lowland-on-accord",
            "actor": "lowland",
            "act": "demands",
            "on": "ansel-accord",
            "when": {"edtf": "2001-03", "basis": "stated"},
            "summary": "Lowland wants more.",
            "terms": [
                {**_SHARE, "amount": {"at_least": 45}},
                {"kind": "governance", "issue": "dam-control", "by": ["joint-commission"]},
                {"kind": "choice", "issue": "seat", "option": "mill"},
            ],
        },
        {**WATER, "labels": ["the spring draft"], "phases": []},
        """
Changed term.amount.lowered /terms/dry-month-share/amount possible substantive delta=-5,None lean=none
Unreported term.by.unreported /terms/dam-control/by/joint-commission possible clarifying
Reported term.by.reported /terms/dam-control/by/upland possible clarifying
Reported term.place.reported /terms/dam-control/place possible clarifying
Unreported term.unreported /terms/seat possible clarifying
""",
        kinds=("Position", "Version"),
        summary={"changed": 1, "detailed": 1, "unreported": 1},
    ),
    case(
        "a text in full against a position",
        {**WATER, "completeness": "full-text"},
        {
            "id": "lowland-on-accord",
            "actor": "lowland",
            "act": "demands",
            "terms": [
                {**_SHARE, "amount": {"exactly": 50}},
                {"kind": "choice", "issue": "seat", "option": "mill"},
                {"kind": "provision", "issue": "compensation", "included": False},
            ],
        },
        """
Changed term.amount.raised /terms/dry-month-share/amount possible substantive delta=10,10 lean=none
Added term.added /terms/seat certain substantive
Removed term.removed /terms/compensation possible substantive
""",
        kinds=("Version", "Position"),
        summary={"changed": 1, "added": 1, "removed": 1},
        comment="Compared on the issues that the position speaks on; the text in full lacks the seat.",
    ),
    case(
        "two positions of one holder",
        {
            "id": "council-first",
            "actor": "council",
            "act": "demands",
            "on": "harbour-truce",
            "when": {"edtf": "2003-01", "basis": "stated"},
            "terms": [
                {
                    **_FREED,
                    "count": {"exactly": 60},
                    "evidence": [passage("gazette", 11, "council")],
                },
                {**_HALT, "permanence": "temporary"},
            ],
        },
        {
            "id": "council-second",
            "actor": "council",
            "act": "demands",
            "on": "harbour-truce@second",
            "when": {"edtf": "2003-02", "basis": "stated"},
            "terms": [
                {
                    **_FREED,
                    "count": {"exactly": 45},
                    "evidence": [passage("gazette", 12, "council")],
                }
            ],
        },
        """
Changed position.id.changed /id certain bookkeeping
Changed position.on.changed /on possible clarifying
Changed position.when.changed /when certain clarifying
Changed term.count.lowered /terms/detainees/count possible substantive delta=-15,-15 lean=none
EvidenceChanged term.evidence.changed /terms/detainees/evidence impossible bookkeeping
Unreported term.unreported /terms/halt possible clarifying
""",
        kinds="Position",
        summary={"changed": 1, "unreported": 1},
    ),
)
