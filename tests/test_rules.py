"""The rules between records: each is broken here in the ways that it forbids, and in no other."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import pytest
from builders import (
    ARTICLE,
    DELETED,
    PARAGRAPHS,
    Files,
    as_bytes,
    cite,
    put,
    records_of,
    tiny,
    write,
    write_text,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import scaled
from strategies import records as any_record

from negotiations.articles import Texts
from negotiations.dataset import check
from negotiations.errors import UnknownId
from negotiations.model import Metadata
from negotiations.records import Records
from negotiations.rules import RULES, chosen, findings, judged, ordered_fields
from negotiations.vocabulary import Severity

if TYPE_CHECKING:
    from pathlib import Path

    from negotiations.errors import Problem

ACTORS = "data/actors.json"
PLACES = "data/places.json"
ISSUES = "data/issues.json"
TALKS = "data/talks.json"
ACCORD = "data/proposals/accord.json"
SOUTH = "data/positions/south.json"
EVENTS = "data/events.json"
FIGURES = "data/figures.json"
REPORT = "seeds/report.json"

SPRING = "versions/accord@spring"
SUMMER = "versions/accord@summer"
POSITION = "positions/south-keeps-hill"
EVENT = "events/spring-accepted"

CIRCLE = "a cycle of records, each after the next"
KNOWN_CIRCLE = "a cycle of records, each after, derived from, an answer to, or acting on the next"

Edit = Callable[[Files], object]


@dataclass(frozen=True)
class Finding:
    """What a rule is to find: record, path with keys, message, found and expected."""

    record: str
    pointer: str
    message: str
    found: str = ""
    expected: str = ""


@dataclass(frozen=True)
class Case:
    """A way to break a rule, and all that the rule finds then."""

    rule: str
    name: str
    edit: Edit
    found: tuple[Finding, ...]
    remedy: str = ""
    text: str | bytes | None = None


def case(rule: str, name: str, edit: Edit, *found: Finding, **more: Any) -> Case:
    """One row of the table."""
    return Case(rule, name, edit, found, **more)


def setting(*path: str | int, value: Any) -> Edit:
    """Another value at one place."""
    file = str(path[0])
    return lambda files: put(files, file, *path[1:], value=value)


def all_of(*edits: Edit) -> Edit:
    """Several edits, one after the other."""

    def edit(files: Files) -> None:
        for each in edits:
            each(files)

    return edit


def term(index: int, name: str, value: Any) -> Edit:
    """Another value for a field of a term of the spring version."""
    return setting(ACCORD, "versions", 0, "terms", index, name, value=value)


def passage(**more: Any) -> Edit:
    """Other fields in the one piece of evidence of the position."""

    def edit(files: Files) -> None:
        files[SOUTH][0]["terms"][0]["evidence"][0] |= more

    return edit


MAY_BE_IGNORED = "one of " + ", ".join(each.id for each in RULES.values() if each.may_be_ignored)
CITED = f"{POSITION}", "/terms/hill-forces/evidence/0"


def continuing(**more: Any) -> Edit:
    """A position that has terms carried out, on an issue of its own."""
    term = {"kind": "continuation", "issue": "truce", **more, "evidence": [cite(PARAGRAPHS[4])]}
    issue = {"id": "truce", "label": "Truce", "definition": "The draft.", "kind": "continuation"}
    return all_of(setting(ISSUES, 5, value=issue), setting(SOUTH, 0, "terms", 1, value=term))


def undescribed(**more: Any) -> Edit:
    """A position with a term that no kind fits, on an issue of its own."""
    term = {"kind": "other", "issue": "rest", **more, "evidence": [cite(PARAGRAPHS[4])]}
    issue = {"id": "rest", "label": "Rest", "definition": "All else.", "kind": "other"}
    return all_of(setting(ISSUES, 5, value=issue), setting(SOUTH, 0, "terms", 1, value=term))


def on_issue(issue: str, kind: str, **more: Any) -> Edit:
    """A position with a second term, on an issue of its own."""
    term = {"kind": kind, "issue": issue, **more, "evidence": [cite(PARAGRAPHS[4])]}
    declared = {"id": issue, "label": issue, "definition": "All of it.", "kind": kind}
    return all_of(setting(ISSUES, 5, value=declared), setting(SOUTH, 0, "terms", 1, value=term))


def paying(**more: Any) -> Edit:
    """A position with a second term, on the fee."""
    term = {"kind": "measure", "issue": "fee", "evidence": [cite(PARAGRAPHS[4])], **more}
    return setting(SOUTH, 0, "terms", 1, value=term)


def seated(*options: dict[str, Any]) -> Edit:
    """A position with these terms, on the seat where they name no other issue."""
    head = {"kind": "choice", "issue": "seat"}
    terms = [{**head, **option, "evidence": [cite(PARAGRAPHS[4])]} for option in options]
    return setting(SOUTH, 0, "terms", value=terms)


CAPTIVES = [
    {"id": "ill", "label": "Ill", "definition": "Those who are ill."},
    {"id": "wounded", "label": "Wounded", "definition": "Those who are wounded."},
]


def ignoring(*entries: dict[str, str]) -> Edit:
    """A list of what the dataset sets aside."""
    held = [{"reason": "It is so.", **entry} for entry in entries]
    return setting("data/dataset.json", "ignored", value=held)


CASES = [
    # --- references
    case(
        "references",
        "no record has the id",
        setting(ACTORS, 0, "speaks_for", value="soth"),
        Finding(
            "actors/clerk", "/speaks_for", "no record 'soth' in actors", "soth", "an id in actors"
        ),
        remedy="write 'south'",
    ),
    case(
        "references",
        "no record has an id like it",
        setting(ACTORS, 0, "speaks_for", value="zzz"),
        Finding(
            "actors/clerk", "/speaks_for", "no record 'zzz' in actors", "zzz", "an id in actors"
        ),
        remedy="use an id that exists, or add the record",
    ),
    case(
        "references",
        "the record is of another kind",
        setting(ACTORS, 0, "speaks_for", value="hill"),
        Finding(
            "actors/clerk", "/speaks_for", "no record 'hill' in actors", "hill", "an id in actors"
        ),
    ),
    case(
        "references",
        "the address is of another kind",
        setting(ACTORS, 0, "speaks_for", value="places/hill"),
        Finding(
            "actors/clerk",
            "/speaks_for",
            "'places/hill' is in a collection that this field cannot refer to",
            "places/hill",
            "an id in actors",
        ),
    ),
    case(
        "references",
        "the collection is misspelt",
        setting(EVENTS, 0, "on", 0, value="version/accord@spring"),
        Finding(
            EVENT,
            "/on/1",
            "'version/accord@spring' is in a collection that this field cannot refer to",
            "version/accord@spring",
            "an id in versions or proposals or positions or talks",
        ),
        remedy="write 'versions/accord@spring'",
    ),
    case(
        "references",
        "the id is that of two records",
        setting(SOUTH, 0, "id", value="river-round"),
        Finding(
            EVENT,
            "/on/1",
            "'river-round' is the id of several records",
            "river-round",
            "talks/river-round or positions/river-round",
        ),
        remedy="write the address, with its collection",
    ),
    # --- version-id
    case(
        "version-id",
        "the id is of another proposal",
        setting(ACCORD, "versions", 1, "id", value="pact@summer"),
        Finding(
            "versions/pact@summer",
            "/id",
            "the id does not begin with the id of its proposal",
            "pact@summer",
            "accord@…",
        ),
        remedy="write 'accord@summer'",
    ),
    # --- no-cycle
    case(
        "no-cycle",
        "a version is derived from itself",
        setting(ACCORD, "versions", 1, "derived_from", value=["accord@summer"]),
        Finding(
            SUMMER,
            "/derived_from",
            "derived_from leads back to the record itself",
            "accord@summer",
            "no cycle",
        ),
    ),
    case(
        "no-cycle",
        "two versions are derived from each other",
        setting(ACCORD, "versions", 0, "derived_from", value=["versions/accord@summer"]),
        Finding(
            SPRING,
            "/derived_from",
            "derived_from leads back to the record itself",
            "versions/accord@summer",
            "no cycle",
        ),
        Finding(
            SUMMER,
            "/derived_from",
            "derived_from leads back to the record itself",
            "accord@spring",
            "no cycle",
        ),
    ),
    case(
        "no-cycle",
        "an event answers itself",
        setting(EVENTS, 0, "answers", value=["spring-accepted"]),
        Finding(
            EVENT,
            "/answers",
            "answers leads back to the record itself",
            "spring-accepted",
            "no cycle",
        ),
    ),
    case(
        "no-cycle",
        "a place lies within one that lies within it",
        setting(PLACES, 1, "within", value=["hill"]),
        Finding(
            "places/hill", "/within", "within leads back to the record itself", "valley", "no cycle"
        ),
        Finding(
            "places/valley", "/within", "within leads back to the record itself", "hill", "no cycle"
        ),
    ),
    case(
        "no-cycle",
        "an actor is a member of its member",
        setting(ACTORS, 3, "member_of", value=[{"organisation": "clerk"}]),
        Finding(
            "actors/clerk",
            "/member_of",
            "member_of leads back to the record itself",
            "south",
            "no cycle",
        ),
        Finding(
            "actors/south",
            "/member_of",
            "member_of leads back to the record itself",
            "clerk",
            "no cycle",
        ),
    ),
    case(
        "no-cycle",
        "an actor speaks for one that speaks for it",
        setting(ACTORS, 3, "speaks_for", value="clerk"),
        Finding(
            "actors/clerk",
            "/speaks_for",
            "speaks_for leads back to the record itself",
            "south",
            "no cycle",
        ),
        Finding(
            "actors/south",
            "/speaks_for",
            "speaks_for leads back to the record itself",
            "clerk",
            "no cycle",
        ),
    ),
    case(
        "no-cycle",
        "an event follows itself",
        setting(EVENTS, 0, "when", value={"after": "spring-accepted"}),
        Finding(
            EVENT,
            "",
            "`after` leads back to the record itself",
            CIRCLE,
            "no cycle",
        ),
    ),
    case(
        "no-cycle",
        "a text follows the event that accepts it",
        all_of(
            setting(EVENTS, 0, "when", value={"edtf": "2001-04", "basis": "stated"}),
            setting(ACCORD, "versions", 0, "tabled", value={"after": "events/spring-accepted"}),
        ),
        Finding(SPRING, "", "the record is later than itself", KNOWN_CIRCLE, "no cycle"),
        Finding(EVENT, "", "the record is later than itself", KNOWN_CIRCLE, "no cycle"),
    ),
    case(
        "no-cycle",
        "an event follows what follows it",
        setting(ACCORD, "versions", 0, "tabled", value={"after": "events/spring-accepted"}),
        Finding(
            SPRING,
            "",
            "`after` leads back to the record itself",
            CIRCLE,
            "no cycle",
        ),
        Finding(
            EVENT,
            "",
            "`after` leads back to the record itself",
            CIRCLE,
            "no cycle",
        ),
    ),
    # --- term-kind
    case(
        "term-kind",
        "a term of another kind in a version",
        setting(
            ACCORD,
            "versions",
            0,
            "terms",
            1,
            value={"kind": "other", "issue": "fire", "evidence": [cite(PARAGRAPHS[2])]},
        ),
        Finding(
            SPRING,
            "/terms/fire/kind",
            "the issue 'fire' declares another kind",
            "other",
            "ceasefire",
        ),
    ),
    case(
        "term-kind",
        "an issue of another kind",
        setting(ISSUES, 3, "kind", value="other"),
        Finding(
            SPRING,
            "/terms/hill-forces@2/kind",
            "the issue 'hill-forces' declares another kind",
            "presence",
            "other",
        ),
        Finding(
            SUMMER,
            "/terms/hill-forces@2/kind",
            "the issue 'hill-forces' declares another kind",
            "presence",
            "other",
        ),
        Finding(
            POSITION,
            "/terms/hill-forces/kind",
            "the issue 'hill-forces' declares another kind",
            "presence",
            "other",
        ),
    ),
    # --- term-phase
    case(
        "term-phase",
        "a phase that the version has not",
        term(0, "phase", 3),
        Finding(
            SPRING, "/terms/captives@3/phase", "the version has no phase 3", "3", "one of 1, 2"
        ),
    ),
    case(
        "term-phase",
        "a phase where there is reported to be none",
        setting(ACCORD, "versions", 1, "phases", value=[]),
        Finding(
            SUMMER, "/terms/hill-forces@2/phase", "the version has no phase 2", "2", "no phase"
        ),
    ),
    case(
        "term-phase",
        "a continuation of a phase that the other version has not",
        continuing(of="accord@spring", of_phase=3),
        Finding(
            POSITION,
            "/terms/truce/of_phase",
            "the version 'accord@spring' has no phase 3",
            "3",
            "one of 1, 2",
        ),
    ),
    # --- phase-ordinals
    case(
        "phase-ordinals",
        "a gap",
        setting(ACCORD, "versions", 0, "phases", 2, value={"ordinal": 4}),
        Finding(
            SPRING,
            "/phases",
            "the phases are not numbered from 1 without gaps",
            "1, 2, 4",
            "1, 2, 3",
        ),
    ),
    case(
        "phase-ordinals",
        "not from 1",
        setting(ACCORD, "versions", 1, "phases", value=[{"ordinal": 2}]),
        Finding(SUMMER, "/phases", "the phases are not numbered from 1 without gaps", "2", "1"),
    ),
    # --- group-total
    case(
        "group-total",
        "the groups are more than the total",
        term(
            0, "groups", [{"count": {"exactly": 5}}, {"count": {"more_than": 15}, "who": ["women"]}]
        ),
        Finding(
            SPRING,
            "/terms/captives@1/groups",
            "the groups certainly add up to more than the total",
            "groups of at least 21",
            "at most 20, for a total of 20",
        ),
    ),
    case(
        "group-total",
        "the groups are more than a total that is computed",
        all_of(
            term(0, "count", DELETED),
            term(0, "baseline", {"at_most": 2}),
            term(0, "increment", {"exactly": 1}),
        ),
        Finding(
            SPRING,
            "/terms/captives@1/groups",
            "the groups certainly add up to more than the total",
            "groups of at least 5",
            "at most 3, for a total of 1 to 3",
        ),
    ),
    # --- release-baseline
    case(
        "release-baseline",
        "an earlier number to which nothing is added",
        term(0, "baseline", {"exactly": 20}),
        Finding(
            SPRING,
            "/terms/captives@1/baseline",
            "a baseline is given without an increment",
            "a baseline of 20 alone",
            "an increment, too",
        ),
    ),
    case(
        "release-baseline",
        "the total is not the sum",
        all_of(term(0, "baseline", {"exactly": 10}), term(0, "increment", {"exactly": 11})),
        Finding(
            SPRING,
            "/terms/captives@1/count",
            "the total cannot be the sum of baseline and increment",
            "20",
            "21",
        ),
    ),
    # --- other-summary
    case(
        "other-summary",
        "a term that says nothing",
        undescribed(),
        Finding(
            POSITION,
            "/terms/rest",
            "the term rest of kind other has no summary",
            "no summary",
            "a summary in the coder's own words",
        ),
    ),
    # --- no-cycle, of versions
    *(
        case(
            "no-cycle",
            f"two versions: {relation} each other",
            all_of(
                setting(ACCORD, "versions", 1, "derived_from", value=DELETED),
                setting(ACCORD, "versions", 0, relation, value=["accord@summer"]),
                setting(ACCORD, "versions", 1, relation, value=["accord@spring"]),
                setting(ACCORD, "versions", 1, "tabled", value=DELETED),
            ),
            *(
                Finding(
                    record,
                    f"/{relation}",
                    f"{relation} leads back to the record itself",
                    other,
                    "no cycle",
                )
                for record, other in ((SPRING, "accord@summer"), (SUMMER, "accord@spring"))
            ),
        )
        for relation in ("supplements", "implements", "translates")
    ),
    case(
        "no-cycle",
        "two versions: one revises the other, which supplements it",
        all_of(
            setting(ACCORD, "versions", 0, "supplements", value=["accord@summer"]),
            setting(ACCORD, "versions", 1, "tabled", value=DELETED),
        ),
        Finding(SPRING, "", "the record is later than itself", KNOWN_CIRCLE, "no cycle"),
        Finding(SUMMER, "", "the record is later than itself", KNOWN_CIRCLE, "no cycle"),
    ),
    # --- identifier-scheme
    case(
        "identifier-scheme",
        "a register of agreements, for a place",
        setting(PLACES, 0, "identifiers", value=[{"scheme": "pax", "id": "1"}]),
        Finding(
            "places/hill",
            "/identifiers/pax:1/scheme",
            "pax has no identifiers of places",
            "pax",
            "one of wikidata, iso-3166-1, iso-3166-2, gw, cow, geonames",
        ),
    ),
    case(
        "identifier-scheme",
        "a register of places, for an actor",
        setting(
            ACTORS,
            2,
            "identifiers",
            value=[{"scheme": "geonames", "id": "1"}, {"scheme": "wikidata", "id": "Q1"}],
        ),
        Finding(
            "actors/north",
            "/identifiers/geonames:1/scheme",
            "geonames has no identifiers of actors",
            "geonames",
            "one of wikidata, iso-3166-1, iso-3166-2, gw, cow, ucdp",
        ),
        remedy="use a register of this kind of record, or move the identifier to the record that it is of",
    ),
    # --- joint-holders
    case(
        "joint-holders",
        "the holder among those beside it",
        setting(SOUTH, 0, "joint_with", value=["north", "south"]),
        Finding(
            POSITION,
            "/joint_with/1",
            "'south' holds the position jointly with itself",
            "south",
            "an actor other than 'south'",
        ),
    ),
    # --- limit-number
    case(
        "limit-number",
        "a ceiling of a term without a number",
        setting(SOUTH, 0, "terms", 0, "limit", value="maximum"),
        Finding(
            POSITION,
            "/terms/hill-forces/limit",
            "the maximum of hill-forces limits no number",
            "maximum, without a number",
            "a number in 'strength'",
        ),
        remedy="give the number that is limited, or remove `limit`",
    ),
    case(
        "limit-number",
        "a floor of a release of some scope",
        all_of(term(0, "count", DELETED), term(0, "limit", "minimum"), term(0, "scope", "all")),
        Finding(
            SPRING,
            "/terms/captives@1/limit",
            "the minimum of captives@1 limits no number",
            "minimum, without a number",
            "a number in 'count'",
        ),
    ),
    # --- verified-issue
    case(
        "verified-issue",
        "a verification of itself",
        on_issue("watch", "verification", of="watch"),
        Finding(
            POSITION,
            "/terms/watch/of",
            "the verification watch checks itself",
            "watch",
            "an issue other than 'watch'",
        ),
    ),
    # --- amount-unit
    case(
        "amount-unit",
        "another unit than that of the issue",
        paying(amount={"exactly": 100, "unit": "sheep"}),
        Finding(
            POSITION,
            "/terms/fee/amount/unit",
            "the issue 'fee' has another unit",
            "sheep",
            "coins",
        ),
        remedy="write 'coins', or leave it out",
    ),
    case(
        "amount-unit",
        "another unit in a value that a passage gives instead",
        paying(
            amount={"exactly": 100, "unit": "coins", "per": "P1Y"},
            evidence=[
                cite(
                    PARAGRAPHS[4],
                    support="contradicts",
                    fields=["amount"],
                    value={"exactly": 2, "unit": "sheep"},
                )
            ],
        ),
        Finding(
            POSITION,
            "/terms/fee/evidence/0/value/unit",
            "the issue 'fee' has another unit",
            "sheep",
            "coins",
        ),
        remedy="write 'coins', or leave it out",
    ),
    case(
        "amount-unit",
        "no unit at all",
        all_of(setting(ISSUES, 1, "unit", value=DELETED), paying(amount={"at_least": 1.5})),
        Finding(
            POSITION,
            "/terms/fee/amount",
            "neither the amount nor the issue 'fee' has a unit",
            "at least 1.5",
            "a unit",
        ),
        remedy="add `unit` here, or to the issue 'fee'",
    ),
    # --- option-labels
    case(
        "option-labels",
        "a term without a label beside two options",
        seated(
            {"option": "hall"},
            {"alternative": "a", "option": "tent"},
            {"alternative": "b", "option": "hall"},
        ),
        Finding(
            POSITION,
            "/terms/seat",
            "the term seat has no `alternative`, but is beside options",
            "a term without a label",
            "a label other than a, b",
        ),
    ),
    # --- option-alone
    case(
        "option-alone",
        "one option, and another of another phase",
        seated({"alternative": "a", "option": "tent"}, {"phase": "whole", "option": "hall"}),
        Finding(
            POSITION,
            "/terms/seat.a/alternative",
            "seat.a is the only option",
            "a",
            "at least two options, or a term without `alternative`",
        ),
    ),
    # --- option-without-text
    case(
        "option-without-text",
        "an option of which only the place and the status are known",
        seated(
            {"alternative": "a", "option": "tent"},
            {"alternative": "b", "status": "bracketed", "clause": "Art. 1", "note": "Empty."},
        ),
        Finding(
            POSITION,
            "/terms/seat.b",
            "the option seat.b says nothing",
            "no content",
            "content, or `included: false`",
        ),
    ),
    # --- term-case
    case(
        "term-case",
        "a case that the issue has not",
        all_of(setting(ISSUES, 0, "cases", value=CAPTIVES), term(0, "case", "wounde")),
        Finding(
            SPRING,
            "/terms/captives@1:wounde/case",
            "the issue 'captives' has no case 'wounde'",
            "wounde",
            "ill, wounded",
        ),
        remedy="write 'wounded'",
    ),
    case(
        "term-case",
        "a case where the issue has none",
        term(0, "case", "wounded"),
        Finding(
            SPRING,
            "/terms/captives@1:wounded/case",
            "the issue 'captives' has no case 'wounded'",
            "wounded",
            "no case, since the issue declares none",
        ),
        remedy="fix the case, or add it to the issue",
    ),
    # --- case-labels
    case(
        "case-labels",
        "two labels that differ in capitals only",
        all_of(
            setting(ISSUES, 0, "cases", value=CAPTIVES),
            setting(ISSUES, 0, "cases", 1, "label", value="ILL"),
        ),
        Finding(
            "issues/captives",
            "/cases/wounded/label",
            "the cases 'ill' and 'wounded' have the same label",
            "ILL",
            "a label of its own",
        ),
    ),
    # --- agreed-words
    case(
        "agreed-words",
        "words that are agreed, and put forward by two",
        all_of(term(1, "status", "agreed"), term(1, "proposed_by", ["south", "north"])),
        Finding(
            SPRING,
            "/terms/fire@1/proposed_by",
            "the words of fire@1 are agreed and proposed at once",
            "agreed, and proposed by north, south",
            "a status of proposed, bracketed or reserved, or no `proposed_by`",
        ),
    ),
    # --- coded-on
    case(
        "coded-on",
        "terms on issues that it is not coded on",
        setting(ACCORD, "versions", 0, "coded_on", value=["fee", "fire"]),
        Finding(
            SPRING,
            "/coded_on",
            "the version has terms on captives, hill-forces, which it is not coded on",
            "fee, fire",
            "fee, fire, captives, hill-forces",
        ),
    ),
    case(
        "coded-on",
        "a version that is coded on nothing",
        setting(ACCORD, "versions", 1, "coded_on", value=[]),
        Finding(
            SUMMER,
            "/coded_on",
            "the version has terms on hill-forces, which it is not coded on",
            "no issue",
            "hill-forces",
        ),
    ),
    case(
        "references",
        "a version that is coded on an issue that is not there",
        setting(ACCORD, "versions", 1, "coded_on", value=["hill-forces", "hill-force"]),
        Finding(
            SUMMER,
            "/coded_on/0",
            "no record 'hill-force' in issues",
            "hill-force",
            "an id in issues",
        ),
        remedy="write 'hill-forces'",
    ),
    # --- term-times
    case(
        "term-times",
        "a deadline before the start, by dates",
        all_of(term(0, "starts", {"on": "2001-05"}), term(0, "deadline", {"on": "2001-04-30"})),
        Finding(
            SPRING,
            "/terms/captives@1/deadline",
            "captives@1 is due before it starts",
            "on 2001-04-30",
            "not before its start, on 2001-05",
        ),
    ),
    case(
        "term-times",
        "an end and a deadline before the start, from the same thing",
        all_of(
            term(0, "starts", {"within": {"exactly": "P30D"}, "after": {"words": "signing"}}),
            term(0, "ends", {"within": {"exactly": "P2W"}, "after": {"words": "signing"}}),
            term(0, "deadline", {"before": {"words": "signing"}}),
        ),
        Finding(
            SPRING,
            "/terms/captives@1/ends",
            "captives@1 ends before it starts",
            "within 2 weeks after signing",
            "not before its start, within 30 days after signing",
        ),
        Finding(
            SPRING,
            "/terms/captives@1/deadline",
            "captives@1 is due before it starts",
            "before signing",
            "not before its start, within 30 days after signing",
        ),
    ),
    # --- term-named
    case(
        "term-named",
        "a condition on a term that the text has not",
        term(2, "conditions", [{"term": "captives", "summary": "All captives are free."}]),
        Finding(
            SPRING,
            "/terms/hill-forces@2/conditions/0/term",
            "it has no term 'captives'",
            "captives",
            "one of captives@1, fire@1, hill-forces@2",
        ),
        remedy="write 'captives@1'",
    ),
    case(
        "term-named",
        "times counted from terms that the text has not",
        all_of(
            term(0, "starts", {"after": {"term": "fire@2"}}),
            term(0, "deadline", {"before": {"term": "fire"}}),
        ),
        Finding(
            SPRING,
            "/terms/captives@1/starts/after/term",
            "it has no term 'fire@2'",
            "fire@2",
            "one of captives@1, fire@1, hill-forces@2",
        ),
        Finding(
            SPRING,
            "/terms/captives@1/deadline/before/term",
            "it has no term 'fire'",
            "fire",
            "one of captives@1, fire@1, hill-forces@2",
        ),
        remedy="write 'fire@1'",
    ),
    case(
        "term-named",
        "an act that hangs on a term of another text than it is on",
        setting(EVENTS, 0, "conditions", value=[{"term": "seat", "summary": "There is a tent."}]),
        Finding(
            EVENT,
            "/conditions/0/term",
            "the texts that the act is on have no term 'seat'",
            "seat",
            "one of captives@1, fire@1, hill-forces@2",
        ),
    ),
    # --- term-cycle
    case(
        "term-cycle",
        "three terms, by a condition, a start and a deadline",
        all_of(
            term(0, "starts", {"after": {"term": "fire@1"}}),
            term(1, "conditions", [{"term": "hill-forces@2", "how": "after", "summary": "Then."}]),
            term(0, "deadline", {"before": {"term": "hill-forces@2"}}),
        ),
        Finding(
            SPRING,
            "/terms/captives@1/starts/after/term",
            "captives@1 depends on itself",
            "captives@1 → fire@1 → hill-forces@2 → captives@1",
            "no cycle",
        ),
    ),
    case(
        "term-cycle",
        "a term that hangs on itself",
        term(0, "conditions", [{"term": "captives@1", "how": "unless", "summary": "Then."}]),
        Finding(
            SPRING,
            "/terms/captives@1/conditions/0/term",
            "captives@1 depends on itself",
            "captives@1 → captives@1",
            "no cycle",
        ),
    ),
    case(
        "term-cycle",
        "an option that hangs on what hangs on all options",
        seated(
            {"alternative": "a", "option": "tent"},
            {
                "alternative": "b",
                "option": "hall",
                "conditions": [{"term": "hill-forces", "summary": "Then."}],
            },
            {
                "kind": "presence",
                "issue": "hill-forces",
                "phase": 1,
                "extent": "kept",
                "conditions": [{"term": "seat", "how": "subject-to", "summary": "Then."}],
            },
            {
                "kind": "presence",
                "issue": "hill-forces",
                "extent": "kept",
                "conditions": [{"term": "seat.a", "how": "subject-to", "summary": "Then."}],
            },
        ),
        Finding(
            POSITION,
            "/terms/hill-forces/conditions/0/term",
            "hill-forces depends on itself",
            "hill-forces → seat → hill-forces",
            "no cycle",
        ),
    ),
    # --- polarity-parties
    case(
        "polarity-parties",
        "more and less of it favour one party",
        setting(ISSUES, 0, "polarity", 0, "less", value="south"),
        Finding(
            "issues/captives",
            "/polarity/count/less",
            "more and less of 'count' favour the same party",
            "south",
            "a party other than 'south'",
        ),
    ),
    # --- ignored-rule
    case(
        "ignored-rule",
        "a rule that is not there",
        ignoring({"rule": "date-nota"}),
        Finding(
            "metadata/valley-talks",
            "/ignored/date-nota/rule",
            "there is no rule 'date-nota'",
            "date-nota",
            MAY_BE_IGNORED,
        ),
        remedy="write 'date-note'",
    ),
    *(
        case(
            "ignored-rule",
            f"a rule that stands: {name}",
            ignoring({"rule": name}),
            Finding(
                "metadata/valley-talks",
                f"/ignored/{name}/rule",
                f"{name!r} may not be ignored",
                name,
                MAY_BE_IGNORED,
            ),
            remedy="fix the problem that the rule reports, and remove this entry",
        )
        for name in ("json", "schema", "references", "unique-key", "ignored-unused")
    ),
    # --- issue-options
    case(
        "issue-options",
        "a choice without options",
        setting(ISSUES, 4, "options", value=DELETED),
        Finding(
            "issues/seat",
            "",
            "'options' is required here",
            "an issue of kind choice",
            "options on issues of kind choice, and only there",
        ),
        remedy="add 'options'",
    ),
    case(
        "issue-options",
        "options where there is no choice",
        setting(ISSUES, 2, "options", value=["a", "b"]),
        Finding(
            "issues/fire",
            "/options",
            "'options' does not belong here",
            "an issue of kind ceasefire",
            "options on issues of kind choice, and only there",
        ),
        remedy="remove 'options'",
    ),
    case(
        "term-option",
        "an option that the issue has not",
        setting(
            SOUTH,
            0,
            "terms",
            1,
            value={
                "kind": "choice",
                "issue": "seat",
                "option": "house",
                "evidence": [cite(PARAGRAPHS[4])],
            },
        ),
        Finding(
            POSITION,
            "/terms/seat/option",
            "the issue 'seat' has no such option",
            "house",
            "tent, hall",
        ),
    ),
    case(
        "term-option",
        "an option where the issue has none",
        all_of(
            setting(ISSUES, 4, "options", value=[]),
            setting(
                SOUTH,
                0,
                "terms",
                1,
                value={
                    "kind": "choice",
                    "issue": "seat",
                    "option": "tent",
                    "evidence": [cite(PARAGRAPHS[4])],
                },
            ),
        ),
        Finding(
            POSITION,
            "/terms/seat/option",
            "the issue 'seat' has no such option",
            "tent",
            "an option of the issue",
        ),
    ),
    # --- polarity-field
    case(
        "polarity-field",
        "a field that has no order",
        setting(ISSUES, 0, "polarity", 0, "field", value="groups"),
        Finding(
            "issues/captives",
            "/polarity/groups/field",
            "terms of kind release have no ordered field 'groups'",
            "groups",
            "count, baseline, increment, scope, included, starts, ends, deadline",
        ),
    ),
    case(
        "polarity-field",
        "a field of another kind",
        setting(ISSUES, 0, "polarity", 0, "field", value="extent"),
        Finding(
            "issues/captives",
            "/polarity/extent/field",
            "terms of kind release have no ordered field 'extent'",
            "extent",
            "count, baseline, increment, scope, included, starts, ends, deadline",
        ),
    ),
    case(
        "polarity-field",
        "options without an order",
        setting(
            ISSUES, 4, "polarity", value=[{"field": "option", "more": "north", "less": "south"}]
        ),
        Finding(
            "issues/seat",
            "/polarity/option/field",
            "terms of kind choice have no ordered field 'option'",
            "option",
            "included, starts, ends, deadline",
        ),
    ),
    case(
        "polarity-field",
        "an option where there is no choice",
        all_of(
            setting(ISSUES, 0, "options_are_ordered", value=True),
            setting(ISSUES, 0, "polarity", 0, "field", value="option"),
        ),
        Finding(
            "issues/captives",
            "/polarity/option/field",
            "terms of kind release have no ordered field 'option'",
            "option",
            "count, baseline, increment, scope, included, starts, ends, deadline",
        ),
    ),
    # --- date-note
    case(
        "date-note",
        "an inferred date without a note",
        setting(ACCORD, "versions", 0, "tabled", "note", value=DELETED),
        Finding(
            SPRING,
            "/tabled",
            "the basis of the date is 'inferred', and it has no note",
            "2001-04-10 (inferred)",
            "a note",
        ),
    ),
    case(
        "date-note",
        "a date of general knowledge without a note, in a claim",
        setting(FIGURES, 0, "claims", 0, "when", value={"edtf": "2001", "basis": "external"}),
        Finding(
            "figures/captives-held",
            "/claims/report/when",
            "the basis of the date is 'external', and it has no note",
            "2001 (external)",
            "a note",
        ),
    ),
    # --- date-order
    case(
        "date-order",
        "a position before a version that is only derived from another",
        all_of(
            setting(ACCORD, "versions", 1, "tabled", value=DELETED),
            setting(SOUTH, 0, "on", value="accord@summer"),
            setting(SOUTH, 0, "when", value={"edtf": "2001-03/2001-04-09", "basis": "stated"}),
        ),
        Finding(
            POSITION,
            "/on",
            "the record is certainly earlier than 'accord@summer'",
            "at the latest 2001-04-09",
            "not before 2001-04-10",
        ),
    ),
    case(
        "date-order",
        "an event before what it is on",
        setting(EVENTS, 0, "when", value={"edtf": "2001-03", "basis": "stated"}),
        Finding(
            EVENT,
            "/on/0",
            "the record is certainly earlier than 'accord@spring'",
            "at the latest 2001-03-31",
            "not before 2001-04-10",
        ),
        Finding(
            EVENT,
            "/on/1",
            "the record is certainly earlier than 'river-round'",
            "at the latest 2001-03-31",
            "not before 2001-04-01",
        ),
    ),
    case(
        "date-order",
        "a version before the one that it is derived from",
        setting(ACCORD, "versions", 1, "tabled", value={"edtf": "2001-04-09", "basis": "stated"}),
        Finding(
            SUMMER,
            "/derived_from/0",
            "the record is certainly earlier than 'accord@spring'",
            "at the latest 2001-04-09",
            "not before 2001-04-10",
        ),
    ),
    case(
        "date-order",
        "a denial before what it denies",
        setting(
            EVENTS,
            1,
            value={
                "id": "the-denial",
                "act": "dispute",
                "answers": ["spring-accepted"],
                "when": {"edtf": "2001-04-09", "basis": "stated"},
                "evidence": [cite("North denied that it had agreed", claimants=["north"])],
            },
        ),
        Finding(
            "events/the-denial",
            "/answers/0",
            "the record is certainly earlier than 'spring-accepted'",
            "at the latest 2001-04-09",
            "not before 2001-04-10",
        ),
    ),
    case(
        "date-order",
        "a position before a version that has no date and follows another",
        all_of(
            setting(SOUTH, 0, "on", value="accord@summer"),
            setting(SOUTH, 0, "when", value={"edtf": "2001-03/2001-04-09", "basis": "stated"}),
        ),
        Finding(
            POSITION,
            "/on",
            "the record is certainly earlier than 'accord@summer'",
            "at the latest 2001-04-09",
            "not before 2001-04-10",
        ),
    ),
    case(
        "date-order",
        "talks before the text that they are about",
        setting(TALKS, 0, "when", value={"edtf": "2001-04-01", "basis": "stated"}),
        Finding(
            "talks/river-round",
            "/on/0",
            "the record is certainly earlier than 'accord@spring'",
            "at the latest 2001-04-01",
            "not before 2001-04-10",
        ),
    ),
    case(
        "date-order",
        "an event before talks whose id an actor has too",
        all_of(
            setting(TALKS, 0, "id", value="north"),
            setting(EVENTS, 0, "on", value=["north"]),
            setting(EVENTS, 0, "when", value={"edtf": "2001-03", "basis": "stated"}),
        ),
        Finding(
            EVENT,
            "/on/0",
            "the record is certainly earlier than 'north'",
            "at the latest 2001-03-31",
            "not before 2001-04-01",
        ),
    ),
    # --- evidence-present
    *(
        case(
            "evidence-present",
            f"{message}, {name}",
            setting(*path, "evidence", value=value),
            Finding(record, pointer, message, "none", "at least one passage"),
        )
        for name, value in (("absent", DELETED), ("empty", []))
        for path, record, pointer, message in (
            ((ACCORD, "versions", 0), SPRING, "", "the version has no evidence"),
            (
                (ACCORD, "versions", 0, "terms", 0),
                SPRING,
                "/terms/captives@1",
                "the term captives@1 has no evidence",
            ),
            (
                (SOUTH, 0, "terms", 0),
                POSITION,
                "/terms/hill-forces",
                "the term hill-forces has no evidence",
            ),
            (
                (ACCORD, "versions", 0, "roles", 0),
                SPRING,
                "/roles/north:addressee",
                "the role has no evidence",
            ),
            ((TALKS, 0), "talks/river-round", "", "the record of talks has no evidence"),
            ((EVENTS, 0), EVENT, "", "the event has no evidence"),
            (
                (FIGURES, 0, "claims", 0),
                "figures/captives-held",
                "/claims/report",
                "the claim has no evidence",
            ),
        )
    ),
    # --- evidence-paragraph
    case(
        "evidence-paragraph",
        "a paragraph that the source has not",
        passage(paragraph=9),
        Finding(CITED[0], f"{CITED[1]}/paragraph", "the source has no paragraph 9", "9", "1 to 8"),
    ),
    case(
        "evidence-paragraph",
        "a paragraph that is not article text",
        passage(paragraph=1),
        Finding(
            CITED[0],
            f"{CITED[1]}/paragraph",
            "paragraph 1 is not article text",
            "page furniture, according to the source record",
            "a paragraph of the article",
        ),
    ),
    # --- evidence-note
    case(
        "evidence-note",
        "a reading that is not explained",
        passage(support="implied"),
        Finding(*CITED, "the evidence is implied and has no note", "no note", "a note"),
    ),
    # --- evidence-fields
    case(
        "evidence-fields",
        "a field that the record has not",
        passage(fields=["extent", "permanence"]),
        Finding(
            CITED[0],
            f"{CITED[1]}/fields/1",
            "the record has no field 'permanence'",
            "permanence",
            "issue, phase, case, alternative, forces, place, extent, activity, segment, strength, "
            "limit, status, proposed_by, obligors, beneficiaries, included, qualifiers, starts, ends, "
            "deadline, conditions, clause, summary, note, evidence",
        ),
    ),
    case(
        "evidence-value",
        "another value from a passage that denies nothing",
        passage(fields=["extent"], value="reduced"),
        Finding(
            CITED[0],
            f"{CITED[1]}/value",
            "a value requires support `contradicts` and exactly one field",
            "explicit, 1 field",
            "contradicts, 1 field",
        ),
    ),
    case(
        "evidence-value",
        "another value for no field",
        passage(support="contradicts", value="reduced"),
        Finding(
            CITED[0],
            f"{CITED[1]}/value",
            "a value requires support `contradicts` and exactly one field",
            "contradicts, 0 fields",
            "contradicts, 1 field",
        ),
    ),
    case(
        "evidence-value",
        "another value for two fields",
        passage(support="contradicts", value="reduced", fields=["extent", "segment"]),
        Finding(
            CITED[0],
            f"{CITED[1]}/value",
            "a value requires support `contradicts` and exactly one field",
            "contradicts, 2 fields",
            "contradicts, 1 field",
        ),
    ),
    case(
        "evidence-value",
        "a word that the field has not",
        passage(support="contradicts", value="halved", fields=["extent"]),
        Finding(
            CITED[0],
            f"{CITED[1]}/value",
            "the field 'extent' cannot have this value",
            "halved",
            "none, reduced, kept",
        ),
    ),
    case(
        "evidence-value",
        "a value of another type",
        passage(support="contradicts", value={"exactly": 5}, fields=["extent"]),
        Finding(
            CITED[0],
            f"{CITED[1]}/value",
            "the field 'extent' cannot have this value",
            "5",
            "none, reduced, kept",
        ),
    ),
    case(
        "evidence-value",
        "true for the number of a phase",
        passage(support="contradicts", value=True, fields=["phase"]),
        Finding(
            CITED[0],
            f"{CITED[1]}/value",
            "the field 'phase' cannot have this value",
            "True",
            "whole or int",
        ),
    ),
    # --- evidence-prints
    case(
        "evidence-prints",
        "a label that the version has not",
        setting(ACCORD, "versions", 1, "evidence", 0, "prints", value=["second draft", "draft"]),
        Finding(
            SUMMER,
            "/evidence/0/prints/0",
            "the record has no spelling or label 'draft'",
            "draft",
            "second draft",
        ),
    ),
    case(
        "evidence-prints",
        "a spelling of what has none",
        passage(prints=["hill"]),
        Finding(
            CITED[0],
            f"{CITED[1]}/prints/0",
            "the record has no spelling or label 'hill'",
            "hill",
            "a record with spellings or labels",
        ),
    ),
    # --- paragraphs-accounted
    case(
        "paragraphs-accounted",
        "paragraphs that are nothing",
        all_of(
            setting(REPORT, "furniture", value=DELETED), setting(REPORT, "uncoded", value=DELETED)
        ),
        Finding(
            "sources/report",
            "",
            "paragraphs 1, 8 are not accounted for",
            "neither evidence nor furniture nor uncoded",
            "one of the three",
        ),
    ),
    case(
        "paragraphs-accounted",
        "a paragraph that is furniture and uncoded",
        setting(REPORT, "furniture", value=[1, 8]),
        Finding(
            "sources/report",
            "/furniture",
            "paragraph 8 is accounted for twice",
            "two of evidence, furniture and uncoded",
            "only one of the three",
        ),
        remedy="remove it from one of them",
    ),
    case(
        "paragraphs-accounted",
        "a paragraph that is evidence and uncoded",
        setting(REPORT, "uncoded", 1, value={"paragraph": 7, "reason": "None."}),
        Finding(
            "sources/report",
            "/uncoded",
            "paragraph 7 is accounted for twice",
            "two of evidence, furniture and uncoded",
            "only one of the three",
        ),
        remedy="remove it from one of them",
    ),
    case(
        "paragraphs-accounted",
        "paragraphs that the source has not",
        all_of(
            setting(REPORT, "furniture", value=[1, 10]),
            setting(REPORT, "uncoded", 1, value={"paragraph": 9, "reason": "None."}),
        ),
        Finding("sources/report", "/furniture", "the source has no paragraph 10", "10", "1 to 8"),
        Finding("sources/report", "/uncoded", "the source has no paragraph 9", "9", "1 to 8"),
        remedy="name paragraphs from 1 to 8",
    ),
    # --- source-cited
    case(
        "source-cited",
        "a source that nothing cites",
        lambda files: put(
            files,
            "seeds/other.json",
            value={**files[REPORT], "id": "other", "file_name": "other.txt"},
        ),
        Finding(
            "sources/other",
            "",
            "no record cites this source",
            "no evidence of it",
            "at least one passage",
        ),
    ),
    # --- source-text
    case(
        "source-text",
        "another edition",
        lambda files: files,
        Finding(
            "sources/report",
            "/sha256",
            "the text has a different fingerprint",
            sha256(f"{ARTICLE} ".encode()).hexdigest(),
            tiny()[REPORT]["sha256"],
        ),
        text=ARTICLE + " ",
    ),
    case(
        "source-text",
        "another number of paragraphs",
        setting(REPORT, "paragraphs", value=9),
        Finding(
            "sources/report",
            "/paragraphs",
            "the text has a different number of paragraphs",
            "8",
            "9",
        ),
    ),
    # --- evidence-slice
    case(
        "evidence-slice",
        "other words",
        passage(start=10, end=12),
        Finding(
            CITED[0],
            f"{CITED[1]}/sha256",
            "the text at 10:12 is not the coded passage",
            sha256(ARTICLE[10:12].encode()).hexdigest(),
            tiny()[SOUTH][0]["terms"][0]["evidence"][0]["sha256"],
        ),
    ),
    case(
        "evidence-slice",
        "beyond the end of the text",
        passage(start=10_000, end=10_002, sha256="0" * 64),
        Finding(
            CITED[0],
            f"{CITED[1]}/sha256",
            "the text at 10000:10002 is not the coded passage",
            sha256(b"").hexdigest(),
            "0" * 64,
        ),
    ),
    case(
        "evidence-slice",
        "another paragraph",
        passage(paragraph=6),
        Finding(CITED[0], f"{CITED[1]}/paragraph", "the passage is in another paragraph", "6", "5"),
    ),
    case(
        "evidence-slice",
        "two paragraphs",
        passage(**(cite("had agreed.\nIn summer") | {"paragraph": 5})),
        Finding(
            CITED[0],
            f"{CITED[1]}/paragraph",
            "the passage is not within one paragraph",
            "5",
            "a passage within one paragraph",
        ),
    ),
    # --- printed-in-passage
    case(
        "printed-in-passage",
        "a label in another passage",
        all_of(
            setting(ACCORD, "versions", 0, "labels", value=["draft", "Draft of spring"]),
            setting(ACCORD, "versions", 0, "evidence", 0, "prints", value=["Draft of spring"]),
        ),
        Finding(
            SPRING,
            "/evidence/0/prints/0",
            "the passage does not contain 'Draft of spring'",
            "a passage without this form",
            "Draft of spring",
        ),
    ),
]


def texts_in(folder: Path, records: Records, text: str | bytes | None = None) -> Texts:
    """The texts of these sources: the tiny article, or another text in its place."""
    write_text(folder, ARTICLE if text is None else text)
    return Texts(folder, records.collections["sources"].values())


def problems_of(records: Records, rule: str, texts: Texts) -> list[Problem]:
    """What one rule finds."""
    wanted = texts if RULES[rule].wants_texts else None
    return [each.problem() for each in findings(records, texts=wanted) if each.rule == rule]


def seen(problem: Problem) -> Finding:
    """A problem as this table writes it."""
    return Finding(
        problem.record, problem.pointer, problem.message, problem.found, problem.expected
    )


in_order = attrgetter("record", "pointer")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.name}")
def test_what_breaks_a_rule_is_found(case: Case, tmp_path: Path) -> None:
    """A rule names record, place, fact and what is expected, for each breach once."""
    files = tiny()
    case.edit(files)
    records = records_of(files)
    found = problems_of(records, case.rule, texts_in(tmp_path, records, case.text))
    assert sorted(map(seen, found), key=in_order) == sorted(case.found, key=in_order)
    for problem in found:
        assert problem.remedy == (case.remedy or RULES[case.rule].remedy)
        assert problem.severity is RULES[case.rule].severity


@pytest.mark.parametrize("rule", [rule.id for rule in RULES.values() if rule.check])
def test_every_rule_is_broken_here(rule: str) -> None:
    """A rule without a case that breaks it could stop working without a word."""
    assert any(case.rule == rule for case in CASES)


def test_every_case_is_of_a_rule() -> None:
    """A rule that is renamed or removed takes its cases along."""
    assert {case.rule for case in CASES} <= RULES.keys()


@pytest.mark.parametrize("rule", RULES)
def test_the_valid_dataset_breaks_no_rule(rule: str, tmp_path: Path) -> None:
    """Nothing is found in a dataset in which nothing is wrong."""
    records = records_of(tiny())
    assert problems_of(records, rule, texts_in(tmp_path, records)) == []


@pytest.mark.parametrize("rule", RULES)
def test_an_empty_dataset_breaks_no_rule(rule: str, tmp_path: Path) -> None:
    """A rule holds where there is nothing that it is about."""
    records = Records.of(None, ())
    assert problems_of(records, rule, texts_in(tmp_path, records)) == []


# --- the registry -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", RULES)
def test_every_rule_says_what_it_holds_and_what_to_do(name: str) -> None:
    """A rule's documentation is a sentence on what holds and a remedy, both for users."""
    rule = RULES[name]
    assert rule.id == name
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.id)
    assert rule.holds[0].isupper()
    assert rule.holds.endswith(".")
    assert "  " not in rule.holds
    assert "\n" not in rule.holds
    assert rule.remedy
    assert not rule.remedy.endswith(".")
    assert isinstance(rule.severity, Severity)


