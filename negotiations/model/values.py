"""Small values with their algebra: counts, durations and dates as sources give them.

A source seldom gives a bare number. `Count` and `Duration` hold the bounds that its words set and
the words' own kind; questions about two of them are answered with a `Certainty`. `When` holds a date
in EDTF (ISO 8601-2) together with what the date rests on.
"""

import re
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any, Generic, Self, TypeVar

from negotiations.model.base import FieldRole, Value, WordOrNone, attribute, value
from negotiations.model.patterns import DURATION_PATTERN, EDTF_PATTERN, FORMS, NOT_BLANK
from negotiations.vocabulary import Basis, Certainty, Qualifier

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import ClassVar

__all__ = ["Bounded", "Count", "Duration", "When"]

_WORDS = {
    Qualifier.EXACTLY: "{}",
    Qualifier.MORE_THAN: "more than {}",
    Qualifier.AT_LEAST: "at least {}",
    Qualifier.AT_MOST: "at most {}",
    Qualifier.FEWER_THAN: "fewer than {}",
    Qualifier.ABOUT: "about {}",
}


# What an amount is written as, and what its bounds are.
Written = TypeVar("Written", int, str, int | str | Decimal)
Bound = TypeVar("Bound", int, timedelta, Decimal)


# Asked for by identity, and often: a member is looked up once.
_EXACTLY, _AT_LEAST = Qualifier.EXACTLY, Qualifier.AT_LEAST
_AT_MOST, _BETWEEN = Qualifier.AT_MOST, Qualifier.BETWEEN


