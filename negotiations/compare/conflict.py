"""A place that both sides of a merge changed in ways that do not go together: a plain value."""

from __future__ import annotations

from typing import Any

import attrs

from negotiations.io.codec import to_data
from negotiations.model import Evidence
from negotiations.model.base import FieldSpec, Value, fields_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


__all__ = ["SIDES", "Conflict", "Label"]

SIDES = ("base", "ours", "theirs")
Line = tuple[Any, Any, Any]
Steps = tuple[str, ...]


class Label(str):
    """The step of a path that names an item and no field."""

    __slots__ = ()


@attrs.frozen
class Conflict:
    """One place that both sides changed in ways that do not go together.

    Attributes:
        path: Where it is, in field names and ids: ``/terms/prisoner-release@1/count``. Empty where
            it is the record as a whole.
        base: What the common ancestor has there; None where it has nothing.
        ours: What one side has there; None where it has nothing.
        theirs: What the other side has there; None where it has nothing.
        why: What does not go together, as a sentence without its full stop.
    """

    path: str
    base: Any
    ours: Any
    theirs: Any
    why: str
    _steps: Steps = attrs.field(repr=False, eq=False)
    _owners: Line = attrs.field(repr=False, eq=False)

    @property
    def declared(self) -> FieldSpec | None:
        """The declaration of the field that it is in, where it is in one."""
        name = self._steps[-1] if self._steps else None
        owner = next((each for each in self._owners if isinstance(each, Value)), None)
        if owner is None or isinstance(name, Label):
            return None
        return next((spec for spec in fields_of(owner) if spec.name == name), None)

    def to_data(self) -> dict[str, Any]:
        """The conflict as JSON data; a side that has nothing there is left out."""
        values = {side: getattr(self, side) for side in SIDES}
        return {
            "path": self.path,
            "why": self.why,
            **{side: to_data(held) for side, held in values.items() if held is not None},
            "evidence": {side: to_data(getattr(self, f"evidence_{side}")) for side in SIDES},
        }

    @property
    def evidence_base(self) -> tuple[Evidence, ...]:
        """The passages that the common ancestor rests on there."""
        return self._evidence(self.base, self._owners[0])

    @property
    def evidence_ours(self) -> tuple[Evidence, ...]:
        """The passages that one side rests on there."""
        return self._evidence(self.ours, self._owners[1])

    @property
    def evidence_theirs(self) -> tuple[Evidence, ...]:
        """The passages that the other side rests on there."""
        return self._evidence(self.theirs, self._owners[2])

    def _evidence(self, own: Any, owner: Any) -> tuple[Evidence, ...]:
        if own is None:
            return ()  # silence rests on no passage
        held = tuple(_passages_of(own))
        if held or not isinstance(owner, Value):
            return held
        names = {spec.name for spec in fields_of(owner)} & {
            step for step in self._steps if not isinstance(step, Label)
        }
        around: tuple[Evidence, ...] = getattr(owner, "evidence", None) or ()
        return tuple(each for each in around if each.fields is None or names & set(each.fields))


def _passages_of(own: Any) -> Iterator[Evidence]:
    if isinstance(own, Evidence):
        yield own
    elif isinstance(own, tuple):
        for item in own:
            yield from _passages_of(item)
    elif isinstance(own, Value):
        yield from getattr(own, "evidence", None) or ()