def test_only_rules_on_texts_want_texts() -> None:
    """All other rules hold for records alone."""
    assert [rule.id for rule in RULES.values() if rule.wants_texts] == [
        "source-text",
        "evidence-slice",
        "printed-in-passage",
    ]


def test_few_rules_warn() -> None:
    """What leaves the records as good as they are is a warning; every other breach is an error."""
    assert [rule.id for rule in RULES.values() if rule.severity is Severity.WARNING] == [
        "stray-file",
        "option-alone",
        "coded-on",
        "source-cited",
        "ignored-unused",
    ]


def test_rules_can_be_selected_and_left_out() -> None:
    """The rules that are named, and no other; in any number, or one alone."""
    files = put(tiny(), ACTORS, 0, "speaks_for", value="soth")
    put(files, ACCORD, "versions", 1, "phases", value=[{"ordinal": 2}])
    records = records_of(files)
    assert {each.rule for each in findings(records)} == {"references", "phase-ordinals"}
    found = judged((each.problem() for each in findings(records)), records, with_texts=False)
    assert {each.rule for each in chosen(found, ignore="references")} == {"phase-ordinals"}
    assert {each.rule for each in chosen(found, select=["references"])} == {"references"}
    assert chosen(found, select="references", ignore=["references"]) == ()
    assert chosen(found) == found
    for names in ({"select": "reference"}, {"ignore": ["reference"]}):
        with pytest.raises(
            UnknownId, match="no rule 'reference'; did you mean references"
        ) as fault:
            chosen((), **names)
        assert fault.value.nearest[0] == "references"


