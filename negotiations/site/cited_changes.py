"""How one change is cited: a page beside each comparison, with a link to it at each change."""

from __future__ import annotations

import re
from html import escape, unescape
from itertools import count
from urllib.parse import unquote

import attrs

from negotiations.plaintext import plain
from negotiations.render.change_words import SIDES, SIDES_BETWEEN, change_alone
from negotiations.render.diff_heads import in_time_order
from negotiations.render.html_text import anchor_of, link_to
from negotiations.render.terms import of_texts
from negotiations.render.voices import who_says
from negotiations.site.names import link, numbered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.compare.diff import Diff
    from negotiations.render.wording import Wording
    from negotiations.site.frame import Frame

__all__ = ["write_citations"]

# How many changes one page cites, and how many letters of a long change are in its citation.
_MOST = 100
_LONGEST = 400
_ANCHOR = re.compile(r'<a class="anchor" href="#([^"]*)" aria-label="Link to: ([^"]*)">#</a>')
# What else is told in the same line, and has an anchor before it.
_TOGETHER = re.compile(r'<span id="([^"]*)"></span>')


@attrs.frozen
class CitedChange:
    """A change, or what is told together: what it is and who says so, where it is told, its citations."""

    anchor: str
    said: str
    claim: str
    target: str
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
    home = next(iter(parts)).removesuffix(".html") + ".citations.html"
    told = _told(frame, diff)
    cited: list[CitedChange] = []
    linked: list[str] = []
    for where, html in parts.items():
        pieces, end = [], 0
        for match in _ANCHOR.finditer(html):
            anchor, label = unquote(unescape(match[1])), unescape(match[2])
            head = html[html.rfind("<p", end, match.start()) : match.start()]
            anchors = (anchor, *map(unescape, _TOGETHER.findall(head)))
            said = _said(anchors, label, told)
            if not said:
                continue
            page = numbered(home, len(cited) // _MOST + 1)
            place = escape(f"{link(where, page)}{link_to(anchor)}")
            name = escape(f"Cite: {label}")
            pieces += [
                html[end : match.end()],
                f' <a class="anchor cite" href="{place}" aria-label="{name}">cite</a>',
            ]
            end = match.end()
            target = f"{where}{link_to(anchor)}"
            citations = frame.citations(f"{said}, in: {title}", target)
            claim = _claim(anchors, diff, frame.words)
            cited.append(CitedChange(anchor, said, claim, target, citations))
        linked.append("".join((*pieces, html[end:])))
    if cited:
        _write(frame, home, title, next(iter(parts)), cited)
    return linked


def _told(frame: Frame, diff: Diff) -> dict[str, str]:
    """The changes that a page tells, in words, by their paths."""
    in_time = in_time_order(diff, frame.words)
    words = of_texts(frame.words, (diff.a, diff.b))
    return {
        change.path: change_alone(change, words, in_time=in_time)
        for change in diff
        if change.level >= frame.words.level and change.path
    }


def _is_at(path: str, anchors: tuple[str, ...]) -> bool:
    """Whether a change is that of one of these anchors, or within it."""
    return f"{anchor_of(path)}/".startswith(tuple(f"{anchor}/" for anchor in anchors))


def _said(anchors: tuple[str, ...], label: str, told: dict[str, str]) -> str:
    """What is told at these anchors and within them; empty where that is no change."""
    own = [said for path, said in told.items() if _is_at(path, anchors)]
    name = plain(label)
    if not own or "→" in name:  # fields of texts are told together, with both sides
        return name if own else ""
    within = [said.removeprefix(f"{name}: ") for said in own]
    said = f"{name}: {'; '.join(within)}" if within != own else "; ".join(own)
    return said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1]}…"


def _claim(anchors: tuple[str, ...], diff: Diff, words: Wording) -> str:
    """Who says what is told at these anchors, and who denies it, on each side."""
    own = [change for change in diff if change.path and _is_at(change.path, anchors)]
    names = SIDES if in_time_order(diff, words) else SIDES_BETWEEN
    sides = (
        [passage for change in own for passage in change.evidence_before],
        [passage for change in own for passage in change.evidence_after],
    )
    claims = [(name, who_says(told, words)) for name, told in zip(names, sides, strict=True)]
    return "; ".join(f"{name}: {claim}" for name, claim in claims if claim)


def _write(frame: Frame, home: str, title: str, diff: str, cited: list[CitedChange]) -> None:
    chunks = [cited[start : start + _MOST] for start in range(0, len(cited), _MOST)]
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
        )
