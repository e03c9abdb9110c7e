"""What a dataset sets aside by its own list: counted, kept out of the way, and held itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from builders import DELETED, Files, dataset_of, put, tiny, write, write_text

import negotiations as ng
from negotiations.errors import UnknownId
from negotiations.rules import RULES
from negotiations.vocabulary import Severity

if TYPE_CHECKING:
    from pathlib import Path

DATASET = "data/dataset.json"
ACCORD = "data/proposals/accord.json"
SOUTH = "data/positions/south.json"
EVENTS = "data/events.json"
REASON = "The source was lost."


def ignoring(files: Files, *entries: dict[str, str]) -> Files:
    """These files, with a list of what the dataset sets aside."""
    return put(files, DATASET, "ignored", value=[{"reason": REASON, **each} for each in entries])


def unread() -> Files:
    """A dataset in which two readings have no note: of a position, and of an event."""
    files = tiny()
    files[SOUTH][0]["terms"][0]["evidence"][0]["support"] = "implied"
    files[EVENTS][0]["evidence"][0]["support"] = "implied"
    return files


def rules_of(problems: tuple[ng.Problem, ...]) -> list[tuple[str, str]]:
    """Rule and record of each problem."""
    return [(each.rule, each.record) for each in problems]


POSITION = ("evidence-note", "positions/south-keeps-hill")
EVENT = ("evidence-note", "events/spring-accepted")


@pytest.mark.parametrize(
    ("entries", "left"),
    [
        ([], [EVENT, POSITION]),
        ([{"rule": "evidence-note"}], []),
        ([{"rule": "evidence-note", "record": POSITION[1]}], [EVENT]),
        ([{"rule": "evidence-note", "record": record} for _, record in (POSITION, EVENT)], []),
        ([{"rule": "evidence-note"}, {"rule": "evidence-note", "record": EVENT[1]}], []),
        (
            [{"rule": "date-note"}],
            [("ignored-unused", "metadata/valley-talks"), EVENT, POSITION],
        ),
        (
            [{"rule": "evidence-note", "record": "actors/north"}],
            [("ignored-unused", "metadata/valley-talks"), EVENT, POSITION],
        ),
    ],
)
def test_what_is_listed_is_set_aside(
    entries: list[dict[str, str]], left: list[tuple[str, str]], tmp_path: Path
) -> None:
    """An entry sets aside the breaches of one rule, in one record or in all; and no others."""
    files = ignoring(unread(), *entries)
    folder = write(tmp_path, files)
    assert rules_of(ng.check(folder)) == left
    assert sorted(rules_of(dataset_of(files).check())) == sorted(left)
    everything = ng.check(folder, with_ignored=True)
    assert {EVENT, POSITION} <= set(rules_of(everything))
    assert {each.ignored for each in everything if rules_of((each,))[0] not in left} <= {REASON}
    assert [each for each in everything if not each.ignored] == list(ng.check(folder))


def test_an_entry_of_a_record_goes_before_one_of_the_rule(tmp_path: Path) -> None:
    """The reason that a problem is given is the one that is nearest to it."""
    own = {"rule": POSITION[0], "record": POSITION[1], "reason": "Mine."}
    entries = ({"rule": "evidence-note"}, own)
    folder = write(tmp_path, ignoring(unread(), *entries))
    found = {each.record: each.ignored for each in ng.check(folder, with_ignored=True)}
    assert found == {EVENT[1]: REASON, POSITION[1]: "Mine."}


def test_what_is_set_aside_loads_and_is_saved(tmp_path: Path) -> None:
    """A dataset with a breach that it lists is a dataset like any other; unlisted, it warns."""
    with pytest.warns(ng.IncompleteDataset):
        ng.load(write(tmp_path / "without", unread()))
    ds = ng.load(write(tmp_path / "with", ignoring(unread(), {"rule": "evidence-note"})))
    assert ds.metadata is not None
    assert [each.reason for each in ds.metadata.ignored or ()] == [REASON]
    ng.save(ds, tmp_path / "again")
    assert ng.load(tmp_path / "again") == ds
    assert ds.check() == ()


@pytest.mark.parametrize("name", [each.id for each in RULES.values() if not each.may_be_ignored])
def test_what_others_rely_on_may_not_be_ignored(name: str, tmp_path: Path) -> None:
    """An entry of such a rule is an error, and sets nothing aside."""
    files = ignoring(put(tiny(), ACCORD, "between", 0, value="nobody"), {"rule": name})
    problems = ng.check(write(tmp_path, files))
    assert rules_of(problems) == [
        ("ignored-rule", "metadata/valley-talks"),
        ("references", "proposals/accord"),
    ]
    assert problems[0].message == f"{name!r} may not be ignored"
    assert problems[0].severity is Severity.ERROR


def test_a_file_can_be_set_aside(tmp_path: Path) -> None:
    """A file that is not read has no record; an entry of the whole rule is of it."""
    files = put(tiny(), "data/remarks.txt", value=b"x")
    assert rules_of(ng.check(write(tmp_path / "a", files))) == [("stray-file", "")]
    assert ng.check(write(tmp_path / "b", ignoring(files, {"rule": "stray-file"}))) == ()


def test_an_entry_on_texts_is_only_stale_with_texts(tmp_path: Path) -> None:
    """Without the texts it cannot be told whether it is of any use."""
    folder = write(tmp_path / "a", ignoring(tiny(), {"rule": "source-text"}))
    texts = write_text(tmp_path / "texts")
    assert ng.check(folder) == ()
    assert rules_of(ng.check(folder, texts=texts)) == [("ignored-unused", "metadata/valley-talks")]
    other = write_text(tmp_path / "other", "Another text.\n")
    left = rules_of(ng.check(folder, texts=other))
    assert "source-text" not in {rule for rule, _ in left}


def test_an_entry_is_not_stale_where_a_record_could_not_be_read(tmp_path: Path) -> None:
    """Perhaps it is of that record."""
    files = ignoring(tiny(), {"rule": "evidence-note"})
    put(files, EVENTS, 0, "act", value="acept")
    assert [each.rule for each in ng.check(write(tmp_path, files))] == ["schema"]


def test_an_entry_without_a_reason_is_no_entry(tmp_path: Path) -> None:
    """The reason is what makes it worth more than silence."""
    files = put(unread(), DATASET, "ignored", value=[{"rule": "evidence-note"}])
    assert "the field 'reason' is missing" in {
        each.message for each in ng.check(write(tmp_path, files))
    }


def test_a_stale_entry_names_the_record_that_it_may_be_of(tmp_path: Path) -> None:
    """A misspelt record is likened to those that break the rule."""
    entry = {"rule": "evidence-note", "record": "positions/south-keep-hill"}
    problems = ng.check(write(tmp_path, ignoring(unread(), entry)))
    (stale,) = [each for each in problems if each.rule == "ignored-unused"]
    assert stale.remedy == "write 'positions/south-keeps-hill'"
    assert stale.expected == "a problem in events/spring-accepted or positions/south-keeps-hill"
    assert (stale.file, stale.pointer) == (DATASET, "/ignored/0")


@pytest.mark.parametrize(
    ("chosen", "left"),
    [
        ({"select": "evidence-note"}, ["evidence-note", "evidence-note"]),
        ({"select": ["references", "evidence-note"]}, ["evidence-note", "evidence-note"]),
        ({"select": ("references",)}, []),
        ({"ignore": "evidence-note"}, []),
        ({"ignore": {"references"}}, ["evidence-note", "evidence-note"]),
    ],
)
def test_rules_are_chosen_for_one_run(
    chosen: dict[str, Any], left: list[str], tmp_path: Path
) -> None:
    """As on the command line; in any kind of list."""
    folder = write(tmp_path, unread())
    assert [each.rule for each in ng.check(folder, **chosen)] == left
    assert [each.rule for each in dataset_of(unread()).check(**chosen)] == left


def test_a_rule_that_is_not_there_is_named_before_anything_is_read(tmp_path: Path) -> None:
    """A misspelt rule is no reason to report nothing."""
    for options in ({"select": ["reference"]}, {"ignore": "reference"}):
        with pytest.raises(UnknownId, match="no rule 'reference'; did you mean references"):
            ng.check(tmp_path / "nowhere", **options)
        with pytest.raises(UnknownId):
            dataset_of(tiny()).check(**options)


def test_a_list_that_is_absent_is_no_list(tmp_path: Path) -> None:
    """Neither an absent nor an empty list sets anything aside."""
    files = put(ignoring(tiny()), DATASET, "ignored", value=[])
    assert ng.check(write(tmp_path / "a", files)) == ()
    put(files, DATASET, "ignored", value=DELETED)
    assert ng.check(write(tmp_path / "b", files)) == ()