def test_rules_on_texts_are_held_only_with_texts(tmp_path: Path) -> None:
    """Without texts only the rules that want none are held."""
    files = put(tiny(), ACTORS, 0, "speaks_for", value="soth")
    records = records_of(put(files, REPORT, "paragraphs", value=9))
    texts = texts_in(tmp_path, records)
    without = {"references", "paragraphs-accounted"}
    assert {each.rule for each in findings(records)} == without
    assert {each.rule for each in findings(records, texts=texts)} == {*without, "source-text"}


# --- what is allowed ----------------------------------------------------------------------------


def add_term(**fields: Any) -> Edit:
    """One more term in the position."""
    data = {"evidence": [cite(PARAGRAPHS[4])], **fields}
    return setting(SOUTH, 0, "terms", 1, value=data)


def release(**fields: Any) -> Edit:
    """A release in the position, with these fields."""
    return add_term(kind="release", issue="captives", **fields)


ALLOWED: dict[str, Edit] = {
    "an address for an id that is not unique": all_of(
        setting(SOUTH, 0, "id", value="river-round"),
        setting(EVENTS, 0, "on", value=["accord@spring", "talks/river-round"]),
    ),
    "an id that a record of a kind that does not belong has too": all_of(
        setting(PLACES, 1, "id", value="south"),
        setting(PLACES, 0, "within", value=["south"]),
        setting(TALKS, 0, "places", value=["south"]),
        setting(FIGURES, 0, "place", value="south"),
    ),
    "two ways to one place": all_of(
        setting(PLACES, 2, value={"id": "land", "name": "Land", "kind": "territory"}),
        setting(PLACES, 0, "within", value=["land", "valley"]),
        setting(PLACES, 1, "within", value=["land"]),
    ),
    "a term of the whole text": term(0, "phase", "whole"),
    "a term whose phase is not reported": term(0, "phase", DELETED),
    "no phases": all_of(
        setting(ACCORD, "versions", 1, "phases", value=[]),
        setting(ACCORD, "versions", 1, "terms", 0, "phase", value=DELETED),
    ),
    "groups that are just the total": term(
        0, "groups", [{"count": {"exactly": 5}}, {"count": {"at_least": 15}, "who": ["women"]}]
    ),
    "groups that are not all of the total": term(0, "groups", [{"count": {"exactly": 1}}]),
    "groups of a total that is not bounded": all_of(
        term(0, "count", {"about": 4}), term(0, "groups", [{"count": {"exactly": 50}}])
    ),
    "groups whose number is not given": term(
        0, "groups", [{"count": {"unstated": "many"}}, {"who": ["women"]}]
    ),
    "an addition to a number that is not given": release(
        baseline={"unstated": "the earlier number"}, increment={"exactly": 5}
    ),
    "a total that can be the sum": release(
        count={"more_than": 10}, baseline={"exactly": 5}, increment={"at_least": 1}
    ),
    "a unit where amounts are measured": add_term(
        kind="measure", issue="fee", amount={"exactly": 3}
    ),
    "an option of the issue": add_term(kind="choice", issue="seat", option="hall"),
    "a choice that is not reported": add_term(kind="choice", issue="seat"),
    "polarity of ordered options": all_of(
        setting(ISSUES, 4, "options_are_ordered", value=True),
        setting(
            ISSUES, 4, "polarity", value=[{"field": "option", "more": "north", "less": "south"}]
        ),
    ),
    "polarity of whether there is such a term": setting(
        ISSUES, 0, "polarity", 0, "field", value="included"
    ),
    "a continuation of a phase that is there": continuing(of="accord@spring", of_phase=2),
    "a continuation of a version whose phases are not reported": continuing(
        of="accord@summer", of_phase=3
    ),
    "a continuation of a proposal": continuing(of="accord", of_phase=3),
    "a continuation of nothing that is named": continuing(of_phase=3),
    "a term that is described": undescribed(summary="A book of names."),
    "a term that there is none of": undescribed(included=False),
    "a polarity of one that is no party to the proposal": setting(
        ISSUES, 0, "polarity", 0, "less", value="valley-council"
    ),
    "a stated date without a note": setting(
        SOUTH, 0, "when", value={"edtf": "2001-06", "basis": "stated"}
    ),
    "an event of the day of what it is on": setting(
        EVENTS, 0, "when", value={"edtf": "2001-04-10", "basis": "stated"}
    ),
    "an event of a month that may be later": setting(
        EVENTS, 0, "when", value={"edtf": "2001-04", "basis": "stated"}
    ),
    "an event of a month of no year": setting(
        EVENTS, 0, "when", value={"edtf": "XXXX-01", "basis": "stated"}
    ),
    "an event of no date": setting(EVENTS, 0, "when", value=DELETED),
    "preparing a text before there is one": all_of(
        setting(EVENTS, 0, "act", value="prepare"),
        setting(EVENTS, 0, "when", value={"edtf": "2000", "basis": "stated"}),
    ),
    "a position before the proposal": setting(
        SOUTH, 0, "when", value={"edtf": "1999", "basis": "stated"}
    ),
    "a reading that is explained": passage(support="implied", note="So it is read."),
    "another word for a field": passage(support="contradicts", fields=["extent"], value="none"),
    "another count for a field": passage(
        support="contradicts", fields=["strength"], value={"exactly": 5}
    ),
    "another truth for a field": passage(support="contradicts", fields=["included"], value=False),
    "other words for a field": passage(support="contradicts", fields=["summary"], value="Nothing."),
    "a denial of all fields": passage(support="contradicts"),
    "a phase without evidence": setting(
        ACCORD, "versions", 1, "phases", value=[{"ordinal": 1}, {"ordinal": 2}]
    ),
    "two pieces of evidence of one paragraph": passage(paragraph=5),
}


