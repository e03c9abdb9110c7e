"""Groups of commands, whose help has the summary of each command in full."""

from __future__ import annotations

import click

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Group"]

# Longer than any summary: click cuts off what is longer, and wraps what is not.
_IN_FULL = 1_000


class Group(click.Group):
    """A group that lists its commands with their whole summaries."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands."""
        self.write_section(formatter, "Commands", self.list_commands(ctx), ctx)

    def write_section(
        self, formatter: click.HelpFormatter, title: str, names: Iterable[str], ctx: click.Context
    ) -> None:
        """List these commands under a title."""
        commands = ((name, self.get_command(ctx, name)) for name in names)
        rows = [
            (name, command.get_short_help_str(_IN_FULL))
            for name, command in commands
            if command is not None and not command.hidden
        ]
        if rows:
            with formatter.section(title):
                formatter.write_dl(rows)
