"""The data beside the pages: exports, one file of JSON, the releases and their feed."""

from __future__ import annotations

import re
import uuid
from datetime import date

import attrs

from negotiations.dataset import Dataset
from negotiations.documents import to_json
from negotiations.errors import MissingExtra
from negotiations.exports.writing import export
from negotiations.plaintext import plain
from negotiations.records import COLLECTIONS
from negotiations.tables import table_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from negotiations.records import Records
    from negotiations.site.frame import Frame

__all__ = ["Release", "releases_in", "write_downloads", "write_releases"]

# A dataset with more records has none of the files that are read as one whole: they need memory in
# proportion, of whoever writes them and of whoever opens them.
MOST_IN_ONE = 3_000
_FOLDER = "files"


# What it is called, its format, what that is, and what it is good for; the first two are read in parts.
_EXPORTS = (
    (
        "dataset.ndjson",
        "ndjson",
        "JSON, a line for each record",
        "For programs that read one at a time.",
    ),
    (
        "dataset.sqlite",
        "sqlite",
        "SQLite",
        "A database with all tables, keys, search and views.",
    ),
    (
        "dataset.jsonld",
        "jsonld",
        "JSON-LD",
        "Linked data in PROV, Web Annotation and schema.org.",
    ),
    ("dataset.xlsx", "xlsx", "Excel workbook", "A sheet for each table for people."),
)


# What is not plain from the name of a table.
_ABOUT = {
    "changes": "from each version to those made of it; of any other two, their page has the changes as CSV"
}


@attrs.frozen
class Download:
    """A file or folder to be had."""

    name: str
    path: str
    about: str
    size: int


def write_downloads(frame: Frame) -> None:
    """Write the exports, and the page that lists them."""
    records = frame.records
    found = list(_files(frame)) if any(True for _ in records) else []
    frame.page(
        "download.html",
        "download.html",
        title="Download",
        section="Download",
        files=found,
        tables=_tables(frame.stage / _FOLDER / "tables") if found else [],
        collections=[(name, len(records.collections[name])) for name in COLLECTIONS],
        licence=records.metadata.licence if records.metadata is not None else "",
        has_releases=frame.has_feed,
    )


def _files(frame: Frame) -> Iterator[Download]:
    records = frame.records
    folder = frame.stage / _FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    is_small = sum(len(found) for found in records.collections.values()) <= MOST_IN_ONE
    if is_small:
        frame.write(f"{_FOLDER}/dataset.json", to_json(Dataset.of_records(records)) + "\n")
        yield _download(
            frame,
            "dataset.json",
            "JSON, one object",
            "All records, as the files of the dataset have them.",
        )
    for name, kind, title, about in _EXPORTS if is_small else _EXPORTS[:2]:
        try:
            is_book = kind == "xlsx"
            export(
                records,
                folder / name,
                kind,
                complete=False if is_book else None,
                base=frame.base_url if kind == "jsonld" else "",
                force=True,
            )
        except MissingExtra:
            continue
        yield _download(frame, name, title, about)
    export(records, folder / "tables", "csv", complete=False, force=True)


def _download(frame: Frame, name: str, title: str, about: str) -> Download:
    path = f"{_FOLDER}/{name}"
    return Download(title, path, about, (frame.stage / path).stat().st_size)


def _tables(folder: Path) -> list[Download]:
    known = set(table_names())
    return [
        Download(
            file.stem,
            f"{_FOLDER}/tables/{file.name}",
            _ABOUT.get(file.stem, ""),
            file.stat().st_size,
        )
        for file in sorted(folder.glob("*.csv"))
        if file.stem in known
    ]


# --- releases -----------------------------------------------------------------------------------


@attrs.frozen
class Release:
    """A release of the dataset: its version, its day, and what its section of the changes says."""

    version: str
    day: str
    lines: tuple[str, ...] = ()


_HEADING = re.compile(r"^##\s+\[?v?([0-9]+\.[0-9]+\.[0-9]+)\]?(.*)$")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def releases_in(records: Records, changes: str = "") -> list[Release]:
    """The releases that have a day, the latest first.

    Args:
        records: The dataset, which says its own version and the day of its release.
        changes: A list of changes in Markdown, with a heading of the second level for each version.
    """
    found: dict[str, Release] = {}
    lines: dict[str, list[str]] = {}
    days: dict[str, str] = {}
    current = ""
    for line in changes.splitlines():
        heading = _HEADING.match(line)
        if line.startswith("## "):
            current = heading[1] if heading else ""
            if heading and current not in days:
                day = _DAY.search(heading[2])
                days[current] = day[0] if day and _is_day(day[0]) else ""
        elif current:
            lines.setdefault(current, []).append(plain(line.rstrip()))
    metadata = records.metadata
    if metadata is not None and metadata.released is not None:
        days[metadata.version] = metadata.released
    for version, released in days.items():
        if released:
            said = tuple(_trimmed(lines.get(version, [])))
            found[version] = Release(version, released, said)
    return sorted(found.values(), key=lambda release: (release.day, _number(release)), reverse=True)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _number(release: Release) -> tuple[int, ...]:
    return tuple(map(int, release.version.split(".")))


def _trimmed(lines: list[str]) -> list[str]:
    start = next((index for index, line in enumerate(lines) if line), len(lines))
    end = max((index + 1 for index, line in enumerate(lines) if line), default=start)
    return lines[start:end]


def write_releases(frame: Frame, releases: list[Release]) -> None:
    """Write the page of the releases, and their feed in Atom (RFC 4287); neither where there are none."""
    if not releases:
        return
    metadata = frame.records.metadata
    own = (metadata.url if metadata is not None else None) or (
        f"negotiations:{metadata.id if metadata is not None else ''}"
    )
    identity = uuid.uuid5(uuid.NAMESPACE_URL, frame.base_url or own)
    frame.page(
        "releases.html",
        "releases.html",
        title="Releases",
        section="Download",
        crumbs=[("Download", "download.html")],
        releases=releases,
    )
    entries = [(release, uuid.uuid5(identity, release.version)) for release in releases]
    authors = metadata.coders if metadata is not None else ()
    text = frame.rendered(
        "feed.xml",
        identity=identity,
        authors=authors or ("The coders of the dataset",),
        updated=releases[0].day,
        entries=entries,
    )
    frame.write("feed.xml", text)
