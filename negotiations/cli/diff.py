"""The command ``diff``."""

from __future__ import annotations

from typing import Any

import click

from negotiations.cli.common import (
    PAGE_FORMATS,
    QUOTED_TEXTS,
    Output,
    Session,
    as_of_option,
    complete_address,
    complete_id_of,
    complete_issue,
    example,
    inferred_scope,
    known_issue,
    level_option,
    on_option,
    operand,
    output_in,
    texts_option,
    wording,
)
from negotiations.compare.document import diff_to_data
from negotiations.errors import NegotiationsError
from negotiations.model import Actor, Position, Version
from negotiations.render.diffs import diff_page

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path


@click.command(
    "diff",
    epilog=example(
        "negotiations diff may-proposal@may may-proposal@bridging",
        "negotiations diff may-proposal@may may-proposal@bridging --issue philadelphi-corridor",
        "negotiations diff hamas may-proposal@bridging",
        "negotiations diff may-proposal@may may-proposal@bridging --output-format json-patch",
        "negotiations diff may-proposal@may may-proposal@bridging --output-format html -o page.html",
    ),
)
@click.argument("a", shell_complete=complete_address)
@click.argument("b", shell_complete=complete_address)
@click.option(
    "--issue", metavar="ISSUE", shell_complete=complete_issue, help="Only changes on this issue."
)
@click.option(
    "--leans",
    metavar="ACTOR",
    shell_complete=complete_id_of(("actors",), own=False),
    help="Only changes that lean toward this party.",
)
@level_option
@click.option(
    "--evidence",
    is_flag=True,
    help="Show changes of evidence at any level: where both sides say the same by other passages or "
    "claimants. The passages of the other changes are always shown.",
)
@texts_option(QUOTED_TEXTS)
@on_option
@as_of_option
@output_in(*PAGE_FORMATS, "json-patch")
def diff_command(  # noqa: PLR0913 - one argument for each option
    session: Session,
    output: Output,
    a: str,
    b: str,
    issue: str | None,
    leans: str | None,
    level: str,
    texts: Path | None,
    on: str | None,
    as_of: str | None,
    *,
    evidence: bool,
) -> int:
    """Show what changed from A to B, with the passages of both sides.

    A term that later reports do not mention is never shown as removed. JSON is a document of the
    schema `diff`, which the library can read if it contains two records and all changes. A JSON Patch
    (RFC 6902) turns the JSON that `show` gives of A into that of B. An actor beside a text, or with
    --on, stands for its stance in the negotiation of that text. Exit status 1: they differ.
    """
    if output.format == "json-patch" and (issue is not None or leans is not None):
        raise click.UsageError("a JSON Patch covers the whole diff: leave out --issue and --leans")
    sides = _sides(session, (a, b), on, as_of)
    issue = known_issue(session, issue)
    if leans is not None:
        leans = session.dataset.actors[leans].id
    try:
        compared = session.dataset.diff(*sides)
    except TypeError as fault:
        raise NegotiationsError(str(fault)) from None
    if output.format == "json-patch":
        output.json(compared.to_json_patch())
        return output.status(compared)
    changes = compared.where(issue=issue, leans=leans)
    if output.is_json:
        output.json(diff_to_data(compared, changes))
        return output.status(changes)
    words = wording(session, texts, level)
    output.page(diff_page(compared, words, changes, evidence=evidence))
    return output.status(changes)


def _sides(
    session: Session, addresses: tuple[str, str], on: str | None, as_of: str | None
) -> tuple[Any, Any]:
    """The two sides of a diff; an actor stands for its stance unless both are actors."""
    operands = [operand(session, text) for text in addresses]
    actors = [side for side in operands if isinstance(side, Actor)]
    if not actors and (on is not None or as_of is not None):
        raise click.UsageError("--on and --as-of apply to stances: give an actor as A or B")
    if len(actors) == 2 and on is None and as_of is None:
        return operands[0], operands[1]
    holders = Version | Position | Actor
    if actors and all(isinstance(side, holders) for side in operands):
        scope = on or inferred_scope(addresses, operands)
        one, other = (
            session.dataset.stance(side, on=scope, as_of=as_of) if isinstance(side, Actor) else side
            for side in operands
        )
        return one, other
    return operands[0], operands[1]