@pytest.mark.parametrize("name", ALLOWED)
def test_what_is_allowed_is_not_found(name: str, tmp_path: Path) -> None:
    """What comes near a breach and is none breaks no rule."""
    files = tiny()
    ALLOWED[name](files)
    records = records_of(files)
    assert [str(each.problem()) for each in findings(records)] == []
    texts = texts_in(tmp_path, records)
    assert [str(each.problem()) for each in findings(records, texts=texts)] == []


# --- laws of single rules -----------------------------------------------------------------------


def test_what_leads_to_a_circle_is_not_on_it() -> None:
    """A record that follows one of a circle, and is not of the circle, does not lead to itself."""
    files = tiny()
    event = files[EVENTS][0]
    files[EVENTS] = [
        {**event, "id": "one", "when": {"after": "two"}},
        {**event, "id": "two", "when": {"after": "three"}},
        {**event, "id": "three", "when": {"after": "two"}},
    ]
    found = [each for each in findings(records_of(files)) if each.rule == "no-cycle"]
    assert sorted(each.record.id for each in found) == ["three", "two"]


def test_a_unit_belongs_to_measures() -> None:
    """Only an issue whose terms are measured has a unit; it may leave the units to the amounts."""
    assert [*findings(records_of(put(tiny(), ISSUES, 1, "unit", value=DELETED)))] == []
    (found,) = findings(records_of(put(tiny(), ISSUES, 2, "unit", value="weeks")))
    assert (found.rule, found.record.id) == ("issue-options", "fire")
    assert found.expected == "unit on issues of kind measure, and only there"
    assert found.remedy == "remove 'unit'"


