"""The entry point, the global options, and the reporting of errors."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Iterator, MutableMapping
from importlib import import_module
from pathlib import Path

import click

from negotiations import __version__
from negotiations.cli.common import FAILED, INTERRUPTED, Session, example
from negotiations.cli.groups import Group
from negotiations.errors import AmbiguousId, InvalidDataset, NegotiationsError, UnknownId
from negotiations.plaintext import plain, plain_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]


# The modules of the commands, each loaded when one of its commands is run or described.
_MODULES = {
    "add": ("add",),
    "check_locate": ("check", "locate"),
    "cite": ("cite",),
    "diff": ("diff",),
    "export": ("export",),
    "git": ("git",),
    "history_blame_compiled": ("history", "blame", "compiled"),
    "init_format": ("init", "format"),
    "list_show_find": ("list", "show", "find"),
    "merge": ("merge",),
    "plot": ("plot",),
    "rename_relocate": ("rename", "relocate"),
    "rule": ("rule",),
    "schema_codebook": ("schema", "codebook", "coverage", "reliability", "completion"),
    "set_remove": ("set", "remove"),
    "site": ("site",),
    "stance_gap_side_by_side": ("stance", "gap", "side-by-side"),
    "template_import": ("template", "import"),
    "timeline": ("timeline",),
    "upgrade": ("upgrade",),
}


class _Commands(MutableMapping[str, click.Command]):
    """The commands by name, as they are asked for."""

    def __init__(self) -> None:
        self._homes = {name: home for home, names in _MODULES.items() for name in names}
        self._commands: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        if name not in self._commands:
            module = import_module(f"negotiations.cli.{self._homes[name]}")
            self._commands[name] = getattr(module, f"{name.replace('-', '_')}_command")
        return self._commands[name]

    def __contains__(self, name: object) -> bool:
        return name in self._homes

    def __iter__(self) -> Iterator[str]:
        return iter(self._homes)

    def __len__(self) -> int:
        return len(self._homes)

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._homes[name], self._commands[name] = "", command

    def __delitem__(self, name: str) -> None:
        del self._homes[name]
        self._commands.pop(name, None)


class _Group(Group):
    """A group whose commands are listed by purpose."""

    sections = (
        ("Look", ("list", "show", "find", "timeline", "plot")),
        (
            "Compare",
            ("diff", "side-by-side", "history", "blame", "compiled", "stance", "gap", "merge"),
        ),
        (
            "Curate",
            (
                "init",
                "template",
                "import",
                "add",
                "set",
                "remove",
                "rename",
                "locate",
                "relocate",
                "format",
                "check",
                "upgrade",
                "rule",
            ),
        ),
        (
            "Publish",
            (
                "site",
                "export",
                "cite",
                "coverage",
                "reliability",
                "codebook",
                "schema",
                "completion",
            ),
        ),
        ("Git", ("git",)),
    )

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands in sections."""
        for title, names in self.sections:
            self.write_section(formatter, title, names, ctx)


@click.group(
    cls=_Group,
    commands=_Commands(),
    name="negotiations",
    epilog=example(
        "negotiations diff may-proposal@may may-proposal@bridging",
        "negotiations show may-proposal@bridging",
        "negotiations find philadelphi",
    ),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "-d",
    "--directory",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="A dataset's folder, with data/ and seeds/. Without it, the dataset that the current folder "
    "lies in, else the bundled one.",
)
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="When to colour the output.",
)
@click.option(
    "--pager/--no-pager",
    "paged",
    default=True,
    help="Whether results longer than the terminal are shown in a pager: in that of NEGOTIATIONS_PAGER, "
    "else of PAGER, else in less.",
)
@click.option("-q", "--quiet", is_flag=True, help="Suppress remarks on standard error.")
@click.version_option(__version__, "-V", "--version", message="%(prog)s %(version)s")
@click.pass_context
def _cli(
    context: click.Context, directory: Path | None, color: str, *, paged: bool, quiet: bool
) -> None:
    """Who offered what to whom, in which version of which proposal, according to whom.

    Look into a dataset of negotiation terms, compare versions of proposals, and curate records of
    your own. An operand is an address (versions/may-proposal@may), an id where it is unique, or a
    JSON file with one record.

    Exit status: 0 nothing to report, 1 something found (differences, problems, no match),
    2 failed, 130 interrupted.
    """
    session = context.ensure_object(Session)
    session.directory, session.color_wish = directory, color
    session.quiet, session.paged = quiet, paged


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its status."""
    if sys.stdout is None:  # closed by the caller
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - to the end
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):
            # A character that a terminal cannot show is written as its code.
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        status = _run(arguments)
    except OSError:  # standard error cannot be written either
        status = FAILED
    sys.exit(status)


def _run(arguments: Sequence[str] | None) -> int:
    session = Session()
    try:
        status = _cli.main(
            list(arguments) if arguments is not None else None,
            prog_name="negotiations",
            standalone_mode=False,
            obj=session,
        )
        sys.stdout.flush()
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.ClickException as fault:
        shown = io.StringIO()
        fault.show(shown)
        said = shown.getvalue().removesuffix("\n") + _looked_at(session, fault, fault.message)
        click.echo(plain_lines(said), err=True)
        return FAILED
    except SystemExit as leave:
        # Outside standalone mode click exits in this way after a completion, and when the reader of
        # the output has gone, as with `| head`.
        gone = leave.code == 1 and "_NEGOTIATIONS_COMPLETE" not in os.environ
        return 128 + 13 if gone else int(leave.code or 0)
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + 13
    except InvalidDataset as fault:
        head, *problems = str(fault).splitlines()
        head += _looked_at(session, fault, *(problem.file for problem in fault.problems))
        click.echo(plain_lines("\n".join([head, *problems])), err=True)
        return FAILED
    except (NegotiationsError, OSError) as fault:
        said = str(fault)
        if isinstance(fault, OSError) and fault.filename is not None and fault.strerror:
            said = f"{fault.filename}: {fault.strerror}"
        looked = _looked_at(session, fault, said)
        click.echo(f"negotiations: {plain(session.typed(said))}{plain(looked)}", err=True)
        return FAILED
    return status if isinstance(status, int) else 0


def _looked_at(session: Session, fault: Exception, *said: str) -> str:
    """Name the dataset that was looked at before a fault, unless what is said names it."""
    name = session.looked_at
    named = any(name in text or text == str(session.folder) for text in said)
    if not name or named:
        return ""
    # What is not found, or is wrong, is so in the dataset; other faults came up beside it.
    inside = isinstance(fault, UnknownId | AmbiguousId) or (
        isinstance(fault, InvalidDataset) and not session.is_loaded
    )
    return f" ({'in' if inside else 'with'} {name})"
