"""Counts, durations and dates: the laws of their algebra, and the words of their errors."""

from __future__ import annotations

import datetime as dt
import re
from itertools import product
from typing import Any

import isodate
import pytest
from edtf import parse_edtf
from hypothesis import assume, example, given
from hypothesis import strategies as st
from strategies import (
    certainties,
    counts,
    durations,
    edtf_dates,
    edtf_intervals,
    iso_durations,
    texts,
    whens,
)

from negotiations.model.patterns import DURATION_PATTERN, EDTF_PATTERN
from negotiations.model.values import Count, Duration, When
from negotiations.vocabulary import Basis, Certainty, Qualifier

NO_DURATION = (
    "is not a supported duration: expected an ISO 8601 duration in whole numbers, such as P6W, P1M "
    "or PT3H"
)
NO_DATE = (
    "is not a supported date: expected a date such as 2024-08-16, 2024-08, 2024 or XXXX-05, or an "
    "interval such as 2024-08/2024-09 or 2024-08/..; other EDTF dates are not supported"
)

CERTAIN, POSSIBLE, IMPOSSIBLE = Certainty.CERTAIN, Certainty.POSSIBLE, Certainty.IMPOSSIBLE
bounded = counts() | durations()
pairs = st.tuples(counts(), counts()) | st.tuples(durations(), durations())
# Pairs of amounts near each other, so that every answer is met.
near = st.tuples(counts(6), counts(6))
fixed = st.tuples(durations(fixed=True), durations(fixed=True))
DAY = dt.timedelta(days=1)


def stated(edtf: str) -> When:
    """A date that its source prints."""
    return When(edtf=edtf, basis=Basis.STATED)


def member(draw: st.DataObject, value: Count) -> int:
    """Some whole number that a count may be."""
    low = value.low or 0
    return draw.draw(st.integers(low, low + 50 if value.high is None else value.high))


def length(draw: st.DataObject, value: Duration) -> dt.timedelta:
    """Some length of time, in whole seconds, that a duration may be."""
    low = value.low or dt.timedelta()
    high = low + 50 * DAY if value.high is None else value.high
    return low + dt.timedelta(seconds=draw.draw(st.integers(0, int((high - low).total_seconds()))))


# --- certainty ----------------------------------------------------------------------------------


@given(certainties())
def test_certainty_has_no_truth_value(answer: Certainty) -> None:
    """An answer of three has no `bool`, so that none can be taken for yes or no in an `if`."""
    message = (
        f"a Certainty ({answer.value}) has three answers and no truth value: "
        "ask .is_certain or .is_possible"
    )
    with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
        bool(answer)


@pytest.mark.parametrize(
    ("answer", "is_certain", "is_possible", "shown", "written"),
    [
        (CERTAIN, True, True, "Certainty.CERTAIN", "certain"),
        (POSSIBLE, False, True, "Certainty.POSSIBLE", "possible"),
        (IMPOSSIBLE, False, False, "Certainty.IMPOSSIBLE", "impossible"),
    ],
)
def test_certainty_answers(
    answer: Certainty, *, is_certain: bool, is_possible: bool, shown: str, written: str
) -> None:
    """What is certain is possible; what is impossible is neither."""
    assert answer.is_certain is is_certain
    assert answer.is_possible is is_possible
    assert repr(answer) == shown
    assert str(answer) == written


# --- comparing within bounds --------------------------------------------------------------------


@given(bounded)
def test_bounds_are_in_order(value: Count | Duration) -> None:
    """The least that a value can be is not more than the most."""
    if value.low is not None and value.high is not None:
        assert value.low <= value.high


@given(bounded)
def test_only_one_amount_without_a_hedge_is_exact(value: Count | Duration) -> None:
    """A value is exact if and only if the source gives one amount without a hedge."""
    assert value.is_exact is (value.qualifier is Qualifier.EXACTLY)
    if value.is_exact and isinstance(value, Count):
        assert value.low == value.high == value.centre == value.amount


@given(bounded)
def test_the_centre_is_the_amount_named(value: Count | Duration) -> None:
    """The centre is the amount that the source names; two bounds and no number have none."""
    none_named = value.qualifier in (Qualifier.BETWEEN, Qualifier.UNSTATED)
    assert value.centre == (None if none_named else value.amount)


