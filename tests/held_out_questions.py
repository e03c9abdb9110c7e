"""More questions whose answers were written down before any of them was asked of the library.

As in `held_out_answers`, the answer is worked out by hand from the records and from
`docs/comparing.md`; these are of the kinds in which two ways of asking once disagreed.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from held_out_answers import (
    KEPT,
    PERMANENT,
    TEMPORARY,
    WHOLE,
    Case,
    act,
    after,
    at,
    both,
    captives,
    cells,
    compiled,
    days,
    denied,
    draft,
    first,
    gap,
    hill,
    merged,
    one,
    order,
    said,
    seat,
    sure,
    talk,
    told,
    truce,
    wish,
)

import negotiations as ng
from negotiations import Condition, Count, Phase, Version
from negotiations.vocabulary import EventAct, PositionAct

__all__ = ["QUESTIONS"]

# --- order --------------------------------------------------------------------------------------


def _listed(*records: Any) -> list[str]:
    return [name.removeprefix("accord@") for name in talk(*records).versions]


_UNDATED, _FEBRUARY = draft("z"), draft("a", tabled=at("2001-02"))
_JANUARY = act("e-accept", EventAct.ACCEPT, "accord@z", when=at("2001-01"))
_CLAIM = act("b-claim", EventAct.DISPUTE, "accord", when=at("2001-05"))
_DENIAL = act("a-denial", EventAct.DISPUTE, "accord", answers=("b-claim",))
_ORDER = (
    Case(
        "an undated text that was accepted before another was tabled, listed",
        partial(_listed, _UNDATED, _FEBRUARY, _JANUARY),
        ["z", "a"],
        "It was there when it was accepted.",
    ),
    Case(
        "an undated text that was accepted before another was tabled, over time",
        partial(both, _UNDATED, _FEBRUARY, _JANUARY),
        {"z e-accept a"},
        "Every list has the one order.",
    ),
    Case(
        "a wish of which only the text it follows is known",
        partial(
            order,
            "a",
            draft("b", tabled=at("2001-03-05")),
            wish("a", "north", captives(30), when=after("versions/accord@b")),
        ),
        "certain",
        "That it follows is said.",
    ),
    Case(
        "an undated answer stands behind what it answers",
        partial(both, _CLAIM, _DENIAL),
        {"b-claim a-denial"},
        "An event is no earlier than the event that it answers.",
    ),
    Case(
        "a month, and a day in it",
        partial(order, "b", draft("a", tabled=at("2001-05")), draft("b", tabled=at("2001-05-10"))),
        "possible",
        "The days overlap.",
    ),
    Case(
        "two undated texts",
        partial(order, "b", draft("a"), draft("b")),
        "unknown",
        "Nothing tells.",
    ),
    Case(
        "the source of an undated text is no later than what befell that",
        partial(
            days,
            "a",
            draft("a"),
            draft("b", derived_from=("accord@a",)),
            act("e", EventAct.ACCEPT, "accord@b", when=at("2001-02")),
        ),
        {(None, date(2001, 2, 28))},
        "It is no later than its derivative, which was accepted by the end of February.",
    ),
    Case(
        "a text that was withdrawn before another was tabled",
        partial(
            both,
            draft("z"),
            draft("b", tabled=at("2001-03")),
            act("e-withdraw", EventAct.WITHDRAW, "accord@z", when=at("2001-01")),
        ),
        {"z e-withdraw b"},
        "What is withdrawn was there before.",
    ),
)

# --- phases -------------------------------------------------------------------------------------

_TWO = draft(
    "a", captives(10, 1), captives(20, 2), truce(TEMPORARY, 1), truce(PERMANENT, 2),
    tabled=at("2001-01"),
)  # fmt: skip
_MIDDLE = draft(
    "b",
    captives(10, 1),
    captives(5, 2),
    captives(20, 3),
    truce(TEMPORARY, 1),
    hill(KEPT, 2),
    truce(PERMANENT, 3),
    tabled=at("2001-02"),
)
_SWAPPED = (
    draft("a", captives(10, 1), captives(20, 2)),
    draft("b", captives(20, 1), captives(10, 2)),
)
_LABELS = (Phase(ordinal=1, label="Calm"), Phase(ordinal=2, label="Building"))


def _phasing(a: Version, b: Version) -> str:
    return str(ng.diff(a, b).phasing)


_PHASES = (
    Case(
        "a phase inserted in the middle",
        partial(_phasing, _TWO, _MIDDLE),
        "phase 2 inserted; phase 2 became 3",
        "So four terms are equal, and by their numbers two.",
    ),
    Case(
        "a phase inserted in the middle makes nothing certain",
        partial(sure, _TWO, _MIDDLE),
        set(),
        "The pairing is a reading.",
    ),
    Case(
        "a phase inserted in the middle, compiled",
        partial(compiled, _TWO, _MIDDLE),
        ["captives@1", "captives@2", "captives@3", "hill-forces@2", "truce@1", "truce@3"],
        "A term goes with its phase; there is one of each.",
    ),
    Case(
        "the numbers of two phases change places",
        partial(_phasing, *_SWAPPED),
        "phase 1 became 2; phase 2 became 1",
        "In two places more is equal so.",
    ),
    Case(
        "the numbers of two phases change places, and nothing is certain",
        partial(sure, *_SWAPPED),
        set(),
        "The pairing is a reading.",
    ),
    Case(
        "the numbers of two labelled phases change places",
        partial(sure, *(text.replace(phases=_LABELS) for text in _SWAPPED)),
        {
            "term.count.raised",
            "term.count.lowered",
            "lean term.count.raised",
            "lean term.count.lowered",
        },
        "All phases are labelled alike: they pair by number for certain.",
    ),
    Case(
        "no phase beside two phases",
        partial(told, draft("a", captives(30, None)), draft("b", captives(30, 1), captives(50, 2))),
        {
            "/terms/captives": "term.unreported possible",
            "/terms/captives@1": "term.reported possible",
            "/terms/captives@2": "term.reported possible",
        },
        "It may stand for either, and is joined with neither.",
    ),
    Case(
        "no phase beside two phases, in a table",
        partial(
            cells,
            "captives",
            draft("a", captives(30, None)),
            draft("b", captives(30, 1), captives(50, 2)),
        ),
        "value silent",
        "As in the diff: one side is silent on it, which is no difference.",
    ),
    Case(
        "from the whole text to its first phase",
        partial(sure, draft("a", captives(30, WHOLE)), draft("b", captives(30, 1))),
        {"term.phase.moved"},
        "Alone on its issue on both sides, in two reported phases.",
    ),
    Case(
        "excluded of the whole text, then of its first phase",
        partial(
            told,
            draft("a", captives(None, WHOLE, included=False)),
            draft("b", captives(None, 1, included=False)),
        ),
        {
            "/terms/captives@whole": "term.unreported possible",
            "/terms/captives@1": "term.reported possible",
        },
        "An exclusion has no phase to move from.",
    ),
    Case(
        "a full text without the second of two unlabelled phases",
        partial(
            told,
            draft("a", captives(10, 1), captives(20, 2)),
            draft("b", captives(10, 1), full=True),
        ),
        {"/terms/captives@2": "term.removed possible"},
        "What is still to be reported of the first text could pair its second phase with the one left.",
    ),
)

# --- full texts and silence ---------------------------------------------------------------------

_FULL = draft("b", full=True)
_SILENCE = (
    Case(
        "two full texts without a term",
        partial(told, draft("a", full=True), _FULL),
        {},
        "Neither has one.",
    ),
    Case(
        "a full text, then a full text without its term",
        partial(told, draft("a", captives(30), full=True), _FULL),
        {"/terms/captives@1": "term.removed certain"},
        "The second has nothing on the issue, in whatever phase.",
    ),
    Case(
        "no conditions in one phase unknown, then a full text that names none",
        partial(
            told,
            draft("a", truce(TEMPORARY, None, conditions=())),
            draft("b", truce(TEMPORARY, None), full=True),
        ),
        {},
        "Two ways of writing none are bookkeeping.",
    ),
    Case(
        "beside a full text without it, in a table",
        partial(cells, "captives@1", draft("a", captives(30)), _FULL),
        "value excluded differs",
        "The full text is known not to have it.",
    ),
    Case(
        "beside a silent text and a full one, in a table",
        partial(cells, "captives@1", draft("a", captives(30)), draft("c"), _FULL),
        "value silent excluded differs",
        "Silence is no exclusion, and a full text without it is.",
    ),
    Case(
        "excluded beside a full text without it, in a table",
        partial(cells, "captives@1", draft("a", captives(None, included=False)), _FULL),
        "excluded excluded",
        "Neither has it.",
    ),
)

# --- numbers ------------------------------------------------------------------------------------


def _number(before: Count, then: Count) -> str:
    return one(
        draft("a", captives(before), phases=()), draft("b", captives(then), phases=()), "count"
    )


_NUMBERS = (
    Case(
        "at least thirty, then thirty",
        partial(_number, Count.at_least(30), Count.exactly(30)),
        "term.count.became-exact possible",
        "The bound is left for one of its amounts.",
    ),
    Case(
        "thirty to forty, then more than forty",
        partial(_number, Count.between(30, 40), Count.more_than(40)),
        "term.count.raised certain",
        "Forty-one is beyond all that the first can be.",
    ),
    Case(
        "about forty, then forty",
        partial(_number, Count.about(40), Count.exactly(40)),
        "term.count.became-exact possible",
        "The bounds of a hedged number are open.",
    ),
    Case(
        "fewer than one, then at least one",
        partial(_number, Count.fewer_than(1), Count.at_least(1)),
        "term.count.raised certain",
        "None, then some.",
    ),
    Case(
        "many, then few",
        partial(_number, Count.unstated("many"), Count.unstated("few")),
        "term.count.reworded possible",
        "Neither has bounds.",
    ),
    Case(
        "at most none, then none",
        partial(_number, Count.at_most(0), Count.exactly(0)),
        "term.count.became-exact impossible",
        "Nothing is less than none: the same amount, and said without a bound.",
    ),
    Case(
        "twenty and ten more, then at least thirty-one",
        lambda: one(
            draft(
                "a",
                captives(baseline=Count.exactly(20), increment=Count.exactly(10)),
                phases=(),
            ),
            draft("b", captives(Count.at_least(31)), phases=()),
            "total",
        ),
        "term.total.raised certain",
        "The sum of the first is thirty.",
    ),
)

# --- denials ------------------------------------------------------------------------------------

_SAID = captives(30, evidence=(said(),))
_DENIED = captives(30, evidence=(said(), denied("north")))
_DENIALS = (
    Case(
        "a denial comes",
        partial(told, draft("a", _SAID), draft("b", _DENIED)),
        {"/terms/captives@1/evidence": "term.evidence.changed impossible"},
        "Readers look for denials, and the texts are the same.",
    ),
    Case(
        "a denial comes, in a table",
        lambda: [
            cell.contested
            for row in talk().side_by_side(draft("a", _SAID), draft("b", _DENIED)).rows
            for cell in row.cells
        ],
        [False, True],
        "The second column alone has it.",
    ),
    Case(
        "the party's speaker and a third side deny a wish",
        lambda: [
            (reading.contested, set(reading.deniers))
            for reading in talk(
                wish(
                    "a",
                    "north",
                    captives(
                        30,
                        evidence=(said("south"), denied("speaker"), denied("council", paragraph=3)),
                    ),
                )
            )
            .stance("north", on="accord")
            .readings
        ],
        [(True, {"speaker", "council"})],
        "Both deny it, and one of them speaks for the party.",
    ),
    Case(
        "a denied number, compiled",
        lambda: [
            reading.attribution.deniers
            for reading in talk(draft("a", _DENIED))
            .compiled("accord")
            .term("captives@1")
            .value("count")
            .readings
        ],
        [("north",)],
        "The denial goes with the value.",
    ),
)

# --- merges -------------------------------------------------------------------------------------

_BASE = draft("m", captives(30, 1), truce(TEMPORARY, 1))
_VOTE = (Condition(summary="A vote."),)


def _with(*terms: Any) -> Version:
    return draft("m", *terms)


_MERGES = (
    Case(
        "a condition on one side, another number on the other",
        partial(
            merged,
            _BASE,
            _with(captives(30, 1, conditions=_VOTE), truce(TEMPORARY, 1)),
            _with(captives(40, 1), truce(TEMPORARY, 1)),
        ),
        (True, _with(captives(40, 1, conditions=_VOTE), truce(TEMPORARY, 1))),
        "Two fields of one term.",
    ),
    Case(
        "both sides exclude a term, and one adds a remark",
        partial(
            merged,
            _BASE,
            _with(captives(30, 1, included=False), truce(TEMPORARY, 1)),
            _with(captives(30, 1, included=False, note="A remark."), truce(TEMPORARY, 1)),
        ),
        (True, _with(captives(30, 1, included=False, note="A remark."), truce(TEMPORARY, 1))),
        "They agree, and a remark of one side merges.",
    ),
    Case(
        "one side drops a term, the other remarks on it",
        partial(
            merged,
            _BASE,
            _with(truce(TEMPORARY, 1)),
            _with(captives(30, 1, note="A remark."), truce(TEMPORARY, 1)),
        ),
        (False, _BASE),
        "To drop and to change do not go together.",
    ),
    Case(
        "both sides add the same term",
        partial(
            merged,
            _BASE,
            _with(*(_BASE.terms or ()), hill(KEPT)),
            _with(*(_BASE.terms or ()), hill(KEPT)),
        ),
        (True, _with(*(_BASE.terms or ()), hill(KEPT))),
        "They agree.",
    ),
    Case(
        "both sides add a term in one place, with other numbers",
        partial(
            merged,
            _BASE,
            _with(*(_BASE.terms or ()), captives(40, 2)),
            _with(*(_BASE.terms or ()), captives(50, 2)),
        ),
        (False, _BASE),
        "Neither number is chosen.",
    ),
)

# --- who reported it first ----------------------------------------------------------------------

_ONE = draft("one", captives(30), tabled=at("2001-01"))
_FIRST = (
    Case(
        "excluded in between, beyond a silent version",
        partial(
            first,
            "four",
            _ONE,
            draft("two", tabled=at("2001-02"), derived_from=("accord@one",)),
            draft(
                "three",
                captives(None, included=False),
                tabled=at("2001-03"),
                derived_from=("accord@two",),
            ),
            draft("four", captives(30), tabled=at("2001-04"), derived_from=("accord@three",)),
        ),
        ({"four"}, {"four"}),
        "An exclusion ends what was reported before.",
    ),
    Case(
        "two sources that report the same",
        partial(
            first,
            "three",
            _ONE,
            draft("side", captives(30), tabled=at("2001-01")),
            draft(
                "three",
                captives(30),
                tabled=at("2001-02"),
                derived_from=("accord@one", "accord@side"),
            ),
        ),
        ({"one", "side"}, {"one", "side"}),
        "Neither of the two is known to be the earlier.",
    ),
    Case(
        "another amount within the same bounds is no other report",
        partial(
            first,
            "two",
            draft("one", captives(Count.at_least(30)), tabled=at("2001-01")),
            draft("two", captives(30), tabled=at("2001-02"), derived_from=("accord@one",)),
        ),
        ({"two"}, {"two"}),
        "The amount itself was reported by nobody before.",
    ),
)

# --- gaps, tables and diffs ---------------------------------------------------------------------


def _gap(north: Any, south: Any, **fields: Any) -> str:
    return gap(north.issue, wish("a", "north", north, **fields), wish("b", "south", south))


_READY = wish("a", "north", hill(included=False), act=PositionAct.WOULD_ACCEPT)
_BETWEEN = (
    Case(
        "at least thirty against at most twenty",
        partial(_gap, captives(Count.at_least(30)), captives(Count.at_most(20))),
        "apart",
        "No number is both.",
    ),
    Case(
        "more than a hundred against a hundred and fifty",
        partial(_gap, captives(Count.more_than(100)), captives(150)),
        "unknown",
        "They may want the same.",
    ),
    Case(
        "a wish for the first phase against one of no phase",
        partial(_gap, captives(30), captives(50, None)),
        "unknown",
        "They may be of two phases.",
    ),
    Case(
        "the same number for the first phase and for no phase",
        lambda: [
            (str(issue.status), str(issue.certainty))
            for issue in talk(
                wish("a", "north", captives(30)), wish("b", "south", captives(30, None))
            )
            .gap("north", "south", on="accord")
            .issues
        ],
        [("agreed", "possible")],
        "They may be of two phases.",
    ),
    Case(
        "a wish against one of the same number with conditions",
        partial(_gap, captives(30, conditions=()), captives(30, conditions=_VOTE)),
        "apart",
        "One wants it without conditions, the other with one.",
    ),
    Case(
        "a readiness to have none against a demand to have some",
        lambda: [
            (str(issue.status), str(issue.certainty))
            for issue in talk(_READY, wish("b", "south", hill(KEPT)))
            .gap("north", "south", on="accord")
            .issues
        ],
        [("apart", "possible")],
        "A readiness is no demand.",
    ),
    Case(
        "a hedged wish beside a text, in a table",
        partial(
            cells,
            "captives@1",
            draft("a", captives(30)),
            "north",
            ds=talk(wish("w", "north", captives(Count.about(30)))),
        ),
        "value open differs",
        "Nothing differs for certain from a hedged number, and nothing is the same.",
    ),
    Case(
        "another option, in a diff and in a table",
        lambda: (
            one(draft("a", seat("tent")), draft("b", seat("hall")), "option"),
            cells("seat@1", draft("a", seat("tent")), draft("b", seat("hall"))),
        ),
        ("term.option.up certain", "value changed differs"),
        "Options have an order, and the table says what the diff says.",
    ),
)

QUESTIONS: tuple[Case, ...] = (
    *_ORDER,
    *_PHASES,
    *_SILENCE,
    *_NUMBERS,
    *_DENIALS,
    *_MERGES,
    *_FIRST,
    *_BETWEEN,
)