class Bounded(Value, Generic[Written, Bound]):
    """What counts, amounts and durations share: a qualifier, its amounts, and the interval they span."""

    __slots__ = ()
    if TYPE_CHECKING:
        qualifier: Qualifier
        amount: Any
        upper: Any
        wording: str | None
        _step: ClassVar[Any]

    def _validate(self) -> None:
        name, qualifier = type(self).__name__, self.qualifier
        required = {
            "amount": qualifier is not Qualifier.UNSTATED,
            "upper": qualifier is Qualifier.BETWEEN,
            "wording": qualifier is Qualifier.UNSTATED,
        }
        for part, is_required in required.items():
            if (getattr(self, part) is not None) is not is_required:
                raise ValueError(
                    f"{name} {qualifier.value}: {part} {'is missing' if is_required else 'does not belong'}"
                )
        if (
            qualifier is Qualifier.FEWER_THAN
            and self._span(self.amount)[1] <= self._step - self._step
        ):
            raise ValueError(f"{name} fewer_than {self.amount}: nothing is fewer than none")
        if self.wording is not None and not re.search(NOT_BLANK, self.wording):
            raise ValueError(f"{name} unstated: give the source's word for it, such as 'many'")
        if qualifier is Qualifier.BETWEEN:
            (_, low), (high, _) = self._span(self.amount), self._span(self.upper)
            if not low < high:
                raise ValueError(f"{name} between: {self.amount} is not less than {self.upper}")

    @staticmethod
    def _span(amount: Any) -> tuple[Bound, Bound]:
        """The least and greatest that one amount can mean."""
        raise NotImplementedError

    @classmethod
    def exactly(cls, amount: Written) -> Self:
        """The number without a hedge."""
        return cls._of(Qualifier.EXACTLY, amount)

    @classmethod
    def more_than(cls, amount: Written) -> Self:
        """Strictly more than the amount."""
        return cls._of(Qualifier.MORE_THAN, amount)

    @classmethod
    def at_least(cls, amount: Written) -> Self:
        """The amount or more."""
        return cls._of(Qualifier.AT_LEAST, amount)

    @classmethod
    def at_most(cls, amount: Written) -> Self:
        """The amount or less."""
        return cls._of(Qualifier.AT_MOST, amount)

    @classmethod
    def fewer_than(cls, amount: Written) -> Self:
        """Strictly less than the amount."""
        return cls._of(Qualifier.FEWER_THAN, amount)

    @classmethod
    def between(cls, low: Written, high: Written) -> Self:
        """From ``low`` to ``high``, both included."""
        return cls(qualifier=Qualifier.BETWEEN, amount=low, upper=high)  # type: ignore[call-arg]

    @classmethod
    def about(cls, amount: Written) -> Self:
        """Near the amount; no bounds are known."""
        return cls._of(Qualifier.ABOUT, amount)

    @classmethod
    def unstated(cls, wording: str) -> Self:
        """A number that exists and is not given, with the source's word for it."""
        return cls(qualifier=Qualifier.UNSTATED, wording=wording)  # type: ignore[call-arg]

    @classmethod
    def _of(cls, qualifier: Qualifier, amount: Written) -> Self:
        return cls(qualifier=qualifier, amount=amount)  # type: ignore[call-arg]

    @property
    def low(self) -> Bound | None:
        """The least it can be, or None where the source sets no lower bound."""
        qualifier = self.qualifier
        if qualifier is _EXACTLY or qualifier is _AT_LEAST or qualifier is _BETWEEN:
            return self._span(self.amount)[0]
        if qualifier is Qualifier.MORE_THAN:
            above: Bound = self._span(self.amount)[0] + self._step
            return above
        return None

    @property
    def high(self) -> Bound | None:
        """The most it can be, or None where the source sets no upper bound."""
        qualifier = self.qualifier
        if qualifier is _EXACTLY or qualifier is _AT_MOST:
            return self._span(self.amount)[1]
        if qualifier is _BETWEEN:
            return self._span(self.upper)[1]
        if qualifier is Qualifier.FEWER_THAN:
            below: Bound = self._span(self.amount)[1] - self._step
            return below
        return None

    @property
    def centre(self) -> Written | None:
        """The amount that the source names, where it names one."""
        return None if self.qualifier is Qualifier.BETWEEN else self.amount

    @property
    def is_exact(self) -> bool:
        """Whether the source gives one amount without a hedge."""
        return self.qualifier is _EXACTLY

    def less_than(self, other: "Self") -> Certainty:
        """Whether this is less than ``other``.

        >>> Count.exactly(150).less_than(Count.more_than(150))
        Certainty.CERTAIN
        >>> Count.about(40000).less_than(Count.exactly(50000))
        Certainty.POSSIBLE
        """
        self._same_kind(other)
        if self._is_same_amount(other):
            return Certainty.IMPOSSIBLE
        mine, theirs = self.ceiling, other.ceiling
        if mine is not None and mine < other.floor and other.low is not None:
            return Certainty.CERTAIN
        if theirs is not None and self.floor >= theirs:
            return Certainty.IMPOSSIBLE
        return Certainty.POSSIBLE

    def greater_than(self, other: "Self") -> Certainty:
        """Whether this is greater than ``other``."""
        self._same_kind(other)
        return other.less_than(self)

    def equal_to(self, other: "Self") -> Certainty:
        """Whether both are the same amount; ``==`` asks whether they are written the same.

        >>> Count.exactly(5).equal_to(Count.at_least(3))
        Certainty.POSSIBLE
        >>> Duration.exactly("P6W").equal_to(Duration.exactly("P42D"))
        Certainty.CERTAIN
        """
        self._same_kind(other)
        if self._is_same_amount(other):
            return Certainty.CERTAIN
        if self.less_than(other).is_certain or other.less_than(self).is_certain:
            return Certainty.IMPOSSIBLE
        fixed = self.floor == self.ceiling == other.floor == other.ceiling
        return Certainty.CERTAIN if fixed else Certainty.POSSIBLE

    @property
    def least(self) -> Bound:
        """The least it can be; nothing counted or timed is less than none."""
        low = self.low
        return self._step - self._step if low is None else low

    @property
    def floor(self) -> tuple[Bound, int]:
        """Where it begins: the least it can be, and 1 where only what is beyond that belongs to it."""
        return self.least, 0

    @property
    def ceiling(self) -> tuple[Bound, int] | None:
        """Where it ends: the most it can be, and -1 where that does not belong to it itself."""
        high = self.high
        return None if high is None else (high, 0)

    def _is_same_amount(self, other: "Self") -> bool:
        """Whether both give one amount, and the same, however long that is."""
        exact = self.qualifier is _EXACTLY and other.qualifier is _EXACTLY
        return exact and self._parts(self.amount) == self._parts(other.amount)

    @staticmethod
    def _parts(amount: "Any") -> "Any":
        """What an amount is made of, alike for amounts that are always as long as each other."""
        return amount

    def _same_kind(self, other: object) -> None:
        if type(other) is not type(self):
            raise TypeError(f"a {type(self).__name__} is compared with one, not with {other!r}")

    @property
    def key(self) -> tuple[str, ...]:
        """The whole content."""
        return (self.qualifier.value, str(self.amount), str(self.upper), self.wording or "")

    def _shown(self, amount: Any) -> str:
        return str(amount)

    def __str__(self) -> str:
        if self.qualifier is Qualifier.UNSTATED:
            return f'not given ("{self.wording}")'
        if self.qualifier is Qualifier.BETWEEN:
            return f"{self._shown(self.amount)} to {self._shown(self.upper)}"
        return _WORDS[self.qualifier].format(self._shown(self.amount))

    def __repr__(self) -> str:
        parts = [part for part in (self.amount, self.upper, self.wording) if part is not None]
        return f"{type(self).__name__}.{self.qualifier.value}({', '.join(map(repr, parts))})"


