"""The commands that move what is there: another id for a record, a corrected text for its passages."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import contents, dataset_of, tiny
from commands import Run, completed, run

import negotiations as ng

__all__ = ["run"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The tiny dataset, as it is saved."""
    ng.save(dataset_of(tiny()), tmp_path / "tiny")
    return tmp_path / "tiny"


# --- rename -------------------------------------------------------------------------------------


def test_rename_says_what_changed(run: Run, folder: Path) -> None:
    """The references, and the files that are written and removed; a dry run writes nothing."""
    before = contents(folder)
    dry = run("-d", folder, "rename", "clerk", "registrar", "--dry-run")
    assert (dry.status, dry.err) == (0, "")
    assert dry.out.startswith("would rename actors/clerk to actors/registrar, with ")
    assert contents(folder) == before
    wet = run("-d", folder, "rename", "clerk", "registrar")
    assert (wet.status, wet.err) == (0, "")
    assert wet.out == dry.out.replace("would rename", "renamed")
    assert "  written: data/actors.json\n" in wet.out
    assert ng.check(folder) == ()
    assert "clerk" not in ng.load(folder).actors


def test_rename_as_json(run: Run, folder: Path) -> None:
    """The same for programs."""
    found = run("-d", folder, "rename", "places/hill", "ridge", "--output-format", "json")
    assert found.status == 0
    assert (found.json["from"], found.json["to"]) == ("places/hill", "places/ridge")
    assert found.json["written"] is True
    assert (found.json["mentions"], found.json["removed"]) == ([], [])
    assert "data/places.json" in found.json["files"]
    assert {"record", "pointer"} == set(found.json["references"][0])
    moved = run("-d", folder, "rename", "south", "southern", "--output-format", "json").json
    assert moved["removed"] == ["data/positions/south.json"]


def test_rename_tells_of_notes_and_leaves_them(run: Run, folder: Path) -> None:
    """What a note says in words is for its author to change."""
    dataset = ng.load(folder)
    ng.save(
        dataset.with_records(dataset.actors["north"].replace(note="See valley-council.")), folder
    )
    found = run("-d", folder, "rename", "valley-council", "council")
    assert found.err == "in words, and unchanged: actors/north /note\n"
    assert run("-q", "-d", folder, "rename", "council", "valley-council").err == ""


@pytest.mark.parametrize(
    ("address", "new", "message"),
    [
        ("norht", "x", "negotiations: no record 'norht'; did you mean north?"),
        ("north", "South", "error[unique-id] the id 'south' is taken"),
        ("north", "North Side", "  remedy: write 'north-side'"),
    ],
)
def test_rename_refuses(run: Run, folder: Path, address: str, new: str, message: str) -> None:
    """With what to do, and status 2; nothing is written."""
    before = contents(folder)
    found = run("-d", folder, "rename", address, new)
    assert (found.status, found.out) == (2, "")
    assert message in found.err
    assert contents(folder) == before


def test_rename_completes_addresses_of_the_own_dataset(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ids, and addresses once a collection is typed."""
    monkeypatch.chdir(folder)
    assert completed("negotiations rename val") == ["valley-council", "valley"]
    assert completed("negotiations rename actors/no") == ["actors/north"]
