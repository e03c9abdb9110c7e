"""The pages of what differs between two versions, each with the same as data."""

from __future__ import annotations

import re
from html import unescape

from negotiations.answers.answer import to_json
from negotiations.compare.diff import diff
from negotiations.exports.writing import export
from negotiations.render.render import page_of
from negotiations.site.bodies import bodies
from negotiations.site.changed_issues import changed_issues
from negotiations.site.cited_changes import write_citations
from negotiations.site.frame import version_name
from negotiations.site.names import diff_path, numbered
from negotiations.site.part_anchors import later_anchors

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.site.frame import Frame
    from negotiations.site.pairs import Pairs

__all__ = ["DiffPages"]


# The sign of a change, which is not read aloud, and the word for it that is.
_SIGN = re.compile(
    r'<span class="sign" aria-hidden="true">([^<]*)</span> <span><span class="spoken">([^<]*): </span>'
)


def _signs(html: str) -> list[tuple[str, str]]:
    """The signs on a page, each once, with what it means."""
    return [(unescape(sign), unescape(word)) for sign, word in dict.fromkeys(_SIGN.findall(html))]


class DiffPages:
    """The pages of the differences between the versions of one dataset."""

    def __init__(self, frame: Frame, pairs: Pairs) -> None:
        self.frame = frame
        self.pairs = pairs

    def write(self, a: str, b: str) -> None:
        """Write the page of what differs between two versions, and the same as JSON."""
        frame = self.frame
        versions = frame.records.versions
        one, other = versions[a], versions[b]
        found = diff(one, other, issues=frame.records.issues)
        path = diff_path(a, b)
        data = path.removesuffix(".html") + ".json"
        frame.write(data, to_json(found) + "\n")
        rows = path.removesuffix(".html") + ".csv"
        export(found, frame.stage / rows, "csv", within=frame.records, force=True)
        parts = bodies(page_of(found, frame.words))
        paths = [numbered(path, number) for number in range(1, len(parts) + 1)]
        is_reversed = a in self.pairs.to(b)
        title = self._title(a, b)
        placed = dict(zip(paths, parts, strict=True))
        issues = changed_issues(frame, found, placed)
        parts = write_citations(frame, found, title, placed)
        later = later_anchors(parts)
        for number, (part, where) in enumerate(zip(parts, paths, strict=True), start=1):
            frame.page(
                where,
                "diff.html",
                title=title + (f", part {number}" if number > 1 else ""),
                heading=title,
                section="Compare",
                crumbs=[("Compare", "compare.html")],
                about=None,
                data=data,
                rows=rows,
                a=a,
                b=b,
                reverse=diff_path(b, a) if is_reversed else "",
                body=frame.links.linked(part, where),
                pages=paths,
                number=number,
                later=later if number == 1 else "",
                signs=_signs(part),
                issues=issues,
            )

    def _title(self, a: str, b: str) -> str:
        """What is compared: the names of two versions of one text, else those of the texts, too."""
        first, second = (self.frame.name(f"versions/{key}") for key in (a, b))
        one, other = (self.frame.records.versions[key] for key in (a, b))
        is_same = one.proposal_id == other.proposal_id
        return f"{first} → {version_name(other) if is_same else second}"
