"""Writing one record by hand: what can be inferred, what is missing, and where it belongs.

A new record is written only if it is whole: its fields fit, its references resolve, and it has the
evidence that the rules want of it. What it leaves to do elsewhere, such as the paragraphs of its
source that nothing accounts for yet, is said and stands in nobody's way.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any, TypeVar

import attrs

from negotiations.articles import Texts
from negotiations.errors import InvalidDataset, NegotiationsError, Problem, UnknownId
from negotiations.folder.naming import command, flag, id_from, stem_of, words_of
from negotiations.folder.paragraphs import with_rest
from negotiations.folder.reading import read_folder
from negotiations.folder.writing import files_of, write_files
from negotiations.io.codec import structure_problems, to_data
from negotiations.io.strict_json import dumps, read_json
from negotiations.limits import MORE
from negotiations.model import Figure, FigureClaim, Position, Record, Role, Source, Term, Version
from negotiations.model.base import ID_PATTERN, FieldRole, fields_of
from negotiations.records import COLLECTIONS, address_of
from negotiations.rules import RULES, findings
from negotiations.rules.ignoring import reason_of
from negotiations.vocabulary import Completeness, Severity, Vocabulary

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os

    from negotiations.model.base import FieldSpec
    from negotiations.records import Records
    from negotiations.rules import Finding

    Data = dict[str, Any]

R = TypeVar("R", bound=Record)

__all__ = [
    "LEFT_TO_DO",
    "NOT_KNOWN",
    "Draft",
    "built",
    "completed",
    "completed_part",
    "draft",
    "missing_fields",
    "new_findings",
    "open_records",
    "source_data",
    "stand_in",
    "write_draft",
]

# BCP 47: the language is not determined.
NOT_KNOWN = "und"
# Rules that a half-coded dataset breaks, since articles are coded passage by passage.
LEFT_TO_DO = frozenset({"paragraphs-accounted", "source-cited"})
# Rules that can be told although other fields are missing.
_WHATEVER_ELSE = frozenset({"references", "evidence-present"})
# Parts that rest on evidence of their own, and on that of their record where they are given none.
_RESTING = (Term, Role, FigureClaim)


@attrs.frozen(kw_only=True)
class Draft:
    """A record that can be written.

    Attributes:
        record: The record.
        file: The file that it belongs in, relative to the folder of the dataset.
        text: What the whole file is to hold.
        left: What is still to do, or no rule will pass the dataset.
    """

    record: Record
    file: str
    text: str
    left: tuple[Problem, ...] = ()


def open_records(folder: str | os.PathLike[str]) -> Records:
    """The records of a dataset that is being written: all can be read, whatever rules they break.

    Raises:
        InvalidDataset: Something in the folder cannot be read, so that writing might lose it.
    """
    read = read_folder(folder)
    unreadable = [
        problem
        for problem in read.problems
        if problem.severity is Severity.ERROR
        and RULES[problem.rule].check is None
        and problem.rule != MORE
    ]
    if unreadable or any(RULES[rule].check is None for rule in read.cut):
        raise InvalidDataset(unreadable or read.problems)
    return read.records


def completed(records: Records, kind: type[Record], key: str, given: Data) -> Data:
    """What is given of a record, with what follows from it.

    The name to show follows from the id, and the kind of a term from its issue. Of a version it is
    only claimed that parts of its text are known. The evidence is also that of the terms, roles and
    claims given without any; a position or a figure rests on that of its parts alone.
    """
    data: Data = {"id": key, **given}
    specs = fields_of(kind)
    for spec in specs:
        if spec.role is FieldRole.NAME and not spec.optional and words_of(key):
            data.setdefault(spec.name, words_of(key))
    if kind is Version:
        data.setdefault("completeness", Completeness.PARTIAL.value)
    passed_on = False
    for name in (spec.name for spec in specs if spec.types[0] in _RESTING):
        parts = data.get(name)
        if not isinstance(parts, list):
            continue
        data[name] = [completed_part(records, part) for part in parts]
        for part in data[name]:
            if isinstance(part, dict) and "evidence" in data and "evidence" not in part:
                part["evidence"], passed_on = data["evidence"], True
    if passed_on and kind in (Position, Figure):
        del data["evidence"]
    return data


def completed_part(records: Records, part: Any) -> Any:
    """A part with the kind that its issue gives it, if it is a term; a copy of its own."""
    if not isinstance(part, dict):
        return part
    name = part.get("issue")
    issues = records.collections["issues"]
    kind = {"kind": issues[name].kind.value} if isinstance(name, str) and name in issues else {}
    return kind | part


def missing_fields(kind: type[Record], data: Data) -> tuple[FieldSpec, ...]:
    """The fields that a record must have and that are not given."""
    return tuple(spec for spec in fields_of(kind) if not spec.optional and spec.name not in data)


def stand_in(records: Records, spec: FieldSpec) -> Any:
    """A value that a field could have, for an example; never for a record."""
    kind = spec.types[0]
    known = [key for name in spec.refers_to for key in records.collections[name]]
    made: Any = "…"
    if spec.refers_to:
        made = known[0] if known else "some-id"
    elif issubclass(kind, Vocabulary):
        made = next(iter(kind)).value
    elif spec.many and not issubclass(kind, str):
        return []
    return [made] if spec.many else made


def draft(
    records: Records, kind: type[Record], key: str, given: Data, unread: tuple[Problem, ...] = ()
) -> Draft:
    """A new record, as far as it can be made of what is given.

    ``unread`` is what was found wrong already with fields that are not given for this reason.

    Raises:
        InvalidDataset: It cannot be written; ``problems`` has all the reasons.
    """
    data = completed(records, kind, key, given)
    address = f"{_collection(kind)}/{key}"
    if kind is Source:
        data, unclear = with_rest(records, key, data)
        unread = (*unread, *unclear)
    wrong = {each.pointer.split("/")[1] for each in unread}
    problems = [attrs.evolve(each, record=address) for each in unread]
    problems += _taken(records, kind, key)
    problems += [
        _missing(spec, address) for spec in missing_fields(kind, data) if spec.name not in wrong
    ]
    _, faults = built(kind, data)
    # That a field is missing has been said, in the words of an option.
    faults = [each for each in faults if each.pointer or each.found != "nothing"]
    problems += [attrs.evolve(each, record=address) for each in faults]
    # What is sound is held against the rules, whatever else is wrong: all is said at once.
    wrong |= {each.pointer.split("/")[1] for each in faults if each.pointer}
    sound = {name: each for name, each in data.items() if name not in wrong}
    stand_ins = {spec.name: stand_in(records, spec) for spec in missing_fields(kind, sound)}
    left: list[Problem] = []
    after, record = records, None
    if "id" not in wrong and not _taken(records, kind, key):
        record, _ = built(kind, {**sound, **stand_ins})
    if record is not None:
        after = records.with_records([record])
        for each in new_findings(records, after):
            of_stand_in = address_of(each.record) == address and each.path[:1] != ()
            of_stand_in = of_stand_in and each.path[0] in stand_ins
            if each.rule in LEFT_TO_DO:
                left.append(each.problem())
            elif not (wrong or stand_ins) or (each.rule in _WHATEVER_ELSE and not of_stand_in):
                # What comes nearest to a misspelt id may be the new record itself.
                itself = each.remedy == f"write {key!r}"
                remedy = RULES[each.rule].remedy if itself else each.remedy
                problems.append(attrs.evolve(each, remedy=remedy).problem())
    if problems or record is None:
        raise InvalidDataset(sorted(problems, key=lambda problem: problem.sort_key))
    return _placed(after, record, tuple(left))


def _collection(kind: type[Record]) -> str:
    return next(name for name, each in COLLECTIONS.items() if each is kind)


def _taken(records: Records, kind: type[Record], key: str) -> list[Problem]:
    """An id that exists, or that begins with that of no proposal."""
    collection = _collection(kind)
    if key in records.collections[collection]:
        return [
            Problem(
                rule="unique-id",
                record=f"{collection}/{key}",
                message=f"the id {key!r} is taken",
                found=f"{collection}/{key}",
                expected="an id of its own",
                remedy="give another id; to change the record: "
                f"{command('set', f'{collection}/{key}')} --FIELD VALUE",
            )
        ]
    proposal = key.partition("@")[0]
    if kind is Version and "@" in key and proposal not in records.collections["proposals"]:
        known = records.collections["proposals"]
        close = UnknownId(proposal, known, "proposal").nearest
        return [
            Problem(
                rule="references",
                record=f"{collection}/{key}",
                message=f"no proposal {proposal!r}",
                expected="the id of a proposal before the @",
                remedy=f"write {close[0] + '@' + key.partition('@')[2]!r}"
                if close
                else f"first add it: negotiations add proposal {proposal}",
            )
        ]
    return []


def _missing(spec: FieldSpec, address: str) -> Problem:
    return Problem(
        rule="schema",
        record=address,
        pointer=f"/{spec.name}",
        message=f"the field {spec.name!r} is missing",
        found="nothing",
        expected=_expected(spec),
        remedy=f"give {flag(spec.name)}",
    )


def _expected(spec: FieldSpec) -> str:
    kind = spec.types[0]
    if issubclass(kind, Vocabulary):
        return f"{spec.doc} One of {', '.join(word.value for word in kind)}."
    return f"{spec.doc} An id in {' or '.join(spec.refers_to)}." if spec.refers_to else spec.doc


def built(kind: type[R], data: Data) -> tuple[R | None, list[Problem]]:
    """The record that data give, or what is wrong with them, by pointers into them."""
    from negotiations.io.schema import schema_problems

    try:
        text = dumps(data).encode("utf-8")
    except UnicodeEncodeError as fault:
        # It can come from a command line.
        unreadable = Problem(
            rule="json",
            message="a text that was given is not UTF-8",
            found=fault.object[max(fault.start - 20, 0) : fault.end + 20],
            expected="text in UTF-8",
            remedy="give it in UTF-8",
        )
        return None, [unreadable]
    document, problems = read_json("", text)
    if document is None:
        return None, [attrs.evolve(each, line=0, column=0) for each in problems]
    faults = list(schema_problems(document, kind))
    record, further = structure_problems(kind, document, data, ())
    if not faults:
        faults += further
    # The data stand in no file, so that lines and columns say nothing.
    faults = [attrs.evolve(each, line=0, column=0) for each in faults]
    return (None if faults else record), faults


def new_findings(before: Records, after: Records) -> list[Finding]:
    """What is wrong with records that was not wrong before, but for what the dataset sets aside.

    Nothing is written that has any, except what is `LEFT_TO_DO`. A fault that was there is the same
    wherever in its record it has moved.
    """

    def facts(finding: Finding) -> tuple[str, ...]:
        return (finding.rule, address_of(finding.record), finding.message, finding.found)

    known = Counter(facts(finding) for finding in findings(before))
    reason = reason_of(after.metadata)
    new: list[Finding] = []
    for finding in findings(after):
        known[facts(finding)] -= 1
        if known[facts(finding)] < 0 and not reason(finding.rule, address_of(finding.record)):
            new.append(finding)
    return new


def _placed(after: Records, record: Record, left: tuple[Problem, ...]) -> Draft:
    from negotiations.io.layout import FILE_KINDS

    outer: Record = record
    if isinstance(record, Version):
        outer = after.collections["proposals"][record.proposal_id]
    kind = next(each for each in FILE_KINDS if each.record is type(outer))
    file = kind.file_for(outer)
    return Draft(record=record, file=file, text=files_of(after)[file], left=left)


def write_draft(made: Draft, folder: str | os.PathLike[str]) -> None:
    """Write the file of a draft: whole or not at all, and no other file.

    Raises:
        InvalidDataset: A reader would refuse the file, which is too large; nothing was written.
        NegotiationsError: The file is a link out of the folder; nothing was written.
    """
    write_files(folder, {made.file: made.text})


def source_data(records: Records, path: Path, key: str | None) -> tuple[str, Data]:
    """The id and what can be told of a source from the file with its text; no word of the text.

    The language is that of the other sources, where they have one; else it is not determined.

    Raises:
        TextNotFound: The file cannot be read, or holds no text.
        NegotiationsError: Its name makes no id, or its text is that of a source already.
    """
    name = key or id_from(stem_of(path.name))
    if not re.match(ID_PATTERN, name):
        wanted = "lower-case words joined by hyphens"
        raise NegotiationsError(
            f"{name!r} is no id, which is {wanted}; give one after the file"
            if name
            else f"the name of {path} makes no id; give one after the file: {wanted}"
        )
    others = tuple(records.collections["sources"].values())
    languages = {other.language for other in others}
    language = languages.pop() if len(languages) == 1 else NOT_KNOWN
    found = Texts(path.parent, others).describe(
        path.name, id=name, label=words_of(stem_of(path.name)) or words_of(name), language=language
    )
    for other in others:
        if other.sha256 == found.sha256:
            raise NegotiationsError(f"sources/{other.id} is of this text already")
        if other.file_name == found.file_name:
            raise NegotiationsError(
                f"sources/{other.id} has another text of the name {path.name!r}; rename the file"
            )
    return name, {key: value for key, value in to_data(found).items() if key != "id"}
