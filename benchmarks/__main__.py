"""``python -m benchmarks``: the times of comparing and of answers, and the peers."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

import click

from benchmarks.answers import shapes
from benchmarks.diff import accuracy, made_pair, real_pairs, scaling, speed
from benchmarks.peers import peers
from negotiations.render.text import table

if TYPE_CHECKING:
    from negotiations import Version

_TARGETS = """Targets: at most 1.5 times the bare walk; at least 500 times faster than deepdiff;
a term at 100,000 terms costs at most 2.5 times what it costs at 1,000."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Measure this library and its peers, in one run on one machine."""


@main.command("diff")
@click.option(
    "--rounds", default=15, show_default=True, help="The number of turns of each contender."
)
@click.option("--quick", is_flag=True, help="Leave out the pair that is a hundred times larger.")
def diff_command(rounds: int, quick: bool) -> None:
    """Time comparisons of a generated pair, one a hundred times larger, the bundled ones, and by size."""
    _heading()
    click.echo(_TARGETS)
    _pair("28 terms, 6 edits", *made_pair(), rounds=rounds)
    if not quick:
        _pair("2,800 terms, 600 edits", *made_pair(times=100), rounds=max(3, rounds // 5))
    for name, a, b in real_pairs():
        _pair(name, a, b, rounds=rounds)
    click.echo("\nCost of one term, by size")
    costs = list(scaling(rounds=max(3, rounds // 5)))
    rows = [(f"{size:,}", _time(cost), f"{cost / costs[0][1]:.2f}") for size, cost in costs]
    click.echo(table(("terms", "for each", "times the first"), rows, width=80, color=False))


@main.command("answers")
@click.option(
    "--size",
    default=1000,
    show_default=True,
    help="The number of versions of a chain, and of positions.",
)
@click.option(
    "--terms", default=600, show_default=True, help="The number of terms of each of three versions."
)
@click.option(
    "--rounds", default=3, show_default=True, help="The number of times each question is asked."
)
def answers_command(size: int, terms: int, rounds: int) -> None:
    """Time each answer on datasets with many versions, positions or terms."""
    click.echo(f"Python {platform.python_version()}, {platform.machine()}, one process")
    timings = shapes(size=size, terms=terms, rounds=rounds)
    rows = [(timing.shape, timing.question, _time(timing.seconds)) for timing in timings]
    click.echo(table(("dataset", "question", "median"), rows, width=80, color=False))


@main.command("accuracy")
@click.option("--pairs", default=1000, show_default=True, help="The number of pairs to compare.")
@click.option("--seed", default=100_000, show_default=True, help="The first seed of the pairs.")
@click.option(
    "--patience",
    default=8,
    show_default=True,
    help="The number of pairs that the peers compare, too.",
)
def accuracy_command(pairs: int, seed: int, patience: int) -> None:
    """Measure recall and precision on pairs with known changes, and count the entries of the peers."""
    _heading()
    result = accuracy(pairs=pairs, first_seed=seed, patience=patience)
    click.echo(
        f"{result.pairs} pairs, {result.expected} known changes: "
        f"recall {result.recall:.2%}, precision {result.precision:.2%}"
    )
    click.echo(f"\nEntries on the first {patience} pairs")
    rows = [(name, str(number)) for name, number in result.entries.items()]
    click.echo(table(("reported by", "entries"), rows, width=80, color=False))


def _heading() -> None:
    click.echo(f"Python {platform.python_version()}, {platform.machine()}, one process")
    missing = sorted(set(peers()[1]))
    if missing:
        click.echo(f"not installed, and not measured: {', '.join(missing)}")


def _pair(name: str, a: Version, b: Version, *, rounds: int) -> None:
    click.echo(f"\n{name}")
    measured = list(speed(a, b, rounds=rounds))
    bare = measured[0].median
    rows = [
        (
            timing.name,
            _time(timing.median),
            f"{_time(timing.low)} – {_time(timing.high)}",
            f"{timing.median / bare:,.2f}",
            str(timing.entries),
        )
        for timing in measured
    ]
    heads = ("", "median", "quartiles", "× bare walk", "entries")
    click.echo(table(heads, rows, width=100, color=False))


def _time(seconds: float) -> str:
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-9:.3g} ns"


if __name__ == "__main__":
    main()
