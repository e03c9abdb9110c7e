"""Questions whose answers were written down before any of them was asked of the library.

Each case has the few records that it needs, one question through the public interface, the answer that
follows from the documents, and the reason. Two reports on one negotiation: what they say decides, and
where they leave something open, so does the answer. `doubtful` says why a case has no certain answer;
what stands there is then the one that is never surer than the sources.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import negotiations as ng
from negotiations import (
    Actor,
    CeasefireTerm,
    ChoiceTerm,
    Condition,
    Count,
    Dataset,
    Duration,
    Event,
    Evidence,
    Group,
    Issue,
    OtherTerm,
    Phase,
    Place,
    Polarity,
    Position,
    PresenceTerm,
    Proposal,
    ProvisionTerm,
    ReleaseTerm,
    Version,
    When,
)
from negotiations.vocabulary import (
    ActorKind,
    Basis,
    Completeness,
    EventAct,
    Permanence,
    PhaseScope,
    PlaceKind,
    PositionAct,
    PresenceExtent,
    Support,
    TermKind,
    Who,
)

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["CASES", "Case"]


class Case(NamedTuple):
    """A question with the answer that was written down beforehand."""

    name: str
    question: Callable[[], Any]
    answer: Any
    why: str
    doubtful: str = ""


# --- records ------------------------------------------------------------------------------------

WHOLE = PhaseScope.WHOLE
TEMPORARY, PERMANENT = Permanence
NO_FORCES, REDUCED, KEPT = PresenceExtent


def at(edtf: str) -> When:
    """A date that a source prints."""
    return When(edtf=edtf, basis=Basis.STATED)


def after(address: str) -> When:
    """A time of which only what it follows is known."""
    return When(after=address)


def said(
    *claimants: str, support: Support = Support.EXPLICIT, paragraph: int = 1, **fields: Any
) -> Evidence:
    """A passage in the voice of these actors, or in the source's own."""
    return Evidence(
        source="gazette",
        paragraph=paragraph,
        start=paragraph * 100,
        end=paragraph * 100 + 9,
        sha256="0" * 64,
        claimants=claimants or None,
        support=support,
        note="As read." if support is Support.IMPLIED else None,
        **fields,
    )


def denied(*claimants: str, paragraph: int = 2) -> Evidence:
    """A passage in which these actors deny it."""
    return said(*claimants, support=Support.CONTRADICTS, paragraph=paragraph)


def captives(
    count: Count | int | None = None, phase: int | PhaseScope | None = 1, **fields: Any
) -> ReleaseTerm:
    """A term on captives."""
    number = Count.exactly(count) if isinstance(count, int) else count
    return ReleaseTerm(issue="captives", phase=phase, count=number, **fields)


def truce(
    permanence: Permanence | None = None, phase: int | PhaseScope | None = 1, **fields: Any
) -> CeasefireTerm:
    """A term on a halt to fire."""
    return CeasefireTerm(issue="truce", phase=phase, permanence=permanence, **fields)


def hill(
    extent: PresenceExtent | None = None, phase: int | PhaseScope | None = 1, **fields: Any
) -> PresenceTerm:
    """A term on forces on the hill."""
    return PresenceTerm(issue="hill-forces", phase=phase, extent=extent, **fields)


def law(summary: str | None, phase: int | PhaseScope | None = 1, **fields: Any) -> OtherTerm:
    """A term that only its summary describes."""
    return OtherTerm(issue="law", phase=phase, summary=summary, **fields)


def seat(option: str, issue: str = "seat") -> ChoiceTerm:
    """A choice between options."""
    return ChoiceTerm(issue=issue, phase=1, option=option)


def draft(name: str, *terms: Any, full: bool = False, **fields: Any) -> Version:
    """A version of the accord; without terms it is silent on them."""
    completeness = Completeness.FULL_TEXT if full else Completeness.PARTIAL
    given = {"terms": terms or None, **fields}
    return Version(id=f"accord@{name}", completeness=completeness, **given)


def wish(name: str, actor: str, *terms: Any, **fields: Any) -> Position:
    """What an actor demands on the accord."""
    given = {"act": PositionAct.DEMANDS, "on": "accord", **fields}
    return Position(id=name, actor=actor, terms=terms, **given)


def act(name: str, kind: EventAct, *on: str, **fields: Any) -> Event:
    """An event on texts, positions or talks."""
    return Event(id=name, act=kind, on=on or None, evidence=(said(),), **fields)


def _toward(issue: str, kind: TermKind, field: str, **fields: Any) -> Issue:
    return Issue(
        id=issue,
        label=issue.capitalize(),
        definition="All of it.",
        kind=kind,
        polarity=(Polarity(field=field, more="south", less="north"),),
        **fields,
    )


ISSUES = (
    _toward("captives", TermKind.RELEASE, "count"),
    _toward("truce", TermKind.CEASEFIRE, "permanence"),
    _toward("hill-forces", TermKind.PRESENCE, "extent"),
    _toward("seat", TermKind.CHOICE, "option", options=("tent", "hall"), options_are_ordered=True),
    Issue(
        id="colour",
        label="Colour",
        definition="Of the flag.",
        kind=TermKind.CHOICE,
        options=("blue", "red"),
        options_are_ordered=False,
    ),
    Issue(id="law", label="Law", definition="All of it.", kind=TermKind.OTHER),
    Issue(id="aid", label="Aid", definition="All of it.", kind=TermKind.PROVISION),
)
ACTORS = (
    Actor(id="north", name="North", kind=ActorKind.STATE),
    Actor(id="south", name="South", kind=ActorKind.STATE),
    Actor(id="speaker", name="Speaker of North", kind=ActorKind.PERSON, speaks_for="north"),
    Actor(id="council", name="Council", kind=ActorKind.ORGANISATION),
)
PLACES = (
    Place(id="valley", name="Valley", kind=PlaceKind.TERRITORY),
    Place(id="hill", name="Hill", kind=PlaceKind.TERRITORY, within=("valley",)),
)


def talk(*records: Any) -> Dataset:
    """A dataset of one accord with these versions, and of these positions and events."""
    versions = tuple(each for each in records if isinstance(each, Version))
    accord = Proposal(
        id="accord",
        title="Accord",
        between=("north", "south"),
        rationale="The only one.",
        versions=versions,
    )
    return Dataset(
        actors=ACTORS,
        places=PLACES,
        issues=ISSUES,
        proposals=(accord,),
        positions=[each for each in records if isinstance(each, Position)],
        events=[each for each in records if isinstance(each, Event)],
    )


# --- questions ----------------------------------------------------------------------------------


def _name(record: Any) -> str:
    return str(record.id).removeprefix("accord@")


def timeline(*records: Any) -> str:
    """The names of the records in the order of the timeline."""
    return " ".join(_name(moment.record) for moment in talk(*records).timeline())


