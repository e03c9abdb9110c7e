"""Commands that compare: ``diff``."""

from __future__ import annotations

from pathlib import Path

import click

from negotiations.cli.common import (
    PAGE_FORMATS,
    Output,
    Session,
    complete_address,
    complete_issue,
    example,
    known_issue,
    operand,
    output_in,
)
from negotiations.compare.diff import diff
from negotiations.compare.document import diff_to_data
from negotiations.errors import NegotiationsError
from negotiations.render.diffs import diff_page
from negotiations.render.wording import Wording
from negotiations.vocabulary import Level


@click.command(
    "diff",
    epilog=example(
        "negotiations diff may-proposal@may may-proposal@bridging",
        "negotiations diff may-proposal@may may-proposal@bridging --issue philadelphi-corridor",
        "negotiations diff may-proposal@may may-proposal@bridging --output-format json-patch",
        "negotiations diff may-proposal@may may-proposal@bridging --output-format html -o page.html",
    ),
)
@click.argument("a", shell_complete=complete_address)
@click.argument("b", shell_complete=complete_address)
@click.option(
    "--issue", metavar="ISSUE", shell_complete=complete_issue, help="Only changes on this issue."
)
@click.option("--leans", metavar="ACTOR", help="Only changes that lean toward this party.")
@click.option(
    "--level",
    type=click.Choice([level.value for level in reversed(Level)]),
    default=Level.CLARIFYING.value,
    show_default=True,
    help="Show changes of this level and above. JSON has all of them.",
)
@click.option(
    "--evidence",
    is_flag=True,
    help="Show changes of evidence too, at whatever level: where both say the same by other "
    "passages, or by other claimants. The passages of the other changes are always shown.",
)
@click.option(
    "--texts",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="The folder of the article texts: citations quote the passages.",
)
@output_in(*PAGE_FORMATS, "json-patch")
def diff_command(
    session: Session,
    output: Output,
    a: str,
    b: str,
    issue: str | None,
    leans: str | None,
    level: str,
    texts: Path | None,
    *,
    evidence: bool,
) -> int:
    """What changed from A to B, with the passages of both sides.

    What the later reports merely leave unmentioned is never shown as removed. JSON is a document of
    the schema `diff`, which the library reads back; a JSON Patch (RFC 6902) makes the JSON that
    `show` has of A into that of B, and is of the whole diff. Exit status 1: they differ.
    """
    if output.format == "json-patch" and (issue is not None or leans is not None):
        raise click.UsageError("a JSON Patch is of the whole diff: leave out --issue and --leans")
    sides = operand(session, a), operand(session, b)
    issue = known_issue(session, issue)
    if leans is not None:
        leans = session.dataset.actors[leans].id
    try:
        compared = diff(*sides, issues=session.dataset.issues)
    except TypeError as fault:
        raise NegotiationsError(str(fault)) from None
    if output.format == "json-patch":
        output.json(compared.to_json_patch())
        return output.status(compared)
    changes = compared.where(issue=issue, leans=leans)
    if output.is_json:
        output.json(diff_to_data(compared, changes))
        return output.status(changes)
    from negotiations.texts import Texts

    read = Texts(texts, session.dataset.sources.values()) if texts is not None else None
    output.page(
        diff_page(
            compared, Wording(session.dataset, read, Level(level)), changes, evidence=evidence
        )
    )
    return output.status(changes)
