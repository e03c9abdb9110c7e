"""Corpora: what is done with one record alone, and with all of them in turn."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from builders import records_of, tiny
from commands import run  # noqa: F401 - a fixture
from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import scaled
from pyarrow import parquet
from test_rules import CASES

import negotiations as ng
from negotiations.corpora import building, running
from negotiations.corpora.around import Surroundings, Twins, surrounded
from negotiations.corpora.corpus import CorpusRun
from negotiations.corpora.journal import alone_in, run_folder
from negotiations.corpora.outputs import check_corpus, diff_corpus, export_corpus
from negotiations.corpora.reading import Unit
from negotiations.corpora.records import (
    KINDS,
    MAXIMUM_LINE,
    check_record,
    diff_of,
    found_in,
    rows_of_record,
    together,
)
from negotiations.corpora.tasks import Check, Piece
from negotiations.errors import NegotiationsError
from negotiations.exports.formats import FORMATS
from negotiations.exports.stream import chosen_tables, content_of_records
from negotiations.io.lines import line_of, opened, text_of
from negotiations.records import Records, address_of
from negotiations.rules import RULES, Reach, findings

if TYPE_CHECKING:
    from commands import Run

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

RECORDS = ng.load().records
EVERYTHING = tuple(RECORDS.everything())
OUTERMOST = [each for each in EVERYTHING if not isinstance(each, ng.Version)]
NEAR = (Reach.RECORD, Reach.REFERRED)


def line(record: ng.Record) -> str:
    return line_of(address_of(record).partition("/")[0], record)


def corpus_at(path: Path, *extra: str | bytes, step: int = 1) -> Path:
    """The bundled records on lines, or each of so many, with others behind them."""
    lines = [line(each).encode() for each in OUTERMOST[::step]]
    lines += [each.encode() if isinstance(each, str) else each for each in extra]
    path.write_bytes(b"".join(each + b"\n" for each in lines))
    return path


# --- one record ---------------------------------------------------------------------------------


def test_a_line_is_read_as_the_record_that_was_written() -> None:
    """With its envelope or, where the kind is given, without it."""
    for record in EVERYTHING:
        checked = check_record(line(record))
        assert (checked.record, checked.problems) == (record, ())
        bare = check_record(json.dumps(json.loads(line(record))["record"]), type(record))
        assert bare == checked


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty"),
        ("[]", "the file does not contain a single record"),
        ("{", "not JSON: Expecting property name enclosed in double quotes"),
        ('{"collection": "actors"}', "the line names no collection of records"),
        ('{"collection": "acts", "record": {}}', "the line names no collection of records"),
        (
            '{"collection": "actors", "collection": "actors", "record": {}}',
            "duplicate key 'collection' in an object",
        ),
        ('{"collection": "actors", "record": []}', "record: wrong type"),
        ("\ufeff{}", "the file begins with a byte order mark"),
        ("\udc80", "byte 0 is not UTF-8"),
    ],
)
def test_what_is_no_line_of_a_corpus_is_named_with_its_line(text: str, message: str) -> None:
    problem = check_record(text, file="corpus.ndjson", number=7).problems[0]
    assert problem.file == "corpus.ndjson"
    assert problem.line == 7
    assert problem.message.casefold() == message.casefold()


def test_a_line_of_another_kind_than_is_given_is_refused() -> None:
    (problem,) = check_record(line(OUTERMOST[1]), "events").problems
    assert (problem.message, problem.expected) == ("the record is of another kind", "events")


def test_rules_find_in_a_record_among_those_it_refers_to_what_they_find_among_all() -> None:
    """Every way to break a rule that reaches no further is found, and nothing else is."""
    facts = ("rule", "record", "pointer", "message", "found", "severity")
    for case in (each for each in CASES if RULES[each.rule].reach in NEAR):
        files = tiny()
        case.edit(files)
        records = records_of(files)
        among = [each.problem() for each in findings(records, reaches=NEAR)]
        apart: list[ng.Problem] = []
        for record in records.everything():
            if not isinstance(record, ng.Version):
                get = _getter(records)
                around, _ = surrounded(record, get)
                apart += [each.problem() for each in found_in(record, around, NEAR)]
        told = [
            sorted(tuple(str(getattr(each, name)) for name in facts) for each in some)
            for some in (among, apart)
        ]
        assert set(told[1]) <= set(told[0]), case.name
        if case.rule != "date-order":  # of which only what is between two records is found
            assert told[0] == told[1], case.name


def _getter(records: Records) -> Callable[[str, str], ng.Record | None]:
    def get(collection: str, key: str) -> ng.Record | None:
        if collection == "metadata":
            return records.metadata
        found: ng.Record | None = records.collections[collection].get(key)
        return found

    return get


def test_rules_on_a_record_alone_find_nothing_that_is_right() -> None:
    broken = RECORDS.versions["may-proposal@may"].replace(evidence=None)
    alone = [each.problem() for each in found_in(broken, together(broken))]
    assert [each.rule for each in alone] == ["evidence-present"]
    assert not [each for record in EVERYTHING for each in found_in(record, together(record))]


def test_rows_of_records_are_those_of_an_export() -> None:
    names = chosen_tables(())
    exported = {(name, row) for _, name, row in content_of_records(RECORDS, names).rows()}
    made = [row for each in OUTERMOST for row in rows_of_record(each, names, RECORDS)]
    assert set(made) == exported
    assert len(made) == len(exported)


def test_the_diff_of_two_versions_is_the_document_of_the_command() -> None:
    a, b = (RECORDS.versions[f"may-proposal@{name}"] for name in ("may", "bridging"))
    assert diff_of(a, b, RECORDS) == json.loads(ng.to_json(ng.load().diff(a, b)))


PLAIN = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([1e16, 1e-5, -3e-7, 1.5e300, 2**64, -(2**63) - 1])
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec=None))
)
JSON = st.recursive(PLAIN, lambda part: st.lists(part) | st.dictionaries(st.text(), part))


@given(st.dictionaries(st.text(), JSON))
def test_lines_are_those_of_the_standard_library(data: dict[str, Any]) -> None:
    assert text_of(data) == json.dumps(data, ensure_ascii=False)


def test_every_kind_of_record_has_a_name_on_lines() -> None:
    assert {address_of(each).partition("/")[0] for each in EVERYTHING} <= KINDS.keys()
    assert opened(b'{"record": {}, "collection": "actors"}') == ("actors", b"{}")


# --- scanning -----------------------------------------------------------------------------------


def _as_lines(folder: Path) -> Path:
    return corpus_at(folder / "all.ndjson")


def _as_gzip(folder: Path) -> Path:
    path = folder / "all.jsonl.gz"
    path.write_bytes(gzip.compress(_as_lines(folder).read_bytes()))
    return path


def _as_zstd(folder: Path) -> Path:
    path = folder / "all.ndjson.zst"
    path.write_bytes(zstd.compress(_as_lines(folder).read_bytes()))
    return path


def _as_crlf(folder: Path) -> Path:
    path = _as_lines(folder)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n\r\n"))
    return path


def _as_dataset(folder: Path) -> Path:
    ng.save(ng.load(), folder / "dataset")
    return folder / "dataset"


def _as_many_files(folder: Path) -> Path:
    for number, record in enumerate(OUTERMOST):
        inner = folder / "many" / str(number % 7)
        inner.mkdir(parents=True, exist_ok=True)
        inner.joinpath(f"{number}.ndjson").write_text(line(record), encoding="utf-8")
    return folder / "many"


FORMS = [_as_lines, _as_gzip, _as_zstd, _as_crlf, _as_dataset, _as_many_files]


@pytest.mark.parametrize("form", FORMS)
def test_whatever_the_form_of_a_corpus_its_records_are_the_same(
    form: Callable[[Path], Path], tmp_path: Path
) -> None:
    scanned = [each.record for each in ng.scan(form(tmp_path))]
    assert sorted(scanned, key=address_of) == sorted(OUTERMOST, key=address_of)


def test_a_record_that_is_scanned_has_its_place(tmp_path: Path) -> None:
    path = _as_lines(tmp_path)
    assert [(each.file, each.line) for each in ng.scan(path)] == [
        (str(path), number) for number in range(1, len(OUTERMOST) + 1)
    ]


BAD = {
    "no JSON": (b"no JSON at all", "json", "not JSON: expecting value"),
    "no kind": (b'{"id": "x"}', "schema", "the field 'title' is missing"),
    "too long": (
        b"x" * (MAXIMUM_LINE + 1),
        "json",
        f"the line is longer than {MAXIMUM_LINE:,} bytes",
    ),
    "half a character": (b'"\xc3"', "json", "byte 1 is not UTF-8"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_line_that_is_wrong_is_named_and_the_rest_is_read(name: str, tmp_path: Path) -> None:
    text, rule, message = BAD[name]
    corpus = corpus_at(tmp_path / "all.ndjson", text, line(RECORDS.actors["qatar"].replace(id="q")))
    problems: list[ng.Problem] = []
    scanned = [each.record.id for each in ng.scan(corpus, skip=problems.append)]
    assert len(scanned) == len(OUTERMOST) + 1
    assert scanned[-1] == "q"
    assert (problems[0].line, problems[0].rule) == (len(OUTERMOST) + 1, rule)
    assert problems[0].message == message
    with pytest.raises(ng.InvalidDataset):
        list(ng.scan(corpus))


@pytest.mark.parametrize("form", [_as_gzip, _as_zstd])
def test_a_packed_file_that_is_cut_off_is_read_as_far_as_it_goes(
    form: Callable[[Path], Path], tmp_path: Path
) -> None:
    path = form(tmp_path)
    packed = path.read_bytes()
    path.write_bytes(packed[: len(packed) * 7 // 8])
    problems: list[ng.Problem] = []
    scanned = [each.record for each in ng.scan(path, skip=problems.append)]
    assert len(OUTERMOST) > len(scanned) > len(OUTERMOST) // 3  # zstd packs blocks of 128 KiB
    assert scanned == OUTERMOST[: len(scanned)]
    assert problems[-1].message == "the file ends in the middle of its compressed data"
    assert problems[-1].line > len(scanned)


def test_a_file_of_a_folder_that_cannot_be_read_does_not_end_the_others(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    half = len(OUTERMOST) // 2
    for name, records in (("a", OUTERMOST[:half]), ("d", OUTERMOST[half:])):
        text = "".join(f"{line(each)}\n" for each in records)
        (folder / f"{name}.ndjson.gz").write_bytes(gzip.compress(text.encode()))
    (folder / "b.ndjson.gz").write_bytes(gzip.compress(b'{"id": "lost"}' * 99)[:-9])
    os.mkfifo(folder / "c.ndjson")
    (folder / os.fsdecode(b"e-\xff.ndjson")).write_text("no JSON", encoding="utf-8")
    problems: list[ng.Problem] = []
    assert [each.record for each in ng.scan(folder, skip=problems.append)] == OUTERMOST
    shown: list[str] = []
    found = check_corpus(CorpusRun(folder), None, shown.append, task=Check(is_ndjson=True))
    assert found.counts["error"] == 3
    assert [(each["file"], each["line"], each["message"]) for each in map(json.loads, shown)] == [
        ("b.ndjson.gz", 1, "the file ends in the middle of its compressed data"),
        ("c.ndjson", 1, "the file cannot be read: it is not a regular file"),
        ("e-\udcff.ndjson", 1, "not JSON: expecting value"),
    ]


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The complete tables of the bundled dataset, in groups of ten rows."""
    folder = tmp_path_factory.mktemp("parquet") / "tables"
    ng.export(ng.load(), folder, "parquet", complete=True)
    for path in folder.glob("*.parquet"):
        whole = parquet.read_table(path)
        parquet.write_table(whole, path, row_group_size=10, write_page_checksum=True)
    return folder


