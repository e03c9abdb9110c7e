"""What changed between two records, in full; and what to show of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Protocol

from negotiations.compare.change_finder import ChangeFinder
from negotiations.compare.changes import Change
from negotiations.compare.lean import Lean, lean_of
from negotiations.compare.phases import BY_NUMBER, Phasing
from negotiations.compare.summary import Summary, summary_of
from negotiations.deferred import evolve, frozen
from negotiations.errors import NegotiationsError, PatchDoesNotFit, UnknownId
from negotiations.frames import Table
from negotiations.lookup import Entries, Results
from negotiations.model import Issue, Position, Term, Version
from negotiations.model.base import Value, fields_of
from negotiations.shown import Asked, Shown, asked_of, keep_asked
from negotiations.vocabulary import Level

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container

__all__ = ["Diff", "TermHolder", "diff", "diff_terms", "side_name"]

_TERMS = next(spec for spec in fields_of(Version) if spec.types[0] is Term)


class TermHolder(Protocol):
    """A named holder of terms that is not a record: the stance of a party."""

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


@frozen(eq=False, repr=False)
class Diff(Asked, Entries[Change, Change]):
    """All differences between two records, as a sequence of changes, each found by its path.

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
    entry_noun: ClassVar[str] = "change"

    def _entries(self) -> tuple[Change, ...]:
        return self.changes

    def _by_key(self) -> dict[str, Change]:
        return {change.path: change for change in self.changes}

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
            rules = [rule for declared in self.issues.values() for rule in declared.polarity or ()]
            parties = {party for rule in rules for party in (rule.more, rule.less)}
            if leans is not None and leans not in parties:
                raise UnknownId(leans, sorted(parties), "party that a polarity names")
        least = Level(at_least) if isinstance(at_least, str) else at_least
        return Results(
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
        return lean_of(change, self.issues)

    def table(self) -> Table:
        """The changes as a table, a row each, to filter or to make a frame of.

        >>> import negotiations as ng
        >>> found = ng.load().diff("may-proposal@may", "may-proposal@bridging")
        >>> len(found.table()) == len(found), sorted(set(found.table()["certainty"]))
        (True, ['certain', 'impossible', 'possible'])
        """
        made: Table = Shown.table_maker(self)
        return made

    def summary(self) -> Summary:
        """What the diff amounts to."""
        return summary_of(self.changes, self.same)

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
        record: Value = patched(own if a is None else a, self.changes)
        return record

    def invert(self) -> Diff:
        """The diff the other way round: ``diff(b, a)``, without comparing again."""
        changes = tuple(change.inverted() for change in self.changes)
        phasing = self.phasing.inverted()
        inverse = evolve(self, a=self.b, b=self.a, changes=changes, phasing=phasing)
        return keep_asked(inverse, asked_of(self))

    def compose(self, later: Diff) -> Diff:
        """The diff from this one's earlier record to the later one's later record.

        It is the diff of these two records, and not a list of both diffs' changes: what one adds and
        the other removes is gone, and whether something was added or merely reported is asked of
        the two records that are now compared.

        Raises:
            PatchDoesNotFit: ``later`` does not begin with the record that this one ends with.
            NegotiationsError: Either compares a position with a version.

        >>> from negotiations.model import Amount, MeasureTerm
        >>> first, second, third = (
        ...     MeasureTerm(issue="line", amount=Amount.exactly(km)) for km in (30, 50, 40))
        >>> diff(first, second).compose(diff(second, third)) == diff(first, third)
        True
        """
        (first, middle), (other, last) = self._records(), later._records()
        if type(middle) is not type(other):
            raise PatchDoesNotFit("", type(other).__name__, type(middle).__name__)
        for apart in diff(middle, other):
            raise PatchDoesNotFit(apart.path, apart.after, apart.before)
        issues = later.issues if self.issues is None else self.issues
        return keep_asked(diff(first, last, issues=issues), asked_of(self))

    def to_json_patch(self) -> list[dict[str, Any]]:
        """The diff as a JSON Patch (RFC 6902), for programs that know nothing of this library.

        Applied in order to the JSON of the earlier record, it gives the JSON of the later one.
        Before each operation that removes or replaces a value, and before what happens inside an
        item of a list, a ``test`` holds what stands there. The standard has no test for the
        absence of a field: one that is added replaces what another record has there. `apply` checks it.

        Raises:
            NegotiationsError: The two sides are of different kinds.

        >>> from negotiations.model import Amount, MeasureTerm
        >>> before = MeasureTerm(issue="line", amount=Amount.exactly(30))
        >>> for operation in diff(before, before.replace(amount=Amount.exactly(50))).to_json_patch():
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
    >>> from negotiations.model.values import Count
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
    ordered = (issue for issue in (issues or {}).values() if issue.options_are_ordered)
    return {issue.id: issue.options for issue in ordered if issue.options}


def compared(
    a: Value,
    b: Value,
    scales: Mapping[str, tuple[str, ...]],
    issues: Mapping[str, Issue] | None = None,
) -> Diff:
    """Compare as `diff` does, with the scales of options given, so that issues are not needed."""
    if type(a) is type(b):
        finder = ChangeFinder(a, b, scales)
        changes = tuple(finder.of_records(a, b, (), (a, b)))
        return Diff(a, b, changes, issues, same=finder.same, phasing=finder.sides.phasing)
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
    finder = ChangeFinder(a, b, scales)
    finder.whole = False
    sides = [
        # Terms on other issues say nothing of these; only an empty list does.
        tuple(term for term in side.terms or () if on is None or term.issue in on)
        or (() if side.terms == () else None)
        for side in (a, b)
    ]
    changes = tuple(finder.of_items(_TERMS, sides[0], sides[1], (), (a, b)))
    return Diff(a, b, changes, issues, whole=False, same=finder.same)
