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
    """

    name: str
    about: str
    suffix: str
    folder: bool = False
    extra: str = ""


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
        Format("ndjson", "a line of JSON for each record", ".ndjson"),
        Format("jsonld", "linked data in PROV, Web Annotation and schema.org", ".jsonld"),
    )
}


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


_OTHER_SUFFIXES = {"sqlite": (".db", ".sqlite3"), "ndjson": (".jsonl",)}
