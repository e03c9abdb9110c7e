"""The values of the compiled view: a proposal as its versions report it last."""

from __future__ import annotations

from typing import ClassVar

import attrs

from negotiations.answers.answer import Answer
from negotiations.answers.statements import Reading
from negotiations.chronology import Time
from negotiations.claims import Attribution
from negotiations.errors import UnknownId
from negotiations.lookup import Entries, looked_up
from negotiations.model import Event, Phase, Term
from negotiations.vocabulary import Certainty, Completeness, EventAct, Order

__all__ = [
    "Compiled",
    "CompiledPart",
    "CompiledValue",
    "CompiledVersion",
    "Latest",
    "PlacedEvent",
    "Refusal",
    "versions_of",
]


@attrs.frozen(kw_only=True)
class CompiledValue:
    """A field, with the value that is reported last, or several where their order is not known."""

    field: str
    readings: tuple[Reading, ...]

    @property
    def is_settled(self) -> bool:
        """Whether there is one reading alone."""
        return len(self.readings) == 1


@attrs.frozen(kw_only=True)
class Latest:
    """A term or phase with the version that it stands in."""

    version: str
    item: Term | Phase


@attrs.frozen(kw_only=True)
class Refusal:
    """A version of which a last reported decision is a rejection or a withdrawal.

    Attributes:
        version: Its id.
        acts: What the last decisions that refuse it are.
        events: Those decisions, as addresses, in the order of ``acts``.
        issues: The issues that they are reported to concern, if each of them names some; else empty. That
            the rest of the text is accepted does not follow.
    """

    version: str
    acts: tuple[EventAct, ...]
    events: tuple[str, ...]
    issues: tuple[str, ...] = ()


@attrs.frozen(kw_only=True, repr=False)
class CompiledPart:
    """A term or a phase, compiled.

    Attributes:
        label: Its key as it stands in paths: ``prisoner-release@1``.
        issue: The issue of a term; None for a phase.
        standing: Whether it is there, as it is reported last.
        values: Its fields, each with what is reported last. A value that ``latest`` does not have is
            from an earlier version, and says which later ones have the term without it.
        latest: The term or phase as the version has it that reports it last; several where the
            order of versions is not known. It is never combined from several versions.
        refused: Those of its versions of which a last decision is a rejection or a withdrawal.
    """

    label: str
    issue: str | None
    standing: tuple[Reading, ...]
    values: tuple[CompiledValue, ...]
    latest: tuple[Latest, ...]
    refused: tuple[Refusal, ...]

    @property
    def versions(self) -> tuple[str, ...]:
        """All versions that some of it comes from."""
        return versions_of(self.standing, self.values)

    def value(self, field: str) -> CompiledValue:
        """A field of it.

        Raises:
            UnknownId: No value of this field is reported.
        """
        known = {value.field: value for value in self.values}
        if field not in known:
            raise UnknownId(field, known, "reported field")
        return known[field]

    def __repr__(self) -> str:
        stands = " or ".join(reading.value.value for reading in self.standing)
        return (
            f"<{self.label}: {stands}, {len(self.values)} fields from {', '.join(self.versions)}>"
        )


@attrs.frozen(kw_only=True)
class PlacedEvent:
    """An event on a version or proposal.

    Attributes:
        event: The event.
        time: When it is of.
        by: Whether it had happened by the time of the view: certain, possible or impossible.
        is_last: Whether it is a decision on the text that no other is known to follow.
        attribution: Who says so, and who denies it.
    """

    event: Event
    time: Time
    by: Certainty
    is_last: bool
    attribution: Attribution


@attrs.frozen(kw_only=True, repr=False)
class CompiledVersion:
    """A version of the proposal, and what became of it.

    Attributes:
        version: Its id.
        time: When it is of.
        by: Whether it was there by the time of the view: certain, possible or impossible. What is
            impossible is left out of the terms.
        order: Whether it is known to be later than the version before it in the list.
        follows: The nearest versions of the list that it is known to follow, as addresses.
        completeness: Whether it is known in full.
        events: The events on it, in their order.
        attribution: Who says it, and who denies it.
    """

    version: str
    time: Time
    by: Certainty
    order: Order | None
    follows: tuple[str, ...]
    completeness: Completeness
    events: tuple[PlacedEvent, ...]
    attribution: Attribution

    @property
    def last_events(self) -> tuple[Event, ...]:
        """The decisions on it that no other decision is known to follow."""
        return tuple(placed.event for placed in self.events if placed.is_last)

    def __repr__(self) -> str:
        last = ", ".join(f"{event.act} ({event.id})" for event in self.last_events)
        return f"<{self.version} ({self.time}): {last or 'no decision is reported'}>"


@attrs.frozen(kw_only=True, repr=False)
class Compiled(Answer, Entries[CompiledPart, CompiledPart]):
    """The latest reported state of a proposal: a sequence of its terms, each found by its label.

    Attributes:
        proposal: The id of the proposal.
        as_of: The time of the view, as it was asked for; None for all that is reported.
        versions: All versions, in their order, those after the time of the view too.
        phases: The phases.
        terms: The terms that some version has or excludes, as reported last.
        ended: Terms and phases that the versions reported last are known not to have.
        events: Events on the proposal as a whole.
    """

    entry_noun: ClassVar[str] = "compiled term"

    proposal: str
    as_of: str | None
    versions: tuple[CompiledVersion, ...]
    phases: tuple[CompiledPart, ...]
    terms: tuple[CompiledPart, ...]
    ended: tuple[CompiledPart, ...]
    events: tuple[PlacedEvent, ...]

    def _entries(self) -> tuple[CompiledPart, ...]:
        return self.terms

    def _by_key(self) -> dict[str, CompiledPart]:
        return {part.label: part for part in self.terms}

    def term(self, label: str) -> CompiledPart:
        """The compiled term with this label, such as ``prisoner-release@1``.

        Raises:
            UnknownId: No version in the view reports one.
        """
        return self[label]

    def version(self, name: str) -> CompiledVersion:
        """A version, by its id.

        Raises:
            UnknownId: The proposal has no such version.
        """
        return looked_up({version.version: version for version in self.versions}, name, "version")

    def __repr__(self) -> str:
        used = [version.version for version in self.versions if version.by.is_possible]
        as_of = f" as of {self.as_of}" if self.as_of else ""
        number = f"{len(self.terms)} {'term' if len(self.terms) == 1 else 'terms'}"
        return f"<Compiled {self.proposal}{as_of}: {number} from {', '.join(used) or 'no version'}>"


def versions_of(
    standing: tuple[Reading, ...], values: tuple[CompiledValue, ...]
) -> tuple[str, ...]:
    """The ids of all versions that these readings and values come from."""
    readings = [*standing, *(reading for value in values for reading in value.readings)]
    return tuple(sorted({name for reading in readings for name in reading.versions}))
