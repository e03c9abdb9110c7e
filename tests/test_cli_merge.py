"""The command ``merge``: files of every kind, addresses, conflicts and where they are told."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any, Protocol

import pytest
from builders import Files, put, tiny, write
from commands import Result, Run, run

import negotiations as ng
from negotiations.io.layout import file_kind_of
from negotiations.io.strict_json import dumps

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["run"]

ACTORS, PROPOSAL = "data/actors.json", "data/proposals/accord.json"


class Merge(Protocol):
    """Merge one file of three datasets."""

    def __call__(self, file: str, *sides: Files, options: tuple[str, ...] = ()) -> Result: ...


@pytest.fixture
def merge(run: Run, tmp_path: Path) -> Merge:
    def call(file: str, *sides: Files, options: tuple[str, ...] = ()) -> Result:
        names = ("base", "ours", "theirs")
        folders = [write(tmp_path / name, files) for name, files in zip(names, sides, strict=True)]
        return run("merge", *(folder / file for folder in folders), *options)

    return call


def renamed(index: int, name: str) -> Files:
    return put(tiny(), ACTORS, index, "name", value=name)


def counted(number: int) -> Files:
    path = (PROPOSAL, "versions", 0, "terms", 0, "count")
    return put(tiny(), *path, value={"exactly": number})


@pytest.mark.parametrize("file", [each for each in tiny() if file_kind_of(each)])
def test_every_kind_of_file_merges(merge: Merge, file: str) -> None:
    """What one side alone changed is the result, as canonical text."""
    changed = tiny()
    record = changed[file][0] if isinstance(changed[file], list) else changed[file]
    record["note"] = "A remark."
    found = merge(file, tiny(), changed, tiny())
    assert (found.status, found.err) == (0, "")
    assert json.loads(found.out) == changed[file]
    assert found.out == dumps(json.loads(found.out)) + "\n"


def test_conflicts_are_told_apart_from_the_result(merge: Merge) -> None:
    """The result keeps the base there; the conflict stands on standard error, with its passages."""
    found = merge(PROPOSAL, tiny(), counted(30), counted(40))
    assert found.status == 1
    assert json.loads(found.out) == tiny()[PROPOSAL]
    assert found.err == (
        "conflict at /versions/accord@spring/terms/captives@1/count: "
        "both sides changed it, differently\n"
        '  base: {"exactly": 20}\n    report ¶4\n'
        '  ours: {"exactly": 30}\n    report ¶4\n'
        '  theirs: {"exactly": 40}\n    report ¶4\n'
        "1 conflict; the result keeps the value of BASE there\n"
    )
    assert merge(PROPOSAL, tiny(), counted(30), counted(40), options=("--exit-zero",)).status == 0


def test_conflicts_as_data(merge: Merge) -> None:
    """The result and the conflicts in one document; what a side does not have is left out."""
    theirs = renamed(2, "Northland")
    del theirs[ACTORS][0]
    ours = put(renamed(2, "The North"), ACTORS, 0, "name", value="The clerk")
    found = merge(ACTORS, tiny(), ours, theirs, options=("--output-format", "json"))
    assert found.status == 1
    data = json.loads(found.out)
    assert data["result"] == tiny()[ACTORS]
    none: dict[str, list[Any]] = {"base": [], "ours": [], "theirs": []}
    assert data["conflicts"] == [
        {
            "path": "/clerk",
            "why": "one side no longer has what the other changed",
            "base": tiny()[ACTORS][0],
            "ours": ours[ACTORS][0],
            "evidence": none,
        },
        {
            "path": "/north/name",
            "why": "both sides changed it, differently",
            "base": "North",
            "ours": "The North",
            "theirs": "Northland",
            "evidence": none,
        },
    ]


@pytest.mark.parametrize(("side", "number"), [("base", 20), ("ours", 30), ("theirs", 40)])
def test_taking_a_side(merge: Merge, tmp_path: Path, side: str, number: int) -> None:
    """Resolves all conflicts; the file is written as data files are."""
    file = tmp_path / "merged.json"
    options = ("--take", side, "-o", str(file))
    found = merge(PROPOSAL, tiny(), counted(30), counted(40), options=options)
    assert found == Result(0, "", "")
    assert json.loads(file.read_text("utf-8")) == counted(number)[PROPOSAL]


def test_a_file_with_conflicts_keeps_the_base(merge: Merge, tmp_path: Path) -> None:
    """It is written, so that nothing else is lost, and the status and a remark say what it is."""
    file = tmp_path / "merged.json"
    found = merge(PROPOSAL, tiny(), counted(30), counted(40), options=("-o", str(file)))
    assert (found.status, found.out) == (1, "")
    assert found.err.endswith("1 conflict; the result keeps the value of BASE there\n")
    assert json.loads(file.read_text("utf-8")) == tiny()[PROPOSAL]


def test_without_a_common_ancestor(run: Run, tmp_path: Path) -> None:
    """An empty file stands for nothing, and so does the file that is always empty."""
    ours = write(tmp_path / "ours", renamed(2, "North")) / ACTORS
    theirs = write(tmp_path / "theirs", {ACTORS: tiny()[ACTORS][:1]}) / ACTORS
    empty = tmp_path / "empty.json"
    empty.touch()
    for base in (empty, os.devnull):
        found = run("merge", base, ours, theirs)
        assert (found.status, found.err) == (0, "")
        assert json.loads(found.out) == tiny()[ACTORS]


def test_a_record_that_is_gone(run: Run, tmp_path: Path) -> None:
    """Nothing is written, and a remark says why; as data it is null."""
    base = write(tmp_path, {"seeds/report.json": tiny()["seeds/report.json"]}) / "seeds/report.json"
    found = run("merge", base, os.devnull, base)
    assert (found.status, found.out) == (0, "")
    assert (
        found.err
        == "the record was removed on both sides, or on one and not changed on the other\n"
    )
    data = run("merge", base, os.devnull, base, "--output-format", "json").out
    assert json.loads(data) == {"result": None, "conflicts": []}


def test_addresses(run: Run) -> None:
    """Records of the dataset; of two versions their ids differ, as everything else does."""
    one, other = "may-proposal@may", "may-proposal@bridging"
    found = run("merge", one, one, other)
    assert found.status == 0
    assert ng.from_json(ng.Version, found.out) == ng.load().versions[other]


@pytest.mark.parametrize(
    ("operands", "message"),
    [
        (("actors/qatar", "actors/qatar", "places/gaza"), "of one kind; found Actor, Actor, Place"),
        (("actors/qatar", "actors/qatar", "actors/quatar"), "did you mean qatar?"),
        (("actors/qatar", "actors/qatar", "nowhere.json"), "nowhere.json: No such file"),
    ],
)
def test_what_cannot_be_merged(run: Run, operands: tuple[str, ...], message: str) -> None:
    """Status 2, and what is wrong."""
    places = [each.id for each in ng.load().places.values()]
    found = run("merge", *(each.replace("gaza", places[0]) for each in operands))
    assert (found.status, found.out) == (2, "")
    assert message in found.err


def test_a_broken_file(merge: Merge) -> None:
    """Its problems are named with their places."""
    found = merge(ACTORS, tiny(), renamed(2, "x"), put(tiny(), ACTORS, 2, "kind", value="realm"))
    assert (found.status, found.out) == (2, "")
    assert "theirs/data/actors.json:" in found.err
    twice = put(tiny(), ACTORS, 5, value=tiny()[ACTORS][0])
    found = merge(ACTORS, tiny(), twice, tiny())
    assert found.status == 2
    assert "error[unique-id] duplicate id 'clerk'" in found.err
