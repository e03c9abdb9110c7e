"""Hypothesis strategies for every value, record and term of the model, written once.

Each function returns a strategy for objects that hold the invariants of a single object: ids and
dates of the required form, keys that stand once, phase ordinals from 1 without gaps, terms whose
phase exists, groups that fit their total. What only a whole dataset can hold (references that
resolve, no cycles between records) is not promised.

Every model class has a strategy in `by_class`, and `_made` refuses to build one that leaves out a
field, so that a new field cannot go untested. Text is never blank. A number that is not given reads
back from `Evidence.value` as a `Count`, whichever it was, so `evidence_values` has no `Duration` of
that sort.
"""

from __future__ import annotations

import re
from copy import deepcopy
from decimal import Decimal
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeVar

from hypothesis import strategies as st

from negotiations.model import (
    TERM_CLASSES,
    Actor,
    Amount,
    Anchor,
    Case,
    CeasefireTerm,
    ChoiceTerm,
    Condition,
    ContinuationTerm,
    Coordinates,
    Crosswalk,
    Event,
    Evidence,
    Figure,
    FigureClaim,
    ForceUseTerm,
    GovernanceTerm,
    Group,
    Identifier,
    Ignored,
    Issue,
    MeasureTerm,
    Membership,
    Metadata,
    MovementTerm,
    OtherTerm,
    Participant,
    Phase,
    Place,
    Polarity,
    Position,
    PresenceTerm,
    PrintedError,
    Proposal,
    ProvisionTerm,
    Record,
    ReleaseTerm,
    Role,
    SelectionTerm,
    Source,
    Talks,
    Term,
    TerritoryTerm,
    Timing,
    Uncoded,
    VerificationTerm,
    Version,
    WithdrawalTerm,
)
from negotiations.model.base import MAXIMUM_INTEGER, Value, fields_of
from negotiations.model.extra import Extra
from negotiations.model.patterns import NOT_BLANK
from negotiations.model.sources import FORMAT
from negotiations.model.values import Bounded, Count, Duration, When
from negotiations.vocabulary import (
    Activity,
    ActorKind,
    Basis,
    Certainty,
    Completeness,
    ConditionKind,
    ContinuationMode,
    CrosswalkScheme,
    Disposition,
    EventAct,
    ForcePermission,
    IdentifierScheme,
    Limit,
    OrderedVocabulary,
    ParagraphsBy,
    Permanence,
    PhaseScope,
    PlaceKind,
    PositionAct,
    PresenceExtent,
    Qualifier,
    Rank,
    Regime,
    ReleaseScope,
    Segment,
    Support,
    TalksFormat,
    TalksRole,
    TalksStatus,
    TermKind,
    TermStatus,
    VersionRole,
    Vocabulary,
    Who,
    WithdrawalExtent,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

T = TypeVar("T")
V = TypeVar("V", bound=Value)
Strategy = st.SearchStrategy

# --- helpers ------------------------------------------------------------------------------------


def key_of(item: Any) -> Hashable:
    """What an item is sorted by in a tuple, and what stands once there."""
    if isinstance(item, Value):
        return item.key
    return item.value if isinstance(item, Vocabulary) else item


def tuples_of(
    item: Strategy[T], *, min_size: int = 0, max_size: int = 2
) -> Strategy[tuple[T, ...]]:
    """Tuples of items whose keys differ."""
    return st.lists(item, min_size=min_size, max_size=max_size, unique_by=key_of).map(tuple)


def _made(
    cls: type[V],
    required: Mapping[str, Strategy[Any]],
    optional: Mapping[str, Strategy[Any]],
    settle: Callable[[dict[str, Any]], dict[str, Any]] = lambda given: given,
) -> Strategy[V]:
    """Objects of a class; ``settle`` makes drawn fields agree with each other."""
    declared = {spec.name: spec.optional for spec in fields_of(cls)}
    drawn = dict.fromkeys(required, False) | dict.fromkeys(optional, True)
    if declared != drawn:
        differing = sorted(
            name for name in declared | drawn if declared.get(name) is not drawn.get(name)
        )
        raise LookupError(f"{cls.__name__}: the strategy and the class differ in {differing}")
    fields = st.fixed_dictionaries(dict(required), optional=dict(optional))

    # Composite, because the repr of a mapped strategy spells out all that is in it: Hypothesis
    # builds it when a filter fails, and it would have a hundred thousand characters.
    def one(draw: st.DrawFn) -> V:
        return cls(**settle(draw(fields)))

    one.__name__ = one.__qualname__ = cls.__name__
    return st.composite(one)()


# --- text and ids -------------------------------------------------------------------------------


@cache
def texts(max_size: int = 10) -> Strategy[str]:
    """Text of any characters that UTF-8 can carry, never blank."""
    characters = st.characters(codec="utf-8")
    return st.text(characters, min_size=1, max_size=max_size).filter(
        lambda text: re.search(NOT_BLANK, text)
    )


@cache
def ids() -> Strategy[str]:
    """Ids of records: lower-case words joined by hyphens."""
    word = st.text("abcxyz019", min_size=1, max_size=4)
    return st.lists(word, min_size=1, max_size=2).map("-".join)


@cache
def version_ids(proposal: str | None = None) -> Strategy[str]:
    """Ids of versions, ``<proposal>@<version>``; all of one proposal where it is given."""
    owner = ids() if proposal is None else st.just(proposal)
    return st.tuples(owner, ids()).map("@".join)


@cache
def addresses(*collections: str) -> Strategy[str]:
    """Addresses ``collection/id`` in these collections, and bare ids."""
    known = collections or ("proposals", "versions", "positions", "talks", "events")
    full = [
        (version_ids() if name == "versions" else ids()).map(f"{name}/{{}}".format)
        for name in known
    ]
    return st.one_of(ids(), *full)


@cache
def fingerprints() -> Strategy[str]:
    """SHA-256 values in hexadecimal."""
    return st.integers(0, 255).map(lambda number: sha256(bytes([number])).hexdigest())


# --- values -------------------------------------------------------------------------------------


def certainties() -> Strategy[Certainty]:
    """All three answers."""
    return st.sampled_from(Certainty)


@cache
def counts(largest: int = 100_000) -> Strategy[Count]:
    """Counts with every qualifier, of numbers up to ``largest``."""
    number = st.integers(0, largest)
    pairs = st.tuples(st.integers(0, largest - 1), st.integers(1, largest)).map(
        lambda pair: (min(pair), max(pair) + (pair[0] == pair[1]))
    )
    return st.one_of(
        number.map(Count.exactly),
        number.map(Count.more_than),
        number.map(Count.at_least),
        number.map(Count.at_most),
        st.integers(1, largest).map(Count.fewer_than),
        pairs.map(lambda pair: Count.between(*pair)),
        number.map(Count.about),
        texts().map(Count.unstated),
    )


@cache
def iso_durations(*, fixed: bool = False, least: int = 0) -> Strategy[str]:
    """Durations in ISO 8601; ``fixed``: without the months and years that vary in length.

    ``least`` is the least number of any unit.
    """
    units = "WD" if fixed else "YMWD"
    days = st.sets(st.sampled_from(units), max_size=len(units))
    clock = st.sets(st.sampled_from("HMS"), max_size=3)
    chosen = st.tuples(days, clock).filter(lambda pair: bool(pair[0] or pair[1]))
    numbers = st.lists(st.integers(least, 90), min_size=7, max_size=7)

    def written(parts: tuple[tuple[set[str], set[str]], list[int]]) -> str:
        (days, clock), numbers = parts
        left = iter(numbers)
        text = "P" + "".join(f"{next(left)}{unit}" for unit in "YMWD" if unit in days)
        time = "".join(f"{next(left)}{unit}" for unit in "HMS" if unit in clock)
        return f"{text}T{time}" if time else text

    return st.tuples(chosen, numbers).map(written)


@cache
def durations(*, fixed: bool = False, stated: bool = False) -> Strategy[Duration]:
    """Durations with every qualifier; ``stated``: without those that no source gives.

    ``fixed`` leaves out months and years, whose length varies.
    """
    text = iso_durations(fixed=fixed)
    unit = st.sampled_from(["D", "W"] if fixed else ["D", "W", "M", "Y"])
    pairs = st.tuples(st.integers(0, 40), st.integers(1, 20), unit)
    shapes = [
        text.map(Duration.exactly),
        text.map(Duration.more_than),
        text.map(Duration.at_least),
        text.map(Duration.at_most),
        iso_durations(fixed=fixed, least=1).map(Duration.fewer_than),
        pairs.map(lambda it: Duration.between(f"P{it[0]}{it[2]}", f"P{it[0] + it[1]}{it[2]}")),
        text.map(Duration.about),
    ]
    if not stated:
        shapes.append(texts().map(Duration.unstated))
    return st.one_of(*shapes)


@cache
def amounts() -> Strategy[Amount]:
    """Amounts with every qualifier, of exact decimals, some with a unit and a period."""
    number = st.decimals(0, 10**9, places=3).map(lambda drawn: drawn.copy_abs())
    pairs = st.tuples(number, number).filter(lambda pair: pair[0] != pair[1]).map(sorted)
    bare = st.one_of(
        number.map(Amount.exactly),
        number.map(Amount.more_than),
        number.map(Amount.at_least),
        number.map(Amount.at_most),
        number.filter(bool).map(Amount.fewer_than),
        pairs.map(lambda pair: Amount.between(*pair)),
        number.map(Amount.about),
        texts().map(Amount.unstated),
    )
    units = st.none() | st.sampled_from(("km", "%", "USD")) | texts()
    per = st.none() | st.sampled_from(("P1Y", "P1M"))
    return st.builds(lambda amount, unit, per: amount.replace(unit=unit, per=per), bare, units, per)


@cache
def term_labels() -> Strategy[str]:
    """Labels of terms, as anchors and conditions name them."""
    behind = st.sampled_from(("", "@1", "@whole", ":rockets", "@2:rockets.option-1", ".a"))
    return st.tuples(ids(), behind).map("".join)


@cache
def anchors() -> Strategy[Anchor]:
    """What a time is counted from."""
    return st.one_of(
        st.builds(Anchor, term=term_labels()),
        st.builds(Anchor, event=ids()),
        st.builds(Anchor, words=texts()),
    )


@cache
def timings() -> Strategy[Timing]:
    """Points in time of every form."""
    return st.one_of(
        st.builds(Timing, on=edtf_texts()),
        st.builds(Timing, after=anchors()),
        st.builds(Timing, after=anchors(), within=durations()),
        st.builds(Timing, before=anchors()),
    )


_IDENTIFIERS = {
    IdentifierScheme.WIKIDATA: "Q801",
    IdentifierScheme.ISO_3166_1: "IL",
    IdentifierScheme.ISO_3166_2: "PS-GZA",
    IdentifierScheme.GW: "666",
    IdentifierScheme.COW: "666",
    IdentifierScheme.UCDP: "209",
    IdentifierScheme.PAX: "1",
    IdentifierScheme.GEONAMES: "281129",
    IdentifierScheme.UN_DOCUMENT: "S/RES/2735",
}


@cache
def coordinates() -> Strategy[Coordinates]:
    """Points all over the globe."""
    return _made(
        Coordinates,
        {
            "latitude": st.decimals(-90, 90, places=5),
            "longitude": st.decimals(-180, 180, places=5),
            "source": texts(),
        },
        {"uncertainty": st.integers(1, 100_000), "precision": texts()},
    )


@cache
def identifiers() -> Strategy[Identifier]:
    """Identifiers of every register."""
    pairs = st.sampled_from(sorted(_IDENTIFIERS.items(), key=str))
    return pairs.map(lambda pair: Identifier(scheme=pair[0], id=pair[1]))


@cache
def cases() -> Strategy[Case]:
    """Cases of an issue."""
    return _made(Case, {"id": ids(), "label": texts(), "definition": texts()}, {})


_QUALIFIED = st.sampled_from(["", "", "~", "?", "%"])


@cache
def edtf_dates() -> Strategy[str]:
    """Single EDTF dates of a known year: a day, a month or a year, some with a qualifier."""
    day = st.dates().filter(lambda each: each.year < 9999).map(str)
    cut = st.sampled_from([10, 7, 4])
    return st.tuples(day, cut, _QUALIFIED).map(lambda it: it[0][: it[1]] + it[2])


@cache
def edtf_intervals() -> Strategy[str]:
    """EDTF intervals with both ends given, the first not after the last."""
    days = st.dates().filter(lambda each: each.year < 9999)
    ends = st.lists(days, min_size=2, max_size=2).map(lambda pair: sorted(map(str, pair)))
    cut = st.sampled_from([10, 7, 4])
    return st.tuples(ends, cut, cut, _QUALIFIED, _QUALIFIED).map(
        lambda it: f"{it[0][0][: it[1]]}{it[3]}/{it[0][1][: it[2]]}{it[4]}"
    )


@cache
def edtf_texts() -> Strategy[str]:
    """EDTF of every form that a `When` takes."""
    leap = st.dates().map(lambda day: str(day.replace(year=2000)) if day.month != 2 else "2000-02")
    no_year = st.tuples(leap, st.sampled_from([10, 7, 4])).map(lambda it: "XXXX" + it[0][4 : it[1]])
    return st.one_of(
        edtf_dates(),
        edtf_intervals(),
        no_year,
        edtf_dates().map("../{}".format),
        edtf_dates().map("{}/..".format),
    )


@cache
def whens() -> Strategy[When]:
    """Dates of every basis, with a note where the basis wants one, and known orders."""
    notes = st.none() | texts()
    more = {"note": notes, "printed": notes}
    stated = st.builds(When, edtf=edtf_texts(), basis=st.just(Basis.STATED), **more)
    other = st.sampled_from([Basis.INFERRED, Basis.EXTERNAL])
    worked_out = st.builds(When, edtf=edtf_texts(), basis=other, **(more | {"note": texts()}))
    return st.one_of(stated, worked_out, st.builds(When, after=addresses(), **more))


# --- evidence -----------------------------------------------------------------------------------


@cache
def evidence_values() -> Strategy[bool | str | Count | Amount | Duration | Timing | When]:
    """What a contradicting passage may give instead."""
    measured = amounts().map(lambda amount: amount.replace(unit=amount.unit or "km"))
    return st.one_of(
        st.booleans(),
        texts(),
        counts(),
        measured,
        durations(stated=True),
        timings(),
        whens(),
    )


_FIELDS = ("amount", "count", "duration", "extent", "included", "summary", "when")


def _passage(given: dict[str, Any]) -> dict[str, Any]:
    """An end after the start, a note on what is implied, another value only for one field."""
    given = {**given, "end": given["start"] + given["end"]}
    if given["support"] is Support.IMPLIED:
        given.setdefault("note", "a reading")
    if given["support"] is not Support.CONTRADICTS or len(given.get("fields", ())) != 1:
        given.pop("value", None)
    return given


@cache
def evidence(source: Strategy[str] | None = None) -> Strategy[Evidence]:
    """Evidence of every support; from ``source`` where it is given."""
    return _made(
        Evidence,
        {
            "source": source or ids(),
            "paragraph": st.integers(1, 60),
            "start": st.integers(0, 5000),
            "end": st.integers(1, 500),
            "sha256": fingerprints(),
            "support": st.sampled_from(Support),
        },
        {
            "claimants": tuples_of(ids()),
            "via": tuples_of(ids()),
            "hedged": st.booleans(),
            "fields": tuples_of(st.sampled_from(_FIELDS)),
            "value": evidence_values(),
            "prints": tuples_of(texts()),
            "note": texts(),
        },
        _passage,
    )


@cache
def _cited() -> dict[str, Strategy[Any]]:
    return {"note": texts(), "evidence": tuples_of(evidence())}


@cache
def _worded() -> dict[str, Strategy[Any]]:
    return {"summary": texts(), **_cited()}


@cache
def numbers() -> Strategy[int | float | Decimal]:
    """Numbers that extra data keep, as Python and as strict JSON give them."""
    doubles = st.floats(-MAXIMUM_INTEGER, MAXIMUM_INTEGER, allow_nan=False)
    exact = doubles.map(lambda number: Decimal(repr(number)))
    return st.integers(-MAXIMUM_INTEGER, MAXIMUM_INTEGER) | doubles | exact


@cache
def json_objects() -> Strategy[dict[str, Any]]:
    """JSON objects of any shape, with all that JSON has."""
    text = st.text(st.characters(codec="utf-8"), max_size=4)
    atoms = st.none() | st.booleans() | numbers() | text
    inner = st.recursive(
        atoms,
        lambda part: st.lists(part, max_size=2) | st.dictionaries(text, part, max_size=2),
        max_leaves=4,
    )
    return st.dictionaries(text, inner, max_size=3)


@cache
def extras() -> Strategy[Extra]:
    """Extra data of records."""
    return json_objects().map(Extra)


@cache
def _recorded() -> dict[str, Strategy[Any]]:
    return {"extra": extras(), **_worded()}


# --- actors, places, sources, issues ------------------------------------------------------------


@cache
def memberships() -> Strategy[Membership]:
    """Memberships of actors."""
    return _made(
        Membership,
        {"organisation": ids()},
        {"role": texts(), "evidence": tuples_of(evidence())},
    )


def _no_loop(*names: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """A record does not stand in these fields of its own."""

    def settle(given: dict[str, Any]) -> dict[str, Any]:
        own, settled = given["id"], dict(given)
        for name in names:
            held = settled.get(name)
            if isinstance(held, tuple):
                settled[name] = tuple(
                    each for each in held if own not in (each, getattr(each, "organisation", ""))
                )
            elif held == own:
                del settled[name]
        return settled

    return settle


@cache
def actors() -> Strategy[Actor]:
    """Actors of every kind."""
    return _made(
        Actor,
        {"id": ids(), "name": texts(), "kind": st.sampled_from(ActorKind)},
        {
            "member_of": tuples_of(memberships()),
            "speaks_for": ids(),
            "spellings": tuples_of(texts()),
            "also_called": tuples_of(texts()),
            "identifiers": tuples_of(identifiers()),
            **_recorded(),
        },
        _no_loop("member_of", "speaks_for"),
    )


@cache
def places() -> Strategy[Place]:
    """Places of every kind."""
    return _made(
        Place,
        {"id": ids(), "name": texts(), "kind": st.sampled_from(PlaceKind)},
        {
            "within": tuples_of(ids()),
            "spellings": tuples_of(texts()),
            "also_called": tuples_of(texts()),
            "coordinates": coordinates(),
            "identifiers": tuples_of(identifiers()),
            **_recorded(),
        },
        _no_loop("within"),
    )


@cache
def metadata() -> Strategy[Metadata]:
    """Descriptions of datasets."""
    number = st.integers(0, 30)
    return _made(
        Metadata,
        {
            "id": ids(),
            "format": st.just(FORMAT),
            "title": texts(),
            "version": st.tuples(number, number, number).map(lambda it: ".".join(map(str, it))),
            "licence": st.sampled_from(["CC-BY-4.0", "CC0-1.0"]),
            "coders": tuples_of(texts()),
            "protocol": texts(),
            "limits": tuples_of(texts()),
        },
        {
            "released": st.dates().map(str),
            "url": st.sampled_from(
                [
                    "https://example.org/data",
                    "https://doi.org/10.1000/a_b%23(1)",
                    "http://e.org/?a=1&b=~",
                ]
            ),
            "ignored": tuples_of(ignored()),
            **_recorded(),
        },
    )


@cache
def ignored() -> Strategy[Ignored]:
    """Rules that a dataset sets aside, with the reason."""
    return _made(
        Ignored,
        {"rule": ids(), "reason": texts()},
        {"record": st.builds("{}/{}".format, st.sampled_from(["actors", "talks"]), ids())},
    )


@cache
def uncoded() -> Strategy[Uncoded]:
    """Paragraphs left uncoded, with the reason."""
    return _made(
        Uncoded,
        {"paragraph": st.integers(1, 9), "reason": texts()},
        {"through": st.integers(10, 20)},
    )


@cache
def printed_errors() -> Strategy[PrintedError]:
    """Errors that articles print."""
    return _made(PrintedError, {"paragraph": st.integers(1, 9), "summary": texts()}, {})


def _paragraphs(given: dict[str, Any]) -> dict[str, Any]:
    """A paragraph is furniture or uncoded, not both."""
    if "furniture" in given and "uncoded" in given:
        furniture = set(given["furniture"])
        left = tuple(
            part
            for part in given["uncoded"]
            if furniture.isdisjoint(range(part.paragraph, part.last + 1))
        )
        return {**given, "uncoded": left}
    return given


@cache
def sources() -> Strategy[Source]:
    """Articles of at least nine paragraphs."""
    name = st.text(st.characters(codec="utf-8", exclude_characters="/\\", min_codepoint=32))
    return _made(
        Source,
        {
            "id": ids(),
            "label": texts(),
            "file_name": name.map("{}.txt".format),
            "sha256": fingerprints(),
            "language": st.sampled_from(["en", "ar", "he", "en-GB", "zh-Hant-TW"]),
            "paragraphs": st.integers(9, 80),
        },
        {
            "url": st.just("https://example.org/report?page=1"),
            "archive_url": st.just("https://archive.example.org/1"),
            "document_symbol": texts(),
            "outlet": ids(),
            "credited": tuples_of(ids()),
            "author": texts(),
            "title": texts(),
            "published": whens(),
            "furniture": tuples_of(st.integers(1, 9)),
            "uncoded": tuples_of(uncoded()),
            "errors": tuples_of(printed_errors()),
            "paragraphs_by": st.sampled_from(ParagraphsBy),
            **_recorded(),
        },
        _paragraphs,
    )


@cache
def crosswalks() -> Strategy[Crosswalk]:
    """Categories of other codebooks."""
    return _made(
        Crosswalk,
        {"scheme": st.sampled_from(CrosswalkScheme), "code": texts()},
        {"note": texts()},
    )


def ordered_fields(kind: TermKind) -> tuple[str, ...]:
    """The fields of terms of a kind whose values have an order, so that they can lean."""
    return tuple(
        spec.name
        for spec in fields_of(TERM_CLASSES[kind])
        if not spec.many
        and any(issubclass(each, Bounded | OrderedVocabulary) for each in spec.types)
    )


@cache
def polarities(field: str | None = None) -> Strategy[Polarity]:
    """Which party more and less of a field favours; two parties."""
    known = sorted({name for kind in TermKind for name in ordered_fields(kind)})
    parties = st.lists(ids(), min_size=2, max_size=2, unique=True)
    drawn = st.sampled_from(known) if field is None else st.just(field)
    fields = {"field": drawn, "more": st.just(""), "less": st.just("")}
    bare = st.fixed_dictionaries(fields, optional={"note": texts()})
    return st.tuples(bare, parties).map(
        lambda it: Polarity(**{**it[0], "more": it[1][0], "less": it[1][1]})
    )


def _agenda(given: dict[str, Any]) -> dict[str, Any]:
    """A unit and options only where the kind wants them; polarity only of ordered fields."""
    kind, settled = given["kind"], dict(given)
    if kind is not TermKind.MEASURE:
        settled.pop("unit", None)
    if kind is not TermKind.CHOICE:
        settled.pop("options", None)
        settled.pop("options_are_ordered", None)
    known = set(ordered_fields(kind))
    if settled.get("options_are_ordered"):
        known.add("option")
    if "polarity" in settled:
        settled["polarity"] = tuple(each for each in settled["polarity"] if each.field in known)
    return settled


@cache
def issues(kind: TermKind | None = None) -> Strategy[Issue]:
    """Agenda items; for terms of ``kind`` where it is given."""
    return _made(
        Issue,
        {
            "id": ids(),
            "label": texts(),
            "definition": texts(),
            "kind": st.sampled_from(TermKind) if kind is None else st.just(kind),
        },
        {
            "also_called": tuples_of(texts()),
            "unit": texts(),
            "options": tuples_of(texts(), max_size=3),
            "options_are_ordered": st.booleans(),
            "cases": tuples_of(cases()),
            "crosswalk": tuples_of(crosswalks()),
            "polarity": tuples_of(polarities()),
            **_recorded(),
        },
        _agenda,
    )


# --- terms --------------------------------------------------------------------------------------


@cache
def conditions() -> Strategy[Condition]:
    """What terms and acts hang on."""
    return _made(
        Condition,
        {"summary": texts()},
        {
            "issue": ids(),
            "actor": ids(),
            "term": term_labels(),
            "how": st.sampled_from(ConditionKind),
        },
    )


@cache
def groups() -> Strategy[Group]:
    """Parts of a release."""
    return _made(
        Group,
        {},
        {"count": counts(), "who": tuples_of(st.sampled_from(Who)), "citizens_of": ids()},
    )


def _fitting(given: dict[str, Any]) -> dict[str, Any]:
    """A release whose numbers do not contradict each other."""
    settled = dict(given)
    if "increment" not in settled:
        settled.pop("baseline", None)
    named = settled.get("count")
    parts = [settled.get(name) for name in ("baseline", "increment")]
    total = parts[0] + parts[1] if all(parts) else None
    if named is not None and total is not None and not named.equal_to(total).is_possible:
        del settled["baseline"]
        total = None
    if total is None:
        total = named
    counted = [group.count for group in settled.get("groups", ()) if group.count is not None]
    if counted and total is not None:
        together = counted[0]
        for each in counted[1:]:
            together += each
        if together.greater_than(total).is_certain:
            bare = {group.replace(count=None) for group in settled["groups"]}
            settled["groups"] = tuple(bare)
    return settled


@cache
def _own_fields(kind: TermKind) -> dict[str, Strategy[Any]]:
    own: dict[TermKind, dict[str, Strategy[Any]]] = {
        TermKind.CEASEFIRE: {
            "permanence": st.sampled_from(Permanence),
            "duration": durations(),
            "limit": st.sampled_from(Limit),
        },
        TermKind.RELEASE: {
            "count": counts(),
            "baseline": counts(),
            "increment": counts(),
            "scope": st.sampled_from(ReleaseScope),
            "groups": tuples_of(groups()),
            "limit": st.sampled_from(Limit),
        },
        TermKind.SELECTION: {
            "over": ids(),
            "veto_by": ids(),
            "objected": counts(),
            "named": counts(),
            "limit": st.sampled_from(Limit),
        },
        TermKind.WITHDRAWAL: {
            "forces": ids(),
            "place": ids(),
            "extent": st.sampled_from(WithdrawalExtent),
        },
        TermKind.PRESENCE: {
            "forces": ids(),
            "place": ids(),
            "extent": st.sampled_from(PresenceExtent),
            "activity": st.sampled_from(Activity),
            "segment": st.sampled_from(Segment),
            "strength": counts(),
            "limit": st.sampled_from(Limit),
        },
        TermKind.MOVEMENT: {
            "origin": ids(),
            "destination": ids(),
            "regime": st.sampled_from(Regime),
        },
        TermKind.PROVISION: {"volume": texts(), "place": ids()},
        TermKind.GOVERNANCE: {"place": ids(), "by": tuples_of(ids())},
        TermKind.CONTINUATION: {
            "of": addresses("versions", "proposals"),
            "of_phase": st.integers(1, 4),
            "mode": st.sampled_from(ContinuationMode),
            "duration": durations(),
            "limit": st.sampled_from(Limit),
        },
        TermKind.FORCE_USE: {"permitted": st.sampled_from(ForcePermission), "place": ids()},
        TermKind.MEASURE: {"amount": amounts(), "limit": st.sampled_from(Limit)},
        TermKind.TERRITORY: {
            "place": ids(),
            "disposition": st.sampled_from(Disposition),
            "to": tuples_of(ids()),
        },
        TermKind.VERIFICATION: {"of": ids(), "by": tuples_of(ids()), "means": texts()},
        TermKind.CHOICE: {"option": texts()},
        TermKind.OTHER: {},
    }
    return own[kind]


@cache
def terms(
    kind: TermKind | None = None,
    *,
    issue: Strategy[str] | None = None,
    phases: int | None = None,
) -> Strategy[Term]:
    """Terms of one kind, or of every kind.

    ``phases`` is how many phases the holder reports: a term has no phase, is of the whole text, or
    is of one of these. ``None``: the holder reports no phases, and any ordinal may stand.
    """
    if kind is None:
        return st.one_of(*(terms(each, issue=issue, phases=phases) for each in TermKind))
    phase: Strategy[int | PhaseScope] = st.just(PhaseScope.WHOLE)
    if phases != 0:
        phase |= st.integers(1, 4 if phases is None else phases)
    return _made(
        TERM_CLASSES[kind],
        {"issue": issue or ids()},
        {
            "phase": phase,
            **_own_fields(kind),
            "case": ids(),
            "alternative": ids(),
            "status": st.sampled_from(TermStatus),
            "proposed_by": tuples_of(ids()),
            "obligors": tuples_of(ids()),
            "beneficiaries": tuples_of(ids()),
            "included": st.booleans(),
            "qualifiers": tuples_of(texts()),
            "starts": timings(),
            "ends": timings(),
            "deadline": timings(),
            "clause": texts(),
            "conditions": tuples_of(conditions()),
            **_worded(),
        },
        _fitting if kind is TermKind.RELEASE else lambda given: given,
    )


# --- proposals, talks, positions, figures -------------------------------------------------------


@cache
def roles() -> Strategy[Role]:
    """Parts that actors have in a version."""
    return _made(Role, {"actor": ids(), "role": st.sampled_from(VersionRole)}, _cited())


@cache
def phases(ordinal: int | None = None) -> Strategy[Phase]:
    """Phases; of this ordinal where it is given."""
    return _made(
        Phase,
        {"ordinal": st.integers(1, 4) if ordinal is None else st.just(ordinal)},
        {"label": texts(), "duration": durations(), **_worded()},
    )


_BUILDS_ON = ("derived_from", "supplements", "implements", "translates")


@cache
def versions(proposal: str | None = None) -> Strategy[Version]:
    """Versions; of this proposal where it is given.

    Phases have the ordinals 1…n, and where they are reported every term's phase is among them.
    """

    def of_phases(number: int | None) -> Strategy[Version]:
        def settle(given: dict[str, Any]) -> dict[str, Any]:
            settled = _no_loop(*_BUILDS_ON)(given)
            if number is None:
                settled.pop("phases", None)
            return settled

        return _made(
            Version,
            {"id": version_ids(proposal), "completeness": st.sampled_from(Completeness)},
            {
                "labels": tuples_of(texts()),
                **{name: tuples_of(version_ids()) for name in _BUILDS_ON},
                "coded_on": tuples_of(ids()),
                "roles": tuples_of(roles()),
                "tabled": whens(),
                "phases": st.tuples(*(phases(each) for each in range(1, (number or 0) + 1))),
                "terms": tuples_of(terms(phases=number)),
                **_recorded(),
            },
            settle,
        )

    return st.one_of(*(of_phases(number) for number in (None, 0, 1, 2)))


def _editions(given: dict[str, Any]) -> dict[str, Any]:
    """Versions whose ids are of the proposal, each derived only from earlier ones."""
    made: list[Version] = []
    for version in given.get("versions", ()):
        name = version.id.partition("@")[2]
        earlier = [known.id for known in made]
        relations = {
            relation: tuple(earlier[: len(getattr(version, relation))])
            for relation in _BUILDS_ON
            if getattr(version, relation) is not None
        }
        made.append(version.replace(id=f"{given['id']}@{name}", **relations))
    return {**given, "versions": tuple(made)} if "versions" in given else given


@cache
def proposals() -> Strategy[Proposal]:
    """Proposals of up to two versions, each derived only from earlier ones."""
    # One owner for all, so that versions whose names differ keep ids that differ.
    return _made(
        Proposal,
        {"id": ids(), "title": texts(), "between": tuples_of(ids()), "rationale": texts()},
        {
            "versions": tuples_of(versions("owner")),
            "identifiers": tuples_of(identifiers()),
            **_recorded(),
        },
        _editions,
    )


_DENIAL = Evidence(
    source="report",
    paragraph=1,
    start=0,
    end=1,
    sha256="0" * 64,
    claimants=("north",),
    support=Support.CONTRADICTS,
)


def _brief_terms(phases: int) -> Strategy[tuple[Term, ...]]:
    """Terms on two issues with few values, so that those of several versions often agree."""
    phase = st.one_of(st.none(), st.just(PhaseScope.WHOLE), st.integers(1, phases))
    included = st.sampled_from((None, None, None, True, False))
    release = st.builds(
        ReleaseTerm,
        issue=st.just("captives"),
        phase=phase,
        included=included,
        count=st.sampled_from((None, Count.exactly(5), Count.at_least(5))),
        scope=st.sampled_from((None, ReleaseScope.ALL)),
        evidence=st.sampled_from((None, (), (_DENIAL,))),
    )
    truce = st.builds(
        CeasefireTerm,
        issue=st.just("truce"),
        phase=phase,
        included=included,
        permanence=st.sampled_from((None, *Permanence)),
        note=st.sampled_from((None, "a remark")),
    )
    return tuples_of(release | truce, max_size=4)


@st.composite
def chronicles(
    draw: st.DrawFn, *, dated: bool = False
) -> tuple[Proposal, tuple[Event, ...], tuple[Position, ...]]:
    """A proposal of up to five versions made from each other, with events and positions on them.

    Versions derive only from earlier ones, but their dates may contradict that, overlap or be
    missing. ``dated``: each version has a day, in the order in which they derive, and no event has.
    """
    versions: list[Version] = []
    days = st.sampled_from(("2001-01", "2001-02-03", "2001-02", "2001-01/2001-03", "2001-04"))
    for index in range(draw(st.integers(0, 5))):
        earlier = [each.id for each in versions]
        whens_of: Strategy[When | None] = days.map(lambda day: When(edtf=day, basis=Basis.STATED))
        if dated:
            whens_of = st.just(When(edtf=f"2001-0{index + 1}-15", basis=Basis.STATED))
        else:
            whens_of |= st.none()
            if earlier:
                whens_of |= st.sampled_from(earlier).map(
                    lambda name: When(after=f"versions/{name}")
                )
        derived = st.none() | st.just(())
        if earlier:
            derived |= st.lists(st.sampled_from(earlier), max_size=2, unique=True).map(tuple)
        versions.append(
            Version(
                id=f"accord@{'vwxyz'[index]}",
                completeness=draw(
                    st.sampled_from((*[Completeness.PARTIAL] * 3, Completeness.FULL_TEXT))
                ),
                derived_from=draw(derived),
                tabled=draw(whens_of),
                phases=draw(
                    st.sampled_from(
                        (None, (), (Phase(ordinal=1), Phase(ordinal=2, label="the second")))
                    )
                ),
                terms=draw(st.none() | _brief_terms(2)),
            )
        )
    texts_of = ["proposals/accord", *(f"versions/{each.id}" for each in versions)]
    on = st.sampled_from(texts_of)
    whens_there: Strategy[When | None] = st.none()
    if not dated:
        whens_there |= days.map(lambda day: When(edtf=day, basis=Basis.STATED))
    positions_there = tuple(
        Position(
            id=f"wish-{index}",
            actor=draw(st.sampled_from(("north", "south"))),
            act=draw(st.sampled_from(PositionAct)),
            on=draw(st.none() | on),
            when=draw(whens_there),
            terms=draw(_brief_terms(2)),
        )
        for index in range(draw(st.integers(0, 3)))
    )
    known = [*texts_of, *(f"positions/{each.id}" for each in positions_there)]
    events_there = tuple(
        Event(
            id=f"act-{index}",
            act=draw(st.sampled_from(EventAct)),
            on=draw(st.none() | tuples_of(st.sampled_from(known), min_size=1)),
            issues=draw(st.none() | st.just(("captives",))),
            when=draw(whens_there),
        )
        for index in range(draw(st.integers(0, 3)))
    )
    proposal = Proposal(
        id="accord",
        title="Accord",
        between=("north", "south"),
        rationale="The only one.",
        versions=tuple(versions),
    )
    return proposal, events_there, positions_there


@cache
def participants() -> Strategy[Participant]:
    """Actors at talks."""
    return _made(
        Participant,
        {"actor": ids(), "role": st.sampled_from(TalksRole)},
        {"meetings": counts(), **_cited()},
    )


@cache
def talks() -> Strategy[Talks]:
    """Rounds of talks."""
    return _made(
        Talks,
        {"id": ids(), "title": texts()},
        {
            "when": whens(),
            "places": tuples_of(ids()),
            "participants": tuples_of(participants()),
            "format": st.sampled_from(TalksFormat),
            "rounds": counts(),
            "duration": durations(),
            "status": st.sampled_from(TalksStatus),
            "outcome": texts(),
            "on": tuples_of(addresses("proposals", "versions")),
            "identifiers": tuples_of(identifiers()),
            **_recorded(),
        },
    )


@cache
def events() -> Strategy[Event]:
    """Events of every act."""
    return _made(
        Event,
        {"id": ids(), "act": st.sampled_from(EventAct)},
        {
            "actors": tuples_of(ids()),
            "toward": tuples_of(ids()),
            "on": tuples_of(addresses("versions", "proposals", "positions", "talks")),
            "issues": tuples_of(ids()),
            "conditions": tuples_of(conditions()),
            "answers": tuples_of(ids()),
            "when": whens(),
            **_recorded(),
        },
    )


@cache
def positions(actor: Strategy[str] | None = None) -> Strategy[Position]:
    """Positions; of this actor where it is given."""
    return _made(
        Position,
        {
            "id": ids(),
            "actor": actor or ids(),
            "act": st.sampled_from(PositionAct),
            "terms": tuples_of(terms()),
        },
        {
            "joint_with": tuples_of(ids()),
            "on": addresses("proposals", "versions"),
            "when": whens(),
            **_recorded(),
        },
    )


@cache
def figure_claims() -> Strategy[FigureClaim]:
    """What one source gives for a figure."""
    return _made(
        FigureClaim,
        {
            "source": ids(),
            "count": counts(),
            "rank": st.sampled_from(Rank),
            "reason": texts(),
        },
        {"when": whens(), **_cited()},
    )


@cache
def figures() -> Strategy[Figure]:
    """Background quantities."""
    return _made(
        Figure,
        {
            "id": ids(),
            "label": texts(),
            "unit": texts(),
            "claims": tuples_of(figure_claims()),
        },
        {"place": ids(), **_recorded()},
    )


# --- all of them --------------------------------------------------------------------------------

RECORD_CLASSES: tuple[type[Record], ...] = (
    Metadata,
    Source,
    Actor,
    Place,
    Issue,
    Talks,
    Proposal,
    Version,
    Event,
    Position,
    Figure,
)
PART_CLASSES: tuple[type[Value], ...] = (
    Evidence,
    Ignored,
    Membership,
    Uncoded,
    PrintedError,
    Crosswalk,
    Polarity,
    Condition,
    Group,
    Role,
    Phase,
    Participant,
    FigureClaim,
    Identifier,
    Case,
    Anchor,
    Coordinates,
)
VALUE_CLASSES: tuple[type[Value], ...] = (Count, Amount, Duration, Timing, When)
TERM_TYPES: tuple[type[Term], ...] = (
    CeasefireTerm,
    ReleaseTerm,
    SelectionTerm,
    WithdrawalTerm,
    PresenceTerm,
    MovementTerm,
    ProvisionTerm,
    GovernanceTerm,
    ContinuationTerm,
    ForceUseTerm,
    MeasureTerm,
    ChoiceTerm,
    TerritoryTerm,
    VerificationTerm,
    OtherTerm,
)
CLASSES: tuple[type[Value], ...] = (*VALUE_CLASSES, *PART_CLASSES, *TERM_TYPES, *RECORD_CLASSES)

_BY_CLASS: dict[type[Value], Callable[[], Strategy[Any]]] = {
    Count: counts,
    Amount: amounts,
    Duration: durations,
    Timing: timings,
    When: whens,
    Identifier: identifiers,
    Coordinates: coordinates,
    Case: cases,
    Anchor: anchors,
    Evidence: evidence,
    Membership: memberships,
    Uncoded: uncoded,
    PrintedError: printed_errors,
    Crosswalk: crosswalks,
    Polarity: polarities,
    Condition: conditions,
    Group: groups,
    Ignored: ignored,
    Role: roles,
    Phase: phases,
    Participant: participants,
    FigureClaim: figure_claims,
    Metadata: metadata,
    Source: sources,
    Actor: actors,
    Place: places,
    Issue: issues,
    Talks: talks,
    Proposal: proposals,
    Version: versions,
    Event: events,
    Position: positions,
    Figure: figures,
}


def by_class(cls: type[V]) -> Strategy[V]:
    """The strategy of a model class; `Term` gives terms of every kind."""
    if cls is Term:
        return terms()  # type: ignore[return-value]
    if issubclass(cls, Term):
        return terms(cls.kind)  # type: ignore[return-value]
    return _BY_CLASS[cls]()


def records() -> Strategy[Record]:
    """Records of every kind."""
    return st.one_of(*(by_class(cls) for cls in RECORD_CLASSES))


def values() -> Strategy[Value]:
    """Objects of every class of the model."""
    return st.one_of(*(by_class(cls) for cls in CLASSES))


def qualifiers() -> Strategy[Qualifier]:
    """Every qualifier."""
    return st.sampled_from(Qualifier)


# --- JSON ---------------------------------------------------------------------------------------


@cache
def json_values(max_leaves: int = 20) -> Strategy[Any]:
    """JSON values of any shape, with text that UTF-8 can carry and finite numbers."""
    text = st.text(st.characters(codec="utf-8"), max_size=8)
    leaves = st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(10**20), 10**20),
        st.floats(allow_nan=False, allow_infinity=False),
        text,
    )
    return st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4),
        max_leaves=max_leaves,
    )


