"""The command ``merge``, and conflicts in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from negotiations.cli.common import (
    Output,
    Session,
    complete_address,
    example,
    names_file,
    with_output,
)
from negotiations.cli.record_files import (
    ancestor_in,
    merged,
    read_bytes,
    records_in,
)
from negotiations.io.codec import to_data
from negotiations.io.kinds import kind_by_place
from negotiations.plaintext import plain
from negotiations.render.lines import one_line
from negotiations.render.wording import Wording, plural

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from negotiations.compare.conflict import Conflict

__all__ = ["conflict_lines", "merge_command"]


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

    Each is a file of records of any kind, or an address; an empty file means that there is no record.
    BASE may contain the conflict markers of an ancestor that git merged from several. The merged
    record is written as JSON. Where both sides changed the same field differently, it keeps the value
    of BASE, and the conflict is reported on standard error. Exit status 1: there are conflicts.
    """
    paths = (base, ours, theirs)
    kind = next((kind for kind in map(kind_by_place, paths) if kind), None)
    readers = (ancestor_in, records_in, records_in)
    sides = [_side(session, *pair, kind) for pair in zip(paths, readers, strict=True)]
    outcome = merged(*sides)
    if take is not None:
        outcome = outcome.take(take)  # type: ignore[arg-type]  # click knows the words
    if output.is_json:
        output.json(outcome.to_data())
    elif outcome.result is not None:
        output.json(to_data(outcome.result))
    for conflict in outcome.conflicts:
        click.echo("\n".join(conflict_lines(conflict)), err=True)
    if outcome.conflicts:
        session.say(
            f"{plural(len(outcome.conflicts), 'conflict')}; the result keeps the value of BASE there"
        )
    elif outcome.result is None:
        session.say("the record was removed on both sides, or on one and not changed on the other")
    return output.status(outcome.conflicts)


def _side(session: Session, text: str, reader: Callable[..., Any], kind: Any) -> Any:
    """The content of an operand of a merge: a file of records, or a record by its address."""
    if names_file(text):
        return reader(text, read_bytes(Path(text)), kind)
    return session.dataset.resolve(text)


def conflict_lines(conflict: Conflict) -> list[str]:
    """A conflict in words: where, why, and the value of each side with its passages."""
    lines = [
        f"conflict at {plain(conflict.path) or 'the record as a whole'}: {plain(conflict.why)}"
    ]
    sides = (
        ("base", conflict.base, conflict.evidence_base),
        ("ours", conflict.ours, conflict.evidence_ours),
        ("theirs", conflict.theirs, conflict.evidence_theirs),
    )
    words = Wording()
    for name, value, evidence in sides:
        lines.append(f"  {name}: {'nothing' if value is None else one_line(value)}")
        lines += [f"    {cited}" for cited in words.citations(evidence)]
    return lines
