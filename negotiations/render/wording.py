"""The wording of values, references and citations, the same in every format."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cached_property

import attrs

from negotiations.model import (
    Amount,
    ChoiceTerm,
    Condition,
    Coordinates,
    Evidence,
    Identifier,
    Issue,
    MeasureTerm,
    Record,
    Term,
    Timing,
    Version,
)
from negotiations.model.base import FieldRole, Value, field_of, fields_of, name_of
from negotiations.model.extra import Extra
from negotiations.model.proposals import RELATIONS
from negotiations.model.terms import split_label
from negotiations.model.values import Bounded, When
from negotiations.plaintext import plain
from negotiations.records import walk
from negotiations.render.citing import merged_citations
from negotiations.render.dates import date_words, id_words
from negotiations.render.page import Citation, Span, line
from negotiations.render.value_words import SAID, bounded_words
from negotiations.vocabulary import (
    ActorKind,
    Basis,
    Level,
    Order,
    Qualifier,
    Support,
    Vocabulary,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from negotiations.articles import Texts
    from negotiations.compare.diff import TermHolder
    from negotiations.model.base import FieldSpec
    from negotiations.records import Records
    from negotiations.render.page import Line

__all__ = [
    "ORDERS",
    "Wording",
    "date_words",
    "differing_roles",
    "is_limited",
    "is_titled",
    "joined",
    "label_name",
    "option_parts",
    "plural",
    "stance_name",
]


# How a record stands to the one before it.
ORDERS = {
    Order.CERTAIN: "certain: not earlier than the one before it in this list",
    Order.POSSIBLE: "possible: by the dates, it may also be earlier than the one before it",
    Order.UNKNOWN: "unknown: it may be earlier or later than the one before it",
    None: "the first in this list",
}

# How the first word of a name ends that says whose it is: such a name has no article.
_POSSESSIVE = ("'s", "’s", "s'", "s’")


def plural(number: int, one: str, many: str = "") -> str:
    """A number with its noun.

    >>> plural(1, "term"), plural(2, "term"), plural(0, "party", "parties")
    ('1 term', '2 terms', '0 parties')
    """
    return f"{number} {one if number == 1 else many or one + 's'}"


def joined(names: Iterable[str]) -> str:
    """Several names in a sentence.

    >>> joined(["Egypt"]), joined(["Egypt", "Qatar"]), joined(["Egypt", "Qatar", "the United States"])
    ('Egypt', 'Egypt and Qatar', 'Egypt, Qatar and the United States')
    """
    *others, last = [*names] or [""]
    return f"{', '.join(others)} and {last}" if others else last


@attrs.frozen
class Wording:
    """The wording of values, with names from a dataset if one is given.

    Attributes:
        records: The source of names; without it, ids are shown.
        texts: Article texts; with them, citations quote the passages.
        level: The lowest level of changes that a page shows. At ``bookkeeping`` it shows
            everything that the JSON contains.
        names_phases: Whether a term without a phase is said to be in none that is reported. It is not
            where the texts are known to have no phases.
        has_levels: Whether a reader can ask for another level. Not in an explorer, whose pages stay as
            they are and have the rest as JSON beside them.
    """

    records: Records | None = None
    texts: Texts | None = None
    level: Level = Level.CLARIFYING
    names_phases: bool = True
    has_levels: bool = True

    @property
    def is_full(self) -> bool:
        """Whether a page shows everything that the JSON contains."""
        return self.level is Level.BOOKKEEPING

    def name(self, key: str, among: tuple[str, ...] = ()) -> str:
        """The name of a record, or its id where it is not known."""
        record = self.record(key, among)
        return plain(key if record is None else name_of(record) or key)

    def record(self, key: str, among: tuple[str, ...] = ()) -> Record | None:
        """The record at an address, or with an id among these collections; None if it is not known."""
        if self.records is None:
            return None
        try:
            return self.records.resolve(key, among)
        except KeyError:
            return None

    def voice(self, key: str, among: tuple[str, ...] = ("actors", "sources")) -> str:
        """A name within a sentence, as behind *according to* or *by*.

        The description of a group begins with a small letter unless it begins with a name. The name
        of an office takes the article if it has several words and does not begin with whose it is, that of
        a state or an organisation if it is "the … of …" or "the United …", and that of a person if it is
        none, but the description of somebody who is not named.
        """
        name = self.name(key, among)
        actor = None if self.records is None else self.records.actors.get(key)
        if actor is None:
            return name
        if actor.kind is ActorKind.GROUP:
            return self.clause(name)
        if actor.kind is ActorKind.PERSON and _is_description(name):
            said = self.clause(name)
            return said if name.partition(" ")[0].lower() in _COMMON_WORDS else f"the {said}"
        if actor.kind is ActorKind.OFFICE:
            takes_article = " " in name and not name.partition(" ")[0].endswith(_POSSESSIVE)
        else:
            is_named = actor.kind in (ActorKind.STATE, ActorKind.ORGANISATION)
            takes_article = is_named and (" of " in name or name.startswith("United "))
        return f"the {name}" if takes_article and not name.startswith("The ") else name

    def voices(self, keys: Iterable[str]) -> str:
        """Several names within a sentence: ``Egypt, Qatar and the United States``."""
        return joined(map(self.voice, keys))

    def word(self, word: Vocabulary) -> str:
        """A word of a vocabulary in a sentence; on a full page as it is in the JSON."""
        if self.is_full:
            return str(word)
        return _HYPHENATED.get(str(word), str(word).replace("-", " "))

    def when(self, when: When) -> str:
        """A date with its basis; for one known only by its order, the title of the earlier record.

        A full page has it in the words of the JSON.
        """
        if self.is_full:
            return str(when)
        if when.edtf is None:
            return f"after {self.titled(when.after or '')}"
        basis = _BASES.get(when.basis) if when.basis is not None else None
        said = date_words(when.edtf)
        return f"{said}, {basis}" if basis else said

    def dated(self, when: When) -> Line:
        """A date with its basis; the date as it is in the JSON, too, for whoever asks for it."""
        said = self.when(when)
        if self.is_full or when.edtf is None:
            return line(said)
        date = date_words(when.edtf)
        return line(Span(date, exact=when.edtf), said.removeprefix(date))

    def titled(self, address: str) -> str:
        """A record by its title, in quotation marks; by its address where it has none.

        On a full page the address follows the title.
        """
        title = ""
        if self.records is not None:
            with suppress(KeyError):
                title = self.title(self.records.resolve(address)).removesuffix(".")
        if not title:
            return plain(address)
        return f"“{title}”" + (f" ({plain(address)})" if self.is_full else "")

    def reference(self, key: str, among: tuple[str, ...]) -> str:
        """A record that another one names: an actor, place or issue by its name, others by their title.

        On a full page, and without the names of a dataset, texts, positions, events and talks keep the
        id that the JSON has.
        """
        if among[0] not in _TITLED:
            return self.name(key, among)
        if self.is_full or self.records is None:
            return plain(key)
        try:
            record = self.records.resolve(key, among)
        except KeyError:
            return plain(key)
        if isinstance(record, Version):
            return self.text_title(record)
        title = self.title(record).removesuffix(".")
        return f"“{title}”" if title else plain(key)

    def text_title(self, version: Version) -> str:
        """A version by the title of its proposal, with its own name where there are several."""
        proposal = None if self.records is None else self.records.proposals.get(version.proposal_id)
        if proposal is None:
            return plain(version.id)
        is_alone = len(proposal.versions or ()) == 1
        own = "" if is_alone else f" ({plain(version.id.rpartition('@')[2])})"
        return f"“{plain(proposal.title)}”{own}"

    def clause(self, sentence: str) -> str:
        """A sentence within another one: a common word at its start gets a small letter.

        A word is common if it is an article or the like, or if it begins with a small letter
        somewhere in the summaries of the dataset; others may be names.
        """
        first, space, rest = plain(sentence).partition(" ")
        small = first[:1].lower() + first[1:]
        is_common = small in _COMMON_WORDS or small in self._common_words
        return f"{small if is_common else first}{space}{rest}"

    @cached_property
    def _common_words(self) -> frozenset[str]:
        if self.records is None:
            return frozenset()
        summaries = (
            getattr(value, "summary", None) or ""
            for records in self.records.collections.values()
            for record in records.values()
            for _, value in walk(record)
        )
        words = (word.strip(".,;:()") for text in summaries for word in text.split())
        return frozenset(word for word in words if word.islower())

    def value(self, item: Any, spec: FieldSpec | None = None) -> str:
        """A value in words."""
        if isinstance(item, tuple):
            comma = "; " if isinstance(next(iter(item), None), Condition) else ", "
            return comma.join(self.value(part, spec) for part in item) or "none"
        if isinstance(item, bool):
            return "yes" if item else "no"
        if isinstance(item, str) and spec is not None and spec.refers_to:
            return self.reference(item, spec.refers_to)
        say = SAID.get(type(item))
        if say is not None:
            return say(self, item)
        if isinstance(item, Bounded):
            return bounded_words(item, self)
        if isinstance(item, Vocabulary):
            return plain(self.word(item))
        if isinstance(item, Term):
            return self.term_name(item)
        return plain(item.id if isinstance(item, Record) else str(item))

    def term_name(self, term: Term) -> str:
        """A term by its issue and phase, and by its case and alternative where it has them."""
        return label_name(term.label, self)

    def case(self, issue: str, case: str) -> str:
        """A case of an issue by its label, or its id where it is not known."""
        known = None if self.records is None else self.records.get(issue, ("issues",))
        cases = (known.cases if isinstance(known, Issue) else None) or ()
        return plain(next((declared.label for declared in cases if declared.id == case), case))

    def phase(self, phase: Any) -> str:
        """A phase, to be put behind the name of an issue."""
        if phase is None:
            return ", phase not reported" if self.names_phases else ""
        return f", phase {phase}" if isinstance(phase, int) else ", whole text"

    def alternative(self, alternative: str) -> str:
        """An option of a draft by its label: ``option 2``, ``option “shall”``, ``option 1 “2020”``."""
        if self.is_full:
            label = plain(alternative)
            return label if label.startswith("option-") else f"option {label}"
        number, name = option_parts(alternative)
        return " ".join(filter(None, ("option", number, f"“{name}”" if name else "")))

    def timing(self, timing: Timing) -> str:
        """A point in time as a text fixes it: a date, or with the name of what it is counted from."""
        if timing.on is not None:
            return str(timing) if self.is_full else date_words(timing.on)
        anchor = timing.anchor
        words = ""
        if anchor is not None:
            words = plain(anchor.words or "")
            if anchor.term is not None:
                words = self.labelled(anchor.term)
            if anchor.event is not None:
                words = self.titled(f"events/{anchor.event}")
        if timing.before is not None:
            return f"before {words}"
        return f"within {timing.within} after {words}" if timing.within else f"after {words}"

    def labelled(self, label: str) -> str:
        """A term that another one names, by its label; of one without a phase none is missed."""
        words = attrs.evolve(self, names_phases=self.is_full)
        return label_name(label, words) + (f" ({plain(label)})" if self.is_full else "")

    def field_value(self, owner: Any, item: Any, spec: FieldSpec | None = None) -> str:
        """A value of a field of a record or term: an amount with its unit, a limit as such."""
        said = self.value(self.measured(owner, item), spec)
        if isinstance(owner, ChoiceTerm) and item == owner.option and not self.is_full:
            said = id_words(said)
        if spec is None or not is_limited(owner, spec) or not isinstance(item, Bounded):
            return said
        separator = ", " if item.qualifier is Qualifier.UNSTATED else " of "
        limit = getattr(owner, "limit", None)
        return f"a {limit}{separator}{said}"

    def measured(self, owner: Any, item: Any) -> Any:
        """An amount in the unit of its issue, unless it has a unit of its own."""
        if not isinstance(owner, MeasureTerm) or not isinstance(item, Amount) or item.unit:
            return item
        issue = None if self.records is None else self.records.issues.get(owner.issue)
        if issue is None or not issue.unit:
            return item
        return item.of(issue.unit, per=item.per)

    def source(self, key: str) -> str:
        """The label of a source, as used in citations."""
        return self.name(key, ("sources",))

    def citations(
        self,
        evidence: Iterable[Evidence],
        owner: Any = None,
        *,
        exact: bool = False,
        remarks: bool = True,
    ) -> tuple[Citation, ...]:
        """Citations of passages: where something is said and by whom. Duplicates are left out.

        Paragraphs of one source that are cited alike, and not quoted, stand in one citation.

        Args:
            evidence: The passages.
            owner: What they are evidence of: of a term, its clause is named.
            exact: Whether to say which characters of the article they are.
            remarks: Whether to say which fields they bear on, and what the coder notes.
        """
        cited = (self.citation(passage, owner, exact=exact) for passage in evidence)
        if not remarks:
            cited = (attrs.evolve(citation, fields=(), note="") for citation in cited)
        told = tuple(dict.fromkeys(cited))
        return told if exact else merged_citations(told)

    def citation(self, evidence: Evidence, owner: Any = None, *, exact: bool = False) -> Citation:
        """One passage: ``NYT relay ¶10, according to Antony Blinken``.

        Args:
            evidence: The passage.
            owner: What it is evidence of.
            exact: Whether to say which characters of the article it is.
        """
        said: list[str] = []
        if exact:
            said.append(f"characters {evidence.start}–{evidence.end}")
        claimants = self.voices(evidence.claimants or ())
        denies = evidence.support is Support.CONTRADICTS
        if denies:
            said.append(f"DENIED by {claimants}" if claimants else "DENIED by the article")
            if evidence.value is not None:
                said.append(f"which gives {self._given(evidence, owner)}")
        elif claimants:
            said.append(f"according to {claimants}")
        if evidence.via:
            said.append(f"via {self.voices(evidence.via)}")
        if evidence.hedged:
            said.append("hedged")
        if evidence.support is Support.IMPLIED:
            said.append("a coder's reading")
        fields = evidence.fields or ()
        if not self.is_full:
            fields = tuple(name.replace("_", " ") for name in fields)
        clause = getattr(owner, "clause", None)
        source = self.source(evidence.source) + (f", {plain(clause)}," if clause else "")
        return Citation(
            place=f"{source} ¶{evidence.paragraph}",
            said=tuple(said),
            passage="" if self.texts is None else self.texts.passage(evidence),
            fields=fields,
            note=evidence.note or "",
            is_denial=denies,
        )

    def _given(self, evidence: Evidence, owner: Any) -> str:
        """The value that a denial gives instead, in words of the field that it is of."""
        (field,) = evidence.fields if len(evidence.fields or ()) == 1 else ("",)  # type: ignore[misc]
        spec = field_of(owner, field) if isinstance(owner, Value) and field else None
        return self.value(self.measured(owner, evidence.value), spec)

    def title(self, record: Value) -> str:
        """The name, label or title of a record; its summary where it has none of them."""
        labels = getattr(record, "labels", None)
        if labels:
            # All of them: choosing one name would side with the source that uses it.
            return ", ".join(map(plain, labels))
        return plain(name_of(record) or getattr(record, "summary", None) or "")

    def called(self, version: object) -> str:
        """What sources call a text: ``called “Bridge” and “Last bridge”``; empty if not reported."""
        labels = getattr(version, "labels", None) if isinstance(version, Version) else None
        return f"called {joined(f'“{plain(label)}”' for label in labels)}" if labels else ""

    def unreported(self, record: Value) -> list[str]:
        """The fields that are not reported."""
        if isinstance(record, Issue):
            return []  # an issue is this project's decision; nobody reports it
        quiet = (FieldRole.DESCRIPTION, FieldRole.NOTE)
        return [
            spec.name.replace("_", " ")
            for spec in fields_of(record)
            if getattr(record, spec.name) is None
            and spec.role not in quiet
            and spec.name not in _MEANS_NOTHING
            and spec.types not in ((Coordinates,), (Evidence,), (Extra,), (Identifier,))
        ]


def label_name(label: str, words: Wording) -> str:
    """A term by its label, ``prisoner-release@1``, in the words of `Wording.term_name`."""
    parts = split_label(label)
    case = "" if parts.case is None else f", {words.case(parts.issue, parts.case)}"
    option = "" if parts.alternative is None else f", {words.alternative(parts.alternative)}"
    return f"{words.name(parts.issue, ('issues',))}{words.phase(parts.phase)}{case}{option}"


_OPTION_NUMBER = re.compile(r"(?:1?[0-9]|[ivx]+|[a-z])(?![a-z0-9])")


def option_parts(label: str) -> tuple[str, str]:
    """The number of an option by its label, and its name; either may be empty.

    >>> option_parts("option-2"), option_parts("shall"), option_parts("option-1-all-biennially")
    (('2', ''), ('', 'shall'), ('1', 'all biennially'))
    """
    first, *rest = plain(label).removeprefix("option-").split("-")
    if _OPTION_NUMBER.fullmatch(first):
        return first, " ".join(rest)
    return "", " ".join((first, *rest))


def _is_description(name: str) -> bool:
    """Whether what stands for the name of a person describes one: ``U.S. envoy in the talks``."""
    first, *others = name.split()
    return first.lower() in _COMMON_WORDS or any(word in _IN_DESCRIPTIONS for word in others)


def stance_name(stance: TermHolder, words: Wording) -> str:
    """The holder, subject and time of a stance."""
    on = f" on {words.reference(stance.on, ('proposals',))}" if stance.on else ", on no text"
    as_of = f", as of {stance.as_of}" if stance.as_of else ""
    return f"stance of {words.voice(stance.party)}{on}{as_of}"


def differing_roles(version: Version) -> str:
    """The roles in which sources name different actors; empty if there are none.

    A source that names nobody in a role does not differ from one that does.
    """
    named: dict[str, dict[str, set[str]]] = {}
    for role in version.roles or ():
        for passage in role.evidence or ():
            if passage.support is not Support.CONTRADICTS:
                by_source = named.setdefault(role.role.value, {})
                by_source.setdefault(passage.source, set()).add(role.actor)
    differing = [
        role
        for role, by_source in named.items()
        if any(actors != next(iter(by_source.values())) for actors in by_source.values())
    ]
    return f"sources differ on {joined(f'the {role}' for role in differing)}" if differing else ""


def is_titled(spec: FieldSpec) -> bool:
    """Whether a field refers to records that have a title rather than a name."""
    return bool(spec.refers_to) and spec.refers_to[0] in _TITLED


def is_limited(owner: Any, spec: FieldSpec) -> bool:
    """Whether the limit of a term is that of the number in one of its fields."""
    return spec.limited and getattr(owner, "limit", None) is not None


# Fields whose absence means something else than that no source reports them.
_MEANS_NOTHING = frozenset({*RELATIONS[1:], "coded_on", "paragraphs_by"})
# Records that have a title in a sentence, in quotation marks, rather than a name.
_TITLED = ("versions", "proposals", "positions", "events", "talks")
# Words that a description has, and a name of a person has not.
_IN_DESCRIPTIONS = frozenset(
    ("at", "familiar", "for", "from", "in", "on", "to", "who", "whose", "with")
)
# Words of vocabularies that keep a hyphen in English.
_HYPHENATED = {
    "long-term-sentence": "long-term sentence",
    "one-sided": "one-sided",
    "blank-line": "blank line",
}
# What a date rests on that is not printed in the source.
_BASES = {
    Basis.INFERRED: "date inferred",
    Basis.EXTERNAL: "date from general knowledge",
}
# Words that are not names, although a sentence or the description of a group may begin with them.
_COMMON = (
    "a all an another any both each eight either every everybody everything few five former four he her "
    "his it its key many members most neither nine no nobody none nothing officials one other people "
    "protesters senior seven several she six some somebody something sources such technical ten that "
    "the their these they this three two unnamed"
)
_COMMON_WORDS = frozenset(_COMMON.split())
