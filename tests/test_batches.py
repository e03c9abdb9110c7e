"""Batches of Arrow: the same rows however a corpus is split, and the same as from its records."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import negotiations as ng

DS = ng.load()
LINES = [
    json.dumps({"collection": name, "record": record.to_data()})
    for name in ("actors", "proposals", "positions")
    for record in DS.collections[name].values()
]
BROKEN = ["{", "", "[]", '{"collection": "ships", "record": {}}', '{"id": 1}']
MANY = [*LINES[:40], *BROKEN, *LINES[-30:]]
STEPS = {
    "check": ng.check_batches,
    "version": ng.version_batches,
    "terms": partial(ng.table_batches, table="terms"),
    "data_actors": partial(ng.table_batches, table="data_actors"),
}
Step = Callable[[list[pa.RecordBatch]], Iterator[pa.RecordBatch]]


def rows(step: Step, batches: list[pa.RecordBatch]) -> list[dict[str, object]]:
    return [row for batch in step(batches) for row in batch.to_pylist()]


def batch(lines: list[str | None]) -> pa.RecordBatch:
    return pa.record_batch({"record": pa.array(lines, pa.string())})


@pytest.mark.parametrize("name", STEPS)
@given(cuts=st.sets(st.integers(0, len(MANY)), max_size=6))
def test_the_rows_do_not_depend_on_how_a_corpus_is_split(name: str, cuts: set[int]) -> None:
    edges = [0, *sorted(cuts), len(MANY)]
    parts = [batch(MANY[a:b]) for a, b in pairwise(edges)]
    assert rows(STEPS[name], parts) == rows(STEPS[name], [batch(MANY)])


def test_checking_gives_a_row_for_each_line_with_its_problems() -> None:
    found = rows(ng.check_batches, [batch(MANY)])
    assert len(found) == len(MANY)
    wrong = [row for row in found if row["problems"]]
    assert [(row["address"], row["problems"][0]["rule"]) for row in wrong] == [
        (None, "json"),
        (None, "json"),
        (None, "schema"),
        (None, "schema"),
        (None, "schema"),
    ]
    assert all(row["address"] for row in found if not row["problems"])


def test_problems_name_the_file_and_the_line_that_a_batch_has() -> None:
    told = pa.record_batch({"line": [7], "file": ["a.ndjson"], "record": ["{"]})
    [row] = rows(ng.check_batches, [told])
    assert (row["file"], row["line"], row["problems"][0]["line"]) == ("a.ndjson", 7, 7)


def test_a_null_and_bytes_are_lines_too() -> None:
    data = pa.record_batch({"record": pa.array([None, LINES[0].encode()], pa.binary())})
    assert [len(row["problems"]) for row in rows(ng.check_batches, [data])] == [1, 0]


def test_tables_are_those_of_the_dataset() -> None:
    made = rows(partial(ng.table_batches, table="data_actors"), [batch(LINES)])
    assert made == DS.tables(complete=True)["data_actors"].to_dicts()


def test_versions_come_out_of_their_proposals_and_are_compared_as_in_a_dataset() -> None:
    versions = {row["id"]: row for row in rows(ng.version_batches, [batch(LINES)])}
    assert set(versions) == set(DS.versions)
    pair = ("may-proposal@may", "may-proposal@bridging")
    lines = {
        side: [versions[id_]["record"]]
        for side, id_ in zip(("earlier", "later"), pair, strict=True)
    }
    [row] = rows(ng.diff_batches, [pa.record_batch(lines)])
    assert (row["earlier"], row["later"]) == pair
    assert json.loads(row["diff"]) == json.loads(
        ng.to_json(ng.diff(*map(DS.versions.__getitem__, pair)))
    )
    assert row["changes"] == len(json.loads(row["diff"])["changes"])


def test_a_pair_without_two_versions_is_a_row_of_nulls() -> None:
    lines = pa.record_batch({"earlier": ["{", LINES[0]], "later": [LINES[0], None]})
    nothing = {"earlier": None, "later": None, "changes": None, "diff": None}
    assert rows(ng.diff_batches, [lines]) == [nothing, nothing]


@pytest.mark.parametrize(
    ("name", "table"), [("check", ""), ("version", ""), ("diff", ""), ("table", "terms")]
)
def test_an_empty_batch_has_the_schema_that_is_told_beforehand(name: str, table: str) -> None:
    step = {**STEPS, "diff": ng.diff_batches, "table": STEPS["terms"]}[name]
    columns = ("earlier", "later") if name == "diff" else ("record",)
    [made] = step([pa.record_batch({column: pa.array([], pa.string()) for column in columns})])
    assert made.schema.equals(ng.batch_schema(name, table), check_metadata=True)


def test_a_missing_column_is_named_with_those_that_are_there() -> None:
    with pytest.raises(ng.MissingColumn) as caught:
        list(ng.check_batches([pa.record_batch({"line": [1], "text": ["{}"]})]))
    assert str(caught.value) == "the batch has no column record; it has line, text"
    with pytest.raises(ng.MissingColumn) as caught:
        list(ng.diff_batches([pa.record_batch({"record": ["{}"]})]))
    assert str(caught.value) == "the batch has no column earlier and no column later; it has record"


def test_unknown_steps_and_tables_name_the_nearest() -> None:
    with pytest.raises(ng.UnknownId, match="no step 'chek'; did you mean check\\?"):
        ng.batch_schema("chek")
    with pytest.raises(ng.UnknownId, match="did you mean terms\\?"):
        list(ng.table_batches([batch(LINES[:1])], "term"))


@pytest.mark.parametrize("name", STEPS)
def test_steps_can_be_sent_to_workers(name: str) -> None:
    sent = pickle.loads(pickle.dumps(STEPS[name]))
    assert rows(sent, [batch(LINES[:2])]) == rows(STEPS[name], [batch(LINES[:2])])
