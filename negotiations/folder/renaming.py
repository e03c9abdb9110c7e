"""Giving a record another id, and every reference to it with it.

References are found by what the model declares, never by a search for words: what notes and summaries
say of a record in words stays as it is, and is told.
"""

from __future__ import annotations

import re
from pathlib import Path

import attrs

from negotiations.errors import InvalidDataset, NegotiationsError, Problem, UnknownId
from negotiations.folder.listing import no_file_of_windows
from negotiations.folder.naming import id_from
from negotiations.folder.replacing import write_inside
from negotiations.folder.writing import changed_files
from negotiations.io.layout import file_kind_of
from negotiations.limits import MAXIMUM_PROBLEMS
from negotiations.model import ChoiceTerm, Evidence, Issue, Metadata, Proposal, Record, Version
from negotiations.model.base import Value, fields_of
from negotiations.model.patterns import ID_PATTERN, NOT_BLANK
from negotiations.records import Records, address_of, label_pointer, transformed, walk
from negotiations.references import Reference, references, rewritten

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator, Mapping

__all__ = ["Renaming", "renamed", "write_renaming"]

# What stands between the address of an issue and one of its options.
_OPTIONS = "/options/"


@attrs.frozen(kw_only=True)
class Renaming:
    """A record with another id, and all that changes with it.

    Attributes:
        old: Its address as it was.
        new: Its address as it is then.
        records: The records of the dataset with the new id.
        references: The references that change, with the records as they were.
        mentions: The address and pointer of texts that have the old id as a word; they do not change.
        texts: The files that are written, by their paths in the dataset's folder, with their texts.
        removed: The files that are removed, since a file of another name takes their place.
    """

    old: str
    new: str
    records: Records = attrs.field(repr=False)
    references: tuple[Reference, ...] = attrs.field(repr=False)
    mentions: tuple[tuple[str, str], ...] = ()
    texts: Mapping[str, str] = attrs.field(repr=False)
    removed: tuple[str, ...] = ()


def renamed(records: Records, address: str, new_id: str) -> Renaming:
    """The records with another id for one of them, or another word for an option of an issue.

    The versions of a proposal begin with its id, and change with it. Of a version the new id may be
    given without that of its proposal.

    Args:
        records: The records of a dataset.
        address: The record; an option of an issue is at ``issues/<id>/options/<option>``.
        new_id: The new id, or the new option.

    Raises:
        UnknownId: No record has the address; the error names the nearest.
        AmbiguousId: A bare id is that of several records; the error names them.
        InvalidDataset: The new id is none or is taken, or a reference would not mean the same record
            as before; ``problems`` has all the reasons.
    """
    holder, within, option = address.partition(_OPTIONS)
    if within:
        return _renamed_option(records, holder, option, new_id)
    record = records.resolve(address)
    new_id = _new_id(records, record, new_id)
    changed = {address_of(record): f"{address_of(record).partition('/')[0]}/{new_id}"}
    if isinstance(record, Proposal):
        changed |= {
            address_of(version): f"versions/{new_id}@{version.name}"
            for version in record.versions or ()
            if version.proposal_id == record.id
        }

    def name_after(name: str, among: tuple[str, ...]) -> str:
        known = (name,) if name in changed else records.addresses(name, among)
        new = changed.get(known[0]) if len(known) == 1 else None
        return name if new is None else new if "/" in name else new.partition("/")[2]

    after = _with_ids(records, changed, name_after)
    touched: list[Reference] = []
    problems: list[Problem] = []
    for each in references(records):
        name = name_after(each.name, each.among)
        if name != each.name:
            touched.append(each)
        before = [changed.get(known, known) for known in records.addresses(each.name, each.among)]
        meant = sorted(after.addresses(name, each.among))
        is_lost = each.declared and not before and each.name.rpartition("/")[2] == record.id
        is_metadata = each.name.startswith("metadata/")
        if (sorted(before) != meant or is_lost) and not is_metadata:
            problems.append(_unclear(each, sorted(before), meant))
    if problems:
        raise InvalidDataset(problems[:MAXIMUM_PROBLEMS])
    return _renaming(
        records,
        after,
        (address_of(record), changed[address_of(record)]),
        tuple(touched),
        tuple(_mentions(records, record)),
    )


