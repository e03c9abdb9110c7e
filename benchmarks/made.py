"""Generated pairs of versions with known differences.

A pair is a version with one term per issue, of all kinds, and a copy in which some terms are edited. Each
edit states the changes that a diff must report, derived from the documented rules and not from a run.
"""

from __future__ import annotations

import hashlib
import random
from typing import TYPE_CHECKING, Any

from negotiations import (
    Amount,
    CeasefireTerm,
    Condition,
    Count,
    Duration,
    Evidence,
    ForceUseTerm,
    Group,
    MeasureTerm,
    MovementTerm,
    PresenceTerm,
    ProvisionTerm,
    ReleaseTerm,
    SelectionTerm,
    Term,
    Version,
    WithdrawalTerm,
)
from negotiations.compare.changes import Pair
from negotiations.vocabulary import (
    Completeness,
    ForcePermission,
    Permanence,
    PresenceExtent,
    Regime,
    Support,
    Who,
    WithdrawalExtent,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Expected = set[tuple[str, str]]
    Edit = Callable[[Term], tuple[Term | None, Expected]]
    Edited = list[tuple[Term | None, Term | None]]

__all__ = ["EDITS", "KINDS", "pair", "term"]


_WORDS = (
    "the",
    "parties",
    "shall",
    "within",
    "the",
    "period",
    "named",
    "in",
    "the",
    "schedule",
    "carry",
    "out",
    "what",
    "this",
    "article",
    "provides",
    "under",
    "the",
    "supervision",
    "of",
    "guarantors",
)


def _passage(chance: random.Random) -> Evidence:
    start = chance.randrange(10_000)
    return Evidence(
        source=f"report-{chance.randrange(5)}",
        paragraph=chance.randrange(1, 40),
        start=start,
        end=start + chance.randrange(20, 200),
        sha256=hashlib.sha256(str(start).encode()).hexdigest(),
        claimants=("officials",),
        support=Support.EXPLICIT,
    )


KINDS: tuple[tuple[type[Term], dict[str, Any]], ...] = (
    (CeasefireTerm, {"permanence": Permanence.TEMPORARY, "duration": Duration.exactly("P6W")}),
    (
        ReleaseTerm,
        {
            "count": Count.exactly(150),
            "groups": (Group(count=Count.exactly(40), who=(Who.WOMEN,)),),
        },
    ),
    (SelectionTerm, {"over": "prisoners", "objected": Count.exactly(50)}),
    (
        WithdrawalTerm,
        {"forces": "army", "place": "valley", "extent": WithdrawalExtent.POPULATED_AREAS},
    ),
    (PresenceTerm, {"forces": "army", "place": "ridge", "extent": PresenceExtent.KEPT}),
    (MovementTerm, {"origin": "south", "destination": "north", "regime": Regime.SCREENED}),
    (ProvisionTerm, {"place": "valley", "volume": "fifty lorries a day"}),
    (ForceUseTerm, {"permitted": ForcePermission.TARGETED}),
    (MeasureTerm, {"amount": Amount.more_than(30)}),
)


def term(number: int, chance: random.Random) -> Term:
    """The term on one issue, with two passages."""
    cls, fields = KINDS[number % len(KINDS)]
    return cls(
        issue=f"issue-{number:06}",
        phase=number % 3 + 1,
        summary=" ".join(chance.choices(_WORDS, k=12)),
        evidence=tuple(
            sorted({_passage(chance) for _ in range(2)}, key=lambda passage: passage.key)
        ),
        **fields,
    )


def _path(term: Term, *rest: str) -> str:
    return "/".join(["/terms", term.label, *rest])


def _unmentioned(term: Term) -> tuple[None, Expected]:
    return None, {("term.unreported", _path(term))}


def _mentioned(term: Term) -> tuple[Term, Expected]:
    return term, {("term.reported", _path(term))}


def _excluded(term: Term) -> tuple[Term, Expected]:
    return term.replace(included=False), {("term.removed", _path(term))}


def _moved(term: Term) -> tuple[Term, Expected]:
    after = term.replace(phase=4)
    return after, {("term.phase.moved", _path(after, "phase"))}


def _reworded(term: Term) -> tuple[Term, Expected]:
    after = term.replace(summary=f"{term.summary} without delay")
    return after, {("term.summary.changed", _path(term, "summary"))}


def _cited_otherwise(term: Term) -> tuple[Term, Expected]:
    passages = term.evidence or ()
    after = term.replace(
        evidence=(passages[0].replace(paragraph=passages[0].paragraph + 1), *passages[1:])
    )
    return after, {("term.evidence.changed", _path(term, "evidence"))}


def _conditioned(term: Term) -> tuple[Term, Expected]:
    """The fingerprint by which a path names a condition, which has no key."""
    condition = Condition(issue="fire", actor="south", summary="South halts all fire.")
    label = Pair(None, condition).label
    return term.replace(conditions=(condition,)), {
        ("term.conditions.reported", _path(term, "conditions", label))
    }


def _field(name: str, value: object, verb: str) -> Edit:
    def edit(term: Term) -> tuple[Term, Expected]:
        return term.replace(**{name: value}), {(f"term.{name}.{verb}", _path(term, name))}

    return edit


def _group_raised(term: Term) -> tuple[Term, Expected]:
    groups = (Group(count=Count.exactly(60), who=(Who.WOMEN,)),)
    return term.replace(groups=groups), {
        ("term.groups.count.raised", _path(term, "groups", "women", "count"))
    }


# A newly mentioned term is only in the later version.
NEW = "newly mentioned"
# The possible edits by kind of term; None: of any kind.
EDITS: tuple[tuple[str, type[Term] | None, Edit], ...] = (
    ("count raised", ReleaseTerm, _field("count", Count.exactly(250), "raised")),
    ("count lowered", SelectionTerm, _field("objected", Count.exactly(10), "lowered")),
    ("count became exact", MeasureTerm, _field("amount", Amount.exactly(50), "became-exact")),
    ("count widened", SelectionTerm, _field("objected", Count.at_least(20), "widened")),
    ("group raised", ReleaseTerm, _group_raised),
    ("duration lengthened", CeasefireTerm, _field("duration", Duration.exactly("P12W"), "raised")),
    ("extent down", PresenceTerm, _field("extent", PresenceExtent.REDUCED, "down")),
    ("extent up", WithdrawalTerm, _field("extent", WithdrawalExtent.COMPLETE, "up")),
    ("place changed", MovementTerm, _field("origin", "east", "changed")),
    ("volume not mentioned", ProvisionTerm, _field("volume", None, "unreported")),
    ("no longer mentioned", None, _unmentioned),
    (NEW, None, _mentioned),
    ("reported to be excluded", None, _excluded),
    ("moved to another phase", None, _moved),
    ("summary reworded", None, _reworded),
    ("other passage", None, _cited_otherwise),
    ("condition reported", None, _conditioned),
)


def pair(
    seed: int, terms: int = 28, edits: tuple[str, ...] | int = 6
) -> tuple[Version, Version, Expected]:
    """Two versions, and the codes and paths of the changes between them.

    Args:
        seed: The seed of the choice of terms and edits.
        terms: The number of terms of the two together.
        edits: The names of the edits, or how many to choose; at most the number of terms of a kind.
    """
    chance = random.Random(seed)  # noqa: S311 - a reproducible choice, not a secret
    drafted = [term(number, chance) for number in range(terms)]
    sides: Edited = [(term, term) for term in drafted]
    free = chance.sample(range(terms), terms)
    taken: set[int] = set()
    # Each kind is looked for from where its last term was found.
    waiting: dict[type[Term] | None, Iterator[int]] = {}
    expected: Expected = set()
    for name, kind, edit in _chosen(edits, chance):
        if kind not in waiting:
            of_kind = [at for at in free if kind is None or isinstance(drafted[at], kind)]
            waiting[kind] = iter(of_kind)
        index = next((at for at in waiting[kind] if at not in taken), None)
        if index is None:
            continue
        taken.add(index)
        after, changes = edit(drafted[index])
        sides[index] = (None if name == NEW else drafted[index], after)
        expected |= changes
    return (
        _version("draft", [before for before, _ in sides]),
        _version("draft", [after for _, after in sides]),
        expected,
    )


def _chosen(
    edits: tuple[str, ...] | int, chance: random.Random
) -> list[tuple[str, type[Term] | None, Edit]]:
    if isinstance(edits, int):
        return chance.choices(EDITS, k=edits)
    named = {name: edit for edit in EDITS for name in edit[:1]}
    return [named[name] for name in edits]


def _version(name: str, terms: list[Term | None]) -> Version:
    present = tuple(term for term in terms if term is not None)
    return Version(id=f"accord@{name}", completeness=Completeness.PARTIAL, terms=present)
