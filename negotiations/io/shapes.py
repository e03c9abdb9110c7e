"""Which of several classes a JSON value belongs to, by its shape alone."""

from __future__ import annotations

from decimal import Decimal

from negotiations.model import Amount, Timing
from negotiations.model.values import Count, Duration, When
from negotiations.vocabulary import Qualifier, Vocabulary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Any

__all__ = ["is_vocabulary", "kind_by_shape"]


def is_vocabulary(kind: Any) -> bool:
    """Whether it is a class of words."""
    return isinstance(kind, type) and issubclass(kind, Vocabulary)


def kind_by_shape(data: Any, kinds: Collection[type]) -> type | None:
    """The class, of these, that a JSON value belongs to; None if it belongs to none.

    >>> kind_by_shape({"exactly": "P6W"}, (Count, Duration)).__name__
    'Duration'
    """
    choice: Any = None
    if isinstance(data, bool | int):
        choice = type(data)
    elif isinstance(data, dict):
        choice = Timing if _is_timing(data) else When
        if data.keys() & {qualifier.value for qualifier in Qualifier}:
            amounts = next(iter(data.values()))
            amount = amounts[0] if isinstance(amounts, list) and amounts else amounts
            # An unstated amount has no kind of its own; it is read as a count, as is a whole number
            # without a unit.
            choice = Duration if isinstance(amount, str) and "unstated" not in data else Count
            if isinstance(amount, float | Decimal) or data.keys() & {"unit", "per"}:
                choice = Amount
    elif isinstance(data, str):
        choice = str if str in kinds else next(filter(is_vocabulary, kinds), str)
    return choice if choice in kinds else None


def _is_timing(data: dict[str, Any]) -> bool:
    """Whether an object is a time that a text fixes, and not the date of a record."""
    return bool(data.keys() & {"on", "within", "before"}) or isinstance(data.get("after"), dict)
