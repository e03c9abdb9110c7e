"""Laws of the bounds: each holds at the bound and beyond, told by counting what is done."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import Files, tiny, write

import negotiations as ng
from negotiations.folder.drafting import open_records
from negotiations.limits import MAXIMUM_PROBLEMS, MAXIMUM_PROBLEMS_IN_ALL, MORE
from negotiations.vocabulary import Severity

EVENTS, REPORT = "data/events.json", "seeds/report.json"


def errors_of(folder: Path) -> set[str]:
    """The rules of the errors that a check reports."""
    return {each.rule for each in ng.check(folder) if each.severity is Severity.ERROR}


def events_without_evidence(number: int) -> Files:
    """The tiny dataset with so many more events, each of which breaks a rule that may be ignored."""
    files = tiny()
    for index in range(number):
        files[EVENTS].append({"id": f"x{index}", "act": "accept"})
    return files


# --- problems -----------------------------------------------------------------------------------


@pytest.mark.parametrize("beyond", [0, 1])
def test_as_many_problems_of_a_file_as_are_reported(tmp_path: Path, beyond: int) -> None:
    """At the bound all are reported; beyond it, that there are more."""
    folder = write(tmp_path, events_without_evidence(MAXIMUM_PROBLEMS + beyond))
    rules = [each.rule for each in ng.check(folder)]
    assert rules.count("evidence-present") == MAXIMUM_PROBLEMS
    assert rules.count(MORE) == beyond


def test_many_breaches_that_leave_answers_right_do_not_stop_a_coder(tmp_path: Path) -> None:
    """A dataset in the middle of coding is loaded and added to, however much is left to do."""
    folder = write(tmp_path, events_without_evidence(MAXIMUM_PROBLEMS + 1))
    with pytest.warns(ng.IncompleteDataset, match="more than 100 problems left"):
        assert len(ng.load(folder).events) == MAXIMUM_PROBLEMS + 2
    assert len(open_records(folder).collections["events"]) == MAXIMUM_PROBLEMS + 2


def test_what_makes_answers_wrong_stops_a_load_among_many(tmp_path: Path) -> None:
    """A broken reference behind a hundred other errors is refused though it is not reported."""
    files = events_without_evidence(MAXIMUM_PROBLEMS)
    files[EVENTS].append({"id": "z", "act": "accept", "actors": ["nobody"]})
    folder = write(tmp_path, files)
    with pytest.raises(ng.InvalidDataset):
        ng.load(folder)


def test_many_warnings_stop_nobody(tmp_path: Path) -> None:
    """Sources that nothing cites are warnings; a thousand and one of them leave a folder loadable."""
    files = tiny()
    for index in range(MAXIMUM_PROBLEMS_IN_ALL + 1):
        other = {**files[REPORT], "id": f"s{index}", "file_name": f"{index}.txt"}
        files[f"seeds/s{index}.json"] = other
    folder = write(tmp_path, files)
    problems = ng.check(folder)
    assert len(problems) == MAXIMUM_PROBLEMS_IN_ALL + 1
    assert {each.severity for each in problems} == {Severity.WARNING}
    assert len(ng.load(folder).sources) == MAXIMUM_PROBLEMS_IN_ALL + 2


def test_warnings_hide_no_error(tmp_path: Path) -> None:
    """Errors are reported first, however many warnings stand before them in the order of files."""
    files = tiny()
    for index in range(MAXIMUM_PROBLEMS_IN_ALL + 1):
        files[f"data/note{index}.txt"] = b"x"
    files["seeds/zebra.json"] = b"{"
    folder = write(tmp_path, files)
    assert errors_of(folder) == {"json"}


def test_what_is_set_aside_is_no_error_however_much_it_is(tmp_path: Path) -> None:
    """More breaches than are reported of a file, set aside one by one: none is left, none is stale."""
    files = events_without_evidence(MAXIMUM_PROBLEMS + 50)
    files["data/dataset.json"]["ignored"] = [
        {"rule": "evidence-present", "record": f"events/x{index}", "reason": "Coded next."}
        for index in range(MAXIMUM_PROBLEMS + 50)
    ]
    folder = write(tmp_path, files)
    assert [(each.rule, each.severity) for each in ng.check(folder)] == [(MORE, Severity.WARNING)]
    assert len(ng.load(folder).events) == MAXIMUM_PROBLEMS + 51
