"""Drafts of single records: what can be inferred, what is missing, and which file they belong in.

A new record is written only if it is complete: its fields are valid, its references resolve, and it has
the evidence that the rules require. What remains to be done elsewhere, such as paragraphs of its source
that are not accounted for yet, is reported and does not prevent writing.
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
from negotiations.model.base import FieldRole, fields_of
from negotiations.model.patterns import FORMS, ID_PATTERN
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
    "RESTING",
    "Draft",
    "built",
    "completed",
    "completed_part",
    "draft",
    "missing_fields",
    "new_findings",
    "open_records",
    "passages_for",
    "source_data",
    "stand_in",
    "write_draft",
]

# BCP 47: the language is not determined.
NOT_KNOWN = "und"
# Rules that a dataset breaks while it is being coded: articles passage by passage, options one by one.
LEFT_TO_DO = frozenset({"option-alone", "paragraphs-accounted", "source-cited"})
# Rules that can be checked although other fields are missing.
_WHATEVER_ELSE = frozenset({"references", "evidence-present"})
# Parts that have their own evidence, or that of their record if none is given.
RESTING = (Term, Role, FigureClaim)


@attrs.frozen(kw_only=True)
class Draft:
    """A record that can be written.

    Attributes:
        record: The record.
        file: The file that it belongs in, relative to the folder of the dataset.
        text: The new text of the whole file.
        to_do: The problems that remain to be fixed elsewhere in the dataset.
    """

    record: Record
    file: str
    text: str
    to_do: tuple[Problem, ...] = ()


def open_records(folder: str | os.PathLike[str]) -> Records:
    """The records of a dataset that is to be changed; they may break rules, but must be readable.

    Raises:
        InvalidDataset: Something in the folder cannot be read, and might be lost by writing.
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
    """The given data of a record, completed by what follows from them.

    The display name follows from the id, and the kind of a term from its issue. The completeness of a
    version is taken to be partial. Terms, roles and claims that are given without evidence get that of
    the record; a position or a figure has only the evidence of its parts.
    """
    data: Data = {"id": key, **given}
    specs = fields_of(kind)
    for spec in specs:
        if spec.role is FieldRole.NAME and not spec.optional and words_of(key):
            data.setdefault(spec.name, words_of(key))
    if kind is Version:
        data.setdefault("completeness", Completeness.PARTIAL.value)
    passed_on = False
    for name in (spec.name for spec in specs if spec.types[0] in RESTING):
        parts = data.get(name)
        if not isinstance(parts, list):
            continue
        data[name] = [completed_part(records, part) for part in parts]
        lent = passages_for(name, data.get("evidence"))
        for part in data[name]:
            if isinstance(part, dict) and lent and "evidence" not in part:
                part["evidence"], passed_on = lent, True
    if passed_on and kind in (Position, Figure):
        del data["evidence"]
    return data


def passages_for(field: str, passages: Any) -> Any:
    """The passages of a record that parts of it rest on: all but those of other fields alone."""
    if not isinstance(passages, list):
        return passages
    return [
        {name: content for name, content in passage.items() if name != "fields"}
        for passage in passages
        if isinstance(passage, dict) and field in passage.get("fields", (field,))
    ]


def completed_part(records: Records, part: Any) -> Any:
    """A copy of a part; a term gets the kind of its issue."""
    if not isinstance(part, dict):
        return part
    name = part.get("issue")
    issues = records.collections["issues"]
    kind = {"kind": issues[name].kind.value} if isinstance(name, str) and name in issues else {}
    return kind | part


def missing_fields(kind: type[Record], data: Data) -> tuple[FieldSpec, ...]:
    """The required fields of a record that are not given."""
    return tuple(spec for spec in fields_of(kind) if not spec.optional and spec.name not in data)


def stand_in(records: Records, spec: FieldSpec) -> Any:
    """A possible value of a field for an example; never used in a record."""
    kind = spec.types[0]
    known = [key for name in spec.refers_to for key in records.collections[name]]
    example: Any = "…"
    if spec.refers_to:
        example = known[0] if known else "some-id"
    elif issubclass(kind, Vocabulary):
        example = next(iter(kind)).value
    elif spec.many and not issubclass(kind, str):
        return []
    return [example] if spec.many else example


def draft(
    records: Records, kind: type[Record], key: str, given: Data, unread: tuple[Problem, ...] = ()
) -> Draft:
    """A new record made from the given data.

    ``unread`` are the problems of fields that could not be read and are missing for that reason.

    Raises:
        InvalidDataset: The record cannot be written; ``problems`` has all the reasons.
    """
    data = completed(records, kind, key, given)
    address = f"{_collection(kind)}/{key}"
    if kind is Source:
        data, unclear = with_rest(records, key, data)
        unread = (*unread, *unclear)
    wrong = {problem.pointer.split("/")[1] for problem in unread}
    problems = [attrs.evolve(problem, record=address) for problem in unread]
    problems += _taken(records, kind, key)
    problems += [
        _missing(spec, address) for spec in missing_fields(kind, data) if spec.name not in wrong
    ]
    _, faults = built(kind, data)
    # Missing fields have been reported already, as missing options.
    faults = [fault for fault in faults if fault.pointer or fault.found != "nothing"]
    problems += [attrs.evolve(fault, record=address) for fault in faults]
    # The valid fields are checked by the rules even if others are not: all problems come at once.
    wrong |= {fault.pointer.split("/")[1] for fault in faults if fault.pointer}
    sound = {name: content for name, content in data.items() if name not in wrong}
    stand_ins = {spec.name: stand_in(records, spec) for spec in missing_fields(kind, sound)}
    to_do: list[Problem] = []
    after, record = records, None
    if "id" not in wrong and not _taken(records, kind, key):
        record, _ = built(kind, {**sound, **stand_ins})
    if record is not None:
        after = records.with_records([record])
        for finding in new_findings(records, after):
            of_stand_in = address_of(finding.record) == address and finding.path[:1] != ()
            of_stand_in = of_stand_in and finding.path[0] in stand_ins
            if finding.rule in LEFT_TO_DO:
                to_do.append(finding.problem())
            elif not (wrong or stand_ins) or (finding.rule in _WHATEVER_ELSE and not of_stand_in):
                # The id nearest to a misspelt one may be that of the new record itself.
                itself = finding.remedy == f"write {key!r}"
                remedy = RULES[finding.rule].remedy if itself else finding.remedy
                problems.append(attrs.evolve(finding, remedy=remedy).problem())
    if problems or record is None:
        raise InvalidDataset(sorted(problems, key=lambda problem: problem.sort_key))
    return _placed(after, record, tuple(to_do))


