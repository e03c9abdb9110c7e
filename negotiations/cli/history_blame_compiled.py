"""Commands that follow texts over time: ``history``, ``blame``, ``compiled``."""

from __future__ import annotations

import click

from negotiations.cli.common import (
    NOTHING,
    Output,
    Session,
    as_of_option,
    brief_option,
    complete_id_of,
    complete_issue,
    example,
    known_issue,
    with_answer,
)
from negotiations.render.history import history_page
from negotiations.render.render import page_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.answers.answer import Answer
    from negotiations.render.wording import Wording

__all__ = ["blame_command", "compiled_command", "history_command"]


@click.command(
    "history",
    epilog=example(
        "negotiations history may-proposal --issue philadelphi-corridor",
        "negotiations history ceasefire",
    ),
)
@click.argument(
    "of",
    metavar="PROPOSAL|VERSION|ISSUE",
    shell_complete=complete_id_of(("proposals", "versions", "issues"), own=False),
)
@click.option(
    "--issue", metavar="ISSUE", shell_complete=complete_issue, help="Only what bears on this issue."
)
@brief_option
@with_answer
def history_command(
    session: Session, output: Output, words: Wording, of: str, issue: str | None, *, brief: bool
) -> int:
    """Show versions, positions and events by date, as far as their order is known.

    Each step has a sign where its order is not sure, and says what changed and compared with what. The
    level bookkeeping writes out passages, order, and what is not compared and why. For an issue: through
    all texts. Exit status: 0.
    """
    history = session.dataset.history(of, known_issue(session, issue))
    if output.is_json:
        output.json(history.to_data())
    else:
        output.page(history_page(history, words, brief=brief))
    return NOTHING


@click.command("blame", epilog=example("negotiations blame may-proposal@bridging"))
@click.argument(
    "version", metavar="VERSION", shell_complete=complete_id_of(("versions",), own=False)
)
@with_answer
def blame_command(session: Session, output: Output, words: Wording, version: str) -> int:
    """Show which version first reports each term, phase and field of a VERSION.

    It follows the versions that VERSION is derived from, and names those that are silent. Exit
    status: 0.
    """
    return _shown(output, words, session.dataset.blame(version))


@click.command(
    "compiled",
    epilog=example(
        "negotiations compiled may-proposal", "negotiations compiled may-proposal --as-of 2024-07"
    ),
)
@click.argument(
    "proposal", metavar="PROPOSAL", shell_complete=complete_id_of(("proposals",), own=False)
)
@as_of_option
@with_answer
def compiled_command(
    session: Session, output: Output, words: Wording, proposal: str, as_of: str | None
) -> int:
    """Show the latest reported state of a proposal: each term with the version that it comes from.

    A version that does not mention a term leaves it standing, and is named. Where the order of
    versions is not known, all their readings are shown. Each version is listed with the last reported
    acts on it. Exit status: 0.
    """
    return _shown(output, words, session.dataset.compiled(proposal, as_of))


def _shown(output: Output, words: Wording, answer: Answer) -> int:
    if output.is_json:
        output.json(answer.to_data())
    else:
        output.page(page_of(answer, words))
    return NOTHING
