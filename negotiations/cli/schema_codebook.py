"""The commands ``schema``, ``completion``, ``coverage``, ``codebook`` and ``reliability``."""

from __future__ import annotations

import pathlib
from pathlib import Path
from typing import Any

import attrs
import click

from negotiations.cli.common import (
    NOTHING,
    PAGE_FORMATS,
    Output,
    Session,
    check_page,
    example,
    output_in,
    texts_option,
    with_output,
)
from negotiations.dataset import load
from negotiations.errors import NegotiationsError, UnknownId
from negotiations.folder.formatting import has_text
from negotiations.folder.locking import alone
from negotiations.folder.replacing import write_inside
from negotiations.folder.starting import all_schemas
from negotiations.io.codec import to_data
from negotiations.io.layout import bundled_folder
from negotiations.io.strict_json import dumps
from negotiations.render.text import TextPage
from negotiations.render.wording import Wording

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.answers.reliability import KindAgreement
    from negotiations.model import Evidence
    from negotiations.report.coverage import ArticleCoverage


def _complete_schema(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    return [name for name in all_schemas() if name.startswith(incomplete)]


@click.command(
    "schema",
    epilog=example("negotiations schema proposal", "negotiations schema --check"),
)
@click.argument("name", required=False, shell_complete=_complete_schema)
@click.option("--check", "checking", is_flag=True, help="Exit with 1 if a written schema is stale.")
@click.option("--write", "writing", is_flag=True, help="Write all schemas into DIR/schema.")
@with_output
def schema_command(
    session: Session, output: Output, name: str | None, checking: bool, writing: bool
) -> int:
    """Print the JSON Schema of a kind of file, or check the written schemas against the model.

    Without a NAME, the names are listed. --check and --write use the folder schema/ of the dataset of
    -d, of the current folder, or of the bundled dataset.
    """
    schemas = all_schemas()
    if session.directory is not None and not session.directory.is_dir():
        raise NegotiationsError(f"the folder {session.directory} does not exist")
    if name is not None and (checking or writing):
        raise click.UsageError("--check and --write apply to all schemas: leave out the NAME")
    folder = (session.folder or bundled_folder()) / "schema"
    if checking and writing:
        raise click.UsageError("--check and --write exclude each other")
    if writing:
        texts = {
            _file(Path("schema"), kind).as_posix(): dumps(schema) + "\n"
            for kind, schema in schemas.items()
        }
        with alone(folder.parent):
            write_inside(folder.parent, texts)
        session.say(f"wrote {len(schemas)} schemas to {folder}")
        return NOTHING
    if checking:
        return _check(session, output, schemas, folder)
    if name is None:
        if output.is_json:
            output.json(list(schemas))
        else:
            page = TextPage(session.width, color=output.color)
            page.rows([(kind, schema["title"]) for kind, schema in schemas.items()])
            output.write(str(page))
        return NOTHING
    if name not in schemas:
        raise UnknownId(name, schemas, "schema")
    output.json(schemas[name])
    return NOTHING


def _file(folder: Path, name: str) -> Path:
    return folder / f"{name}.schema.json"


def _check(
    session: Session, output: Output, schemas: dict[str, dict[str, Any]], folder: Path
) -> int:
    problems: list[dict[str, str]] = []
    for name, schema in schemas.items():
        path = _file(folder, name)
        if not path.is_file():
            problems.append({"schema": name, "file": str(path), "problem": "missing"})
        elif not has_text(path, dumps(schema) + "\n"):
            problems.append({"schema": name, "file": str(path), "problem": "stale"})
    known = {_file(folder, name).name for name in schemas}
    problems += [
        {"schema": path.stem, "file": str(path), "problem": "unknown"}
        for path in sorted(folder.glob("*.json"))
        if path.name not in known
    ]
    if output.is_json:
        output.json(problems)
    elif problems:
        lines = [f"{problem['file']}: {problem['problem']}" for problem in problems]
        output.write("\n".join([*lines, "remedy: negotiations schema --write"]))
    else:
        session.say(f"{len(schemas)} schemas are up to date")
    return output.status(problems)


@click.command("completion", epilog=example('eval "$(negotiations completion bash)"'))
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@with_output
def completion_command(session: Session, output: Output, shell: str) -> int:
    """Print the completion script of a SHELL: commands, options and ids of the dataset."""
    from click.shell_completion import get_completion_class

    del session
    maker = get_completion_class(shell)
    root = click.get_current_context().find_root().command
    if maker is None:
        raise UnknownId(shell, ("bash", "zsh", "fish"), "shell")
    script = maker(root, {}, "negotiations", "_NEGOTIATIONS_COMPLETE").source()
    if output.is_json:
        output.json({"shell": shell, "script": script})
    else:
        output.write(script)
    return NOTHING


@click.command(
    "coverage",
    epilog=example("negotiations coverage", "negotiations coverage --texts my-articles"),
)
@texts_option("The folder of the article texts, to count sentences, too.")
@output_in(*PAGE_FORMATS)
def coverage_command(session: Session, output: Output, texts: pathlib.Path | None) -> int:
    """Show for each paragraph of the articles which records cite it, or why none does.

    With the texts, show the share of sentences that evidence covers: a sentence counts if evidence
    includes at least half of it. Exit status 1: a paragraph is not accounted for.
    """
    from negotiations.render.codings import coverage_page
    from negotiations.report.coverage import coverage

    dataset = session.dataset
    folder = dataset.texts(texts) if texts is not None else None
    articles = coverage(dataset, folder)
    if output.is_json:
        output.json([_coverage_data(article) for article in articles])
    else:
        output.page(coverage_page(articles))
    return output.status(
        any(paragraph.is_open for article in articles for paragraph in article.paragraphs)
    )


def _coverage_data(article: ArticleCoverage) -> dict[str, Any]:
    data: dict[str, Any] = {"source": article.source.id}
    if article.share is not None:
        data |= {"sentences": article.sentences, "covered": article.covered}
    data["paragraphs"] = [
        {
            name: list(value) if isinstance(value, tuple) else getattr(value, "value", value)
            for name, value in attrs.asdict(paragraph, recurse=False).items()
            if value not in (None, "", ())
        }
        for paragraph in article.paragraphs
    ]
    return data


@click.command(
    "codebook",
    epilog=example("negotiations codebook -o codebook.md", "negotiations codebook --check"),
)
@click.option(
    "--check", "checking", is_flag=True, help="Exit with 1 if the written codebook is stale."
)
@with_output
def codebook_command(session: Session, output: Output, *, checking: bool) -> int:
    """Write the codebook as Markdown: every record, field, word and issue, with how often it is used.

    --check uses the file docs/codebook.md of the dataset of -d, of the current folder, or of the
    bundled dataset.
    """
    from negotiations.report.codebook import codebook

    page = codebook(session.dataset)
    if not checking:
        if output.is_json:
            output.json({"markdown": page})
        else:
            output.write(page)
        return NOTHING
    return check_page(
        session, output, current=page, name="docs/codebook.md", maker="negotiations codebook"
    )


@click.command(
    "reliability", epilog=example("negotiations reliability . second-coding --output-format json")
)
@click.argument("a", type=click.Path(path_type=pathlib.Path))
@click.argument("b", type=click.Path(path_type=pathlib.Path))
@click.option("--disagreements/--no-disagreements", default=True, help="List every disagreement.")
@output_in(*PAGE_FORMATS)
def reliability_command(
    session: Session, output: Output, a: pathlib.Path, b: pathlib.Path, *, disagreements: bool
) -> int:
    """Measure how far two codings of the same sources agree: the dataset folders A and B.

    For each kind of record and field, show the units, the share that agrees, and Krippendorff's alpha
    (Hayes and Krippendorff 2007) at the field's level of measurement; on request, list every
    disagreement with the passages of both. Exit status 1: they differ.
    """
    from negotiations.answers.reliability import reliability
    from negotiations.render.codings import reliability_page

    del session  # both datasets are given by name
    coding_a, coding_b = load(a), load(b)
    agreements = reliability(coding_a, coding_b)
    if output.is_json:
        output.json([_reliability_data(kind) for kind in agreements])
    else:
        words = (Wording(coding_a.records), Wording(coding_b.records))
        output.page(reliability_page(agreements, *words, disagreements=disagreements))
    return output.status(
        any(kind.disagreements or kind.only_a or kind.only_b for kind in agreements)
    )


def _reliability_data(kind: KindAgreement) -> dict[str, Any]:
    return {
        "kind": kind.kind,
        "both": kind.both,
        "only_a": list(kind.only_a),
        "only_b": list(kind.only_b),
        "fields": [
            {
                "field": agreement.field,
                "level": agreement.level,
                "units": agreement.units,
                "agreeing": agreement.agreeing,
                # Four digits: with so few units, more would have no meaning.
                **({} if agreement.alpha is None else {"alpha": round(agreement.alpha, 4)}),
            }
            for agreement in kind.fields
        ],
        "disagreements": [
            {
                "field": disagreement.field,
                "a": {
                    "unit": disagreement.a,
                    "value": disagreement.a_value,
                    "evidence": _passages(disagreement.a_evidence),
                },
                "b": {
                    "unit": disagreement.b,
                    "value": disagreement.b_value,
                    "evidence": _passages(disagreement.b_evidence),
                },
            }
            for disagreement in kind.disagreements
        ],
    }


def _passages(evidence: tuple[Evidence, ...]) -> list[Any]:
    return [to_data(passage) for passage in evidence]
