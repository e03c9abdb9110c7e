"""The history of a text: what was said, in the order of time as far as it is known."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import negotiations as ng
from negotiations.chronology import Chronology
from negotiations.dataset import Dataset
from negotiations.model import (
    Actor,
    CeasefireTerm,
    Event,
    Issue,
    Position,
    Proposal,
    ReleaseTerm,
    Talks,
    Version,
)
from negotiations.model.values import Count, When
from negotiations.vocabulary import (
    ActorKind,
    Basis,
    Bearing,
    Completeness,
    EventAct,
    Order,
    PositionAct,
    Saying,
    TermKind,
)
from tests.builders import told
from tests.strategies import chronicles

if TYPE_CHECKING:
    from negotiations.answers.history_values import History

FIVE, SIX = Count.exactly(5), Count.exactly(6)
RELEASE = ReleaseTerm(issue="captives", count=FIVE)
TRUCE = CeasefireTerm(issue="truce")


def on(day: str) -> When:
    return When(edtf=day, basis=Basis.STATED)


def version(name: str, tabled: str | None = None, *terms: Any, **more: Any) -> Version:
    given = {"completeness": Completeness.PARTIAL, **more}
    return Version(id=f"accord@{name}", tabled=tabled and on(tabled), terms=terms or None, **given)


def wish(name: str, when: str | None, *terms: Any, **more: Any) -> Position:
    given = {"actor": "north", "act": PositionAct.DEMANDS, "on": "accord", **more}
    return Position(id=name, when=when and on(when), terms=terms, **given)


def event(name: str, *acted_on: str, act: EventAct = EventAct.ASSESS, **more: Any) -> Event:
    return Event(id=name, act=act, on=acted_on or None, **more)


def dataset(*held: Any) -> Dataset:
    def those(kind: type) -> tuple[Any, ...]:
        return tuple(each for each in held if isinstance(each, kind))

    proposal = Proposal(
        id="accord", title="Accord", between=(), rationale="One.", versions=those(Version)
    )
    return Dataset(
        actors=[Actor(id="north", name="North", kind=ActorKind.STATE)],
        issues=[
            Issue(id="captives", label="Captives", definition="-", kind=TermKind.RELEASE),
            Issue(id="truce", label="Truce", definition="-", kind=TermKind.CEASEFIRE),
        ],
        proposals=[proposal, *those(Proposal)],
        positions=those(Position),
        talks=those(Talks),
        events=those(Event),
    )


def steps(found: History) -> list[tuple[str, str | None]]:
    """Each step with whether it is known to be later than the one before."""
    return [(each.record.id, None if each.order is None else each.order.value) for each in found]


def against(found: History, name: str) -> list[str]:
    return [each.against for each in found.step(name).comparisons]


def test_steps_say_what_is_known_of_their_order() -> None:
    """The order to the step before is certain, possible by the dates, or unknown."""
    found = dataset(
        version("a", "2001-01", RELEASE),
        version("b", "2001-02", RELEASE),
        version("c", "2001-02-15", RELEASE),
        version("d", None, RELEASE),
        wish("held", None, RELEASE),
    ).history("accord", issue="captives")
    assert steps(found) == [
        ("accord@a", None),
        ("accord@b", "certain"),
        ("accord@c", "possible"),
        ("accord@d", "unknown"),
        ("held", "unknown"),
    ]
    assert found.step("accord@c").follows == ("versions/accord@a",)
    assert repr(found) == "<History of proposals/accord on captives: 4 versions, 1 position>"
    assert repr(found[1]) == "<versions/accord@b (2001-02; order certain; reported)>"
    assert found[:1] == found.steps[:1]


@pytest.mark.parametrize(
    ("held", "issue", "expected"),
    [
        (event("e", "accord", issues=("captives",)), "captives", Bearing.ISSUE),
        (event("e", "accord", issues=("truce",)), "captives", None),
        (event("e", "versions/accord@a"), "captives", Bearing.TEXT),
        (event("e", "accord"), None, Bearing.TEXT),
        (event("e", "accord", issues=("truce",)), None, Bearing.ISSUE),
        (event("e", "positions/freeing"), "captives", Bearing.POSITION),
        (event("e", "freeing"), "truce", None),
        (event("e", "river", issues=("truce",)), "truce", Bearing.ISSUE),
        (event("e", "river"), "truce", None),
        (event("e", "river"), None, Bearing.TALKS),
        (event("e", "other", issues=("truce",)), "truce", None),
        (event("e", issues=("truce",)), "truce", None),
        (event("e", "positions/elsewhere"), "captives", None),
    ],
)
def test_how_an_event_bears_on_a_text(
    held: Event, issue: str | None, expected: Bearing | None
) -> None:
    """An event that names issues is on these alone; one that names none is on what it acts on."""
    other = Proposal(id="other", title="Other", between=(), rationale="-")
    found = dataset(
        version("a", None, RELEASE),
        wish("freeing", None, RELEASE),
        wish("elsewhere", None, RELEASE, on="other"),
        Talks(id="river", title="River", on=("accord@a",)),
        other,
        held,
    ).history("accord", issue=issue)
    assert [each.bearing for each in found if each.record == held] == (
        [] if expected is None else [expected]
    )


def test_what_versions_say_on_an_issue() -> None:
    """Silence, a report of none and a report are told apart."""
    found = dataset(
        version("a", "2001", RELEASE, TRUCE),
        version("b", "2002", TRUCE),
        version("c", "2003", TRUCE, completeness=Completeness.FULL_TEXT),
        version("d", "2004").replace(terms=()),
        version("e", "2005"),
    ).history("accord", issue="captives")
    assert [each.saying for each in found] == [
        Saying.REPORTED,
        Saying.SILENT,
        Saying.NONE,
        Saying.NONE,
        Saying.SILENT,
    ]
    assert [[each.term for each in step.terms] for step in found] == [[RELEASE], [], [], [], []]
    codes = [
        [change.code for held in step.comparisons for change in held.diff if change.issue]
        for step in found
    ]
    assert codes == [[], ["term.unreported"], [], [], []]


def test_versions_are_compared_with_what_they_are_made_from() -> None:
    """Derivation goes before date; where none is reported, the nearest that is known to precede."""
    found = dataset(
        version("a", "2001-01", RELEASE),
        version("b", "2001-02", RELEASE.replace(count=SIX)),
        version("c", "2001-03", RELEASE, derived_from=("accord@a",)),
        version("d", "2001-04", RELEASE, derived_from=("accord@a", "accord@b")),
        version("e", "2001-05/2001-07", RELEASE),
        version("f", "2001-06", RELEASE),
    ).history("accord", issue="captives")
    assert against(found, "accord@b") == ["versions/accord@a"]
    assert found.step("accord@b").comparisons[0].why == (
        "it precedes it; no derivation is reported"
    )
    assert [each.code for each in found.step("accord@b").comparisons[0].diff][-1] == (
        "term.count.raised"
    )
    assert against(found, "accord@c") == ["versions/accord@a"]
    assert found.step("accord@c").comparisons[0].why == "which it is derived from"
    assert against(found, "accord@d") == ["versions/accord@a", "versions/accord@b"]
    assert against(found, "accord@f") == ["versions/accord@d"]
    assert [(each.against, each.why) for each in found.step("accord@f").not_compared] == [
        ("versions/accord@e", "which of the two is earlier is not known")
    ]


def test_positions_are_compared_with_the_same_holder_s() -> None:
    """Only a position of the same holder, act and scope on the issue is compared, if earlier."""
    found = dataset(
        version("a", None, RELEASE),
        wish("first", "2001-01", RELEASE),
        wish("second", "2001-02", RELEASE.replace(count=SIX), TRUCE, on="accord@a"),
        wish("offer", "2001-01", RELEASE, act=PositionAct.OFFERS),
        wish("of-south", "2001-01", RELEASE, actor="south"),
        wish("on-truce", "2001-01", TRUCE),
        wish("open", None, RELEASE),
    ).history("accord", issue="captives")
    assert against(found, "second") == ["positions/first"]
    only = found.step("second").comparisons[0]
    assert [each.code for each in only.diff if each.issue] == ["term.count.raised"]
    assert against(found, "first") == against(found, "offer") == against(found, "of-south") == []
    assert [each.against for each in found.step("second").not_compared] == ["positions/open"]
    assert found.step("offer").not_compared == ()
    with pytest.raises(ng.UnknownId, match=r"^no step of the history 'on-truce'"):
        found.step("on-truce")


def test_the_history_of_a_version_is_that_of_its_line() -> None:
    """A version comes with those that it is derived from, and with what is on these versions."""
    ds = dataset(
        version("a", None, RELEASE),
        version("b", None, derived_from=("accord@a",)),
        version("c", None, RELEASE),
        event("on-a", "accord@a"),
        event("on-c", "accord@c"),
        event("on-all", "accord"),
    )
    assert [each.record.id for each in ds.history("accord@b")] == ["accord@a", "accord@b", "on-a"]


def test_the_history_of_an_issue_goes_through_all_texts() -> None:
    """Versions and positions that speak on it, and events that name it or act on these."""
    ds = dataset(
        version("a", None, RELEASE),
        version("b", None, TRUCE),
        wish("alone", None, RELEASE, on=None),
        event("named", issues=("captives",)),
        event("unnamed", "river"),
        event("on-a", "accord@a"),
    )
    found = ds.history(issue="captives")
    assert sorted(each.record.id for each in found) == ["accord@a", "alone", "named", "on-a"]
    assert repr(found) == "<History of captives: 1 version, 1 position, 2 events>"
    assert ds.history("issues/captives") == found
    assert ds.history(ds.issues["captives"], issue="captives") == found


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (
            (),
            ng.NegotiationsError,
            "a history is of a proposal, of a version or of an issue: give one",
        ),
        (
            ("actors/north",),
            ng.NegotiationsError,
            "expected a proposal, a version or an issue, found actors/north",
        ),
        (
            ("issues/truce", "captives"),
            ng.NegotiationsError,
            "the history of the issue 'truce' is not of 'captives'",
        ),
        (("acord",), ng.UnknownId, "no record 'acord'; did you mean accord?"),
        (("accord", "captive"), ng.UnknownId, "no issue 'captive'; did you mean captives?"),
    ],
)
def test_what_has_no_history(arguments: Any, error: type[Exception], message: str) -> None:
    """What cannot be told is refused with what would do."""
    with pytest.raises(error) as raised:
        dataset().history(*arguments)
    assert str(raised.value) == message


# --- the bundled data, as the articles have it ----------------------------------------------------


def test_the_corridor_in_the_may_proposal() -> None:
    """One version reports a presence; that of May is silent, and nobody is said to have given way."""
    found = ng.load().history("may-proposal", issue="philadelphi-corridor")
    said = {each.record.id: each.saying for each in found if isinstance(each.record, Version)}
    assert said == {
        "may-proposal@may": Saying.SILENT,
        "may-proposal@early-july": Saying.SILENT,
        "may-proposal@bridging": Saying.REPORTED,
    }
    bridging = found.step("may-proposal@bridging")
    assert [each.against for each in bridging.comparisons] == ["versions/may-proposal@may"]
    diff = bridging.comparisons[0].diff
    assert str(diff.summary()) == "terms: 1 newly reported"
    assert not any(diff.lean(each).is_determined for each in diff)
    # The text of May and that of early July are not known to stand in any order.
    july = found.step("may-proposal@early-july")
    assert [each.against for each in july.not_compared] == ["versions/may-proposal@may"]
    assert july.comparisons == ()
    assert "events/may-proposal-presented" not in july.follows
    # It was agreed to in July, and so is earlier than the text of August.
    assert bridging.follows == ("events/early-july-terms-agreed",)


def test_positions_on_the_corridor_are_undated_and_stay_so() -> None:
    """None of the three positions has a date, and none is compared with another's."""
    found = ng.load().history("may-proposal", issue="philadelphi-corridor")
    held = [each for each in found if isinstance(each.record, Position)]
    assert [each.record.id for each in held] == [
        "hamas-border-presence",
        "israel-open-demands",
        "netanyahu-border-patrols",
    ]
    for each in held:
        assert each.order is Order.UNKNOWN
        assert each.follows == each.comparisons == each.not_compared == ()
        assert len(each.terms) == 1


