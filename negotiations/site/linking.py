"""Links to records in HTML that has their addresses, and to the paragraphs that are cited."""

from __future__ import annotations

import re
from html import escape, unescape

from negotiations.plaintext import plain
from negotiations.render.html_text import breakable
from negotiations.site.names import link, paragraph_path, record_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.records import Records

__all__ = ["Links"]

_TAG = re.compile(r"(<[^>]*>)")
# An address, or the id of a version alone; no part of a longer word or path.
_ADDRESS = re.compile(
    r"(?<![\w/@:.-])(?:(?P<collection>[a-z]+)/)?(?P<id>[a-z0-9]+(?:-[a-z0-9]+)*(?:@[a-z0-9]+(?:-[a-z0-9]+)*)?)"
    r"(?P<term>/terms/[a-z0-9@:.-]*[a-z0-9])?(?![\w@-])"
)
# A citation of one paragraph or of several, and one of these.
_CITED = re.compile(
    r'(<span class="citation[^"]*">)([^<]*?) (¶[0-9]+(?:–[0-9]+)?(?:, ¶[0-9]+(?:–[0-9]+)?)*)'
)
_PARAGRAPH = re.compile(r"¶([0-9]+)(?:–[0-9]+)?")
# A record of a list or a row: its name, and its address after it.
_NAMED = re.compile(
    r'(<li[^>]*><p>|<th scope="row">)<strong>([^<]*(?:<bdi>[^<]*</bdi>[^<]*)*)</strong> '
    r'<span class="dim">([^<]*)</span>'
)
_HEAD = re.compile(r'<th scope="col">.*?</th>')
# What a row says first, without what stands beneath it.
_ROW = re.compile(r"<dd>[^<]*")
_SHOWN = '<span class="address">'
# Within these no link is made: one cannot stand in another, nor in a button.
_CLOSED = ("a", "summary", "button", "title", "option", "label")


class Links:
    """The records that HTML may name, and where their pages are.

    Attributes:
        terms: Where the terms of records are, by their addresses; of those whose pages are written.
    """

    def __init__(self, records: Records) -> None:
        self._records = records
        self.terms: dict[str, str] = {}
        labels: dict[str, str] = {}
        for source in records.sources.values():
            label = escape(plain(source.label))
            labels[label] = "" if label in labels else source.id
        self._sources = {label: key for label, key in labels.items() if key}

    def linked(self, html: str, path: str) -> str:
        """HTML of a page in which every address of a record is a link to its page."""
        # What is broken in two is found again as a whole, and broken again.
        html = html.replace("@<wbr>", "@")
        html = _CITED.sub(lambda match: self._citation(match, path), html)
        html = _NAMED.sub(lambda match: self._named(match, path), html)
        made: list[str] = []
        closed: list[str] = []
        for piece in _TAG.split(html):
            if piece.startswith("<"):
                name = re.match(r"</?([a-z0-9]+)", piece)
                if name is not None and name[1] in _CLOSED:
                    if piece.startswith("</"):
                        closed.pop()
                    else:
                        closed.append(name[1])
                made.append(piece)
            elif closed or made[-1:] == [_SHOWN] or ("/" not in piece and "@" not in piece):
                made.append(piece)
            else:
                made.append(_ADDRESS.sub(lambda match: self._address(match, path), piece))
        return _HEAD.sub(lambda match: breakable(match[0]), "".join(made))

    def with_people(self, html: str, path: str, label: str, names: dict[str, str]) -> str:
        """HTML in which those who are named under a label are links to their pages.

        Args:
            html: The HTML of a page of a record.
            path: The page.
            label: The label of the row.
            names: The pages of those in it, by their names.
        """
        start = html.find(f"<div><dt>{escape(label)}</dt>")
        end = html.find("</div>", start)
        if start < 0 or not names:
            return html
        longest_first = sorted(map(escape, names), key=len, reverse=True)
        known = re.compile("|".join(map(re.escape, longest_first)))

        def linked(match: re.Match[str]) -> str:
            return known.sub(
                lambda name: (
                    f'<a href="{escape(link(path, names[unescape(name[0])]))}">{name[0]}</a>'
                ),
                match[0],
            )

        return html[:start] + _ROW.sub(linked, html[start:end]) + html[end:]

    def _citation(self, match: re.Match[str], path: str) -> str:
        before, place, paragraphs = match.groups()
        # The clause of a draft stands between the label of its source and the paragraph.
        label = place if place in self._sources else place.partition(", ")[0]
        source = self._sources.get(label)
        if source is None:
            return match[0]
        first, *others = (
            f'<a href="{escape(link(path, paragraph_path(source, int(found[1]))))}">{{}}{found[0]}</a>'
            for found in _PARAGRAPH.finditer(paragraphs)
        )
        return before + ", ".join(
            [first.format(f"{place} "), *(other.format("") for other in others)]
        )

    def _named(self, match: re.Match[str], path: str) -> str:
        before, name, address = match.groups()
        known = _ADDRESS.fullmatch(address)
        linked = self._address(known, path) if known is not None else address
        if linked == address:
            return match[0]
        # The name is what is chosen; the address after it is to be read and copied.
        link_of = linked.removesuffix(f"{address}</a>")
        named = f"{before}{link_of}{name}</a>"
        return named if before.startswith("<th") else f"{named} {_SHOWN}{address}</span>"

    def _address(self, match: re.Match[str], path: str) -> str:
        collection, key = match["collection"], match["id"]
        if collection is None:
            if "@" not in key:
                return match[0]
            collection = "versions"
        known = self._records.collections.get(collection)
        if known is None or unescape(key) not in known:
            return match[0]
        address = f"{collection}/{key}"
        target = link(path, self.terms.get(unescape(match[0]), record_path(address)))
        if target == link(path, path):
            return match[0]  # the page itself
        return f'<a href="{escape(target)}">{match[0]}</a>'
