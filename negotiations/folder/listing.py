"""The files of a folder that are read; links, devices and unexpected names are refused."""

from __future__ import annotations

import os
import re
import stat
from itertools import islice
from pathlib import Path
from typing import Protocol

from negotiations.errors import Problem, nearest
from negotiations.io.layout import FILE_KINDS, FileKind, file_kind_of
from negotiations.limits import MAXIMUM_ENTRIES, resolved
from negotiations.vocabulary import Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from negotiations.limits import Collector

__all__ = ["Reader", "list_files", "no_file_of_windows", "unreadable"]


class Reader(Protocol):
    """A reader of files, which is told which files are refused and what remains unknown."""

    problems: Collector

    def refuse(
        self, file: str, message: str, remedy: str, *, severity: Severity = Severity.ERROR
    ) -> None:
        """Note that a file is not read, and why."""

    def lose_sight_of(self, relative: str) -> None:
        """Note that the content of a file or folder is unknown."""


def list_files(root: Path, reader: Reader) -> list[tuple[str, FileKind]]:
    """The files of a dataset's folder, with their kinds; refused files are reported to the reader."""
    try:
        if not root.is_dir():
            fault = "is not a folder" if root.exists() else "does not exist"
            remedy = "give the folder that contains data/ and seeds/"
            reader.refuse(str(root), f"{root} {fault}", remedy)
            return []
    except OSError as fault:
        reader.refuse(str(root), *unreadable(fault))
        return []
    files: list[tuple[str, FileKind]] = []
    for number, relative in enumerate(_walk(root, reader), 1):
        if number > MAXIMUM_ENTRIES:
            message = f"there are more than {MAXIMUM_ENTRIES} files; the rest are not read"
            reader.refuse(str(root), message, "split the dataset")
            for kind in FILE_KINDS:
                reader.lose_sight_of(kind.path)
            break
        files += _list_file(root, relative, reader)
    if not files and not reader.problems:
        remedy = "give the folder that contains data/dataset.json"
        reader.refuse(str(root), f"{root} contains no dataset", remedy)
    return files


def no_file_of_windows(relative: str, kind: FileKind) -> Iterator[Problem]:
    """The problem of a file name that Windows reserves for a device."""
    stem = Path(relative).stem
    if kind.stem and re.fullmatch(r"con|prn|aux|nul|com[0-9]|lpt[0-9]", stem):
        yield Problem(
            rule="file-name",
            file=relative,
            message=f"Windows does not allow a file to be named {stem!r}",
            found=stem,
            expected="a name that Windows does not reserve",
            remedy="rename the record, for example by adding a hyphen and a word",
            severity=Severity.WARNING,
        )


def _walk(root: Path, reader: Reader) -> Iterator[str]:
    """All entries of the folders of a dataset except hidden ones; links are not followed."""
    waiting = sorted({Path(kind.path).parts[0] for kind in FILE_KINDS}, reverse=True)
    while waiting:
        folder = waiting.pop()
        names: list[str] = []
        try:
            fault = _bad_link(root / folder, root)
            if fault is None and not os.path.isdir(root / folder):  # noqa: PTH112 - never raises
                continue
            if fault is None:
                with os.scandir(root / folder) as entries:
                    visible = (entry.name for entry in entries if not entry.name.startswith("."))
                    names = sorted(islice(visible, MAXIMUM_ENTRIES + 1))
        except OSError as failed:
            fault = unreadable(failed)
        if fault is not None:
            reader.refuse(folder, *fault)
            reader.lose_sight_of(folder)
            continue
        paths = [f"{folder}/{name}" for name in names]
        yield from paths
        waiting += reversed([path for path in paths if _is_folder(root / path)])


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False


def unreadable(fault: OSError) -> tuple[str, str]:
    """The message and the remedy for a file that the system refuses to read."""
    remedy = (
        "change its permissions" if isinstance(fault, PermissionError) else "replace it with a file"
    )
    return (
        (f"it cannot be read: {fault.strerror}", remedy)
        if fault.errno is not None
        else (str(fault.strerror), "replace it with a file")
    )


def _list_file(root: Path, relative: str, reader: Reader) -> list[tuple[str, FileKind]]:
    """A file to read; empty if it is refused or does not belong to a dataset."""
    path = root / relative
    kind = file_kind_of(relative)
    try:
        fault = _bad_link(path, root)
        mode = 0 if fault is not None else path.stat().st_mode
    except FileNotFoundError:
        fault, mode = ("it is not a regular file", "replace it with a file"), 0
    except OSError as failed:
        fault, mode = unreadable(failed), 0
    if fault is None and stat.S_ISDIR(mode):
        if kind is None:
            return []
        fault = ("it is a folder, and a file is expected here", "replace it with a file")
    elif fault is None and not stat.S_ISREG(mode):
        fault = ("it is not a regular file", "replace it with a file")
    if fault is not None:
        reader.refuse(relative, *fault)
        reader.lose_sight_of(relative)
        return []
    if kind is not None:
        return [(relative, kind)]
    if path.suffix.lower() == ".json":
        reader.refuse(relative, "a dataset has no file with this name", _belongs(relative))
    else:
        remedy = "move it out of the folder, or ignore this warning"
        message = "it is not a JSON file, and is not read"
        reader.refuse(relative, message, remedy, severity=Severity.WARNING)
    return []


def _belongs(relative: str) -> str:
    """The remedy for an unexpected JSON file: the nearest file or folder name."""
    above, _, name = relative.rpartition("/")
    alone = {Path(kind.path).stem: kind.path for kind in FILE_KINDS if not kind.stem}
    folders = [kind.path for kind in FILE_KINDS if kind.stem]
    if above == "data" and (close := nearest(Path(name).stem, alone, 1)):
        return f"rename it to {alone[close[0]]}"
    nested = any(above.startswith(f"{folder}/") for folder in folders)
    if "/" in above and not nested and (close := nearest(above, folders, 1)):
        return f"move it to {close[0]}/{name}"
    return "move it out of the folder"


def _bad_link(path: Path, root: Path) -> tuple[str, str] | None:
    """The message and the remedy for a bad link; None for a good link or no link."""
    if not path.is_symlink():
        return None
    try:
        target = resolved(path)
    except OSError:  # a link to itself
        return "it is not a regular file", "replace it with a file"
    if not target.is_relative_to(resolved(root)):
        return "the link leads out of the dataset's folder", "copy the file here"
    if target.is_dir():
        return "a link to a folder is not followed", "replace it with a folder"
    return None
