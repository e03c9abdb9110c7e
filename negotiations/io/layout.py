"""The layout of a dataset's folder, and the location of the bundled one."""

from __future__ import annotations

import os
from typing import NamedTuple

from negotiations.model import (
    Actor,
    Event,
    Figure,
    Issue,
    Metadata,
    Place,
    Position,
    Proposal,
    Record,
    Source,
    Talks,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "FILE_KINDS",
    "FileKind",
    "bundled_folder",
    "bundled_path",
    "dataset_around",
    "file_kind_of",
]


class FileKind(NamedTuple):
    """One kind of file.

    Attributes:
        name: The name of its schema.
        collection: The collection that its records belong to.
        record: The class of its records.
        path: The file, or the folder of files if there is one for each ``stem``.
        is_list: Whether the file contains a list of records rather than a single one.
        stem: The field that the file is named after; empty if there is only one file.
    """

    name: str
    collection: str
    record: type[Record]
    path: str
    is_list: bool
    stem: str = ""

    def file_for(self, record: Record) -> str:
        """The file that a record belongs in, relative to the dataset's folder."""
        return f"{self.path}/{getattr(record, self.stem)}.json" if self.stem else self.path


FILE_KINDS: tuple[FileKind, ...] = (
    FileKind("dataset", "metadata", Metadata, "data/dataset.json", is_list=False),
    FileKind("source", "sources", Source, "seeds", is_list=False, stem="id"),
    FileKind("actors", "actors", Actor, "data/actors.json", is_list=True),
    FileKind("places", "places", Place, "data/places.json", is_list=True),
    FileKind("issues", "issues", Issue, "data/issues.json", is_list=True),
    FileKind("talks", "talks", Talks, "data/talks.json", is_list=True),
    FileKind("proposal", "proposals", Proposal, "data/proposals", is_list=False, stem="id"),
    FileKind("positions", "positions", Position, "data/positions", is_list=True, stem="actor"),
    FileKind("events", "events", Event, "data/events.json", is_list=True),
    FileKind("figures", "figures", Figure, "data/figures.json", is_list=True),
)


def file_kind_of(relative: str) -> FileKind | None:
    """The kind of the file at a path relative to the dataset's folder; None for other files."""
    folder, _, name = relative.rpartition("/")
    for kind in FILE_KINDS:
        of_stem = bool(kind.stem) and kind.path == folder and name.endswith(".json")
        if of_stem or (not kind.stem and kind.path == relative):
            return kind
    return None


def dataset_around(start: Path) -> Path | None:
    """The folder of the dataset that contains a folder, searched upwards as git does; None if none does."""
    here = start.absolute()
    for folder in (here, *here.parents):
        if (folder / "data" / "dataset.json").is_file():
            return folder
    return None


def bundled_path() -> str:
    """The path of the folder with the bundled ``data/``, ``schema/`` and ``seeds/``.

    In a wheel, it is inside the package; in a checkout or an editable install, beside it.
    """
    package = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))  # noqa: PTH120 - pathlib costs 5 ms
    inside = os.path.join(package, "_bundled")  # noqa: PTH118
    return inside if os.path.isdir(inside) else os.path.dirname(package)  # noqa: PTH112, PTH120


def bundled_folder() -> Path:
    """The folder with the bundled ``data/``, ``schema/`` and ``seeds/``."""
    from pathlib import Path

    return Path(bundled_path())
