"""What changed between two records, in full; and what to show of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, overload

import attrs

from negotiations.compare.align import pairs_of
from negotiations.compare.changes import (
    Added,
    Change,
    Changed,
    EvidenceChanged,
    Moved,
    Pair,
    Removed,
    Renumbered,
    Reported,
    Reworded,
    Totalled,
    Unreported,
)
from negotiations.compare.phases import BY_NUMBER, Phasing, aligned_phases
from negotiations.errors import NegotiationsError, PatchDoesNotFit, UnknownId
from negotiations.model import (
    ChoiceTerm,
    Evidence,
    Issue,
    Phase,
    Polarity,
    Position,
    ReleaseTerm,
    Term,
    Version,
)
from negotiations.model.base import Shown, Value, content_of, fields_of
from negotiations.model.terms import is_excluded
from negotiations.model.values import Count, Duration, When
from negotiations.vocabulary import Level, OrderedVocabulary, PhaseScope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from negotiations.model.base import FieldSpec

__all__ = ["Diff", "Lean", "Summary", "diff", "diff_terms", "side_name"]

# Values without an identity of their own: they differ as a whole.
_ATOMS = (Count, Duration, When, Evidence)
_AS_CODED = "it is not said there, as coded"
_PHASE_OF_ONE = "the phase of one of the two is not reported"
_PHASE_OF_NEITHER = "the phase of neither is reported"
_BY_A_READING = "the phases pair by what they say, which is a reading"
_NUMBERS_LEAVE_IT_OPEN = "another pairing of the phases is nearly as good as their numbers"
_WHICH_STANDS_FOR_WHICH = "a phase is not reported, so that another term may stand for it"
_TERMS = next(spec for spec in fields_of(Version) if spec.types[0] is Term)


class TermHolder(Protocol):
    """What has a name and holds terms without being a record: the stance of a party."""

    @property
    def name(self) -> str:
        """What it is called on pages."""
        ...

    @property
    def terms(self) -> tuple[Term, ...]:
        """The terms, one for each issue and phase."""
        ...

    @property
    def party(self) -> str:
        """The actor whose stance it is."""
        ...

    @property
    def on(self) -> str | None:
        """The proposal that it is on."""
        ...

    @property
    def as_of(self) -> str | None:
        """The time that it was asked for."""
        ...


@attrs.frozen(kw_only=True)
class Lean:
    """Whose way a change leans, by a polarity rule of the dataset. A coded reading, no fact.

    ``toward`` is None where no lean is read; ``why`` says what it rests on, or why there is none.
    """

    toward: str | None = None
    away_from: str | None = None
    rule: Polarity | None = None
    why: str

    @property
    def is_determined(self) -> bool:
        """Whether the change leans toward a party."""
        return self.toward is not None

    def __bool__(self) -> bool:
        """Whether the change leans toward a party: what is undetermined is false."""
        return self.is_determined

    def __str__(self) -> str:
        if self.toward is None:
            return f"undetermined: {self.why}"
        return f"toward {self.toward}, by the coded polarity of {self.why}"


@attrs.frozen(kw_only=True)
class Summary:
    """What a diff amounts to, in numbers of whole terms and of single changes.

    ``by_kind`` counts all changes; the others count terms. Of a term in other detail, one side
    reports something on which the other is silent, and nothing that both report differs.
    """

    by_kind: dict[str, int]
    by_level: dict[Level, int]
    terms_added: int
    terms_removed: int
    terms_changed: int
    terms_in_other_detail: int
    terms_moved: int
    terms_reported: int
    terms_unreported: int
    terms_same: int

    def __str__(self) -> str:
        parts = [
            (self.terms_added, "added"),
            (self.terms_removed, "removed"),
            (self.terms_changed, "changed"),
            (self.terms_in_other_detail, "told in more or less detail"),
            (self.terms_moved, "moved"),
            (self.terms_reported, "newly reported"),
            (self.terms_unreported, "not mentioned any more"),
            (self.terms_same, "the same"),
        ]
        said = [f"{number} {what}" for number, what in parts if number]
        return f"terms: {', '.join(said) or 'none on either side'}"


@attrs.frozen(eq=False, repr=False)
class Diff(Shown, Sequence[Change]):
    """All differences between two records, as a sequence of changes.

    It is false if and only if the two are equal. ``whole`` is false where the two are of different
    kinds, such as a position and a version, or are stances: then only what can be compared is.
    ``unsettled`` names the terms of stances that are left out, since their readings differ;
    ``phasing`` says how the phases of two versions pair.
    """

    a: Value | TermHolder
    b: Value | TermHolder
    changes: tuple[Change, ...]
    issues: Mapping[str, Issue] | None = None
    whole: bool = True
    same: int = 0
    unsettled: tuple[str, ...] = ()
    phasing: Phasing = BY_NUMBER

    @overload
    def __getitem__(self, index: int) -> Change: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Change, ...]: ...
    def __getitem__(self, index: int | slice) -> Change | tuple[Change, ...]:
        return self.changes[index]

    def __len__(self) -> int:
        return len(self.changes)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Diff):
            return NotImplemented
        return (self.a, self.b, self.changes) == (other.a, other.b, other.changes)

    def __hash__(self) -> int:
        return hash((self.a, self.b))

    def __repr__(self) -> str:
        name = " → ".join(map(side_name, (self.a, self.b)))
        number = f"{len(self)} {'change' if len(self) == 1 else 'changes'}"
        return f"<Diff {name}: {number}; {self.summary()}>"

    def where(
        self,
        *,
        issue: str | None = None,
        at_least: Level | str | None = None,
        leans: str | None = None,
    ) -> tuple[Change, ...]:
        """The changes on an issue, from a level upwards, or that lean toward a party.

        Raises:
            UnknownId: The issues are known and this is none of them, or no polarity names the party.
        """
        if self.issues is not None:
            if issue is not None and issue not in self.issues:
                raise UnknownId(issue, self.issues, "issue")
            rules = [rule for each in self.issues.values() for rule in each.polarity or ()]
            parties = {party for rule in rules for party in (rule.more, rule.less)}
            if leans is not None and leans not in parties:
                raise UnknownId(leans, sorted(parties), "party that a polarity names")
        least = Level(at_least) if isinstance(at_least, str) else at_least
        return tuple(
            change
            for change in self.changes
            if (issue is None or change.issue == issue)
            and (least is None or change.level >= least)
            and (leans is None or self.lean(change).toward == leans)
        )

    def lean(self, change: Change) -> Lean:
        """Whose way a change leans, or why that is undetermined.

        Only a change that both sides report, or that one is reported not to have, can lean: what
        merely went unmentioned is no concession.
        """
        if change.issue is None:
            return Lean(why="it is on no issue")
        if isinstance(change, Reported | Unreported):
            return Lean(why="one side is silent on it, and silence is no concession")
        if isinstance(change, Reworded):
            return Lean(why="neither side has it")
        if change.unsure:
            return Lean(why=change.unsure)
        if self.issues is None or change.issue not in self.issues:
            return Lean(why="no polarity is known; give the issues, or diff through a dataset")
        if _is_in_excluded(change):
            return Lean(why="the term is excluded on both sides")
        issue = self.issues[change.issue]
        rules = {rule.field: rule for rule in issue.polarity or ()}
        whole_term = _is_whole_term(change)
        name = "included" if whole_term and not isinstance(change, Moved) else change.field
        if isinstance(change, Totalled):
            name = "count"
        rule = rules.get(name)
        if rule is not None and not whole_term and not change.is_of_term_itself:
            return Lean(why=f"the polarity is of the term's own {name}")
        if rule is None:
            return Lean(why=f"the issue {issue.id} has no polarity for {name}")
        up = _direction(change)
        if up is None:
            return Lean(rule=rule, why="the change has no certain direction")
        more, less = (rule.more, rule.less) if up else (rule.less, rule.more)
        return Lean(toward=more, away_from=less, rule=rule, why=f"{issue.id}.{name}")

    def summary(self) -> Summary:
        """What the diff amounts to."""
        whole: dict[str, int] = {}
        touched: set[str] = set()
        detailed: set[str] = set()
        moved: set[str] = set()
        by_kind: dict[str, int] = {}
        by_level: dict[Level, int] = {}
        for change in self.changes:
            kind = "changed" if isinstance(change, Changed) else type(change).__name__.lower()
            by_kind[kind] = by_kind.get(kind, 0) + 1
            by_level[change.level] = by_level.get(change.level, 0) + 1
            if change.term is None:
                continue
            if isinstance(change, Moved):
                moved.add(change.term_path)
            elif isinstance(change.steps[-1], Pair) and isinstance(change.steps[-1].present, Term):
                whole[kind] = whole.get(kind, 0) + 1
            elif change.level >= Level.CLARIFYING and change.certainty.is_possible:
                one_silent = isinstance(change, Reported | Unreported)
                (detailed if one_silent else touched).add(change.term_path)
        return Summary(
            by_kind=by_kind,
            by_level=dict(sorted(by_level.items(), key=lambda pair: -pair[0].position)),
            terms_added=whole.get("added", 0),
            terms_removed=whole.get("removed", 0),
            terms_changed=len(touched) + whole.get("changed", 0),
            terms_in_other_detail=len(detailed - touched - moved),
            terms_moved=len(moved),
            terms_reported=whole.get("reported", 0),
            terms_unreported=whole.get("unreported", 0),
            terms_same=max(self.same - len(touched | moved | detailed), 0),
        )

    def apply(self, a: Value | None = None) -> Value:
        """The later record, made from the earlier one by these changes.

        Raises:
            PatchDoesNotFit: ``a`` has another value where a change expects its own; nothing is
                changed.
            NegotiationsError: The two sides are of different kinds, so that neither can be made
                from the other.
        """
        from negotiations.compare.patch import patched

        own, _ = self._records()
        made: Value = patched(own if a is None else a, self.changes)
        return made

    def invert(self) -> Diff:
        """The diff the other way round: ``diff(b, a)``, without comparing again."""
        changes = tuple(change.inverted() for change in self.changes)
        phasing = self.phasing.inverted()
        return attrs.evolve(self, a=self.b, b=self.a, changes=changes, phasing=phasing)

    def compose(self, later: Diff) -> Diff:
        """The diff from this one's earlier record to the later one's later record.

        It is the diff of these two records, and no list of both diffs' changes: what one adds and
        the other removes is gone, and whether something was added or merely reported is asked of
        the two records that are now compared.

        Raises:
            PatchDoesNotFit: ``later`` does not begin with the record that this one ends with.
            NegotiationsError: Either compares a position with a version.

        >>> from negotiations.model import MeasureTerm
        >>> first, second, third = (
        ...     MeasureTerm(issue="line", amount=Count.exactly(km)) for km in (30, 50, 40))
        >>> diff(first, second).compose(diff(second, third)) == diff(first, third)
        True
        """
        (first, middle), (other, last) = self._records(), later._records()
        if type(middle) is not type(other):
            raise PatchDoesNotFit("", type(other).__name__, type(middle).__name__)
        for apart in diff(middle, other):
            raise PatchDoesNotFit(apart.path, apart.after, apart.before)
        issues = later.issues if self.issues is None else self.issues
        return diff(first, last, issues=issues)

    def to_json_patch(self) -> list[dict[str, Any]]:
        """The diff as a JSON Patch (RFC 6902), for programs that know nothing of this library.

        Applied in order to the JSON of the earlier record, it gives the JSON of the later one.
        Before each operation that removes or replaces a value, and before what happens inside an
        item of a list, a ``test`` holds what stands there. What the standard has no test for is that
        a field is absent: one that is added replaces what another record has there. `apply` sees it.

        Raises:
            NegotiationsError: The two sides are of different kinds.

        >>> from negotiations.model import MeasureTerm
        >>> before = MeasureTerm(issue="line", amount=Count.exactly(30))
        >>> for operation in diff(before, before.replace(amount=Count.exactly(50))).to_json_patch():
        ...     print(operation)
        {'op': 'test', 'path': '/amount', 'value': {'exactly': 30}}
        {'op': 'replace', 'path': '/amount', 'value': {'exactly': 50}}
        """
        from negotiations.compare.json_patch import operations

        return list(operations(*self._records()))

    def _records(self) -> tuple[Value, Value]:
        """The two records, where one can be made from the other."""
        if self.whole and isinstance(self.a, Value) and isinstance(self.b, Value):
            return self.a, self.b
        raise NegotiationsError(
            "positions, stances and versions are compared, and not made from each other"
        )


def side_name(side: Value | TermHolder) -> str:
    """What a side of a diff is called: its id, or the name of a stance; else its kind."""
    kind = type(side).__name__
    return str(getattr(side, "id", None) or getattr(side, "name", None) or kind)


def _is_whole_term(change: Change) -> bool:
    return isinstance(change.after, Term) or isinstance(change.before, Term)


def _is_in_excluded(change: Change) -> bool:
    """Whether the term that it is in is excluded on both sides."""
    sides = [
        (step.before, step.after)
        for step in change.steps
        if isinstance(step, Pair) and isinstance(step.present, Term)
    ]
    return all(map(is_excluded, sides[0] if sides else change.owners))


def _direction(change: Change) -> bool | None:
    """True for more, False for less, None where it cannot be told."""
    if isinstance(change, Added | Removed):
        if _is_whole_term(change):
            return isinstance(change, Added)
        return None
    before, after = change.before, change.after
    if type(before) is not type(after):
        return None
    if isinstance(before, OrderedVocabulary):
        return bool(before < after)
    if type(before) in (Count, Duration):
        if before.less_than(after).is_certain:
            return True
        return False if after.less_than(before).is_certain else None
    if before in change.scale and after in change.scale:
        return change.scale.index(before) < change.scale.index(after)
    return after if isinstance(before, bool) else None


# --- finding changes ----------------------------------------------------------------------------


def diff(a: Value, b: Value, *, issues: Mapping[str, Issue] | None = None) -> Diff:
    """What changed from ``a`` to ``b``.

    Any two records of one kind can be compared, and a position with a version: then only the issues
    that the position speaks on are, and no phases or header.

    Args:
        a: The earlier record.
        b: The later one.
        issues: The issues by id, for leans.

    Raises:
        TypeError: The two cannot be compared.

    >>> from negotiations.model import ReleaseTerm
    >>> before = ReleaseTerm(issue="prisoners", count=Count.exactly(150))
    >>> after = ReleaseTerm(issue="prisoners", count=Count.exactly(250))
    >>> [change.code for change in diff(before, after)]
    ['term.count.raised']
    """
    for side in (a, b):
        if not isinstance(side, Value):
            raise TypeError(
                f"expected records, found {type(side).__name__} {side!r}; `Dataset.diff` takes ids"
            )
    return compared(a, b, scales_of(issues), issues)


def scales_of(issues: Mapping[str, Issue] | None) -> dict[str, tuple[str, ...]]:
    """The options of issues where they have an order, from least to most, by the id of the issue."""
    ordered = (each for each in (issues or {}).values() if each.options_are_ordered)
    return {issue.id: issue.options for issue in ordered if issue.options}


def compared(
    a: Value,
    b: Value,
    scales: Mapping[str, tuple[str, ...]],
    issues: Mapping[str, Issue] | None = None,
) -> Diff:
    """What `diff` gives, where the scales of options are known and the issues need not be."""
    if type(a) is type(b):
        comparison = _Comparison(a, b, scales)
        changes = tuple(comparison.of_values(a, b, (), (a, b)))
        return Diff(a, b, changes, issues, same=comparison.same, phasing=comparison.phasing)
    if {type(a), type(b)} == {Position, Version}:
        position: Any = a if isinstance(a, Position) else b
        on = {term.issue for term in position.terms}
        return _compared_terms(a, b, on, scales, issues)
    raise TypeError(
        f"{type(a).__name__} and {type(b).__name__} cannot be compared: "
        "give two records of one kind, or a position and a version"
    )


def diff_terms(
    a: Any, b: Any, *, on: Container[str] | None = None, issues: Mapping[str, Issue] | None = None
) -> Diff:
    """What differs between the terms of any two things that hold some, and nothing else of them.

    The diff is not whole: it is read and shown, and not applied.

    Args:
        a: The earlier holder: anything with ``terms``.
        b: The later one, of whatever kind.
        on: Only terms on these issues; all of them if None.
        issues: The issues by id, for leans.
    """
    return _compared_terms(a, b, on, scales_of(issues), issues)


def _compared_terms(
    a: Any,
    b: Any,
    on: Container[str] | None,
    scales: Mapping[str, tuple[str, ...]],
    issues: Mapping[str, Issue] | None,
) -> Diff:
    comparison = _Comparison(a, b, scales)
    comparison.whole = False
    sides = [
        # Terms on other issues say nothing of these; only an empty list does.
        tuple(term for term in side.terms or () if on is None or term.issue in on)
        or (() if side.terms == () else None)
        for side in (a, b)
    ]
    changes = tuple(comparison.of_items(_TERMS, sides[0], sides[1], (), (a, b)))
    return Diff(a, b, changes, issues, whole=False, same=comparison.same)


class _Comparison:
    """One run over two records; it knows which side is known in full, and how their phases pair."""

    def __init__(self, a: Any, b: Any, scales: Mapping[str, tuple[str, ...]]) -> None:
        self.root = type(a)
        self.whole = type(a) is type(b)
        self.scales = scales
        self.same = 0
        self.phasing = BY_NUMBER
        self._enter(a, b)

    def _enter(self, one: Any, other: Any) -> None:
        """Turn to the terms and phases of two holders."""
        self.holders = (one, other)
        self.full = (_is_full(one), _is_full(other))
        self.unphased = all(map(_has_no_phases, (one, other)))
        self.unsure = ""
        self._on: dict[str, tuple[list[Term], list[Term]]] | None = None

    def of_values(
        self, a: Any, b: Any, steps: tuple[str | Pair, ...], owners: tuple[Any, Any]
    ) -> Iterator[Change]:
        """Changes of the fields of two values that stand for each other."""
        for spec, before, after in zip(fields_of(a), content_of(a), content_of(b), strict=True):
            # Terms are compared one by one below, and counted; comparing all of them is work twice.
            terms = spec.types[0] is Term
            if before is after or (not terms and before == after):
                if terms and before:
                    self.same += len(before)
                continue
            if spec.types[0] is Evidence and spec.many:
                yield EvidenceChanged((*steps, spec.name), before, after, owners, self.root)
            elif not spec.many or spec.ordered:
                yield from self._scalar(spec, before, after, steps, owners)
            else:
                yield from self.of_items(spec, before, after, steps, owners)
        if isinstance(a, ReleaseTerm) and (a.count is None) is not (b.count is None):
            totals = a.total, b.total
            if None not in totals:
                yield Totalled((*steps, "total"), *totals, owners, self.root, self.unsure)

    def _scalar(
        self,
        spec: FieldSpec,
        before: Any,
        after: Any,
        steps: tuple[str | Pair, ...],
        owners: tuple[Any, Any],
    ) -> Iterator[Change]:
        kind: type[Change] = Changed
        unsure = self.unsure
        if before is None or after is None:
            kind, unsure = self._one_sided(spec, before, steps)
        elif spec.name == "ordinal" and self.phasing.of(before) == after:
            kind = Renumbered
        elif _is_phase_move(spec, before, after, owners):
            kind = Moved
            by_number = not self.phasing.is_certain and PhaseScope.WHOLE not in (before, after)
            unsure = _NUMBERS_LEAVE_IT_OPEN if by_number else ""
            if not self.phasing.is_by_number and self.phasing.of(before) == after:
                kind, unsure = Renumbered, _BY_A_READING
        scale = self.scales.get(owners[0].issue, ()) if isinstance(owners[0], ChoiceTerm) else ()
        yield kind((*steps, spec.name), before, after, owners, self.root, unsure, scale)

    def _one_sided(
        self, spec: FieldSpec, before: Any, steps: tuple[str | Pair, ...], *, closed: bool = False
    ) -> tuple[type[Change], str]:
        """Which change it is that only one side has something, and why that is not certain.

        The other side is reported not to have it where its text is known in full, or where it has
        an empty list; else it is silent. What describes a record is never *not had*, only unsaid.
        Of a term that a full text has, what is not coded may be said there all the same.
        """
        if closed or self._lacks(spec, steps, 1 if before is not None else 0):
            unsure = self.unsure
            if not closed and spec.types[0] not in (Term, Phase):
                unsure = unsure or _AS_CODED
            return (Added if before is None else Removed), unsure
        return (Reported if before is None else Unreported), self.unsure

    def _lacks(self, spec: FieldSpec, steps: tuple[str | Pair, ...], side: int) -> bool:
        """Whether a side that does not mention something is known in full, and so lacks it.

        What is told of an excluded term, the text has on neither side.
        """
        if not self.full[side] or not spec.can_be_lacking:
            return False
        items = [step.present for step in steps if isinstance(step, Pair)]
        return not any(map(is_excluded, items)) and (
            spec.types[0] in (Term, Phase) or any(isinstance(item, Term | Phase) for item in items)
        )

    def of_items(
        self,
        spec: FieldSpec,
        before: tuple[Any, ...] | None,
        after: tuple[Any, ...] | None,
        steps: tuple[str | Pair, ...],
        owners: tuple[Any, Any],
    ) -> Iterator[Change]:
        """Changes of a list without an order, item by item."""
        own = (*steps, spec.name)
        found: list[Change] = []
        equal = 0
        phased = spec.types[0] in (Term, Phase)
        if phased and self.phasing is BY_NUMBER:
            self.phasing = aligned_phases(*self.holders)
        around = self.unsure
        for one, other in pairs_of(before or (), after or (), phasing=self.phasing):
            if one == other:
                equal += 1
                continue
            pair = Pair(one, other)
            if phased:
                self.unsure = self._doubt(pair)
            if one is None or other is None:
                found.append(self._whole_item(spec, pair, (before, after), steps, owners))
            elif (
                not isinstance(one, Value)
                or isinstance(one, _ATOMS)
                or type(one) is not type(other)
            ):
                change = (one, other, owners, self.root, self.unsure)
                found.append(Changed((*own, pair), *change))
            elif is_excluded(one) is not is_excluded(other):
                kind = Removed if is_excluded(other) else Added
                found.append(kind((*own, pair), one, other, owners, self.root, self.unsure))
            else:
                if isinstance(one, Term):
                    self.same += 1
                found += self._inside(pair, own, owners)
        self.unsure = around
        if spec.types[0] is Term:
            self.same += equal
        # Beside the items, only how an emptiness is said can differ: not reported, or none. It comes
        # first, so that the order is the same the other way round.
        if not before and self.whole:
            first = _emptiness(found, Added, before)
            if first != before:
                yield self._empty(spec, before, first, steps, owners)
        if not after and self.whole:
            last = _emptiness(found, Removed, before if not before else None)
            if last != after:
                yield self._empty(spec, last, after, steps, owners)
        yield from found

    def _inside(
        self, pair: Pair, own: tuple[str | Pair, ...], owners: tuple[Any, Any]
    ) -> Iterator[Change]:
        one, other = pair.before, pair.after
        inner = (one, other) if hasattr(one, "evidence") else owners
        if not isinstance(one, Version):
            yield from self.of_values(one, other, (*own, pair), inner)
            return
        around, self.phasing = self.phasing, BY_NUMBER
        holders = self.holders
        self._enter(one, other)
        yield from self.of_values(one, other, (*own, pair), inner)
        self._enter(*holders)
        self.phasing = around

    def _whole_item(
        self,
        spec: FieldSpec,
        pair: Pair,
        lists: tuple[tuple[Any, ...] | None, tuple[Any, ...] | None],
        steps: tuple[str | Pair, ...],
        owners: tuple[Any, Any],
    ) -> Change:
        """The change that one side has an item, and the other has not."""
        one, other = pair.before, pair.after
        closed = lists[0 if one is None else 1] == ()
        kind, unsure = self._one_sided(spec, one, steps, closed=closed)
        if is_excluded(pair.present):
            # What is reported to be excluded was never there to be added or removed.
            silent = Reported if one is None else Unreported
            kind = Reworded if kind in (Added, Removed) and not unsure else silent
        return kind((*steps, spec.name, pair), one, other, owners, self.root, unsure)

    def _empty(
        self,
        spec: FieldSpec,
        before: tuple[Any, ...] | None,
        after: tuple[Any, ...] | None,
        steps: tuple[str | Pair, ...],
        owners: tuple[Any, Any],
    ) -> Change:
        """The change that a list is said to be empty, and was not spoken of, or the other way round."""
        kind: type[Change] = Reported if after == () else Unreported
        silent = 0 if before is None else 1
        if self._lacks(spec, steps, silent) and not any(
            getattr(each, spec.name, None) for each in owners
        ):
            kind = Reworded
        return kind((*steps, spec.name), before, after, owners, self.root, self.unsure)

    # --- what is not certain about terms and phases ---

    def _doubt(self, pair: Pair) -> str:
        """Why it is not certain that two terms or phases stand for each other, or that one is alone."""
        one, other = pair.before, pair.after
        by_phases = _BY_A_READING if not self.phasing.is_by_number else _NUMBERS_LEAVE_IT_OPEN
        if isinstance(pair.present, Phase):
            alone = not all(getattr(holder, "phases", None) for holder in self.holders)
            return "" if alone or self.phasing.is_certain else by_phases
        if one is None or other is None:
            mine, theirs = self._terms_on(pair.present.issue)
            if not (theirs if other is None else mine):
                return ""
            unknown = not self.unphased and any(term.phase is None for term in (*mine, *theirs))
            return (
                _WHICH_STANDS_FOR_WHICH if unknown else "" if self.phasing.is_certain else by_phases
            )
        if (one.phase is None) is not (other.phase is None):
            return _PHASE_OF_ONE
        if one.phase is None:
            return "" if self.unphased else _PHASE_OF_NEITHER
        if self.phasing.is_certain or PhaseScope.WHOLE in (one.phase, other.phase):
            return ""
        mine, theirs = self._terms_on(one.issue)
        renumbered = one.phase != other.phase and self.phasing.of(one.phase) == other.phase
        return "" if len(mine) == len(theirs) == 1 and not renumbered else by_phases

    def _terms_on(self, issue: str) -> tuple[list[Term], list[Term]]:
        if self._on is None:
            self._on = {}
            for side, holder in enumerate(self.holders):
                for term in holder.terms or ():
                    self._on.setdefault(term.issue, ([], []))[side].append(term)
        return self._on[issue]


def _emptiness(
    found: list[Change], closing: type[Change], silent: tuple[Any, ...] | None
) -> tuple[Any, ...] | None:
    """The empty list that the changes of its items begin with, or leave.

    Items that are added to, or removed from, what is reported leave a reported emptiness.
    """
    if not found:
        return silent
    return () if any(isinstance(change, closing) for change in found) else None


def _is_full(side: Value) -> bool:
    return isinstance(side, Version) and side.is_known_in_full


def _has_no_phases(holder: Any) -> bool:
    """Whether a text is known to have no phases."""
    return isinstance(holder, Version) and holder.is_closed("phases") and not holder.phases


def _is_phase_move(spec: FieldSpec, before: Any, after: Any, owners: tuple[Any, Any]) -> bool:
    phases = (int, PhaseScope)
    of_term = spec.name == "phase" and isinstance(owners[0], Term)
    return of_term and isinstance(before, phases) and isinstance(after, phases)