@given(near, st.data())
def test_answers_about_counts_are_sound(pair: tuple[Count, Count], draw: st.DataObject) -> None:
    """What is certain holds for all numbers within the bounds; what is impossible, for none."""
    first, second = pair
    left, right = member(draw, first), member(draw, second)
    for answer, holds in (
        (first.less_than(second), left < right),
        (first.greater_than(second), left > right),
        (first.equal_to(second), left == right),
    ):
        assert answer is not (IMPOSSIBLE if holds else CERTAIN)


@given(fixed, st.data())
def test_answers_about_durations_are_sound(
    pair: tuple[Duration, Duration], draw: st.DataObject
) -> None:
    """As with counts: no length within the bounds belies a certain or an impossible answer."""
    first, second = pair
    left, right = length(draw, first), length(draw, second)
    for answer, holds in (
        (first.less_than(second), left < right),
        (first.greater_than(second), left > right),
        (first.equal_to(second), left == right),
    ):
        assert answer is not (IMPOSSIBLE if holds else CERTAIN)


def _small_counts() -> list[Count]:
    amounts = range(4)
    return [
        *map(Count.exactly, amounts),
        *map(Count.more_than, amounts),
        *map(Count.at_least, amounts),
        *map(Count.at_most, amounts),
        *map(Count.fewer_than, range(1, 4)),
        *(Count.between(low, high) for low, high in product(amounts, amounts) if low < high),
        *map(Count.about, amounts),
        Count.unstated("many"),
    ]


@pytest.mark.parametrize("question", ["less_than", "greater_than", "equal_to"])
def test_answers_about_counts_are_sharp(question: str) -> None:
    """Possible means that some numbers within the bounds fit and some do not, and no less.

    Tried on all pairs of small counts; a bound that is open reaches well past the others.
    """
    holds = {
        "less_than": int.__lt__,
        "greater_than": int.__gt__,
        "equal_to": int.__eq__,
    }[question]
    members = {
        each: range(each.low or 0, 13 if each.high is None else each.high + 1)
        for each in _small_counts()
    }
    differing = []
    for first, second in product(members, members):
        found = {holds(left, right) for left in members[first] for right in members[second]}
        wanted = POSSIBLE if len(found) > 1 else CERTAIN if found == {True} else IMPOSSIBLE
        answer = getattr(first, question)(second)
        if answer is not wanted:
            differing.append(f"{first!r}.{question}({second!r}) is {answer}, not {wanted}")
    assert differing == []


@given(pairs | near)
def test_greater_is_the_converse_of_less(
    pair: tuple[Count, Count] | tuple[Duration, Duration],
) -> None:
    """One value is greater than another just where the other is less than it."""
    first, second = pair
    assert first.greater_than(second) is second.less_than(first)  # type: ignore[arg-type]


@given(pairs | near)
def test_equality_of_amounts_is_symmetric(
    pair: tuple[Count, Count] | tuple[Duration, Duration],
) -> None:
    """The order of the two values does not matter to `equal_to`."""
    first, second = pair
    assert first.equal_to(second) is second.equal_to(first)  # type: ignore[arg-type]


@given(pairs | near | bounded.map(lambda value: (value, value)))
@example((Duration.exactly("P1M"), Duration.exactly("P1M")))
def test_a_certain_answer_excludes_the_others(pair: tuple[Any, Any]) -> None:
    """Of less, equal and greater one is possible at least; a certain one excludes the rest."""
    first, second = pair
    answers = [first.less_than(second), first.equal_to(second), first.greater_than(second)]
    assert any(answer.is_possible for answer in answers)
    if CERTAIN in answers:
        assert sorted(map(str, answers)) == ["certain", "impossible", "impossible"]


@given(bounded)
def test_nothing_is_certainly_less_than_itself(value: Count | Duration) -> None:
    """`less_than` is irreflexive, and a value is possibly equal to itself."""
    assert not value.less_than(value).is_certain
    assert value.equal_to(value).is_possible


def _small_durations() -> list[Duration]:
    amounts = ["P0D", "P28D", "P1M", "P31D", "P32D"]
    return [
        *map(Duration.exactly, amounts),
        *map(Duration.more_than, amounts),
        *map(Duration.at_most, amounts),
        *map(Duration.fewer_than, amounts[1:]),
        Duration.between("P1M", "P32D"),
        Duration.about("P1M"),
    ]


