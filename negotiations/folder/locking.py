"""One writer of a folder at a time."""

from __future__ import annotations

import errno
import shutil
from contextlib import contextmanager
from pathlib import Path

from negotiations.errors import NegotiationsError
from negotiations.folder.replacing import LEFTOVER
from negotiations.io.layout import FILE_KINDS
from negotiations.limits import resolved

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from filelock import BaseFileLock

__all__ = ["LOCK", "STAGE", "alone", "clear_stages"]

LOCK = ".negotiations.lock"
# The beginning of the names of folders in which `init` makes files before it moves them.
STAGE = ".negotiations-new-"
# The errors of file systems without locks of this kind.
_NO_LOCKS = frozenset({errno.ENOSYS, errno.EBADF, errno.ENOTSUP, errno.ENOLCK, errno.EINVAL})
_PATIENCE = 60


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Lock a folder while it is read, changed and written; other writers wait.

    Files that an interrupted writer left behind are removed first. If the file system has no locks, a
    lock file is used.

    Raises:
        NegotiationsError: Another writer keeps the folder locked for longer than a minute.
    """
    from filelock import FileLock, SoftFileLock, Timeout

    path = resolved(folder) / LOCK
    if path.is_symlink():
        raise NegotiationsError(f"{path} is a link, which is not followed; remove the link")
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
            f"another program has locked {folder} for {_PATIENCE} seconds; nothing was written. "
            f"If no such program is running, remove {fault.lock_file}"
        ) from fault
    try:
        _clear_leftovers(folder)
        yield
    finally:
        lock.release()


def clear_stages(folder: Path) -> None:
    """Remove the folders that an interrupted `init` left in a folder, unless one is at work there."""
    for stage in folder.glob(f"{STAGE}*"):
        if stage.is_dir() and not stage.is_symlink() and _is_free(stage):
            shutil.rmtree(stage, ignore_errors=True)


def _is_free(folder: Path) -> bool:
    """Whether no other program has locked a folder."""
    from filelock import FileLock, Timeout

    try:
        with FileLock(folder / LOCK, timeout=0):
            return True
    except (OSError, NotImplementedError, Timeout):
        return False


def _clear_leftovers(folder: Path) -> None:
    """Remove the files of an interrupted writer, which have names that nothing else uses."""
    clear_stages(folder)
    folders = {folder, *(folder / Path(kind.path).parent for kind in FILE_KINDS)}
    folders |= {folder / kind.path for kind in FILE_KINDS if kind.stem} | {folder / "schema"}
    for inner in folders:
        if not inner.is_dir() or inner.is_symlink():
            continue
        for path in inner.iterdir():
            if LEFTOVER.fullmatch(path.name) and path.is_file() and not path.is_symlink():
                path.unlink(missing_ok=True)
