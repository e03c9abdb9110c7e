"""In which part of a long page each anchor is, for the first part, by whose address all are cited.

Where a page is cut changes with what is on it: an address without the part lasts.
"""

from __future__ import annotations

import re
from html import unescape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["around", "later_anchors"]

# Notes and the places that lead to them are numbered anew on each part.
_ID = re.compile(r' id="(?!(?:at|note)-[0-9])([^"]+)"')


def around(anchor: str) -> Iterator[str]:
    """An anchor and those that it is within, from the inside out, by the slashes in it.

    >>> list(around("terms/truce/count"))
    ['terms/truce/count', 'terms/truce', 'terms']
    """
    while anchor:
        yield anchor
        anchor = anchor.rpartition("/")[0]


def later_anchors(parts: Iterable[str]) -> str:
    r"""The anchors of each part after the first, in a line for each part; empty where there is one part.

    An anchor has no white space. One within another, by the slashes in them, is left out where both
    are in one part.

    >>> later_anchors(['<p id="a">', '<p id="b"> <p id="b/c"> <p id="a/d">', '<p id="b/e">'])
    'b a/d\nb/e'
    """
    known: dict[str, int] = {}
    lines: list[list[str]] = []
    for number, html in enumerate(parts):
        lines.append([])
        for anchor in map(unescape, _ID.findall(html)):
            if anchor in known:
                continue  # what is in several parts is found in the first of them
            within = next((known[each] for each in around(anchor) if each in known), None)
            known[anchor] = number
            if within != number:
                lines[-1].append(anchor)
    return "\n".join(map(" ".join, lines[1:]))