def _damaged(path: Path, group: int, column: str) -> None:
    """Change a byte of a column in a group of rows."""
    found = parquet.read_metadata(path)
    place = next(
        found.row_group(group).column(number)
        for number in range(found.num_columns)
        if found.row_group(group).column(number).path_in_schema == column
    )
    data = bytearray(path.read_bytes())
    start = place.dictionary_page_offset or place.data_page_offset
    data[start + place.total_compressed_size - 1] ^= 1
    path.write_bytes(data)


def _without(path: Path, column: str) -> None:
    parquet.write_table(parquet.read_table(path).drop_columns([column]), path)


def _as_text(path: Path, column: str) -> None:
    table = parquet.read_table(path)
    index = table.column_names.index(column)
    parquet.write_table(table.set_column(index, column, table[column].cast("string")), path)


def _parts(path: Path, *_: object) -> None:
    path.write_bytes(path.read_bytes()[:-1])


# What is done to a table, where and what is told first, and how many records of the collection are left.
WOUNDS: dict[str, tuple[Callable[..., None], str, tuple[Any, ...], int, str, int]] = {
    "a group of records": (
        _damaged,
        "data_actors",
        (1, "name"),
        11,
        r"row group 2 in the column name cannot be read: .*: rows 11 to 20 are left out",
        len(RECORDS.actors) - 10,
    ),
    "a group of parts": (
        _damaged,
        "data_actors_spellings",
        (0, "item"),
        1,
        r"row group 1 in the column item cannot be read: .*: rows 1 to 10 are left out",
        -1,
    ),
    "no Parquet": (_parts, "data_actors", (), 1, r"it is no file of Parquet: .*", 0),
    "a column is missing": (
        _without,
        "data_actors",
        ("name",),
        1,
        r"the column 'name' is missing",
        0,
    ),
    "a column of another type": (
        _as_text,
        "data_actors",
        ("spellings_n",),
        1,
        r"the column 'spellings_n' is of another type",
        0,
    ),
}


