"""The command ``upgrade``, for datasets of an older format."""

from __future__ import annotations

from pathlib import Path

import click

from negotiations.cli.common import NOTHING, Output, Session, example, with_output
from negotiations.folder.upgrading import upgrade
from negotiations.model.sources import FORMAT
from negotiations.plaintext import plain
from negotiations.render.wording import plural

__all__ = ["upgrade_command"]


@click.command(
    "upgrade",
    epilog=example("negotiations upgrade my-dataset --dry-run", "negotiations upgrade my-dataset"),
)
@click.argument("folder", required=False, type=click.Path(path_type=Path), metavar="[DIR]")
@click.option("--dry-run", is_flag=True, help="Change nothing; only print what would change.")
@with_output
def upgrade_command(session: Session, output: Output, folder: Path | None, *, dry_run: bool) -> int:
    """Bring a dataset of an older format to the present one.

    Every change is printed. All files are written, or none; a dataset that is in the present format is
    left as it is, and so is one of a newer format, which is an error. Without a DIR, the dataset of -d
    or of the current folder is upgraded.
    """
    root = session.own_folder if folder is None else folder
    files = upgrade(root, dry_run=dry_run)
    if output.is_json:
        output.json(
            {
                "format": FORMAT,
                "dry_run": dry_run,
                "files": [{"file": file.file, "changes": list(file.changes)} for file in files],
            }
        )
    elif files:
        lines = [f"{file.file} {change}" for file in files for change in file.changes]
        output.write("\n".join(map(plain, lines)))
    if not files:
        session.say(f"{root} is in format {FORMAT} already; nothing was changed")
    else:
        action = "would change" if dry_run else "changed"
        session.say(
            f"{action} {plural(len(files), 'file')}; {root} "
            f"{'would then be' if dry_run else 'is now'} in format {FORMAT}"
        )
    return NOTHING
