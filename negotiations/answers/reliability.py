"""How far two codings of the same sources agree, unit by unit and field by field.

Two coders give the same passage different ids. Units are therefore aligned by the passages that they
rest on, and actors and places by their names; then each field is compared, with references read
through the alignment. Agreement is reported as a share and as Krippendorff's alpha, at the level of
measurement of the field.
"""

from __future__ import annotations

import attrs

from negotiations.errors import MissingExtra
from negotiations.model import Evidence, Position, Record, Term, Version
from negotiations.model.base import FieldRole, Value, fields_of
from negotiations.model.values import Count, Duration, When
from negotiations.records import address_of, walk
from negotiations.vocabulary import OrderedVocabulary, Support, Vocabulary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, Literal

    from negotiations.model.base import FieldSpec
    from negotiations.records import Collections

    Level = Literal["nominal", "ordinal", "ratio"]
    Mapping = dict[tuple[str, str], str]
    Alpha = Callable[[list[tuple[Any, Any]], Level], float | None]

__all__ = ["Disagreement", "FieldAgreement", "KindAgreement", "reliability"]

NOT_REPORTED = "not reported"

# Names first, since what follows refers to them.
_KINDS = (
    "actors",
    "places",
    "proposals",
    "versions",
    "talks",
    "positions",
    "events",
    "figures",
    "terms",
)
# Below this share of common text two units are not taken for one.
_LEAST_OVERLAP = 0.08


@attrs.frozen(kw_only=True)
class Disagreement:
    """One field of one unit in which two codings differ."""

    kind: str
    field: str
    a: str
    b: str
    a_value: str
    b_value: str
    a_evidence: tuple[Evidence, ...]
    b_evidence: tuple[Evidence, ...]


@attrs.frozen(kw_only=True)
class FieldAgreement:
    """One field: the units compared, those that agree, and Krippendorff's alpha.

    ``alpha`` is None where it is not defined: no unit, or no variation at all.
    """

    field: str
    level: str
    units: int
    agreeing: int
    alpha: float | None

    @property
    def share(self) -> float | None:
        """The share of the units that agree, from 0 to 1."""
        return self.agreeing / self.units if self.units else None


@attrs.frozen(kw_only=True)
class KindAgreement:
    """One kind of unit: those that both codings have, those of one alone, and their fields."""

    kind: str
    both: int
    only_a: tuple[str, ...]
    only_b: tuple[str, ...]
    fields: tuple[FieldAgreement, ...]
    disagreements: tuple[Disagreement, ...]

    @property
    def share(self) -> float | None:
        """The share of all units that both codings have."""
        every = self.both + len(self.only_a) + len(self.only_b)
        return self.both / every if every else None


@attrs.frozen
class _Unit:
    address: str
    value: Value
    evidence: tuple[Evidence, ...]


def reliability(a: Collections, b: Collections) -> tuple[KindAgreement, ...]:
    """Compare two codings of the same sources.

    Raises:
        MissingExtra: The extra ``reliability`` is not installed.
    """
    alpha = _alpha()
    mapping: Mapping = {}
    found = []
    for kind in _KINDS:
        left, right = list(_units(a, kind)), list(_units(b, kind))
        pairs = _aligned(left, right, kind)
        for one, other in pairs:
            collection, _, key = other.address.partition("/")
            mapping[collection, key] = one.address.partition("/")[2]
        taken_a = {one.address for one, _ in pairs}
        taken_b = {other.address for _, other in pairs}
        fields, disagreements = _compared(kind, pairs, mapping, alpha)
        found.append(
            KindAgreement(
                kind=kind,
                both=len(pairs),
                only_a=tuple(each.address for each in left if each.address not in taken_a),
                only_b=tuple(each.address for each in right if each.address not in taken_b),
                fields=fields,
                disagreements=disagreements,
            )
        )
    return tuple(found)


