"""A diff read back from its JSON document.

A document holds both records. All else in it follows from them: on reading it is made again and
compared with what the document says. Leans alone are not, since they rest on issues, which the document
does not hold: ask a dataset for them.
"""

from __future__ import annotations

from functools import cache
from itertools import islice
from typing import Any, TypeVar, overload

from negotiations.compare.diff import Diff, compared
from negotiations.compare.document import FORMAT, diff_schema, diff_to_data
from negotiations.errors import InvalidDataset, Problem, nearest
from negotiations.io import codec
from negotiations.io.decoding import decoded_data
from negotiations.io.garbage import WithoutCollecting
from negotiations.io.schema import document_problems, schema_problems
from negotiations.io.strict_json import JsonText, dumps, pointer_text, read_json
from negotiations.limits import MAXIMUM_PROBLEMS, more_problems
from negotiations.model import TERM_CLASSES, Metadata, Term
from negotiations.model.base import Value, fields_of
from negotiations.records import COLLECTIONS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.io.strict_json import Pointer

V = TypeVar("V", bound=Value)

__all__ = ["from_json"]


@overload
def from_json(kind: type[Diff], text: str) -> Diff: ...
@overload
def from_json(kind: type[V], text: str) -> V: ...
def from_json(kind: type[Any], text: str) -> Any:
    """Read one record, one value or one diff from JSON text, checked against its schema.

    Of a diff all is checked: it is made again from its two records, and must say what the document
    says. Leans are not read, since the issues that they rest on are not in it.

    Args:
        kind: The class of the record or value, or `Diff`.
        text: The JSON text, as `to_json` writes it.

    Raises:
        InvalidDataset: The text is not JSON or does not fit; ``problems`` names all of it.

    >>> from negotiations.answers.answer import to_json
    >>> from negotiations.compare.diff import diff
    >>> from negotiations.model.values import Count
    >>> from_json(Count, '{"more_than": 100}')
    Count.more_than(100)
    >>> change = diff(Count.more_than(100), Count.exactly(150))
    >>> from_json(Diff, to_json(change)) == change
    True
    """
    if kind is not Diff:
        return codec.value_from_json(kind, text)
    # However long it is: it is in memory already, and may be a diff that was written here.
    data = text.encode("utf-8", "surrogatepass")
    with WithoutCollecting(len(data)):
        document, problems = read_json("", data, limit=len(data))
        if document is None:
            raise InvalidDataset(problems)
        return _DocumentReading(document).diff()


@cache
def _classes() -> dict[str, type[Value]]:
    """Every class of the model that two compared values can be of, by its name."""
    classes: dict[str, type[Value]] = {}
    waiting: list[type] = [*COLLECTIONS.values(), Metadata, *TERM_CLASSES.values()]
    while waiting:
        cls = waiting.pop()
        if issubclass(cls, Value) and cls.__name__ not in classes and cls is not Term:
            classes[cls.__name__] = cls
            waiting += [kind for spec in fields_of(cls) for kind in spec.types]
    return classes


class _DocumentReading:
    """One run through a parsed document: problems are gathered, and raised at each landing."""

    def __init__(self, document: JsonText) -> None:
        self.document = document
        self.data = document.value
        self.problems: list[Problem] = []

    def diff(self) -> Diff:
        self._shape()
        a, b = (self._record(name) for name in ("a", "b"))
        self._landing()
        scales = {name: tuple(options) for name, options in self.data.get("scales", {}).items()}
        diff = compared(a, b, scales)
        self._compare(diff)
        self._landing()
        return diff

    def _landing(self) -> None:
        if self.problems:
            raise InvalidDataset(sorted(self.problems, key=lambda problem: problem.sort_key))

    def _say(
        self, at: Pointer, message: str, *, found: str = "", expected: str = "", remedy: str = ""
    ) -> None:
        if len(self.problems) >= MAXIMUM_PROBLEMS:
            self.problems = [*self.problems[:MAXIMUM_PROBLEMS], more_problems("")]
            self._landing()
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

    def _shape(self) -> None:
        """The format, the schema, and whether the document holds what it takes to read it."""
        number = self.data.get("format") if isinstance(self.data, dict) else None
        if type(number) is int and number != FORMAT:
            self._say(
                ("format",),
                "a diff of another format",
                found=str(number),
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
        is_comparable = (
            kinds[0] == kinds[1] if data["whole"] else set(kinds) == {"Position", "Version"}
        )
        if not is_comparable:
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
        elif "records" not in data:
            self._say(("records",), "the two records are missing", expected="a and b")
        self._landing()

    def _record(self, name: str) -> Any:
        cls, at = _classes()[self.data["kinds"][name]], ("records", name)
        made = decoded_data(cls, self.data["records"][name])
        if made is not None:
            return made
        # The checked path decides, and says what is wrong.
        faults = schema_problems(self.document, cls, at=at)
        if faults:
            self.problems += faults
            return None
        record, faults = codec.structure_problems(
            cls, self.document, self.data["records"][name], at
        )
        self.problems += faults
        return record

    def _compare(self, diff: Diff) -> None:
        """Check that the document says of its two records what the diff of them says."""
        expected = diff_to_data(diff)
        for name in expected.keys() - {"format", "records", "summary", "changes"}:
            self._same((name,), self.data.get(name), expected[name])
        for name, wanted in expected["summary"].items():
            self._same(("summary", name), self.data["summary"][name], wanted)
        waiting = {change["path"]: change for change in expected["changes"]}
        for index, listed in enumerate(self.data["changes"]):
            wanted = waiting.pop(listed["path"], None)
            if wanted is None:
                self._say(
                    ("changes", index),
                    "not a change between the two records, or a second one of its place",
                    found=listed["path"],
                    expected=", ".join(islice(waiting, 20)) or "no further changes",
                    remedy="take it out, or fix the record that it is of",
                )
                continue
            for name in sorted((wanted.keys() | listed.keys()) - {"lean"}):
                self._same(("changes", index, name), listed.get(name), wanted.get(name))
        for path in waiting:
            self._say(("changes",), "a change is missing", expected=path)

    def _same(self, at: Pointer, found: Any, expected: Any) -> None:
        if found != expected:
            self._say(
                at,
                f"{at[-1]}: not what the records say",
                found=_short(found),
                expected=_short(expected),
                remedy="write the diff anew, or fix this",
            )


def _short(content: Any) -> str:
    text = "nothing" if content is None else dumps(content, width=10**6)
    return text if len(text) <= 120 else text[:117] + "…"
