"""Merging: laws over drawn triples, and a table of cases."""

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pairs import LAW, crowded_versions, crowds, passage, position, record_triples, version
from strategies import RECORD_CLASSES, actors, by_class, records

from negotiations.compare.merge import Merge, merge, merge_of_ends
from negotiations.errors import NegotiationsError, UnknownId
from negotiations.model import (
    Actor,
    Condition,
    Evidence,
    Group,
    Metadata,
    Phase,
    PresenceTerm,
    Proposal,
    Record,
    ReleaseTerm,
    Role,
    Term,
    Version,
)
from negotiations.model.base import Value, attribute, value
from negotiations.model.values import Count, Duration
from negotiations.render.lines import record_lines
from negotiations.vocabulary import ActorKind, PresenceExtent, Support, VersionRole, Who

Triple = tuple[Record, Record, Record]


# --- laws ---------------------------------------------------------------------------------------


@given(records(), st.data())
@LAW
def test_what_one_side_alone_changed_is_the_result(base: Record, data: st.DataObject) -> None:
    """merge(b, b, x) = merge(b, x, b) = merge(b, x, x) = x, without any conflict."""
    changed = data.draw(by_class(type(base)))
    for sides in ((base, changed), (changed, base), (changed, changed)):
        merged = merge(base, *sides)
        assert merged.is_clean
        assert merged.result == changed


@given(record_triples())
@LAW
def test_neither_side_is_preferred(triple: Triple) -> None:
    """Swapping the sides swaps them in the conflicts, and leaves the result as it is."""
    base, ours, theirs = triple
    one, other = merge(base, ours, theirs), merge(base, theirs, ours)
    assert one.result == other.result
    swapped = [(each.path, each.base, each.theirs, each.ours, each.why) for each in other.conflicts]
    kept = [(each.path, each.base, each.ours, each.theirs, each.why) for each in one.conflicts]
    assert kept == swapped


@given(record_triples())
@LAW
def test_nothing_of_a_side_is_lost(triple: Triple) -> None:
    """With all conflicts taken from a side, its changes are all in the result already."""
    base, ours, theirs = triple
    merged = merge(base, ours, theirs)
    for name, side in (("ours", ours), ("theirs", theirs)):
        taken = merged.take(name)
        assert taken.is_clean
        again = merge(base, side, taken.result)
        assert again.is_clean
        assert again.result == taken.result


def _said(record: Record) -> set[str]:
    return set(record_lines(record))


def _has_moved(base: Record, side: Record) -> bool:
    def keys(record: Record) -> set[Any]:
        return {term.key for term in getattr(record, "terms", None) or ()}

    return bool(keys(base) - keys(side)) and bool(keys(side) - keys(base))


@given(record_triples())
@LAW
def test_every_line_has_its_reason(triple: Triple) -> None:
    """By lines, which know nothing of merging: what a side added is there, what it dropped is not.

    But for what lies in or around a conflict. Terms that move to another phase change all their
    lines, and are left to the tables below.
    """
    base, ours, theirs = triple
    assume(base.id == ours.id == theirs.id)
    assume(not _has_moved(base, ours) and not _has_moved(base, theirs))
    merged = merge(base, ours, theirs)
    assume(merged.result is not None)
    found, before = _said(merged.result), _said(base)
    assert found <= before | _said(ours) | _said(theirs)
    if merged.is_clean:
        for side in (ours, theirs):
            gone = {line for line in before - _said(side) if not line.endswith(": []")}
            new = {line for line in _said(side) - before if not line.endswith(": []")}
            assert not gone & found
            assert new <= found


@given(record_triples())
@LAW
def test_the_ancestor_stands_at_conflicts(triple: Triple) -> None:
    """The result is that of taking the base, which resolves everything."""
    merged = merge(*triple)
    taken = merged.take("base")
    assert taken.is_clean
    assert taken.result == merged.result


@given(record_triples())
@LAW
def test_a_conflict_differs_on_all_sides(triple: Triple) -> None:
    """Both sides differ from each other and from the base, and paths stand once.

    Only that a text is known in full can be stated by one side alone.
    """
    merged = merge(*triple)
    paths = [each.path for each in merged.conflicts]
    assert paths == sorted(set(paths))
    for each in merged.conflicts:
        assert each.ours != each.theirs
        assert each.base not in (each.ours, each.theirs) or each.path.endswith("completeness")


