"""Commands for what goes out: ``schema``, ``completion``."""

from __future__ import annotations

from typing import Any

import click

from negotiations.cli.common import NOTHING, Output, Session, example, with_output
from negotiations.compare.document import diff_schema
from negotiations.errors import UnknownId
from negotiations.jsontext import dumps
from negotiations.layout import FILE_KINDS, bundled_folder
from negotiations.schema import schema_of
from negotiations.store.folder import write_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path


def _schemas() -> dict[str, dict[str, Any]]:
    made = {kind.name: schema_of(kind) for kind in FILE_KINDS}
    return {**made, "diff": diff_schema()}


def _complete_schema(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    return [name for name in _schemas() if name.startswith(incomplete)]


@click.command(
    "schema",
    epilog=example("negotiations schema proposal", "negotiations schema --check"),
)
@click.argument("name", required=False, shell_complete=_complete_schema)
@click.option(
    "--check", "checking", is_flag=True, help="Exit with 1 where a written schema is stale."
)
@click.option("--write", "writing", is_flag=True, help="Write all schemas into DIR/schema.")
@with_output
def schema_command(
    session: Session, output: Output, name: str | None, checking: bool, writing: bool
) -> int:
    """Print the JSON Schema of a kind of file, or hold the written ones against the model.

    Without a NAME the names are listed. --check and --write work on the folder schema/ of -d, or of
    the bundled dataset.
    """
    schemas = _schemas()
    folder = (session.directory or bundled_folder()) / "schema"
    if checking and writing:
        raise click.UsageError("--check and --write exclude each other")
    if writing:
        for each, schema in schemas.items():
            write_text(_file(folder, each), dumps(schema) + "\n")
        session.say(f"wrote {len(schemas)} schemas to {folder}")
        return NOTHING
    if checking:
        return _check(session, output, schemas, folder)
    if name is None:
        if output.is_json:
            output.json(list(schemas))
        else:
            output.write(
                "\n".join(f"{each:<10} {schemas[each]['description']}" for each in schemas)
            )
        return NOTHING
    if name not in schemas:
        raise UnknownId(name, schemas, "schema")
    output.json(schemas[name])
    return NOTHING


def _file(folder: Path, name: str) -> Path:
    return folder / f"{name}.schema.json"


def _check(
    session: Session, output: Output, schemas: dict[str, dict[str, Any]], folder: Path
) -> int:
    found: list[dict[str, str]] = []
    for name, schema in schemas.items():
        path = _file(folder, name)
        if not path.is_file():
            found.append({"schema": name, "file": str(path), "problem": "missing"})
        elif path.read_text("utf-8") != dumps(schema) + "\n":
            found.append({"schema": name, "file": str(path), "problem": "stale"})
    known = {_file(folder, name).name for name in schemas}
    found += [
        {"schema": path.stem, "file": str(path), "problem": "unknown"}
        for path in sorted(folder.glob("*.json"))
        if path.name not in known
    ]
    if output.is_json:
        output.json(found)
    elif found:
        lines = [f"{each['file']}: {each['problem']}" for each in found]
        output.write("\n".join([*lines, "remedy: negotiations schema --write"]))
    else:
        session.say(f"{len(schemas)} schemas are as the model has them")
    return output.status(found)


@click.command("completion", epilog=example('eval "$(negotiations completion bash)"'))
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@with_output
def completion_command(session: Session, output: Output, shell: str) -> int:
    """Print the completion script of a SHELL: commands, options and ids of the dataset."""
    from click.shell_completion import get_completion_class

    del session
    maker = get_completion_class(shell)
    root = click.get_current_context().find_root().command
    if maker is None:
        raise UnknownId(shell, ("bash", "zsh", "fish"), "shell")
    output.write(maker(root, {}, "negotiations", "_NEGOTIATIONS_COMPLETE").source())
    return NOTHING