def history(*records: Any) -> str:
    """The names of the records in the order of the history of the accord."""
    return " ".join(_name(step.record) for step in talk(*records).history("accord"))


def both(*records: Any) -> set[str]:
    """The orders that timeline and history give."""
    return {timeline(*records), history(*records)}


def days(name: str, *records: Any) -> set[tuple[date | None, date | None]]:
    """The bounds that timeline and history give for a record."""
    ds = talk(*records)
    moments = {_name(each.record): (each.earliest, each.latest) for each in ds.timeline()}
    steps = {
        _name(each.record): (each.time.earliest, each.time.latest) for each in ds.history("accord")
    }
    return {moments[name], steps[name]}


def order(name: str, *records: Any) -> str:
    """How surely the history knows that a step is later than the one before it."""
    steps = {_name(each.record): each for each in talk(*records).history("accord")}
    return str(steps[name].order)


def _diff(a: Any, b: Any) -> ng.Diff:
    return ng.diff(a, b, issues=talk().issues)


def told(a: Any, b: Any, level: str = "clarifying") -> dict[str, str]:
    """Codes and certainties of the changes from this level upwards, by path."""
    changes = _diff(a, b).where(at_least=level)
    return {change.path: f"{change.code} {change.certainty}" for change in changes}


def codes(a: Any, b: Any, level: str = "clarifying") -> tuple[str, ...]:
    """The codes of the changes from this level upwards."""
    return tuple(sorted(change.code for change in _diff(a, b).where(at_least=level)))


def one(a: Any, b: Any, field: str) -> str:
    """Code and certainty of the one change whose path ends in a field."""
    (change,) = (each for each in _diff(a, b) if each.path.endswith(f"/{field}"))
    return f"{change.code} {change.certainty}"


def sure(a: Any, b: Any) -> set[str]:
    """The codes of terms' substantive changes that are certain, and of those that lean."""
    compared = _diff(a, b)
    substantive = [each for each in compared.where(at_least="substantive") if each.term]
    certain = {each.code for each in substantive if each.certainty.is_certain}
    return certain | {f"lean {each.code}" for each in compared if compared.lean(each).toward}


def cells(label: str, *columns: Any, ds: Dataset | None = None) -> str:
    """The states of the cells in one row, and whether its columns differ."""
    table = (ds or talk()).side_by_side(*columns, on="accord")
    row = table.row(label)
    assert row is not None, [each.label for each in table.rows]
    return " ".join(str(cell.state) for cell in row.cells) + (" differs" if row.differs else "")


def states(*columns: Any) -> set[str]:
    """The states of all the cells beside the first column."""
    table = talk().side_by_side(*columns)
    return {str(cell.state) for row in table.rows for cell in row.cells[1:]}


def compiled(*records: Any) -> list[str]:
    """The labels of the compiled terms."""
    return [part.label for part in talk(*records).compiled("accord").terms]


def standing(label: str, *records: Any) -> set[str]:
    """All readings of whether a term is there."""
    part = talk(*records).compiled("accord").term(label)
    return {str(reading.value) for reading in part.standing}


def carried(label: str, field: str, *records: Any) -> list[str]:
    """What is compiled of a field of a term; empty where nothing is."""
    part = talk(*records).compiled("accord").term(label)
    return [
        str(reading.value)
        for value in part.values
        if value.field == field
        for reading in value.readings
    ]


def first(last: str, *records: Any) -> tuple[set[str], set[str]]:
    """Where the count of captives is first reported: by blame of the last version, and compiled."""
    ds = talk(*records)
    line = ds.blame(f"accord@{last}").line("/terms/captives@1/count")
    (reading,) = ds.compiled("accord").term("captives@1").value("count").readings
    return (
        {each.version.removeprefix("accord@") for each in line.origins},
        {each.removeprefix("accord@") for each in reading.since},
    )


def same_first(last: str, *records: Any) -> bool:
    """Whether blame and the compiled view agree on who reported first."""
    blame, since = first(last, *records)
    return blame == since


def gap(issue: str, *records: Any) -> str:
    """How North and South stand on an issue."""
    return str(talk(*records).gap("north", "south", on="accord").of(issue).status)


def merged(base: Any, ours: Any, theirs: Any) -> tuple[bool, Any]:
    """Whether a merge is clean, and its result."""
    found = ng.merge(base, ours, theirs)
    return found.is_clean, found.result


def page(a: Any, b: Any) -> str:
    """The page of a diff, without blanks at the ends."""
    return ng.render(_diff(a, b), "text", dataset=talk())


def speaks(*evidence: Evidence) -> tuple[Any, Any]:
    """Who is said to be read into a position only: by the stance, and by attribution."""
    held = wish("a", "north", captives(30, evidence=evidence))
    ds = talk(held)
    (term,) = ds.stance("north", on="accord").readings
    return term.implied, getattr(ds.attribution(held), "implied", "not told")


# --- cases: order -------------------------------------------------------------------------------

_OFFER = draft("offer", captives(30))
_LATE = act("a-refusal", EventAct.REJECT, "accord@offer", when=at("2001-03-05"))
_LAST = act("b-last", EventAct.STALL, "accord", when=at("2001-09"))
_CHAIN = (
    draft("c", captives(30), tabled=at("2001-01-10")),
    draft("b", captives(30), derived_from=("accord@c",)),
    draft("a", captives(30), derived_from=("accord@b",), tabled=at("2001-03-05")),
)
_CASES_OF_ORDER = (
    Case(
        "an undated text is listed before its refusal",
        partial(both, _OFFER, _LATE, _LAST),
        {"offer a-refusal b-last"},
        "What is refused was there before; that it has no date of its own changes nothing.",
    ),
    Case(
        "an undated text is no later than its refusal",
        partial(days, "offer", _OFFER, _LATE),
        {(None, date(2001, 3, 5))},
        "The day of an act bounds what it acts on, in every answer alike.",
    ),
    Case(
        "an undated wish is listed before what refuses it",
        partial(
            both,
            wish("z-wish", "north", captives(30)),
            act("a-refusal", EventAct.REJECT, "positions/z-wish", when=at("2001-03-05")),
            _LAST,
        ),
        {"z-wish a-refusal b-last"},
        "An event is no earlier than the position that it acts on.",
    ),
    Case(
        "an undated act comes after the text it acts on",
        partial(
            days,
            "a-press",
            draft("offer", tabled=at("2001-02-03")),
            act("a-press", EventAct.PRESS, "accord@offer"),
        ),
        {(date(2001, 2, 3), None)},
        "The text bounds the act from below.",
    ),
    Case(
        "a chain of records that each follow another",
        partial(
            both,
            act("c-first", EventAct.PRESENT, "accord", when=at("2001-02")),
            act("b-second", EventAct.PRESS, "accord", when=after("events/c-first")),
            act("a-third", EventAct.STALL, "accord", when=after("events/b-second")),
        ),
        {"c-first b-second a-third"},
        "What follows something that follows the first follows the first.",
    ),
    Case(
        "a derived text stands between those it is derived from and those derived from it",
        partial(both, *_CHAIN),
        {"c b a"},
        "Derivation orders texts without dates.",
    ),
    Case(
        "a derived text has the bounds of both its neighbours",
        partial(days, "b", *_CHAIN),
        {(date(2001, 1, 10), date(2001, 3, 5))},
        "It is no earlier than its source and no later than what is made of it.",
    ),
    Case(
        "derivation is a certain order",
        partial(order, "b", *_CHAIN),
        "certain",
        "A text cannot be made from one that is later.",
    ),
    Case(
        "overlapping days leave the order possible",
        partial(
            order,
            "b",
            draft("a", tabled=at("2001-01/2001-03")),
            draft("b", tabled=at("2001-02")),
        ),
        "possible",
        "The second may lie before, within or after what the first can be.",
    ),
    Case(
        "intervals that do not touch are in certain order",
        partial(
            order,
            "a",
            draft("b", tabled=at("2001-01/2001-03")),
            draft("a", tabled=at("2001-04-01")),
        ),
        "certain",
        "The last day of the one is before the first of the other.",
    ),
    Case(
        "two acts of one day",
        partial(
            order,
            "b",
            act("a", EventAct.PRESENT, "accord", when=at("2001-02-03")),
            act("b", EventAct.PRESS, "accord", when=at("2001-02-03")),
        ),
        "possible",
        "A day does not say which came first.",
    ),
    Case(
        "an act in the month of its text follows it for certain",
        partial(
            order,
            "a-refusal",
            draft("offer", tabled=at("2001-03")),
            act("a-refusal", EventAct.REJECT, "accord@offer", when=at("2001-03")),
        ),
        "certain",
        "The dates overlap, yet what acts on a text is not before it.",
    ),
    Case(
        "nothing is known of either",
        partial(order, "b", draft("a"), draft("b")),
        "unknown",
        "No date, no lineage, no act: the list has to start somewhere.",
    ),
    Case(
        "a month of no stated year orders nothing",
        partial(order, "b", draft("a", tabled=at("2001-06")), draft("b", tabled=at("XXXX-05"))),
        "unknown",
        "May of some year may be before or after June 2001, and nothing bounds it.",
    ),
    Case(
        "derived from a text that is dated later",
        lambda: [
            str(step.order)
            for step in talk(
                draft("a", tabled=at("2001-05-01")),
                draft("b", derived_from=("accord@a",), tabled=at("2001-01-01")),
            ).history("accord")
        ].count("certain"),
        0,
        "Where records contradict each other, no order is known for certain.",
        "The documents only say that such a dataset is invalid.",
    ),
    Case(
        "open intervals bound from their one side",
        partial(
            days,
            "offer",
            _OFFER,
            act("a-refusal", EventAct.REJECT, "accord@offer", when=at("../2001-03-05")),
        ),
        {(None, date(2001, 3, 5))},
        "Refused by then, so there by then.",
    ),
    Case(
        "the compiled view lists versions by time and not by name",
        lambda: [each.version for each in talk(*_CHAIN[::-1]).compiled("accord").versions],
        ["accord@c", "accord@b", "accord@a"],
        "Lineage and time order versions; names do not.",
    ),
    Case(
        "versions of a proposal come in order of lineage and time",
        lambda: list(talk(*_CHAIN).versions),
        ["accord@c", "accord@b", "accord@a"],
        "Who pairs neighbours would compare backwards, unwarned.",
    ),
)

# --- cases: phases ------------------------------------------------------------------------------

_SIX_WEEKS = Duration.exactly("P6W")
_TWO = draft(
    "two",
    captives(30, 1),
    truce(TEMPORARY, 1, duration=_SIX_WEEKS),
    truce(PERMANENT, 2),
    hill(NO_FORCES, 2),
    phases=(Phase(ordinal=1, duration=_SIX_WEEKS), Phase(ordinal=2)),
)
_INSERTED = draft(
    "three",
    captives(30, 2),
    truce(TEMPORARY, 2, duration=_SIX_WEEKS),
    truce(PERMANENT, 3),
    hill(NO_FORCES, 3),
    phases=(
        Phase(ordinal=1, label="preparatory"),
        Phase(ordinal=2, duration=_SIX_WEEKS),
        Phase(ordinal=3),
    ),
)
_SWAPPED = draft(
    "swapped",
    captives(30, 2),
    truce(TEMPORARY, 2, duration=_SIX_WEEKS),
    truce(PERMANENT, 1),
    hill(NO_FORCES, 1),
    phases=(Phase(ordinal=1), Phase(ordinal=2, duration=_SIX_WEEKS)),
)
_SPLIT = draft(
    "split",
    captives(30, 1),
    truce(TEMPORARY, 2, duration=_SIX_WEEKS),
    truce(PERMANENT, 3),
    hill(NO_FORCES, 3),
    phases=(Phase(ordinal=1), Phase(ordinal=2, duration=_SIX_WEEKS), Phase(ordinal=3)),
)
_MORE = _INSERTED.replace(
    id="accord@more",
    terms=(captives(40, 2), *(each for each in _INSERTED.terms or () if each.issue != "captives")),
)
_APPENDED = _TWO.replace(
    id="accord@appended",
    phases=(*(_TWO.phases or ()), Phase(ordinal=3, label="last")),
    terms=(*(_TWO.terms or ()), law("A court is built.", 3)),
)
_RAISED = _TWO.replace(
    id="accord@raised",
    terms=(captives(40, 1), *(each for each in _TWO.terms or () if each.issue != "captives")),
)


def _of_values(a: Version, b: Version) -> set[str]:
    """What is sure of the values of terms, apart from the phase that they are in."""
    return {code for code in sure(a, b) if "moved" not in code}


_READ = "Another numbering pairs more that is equal; what rests on such a reading is only possible."
_CASES_OF_PHASES = (
    Case("a phase inserted in front", partial(_of_values, _TWO, _INSERTED), set(), _READ),
    Case("the first phase dropped", partial(_of_values, _INSERTED, _TWO), set(), _READ),
    Case("two phases swapped", partial(_of_values, _TWO, _SWAPPED), set(), _READ),
    Case("a phase split in two", partial(_of_values, _TWO, _SPLIT), set(), _READ),
    Case("two phases made one", partial(_of_values, _SPLIT, _TWO), set(), _READ),
    Case(
        "a phase inserted in front and a number raised",
        partial(_of_values, _TWO, _MORE),
        set(),
        "The raise rests on the reading that the phases were shifted.",
    ),
    Case(
        "a phase inserted in front, in a table",
        lambda: "changed" in states(_TWO, _INSERTED),
        False,
        "A table is no surer than the diff of the same two.",
    ),
    Case(
        "a phase inserted in front, compiled",
        lambda: len(compiled(_TWO, _INSERTED.replace(derived_from=("accord@two",)))),
        4,
        "Four terms, of which both texts tell, do not become more because they are numbered anew.",
    ),
    Case(
        "a phase added at the end",
        lambda: {
            path for path in told(_TWO, _APPENDED) if path.startswith(("/terms/t", "/terms/c"))
        },
        set(),
        "Phases 1 and 2 are as they were.",
    ),
    Case(
        "numbers alone differ where phases are the same",
        partial(one, _TWO, _RAISED, "count"),
        "term.count.raised certain",
        "Every phase pairs with its own number; nothing makes this a reading.",
    ),
    Case(
        "a raise in a phase that both texts name leans",
        partial(_of_values, _TWO, _RAISED),
        {"term.count.raised", "lean term.count.raised"},
        "Two reports of one phase, with a polarity rule.",
    ),
    Case(
        "phases named in the other order",
        partial(
            _of_values,
            draft(
                "a",
                captives(30, 1),
                captives(50, 2),
                phases=(Phase(ordinal=1, label="exchange"), Phase(ordinal=2, label="return")),
            ),
            draft(
                "b",
                captives(50, 1),
                captives(30, 2),
                phases=(Phase(ordinal=1, label="return"), Phase(ordinal=2, label="exchange")),
            ),
        ),
        set(),
        "The labels say that the phases changed places; no number went up or down.",
    ),
    Case(
        "the phase is unreported of one",
        partial(one, draft("a", captives(30, None)), draft("b", captives(40, 1)), "count"),
        "term.count.raised possible",
        "They may be of two phases.",
    ),
    Case(
        "the phase is unreported of both",
        partial(one, draft("a", captives(30, None)), draft("b", captives(40, None)), "count"),
        "term.count.raised possible",
        "Two unknowns are no surer than one.",
    ),
    Case(
        "the phase is unreported of both, and nothing leans",
        partial(sure, draft("a", captives(30, None)), draft("b", captives(40, None))),
        set(),
        "What is only possible leans nobody's way.",
    ),
    Case(
        "the phase is unreported of both, in a table",
        partial(cells, "captives", draft("a", captives(30, None)), draft("b", captives(40, None))),
        "value open differs",
        "An unreported phase leaves it open, as in the diff.",
    ),
    Case(
        "both are said to hold for the whole text",
        partial(one, draft("a", captives(30, WHOLE)), draft("b", captives(40, WHOLE)), "count"),
        "term.count.raised certain",
        "The whole is a reported phase.",
    ),
    Case(
        "one without phase beside two with one",
        partial(
            codes, draft("a", captives(30, None)), draft("b", captives(40, 1), captives(50, 2))
        ),
        ("term.reported", "term.reported", "term.unreported"),
        "With two candidates nothing tells which is meant, and nobody is paired.",
    ),
    Case(
        "a page does not give a phase to a text that names none",
        lambda: (
            "phase 1: count" in page(draft("a", captives(5, None)), draft("b", captives(None, 1)))
        ),
        False,
        "The count stands in the first text alone, which named no phase.",
    ),
    Case(
        "texts that are reported to have no phases",
        partial(
            one,
            draft("a", captives(30, None), phases=()),
            draft("b", captives(40, None), phases=()),
            "count",
        ),
        "term.count.raised certain",
        "Without phases none is unknown.",
    ),
)

# --- cases: silence and none --------------------------------------------------------------------

_FREE = Condition(issue="captives", actor="north", summary="All are free.")
_NOT = captives(included=False)
_ON = partial(draft, "b", full=True)
_NOT_FIVE = captives(5, included=False)
_NOT_NINE = captives(9, included=False, conditions=(Condition(summary="A vote."),))
_CASES_OF_SILENCE = (
    Case(
        "both exclude it, each in other detail",
        partial(told, draft("a", _NOT_FIVE), draft("b", _NOT_NINE), "substantive"),
        {},
        "The term is in neither text.",
    ),
    Case(
        "both exclude it, each in other detail, in a table",
        partial(cells, "captives@1", draft("a", _NOT_FIVE), draft("b", _NOT_NINE)),
        "excluded excluded",
        "Neither column has it, so that they do not differ.",
    ),
    Case(
        "both parties want none, each in other detail",
        partial(gap, "captives", wish("a", "north", _NOT_FIVE), wish("b", "south", _NOT_NINE)),
        "agreed",
        "Both want none.",
    ),
    Case(
        "one party wants none, in two readings of other detail",
        lambda: (
            talk(wish("a", "north", _NOT_FIVE), wish("b", "north", _NOT_NINE))
            .stance("north", on="accord")
            .unsettled
        ),
        (),
        "By both readings it wants none.",
    ),
    Case(
        "excluded, and excluded later in other detail, compiled",
        partial(
            standing,
            "captives@1",
            draft("a", _NOT_FIVE, tabled=at("2001-01")),
            draft("b", _NOT_NINE, tabled=at("2001-02")),
        ),
        {"excluded"},
        "Both say that it is not there.",
    ),
    Case(
        "a detail of an excluded term is not carried into a later exclusion",
        partial(
            carried,
            "captives@1",
            "count",
            draft("a", _NOT_FIVE, tabled=at("2001-01")),
            draft("b", captives(included=False), tabled=at("2001-02")),
        ),
        [],
        "What is not there has no number.",
    ),
    Case(
        "excluded, then nothing is reported",
        partial(told, draft("a", _NOT), draft("b")),
        {"/terms/captives@1": "term.unreported possible"},
        "A report in part is silent: it may be in the second.",
    ),
    Case(
        "excluded, then a full text without it",
        partial(codes, draft("a", _NOT), _ON()),
        (),
        "Both are reported not to have it; only the way in which that is written differs.",
    ),
    Case(
        "a full text without it, then excluded",
        partial(codes, draft("a", full=True), draft("b", _NOT)),
        (),
        "The same, the other way round.",
    ),
    Case(
        "excluded and a full text without it, in a table",
        partial(cells, "captives@1", draft("a", _NOT), _ON()),
        "excluded excluded",
        "In a full text what is not there is known not to be there.",
    ),
    Case(
        "excluded and silence, in a table",
        partial(cells, "captives@1", draft("a", _NOT), draft("b")),
        "excluded silent",
        "Silence is not absence.",
    ),
    Case(
        "no conditions, then a full text that names none",
        partial(codes, draft("a", truce(conditions=())), _ON(truce())),
        (),
        "Neither has conditions.",
    ),
    Case(
        "a full text that names no conditions, then a report that there are none",
        partial(codes, draft("a", truce(), full=True), draft("b", truce(conditions=()))),
        (),
        "The same, the other way round.",
    ),
    Case(
        "no conditions, then a report that is silent on them",
        partial(codes, draft("a", truce(conditions=())), draft("b", truce())),
        ("term.conditions.unreported",),
        "A report in part need not repeat that there are none.",
    ),
    Case(
        "no phases, then a full text that names none",
        partial(codes, draft("a", phases=()), _ON()),
        (),
        "Neither has phases.",
    ),
    Case(
        "no conditions, then one",
        partial(sure, draft("a", truce(conditions=())), draft("b", truce(conditions=(_FREE,)))),
        {"term.conditions.added"},
        "One report says there is none, the other names one: they differ for certain.",
    ),
    Case(
        "a condition, and a full text that names none",
        partial(sure, draft("a", truce(conditions=(_FREE,))), _ON(truce())),
        set(),
        "A field that a full text lacks is not said there, as it is coded, and no more.",
    ),
    Case(
        "reported, then a full text without it",
        partial(told, draft("a", captives(30)), _ON()),
        {"/terms/captives@1": "term.removed certain"},
        "Of a full text it is known; how much is known of a text is bookkeeping.",
    ),
    Case(
        "a full text without it, then reported",
        lambda: told(draft("a", full=True), draft("b", captives(30)))["/terms/captives@1"],
        "term.added certain",
        "Of a full text it is known.",
    ),
    Case(
        "excluded on both sides with other numbers",
        partial(
            sure, draft("a", captives(30, included=False)), draft("b", captives(40, included=False))
        ),
        set(),
        "What is not there leans nobody's way, and no number of it is in either text.",
    ),
    Case(
        "said to be included, and merely told",
        partial(
            codes, draft("a", captives(30, included=True)), draft("b", captives(30)), "substantive"
        ),
        (),
        "A term that is told is there.",
    ),
    Case(
        "phases, then a full text that is reported to have none",
        lambda: {
            code
            for code in codes(draft("a", phases=(Phase(ordinal=1),)), _ON(phases=()))
            if code.startswith("phase")
        },
        {"phase.removed"},
        "The second says that there are none.",
    ),
    Case(
        "excluded before and not mentioned now, on a page",
        lambda: page(draft("a", _NOT), draft("b")) == page(draft("a", captives()), draft("b")),
        False,
        "A reader must not believe that the earlier text had it.",
    ),
    Case(
        "a term without a summary that is not mentioned now, on a page",
        lambda: "30" in page(draft("a", captives(30)), draft("b")),
        True,
        "What it said is its number.",
    ),
    Case(
        "one of two full texts lacks a field",
        lambda: one(draft("a", captives(30), full=True), _ON(captives()), "count").split()[1],
        "possible",
        "Not said there, as coded, is all that is known.",
    ),
    Case(
        "one of two full texts lacks a field, in a table",
        lambda: cells("captives@1", draft("a", captives(30), full=True), _ON(captives())).split()[
            1
        ],
        "open",
        "The table says what the diff says: they may differ.",
        "Which word the table has for it is not said; neither `changed` nor `same` would do.",
    ),
)

# --- cases: numbers -----------------------------------------------------------------------------


def _numbers(a: Count, b: Count) -> str:
    return one(draft("a", captives(a)), draft("b", captives(b)), "count")


def _lengths(a: str, b: str) -> str:
    return one(
        draft("a", truce(duration=Duration.exactly(a))),
        draft("b", truce(duration=Duration.exactly(b))),
        "duration",
    )


_SUM = captives(baseline=Count.exactly(20), increment=Count.exactly(10))
_CASES_OF_NUMBERS = (
    Case(
        "exactly none, then fewer than one",
        partial(_numbers, Count.exactly(0), Count.fewer_than(1)),
        "term.count.reworded impossible",
        "Persons are not fewer than none: both are zero.",
    ),
    Case(
        "at most five, then between none and five",
        partial(_numbers, Count.at_most(5), Count.between(0, 5)),
        "term.count.reworded possible",
        "The floor of zero is a bound of every count: the same bounds, within which two texts may differ.",
    ),
    Case(
        "more than one hundred, then at least one hundred and one",
        partial(_numbers, Count.more_than(100), Count.at_least(101)),
        "term.count.reworded possible",
        "The same whole numbers, of which the texts may have two.",
    ),
    Case(
        "an unstated number, then one",
        lambda: _numbers(Count.unstated("many"), Count.exactly(150)).split()[1],
        "possible",
        "Many may be that many.",
    ),
    Case(
        "about forty, then four hundred",
        lambda: _numbers(Count.about(40), Count.exactly(400)).split()[1],
        "possible",
        "About has no bounds.",
    ),
    Case(
        "one month, then four weeks",
        lambda: _lengths("P1M", "P4W").split()[1],
        "possible",
        "The month may be February.",
    ),
    Case(
        "one month, then five weeks",
        lambda: _lengths("P1M", "P5W").split()[1],
        "certain",
        "No month has 35 days.",
    ),
    Case(
        "six weeks, then forty-two days",
        partial(_lengths, "P6W", "P42D"),
        "term.duration.reworded impossible",
        "The same length in other words.",
    ),
    Case(
        "six weeks, then forty-two days, counted",
        lambda: (
            _diff(
                draft("a", truce(duration=Duration.exactly("P6W"))),
                draft("b", truce(duration=Duration.exactly("P42D"))),
            )
            .summary()
            .terms_changed
        ),
        0,
        "A term that cannot differ has not changed.",
    ),
    Case(
        "six weeks and forty-two days, in a table",
        lambda: (
            "changed"
            in cells(
                "truce@1",
                draft("a", truce(duration=Duration.exactly("P6W"))),
                draft("b", truce(duration=Duration.exactly("P42D"))),
            )
        ),
        False,
        "Nothing that both report differs.",
    ),
    Case(
        "twenty and ten more, then thirty",
        partial(sure, draft("a", _SUM), draft("b", captives(30))),
        set(),
        "The totals are equal.",
    ),
    Case(
        "twenty and ten more, then fifty, in a table",
        partial(cells, "captives@1", draft("a", _SUM), draft("b", captives(50))),
        "value changed differs",
        "The total of the first is known to be thirty.",
    ),
    Case(
        "one wants twenty and ten more, the other fifty",
        partial(
            gap,
            "captives",
            wish("a", "north", _SUM, when=at("2001")),
            wish("b", "south", captives(30), when=at("2001")),
        ),
        "agreed",
        "Both want thirty in the first phase.",
    ),
    Case(
        "one wants more than one hundred, the other one hundred and fifty",
        partial(
            gap,
            "captives",
            wish("a", "north", captives(Count.more_than(100))),
            wish("b", "south", captives(150)),
        ),
        "unknown",
        "It may be the same.",
    ),
)

# --- cases: lists that are reported in part -----------------------------------------------------


def _later(term: Any) -> Version:
    return draft("b", term, derived_from=("accord@a",))


def _group(who: Who, count: int) -> tuple[Group, ...]:
    return (Group(who=(who,), count=Count.exactly(count)),)


