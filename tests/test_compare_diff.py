"""Diffs: what differs between two records, how much it matters, and whose way it leans."""

from __future__ import annotations

import contextlib
import re
from collections import Counter
from typing import Any

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pairs import (
    LAW,
    edited,
    issue,
    passage,
    position,
    positions_and_versions,
    record_pairs,
    version,
    version_pairs,
    without_phases,
)
from strategies import actors, places, terms

from negotiations.compare.align import aligned_terms
from negotiations.compare.changes import (
    Added,
    Change,
    Changed,
    EvidenceChanged,
    Moved,
    Pair,
    Removed,
    Reported,
    Unreported,
)
from negotiations.compare.diff import Diff, diff
from negotiations.compare.lean import Lean
from negotiations.errors import UnknownId
from negotiations.model import (
    Actor,
    CeasefireTerm,
    ChoiceTerm,
    Condition,
    Evidence,
    Group,
    Issue,
    OtherTerm,
    Phase,
    Place,
    Position,
    PresenceTerm,
    Proposal,
    ProvisionTerm,
    Record,
    ReleaseTerm,
    Role,
    Term,
    Version,
)
from negotiations.model.base import Value, fields_of
from negotiations.model.terms import is_excluded
from negotiations.model.values import Count, Duration, When
from negotiations.vocabulary import (
    ActorKind,
    Basis,
    Certainty,
    Completeness,
    Level,
    Permanence,
    PhaseScope,
    PlaceKind,
    PresenceExtent,
    Support,
    TermKind,
    VersionRole,
    Who,
)

SUBSTANTIVE, CLARIFYING = Level.SUBSTANTIVE, Level.CLARIFYING
EDITORIAL, BOOKKEEPING = Level.EDITORIAL, Level.BOOKKEEPING
CERTAIN, POSSIBLE, IMPOSSIBLE = Certainty
WHOLE = PhaseScope.WHOLE

Row = tuple[str, str, Level, Certainty]


def rows_of(found: Diff) -> list[Row]:
    """Each change as code, path, level and certainty, by path.

    How an item without a key of its own stands in a path is left open.
    """
    rows = [
        (
            each.code,
            re.sub("/conditions/.+", "/conditions/*", each.path),
            each.level,
            each.certainty,
        )
        for each in found
    ]
    return sorted(rows, key=lambda row: (row[1], row[0]))


# --- laws ---------------------------------------------------------------------------------------


@LAW
@given(record_pairs())
def test_a_diff_is_false_if_and_only_if_both_are_equal(pair: tuple[Value, Value]) -> None:
    """Nothing that differs is left out, nothing else is in it, and it is the same every time."""
    a, b = pair
    before = repr(a), repr(b)
    found = diff(a, b)
    assert bool(found) is (a != b)
    assert not diff(a, a)
    assert diff(a, b) == found
    assert hash(diff(a, b)) == hash(found)
    assert (repr(a), repr(b)) == before


OPPOSITE: dict[type[Change], type[Change]] = {
    Added: Removed,
    Removed: Added,
    Reported: Unreported,
    Unreported: Reported,
}


@LAW
@given(record_pairs())
def test_swapping_the_sides_swaps_what_was_gained_and_lost(pair: tuple[Value, Value]) -> None:
    """Added becomes removed, reported unreported, and every other sort of change stays."""
    a, b = pair
    there = Counter(OPPOSITE.get(type(each), type(each)) for each in diff(a, b))
    back = Counter(type(each) for each in diff(b, a))
    assert there == back


@pytest.mark.parametrize("empty", [None, ()])
def test_what_a_full_text_lacks_is_removed(empty: tuple[Term, ...] | None) -> None:
    """A term that a full text lacks is removed, whichever way the text has no terms."""
    known, lacking = version(veto()), version(full=True, terms=empty)
    there, back = diff(known, lacking), diff(lacking, known)
    assert [change.code for change in there if change.term is not None] == ["term.removed"]
    assert [change.code for change in back if change.term is not None] == ["term.added"]
    assert len(there) == len(back)


def _is_said_to_lack(side: Value, change: Change) -> bool:
    """Whether a side is reported not to have what a change is about."""
    if isinstance(side, Version) and side.completeness is Completeness.FULL_TEXT:
        return True
    here: Any = side
    for step in change.steps:
        if isinstance(step, Pair):
            here = step.before if isinstance(change, Added) else step.after
        elif here is not None:
            here = getattr(here, step)
        if here == () or (isinstance(here, Term) and here.included is False):
            return True
    return False


@LAW
@given(record_pairs())
def test_silence_is_never_taken_for_absence(pair: tuple[Value, Value]) -> None:
    """Added and removed want a report of absence: a full text, ``[]`` or ``included: false``."""
    a, b = pair
    if isinstance(a, Proposal):
        return  # Its versions are known in full or in part; see the law of versions below.
    for change in diff(a, b):
        if isinstance(change, Added):
            assert _is_said_to_lack(a, change), change
        if isinstance(change, Removed):
            assert _is_said_to_lack(b, change), change


@LAW
@given(version_pairs())
def test_partial_texts_that_exclude_nothing_lose_nothing(pair: tuple[Version, Version]) -> None:
    """Two reports in part, without an empty list or an exclusion, add and remove nothing.

    Of options of a draft only a settled term of the other side tells that they are gone.
    """

    def in_part(side: Version) -> Version:
        held = [_bare(term) for term in side.terms or ()]
        return version(*held, roles=side.roles or None, phases=side.phases or None)

    found = diff(*map(in_part, pair))
    assert not [each for each in found if type(each) in (Added, Removed)]


def _bare(term: Term) -> Term:
    """A term without empty lists and without a word on whether it is included."""
    empty = [spec.name for spec in fields_of(term) if getattr(term, spec.name) == ()]
    return term.replace(**dict.fromkeys(empty), included=None)


@LAW
@given(version_pairs())
def test_what_is_excluded_is_never_added(pair: tuple[Version, Version]) -> None:
    """A report that a text lacks a term adds no term, however much of the other text is known."""
    for change in diff(*pair):
        if isinstance(change.steps[-1], Pair):
            if isinstance(change, Added) and isinstance(change.after, Term):
                assert change.after.included is not False
            if isinstance(change, Removed) and isinstance(change.before, Term):
                assert change.before.included is not False