@pytest.mark.parametrize(
    "known", [_small_counts(), _small_durations()], ids=["counts", "durations"]
)
def test_certainly_less_is_transitive(known: list[Any]) -> None:
    """What is certainly less than a value is so than all that the value is certainly less than.

    Tried on all triples of small values.
    """
    less = {
        first: {second for second in known if first.less_than(second).is_certain} for first in known
    }
    assert any(less.values())
    for first in known:
        for second in less[first]:
            assert less[second] <= less[first]


@given(texts(), texts())
def test_numbers_that_are_not_given_compare_as_possible(one: str, other: str) -> None:
    """Of a number that is not given, nothing is known, even if the same word stands for both."""
    for kind in (Count, Duration):
        first, second = kind.unstated(one), kind.unstated(other)
        assert first.less_than(second) is POSSIBLE
        assert first.greater_than(second) is POSSIBLE
        assert first.equal_to(second) is POSSIBLE


@pytest.mark.parametrize(
    ("first", "second", "less", "equal", "greater"),
    [
        (Count.exactly(3), Count.exactly(3), IMPOSSIBLE, CERTAIN, IMPOSSIBLE),
        (Count.exactly(3), Count.exactly(4), CERTAIN, IMPOSSIBLE, IMPOSSIBLE),
        (Count.exactly(150), Count.more_than(150), CERTAIN, IMPOSSIBLE, IMPOSSIBLE),
        (Count.exactly(150), Count.at_least(150), POSSIBLE, POSSIBLE, IMPOSSIBLE),
        (Count.exactly(5), Count.at_most(5), IMPOSSIBLE, POSSIBLE, POSSIBLE),
        (Count.exactly(5), Count.fewer_than(5), IMPOSSIBLE, IMPOSSIBLE, CERTAIN),
        (Count.between(30, 40), Count.exactly(40), POSSIBLE, POSSIBLE, IMPOSSIBLE),
        (Count.between(30, 40), Count.between(41, 50), CERTAIN, IMPOSSIBLE, IMPOSSIBLE),
        (Count.about(40), Count.about(40), POSSIBLE, POSSIBLE, POSSIBLE),
        (Count.about(40), Count.exactly(0), IMPOSSIBLE, POSSIBLE, POSSIBLE),
        (Count.at_least(2), Count.fewer_than(2), IMPOSSIBLE, IMPOSSIBLE, CERTAIN),
        (Count.exactly(0), Count.at_most(0), IMPOSSIBLE, CERTAIN, IMPOSSIBLE),
        (Count.fewer_than(1), Count.at_most(0), IMPOSSIBLE, CERTAIN, IMPOSSIBLE),
        (Duration.exactly("P6W"), Duration.exactly("P42D"), IMPOSSIBLE, CERTAIN, IMPOSSIBLE),
        (Duration.exactly("P1D"), Duration.exactly("PT24H"), IMPOSSIBLE, CERTAIN, IMPOSSIBLE),
        (Duration.exactly("P27D"), Duration.exactly("P1M"), CERTAIN, IMPOSSIBLE, IMPOSSIBLE),
        (Duration.exactly("P30D"), Duration.exactly("P1M"), POSSIBLE, POSSIBLE, POSSIBLE),
        (Duration.exactly("P1M"), Duration.exactly("P32D"), CERTAIN, IMPOSSIBLE, IMPOSSIBLE),
        (Duration.exactly("P1M"), Duration.exactly("P1M"), IMPOSSIBLE, CERTAIN, IMPOSSIBLE),
        (Duration.more_than("P6W"), Duration.exactly("P6W"), IMPOSSIBLE, IMPOSSIBLE, CERTAIN),
    ],
    ids=str,
)
def test_answers(
    first: Any, second: Any, less: Certainty, equal: Certainty, greater: Certainty
) -> None:
    """What the answers are, case by case."""
    assert first.less_than(second) is less
    assert first.equal_to(second) is equal
    assert first.greater_than(second) is greater


@pytest.mark.parametrize("question", ["less_than", "greater_than", "equal_to"])
@pytest.mark.parametrize(
    ("value", "other", "message"),
    [
        (Count.exactly(5), 5, "a Count is compared with one, not with 5"),
        (
            Count.exactly(5),
            Duration.exactly("P5D"),
            "a Count is compared with one, not with Duration.exactly('P5D')",
        ),
        (
            Duration.exactly("P5D"),
            Count.exactly(5),
            "a Duration is compared with one, not with Count.exactly(5)",
        ),
        (Duration.exactly("P5D"), "P5D", "a Duration is compared with one, not with 'P5D'"),
    ],
    ids=repr,
)
def test_only_values_of_one_kind_are_compared(
    question: str, value: Count | Duration, other: object, message: str
) -> None:
    """A count is compared with a count and a duration with a duration, whatever the question."""
    with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
        getattr(value, question)(other)


