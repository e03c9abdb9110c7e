"""Single changes: what they say of themselves when they are asked."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pairs import LAW, passage, record_pairs, version
from strategies import counts, durations, texts, whens

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
    bounds_verb,
)
from negotiations.compare.diff import diff
from negotiations.model import (
    Condition,
    Evidence,
    Group,
    OtherTerm,
    Phase,
    ReleaseTerm,
    Role,
    Version,
)
from negotiations.model.values import Count, Duration, When
from negotiations.vocabulary import (
    Basis,
    Certainty,
    Level,
    PhaseScope,
    PresenceExtent,
    VersionRole,
    Who,
)

if TYPE_CHECKING:
    from negotiations.model.base import Value

CERTAIN, POSSIBLE, IMPOSSIBLE = Certainty.CERTAIN, Certainty.POSSIBLE, Certainty.IMPOSSIBLE
KINDS: tuple[type[Change], ...] = (
    Added,
    Removed,
    Reported,
    Unreported,
    Changed,
    Moved,
    EvidenceChanged,
)
VERBS = {"raised", "lowered", "narrowed", "widened", "shifted", "became-exact", "reworded"}

number = counts() | durations()


@st.composite
def two_numbers(draw: st.DrawFn) -> tuple[Any, Any]:
    """Two counts, or two durations, that often overlap."""
    kind = draw(st.sampled_from([counts(20), counts(), durations()]))
    return draw(kind), draw(kind)


def changed(before: Any, after: Any, field: str = "count") -> Changed:
    """A change of one field of a release."""
    term = ReleaseTerm(issue="x")
    return Changed((field,), before, after, (term, term), ReleaseTerm)


# --- numbers ------------------------------------------------------------------------------------

exactly, more_than, at_least = Count.exactly, Count.more_than, Count.at_least
at_most, fewer_than, between = Count.at_most, Count.fewer_than, Count.between
about, unstated = Count.about, Count.unstated
long = Duration

NUMBERS: list[tuple[Any, Any, str, Certainty]] = [
    (exactly(150), exactly(250), "raised", CERTAIN),
    (exactly(250), exactly(150), "lowered", CERTAIN),
    (exactly(100), more_than(100), "raised", CERTAIN),
    (more_than(100), exactly(100), "lowered", CERTAIN),
    (at_most(5), at_least(6), "raised", CERTAIN),
    (fewer_than(5), exactly(5), "raised", CERTAIN),
    (between(30, 40), between(41, 50), "raised", CERTAIN),
    (between(30, 40), exactly(29), "lowered", CERTAIN),
    (exactly(0), more_than(0), "raised", CERTAIN),
    (between(10, 40), between(20, 30), "narrowed", POSSIBLE),
    (at_least(10), at_least(20), "narrowed", POSSIBLE),
    (at_most(20), at_most(10), "narrowed", POSSIBLE),
    (about(40_000), at_least(30_000), "narrowed", POSSIBLE),
    (unstated("many"), more_than(5), "narrowed", POSSIBLE),
    (between(20, 30), between(10, 40), "widened", POSSIBLE),
    (exactly(25), between(20, 30), "widened", POSSIBLE),
    (exactly(25), about(25), "widened", POSSIBLE),
    (exactly(25), unstated("several"), "widened", POSSIBLE),
    (more_than(100), exactly(150), "became-exact", POSSIBLE),
    (about(150), exactly(250), "became-exact", POSSIBLE),
    (unstated("many"), exactly(7), "became-exact", POSSIBLE),
    (between(10, 20), between(15, 30), "shifted", POSSIBLE),
    (at_least(10), at_most(20), "shifted", POSSIBLE),
    (about(40), about(50), "shifted", POSSIBLE),
    (more_than(99), at_least(100), "reworded", POSSIBLE),
    (fewer_than(10), at_most(9), "reworded", POSSIBLE),
    (unstated("many"), unstated("a number"), "reworded", POSSIBLE),
    (about(40), unstated("many"), "reworded", POSSIBLE),
    (long.exactly("P6W"), long.exactly("P8W"), "raised", CERTAIN),
    (long.exactly("P8W"), long.exactly("P6W"), "lowered", CERTAIN),
    (long.exactly("P27D"), long.exactly("P1M"), "raised", CERTAIN),
    (long.exactly("PT6H"), long.exactly("PT12H"), "raised", CERTAIN),
    (long.exactly("P6W"), long.more_than("P6W"), "raised", CERTAIN),
    (long.at_least("P1W"), long.at_least("P2W"), "narrowed", POSSIBLE),
    (long.exactly("P30D"), long.exactly("P1M"), "widened", POSSIBLE),
    (long.at_most("P6W"), long.exactly("P5W"), "became-exact", POSSIBLE),
    (long.unstated("some weeks"), long.exactly("P5W"), "became-exact", POSSIBLE),
    (long.between("P1W", "P3W"), long.between("P2W", "P4W"), "shifted", POSSIBLE),
    (long.about("P6W"), long.about("P7W"), "shifted", POSSIBLE),
    (long.at_least("P6W"), long.at_least("P42D"), "reworded", POSSIBLE),
    # One length in two units: the texts cannot differ in it.
    (long.exactly("P6W"), long.exactly("P42D"), "reworded", IMPOSSIBLE),
    (long.exactly("P1D"), long.exactly("PT24H"), "reworded", IMPOSSIBLE),
]


@pytest.mark.parametrize(
    ("before", "after", "verb"),
    [row[:3] for row in NUMBERS],
    ids=[f"{r[0]} to {r[1]}" for r in NUMBERS],
)
def test_how_a_number_changed(before: Any, after: Any, verb: str) -> None:
    """The verb goes by the bounds that the words set."""
    assert bounds_verb(before, after) == verb
    assert changed(before, after).verb == verb


@pytest.mark.parametrize(
    ("before", "after", "certainty"),
    [(row[0], row[1], row[3]) for row in NUMBERS],
    ids=[f"{r[0]} to {r[1]}" for r in NUMBERS],
)
def test_whether_the_numbers_differ_at_all(before: Any, after: Any, certainty: Certainty) -> None:
    """Overlapping bounds leave it open; the same amount in other words rules it out."""
    assert changed(before, after).certainty is certainty


@LAW
@given(two_numbers())
def test_every_change_of_a_number_has_a_verb(pair: tuple[Any, Any]) -> None:
    """And the way back has the opposite one."""
    before, after = pair
    there, back = bounds_verb(before, after), bounds_verb(after, before)
    assert there in VERBS
    opposite = {
        "raised": {"lowered"},
        "lowered": {"raised"},
        "narrowed": {"widened"},
        "became-exact": {"widened", "reworded", "became-exact"},
        "widened": {"narrowed", "became-exact"},
        "shifted": {"shifted"},
        "reworded": {"reworded", "became-exact"},
    }
    assert back in opposite[there]


@LAW
@given(two_numbers())
def test_raised_and_lowered_are_said_of_what_is_certain(pair: tuple[Any, Any]) -> None:
    """Only where every value of the one is beyond every value of the other."""
    before, after = pair
    verb = bounds_verb(before, after)
    assert (verb == "raised") is before.less_than(after).is_certain
    assert (verb == "lowered") is after.less_than(before).is_certain
    if verb not in ("raised", "lowered"):
        assert changed(before, after).certainty is not CERTAIN


@LAW
@given(two_numbers())
def test_the_delta_is_what_each_bound_moved_by(pair: tuple[Any, Any]) -> None:
    """An open bound on either side has none."""
    before, after = pair
    delta = changed(before, after).delta
    assert delta is not None
    for by, old, new in zip(delta, (before.low, before.high), (after.low, after.high), strict=True):
        if old is None or new is None:
            assert by is None
        else:
            assert old + by == new


@pytest.mark.parametrize(
    ("before", "after", "delta"),
    [
        (exactly(150), exactly(250), (100, 100)),
        (more_than(100), exactly(150), (49, None)),
        (between(30, 40), between(35, 60), (5, 20)),
        (about(30), about(40), (None, None)),
        (long.exactly("P6W"), long.exactly("P5W"), (timedelta(days=-7), timedelta(days=-7))),
        (long.exactly("P1M"), long.exactly("P30D"), (timedelta(days=2), timedelta(days=-1))),
        ("a", "b", None),
        (None, exactly(1), None),
        (exactly(1), long.exactly("P1D"), None),
    ],
)
def test_deltas(before: Any, after: Any, delta: object) -> None:
    """By bound; None where there is no number on both sides."""
    assert changed(before, after).delta == delta


# --- text ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (
            "one two three",
            "one four three",
            (("=", "one"), ("-", "two"), ("+", "four"), ("=", "three")),
        ),
        ("one two", "one two three", (("=", "one two"), ("+", "three"))),
        ("one two", "two", (("-", "one"), ("=", "two"))),
        ("one", "two", (("-", "one"), ("+", "two"))),
        ("one  two", "one two", (("=", "one two"),)),
        (exactly(1), exactly(2), ()),
        ("one", exactly(2), ()),
    ],
)
def test_words(before: Any, after: Any, words: tuple[tuple[str, str], ...]) -> None:
    """A text's change is told by whole words; of anything else there are none."""
    assert changed(before, after, "volume").words == words