def _renaming(
    before: Records,
    after: Records,
    names: tuple[str, str],
    touched: tuple[Reference, ...],
    mentions: tuple[tuple[str, str], ...] = (),
) -> Renaming:
    files = changed_files(before, after)
    problems = [
        problem
        for name in files.new
        if (kind := file_kind_of(name)) is not None
        for problem in no_file_of_windows(name, kind)
    ]
    if problems:
        raise InvalidDataset(problems)
    return Renaming(
        old=names[0],
        new=names[1],
        records=after,
        references=touched,
        mentions=mentions,
        texts=files.texts,
        removed=files.removed,
    )


def _with_ids(
    records: Records,
    changed: Mapping[str, str],
    name_after: Callable[[str, tuple[str, ...]], str],
) -> Records:
    """The records with other ids, and the references that follow from them."""

    def with_id(record: Record) -> Record:
        new = changed.get(address_of(record))
        if isinstance(record, Proposal) and record.versions:
            record = record.replace(versions=tuple(with_id(each) for each in record.versions))
        return record if new is None else record.replace(id=new.partition("/")[2])

    return records.mapped(lambda record: rewritten(with_id(record), name_after))


def _new_id(records: Records, record: Record, given: str) -> str:
    """The id that is meant.

    Raises:
        InvalidDataset: It is none, or it is taken.
    """
    collection = address_of(record).partition("/")[0]
    lead = ""
    name = given.removeprefix(f"{collection}/")
    if isinstance(record, Version):
        lead = f"{record.proposal_id}@"
        proposal, at, rest = name.rpartition("@")
        name = rest
        if at and proposal != record.proposal_id:
            raise InvalidDataset(
                [
                    Problem(
                        rule="version-id",
                        record=address_of(record),
                        message="a version stays in its proposal",
                        found=given,
                        expected=f"{lead}…",
                        remedy=f"write {lead + rest!r}, or rename the proposal: "
                        f"negotiations rename proposals/{record.proposal_id} {proposal}",
                    )
                ]
            )
    # What differs from an id that exists by case, accents or hyphens alone is that id to a reader.
    folded = name if re.search(ID_PATTERN, name) else id_from(name)
    known = {} if isinstance(record, Metadata) else records.collections[collection]
    if folded and lead + folded in (*known, record.id):
        raise InvalidDataset(
            [
                Problem(
                    rule="unique-id",
                    record=address_of(record),
                    message=f"the record has the id {record.id!r} already"
                    if lead + folded == record.id
                    else f"the id {lead + folded!r} is taken",
                    found=given,
                    expected="an id that no other record of its collection has",
                    remedy="give another id",
                )
            ]
        )
    if folded != name:
        raise InvalidDataset(
            [
                Problem(
                    rule="schema",
                    record=address_of(record),
                    message=f"{given!r} is not an id",
                    found=given,
                    expected="lower-case words joined by hyphens",
                    remedy=f"write {lead + folded!r}" if folded else "give another id",
                )
            ]
        )
    return lead + name


def _unclear(reference: Reference, before: list[str], after: list[str]) -> Problem:
    """A reference that would not mean the same record as before, or whose meaning is not known."""
    several = len(before) > 1 or len(after) > 1
    if not before:
        what = f"{reference.name!r} is no record of this dataset"
        remedy = "write an id that exists, or add the record, before renaming"
    elif len(before) > 1:
        what = f"{reference.name!r} is the id of several records"
        remedy = "write the address with its collection before renaming"
    else:
        what = f"{reference.name!r} would then be the id of several records"
        remedy = f"write {before[0]!r} before renaming, or give another id"
    return Problem(
        rule="references",
        record=address_of(reference.record),
        pointer=label_pointer(reference.record, reference.path),
        message=what,
        found=reference.name,
        expected=" or ".join(sorted({*before, *after}))
        if several
        else f"an id in {' or '.join(reference.among)}",
        remedy=remedy,
    )


