"""The session, operands, output and exit statuses that the commands share."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shlex
import shutil
import sys
import warnings
from pathlib import Path
from typing import Any

import attrs
import click
from click.shell_completion import CompletionItem

from negotiations.dataset import Dataset, IncompleteDataset, UpgradedDataset, load
from negotiations.errors import InvalidDataset, NegotiationsError, UnknownId
from negotiations.io.layout import bundled_folder, dataset_around
from negotiations.io.streams import STANDARD, descriptor_of, is_stream, read_operand
from negotiations.io.strict_json import dumps, read_json
from negotiations.limits import MAXIMUM_BYTES
from negotiations.model import Actor, Position, Record, Version
from negotiations.model.base import Value
from negotiations.plaintext import plain_json, plain_lines
from negotiations.records import COLLECTIONS
from negotiations.vocabulary import Level

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from negotiations.render.page import Page
    from negotiations.render.wording import Wording

# The formats of commands that write a page, and of those that write a single table.
PAGE_FORMATS = ("text", "json", "markdown", "html")
TABLE_FORMATS = (*PAGE_FORMATS, "csv")
# What a table for people has where nothing is reported; in CSV such a cell is empty.
NOT_REPORTED = "–"

NOTHING, FOUND, FAILED, INTERRUPTED = 0, 1, 2, 130
_WRITING = re.compile(r"\bnegotiations (add|set|remove|rename)\b")


@attrs.define
class Session:
    """The global options, and the dataset, which is loaded on first use."""

    directory: Path | None = None
    color_wish: str = "auto"
    quiet: bool = False
    paged: bool = True
    _dataset: Dataset | None = None
    _has_looked: bool = False
    _release: str = ""

    @property
    def folder(self) -> Path | None:
        """The folder of the dataset; None for the bundled one.

        This is the folder of ``-d``, or else of the dataset that contains the current folder.
        """
        folder = self.directory or dataset_around(Path())
        return None if folder is not None and _is_bundled(folder) else folder

    @property
    def where(self) -> str:
        """The dataset, for messages."""
        folder = self.folder
        return "the bundled dataset" if folder is None else f"the dataset in {_shown(folder)}"

    @property
    def looked_at(self) -> str:
        """The dataset that a command has looked at so far; empty where it has looked at none."""
        return self._release or (self.where if self._has_looked else "")

    @property
    def is_loaded(self) -> bool:
        """Whether the dataset that is meant was read."""
        return self._dataset is not None

    @property
    def dataset(self) -> Dataset:
        """The dataset; if it is incomplete, this is reported once."""
        self._has_looked = True
        if self._dataset is None:
            self._dataset = self._loaded(self.where, lambda: load(self.folder))
        return self._dataset

    def _loaded(self, where: str, read: Callable[[], Dataset]) -> Dataset:
        """A dataset that is read; what is warned of is reported."""
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always", IncompleteDataset)
            warnings.simplefilter("always", UpgradedDataset)
            dataset = read()
        for warning in caught:
            self.say(f"{where}: {warning.message}")
        return dataset

    def release(self, folder: Path, rev: str | None = None) -> Dataset:
        """The dataset in a folder, or as it was at a revision; one of an older format is upgraded."""
        self._release = f"the dataset in {_shown(folder)}"
        where = self._release if rev is None else f"{self._release} at {rev}"
        try:
            dataset = self._loaded(where, lambda: load(folder, rev=rev, upgrade=True))
        except InvalidDataset:
            self._release = where
            raise
        self._release = ""
        return dataset

    @property
    def own_folder(self) -> Path:
        """The folder of the dataset to write into; the bundled one is not written to.

        Raises:
            NegotiationsError: The current folder is not in a dataset.
        """
        folder = self.directory or dataset_around(Path())
        if folder is None:
            raise NegotiationsError(
                "the current folder is not in a dataset; give -d DIR, or make a dataset with "
                "`negotiations init DIR`"
            )
        self._has_looked = True
        return _shown(folder)

    @property
    def color(self) -> bool:
        """Whether to colour standard output."""
        if self.color_wish != "auto":
            return self.color_wish == "always"
        dumb = os.environ.get("TERM") == "dumb" or bool(os.environ.get("NO_COLOR"))
        return sys.stdout.isatty() and not dumb

    @property
    def width(self) -> int:
        """The columns of the terminal, between 40 and 120; 80 in a pipe."""
        if not sys.stdout.isatty() and "COLUMNS" not in os.environ:
            return 80
        return min(max(shutil.get_terminal_size((80, 24)).columns, 40), 120)

    def typed(self, text: str) -> str:
        """A text in which the commands that write have the ``-d`` of this one."""
        if self.directory is None:
            return text
        before = f"negotiations -d {shlex.quote(str(self.directory))} "
        return _WRITING.sub(lambda command: before + command[1], text)

    def say(self, text: str) -> None:
        """Write a remark to standard error, unless quiet."""
        if not self.quiet:
            click.echo(plain_lines(text), err=True)


@attrs.frozen
class Output:
    """The destination and the format of a command's result."""

    format: str
    file: Path | None
    exit_zero: bool
    session: Session

    @property
    def is_json(self) -> bool:
        """Whether the format is JSON."""
        return self.format == "json"

    @property
    def color(self) -> bool:
        """Whether to colour the result; a file is coloured only if colour is forced."""
        return self.session.color and (self.file is None or self.session.color_wish == "always")

    def write(self, text: str) -> None:
        """Write the result to the file, completely or not at all, or to standard output."""
        # GitHub annotations are workflow commands, each on one line and already escaped.
        shown = text if self.format == "github" else plain_lines(text, color=self.color)
        if self.format == "html" and not _carries_all():
            # The page declares UTF-8, which includes ASCII.
            shown = shown.encode("ascii", "xmlcharrefreplace").decode("ascii")
        self._write(text, shown=shown)

    def page(self, page: Page) -> None:
        """Write a page in the chosen format; HTML as a standalone file."""
        from negotiations.render.render import write_page

        text = write_page(
            page, self.format, width=self.session.width, color=self.color, standalone=True
        )
        self.write(text)

    def table(
        self, title: str, caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]]
    ) -> None:
        """Write a table in the chosen format: text and CSV have neither a title nor a caption."""
        cells = [tuple(row) for row in rows]
        if self.format == "text":
            from negotiations.render.text import table

            self.write(table(heads, cells, width=self.session.width, color=self.color))
        elif self.format == "csv":
            self.csv(heads, cells)
        else:
            from negotiations.render.listings import table_of

            self.page(table_of(title, caption, heads, cells))

    def csv(self, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Write CSV; what is not reported is an empty cell."""
        import csv
        import io

        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(heads)
        writer.writerows(["" if cell == NOT_REPORTED else cell for cell in row] for row in rows)
        self._write(stream.getvalue(), shown=plain_lines(stream.getvalue()))

    def json(self, data: Any) -> None:
        """Write JSON in the canonical layout of the data files."""
        self.json_texts([data])

    def json_texts(self, values: Iterable[Any]) -> None:
        """Write JSON values one after the other, as `add` reads them."""
        text = "\n".join(map(dumps, values))
        # JSON stays valid in every encoding of standard output, with escapes if needed.
        shown = plain_json(text) if _carries_all() else _ascii_json(text)
        self._write(text, shown=shown)

    def _write(self, text: str, *, shown: str) -> None:
        """Write the text to the file, or its displayed form to standard output."""
        text = shown if self.file is None else text
        text = text if text.endswith("\n") or not text else text + "\n"
        if self.file is None:
            if not self._paged(text):
                click.echo(text, nl=False, color=True)
            return
        from negotiations.folder.replacing import write_text  # loaded where a file is written

        sys.stdout.flush()  # it may be the same file
        # A file name need not be valid Unicode; its bytes are written as escapes.
        write_text(self.file, text.encode("utf-8", "backslashreplace").decode("utf-8"))

    def _paged(self, text: str) -> bool:
        """Whether the text was shown in a pager: if it is longer than the terminal."""
        if not self.session.paged or not sys.stdout.isatty() or os.environ.get("TERM") == "dumb":
            return False
        from negotiations.cli.paging import is_longer_than, pager_command, show_in_pager

        size = shutil.get_terminal_size((80, 24))
        command = pager_command() if is_longer_than(text, size) else []
        return bool(command) and show_in_pager(text, command)

    def status(self, found: object) -> int:
        """The exit status: 1 if something was found, unless --exit-zero is given."""
        return FOUND if found and not self.exit_zero else NOTHING


def _carries_all() -> bool:
    """Whether standard output can encode every character."""
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    return encoding.lower().replace("_", "-") in ("utf-8", "utf8")


def _ascii_json(text: str) -> str:
    """An equivalent JSON text in ASCII."""
    return "".join(
        letter if letter.isascii() else json.dumps(letter)[1:-1] for letter in plain_json(text)
    )


def output_in(
    *formats: str,
) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Add the options of the result to a command, which gets them as ``output``.

    Args:
        formats: The formats of the command, the default first.
    """
    return lambda command: _with_output(command, formats)


def with_output(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options of the result to a command that writes text or JSON."""
    return output_in("text", "json")(command)


def _with_output(command: Callable[..., int], formats: tuple[str, ...]) -> Callable[..., int]:
    import functools

    @click.option(
        "--output-format",
        "output_format",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help="The format of the result.",
    )
    @click.option(
        "-o",
        "output_file",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help="Write the result to FILE; - is standard output.",
    )
    @click.option("--exit-zero", is_flag=True, help="Exit with 0 instead of 1.")
    @click.pass_context
    @functools.wraps(command)
    def wrapped(
        context: click.Context,
        /,
        *args: Any,
        output_format: str,
        output_file: Path | None,
        exit_zero: bool,
        **options: Any,
    ) -> int:
        session = context.ensure_object(Session)
        if output_file is not None and (output_file == STANDARD or descriptor_of(output_file) == 1):
            output_file = None
        # Checked first, before the command writes any records.
        if output_file is not None and not output_file.absolute().parent.is_dir():
            raise NegotiationsError(f"the folder {output_file.parent} does not exist")
        output = Output(output_format, output_file, exit_zero, session)
        return command(session, output, *args, **options)

    return wrapped


def check_page(session: Session, output: Output, *, current: str, name: str, maker: str) -> int:
    """Check whether a generated file is current, and report the result.

    Args:
        session: The session with the dataset.
        output: The output for the result.
        current: The current text of the file.
        name: Its path in the folder of the dataset.
        maker: The command that writes it, without the file.
    """
    from negotiations.folder.formatting import has_text

    path = (session.folder or bundled_folder()) / name
    stale = not has_text(path, current)
    if output.is_json:
        output.json({"file": str(path), "stale": stale})
    elif stale:
        state = "stale" if path.is_file() else "missing"
        output.write(f"{path}: {state}\nremedy: {maker} -o {path}")
    else:
        session.say(f"{path.name} is up to date")
    return output.status(stale)


def with_answer(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options of a page to a command, which gets them as ``wording``."""
    import functools

    @level_option
    @texts_option(QUOTED_TEXTS)
    @output_in(*PAGE_FORMATS)
    @functools.wraps(command)
    def wrapped(
        session: Session,
        output: Output,
        /,
        *args: Any,
        level: str,
        texts: Path | None,
        **options: Any,
    ) -> int:
        return command(session, output, wording(session, texts, level), *args, **options)

    return wrapped


def level_option(command: Callable[..., int]) -> Callable[..., int]:
    """The option ``--level``."""
    return click.option(
        "--level",
        type=click.Choice([level.value for level in reversed(Level)]),
        default=Level.CLARIFYING.value,
        show_default=True,
        help="Show changes of this level and above. At bookkeeping, a page has everything that JSON has.",
    )(command)


def brief_option(command: Callable[..., int]) -> Callable[..., int]:
    """The option ``--brief``."""
    return click.option("--brief", is_flag=True, help="Show one line for each entry.")(command)


def texts_option(what: str) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """The option ``--texts``, with what it is for."""
    return click.option(
        "--texts",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        metavar="DIR",
        help=what,
    )


QUOTED_TEXTS = "The folder of the article texts; citations then quote the passages."


def wording(session: Session, texts: Path | None, level: str) -> Wording:
    """The words of a page: names from the dataset, passages from the texts."""
    from negotiations.render.wording import Wording

    read = session.dataset.texts(texts) if texts is not None else None
    return Wording(session.dataset.records, read, Level(level))


def as_of_option(command: Callable[..., int]) -> Callable[..., int]:
    """The option ``--as-of``."""
    return click.option(
        "--as-of",
        metavar="WHEN",
        shell_complete=complete_address,
        help="Leave out what is known to be later: a date (2024-07: to its end), or a version, an "
        "event, a position or a round of talks.",
    )(command)


def on_option(command: Callable[..., int]) -> Callable[..., int]:
    """The option ``--on``."""
    return click.option(
        "--on",
        metavar="PROPOSAL",
        shell_complete=complete_id_of(("proposals", "versions"), own=False),
        help="The proposal whose negotiation the stances belong to, or a version of it.",
    )(command)


def example(*lines: str) -> str:
    """The example at the end of a command's help."""
    return "\b\nExample:\n" + "\n".join(f"  {line}" for line in lines)


def operand(session: Session, text: str) -> Value:
    """The record named by an operand: an address, a unique id, or a file with one record.

    The file ``-`` is standard input.
    """
    return _record_file(Path(text)) if names_file(text) else session.dataset.resolve(text)


def names_file(text: str) -> bool:
    """Whether an operand names a file or a stream rather than an address."""
    path = Path(text)
    is_path = os.sep in text and path.exists() and not path.is_dir()
    return is_stream(path) or text.endswith(".json") or is_path


def inferred_scope(operands: tuple[str, ...], records: Sequence[Any]) -> str | None:
    """The proposal of the given texts, needed if actors are compared with them.

    Raises:
        UsageError: An operand is an actor, and the texts belong to no proposal or to several.
    """
    actors = [
        name for name, record in zip(operands, records, strict=True) if isinstance(record, Actor)
    ]
    if not actors:
        return None
    texts = [record.id for record in records if isinstance(record, Version)]
    texts += [record.on for record in records if isinstance(record, Position) and record.on]
    proposals = sorted({text.rpartition("/")[2].partition("@")[0] for text in texts})
    if len(proposals) == 1:
        return proposals[0]
    reason = f"the texts belong to {', '.join(proposals)}" if proposals else "no text is given"
    raise click.UsageError(
        f"{actors[0]} is an actor, which stands for its stance on one proposal, but {reason}: "
        "add --on PROPOSAL"
    )


def _record_file(path: Path) -> Record:
    from negotiations.io.codec import structure_problems
    from negotiations.io.kinds import kind_of_record
    from negotiations.io.schema import schema_problems

    try:
        data = read_operand(path, MAXIMUM_BYTES)
    except OSError as fault:
        raise NegotiationsError(f"{path}: {fault.strerror or fault}") from fault
    document, problems = read_json(str(path), data)
    if document is None:
        raise InvalidDataset(problems)
    kind = kind_of_record(document)
    problems = schema_problems(document, kind)
    if problems:
        raise InvalidDataset(problems)
    record, problems = structure_problems(kind, document, document.value, ())
    if record is None:
        raise InvalidDataset(problems)
    return record


# --- completion ---------------------------------------------------------------------------------


def _is_bundled(folder: Path) -> bool:
    return folder.resolve() == bundled_folder()


def _shown(folder: Path) -> Path:
    """A folder as a user would write it: relative to the current folder if that is in it."""
    with contextlib.suppress(ValueError):
        return Path(os.path.relpath(folder)) if Path.cwd().is_relative_to(folder) else folder
    return folder


def _dataset_for_completion(context: click.Context, *, own: bool = False) -> Dataset | None:
    from negotiations.folder.drafting import open_records

    session = Session(context.find_root().params.get("directory"), quiet=True)
    try:
        # Ids of a dataset that is still being coded are offered too.
        folder = session.own_folder if own else session.folder
        return load() if folder is None else Dataset.of_records(open_records(folder))
    except (NegotiationsError, OSError):
        return None


def complete_address(
    context: click.Context, _: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete ids, or addresses once a collection is typed."""
    return _addresses(_dataset_for_completion(context), incomplete)


def complete_part_to_read(
    context: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete ids and addresses, and of a record that is typed those of its parts."""
    from negotiations.folder.parts import parts_under

    dataset = _dataset_for_completion(context)
    found = complete_address(context, param, incomplete)
    if dataset is None:
        return found
    return [*found, *map(CompletionItem, parts_under(dataset.records, incomplete))]


def complete_own_address(
    context: click.Context, _: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete ids and addresses of the dataset that is written to."""
    return _addresses(_dataset_for_completion(context, own=True), incomplete)


def _addresses(dataset: Dataset | None, incomplete: str) -> list[CompletionItem]:
    if dataset is None:
        return []
    name, slash, start = incomplete.partition("/")
    items: list[CompletionItem] = []
    for collection in COLLECTIONS:
        if slash and collection != name:
            continue
        items += [
            CompletionItem(f"{collection}/{key}" if slash else key, help=collection)
            for key in dataset.collections[collection]
            if key.startswith(start if slash else incomplete)
        ]
    return items


def complete_source(
    context: click.Context, _: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete ids of sources."""
    return _ids_of("sources", context, incomplete)


def complete_issue(
    context: click.Context, _: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete ids of issues."""
    return _ids_of("issues", context, incomplete)


def complete_id_of(
    collections: tuple[str, ...], *, own: bool = True
) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]]:
    """A completer of ids in some collections, of the dataset to write to or to read from."""

    def complete(
        context: click.Context, _: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        dataset = _dataset_for_completion(context, own=own)
        if dataset is None:
            return []
        return [
            CompletionItem(key, help=name)
            for name in collections
            for key in dataset.collections[name]
            if key.startswith(incomplete)
        ]

    return complete


def _ids_of(collection: str, context: click.Context, incomplete: str) -> list[CompletionItem]:
    dataset = _dataset_for_completion(context)
    keys = dataset.collections[collection] if dataset is not None else ()
    return [CompletionItem(key) for key in keys if key.startswith(incomplete)]


def complete_rule(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete ids of rules, with their requirements."""
    from negotiations.rules import RULES

    return [
        CompletionItem(rule.id, help=rule.holds)
        for rule in RULES.values()
        if rule.id.startswith(incomplete)
    ]


def known_issue(session: Session, issue: str | None) -> str | None:
    """The id of an issue, validated.

    Raises:
        UnknownId: There is no such issue.
    """
    if issue is not None and issue not in session.dataset.issues:
        raise UnknownId(issue, session.dataset.issues, "issue")
    return issue
