"""The times of answers on chains of versions, dates, positions, and versions of many terms."""

from __future__ import annotations

import time
from datetime import date, timedelta
from typing import TYPE_CHECKING

from benchmarks.diff import made_pair
from benchmarks.measuring import Group, Measured
from negotiations import (
    Actor,
    Amount,
    CeasefireTerm,
    Dataset,
    Issue,
    MeasureTerm,
    Position,
    Proposal,
    Version,
    When,
)
from negotiations.vocabulary import (
    ActorKind,
    Basis,
    Completeness,
    Permanence,
    PositionAct,
    TermKind,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["chain", "dated", "many_terms", "on_one_text", "questions", "shapes"]


def _dataset(versions: tuple[Version, ...], positions: tuple[Position, ...] = ()) -> Dataset:
    issues = (
        Issue(id="halt", label="Halt", definition="A halt.", kind=TermKind.CEASEFIRE),
        Issue(id="line", label="Line", definition="A line.", kind=TermKind.MEASURE, unit="km"),
    )
    north, south = (
        Actor(id=name, name=name.title(), kind=ActorKind.STATE) for name in ("north", "south")
    )
    accord = Proposal(
        id="accord",
        title="Accord",
        between=("north", "south"),
        rationale="The one text.",
        versions=versions,
    )
    return Dataset(actors=(north, south), issues=issues, proposals=(accord,), positions=positions)


def _day(number: int) -> When:
    day = date(2001, 1, 1) + timedelta(days=number)
    return When(edtf=day.isoformat(), basis=Basis.STATED)


def _version(number: int, **more: object) -> Version:
    permanence = Permanence.PERMANENT if number % 3 else Permanence.TEMPORARY
    return Version(
        id=f"accord@v{number}",
        completeness=Completeness.PARTIAL,
        terms=(
            CeasefireTerm(issue="halt", phase=1, permanence=permanence),
            MeasureTerm(issue="line", phase=1, amount=Amount.exactly(number)),
        ),
        **more,  # type: ignore[arg-type]
    )


def chain(size: int) -> Dataset:
    """Each version is derived from the one before."""
    return _dataset(
        tuple(
            _version(number, derived_from=(f"accord@v{number - 1}",) if number else None)
            for number in range(size)
        )
    )


def dated(size: int) -> Dataset:
    """Each version has a date, and none has a derivation."""
    return _dataset(tuple(_version(number, tabled=_day(number)) for number in range(size)))


def on_one_text(size: int) -> Dataset:
    """Each party has a position on one text for each day."""
    return _dataset(
        (_version(0),),
        tuple(
            Position(
                id=f"wish-{number}",
                actor="north" if number % 2 else "south",
                act=PositionAct.DEMANDS,
                on="proposals/accord",
                when=_day(number),
                terms=(MeasureTerm(issue="line", amount=Amount.exactly(number)),),
            )
            for number in range(size)
        ),
    )


def many_terms(size: int) -> Dataset:
    """Three versions in a chain, of many terms each."""
    first, second = made_pair(times=max(1, size // 28))
    issues = {
        term.issue: Issue(id=term.issue, label=term.issue, definition="Made.", kind=term.kind)
        for version in (first, second)
        for term in version.terms or ()
    }
    named = (
        first.replace(id="accord@a"),
        second.replace(id="accord@b", derived_from=("accord@a",)),
        first.replace(id="accord@c", derived_from=("accord@b",)),
    )
    accord = Proposal(
        id="accord", title="Accord", between=(), rationale="The one text.", versions=named
    )
    return Dataset(issues=issues.values(), proposals=(accord,))


def questions(ds: Dataset) -> Iterator[tuple[str, Callable[[], object]]]:
    """What is asked of a dataset, by name."""
    # Sorted by the length of their names: the library's order would be computed before timing.
    texts = sorted(ds.proposals["accord"].versions or (), key=lambda text: (len(text.id), text.id))
    last = texts[-1]
    yield "timeline", ds.timeline
    yield "history", lambda: ds.history("accord")
    yield "compiled", lambda: ds.compiled("accord")
    yield "blame", lambda: ds.blame(last)
    if ds.actors:
        yield "stance", lambda: ds.stance("north", on="accord")
        yield "gap", lambda: ds.gap("north", "south", on="accord")
    if len(texts) > 1:
        first, second = texts[:2]
        yield "diff", lambda: ds.diff(first, second)
        yield "side by side", lambda: ds.side_by_side(first, second)


def shapes(*, size: int, terms: int, rounds: int) -> Iterator[Group]:
    """Time each question on each shape, with a new dataset each time, so that nothing is cached.

    Args:
        size: The number of versions of a chain, and of positions.
        terms: The number of terms of each of three versions.
        rounds: The number of times each question is asked.
    """
    datasets = (
        (f"a chain of {size:,} versions", chain, size),
        (f"{size:,} dated versions", dated, size),
        (f"{size:,} positions on one text", on_one_text, size),
        (f"three versions of {terms:,} terms", many_terms, terms),
    )
    for name, make, number in datasets:
        measured = []
        for question in [question for question, _ in questions(make(2))]:
            seconds = []
            for _ in range(rounds):
                ds = make(number)
                ask = dict(questions(ds))[question]
                start = time.perf_counter()
                ask()
                seconds.append(time.perf_counter() - start)
            measured.append(Measured.of(question, seconds))
        yield Group(name, tuple(measured))
