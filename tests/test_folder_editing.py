"""Parts of records by address; fields set, terms added, records removed; and what is refused."""

from __future__ import annotations

import shlex
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from builders import DELETED, at, cite, contents, dataset_of, put, records_of, tiny, write
from datasets import datasets
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import by_class

import negotiations as ng
from negotiations.errors import (
    AmbiguousId,
    InvalidDataset,
    NegotiationsError,
    UnknownField,
    UnknownId,
)
from negotiations.folder.drafting import open_records
from negotiations.folder.edit import Edit, write_edit
from negotiations.folder.editing import add_term, set_fields
from negotiations.folder.paragraphs import with_rest
from negotiations.folder.parts import part_at, parts_under
from negotiations.folder.reading import check_folder
from negotiations.folder.removing import removed
from negotiations.folder.writing import files_of
from negotiations.io.codec import to_data
from negotiations.model import Term, Version
from negotiations.model.base import fields_of
from negotiations.model.values import Count, Duration
from negotiations.records import address_of, label_pointer, walk
from negotiations.rules import findings

if TYPE_CHECKING:
    from pathlib import Path

    from negotiations.records import Records

TINY = records_of(tiny())
BUNDLED = ng.load().records
KEEPS_HILL = [cite("We keep the hill")]
FIRE = "accord@spring/terms/fire@1"


def every_part(records: Records) -> list[tuple[Any, Any, Any]]:
    """Every value in every record, with the record and the path to it."""
    return [(record, path, value) for record in records for path, value in walk(record)]


def refusals(edit: Any, *arguments: Any, **more: Any) -> dict[str, tuple[str, str]]:
    """Message and remedy of what stands in the way of an edit of the tiny dataset, by place."""
    with pytest.raises(InvalidDataset) as caught:
        edit(TINY, *arguments, **more)
    for problem in caught.value.problems:
        assert problem.message
        assert problem.found
        assert problem.expected
        assert problem.remedy
    return {
        f"{problem.record} {problem.pointer}".strip(): (problem.message, problem.remedy)
        for problem in caught.value.problems
    }


# --- addresses ----------------------------------------------------------------------------------


@pytest.mark.parametrize("records", [TINY, BUNDLED], ids=["tiny", "bundled"])
def test_every_part_has_an_address(records: Records) -> None:
    """With the keys of its items, behind the address or the bare id of its record."""
    for record, path, value in every_part(records):
        pointer = label_pointer(record, path)
        for address in (
            f"{address_of(record)}{pointer}",
            f"{address_of(record)} {pointer}".strip(),
        ):
            found = part_at(records, address)
            assert (found.record, found.content) == (record, value)
        assert part_at(records, found.address).content == value
        assert part_at(records, found.lasting_address).content == value


def test_every_path_of_a_diff_is_an_address() -> None:
    """Behind the version that has what the path names; a term of no phase by its issue alone."""
    versions = [version.id for version in BUNDLED.versions.values()]
    seen = 0
    for before, after in pairwise(versions):
        for change in ng.load().diff(before, after):
            sides = ((before, change.before), (after, change.after))
            for version, content in sides:
                if content is None:
                    continue
                try:
                    found = part_at(BUNDLED, f"{version}{change.path}").content
                except AmbiguousId:
                    # One side names no phase: in the other several terms are on the issue.
                    assert "@" not in change.path.split("/")[2]
                    continue
                assert found == content
                seen += 1
    assert seen > 100


def test_every_pointer_of_a_problem_is_an_address(tmp_path: Path) -> None:
    """As it is printed behind the record, whether it points into the file or into the record."""
    files = put(tiny(), "data/events.json", 0, "evidence", 1, "paragraph", value=1)
    put(files, "data/proposals/accord.json", "versions", 0, "terms", 0, "phase", value=9)
    put(files, "data/proposals/accord.json", "versions", 0, "roles", 0, "evidence", value=[])
    folder = write(tmp_path, files)
    problems = check_folder(folder)
    records = open_records(folder)
    assert len(problems) > 2
    for problem in problems:
        found = part_at(records, f"{problem.record} {problem.pointer}".strip())
        content = at(files[problem.file], problem.pointer)
        assert to_data(found.content) == content or found.content == ()


def test_indices_of_a_file_that_is_not_canonical(tmp_path: Path) -> None:
    """Are refused, since the record has its items in another order; formatting the file helps."""
    files = tiny()
    files["data/events.json"][0]["evidence"].reverse()
    folder = write(tmp_path, files)
    printed = "events/spring-accepted /0/evidence/0"
    with pytest.raises(NegotiationsError, match="run `negotiations format`, or write events/"):
        part_at(open_records(folder), printed)
    records = open_records(
        write(folder, {name: text.encode() for name, text in files_of(TINY).items()})
    )
    assert (
        to_data(part_at(records, printed).content) == tiny()["data/events.json"][0]["evidence"][0]
    )


