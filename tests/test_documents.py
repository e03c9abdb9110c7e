"""Whole datasets as one JSON document, and the data of single values."""

from __future__ import annotations

import json
import pickle
import warnings
from typing import TYPE_CHECKING, Any

import pytest
from builders import tiny, write
from full import full
from hypothesis import given
from strategies import values

import negotiations as ng
from negotiations.io.layout import FILE_KINDS
from negotiations.limits import MAXIMUM_BYTES

if TYPE_CHECKING:
    from pathlib import Path


@given(values())
def test_data_are_those_of_the_json(item: ng.Value) -> None:
    """What `to_data` gives is what the JSON says, and free to be changed."""
    data = item.to_data()
    assert data == json.loads(ng.to_json(item))
    data.clear()
    assert item.to_data() == json.loads(ng.to_json(item))


@pytest.mark.parametrize("files", [tiny, full])
def test_a_dataset_is_read_back(files: Any, tmp_path: Path) -> None:
    """One document has all of it, and says of each record what its file says."""
    write(tmp_path, files())
    dataset = ng.load(tmp_path)
    text = ng.to_json(dataset)
    again = ng.from_json(ng.Dataset, text)
    assert again == dataset
    assert ng.to_json(again) == text
    data = json.loads(text)
    assert list(data) == [kind.collection for kind in FILE_KINDS]
    assert data["metadata"] == files()["data/dataset.json"]
    ng.save(again, tmp_path / "copy")
    assert ng.load(tmp_path / "copy") == dataset


def test_the_bundled_dataset_is_read_back() -> None:
    """And so is one without metadata, and an empty one."""
    dataset = ng.load()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ng.IncompleteDataset)
        assert ng.from_json(ng.Dataset, ng.to_json(dataset)) == dataset
    bare = ng.Dataset(places=[ng.Place(id="ford", name="The ford", kind="crossing")])
    for some in (bare, ng.Dataset()):
        assert ng.from_json(ng.Dataset, ng.to_json(some)) == some


def _data(tmp_path: Path) -> dict[str, Any]:
    write(tmp_path, tiny())
    made: dict[str, Any] = json.loads(ng.to_json(ng.load(tmp_path)))
    return made


def _told(data: Any) -> list[tuple[str, str, str, str]]:
    with pytest.raises(ng.InvalidDataset) as fault:
        ng.from_json(ng.Dataset, data if isinstance(data, str) else json.dumps(data))
    assert all(problem.line and not problem.file for problem in fault.value.problems)
    return [
        (problem.rule, problem.record, problem.pointer, problem.message)
        for problem in fault.value.problems
    ]


def test_all_that_is_wrong_is_told_with_its_place(tmp_path: Path) -> None:
    """Shapes, words, references and duplicates are refused at once, each at its place in the document."""
    data = _data(tmp_path)
    data["actor"] = []
    data["places"][0]["kind"] = "hil"
    data["actors"][0]["speaks_for"] = "nobody"
    data["proposals"][0]["versions"][1]["completeness"] = 5
    clerk = data["actors"][0]["id"]
    place = data["places"][0]["id"]
    version = data["proposals"][0]["versions"][1]["id"]
    told = _told(data)
    assert ("schema", "", "/actor", "unknown field 'actor'") in told
    assert ("schema", f"places/{place}", "/places/0/kind", "kind: not an allowed word") in told
    assert (
        "schema",
        f"versions/{version}",
        "/proposals/0/versions/1/completeness",
        "completeness: wrong type",
    ) in told
    assert [line[:3] for line in told if line[0] == "references"] == [
        ("references", f"actors/{clerk}", "/actors/0/speaks_for")
    ]


@pytest.mark.parametrize("name", ["actors", "proposals", "metadata"])
def test_a_collection_of_another_shape_is_refused(name: str, tmp_path: Path) -> None:
    """It is no list, or no object; what refers to it is not told as well."""
    data = _data(tmp_path)
    data[name] = "x"
    assert [(line[0], line[2]) for line in _told(data)] == [("schema", f"/{name}")]


def test_two_records_with_one_id_are_refused(tmp_path: Path) -> None:
    """The second one is told, and where the first is; versions are compared across proposals."""
    data = _data(tmp_path)
    data["actors"].append(data["actors"][0])
    assert ("unique-id", f"/actors/{len(data['actors']) - 1}/id") in [
        (line[0], line[2]) for line in _told(data)
    ]


@pytest.mark.parametrize("text", ["", "[]", "{", '{"actors": [], "actors": []}', "5"])
def test_what_is_no_document_is_refused(text: str) -> None:
    """Nothing but an object with distinct names is one."""
    assert _told(text)


class Annotated(ng.Dataset):
    """A dataset with a question of its own."""

    __slots__ = ()

    @property
    def size(self) -> int:
        """How many records there are."""
        return sum(1 for _ in self)


def test_a_subclass_survives(tmp_path: Path) -> None:
    """What is made of a dataset is of its class: with records, without some, pickled, read back."""
    write(tmp_path, tiny())
    dataset = Annotated.of_records(ng.load(tmp_path).records)
    hill = dataset.places["hill"]
    for made in (
        dataset.with_records(hill.replace(name="The other hill")),
        dataset.without("positions/south-keeps-hill"),
        pickle.loads(pickle.dumps(dataset)),
        ng.from_json(Annotated, ng.to_json(dataset)),
    ):
        assert type(made) is Annotated
        assert made.size
    assert dataset == ng.load(tmp_path)


def test_what_is_written_is_read_back_however_long_it_is() -> None:
    """The limit on files is none on texts in memory: a document of ours is never too large for us."""
    long = ng.Place(
        id="ford", name="The ford", kind="crossing", note="x" * (MAXIMUM_BYTES // 2 + 1)
    )
    found = ng.diff(long, long.replace(name="The old ford"))
    assert len(ng.to_json(found)) > MAXIMUM_BYTES
    assert ng.from_json(ng.Diff, ng.to_json(found)) == found
    longer = long.replace(summary=long.note)
    assert len(ng.to_json(longer)) > MAXIMUM_BYTES
    assert ng.from_json(ng.Place, ng.to_json(longer)) == longer
    with pytest.raises(ng.InvalidDataset, match="unknown field 'nam'"):
        ng.from_json(ng.Place, ng.to_json(longer).replace('"name"', '"nam"'))
