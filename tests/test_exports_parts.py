"""Laws of exports of parts: a record has the rows that the dataset has of it; an answer is readable."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from builders import records_of
from commands import Run, run
from full import full

import negotiations as ng
from negotiations.exports.answers import answer_tables
from negotiations.exports.formats import FORMATS
from negotiations.exports.stream import chosen_tables, content_of_record, content_of_records
from negotiations.exports.writing import export
from negotiations.frames import ColumnType
from negotiations.records import address_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from negotiations.model import Record

__all__ = ["run"]

RECORDS = records_of(full())
NAMES = chosen_tables(())
# One record of every kind, a version among them.
KINDS = {type(record): record for record in RECORDS.everything()}


def rows_of(record: Record) -> set[tuple[str, tuple[Any, ...]]]:
    content = content_of_record(RECORDS, record, NAMES)
    return {(name, row) for _, name, row in content.rows()}


# --- one record -----------------------------------------------------------------------------------


def test_records_have_the_rows_that_the_dataset_has() -> None:
    """Exported one by one, they have all of its rows, and no other."""
    whole = {(name, row) for _, name, row in content_of_records(RECORDS, NAMES).rows()}
    parts = set().union(*(rows_of(record) for record in RECORDS.everything()))
    assert parts == whole


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_one_record_of_any_kind(kind: type[Record], tmp_path: Path) -> None:
    """In every format, by itself and with the dataset that it is of: no reference leads nowhere."""
    record = KINDS[kind]
    for within in (None, RECORDS):
        for name, form in FORMATS.items():
            if name in ("parquet", "xlsx"):  # they promise no references
                continue
            path = tmp_path / f"{name}{within is None}{'' if form.folder else form.suffix}"
            export(record, path, name, within=within)
    with closing(sqlite3.connect(tmp_path / "sqliteTrue.sqlite")) as database:
        assert database.execute("pragma foreign_key_check").fetchall() == []
    line = json.loads((tmp_path / "ndjsonTrue.ndjson").read_text().splitlines()[0])
    assert line["record"] == record.to_data()
    graph = json.loads((tmp_path / "jsonldTrue.jsonld").read_text())["@graph"]
    assert next(node["@id"] for node in graph if "record" in node) == address_of(record)
    descriptor = json.loads((tmp_path / "datapackageTrue" / "datapackage.json").read_text())
    for resource in descriptor["resources"]:
        for key in resource["schema"].get("foreignKeys", ()):
            names = [each["name"] for each in descriptor["resources"]]
            assert key["reference"]["resource"] in ("", *names)


def test_the_command_knows_the_dataset_of_a_record(run: Run, tmp_path: Path) -> None:
    """Names of sources, units of issues and earlier versions are those of the dataset."""
    path = tmp_path / "a"
    assert run("export", "csv", path, "may-proposal@bridging").status == 0
    assert (path / "changes.csv").is_file()
    assert "NYT relay ¶" in (path / "terms.csv").read_text()


# --- answers --------------------------------------------------------------------------------------


def answers() -> Iterator[Any]:
    ds = ng.load()
    yield ds.history("may-proposal")
    yield ds.blame("may-proposal@may")
    yield ds.compiled("may-proposal")
    yield ds.stance("hamas", on="may-proposal")
    yield ds.gap("israel", "hamas", on="may-proposal")
    yield ds.side_by_side("may-proposal@may", "may-proposal@bridging", "hamas", on="may-proposal")


ANSWERS = {type(answer).__name__: answer for answer in answers()}


def leaves(value: Any) -> Iterator[Any]:
    """Every value in JSON data that is neither an object nor a list."""
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from leaves(inner)
    elif value is not None:
        yield value


@pytest.mark.parametrize("name", ANSWERS)
def test_every_value_of_an_answer_has_a_cell(name: str) -> None:
    """No more and no fewer than its JSON has; only what has several shapes is JSON text."""
    data = ANSWERS[name].to_data()
    cells: list[str] = []
    for table in answer_tables(ANSWERS[name]):
        for column in table.columns:
            own = column.name == "line_number" or column.name.endswith(("_line", "_n"))
            for cell in () if own else table[column.name]:
                if column.type is ColumnType.JSON:
                    cells += [] if cell is None else map(str, leaves(json.loads(str(cell))))
                elif "Between semicolons" in column.meaning:
                    cells += [] if cell is None else str(cell).split("; ")
                elif cell is not None:
                    cells.append(str(cell))
    expected = [
        part
        for value in leaves(data)
        for part in ([str(value)] if not isinstance(value, str) else [value])
    ]
    # A word of a list can have a semicolon of its own.
    assert sorted("; ".join(cells).split("; ")) == sorted("; ".join(expected).split("; "))


def test_what_a_reader_filters_on_has_a_column() -> None:
    """The issue and the status of a gap, what each wants and how; no JSON in any of it."""
    tables = {table.name: table for table in answer_tables(ANSWERS["Gap"])}
    assert {"issue", "status", "certainty", "a_acts", "b_acts_n"} <= {
        column.name for column in tables["issues"].columns
    }
    wanted = tables["issues_a"]
    for name in ("issues_line", "term_kind", "term_issue", "term_summary", "voice", "deniers"):
        assert wanted.column(name).type is not ColumnType.JSON
    gap = ANSWERS["Gap"]
    assert len(wanted) == sum(len(issue.a) for issue in gap.issues)
    assert wanted.column("issues_line").refers_to == "issues"
    json_columns = {
        f"{table.name}.{column.name}"
        for table in tables.values()
        for column in table.columns
        if column.type is ColumnType.JSON
    }
    assert json_columns <= {"issues_comparisons_fields.a", "issues_comparisons_fields.b"}


@pytest.mark.parametrize("name", ANSWERS)
def test_answers_go_into_every_format_of_tables(name: str, tmp_path: Path) -> None:
    """A database with keys that hold, and a workbook whose sheets have names that Excel takes."""
    tables = answer_tables(ANSWERS[name])
    names = [table.name for table in tables]
    assert len(set(names)) == len(names)
    export(ANSWERS[name], tmp_path / "a.sqlite")
    with closing(sqlite3.connect(tmp_path / "a.sqlite")) as database:
        for table in tables:
            (count,) = database.execute(f"select count(*) from {table.name}").fetchone()
            assert count == len(table)
        assert database.execute("pragma foreign_key_check").fetchall() == []
    export(ANSWERS[name], tmp_path / "a.xlsx")
    with closing(openpyxl.load_workbook(tmp_path / "a.xlsx", read_only=True)) as book:
        sheets = [sheet.lower() for sheet in book.sheetnames]
    assert len(set(sheets)) == len(names) + 1
    assert all(len(sheet) <= 31 for sheet in sheets)


def test_the_command_exports_side_by_side(run: Run, tmp_path: Path) -> None:
    """Texts and parties, on the proposal of the texts, as the command `side-by-side` has them."""
    words = ("side-by-side", "may-proposal@may", "may-proposal@bridging", "hamas")
    assert run("export", "csv", tmp_path / "a", *words).status == 0
    assert (tmp_path / "a" / "columns.csv").read_text().count("\n") == 4
