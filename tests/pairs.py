"""Pairs of records for the comparison: drawn by Hypothesis, and small ones made by hand.

Drawn pairs are close, a few edits apart, or unrelated. An edit is what a second report of the same
text does: it changes a field, says no more of one, adds or drops an item, empties a list, excludes
a term, moves it to another phase, gives another passage for the same thing, or makes the whole text
known.
"""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from profiles import scaled
from strategies import (
    RECORD_CLASSES,
    by_class,
    evidence,
    extras,
    ids,
    key_of,
    numbers,
    texts,
    tuples_of,
    version_ids,
    versions,
)

from negotiations.model import (
    Condition,
    Coordinates,
    Evidence,
    Group,
    Identifier,
    Issue,
    OtherTerm,
    Phase,
    Polarity,
    Position,
    PresenceTerm,
    Record,
    ReleaseTerm,
    Role,
    Term,
    Version,
)
from negotiations.model.base import FieldSpec, Value, fields_of
from negotiations.model.extra import Extra
from negotiations.model.timing import Timing
from negotiations.model.values import Bounded, Count, Duration, When
from negotiations.vocabulary import (
    Completeness,
    PhaseScope,
    PositionAct,
    PresenceExtent,
    Support,
    TermKind,
    VersionRole,
    Vocabulary,
    Who,
)

__all__ = [
    "LAW",
    "PAGES",
    "close_pairs",
    "crowded_versions",
    "crowds",
    "edited",
    "issue",
    "passage",
    "position",
    "positions_and_versions",
    "record_pairs",
    "record_triples",
    "version",
    "version_pairs",
    "without_phases",
]

V = TypeVar("V", bound=Value)

# The laws hold for every kind of record, so they want more examples than others.
LAW = settings(max_examples=scaled(60))
# A page takes ten times as long as what it shows.
PAGES = settings(LAW, max_examples=scaled(15))

# Values that are given anew as a whole, since their fields hang on each other.
_ATOMS = (Bounded, Timing, When, Identifier, Coordinates, Evidence)
_PHASES = st.sampled_from((None, PhaseScope.WHOLE, 1, 2))


# --- drawn --------------------------------------------------------------------------------------


# Few issues, so that several terms meet on one of them; few contents, so that they are often alike.
_PLACES = st.sets(st.tuples(st.sampled_from("xy"), _PHASES), max_size=5)
_CONDITIONS = tuple(Condition(summary=text) for text in ("a law", "a vote"))
_GROUPS = tuple(Group(who=(who,), count=Count.exactly(5)) for who in (Who.WOMEN, Who.CHILDREN))
# The same people in other numbers, and people of whom more is reported.
_OTHER_GROUPS = (
    Group(who=(Who.WOMEN,), count=Count.exactly(9)),
    Group(who=(Who.WOMEN,), citizens_of="north", count=Count.exactly(9)),
)
_PHASED = tuple(Phase(ordinal=at, duration=Duration.exactly("P6W")) for at in (1, 2))
_ROLES = tuple(Role(actor=name, role=VersionRole.AUTHOR) for name in ("north", "south"))


def passage(paragraph: int, **fields: Any) -> Evidence:
    """A passage of the source ``gazette``, one for each paragraph."""
    given: dict[str, Any] = {"source": "gazette", "support": Support.EXPLICIT, **fields}
    start = paragraph * 100
    return Evidence(paragraph=paragraph, start=start, end=start + 9, sha256="0" * 64, **given)


