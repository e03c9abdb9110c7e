"""A pager for long results on a terminal, as git has it."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys

import click

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["is_longer_than", "pager_command", "show_in_pager"]

# The variables that name a pager; the first that is set counts.
_VARIABLES = ("NEGOTIATIONS_PAGER", "PAGER")
# The settings that git gives to pagers that are not set up otherwise: less shows colours, and leaves a
# page that fits on the screen.
_SETTINGS = {"LESS": "FRX", "LV": "-c"}


def pager_command(environ: Mapping[str, str] = os.environ) -> list[str]:
    """The pager with its arguments; empty where none is wanted.

    >>> pager_command({"NEGOTIATIONS_PAGER": "less -S", "PAGER": "more"})
    ['less', '-S']
    >>> pager_command({"PAGER": "cat"})
    []
    """
    usual = "less" if shutil.which("less") else "more"
    named = next((environ[name] for name in _VARIABLES if name in environ), usual)
    try:
        words = shlex.split(named, posix=os.name != "nt")
    except ValueError:  # a quotation mark that is not closed
        return []
    return [] if words == ["cat"] else words


def is_longer_than(text: str, size: os.terminal_size) -> bool:
    r"""Whether a text and the prompt beneath it take more lines than a screen has.

    >>> is_longer_than("one\ntwo\n", os.terminal_size((80, 3)))
    False
    >>> is_longer_than("one\n" + 100 * "2" + "\n", os.terminal_size((80, 3)))
    True
    """
    from rich.cells import cell_len

    lines = text.splitlines()
    if len(lines) >= size.lines:
        return True
    taken = sum(max(-(-cell_len(line) // size.columns), 1) for line in map(click.unstyle, lines))
    return taken >= size.lines


def show_in_pager(text: str, command: list[str]) -> bool:
    """Show a text in a pager and wait until the reader leaves it; False if it cannot be run.

    A reader may leave before the end.
    """
    sys.stdout.flush()
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        pager = subprocess.Popen(  # noqa: S603 - the reader's own command
            command, stdin=subprocess.PIPE, env={**_SETTINGS, **os.environ}
        )
    except OSError:
        return False
    # Ctrl+C is for the pager: less ends a search with it.
    earlier = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        pager.communicate(text.encode(encoding, "backslashreplace"))
    finally:
        signal.signal(signal.SIGINT, earlier)
    return True
