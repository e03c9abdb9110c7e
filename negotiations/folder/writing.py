"""Writing folders of records: whole or not at all, canonical, and nothing outside the folder."""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import contextmanager
from pathlib import Path

from negotiations.errors import InvalidDataset, NegotiationsError, Problem
from negotiations.io.codec import to_data
from negotiations.io.layout import FILE_KINDS, file_kind_of
from negotiations.io.schema import schema_problems
from negotiations.io.strict_json import dumps, read_json
from negotiations.model import Record, Version
from negotiations.rules import chosen, findings, judged
from negotiations.vocabulary import Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from negotiations.model.base import Value
    from negotiations.records import Records

__all__ = ["alone", "file_text", "files_of", "write_folder", "write_text", "write_texts"]


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


def write_folder(records: Records, folder: str | os.PathLike[str]) -> None:
    """Write a dataset into a folder that is new, empty, or holds a dataset already.

    Each file appears whole or not at all; records that are no longer there lose their files.

    Raises:
        InvalidDataset: The records break a schema or a rule; nothing was written.
        NegotiationsError: The folder holds something that is no dataset, or a link out of it.
    """
    root = Path(folder)
    taken = root.exists() and (not root.is_dir() or any(root.iterdir()))
    if taken and not (root / "data" / "dataset.json").is_file():
        raise NegotiationsError(
            f"{root} holds something that is no dataset; give a new or empty folder"
        )
    wanted = files_of(records)
    for relative in wanted:
        if not (root / relative).resolve().is_relative_to(root.resolve()):
            raise NegotiationsError(
                f"{root / relative} leads out of the folder; nothing was written, remove the link"
            )
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
    write_texts({root / relative: text for relative, text in wanted.items()})
    for kind in FILE_KINDS:
        stale = (root / kind.path).glob("*.json") if kind.stem else iter([root / kind.path])
        for path in stale:
            if path.is_file() and path.relative_to(root).as_posix() not in wanted:
                path.unlink()


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


def write_text(path: Path, text: str) -> None:
    """Write a file so that it appears whole or not at all; through a link, the file behind it.

    What is no regular file, such as a pipe, is written to as it is.
    """
    path = path.resolve() if path.is_symlink() else path
    if path.exists() and not path.is_file():
        path.write_text(text, encoding="utf-8", newline="\n")
        return
    write_texts({path: text})


def write_texts(texts: Mapping[Path, str]) -> None:
    """Write files so that each appears whole, and none before all of them could be written.

    Raises:
        OSError: One of them cannot be written; it is named, and none has changed.
    """
    staged: list[tuple[Path, Path]] = []
    try:
        for path, text in texts.items():
            target = path.resolve() if path.is_symlink() else path
            try:
                staged.append((_staged(target, text), target))
            except OSError as fault:
                raise OSError(fault.errno, fault.strerror, str(path)) from fault
        for made, target in staged:
            made.replace(target)
    except BaseException:
        for made, _ in staged:
            made.unlink(missing_ok=True)
        raise


def _staged(path: Path, text: str) -> Path:
    """A file beside a path, with this text and the rights that the path has or is to have."""
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = path.stat().st_mode if path.exists() else 0o666 & ~_umask()
    descriptor, name = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=path.parent)
    made = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        made.chmod(stat.S_IMODE(mode))
    except BaseException:
        made.unlink(missing_ok=True)
        raise
    return made


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold a folder while it is read, changed and written; another that wants to waits.

    Where the system has no such locks, as on Windows, nothing is held.
    """
    try:
        import fcntl
    except ImportError:
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _umask() -> int:
    """The rights that new files are not to have; it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
