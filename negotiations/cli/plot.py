"""The commands ``plot timeline``, ``plot numbers`` and ``plot gap``: pictures in SVG, PNG or HTML."""

from __future__ import annotations

from pathlib import Path

import click

from negotiations.cli.common import (
    NOTHING,
    Session,
    as_of_option,
    complete_id_of,
    complete_issue,
    example,
    on_option,
)
from negotiations.cli.groups import Group

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from negotiations.plots import Plot

__all__ = ["plot_command"]

_complete_party = complete_id_of(("actors",), own=False)
_text_option = click.option(
    "--on",
    metavar="TEXT",
    shell_complete=complete_id_of(("proposals", "versions"), own=False),
    help="Only what concerns this proposal, or the proposal of this version.",
)
_issue_option = click.option(
    "--issue", metavar="ISSUE", shell_complete=complete_issue, help="Only what is on this issue."
)
_out = click.argument("out", metavar="OUT", type=click.Path(dir_okay=False, path_type=Path))
_force = click.option("--force", is_flag=True, help="Replace OUT if it exists.")


@click.group(
    "plot",
    cls=Group,
    epilog=example(
        "negotiations plot timeline timeline.svg --on may-proposal",
        "negotiations plot numbers prisoners.png --issue prisoner-release",
        "negotiations plot gap gap.html israel hamas --on ceasefire-agreement-2025",
    ),
)
def plot_command() -> None:
    """Draw a picture into a file that ends in .svg, .png or .html.

    SVG and HTML have a title and a description in words; HTML has the data as a table, too. Nothing in
    them is fetched from anywhere. Requires the extra plot.
    """


@plot_command.command(
    "timeline",
    epilog=example(
        "negotiations plot timeline timeline.svg",
        "negotiations plot timeline hamas.png --party hamas --on may-proposal",
    ),
)
@_out
@_issue_option
@click.option(
    "--party",
    metavar="PARTY",
    shell_complete=_complete_party,
    help="Only the lane of this actor, with those who speak for it.",
)
@_text_option
@_force
@click.pass_obj
def timeline_plot_command(
    session: Session,
    out: Path,
    issue: str | None,
    party: str | None,
    on: str | None,
    *,
    force: bool,
) -> int:
    """Draw events, texts and talks over time, in the lanes of the parties.

    A known day is a filled mark, a span of days a line; an end that is not known is an arrow, and what
    has no known time stands beside the axis. Exit status: 0.
    """
    return _save(
        session,
        out,
        lambda: session.dataset.plot.timeline(issue=issue, party=party, on=on),
        force=force,
    )


@plot_command.command(
    "numbers",
    epilog=example(
        "negotiations plot numbers prisoners.svg --issue prisoner-release",
        "negotiations plot numbers may.html --on may-proposal",
    ),
)
@_out
@_issue_option
@_text_option
@_force
@click.pass_obj
def numbers_plot_command(
    session: Session, out: Path, issue: str | None, on: str | None, *, force: bool
) -> int:
    """Draw the numbers of texts and positions with their bounds, issue by issue.

    A bound that is left open is an arrow; a number that no source gives is told in words. Exit status: 0.
    """
    return _save(
        session, out, lambda: session.dataset.plot.numbers(issue=issue, on=on), force=force
    )


@plot_command.command(
    "gap",
    epilog=example(
        "negotiations plot gap gap.svg israel hamas --on ceasefire-agreement-2025",
        "negotiations plot gap gaps.html israel hamas",
    ),
)
@_out
@click.argument("a", metavar="PARTY", shell_complete=_complete_party)
@click.argument("b", metavar="PARTY", shell_complete=_complete_party)
@on_option
@as_of_option
@_force
@click.pass_obj
def gap_plot_command(
    session: Session,
    out: Path,
    a: str,
    b: str,
    on: str | None,
    as_of: str | None,
    *,
    force: bool,
) -> int:
    """Draw issue by party: what each is reported to want, and whether they are apart.

    Without --on: every negotiation in which either has positions, one below another. Exit status: 0.
    """

    def plot() -> Plot:
        if on is None:
            return session.dataset.plot.gaps(a, b, as_of=as_of)
        return session.dataset.plot.gap(a, b, on=on, as_of=as_of)

    return _save(session, out, plot, force=force)


def _save(session: Session, out: Path, make: Callable[[], Plot], *, force: bool) -> int:
    """Make a picture and write it; a suffix of no format is reported before any work."""
    from negotiations.plots.plot import format_of

    format_of(out)
    plot = make()
    plot.save(out, force=force)
    session.say(f"{out}: {plot.counted}")
    return NOTHING
