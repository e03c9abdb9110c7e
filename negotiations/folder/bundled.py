"""The bundled dataset as one generated file, from which its records are made at once.

Reading the data files takes structs and copiers for every class of the model. The generated file has
the records class by class and field by field, so that the slots of all records of a class are filled in
one go and nothing has to be compiled. It also says of what files it was made: where they are different
now, it is not used.

``python -m negotiations.folder.bundled`` writes it; with ``--check`` it says whether it is out of date.
"""

from __future__ import annotations

import os
from collections import deque
from decimal import Decimal
from itertools import repeat
from json import dumps, loads
from zlib import crc32

from negotiations import model, vocabulary
from negotiations.io.layout import FILE_KINDS, bundled_path, file_kind_of
from negotiations.model import values
from negotiations.model.base import Value, fields_of
from negotiations.model.extra import Extra
from negotiations.records import Records
from negotiations.vocabulary import Vocabulary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

__all__ = ["GENERATED", "generated", "text_of"]

# Paths are texts here, since pathlib takes a tenth of the time of loading the dataset.
GENERATED = f"{os.path.dirname(__file__)}/bundled.json"  # noqa: PTH120
_FOLDERS = sorted({kind.path if kind.stem else kind.path.rpartition("/")[0] for kind in FILE_KINDS})
_TUPLES = "tuple"


def generated(folder: str, path: str = GENERATED) -> Records | None:
    """The records in the generated file; None where it was made of other data files than a folder has.

    Args:
        folder: The folder of the dataset.
        path: The generated file.
    """
    try:
        data = loads(_content(path))
        is_current = data["files"] == dict(_prints(folder))
    except (OSError, KeyError, ValueError):
        return None
    return _records(data) if is_current else None


def _content(path: str) -> bytes:
    with open(path, "rb") as file:  # noqa: PTH123 - as above
        return file.read()


def _prints(folder: str) -> Iterator[tuple[str, list[int]]]:
    """The data files of a folder, each with its size and its checksum."""
    for inner in _FOLDERS:
        place = f"{folder}/{inner}"
        for name in sorted(os.listdir(place)) if os.path.isdir(place) else ():  # noqa: PTH112, PTH208
            relative = f"{inner}/{name}"
            if not name.startswith(".") and file_kind_of(relative) is not None:
                content = _content(f"{folder}/{relative}")
                yield relative, [len(content), crc32(content)]


# --- generated file → records --------------------------------------------------------------------------


def _records(data: dict[str, Any]) -> Records:
    # Everything that the records hold, each after what it holds itself; the first is what is not reported.
    pool: list[Any] = [None, *data["plain"]]
    get = pool.__getitem__
    for name, content in data["parts"]:
        if name == _TUPLES:
            pool += [tuple(map(get, items)) for items in content]
        elif type(content) is dict:
            pool += _filled(_class_of(name), content, get)
        else:
            pool += map(_MAKERS.get(name) or _class_of(name), content)
    records = map(get, data["records"])
    return Records.of(get(data["metadata"]), records, on_disk=data["on_disk"])


def _filled(cls: type[Value], columns: dict[str, Any], get: Callable[[int], Any]) -> list[Value]:
    """New records of a class with these fields. They were valid when the file was made."""
    columns = dict(columns)
    made = list(map(object.__new__, repeat(cls, columns.pop(""))))
    for name, column in columns.items():
        part: Iterable[Any] = repeat(None) if column == 0 else map(get, column)
        deque(map(getattr(cls, name).__set__, made, part), 0)
    return made


_MAKERS: dict[str, Callable[[Any], Any]] = {"Decimal": Decimal, "Extra": Extra}


def _class_of(name: str) -> Any:
    """A class of the model, or a vocabulary, by its name."""
    for module in (model, values, vocabulary):
        found = getattr(module, name, None)
        if found is not None:
            return found
    raise KeyError(name)


# --- records → generated file --------------------------------------------------------------------------


