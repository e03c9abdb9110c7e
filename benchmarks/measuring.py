"""Measuring contenders in turns, and writing what was measured.

Contenders take turns within each round, in a random order, so that other load of the machine affects all
of them alike. A round of a contender is as many calls as fill ten milliseconds.
"""

from __future__ import annotations

import gc
import json
import platform
import random
import statistics
import time
from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

__all__ = ["Group", "Measured", "in_turns", "shown_time", "timed", "written"]

_FILL = 0.01
_PATIENCE = 0.3


@attrs.frozen
class Measured:
    """The seconds of one call: the least and the median of the rounds, with the quartiles."""

    name: str
    median: float
    low: float
    high: float
    rounds: int
    entries: int | None = None
    least: float = 0.0

    @classmethod
    def of(cls, name: str, seconds: list[float], entries: int | None = None) -> Measured:
        """Summarize the rounds of one contender."""
        if len(seconds) < 2:
            return cls(name, seconds[0], seconds[0], seconds[0], 1, entries, seconds[0])
        low, middle, high = statistics.quantiles(seconds, n=4, method="inclusive")
        return cls(name, middle, low, high, len(seconds), entries, min(seconds))


@attrs.frozen
class Group:
    """What was measured on one thing; the ratios are to the first contender, less what all have in common.

    Attributes:
        title: What was measured.
        measured: The contenders.
        common: The contender whose time all others contain, such as the start of Python; or None.
    """

    title: str
    measured: tuple[Measured, ...]
    common: str | None = None

    def ratio(self, one: Measured) -> float:
        """How many times as long as the first contender it takes, by the least of all rounds.

        Other load of a machine only ever adds to a time, so that the least tells most.
        """
        shared = next((each.least for each in self.measured if each.name == self.common), 0.0)
        first = next(each for each in self.measured if each.name != self.common)
        return (one.least - shared) / (first.least - shared)


def in_turns(
    calls: Mapping[str, Callable[[], Any]],
    *,
    rounds: int,
    entries: Mapping[str, int] | None = None,
    measure: Callable[[Callable[[], Any], int], float] | None = None,
) -> Iterator[Measured]:
    """Measure all contenders in turns.

    Args:
        calls: What is measured, by name.
        rounds: How often each has its turn; a slow one has three.
        entries: The number of entries that a call of each gives, where they are counted.
        measure: Gives the seconds of one of so many calls; by default on the clock, in this process.
    """
    taken = measure or timed
    # The first call of some compiles what the others use, and says little of how long these take.
    usual = {name: min(taken(call, 1), taken(call, 1)) for name, call in calls.items()}
    repeats = {name: max(1, int(_FILL / max(each, 1e-9))) for name, each in usual.items()}
    seconds: dict[str, list[float]] = {name: [] for name in calls}
    order = list(calls)
    chance = random.Random(0)  # noqa: S311 - a reproducible order, not a secret
    for number in range(rounds):
        chance.shuffle(order)
        for name in order:
            slow = repeats[name] == 1 and seconds[name] and seconds[name][0] > _PATIENCE
            if slow and number > 2:
                continue
            seconds[name].append(taken(calls[name], repeats[name]))
    for name in calls:
        yield Measured.of(name, seconds[name], None if entries is None else entries[name])


def timed(call: Callable[[], Any], repeats: int) -> float:
    """The seconds of one call, on the clock."""
    gc.collect()
    gc.disable()
    try:
        if repeats > 1:
            call()  # looking for garbage leaves the caches of the processor cold
        start = time.perf_counter()
        for _ in range(repeats):
            call()
        return (time.perf_counter() - start) / repeats
    finally:
        gc.enable()


def written(groups: Iterable[Group], *, as_json: bool, heading: str = "") -> Iterator[str]:
    """What was measured, as JSON or as a Markdown table for each group."""
    machine = f"Python {platform.python_version()}, {platform.machine()}, one process at a time"
    if as_json:
        data = [
            {
                "title": group.title,
                "measured": [
                    {**attrs.asdict(one), "ratio": group.ratio(one)} for one in group.measured
                ],
            }
            for group in groups
        ]
        yield json.dumps({"machine": machine, "groups": data}, indent=2)
        return
    yield machine
    for group in groups:
        counted = any(one.entries is not None for one in group.measured)
        yield f"\n{heading}{group.title}\n"
        yield "| | least | median | quartiles | ratio |" + (" entries |" if counted else "")
        yield "|---|---|---|---|---|" + ("---|" if counted else "")
        for one in group.measured:
            quartiles = f"{shown_time(one.low)} – {shown_time(one.high)}"
            ratio = "" if one.name == group.common else f"{group.ratio(one):,.2f}"
            least, median = shown_time(one.least), shown_time(one.median)
            row = f"| {one.name} | {least} | {median} | {quartiles} | {ratio} |"
            yield row + (f" {one.entries} |" if counted else "")


def shown_time(seconds: float) -> str:
    """Three digits with their unit."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-9:.3g} ns"
