"""Which version first reported what a version says.

The rule is that of `succession`: by lineage and by time, the earliest version that says the same and
that it was handed on from. Another value, an exclusion, or a full text without it ends the search.
Silence does not: a report shows parts of a text, so that the value counts as older where an older
version has it, and the silent versions between are named.

Where nothing older reports a value, silent versions before it leave open whether it is older still;
they are named too. Nothing here says who wrote a thing, or who gave way.
"""

from __future__ import annotations

from typing import Any, ClassVar

import attrs

from negotiations.answers.answer import Answer, data_of
from negotiations.answers.succession import Succession
from negotiations.chronology import Chronology, Time
from negotiations.lookup import Entries
from negotiations.model import Evidence
from negotiations.model.base import Value, fields_of
from negotiations.model.evidence import passages_on
from negotiations.model.terms import split_label
from negotiations.records import item_label

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.answers.succession import FirstReport
    from negotiations.model import Phase, Term, Version
    from negotiations.records import Records

__all__ = ["Blame", "BlameLine", "Origin", "blame", "reported_fields"]


@attrs.frozen(kw_only=True)
class Origin:
    """A version that a value is first reported in.

    Attributes:
        version: The id of the version.
        time: The time of the version.
        value: What it reports; for a whole term or phase, that term or phase.
        evidence: The passages that it rests on there, denials among them.
        unmentioned_in: Versions between it and the blamed one that are silent on it.
        silent_before: Versions that this one is derived from and that are silent on it, so that it
            may be older.
    """

    version: str
    time: Time
    value: Any
    evidence: tuple[Evidence, ...]
    unmentioned_in: tuple[str, ...] = ()
    silent_before: tuple[str, ...] = ()


@attrs.frozen(kw_only=True, repr=False)
class BlameLine:
    """Something that a version reports, and where it is first reported.

    Attributes:
        path: Where it is in the version: ``/terms/prisoner-release@1/count``.
        field: The field; None for a term or phase as a whole.
        value: What the version reports; for a whole term or phase, that term or phase.
        origins: Where it is first reported: one version, or several where a version is derived from
            several. The version itself where nothing that it is derived from reports the same.
        evidence: The passages that it rests on in the version itself, denials among them.
    """

    path: str
    field: str | None
    value: Any
    origins: tuple[Origin, ...]
    evidence: tuple[Evidence, ...]

    @property
    def issue(self) -> str | None:
        """The issue of the term that it is in; None for a phase."""
        parts = self.path.split("/")
        return split_label(parts[2]).issue if parts[1] == "terms" else None

    def __repr__(self) -> str:
        names = ", ".join(origin.version for origin in self.origins)
        return f"<{self.path}: first reported in {names}>"


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Blame(Answer, Entries[BlameLine, BlameLine]):
    """For each term, phase and reported field of a version, where it is first reported.

    A sequence of lines, each found by its path: ``blame["/terms/ceasefire@1"]``.
    """

    entry_noun: ClassVar[str] = "line of the blame"

    version: str
    lines: tuple[BlameLine, ...]

    def _entries(self) -> tuple[BlameLine, ...]:
        return self.lines

    def _by_key(self) -> dict[str, BlameLine]:
        return {line.path: line for line in self.lines}

    def line(self, path: str) -> BlameLine:
        """The line of this path, as ``blame[path]`` gives it.

        Raises:
            UnknownId: The version reports nothing there.
        """
        return self[path]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Blame):
            return NotImplemented
        return (self.version, self.lines) == (other.version, other.lines)

    def __hash__(self) -> int:
        return hash((self.version, len(self.lines)))

    def __repr__(self) -> str:
        names = sorted({origin.version for line in self.lines for origin in line.origins})
        return f"<Blame of {self.version}: {len(self)} lines, from {', '.join(names) or 'nowhere'}>"

    def to_data(self) -> dict[str, Any]:
        """The blame as JSON data."""
        return {"format": 1, "version": self.version, "lines": data_of(self.lines)}


def reported_fields(item: Value) -> tuple[str, ...]:
    """The fields of a term or phase that say something of the text and are reported.

    Its issue or ordinal is what it is found by; notes and evidence are about the coding.

    >>> from negotiations.model import CeasefireTerm
    >>> reported_fields(CeasefireTerm(issue="truce", phase=1, note="A remark."))
    ('phase',)
    """
    return tuple(
        spec.name
        for spec in fields_of(item)
        if spec.is_of_the_text and getattr(item, spec.name) is not None
    )


def blame(records: Records, version: Version) -> Blame:
    """Find where each thing that a version says is first reported, by the rule of `succession`."""
    chronology = Chronology.of(records)
    proposal = records.collections["proposals"].get(version.proposal_id)
    siblings = (proposal.versions if proposal is not None else None) or (version,)
    succession = Succession(records, chronology, chronology.in_order(siblings))
    number = succession.number[version.id]
    lines: list[BlameLine] = []
    for name in ("phases", "terms"):
        items: tuple[Phase | Term, ...] = getattr(succession.versions[number], name) or ()
        counterparts = succession.counterparts(name, number)
        for index, item in enumerate(items):
            label = item_label(item, index)
            lines += [
                BlameLine(
                    path=f"/{name}/{label}" + (f"/{field}" if field else ""),
                    field=field,
                    value=item if field is None else getattr(item, field),
                    origins=tuple(
                        _origin(report, field, chronology)
                        for report in succession.first_reports(
                            name, number, counterparts[id(item)], field
                        )
                    ),
                    evidence=passages_on(item, *([field] if field else [])),
                )
                for field in (None, *reported_fields(item))
            ]
    return Blame(version=version.id, lines=tuple(lines))


def _origin(report: FirstReport, field: str | None, chronology: Chronology) -> Origin:
    return Origin(
        version=report.version.id,
        time=Time.of(chronology, report.version),
        value=report.item if field is None else getattr(report.item, field),
        evidence=passages_on(report.item, *([field] if field else [])),
        unmentioned_in=report.unmentioned_in,
        silent_before=report.silent_before,
    )
