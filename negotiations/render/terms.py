"""Terms and texts in a few words: what a term says, how options are told apart, how texts relate."""

from __future__ import annotations

import re

import attrs

from negotiations.chronology import Chronology
from negotiations.model import Condition, OtherTerm, Term, Version
from negotiations.model.base import FieldRole, fields_of
from negotiations.model.proposals import RELATIONS
from negotiations.model.values import Bounded, Count
from negotiations.plaintext import plain
from negotiations.render.dates import bounds_words
from negotiations.render.wording import is_limited, plural

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterable
    from typing import Any

    from negotiations.model.base import FieldSpec
    from negotiations.render.wording import Wording

__all__ = [
    "coded_words",
    "gist",
    "gist_parts",
    "of_texts",
    "relation_words",
    "tabled_words",
    "term_entries",
    "term_fields",
    "told",
]

_HIDDEN = (FieldRole.DESCRIPTION, FieldRole.NOTE, FieldRole.BOOKKEEPING)
_CONTENT = (FieldRole.CONTENT, FieldRole.SUBJECT, FieldRole.WORDED)
_NUMBER = re.compile(r"\d+")
_WORDS = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]
_TENS = [
    "ten",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
    "hundred",
]
_IN_WORDS = {word: str(number) for number, word in enumerate(_WORDS, 1)}
_IN_WORDS |= {word: str(10 * number) for number, word in enumerate(_TENS, 1)}


def term_fields(term: Term, words: Wording) -> list[tuple[str, str]]:
    """The reported fields of a term other than its key, summary, note and evidence, each in a line.

    The limit of a number is said with the number, and the clause in citations where there are some;
    on a full page both have a place of their own, too.
    """
    return [(name, "; ".join(entries)) for name, entries in term_entries(term, words)]


def term_entries(term: Term, words: Wording) -> list[tuple[str, tuple[str, ...]]]:
    """The fields of `term_fields`, with several conditions one by one."""
    said = [
        (spec.name.replace("_", " "), _entries(term, spec, words))
        for spec in fields_of(term)
        if not spec.is_key
        and spec.role not in _HIDDEN
        and getattr(term, spec.name) is not None
        and (words.is_full or not _is_said_elsewhere(term, spec.name))
    ]
    total = getattr(term, "total", None)
    if isinstance(total, Count) and getattr(term, "count", None) is None:
        said.append(("total", (f"{total} (computed)",)))
    return said


def _entries(term: Term, spec: FieldSpec, words: Wording) -> tuple[str, ...]:
    value = getattr(term, spec.name)
    if spec.types == (Condition,) and value:
        return tuple(words.value(condition, spec) for condition in value)
    return (words.field_value(term, value, spec),)


def _is_said_elsewhere(term: Term, field: str) -> bool:
    if field == "clause":
        return bool(term.evidence)
    return field == "limit" and any(
        is_limited(term, spec) and isinstance(getattr(term, spec.name), Bounded)
        for spec in fields_of(term)
    )


def gist(term: Term, words: Wording, *, without: Container[str] = ()) -> str:
    """What a term says, in one line: a single value alone, several with their names.

    Args:
        term: The term.
        words: The wording.
        without: Parts that are left out, where others remain: those that all options share.
    """
    parts = gist_parts(term, words)
    return "; ".join([part for part in parts if part not in without] or parts)


def gist_parts(term: Term, words: Wording) -> list[str]:
    """The parts of what a term says."""
    if term.is_excluded:
        return ["no such term"]
    summary = plain(term.summary or "").removesuffix(".")
    if isinstance(term, OtherTerm) and summary:
        return [summary]
    shared = {spec.name for spec in fields_of(Term)}
    said = [
        (
            "" if spec.name == "qualifiers" else f"{spec.name.replace('_', ' ')}: ",
            _in_line(words.field_value(term, getattr(term, spec.name), spec), spec, words),
            spec.name not in shared,
        )
        for spec in fields_of(term)
        if not spec.is_key
        and spec.role in _CONTENT
        and getattr(term, spec.name) is not None
        and not _is_said_elsewhere(term, spec.name)
    ]
    is_alone = sum(is_own for _, _, is_own in said) == 1
    parts = [value if is_own and is_alone else name + value for name, value, is_own in said]
    return parts or [summary or "nothing is reported"]


def told(term: Term, words: Wording) -> str:
    """What a term says in one line: its summary, with the values that have numbers which it lacks."""
    said = plain(term.summary or "").removesuffix(".")
    if not said or isinstance(term, OtherTerm) or term.is_excluded:
        return said or gist(term, words)
    known = {*_NUMBER.findall(said)}
    known |= {_IN_WORDS[word] for word in re.findall(r"[a-z]+", said.lower()) if word in _IN_WORDS}
    fields = [
        (spec.name.replace("_", " "), words.field_value(term, getattr(term, spec.name), spec))
        for spec in fields_of(term)
        if not spec.is_key
        and not spec.refers_to
        and spec.role in _CONTENT
        and getattr(term, spec.name) is not None
    ]
    more = [
        f"{name}: {value}" for name, value in fields if not set(_NUMBER.findall(value)) <= known
    ]
    return f"{said} ({'; '.join(more)})" if more else said


def _in_line(said: str, spec: FieldSpec, words: Wording) -> str:
    """A value within a line: what is a sentence of its own elsewhere is none there."""
    is_sentence = spec.role is FieldRole.WORDED and said.endswith(".")
    return words.clause(said).removesuffix(".") if is_sentence else said


def relation_words(version: Version) -> list[str]:
    """What a text does to others that stay in force: ``supplements accord@june``."""
    return [
        f"{relation} {', '.join(map(plain, names))}"
        for relation in RELATIONS[1:]
        if (names := getattr(version, relation))
    ]


def coded_words(version: Version) -> str:
    """On how many issues a text is coded, where that is said; empty where it is coded on all."""
    if version.coded_on is None:
        return ""
    return f"coded on {plural(len(version.coded_on), 'issue')} only"


def tabled_words(version: Version, words: Wording) -> str:
    """When a text was tabled; where no source says it, between which days, by its order to others."""
    if version.tabled is not None:
        return f"tabled {words.when(version.tabled)}"
    if words.records is None or words.records.versions.get(version.id) != version:
        return "date not reported"
    days = Chronology.of(words.records).days(version)
    return f"date not reported; {bounds_words(*days)}" if any(days) else "date not reported"


def of_texts(words: Wording, holders: Iterable[Any]) -> Wording:
    """The wording for terms of these: where all texts are known to have no phases, none is missed."""
    known = [holder.has_no_phases for holder in holders if isinstance(holder, Version)]
    return attrs.evolve(words, names_phases=not known or not all(known))
