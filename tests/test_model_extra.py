"""Extra data: what is kept, what is refused, and that nothing on the way changes it."""

from __future__ import annotations

import copy
import json
import pickle
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from builders import tiny, write
from commands import run
from hypothesis import given
from strategies import extras, json_objects

import negotiations as ng
from negotiations.errors import NegotiationsError
from negotiations.limits import MAXIMUM_EXTRA_DEPTH
from negotiations.model.extra import Extra, UnfitExtra
from negotiations.records import address_of
from negotiations.vocabulary import Level

if TYPE_CHECKING:
    from pathlib import Path

    from commands import Run

__all__ = ["run"]


def ford(**fields: Any) -> ng.Place:
    """A place of an invented dataset."""
    return ng.Place(id="ford", name="The ford", kind="crossing", **fields)


def _read(data: Any) -> Any:
    """JSON data with doubles for exact decimals."""
    if isinstance(data, dict):
        return {name: _read(part) for name, part in data.items()}
    if isinstance(data, list):
        return [_read(part) for part in data]
    return float(data) if isinstance(data, Decimal) else data


@given(json_objects())
def test_what_is_kept_is_what_was_given(data: dict[str, Any]) -> None:
    """The plain data say the same as those given: through JSON, a copy and a pickle."""
    extra = Extra(data)
    assert extra.to_data() == _read(data)
    record = ford(extra=data)
    assert record.extra == extra
    text = ng.to_json(record)
    for again in (
        ng.from_json(ng.Place, text),
        pickle.loads(pickle.dumps(record)),
        copy.deepcopy(record),
    ):
        assert again == record
        assert hash(again) == hash(record)
        assert ng.to_json(again) == text


@given(extras(), extras())
def test_equality_is_that_of_the_json(one: Extra, other: Extra) -> None:
    """Two are equal if and only if their JSON, sorted by name, is; then their hashes are, too."""
    written = [json.dumps(extra.to_data(), sort_keys=True) for extra in (one, other)]
    assert (one == other) is (written[0] == written[1])
    assert one != other or hash(one) == hash(other)


def test_the_order_of_names_makes_no_difference() -> None:
    """Equal data are written alike."""
    one, other = (
        ford(extra={"b": 1, "a": {"d": 1, "c": 2}}),
        ford(extra={"a": {"c": 2, "d": 1}, "b": 1}),
    )
    assert one == other
    assert ng.to_json(one) == ng.to_json(other)
    assert one.extra == {"b": 1, "a": {"d": 1, "c": 2}}


@pytest.mark.parametrize(
    ("one", "other"), [(True, 1), (False, 0), ([], {}), (None, False), ("1", 1)]
)
def test_what_json_tells_apart_is_told_apart(one: Any, other: Any) -> None:
    """To Python some of these are equal; to JSON none are."""
    assert Extra({"a": one}) != Extra({"a": other})
    assert Extra({"a": [one]}) != Extra({"a": [other]})


def test_it_is_immutable_throughout() -> None:
    """Neither the data given nor those taken out change it."""
    given_data: dict[str, Any] = {"a": {"b": [1]}}
    extra = Extra(given_data)
    given_data["a"]["b"].append(2)
    extra.to_data()["a"]["b"].append(3)
    assert extra == {"a": {"b": [1]}}
    with pytest.raises(TypeError):
        extra["a"] = 1  # type: ignore[index]
    with pytest.raises(AttributeError, match=r"^an Extra is immutable; '_members' cannot be set$"):
        extra._members = {}


