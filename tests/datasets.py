"""Whole datasets that hold every rule, made of records that know nothing of each other.

The records come from `strategies`. Here their references are led to records that exist, to earlier
ones where a circle could form; their terms to issues of their kind, their passages to paragraphs that
can be cited, their dates into an order; and what stands twice after that is taken out. Which record
a reference leads to follows from the text it had, so that Hypothesis can make a dataset smaller.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from typing import Any
from zlib import crc32

import strategies as some
from hypothesis import strategies as st

from negotiations.chronology import when_of
from negotiations.dataset import Dataset
from negotiations.io.layout import FILE_KINDS
from negotiations.model import (
    Actor,
    Anchor,
    ChoiceTerm,
    Condition,
    ContinuationTerm,
    Event,
    Evidence,
    FigureClaim,
    Ignored,
    Issue,
    MeasureTerm,
    Metadata,
    OtherTerm,
    Place,
    Polarity,
    Proposal,
    Record,
    Role,
    Source,
    Talks,
    Term,
    Timing,
    Uncoded,
    VerificationTerm,
    Version,
)
from negotiations.model.base import FieldSpec, Value, fields_of
from negotiations.model.proposals import RELATIONS
from negotiations.model.values import When
from negotiations.records import walk
from negotiations.rules import RULES
from negotiations.vocabulary import Certainty, Support, TermKind, TermStatus

__all__ = ["datasets"]

RESTING = (Version, Term, Role, Talks, Event, FigureClaim)
DATED = (Version, Event, Talks, some.Position)
# What may only lead to records that come before.
BACKWARDS = {"on", "after", "answers", *RELATIONS, "within", "organisation", "speaks_for"}
# Fields that may not name what another field of theirs names.
OTHER_THAN: dict[tuple[type[Value], str], str] = {
    (Polarity, "less"): "more",
    (VerificationTerm, "of"): "issue",
    (some.Position, "joint_with"): "actor",
}


@dataclass
class _Settler:
    """The records of one dataset, while they are made to fit each other."""

    drawn: dict[str, tuple[Any, ...]]
    order: dict[tuple[str, str], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.drawn["versions"] = tuple(
            version for proposal in self.drawn["proposals"] for version in proposal.versions or ()
        )
        names = ("actors", "places", "proposals", "versions", "talks", "positions", "events")
        for name in names:
            for record in self.drawn[name]:
                self.order[name, record.id] = len(self.order)
        self.issues = {issue.kind: issue for issue in self.drawn["issues"]}
        self.sources = {source.id: source for source in self.drawn["sources"]}

    def place(self, record: Record) -> int:
        """Where a record stands in the order in which records may lead to each other."""
        for name in ("actors", "places", "proposals", "versions", "talks", "positions", "events"):
            if any(each is record for each in self.drawn[name]):
                return self.order[name, record.id]
        return 0

    def names(self, spec: FieldSpec, record: Record) -> list[str]:
        """All that a field of a record may refer to."""
        known = [(name, each.id) for name in spec.refers_to for each in self.drawn[name]]
        if spec.name in BACKWARDS and (spec.name != "after" or isinstance(record, DATED)):
            known = [each for each in known if self.order[each] < self.place(record)]
        if len(spec.refers_to) == 1:
            return [key for _, key in known]
        keys = [each.id for name in spec.refers_to for each in self.drawn[name]]
        return [
            key if keys.count(key) == 1 and crc32(key.encode()) % 2 else f"{name}/{key}"
            for name, key in known
        ]

    def settled(self, value: Any, record: Record, owner: Value | None = None) -> Any:
        """A value that fits the dataset; None where it cannot be made to."""
        changes: dict[str, Any] = {}
        for spec in fields_of(value):
            held = getattr(value, spec.name)
            if not held:
                continue
            if spec.refers_to:
                names = self.names(spec, record)
                if isinstance(value, Term) and spec.name == "issue":
                    names = [self.issues[value.kind].id]
                elif (type(value), spec.name) in OTHER_THAN:
                    other = changes.get(OTHER_THAN[type(value), spec.name])
                    names = [each for each in names if each != other]
                found = [_picked(names, each) for each in (held if spec.many else [held]) if names]
            elif isinstance(held, Value) or (spec.many and isinstance(held[0], Value)):
                inner = (
                    self.settled(each, record, value) for each in (held if spec.many else [held])
                )
                found = [each for each in inner if each is not None]
            else:
                continue
            if not spec.many and not found and not spec.optional:
                return None
            changes[spec.name] = (
                tuple({some.key_of(each): each for each in found}.values())
                if spec.many
                else next(iter(found), None)
            )
        if isinstance(value, When):
            return self._date(value, changes, record)
        if isinstance(value, Anchor) and value.event is not None and changes["event"] is None:
            return Anchor(words=value.event)
        changes |= self._fitting(value, changes, owner)
        if isinstance(value, RESTING) and not changes.get("evidence"):
            changes["evidence"] = (self.passage(next(iter(self.sources))),)
        return value.replace(**changes)

    def _fitting(
        self, value: Value, changes: dict[str, Any], owner: Value | None
    ) -> dict[str, Any]:
        """What a rule wants of the other fields of a value, now that its references are known."""
        if isinstance(value, Evidence):
            return self._passage(value, changes, owner)
        if isinstance(value, Term):
            return self._term(value, changes)
        if isinstance(value, Issue):
            cases = {case.label.casefold(): case for case in value.cases or ()}
            return {"cases": tuple(cases.values()) or None}
        if isinstance(value, Actor | Place | Proposal | Talks):
            name = next(kind.collection for kind in FILE_KINDS if kind.record is type(value))
            known = value.identifiers or ()
            return {"identifiers": tuple(each for each in known if name in each.scheme.collections)}
        return {}

    def _term(self, term: Term, changes: dict[str, Any]) -> dict[str, Any]:
        """What the rules want of a term alone; of those beside it, `_together` knows."""
        issue = self.issues[term.kind]
        cases = [case.id for case in issue.cases or ()]
        fitting: dict[str, Any] = {
            "case": _picked(cases, term.case) if term.case and cases else None
        }
        if term.status is TermStatus.AGREED:
            fitting["proposed_by"] = None
        numbers = [spec.name for spec in fields_of(term) if spec.limited]
        if numbers and all(getattr(term, name) is None for name in numbers):
            fitting["limit"] = None
        if isinstance(term, MeasureTerm) and term.amount is not None:
            fitting["amount"] = term.amount.replace(unit=None)
        if isinstance(term, ChoiceTerm):
            options = issue.options or ()
            fitting["option"] = _picked(list(options), term.option or "") if options else None
        if isinstance(term, ContinuationTerm):
            fitting["of_phase"] = self._phase(term.of_phase, changes.get("of"))
        if isinstance(term, OtherTerm) and term.summary is None and term.included is not False:
            fitting["summary"] = "In our own words."
        return fitting

    def _together(self, holder: Any) -> Any:
        """A version or position whose terms fit each other: options, and what depends on what."""
        topics: dict[Any, list[Term]] = {}
        for term in holder.terms or ():
            topics.setdefault(term.topic, []).append(term)
        terms: list[Term] = []
        earlier: list[str] = []
        for topic, beside in topics.items():
            options = [term for term in beside if term.alternative is not None]
            if len(options) < 2:
                options = [beside[0].replace(alternative=None)]
            for option in options:
                silent = option.alternative and option.included is None and not says(option)
                whole = option.replace(included=False) if silent else option
                terms.append(in_order(linked(whole, earlier)))
            earlier.append(str(topic))
        changes: dict[str, Any] = {"terms": None if holder.terms is None else tuple(terms)}
        if getattr(holder, "coded_on", None) is not None:
            changes["coded_on"] = tuple({*holder.coded_on, *(term.issue for term in terms)})
        return holder.replace(**changes)

    def _date(self, when: When, changes: dict[str, Any], record: Record) -> When | None:
        if when.after is not None:
            return when.replace(**changes) if changes.get("after") else None
        if when is not when_of(record) or when.edtf is None:
            return when
        day = str(date(2001, 1, 1) + timedelta(days=self.place(record)))
        text = when.edtf
        if text.startswith("../"):
            return when.replace(edtf=f"../{day}")
        if text.endswith("/.."):
            return when.replace(edtf=f"{day}/..")
        if "/" in text:
            return when.replace(edtf=f"2001/{day}")
        if text.startswith("XXXX"):
            return when
        bare = text.rstrip("~?%")
        return when.replace(edtf=day[: len(bare)] + text[len(bare) :])

    def _phase(self, ordinal: int | None, of: str | None) -> int | None:
        """A phase that the version has which is continued, as far as its phases are reported."""
        name = (of or "").rpartition("/")[2]
        phases = next((each.phases for each in self.drawn["versions"] if each.id == name), None)
        if ordinal is None or phases is None:
            return ordinal
        known = [phase.ordinal for phase in phases]
        return known[ordinal % len(known)] if known else None

    def _passage(
        self, given: Evidence, changes: dict[str, Any], owner: Value | None
    ) -> dict[str, Any]:
        source = self.sources[changes["source"]]
        free = self.free(source)
        paragraph = free[given.paragraph % len(free)]
        assert owner is not None
        known = {spec.name: spec for spec in fields_of(owner)}
        fields = given.fields
        if fields is not None:
            fields = tuple(name for name in fields if name in known)
        other = changes.get("value", given.value)
        if other is not None:
            types = known[fields[0]].types if fields and len(fields) == 1 else ()
            is_flag = isinstance(other, bool) and bool not in types
            if given.support is not Support.CONTRADICTS or is_flag or not isinstance(other, types):
                other = None
        forms = (
            changes.get("spellings") or getattr(owner, "spellings", None),
            getattr(owner, "labels", None),
        )
        prints = next((each for each in forms if each), None) if given.prints else None
        return {"paragraph": paragraph, "fields": fields, "value": other, "prints": prints}

    @staticmethod
    def free(source: Source) -> list[int]:
        """The paragraphs of a source that can be cited."""
        furniture = source.furniture or ()
        return [each for each in range(1, source.paragraphs + 1) if each not in furniture]

    def passage(self, source: str) -> Evidence:
        """Some passage of a source."""
        paragraph = self.free(self.sources[source])[0]
        return Evidence(
            source=source,
            paragraph=paragraph,
            start=0,
            end=1,
            sha256=sha256(b"a").hexdigest(),
            support=Support.EXPLICIT,
        )

    def dataset(self) -> Dataset:
        """The dataset of all these records."""
        (metadata,) = self.drawn["metadata"]
        made: dict[str, tuple[Any, ...]] = {}
        for name in ("actors", "places", "issues", "talks", "positions", "events", "figures"):
            made[name] = tuple(self.settled(each, each) for each in self.drawn[name])
        made["positions"] = tuple(map(self._together, made["positions"]))
        # Which terms an act may name depends on what it is on; here it names none.
        made["events"] = tuple(linked(event, []) for event in made["events"])
        made["proposals"] = tuple(map(self._proposal, self.drawn["proposals"]))
        sources = [self.settled(each, each) for each in self.drawn["sources"]]
        own = [self.passage(each) for each in self.sources]
        bare = metadata.replace(evidence=None, ignored=self._ignored(metadata))
        metadata = self.settled(bare, metadata).replace(evidence=tuple(own))
        # Only now is it known what is cited: what stood twice is gone, with its passages.
        held = [each for records in made.values() for each in records]
        held += [version for each in made["proposals"] for version in each.versions or ()]
        cited: dict[str, set[int]] = {}
        for record in (metadata, *sources, *held):
            for _, value in walk(record):
                if isinstance(value, Evidence):
                    cited.setdefault(value.source, set()).add(value.paragraph)
        made["sources"] = tuple(self._accounted(each, cited[each.id]) for each in sources)
        return Dataset(metadata, **made)

    def _ignored(self, metadata: Metadata) -> tuple[Ignored, ...] | None:
        """What may be set aside where nothing is wrong: only rules that nobody can hold without texts."""
        if metadata.ignored is None:
            return None
        rules = [each.id for each in RULES.values() if each.wants_texts and each.may_be_ignored]
        found = [each.replace(rule=_picked(rules, each.rule)) for each in metadata.ignored]
        return tuple({some.key_of(each): each for each in found}.values())

    def _proposal(self, proposal: Proposal) -> Proposal:
        bare = self.settled(proposal.replace(versions=None), proposal)
        versions = proposal.versions
        if versions is None:
            return bare
        settled = (self.settled(each, each) for each in versions)
        return bare.replace(versions=tuple(map(self._together, settled)))

    def _accounted(self, source: Source, cited: set[int]) -> Source:
        """A source all of whose paragraphs are cited, furniture, or uncoded with a reason."""
        left = set(self.free(source)) - cited
        reasons = {each.paragraph: each.reason for each in source.uncoded or ()}
        uncoded = tuple(
            Uncoded(paragraph=each, reason=reasons.get(each, "Nothing is coded here."))
            for each in sorted(left)
        )
        return source.replace(uncoded=uncoded)


def says(term: Term) -> bool:
    """Whether a term says anything: in a field of its own kind, or in one of all terms."""
    beside = ("status", "proposed_by", "included", "clause", "note", "evidence")
    return any(
        getattr(term, spec.name) is not None
        for spec in fields_of(term)
        if spec.name not in (*term.key_fields, *beside)
    )


def in_order(term: Term) -> Term:
    """A term that does not end before it starts, and is not due before."""
    ends = [end for end in (term.ends, term.deadline) if end is not None]
    starts = term.starts
    if starts and any(end.before_than(starts) is Certainty.CERTAIN for end in ends):
        return term.replace(starts=None)
    return term


def linked(value: Any, names: list[str]) -> Any:
    """A value all of whose links to terms lead to one of these names; where there is none, to none."""
    if isinstance(value, Anchor) and value.term is not None:
        return Anchor(term=_picked(names, value.term)) if names else Anchor(words=value.term)
    if isinstance(value, Timing) and value.before is not None:
        names = []  # only what comes after something leads to what stands earlier
    changes: dict[str, Any] = {}
    if isinstance(value, Condition) and value.term is not None:
        changes["term"] = _picked(names, value.term) if names else None
    for spec in fields_of(value):
        held = getattr(value, spec.name)
        if isinstance(held, Value):
            changes[spec.name] = linked(held, names)
        elif spec.many and held and isinstance(held[0], Value):
            inner = [linked(each, names) for each in held]
            changes[spec.name] = tuple({some.key_of(each): each for each in inner}.values())
    return value.replace(**changes) if changes else value


def _picked(names: list[str], by: str) -> str:
    return names[crc32(by.encode()) % len(names)]


def _agenda(issues: tuple[Issue, ...]) -> tuple[Issue, ...]:
    """One issue for each kind of term, with the unit or the options that its kind wants."""
    drawn = {issue.kind: issue for issue in issues}
    found = []
    for kind in TermKind:
        bare = Issue(id=f"on-{kind}-terms", label=f"On {kind}", definition="All of it.", kind=kind)
        issue = drawn.get(kind, bare)
        if kind is TermKind.MEASURE and issue.unit is None:
            issue = issue.replace(unit="carts")
        if kind is TermKind.CHOICE and issue.options is None:
            issue = issue.replace(options=("hall", "tent"))
        found.append(issue)
    return tuple({issue.id: issue for issue in found}.values())


@st.composite
def datasets(draw: st.DrawFn) -> Dataset:
    """Datasets of every kind of record that hold the schemas and every rule that wants no texts."""

    def several(cls: type[Any], *, least: int = 0, most: int = 2) -> tuple[Any, ...]:
        return draw(some.tuples_of(some.by_class(cls), min_size=least, max_size=most))

    # Half of them have every kind of record; left to chance, few would.
    least = draw(st.sampled_from([0, 1]))
    # What has most in it comes first: Hypothesis makes what comes late small.
    drawn: dict[str, tuple[Any, ...]] = {
        "proposals": several(Proposal, least=least),
        "positions": several(some.Position, least=least),
        "events": several(Event, least=least),
        "talks": several(Talks, least=least),
        "issues": _agenda(several(Issue)),
        "sources": several(Source, least=1),
        "actors": several(Actor, least=1, most=3),
        "places": several(Place, least=1, most=3),
        "figures": several(some.Figure, least=least, most=1),
        "metadata": (draw(some.metadata()),),
    }
    # An issue's id could be that of one that was added; then terms of a kind would lack theirs.
    kinds = {issue.kind for issue in drawn["issues"]}
    assert kinds == set(TermKind)
    return _Settler(drawn).dataset()
