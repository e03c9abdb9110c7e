"""Cells that a spreadsheet has typed: texts, numbers and dates, and what it made of what was written."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from negotiations.io.strict_json import read_json
from negotiations.model.amounts import number_of
from negotiations.model.base import Value
from negotiations.model.patterns import EDTF_PATTERN, FORMS
from negotiations.model.values import Count, Duration
from negotiations.sheets.written import Unreadable, Written, written

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.sheets.grid import Cell

__all__ = ["bounded", "content_text", "day_of", "is_first_day", "json_in", "no_date"]

# What a spreadsheet keeps of a number.
_DIGITS = 15
_SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def content_text(cell: Cell) -> str:
    """The text of a cell in a column of texts, as the spreadsheet shows it.

    Raises:
        Unreadable: A spreadsheet has made something else of the text.
    """
    content, shown = cell.content, cell.format
    if cell.refusal is not None:
        raise Unreadable(cell.refusal[0], "", cell.refusal[1])
    if isinstance(content, str):
        return content
    if isinstance(content, bool):
        return "true" if content else "false"
    if isinstance(content, int | float):
        number = _number(content, shown)
        # A number that is filled up with zeros: 007.
        zeros = re.fullmatch(r"0+", shown)
        return f"{number:f}".zfill(len(shown)) if zeros else f"{number:f}"
    if isinstance(content, date | time):
        raise _made_date(content)
    return str(content)


def _made_date(content: date | time) -> Unreadable:
    shown = content.isoformat().removesuffix("T00:00:00")
    return Unreadable(
        f"the spreadsheet has made a date of what was written ({shown})",
        "text",
        "format the column as text, and write it again",
    )


def _number(content: float, shown: str) -> Decimal:
    """The number of a cell, without the digits that come of its being binary.

    Raises:
        Unreadable: It is shown otherwise than it is, or has lost digits.
    """
    if "%" in shown:
        raise Unreadable(
            f"it is {content:.{_DIGITS}g} and shown as {content * 100:.{_DIGITS}g}%",
            "",
            f"format the cell as a number, and write {content * 100:.{_DIGITS}g}",
        )
    if beside := _shown_beside(shown):
        raise Unreadable(
            f"it is {content:.{_DIGITS}g} and shown with {beside}",
            "",
            "format the column as text, and write the number with what belongs to it",
        )
    if content != content or abs(content) >= 10**_DIGITS:  # noqa: PLR0124 - not a number
        raise Unreadable(
            "it is a number of more than 15 digits, of which a spreadsheet keeps no more",
            "",
            "format the column as text, and write it again",
        )
    number = Decimal(f"{content:.{_DIGITS}g}") if isinstance(content, float) else Decimal(content)
    plain = number.normalize()
    return plain.quantize(Decimal(1)) if plain == plain.to_integral_value() else plain


# What a number format puts beside digits: texts and signs of currencies; and what divides by a thousand.
_BESIDE = re.compile(r'"([^"]*)"|\[\$([^\]-]+)[^\]]*\]|([$€£¥₪])|\\(.)')
_THOUSANDS = re.compile(r"[0#?],+(?![0#?,])")


def _shown_beside(shown: str) -> str:
    """What a number format shows beside a number, and the cell does not hold; empty where nothing."""
    first = shown.partition(";")[0]
    beside = "".join("".join(groups) for groups in _BESIDE.findall(first)).strip()
    if any(not letter.isspace() and letter not in "()-+.,'’_" for letter in beside):
        return repr(beside)
    return "a thousandth of its size" if _THOUSANDS.search(first) else ""


def bounded(kind: type[Value], cell: Cell, *, has_increment: bool) -> Any:
    """What a cell says of a count, an amount or a length of time, as `written` gives it.

    Raises:
        Unreadable: It says nothing for certain.
    """
    content = cell.content
    if isinstance(content, bool):
        raise Unreadable("it is true or false, and no number", "", "write the number")
    if isinstance(content, int | float):
        number = _number(content, cell.format)
        if kind is Duration:
            raise Unreadable(
                f"{number:f} has no unit of time",
                "",
                f"write {number:f} days, weeks, months or years",
            )
        if number < 0:
            raise Unreadable(f"{number:f} is less than nothing", "a number from 0")
        if kind is Count and number != number.to_integral_value():
            raise Unreadable(f"{number:f} is no number of things", "a whole number from 0")
        return Written({"exactly": number_of(number)})
    if isinstance(content, date | time):
        raise Unreadable(
            f"the spreadsheet has made a date of what was written ({_shown(content)})",
            "a number; 1/2 and 1-2 become dates",
            "format the column as text, and write the number again",
        )
    text = str(content)
    if text.startswith("{"):
        return Written(json_in(text))
    return written(kind, text, has_increment=has_increment)


def _shown(content: date | time) -> str:
    return content.isoformat().removesuffix("T00:00:00")


def day_of(cell: Cell) -> str:
    """The day, month or year of a cell in a column of dates, in EDTF.

    Raises:
        Unreadable: A spreadsheet has made something else of it, or it can be read in two ways.
    """
    content, shown = cell.content, cell.format.lower()
    if isinstance(content, bool):
        raise Unreadable("it is true or false, and no date", FORMS[EDTF_PATTERN])
    if isinstance(content, datetime | date):
        if isinstance(content, datetime) and (content.hour, content.minute, content.second) != (
            0,
            0,
            0,
        ):
            raise Unreadable(
                f"it has a time of day ({content})", FORMS[EDTF_PATTERN], "write the date as text"
            )
        day = f"{content:%Y-%m-%d}"
        if (
            shown
            and "d" not in re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", shown)
            and "general" not in shown
        ):
            raise Unreadable(
                f"it is {day}, of which the spreadsheet shows no day",
                FORMS[EDTF_PATTERN],
                f"format the column as text, and write {day[:7]}, or {day} where the day is meant",
            )
        return day
    if isinstance(content, int | float):
        number = _number(content, shown)
        if number == number.to_integral_value() and 1000 <= number <= 2999:
            return f"{number:f}"
        serial = int(number)
        day = f"{date(1899, 12, 30) + timedelta(days=serial)}" if 0 < serial < 2_900_000 else ""
        raise Unreadable(
            f"it is the number {number:f}, by which a spreadsheet counts days",
            FORMS[EDTF_PATTERN],
            f"format the column as text, and write {day} if that is the day"
            if day
            else "write the date",
        )
    text = content_text(cell)
    if not re.match(EDTF_PATTERN, text):
        raise no_date(text)
    return text


def is_first_day(cell: Cell) -> bool:
    """Whether a spreadsheet has a date that is what it makes of a month, too."""
    return isinstance(cell.content, date) and cell.content.day == 1


def no_date(text: str) -> Unreadable:
    """Why a text is no date, with the dates that it may mean."""
    remedy = ""
    if match := _SLASHED.fullmatch(text):
        first, second, year = (int(part) for part in match.groups())
        both = [(first, second), (second, first)]
        days = [f"{year}-{month:02}-{day:02}" for day, month in both if day <= 31 and month <= 12]
        remedy = f"write {' or '.join(dict.fromkeys(days))}" if days else ""
    return Unreadable("it is no date", FORMS[EDTF_PATTERN], remedy)


def json_in(text: str) -> Any:
    """The data of a cell with JSON.

    Raises:
        Unreadable: It is none.
    """
    document, problems = read_json("", text.encode("utf-8", "surrogatepass"))
    if document is None:
        raise Unreadable(f"it begins like JSON and is none: {problems[0].message}")
    return document.value
