"""An edit of a dataset, judged and not yet written.

It is made of records alone, and judged as a new record is: refused with all that would be wrong and
was not wrong before. Writing it touches the files of what changed, and no other.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import attrs

from negotiations.errors import InvalidDataset, Problem
from negotiations.folder.drafting import LEFT_TO_DO, built, completed_part, new_findings
from negotiations.folder.paragraphs import free_ranges, has_rest, with_rest, without_named
from negotiations.folder.parts import Part
from negotiations.folder.writing import ChangedFiles, changed_files, write_files
from negotiations.io.codec import canonical, to_data
from negotiations.io.strict_json import pointer_text
from negotiations.model import Source, Term, Uncoded
from negotiations.model.base import field_of
from negotiations.model.extra import Extra
from negotiations.model.terms import TermLabel
from negotiations.records import address_of, label_pointer

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os

    from negotiations.io.strict_json import Pointer
    from negotiations.model import Record
    from negotiations.model.base import FieldSpec
    from negotiations.records import Records
    from negotiations.rules import Finding

    Data = dict[str, Any]

__all__ = ["Edit", "judged_edit", "of_part", "write_edit"]


@attrs.frozen(kw_only=True, eq=False)
class Edit:
    """An edit of a dataset, not yet written.

    Attributes:
        before: The records as they were read.
        after: The records as they are to be.
        parts: What was set or added, as it is to be; or what was removed, as it was.
    """

    before: Records
    after: Records
    parts: tuple[Part, ...]

    @cached_property
    def _files(self) -> ChangedFiles:
        return changed_files(self.before, self.after)

    @property
    def texts(self) -> dict[str, str]:
        """The whole text of each file that changes, by its path in the folder."""
        return self._files.texts

    @property
    def stale(self) -> tuple[str, ...]:
        """The files in which no record is left."""
        return self._files.removed


def write_edit(edit: Edit, folder: str | os.PathLike[str]) -> tuple[str, ...]:
    """Write the files of an edit, all or none; the paths in the folder of those that changed.

    The folder has to be held from the moment the records are read (`negotiations.folder.locking`).

    Raises:
        InvalidDataset: A reader would refuse one of them, which is too large; nothing was written.
        NegotiationsError: A file of it is a link; nothing was written.
        OSError: One of them cannot be written; none has changed.
    """
    texts, stale = edit.texts, edit.stale
    if texts or stale:
        write_files(folder, texts, remove=stale)
    return (*texts, *stale)


def judged_edit(
    records: Records,
    part: Part,
    given: Data,
    unset: frozenset[str],
    problems: list[Problem],
    *,
    keep: bool = False,
) -> Edit:
    """The edit by which a part has these fields, or all that is wrong with it.

    Raises:
        InvalidDataset: Something is; what was wrong before does not count.
    """
    record = part.record
    data, faults = _applied(records, part, given, unset, keep=keep)
    made, misfits = built(type(record), data)
    faults += [_labelled(part, given, fault) for fault in misfits]
    inside = (_inside(part, fault) for fault in misfits)
    wrong = {pointer.split("/")[1] for pointer in inside if pointer}
    if made is None:
        # What is sound is checked, whatever else is wrong: all is said at once.
        sound = {name: value for name, value in given.items() if name not in wrong}
        data, _ = _applied(records, part, sound, unset, keep=keep)
        made, _ = built(type(record), data)
    problems = [*problems, *faults]
    after = records
    if made is not None:
        after = records.with_records([made])
        touched = {*given, *unset} if not part.path else set()
        for finding in new_findings(records, after):
            if finding.rule not in LEFT_TO_DO or (
                finding.path[:1] and finding.path[0] in touched and _same(finding, record)
            ):
                problems.append(_with_ranges(records, finding))
    if problems or made is None:
        raise InvalidDataset(sorted(problems, key=lambda problem: problem.sort_key))
    return Edit(before=records, after=after, parts=(_found_again(made, data, part.path),))


def _same(finding: Finding, record: Record) -> bool:
    return address_of(finding.record) == address_of(record)


def _with_ranges(records: Records, finding: Finding) -> Problem:
    """A finding as a problem; of paragraphs that are claimed, with those that are not."""
    if isinstance(finding.record, Source) and finding.path == ("uncoded",):
        spans = [(entry.paragraph, entry.last) for entry in finding.record.uncoded or ()]
        free = free_ranges(records, finding.record.id, spans)
        remedy = f"give those that nothing cites: --uncoded '{free}: REASON'"
        if not free:
            remedy = "leave them out: something cites each of them"
        return attrs.evolve(finding, remedy=remedy).problem()
    return finding.problem()


def _applied(
    records: Records, part: Part, given: Data, unset: frozenset[str], *, keep: bool
) -> tuple[Data, list[Problem]]:
    """The data of the record in which a part has these fields; and what is wrong with them."""
    data: Data = to_data(part.record)
    inner: Any = data
    if part.content is None:
        *way, field, _ = part.path
        for step in way:
            inner = inner[step]
        inner.setdefault(field, []).append(dict(given))
        return data, []
    for step in part.path:
        inner = inner[step]
    for name in unset:
        inner.pop(name, None)
    for name, value in given.items():
        spec = field_of(part.content, name)
        stays = keep or (isinstance(part.content, Source) and has_rest(value))
        if spec is not None and spec.types == (Term,) and isinstance(value, list):
            value = [completed_part(records, item) for item in value]  # noqa: PLW2901
        if spec is not None and stays and name in inner and isinstance(value, list | dict):
            inner[name] = _kept(inner[name], value, spec)
        else:
            inner[name] = value
    faults: tuple[Problem, ...] = ()
    if isinstance(part.content, Source):
        data, faults = with_rest(records, part.content.id, data)
        if part.content.uncoded == () and "uncoded" not in unset:
            data.setdefault("uncoded", [])
    return data, [of_part(part, fault) for fault in faults]


def _kept(present: Any, value: Any, spec: FieldSpec) -> Any:
    """What stands in a field that keeps what is there: items of a list, names in extra data."""
    if spec.types == (Uncoded,):
        return [*without_named(present, value), *value]
    if isinstance(value, list):
        return _joined(present, value, spec.types[0])
    return {**present, **value} if spec.types == (Extra,) else value


def _joined(items: list[Any], more: list[Any], kind: type) -> list[Any]:
    """The items, and those of the others that are not among them."""
    known = {canonical(item, kind) for item in items}
    return [*items, *(item for item in more if canonical(item, kind) not in known)]


def _found_again(record: Record, data: Data, path: Pointer) -> Part:
    """The part that was made of the data at a path: records sort their items."""
    here: Any = record
    there: Any = data
    way: list[str | int] = []
    for step in path:
        there = there[step]
        if isinstance(step, int):
            step = next(  # noqa: PLW2901 - the place where it is now
                index
                for index, item in enumerate(here)
                if canonical(to_data(item), type(item)) == canonical(there, type(item))
            )
            here = here[step]
        else:
            here = getattr(here, step)
        way.append(step)
    return Part(record, tuple(way), here)


def of_part(part: Part, problem: Problem) -> Problem:
    """A problem of a field of a part, with the address of its record."""
    pointer = label_pointer(part.record, part.path) + problem.pointer
    return attrs.evolve(problem, record=address_of(part.record), pointer=pointer)


def _inside(part: Part, fault: Problem) -> str | None:
    """The pointer of a fault within a part; None where it lies elsewhere in the record."""
    at = pointer_text(part.path)
    if fault.pointer != at and not fault.pointer.startswith(f"{at}/"):
        return None
    return fault.pointer[len(at) :]


def _labelled(part: Part, given: Data, fault: Problem) -> Problem:
    """A fault in the data of a record, by the keys of the items that it is in."""
    rest = _inside(part, fault)
    if rest is None:
        return attrs.evolve(fault, record=address_of(part.record))
    if part.content is not None or not part.path:
        return of_part(part, attrs.evolve(fault, pointer=rest))
    label = TermLabel(str(given["issue"]), *map(given.get, TermLabel._fields[1:]))
    around = label_pointer(part.record, part.path[:-1])
    return attrs.evolve(fault, record=address_of(part.record), pointer=f"{around}/{label}{rest}")
