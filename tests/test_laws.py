"""Whatever two ways of asking have in common agrees, and nothing is surer than what it rests on.

Each law is held for generated negotiations, and where it can be for the coded data. The ways are
compared with each other, and never with a third way that only the tests have.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest
from builders import put, tiny, told, write
from commands import Run, run
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from negotiation import negotiations
from pairs import crowded_versions, crowds, edited, position
from strategies import chronicles

import negotiations as ng
from negotiations import (
    Condition,
    Count,
    Dataset,
    Issue,
    Polarity,
    PresenceTerm,
    ReleaseTerm,
    Term,
    Version,
)
from negotiations.vocabulary import Level, PhaseScope, PresenceExtent, TermKind, Who

if TYPE_CHECKING:
    from pathlib import Path

    from negotiations import Change, Diff

__all__ = ["run"]

LAWS = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
BUNDLED = ng.load()
PROPOSALS = tuple(BUNDLED.proposals)
TEXT_PAIRS = tuple(combinations(BUNDLED.versions, 2))


def _address(record: Any) -> str:
    return f"{type(record).__name__}/{record.id}"


# --- order --------------------------------------------------------------------------------------


def _hold_one_order(ds: Dataset, of: str | None) -> None:
    moments = {_address(each.record): each for each in ds.timeline()}
    steps = {_address(each.record): each for each in ds.history(of)}
    in_both = [name for name in moments if name in steps]
    assert [name for name in steps if name in moments] == in_both
    for name in in_both:
        moment, time = moments[name], steps[name].time
        assert (moment.earliest, moment.latest) == (time.earliest, time.latest), name


@LAWS
@given(chronicles())
def test_timeline_and_history_agree_on_order(chronicle: Any) -> None:
    """Of any two records that both show, they show the same one first, within the same days."""
    _hold_one_order(told(chronicle), "accord")


@pytest.mark.parametrize("of", PROPOSALS)
def test_timeline_and_history_agree_on_the_coded_data(of: str) -> None:
    """The same law for every coded proposal."""
    _hold_one_order(BUNDLED, of)


@LAWS
@given(chronicles(), st.randoms(use_true_random=False))
def test_the_order_in_which_records_are_given_means_nothing(chronicle: Any, chance: Any) -> None:
    """A dataset of the same records in another order answers the same."""
    proposal, events, positions = chronicle
    ds = told(chronicle)
    versions, events, positions = list(proposal.versions or ()), list(events), list(positions)
    for records in (versions, events, positions):
        chance.shuffle(records)
    other = told((proposal.replace(versions=tuple(versions)), tuple(events), tuple(positions)))
    for one, two in (
        (ds.timeline(), other.timeline()),
        (ds.history("accord"), other.history("accord")),
        (ds.compiled("accord"), other.compiled("accord")),
    ):
        assert one == two


# --- diff and table -----------------------------------------------------------------------------

ISSUES = {
    name: Issue(
        id=name,
        label=name,
        definition="All of it.",
        kind=kind,
        polarity=tuple(Polarity(field=field, more="north", less="south") for field in fields),
    )
    for name, kind, fields in (
        ("x", TermKind.RELEASE, ("count", "scope")),
        ("y", TermKind.PRESENCE, ("extent",)),
    )
}
_VALUES = {"value", "same", "detail", "open", "changed"}


@st.composite
def _pairs(draw: st.DrawFn) -> tuple[Version, Version]:
    """Two versions with terms on two issues, some edits apart or unrelated."""
    a = b = draw(crowded_versions())
    if draw(st.booleans()):
        b = draw(crowded_versions())
    for _ in range(draw(st.integers(0, 4))):
        b = draw(edited(b))
    return a, b.replace(id="x@two")


def _whole(change: Change) -> bool:
    """Whether a change is of a term as a whole."""
    return change.path.startswith("/terms/") and change.path.count("/") == 2


def _in_diff(compared: Diff, issue: str) -> set[str]:
    found = set()
    for change in compared.where(issue=issue):
        if change.term is None:
            continue
        kind = type(change).__name__
        if _whole(change):
            # Two ways of writing that there is none are no difference.
            found.add(kind.lower() if change.certainty.is_possible else "")
        # Of two full texts, a detail that one of them lacks is added or removed.
        elif change.level >= Level.CLARIFYING and isinstance(
            change, ng.Changed | ng.Added | ng.Removed
        ):
            if change.certainty.is_certain:
                found.add("changed")
            elif change.certainty.is_possible:
                found.add("open")
    return found - {""}


def _in_table(a: Version, b: Version, issue: str) -> set[str]:
    found = set()
    for row in Dataset(issues=ISSUES.values()).side_by_side(a, b).where(issue=issue):
        one, two = (str(cell.state) for cell in row.cells)
        if one in _VALUES and two in _VALUES:
            found |= {two} & {"changed", "open"}
        elif two == "silent":
            found.add("unreported" if one != "silent" else "")
        elif one == "silent":
            found.add("reported")
        elif one != two:
            found.add("removed" if two == "excluded" else "added")
        elif row.differs:
            found.add("changed")
    return found - {""}


def _hold_one_comparison(a: Version, b: Version, issues: Any, dropped: set[str]) -> None:
    compared = ng.diff(a, b, issues=issues)
    names = {term.issue for side in (a, b) for term in side.terms or ()} & issues.keys()
    for issue in names:
        assert _in_diff(compared, issue) - dropped == _in_table(a, b, issue) - dropped, issue


@LAWS
@given(_pairs())
def test_diff_and_table_agree_on_what_differs(pair: tuple[Version, Version]) -> None:
    """What is added, removed, silent or changed for certain in the one is so in the other."""
    a, b = pair
    assume(all(term.kind is not TermKind.OTHER for side in pair for term in side.terms or ()))
    # The terms of an issue are of one kind, by a rule of the dataset.
    terms = [term for side in pair for term in side.terms or ()]
    assume(len({(term.issue, term.kind) for term in terms}) == len({term.issue for term in terms}))
    _hold_one_comparison(a, b, ISSUES, {"open"})


@pytest.mark.parametrize(("one", "two"), TEXT_PAIRS)
def test_diff_and_table_agree_on_the_coded_data(one: str, two: str) -> None:
    """The same law for every two coded versions."""
    _hold_one_comparison(BUNDLED.versions[one], BUNDLED.versions[two], BUNDLED.issues, {"open"})


@LAWS
@given(_pairs())
def test_a_row_differs_where_the_diff_has_a_difference(pair: tuple[Version, Version]) -> None:
    """Whoever asks a table for the rows that differ has the issues of which the diff says so."""
    a, b = pair
    compared = ng.diff(a, b, issues=ISSUES)
    table = Dataset(issues=ISSUES.values()).side_by_side(a, b)
    differing = {"added", "removed", "changed", "open"}
    in_diff = {name for name in ISSUES if _in_diff(compared, name) & differing}
    assert {row.issue for row in table.where(differs=True)} == in_diff


@LAWS
@given(_pairs())
def test_leans_are_opposite_the_other_way_round(pair: tuple[Version, Version]) -> None:
    """What leans toward a party leans away from it where the later text is the earlier one."""
    a, b = pair
    there, back = ng.diff(a, b, issues=ISSUES), ng.diff(b, a, issues=ISSUES)
    toward = sorted((str(each.issue), each.field, str(there.lean(each).toward)) for each in there)
    away = sorted((str(each.issue), each.field, str(back.lean(each).away_from)) for each in back)
    leaning = [each for each in toward if each[-1] != "None"]
    assert leaning == [each for each in away if each[-1] != "None"]


# --- silence ------------------------------------------------------------------------------------

_FILLERS: dict[str, tuple[Any, ...]] = {
    "phase": (1, 2, PhaseScope.WHOLE),
    "obligors": (("north",), ("south",), ()),
    "included": (True,),
    "conditions": ((), (Condition(summary="a law"),)),
    "summary": ("a", "b c"),
    "note": ("a",),
}
_OWN_FILLERS: dict[type[Term], dict[str, tuple[Any, ...]]] = {
    ReleaseTerm: {
        "count": (Count.exactly(5), Count.exactly(9), Count.unstated("many")),
        "groups": ((), (ng.Group(who=(Who.WOMEN,), count=Count.exactly(5)),)),
    },
    PresenceTerm: {"extent": tuple(PresenceExtent), "strength": (Count.exactly(5),)},
}


@st.composite
def _filled(draw: st.DrawFn, version: Version) -> Version:
    """The version with one more field of one of its terms reported."""
    terms = list(version.terms or ())
    places = [
        (index, name, fillers)
        for index, term in enumerate(terms)
        for name, fillers in {**_FILLERS, **_OWN_FILLERS.get(type(term), {})}.items()
        if getattr(term, name) is None and not (term.included is False and name != "phase")
    ]
    assume(places)
    index, name, fillers = draw(st.sampled_from(places))
    terms[index] = terms[index].replace(**{name: draw(st.sampled_from(fillers))})
    keys = {(term.issue, term.phase) for term in terms}
    assume(len(keys) == len(terms))
    return version.replace(terms=tuple(terms))


def _certain(compared: Diff) -> set[tuple[str | None, str | None, str]]:
    return {
        (change.issue, change.field, change.verb)
        for change in compared.where(at_least="substantive")
        if change.term is not None and change.certainty.is_certain
    }


@LAWS
@given(_pairs(), st.data())
def test_nothing_certain_changes_when_silence_is_filled(
    pair: tuple[Version, Version], data: st.DataObject
) -> None:
    """A certain change of a term stays certain, whatever else comes to be reported of a term."""
    a, b = pair
    known = _certain(ng.diff(a, b, issues=ISSUES))
    if data.draw(st.booleans()):
        a = data.draw(_filled(a))
    else:
        b = data.draw(_filled(b))
    assert known <= _certain(ng.diff(a, b, issues=ISSUES))


@LAWS
@given(crowds(), crowded_versions(), st.data())
def test_a_certain_row_stays_so_when_silence_is_filled(
    wanted: tuple[Term, ...], text: Version, data: st.DataObject
) -> None:
    """An issue with a changed cell keeps one, whatever else comes to be reported of a term."""
    ds, held = Dataset(issues=ISSUES.values()), position(*wanted)

    def changed(version: Version) -> set[str]:
        rows = ds.side_by_side(version, held).rows
        return {row.issue for row in rows if str(row.cells[1].state) == "changed"}

    known = changed(text)
    assert known <= changed(data.draw(_filled(text)))


# --- over time ----------------------------------------------------------------------------------


@LAWS
@given(chronicles(dated=True))
def test_blame_and_compiled_agree_on_who_reported_first(chronicle: Any) -> None:
    """Where the last version alone has a value last, both trace it to the same versions."""
    ds = told(chronicle)
    versions = chronicle[0].versions or ()
    assume(versions)
    last = max(versions, key=lambda version: version.tabled.earliest).id
    compiled = {part.label: part for part in ds.compiled("accord").terms}
    for line in ds.blame(last).lines:
        _, where, label, *rest = line.path.split("/")
        if where != "terms" or len(rest) != 1 or label not in compiled:
            continue
        for value in compiled[label].values:
            if value.field == rest[0]:
                for reading in value.readings:
                    if reading.versions == (last,):
                        origins = {each.version for each in line.origins}
                        assert origins == set(reading.since), line.path


@LAWS
@given(chronicles(dated=True))
def test_compiled_as_of_the_last_day_is_compiled(chronicle: Any) -> None:
    """A view as of a day after all that is dated leaves nothing out and takes nothing away."""
    ds = told(chronicle)
    whole, dated = ds.compiled("accord"), ds.compiled("accord", as_of="2001-12-31")
    for name in ("phases", "terms", "ended"):
        ours, theirs = (
            [(p.label, p.standing, p.values, p.latest) for p in getattr(view, name)]
            for view in (whole, dated)
        )
        assert ours == theirs


# --- who says so --------------------------------------------------------------------------------


def _hold_one_voice(ds: Dataset, party: str, on: str | None) -> None:
    for reading in ds.stance(party, on=on).readings:
        said = ds.attribution(reading.term)
        assert set(reading.claimants) == set(said.claimants), reading.address
        assert set(reading.deniers) == set(said.deniers), reading.address
        page = ng.render(reading.position, dataset=ds).casefold()  # a group is small in a sentence
        for actor in (*said.claimants, *said.deniers):
            name = ds.actors[actor].name if actor in ds.actors else actor
            assert name.casefold() in " ".join(page.split()), (reading.address, actor)


@LAWS
@given(negotiations(), st.sampled_from([None, "plan", "other"]))
def test_stance_attribution_and_page_agree_on_who_says_so(records: Any, on: str | None) -> None:
    """Who says a wish, and who denies it, is the same in each answer, and all of them are named."""
    parts = {name: tuple(held.values()) for name, held in records.collections.items()}
    del parts["versions"]
    ds = Dataset(records.metadata, **parts)
    for party in ("north", "south"):
        _hold_one_voice(ds, party, on)


@pytest.mark.parametrize("proposal", PROPOSALS)
def test_stance_attribution_and_page_agree_on_the_coded_data(proposal: str) -> None:
    """The same law for the parties of every coded proposal."""
    for party in BUNDLED.proposals[proposal].between:
        _hold_one_voice(BUNDLED, party, proposal)


def test_list_and_show_tell_a_wish_from_its_opposite(tmp_path: Path, run: Run) -> None:
    """A position that wants none of something is listed and shown otherwise than one that wants it."""
    wants = write(tmp_path / "wants", tiny())
    path = ("data/positions/south.json", 0, "terms", 0)
    opposite = put(tiny(), *path, "included", value=False)
    wants_none = write(tmp_path / "wants-none", opposite)
    for command in (["list", "positions"], ["show", "south-keeps-hill"]):
        pages = [run("-d", str(folder), *command).out for folder in (wants, wants_none)]
        assert pages[0] != pages[1], command