@pytest.mark.parametrize(
    ("address", "whole"),
    [
        ("accord@spring", "versions/accord@spring"),
        ("accord/versions/accord@spring", "versions/accord@spring"),
        ("proposals/accord/versions/accord@spring/phases/2", "versions/accord@spring/phases/2"),
        ("accord@spring/terms/fire", "versions/accord@spring/terms/fire@1"),
        ("report/uncoded/8", "sources/report/uncoded/8"),
        ("report/uncoded/0", "sources/report/uncoded/8"),
        ("accord@spring/labels/draft", "versions/accord@spring/labels/draft"),
        ("spring-accepted/on/accord@spring", "events/spring-accepted/on/accord@spring"),
        ("spring-accepted/when", "events/spring-accepted/when"),
        ("accord@spring/derived-from", "versions/accord@spring/derived_from"),
        ("metadata/valley-talks/limits/0", "metadata/valley-talks/limits/It is invented."),
    ],
)
def test_forms_of_an_address(address: str, whole: str) -> None:
    """All lead to one part, which says its address in one form; and that form leads there, too."""
    part = part_at(TINY, address)
    assert part.address == whole
    assert part_at(TINY, whole) == part


def test_a_key_may_have_a_slash() -> None:
    """Escaped as in a JSON Pointer, or as diffs print it."""
    records = set_fields(TINY, "accord@spring", {"labels": ["a", "a/b", "a/b/c"]}).after
    for address in ("labels/a/b", "labels/a~1b"):
        assert part_at(records, f"accord@spring/{address}").content == "a/b"


@pytest.mark.parametrize(
    ("address", "kind", "message"),
    [
        ("actors/nroth", UnknownId, "no actor 'nroth'; did you mean north"),
        ("nroth", UnknownId, "no record 'nroth'; did you mean north"),
        ("actrs/north", UnknownId, "no collection 'actrs'; did you mean actors?"),
        ("accord@sprng/terms", UnknownId, "no record 'accord@sprng'; did you mean accord@spring"),
        (
            "metadata/vally-talks",
            UnknownId,
            "no metadata 'vally-talks'; did you mean valley-talks?",
        ),
        ("accord@spring/trms", UnknownField, "Version has no field 'trms'; did you mean terms?"),
        (
            "accord@spring/terms/fre@1",
            UnknownId,
            "no term of versions/accord@spring 'fre@1'; did you mean fire@1?",
        ),
        ("accord@summer/phases/1", UnknownId, "no phase of versions/accord@summer '1'"),
        ("accord@spring/terms/fire@1/count/1", UnknownField, "CeasefireTerm has no field 'count'"),
        (
            "accord@spring/terms/fire@1/duration/1",
            UnknownId,
            "no duration of versions/accord@spring/terms/fire@1 '1'",
        ),
    ],
)
def test_an_address_of_nothing(address: str, kind: Any, message: str) -> None:
    """Says what was looked for where, and what is nearest."""
    with pytest.raises(kind) as caught:
        part_at(TINY, address)
    assert message in str(caught.value)


def test_an_issue_with_several_terms_is_not_enough() -> None:
    """The addresses of the terms are named."""
    data = {"count": {"exactly": 1}, "evidence": KEEPS_HILL}
    records = add_term(TINY, "accord@spring", "captives@2", data).after
    with pytest.raises(AmbiguousId, match=r"write one of versions/.*captives@1, .*captives@2"):
        part_at(records, "accord@spring/terms/captives")


def test_parts_are_offered_as_they_are_typed() -> None:
    """Fields with parts behind a record, keys behind a field; nothing behind what is not there."""
    assert [*parts_under(TINY, "accord@spring/te")] == ["accord@spring/terms"]
    assert [*parts_under(TINY, "accord@spring/terms/")] == [
        f"accord@spring/terms/{label}" for label in ("captives@1", "fire@1", "hill-forces@2")
    ]
    assert [*parts_under(TINY, "versions/accord@spring/phases/1/")] == [
        "versions/accord@spring/phases/1/duration"
    ]
    assert [*parts_under(TINY, "accord@sprng/")] == []
    assert [*parts_under(TINY, "acc")] == []


# --- laws ---------------------------------------------------------------------------------------


