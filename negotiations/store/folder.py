"""Folders of records: read them whole with all that is wrong, and write them without loss."""

from __future__ import annotations

import os
import stat
import tempfile
from functools import lru_cache
from pathlib import Path

import attrs

from negotiations.codec import structure_problems, to_data
from negotiations.errors import InvalidDataset, NegotiationsError, Problem, nearest
from negotiations.jsontext import MAXIMUM_BYTES, JsonText, dumps, pointer_text, read_json
from negotiations.layout import FILE_KINDS, FileKind, bundled_folder, file_kind_of
from negotiations.model import Metadata, Proposal, Record, Source, Version
from negotiations.schema import schema_problems
from negotiations.store.records import Records, address_of, label_pointer
from negotiations.store.rules import Finding, findings
from negotiations.vocabulary import Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from negotiations.base import Value
    from negotiations.jsontext import Pointer
    from negotiations.texts import Texts

__all__ = ["Folder", "bundled_sources", "check_folder", "read_folder", "write_folder"]


@attrs.frozen
class _Origin:
    """The file that a record was read from, and where in it."""

    document: JsonText
    pointer: Pointer


@attrs.frozen(eq=False)
class Folder:
    """What was read from a folder: its records, where each stands, and what is wrong."""

    records: Records
    problems: tuple[Problem, ...]
    _origins: dict[str, _Origin]

    def problem(self, finding: Finding) -> Problem:
        """A finding of a rule as a problem with its place in a file."""
        record = finding.record
        address = address_of(record)
        origin = self._origins.get(address)
        file, line, column, pointer = "", 0, 0, label_pointer(record, finding.path)
        if origin is not None:
            place = (*origin.pointer, *_raw_path(origin, record, finding.path))
            line, column = origin.document.place(place)
            file, pointer = origin.document.file, pointer_text(place)
        return finding.problem(file=file, line=line, column=column, pointer=pointer)


def _raw_path(origin: _Origin, record: Record, path: Pointer) -> Pointer:
    """A path through a record, with the indices that its items have in the file.

    Records keep their items sorted; whoever wrote the file need not have.
    """
    raw: Any = origin.document.value
    for step in origin.pointer:
        raw = raw[step]
    here: Any = record
    found: list[str | int] = []
    for step in path:
        if isinstance(step, int):
            here = here[step]
            wanted = to_data(here)
            keys = getattr(here, "key_fields", ())
            same = (index for index, item in enumerate(raw) if _same_item(item, wanted, keys))
            found.append(next(same, step))
        else:
            here = getattr(here, step)
            found.append(step)
        raw = raw[found[-1]]
    return tuple(found)


def _same_item(raw: Any, wanted: Any, keys: tuple[str, ...]) -> bool:
    if keys and isinstance(raw, dict):
        return all(raw.get(key) == wanted.get(key) for key in keys)
    return bool(raw == wanted)


def read_folder(folder: str | os.PathLike[str], *, trusted: bool = False) -> Folder:
    """Read a dataset's folder. Nothing is raised: all that is wrong is in ``problems``.

    ``trusted`` leaves out the schemas and the rules, for the bundled dataset, which was held
    against both when it was made.
    """
    reader = _Reader(Path(folder), trusted=trusted)
    found = _list_files(reader.root, reader.problems)
    for relative, kind in found:
        reader.read(relative, kind)
    read = Folder(Records.of(reader.metadata, _without_twins(reader.records)), (), reader.origins)
    problems = reader.problems
    if not trusted and found:
        if "data/dataset.json" not in dict(found):
            problems.append(
                Problem(
                    rule="folder",
                    file="data/dataset.json",
                    message="the file that describes the dataset is missing",
                    expected="data/dataset.json",
                    remedy="write it; the schema `dataset` says what it holds",
                )
            )
        problems += [read.problem(each) for each in findings(read.records) if reader.sees(each)]
    ordered = sorted(problems, key=lambda problem: problem.sort_key)
    return attrs.evolve(read, problems=tuple(ordered))


