"""Atomic replacement of files: all of a step or none, and never through a link out of the folder."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import stat
from contextlib import suppress
from pathlib import Path

from negotiations.errors import NegotiationsError
from negotiations.io.streams import descriptor_of
from negotiations.limits import resolved

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    "LEFTOVER",
    "make_folders",
    "target_in",
    "write_inside",
    "write_text",
    "write_texts",
]


def target_in(root: Path, relative: str) -> Path:
    """The path to write for a file of a folder; for a link within the folder, its target.

    Raises:
        NegotiationsError: The file is a link out of the folder, or a folder above it is a link.
    """
    parts = Path(relative).parts
    above = [root.joinpath(*parts[:depth]) for depth in range(1, len(parts))]
    link = next((path for path in above if path.is_symlink()), root / relative)
    if not resolved(link).is_relative_to(resolved(root)):
        raise NegotiationsError(
            f"{link} leads out of the folder; nothing was written; remove the link"
        )
    if link != root / relative:
        raise NegotiationsError(
            f"{link} is a link to a folder, which is not followed; nothing was written; "
            "replace it with a folder"
        )
    return resolved(link) if link.is_symlink() else link


def make_folders(folder: Path) -> list[Path]:
    """Make a folder and its parents; gives the new ones, innermost first."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing


def write_inside(root: Path, texts: Mapping[str, str], *, remove: Iterable[str] = ()) -> None:
    """Write files of a folder, and remove others, by their paths in it: all or none.

    Raises:
        NegotiationsError: A link leads out of the folder, or a file to remove is a link; nothing was
            written.
        OSError: One of them cannot be written, as `write_texts` says.
    """
    targets = {target_in(root, relative): text for relative, text in texts.items()}
    unwanted: list[Path] = []
    for relative in remove:
        path = root / relative
        # A link would be left without the file behind it, or the file without its link.
        if path.is_symlink():
            raise NegotiationsError(
                f"{path} is a link; nothing was written, replace it by the file"
            )
        unwanted.append(target_in(root, relative))
    write_texts(targets, remove=unwanted)


def write_text(path: Path, text: str) -> None:
    """Write a file so that it appears completely or not at all; for a link, its target.

    A pipe or a device is a stream, and is appended to.
    """
    descriptor = descriptor_of(path)
    if descriptor is not None:
        # Written at the current position: earlier output stays.
        with os.fdopen(os.dup(descriptor), "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        return
    if path.exists() and not path.is_file():
        with path.open("a", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        return
    write_texts({resolved(path) if path.is_symlink() else path: text})


def write_texts(texts: Mapping[Path, str], *, remove: Iterable[Path] = ()) -> None:
    """Write files and remove others: all of them, or nothing.

    Each file appears completely; a link is replaced by a file. If a step fails, the steps before it are
    undone.

    Raises:
        OSError: A file cannot be written; the error names it. No file has changed, or the message
            names those that have, because they could not be restored.
    """
    staged: list[tuple[Path, Path]] = []
    copies: dict[Path, Path | None] = {}
    begun: list[Path] = []
    unwanted = list(remove)
    new_folders: list[Path] = []
    path = Path()
    try:
        for path, text in texts.items():
            new_folders += make_folders(path.parent)
            staged.append((_staged(path, text), path))
        targets = [*texts, *unwanted]
        # A single rename needs no copy of the replaced file.
        if len(targets) > 1:
            for path in targets:
                copies[path] = _copy_beside(path) if path.exists() else None
        for new, path in staged:
            begun.append(path)
            new.replace(path)
        for path in unwanted:
            begun.append(path)
            path.unlink()
    except BaseException as fault:
        changed = [
            target for target in begun if target in copies and not _restored(target, copies[target])
        ]
        _discard([*(new for new, _ in staged), *copies.values()])
        for folder in new_folders:
            with suppress(OSError):  # something is in it
                folder.rmdir()
        if isinstance(fault, OSError):
            remark = f"; already changed: {', '.join(map(str, changed))}" if changed else ""
            raise OSError(fault.errno, f"{fault.strerror or fault}{remark}", str(path)) from fault
        raise
    _discard(copies.values())


def _restored(path: Path, copy: Path | None) -> bool:
    """Whether a file could be restored; a file that did not exist is removed."""
    try:
        if copy is None:
            path.unlink(missing_ok=True)
        elif not (path.exists() and path.samefile(copy)):
            copy.replace(path)
    except OSError:
        return False
    return True


def _discard(paths: Iterable[Path | None]) -> None:
    """Remove temporary files of this writer; the next writer removes those that remain."""
    for path in paths:
        if path is not None:
            with suppress(OSError):
                path.unlink(missing_ok=True)


# The names by which a later writer recognizes the files of an interrupted one.
LEFTOVER = re.compile(r"\.negotiations-[0-9a-f]{16}\.tmp")


def _beside(path: Path) -> Path:
    """An unused name in the folder of a path, which a later writer recognizes."""
    return path.with_name(f".negotiations-{secrets.token_hex(8)}.tmp")


def _copy_beside(path: Path) -> Path:
    """A hard link to a file, or a copy if the file system has no hard links."""
    copy = _beside(path)
    try:
        os.link(path, copy, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(path, copy, follow_symlinks=False)
    return copy


def _staged(path: Path, text: str) -> Path:
    """A temporary file beside a path, with this text and the permissions of the path."""
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else None
    temporary = _beside(path)
    try:
        # The system applies the umask by itself; it cannot be read without setting it.
        with temporary.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        if mode is not None:
            temporary.chmod(mode)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary
