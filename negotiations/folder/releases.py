"""Reading of releases: a dataset as it is, or as it was at a revision of git, in a format of its time."""

from __future__ import annotations

import os
from pathlib import Path

import attrs

from negotiations.folder.reading import Folder, other_format, read_folder
from negotiations.model.sources import FORMAT

__all__ = ["read_release"]


def read_release(
    folder: str | os.PathLike[str], revision: str | None = None, *, upgrade: bool = False
) -> tuple[Folder, int]:
    """Read a dataset's folder; with it comes the number of the format that it is written in.

    Args:
        folder: The folder.
        revision: The revision of git to read it at; None for the folder as it is.
        upgrade: Whether a dataset of an older format is read as `upgrade` would make it.

    Raises:
        UnknownId: There is no such revision.
        NegotiationsError: It cannot be read at the revision.
        InvalidDataset: A file of a dataset of an older format cannot be read to upgrade it, or the
            format is newer than this library.
    """
    if revision is None:
        return _read(Path(folder), upgrade=upgrade)
    from negotiations.folder.revisions import at_revision

    with at_revision(Path(folder), revision) as copy:
        read, number = _read(copy, upgrade=upgrade)
    return _without_files(read), number


def _read(root: Path, *, upgrade: bool) -> tuple[Folder, int]:
    if not upgrade or other_format(root) is None:
        return read_folder(root), FORMAT
    from tempfile import TemporaryDirectory

    from negotiations.folder.upgrading import upgraded_texts

    number, texts = upgraded_texts(root)
    with TemporaryDirectory(prefix="negotiations-") as name:
        for relative, text in texts.items():
            file = Path(name, relative)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode())
        read = read_folder(name)
    return _without_files(read), number


def _without_files(read: Folder) -> Folder:
    """What was read from a copy: it is in no folder that it could be saved into again."""
    return attrs.evolve(read, records=attrs.evolve(read.records, on_disk=None))
