"""The results of comparisons as JSON data: one form for all of them.

A record that a result points at stands as its address; what a result says itself (terms, evidence,
statuses) stands in full, terms and evidence as the data files have them.
"""

from __future__ import annotations

from datetime import date

import attrs

from negotiations import codec
from negotiations.base import Value
from negotiations.compare.diff import Diff
from negotiations.compare.document import diff_to_data
from negotiations.model import Record
from negotiations.store.records import address_of
from negotiations.vocabulary import Certainty

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["result_to_data"]


def result_to_data(result: Any) -> Any:
    """A result, or any part of one, as JSON data: what is not reported is left out.

    A class names in ``derived`` the properties that belong to its data beside its fields, and in
    ``by_address`` the fields whose values stand in full elsewhere.

    >>> from negotiations.compare.stance import Stance
    >>> result_to_data(Stance(party="a", on=None, as_of=date(2024, 8, 31), speakers=("a",), readings=()))
    {'party': 'a', 'as_of': '2024-08-31', 'speakers': ['a'], 'readings': [], 'superseded': [], 'later': []}
    """
    if isinstance(result, Diff):
        return diff_to_data(result)
    if isinstance(result, Record):
        return address_of(result)
    if isinstance(result, date):
        return result.isoformat()
    if isinstance(result, Certainty):
        return result.value
    if isinstance(result, tuple):
        return [result_to_data(each) for each in result]
    if isinstance(result, Value) or not attrs.has(type(result)):
        return codec.to_data(result)
    kind: Any = type(result)
    pointing = getattr(kind, "by_address", ())
    names = [*(field.name for field in attrs.fields(kind)), *getattr(kind, "derived", ())]
    held = {name: getattr(result, name) for name in names}
    return {
        name: _addresses(value) if name in pointing else result_to_data(value)
        for name, value in held.items()
        if value is not None
    }


def _addresses(held: Any) -> Any:
    return [each.address for each in held] if isinstance(held, tuple) else held.address
