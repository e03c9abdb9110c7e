"""Laws of tables: nothing is lost, keys hold, every column says what it means, others read them."""

from __future__ import annotations

import json
import sqlite3
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any

import attrs
import duckdb
import polars as pl
import pyarrow as pa
import pytest
from builders import records_of
from datasets import datasets
from full import full
from hypothesis import given

import negotiations as ng
from negotiations.errors import InvalidDataset, UnknownId
from negotiations.frames import ColumnType, Table
from negotiations.io.codec import from_data
from negotiations.io.layout import bundled_folder
from negotiations.records import COLLECTIONS, Records
from negotiations.tables import changes_along, table, tables
from negotiations.tables.names import RESERVED
from negotiations.tables.reading import records_of_tables
from negotiations.tables.relational import empty_tables, relational_tables
from negotiations.vocabulary import Completeness

if TYPE_CHECKING:
    from collections.abc import Mapping

PARTS_OF_TOTAL = ("baseline", "increment")
FOLDERS = (".", "second-coding", "examples/paris-agreement")


def read(made: Mapping[str, Table]) -> Records:
    """The records of complete tables."""
    return records_of_tables(
        {
            name: [(f"{name} row {index}", row) for index, row in enumerate(each.to_dicts(), 1)]
            for name, each in made.items()
        }
    )


def content(records: Records) -> Any:
    return (records.metadata, tuple(records))


def sets_of(records: Records) -> dict[str, Table]:
    return {**tables(records), **tables(records, complete=True)}


def bundled(folder: str = ".") -> Records:
    root = bundled_folder() / folder
    if not root.is_dir():
        pytest.skip("it stands in a checkout only")
    return ng.load(root).records


def check_table(made: Table, among: Mapping[str, Table]) -> None:
    """A table keeps what its columns promise: keys, types, words, references, required cells."""
    keys = list(zip(*(made[name] for name in made.key), strict=True))
    assert len(set(keys)) == len(keys), made.name
    types: dict[ColumnType, tuple[type, ...]] = {
        ColumnType.INTEGER: (int,),
        ColumnType.NUMBER: (int, float),
        ColumnType.BOOLEAN: (bool,),
    }
    for column in made.columns:
        cells = [cell for cell in made[column.name] if cell is not None]
        name = f"{made.name}.{column.name}"
        if column.required:
            assert len(cells) == len(made), name
        assert all(type(cell) in types.get(column.type, (str,)) for cell in cells), name
        assert "" not in cells, name
        if column.words and not column.spelled and column.type is ColumnType.TEXT:
            words = {word for word, _ in column.words}
            assert {part for cell in cells for part in str(cell).split("; ")} <= words, name
        if column.refers_to:
            target = among[column.refers_to]
            assert set(cells) <= set(target[target.key[0]]), name


# --- the complete tables ------------------------------------------------------------------------


@given(datasets())
def test_complete_tables_give_the_dataset_back(dataset: ng.Dataset) -> None:
    """Any dataset, every field of it, and the difference between none and not reported."""
    made = relational_tables(dataset.records)
    assert content(read(made)) == content(dataset.records)


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_coded_datasets_come_back(folder: str) -> None:
    """The bundled dataset, the second coding and the drafts."""
    records = bundled(folder)
    assert content(read(relational_tables(records))) == content(records)


def test_a_dataset_with_every_field_comes_back() -> None:
    """No field of any class is lost."""
    records = records_of(full())
    assert content(read(relational_tables(records))) == content(records)


@given(datasets())
def test_tables_keep_their_promises(dataset: ng.Dataset) -> None:
    """Keys are unique, references lead somewhere, required cells are there, types and words hold."""
    made = relational_tables(dataset.records)
    for each in made.values():
        if each.rows:
            check_table(each, made)


@pytest.mark.parametrize("folder", FOLDERS)
def test_tables_of_coded_datasets_keep_their_promises(folder: str) -> None:
    """Those for people, too, where every reference is sound."""
    made = sets_of(bundled(folder))
    for each in made.values():
        check_table(each, made)