@pytest.mark.parametrize("pair", [(Count, 1, 2), (Duration, "P1D", "P2D")], ids=str)
@pytest.mark.parametrize("sign", ["__lt__", "__le__", "__gt__", "__ge__"])
def test_bounded_values_have_no_order_signs(pair: tuple[Any, Any, Any], sign: str) -> None:
    """Counts and durations have no ``<``, since a plain yes or no would be a guess."""
    kind, small, large = pair
    assert getattr(kind.exactly(small), sign)(kind.exactly(large)) is NotImplemented


def test_sorting_counts_raises() -> None:
    """Sorting counts is refused in so many words by the interpreter."""
    message = "'<' not supported between instances of 'Count' and 'Count'"
    with pytest.raises(TypeError, match=f"^{message}$"):
        sorted([Count.exactly(2), Count.exactly(1)])  # type: ignore[type-var]


# --- sums ---------------------------------------------------------------------------------------


@given(near, st.data())
def test_a_sum_contains_the_sums_of_its_parts(
    pair: tuple[Count, Count], draw: st.DataObject
) -> None:
    """Whatever numbers the parts are, their sum is within the bounds of the sum."""
    first, second = pair
    number = member(draw, first) + member(draw, second)
    total = first + second
    assert total.low is None or total.low <= number
    assert total.high is None or number <= total.high


@given(near)
def test_a_sum_is_no_wider_than_its_parts(pair: tuple[Count, Count]) -> None:
    """Bounds that both parts have, the sum has, unless a part is only near its number."""
    first, second = pair
    total = first + second
    if Qualifier.ABOUT not in (first.qualifier, second.qualifier):
        assert (total.low or 0) == (first.low or 0) + (second.low or 0)
        if first.high is not None and second.high is not None:
            assert total.high == first.high + second.high


@given(pairs.filter(lambda pair: isinstance(pair[0], Count)))
def test_sums_commute(pair: tuple[Any, Any]) -> None:
    """The order of the parts does not matter."""
    assert pair[0] + pair[1] == pair[1] + pair[0]


@pytest.mark.parametrize(
    ("first", "second", "total"),
    [
        (Count.exactly(150), Count.exactly(100), Count.exactly(250)),
        (Count.about(40), Count.exactly(2), Count.about(42)),
        (Count.about(40), Count.about(40), Count.about(80)),
        (Count.more_than(100), Count.exactly(5), Count.at_least(106)),
        (Count.at_least(3), Count.at_most(4), Count.at_least(3)),
        (Count.at_most(3), Count.fewer_than(4), Count.between(0, 6)),
        (Count.at_most(0), Count.fewer_than(1), Count.exactly(0)),
        (Count.between(1, 2), Count.exactly(3), Count.between(4, 5)),
        (Count.between(1, 2), Count.about(3), Count.at_least(1)),
        (
            Count.unstated("many"),
            Count.at_most(3),
            Count.unstated("a sum of parts that are not all given"),
        ),
    ],
    ids=str,
)
def test_sums(first: Count, second: Count, total: Count) -> None:
    """A sum is as exact as its parts are together."""
    assert first + second == total


@pytest.mark.parametrize("other", [5, None, "5", Duration.exactly("P5D")], ids=repr)
def test_a_count_is_added_to_a_count_only(other: object) -> None:
    """Adding anything else is refused from either side."""
    with pytest.raises(TypeError, match=r"^unsupported operand type"):
        Count.exactly(5) + other  # type: ignore[operator]
    with pytest.raises(TypeError, match=r"^unsupported operand type|^can only concatenate"):
        other + Count.exactly(5)  # type: ignore[operator]


# --- how values are made and shown --------------------------------------------------------------

