"""Files and words of strangers: each hazard ends in problems or a documented error, soon, in bounds.

What a file may hold, and what it costs, is in `docs/limits.md`. Tests never time: what would hang
runs in a process of its own that is given up after a while, and what would fill the memory in one
that may have no more than so much.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from builders import ARTICLE_NAME, Files, as_bytes, put, tiny, write, write_text
from hypothesis import example, given, settings
from hypothesis import strategies as st
from profiles import scaled
from strategies import json_values, mutated

import negotiations as ng
from negotiations.articles import ArticleText, TextNotFound, Texts
from negotiations.chronology import on_circles
from negotiations.cli.main import main
from negotiations.errors import InvalidDataset, NegotiationsError, Problem, UnknownId, nearest
from negotiations.folder import listing as listing_module
from negotiations.folder import reading as folder_module
from negotiations.io.strict_json import read_json
from negotiations.limits import (
    MAXIMUM_BYTES,
    MAXIMUM_ENTRIES,
    MAXIMUM_PASSAGES,
    MAXIMUM_PROBLEMS,
    MAXIMUM_PROBLEMS_IN_ALL,
    MAXIMUM_TEXT_BYTES,
    MAXIMUM_WORDS,
    MORE,
    Collector,
    read_regular,
)
from negotiations.model.values import Count, Duration, When
from negotiations.plaintext import plain_lines
from negotiations.records import COLLECTIONS
from negotiations.vocabulary import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from negotiations.model import Record

ACTORS = "data/actors.json"
EVENTS = "data/events.json"
ACCORD = "data/proposals/accord.json"
REPORT = "seeds/report.json"
KINDS = (*COLLECTIONS.values(), ng.Metadata, ng.Evidence, ng.Term, Count, Duration, When)


def assert_fit_to_show(problems: tuple[Problem, ...]) -> None:
    """Problems are in order, say what to do, and can be printed on a terminal; they are few."""
    assert list(problems) == sorted(problems, key=lambda problem: problem.sort_key)
    for problem in problems:
        assert problem.rule
        assert problem.message
        assert problem.remedy
        assert all(line.isprintable() for line in str(problem).split("\n"))
    files = [problem.file for problem in problems]
    assert all(files.count(file) <= MAXIMUM_PROBLEMS + 1 for file in files)


def rules_of(problems: tuple[Problem, ...], file: str) -> set[str]:
    return {problem.rule for problem in problems if problem.file == file}


# --- bytes --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b'["\xff"]', "byte 2 is not UTF-8", id="invalid UTF-8"),
        pytest.param(b'["\xc0\x80"]', "byte 2 is not UTF-8", id="overlong NUL"),
        pytest.param(b'["\xed\xa0\x80"]', "byte 2 is not UTF-8", id="encoded surrogate"),
        pytest.param(
            b"\xef\xbb\xbf[]", "the file begins with a byte order mark", id="mark of UTF-8"
        ),
        pytest.param("[]".encode("utf-16"), "the file is in UTF-16", id="mark of UTF-16"),
        pytest.param(b"\xfe\xff\x00[\x00]", "the file is in UTF-16", id="mark of UTF-16, big"),
        pytest.param("[]".encode("utf-32"), "the file is in UTF-32", id="mark of UTF-32"),
        pytest.param(
            b"\x00\x00\xfe\xff" + "[]".encode("utf-32-be"), "the file is in UTF-32", id="big UTF-32"
        ),
        pytest.param("[]".encode("utf-16-le"), "not JSON: expecting value", id="unmarked UTF-16"),
        pytest.param(b"\x00", "not JSON: expecting value", id="NUL"),
        pytest.param(b'"\x00"', "not JSON: invalid control character at", id="NUL in text"),
        pytest.param(b"[NaN]", "not JSON: NaN is not a number", id="NaN"),
        pytest.param(b"[Infinity]", "not JSON: Infinity is not a number", id="Infinity"),
        pytest.param(b"[-Infinity]", "not JSON: -Infinity is not a number", id="-Infinity"),
        pytest.param(b'{"a":1,"a":1}', "duplicate key 'a' in an object", id="key twice"),
        pytest.param(
            rb'{"a":1,"\u0061":1}', "duplicate key 'a' in an object", id="escaped key twice"
        ),
        pytest.param(
            b"[" * 100_000, "the JSON is nested deeper than 64 levels", id="100,000 brackets"
        ),
        pytest.param(
            b'{"a":' * 100_000, "the JSON is nested deeper than 64 levels", id="100,000 objects"
        ),
        pytest.param(
            b'"' + b"x" * MAXIMUM_BYTES + b'"',
            "the file is larger than 4 MiB",
            id="one long string",
        ),
        pytest.param(rb'["\\ud800\udc00"]', "a lone surrogate is not a character", id="not a pair"),
        pytest.param(
            rb'["\ud800\\udc00"]', "a lone surrogate is not a character", id="a half pair"
        ),
        pytest.param(
            rb'["\udc00\ud800"]', "a lone surrogate is not a character", id="wrong way round"
        ),
    ],
)
def test_bytes_that_are_refused(data: bytes, message: str) -> None:
    """What is no strict JSON is refused with one problem that says why."""
    document, (problem,) = read_json("f.json", data)
    assert document is None
    assert problem.message == message
    assert_fit_to_show((problem,))


def test_the_place_of_half_a_pair() -> None:
    """A backslash that is escaped begins no escape, so that what follows it is no first half."""
    _, (problem,) = read_json("f", rb'["\ud83d\ude00\\ud800\udc00"]')
    assert (problem.line, problem.column) == (1, 22)


@pytest.mark.parametrize(
    ("number", "message"),
    [
        ("9223372036854775808", "exactly: too large"),
        ("9" * 4000, "exactly: too large"),
        ("1e400", "exactly: wrong type"),
        ("-1e400", "exactly: wrong type"),
        ("5.0", "exactly: wrong type"),
        ("-0.0", "exactly: wrong type"),
        ("true", "exactly: wrong type"),
        ("-1", "exactly: too small"),
        ("0", None),
        ("-0", None),
    ],
)
def test_numbers(number: str, message: str | None) -> None:
    """A number of persons is an integer of at most 2**53 - 1, and minus nought is nought."""
    text = f'{{"exactly": {number}}}'
    if message is None:
        assert ng.from_json(Count, text) == Count.exactly(0)
        return
    with pytest.raises(InvalidDataset) as caught:
        ng.from_json(Count, text)
    (problem,) = caught.value.problems
    assert problem.message == message
    assert_fit_to_show((problem,))


# --- many ---------------------------------------------------------------------------------------

MANY = 10_000


def many(head: str, item: Callable[[int], str], tail: str) -> bytes:
    return (head + ",".join(map(item, range(MANY))) + tail).encode()


PERSON = '"name": "x", "kind": "person"'
HELD = '"source": "report", "paragraph": 9, "sha256": "' + "0" * 64 + '", "support": "explicit"'


def of_many() -> dict[str, tuple[str, bytes]]:
    """Files that took quadratic time, or memory in proportion to a number in them."""
    return {
        "items of the wrong type": (ACTORS, many("[", str, "]")),
        "keys that stand twice": (ACTORS, many("{", lambda _: '"a": 1', "}")),
        "unknown keys": (
            ACTORS,
            many(f'[{{"id": "a", {PERSON}, ', lambda n: f'"k{n}": 1', "}]"),
        ),
        "items of two types": (
            ACTORS,
            many(f'[{{"id": "a", {PERSON}, "spellings": [1, ', lambda n: f'"{n}"', "]}]"),
        ),
        "one id": (ACTORS, many("[", lambda _: f'{{"id": "a", {PERSON}}}', "]")),
        "a long chain": (
            ACTORS,
            many("[", lambda n: f'{{"id": "a{n}", {PERSON}, "speaks_for": "a{n + 1}"}}', "]"),
        ),
        "a long circle": (
            ACTORS,
            many(
                "[", lambda n: f'{{"id": "a{n}", {PERSON}, "speaks_for": "a{(n + 1) % MANY}"}}', "]"
            ),
        ),
        "names that no record has": (
            ACTORS,
            many("[", lambda n: f'{{"id": "a{n}", {PERSON}, "speaks_for": "b{n}"}}', "]"),
        ),
        "a chain of dates": (
            EVENTS,
            many(
                "[",
                lambda n: (
                    f'{{"id": "e{n}", "act": "present", "when": {{"after": "events/e{n + 1}"}}}}'
                ),
                "]",
            ),
        ),
        "a circle of dates": (
            EVENTS,
            many(
                "[",
                lambda n: (
                    f'{{"id": "e{n}", "act": "present",'
                    f' "when": {{"after": "events/e{(n + 1) % MANY}"}}}}'
                ),
                "]",
            ),
        ),
        "passages": (
            EVENTS,
            many(
                '[{"id": "e", "act": "present", "evidence": [',
                lambda n: f'{{{HELD}, "start": {MANY - n}, "end": {MANY - n + 5}}}',
                "]}]",
            ),
        ),
        "versions": (
            ACCORD,
            many(
                '{"id": "accord", "title": "t", "between": ["north"], "versions": [',
                lambda n: f'{{"id": "accord@v{n}", "completeness": "partial"}}',
                "]}",
            ),
        ),
        "a long key": (
            ACTORS,
            f'[{{"id": "a", {PERSON}, "{"k" * 2_000_000}": 1}}]'.encode(),
        ),
        "a long id": (ACTORS, f'[{{"id": "{"a-" * 500_000}", {PERSON}}}]'.encode()),
        "paragraphs": (
            REPORT,
            as_bytes({**tiny()[REPORT], "paragraphs": 2**53 - 1}),
        ),
    }


BOUNDED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
import negotiations as ng
for folder in sys.argv[1:]:
    for problem in ng.check(folder):
        print(folder, problem.file, problem.rule, sep="\\t")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the system sets no bounds to memory")
def test_much_of_one_thing_is_checked_in_bounds(tmp_path: Path) -> None:
    """Checking takes time in proportion to the file, a gibibyte at most, and reports few problems."""
    cases = of_many()
    folders = {
        str(write(tmp_path / str(number), {**tiny(), file: data})): name
        for number, (name, (file, data)) in enumerate(cases.items())
    }
    done = subprocess.run(
        [sys.executable, "-c", BOUNDED, *folders],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    found: dict[str, list[str]] = {name: [] for name in cases}
    for line in done.stdout.splitlines():
        folder, file, rule = line.split("\t")
        if file == cases[folders[folder]][0]:
            found[folders[folder]].append(rule)
    for name, rules in found.items():
        assert rules, name
        assert len(rules) <= MAXIMUM_PROBLEMS + 1, name
    full = {name for name, rules in found.items() if rules[0] == MORE}
    assert {
        "passages",
        "items of the wrong type",
        "keys that stand twice",
        "unknown keys",
        "one id",
        "a long circle",
        "names that no record has",
        "a circle of dates",
    } <= full


def test_a_folder_has_few_problems_in_all() -> None:
    """Each file has its share, and all have a bound together."""
    found = Collector()
    for number in range(20):
        for column in range(200):
            problem = Problem(rule="json", message="m", file=f"{number:02}", line=1, column=column)
            if not found.is_full(problem.file):
                found.add(problem)
    problems = [*found]
    assert len(problems) == MAXIMUM_PROBLEMS_IN_ALL + 1
    assert problems[0].file == ""
    assert problems[0].message == (
        f"there are more problems than the {MAXIMUM_PROBLEMS_IN_ALL} that are reported"
    )
    assert [each.rule for each in problems if each.file == "00"] == [MORE, *["json"] * 100]


def test_a_word_too_long_is_not_likened() -> None:
    """Likening takes time that grows with the length; what is as long was not misspelt."""
    assert nearest("quatar" * 1_000_000, ["qatar"]) == ()
    assert UnknownId("x" * 1_000_000, ["xx"]).nearest == ()


@given(st.dictionaries(st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdefg"), max_size=3)))
@example({"a": ["b"], "b": ["c"], "c": ["b"]})
@example({"a": ["b"], "b": ["a", "c"], "c": ["d"], "d": ["c"]})
def test_circles_are_what_a_walk_finds(links: dict[str, list[str]]) -> None:
    """A name is on a circle exactly if a walk along the links comes back to it."""

    def comes_back(name: str) -> bool:
        seen: set[str] = set()
        waiting = [*links[name]]
        while waiting:
            here = waiting.pop()
            if here not in seen:
                seen.add(here)
                waiting += links.get(here, [])
        return name in seen

    assert on_circles(links) == {name for name in links if comes_back(name)}


def test_more_files_than_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of very many files is refused once, and nothing else is said of what was not read."""
    monkeypatch.setattr(listing_module, "MAXIMUM_ENTRIES", 40)
    folder = write(tmp_path, tiny())
    for number in range(60):
        (folder / f"seeds/s{number}.json").write_text("[]")
    problems = ng.check(folder)
    assert "there are more than 40 files; the rest are not read" in {
        problem.message for problem in problems
    }
    assert not rules_of(problems, ACCORD)
    assert MAXIMUM_ENTRIES > 40