def test_keys_stay_when_others_come_and_go() -> None:
    """A row is found in the next release by its key, wherever it stands there."""
    records = bundled()
    some = ng.Dataset.of_records(records).without("events/hamas-rejects-bridging-proposal").records
    later = sets_of(some)
    for name, before in sets_of(records).items():
        after = later[name]
        kept = dict(zip(after[after.key[0]], after.rows, strict=True))
        known = dict(zip(before[before.key[0]], before.rows, strict=True))
        changed = {key for key in kept if known.get(key) != kept[key]}
        # Who answered it, and the number of them, change with it.
        assert len(changed) <= 3, (name, changed)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            lambda made: made.pop("data_versions_labels"),
            "labels_n and the rows that belong to it do not fit",
        ),
        (
            lambda made: made.update(data_terms=without_column(made["data_terms"], "issue")),
            "data_terms has no column 'issue'",
        ),
        (
            lambda made: made.update(data_actors=first_cell(made["data_actors"], "id", "zz")),
            "the row belongs to nothing",
        ),
        (
            lambda made: made.update(data_terms=first_cell(made["data_terms"], "kind", "truce")),
            "expected one of ceasefire",
        ),
        (
            lambda made: made.update(data_terms=first_cell(made["data_terms"], "means", "count")),
            "has no means",
        ),
    ],
)
def test_what_does_not_fit_is_told_by_table_and_row(change: Any, told: str) -> None:
    """Nothing is read in part; each problem names its table and row."""
    made = dict(relational_tables(bundled()))
    change(made)
    with pytest.raises(InvalidDataset) as fault:
        read(made)
    assert any(told in each.message for each in fault.value.problems)
    assert all(each.file.startswith("data_") for each in fault.value.problems)


def without_column(made: Table, name: str) -> Table:
    index = [column.name for column in made.columns].index(name)
    columns = tuple(each for each in made.columns if each.name != name)
    rows = tuple((*row[:index], *row[index + 1 :]) for row in made.rows)
    return attrs.evolve(made, columns=columns, rows=rows)


def first_cell(made: Table, name: str, value: Any) -> Table:
    index = [column.name for column in made.columns].index(name)
    first, *others = made.rows
    return made.replace_rows([(*first[:index], value, *first[index + 1 :]), *others])


# --- names --------------------------------------------------------------------------------------


def test_no_name_is_a_word_of_sql() -> None:
    """SQLite and DuckDB take every name of a table and a column without quotation marks."""
    known = {
        row[0]
        for row in duckdb.sql(
            "select keyword_name from duckdb_keywords() where keyword_category = 'reserved'"
        ).fetchall()
    }
    assert known <= RESERVED
    with closing(sqlite3.connect(":memory:")) as lite, closing(duckdb.connect()) as duck:
        for each in sets_of(records_of(full())).values():
            names = [column.name for column in each.columns]
            assert len({name.lower() for name in names}) == len(names)
            columns = ", ".join(f"{name} text" for name in names)
            for database in (lite, duck):
                database.execute(f"create table {each.name} ({columns})")


def test_every_column_says_what_it_means() -> None:
    """The codebook is complete: no column without a meaning."""
    for each in sets_of(records_of(full())).values():
        assert each.meaning, each.name
        for column in each.columns:
            assert column.meaning.strip(), f"{each.name}.{column.name}"


def test_unknown_tables_and_columns_name_the_nearest() -> None:
    """A word that is none is answered with the nearest."""
    ds = ng.load()
    with pytest.raises(UnknownId, match="quantities"):
        ds.table("quantites")
    with pytest.raises(UnknownId, match="issue"):
        ds.table("terms")["isue"]
    with pytest.raises(UnknownId, match="lineage"):
        ds.changes_table("linage")


# --- the tables for people ----------------------------------------------------------------------


def test_every_term_claim_and_passage_has_its_rows() -> None:
    """Nothing of the dataset is missing in the tables for people."""
    records = bundled()
    made = tables(records)
    ds = ng.Dataset.of_records(records)
    assert len(made["terms"]) == len(ds.terms())
    assert len(made["evidence"]) == len(list(records.evidence()))
    voices = sum(
        len(each.evidence.claimants or (None,)) * len(each.evidence.fields or (None,))
        for each in records.evidence()
    )
    assert len(made["claims"]) == voices
    for name, collection in records.collections.items():
        assert len(made[name]) == len(collection)


def test_the_long_table_of_terms_has_every_field_that_is_reported() -> None:
    """Put together again, its rows are the terms, but for their keys and passages."""
    records = records_of(full())
    found: dict[str, dict[str, Any]] = {}
    for row in table(records, "term_fields").to_dicts():
        found.setdefault(str(row["term"]), {})[str(row["field"])] = json.loads(str(row["json"]))
    expected: dict[str, dict[str, Any]] = {}
    for placed in ng.Dataset.of_records(records).terms():
        data = placed.term.to_data()
        for name in ("kind", *placed.term.key_fields, "evidence"):
            data.pop(name, None)
        if data:
            expected[placed.address] = data
    assert found == expected


