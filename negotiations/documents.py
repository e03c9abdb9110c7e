"""Values, answers and whole datasets as JSON text, and back: the one pair of functions for all of them."""

from __future__ import annotations

from typing import Any, TypeVar, overload

from negotiations.answers import answer
from negotiations.answers.answer import Answer
from negotiations.compare import document_reading
from negotiations.compare.diff import Diff
from negotiations.dataset import Dataset, settled
from negotiations.folder.reading import read_document
from negotiations.io.codec import to_data
from negotiations.io.layout import FILE_KINDS
from negotiations.io.strict_json import dumps
from negotiations.model.base import Value

V = TypeVar("V", bound=Value)
S = TypeVar("S", bound=Dataset)

__all__ = ["from_json", "to_json"]


def to_json(item: Value | Diff | Answer | Dataset) -> str:
    """A record as the data files have it, a diff as the schema ``diff`` has it, an answer, or a dataset.

    A dataset is one object: its metadata, where it has some, and a list of records for each collection,
    versions in their proposals.

    >>> from negotiations.model import Place
    >>> from negotiations.model.values import Count
    >>> print(to_json(Count.more_than(100)))
    {"more_than": 100}
    >>> river = Dataset(places=[Place(id="ford", name="The ford", kind="crossing")])
    >>> to_json(river).splitlines()[3]
    '  "places": [{"id": "ford", "name": "The ford", "kind": "crossing"}],'
    """
    if isinstance(item, Dataset):
        return dumps(_data(item))
    return answer.to_json(item)


def _data(dataset: Dataset) -> dict[str, Any]:
    data: dict[str, Any] = {}
    if dataset.metadata is not None:
        data["metadata"] = to_data(dataset.metadata)
    for kind in FILE_KINDS:
        if kind.collection in dataset.records.collections:
            records = dataset.records.collections[kind.collection].values()
            data[kind.collection] = [to_data(record) for record in records]
    return data


@overload
def from_json(kind: type[Diff], text: str) -> Diff: ...
@overload
def from_json(kind: type[S], text: str) -> S: ...
@overload
def from_json(kind: type[V], text: str) -> V: ...
def from_json(kind: type[Any], text: str) -> Any:
    """Read one record, one value, one diff or a whole dataset from JSON text, checked against its schema.

    Of a diff all is checked: it is made again from its two records, and must say what the document
    says. Leans are not read, since the issues that they rest on are not in it. Of a dataset all is
    checked that `load` checks of a folder.

    Args:
        kind: The class of the record or value, `Diff`, or `Dataset`.
        text: The JSON text, as `to_json` writes it.

    Raises:
        InvalidDataset: The text is not JSON or does not fit; ``problems`` names all of it.

    Warns:
        IncompleteDataset: A dataset breaks rules that do not make answers wrong.

    >>> from negotiations.model.values import Count
    >>> from_json(Count, '{"more_than": 100}')
    Count.more_than(100)
    >>> import negotiations as ng
    >>> from_json(ng.Dataset, to_json(ng.load())) == ng.load()
    True
    """
    if isinstance(kind, type) and issubclass(kind, Dataset):
        return kind.of_records(settled(read_document(text), stacklevel=3))
    return document_reading.from_json(kind, text)