@value
class Count(Bounded[int, int]):
    """A number of persons or things, with the bounds that the source's words set.

    Make one with `exactly`, `more_than`, `at_least`, `at_most`, `fewer_than`, `between`, `about` or
    `unstated`. A count is never negative. Counts have no ``<``; see `less_than`.

    >>> str(Count.more_than(100)), Count.more_than(100).low
    ('more than 100', 101)
    >>> Count.exactly(150) + Count.exactly(100)
    Count.exactly(250)
    """

    qualifier: Qualifier = attribute("The kind of bound that the source's words set.")
    amount: int | None = attribute("The number, or the lower of two.", default=None, minimum=0)
    upper: int | None = attribute("The upper number of `between`.", default=None, minimum=0)
    wording: str | None = attribute(
        "The source's word for a number it does not give.", default=None
    )

    _step = 1

    def _validate(self) -> None:
        for amount in (self.amount, self.upper):
            if amount is not None and amount < 0:
                raise ValueError(f"a Count is never negative, found {amount}")
        super()._validate()

    @staticmethod
    def _span(amount: int) -> tuple[int, int]:
        return amount, amount

    def _shown(self, amount: int) -> str:
        return f"{amount:,}" if amount >= 10_000 else str(amount)

    def __add__(self, other: "Count") -> "Count":
        """The sum: exact where both are, else as bounded as the two together are."""
        if type(other) is not Count:
            return NotImplemented
        if self.is_exact and other.is_exact:
            return Count.exactly((self.amount or 0) + (other.amount or 0))
        named = {Qualifier.EXACTLY, Qualifier.ABOUT}
        if {self.qualifier, other.qualifier} <= named:
            return Count.about((self.amount or 0) + (other.amount or 0))
        low = (self.low or 0) + (other.low or 0)
        if self.high is not None and other.high is not None:
            high = self.high + other.high
            return Count.exactly(low) if low == high else Count.between(low, high)
        return (
            Count.at_least(low) if low else Count.unstated("a sum of parts that are not all given")
        )


@value
class Duration(Bounded[str, timedelta]):
    """A length of time in ISO 8601, with the bounds that the source's words set.

    Made like a `Count`, from text such as ``"P6W"``. ``low`` and ``high`` are `timedelta`; months
    and years differ in length, so that even ``exactly("P1M")`` spans 28 to 31 days.

    >>> Duration.exactly("P6W").low.days, Duration.exactly("P1M").high.days
    (42, 31)
    >>> print(Duration.exactly("P6W"))
    6 weeks
    """

    qualifier: Qualifier = attribute("The kind of bound that the source's words set.")
    amount: str | None = attribute(
        "The duration in ISO 8601, or the shorter of two.", default=None, pattern=DURATION_PATTERN
    )
    upper: str | None = attribute(
        "The longer duration of `between`.", default=None, pattern=DURATION_PATTERN
    )
    wording: str | None = attribute(
        "The source's word for a duration it does not give.", default=None
    )

    _step = timedelta(seconds=1)

    def _validate(self) -> None:
        for amount in (self.amount, self.upper):
            if amount is not None and not re.match(DURATION_PATTERN, amount):
                raise ValueError(
                    f"{amount!r} is not a supported duration: expected {FORMS[DURATION_PATTERN]}"
                )
        super()._validate()

    @staticmethod
    def _parts(amount: str) -> tuple[int, timedelta]:
        return _duration_parts(amount)

    @staticmethod
    def _span(amount: str) -> tuple[timedelta, timedelta]:
        return _duration_bounds(amount)

    def _shown(self, amount: str) -> str:
        units = {"Y": "year", "M": "month", "W": "week", "D": "day"}
        clock = {"H": "hour", "M": "minute", "S": "second"}
        days, _, time = amount[1:].partition("T")
        parts = [
            f"{int(number)} {names[unit]}{'' if int(number) == 1 else 's'}"
            for text, names in ((days, units), (time, clock))
            for number, unit in re.findall(r"(\d+)([A-Z])", text)
        ]
        return " ".join(parts)


