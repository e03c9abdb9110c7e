"""``python -m benchmarks``: the times of comparing, reading, starting and answers, and the peers."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from benchmarks.answers import shapes
from benchmarks.diff import accuracy, made_pair, real_pairs, scaling, speed
from benchmarks.growth import growths, written_growths
from benchmarks.kills import counted, killed_runs
from benchmarks.load import codec
from benchmarks.measuring import Group, shown_time, written
from benchmarks.pages import built, first_paints
from benchmarks.peers import peers
from benchmarks.scale import measures, written_measures
from benchmarks.start import programs
from negotiations.render.text import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Measure this library and its peers, in one run on one machine."""


_rounds = click.option(
    "--rounds", default=15, show_default=True, help="The number of turns of each contender."
)
_quick = click.option(
    "--quick", is_flag=True, help="Leave out what is a hundred times larger, and sizes."
)
_as_json = click.option(
    "--json/--markdown",
    "as_json",
    default=False,
    show_default=True,
    help="Write JSON, or tables for the documentation.",
)


@main.command("diff")
@_rounds
@_quick
@_as_json
def diff_command(rounds: int, quick: bool, as_json: bool) -> None:
    """Time comparisons of a generated pair, one a hundred times larger, the bundled ones, and by size."""
    _heading(err=True)
    _write(_of_diffs(rounds, quick=quick), as_json)


def _of_diffs(rounds: int, *, quick: bool) -> Iterator[Group]:
    few = max(3, rounds // 5)
    pairs = [("Comparing 28 terms, 6 edits", *made_pair(), rounds)]
    if not quick:
        pairs.append(("Comparing 2,800 terms, 600 edits", *made_pair(times=100), few))
    pairs += [(f"Comparing {name}", a, b, rounds) for name, a, b in real_pairs()]
    for name, a, b, turns in pairs:
        yield Group(name, tuple(speed(a, b, rounds=turns)))
    if not quick:
        yield Group("Comparing one term, by size", tuple(scaling(rounds=few)))


@main.command("load")
@_rounds
@_quick
@_as_json
def load_command(rounds: int, quick: bool, as_json: bool) -> None:
    """Time reading and writing a version as JSON, beside parsers and writers that check nothing."""
    _write(codec(rounds=rounds, times=(1,) if quick else (1, 100)), as_json)


@main.command("start")
@_rounds
@_as_json
def start_command(rounds: int, as_json: bool) -> None:
    """Time whole programs: importing, loading the bundled dataset, and comparing two versions."""
    _write(programs(rounds=rounds), as_json)


_size = click.option(
    "--size",
    default=1000,
    show_default=True,
    help="The number of versions of a chain, and of positions.",
)


@main.command("answers")
@_size
@click.option(
    "--terms", default=600, show_default=True, help="The number of terms of each of three versions."
)
@click.option(
    "--rounds", default=3, show_default=True, help="The number of times each question is asked."
)
@_as_json
def answers_command(size: int, terms: int, rounds: int, as_json: bool) -> None:
    """Time each answer on datasets with many versions, positions or terms; ratios are to the first."""
    _write(shapes(size=size, terms=terms, rounds=rounds), as_json)


_GROWTH = "## Growth"


def _sizes(name: str, default: tuple[int, ...], least: int, help: str) -> Any:  # noqa: A002 - as click has it
    """An option that is given once for each size."""
    return click.option(
        name,
        multiple=True,
        type=click.IntRange(least),
        default=default,
        show_default=True,
        help=help,
    )


@main.command("growth")
@_sizes("--terms", (1_000, 10_000, 100_000), 28, "The numbers of terms of a text.")
@_sizes(
    "--versions",
    (100, 1_000, 10_000),
    2,
    "The numbers of versions of a proposal, and of positions on one.",
)
@click.option(
    "--patience",
    default=60.0,
    show_default=True,
    help="The seconds after which a larger size is not asked any more.",
)
@click.option(
    "--page",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    help="Write the tables into this page, between its heading Growth and the next.",
)
def growth_command(
    terms: tuple[int, ...], versions: tuple[int, ...], patience: float, page: Path | None
) -> None:
    """Time each operation at increasing sizes, and tell the power of the size that it grows with.

    Seconds are of the processor, so that other work on the machine adds little to them.
    """
    told = partial(click.echo, err=True)
    found = list(growths(terms=terms, versions=versions, patience=patience, heard=told))
    tables = "\n".join(written_growths(found)).strip()
    if page is None:
        click.echo(tables)
        return
    before, _, rest = page.read_text(encoding="utf-8").partition(f"{_GROWTH}\n")
    after = rest[rest.index("\n## ") :] if "\n## " in rest else ""
    page.write_text(f"{before}{_GROWTH}\n\n{tables}\n{after}", encoding="utf-8")


@main.command("page")
@_rounds
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path), default="docs/speed.md")
def page_command(rounds: int, path: Path) -> None:
    """Measure everything and write the tables into a page, behind the text above its first table."""
    before = path.read_text(encoding="utf-8").partition(_TABLES)[0]
    groups = [
        *programs(rounds=rounds),
        *codec(rounds=rounds, times=(1, 100)),
        *_of_diffs(rounds, quick=False),
        *shapes(size=1000, terms=600, rounds=3),
    ]
    tables = "\n".join(written(groups, as_json=False, heading="### "))
    path.write_text(f"{before}{_TABLES}\n\n{tables}\n", encoding="utf-8")


