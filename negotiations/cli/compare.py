"""Commands that compare: ``diff`` and ``merge``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from negotiations.cli.common import (
    Output,
    Session,
    complete_address,
    complete_issue,
    example,
    known_issue,
    operand,
    with_output,
)
from negotiations.cli.files import canonical_text, kind_by_place, merged, read_bytes, records_in
from negotiations.codec import to_data
from negotiations.compare.diff import diff
from negotiations.compare.document import diff_to_data
from negotiations.errors import NegotiationsError
from negotiations.render.lines import one_line
from negotiations.render.plain import plain, plain_json
from negotiations.render.text import diff_page
from negotiations.render.wording import Wording, plural
from negotiations.vocabulary import Level

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.compare.merge import Conflict


@click.command(
    "diff",
    epilog=example(
        "negotiations diff may-proposal@may may-proposal@bridging",
        "negotiations diff may-proposal@may may-proposal@bridging --issue philadelphi-corridor",
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
    "--texts",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="The folder of the article texts: citations quote the passages.",
)
@with_output
def diff_command(
    session: Session,
    output: Output,
    a: str,
    b: str,
    issue: str | None,
    leans: str | None,
    level: str,
    texts: Path | None,
) -> int:
    """What changed from A to B, with the passages of both sides.

    What the later reports merely leave unmentioned is never shown as removed. Exit status 1: they
    differ.
    """
    sides = operand(session, a), operand(session, b)
    issue = known_issue(session, issue)
    if leans is not None:
        leans = session.dataset.actors[leans].id
    try:
        compared = diff(*sides, issues=session.dataset.issues)
    except TypeError as fault:
        raise NegotiationsError(str(fault)) from None
    changes = compared.where(issue=issue, leans=leans)
    if output.is_json:
        output.json(diff_to_data(compared, changes))
        return output.status(changes)
    from negotiations.texts import Texts

    read = Texts(texts, session.dataset.sources.values()) if texts is not None else None
    page = diff_page(
        compared,
        Wording(session.dataset, read),
        width=session.width,
        color=output.color,
        changes=changes,
        level=Level(level),
    )
    output.write(page)
    return output.status(changes)


@click.command(
    "merge",
    epilog=example(
        "negotiations merge data/actors.json second-coding/data/actors.json my-dataset/data/actors.json"
    ),
)
@click.argument("base", shell_complete=complete_address)
@click.argument("ours", shell_complete=complete_address)
@click.argument("theirs", shell_complete=complete_address)
@click.option(
    "--take",
    type=click.Choice(["base", "ours", "theirs"]),
    help="Resolve every conflict as this one has it.",
)
@with_output
def merge_command(
    session: Session, output: Output, base: str, ours: str, theirs: str, take: str | None
) -> int:
    """Merge what OURS and THEIRS made of BASE: records by id, terms by issue and phase.

    Each is a file of records of any kind, or an address; an empty file stands for nothing. The
    merged record is written as JSON. Where both changed the same thing differently, it keeps what
    BASE has, and the conflict is named on standard error. Exit status 1: there are conflicts.
    """
    given = (base, ours, theirs)
    kind = next((each for each in map(kind_by_place, given) if each), None)
    sides = [_side(session, text, kind) for text in given]
    found = merged(*sides)
    if take is not None:
        found = found.take(take)  # type: ignore[arg-type]  # click knows the words
    if output.is_json:
        output.json(
            {
                "result": to_data(found.result),
                "conflicts": [_conflict_data(each) for each in found.conflicts],
            }
        )
    elif found.result is not None:
        text = canonical_text(found.result)
        output.write(text if output.file is not None else plain_json(text))
    for conflict in found.conflicts:
        click.echo("\n".join(conflict_lines(conflict)), err=True)
    if found.conflicts:
        session.say(f"{plural(len(found.conflicts), 'conflict')}; the result keeps the base there")
    elif found.result is None:
        session.say("the record is gone on both sides, or on one and unchanged on the other")
    return output.status(found.conflicts)


def _side(session: Session, text: str, kind: Any) -> Any:
    """What an operand of a merge means: a file of records, or a record by its address."""
    path = Path(text)
    if text.endswith(".json") or text == os.devnull or (os.sep in text and path.is_file()):
        try:
            return records_in(text, read_bytes(path), kind)
        except OSError as fault:
            raise NegotiationsError(f"{text}: {fault.strerror or fault}") from fault
    return session.dataset.resolve(text)


def conflict_lines(conflict: Conflict) -> list[str]:
    """A conflict for people to read: where, why, and what each side has by which passages."""
    lines = [
        f"conflict at {plain(conflict.path) or 'the record as a whole'}: {plain(conflict.why)}"
    ]
    sides = (
        ("base", conflict.base, conflict.evidence_base),
        ("ours", conflict.ours, conflict.evidence_ours),
        ("theirs", conflict.theirs, conflict.evidence_theirs),
    )
    words = Wording()
    for name, held, evidence in sides:
        lines.append(f"  {name}: {'nothing' if held is None else one_line(held)}")
        lines += [f"    {cited}" for cited in words.citations(evidence)]
    return lines


def _conflict_data(conflict: Conflict) -> dict[str, Any]:
    data: dict[str, Any] = {"path": conflict.path, "why": conflict.why}
    sides = {"base": conflict.base, "ours": conflict.ours, "theirs": conflict.theirs}
    data |= {name: to_data(held) for name, held in sides.items() if held is not None}
    data["evidence"] = {
        "base": to_data(conflict.evidence_base),
        "ours": to_data(conflict.evidence_ours),
        "theirs": to_data(conflict.evidence_theirs),
    }
    return data