@given(st.data())
@LAW
def test_without_an_ancestor_it_is_both_or_a_conflict(data: st.DataObject) -> None:
    """Two records that were added under one id make one, or a conflict of the whole."""
    cls = data.draw(st.sampled_from(RECORD_CLASSES))
    ours, theirs = data.draw(by_class(cls)), data.draw(by_class(cls))
    merged = merge(None, ours, theirs)
    if merged.is_clean:
        assert merged.result is not None
    else:
        assert [each.path for each in merged.conflicts] == [""]
        assert merged.result is None
    assert merged.take("ours").is_clean


@given(st.lists(actors(), max_size=4, unique_by=lambda each: each.id), st.data())
@LAW
def test_different_records_never_meet(base: list[Actor], data: st.DataObject) -> None:
    """In a list of records, edits to different ones never conflict, and all are in the result."""
    keys = [each.id for each in base]
    mine = data.draw(st.sets(st.sampled_from(keys))) if keys else set()
    new = data.draw(st.lists(actors(), max_size=4, unique_by=lambda each: each.id))
    new = [each for each in new if each.id not in keys]

    def edit(record: Actor, *, really: bool) -> Actor | None:
        changed = data.draw(st.sampled_from(["gone", "new", "same"])) if really else "same"
        if changed == "gone":
            return None
        return record.replace(name=record.name + "x") if changed == "new" else record

    ours = {each.id: edit(each, really=each.id in mine) for each in base}
    theirs = {each.id: edit(each, really=each.id not in mine) for each in base}
    merged = merge(
        tuple(base),
        (*filter(None, ours.values()), *new[::2]),
        (*filter(None, theirs.values()), *new[1::2]),
    )
    assert merged.is_clean
    wanted = [ours[key] if key in mine else theirs[key] for key in keys]
    assert set(merged.result) == {*filter(None, wanted), *new}
    assert [each.id for each in merged.result] == sorted(each.id for each in merged.result)


@st.composite
def moved_terms(
    draw: st.DrawFn,
) -> tuple[dict[str, ReleaseTerm], dict[str, ReleaseTerm], dict[str, ReleaseTerm]]:
    """Terms on one issue, by a name that stands in their summary, and what two sides made of them.

    A side moves some to new phases, changes numbers, drops some and adds some of its own. None takes
    the place of another, since in one phase two terms stand for each other.
    """
    phases = st.lists(st.integers(1, 3), max_size=3, unique=True)
    new: set[Any] = {4, 5, 6, 7}
    base = {f"b{phase}": release(phase, phase=phase) for phase in draw(phases)}
    base = {name: term.replace(summary=name) for name, term in base.items()}
    sides = []
    for side in ("ours", "theirs"):
        held = dict(base)
        for name in base:
            act = draw(st.sampled_from(("keep", "keep", "move", "count", "drop")))
            free = sorted(new - {term.phase for term in held.values()}, key=str)
            if act == "move":
                held[name] = held[name].replace(phase=draw(st.sampled_from(free)))
            elif act == "count":
                held[name] = held[name].replace(count=Count.exactly(draw(st.integers(10, 12))))
            elif act == "drop":
                del held[name]
        free = sorted(new - {term.phase for term in held.values()}, key=str)
        if draw(st.booleans()):
            made = release(draw(st.integers(20, 22)), phase=draw(st.sampled_from(free)))
            held[side] = made.replace(summary=side)
        sides.append(held)
    return base, sides[0], sides[1]


