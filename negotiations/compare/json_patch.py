"""A diff as a JSON Patch (RFC 6902), which any library of that standard applies.

Items of lists are addressed there by their index, so that the order of the operations matters: in
each list, items are first removed, then moved, then added, and only then changed inside, where each
already has its final index.
"""

from __future__ import annotations

from bisect import bisect_left, insort

from negotiations.compare.align import key_of, pairs_of
from negotiations.compare.values import ATOMS
from negotiations.io.codec import to_data
from negotiations.io.strict_json import pointer_text
from negotiations.model.base import Value, fields_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from negotiations.io.strict_json import Pointer

    Operation = dict[str, Any]

__all__ = ["operations"]


def operations(a: Value, b: Value) -> Iterator[Operation]:
    """The operations that make the JSON of ``b`` from the JSON of ``a``; two records of one kind."""
    if isinstance(a, ATOMS) and a != b:
        yield from _replace((), a, b)
    elif a != b:
        yield from _inside(a, b, ())


def _operation(name: str, at: Pointer, **more: Any) -> Operation:
    return {"op": name, "path": pointer_text(at), **more}


def _test(at: Pointer, value: object) -> Operation:
    return _operation("test", at, value=to_data(value))


def _replace(at: Pointer, before: object, after: object) -> Iterator[Operation]:
    yield _test(at, before)
    yield _operation("replace", at, value=to_data(after))


def _remove(at: Pointer, before: object) -> Iterator[Operation]:
    yield _test(at, before)
    yield _operation("remove", at)


def _inside(a: Value, b: Value, at: Pointer) -> Iterator[Operation]:
    for spec in fields_of(a):
        before, after = getattr(a, spec.name), getattr(b, spec.name)
        here = (*at, spec.name)
        if before == after:
            continue
        if before is None:
            yield _operation("add", here, value=to_data(after))
        elif after is None:
            yield from _remove(here, before)
        elif spec.many and not spec.ordered:
            yield from _items(before, after, here)
        else:
            yield from _replace(here, before, after)


def _items(before: tuple[Any, ...], after: tuple[Any, ...], at: Pointer) -> Iterator[Operation]:
    """Turn one list into the other; both are sorted, and their items pair as in the diff."""
    earlier = {
        key_of(counterpart): item
        for item, counterpart in pairs_of(before, after)
        if item is not None and counterpart is not None
    }
    staying = {key_of(item) for item in earlier.values()}
    for index in range(len(before) - 1, -1, -1):
        if key_of(before[index]) not in staying:
            yield from _remove((*at, index), before[index])
    remaining = [item for item in before if key_of(item) in staying]
    yield from _moves(
        remaining, [(earlier[key], key) for key in map(key_of, after) if key in earlier], at
    )
    for index, item in enumerate(after):
        if key_of(item) not in earlier:
            yield _operation("add", (*at, index), value=to_data(item))
    for index, item in enumerate(after):
        old, here = earlier.get(key_of(item), item), (*at, index)
        if old == item:
            continue
        if isinstance(item, Value) and type(old) is type(item):
            yield from _identity(old, here)
            yield from _inside(old, item, here)
        else:
            yield from _replace(here, old, item)


def _moves(remaining: list[Any], final: list[tuple[Any, Any]], at: Pointer) -> Iterator[Operation]:
    """Bring the items that are left into their final order; those whose keys stay are in it.

    Each item that moves goes behind the one that precedes it in the end. Where it stands until then,
    and where that one does, is counted and not looked for, so that many moves take no longer each.
    """
    places = {key_of(item): index for index, item in enumerate(remaining)}
    moving = sorted(places[key_of(item)] for item, final_key in final if key_of(item) != final_key)
    moved: list[int] = []  # the former places of those that have moved, in order
    behind: list[int] = []  # and of the staying ones that each of them stands behind, in order
    staying = -1  # the former place of the last staying one that is in its final place

    def still_before(place: int) -> int:
        """How many that are still to move stand before what stood at a place."""
        return bisect_left(moving, place) - bisect_left(moved, place)

    for done, (item, final_key) in enumerate(final):
        place = places[key_of(item)]
        if key_of(item) == final_key:
            staying = place
            continue
        stay_before = place - bisect_left(moving, place)
        start = stay_before + still_before(place) + bisect_left(behind, place)
        target = done + still_before(staying) - (place < staying)
        insort(moved, place)
        behind.append(staying)
        if start != target:
            yield from _identity(item, (*at, start))
            source = pointer_text((*at, start))
            yield _operation("move", (*at, target), **{"from": source})


def _identity(item: Value, at: Pointer) -> Iterator[Operation]:
    """Test that this item is at the place."""
    for name in item.key_fields:
        value = getattr(item, name)
        if value is not None:
            yield _test((*at, name), value)
