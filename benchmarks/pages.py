"""The explorer: the time and memory of building it, and the first paint of a diff page from the disk."""

from __future__ import annotations

import random
import resource
import shutil
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import quote

import attrs

from benchmarks.made import KINDS, term
from negotiations import (
    Actor,
    Dataset,
    Event,
    Issue,
    Place,
    Position,
    Proposal,
    Source,
    Version,
    When,
    load,
)
from negotiations.site.building import build
from negotiations.site.names import diff_path
from negotiations.vocabulary import (
    ActorKind,
    Basis,
    Completeness,
    EventAct,
    PlaceKind,
    PositionAct,
    TermKind,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Built", "built", "first_paints", "made_dataset"]

_IN_TEXT = 20
_PAINT = """() => performance.getEntriesByName('first-contentful-paint').map(each => each.startTime)[0]"""


@attrs.frozen
class Built:
    """An explorer that was built.

    Attributes:
        name: The dataset.
        seconds: How long it took.
        worked: How much of that the processor worked on it, in seconds.
        files: How many files it has.
        mebibytes: The most memory that the process had.
        largest: The bytes of the largest page.
    """

    name: str
    seconds: float
    worked: float
    files: int
    mebibytes: float
    largest: int


def made_dataset(versions: int, terms: int = 8) -> Dataset:
    """A dataset of texts with twenty versions each, with a position and an event for every ten of them."""
    chance = random.Random(7)  # noqa: S311 - a reproducible choice, not a secret
    kinds = [cls for cls, _ in KINDS]
    issues = [
        Issue(
            id=f"issue-{number:06}",
            label=f"Issue {number}",
            definition="What it is about.",
            kind=cls.kind,
        )
        for number, cls in ((number, kinds[number % len(kinds)]) for number in range(terms))
    ]
    issues.append(
        Issue(id="prisoners", label="Prisoners", definition="Who is held.", kind=TermKind.RELEASE)
    )
    parties = [
        Actor(id=name, name=name.title(), kind=ActorKind.STATE)
        for name in ("north", "south", "army", "officials")
    ]
    places = [
        Place(id=name, name=name.title(), kind=PlaceKind.TERRITORY)
        for name in ("valley", "ridge", "north", "south")
    ]
    sources = [
        Source(
            id=f"report-{number}",
            label=f"Report {number}",
            file_name=f"{number}.txt",
            sha256="0" * 64,
            language="en",
            paragraphs=40,
        )
        for number in range(5)
    ]
    texts = list(_texts(versions, terms, chance))
    held = [version for text in texts for version in text.versions or ()]
    positions = [
        Position(
            id=f"position-{number}",
            actor=("north", "south")[number % 2],
            act=PositionAct.DEMANDS,
            on=version.proposal_id,
            terms=(term(number % terms, chance),),
        )
        for number, version in enumerate(held[::10])
    ]
    events = [
        Event(
            id=f"event-{number}",
            act=EventAct.PRESENT,
            actors=("north",),
            on=(version.id,),
            when=_day(number),
            summary="A text is put forward.",
        )
        for number, version in enumerate(held[::10])
    ]
    return Dataset(
        actors=parties,
        places=places,
        issues=issues,
        sources=sources,
        proposals=texts,
        positions=positions,
        events=events,
    )


def _texts(versions: int, terms: int, chance: random.Random) -> Iterator[Proposal]:
    for text in range(0, versions, _IN_TEXT):
        name = f"text-{text // _IN_TEXT:05}"
        yield Proposal(
            id=name,
            title=f"Text {text // _IN_TEXT}",
            between=("north", "south"),
            rationale="One of many.",
            versions=tuple(
                Version(
                    id=f"{name}@v{number:02}",
                    completeness=Completeness.PARTIAL,
                    derived_from=(f"{name}@v{number - 1:02}",) if number else None,
                    tabled=_day(text + number),
                    terms=tuple(term(place, chance) for place in range(terms)),
                )
                for number in range(min(_IN_TEXT, versions - text))
            ),
        )


def _day(number: int) -> When:
    month, day = divmod(number, 28)
    year, month = divmod(month, 12)
    return When(edtf=f"{1950 + year}-{month + 1:02}-{day + 1:02}", basis=Basis.STATED)


def built(
    versions: int | None, folder: Path, progress: Callable[[int, int], None] | None = None
) -> Built:
    """Build the explorer of the bundled dataset, or of one with a number of versions."""
    dataset = load() if versions is None else made_dataset(versions)
    out = folder / "explorer"
    started, worked = time.perf_counter(), time.process_time()
    build(dataset.records, out, progress=progress)
    seconds, worked = time.perf_counter() - started, time.process_time() - worked
    files = [path for path in out.rglob("*") if path.is_file()]
    return Built(
        "bundled" if versions is None else f"{versions:,} versions",
        seconds,
        worked,
        len(files),
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        max(path.stat().st_size for path in files if path.suffix == ".html"),
    )


def first_paints(rounds: int) -> tuple[float, float]:
    """The median and the worst first paint, in milliseconds, of a diff page that is opened from the disk.

    Each is of a new context of one Chromium, so that nothing of the page is in memory.
    """
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("google-chrome")
    with TemporaryDirectory() as name, sync_playwright() as playwright:
        out = Path(name, "explorer")
        build(load().records, out)
        page = diff_path("may-proposal@may", "may-proposal@bridging")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        paints = []
        for _ in range(rounds + 1):
            context = browser.new_context(viewport={"width": 1280, "height": 900})
            opened = context.new_page()
            opened.goto(f"file://{quote(str(out / page))}")
            while (paint := opened.evaluate(_PAINT)) is None:
                opened.wait_for_timeout(20)
            paints.append(float(paint))
            context.close()
        browser.close()
    # The first starts the renderer of the browser, too.
    return median(paints[1:]), max(paints[1:])
