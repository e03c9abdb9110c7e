"""Commands that change what is recorded: ``set`` and ``remove``."""

from __future__ import annotations

from typing import Any

import click
from click.shell_completion import CompletionItem

from negotiations.cli.common import NOTHING, Output, Session, example, with_output
from negotiations.cli.field_options import flag, given_data, options_for
from negotiations.cli.written import complete_part, records_to_name, refuse, tell
from negotiations.errors import InvalidDataset, NegotiationsError
from negotiations.folder.drafting import open_records
from negotiations.folder.edit import write_edit
from negotiations.folder.editing import set_fields, settable
from negotiations.folder.locking import alone
from negotiations.folder.removing import removed
from negotiations.io.codec import to_data
from negotiations.model.base import fields_of
from negotiations.render.wording import plural

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.folder.edit import Edit
    from negotiations.folder.parts import Part
    from negotiations.model.base import Value

__all__ = ["remove_command", "set_command"]


class _Parts(click.Group):
    """A command for each part of a record, with its fields as options, made when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """No names: they are as many as the dataset has, and only completed."""
        del ctx
        return []

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of one part."""
        try:
            part = settable(records_to_name(ctx), cmd_name)
        except (NegotiationsError, OSError):
            if ctx.resilient_parsing:
                return None
            raise
        return _part_command(cmd_name, part)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Addresses of records and of their parts."""
        return [
            *complete_part(ctx, click.Argument(["address"]), incomplete),
            *super().shell_complete(ctx, incomplete),
        ]


set_command = _Parts(
    "set",
    help="Set fields of the record, or of the part of one, at ADDRESS.\n\n"
    "An address is an id or COLLECTION/ID. Behind it stands the way to a part, where one is meant, as "
    "pages, problems and diffs print it: ID/terms/ISSUE@1, ID/phases/2, ID/evidence/0. The fields of "
    "what is there are options: see `negotiations set ADDRESS --help`. A list takes the place of the "
    "one that is there, unless --keep is given. What would make something wrong is refused with all "
    "reasons, and then nothing is written.",
    short_help="Set fields of a record or of a part of it.",
    subcommand_metavar="ADDRESS [--FIELD VALUE]...",
    epilog=example(
        "negotiations set may-proposal@may/terms/ceasefire@1 --duration P6W",
        "negotiations set killing-of-haniyeh --unset summary --note 'To be read again.'",
        "negotiations set sources/cnn-relay --uncoded 'rest: not about the talks'",
    ),
)


def _part_command(address: str, part: Part) -> click.Command:
    kind: type[Value] = type(part.content)
    names = [spec.name for spec in fields_of(kind) if spec.name != "id"]

    def complete(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
        return [
            CompletionItem(spec.name, help=spec.doc)
            for spec in fields_of(kind)
            if spec.name in names and spec.optional and spec.name.startswith(incomplete)
        ]

    def change(
        session: Session, output: Output, *, unset: tuple[str, ...], keep: bool, **options: Any
    ) -> int:
        data, problems = given_data(kind, options)
        if not (data or problems or unset):
            raise click.UsageError(
                f"nothing to set: give a field of {part.address}: "
                f"{', '.join(flag(name) for name in names)}; or --unset FIELD"
            )
        folder = session.own_folder
        with alone(folder):
            try:
                edit = set_fields(
                    open_records(folder), address, data, unset=unset, keep=keep, unread=problems
                )
                files = write_edit(edit, folder)
            except InvalidDataset as fault:
                return refuse(session, fault)
        (now,) = edit.parts
        did = f"nothing to change: {now.address} has this already"
        if files:
            where = " and ".join(str(folder / file) for file in files)
            fields = _changes(settable(edit.before, address), now, [*data, *unset])
            did = f"set {now.address} in {where}: {fields}"
        tell(session, output, did, to_data(now.content))
        return NOTHING

    made: click.Command = click.command(
        address,
        params=[
            *options_for(kind, inferred=names),
            click.Option(
                ["--unset"],
                multiple=True,
                metavar="FIELD",
                shell_complete=complete,
                help="A field that is to be not reported. Repeat for more.",
            ),
            click.Option(
                ["--keep"],
                is_flag=True,
                help="Keep the items of the lists, and the names in extra data, that are there, and add "
                "those given.",
            ),
        ],
        help=f"Set fields of {part.address}, and leave the others as they are.",
        epilog=example(f"negotiations set {address} --note 'In our own words.'"),
    )(with_output(change))
    return made


def _changes(before: Part, after: Part, names: list[str]) -> str:
    """Which fields are other ones; of lists, how many items stand in the place of how many."""
    told: list[str] = []
    for name in dict.fromkeys(name.replace("-", "_") for name in names):
        old, new = (getattr(part.content, name) for part in (before, after))
        if old == new:
            continue
        counted = isinstance(old, tuple) and isinstance(new, tuple)
        told.append(f"{name} ({len(new)} in place of {len(old)})" if counted else name)
    return ", ".join(told)


@click.command(
    "remove",
    epilog=example(
        "negotiations remove events/both-sides-see-little-chance --dry-run",
        "negotiations remove may-proposal@may/terms/reconstruction@3 --output-format json",
    ),
)
@click.argument(
    "addresses", nargs=-1, required=True, metavar="ADDRESS...", shell_complete=complete_part
)
@click.option("--dry-run", is_flag=True, help="Say what would be removed, and change nothing.")
@with_output
def remove_command(
    session: Session, output: Output, addresses: tuple[str, ...], *, dry_run: bool
) -> int:
    """Remove records, or parts of them: terms, phases, passages.

    An ADDRESS is that of a record, or of an item of a list in one. What something else refers to is
    not removed: all references are listed, with a command for each; what is removed together may refer
    to each other. A list that loses its last item is not reported then; that a source reports there
    are none is set: `negotiations set ADDRESS --FIELD '[]'`. As JSON, what was removed is printed.
    """
    folder = session.own_folder
    with alone(folder):
        try:
            edit = removed(open_records(folder), addresses)
            files = (*edit.texts, *edit.stale) if dry_run else write_edit(edit, folder)
        except InvalidDataset as fault:
            return refuse(session, fault)
    tell(
        session,
        output,
        f"{'would remove' if dry_run else 'removed'} {_named(edit)} from "
        f"{' and '.join(str(folder / file) for file in files)}{_silent(edit)}",
        *(to_data(part.content) for part in edit.parts),
    )
    return NOTHING


def _named(edit: Edit) -> str:
    addresses = [part.address for part in edit.parts]
    if len(addresses) <= 3:
        return " and ".join(addresses)
    return f"{plural(len(addresses), 'part')}, {addresses[0]} to {addresses[-1]},"


def _silent(edit: Edit) -> str:
    """The lists that are not reported any more."""
    emptied = dict.fromkeys(
        f"{part.around.address} {part.field}"
        for part in edit.parts
        if part.path and _is_gone(edit, part)
    )
    return f"; not reported now: {', '.join(emptied)}" if emptied else ""


def _is_gone(edit: Edit, part: Part) -> bool:
    from negotiations.folder.parts import part_at

    try:
        return part_at(edit.after, part.around.address + f"/{part.field}").content is None
    except NegotiationsError:
        return False