def _deep(levels: int) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for _ in range(levels - 1):
        data = {"in": data}
    return data


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            {"a": [0, 2**53]},
            (
                "extra/a/1: a number beyond 9007199254740991, which not every reader of JSON keeps; "
                "write it as text"
            ),
        ),
        (
            {"a": Decimal("0.12345678901234567890")},
            (
                "extra/a: 0.12345678901234567890 has more digits than every reader of JSON keeps; "
                "write it as text"
            ),
        ),
        ({"a": float("nan")}, "extra/a: nan is no number that JSON has"),
        (
            {"a/b": {"c~": {1}}},
            "extra/a~1b/c~0: set {1} is nothing that JSON has; write it as text",
        ),
        ({"a": {1: 2}}, "extra/a: the names in an object are text, found 1"),
        ({"a": "\ud800"}, "extra/a: a lone surrogate is not a character"),
        (_deep(MAXIMUM_EXTRA_DEPTH + 1), "extra/in/in/in: nested deeper than 32 levels"),
    ],
)
def test_what_cannot_be_kept_is_refused(data: Any, message: str) -> None:
    """The message says where, what, and what to do."""
    with pytest.raises(UnfitExtra) as fault:
        Extra(data)
    assert str(fault.value) == message
    with pytest.raises(ValueError, match=r"^extra/"):
        ford(extra=data)


def test_what_can_be_made_can_be_read(tmp_path: Path) -> None:
    """The deepest data that a record takes are read from a folder, a diff and a whole dataset."""
    version = ng.Version(
        id="accord@spring", completeness="partial", extra=_deep(MAXIMUM_EXTRA_DEPTH)
    )
    write(tmp_path, tiny())
    changed = ng.load(tmp_path).versions["accord@spring"].replace(extra=version.extra)
    dataset = ng.load(tmp_path).with_records(changed)
    ng.save(dataset, tmp_path / "copy")
    assert ng.load(tmp_path / "copy") == dataset
    diff = ng.diff(version.replace(extra=None), version)
    assert ng.from_json(ng.Diff, ng.to_json(diff)) == diff


def test_a_difference_of_extra_data_is_bookkeeping() -> None:
    """It is no more than that, whichever way it differs, and a patch makes it."""
    sides = [ford(), ford(extra={}), ford(extra={"a": 1}), ford(extra={"a": True})]
    for one in sides:
        for other in sides:
            diff = ng.diff(one, other)
            assert [(change.path, change.level) for change in diff] == (
                [] if one is other else [("/extra", Level.BOOKKEEPING)]
            )
            assert diff.apply(one) == other


def _merged(base: Any, ours: Any, theirs: Any) -> ng.Merge[ng.Place]:
    return ng.merge(*(ford(extra=data) for data in (base, ours, theirs)))


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "result"),
    [
        ({"a": 1}, {"a": 1, "b": 2}, {"a": 1, "c": 3}, {"a": 1, "b": 2, "c": 3}),
        ({"a": 1, "b": 2}, {"b": 2}, {"a": 1, "b": 3}, {"b": 3}),
        (None, {"a": 1}, {"b": 2}, {"a": 1, "b": 2}),
        ({"a": {"x": 1}}, {"a": {"x": 1, "y": 2}}, {"a": {"x": 3}}, {"a": {"x": 3, "y": 2}}),
        ({"a": 1}, {"a": None}, {"a": 1, "b": 0}, {"a": None, "b": 0}),
        ({"a": 1}, {"a": True}, {"a": 1}, {"a": True}),
    ],
)
def test_extra_data_merge_name_by_name(base: Any, ours: Any, theirs: Any, result: Any) -> None:
    """What one side changed is taken over, name by name, whichever side it is."""
    for merged in (_merged(base, ours, theirs), _merged(base, theirs, ours)):
        assert merged.is_clean
        assert merged.result == ford(extra=result)


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "paths"),
    [
        ({"a": 1, "b": 0}, {"a": 2, "b": 0}, {"a": 3}, ["/extra/a"]),
        ({"a": 1}, {}, {"a": 3}, ["/extra/a"]),
        ({"a": {"x/y": 1}}, {"a": {"x/y": 2}}, {"a": {"x/y": [2]}}, ["/extra/a/x~1y"]),
        ({"a": 1}, {"a": None}, {"a": 2}, ["/extra"]),
        ({"a": 1}, {"a": 1}, None, []),
        ({"a": 1}, {"a": 2}, None, ["/extra"]),
    ],
)
def test_extra_data_that_do_not_go_together_conflict(
    base: Any, ours: Any, theirs: Any, paths: list[str]
) -> None:
    """The conflict is at the name; each side can be taken."""
    merged = _merged(base, ours, theirs)
    assert [conflict.path for conflict in merged.conflicts] == paths
    if not paths:
        return
    for side, data in (("ours", ours), ("theirs", theirs)):
        taken = merged.take(side, *paths)  # type: ignore[arg-type]
        assert taken.is_clean
        held = taken.result.extra if taken.result else None
        for name in set(data or ()) - {"b"}:
            assert held is not None
            assert Extra({name: held[name]}) == Extra({name: data[name]})
    if paths == ["/extra/a"]:
        assert merged.resolve("/extra/a", [1]).result == ford(
            extra={**merged.result.extra, "a": [1]}
        )  # type: ignore[union-attr, dict-item]
        with pytest.raises(NegotiationsError) as fault:
            merged.resolve("/extra/a", {1})
        assert str(fault.value) == (
            "what was given for a conflict in /extra does not fit: extra/a: set {1} is nothing that JSON "
            "has; write it as text; nothing was changed"
        )


