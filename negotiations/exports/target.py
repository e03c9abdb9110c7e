"""Where an export is written: all of it or nothing, and over nothing that is not to be replaced."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

from negotiations.errors import NegotiationsError
from negotiations.limits import resolved

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MARK", "new_file", "new_folder"]

# The file by which a folder is known as an export of ours, which may be replaced.
MARK = "negotiations-export.txt"
_STAGE = ".negotiations-export-"


@contextmanager
def new_file(path: Path, *, force: bool, beside: Path | None = None) -> Iterator[Path]:
    """A file to write beside the target, which takes its place when all is written.

    Args:
        path: The target.
        force: Whether to replace what is there.
        beside: The folder to write in meanwhile, on the same disk; that of the target if None.

    Raises:
        NegotiationsError: What is at the target is not to be replaced, or its folder does not exist.
    """
    target = _target(path)
    if target.is_dir():
        raise NegotiationsError(f"{path} is a folder; give the name of a file")
    if target.exists() and not force:
        raise NegotiationsError(f"{path} exists; give another name, or --force to replace it")
    handle, name = tempfile.mkstemp(prefix=_STAGE, dir=beside or target.parent)
    os.close(handle)
    stage = Path(name)
    try:
        yield stage
        _flush(stage)
        # As the files of others are made, and not for this user alone as temporary files are.
        stage.chmod(0o666 & ~_umask())
        stage.replace(target)
    finally:
        stage.unlink(missing_ok=True)


@contextmanager
def new_folder(path: Path, *, force: bool, beside: Path | None = None) -> Iterator[Path]:
    """A folder to fill beside the target, which takes its place when all is written.

    With ``force`` an earlier export is replaced, and nothing else: other folders are never emptied.

    Args:
        path: The target.
        force: Whether to replace an earlier export.
        beside: The folder to write in meanwhile, on the same disk; that of the target if None.

    Raises:
        NegotiationsError: There is something at the target that is not to be replaced.
    """
    target = _target(path)
    _refuse_what_is_there(path, target, force=force)
    stage = Path(tempfile.mkdtemp(prefix=_STAGE, dir=beside or target.parent))
    old: Path | None = None
    try:
        yield stage
        for file in stage.rglob("*"):
            if file.is_file():
                _flush(file)
        stage.chmod(0o777 & ~_umask())
        if target.exists():
            old = Path(tempfile.mkdtemp(prefix=_STAGE, dir=beside or target.parent)) / "old"
            target.rename(old)
        try:
            stage.rename(target)
        except OSError:
            if old is not None:
                old.rename(target)
            raise
    finally:
        shutil.rmtree(stage, ignore_errors=True)
        if old is not None:
            shutil.rmtree(old.parent, ignore_errors=True)


def _refuse_what_is_there(path: Path, target: Path, *, force: bool) -> None:
    if target.is_file():
        raise NegotiationsError(f"{path} is a file; give the name of a folder")
    if not target.is_dir() or not any(target.iterdir()):
        return
    if not (target / MARK).is_file():
        raise NegotiationsError(
            f"{path} holds files that are no export; give the name of a new folder"
        )
    if not force:
        raise NegotiationsError(
            f"{path} holds an export; give another name, or --force to replace it"
        )


def _target(path: Path) -> Path:
    target = resolved(path)
    if not target.parent.is_dir():
        raise NegotiationsError(f"{path.parent} is no folder; make it first")
    return target


def _flush(path: Path) -> None:
    with path.open("rb") as stream:
        os.fsync(stream.fileno())


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
