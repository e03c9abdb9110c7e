"""Editing records: fields set, terms added, records and parts of them removed.

An edit is made of records alone, and judged as a new record is: it is refused with all that would be
wrong and was not wrong before. Writing it touches the files of what changed, and no other.
"""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import attrs

from negotiations.errors import InvalidDataset, NegotiationsError, Problem, UnknownField, UnknownId
from negotiations.folder.drafting import LEFT_TO_DO, built, completed_part, new_findings
from negotiations.folder.paragraphs import free_ranges, has_rest, with_rest, without_named
from negotiations.folder.parts import Part, part_at
from negotiations.folder.replacing import write_inside
from negotiations.folder.writing import files_of
from negotiations.io.codec import canonical, to_data
from negotiations.io.strict_json import pointer_text
from negotiations.model import Proposal, Source, Term, Uncoded
from negotiations.model.base import field_of, fields_of
from negotiations.model.terms import split_label
from negotiations.records import address_of, label_pointer

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping

    from negotiations.io.strict_json import Pointer
    from negotiations.model import Record
    from negotiations.model.base import FieldSpec
    from negotiations.records import Records
    from negotiations.rules import Finding

    Data = dict[str, Any]

__all__ = [
    "Edit",
    "add_term",
    "place_of_term",
    "set_fields",
    "settable",
    "write_edit",
]


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

    @property
    def texts(self) -> dict[str, str]:
        """The whole text of each file that changes, by its path in the folder."""
        before = files_of(self.before)
        return {
            name: text for name, text in files_of(self.after).items() if before.get(name) != text
        }

    @property
    def stale(self) -> tuple[str, ...]:
        """The files in which no record is left."""
        after = files_of(self.after)
        return tuple(name for name in files_of(self.before) if name not in after)


def write_edit(edit: Edit, folder: str | os.PathLike[str]) -> tuple[str, ...]:
    """Write the files of an edit, all or none; the paths in the folder of those that changed.

    The folder has to be held from the moment the records are read (`negotiations.folder.locking`).

    Raises:
        NegotiationsError: A file of it is a link; nothing was written.
        OSError: One of them cannot be written; none has changed.
    """
    texts, stale = edit.texts, edit.stale
    if texts or stale:
        write_inside(Path(folder), texts, remove=stale)
    return (*texts, *stale)


def settable(records: Records, address: str) -> Part:
    """The part at an address, if its fields can be set.

    Raises:
        NegotiationsError: It has none, being a field itself, or there is no such part.
    """
    part = part_at(records, address)
    if part.has_fields:
        return part
    around, field = part.around, part.field
    if part.content is None or not part.path or not isinstance(part.path[-1], int):
        what = f"{part.address} is a field"
    else:
        what = f"{part.address} is an item of a field"
    raise NegotiationsError(
        f"{what}, which has no fields of its own; set it where it is: "
        f"{command('set', around.address)} {flag(field)} VALUE"
    )


def set_fields(
    records: Records,
    address: str,
    given: Mapping[str, Any],
    *,
    unset: Iterable[str] = (),
    keep: bool = False,
    unread: tuple[Problem, ...] = (),
) -> Edit:
    """The records with fields of one part set, or no longer reported.

    Args:
        records: The records.
        address: The part, in any form that `part_at` takes.
        given: JSON data for the fields to set, by their names.
        unset: The fields that are to be not reported.
        keep: Whether the items of a list stay, and those given are added to them.
        unread: What was found wrong already with fields that are not given for this reason.

    Raises:
        InvalidDataset: The edit cannot be made; ``problems`` has all the reasons.
        NegotiationsError: There is no such part or field, or the part is a field itself.
    """
    part = settable(records, address)
    gone = tuple(name.replace("-", "_") for name in unset)
    names = [spec.name for spec in fields_of(part.content) if spec.name != "id"]
    for name in (*given, *gone):
        if name == "id":
            raise NegotiationsError(
                f"an id is not set, since others refer to it; give another with "
                f"{command('rename', part.address)} NEW-ID"
            )
        if name not in names:
            raise UnknownField(type(part.content).__name__, name, names)
    problems = [_of_part(part, problem) for problem in unread]
    sound = set(gone)
    for spec in (spec for spec in fields_of(part.content) if spec.name in gone):
        refusals = _unset_problems(part, spec, given=spec.name in given)
        problems += refusals
        sound -= {spec.name} if refusals else set()
    return _judged(records, part, dict(given), frozenset(sound), problems, keep=keep)


def _unset_problems(part: Part, spec: FieldSpec, *, given: bool) -> list[Problem]:
    facts: dict[str, Any] = {}
    if given:
        facts = {
            "message": f"{spec.name!r} is both set and unset",
            "found": f"{flag(spec.name)} and --unset {spec.name}",
            "expected": "one of the two",
            "remedy": f"leave out --unset {spec.name}",
        }
    elif not spec.optional:
        facts = {
            "message": f"{spec.name!r} is required, and cannot be unset",
            "found": f"--unset {spec.name}",
            "expected": spec.doc,
            "remedy": f"give another value: {flag(spec.name)} VALUE",
        }
    if not facts:
        return []
    return [_of_part(part, Problem(rule="schema", pointer=f"/{spec.name}", **facts))]


def place_of_term(records: Records, holder: str, label: str) -> tuple[Part, type[Term]]:
    """Where a new term belongs, and the class that its issue gives it.

    Raises:
        InvalidDataset: Nothing of this name holds terms, there is no such issue or phase, or the
            holder has the term; ``problems`` has all the reasons.
    """
    from negotiations.model import TERM_CLASSES

    problems: list[Problem] = []
    part = None
    try:
        part = part_at(records, holder)
    except NegotiationsError as fault:
        problems.append(_refused(holder, fault, "the address of a version or a position"))
    if part is not None and not _holds_terms(part):
        problems.append(_no_holder(part))
    issue, _, word = label.partition("@")
    try:
        split_label(label)
    except ValueError:
        problems.append(
            Problem(
                rule="value",
                record=part.address if part is not None else holder,
                message=f"{word!r} is no phase",
                found=label,
                expected="ISSUE, ISSUE@1 with the ordinal of a phase, or ISSUE@whole",
                remedy=f"write {issue!r} where no phase is reported",
            )
        )
    known = records.issues.get(issue)
    if known is None:
        unknown = UnknownId(issue, records.issues, "issue")
        problems.append(_refused(label, unknown, "the id of an issue, and its phase behind an @"))
    if part is not None and _holds_terms(part):
        twin = next((term for term in part.content.terms or () if term.label == label), None)
        if twin is not None:
            address = f"{part.address}/terms/{twin.label}"
            problems.append(
                Problem(
                    rule="unique-key",
                    record=address,
                    message=f"{part.address} has a term on {label} already",
                    found=address,
                    expected="one term for each issue and phase",
                    remedy=f"change it: {command('set', address)} --FIELD VALUE",
                )
            )
    if problems or part is None or known is None:
        raise InvalidDataset(problems)
    return part, TERM_CLASSES[known.kind]


def _holds_terms(part: Part) -> bool:
    spec = field_of(part.content, "terms") if part.has_fields else None
    return spec is not None and spec.types == (Term,)


def _no_holder(part: Part) -> Problem:
    versions = part.content.versions or () if isinstance(part.content, Proposal) else ()
    named = " or ".join(version.id for version in versions)
    return Problem(
        rule="value",
        record=part.address,
        message=f"{part.address} holds no terms",
        found=type(part.content).__name__.lower(),
        expected="a version or a position",
        remedy=f"name a version of it: {named}" if named else "name a version or a position",
    )


def _refused(address: str, fault: NegotiationsError, expected: str) -> Problem:
    close = getattr(fault, "nearest", ()) or getattr(fault, "choices", ())
    return Problem(
        rule="references",
        message=str(fault),
        found=address,
        expected=expected,
        remedy=f"write {' or '.join(map(repr, close))}" if close else "write one that exists",
    )


