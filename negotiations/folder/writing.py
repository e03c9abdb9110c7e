"""Writing folders of records: whole or not at all, canonical, and nothing outside the folder."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

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
from negotiations.rules import chosen, findings, judged
from negotiations.vocabulary import Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from negotiations.model.base import Value
    from negotiations.records import Records

__all__ = ["file_text", "files_of", "write_files", "write_folder"]


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
    broken = [problem for name, text in texts.items() for problem in _problems_of(name, text)]
    if broken:
        raise InvalidDataset(broken)
    write_inside(Path(folder), texts, remove=remove)


def write_folder(
    records: Records, folder: str | os.PathLike[str], *, overwrite: bool = False
) -> None:
    """Write a dataset into a folder that is new, empty, or holds a dataset already.

    Each file appears whole or not at all; records that are no longer there lose their files. A
    dataset is written over only if it is the one that the records were read from or saved as last,
    with nothing changed since; or if ``overwrite`` says so.

    Raises:
        InvalidDataset: The records break a schema or a rule; nothing was written.
        NegotiationsError: The folder holds something that is no dataset, a dataset that would be
            lost, or a link out of it.
    """
    root = Path(folder)
    taken = root.exists() and (
        not root.is_dir() or any(path.name != LOCK for path in root.iterdir())
    )
    if taken and not (root / "data" / "dataset.json").is_file():
        raise NegotiationsError(
            f"{root} holds something that is no dataset; give a new or empty folder"
        )
    wanted = files_of(records)
    broken = [problem for name, text in wanted.items() for problem in _problems_of(name, text)]
    if records.metadata is None:
        broken.append(
            Problem(
                rule="folder",
                file="data/dataset.json",
                message="the dataset has no metadata",
                expected="a Metadata record",
                remedy="give it as the first argument of Dataset",
            )
        )
    found = (each.problem() for each in findings(records))
    held = chosen(judged(found, records, with_texts=False))
    broken += [problem for problem in held if problem.severity is Severity.ERROR]
    if broken:
        raise InvalidDataset(sorted(broken, key=lambda problem: problem.sort_key))
    for relative in wanted:
        target_in(root, relative)
    made = make_folders(root)
    try:
        with alone(root):
            # Once more, since nothing held the folder before.
            targets = {target_in(root, relative): text for relative, text in wanted.items()}
            # Only what a reader sees is replaced: no hidden file, no link, nothing behind a link.
            there = _fingerprints(root)
            new = {name: _fingerprint(text.encode()) for name, text in wanted.items()}
            if not overwrite and there != new:
                _refuse_loss(root, there, records.on_disk)
            stale = [root / name for name in there if name not in wanted]
            stale = [path for path in stale if not path.is_symlink()]
            write_texts(targets, remove=stale)
    except BaseException:
        _remove_empty(root, made)
        raise
    # What is saved is as good as read: the next save of these records may replace it.
    object.__setattr__(records, "on_disk", new)


class _Listing:
    """Which files of a folder are read, with nothing said of the others."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems = Collector()

    def refuse(
        self, file: str, message: str, remedy: str, *, severity: Severity = Severity.ERROR
    ) -> None:
        """Pass over a file that is not read.

        Raises:
            NegotiationsError: It is the folder itself, of which then not all files are known.
        """
        if file == str(self.root) and severity is Severity.ERROR:
            raise NegotiationsError(f"{file}: {message}; nothing was written, {remedy}")

    def lose_sight_of(self, relative: str) -> None:
        """Pass over what cannot be known."""


def _fingerprint(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _fingerprints(root: Path) -> dict[str, str]:
    """The fingerprints of the files that a reader of the folder reads."""
    if not (root / "data" / "dataset.json").is_file():
        return {}
    names = [name for name, _ in list_files(root, _Listing(root))]
    return {name: _fingerprint(read_regular(root / name, MAXIMUM_BYTES)) for name in names}


def _refuse_loss(root: Path, there: dict[str, str], known: Mapping[str, str] | None) -> None:
    """Refuse to write over files other than those that are known.

    Raises:
        NegotiationsError: There are others; nothing was written.
    """
    if not there or there == known:
        return
    if known is None or not known.items() & there.items():
        raise NegotiationsError(
            f"{root} holds another dataset, which was not read; nothing was written. Load it and "
            "add to it, or write over it with overwrite=True"
        )
    changed = sorted(name for name in {*there, *known} if there.get(name) != known.get(name))
    shown = ", ".join([*changed[:5], *(["…"] if len(changed) > 5 else [])])
    raise NegotiationsError(
        f"{root} has changed since it was read ({shown}); nothing was written. Load it again and "
        "repeat the changes, or write over it with overwrite=True"
    )


def _remove_empty(root: Path, made: list[Path]) -> None:
    """Remove the folders that a failed save made, where nothing is in them."""
    inner = sorted({root / Path(kind.path).parent for kind in FILE_KINDS})
    inner += [root / kind.path for kind in FILE_KINDS if kind.stem]
    for path in [*sorted(inner, reverse=True), *made] if root in made else made:
        with suppress(OSError):  # it is not there, or something is in it
            path.rmdir()


def _problems_of(relative: str, text: str) -> Iterator[Problem]:
    """What a reader would find wrong with a file that is to be written."""
    kind = file_kind_of(relative)
    # A lone surrogate cannot be written as UTF-8; passed on, the reader names it.
    document, problems = read_json(relative, text.encode("utf-8", "surrogatepass"))
    yield from problems
    if kind is None:
        yield Problem(
            rule="file-name",
            file=relative,
            message="the name of the record makes no name of a file",
            expected="an id of lower-case words joined by hyphens",
            remedy="rename the record",
        )
    elif document is not None:
        yield from schema_problems(document, kind.record, is_list=kind.is_list)