@lru_cache(maxsize=256)
def _duration_bounds(amount: str) -> tuple[timedelta, timedelta]:
    months, rest = _duration_parts(amount)
    if not months:
        return rest, rest
    # How long so many months are depends on where they start; four years show every case.
    starts = [date(2000 + month // 12, month % 12 + 1, 1) for month in range(48)]
    lengths = [_months_later(start, months) - start for start in starts]
    return min(lengths) + rest, max(lengths) + rest


@lru_cache(maxsize=256)
def _duration_parts(amount: str) -> tuple[int, timedelta]:
    """The months, years among them, and the rest, whose length does not depend on the calendar."""
    import isodate  # costs 10 ms at import; only bounds of durations need it

    parsed = isodate.parse_duration(amount)
    if isinstance(parsed, timedelta):
        return 0, parsed
    return int(parsed.years) * 12 + int(parsed.months), parsed.tdelta


def _months_later(start: date, months: int) -> date:
    index = start.year * 12 + start.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


@value
class When(Value):
    """A date as far as it is known: EDTF (ISO 8601-2) with what it rests on, or a known order.

    Either ``edtf`` and ``basis``, or ``after``: the address of a record that this one is known to
    follow, where no date is. What the source prints, as a weekday without a date, stands beside it.

    >>> when = When(edtf="2024-08", basis=Basis.STATED)
    >>> when.earliest, when.latest
    (datetime.date(2024, 8, 1), datetime.date(2024, 8, 31))
    """

    edtf: str | None = attribute(
        "The date in EDTF: a day, a month, a year, an interval, or XXXX-05 for a month of no stated year.",
        default=None,
        pattern=EDTF_PATTERN,
        examples=("2024-08-16", "2024-08", "XXXX-05", "2024-08-15/2024-08-16"),
    )
    basis: WordOrNone[Basis] = attribute("What the date rests on.", default=None)
    after: str | None = attribute(
        "The record that this one is known to follow, where no date is known.",
        default=None,
        refers_to=("versions", "proposals", "events", "talks", "positions"),
    )
    printed: str | None = attribute(
        "What the source prints of the date, in its few words. Absent: nothing, or not recorded.",
        default=None,
        examples=("Thursday", "early July"),
    )
    note: str | None = attribute(
        "How the date was worked out; required unless it is stated.", FieldRole.NOTE, default=None
    )

    def _validate(self) -> None:
        if (self.edtf is None) is (self.after is None):
            raise ValueError("When: give either edtf or after")
        if (self.edtf is None) is not (self.basis is None):
            raise ValueError("When: basis stands with edtf, and only with it")
        if self.edtf is not None:
            if not re.match(EDTF_PATTERN, self.edtf):
                raise ValueError(
                    f"{self.edtf!r} is not a supported date: expected {FORMS[EDTF_PATTERN]}"
                )
            try:
                _date_bounds(self.edtf)
            except ValueError as fault:
                raise ValueError(f"{self.edtf!r} is not a calendar date: {fault}") from None

    @property
    def earliest(self) -> date | None:
        """The first day it can mean, or None where there is no such bound."""
        return None if self.edtf is None else _date_bounds(self.edtf)[0]

    @property
    def latest(self) -> date | None:
        """The last day it can mean, or None where there is no such bound."""
        return None if self.edtf is None else _date_bounds(self.edtf)[1]

    def before(self, other: "When") -> Certainty:
        """Whether this lies before ``other``, by the dates alone.

        >>> june = When(edtf="2024-06", basis=Basis.STATED)
        >>> june.before(When(edtf="2024", basis=Basis.STATED))
        Certainty.POSSIBLE
        """
        if self.latest and other.earliest and self.latest < other.earliest:
            return Certainty.CERTAIN
        if self.earliest and other.latest and self.earliest >= other.latest:
            return Certainty.IMPOSSIBLE
        return Certainty.POSSIBLE

    @property
    def key(self) -> tuple[str, ...]:
        """The whole content."""
        basis = self.basis.value if self.basis is not None else ""
        return (self.edtf or "", basis, self.after or "", self.printed or "", self.note or "")

    def __str__(self) -> str:
        if self.edtf is None:
            return f"after {self.after}"
        return self.edtf if self.basis is Basis.STATED else f"{self.edtf} ({self.basis})"


@lru_cache(maxsize=1024)
def _date_bounds(text: str) -> tuple[date | None, date | None]:
    """The first and last day of an EDTF date; None where it has no such bound.

    Qualifiers (``~ ? %``) do not widen a date: EDTF gives them no extent.
    """
    if "/" in text:
        low, _, high = text.partition("/")
        earliest = None if low == ".." else _date_bounds(low)[0]
        latest = None if high == ".." else _date_bounds(high)[1]
        if earliest and latest and latest < earliest:
            raise ValueError(f"{text!r} ends before it begins")
        return earliest, latest
    numbers = text.rstrip("~?%").split("-")
    if numbers[0] == "XXXX":
        date(2000, *map(int, [*numbers[1:], "1", "1"][:2]))
        return None, None
    first = date(*map(int, [*numbers, "1", "1"][:3]))
    if len(numbers) == 3:
        return first, first
    last_month = date(first.year, first.month if len(numbers) == 2 else 12, 28)
    # The last year of the calendar has no month after it.
    after = last_month + timedelta(days=4) if last_month < date(9999, 12, 1) else None
    return first, date.max if after is None else after.replace(day=1) - timedelta(days=1)
