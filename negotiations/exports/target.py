"""Where an export is written: all of it or nothing, and over nothing that is not to be replaced."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import threading
from contextlib import contextmanager
from pathlib import Path

from negotiations.errors import NegotiationsError
from negotiations.limits import resolved
from negotiations.plaintext import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MARK", "check_file", "new_file", "new_folder"]

# The file by which a folder is known as an export of ours; it lists the others, which may be replaced.
MARK = "negotiations-export.txt"
_STAGE = ".negotiations-export-"
_LIST = "The files of the export, each of which a later one may replace:"


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
    target = check_file(path, force=force)
    stage: Path | None = None
    try:
        with _uninterrupted():
            handle, name = tempfile.mkstemp(prefix=_STAGE, dir=beside or target.parent)
            stage = Path(name)
            os.close(handle)
        yield stage
        _flush(stage)
        # As the files of others are made, and not for this user alone as temporary files are.
        stage.chmod(0o666 & ~_umask())
        stage.replace(target)
    finally:
        if stage is not None:
            stage.unlink(missing_ok=True)


def check_file(path: Path, *, force: bool) -> Path:
    """The file to write, without links.

    Raises:
        NegotiationsError: What is there is not to be replaced, or its folder does not exist.
    """
    target = _target(path)
    if target.is_dir():
        raise NegotiationsError(f"{path} is a folder; give the name of a file")
    if target.exists() and not target.is_file():
        raise NegotiationsError(f"{path} is a pipe or a device; give the name of a file")
    if target.exists() and not force:
        raise NegotiationsError(f"{path} exists; give another name, or --force to replace it")
    return target


@contextmanager
def new_folder(
    path: Path,
    *,
    force: bool,
    mark: str = MARK,
    what: str = "export",
    is_flushed: bool = True,
    beside: Path | None = None,
) -> Iterator[Path]:
    """A folder to fill beside the target, which takes its place when all is written.

    With ``force`` an earlier folder of the same sort is replaced, and nothing else: a folder with a file
    that is not of the export stays as it is.

    Args:
        path: The folder.
        force: Whether to replace an earlier one.
        mark: The file by which an earlier one is known, which lists its files.
        what: What the folder is, for messages.
        is_flushed: Whether every file reaches the disk first, which takes milliseconds for each.
        beside: The folder to write in meanwhile, on the same disk; that of the target if None.

    Raises:
        NegotiationsError: There is something at the target that is not to be replaced.
    """
    target = _target(path)
    _refuse_what_is_there(path, target, force=force, mark=mark, what=what)
    stage: Path | None = None
    try:
        with _uninterrupted():
            stage = Path(tempfile.mkdtemp(prefix=_STAGE, dir=beside or target.parent))
        yield stage
        with (stage / mark).open("a", encoding="utf-8") as stream:
            stream.writelines(f"{line}\n" for line in ("", _LIST, "", *_files_in(stage, mark)))
        for name in (*_files_in(stage, mark), mark) if is_flushed else ():
            _flush(stage / name)
        stage.chmod(0o777 & ~_umask())
        with _uninterrupted():
            _put(stage, target, beside or target.parent)
    finally:
        if stage is not None:
            with _uninterrupted():
                shutil.rmtree(stage, ignore_errors=True)


def _put(stage: Path, target: Path, beside: Path) -> None:
    """Put a folder where another is, or none; what was there is removed, or stays if that fails."""
    if not target.exists():
        stage.rename(target)
        return
    old = Path(tempfile.mkdtemp(prefix=_STAGE, dir=beside)) / "old"
    try:
        target.rename(old)
        try:
            stage.rename(target)
        except OSError:
            old.rename(target)
            raise
    finally:
        shutil.rmtree(old.parent, ignore_errors=True)


def _refuse_what_is_there(path: Path, target: Path, *, force: bool, mark: str, what: str) -> None:
    if target.exists() and not target.is_dir():
        raise NegotiationsError(f"{path} is a file; give the name of a folder")
    if not target.is_dir() or not any(target.iterdir()):
        return
    article = "an" if what[0] in "aeiou" else "a"
    marked = target / mark
    listed = _text(marked).partition(_LIST)[2] if marked.is_file() else ""
    known = set(listed.splitlines())
    others = [name for name in _files_in(target, mark) if name not in known]
    if others:
        name = plain(others[0])
        raise NegotiationsError(
            f"{path} holds files that are no {what}, such as {name}; give the name of a new folder"
        )
    if not force:
        raise NegotiationsError(
            f"{path} holds {article} {what}; give another name, or --force to replace it"
        )


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def _files_in(folder: Path, mark: str) -> list[str]:
    """The paths in a folder of all that is no folder itself, but for the mark; sorted."""
    found = (each for each in folder.rglob("*") if each.is_symlink() or not each.is_dir())
    return sorted({each.relative_to(folder).as_posix() for each in found} - {mark})


def _target(path: Path) -> Path:
    target = resolved(path)
    if not target.parent.is_dir():
        raise NegotiationsError(f"{path.parent} is no folder; make it first")
    return target


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold back an interruption from the keyboard until a step is done whole."""
    handler = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(handler):
        yield
        return
    held: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _: held.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
    if held:
        handler(held[0], None)


def _flush(path: Path) -> None:
    with path.open("rb") as stream:
        os.fsync(stream.fileno())


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