COUNT_FAULTS = [
    (lambda: Count.exactly(-1), ValueError, "a Count is never negative, found -1"),
    (lambda: Count.between(-3, 4), ValueError, "a Count is never negative, found -3"),
    (lambda: Count.between(3, -4), ValueError, "a Count is never negative, found -4"),
    (lambda: Count.fewer_than(0), ValueError, "Count fewer_than 0: nothing is fewer than none"),
    (lambda: Count.between(4, 4), ValueError, "Count between: 4 is not less than 4"),
    (lambda: Count.between(5, 4), ValueError, "Count between: 5 is not less than 4"),
    (lambda: Count.between(5, None), ValueError, "Count between: upper is missing"),
    (lambda: Count.exactly(None), ValueError, "Count exactly: amount is missing"),
    (
        lambda: Count.unstated(" \n"),
        ValueError,
        "Count unstated: give the source's word for it, such as 'many'",
    ),
    (
        lambda: Count(qualifier=Qualifier.EXACTLY, amount=1, upper=2),
        ValueError,
        "Count exactly: upper does not belong",
    ),
    (
        lambda: Count(qualifier=Qualifier.ABOUT, amount=1, wording="many"),
        ValueError,
        "Count about: wording does not belong",
    ),
    (
        lambda: Count(qualifier=Qualifier.UNSTATED, wording="many", amount=3),
        ValueError,
        "Count unstated: amount does not belong",
    ),
    (
        lambda: Count(qualifier=Qualifier.UNSTATED),
        ValueError,
        "Count unstated: wording is missing",
    ),
    (lambda: Count.exactly("5"), TypeError, "Count.amount: expected int, found str '5'"),
    (lambda: Count.exactly(5.0), TypeError, "Count.amount: expected int, found float 5.0"),
    (lambda: Count.exactly(amount=True), TypeError, "Count.amount: expected int, found bool True"),
    (
        lambda: Count.between(low=1, high=False),
        TypeError,
        "Count.upper: expected int, found bool False",
    ),
    (
        lambda: Count(qualifier="exact", amount=5),
        ValueError,
        (
            "Count.qualifier: expected one of exactly, more_than, at_least, at_most, fewer_than, "
            "between, about, unstated, found 'exact'; did you mean 'exactly'?"
        ),
    ),
    (
        lambda: Count(qualifier=None, amount=5),
        TypeError,
        "Count.qualifier is required, found None",
    ),
]

DURATION_FAULTS = [
    (
        lambda: Duration.exactly("6 weeks"),
        ValueError,
        f"'6 weeks' {NO_DURATION}",
    ),
    (
        lambda: Duration.between("P1D", "2D"),
        ValueError,
        f"'2D' {NO_DURATION}",
    ),
    (
        lambda: Duration.between("P1M", "P31D"),
        ValueError,
        "Duration between: P1M is not less than P31D",
    ),
    (
        lambda: Duration.between("P7D", "P1W"),
        ValueError,
        "Duration between: P7D is not less than P1W",
    ),
    (lambda: Duration.exactly(6), TypeError, "Duration.amount: expected str, found int 6"),
    (
        lambda: Duration.unstated("\t"),
        ValueError,
        "Duration unstated: give the source's word for it, such as 'many'",
    ),
    (lambda: Duration.exactly(None), ValueError, "Duration exactly: amount is missing"),
]

WHEN_FAULTS = [
    (When, ValueError, "When: give either edtf or after"),
    (
        lambda: When(edtf="2024", after="events/a", basis=Basis.STATED),
        ValueError,
        "When: give either edtf or after",
    ),
    (lambda: When(edtf="2024"), ValueError, "When: basis stands with edtf, and only with it"),
    (
        lambda: When(after="events/a", basis=Basis.STATED),
        ValueError,
        "When: basis stands with edtf, and only with it",
    ),
    (
        lambda: stated("May 2024"),
        ValueError,
        f"'May 2024' {NO_DATE}",
    ),
    (
        lambda: stated("2024-13"),
        ValueError,
        f"'2024-13' {NO_DATE}",
    ),
    (
        lambda: stated("2023-02-29"),
        ValueError,
        "'2023-02-29' is not a calendar date: day is out of range for month",
    ),
    (
        lambda: stated("XXXX-02-30"),
        ValueError,
        "'XXXX-02-30' is not a calendar date: day is out of range for month",
    ),
    (
        lambda: stated("2024-01/2023-02-29"),
        ValueError,
        "'2024-01/2023-02-29' is not a calendar date: day is out of range for month",
    ),
    (
        lambda: stated("2024-06/2024-05"),
        ValueError,
        "'2024-06/2024-05' is not a calendar date: '2024-06/2024-05' ends before it begins",
    ),
    (lambda: When(edtf=2024), TypeError, "When.edtf: expected str, found int 2024"),
    (
        lambda: When(edtf="2024", basis="state"),
        ValueError,
        "When.basis: expected one of stated, inferred, external, found 'state'; did you mean 'stated'?",
    ),
]


