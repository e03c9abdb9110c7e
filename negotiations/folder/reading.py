"""Reading of dataset folders: all records, with all problems."""

from __future__ import annotations

import hashlib
from pathlib import Path

import attrs

from negotiations.articles import opened
from negotiations.errors import Problem
from negotiations.folder.formats import DESCRIPTION, format_problem
from negotiations.folder.listing import list_files, no_file_of_windows, unreadable
from negotiations.io.codec import canonical, structure_problems, to_data
from negotiations.io.decoding import decoded, decoded_list
from negotiations.io.layout import FILE_KINDS, FileKind
from negotiations.io.schema import dataset_schema, document_problems, record_at, schema_problems
from negotiations.io.strict_json import JsonText, pointer_text, read_json
from negotiations.limits import (
    MAXIMUM_BYTES,
    MAXIMUM_FOLDER_BYTES,
    MEBIBYTE,
    MORE,
    Collector,
    read_regular,
)
from negotiations.model import Metadata, Proposal, Record, Source
from negotiations.records import Records, address_of, label_pointer
from negotiations.vocabulary import Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator
    from typing import Any

    from negotiations.articles import Texts
    from negotiations.io.strict_json import Pointer
    from negotiations.rules import Finding

__all__ = [
    "DataFile",
    "Folder",
    "check_folder",
    "data_files",
    "no_description",
    "other_format",
    "read_document",
    "read_folder",
]


@attrs.frozen
class _Origin:
    """The file that a record was read from, and its place there."""

    document: JsonText
    pointer: Pointer


@attrs.frozen(eq=False)
class Folder:
    """The content of a folder: its records, their places, and all problems.

    The problems include those that the dataset ignores, marked with the reason. If there are more
    errors than are reported, ``cut`` has the rules of the others.
    """

    records: Records
    problems: tuple[Problem, ...]
    _origins: dict[str, _Origin]
    _items: _Items = attrs.field(repr=False)
    cut: frozenset[str] = frozenset()

    def file_of(self, finding: Finding) -> str:
        """The file with the record of a finding; empty if it has none."""
        origin = self._origins.get(address_of(finding.record))
        return origin.document.file if origin is not None else ""

    def problem(self, finding: Finding) -> Problem:
        """A finding of a rule as a problem with its place in a file."""
        record = finding.record
        address = address_of(record)
        origin = self._origins.get(address)
        file, line, column, pointer = "", 0, 0, label_pointer(record, finding.path)
        if origin is not None:
            place = (*origin.pointer, *self._items.raw_path(origin, record, finding.path))
            line, column = origin.document.place(place)
            file, pointer = origin.document.file, pointer_text(place)
        return finding.problem(file=file, line=line, column=column, pointer=pointer)


class _Items:
    """The positions that the items of a record have in its file.

    Records sort their items; the file may list them in another order.
    """

    def __init__(self) -> None:
        self._indices: dict[tuple[str, Pointer, tuple[str, ...]], dict[str, int]] = {}

    def raw_path(self, origin: _Origin, record: Record, path: Pointer) -> Pointer:
        """A path through a record, with the indices of its items in the file.

        It ends at the innermost value that the file has: a rule may blame a field that is missing.
        """
        raw: Any = origin.document.value
        for step in origin.pointer:
            raw = raw[step]
        value: Any = record
        steps: list[str | int] = []
        for step in path:
            if isinstance(step, int):
                value = value[step]
                keys: tuple[str, ...] = getattr(value, "key_fields", ())
                place = (origin.document.file, (*origin.pointer, *steps), keys)
                indices = self._indices.setdefault(place, {})
                kind = type(value)
                if not indices:
                    for index, item in enumerate(raw):
                        indices.setdefault(_identity(item, keys, kind), index)
                steps.append(indices.get(_identity(to_data(value), keys, kind), step))
            else:
                if step not in raw:
                    break
                value = getattr(value, step)
                steps.append(step)
            raw = raw[steps[-1]]
        return tuple(steps)


def _identity(item: Any, keys: tuple[str, ...], kind: type) -> str:
    """The key of an item among its siblings, as text."""
    if keys and isinstance(item, dict):
        item = {key: item.get(key) for key in keys}
    return canonical(item, kind)


def read_folder(
    folder: str | os.PathLike[str],
    *,
    trusted: bool = False,
    texts: Texts | str | os.PathLike[str] | None = None,
) -> Folder:
    """Read a dataset's folder. Nothing is raised: all problems are in ``problems``.

    With ``texts``, the passages of its evidence are checked against the articles.

    ``trusted`` skips the schemas and the rules, for the bundled dataset, which was checked against
    both when it was built.
    """
    reader = _Reader(Path(folder), trusted=trusted)
    files = list_files(reader.root, reader)
    other = None if trusted else _format_of_listed(reader.root, files)
    if other is not None:
        return Folder(Records.of(None, ()), (other,), {}, _Items())
    for relative, kind in files:
        reader.read(relative, kind)
        if not trusted:
            reader.problems.add(*no_file_of_windows(relative, kind))
    has_rules = bool(not trusted and files)
    if has_rules and DESCRIPTION not in dict(files) and reader.knows("metadata"):
        reader.problems.add(no_description())
    sources = (record for record in reader.records if isinstance(record, Source))
    return reader.folder(opened(texts, sources), has_rules=has_rules)


