"""Corpora: what is done with one record alone, and with a million in turn."""

from __future__ import annotations

import json

import pytest

import negotiations as ng
from negotiations.corpora.records import (
    KINDS,
    check_record,
    diff_of,
    found_in,
    rows_of_record,
    together,
)
from negotiations.exports.stream import chosen_tables, content_of_records
from negotiations.io.lines import line_of, opened
from negotiations.records import address_of
from negotiations.rules import Reach

RECORDS = ng.load().records
EVERYTHING = tuple(RECORDS.everything())


def line(record: ng.Record) -> str:
    return line_of(address_of(record).partition("/")[0], record)


@pytest.mark.parametrize("record", EVERYTHING, ids=address_of)
def test_a_line_is_read_as_the_record_that_was_written(record: ng.Record) -> None:
    """With its envelope or, where the kind is given, without it."""
    checked = check_record(line(record))
    assert (checked.record, checked.problems) == (record, ())
    bare = check_record(json.dumps(json.loads(line(record))["record"]), type(record))
    assert bare == checked


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty"),
        ("[]", "the file does not contain a single record"),
        ("{", "not JSON: expecting property name enclosed in double quotes"),
        ('{"collection": "actors"}', "the line names no collection of records"),
        ('{"collection": "acts", "record": {}}', "the line names no collection of records"),
        (
            '{"collection": "actors", "collection": "actors", "record": {}}',
            "duplicate key 'collection' in an object",
        ),
        ("\ufeff{}", "the file begins with a byte order mark"),
    ],
)
def test_what_is_no_line_of_a_corpus_is_named_with_its_line(text: str, message: str) -> None:
    found = check_record(text, file="corpus.ndjson", number=7)
    (problem,) = found.problems
    assert (problem.message.lower(), problem.file, problem.line) == (
        message.lower(),
        "corpus.ndjson",
        7,
    )


def test_rules_on_a_record_alone_find_what_they_find_in_the_dataset() -> None:
    """Nothing is found in a record alone that is not found in it among all others."""
    broken = RECORDS.versions["may-proposal@may"].replace(evidence=None)
    records = together(broken, [each for each in EVERYTHING if each.id != broken.id])
    alone = [each.problem() for each in found_in(broken, together(broken))]
    among = [each.problem() for each in found_in(broken, records, tuple(Reach))]
    assert [each.rule for each in alone] == ["evidence-present"]
    assert set(alone) <= set(among)


def test_rows_of_records_are_those_of_an_export() -> None:
    names = chosen_tables(())
    exported = {(name, row) for _, name, row in content_of_records(RECORDS, names).rows()}
    outermost = [each for each in EVERYTHING if not isinstance(each, ng.Version)]
    made = [row for each in outermost for row in rows_of_record(each, names, RECORDS)]
    assert set(made) == exported
    assert len(made) == len(exported)


def test_the_diff_of_two_versions_is_the_document_of_the_command() -> None:
    a, b = (RECORDS.versions[f"may-proposal@{name}"] for name in ("may", "bridging"))
    assert diff_of(a, b, RECORDS) == json.loads(ng.to_json(ng.load().diff(a, b)))


def test_every_kind_of_record_has_a_name_on_lines() -> None:
    assert {address_of(each).partition("/")[0] for each in EVERYTHING} <= KINDS.keys()
    assert opened(b'{"record": {}, "collection": "actors"}') == ("actors", b"{}")