@pytest.mark.parametrize(
    ("make", "kind", "message"),
    [*COUNT_FAULTS, *DURATION_FAULTS, *WHEN_FAULTS],
    ids=lambda item: item if isinstance(item, str) else "",
)
def test_what_makes_no_value_is_refused(make: Any, kind: type[Exception], message: str) -> None:
    """A value that makes no sense cannot be built, and the error says why."""
    with pytest.raises(kind) as fault:
        make()
    assert type(fault.value) is kind
    assert str(fault.value) == message


def test_nothing_is_shorter_than_no_time() -> None:
    """As with counts, less than nothing is refused, so that no duration has bounds that cross."""
    with pytest.raises(ValueError, match=r"^Duration fewer_than P0D: "):
        Duration.fewer_than("P0D")


@given(bounded)
def test_a_repr_builds_the_value_again(value: Count | Duration) -> None:
    """The repr of a bounded value is the expression that makes it."""
    names = {"Count": Count, "Duration": Duration}
    assert eval(repr(value), names) == value


@pytest.mark.parametrize(
    ("value", "shown", "written"),
    [
        (Count.exactly(150), "Count.exactly(150)", "150"),
        (Count.exactly(9999), "Count.exactly(9999)", "9999"),
        (Count.exactly(10_000), "Count.exactly(10000)", "10,000"),
        (Count.more_than(100), "Count.more_than(100)", "more than 100"),
        (Count.at_least(30), "Count.at_least(30)", "at least 30"),
        (Count.at_most(5), "Count.at_most(5)", "at most 5"),
        (Count.fewer_than(5), "Count.fewer_than(5)", "fewer than 5"),
        (Count.between(30, 40), "Count.between(30, 40)", "30 to 40"),
        (Count.between(0, 12_345), "Count.between(0, 12345)", "0 to 12,345"),
        (Count.about(40_000), "Count.about(40000)", "about 40,000"),
        (Count.unstated("many"), "Count.unstated('many')", 'not given ("many")'),
        (Duration.exactly("P6W"), "Duration.exactly('P6W')", "6 weeks"),
        (Duration.exactly("P1D"), "Duration.exactly('P1D')", "1 day"),
        (Duration.exactly("P1M"), "Duration.exactly('P1M')", "1 month"),
        (Duration.exactly("PT1M"), "Duration.exactly('PT1M')", "1 minute"),
        (Duration.exactly("PT48H"), "Duration.exactly('PT48H')", "48 hours"),
        (
            Duration.exactly("P1Y2M3DT4H5M1S"),
            "Duration.exactly('P1Y2M3DT4H5M1S')",
            "1 year 2 months 3 days 4 hours 5 minutes 1 second",
        ),
        (Duration.about("P1M"), "Duration.about('P1M')", "about 1 month"),
        (Duration.between("P1W", "P2W"), "Duration.between('P1W', 'P2W')", "1 week to 2 weeks"),
        (Duration.more_than("P0D"), "Duration.more_than('P0D')", "more than 0 days"),
        (Duration.unstated("long"), "Duration.unstated('long')", 'not given ("long")'),
    ],
)
def test_repr_and_str_of_bounded_values(value: Count | Duration, shown: str, written: str) -> None:
    """How values are shown to programmers and written for readers."""
    assert repr(value) == shown
    assert str(value) == written


@pytest.mark.parametrize(
    ("value", "shown", "written"),
    [
        (
            stated("2024-05"),
            "When(edtf='2024-05', basis=Basis.STATED)",
            "2024-05",
        ),
        (
            When(edtf="2024-05", basis=Basis.INFERRED, note="n"),
            "When(edtf='2024-05', basis=Basis.INFERRED, note='n')",
            "2024-05 (inferred)",
        ),
        (
            When(edtf="XXXX-05", basis=Basis.EXTERNAL, note="n"),
            "When(edtf='XXXX-05', basis=Basis.EXTERNAL, note='n')",
            "XXXX-05 (external)",
        ),
        (When(after="events/a"), "When(after='events/a')", "after events/a"),
    ],
)
def test_repr_and_str_of_dates(value: When, shown: str, written: str) -> None:
    """A date that is not printed in the source says what it rests on."""
    assert repr(value) == shown
    assert str(value) == written


# --- durations ----------------------------------------------------------------------------------