def read_document(text: str) -> Folder:
    """Read a whole dataset from one JSON document, as a folder's files are read and checked."""
    reader = _Reader(Path(), trusted=False)
    document, wrong = read_json(
        "", text.encode("utf-8", "surrogatepass"), limit=MAXIMUM_FOLDER_BYTES
    )
    reader.problems.add(*wrong)
    if document is not None:
        wrong = document_problems(document, dataset_schema)
        reader.problems.add(*wrong)
        if isinstance(document.value, dict):
            reader.take_document(document)
    return reader.folder(None, has_rules=document is not None, is_document=True)


def other_format(folder: str | os.PathLike[str]) -> Problem | None:
    """The problem of a dataset in another format than the present; None if there is no such dataset."""
    reader = _Reader(Path(folder), trusted=True)
    return _format_of_listed(reader.root, list_files(reader.root, reader))


def _format_of_listed(root: Path, files: list[tuple[str, FileKind]]) -> Problem | None:
    """The problem of the format, if the description is among the files that are read."""
    if DESCRIPTION not in dict(files):
        return None
    document = _Reader(root, trusted=True).document(DESCRIPTION)
    return None if document is None else format_problem(document, root)


def no_description() -> Problem:
    """The problem of a folder without the file that describes the dataset."""
    return Problem(
        rule="folder",
        file=DESCRIPTION,
        message="the file that describes the dataset is missing",
        expected=DESCRIPTION,
        remedy="write it; the schema `dataset` describes it",
    )


