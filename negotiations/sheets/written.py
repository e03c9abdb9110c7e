"""Numbers, lengths of time and amounts as people write them, as JSON data of the model."""

from __future__ import annotations

import re
from decimal import Decimal

import attrs

from negotiations.errors import nearest
from negotiations.model import Amount
from negotiations.model.amounts import number_of
from negotiations.model.values import Count, Duration
from negotiations.vocabulary import Limit, Qualifier

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from negotiations.model.base import Value

    Data = dict[str, Any]

__all__ = ["Unreadable", "Written", "is_made_by_spreadsheet", "written"]


class Unreadable(Exception):
    """A cell that is not a value of its field: what it is, what was expected, and what to do.

    ``column`` names the column, where that is not the one that was read. Without a message it follows
    from another fault, and is not told.
    """

    def __init__(
        self, message: str, expected: str = "", remedy: str = "", *, column: str = ""
    ) -> None:
        super().__init__(message)
        self.column = column
        self.message = message
        self.expected = expected
        self.remedy = remedy


@attrs.frozen
class Written:
    """What a number says: its data, whether it is a limit, and what is added to it.

    Attributes:
        data: The data of the value.
        limit: Whether the text calls it the most or the least that there may be.
        increment: Of ``150+100``, the second number; the data are then the first.
    """

    data: Data
    limit: Limit | None = None
    increment: Data | None = None


_LEAD = (
    (
        r">=|≥|=>|at least|at_least|not less than|no less than|not fewer than|no fewer than",
        Qualifier.AT_LEAST,
    ),
    (r"<=|≤|=<|at most|at_most|up to|not more than|no more than", Qualifier.AT_MOST),
    (r">|more than|more_than|over|above", Qualifier.MORE_THAN),
    (r"<|fewer than|fewer_than|less than|under|below", Qualifier.FEWER_THAN),
    (
        r"~|≈|∼|about|around|some|approximately|approx\.?|circa|ca\.?|c\.|roughly|nearly",
        Qualifier.ABOUT,
    ),
    (r"=|exactly", Qualifier.EXACTLY),
)
_LIMITS = (
    (r"max\.?|maximum|a maximum of", Limit.MAXIMUM, Qualifier.AT_MOST),
    (r"min\.?|minimum|a minimum of", Limit.MINIMUM, Qualifier.AT_LEAST),
)
_WORDS = tuple(
    word.replace("\\", "").replace("?", "")
    for pattern in (*(lead for lead, _ in _LEAD), *(lead for lead, _, _ in _LIMITS))
    for word in pattern.split("|")
    if word[0].isalpha() and "_" not in word
)
# A number, with marks between its thousands; a blank between them is a narrow one, too.
_NUMBER = r"\d(?:[\d.,'’]|[ \u00a0\u2009\u202f](?=\d{3}(?!\d)))*"
_RANGE = re.compile(
    rf"(?:between +|from +)?({_NUMBER})(?: *(?:-|–|—|‒|−|\.\.) *| +(?:to|and) +)({_NUMBER})\b(.*)"
)
_PAIR = re.compile(r"between +([\d.]+) +([\d.]+)(.*)")
_SINGLE = re.compile(rf"({_NUMBER})(\+(?!\s*\d))?(.*)", re.DOTALL)
_SUM = re.compile(rf"({_NUMBER}) *\+ *({_NUMBER})")
_SCIENTIFIC = re.compile(r"\d[\d.,]*[eE][+-]?\d+")
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mrz|mai|okt|dez"
_MADE_DATE = re.compile(
    rf"\d{{1,2}}[-. /]({_MONTHS})[a-z]*\.?([-. /]\d{{2,4}})?|({_MONTHS})[a-z]*[-. /]\d{{2,4}}"
    r"|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{4}-\d\d-\d\d([ T].*)?",
    re.IGNORECASE,
)
_SHORT_DATE = re.compile(rf"\d{{1,2}}[-.]({_MONTHS})\.?|({_MONTHS})[-.]\d{{2}}", re.IGNORECASE)
_FRACTION = re.compile(r"\d+ */ *\d+|[¼½¾⅓⅔]")
# Words in which a number can be meant, or none.
_SPELLED = re.compile(
    r"\b(zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(thir|four|fif|six|seven|eigh|"
    r"nine)teen|(twen|thir|for|fif|six|seven|eigh|nine)ty|hundred|thousand|million|billion)\b",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"none|no|nil|nothing|n/?a|null|nan|-+|–|—|\?+|tbd|unknown|true|false", re.IGNORECASE
)
_LARGE = re.compile(
    r"(hundred|thousand|million|billion|dozen|k|mn|m|bn|tsd|mio|mrd)\b\.?", re.IGNORECASE
)
_UNITS = {
    "second": ("T", "S"),
    "minute": ("T", "M"),
    "hour": ("T", "H"),
    "day": ("", "D"),
    "week": ("", "W"),
    "month": ("", "M"),
    "year": ("", "Y"),
}
_EXAMPLES = {
    Count: "a number such as 150, >100, >=30, max 5, 30-40, ~40,000, or a word such as many",
    Amount: "an amount such as 1.5, >=40, max 800000, 30-40, ~2.5 km, 100 USD per year, or a word",
    Duration: "a length of time such as 6 weeks, ~3 months, 2-3 days, P6W, or a word such as some weeks",
}