def text_of(folder: str) -> str:
    """The generated file of a folder's dataset, as text: one line for each class and step."""
    from negotiations.folder.reading import read_folder

    read = read_folder(folder, trusted=True)
    if read.problems:
        raise ValueError(f"not generated: {read.problems[0]}")
    pool = _Pool()
    records = read.records
    indices = [
        pool.index(record)
        for record in records
        if not isinstance(record, model.Version)  # in its proposal
    ]
    metadata = pool.index(records.metadata)
    final = pool.renumbered()
    parts = ",\n".join(map(_line, pool.parts(final)))
    head = {
        "files": dict(_prints(folder)),
        "on_disk": dict(sorted((records.on_disk or {}).items())),
        "metadata": final[metadata],
        "records": [final[index] for index in indices],
        "plain": pool.plain,
    }
    lines = ",\n".join(f"{dumps(name)}: {_line(part)}" for name, part in head.items())
    return f'{{\n{lines},\n"parts": [\n{parts}\n]\n}}\n'


def _line(data: Any) -> str:
    return dumps(data, ensure_ascii=False, separators=(",", ":"))


class _Pool:
    """All values of the records, equal ones once, by how many layers of others they hold."""

    def __init__(self) -> None:
        # Each with its layer and what it is made of, under a number that is not the final one.
        self._items: list[tuple[int, str, Any]] = []
        self._known: dict[Any, int] = {}
        self.plain: list[Any] = []

    def index(self, item: Any) -> int:
        """The number of a value; -1 for what is not reported."""
        if item is None:
            return -1
        key = (type(item), str(item) if isinstance(item, Decimal) else item)
        if key not in self._known:
            made = self._made(item)
            self._known[key] = len(self._items)
            self._items.append(made)
        return self._known[key]

    def _made(self, item: Any) -> tuple[int, str, Any]:
        name = type(item).__name__
        if isinstance(item, Vocabulary):
            return 1, name, item.value
        if isinstance(item, Decimal):
            return 1, name, str(item)
        if isinstance(item, Extra):
            return 1, name, item.to_data()
        if isinstance(item, Value):
            fields = {spec.name: self.index(getattr(item, spec.name)) for spec in fields_of(item)}
            return 1 + self._layer(fields.values()), name, fields
        if isinstance(item, tuple):
            items = [self.index(part) for part in item]
            return 1 + self._layer(items), _TUPLES, items
        return 0, "", item

    def _layer(self, indices: Iterable[int]) -> int:
        return max((self._items[index][0] for index in indices if index >= 0), default=0)

    def _batches(self) -> list[tuple[str, list[int]]]:
        """The numbers of values of one layer and class, in the order in which they can be made."""
        batches: dict[tuple[int, str], list[int]] = {}
        for index, (layer, name, _) in enumerate(self._items):
            batches.setdefault((layer, name), []).append(index)
        return [(name, batches[layer, name]) for layer, name in sorted(batches)]

    def renumbered(self) -> dict[int, int]:
        """The final numbers; what is not reported is 0."""
        order = [index for _, indices in self._batches() for index in indices]
        self.plain = [
            self._items[index][2] for _, indices in self._batches()[:1] for index in indices
        ]
        return {-1: 0, **{index: number for number, index in enumerate(order, 1)}}

    def parts(self, final: dict[int, int]) -> Iterator[tuple[str, Any]]:
        """The batches after the plain values: names of classes, and what their values are made of."""
        for name, indices in self._batches()[1:]:
            contents = [self._items[index][2] for index in indices]
            if name == _TUPLES:
                yield name, [[final[part] for part in content] for content in contents]
            elif isinstance(contents[0], dict) and name != "Extra":
                columns: dict[str, Any] = {"": len(contents)}
                for field in contents[0]:
                    column = [final[content[field]] for content in contents]
                    columns[field] = column if any(column) else 0
                yield name, columns
            else:
                yield name, contents


def _main(arguments: list[str]) -> int:
    text = text_of(bundled_path()).encode()
    current = os.path.exists(GENERATED) and _content(GENERATED) == text  # noqa: PTH110
    if arguments == ["--check"]:
        if not current:
            print(f"{GENERATED} is out of date: python -m negotiations.folder.bundled")  # noqa: T201
        return int(not current)
    with open(GENERATED, "wb") as file:  # noqa: PTH123 - as above
        file.write(text)
    return 0


if __name__ == "__main__":
    import sys

    sys.exit(_main(sys.argv[1:]))
