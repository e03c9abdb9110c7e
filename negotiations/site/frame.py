"""The frame around every page: navigation, where the reader is, how to cite the page."""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path
from typing import Any

from negotiations.citations.cite import cite_page
from negotiations.errors import MissingExtra, NegotiationsError
from negotiations.plaintext import plain
from negotiations.records import Records, address_of
from negotiations.render.dates import id_words
from negotiations.render.voices import claimed_words
from negotiations.render.wording import Wording
from negotiations.site.linking import Links
from negotiations.site.names import link

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from jinja2 import Environment

    from negotiations.model import Version

__all__ = ["ASSETS", "Frame", "version_name"]

_HERE = Path(__file__).parent
ASSETS = _HERE / "assets"
# The parts of the explorer: the name of each in the navigation, and its first page.
WANTS = ("Who wants what", "matrix/index.html")
TALKS = ("Talks", "talks/index.html")
SECTIONS = (
    ("Texts", "proposals/index.html"),
    ("Compare", "compare.html"),
    TALKS,
    ("Timeline", "timeline/index.html"),
    WANTS,
    ("Records", "records.html"),
    ("Download", "download.html"),
)
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'self'"
)


class Frame:
    """The frame of the pages of one dataset, and the folder that they are written into.

    Args:
        records: The dataset.
        stage: The folder.
        base_url: The address that the folder will have on the web; empty if it is not known.
        docs: Where the documentation is, from the folder or on the web; empty if nowhere.
    """

    def __init__(self, records: Records, stage: Path, base_url: str = "", docs: str = "") -> None:
        self.records = records
        self.words = Wording(records, has_levels=False)
        self.links = Links(records)
        self.stage = stage
        self.base_url = base_url.rstrip("/") + "/" if base_url else ""
        self.docs = docs
        self.has_feed = False
        self._folders: set[Path] = set()

    @cached_property
    def title(self) -> str:
        """The title of the dataset."""
        metadata = self.records.metadata
        return plain(metadata.title) if metadata is not None else "Dataset without a description"

    @cached_property
    def _environment(self) -> Environment:
        try:
            import jinja2
        except ImportError as fault:
            raise MissingExtra("site", "the explorer") from fault

        def shown(value: Any) -> Any:
            is_text = isinstance(value, str) and not hasattr(value, "__html__")
            return plain(value) if is_text else value

        environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            undefined=jinja2.StrictUndefined,
            finalize=shown,
        )
        filled = {WANTS: self.records.positions, TALKS: self.records.talks}
        sections = [each for each in SECTIONS if filled.get(each, True)]
        environment.globals |= {"frame": self, "sections": sections, "policy": POLICY}
        return environment

    def check(self) -> None:
        """Check that what the frame needs is installed.

        Raises:
            MissingExtra: It is not.
        """
        _ = self._environment

    # --- files ----------------------------------------------------------------------------------

    def write(self, path: str, text: str) -> None:
        """Write a file of the explorer."""
        file = self.stage / path
        if file.parent not in self._folders:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._folders.add(file.parent)
        file.write_bytes(text.encode("utf-8", "backslashreplace"))

    def script(self, path: str, name: str, data: object) -> None:
        """Write data that a page loads as a script, since a page from a disk may not fetch."""
        text = json.dumps(data, ensure_ascii=True, separators=(",", ":"))
        self.write(path, f"explorer.part({json.dumps(name)},{text});\n")

    def page(
        self,
        path: str,
        template: str,
        *,
        title: str,
        section: str = "",
        crumbs: Iterable[tuple[str, str]] = (),
        about: str | None = None,
        data: str = "",
        scripts: Iterable[str] = (),
        later: str | None = None,
        **context: Any,
    ) -> None:
        """Write a page.

        Args:
            path: Its path in the folder.
            template: The template of its content.
            title: Its title, for its head and its place in the trail.
            section: The part of the navigation that it belongs to.
            crumbs: The pages above it, each a name and a path.
            about: The address of the record that it is of, which is cited; None for the dataset.
            data: The path of the same as JSON; empty where there is none.
            scripts: The scripts that it loads.
            later: Of the first part of a long page, the `later_anchors`; empty for the other parts.
            context: What its template shows.
        """
        text = self._environment.get_template(template).render(
            path=path,
            href=lambda target: link(path, target),
            title=title,
            section=section,
            crumbs=list(crumbs),
            about=about,
            data=data,
            scripts=list(scripts),
            later=later,
            citations=self.citations(title, path, about),
            canonical=self.address_of(path),
            **context,
        )
        self.write(path, text)

    def rendered(self, template: str, **context: Any) -> str:
        """A template that is no page, filled in."""
        return self._environment.get_template(template).render(**context)

    def address_of(self, path: str) -> str:
        """The whole address of a page; empty where it is not known."""
        return self.base_url + path if self.base_url else ""

    def citations(
        self, title: str, path: str, about: str | None = None, basis: str = ""
    ) -> list[tuple[str, str]]:
        """How a page, or what has an anchor on it, is cited, in two styles.

        None for a dataset without a description. The arguments are those of `cite_page`.
        """
        url = self.address_of(path)
        try:
            return [
                (
                    label,
                    cite_page(
                        self.records,
                        style,
                        title=title,
                        path=path,
                        url=url,
                        about=about,
                        basis=basis,
                    ),
                )
                for label, style in _STYLES
            ]
        except NegotiationsError:
            return []

    # --- words ----------------------------------------------------------------------------------

    def name(self, address: str) -> str:
        """The title of a record, by its address; the id where it has none."""
        collection, _, key = address.partition("/")
        record = self.records.collections[collection].get(key)
        if record is None:
            return plain(key)
        if collection == "versions":
            # Its labels are those of sources, and to choose one would be to side with it.
            return f"{self.name(f'proposals/{record.proposal_id}')}: {version_name(record)}"
        return self.words.title(record) or plain(key)

    def summary(self, record: Any) -> str:
        """What a record is in a sentence; empty where nothing says it."""
        title = self.words.title(record)
        said = getattr(record, "summary", None) or getattr(record, "definition", None) or ""
        return "" if plain(said) == title else plain(said)

    def claim(self, address: str) -> str:
        """Who says that a position is held or that an event happened, and who denies it; else nothing."""
        collection, _, key = address.partition("/")
        record = self.records.collections[collection].get(key)
        return "" if record is None else claimed_words(record, self.words)

    def address(self, record: Any) -> str:
        """The address of a record."""
        return address_of(record)


def version_name(version: Version) -> str:
    """The name of a version within its text, as words: of ``pact@first-draft`` it is *first draft*."""
    return id_words(plain(version.name), is_name=True)


_STYLES = (("Text", "text"), ("BibTeX", "bibtex"))
