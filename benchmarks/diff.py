"""The times of comparing, with those of the peers in the same run; and recall and precision."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import attrs

import negotiations as ng
from benchmarks.made import EDITS, pair
from benchmarks.measuring import Measured, in_turns, timed
from benchmarks.peers import bare_walk, equality_alone, peers
from negotiations.io.codec import from_data, to_data
from negotiations.model import Issue, Polarity
from negotiations.vocabulary import TermKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from negotiations import Diff, Version

__all__ = ["accuracy", "made_pair", "read_all", "real_pairs", "scaling", "speed"]

SIX_EDITS = (
    "count raised",
    "extent down",
    "no longer mentioned",
    "newly mentioned",
    "moved to another phase",
    "condition reported",
)


def _issues(version: Version) -> dict[str, Issue]:
    """Issues with a polarity, so that leans are determined."""
    names = {"release": "count", "presence": "extent", "ceasefire": "duration"}
    issues: dict[str, Issue] = {}
    for term in version.terms or ():
        field = names.get(term.kind.value)
        rules = (Polarity(field=field, more="north", less="south"),) if field else None
        issues[term.issue] = Issue(
            id=term.issue, label="x", definition="x", kind=TermKind(term.kind.value), polarity=rules
        )
    return issues


def read_all(diff: Diff) -> int:
    """Read everything that a page would show."""
    for change in diff:
        _ = (
            change.code,
            change.path,
            change.level,
            change.certainty,
            change.evidence_before,
            change.evidence_after,
            diff.lean(change),
        )
    return len(diff)


def contenders(a: Version, b: Version) -> dict[str, Callable[[], int]]:
    """The contenders on one pair: each call returns its number of entries."""
    issues = {**_issues(a), **_issues(b)}
    size = max(len(a.terms or ()), len(b.terms or ()))
    data_a, data_b = to_data(a), to_data(b)
    calls: dict[str, Callable[[], int]] = {
        "bare walk": lambda: len(bare_walk(a, b)),
        "its terms' equality alone": lambda: equality_alone(a, b),
        "negotiations": lambda: len(ng.diff(a, b, issues=issues)),
        "negotiations, all read": lambda: read_all(ng.diff(a, b, issues=issues)),
    }
    for peer in peers()[0]:
        if size <= peer.largest:
            calls[peer.name] = partial(peer.count, data_a, data_b)
    return calls


def speed(a: Version, b: Version, *, rounds: int) -> Iterator[Measured]:
    """Measure all contenders on one pair, in turns."""
    calls = contenders(a, b)
    entries = {name: call() for name, call in calls.items()}
    yield from in_turns(calls, rounds=rounds, entries=entries)


def made_pair(*, times: int = 1) -> tuple[Version, Version]:
    """The pair of 28 terms and six edits, or a larger one; checked for correct changes."""
    a, b, expected = pair(seed=1, terms=28 * times, edits=SIX_EDITS * times)
    # Read again, as from two files: the two sides share no objects.
    b = ng.from_json(ng.Version, ng.to_json(b))
    reported = {(change.code, change.path) for change in ng.diff(a, b)}
    if reported != expected:
        raise AssertionError(f"wrong changes: {sorted(reported ^ expected)[:5]}")
    return a, b


def real_pairs() -> Iterator[tuple[str, Version, Version]]:
    """The pairs of versions of one proposal in the bundled dataset."""
    for proposal in ng.load().proposals.values():
        versions = proposal.versions or ()
        for index, later in enumerate(versions):
            for earlier in versions[:index]:
                if ng.diff(earlier, later).apply() != later:
                    raise AssertionError(f"{earlier.id} → {later.id} does not give the later text")
                yield f"{earlier.id} → {later.id}", earlier, later


def scaling(
    *, rounds: int, sizes: tuple[int, ...] = (1_000, 10_000, 100_000)
) -> Iterator[Measured]:
    """The time of one term, in versions of increasing size."""
    for size in sizes:
        a, b, _ = pair(seed=2, terms=size, edits=SIX_EDITS * (size // 28))
        b = from_data(ng.Version, to_data(b))
        taken = [timed(partial(ng.diff, a, b), 1) / size for _ in range(rounds)]
        yield Measured.of(f"{size:,} terms", taken)


@attrs.frozen
class Accuracy:
    """The counts of expected, reported and correct changes."""

    pairs: int
    expected: int
    reported: int
    correct: int
    entries: dict[str, int]

    @property
    def recall(self) -> float:
        """The share of the expected changes that are reported."""
        return self.correct / self.expected

    @property
    def precision(self) -> float:
        """The share of the reported changes that are expected."""
        return self.correct / self.reported


def accuracy(*, pairs: int, first_seed: int, patience: int = 20) -> Accuracy:
    """Compare the diff with the known changes of generated pairs.

    Entries of the peers are counted only on the first ``patience`` pairs, since some take seconds.
    """
    expected = reported = correct = 0
    entries: dict[str, int] = {"known changes": 0, "negotiations": 0}
    for number in range(pairs):
        a, b, known = pair(seed=first_seed + number, edits=len(EDITS) - number % len(EDITS))
        changes = {(change.code, change.path) for change in ng.diff(a, b)}
        expected, reported = expected + len(known), reported + len(changes)
        correct += len(known & changes)
        if number < patience:
            entries["known changes"] += len(known)
            entries["negotiations"] += len(changes)
            data_a, data_b = to_data(a), to_data(b)
            for peer in peers()[0]:
                entries[peer.name] = entries.get(peer.name, 0) + peer.count(data_a, data_b)
    return Accuracy(pairs, expected, reported, correct, entries)
