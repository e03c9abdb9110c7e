"""Files of records in canonical form: the keys, the order and the layout that `save` writes.

Nothing is lost by formatting. A file that is not JSON, or contains anything that the model does not
allow, has no canonical form and is left as it is.
"""

from __future__ import annotations

from pathlib import Path

import attrs

from negotiations.folder.reading import data_files, other_format
from negotiations.io.codec import structure_problems, to_data
from negotiations.io.strict_json import dumps
from negotiations.vocabulary import Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from typing import Any

    from negotiations.errors import Problem
    from negotiations.io.strict_json import JsonText, Pointer
    from negotiations.model import Record

__all__ = ["Formatted", "format_folder", "formatted", "formatted_text", "has_text"]


@attrs.frozen(kw_only=True)
class Formatted:
    """A file with its canonical text.

    Attributes:
        path: The file.
        text: Its canonical text; None if it has none.
        changed: Whether the canonical text differs from the present one, apart from line ends.
        problems: Why it has none.
    """

    path: Path
    text: str | None = None
    changed: bool = False
    problems: tuple[Problem, ...] = ()


def formatted_text(
    document: JsonText, kind: type[Record] | None
) -> tuple[str | None, tuple[Problem, ...]]:
    r"""The canonical text of a file with one record, or a list of records, of one kind.

    None if the document is not valid, with the problems. An empty list has no kind.

    >>> from negotiations.io.strict_json import read_json
    >>> from negotiations.model import Place
    >>> document, _ = read_json("", b'{"kind": "border", "name": "The ridge", "id": "ridge"}')
    >>> formatted_text(document, Place)[0]
    '{"id": "ridge", "name": "The ridge", "kind": "border"}\n'
    """
    from negotiations.io.schema import schema_problems

    is_list = isinstance(document.value, list)
    parts: list[tuple[Pointer, Any]] = [((), document.value)]
    if is_list:
        parts = [((index,), item) for index, item in enumerate(document.value)]
    records: list[Record] = []
    problems: list[Problem] = []
    if kind is not None:
        problems += schema_problems(document, kind, is_list=is_list)
        if not problems:
            for pointer, data in parts:
                record, faults = structure_problems(kind, document, data, pointer)
                problems += faults
                records += [record] if record is not None else []
    if problems:
        return None, tuple(problems)
    data = [to_data(record) for record in sorted(records, key=lambda record: record.id)]
    return dumps(data if is_list else data[0]) + "\n", ()


def formatted(path: Path, document: JsonText, kind: type[Record] | None) -> Formatted:
    """A file that has been read, with its canonical text."""
    text, problems = formatted_text(document, kind)
    changed = text is not None and not _same_lines(document.text.encode(), text)
    return Formatted(path=path, text=text, changed=changed, problems=problems)


def has_text(path: Path, text: str) -> bool:
    """Whether a file exists and has this text, apart from its line ends."""
    return path.is_file() and _same_lines(path.read_bytes(), text)


def _same_lines(data: bytes, text: str) -> bool:
    """Whether data and a text with line feeds are equal, apart from CRLF line ends of the data.

    Git writes them into a checkout on some machines, whatever is in the repository.
    """
    return data.replace(b"\r\n", b"\n") == text.encode()


def format_folder(folder: str | os.PathLike[str]) -> tuple[Formatted, ...]:
    """All files of a dataset with their canonical texts, and the files that have none."""
    root = Path(folder)
    problem = other_format(root)
    if problem is not None:
        return (Formatted(path=root / problem.file, problems=(problem,)),)
    files, problems = data_files(root)
    results = [
        Formatted(path=root / problem.file, problems=(problem,))
        for problem in problems
        if problem.severity is Severity.ERROR
    ]
    for file in files:
        path = root / file.relative
        if file.document is None:
            results.append(Formatted(path=path, problems=file.problems))
        elif isinstance(file.document.value, list) is not file.kind.is_list:
            # The document has the wrong shape; the schema reports it.
            from negotiations.io.schema import schema_problems

            wrong = schema_problems(file.document, file.kind.record, is_list=file.kind.is_list)
            results.append(Formatted(path=path, problems=wrong))
        else:
            results.append(formatted(path, file.document, file.kind.record))
    return tuple(sorted(results, key=lambda result: result.path))