def test_excluded_terms_are_marked_first() -> None:
    """A filter that forgets it would invert the meaning: it has no nulls and stands first."""
    made = table(bundled(), "terms")
    assert made.columns[0].name == "excluded"
    ds = ng.load()
    assert sum(made["excluded"]) == sum(placed.term.is_excluded for placed in ds.terms())  # type: ignore[arg-type]
    assert table(bundled(), "quantities").columns[0].name == "excluded"


def test_numbers_are_those_of_the_records() -> None:
    """Bounds, totals and denied numbers, as the values give them."""
    rows = table(bundled(), "quantities").to_dicts()
    totals = [row for row in rows if row["computed"]]
    assert {(row["position"], row["low"], row["high"]) for row in totals} == {
        ("hamas-100-more-prisoners", 250, 250)
    }
    denied = [row for row in rows if row["contradicts"]]
    assert len(denied) == sum(
        isinstance(each.evidence.value, ng.Count | ng.Amount | ng.Duration)
        for each in bundled().evidence()
    )
    for row in rows:
        if row["low"] is not None and row["high"] is not None:
            assert row["low"] <= row["high"]  # type: ignore[operator]


@pytest.mark.parametrize("records", [bundled(), records_of(full())], ids=["bundled", "full"])
def test_no_table_passes_over_a_denial_or_a_hedge(records: Records) -> None:
    """Who denies a record, a term or a number, and whether it is hedged, as an attribution has it."""
    ds = ng.Dataset.of_records(records)
    for name in (*COLLECTIONS, "terms"):
        for row in table(records, name).to_dicts():
            if "denied_by" not in row:
                continue
            address = str(row["address"]) if name == "terms" else f"{name}/{row['id']}"
            said = ds.attribution(address)
            assert (row["denied_by"] or "") == "; ".join(said.deniers), address
            assert bool(row["hedged"]) is said.hedged, address
            assert str(row["passages"]).count("(denies)") <= len(said.evidence)
            assert ("(denies)" in str(row["passages"])) is said.disputed, address
    for row in table(records, "quantities").to_dicts():
        owner, _, field = str(row["address"]).rpartition("/")
        if row["contradicts"] or field not in ("count", "baseline", "amount", "strength"):
            continue
        if "/groups/" not in owner and "/claims/" not in owner:
            said = ds.attribution(owner, field)
            assert (row["denied_by"] or "") == "; ".join(said.deniers), owner


def test_a_total_rests_on_what_it_is_computed_of() -> None:
    """The passages on the baseline and on the increment, each of which names its field alone."""
    passage = full()["data/proposals/accord.json"]["versions"][0]["evidence"][0]
    own = [
        {**passage, "fields": [name], "paragraph": n} for n, name in enumerate(PARTS_OF_TOTAL, 1)
    ]
    data: dict[str, Any] = {"kind": "release", "issue": "captives", "evidence": own}
    data |= {name: {"exactly": 10} for name in PARTS_OF_TOTAL}
    term = from_data(ng.ReleaseTerm, data)
    version = ng.Version(id="a@b", completeness=Completeness.PARTIAL, terms=(term,))
    accord = ng.Proposal(id="a", title="A", between=(), rationale="One text.", versions=(version,))
    rows = {
        row["field"]: row for row in ng.Dataset(proposals=[accord]).table("quantities").to_dicts()
    }
    assert rows["total"]["passages"] == "report ¶1; report ¶2"
    assert rows["baseline"]["passages"] == "report ¶1"


@pytest.mark.parametrize("records", [bundled(), records_of(full())], ids=["bundled", "full"])
def test_addresses_lead_from_table_to_table(records: Records) -> None:
    """A number stands in a row of the complete tables, under the address that it has there."""
    made = sets_of(records)
    known = {cell for each in made.values() if each.key == ("address",) for cell in each["address"]}
    known |= {f"{name}/{key}" for name in COLLECTIONS for key in made[name]["id"]}
    for address, term in zip(
        made["quantities"]["address"], made["quantities"]["issue"], strict=True
    ):
        owner = str(address).rpartition("/")[0]
        assert owner in known or (term and owner.rpartition("/")[0] in known), address
    assert {str(cell) for cell in made["claims"]["evidence"]} <= set(made["evidence"]["address"])
    assert set(made["evidence"]["address"]) <= set(made["data_evidence"]["address"])


