"""Writing of dataset folders: completely or not at all, in canonical form, inside the folder only."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from negotiations.errors import InvalidDataset, NegotiationsError, Problem
from negotiations.folder.listing import list_files
from negotiations.folder.locking import LOCK, alone
from negotiations.folder.replacing import make_folders, target_in, write_inside, write_texts
from negotiations.io.codec import to_data
from negotiations.io.layout import FILE_KINDS, file_kind_of
from negotiations.io.schema import schema_problems
from negotiations.io.strict_json import dumps, read_json
from negotiations.limits import MAXIMUM_BYTES, Collector, read_regular
from negotiations.model import Record, Version
from negotiations.model.patterns import FORMS, ID_PATTERN
from negotiations.rules import chosen, findings, judged
from negotiations.vocabulary import Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from negotiations.model.base import Value
    from negotiations.records import Records

__all__ = [
    "ChangedFiles",
    "changed_files",
    "file_text",
    "files_of",
    "unreadable",
    "write_files",
    "write_folder",
]


def files_of(records: Records) -> dict[str, str]:
    """The canonical text of every file of a dataset, by its path in the folder."""
    files: dict[str, list[Record]] = {}
    for record in records.everything():
        if isinstance(record, Version):
            continue
        kind = next(kind for kind in FILE_KINDS if kind.record is type(record))
        files.setdefault(kind.file_for(record), []).append(record)
    return {name: file_text(name, contents) for name, contents in files.items()}


class ChangedFiles(NamedTuple):
    """The files that differ between two states of a dataset, by their paths in the folder.

    Attributes:
        texts: The texts of those that are written: of new ones, too.
        new: Those that there were not.
        removed: Those that there are no more.
    """

    texts: dict[str, str]
    new: tuple[str, ...]
    removed: tuple[str, ...]


def changed_files(before: Records, after: Records) -> ChangedFiles:
    """What has to be written and removed to bring a folder from one state to another."""
    were, are = files_of(before), files_of(after)
    return ChangedFiles(
        texts={name: text for name, text in are.items() if were.get(name) != text},
        new=tuple(name for name in are if name not in were),
        removed=tuple(name for name in were if name not in are),
    )


def file_text(relative: str, records: Iterable[Value]) -> str:
    """The canonical text of one file with these records."""
    kind = file_kind_of(relative)
    data = [to_data(record) for record in records]
    return dumps(data if kind is None or kind.is_list else data[0]) + "\n"


def write_files(
    folder: str | os.PathLike[str], texts: Mapping[str, str], *, remove: Iterable[str] = ()
) -> None:
    """Write files of a dataset's folder, and remove others, by their paths in it: all or none.

    Raises:
        InvalidDataset: A reader would refuse one of them; nothing was written.
        NegotiationsError: One of them is behind a link; nothing was written.
        OSError: One of them cannot be written.
    """
    broken = unreadable(texts)
    if broken:
        raise InvalidDataset(broken)
    write_inside(Path(folder), texts, remove=remove)


def write_folder(
    records: Records, folder: str | os.PathLike[str], *, overwrite: bool = False
) -> None:
    """Write a dataset into a folder that is new, empty, or contains a dataset.

    Each file appears completely or not at all; files of records that no longer exist are removed. An
    existing dataset is overwritten only if the records were read from it or last saved to it and it
    has not changed since; or if ``overwrite`` is true.

    Raises:
        InvalidDataset: The records break a schema or a rule; nothing was written.
        NegotiationsError: The folder contains something other than a dataset, a dataset that would be
            lost, or a link that leads out of it.
    """
    root = Path(folder)
    taken = root.exists() and (
        not root.is_dir() or any(path.name != LOCK for path in root.iterdir())
    )
    if taken and not (root / "data" / "dataset.json").is_file():
        raise NegotiationsError(
            f"{root} contains something other than a dataset; give a new or empty folder"
        )
    texts = files_of(records)
    broken = unreadable(texts)
    if records.metadata is None:
        broken.append(
            Problem(
                rule="folder",
                file="data/dataset.json",
                message="the dataset has no metadata",
                expected="a Metadata record",
                remedy="give a Metadata record as the first argument of Dataset",
            )
        )
    found = (finding.problem() for finding in findings(records))
    reported = chosen(judged(found, records, with_texts=False))
    broken += [problem for problem in reported if problem.severity is Severity.ERROR]
    if broken:
        raise InvalidDataset(sorted(broken, key=lambda problem: problem.sort_key))
    for relative in texts:
        target_in(root, relative)
    new_folders = make_folders(root)
    try:
        with alone(root):
            # Once more, since the folder was not locked before.
            targets = {target_in(root, relative): text for relative, text in texts.items()}
            # Only files that a reader reads are replaced: no hidden file, no link, no link target.
            present = _fingerprints(root)
            new = {name: _fingerprint(text.encode()) for name, text in texts.items()}
            if not overwrite and present != new:
                _refuse_loss(root, present, records.on_disk)
            stale = [root / name for name in present if name not in texts]
            stale = [path for path in stale if not path.is_symlink()]
            write_texts(targets, remove=stale)
    except BaseException:
        _remove_empty(root, new_folders)
        raise
    # The saved files count as read: the next save of these records may replace them.
    object.__setattr__(records, "on_disk", new)


class _Listing:
    """A reader that lists the files of a folder and does not report the others."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems = Collector()

    def refuse(
        self, file: str, message: str, remedy: str, *, severity: Severity = Severity.ERROR
    ) -> None:
        """Skip a file that is not read.

        Raises:
            NegotiationsError: It is the folder itself, so that not all of its files are known.
        """
        if file == str(self.root) and severity is Severity.ERROR:
            raise NegotiationsError(f"{file}: {message}; nothing was written; {remedy}")

    def lose_sight_of(self, relative: str) -> None:
        """Skip a file or folder whose content is unknown."""


