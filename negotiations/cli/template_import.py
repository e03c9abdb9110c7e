"""The commands ``template`` and ``import``, for spreadsheets."""

from __future__ import annotations

import shlex
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import attrs
import click
from click.shell_completion import CompletionItem

from negotiations import __version__
from negotiations.cli.common import (
    FOUND,
    NOTHING,
    Output,
    Session,
    example,
    texts_option,
    with_output,
)
from negotiations.cli.progress import progress_bar
from negotiations.cli.written import refuse
from negotiations.compare.diff import diff
from negotiations.dataset import load
from negotiations.errors import InvalidDataset, NegotiationsError
from negotiations.folder.drafting import open_records
from negotiations.folder.locking import alone
from negotiations.folder.paragraphs import ranges_text
from negotiations.plaintext import plain
from negotiations.render.diffs import change_items
from negotiations.render.page import Items, Page
from negotiations.render.render import write_page
from negotiations.render.wording import Wording, plural
from negotiations.report.problems import problem_data, problem_lines
from negotiations.sheets.exported import imported_records
from negotiations.sheets.importing import before_and_after, read_sheets
from negotiations.sheets.template import write_template
from negotiations.sheets.writing import (
    folder_beside,
    refuse_dataset,
    refuse_unwritable,
    write_into,
    write_new,
)
from negotiations.vocabulary import Level

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from negotiations.records import Records
    from negotiations.sheets.importing import Imported

__all__ = ["import_command", "template_command"]


@click.command(
    "template",
    epilog=example(
        "negotiations template my-new-sheets.xlsx",
        "negotiations template my-new-sheets.xlsx --from my-dataset",
        "negotiations template my-csv-sheets",
    ),
)
@click.argument("target", type=click.Path(path_type=Path), metavar="OUT")
@click.option(
    "--from",
    "origin",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="A dataset whose ids the workbook offers, too.",
)
@with_output
def template_command(session: Session, output: Output, target: Path, origin: Path | None) -> int:
    """Write empty sheets to fill in: a workbook (.xlsx), or a folder of CSV files.

    OUT.xlsx is a workbook, any other OUT a folder, new or empty. Each column has a note on what to write,
    and each sheet an example, which import leaves out. Words and ids are offered in lists. Workbooks need
    the extra `xlsx`.
    """
    files = write_template(target, None if origin is None else load(origin))
    if output.is_json:
        output.json({"files": [str(file) for file in files]})
    shown = shlex.quote(str(target))
    session.say(f"wrote {target}; fill it in, then:")
    session.say(f"  negotiations import {shown} --texts FOLDER-OF-TEXTS")
    return NOTHING


