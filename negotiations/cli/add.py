"""The command ``add``: one record of any kind, with its fields as options."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from negotiations.cli.add_term import add_term_command
from negotiations.cli.common import NOTHING, Output, Session, example, with_output
from negotiations.cli.field_options import given_data, options_for
from negotiations.cli.groups import Group
from negotiations.cli.written import example_of, refuse, tell
from negotiations.errors import InvalidDataset, Problem
from negotiations.folder.drafting import NOT_KNOWN, draft, open_records, source_data, write_draft
from negotiations.folder.locking import alone
from negotiations.io.codec import to_data
from negotiations.io.schema import first_paragraph
from negotiations.model import Source, Version
from negotiations.records import COLLECTIONS, address_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from negotiations.model import Record
    from negotiations.records import Records

_KINDS = {
    name if name == "talks" else name.removesuffix("s"): kind for name, kind in COLLECTIONS.items()
}
_NAMES = {kind: name for name, kind in COLLECTIONS.items()}
_FOUND_IN_FILE = ("file_name", "sha256", "paragraphs")


class _Kinds(Group):
    """A command for each kind of record, made from the model when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The kinds of records, and terms, which are part of one."""
        del ctx
        return [*_KINDS, "term"]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of one kind."""
        del ctx
        if cmd_name == "term":
            return add_term_command
        if cmd_name not in _KINDS:
            return None
        return _source_command() if cmd_name == "source" else _kind_command(cmd_name)


@click.group(
    "add",
    cls=_Kinds,
    epilog=example(
        "negotiations add actor river-commission --kind organisation",
        "negotiations add term may-proposal@may ceasefire@3 --help",
        "negotiations add event --help",
    ),
)
def add_command() -> None:
    """Add a new record to the file that it belongs in.

    The record is added to the dataset of -d, or of the current folder. Each KIND has its fields as
    options: see `negotiations add KIND --help`. A record is written completely or not at all, and all
    missing fields are reported at once. Existing records are not changed:
    `set` changes them.
    """


def _kind_command(name: str) -> click.Command:
    kind = _KINDS[name]
    named = "PROPOSAL@VERSION" if kind is Version else "ID"

    def add(session: Session, output: Output, *, key: str, **options: Any) -> int:
        records = open_records(session.own_folder)
        data, problems = given_data(kind, options)
        return _write(session, output, records, (name, kind, key), options, data, problems)

    inferred = ["name", "label", "title", "completeness"]
    return _command(
        name,
        kind,
        add,
        [click.Argument(["key"], metavar=named), *options_for(kind, inferred=inferred)],
        lines=_EXAMPLES[name],
    )


def _source_command() -> click.Command:
    def add(
        session: Session, output: Output, *, file: Path, key: str | None, **options: Any
    ) -> int:
        records = open_records(session.own_folder)
        data, problems = given_data(Source, options)
        name, described = source_data(records, file, key)
        if described["language"] == NOT_KNOWN and "language" not in data:
            session.say(f"the language is unknown and recorded as {NOT_KNOWN!r}; give --language")
        # An example of a valid command names only the file; the rest is read from it.
        target = ("source", Source, name)
        return _write(session, output, records, target, options, described | data, problems)

    return _command(
        "source",
        Source,
        add,
        [
            click.Argument(
                ["file"],
                type=click.Path(exists=True, dir_okay=False, path_type=Path),
                metavar="FILE",
            ),
            click.Argument(["key"], required=False, metavar="[ID]"),
            *options_for(Source, without=_FOUND_IN_FILE, inferred=["label", "language"]),
        ],
        lines=_EXAMPLES["source"],
        more=" The fingerprint and the number of paragraphs are read from FILE, and its name gives the ID"
        " and the label; no words of the text are recorded.",
    )


_EXAMPLES = {
    "actor": ("negotiations add actor river-commission --kind organisation",),
    "place": ("negotiations add place upper-dam --kind border",),
    "issue": (
        "negotiations add issue water-share --kind measure --unit percent \\",
        '    --definition "The share of the flow that goes to the lower state."',
    ),
    "talks": ("negotiations add talks spring-round --status concluded --evidence FILE",),
    "proposal": (
        "negotiations add proposal water-treaty --between upland --between lowland \\",
        '    --rationale "The one text between the two."',
    ),
    "version": ("negotiations add version water-treaty@spring --evidence FILE --terms FILE",),
    "position": (
        "negotiations add position upland-on-share --actor upland --act demands \\",
        '    --terms \'{"issue": "water-share", "amount": {"exactly": 40}}\' --evidence FILE',
    ),
    "event": (
        'negotiations locate report "first words ... last words" --texts DIR |',
        "    negotiations add event spring-accepted --act accept --evidence -",
    ),
    "figure": ("negotiations add figure yearly-flow --unit litres --claims FILE",),
    "source": ("negotiations add source report.txt --language en --furniture 1",),
}


def _command(
    name: str,
    kind: type[Record],
    callback: Callable[..., int],
    params: list[click.Parameter],
    *,
    lines: tuple[str, ...],
    more: str = "",
) -> click.Command:
    summary = first_paragraph(kind)

    def alone_in_folder(session: Session, output: Output, **options: Any) -> int:
        # Two programs that add at the same moment would overwrite each other's records.
        with alone(session.own_folder):
            return callback(session, output, **options)

    command: click.Command = click.command(
        name,
        params=params,
        help=f"Add a record to the {_NAMES[kind]}.\n\n{summary}{more}",
        epilog=example(*lines),
        short_help=summary,
    )(with_output(alone_in_folder))
    return command


def _write(
    session: Session,
    output: Output,
    records: Records,
    target: tuple[str, type[Record], str],
    options: dict[str, Any],
    data: dict[str, Any],
    unread: tuple[Problem, ...],
) -> int:
    name, kind, key = target
    try:
        new = draft(records, kind, key, data, unread)
    except InvalidDataset as fault:
        verb, problems = ["add", name, key], fault.problems
        if any(problem.rule == "unique-id" for problem in problems):
            # What is there is changed by what was given, and nothing of it goes.
            given = {field for field, texts in options.items() if texts not in (None, ())}
            verb = ["set", f"{_NAMES[kind]}/{key}", *(["--keep"] if given else ["--help"])]
            problems = tuple(problem for problem in problems if problem.pointer[1:] in given)
        line = example_of(session, records, kind, verb, options, problems)
        return refuse(session, fault, line)
    write_draft(new, session.own_folder)
    did = f"added {address_of(new.record)} to {session.own_folder / new.file}"
    tell(session, output, did, to_data(new.record))
    return NOTHING
