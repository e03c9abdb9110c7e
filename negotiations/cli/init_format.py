"""The commands ``init`` and ``format``, for folders and files written by hand."""

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
    with_output,
)
from negotiations.cli.field_options import given_data, options_for
from negotiations.errors import InvalidDataset, Problem
from negotiations.folder.formatting import Formatted, format_folder, formatted
from negotiations.folder.locking import alone
from negotiations.folder.reading import other_format
from negotiations.folder.replacing import write_inside, write_text
from negotiations.folder.starting import all_schemas, derived, described, make_folder, new_files
from negotiations.io.kinds import kind_of_record
from negotiations.io.layout import dataset_around
from negotiations.io.streams import is_stream, read_operand
from negotiations.io.strict_json import read_json
from negotiations.limits import MAXIMUM_BYTES, resolved
from negotiations.model import Metadata
from negotiations.model.base import fields_of
from negotiations.plaintext import plain, plain_lines
from negotiations.render.wording import plural

TYPE_CHECKING = False


# --- init ---------------------------------------------------------------------------------------


def _init(session: Session, output: Output, *, folder: Path, copying: bool, **options: Any) -> int:
    """Make the folder of a new dataset, with data/, seeds/, schemas and settings.

    DIR must be new or empty; nothing is ever overwritten. Unless given by options, id and title follow
    from the name of DIR. With --copy, the folder starts with the records of the dataset of -d, or of
    the bundled one: their licence and coders stay, and a note names the original.
    """
    data, problems = given_data(Metadata, {**options, "id": options["key"]})
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
        click.Option(["--copy", "copying"], is_flag=True, help="Start with a copy of the records."),
        click.Option(["--id", "key"], metavar="ID", help="The id of the dataset."),
        *options_for(
            Metadata, without=("evidence", "format"), inferred=[s.name for s in fields_of(Metadata)]
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
    "--check", "checking", is_flag=True, help="Change nothing; exit with 1 if a file would change."
)
@with_output
def format_command(
    session: Session, output: Output, paths: tuple[Path, ...], *, checking: bool
) -> int:
    """Write records in canonical form: the order and layout that Python's `save` writes.

    A PATH is the folder of a dataset, a file with records, or - for standard input, which is formatted
    to standard output. Without a PATH, the dataset of -d or of the current folder is formatted. A file
    that does not fit the model is reported and not changed: exit status 2.
    """
    files: list[Formatted] = []
    streamed: str | None = None
    for path in paths or (session.own_folder,):
        if is_stream(path):
            stream = _format_file(path)
            files.append(stream)
            streamed = None if checking else stream.text
            continue
        # The files must not change between reading and writing.
        folder = path if path.is_dir() else dataset_around(path.parent)
        with alone(folder) if folder is not None and not checking else nullcontext():
            inside = format_folder(path) if path.is_dir() else (_format_file(path, folder),)
            files += inside
            if not checking:
                texts = {
                    file.path: file.text
                    for file in inside
                    if file.changed and file.text is not None
                }
                if folder is None:
                    for target, text in texts.items():
                        write_text(target, text)
                else:
                    root = folder.absolute()
                    relative = {
                        target.absolute().relative_to(root).as_posix(): text
                        for target, text in texts.items()
                    }
                    write_inside(root, relative)
    changed = [file for file in files if file.changed]
    refused = [file for file in files if file.problems]
    action = "would format" if checking else "formatted"
    if streamed is not None:
        output.write(streamed)
    elif output.is_json:
        output.json([_formatted_data(file) for file in files])
    elif changed:
        output.write("\n".join(plain(f"{action} {file.path}") for file in changed))
    for file in refused:
        for problem in file.problems:
            for line in str(attrs.evolve(problem, file=str(file.path))).splitlines():
                click.echo(plain_lines(line), err=True)
    unchanged = len(files) - len(changed) - len(refused)
    remark = f"; {len(refused)} refused" if refused else ""
    session.say(f"{action} {plural(len(changed), 'file')}; {unchanged} unchanged{remark}")
    return FAILED if refused else output.status(changed and checking)


def _format_file(path: Path, folder: Path | None = None) -> Formatted:
    other = None if folder is None else other_format(folder)
    if other is not None:
        return Formatted(path=path, problems=(other,))
    try:
        document, problems = read_json(str(path), read_operand(path, MAXIMUM_BYTES))
    except OSError as fault:
        message = f"it cannot be read: {fault.strerror or fault}"
        problem = Problem(rule="folder", message=message, remedy="give a file or a folder")
        return Formatted(path=path, problems=(problem,))
    if document is None:
        return Formatted(path=path, problems=problems)
    if document.value == []:
        return formatted(path, document, None)
    data = document.value[0] if isinstance(document.value, list) else document.value
    try:
        kind = kind_of_record(attrs.evolve(document, value=data))
    except InvalidDataset as fault:
        return Formatted(path=path, problems=fault.problems)
    return formatted(path, document, kind)


def _formatted_data(file: Formatted) -> dict[str, Any]:
    state = "refused" if file.problems else "changed" if file.changed else "unchanged"
    data: dict[str, Any] = {"file": str(file.path), "state": state}
    if file.problems:
        data["problems"] = [
            {"rule": problem.rule, "line": problem.line, "message": problem.message}
            for problem in file.problems
        ]
    return data
