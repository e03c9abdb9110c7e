"""Generated negotiations: two parties, those who speak for them, others, and their positions.

Few ids and few issues, so that positions meet: on one issue, in one phase, by several voices, dated,
undated, or known to follow each other.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import strategies as st
from pairs import crowds, version
from strategies import edtf_texts

from negotiations.model import Actor, Event, Evidence, OtherTerm, Position, Proposal
from negotiations.model.values import When
from negotiations.records import Records
from negotiations.vocabulary import ActorKind, Basis, EventAct, PositionAct, Support

PARTIES = ("north", "south")
ACTORS = (
    Actor(id="north", name="North", kind=ActorKind.STATE),
    Actor(id="south", name="South", kind=ActorKind.STATE),
    Actor(id="north-speaker", name="Speaker", kind=ActorKind.PERSON, speaks_for="north"),
    Actor(id="north-deputy", name="Deputy", kind=ActorKind.PERSON, speaks_for="north-speaker"),
    Actor(id="north-faction", name="Faction", kind=ActorKind.GROUP),
    Actor(id="mediator", name="Mediator", kind=ActorKind.ORGANISATION),
)
PROPOSALS = tuple(
    Proposal(
        id=name,
        title=name,
        between=PARTIES,
        rationale="Its own exchange.",
        versions=(version(id=f"{name}@one"), version(id=f"{name}@two")),
    )
    for name in ("plan", "other")
)


def passage(
    *claimants: str, support: Support = Support.EXPLICIT, start: int = 0, hedged: bool = False
) -> Evidence:
    """A passage in the voice of these actors, or in the source's own."""
    return Evidence(
        source="gazette",
        paragraph=1,
        start=start,
        end=start + 5,
        sha256="0" * 64,
        claimants=claimants or None,
        support=support,
        hedged=hedged or None,
    )


def day(edtf: str) -> When:
    """A date that a source states."""
    return When(edtf=edtf, basis=Basis.STATED)


def positioned(name: str, *terms: Any, actor: str = "north", **fields: Any) -> Position:
    """What an actor demands on the plan, unless it is said otherwise."""
    given = {"act": PositionAct.DEMANDS, "on": "plan", **fields}
    return Position(id=name, actor=actor, terms=terms, **given)


def held(*records: Any) -> Records:
    """Records with the actors and the proposals of the invented negotiation."""
    return Records.of(None, [*ACTORS, *PROPOSALS, *records])


@cache
def _passages() -> st.SearchStrategy[tuple[Evidence, ...]]:
    names = [actor.id for actor in ACTORS]
    voices = st.lists(st.sampled_from(names), max_size=2, unique=True).map(tuple)
    support = st.sampled_from([Support.EXPLICIT, Support.EXPLICIT, Support.CONTRADICTS])
    made = st.lists(st.tuples(voices, support), min_size=1, max_size=3)
    return made.map(
        lambda parts: tuple(
            passage(*who, support=how, start=10 * index) for index, (who, how) in enumerate(parts)
        )
    )


@st.composite
def negotiations(draw: st.DrawFn, *, with_events: bool = True) -> Records:
    """Positions of all sorts of actors on two proposals, or on none, and events on them.

    A position follows no position of an actor whose word is not a party's, so that parts of a
    negotiation stand without the others.
    """
    crowd = crowds()
    dates = st.none() | edtf_texts().map(day)
    texts = st.sampled_from([None, "plan", "plan@one", "proposals/plan", "other", "other@two"])
    number = draw(st.integers(1, 6))
    positions: list[Position] = []
    for index in range(number):
        when = draw(dates)
        voiced = [each for each in positions if each.actor not in ("north-faction", "mediator")]
        if voiced and draw(st.integers(0, 3)) == 0:
            when = When(after=draw(st.sampled_from(voiced)).id)
        terms = draw(crowd)[:3] or (OtherTerm(issue="fire"),)
        terms = tuple(term.replace(evidence=draw(_passages())) for term in terms)
        positions.append(
            Position(
                id=f"position-{index}",
                actor=draw(st.sampled_from([actor.id for actor in ACTORS])),
                act=draw(st.sampled_from(PositionAct)),
                on=draw(texts),
                when=when,
                terms=terms,
            )
        )
    on_table = sorted({term.issue for each in positions for term in each.terms})
    events = [
        Event(
            id=f"event-{index}",
            act=draw(st.sampled_from(EventAct)),
            actors=draw(
                st.none() | st.sampled_from([("north",), ("mediator",), ("north-deputy",)])
            ),
            on=(draw(st.sampled_from(["plan", "plan@one", "other", *(p.id for p in positions)])),),
            issues=(draw(st.sampled_from(on_table)),),
            when=draw(dates),
            evidence=(passage(),),
        )
        for index in range(draw(st.integers(0, 3)) if with_events else 0)
    ]
    return held(*positions, *events)