def add_term(
    records: Records,
    holder: str,
    label: str,
    given: Mapping[str, Any],
    *,
    unread: tuple[Problem, ...] = (),
) -> Edit:
    """The records with a term added to a version or a position.

    Args:
        records: The records.
        holder: The address of the version or position.
        label: The issue, and behind an @ the phase: ``captives@1``, ``fire@whole``, ``fire``.
        given: JSON data for further fields of the term; its kind is that of the issue.
        unread: What was found wrong already with fields that are not given for this reason.

    Raises:
        InvalidDataset: The term cannot be added; ``problems`` has all the reasons.
    """
    part, _ = place_of_term(records, holder, label)
    issue, phase = split_label(label)
    data: Data = {"issue": issue}
    if phase is not None:
        data["phase"] = phase if isinstance(phase, int) else phase.value
    made = Part(part.record, (*part.path, "terms", len(part.content.terms or ())), None)
    problems = [
        attrs.evolve(
            problem,
            record=address_of(part.record),
            pointer=f"{label_pointer(part.record, part.path)}/terms/{label}{problem.pointer}",
        )
        for problem in unread
    ]
    return _judged(
        records, made, completed_part(records, data | dict(given)), frozenset(), problems
    )


# --- judging ------------------------------------------------------------------------------------


def _judged(
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
    at = pointer_text(part.path)
    faults += [_labelled(part, given, fault) for fault in misfits]
    wrong = {
        fault.pointer.removeprefix(at).split("/")[1] for fault in misfits if fault.pointer != at
    }
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
    found = _found_again(made, data, part.path)
    return Edit(before=records, after=after, parts=(found,))


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
        if spec is not None and stays and isinstance(value, list) and name in inner:
            if spec.types == (Uncoded,):
                inner[name] = [*without_named(inner[name], value), *value]
            else:
                inner[name] = _joined(inner[name], value, spec.types[0])
        else:
            inner[name] = value
    faults: tuple[Problem, ...] = ()
    if isinstance(part.content, Source):
        data, faults = with_rest(records, part.content.id, data)
        if part.content.uncoded == () and "uncoded" not in unset:
            data.setdefault("uncoded", [])
    return data, [_of_part(part, fault) for fault in faults]


def _joined(items: list[Any], more: list[Any], kind: type) -> list[Any]:
    """The items, and those of the others that are not among them."""
    known = {canonical(item, kind) for item in items}
    return [*items, *(item for item in more if canonical(item, kind) not in known)]


def _found_again(record: Record, data: Data, path: Pointer) -> Part:
    """The part that was made of the data at a path: records sort their items."""
    here: Any = record
    there: Any = data
    found: list[str | int] = []
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
        found.append(step)
    return Part(record, tuple(found), here)


def _of_part(part: Part, problem: Problem) -> Problem:
    """A problem of a field of a part, with the address of its record."""
    pointer = label_pointer(part.record, part.path) + problem.pointer
    return attrs.evolve(problem, record=address_of(part.record), pointer=pointer)


def _labelled(part: Part, given: Data, fault: Problem) -> Problem:
    """A fault in the data of a record, by the keys of the items that it is in."""
    at = pointer_text(part.path)
    rest = fault.pointer.removeprefix(at) if fault.pointer.startswith(at) else None
    if rest is None:
        return attrs.evolve(fault, record=address_of(part.record))
    if part.content is not None or not part.path:
        return _of_part(part, attrs.evolve(fault, pointer=rest))
    phase = given.get("phase")
    label = f"{given['issue']}@{phase}" if phase is not None else str(given["issue"])
    around = label_pointer(part.record, part.path[:-1])
    return attrs.evolve(fault, record=address_of(part.record), pointer=f"{around}/{label}{rest}")


def flag(name: str) -> str:
    return "--" + name.replace("_", "-")


def command(name: str, address: str) -> str:
    return shlex.join(["negotiations", name, address])
