"""Agreement with the fresh codings: the tables are codes alone, and the page says what they yield."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fresh_coding import FIELDS, FOLDER, alpha, answers_of, differences, line, matched, units_of

from negotiations.vocabulary import EventAct, PositionAct

if TYPE_CHECKING:
    from fresh_coding import Pair

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "reliability.md"
TABLES = ("fresh-0.2.csv", "fresh-0.2-sharpened.csv")

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="no second coding beside the tests")


def pairs_of(name: str, *, by_kind: bool = True, both: bool = True) -> list[Pair]:
    """The matched units of a table, or all units."""
    pairs = matched(*units_of(name), by_kind=by_kind)
    return [pair for pair in pairs if all(pair)] if both else pairs


@pytest.mark.parametrize("name", TABLES)
def test_the_tables_are_codes_alone(name: str) -> None:
    """Every cell is a number, an id, a word of a vocabulary or empty: no word of an article."""
    sources = {
        path.stem: json.loads(path.read_text("utf-8"))["paragraphs"]
        for path in (ROOT / "seeds").glob("*.json")
    }
    actors = {actor["id"] for actor in json.loads((ROOT / "data/actors.json").read_text("utf-8"))}
    acts = {
        kind: {str(word.value) for word in words}
        for kind, words in (("event", EventAct), ("position", PositionAct))
    }
    for unit in (unit for units in units_of(name) for unit in units):
        assert unit.paragraph in range(1, sources[unit.source] + 1), unit
        assert 0 <= unit.start < unit.end, unit
        assert unit.act in acts[unit.kind] | {"none"}, unit
        assert set(unit.claimants.split()) <= actors, unit
        assert {unit.denial, unit.hedged} <= {"yes", "no"}, unit
        assert re.fullmatch(r"[a-z0-9-]*", unit.record), unit


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        # The examples of K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011).
        pytest.param("0100000010", "1110010000", 0.095, id="binary"),
        pytest.param("aabbdcccedda", "babbbccceddd", 0.692, id="nominal"),
        pytest.param("abab", "baba", -0.75, id="never"),
        pytest.param("abba", "abba", 1.0, id="always"),
    ],
)
def test_alpha_of_examples(ours: str, theirs: str, expected: float) -> None:
    """Alpha is that of the textbook's examples."""
    assert alpha(list(zip(ours, theirs, strict=True))) == pytest.approx(expected, abs=0.0005)


def test_alpha_without_variation_is_not_defined() -> None:
    """Where all answers are the same, there is nothing to agree on."""
    assert alpha([("a", "a"), ("a", "a")]) is None


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("field", FIELDS)
def test_alpha_is_that_of_the_package(name: str, field: str) -> None:
    """The package that `negotiations reliability` uses finds the same."""
    package = pytest.importorskip("krippendorff")
    answers = answers_of(pairs_of(name), field)
    words = sorted({word for answer in answers for word in answer})
    rows = [[words.index(answer[side]) for answer in answers] for side in (0, 1)]
    theirs = package.alpha(reliability_data=rows, level_of_measurement="nominal")
    assert alpha(answers) == pytest.approx(theirs)


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("by_kind", [True, False])
def test_every_unit_is_matched_at_most_once(name: str, *, by_kind: bool) -> None:
    """All units of both coders are there once, and a pair shares source, paragraph and text."""
    records, fresh = units_of(name)
    pairs = matched(records, fresh, by_kind=by_kind)
    assert sorted(a for a, _ in pairs if a) == sorted(records)
    assert sorted(b for _, b in pairs if b) == sorted(fresh)
    for a, b in pairs:
        if a and b:
            assert (a.source, a.paragraph) == (b.source, b.paragraph)
            assert max(a.start, b.start) < min(a.end, b.end)
            assert not by_kind or a.kind == b.kind


def test_the_page_says_what_the_first_table_yields() -> None:
    """Every figure of the fresh coding by the codebook of 0.2.0 is worked out from its table."""
    page = PAGE.read_text("utf-8")
    flowing = " ".join(page.split())
    by_kind, of_any = pairs_of(TABLES[0]), pairs_of(TABLES[0], by_kind=False)
    everything = pairs_of(TABLES[0], both=False)
    records, fresh = units_of(TABLES[0])
    lone = (len(records) - len(by_kind), len(fresh) - len(by_kind))
    for sentence in (
        f"act, claimants, denial and hedge: {len(fresh)} units",
        f"The records have {len(records)} units of the kind",
        f"Of the units, {len(by_kind)} match; {lone[0]} of the records and {lone[1]} of the fresh",
        f"an event can match a position, {len(of_any)} units match",
        f"hedge: both mark the same {sum(a.hedged == 'yes' for a, _ in by_kind if a)}.",
    ):
        assert sentence in flowing
    for field in FIELDS:
        assert line(by_kind, field) in page
        for (ours, theirs), times in differences(by_kind, field).items():
            assert f"| {ours or 'nobody'} | {theirs or 'nobody'} | {times} |" in page
    assert line(of_any, "act") in page
    assert line(everything, "act") in page


def test_the_page_says_what_the_second_table_yields() -> None:
    """Every figure of the fresh coding by the sharpened rules is worked out from its table."""
    page = PAGE.read_text("utf-8")
    flowing = " ".join(page.split())
    records, fresh = units_of(TABLES[1])
    pairs = pairs_of(TABLES[1])
    assert len(pairs) == len(records) == len(fresh)
    assert all(a and b and a[1:6] == b[1:6] for a, b in pairs), "the passages were given"
    in_both = [(a, b) for a, b in pairs if a and b and "none" not in (a.act, b.act)]
    none = [[unit is not None and unit.act == "none" for unit in pair] for pair in pairs]
    whether = alpha([(ours, theirs) for ours, theirs in none])
    for sentence in (
        f"was given the rules and {len(pairs)} passages",
        f"On the {len(in_both)} units that both hold to be records, the two agree on everything",
        (
            f"answer *none* {sum(ours for ours, _ in none)} times, the fresh coder "
            f"{sum(theirs for _, theirs in none)} times, and the alpha of that question alone is "
            f"{whether:.3f}."
        ),
        f"What the {sum(differences(pairs, 'act').values())} differences were",
    ):
        assert sentence in flowing
    for field in FIELDS:
        assert line(pairs, field) in page
        assert not differences(in_both, field)
    for (ours, theirs), times in differences(pairs, "act").items():
        assert f"| {ours} | {theirs} | {times} |" in page
