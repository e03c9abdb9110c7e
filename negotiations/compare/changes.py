"""Changes: plain values that say what differs between two records. Nothing here renders.

A change holds references into both sides; everything else (code, path, level, evidence, certainty)
is worked out when it is first asked for, and kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from negotiations.compare.values import same, unlike
from negotiations.deferred import once
from negotiations.limits import MAXIMUM_ALIGNED_WORDS
from negotiations.model import Evidence, OtherTerm, Term, Timing, Version
from negotiations.model.base import FieldRole, FieldSpec, Value, field_of
from negotiations.model.evidence import passages_on
from negotiations.model.terms import is_excluded
from negotiations.model.values import Bounded
from negotiations.records import item_label
from negotiations.shown import Shown
from negotiations.vocabulary import Certainty, Level, Limit, OrderedVocabulary, Support

TYPE_CHECKING = False

__all__ = [
    "Added",
    "Bracketed",
    "Change",
    "Changed",
    "EvidenceChanged",
    "Moved",
    "NotCoded",
    "Opened",
    "OpenedOtherwise",
    "OptionAdded",
    "OptionDropped",
    "Pair",
    "Removed",
    "Renumbered",
    "Reported",
    "Resolved",
    "ResolvedOtherwise",
    "Reworded",
    "Totalled",
    "Unbracketed",
    "Unreported",
    "bounds_verb",
]

# By how much a bound moves: persons or things, an amount, a length of time.
Moving = int | Decimal | timedelta

# Fields in the coder's own words about the rest: they can differ where nothing else does.
_EDITORIAL = (FieldRole.NAME, FieldRole.DESCRIPTION, FieldRole.NUMBERING, FieldRole.NOTE)
_SHARPER = frozenset(
    f"{limit}{verb}"
    for limit in ("", "ceiling-", "floor-")
    for verb in ("narrowed", "widened", "became-exact", "reworded")
)
_NOUNS = {"terms": "term", "phases": "phase", "roles": "role", "versions": "version"}


class Pair(Struct, frozen=True):
    """Two items that stand for each other, as a step of a path; None for a side without one."""

    before: Any
    after: Any

    @property
    def present(self) -> Any:
        """The item of the later side, or of the earlier where the later has none."""
        return self.before if self.after is None else self.after

    @property
    def label(self) -> str:
        """The item's key as it stands in paths.

        Of two terms of which one names no phase it is the issue alone: a path ascribes no phase to a
        text that names none.
        """
        item = self.present
        if isinstance(item, Term):
            before = self.before
            return item.label if before is None or before.phase is not None else before.label
        if not isinstance(item, Value):
            return str(getattr(item, "value", item))
        if item.key_fields:
            return item_label(item, 0)
        # An item without a key of its own is identified by its content.
        import hashlib  # costs 3 ms, and few changes are of what has no key

        return "#" + hashlib.sha256(repr(item.key).encode()).hexdigest()[:8]


@cache
def _sort_of(kind: type[Change]) -> str:
    return re.sub("(?<=[a-z])(?=[A-Z])", "-", kind.__name__).lower()


def _path(steps: tuple[str | Pair, ...]) -> str:
    return "".join([f"/{step if isinstance(step, str) else step.label}" for step in steps])


class Change(Struct, Shown, frozen=True, eq=False, dict=True):
    """One difference between two records.

    Attributes:
        steps: The path: names of fields, and pairs of items.
        before: What the earlier side has; None where it has nothing.
        after: What the later side has; None where it has nothing.
        owners: The innermost values on either side that rest on evidence of their own.
        root: The class of the compared records.
        unsure: Why it is not certain that the two stand for each other, or that one side lacks what
            the other has; empty where it is.
    """

    steps: tuple[str | Pair, ...]
    before: Any
    after: Any
    owners: tuple[Any, Any]
    root: type[Value]
    unsure: str = ""

    @once
    def field(self) -> str:
        """The innermost field on the path."""
        for step in reversed(self.steps):
            if type(step) is str:
                return step
        return ""

    @once
    def path(self) -> str:
        """Where it is, in field names and ids: ``/terms/prisoner-release@1/count``."""
        return _path(self.steps)

    @once
    def verb(self) -> str:
        """What happened, as the last part of the code."""
        return self.sort

    @property
    def sort(self) -> str:
        """The sort of change: the name of its class in small letters, ``option-dropped``."""
        return _sort_of(type(self))

    @once
    def code(self) -> str:
        """A stable code for the sort of change: ``term.count.raised``."""
        noun = "term" if issubclass(self.root, Term) else self.root.__name__.lower()
        names: list[str] = []
        last = len(self.steps) - 1
        for index, step in enumerate(self.steps):
            if type(step) is not str:
                continue
            if step in _NOUNS and index < last:
                noun, names = _NOUNS[step], []
            else:
                names.append(step)
        return ".".join([noun, *names, self.verb])

    @once
    def term(self) -> Term | None:
        """The term that it is in, as the later side has it where it has one."""
        term: Term | None = None
        pair = self._term_pair
        if pair is not None:
            term = pair.present
        elif issubclass(self.root, Term):
            term = next((side for side in self.owners[::-1] if isinstance(side, Term)), None)
        return term

    @once
    def _to_term(self) -> int:
        """How many steps of its path lead into a term; 0 outside of terms, or where terms are compared."""
        for number, step in enumerate(self.steps, 1):
            if type(step) is Pair and isinstance(step.present, Term):
                return number
        return 0

    @property
    def _term_pair(self) -> Any:
        """The step of its path that enters a term; None where there is none."""
        return self.steps[self._to_term - 1] if self._to_term else None

    @once
    def term_path(self) -> str:
        """The path of the term that it is in; empty outside of terms, or where terms are compared."""
        return _path(self.steps[: self._to_term])

    @once
    def is_of_term_itself(self) -> bool:
        """Whether it is in a field of the term, and not in something further in."""
        return self.term is not None and len(self.steps) == self._to_term + 1

    @property
    def issue(self) -> str | None:
        """The issue of the term that it is in; None outside of terms."""
        term = self.term
        return term.issue if term is not None else None

    @once
    def level(self) -> Level:
        """How much it matters to a reader of two drafts."""
        outermost, own = self._roles
        if own is FieldRole.BOOKKEEPING:
            return Level.BOOKKEEPING
        if own in _EDITORIAL and not self._is_content_of_other_term:
            return Level.EDITORIAL
        if self._is_way_of_writing_none:
            return Level.BOOKKEEPING
        kind = type(self)
        if kind is Reworded or kind is NotCoded:
            return Level.BOOKKEEPING
        if kind is Renumbered:
            return Level.EDITORIAL
        if self.certainty is Certainty.IMPOSSIBLE:
            return Level.CLARIFYING
        if kind in _OF_BRACKETS:
            return Level.SUBSTANTIVE
        if kind in _OF_SILENCE or outermost is FieldRole.CONTEXT:
            return Level.CLARIFYING
        return Level.CLARIFYING if self.verb in _SHARPER else Level.SUBSTANTIVE

    @once
    def _roles(self) -> tuple[FieldRole | None, FieldRole | None]:
        """The roles of the outermost field on the path, and of the innermost."""
        outermost = own = None
        owner: Any = self.root
        for step in self.steps:
            if isinstance(step, Pair):
                owner = step.present
                if type(owner) is Version:
                    outermost = None  # a version matters alike, alone and in its proposal
                continue
            # The holder of the terms of a stance is not a value of the model.
            known = isinstance(owner, Value) or issubclass(owner, Value)
            spec = field_of(owner, step) if known else None
            own = None if spec is None else spec.role
            outermost = outermost or own
        return outermost, own

    @once
    def spec(self) -> FieldSpec | None:
        """The declaration of its innermost field, where that is one of a class of the model."""
        owner: Any = self.root
        for step in self.steps:
            if isinstance(step, Pair) and step is not self.steps[-1]:
                owner = step.present
        known = isinstance(owner, Value) or issubclass(owner, Value)
        return field_of(owner, self.field) if known else None

    @once
    def _is_content_of_other_term(self) -> bool:
        """Whether it is in the summary of a term of kind other, which only its summary describes."""
        term = self.term
        of_other = self.field == "summary" and isinstance(term, OtherTerm)
        return of_other and self.is_of_term_itself and term is not None and not term.is_excluded

    @property
    def _is_way_of_writing_none(self) -> bool:
        """Whether the sides differ only in how they say that a list has no items.

        A full text without the list and one with an empty list say the same; the difference is in
        the data alone, and is reported so that none is lost.
        """
        if type(self) not in _OF_SILENCE or () not in (self.before, self.after):
            return False
        speaking = self.owners[1] if type(self) is Reported else self.owners[0]
        return bool(getattr(speaking, self.field, None))

    @once
    def certainty(self) -> Certainty:
        """Whether the texts themselves are certain to differ here, by what is reported of them.

        In the details of a term that neither has they cannot.
        """
        return Certainty.IMPOSSIBLE if self.is_in_excluded_term else self._of_its_kind

    @once
    def _of_its_kind(self) -> Certainty:
        """The certainty that a change of this kind has where the texts have what it is in."""
        return Certainty.POSSIBLE if self.unsure else Certainty.CERTAIN

    @once
    def is_in_excluded_term(self) -> bool:
        """Whether it is a detail of a term that is excluded on both sides: of what neither text has.

        The phase is none: it says where the text has no such term.
        """
        pair = self._term_pair
        before, after = self.owners if pair is None else (pair.before, pair.after)
        return is_excluded(before) and is_excluded(after) and self.field != "phase"

    @property
    def evidence_before(self) -> tuple[Evidence, ...]:
        """The passages that the earlier side rests on here."""
        return self._evidence(self.before, self.owners[0])

    @property
    def evidence_after(self) -> tuple[Evidence, ...]:
        """The passages that the later side rests on here."""
        return self._evidence(self.after, self.owners[1])

    def _evidence(self, own: Any, owner: Any) -> tuple[Evidence, ...]:
        # A term that is no option any more, or is in no brackets, says so where it stands.
        if own is None and type(self) not in _TOLD_WHERE_IT_STANDS:
            # Silence rests on no passage.
            return passages_on(owner) if isinstance(self, _OF_ABSENCE) else ()
        if isinstance(own, Value) and getattr(own, "evidence", None):
            return tuple(own.evidence)  # type: ignore[attr-defined]
        return passages_on(owner, *self._fields_of_owner(owner)) if owner is not None else ()

    def _fields_of_owner(self, owner: Any) -> set[str]:
        if not isinstance(owner, Value):
            return set()
        return {step for step in self.steps if isinstance(step, str) and field_of(owner, step)}

    def _content(self) -> tuple[Any, ...]:
        return (type(self), self.steps, self.before, self.after)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Change):
            return NotImplemented
        return self._content() == other._content()

    def __hash__(self) -> int:
        return hash((type(self), self.path))

    def __repr__(self) -> str:
        return f"<{self.code} {self.path}: {self.before!r} → {self.after!r}>"

    def inverted(self) -> Change:
        """The change the other way round."""
        steps = tuple(
            Pair(step.after, step.before) if isinstance(step, Pair) else step for step in self.steps
        )
        kind = _INVERSE.get(type(self), type(self))
        sides = self.after, self.before, self.owners[::-1]
        return kind(steps, *sides, self.root, self.unsure)


class Added(Change, frozen=True):
    """The earlier side is reported not to have it."""


class Removed(Change, frozen=True):
    """The later side is reported not to have it."""


class OptionAdded(Added, frozen=True):
    """One more option stands in the draft, beside others."""


class OptionDropped(Removed, frozen=True):
    """An option of the draft is gone: others remain, or one was chosen."""


class ResolvedOtherwise(Added, frozen=True):
    """What the options of the draft were for is settled, and as none of them."""


class OpenedOtherwise(Removed, frozen=True):
    """What was settled is open again, and what it was is none of the options."""


class Resolved(Change, frozen=True):
    """An option of the draft was chosen: it stands alone now. The field is ``alternative``."""


class Opened(Change, frozen=True):
    """What was settled is one of several options now. The field is ``alternative``."""


class Bracketed(Change, frozen=True):
    """The words are in brackets now: they are not agreed."""


class Unbracketed(Change, frozen=True):
    """The words are no longer in brackets."""


_OF_BRACKETS = frozenset((Resolved, Opened, Bracketed, Unbracketed))


class NotCoded(Change, frozen=True):
    """One side is not coded on the issue, so that nothing is known of what its text says on it.

    The terms are not compared; the change makes the one record out of the other.
    """

    @once
    def certainty(self) -> Certainty:
        """What is not coded leaves everything open."""
        return Certainty.POSSIBLE


class Reported(Change, frozen=True):
    """The earlier side is silent on it. It need not be new."""

    @once
    def _of_its_kind(self) -> Certainty:
        """Silence leaves open whether the texts differ."""
        return Certainty.POSSIBLE


class Unreported(Change, frozen=True):
    """The later side is silent on it. It need not be gone, and nobody gave it up."""

    @once
    def _of_its_kind(self) -> Certainty:
        """Silence leaves open whether the texts differ."""
        return Certainty.POSSIBLE


class Changed(Change, frozen=True):
    """Both sides report it, and what they report differs.

    Attributes:
        scale: The options of the issue from least to most, where they have an order.
    """

    scale: tuple[str, ...] = ()

    def inverted(self) -> Change:
        """The change the other way round."""
        inverse: Any = super().inverted()
        changed: Change = replace(inverse, scale=self.scale)
        return changed

    @once
    def is_more(self) -> bool | None:
        """Whether it is certainly more than it was, or later; false: less; None: it cannot be told."""
        before, after = self.before, self.after
        if type(before) is not type(after):
            return None
        if isinstance(before, OrderedVocabulary):
            return bool(before < after)
        if isinstance(before, Bounded):
            return _is_more(type(before).less_than, before, after)
        if isinstance(before, Timing):
            return _is_more(Timing.before_than, before, after)
        if before in self.scale and after in self.scale:
            return self.scale.index(before) < self.scale.index(after)
        return after if isinstance(before, bool) else None

    @once
    def verb(self) -> str:
        """How it changed: by bounds for numbers, up or down for ordered words."""
        before, after, more = self.before, self.after, self.is_more
        if isinstance(before, Bounded) and type(before) is type(after):
            return self._limit + _bounds_verb(before, after, more=more)
        if more is None or isinstance(before, bool):
            return "changed"
        if isinstance(before, Timing):
            return "later" if more else "earlier"
        return "up" if more else "down"

    @once
    def _of_its_kind(self) -> Certainty:
        """Whether the values themselves differ, or only what is known of them."""
        known = Certainty.CERTAIN
        # Words of a term of kind other are all that there is of it.
        if self.is_more is None and not self._is_content_of_other_term:
            known = unlike(same(self.before, self.after, self.spec))
        return Certainty.POSSIBLE if known.is_certain and self.unsure else known

    @property
    def _limit(self) -> str:
        """``ceiling-`` or ``floor-`` where the number is the most, or the least, on both sides."""
        if self.spec is None or not self.spec.limited:
            return ""
        limits = [getattr(owner, "limit", None) for owner in self.owners]
        if limits[0] is not limits[1] or not self.is_of_term_itself or limits[0] is None:
            return ""
        return "ceiling-" if limits[0] is Limit.MAXIMUM else "floor-"

    @property
    def delta(self) -> tuple[Moving | None, Moving | None] | None:
        """By how much the lower and the upper bound of a number moved; None for an open bound."""
        before: Any = self.before
        after: Any = self.after
        if not isinstance(before, Bounded) or type(after) is not type(before):
            return None
        return _moved_by(before.low, after.low), _moved_by(before.high, after.high)

    @property
    def words(self) -> tuple[tuple[str, str], ...]:
        """A text's change by words: pairs of ``=``, ``-`` or ``+`` and the words.

        Of long texts what is alike at both ends is told apart from the rest, which is aligned only up
        to a bound: aligning takes time that grows with a power of the length.
        """
        if not isinstance(self.before, str) or not isinstance(self.after, str):
            return ()
        old, new = self.before.split(), self.after.split()
        parts: list[tuple[str, str]] = []
        for operation, i, j, k, m in _aligned(old, new):
            if operation == "equal":
                parts.append(("=", " ".join(old[i:j])))
                continue
            if i < j:
                parts.append(("-", " ".join(old[i:j])))
            if k < m:
                parts.append(("+", " ".join(new[k:m])))
        return tuple(parts)


def _aligned(old: list[str], new: list[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """The operations that make one list of words of another, as `difflib` has them."""
    from difflib import SequenceMatcher

    head = tail = 0
    if max(len(old), len(new)) > MAXIMUM_ALIGNED_WORDS:
        head = _alike(old, new)
        tail = _alike(old[head:][::-1], new[head:][::-1])
    i, j, k, m = head, len(old) - tail, head, len(new) - tail
    if head:
        yield "equal", 0, head, 0, head
    if max(j - i, m - k) > MAXIMUM_ALIGNED_WORDS:
        yield "replace", i, j, k, m
    else:
        matcher = SequenceMatcher(a=old[i:j], b=new[k:m], autojunk=False)
        for operation, *(start, end, low, high) in matcher.get_opcodes():
            yield operation, start + head, end + head, low + head, high + head
    if tail:
        yield "equal", j, len(old), m, len(new)


def _alike(old: list[str], new: list[str]) -> int:
    """How many words two lists have alike at their start."""
    differing = (index for index, (a, b) in enumerate(zip(old, new, strict=False)) if a != b)
    return next(differing, min(len(old), len(new)))


def _moved_by(old: Any, new: Any) -> Moving | None:
    moved: Moving | None = None if old is None or new is None else new - old
    return moved


class Totalled(Changed, frozen=True):
    """A total that one side prints, beside one that the other gives in two parts.

    It follows from the two sides and is not an edit: it is shown, and not applied.
    """


class Moved(Change, frozen=True):
    """The phase of a term changed; its other edits are changes of their own."""


class Renumbered(Change, frozen=True):
    """The phase has another number, since the phases pair by what they say and not by their numbers."""


class Reworded(Change, frozen=True):
    """Neither side has it: one is reported not to, the other is known in full and does not mention it."""

    @once
    def _of_its_kind(self) -> Certainty:
        """Two ways of saying that something is absent do not make the texts differ."""
        return Certainty.IMPOSSIBLE


class EvidenceChanged(Change, frozen=True):
    """The same thing is said, by other passages or other claimants."""

    @once
    def level(self) -> Level:
        """A denial that comes or goes is what readers look for; other passages are bookkeeping."""
        denials = [
            {passage for passage in side if passage.support is Support.CONTRADICTS}
            for side in (self.evidence_before, self.evidence_after)
        ]
        return Level.BOOKKEEPING if denials[0] == denials[1] else Level.CLARIFYING

    @once
    def verb(self) -> str:
        """The field is named ``evidence`` already."""
        return "changed"

    @once
    def _of_its_kind(self) -> Certainty:
        """Other passages do not make the texts differ."""
        return Certainty.IMPOSSIBLE

    @property
    def evidence_before(self) -> tuple[Evidence, ...]:
        """The passages of the earlier side."""
        return self.before or ()

    @property
    def evidence_after(self) -> tuple[Evidence, ...]:
        """The passages of the later side."""
        return self.after or ()


def _is_more(less: Callable[[Any, Any], Certainty], before: Any, after: Any) -> bool | None:
    """Whether a value is certainly more than the earlier; false: less; None: it cannot be told."""
    if less(before, after).is_certain:
        return True
    return False if less(after, before).is_certain else None


_OF_SILENCE = frozenset((Reported, Unreported))
_OF_ABSENCE = (Added, Removed, Reworded)
_TOLD_WHERE_IT_STANDS = _OF_BRACKETS | {EvidenceChanged}

_INVERSE: dict[type[Change], type[Change]] = {
    OptionAdded: OptionDropped,
    OptionDropped: OptionAdded,
    ResolvedOtherwise: OpenedOtherwise,
    OpenedOtherwise: ResolvedOtherwise,
    Resolved: Opened,
    Opened: Resolved,
    Bracketed: Unbracketed,
    Unbracketed: Bracketed,
    Added: Removed,
    Removed: Added,
    Reported: Unreported,
    Unreported: Reported,
}


def bounds_verb(before: Bounded[Any, Any], after: Any) -> str:
    """How a number changed, by its bounds alone.

    - ``raised``, ``lowered``: every value of the one is beyond every value of the other;
    - ``became-exact``: the later is one amount without a hedge, within the earlier's bounds, and
      the earlier was hedged (a month became 30 days is *narrowed*: both were one amount);
    - ``narrowed``, ``widened``: the bounds of one lie within those of the other;
    - ``shifted``: the bounds overlap and neither lies within the other, or only the centre moved;
    - ``reworded``: the same bounds, said otherwise.

    >>> from negotiations.model.values import Count
    >>> bounds_verb(Count.exactly(150), Count.exactly(250))
    'raised'
    >>> bounds_verb(Count.more_than(100), Count.exactly(150))
    'became-exact'
    """
    more = _is_more(type(before).less_than, before, after)
    return _bounds_verb(before, after, more=more)


def _bounds_verb(before: Bounded[Any, Any], after: Any, *, more: bool | None) -> str:
    if more is not None:
        return "raised" if more else "lowered"
    inner = _within(after, before), _within(before, after)
    if inner == (True, True):
        if before.qualifier is after.qualifier and before.centre != after.centre:
            return "reworded" if before.low is not None or before.wording else "shifted"
        return "became-exact" if after.is_exact and not before.is_exact else "reworded"
    if inner[0]:
        return "became-exact" if after.is_exact and not before.is_exact else "narrowed"
    return "widened" if inner[1] else "shifted"


def _within(inner: Any, outer: Any) -> bool:
    ends = inner.ceiling, outer.ceiling
    high = ends[1] is None or (ends[0] is not None and ends[0] <= ends[1])
    # Nothing counted or timed is less than none, whether a source says so or not.
    return bool(inner.floor >= outer.floor and high)