@pytest.mark.parametrize("name", WOUNDS)
def test_a_damaged_table_is_named_and_the_rest_is_read(
    name: str, tables: Path, tmp_path: Path
) -> None:
    wound, table, more, row, message, left = WOUNDS[name]
    folder = tmp_path / "tables"
    shutil.copytree(tables, folder)
    wound(folder / f"{table}.parquet", *more)
    problems: list[ng.Problem] = []
    scanned = [each.record for each in ng.scan(folder, skip=problems.append)]
    told = next(each for each in problems if each.file == f"{table}.parquet")
    assert told.line == row
    assert re.fullmatch(message, told.message)
    others = [each for each in OUTERMOST if not isinstance(each, ng.Actor)]
    assert {address_of(each) for each in scanned} >= set(map(address_of, others))
    refused = [each for each in problems if each is not told]
    if left < 0:  # the records that lost parts are refused, each with its row
        left = len(RECORDS.actors) - len(refused)
        ids = parquet.read_table(folder / "data_actors.parquet")["id"].to_pylist()
        assert refused
        assert all(each.record == f"actors/{ids[each.line - 1]}" for each in refused)
        assert {each.message for each in refused} == {
            "spellings_n and the rows that belong to it do not fit"
        }
    assert sum(isinstance(each, ng.Actor) for each in scanned) == left


