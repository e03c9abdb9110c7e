"""A diff read back from its JSON document.

A document holds the earlier record and the changes that make the later one of it. All else in it
(codes, paths, levels, certainties, deltas, evidence, the summary) is derived: it is there for other
programs, and on reading it is worked out anew and held against what stands there. Leans alone are
not, since they rest on issues, which the document does not hold: ask a dataset for them.
"""

from __future__ import annotations

from functools import cache
from typing import TypeVar, overload

from negotiations.compare import changes as change_classes
from negotiations.compare.align import key_of
from negotiations.compare.changes import Change, Pair
from negotiations.compare.diff import Diff, diff
from negotiations.compare.document import (
    FORMAT,
    change_to_data,
    diff_schema,
    diff_to_data,
    item_key,
)
from negotiations.compare.patch import patched
from negotiations.errors import InvalidDataset, PatchDoesNotFit, Problem, nearest
from negotiations.io import codec
from negotiations.io.codec import canonical
from negotiations.io.schema import document_problems, schema_problems
from negotiations.io.strict_json import JsonText, dumps, pointer_text, read_json
from negotiations.model import TERM_CLASSES, Metadata, Term
from negotiations.model.base import Value, fields_of
from negotiations.records import COLLECTIONS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from negotiations.io.strict_json import Pointer

V = TypeVar("V", bound=Value)

__all__ = ["from_json"]


@overload
def from_json(kind: type[Diff], text: str) -> Diff: ...
@overload
def from_json(kind: type[V], text: str) -> V: ...
def from_json(kind: type[Any], text: str) -> Any:
    """Read one record, one value or one diff from JSON text, held against its schema.

    Of a diff all is checked: that its changes fit its record and each other, and that what it says
    of them is so. Leans are not read, since the issues that they rest on are not in it.

    Args:
        kind: The class of the record or value, or `Diff`.
        text: The JSON text, as `to_json` writes it.

    Raises:
        InvalidDataset: The text is not JSON or does not fit; ``problems`` names all of it.

    >>> from negotiations.answers.answer import to_json
    >>> from negotiations.model.values import Count
    >>> from_json(Count, '{"more_than": 100}')
    Count.more_than(100)
    >>> found = diff(Count.more_than(100), Count.exactly(150))
    >>> from_json(Diff, to_json(found)) == found
    True
    """
    if kind is not Diff:
        return codec.from_json(kind, text)
    document, problems = read_json("", text.encode("utf-8", "surrogatepass"))
    if document is None:
        raise InvalidDataset(problems)
    return _Reading(document).diff()


@cache
def _classes() -> dict[str, type[Value]]:
    """Every class of the model that two compared values can be of, by its name."""
    found: dict[str, type[Value]] = {}
    waiting: list[type] = [*COLLECTIONS.values(), Metadata, *TERM_CLASSES.values()]
    while waiting:
        cls = waiting.pop()
        if issubclass(cls, Value) and cls.__name__ not in found and cls is not Term:
            found[cls.__name__] = cls
            waiting += [kind for spec in fields_of(cls) for kind in spec.types]
    return found


