"""The template: made of the model, noted throughout, and left out by import until it is filled in."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import openpyxl
import pytest

import negotiations as ng
from negotiations.errors import NegotiationsError
from negotiations.io.layout import FILE_KINDS, FileKind
from negotiations.model import TERM_CLASSES, Evidence, Record, Source, Term, Uncoded, Version
from negotiations.model.base import Value, field_of, fields_of
from negotiations.sheets.columns import ColumnKind
from negotiations.sheets.importing import before_and_after, read_sheets
from negotiations.sheets.kinds import SHEETS, sheet_named
from negotiations.sheets.naming import column_called
from negotiations.sheets.notes import (
    EXAMPLE_TEXT,
    EXAMPLES,
    READ_ME,
    example_text_name,
    note_of,
    shown_columns,
)
from negotiations.sheets.template import write_template
from negotiations.sheets.wording import sheets_called

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", SHEETS)
def test_every_field_has_a_column(name: str) -> None:
    """But for what has rows of its own, and what is found in the text or by the quotation."""
    sheet = sheet_named(name)
    classes = TERM_CLASSES.values() if sheet.record is Term else (sheet.record,)
    for cls in classes:
        for spec in fields_of(cls):
            has_rows = issubclass(spec.types[0], Record | Term | Evidence)
            is_found = cls is Source and spec.name in ("sha256", "paragraphs")
            # Ranges of paragraphs stand in one cell.
            is_found = is_found or (cls is Uncoded and spec.name == "through")
            column = sheet.column(spec.name)
            assert (column is None) is (has_rows or is_found), spec.name
            if column is not None and sheet.record not in (Term, Uncoded):
                assert column.spec == spec


@pytest.mark.parametrize("name", SHEETS)
def test_every_column_is_found_by_its_name(name: str) -> None:
    """In any case, and with hyphens or blanks in it; each has a note that says how it is written."""
    sheet = sheet_named(name)
    assert len({column.name for column in sheet.columns}) == len(sheet.columns)
    for column in sheet.columns:
        for text in (
            column.name,
            column.name.upper(),
            column.name.replace("_", " "),
            f" {column.name}*",
        ):
            assert column_called(sheet, text) == column
        assert len(note_of(column)) > 10
        if column.kind is ColumnKind.FIELD and column.spec is not None and column.spec.refers_to:
            assert sheets_called(column.spec.refers_to) in note_of(column)


@pytest.mark.parametrize("target", ["sheets.xlsx", "sheets"])
def test_an_empty_template_imports_nothing_and_says_so(tmp_path: Path, target: str) -> None:
    """The examples are left out; a template changes nothing."""
    write_template(tmp_path / target)
    found = read_sheets(tmp_path / target)
    assert (found.problems, found.changes) == ((), ())
    (remark,) = found.remarks
    assert remark.startswith("left out, as the column `ignore` says: ")
    assert all(f"{name}!2" in remark for name in SHEETS)


def test_the_examples_are_a_dataset(tmp_path: Path) -> None:
    """Without their marks, and with what they refer to, they import cleanly and hold to all rules."""
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / example_text_name()).write_text(EXAMPLE_TEXT, encoding="utf-8")
    sheets = tmp_path / "sheets"
    sheets.mkdir()
    more = {
        "actors": [
            {"id": "lower-village", "kind": "organisation"},
            {"id": "judge", "kind": "person"},
        ],
        "terms": [{"holder": "lower-village-on-share", "issue": "water-share", "amount": ">50"}],
    }
    for name, row in EXAMPLES.items():
        with (sheets / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(
                stream, [column.name for column in shown_columns(sheet_named(name))]
            )
            writer.writeheader()
            writer.writerows([row, *more.get(name, ())])
    found = read_sheets(sheets, texts=texts)
    assert found.problems == ()
    assert len(found.changes) == 12
    records = before_and_after(found)[1]
    (position,) = records.positions.values()
    assert position.terms[0].evidence
    assert found.unread == {}
    version, talks = records.versions["river-treaty@spring"], records.talks["talks-at-the-mill"]
    assert [len(role.evidence or ()) for role in version.roles or ()] == [1]
    assert [len(phase.evidence or ()) for phase in version.phases or ()] == [1]
    assert [part.actor for part in talks.participants or ()] == [
        "judge",
        "lower-village",
        "upper-village",
    ]
    again = read_sheets(sheets, texts=texts, dataset=records)
    assert (again.problems, again.changes) == ((), ())


def test_what_rests_on_passages_of_its_own_has_rows_of_its_own() -> None:
    """Whatever part of a record has evidence in the model can be given with a quotation."""
    parts = {
        (kind.collection or "versions", spec.name)
        for kind in (*FILE_KINDS, FileKind("version", "versions", Version, "", is_list=False))
        for spec in fields_of(kind.record)
        if issubclass(spec.types[0], Value) and not issubclass(spec.types[0], Record)
        if field_of(spec.types[0], "evidence") is not None
    }
    sheets = [sheet_named(name) for name in SHEETS]
    given = {(holder, sheet.field) for sheet in sheets for holder in sheet.holders}
    assert parts == given | {("figures", "claims")}


def test_a_workbook_says_what_to_do(tmp_path: Path) -> None:
    """A first sheet of notes; a note, an input message and a format on each column; lists of words."""
    write_template(tmp_path / "sheets.xlsx")
    book = openpyxl.load_workbook(tmp_path / "sheets.xlsx")
    assert book.sheetnames == ["read me", *SHEETS, "lists"]
    assert [cell.value for cell in book["read me"]["A"]] == list(READ_ME)
    assert len(READ_ME) == 14
    assert book["lists"].sheet_state == "hidden"
    for name in SHEETS:
        sheet, columns = book[name], shown_columns(sheet_named(name))
        assert [cell.value for cell in sheet[1]] == [column.name for column in columns]
        rules = {
            str(rule.sqref).partition(":")[0]: rule
            for rule in sheet.data_validations.dataValidation
        }
        assert {column.number_format for column in sheet.column_dimensions.values()} == {"@"}
        for cell, column in zip(sheet[1], columns, strict=True):
            assert cell.comment is not None
            assert cell.comment.text == note_of(column)
            rule = rules[f"{cell.column_letter}2"]
            assert 0 < len(rule.prompt) <= 255
            if column.spec is not None and column.spec.types == (bool,):
                assert rule.type == "list"


def words_offered(book: openpyxl.Workbook, sheet: str, column: str) -> list[str]:
    """The words that a column of a workbook offers."""
    names = [cell.value for cell in book[sheet][1]]
    letter = book[sheet].cell(1, names.index(column) + 1).column_letter
    (rule,) = (
        rule
        for rule in book[sheet].data_validations.dataValidation
        if str(rule.sqref).startswith(f"{letter}2:")
    )
    place, _, span = rule.formula1.partition("!")
    cells = book[place][span.replace("$", "")]
    return [row[0].value for row in cells]


def test_a_workbook_offers_words_and_ids(tmp_path: Path) -> None:
    """The words of vocabularies, the ids of its own sheets, and those of a dataset."""
    write_template(tmp_path / "own.xlsx")
    own = openpyxl.load_workbook(tmp_path / "own.xlsx")
    assert words_offered(own, "actors", "kind") == [word.value for word in ng.vocabulary.ActorKind]
    assert words_offered(own, "terms", "hedged") == ["true", "false"]
    assert len(words_offered(own, "terms", "issue")) > 100
    write_template(tmp_path / "from.xlsx", ng.load())
    other = openpyxl.load_workbook(tmp_path / "from.xlsx")
    offered = words_offered(other, "terms", "issue")
    known = list(ng.load().issues)
    assert offered[: len(known)] == known
    assert offered[len(known)] == '=IF(issues!$B3="","",issues!$B3)'
    assert "cairo" in words_offered(other, "terms", "place")


def test_the_same_template_has_the_same_bytes(tmp_path: Path) -> None:
    """Whenever it is written."""
    for name in ("a.xlsx", "b.xlsx"):
        write_template(tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """Neither a workbook nor a folder with something in it."""
    (tmp_path / "sheets.xlsx").write_bytes(b"mine")
    with pytest.raises(NegotiationsError, match="exists; give another name, or remove it"):
        write_template(tmp_path / "sheets.xlsx")
    assert (tmp_path / "sheets.xlsx").read_bytes() == b"mine"
    with pytest.raises(NegotiationsError, match="is not empty"):
        write_template(tmp_path)
    with pytest.raises(NegotiationsError, match="is no workbook"):
        write_template(tmp_path / "sheets.ods")


def test_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the libraries, workbooks are refused and CSV is not."""
    import sys

    write_template(tmp_path / "sheets.xlsx")
    for name in ("openpyxl", "xlsxwriter"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ng.MissingExtra, match=r'reading a workbook .*"negotiations\[xlsx\]"'):
        read_sheets(tmp_path / "sheets.xlsx")
    with pytest.raises(ng.MissingExtra, match="writing a workbook"):
        write_template(tmp_path / "other.xlsx")
    assert len(write_template(tmp_path / "sheets")) == len(SHEETS) + 1
    assert read_sheets(tmp_path / "sheets").problems == ()
