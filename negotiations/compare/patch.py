"""Carrying changes over: from one record to the other."""

from __future__ import annotations

from negotiations.compare.align import key_of
from negotiations.compare.changes import Pair, Removed, Totalled
from negotiations.errors import PatchDoesNotFit
from negotiations.model.base import fields_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from negotiations.compare.changes import Change

    Pending = tuple[tuple[str | Pair, ...], Change]

__all__ = ["patched"]


def patched(value: Any, changes: Iterable[Change]) -> Any:
    """A record with these changes made.

    Raises:
        PatchDoesNotFit: Another value stands where a change expects its own.
    """
    applied = (change for change in changes if not isinstance(change, Totalled))
    return _patch_value(value, [(change.steps, change) for change in applied])


def _patch_value(value: Any, pending: list[Pending]) -> Any:
    by_field: dict[str, list[Pending]] = {}
    for steps, change in pending:
        by_field.setdefault(str(steps[0]), []).append((steps[1:], change))
    specs = {spec.name: spec for spec in fields_of(value)}
    edits: dict[str, Any] = {}
    for name, inner in by_field.items():
        if name not in specs:
            raise PatchDoesNotFit(inner[0][1].path, name, None)
        held = getattr(value, name)
        items = [each for each in inner if each[0]]
        wholes = [change for steps, change in inner if not steps]
        # That an empty list becomes a silent one, or the other way round, comes before or after
        # what happens to its items, whichever way the patch is read.
        for change in [each for each in wholes if items and each.before == held]:
            held = change.after
            wholes.remove(change)
        if items:
            held = _patch_items(held, items)
        for change in wholes:
            _expect(change, change.before, held)
            held = change.after
        edits[name] = held
    try:
        return value.replace(**edits)
    except (ValueError, TypeError) as fault:
        # Each change fits by itself; together with the rest of this record they break its rules.
        kept = f"a {type(value).__name__} that keeps the rules of its class"
        raise PatchDoesNotFit(pending[0][1].path, kept, str(fault)) from None


def _patch_items(held: tuple[Any, ...] | None, pending: list[Pending]) -> tuple[Any, ...] | None:
    items = {key_of(item): item for item in held or ()}
    nested: dict[Any, list[Pending]] = {}
    wanted: dict[Any, Any] = {}
    emptied: tuple[Any, ...] | None = () if held == () else None
    added: dict[Any, Any] = {}
    for steps, change in pending:
        pair = steps[0]
        if not isinstance(pair, Pair):
            raise PatchDoesNotFit(change.path, pair, held)
        if len(steps) > 1:
            nested.setdefault(key_of(pair.before), []).append((steps[1:], change))
            wanted[key_of(pair.before)] = pair.before
            continue
        if pair.before is not None:
            _expect(change, change.before, items.pop(key_of(pair.before), None))
            if isinstance(change, Removed):
                emptied = ()
        if pair.after is not None:
            added[key_of(pair.after)] = change
    for key, inner in nested.items():
        if key not in items:
            raise PatchDoesNotFit(inner[0][1].path, wanted[key], None)
    # All of them are taken out first, since one can get the key that another has.
    taken = {key: items.pop(key) for key in nested}
    for key, inner in nested.items():
        item = _patch_value(taken[key], inner)
        _expect(inner[0][1], None, items.get(key_of(item)))
        items[key_of(item)] = item
    for key, change in added.items():
        _expect(change, None, items.get(key))
        items[key] = change.after
    return tuple(items.values()) or emptied


def _expect(change: Change, wanted: Any, found: Any) -> None:
    if found != wanted:
        raise PatchDoesNotFit(change.path, wanted, found)