def _conditions(
    first_of: tuple[Condition, ...], second_of: tuple[Condition, ...]
) -> list[tuple[str, str]]:
    compared = _diff(
        draft("a", truce(conditions=first_of)), draft("b", truce(conditions=second_of))
    )
    return sorted(
        (type(each).__name__, str(each.certainty))
        for each in compared
        if "/conditions" in each.path
    )


_MONITORS = _FREE.replace(summary="Ten days with monitors.")
_SILENCES = [("Reported", "possible"), ("Unreported", "possible")]
_WOMEN = Group(who=(Who.WOMEN,), citizens_of="south")
_CASES_OF_LISTS = (
    Case(
        "who must act is told with one more",
        partial(
            sure,
            draft("a", captives(obligors=("north",))),
            draft("b", captives(obligors=("north", "south"))),
        ),
        set(),
        "A report names some of those who must act.",
    ),
    Case(
        "other ones must act",
        partial(
            sure,
            draft("a", captives(obligors=("north",))),
            draft("b", captives(obligors=("south",))),
        ),
        set(),
        "Both may have to, and each report names one.",
    ),
    Case(
        "nobody must act, then one must",
        lambda: (
            "possible"
            in " ".join(
                told(
                    draft("a", captives(obligors=())),
                    draft("b", captives(obligors=("north",))),
                ).values()
            )
        ),
        False,
        "One report says there is nobody.",
    ),
    Case(
        "a number is carried into a later report that names one more who must act",
        partial(
            carried,
            "captives@1",
            "count",
            draft("a", captives(150, obligors=("north",))),
            _later(captives(obligors=("north", "south"))),
        ),
        ["150"],
        "The two do not contradict each other.",
    ),
    Case(
        "a number is carried into a later report with another condition",
        partial(
            carried,
            "captives@1",
            "count",
            draft("a", captives(150, conditions=(_FREE,))),
            _later(captives(conditions=(Condition(summary="A vote is held."),))),
        ),
        ["150"],
        "Conditions are reported in part.",
    ),
    Case(
        "an extent is carried into a later report of the wider place",
        partial(
            carried,
            "hill-forces@1",
            "extent",
            draft("a", hill(NO_FORCES, place="hill")),
            _later(hill(place="valley")),
        ),
        ["none"],
        "The hill lies in the valley: the two may speak of the same.",
    ),
    Case(
        "a place is carried into a later report with the volume in other words",
        partial(
            carried,
            "aid",
            "place",
            draft("a", ProvisionTerm(issue="aid", volume="a lot", place="hill")),
            _later(ProvisionTerm(issue="aid", volume="much")),
        ),
        ["hill"],
        "Words of the coder cannot contradict each other for certain.",
    ),
    Case(
        "other groups are counted",
        partial(
            sure,
            draft("a", captives(groups=_group(Who.WOMEN, 5))),
            draft("b", captives(groups=_group(Who.CHILDREN, 5))),
        ),
        set(),
        "A breakdown need not be complete.",
    ),
    Case(
        "one group has another number",
        lambda: {
            code
            for code in sure(
                draft("a", captives(groups=_group(Who.WOMEN, 5))),
                draft("b", captives(groups=_group(Who.WOMEN, 9))),
            )
            if "lean" not in code
        },
        set(),
        "Whose citizens the women are is not reported: they may be two groups of women.",
    ),
    Case(
        "one group, of which all is reported, has another number",
        lambda: {
            code
            for code in sure(
                *(
                    draft(name, captives(groups=(_WOMEN.replace(count=Count.exactly(number)),)))
                    for name, number in (("a", 5), ("b", 9))
                )
            )
            if "lean" not in code
        },
        {"term.groups.count.raised"},
        "Both report the number of the women of one state in one phase.",
    ),
    Case(
        "both want an end to fire, on other conditions",
        partial(
            gap,
            "truce",
            wish("a", "north", truce(PERMANENT, conditions=(_FREE,))),
            wish("b", "south", truce(PERMANENT, conditions=(Condition(summary="A vote."),))),
        ),
        "unknown",
        "Lists of conditions are reported in part: both may have both conditions, and need not.",
    ),
    Case(
        "one wants no conditions and the other has some",
        partial(
            gap,
            "truce",
            wish("a", "north", truce(PERMANENT, conditions=())),
            wish("b", "south", truce(PERMANENT, conditions=(_FREE,))),
        ),
        "apart",
        "None against some differs.",
    ),
    Case(
        "the volume is put otherwise",
        partial(
            gap,
            "aid",
            wish("a", "north", ProvisionTerm(issue="aid", phase=1, volume="a lot")),
            wish("b", "south", ProvisionTerm(issue="aid", phase=1, volume="little")),
        ),
        "unknown",
        "The coder's words are never compared, and nothing else is reported of both.",
    ),
    Case(
        "a condition of one actor on one issue is worded anew",
        lambda: [kind for kind, _ in _conditions((_FREE,), (_MONITORS,))],
        ["Changed"],
        "Issue and actor are unique on both sides: it is one condition, changed.",
    ),
    Case(
        "two conditions of one actor on one issue",
        lambda: [
            kind for kind, _ in _conditions((_FREE,), (_MONITORS, _FREE.replace(summary="A")))
        ],
        ["Reported", "Reported", "Unreported"],
        "Nothing tells which of the two it became.",
    ),
    Case(
        "conditions of two actors",
        partial(_conditions, (_FREE,), (_MONITORS.replace(actor="south"),)),
        _SILENCES,
        "They are two conditions, each reported once.",
    ),
    Case(
        "conditions of no actor on no issue",
        partial(_conditions, (Condition(summary="A"),), (Condition(summary="B"),)),
        _SILENCES,
        "Nothing says that they are one.",
        "That neither names issue or actor could also count as the same key on both sides.",
    ),
)

# --- cases: options and terms that only their words describe ------------------------------------

