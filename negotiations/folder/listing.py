"""Which files of a folder are read, and which are refused: links, devices, names that belong nowhere."""

from __future__ import annotations

import os
import re
import stat
from itertools import islice
from pathlib import Path
from typing import Protocol

from negotiations.errors import Problem, nearest
from negotiations.io.layout import FILE_KINDS, FileKind, file_kind_of
from negotiations.limits import MAXIMUM_ENTRIES
from negotiations.vocabulary import Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from negotiations.limits import Collector

__all__ = ["Reader", "list_files", "no_file_of_windows", "unreadable"]


class Reader(Protocol):
    """Whoever reads the files, and is told which are refused and what can then not be known."""

    problems: Collector

    def refuse(
        self, file: str, message: str, remedy: str, *, severity: Severity = Severity.ERROR
    ) -> None:
        """Note that a file cannot be read, or need not be."""

    def lose_sight_of(self, relative: str) -> None:
        """Note that what is in a file or folder cannot be known."""


def list_files(root: Path, reader: Reader) -> list[tuple[str, FileKind]]:
    """The files of a dataset's folder, with their kinds; what is refused is told to the reader."""
    try:
        if not root.is_dir():
            what = "is not a folder" if root.exists() else "does not exist"
            remedy = "give the folder that has data/ and seeds/ in it"
            reader.refuse(str(root), f"{root} {what}", remedy)
            return []
    except OSError as fault:
        reader.refuse(str(root), *unreadable(fault))
        return []
    found: list[tuple[str, FileKind]] = []
    for number, relative in enumerate(_walk(root, reader), 1):
        if number > MAXIMUM_ENTRIES:
            message = f"there are more than {MAXIMUM_ENTRIES} files; the others are not read"
            reader.refuse(str(root), message, "split the dataset")
            for kind in FILE_KINDS:
                reader.lose_sight_of(kind.path)
            break
        found += _list_file(root, relative, reader)
    if not found and not reader.problems:
        remedy = "give the folder that has data/dataset.json in it"
        reader.refuse(str(root), f"{root} holds no dataset", remedy)
    return found


def no_file_of_windows(relative: str, kind: FileKind) -> Iterator[Problem]:
    """That a file cannot be on Windows, where its name is that of a device."""
    stem = Path(relative).stem
    if kind.stem and re.fullmatch(r"con|prn|aux|nul|com[0-9]|lpt[0-9]", stem):
        yield Problem(
            rule="file-name",
            file=relative,
            message=f"on Windows no file can be named {stem!r}",
            found=stem,
            expected="a name that is no device's",
            remedy="rename the record, as with another word after a hyphen",
            severity=Severity.WARNING,
        )


def _walk(root: Path, reader: Reader) -> Iterator[str]:
    """All that is in the folders of a dataset, without what is hidden; links are not followed."""
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
                    shown = (each.name for each in entries if not each.name.startswith("."))
                    names = sorted(islice(shown, MAXIMUM_ENTRIES + 1))
        except OSError as failed:
            fault = unreadable(failed)
        if fault is not None:
            reader.refuse(folder, *fault)
            reader.lose_sight_of(folder)
            continue
        inner = [f"{folder}/{name}" for name in names]
        yield from inner
        waiting += reversed([each for each in inner if _is_folder(root / each)])


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False


def unreadable(fault: OSError) -> tuple[str, str]:
    """What is wrong where the system refuses, and what to do."""
    remedy = (
        "mend its permissions" if isinstance(fault, PermissionError) else "replace it by a file"
    )
    return (
        (f"it cannot be read: {fault.strerror}", remedy)
        if fault.errno is not None
        else (str(fault.strerror), "replace it by a file")
    )


def _list_file(root: Path, relative: str, reader: Reader) -> list[tuple[str, FileKind]]:
    """A file that is to be read; none where it is refused or no file of a dataset."""
    path = root / relative
    kind = file_kind_of(relative)
    try:
        fault = _bad_link(path, root)
        mode = 0 if fault is not None else path.stat().st_mode
    except FileNotFoundError:
        fault, mode = ("it is not a regular file", "replace it by a file"), 0
    except OSError as failed:
        fault, mode = unreadable(failed), 0
    if fault is None and stat.S_ISDIR(mode):
        if kind is None:
            return []
        fault = ("it is a folder, and a file is wanted", "replace it by a file")
    elif fault is None and not stat.S_ISREG(mode):
        fault = ("it is not a regular file", "replace it by a file")
    if fault is not None:
        reader.refuse(relative, *fault)
        reader.lose_sight_of(relative)
        return []
    if kind is not None:
        return [(relative, kind)]
    if path.suffix.lower() == ".json":
        reader.refuse(relative, "no file of this name belongs to a dataset", _belongs(relative))
    else:
        remedy = "move it out of the folder, or leave it"
        message = "not a JSON file; it is not read"
        reader.refuse(relative, message, remedy, severity=Severity.WARNING)
    return []


def _belongs(relative: str) -> str:
    """What to do with a JSON file that belongs nowhere: the nearest file or folder that there is."""
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
    """What is wrong with a link, and what to do; None where it is no link, or a good one."""
    if not path.is_symlink():
        return None
    try:
        target = path.resolve()
    except (OSError, RuntimeError):  # a link to itself
        return "it is not a regular file", "replace it by a file"
    if not target.is_relative_to(root.resolve()):
        return "the link leads out of the dataset's folder", "copy the file here"
    if target.is_dir():
        return "a link to a folder is not followed", "replace it by a folder"
    return None