@LAW
@given(texts(40), texts(40))
def test_words_give_both_texts(before: str, after: str) -> None:
    """What is kept and gone is the one text, what is kept and new the other."""
    words = changed(before, after).words
    old = [word for sign, text in words if sign in "=-" for word in text.split()]
    new = [word for sign, text in words if sign in "=+" for word in text.split()]
    assert (old, new) == (before.split(), after.split())
    assert all(text for _, text in words)


# --- dates and ordered words --------------------------------------------------------------------


def day(edtf: str) -> When:
    return When(edtf=edtf, basis=Basis.STATED)


@pytest.mark.parametrize(
    ("before", "after", "certainty"),
    [
        (day("2024-05"), day("2024-08-16"), CERTAIN),
        (day("2024-08-16"), day("2024-05"), CERTAIN),
        (day("2024-08"), day("2024-08-16"), POSSIBLE),
        (day("XXXX-05"), day("2024-08"), POSSIBLE),
        (day("2024-05"), When(after="events/meeting"), POSSIBLE),
    ],
)
def test_whether_dates_differ(before: When, after: When, certainty: Certainty) -> None:
    """Certainly, where all of the one lies before all of the other."""
    change = changed(before, after, "when")
    assert (change.verb, change.certainty) == ("changed", certainty)


