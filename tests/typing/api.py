"""How the library is used, for type checkers: mypy --strict and pyright check it, nothing runs it.

`assert_type` fails where a type is wider or narrower than what callers are promised.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, assert_type

import negotiations as ng
from negotiations.vocabulary import (
    Certainty,
    Completeness,
    GapStatus,
    Order,
    PhaseScope,
    PlaceKind,
    PositionAct,
    TermKind,
    TermStatus,
    Who,
)

ds = ng.load()
assert_type(ds, ng.Dataset)
assert_type(ng.load(Path("folder")), ng.Dataset)

# Collections know what is in them.
assert_type(ds.actors["qatar"], ng.Actor)
assert_type(ds.actors.get("qatar"), ng.Actor | None)
assert_type(ds.versions.where(completeness="partial"), tuple[ng.Version, ...])
for version in ds.versions.values():
    assert_type(version, ng.Version)
    assert_type(version.completeness, Completeness)
    assert_type(version.terms, tuple[ng.Term, ...] | None)
for placed in ds.terms(issue="gaza-withdrawal", kind=TermKind.WITHDRAWAL):
    assert_type(placed, ng.PlacedTerm)
    assert_type(placed.term, ng.Term)
    assert_type(placed.holder, ng.Version | ng.Position)
releases = ds.terms(
    ng.ReleaseTerm, actor="hamas", on="may-proposal", phase="whole", holder="positions"
)
assert_type(releases, tuple[ng.PlacedTerm[ng.ReleaseTerm], ...])
assert_type(releases[0].term.count, ng.Count | None)
for cited in ds.evidence():
    assert_type(cited.evidence, ng.Evidence)

# Values: the bounds of a count are integers, those of a duration are lengths of time.
count = ng.Count.more_than(100)
assert_type(count, ng.Count)
assert_type(count.low, int | None)
assert_type(count.least, int)
assert_type(count.less_than(ng.Count.exactly(150)), ng.Certainty)
assert_type(ng.Duration.exactly("P6W").high, timedelta | None)
assert_type(ng.Duration.between("P6W", "P8W"), ng.Duration)

# Words stand for the members of vocabularies, and hold them.
ford = ng.Place(id="ford", name="The ford", kind="crossing", extra=ng.Extra({"batch": 7}))
assert_type(ford.kind, PlaceKind)
assert_type(ng.Place(id="ford", name="The ford", kind=PlaceKind.CROSSING), ng.Place)
assert_type(ford.extra, ng.Extra | None)
assert_type(ford.to_data(), dict[str, Any])
assert_type(ng.Group(who=("women", Who.CHILDREN)).who, tuple[Who, ...] | None)
assert_type(ng.Amount.exactly(30), ng.Amount)
assert_type(ng.Amount.at_least("1.5").amount, Decimal | None)
term = ng.OtherTerm(issue="fire", phase=PhaseScope.WHOLE, status=TermStatus.AGREED)
assert_type(term.phase, int | PhaseScope | None)
assert_type(term.status, TermStatus | None)

# Comparing.
diff = ds.diff("may-proposal@may", "may-proposal@bridging")
assert_type(diff, ng.Diff)
assert_type(diff[0], ng.Change)
assert_type(diff["/id"], ng.Change)
assert_type(diff[:2], tuple[ng.Change, ...])
assert_type(diff.get("/id"), ng.Change | None)
assert_type(ng.diff(count, count), ng.Diff)
for change in diff:
    assert_type(change, ng.Change)
    assert_type(change.level, ng.Level)
    assert_type(change.evidence_after, tuple[ng.Evidence, ...])
    assert_type(diff.lean(change), ng.Lean)
assert_type(diff.summary(), ng.Summary)
assert_type(diff.invert(), ng.Diff)

actor = ds.actors["qatar"]
merged = ng.merge(actor, actor, actor.replace(name="Qatar"))
assert_type(merged, ng.Merge[ng.Actor])
assert_type(merged.result, ng.Actor | None)
for conflict in merged.conflicts:
    assert_type(conflict, ng.Conflict)

# Answers, and the classes of what they hold.
history = ds.history("may-proposal", issue="gaza-withdrawal")
assert_type(history, ng.History)
assert_type(history[0], ng.Step)
assert_type(history[0].order, Order | None)
stance = ds.stance("hamas", on="may-proposal")
assert_type(stance, ng.Stance)
assert_type(stance["ceasefire"], tuple[ng.StanceTerm, ...])
assert_type(stance[0], ng.StanceTerm)
assert_type(ds.history("may-proposal").get("versions/may-proposal@may"), ng.Step | None)
between = ds.between("2024-06", None)
assert_type(between, ng.Between)
assert_type(between.certain, tuple[ng.TimelineEntry, ...])
assert_type(between["events/killing-of-haniyeh"], ng.TimelineEntry)
assert_type(stance.readings, tuple[ng.StanceTerm, ...])
gap = ds.gap("israel", "hamas", on="ceasefire-agreement-2025")
assert_type(gap.issues, tuple[ng.IssueGap, ...])
assert_type(gap.issues[0].status, GapStatus)
assert_type(gap.issues[0].certainty, Certainty)
assert_type(gap.issues[0].a_acts, tuple[PositionAct, ...])
table = ds.side_by_side("may-proposal@may", "may-proposal@bridging")
assert_type(table, ng.SideBySide)
assert_type(table.rows[0].cells, tuple[ng.Cell, ...])
assert_type(ds.blame("may-proposal@may"), ng.Blame)
assert_type(ds.compiled("may-proposal").terms, tuple[ng.CompiledPart, ...])
assert_type(ds.attribution("netanyahu-said-to-undermine-deal"), ng.Attribution)
assert_type(ds.find("kamel"), tuple[ng.Match, ...])

assert_type(ds.diff(ds), ng.DatasetDiff)
assert_type(ng.diff(ds, ds), ng.DatasetDiff)
assert_type(ng.diff(actor, actor), ng.Diff)
assert_type(ng.diff(ds, ds).changed["actors/qatar"], ng.Diff)
assert_type(ng.diff(ds, ds).added.get("actors/qatar"), ng.Record | None)
assert_type(ds.cite("actors/qatar", "bibtex"), str)

# In and out.
assert_type(ng.from_json(ng.Actor, "{}"), ng.Actor)
assert_type(ng.from_json(ng.Diff, "{}"), ng.Diff)
assert_type(ng.from_json(ng.Dataset, ng.to_json(ds)), ng.Dataset)
assert_type(ng.to_json(actor), str)
assert_type(ng.render(diff, "html", dataset=ds), str)
assert_type(ng.check("folder"), tuple[ng.Problem, ...])
assert_type(ds.check(), tuple[ng.Problem, ...])
assert_type(ds.texts("articles"), ng.Texts)
assert_type(ds.texts("articles").locate("report", "words"), tuple[ng.Evidence, ...])
assert_type(ds.texts("articles").evidence("report", "words", nth=2), ng.Evidence)
assert_type(ds.with_records(actor), ng.Dataset)


class Annotated(ng.Dataset):
    """A class of one's own."""


assert_type(Annotated().with_records(actor).without("actors/qatar"), Annotated)
assert_type(ng.from_json(Annotated, "{}"), Annotated)
