"""How far two codings of the same sources agree, unit by unit and field by field.

Two coders give the same passage different ids. Units are therefore aligned by the passages that they
rest on, and actors and places by their names; then each field is compared, with references read
through the alignment. Agreement is reported as a share and as Krippendorff's alpha, at the level of
measurement of the field.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate

import attrs

from negotiations.errors import MissingExtra
from negotiations.intervals import common_length, joined, length
from negotiations.model import Evidence, Position, Record, Term, Timing, Version
from negotiations.model.base import FieldRole, Value, fields_of
from negotiations.model.values import Bounded, Duration, When
from negotiations.records import address_of, walk
from negotiations.vocabulary import OrderedVocabulary, Support, Vocabulary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, Literal

    from negotiations.model.base import FieldSpec
    from negotiations.records import Collections

    Measurement = Literal["nominal", "ordinal", "ratio"]
    Counterparts = dict[tuple[str, str], str]
    Alpha = Callable[[list[tuple[Any, Any]], Measurement], float | None]

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
# Below this share of common text two units are not aligned.
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
    mapping: Counterparts = {}
    agreements = []
    for kind in _KINDS:
        a_units, b_units = list(_units(a, kind)), list(_units(b, kind))
        pairs = _aligned(a_units, b_units, kind)
        for a_unit, b_unit in pairs:
            collection, _, key = b_unit.address.partition("/")
            mapping[collection, key] = a_unit.address.partition("/")[2]
        taken_a = {unit.address for unit, _ in pairs}
        taken_b = {unit.address for _, unit in pairs}
        fields, disagreements = _compared(kind, pairs, mapping, alpha)
        agreements.append(
            KindAgreement(
                kind=kind,
                both=len(pairs),
                only_a=tuple(unit.address for unit in a_units if unit.address not in taken_a),
                only_b=tuple(unit.address for unit in b_units if unit.address not in taken_b),
                fields=fields,
                disagreements=disagreements,
            )
        )
    return tuple(agreements)


def _alpha() -> Alpha:
    try:
        import krippendorff
    except ImportError as fault:
        raise MissingExtra("reliability", "comparing two codings") from fault

    def alpha(pairs: list[tuple[Any, Any]], level: Measurement) -> float | None:
        if level == "nominal":
            words = sorted({word for pair in pairs for word in pair})
            numbers = {word: number for number, word in enumerate(words)}
            pairs = [(numbers[a], numbers[b]) for a, b in pairs]
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


def _aligned(a_units: list[_Unit], b_units: list[_Unit], kind: str) -> list[tuple[_Unit, _Unit]]:
    """Pairs of units, the best chosen first; each unit is in at most one pair."""
    by_name = kind in ("actors", "places")
    scored = []
    for i, j in (_namesakes if by_name else _overlapping)(a_units, b_units):
        score = _likeness(a_units[i], b_units[j], kind)
        if score > 0:
            scored.append((-score, i, j))
    a_taken: set[int] = set()
    b_taken: set[int] = set()
    pairs = []
    for _, i, j in sorted(scored):
        if i not in a_taken and j not in b_taken:
            a_taken.add(i)
            b_taken.add(j)
            pairs.append((i, j))
    return [(a_units[i], b_units[j]) for i, j in sorted(pairs)]


def _namesakes(a_units: list[_Unit], b_units: list[_Unit]) -> set[tuple[int, int]]:
    """The pairs that share a name: no others are alike."""
    named: dict[str, list[int]] = {}
    for j, unit in enumerate(b_units):
        for name in _names(unit.value):
            named.setdefault(name, []).append(j)
    return {
        (i, j)
        for i, unit in enumerate(a_units)
        for name in _names(unit.value)
        for j in named.get(name, ())
    }


def _overlapping(a_units: list[_Unit], b_units: list[_Unit]) -> set[tuple[int, int]]:
    """The pairs that share some character of a passage: no others are alike."""
    spans: dict[str, list[tuple[int, int, int]]] = {}
    for j, unit in enumerate(b_units):
        for source, intervals in _spans(unit.evidence).items():
            spans.setdefault(source, []).extend((start, end, j) for start, end in intervals)
    ends: dict[str, list[int]] = {}
    for source, held in spans.items():
        held.sort()
        ends[source] = [*accumulate((end for _, end, _ in held), max)]
    pairs: set[tuple[int, int]] = set()
    for i, unit in enumerate(a_units):
        for source, intervals in _spans(unit.evidence).items():
            for start, end in intervals:
                index = bisect_left(spans.get(source, ()), (end,)) - 1
                # Back to where nothing reaches this passage any more.
                while index >= 0 and ends[source][index] > start:
                    if spans[source][index][1] > start:
                        pairs.add((i, spans[source][index][2]))
                    index -= 1
    return pairs


def _likeness(a_unit: _Unit, b_unit: _Unit, kind: str) -> float:
    if kind in ("actors", "places"):
        a_names, b_names = _names(a_unit.value), _names(b_unit.value)
        return len(a_names & b_names) / len(a_names | b_names)
    a, b = a_unit.value, b_unit.value
    holders = a_unit.address.split("/")[0], b_unit.address.split("/")[0]
    terms = isinstance(a, Term) and isinstance(b, Term)
    if terms and (getattr(a, "issue", "") != getattr(b, "issue", "") or holders[0] != holders[1]):
        return 0
    overlap = _overlap(a_unit.evidence, b_unit.evidence)
    if overlap < _LEAST_OVERLAP:
        return 0
    shared: int = sum(
        getattr(a, name, None) == getattr(b, name, None)
        for name in ("act", "actor", "actors", "phase")
        if hasattr(a, name) and hasattr(b, name)
    )
    return overlap + 0.3 * shared


def _names(value: Value) -> set[str]:
    spellings = [getattr(value, "id", "").replace("-", " "), getattr(value, "name", "")]
    spellings += getattr(value, "spellings", None) or ()
    return {" ".join(name.casefold().removeprefix("the ").split()) for name in spellings}


def _overlap(a_evidence: tuple[Evidence, ...], b_evidence: tuple[Evidence, ...]) -> float:
    """The share of the characters under either that are under both."""
    a, b = map(_spans, (a_evidence, b_evidence))
    both = sum(common_length(a[source], b[source]) for source in a.keys() & b.keys())
    either = sum(map(length, (*a.values(), *b.values()))) - both
    return both / either if both else 0.0


def _spans(evidence: tuple[Evidence, ...]) -> dict[str, tuple[tuple[int, int], ...]]:
    """The passages in each source as intervals."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for passage in evidence:
        spans.setdefault(passage.source, []).append((passage.start, passage.end))
    return {source: joined(intervals) for source, intervals in spans.items()}


