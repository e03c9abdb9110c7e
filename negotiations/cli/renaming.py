"""The command ``rename``: another id for a record, everywhere."""

from __future__ import annotations

from typing import Any

import click

from negotiations.cli.common import (
    NOTHING,
    Output,
    Session,
    complete_own_address,
    example,
    with_output,
)
from negotiations.folder.drafting import open_records
from negotiations.folder.locking import alone
from negotiations.folder.renaming import Renaming, renamed, write_renaming
from negotiations.plaintext import plain
from negotiations.records import address_of, label_pointer
from negotiations.render.wording import plural
from negotiations.rules.rule import listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.references import Reference

__all__ = ["rename_command"]


@click.command(
    "rename",
    epilog=example(
        "negotiations rename actors/upland upland-government --dry-run",
        "negotiations rename versions/ansel-treaty@spring march",
        "negotiations rename issues/dam/options/shared joint",
    ),
)
@click.argument("address", shell_complete=complete_own_address)
@click.argument("new_id", metavar="NEW-ID")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@with_output
def rename_command(
    session: Session, output: Output, address: str, new_id: str, *, dry_run: bool
) -> int:
    """Give the record at ADDRESS another id, and all references to it with it.

    In the dataset of -d, or of the current folder. The versions of a proposal change with it, and so do the
    files that are named after the record. Of a version NEW-ID is enough without its proposal. Texts
    of articles, and what notes say in words, stay as they are. Files that change are written in
    canonical form, all of them or none.
    """
    folder = session.own_folder
    with alone(folder):
        renaming = renamed(open_records(folder), address, new_id)
        if not dry_run:
            write_renaming(renaming, folder)
    if output.is_json:
        output.json(_data(renaming, written=not dry_run))
    else:
        output.write("\n".join(plain(line) for line in _lines(renaming, dry_run=dry_run)))
    if renaming.mentions:
        places = [f"{where} {pointer}" for where, pointer in renaming.mentions]
        session.say(f"in words, and unchanged: {listed(places)}")
    return NOTHING


def _lines(renaming: Renaming, *, dry_run: bool) -> list[str]:
    doing = "would rename" if dry_run else "renamed"
    holders = {address_of(each.record) for each in renaming.references}
    count = plural(len(renaming.references), "reference")
    found = f", with {count} in {plural(len(holders), 'record')}" if holders else ""
    lines = [f"{doing} {renaming.old} to {renaming.new}{found}"]
    lines += [f"  {where} {pointer}" for where, pointer in map(_place, renaming.references)]
    lines += [f"  written: {name}" for name in renaming.texts]
    lines += [f"  removed: {name}" for name in renaming.removed]
    return lines


def _place(reference: Reference) -> tuple[str, str]:
    return address_of(reference.record), label_pointer(reference.record, reference.path)


def _data(renaming: Renaming, *, written: bool) -> dict[str, Any]:
    return {
        "from": renaming.old,
        "to": renaming.new,
        "written": written,
        "references": [
            {"record": where, "pointer": pointer}
            for where, pointer in map(_place, renaming.references)
        ],
        "mentions": [{"record": where, "pointer": pointer} for where, pointer in renaming.mentions],
        "files": list(renaming.texts),
        "removed": list(renaming.removed),
    }
