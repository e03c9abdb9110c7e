"""Commands for those who write records: ``check``, ``locate``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs
import click

from negotiations.cli.common import (
    FAILED,
    Output,
    Session,
    complete_source,
    example,
    kind_of_record,
    with_output,
)
from negotiations.codec import structure_problems, to_data
from negotiations.dataset import check
from negotiations.errors import Problem, UnknownId
from negotiations.jsontext import dumps, read_json
from negotiations.layout import bundled_folder
from negotiations.limits import MAXIMUM_BYTES, MORE, read_regular
from negotiations.plaintext import plain
from negotiations.render.wording import plural
from negotiations.schema import schema_problems
from negotiations.store.rules import RULES
from negotiations.texts import Texts
from negotiations.vocabulary import Severity

_FILE_RULES = ("json", "schema", "value", "folder", "file-name", "unique-id", "record-file", MORE)

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
@click.option("--select", multiple=True, metavar="RULE", help="Report this rule only.")
@click.option("--ignore", multiple=True, metavar="RULE", help="Leave this rule out.")
@with_output
def check_command(
    session: Session,
    output: Output,
    paths: tuple[Path, ...],
    texts: Path | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
) -> int:
    """Hold datasets against the schemas and all rules; each problem comes with its remedy.

    A PATH is a dataset's folder, or a file with one record. Without one, the dataset of -d or the
    bundled one is checked. Exit status 1: there are problems; 2: there is no dataset to check.
    """
    known = (*_FILE_RULES, *RULES)
    for rule in (*select, *ignore):
        if rule not in known:
            raise UnknownId(rule, known, "rule")
    folders = paths or (session.directory or bundled_folder(),)
    problems = [
        problem
        for path in folders
        for problem in _problems_at(path, texts, prefix=len(folders) > 1)
        # That some are not reported is said whatever is selected: they may be of those rules.
        if (not select or problem.rule in (*select, MORE)) and problem.rule not in ignore
    ]
    if output.is_json:
        output.json([_problem_data(problem) for problem in problems])
    elif problems:
        output.write("\n".join(map(str, problems)))
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    warnings = len(problems) - errors
    if problems:
        session.say(f"{plural(errors, 'error')}, {plural(warnings, 'warning')}")
    else:
        held = "" if texts is None else ", and every slice matches its text"
        session.say(f"no problems{held}")
    if any(problem.rule == "folder" and problem.file in map(str, folders) for problem in problems):
        return FAILED
    return output.status(problems)


def _problems_at(path: Path, texts: Path | None, *, prefix: bool) -> tuple[Problem, ...]:
    if path.is_file():
        return _problems_in_file(path)
    problems = check(path, texts=texts)
    if not prefix:
        return problems
    return tuple(attrs.evolve(each, file=str(path / each.file)) for each in problems)


def _problems_in_file(path: Path) -> tuple[Problem, ...]:
    """What is wrong with a file that stands alone: all but what needs the other records."""
    document, problems = read_json(str(path), read_regular(path, MAXIMUM_BYTES))
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


def _problem_data(problem: Problem) -> dict[str, Any]:
    return {
        name: value.value if isinstance(value, Severity) else value
        for name, value in attrs.asdict(problem).items()
        if value not in ("", 0)
    }


@click.command(
    "locate",
    epilog=example('negotiations locate cnn-relay "a temporary truce" --texts my-articles'),
)
@click.argument("source", shell_complete=complete_source)
@click.argument("words", nargs=-1, required=True)
@_TEXTS
@with_output
def locate_command(
    session: Session, output: Output, source: str, words: tuple[str, ...], texts: Path | None
) -> int:
    """Print the evidence object of the passage with these WORDS in SOURCE.

    All passages if there are several. Case, white space and the shape of quotation marks make no
    difference; of a long passage give both ends, as in "first words ... last words". Where no
    passage has the words, the nearest sentences are named and the exit status is 1.
    """
    if texts is None:
        raise click.UsageError("locate wants the article texts: --texts DIR")
    record = session.dataset.sources[source]
    wanted = " ".join(words)
    if not wanted.strip(" .…"):
        raise click.UsageError("locate wants some words of the passage")
    folder = Texts(texts, session.dataset.sources.values())
    found = folder.locate(record, wanted)
    if output.is_json:
        output.json([to_data(each) for each in found])
    elif found:
        output.write("\n".join(dumps(to_data(each)) for each in found))
    if len(found) > 1:
        places = ", ".join(f"¶{each.paragraph}" for each in found)
        session.say(f"{len(found)} passages have these words ({places}); give more words for one")
    if not found:
        session.say(f"no passage of {record.label} has these words")
        for miss in folder.text(record).nearest(wanted):
            session.say(f"  ¶{miss.paragraph} {miss.start}:{miss.end} {plain(miss.words)}")
    return output.status(not found)
