"""Rows of parts, with quotations of their own: roles, phases, participants; figures; and what is uncoded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sheets import put_texts, read, rows_with, said, write_csv

import negotiations as ng
from negotiations.sheets.importing import before_and_after
from negotiations.sheets.sourcing import NOT_IN_SHEETS

if TYPE_CHECKING:
    from pathlib import Path

    from negotiations.records import Records

HOLD = ["holder", "actor", "role", "quote"]


def records(found: ng.Imported) -> Records:
    """What was read, without problems."""
    assert said(found) == []
    return before_and_after(found)[1]


def passages(part: Any) -> list[int]:
    """The paragraphs that a part rests on."""
    return [passage.paragraph for passage in part.evidence or ()]


def test_a_role_and_a_phase_have_passages_of_their_own(tmp_path: Path) -> None:
    """With a quotation, that; without one, the passage of the text. Again, nothing changes."""
    sheets = rows_with(
        roles=[
            HOLD,
            ["treaty@spring", "upper-village", "author", "put a draft before Lower Village"],
            ["treaty@spring", "lower-village", "addressee", ""],
        ],
        phases=[
            ["holder", "ordinal", "label", "duration", "quote"],
            ["treaty@spring", "1", "The dry month", "1 month", "in a dry month"],
        ],
    )
    found = read(write_csv(tmp_path, sheets))
    version = records(found).versions["treaty@spring"]
    assert {(role.actor, str(role.role)): passages(role) for role in version.roles or ()} == {
        ("upper-village", "author"): [1],
        ("lower-village", "addressee"): [1],
    }
    (phase,) = version.phases or ()
    assert (phase.label, str(phase.duration), passages(phase)) == ("The dry month", "1 month", [2])
    again = read(tmp_path / "sheets", dataset=records(found))
    assert (again.problems, again.changes, again.remarks) == ((), (), ())
    # Without its own row, the text keeps what it has; what no row has is named.
    del sheets["roles"][2]
    sheets["roles"][1][3] = "In spring the council"
    (tmp_path / "sheets" / "texts.csv").unlink()
    (tmp_path / "sheets" / "terms.csv").unlink()
    alone = read(write_csv(tmp_path, {"roles": sheets["roles"]}), dataset=records(found))
    (change,) = alone.changes
    assert isinstance(change.before, ng.Version)
    assert isinstance(change.after, ng.Version)
    assert [each.path for each in ng.diff(change.before, change.after)] == [
        "/roles/upper-village:author/evidence"
    ] or change.after.terms == change.before.terms
    assert alone.remarks[0] == (
        "versions/treaty@spring keeps roles that no row has: lower-village:addressee; to remove one: "
        "negotiations remove versions/treaty@spring/roles/lower-village:addressee"
    )


def test_talks_and_who_took_part(tmp_path: Path) -> None:
    """Events are about talks by their id; a participant stands in the row of the talks, or in its own."""
    quote = "In spring the council ... before Lower Village"
    sheets = rows_with(
        talks=[
            ["id", "quote", "participants", "rounds"],
            ["mill-talks", quote, "upper-village: party | lower-village: party", "2-3"],
        ],
        participants=[HOLD, ["mill-talks", "lower-village", "party", "Lower Village wants more"]],
        events=[
            ["id", "act", "actors", "on", "when", "quote"],
            ["walk-out", "stall", "lower-village", "mill-talks", "after mill-talks", "The ford stays open"],
        ],
    )  # fmt: skip
    found = read(write_csv(tmp_path, sheets))
    talks = records(found).talks["mill-talks"]
    assert [(each.actor, passages(each)) for each in talks.participants or ()] == [
        ("lower-village", [3]),
        ("upper-village", []),
    ]
    assert records(found).events["walk-out"].on == ("mill-talks",)
    again = read(tmp_path / "sheets", dataset=records(found))
    assert (again.problems, again.changes) == ((), ())


def test_a_figure_has_a_row_for_each_source(tmp_path: Path) -> None:
    """Their reasons follow from how many there are, unless one is given, and change with it."""
    names = [
        "id",
        "unit",
        "source",
        "quote",
        "count",
        "rank",
        "reason",
        "when",
        "when_basis",
        "claim_note",
    ]
    first = [
        "coins",
        "coins",
        "river-gazette",
        "150 coins are added",
        "150",
        "",
        "",
        "2031-05",
        "stated",
        "Kept.",
    ]
    (put_texts(tmp_path) / "mill-letter.txt").write_text("Some 200 coins were added.\n", "utf-8")
    sheets = rows_with(sources=[["id"], ["river-gazette"]])
    found = read(write_csv(tmp_path, {**sheets, "figures": [names, first]}))
    (claim,) = records(found).figures["coins"].claims
    assert (claim.source, str(claim.count), claim.reason, claim.note) == (
        "river-gazette", "150", "The only claim.", "Kept.",
    )  # fmt: skip
    assert (str(claim.when), passages(claim)) == ("2031-05", [6])
    second = ["coins", "", "mill-letter", "Some 200 coins", "~200", "", "", "", "", ""]
    both = {**sheets, "figures": [names, first, second]}
    found = read(write_csv(tmp_path, both), dataset=records(found))
    assert {each.reason for each in records(found).figures["coins"].claims} == {"One of 2 claims."}
    again = read(tmp_path / "sheets", dataset=records(found))
    assert (again.problems, again.changes) == ((), ())
    second[5:7] = ["preferred", "It was counted."]
    found = read(write_csv(tmp_path, both), dataset=records(found))
    assert [(str(each.rank), each.reason) for each in records(found).figures["coins"].claims] == [
        ("preferred", "It was counted."),
        ("normal", "One of 2 claims."),
    ]


@pytest.mark.parametrize(
    ("sheet", "row", "expected"),
    [
        ("roles", {"holder": "treaty@spring", "actor": "upper-village"}, "roles!1: the sheet roles lacks the column 'role', which each row needs; add it, or say which stands for it: --map NAME=role"),
        ("roles", {"holder": "", "actor": "upper-village", "role": "author"}, "roles!A2: the row does not say whose role it is; fill the cell"),
        ("roles", {"holder": "treaty@sprin", "actor": "upper-village", "role": "author"}, "roles!A2: no text 'treaty@sprin'; write 'treaty@spring'"),
        ("roles", {"holder": "treaty@spring", "actor": "upper-vilage", "role": "author"}, "roles!B2: no record 'upper-vilage' in actors; write 'upper-village'"),
        ("roles", {"holder": "treaty@spring", "actor": "upper-village", "role": "broker"}, "roles!C2: 'broker' is none of the words; write 'mediator'"),
        ("participants", {"holder": "talks", "actor": "upper-village", "role": "party"}, "participants!A2: no talks 'talks'; add it"),
        ("phases", {"holder": "treaty@spring", "ordinal": "2", "quote": "in a dry month"}, "phases!B2: the phases are not numbered from 1 without gaps; number the phases 1, 2, 3 without gaps"),
        ("figures", {"id": "coins", "unit": "coins", "count": "150"}, "figures!2: the number has no quotation; fill the column quote"),
        ("figures", {"id": "coins", "unit": "coins", "quote": "150 coins"}, "figures!2: count is missing; fill the cell"),
        ("figures", {"id": "coins", "quote": "150 coins", "count": "150"}, "figures!2: unit is missing; fill the cell"),
        ("figures", {"id": "coins", "unit": "coins", "quote": "150 coins", "count": "forty"}, "figures!D2: it is a number in words; write it in digits"),
        ("figures", {"id": "coins", "unit": "coins", "quote": "150 coins", "count": "150", "rank": "preferred"}, "figures!2: reason is missing; fill the cell"),
        ("uncoded", {"paragraph": "4"}, "uncoded!2: the reason is missing; fill the cell"),
        ("uncoded", {"reason": "On a mill."}, "uncoded!2: the row does not say which paragraphs it is about; fill one of the two cells"),
        ("uncoded", {"paragraph": "2-3", "reason": "On a mill."}, "uncoded!A2: terms!D2 quotes ¶2, so that something in it is coded; take 2 out of this cell"),
        ("uncoded", {"paragraph": "9", "reason": "On a mill."}, "the source has no paragraph 9"),
        ("uncoded", {"paragraph": "04-Mar", "reason": "On a mill."}, "it is what a spreadsheet makes of text such as 1-2"),
        ("uncoded", {"paragraph": "3", "quote": "The ford stays open", "reason": "On it."}, "uncoded!A2: the words in quote stand in ¶4; empty one of the two cells"),
        ("uncoded", {"source": "gazete", "paragraph": "3", "reason": "On it."}, "uncoded!A2: there is no source 'gazete', and no such file in the folder of texts; write 'river-gazette'"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_part_is_told_by_its_cell(
    tmp_path: Path, sheet: str, row: dict[str, str], expected: str
) -> None:
    """And nothing else with it."""
    more = {sheet: [list(row), list(row.values())]}
    (told,) = said(read(write_csv(tmp_path, rows_with(**more))))
    assert expected in told


def uncoded(found: ng.Imported) -> dict[int, str]:
    """The reasons by paragraph."""
    (source,) = records(found).sources.values()
    return {
        number: entry.reason
        for entry in source.uncoded or ()
        for number in range(entry.paragraph, entry.last + 1)
    }


def test_what_was_read_and_holds_nothing_is_told_from_what_was_not_read(tmp_path: Path) -> None:
    """By its number or by words; of the rest it is said that nobody has said anything."""
    names = ["paragraph", "quote", "reason"]
    sheets = rows_with(uncoded=[names, ["4", "", "On the ford."], ["", "150 coins", "On coins."]])
    found = read(write_csv(tmp_path, sheets))
    assert uncoded(found) == {3: NOT_IN_SHEETS, 4: "On the ford.", 6: "On coins."}
    assert found.unread == {"river-gazette": ((3, 3),)}
    again = read(tmp_path / "sheets", dataset=records(found))
    assert (again.problems, again.changes, again.unread) == ((), (), found.unread)
    # A reason that is changed takes the place of the one there; a row that is gone leaves its reason.
    sheets["uncoded"] = [names, ["rest", "", "Read: nothing."], ["4", "", "On fords."]]
    found = read(write_csv(tmp_path, sheets), dataset=records(found))
    assert uncoded(found) == {3: "Read: nothing.", 4: "On fords.", 6: "On coins."}
    assert found.unread == {}
    # What is quoted now is no longer uncoded; the rest is spelled out anew.
    sheets["terms"].append(
        ["treaty@spring", "captives", "", "wants more than 50", "", "", "5", "", ""]
    )
    later = read(write_csv(tmp_path, sheets), dataset=records(found))
    assert uncoded(later) == {4: "On fords.", 6: "On coins."}
    assert read(tmp_path / "sheets", dataset=records(later)).changes == ()


def test_rows_that_are_gone_are_named(tmp_path: Path) -> None:
    """Their records stay; where a sheet has none of the dataset, it adds to it, and nothing is said."""
    first = records(read(write_csv(tmp_path, rows_with())))
    gone = rows_with()
    del gone["actors"][2]
    del gone["issues"][3]
    found = read(write_csv(tmp_path, gone), dataset=first)
    assert found.changes == ()
    assert found.remarks == tuple(
        f"{name}: kept, though not among those given: {key}; to remove one: "
        f"negotiations remove {name}/{key}"
        for name, key in (("issues", "captives"), ("actors", "lower-village"))
    )
    other = {"actors": [["id", "kind"], ["mill", "group"]]}
    for path in (tmp_path / "sheets").iterdir():
        path.unlink()
    found = read(write_csv(tmp_path, other), dataset=first)
    assert ([change.address for change in found.changes], found.remarks) == (["actors/mill"], ())