def test_more_bytes_than_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files of a folder have a bound together, and those beyond it are named."""
    monkeypatch.setattr(folder_module, "MAXIMUM_FOLDER_BYTES", 4096)
    problems = ng.check(write(tmp_path, tiny()))
    assert any("the dataset is larger than" in problem.message for problem in problems)
    assert "references" not in {problem.rule for problem in problems}


# --- what is no file ----------------------------------------------------------------------------


@pytest.fixture
def tiny_folder(tmp_path: Path) -> Path:
    return write(tmp_path / "set", tiny())


@contextlib.contextmanager
def listening(path: Path) -> Iterator[None]:
    """A socket at a path, which may be too long for one where it is absolute."""
    here = Path.cwd()
    with socket.socket(socket.AF_UNIX) as made:
        os.chdir(path.parent)
        try:
            made.bind(path.name)
        finally:
            os.chdir(here)
        yield


RUNS = """
import contextlib, io, json, sys
from negotiations.cli.main import main
for arguments in json.loads(sys.argv[1]):
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            main(arguments)
    except SystemExit as left:
        print(json.dumps([left.code, said.getvalue()]))
"""


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no such files")
@pytest.mark.parametrize("kind", ["fifo", "socket", "device", "folder", "dangling", "circle"])
def test_only_regular_files_are_read(kind: str, tmp_path: Path) -> None:
    """Nothing else is opened, wherever a file is wanted: it may never end."""
    with contextlib.ExitStack() as opened:
        places = {
            where: opened.enter_context(not_regular(where, kind, tmp_path / where))
            for where in ("dataset", "operand", "text")
        }
        done = subprocess.run(
            [sys.executable, "-c", RUNS, json.dumps([command for _, command in places.values()])],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    for (where, (path, _)), line in zip(places.items(), lines, strict=True):
        status, said = json.loads(line)
        assert status == (2 if where == "operand" else 1)
        assert "Traceback" not in said
        assert path.name in said


@contextlib.contextmanager
def not_regular(where: str, kind: str, tmp_path: Path) -> Iterator[tuple[Path, list[str]]]:
    """Something that is no regular file, where one is wanted, and the command that wants it."""
    write(tmp_path / "set", tiny())
    (tmp_path / "texts").mkdir()
    path = {
        "dataset": tmp_path / "set" / EVENTS,
        "operand": tmp_path / "record.json",
        "text": tmp_path / "texts" / ARTICLE_NAME,
    }[where]
    path.unlink(missing_ok=True)
    if kind == "fifo":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    elif kind == "folder":
        path.mkdir()
    elif kind in ("dangling", "circle"):
        path.symlink_to(path.name if kind == "circle" else "nowhere")
    with listening(path) if kind == "socket" else contextlib.nullcontext():
        command = {
            "dataset": ["check", str(tmp_path / "set")],
            "operand": ["show", str(path)],
            "text": ["check", str(tmp_path / "set"), "--texts", str(tmp_path / "texts")],
        }[where]
        yield path, command


def test_a_file_swapped_for_a_pipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What became a pipe between looking and opening is not waited for."""
    path = tmp_path / "f"
    path.write_text("x")
    looked = path.stat()
    path.unlink()
    os.mkfifo(path)
    monkeypatch.setattr(Path, "stat", lambda *_, **__: looked)
    with pytest.raises(OSError, match="not a regular file"):
        read_regular(path, 10)


