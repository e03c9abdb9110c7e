"""Commands for those who write records: ``check``, ``locate``."""

from __future__ import annotations

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
    kind_of_record,
    output_in,
    with_output,
)
from negotiations.cli.field_options import evidence_options, given_data
from negotiations.dataset import check
from negotiations.errors import InvalidDataset, NegotiationsError, Problem
from negotiations.io.codec import from_data, structure_problems, to_data
from negotiations.io.layout import bundled_folder
from negotiations.io.schema import schema_problems
from negotiations.io.streams import is_stream, read_given
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

_TEXTS = click.option(
    "--texts",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="The folder of the article texts.",
)


@click.command(
    "check",
    epilog=example("negotiations check my-dataset --texts my-articles"),
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
@output_in("text", "json", "github", "sarif")
def check_command(
    session: Session,
    output: Output,
    paths: tuple[Path, ...],
    texts: Path | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
) -> int:
    """Hold datasets against the schemas and all rules; each problem comes with its remedy.

    A PATH is a dataset's folder, or a file with one record, or - for standard input. Without one, the
    dataset of -d or the bundled one is checked. `negotiations rule` says what the rules are. What a
    dataset sets aside in data/dataset.json is counted and not reported. Exit status 1: there are
    problems; 2: there is no dataset to check.
    """
    known_rules((*select, *ignore))
    blind = [name for name in select if RULES[name].wants_texts]
    if blind and texts is None:
        raise click.UsageError(
            f"the rule {blind[0]!r} wants the texts of the articles: --texts DIR"
        )
    folders = paths or (session.folder or bundled_folder(),)
    from_here = output.format in ("github", "sarif")
    found: list[Problem] = []
    failed = False
    for path in folders:
        problems = _problems_at(path, texts, select, ignore)
        failed = failed or any(
            each.rule == "folder" and each.file == str(path) for each in problems
        )
        found += _placed(problems, path, from_here=from_here, several=len(folders) > 1)
    reported = [problem for problem in found if not problem.ignored]
    if output.format == "sarif":
        output.json(sarif_log(found, version=__version__, finished=not failed))
    elif output.format == "github":
        output.write(github_commands(reported))
    elif output.is_json:
        output.json([problem_data(problem) for problem in reported])
    else:
        output.write(problem_lines(reported))
    matched = "" if texts is None or reported else ", and every slice matches its text"
    looked = "" if paths else f"{session.where}: "
    session.say(looked + counted(found) + matched)
    if any(is_stream(path) or path.is_file() for path in folders):
        session.say("of a file alone, what lies between records is not held: check its folder")
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
    """The problems of a folder with the files that a reader of the output can find.

    Those of one folder are named within it. Those of several have it before them. Other programs
    take paths from the folder that the command runs in, and none that begins at the root of a disk.
    """
    for problem in problems:
        file = problem.file
        message = problem.message
        if from_here:
            file = _from_here(path / file, path)
            message = message.replace(str(path), path.name) if path.is_absolute() else message
        elif several:
            file = str(path / file)
        yield attrs.evolve(problem, file=file, message=message)


def _from_here(file: Path, root: Path) -> str:
    """A path from the working folder; of what lies elsewhere, from the dataset's own folder."""
    here, whole = Path.cwd(), Path(os.path.abspath(file))  # noqa: PTH100 - links stay as they are
    for base in (here, Path(os.path.abspath(root))):  # noqa: PTH100 - as above
        if whole != base and whole.is_relative_to(base):
            return whole.relative_to(base).as_posix()
    return whole.name


def _problems_in_file(path: Path) -> tuple[Problem, ...]:
    """What is wrong with a file that stands alone: all but what needs the other records."""
    document, problems = read_json(str(path), read_given(path, MAXIMUM_BYTES))
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
@click.option("--all", "every", is_flag=True, help="Several passages are meant: status 0.")
@click.option(
    "--nth",
    type=click.IntRange(min=1),
    metavar="N",
    help="Of several passages print only the Nth in the order of the text.",
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

    Where several passages have them, all are printed and the exit status is 1, unless --all or
    --nth says which are meant. Case, white space and the shape of quotation marks make no
    difference; of a long passage give both ends, as in "first words ... last words". Where no
    passage has the words, the nearest sentences are named and the exit status is 1. Further options
    say who says it, and how it bears on the record.
    """
    given, problems = given_data(Evidence, voice)
    if problems:
        raise InvalidDataset(problems)
    if every and nth is not None:
        raise click.UsageError("--all and --nth exclude each other")
    if texts is None:
        raise click.UsageError("locate wants the article texts: --texts DIR")
    sources = session.dataset.sources
    record = sources[source]
    wanted = " ".join(words)
    if not wanted.strip(" .…"):
        raise click.UsageError("locate wants some words of the passage")
    folder = Texts(texts, sources.values())
    found = tuple(
        from_data(Evidence, to_data(each) | given) for each in folder.locate(record, wanted)
    )
    if nth is not None and found:
        if nth > len(found):
            passages = "1 passage has" if len(found) == 1 else f"{len(found)} passages have"
            raise NegotiationsError(f"--nth {nth}: only {passages} these words in {record.label}")
        found = found[nth - 1 : nth]
    if output.is_json:
        output.json([to_data(each) for each in found])
    elif found:
        output.json_texts(to_data(each) for each in found)
    if len(found) > 1 and not every:
        places = ", ".join(f"¶{each.paragraph}" for each in found)
        session.say(
            f"{len(found)} passages have these words ({places}); give more words, "
            "--nth N for one of them, or --all"
        )
    if not found:
        for line in str(folder.not_found(record, wanted)).splitlines():
            session.say(plain(line))
    return output.status(not found or (len(found) > 1 and not every))
