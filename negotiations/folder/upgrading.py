"""Datasets of an older format brought to the present one: all files or none, under the lock."""

from __future__ import annotations

import os
from contextlib import nullcontext
from pathlib import Path

import attrs

from negotiations.errors import InvalidDataset
from negotiations.folder.formats import DESCRIPTION, format_of, format_problem
from negotiations.folder.locking import alone
from negotiations.folder.reading import data_files, no_description
from negotiations.folder.replacing import write_inside
from negotiations.folder.starting import all_schemas
from negotiations.io.schema import schema_problems
from negotiations.io.strict_json import dumps, pointer_text
from negotiations.model import Metadata, Position, Proposal
from negotiations.model.sources import FORMAT
from negotiations.vocabulary import Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from negotiations.folder.reading import DataFile
    from negotiations.io.layout import FileKind
    from negotiations.io.strict_json import Pointer

__all__ = ["UpgradedFile", "upgrade", "upgraded_texts"]


@attrs.frozen(kw_only=True)
class UpgradedFile:
    """A file that an upgrade changes.

    Attributes:
        file: Its path in the folder.
        changes: What changes in it, in words, each with its place.
    """

    file: str
    changes: tuple[str, ...]


def upgrade(path: str | os.PathLike[str], *, dry_run: bool = False) -> tuple[UpgradedFile, ...]:
    """Bring the dataset in a folder to the present format; gives the files that change.

    All of them are written, or none. A dataset in the present format is left as it is, so that a second
    upgrade changes nothing. Records that were valid before are valid afterwards; all others are
    upgraded as far as possible, and `check` reports what is wrong with them. Schemas beside the data
    are renewed with it.

    Args:
        path: The folder with ``data/`` and ``seeds/`` in it.
        dry_run: Whether to change nothing, and only give what would change.

    Raises:
        InvalidDataset: The folder has no dataset, a file of it cannot be read, or its format is newer
            than this library; nothing was written.
        NegotiationsError: A link leads out of the folder, or another program holds it; nothing was
            written.
        OSError: A file cannot be written; the error says whether others have changed.
    """
    root = Path(path)
    with alone(root) if root.is_dir() and not dry_run else nullcontext():
        texts: dict[str, str] = {}
        upgraded: list[UpgradedFile] = []
        files = _files_of_known_format(root)
        number = _format_in(files)
        for file in files if number < FORMAT else ():
            data, changes = _upgraded(file, number)
            if changes:
                texts[file.relative] = dumps(data) + "\n"
                upgraded.append(UpgradedFile(file=file.relative, changes=changes))
        if texts:
            schemas = dict(_stale_schemas(root))
            texts |= schemas
            upgraded += [
                UpgradedFile(file=name, changes=(f"the schema of format {FORMAT}",))
                for name in schemas
            ]
            if not dry_run:
                write_inside(root, texts)
    return tuple(upgraded)


def upgraded_texts(root: Path) -> tuple[int, dict[str, str]]:
    """The format of the dataset in a folder, and the texts of its files in the present format.

    Raises:
        InvalidDataset: As of `upgrade`.
    """
    files = _files_of_known_format(root)
    number = _format_in(files)
    return number, {file.relative: dumps(_upgraded(file, number)[0]) + "\n" for file in files}


def _files_of_known_format(root: Path) -> tuple[DataFile, ...]:
    """The files of a dataset, all of which can be read.

    Raises:
        InvalidDataset: One cannot, there is no dataset, or it states no format that is known.
    """
    files, problems = data_files(root)
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    errors += [problem for file in files for problem in file.problems]
    if not errors and DESCRIPTION not in [file.relative for file in files]:
        errors.append(no_description())
    for file in files if not errors else ():
        if file.relative == DESCRIPTION and file.document is not None:
            number = format_of(file.document)
            if number is None:
                errors += schema_problems(file.document, Metadata)
            elif number > FORMAT:
                problem = format_problem(file.document, root)
                errors += [problem] if problem is not None else []
    if errors:
        raise InvalidDataset(errors)
    return files


def _format_in(files: tuple[DataFile, ...]) -> int:
    """The format of a dataset whose files can be read."""
    stated = (
        format_of(file.document)
        for file in files
        if file.relative == DESCRIPTION and file.document is not None
    )
    return next(stated, None) or FORMAT


def _upgraded(file: DataFile, number: int) -> tuple[Any, tuple[str, ...]]:
    """The data of a file in the present format, and what has changed in them since an older one."""
    data = None if file.document is None else file.document.value
    changes: list[str] = []
    for step in _STEPS[number - 1 :]:
        data, made = step(data, file.kind)
        changes += made
    return data, tuple(changes)


def _stale_schemas(root: Path) -> Iterator[tuple[str, str]]:
    """The texts of the schemas that are in the folder and differ from those of the present format."""
    for name, schema in all_schemas().items():
        relative = f"schema/{name}.schema.json"
        text = dumps(schema) + "\n"
        path = root / relative
        if path.is_file() and path.read_text(encoding="utf-8", errors="replace") != text:
            yield relative, text


# --- steps --------------------------------------------------------------------------------------


def _state_format(data: Any, number: int) -> Any:
    """The description of a dataset that states its format, behind its id."""
    rest = {name: value for name, value in data.items() if name != "format"}
    head = {"id": rest.pop("id")} if "id" in rest else {}
    return {**head, "format": number, **rest}


def _to_2(data: Any, kind: FileKind) -> tuple[Any, list[str]]:
    """From the first format, which stated no number, and in which a place was governed by one actor."""
    if kind.record is Metadata:
        return _state_format(data, 2), ["/format: 2"]
    changes = []
    for pointer, term in _terms_in(data, kind):
        if term.get("kind") == "governance" and isinstance(term.get("by"), str):
            term["by"] = [term["by"]]
            changes.append(f"{pointer_text((*pointer, 'by'))}: a list")
    return data, changes


def _terms_in(data: Any, kind: FileKind) -> Iterator[tuple[Pointer, dict[str, Any]]]:
    """The terms in the data of a file, each with its path, as far as they have their shape."""
    holders: list[tuple[Pointer, Any]] = []
    if kind.record is Position:
        holders = [((index,), item) for index, item in enumerate(_items(data))]
    elif kind.record is Proposal and isinstance(data, dict):
        versions = enumerate(_items(data.get("versions")))
        holders = [(("versions", index), item) for index, item in versions]
    for pointer, holder in holders:
        terms = holder.get("terms") if isinstance(holder, dict) else None
        for index, term in enumerate(_items(terms)):
            if isinstance(term, dict):
                yield (*pointer, "terms", index), term


def _items(data: Any) -> list[Any]:
    return data if isinstance(data, list) else []


# The step from each format to the next, from the first on: what it makes of the data of a file of a
# kind, which it may change in place, and what it did.
_STEPS: tuple[Callable[[Any, FileKind], tuple[Any, list[str]]], ...] = (_to_2,)