@LAW
@given(whens(), whens())
def test_dates_have_a_certainty(before: When, after: When) -> None:
    """Whatever is known of them, and the same both ways."""
    assert changed(before, after).certainty is changed(after, before).certainty


def test_ordered_words_go_up_or_down() -> None:
    """By their order in the vocabulary and not by their spelling."""
    none, kept = PresenceExtent.NONE, PresenceExtent.KEPT
    assert changed(none, kept, "extent").verb == "up"
    assert changed(kept, none, "extent").verb == "down"
    assert changed(kept, none, "extent").certainty is CERTAIN


def test_values_of_two_kinds_just_changed() -> None:
    """No order is made up between an ordinal and the whole text, or a count and a duration."""
    assert changed(1, PhaseScope.WHOLE, "phase").verb == "changed"
    assert changed(exactly(1), long.exactly("P1D")).verb == "changed"
    assert changed(VersionRole.AUTHOR, VersionRole.MEDIATOR).verb == "changed"


# --- where it is --------------------------------------------------------------------------------

A_TERM = ReleaseTerm(issue="x", phase=1, evidence=(passage(1), passage(2, fields=("count",))))
B_TERM = A_TERM.replace(evidence=(passage(3, fields=("scope",)), passage(4)))
A = version(A_TERM, evidence=(passage(8), passage(9, fields=("terms",))))
B = version(B_TERM, evidence=(passage(7),))


@pytest.mark.parametrize(
    ("step", "label"),
    [
        (Pair(A_TERM, None), "x@1"),
        (Pair(OtherTerm(issue="x"), A_TERM), "x"),
        (Pair(None, OtherTerm(issue="x", phase=PhaseScope.WHOLE)), "x@whole"),
        (Pair(OtherTerm(issue="x"), None), "x"),
        (Pair(None, Phase(ordinal=2)), "2"),
        (Pair(Role(actor="north", role=VersionRole.AUTHOR), None), "north:author"),
        (Pair(None, Group(who=(Who.WOMEN, Who.LIVING))), "living+women"),
        (Pair(Group(who=(Who.WOMEN,), citizens_of="north"), None), "women:north"),
        (Pair(None, version()), "plan@one"),
        (Pair("label", None), "label"),
        (Pair(None, Who.CHILDREN), "children"),
    ],
)
def test_items_stand_in_paths_by_their_keys(step: Pair, label: str) -> None:
    """The key of the later side, or of the earlier where the later has none."""
    assert step.label == label


def test_the_parts_of_a_path() -> None:
    """Field, issue, term and code are read from the steps."""
    steps = ("terms", Pair(A_TERM, B_TERM), "count")
    change = Changed(steps, exactly(1), exactly(2), (A_TERM, B_TERM), Version)
    assert change.path == "/terms/x@1/count"
    assert change.field == "count"
    assert change.code == "term.count.raised"
    assert change.term is B_TERM
    assert change.issue == "x"
    assert (
        repr(change) == "<term.count.raised /terms/x@1/count: Count.exactly(1) → Count.exactly(2)>"
    )


def test_a_change_outside_of_terms_has_no_issue() -> None:
    """Headers and phases are on no issue."""
    steps = ("phases", Pair(Phase(ordinal=1), Phase(ordinal=1, label="First")), "label")
    change = Reported(steps, None, "First", (None, None), Version)
    assert (change.term, change.issue) == (None, None)
    assert change.code == "phase.label.reported"


@pytest.mark.parametrize("kind", KINDS)
def test_what_went_unsaid_is_never_certain(kind: type[Change]) -> None:
    """Silence on one side leaves open whether the texts differ."""
    before = "b" if issubclass(kind, Changed) else None
    change = kind(("completeness",), before, "a", (A, B), Version)
    silent = kind in (Reported, Unreported)
    assert (change.certainty is POSSIBLE) is silent