def test_a_run_over_a_damaged_table_that_is_resumed_gives_the_same(
    run: Run,  # noqa: F811
    tables: Path,
    tmp_path: Path,
) -> None:
    folder = tmp_path / "tables"
    shutil.copytree(tables, folder)
    _damaged(folder / "data_events.parquet", 1, "id")
    expected = run(
        "check", folder, "--corpus", "--output-format", "ndjson", "--ignore", "references"
    )
    assert expected.status == 1
    (told,) = map(json.loads, expected.out.splitlines())
    assert (told["file"], told["line"], told["rule"]) == ("data_events.parquet", 11, "json")

    def interrupt(what: str, *_: object) -> None:
        if what == "working":
            raise KeyboardInterrupt

    task, out = Check((), ("references",), is_ndjson=True), tmp_path / "out"
    with pytest.raises(KeyboardInterrupt):
        check_corpus(CorpusRun(folder, progress=interrupt, units=9), out, task=task)
    check_corpus(CorpusRun(folder, resume=True), out, task=task)
    assert out.read_text(encoding="utf-8") == expected.out


def test_what_is_no_corpus_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NegotiationsError, match="does not exist"):
        list(ng.scan(tmp_path / "none.ndjson"))
    with pytest.raises(NegotiationsError, match="does not exist"):
        check_corpus(CorpusRun(tmp_path / "none.ndjson"), tmp_path / "out")
    assert not list(tmp_path.iterdir())
    with pytest.raises(NegotiationsError, match="has no files with records"):
        list(ng.scan(tmp_path))
    empty = tmp_path / "empty.ndjson"
    empty.touch()
    with pytest.raises(ng.InvalidDataset, match="the file is empty"):
        list(ng.scan(empty))