@given(iso_durations(fixed=True))
def test_fixed_durations_have_the_length_that_isodate_gives(text: str) -> None:
    """Without months and years a duration has one length, and it is the one ISO 8601 means."""
    value = Duration.exactly(text)
    assert value.low == value.high == isodate.parse_duration(text)
    seconds = {"W": 604_800, "D": 86_400, "H": 3600, "M": 60, "S": 1}
    units = re.findall(r"(\d+)([A-Z])", text)
    assert value.low.total_seconds() == sum(int(number) * seconds[unit] for number, unit in units)


@given(iso_durations(), st.dates(dt.date(1950, 1, 1), dt.date(2000, 12, 28)))
@example("P1M", dt.date(2001, 2, 1))
@example("P1Y", dt.date(1999, 3, 1))
def test_bounds_contain_the_length_from_any_day(text: str, start: dt.date) -> None:
    """Whenever a duration of months and years starts, how long it lasts is within its bounds."""
    assume(start.day <= 28)
    # The months, weeks and days are counted from the start; a century without a leap day is out.
    parsed = isodate.parse_duration(text)
    begun = dt.datetime.combine(start, dt.time())
    ended = begun + parsed
    assume(ended.year < 2100)
    value = Duration.exactly(text)
    assert value.low <= ended - begun <= value.high


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [("P1M", 28, 31), ("P2M", 59, 62), ("P1Y", 365, 366), ("P12M", 365, 366), ("P1M1D", 29, 32)],
)
def test_months_and_years_vary(text: str, least: int, most: int) -> None:
    """The bounds of a month or a year are the shortest and the longest there is."""
    value = Duration.exactly(text)
    assert (value.low, value.high) == (least * DAY, most * DAY)


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [
        (Duration.more_than("P1D"), dt.timedelta(days=1, seconds=1), None),
        (Duration.at_least("P1D"), DAY, None),
        (Duration.at_most("P1M"), None, 31 * DAY),
        (Duration.fewer_than("P1D"), None, dt.timedelta(hours=23, minutes=59, seconds=59)),
        (Duration.between("P1M", "P2M"), 28 * DAY, 62 * DAY),
        (Duration.about("P1D"), None, None),
        (Duration.unstated("long"), None, None),
    ],
    ids=str,
)
def test_bounds_of_durations(
    value: Duration, low: dt.timedelta | None, high: dt.timedelta | None
) -> None:
    """A bound that the source's words do not set is None; strict ones differ by a second."""
    assert (value.low, value.high) == (low, high)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "P",
        "PT",
        "P1",
        "1D",
        "p1d",
        "P1.5D",
        "P-1D",
        "-P1D",
        "P1DT",
        "P1H",
        "P1D1M",
        "P1S",
        " P1D",
    ],
)
def test_what_is_no_duration_is_refused(text: str) -> None:
    """Only whole numbers of ISO 8601 units, from the longest to the shortest, make a duration."""
    with pytest.raises(ValueError, match=re.escape(NO_DURATION)):
        Duration.exactly(text)


@given(iso_durations())
def test_generated_durations_fit_the_pattern(text: str) -> None:
    """The pattern of the schema and the constructor take the same text."""
    assert re.fullmatch(DURATION_PATTERN, text)
    assert Duration.exactly(text).amount == text


@pytest.mark.parametrize("text", ["P6W\n", "P\N{ARABIC-INDIC DIGIT THREE}W"], ids=ascii)
def test_durations_are_ascii_on_one_line(text: str) -> None:
    """ISO 8601 has the digits 0 to 9, and a line feed is no part of a duration."""
    with pytest.raises(ValueError, match=re.escape(NO_DURATION)):
        Duration.exactly(text)


# --- dates --------------------------------------------------------------------------------------


