"""Where on the pages of a diff each issue is told: a list for texts with many."""

from __future__ import annotations

import re
from html import unescape

import attrs

from negotiations.render.html_text import anchor_of, link_to
from negotiations.render.terms import of_texts
from negotiations.site.part_anchors import around

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from negotiations.compare.diff import Diff
    from negotiations.model import Term
    from negotiations.site.frame import Frame

__all__ = ["FEWEST", "changed_issues"]

# With fewer terms a page is read from its top.
FEWEST = 10
_ID = re.compile(r' id="(terms/[^"]+)"')


@attrs.frozen
class ChangedIssue:
    """A term of either text, the place where it is told first, and how many changes of it there are."""

    name: str
    target: str
    changes: int


def changed_issues(frame: Frame, diff: Diff, parts: Mapping[str, str]) -> list[ChangedIssue]:
    """The terms that are told on the pages of a diff, by name; none where they are few.

    Args:
        frame: The frame.
        diff: The diff.
        parts: Its pages: the HTML of each, by its path.
    """
    terms: dict[str, tuple[Term, list[str]]] = {}
    for change in diff:
        if change.term is not None and change.level >= frame.words.level:
            term = change.term
            _, anchors = terms.setdefault(f"{term.issue}@{term.phase}", (term, []))
            anchors.append(anchor_of(change.path))
    if len(terms) < FEWEST:
        return []
    places = dict(_places(parts))
    words = of_texts(frame.words, (diff.a, diff.b))
    found = []
    for term, anchors in terms.values():
        told = [
            places[within] for anchor in anchors for within in around(anchor) if within in places
        ]
        if told:
            place = min(told)
            name = words.term_name(term.replace(alternative=None, case=None))
            found.append(ChangedIssue(name, place[1], len(anchors)))
    return sorted(found, key=lambda one: one.name.casefold())


def _places(parts: Mapping[str, str]) -> Iterator[tuple[str, tuple[int, str]]]:
    """Each anchor on the pages, with how many stand before it, and its address."""
    number = 0
    for where, html in parts.items():
        for match in _ID.finditer(html):
            anchor = unescape(match[1])
            number += 1
            yield anchor, (number, f"{where}{link_to(anchor)}")
