"""Commands for what goes out: coverage, reliability, codebook, schemas, completion."""

from __future__ import annotations

import pathlib
from pathlib import Path
from typing import Any

import attrs
import click

from negotiations.cli.common import NOTHING, Output, Session, example, hold_page, with_output
from negotiations.compare.document import diff_schema
from negotiations.dataset import load
from negotiations.errors import NegotiationsError, UnknownId
from negotiations.folder.locking import alone
from negotiations.folder.replacing import write_inside
from negotiations.io.codec import to_data
from negotiations.io.layout import FILE_KINDS, bundled_folder
from negotiations.io.schema import schema_of
from negotiations.io.strict_json import dumps
from negotiations.render.text import TextPage
from negotiations.render.wording import Wording, plural

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.answers.reliability import KindAgreement
    from negotiations.model import Evidence
    from negotiations.report.coverage import ArticleCoverage


def all_schemas() -> dict[str, dict[str, Any]]:
    """The schemas of all kinds of files, and of the diff document, by name."""
    made = {kind.name: schema_of(kind) for kind in FILE_KINDS}
    return {**made, "diff": diff_schema()}


def _complete_schema(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    return [name for name in all_schemas() if name.startswith(incomplete)]


@click.command(
    "schema",
    epilog=example("negotiations schema proposal", "negotiations schema --check"),
)
@click.argument("name", required=False, shell_complete=_complete_schema)
@click.option(
    "--check", "checking", is_flag=True, help="Exit with 1 where a written schema is stale."
)
@click.option("--write", "writing", is_flag=True, help="Write all schemas into DIR/schema.")
@with_output
def schema_command(
    session: Session, output: Output, name: str | None, checking: bool, writing: bool
) -> int:
    """Print the JSON Schema of a kind of file, or hold the written ones against the model.

    Without a NAME the names are listed. --check and --write work on the folder schema/ of -d, or of
    the bundled dataset.
    """
    schemas = all_schemas()
    if session.directory is not None and not session.directory.is_dir():
        raise NegotiationsError(f"there is no folder {session.directory}")
    if name is not None and (checking or writing):
        raise click.UsageError("--check and --write are of all schemas: leave out the NAME")
    folder = (session.folder or bundled_folder()) / "schema"
    if checking and writing:
        raise click.UsageError("--check and --write exclude each other")
    if writing:
        texts = {
            _file(Path("schema"), each).as_posix(): dumps(schema) + "\n"
            for each, schema in schemas.items()
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
            page.rows([(each, schemas[each]["title"]) for each in schemas])
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
    found: list[dict[str, str]] = []
    for name, schema in schemas.items():
        path = _file(folder, name)
        if not path.is_file():
            found.append({"schema": name, "file": str(path), "problem": "missing"})
        elif path.read_bytes() != (dumps(schema) + "\n").encode():
            found.append({"schema": name, "file": str(path), "problem": "stale"})
    known = {_file(folder, name).name for name in schemas}
    found += [
        {"schema": path.stem, "file": str(path), "problem": "unknown"}
        for path in sorted(folder.glob("*.json"))
        if path.name not in known
    ]
    if output.is_json:
        output.json(found)
    elif found:
        lines = [f"{each['file']}: {each['problem']}" for each in found]
        output.write("\n".join([*lines, "remedy: negotiations schema --write"]))
    else:
        session.say(f"{len(schemas)} schemas are as the model has them")
    return output.status(found)


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
@click.option(
    "--texts",
    type=click.Path(exists=True, file_okay=False, path_type=pathlib.Path),
    metavar="DIR",
    help="The folder of the article texts: count sentences, too.",
)
@with_output
def coverage_command(session: Session, output: Output, texts: pathlib.Path | None) -> int:
    """Each article paragraph by paragraph: which records rest on it, or why none does.

    With the texts, the share of its sentences that is under evidence: a sentence counts where
    evidence takes in at least half of it. Exit status 1: a paragraph is not accounted for.
    """
    from negotiations.report.coverage import ParagraphState, coverage

    dataset = session.dataset
    folder = dataset.texts(texts) if texts is not None else None
    articles = coverage(dataset, folder)
    open_paragraphs = [
        each
        for article in articles
        for each in article.paragraphs
        if each.state is ParagraphState.OPEN
    ]
    if output.is_json:
        output.json([_coverage_data(article) for article in articles])
        return output.status(open_paragraphs)
    page = TextPage(session.width, color=output.color)
    for article in articles:
        share = ""
        if article.share is not None:
            share = f": {article.covered} of {plural(article.sentences or 0, 'sentence')}"
            share += f" under evidence ({article.share:.0%})"
        page.line(f"{article.source.label} ({article.source.id}){share}", "bold")
        rows = []
        for each in article.paragraphs:
            count = "" if each.covered is None else f"{each.covered}/{each.sentences}"
            said = ", ".join(each.records) or (each.reason or each.state.value)
            rows.append((f"¶{each.number}", count, said))
        page.rows(rows, indent=2)
        page.line()
    output.write(str(page))
    return output.status(open_paragraphs)


def _coverage_data(article: ArticleCoverage) -> dict[str, Any]:
    data: dict[str, Any] = {"source": article.source.id}
    if article.share is not None:
        data |= {"sentences": article.sentences, "covered": article.covered}
    data["paragraphs"] = [
        {
            name: list(value) if isinstance(value, tuple) else getattr(value, "value", value)
            for name, value in attrs.asdict(each, recurse=False).items()
            if value not in (None, "", ())
        }
        for each in article.paragraphs
    ]
    return data


@click.command(
    "codebook",
    epilog=example("negotiations codebook -o codebook.md", "negotiations codebook --check"),
)
@click.option(
    "--check", "checking", is_flag=True, help="Exit with 1 where the written codebook is stale."
)
@with_output
def codebook_command(session: Session, output: Output, *, checking: bool) -> int:
    """The codebook as Markdown: every record, field, word and issue, and how often each is used.

    --check works on the file docs/codebook.md of -d, or of the bundled dataset.
    """
    from negotiations.report.codebook import codebook

    made = codebook(session.dataset)
    if not checking:
        if output.is_json:
            output.json({"markdown": made})
        else:
            output.write(made)
        return NOTHING
    return hold_page(session, output, made=made, name="codebook.md", maker="negotiations codebook")


@click.command(
    "reliability", epilog=example("negotiations reliability . second-coding --output-format json")
)
@click.argument("a", type=click.Path(path_type=pathlib.Path))
@click.argument("b", type=click.Path(path_type=pathlib.Path))
@click.option("--disagreements/--no-disagreements", default=True, help="List every disagreement.")
@with_output
def reliability_command(
    session: Session, output: Output, a: pathlib.Path, b: pathlib.Path, *, disagreements: bool
) -> int:
    """How far two codings of the same sources agree: datasets' folders A and B.

    For each kind of record and field: the units, the share that agrees, and Krippendorff's alpha
    (Hayes and Krippendorff 2007) at the field's level of measurement; then every disagreement, with
    the passages of both. Exit status 1: they differ.
    """
    from negotiations.answers.reliability import reliability

    first, second = load(a), load(b)
    found = reliability(first, second)
    differ = any(kind.disagreements or kind.only_a or kind.only_b for kind in found)
    if output.is_json:
        output.json([_reliability_data(kind) for kind in found])
        return output.status(differ)
    page = TextPage(session.width, color=output.color)
    for kind in found:
        share = "" if kind.share is None else f" ({kind.share:.0%} of all)"
        page.line(
            f"{kind.kind}: {plural(kind.both, 'unit')} in both{share}, "
            f"{len(kind.only_a)} in A alone, {len(kind.only_b)} in B alone",
            "bold",
        )
        rows = [
            (
                each.field,
                each.level,
                str(each.units),
                "–" if each.share is None else f"{each.share:.0%}",
                "–" if each.alpha is None else f"{each.alpha:.2f}",
            )
            for each in kind.fields
        ]
        if rows:
            page.table(("field", "level", "units", "agree", "alpha"), rows)
        if disagreements:
            _list_disagreements(page, kind, Wording(first.records), Wording(second.records))
        page.line()
    page.line("alpha –: not defined, for want of units or of any variation.", "dim")
    output.write(str(page))
    return output.status(differ)


def _list_disagreements(page: TextPage, kind: KindAgreement, a: Wording, b: Wording) -> None:
    for name, only in (("A", kind.only_a), ("B", kind.only_b)):
        for address in only:
            page.line(f"in {name} alone: {address}", indent=2)
    for each in kind.disagreements:
        page.line(f"{each.field}: {each.a_value} | {each.b_value}", indent=2)
        page.rows(
            [
                ("A", f"{each.a}: {'; '.join(map(str, a.citations(each.a_evidence)))}"),
                ("B", f"{each.b}: {'; '.join(map(str, b.citations(each.b_evidence)))}"),
            ],
            indent=6,
            styles=("dim", "dim"),
        )


def _reliability_data(kind: KindAgreement) -> dict[str, Any]:
    return {
        "kind": kind.kind,
        "both": kind.both,
        "only_a": list(kind.only_a),
        "only_b": list(kind.only_b),
        "fields": [
            {
                "field": each.field,
                "level": each.level,
                "units": each.units,
                "agreeing": each.agreeing,
                # Four digits: more would be an accident of so few units.
                **({} if each.alpha is None else {"alpha": round(each.alpha, 4)}),
            }
            for each in kind.fields
        ],
        "disagreements": [
            {
                "field": each.field,
                "a": {
                    "unit": each.a,
                    "value": each.a_value,
                    "evidence": _passages(each.a_evidence),
                },
                "b": {
                    "unit": each.b,
                    "value": each.b_value,
                    "evidence": _passages(each.b_evidence),
                },
            }
            for each in kind.disagreements
        ],
    }


def _passages(evidence: tuple[Evidence, ...]) -> list[Any]:
    return [to_data(each) for each in evidence]
