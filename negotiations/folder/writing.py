"""Writing folders of records: whole or not at all, canonical, and nothing outside the folder."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
import shutil
import stat
from contextlib import contextmanager, suppress
from pathlib import Path

from negotiations.errors import InvalidDataset, NegotiationsError, Problem
from negotiations.folder.listing import list_files
from negotiations.io.codec import to_data
from negotiations.io.layout import FILE_KINDS, file_kind_of
from negotiations.io.schema import schema_problems
from negotiations.io.streams import descriptor_of
from negotiations.io.strict_json import dumps, read_json
from negotiations.limits import MAXIMUM_BYTES, Collector, read_regular
from negotiations.model import Record, Version
from negotiations.rules import chosen, findings, judged
from negotiations.vocabulary import Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from filelock import BaseFileLock

    from negotiations.model.base import Value
    from negotiations.records import Records

__all__ = [
    "LOCK",
    "alone",
    "file_text",
    "files_of",
    "is_free",
    "resolved",
    "write_folder",
    "write_inside",
    "write_text",
    "write_texts",
]


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
        _target(root, relative)
    made = _make_folders(root)
    try:
        with alone(root):
            # Once more, since nothing held the folder before.
            targets = {_target(root, relative): text for relative, text in wanted.items()}
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


def _target(root: Path, relative: str) -> Path:
    """Where a file of a folder is written: of a link within the folder, the file behind it.

    Raises:
        NegotiationsError: The file is a link out of the folder, or a folder above it is a link.
    """
    parts = Path(relative).parts
    above = [root.joinpath(*parts[:depth]) for depth in range(1, len(parts))]
    link = next((path for path in above if path.is_symlink()), root / relative)
    if not resolved(link).is_relative_to(resolved(root)):
        raise NegotiationsError(
            f"{link} leads out of the folder; nothing was written, remove the link"
        )
    if link != root / relative:
        raise NegotiationsError(
            f"{link} is a link to a folder, which is not followed; nothing was written, "
            "replace it by a folder"
        )
    return resolved(link) if link.is_symlink() else link


def _make_folders(folder: Path) -> list[Path]:
    """Make a folder and those above it; the ones that are new, the innermost first."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing


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


def resolved(path: Path) -> Path:
    """A path without links.

    Raises:
        OSError: The links lead in a circle.
    """
    try:
        return path.resolve()
    except RuntimeError as fault:  # Python 3.11 and 3.12
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path)) from fault


def write_inside(root: Path, texts: Mapping[str, str]) -> None:
    """Write files of a folder, by their paths in it: all or none, and nothing through a link.

    Raises:
        NegotiationsError: A link leads out of the folder; nothing was written.
        OSError: One of them cannot be written, as `write_texts` says.
    """
    write_texts({_target(root, relative): text for relative, text in texts.items()})


