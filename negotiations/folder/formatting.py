"""Files of records in canonical form: the keys, the order and the layout that `save` writes.

Nothing is lost by it. A file that is not JSON, or holds anything that the model does not, has no
canonical form, and is left as it stands.
"""

from __future__ import annotations

from pathlib import Path

import attrs

from negotiations.folder.reading import data_files
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

__all__ = ["Formatted", "canonical_text", "format_folder", "formatted"]


@attrs.frozen(kw_only=True)
class Formatted:
    """A file with its canonical text.

    Attributes:
        path: The file.
        text: Its canonical text; None where it has none.
        changed: Whether this is another text than it has.
        problems: Why it has none.
    """

    path: Path
    text: str | None = None
    changed: bool = False
    problems: tuple[Problem, ...] = ()


def canonical_text(
    document: JsonText, kind: type[Record] | None
) -> tuple[str | None, tuple[Problem, ...]]:
    r"""The canonical text of a file with one record, or a list of records, of one kind.

    Where it does not fit, there is none, and the problems say why. An empty list has no kind.

    >>> from negotiations.io.strict_json import read_json
    >>> from negotiations.model import Place
    >>> document, _ = read_json("", b'{"kind": "border", "name": "The ridge", "id": "ridge"}')
    >>> canonical_text(document, Place)[0]
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
    data = [to_data(record) for record in sorted(records, key=lambda each: each.id)]
    return dumps(data if is_list else data[0]) + "\n", ()


def formatted(path: Path, document: JsonText, kind: type[Record] | None) -> Formatted:
    """A file that was read, with its canonical text."""
    text, problems = canonical_text(document, kind)
    changed = text is not None and text != document.text
    return Formatted(path=path, text=text, changed=changed, problems=problems)


def format_folder(folder: str | os.PathLike[str]) -> tuple[Formatted, ...]:
    """All files of a dataset with their canonical texts, and what is none of them or unreadable."""
    root = Path(folder)
    files, problems = data_files(root)
    found = [
        Formatted(path=root / problem.file, problems=(problem,))
        for problem in problems
        if problem.severity is Severity.ERROR
    ]
    for each in files:
        path = root / each.relative
        if each.document is None:
            found.append(Formatted(path=path, problems=each.problems))
        elif isinstance(each.document.value, list) is not each.kind.is_list:
            # What stands there is of the wrong shape; the schema says so.
            from negotiations.io.schema import schema_problems

            wrong = schema_problems(each.document, each.kind.record, is_list=each.kind.is_list)
            found.append(Formatted(path=path, problems=wrong))
        else:
            found.append(formatted(path, each.document, each.kind.record))
    return tuple(sorted(found, key=lambda each: each.path))
