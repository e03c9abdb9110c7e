"""The commands ``check`` and ``locate``, for writing records."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import attrs
import click

from negotiations import __version__
from negotiations.articles import Texts
from negotiations.cli.common import (
    FAILED,
    Output,
    Session,
    complete_rule,
    complete_source,
    example,
    output_in,
    texts_option,
    with_output,
)
from negotiations.cli.corpus import checked, corpus_in, corpus_options
from negotiations.cli.field_options import evidence_options, given_data
from negotiations.dataset import check
from negotiations.errors import InvalidDataset, NegotiationsError, Problem
from negotiations.io.codec import from_data, structure_problems, to_data
from negotiations.io.kinds import kind_of_record
from negotiations.io.layout import bundled_folder
from negotiations.io.schema import schema_problems
from negotiations.io.streams import is_stream, read_operand
from negotiations.io.strict_json import read_json
from negotiations.limits import MAXIMUM_BYTES
from negotiations.model import Evidence
from negotiations.plaintext import plain
from negotiations.report.problems import (
    counted,
    github_commands,
    problem_data,
    problem_lines,
)
from negotiations.report.sarif import sarif_log
from negotiations.rules import RULES, chosen, known_rules

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from negotiations.errors import Problem

_TEXTS = texts_option("The folder of the article texts.")


@click.command(
    "check",
    epilog=example(
        "negotiations check my-dataset --texts my-articles",
        "negotiations check terms.ndjson.gz --jobs 2 --output-format ndjson -o problems.ndjson",
    ),
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@_TEXTS
@click.option(
    "--select",
    multiple=True,
    metavar="RULE",
    shell_complete=complete_rule,
    help="Report this rule only.",
)
@click.option(
    "--ignore",
    multiple=True,
    metavar="RULE",
    shell_complete=complete_rule,
    help="Leave this rule out.",
)
@corpus_options
@output_in("text", "json", "ndjson", "github", "sarif")
def check_command(
    session: Session,
    output: Output,
    paths: tuple[Path, ...],
    texts: Path | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    jobs: int,
    *,
    corpus: bool,
    resume: bool,
) -> int:
    """Check datasets against the schemas and all rules; each problem has a remedy.

    A PATH is the folder of a dataset, a file with records, - for standard input, or a corpus: a file of
    newline-delimited JSON of any size, plain or compressed, which is checked record by record, each with
    what it refers to. Without a PATH, the
    dataset of -d, of the current folder, or the bundled one is checked. `negotiations rule` lists the
    rules. Problems that a dataset ignores in data/dataset.json are counted and not reported. Exit
    status 1: there are problems; 2: there is no dataset to check.
    """
    known_rules((*select, *ignore))
    alone = corpus_in(paths, corpus=corpus, jobs=jobs, resume=resume)
    if alone is not None:
        if texts is not None:
            raise click.UsageError("a corpus is checked without the texts: leave out --texts")
        return checked(session, output, alone, select=select, ignore=ignore)
    blind = [name for name in select if RULES[name].wants_texts]
    if blind and texts is None:
        raise click.UsageError(
            f"the rule {blind[0]!r} requires the texts of the articles: add --texts DIR"
        )
    folders = paths or (session.folder or bundled_folder(),)
    from_here = output.format in ("github", "sarif")
    found: list[Problem] = []
    failed = False
    for path in folders:
        problems = _problems_at(path, texts, select, ignore)
        failed = failed or any(
            problem.rule == "folder" and problem.file == str(path) for problem in problems
        )
        found += _placed(problems, path, from_here=from_here, several=len(folders) > 1)
    reported = [problem for problem in found if not problem.ignored]
    if output.format == "sarif":
        output.json(sarif_log(found, version=__version__, finished=not failed))
    elif output.format == "github":
        output.write(github_commands(reported))
    elif output.is_json:
        output.json([problem_data(problem) for problem in reported])
    elif output.format == "ndjson":
        lines = (json.dumps(problem_data(each), ensure_ascii=False) for each in reported)
        output.write("\n".join(lines))
    else:
        output.write(problem_lines(reported))
    matched = "" if texts is None or reported else ", and every passage matches its text"
    subject = "" if paths else f"{session.where}: "
    session.say(subject + counted(found) + matched)
    if any(is_stream(path) or path.is_file() for path in folders):
        session.say("a single file was checked without the rules between records: check its folder")
    return FAILED if failed else output.status(reported)


def _problems_at(
    path: Path, texts: Path | None, select: tuple[str, ...], ignore: tuple[str, ...]
) -> tuple[Problem, ...]:
    if is_stream(path) or path.is_file():
        return chosen(_problems_in_file(path), select=select, ignore=ignore)
    return check(path, texts=texts, select=select, ignore=ignore, with_ignored=True)


def _placed(
    problems: tuple[Problem, ...], path: Path, *, from_here: bool, several: bool
) -> Iterator[Problem]:
    """The problems of a path, with file names that a reader of the output can find.

    They are relative to the folder if there is only one, and include it if there are several. Other
    programs need them relative to the current folder, and never absolute.
    """
    for problem in problems:
        file = problem.file
        message = problem.message
        # The problem of an operand itself names it already.
        inner = Path(file) if file == str(path) else path / file
        if from_here:
            file = _from_here(inner, path)
            message = message.replace(str(path), path.name) if path.is_absolute() else message
        elif several:
            file = str(inner)
        yield attrs.evolve(problem, file=file, message=message)


def _from_here(file: Path, root: Path) -> str:
    """A path relative to the current folder; for files elsewhere, relative to the dataset's folder."""
    current, absolute = Path.cwd(), Path(os.path.abspath(file))  # noqa: PTH100 - links stay as they are
    for base in (current, Path(os.path.abspath(root))):  # noqa: PTH100 - as above
        if absolute != base and absolute.is_relative_to(base):
            return absolute.relative_to(base).as_posix()
    return absolute.name