def _parts(items: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    """Nothing reported, reported to be none, one of the items, or both."""
    return st.sampled_from((None, None, (), items[:1], items[1:], items))


_COMMON = {
    "included": st.sampled_from((None, None, None, True, False)),
    "conditions": _parts(_CONDITIONS),
    "summary": st.sampled_from((None, "a", "b c", "b d")),
    "evidence": _parts((passage(1), passage(2, fields=("count", "extent")))),
}
_NUMBERS = (None, Count.exactly(5), Count.exactly(9), Count.at_least(7), Count.unstated("many"))
_TERMS: tuple[tuple[type[Term], dict[str, st.SearchStrategy[Any]]], ...] = (
    (
        ReleaseTerm,
        {"count": st.sampled_from(_NUMBERS), "groups": _parts(_GROUPS) | _parts(_OTHER_GROUPS)},
    ),
    (PresenceTerm, {"extent": st.sampled_from((None, *PresenceExtent))}),
    (OtherTerm, {}),
)


@cache
def crowds() -> st.SearchStrategy[tuple[Term, ...]]:
    """Terms on few issues, so that what stands for what is a question."""
    contents = st.one_of(
        *(st.tuples(st.just(cls), st.fixed_dictionaries({**_COMMON, **own})) for cls, own in _TERMS)
    )

    @st.composite
    def crowd(draw: st.DrawFn) -> tuple[Term, ...]:
        made: list[Term] = []
        for issue, phase in sorted(draw(_PLACES), key=str):
            cls, fields = draw(contents)
            made.append(cls(issue=issue, phase=phase, **fields))
        return tuple(sorted(made, key=lambda term: term.key))

    return crowd()


@cache
def crowded_versions() -> st.SearchStrategy[Version]:
    """Versions with several terms on few issues."""
    fields = st.fixed_dictionaries(
        {
            "completeness": st.sampled_from(Completeness),
            "phases": _parts(_PHASED),
            "roles": _parts(_ROLES),
            "labels": _parts(("Draft", "Final")),
            "note": st.sampled_from((None, "a", "b")),
            "evidence": _parts((passage(3), passage(4))),
            "terms": st.none() | crowds(),
        }
    )
    return fields.map(lambda given: Version(id="x@one", **given))


@st.composite
def edited(draw: st.DrawFn, value: V) -> V:
    """The value with one edit made somewhere in it; now and then the edit changes nothing."""
    spec = draw(st.sampled_from(fields_of(value)))
    held = getattr(value, spec.name)
    if Evidence in spec.types:
        return value.replace(**{spec.name: draw(st.none() | tuples_of(evidence()))})
    if spec.many and not spec.ordered:
        return value.replace(**{spec.name: draw(_items(spec, held))})
    if spec.types == (Extra,):
        return value.replace(extra=draw(_other_extra(held)))
    if isinstance(value, Identifier | Coordinates):
        return draw(by_class(type(value)))
    if spec.optional and held is not None and draw(st.booleans()):
        return value.replace(**{spec.name: None})
    if spec.name == "phase" and isinstance(value, Term):
        return value.replace(phase=draw(_PHASES))
    if spec.name == "completeness":
        return value.replace(completeness=draw(st.sampled_from(Completeness)))
    return value.replace(**{spec.name: draw(_fresh(value, spec))})


def _other_extra(held: Extra | None) -> st.SearchStrategy[Extra | None]:
    """Other extra data: none, all anew, or with a few names of the same."""
    anew = st.none() | extras()
    if not held:
        return anew
    few = st.dictionaries(st.sampled_from([*held, "a", "b"]), numbers() | extras(), max_size=2)
    return anew | few.map(lambda more: Extra({**held, **more}))


@st.composite
def _items(
    draw: st.DrawFn, spec: FieldSpec, held: tuple[Any, ...] | None
) -> tuple[Any, ...] | None:
    """Another content of a list without an order."""
    acts = ["edit", "edit", "edit", "drop", "exclude", "move"] if held else []
    if spec.optional:
        acts.append("silence")
    act = draw(st.sampled_from([*acts, "add", "empty"]))
    if act == "silence":
        return None
    if act == "empty" or held is None:
        return ()
    if act == "add":
        return _once((*held, *draw(_fresh_items(spec))))
    index = draw(st.integers(0, len(held) - 1))
    one, rest = held[index], held[:index] + held[index + 1 :]
    if act == "drop":
        return rest
    if isinstance(one, Term) and act in ("exclude", "move"):
        if act == "exclude":
            return _once((one.replace(included=False), *rest))
        return _once((one.replace(phase=draw(_PHASES)), *rest))
    if isinstance(one, Value) and not isinstance(one, _ATOMS):
        return _once((draw(edited(one)), *rest))
    return _once((*draw(_fresh_items(spec)), *rest))


def _fresh(owner: Value, spec: FieldSpec) -> st.SearchStrategy[Any]:
    """Another content of a field, whatever stood there."""
    if spec.many or spec.pattern or int in spec.types:
        return by_class(type(owner)).map(lambda fresh: getattr(fresh, spec.name))
    return st.one_of(*(_of_type(kind, spec) for kind in spec.types))


def _of_type(kind: type, spec: FieldSpec) -> st.SearchStrategy[Any]:
    if issubclass(kind, Value):
        return by_class(kind)
    if issubclass(kind, Vocabulary):
        return st.sampled_from(kind)
    if kind is bool:
        return st.booleans()
    if spec.refers_to == ("versions",):
        return version_ids()
    return ids() if spec.refers_to else texts()


def _fresh_items(spec: FieldSpec) -> st.SearchStrategy[tuple[Any, ...]]:
    kind = spec.types[0]
    if kind is int:
        return tuples_of(st.integers(1, 9), min_size=1)
    return tuples_of(_of_type(kind, spec), min_size=1, max_size=1)


def _once(items: tuple[Any, ...]) -> tuple[Any, ...]:
    """The items, of those with one key only the first."""
    return tuple({key_of(item): item for item in reversed(items)}.values())


@st.composite
def _close(draw: st.DrawFn, first: st.SearchStrategy[V], most: int) -> tuple[V, V]:
    a = b = draw(first)
    for _ in range(draw(st.integers(0, most))):
        b = draw(edited(b))
    return (a, b) if draw(st.booleans()) else (b, a)


def close_pairs(cls: type[V], most: int = 4) -> st.SearchStrategy[tuple[V, V]]:
    """Two values of a class, at most so many edits apart, in either order."""
    return _close(by_class(cls), most)


@cache
def version_pairs() -> st.SearchStrategy[tuple[Version, Version]]:
    """Pairs of versions: close ones, crowded ones, and unrelated ones."""
    crowded = crowded_versions()
    return st.one_of(_close(crowded, 4), _close(versions(), 4), st.tuples(crowded, crowded))


@cache
def record_pairs() -> st.SearchStrategy[tuple[Record, Record]]:
    """Pairs of records of one kind, of every kind; half are versions, and most are close."""
    close = [close_pairs(cls) for cls in RECORD_CLASSES]
    apart = [st.tuples(by_class(cls), by_class(cls)) for cls in RECORD_CLASSES]
    others = st.one_of(*close, *apart)

    # Chosen by a draw of its own, since alternatives of alternatives are all equally likely.
    @st.composite
    def two_records(draw: st.DrawFn) -> tuple[Record, Record]:
        return draw(version_pairs()) if draw(st.booleans()) else draw(others)

    return two_records()


@cache
def record_triples() -> st.SearchStrategy[tuple[Record, Record, Record]]:
    """A record and what two sides made of it, each a few edits away; half are versions."""
    others = st.one_of(*(by_class(cls) for cls in RECORD_CLASSES))
    ours = st.one_of(crowded_versions(), versions())

    @st.composite
    def three_records(draw: st.DrawFn) -> tuple[Record, Record, Record]:
        base = draw(ours) if draw(st.booleans()) else draw(others)
        sides = []
        for _ in range(2):
            side = base
            for _ in range(draw(st.integers(0, 4))):
                side = draw(edited(side))
            sides.append(side)
        return base, sides[0], sides[1]

    return three_records()


@cache
def positions_and_versions() -> st.SearchStrategy[tuple[Position, Version]]:
    """A position and a version that may speak on the same issues."""
    return st.tuples(crowds().map(lambda held: position(*held)), crowded_versions())


# --- made by hand -------------------------------------------------------------------------------

_PARTIAL, _FULL = Completeness.PARTIAL, Completeness.FULL_TEXT


def version(*held: Term, full: bool = False, **fields: Any) -> Version:
    """A version with these terms; without any, its terms are not reported."""
    given = {"id": "plan@one", "terms": held or None, **fields}
    return Version(completeness=_FULL if full else _PARTIAL, **given)


def without_phases(*texts: Any) -> tuple[Any, ...]:
    """Texts that say nothing of phases, as texts that are reported to have none."""
    speaking = any(
        not isinstance(text, Version)
        or text.phases is not None
        or any(term.phase is not None for term in text.terms or ())
        for text in texts
    )
    return texts if speaking else tuple(text.replace(phases=()) for text in texts)


def position(*held: Term, **fields: Any) -> Position:
    """What the actor ``north`` demands."""
    given = {"id": "north-demands", "actor": "north", "act": PositionAct.DEMANDS, **fields}
    return Position(terms=held, **given)


def issue(key: str, kind: TermKind, *ordered: str, **fields: Any) -> Issue:
    """An issue on which more of each of these fields leans toward ``north``, and less to ``south``."""
    rules = tuple(Polarity(field=field, more="north", less="south") for field in ordered)
    given = {"label": key.capitalize(), "definition": "What belongs to it.", **fields}
    return Issue(id=key, kind=kind, polarity=rules or None, **given)
