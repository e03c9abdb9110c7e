"""Held-out pairs on numbers: every qualifier against every other, and durations."""

from typing import Any

from held_out_case import Case, case, version

_LEVELS = {
    "raised": "substantive",
    "lowered": "substantive",
    "shifted": "substantive",
    "narrowed": "clarifying",
    "widened": "clarifying",
    "became-exact": "clarifying",
    "reworded": "clarifying",
}


def _table(name: str, *rows: tuple[Any, ...], comment: str = "", doubt: str = "") -> Case:
    """One number a row: qualifier and number on both sides, then word, certainty, delta (and level)."""
    before, after, lines = [], [], []
    for number, (one, other, word, certainty, delta, *level) in enumerate(rows, 1):
        issue = f"canal-{number:02}-quota"
        before.append({"kind": "presence", "issue": issue, "strength": dict([one])})
        after.append({"kind": "presence", "issue": issue, "strength": dict([other])})
        lines.append(
            f"Changed term.strength.{word} /terms/{issue}/strength {certainty} "
            f"{level[0] if level else _LEVELS[word]} delta={delta}"
        )
    return case(
        name,
        version("canal-quotas@draft", *before),
        version("canal-quotas@draft", *after),
        "\n".join(lines),
        summary={"changed": sum(row[3] != "impossible" for row in rows)}
        if any(row[3] != "impossible" for row in rows)
        else {},
        comment=comment,
        doubt=doubt,
    )


def _lengths(name: str, *rows: tuple[Any, ...], comment: str = "") -> Case:
    before, after, lines = [], [], []
    for number, (one, other, word, certainty, delta) in enumerate(rows, 1):
        issue = f"sector-{number:02}-truce"
        before.append({"kind": "ceasefire", "issue": issue, "phase": 1, "duration": dict([one])})
        after.append({"kind": "ceasefire", "issue": issue, "phase": 1, "duration": dict([other])})
        lines.append(
            f"Changed term.duration.{word} /terms/{issue}@1/duration {certainty} "
            f"{_LEVELS[word]} delta={delta}"
        )
    return case(
        name,
        version("sector-truces@draft", *before),
        version("sector-truces@draft", *after),
        "\n".join(lines),
        summary={"changed": sum(row[3] != "impossible" for row in rows)}
        if any(row[3] != "impossible" for row in rows)
        else {},
        comment=comment,
    )


E, M, L, T, F, B, A, U = (
    "exactly",
    "more_than",
    "at_least",
    "at_most",
    "fewer_than",
    "between",
    "about",
    "unstated",
)

