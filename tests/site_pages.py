"""The pages of an explorer as a reader of HTML sees them: links, anchors, and what could run."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

__all__ = ["Page", "broken_links", "files_of", "pages_of"]


class Page(HTMLParser):
    """One page: its ids, its links, its text, and what it should not have."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.scripts: list[str] = []
        self.inline: list[str] = []
        self.words: list[str] = []
        self.policy = ""
        self.canonical = ""
        self._within: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.inline += [name for name in given if name.startswith("on") or name == "style"]
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "script":
            self.scripts.append(given.get("src", ""))
        if tag in ("script", "style"):
            self._within.append(tag)
        if given.get("http-equiv") == "Content-Security-Policy":
            self.policy = given["content"]
        if tag == "link" and given.get("rel") == "canonical":
            self.canonical = given["href"]
            return
        self.links += [given[name] for name in ("href", "src", "action") if name in given]
        self.links += [given[name] for name in ("data-values", "data-passages") if given.get(name)]

    def handle_endtag(self, tag: str) -> None:
        if self._within and self._within[-1] == tag:
            self._within.pop()

    def handle_data(self, data: str) -> None:
        if self._within:
            self.inline += [data] if data.strip() else []
        else:
            self.words.append(data)

    @property
    def shown(self) -> str:
        return "".join(self.words)


def files_of(root: Path) -> dict[str, bytes]:
    """All files of a folder."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def pages_of(root: Path) -> dict[str, Page]:
    """All pages of an explorer, by their paths."""
    return {
        name: Page(data.decode("utf-8"))
        for name, data in files_of(root).items()
        if name.endswith(".html")
    }


def broken_links(root: Path, pages: dict[str, Page]) -> list[tuple[str, str]]:
    """The links that lead nowhere: to no file, to no anchor, or out of the folder."""
    ids = {name: set(page.ids) for name, page in pages.items()}
    files = set(files_of(root))
    broken = []
    for name, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme in ("http", "https"):
                continue
            inner = join(dirname(name), unquote(parts.path)) if parts.path else name
            # The paths of data stand from the root, which the script adds.
            target = unquote(parts.path) if link.endswith(".values.js") else normpath(inner)
            anchor = unquote(parts.fragment)
            is_there = target in files and not parts.scheme
            if not is_there or (anchor and anchor not in ids.get(target, {anchor})):
                broken.append((name, link))
    return broken