class _Reading:
    """One run through a parsed document; what is wrong is gathered, and raised at each landing."""

    def __init__(self, document: JsonText) -> None:
        self.document = document
        self.data = document.value
        self.problems: list[Problem] = []

    def diff(self) -> Diff:
        self._shape()
        sides = [self._record(name) for name in self.data["records"]]
        self._landing()
        a = sides[0]
        b = self._made(a) if self.data["whole"] else sides[1]
        found = diff(a, b)
        self._compare(found)
        self._landing()
        return found

    def _landing(self) -> None:
        if self.problems:
            raise InvalidDataset(sorted(self.problems, key=lambda problem: problem.sort_key))

    def _say(
        self, at: Pointer, message: str, *, found: str = "", expected: str = "", remedy: str = ""
    ) -> None:
        line, column = self.document.place(at)
        self.problems.append(
            Problem(
                rule="value",
                line=line,
                column=column,
                pointer=pointer_text(at),
                message=message,
                found=found,
                expected=expected,
                remedy=remedy,
            )
        )

    # --- the document around the changes ---

    def _shape(self) -> None:
        """The format, the schema, and whether the document holds what it takes to read it."""
        given = self.data.get("format") if isinstance(self.data, dict) else None
        if type(given) is int and given != FORMAT:
            self._say(
                ("format",),
                "a diff of another format",
                found=str(given),
                expected=str(FORMAT),
                remedy="write the diff anew from its two records",
            )
            self._landing()
        self.problems += document_problems(self.document, diff_schema)
        self._landing()
        data, known = self.data, _classes()
        for name, kind in data["kinds"].items():
            if kind not in known:
                close = nearest(kind, known, 1)
                remedy = f"write {close[0]!r}" if close else "name a class of the model"
                self._say(
                    ("kinds", name), "no such class", found=kind, expected="a class", remedy=remedy
                )
        kinds = data["kinds"]["a"], data["kinds"]["b"]
        wanted = kinds[0] == kinds[1] if data["whole"] else set(kinds) == {"Position", "Version"}
        if not wanted:
            expected = "one kind" if data["whole"] else "a Position and a Version"
            self._say(
                ("kinds",), "sides that are not compared so", found=str(kinds), expected=expected
            )
        if not data["complete"]:
            self._say(
                ("complete",),
                "only some of the changes are listed",
                found="false",
                expected="true",
                remedy="write the diff without a choice of issue, party or level",
            )
        sides = {"a"} if data["whole"] else {"a", "b"}
        if set(data.get("records", {})) != sides:
            self._say(
                ("records",),
                "not the records that the changes are of",
                found=", ".join(data.get("records", {})) or "none",
                expected=" and ".join(sorted(sides)),
            )
        self._landing()

    def _record(self, name: str) -> Any:
        cls, at = _classes()[self.data["kinds"][name]], ("records", name)
        faults = schema_problems(self.document, cls, at=at)
        if faults:
            self.problems += faults
            return None
        made, faults = codec.structure_problems(cls, self.document, self.data["records"][name], at)
        self.problems += faults
        return made

    # --- the changes ---

    def _made(self, a: Value) -> Value:
        """The later record: the earlier one with the changes made."""
        read = [self._change(a, index) for index in range(len(self.data["changes"]))]
        self._landing()
        self._conflicts([change for change in read if change is not None])
        self._landing()
        try:
            b: Value = patched(a, [change for change in read if change is not None])
        except PatchDoesNotFit as fault:
            self._say(
                ("changes",),
                f"the changes do not fit together at {fault.path}",
                found=repr(fault.found),
                expected=repr(fault.expected),
            )
            raise InvalidDataset(self.problems) from None
        later = codec.to_data(b)
        for problem in schema_problems(JsonText("", dumps(later), later), type(b)):
            self._say(
                ("changes",),
                f"the later record would break its schema at {problem.pointer}: {problem.message}",
                found=problem.found,
                expected=problem.expected,
            )
        self._landing()
        return b

    def _change(self, a: Value, index: int) -> Change | None:
        """One change, as far as applying it wants; held against the earlier record."""
        listed, at = self.data["changes"][index], ("changes", index)
        way = self._way(a, listed["steps"], (*at, "steps"))
        if way is None:
            return None
        steps, here, name = way
        spec = next(spec for spec in fields_of(here) if spec.name == name)
        given = [listed.get(side) for side in ("before", "after")]
        if given == [None, None]:
            self._say(at, "neither before nor after", expected="one of them, or both")
            return None
        of_item = spec.many and not spec.ordered and not any(isinstance(it, list) for it in given)
        sides: list[Any] = []
        so_far = len(self.problems)
        for side in ("before", "after"):
            value = None
            if side in listed:
                value, faults = codec.structure_field(type(here), name, listed[side], item=of_item)
                for pointer, message in faults:
                    self._say((*at, side, *pointer), message, remedy="mend the value here")
                if isinstance(value, tuple) and not spec.ordered:
                    value = tuple(sorted(value, key=key_of))
            sides.append(value)
        if len(self.problems) > so_far:
            return None
        before, after = sides
        held = getattr(here, name)
        if of_item:
            steps = (*steps, Pair(before, after))
            held = {key_of(item): item for item in held or ()}.get(key_of(before))
        # An empty list may be what the changes of its items leave, which shows when they are made.
        certain = before is not None if of_item else not (spec.many and before in (None, ()))
        if certain and held != before:
            self._say(
                (*at, "before") if before is not None else at,
                "the earlier record has something else there",
                found=repr(held),
                expected=repr(before),
            )
        kind: type[Change] = getattr(change_classes, listed["change"])
        return kind(steps, before, after, (here, here), type(a))

    def _way(
        self, a: Value, steps: list[Any], at: Pointer
    ) -> tuple[tuple[str | Pair, ...], Value, str] | None:
        """The steps within the earlier record, the value that they end in, and its field."""
        here: Value = a
        made: list[str | Pair] = []
        for index, step in enumerate(steps):
            if isinstance(step, str) is (index % 2 == 1):
                self._say((*at, index), "fields and items take turns", found=repr(step))
                return None
            if isinstance(step, str):
                names = [spec.name for spec in fields_of(here)]
                if step not in names:
                    close = nearest(step, names, 1)
                    self._say(
                        (*at, index),
                        f"{type(here).__name__} has no field {step!r}",
                        expected=f"one of {', '.join(names)}",
                        remedy=f"write {close[0]!r}" if close else "name a field",
                    )
                    return None
                made.append(step)
                continue
            item = _found(getattr(here, steps[index - 1]), step["before"])
            if item is None:
                found = f"no item {step['before']} in {steps[index - 1]}"
                self._say(
                    (*at, index, "before"), "the earlier record has no such item", found=found
                )
                return None
            made.append(Pair(item, None))
            here = item
        if not steps or not isinstance(steps[-1], str):
            self._say(at, "the steps do not end with a field", expected="the name of a field")
            return None
        return tuple(made), here, steps[-1]

    def _conflicts(self, read: list[Change]) -> None:
        """No two changes are of one place."""
        claimed: dict[Any, int] = {}
        for index, change in enumerate(read):
            last = change.steps[-1]
            where = "".join(_place(step) for step in change.steps if step is not last)
            places = [(where, last)]
            if isinstance(last, Pair):
                sides = (("before", last.before), ("after", last.after))
                places = [
                    (where, f"{side} {key_of(item)!r}") for side, item in sides if item is not None
                ]
            for place in places:
                first = claimed.setdefault(place, index)
                if first != index:
                    self._say(
                        ("changes", index),
                        "a second change of one place",
                        found=f"change {first + 1} is of it too",
                        expected="one change of each place",
                        remedy="keep one of them",
                    )

    # --- what is derived ---

    def _compare(self, found: Diff) -> None:
        """What the document says of itself is what its records say."""
        expected = diff_to_data(found)
        for name in ("a", "b", "whole", "complete", "kinds"):
            self._same((name,), self.data[name], expected[name])
        for name, wanted in expected["summary"].items():
            self._same(("summary", name), self.data["summary"][name], wanted)
        waiting = {_signature(each): each for each in map(change_to_data, found)}
        for index, listed in enumerate(self.data["changes"]):
            wanted = waiting.pop(_signature(listed), None)
            if wanted is None:
                self._say(
                    ("changes", index),
                    "not a change between the two records, as they are compared",
                    found=listed["path"],
                    expected=", ".join(change.path for change in found) or "no changes",
                )
                continue
            for name in sorted((wanted.keys() | listed.keys()) - {"lean", "before", "after"}):
                self._same(("changes", index, name), listed.get(name), wanted.get(name))
        for missing in waiting.values():
            self._say(("changes",), "a change is missing", expected=missing["path"])

    def _same(self, at: Pointer, given: Any, wanted: Any) -> None:
        alike = canonical(given) == canonical(wanted) if at[-1] == "evidence" else given == wanted
        if not alike:
            self._say(
                at,
                f"{at[-1]}: not what the records say",
                found=_short(given),
                expected=_short(wanted),
                remedy="write the diff anew, or mend this",
            )


def _found(held: Any, key: dict[str, Any]) -> Any:
    """The item of a list that has these key fields."""
    items = held if isinstance(held, tuple) else ()
    keyed = (item for item in items if isinstance(item, Value) and item.key_fields)
    return next((each for each in keyed if canonical(item_key(each)) == canonical(key)), None)


def _place(step: str | Pair) -> str:
    return f"/{step}" if isinstance(step, str) else f"/{key_of(step.before)!r}"


def _signature(change: dict[str, Any]) -> str:
    """What a change is, without what is derived of it."""
    return canonical({name: change.get(name) for name in ("steps", "before", "after")})


def _short(given: Any) -> str:
    text = "nothing" if given is None else dumps(given, width=10**6)
    return text if len(text) <= 120 else text[:117] + "…"
