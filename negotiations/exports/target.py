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
def new_file(path: Path, *, force: bool) -> Iterator[Path]:
    """A file to write beside the target, which takes its place when all is written.

    Raises:
        NegotiationsError: What is at the target is not to be replaced, or its folder does not exist.
    """
    target = _target(path)
    if target.is_dir():
        raise NegotiationsError(f"{path} is a folder; give the name of a file")
    if target.exists() and not force:
        raise NegotiationsError(f"{path} exists; give another name, or --force to replace it")
    handle, name = tempfile.mkstemp(prefix=_STAGE, dir=target.parent)
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
def new_folder(
    path: Path, *, force: bool, mark: str = MARK, what: str = "export", is_flushed: bool = True
) -> Iterator[Path]:
    """A folder to fill beside the target, which takes its place when all is written.

    With ``force`` an earlier folder of the same sort is replaced, and nothing else: other folders are
    never emptied.

    Args:
        path: The folder.
        force: Whether to replace an earlier one.
        mark: The file by which an earlier one is known; whoever fills the folder writes it.
        what: What the folder is, for messages.
        is_flushed: Whether every file reaches the disk first, which takes milliseconds for each.

    Raises:
        NegotiationsError: There is something at the target that is not to be replaced.
    """
    target = _target(path)
    _refuse_what_is_there(path, target, force=force, mark=mark, what=what)
    stage = Path(tempfile.mkdtemp(prefix=_STAGE, dir=target.parent))
    old: Path | None = None
    try:
        yield stage
        for file in stage.rglob("*") if is_flushed else ():
            if file.is_file():
                _flush(file)
        stage.chmod(0o777 & ~_umask())
        if target.exists():
            old = Path(tempfile.mkdtemp(prefix=_STAGE, dir=target.parent)) / "old"
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


def _refuse_what_is_there(path: Path, target: Path, *, force: bool, mark: str, what: str) -> None:
    if target.is_file():
        raise NegotiationsError(f"{path} is a file; give the name of a folder")
    if not target.is_dir() or not any(target.iterdir()):
        return
    article = "an" if what[0] in "aeiou" else "a"
    if not (target / mark).is_file():
        raise NegotiationsError(
            f"{path} holds files that are no {what}; give the name of a new folder"
        )
    if not force:
        raise NegotiationsError(
            f"{path} holds {article} {what}; give another name, or --force to replace it"
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