_TABLES = "## Measured"


@main.command("pages")
@click.option(
    "--versions", default=0, help="Also build an explorer of a dataset with so many versions."
)
@click.option("--rounds", default=15, show_default=True, help="The number of first paints.")
@click.option("--no-browser", is_flag=True, help="Leave out the first paint, which needs Chromium.")
def pages_command(versions: int, rounds: int, no_browser: bool) -> None:
    """Time the building of the explorer, and the first paint of a diff page from the disk in Chromium."""
    for number in (None, versions) if versions else (None,):
        with TemporaryDirectory() as folder:
            made = built(number, Path(folder))
        click.echo(
            f"explorer, {made.name}: {made.seconds:.1f} s ({made.worked:.1f} s of the processor), "
            f"{made.files:,} files, {made.mebibytes:.0f} MiB at most, "
            f"largest page {made.largest / 1000:.0f} kB"
        )
    if not no_browser:
        usual, worst = first_paints(rounds)
        click.echo(f"first paint of a diff page: median {usual:.0f} ms, worst {worst:.0f} ms")


@main.command("scale")
@click.option("--records", default=10_000, show_default=True, help="The number of versions.")
@click.option("--jobs", default=2, show_default=True, help="The number of processes.")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the corpus and the results are written; a temporary folder by default.",
)
@_as_json
@click.option("--markdown", is_flag=True, help="Write Markdown, which is the default.")
def scale_command(
    records: int, jobs: int, folder: Path | None, as_json: bool, markdown: bool
) -> None:
    """Check, compare and export a generated corpus, beside reading and parsing the same bytes."""
    if as_json and markdown:
        raise click.UsageError("--json and --markdown exclude each other")
    with TemporaryDirectory(dir=folder) as inner:
        found = []
        for each in measures(Path(inner), records, jobs=jobs):
            found.append(each)
            click.echo(f"{each.step}: {shown_time(each.seconds)}", err=True)
    for line in written_measures(found, as_json=as_json, jobs=jobs):
        click.echo(line)


@main.command("kills")
@click.option("--runs", default=30, show_default=True, help="How many runs are disturbed.")
@click.option("--versions", default=3000, show_default=True, help="The size of the corpus.")
@click.option("--seed", default=0, show_default=True, help="The seed of the moments.")
def kills_command(runs: int, versions: int, seed: int) -> None:
    """Kill runs over a corpus at random moments, resume them, and compare what comes of them."""
    with TemporaryDirectory() as folder:
        found = list(killed_runs(Path(folder), runs=runs, versions=versions, seed=seed))
    for line in counted(found):
        click.echo(line)
    if not all(each.same and each.clean for each in found):
        raise click.exceptions.Exit(1)


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


def _heading(*, err: bool = False) -> None:
    missing = sorted(set(peers()[1]))
    if missing:
        click.echo(f"not installed, and not measured: {', '.join(missing)}", err=err)


def _write(groups: Iterable[Group], as_json: bool) -> None:
    for line in written(groups, as_json=as_json):
        click.echo(line)


if __name__ == "__main__":
    main()
