"""Carrying differences over: forwards, backwards, and never where they do not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pairs import (
    LAW,
    close_pairs,
    edited,
    issue,
    passage,
    position,
    positions_and_versions,
    record_pairs,
    version,
    version_pairs,
)
from profiles import scaled
from strategies import RECORD_CLASSES, by_class, records, terms

from negotiations.compare.changes import (
    Added,
    Change,
    Changed,
    Moved,
    Removed,
    Reported,
    Unreported,
)
from negotiations.compare.diff import Diff, diff
from negotiations.compare.patch import patched
from negotiations.errors import NegotiationsError, PatchDoesNotFit
from negotiations.io.codec import to_data
from negotiations.model import (
    Condition,
    Group,
    OtherTerm,
    Phase,
    Position,
    Proposal,
    Record,
    ReleaseTerm,
    Term,
    Version,
)
from negotiations.model.values import Count, Duration, When
from negotiations.vocabulary import Basis, PhaseScope, TermKind, Who

if TYPE_CHECKING:
    from negotiations.model.base import Value

exactly = Count.exactly


def release(**fields: Any) -> ReleaseTerm:
    return ReleaseTerm(issue="prisoners", **{"phase": 1, **fields})


def veto(**fields: Any) -> OtherTerm:
    return OtherTerm(issue="veto", **fields)


# --- there and back -----------------------------------------------------------------------------


@LAW
@given(record_pairs())
def test_a_diff_makes_the_later_from_the_earlier(pair: tuple[Value, Value]) -> None:
    """No difference is lost, and none is made up."""
    a, b = pair
    found = diff(a, b)
    assert found.apply(a) == b
    assert found.apply() == b


@pytest.mark.parametrize("cls", RECORD_CLASSES, ids=lambda cls: cls.__name__)
@settings(LAW, max_examples=scaled(5))
@given(data=st.data())
def test_for_records_of_every_kind(cls: type[Record], data: st.DataObject) -> None:
    """There and back, for two unrelated records and two close ones of each kind."""
    for a, b in (
        data.draw(st.tuples(by_class(cls), by_class(cls))),
        data.draw(close_pairs(cls)),
    ):
        assert diff(a, b).apply() == b
        assert diff(a, b).invert().apply() == a


@LAW
@given(record_pairs())
def test_the_inverted_diff_makes_the_earlier_from_the_later(pair: tuple[Value, Value]) -> None:
    """The way back is as lossless as the way there."""
    a, b = pair
    back = diff(a, b).invert()
    assert (back.a, back.b) == (b, a)
    assert back.apply(b) == a
    assert back.apply() == a


OPPOSITE: dict[type[Change], type[Change]] = {
    Added: Removed,
    Removed: Added,
    Reported: Unreported,
    Unreported: Reported,
}


@LAW
@given(record_pairs())
def test_a_diff_inverted_twice_is_the_diff(pair: tuple[Value, Value]) -> None:
    """Inverting loses nothing; inverted once, every change has swapped its sides."""
    found = diff(*pair)
    back = found.invert()
    twice = back.invert()
    assert twice == found
    assert (twice.whole, twice.same, twice.issues) == (found.whole, found.same, found.issues)
    assert [type(change) for change in twice] == [type(change) for change in found]
    assert [change.path for change in twice] == [change.path for change in found]
    for change in found:
        inverse = change.inverted()
        assert inverse in back.changes
        assert inverse.inverted() == change
        assert inverse != change
        assert type(inverse) is OPPOSITE.get(type(change), type(change))
        assert (inverse.before, inverse.after) == (change.after, change.before)
        assert inverse.evidence_before == change.evidence_after
        assert inverse.evidence_after == change.evidence_before


@LAW
@given(terms())
def test_terms_by_themselves(term: Term) -> None:
    """A term is a value like others: what is cleared can be put back."""
    bare = type(term)(issue=term.issue)
    assert diff(bare, term).apply() == term
    assert diff(bare, term).invert().apply() == bare


BACK: list[tuple[str, Version, Version]] = [
    ("full text without terms", version(veto()), version(full=True)),
    ("full text with no terms", version(veto()), version(full=True, terms=())),
    ("full text without phases", version(phases=(Phase(ordinal=1),)), version(full=True)),
    ("terms to none", version(veto()), version(terms=())),
    ("terms to silence", version(veto()), version()),
    ("silence to none", version(), version(terms=())),
    (
        "conditions that a full text lacks",
        version(veto(conditions=(Condition(summary="a vote"),)), full=True),
        version(veto(), full=True),
    ),
    ("labels to none", version(labels=("One", "Two")), version(labels=())),
    ("labels to others", version(labels=("One", "Two")), version(labels=("Three", "Two"))),
    ("moved", version(release()), version(release(phase=2, count=exactly(1)))),
    ("a phase unsaid", version(release(), veto()), version(release(phase=None), veto())),
    (
        "one moves into the place of another",
        version(release(phase=None), release(count=exactly(1))),
        version(release(count=exactly(2)), release(phase=2)),
    ),
    (
        "groups",
        version(release(groups=(Group(who=(Who.WOMEN,), count=exactly(1)),))),
        version(release(groups=(Group(who=(Who.WOMEN,)), Group(who=(Who.CHILDREN,))))),
    ),
    ("excluded", version(veto(summary="A veto.")), version(veto(included=False))),
]


@pytest.mark.parametrize(("a", "b"), [row[1:] for row in BACK], ids=[row[0] for row in BACK])
def test_there_and_back(a: Version, b: Version) -> None:
    """Each way that a list ends up empty or a term elsewhere can be gone both ways."""
    for before, after in ((a, b), (b, a)):
        found = diff(before, after)
        assert found.apply(before) == after
        assert found.invert().apply(after) == before


def test_two_proposals_there_and_back() -> None:
    """Changes reach into the versions that both have."""
    before = Proposal(
        id="plan",
        title="Plan",
        between=("north", "south"),
        rationale="One text.",
        versions=(version(release(count=exactly(5))), version(id="plan@zero")),
    )
    after = before.replace(versions=(version(release(phase=2)), version(id="plan@two")))
    found = diff(before, after)
    assert found.apply() == after
    assert found.invert().apply() == before


def test_no_changes_make_no_difference() -> None:
    """An empty diff fits every record and gives it back."""
    assert diff(version(), version()).apply(version(veto())) == version(veto())
    assert patched(version(veto()), ()) == version(veto())


# --- on another record --------------------------------------------------------------------------


def test_a_change_is_carried_to_another_record() -> None:
    """What the diff does not touch may differ, and stays."""
    found = diff(version(release(count=exactly(5))), version(release(count=exactly(7))))
    other = version(
        release(count=exactly(5), summary="Seven persons."), veto(), labels=("Draft",), note="Kept."
    )
    assert found.apply(other) == other.replace(
        terms=(release(count=exactly(7), summary="Seven persons."), veto())
    )


@LAW
@given(version_pairs(), st.data())
def test_a_patch_fits_in_whole_or_not_at_all(
    pair: tuple[Version, Version], data: st.DataObject
) -> None:
    """On a record that differs from the earlier one it can be undone, or it is refused."""
    a, b = pair
    other = data.draw(edited(a))
    found = diff(a, b)
    made = applied(found, other)
    if isinstance(made, PatchDoesNotFit):
        assert other != a
        assert made.path in {change.path for change in found}
        assert made.expected != made.found
    else:
        assert _said(found.invert().apply(made)) == _said(other)


def applied(found: Diff, other: Value) -> Value | PatchDoesNotFit:
    """What a diff makes of a record, or why it does not fit."""
    try:
        return found.apply(other)
    except PatchDoesNotFit as refused:
        return refused


def _said(item: Value) -> Any:
    """The content of a record, in which an empty list and a list that is not reported are alike."""

    def without_empty(data: Any) -> Any:
        if isinstance(data, dict):
            return {name: without_empty(each) for name, each in data.items() if each != []}
        return [without_empty(each) for each in data] if isinstance(data, list) else data

    return without_empty(to_data(item))


@LAW
@given(record_pairs())
def test_a_patch_fits_only_once(pair: tuple[Value, Value]) -> None:
    """Where it has been applied, nothing stands any more as it expects."""
    a, b = pair
    assume(a != b)
    found = diff(a, b)
    before = repr(b), hash(b)
    with pytest.raises(PatchDoesNotFit) as refused:
        found.apply(b)
    assert refused.value.path in {change.path for change in found}
    assert refused.value.expected != refused.value.found
    assert (repr(b), hash(b)) == before
    assert diff(a, b) == found


ONE_OFF: list[tuple[str, Diff, Version, str, object, object]] = [
    (
        "another value",
        diff(version(release(count=exactly(5))), version(release(count=exactly(7)))),
        version(release(count=exactly(6))),
        "/terms/prisoners@1/count",
        exactly(5),
        exactly(6),
    ),
    (
        "a value that is not reported",
        diff(version(release(count=exactly(5))), version(release(count=exactly(7)))),
        version(release()),
        "/terms/prisoners@1/count",
        exactly(5),
        None,
    ),
    (
        "a value where none was reported",
        diff(version(release()), version(release(count=exactly(7)))),
        version(release(count=exactly(1))),
        "/terms/prisoners@1/count",
        None,
        exactly(1),
    ),
    (
        "a term that is not there",
        diff(version(release(), veto()), version(release())),
        version(release()),
        "/terms/veto",
        veto(),
        None,
    ),
    (
        "a term that says something else",
        diff(version(veto()), version(terms=())),
        version(veto(summary="A veto.")),
        "/terms/veto",
        veto(),
        veto(summary="A veto."),
    ),
    (
        "a term where none was",
        diff(version(release()), version(release(), veto())),
        version(release(), veto(summary="A veto.")),
        "/terms/veto",
        None,
        veto(summary="A veto."),
    ),
    (
        "other passages",
        diff(version(evidence=(passage(1),)), version(evidence=(passage(2),))),
        version(evidence=(passage(3),)),
        "/evidence",
        (passage(1),),
        (passage(3),),
    ),
    (
        "a list that is not empty",
        diff(version(), version(terms=())),
        version(veto()),
        "/terms",
        None,
        (veto(),),
    ),
    (
        "another id",
        diff(version(id="plan@one"), version(id="plan@two")),
        version(id="plan@three"),
        "/id",
        "plan@one",
        "plan@three",
    ),
    (
        "another length of a phase",
        diff(
            version(phases=(Phase(ordinal=1, duration=Duration.exactly("P6W")),)),
            version(phases=(Phase(ordinal=1, duration=Duration.exactly("P8W")),)),
        ),
        version(phases=(Phase(ordinal=1, duration=Duration.exactly("P42D")),)),
        "/phases/1/duration",
        Duration.exactly("P6W"),
        Duration.exactly("P42D"),
    ),
]


@pytest.mark.parametrize(
    ("found", "other", "path", "expected", "actual"),
    [row[1:] for row in ONE_OFF],
    ids=[row[0] for row in ONE_OFF],
)
def test_a_patch_that_does_not_fit(
    found: Diff, other: Version, path: str, expected: object, actual: object
) -> None:
    """The error names the place, what was expected there, and what stands there."""
    with pytest.raises(PatchDoesNotFit) as refused:
        found.apply(other)
    fault = refused.value
    assert (fault.path, fault.expected, fault.found) == (path, expected, actual)
    assert str(fault) == (
        f"at {path}: expected {expected!r}, found {actual!r}; nothing was changed"
    )
    assert isinstance(fault, NegotiationsError)


@pytest.mark.parametrize("held", [None, exactly(5)])
def test_a_change_inside_a_term_that_is_not_there(held: Count | None) -> None:
    """What is missing is the term: that the field is not there either is no news."""
    found = diff(version(release(count=held)), version(release(count=exactly(7))))
    with pytest.raises(PatchDoesNotFit) as refused:
        found.apply(version(veto()))
    assert refused.value.path.startswith("/terms/prisoners@1")
    assert refused.value.expected != refused.value.found


def test_a_term_does_not_move_onto_another() -> None:
    """A move into a phase that has a term on the issue already would lose that term."""
    found = diff(version(release()), version(release(phase=2)))
    assert [type(change) for change in found] == [Moved]
    other = version(release(), release(phase=2, summary="Forty more persons."))
    with pytest.raises(PatchDoesNotFit) as refused:
        found.apply(other)
    assert refused.value.path == "/terms/prisoners@2/phase"


def test_a_phase_does_not_become_known_onto_another() -> None:
    """The same of a term whose phase is newly reported."""
    found = diff(version(release(phase=None)), version(release(phase=PhaseScope.WHOLE)))
    with pytest.raises(PatchDoesNotFit):
        found.apply(version(release(phase=None), release(phase=PhaseScope.WHOLE, summary="All.")))


@given(records().filter(lambda each: not isinstance(each, Version | Position)))
def test_a_patch_of_terms_does_not_fit_a_record_without_terms(other: Record) -> None:
    """A record that lacks the field is refused with the same error."""
    with pytest.raises(PatchDoesNotFit) as refused:
        diff(version(veto()), version(terms=())).apply(other)
    assert refused.value.path == "/terms/veto"


def test_nothing_is_changed_by_a_patch_that_fails_midway() -> None:
    """Records are frozen: what fits of a patch is not done either."""
    found = diff(
        version(release(count=exactly(5)), note="One."),
        version(release(count=exactly(7)), note="Two."),
    )
    other = version(release(count=exactly(6)), note="One.")
    with pytest.raises(PatchDoesNotFit):
        found.apply(other)
    assert other == version(release(count=exactly(6)), note="One.")


# --- one after another --------------------------------------------------------------------------


@st.composite
def chains(draw: st.DrawFn, length: int) -> tuple[Record, ...]:
    """Records of one kind, each close to the one before it or unrelated to it."""
    chain = list(draw(record_pairs()))
    while len(chain) < length:
        last = chain[-1]
        chain.append(draw(edited(last) | by_class(type(last))))
    return tuple(chain)


@LAW
@given(chains(3))
def test_composed_diffs_make_the_last_from_the_first(chain: tuple[Record, ...]) -> None:
    """As applying one after the other does; and the composed diff is the diff of the outer two."""
    a, b, c = chain
    composed = diff(a, b).compose(diff(b, c))
    assert composed == diff(a, c)
    assert composed.apply(a) == c == diff(b, c).apply(diff(a, b).apply(a))
    assert composed.invert().apply(c) == a


@LAW
@given(chains(4))
def test_composing_is_associative(chain: tuple[Record, ...]) -> None:
    """It does not matter which two are composed first."""
    a, b, c, d = chain
    x, y, z = diff(a, b), diff(b, c), diff(c, d)
    assert x.compose(y).compose(z) == x.compose(y.compose(z))


@LAW
@given(chains(3))
def test_the_empty_diff_changes_no_other(chain: tuple[Record, ...]) -> None:
    """It is the identity on either side; a diff and its inverse make an empty one."""
    a, b, c = chain
    found = diff(a, b)
    assert diff(a, a).compose(found) == found == found.compose(diff(b, b))
    assert found.compose(found.invert()) == diff(a, a)
    assert not found.compose(found.invert())
    there = found.compose(diff(b, c))
    assert there.invert() == diff(b, c).invert().compose(found.invert())


@LAW
@given(record_pairs())
def test_the_inverse_is_the_diff_the_other_way_round(pair: tuple[Value, Value]) -> None:
    """In the same order of changes too, so that the laws above hold of inverted diffs."""
    a, b = pair
    assert diff(a, b).invert() == diff(b, a)


@LAW
@given(record_pairs(), st.data())
def test_diffs_that_do_not_meet(pair: tuple[Record, Record], data: st.DataObject) -> None:
    """What the later diff begins with has to be what the earlier ends with, all of it."""
    a, b = pair
    other = data.draw(edited(b))
    assume(other != b)
    with pytest.raises(PatchDoesNotFit) as refused:
        diff(a, b).compose(diff(other, a))
    fault = refused.value
    apart = diff(b, other)[0]
    assert (fault.path, fault.expected, fault.found) == (apart.path, apart.after, apart.before)


def test_diffs_that_do_not_meet_in_words() -> None:
    """The message has the place, what the later diff begins with, and what is there."""
    first = diff(version(release(count=exactly(5))), version(release(count=exactly(6))))
    second = diff(version(release(count=exactly(7))), version(release(count=exactly(8))))
    with pytest.raises(PatchDoesNotFit) as refused:
        first.compose(second)
    assert str(refused.value) == (
        "at /terms/prisoners@1/count: expected Count.exactly(7), found Count.exactly(6); "
        "nothing was changed"
    )
    with pytest.raises(PatchDoesNotFit) as refused:
        first.compose(diff(veto(), veto(note="One.")))
    assert str(refused.value) == (
        "at the root: expected 'OtherTerm', found 'Version'; nothing was changed"
    )


def test_issues_are_kept_from_either_diff() -> None:
    """Leans are read after composing as before."""
    known = {"prisoners": issue("prisoners", TermKind.RELEASE, "count")}
    a, b, c = (version(release(count=exactly(n))) for n in (5, 6, 7))
    for one, other in ((known, None), (None, known)):
        composed = diff(a, b, issues=one).compose(diff(b, c, issues=other))
        assert composed.lean(composed[0]).toward == "north"


@LAW
@given(positions_and_versions())
def test_a_position_and_a_version_do_not_compose(pair: tuple[Position, Version]) -> None:
    """A diff of parts of two records says nothing of the rest of them."""
    found = diff(*pair)
    for one, other in ((found, diff(pair[1], pair[1])), (diff(pair[0], pair[0]), found)):
        with pytest.raises(NegotiationsError, match="compared, and not made from each other"):
            one.compose(other)


@LAW
@given(record_pairs(), st.data())
def test_records_of_every_kind_fit_or_are_refused(
    pair: tuple[Record, Record], data: st.DataObject
) -> None:
    """No other error comes of a record that is edited elsewhere, or everywhere."""
    a, b = pair
    found = diff(a, b)
    other = data.draw(edited(a) | by_class(type(a)))
    made = applied(found, other)
    if isinstance(made, PatchDoesNotFit):
        assert made.path in {change.path for change in found}
        assert made.expected != made.found
    else:
        assert type(made) is type(b)


def test_a_patch_that_would_break_the_rules_of_a_class() -> None:
    """Each change fits by itself; that the whole would be no record is said all the same."""
    alone = When(edtf="2024-05", basis=Basis.STATED)
    known = diff(alone, alone.replace(basis=None, edtf=None, after="talks/first"))
    other = When(edtf="2024-05", basis=Basis.STATED, note="Printed.")
    assert known.apply(other).note == "Printed."
    far = diff(Count.between(1, 5), Count.between(3, 5))
    with pytest.raises(PatchDoesNotFit) as refused:
        far.apply(Count.between(1, 2))
    assert refused.value.expected == "a Count that keeps the rules of its class"
    assert refused.value.path == "/amount"


# --- what cannot be applied ---------------------------------------------------------------------


@LAW
@given(positions_and_versions())
def test_a_position_is_not_made_from_a_version(pair: tuple[Value, Value]) -> None:
    """Neither way, and the error says so."""
    for found in (diff(*pair), diff(*pair).invert()):
        with pytest.raises(NegotiationsError) as refused:
            found.apply()
        assert not isinstance(refused.value, PatchDoesNotFit)
        assert str(refused.value) == (
            "positions, stances and versions are compared, and not made from each other"
        )


def test_a_position_and_a_version_invert_too() -> None:
    """The diff can be read the other way round, though not applied."""
    found = diff(position(release(count=exactly(9))), version(release(count=exactly(5))))
    assert [change.code for change in found.invert()] == ["term.count.raised"]
    assert found.invert().invert() == found


def test_changes_are_carried_over_by_themselves() -> None:
    """`patched` takes any changes, such as some of a diff."""
    before = version(release(count=exactly(5)), note="One.")
    found = diff(before, version(release(count=exactly(7)), veto(), note="Two."))
    chosen = found.where(issue="prisoners")
    assert [type(change) for change in chosen] == [Changed]
    assert patched(before, chosen) == version(release(count=exactly(7)), note="One.")
    assert type(patched(before, found.where(issue="veto")).terms[-1]) is OtherTerm
    assert Added not in {type(change) for change in found}
