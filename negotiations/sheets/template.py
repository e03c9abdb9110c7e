"""Templates: empty sheets with notes, an example and lists of words, as a workbook or as CSV files."""

from __future__ import annotations

import os
from pathlib import Path

from negotiations.errors import NegotiationsError
from negotiations.records import Records
from negotiations.sheets.importing import HasRecords

__all__ = ["write_template"]


def write_template(
    path: str | os.PathLike[str], dataset: HasRecords | Records | None = None
) -> tuple[Path, ...]:
    """Write empty sheets for `read_sheets`: a workbook, or a folder of CSV files.

    Each column has a note, and each sheet an example, which import leaves out. A workbook offers the words
    of closed vocabularies and the ids of its own sheets, and its cells are formatted as text, so that a
    spreadsheet makes no dates of them.

    Args:
        path: The workbook (``.xlsx``), or the folder for the CSV files.
        dataset: A dataset whose ids a workbook offers, too.

    Returns:
        The files that were written.

    Raises:
        NegotiationsError: The file exists, or the folder is not empty.
        MissingExtra: xlsxwriter is not installed, which writes workbooks.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> [file.name for file in write_template(folder / "sheets")][:3]
    ['README.md', 'actors.csv', 'events.csv']
    """
    from negotiations.sheets.blank import blank_csv_files, blank_workbook

    target = Path(path)
    if target.suffix.lower() == ".xlsx":
        data = blank_workbook(None if dataset is None else _records_of(dataset))
        try:
            with target.open("xb") as stream:
                stream.write(data)
        except FileExistsError:
            raise NegotiationsError(f"{target} exists; give another name, or remove it") from None
        except OSError:
            if target.is_file():
                target.unlink()
            raise
        return (target,)
    if target.suffix and not target.is_dir():
        raise NegotiationsError(
            f"{target} is no workbook (.xlsx) and no folder; give NAME.xlsx, or a folder for CSV files"
        )
    from negotiations.folder.starting import make_folder

    files = blank_csv_files()
    make_folder(target, files)
    return tuple(target / name for name in sorted(files))


def _records_of(dataset: HasRecords | Records) -> Records:
    return dataset if isinstance(dataset, Records) else dataset.records
