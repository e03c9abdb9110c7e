"""The layout of a dataset's folder: which file holds what, and where the bundled folder is."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import records_of, tiny

import negotiations
from negotiations.io.layout import FILE_KINDS, FileKind, bundled_folder, file_kind_of
from negotiations.model import Metadata, Record, Version
from negotiations.records import COLLECTIONS


@pytest.mark.parametrize(
    ("relative", "name"),
    [
        ("data/dataset.json", "dataset"),
        ("data/actors.json", "actors"),
        ("data/places.json", "places"),
        ("data/issues.json", "issues"),
        ("data/talks.json", "talks"),
        ("data/events.json", "events"),
        ("data/figures.json", "figures"),
        ("data/proposals/accord.json", "proposal"),
        ("data/positions/south.json", "positions"),
        ("seeds/report.json", "source"),
        # None belongs here.
        ("", None),
        ("actors.json", None),
        ("data", None),
        ("data/", None),
        ("data/actors", None),
        ("data/actors.JSON", None),
        ("data/actors.json/", None),
        ("data/actor.json", None),
        ("data/actors/north.json", None),
        ("data/proposals.json", None),
        ("data/proposals/accord", None),
        ("data/proposals/accord.txt", None),
        ("data/proposals/old/accord.json", None),
        ("data/positions/south.json.bak", None),
        ("old/data/actors.json", None),
        ("/data/actors.json", None),
        ("seeds/report.txt", None),
        ("seeds/old/report.json", None),
        # The folder of the files is not one of them.
        ("seeds", None),
        ("data/proposals", None),
        ("data/positions", None),
    ],
)
def test_file_kind_of(relative: str, name: str | None) -> None:
    """A path is of the kind that the table of the layout gives it, or of none."""
    kind = file_kind_of(relative)
    assert (kind.name if kind else None) == name


@pytest.mark.parametrize("kind", FILE_KINDS, ids=lambda kind: kind.name)
def test_a_record_belongs_in_a_file_of_its_kind(kind: FileKind) -> None:
    """`file_for` and `file_kind_of` are inverse: the file of a record is of the record's kind."""
    records = records_of(tiny())
    every: list[Record] = [*([records.metadata] if records.metadata else []), *records]
    held = [record for record in every if type(record) is kind.record]
    assert held
    for record in held:
        assert file_kind_of(kind.file_for(record)) is kind


def test_every_class_of_records_has_one_file() -> None:
    """A record has one place to stand; versions stand in their proposal."""
    classes = [kind.record for kind in FILE_KINDS]
    assert len(set(classes)) == len(classes)
    assert set(classes) == {*COLLECTIONS.values(), Metadata} - {Version}


def test_names_and_collections_stand_once() -> None:
    """No two kinds share a schema's name, a collection or a path."""
    for name in ("name", "collection", "path"):
        values = [getattr(kind, name) for kind in FILE_KINDS]
        assert len(set(values)) == len(values)


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("actors", "data/actors.json"),
        ("proposal", "data/proposals/accord.json"),
        ("positions", "data/positions/south.json"),
        ("source", "seeds/report.json"),
    ],
)
def test_file_for(name: str, file: str) -> None:
    """A file that there is one of for each `stem` is named after that field."""
    (kind,) = [kind for kind in FILE_KINDS if kind.name == name]
    record = next(iter(records_of(tiny()).collections[kind.collection].values()))
    assert kind.file_for(record) == file


def test_the_bundled_folder_of_a_checkout_stands_beside_the_package() -> None:
    """Without `_bundled` in the package, the folder is the one around the package."""
    package = Path(negotiations.__file__).resolve().parent
    if (package / "_bundled").is_dir():
        pytest.skip("this is an installed wheel and no checkout")
    assert bundled_folder() == package.parent


def test_the_bundled_folder_holds_data_schemas_and_sources() -> None:
    """Wherever it is, it has the dataset, the schemas and the source records."""
    folder = bundled_folder()
    assert (folder / "data" / "dataset.json").is_file()
    assert any((folder / "schema").glob("*.schema.json"))
    assert any((folder / "seeds").glob("*.json"))


def test_the_bundled_folder_of_a_wheel_is_inside_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the package has a folder `_bundled`, that one is taken."""
    inside = tmp_path / "negotiations" / "_bundled"
    inside.mkdir(parents=True)
    monkeypatch.setattr("negotiations.io.layout.__file__", str(inside.parent / "io" / "layout.py"))
    assert bundled_folder() == inside.resolve()


def test_the_bundled_folder_does_not_depend_on_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is found from the package and not from where the program was started."""
    before = bundled_folder()
    monkeypatch.chdir(tmp_path)
    assert bundled_folder() == before
    assert bundled_folder().is_absolute()
