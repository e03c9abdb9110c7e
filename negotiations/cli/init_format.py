"""Commands for folders and files that are written by hand: ``init``, ``format``."""

from __future__ import annotations

import shlex
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import attrs
import click

from negotiations import __version__
from negotiations.cli.common import (
    FAILED,
    NOTHING,
    Output,
    Session,
    example,
    kind_of_record,
    with_output,
)
from negotiations.cli.field_options import given_data, options_for
from negotiations.cli.schema_codebook import all_schemas
from negotiations.errors import InvalidDataset, Problem
from negotiations.folder.formatting import Formatted, format_folder, formatted
from negotiations.folder.locking import alone
from negotiations.folder.replacing import resolved, write_inside, write_text
from negotiations.folder.starting import derived, described, make_folder, new_files
from negotiations.io.layout import dataset_around
from negotiations.io.streams import is_stream, read_given
from negotiations.io.strict_json import read_json
from negotiations.limits import MAXIMUM_BYTES
from negotiations.model import Metadata
from negotiations.model.base import fields_of
from negotiations.plaintext import plain, plain_lines
from negotiations.render.wording import plural

TYPE_CHECKING = False


# --- init ---------------------------------------------------------------------------------------


def _init(session: Session, output: Output, *, folder: Path, copying: bool, **given: Any) -> int:
    """Make the folder of a new dataset: data/, seeds/, schemas, and settings.

    DIR must be new or empty; nothing is ever overwritten. Where no option says otherwise, id and
    title follow from the name of DIR. With --copy the folder begins with the records of the dataset
    of -d, or of the bundled one: their licence and coders stay, and a note names the original.
    """
    data, problems = given_data(Metadata, {**given, "id": given["key"]})
    if problems:
        raise InvalidDataset(problems)
    name = resolved(folder).name
    if copying:
        original = session.dataset
        if original.metadata is None:
            raise click.UsageError("the dataset has no metadata to copy")
        metadata = derived(original.metadata, data, name, __version__)
        files = new_files(metadata, all_schemas(), original.records)
    else:
        files = new_files(described(data, name, __version__), all_schemas())
    make_folder(folder, files)
    if output.is_json:
        output.json({"folder": str(folder), "files": sorted(files)})
    shown = shlex.quote(str(folder))
    session.say(f"made {folder} with {plural(len(files), 'file')}; next:")
    session.say(f"  cd {shown}")
    session.say("  negotiations add source ARTICLE.txt")
    session.say("  negotiations add --help")
    session.say("  negotiations check .")
    return NOTHING


init_command = click.command(
    "init",
    epilog=example("negotiations init my-talks", "negotiations init my-copy --copy"),
    help=_init.__doc__,
    params=[
        click.Argument(["folder"], type=click.Path(path_type=Path), metavar="DIR"),
        click.Option(["--copy", "copying"], is_flag=True, help="Begin with a copy of the records."),
        click.Option(["--id", "key"], metavar="ID", help="The id of the dataset."),
        *options_for(
            Metadata, without=("evidence",), inferred=[s.name for s in fields_of(Metadata)]
        ),
    ],
)(with_output(_init))


# --- format -------------------------------------------------------------------------------------


@click.command(
    "format",
    epilog=example(
        "negotiations format --check my-dataset", "negotiations format data/actors.json"
    ),
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option(
    "--check", "checking", is_flag=True, help="Change nothing; exit with 1 where it would."
)
@with_output
def format_command(
    session: Session, output: Output, paths: tuple[Path, ...], *, checking: bool
) -> int:
    """Write records in canonical form: the order and layout that Python's `save` writes.

    A PATH is a dataset's folder, or a file with records; - is standard input, formatted onto standard
    output. Without one, the dataset of -d or of the current folder is meant. A file that does not fit
    the model stays as it is, and is reported: exit status 2.
    """
    found: list[Formatted] = []
    streamed: str | None = None
    for path in paths or (session.own_folder,):
        if is_stream(path):
            alone_given = _format_file(path)
            found.append(alone_given)
            streamed = None if checking else alone_given.text
            continue
        # What is read must not change before it is written.
        folder = path if path.is_dir() else dataset_around(path.parent)
        with alone(folder) if folder is not None and not checking else nullcontext():
            here = format_folder(path) if path.is_dir() else (_format_file(path),)
            found += here
            if not checking:
                texts = {e.path: e.text for e in here if e.changed and e.text is not None}
                if folder is None:
                    for made, text in texts.items():
                        write_text(made, text)
                else:
                    root = folder.absolute()
                    inside = {
                        made.absolute().relative_to(root).as_posix(): text
                        for made, text in texts.items()
                    }
                    write_inside(root, inside)
    changed = [each for each in found if each.changed]
    refused = [each for each in found if each.problems]
    doing = "would format" if checking else "formatted"
    if streamed is not None:
        output.write(streamed)
    elif output.is_json:
        output.json([_formatted_data(each) for each in found])
    elif changed:
        output.write("\n".join(plain(f"{doing} {each.path}") for each in changed))
    for each in refused:
        for problem in each.problems:
            for line in str(attrs.evolve(problem, file=str(each.path))).splitlines():
                click.echo(plain_lines(line), err=True)
    same = len(found) - len(changed) - len(refused)
    left = f"; {len(refused)} refused" if refused else ""
    session.say(f"{doing} {plural(len(changed), 'file')}; {same} unchanged{left}")
    return FAILED if refused else output.status(changed and checking)


def _format_file(path: Path) -> Formatted:
    try:
        document, problems = read_json(str(path), read_given(path, MAXIMUM_BYTES))
    except OSError as fault:
        message = f"it cannot be read: {fault.strerror or fault}"
        problem = Problem(rule="folder", message=message, remedy="give a file or a folder")
        return Formatted(path=path, problems=(problem,))
    if document is None:
        return Formatted(path=path, problems=problems)
    if document.value == []:
        return formatted(path, document, None)
    first = document.value[0] if isinstance(document.value, list) else document.value
    try:
        kind = kind_of_record(attrs.evolve(document, value=first))
    except InvalidDataset as fault:
        return Formatted(path=path, problems=fault.problems)
    return formatted(path, document, kind)


def _formatted_data(each: Formatted) -> dict[str, Any]:
    state = "refused" if each.problems else "changed" if each.changed else "unchanged"
    data: dict[str, Any] = {"file": str(each.path), "state": state}
    if each.problems:
        data["problems"] = [
            {"rule": problem.rule, "line": problem.line, "message": problem.message}
            for problem in each.problems
        ]
    return data
