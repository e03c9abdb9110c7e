"""Text in HTML: escaped, words from right to left isolated, and anchors made of names."""

from __future__ import annotations

import re
import unicodedata
from html import escape
from urllib.parse import quote

from negotiations.plaintext import plain

__all__ = ["anchor_of", "attribute", "breakable", "isolated", "link_to"]

# After the name of a proposal in the id of a version; within no tag.
_BREAK = re.compile(r"@(?:<wbr>)?(?![^<]*>)")


def attribute(text: str) -> str:
    """A text as the value of an attribute, in quotation marks."""
    return f'"{escape(plain(text))}"'


def anchor_of(name: str) -> str:
    """A name as an id, which has no white space.

    >>> anchor_of("/terms/prisoner-release@1/count"), anchor_of("Newly reported")
    ('terms/prisoner-release@1/count', 'newly-reported')
    """
    text = name[1:] if name.startswith("/") else name.lower()
    return re.sub(r"\s+", "-", plain(text).strip()) or "part"


def link_to(anchor: str) -> str:
    """The address of an id within its page.

    >>> link_to("terms/prisoner-release@1/count"), link_to("é")
    ('#terms/prisoner-release@1/count', '#%C3%A9')
    """
    return f"#{quote(anchor, safe='/@:~!$()*+,;=')}"


def breakable(html: str) -> str:
    """HTML in which a narrow column can break the id of a version after its proposal.

    >>> breakable('<a href="may@one.html">may@one</a>')
    '<a href="may@one.html">may@<wbr>one</a>'
    """
    return _BREAK.sub("@<wbr>", html)


def isolated(text: str) -> str:
    """Escaped text in which words from right to left cannot reorder the text around them."""
    if text.isascii():
        return escape(text)
    escaped, start = "", 0
    for begin, end in _leftward_runs(text):
        escaped += f"{escape(text[start:begin])}<bdi>{escape(text[begin:end])}</bdi>"
        start = end
    return escaped + escape(text[start:])


def _leftward_runs(text: str) -> list[tuple[int, int]]:
    """The runs of letters from right to left, each with what lies between its letters.

    A letter from left to right ends a run, and so does the arrow of a change, so that its two sides
    keep their places.
    """
    runs: list[tuple[int, int]] = []
    is_open = False
    for index, letter in enumerate(text):
        direction = unicodedata.bidirectional(letter)
        if direction in ("R", "AL"):
            begin = runs.pop()[0] if is_open else index
            runs.append((begin, index + 1))
            is_open = True
        elif direction == "L" or letter == "→":
            is_open = False
    return runs