# --- runs ---------------------------------------------------------------------------------------

TWIN = line(RECORDS.actors["qatar"])
LOOSE = (
    line(RECORDS.positions["israel-philadelphi"].replace(id="loose", actor="nobody"))
    if ("israel-philadelphi" in RECORDS.positions)
    else line(next(iter(RECORDS.positions.values())).replace(id="loose", actor="nobody"))
)
NEXT = line(
    RECORDS.versions["may-proposal@bridging"].replace(
        id="may-proposal@later", derived_from=("may-proposal@bridging", "may-proposal@none")
    )
)
WRONG = (TWIN, "no JSON at all", LOOSE, NEXT)
RUNS: dict[str, Callable[[CorpusRun, Path], Any]] = {
    "check": lambda given, out: check_corpus(given, out, task=Check(is_ndjson=True)),
    "diff": diff_corpus,
    "ndjson": lambda given, out: export_corpus(given, out, FORMATS["ndjson"], force=True),
    "csv": lambda given, out: export_corpus(
        given, out, FORMATS["csv"], tables=("changes", "quantities", "data_terms"), force=True
    ),
}


def held(path: Path) -> dict[str, bytes]:
    files = path.rglob("*") if path.is_dir() else [path]
    return {str(each.relative_to(path)): each.read_bytes() for each in files if each.is_file()}


def result(name: str, corpus: Path, out: Path, **more: Any) -> tuple[dict[str, bytes], Any]:
    made = RUNS[name](CorpusRun(corpus, **more), out)
    assert not run_folder(out).exists()
    return held(out), made.counts