def written(kind: type[Value], text: str, *, has_increment: bool = False) -> Written:
    """What a text says of a count, an amount or a length of time.

    Args:
        kind: `Count`, `Amount` or `Duration`.
        text: The text.
        has_increment: Whether an addition to an earlier number has a place of its own.

    Raises:
        Unreadable: It says nothing for certain.

    >>> written(Count, "~40,000").data, written(Duration, "30-40 days").data
    ({'about': 40000}, {'between': ['P30D', 'P40D']})
    >>> written(Count, "max 800000")
    Written(data={'exactly': 800000}, limit=Limit.MAXIMUM, increment=None)
    """
    example = _EXAMPLES[kind]
    bare = " ".join(text.split())
    if kind is Duration and re.match(r"^P[0-9T]", bare):
        return Written({Qualifier.EXACTLY.value: bare})
    _refuse_made_by_spreadsheet(bare, example)
    if match := _SUM.fullmatch(bare):
        if not has_increment:
            raise Unreadable(
                "a sum is read only as the number of a release and what is added to it",
                example,
                "write the total, or each number in its own column",
            )
        first, second = (_amount(kind, part, "", example) for part in match.groups())
        return Written({"exactly": first}, increment={"exactly": second})
    for pattern, limit, _ in _LIMITS:
        if match := re.match(rf"(?:{pattern}) *(?=\d|P\d)", bare, re.IGNORECASE):
            return Written(_bounded(kind, "", bare[match.end() :], example), limit)
    return Written(_bounded(kind, *_lead(bare), example))


def _lead(text: str) -> tuple[str, str]:
    """The qualifier that a text begins with, and what stands behind it."""
    unstated = re.match(r"unstated +", text, re.IGNORECASE)
    if unstated:
        return Qualifier.UNSTATED.value, text[unstated.end() :]
    for pattern, qualifier in _LEAD:
        if match := re.match(rf"(?:{pattern}) *(?=\d|P\d)", text, re.IGNORECASE):
            return qualifier.value, text[match.end() :]
    return "", text


def _bounded(kind: type[Value], word: str, text: str, example: str) -> Data:
    if word == Qualifier.UNSTATED.value:
        return {word: text}
    if kind is Duration and re.match(r"P[0-9T]", text):
        return {word or "exactly": text}
    match = _PAIR.fullmatch(text) or _RANGE.fullmatch(text)
    if match and word in ("", Qualifier.EXACTLY.value):
        low, high, rest = match.groups()
        ends = [_amount(kind, end, rest, example) for end in (low, high)]
        return {Qualifier.BETWEEN.value: ends, **_measure(kind, rest, example)}
    match = _SINGLE.fullmatch(text)
    if match is None:
        return _wording(text, word, example)
    number, plus, rest = match.groups()
    if plus:
        if word:
            raise Unreadable("it says two things of one number", example, "write one of them")
        word = Qualifier.AT_LEAST.value
    return {
        word or Qualifier.EXACTLY.value: _amount(kind, number, rest, example),
        **_measure(kind, rest, example),
    }


def _wording(text: str, word: str, example: str) -> Data:
    """The words of a source for a number that it does not give; a misspelt number is none."""
    if _NOTHING.fullmatch(text):
        raise Unreadable(
            "it does not say whether there are none, or whether that is not reported",
            example,
            "write 0 where a source says that there are none, and nothing where none says anything",
        )
    if _SPELLED.search(text):
        raise Unreadable("it is a number in words", example, "write it in digits")
    if re.search(r"\d", text) or word:
        close = nearest(re.sub(r"\s*\d.*", "", text, flags=re.DOTALL).casefold(), _WORDS, 1)
        raise Unreadable("it is no number", example, f"write {close[0]!r}" if close else "")
    if not re.search(r"\w", text) or re.search(r"[<>=~≥≤≈#@*/\\]", text):
        raise Unreadable("it is no number", example)
    return {Qualifier.UNSTATED.value: text}


