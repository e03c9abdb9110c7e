"""The times of whole programs, from the start of Python to its end, beside what they cannot do without."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measuring import Group, in_turns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["programs"]

_BARE = "bare Python"
_LOAD = "import negotiations as ng; print(len(ng.load().versions))"
_DIFF = ("-m", "negotiations", "diff", "may-proposal@may", "may-proposal@bridging")
_GROUPS: tuple[tuple[str, dict[str, tuple[str, ...]]], ...] = (
    (
        "Importing",
        {
            "attrs": ("-c", "import attrs"),
            "attrs and cattrs": ("-c", "import attrs, cattrs"),
            "negotiations": ("-c", "import negotiations"),
        },
    ),
    (
        "Loading the bundled dataset",
        {
            "attrs and cattrs alone": ("-c", "import attrs, cattrs"),
            "negotiations.load": ("-c", "import negotiations as ng; ng.load()"),
            "negotiations.load, and its versions in order": ("-c", _LOAD),
        },
    ),
    (
        "Comparing two versions on the command line",
        {
            "attrs, cattrs, click and rich alone": (
                "-c",
                "import attrs, cattrs, click, rich.console, rich.table",
            ),
            "negotiations diff": _DIFF,
        },
    ),
)


def programs(*, rounds: int) -> Iterator[Group]:
    """Processor time of whole programs; ratios are without the start of Python itself."""
    # What would be compiled by the first run of each is compiled before any is measured.
    subprocess.run(
        [sys.executable, "-m", "compileall", "-q", "negotiations"],
        cwd=_ROOT,
        check=True,
    )
    _assert_right()
    for title, found in _GROUPS:
        calls: dict[str, Callable[[], int]] = {
            name: partial(_processor_time, arguments) for name, arguments in found.items()
        }
        calls[_BARE] = partial(_processor_time, ("-c", "pass"))
        yield Group(title, tuple(in_turns(calls, rounds=rounds, measure=_mean)), _BARE)


_ROOT = Path(__file__).parent.parent


def _assert_right() -> None:
    """Fail unless the programs do what they are measured for."""
    versions = _output(("-c", _LOAD))
    if not versions.strip().isdigit() or int(versions) < 2:
        raise AssertionError(f"the dataset is not loaded: {versions!r}")
    page = _output(_DIFF)
    if not all(address in page for address in _DIFF[-2:]):
        raise AssertionError(f"the two versions are not compared: {page[:200]!r}")


def _output(arguments: tuple[str, ...]) -> str:
    command = [sys.executable, *arguments]
    # A diff that finds something exits with 1.
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, encoding="utf-8", check=False)  # noqa: S603
    return done.stdout


def _processor_time(arguments: tuple[str, ...]) -> float:
    command = [sys.executable, *arguments]
    with subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.DEVNULL) as process:  # noqa: S603
        _, _, used = os.wait4(process.pid, 0)
        process.returncode = 0
    return used.ru_utime + used.ru_stime


def _mean(call: Callable[[], float], repeats: int) -> float:
    return sum(call() for _ in range(repeats)) / repeats