@given(edtf_dates() | edtf_intervals())
@example("2024")
@example("2024-02~")
@example("2024-08-15/2024-08-16")
def test_bounds_of_dates_are_those_of_the_edtf_library(text: str) -> None:
    """First and last day agree with the EDTF library, for dates and for intervals in order.

    It is no judge of open intervals (it fails), of intervals that end before they begin and of
    days that do not exist (it takes both); these have tests of their own.
    """
    value, judge = stated(text), parse_edtf(text)
    assert value.earliest == dt.date(*judge.lower_strict()[:3])
    assert value.latest == dt.date(*judge.upper_strict()[:3])


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2024-02-29", dt.date(2024, 2, 29), dt.date(2024, 2, 29)),
        ("2023-02", dt.date(2023, 2, 1), dt.date(2023, 2, 28)),
        ("2024-12", dt.date(2024, 12, 1), dt.date(2024, 12, 31)),
        ("2024%", dt.date(2024, 1, 1), dt.date(2024, 12, 31)),
        ("XXXX", None, None),
        ("XXXX-05", None, None),
        ("XXXX-02-29", None, None),
        ("../2024-05", None, dt.date(2024, 5, 31)),
        ("2024-05/..", dt.date(2024, 5, 1), None),
        ("../..", None, None),
        ("2024-05-31/2024-05", dt.date(2024, 5, 31), dt.date(2024, 5, 31)),
        ("XXXX-05/2024-06", None, dt.date(2024, 6, 30)),
    ],
)
def test_bounds_of_dates(text: str, earliest: dt.date | None, latest: dt.date | None) -> None:
    """An open end, or a year that is not stated, is no bound."""
    assert (stated(text).earliest, stated(text).latest) == (earliest, latest)


@pytest.mark.parametrize("text", ["9999", "9999-12", "9999-12-31", "2024/9999"], ids=str)
def test_the_last_year_is_a_year(text: str) -> None:
    """The last year of four digits is a date of the calendar like any other."""
    assert stated(text).latest == dt.date(9999, 12, 31)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "24",
        "2024-5",
        "2024-00",
        "2024-08-32",
        "2024-08-16T10:00",
        "2024-08-16/",
        "/2024",
        "2024..2025",
        "202X",
        "2024-XX",
        "2024~~",
        "~2024",
        "-2024",
        "..",
        "[2024,2025]",
        " 2024",
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    """Of EDTF, only days, months, years, intervals and months of no stated year are taken."""
    with pytest.raises(ValueError, match=re.escape(NO_DATE)):
        stated(text)


@pytest.mark.parametrize("text", ["2024-08-16\n", "\N{ARABIC-INDIC DIGIT TWO}024"], ids=ascii)
def test_dates_are_ascii_on_one_line(text: str) -> None:
    """EDTF has the digits 0 to 9, and a line feed is no part of a date."""
    with pytest.raises(ValueError, match=re.escape(NO_DATE)):
        stated(text)


@given(whens())
def test_generated_dates_fit_the_pattern(value: When) -> None:
    """The pattern of the schema and the constructor take the same text; bounds are in order."""
    assert (value.edtf is None) is (value.after is not None)
    assert value.edtf is None or re.fullmatch(EDTF_PATTERN, value.edtf)
    if value.earliest is not None and value.latest is not None:
        assert value.earliest <= value.latest


@given(whens(), whens(), st.data())
def test_before_is_sound(first: When, second: When, draw: st.DataObject) -> None:
    """What is certainly before is so on all days that the two can mean; impossible, on none."""

    def day(value: When) -> dt.date:
        low, high = value.earliest or dt.date.min, value.latest or dt.date.max
        return draw.draw(st.dates(low, high))

    holds = day(first) < day(second)
    assert first.before(second) is not (IMPOSSIBLE if holds else CERTAIN)


def _within_a_month() -> st.SearchStrategy[When]:
    days = st.integers(1, 5).map("2024-05-0{}".format)
    ends = st.tuples(days, days).map(sorted).map("/".join)
    return (days | ends | st.sampled_from(["2024-05", "2024", "2024-04", "2023"])).map(stated)


@given(_within_a_month(), _within_a_month())
def test_before_is_sharp(first: When, second: When) -> None:
    """Where both have bounds, possible means that some days fit and some do not."""
    assert first.earliest
    assert first.latest
    assert second.earliest
    assert second.latest
    some = first.earliest < second.latest
    every = first.latest < second.earliest
    assert first.before(second) is (CERTAIN if every else POSSIBLE if some else IMPOSSIBLE)


@given(whens(), whens())
def test_before_is_exclusive(first: When, second: When) -> None:
    """What is certainly before another is never after it; nothing is certainly before itself."""
    assert not first.before(first).is_certain
    if first.before(second).is_certain:
        assert second.before(first) is IMPOSSIBLE


@given(whens())
def test_a_known_order_gives_no_dates(value: When) -> None:
    """A record known only to follow another has no bounds, so that any order is possible."""
    undated = When(after="events/a")
    assert (undated.earliest, undated.latest) == (None, None)
    assert undated.before(value) is value.before(undated) is POSSIBLE
