"""The pages of proposals and of their versions, and the choice of two."""

from __future__ import annotations

from functools import cached_property

from negotiations.answers.side_by_side import MAXIMUM_COLUMNS, column, side_by_side
from negotiations.chronology import entries, versions_of
from negotiations.plaintext import plain
from negotiations.records import address_of
from negotiations.render.render import page_of
from negotiations.render.terms import term_fields
from negotiations.render.wording import ORDERS, plural
from negotiations.site.bodies import LARGEST, fragment
from negotiations.site.days import day_of
from negotiations.site.frame import version_name
from negotiations.site.names import diff_path, record_path
from negotiations.site.pairs import MOST_IN_ALL, MOST_IN_PROPOSAL, Pairs
from negotiations.site.record_pages import Row, write_list

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from negotiations.chronology import Ordered
    from negotiations.model import Proposal, Version
    from negotiations.site.frame import Frame
    from negotiations.site.record_pages import RecordPages

__all__ = ["TextPages"]

# Up to so many versions, the page where two are chosen lists them itself; more are loaded.
MOST_CHOICES = 150
# How many versions the page of a proposal lists; the list of all versions has the others.
MOST_LISTED = 200
_TEXTS = ("Texts", "proposals/index.html")


class TextPages:
    """The pages of the texts of one dataset."""

    def __init__(self, frame: Frame, pages: RecordPages) -> None:
        self.frame = frame
        self.pages = pages
        self.pairs = Pairs(frame.records)

    @cached_property
    def days(self) -> dict[str, str]:
        """When each version was put forward, in the order of time; empty where nothing is known of it."""
        versions = list(self.pages.chronology.versions.values())
        return {
            entry.record.id: day_of(entry) if entry.is_dated else ""
            for entry in entries(self.frame.records, versions)
        }

    # --- proposals and versions -----------------------------------------------------------------

    def write_proposal(self, proposal: Proposal) -> None:
        """Write the page of a proposal: its versions, and these side by side."""
        ordered = versions_of(proposal, self.frame.records)
        listed = [
            self._listed(place, before)
            for place, before in zip(ordered, [None, *ordered], strict=False)
        ]
        table, shown = self._side_by_side([place.record for place in ordered])
        path = record_path(address_of(proposal))
        self.pages.write(
            proposal,
            "proposal.html",
            versions=listed[:MOST_LISTED],
            more=max(0, len(listed) - MOST_LISTED),
            table=self.frame.links.linked(table, path),
            shown=shown,
            of=len(ordered),
        )

    def _listed(self, place: Ordered, before: Ordered | None) -> dict[str, Any]:
        version: Any = place.record
        earlier: Any = before.record if before is not None else None
        has_diff = bool(earlier) and version.id in self.pairs.to(earlier.id)
        return {
            "name": version_name(version),
            "title": self.frame.words.title(version),
            "path": record_path(address_of(version)),
            "when": self.frame.words.when(version.tabled)
            if version.tabled
            else self.days[version.id] or "date not reported",
            "terms": plural(len(version.terms), "term")
            if version.terms is not None
            else "terms not reported",
            "order": ORDERS[place.order] if before is not None else "",
            "is_sure": before is None
            or (place.order is not None and place.order.value == "certain"),
            "diff": diff_path(earlier.id, version.id) if earlier and has_diff else "",
            "earlier": version_name(earlier) if earlier else "",
        }

    def _side_by_side(self, versions: Sequence[Any]) -> tuple[str, int]:
        """The latest versions side by side, as many as a page can hold, and how many they are."""
        number = min(len(versions), MAXIMUM_COLUMNS)
        while number > 1:
            columns = [column(self.frame.records, version) for version in versions[-number:]]
            html = fragment(page_of(side_by_side(columns), self.frame.words))
            if len(html) <= LARGEST // 2:
                return html, number
            number = number // 2
        return "", 0

    def write_version(self, version: Version) -> None:
        """Write the page of a version, and its reported values for the page where two are chosen."""
        frame = self.frame
        others = [(name, diff_path(name, version.id)) for name in self.pairs.of(version.id)]
        others.sort(key=lambda other: (other[0].partition("@")[0] != version.proposal_id,))
        onward = [(name, diff_path(version.id, name)) for name in self.pairs.to(version.id)]
        onward.sort(key=lambda other: (other[0].partition("@")[0] != version.proposal_id,))
        self.pages.write(
            version,
            "version.html",
            proposal=frame.name(f"proposals/{version.proposal_id}"),
            proposal_path=record_path(f"proposals/{version.proposal_id}"),
            others=self._named(others, version)[:MOST_IN_ALL],
            onward=self._named(onward, version)[:MOST_IN_ALL],
            version_id=version.id,
        )
        path = record_path(address_of(version)).removesuffix(".html") + ".values.js"
        frame.script(path, f"version {version.id}", self._values(version))

    def _named(self, others: list[tuple[str, str]], version: Version) -> list[tuple[str, str]]:
        """Other versions by their names, with that of their text unless it is the same."""
        versions = self.frame.records.versions
        return [
            (
                version_name(versions[key])
                if key.partition("@")[0] == version.proposal_id
                else self.frame.name(f"versions/{key}"),
                path,
            )
            for key, path in others
        ]

    def _values(self, version: Version) -> dict[str, Any]:
        words = self.frame.words
        return {
            "id": version.id,
            "title": self.frame.name(address_of(version)),
            "page": record_path(address_of(version)),
            "known": str(version.completeness).replace("-", " "),
            "reported": version.terms is not None,
            "diffs": {name: diff_path(version.id, name) for name in self.pairs.to(version.id)},
            "terms": [
                [
                    term.label,
                    words.term_name(term),
                    plain(term.summary or ""),
                    term_fields(term, words),
                ]
                for term in version.terms or ()
            ],
        }

    @cached_property
    def _first_days(self) -> dict[str, str]:
        """When the first version of each proposal was put forward, in the order of time.

        Those of which no version has a date come last, in the order of the dataset.
        """
        first: dict[str, str] = {}
        for version, when in self.days.items():
            if when:
                first.setdefault(version.partition("@")[0], when)
        return {**first, **{key: "" for key in self.frame.records.proposals if key not in first}}

    def rows(self) -> list[Row]:
        """A row for each proposal, in the order of time."""
        proposals = self.frame.records.proposals
        return [self._row(proposals[key], when) for key, when in self._first_days.items()]

    def write_list(self) -> None:
        """Write the list of the proposals."""
        write_list(
            self.frame,
            "proposals/index.html",
            title="Texts",
            rows=self.rows(),
            crumbs=(),
            about="What was put on the table, in the order of time; the date is that of the first version.",
            section="Texts",
            dated=True,
        )

    def _row(self, proposal: Proposal, when: str) -> Row:
        many = (
            plural(len(proposal.versions), "version")
            if proposal.versions is not None
            else "no version reported"
        )
        address = address_of(proposal)
        summary = self.frame.summary(proposal)
        remark = f"{many}. {summary}" if summary else many
        return Row(self.frame.name(address), record_path(address), remark, when)

    # --- the choice of two ------------------------------------------------------------------------

    def write_choice(self) -> None:
        """Write the page where two versions are chosen."""
        frame = self.frame
        versions = self.pages.chronology.versions
        groups: dict[str, list[tuple[str, str, str]]] = {key: [] for key in self._first_days}
        titles = {key: frame.name(f"proposals/{key}") for key in groups}
        for version in versions.values():
            path = record_path(address_of(version)).removesuffix(".html") + ".values.js"
            # What is chosen is shown without the group that it is in.
            label = f"{self._label(version)} – {titles[version.proposal_id]}"
            groups[version.proposal_id].append((version.id, label, path))
        groups = {key: listed for key, listed in groups.items() if listed}
        places = {
            choice[0]: place
            for place, choice in enumerate(each for listed in groups.values() for each in listed)
        }
        is_short = len(versions) <= MOST_CHOICES
        if not is_short:
            frame.script(
                "search/versions.js",
                "versions",
                [choice for listed in groups.values() for choice in listed],
            )
        frame.page(
            "compare.html",
            "compare.html",
            title="Compare two versions",
            section="Compare",
            scripts=["assets/compare.js"],
            groups=[
                (titles[key], record_path(f"proposals/{key}"), listed)
                for key, listed in groups.items()
            ]
            if is_short
            else [],
            number=len(versions),
            first=self._first_choice(),
            labels={
                version.id: f"{titles[version.proposal_id]}: {self._label(version)}"
                for version in (versions.values() if is_short else ())
            },
            pairs=[
                (a, b, diff_path(a, b))
                for a, b in sorted(self.pairs, key=lambda pair: places[pair[1]])
            ]
            if self.pairs.are_all
            else [],
            are_all=self.pairs.are_all,
            pairs_number=len(self.pairs),
            most=MOST_IN_PROPOSAL,
        )

    def _label(self, version: Any) -> str:
        """A version among those of its text: its name, and when it was put forward."""
        name = version_name(version)
        when = self.days[version.id].rstrip("*") or "date not reported"
        return f"{name[:1].upper()}{name[1:]}, {when}"

    def _first_choice(self) -> tuple[str, str]:
        """The two that are chosen at first: the latest with terms, of the text with most of these."""
        texts: dict[str, list[str]] = {}
        for version in self.pages.chronology.versions.values():
            if version.terms:
                texts.setdefault(version.proposal_id, []).append(version.id)
        longest = max(texts.values(), key=len, default=[])
        return (longest[-2], longest[-1]) if len(longest) > 1 else ("", "")
