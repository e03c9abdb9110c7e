"""The fast path of reading: it gives what the checked path gives, or leaves the text to it."""

from __future__ import annotations

import json
import pickle
import weakref
from functools import cache
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from builders import DELETED
from full import full
from hypothesis import given, settings
from hypothesis import strategies as st
from mutants import mutants, one_of_each, sampled
from profiles import scaled, step
from strategies import CLASSES, by_class, mutated, values

from negotiations.errors import InvalidDataset
from negotiations.io.codec import checked_from_json, to_data, value_from_json
from negotiations.io.decoding import decoded, decoded_list
from negotiations.io.json_text import value_to_json
from negotiations.io.layout import bundled_folder, file_kind_of
from negotiations.io.strict_json import dumps
from negotiations.model import (
    Actor,
    CeasefireTerm,
    Evidence,
    Group,
    MeasureTerm,
    OtherTerm,
    ReleaseTerm,
    Term,
    Version,
)
from negotiations.model.base import Value, fields_of
from negotiations.model.values import Count

if TYPE_CHECKING:
    from negotiations.io.layout import FileKind

often = settings(max_examples=scaled(60))
quick = settings(max_examples=scaled(8))


def read_as(cls: type[Value] | Value) -> type[Any]:
    """The class that files of such a value are read as: a term is known by its tag."""
    kind = cls if isinstance(cls, type) else type(cls)
    return Term if issubclass(kind, Term) else kind


@cache
def checked(kind: type[Value], data: bytes) -> Value | None:
    """What the checked path makes of a text; None where it refuses it."""
    try:
        return checked_from_json(kind, data)
    except InvalidDataset:
        return None


def agree(kind: type[Value], data: bytes) -> None:
    """Fail unless the fast path gives nothing, or what the checked path gives."""
    made = decoded(kind, data)
    if made is not None:
        slow = checked(kind, data)
        assert slow == made
        assert type(slow) is type(made)
        assert to_data(slow) == to_data(made)


@pytest.mark.parametrize("cls", CLASSES)
@quick
@given(st.data())
def test_what_is_written_is_read_on_the_fast_path(cls: type[Value], draw: st.DataObject) -> None:
    """Of what the library writes nothing is left to the checked path, and both give the same.

    The text is that of its data, in the one canonical layout.
    """
    item = draw.draw(by_class(cls))
    data = value_to_json(item).encode()
    assert data.decode() == dumps(to_data(item))
    made = decoded(read_as(cls), data)
    assert made == item == checked_from_json(read_as(cls), data)
    assert type(made) is cls
    assert hash(made) == hash(item)
    assert repr(made) == repr(item)


@often
@given(values())
def test_a_record_from_the_fast_path_is_like_any_other(item: Value) -> None:
    """It is frozen, has every field, can be referred to weakly, pickled and changed by `replace`."""
    made: Any = decoded(read_as(item), value_to_json(item).encode())
    for spec in fields_of(item):
        assert getattr(made, spec.name) == getattr(item, spec.name)
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(made, spec.name, None)
    assert weakref.ref(made)() is made
    assert pickle.loads(pickle.dumps(made)) == made
    assert made.replace() == made


@often
@given(values(), st.data())
def test_both_paths_agree_on_broken_data(item: Value, draw: st.DataObject) -> None:
    """What the fast path accepts of data broken anywhere, the checked path accepts, as the same."""
    agree(read_as(item), json.dumps(draw.draw(mutated(to_data(item)))).encode())


@often
@given(values(), st.data())
def test_both_paths_agree_on_broken_text(item: Value, draw: st.DataObject) -> None:
    """What the fast path accepts of text with a piece cut out, doubled or moved, the checked accepts."""
    text = value_to_json(item)
    start, end, target = sorted(draw.draw(st.integers(0, len(text))) for _ in range(3))
    piece = text[start:end]
    agree(read_as(item), (text[:start] + text[end:]).encode())
    agree(read_as(item), (text[:target] + piece + text[target:]).encode())
    agree(read_as(item), (text[:start] + text[end:target] + piece + text[target:]).encode())