# --- evidence -----------------------------------------------------------------------------------


def paragraphs(evidence: tuple[Evidence, ...]) -> list[int]:
    return [each.paragraph for each in evidence]


def test_a_field_rests_on_the_passages_that_bear_on_it() -> None:
    """Those of its term that name no fields, or name this one."""
    steps = ("terms", Pair(A_TERM, B_TERM), "count")
    change = Changed(steps, exactly(1), exactly(2), (A_TERM, B_TERM), Version)
    assert paragraphs(change.evidence_before) == [1, 2]
    assert paragraphs(change.evidence_after) == [4]


def test_a_whole_term_rests_on_its_own_passages() -> None:
    """And not on those of its holder, unless it has none."""
    change = Unreported(("terms", Pair(A_TERM, None)), A_TERM, None, (A, B), Version)
    assert paragraphs(change.evidence_before) == [1, 2]
    bare = OtherTerm(issue="x")
    change = Unreported(("terms", Pair(bare, None)), bare, None, (A, B), Version)
    assert paragraphs(change.evidence_before) == [8, 9]


def test_silence_rests_on_nothing() -> None:
    """No passage is cited for what a side does not say."""
    steps = ("terms", Pair(A_TERM, None))
    assert Unreported(steps, A_TERM, None, (A, B), Version).evidence_after == ()
    assert Reported(("tabled",), None, day("2024"), (A, B), Version).evidence_before == ()


def test_reported_absence_rests_on_the_holder() -> None:
    """That a text does not have something is what its own passages say."""
    steps = ("terms", Pair(A_TERM, None))
    assert paragraphs(Removed(steps, A_TERM, None, (A, B), Version).evidence_after) == [7]
    assert paragraphs(Added(steps[:1], None, A_TERM, (B, A), Version).evidence_before) == [7]


def test_other_passages_for_the_same_thing() -> None:
    """The evidence of each side is the change itself; one side may have none."""
    change = EvidenceChanged(("evidence",), None, (passage(5),), (A, B), Version)
    assert change.evidence_before == ()
    assert paragraphs(change.evidence_after) == [5]
    assert (change.verb, change.code) == ("changed", "version.evidence.changed")


# --- as values ----------------------------------------------------------------------------------


@LAW
@given(record_pairs())
def test_every_change_answers_every_question(pair: tuple[Value, Value]) -> None:
    """Code, path, level, certainty, evidence, repr and hash are there for any change."""
    for change in diff(*pair):
        noun, *_, verb = change.code.split(".")
        assert noun
        assert noun == noun.lower()
        assert verb == change.verb
        assert change.path.startswith("/")
        assert change.field in change.path
        assert isinstance(change.level, Level)
        assert isinstance(change.certainty, Certainty)
        for side in (change.evidence_before, change.evidence_after):
            assert isinstance(side, tuple)
            assert all(isinstance(each, Evidence) for each in side)
        assert change.code in repr(change)
        assert hash(change) == hash(change)
        assert change.before != change.after
        assert (change.issue is None) is (change.term is None)


@LAW
@given(record_pairs())
def test_one_field_of_one_item_changes_once(pair: tuple[Value, Value]) -> None:
    """The paths of a diff are unique, so that a path names a change."""
    paths = [change.path for change in diff(*pair)]
    assert sorted(paths) == sorted(set(paths))


def test_two_conditions_have_two_paths() -> None:
    """Items without a key of their own are still told apart."""
    one, other = Condition(summary="a vote"), Condition(summary="a signature")
    before = version(OtherTerm(issue="x"))
    after = version(OtherTerm(issue="x", conditions=(one, other)))
    paths = [change.path for change in diff(before, after)]
    assert len(set(paths)) == 2


def test_changes_compare_by_content() -> None:
    """What owns the value, and from which record it comes, makes no difference."""
    one = Changed(("count",), exactly(1), exactly(2), (A_TERM, B_TERM), ReleaseTerm)
    same = Changed(("count",), exactly(1), exactly(2), (None, None), ReleaseTerm)
    assert one == same
    assert hash(one) == hash(same)
    assert len({one, same}) == 1
    assert one != Reported(("count",), exactly(1), exactly(2), (None, None), ReleaseTerm)
    assert one != Changed(("scope",), exactly(1), exactly(2), (None, None), ReleaseTerm)
    assert one != "/count"
    assert (one == "/count") is False


def test_changes_are_frozen() -> None:
    """A change is a value: nothing in it can be set."""
    change: Any = changed(exactly(1), exactly(2))
    with pytest.raises(AttributeError, match="immutable"):
        change.before = exactly(3)
    with pytest.raises((AttributeError, TypeError)):
        change.colour = "red"
