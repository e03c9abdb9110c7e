"""The generated file of the bundled dataset: what the data files say, and never anything else."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from builders import records_of, tiny, write
from full import full

import negotiations as ng
from negotiations.folder.bundled import GENERATED, generated, text_of
from negotiations.folder.reading import read_folder
from negotiations.io.layout import bundled_folder


def copied(tmp_path: Path) -> Path:
    """A copy of the bundled data files."""
    for part in ("data", "seeds"):
        shutil.copytree(bundled_folder() / part, tmp_path / part)
    return tmp_path


def test_the_generated_file_is_up_to_date() -> None:
    """It is what ``python -m negotiations.folder.bundled`` writes of the data files."""
    assert Path(GENERATED).read_text(encoding="utf-8") == text_of(str(bundled_folder()))


def test_its_records_are_those_of_the_data_files() -> None:
    """Every record, in every field, with the fingerprints of the files and in the same order."""
    made, read = generated(str(bundled_folder())), read_folder(bundled_folder(), trusted=True)
    assert made is not None
    assert [*made.everything()] == [*read.records.everything()]
    assert dict(made.on_disk or {}) == dict(read.records.on_disk or {})
    assert [*map(ng.to_json, made.everything())] == [*map(ng.to_json, read.records.everything())]
    assert ng.load() == ng.Dataset.of_records(read.records)


@pytest.mark.parametrize("files", [tiny(), full()], ids=["small", "every field of every class"])
def test_a_generated_file_holds_every_record_exactly(files: Any, tmp_path: Path) -> None:
    """The law of any dataset: what is made of its generated file is what is read from its files."""
    folder = write(tmp_path / "set", files)
    file = tmp_path / "generated.json"
    file.write_text(text_of(str(folder)), encoding="utf-8")
    made = generated(str(folder), str(file))
    assert made is not None
    assert [*made.everything()] == [*read_folder(folder, trusted=True).records.everything()]
    assert [*map(repr, made.everything())] == [*map(repr, records_of(files).everything())]


@pytest.mark.parametrize("change", ["another byte", "another size", "a file more", "a file less"])
def test_it_is_not_used_where_the_data_files_are_others(change: str, tmp_path: Path) -> None:
    """Files that were edited are read themselves."""
    folder = copied(tmp_path)
    assert generated(str(folder)) is not None
    places = folder / "data" / "places.json"
    content = places.read_bytes()
    if change == "another byte":
        places.write_bytes(content[:-2] + b" " + content[-1:])
    elif change == "another size":
        places.write_bytes(content + b"\n")
    elif change == "a file more":
        (folder / "data" / "positions" / "egypt.json").write_text("[]")
    else:
        places.unlink()
    assert generated(str(folder)) is None


def test_without_a_generated_file_the_data_files_are_read(tmp_path: Path) -> None:
    """It is not needed, and one that is broken is as good as none."""
    folder = str(bundled_folder())
    assert generated(folder, str(tmp_path / "none.json")) is None
    (tmp_path / "cut.json").write_bytes(Path(GENERATED).read_bytes()[:1000])
    assert generated(folder, str(tmp_path / "cut.json")) is None
