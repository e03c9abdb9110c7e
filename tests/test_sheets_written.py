"""Numbers as people write them: each way of writing one reads back as the value, and no other."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given

from negotiations.io.codec import from_data, to_data
from negotiations.model import Amount
from negotiations.model.values import Count, Duration
from negotiations.sheets.timing import timing_data
from negotiations.sheets.written import Unreadable, written
from negotiations.vocabulary import Limit, Qualifier

# The ways in which people write a bound before a number.
LEADS = {
    Qualifier.EXACTLY: ("", "=", "exactly "),
    Qualifier.MORE_THAN: (">", "> ", "more than ", "over ", "more_than "),
    Qualifier.AT_LEAST: (">=", "≥ ", "at least ", "at_least ", "At least "),
    Qualifier.AT_MOST: ("<=", "≤", "at most ", "up to ", "at_most "),
    Qualifier.FEWER_THAN: ("<", "fewer than ", "less than ", "under "),
    Qualifier.ABOUT: ("~", "≈ ", "about ", "some ", "ca. ", "c. ", "around "),
}
BETWEEN = ("{}-{}", "{} – {}", "{} to {}", "between {} and {}", "from {} to {}", "{}—{}")
UNITS = {
    "D": ("days", "day"),
    "W": ("weeks", "week"),
    "M": ("months", "month"),
    "Y": ("years", "year"),
}
SEPARATORS = (",", " ", "\u202f", "'", "")


def grouped(number: int, separator: str) -> str:
    """A number with a mark between its thousands."""
    return f"{number:,}".replace(",", separator)


def tried(kind: Any, text: str) -> tuple[dict[str, Any] | None, str]:
    """What a text says, or why it says nothing."""
    try:
        return written(kind, text).data, ""
    except Unreadable as fault:
        return None, fault.message


numbers = st.integers(0, 10**14)


@given(st.data(), numbers, numbers, st.sampled_from(SEPARATORS))
def test_counts_read_back(data: st.DataObject, low: int, high: int, separator: str) -> None:
    """However a count is written, it is read as what it is; an amount of it has the same number."""
    qualifier = data.draw(st.sampled_from([*LEADS, Qualifier.BETWEEN]))
    if qualifier is Qualifier.BETWEEN:
        low, high = min(low, high), max(low, high) + 1
        form = data.draw(st.sampled_from(BETWEEN))
        text, value = (
            form.format(grouped(low, separator), grouped(high, separator)),
            Count.between(low, high),
        )
    else:
        number = low + 1
        text = data.draw(st.sampled_from(LEADS[qualifier])) + grouped(number, separator)
        value = Count(qualifier=qualifier, amount=number)
    assert from_data(Count, written(Count, text).data) == value
    amount = from_data(Amount, written(Amount, text).data)
    assert (amount.qualifier, amount.amount, amount.upper) == (qualifier, value.amount, value.upper)


@given(
    st.decimals(min_value=Decimal("0.001"), max_value=Decimal(10) ** 9, places=3),
    st.sampled_from(["", " km", " USD", " %", " t CO2"]),
    st.sampled_from(["", " per year", " per P1Y"]),
)
def test_amounts_read_back(number: Decimal, unit: str, per: str) -> None:
    """With their unit and their period; a full stop before three digits alone may be of thousands."""
    text = f"{number:f}"
    data, refusal = tried(Amount, f"~{text}{unit}{per}")
    if data is None:
        assert "thousands" in refusal
        assert int(number) > 0
        assert len(text.partition(".")[0]) <= 3
        data = written(Amount, f"~{text}0{unit}{per}").data
    read = from_data(Amount, data)
    assert read.amount == number
    assert (read.unit, read.per) == (unit.strip() or None, "P1Y" if per else None)


@given(st.integers(1, 99), st.integers(1, 99), st.sampled_from("DWMY"), st.booleans())
def test_lengths_of_time_read_back(number: int, more: int, unit: str, plural: bool) -> None:
    """In words and in ISO 8601, with every bound that a count has."""
    word = UNITS[unit][0 if plural else 1]
    for qualifier, leads in LEADS.items():
        for lead in leads:
            value = Duration(qualifier=qualifier, amount=f"P{number}{unit}")
            assert from_data(Duration, written(Duration, f"{lead}{number} {word}").data) == value
            assert from_data(Duration, written(Duration, f"{lead}P{number}{unit}").data) == value
    read = written(Duration, f"{number}-{number + more} {word}").data
    assert read == {"between": [f"P{number}{unit}", f"P{number + more}{unit}"]}


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    """What is read fits the model, but for two numbers in the wrong order; nothing else is raised."""
    kinds: tuple[Any, ...] = (Count, Amount, Duration)
    for kind in kinds:
        data, refusal = tried(kind, text)
        assert (data is None) is bool(refusal)
        if (
            data is not None
            and not {"between", "per", "fewer_than"} & data.keys()
            and "P" not in text
        ):
            assert to_data(from_data(kind, data)) == data


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("many", {"unstated": "many"}),
        ("several dozen", {"unstated": "several dozen"}),
        ("X", {"unstated": "X"}),
        ("unstated a large number", {"unstated": "a large number"}),
        ("100+", {"at_least": 100}),
        ("30..40", {"between": [30, 40]}),
        ("between 30 40", {"between": [30, 40]}),
        ("40 000", {"exactly": 40000}),
        ("0", {"exactly": 0}),
    ],
)
def test_words_and_signs(text: str, expected: dict[str, Any]) -> None:
    """A number that a source does not give is its word; the forms of the command line are read, too."""
    assert written(Count, text).data == expected


@pytest.mark.parametrize("lead", ["max ", "max. ", "Maximum ", "a maximum of "])
def test_a_ceiling_is_no_bound_of_what_is_known(lead: str) -> None:
    """What a text allows at the most is a limit; what a source knows at the most is a bound."""
    read = written(Count, f"{lead}800,000")
    assert (read.data, read.limit) == ({"exactly": 800000}, Limit.MAXIMUM)


@pytest.mark.parametrize(
    "text",
    [
        "1/2", "½", "2-Jan", "Jan-24", "1/2/2024", "2024-01-02", "1E+11", "1.5e3", "1,5", "1.000",
        "none", "n/a", "-", "?", "no", "forty", "a hundred and two", "5 million", "3k", "2 dozen",
        "-5", "5-", ">", "~", ">=many", "5 5", "1234567890123456", "3 0", "more then 5", "> 5+", "5+5",
    ],
)  # fmt: skip
def test_what_is_not_read(text: str) -> None:
    """What a spreadsheet has made of something else, and what can be read in two ways."""
    with pytest.raises(Unreadable):
        written(Count, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2015-12-31", {"on": "2015-12-31"}),
        ("on 2015-12-31", {"on": "2015-12-31"}),
        ("before entry into force", {"before": {"words": "entry into force"}}),
        ("after event:signing", {"after": {"event": "signing"}}),
        ("within 2 weeks of signing", {"within": {"exactly": "P2W"}, "after": {"words": "signing"}}),
        (
            "within P14D after term:ceasefire@1",
            {"within": {"exactly": "P14D"}, "after": {"term": "ceasefire@1"}},
        ),
    ],
)  # fmt: skip
def test_times_that_a_text_fixes(text: str, expected: dict[str, Any]) -> None:
    """By a date, or from something else."""
    assert timing_data(text) == expected