def is_made_by_spreadsheet(text: str) -> bool:
    """Whether a text is what spreadsheets turn others into: 02-Jan of 1-2, 1.2E+11 of a long number.

    >>> is_made_by_spreadsheet("02-Jan"), is_made_by_spreadsheet("2 January 2024")
    (True, False)
    """
    return bool(_SHORT_DATE.fullmatch(text) or _SCIENTIFIC.fullmatch(text))


def _refuse_made_by_spreadsheet(text: str, example: str) -> None:
    if _SCIENTIFIC.fullmatch(text):
        raise Unreadable(
            "it is a long number that a spreadsheet has shortened",
            "all digits",
            "format the column as text, and write the number again",
        )
    if _MADE_DATE.fullmatch(text):
        raise Unreadable(
            "it is a date; a spreadsheet makes one of 1/2 and 1-2",
            example,
            "format the column as text, and write the number again",
        )
    if _FRACTION.match(text):
        raise Unreadable("it is a fraction", example, "write a number, such as 0.5, or words")


def _amount(kind: type[Value], number: str, rest: str, example: str) -> Any:
    """One number, with the unit of a length of time behind it."""
    value = _plain(number, whole=kind is not Amount, example=example)
    if kind is not Duration:
        if kind is Count and rest.strip():
            _refuse_large(rest, example)
            raise Unreadable(
                f"behind the number stands {rest.strip()!r}",
                example,
                "write the number alone; what is counted follows from the issue",
            )
        return value
    unit = rest.strip().casefold().rstrip(".")
    known = _UNITS.get(unit.removesuffix("s"))
    if known is None:
        close = nearest(unit, [f"{name}s" for name in _UNITS], 1)
        raise Unreadable(
            f"{unit!r} is no unit of time" if unit else "it has no unit of time",
            example,
            f"write {number} {close[0]}"
            if close
            else f"write {number} days, weeks, months or years",
        )
    return f"P{known[0]}{value}{known[1]}"


def _plain(number: str, *, whole: bool, example: str) -> Any:
    """The value of digits with marks between them, if these can mean one thing alone."""
    digits = number.rstrip(".,'’ ")
    joined = re.sub(r"(?<=\d)[ \u00a0\u2009\u202f'’](?=\d{3})", "", digits)
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", joined):
        joined = joined.replace(",", "")
    elif "," in joined:
        point = joined.replace(".", "").replace(",", ".")
        raise Unreadable("a comma stands before three digits only", example, f"write {point}")
    elif re.fullmatch(r"[1-9]\d{0,2}(\.\d{3})+", joined):
        thousands = joined.replace(".", "")
        remedy = (
            f"write {thousands}"
            if whole
            else f"write {thousands}, or {joined}0 where a point is meant"
        )
        raise Unreadable("the full stop may separate thousands", example, remedy)
    if not re.fullmatch(r"\d+(\.\d+)?", joined):
        raise Unreadable("it is no number", example)
    value = Decimal(joined)
    if whole and value != value.to_integral_value():
        raise Unreadable("it is no whole number", example, "write a whole number")
    if len(joined.replace(".", "").strip("0")) > 15:
        raise Unreadable("it has more than 15 digits, which cannot be kept", example)
    return number_of(value)


def _measure(kind: type[Value], rest: str, example: str) -> Data:
    """The unit and the period behind an amount."""
    if kind is not Amount or not rest.strip():
        return {}
    _refuse_large(rest, example)
    if re.match(r"\s*[\d+\-/]", rest):
        raise Unreadable("it is no number", example, "write one number, or two with - between them")
    unit, _, per = f" {rest.strip()}".partition(" per ")
    data = {"unit": unit.strip()} if unit.strip() else {}
    if per:
        known = _UNITS.get(per.strip().casefold().removesuffix("s"))
        data["per"] = per.strip() if known is None else f"P{known[0]}1{known[1]}"
    return data


def _refuse_large(rest: str, example: str) -> None:
    if match := _LARGE.match(rest.strip()):
        raise Unreadable(
            f"behind the number stands {match[0]!r}", example, "write all digits: 5000000"
        )
