"""How the time and the memory of each operation grow with the size of what it is asked of."""

from __future__ import annotations

import gc
import math
import time
import tracemalloc
from typing import TYPE_CHECKING

import attrs

import negotiations as ng
from benchmarks.answers import chain, dated, many_terms, on_one_text, questions
from benchmarks.diff import made_pair, read_all
from benchmarks.measuring import shown_time

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Named = tuple[str, Callable[[], object]]

__all__ = ["Growth", "growths", "written_growths"]


@attrs.frozen
class Growth:
    """What one operation takes at increasing sizes.

    Attributes:
        what: What it is asked of.
        name: The operation.
        sizes: The sizes.
        seconds: Of the processor, at each size; fewer than sizes where it was given up.
        mebibytes: The most memory that it held at each size, beside what it was given; zero where it
            took too long to be traced.
    """

    what: str
    name: str
    sizes: tuple[int, ...]
    seconds: tuple[float, ...]
    mebibytes: tuple[float, ...]

    @property
    def exponent(self) -> float | None:
        """The power of the size that the time grew with in the last step; None with one size."""
        return _power(self.sizes, self.seconds)

    @property
    def exponent_of_memory(self) -> float | None:
        """The same for the memory."""
        return _power(self.sizes, self.mebibytes)

    @property
    def most(self) -> str:
        """The most memory that it was seen to hold, and at which size."""
        held, size = max(zip(self.mebibytes, self.sizes, strict=False))
        return f"{held:,.0f} MiB at {size:,}"


def _power(sizes: Sequence[int], taken: Sequence[float]) -> float | None:
    if len(taken) < 2 or not (taken[-1] and taken[-2]):
        return None
    at = len(taken)
    return math.log(taken[-1] / taken[-2]) / math.log(sizes[at - 1] / sizes[at - 2])


def growths(
    *,
    terms: tuple[int, ...],
    versions: tuple[int, ...],
    patience: float,
    heard: Callable[[str], None] = lambda _: None,
) -> Iterator[Growth]:
    """Ask each operation of texts with more and more terms, and of datasets with more and more texts.

    Args:
        terms: The numbers of terms of a text.
        versions: The numbers of versions of a proposal, and of positions on one.
        patience: The seconds after which a larger size is not asked any more.
        heard: Is told of each call that was measured.
    """
    yield from _grown("terms in a text", terms, _of_texts, patience, heard)
    yield from _grown("terms in each of three versions", terms, _of(many_terms), patience, heard)
    yield from _grown(
        "versions, each derived from the one before", versions, _of(chain), patience, heard
    )
    yield from _grown("versions with dates", versions, _of(dated), patience, heard)
    yield from _grown("positions on one text", versions, _of(on_one_text), patience, heard)


def _of(make: Callable[[int], ng.Dataset]) -> Callable[[int], Iterator[Named]]:
    """The questions of a dataset; each is asked of a new one, so that nothing is known beforehand."""

    def named(size: int) -> Iterator[Named]:
        ds = make(size)
        for name in [name for name, _ in questions(ds)]:
            yield name, dict(questions(ds.with_records()))[name]

    return named


def _of_texts(size: int) -> Iterator[Named]:
    a, b = made_pair(times=max(1, size // 28))
    noted = (
        term if number % 7 else term.replace(note="A remark.")
        for number, term in enumerate(a.terms or ())
    )
    other = a.replace(terms=tuple(noted))
    text = ng.to_json(b)
    found = ng.diff(a, b)
    document = ng.to_json(found)
    yield "from_json", lambda: ng.from_json(ng.Version, text)
    yield "to_json", lambda: ng.to_json(b)
    yield "diff", lambda: ng.diff(a, b)
    yield "diff, all read", lambda: read_all(ng.diff(a, b))
    yield "apply", lambda: ng.diff(a, b).apply()
    yield "JSON Patch", lambda: ng.diff(a, b).to_json_patch()
    yield "merge", lambda: ng.merge(a, b, other)
    yield "writing the document of a diff", lambda: ng.to_json(ng.diff(a, b))
    yield "reading it", lambda: ng.from_json(ng.Diff, document)


def _grown(
    what: str,
    sizes: tuple[int, ...],
    make: Callable[[int], Iterator[Named]],
    patience: float,
    heard: Callable[[str], None],
) -> Iterator[Growth]:
    seconds: dict[str, list[float]] = {}
    memory: dict[str, list[float]] = {}
    for number, size in enumerate(sizes):
        for name, call in make(size):
            if len(seconds.setdefault(name, [])) < number or _is_too_slow(seconds[name], patience):
                continue
            seconds[name].append(_seconds_of(call))
            # Tracing makes a call several times slower.
            traced = seconds[name][-1] <= patience / 4
            memory.setdefault(name, []).append(_mebibytes_of(call) if traced else 0.0)
            heard(f"{what}, {size:,}: {name}: {shown_time(seconds[name][-1])}")
    for name, taken in seconds.items():
        yield Growth(what, name, sizes, tuple(taken), tuple(memory[name]))


def _is_too_slow(taken: list[float], patience: float) -> bool:
    return bool(taken) and taken[-1] > patience


def _seconds_of(call: Callable[[], object]) -> float:
    gc.collect()
    start = time.process_time()
    call()
    return time.process_time() - start


def _mebibytes_of(call: Callable[[], object]) -> float:
    gc.collect()
    tracemalloc.start()
    kept = call()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del kept
    return most / 2**20


def written_growths(found: list[Growth]) -> Iterator[str]:
    """What was measured, as Markdown tables."""
    for what in dict.fromkeys(each.what for each in found):
        rows = [each for each in found if each.what == what]
        sizes = rows[0].sizes
        yield f"\n### By {what}\n"
        yield (
            "| | "
            + " | ".join(f"{size:,}" for size in sizes)
            + " | time grows with | memory at most |"
        )
        yield "|---|" + "---|" * (len(sizes) + 2)
        for each in rows:
            times = [shown_time(taken) for taken in each.seconds]
            times += ["" for _ in range(len(sizes) - len(times))]
            power = "" if each.exponent is None else f"n^{each.exponent:.2f}"
            yield f"| {each.name} | {' | '.join(times)} | {power} | {each.most} |"
