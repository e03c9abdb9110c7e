"""How values, references and citations are worded, alike in every format."""

from __future__ import annotations

import attrs

from negotiations.base import Value, fields_of
from negotiations.model import (
    Condition,
    Crosswalk,
    Evidence,
    Group,
    Issue,
    Membership,
    Participant,
    Polarity,
    PrintedError,
    Role,
    Term,
    Uncoded,
)
from negotiations.render.plain import plain
from negotiations.values import Count
from negotiations.vocabulary import Support

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from negotiations.base import FieldSpec
    from negotiations.dataset import Dataset
    from negotiations.texts import Texts

__all__ = ["Wording", "plural"]


def plural(number: int, one: str, many: str = "") -> str:
    """A number with its noun.

    >>> plural(1, "term"), plural(2, "term"), plural(0, "party", "parties")
    ('1 term', '2 terms', '0 parties')
    """
    return f"{number} {one if number == 1 else many or one + 's'}"


@attrs.frozen
class Wording:
    """Words for values, with names from a dataset where one is given."""

    dataset: Dataset | None = None
    texts: Texts | None = None

    def name(self, key: str, among: tuple[str, ...] = ()) -> str:
        """The name of a record, or its id where it is not known."""
        if self.dataset is None:
            return plain(key)
        try:
            record = self.dataset.records.resolve(key, among)
        except KeyError:
            return plain(key)
        for field in ("name", "label", "title"):
            said = getattr(record, field, None)
            if isinstance(said, str):
                return plain(said)
        return plain(key)

    def value(self, item: Any, spec: FieldSpec | None = None) -> str:
        """A value in words."""
        if isinstance(item, tuple):
            return ", ".join(self.value(each, spec) for each in item) or "none"
        if isinstance(item, bool):
            return "yes" if item else "no"
        if isinstance(item, str) and spec is not None and spec.refers_to:
            if spec.refers_to[0] in ("versions", "proposals", "positions", "events", "talks"):
                return plain(item)
            return self.name(item, spec.refers_to)
        if isinstance(item, Group):
            who = ", ".join(word.value for word in item.who or ()) or "persons"
            said = f"{item.count} ({who})" if item.count else who
            return (
                f"{said}, citizens of {self.name(item.citizens_of)}" if item.citizens_of else said
            )
        if isinstance(item, Condition):
            actor = f" ({self.name(item.actor)})" if item.actor else ""
            return f"if {plain(item.summary)}{actor}"
        if isinstance(item, Membership):
            return self.name(item.organisation) + (f" ({plain(item.role)})" if item.role else "")
        if isinstance(item, Role):
            return f"{item.role}: {self.name(item.actor)}"
        if isinstance(item, Participant):
            meetings = f", {item.meetings} meetings" if item.meetings else ""
            return f"{item.role}: {self.name(item.actor)}{meetings}"
        if isinstance(item, Crosswalk):
            return f"{item.scheme} {plain(item.code)}" + (
                f" ({plain(item.note)})" if item.note else ""
            )
        if isinstance(item, Polarity):
            return f"more {item.field}: {self.name(item.more)}; less: {self.name(item.less)}"
        if isinstance(item, Uncoded | PrintedError):
            said = item.reason if isinstance(item, Uncoded) else item.summary
            return f"¶{item.paragraph}: {plain(said)}"
        return plain(str(item))

    def term_name(self, term: Term) -> str:
        """A term by its issue and phase."""
        return f"{self.name(term.issue, ('issues',))}{self.phase(term.phase)}"

    def phase(self, phase: Any) -> str:
        """A phase, as it stands behind the name of an issue."""
        if phase is None:
            return ", phase not reported"
        return f", phase {phase}" if isinstance(phase, int) else ", whole text"

    def term_fields(self, term: Term) -> list[tuple[str, str]]:
        """What is reported of a term, beside its key, summary, note and evidence."""
        hidden = ("issue", "phase", "summary", "note", "evidence")
        said = [
            (spec.name.replace("_", " "), self.value(getattr(term, spec.name), spec))
            for spec in fields_of(term)
            if spec.name not in hidden and getattr(term, spec.name) is not None
        ]
        total = getattr(term, "total", None)
        if isinstance(total, Count) and getattr(term, "count", None) is None:
            said.append(("total", f"{total} (computed)"))
        return said

    def source(self, key: str) -> str:
        """The label of a source, as it stands in citations."""
        return self.name(key, ("sources",))

    def citations(self, evidence: Iterable[Evidence]) -> list[str]:
        """Where it is said and by whom, one for each passage; repeated ones once."""
        return list(dict.fromkeys(self.citation(each) for each in evidence))

    def citation(self, evidence: Evidence) -> str:
        """One passage: ``NYT relay ¶10, says Antony Blinken``."""
        parts = [f"{self.source(evidence.source)} ¶{evidence.paragraph}"]
        claimants = ", ".join(self.name(each, ("actors",)) for each in evidence.claimants or ())
        if evidence.support is Support.CONTRADICTS:
            parts.append(f"DENIED by {claimants}" if claimants else "DENIED by the article")
            if evidence.value is not None:
                parts.append(f"which gives {self.value(evidence.value)}")
        elif claimants:
            parts.append(f"according to {claimants}")
        if evidence.via:
            parts.append("via " + ", ".join(self.name(each, ("actors",)) for each in evidence.via))
        if evidence.hedged:
            parts.append("hedged")
        if evidence.support is Support.IMPLIED:
            parts.append("a coder's reading")
        said = ", ".join(parts)
        if self.texts is not None:
            said += f": “{plain(self.texts.passage(evidence))}”"
        return said

    def title(self, record: Value) -> str:
        """The name, label or title of a record; its summary where it has none of them."""
        labels = getattr(record, "labels", None)
        if labels:
            # All of them: choosing one name would side with the source that uses it.
            return ", ".join(map(plain, labels))
        for field in ("name", "label", "title", "summary"):
            said = getattr(record, field, None)
            if isinstance(said, str):
                return plain(said)
        return ""

    def unreported(self, record: Value) -> list[str]:
        """The fields of which nothing is reported."""
        if isinstance(record, Issue):
            return []  # an issue is this project's decision; nobody reports it
        quiet = ("summary", "note", "evidence")
        return [
            spec.name.replace("_", " ")
            for spec in fields_of(record)
            if getattr(record, spec.name) is None and spec.name not in quiet
        ]
