"""The command ``cite``."""

from __future__ import annotations

import json

import click

from negotiations.citations import STYLE_NAMES
from negotiations.cli.common import (
    NOTHING,
    Output,
    Session,
    check_page,
    complete_part_to_read,
    example,
    with_output,
)

__all__ = ["cite_command"]


@click.command(
    "cite",
    epilog=example(
        "negotiations cite --style apa",
        "negotiations cite may-proposal@bridging --style bibtex -o references.bib",
        "negotiations cite events/killing-of-haniyeh/evidence/0 --style csl-json",
        "negotiations cite --style cff --software -o CITATION.cff",
        "negotiations cite --style cff --software --check",
    ),
)
@click.argument("address", required=False, shell_complete=complete_part_to_read)
@click.option(
    "--style",
    type=click.Choice(STYLE_NAMES),
    default="text",
    show_default=True,
    help="The style; cff is the file CITATION.cff of the whole dataset.",
)
@click.option("--software", is_flag=True, help="Cite this library, too, in its own version.")
@click.option(
    "--check", "checking", is_flag=True, help="Exit with 1 if the written CITATION.cff is stale."
)
@with_output
def cite_command(
    session: Session,
    output: Output,
    address: str | None,
    style: str,
    *,
    software: bool,
    checking: bool,
) -> int:
    """Cite the dataset, or the record, the part of one or the piece of evidence at ADDRESS.

    Of a record, its entry in the dataset is cited, and each article that it rests on with the
    paragraphs; of evidence, its article. The version of the dataset is that of the data; that of the
    library stands apart, with --software. --check uses the file CITATION.cff of the dataset of -d, of
    the current folder, or of the bundled dataset.
    """
    if address is not None and (style == "cff" or checking):
        raise click.UsageError("CITATION.cff is of the whole dataset: leave out ADDRESS")
    if checking and style != "cff":
        raise click.UsageError("--check applies to --style cff")
    citation = session.dataset.cite(address, style, software=software)
    if checking:
        maker = "negotiations cite --style cff" + (" --software" if software else "")
        return check_page(session, output, current=citation, name="CITATION.cff", maker=maker)
    if not output.is_json:
        output.write(citation)
    elif style == "csl-json":
        output.json(json.loads(citation))
    else:
        output.json({"style": style, "citation": citation})
    return NOTHING