def set_back(edit: Edit, part: Any, names: list[str]) -> Edit:
    """The edit that gives the fields what they had."""
    data = to_data(part.content)
    back = {name: data[name] for name in names if name in data}
    gone = [name for name in names if name not in data]
    return set_fields(edit.after, edit.parts[0].address, back, unset=gone)


@given(draw=st.data())
def test_set_and_set_back(draw: st.DataObject) -> None:
    """Every byte is as it was, whatever part and fields; what is refused has reasons and remedies."""
    settable = [(r, p, v) for r, p, v in every_part(TINY) if not isinstance(v, Count | Duration)]
    record, path, value = draw.draw(st.sampled_from(settable))
    address = f"{address_of(record)}{label_pointer(record, path)}"
    other = to_data(draw.draw(by_class(type(value))))
    names = draw.draw(
        st.lists(
            st.sampled_from([spec.name for spec in fields_of(value) if spec.name != "id"]),
            min_size=1,
            unique=True,
        )
    )
    given_data = {name: other[name] for name in names if name in other}
    unset = [name for name in names if name not in other]
    try:
        edit = set_fields(TINY, address, given_data, unset=unset)
    except InvalidDataset as fault:
        silent = [each for each in fault.problems if not (each.message and each.remedy)]
        if silent or not fault.problems:
            pytest.fail(f"no reason, or no remedy: {silent}")
        return
    data = to_data(edit.parts[0].content)
    assert not set(unset) & set(data)
    assert set(given_data) <= set(data)
    assert files_of(set_back(edit, part_at(TINY, address), names).after) == files_of(TINY)


@pytest.mark.parametrize("address", [address_of(record) for record in TINY])
def test_setting_what_is_there_changes_nothing(address: str) -> None:
    """Each field of each record as it is: no file is to be written."""
    data = to_data(TINY.resolve(address))
    del data["id"]
    edit = set_fields(TINY, address, data)
    assert (edit.texts, edit.stale) == ({}, ())
    edit = set_fields(TINY, address, data, keep=True)
    assert (edit.texts, edit.stale) == ({}, ())


def terms_of(records: Records) -> list[tuple[str, Term]]:
    return [
        (address_of(holder), term)
        for holder in records.holders()
        for term in holder.terms or ()
        if isinstance(holder, Version) or len(holder.terms) > 1
    ]


def named_in(holder: str) -> set[str]:
    """The labels of the terms that conditions in a version or position of the bundled dataset name."""
    terms = getattr(BUNDLED.get(holder), "terms", None) or ()
    conditions = (condition for term in terms for condition in term.conditions or ())
    return {condition.term for condition in conditions if condition.term is not None}


def test_a_term_removed_and_added_back() -> None:
    """Of every version and position of the bundled dataset: it is the same dataset.

    What a condition of the same text names stays, and the refusal says what names it.
    """
    whole = files_of(BUNDLED)
    # Each takes a check of the whole dataset: every fourth, and so some of every holder.
    for holder, term in terms_of(BUNDLED)[::4]:
        if term.label in named_in(holder):
            with pytest.raises(InvalidDataset) as refused:
                removed(BUNDLED, [f"{holder}/terms/{term.label}"])
            assert {each.rule for each in refused.value.problems} == {"term-named"}
            continue
        less = removed(BUNDLED, [f"{holder}/terms/{term.label}"]).after
        assert files_of(less) != whole
        data = to_data(term)
        for name in ("kind", "issue", "phase"):
            data.pop(name, None)
        assert files_of(add_term(less, holder, term.label, data).after) == whole


@given(datasets(), st.data())
def test_a_term_removed_and_added_back_to_any_dataset(
    whole: ng.Dataset, draw: st.DataObject
) -> None:
    """Or its removal is refused, since something else would be wrong without it."""
    records = whole.records
    terms = terms_of(records)
    assume(terms)
    holder, term = draw.draw(st.sampled_from(terms))
    try:
        less = removed(records, [f"{holder}/terms/{term.label}"]).after
    except InvalidDataset:
        return
    data = {name: data for name, data in to_data(term).items() if name not in term.key_fields}
    assert files_of(add_term(less, holder, term.label, data).after) == files_of(records)


@given(datasets(), st.data())
def test_no_edit_makes_anything_worse(whole: ng.Dataset, draw: st.DataObject) -> None:
    """What is wrong after a removal that was not refused is only what is left to be coded."""
    records = whole.records
    parts = [
        f"{address_of(record)}{label_pointer(record, path)}"
        for record, path, _ in every_part(records)
        if not path or isinstance(path[-1], int)
    ]
    address = draw.draw(st.sampled_from(parts))
    try:
        edit = removed(records, [address])
    except InvalidDataset:
        return
    rules = {finding.rule for finding in findings(edit.after)}
    assert rules <= {"paragraphs-accounted", "source-cited"}
    assert address_of(edit.parts[0].record) == address_of(part_at(records, address).record)