@given(moved_terms())
@LAW
def test_no_term_is_lost_with_a_move(
    sides: tuple[dict[str, ReleaseTerm], dict[str, ReleaseTerm], dict[str, ReleaseTerm]],
) -> None:
    """At conflicts what the base has and neither side dropped stays; a side that is taken is whole.

    What is new on a side is in the result, or in a conflict.
    """
    base, *made = sides
    merged = merge(*(version(*side.values(), presence()) for side in sides))

    def names(record: Version) -> set[str]:
        return {term.summary or "" for term in record.terms or ()} - {""}

    assert {*base} & {*made[0]} & {*made[1]} <= names(merged.result)
    for side, own, other in (("ours", *made), ("theirs", *made[::-1])):
        taken = merged.take(side)
        assert {name for name in own if name in other or name not in base} <= names(taken.result)
        at_conflicts = [getattr(conflict, side) for conflict in merged.conflicts]
        for name in own.keys() - base.keys():
            assert name in names(merged.result) or name in repr_of(at_conflicts)
        for name, term in own.items():
            if name in base and term.count != base[name].count and name in other:
                # Where terms changed places, they stand for each other by their phases.
                counts = [getattr(each, "count", None) for each in taken.result.terms]
                assert term.count in counts


def repr_of(values: list[Any]) -> set[str]:
    """The words that stand in values of conflicts."""
    items = [item for each in values for item in (each if isinstance(each, tuple) else (each,))]
    return {getattr(item, "summary", item) or "" for item in items}


@given(record_triples(), st.data())
@LAW
def test_an_ancestor_that_is_unsettled(triple: Triple, data: st.DataObject) -> None:
    """Two sides that merged each other conflict on what they settled differently, and nothing else."""
    earlier = merge(*triple)
    ends = {side: earlier.take(side).result for side in ("base", "ours", "theirs")}
    assume(None not in ends.values())
    for end in ends.values():
        assert merge(earlier, end, end).result == end
    one, other = (data.draw(st.sampled_from(sorted(ends))) for _ in range(2))
    later = merge(earlier, ends[one], ends[other])
    assert later.is_clean == (ends[one] == ends[other])
    if not later.is_clean:
        for side, end in (("base", "base"), ("ours", one), ("theirs", other)):
            assert later.take(side).result == ends[end]


@given(record_triples())
@LAW
def test_the_ends_of_a_merge_make_it_again(triple: Triple) -> None:
    """What it comes to with all conflicts taken from each of three sides tells where they are."""
    merged = merge(*triple)
    ends = [merged.take(side).result for side in ("base", "ours", "theirs")]
    assume(None not in ends)
    again = merge_of_ends(*ends)
    assert again.result == merged.result
    assert again.is_clean == merged.is_clean
    assert [again.take(side).result for side in ("base", "ours", "theirs")] == ends


def test_what_is_settled_alike_stays_settled() -> None:
    """Other edits merge beside it, and what is settled differently is named."""
    earlier = merge(version(release(150)), version(release(200)), version(release(250)))
    ours = version(release(200, obligors=("south",)))
    merged = merge(earlier, ours, version(release(200), presence()))
    assert merged.is_clean
    assert merged.result == version(release(200, obligors=("south",)), presence())
    for settled in (release(150), release(250), release(225)):
        merged = merge(earlier, ours, version(settled))
        assert told(merged) == [(COUNT, UNSETTLED)]
        assert merged.result == version(release(150, obligors=("south",)))
    assert told(merge(earlier, ours, version())) == [(TERM, GONE)]


@given(crowded_versions(), crowds(), crowds())
@LAW
def test_edits_on_different_issues_never_meet(
    base: Version, mine: tuple[Term, ...], other: tuple[Term, ...]
) -> None:
    """Whatever each side does to the terms of one issue, without saying that there are none."""

    def on(issue: str, terms: tuple[Term, ...] | None) -> tuple[Term, ...]:
        return tuple(term for term in terms or () if term.issue == issue)

    def with_terms(first: tuple[Term, ...], second: tuple[Term, ...]) -> Version:
        return base.replace(terms=(*on("x", first), *on("y", second)) or None)

    held = base.terms or ()
    merged = merge(with_terms(held, held), with_terms(mine, held), with_terms(held, other))
    assert merged.is_clean
    assert merged.result == with_terms(mine, other)


# --- cases --------------------------------------------------------------------------------------


def release(number: int | None = 150, **fields: Any) -> ReleaseTerm:
    count = None if number is None else Count.exactly(number)
    return ReleaseTerm(**{"issue": "prisoners", "phase": 1, "count": count, **fields})


def presence(**fields: Any) -> PresenceTerm:
    return PresenceTerm(issue="corridor", **fields)


def told(merged: Merge) -> list[tuple[str, str]]:
    return [(each.path, each.why) for each in merged.conflicts]