class _Reader:
    """The records of a folder as they are read, with what is wrong and what could not be read."""

    def __init__(self, root: Path, *, trusted: bool) -> None:
        self.root = root
        self.trusted = trusted
        self.problems: list[Problem] = []
        self.records: list[Record] = []
        self.origins: dict[str, _Origin] = {}
        self.metadata: Metadata | None = None
        self._unread_ids: set[str] = set()
        self._unread_collections: set[str] = set()

    def read(self, relative: str, kind: FileKind) -> None:
        """Read one file."""
        document = _read_file(self.root, relative, self.problems)
        expected = list if kind.is_list else dict
        wrong: list[Problem] = []
        if document is not None and not self.trusted:
            held = schema_problems(document, kind.record, is_list=kind.is_list)
            wrong = [_addressed(problem, kind) for problem in held]
            self.problems += wrong
        if document is None or not isinstance(document.value, expected):
            self._unread_collections |= {kind.collection, *_inside(kind)}
            return
        parts: list[tuple[Pointer, Any]] = [((), document.value)]
        if kind.is_list:
            parts = [((index,), item) for index, item in enumerate(document.value)]
        for pointer, data in parts:
            record, faults = structure_problems(kind.record, document, data, pointer)
            # What the schema says of a place already is not said again.
            self.problems += [
                _addressed(fault, kind)
                for fault in faults
                if not any(_covers(fault.pointer, problem.pointer) for problem in wrong)
            ]
            if record is None:
                self._unread_ids |= _ids_in(data)
            else:
                self._keep(record, kind, document, pointer)

    def _keep(self, record: Record, kind: FileKind, document: JsonText, pointer: Pointer) -> None:
        address = address_of(record)
        if address in self.origins:
            self.problems.append(_twice(record, document, pointer, self.origins[address]))
            return
        self.origins[address] = _Origin(document, pointer)
        if kind.stem and not self.trusted:
            self.problems += _misplaced(record, kind, document, pointer)
        if isinstance(record, Metadata):
            self.metadata = record
            return
        self.records.append(record)
        if isinstance(record, Proposal):
            self.problems += _versions(record, document, self.origins)

    def sees(self, finding: Finding) -> bool:
        """Whether a finding stands although some records could not be read.

        A reference to one of those is not dangling, and what rests on all records cannot be told.
        """
        if not self._unread_ids and not self._unread_collections:
            return True
        if finding.rule in ("paragraphs-accounted", "source-cited"):
            return False
        if finding.rule != "references":
            return True
        blind = any(name in finding.expected for name in self._unread_collections)
        return not blind and finding.found.rpartition("/")[2] not in self._unread_ids


def _inside(kind: FileKind) -> tuple[str, ...]:
    return ("versions",) if kind.record is Proposal else ()


def _ids_in(data: Any) -> set[str]:
    """The ids of a record that could not be read, and of the versions in it."""
    if not isinstance(data, dict):
        return set()
    inner = data.get("versions")
    parts = [data, *(inner if isinstance(inner, list) else [])]
    return {
        part["id"] for part in parts if isinstance(part, dict) and isinstance(part.get("id"), str)
    }


def _addressed(problem: Problem, kind: FileKind) -> Problem:
    """A problem of one file, with the address of the record and not its bare id."""
    if not problem.record:
        return problem
    name = "versions" if "@" in problem.record else kind.collection
    return attrs.evolve(problem, record=f"{name}/{problem.record}")


def _covers(pointer: str, known: str) -> bool:
    return pointer == known or known.startswith(pointer + "/") or pointer.startswith(known + "/")


def _without_twins(records: list[Record]) -> Iterator[Record]:
    """Proposals whose versions all have ids of their own; the others are already a problem."""
    seen: set[str] = set()
    for record in records:
        if isinstance(record, Proposal) and record.versions:
            fresh = tuple(each for each in record.versions if each.id not in seen)
            seen |= {each.id for each in fresh}
            yield record if len(fresh) == len(record.versions) else record.replace(versions=fresh)
        else:
            yield record


def _versions(
    proposal: Proposal, document: JsonText, origins: dict[str, _Origin]
) -> Iterator[Problem]:
    raw = document.value.get("versions", [])
    for version in proposal.versions or ():
        index = next(i for i, item in enumerate(raw) if item.get("id") == version.id)
        pointer: Pointer = ("versions", index)
        address = address_of(version)
        if address in origins:
            yield _twice(version, document, pointer, origins[address])
        else:
            origins[address] = _Origin(document, pointer)


def _twice(record: Record, document: JsonText, pointer: Pointer, first: _Origin) -> Problem:
    line, column = document.place((*pointer, "id"))
    there = first.document.place((*first.pointer, "id"))
    return Problem(
        rule="unique-id",
        file=document.file,
        line=line,
        column=column,
        record=address_of(record),
        pointer=pointer_text((*pointer, "id")),
        message=f"the id {record.id!r} is taken",
        found=f"the same id at {first.document.file}:{there[0]}:{there[1]}",
        expected="an id of its own",
        remedy="rename one of the two",
    )


def _misplaced(
    record: Record, kind: FileKind, document: JsonText, pointer: Pointer
) -> Iterator[Problem]:
    belongs = kind.file_for(record)
    if belongs != document.file:
        line, column = document.place((*pointer, kind.stem))
        yield Problem(
            rule="file-name",
            file=document.file,
            line=line,
            column=column,
            record=address_of(record),
            pointer=pointer_text((*pointer, kind.stem)),
            message=f"the record belongs in {belongs}",
            found=document.file,
            expected=belongs,
            remedy=f"move it, or mend its {kind.stem!r}",
        )