@pytest.mark.parametrize("change", ["shorter", "longer", "gone", "a folder", "another"])
def test_a_file_that_changes_after_it_was_listed(
    change: str, tiny_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file is read once and as it then is; what went wrong meanwhile is a problem of that file."""
    path = tiny_folder / EVENTS
    whole = path.read_bytes()

    def changing(given: Path, limit: int) -> bytes:
        if given == path:
            if change in ("gone", "a folder"):
                path.unlink()
            if change == "a folder":
                path.mkdir()
            elif change != "gone":
                changed = {"shorter": whole[:-9], "longer": whole + b"x" * 9, "another": b"{}"}
                path.write_bytes(changed[change])
        return read_regular(given, limit)

    monkeypatch.setattr(folder_module, "read_regular", changing)
    problems = ng.check(tiny_folder)
    assert {problem.file for problem in problems} == {EVENTS}
    assert_fit_to_show(problems)


def test_a_file_that_goes_while_it_is_listed(
    tiny_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that was named by its folder and is there no longer is a problem."""
    scanned = os.scandir

    def scanning(path: Any) -> Any:
        found = scanned(path)
        if Path(path).name == "data":
            (tiny_folder / EVENTS).unlink(missing_ok=True)
        return found

    entries = [each.name for each in scanned(tiny_folder / "data")]
    assert "events.json" in entries
    monkeypatch.setattr(
        listing_module, "_is_folder", lambda path: path.is_dir() and not path.is_symlink()
    )
    monkeypatch.setattr(listing_module.os, "scandir", scanning)
    assert_fit_to_show(ng.check(tiny_folder))


AS_NOBODY = """
import os, sys
import negotiations as ng
ng.check(sys.argv[1])  # so that all that is imported late is there: nobody may not read it
if os.geteuid() == 0:
    os.setgroups([]), os.setgid(65534), os.setuid(65534)
for folder in sys.argv[2:]:
    print(*(f"{problem.file}: {problem.message}" for problem in ng.check(folder)), sep="\\n", end="\\n\\n")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="rights are others there")
def test_without_permission() -> None:
    """What may not be read is a problem that says so, and what is in it is not called missing."""
    import tempfile

    cases = [
        (EVENTS, 0o000, "data/events.json: it cannot be read: Permission denied"),
        ("data/proposals", 0o000, "data/proposals: it cannot be read: Permission denied"),
        ("data", 0o000, "data: it cannot be read: Permission denied"),
        # Names may be read there, and nothing else.
        ("data/proposals", 0o444, "accord.json: it cannot be read: Permission denied"),
        (".", 0o000, "it cannot be read: Permission denied"),
    ]
    with tempfile.TemporaryDirectory() as made:
        Path(made).chmod(0o755)
        folders = [write(Path(made) / str(number), tiny()) for number in range(len(cases))]
        other = write(Path(made) / "other", tiny())
        for folder, (path, mode, _) in zip(folders, cases, strict=True):
            (folder / path).chmod(mode)
        done = subprocess.run(
            [sys.executable, "-c", AS_NOBODY, other, *folders],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        for folder, (path, _, _) in zip(folders, cases, strict=True):
            (folder / path).chmod(0o755)
    assert (done.returncode, done.stderr) == (0, "")
    *found, end = done.stdout.split("\n\n")
    assert end == ""
    for (_, _, said), problems in zip(cases, found, strict=True):
        lines = problems.splitlines()
        assert said in lines[0]
        assert all("Permission denied" in line for line in lines), lines


@pytest.mark.parametrize("folder", ["a\0b", "x" * 5000, "/dev/null", "\udcff", "a\x1b[31m"])
def test_a_folder_of_any_name(folder: str) -> None:
    """What names no folder is a problem, and no exception."""
    (problem,) = ng.check(folder)
    assert problem.rule == "folder"
    assert_fit_to_show((problem,))


@pytest.mark.parametrize(
    ("file", "data", "rule"),
    [
        ("data/Actors.json", b"[]", "folder"),
        ("data/ACTORS.JSON", b"[]", "folder"),
        ("data/proposals/Accord.json", as_bytes(tiny()[ACCORD]), "file-name"),
        ("data/proposals/con.json", as_bytes({**tiny()[ACCORD], "id": "con"}), "file-name"),
        ("seeds/nul.json", as_bytes({**tiny()[REPORT], "id": "nul"}), "file-name"),
    ],
)
def test_names_that_some_systems_confuse(
    file: str, data: bytes, rule: str, tiny_folder: Path
) -> None:
    """Names that differ only by case, or that are devices on Windows, do not pass in silence."""
    (tiny_folder / file).write_bytes(data)
    if len({path.name.lower() for path in (tiny_folder / file).parent.iterdir()}) == len(
        [*(tiny_folder / file).parent.iterdir()]
    ):
        assert rule in rules_of(ng.check(tiny_folder), file) or file == "data/ACTORS.JSON"
        return
    found = ng.check(tiny_folder)
    assert {problem.rule for problem in found if problem.file == file} & {rule, "unique-id"}


# --- out of the folder --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["..", ".", "link.txt", "inner/../../secret", "/etc/hostname", "a\0b"]
)
def test_a_text_outside_of_its_folder_is_not_read(name: str, tmp_path: Path) -> None:
    """A name in a dataset reaches nothing but what the user gave as the folder of texts."""
    folder = tmp_path / "texts"
    folder.mkdir()
    (tmp_path / "secret").write_text("a secret")
    (folder / "link.txt").symlink_to(tmp_path / "secret")
    source = ng.load(write(tmp_path / "set", tiny())).sources["report"].replace(file_name=name)
    with pytest.raises(TextNotFound) as caught:
        Texts(folder, [source]).text(source)
    assert "a secret" not in str(caught.value)


@pytest.mark.parametrize("name", ["../x.txt", "/etc/hostname", "a\\b", "a\0b", "a\nb", ""])
def test_names_of_texts_are_names(name: str, tmp_path: Path) -> None:
    """A path, and a name that no file can have, is no name of a text."""
    problems = ng.check(write(tmp_path, put(tiny(), REPORT, "file_name", value=name)))
    assert rules_of(problems, REPORT) == {"schema"}
    assert_fit_to_show(problems)


@pytest.mark.parametrize("link", ["data", "data/actors.json", "data/proposals"])
def test_saving_does_not_lead_out_of_the_folder(link: str, tmp_path: Path) -> None:
    """What a link leads to outside is not written to, and nothing else is."""
    dataset = ng.load(write(tmp_path / "set", tiny()))
    target = write(tmp_path / "other", tiny())
    (target / link).rename(tmp_path / "outside")
    (target / link).symlink_to(tmp_path / "outside")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with pytest.raises(NegotiationsError, match="leads out of the folder; nothing was written"):
        ng.save(dataset, target)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


AUDITED = """
import sys
import negotiations as ng
from pathlib import Path
warm, *folders = map(Path, sys.argv[1:])
ng.check(warm)  # so that all that is imported late is there
opened = []
def hook(event, arguments):
    if event.startswith(("socket.", "urllib.", "http.", "subprocess.", "os.exec", "os.system")):
        opened.append(event)
    if event == "open" and isinstance(arguments[0], str | bytes):
        opened.append(str(arguments[0]))
sys.addaudithook(hook)
for folder in folders:
    problems = ng.check(folder)
    print(*opened, sep="\\n", end="\\n\\n")
    opened.clear()
    assert any("$" in problem.message for problem in problems), problems
"""


REFERENCES = (
    "https://example.org/s.json",
    "file:///etc/passwd",
    "/etc/passwd",
    "../secret.json",
    "#",
)


def test_references_of_json_schema_are_never_followed(tmp_path: Path) -> None:
    """Of a file with ``$ref`` and ``$schema`` no socket is opened and no other file is read."""
    folders = []
    for number, reference in enumerate(REFERENCES):
        files = tiny()
        for key in ("$ref", "$schema", "$id", "$dynamicRef"):
            put(files, ACTORS, 0, key, value=reference)
            put(files, "data/dataset.json", key, value=reference)
        folders.append(write(tmp_path / f"referring-{number}", files))
    warm = write(tmp_path / "warm", put(tiny(), ACTORS, 0, "strange", value=1))
    done = subprocess.run(
        [sys.executable, "-c", AUDITED, warm, *folders],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    *found, end = done.stdout.split("\n\n")
    assert end == ""
    for folder, opened in zip(folders, found, strict=True):
        root = folder.resolve()
        assert opened.count("actors.json") == 1
        assert all(Path(name).resolve().is_relative_to(root) for name in opened.split())


# --- words --------------------------------------------------------------------------------------

STEERING = "\x1b[31m\x1b]0;title\x07\x9b2J\u202ereversed\u2066\u200f\x7f\r\b"


def with_steering() -> Files:
    """The tiny dataset, in which every text of one's own words would steer a terminal."""

    def spoil(data: Any) -> Any:
        if isinstance(data, dict):
            return {
                name: item + STEERING
                if name in ("name", "label", "title", "summary", "note", "definition")
                and isinstance(item, str)
                else spoil(item)
                for name, item in data.items()
            }
        return [spoil(item) for item in data] if isinstance(data, list) else data

    return {name: spoil(data) for name, data in tiny().items()}


COMMANDS = [
    ["list"],
    *(["list", kind] for kind in COLLECTIONS),
    ["show", "accord@spring"],
    ["show", "sources/report"],
    ["show", "actors/gazette"],
    ["find", "reversed"],
    ["find", "\x1b[31m"],
    ["timeline"],
    ["diff", "accord@spring", "accord@summer"],
    ["coverage"],
    ["codebook"],
    ["check"],
    ["locate", "report", "no such words", "--texts", "TEXTS"],
    ["locate", "report", "North", "--texts", "TEXTS"],
    ["show", STEERING],
    ["show", "\udcff"],
    ["list", STEERING],
    ["list", "actors", "--where", STEERING],
    ["list", "actors", "--where", f"name={STEERING}"],
    [f"--{STEERING}"],
    [STEERING],
    ["show", "accord", STEERING],
    ["diff", STEERING, STEERING],
    ["diff", "accord@spring", "accord@summer", "--level", STEERING],
    ["check", STEERING],
    ["check", "--select", STEERING],
    ["locate", STEERING, STEERING, "--texts", "TEXTS"],
    ["reliability", STEERING, STEERING],
    ["schema", STEERING],
    ["completion", STEERING],
    ["show", f"{STEERING}.json"],
    ["list", "-o", f"/nowhere/{STEERING}"],
]


@pytest.mark.parametrize("color", ["never", "always"])
@pytest.mark.parametrize("style", ["text", "json"])
def test_no_command_lets_a_file_or_operand_steer_the_terminal(
    style: str, color: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever a record holds and whatever is typed, controls and invisible marks are spelled out."""
    folder = write(tmp_path / "set", with_steering())
    (tmp_path / "texts").mkdir()
    write_text(tmp_path / "texts")
    assert not any(each.severity is Severity.ERROR for each in ng.check(folder))
    for command in COMMANDS:
        given = [str(tmp_path / "texts") if word == "TEXTS" else word for word in command]
        more = ["--output-format", style] if command[0] in {"list", "show", "find"} else []
        with pytest.raises(SystemExit):
            main(["-d", str(folder), "--color", color, *given, *more])
        out, err = capsys.readouterr()
        shown = re.sub(r"\x1b\[[0-9;]*m", "", out) if color == "always" else out
        for line in (*shown.split("\n"), *err.split("\n")):
            assert line.replace("\xa0", " ").isprintable(), (command, line)
        if color == "always":
            assert "\x1b[31mreversed" not in out
        assert "Traceback" not in err


@given(st.text() | st.text(st.characters(categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Co"])))
def test_lines_are_printable(text: str) -> None:
    """Whatever the text, its lines can be shown; with colours, nothing but those is left."""
    for line in plain_lines(text).split("\n"):
        assert line.isprintable()
    left = re.sub(r"\x1b\[[0-9;]*m", "", plain_lines(text, color=True))
    assert all(line.isprintable() for line in left.split("\n"))


def test_the_name_of_a_file_need_not_be_unicode(tmp_path: Path) -> None:
    """A name of any bytes is reported, on the terminal and in a file, as escapes."""
    folder = write(tmp_path / "set", tiny())
    try:
        Path(os.fsdecode(bytes(folder / "data") + b"/\xff\x1b.json")).write_bytes(b"[]")
    except OSError:
        pytest.skip("the system wants Unicode")
    target = tmp_path / "problems.json"
    with pytest.raises(SystemExit) as left:
        main(["check", str(folder), "--output-format", "json", "-o", str(target)])
    assert left.value.code == 1
    assert json.loads(target.read_bytes())[0]["file"] == "data/\udcff\x1b.json"


# --- article texts ------------------------------------------------------------------------------


ARTICLES = """
import sys
from negotiations.errors import NegotiationsError
from negotiations.articles import ArticleText
texts = {
    "one line": "a " * 100_000,
    "stops": "." * 200_000,
    "stops and quotes": ".'" * 100_000,
    "sentences": "Aa. " * 50_000,
    "lines": "a\\n" * 100_000,
    "spaces": "a" + " " * 200_000 + "b",
    "one letter": "a" * 200_000,
}
words = ["a ... a ... a ... a ... a ... a ... b", "a" * 50, "(a+)+$ [", "\\\\", "x" * 1_000,
         " ".join("a" for _ in range(300)) + " b", "... ... …", "a" + " " * 9_000 + "a"]
for name, text in texts.items():
    article = ArticleText.of(text.encode())
    for wanted in words:
        try:
            article.find(wanted)
        except NegotiationsError:
            pass
    article.nearest("some words that it has not")
    print(name)
"""


def test_hostile_articles_and_words_end() -> None:
    """Whatever the text and the words, looking for them and for what is like them ends."""
    done = subprocess.run(
        [sys.executable, "-c", ARTICLES], capture_output=True, text=True, timeout=300, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 7


def test_too_many_passages_and_words() -> None:
    """More than a person could look at is an error that says what to do."""
    article = ArticleText.of(b"a " * (MAXIMUM_PASSAGES + 1))
    with pytest.raises(NegotiationsError, match=r"more than 1000 passages .* give more words"):
        article.find("a")
    with pytest.raises(NegotiationsError, match="of a long passage give both ends"):
        article.find("a" * (MAXIMUM_WORDS + 1))


def test_a_text_too_large(tmp_path: Path) -> None:
    """A file that is no article is not held in memory."""
    source = ng.load(write(tmp_path / "set", tiny())).sources["report"]
    (tmp_path / ARTICLE_NAME).write_bytes(b"a" * (MAXIMUM_TEXT_BYTES + 1))
    with pytest.raises(TextNotFound, match="is larger than 4 MiB"):
        Texts(tmp_path, [source]).text(source)


GAPS = st.text(st.sampled_from("ab .…'’-\n"), max_size=30)


@given(text=GAPS, words=GAPS)
@example(text="a b a b c", words="a ... b … c")
@settings(max_examples=scaled(100))
def test_gaps_are_found_as_a_pattern_finds_them(text: str, words: str) -> None:
    """Looking for one part after the other finds what a pattern with gaps finds."""
    parts = [part.split() for part in re.split(r"\.\.\.|…", words)]
    patterns = [
        r"[^\S\r\n]+".join(
            "".join({"'": "['’]", "’": "['’]"}.get(letter, re.escape(letter)) for letter in word)
            for word in part
        )
        for part in parts
        if part
    ]
    whole = "(?=(" + r"[^\r\n]*?".join(patterns) + "))" if patterns else "(?!)"
    wanted = [match.span(1) for match in re.finditer(whole, text)]
    assert list(ArticleText.of(text.encode()).find(words)) == wanted


# --- anything -----------------------------------------------------------------------------------


@given(st.binary(max_size=300))
@example(b"\xff\xfe\x00\x00")
@settings(max_examples=scaled(100))
def test_any_bytes_are_read(data: bytes) -> None:
    """Bytes are a document or problems, and never both or an exception."""
    document, problems = read_json("f.json", data)
    assert (document is None) is bool(problems)
    assert_fit_to_show(problems)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("hostile"), tiny())


@given(data=st.data())
@settings(max_examples=scaled(40))
def test_any_json_in_any_file(scratch: Path, data: st.DataObject) -> None:
    """Any value in any file, or in the place of any part of one, ends in problems or loads."""
    file = data.draw(st.sampled_from(sorted(tiny())))
    value = data.draw(json_values() | mutated(tiny()[file]))
    before = (scratch / file).read_bytes()
    try:
        (scratch / file).write_bytes(as_bytes(value))
        problems = ng.check(scratch)
        if not any(problem.severity is Severity.ERROR for problem in problems):
            ng.load(scratch)
    finally:
        (scratch / file).write_bytes(before)
    assert_fit_to_show(problems)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@given(data=st.data())
@settings(max_examples=scaled(12))
def test_any_text_as_any_kind(kind: type[Record], data: st.DataObject) -> None:
    """A text is a record of the kind, or an error whose problems can be shown."""
    text = data.draw(st.text(st.characters()) | json_values().map(json.dumps))
    problems: tuple[Problem, ...] = ()
    made = None
    try:
        made = ng.from_json(kind, text)
    except InvalidDataset as fault:
        problems = fault.problems
    assert (made is None) is bool(problems)
    assert_fit_to_show(problems)
    assert made is None or ng.from_json(kind, ng.to_json(made)) == made


OPERANDS = st.text(max_size=30) | st.sampled_from(
    [
        "accord",
        "versions/",
        "/",
        "//",
        "-",
        "--",
        "@",
        "..",
        ".json",
        "a\0b.json",
        "~",
        "%s",
        "[bold]",
    ]
)


@given(a=OPERANDS, b=OPERANDS)
@settings(max_examples=scaled(20))
def test_any_operand(scratch: Path, a: str, b: str) -> None:
    """Whatever is typed for a record, the command ends with a status that is documented."""
    for command in (["show", "--", a], ["diff", "--", a, b], ["find", "--", a], ["list", "--", a]):
        with (
            Path(os.devnull).open("w", encoding="utf-8") as nowhere,
            contextlib.redirect_stdout(nowhere),
            contextlib.redirect_stderr(nowhere),
            pytest.raises(SystemExit) as left,
        ):
            main(["-d", str(scratch), *command])
        assert left.value.code in (0, 1, 2)


# --- the surroundings ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {"COLUMNS": "abc"},
        {"COLUMNS": "-5"},
        {"COLUMNS": "9" * 30},
        {"COLUMNS": "0", "LINES": "x"},
        {"TERM": "dumb"},
        {"TERM": ""},
        {"TERM": "\x1b[31m"},
        {"NO_COLOR": "", "FORCE_COLOR": "1"},
    ],
    ids=str,
)
def test_any_terminal(
    changes: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever the environment says of the terminal, pages are written."""
    for name, text in changes.items():
        monkeypatch.setenv(name, text)
    with pytest.raises(SystemExit) as left:
        main(["show", "may-proposal@may"])
    out, err = capsys.readouterr()
    assert (left.value.code, err) == (0, "")
    assert out


@pytest.mark.parametrize(
    "changes",
    [
        {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "utf-16"},
    ],
    ids=str,
)
def test_any_encoding(changes: dict[str, str]) -> None:
    """Whatever the environment says of the encoding when Python starts, pages are written."""
    done = subprocess.run(
        [sys.executable, "-m", "negotiations", "show", "may-proposal@may"],
        capture_output=True,
        env={**os.environ, **changes},
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
@pytest.mark.parametrize(
    ("command", "redirection", "status"),
    [
        ("list", ">&-", 0),
        ("list", "2>&-", 0),
        ("list", ">&- 2>&- <&-", 0),
        ("list", ">/dev/full", 2),
        ("show nothing", "2>&-", 2),
        ("show nothing", "2>/dev/full", 2),
        ("show nothing", ">/dev/full 2>/dev/full", 2),
        ("--bogus", "2>/dev/full", 2),
    ],
)
def test_closed_and_full_outputs(command: str, redirection: str, status: int) -> None:
    """Where nothing can be written, the status says what it says otherwise, or that it failed."""
    done = subprocess.run(
        f"{sys.executable} -m negotiations {command} {redirection}",
        shell=True,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == status
    assert "Traceback" not in done.stderr