CHANGED = "both sides changed it, differently"
ADDED = "both sides added it, differently"
GONE = "one side no longer has what the other changed"
EXCLUDED = "one side says that it is not included, and the other changed it"
NONE = "one side says that there are none, and the other has some"
SILENT = "one side says that there are none, and the other says nothing of it any more"
CLOSED = "one side says that the text is known in full, and the other changed what is known of it"

MOVED = "a term moved to another phase, and both sides changed the terms on this issue"
UNSETTLED = "the sides settled an earlier conflict differently"

COUNT = "/terms/prisoners@1/count"
TERM = "/terms/prisoners@1"
E1, E2, E3 = passage(1), passage(2), passage(3)
VOICES = tuple(E1.replace(claimants=(each,)) for each in ("north", "south"))
C1, C2, C3 = (Condition(summary=each) for each in ("a law", "a vote", "a date"))


def actor(**fields: Any) -> Actor:
    return Actor(**{"id": "north", "name": "North", "kind": ActorKind.STATE, **fields})


def described(*limits: str, title: str = "t") -> Metadata:
    return Metadata(
        id="d", title=title, version="1.0.0", licence="x", coders=(), protocol="p", limits=limits
    )


CLEAN: dict[str, tuple[Any, Any, Any, Any]] = {
    "different fields of one term": (
        version(release(150)),
        version(release(250)),
        version(release(150, obligors=("south",))),
        version(release(250, obligors=("south",))),
    ),
    "different terms": (
        version(release(150), presence()),
        version(release(250), presence()),
        version(release(150), presence(extent=PresenceExtent.NONE)),
        version(release(250), presence(extent=PresenceExtent.NONE)),
    ),
    "a term added on each side": (
        version(),
        version(release()),
        version(presence()),
        version(release(), presence()),
    ),
    "the same term added on both sides, with other passages": (
        version(),
        version(release(evidence=(E1,))),
        version(release(evidence=(E2,))),
        version(release(evidence=(E1, E2))),
    ),
    "a term removed, another changed": (
        version(release(150), presence()),
        version(presence()),
        version(release(150), presence(extent=PresenceExtent.NONE)),
        version(presence(extent=PresenceExtent.NONE)),
    ),
    "a term moved on one side, changed on the other": (
        version(release(150)),
        version(release(150, phase=2)),
        version(release(250)),
        version(release(250, phase=2)),
    ),
    "a phase reported on one side, a number on the other": (
        version(release(150, phase=None)),
        version(release(150)),
        version(release(250, phase=None)),
        version(release(250)),
    ),
    "evidence is united, and what either side dropped is gone": (
        actor(evidence=(E1, E2)),
        actor(evidence=(E2,)),
        actor(evidence=(E1, E2, E3)),
        actor(evidence=(E2, E3)),
    ),
    "conditions are whole values": (
        release(conditions=(C1,)),
        release(conditions=(C1, C2)),
        release(conditions=(C3,)),
        release(conditions=(C2, C3)),
    ),
    "the last item of each side is gone, and nobody says that there are none": (
        actor(spellings=("N.", "Nth")),
        actor(spellings=("N.",)),
        actor(spellings=("Nth",)),
        actor(),
    ),
    "none on one side, one of two dropped on the other": (
        actor(spellings=("N.", "Nth")),
        actor(spellings=()),
        actor(spellings=("Nth",)),
        actor(spellings=()),
    ),
    "a position keeps an empty list": (
        position(release()),
        position(),
        position(release(), presence()),
        position(presence()),
    ),
    "an ordered list changed alike": (
        described("a"),
        described("b", "a"),
        described("b", "a", title="u"),
        described("b", "a", title="u"),
    ),
    "no longer known in full, and a number": (
        version(release(150), full=True),
        version(release(250)),
        version(release(150), full=True, note="a"),
        version(release(250), note="a"),
    ),
    "known in full, and a remark": (
        version(release(150)),
        version(release(150), full=True),
        version(release(150), note="a"),
        version(release(150), full=True, note="a"),
    ),
    "known in full, and a remark and a passage within a term": (
        version(release(150)),
        version(release(150), full=True),
        version(release(150, note="a", evidence=(E1,))),
        version(release(150, note="a", evidence=(E1,)), full=True),
    ),
    "known in full, and another name of a phase": (
        version(phases=(Phase(ordinal=1),)),
        version(phases=(Phase(ordinal=1),), full=True),
        version(phases=(Phase(ordinal=1, label="First"),)),
        version(phases=(Phase(ordinal=1, label="First"),), full=True),
    ),
    "a term moved, and the same one added there as well": (
        version(release(150)),
        version(release(150, phase=2)),
        version(release(150), release(150, phase=2)),
        version(release(150, phase=2)),
    ),
    "two voices in one passage, and other passages": (
        actor(evidence=VOICES),
        actor(evidence=(*VOICES, E2)),
        actor(evidence=(*VOICES, E3)),
        actor(evidence=(*VOICES, E2, E3)),
    ),
    "gone on both sides": (actor(), None, None, None),
    "gone on one side, untouched on the other": (actor(), None, actor(), None),
}


