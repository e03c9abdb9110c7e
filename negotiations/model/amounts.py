"""Amounts that are no head counts: exact decimals with a unit, and for a period."""

import re
from decimal import Decimal
from typing import Any, Self

from negotiations.model.base import attribute, value
from negotiations.model.patterns import DURATION_PATTERN, FORMS, NOT_BLANK
from negotiations.model.values import Bounded, Duration
from negotiations.vocabulary import Certainty, Qualifier

__all__ = ["MAXIMUM_DIGITS", "Amount", "exact_of", "number_of"]

# As many digits as every reader of JSON keeps, whose numbers are mostly binary (IEEE 754 double).
MAXIMUM_DIGITS = 15
# UCUM codes that readers do not take for what they mean.
_SIGNS = {"Cel": "°C"}
_LARGEST = Decimal(10) ** 15


@value
class Amount(Bounded[int | str | Decimal, Decimal]):
    """An amount of something measured, with the bounds that the source's words set.

    Made like a `Count`, from an integer, a `~decimal.Decimal` or text such as ``"1.5"``; a binary
    float is refused, since it is not the number that was written. An amount is never negative and has
    at most 15 significant digits. Beside the number stand its unit and the period that it is for;
    where no unit is given, it is that of the issue.

    >>> print(Amount.exactly("1.5").of("Cel"))
    1.5 °C
    >>> print(Amount.at_least(100_000_000_000).of("USD", per="P1Y"))
    at least 100,000,000,000 USD per year
    >>> Amount.exactly("0.1") == Amount.exactly("0.10")
    True
    """

    qualifier: Qualifier = attribute("The kind of bound that the source's words set.")
    amount: Decimal | None = attribute("The number, or the lower of two.", default=None)
    upper: Decimal | None = attribute("The upper number of `between`.", default=None)
    wording: str | None = attribute(
        "The source's word for a number it does not give.", default=None
    )
    unit: str | None = attribute(
        "The unit: a UCUM code, an ISO 4217 currency, or a word that the issue defines.",
        default=None,
    )
    per: str | None = attribute(
        "The period that it is for, in ISO 8601.", default=None, pattern=DURATION_PATTERN
    )

    _step = Decimal(0)

    def __attrs_post_init__(self) -> None:
        for name in ("amount", "upper"):
            given = getattr(self, name)
            if given is not None:
                object.__setattr__(self, name, _not_negative(exact_of(given, "an Amount")))
        super().__attrs_post_init__()

    def _validate(self) -> None:
        if self.per is not None and not re.match(DURATION_PATTERN, self.per):
            raise ValueError(
                f"{self.per!r} is not a supported duration: expected {FORMS[DURATION_PATTERN]}"
            )
        if self.unit is not None and not re.search(NOT_BLANK, self.unit):
            raise ValueError("Amount: the unit is blank; leave it out where the issue names it")
        super()._validate()

    def of(self, unit: str, *, per: str | None = None) -> "Amount":
        """The same amount of a unit, for a period in ISO 8601 where one is given."""
        return self.replace(unit=unit, per=per)

    @staticmethod
    def _span(amount: Decimal) -> tuple[Decimal, Decimal]:
        return amount, amount

    @property
    def floor(self) -> tuple[Decimal, int]:
        """Where it begins: between two decimals there is always another."""
        return self.least, int(self.qualifier is Qualifier.MORE_THAN)

    @property
    def ceiling(self) -> tuple[Decimal, int] | None:
        """Where it ends."""
        high = self.high
        return None if high is None else (high, -int(self.qualifier is Qualifier.FEWER_THAN))

    def is_in_unit_of(self, other: "Amount") -> bool:
        """Whether both are of one unit and for one period, so that their numbers can be compared."""
        return (self.unit, self.per) == (other.unit, other.per)

    def less_than(self, other: Self) -> Certainty:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Whether this is less than ``other``; of two units nothing is certain."""
        if isinstance(other, Amount) and not self.is_in_unit_of(other):
            return Certainty.POSSIBLE
        return super().less_than(other)

    def equal_to(self, other: Self) -> Certainty:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Whether both are the same amount; of two units nothing is certain."""
        if isinstance(other, Amount) and not self.is_in_unit_of(other):
            return Certainty.POSSIBLE
        return super().equal_to(other)

    @property
    def key(self) -> tuple[str, ...]:
        """The whole content."""
        return (*super().key, self.unit or "", self.per or "")

    def _shown(self, amount: Decimal) -> str:
        text = f"{amount:f}"
        whole, dot, rest = text.partition(".")
        return (f"{int(whole):,}" if len(whole) > 4 else whole) + dot + rest

    def __str__(self) -> str:
        return super().__str__() + self.of_what

    @property
    def of_what(self) -> str:
        """The unit and the period, as they stand behind the number; empty where neither is given."""
        unit = "" if self.unit is None else f" {_SIGNS.get(self.unit, self.unit)}"
        return unit + ("" if self.per is None else f" per {_period(self.per)}")

    def __repr__(self) -> str:
        numbers = [number for number in (self.amount, self.upper) if number is not None]
        parts = [*map(str, numbers), *([] if self.wording is None else [repr(self.wording)])]
        shown = f"{type(self).__name__}.{self.qualifier.value}({', '.join(parts)})"
        unit = "" if self.unit is None else f", unit={self.unit!r}"
        per = "" if self.per is None else f", per={self.per!r}"
        return f"<{shown}{unit}{per}>" if unit or per else shown


def _not_negative(number: Decimal) -> Decimal:
    if number < 0:
        raise ValueError(f"an Amount is never negative, found {number}")
    return number


def exact_of(given: Any, what: str) -> Decimal:
    """A number as an exact decimal, without zeros that say nothing.

    Args:
        given: The number.
        what: What it is for, as a message names it.

    Raises:
        TypeError: It is a binary float, or no number.
        ValueError: It has more digits than can be kept.
    """
    if isinstance(given, bool) or not isinstance(given, int | str | Decimal):
        raise TypeError(
            f"{what} is made of an integer, a Decimal or text such as '1.5', not of {given!r}"
        )
    if isinstance(given, str) and not re.fullmatch(r"-?[0-9]{1,20}(\.[0-9]{1,20})?", given):
        raise ValueError(f"{given!r} is no decimal number such as '1.5'")
    number = Decimal(given)
    if not number.is_finite():
        raise ValueError(f"{given} is no number")
    digits = "".join(map(str, number.as_tuple().digits)).strip("0")
    exponent = number.as_tuple().exponent
    if (
        len(digits) > MAXIMUM_DIGITS
        or abs(number) >= _LARGEST
        or int(exponent) < -2 * MAXIMUM_DIGITS
    ):
        raise ValueError(f"{given} has more than {MAXIMUM_DIGITS} digits, which cannot be kept")
    plain = number.normalize() if number else Decimal(0)
    return plain.quantize(Decimal(1)) if plain == plain.to_integral_value() else plain


def number_of(amount: Decimal) -> int | float:
    """The number as JSON has it: of at most 15 digits, a double is written as it was read."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _period(per: str) -> str:
    shown = str(Duration.exactly(per))
    return shown.removeprefix("1 ")
