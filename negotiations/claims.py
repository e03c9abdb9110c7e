"""Who says a record, who denies it, and from how many independent origins it comes."""

from __future__ import annotations

from collections.abc import Iterable

from negotiations import deferred as attrs
from negotiations.errors import UnknownField
from negotiations.model import Evidence, Figure, Position, Term
from negotiations.model.base import Value, fields_of
from negotiations.records import Records, walk
from negotiations.shown import Shown
from negotiations.vocabulary import Support

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


__all__ = ["Attribution", "attribution_of", "bearing_on", "is_only_implied", "on_wish"]


@attrs.frozen(kw_only=True, repr=False)
class Attribution(Shown):
    """Who says a record, who denies it, and from how many independent origins it comes.

    Attributes:
        claimants: The actors to whom the sources attribute it.
        narrated_by: The sources that say it in their own voice.
        deniers: The actors, or sources in their own voice, that deny it.
        origins: The outlets it started from; relays of one origin count once.
        evidence: All the passages, denials among them.
        implied: Those among the claimants and the narrating sources to whom it is ascribed by a
            coder's reading alone: they say something that implies it.
    """

    claimants: tuple[str, ...]
    narrated_by: tuple[str, ...]
    deniers: tuple[str, ...]
    origins: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    implied: tuple[str, ...] = ()

    @property
    def disputed(self) -> bool:
        """Whether some passage denies it."""
        return any(passage.support is Support.CONTRADICTS for passage in self.evidence)

    @property
    def hedged(self) -> bool:
        """Whether every passage that says it hedges it."""
        saying = [
            passage for passage in self.evidence if passage.support is not Support.CONTRADICTS
        ]
        return bool(saying) and all(passage.hedged for passage in saying)

    @property
    def is_implied(self) -> bool:
        """Whether a coder's reading alone ascribes it to any voice: nobody is reported to say so."""
        return is_only_implied(self.claimants, self.narrated_by, self.implied)

    @property
    def voices(self) -> dict[str | None, tuple[str, ...]]:
        """Who says it, by the field that the passages bear on; under None, those who say all of it.

        Actors, and sources in their own voice. Denials are left out.
        """
        voices: dict[str | None, list[str]] = {}
        for passage in self.evidence:
            if passage.support is not Support.CONTRADICTS:
                for field in passage.fields or (None,):
                    voices.setdefault(field, []).extend(passage.claimants or (passage.source,))
        return {field: _distinct(names) for field, names in voices.items()}

    def __repr__(self) -> str:
        parts = {
            "said by": (*self.claimants, *self.narrated_by),
            "denied by": self.deniers,
            "from": self.origins,
        }
        told = [f"{label} {', '.join(names)}" for label, names in parts.items() if names]
        return f"<Attribution: {'; '.join(told) or 'nobody says it'}>"

    @classmethod
    def of(cls, records: Records, evidence: Iterable[Evidence]) -> Attribution:
        """Gather who says and who denies it from passages."""
        passages = tuple(evidence)
        saying = [passage for passage in passages if passage.support is not Support.CONTRADICTS]
        denying = [passage for passage in passages if passage.support is Support.CONTRADICTS]
        return cls(
            claimants=_distinct(name for passage in saying for name in passage.claimants or ()),
            narrated_by=_distinct(passage.source for passage in saying if not passage.claimants),
            deniers=_distinct(
                name for passage in denying for name in passage.claimants or (passage.source,)
            ),
            origins=_origins(records, saying),
            evidence=passages,
            implied=_implied(saying),
        )


def attribution_of(records: Records, value: Value, field: str | None = None) -> Attribution:
    """Who says a record or term, or one field of it, and who denies it.

    Raises:
        UnknownField: The record has no such field.
    """
    names = [spec.name for spec in fields_of(value)]
    if field is not None and field not in names:
        raise UnknownField(type(value).__name__, field, names)
    return Attribution.of(records, bearing_on(value, field))


def is_only_implied(
    claimants: tuple[str, ...], narrated_by: tuple[str, ...], implied: tuple[str, ...]
) -> bool:
    """Whether there are voices, and a coder's reading alone ascribes something to any of them."""
    voices = (*claimants, *narrated_by)
    return bool(voices) and set(voices) <= set(implied)


def _implied(saying: list[Evidence]) -> tuple[str, ...]:
    voices = [(passage.claimants or (passage.source,), passage.support) for passage in saying]
    explicit = {name for names, how in voices if how is not Support.IMPLIED for name in names}
    return _distinct(name for names, _ in voices for name in names if name not in explicit)


def _origins(records: Records, saying: list[Evidence]) -> tuple[str, ...]:
    """The outlets that passages started from, as far as they are known to be independent.

    A source that credits an outlet is not counted beside it: what it says without a credit may
    be from there as well.
    """
    outlets = _distinct(passage.origin for passage in saying)
    sources = records.sources
    return tuple(
        name
        for name in outlets
        if name not in sources or set(sources[name].credited or ()).isdisjoint(outlets)
    )


def on_wish(position: Position, term: Term) -> tuple[Evidence, ...]:
    """The passages on one term of a position: its own, else the position's; and what denies them all.

    Who denies that the party has this position denies each of its terms.
    """
    of_position = position.evidence or ()
    if not term.evidence:
        return of_position
    denying = (passage for passage in of_position if passage.support is Support.CONTRADICTS)
    fields = ("actor", "act", "terms")
    return (*term.evidence, *(each for each in denying if any(map(each.bears_on, fields))))


def bearing_on(value: Value, field: str | None) -> Iterator[Evidence]:
    """The evidence of a value, or of one of its fields, denials among it."""
    own: tuple[Evidence, ...] = getattr(value, "evidence", None) or ()
    inner = {Position: "terms", Figure: "claims"}.get(type(value)) if field is None else field
    content = getattr(value, inner) if inner is not None else None
    parts = (
        [part for part in content or () if isinstance(part, Value)]
        if type(content) is tuple
        else []
    )
    nested = [
        passage
        for part in parts
        for _, deeper in walk(part)
        for passage in getattr(deeper, "evidence", None) or ()
    ]
    for passage in own:
        # Parts with passages of their own are not supported by passages on the whole that name no field.
        if field is None or (passage.bears_on(field) and not (passage.fields is None and nested)):
            yield passage
    yield from nested


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