@often
@given(values(), st.data())
def test_both_paths_agree_on_doubled_members(item: Value, draw: st.DataObject) -> None:
    """A key that is there twice is refused, wherever and however it is spelled and spaced."""
    data = to_data(item)
    if not isinstance(data, dict) or not data:
        return
    name = draw.draw(st.sampled_from(sorted(data)))
    key = draw.draw(st.sampled_from([name, f"\\u{ord(name[0]):04x}{name[1:]}"]))
    colon = draw.draw(st.sampled_from([":", " :", "\n:\t"]))
    again = draw.draw(st.sampled_from([data[name], None, "a:b", ":"]))
    text = json.dumps(data)[:-1] + f', "{key}"{colon}{json.dumps(again)}}}'
    assert decoded(read_as(item), text.encode()) is None


def evidence(**fields: object) -> dict[str, object]:
    """The data of a passage, with these fields."""
    passage = {"source": "cnn", "paragraph": 1, "start": 0, "end": 4, "sha256": "0" * 64}
    return {**passage, "support": "explicit", **fields}


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Count, '{"exactly": 5.0}'),
        (Count, '{"exactly": 5e0}'),
        (Count, '{"exactly": true}'),
        (Count, '{"exactly": 9007199254740992}'),
        (Count, '{"exactly": -1}'),
        (Count, '{"fewer_than": 0}'),
        (Count, '{"exactly": 5, "about": 5}'),
        (Count, '{"exactly": 5, "exactly": 5}'),
        (Count, '{"exactly": 5, "exac\\u0074ly": 5}'),
        (Count, "{}"),
        (Count, '{"exactly": null}'),
        (Count, '{"unstated": " "}'),
        (Count, '{"between": [5, 5]}'),
        (Count, '{"between": [4, 5, 6]}'),
        (Actor, '{"id": "Qatar", "label": "Qatar", "kind": "state"}'),
        (Actor, '{"id": "qatar\\n", "label": "Qatar", "kind": "state"}'),
        (Actor, '{"id": "qatar", "label": "\\u0085", "kind": "state"}'),
        (OtherTerm, '{"issue": "fire"}'),
        (ReleaseTerm, '{"kind": "other", "issue": "fire"}'),
        (OtherTerm, '{"kind": "other", "issue": "fire", "note": "\\ud800"}'),
        (OtherTerm, '{"kind": "other", "issue": "fire", "note": null}'),
        (OtherTerm, '{"kind": "other", "issue": "fire", "obligors": ["b", "a", "b"]}'),
        (OtherTerm, '{"kind": "other", "issue": "fire", "phase": 0}'),
        (OtherTerm, '{"kind": "other", "issue": "fire", "phase": "half"}'),
        (MeasureTerm, '{"kind": "measure", "issue": "line", "amount": {"exactly": -1}}'),
        (MeasureTerm, '{"kind": "measure", "issue": "line", "amount": {"exactly": "1.5"}}'),
        (
            MeasureTerm,
            '{"kind": "measure", "issue": "line", "amount": {"exactly": 1.00000000000000001}}',
        ),
        (
            MeasureTerm,
            '{"kind": "measure", "issue": "line", "amount": {"exactly": 1, "exactly": 2}}',
        ),
        (Evidence, json.dumps(evidence(end=0))),
        (Evidence, json.dumps(evidence(value={"exactly": 5, "about": 4}))),
        (Evidence, json.dumps(evidence(value=5))),
        (Evidence, json.dumps(evidence(value=" "))),
        (Evidence, json.dumps(evidence(sha256="0" * 63))),
        (Evidence, json.dumps(evidence(more=1))),
        (Evidence, json.dumps(evidence(value=7)).replace("7", '{"exactly": 5, "exactly": 5}')),
    ],
)
def test_what_is_not_plainly_right_is_left_to_the_checked_path(
    kind: type[Value], text: str
) -> None:
    """It is refused there with its reason, and never accepted by the fast path."""
    assert decoded(kind, text.encode()) is None
    with pytest.raises(InvalidDataset):
        value_from_json(kind, text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Count, ' {\n"exactly"\t:\r5 } '),
        (Count, '{"exac\\u0074ly": 5}'),
        (MeasureTerm, '{"kind": "measure", "issue": "line", "amount": {"exactly": 1.50}}'),
        (MeasureTerm, '{"kind": "measure", "issue": "line", "amount": {"between": [1, 2.5]}}'),
        (OtherTerm, '{"kind": "other", "issue": "fire", "note": "a:b \\": c"}'),
        (OtherTerm, '{"issue": "fire", "obligors": ["b", "a"], "kind": "other"}'),
        (CeasefireTerm, '{"issue": "fire", "kind": "ceasefire", "duration": {"exactly": "P6W"}}'),
        (Group, '{"who": ["women", "soldiers"], "count": {"about": 40}}'),
        (Evidence, json.dumps(evidence(value={"about": "P6W"}, fields=["duration"]))),
        (Evidence, json.dumps(evidence(value={"exactly": 1.5}))),
        (Evidence, json.dumps(evidence(value="Two words"))),
        (Evidence, json.dumps(evidence(value=False))),
    ],
)
def test_what_is_right_is_read_however_it_is_spaced_and_ordered(
    kind: type[Value], text: str
) -> None:
    """The fast path accepts it, and gives what the checked path gives."""
    made = decoded(kind, text.encode())
    assert made is not None
    assert made == checked_from_json(kind, text.encode())


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (MeasureTerm, '{"kind": "measure", "issue": "line", "amount": {"exactly": 1.5e1}}'),
        (OtherTerm, '{"kind": "other", "issue": "fire", "note": "a\\u003ab"}'),
    ],
)
def test_what_the_fast_path_does_not_follow_is_read_all_the_same(
    kind: type[Value], text: str
) -> None:
    """An exponent, and a colon spelled as an escape, are read on the checked path."""
    assert decoded(kind, text.encode()) is None
    assert value_from_json(kind, text) == checked_from_json(kind, text.encode())