def _alpha() -> Alpha:
    try:
        import krippendorff
    except ImportError as fault:
        raise MissingExtra("reliability", "comparing two codings") from fault

    def alpha(pairs: list[tuple[Any, Any]], level: Level) -> float | None:
        if level == "nominal":
            words = sorted({word for pair in pairs for word in pair})
            pairs = [(words.index(one), words.index(other)) for one, other in pairs]
        if len({value for pair in pairs for value in pair}) < 2:
            return None
        rows = [[float(pair[side]) for pair in pairs] for side in (0, 1)]
        return float(krippendorff.alpha(reliability_data=rows, level_of_measurement=level))

    return alpha


def _units(dataset: Collections, kind: str) -> Iterator[_Unit]:
    if kind == "terms":
        for placed in dataset.terms():
            yield _Unit(placed.address, placed.term, placed.term.evidence or ())
        return
    for record in dataset.collections[kind].values():
        yield _Unit(address_of(record), record, tuple(_evidence_of(record)))


def _evidence_of(record: Record) -> Iterator[Evidence]:
    """A record's own evidence; of a position that of its terms."""
    if isinstance(record, Position):
        for term in record.terms:
            yield from term.evidence or ()
        return
    for path, value in walk(record):
        if "terms" not in path and "phases" not in path:
            yield from getattr(value, "evidence", None) or ()


# --- aligning -----------------------------------------------------------------------------------


def _aligned(left: list[_Unit], right: list[_Unit], kind: str) -> list[tuple[_Unit, _Unit]]:
    """The best pairs first; each unit stands in one pair at the most."""
    scored = []
    for i, one in enumerate(left):
        for j, other in enumerate(right):
            score = _likeness(one, other, kind)
            if score > 0:
                scored.append((-score, i, j))
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    pairs = []
    for _, i, j in sorted(scored):
        if i not in taken_left and j not in taken_right:
            taken_left.add(i)
            taken_right.add(j)
            pairs.append((i, j))
    return [(left[i], right[j]) for i, j in sorted(pairs)]


def _likeness(one: _Unit, other: _Unit, kind: str) -> float:
    if kind in ("actors", "places"):
        names, others = _names(one.value), _names(other.value)
        return len(names & others) / len(names | others)
    a, b = one.value, other.value
    holders = one.address.split("/")[0], other.address.split("/")[0]
    terms = isinstance(a, Term) and isinstance(b, Term)
    if terms and (getattr(a, "issue", "") != getattr(b, "issue", "") or holders[0] != holders[1]):
        return 0
    overlap = _overlap(one.evidence, other.evidence)
    if overlap < _LEAST_OVERLAP:
        return 0
    same: int = sum(
        getattr(a, name, None) == getattr(b, name, None)
        for name in ("act", "actor", "actors", "phase")
        if hasattr(a, name) and hasattr(b, name)
    )
    return overlap + 0.3 * same


def _names(value: Value) -> set[str]:
    said = [getattr(value, "id", "").replace("-", " "), getattr(value, "name", "")]
    said += getattr(value, "spellings", None) or ()
    return {" ".join(each.casefold().removeprefix("the ").split()) for each in said}


def _overlap(one: tuple[Evidence, ...], other: tuple[Evidence, ...]) -> float:
    """The share of the characters under either that are under both."""
    a, b = ({(e.source, i) for e in side for i in range(e.start, e.end)} for side in (one, other))
    return len(a & b) / len(a | b) if a and b else 0.0


# --- comparing ----------------------------------------------------------------------------------