CASES = (
    _table(
        "quotas: exactly and more than",
        ((E, 150), (E, 250), "raised", "certain", "100,100"),
        ((E, 150), (M, 100), "widened", "possible", "-49,None"),
        ((E, 150), (M, 150), "raised", "certain", "1,None"),
        ((E, 150), (L, 150), "widened", "possible", "0,None"),
        ((E, 150), (T, 200), "widened", "possible", "None,50"),
        ((E, 150), (F, 150), "lowered", "certain", "None,-1"),
        ((E, 150), (B, [140, 160]), "widened", "possible", "-10,10"),
        ((E, 150), (A, 150), "widened", "possible", "None,None"),
        ((E, 150), (U, "many"), "widened", "possible", "None,None"),
        ((M, 100), (E, 150), "became-exact", "possible", "49,None"),
        ((M, 100), (E, 100), "lowered", "certain", "-1,None"),
        ((M, 100), (M, 150), "narrowed", "possible", "50,None"),
        ((M, 100), (L, 100), "widened", "possible", "-1,None"),
        ((M, 100), (L, 101), "reworded", "possible", "0,None"),
        ((M, 100), (T, 100), "lowered", "certain", "None,None"),
        comment=(
            "The documents do not say at which level a narrowed, widened, shifted or reworded number "
            "stands. Taken: narrower and wider are clarifying (what is reported became sharper, or "
            "less so), shifted is substantive, the same bounds in other words editorial."
        ),
    ),
    _table(
        "quotas: more than and at least",
        ((M, 100), (T, 150), "shifted", "possible", "None,None"),
        ((M, 100), (F, 101), "lowered", "certain", "None,None"),
        ((M, 100), (B, [90, 120]), "shifted", "possible", "-11,None"),
        ((M, 100), (B, [110, 120]), "narrowed", "possible", "9,None"),
        ((M, 100), (A, 100), "widened", "possible", "None,None"),
        ((M, 100), (U, "several"), "widened", "possible", "None,None"),
        ((L, 30), (E, 30), "became-exact", "possible", "0,None"),
        ((L, 30), (E, 20), "lowered", "certain", "-10,None"),
        ((L, 30), (M, 30), "narrowed", "possible", "1,None"),
        ((L, 40), (L, 30), "widened", "possible", "-10,None"),
        ((L, 30), (T, 30), "shifted", "possible", "None,None"),
        ((L, 30), (F, 30), "lowered", "certain", "None,None"),
        ((L, 30), (B, [30, 40]), "narrowed", "possible", "0,None"),
        ((L, 30), (A, 30), "widened", "possible", "None,None"),
        ((L, 30), (U, "enough"), "widened", "possible", "None,None"),
    ),
    _table(
        "quotas: at most and fewer than",
        ((T, 5), (E, 5), "became-exact", "possible", "None,0"),
        ((T, 5), (E, 6), "raised", "certain", "None,1"),
        ((T, 5), (M, 5), "raised", "certain", "None,None"),
        ((T, 5), (L, 5), "shifted", "possible", "None,None"),
        ((T, 5), (T, 8), "widened", "possible", "None,3"),
        ((T, 5), (F, 6), "reworded", "possible", "None,0"),
        ((T, 5), (F, 5), "narrowed", "possible", "None,-1"),
        ((T, 5), (B, [3, 5]), "narrowed", "possible", "None,0"),
        ((T, 5), (A, 5), "widened", "possible", "None,None"),
        ((F, 5), (E, 4), "became-exact", "possible", "None,0"),
        ((F, 5), (M, 3), "shifted", "possible", "None,None"),
        ((F, 5), (L, 5), "raised", "certain", "None,None"),
        ((F, 5), (B, [5, 9]), "raised", "certain", "None,5"),
        ((F, 5), (U, "few"), "widened", "possible", "None,None"),
    ),
    _table(
        "quotas: between and about",
        ((B, [30, 40]), (E, 35), "became-exact", "possible", "5,-5"),
        ((B, [30, 40]), (E, 41), "raised", "certain", "11,1"),
        ((B, [30, 40]), (M, 40), "raised", "certain", "11,None"),
        ((B, [30, 40]), (M, 35), "shifted", "possible", "6,None"),
        ((B, [30, 40]), (L, 30), "widened", "possible", "0,None"),
        ((B, [30, 40]), (T, 40), "widened", "possible", "None,0"),
        ((B, [30, 40]), (F, 30), "lowered", "certain", "None,-11"),
        ((B, [30, 40]), (B, [35, 45]), "shifted", "possible", "5,5"),
        ((B, [30, 40]), (B, [32, 38]), "narrowed", "possible", "2,-2"),
        ((B, [30, 40]), (B, [41, 50]), "raised", "certain", "11,10"),
        ((B, [30, 40]), (A, 35), "widened", "possible", "None,None"),
        ((A, 40000), (E, 40000), "became-exact", "possible", "None,None"),
        ((A, 40000), (A, 50000), "shifted", "possible", "None,None"),
        ((A, 40), (M, 40), "narrowed", "possible", "None,None"),
        ((A, 40), (B, [35, 45]), "narrowed", "possible", "None,None"),
    ),
    _table(
        "quotas: about and not given",
        ((A, 40), (L, 40), "narrowed", "possible", "None,None"),
        ((A, 40), (T, 40), "narrowed", "possible", "None,None"),
        ((A, 40), (F, 40), "narrowed", "possible", "None,None"),
        ((U, "many"), (E, 150), "became-exact", "possible", "None,None"),
        ((U, "many"), (U, "several"), "reworded", "possible", "None,None"),
        ((U, "many"), (M, 100), "narrowed", "possible", "None,None"),
        ((U, "many"), (L, 100), "narrowed", "possible", "None,None"),
        ((U, "few"), (T, 10), "narrowed", "possible", "None,None"),
        ((U, "few"), (F, 10), "narrowed", "possible", "None,None"),
        ((U, "some"), (B, [3, 9]), "narrowed", "possible", "None,None"),
        ((E, 0), (E, 1), "raised", "certain", "1,1"),
    ),
    _table(
        "a number is named where none was, and the other way round",
        ((U, "many"), (A, 40), "reworded", "possible", "None,None"),
        ((A, 40), (U, "many"), "reworded", "possible", "None,None"),
        comment=(
            "The bounds are the same (open), so the word of the table is reworded; but a number that "
            "is named or no longer named is more or less reported, so it is clarifying."
        ),
    ),
    _table(
        "fewer than one is none",
        ((F, 1), (E, 0), "became-exact", "impossible", "None,0"),
        ((T, 0), (E, 0), "became-exact", "impossible", "None,0"),
        comment=(
            "Nothing counted is less than none (values.py), so both sides can only be none: no "
            "difference is possible."
        ),
    ),
    _lengths(
        "truces: lengths and the calendar",
        ((E, "P6W"), (E, "P42D"), "reworded", "impossible", "0,0"),
        ((E, "P1M"), (E, "P30D"), "narrowed", "possible", "2,-1"),
        ((E, "P30D"), (E, "P1M"), "widened", "possible", "-2,1"),
        ((E, "P1Y"), (E, "P12M"), "reworded", "impossible", "0,0"),
        ((E, "P6W"), (E, "P8W"), "raised", "certain", "14,14"),
        ((E, "P1M"), (E, "P2M"), "raised", "certain", "31,31"),
        ((A, "P1M"), (A, "P6W"), "shifted", "possible", "None,None"),
        ((A, "P6W"), (E, "P6W"), "became-exact", "possible", "None,None"),
        ((U, "long"), (E, "P90D"), "became-exact", "possible", "None,None"),
        ((E, "PT24H"), (E, "P1D"), "reworded", "impossible", "0,0"),
        ((L, "P6W"), (L, "P42D"), "reworded", "possible", "0,None"),
        ((E, "P1M"), (E, "P27D"), "lowered", "certain", "-1,-4"),
        ((E, "P2M"), (E, "P60D"), "narrowed", "possible", "1,-2"),
        ((T, "P1M"), (M, "P1M"), "shifted", "possible", "None,None"),
        ((E, "P30D"), (B, ["P20D", "P1M"]), "widened", "possible", "-10,1"),
        comment=(
            "A month is 28 to 31 days. At most a month (31 days at most) and more than a month "
            "(28 days and a second at least) overlap, so the one does not certainly exceed the other."
        ),
    ),
)