VALID = {
    "a unit of each amount, where the issue has none": all_of(
        setting(ISSUES, 1, "unit", value=DELETED), paying(amount={"exactly": 1, "unit": "coins"})
    ),
    "the unit of the issue, written again": paying(amount={"exactly": 1, "unit": "coins"}),
    "a limit on a number of which only a word is known": paying(
        amount={"unstated": "a sum"}, limit="maximum"
    ),
    "three options, one of them without text": seated(
        {"alternative": "a", "option": "tent"},
        {"alternative": "b", "option": "hall"},
        {"alternative": "c", "included": False},
    ),
    "an option that is described only": seated(
        {"alternative": "a", "option": "tent"},
        {"alternative": "b", "summary": "The commission has no seat."},
    ),
    "agreed words that nobody is said to have put forward": term(0, "status", "agreed"),
    "bracketed words and who put them forward": all_of(
        term(0, "status", "bracketed"), term(0, "proposed_by", ["south"])
    ),
    "a version coded on more than it has terms on": setting(
        ACCORD, "versions", 1, "coded_on", value=["fee", "hill-forces"]
    ),
    "a deadline on the day of the start": all_of(
        term(0, "starts", {"on": "2001-05-01"}), term(0, "deadline", {"on": "2001-05"})
    ),
    "times from different things": all_of(
        term(0, "starts", {"after": {"words": "signing"}}),
        term(0, "ends", {"before": {"words": "the harvest"}}),
    ),
    "two terms in return for each other": all_of(
        term(0, "conditions", [{"term": "fire@1", "how": "in-return-for", "summary": "So."}]),
        term(1, "conditions", [{"term": "captives@1", "how": "in-return-for", "summary": "So."}]),
    ),
    "a halt that ends after what follows its beginning": all_of(
        term(0, "conditions", [{"term": "fire@1", "how": "after", "summary": "So."}]),
        term(1, "ends", {"after": {"term": "captives@1"}}),
    ),
    "an act that hangs on a term of the text that it is on": setting(
        EVENTS, 0, "conditions", value=[{"term": "fire@1", "summary": "The halt holds."}]
    ),
    "a position held with another": setting(SOUTH, 0, "joint_with", value=["north"]),
    "a verification of another issue": on_issue("watch", "verification", of="fire"),
    "an identifier of a state": setting(
        ACTORS, 2, "identifiers", value=[{"scheme": "gw", "id": "666"}]
    ),
}