def _problems_in_file(path: Path) -> tuple[Problem, ...]:
    """The problems of a single file, without those of rules that need other records."""
    document, problems = read_json(str(path), read_operand(path, MAXIMUM_BYTES))
    if document is None:
        return problems
    records = document.value if isinstance(document.value, list) else [document.value]
    found: list[Problem] = []
    for index, data in enumerate(records):
        at: tuple[str | int, ...] = (index,) if isinstance(document.value, list) else ()
        kind = kind_of_record(attrs.evolve(document, value=data))
        if index == 0:
            found += schema_problems(document, kind, is_list=isinstance(document.value, list))
        if not found:
            found += structure_problems(kind, document, data, at)[1]
    return tuple(found)


@click.command(
    "locate",
    epilog=example('negotiations locate cnn-relay "a temporary truce" --texts my-articles'),
)
@click.argument("source", shell_complete=complete_source)
@click.argument("words", nargs=-1, required=True)
@_TEXTS
@click.option("--all", "every", is_flag=True, help="Accept several passages: exit with 0.")
@click.option(
    "--nth",
    type=click.IntRange(min=1),
    metavar="N",
    help="Print only the Nth of several passages, in the order of the text.",
)
@evidence_options
@with_output
def locate_command(
    session: Session,
    output: Output,
    source: str,
    words: tuple[str, ...],
    texts: Path | None,
    every: bool,
    nth: int | None,
    **voice: Any,
) -> int:
    """Print the evidence object of the passage with these WORDS in SOURCE.

    If several passages match, none is printed, so that a command that reads the result does not take
    them all; they are listed on standard error, and the exit status is 1, unless --all or --nth is
    given. JSON always has all of them. Case, white space and the shape of quotation marks are ignored.
    For a long passage, give both ends, as in "first words ... last words". If no passage matches, the
    nearest sentences are listed and the exit status is 1. The other options say who makes the
    statement and how it bears on the record.
    """
    data, problems = given_data(Evidence, voice)
    if problems:
        raise InvalidDataset(problems)
    if every and nth is not None:
        raise click.UsageError("--all and --nth exclude each other")
    if texts is None:
        raise click.UsageError("locate requires the article texts: add --texts DIR")
    sources = session.dataset.sources
    record = sources[source]
    phrase = " ".join(words)
    if not phrase.strip(" .…"):
        raise click.UsageError("locate requires some words of the passage")
    folder = Texts(texts, sources.values())
    passages = tuple(
        from_data(Evidence, to_data(passage) | data) for passage in folder.locate(record, phrase)
    )
    if nth is not None and passages:
        if nth > len(passages):
            count = "1 passage has" if len(passages) == 1 else f"{len(passages)} passages have"
            raise NegotiationsError(f"--nth {nth}: only {count} these words in {record.label}")
        passages = passages[nth - 1 : nth]
    unclear = len(passages) > 1 and not every
    if output.is_json:
        output.json([to_data(passage) for passage in passages])
    elif passages and not unclear:
        output.json_texts(to_data(passage) for passage in passages)
    if unclear:
        session.say(
            f"{len(passages)} passages have these words; give more words, --nth N for one of them, "
            "or --all:"
        )
        for number, passage in enumerate(passages, 1):
            session.say(f"  {number}  ¶{passage.paragraph} {passage.start}:{passage.end}")
    if not passages:
        for line in str(folder.not_found(record, phrase)).splitlines():
            session.say(plain(line))
    return output.status(not passages or unclear)