@LAW
@given(version_pairs(), st.data())
def test_texts_do_not_differ_in_the_details_of_what_neither_has(
    pair: tuple[Version, Version], data: st.DataObject
) -> None:
    """Where both exclude a term, no change of a detail of it is possible, substantive or leans.

    Only its phase is open, and its passages are another matter.
    """
    a, b = pair
    assume(a.terms)
    term = data.draw(st.sampled_from(a.terms)).replace(included=False)
    other = data.draw(edited(term)).replace(issue=term.issue, phase=term.phase, included=False)
    sides = [
        text.replace(
            phases=None, terms=(*(each for each in text.terms or () if each.key != term.key), held)
        )
        for text, held in ((a, term), (b, other))
    ]
    rules = (spec.name for spec in fields_of(term))
    found = diff(*sides, issues={term.issue: issue(term.issue, term.kind, *rules)})
    pairs = ((step, change) for change in found for step in change.steps)
    for step, change in pairs:
        if isinstance(step, Pair) and is_excluded(step.before) and is_excluded(step.after):
            assert change.field == "phase" or not change.certainty.is_possible
            assert change.level < Level.SUBSTANTIVE
            assert not found.lean(change)


@LAW
@given(version_pairs())
def test_a_version_changes_alike_alone_and_in_its_proposal(pair: tuple[Version, Version]) -> None:
    """The same changes, at the same levels, with the path of the version before them."""
    a, b = (side.replace(id="plan@one") for side in pair)
    alone = diff(a, b)
    around = Proposal(id="plan", title="Plan", between=("north", "south"), rationale="One text.")
    within = diff(around.replace(versions=(a,)), around.replace(versions=(b,)))
    prefix = "/versions/plan@one"
    assert rows_of(within) == [
        (code, prefix + path, level, certainty) for code, path, level, certainty in rows_of(alone)
    ]


def test_what_a_full_text_lacks_is_removed_from_a_proposal_too() -> None:
    """Each version of a proposal is known in full or in part by itself."""
    around = Proposal(id="plan", title="Plan", between=("north", "south"), rationale="One text.")
    partial = version(veto(), id="plan@two")
    before = around.replace(versions=(version(veto(), release(), full=True), partial))
    after = around.replace(
        versions=(version(release(), full=True), version(release(), id="plan@two"))
    )
    assert codes_and_paths(diff(before, after)) == [
        ("term.removed", "/versions/plan@one/terms/veto"),
        ("term.reported", "/versions/plan@two/terms/prisoners@1"),
        ("term.unreported", "/versions/plan@two/terms/veto"),
    ]


@LAW
@given(positions_and_versions())
def test_a_position_is_held_only_to_what_it_speaks_on(pair: tuple[Position, Version]) -> None:
    """Against a version, no phases, no header, and no issue but those of the position."""
    spoken = {term.issue for term in pair[0].terms}
    for sides in (pair, pair[::-1]):
        found = diff(*sides)
        assert not found.whole
        assert all(change.path.startswith("/terms/") for change in found)
        assert {change.issue for change in found} <= spoken


@LAW
@given(positions_and_versions())
def test_a_version_in_part_refuses_no_demand(pair: tuple[Position, Version]) -> None:
    """What a position wants and a partial text does not mention is unreported, never removed."""
    wanted, text = pair
    text = text.replace(completeness=Completeness.PARTIAL, terms=text.terms or None)
    for change in diff(wanted, text):
        last = change.steps[-1]
        if isinstance(last, Pair) and isinstance(last.present, Term):
            if last.after is None:
                assert isinstance(change, Unreported)
            if last.before is None:
                assert isinstance(change, Reported)


# --- a table of old, new and expected -----------------------------------------------------------


def release(**fields: Any) -> ReleaseTerm:
    return ReleaseTerm(issue="prisoners", **{"phase": 1, **fields})


def veto(**fields: Any) -> OtherTerm:
    return OtherTerm(issue="veto", **fields)


def day(edtf: str) -> When:
    return When(edtf=edtf, basis=Basis.STATED)


RELEASE = "/terms/prisoners@1"
exactly = Count.exactly
one_text = {"summary": "Forty persons in the first week."}
ROLE = Role(actor="north", role=VersionRole.AUTHOR)

