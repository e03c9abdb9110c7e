"""The commands that move what is there: another id for a record, a corrected text for its passages."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import ARTICLE, contents, dataset_of, tiny, write_text
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


# --- relocate -----------------------------------------------------------------------------------


def test_relocate_moves_the_passages(run: Run, folder: Path, tmp_path: Path) -> None:
    """What needs no look is counted; a dry run writes nothing and says the same."""
    write_text(tmp_path, ARTICLE.replace("The draft asks", "A new line.\nThe draft asks"))
    before = contents(folder)
    dry = run("-d", folder, "relocate", "report", "--texts", tmp_path, "--dry-run")
    assert dry.status == 0
    assert contents(folder) == before
    count = len([*ng.load(folder).records.evidence()])
    found = run("-d", folder, "relocate", "report", "--texts", tmp_path)
    assert found.status == 0
    assert found.err == f"report: {count} of {count} passages found again\n"
    assert found.out == dry.out.replace("would write: ", "written: ")
    assert set(found.out.splitlines()) >= {
        "written: seeds/report.json",
        "written: data/events.json",
    }
    assert [each.rule for each in ng.check(folder, texts=tmp_path)] == ["paragraphs-accounted"]
    again = run("-d", folder, "relocate", "report", "--texts", tmp_path)
    assert (again.status, again.out, again.err) == (0, "", found.err)


def test_relocate_asks_what_to_do_with_what_is_near(run: Run, folder: Path, tmp_path: Path) -> None:
    """It is shown with its words, and nothing is written until that is said."""
    write_text(tmp_path, ARTICLE.replace("The draft asks both", "The draft asked both"))
    before = contents(folder)
    found = run("-d", folder, "relocate", "report", "--texts", tmp_path)
    assert found.status == 1
    assert contents(folder) == before
    assert "near: versions/accord@spring /terms/fire@1/evidence/0 ¶" in found.out
    assert "The draft asked both sides" in found.out
    assert found.err.endswith(
        "nothing was written: look at what is near, and give --accept-near or --leave-near\n"
    )
    left = run("-d", folder, "relocate", "report", "--texts", tmp_path, "--leave-near", "--dry-run")
    assert (left.status, "would write: seeds/report.json" in left.out) == (1, True)
    taken = run("-d", folder, "relocate", "report", "--texts", tmp_path, "--accept-near")
    assert taken.status == 0
    assert run("-q", "check", folder, "--texts", tmp_path).status == 0


def test_relocate_lists_what_is_gone(run: Run, folder: Path, tmp_path: Path) -> None:
    """With its record and its old place; it stays as it was, and the rest is written."""
    line = next(line for line in ARTICLE.splitlines() if line.startswith("The draft asks"))
    write_text(tmp_path, ARTICLE.replace(line + "\n", ""))
    start = ARTICLE.index(line)
    found = run("-d", folder, "relocate", "report", "--texts", tmp_path, "--leave-near")
    assert found.status == 1
    gone = [each for each in found.out.splitlines() if each.startswith("not found: ")]
    assert f"not found: versions/accord@spring /terms/fire@1/evidence/0 ¶3 {start}:" in found.out
    assert found.err.endswith(
        f"{len(gone)} not found\n"
        "what was not found stays as it was: locate it again, or remove it\n"
    )
    problems = ng.check(folder, texts=tmp_path)
    assert {each.rule for each in problems} == {"evidence-slice"}
    assert len(problems) == len(gone)


def test_relocate_as_json(run: Run, folder: Path, tmp_path: Path) -> None:
    """Every passage and every claim, with the old and the new place."""
    write_text(tmp_path, f"A new line.\n{ARTICLE}")
    found = run(
        *("-d", folder, "relocate", "report", "--texts", tmp_path),
        *("--accept-near", "--output-format", "json"),
    ).json
    assert (found["source"], found["written"], found["is_whole"]) == ("report", True, True)
    assert found["claims"] == [
        {"field": "furniture", "old": [1, 1], "near": True, "new": [1, 1]},
        {"field": "uncoded", "old": [8, 8], "near": False, "new": [9, 9]},
    ]
    for each in found["passages"]:
        assert each["placing"] == "found"
        assert each["new"]["start"] - each["old"]["start"] == 12
        assert each["new"]["paragraph"] - each["old"]["paragraph"] == 1


def test_relocate_requires_texts(run: Run, folder: Path, tmp_path: Path) -> None:
    """And a text other than in its line ends."""
    found = run("-d", folder, "relocate", "report")
    assert (found.status, found.out) == (2, "")
    assert "relocate requires the article texts: --texts DIR" in found.err
    write_text(tmp_path, ARTICLE.replace("\n", "\r\n"))
    found = run("-d", folder, "relocate", "report", "--texts", tmp_path)
    assert found.status == 2
    assert "differs from the coded text in line ends alone" in found.err


def test_relocate_completes_sources_of_the_own_dataset(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their ids."""
    monkeypatch.chdir(folder)
    assert completed("negotiations relocate re") == ["report"]
