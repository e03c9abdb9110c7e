"""Decoding valid JSON text straight into records: the fast path of reading, generated from the model.

msgspec checks types, patterns and ranges while it parses, in C, into structs that mirror the fields
of the model's classes; a copier for each class, compiled from the same declarations, then fills its
slots. Nothing is explained here: whatever is not plainly right gives nothing, and the checked path
(`negotiations.io.codec`) reads it again and says what is wrong. So the fast path may refuse what the
checked path accepts, and must never accept what that refuses; tests hold the two together.
"""

from __future__ import annotations

import msgspec

from negotiations.io.copiers import copy_of
from negotiations.io.garbage import WithoutCollecting
from negotiations.io.structs import parsed
from negotiations.model.base import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    V = TypeVar("V", bound=Value)

__all__ = ["decoded", "decoded_data", "decoded_list"]


def decoded(kind: type[V], data: bytes) -> V | None:
    """The value that JSON text means; None where the checked path has to decide.

    >>> from negotiations.model.values import Count
    >>> decoded(Count, b'{"more_than": 100}')
    Count.more_than(100)
    >>> decoded(Count, b'{"more_than": "100"}') is None
    True
    """
    values = _decoded(kind, data, is_list=False)
    return None if values is None else values[0]


def decoded_data(kind: type[V], data: object) -> V | None:
    """The value that parsed JSON data mean; None where the checked path has to decide.

    >>> from negotiations.model.values import Count
    >>> decoded_data(Count, {"more_than": 100})
    Count.more_than(100)
    >>> decoded_data(Count, {"more_than": 2**70}) is None
    True
    """
    return decoded(kind, msgspec.json.encode(data))


def decoded_list(kind: type[V], data: bytes) -> tuple[V, ...] | None:
    """The values that the JSON text of an array means; None where the checked path has to decide."""
    return _decoded(kind, data, is_list=True)


def _decoded(kind: type[V], data: bytes, *, is_list: bool) -> tuple[V, ...] | None:
    try:
        with WithoutCollecting(len(data)):
            found = parsed(kind, data, is_list=is_list)
            made = tuple(map(copy_of, found if is_list else (found,)))
    except (msgspec.MsgspecError, ValueError, TypeError):
        return None
    return made if all(isinstance(value, kind) for value in made) else None
