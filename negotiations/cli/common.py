"""What the commands share: the session, operands, output and exit statuses."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sys
import warnings
from pathlib import Path
from typing import Any

import attrs
import click
from click.shell_completion import CompletionItem

from negotiations.dataset import Dataset, IncompleteDataset, load
from negotiations.errors import InvalidDataset, NegotiationsError, Problem, UnknownId
from negotiations.folder.drafting import open_records
from negotiations.folder.replacing import write_text
from negotiations.io.codec import structure_problems
from negotiations.io.layout import bundled_folder, dataset_around
from negotiations.io.schema import schema_problems
from negotiations.io.streams import STANDARD, descriptor_of, is_stream, read_given
from negotiations.io.strict_json import JsonText, dumps, read_json
from negotiations.limits import MAXIMUM_BYTES
from negotiations.model import Actor, Metadata, Position, Record, Version
from negotiations.model.base import Value, fields_of
from negotiations.plaintext import plain_json, plain_lines
from negotiations.records import COLLECTIONS
from negotiations.render.render import write_page
from negotiations.render.wording import Wording
from negotiations.rules import RULES
from negotiations.vocabulary import Level, Vocabulary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from negotiations.render.page import Page

# The formats of a command whose result is a page.
PAGE_FORMATS = ("text", "json", "markdown", "html")

NOTHING, FOUND, FAILED, INTERRUPTED = 0, 1, 2, 130

_KINDS: tuple[type[Record], ...] = (*COLLECTIONS.values(), Metadata)


@attrs.define
class Session:
    """The global options, and the dataset once it is wanted."""

    directory: Path | None = None
    color_wish: str = "auto"
    quiet: bool = False
    _dataset: Dataset | None = None
    _has_looked: bool = False

    @property
    def folder(self) -> Path | None:
        """The folder of the dataset that is meant; None for the bundled one.

        That is the folder of ``-d``, else of the dataset that the current folder lies in.
        """
        found = self.directory or dataset_around(Path())
        return None if found is not None and _is_bundled(found) else found

    @property
    def where(self) -> str:
        """The dataset that is meant, for messages."""
        folder = self.folder
        return "the bundled dataset" if folder is None else f"the dataset in {_shown(folder)}"

    @property
    def looked_at(self) -> str:
        """The dataset that a command has looked at so far; empty where it has looked at none."""
        return self.where if self._has_looked else ""

    @property
    def is_loaded(self) -> bool:
        """Whether the dataset that is meant was read."""
        return self._dataset is not None

    @property
    def dataset(self) -> Dataset:
        """The dataset that is meant; that something is left to be done in it is said once."""
        self._has_looked = True
        if self._dataset is None:
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always", IncompleteDataset)
                self._dataset = load(self.folder)
            for warning in caught:
                self.say(f"{self.where}: {warning.message}")
        return self._dataset

    @property
    def own_folder(self) -> Path:
        """The folder of the dataset to write into; the bundled one is not written to.

        Raises:
            NegotiationsError: The current folder lies in no dataset.
        """
        found = self.directory or dataset_around(Path())
        if found is None:
            raise NegotiationsError(
                "the current folder lies in no dataset; give -d DIR, or make one with "
                "`negotiations init DIR`"
            )
        self._has_looked = True
        return _shown(found)

    @property
    def color(self) -> bool:
        """Whether to colour what goes to standard output."""
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

    def say(self, text: str) -> None:
        """A remark on standard error, unless quiet."""
        if not self.quiet:
            click.echo(plain_lines(text), err=True)


@attrs.frozen
class Output:
    """Where a command's result goes, and in which format."""

    format: str
    file: Path | None
    exit_zero: bool
    session: Session

    @property
    def is_json(self) -> bool:
        """Whether JSON is wanted."""
        return self.format == "json"

    @property
    def color(self) -> bool:
        """Files are never coloured, unless colour is forced."""
        return self.session.color and (self.file is None or self.session.color_wish == "always")

    def write(self, text: str) -> None:
        """Write the result: to the file, whole or not at all, or to standard output."""
        # Annotations on GitHub are commands on purpose, each on one line and escaped already.
        shown = text if self.format == "github" else plain_lines(text, color=self.color)
        if self.format == "html" and not _carries_all():
            # The page says that it is UTF-8, of which ASCII is a part.
            shown = shown.encode("ascii", "xmlcharrefreplace").decode("ascii")
        self._write(text, shown=shown)

    def page(self, page: Page) -> None:
        """Write a page in the format that is wanted; HTML as a file by itself."""
        made = write_page(
            page, self.format, width=self.session.width, color=self.color, standalone=True
        )
        self.write(made)

    def json(self, data: Any) -> None:
        """Write JSON as the data files have it."""
        self.json_texts([data])

    def json_texts(self, values: Iterable[Any]) -> None:
        """Write JSON texts one after the other, as `add` reads them."""
        text = "\n".join(map(dumps, values))
        # JSON is valid in every encoding of standard output, with escapes where it is narrow.
        shown = plain_json(text) if _carries_all() else _ascii_json(text)
        self._write(text, shown=shown)

    def _write(self, text: str, *, shown: str) -> None:
        """Write the text to the file, or what is shown of it to standard output."""
        text = shown if self.file is None else text
        text = text if text.endswith("\n") or not text else text + "\n"
        if self.file is None:
            click.echo(text, nl=False, color=True)
            return
        sys.stdout.flush()  # which may be the file
        # The name of a file need not be Unicode; its bytes are written as escapes.
        write_text(self.file, text.encode("utf-8", "backslashreplace").decode("utf-8"))

    def status(self, found: object) -> int:
        """The exit status: 1 where something was found, unless that is to be 0."""
        return FOUND if found and not self.exit_zero else NOTHING