TABLE: list[tuple[str, Version, Version, list[Row]]] = [
    # No change.
    ("nothing", version(), version(), []),
    ("the same terms", version(release(), veto()), version(release(), veto()), []),
    ("the order of terms", version(release(), veto()), version(veto(), release()), []),
    ("excluded on both sides", version(veto(included=False)), version(veto(included=False)), []),
    ("full text on both sides", version(veto(), full=True), version(veto(), full=True), []),
    # Counts.
    *(
        (
            f"a count {verb}",
            version(release(count=before)),
            version(release(count=after)),
            [(f"term.count.{verb}", f"{RELEASE}/count", level, certainty)],
        )
        for verb, before, after, level, certainty in (
            ("raised", exactly(150), exactly(250), SUBSTANTIVE, CERTAIN),
            ("lowered", Count.more_than(100), exactly(100), SUBSTANTIVE, CERTAIN),
            ("narrowed", Count.at_least(10), Count.between(20, 30), CLARIFYING, POSSIBLE),
            ("widened", exactly(30), Count.about(30), CLARIFYING, POSSIBLE),
            ("shifted", Count.between(1, 9), Count.between(5, 20), SUBSTANTIVE, POSSIBLE),
            ("became-exact", Count.more_than(100), exactly(150), CLARIFYING, POSSIBLE),
            ("reworded", Count.more_than(99), Count.at_least(100), CLARIFYING, POSSIBLE),
        )
    ),
    # Durations.
    *(
        (
            f"a duration {verb}",
            version(CeasefireTerm(issue="truce", duration=before)),
            version(CeasefireTerm(issue="truce", duration=after)),
            [(f"term.duration.{verb}", "/terms/truce/duration", level, certainty)],
        )
        for verb, before, after, level, certainty in (
            ("raised", Duration.exactly("P6W"), Duration.exactly("P8W"), SUBSTANTIVE, CERTAIN),
            ("lowered", Duration.exactly("P6W"), Duration.exactly("P5W"), SUBSTANTIVE, CERTAIN),
            ("narrowed", Duration.at_most("P6W"), Duration.at_most("P5W"), CLARIFYING, POSSIBLE),
            ("widened", Duration.exactly("P30D"), Duration.exactly("P1M"), CLARIFYING, POSSIBLE),
            ("shifted", Duration.about("P6W"), Duration.about("P7W"), SUBSTANTIVE, POSSIBLE),
            ("became-exact", Duration.about("P6W"), Duration.exactly("P6W"), CLARIFYING, POSSIBLE),
            ("reworded", Duration.at_least("P6W"), Duration.at_least("P42D"), CLARIFYING, POSSIBLE),
        )
    ),
    # Ordered words, plain words, text, references.
    (
        "an ordered word up",
        version(CeasefireTerm(issue="truce", permanence=Permanence.TEMPORARY)),
        version(CeasefireTerm(issue="truce", permanence=Permanence.PERMANENT)),
        [("term.permanence.up", "/terms/truce/permanence", SUBSTANTIVE, CERTAIN)],
    ),
    (
        "an ordered word down",
        version(PresenceTerm(issue="border", extent=PresenceExtent.KEPT)),
        version(PresenceTerm(issue="border", extent=PresenceExtent.REDUCED)),
        [("term.extent.down", "/terms/border/extent", SUBSTANTIVE, CERTAIN)],
    ),
    (
        "a reference",
        version(PresenceTerm(issue="border", place="ridge")),
        version(PresenceTerm(issue="border", place="river")),
        [("term.place.changed", "/terms/border/place", SUBSTANTIVE, CERTAIN)],
    ),
    (
        "a text that says how much",
        version(ProvisionTerm(issue="aid", volume="ten lorries a day")),
        version(ProvisionTerm(issue="aid", volume="fifty lorries a day")),
        [("term.volume.changed", "/terms/aid/volume", SUBSTANTIVE, POSSIBLE)],
    ),
    (
        "our own words",
        version(release(**one_text, note="A first reading.")),
        version(release(summary="Forty persons in a week.", note="A second reading.")),
        [
            ("term.note.changed", f"{RELEASE}/note", EDITORIAL, POSSIBLE),
            ("term.summary.changed", f"{RELEASE}/summary", EDITORIAL, POSSIBLE),
        ],
    ),
    (
        "an excluded term is excluded in other words",
        version(veto(included=False, summary="No veto.")),
        version(veto(included=False, summary="A veto is ruled out.")),
        [("term.summary.changed", "/terms/veto/summary", EDITORIAL, IMPOSSIBLE)],
    ),
    # Fields that one side does not report.
    (
        "a field newly reported",
        version(release()),
        version(release(count=exactly(5))),
        [("term.count.reported", f"{RELEASE}/count", CLARIFYING, POSSIBLE)],
    ),
    (
        "a field no longer reported",
        version(release(count=exactly(5))),
        version(release()),
        [("term.count.unreported", f"{RELEASE}/count", CLARIFYING, POSSIBLE)],
    ),
    (
        "a summary newly reported",
        version(release()),
        version(release(**one_text)),
        [("term.summary.reported", f"{RELEASE}/summary", EDITORIAL, POSSIBLE)],
    ),
    (
        "a field that the full text does not have",
        version(release(count=exactly(5))),
        version(release(), full=True),
        [
            ("version.completeness.changed", "/completeness", BOOKKEEPING, CERTAIN),
            ("term.count.removed", f"{RELEASE}/count", SUBSTANTIVE, POSSIBLE),
        ],
    ),
    (
        "a field that the full text did not have",
        version(release(), full=True),
        version(release(count=exactly(5)), full=True),
        [("term.count.added", f"{RELEASE}/count", SUBSTANTIVE, POSSIBLE)],
    ),
    (
        "a note is no part of a full text",
        version(release(note="A reading."), full=True),
        version(release(), full=True),
        [("term.note.unreported", f"{RELEASE}/note", EDITORIAL, POSSIBLE)],
    ),
    # Lists in a term.
    (
        "one more condition",
        version(veto(conditions=(Condition(summary="a vote"),))),
        version(veto(conditions=(Condition(summary="a vote"), Condition(summary="a law")))),
        [("term.conditions.reported", "/terms/veto/conditions/*", CLARIFYING, POSSIBLE)],
    ),
    (
        "reported to hang on nothing",
        version(veto(conditions=(Condition(summary="a vote"),))),
        version(veto(conditions=())),
        [("term.conditions.removed", "/terms/veto/conditions/*", SUBSTANTIVE, CERTAIN)],
    ),
    (
        "not reported, then reported to be none",
        version(veto()),
        version(veto(obligors=())),
        [("term.obligors.reported", "/terms/veto/obligors", CLARIFYING, POSSIBLE)],
    ),
    (
        "the number of one group",
        version(release(groups=(Group(who=(Who.WOMEN,), count=exactly(10)),))),
        version(release(groups=(Group(who=(Who.WOMEN,), count=exactly(20)),))),
        [("term.groups.count.raised", f"{RELEASE}/groups/women/count", SUBSTANTIVE, POSSIBLE)],
    ),
    (
        "the number of one group of which all is reported",
        version(release(groups=(Group(who=(Who.WOMEN,), citizens_of="south", count=exactly(10)),))),
        version(release(groups=(Group(who=(Who.WOMEN,), citizens_of="south", count=exactly(20)),))),
        [
            (
                "term.groups.count.raised",
                f"{RELEASE}/groups/women:south/count",
                SUBSTANTIVE,
                CERTAIN,
            )
        ],
    ),
    # Whole terms.
    (
        "a term newly reported",
        version(veto()),
        version(veto(), release()),
        [("term.reported", RELEASE, CLARIFYING, POSSIBLE)],
    ),
    (
        "a term no longer mentioned",
        version(veto(), release()),
        version(veto()),
        [("term.unreported", RELEASE, CLARIFYING, POSSIBLE)],
    ),
    (
        "the only term no longer mentioned",
        version(release()),
        version(),
        [("term.unreported", RELEASE, CLARIFYING, POSSIBLE)],
    ),
    (
        "an excluded term newly reported",
        version(release()),
        version(release(), veto(included=False)),
        [("term.reported", "/terms/veto", CLARIFYING, POSSIBLE)],
    ),
    (
        "a term removed by a report that it is out",
        version(veto()),
        version(veto(included=False)),
        [("term.removed", "/terms/veto", SUBSTANTIVE, CERTAIN)],
    ),
    (
        "a term added after a report that it was out",
        version(veto(included=False)),
        version(veto(included=True)),
        [("term.added", "/terms/veto", SUBSTANTIVE, CERTAIN)],
    ),
    (
        "a term removed by an empty list",
        version(veto()),
        version(terms=()),
        [("term.removed", "/terms/veto", SUBSTANTIVE, CERTAIN)],
    ),
    (
        "a term added after an empty list",
        version(terms=()),
        version(veto()),
        [("term.added", "/terms/veto", SUBSTANTIVE, CERTAIN)],
    ),
    (
        "a term removed by a full text",
        version(veto(), release(), full=True),
        version(release(), full=True),
        [("term.removed", "/terms/veto", SUBSTANTIVE, CERTAIN)],
    ),
    (
        "a term added to a full text",
        version(release(), full=True),
        version(veto(), release(), full=True),
        [("term.added", "/terms/veto", SUBSTANTIVE, CERTAIN)],
    ),
    (
        "a partial report after a full text",
        version(veto(), release(), full=True),
        version(release()),
        [
            ("version.completeness.changed", "/completeness", BOOKKEEPING, CERTAIN),
            ("term.unreported", "/terms/veto", CLARIFYING, POSSIBLE),
        ],
    ),
    (
        "terms not reported, then reported to be none",
        version(),
        version(terms=()),
        [("version.terms.reported", "/terms", CLARIFYING, POSSIBLE)],
    ),
    (
        "another kind of term in the same place",
        version(OtherTerm(issue="truce")),
        version(CeasefireTerm(issue="truce")),
        [("term.changed", "/terms/truce", SUBSTANTIVE, CERTAIN)],
    ),
    # The phases of terms.
    (
        "moved",
        version(release()),
        version(release(phase=2)),
        [("term.phase.moved", "/terms/prisoners@2/phase", SUBSTANTIVE, POSSIBLE)],
    ),
    (
        "moved to the whole text, with another edit",
        version(release(count=exactly(1))),
        version(release(count=exactly(2), phase=WHOLE)),
        [
            ("term.count.raised", "/terms/prisoners@whole/count", SUBSTANTIVE, CERTAIN),
            ("term.phase.moved", "/terms/prisoners@whole/phase", SUBSTANTIVE, CERTAIN),
        ],
    ),
    (
        "a phase newly reported",
        version(release(phase=None)),
        version(release()),
        [("term.phase.reported", "/terms/prisoners/phase", CLARIFYING, POSSIBLE)],
    ),
    (
        "a phase no longer reported",
        version(release()),
        version(release(phase=None)),
        [("term.phase.unreported", "/terms/prisoners/phase", CLARIFYING, POSSIBLE)],
    ),
    (
        "no phase, and two candidates",
        version(release(phase=None)),
        version(release(), release(phase=2)),
        [
            ("term.unreported", "/terms/prisoners", CLARIFYING, POSSIBLE),
            ("term.reported", "/terms/prisoners@1", CLARIFYING, POSSIBLE),
            ("term.reported", "/terms/prisoners@2", CLARIFYING, POSSIBLE),
        ],
    ),
    (
        "no phase, and one candidate left",
        version(release(phase=None), release()),
        version(release(), release(phase=2)),
        [("term.phase.reported", "/terms/prisoners/phase", CLARIFYING, POSSIBLE)],
    ),
    # The phases of the text.
    (
        "a phase of the text newly reported",
        version(),
        version(phases=(Phase(ordinal=1),)),
        [("phase.reported", "/phases/1", CLARIFYING, POSSIBLE)],
    ),
    (
        "reported to have no phases",
        version(phases=(Phase(ordinal=1),)),
        version(phases=()),
        [("phase.removed", "/phases/1", SUBSTANTIVE, CERTAIN)],
    ),
    (
        "the length and the name of a phase",
        version(phases=(Phase(ordinal=1, duration=Duration.exactly("P6W"), label="First"),)),
        version(phases=(Phase(ordinal=1, duration=Duration.exactly("P7W"), label="Opening"),)),
        [
            ("phase.duration.raised", "/phases/1/duration", SUBSTANTIVE, POSSIBLE),
            ("phase.label.changed", "/phases/1/label", EDITORIAL, POSSIBLE),
        ],
    ),
    # The header.
    (
        "labels",
        version(labels=("First draft",)),
        version(labels=("Opening draft",)),
        [
            ("version.labels.unreported", "/labels/First draft", EDITORIAL, POSSIBLE),
            ("version.labels.reported", "/labels/Opening draft", EDITORIAL, POSSIBLE),
        ],
    ),
    (
        "roles",
        version(roles=(ROLE,)),
        version(roles=(ROLE.replace(actor="south"),)),
        [
            ("role.unreported", "/roles/north:author", CLARIFYING, POSSIBLE),
            ("role.reported", "/roles/south:author", CLARIFYING, POSSIBLE),
        ],
    ),
    (
        "a note on a role",
        version(roles=(ROLE,)),
        version(roles=(ROLE.replace(note="In one source."),)),
        [("role.note.reported", "/roles/north:author/note", EDITORIAL, POSSIBLE)],
    ),
    (
        "the date",
        version(tabled=day("2024-05")),
        version(tabled=day("2024-08-16")),
        [("version.tabled.changed", "/tabled", CLARIFYING, CERTAIN)],
    ),
    (
        "the date became sharper",
        version(tabled=day("2024-08")),
        version(tabled=day("2024-08-16")),
        [("version.tabled.changed", "/tabled", CLARIFYING, POSSIBLE)],
    ),
    (
        "what it was made from",
        version(derived_from=("plan@draft",)),
        version(derived_from=("plan@sketch",)),
        [
            ("version.derived_from.unreported", "/derived_from/plan@draft", BOOKKEEPING, POSSIBLE),
            ("version.derived_from.reported", "/derived_from/plan@sketch", BOOKKEEPING, POSSIBLE),
        ],
    ),
    (
        "two versions of different proposals",
        version(release(count=exactly(5)), id="plan@one"),
        version(release(count=exactly(7)), id="offer@first"),
        [
            ("version.id.changed", "/id", BOOKKEEPING, CERTAIN),
            ("term.count.raised", f"{RELEASE}/count", SUBSTANTIVE, CERTAIN),
        ],
    ),
]


