"""The explorers that are opened in a browser: of the bundled data, the examples, and hard datasets."""

from __future__ import annotations

from pathlib import Path

from builders import dataset_of
from full import full

import negotiations as ng
from negotiations import Amount, Count
from negotiations.site.building import build
from negotiations.vocabulary import ActorKind, Basis, Completeness, EventAct, PositionAct, TermKind

__all__ = ["SITES", "made"]

REPOSITORY = Path(__file__).parents[2]
_WORD = "immeasurable" * 25  # 300 letters


def _scripts() -> ng.Dataset:
    """Names in Arabic and Hebrew, markup in labels, and words that no line takes."""
    issue = ng.Issue(
        id="line",
        label="خط الانسحاب",
        definition="Where the line runs.",
        kind=TermKind.MEASURE,
        unit="km",
        also_called=("קו הנסיגה",),
    )
    parties = (
        ng.Actor(id="north", name="الوفد الشمالي", kind=ActorKind.GROUP, also_called=("שמאל",)),
        ng.Actor(id="south", name="המשלחת הדרומית", kind=ActorKind.GROUP),
        ng.Actor(id="markup", name='<b>Bold</b> & "co" </script>', kind=ActorKind.GROUP),
        ng.Actor(id="long", name=_WORD, kind=ActorKind.GROUP, summary=_WORD),
    )
    text = ng.Proposal(
        id="draft",
        title="مسودة الاتفاق → טיוטה",
        between=("north", "south"),
        rationale=f"<i>The one text</i> {_WORD}",
        versions=tuple(
            ng.Version(
                id=f"draft@v{number}",
                labels=(f"النسخة {number}", "הגרסה"),
                completeness=Completeness.PARTIAL,
                tabled=ng.When(edtf=f"2001-0{number}", basis=Basis.STATED),
                derived_from=(f"draft@v{number - 1}",) if number > 1 else None,
                terms=(
                    ng.MeasureTerm(
                        issue="line",
                        amount=Amount.exactly(number * 10),
                        summary="يمتد الخط (km) حتى הגבול.",
                    ),
                ),
            )
            for number in (1, 2, 3)
        ),
    )
    positions = tuple(
        ng.Position(
            id=f"{actor}-line",
            actor=actor,
            act=PositionAct.DEMANDS,
            on="draft",
            terms=(ng.MeasureTerm(issue="line", amount=amount, summary="מה שהם דורשים."),),
        )
        for actor, amount in (("north", Amount.exactly(5)), ("south", Amount.exactly(40)))
    )
    events = tuple(
        ng.Event(
            id=f"meeting-{number}",
            act=EventAct.PRESENT,
            actors=("north",),
            summary=summary,
            when=when,
        )
        for number, (summary, when) in enumerate(
            (
                ("اجتماع أول", ng.When(edtf="2001-01-05", basis=Basis.STATED)),
                ("פגישה שנייה", ng.When(edtf="../2001-02", basis=Basis.INFERRED)),
                (_WORD, None),
            )
        )
    )
    return ng.Dataset(
        ng.Metadata(
            id="scripts",
            title="مفاوضات <الحدود> של הגבול",
            version="1.0.0",
            released="2001-05-05",
            licence="CC-BY-4.0",
            coders=("A coder",),
            protocol="x",
            limits=(f"Made up. {_WORD}",),
        ),
        actors=parties,
        issues=(issue,),
        proposals=(text,),
        positions=positions,
        events=events,
    )


def _long() -> ng.Dataset:
    """More versions than are listed or compared beforehand."""
    issue = ng.Issue(id="halt", label="Halt", definition="A halt.", kind=TermKind.RELEASE)
    texts = tuple(
        ng.Proposal(
            id=f"text-{name}",
            title=f"Text {name}",
            between=("north", "south"),
            rationale="One of many.",
            versions=tuple(
                ng.Version(
                    id=f"text-{name}@v{number:03}",
                    completeness=Completeness.PARTIAL,
                    terms=(ng.ReleaseTerm(issue="halt", count=Count.exactly(number + 1)),),
                )
                for number in range(size)
            ),
        )
        for name, size in (("one", 160), ("two", 3))
    )
    actors = tuple(
        ng.Actor(id=name, name=name.title(), kind=ActorKind.STATE) for name in ("north", "south")
    )
    return ng.Dataset(actors=actors, issues=(issue,), proposals=texts)


def _folder(name: str) -> ng.Dataset:
    return ng.load(REPOSITORY / name)


SITES = {
    "bundled": ng.load,
    "paris": lambda: _folder("examples/paris-agreement"),
    "second": lambda: _folder("second-coding"),
    "full": lambda: dataset_of(full()),
    "scripts": _scripts,
    "long": _long,
    "one": lambda: ng.Dataset(actors=(ng.Actor(id="a", name="One", kind=ActorKind.STATE),)),
    "none": ng.Dataset,
}


def made(name: str, folder: Path) -> Path:
    """The explorer of one of these datasets."""
    out = folder / name
    changes = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8") if name == "bundled" else ""
    build(SITES[name]().records, out, changes=changes)
    return out