@pytest.fixture(scope="module")
def wrong(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return corpus_at(tmp_path_factory.mktemp("corpus") / "wrong.ndjson", *WRONG)


def test_a_check_tells_of_twins_and_of_references_that_lead_nowhere(wrong: Path) -> None:
    shown: list[str] = []
    found = check_corpus(CorpusRun(wrong), None, shown.append, task=Check(is_ndjson=True))
    told = [json.loads(each) for each in shown]
    first = len(OUTERMOST) + 1
    assert [(each["line"], each["rule"], each["message"]) for each in told] == [
        (first, "unique-id", "duplicate id 'qatar'"),
        (first + 1, "json", "not JSON: expecting value"),
        (first + 2, "references", "no record 'nobody' in actors"),
        (first + 3, "references", "no record 'may-proposal@none' in versions"),
    ]
    assert told[0]["found"] == f"the same id in {wrong}:{_line_of('actors/qatar')}"
    assert found.counts["error"] == 4


def _line_of(address: str) -> int:
    return 1 + [address_of(each) for each in OUTERMOST].index(address)


def test_a_sound_corpus_has_no_problems(tmp_path: Path) -> None:
    """All rules that reach no further than what a record refers to hold for the bundled dataset."""
    shown: list[str] = []
    found = check_corpus(CorpusRun(_as_lines(tmp_path)), None, shown.append)
    assert (shown, found.counts["records"]) == ([], len(OUTERMOST))


def test_each_version_is_compared_with_the_one_before_it(wrong: Path) -> None:
    shown: list[str] = []
    found = diff_corpus(CorpusRun(wrong), None, shown.append)
    documents = map(json.loads, shown)
    pairs = [tuple(each[side].partition("/")[2] for side in "ab") for each in documents]
    assert pairs[-1] == ("may-proposal@bridging", "may-proposal@later")
    chained = [
        (earlier, version.id)
        for version in RECORDS.versions.values()
        for earlier in version.derived_from or ()
    ]
    assert set(chained) <= set(pairs)
    assert any("may-proposal@none" in each for each in found.problems)


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    proposals = [line(each) for each in RECORDS.proposals.values()]
    path = tmp_path_factory.mktemp("corpus") / "few.ndjson"
    return corpus_at(path, *proposals, *WRONG, step=9)


@pytest.mark.parametrize("name", RUNS)
@settings(max_examples=scaled(8))
@given(units=st.integers(1, 40), stops=st.lists(st.integers(1, 60), max_size=3))
def test_neither_the_size_of_pieces_nor_interruptions_change_a_result(
    name: str, few: Path, tmp_path_factory: pytest.TempPathFactory, units: int, stops: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("runs")
    if name == "diff":  # packed: it is unpacked by the run, which is then interrupted, too
        packed = folder / "few.ndjson.gz"
        packed.write_bytes(gzip.compress(few.read_bytes()))
        few = packed
    expected = result(name, few, folder / "whole")
    for stop in stops:
        counter = iter(range(stop))

        def interrupt(*_: object, counter: Any = counter) -> None:
            if next(counter, None) is None:
                raise KeyboardInterrupt

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(running, "_SECONDS", 0.0)
            patch.setattr(building, "_BATCH", 7)
            try:
                RUNS[name](CorpusRun(few, 1, True, interrupt, units), folder / "out")
            except KeyboardInterrupt:
                assert run_folder(folder / "out").exists()
    again = result(name, few, folder / "out", units=units, resume=True)
    assert again == expected


@attrs.frozen
class Killed(Check):
    """A check in which a process is killed once, on the way."""

    marker: str = ""

    def add(self, made: Piece, around: Surroundings, number: int, unit: Unit, twins: Twins) -> None:
        if number == 40 and not Path(self.marker).exists():
            Path(self.marker).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        super().add(made, around, number, unit, twins)


def test_neither_the_number_of_processes_nor_their_end_changes_a_result(
    wrong: Path, tmp_path: Path
) -> None:
    expected = result("check", wrong, tmp_path / "one", units=9)
    task = Killed(is_ndjson=True, marker=str(tmp_path / "killed"))
    found = check_corpus(CorpusRun(wrong, jobs=2, units=9), tmp_path / "two", task=task)
    assert (held(tmp_path / "two"), found.counts) == expected
    assert (tmp_path / "killed").exists()


def test_a_run_that_was_interrupted_is_not_begun_anew_by_mistake(
    wrong: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check_corpus(CorpusRun(wrong, progress=interrupt), out)
    with pytest.raises(NegotiationsError, match="add --resume to go on with it"):
        check_corpus(CorpusRun(wrong), out)
    with pytest.raises(NegotiationsError, match="has a run of something else"):
        diff_corpus(CorpusRun(wrong, resume=True), out)
    with alone_in(run_folder(out)), pytest.raises(NegotiationsError, match="is at work in"):
        check_corpus(CorpusRun(wrong, resume=True), out)
    check_corpus(CorpusRun(wrong, resume=True), out)
    assert out.read_text(encoding="utf-8").count("error[") == 4


def test_a_corpus_that_grows_is_read_as_it_was(tmp_path: Path) -> None:
    corpus, out = _as_lines(tmp_path), tmp_path / "out"

    def grow(*_: object) -> None:
        with corpus.open("ab") as stream:
            stream.write(b"added\n")

    found = check_corpus(CorpusRun(corpus, progress=grow), out)
    assert out.read_bytes() == b""
    assert found.grown[0][1] % len(b"added\n") == 0


def test_a_corpus_that_was_changed_is_not_gone_on_with(tmp_path: Path) -> None:
    corpus, out = _as_lines(tmp_path), tmp_path / "out"

    def interrupt(what: str, *_: object) -> None:
        if what == "working":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check_corpus(CorpusRun(corpus, progress=interrupt), out)
    corpus.write_bytes(corpus.read_bytes()[:-20] + b"0" * 20)
    with pytest.raises(NegotiationsError, match="has changed since the run was begun"):
        check_corpus(CorpusRun(corpus, resume=True), out)


def test_an_export_of_a_corpus_has_the_rows_of_an_export_of_the_dataset(tmp_path: Path) -> None:
    export_corpus(CorpusRun(_as_lines(tmp_path)), tmp_path / "corpus", FORMATS["csv"])
    ng.export(ng.load(), tmp_path / "dataset", "csv")
    one, other = held(tmp_path / "corpus"), held(tmp_path / "dataset")
    del one["codebook.csv"], other["codebook.csv"]
    assert {name: sorted(text.splitlines()) for name, text in one.items()} == {
        name: sorted(text.splitlines()) for name, text in other.items()
    }


# --- the command line ---------------------------------------------------------------------------


def test_the_commands_take_a_corpus(run: Run, wrong: Path, tmp_path: Path) -> None:  # noqa: F811
    checked = run("check", wrong)
    assert (checked.status, checked.out.count("error[")) == (1, 4)
    assert checked.err == (
        f"{len(OUTERMOST) + 3} records: 4 errors\n"
        "not checked, since all records would be needed: no-cycle, paragraphs-accounted, source-cited, "
        "ignored-unused\n"
        "not checked, since the texts would be needed: source-text, evidence-slice, "
        "printed-in-passage\n"
    )
    few = run("check", wrong, "--select", "no-cycle", "--select", "term-kind")
    assert few.err.splitlines()[1:] == ["not checked, since all records would be needed: no-cycle"]
    compared = run("diff", wrong, "-o", tmp_path / "diffs.ndjson", "--resume")
    assert compared.status == 1
    assert "pairs of versions compared" in compared.err
    exported = run("export", "ndjson", tmp_path / "copy.ndjson", wrong)
    assert exported.status == 1
    assert "duplicate id 'qatar'" in exported.err
    assert run("export", "ndjson", tmp_path / "copy.ndjson", wrong).status == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("check", "CORPUS", "data"), "a corpus stands alone"),
        (("check", "CORPUS", "--output-format", "sarif"), "text or ndjson, not in sarif"),
        (("check", "CORPUS", "--resume"), "add -o FILE"),
        (("check", "--jobs", "2"), "--jobs and --resume apply to a corpus"),
        (("diff", "CORPUS", "--issue", "prisoner-release"), "give no other options"),
        (("export", "jsonld", "out.jsonld", "CORPUS"), "a corpus is not exported to jsonld"),
    ],
)
def test_what_does_not_fit_a_corpus_is_said(
    run: Run,  # noqa: F811
    wrong: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    found = run(*(str(wrong) if each == "CORPUS" else each for each in arguments))
    assert found.status == 2
    assert message in found.err