def _collection(kind: type[Record]) -> str:
    return next(name for name, cls in COLLECTIONS.items() if cls is kind)


def _taken(records: Records, kind: type[Record], key: str) -> list[Problem]:
    """The problem of an id that is taken, or of a version without a proposal."""
    collection = _collection(kind)
    if key in records.collections[collection]:
        return [
            Problem(
                rule="unique-id",
                record=f"{collection}/{key}",
                message=f"the id {key!r} is taken",
                found=f"{collection}/{key}",
                expected="an unused id",
                remedy="choose another id; to change the record: "
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
                else f"add it first: negotiations add proposal {proposal}",
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
        # A command line can contain it.
        unreadable = Problem(
            rule="json",
            message="a given text is not UTF-8",
            found=fault.object[max(fault.start - 20, 0) : fault.end + 20],
            expected="text in UTF-8",
            remedy="give it in UTF-8",
        )
        return None, [unreadable]
    document, problems = read_json("", text)
    if document is None:
        return None, [attrs.evolve(problem, line=0, column=0) for problem in problems]
    faults = list(schema_problems(document, kind))
    record, further = structure_problems(kind, document, data, ())
    if not faults:
        faults += further
    # The data come from no file, so lines and columns mean nothing.
    faults = [attrs.evolve(fault, line=0, column=0) for fault in faults]
    return (None if faults else record), faults


def new_findings(before: Records, after: Records, *, texts: Texts | None = None) -> list[Finding]:
    """What is wrong with records that was not wrong before, but for what the dataset sets aside.

    Nothing is written that has any, except what is `LEFT_TO_DO`. A fault that was there is the same
    wherever in its record it has moved.
    """

    def facts(finding: Finding) -> tuple[str, ...]:
        return (finding.rule, address_of(finding.record), finding.message, finding.found)

    known = Counter(facts(finding) for finding in findings(before, texts=texts))
    reason = reason_of(after.metadata)
    new: list[Finding] = []
    for finding in findings(after, texts=texts):
        known[facts(finding)] -= 1
        if known[facts(finding)] < 0 and not reason(finding.rule, address_of(finding.record)):
            new.append(finding)
    return new


def _placed(after: Records, record: Record, to_do: tuple[Problem, ...]) -> Draft:
    from negotiations.io.layout import FILE_KINDS

    outer: Record = record
    if isinstance(record, Version):
        outer = after.collections["proposals"][record.proposal_id]
    kind = next(kind for kind in FILE_KINDS if kind.record is type(outer))
    file = kind.file_for(outer)
    return Draft(record=record, file=file, text=files_of(after)[file], to_do=to_do)


def write_draft(draft: Draft, folder: str | os.PathLike[str]) -> None:
    """Write the file of a draft: whole or not at all, and no other file.

    Raises:
        InvalidDataset: A reader would refuse the file, which is too large; nothing was written.
        NegotiationsError: The file is a link out of the folder; nothing was written.
    """
    write_files(folder, {draft.file: draft.text})


def source_data(records: Records, path: Path, key: str | None) -> tuple[str, Data]:
    """The id and the data of a source, determined from the file with its text, without its words.

    The language is that of the other sources if they share one; otherwise it is undetermined.

    Raises:
        TextNotFound: The file cannot be read, or contains no text.
        NegotiationsError: No id can be made from its name, or another source has the same text.
    """
    name = key or id_from(stem_of(path.name))
    if not re.match(ID_PATTERN, name):
        raise NegotiationsError(
            f"{name!r} is not a valid id; after the file, give {FORMS[ID_PATTERN]}"
            if name
            else f"no id can be made from the name of {path}; after the file, give {FORMS[ID_PATTERN]}"
        )
    sources = tuple(records.collections["sources"].values())
    languages = {source.language for source in sources}
    language = languages.pop() if len(languages) == 1 else NOT_KNOWN
    described = Texts(path.parent, sources).describe(
        path.name, id=name, label=words_of(stem_of(path.name)) or words_of(name), language=language
    )
    for source in sources:
        if source.sha256 == described.sha256:
            raise NegotiationsError(f"sources/{source.id} already describes this text")
        if source.file_name == described.file_name:
            raise NegotiationsError(
                f"sources/{source.id} describes another text named {path.name!r}; rename the file"
            )
    return name, {key: value for key, value in to_data(described).items() if key != "id"}