@pytest.mark.parametrize("name", VALID)
def test_what_is_like_a_violation_and_is_none(name: str) -> None:
    """A rule on drafts goes no further than it says."""
    files = tiny()
    VALID[name](files)
    assert [*findings(records_of(files))] == []


def test_an_addition_may_lack_the_earlier_number() -> None:
    """A source may give an addition without the number that it is added to."""
    records = records_of(
        put(
            tiny(),
            SOUTH,
            0,
            "terms",
            1,
            value={
                "kind": "release",
                "issue": "captives",
                "increment": {"exactly": 5},
                "evidence": [cite(PARAGRAPHS[4])],
            },
        )
    )
    assert [each.rule for each in findings(records)] == []


@pytest.mark.parametrize(
    ("edit", "rule"),
    [
        (passage(source="sources/report", paragraph=99), "evidence-paragraph"),
        (passage(source="sources/report", sha256="0" * 64), "evidence-slice"),
    ],
)
def test_an_address_escapes_no_rule(edit: Edit, rule: str, tmp_path: Path) -> None:
    """Evidence that names its source by address is refused, or held against it like any other."""
    files = tiny()
    edit(files)
    records = records_of(files)
    found = [*findings(records), *findings(records, texts=texts_in(tmp_path, records))]
    assert {each.rule for each in found} & {rule, "references"}