def _paths(data: Any, at: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Where the values of JSON data stand, the whole first."""
    found = [at]
    inner: Any = ()
    if isinstance(data, dict):
        inner = data.items()
    elif isinstance(data, list):
        inner = enumerate(data)
    for name, each in inner:
        found += _paths(each, (*at, name))
    return found


def _confusable(given: Any) -> list[Any]:
    """What a careless reader takes for the same value."""
    found = [None, [given], [], {}, str(given), bool(given), {"exactly": given}, {"unstated": "x"}]
    if isinstance(given, int):
        found += [float(given), given + 1, -given, str(given)]
    elif isinstance(given, str):
        found += [given.upper(), f" {given}", f"{given}\n", "", 0, 1, {"kind": given}]
    elif isinstance(given, list):
        found += [given[::-1], given + given[:1], {}, {str(at): it for at, it in enumerate(given)}]
    elif isinstance(given, dict):
        found += [list(given.values()), dict(reversed(given.items())), {**given, "kind": "other"}]
    return found


@st.composite
def mutated(draw: st.DrawFn, data: Any) -> Any:
    """JSON data in which one value is another, is left out, stands twice or has another name."""
    path = draw(st.sampled_from(_paths(data)))
    copy = deepcopy(data)
    holder: Any = None
    here = copy
    for part in path:
        holder, here = here, here[part]
    other = draw(st.sampled_from(_confusable(here)) | json_values(4))
    if holder is None:
        return other
    name = path[-1]
    act = draw(st.sampled_from(["replace", "replace", "remove", "add", "rename"]))
    if act == "remove":
        del holder[name]
    elif act == "replace" or isinstance(holder, list):
        holder[name] = other
    elif act == "add":
        holder[draw(texts())] = other
    else:
        holder[draw(st.sampled_from([*_FIELDS, f"{name}s"]))] = holder.pop(name)
    return copy
