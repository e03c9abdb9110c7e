"""A bar on a terminal, for work that takes long enough to be seen."""

from __future__ import annotations

import sys
from contextlib import contextmanager

import click

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from negotiations.cli.common import Session

__all__ = ["progress_bar"]


@contextmanager
def progress_bar(session: Session, label: str) -> Iterator[Callable[[int, int], None] | None]:
    """What is to be called with what is done and with all there is; None where nobody looks on."""
    if session.quiet or not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def tell(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        yield tell
