"""Build the site of the documentation, with the explorers of both datasets, and check what was built.

``python docs/build.py OUT`` needs the extras ``docs``, ``tables`` and ``plot``. Warnings of
Sphinx, links that lead nowhere, and anything that a page would load from elsewhere make it fail; OUT is
then left as it was.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from negotiations.cli.main import _cli as program

DOCS = Path(__file__).parent
EXPLORERS = {"gaza": DOCS.parent, "paris": DOCS.parent / "examples" / "paris-agreement"}
# The attributes of elements that a browser loads by itself, or that lead somewhere.
LOADED = {"src", "poster", "data", "srcset"}
REMOTE = re.compile(r"url\(\s*[\"']?(?:https?:)?//|@import\s+(?:url\()?[\"']?(?:https?:)?//", re.I)


class Links(HTMLParser):
    """The ids of a page, where it leads, and what it loads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.leads: set[str] = set()
        self.loads: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Gather the attributes of one element."""
        given = {name: value or "" for name, value in attrs}
        self.ids |= {given[name] for name in ("id", "name") if given.get(name)}
        self.loads |= {given[name] for name in LOADED & set(given)}
        if "href" in given:
            follows = tag == "a" or given.get("rel") in {
                "next",
                "prev",
                "index",
                "search",
                "canonical",
            }
            (self.leads if follows else self.loads).add(given["href"])


def is_remote(address: str) -> bool:
    """Whether an address leads out of the folder."""
    return address.startswith("//") or urlsplit(address).scheme in {"http", "https", "ftp"}


def faults(folder: Path) -> list[str]:
    """What is wrong with the pages in a folder, as lines to show."""
    pages = {
        path.resolve(): Links(path.read_text("utf-8")) for path in sorted(folder.rglob("*.html"))
    }
    found = []
    for path, links in pages.items():
        here = path.relative_to(folder.resolve())
        found += [f"{here}: loads {address}" for address in sorted(filter(is_remote, links.loads))]
        if REMOTE.search(path.read_text("utf-8")):
            found.append(f"{here}: a style loads from elsewhere")
        for address in sorted(links.leads | links.loads):
            if fault := dead(path, address, pages):
                found.append(f"{here}: {address} {fault}")
    for style in sorted(folder.rglob("*.css")):
        if REMOTE.search(style.read_text("utf-8")):
            found.append(f"{style.relative_to(folder)}: loads from elsewhere")
    return found


def dead(path: Path, address: str, pages: dict[Path, Links]) -> str:
    """Why a link leads nowhere; empty where it leads somewhere, or out of the folder."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not address:
        return ""
    target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    if target.is_dir():
        target /= "index.html"
    if not target.is_file():
        return "is no file"
    anchor = unquote(parts.fragment)
    # A page of search or an explorer takes what stands behind the # as a question.
    if anchor and target in pages and anchor not in pages[target].ids and "=" not in anchor:
        return "is no anchor"
    return ""


def build(into: Path) -> None:
    """The pages, and the explorers if the program makes them."""
    explorers = "site" in program.commands
    with tempfile.TemporaryDirectory() as scratch:
        html = Path(scratch) / "html"
        command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html"]
        command += [
            "-d",
            str(Path(scratch) / "doctrees"),
            *(["-t", "explorers"] if explorers else []),
        ]
        subprocess.run([*command, str(DOCS), str(html)], check=True)  # noqa: S603 — this interpreter
        shutil.rmtree(html / ".doctrees", ignore_errors=True)
        (html / ".buildinfo").unlink(missing_ok=True)
        for name, folder in EXPLORERS.items() if explorers else ():
            target = html / "explorer" / name
            target.parent.mkdir(exist_ok=True)
            call = [sys.executable, "-m", "negotiations", "-q", "-d", str(folder), "site", "build"]
            call += ["--docs", "../../index.html"]
            subprocess.run([*call, str(target)], check=True)  # noqa: S603 — as above
        if found := faults(html):
            sys.exit("\n".join(found))
        if into.exists():
            shutil.rmtree(into)
        shutil.move(html, into)


def main() -> None:
    """Build into the folder that is given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "out", type=Path, help="a folder to make; one that this program made is replaced"
    )
    into = parser.parse_args().out
    if into.exists() and any(into.iterdir()) and not (into / "objects.inv").is_file():
        sys.exit(f"{into} is there, and no site of this documentation; give another folder")
    into.parent.mkdir(parents=True, exist_ok=True)
    build(into)
    sys.stdout.write(f"built {into}\n")


if __name__ == "__main__":
    main()
