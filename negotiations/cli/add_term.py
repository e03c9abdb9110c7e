"""The command ``add term``: a term for a version or a position that is there."""

from __future__ import annotations

from typing import Any

import attrs
import click

from negotiations.cli.common import (
    NOTHING,
    Output,
    Session,
    complete_id_of,
    example,
    with_output,
)
from negotiations.cli.field_options import given_data, options_for
from negotiations.cli.written import example_of, records_to_name, refuse, tell
from negotiations.errors import InvalidDataset, NegotiationsError
from negotiations.folder.drafting import open_records
from negotiations.folder.edit import write_edit
from negotiations.folder.editing import add_term, place_of_term
from negotiations.folder.locking import alone
from negotiations.io.codec import to_data
from negotiations.io.schema import first_paragraph
from negotiations.model import Term
from negotiations.model.terms import split_label

TYPE_CHECKING = False
if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

__all__ = ["add_term_command"]

_EXAMPLE = example(
    'negotiations locate report "first words ... last words" --texts DIR |',
    "    negotiations add term water-treaty@spring water-share@1 \\",
    "    --amount 'at_least 40' --evidence -",
    "negotiations add term water-treaty@spring water-share@1 --help",
)


class _Holders(click.Group):
    """A group for each record that holds terms, made of the dataset when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """No names: they are as many as the dataset has, and only completed."""
        del ctx
        return []

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The terms of one holder; whether there is one is told together with the issue."""
        del ctx
        return _Issues(
            cmd_name,
            holder=cmd_name,
            help=f"Add a term to {cmd_name}, on an issue, in the phase behind the @.",
            subcommand_metavar="ISSUE[@PHASE][:CASE][.OPTION] [OPTIONS]",
            epilog=_EXAMPLE,
        )

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Versions and positions."""
        complete = complete_id_of(("versions", "positions"))
        return [
            *complete(ctx, click.Argument(["address"]), incomplete),
            *super().shell_complete(ctx, incomplete),
        ]


class _Issues(_Holders):
    """A command for each issue, with the fields of its terms as options."""

    def __init__(self, name: str, *, holder: str, **more: Any) -> None:
        super().__init__(name, **more)
        self._holder = holder

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of one term."""
        try:
            _, kind = place_of_term(records_to_name(ctx), self._holder, cmd_name)
        except InvalidDataset as fault:
            if ctx.resilient_parsing:
                return None
            raise click.exceptions.Exit(refuse(ctx.ensure_object(Session), fault)) from fault
        except (NegotiationsError, OSError):
            if ctx.resilient_parsing:
                return None
            raise
        return _term_command(self._holder, cmd_name, kind)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The issues."""
        complete = complete_id_of(("issues",))
        return [
            *complete(ctx, click.Argument(["address"]), incomplete),
            *click.Group.shell_complete(self, ctx, incomplete),
        ]


add_term_command = _Holders(
    "term",
    help="Add a term to the terms of a version or a position.\n\n"
    "HOLDER is the id or address of the version or position. The issue gives the kind of the term, and "
    "with it the fields that are options: see `negotiations add term HOLDER ISSUE --help`. PHASE is "
    "the ordinal of a phase, or `whole`; without it the phase is not reported. CASE is one of the cases "
    "of the issue, OPTION the label of one of several options of a draft: `water-share@1:dry.option-2`.",
    short_help="A term, for a version or a position that is there.",
    subcommand_metavar="HOLDER ISSUE[@PHASE][:CASE][.OPTION] [OPTIONS]",
    epilog=_EXAMPLE,
)


def _term_command(holder: str, label: str, kind: type[Term]) -> click.Command:
    def add(session: Session, output: Output, *, kind_given: str | None, **options: Any) -> int:
        # The kind may be given, and is that of the issue.
        if kind_given not in (None, kind.kind.value):
            issue = split_label(label).issue
            raise NegotiationsError(
                f"terms on {issue!r} are of the kind {kind.kind.value!r}, found {kind_given!r}; "
                "leave out --kind, or name another issue"
            )
        data, problems = given_data(kind, options)
        folder = session.own_folder
        with alone(folder):
            records = open_records(folder)
            try:
                edit = add_term(records, holder, label, data, unread=problems)
            except InvalidDataset as fault:
                inside = tuple(_within(problem, label) for problem in fault.problems)
                verb = ["add", "term", holder, label]
                line = example_of(session, records, kind, verb, options, inside)
                return refuse(session, fault, line)
            (file,) = write_edit(edit, folder)
        (part,) = edit.parts
        tell(session, output, f"added {part.address} to {folder / file}", to_data(part.content))
        return NOTHING

    made: click.Command = click.command(
        label,
        params=[
            click.Option(
                ["--kind", "kind_given"],
                metavar="WORD",
                help=f"The kind of the term, which is that of its issue: {kind.kind.value}.",
            ),
            *options_for(kind, without=Term.key_fields),
        ],
        help=f"Add a term on {label} to {holder}.\n\n{first_paragraph(kind)}",
        epilog=example(f"negotiations add term {holder} {label} --evidence FILE"),
    )(with_output(add))
    return made


def _within(problem: Any, label: str) -> Any:
    """A problem of a term with its pointer into the term."""
    return attrs.evolve(problem, pointer=problem.pointer.removeprefix(f"/terms/{label}"))