class _Reader:
    """The records of a folder while it is read, with the problems and what could not be read."""

    def __init__(self, root: Path, *, trusted: bool) -> None:
        self.root = root
        self.trusted = trusted
        self.problems = Collector()
        self.bytes_read = 0
        self.fingerprints: dict[str, str] = {}
        self.records: list[Record] = []
        self.origins: dict[str, _Origin] = {}
        self.metadata: Metadata | None = None
        self._unread_ids: set[str] = set()
        self._unread_collections: set[str] = set()

    def refuse(
        self, file: str, message: str, remedy: str, *, severity: Severity = Severity.ERROR
    ) -> None:
        """Note that a file is not read, and why."""
        rule = "folder" if severity is Severity.ERROR else "stray-file"
        problem = Problem(rule=rule, file=file, message=message, remedy=remedy, severity=severity)
        self.problems.add(problem)

    def lose_sight_of(self, relative: str) -> None:
        """Note that the content of a file or folder is unknown."""
        for kind in FILE_KINDS:
            if (
                relative == kind.path
                or f"{kind.path}/".startswith(f"{relative}/")
                or (kind.stem and relative.startswith(f"{kind.path}/"))
            ):
                self._unread_collections |= {kind.collection, *_inside(kind)}

    def knows(self, collection: str) -> bool:
        """Whether all records of a collection could be read."""
        return collection not in self._unread_collections

    def read(self, relative: str, kind: FileKind) -> None:
        """Read one file."""
        data = self._bytes(relative)
        records = None if data is None else _decoded(kind, data)
        if data is None or records is None:
            self._read_checked(kind, None if data is None else self._parsed(relative, data))
            return
        # Nothing is wrong in the file itself.
        text = JsonText(relative, data.decode())
        for index, record in enumerate(records):
            self._keep(record, kind, text, (index,) if kind.is_list else ())

    def _read_checked(self, kind: FileKind, document: JsonText | None) -> None:
        """Read one file on the checked path, which says what is wrong."""
        expected = list if kind.is_list else dict
        wrong: list[Problem] = []
        if document is not None and not self.trusted:
            problems = schema_problems(document, kind.record, is_list=kind.is_list)
            wrong = [_addressed(problem, kind) for problem in problems]
            self.problems.add(*wrong)
        incomplete = any(problem.rule == MORE for problem in wrong)
        if document is None or incomplete or not isinstance(document.value, expected):
            self._unread_collections |= {kind.collection, *_inside(kind)}
            return
        self.take(document, kind, (), wrong)

    def take(
        self, document: JsonText, kind: FileKind, at: Pointer, wrong: Iterable[Problem]
    ) -> None:
        """Make the record, or the list of records, at a place of a document.

        Places at which something is known to be wrong already are not reported again.
        """
        there = document.value
        for step in at:
            there = there[step]
        parts: list[tuple[Pointer, Any]] = [(at, there)]
        if kind.is_list or isinstance(there, list):
            parts = [((*at, index), item) for index, item in enumerate(there)]
        for pointer, data in parts:
            record, faults = structure_problems(kind.record, document, data, pointer)
            self.problems.add(
                *(
                    _addressed(fault, kind)
                    for fault in faults
                    if not any(_covers(fault, problem) for problem in wrong)
                )
            )
            if record is None:
                ids = _ids_in(data)
                self._unread_ids |= ids
                if not ids:
                    self._unread_collections |= {kind.collection, *_inside(kind)}
            else:
                self._keep(record, kind, document, pointer)

    def take_document(self, document: JsonText) -> None:
        """Make the records of a whole dataset: its metadata, and a list for each collection."""
        for kind in FILE_KINDS:
            at, is_list = (kind.collection,), kind.record is not Metadata
            there = document.value.get(kind.collection)
            if not isinstance(there, list if is_list else dict):
                if kind.collection in document.value:
                    self._unread_collections |= {kind.collection, *_inside(kind)}
                continue
            wrong = [
                _addressed(
                    attrs.evolve(problem, record=_id_at(document.value, problem.pointer)), kind
                )
                for problem in schema_problems(document, kind.record, is_list=is_list, at=at)
            ]
            self.problems.add(*wrong)
            if any(problem.rule == MORE for problem in wrong):
                self._unread_collections |= {kind.collection, *_inside(kind)}
            else:
                self.take(document, kind, at, wrong)

    def folder(self, texts: Texts | None, *, has_rules: bool, is_document: bool = False) -> Folder:
        """What was read, with the problems between records where the rules are to be checked."""
        records = Records.of(
            self.metadata,
            _without_duplicates(self.records),
            on_disk=None if is_document else self.fingerprints,
        )
        read = Folder(records, (), self.origins, _Items())
        problems = self.problems
        if not has_rules:
            return attrs.evolve(read, problems=tuple(problems), cut=problems.cut)
        from negotiations.rules import findings, judged
        from negotiations.rules.ignoring import reason_of

        reason = reason_of(read.records.metadata)
        left_out: set[tuple[str, str]] = set()
        for finding in findings(read.records, texts=texts):
            if not self.sees(finding):
                continue
            address = address_of(finding.record)
            ignored = reason(finding.rule, address)
            severity = Severity.WARNING if ignored else finding.severity
            if not problems.is_full(read.file_of(finding), severity, finding.rule):
                problems.add(attrs.evolve(read.problem(finding), ignored=ignored))
            elif ignored:
                left_out.add((finding.rule, address))
        settled = judged(
            problems,
            read.records,
            with_texts=texts is not None,
            show=read.problem,
            stands=self.sees,
            left_out=left_out,
        )
        return attrs.evolve(read, problems=settled, cut=problems.cut)

    def document(self, relative: str) -> JsonText | None:
        """The JSON of a file; None if it cannot be read."""
        data = self._bytes(relative)
        return None if data is None else self._parsed(relative, data)

    def _parsed(self, relative: str, data: bytes) -> JsonText | None:
        document, wrong = read_json(relative, data)
        self.problems.add(*wrong)
        return document

    def _bytes(self, relative: str) -> bytes | None:
        """The content of a file; None if it cannot be read."""
        try:
            data = read_regular(self.root / relative, MAXIMUM_BYTES)
        except OSError as fault:
            self.refuse(relative, *unreadable(fault))
            return None
        self.fingerprints[relative] = hashlib.sha256(data).hexdigest()
        self.bytes_read += len(data)
        if self.bytes_read > MAXIMUM_FOLDER_BYTES:
            limit = MAXIMUM_FOLDER_BYTES // MEBIBYTE
            message = f"with this file the dataset is larger than {limit} MiB; it is not read"
            self.refuse(relative, message, "split the dataset")
            return None
        return data

    def _keep(self, record: Record, kind: FileKind, document: JsonText, pointer: Pointer) -> None:
        address = address_of(record)
        if address in self.origins:
            self.problems.add(_duplicate(record, document, pointer, self.origins[address]))
            return
        self.origins[address] = _Origin(document, pointer)
        if kind.stem and not self.trusted and document.file:
            self.problems.add(*_misplaced(record, kind, document, pointer))
        if isinstance(record, Metadata):
            self.metadata = record
            return
        self.records.append(record)
        if isinstance(record, Proposal):
            self.problems.add(*_versions(record, document, pointer, self.origins))

    def sees(self, finding: Finding) -> bool:
        """Whether a finding is certain although some records could not be read.

        A reference to one of those is not dangling, and rules on all records cannot be checked.
        """
        if not self._unread_ids and not self._unread_collections:
            return True
        if finding.rule in ("paragraphs-accounted", "source-cited", "ignored-unused"):
            return False
        if finding.rule != "references":
            return True
        unseen = any(name in finding.expected for name in self._unread_collections)
        return not unseen and finding.found.rpartition("/")[2] not in self._unread_ids


