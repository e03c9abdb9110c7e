"""A directive that shows the help of every command, in the sections of ``negotiations --help``."""

from __future__ import annotations

from collections.abc import Iterator

import click
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from negotiations.cli.main import _cli as program

WIDTH = 88


class CommandHelp(SphinxDirective):
    """The help of the commands of one section; of the program itself, without an argument."""

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """A section for each command and each command below it."""
        top = click.Context(program, info_name="negotiations", **settings())
        if not self.arguments:
            return [block(program, top)]
        names = dict(program.sections)[self.arguments[0]]
        return [
            section(path, command, context)
            for name in names
            for path, command, context in within(name, program.commands[name], top)
        ]


def settings() -> dict[str, int]:
    """So that lines break alike on every machine."""
    return {"terminal_width": WIDTH, "max_content_width": WIDTH}


def within(
    name: str, command: click.Command, parent: click.Context
) -> Iterator[tuple[str, click.Command, click.Context]]:
    """A command and those below it, each with its name from the program on."""
    context = click.Context(command, info_name=name, parent=parent, **settings())
    path = context.command_path.partition(" ")[2]
    yield path, command, context
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            found = command.get_command(context, inner)
            if found is not None and not found.hidden:
                yield from within(inner, found, context)


def section(path: str, command: click.Command, context: click.Context) -> nodes.section:
    """The help of a command under its name, at an address of its own."""
    made = nodes.section(ids=[f"negotiations-{path.replace(' ', '-')}"], names=[path])
    made += nodes.title(path, path)
    made += block(command, context)
    return made


def block(command: click.Command, context: click.Context) -> nodes.literal_block:
    """The help as the program prints it."""
    text = command.get_help(context)
    return nodes.literal_block(text, text, language="text")


def setup(app: Sphinx) -> dict[str, bool]:
    """Registers the directive."""
    app.add_directive("command-help", CommandHelp)
    return {"parallel_read_safe": True}
