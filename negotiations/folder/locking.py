"""One writer of a folder at a time."""

from __future__ import annotations

import errno
from contextlib import contextmanager
from pathlib import Path

from negotiations.errors import NegotiationsError
from negotiations.folder.replacing import LEFTOVER, resolved
from negotiations.io.layout import FILE_KINDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from filelock import BaseFileLock

__all__ = ["LOCK", "alone", "is_free"]

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
    for place in inside:
        if not place.is_dir() or place.is_symlink():
            continue
        for path in place.iterdir():
            if LEFTOVER.fullmatch(path.name) and path.is_file() and not path.is_symlink():
                path.unlink(missing_ok=True)