@pytest.mark.parametrize("case", CLEAN)
def test_clean_merges(case: str) -> None:
    """Changes that go together are all in the result, whichever side is named first."""
    base, ours, theirs, expected = CLEAN[case]
    for merged in (merge(base, ours, theirs), merge(base, theirs, ours)):
        assert told(merged) == []
        assert merged.result == expected


CONFLICTS: dict[str, tuple[Any, Any, Any, list[tuple[str, str]]]] = {
    "a number": (
        version(release(150)),
        version(release(200)),
        version(release(250)),
        [(COUNT, CHANGED)],
    ),
    "a number that one side no longer mentions": (
        version(release(150)),
        version(release(None)),
        version(release(250)),
        [(COUNT, GONE)],
    ),
    "a term that one side no longer has": (
        version(release(150), presence()),
        version(presence()),
        version(release(250), presence()),
        [(TERM, GONE)],
    ),
    "a term that one side reports to be excluded": (
        version(release(150)),
        version(release(150, included=False)),
        version(release(250)),
        [(TERM, EXCLUDED)],
    ),
    "a term added twice": (
        version(),
        version(release(150)),
        version(release(250)),
        [(TERM, ADDED)],
    ),
    "a term of two kinds": (
        version(),
        version(release(150)),
        version(PresenceTerm(issue="prisoners", phase=1)),
        [(TERM, ADDED)],
    ),
    "a text as a whole": (
        actor(note="one two three"),
        actor(note="one two four"),
        actor(note="zero two three"),
        [("/note", CHANGED)],
    ),
    "a move to two phases": (
        version(release(phase=1)),
        version(release(phase=2)),
        version(release(phase=3)),
        [("/terms/prisoners@1/phase", CHANGED)],
    ),
    "a move to where the other side has another": (
        version(release(150)),
        version(release(150, phase=2)),
        version(release(160), release(170, phase=2)),
        [("/terms/prisoners", MOVED)],
    ),
    "a move to where the other side, which keeps the term, has another": (
        version(release(150)),
        version(release(150, phase=2)),
        version(release(150), release(170, phase=2)),
        [("/terms/prisoners", MOVED)],
    ),
    "an emptiness against an addition": (
        version(release()),
        version(terms=()),
        version(release(), presence()),
        [("/terms", NONE)],
    ),
    "an emptiness against an edit": (
        version(release(150)),
        version(terms=()),
        version(release(250)),
        [("/terms", NONE)],
    ),
    "an emptiness against silence": (
        version(release()),
        version(terms=()),
        version(),
        [("/terms", SILENT)],
    ),
    "a text known in full against another term": (
        version(release()),
        version(release(), full=True),
        version(release(), presence()),
        [("/completeness", CLOSED)],
    ),
    "a text known in full against the length of a phase": (
        version(phases=(Phase(ordinal=1),)),
        version(phases=(Phase(ordinal=1),), full=True),
        version(phases=(Phase(ordinal=1, duration=Duration.exactly("P6W")),)),
        [("/completeness", CLOSED)],
    ),
    "one passage read in two ways": (
        actor(evidence=(E1,)),
        actor(evidence=(E1.replace(hedged=True),)),
        actor(evidence=(E1.replace(support=Support.CONTRADICTS),)),
        [("/evidence/gazette:100-109", CHANGED)],
    ),
    "a group counted in two ways": (
        release(groups=(Group(who=(Who.WOMEN,), count=Count.exactly(3)),)),
        release(groups=(Group(who=(Who.WOMEN,), count=Count.exactly(4)),)),
        release(groups=(Group(who=(Who.WOMEN,), count=Count.exactly(5)),)),
        [("/groups/women/count", CHANGED)],
    ),
    "groups of nothing reported, and of nobody": (
        release(groups=(Group(count=Count.exactly(1)), Group(who=(), count=Count.exactly(1)))),
        release(groups=(Group(count=Count.exactly(2)), Group(who=(), count=Count.exactly(2)))),
        release(groups=(Group(count=Count.exactly(3)), Group(who=(), count=Count.exactly(3)))),
        [("/groups/+/count", CHANGED), ("/groups/-/count", CHANGED)],
    ),
    "an ordered list as a whole": (
        described("a"),
        described("a", "b"),
        described("c", "a"),
        [("/limits", CHANGED)],
    ),
    "a record that one side no longer has": (actor(), None, actor(name="The North"), [("", GONE)]),
    "records of a list": (
        (actor(),),
        (actor(name="The North"), actor(id="east")),
        (actor(name="Northland"), actor(id="west")),
        [("/north/name", CHANGED)],
    ),
    "a version within its proposal": (
        Proposal(
            id="plan", title="t", between=(), rationale="r", versions=(version(release(150)),)
        ),
        Proposal(id="plan", title="t", between=(), rationale="r", versions=(version(release(1)),)),
        Proposal(id="plan", title="t", between=(), rationale="r", versions=(version(release(2)),)),
        [("/versions/plan@one/terms/prisoners@1/count", CHANGED)],
    ),
}