def _complete_mapping(
    context: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete the name that a column is mapped to."""
    from negotiations.sheets.kinds import SHEETS, sheet_named

    del context, param
    old, equals, new = incomplete.partition("=")
    if not equals:
        return []
    names = {column.name: column.meaning for name in SHEETS for column in sheet_named(name).columns}
    return [
        CompletionItem(f"{old}={name}", help=meaning)
        for name, meaning in sorted(names.items())
        if name.startswith(new)
    ]


@click.command(
    "import",
    epilog=example(
        "negotiations import my-sheets --texts my-articles --into my-dataset --dry-run",
        "negotiations import my-sheets --texts my-articles --into my-dataset --map terms.note=-",
    ),
)
@click.argument(
    "sheets",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, path_type=Path),
    metavar="SHEETS...",
)
@texts_option("The folder of the texts that are quoted.")
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="The dataset that the records are for; also that of -d. Without it, a new one is made.",
)
@click.option(
    "--new",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder of the new dataset. Without it, a folder beside SHEETS, named after them.",
)
@click.option(
    "--map",
    "mappings",
    multiple=True,
    metavar="OLD=NEW",
    shell_complete=_complete_mapping,
    help="What a column or a sheet is called in the template: Zitat=quote, terms.Notiz=note. With - for "
    "NEW, a column is left out. Repeat for more.",
)
@click.option("--dry-run", is_flag=True, help="Write nothing; only say what would change.")
@click.option("--yes", is_flag=True, help="Write changes of records without asking.")
@click.option(
    "--leave-out", is_flag=True, help="Leave out rows with problems, and say which and why."
)
@click.option(
    "--encoding",
    default="",
    metavar="NAME",
    help="The encoding of CSV files. Without it, UTF-8, else that of Windows (cp1252), which is said.",
)
@with_output
def import_command(
    session: Session,
    output: Output,
    sheets: tuple[Path, ...],
    texts: Path | None,
    into: Path | None,
    new: Path | None,
    mappings: tuple[str, ...],
    *,
    encoding: str,
    **flags: bool,
) -> int:
    """Import filled-in sheets: a workbook (.xlsx), a folder of CSV files, or CSV files; or an export.

    A row with the words of a passage becomes a record with evidence: the words are looked up in the
    texts, and not stored. All problems are told at once, by sheet and cell, and then nothing is written.
    Blank cells leave what is recorded as it is, and no record is removed. Records that would change are
    shown first. An export with all tables, or the complete ones, is imported in the same way. Exit status
    1: there are changes that were not written; 2: there are problems.
    """
    if into is not None and new is not None:
        raise click.UsageError("--into and --new exclude each other")
    into = into or (session.directory if new is None else None)
    target = new or folder_beside(sheets[0])
    if into is not None and not into.is_dir():
        raise NegotiationsError(f"there is no folder {into}; for a new dataset, give --new {into}")
    if into is None:
        refuse_dataset(target)
    columns = _mapped(mappings)
    try:
        exported = _exported(sheets, columns, encoding)
    except InvalidDataset as fault:
        return refuse(session, fault)
    with alone(into) if into is not None and not flags["dry_run"] else nullcontext():
        records = None if into is None else open_records(into)
        if exported is not None:
            imported = imported_records(exported, records, texts=texts)
        else:
            with progress_bar(session, "reading") as progress:
                imported = read_sheets(
                    sheets,
                    texts=texts,
                    dataset=records,
                    columns=columns,
                    encoding=encoding,
                    leave_out=flags["leave_out"],
                    progress=progress,
                )
        for remark in imported.remarks:
            session.say(session.typed(plain(remark)))
        if imported.left_out:
            session.say(problem_lines(imported.left_out))
            count = plural(len(imported.left_out), "problem")
            session.say(f"the rows of {count} are left out")
        if imported.problems:
            if output.is_json:
                output.json(_data(imported, None, written=False))
            return refuse(session, InvalidDataset(imported.problems))
        return _written(session, output, imported, into, target, flags)


def _mapped(mappings: tuple[str, ...]) -> dict[str, str]:
    """The names of columns and sheets with those that they stand for."""
    columns: dict[str, str] = {}
    for mapping in mappings:
        old, equals, name = mapping.partition("=")
        if not (old.strip() and equals):
            raise click.UsageError(f"--map {mapping!r}: write OLD=NEW")
        columns[old.strip()] = name.strip()
    return columns


def _exported(sheets: tuple[Path, ...], columns: dict[str, str], encoding: str) -> Records | None:
    """The records of an export; None where the files are sheets that people fill in.

    Raises:
        InvalidDataset: Something in the export does not fit; all of it is told.
    """
    from negotiations.exports.reading import is_export, read_export

    exports = [path for path in sheets if is_export(path)]
    if not exports:
        return None
    if len(sheets) > 1:
        raise click.UsageError(f"{exports[0]} is an export; import it alone")
    if columns or encoding:
        raise click.UsageError("an export has its own columns: leave out --map and --encoding")
    return read_export(exports[0])


def _written(
    session: Session,
    output: Output,
    imported: Imported,
    into: Path | None,
    new: Path,
    flags: dict[str, bool],
) -> int:
    """Show what changes, ask, and write it."""
    folder = into or new
    unread = tuple(_unread_lines(imported))
    if not imported.changes:
        if output.is_json:
            output.json(_data(imported, folder, written=False))
        nothing = f"nothing to change in {folder}" if into else "the sheets have no rows to import"
        session.say("\n".join([nothing, *unread]))
        return NOTHING
    changed = [change for change in imported.changes if change.before is not None]
    if not output.is_json:
        output.write("\n".join([*_pages(session, output, imported), ""]))
    count = _counted(imported)
    if flags["dry_run"]:
        refuse_unwritable(imported)
        if output.is_json:
            output.json(_data(imported, folder, written=False))
        session.say("\n".join([f"would write to {folder}: {count}", *unread]))
        return output.status(imported.changes)
    if changed and not flags["yes"] and not _agreed(count, folder):
        session.say("nothing was written; give --yes to write the changes")
        return FOUND
    if into is None:
        write_new(imported, new, __version__)
    else:
        write_into(imported, into)
    if output.is_json:
        output.json(_data(imported, folder, written=True))
    session.say("\n".join([f"wrote to {folder}: {count}", *unread]))
    return NOTHING


def _unread_lines(imported: Imported) -> Iterator[str]:
    """Of how many paragraphs nothing is said, source by source."""
    sources = before_and_after(imported)[1].sources
    for key, spans in imported.unread.items():
        number = sum(last - first + 1 for first, last in spans)
        most = plural(sources[key].paragraphs, "paragraph")
        shown = ranges_text(spans[:12]) + (",…" if len(spans) > 12 else "")
        yield (
            f"sources/{key}: nothing is said of {number} of {most} ({shown}); quote them, or give the "
            "reason in the sheet uncoded"
        )


def _agreed(count: str, folder: Path) -> bool:
    """Whether somebody at a terminal agrees; without one, nobody does."""
    if not sys.stdin.isatty():
        return False
    return click.confirm(f"write to {folder}: {count}?", default=False, err=True)


def _counted(imported: Imported) -> str:
    added = sum(change.before is None for change in imported.changes)
    changed = len(imported.changes) - added
    parts = [f"{plural(added, 'record')} added"] if added else []
    parts += [f"{plural(changed, 'record')} changed"] if changed else []
    return ", ".join(parts)


def _pages(session: Session, output: Output, imported: Imported) -> list[str]:
    """What is added, line by line, and of each record that changes, each change in a line.

    What a change means is left to `diff`: here somebody looks whether the edits are those that were meant.
    """
    records = before_and_after(imported)[1]
    words = Wording(records, None, Level.BOOKKEEPING)
    lines = [f"added {change.address}" for change in imported.changes if change.before is None]
    for change in imported.changes:
        if change.before is not None:
            found = diff(change.before, change.after, issues=records.issues)
            items = change_items(tuple(found), found, words, brief=True).items
            heads = Items(tuple(attrs.evolve(item, blocks=()) for item in items))
            page = Page(f"changed {change.address}", (heads,))
            lines.append(write_page(page, "text", width=session.width, color=output.color).rstrip())
    return lines


def _data(imported: Imported, folder: Path | None, *, written: bool) -> dict[str, Any]:
    return {
        "folder": None if folder is None else str(folder),
        "written": written,
        "added": [change.address for change in imported.changes if change.before is None],
        "changed": [change.address for change in imported.changes if change.before is not None],
        "problems": [problem_data(problem) for problem in imported.problems],
        "left_out": [problem_data(problem) for problem in imported.left_out],
        "remarks": list(imported.remarks),
        "unread": {key: ranges_text(spans) for key, spans in imported.unread.items()},
    }