def test_events_on_the_corridor() -> None:
    """The two that name the issue, those on the texts as wholes, and none on the talks at large."""
    found = ng.load().history("may-proposal", issue="philadelphi-corridor")
    bearings = {each.record.id: each.bearing for each in found if isinstance(each.record, Event)}
    assert [name for name, each in bearings.items() if each is Bearing.ISSUE] == [
        "patrols-likely-unacceptable-to-hamas",
        "negotiations-stall-over-open-issues",
    ]
    assert bearings["hamas-rejects-bridging-proposal"] is Bearing.TEXT
    assert bearings["netanyahu-accepts-bridging-proposal"] is Bearing.TEXT
    assert "killing-of-haniyeh" not in bearings
    assert "hamas-willing-to-consider-framework" not in bearings
    accepted = found.step("netanyahu-accepts-bridging-proposal")
    assert accepted.attribution.claimants == ("antony-blinken",)
    rejected = found.step("hamas-rejects-bridging-proposal")
    assert rejected.order is Order.POSSIBLE
    assert found.step("netanyahu-said-to-undermine-deal").attribution.deniers == (
        "prime-ministers-office",
    )


def test_the_agreement_of_2025_is_ordered_by_what_is_said_of_it() -> None:
    """Nothing of it is known to be before 2025; only what the article orders is certainly ordered."""
    found = ng.load().history("ceasefire-agreement-2025")
    follows = {each.record.id: each.follows for each in found}
    agreed = ("versions/ceasefire-agreement-2025@agreed",)
    assert follows["israel-extension-of-first-phase"] == ("events/second-phase-does-not-begin",)
    assert follows["us-extension-of-first-phase"] == agreed
    assert follows["hamas-keep-arrangements"] == agreed
    assert follows["israel-request-said-to-break-terms"] == (
        "positions/israel-extension-of-first-phase",
    )
    # Whose wish to extend the phase is refused is not said, so that the refusal follows none.
    assert follows["hamas-rejects-extension"] == agreed
    assert not any(each.comparisons or each.not_compared for each in found)
    # What the article tells as present has no first day: since when is not printed.
    assert {each.time.earliest.year for each in found if each.time.earliest} == {2025}
    assert {each.time.latest.year for each in found if each.time.latest} == {2025}