@pytest.mark.parametrize("case", CONFLICTS)
def test_conflicts(case: str) -> None:
    """What does not go together is a conflict at the innermost place, and the base stays there."""
    base, ours, theirs, expected = CONFLICTS[case]
    for merged in (merge(base, ours, theirs), merge(base, theirs, ours)):
        assert told(merged) == expected
        assert not merged.is_clean
    assert merge(base, ours, theirs).take("base").is_clean


def test_a_passage_that_stands_twice_is_told_apart_by_all_of_it() -> None:
    """Two voices in one passage are two pieces of evidence."""
    merged = merge(
        actor(evidence=VOICES), actor(evidence=VOICES[:1]), actor(evidence=(*VOICES, E2))
    )
    assert merged.is_clean
    assert merged.result.evidence == (VOICES[0], E2)


def test_a_conflict_has_the_evidence_of_each_side() -> None:
    """Its own where it has some, else that of the term around it which bears on the field."""
    base = version(release(150, evidence=(E1, passage(9, fields=("scope",)))))
    ours = version(release(200, evidence=(E1, E2)))
    theirs = version(release(250, evidence=(E3,)))
    conflict = merge(base, ours, theirs).conflicts[0]
    assert conflict.evidence_base == (E1,)
    assert conflict.evidence_ours == (E1, E2)
    assert conflict.evidence_theirs == (E3,)
    silent = merge(base, version(release(None, evidence=(E1,))), theirs).conflicts[0]
    assert (silent.path, silent.evidence_ours) == (COUNT, ())
    gone = merge(base, version(), theirs).conflicts[0]
    assert gone.path == "/terms/prisoners@1"
    assert gone.evidence_ours == ()
    assert gone.evidence_theirs == (E3,)
    listed = merge(base, version(terms=()), theirs).conflicts[0]
    assert listed.evidence_theirs == (E3,)
    read = merge(
        actor(evidence=(E1,)), actor(evidence=(E1.replace(hedged=True),)), actor(evidence=())
    ).conflicts[0]
    assert read.path == "/evidence"
    assert read.evidence_ours == (E1.replace(hedged=True),)


def test_an_id_is_no_field() -> None:
    """The evidence of a field is not that of another one which the record is called after."""
    kinds = (ActorKind.STATE, ActorKind.GROUP, ActorKind.OFFICE)
    cited = (passage(1, fields=("name",)), passage(2, fields=("kind",)))
    sides = [(actor(id="name", kind=kind, evidence=cited),) for kind in kinds]
    conflict = merge(*sides).conflicts[0]
    assert conflict.path == "/name/kind"
    assert conflict.evidence_ours == cited[1:]


