"""What people do to spreadsheets: each is read rightly, or refused by sheet and cell."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from sheets import RIVER, changed, put_texts, read, rows_with, said, write_csv, write_xlsx

import negotiations as ng
from negotiations.errors import NegotiationsError
from negotiations.sheets.importing import before_and_after, read_sheets

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def terms(imported: ng.Imported) -> dict[str, ng.Term]:
    """The terms that were read, by their labels."""
    assert imported.problems == ()
    (version,) = before_and_after(imported)[1].versions.values()
    return {term.label: term for term in version.terms or ()}


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_sheets_become_records_with_evidence(tmp_path: Path, write: Callable[..., Path]) -> None:
    """A row with the words of a passage is a record with its offsets; no words are stored."""
    found = read(write(tmp_path, RIVER))
    assert (found.problems, found.remarks) == ((), ())
    share = terms(found)["water-share"]
    assert isinstance(share, ng.MeasureTerm)
    assert str(share.amount) == "at least 40"
    texts = ng.Texts(tmp_path / "articles", before_and_after(found)[1].sources.values())
    (passage,) = share.evidence or ()
    assert texts.passage(passage) == "at least 40 percent of the water"
    assert str([record.replace(id=record.id) for record in found.records]).count("percent of") == 0
    assert [change.address for change in found.changes] == [
        "sources/river-gazette",
        "actors/lower-village",
        "actors/upper-village",
        "issues/captives",
        "issues/gate",
        "issues/water-share",
        "proposals/treaty",
        "versions/treaty@spring",
    ]


def test_both_kinds_of_files_say_the_same(tmp_path: Path) -> None:
    """A workbook and CSV files with the same cells give the same records."""
    one = read(write_csv(tmp_path, RIVER))
    assert read(write_xlsx(tmp_path, RIVER)).records == one.records


# The sheet, the row and the column that are changed; what stands there; and what is said.
CELLS: list[tuple[str, int, str, str, list[str]]] = [
    # What spreadsheets make of numbers.
    ("terms", 2, "amount", "1/2", ["terms!E2: it is a fraction; write a number, such as 0.5, or words"]),
    (
        "terms", 2, "amount", "02-Jan",
        ["terms!E2: it is a date; a spreadsheet makes one of 1/2 and 1-2; "
         "format the column as text, and write the number again"],
    ),
    (
        "terms", 2, "amount", "1.23457E+11",
        ["terms!E2: it is a long number that a spreadsheet has shortened; "
         "format the column as text, and write the number again"],
    ),
    (
        "terms", 2, "amount", "40.000",
        ["terms!E2: the full stop may separate thousands; write 40000, or 40.0000 where a point is meant"],
    ),
    ("terms", 2, "amount", "1,5", ["terms!E2: a comma stands before three digits only; write 1.5"]),
    # What people write for numbers that says nothing for certain.
    (
        "terms", 2, "amount", "none",
        ["terms!E2: it does not say whether there are none, or whether that is not reported; "
         "write 0 where a source says that there are none, and nothing where none says anything"],
    ),
    ("terms", 2, "amount", "forty", ["terms!E2: it is a number in words; write it in digits"]),
    ("terms", 2, "amount", "abuot 40", ["terms!E2: it is no number; write 'about'"]),
    (
        "terms", 2, "amount", "5 million",
        ["terms!E2: behind the number stands 'million'; write all digits: 5000000"],
    ),
    ("terms", 2, "amount", "-5", ["terms!E2: it is no number; "]),
    ("terms", 2, "amount", "30-20", ["terms!E2: Amount between: 30 is not less than 20; correct the cell"]),
    (
        "terms", 2, "amount", "150+100",
        ["terms!E2: a sum is read only as the number of a release and what is added to it; "
         "write the total, or each number in its own column"],
    ),
    ("terms", 2, "amount", "40%", ["terms!E2: the issue 'water-share' has another unit; write 'percent', or leave it out"]),
    # Formulas and errors.
    ("terms", 2, "amount", "#REF!", ["terms!E2: it is an error of the spreadsheet; write the value itself"]),
    ("terms", 2, "amount", "=A1+B1", ["terms!E2: it is a formula and not its result; save the sheet with the results"]),
    # Quotations.
    (
        "terms", 2, "quote", "The mill pays a fee",
        ["terms!D2: found twice, in ¶4 and ¶6; lengthen the quotation, or give the number in the column paragraph"],
    ),
    (
        "terms", 2, "quote", "The mill pays nothing at all",
        ["terms!D2: found nowhere in River gazette; copy the words from the text, or both ends: first words ... last words"],
    ),
    ("terms", 2, "quote", "...", ["terms!D2: the quotation has no words; "]),
    ("terms", 2, "quote", "", ["terms!D2: the term water-share has no evidence; add the passage that says so"]),
    (
        "terms", 2, "source", "gazete",
        ["terms!J2: there is no source 'gazete', and no such file in the folder of texts; write 'river-gazette'"],
    ),
    (
        "terms", 2, "paragraph", "5",
        ["terms!J2: found in ¶2, and not in ¶5; correct the number in the column paragraph, or empty it"],
    ),
    ("terms", 2, "support", "implied", ["terms!D2: the evidence is implied and has no note; explain in `evidence_note` how the passage is read"]),
    # Phases, truth values and words.
    ("terms", 2, "phase", "1,2", ["terms!C2: '1,2' is neither one number nor whole; give what holds in several of them a row for each"]),
    ("terms", 2, "included", "maybe", ["terms!H2: it is neither yes nor no; write true or false"]),
    ("terms", 3, "option", "newer", ["terms!F3: the issue 'gate' has no such option; write 'new'"]),
    ("terms", 3, "amount", "40", ["terms!E3: a term of kind choice has no amount; empty the cell, or change the issue"]),
    ("actors", 2, "kind", "organization", ["actors!B2: 'organization' is none of the words; write 'organisation'"]),
    # Dates.
    ("texts", 2, "tabled", "1/2/2024", ["texts!E2: it is no date; write 2024-02-01 or 2024-01-02"]),
    ("texts", 2, "tabled", "2024-05", ["texts!E2: it is not said what the date rests on; fill the column tabled_basis"]),
    ("texts", 2, "tabled_basis", "stated", ["texts!E2: tabled has no date, and something is said of one; fill the column tabled"]),
    # Ids and references; what is only a consequence is not told.
    ("terms", 2, "issue", "water-shar", ["terms!B2: no issue 'water-shar'; write 'water-share'"]),
    ("terms", 2, "issue", "water–share", ["terms!B2: 'water–share' does not fit; write 'water-share'"]),
    ("terms", 2, "issue", "", ["terms!B2: the row has no issue; fill the cell"]),
    ("terms", 2, "holder", "treaty@sprin", ["terms!A2: no text and no position 'treaty@sprin'; write 'treaty@spring'"]),
    ("terms", 2, "holder", "", ["terms!A2: the row does not say whose term it is; fill the cell"]),
    ("actors", 2, "id", "Upper Village", ["actors!A2: 'Upper Village' does not fit; write 'upper-village'"]),
    ("actors", 2, "id", "", ["actors!A2: the row has no id; "]),
    ("texts", 2, "proposal_between", "", ["texts!B2: proposal_between is missing; fill the cell in the first row of the proposal"]),
    ("terms", 2, "obligors", "upper-vilage", ["terms!J2: no record 'upper-vilage' in actors; write 'upper-village'"]),
    ("texts", 2, "id", "treaty", ["terms!A2: no text and no position 'treaty@spring'; add it", "terms!A3: no text and no position 'treaty@spring'; add it", "texts!A2: 'treaty' does not fit; write 'treaty@first', or another name of it; an article stands in sources"]),
    ("terms", 2, "clause", "02-Jan", ["terms!J2: it is what a spreadsheet makes of text such as 1-2 or of a long number; format the column as text, and write it again; if it is meant, write more words"]),
    ("terms", 2, "summary", "#BEZUG!", ["terms!I2: it is an error of the spreadsheet; write the value itself"]),
    # Headings and packed fields.
    ("terms", 1, "amount", "amuont", ["terms!E1: the sheet terms has no column 'amuont'; write 'amount', or leave it out: --map 'amuont=-'"]),
    (
        "terms", 1, "amount", "colour of ink",
        ["terms!E1: the sheet terms has no column 'colour of ink'; leave it out: --map 'colour of ink=-', "
         "or map it: --map 'colour of ink=NAME'"],
    ),
    (
        "terms", 1, "count", "Amount",
        ["terms!G1: the column 'amount' stands twice, in terms!E1 too; leave out one of the two, or rename it"],
    ),
    ("terms", 2, "fields", "amount=40", ["terms!J2: 'amount' has a column of its own, which is filled too; leave out one of the two"]),
    ("terms", 2, "fields", "statu=agreed", ["terms!J2: there is no field 'statu'; write 'status'"]),
]  # fmt: skip


@pytest.mark.parametrize(("sheet", "row", "column", "content", "expected"), CELLS)
def test_a_cell_that_says_nothing_for_certain_is_refused(
    tmp_path: Path, sheet: str, row: int, column: str, content: str, expected: list[str]
) -> None:
    """By its place, with a remedy; and nothing is made of the rest."""
    found = read(write_csv(tmp_path, changed(sheet, row, column, content)))
    assert said(found) == expected
    assert (found.records, found.changes) == ((), ())


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    """In the order of sheets, rows and columns."""
    sheets = rows_with()
    sheets["terms"][1][4] = "forty"
    sheets["terms"][1][3] = "The mill pays a fee"
    sheets["terms"][2][5] = "newer"
    sheets["actors"][1][1] = "organization"
    found = read(write_csv(tmp_path, sheets))
    assert [problem.file for problem in found.problems] == [
        "actors!B2",
        "terms!D2",
        "terms!E2",
        "terms!F3",
    ]
    # What the rules say of all records together is told once the cells can be read.
    sheets["terms"][1][3:5] = RIVER["terms"][1][3:5]
    sheets["actors"][1][1] = "organisation"
    assert [problem.file for problem in read(write_csv(tmp_path, sheets)).problems] == ["terms!F3"]


# What stands in a cell of a workbook, which has types; and what is said.
TYPED: list[tuple[str, str, Any, list[str]]] = [
    (
        "terms", "amount", datetime(2024, 1, 2),
        ["terms!E2: the spreadsheet has made a date of what was written (2024-01-02); "
         "format the column as text, and write the number again"],
    ),
    ("terms", "amount", True, ["terms!E2: it is true or false, and no number; write the number"]),
    (
        "terms", "amount", 1e15,
        ["terms!E2: it is a number of more than 15 digits, of which a spreadsheet keeps no more; "
         "format the column as text, and write it again"],
    ),
    ("terms", "amount", -3, ["terms!E2: -3 is less than nothing; "]),
    ("terms", "phase", datetime(2024, 1, 2), [
        "terms!C2: the spreadsheet has made a date of what was written (2024-01-02); "
        "format the column as text, and write it again"]),
    ("texts", "tabled", 45000, [
        "texts!E2: it is the number 45000, by which a spreadsheet counts days; "
        "format the column as text, and write 2023-03-15 if that is the day"]),
    ("texts", "tabled", datetime(2024, 8, 1, 9, 30), ["texts!E2: it has a time of day (2024-08-01 09:30:00); write the date as text"]),
    ("texts", "tabled", datetime(2024, 8, 1), ["texts!E2: it is not said what the date rests on; fill the column tabled_basis"]),
    ("terms", "amount", 40, []),
    ("terms", "amount", 0.1 + 0.2, []),
    ("terms", "included", 1, []),
    ("terms", "included", False, []),
]  # fmt: skip


@pytest.mark.parametrize(("sheet", "column", "content", "expected"), TYPED)
def test_what_a_spreadsheet_has_typed(
    tmp_path: Path, sheet: str, column: str, content: Any, expected: list[str]
) -> None:
    """Numbers that became dates, dates that became numbers, and long numbers are refused."""
    assert said(read(write_xlsx(tmp_path, changed(sheet, 2, column, content)))) == expected


def _cell(sheet: str, place: str, content: Any, shown: str) -> Callable[[Any, Any], None]:
    def more(book: Any, made: Any) -> None:
        made[sheet].write(place, content, book.add_format({"num_format": shown}))

    return more


# What is done to a workbook beside the values of its cells; and what is said.
DONE: list[tuple[str, Callable[[Any, Any], None], list[str]]] = [
    (
        "a month that became its first day",
        _cell("texts", "E2", datetime(2024, 8, 1), "mmm-yy"),
        ["texts!E2: it is 2024-08-01, of which the spreadsheet shows no day; "
         "format the column as text, and write 2024-08, or 2024-08-01 where the day is meant"],
    ),
    (
        "a share shown as percent",
        _cell("terms", "E2", 0.4, "0%"),
        ["terms!E2: it is 0.4 and shown as 40%; format the cell as a number, and write 40"],
    ),
    (
        "a hidden row",
        lambda _, made: made["terms"].set_row(2, None, None, {"hidden": True}),
        ["terms!3: the row is hidden; show it, so that it can be seen what is imported, or delete it"],
    ),
    (
        "a hidden column",
        lambda _, made: made["terms"].set_column("E:E", None, None, {"hidden": True}),
        ["terms!E1: the column is hidden and holds values; show it, so that it can be seen what is imported, or empty it"],
    ),
    (
        "a hidden column without values",
        lambda _, made: made["terms"].set_column("G:G", None, None, {"hidden": True}),
        [],
    ),
    (
        "a hidden sheet",
        lambda _, made: made["terms"].hide(),
        ["terms: the sheet is hidden; show it, so that it can be seen what is imported, or delete it"],
    ),
    (
        "merged cells",
        lambda _, made: made["terms"].merge_range("E2:E3", ">=40"),
        ["terms!E2:E3: the cells are merged, so that only the first of them holds a value; "
         "unmerge them, and write the value into each cell that it is meant for"],
    ),
    (
        "a formula without a result",
        lambda _, made: made["terms"].write_formula("E2", '=">="&"40"', None, ""),
        ["terms!E2: it is a formula without a result; "
         "open the workbook in a spreadsheet and save it, or write the value itself"],
    ),
    ("a formula with a result", lambda _, made: made["terms"].write_formula("E2", "=39+1", None, 40), []),
    (
        "a formula with an error",
        lambda _, made: made["terms"].write_formula("E2", "=1/0", None, "#DIV/0!"),
        ["terms!E2: it is an error of the spreadsheet; write the value itself"],
    ),
    (
        "an amount in a currency",
        _cell("terms", "E2", 5, "[$$-409]#,##0.00"),
        ["terms!E2: it is 5 and shown with '$'; format the column as text, and write the number with what belongs to it"],
    ),
    (
        "a number with its unit in the format",
        _cell("terms", "E2", 5, '0" km"'),
        ["terms!E2: it is 5 and shown with 'km'; format the column as text, and write the number with what belongs to it"],
    ),
    (
        "thousands",
        _cell("terms", "E2", 40000, "0,"),
        ["terms!E2: it is 40000 and shown with a thousandth of its size; "
         "format the column as text, and write the number with what belongs to it"],
    ),
    ("a number with marks between thousands", _cell("terms", "E2", 40000, "#,##0.00_);(#,##0.00)"), []),
    ("rows that are formatted and empty", lambda book, made: made["terms"].write_blank("XFD1048576", None, book.add_format({"bold": True})), []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("more", "expected"), [case[1:] for case in DONE], ids=[c[0] for c in DONE]
)
def test_what_is_done_to_a_workbook(
    tmp_path: Path, more: Callable[[Any, Any], None], expected: list[str]
) -> None:
    """Hidden, merged, computed and rounded: what cannot be seen is not imported."""
    assert said(read(write_xlsx(tmp_path, RIVER, more))) == expected


def test_a_day_that_may_have_been_a_month_is_remarked_on(tmp_path: Path) -> None:
    """A spreadsheet makes a whole day of a month, and some show it as one."""
    sheets = changed("texts", 2, "tabled_basis", "stated")
    found = read(
        write_xlsx(tmp_path, sheets, _cell("texts", "E2", datetime(2024, 8, 1), "yyyy-mm-dd"))
    )
    assert found.problems == ()
    assert found.remarks == (
        "texts!E2: read as the first day of a month; a spreadsheet makes that of a month, too, which is then "
        "written as text: 2024-08",
    )


# What is done to the names of columns; and all that is said.
HEADINGS: list[tuple[str, list[str]]] = [
    ("quote=quoet", ["terms!D1: the sheet terms has no column 'quoet'; write 'quote', or leave it out: --map 'quoet=-'"]),
    ("issue=isue", ["terms!B1: the sheet terms has no column 'isue'; write 'issue', or leave it out: --map 'isue=-'"]),
    ("issue=phse", ["terms!B1: the sheet terms has no column 'phse'; write 'phase', or leave it out: --map 'phse=-'"]),
    (
        "issue=",
        ["terms!1: the sheet terms lacks the column 'issue', which each row needs; "
         "add it, or say which stands for it: --map NAME=issue",
         "terms!B2: the column has no name; name the column or empty it; in CSV, a text with a comma stands in \"…\""],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("change", "expected"), HEADINGS)
def test_a_heading_that_is_not_known_is_told_once(
    tmp_path: Path, change: str, expected: list[str]
) -> None:
    """And not again in each row that lacks what stands under it."""
    old, _, new = change.partition("=")
    sheets = rows_with()
    sheets["terms"][0] = [new if name == old else name for name in sheets["terms"][0]]
    assert said(read(write_csv(tmp_path, sheets))) == expected


def test_empty_sheets_are_called_so(tmp_path: Path) -> None:
    """Whatever their names are."""
    path = write_xlsx(tmp_path, {"terms": [], "Sheet1": []})
    assert said(read(path)) == [": there is nothing in the sheets; fill them in, and save them"]


def test_a_number_that_is_shown_with_zeros_is_read_so(tmp_path: Path) -> None:
    """007 is text to people, and the number 7 with a format to a spreadsheet."""
    path = write_xlsx(tmp_path, RIVER, _cell("terms", "I2", 7, "000"))
    assert terms(read(path))["water-share"].summary == "007"


def test_what_stands_above_the_headings_is_said(tmp_path: Path) -> None:
    """A title, and blank rows, are no headings."""
    sheets = rows_with()
    sheets["terms"] = [["Terms of the treaty"], [""], *sheets["terms"], ["", " ", "\u00a0"]]
    found = read(write_csv(tmp_path, sheets))
    assert found.problems == ()
    assert found.remarks == ("terms!1: not read, as it stands above the names of the columns",)
    assert len(terms(found)) == 2
    title = write_xlsx(
        tmp_path, sheets, lambda _, made: made["terms"].merge_range("A1:C1", "Title")
    )
    assert read(title).problems == ()


def test_blanks_around_texts_are_nothing(tmp_path: Path) -> None:
    """Trailing blanks, no-break spaces, and the marks around a copied quotation."""
    sheets = changed("terms", 2, "issue", " water-share\u00a0 ")
    sheets["terms"][1][3] = "“leaves Lower Village at least 40 percent”"
    assert "water-share" in terms(read(write_csv(tmp_path, sheets)))


@pytest.mark.parametrize(
    ("delimiter", "encoding", "remarks"),
    [
        (",", "utf-8", 0),
        (";", "utf-8-sig", 0),
        ("\t", "utf-16", 0),
        (";", "cp1252", 1),
    ],
)
def test_csv_as_programs_write_it(
    tmp_path: Path, delimiter: str, encoding: str, remarks: int
) -> None:
    """With commas, semicolons or tabs; in Unicode, or in the encoding of Windows, which is said."""
    sheets = changed("actors", 2, "name", "Obère Dörfer")
    found = read(write_csv(tmp_path, sheets, delimiter=delimiter, encoding=encoding))
    assert found.problems == ()
    assert before_and_after(found)[1].actors["upper-village"].name == "Obère Dörfer"
    assert len(found.remarks) == remarks
    assert all(
        remark
        == "actors.csv is not UTF-8 and was read as cp1252, the encoding of Windows in western "
        "Europe; name another with --encoding"
        for remark in found.remarks
    )


def test_an_encoding_is_taken_at_its_word(tmp_path: Path) -> None:
    """What another encoding means is read by naming it, and refused where it does not fit."""
    folder = write_csv(tmp_path, changed("actors", 2, "name", "Łódź"), encoding="cp1250")
    found = read(folder, encoding="cp1250")
    assert before_and_after(found)[1].actors["upper-village"].name == "Łódź"
    (problem,) = read(folder, encoding="ascii").problems
    assert (problem.file, problem.message) == ("actors", "byte 41 is not ascii")
    with pytest.raises(NegotiationsError, match="there is no encoding 'latin-99'"):
        read(folder, encoding="latin-99")


def test_a_comma_that_is_not_in_quotation_marks(tmp_path: Path) -> None:
    """What stands behind the last column is not dropped."""
    sheets = rows_with()
    sheets["terms"][1].append("and more")
    assert said(read(write_csv(tmp_path, sheets))) == [
        "terms!J2: the column has no name; name the column or empty it; in CSV, a text with a comma "
        'stands in "…"'
    ]


def test_sheets_by_other_names(tmp_path: Path) -> None:
    """A name that is nearly one is refused, any other remarked on; `columns` maps them."""
    sheets = {name: rows for name, rows in RIVER.items() if name != "terms"}
    path = write_xlsx(tmp_path, {**sheets, "temrs": RIVER["terms"], "my own list": [["milk"]]})
    found = read(path)
    assert said(found) == ["temrs: there is no kind of sheet 'temrs'; rename it to 'terms'"]
    assert len(found.remarks) == 1
    assert len(terms(read(path, columns={"temrs": "terms"}))) == 2
    again = read(path, columns={"temrs": "terms", "holdr": "holder"})
    assert said(again) == [
        ": no column or sheet is named 'holdr', which is mapped to 'holder'; write its name as it "
        "stands in the sheet"
    ]


def test_a_mapping_of_one_sheet(tmp_path: Path) -> None:
    """Columns of any name are read by what they are mapped to, and left out with a hyphen."""
    sheets = changed("terms", 1, "quote", "Zitat")
    sheets["terms"][0][8] = "own remark"
    sheets["terms"][1][8] = "not to be imported"
    columns = {"terms.Zitat": "quote", "own remark": "-"}
    assert terms(read(write_csv(tmp_path, sheets), columns=columns))["water-share"].summary is None


def test_rows_of_one_record_add_passages(tmp_path: Path) -> None:
    """A second row of a term has another passage; where the two differ, both are named."""
    sheets = rows_with()
    sheets["terms"].append(
        ["treaty@spring", "water-share", "", "leaves Lower Village", "", "", "", "", ""]
    )
    share = terms(read(write_csv(tmp_path, sheets)))["water-share"]
    assert len(share.evidence or ()) == 2
    sheets["terms"][3][4] = ">50"
    assert said(read(write_csv(tmp_path, sheets))) == [
        "terms!E4: amount differs from terms!E2, which is of the same record; correct one of the two; "
        "another record has another id, and another term of the same issue another phase, case or alternative"
    ]


def test_numbers_go_where_they_belong(tmp_path: Path) -> None:
    """What is added has a field of its own, and so has a ceiling that the text sets."""
    sheets = rows_with()
    quote = "The mill pays a fee, and 150 coins"
    sheets["terms"].append(["treaty@spring", "captives", "1", quote, "", "", "150+100", "", ""])
    sheets["terms"].append(["treaty@spring", "captives", "2", quote, "", "", "max 30", "", ""])
    found = terms(read(write_csv(tmp_path, sheets)))
    first, second = found["captives@1"], found["captives@2"]
    assert isinstance(first, ng.ReleaseTerm)
    assert isinstance(second, ng.ReleaseTerm)
    assert (first.count, str(first.baseline), str(first.increment)) == (None, "150", "100")
    assert (str(second.count), second.limit) == ("exactly 30".removeprefix("exactly "), "maximum")


# Files that are no sheets; and what is said.
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
FILES = [
    ("old.xls", OLE + "Workbook".encode("utf-16-le"), "is a workbook in the old format .xls; save it as .xlsx"),
    ("locked.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"),
     "is protected by a password; open it, remove the password, and save it again"),
    ("broken.xlsx", b"PK\x03\x04 and nothing else",
     "is no .xlsx workbook, or is damaged; open it in a spreadsheet and save it as .xlsx"),
    ("empty.xlsx", b"", "is empty; open it in a spreadsheet and save it as .xlsx"),
    ("text.xlsx", b"id,kind", "is no .xlsx workbook, or is damaged; open it in a spreadsheet and save it as .xlsx"),
    ("page.pdf", b"%PDF-1.7", "is not a workbook (.xlsx) and not a CSV file (.csv); save it as one of them"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "message"), FILES)
def test_files_that_are_no_sheets(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    """They are refused with what to do, whatever their names say."""
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(NegotiationsError) as refused:
        read_sheets(path)
    assert str(refused.value) == f"{path} {message}"


def test_packed_files_that_are_no_workbooks(tmp_path: Path) -> None:
    """A workbook is recognised by what is in it; a part of one is no workbook."""
    import zipfile

    for name, inner, message in (
        ("a.ods", "mimetype", "is an OpenDocument spreadsheet; save it as .xlsx"),
        ("b.xlsx", "xl/workbook.bin", "is a workbook in the format .xlsb; save it as .xlsx"),
        ("c.xlsx", "word/document.xml", "is a packed file and no .xlsx workbook; save it as .xlsx"),
        ("d.xlsx", "xl/workbook.xml", "is no .xlsx workbook, or is damaged"),
    ):
        path = tmp_path / name
        with zipfile.ZipFile(path, "w") as packed:
            packed.writestr(inner, "application/vnd.oasis.opendocument.spreadsheet")
        with pytest.raises(NegotiationsError, match=message.replace(".", r"\.")):
            read_sheets(path)


def test_every_cut_of_a_workbook_is_refused_or_read(tmp_path: Path) -> None:
    """A file that was not written to its end gives an error of the library, and no other."""
    data = write_xlsx(tmp_path, RIVER).read_bytes()
    path = tmp_path / "cut.xlsx"
    for length in range(4, len(data), 499):
        path.write_bytes(data[:length])
        with pytest.raises(NegotiationsError):
            read_sheets(path)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (
            b"id,kind\0\n",
            "actors: the file has null characters, so that it is no text; save it as CSV in UTF-8",
        ),
        (
            b'id,kind\n"a,b\n',
            "actors!2: a quotation mark that opens a text is not closed; save the sheet as CSV from a spreadsheet",
        ),
    ],
)
def test_csv_that_is_none(tmp_path: Path, data: bytes, expected: str) -> None:
    """It is refused by its row."""
    (tmp_path / "actors.csv").write_bytes(data)
    assert expected in said(read_sheets(tmp_path / "actors.csv"))


def test_quotations_need_the_texts(tmp_path: Path) -> None:
    """Without their folder, each is told what is wanted."""
    found = read_sheets(write_csv(tmp_path, RIVER))
    assert said(found)[0] == (
        "terms!D2: the folder of the texts is not given, and quotations are found in them; give it: --texts DIR"
    )
    with pytest.raises(NegotiationsError, match="is no folder; give the folder of the texts"):
        read_sheets(write_csv(tmp_path, RIVER), texts=tmp_path / "nowhere")


def test_the_only_text_need_not_be_named(tmp_path: Path) -> None:
    """Of several it has to be said which, in its column."""
    path = write_csv(tmp_path, changed("terms", 2, "source", ""))
    (put_texts(tmp_path) / "minutes.txt").write_text("Nobody spoke.\n", encoding="utf-8")
    assert said(read(path)) == [
        f"{place}: it is not said in which text the words stand; fill the column source"
        for place in ("terms!J2", "terms!J3", "texts!2")
    ]