def test_a_text_that_is_not_there(tmp_path: Path) -> None:
    """A missing text is one problem of its source, and none of every passage."""
    records = records_of(tiny())
    texts = Texts(tmp_path, records.collections["sources"].values())
    (found,) = findings(records, texts=texts)
    assert (found.rule, found.record.id, found.path) == ("source-text", "report", ("file_name",))
    assert found.message == (
        f"source 'report': no text 'report.txt' in {tmp_path} (No such file or directory)"
    )


def test_a_text_that_is_not_utf_8(tmp_path: Path) -> None:
    """So is a text that cannot be read."""
    records = records_of(tiny())
    texts = texts_in(tmp_path, records, b"\xff\xfe")
    (found,) = findings(records, texts=texts)
    assert found.message == (
        f"source 'report': {tmp_path / 'report.txt'}: byte 0 is not UTF-8; save the text as UTF-8"
    )


TIMES = ("starts", "ends", "deadline")


@pytest.mark.parametrize(
    ("issue", "expected"),
    [
        ("captives", ("count", "baseline", "increment", "scope", "included", *TIMES)),
        ("fee", ("amount", "included", *TIMES)),
        ("fire", ("permanence", "duration", "included", *TIMES)),
        ("hill-forces", ("extent", "segment", "strength", "included", *TIMES)),
        ("seat", ("included", *TIMES)),
    ],
)
def test_ordered_fields(issue: str, expected: tuple[str, ...]) -> None:
    """Counts, durations, times and ordered words have an order, and so has whether a term is there."""
    assert ordered_fields(records_of(tiny()).collections["issues"][issue]) == expected