def test_the_command_line_gives_and_shows_it(tmp_path: Path, run: Run) -> None:
    """`add` and `set` take JSON, `set --keep` keeps the names that are there, `show` has it on the page."""
    write(tmp_path, tiny())
    here = ("-d", str(tmp_path))
    first = run(*here, "set", "places/hill", "--extra", '{"batch": 7, "more": [0.5, null]}')
    assert first.status == 0, first.err
    assert ng.load(tmp_path).places["hill"].extra == {"batch": 7, "more": [0.5, None]}
    again = run(*here, "set", "places/hill", "--keep", "--extra", '{"batch": 8}')
    assert again.status == 0, again.err
    assert ng.load(tmp_path).places["hill"].extra == {"batch": 8, "more": [0.5, None]}
    page = run(*here, "show", "places/hill").out
    assert re.search(r'^ *extra +\{"batch": 8, "more": \[0\.5, null\]\}$', page, re.MULTILINE), page
    field = run(*here, "show", "places/hill", "--field", "extra", "--output-format", "json")
    assert json.loads(field.out)["value"] == {"batch": 8, "more": [0.5, None]}
    (tmp_path / "extra.json").write_text('{"from": "a file"}', "utf-8")
    added = run(
        *here, "add", "place", "ford", "--name", "The ford", "--kind", "crossing",
        "--extra", str(tmp_path / "extra.json"),
    )  # fmt: skip
    assert added.status == 0, added.err
    assert ng.load(tmp_path).places["ford"].extra == {"from": "a file"}
    assert run(*here, "set", "places/ford", "--unset", "extra").status == 0
    assert ng.load(tmp_path).places["ford"].extra is None
    for wrong in ("[1]", '{"a": 1', '{"a": 1, "a": 2}', '{"a": 9007199254740992}'):
        refused = run(*here, "set", "places/ford", "--extra", wrong)
        assert refused.status == 2
        assert "extra" in refused.err


def test_every_collection_has_it(tmp_path: Path) -> None:
    """Records of all kinds carry extra data through a folder, and the dataset is another one without it."""
    write(tmp_path, tiny())
    plain = ng.load(tmp_path)
    records = [
        record.replace(extra={"of": address_of(record)}) for record in plain.records.everything()
    ]
    outer = [record for record in records if not isinstance(record, ng.Version)]
    marked = plain.with_records(*outer)
    marked = marked.with_records(*(record for record in records if isinstance(record, ng.Version)))
    assert marked != plain
    assert hash(marked) == hash(pickle.loads(pickle.dumps(marked)))
    ng.save(marked, tmp_path / "marked")
    read = ng.load(tmp_path / "marked")
    assert read == marked
    assert all(record.extra == {"of": address_of(record)} for record in read.records.everything())
    assert not ng.check(tmp_path / "marked")
