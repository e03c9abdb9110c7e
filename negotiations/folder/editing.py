"""Editing records: fields set, and terms added."""

from __future__ import annotations

import re
from typing import Any

import attrs

from negotiations.errors import InvalidDataset, NegotiationsError, Problem, UnknownField, UnknownId
from negotiations.folder.drafting import completed_part
from negotiations.folder.edit import Edit, judged_edit, of_part
from negotiations.folder.naming import command, flag
from negotiations.folder.parts import Part, part_at
from negotiations.model import Proposal, Term
from negotiations.model.base import field_of, fields_of
from negotiations.model.patterns import TERM_LABEL_PATTERN
from negotiations.model.terms import TermLabel, split_label
from negotiations.records import address_of, label_pointer
from negotiations.vocabulary import PhaseScope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from negotiations.model.base import FieldSpec
    from negotiations.records import Records

    Data = dict[str, Any]

__all__ = ["add_term", "place_of_term", "set_fields", "settable"]


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

    >>> import negotiations as ng
    >>> edit = set_fields(
    ...     ng.load().records, "may-proposal@may/phases/2", {"duration": {"exactly": "P6W"}})
    >>> [*edit.texts], edit.parts[0].content.duration
    (['data/proposals/may-proposal.json'], Duration.exactly('P6W'))
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
    problems = [of_part(part, problem) for problem in unread]
    sound = set(gone)
    for spec in (spec for spec in fields_of(part.content) if spec.name in gone):
        refusals = _unset_problems(part, spec, given=spec.name in given)
        problems += refusals
        sound -= {spec.name} if refusals else set()
    return judged_edit(records, part, dict(given), frozenset(sound), problems, keep=keep)


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
    return [of_part(part, Problem(rule="schema", pointer=f"/{spec.name}", **facts))]


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
    key: TermLabel | None = None
    issue = re.split("[@:.]", label, maxsplit=1)[0]
    if re.match(TERM_LABEL_PATTERN, label):
        key = split_label(label)
    else:
        problems.append(
            Problem(
                rule="value",
                record=part.address if part is not None else holder,
                message=f"{label!r} is not the label of a term",
                found=label,
                expected="ISSUE, ISSUE@1 with the ordinal of a phase, or ISSUE@whole; each with :CASE "
                "and .OPTION behind it where the term is of a case, or an option of a draft",
                remedy=f"write {issue!r} where no phase, case or option is reported",
            )
        )
    known = records.issues.get(issue)
    if known is None:
        unknown = UnknownId(issue, records.issues, "issue")
        problems.append(_refused(label, unknown, "the id of an issue, and its phase behind an @"))
    if part is not None and _holds_terms(part):
        terms = part.content.terms or ()
        twin = next((term for term in terms if key is not None and term.key == key.order), None)
        if twin is not None:
            address = f"{part.address}/terms/{twin.label}"
            problems.append(
                Problem(
                    rule="unique-key",
                    record=address,
                    message=f"{part.address} has a term on {twin.label} already",
                    found=address,
                    expected="one term for each issue, phase, case and option",
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

    >>> import negotiations as ng
    >>> add_term(ng.load().records, "may-proposal@may", "ceasefire@3", {"permanence": "permanent"})
    Traceback (most recent call last):
        ...
    negotiations.errors.InvalidDataset: 1 problem
    error[evidence-present] the term ceasefire@3 has no evidence
      record: versions/may-proposal@may /terms/ceasefire@3
      found: none
      expected: at least one passage
      remedy: add the passage that says so
    """
    part, _ = place_of_term(records, holder, label)
    parts = split_label(label)._asdict()
    if isinstance(parts["phase"], PhaseScope):
        parts["phase"] = parts["phase"].value
    data: Data = {name: part for name, part in parts.items() if part is not None}
    made = Part(part.record, (*part.path, "terms", len(part.content.terms or ())), None)
    problems = [
        attrs.evolve(
            problem,
            record=address_of(part.record),
            pointer=f"{label_pointer(part.record, part.path)}/terms/{label}{problem.pointer}",
        )
        for problem in unread
    ]
    return judged_edit(
        records, made, completed_part(records, data | dict(given)), frozenset(), problems
    )