def _mentions(records: Records, record: Record) -> Iterator[tuple[str, str]]:
    """Where notes and summaries have the id of a record as a word; an id of one word is no name."""
    collection, _, key = address_of(record).partition("/")
    bare = re.escape(key) if re.search("[-@]", key) else f"`{re.escape(key)}`"
    pattern = re.compile(rf"(?<![\w@-])(?:{collection}/{re.escape(key)}|{bare})(?![\w-])")
    for holder in records.everything():
        for path, value in walk(holder):
            for spec in fields_of(value):
                content = getattr(value, spec.name) if spec.is_in_words else None
                for text in content if isinstance(content, tuple) else (content,):
                    if isinstance(text, str) and pattern.search(text):
                        yield address_of(holder), label_pointer(holder, (*path, spec.name))


# --- options of an issue ------------------------------------------------------------------------


def _renamed_option(records: Records, holder: str, option: str, new: str) -> Renaming:
    """The records with another word for an option of an issue."""
    issue = records.resolve(holder, ("issues",))
    if not isinstance(issue, Issue):
        raise NegotiationsError(f"{address_of(issue)} has no options; only an issue has")
    known = issue.options or ()
    if option not in known:
        raise UnknownId(option, known, f"option of issue {issue.id!r}, or")
    others = {word.casefold() for word in known if word != option}
    if new == option or new.casefold() in others:
        raise NegotiationsError(f"{new!r} is an option of {address_of(issue)} already")
    if not re.search(NOT_BLANK, new):
        raise NegotiationsError("an option is a word, and not blank")

    def with_option(value: Value, owner: Value | None) -> Value:
        field = _has_option(value, owner, issue.id, option)
        return value.replace(**{field: new}) if field else value

    touched = [
        Reference(record, (*path, name), option, ("issues",), declared=False)
        for record in records
        for path, value, owner in _walk_with_owner(record)
        if (name := _has_option(value, owner, issue.id, option))
    ]
    words = tuple(new if word == option else word for word in known)

    def with_word(record: Record) -> Record:
        made = transformed(record, with_option)
        return made.replace(options=words) if record is issue else made

    after = records.mapped(with_word)
    at = f"{address_of(issue)}{_OPTIONS}"
    return _renaming(records, after, (at + option, at + new), tuple(touched))


def _walk_with_owner(record: Record) -> Iterator[tuple[tuple[str | int, ...], Value, Value | None]]:
    values: dict[tuple[str | int, ...], Value] = {}
    for path, value in walk(record):
        values[path] = value
        yield path, value, values.get(path[:-2]) if path else None


def _has_option(value: Value, owner: Value | None, issue: str, option: str) -> str:
    """The field of a term, or of a passage that denies one, that has this option; empty where none has."""
    if isinstance(value, ChoiceTerm) and value.issue == issue and value.option == option:
        return "option"
    of_term = isinstance(owner, ChoiceTerm) and owner.issue == issue
    denies = isinstance(value, Evidence) and value.fields == ("option",) and value.value == option
    return "value" if of_term and denies else ""


# --- files --------------------------------------------------------------------------------------


def write_renaming(renaming: Renaming, folder: str | os.PathLike[str]) -> None:
    """Write the files of a renaming: all of them, or none.

    Raises:
        NegotiationsError: A file is a link out of the folder, or one that is to be removed is a link;
            nothing was written.
        OSError: A file cannot be written; it is named.
    """
    write_inside(Path(folder), renaming.texts, remove=renaming.removed)
