"""Model, schema, codec, rules and files agree: what one of them holds, the others hold too."""

from __future__ import annotations

import json
import tempfile
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from builders import write
from datasets import datasets
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from profiles import scaled
from strategies import CLASSES, by_class, mutated

from negotiations.folder.reading import check_folder, read_folder
from negotiations.folder.writing import files_of, write_folder
from negotiations.io.codec import canonical, structure_problems, to_data
from negotiations.io.layout import file_kind_of
from negotiations.io.schema import schema_problems
from negotiations.io.strict_json import dumps, read_json
from negotiations.model import Term
from negotiations.model.base import Value, fields_of
from negotiations.model.values import Bounded

if TYPE_CHECKING:
    from builders import Files

    from negotiations.dataset import Dataset

quick = settings(max_examples=scaled(5))
# Whole datasets are large, and one says much.
whole = settings(
    max_examples=scaled(10),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

_PLAIN = [cls for cls in CLASSES if not issubclass(cls, Bounded)]
ORDERED = {spec.name for cls in _PLAIN for spec in fields_of(cls) if spec.ordered} | {"between"}
OPTIONAL = {spec.name for cls in _PLAIN for spec in fields_of(cls) if spec.optional}


def rearranged(draw: st.DataObject, data: Any, name: str = "") -> Any:
    """The same data with keys, and items whose order means nothing, in another order."""
    if isinstance(data, dict):
        items = draw.draw(st.permutations(list(data.items())))
        # The arrays of data of one's own have an order.
        return {
            key: value if key == "extra" else rearranged(draw, value, key) for key, value in items
        }
    if isinstance(data, list):
        items = [rearranged(draw, item) for item in data]
        return items if name in ORDERED else draw.draw(st.permutations(items))
    return data


def optional_places(data: Any, at: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Where fields stand that some class may leave out."""
    found = []
    if isinstance(data, dict):
        found += [(*at, name) for name in data if name in OPTIONAL]
    items = data.items() if isinstance(data, dict) else enumerate(data)
    for name, inner in items:
        if isinstance(inner, dict | list):
            found += optional_places(inner, (*at, name))
    return found


def without(draw: st.DataObject, data: Any) -> Any:
    """The data without some of the fields that may be left out."""
    copy = deepcopy(data)
    for _ in range(draw.draw(st.integers(0, 3))):
        places = optional_places(copy) if isinstance(copy, dict | list) else []
        if places:
            *path, name = draw.draw(st.sampled_from(places))
            here = copy
            for part in path:
                here = here[part]
            del here[name]
    return copy


def same(one: Any, other: Any, kind: type[Value]) -> bool:
    """Whether JSON data mean the same: 1, 1.0 and true are three values, order is none."""
    ours, theirs = (canonical(json.loads(json.dumps(each)), kind) for each in (one, other))
    return ours == theirs


@pytest.mark.parametrize("cls", CLASSES)
@quick
@given(st.data())
def test_what_is_accepted_is_read_and_written_back(cls: type[Value], draw: st.DataObject) -> None:
    """JSON data that the schema and the model accept are read, and written back as they were.

    The data come from records and are taken further from them: in another order, without fields that
    may be left out, with any other value in a place. What the schema accepts, the model may only
    refuse by one of its laws, and not because it does not know the form.
    """
    data = rearranged(draw, without(draw, to_data(draw.draw(by_class(cls)))))
    if draw.draw(st.booleans()):
        data = draw.draw(mutated(data))
    document, problems = read_json("a.json", dumps(data).encode())
    if document is None:
        assert problems
        return
    kind: type[Any] = Term if issubclass(cls, Term) else cls
    refused = schema_problems(document, kind)
    item, faults = structure_problems(kind, document, document.value, ())
    assert (item is None) is bool(faults)
    if item is None and not refused:
        forms = ("expected a", "unknown field", "is missing", "found null")
        assert not any(form in fault.message for fault in faults for form in forms), faults
    if item is not None and not refused:
        assert same(to_data(item), data, kind)


@pytest.mark.parametrize("cls", CLASSES)
@quick
@given(st.data())
def test_order_is_no_part_of_a_record(cls: type[Value], draw: st.DataObject) -> None:
    """In whatever order keys and items stand, the record is the same and its schema accepts it."""
    item = draw.draw(by_class(cls))
    data = rearranged(draw, to_data(item))
    document, _ = read_json("a.json", dumps(data).encode())
    assert document is not None
    kind: type[Any] = Term if issubclass(cls, Term) else cls
    assert schema_problems(document, kind) == ()
    assert structure_problems(kind, document, data, ()) == (item, ())


def files_as_data(dataset: Dataset) -> Files:
    """The data of the files of a dataset."""
    texts = files_of(dataset.records)
    return {name: json.loads(text) for name, text in texts.items()}


@whole
@given(datasets())
def test_datasets_are_written_checked_and_read(dataset: Dataset) -> None:
    """A dataset that holds every invariant is written, has nothing wrong, and is read as it was."""
    with tempfile.TemporaryDirectory() as name:
        write_folder(dataset.records, name)
        assert check_folder(name) == ()
        again = read_folder(name).records
        assert list(again) == list(dataset.records)
        assert again.metadata == dataset.metadata


@whole
@given(datasets(), st.data())
def test_order_is_no_part_of_a_dataset(dataset: Dataset, draw: st.DataObject) -> None:
    """Files whose keys, items and records stand in another order are the same dataset."""
    files = {name: rearranged(draw, data) for name, data in files_as_data(dataset).items()}
    with tempfile.TemporaryDirectory() as name:
        write(Path(name), files)
        assert check_folder(name) == ()
        assert list(read_folder(name).records) == list(dataset.records)


@whole
@given(datasets(), st.data())
def test_a_folder_that_is_accepted_is_written_back(dataset: Dataset, draw: st.DataObject) -> None:
    """Files without some optional fields are refused, or read and written back as they were."""
    files = {name: without(draw, data) for name, data in files_as_data(dataset).items()}
    with tempfile.TemporaryDirectory() as name:
        write(Path(name), files)
        read = read_folder(name)
        if not read.problems:
            for file, text in files_of(read.records).items():
                kind = file_kind_of(file)
                assert kind is not None
                kind = file_kind_of(file)
                assert kind is not None
                assert same(json.loads(text), files[file], kind.record), file
