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
from negotiations.cli.corpus import compared, corpus_in, corpus_options
from negotiations.cli.diff_datasets import (
    complete_operand,
    complete_revision,
    names_dataset,
    of_folders,
    of_revisions,
    show_difference,
)
from negotiations.errors import NegotiationsError
from negotiations.model import Actor, Position, Version

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from negotiations.dataset import Dataset


@click.command(
    "diff",
    epilog=example(
        "negotiations diff may-proposal@may may-proposal@bridging",
        "negotiations diff may-proposal@may may-proposal@bridging --brief",
        "negotiations diff may-proposal@may may-proposal@bridging --issue philadelphi-corridor",
        "negotiations diff hamas may-proposal@bridging",
        "negotiations diff may-proposal@may may-proposal@bridging --output-format json-patch",
        "negotiations diff may-proposal@may may-proposal@bridging --output-format html -o page.html",
        "negotiations diff my-dataset second-coding",
        "negotiations diff terms.ndjson.gz -o diffs.ndjson",
        "negotiations diff --rev v1.0.0",
        "negotiations diff --rev v1.0.0 --rev2 v1.1.0 --output-format json",
    ),
)
@click.argument("a", required=False, metavar="[A", shell_complete=complete_operand)
@click.argument("b", required=False, metavar="B]", shell_complete=complete_operand)
@click.option(
    "--rev",
    metavar="REVISION",
    shell_complete=complete_revision,
    help="Compare the dataset as it was at this tag, branch or commit of git with the dataset as it is.",
)
@click.option(
    "--rev2",
    metavar="REVISION",
    shell_complete=complete_revision,
    help="With --rev: compare with this revision instead.",
)
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
@click.option(
    "--brief", is_flag=True, help="One line for each change, without passages, in the same order."
)
@texts_option(QUOTED_TEXTS)
@on_option
@as_of_option
@corpus_options
@output_in(*PAGE_FORMATS, "json-patch", "ndjson")
def diff_command(  # noqa: PLR0913, PLR0917 - one argument for each option
    session: Session,
    output: Output,
    a: str | None,
    b: str | None,
    rev: str | None,
    rev2: str | None,
    issue: str | None,
    leans: str | None,
    level: str,
    texts: Path | None,
    on: str | None,
    as_of: str | None,
    jobs: int,
    *,
    evidence: bool,
    brief: bool,
    corpus: bool,
    resume: bool,
) -> int:
    """Show what changed from A to B, with the passages of both sides.

    A and B are records, or both the folders of datasets; of two datasets, the records that were
    added, removed, renamed and changed are shown, each changed one with its own diff. With --rev, the
    dataset of -d or of the current folder is compared with itself as it was at a revision of git,
    without a checkout.

    A alone can be a corpus: a file of newline-delimited JSON of any size, plain or compressed. Each version
    in it is compared with those that it was made from, or else with the one of the same proposal that
    stands before it, and the result is a JSON document on each line.

    A term that later reports do not mention is never shown as removed. JSON is a document of the
    schema `diff`, which the library can read if it contains two records and all changes. A JSON Patch
    (RFC 6902) turns the JSON that `show` gives of A into that of B. An actor beside a text, or with
    --on, stands for its stance in the negotiation of that text. Exit status 1: they differ.
    """
    alone = corpus_in((a, b), corpus=corpus, jobs=jobs, resume=resume)
    if alone is not None:
        _refuse_of_corpus(issue, leans, on, as_of, rev, rev2, texts)
        return compared(session, output, alone)
    if output.format == "ndjson":
        raise click.UsageError("ndjson is for the diffs of a corpus; the diff of two is json")
    if rev is not None or rev2 is not None or any(map(names_dataset, filter(None, (a, b)))):
        _refuse_of_records(output, issue=issue, leans=leans, on=on, as_of=as_of)
        datasets = _datasets(session, (a, b), rev, rev2)
        return show_difference(output, datasets, level, texts, evidence=evidence, brief=brief)
    if a is None or b is None:
        raise click.UsageError(
            f"Missing argument {'A' if a is None else 'B'!r}: give two operands, or --rev"
        )
    if output.format == "json-patch" and (issue is not None or leans is not None):
        raise click.UsageError("a JSON Patch covers the whole diff: leave out --issue and --leans")
    sides = _sides(session, (a, b), on, as_of)
    issue = known_issue(session, issue)
    if leans is not None:
        leans = session.dataset.actors[leans].id
    try:
        difference = session.dataset.diff(*sides)
    except TypeError as fault:
        raise NegotiationsError(str(fault)) from None
    if output.format == "json-patch":
        output.json(difference.to_json_patch())
        return output.status(difference)
    changes = difference.where(issue=issue, leans=leans)
    if output.is_json:
        from negotiations.compare.document import diff_to_data

        output.json(diff_to_data(difference, changes))
        return output.status(changes)
    from negotiations.render.diffs import diff_page

    words = wording(session, texts, level)
    output.page(diff_page(difference, words, changes, evidence=evidence, brief=brief))
    return output.status(changes)


def _refuse_of_corpus(*options: object) -> None:
    if any(option is not None for option in options):
        raise click.UsageError(
            "of a corpus, each version is compared with the one before it, and all is written: give no "
            "other options than --corpus, --jobs, --resume and -o"
        )


def _datasets(
    session: Session, operands: tuple[str | None, str | None], rev: str | None, rev2: str | None
) -> tuple[Dataset, Dataset]:
    """The two datasets that are compared."""
    a, b = operands
    if rev is None and rev2 is None:
        if a is None or b is None:
            raise click.UsageError(f"{a} is compared with nothing: give a second dataset")
        return of_folders(session, a, b)
    if rev is None:
        raise click.UsageError("--rev2 is the second revision: give the first with --rev")
    if a is not None:
        raise click.UsageError("--rev compares a dataset with itself: leave out A and B")
    return of_revisions(session, rev, rev2)


def _refuse_of_records(output: Output, **options: str | None) -> None:
    """Refuse the options that apply to two records."""
    given = [f"--{name.replace('_', '-')}" for name, value in options.items() if value is not None]
    if given:
        raise click.UsageError(f"{', '.join(given)}: of two datasets, everything is compared")
    if output.format == "json-patch":
        raise click.UsageError("a JSON Patch turns one record into another; datasets have many")


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