def _carries_all() -> bool:
    """Whether standard output can carry every character."""
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    return encoding.lower().replace("_", "-") in ("utf-8", "utf8")


def _ascii_json(text: str) -> str:
    """JSON text that means the same, in ASCII."""
    return "".join(
        letter if letter.isascii() else json.dumps(letter)[1:-1] for letter in plain_json(text)
    )


def output_in(
    *formats: str,
) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Give a command the options of its result, as one argument ``output``.

    Args:
        formats: The formats that the command has, the usual one first.
    """
    return lambda command: _with_output(command, formats)


def with_output(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command that writes text or JSON the options of its result."""
    return output_in("text", "json")(command)


def _with_output(command: Callable[..., int], formats: tuple[str, ...]) -> Callable[..., int]:
    import functools

    @click.option(
        "--output-format",
        "output_format",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help="How to write the result.",
    )
    @click.option(
        "-o",
        "output_file",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help="Write the result to FILE; - is standard output.",
    )
    @click.option("--exit-zero", is_flag=True, help="Exit with 0 where the result would make it 1.")
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
        # Said before anything is done, since a command may have written records by then.
        if output_file is not None and not output_file.absolute().parent.is_dir():
            raise NegotiationsError(f"there is no folder {output_file.parent} to write into")
        output = Output(output_format, output_file, exit_zero, session)
        return command(session, output, *args, **options)

    return wrapped


def hold_page(session: Session, output: Output, *, made: str, name: str, maker: str) -> int:
    """Whether a generated page of the documentation is as it would be made now.

    Args:
        session: Where the dataset is.
        output: Where the answer goes.
        made: The page as it would be made now.
        name: The name of its file in docs/.
        maker: The command that writes it, without the file.
    """
    path = (session.folder or bundled_folder()) / "docs" / name
    stale = not path.is_file() or path.read_bytes() != made.encode()
    if output.is_json:
        output.json({"file": str(path), "stale": stale})
    elif stale:
        state = "stale" if path.is_file() else "missing"
        output.write(f"{path}: {state}\nremedy: {maker} -o {path}")
    else:
        session.say(f"{name} is up to date")
    return output.status(stale)


