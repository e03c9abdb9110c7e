"""The command ``export``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import attrs
import click

from negotiations.cli.common import (
    NOTHING,
    Session,
    as_of_option,
    complete_address,
    example,
    inferred_scope,
    on_option,
    operand,
)
from negotiations.cli.corpus import corpus_in, corpus_options, exported
from negotiations.cli.progress import progress_bar
from negotiations.errors import NegotiationsError
from negotiations.exports.formats import FORMATS
from negotiations.plaintext import plain_lines

__all__ = ["export_command"]


@attrs.frozen
class _Answer:
    """An answer that can be exported: how many operands it takes, and which options."""

    operands: range
    takes: tuple[str, ...] = ()


_ONE, _TWO = range(1, 2), range(2, 3)
_ANSWERS = {
    "history": _Answer(_ONE),
    "blame": _Answer(_ONE),
    "compiled": _Answer(_ONE, ("as_of",)),
    "stance": _Answer(_ONE, ("on", "as_of")),
    "gap": _Answer(_TWO, ("on", "as_of")),
    "side-by-side": _Answer(range(2, 13), ("on", "as_of")),
}


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
        "negotiations export csv - --table terms",
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
    subject, gap and two parties, or side-by-side and its columns; or a corpus: a file of
    newline-delimited JSON of any size.

    OUT is written whole or not at all; - is standard output, for ndjson, jsonld and csv of one
    table. In the tables, an empty cell means not reported; the export itself says what each column means.
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
        )
    value = _value(session, what, on, as_of)

    def write(path: Path) -> Path:
        with progress_bar(session, "exporting") as progress:
            return export(
                value,
                path,
                format,
                tables=tables,
                complete=complete,
                force=force,
                base=base,
                progress=progress,
                within=session.dataset.records,
            )

    if str(out) == "-":
        _to_stdout(write, format, tables)
    else:
        session.say(f"wrote {write(out)}")
    return NOTHING


def _value(session: Session, what: tuple[str, ...], on: str | None, as_of: str | None) -> object:
    """What is exported: the records of the dataset, one record, a diff or an answer."""
    name, operands = (what[0], what[1:]) if what else ("", ())
    is_answer = name in _ANSWERS and len(operands) in _ANSWERS[name].operands
    takes = _ANSWERS[name].takes if is_answer else ()
    for option, given in (("on", on), ("as_of", as_of)):
        if given is not None and option not in takes:
            those = ", ".join(each for each, answer in _ANSWERS.items() if option in answer.takes)
            raise click.UsageError(f"--{option.replace('_', '-')} applies to {those}")
    dataset = session.dataset
    if is_answer:
        ask = getattr(dataset, name.replace("-", "_"))
        options = {"on": on, "as_of": as_of}
        more = {option: options[option] for option in takes}
        if name == "side-by-side":
            columns = [operand(session, each) for each in operands]
            return ask(*columns, **more | {"on": on or inferred_scope(operands, columns)})
        return ask(*operands, **more)
    if not what:
        return dataset.records
    if len(what) == 1:
        return operand(session, name)
    if len(what) == 2 and name not in _ANSWERS:
        return dataset.diff(*(operand(session, each) for each in what))
    raise NegotiationsError(
        f"cannot export {' '.join(what)!r}; give nothing, a record, two records, or one of "
        f"{', '.join(_ANSWERS)} and what it is of"
    )


def _to_stdout(write: Callable[[Path], Path], form: str, tables: tuple[str, ...]) -> None:
    """Write the text of an export to standard output, once it is whole."""
    if not (FORMATS[form].of_records or (form == "csv" and len(tables) == 1)):
        raise click.UsageError(
            "standard output takes ndjson, jsonld, or csv of one table; else give OUT a name"
        )
    with TemporaryDirectory(prefix="negotiations-") as folder:
        path = write(Path(folder, f"out{FORMATS[form].suffix}"))
        with path.open(encoding="utf-8", newline="") as stream:
            # A terminal is shown nothing that it would obey.
            shown = (plain_lines(line) for line in stream) if sys.stdout.isatty() else stream
            for line in shown:
                click.echo(line.encode(), nl=False)