@pytest.mark.parametrize(
    ("before", "after", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_what_is_found(before: Version, after: Version, expected: list[Row]) -> None:
    """Code, path, level and certainty of every change between two versions."""
    before, after = without_phases(before, after)
    assert rows_of(diff(before, after)) == sorted(expected, key=lambda row: (row[1], row[0]))


def codes_and_paths(found: Diff) -> list[tuple[str, str]]:
    return [(change.code, change.path) for change in found]


def test_only_the_evidence_differs() -> None:
    """Other passages and other claimants are bookkeeping, and no term counts as changed."""
    before = version(release(evidence=(passage(1),)))
    for held in (
        (passage(2),),
        (passage(1, claimants=("north",)),),
        (passage(1), passage(2)),
        None,
    ):
        found = diff(before, version(release(evidence=held)))
        assert codes_and_paths(found) == [("term.evidence.changed", f"{RELEASE}/evidence")]
        (change,) = found
        assert type(change) is EvidenceChanged
        assert change.level is BOOKKEEPING
        assert found.summary().terms_changed == 0
        assert found.summary().terms_same == 1


def test_only_the_evidence_of_the_record_differs() -> None:
    """The evidence of the header is bookkeeping too."""
    found = diff(version(evidence=(passage(1),)), version())
    assert codes_and_paths(found) == [("version.evidence.changed", "/evidence")]
    assert found[0].level is BOOKKEEPING


def test_a_text_is_changed_by_words() -> None:
    """The change of a text says which words are gone and which are new."""
    (change,) = diff(
        version(ProvisionTerm(issue="aid", volume="ten lorries a day")),
        version(ProvisionTerm(issue="aid", volume="fifty lorries a day")),
    )
    assert isinstance(change, Changed)
    assert change.words == (("-", "ten"), ("+", "fifty"), ("=", "lorries a day"))


# --- positions ----------------------------------------------------------------------------------


def test_a_position_against_a_version() -> None:
    """Only the issues of the position; the rest of the version, its phases and its header do not count."""
    wanted = position(release(count=exactly(200)), summary="What is asked for.", when=day("2024"))
    text = version(
        release(count=exactly(150)),
        veto(),
        phases=(Phase(ordinal=1),),
        roles=(ROLE,),
        tabled=day("2023"),
    )
    assert codes_and_paths(diff(wanted, text)) == [("term.count.lowered", f"{RELEASE}/count")]
    assert codes_and_paths(diff(text, wanted)) == [("term.count.raised", f"{RELEASE}/count")]


@pytest.mark.parametrize("held", [None, (veto(),)], ids=["no terms", "terms on other issues"])
def test_a_version_that_is_silent_on_a_demand(held: tuple[Term, ...] | None) -> None:
    """A text known in part does not refuse what it is not reported to mention."""
    wanted, text = position(release()), version(terms=held)
    assert codes_and_paths(diff(wanted, text)) == [("term.unreported", RELEASE)]
    assert codes_and_paths(diff(text, wanted)) == [("term.reported", RELEASE)]


@pytest.mark.parametrize(
    "text",
    [
        version(veto(), full=True),
        version(full=True),
        version(terms=()),
        version(terms=(), full=True),
    ],
    ids=["full text", "full text without terms", "no terms", "full text with no terms"],
)
def test_a_version_that_lacks_what_is_demanded(text: Version) -> None:
    """A full text without the term, and one reported to have no terms, do not have it."""
    wanted = position(release())
    assert codes_and_paths(diff(wanted, text)) == [("term.removed", RELEASE)]
    assert codes_and_paths(diff(text, wanted)) == [("term.added", RELEASE)]


def test_a_position_without_terms_speaks_on_nothing() -> None:
    """Then there is nothing to compare."""
    assert not diff(position(), version(release(), veto()))


def test_two_positions_compare_in_full() -> None:
    """Act, time and terms; what the one does not mention it is silent on."""
    before = position(release(count=exactly(200)), when=day("2024-05"))
    after = position(release(count=exactly(150)), veto(), when=day("2024-08"))
    found = diff(before, after)
    assert found.whole
    assert rows_of(found) == [
        ("term.count.lowered", f"{RELEASE}/count", SUBSTANTIVE, CERTAIN),
        ("term.reported", "/terms/veto", CLARIFYING, POSSIBLE),
        ("position.when.changed", "/when", CLARIFYING, CERTAIN),
    ]


# --- kinds --------------------------------------------------------------------------------------

ACTOR = Actor(id="north", name="North", kind=ActorKind.STATE)
PLACE = Place(id="ridge", name="Ridge", kind=PlaceKind.BORDER)


@pytest.mark.parametrize(
    ("a", "b", "kinds"),
    [
        (ACTOR, PLACE, "Actor and Place"),
        (version(), PLACE, "Version and Place"),
        (position(), ACTOR, "Position and Actor"),
        (veto(), version(), "OtherTerm and Version"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_kinds_that_cannot_be_compared(a: Value, b: Value, kinds: str) -> None:
    """The message names both kinds and says what can be compared."""
    with pytest.raises(TypeError) as caught:
        diff(a, b)
    assert str(caught.value) == (
        f"{kinds} cannot be compared: give two records of one kind, or a position and a version"
    )


@LAW
@given(actors(), places())
def test_unlike_records_are_refused_both_ways(a: Record, b: Record) -> None:
    """Whatever they hold."""
    for sides in ((a, b), (b, a)):
        with pytest.raises(TypeError, match="cannot be compared"):
            diff(*sides)


def test_two_terms_of_one_kind() -> None:
    """Terms are compared field by field."""
    found = diff(release(count=exactly(5)), release(count=exactly(7)))
    assert codes_and_paths(found) == [("term.count.raised", "/count")]


@LAW
@given(terms(), terms())
def test_two_terms_of_any_kinds(a: Term, b: Term) -> None:
    """Terms of two kinds are compared as far as they go, or refused by name; never a crash."""
    if type(a) is not type(b):
        with contextlib.suppress(TypeError):
            assert diff(a, b)
    else:
        assert bool(diff(a, b)) is (a != b)


def test_records_of_other_kinds_compare_too() -> None:
    """An actor's fields, for one."""
    found = diff(ACTOR, ACTOR.replace(name="The North", spellings=("North",)))
    assert rows_of(found) == [
        ("actor.name.changed", "/name", EDITORIAL, CERTAIN),
        ("actor.spellings.reported", "/spellings/North", CLARIFYING, POSSIBLE),
    ]


def test_two_proposals() -> None:
    """Changes within a version that both have, and versions that only one has."""
    before = Proposal(
        id="plan",
        title="Plan",
        between=("north", "south"),
        rationale="One text.",
        versions=(version(release(count=exactly(5))), version(id="plan@zero")),
    )
    after = before.replace(versions=(version(release(count=exactly(7))), version(id="plan@two")))
    assert codes_and_paths(diff(before, after)) == [
        ("term.count.raised", f"/versions/plan@one{RELEASE}/count"),
        ("version.reported", "/versions/plan@two"),
        ("version.unreported", "/versions/plan@zero"),
    ]


# --- leans --------------------------------------------------------------------------------------

ISSUES: dict[str, Issue] = {
    each.id: each
    for each in (
        issue("prisoners", TermKind.RELEASE, "count", "scope"),
        issue("border", TermKind.PRESENCE, "extent"),
        issue("truce", TermKind.CEASEFIRE, "duration", "permanence"),
        issue("veto", TermKind.OTHER, "included"),
        issue(
            "vote",
            TermKind.CHOICE,
            "option",
            options=("never", "later", "soon"),
            options_are_ordered=True,
        ),
        issue("colour", TermKind.CHOICE, "option", options=("red", "white")),
        issue("aid", TermKind.PROVISION),
    )
}


def lean(before: Version | Position, after: Version | Position) -> Lean:
    """The lean of the only change between two sides."""
    found = diff(*without_phases(before, after), issues=ISSUES)
    (change,) = found
    return found.lean(change)


def ballot(option: str, on: str = "vote") -> ChoiceTerm:
    return ChoiceTerm(issue=on, option=option)


def border(extent: PresenceExtent) -> PresenceTerm:
    return PresenceTerm(issue="border", extent=extent)


@pytest.mark.parametrize(
    ("before", "after", "toward", "away_from", "said"),
    [
        (release(count=exactly(5)), release(count=exactly(7)), "north", "south", "prisoners.count"),
        (release(count=exactly(7)), release(count=exactly(5)), "south", "north", "prisoners.count"),
        (
            border(PresenceExtent.NONE),
            border(PresenceExtent.REDUCED),
            "north",
            "south",
            "border.extent",
        ),
        (
            border(PresenceExtent.KEPT),
            border(PresenceExtent.NONE),
            "south",
            "north",
            "border.extent",
        ),
        (
            CeasefireTerm(issue="truce", duration=Duration.exactly("P1W")),
            CeasefireTerm(issue="truce", duration=Duration.exactly("P1M")),
            "north",
            "south",
            "truce.duration",
        ),
        (veto(included=False), veto(included=True), "north", "south", "veto.included"),
        (veto(), veto(included=False), "south", "north", "veto.included"),
        (ballot("never"), ballot("soon"), "north", "south", "vote.option"),
        (ballot("soon"), ballot("later"), "south", "north", "vote.option"),
    ],
)
def test_leans_toward_a_party(
    before: Term, after: Term, toward: str, away_from: str, said: str
) -> None:
    """More of a field leans toward the one party of its rule, less toward the other."""
    read = lean(version(before), version(after))
    assert (read.toward, read.away_from, read.why) == (toward, away_from, said)
    assert read.is_determined
    assert read.rule is not None
    assert said == f"{before.issue}.{read.rule.field}"
    assert str(read) == f"toward {toward}, by the coded polarity of {said}"


def test_a_term_that_a_full_text_lacks_leans() -> None:
    """Whether a term is in a text leans by the rule for ``included``."""
    with_it, without = version(veto(), full=True), version(terms=(), full=True)
    assert lean(with_it, without).toward == "south"
    assert lean(without, with_it).toward == "north"


def test_leans_within_a_position() -> None:
    """A change of what a party wants is read by the same rules."""
    read = lean(position(release(count=exactly(9))), position(release(count=exactly(5))))
    assert read.toward == "south"


SILENT = "one side is silent on it, and silence is no concession"
OPEN = "the change has no certain direction"


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        (version(), version(tabled=day("2024")), "it is on no issue"),
        (version(id="plan@one"), version(id="plan@two"), "it is on no issue"),
        (version(release()), version(), SILENT),
        (version(), version(veto(included=False)), SILENT),
        (version(release()), version(release(count=exactly(5))), SILENT),
        (
            version(OtherTerm(issue="flags")),
            version(OtherTerm(issue="flags", included=False)),
            "no polarity is known",
        ),
        (
            version(ProvisionTerm(issue="aid", volume="ten")),
            version(ProvisionTerm(issue="aid", volume="six")),
            "the issue aid has no polarity for volume",
        ),
        (
            version(release()),
            version(release(included=False)),
            "the issue prisoners has no polarity for included",
        ),
        (
            version(release()),
            version(release(phase=2)),
            "another pairing of the phases is nearly as good as their numbers",
        ),
        (
            version(release(evidence=(passage(1),))),
            version(release(evidence=(passage(2),))),
            "the issue prisoners has no polarity for evidence",
        ),
        (
            version(release(obligors=("north",))),
            version(release(obligors=())),
            "the issue prisoners has no polarity for obligors",
        ),
        (version(release(count=Count.at_least(5))), version(release(count=exactly(9))), OPEN),
        (version(release(count=Count.about(5))), version(release(count=Count.about(9))), OPEN),
        (version(ballot("red", "colour")), version(ballot("white", "colour")), OPEN),
        (version(ballot("soon")), version(ballot("whenever")), OPEN),
    ],
)
def test_leans_toward_nobody(
    before: Version | Position, after: Version | Position, why: str
) -> None:
    """A lean that is not determined says why."""
    read = lean(before, after)
    assert (read.toward, read.away_from, read.why) == (None, None, why)
    assert not read.is_determined
    assert str(read) == f"undetermined: {why}"


def test_no_lean_without_issues() -> None:
    """Polarity is kept in data: without the issues none is known."""
    found = diff(version(release(count=exactly(5))), version(release(count=exactly(7))))
    assert str(found.lean(found[0])) == "undetermined: no polarity is known"


def test_a_group_does_not_lean_by_the_rule_for_the_whole() -> None:
    """The polarity is of the term's own count; what one group gains another may lose."""
    read = lean(
        version(release(count=exactly(50), groups=(Group(who=(Who.WOMEN,), count=exactly(10)),))),
        version(release(count=exactly(50), groups=(Group(who=(Who.WOMEN,), count=exactly(20)),))),
    )
    assert not read.is_determined


def test_a_report_of_absence_leans_toward_nobody() -> None:
    """A full text without a veto and a report that there is none say the same."""
    found = diff(version(full=True, terms=()), version(veto(included=False)), issues=ISSUES)
    on_veto = [change for change in found if change.issue == "veto"]
    assert on_veto
    assert not [change for change in on_veto if found.lean(change).is_determined]


@LAW
@given(version_pairs())
def test_silence_is_no_concession(pair: tuple[Version, Version]) -> None:
    """Nothing that one side leaves unsaid leans, and every lean gives its rule or its reason."""
    kinds = (TermKind.RELEASE, TermKind.PRESENCE)
    rules = ("count", "extent", "included", "phase", "evidence", "strength", "summary")
    known = {key: issue(key, kind, *rules) for key, kind in zip("xy", kinds, strict=True)}
    found = diff(*pair, issues=known)
    for change in found:
        read = found.lean(change)
        assert read.why
        assert read.is_determined is (read.toward is not None)
        if isinstance(change, Reported | Unreported) or change.issue is None:
            assert not read.is_determined
        if read.is_determined:
            assert read.rule is not None
            assert {read.toward, read.away_from} == {"north", "south"}


@LAW
@given(version_pairs())
def test_the_way_back_leans_the_other_way(pair: tuple[Version, Version]) -> None:
    """What leans toward a party leans away from it when the sides are swapped."""
    rules = ("count", "extent", "included", "strength")
    known = {key: issue(key, TermKind.RELEASE, *rules) for key in "xy"}
    found = diff(*pair, issues=known)
    back = found.invert()
    for change, inverse in zip(found, back, strict=True):
        there, here = found.lean(change), back.lean(inverse)
        assert (there.toward, there.away_from) == (here.away_from, here.toward)


def test_leans_are_read_of_two_terms_as_well() -> None:
    """Two terms compared by themselves are on their issue."""
    found = diff(release(count=exactly(5)), release(count=exactly(7)), issues=ISSUES)
    assert found[0].issue == "prisoners"
    assert found.lean(found[0]).toward == "north"


# --- as a sequence ------------------------------------------------------------------------------

FOUND = diff(
    version(release(count=exactly(5)), veto(), note="One."),
    version(release(count=exactly(7)), note="Two."),
    issues=ISSUES,
)


def test_a_diff_is_a_sequence_of_changes() -> None:
    """Length, index, slice, iteration and membership are those of its changes."""
    assert len(FOUND) == 3
    assert FOUND[0] == next(iter(FOUND)) == FOUND.changes[0]
    assert FOUND[-1] is FOUND.changes[2]
    assert FOUND[1:] == FOUND.changes[1:]
    assert FOUND[0] in FOUND
    assert FOUND.index(FOUND[1]) == 1
    with pytest.raises(IndexError):
        FOUND[3]


def test_a_diff_is_frozen() -> None:
    """Nothing in it can be set."""
    diff_: Any = FOUND
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        diff_.changes = ()


def test_diffs_compare_by_their_sides_and_changes() -> None:
    """The issues, which only serve leans, make no difference."""
    assert diff(FOUND.a, FOUND.b) == FOUND
    assert hash(diff(FOUND.a, FOUND.b)) == hash(FOUND)
    assert diff(FOUND.b, FOUND.a) != FOUND
    assert (FOUND.changes == FOUND) is False


def test_the_repr_of_a_diff() -> None:
    """Both ids, the number of changes and the summary."""
    assert repr(FOUND) == (
        "<Diff plan@one → plan@one: 3 changes; terms: 1 changed, 1 not mentioned any more>"
    )
    one = diff(version(id="plan@one"), version(id="plan@two"))
    assert repr(one) == "<Diff plan@one → plan@two: 1 change; terms: none on either side>"
    assert repr(diff(exactly(1), exactly(2))).startswith("<Diff Count → Count: 1 change;")


def test_where() -> None:
    """Changes on an issue, from a level upwards, leaning toward a party, and all of these."""
    count, gone, note = (
        next(each for each in FOUND if each.field == field) for field in ("count", "terms", "note")
    )
    assert set(FOUND.where()) == {count, gone, note}
    assert FOUND.where(issue="prisoners") == (count,)
    assert FOUND.where(issue="veto") == (gone,)
    with pytest.raises(UnknownId):
        FOUND.where(issue="flags")
    with pytest.raises(UnknownId):
        FOUND.where(leans="nort")
    assert FOUND.where(at_least=SUBSTANTIVE) == (count,)
    assert set(FOUND.where(at_least=CLARIFYING)) == {count, gone}
    assert set(FOUND.where(at_least=BOOKKEEPING)) == {count, gone, note}
    assert FOUND.where(leans="north") == (count,)
    assert FOUND.where(leans="south") == ()
    assert FOUND.where(issue="veto", leans="north") == ()


# --- the summary --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (version(), version(), "terms: none on either side"),
        (version(veto()), version(veto()), "terms: 1 the same"),
        (version(veto()), version(), "terms: 1 not mentioned any more"),
        (version(), version(veto()), "terms: 1 newly reported"),
        (version(veto()), version(terms=()), "terms: 1 removed"),
        (version(terms=()), version(veto()), "terms: 1 added"),
        (version(release(phase=1)), version(release(phase=2)), "terms: 1 moved"),
        (
            version(release(phase=1, count=exactly(1))),
            version(release(phase=2, count=exactly(2))),
            "terms: 1 changed, 1 moved",
        ),
        (
            version(release(count=exactly(1)), veto()),
            version(release(count=exactly(2)), veto(summary="A veto.")),
            "terms: 1 changed, 1 told in more or less detail",
        ),
        (
            version(release(count=exactly(1)), veto()),
            version(release(count=exactly(2)), veto(included=False)),
            "terms: 1 removed, 1 changed",
        ),
        (
            version(OtherTerm(issue="truce")),
            version(CeasefireTerm(issue="truce")),
            "terms: 1 changed",
        ),
    ],
)
def test_the_summary_in_words(before: Version, after: Version, said: str) -> None:
    """It counts terms, not changes, and says of each what became of it."""
    assert str(diff(before, after).summary()) == said


@LAW
@given(version_pairs())
def test_the_summary_counts_each_term_once(pair: tuple[Version, Version]) -> None:
    """Terms of both sides are the same, changed, moved, both, or told in other detail; no more, no less."""
    a, b = pair
    found = diff(a, b)
    summary = found.summary()
    pairs = aligned_terms(a.terms or (), b.terms or (), phasing=found.phasing)
    same = changed = moved = detailed = 0
    for one, other in pairs:
        if one is None or other is None:
            continue
        here = [
            change
            for change in found
            if change.level >= CLARIFYING
            and not isinstance(change, EvidenceChanged)  # a denial does not make the texts differ
            and any(isinstance(step, Pair) and step.after is other for step in change.steps)
        ]
        moves = [change for change in here if isinstance(change, Moved)]
        flips = [change for change in here if isinstance(change, Added | Removed)]
        whole = [change for change in flips if isinstance(change.steps[-1], Pair)]
        whole = [change for change in whole if change.field == "terms"]
        same += not here
        moved += bool(moves)
        silent = [change for change in here if isinstance(change, Reported | Unreported)]
        detailed += len(silent) == len(here) > 0
        changed += len(here) > len(moves) + len(silent) and not whole
    assert summary.terms_same == same
    assert summary.terms_moved == moved
    assert summary.terms_changed == changed
    assert summary.terms_in_other_detail == detailed


def test_ids_are_the_matter_of_a_dataset() -> None:
    """What is no record is refused with what takes it; a level may be given by its word."""
    with pytest.raises(
        TypeError, match=r"expected records, found str 'plan@one'; `Dataset\.diff` takes"
    ):
        diff("plan@one", "plan@two")  # type: ignore[arg-type]
    found = diff(version(release(count=exactly(5))), version(release(count=exactly(6))))
    assert found.where(at_least="substantive") == found.where(at_least=Level.SUBSTANTIVE) != ()


@LAW
@given(record_pairs())
def test_the_summary_counts_all_changes(pair: tuple[Value, Value]) -> None:
    """By kind and by level, the numbers add up to all changes, and `where` finds as many."""
    found = diff(*pair)
    summary = found.summary()
    assert sum(summary.by_kind.values()) == len(found) == sum(summary.by_level.values())
    assert list(summary.by_level) == sorted(summary.by_level, reverse=True)
    counted = attrs.asdict(summary, recurse=False).values()
    assert min(each for each in counted if type(each) is int) >= 0
    assert str(summary).startswith("terms: ")
    assert found.where() == found.changes
    for level in Level:
        shown = found.where(at_least=level)
        assert shown == tuple(each for each in found if each.level >= level)
        assert sum(summary.by_level.get(each, 0) for each in Level if each >= level) == len(shown)


def test_terms_of_a_proposal_are_counted_as_terms() -> None:
    """Two terms of one version are two, not one version."""
    before = Proposal(
        id="plan",
        title="Plan",
        between=("north", "south"),
        rationale="One text.",
        versions=(version(release(count=exactly(5)), border(PresenceExtent.KEPT)),),
    )
    after = before.replace(
        versions=(version(release(count=exactly(7)), border(PresenceExtent.NONE)),)
    )
    assert str(diff(before, after).summary()) == "terms: 2 changed"


# --- what each side rests on --------------------------------------------------------------------


def test_a_denial_is_evidence_of_the_side_that_has_it() -> None:
    """A passage that contradicts stands with the others, and changes no term."""
    denied = passage(2, support=Support.CONTRADICTS, claimants=("south",))
    found = diff(version(veto()), version(veto(evidence=(passage(1), denied))))
    (change,) = found
    assert change.code == "term.evidence.changed"
    assert change.evidence_after == (passage(1), denied)
    assert change.evidence_before == ()


@LAW
@given(version_pairs())
def test_evidence_comes_from_the_side_that_it_is_said_of(pair: tuple[Version, Version]) -> None:
    """No passage is cited for a side that does not hold it."""

    def all_of(side: Version) -> set[Evidence]:
        held: list[Evidence] = list(side.evidence or ())
        for name in ("roles", "phases", "terms"):
            for item in getattr(side, name) or ():
                held += item.evidence or ()
        return set(held)

    a, b = pair
    for change in diff(a, b):
        assert set(change.evidence_before) <= all_of(a)
        assert set(change.evidence_after) <= all_of(b)