def _compared(
    kind: str,
    pairs: list[tuple[_Unit, _Unit]],
    mapping: Mapping,
    alpha: Alpha,
) -> tuple[tuple[FieldAgreement, ...], tuple[Disagreement, ...]]:
    values: dict[tuple[str, Level], list[tuple[Any, Any]]] = {}
    disagreements: list[Disagreement] = []
    for one, other in pairs:
        ours, theirs = _coded(one, {}), _coded(other, mapping)
        for name in sorted(ours.keys() | theirs.keys()):
            level = (ours.get(name) or theirs[name])[0]
            a, b = (side[name][1] if name in side else None for side in (ours, theirs))
            if a is None and b is None:
                continue
            field = name
            if level != "nominal" and (a is None or b is None):
                # Whether it is reported at all is a question of its own.
                field, level = f"{name} reported", "nominal"
                a, b = ("yes" if side is not None else "no" for side in (a, b))
            a, b = (NOT_REPORTED if side is None else side for side in (a, b))
            values.setdefault((field, level), []).append((a, b))
            if a != b:
                disagreements.append(
                    Disagreement(
                        kind=kind,
                        field=field,
                        a=one.address,
                        b=other.address,
                        a_value=str(a),
                        b_value=str(b),
                        a_evidence=one.evidence,
                        b_evidence=other.evidence,
                    )
                )
    fields = tuple(
        FieldAgreement(
            field=field,
            level=level,
            units=len(each),
            agreeing=sum(a == b for a, b in each),
            alpha=alpha(each, level),
        )
        for (field, level), each in sorted(values.items())
    )
    return fields, tuple(disagreements)


def _coded(unit: _Unit, mapping: Mapping) -> dict[str, tuple[Level, Any]]:
    """The compared fields of a unit, each with its level of measurement and its value."""
    coded: dict[str, tuple[Level, Any]] = {}
    for spec in fields_of(unit.value):
        if not _is_compared(spec):
            continue
        given = getattr(unit.value, spec.name)
        if isinstance(given, Count | Duration):
            coded[f"{spec.name} bound"] = ("nominal", given.qualifier.value)
            amount = given.centre
            if isinstance(given, Duration) and given.low is not None:
                amount = given.low.days
            coded[spec.name] = ("ratio", amount if isinstance(amount, int) else None)
        elif isinstance(given, OrderedVocabulary):
            coded[spec.name] = ("ordinal", given.position)
        elif any(issubclass(each, OrderedVocabulary) for each in spec.types):
            coded[spec.name] = ("ordinal", None)
        else:
            coded[spec.name] = ("nominal", _category(given, spec.refers_to, mapping))
    said = [each for each in unit.evidence if each.support is not Support.CONTRADICTS]
    denied = [each for each in unit.evidence if each.support is Support.CONTRADICTS]
    if isinstance(unit.value, Term | Version) or hasattr(unit.value, "act"):
        for name, held in (("claimants", said), ("deniers", denied)):
            who = {
                _known(key, ("actors",), mapping) for each in held for key in each.claimants or ()
            }
            coded[name] = ("nominal", ", ".join(sorted(who)) or "nobody")
    return coded


def _is_compared(spec: FieldSpec) -> bool:
    """Whether it is content: no id, passage, free text (each coder's own wording) or parts."""
    is_own = spec.types == (Evidence,) or spec.name in Record.key_fields
    return not (is_own or spec.is_in_words or spec.role is FieldRole.PARTS)


def _category(given: Any, refers: tuple[str, ...], mapping: Mapping) -> str | None:
    if given is None:
        return None
    if isinstance(given, tuple):
        parts = [_category(each, refers, mapping) or "" for each in given]
        return ", ".join(sorted(parts)) or "none"
    if isinstance(given, When):
        return given.edtf or "after another record"
    if isinstance(given, Vocabulary):
        return str(given)
    if isinstance(given, Value):
        inner = [
            _category(getattr(given, spec.name), spec.refers_to, mapping)
            for spec in fields_of(given)
            if _is_compared(spec)
        ]
        return "/".join(part for part in inner if part)
    return _known(str(given), refers, mapping) if refers else str(given)


def _known(address: str, among: tuple[str, ...], mapping: Mapping) -> str:
    """A reference as the other coding has it, where the two are aligned."""
    collection, _, key = address.rpartition("/")
    for name in (collection,) if collection else among:
        if (name, key) in mapping:
            return mapping[name, key]
    return key