def _fingerprint(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _fingerprints(root: Path) -> dict[str, str]:
    """The fingerprints of the files that a reader of the folder reads."""
    if not (root / "data" / "dataset.json").is_file():
        return {}
    names = [name for name, _ in list_files(root, _Listing(root))]
    return {name: _fingerprint(read_regular(root / name, MAXIMUM_BYTES)) for name in names}


def _refuse_loss(root: Path, present: dict[str, str], known: Mapping[str, str] | None) -> None:
    """Refuse to overwrite files that the records were not read from.

    Raises:
        NegotiationsError: There are such files; nothing was written.
    """
    if not present or present == known:
        return
    if known is None or not known.items() & present.items():
        raise NegotiationsError(
            f"{root} contains another dataset, which was not read; nothing was written. Load it and "
            "add to it, or overwrite it with overwrite=True"
        )
    changed = sorted(name for name in {*present, *known} if present.get(name) != known.get(name))
    shown = ", ".join([*changed[:5], *(["…"] if len(changed) > 5 else [])])
    raise NegotiationsError(
        f"{root} has changed since it was read ({shown}); nothing was written. Load it again and "
        "repeat the changes, or overwrite it with overwrite=True"
    )


def _remove_empty(root: Path, new_folders: list[Path]) -> None:
    """Remove the empty folders that a failed save made."""
    inner = sorted({root / Path(kind.path).parent for kind in FILE_KINDS})
    inner += [root / kind.path for kind in FILE_KINDS if kind.stem]
    paths = [*sorted(inner, reverse=True), *new_folders] if root in new_folders else new_folders
    for path in paths:
        with suppress(OSError):  # it does not exist, or is not empty
            path.rmdir()


def unreadable(texts: Mapping[str, str]) -> list[Problem]:
    """What a reader would refuse in files that are to be written, such as one that is too large."""
    return [problem for name, text in texts.items() for problem in _problems_of(name, text)]


def _problems_of(relative: str, text: str) -> Iterator[Problem]:
    """The problems that a reader would report in a file that is to be written."""
    kind = file_kind_of(relative)
    # A lone surrogate cannot be written as UTF-8; the reader then reports it.
    document, problems = read_json(relative, text.encode("utf-8", "surrogatepass"))
    yield from problems
    if kind is None:
        yield Problem(
            rule="file-name",
            file=relative,
            message="the id of the record cannot be used as the name of a file",
            expected=FORMS[ID_PATTERN],
            remedy="rename the record",
        )
    elif document is not None:
        yield from schema_problems(document, kind.record, is_list=kind.is_list)