def test_a_denied_demand_keeps_its_denial() -> None:
    """Both demands on prisoners in September are told with who claims and who denies them."""
    found = ng.load().history("proposal-in-preparation", issue="prisoner-release")
    demands = [each for each in found if isinstance(each.record, Position)]
    assert [each.record.id for each in demands] == [
        "hamas-100-more-prisoners",
        "hamas-prisoners-serving-life",
    ]
    for each in demands:
        assert each.terms[0].attribution.deniers == ("osama-hamdan",)
        assert each.attribution.disputed
        assert each.comparisons == ()
        assert len(each.not_compared) == 1
    # The denial itself does not date what it denies.
    denial = found.step("hamas-denies-new-demands")
    assert denial.bearing is Bearing.ISSUE
    assert denial.follows == ()


# --- laws ---------------------------------------------------------------------------------------


@given(chronicles(), st.sampled_from((None, "captives", "truce")))
def test_every_version_once_and_in_order(chronicle, issue) -> None:
    """Each version of the proposal stands once; no step stands before one that it follows."""
    ds = told(chronicle)
    found = ds.history("accord", issue)
    versions = [each.record.id for each in found if isinstance(each.record, Version)]
    assert sorted(versions) == sorted(ds.versions)
    follows = Chronology(ds.records).follows
    for index, step in enumerate(found):
        assert not any(follows(step.record, later.record) for later in found[index + 1 :])
        before = found[index - 1] if index else None
        if before is None:
            assert step.order is None
        else:
            certain = follows(step.record, before.record)
            assert step.order is not None
            assert step.order.is_certain is certain