def test_ordered_options_are_ordered() -> None:
    """An option has an order where the issue says that its options have."""
    files = put(tiny(), ISSUES, 4, "options_are_ordered", value=True)
    assert ordered_fields(records_of(files).collections["issues"]["seat"]) == (
        "included",
        *TIMES,
        "option",
    )


# --- laws of all rules --------------------------------------------------------------------------


@given(st.lists(any_record().filter(lambda each: not isinstance(each, Metadata)), max_size=8))
@settings(max_examples=scaled(25))
def test_rules_raise_nothing(records: list[Any]) -> None:
    """Whatever records stand together, each finding can be shown, with a remedy."""
    standing = [each for each in records if type(each).__name__ != "Version"]
    for each in findings(Records.of(None, standing)):
        problem = each.problem()
        assert problem.rule in RULES
        assert problem.remedy
        assert problem.message in str(problem)


def test_findings_do_not_depend_on_the_order_of_records() -> None:
    """The same records in another order break the same rules at the same places."""
    files = tiny()
    for each in (case.edit for case in CASES if case.name in ("a gap", "no record has the id")):
        each(files)
    made = [each for each in records_of(files) if type(each).__name__ != "Version"]
    one = [each.problem() for each in findings(Records.of(None, made))]
    two = [each.problem() for each in findings(Records.of(None, reversed(made)))]
    assert one == two
    assert one


# --- amounts, addresses and identifiers in files ------------------------------------------------


@pytest.mark.parametrize(
    ("bound", "expected"),
    [
        (
            '{"exactly": 1.234567890123456}',
            (
                "data/positions/south.json:38:19: error[value] 1.234567890123456 has more than 15 digits, "
                "which cannot be kept"
            ),
        ),
        (
            '{"exactly": 12345678901234567.5}',
            (
                "data/positions/south.json:38:31: error[schema] exactly: too large\n"
                "  record: positions/south-keeps-hill /0/terms/1/amount/exactly\n"
                "  found: 12345678901234567.5 (number)\n"
                "  expected: less than 1000000000000000\n"
                "  remedy: fix the number"
            ),
        ),
        (
            '{"exactly": -3.5}',
            (
                "data/positions/south.json:38:31: error[schema] exactly: too small\n"
                "  record: positions/south-keeps-hill /0/terms/1/amount/exactly\n"
                "  found: -3.5 (number)\n"
                "  expected: 0 or more\n"
                "  remedy: fix the number"
            ),
        ),
        (
            '{"fewer_than": 0}',
            (
                "data/positions/south.json:38:34: error[schema] fewer_than: too small\n"
                "  record: positions/south-keeps-hill /0/terms/1/amount/fewer_than\n"
                "  found: 0 (integer)\n"
                "  expected: more than 0\n"
                "  remedy: fix the number"
            ),
        ),
    ],
)
def test_an_amount_that_cannot_be_kept(tmp_path: Path, bound: str, expected: str) -> None:
    """It is refused at its line and column, with what was found and what is expected."""
    files = tiny()
    paying(amount={"exactly": 7})(files)
    mark = '"amount": {"exactly": 7}'
    text = as_bytes(files[SOUTH]).decode()
    assert mark in text
    files[SOUTH] = text.replace(mark, f'"amount": {bound}').encode()
    (problem,) = check(write(tmp_path, files))
    assert str(problem).startswith(expected)


def test_an_address_with_a_space(tmp_path: Path) -> None:
    """The address of a source is one that can be followed."""
    files = put(tiny(), REPORT, "url", value="https://example.org/a b")
    (problem,) = check(write(tmp_path, files))
    assert (problem.rule, problem.record, problem.pointer) == ("schema", "sources/report", "/url")
    assert problem.message == "url: not in the required form"


def test_the_record_of_a_part_that_has_an_id(tmp_path: Path) -> None:
    """A fault in an identifier or a case is one of the record that it belongs to."""
    files = tiny()
    put(files, PLACES, 0, "identifiers", value=[{"scheme": "geonames", "id": "Q5"}])
    put(files, ISSUES, 0, "cases", value=[{**CAPTIVES[0], "label": 5}])
    problems = check(write(tmp_path, files))
    assert [(each.rule, each.record, each.pointer) for each in problems] == [
        ("schema", "issues/captives", "/0/cases/0/label"),
        ("value", "places/hill", "/0/identifiers/0"),
    ]
