"""How one change is cited: a page beside each comparison, with a link to it at each change."""

from __future__ import annotations

import re
from html import escape, unescape
from itertools import count
from urllib.parse import unquote

import attrs

from negotiations.plaintext import plain
from negotiations.render.bundles import Bundle
from negotiations.render.change_words import SIDES, SIDES_BETWEEN, change_alone
from negotiations.render.changes import NOT_CERTAIN, cited_on, reading_of
from negotiations.render.diff_heads import in_time_order
from negotiations.render.html_text import anchor_of, link_to
from negotiations.render.terms import of_texts
from negotiations.site.names import link, numbered
from negotiations.site.part_anchors import around

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.compare.changes import Change
    from negotiations.compare.diff import Diff
    from negotiations.site.frame import Frame

__all__ = ["write_citations"]

# How many changes one page cites, and how many letters of a long change are in its citation.
_MOST = 60
_LONGEST = 400
_ANCHOR = re.compile(r'<a class="anchor" href="#([^"]*)" aria-label="Link to: ([^"]*)">#</a>')
# What else is told in the same line, and has an anchor before it.
_TOGETHER = re.compile(r'<span id="([^"]*)"></span>')


@attrs.frozen
class CitedChange:
    """A change, or what is told together, as it is cited.

    Attributes:
        anchor: Its anchor.
        said: What it is.
        basis: What it rests on.
        target: Where it is told now.
        address: The address by which it is cited.
        citations: How, in each style.
    """

    anchor: str
    said: str
    basis: str
    target: str
    address: str
    citations: list[tuple[str, str]]


def write_citations(frame: Frame, diff: Diff, title: str, parts: dict[str, str]) -> list[str]:
    """Write how each change is cited that has an anchor on the pages of a diff.

    Args:
        frame: The frame.
        diff: The diff.
        title: The title of its page.
        parts: Its pages: the HTML of each, by its path.

    Returns:
        The HTML of these pages, with a link to the citation at each such change.
    """
    first = next(iter(parts))
    home = first.removesuffix(".html") + ".citations.html"
    changes = _Changes(frame, diff)
    cited: list[CitedChange] = []
    linked: list[str] = []
    for where, html in parts.items():
        pieces, end = [], 0
        for match in _ANCHOR.finditer(html):
            anchor, label = unquote(unescape(match[1])), unescape(match[2])
            head = html[html.rfind("<p", end, match.start()) : match.start()]
            anchors = (anchor, *map(unescape, _TOGETHER.findall(head)))
            said = changes.said(anchors, label)
            if not said:
                continue
            page = numbered(home, len(cited) // _MOST + 1)
            place = escape(f"{link(where, page)}{link_to(anchor)}")
            name = escape(f"Cite: {label}")
            pieces += [
                html[end : match.end()],
                f'&nbsp;<a class="anchor cite" href="{place}" aria-label="{name}">cite</a>',
            ]
            end = match.end()
            basis = changes.basis(anchors)
            # The first part leads to the one that has it, whichever that is in the next version.
            address = f"{first}{link_to(anchor)}"
            citations = frame.citations(f"{said}, in: {title}", address, basis=basis)
            target = f"{where}{link_to(anchor)}"
            cited.append(CitedChange(anchor, said, basis, target, address, citations))
        linked.append("".join((*pieces, html[end:])))
    if cited:
        _write(frame, home, title, first, cited)
    return linked


class _Changes:
    """The changes of a diff, by the anchors that they are at or within."""

    def __init__(self, frame: Frame, diff: Diff) -> None:
        self._words = frame.words
        self._in_time = in_time_order(diff, frame.words)
        self._listed = [change for change in diff if change.path]
        words = self._of_texts = of_texts(frame.words, (diff.a, diff.b))
        self._lean_of = diff.lean
        # Those that a page tells, in words, by their paths.
        self._told = {
            change.path: change_alone(change, words, in_time=self._in_time)
            for change in self._listed
            if change.level >= frame.words.level
        }
        self._at: dict[str, list[int]] = {}
        for number, change in enumerate(self._listed):
            for anchor in around(anchor_of(change.path)):
                self._at.setdefault(anchor, []).append(number)

    def _of(self, anchors: tuple[str, ...]) -> list[Change]:
        """The changes at these anchors and within them, in the order of the diff."""
        numbers = {number for anchor in anchors for number in self._at.get(anchor, ())}
        return [self._listed[number] for number in sorted(numbers)]

    def said(self, anchors: tuple[str, ...], label: str) -> str:
        """What is told at these anchors and within them; empty where that is no change."""
        paths = dict.fromkeys(change.path for change in self._of(anchors))
        own = [self._told[path] for path in paths if path in self._told]
        name = plain(label)
        if not own or "→" in name:  # fields of texts are told together, with both sides
            return name if own else ""
        within = [said.removeprefix(f"{name}: ") for said in own]
        said = f"{name}: {'; '.join(within)}" if within != own else "; ".join(own)
        return said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1]}…"

    def basis(self, anchors: tuple[str, ...]) -> str:
        """The passages that each side of these changes rests on, and what is not certain of them.

        Each passage has who says so, and whether it is hedged, denied or a coder's reading.
        """
        own = self._of(anchors)
        own = [change for change in own if change.path in self._told] or own
        parts = []
        for index, name in enumerate(SIDES if self._in_time else SIDES_BETWEEN):
            cited = (
                str(attrs.evolve(citation, passage=""))
                for change in own
                for citation in cited_on(change, index, self._of_texts)
            )
            said = "; ".join(dict.fromkeys(cited))
            parts += [f"{name}: {said}"] if said else []
        doubts = (
            said.removesuffix(".")
            for change in own
            for said in reading_of(Bundle((change,)), self._lean_of, self._of_texts)
            if said.startswith(NOT_CERTAIN)
        )
        # A whole sentence on a page, it goes on here.
        parts += [f"{said[:1].lower()}{said[1:]}" for said in dict.fromkeys(doubts)]
        return "; ".join(parts)


def _write(frame: Frame, home: str, title: str, diff: str, cited: list[CitedChange]) -> None:
    chunks = [cited[start : start + _MOST] for start in range(0, len(cited), _MOST)]
    later = "\n".join(" ".join(change.anchor for change in chunk) for chunk in chunks[1:])
    pages = [numbered(home, number) for number in range(1, len(chunks) + 1)]
    for number, chunk, where in zip(count(1), chunks, pages, strict=False):
        frame.page(
            where,
            "changes.html",
            title=f"Cite a change: {title}" + (f", part {number}" if number > 1 else ""),
            heading=title,
            section="Compare",
            crumbs=[("Compare", "compare.html"), (title, diff)],
            diff=diff,
            changes=chunk,
            pages=pages,
            number=number,
            later=later if number == 1 else "",
        )
