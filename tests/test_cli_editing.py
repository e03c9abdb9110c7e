"""`add term`, `set` and `remove` as commands: a line of what was written, and nothing half done."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from builders import ARTICLE, cite, contents, put, tiny, write, write_text
from commands import Result, Run, completed, in_bash, run

import negotiations as ng
from negotiations.folder.writing import files_of

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["run"]

HILL = json.dumps(cite("We keep the hill"))
CAPTIVES = "accord@spring/terms/captives@1"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The tiny dataset, in canonical form."""
    made = write(tmp_path / "tiny", tiny())
    return write(made, {n: t.encode() for n, t in files_of(ng.load(made).records).items()})


@pytest.fixture
def here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tiny dataset as the current folder."""
    monkeypatch.chdir(folder)
    return folder


# --- what is said -------------------------------------------------------------------------------


def test_add_term_says_what_it_wrote(run: Run, here: Path) -> None:
    """In a line with the file; the fields are those of the kind that the issue gives."""
    found = run(
        "add", "term", "accord@spring", "fee@2", "--amount", "at_least 3", "--evidence", HILL
    )
    assert found == Result(
        0, "added versions/accord@spring/terms/fee@2 to data/proposals/accord.json\n", ""
    )
    term = ng.load(here).versions["accord@spring"].term("fee", 2)
    assert isinstance(term, ng.MeasureTerm)
    assert term.amount == ng.Amount.at_least(3)
    assert run("-q", "check").status == 0


def test_set_says_which_fields_changed(run: Run, here: Path) -> None:
    """Of lists, how many items stand in the place of how many; where none did, that."""
    passage = json.dumps(cite("of them children"))
    found = run(
        "set", CAPTIVES, "--count", "30", "--note", "Seen.", "--evidence", passage, "--keep"
    )
    assert found == Result(
        0,
        "set versions/accord@spring/terms/captives@1 in data/proposals/accord.json: count, note, "
        "evidence (2 in place of 1)\n",
        "",
    )
    term = ng.load(here).versions["accord@spring"].term("captives", 1)
    assert isinstance(term, ng.ReleaseTerm)
    assert (term.count, term.note) == (ng.Count.exactly(30), "Seen.")
    again = run("set", CAPTIVES, "--count", "30")
    assert (
        again.out == "nothing to change: versions/accord@spring/terms/captives@1 has this already\n"
    )
    back = run("set", CAPTIVES, "--count", "20", "--unset", "note")
    assert back.out.endswith(": count, note\n")


def test_remove_says_what_is_not_reported_now(run: Run, here: Path) -> None:
    """A list that lost its last item; and the files that are gone."""
    found = run("remove", "accord@summer/terms/hill-forces", "south-keeps-hill")
    assert found == Result(
        0,
        "removed versions/accord@summer/terms/hill-forces@2 and positions/south-keeps-hill from "
        "data/proposals/accord.json and data/positions/south.json; not reported now: "
        "versions/accord@summer terms\n",
        "",
    )
    assert ng.load(here).versions["accord@summer"].terms is None
    assert not (here / "data" / "positions" / "south.json").exists()


def test_a_dry_run_changes_nothing(run: Run, here: Path) -> None:
    """It says what would be removed, and is refused where the removal would be."""
    before = contents(here)
    found = run("remove", "events/spring-accepted", "--dry-run")
    assert found.out == "would remove events/spring-accepted from data/events.json\n"
    assert run("remove", "actors/gazette", "--dry-run").status == 2
    assert contents(here) == before


def test_what_is_still_to_do_is_counted(run: Run, folder: Path) -> None:
    """With the command that lists it, of the dataset that was written to."""
    passage = "figures/captives-held"
    found = run("-d", folder, "remove", passage)
    to_do = f"still to do: 1 problem, see `negotiations check {folder}`\n"
    assert found.out == f"removed {passage} from {folder / 'data/figures.json'}; {to_do}"
    listed = run("check", folder)
    assert listed.status == 1
    assert "paragraph 7 is not accounted for" in listed.out
    found = run("-d", folder, "set", "sources/report", "--uncoded", "rest: It counts captives.")
    assert (
        found.out
        == f"set sources/report in {folder / 'seeds/report.json'}: uncoded (2 in place of 1)\n"
    )
    assert run("-q", "check", folder).status == 0


def test_json_is_what_was_set_added_or_removed(run: Run, here: Path) -> None:
    """On standard output, and the line on standard error; what is removed can be added again."""
    term = tiny()["data/proposals/accord.json"]["versions"][0]["terms"][1]
    gone = run("remove", "accord@spring/terms/fire@1", "--output-format", "json")
    assert gone.json == term
    assert gone.err.startswith("removed versions/accord@spring/terms/fire@1 from ")
    options = [
        "--permanence",
        "temporary",
        "--duration",
        "P6W",
        "--evidence",
        json.dumps(term["evidence"]),
    ]
    back = run("add", "term", "accord@spring", "fire@1", *options, "--output-format", "json")
    assert (back.status, back.json) == (0, term)
    assert run(
        "set", "accord@spring/terms/fire@1", "--note", "x", "--output-format", "json"
    ).json == {
        **term,
        "note": "x",
    } | {"evidence": term["evidence"]}
    event = run("-q", "set", "spring-accepted", "--note", "x", "--output-format", "json")
    assert (event.json["id"], event.json["note"], event.err) == ("spring-accepted", "x", "")


def test_a_line_goes_into_a_file_and_is_said(run: Run, here: Path) -> None:
    """What was written is told, wherever the result goes."""
    found = run("set", "actors/north", "--note", "x", "-o", "said.txt")
    line = "set actors/north in data/actors.json: note\n"
    assert (found.out, found.err, (here / "said.txt").read_text("utf-8")) == ("", line, line)


def test_text_of_others_cannot_steer_a_terminal(run: Run, here: Path) -> None:
    """What is printed of a label is plain."""
    assert run("set", "accord@spring", "--labels", "a\x1b[31mb").status == 0
    found = run("remove", "accord@spring/labels/a\x1b[31mb")
    assert found.status == 0
    assert "\x1b" not in found.out
    assert r"labels/a\x1b[31mb" in found.out


# --- what is refused ----------------------------------------------------------------------------


REFUSED = [
    (["set", "actors/nroth", "--note", "x"], "no actor 'nroth'; did you mean north"),
    (
        ["set", "accord@spring/terms/fre@1", "--note", "x"],
        "no term of versions/accord@spring 'fre@1'",
    ),
    (
        ["set", f"{CAPTIVES}/count", "--note", "x"],
        f"negotiations set versions/{CAPTIVES} --count VALUE",
    ),
    (
        ["set", "north", "--nte", "x"],
        "No such option '--nte'. (Did you mean one of: '--name', '--note'",
    ),
    (["set", "north", "--kind", "stat"], "write 'state'"),
    (["set", "north"], "nothing to set: give a field of actors/north: --name, --kind,"),
    (["set", "north", "--unset", "kind"], "give another value: --kind VALUE"),
    (["set", "north", "--unset", "nte"], "Actor has no field 'nte'; did you mean note?"),
    (["set", "north", "--speaks-for", "nroth"], "no record 'nroth' in actors"),
    (["set", CAPTIVES, "--phase", "3"], "the version has no phase 3"),
    (["set", CAPTIVES, "--count", "more 3"], "'more' is not a qualifier"),
    (["set", CAPTIVES, "--evidence", "[]"], "the term captives@1 has no evidence"),
    (["set", CAPTIVES, "--evidence", "{"], "--evidence: not JSON"),
    (["set", "report", "--uncoded", "4-3: x"], "'4-3' ends before it begins"),
    (["set", "report", "--uncoded", "4: "], "a reason is wanted after '4:'"),
    (
        ["set", "report", "--uncoded", "7-8: x"],
        "give those that nothing cites: --uncoded '8: REASON'",
    ),
    (["set", "report", "--furniture", "1,9"], "name paragraphs from 1 to 8"),
    (["set", "report", "--furniture", "1-3"], "paragraph 2 is not article text"),
    (["add", "term", "acord@spring", "fre"], "write 'fire'"),
    (["add", "term", "accord", "fire"], "name a version of it: accord@spring or accord@summer"),
    (
        ["add", "term", "accord@spring", "fire@1"],
        "change it: negotiations set versions/accord@spring/",
    ),
    (["add", "term", "accord@spring", "fire@one"], "'fire@one' is not the label of a term"),
    (["add", "term", "accord@spring", "fire@2", "--count", "1"], "No such option '--count'"),
    (
        ["add", "term", "accord@spring", "fire@2", "--kind", "release"],
        "terms on 'fire' are of the kind 'ceasefire', found 'release'; leave out --kind",
    ),
    (["add", "term", "accord@spring", "fire@2"], "the term fire@2 has no evidence"),
    (["remove", "actors/gazette"], "remedy: negotiations set sources/report --unset outlet"),
    (["remove", "actors/nroth"], "no actor 'nroth'; did you mean north"),
    (["remove", "spring-accepted", "actors/gazette"], "this refers to actors/gazette"),
    (["remove", "accord@spring/phases/2"], "the version has no phase 2"),
    (["remove", "accord@spring/tabled"], "negotiations set versions/accord@spring --unset tabled"),
    (["remove", "south-keeps-hill/terms/hill-forces"], "it is the last of 'terms'"),
    (["remove", "metadata/valley-talks"], "cannot be removed"),
    (["remove"], "Missing argument 'ADDRESS...'"),
]


@pytest.mark.parametrize(
    ("arguments", "message"), REFUSED, ids=[" ".join(each) for each, _ in REFUSED]
)
def test_what_is_refused_leaves_every_byte(
    run: Run, here: Path, arguments: list[str], message: str
) -> None:
    """With the reason and what to do, and status 2."""
    before = contents(here)
    found = run(*arguments)
    assert (found.status, found.out) == (2, "")
    assert message in found.err
    assert contents(here) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["set", b"\xff"],
        ["set", CAPTIVES, "--note", b"\xff"],
        ["remove", b"\xff"],
        ["add", "term", "accord@spring", b"\xff"],
        ["add", "term", b"\xff", "fire"],
    ],
)
def test_bytes_that_are_no_text(folder: Path, shell: dict[str, str], arguments: list[Any]) -> None:
    """From a command line: said, and nothing is written."""
    before = contents(folder)
    done = subprocess.run(
        ["negotiations", *arguments],
        cwd=folder,
        env=shell,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"Traceback" not in done.stderr
    assert contents(folder) == before


def test_a_remedy_is_for_the_dataset_that_was_given(run: Run, folder: Path, tmp_path: Path) -> None:
    """The commands in it have the same -d, quoted for a shell; and they help."""
    spaced = tmp_path / "my talks"
    folder.rename(spaced)
    found = run("-d", spaced, "remove", "actors/gazette")
    remedy = f"negotiations -d '{spaced}' set sources/report --unset outlet"
    assert f"  remedy: {remedy}\n" in found.err
    assert run(*shlex.split(remedy)[1:]).status == 0
    assert run("-d", spaced, "remove", "actors/gazette").status == 0
    found = run("-d", spaced, "set", "accord/title", "--note", "x")
    assert found.err == (
        "negotiations: proposals/accord/title is a field, which has no fields of its own; set it where "
        f"it is: negotiations -d '{spaced}' set proposals/accord --title VALUE\n"
    )


def test_the_command_that_is_proposed_for_a_term_works(run: Run, here: Path) -> None:
    """With the nearest ids and stand-ins in the place of what is wrong, and a pipe for the passage."""
    arguments = ["add", "term", "accord@spring", "fee@2", "--amount", "thee", "--obligors", "nroth"]
    found = run(*arguments)
    assert found.status == 2
    line = found.err.splitlines()[-1].strip()
    assert line == (
        "negotiations locate report 'first words ... last words' --texts DIR | "
        "negotiations add term accord@spring fee@2 --amount 20 --obligors north --evidence -"
    )
    words = shlex.split(line.partition(" | ")[2])
    assert run(*[HILL if word == "-" else word for word in words[1:]]).status == 0


def test_a_half_coded_dataset_is_edited(run: Run, here: Path) -> None:
    """What is left to do elsewhere stands in nobody's way; what was wrong before does neither."""
    files = put(tiny(), "seeds/report.json", "uncoded", value=[])
    put(files, "data/events.json", 0, "evidence", 0, "paragraph", value=1)
    write(here, files)
    assert run("set", "spring-accepted", "--note", "x").status == 0
    assert run("set", "spring-accepted/evidence/0", "--paragraph", "5").status == 0
    assert run("set", "report", "--uncoded", "rest: The weather.").status == 0
    assert run("-q", "check").status == 0


