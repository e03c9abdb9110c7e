"""Corpora of generated versions: checked, compared and exported, beside reading and parsing the same bytes.

Each step is a program of its own, as users run it; its peak memory is that of all its processes together.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from filecmp import cmp
from resource import RUSAGE_CHILDREN, getrusage
from typing import TYPE_CHECKING

import attrs

from benchmarks.made import KINDS, pair
from negotiations.io.lines import line_of
from negotiations.model import Actor, Evidence, Issue, Place, Proposal, Source
from negotiations.records import address_of
from negotiations.vocabulary import ActorKind, Completeness, PlaceKind, Support, TermKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from negotiations.model import Record

__all__ = ["Measure", "corpus_lines", "measures", "write_corpus", "written_measures"]

# How many versions a proposal has, how many terms these have, and how many chains of versions differ.
CHAIN, TERMS, TEMPLATES = 10, 4, 200
_TEMPLATE = "template"
_PARSE = """
import json, sys
with open(sys.argv[1], "rb") as stream:
    for line in stream:
        json.loads(line)
"""
_SCAN = """
import sys
import negotiations as ng
for scanned in ng.scan(sys.argv[1]):
    pass
"""


def _evidence(paragraph: int) -> tuple[Evidence, ...]:
    return (
        Evidence(
            source="report-0",
            paragraph=paragraph,
            start=10,
            end=60,
            sha256="0" * 64,
            claimants=("officials",),
            support=Support.EXPLICIT,
        ),
    )


def _definitions() -> Iterator[Record]:
    """The records that those of the versions refer to."""
    for name in ("officials", "army", "south", "north"):
        yield Actor(id=name, name=name.title(), kind=ActorKind.GROUP)
    for name in ("valley", "ridge", "south", "north", "east"):
        yield Place(id=name, name=name.title(), kind=PlaceKind.TERRITORY)
    for number in range(5):
        yield Source(
            id=f"report-{number}",
            label=f"Report {number}",
            file_name=f"report-{number}.txt",
            sha256="0" * 64,
            language="en",
            paragraphs=50,
        )
    for number, (cls, _) in enumerate(KINDS[:TERMS]):
        yield Issue(
            id=f"issue-{number:06}",
            label=f"Issue {number}",
            definition="What is agreed on it.",
            kind=cls.kind,
        )
    for name, kind in (("fire", TermKind.CEASEFIRE), ("prisoners", TermKind.RELEASE)):
        yield Issue(id=name, label=name.title(), definition="What is agreed on it.", kind=kind)


def _templates() -> Iterator[list[str]]:
    """The lines of a proposal and its versions, in several chains; each has edits known to be changes."""
    proposal = Proposal(
        id=_TEMPLATE, title="A proposal", between=("north", "south"), rationale="A text of its own."
    )
    for seed in range(TEMPLATES):
        sides = pair(seed, terms=TERMS, edits=3)[:2]
        lines = [line_of("proposals", proposal)]
        for number in range(CHAIN):
            version = sides[number % 2].replace(
                id=f"{_TEMPLATE}@v{number}",
                derived_from=(f"{_TEMPLATE}@v{number - 1}",) if number else None,
                completeness=Completeness.PARTIAL,
                evidence=_evidence(number + 1),
            )
            lines.append(line_of("versions", version))
        yield lines


def corpus_lines(records: int) -> Iterator[str]:
    """The lines of a corpus with so many versions, and with the records that they refer to."""
    for record in _definitions():
        yield line_of(address_of(record).partition("/")[0], record)
    templates = list(_templates())
    for number in range((records + CHAIN - 1) // CHAIN):
        proposal, *versions = templates[number % TEMPLATES]
        name = f"proposal-{number:06}"
        yield proposal.replace(_TEMPLATE, name)
        for version in versions[: records - number * CHAIN]:
            yield version.replace(_TEMPLATE, name)


def write_corpus(path: Path, records: int) -> int:
    """Write a corpus; gives its bytes."""
    with path.open("w", encoding="utf-8") as stream:
        for line in corpus_lines(records):
            stream.write(line + "\n")
    return path.stat().st_size


@attrs.frozen
class Measure:
    """What a step took.

    Attributes:
        step: What was done.
        seconds: On the clock.
        work: The seconds of processors that all its processes took together.
        memory: The peak of the memory of all its processes together, in bytes (resident set).
        records: How many versions there were.
        size: The bytes of the corpus.
        ratio: How many times the work of reading and parsing the same bytes.
    """

    step: str
    seconds: float
    work: float
    memory: int
    records: int
    size: int
    ratio: float = 1.0


def measures(folder: Path, records: int, *, jobs: int) -> Iterator[Measure]:
    """Write a corpus into a folder, and measure each step on it.

    Raises:
        AssertionError: A step does not give what must come of it.
    """
    corpus = folder / "corpus.ndjson"
    size = write_corpus(corpus, records)
    program = [sys.executable, "-m", "negotiations", "-q"]
    many = ["--jobs", str(jobs)]
    steps = {
        "read and json.loads, one process": [sys.executable, "-c", _PARSE, str(corpus)],
        "ng.scan, one process": [sys.executable, "-c", _SCAN, str(corpus)],
        "check": [*program, "check", str(corpus), *many, "-o", str(folder / "problems.txt")],
        "diff": [*program, "diff", str(corpus), *many, "-o", str(folder / "diffs.ndjson")],
        "export ndjson": [
            *(*program, "export", "ndjson", str(folder / "copy.ndjson"), str(corpus), *many)
        ],
        "export parquet --complete": [
            *(*program, "export", "parquet", str(folder / "tables"), str(corpus), *many),
            "--complete",
        ],
    }
    first = 0.0
    for step, command in steps.items():
        seconds, work, memory, status = _watched(command)
        _require(status == (1 if step == "diff" else 0), f"{step} ends with {status}")
        first = first or work
        _verify(step, folder, records)
        yield Measure(step, seconds, work, memory, records, size, work / first)


def _watched(command: list[str]) -> tuple[float, float, int, int]:
    """The seconds on the clock and of processors, the peak of memory and the exit status of a program."""
    from psutil import NoSuchProcess, Process

    start, before = time.perf_counter(), getrusage(RUSAGE_CHILDREN)
    running = subprocess.Popen(command)  # noqa: S603 - this project, and Python
    peak = 0
    while running.poll() is None:
        try:
            parent = Process(running.pid)
            peak = max(peak, sum(_resident(each) for each in (parent, *parent.children())))
        except NoSuchProcess:
            pass
        time.sleep(0.05)
    seconds, after = time.perf_counter() - start, getrusage(RUSAGE_CHILDREN)
    work = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, work, peak, running.returncode


def _resident(process: object) -> int:
    from psutil import NoSuchProcess

    try:
        return int(process.memory_info().rss)  # type: ignore[attr-defined]
    except NoSuchProcess:
        return 0


def _verify(step: str, folder: Path, records: int) -> None:
    """Require that a step gave what must come of it, and remove that."""
    if step == "check":
        found = (folder / "problems.txt").stat().st_size
        _require(found == 0, "a generated corpus has problems")
    elif step == "diff":
        with (folder / "diffs.ndjson").open("rb") as stream:
            count, last = 0, b""
            for line in stream:
                count, last = count + 1, line
        _require(count == records - (records + CHAIN - 1) // CHAIN, "pairs are missing")
        _require(bool(json.loads(last)["changes"]), "the last pair does not differ")
        (folder / "diffs.ndjson").unlink()
    elif step == "export ndjson":
        same = cmp(folder / "corpus.ndjson", folder / "copy.ndjson", shallow=False)
        _require(same, "the copy is not the corpus")
        (folder / "copy.ndjson").unlink()
    elif step.startswith("export parquet"):
        from pyarrow.parquet import read_metadata

        rows = read_metadata(folder / "tables" / "data_versions.parquet").num_rows
        _require(rows == records, "versions are missing in the tables")


def _require(holds: object, message: str) -> None:
    if not holds:
        raise AssertionError(message)


def written_measures(found: list[Measure], *, as_json: bool, jobs: int) -> Iterator[str]:
    """What was measured, as JSON or as a Markdown table."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    machine = (
        f"Python {platform.python_version()}, {platform.machine()}, {cores} cores, {jobs} jobs"
    )
    if as_json:
        yield json.dumps(
            {"machine": machine, "measures": [attrs.asdict(each) for each in found]}, indent=2
        )
        return
    yield machine
    yield ""
    yield f"{found[0].records:,} versions, {found[0].size / 1e6:,.0f} MB"
    yield ""
    yield "| | seconds | of processors | versions/s | MB/s | × read and parse | peak memory |"
    yield "|---|---|---|---|---|---|---|"
    for each in found:
        speed = f"{each.records / each.seconds:,.0f} | {each.size / each.seconds / 1e6:,.1f}"
        yield (
            f"| {each.step} | {each.seconds:,.1f} | {each.work:,.1f} | {speed} | "
            f"{each.ratio:.1f} | {each.memory / 1e6:,.0f} MB |"
        )
