"""Commands that compare parties and texts: ``side-by-side``, ``stance``, ``gap``."""

from __future__ import annotations

from typing import Any

import attrs
import click

from negotiations.cli.common import (
    NOTHING,
    Output,
    Session,
    as_of_option,
    brief_option,
    complete_address,
    complete_id_of,
    complete_issue,
    example,
    inferred_scope,
    known_issue,
    on_option,
    operand,
    with_answer,
)
from negotiations.model import Actor, Version
from negotiations.render.attributions import gathered
from negotiations.render.gap import gap_page
from negotiations.render.render import page_of
from negotiations.render.stance import stance_page

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from negotiations.answers.gap import Gap
    from negotiations.answers.side_by_side import SideBySide
    from negotiations.answers.stance import Stance
    from negotiations.render.page import Page
    from negotiations.render.wording import Wording

__all__ = ["gap_command", "side_by_side_command", "stance_command"]

_complete_party = complete_id_of(("actors",), own=False)


@click.command(
    "side-by-side",
    epilog=example(
        "negotiations side-by-side may-proposal@may may-proposal@bridging hamas israel",
        "negotiations side-by-side --four-column may-proposal@may hamas israel may-proposal@bridging",
        "negotiations side-by-side hamas israel --on ceasefire-agreement-2025 --differs",
    ),
)
@click.argument(
    "columns", metavar="COLUMN COLUMN...", nargs=-1, required=True, shell_complete=complete_address
)
@click.option(
    "--four-column",
    is_flag=True,
    help="The four-column document of trilogues: COLUMNs are a base text, the two parties on its "
    "proposal, and a compromise.",
)
@on_option
@as_of_option
@click.option(
    "--base",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    metavar="N",
    help="The column, counted from 1, that the others are compared with.",
)
@click.option(
    "--issue", metavar="ISSUE", shell_complete=complete_issue, help="Only rows on this issue."
)
@click.option("--differs", is_flag=True, help="Only rows in which columns differ, or may.")
@with_answer
def side_by_side_command(
    session: Session,
    output: Output,
    words: Wording,
    columns: tuple[str, ...],
    on: str | None,
    as_of: str | None,
    base: int,
    issue: str | None,
    *,
    four_column: bool,
    differs: bool,
) -> int:
    """Compare two to twelve COLUMNs in a table, issue by issue.

    A COLUMN is a version, a position, or an actor. An actor stands for its stance in the negotiation
    of the proposal given by --on, which can be left out if all texts belong to one proposal. Exit
    status 1: in some row, columns differ or may differ.
    """
    issue = known_issue(session, issue)
    operands = [operand(session, text) for text in columns]
    if four_column:
        table = _four_columns(session, columns, operands, on, as_of, base)
    else:
        on = on or inferred_scope(columns, operands)
        if base > len(operands):
            raise click.UsageError(f"--base {base}: there are {len(operands)} columns")
        titled: Any = operands
        table = session.dataset.side_by_side(*titled, on=on, as_of=as_of, base=base - 1)
    rows = table.where(issue=issue, differs=True if differs else None)
    table = attrs.evolve(table, rows=rows)
    if output.is_json:
        output.json(table.to_data())
    else:
        output.page(page_of(table, words))
    return output.status(any(row.differs for row in rows))


def _four_columns(
    session: Session,
    columns: tuple[str, ...],
    operands: list[Any],
    on: str | None,
    as_of: str | None,
    base: int,
) -> SideBySide:
    wanted = (Version, Actor, Actor, Version)
    kinds = tuple(type(holder) for holder in operands)
    if kinds != wanted:
        said = ", ".join(
            f"{text} ({kind.__name__})" for text, kind in zip(columns, kinds, strict=True)
        )
        raise click.UsageError(
            f"--four-column requires BASE PARTY PARTY COMPROMISE: a version, two actors, a version; "
            f"found {said}"
        )
    if on is not None or base != 1:
        raise click.UsageError(
            "--four-column uses the proposal of its first column, the base text: leave out --on and "
            "--base"
        )
    one, first, second, other = operands
    return session.dataset.four_columns(one, first, second, other, as_of=as_of)


# --- parties ------------------------------------------------------------------------------------


@click.command(
    "stance",
    epilog=example(
        "negotiations stance hamas --on may-proposal",
        "negotiations stance israel --on may-proposal --as-of may-proposal@bridging",
        "negotiations stance united-states",
    ),
)
@click.argument("party", metavar="PARTY", shell_complete=_complete_party)
@on_option
@as_of_option
@with_answer
def stance_command(
    session: Session,
    output: Output,
    words: Wording,
    party: str,
    on: str | None,
    as_of: str | None,
) -> int:
    """Show what a PARTY is reported to want within a negotiation, who says so, and who denies it.

    Without --on: in every negotiation in which it has positions, one after another, and last those
    positions that concern no text; JSON is then a list. Exit status: 0.
    """

    def stance(scope: str | None) -> Stance:
        return session.dataset.stance(party, on=scope, as_of=as_of)

    def page(answer: Stance) -> Page:
        return stance_page(answer, words)

    _show_all(session, output, words, stance, (party,), on, "Stances of {}", page)
    return NOTHING


@click.command(
    "gap",
    epilog=example(
        "negotiations gap israel hamas --on ceasefire-agreement-2025",
        "negotiations gap israel hamas --brief",
        "negotiations gap israel hamas --output-format html -o gaps.html",
    ),
)
@click.argument("a", metavar="PARTY", shell_complete=_complete_party)
@click.argument("b", metavar="PARTY", shell_complete=_complete_party)
@on_option
@as_of_option
@brief_option
@with_answer
def gap_command(
    session: Session,
    output: Output,
    words: Wording,
    a: str,
    b: str,
    on: str | None,
    as_of: str | None,
    *,
    brief: bool,
) -> int:
    """Show where the stated positions of two parties are apart, issue by issue.

    This is a gap between stated positions, not a zone of possible agreement. Without --on: in every
    negotiation in which either has positions, one after another, and last those positions that
    concern no text; JSON is then a list. Exit status 1: they are apart on some issue,
    certainly or possibly.
    """

    def gap(scope: str | None) -> Gap:
        return session.dataset.gap(a, b, on=scope, as_of=as_of)

    def page(answer: Gap) -> Page:
        return gap_page(answer, words, brief=brief)

    title = "Gaps between {} and {}"
    answers = _show_all(session, output, words, gap, (a, b), on, title, page)
    return output.status(any(answer.where("apart") for answer in answers))


def _show_all(
    session: Session,
    output: Output,
    words: Wording,
    ask: Callable[[str | None], Any],
    parties: tuple[str, ...],
    on: str | None,
    title: str,
    page: Callable[[Any], Page],
) -> list[Any]:
    """The answers of one negotiation, or of all in which the parties have positions."""
    from negotiations.answers.stance import scopes_of

    if on is not None:
        answers = [ask(on)]
    else:
        answers = [ask(scope) for scope in scopes_of(session.dataset.records, parties)]
    if output.is_json:
        data = [answer.to_data() for answer in answers]
        output.json(data if on is None else data[0])
        return answers
    pages = [page(answer) for answer in answers]
    names = [words.voice(party.removeprefix("actors/")) for party in parties]
    output.page(pages[0] if on is not None else gathered(title.format(*names), pages))
    if not answers:
        session.say("no position is reported in any negotiation")
    return answers