def _list_files(root: Path, problems: list[Problem]) -> list[tuple[str, FileKind]]:
    def refuse(file: str, message: str, remedy: str, severity: Severity = Severity.ERROR) -> None:
        problems.append(
            Problem(rule="folder", file=file, message=message, remedy=remedy, severity=severity)
        )

    if not root.is_dir():
        what = "is not a folder" if root.exists() else "does not exist"
        refuse(str(root), f"{root} {what}", "give the folder that has data/ and seeds/ in it")
        return []
    inside = root.resolve()
    found: list[tuple[str, FileKind]] = []
    patterns = sorted({str(Path(kind.path).parts[0]) for kind in FILE_KINDS})
    for top in patterns:
        for path in sorted((root / top).rglob("*")):
            relative = path.relative_to(root).as_posix()
            if any(part.startswith(".") for part in path.relative_to(root).parts):
                continue
            if path.is_symlink() and not path.resolve().is_relative_to(inside):
                refuse(relative, "the link leads out of the dataset's folder", "copy the file here")
                continue
            if path.is_dir():
                continue
            if not path.exists() or not stat.S_ISREG(path.stat().st_mode):
                refuse(relative, "it is not a regular file", "replace it by a file")
                continue
            kind = file_kind_of(relative)
            if kind is not None:
                found.append((relative, kind))
            elif path.suffix == ".json":
                known = [each.path for each in FILE_KINDS if not each.stem]
                close = nearest(relative, known, 1)
                remedy = f"rename it to {close[0]}" if close else "move it out of the folder"
                refuse(relative, "no file of this name belongs to a dataset", remedy)
            else:
                remedy = "move it out of the folder, or leave it"
                refuse(relative, "not a JSON file; it is not read", remedy, Severity.WARNING)
    if not found and not problems:
        refuse(
            str(root),
            f"{root} holds no dataset",
            "give the folder that has data/dataset.json in it",
        )
    return found


def _read_file(root: Path, relative: str, problems: list[Problem]) -> JsonText | None:
    path = root / relative
    try:
        with path.open("rb") as stream:
            data = stream.read(MAXIMUM_BYTES + 1)
    except OSError as fault:
        problems.append(
            Problem(
                rule="folder",
                file=relative,
                message=f"it cannot be read: {fault.strerror or fault}",
                remedy="mend its permissions",
            )
        )
        return None
    document, wrong = read_json(relative, data)
    problems += wrong
    return document


def check_folder(
    folder: str | os.PathLike[str], *, texts: Texts | str | os.PathLike[str] | None = None
) -> tuple[Problem, ...]:
    """All that is wrong with a dataset's folder; with texts, the hashes of its slices too."""
    read = read_folder(folder)
    problems = list(read.problems)
    if texts is not None:
        from negotiations.texts import Texts

        if not isinstance(texts, Texts):
            texts = Texts(texts, read.records.collections["sources"].values())
        problems += [read.problem(each) for each in findings(read.records, texts=texts)]
    return tuple(sorted(problems, key=lambda problem: problem.sort_key))


@lru_cache(maxsize=1)
def bundled_sources() -> tuple[Source, ...]:
    """The source records of the bundled dataset."""
    return tuple(
        read_folder(bundled_folder(), trusted=True).records.collections["sources"].values()
    )


# --- writing ------------------------------------------------------------------------------------


def files_of(records: Records) -> dict[str, str]:
    """The canonical text of every file of a dataset, by its path in the folder."""
    held: dict[str, list[Record]] = {}
    for record in (*([records.metadata] if records.metadata else []), *records):
        if isinstance(record, Version):
            continue
        kind = next(each for each in FILE_KINDS if each.record is type(record))
        held.setdefault(kind.file_for(record), []).append(record)
    return {name: file_text(name, each) for name, each in held.items()}


def file_text(relative: str, records: Iterable[Value]) -> str:
    """The canonical text of one file with these records."""
    kind = file_kind_of(relative)
    data = [to_data(record) for record in records]
    return dumps(data if kind is not None and kind.is_list else data[0]) + "\n"


def write_folder(records: Records, folder: str | os.PathLike[str]) -> None:
    """Write a dataset into a folder that is new, empty, or holds a dataset already.

    Each file appears whole or not at all; records that are no longer there lose their files.

    Raises:
        InvalidDataset: The records break a rule; nothing was written.
        NegotiationsError: The folder holds something that is no dataset.
    """
    broken = tuple(each.problem() for each in findings(records) if each.severity is Severity.ERROR)
    if broken:
        raise InvalidDataset(broken)
    root = Path(folder)
    taken = root.exists() and (not root.is_dir() or any(root.iterdir()))
    if taken and not (root / "data" / "dataset.json").is_file():
        raise NegotiationsError(
            f"{root} holds something that is no dataset; give a new or empty folder"
        )
    wanted = files_of(records)
    for relative, text in wanted.items():
        write_text(root / relative, text)
    for kind in FILE_KINDS:
        stale = (root / kind.path).glob("*.json") if kind.stem else iter([root / kind.path])
        for path in stale:
            if path.is_file() and path.relative_to(root).as_posix() not in wanted:
                path.unlink()


def write_text(path: Path, text: str) -> None:
    """Write a file so that it appears whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=".", suffix=path.name, dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        mode = path.stat().st_mode if path.exists() else 0o644
        Path(name).chmod(stat.S_IMODE(mode))
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
