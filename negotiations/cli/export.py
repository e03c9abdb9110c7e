"""The command ``export``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from negotiations.cli.common import (
    NOTHING,
    Session,
    as_of_option,
    complete_address,
    example,
    on_option,
    operand,
)
from negotiations.cli.corpus import corpus_in, corpus_options, exported
from negotiations.errors import NegotiationsError
from negotiations.exports.formats import FORMATS

__all__ = ["export_command"]

# The answers that can be exported, with how many operands each takes.
_ANSWERS = {"history": 1, "blame": 1, "compiled": 1, "stance": 1, "gap": 2}


def _complete_table(_: click.Context, __: click.Parameter, incomplete: str) -> list[Any]:
    from click.shell_completion import CompletionItem

    from negotiations.tables import table_names

    return [CompletionItem(name) for name in table_names() if name.startswith(incomplete)]


@click.command(
    "export",
    epilog=example(
        "negotiations export sqlite negotiations.sqlite",
        "negotiations export csv numbers.csv --table quantities",
        "negotiations export xlsx changes.xlsx may-proposal@may may-proposal@bridging",
        "negotiations export parquet terms terms.ndjson.gz --complete",
        "negotiations export csv gap gap israel hamas --on may-proposal",
    ),
)
@click.argument("format", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@click.argument("out", type=click.Path(path_type=Path), metavar="OUT")
@click.argument("what", nargs=-1, metavar="[WHAT]...", shell_complete=complete_address)
@click.option(
    "--table",
    "tables",
    multiple=True,
    metavar="TABLE",
    help="Only this table, such as quantities; may be given again. A name that is none lists the nearest.",
    shell_complete=_complete_table,
)
@click.option(
    "--complete/--people",
    "complete",
    default=None,
    help="Only the complete tables, of which the dataset can be made again; or only those for people. "
    "Without either, both.",
)
@click.option(
    "--base",
    default="",
    metavar="URL",
    help="Of jsonld, the address that those of records are relative to; by default a URN.",
)
@click.option("--force", is_flag=True, help="Replace the file, or the earlier export, that OUT is.")
@on_option
@as_of_option
@corpus_options
@click.pass_context
def export_command(  # noqa: PLR0913 - one argument for each option
    context: click.Context,
    /,
    format: str,  # noqa: A002 - what users call it
    out: Path,
    what: tuple[str, ...],
    tables: tuple[str, ...],
    on: str | None,
    as_of: str | None,
    base: str,
    jobs: int,
    *,
    complete: bool | None,
    force: bool,
    corpus: bool,
    resume: bool,
) -> int:
    """Write the dataset, or WHAT of it, into a file or folder that others read.

    FORMAT is csv, xlsx, parquet, sqlite, datapackage, ndjson or jsonld. WHAT is nothing for the whole
    dataset, a record, two records for their diff, or an answer: history, blame, compiled or stance and its
    subject, or gap and two parties; or a corpus: a file of newline-delimited JSON of any size.

    OUT is written whole or not at all. In the tables, an empty cell means not reported; the export itself
    says what each column means.
    """
    from negotiations.exports.writing import export

    session = context.ensure_object(Session)
    alone = corpus_in(what, corpus=corpus, jobs=jobs, resume=resume)
    if alone is not None:
        return exported(
            session,
            alone,
            out,
            FORMATS[format],
            tables=tables,
            complete=complete,
            force=force,
            jobs=jobs,
            resume=resume,
        )
    value = _value(session, what, on, as_of)
    with _progress(session) as progress:
        path = export(
            value,
            out,
            format,
            tables=tables,
            complete=complete,
            force=force,
            base=base,
            progress=progress,
        )
    session.say(f"wrote {path}")
    return NOTHING


def _value(session: Session, what: tuple[str, ...], on: str | None, as_of: str | None) -> object:
    dataset = session.dataset
    if not what:
        return dataset.records
    name, *operands = what
    if name in _ANSWERS and len(operands) == _ANSWERS[name]:
        given: dict[str, Any] = {"as_of": as_of} if as_of is not None else {}
        if name in ("stance", "gap"):
            given["on"] = on
        return getattr(dataset, name)(*operands, **given)
    if len(what) == 1:
        return operand(session, name)
    if len(what) == 2:
        return dataset.diff(*(operand(session, each) for each in what))
    raise NegotiationsError(
        f"cannot export {' '.join(what)!r}; give nothing, a record, two records, or one of "
        f"{', '.join(_ANSWERS)} and what it is of"
    )


@contextmanager
def _progress(session: Session) -> Iterator[Callable[[int, int], None] | None]:
    """A bar on a terminal, for work that takes long enough to be seen."""
    if session.quiet or not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=1, label="exporting", file=sys.stderr) as bar:

        def tell(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        yield tell
