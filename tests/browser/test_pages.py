"""Every page of several explorers, as Chromium shows it and as independent judges read it."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from browser_sites import SITES
from node import run_node
from pages import answers
from site_pages import broken_links, files_of, pages_of

import negotiations as ng

WIDTHS = (390, 900, 1280)
SCHEMES = ("light", "dark")
HERE = Path(__file__).parent
# A page of each sort: these are opened at every width, light and dark, and judged by axe.
SORTS = {
    "bundled": (
        "index.html",
        "proposals/index.html",
        "proposals/may-proposal.html",
        "versions/may-proposal@bridging.html",
        "diffs/may-proposal@may/may-proposal@bridging.html",
        "compare.html",
        "timeline/index.html",
        "matrix/index.html",
        "matrix/may-proposal.html",
        "matrix/may-proposal/hamas/israel.html",
        "actors/hamas.html",
        "issues/prisoner-release.html",
        "sources/cnn-relay.html",
        "sources/cnn-relay.paragraphs.html",
        "events/index.html",
        "talks/index.html",
        "search.html?q=hostages",
        "download.html",
        "diffs/may-proposal@may/may-proposal@bridging.citations.html",
    ),
    "paris": ("proposals/paris-agreement.html",),
    "scripts": (
        "index.html",
        "proposals/draft.html",
        "matrix/draft.html",
        "timeline/index.html",
        "actors/index.html",
        "diffs/draft@v1/draft@v3.html",
        "search.html?q=%D7%A0%D7%A1%D7%99%D7%92%D7%94",
    ),
    "long": ("compare.html?a=text-one%40v003&b=text-two%40v001", "versions/text-one@v007.html"),
    "none": ("index.html", "timeline/index.html"),
}
# Styles are not loaded once more for axe: the policy of the pages lets no script do that. The size of
# what is chosen is a rule of WCAG 2.2 that it leaves out by itself.
_AXE = "axe.run(document, {{resultTypes: ['violations'], preload: false, {}}})"
AXE = _AXE.format("rules: {'target-size': {enabled: true}}")
# All that depends on the scheme of colours.
AXE_OF_COLOURS = _AXE.format("runOnly: ['color-contrast']")
# The width of a sheet of A4 without its margins.
PAPER = 680
# What is of no use on paper.
UNPRINTED = (
    ".top, .trail, .pager, .actions, .tools, .contents, .anchor, .begin, form, button, input"
)


class Watched:
    """A page of the browser whose faults and requests are kept."""

    def __init__(self, browser: Any, root: Path, **options: Any) -> None:
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.root = root
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda fault: self.said.append(str(fault)))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def open(self, name: str) -> Any:
        path, mark, rest = name.partition("#" if "#" in name else "?")
        self.page.goto(f"file://{quote(str(self.root / path))}{mark}{rest}")
        return self.page

    def resize(self, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": 900})

    def faults(self) -> list[str]:
        """What the console said, and what was asked for that is not in the folder."""
        inside = f"file://{quote(str(self.root))}/"
        return self.said + [url for url in self.asked if not url.startswith(inside)]

    def overflow(self) -> int:
        """How many pixels the page is wider than its window."""
        return int(
            self.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
        )

    def judged(self, path: str, axe: str) -> Any:
        """A page at the least width with all that it folds open, and axe loaded."""
        self.resize(WIDTHS[0])
        page = self.open(path)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        page.evaluate(f"{axe};0")
        return page

    def violations(self, run: str) -> list[tuple[str, str]]:
        """What axe finds on the page, each by its rule, with where it is first."""
        found = self.page.evaluate(run)["violations"]
        return [(each["id"], each["nodes"][0]["html"][:200]) for each in found]

    def close(self) -> None:
        self.context.close()


@pytest.mark.parametrize("name", SITES)
def test_every_link_of_every_page_leads_somewhere(name: str, sites: dict[str, Path]) -> None:
    """Also of the long ones, and of those of nothing; and no page is over 300 KB."""
    root = sites[name]
    pages = pages_of(root)
    assert broken_links(root, pages) == []
    assert [path for path, page in pages.items() if len(page.ids) != len(set(page.ids))] == []
    files = files_of(root)
    assert [(path, len(files[path])) for path in pages if len(files[path]) > 300_000] == []


def test_an_independent_validator_finds_no_fault(sites: dict[str, Path], tmp_path: Path) -> None:
    """html-validate, of a page of each sort, and of every page of the small explorers."""
    (tmp_path / ".htmlvalidate.json").write_bytes((HERE / "htmlvalidate.json").read_bytes())
    chosen = [(name, page.partition("?")[0]) for name, pages in SORTS.items() for page in pages]
    for name in ("full", "scripts", "one", "none"):
        chosen += [(name, page) for page in pages_of(sites[name])]
    for name, page in chosen:
        target = tmp_path / f"{name}__{page.replace('/', '__')}"
        target.write_bytes((sites[name] / page).read_bytes())
    tool = HERE.parent / "node_modules/html-validate/bin/html-validate.mjs"
    assert run_node("html-validate", tool, "--formatter", "stylish", "*.html", cwd=tmp_path) == ""


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_page_of_each_sort_is_accessible_at_every_width(
    scheme: str, browser: Any, sites: dict[str, Path], axe: str
) -> None:
    """axe finds nothing, the console says nothing, nothing is cut off, nothing comes from elsewhere."""
    found = []
    run = AXE if scheme == SCHEMES[0] else AXE_OF_COLOURS
    for name, pages in SORTS.items():
        watched = Watched(browser, sites[name], color_scheme=scheme)
        for path in pages:
            watched.judged(path, axe)
            for width in WIDTHS:
                watched.resize(width)
                if watched.overflow() > 0:
                    found.append((name, path, width, "wider than the window"))
                found += [(name, path, width, *fault) for fault in watched.violations(run)]
        found += [(name, fault) for fault in watched.faults()]
        watched.close()
    assert found == []


def test_every_page_of_the_data_fits_at_every_width(browser: Any, sites: dict[str, Path]) -> None:
    """Light and dark; the console says nothing, and nothing comes from elsewhere."""
    found = []
    root = sites["bundled"]
    watched = Watched(browser, root, viewport={"width": WIDTHS[0], "height": 900})
    pages = sorted(path for path in files_of(root) if path.endswith(".html"))
    for path in pages:
        watched.open(path)
        # Up in one scheme and down in the other, so that no width is set twice.
        for scheme, widths in zip(SCHEMES, (WIDTHS, WIDTHS[::-1]), strict=True):
            watched.page.emulate_media(color_scheme=scheme)
            for width in widths:
                watched.resize(width)
                if watched.overflow() > 0:
                    found.append((path, scheme, width, watched.overflow()))
    assert len(pages) > 300
    assert found == []
    assert watched.faults() == []
    watched.close()


def test_every_page_opens_without_a_fault(browser: Any, sites: dict[str, Path]) -> None:
    """On a phone: each page of the small explorers, and every sixth of the large ones."""
    found = []
    for name, root in sites.items():
        if name == "bundled":  # all of its pages are opened above
            continue
        watched = Watched(browser, root, viewport={"width": 390, "height": 800})
        pages = sorted(path for path in files_of(root) if path.endswith(".html"))
        for path in pages[:: 6 if len(pages) > 100 else 1]:
            watched.open(path)
            if watched.overflow() > 0:
                found.append((name, path, watched.overflow()))
        found += [(name, fault) for fault in watched.faults()]
        watched.close()
    assert found == []


def unprintable(watched: Watched, path: str) -> list[tuple[str, str]]:
    """What is wrong with a page on paper: cut off or closed, of no use there, or not black on white."""
    page = watched.open(path)
    found = [("is wider than the paper", path)] if watched.overflow() > 0 else []
    seen = page.locator(UNPRINTED).evaluate_all(
        "all => all.filter(each => each.checkVisibility()).map(each => each.outerHTML)"
    )
    found += [("is printed", html[:200]) for html in seen]
    closed = page.locator(".negotiations details, .citing").evaluate_all(
        "all => all.filter(each => each.lastElementChild.offsetHeight === 0)"
        ".map(each => each.textContent)"
    )
    found += [("is closed", text[:200]) for text in closed]
    cut = page.locator(".region, .picture").evaluate_all(
        "all => all.filter(each => getComputedStyle(each).overflowY !== 'visible')"
        ".map(each => each.className)"
    )
    found += [("is cut", name) for name in cut]
    colours = page.evaluate(
        "(each => `${each.color} on ${each.backgroundColor}`)(getComputedStyle(document.body))"
    )
    return found + [("is coloured", colours)] * (colours != "rgb(0, 0, 0) on rgb(255, 255, 255)")


def test_a_page_of_each_sort_can_be_printed(browser: Any, sites: dict[str, Path]) -> None:
    """In a dark scheme, too: black on white, whole, open, and without what is only to be chosen."""
    found = []
    for name, pages in SORTS.items():
        watched = Watched(browser, sites[name], color_scheme="dark")
        watched.page.emulate_media(media="print")
        watched.resize(PAPER)
        found += [(name, path, *fault) for path in pages for fault in unprintable(watched, path)]
        found += [(name, fault) for fault in watched.faults()]
        watched.close()
    assert found == []


def test_an_answer_as_a_file_is_read_at_every_width_and_printed(
    browser: Any, tmp_path: Path, axe: str
) -> None:
    """Of every sort: nothing is cut off, axe finds nothing, and nothing is asked for."""
    for name, answer in answers(ng.load()).items():
        made = ng.render(answer, "html", standalone=True, dataset=ng.load())
        (tmp_path / f"{name}.html").write_text(made, encoding="utf-8")
    found = []
    watched = Watched(browser, tmp_path)
    for path in sorted(file.name for file in tmp_path.iterdir()):
        watched.page.emulate_media(media="screen", color_scheme="light")
        page = watched.judged(path, axe)
        for width in WIDTHS:
            watched.resize(width)
            if watched.overflow() > 0:
                found.append((path, width, "wider than the window"))
            if width == WIDTHS[-1]:
                page.emulate_media(color_scheme="dark")
            if width != WIDTHS[1]:
                found += [(path, width, *fault) for fault in watched.violations(AXE)]
        page.emulate_media(media="print")
        watched.resize(PAPER)
        found += [(path, *fault) for fault in unprintable(watched, path)]
    assert found == []
    assert watched.faults() == []
    watched.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_no_head_covers_what_a_link_leads_to(
    width: int, browser: Any, sites: dict[str, Path]
) -> None:
    """The head of a table stays in view, and the row of a paragraph is seen whole beneath it."""
    watched = Watched(browser, sites["bundled"], viewport={"width": width, "height": 900})
    page = watched.open("sources/cnn-relay.paragraphs.html#p17")
    row, head = (
        page.locator(each).bounding_box() for each in ("#p17", ".paragraphs thead th >> nth=0")
    )
    assert row is not None
    assert head is not None
    assert 0 <= row["y"] < 900
    assert head["y"] + head["height"] <= row["y"]
    # On a phone it goes with the page, and leaves the room to the rows.
    assert (head["y"] >= 0) == (width > WIDTHS[0])
    watched.close()


def test_pages_can_be_read_without_scripts(browser: Any, sites: dict[str, Path]) -> None:
    """The timeline is a list, pairs are links, and what needs a script says so."""
    watched = Watched(browser, sites["bundled"], java_script_enabled=False)
    page = watched.open("timeline/index.html")
    assert page.locator(".timeline li").count() > 100
    assert not page.locator("#strip").is_visible()
    page = watched.open("compare.html")
    page.locator("summary", has_text="may-proposal@may").click()
    page.locator("details[open] a", has_text="Bridging, 15–16 August 2024").click()
    assert page.url.endswith("diffs/may-proposal@may/may-proposal@bridging.html")
    page = watched.open("search.html")
    assert page.locator("noscript").inner_text().startswith("The search needs JavaScript.")
    assert watched.faults() == []
    watched.close()
