"""Choosing terms by who puts them forward, on what text, for which phase, and in which record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import EllipsisType
from typing import Any

from negotiations.lookup import looked_up
from negotiations.model import Actor, Position, Proposal, Record, Term, Version
from negotiations.vocabulary import PhaseScope, VersionRole

Holds = Callable[[Version | Position, Term], bool]

__all__ = ["filters", "phase_of"]

_HOLDERS: dict[str, type[Record]] = {"versions": Version, "positions": Position}


def filters(
    collections: Mapping[str, Mapping[str, Any]],
    *,
    actor: Actor | str | None,
    on: Proposal | Version | str | EllipsisType | None,
    holder: Record | type[Record] | str | None,
) -> list[Holds]:
    """What must hold of a term and of the record that holds it; the arguments are those of `terms`.

    Raises:
        UnknownId: There is no such actor, text or holder.
    """
    return [
        *([] if actor is None else [_is_put_forward_by(collections, actor)]),
        *([] if on is ... else [_is_on(collections, on)]),
        *([] if holder is None else [_is_held_by(collections, holder)]),
    ]


def phase_of(phase: object) -> object:
    """A phase as terms have it; a number may be given as text.

    Raises:
        UnknownId: It is a text, and neither a number nor the word for the whole text.
    """
    if not isinstance(phase, str) or phase.isdecimal():
        return phase
    return looked_up({word.value: word for word in PhaseScope}, phase, "phase")


def _named(
    collections: Mapping[str, Mapping[str, Any]],
    name: Record | str,
    among: tuple[str, ...],
    noun: str,
) -> Record:
    """The record of one of these collections with an address or a bare id.

    Raises:
        UnknownId: There is none.
    """
    if isinstance(name, Record):
        return name
    known = {
        form: record
        for collection in among
        for record in collections[collection].values()
        for form in (record.id, f"{collection}/{record.id}")
    }
    record: Record = looked_up(known, name, noun)
    return record


def _is_put_forward_by(collections: Mapping[str, Mapping[str, Any]], actor: Actor | str) -> Holds:
    name = _named(collections, actor, ("actors",), "actor").id

    def holds(holder: Version | Position, term: Term) -> bool:
        if name in (term.proposed_by or ()):
            return True
        if isinstance(holder, Position):
            return name == holder.actor or name in (holder.joint_with or ())
        roles = holder.roles or ()
        return any(role.actor == name and role.role is VersionRole.AUTHOR for role in roles)

    return holds


def _is_on(
    collections: Mapping[str, Mapping[str, Any]], on: Proposal | Version | str | None
) -> Holds:
    if on is None:
        return lambda holder, _: isinstance(holder, Position) and holder.on is None
    text = _named(collections, on, ("proposals", "versions"), "proposal or version")
    versions = (text,) if isinstance(text, Version) else getattr(text, "versions", None) or ()
    names = {form for each in versions for form in (each.id, f"versions/{each.id}")}
    if isinstance(text, Proposal):
        names |= {text.id, f"proposals/{text.id}"}
    return lambda holder, _: (holder.on if isinstance(holder, Position) else holder.id) in names


def _is_held_by(
    collections: Mapping[str, Mapping[str, Any]], holder: Record | type[Record] | str
) -> Holds:
    kind = _HOLDERS.get(holder) if isinstance(holder, str) else holder
    if isinstance(kind, type):
        return lambda held_by, _: isinstance(held_by, kind)
    record = holder
    if not isinstance(record, Record):
        record = _named(collections, str(holder), tuple(_HOLDERS), "version or position")
    return lambda held_by, _: type(held_by) is type(record) and held_by.id == record.id
