"""Writing of what sheets give: into a dataset, or as a new one; all of it or nothing."""

from __future__ import annotations

from pathlib import Path

from negotiations.errors import InvalidDataset, NegotiationsError
from negotiations.folder.edit import Edit, write_edit
from negotiations.folder.naming import stem_of
from negotiations.folder.starting import all_schemas, described, make_folder, new_files
from negotiations.folder.writing import changed_files, files_of, unreadable
from negotiations.sheets.importing import Imported, before_and_after

__all__ = ["folder_beside", "refuse_dataset", "refuse_unwritable", "write_into", "write_new"]


def folder_beside(sheets: Path) -> Path:
    """The folder of a new dataset beside its sheets.

    >>> folder_beside(Path("coded/river.xlsx")).as_posix()
    'coded/river-dataset'
    """
    return sheets.parent / f"{stem_of(sheets.absolute().name)}-dataset"


def refuse_dataset(folder: Path) -> None:
    """Refuse to make a new dataset where one is.

    Raises:
        NegotiationsError: There is one; with what to do.
    """
    if (folder / "data" / "dataset.json").is_file():
        raise NegotiationsError(
            f"{folder} is a dataset already; to change it, give --into {folder}; for another, --new DIR"
        )


def write_into(imported: Imported, folder: Path) -> tuple[str, ...]:
    """Write what sheets change into the folder of the dataset; the paths in it of what was written.

    The folder has to be held from the moment its records are read (`negotiations.folder.locking`).

    Raises:
        InvalidDataset: The sheets have problems, or a file would be too large; nothing was written.
        OSError: A file cannot be written; none has changed.
    """
    if imported.problems:
        raise InvalidDataset(imported.problems)
    before, after = before_and_after(imported)
    return write_edit(
        Edit(before=before, after=after, parts=()),
        folder,
    )


def write_new(imported: Imported, folder: Path, version: str) -> tuple[str, ...]:
    """Make the folder of a new dataset with what sheets give; the paths in it.

    Args:
        imported: What the sheets give.
        folder: The folder, new or empty.
        version: The version of the library, for the description of the dataset.

    Raises:
        InvalidDataset: The sheets have problems; nothing was written.
        NegotiationsError: The folder is not empty, or its parent does not exist.
    """
    refuse_unwritable(imported)
    _, after = before_and_after(imported)
    metadata = after.metadata or described({}, folder.absolute().name, version)
    records = after.with_records([metadata])
    files = {**new_files(metadata, all_schemas()), **files_of(records)}
    if after.sources:
        files.pop("seeds/.gitkeep", None)
    refuse_dataset(folder)
    make_folder(folder, files)
    return tuple(sorted(files))


def refuse_unwritable(imported: Imported) -> None:
    """Refuse what has problems, or makes a file that no reader would take.

    Raises:
        InvalidDataset: There is something; all of it is told.
    """
    before, after = before_and_after(imported)
    problems = imported.problems or unreadable(changed_files(before, after).texts)
    if problems:
        raise InvalidDataset(problems)
