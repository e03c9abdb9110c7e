"""The difference of two datasets: what was added, removed, renamed and changed, record by record."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import negotiations as ng
from negotiations.answers.dataset_diff import DatasetDiff, own_content
from negotiations.dataset import Dataset
from negotiations.model import Actor, Place, Proposal, Version
from negotiations.plaintext import plain
from negotiations.records import address_of
from negotiations.render.render import FORMATS
from negotiations.vocabulary import ActorKind, Completeness, PlaceKind
from tests.builders import dataset_of, tiny
from tests.datasets import datasets
from tests.pages import (
    HOSTILE,
    MARKUP,
    hostile_dataset,
    leaves,
    leaves_of_change,
    page,
    read_as,
    squeezed,
    unsafe,
)
from tests.profiles import scaled

PINNED = Path(__file__).parent / "pinned" / "dataset-diff.txt"


def version(name: str, **more: Any) -> Version:
    return Version(id=f"accord@{name}", completeness=Completeness.PARTIAL, **more)


def proposal(*versions: Version, **more: Any) -> Proposal:
    given = {"title": "Accord", "between": (), "rationale": "One.", **more}
    return Proposal(id="accord", versions=versions or None, **given)


def ford(key: str = "ford", **more: Any) -> Place:
    return Place(id=key, **{"name": "The ford", "kind": PlaceKind.CROSSING, **more})


def state(key: str, **more: Any) -> Actor:
    return Actor(id=key, **{"name": key.capitalize(), "kind": ActorKind.STATE, **more})


def read_tiny() -> Dataset:
    return dataset_of(tiny())


def between(old: Dataset, new: Dataset) -> dict[str, list[str]]:
    """The addresses of each kind of difference."""
    found = ng.diff(old, new)
    kinds = ("added", "removed", "renamed", "changed")
    return {name: list(getattr(found, name)) for name in kinds if getattr(found, name)}


CASES: list[tuple[str, Dataset, Dataset, dict[str, list[str]]]] = [
    ("nothing", Dataset(), Dataset(), {}),
    ("a record more", Dataset(), Dataset(places=[ford()]), {"added": ["places/ford"]}),
    ("one less", Dataset(places=[ford()]), Dataset(), {"removed": ["places/ford"]}),
    (
        "another name",
        Dataset(places=[ford()]),
        Dataset(places=[ford(name="Old ford")]),
        {"changed": ["places/ford"]},
    ),
    (
        "another id alone",
        Dataset(places=[ford()]),
        Dataset(places=[ford("old-ford")]),
        {"renamed": ["places/ford"]},
    ),
    (
        "another id and name: not sure, so not guessed",
        Dataset(places=[ford()]),
        Dataset(places=[ford("old-ford", name="Old ford")]),
        {"added": ["places/old-ford"], "removed": ["places/ford"]},
    ),
    (
        "two that may be the new one",
        Dataset(places=[ford("a"), ford("b")]),
        Dataset(places=[ford("c")]),
        {"added": ["places/c"], "removed": ["places/a", "places/b"]},
    ),
    (
        "two that the old one may be",
        Dataset(places=[ford("a")]),
        Dataset(places=[ford("b"), ford("c")]),
        {"added": ["places/b", "places/c"], "removed": ["places/a"]},
    ),
    (
        "a reference to a renamed record is a change of its own",
        Dataset(places=[ford(), ford("bank", name="The bank", within=("ford",))]),
        Dataset(places=[ford("old-ford"), ford("bank", name="The bank", within=("old-ford",))]),
        {"renamed": ["places/ford"], "changed": ["places/bank"]},
    ),
    (
        "a renamed record that refers to another one",
        Dataset(places=[ford(), ford("bank", name="The bank", within=("ford",))]),
        Dataset(places=[ford("old-ford"), ford("edge", name="The bank", within=("old-ford",))]),
        {"renamed": ["places/bank", "places/ford"]},
    ),
    (
        "one id in two collections",
        Dataset(places=[ford("hill")], actors=[state("hill")]),
        Dataset(places=[ford("hill", name="A hill")], actors=[state("hill")]),
        {"changed": ["places/hill"]},
    ),
    (
        "a version of a proposal that stays the same",
        Dataset(proposals=[proposal(version("a"), version("b"))]),
        Dataset(proposals=[proposal(version("a", note="A remark."), version("c", note="New."))]),
        {
            "added": ["versions/accord@c"],
            "removed": ["versions/accord@b"],
            "changed": ["versions/accord@a"],
        },
    ),
    (
        "a first version",
        Dataset(proposals=[proposal()]),
        Dataset(proposals=[proposal(version("a"))]),
        {"added": ["versions/accord@a"]},
    ),
    (
        "a proposal, not its versions",
        Dataset(proposals=[proposal(version("a"))]),
        Dataset(proposals=[proposal(version("a"), title="The accord")]),
        {"changed": ["proposals/accord"]},
    ),
    (
        "a proposal with its versions",
        Dataset(),
        Dataset(proposals=[proposal(version("a"))]),
        {"added": ["proposals/accord", "versions/accord@a"]},
    ),
]


@pytest.mark.parametrize(
    ("old", "new", "expected"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_what_differs(old: Dataset, new: Dataset, expected: dict[str, list[str]]) -> None:
    """Each record that differs is found once, in the way that it differs."""
    assert between(old, new) == expected


BACK = {"added": "removed", "removed": "added", "changed": "changed"}


@pytest.mark.parametrize(
    ("old", "new", "expected"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_the_other_way_round(old: Dataset, new: Dataset, expected: dict[str, list[str]]) -> None:
    """What one way adds the other removes, and a renamed record has its old name back."""
    found, back = between(old, new), ng.diff(new, old)
    for name, other in BACK.items():
        assert list(getattr(back, other)) == found.get(name, [])
    assert dict(back.renamed) == {to: name for name, to in ng.diff(old, new).renamed.items()}


def test_the_renamed_are_told_by_both_addresses() -> None:
    """The new address of a renamed record is found by the old one."""
    found = ng.diff(Dataset(places=[ford()]), Dataset(places=[ford("old-ford")]))
    assert dict(found.renamed) == {"places/ford": "places/old-ford"}
    assert bool(found)


def test_a_renamed_proposal_keeps_its_versions() -> None:
    """Versions have the id of their proposal in theirs, and are renamed with it."""
    one = proposal(version("a"), version("b", derived_from=("accord@a",), note="Second."))
    renamed = Version(id="pact@a", completeness=Completeness.PARTIAL)
    second = renamed.replace(id="pact@b", derived_from=("pact@a",), note="Second.")
    other = one.replace(id="pact", versions=(renamed, second))
    found = ng.diff(Dataset(proposals=[one]), Dataset(proposals=[other]))
    assert dict(found.renamed) == {
        "proposals/accord": "proposals/pact",
        "versions/accord@a": "versions/pact@a",
        "versions/accord@b": "versions/pact@b",
    }
    assert not found.added
    assert not found.removed


def test_metadata_are_compared_whatever_they_are_called() -> None:
    """A dataset under another id is still compared with its former self."""
    old = read_tiny()
    assert old.metadata is not None
    new = old.with_records(old.metadata.replace(id="talks", version="1.1.0"))
    found = ng.diff(old, new)
    assert list(found.changed) == ["metadata/talks"]
    assert [change.path for change in found.changed["metadata/talks"]] == ["/id", "/version"]
    assert str(found.summary()) == "records: 1 changed"
    assert found.summary().collections == {
        "metadata": {"added": 0, "removed": 0, "renamed": 0, "changed": 1, "same": 0}
    }


def test_metadata_that_come_and_go() -> None:
    """A dataset without metadata gains them as it gains a record."""
    old = read_tiny()
    bare = Dataset(places=old.places.values())
    found = ng.diff(bare, old)
    assert "metadata/valley-talks" in found.added
    assert found.summary().collections["metadata"]["same"] == 0
    assert ng.diff(old, bare).summary().collections["metadata"] == {
        "added": 0,
        "removed": 1,
        "renamed": 0,
        "changed": 0,
        "same": 0,
    }


def test_what_is_not_there_is_named_by_what_is_near() -> None:
    """An address raises with the nearest, and get gives None."""
    found = ng.diff(Dataset(), Dataset(places=[ford()]))
    assert found.added["places/ford"].id == "ford"
    assert found.added.get("places/fort") is None
    with pytest.raises(
        ng.UnknownId, match=r"^no added record 'places/fort'; did you mean places/ford\?$"
    ):
        found.added["places/fort"]
    with pytest.raises(ng.UnknownId, match="no changed record 'places/ford'"):
        found.changed["places/ford"]
    with pytest.raises(KeyError):
        found.added[0]  # type: ignore[index]
    assert repr(found.added) == "<1 × added record: places/ford>"
    assert repr(found) == (
        "<DatasetDiff a dataset without metadata → a dataset without metadata: records: 1 added>"
    )


def test_leans_are_by_the_issues_of_the_datasets() -> None:
    """The diff of a changed record knows the issues of both datasets; the later ones count."""
    ds = ng.load()
    held = ds.versions["may-proposal@may"]
    new = ds.with_records(held.replace(terms=None)).without("issues/ceasefire")
    found = ng.diff(ds, new).changed["versions/may-proposal@may"]
    assert found.issues is not None
    assert set(found.issues) == set(ds.issues)


@pytest.mark.parametrize(
    ("sides", "message"),
    [
        ((Dataset(), ford()), "a dataset is compared with a dataset, and a record with a record"),
        ((ford(), Dataset()), "a dataset is compared with a dataset, and a record with a record"),
        ((ford(), "ford"), "expected records, found str 'ford'; `Dataset.diff` takes ids"),
    ],
)
def test_what_cannot_be_compared(sides: tuple[Any, Any], message: str) -> None:
    """A dataset is compared with a dataset alone, and the error says so."""
    with pytest.raises(TypeError) as fault:
        ng.diff(*sides)
    assert str(fault.value) == message


def test_arguments_that_do_not_go_together() -> None:
    """A dataset has its own issues, and is compared with one other."""
    ds: Any = Dataset(places=[ford()])
    with pytest.raises(TypeError, match="leave out issues"):
        ng.diff(ds, ds, issues={})  # type: ignore[call-overload]
    with pytest.raises(TypeError, match="give it alone"):
        ds.diff(ds, "ford")
    with pytest.raises(TypeError, match="found one"):
        ds.diff("ford")


def test_the_json_has_all_records_and_diffs() -> None:
    """Added and removed records in full, a document of each diff, and the same twice."""
    old = read_tiny()
    new = old.without("places/hill").with_records(
        ford(),
        old.actors["north"].replace(name="The North"),
        old.places["valley"].replace(note="x"),
    )
    found = ng.diff(old, new)
    data = json.loads(ng.to_json(found))
    assert data["old"] == {"id": "valley-talks", "version": "1.0.0"}
    assert data["summary"] == {
        "text": "records: 1 added, 1 removed, 2 changed",
        "collections": found.summary().collections,
        "levels": {"editorial": 2},
    }
    assert [entry["address"] for entry in data["added"]] == ["places/ford"]
    assert data["added"][0]["record"] == {"id": "ford", "name": "The ford", "kind": "crossing"}
    assert data["removed"][0]["record"]["id"] == "hill"
    assert data["renamed"] == []
    assert [entry["address"] for entry in data["changed"]] == ["actors/north", "places/valley"]
    for entry in data["changed"]:
        assert ng.from_json(ng.Diff, json.dumps(entry["diff"])) == found.changed[entry["address"]]
    assert ng.to_json(ng.diff(old, new)) == ng.to_json(found)


def test_it_is_a_value() -> None:
    """Two of the same datasets are equal, hash alike and survive pickling."""
    old, new = Dataset(places=[ford()]), Dataset(places=[ford(name="Old ford")])
    found = ng.diff(old, new)
    assert found == ng.diff(old, new)
    assert hash(found) == hash(ng.diff(old, new))
    assert found != ng.diff(new, old)
    assert found != "a page"
    again = pickle.loads(pickle.dumps(found))
    assert again == found
    assert again.changed == found.changed


# --- laws ---------------------------------------------------------------------------------------


@given(datasets(), datasets())
@settings(max_examples=scaled(30))
def test_it_is_false_if_and_only_if_the_two_are_equal(one: Dataset, other: Dataset) -> None:
    """Of any two datasets; and of one with itself."""
    assert not ng.diff(one, one)
    assert bool(ng.diff(one, other)) is (one != other)


@given(datasets(), datasets())
@settings(max_examples=scaled(30))
def test_every_record_is_accounted_for(one: Dataset, other: Dataset) -> None:
    """What is not added, removed, renamed or changed is the same on both sides."""
    found = ng.diff(one, other)
    before = {address_of(record): record for record in one}
    after = {address_of(record): record for record in other}
    gone = set(found.removed) | set(found.renamed)
    come = set(found.added) | set(found.renamed.values())
    about = {address for address in (*gone, *come) if address.startswith("metadata/")}
    assert before.keys() - after.keys() == gone - about
    assert after.keys() - before.keys() == come - about
    for address in before.keys() & after.keys():
        sides = [own_content(side[address]) for side in (before, after)]
        assert (address in found.changed) is (sides[0] != sides[1])
    for numbers in found.summary().collections.values():
        assert min(numbers.values()) >= 0
    for address, change in found.changed.items():
        if change.whole:
            assert change.apply() == change.b, address


@given(datasets(), st.data())
@settings(max_examples=scaled(20))
def test_one_record_more_is_one_that_is_added(ds: Dataset, data: st.DataObject) -> None:
    """A record that nothing else is part of comes alone, and its loss is told the other way."""
    records = [record for record in ds if not isinstance(record, Version | Proposal)]
    chosen = data.draw(st.sampled_from(records))
    less = ds.without(address_of(chosen))
    found = ng.diff(less, ds)
    assert list(found.added) == [address_of(chosen)]
    assert [*found.removed, *found.changed, *found.renamed] == []


# --- pages --------------------------------------------------------------------------------------


def example() -> DatasetDiff:
    old = read_tiny()
    accord = next(iter(old.versions.values()))
    return ng.diff(
        old,
        old.without("places/hill").with_records(
            ford(),
            old.actors["south"].replace(name="The South"),
            accord.replace(terms=accord.terms[1:] if accord.terms else None),
        ),
    )


def test_the_page() -> None:
    """The numbers of each collection, then what changed in it."""
    assert page(example()) == PINNED.read_text("utf-8")


@pytest.mark.parametrize("name", ["text", "markdown", "html"])
def test_a_page_has_a_section_for_each_collection(name: Any) -> None:
    """In every format, with the numbers in the heading."""
    made = ng.render(example(), name, level="bookkeeping")
    for title in ("Actors: 1 changed", "Places: 1 added, 1 removed", "Versions: 1 changed"):
        assert made.count(title) == 1


@given(datasets(), datasets())
@settings(max_examples=scaled(6))
def test_no_format_is_poorer_than_the_json(one: Dataset, other: Dataset) -> None:
    """At the level bookkeeping, each page has all changes, and all fields of whole records."""
    found = ng.diff(one, other)
    wanted = [
        text
        for compared in found.changed.values()
        for c in compared
        for text in leaves_of_change(compared, c)
    ]
    for records in (found.added, found.removed):
        for address, record in records.items():
            wanted += [address, *leaves(own_content(record))]
    wanted += [*found.renamed, *found.renamed.values()]
    for name in FORMATS:
        made = ng.render(found, name, level="bookkeeping", width=8000)
        read = squeezed(read_as(name, made))
        assert [text for text in wanted if squeezed(plain(text)) not in read] == []


@pytest.mark.parametrize("poison", HOSTILE + MARKUP)
def test_no_name_steers_a_terminal_or_opens_a_tag(poison: str) -> None:
    """In no format does text of a dataset reach the reader as anything but text."""
    hostile = hostile_dataset(poison)
    for sides in ((Dataset(), hostile), (hostile, Dataset()), (hostile, read_tiny())):
        for name in FORMATS:
            for level in ("clarifying", "bookkeeping"):
                made = ng.render(ng.diff(*sides), name, dataset=hostile, level=level)
                assert unsafe(made) == set()


def test_what_is_below_the_level_is_counted() -> None:
    """A page says how many changes it leaves out, and of how many records they are all."""
    old = read_tiny()
    found = ng.diff(old, old.with_records(old.actors["north"].replace(name="The North")))
    assert page(found).endswith(
        "1 change below the level clarifying not shown, which are all that changed in 1\n"
        "record; the level bookkeeping shows all.\n"
    )
    assert "not shown" not in page(found, level="editorial")
    assert "The North" in page(found, level="editorial")


def test_without_differences() -> None:
    """Two equal datasets have a page that says so."""
    ds = read_tiny()
    assert page(ng.diff(ds, ds)) == ("valley-talks 1.0.0 → valley-talks 1.0.0\nno differences\n")