def _decoded(kind: FileKind, data: bytes) -> tuple[Record, ...] | None:
    """The records of a file on the fast path; None where the checked path has to decide."""
    if kind.is_list:
        return decoded_list(kind.record, data)
    record = decoded(kind.record, data)
    return None if record is None else (record,)


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


def _id_at(dataset: Any, pointer: str) -> str:
    """The id of the record around a pointer into a document of a dataset; empty where it has none."""
    _, collection, *rest = pointer.split("/")
    inside = tuple(int(step) if step.isdecimal() else step for step in rest)
    return record_at(dataset[collection], inside)


def _addressed(problem: Problem, kind: FileKind) -> Problem:
    """A problem of one file, with the address of the record instead of its id."""
    if not problem.record:
        return problem
    name = "versions" if "@" in problem.record else kind.collection
    return attrs.evolve(problem, record=f"{name}/{problem.record}")


def _covers(fault: Problem, reported: Problem) -> bool:
    """Whether a problem of the schema already reports the problem of the codec."""
    if reported.found == "nothing":
        # A missing field says nothing about the fields that are present.
        return (fault.pointer, fault.message) == (reported.pointer, reported.message)
    inside = fault.pointer.startswith(reported.pointer + "/")
    around = reported.pointer.startswith(fault.pointer + "/")
    return inside or around or fault.pointer == reported.pointer


def _without_duplicates(records: list[Record]) -> Iterator[Record]:
    """The records, without versions whose id is a duplicate, which has been reported already."""
    ids: set[str] = set()
    for record in records:
        if isinstance(record, Proposal) and record.versions:
            fresh = tuple(version for version in record.versions if version.id not in ids)
            ids |= {version.id for version in fresh}
            yield record if len(fresh) == len(record.versions) else record.replace(versions=fresh)
        else:
            yield record


def _versions(
    proposal: Proposal, document: JsonText, at: Pointer, origins: dict[str, _Origin]
) -> Iterator[Problem]:
    holder = document.value
    for step in at:
        holder = holder[step]
    raw = holder.get("versions", [])
    # The first version with each id: duplicates in one file are reported by the codec.
    indices = {item["id"]: index for index, item in reversed([*enumerate(raw)])}
    for version in proposal.versions or ():
        pointer: Pointer = (*at, "versions", indices[version.id])
        address = address_of(version)
        if address in origins:
            yield _duplicate(version, document, pointer, origins[address])
        else:
            origins[address] = _Origin(document, pointer)


def _duplicate(record: Record, document: JsonText, pointer: Pointer, original: _Origin) -> Problem:
    line, column = document.place((*pointer, "id"))
    file = original.document.file
    place = original.document.place((*original.pointer, "id"))
    return Problem(
        rule="unique-id",
        file=document.file,
        line=line,
        column=column,
        record=address_of(record),
        pointer=pointer_text((*pointer, "id")),
        message=f"duplicate id {record.id!r}",
        found=f"the same id at {f'{file}:' if file else ''}{place[0]}:{place[1]}",
        expected="a unique id",
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
            remedy=f"move it, or fix its {kind.stem!r}",
        )


@attrs.frozen
class DataFile:
    """A file of a dataset: its text, or why it cannot be read."""

    relative: str
    kind: FileKind
    document: JsonText | None
    problems: tuple[Problem, ...]


def data_files(folder: str | os.PathLike[str]) -> tuple[tuple[DataFile, ...], tuple[Problem, ...]]:
    """The files of a dataset's folder, each by itself, and the problems of the folder."""
    # Schemas and rules are not checked here.
    reader = _Reader(Path(folder), trusted=True)
    files = []
    for relative, kind in list_files(reader.root, reader):
        alone = _Reader(reader.root, trusted=True)
        document = alone.document(relative)
        files.append(DataFile(relative, kind, document, tuple(alone.problems)))
    return tuple(files), tuple(reader.problems)


def check_folder(
    folder: str | os.PathLike[str],
    *,
    texts: Texts | str | os.PathLike[str] | None = None,
    select: str | Iterable[str] = (),
    ignore: str | Iterable[str] = (),
    with_ignored: bool = False,
) -> tuple[Problem, ...]:
    """All problems of a dataset's folder; with texts, those of its passages too."""
    from negotiations.rules import chosen

    names: dict[str, Any] = {"select": select, "ignore": ignore, "with_ignored": with_ignored}
    chosen((), **names)  # an unknown rule is reported before anything is read
    return chosen(read_folder(folder, texts=texts).problems, **names)