# --- set ----------------------------------------------------------------------------------------


def test_a_part_is_told_by_its_new_key() -> None:
    """A term in another phase has another address; its place among the others follows."""
    edit = set_fields(TINY, FIRE, {"phase": 2})
    assert [part.address for part in edit.parts] == ["versions/accord@spring/terms/fire@2"]
    assert [*edit.texts] == ["data/proposals/accord.json"]
    edit = set_fields(TINY, "accord@spring/terms/hill-forces@2", {"phase": 1})
    assert edit.parts[0].content.phase == 1


def test_a_record_moves_with_what_its_file_is_named_after(tmp_path: Path) -> None:
    """The position of another actor stands in the file of that actor; the old file is gone."""
    folder = write(tmp_path, tiny())
    edit = set_fields(open_records(folder), "south-keeps-hill", {"actor": "north"})
    assert write_edit(edit, folder) == ("data/positions/north.json", "data/positions/south.json")
    assert sorted(path.name for path in (folder / "data" / "positions").iterdir()) == ["north.json"]
    assert ng.load(folder).positions["south-keeps-hill"].actor == "north"


def test_what_a_reader_would_refuse_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that would be too large to be read again stays as it is, and so do the others."""
    folder = write(tmp_path, tiny())
    edit = set_fields(open_records(folder), "north", {"note": "x" * 3000})
    monkeypatch.setattr("negotiations.io.strict_json.MAXIMUM_BYTES", 3000)
    before = contents(folder)
    with pytest.raises(InvalidDataset, match="the file is larger than"):
        write_edit(edit, folder)
    assert contents(folder) == before


def test_the_other_files_are_not_touched(tmp_path: Path) -> None:
    """Not even where they are not in canonical form; what changes is written in it."""
    files = {name: b" " + text.encode() for name, text in files_of(TINY).items()}
    folder = write(tmp_path, files)
    edit = set_fields(open_records(folder), "actors/north", {"note": "Seen."})
    assert write_edit(edit, folder) == ("data/actors.json",)
    after = contents(folder)
    assert {name for name in files if after[name] != files[name]} == {"data/actors.json"}
    assert after["data/actors.json"].decode() == files_of(edit.after)["data/actors.json"]


def test_a_list_is_replaced_or_added_to() -> None:
    """With ``keep`` what is there stays, and what is there already is not doubled."""
    groups = [{"count": {"exactly": 2}, "who": ["soldiers"]}]
    address = "accord@spring/terms/captives@1"
    old = tiny()["data/proposals/accord.json"]["versions"][0]["terms"][0]["groups"]
    replaced = to_data(set_fields(TINY, address, {"groups": groups}).parts[0].content)
    assert replaced["groups"] == groups
    kept = to_data(
        set_fields(TINY, address, {"groups": [*groups, old[0]]}, keep=True).parts[0].content
    )
    assert [group["who"] for group in kept["groups"]] == [
        ["children"],
        ["living", "women"],
        ["soldiers"],
    ]


def test_terms_get_the_kind_of_their_issue() -> None:
    """As where a record is added."""
    edit = set_fields(
        TINY, "south-keeps-hill", {"terms": [{"issue": "fire", "evidence": KEEPS_HILL}]}, keep=True
    )
    assert [term.label for term in edit.parts[0].content.terms] == ["fire", "hill-forces"]


def test_all_that_is_wrong_with_a_setting_is_told_at_once() -> None:
    """What does not fit, what does not resolve, and what cannot be unset."""
    told = refusals(
        set_fields,
        "accord@spring/terms/captives@1",
        {"count": {"exctly": 25}, "obligors": ["nrth"]},
        unset=["issue", "evidence"],
    )
    here = "versions/accord@spring /terms/captives@1"
    assert told == {
        f"{here}/count/exctly": ("unknown field 'exctly'", "write 'exactly'"),
        f"{here}/obligors/0": ("no record 'nrth' in actors", "write 'north'"),
        f"{here}/issue": (
            "'issue' is required, and cannot be unset",
            "give another value: --issue VALUE",
        ),
        here: ("the term captives@1 has no evidence", "add the passage that says so"),
    }


@pytest.mark.parametrize(
    ("address", "data", "unset", "message"),
    [
        (
            "accord@spring/terms/fire@1/duration",
            {"exactly": "P2W"},
            (),
            (
                "versions/accord@spring/terms/fire@1/duration is a field, which has no fields of its own; "
                "set it where it is: negotiations set versions/accord@spring/terms/fire@1 --duration VALUE"
            ),
        ),
        (
            "accord@spring/labels/draft",
            {"x": "y"},
            (),
            (
                "versions/accord@spring/labels/draft is an item of a field, which has no fields of its "
                "own; set it where it is: negotiations set versions/accord@spring --labels VALUE"
            ),
        ),
        ("north", {"kidn": "state"}, (), "Actor has no field 'kidn'; did you mean kind?"),
        ("north", {}, ["nte"], "Actor has no field 'nte'; did you mean note?"),
        (
            "north",
            {"id": "n"},
            (),
            (
                "an id is not set, since others refer to it; give another with negotiations rename "
                "actors/north NEW-ID"
            ),
        ),
    ],
)
def test_what_cannot_be_set(address: str, data: Any, unset: Any, message: str) -> None:
    """A field by itself, a field that there is not, an id."""
    with pytest.raises(NegotiationsError) as caught:
        set_fields(TINY, address, data, unset=unset)
    assert str(caught.value) == message


def test_the_key_of_another_term() -> None:
    """Two terms on one issue in one phase are refused, whichever of them is changed."""
    for address, other in (("fire@1", {"issue": "captives"}), ("captives@1", {"issue": "fire"})):
        with pytest.raises(InvalidDataset, match="duplicate key"):
            set_fields(TINY, f"accord@spring/terms/{address}", other)


def test_a_text_that_is_no_utf_8() -> None:
    """As a shell may pass it on, in a part as in a record; nothing could write it."""
    for address in ("north", FIRE):
        ((message, _),) = refusals(set_fields, address, {"note": "a\udcff"}).values()
        assert "UTF-8" in message


def test_a_field_is_not_both_set_and_unset() -> None:
    """One of the two is meant."""
    told = refusals(set_fields, "north", {"note": "x"}, unset=["note"])
    assert told == {
        "actors/north /note": ("'note' is both set and unset", "leave out --unset note")
    }


def test_a_fault_that_was_there_stands_in_nobodys_way() -> None:
    """Only what is new is refused; a fault that moves with its item is not new."""
    files = put(tiny(), "data/events.json", 0, "evidence", 0, "paragraph", value=1)
    records = records_of(files)
    assert set_fields(records, "spring-accepted", {"note": "x"}).texts
    # The faulty passage is the second of three then.
    early = cite("In spring, North and South met by the river")
    edit = set_fields(records, "spring-accepted", {"evidence": [early]}, keep=True)
    assert len(edit.parts[0].content.evidence) == 3


def test_what_the_dataset_sets_aside_stands_in_nobodys_way() -> None:
    """A rule that it breaks knowingly is no reason to refuse."""
    entry = {
        "rule": "evidence-present",
        "record": "events/spring-accepted",
        "reason": "It is known.",
    }
    files = put(tiny(), "data/dataset.json", "ignored", value=[entry])
    assert set_fields(records_of(files), "spring-accepted", {}, unset=["evidence"]).texts
    assert "events/spring-accepted" in refusals(
        set_fields, "spring-accepted", {}, unset=["evidence"]
    )


# --- paragraphs ---------------------------------------------------------------------------------


def uncoded(records: Records, *entries: Any, keep: bool = False, **more: Any) -> Any:
    edit = set_fields(records, "sources/report", {"uncoded": [*entries], **more}, keep=keep)
    return to_data(edit.parts[0].content).get("uncoded")


def test_the_rest_is_what_nothing_accounts_for() -> None:
    """Neither evidence nor furniture nor another entry; what has a reason keeps it."""
    records = records_of(put(tiny(), "seeds/report.json", "paragraphs", value=14))
    rest = {"paragraph": "rest", "reason": "Other."}
    weather = {"paragraph": 8, "reason": "It is about the weather."}
    assert uncoded(records, rest) == [weather, {"paragraph": 9, "through": 14, "reason": "Other."}]
    annex = {"paragraph": 11, "through": 12, "reason": "Annex."}
    assert uncoded(records, annex, rest, furniture=[1, 14]) == [
        weather,
        {"paragraph": 9, "through": 10, "reason": "Other."},
        annex,
        {"paragraph": 13, "reason": "Other."},
    ]
    # A paragraph that is named gets the reason given.
    assert uncoded(records, {"paragraph": 8, "reason": "Rain."}, rest)[0]["reason"] == "Rain."


def test_paragraphs_that_are_named_leave_the_others_of_their_entry() -> None:
    """With ``keep``, an entry of several is cut where some of them get another reason."""
    long = {"paragraph": 8, "through": 20, "reason": "Annex."}
    files = put(tiny(), "seeds/report.json", "uncoded", value=[long])
    records = records_of(put(files, "seeds/report.json", "paragraphs", value=20))
    fees = {"paragraph": 10, "through": 11, "reason": "Fees."}
    assert uncoded(records, fees, keep=True) == [
        {"paragraph": 8, "through": 9, "reason": "Annex."},
        fees,
        {"paragraph": 12, "through": 20, "reason": "Annex."},
    ]
    assert uncoded(records, fees) == [fees]


def test_nothing_is_left_of_the_rest() -> None:
    """What was not reported stays so, and a report that there is none stays, too."""
    rest = {"paragraph": "rest", "reason": "Other."}
    for value in (DELETED, []):
        files = put(tiny(), "seeds/report.json", "furniture", value=[1, 8])
        records = records_of(put(files, "seeds/report.json", "uncoded", value=value))
        assert uncoded(records, rest) == (None if value is DELETED else [])


@pytest.mark.parametrize(
    ("entries", "message", "remedy"),
    [
        (
            [{"paragraph": 2, "through": 8, "reason": "x"}],
            "paragraphs 2, 3, 4, 5, 6, 7 are accounted for twice",
            "give those that nothing cites: --uncoded '8: REASON'",
        ),
        (
            [{"paragraph": 3, "reason": "x"}],
            "paragraph 3 is accounted for twice",
            "leave them out: something cites each of them",
        ),
        (
            [{"paragraph": "rest", "reason": reason} for reason in "ab"],
            "the rest of the paragraphs is given more than once",
            "name the paragraphs that have another reason: '12-80: REASON'",
        ),
    ],
)
def test_paragraphs_that_are_not_uncoded(entries: Any, message: str, remedy: str) -> None:
    """What is cited is refused, with what could be given; and only one reason is that of the rest."""
    told = refusals(set_fields, "report", {"uncoded": entries})
    assert told == {"sources/report /uncoded": (message, remedy)}


@given(
    st.integers(1, 30),
    st.sets(st.integers(1, 30)),
    st.lists(st.tuples(st.integers(1, 30), st.integers(0, 5)), max_size=4),
)
def test_the_rest_against_counting(
    most: int, furniture: set[int], spans: list[tuple[int, int]]
) -> None:
    """Every paragraph that nothing names is in one entry of the rest, and no other is."""
    given_ones = [
        {"paragraph": first, "through": first + more, "reason": "x"} for first, more in spans
    ]
    data = {
        "paragraphs": most,
        "furniture": sorted(furniture),
        "uncoded": [*given_ones, {"paragraph": "rest", "reason": "y"}],
    }
    filled, faults = with_rest(TINY, "report", data)
    assert faults == ()
    rest = [entry for entry in filled.get("uncoded", []) if entry["reason"] == "y"]
    found = [
        number
        for entry in rest
        for number in range(entry["paragraph"], entry.get("through", entry["paragraph"]) + 1)
    ]
    cited = {2, 3, 4, 5, 6, 7}
    named = {number for first, more in spans for number in range(first, first + more + 1)}
    assert found == sorted(set(range(1, most + 1)) - furniture - named - cited)


# --- add term -----------------------------------------------------------------------------------


def test_a_term_is_added_with_the_kind_of_its_issue() -> None:
    """To a version by its id, to a position by its address, with or without a phase."""
    data = {"amount": {"exactly": 3}, "evidence": KEEPS_HILL}
    for holder, label in (
        ("accord@spring", "fee@2"),
        ("accord@spring", "fee@whole"),
        ("accord@spring", "fee"),
        ("positions/south-keeps-hill", "fee"),
    ):
        (part,) = add_term(TINY, holder, label, data).parts
        assert part.content.label == label
        assert isinstance(part.content, ng.MeasureTerm)
        assert part.address.endswith(f"{holder}/terms/{label}")


def test_a_first_term_of_a_version() -> None:
    """Where none is reported, and where there are reported to be none."""
    for value in (DELETED, []):
        records = records_of(
            put(tiny(), "data/proposals/accord.json", "versions", 1, "terms", value=value)
        )
        edit = add_term(records, "accord@summer", "fire", {"evidence": KEEPS_HILL})
        assert [term.label for term in edit.parts[0].record.terms] == ["fire"]


@pytest.mark.parametrize(
    ("holder", "label", "data", "told"),
    [
        (
            "acord@spring",
            "fyre@9x",
            {},
            {
                "": (
                    "no issue 'fyre'; did you mean fire?",
                    "write 'fire'",
                ),
                "acord@spring": (
                    "'fyre@9x' is not the label of a term",
                    "write 'fyre' where no phase, case or option is reported",
                ),
            },
        ),
        (
            "accord",
            "fire",
            {},
            {
                "proposals/accord": (
                    "proposals/accord holds no terms",
                    "name a version of it: accord@spring or accord@summer",
                )
            },
        ),
        (
            "actors/north",
            "fire",
            {},
            {
                "actors/north": (
                    "actors/north holds no terms",
                    "name a version or a position",
                )
            },
        ),
        (
            "accord@spring",
            "fire@1",
            {},
            {
                "versions/accord@spring/terms/fire@1": (
                    "versions/accord@spring has a term on fire@1 already",
                    "change it: negotiations set versions/accord@spring/terms/fire@1 --FIELD VALUE",
                )
            },
        ),
        (
            "accord@spring",
            "fee@3",
            {"amount": 3},
            {
                "versions/accord@spring /terms/fee@3": (
                    "the term fee@3 has no evidence",
                    "add the passage that says so",
                ),
                "versions/accord@spring /terms/fee@3/phase": (
                    "the version has no phase 3",
                    "add the phase to the version, or fix the ordinal",
                ),
            },
        ),
    ],
)
def test_a_term_that_cannot_be_added(
    holder: str, label: str, data: Any, told: dict[str, tuple[str, str]]
) -> None:
    """All reasons: holder, issue, phase, twin, evidence."""
    found = refusals(add_term, holder, label, data)
    found = {where: what for where, what in found.items() if not where.endswith("/amount")}
    assert found.items() >= told.items()


# --- remove -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("accord@summer/terms/hill-forces", "terms"),
        ("accord@spring/labels/draft", "labels"),
        ("accord@summer/derived_from/accord@spring", "derived_from"),
        ("clerk/member_of/south:clerk", "member_of"),
        ("report/furniture/1", "furniture"),
        ("accord@spring/terms/hill-forces@2/conditions/0", "conditions"),
    ],
)
def test_a_list_that_loses_its_last_item_is_not_reported(address: str, field: str) -> None:
    """That there are none is another claim, which nobody has made."""
    if field == "furniture":
        # It is what accounts for the paragraph, which is left to be done.
        assert [*findings(removed(TINY, [address]).after)]
    edit = removed(TINY, [address])
    owner = part_at(edit.after, edit.parts[0].around.address)
    assert getattr(owner.content, field) is None


def test_the_last_item_of_what_must_be_reported() -> None:
    """Is not removed; the holder is, or it is reported that there are none."""
    told = refusals(removed, ["south-keeps-hill/terms/hill-forces"])
    ((where, (message, remedy)),) = told.items()
    assert where == "positions/south-keeps-hill /terms/hill-forces"
    assert message == "it is the last of 'terms', which must be reported"
    assert remedy == (
        "remove the whole: negotiations remove positions/south-keeps-hill; or, where a source reports "
        "that there are none: negotiations set positions/south-keeps-hill --terms '[]'"
    )
    assert set_fields(TINY, "positions/south-keeps-hill", {"terms": []}).texts
    assert removed(TINY, ["positions/south-keeps-hill"]).stale == ("data/positions/south.json",)


def follow(records: Records, remedy: str) -> Records:
    """The records after the command of a remedy; of two commands, after the one that needs no choice."""
    command = remedy.rpartition(", or ")[2]
    program, verb, address, *more = shlex.split(command)
    assert program == "negotiations"
    if verb == "remove":
        return removed(records, [address]).after
    assert (verb, more[0]) == ("set", "--unset")
    return set_fields(records, address, {}, unset=[more[1]]).after


# What is not taken out by following remedies that need no choice: the issue of a position's only term,
# where the position itself has to go, and the one source, whose passages are all that others rest on.
STAYING = {"issues/hill-forces", "sources/report"}


@pytest.mark.parametrize("address", [address_of(record) for record in TINY])
def test_what_is_referred_to_is_removed_last(address: str) -> None:
    """Every reference is named with a command that takes it out; then nothing is in the way."""
    records = TINY
    for _ in range(30):
        problems = in_the_way(records, address)
        if not problems:
            break
        target = problem_target(records, problems[0])
        assert problems[0].message == f"this refers to {target}, which is to be removed"
        try:
            records = follow(records, problems[0].remedy)
        except InvalidDataset:
            break
    assert bool(in_the_way(records, address)) is (address in STAYING)


def in_the_way(records: Records, address: str) -> tuple[Any, ...]:
    """What keeps a record from being removed."""
    try:
        removed(records, [address])
    except InvalidDataset as fault:
        return fault.problems
    return ()


def test_a_remedy_stays_true_while_others_are_followed() -> None:
    """A passage is named by what it is, since the removal of another shifts its place."""
    records = TINY
    event = TINY.events["spring-accepted"]
    told = [
        problem.remedy
        for problem in in_the_way(TINY, "sources/report")
        if problem.record == address_of(event)
    ]
    first, second = (shlex.split(remedy.rpartition(", or ")[2])[-1] for remedy in told)
    later = cite("In spring, North and South met by the river", claimants=["clerk"])
    records = set_fields(records, "spring-accepted", {"evidence": [later]}, keep=True).after
    records = removed(records, [first]).after
    (gone,) = removed(records, [second]).parts
    assert gone.content in (event.evidence or ())
    assert part_at(TINY, first).content != gone.content


def problem_target(records: Records, problem: Any) -> str:
    """The address that a reference in a problem names."""
    place = part_at(records, f"{problem.record}{problem.pointer}")
    assert place.content == problem.found
    spec = next(each for each in fields_of(place.around.content) if each.name == place.field)
    (found,) = records.addresses(problem.found, spec.refers_to)
    return found


def test_a_proposal_goes_with_its_versions() -> None:
    """References to the versions are in the way, too; those between them are not."""
    told = refusals(removed, ["accord"])
    assert {where.partition(" ")[0] for where in told} == {
        "events/spring-accepted",
        "positions/south-keeps-hill",
        "talks/river-round",
    }
    edit = removed(TINY, ["accord", "spring-accepted", "south-keeps-hill", "river-round"])
    assert set(edit.stale) == {
        "data/proposals/accord.json",
        "data/positions/south.json",
        "data/events.json",
        "data/talks.json",
    }


def test_several_parts_of_one_record() -> None:
    """By the places that they have before: removing one does not shift the others."""
    edit = removed(
        TINY, ["spring-accepted/on/0", "spring-accepted/on/1", "spring-accepted/evidence/0"]
    )
    event = edit.after.events["spring-accepted"]
    assert event.on is None
    assert [passage.claimants for passage in event.evidence or ()] == [("north",)]
    # A part of what goes as a whole, and an address twice.
    edit = removed(TINY, ["spring-accepted/on/0", "events/spring-accepted", "spring-accepted"])
    assert [part.address for part in edit.parts] == [
        "events/spring-accepted/on/accord@spring",
        "events/spring-accepted",
    ]


@pytest.mark.parametrize(
    ("address", "message"),
    [
        (
            "metadata/valley-talks",
            (
                "metadata/valley-talks says what the dataset is, and cannot be removed; change it: "
                "negotiations set metadata/valley-talks --FIELD VALUE"
            ),
        ),
        (
            "accord@spring/tabled",
            (
                "versions/accord@spring/tabled is a field, which is not removed but set: "
                "negotiations set versions/accord@spring --unset tabled"
            ),
        ),
        (
            "accord/title",
            (
                "proposals/accord/title is a field, which is not removed but set: "
                "negotiations set proposals/accord --title VALUE"
            ),
        ),
    ],
)
def test_what_is_never_removed(address: str, message: str) -> None:
    """The description of the dataset, and fields, which are set."""
    with pytest.raises(NegotiationsError) as caught:
        removed(TINY, [address])
    assert str(caught.value) == message


def test_a_phase_that_terms_name_is_not_removed() -> None:
    """They would be in no phase of the text."""
    told = refusals(removed, ["accord@spring/phases/2"])
    assert told == {
        "versions/accord@spring /terms/hill-forces@2/phase": (
            "the version has no phase 2",
            "add the phase to the version, or fix the ordinal",
        )
    }
    edit = removed(TINY, ["accord@spring/phases/2", "accord@spring/terms/hill-forces@2"])
    assert len(edit.after.versions["accord@spring"].phases or ()) == 1


def test_a_file_to_remove_that_is_a_link_stays(tmp_path: Path) -> None:
    """Neither the link nor the file behind it is taken away, and nothing else is written."""
    folder = write(tmp_path / "d", tiny())
    link = folder / "data" / "positions" / "south.json"
    link.rename(folder / "data" / "positions.kept")
    link.symlink_to(folder / "data" / "positions.kept")
    records = dataset_of(tiny()).records
    before = contents(folder)
    with pytest.raises(NegotiationsError, match="is a link; nothing was written"):
        write_edit(removed(records, ["south-keeps-hill"]), folder)
    assert contents(folder) == before
    assert link.is_symlink()