def with_answer(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command whose result is a page its options, and the words to make the page with."""
    import functools

    @level_option
    @texts_option
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
        help="Show changes of this level and above. At bookkeeping a page has all that JSON has.",
    )(command)


def texts_option(command: Callable[..., int]) -> Callable[..., int]:
    """The option ``--texts``."""
    return click.option(
        "--texts",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        metavar="DIR",
        help="The folder of the article texts: citations quote the passages.",
    )(command)


def wording(session: Session, texts: Path | None, level: str) -> Wording:
    """The words of a page: names from the dataset, passages from the texts."""
    read = session.dataset.texts(texts) if texts is not None else None
    return Wording(session.dataset.records, read, Level(level))


def as_of_option(command: Callable[..., int]) -> Callable[..., int]:
    """The option ``--as-of``."""
    return click.option(
        "--as-of",
        metavar="WHEN",
        shell_complete=complete_address,
        help="Leave out what is known to be later: a date (2024-07, to its end), or a version, an "
        "event, a position or a round of talks.",
    )(command)


def on_option(command: Callable[..., int]) -> Callable[..., int]:
    """The option ``--on``."""
    return click.option(
        "--on",
        metavar="PROPOSAL",
        shell_complete=complete_id_of(("proposals", "versions"), own=False),
        help="The proposal whose negotiation the stances are in, or a version of it.",
    )(command)


def example(*lines: str) -> str:
    """The example at the end of a command's help."""
    return "\b\nExample:\n" + "\n".join(f"  {line}" for line in lines)


def operand(session: Session, text: str) -> Value:
    """The record that an operand means: an address, a unique id, or a file with one record.

    ``-`` is a file, too: standard input.
    """
    return _record_file(Path(text)) if names_file(text) else session.dataset.resolve(text)


def names_file(text: str) -> bool:
    """Whether an operand is a file or a stream, and no address."""
    path = Path(text)
    is_path = os.sep in text and path.exists() and not path.is_dir()
    return is_stream(path) or text.endswith(".json") or is_path


def inferred_scope(given: tuple[str, ...], held: Sequence[Any]) -> str | None:
    """The proposal that the texts given are of, where actors stand beside them.

    Raises:
        UsageError: Some column is an actor, and the texts are of no proposal or of several.
    """
    actors = [text for text, each in zip(given, held, strict=True) if isinstance(each, Actor)]
    if not actors:
        return None
    texts = [each.id for each in held if isinstance(each, Version)]
    texts += [each.on for each in held if isinstance(each, Position) and each.on]
    proposals = sorted({text.rpartition("/")[2].partition("@")[0] for text in texts})
    if len(proposals) == 1:
        return proposals[0]
    known = f"the texts given are of {', '.join(proposals)}" if proposals else "no text is given"
    raise click.UsageError(
        f"{actors[0]} is an actor and stands for its stance on one proposal, and {known}: "
        "add --on PROPOSAL"
    )


def _record_file(path: Path) -> Record:
    try:
        data = read_given(path, MAXIMUM_BYTES)
    except OSError as fault:
        raise NegotiationsError(f"{path}: {fault.strerror or fault}") from fault
    document, problems = read_json(str(path), data)
    if document is None:
        raise InvalidDataset(problems)
    kind = kind_of_record(document)
    problems = schema_problems(document, kind)
    if problems:
        raise InvalidDataset(problems)
    made, problems = structure_problems(kind, document, document.value, ())
    if made is None:
        raise InvalidDataset(problems)
    return made


def kind_of_record(document: JsonText) -> type[Record]:
    """The class that a file with one record is most likely of, by its fields."""
    if not isinstance(document.value, dict):
        raise InvalidDataset(
            [
                Problem(
                    rule="schema",
                    file=document.file,
                    line=1,
                    column=1,
                    message="the file holds no single record",
                    found="an array" if isinstance(document.value, list) else "no object",
                    expected="an object with one record",
                    remedy="give a file with one record, or an address",
                )
            ]
        )
    given = set(document.value)

    def misfit(kind: type[Record]) -> tuple[int, int]:
        specs = {spec.name: spec for spec in fields_of(kind)}
        wanted = {name for name, spec in specs.items() if not spec.optional}
        foreign = [
            name
            for name in given & specs.keys()
            if _is_foreign(document.value[name], specs[name].types[0])
        ]
        strange = len(given - specs.keys()) + len(wanted - given) + len(foreign)
        return (strange, -len(wanted & given))

    return min(_KINDS, key=misfit)


def _is_foreign(given: Any, kind: type) -> bool:
    """Whether a value is no word of the vocabulary that its field has."""
    if not issubclass(kind, Vocabulary):
        return False
    return given not in [word.value for word in kind]


# --- completion ---------------------------------------------------------------------------------


def _is_bundled(folder: Path) -> bool:
    return folder.resolve() == bundled_folder()


def _shown(folder: Path) -> Path:
    """A folder as a reader would write it: from the current folder, where it lies in or around it."""
    with contextlib.suppress(ValueError):
        return Path(os.path.relpath(folder)) if Path.cwd().is_relative_to(folder) else folder
    return folder


def _dataset_for_completion(context: click.Context, *, own: bool = False) -> Dataset | None:
    session = Session(context.find_root().params.get("directory"), quiet=True)
    try:
        # Ids of a dataset that is half coded are offered too.
        folder = session.own_folder if own else session.folder
        return load() if folder is None else Dataset.of_records(open_records(folder))
    except (NegotiationsError, OSError):
        return None


def complete_address(
    context: click.Context, _: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Ids, and addresses once a collection is typed."""
    dataset = _dataset_for_completion(context)
    if dataset is None:
        return []
    name, slash, start = incomplete.partition("/")
    found: list[CompletionItem] = []
    for collection in COLLECTIONS:
        if slash and collection != name:
            continue
        found += [
            CompletionItem(f"{collection}/{key}" if slash else key, help=collection)
            for key in dataset.collections[collection]
            if key.startswith(start if slash else incomplete)
        ]
    return found


def complete_source(
    context: click.Context, _: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Ids of sources."""
    return _ids_of("sources", context, incomplete)


def complete_issue(
    context: click.Context, _: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Ids of issues."""
    return _ids_of("issues", context, incomplete)


def complete_id_of(
    collections: tuple[str, ...], *, own: bool = True
) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]]:
    """Ids of some collections: of the dataset that is written to, or of the one that is read."""

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
    """Ids of rules, with what they hold."""
    return [
        CompletionItem(rule.id, help=rule.holds)
        for rule in RULES.values()
        if rule.id.startswith(incomplete)
    ]


def known_issue(session: Session, issue: str | None) -> str | None:
    """An issue that exists.

    Raises:
        UnknownId: There is no such issue.
    """
    if issue is not None and issue not in session.dataset.issues:
        raise UnknownId(issue, session.dataset.issues, "issue")
    return issue