def write_text(path: Path, text: str) -> None:
    """Write a file so that it appears whole or not at all; through a link, the file behind it.

    What is no regular file, such as a pipe or a device, is a stream: it is appended to.
    """
    descriptor = descriptor_of(path)
    if descriptor is not None:
        # Written from where it stands: what others have written before is kept.
        with os.fdopen(os.dup(descriptor), "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        return
    if path.exists() and not path.is_file():
        with path.open("a", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        return
    write_texts({resolved(path) if path.is_symlink() else path: text})


def write_texts(texts: Mapping[Path, str], *, remove: Iterable[Path] = ()) -> None:
    """Write files, and remove others: all of it, or nothing.

    Each file appears whole; one that is a link is replaced by a file. Where a step fails, those
    before it are undone.

    Raises:
        OSError: One of them cannot be written; it is named. None has changed, or the message names
            those that have, since they could not be restored.
    """
    staged: list[tuple[Path, Path]] = []
    copies: dict[Path, Path | None] = {}
    begun: list[Path] = []
    unwanted = list(remove)
    new_folders: list[Path] = []
    path = Path()
    try:
        for path, text in texts.items():
            new_folders += _make_folders(path.parent)
            staged.append((_staged(path, text), path))
        targets = [*texts, *unwanted]
        # A single rename needs no copy of what it replaces.
        if len(targets) > 1:
            for path in targets:
                copies[path] = _copy_beside(path) if path.exists() else None
        for made, path in staged:
            begun.append(path)
            made.replace(path)
        for path in unwanted:
            begun.append(path)
            path.unlink()
    except BaseException as fault:
        changed = [each for each in begun if each in copies and not _restored(each, copies[each])]
        _discard([*(made for made, _ in staged), *copies.values()])
        for folder in new_folders:
            with suppress(OSError):  # something is in it
                folder.rmdir()
        if isinstance(fault, OSError):
            new = f"; changed already: {', '.join(map(str, changed))}" if changed else ""
            raise OSError(fault.errno, f"{fault.strerror or fault}{new}", str(path)) from fault
        raise
    _discard(copies.values())


def _restored(path: Path, copy: Path | None) -> bool:
    """Whether a file could be put back as it was; where it was not there, it is removed."""
    try:
        if copy is None:
            path.unlink(missing_ok=True)
        elif not (path.exists() and path.samefile(copy)):
            copy.replace(path)
    except OSError:
        return False
    return True


def _discard(paths: Iterable[Path | None]) -> None:
    """Remove files of this writer that are no longer wanted; the next writer tries again."""
    for path in paths:
        if path is not None:
            with suppress(OSError):
                path.unlink(missing_ok=True)


_PREFIX, _SUFFIX = ".negotiations-", ".tmp"


def _beside(path: Path) -> Path:
    """An unused name in the folder of a path, by which a later writer knows what was left."""
    return path.with_name(f"{_PREFIX}{secrets.token_hex(8)}{_SUFFIX}")


def _copy_beside(path: Path) -> Path:
    """Another name of a file, or a copy where the file system has no hard links."""
    copy = _beside(path)
    try:
        os.link(path, copy, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(path, copy, follow_symlinks=False)
    return copy


def _staged(path: Path, text: str) -> Path:
    """A file beside a path, with this text and the rights that the path has or is to have."""
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else None
    made = _beside(path)
    try:
        # The system takes the umask off by itself: reading it would mean setting it.
        with made.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        if mode is not None:
            made.chmod(mode)
    except BaseException:
        made.unlink(missing_ok=True)
        raise
    return made


LOCK = ".negotiations.lock"
# What a file system says that has no locks of this kind.
_NO_LOCKS = frozenset({errno.ENOSYS, errno.EBADF, errno.ENOTSUP, errno.ENOLCK, errno.EINVAL})
_PATIENCE = 60


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold a folder while it is read, changed and written; another that wants to waits.

    What a stopped writer left behind is removed first. Where the file system has no locks, a file
    stands for one.

    Raises:
        NegotiationsError: Another holds the folder for longer than a minute.
    """
    from filelock import FileLock, SoftFileLock, Timeout

    path = resolved(folder) / LOCK
    if path.is_symlink():
        raise NegotiationsError(f"{path} is a link that is not followed; remove the link")
    lock: BaseFileLock = FileLock(path, timeout=_PATIENCE)
    try:
        try:
            lock.acquire()
        except (OSError, NotImplementedError) as fault:
            if isinstance(fault, Timeout) or getattr(fault, "errno", None) not in _NO_LOCKS | {
                None
            }:
                raise
            lock = SoftFileLock(f"{path}.held", timeout=_PATIENCE)
            lock.acquire()
    except Timeout as fault:
        raise NegotiationsError(
            f"another program has held {folder} for {_PATIENCE} seconds; nothing was written. "
            f"If none runs, remove {fault.lock_file}"
        ) from fault
    try:
        _clear_leftovers(folder)
        yield
    finally:
        lock.release()


def is_free(folder: Path) -> bool:
    """Whether no other program holds a folder now."""
    from filelock import FileLock, Timeout

    try:
        with FileLock(folder / LOCK, timeout=0):
            return True
    except (OSError, NotImplementedError, Timeout):
        return False


def _clear_leftovers(folder: Path) -> None:
    """Remove what a stopped writer left: files of names that nothing else makes."""
    inside = {folder, *(folder / Path(kind.path).parent for kind in FILE_KINDS)}
    inside |= {folder / kind.path for kind in FILE_KINDS if kind.stem} | {folder / "schema"}
    known = re.compile(re.escape(_PREFIX) + "[0-9a-f]{16}" + re.escape(_SUFFIX))
    for place in inside:
        if not place.is_dir() or place.is_symlink():
            continue
        for path in place.iterdir():
            if known.fullmatch(path.name) and path.is_file() and not path.is_symlink():
                path.unlink(missing_ok=True)