@given(chronicles(), st.sampled_from((None, "captives", "truce")))
def test_only_what_is_known_to_be_earlier_is_compared(chronicle, issue) -> None:
    """A step is compared with records that it is known to follow, or is made from."""
    ds = told(chronicle)
    follows = Chronology(ds.records).follows
    for step in ds.history("accord", issue):
        for each in step.comparisons:
            other = ds.resolve(each.against)
            assert isinstance(other, Version | Position)
            derived = getattr(step.record, "derived_from", None) or ()
            assert follows(step.record, other) or other.id in derived
            assert {change.issue for change in each.diff} <= {issue, None} or issue is None
            assert each.diff.apply() == each.diff.b
        for left in step.not_compared:
            other = ds.resolve(left.against)
            assert isinstance(other, Version | Position)
            assert not follows(step.record, other)
            assert not follows(other, step.record)


@given(chronicles())
def test_no_denial_is_lost(chronicle) -> None:
    """Who denies a term of a step is told with it, in the data too."""
    ds = told(chronicle)
    found = ds.history("accord")
    data = json.loads(ng.to_json(found))["steps"]
    for step, written in zip(found, data, strict=True):
        for each, of_term in zip(step.terms, written["terms"] if step.terms else (), strict=True):
            denied = any(
                e.support is ng.vocabulary.Support.CONTRADICTS for e in each.term.evidence or ()
            )
            assert each.attribution.disputed is denied
            assert of_term["attribution"]["deniers"] == (["north"] if denied else [])
            assert step.attribution.disputed or not denied


@given(chronicles())
def test_histories_are_values(chronicle) -> None:
    """Two histories of the same are equal, and so is their JSON."""
    ds = told(chronicle)
    assert ds.history("accord") == ds.history(ds.proposals["accord"])
    assert ng.to_json(ds.history("accord", "truce")) == ng.to_json(ds.history("accord", "truce"))
