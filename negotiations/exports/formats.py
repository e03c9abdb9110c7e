"""The formats of exports, by name."""

from __future__ import annotations

from pathlib import Path

import attrs

from negotiations.errors import NegotiationsError, UnknownId

__all__ = ["FORMATS", "Format", "format_of"]


@attrs.frozen
class Format:
    """A format of exports.

    Attributes:
        name: Its name on the command line.
        about: What it is, in a line.
        suffix: The suffix of a file of it.
        folder: Whether several tables make a folder.
        extra: The extra that it needs; empty where the standard library is enough.
        of_records: Whether it has records, and no tables.
    """

    name: str
    about: str
    suffix: str
    folder: bool = False
    extra: str = ""
    of_records: bool = False

    def is_file(self, path: Path, tables: int) -> bool:
        """Whether an export of so many tables is a file at a path, and not a folder.

        Raises:
            NegotiationsError: The path is called like a file, and several tables make a folder.

        >>> [FORMATS["csv"].is_file(Path(name), 1) for name in ("terms.csv", "terms")]
        [True, False]
        """
        if not self.folder:
            return True
        if not path.suffix or path.suffix not in _SUFFIXES:
            return False
        if tables == 1 and path.suffix == self.suffix:
            return True
        one = f", or one table for a file that ends in {self.suffix}" if self.suffix else ""
        raise NegotiationsError(
            f"{self.name} of {tables} {'table' if tables == 1 else 'tables'} is a folder, and {path} is "
            f"called like a file; give the name of a folder{one}"
        )


FORMATS = {
    each.name: each
    for each in (
        Format("csv", "a folder of CSV files; of one table, a file", ".csv", folder=True),
        Format("xlsx", "a workbook with a sheet for each table", ".xlsx", extra="xlsx"),
        Format(
            "parquet",
            "a folder of Parquet files; of one table, a file",
            ".parquet",
            folder=True,
            extra="tables",
        ),
        Format("sqlite", "a database with keys, search and views", ".sqlite"),
        Format("datapackage", "a Data Package (version 2) of CSV files", "", folder=True),
        Format("ndjson", "a line of JSON for each record", ".ndjson", of_records=True),
        Format(
            "jsonld",
            "linked data in PROV, Web Annotation and schema.org",
            ".jsonld",
            of_records=True,
        ),
    )
}


_OTHER_SUFFIXES = {"sqlite": (".db", ".sqlite3"), "ndjson": (".jsonl",)}
_SUFFIXES = {each.suffix for each in FORMATS.values() if each.suffix}.union(
    *_OTHER_SUFFIXES.values()
)


def format_of(path: Path, name: str | None) -> Format:
    """The format of a name, or of the suffix of a file.

    Raises:
        UnknownId: There is no such format.
        NegotiationsError: No format is named, and the suffix is that of none.
    """
    if name is not None:
        if name not in FORMATS:
            raise UnknownId(name, FORMATS, "format")
        return FORMATS[name]
    for each in FORMATS.values():
        if each.suffix and path.name.endswith((each.suffix, *_OTHER_SUFFIXES.get(each.name, ()))):
            return each
    raise NegotiationsError(
        f"{path} does not say its format; name one of {', '.join(FORMATS)}, "
        f"or give a file that ends in {', '.join(each.suffix for each in FORMATS.values() if each.suffix)}"
    )
