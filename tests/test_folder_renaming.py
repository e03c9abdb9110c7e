"""Laws of renaming: nothing is lost, nothing dangles, nothing else changes, and it can be undone."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from builders import contents, dataset_of, put, records_of, tiny, write
from datasets import datasets
from full import full
from hypothesis import given
from hypothesis import strategies as st
from profiles import scaled

import negotiations as ng
from negotiations.errors import AmbiguousId, InvalidDataset, NegotiationsError, UnknownId
from negotiations.folder import replacing
from negotiations.folder.drafting import open_records
from negotiations.folder.renaming import renamed, write_renaming
from negotiations.folder.writing import files_of
from negotiations.io.codec import to_data
from negotiations.io.layout import bundled_folder
from negotiations.records import Records, address_of, walk
from negotiations.references import references
from negotiations.rules import findings


def _renamed_in(data: Any, collection: str, old: str, new: str) -> Any:
    """JSON in which every text that is the id or the address, and no other text, is the new one.

    It knows nothing of fields: it holds where no other text of the data is the same as the id.
    """
    if isinstance(data, dict):
        return {key: _renamed_in(item, collection, old, new) for key, item in data.items()}
    if isinstance(data, list):
        return [_renamed_in(item, collection, old, new) for item in data]
    if not isinstance(data, str):
        return data
    version = r"(@[a-z0-9-]+)?" if collection == "proposals" else ""
    of_versions = rf"(versions/)?{old}(@[a-z0-9-]+)" if version else "(?!)"
    whole = re.fullmatch(rf"({collection}/)?{re.escape(old)}|{of_versions}", data)
    return data.replace(old, new, 1) if whole else data


def _ordered(data: Any) -> Any:
    """JSON in an order that does not depend on ids."""
    if isinstance(data, dict):
        return sorted((key, _ordered(item)) for key, item in data.items())
    if isinstance(data, list):
        return sorted((_ordered(item) for item in data), key=repr)
    return data


def _all_data(records: Records) -> Any:
    return [
        to_data(record) for record in (*([records.metadata] * bool(records.metadata)), *records)
    ]


def _texts(data: Any) -> list[str]:
    if isinstance(data, dict):
        return [text for item in data.values() for text in _texts(item)]
    if isinstance(data, list):
        return [text for item in data for text in _texts(item)]
    return [data] if isinstance(data, str) else []


@st.composite
def _records_with_one(draw: st.DrawFn) -> tuple[Records, str]:
    records = draw(datasets()).records
    addresses = [address_of(record) for record in records]
    assert records.metadata is not None
    return records, draw(st.sampled_from([*addresses, address_of(records.metadata)]))


@given(_records_with_one())
def test_a_rename_leaves_nothing_behind_and_can_be_undone(case: tuple[Records, str]) -> None:
    """Any record of any dataset: no reference has the old address or leads nowhere, `check` finds
    as much as before, and renaming back gives every file byte for byte."""
    records, address = case
    collection, _, key = address.partition("/")
    new = f"{key.partition('@')[0]}@zz-other" if "@" in key else "zz-other"
    renaming = renamed(records, address, new)
    after = renaming.records
    assert renaming.new == f"{collection}/{new}"
    assert len([*after]) == len([*records])
    assert after.get(address) is None
    unresolved = [each for each in references(after) if each.declared]
    assert all(after.get(each.name, each.among) is not None for each in unresolved)
    assert len([*findings(after)]) == len([*findings(records)])
    entries = (after.metadata.ignored or ()) if after.metadata else ()
    assert address not in [entry.record for entry in entries]
    back = renamed(after, renaming.new, key)
    assert files_of(back.records) == files_of(records)
    assert len(back.references) == len(renaming.references)


def _addresses_of(records: Records) -> list[str]:
    """The records whose ids are the text of nothing else, so that an oracle can work on texts."""
    ids = [record.id.partition("@")[0] for record in records]
    words = set()
    for record in records:
        for _, value in walk(record):
            for name in ("kind", "role", "act", "option", "language", "unit", "label", "name"):
                words.add(str(getattr(value, name, "")))
            for name in ("prints", "spellings", "labels"):
                words.update(getattr(value, name, None) or ())
    return [
        address_of(record)
        for record in records
        if "@" not in record.id
        and record.id not in words
        and len({each for each in ids if each == record.id}) == 1
        and sum(record.id in held for held in records.collections.values()) == 1
    ]


@pytest.mark.parametrize("folder", [".", "second-coding"])
def test_a_rename_of_bundled_records_changes_the_id_and_nothing_else(folder: str) -> None:
    """Beside an oracle that knows no fields: each text that is the id changes, and no other."""
    records = ng.load(bundled_folder() / folder).records
    addresses = _addresses_of(records)
    assert len(addresses) > 100
    for address in addresses[:: max(1, len(addresses) // scaled(8))]:
        collection, _, key = address.partition("/")
        after = renamed(records, address, "zz-other").records
        expected = _renamed_in(_all_data(records), collection, key, "zz-other")
        assert _ordered(_all_data(after)) == _ordered(expected), address


@pytest.mark.parametrize(
    "address",
    ["actors/south", "proposals/accord", "sources/report", "places/hill", "issues/captives"],
)
def test_a_rename_in_the_full_dataset_changes_the_id_and_nothing_else(address: str) -> None:
    """As above, where every field of every class is filled."""
    records = records_of(full())
    collection, _, key = address.partition("/")
    after = renamed(records, address, "zz-other").records
    expected = _renamed_in(_all_data(records), collection, key, "zz-other")
    assert _ordered(_all_data(after)) == _ordered(expected)
    assert key not in _texts(_all_data(after))


def test_files_that_are_named_after_a_record_move_with_it(tmp_path: Path) -> None:
    """And those that change are written; back again, each file is as it was, byte for byte."""
    ng.save(dataset_of(tiny()), tmp_path)
    before = contents(tmp_path)
    renaming = renamed(open_records(tmp_path), "actors/south", "southern-state")
    assert renaming.removed == ("data/positions/south.json",)
    assert "data/positions/southern-state.json" in renaming.texts
    write_renaming(renaming, tmp_path)
    assert ng.check(tmp_path) == ()
    assert not (tmp_path / "data/positions/south.json").exists()
    write_renaming(renamed(open_records(tmp_path), "southern-state", "south"), tmp_path)
    assert contents(tmp_path) == before


def test_versions_move_with_their_proposal() -> None:
    """And of a version the new id may be given without its proposal, but not with another."""
    records = records_of(tiny())
    after = renamed(records, "proposals/accord", "treaty").records
    assert [*after.versions] == ["treaty@spring", "treaty@summer"]
    assert after.talks["river-round"].on == ("treaty@spring",)
    assert after.versions["treaty@summer"].derived_from == ("treaty@spring",)
    short, long = (renamed(records, "accord@spring", new) for new in ("april", "accord@april"))
    assert short.records.versions["accord@april"] == long.records.versions["accord@april"]
    with pytest.raises(InvalidDataset) as refused:
        renamed(records, "accord@spring", "treaty@spring")
    (problem,) = refused.value.problems
    assert problem.remedy == (
        "write 'accord@spring', or rename the proposal: negotiations rename proposals/accord treaty"
    )


def test_entries_that_set_aside_and_denied_values_are_references_too() -> None:
    """An entry names its record by address; a passage may give a field another reference."""
    files = put(
        tiny(),
        "data/dataset.json",
        "ignored",
        value=[{"rule": "source-cited", "record": "sources/report", "reason": "It is so."}],
    )
    after = renamed(records_of(files), "sources/report", "gazette-report").records
    assert after.metadata is not None
    assert [entry.record for entry in after.metadata.ignored or ()] == ["sources/gazette-report"]
    talks = records_of(tiny()).talks["river-round"]
    denial = talks.evidence[0].replace(
        support=ng.vocabulary.Support.CONTRADICTS, fields=("on",), value="accord@spring"
    )
    records = records_of(tiny()).with_records([talks.replace(evidence=(denial,))])
    after = renamed(records, "accord@spring", "accord@april").records
    assert after.talks["river-round"].evidence[0].value == "accord@april"


def test_an_option_of_an_issue_is_renamed_with_its_terms() -> None:
    """In the issue, in its terms, and in the passages that deny one; the order of options stays."""
    records = records_of(full())
    issue = next(each for each in records.issues.values() if each.options)
    used = [placed for placed in records.terms(issue.id) if placed.term.option]
    assert used
    old = used[0].term.option
    renaming = renamed(records, f"issues/{issue.id}/options/{old}", "pavilion")
    after = renaming.records
    assert after.issues[issue.id].options == tuple(
        "pavilion" if word == old else word for word in issue.options or ()
    )
    now = [placed.term.option for placed in after.terms(issue.id)]
    assert now == [
        "pavilion" if placed.term.option == old else placed.term.option
        for placed in records.terms(issue.id)
    ]
    assert old not in _texts(_all_data(after))
    back = renamed(after, f"issues/{issue.id}/options/pavilion", old)
    assert files_of(back.records) == files_of(records)


@pytest.mark.parametrize(
    ("address", "new", "message", "remedy"),
    [
        ("actors/north", "south", "the id 'south' is taken", "give another id"),
        ("actors/north", "South", "the id 'south' is taken", "give another id"),
        ("actors/north", "north", "the record has the id 'north' already", "give another id"),
        ("actors/north", "Łódź 2", "'Łódź 2' is not an id", "write 'lodz-2'"),
        ("actors/north", "…", "'…' is not an id", "give another id"),
        ("accord@spring", "Summer", "the id 'accord@summer' is taken", "give another id"),
        ("accord@spring", "May Day", "'May Day' is not an id", "write 'accord@may-day'"),
        (
            "sources/report",
            "con",
            "Windows does not allow a file to be named 'con'",
            "rename the record, for example by adding a hyphen and a word",
        ),
    ],
)
def test_what_is_no_id_or_taken_is_refused(
    address: str, new: str, message: str, remedy: str
) -> None:
    """With the id that the name makes; what differs by case alone is taken."""
    with pytest.raises(InvalidDataset) as refused:
        renamed(records_of(tiny()), address, new)
    (problem,) = refused.value.problems
    assert (problem.message, problem.remedy) == (message, remedy)


def test_what_is_not_there_is_refused_with_the_nearest() -> None:
    """Records, collections, and options."""
    records = records_of(tiny())
    for address, nearest in [
        ("actors/nort", "north"),
        ("actor/north", "actors"),
        ("issues/seat/options/tents", "tent"),
    ]:
        with pytest.raises(UnknownId) as unknown:
            renamed(records, address, "other")
        assert unknown.value.nearest[0] == nearest
    with pytest.raises(NegotiationsError, match="'hall' is an option of issues/seat already"):
        renamed(records, "issues/seat/options/tent", "hall")


def test_references_that_would_mean_something_else_are_refused() -> None:
    """To another dataset, to no record, or by an id that another collection has, too."""
    records = records_of(tiny())
    talks = records.talks["river-round"]

    def refusal(on: str, address: str, new: str, *, holder: ng.Talks = talks) -> tuple[str, ...]:
        changed = records.with_records([holder.replace(on=(on,))])
        with pytest.raises(InvalidDataset) as refused:
            renamed(changed, address, new)
        (problem,) = refused.value.problems
        assert (problem.record, problem.pointer) == ("talks/river-round", "/on/0")
        return problem.message, problem.remedy

    add = "write an id that exists, or add the record, before renaming"
    assert refusal("../other/proposals/accord", "proposals/accord", "treaty") == (
        "'../other/proposals/accord' is no record of this dataset",
        add,
    )
    assert refusal("treaty", "proposals/accord", "treaty") == (
        "'treaty' is no record of this dataset",
        add,
    )
    event = next(iter(records.events.values()))
    twins = records.with_records([event.replace(id="accord", on=None)])
    with pytest.raises(AmbiguousId):
        renamed(twins, "accord", "treaty")
    position = next(iter(records.positions.values()))
    pressed = event.replace(on=("accord",), answers=None)
    of_two = records.with_records([position.replace(id="stand"), pressed])
    with pytest.raises(InvalidDataset) as refused:
        renamed(of_two, "positions/stand", "accord")
    assert [(each.message, each.remedy) for each in refused.value.problems] == [
        (
            "'accord' would then be the id of several records",
            "write 'proposals/accord' before renaming, or give another id",
        )
    ]


def test_notes_stay_as_they_are_and_are_told() -> None:
    """An id in words is no reference; one of a single common word is not looked for."""
    actors = records_of(tiny()).actors
    records = records_of(tiny()).with_records(
        [
            actors["north"].replace(note="Not the valley-council, nor any valley-councils."),
            actors["south"].replace(note="It is south of actors/north."),
        ]
    )
    told = renamed(records, "actors/valley-council", "council")
    assert told.mentions == (("actors/north", "/note"),)
    assert told.records.actors["north"].note == records.actors["north"].note
    assert renamed(records, "actors/north", "n").mentions == (("actors/south", "/note"),)
    assert renamed(records, "actors/south", "s").mentions == ()


def test_a_rename_that_fails_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever step fails: all files are as they were."""
    ng.save(dataset_of(tiny()), tmp_path)
    before = contents(tmp_path)
    renaming = renamed(open_records(tmp_path), "actors/south", "southern-state")
    steps = len(renaming.texts)
    assert steps > 3
    replace = Path.replace
    for failing in range(steps):
        calls = iter(range(100))

        def fail(path: Path, target: Path, failing: int = failing, calls: Any = calls) -> Path:
            if target.suffix == ".json" and next(calls) == failing:
                raise OSError(28, "No space left on device")
            return replace(path, target)

        monkeypatch.setattr(replacing.Path, "replace", fail)
        with pytest.raises(OSError, match="No space left"):
            write_renaming(renaming, tmp_path)
        monkeypatch.setattr(replacing.Path, "replace", replace)
        assert contents(tmp_path) == before


def test_nothing_is_written_or_removed_through_a_link(tmp_path: Path) -> None:
    """A file that is to move and is a link is refused, and all stays as it is."""
    folder = write(tmp_path / "tiny", tiny())
    moved = folder / "seeds" / "elsewhere.json"
    shutil.move(folder / "seeds/report.json", tmp_path / "report.json")
    (folder / "seeds/report.json").symlink_to(tmp_path / "report.json")
    with pytest.raises(NegotiationsError, match=r"report\.json is a link; nothing was written"):
        write_renaming(renamed(records_of(tiny()), "sources/report", "elsewhere"), folder)
    assert not moved.exists()
    assert (tmp_path / "report.json").is_file()
