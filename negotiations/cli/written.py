"""What the commands that write say: what was written, what is still to do, and what would do instead."""

from __future__ import annotations

import shlex
from typing import Any

import click

from negotiations.cli.common import FAILED, Output, Session, complete_own_address
from negotiations.cli.field_options import flag
from negotiations.errors import InvalidDataset, NegotiationsError, Problem, nearest
from negotiations.folder.drafting import open_records, stand_in
from negotiations.folder.locking import alone
from negotiations.folder.parts import parts_under
from negotiations.folder.reading import check_folder, read_folder
from negotiations.io.strict_json import dumps
from negotiations.model import Amount, Coordinates, Term, Timing
from negotiations.model.base import Value, fields_of
from negotiations.model.values import Count, Duration, When
from negotiations.plaintext import plain
from negotiations.render.wording import plural

TYPE_CHECKING = False
if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from negotiations.model.base import FieldSpec
    from negotiations.records import Records

__all__ = ["complete_part", "example_of", "records_to_name", "refuse", "session_of", "tell"]


def session_of(context: click.Context) -> Session:
    """The session, before the command line has been read to its end."""
    return Session(context.find_root().params.get("directory"), quiet=True)


def records_to_name(context: click.Context) -> Records:
    """The records of the dataset that is written to, to tell which options there are.

    They are read again, and checked, once the folder is held for writing. Where they cannot be read
    that is told at once.

    Raises:
        NegotiationsError: The current folder lies in no dataset, or something cannot be read.
    """
    folder = session_of(context).own_folder
    if context.resilient_parsing:
        return open_records(folder)
    with alone(folder):
        read = read_folder(folder, trusted=True)
    return open_records(folder) if read.problems else read.records


def tell(session: Session, output: Output, did: str, *data: Any) -> None:
    """Say in a line what was written, and how much is still to do; or print the JSON of it."""
    folder = session.own_folder
    left = len(check_folder(folder))
    check = shlex.join(["negotiations", "check", *([str(folder)] if session.directory else [])])
    to_do = f"; still to do: {plural(left, 'problem')}, see `{check}`" if left else ""
    line = f"{did}{to_do}"
    if output.is_json:
        # Said first: it holds, whether or not the record can be printed.
        session.say(line)
        output.json_texts(data)
    else:
        if output.file is not None:
            session.say(line)
        output.write(plain(line))


def refuse(session: Session, fault: InvalidDataset, example: str = "") -> int:
    """Say why nothing was written, and which command would do."""
    for line in session.typed(str(fault)).splitlines():
        click.echo(plain(line), err=True)
    session.say("nothing was written" + ("; for example:" if example else ""))
    if example:
        session.say(f"  {plain(example)}")
    return FAILED


def complete_part(
    context: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Addresses of records, and of the parts of one once it is typed."""
    from click.shell_completion import CompletionItem

    found = complete_own_address(context, param, incomplete)
    try:
        records = open_records(session_of(context).own_folder)
    except (NegotiationsError, OSError):
        return found
    return [*found, *map(CompletionItem, parts_under(records, incomplete))]


def example_of(
    session: Session,
    records: Records,
    kind: type[Value],
    verb: list[str],
    options: dict[str, Any],
    problems: tuple[Problem, ...],
) -> str:
    """A command that would do, with stand-ins for what is missing or wrong.

    Args:
        session: Where the dataset is.
        records: Its records.
        kind: The class whose fields are given.
        verb: The command, with what it is for.
        options: The fields that were given, as texts.
        problems: What was wrong; pointers begin with the field.
    """
    wrong = {each.pointer.split("/")[1] for each in problems if each.pointer}
    program = ["negotiations"]
    if session.directory is not None:
        program += ["-d", str(session.directory)]
    words = [*program, *verb]
    given = {spec.name for spec in fields_of(kind) if options.get(spec.name) not in (None, ())}
    for spec in fields_of(kind):
        in_label = spec.is_key and issubclass(kind, Term)
        if spec.name in ("id", "evidence") or in_label or spec.name not in given | wrong:
            continue
        texts = options.get(spec.name)
        if spec.name in wrong and spec.refers_to and texts:
            texts = _nearest(records, spec, texts)
        elif spec.name in wrong:
            texts = _stand_in_text(records, spec)
        for text in texts if isinstance(texts, tuple) else (texts,):
            words += [flag(spec.name), str(text)]
    if not ("evidence" in given or any(each.rule == "evidence-present" for each in problems)):
        return shlex.join(words)
    source = next(iter(records.collections["sources"]), "SOURCE")
    locate = shlex.join(
        [*program, "locate", source, "first words ... last words", "--texts", "DIR"]
    )
    return f"{locate} | {shlex.join([*words, '--evidence', '-'])}"


def _nearest(records: Records, spec: FieldSpec, texts: str | tuple[str, ...]) -> tuple[str, ...]:
    """Ids that exist in the place of misspelt ones."""
    known = [key for name in spec.refers_to for key in records.collections[name]]
    given = texts if isinstance(texts, tuple) else (texts,)
    return tuple((*nearest(text, known, 1), _stand_in_text(records, spec))[0] for text in given)


def _stand_in_text(records: Records, spec: FieldSpec) -> str:
    """What could be typed for a field."""
    kind = spec.types[0]
    short: dict[type, str] = {
        Count: "20",
        Amount: "20",
        Duration: "P6W",
        Timing: "2024-12-31",
        Coordinates: "40.37767 49.89201 SOURCE",
        When: "2024-08 stated",
    }
    if kind in short:
        return short[kind]
    if issubclass(kind, Value):
        required = [inner for inner in fields_of(kind) if not inner.optional]
        parts = {
            inner.name: {"exactly": 20}
            if inner.types in ((Count,), (Amount,))
            else stand_in(records, inner)
            for inner in required
        }
        return dumps(parts, width=10_000)
    made = stand_in(records, spec)
    return str(made[0] if isinstance(made, list) and made else made)
