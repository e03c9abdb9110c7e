"""Dates in EDTF as people read them."""

from __future__ import annotations

from calendar import month_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

__all__ = ["bounds_words", "date_words", "id_words"]

_MONTHS = frozenset(month.lower() for month in month_name if month)
_QUALIFIED = {
    "~": ("about ", ""),
    "?": ("", " (uncertain)"),
    "%": ("about ", " (uncertain)"),
}


def date_words(edtf: str) -> str:
    """A date in words: an interval with both ends, or as *by* or *not before* the end that it has.

    >>> date_words("2024-08-16"), date_words("2024-08-15/2024-08-16"), date_words("2024-07/2024-08")
    ('16 August 2024', '15–16 August 2024', 'July–August 2024')
    >>> date_words("../2024-07"), date_words("2025-03/.."), date_words("2024-01~"), date_words("XXXX-05")
    ('by July 2024', 'not before March 2025', 'about January 2024', 'May of a year not stated')
    """
    first, _, last = edtf.partition("/")
    if first == "..":
        return f"by {_date(last)}"
    if last == "..":
        return f"not before {_date(first)}"
    return _interval(first, last) if last else _date(first)


def bounds_words(earliest: date | None, latest: date | None) -> str:
    """The days between which something is known to lie, by what it follows or precedes.

    >>> from datetime import date
    >>> bounds_words(None, date(2024, 7, 15)), bounds_words(None, None)
    ('by 15 July 2024, from its order', 'not dated')
    """
    if earliest is None and latest is None:
        return "not dated"
    first, last = (day.isoformat() if day else ".." for day in (earliest, latest))
    return f"{date_words(first if first == last else f'{first}/{last}')}, from its order"


def id_words(key: str, *, is_name: bool = False) -> str:
    """An id as words: months keep their capital, and *non* its hyphen.

    Args:
        key: The id of an option, or the name of a version.
        is_name: Whether it is a name, in which *may* is the month.

    >>> id_words("early-july"), id_words("9-december"), id_words("address-non-compliance")
    ('early July', '9 December', 'address non-compliance')
    >>> id_words("may"), id_words("may", is_name=True)
    ('may', 'May')
    """
    words = key.split("-")
    said = (
        word.title() if word in _MONTHS and (is_name or word != "may") else word for word in words
    )
    return f" {' '.join(said)}".replace(" non ", " non-").lstrip()


def _date(text: str) -> str:
    before, after = _QUALIFIED.get(text[-1:], ("", ""))
    year, *rest = text.rstrip("~?%").split("-")
    day = f"{int(rest[1])} " if rest[1:] else ""
    month = f"{month_name[int(rest[0])]} " if rest else ""
    said = "of a year not stated" if year == "XXXX" else year
    return f"{before}{day}{month}{said}{after}"


def _interval(first: str, last: str) -> str:
    """Both ends, with what they share said once: days of one month, months of one year."""
    one, other = first.split("-"), last.split("-")
    plain_ends = not set("~?%X") & set(first + last)
    if not plain_ends or len(one) != len(other) or len(one) == 1 or one[0] != other[0]:
        return f"{_date(first)} to {_date(last)}"
    if len(one) == 2:
        return f"{month_name[int(one[1])]}–{_date(last)}"
    if one[1] == other[1]:
        return f"{int(one[2])}–{_date(last)}"
    return f"{int(one[2])} {month_name[int(one[1])]} to {_date(last)}"
