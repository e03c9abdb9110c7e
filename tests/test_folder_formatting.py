"""Canonical form: what `save` writes, idempotent, and nothing is lost by it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from builders import as_bytes, contents, put, tiny, write
from hypothesis import given
from hypothesis import strategies as st
from strategies import mutated, records

import negotiations as ng
from negotiations.folder.formatting import format_folder, formatted_text
from negotiations.folder.writing import files_of
from negotiations.io.codec import canonical, from_data, to_data
from negotiations.io.layout import FILE_KINDS, bundled_folder
from negotiations.io.strict_json import dumps, read_json
from negotiations.model import Metadata, Record, Version
from negotiations.records import Records

ACTORS = "data/actors.json"


def document_of(text: str) -> Any:
    document, problems = read_json("f.json", text.encode())
    assert problems == ()
    return document


def untidy(data: Any, indent: int | None) -> str:
    """JSON text of the same data, with the fields in another order and other white space."""

    def turned(part: Any) -> Any:
        if isinstance(part, dict):
            return {name: turned(part[name]) for name in reversed(part)}
        return [turned(each) for each in part] if isinstance(part, list) else part

    return json.dumps(turned(data), indent=indent)


@given(records(), st.sampled_from([None, 0, 1, 7]))
def test_the_formatted_text_is_that_of_the_record(record: Record, indent: int | None) -> None:
    """Whatever order, escapes and white space a record was written in, nothing of it is lost."""
    text, problems = formatted_text(document_of(untidy(to_data(record), indent)), type(record))
    assert problems == ()
    assert text == dumps(to_data(record)) + "\n"
    assert from_data(type(record), json.loads(text)) == record


@given(records(), st.integers(0, 3), st.data())
def test_it_is_idempotent_and_loses_nothing_or_refuses(
    record: Record, indent: int, draw: st.DataObject
) -> None:
    """Also of what is wrong: either it means the same and is stable, or there is a problem."""
    data = draw.draw(mutated(to_data(record)))
    document = document_of(json.dumps(data, indent=indent))
    text, problems = formatted_text(document, type(record))
    assert (text is None) is bool(problems)
    if text is not None:
        assert canonical(json.loads(text), type(record)) == canonical(data, type(record))
        assert formatted_text(document_of(text), type(record)) == (text, ())


@given(st.lists(records(), max_size=8), st.randoms(use_true_random=False))
def test_format_and_save_agree(given_records: list[Record], random: Any) -> None:
    """On every file of any dataset, byte for byte, in whatever order its lists were written."""
    outer = [each for each in given_records if not isinstance(each, Version | Metadata)]
    for name, text in files_of(Records.of(None, outer)).items():
        data = json.loads(text)
        if isinstance(data, list):
            random.shuffle(data)
        kind = next(each for each in FILE_KINDS if name.startswith(each.path))
        assert formatted_text(document_of(untidy(data, 1)), kind.record) == (text, ())


def test_the_bundled_records_are_in_canonical_form() -> None:
    """And as many files are looked at as the dataset has."""
    found = format_folder(bundled_folder())
    assert [each for each in found if each.changed or each.problems] == []
    assert {each.path.relative_to(bundled_folder()).as_posix() for each in found} == set(
        files_of(ng.load().records)
    )


def test_an_empty_list_stays() -> None:
    """It holds nothing, and says so; removing the file is nobody's wish."""
    assert formatted_text(document_of(" [ ]"), None) == ("[]\n", ())


def test_a_folder_with_all_that_can_be_wrong(tmp_path: Any) -> None:
    """Each file by itself: what fits has a canonical text, what does not has problems."""
    files = tiny()
    write(tmp_path, files)
    (tmp_path / ACTORS).write_text(json.dumps(files[ACTORS][::-1], indent=4))
    (tmp_path / "data/places.json").write_text('{"id": "x"}')
    (tmp_path / "data/issues.json").write_text("[{]")
    (tmp_path / "data/event.json").write_text("[]")
    before = contents(tmp_path)
    found = {each.path.relative_to(tmp_path).as_posix(): each for each in format_folder(tmp_path)}
    assert set(found) == set(before)
    wrong = {name: each.problems[0].rule for name, each in found.items() if each.problems}
    assert wrong == {
        "data/event.json": "folder",
        "data/issues.json": "json",
        "data/places.json": "schema",
    }
    assert [name for name, each in found.items() if each.changed] == [ACTORS]
    assert (found[ACTORS].text or "").encode() == as_bytes(tiny()[ACTORS])
    assert contents(tmp_path) == before


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ((0, "nickname"), "x"),
        ((0, "name"), None),
        ((0, "name"), 5.0),
        ((0, "spellings"), ["a", "a"]),
        ((5,), "north"),
    ],
)
def test_what_does_not_fit_has_no_formatted_text(path: tuple[Any, ...], value: Any) -> None:
    """An unknown field, null, a number for a text, an item twice, no record: none is dropped."""
    files = put(tiny(), ACTORS, *path, value=value)
    kind = next(each for each in FILE_KINDS if each.path == ACTORS)
    text, problems = formatted_text(document_of(json.dumps(files[ACTORS])), kind.record)
    assert text is None
    assert problems