def test_what_cannot_be_read_is_not_written_to(run: Run, here: Path) -> None:
    """A file with something wrong in it is not rewritten around it."""
    write(here, put(tiny(), "data/actors.json", 0, "nickname", value="x"))
    before = contents(here)
    for arguments in (["set", "north", "--note", "x"], ["remove", "spring-accepted"]):
        found = run(*arguments)
        assert (found.status, found.out) == (2, "")
        assert "unknown field 'nickname'" in found.err
    assert contents(here) == before


def test_the_bundled_dataset_is_not_written_to(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Outside of any dataset nothing is set, added or removed."""
    monkeypatch.chdir(tmp_path)
    for arguments in (
        ["set", "qatar", "--note", "x"],
        ["add", "term", "may-proposal@may", "ceasefire@3"],
        ["remove", "qatar"],
    ):
        found = run(*arguments)
        assert (found.status, found.out) == (2, "")
        assert "the current folder is not in a dataset; give -d DIR" in found.err


# --- paragraphs ---------------------------------------------------------------------------------


def test_paragraphs_in_ranges(run: Run, here: Path) -> None:
    """Several in one option, each with its reason; and what is left over."""
    write(here, put(tiny(), "seeds/report.json", "paragraphs", value=90))
    found = run(
        "set",
        "sources/report",
        *("--furniture", "1,80-82", "--uncoded", "12-70, 75: annex"),
        *("--uncoded", "rest: not about the talks"),
    )
    assert found.status == 0
    source = ng.load(here).sources["report"]
    assert source.furniture == (1, 80, 81, 82)
    assert [(each.paragraph, each.last, each.reason) for each in source.uncoded or ()] == [
        (8, 8, "It is about the weather."),
        (9, 11, "not about the talks"),
        (12, 70, "annex"),
        (71, 74, "not about the talks"),
        (75, 75, "annex"),
        (76, 79, "not about the talks"),
        (83, 90, "not about the talks"),
    ]
    assert run("-q", "check").status == 0


def test_a_source_is_added_with_ranges(run: Run, here: Path) -> None:
    """Where nothing is cited yet, the rest is all that is no furniture."""
    text = here.parent / "second.txt"
    text.write_text("A.\nB.\nC.\nD.\n", encoding="utf-8")
    options = ["--furniture", "1,4", "--uncoded", "rest: none of it"]
    assert run("add", "source", text, "--outlet", "gazette", *options).status == 0
    (entry,) = ng.load(here).sources["second"].uncoded or ()
    assert (entry.paragraph, entry.through) == (2, 3)


# --- pipes, help and completion -----------------------------------------------------------------


def test_what_locate_prints_is_evidence(folder: Path, shell: dict[str, str]) -> None:
    """Piped into `add term` and into `set`, with the voice that says it."""
    write_text(folder.parent / "texts")
    script = (
        "negotiations locate report 'We keep the hill' --texts ../texts --claimants clerk |"
        " negotiations add term accord@spring fee@2 --evidence -\n"
        "negotiations locate report '5 of them children' --texts ../texts |"
        f" negotiations set {CAPTIVES} --keep --evidence -\n"
    )
    done = in_bash(script, folder, shell)
    assert (done.returncode, done.stderr) == (0, "")
    version = ng.load(folder).versions["accord@spring"]
    fee, captives = version.term("fee", 2), version.term("captives", 1)
    assert fee is not None
    assert captives is not None
    assert [passage.claimants for passage in fee.evidence or ()] == [("clerk",)]
    starts = [passage.start for passage in captives.evidence or ()]
    assert starts == [ARTICLE.index("North frees 20"), ARTICLE.index("5 of them children")]
    assert ng.check(folder, texts=folder.parent / "texts") == ()


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        (["set", CAPTIVES], ["--count", "--phase", "--unset", "--keep"]),
        (["set", "spring-accepted/evidence/0"], ["--claimants", "--value"]),
        (["set", "report"], ["--furniture NUMBERS", "--uncoded NUMBERS: REASON"]),
        (["add", "term", "accord@spring", "fee@2"], ["--kind", "--amount", "--evidence"]),
        (["add", "term", "accord@spring"], ["ISSUE[@PHASE]"]),
        (["add", "term"], ["HOLDER ISSUE[@PHASE]"]),
    ],
)
def test_the_help_is_of_what_is_there(
    run: Run, here: Path, arguments: list[str], options: list[str]
) -> None:
    """Its fields, with an example of itself; in 80 columns."""
    found = run(*arguments, "--help")
    assert (found.status, found.err) == (0, "")
    head, _, tail = found.out.partition("Example:")
    assert head.startswith(f"Usage: negotiations {' '.join(arguments)} ")
    assert all(option in head for option in options)
    assert f"negotiations {arguments[0]} " in tail
    assert max(map(len, head.splitlines())) <= 80


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("negotiations set nor", ["north"]),
        ("negotiations set actors/nor", ["actors/north"]),
        ("negotiations set accord@spring/te", ["accord@spring/terms"]),
        ("negotiations set accord@spring/terms/f", ["accord@spring/terms/fire@1"]),
        ("negotiations set accord@spring/terms/fire@1 --perm", ["--permanence"]),
        ("negotiations set accord@spring/terms/fire@1 --permanence t", ["temporary"]),
        ("negotiations set north --unset no", ["note"]),
        ("negotiations set nroth --no", []),
        (
            "negotiations remove accord@spring/phases/",
            ["accord@spring/phases/1", "accord@spring/phases/2"],
        ),
        ("negotiations add term accord@su", ["accord@summer"]),
        ("negotiations add term accord@spring f", ["fee", "fire"]),
        ("negotiations add term accord@spring fee --am", ["--amount"]),
        ("negotiations add term accord@spring fre --am", []),
    ],
)
def test_completion(here: Path, line: str, offered: list[str]) -> None:
    """Of addresses, parts, issues, fields and words; nothing where the address is of nothing."""
    assert completed(line) == offered


# --- two at once --------------------------------------------------------------------------------


def test_writers_at_once_lose_nothing(folder: Path) -> None:
    """Two that set fields of one file, one that adds terms and one that removes: all is done."""
    loop = (
        "import sys\n"
        "from negotiations.cli.main import main\n"
        "for line in sys.argv[1:]:\n"
        "    try:\n"
        "        main(['-q', *line.split('|')])\n"
        "    except SystemExit as left:\n"
        "        assert left.code == 0, (line, left.code)\n"
    )
    terms = [f"add|term|accord@spring|fee@{label}|--evidence|{HILL}" for label in (1, 2, "whole")]
    lines: list[list[Any]] = [
        [f"set|accord@spring/phases/1|--label|{number}" for number in range(3)]
        + ["set|north|--note|By one."],
        [f"set|accord@summer/terms/hill-forces|--note|{number}" for number in range(3)]
        + ["set|south|--note|By another."],
        terms,
        [
            "remove|accord@spring/labels/draft",
            "remove|spring-accepted",
            "set|clerk|--note|By a third.",
        ],
    ]
    writers = [
        subprocess.Popen([sys.executable, "-c", loop, *more], cwd=folder, stdout=subprocess.DEVNULL)
        for more in lines
    ]
    assert [writer.wait(timeout=300) for writer in writers] == [0, 0, 0, 0]
    made = ng.load(folder)
    spring, summer = made.versions["accord@spring"], made.versions["accord@summer"]
    assert [phase.label for phase in spring.phases or ()] == ["2", None]
    assert [term.note for term in summer.terms or ()] == ["2"]
    assert {term.label for term in spring.terms or ()} >= {"fee@1", "fee@2", "fee@whole"}
    assert spring.labels is None
    assert [*made.events] == []
    notes = [made.actors[key].note for key in ("north", "south", "clerk")]
    assert notes == ["By one.", "By another.", "By a third."]
    assert not list(folder.rglob(".negotiations-*.tmp"))
