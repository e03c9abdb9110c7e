"""The bundled dataset: valid, canonical, and each passage where it is said to be.

What is read here without the library is read again on purpose: a fault of the library must not hide
a fault of the data.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

import negotiations as ng
from negotiations.folder.writing import files_of
from negotiations.io.layout import FILE_KINDS, bundled_folder
from negotiations.records import Records, address_of

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = bundled_folder()
FOLDER = os.environ.get("NEGOTIATIONS_TEXTS", "")
needs_articles = pytest.mark.skipif(
    not FOLDER, reason="NEGOTIATIONS_TEXTS names no folder with the coded articles"
)
FILES = sorted(
    path.relative_to(ROOT).as_posix()
    for top in ("data", "seeds")
    for path in (ROOT / top).rglob("*.json")
)
SOURCES = {
    path.stem: json.loads(path.read_text(encoding="utf-8"))
    for path in sorted((ROOT / "seeds").glob("*.json"))
}


class Passage(NamedTuple):
    """A piece of evidence as it stands in a file."""

    file: str
    pointer: str
    data: dict[str, Any]


def walk(data: Any, pointer: str = "") -> Iterator[tuple[str, Any]]:
    """Every value of JSON data with its pointer."""
    yield pointer, data
    items: Any = ()
    if isinstance(data, dict):
        items = data.items()
    elif isinstance(data, list):
        items = enumerate(data)
    for name, item in items:
        yield from walk(item, f"{pointer}/{name}")


PASSAGES = [
    Passage(file, pointer, item)
    for file in FILES
    for pointer, item in walk(json.loads((ROOT / file).read_text(encoding="utf-8")))
    if isinstance(item, dict) and {"paragraph", "start", "end"} <= item.keys()
]


def lines_of(text: str) -> list[tuple[int, int]]:
    """First and last offset of the lines that are not blank, found letter by letter."""
    found = []
    start = 0
    for offset, letter in enumerate(f"{text}\n"):
        if letter in "\r\n":
            if text[start:offset].strip():
                found.append((start, offset))
            start = offset + 1
    return found


def test_the_dataset_is_valid() -> None:
    """`check` finds nothing in it, not even a warning."""
    assert [str(problem) for problem in ng.check(ROOT)] == []


def test_loaded_records_break_no_rule() -> None:
    """The bundled dataset is loaded without a check of its own; it holds all the same."""
    assert ng.load().check() == ()
    assert ng.load(ROOT) == ng.load()


def test_the_data_and_the_changelog_say_the_same_of_a_release() -> None:
    """A version that the changelog calls unreleased has no day; one that is out has its day."""
    changelog = ROOT / "CHANGELOG.md"
    if not changelog.is_file():
        pytest.skip("it stands in a checkout only")
    heads = re.findall(r"^## ([^,\n]+), (.+)$", changelog.read_text(encoding="utf-8"), re.MULTILINE)
    about = ng.load().metadata
    assert about is not None
    said = dict(heads)[about.version]
    assert said == (about.released or "unreleased")
    cited = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert ("date-released" in cited) is (about.released is not None)


def test_there_is_something_to_check() -> None:
    """The tests below are of files and passages that are there."""
    assert len(FILES) >= 10
    assert len(PASSAGES) >= 50
    assert len(PASSAGES) == sum(1 for _ in ng.load().evidence())


@pytest.mark.parametrize("file", FILES)
def test_every_file_is_canonical(file: str) -> None:
    """A file has the one text that its records have; `format` would change nothing."""
    canonical = files_of(ng.load().records)
    assert (ROOT / file).read_bytes().decode("utf-8") == canonical[file]


def test_no_file_is_missing_or_extra() -> None:
    """The files are those that the records belong in."""
    assert set(FILES) == set(files_of(ng.load().records))


def test_nothing_else_lies_in_the_folders() -> None:
    """No article, note or backup stands beside the records."""
    others = [
        path.relative_to(ROOT).as_posix()
        for top in ("data", "seeds")
        for path in (ROOT / top).rglob("*")
        if path.is_file() and path.suffix != ".json"
    ]
    assert others == []


def test_every_collection_has_records() -> None:
    """The data are of every kind that the library knows."""
    dataset = ng.load()
    assert dataset.metadata is not None
    for kind in FILE_KINDS:
        if kind.collection != "metadata":
            assert len(getattr(dataset, kind.collection)), kind.collection


# --- evidence, read without the library ---------------------------------------------------------


@pytest.mark.parametrize("source", SOURCES)
def test_evidence_lies_in_article_text(source: str) -> None:
    """No passage is of a paragraph that is page furniture, uncoded, or not there."""
    record = SOURCES[source]
    furniture = set(record.get("furniture", ()))
    uncoded = {each["paragraph"] for each in record.get("uncoded", ())}
    for passage in PASSAGES:
        if passage.data["source"] == source:
            paragraph = passage.data["paragraph"]
            assert 1 <= paragraph <= record["paragraphs"], passage
            assert paragraph not in furniture, passage
            assert paragraph not in uncoded, passage


@pytest.mark.parametrize("source", SOURCES)
def test_every_paragraph_is_accounted_for(source: str) -> None:
    """Each paragraph of an article is evidence, furniture, or uncoded with a reason."""
    record = SOURCES[source]
    cited = {each.data["paragraph"] for each in PASSAGES if each.data["source"] == source}
    furniture = set(record.get("furniture", ()))
    uncoded = {each["paragraph"] for each in record.get("uncoded", ()) if each["reason"].strip()}
    assert cited | furniture | uncoded == set(range(1, record["paragraphs"] + 1))


def test_evidence_is_of_known_sources() -> None:
    """Every passage is of an article that has a record."""
    assert {each.data["source"] for each in PASSAGES} <= SOURCES.keys()


def test_one_fingerprint_for_one_passage() -> None:
    """The same offsets of the same article have the same fingerprint and paragraph everywhere."""
    known: dict[tuple[str, int, int], tuple[str, int]] = {}
    for passage in PASSAGES:
        data = passage.data
        what = (data["sha256"], data["paragraph"])
        assert known.setdefault((data["source"], data["start"], data["end"]), what) == what, passage


def test_no_article_is_in_the_data() -> None:
    """No text field is long enough to hold an article, and no field is named for its words.

    The words of an anchor are our own, and few.
    """
    for file in FILES:
        for pointer, item in walk(json.loads((ROOT / file).read_text(encoding="utf-8"))):
            *_, owner, name = pointer.split("/") if pointer else ("", "")
            if name == "words" and owner in ("after", "before"):
                assert len(item.split()) <= 4, pointer
            else:
                assert name not in ("text", "quote", "words", "exact"), pointer
            assert not isinstance(item, str) or len(item) < 600, f"{file} {pointer}"


@needs_articles
@pytest.mark.parametrize("source", SOURCES)
def test_every_article_is_the_one_that_was_coded(source: str) -> None:
    """File name, fingerprint and number of paragraphs are those of the article."""
    record = SOURCES[source]
    data = (Path(FOLDER) / record["file_name"]).read_bytes()
    assert sha256(data).hexdigest() == record["sha256"]
    assert len(lines_of(data.decode("utf-8"))) == record["paragraphs"]


@needs_articles
@pytest.mark.parametrize("source", SOURCES)
def test_every_passage_matches_its_article(source: str) -> None:
    """Offsets, fingerprint and paragraph of each passage are those of its article."""
    text = (Path(FOLDER) / SOURCES[source]["file_name"]).read_bytes().decode("utf-8")
    lines = lines_of(text)
    wrong = []
    for file, pointer, data in PASSAGES:
        if data["source"] != source:
            continue
        first, last = lines[data["paragraph"] - 1]
        words = text[data["start"] : data["end"]]
        if not (
            first <= data["start"] < data["end"] <= last
            and sha256(words.encode("utf-8")).hexdigest() == data["sha256"]
            and words == words.strip()
        ):
            wrong.append((file, pointer))
    assert wrong == []


@needs_articles
def test_our_own_words_are_our_own() -> None:
    """No text of the dataset repeats ten words or more of an article: they are under copyright."""
    articles = [
        " ".join(
            re.findall(r"\w+", (Path(FOLDER) / each["file_name"]).read_text("utf-8").casefold())
        )
        for each in SOURCES.values()
    ]
    copied = []
    for file in FILES:
        for pointer, item in walk(json.loads((ROOT / file).read_text(encoding="utf-8"))):
            words = re.findall(r"\w+", item.casefold()) if isinstance(item, str) else []
            runs = (" ".join(words[at : at + 10]) for at in range(len(words) - 9))
            if any(f" {run} " in f" {text} " for run in runs for text in articles):
                copied.append((file, pointer))
    assert copied == []


# --- the coding rules, as far as a machine can hold them ----------------------------------------

# The words of the list in the codebook, by the way in which they begin.
HEDGE = re.compile(
    r"\b(reportedly|alleg|claim|might|may|could|possib|potential|likely|believe|consider|expect"
    r"|anticipat|hop(e|es|ing)\b|concern|appear|suggest|signal|indicat|implied)",
    re.IGNORECASE,
)


def records_of(collection: str) -> list[dict[str, Any]]:
    """The records of a file in the data folder, as they stand in it."""
    found: list[dict[str, Any]] = json.loads(
        (ROOT / "data" / f"{collection}.json").read_text(encoding="utf-8")
    )
    return found


def test_every_resolved_date_says_what_is_printed() -> None:
    """A date that the source does not print whole has its printed part, or says that there is none."""
    unsaid = [
        f"{file} {pointer}"
        for file in FILES
        for pointer, item in walk(json.loads((ROOT / file).read_text(encoding="utf-8")))
        if isinstance(item, dict) and item.get("basis") in ("external", "inferred")
        if "printed" not in item and not item["note"].startswith("Not printed")
    ]
    assert unsaid == []


@needs_articles
def test_what_a_date_prints_is_printed() -> None:
    """Each printed part of a date stands in an article that its record cites, or is."""
    texts = {
        name: (Path(FOLDER) / record["file_name"]).read_bytes().decode("utf-8")
        for name, record in SOURCES.items()
    }
    unprinted = []
    for file in FILES:
        data = json.loads((ROOT / file).read_text(encoding="utf-8"))
        for record in data if isinstance(data, list) else [data]:
            items = [item for _, item in walk(record) if isinstance(item, dict)]
            cited = {item["source"] for item in items if "sha256" in item and "source" in item}
            cited |= {record["id"]} & texts.keys()
            parts = [
                part for item in items if "printed" in item for part in item["printed"].split("; ")
            ]
            unprinted += [
                (record["id"], part)
                for part in parts
                if not any(part in texts[name] for name in cited)
            ]
    assert unprinted == []


def test_every_form_of_a_name_has_a_passage() -> None:
    """For each spelling some passage prints it; a name known from page furniture alone has none."""
    bare = [
        (record["id"], form)
        for collection in ("actors", "places")
        for record in records_of(collection)
        for form in record.get("spellings", ())
        if not any(form in each.get("prints", ()) for each in record.get("evidence", ()))
    ]
    assert bare == [("newsmax", "Newsmax")]


def test_every_denial_of_an_event_is_an_event() -> None:
    """Who is cited against an event disputes it in an event of his own, which answers it."""
    events = records_of("events")
    for event in events:
        deniers = {
            name
            for each in event.get("evidence", ())
            if each["support"] == "contradicts"
            for name in each["claimants"]
        }
        disputing = {
            name
            for other in events
            if other["act"] == "dispute" and event["id"] in other.get("answers", ())
            for name in other["actors"]
        }
        assert deniers == disputing, event["id"]


@needs_articles
def test_every_hedge_is_a_word_of_the_list() -> None:
    """The paragraph of a passage that is marked as hedged has a word that hedges."""
    plain = []
    for file, pointer, data in PASSAGES:
        if data.get("hedged"):
            text = (
                (Path(FOLDER) / SOURCES[data["source"]]["file_name"]).read_bytes().decode("utf-8")
            )
            first, last = lines_of(text)[data["paragraph"] - 1]
            if not HEDGE.search(text[first:last]):
                plain.append((file, pointer))
    assert plain == []


# --- loading ------------------------------------------------------------------------------------


def test_the_bundled_dataset_is_loaded_once() -> None:
    """`load()` gives the same object each time."""
    assert ng.load() is ng.load()
    assert ng.load(None) is ng.load()


def test_a_folder_is_read_each_time() -> None:
    """`load(path)` reads what stands there now."""
    assert ng.load(ROOT) is not ng.load(ROOT)


def test_what_is_loaded_cannot_be_changed() -> None:
    """The dataset is shared by all who load it, so nobody can change it for the others."""
    dataset: Any = ng.load()
    actor = next(iter(dataset.actors.values()))
    for change in (
        lambda: setattr(dataset, "metadata", None),
        lambda: setattr(dataset, "actors", {}),
        lambda: setattr(dataset, "anything", 1),
        lambda: setattr(actor, "name", "x"),
        lambda: delattr(actor, "name"),
        lambda: dataset.actors.__setitem__(actor.id, actor),
        lambda: dataset.actors.pop(actor.id),
    ):
        with pytest.raises((AttributeError, TypeError)):
            change()
    assert ng.load().actors[actor.id] is actor


def test_the_collections_of_a_dataset_cannot_be_replaced() -> None:
    """Nor through the records that it stands on."""
    dataset = ng.load()
    records: Any = dataset.records
    actors = records.collections["actors"]
    try:
        with pytest.raises((AttributeError, TypeError)):
            records.collections["actors"] = None
        with pytest.raises((AttributeError, TypeError)):
            del records.collections["actors"]
    finally:
        if isinstance(records.collections, dict):
            records.collections["actors"] = actors


def test_the_records_of_a_dataset_are_not_aliased() -> None:
    """What is made of a dataset's records is another dataset."""
    dataset = ng.load()
    parts = {name: held.values() for name, held in dataset.records.collections.items()}
    del parts["versions"]
    again = ng.Dataset(dataset.metadata, **parts)
    assert again == dataset
    assert again is not dataset


def test_loading_does_not_depend_on_the_working_directory(tmp_path: Path) -> None:
    """The bundled dataset is found from anywhere."""
    done = subprocess.run(
        [sys.executable, "-c", "import negotiations as ng; print(len(ng.load().actors))"],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    assert int(done.stdout) == len(ng.load().actors)


def test_trusted_records_are_those_that_are_checked() -> None:
    """What is loaded without checks has the same addresses as what is loaded with them."""
    held: Records = ng.load(ROOT).records
    assert [address_of(record) for record in held] == [
        address_of(record) for record in ng.load().records
    ]
