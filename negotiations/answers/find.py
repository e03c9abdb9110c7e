"""Search for words in the records: in names, summaries, notes, quantities in words, and coded words.

Readers have other words than the dataset. What a record or a member of a vocabulary is also called stands
with it; a search for that word gives what a search for its name would, and says so.
"""

from __future__ import annotations

import re

import attrs

from negotiations.answers.searched import (
    CODED,
    IN_OTHER_WORDS,
    IN_TERMS,
    coded_items,
    collection_of,
    names_of,
    searched_texts,
)
from negotiations.answers.sought import EXACT, INSIDE, is_named, search_form, units_of
from negotiations.model import Record, Term
from negotiations.model.base import name_of
from negotiations.records import address_of, label_pointer
from negotiations.shown import Shown
from negotiations.vocabulary import Vocabulary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from negotiations.answers.sought import Unit


__all__ = ["Match", "find"]


@attrs.frozen(repr=False)
class Match(Shown):
    """Where a text was found.

    Attributes:
        address: The address of the record.
        record: The record.
        pointer: The field, by the keys of the items that it is in.
        text: What the field says.
        called: What was found in the place of the words that were sought, and by what name it goes:
            ``Release of captives, also called hostages``. Empty where the words themselves stand there.
        is_by_term: Whether it is an issue, found because a term on it has what is sought: then ``called``
            says what that term has.
    """

    address: str
    record: Record
    pointer: str
    text: str
    called: str = ""
    is_by_term: bool = False

    @property
    def term(self) -> Term | None:
        """The term of a text or position that it is in; None where it is in none."""
        return _terms_of(self.record).get(_of_term(self.pointer))

    def __repr__(self) -> str:
        called = f"; {self.called}" if self.called else ""
        return f"<{self.address} {self.pointer}: {self.text!r}{called}>"


_Order = tuple[int, int, int, int]
# The slashes in the place of a field of a term, and of nothing further in: ``/terms/truce/summary``.
_OF_TERM_ITSELF = 3


@attrs.frozen
class _Meaning:
    """A record of those in `NAMED`, with all of its names, of which some are what is sought.

    Attributes:
        qualities: How well its names have each unit that they have.
        called: What to say of it, for each of these.
        names: Where its names stand; empty for an issue, whose name is coded, and seldom written out.
    """

    qualities: dict[int, int]
    called: dict[int, str]
    names: re.Pattern[str] | None


@attrs.frozen
class _Place:
    """A text or a coded word with some of the units that are sought."""

    units: dict[int, int]
    rank: int
    depth: int
    pointer: str
    text: str
    called: dict[int, str]

    @property
    def order(self) -> _Order:
        """How much it is worth reading; less is more."""
        return (-len(self.units), max(self.units.values()), self.rank, self.depth)


def find(records: Iterable[Record], text: str) -> Iterator[Match]:
    """Find the records that have all words of a text, each once, what is most worth reading first.

    Words are found from their beginnings; case, accents and hyphens make no difference, and numbers are
    found whole, in any writing. So fewer words, or fewer letters of a word, never find less. Small words
    of questions are left out, if there are others. Where nothing is found from the beginnings of words,
    longer words are found inside of others. An issue is found, too, where one term on it has all words.

    Whole words come before beginnings. Among these, names and labels come first, then summaries,
    quantities, other words and notes, then what stands there in other words, and ids last.
    """
    units = units_of(text)
    if not units:
        return
    # As it is written, and without the small words.
    sought = (text, " ".join(unit.said for unit in units))
    every = list(records)
    meanings = {
        (collection_of(record), record.id): meaning
        for record in every
        if (meaning := _meaning(record, units)) is not None
    }
    numbers = {
        record.id: number
        for number, record in enumerate(every)
        if collection_of(record) == "issues"
    }
    best: dict[int, tuple[_Order, Match]] = {}
    by_term: dict[int, tuple[_Order, Match]] = {}
    for number, record in enumerate(every):
        places = [*_in_texts(record, units, sought, meanings), *_coded(record, units, meanings)]
        match = _match(record, places, len(units))
        if match is None:
            continue
        best[number] = match
        for issue, (order, of_term) in _issues(record, places, len(units)):
            at = numbers.get(issue)
            if at is not None and (at not in by_term or order < by_term[at][0]):
                by_term[at] = order, _by_term(every[at], of_term)
    for at, match in by_term.items():
        if at not in best or match[0] < best[at][0]:
            best[at] = match
    found = sorted(
        ((order, number, match) for number, (order, match) in best.items()),
        key=lambda each: each[:2],
    )
    is_inside = bool(found) and found[0][0][0] == INSIDE
    yield from (match for order, _, match in found if is_inside or order[0] < INSIDE)


def _match(record: Record, places: list[_Place], units: int) -> tuple[_Order, Match] | None:
    """A record by the place that has most of what is sought, if it has all; and its order."""
    best: list[_Place] = []
    for unit in range(units):
        having = [place for place in places if unit in place.units]
        if not having:
            return None
        best.append(min(having, key=lambda place: (place.units[unit], place.rank, place.depth)))
    shown = min(places, key=lambda place: place.order)
    chosen = [shown if unit in shown.units else best[unit] for unit in range(units)]
    order = (
        max(place.units[unit] for unit, place in enumerate(chosen)),
        len(shown.units) < units,
        max(place.rank for place in chosen),
        shown.depth,
    )
    called = [place.called[unit] for unit, place in enumerate(chosen) if unit in place.called]
    said = "; ".join(dict.fromkeys(called))
    return order, Match(address_of(record), record, shown.pointer, shown.text, said)