def test_conflicts_are_resolved_one_by_one() -> None:
    """Each by a side or by another value; what is left stays a conflict."""
    base = version(release(150, summary="a"))
    ours = version(release(200, summary="b"))
    theirs = version(release(250, summary="c"))
    merged = merge(base, ours, theirs)
    assert repr(merged) == "<Merge plan@one: 2 conflicts>"
    half = merged.take("theirs", COUNT)
    assert [each.path for each in half.conflicts] == ["/terms/prisoners@1/summary"]
    assert repr(half) == "<Merge plan@one: 1 conflict>"
    whole = half.resolve("/terms/prisoners@1/summary", "between b and c")
    assert repr(whole) == "<Merge plan@one: clean>"
    assert whole.result == version(release(250, summary="between b and c"))
    assert [each.path for each in merged.conflicts] == [COUNT, "/terms/prisoners@1/summary"]
    assert half.resolve("/terms/prisoners@1/summary", None).result == version(release(250))


def test_resolving_refuses_what_does_not_fit() -> None:
    """A path without a conflict, a side that is none, a value of another kind."""
    merged = merge(version(release(150)), version(release(200)), version(release(250)))
    with pytest.raises(UnknownId, match=r"^no conflict '/terms/prisoners@1/counts'; did you mean"):
        merged.take("ours", "/terms/prisoners@1/counts")
    with pytest.raises(UnknownId, match=r"^no conflict '/note'"):
        merged.resolve("/note", "x")
    with pytest.raises(ValueError, match=r"^unknown side 'mine'; write one of base, ours, theirs"):
        merged.take("mine")  # type: ignore[arg-type]
    with pytest.raises(NegotiationsError) as fault:
        merged.resolve(COUNT, 250)
    assert str(fault.value) == (
        "what was given for a conflict in /terms/prisoners@1 does not fit: ReleaseTerm.count: "
        "expected Count, found int 250; nothing was changed"
    )


def test_a_merge_has_no_truth_value() -> None:
    """`if merge(…)` would be read in two ways."""
    with pytest.raises(TypeError, match=r"ask .is_clean"):
        bool(merge(actor(), actor(), actor()))


@value
class Span(Value):
    """A value with a law between its fields, as a model may have."""

    low: int = attribute("The least.")
    high: int = attribute("The most.")

    def _validate(self) -> None:
        if self.low > self.high:
            raise ValueError("low is above high")


def test_what_breaks_a_law_together_is_a_conflict() -> None:
    """Each side holds the law; both changes together do not."""
    base, ours, theirs = Span(low=1, high=9), Span(low=7, high=9), Span(low=1, high=3)
    merged = merge(base, ours, theirs)
    assert told(merged) == [("", "both changes together: low is above high")]
    assert merged.result == base
    assert merged.take("ours").result == ours


def test_only_records_of_one_kind_are_merged() -> None:
    """Anything else is a fault of the caller."""
    with pytest.raises(TypeError, match=r"of one kind; found Actor, Actor, Version"):
        merge(actor(), actor(), version())
    with pytest.raises(TypeError, match=r"found str, str, str"):
        merge("a", "b", "c")
    with pytest.raises(TypeError, match=r"^expected a tuple of records, found Group in it"):
        merge((), (Group(),), ())
    with pytest.raises(ValueError, match=r"^duplicate id: two records have the id 'north'"):
        merge((), (actor(), actor(name="x")), ())


def test_roles_are_found_by_actor_and_part() -> None:
    """Evidence of one role is united, other roles stay."""
    author = Role(actor="north", role=VersionRole.AUTHOR)

    def made(*roles: Role) -> Version:
        return version(roles=roles)

    held: list[Evidence] = [E1, E2]
    merged = merge(
        made(author),
        made(author.replace(evidence=tuple(held[:1]))),
        made(author.replace(evidence=tuple(held[1:])), author.replace(role=VersionRole.MEDIATOR)),
    )
    assert merged.is_clean
    assert merged.result == made(
        author.replace(evidence=(E1, E2)), author.replace(role=VersionRole.MEDIATOR)
    )