def records_of(kind: FileKind, data: bytes) -> tuple[Value, ...] | None:
    """The records of a file on the fast path."""
    if kind.is_list:
        return decoded_list(kind.record, data)
    made = decoded(kind.record, data)
    return None if made is None else (made,)


@cache
def broken_files() -> tuple[tuple[str, bytes], ...]:
    """The files of mutants of the full dataset, each once: some for each file, more where tests explore."""
    files = full()
    found: dict[tuple[str, bytes], None] = {}
    broken = one_of_each(mutants(files))
    for mutant in list(broken if scaled(1) > 1 else sampled(list(broken)))[:: step(4)]:
        for file, data in mutant.applied(files).items():
            if data is not DELETED and file_kind_of(file) is not None:
                text = data if isinstance(data, bytes) else json.dumps(data, default=float).encode()
                found[file, text] = None
    return tuple(found)


def test_both_paths_agree_on_every_mutant() -> None:
    """What the fast path accepts of a broken dataset is right file by file, and broken in a rule."""
    accepted = 0
    for file, data in broken_files():
        kind = file_kind_of(file)
        assert kind is not None
        made = records_of(kind, data)
        if made is None:
            continue
        accepted += 1
        items = json.loads(data) if kind.is_list else [json.loads(data)]
        assert list(made) == [checked(kind.record, json.dumps(item).encode()) for item in items]
    assert 0 < accepted < len(broken_files())


def test_all_files_of_the_dataset_are_read_on_the_fast_path() -> None:
    """None of the bundled files is left to the checked path."""
    root = bundled_folder()
    for path in sorted(root.glob("data/**/*.json")) + sorted(root.glob("seeds/*.json")):
        kind = file_kind_of(path.relative_to(root).as_posix())
        assert kind is not None
        made = records_of(kind, path.read_bytes())
        assert made is not None, path
        data = [to_data(record) for record in made]
        assert dumps(data if kind.is_list else data[0]) + "\n" == path.read_text(encoding="utf-8")


def test_equal_parts_are_one_object() -> None:
    """References and bounded values that are equal are shared, within a text and between texts."""
    term = ReleaseTerm(issue="prisoners", count=Count.exactly(150))
    version = json.dumps(
        {"id": "accord@draft", "completeness": "partial", "terms": [to_data(term)]}
    )
    first, second = (decoded(Version, version.encode()) for _ in range(2))
    assert first is not None
    assert second is not None
    assert first.terms is not None
    assert second.terms is not None
    assert first.terms[0].issue is second.terms[0].issue
    assert getattr(first.terms[0], "count", 1) is getattr(second.terms[0], "count", 2)