_COURT, _SCHOOL = draft("a", law("A court is built.")), draft("b", law("A school is built."))
_CASES_OF_WORDS = (
    Case(
        "an ordered option, upwards",
        partial(one, draft("a", seat("tent")), draft("b", seat("hall")), "option"),
        "term.option.up certain",
        "The issue says that its options have an order, from least to most.",
    ),
    Case(
        "an ordered option, downwards",
        partial(one, draft("a", seat("hall")), draft("b", seat("tent")), "option"),
        "term.option.down certain",
        "The other way round.",
    ),
    Case(
        "an option without an order",
        partial(
            one, draft("a", seat("blue", "colour")), draft("b", seat("red", "colour")), "option"
        ),
        "term.option.changed certain",
        "Colours have no order.",
    ),
    Case(
        "a term of kind other says something else",
        partial(one, _COURT, _SCHOOL, "summary"),
        "term.summary.changed certain",
        "Its summary is all that there is of it.",
    ),
    Case(
        "a term of kind other says something else, in a table",
        partial(cells, "law@1", _COURT, _SCHOOL),
        "value changed differs",
        "As in the diff.",
    ),
    Case(
        "a term of kind other says the same, in a table",
        partial(cells, "law@1", _COURT, draft("b", law("A court is built."))),
        "value same",
        "Nothing differs.",
    ),
    Case(
        "a typed term in other words, in a table",
        partial(
            cells,
            "captives@1",
            draft("a", captives(30, summary="Thirty.")),
            draft("b", captives(30, summary="They are thirty.")),
        ),
        "value same",
        "Its fields are its content; the summary is editorial.",
    ),
    Case(
        "a wish of kind other beside a text",
        partial(
            cells,
            "law@1",
            _COURT,
            "north",
            ds=talk(_COURT, wish("a", "north", law("A school is built."))),
        ),
        "value changed differs",
        "A stance is compared as a position is.",
    ),
    Case(
        "an issue whose options are given in another order",
        lambda: bool(
            _diff(
                ISSUES[3],
                ISSUES[3].replace(options=("hall", "tent")),
            )
        ),
        True,
        "The order of the options is content.",
    ),
    Case(
        "a lean that is undetermined",
        lambda: _is_true(_diff(_COURT, _SCHOOL).lean(_diff(_COURT, _SCHOOL)[0])),
        False,
        "In a condition, no lean must not pass for one.",
    ),
)


def _is_true(value: object) -> bool:
    """Whether a value passes for true; one that refuses the question does not."""
    try:
        return bool(value)
    except TypeError:
        return False


# --- cases: who reported first ------------------------------------------------------------------

_ONE = draft("one", captives(30), tabled=at("2001-01"))
_BETWEEN = partial(draft, "between", tabled=at("2001-02"))
_THREE = draft("three", captives(30), tabled=at("2001-03"), derived_from=("accord@one",))
_NEXT = draft("three", captives(30), tabled=at("2001-03"), derived_from=("accord@between",))
_ALIKE = "What both ways of asking have in common agrees."
_CASES_OF_FIRST = (
    Case(
        "a silent version between, in the lineage",
        partial(first, "three", _ONE, _BETWEEN(derived_from=("accord@one",)), _NEXT),
        ({"one"}, {"one"}),
        "Silence does not end what is reported.",
    ),
    Case(
        "a silent version between in time, beside the lineage",
        partial(first, "three", _ONE, _BETWEEN(), _THREE),
        ({"one"}, {"one"}),
        "Neither lineage nor time has another value between.",
    ),
    Case(
        "another value between, in the lineage",
        partial(first, "three", _ONE, _BETWEEN(captives(50), derived_from=("accord@one",)), _NEXT),
        ({"three"}, {"three"}),
        "Another value ends the way.",
    ),
    Case(
        "excluded between, in the lineage",
        partial(first, "three", _ONE, _BETWEEN(_NOT, derived_from=("accord@one",)), _NEXT),
        ({"three"}, {"three"}),
        "An exclusion ends the way.",
    ),
    Case(
        "a full text without it between, in the lineage",
        partial(first, "three", _ONE, _BETWEEN(full=True, derived_from=("accord@one",)), _NEXT),
        ({"three"}, {"three"}),
        "A text in full without it ends the way.",
    ),
    Case(
        "another value between in time, beside the lineage",
        partial(same_first, "three", _ONE, _BETWEEN(captives(50)), _THREE),
        True,
        _ALIKE,
    ),
    Case(
        "excluded between in time, beside the lineage",
        partial(same_first, "three", _ONE, _BETWEEN(_NOT), _THREE),
        True,
        _ALIKE,
    ),
    Case(
        "the same value in texts of which none is derived",
        partial(same_first, "three", _ONE, _THREE.replace(derived_from=None)),
        True,
        _ALIKE,
    ),
    Case(
        "two sources, of which one alone reports it",
        partial(
            first,
            "three",
            _ONE,
            draft("side", tabled=at("2001-01")),
            _THREE.replace(derived_from=("accord@one", "accord@side")),
        ),
        ({"one"}, {"one"}),
        "The other is silent.",
    ),
    Case(
        "an absence is not carried into a later text that has the term",
        partial(
            standing,
            "truce",
            draft("v", tabled=at("2001-01")),
            draft("w", full=True),
            draft("x", truce(phase=None), tabled=after("versions/accord@w")),
            draft("y", captives(phase=None), truce(TEMPORARY, phase=None), tabled=at("2001-01")),
        ),
        {"reported"},
        "Of the two that may be last, each has it; the full text that lacks it is earlier than one.",
    ),
    Case(
        "a note is not carried into a later text",
        partial(
            carried,
            "captives@1",
            "note",
            draft("a", captives(30, note="A remark.")),
            _later(captives(30)),
        ),
        [],
        "A coder's remark stays with its own text.",
    ),
)

# --- cases: wishes, readings and denials --------------------------------------------------------

_OWN = said("north")
_READING = said("north", support=Support.IMPLIED)
_BY_OTHERS = said("south")


def _contested(*evidence: Evidence) -> tuple[bool, tuple[str, ...]]:
    held = wish("a", "north", captives(30, evidence=evidence))
    ds = talk(held)
    (term,) = ds.stance("north", on="accord").readings
    return term.contested, ds.attribution(held).deniers


def _flags(*evidence: Evidence) -> set[str]:
    ds = talk(
        wish("a", "north", captives(30, evidence=evidence)),
        wish("b", "south", captives(50, evidence=(said("south"),))),
    )
    issue = ds.gap("north", "south", on="accord").of("captives")
    return {kind for kind in ("contested", "attributed", "in-dispute") if issue.has(kind)}