def test_names_stand_beside_ids() -> None:
    """Each column of ids has the names beside it, in the same order."""
    rows = table(bundled(), "events", names=True).to_dicts()
    first = next(row for row in rows if row["actors"] == "mohammed-al-thani")
    assert first["actors_name"] == ng.load().actors["mohammed-al-thani"].name


def test_changes_are_those_of_the_diffs() -> None:
    """Along lineage, each version beside what it was made from; in time, beside the one before."""
    ds = ng.load()
    expected = sum(
        len(ds.diff(name, version.id))
        for version in ds.versions.values()
        for name in version.derived_from or ()
    )
    assert len(ds.changes_table()) == expected
    assert len(changes_along(ds.records, "time")) >= expected
    found = ds.diff("may-proposal@may", "may-proposal@bridging")
    assert list(found.table()["path"]) == [change.path for change in found]


def test_what_changed_between_datasets_is_a_table() -> None:
    """A row for each record that came or went, and for each change in one that stayed."""
    new = ng.load()
    place = new.places["cairo"]
    gone = "events/hamas-rejects-bridging-proposal"
    old = new.with_records(place.replace(name="Kairo")).without(gone)
    rows = ng.diff(old, new).table().to_dicts()
    told = [(row["happened"], row["record"], row["path"]) for row in rows]
    assert ("added", gone, None) in told
    assert ("changed", "places/cairo", "/name") in told
    assert all(happened in ("added", "changed") for happened, _, _ in told)


def test_a_table_has_a_page_in_every_format() -> None:
    """The first rows and what the columns mean, and how many rows more there are."""
    made = ng.load().table("evidence")
    for form in ("text", "markdown", "html"):
        page = ng.render(made, form)
        assert f"{len(made) - 20} more rows" in page
        assert "CNN relay" in page or "cnn-relay" in page or "axios-relay" in page
    assert "<table" in (made._repr_html_() or "")
    empty = ng.Dataset().table("terms")
    assert "terms: 0 rows" in ng.render(empty)


# --- frames -------------------------------------------------------------------------------------


FULL = sets_of(records_of(full()))


@pytest.mark.parametrize("name", FULL)
def test_frames_have_the_same_cells(name: str) -> None:
    """Arrow, pandas and polars give every cell back; integers with nulls stay integers."""
    made = FULL[name]
    names = [column.name for column in made.columns]
    arrow = made.to_arrow()
    rows = [tuple(plain(cell) for cell in row.values()) for row in arrow.to_pylist()]
    assert rows == [tuple(map(plain, row)) for row in made.rows]
    assert arrow.schema.names == names
    assert all(field.metadata[b"meaning"] for field in arrow.schema)
    frame = made.to_pandas()
    assert list(frame.columns) == names
    assert len(frame) == len(made)
    assert frame.attrs["columns"][names[0]]["meaning"]
    for column in made.columns:
        if column.type is ColumnType.INTEGER:
            assert str(frame[column.name].dtype) == "Int64"
    assert pl.DataFrame(made).height == len(made)
    assert made.to_polars().columns == names


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_library_of_your_own_is_named(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the command that installs it and the extra."""
    monkeypatch.setitem(sys.modules, library, None)
    made = ng.load().table("places")
    with pytest.raises(ng.MissingExtra) as fault:
        made.to_pandas() if library == "pandas" else made.to_polars()
    assert str(fault.value) == (
        f"making a frame requires {library} and an optional extra: "
        f'pip install {library} "negotiations[tables]"'
    )


def plain(cell: Any) -> Any:
    return cell.isoformat() if hasattr(cell, "isoformat") else cell


def test_others_read_a_table_by_themselves() -> None:
    """DuckDB and Arrow take a table as it is."""
    terms = ng.load().table("terms")
    (counted,) = duckdb.sql("select count(*) from terms where not excluded").fetchall()
    assert counted == (len(terms) - sum(map(bool, terms["excluded"])),)
    assert pa.table(terms).num_rows == len(terms)


def test_complete_tables_are_as_many_as_the_model_has_parts() -> None:
    """A class that is added to the model has a table at once."""
    assert len(empty_tables()) > 40
    assert (
        sum(bool(column.refers_to) for each in empty_tables().values() for column in each.columns)
        > 36
    )