def _issues(
    record: Record, places: Sequence[_Place], units: int
) -> Iterator[tuple[str, tuple[_Order, Match]]]:
    """The issues of the terms of a record of which each has, in its own texts, all that is sought."""
    terms = _terms_of(record)
    of_terms: dict[str, list[_Place]] = {}
    for place in places if terms else ():
        if place.rank <= IN_TERMS and place.pointer.count("/") == _OF_TERM_ITSELF:
            of_terms.setdefault(_of_term(place.pointer), []).append(place)
    for label, found in of_terms.items():
        match = _match(record, found, units) if label in terms else None
        if match is not None:
            yield terms[label].issue, match


def _by_term(issue: Record, match: Match) -> Match:
    name = name_of(issue) or issue.id
    pointer = "/label" if name_of(issue) else "/id"
    return Match(
        address_of(issue), issue, pointer, name, f"a term on it: {match.text}", is_by_term=True
    )


def _terms_of(record: Record) -> dict[str, Term]:
    """The terms of a text or position, by their places."""
    terms = getattr(record, "terms", None) or ()
    return {label_pointer(record, ("terms", place)): term for place, term in enumerate(terms)}


def _of_term(pointer: str) -> str:
    """The place of the term that a field is in, if it is in one: ``/terms/prisoner-release@1``."""
    return "/".join(pointer.split("/")[:3])


# --- what is sought -----------------------------------------------------------------------------


def _meaning(record: Record, units: Sequence[Unit]) -> _Meaning | None:
    """A record of which names have some of the units; None of one that has none of them."""
    names = names_of(record)
    aliases = getattr(record, "also_called", None) or ()
    found = _named(names, units)
    if not found:
        return None
    is_issue = collection_of(record) == "issues"
    return _Meaning(
        {unit: quality for unit, (quality, _) in found.items()},
        {
            unit: _called(names[0], name if name in aliases else None)
            for unit, (_, name) in found.items()
        },
        None if is_issue else _whole(name for name in names if name not in aliases),
    )


def _named(names: Sequence[str], units: Sequence[Unit]) -> dict[int, tuple[int, str]]:
    """How well the best of some names has each of the units that any has, and that name.

    Of names that have a unit as well, the best is that unit alone, or has most of the others, too.
    """
    hits = []
    for name in names:
        form = search_form(name)
        qualities = ((number, unit.quality(form)) for number, unit in enumerate(units))
        hits.append({number: each for number, each in qualities if each is not None})
    found = {}
    for number, unit in enumerate(units):
        ranked = [
            (having[number], -len(having), not is_named(names[place], unit.said), place)
            for place, having in enumerate(hits)
            if number in having
        ]
        if ranked:
            best = min(ranked)
            found[number] = (best[0], names[best[-1]])
    return found


def _whole(names: Iterable[str]) -> re.Pattern[str] | None:
    """Names as whole words; one of few letters, such as US, is a word of its own too often."""
    forms = [form for name in names if len(form := search_form(name).strip()) > 3]
    return (
        re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, forms))})(?![^\W_])")
        if forms
        else None
    )


def _called(name: str, alias: str | None) -> str:
    return name if alias is None else f"{name}, also called {alias}"


# --- where it stands ----------------------------------------------------------------------------


def _in_texts(
    record: Record,
    units: Sequence[Unit],
    sought: tuple[str, ...],
    meanings: Mapping[tuple[str, str], _Meaning],
) -> Iterator[_Place]:
    """Where the words themselves stand in a record, or a name of what goes by them."""
    by_name = [meaning for meaning in meanings.values() if meaning.names is not None]
    for text in searched_texts(record):
        form = search_form(text.content)
        found = {
            number: quality
            for number, unit in enumerate(units)
            if (quality := unit.quality(form)) is not None
        }
        at = (text.depth, text.pointer, text.content)
        if found:
            called = {}
            if text.is_alias:
                called = dict.fromkeys(found, _called(name_of(record) or record.id, text.content))
            is_name = text.rank < IN_OTHER_WORDS and len(found) == len(units)
            if is_name and any(is_named(text.content, each) for each in sought):
                found = dict.fromkeys(found, EXACT)
            yield _Place(found, text.rank, *at, called)
        for meaning in by_name:
            others = {
                number: each for number, each in meaning.qualities.items() if number not in found
            }
            if others and meaning.names is not None and meaning.names.search(form):
                said = {number: meaning.called[number] for number in others}
                yield _Place({**found, **others}, IN_OTHER_WORDS, *at, said)


def _coded(
    record: Record,
    units: Sequence[Unit],
    meanings: Mapping[tuple[str, str], _Meaning],
) -> Iterator[_Place]:
    """Where what goes by the words is coded in a record: another record, or a member of a vocabulary."""
    for path, field, item in coded_items(record):
        if isinstance(item, Vocabulary):
            content = str(item)
            found = _named((content.replace("-", " "), *item.also_called), units)
            qualities = {unit: quality for unit, (quality, _) in found.items()}
            called = {
                unit: _called(content, name if name in item.also_called else None)
                for unit, (_, name) in found.items()
            }
        elif item in meanings:
            content = item[1]
            qualities, called = meanings[item].qualities, meanings[item].called
        else:
            continue
        if qualities:
            pointer = f"{label_pointer(record, path)}/{field}"
            yield _Place(qualities, CODED, len(path), pointer, content, called)
