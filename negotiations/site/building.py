"""Building the explorer: all of its pages beside the folder that is to be, which they then become."""

from __future__ import annotations

from pathlib import Path

from negotiations.about import __version__
from negotiations.exports.target import new_folder
from negotiations.model import Position, Proposal, Source, Talks, Version
from negotiations.render.html import stylesheet
from negotiations.site.covered_time import covered_time
from negotiations.site.diff_pages import DiffPages
from negotiations.site.downloads import releases_in, write_downloads, write_releases
from negotiations.site.frame import ASSETS, Frame
from negotiations.site.matrix_pages import write_matrices
from negotiations.site.record_pages import KINDS, RecordPages, Row
from negotiations.site.search_index import write_index
from negotiations.site.source_pages import SourcePages
from negotiations.site.talks_pages import write_talks_list
from negotiations.site.text_pages import TextPages
from negotiations.site.timeline_pages import write_timeline

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from negotiations.records import Records

__all__ = ["MARK", "build"]

# The file by which a folder is known as an explorer of ours, which may be replaced.
MARK = "negotiations-site.txt"
_MARKED = """\
This folder was made by `negotiations site build`, and may be replaced by it. Start with index.html.
"""
# How many texts the first page lists.
_MOST_TEXTS = 30


def build(
    records: Records,
    out: Path,
    *,
    base_url: str = "",
    docs: str = "",
    changes: str = "",
    force: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Build the explorer of a dataset; the same dataset gives the same bytes.

    Args:
        records: The dataset.
        out: The folder; an explorer that is there stays whole until the new one is.
        base_url: The address that the folder will have on the web, for absolute addresses.
        docs: Where the documentation is, from the folder or on the web; empty if nowhere.
        changes: The list of changes of the dataset, in Markdown, for the releases and their feed.
        force: Whether to replace an earlier explorer.
        progress: Called with the number of pages that are done, and of all.

    Returns:
        The number of pages that were written, lists and data not counted.

    Raises:
        MissingExtra: The library of the templates is not installed.
        NegotiationsError: What is at the folder is not to be replaced.
        OSError: A file cannot be written; what was there is as it was.
    """
    Frame(records, out).check()
    try:
        with new_folder(out, force=force, mark=MARK, what="explorer", is_flushed=False) as stage:
            return _write(Frame(records, stage, base_url, docs), changes, progress)
    except OSError as fault:
        # What cannot be written is in a folder that is gone by now, and may be named by nothing.
        said = f"{fault.strerror or fault}; the explorer was not built, and what was there is as it was"
        raise OSError(fault.errno, said, str(out)) from fault


def _write(frame: Frame, changes: str, progress: Callable[[int, int], None] | None) -> int:
    records = frame.records
    frame.write(MARK, _MARKED)
    frame.write("assets/pages.css", stylesheet("layout") + stylesheet("colours"))
    for asset in sorted(ASSETS.iterdir()):
        frame.write(f"assets/{asset.name}", asset.read_text(encoding="utf-8"))
    releases = releases_in(records, changes)
    frame.has_feed = bool(releases)
    pages = RecordPages(frame)
    texts = TextPages(frame, pages)
    diffs = DiffPages(frame, texts.pairs)
    sources = SourcePages(frame, pages)
    # First those to whose terms the pages of others have links.
    everything = sorted(records, key=lambda record: not isinstance(record, Version | Position))
    total = len(everything) + len(texts.pairs) + 1
    done = 0

    def tell() -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, total)

    for record in everything:
        if isinstance(record, Proposal):
            texts.write_proposal(record)
        elif isinstance(record, Version):
            texts.write_version(record)
        elif isinstance(record, Talks):
            pages.write_talks(record)
        elif isinstance(record, Source):
            sources.write(record)
        else:
            pages.write(record)
        tell()
    for a, b in texts.pairs:
        diffs.write(a, b)
        tell()
    pages.write_lists()
    write_talks_list(frame)
    texts.write_list()
    sources.write_list()
    texts.write_choice()
    write_timeline(frame)
    write_matrices(frame)
    parts = write_index(frame)
    frame.page(
        "search.html",
        "search.html",
        title="Search",
        section="Search",
        scripts=[
            f"assets/{name}.js" for name in ("folding", "asking", "finding", "spelling", "search")
        ],
        parts=parts,
    )
    write_downloads(frame)
    write_releases(frame, releases)
    _write_start(frame, texts.rows())
    tell()
    return done


def _write_start(frame: Frame, texts: list[Row]) -> None:
    records = frame.records
    metadata = records.metadata
    frame.page(
        "index.html",
        "start.html",
        title="Start",
        section="",
        metadata=metadata,
        covered=covered_time(frame),
        counts=[
            (
                len(records.collections[name]),
                one if len(records.collections[name]) == 1 else many.lower(),
                f"{name}/index.html",
            )
            for name, (one, many) in KINDS.items()
            if len(records.collections[name])
        ],
        texts=texts[:_MOST_TEXTS],
        is_worked_out=any(row.when.endswith("*") for row in texts[:_MOST_TEXTS]),
        more=max(0, len(texts) - _MOST_TEXTS),
        made_by=__version__,
    )