_WANTS_NONE = hill(included=False, evidence=(_OWN,))
_CASES_OF_WISHES = (
    Case(
        "one wants none where the other wants it",
        partial(
            gap,
            "hill-forces",
            wish("a", "north", _WANTS_NONE),
            wish("b", "south", hill(evidence=(said("south"),))),
        ),
        "apart",
        "To want none is to want the opposite.",
    ),
    Case(
        "both want none",
        partial(
            gap, "hill-forces", wish("a", "north", _WANTS_NONE), wish("b", "south", _WANTS_NONE)
        ),
        "agreed",
        "They want the same.",
    ),
    Case(
        "one wants none where the text has it",
        partial(
            cells,
            "hill-forces@1",
            draft("a", hill(KEPT)),
            "north",
            ds=talk(wish("a", "north", _WANTS_NONE)),
        ),
        "value excluded differs",
        "The column says that it is not wanted.",
    ),
    Case(
        "a page of a wish for none is not that of a wish",
        lambda: (
            ng.render(wish("a", "north", _WANTS_NONE), dataset=talk())
            == ng.render(wish("a", "north", hill(evidence=(_OWN,))), dataset=talk())
        ),
        False,
        "They are opposites.",
    ),
    Case(
        "from a wish for none to a text that has it",
        lambda: sure(wish("a", "north", _WANTS_NONE), draft("a", hill(KEPT))) - {"term.added"},
        set(),
        "It is added, and nothing else is said of it.",
    ),
    Case(
        "a coder's reading is marked in the stance and in attribution",
        partial(speaks, _READING),
        (("north",), ("north",)),
        "What a coder reads into a passage is not what somebody says.",
    ),
    Case(
        "a saying is no reading",
        partial(speaks, _OWN),
        ((), ()),
        "The passage says it.",
    ),
    Case(
        "said by one, read into another",
        partial(speaks, said("speaker"), said("north", support=Support.IMPLIED, paragraph=3)),
        (("north",), ("north",)),
        "Each voice is marked for itself.",
    ),
    Case(
        "said and read of the same actor",
        partial(speaks, _OWN, said("north", support=Support.IMPLIED, paragraph=3)),
        ((), ()),
        "One passage says it outright.",
    ),
    Case(
        "a page tells a reading from a saying",
        lambda: (
            ng.render(wish("a", "north", captives(30, evidence=(_READING,))), dataset=talk())
            == ng.render(
                wish(
                    "a",
                    "north",
                    captives(30, evidence=(_READING.replace(support=Support.EXPLICIT),)),
                ),
                dataset=talk(),
            )
        ),
        False,
        "The page of a record says what the stance says.",
    ),
    Case(
        "the party itself denies what others say of it",
        partial(_contested, _BY_OTHERS, denied("north")),
        (True, ("north",)),
        "Its own side denies that this is its position.",
    ),
    Case(
        "one who speaks for the party denies it",
        partial(_contested, _BY_OTHERS, denied("speaker")),
        (True, ("speaker",)),
        "His word counts as the party's.",
    ),
    Case(
        "a third side denies it",
        partial(_contested, _OWN, denied("council")),
        (False, ("council",)),
        "It is disputed, and not by the party's own side.",
    ),
    Case(
        "flags of a wish that the party denies",
        partial(_flags, _BY_OTHERS, denied("north")),
        {"contested", "attributed"},
        "Only the other side says so, and its own denies it.",
    ),
    Case(
        "flags of a wish that the party voices",
        partial(_flags, _OWN),
        set(),
        "Nobody disputes it.",
    ),
)

# --- cases: three-way merges --------------------------------------------------------------------

_BASE = draft("m", captives(30, 1), truce(TEMPORARY, 1))
_MOVED = _BASE.replace(terms=(captives(30, 2), truce(TEMPORARY, 1)))
_TWICE = _BASE.replace(terms=(captives(30, 1), captives(50, 2), truce(TEMPORARY, 1)))
_EDITED = _BASE.replace(terms=(captives(40, 1), truce(TEMPORARY, 1)))
_WITHOUT = _BASE.replace(terms=(truce(TEMPORARY, 1),))
_ELSEWHERE = _BASE.replace(terms=(captives(30, WHOLE), truce(TEMPORARY, 1)))
_CASES_OF_MERGES = (
    Case(
        "one side moves a term where the other adds one: base's stays",
        lambda: captives(30, 1) in (ng.merge(_BASE, _MOVED, _TWICE).result.terms or ()),
        True,
        "Where there is a conflict the result has what the common ancestor has.",
    ),
    Case(
        "one side moves a term where the other adds one: theirs is taken whole",
        lambda: ng.merge(_BASE, _MOVED, _TWICE).take("theirs").result == _TWICE,
        True,
        "All that the other side changed or kept is theirs.",
    ),
    Case(
        "one side moves a term where the other adds one: ours is taken whole",
        lambda: ng.merge(_BASE, _MOVED, _TWICE).take("ours").result == _MOVED,
        True,
        "Every change of theirs is in the way of ours.",
        "An addition elsewhere would stay; this one is at the place the term moved to.",
    ),
    Case(
        "one side moves a term, the other changes its number",
        partial(merged, _BASE, _MOVED, _EDITED),
        (True, _BASE.replace(terms=(captives(40, 2), truce(TEMPORARY, 1)))),
        "Merges follow moves.",
    ),
    Case(
        "both sides move a term, each to another phase",
        partial(merged, _BASE, _MOVED, _ELSEWHERE),
        (False, _BASE),
        "It cannot be in both; until somebody says so it stays.",
    ),
    Case(
        "one side drops a term, the other changes its number",
        partial(merged, _BASE, _WITHOUT, _EDITED),
        (False, _BASE),
        "To drop and to change do not go together.",
    ),
    Case(
        "one side drops a term, the other leaves it",
        partial(merged, _BASE, _WITHOUT, _BASE),
        (True, _WITHOUT),
        "A change of one side merges.",
    ),
    Case(
        "both sides drop a term",
        partial(merged, _BASE, _WITHOUT, _WITHOUT),
        (True, _WITHOUT),
        "They agree.",
    ),
    Case(
        "one side drops a term, the other moves it",
        partial(merged, _BASE, _WITHOUT, _MOVED),
        (False, _BASE),
        "To drop and to move do not go together.",
    ),
    Case(
        "both sides move a term to the same phase",
        partial(merged, _BASE, _MOVED, _MOVED),
        (True, _MOVED),
        "They agree.",
    ),
    Case(
        "a note on one side, the full text on the other",
        partial(
            merged,
            _BASE,
            _BASE.replace(note="A remark."),
            _BASE.replace(completeness=Completeness.FULL_TEXT),
        ),
        (True, _BASE.replace(note="A remark.", completeness=Completeness.FULL_TEXT)),
        "A remark says nothing of how much of the text is known.",
    ),
    Case(
        "a term more on one side, the full text on the other",
        lambda: merged(
            _BASE,
            _BASE.replace(terms=(*(_BASE.terms or ()), hill(KEPT))),
            _BASE.replace(completeness=Completeness.FULL_TEXT),
        )[0],
        False,
        "A full text is known not to have the term that the other side adds.",
    ),
    Case(
        "each side changes a term of its own",
        partial(
            merged,
            _BASE,
            _EDITED,
            _BASE.replace(terms=(captives(30, 1), truce(PERMANENT, 1))),
        ),
        (True, _BASE.replace(terms=(captives(40, 1), truce(PERMANENT, 1)))),
        "Changes at two places go together.",
    ),
    Case(
        "both sides change one number",
        partial(
            merged, _BASE, _EDITED, _BASE.replace(terms=(captives(50, 1), truce(TEMPORARY, 1)))
        ),
        (False, _BASE),
        "Neither number is chosen.",
    ),
)

CASES: tuple[Case, ...] = (
    *_CASES_OF_ORDER,
    *_CASES_OF_PHASES,
    *_CASES_OF_SILENCE,
    *_CASES_OF_NUMBERS,
    *_CASES_OF_LISTS,
    *_CASES_OF_WORDS,
    *_CASES_OF_FIRST,
    *_CASES_OF_WISHES,
    *_CASES_OF_MERGES,
)
