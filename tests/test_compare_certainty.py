"""The law of certainty: nothing is certain that changes when a silent field is filled in."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from pairs import LAW, version, version_pairs

import negotiations as ng
from negotiations.compare.diff import diff
from negotiations.model import Condition, Group, Phase, ReleaseTerm, Term, Version
from negotiations.model.base import FieldRole, FieldSpec, Value, fields_of
from negotiations.model.values import Count
from negotiations.vocabulary import Certainty, ConditionKind, Who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from negotiations.compare.diff import Diff

exactly = Count.exactly

# Remarks and passages are the coder's, and no silence of a source.
_NOT_SILENT = (FieldRole.NOTE, FieldRole.BOOKKEEPING)

# What stands in a field of a group or a condition where neither text has another value.
_OF_PARTS: dict[str, tuple[Any, ...]] = {
    "count": (exactly(5), exactly(9)),
    "who": ((Who.WOMEN,), (Who.CHILDREN,)),
    "citizens_of": ("north", "south"),
    "issue": ("x", "y"),
    "actor": ("north", "south"),
    "term": ("x", "y"),
    "how": (ConditionKind.AFTER, ConditionKind.UNLESS),
}


def _values(spec: FieldSpec, owner: Value, texts: tuple[Version, ...]) -> list[Any]:
    """What the two texts report in this field of other values of the same class."""
    found: list[Any] = []
    for text in texts:
        for item in (*(text.terms or ()), *(text.phases or ())):
            held = getattr(item, spec.name) if type(item) is type(owner) else None
            if held not in (None, ()) and held not in found:
                found.append(held)
    return found[:2]


def _filled_items(text: Version, name: str, texts: tuple[Version, ...]) -> Iterator[Version]:
    items: tuple[Any, ...] = getattr(text, name) or ()
    keys = {item.key for item in items}
    known_without_phases = text.has_no_phases
    for at, item in enumerate(items):
        for spec in fields_of(item):
            if getattr(item, spec.name) is not None or spec.role in _NOT_SILENT:
                continue
            values = _values(spec, item, texts)
            if spec.role is FieldRole.STANDING:
                values = [True]  # that a term stands in a text says that it is there
            if spec.is_key:
                # A term without a case is of all of its issue; without an alternative it is no option.
                is_phase = int in spec.types
                values = [1, 2, 3] if is_phase and not known_without_phases else []
            for value in values:
                other = item.replace(**{spec.name: value})
                if not spec.is_key or other.key not in keys:
                    yield text.replace(**{name: (*items[:at], other, *items[at + 1 :])})


def _filled_parts(text: Version) -> Iterator[Version]:
    """The text with one silent field of a group or a condition of one of its terms filled in."""
    for at, term in enumerate(text.terms or ()):
        for name in ("groups", "conditions"):
            parts: tuple[Any, ...] = getattr(term, name, None) or ()
            keys = {part.key for part in parts}
            for place, part in enumerate(parts):
                silent = [spec.name for spec in fields_of(part) if getattr(part, spec.name) is None]
                for field in silent:
                    for value in _OF_PARTS[field]:
                        other = part.replace(**{field: value})
                        if other.key in keys:
                            continue
                        told = term.replace(**{name: (*parts[:place], other, *parts[place + 1 :])})
                        terms = text.terms or ()
                        yield text.replace(terms=(*terms[:at], told, *terms[at + 1 :]))


def filled(text: Version, texts: tuple[Version, ...]) -> Iterator[Version]:
    """The text with one of its silent fields filled in, one after the other."""
    yield from _filled_parts(text)
    for name in ("terms", "phases"):
        yield from _filled_items(text, name, texts)
        if getattr(text, name) is None and not text.is_known_in_full:
            for other in texts:
                held = getattr(other, name)
                numbers = {term.phase for term in text.terms or () if isinstance(term.phase, int)}
                if held and (name == "terms" or max(numbers, default=0) <= len(held)):
                    yield text.replace(**{name: held})


def _said_for_certain(found: Diff) -> Counter[tuple[Any, ...]]:
    """What a diff says for certain, each with whose way it leans.

    A term is named by its issue, and a group or a condition by nothing, since what identifies it may
    be what is filled in.
    """
    said: Counter[tuple[Any, ...]] = Counter()
    for change in found:
        if change.certainty is Certainty.CERTAIN:
            sides = (change.before, change.after)
            whole = any(isinstance(side, Term | Phase | Group | Condition) for side in sides)
            values = () if whole else sides
            path = re.sub(r"(?<=/terms/)([^/@]+)@[^/]+", r"\1", change.path)
            path = re.sub(r"(/groups/|/conditions/)[^/]+", r"\1", path)
            said[change.code, path, *values, found.lean(change).toward] += 1
    return said


def _broken(a: Version, b: Version) -> list[Any]:
    """What is certain of two texts and no longer once some silent field is filled in."""
    known = _said_for_certain(diff(a, b, issues=ISSUES))
    if not known:
        return []
    others = [(more, b) for more in filled(a, (a, b))] + [(a, more) for more in filled(b, (a, b))]
    broken = []
    for pair in others:
        now = _said_for_certain(diff(*pair, issues=ISSUES))
        broken += [(each, pair) for each in known - now]
    return broken


def _women(**fields: Any) -> Version:
    group = Group(who=(Who.WOMEN,), **fields)
    term = ReleaseTerm(issue="x", phase=1, groups=(group,))
    return version(term, phases=())


_CERTAIN, _POSSIBLE = Certainty.CERTAIN, Certainty.POSSIBLE


@pytest.mark.parametrize(
    ("before", "after", "certainty"),
    [
        # Both are women; whose citizens they are may show that they are two groups.
        (_women(count=exactly(5)), _women(count=exactly(9)), _POSSIBLE),
        (
            _women(count=exactly(5), citizens_of="north"),
            _women(count=exactly(9), citizens_of="north"),
            _CERTAIN,
        ),
    ],
)
def test_a_group_is_known_by_all_that_tells_it_from_others(
    before: Version, after: Version, certainty: Certainty
) -> None:
    """Of two groups that may be two, no number differs for certain."""
    (change,) = diff(before, after)
    assert (change.code, change.certainty) == ("term.groups.count.raised", certainty)
    assert _broken(before, after) == []


DATASET = ng.load()
ISSUES = DATASET.issues
VERSIONS = tuple(DATASET.versions.values())


@LAW
@given(version_pairs())
def test_nothing_is_certain_that_a_silent_field_can_change(pair: tuple[Version, Version]) -> None:
    """What is possible may turn into anything; what is certain stays, and leans the same way."""
    assert _broken(*pair) == []


@pytest.mark.parametrize("a", VERSIONS, ids=lambda version: version.id)
def test_nothing_is_certain_that_a_silent_field_can_change_in_the_data(a: Version) -> None:
    """The same of all pairs of bundled versions."""
    assert [each for b in VERSIONS if b is not a for each in _broken(a, b)] == []
