"""The command ``site build``: the explorer, a folder of static pages of a dataset."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from negotiations.cli.common import NOTHING, Session, example
from negotiations.io.layout import bundled_folder
from negotiations.limits import MAXIMUM_BYTES, read_regular

__all__ = ["site_command"]

_CHANGES = "CHANGELOG.md"


@click.group(
    "site",
    epilog=example(
        "negotiations site build explorer",
        "negotiations site build explorer --base-url https://example.org/talks --force",
    ),
)
def site_command() -> None:
    """Make web pages of a whole dataset, to be opened from the disk or put on any web server."""


def _check_address(_: click.Context, __: click.Parameter, url: str) -> str:
    if url and not re.fullmatch(r"https?://[!-~]+", url):
        raise click.BadParameter(f"{url!r} is no web address in ASCII; it begins with https://")
    if url and re.search(r"[?#]", url):
        raise click.BadParameter(f"{url!r} has a ? or #; give the address of a folder")
    return url


def _check_docs(_: click.Context, __: click.Parameter, path: str) -> str:
    if path and not re.fullmatch(r"(?:https?://[!-~]+|(?:\.\./)*[\w.~/-]+)", path, re.ASCII):
        raise click.BadParameter(f"{path!r} is no relative path and no web address in ASCII")
    return path


@site_command.command(
    "build",
    epilog=example(
        "negotiations site build explorer",
        "negotiations site build explorer --force --base-url https://example.org/talks",
    ),
)
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path))
@click.option(
    "--base-url",
    metavar="URL",
    default="",
    callback=_check_address,
    help="The address that the folder will have on the web: pages then name their own, and the feed "
    "has whole ones.",
)
@click.option(
    "--changes",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=f"The list of changes of the dataset, for the releases and their feed; by default {_CHANGES} in "
    "its folder, if there is one.",
)
@click.option(
    "--docs",
    metavar="PATH",
    default="",
    callback=_check_docs,
    help="Where the documentation is, from the folder of the explorer, such as ../index.html; or its "
    "address. Each page links it.",
)
@click.option("--force", is_flag=True, help="Replace the explorer that is at OUT.")
@click.pass_obj
def site_build_command(
    session: Session, out: Path, base_url: str, changes: Path | None, docs: str, *, force: bool
) -> int:
    """Build the explorer of the dataset in the folder OUT, and begin with index.html there.

    The pages need no server, load nothing from elsewhere, and work without scripts where they can.
    OUT is new or empty; with --force, it may be an earlier explorer, which stays as it is until
    the new one is complete. Requires the extra site. Exit status: 0.
    """
    from negotiations.site.building import build

    records = session.dataset.records
    folder = session.folder or bundled_folder()
    found = changes or folder / _CHANGES
    text = ""
    if changes is not None or found.is_file():
        text = read_regular(found, MAXIMUM_BYTES).decode("utf-8", "replace")
    with _progress(session) as progress:
        number = build(
            records, out, base_url=base_url, docs=docs, changes=text, force=force, progress=progress
        )
    session.say(f"{number} pages; begin with {out / 'index.html'}")
    return NOTHING


@contextmanager
def _progress(session: Session) -> Iterator[Callable[[int, int], None] | None]:
    """A bar on a terminal."""
    if session.quiet or not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=1, label="building", file=sys.stderr) as bar:

        def tell(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        yield tell