# --- comparing ----------------------------------------------------------------------------------


def _compared(
    kind: str,
    pairs: list[tuple[_Unit, _Unit]],
    mapping: Counterparts,
    alpha: Alpha,
) -> tuple[tuple[FieldAgreement, ...], tuple[Disagreement, ...]]:
    values: dict[tuple[str, Measurement], list[tuple[Any, Any]]] = {}
    disagreements: list[Disagreement] = []
    for a_unit, b_unit in pairs:
        ours, theirs = _coded(a_unit, {}), _coded(b_unit, mapping)
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
                        a=a_unit.address,
                        b=b_unit.address,
                        a_value=str(a),
                        b_value=str(b),
                        a_evidence=a_unit.evidence,
                        b_evidence=b_unit.evidence,
                    )
                )
    fields = tuple(
        FieldAgreement(
            field=field,
            level=level,
            units=len(answers),
            agreeing=sum(a == b for a, b in answers),
            alpha=alpha(answers, level),
        )
        for (field, level), answers in sorted(values.items())
    )
    return fields, tuple(disagreements)


def _coded(unit: _Unit, mapping: Counterparts) -> dict[str, tuple[Measurement, Any]]:
    """The compared fields of a unit, each with its level of measurement and its value."""
    coded: dict[str, tuple[Measurement, Any]] = {}
    for spec in fields_of(unit.value):
        if not _is_compared(spec):
            continue
        content = getattr(unit.value, spec.name)
        if isinstance(content, Bounded):
            coded[f"{spec.name} bound"] = ("nominal", content.qualifier.value)
            amount = content.centre
            if isinstance(content, Duration) and content.low is not None:
                amount = content.low.days
            coded[spec.name] = ("ratio", amount if isinstance(amount, int) else None)
        elif _is_phrases(spec):
            coded[f"{spec.name} reported"] = ("nominal", "no" if content is None else "yes")
        elif isinstance(content, OrderedVocabulary):
            coded[spec.name] = ("ordinal", content.position)
        elif any(issubclass(kind, OrderedVocabulary) for kind in spec.types):
            coded[spec.name] = ("ordinal", None)
        else:
            coded[spec.name] = ("nominal", _category(content, spec.refers_to, mapping))
    saying = [passage for passage in unit.evidence if passage.support is not Support.CONTRADICTS]
    denying = [passage for passage in unit.evidence if passage.support is Support.CONTRADICTS]
    if isinstance(unit.value, Term | Version) or hasattr(unit.value, "act"):
        for name, passages in (("claimants", saying), ("deniers", denying)):
            voices = {
                _known(key, ("actors",), mapping)
                for passage in passages
                for key in passage.claimants or ()
            }
            coded[name] = ("nominal", ", ".join(sorted(voices)) or "nobody")
    return coded


def _is_compared(spec: FieldSpec) -> bool:
    """Whether it is content, and not an id, a passage, free text in a coder's own words, or parts."""
    is_own = spec.types == (Evidence,) or spec.name in Record.key_fields
    return not (is_own or spec.is_in_words or spec.role is FieldRole.PARTS)


def _is_phrases(spec: FieldSpec) -> bool:
    """Whether it lists a coder's own phrases, such as qualifiers.

    Two coders never use the same: all that they can agree on is whether there are any.
    """
    return spec.many and spec.types == (str,) and not (spec.refers_to or spec.pattern)


def _category(content: Any, refers: tuple[str, ...], mapping: Counterparts) -> str | None:
    if content is None:
        return None
    if isinstance(content, tuple):
        parts = [_category(item, refers, mapping) or "" for item in content]
        return ", ".join(sorted(parts)) or "none"
    if isinstance(content, When):
        return content.edtf or "after another record"
    if isinstance(content, Vocabulary):
        return str(content)
    if isinstance(content, Timing):
        # Before a thing is not after it; the words for a thing are the coder's own.
        held = [(spec, getattr(content, spec.name)) for spec in fields_of(content)]
        return " ".join(
            f"{spec.name} {_category(part, spec.refers_to, mapping) or 'something in words'}"
            for spec, part in held
            if part is not None
        )
    if isinstance(content, Value):
        inner = [
            _category(getattr(content, spec.name), spec.refers_to, mapping)
            for spec in fields_of(content)
            if _is_compared(spec)
        ]
        return "/".join(part for part in inner if part)
    return _known(str(content), refers, mapping) if refers else str(content)


def _known(address: str, among: tuple[str, ...], mapping: Counterparts) -> str:
    """A reference as the other coding has it, where the two are aligned."""
    collection, _, key = address.rpartition("/")
    for name in (collection,) if collection else among:
        if (name, key) in mapping:
            return mapping[name, key]
    return key
