"""Runs over a corpus that are killed at random moments and resumed, and what comes of them.

Each must give the same bytes as a run that nothing disturbed, and leave nothing else behind.
"""

from __future__ import annotations

import hashlib
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING

import attrs

from benchmarks.scale import corpus_lines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Outcome", "killed_runs"]

# How often a run is killed before it is left alone.
_KILLS = 3
_BAD = (
    '{"collection": "actors", "record": {"id": "No Id"}}',
    "no JSON at all",
    '{"collection": "actors", "record": {"id": "army", "name": "Army", "kind": "group"}}',
    "[]",
)
COMMANDS = {
    "check": ("check", "CORPUS", "-o", "OUT"),
    "check as ndjson": ("check", "CORPUS", "--output-format", "ndjson", "-o", "OUT"),
    "diff": ("diff", "CORPUS", "-o", "OUT"),
    "export ndjson": ("export", "ndjson", "OUT", "CORPUS", "--force"),
    "export csv": ("export", "csv", "OUT", "CORPUS", "--force"),
    "export parquet": ("export", "parquet", "OUT", "CORPUS", "--complete", "--force"),
    "export sqlite": ("export", "sqlite", "OUT", "CORPUS", "--complete", "--force"),
}


@attrs.frozen
class Outcome:
    """What came of one run.

    Attributes:
        command: What was run.
        kills: The signals that ended a process of it, each with what it ended.
        same: Whether the result has the bytes of an undisturbed run.
        clean: Whether nothing was left beside the result, or under its name before it was whole.
    """

    command: str
    kills: tuple[str, ...]
    same: bool
    clean: bool


def _corpus(path: Path, versions: int) -> None:
    """A corpus in which lines that are wrong stand among those that are right."""
    with path.open("w", encoding="utf-8") as stream:
        for number, line in enumerate(corpus_lines(versions)):
            stream.write(line + "\n")
            if number % 500 == 250:
                stream.write(_BAD[number // 500 % len(_BAD)] + "\n")


def _remove(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def _digest(path: Path) -> str:
    """What a file or a folder holds, in short."""
    digest = hashlib.sha256()
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    for file in files:
        if file.is_file():
            name = file.relative_to(path).as_posix()
            digest.update(f"{name} {file.stat().st_size}\n".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _command(name: str, corpus: Path, out: Path, *more: str) -> list[str]:
    given = {"CORPUS": str(corpus), "OUT": str(out)}
    parts = [given.get(part, part) for part in COMMANDS[name]]
    return [sys.executable, "-m", "negotiations", "-q", *parts, *more]


def _run(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)  # noqa: S603 - this project


def _strike(program: subprocess.Popen[bytes], chance: random.Random) -> str:
    """Kill a program or one of its processes; says which, or nothing if it has ended."""
    from psutil import NoSuchProcess, Process

    target = chance.choice(("program", "program", "worker", "interrupt"))
    with suppress(NoSuchProcess, ProcessLookupError):
        if program.poll() is not None:
            return ""
        if target == "worker":
            workers = [
                each
                for each in Process(program.pid).children()
                if "spawn_main" in " ".join(each.cmdline())
            ]
            if not workers:
                return ""
            chance.choice(workers).kill()
            return "SIGKILL to a worker"
        if target == "interrupt":
            program.send_signal(signal.SIGINT)
            return "SIGINT"
        program.kill()
        return "SIGKILL"
    return ""


def killed_runs(folder: Path, *, runs: int, versions: int, seed: int) -> Iterator[Outcome]:
    """Run each command in turn, kill it at random moments, resume it, and compare what came of it."""
    # In the background of a shell, interrupts are ignored, also by what is run from here.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    chance = random.Random(seed)  # noqa: S311 - reproducible moments, not a secret
    corpus = folder / "corpus.ndjson"
    _corpus(corpus, versions)
    expected: dict[str, tuple[str, float]] = {}
    for name in COMMANDS:
        out = folder / "whole"
        start = time.monotonic()
        _run(_command(name, corpus, out)).wait()
        expected[name] = _digest(out), time.monotonic() - start
        _remove(out)
        (folder / "whole-datasette.json").unlink(missing_ok=True)
    for number in range(runs):
        name = list(COMMANDS)[number % len(COMMANDS)]
        yield _disturbed(folder, name, corpus, *expected[name], chance)


def _disturbed(
    folder: Path, name: str, corpus: Path, digest: str, seconds: float, chance: random.Random
) -> Outcome:
    out = folder / "result"
    command = _command(name, corpus, out, "--resume", "--jobs", "2")
    kills: list[str] = []
    clean = True
    while len(kills) < _KILLS:
        program = _run(command)
        time.sleep(chance.uniform(0.1, 1) * seconds)
        struck = _strike(program, chance)
        program.wait()  # if a worker was killed, it goes on with another one
        clean = clean and (not out.exists() or _digest(out) == digest)
        if struck:
            kills.append(struck)
        elif not kills:
            seconds *= 0.7  # it was at its end before it could be killed
            _remove(out)
        if kills and out.exists() and not out.with_name("result.unfinished").exists():
            break
    if out.with_name("result.unfinished").exists() or not out.exists():
        _run(command).wait()
    same = out.exists() and _digest(out) == digest
    left = {each.name for each in folder.iterdir()}
    known = {corpus.name, out.name, "result-datasette.json"}
    _remove(out)
    return Outcome(name, tuple(kills), same, clean and left <= known)


def counted(found: list[Outcome]) -> Iterator[str]:
    """What came of all runs, in lines."""
    kills = Counter(kill for each in found for kill in each.kills)
    yield f"{len(found)} runs: " + ", ".join(f"{count} × {kill}" for kill, count in kills.items())
    yield f"the same bytes as undisturbed: {sum(each.same for each in found)} of {len(found)}"
    yield f"nothing left behind or half-written: {sum(each.clean for each in found)} of {len(found)}"
    for each in found:
        if not (each.same and each.clean):
            yield f"  {each.command}: {', '.join(each.kills)}; same {each.same}, clean {each.clean}"
