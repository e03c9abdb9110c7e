"""Corpora as the operands of ``check``, ``diff`` and ``export``."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from negotiations.cli.common import FOUND, NOTHING, Output, Session
from negotiations.corpora.corpus import CorpusRun, Progress, is_corpus
from negotiations.deferred import evolve
from negotiations.plaintext import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.corpora.outputs import Result
    from negotiations.exports.formats import Format

__all__ = ["checked", "compared", "corpus_in", "corpus_options", "exported"]


def corpus_options(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options of corpora to a command, which gets them as ``corpus``, ``jobs`` and ``resume``."""

    @click.option(
        "--corpus",
        is_flag=True,
        help="The operand is a corpus, although its name does not end in .ndjson or .jsonl (.gz, .zst): a "
        "folder of files, or an export to Parquet.",
    )
    @click.option(
        "--jobs",
        type=click.IntRange(1, 256),
        default=1,
        show_default=True,
        metavar="N",
        help="Of a corpus: how many processes work. The result is the same.",
    )
    @click.option(
        "--resume",
        is_flag=True,
        help="Of a corpus: go on with a run to the same file that was interrupted, if there is one.",
    )
    @functools.wraps(command)
    def wrapped(*args: Any, **options: Any) -> int:
        return command(*args, **options)

    return wrapped


def corpus_in(
    operands: Sequence[str | Path | None], *, corpus: bool, jobs: int, resume: bool
) -> CorpusRun | None:
    """The corpus among the operands of a command; None if there is none.

    Raises:
        UsageError: There is something beside it, or options of corpora are given without one.
    """
    given = [Path(each) for each in operands if each is not None]
    if not corpus and not any(map(is_corpus, given)):
        if jobs != 1 or resume:
            raise click.UsageError("--jobs and --resume apply to a corpus: give one, or --corpus")
        return None
    if len(given) != 1:
        raise click.UsageError("a corpus stands alone: give one corpus and nothing else")
    return CorpusRun(given[0], jobs, resume)


def checked(
    session: Session,
    output: Output,
    given: CorpusRun,
    *,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
) -> int:
    """Check a corpus; the exit status."""
    if output.format not in ("text", "ndjson"):
        raise click.UsageError(f"a corpus is checked in text or ndjson, not in {output.format}")
    from negotiations.corpora.outputs import check_corpus
    from negotiations.corpora.tasks import Check

    task = Check(select, ignore, output.format == "ndjson")
    out = _file(output, given)
    result = _ran(session, given, out, lambda run: check_corpus(run, out, _show, task=task))
    for need, names in result.unchecked.items():
        session.say(f"not checked, since {need} would be needed: {', '.join(names)}")
    return output.status(result.counts["error"] + result.counts["warning"])


def compared(session: Session, output: Output, given: CorpusRun) -> int:
    """Compare the versions of a corpus with those before them; the exit status."""
    if output.format not in ("text", "json", "ndjson"):
        raise click.UsageError(f"the diffs of a corpus are written as ndjson, not {output.format}")
    from negotiations.corpora.outputs import diff_corpus
    from negotiations.render.wording import plural

    out = _file(output, given)
    counts = _ran(session, given, out, lambda run: diff_corpus(run, out, _show)).counts
    session.say(
        f"{plural(counts['compared'], 'pair')} of versions compared, {counts['different']} differ"
    )
    return output.status(counts["different"] + counts["error"])


def exported(
    session: Session,
    given: CorpusRun,
    out: Path,
    chosen: Format,
    *,
    tables: tuple[str, ...],
    complete: bool | None,
    force: bool,
) -> int:
    """Export a corpus; the exit status."""
    from negotiations.corpora.outputs import export_corpus

    def export(run: CorpusRun) -> Result:
        return export_corpus(run, out, chosen, tables=tables, complete=complete, force=force)

    result = _ran(session, given, out, export)
    session.say(f"wrote {out}")
    return FOUND if result.counts["error"] else NOTHING


def _ran(
    session: Session, given: CorpusRun, out: Path | None, run: Callable[[CorpusRun], Result]
) -> Result:
    """Run over a corpus with a bar, and say what came of it, or how to go on after an interruption."""
    with _kept(session, out), _bar(session) as progress:
        result = run(evolve(given, progress=progress))
    _say(session, result)
    return result


def _file(output: Output, given: CorpusRun) -> Path | None:
    if output.file is None and given.resume:
        raise click.UsageError("--resume goes on with what is written to a file: add -o FILE")
    return output.file


def _show(line: str) -> None:
    click.echo(plain(line))


def _say(session: Session, result: Result) -> None:
    from negotiations.render.wording import plural

    for line in result.problems:
        click.echo(plain(line), err=True)
    counts = result.counts
    wrong = [
        plural(counts[severity], severity) for severity in ("error", "warning") if counts[severity]
    ]
    session.say(f"{plural(counts['records'], 'record')}: {', '.join(wrong) or 'no problems'}")
    if result.problems and counts["error"] > len(result.problems):
        session.say("the first problems are shown; `negotiations check` gives all")
    for name, more in result.grown:
        session.say(f"{name} has grown by {more:,} bytes since the run began; these were not read")


@contextmanager
def _bar(session: Session) -> Iterator[Progress | None]:
    """A bar on a terminal for each part of the work."""
    if session.quiet or not sys.stderr.isatty():
        yield None
        return
    bars: dict[str, Any] = {}

    def tell(what: str, done: int, total: int) -> None:
        if what not in bars:
            for other in bars.values():
                other.render_finish()
            bars[what] = click.progressbar(length=max(total, 1), label=what, file=sys.stderr)
        bar = bars[what]
        bar.length = max(total, 1)
        bar.update(done - bar.pos)

    try:
        yield tell
    finally:
        for bar in bars.values():
            bar.render_finish()


@contextmanager
def _kept(session: Session, out: Path | None) -> Iterator[None]:
    """Say, if the work is interrupted, how to go on with it."""
    try:
        yield
    except KeyboardInterrupt:
        if out is not None:
            session.say(f"what was done is kept beside {out}; go on with --resume")
        raise
