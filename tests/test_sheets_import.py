"""Importing sheets: into a dataset and again, all or nothing; and the sheets of an analyst."""

from __future__ import annotations

import csv
import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from commands import run
from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import scaled
from sheets import RIVER, changed, put_texts, read, rows_with, said, write_csv, write_xlsx

import negotiations as ng
from negotiations.exports.formats import FORMATS
from negotiations.sheets.importing import before_and_after, read_sheets
from negotiations.sheets.kinds import SHEETS
from negotiations.sheets.sourcing import NOT_IN_SHEETS
from negotiations.vocabulary import ActorKind

if TYPE_CHECKING:
    from commands import Run

__all__ = ["run"]


def bytes_of(folder: Path) -> dict[str, bytes]:
    """What is in a folder, but for the lock of its writers."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".negotiations.lock"
    }


# --- read_sheets --------------------------------------------------------------------------------


def test_what_is_read_can_be_put_into_a_dataset(tmp_path: Path) -> None:
    """The records are those of `with_records`; the dataset then has no problems with its texts."""
    found = read(write_csv(tmp_path, RIVER))
    made = ng.Dataset().with_records(*found.records)
    assert tuple(made.records) == tuple(before_and_after(found)[1])
    again = read(tmp_path / "sheets", dataset=made)
    assert (again.problems, again.changes) == ((), ())


def test_paragraphs_that_no_row_quotes_are_uncoded(tmp_path: Path) -> None:
    """With a reason that says so; further rows take their paragraphs out, and the rest stays."""
    first = read(write_csv(tmp_path, RIVER))
    (source,) = before_and_after(first)[1].sources.values()
    assert [(entry.paragraph, entry.last) for entry in source.uncoded or ()] == [(3, 4), (6, 6)]
    assert {entry.reason for entry in source.uncoded or ()} == {NOT_IN_SHEETS}
    sheets = rows_with()
    sheets["terms"].append(
        ["treaty@spring", "captives", "", "wants more than 50", "", "", "5", "", ""]
    )
    second = read(
        write_csv(tmp_path, sheets), dataset=ng.Dataset.of_records(before_and_after(first)[1])
    )
    (source,) = before_and_after(second)[1].sources.values()
    assert [(entry.paragraph, entry.last) for entry in source.uncoded or ()] == [(4, 4), (6, 6)]
    assert [change.address for change in second.changes] == [
        "sources/river-gazette",
        "versions/treaty@spring",
    ]


def test_what_a_sheet_says_of_a_source_stands(tmp_path: Path) -> None:
    """Its furniture, its reasons, and what separates its paragraphs."""
    sheets = rows_with(
        sources=[
            ["id", "file_name", "language", "furniture", "uncoded"],
            ["gazette", "river-gazette.txt", "en", "4", "6: on the mill | rest: not read yet"],
        ]
    )
    found = read(write_csv(tmp_path, sheets))
    assert said(found) == []
    source = before_and_after(found)[1].sources["gazette"]
    assert (source.language, source.furniture) == ("en", (4,))
    assert [(entry.paragraph, entry.reason) for entry in source.uncoded or ()] == [
        (3, "not read yet"),
        (6, "on the mill"),
    ]
    sheets["sources"][1][3] = "2"
    assert said(read(write_csv(tmp_path, sheets)))[0].startswith(
        "terms!D2: paragraph 2 is not article text"
    )


def test_what_follows_from_a_source_that_is_not_there_is_not_told(tmp_path: Path) -> None:
    """The row of the source is; the rows that quote it are right."""
    sheets = rows_with(sources=[["id", "file_name"], ["gazette", "gazette.txt"]])
    sheets["terms"][1][3] = "found nowhere, and not looked for"
    assert said(read(write_csv(tmp_path, sheets))) == [
        (
            "sources!B2: there is no source 'gazette.txt', and no such file in the folder of texts; "
            "write 'river-gazette.txt'"
        )
    ]


def test_blank_cells_leave_what_is_recorded(tmp_path: Path) -> None:
    """A dataset keeps what a sheet does not say, terms among it, which is remarked on."""
    first = read(write_csv(tmp_path, RIVER))
    version = before_and_after(first)[1].versions["treaty@spring"]
    noted = version.replace(
        terms=tuple(term.replace(note="Read twice.") for term in version.terms or ())
    )
    before = ng.Dataset.of_records(before_and_after(first)[1]).with_records(noted)
    sheets = rows_with()
    del sheets["terms"][2]
    sheets["terms"][1][4] = ">=30"
    found = read(write_csv(tmp_path, sheets), dataset=before)
    (remark,) = found.remarks
    assert remark == (
        "versions/treaty@spring keeps terms that no row has: gate; to remove one: "
        "negotiations remove versions/treaty@spring/terms/gate"
    )
    (change,) = found.changes
    assert isinstance(change.before, ng.Version)
    assert isinstance(change.after, ng.Version)
    diff = ng.diff(change.before, change.after)
    assert [each.path for each in diff] == ["/terms/water-share/amount"]
    assert {term.note for term in change.after.terms or ()} == {"Read twice."}


def test_rows_with_problems_are_left_out_where_this_is_asked_for(tmp_path: Path) -> None:
    """Each with its reason, and what depends on it as well; the rest is clean."""
    sheets = changed("terms", 2, "amount", "forty")
    sheets["issues"][2][1] = "choise"
    found = read(write_csv(tmp_path, sheets), leave_out=True)
    assert [problem.file for problem in found.left_out] == ["issues!B3", "terms!E2", "terms!B3"]
    assert found.problems == ()
    (version,) = before_and_after(found)[1].versions.values()
    assert version.terms is None
    assert "gate" not in before_and_after(found)[1].issues


def test_one_fault_does_not_hide_others(tmp_path: Path) -> None:
    """A row with a fault is checked in all its cells, and so are other rows of the same record."""
    sheets = changed("terms", 2, "amount", "forty")
    sheets["terms"][0] += ["obligors", "deadline"]
    for row in sheets["terms"][1:]:
        row += ["upper-vilage", "on the day"]
    sheets["terms"][2][5] = "newer"
    sheets["positions"] = [
        ["id", "actor", "act", "on"],
        ["lower-on-share", "lower-village", "rejects", "treaty@sprin"],
    ]
    sheets["terms"].append(["lower-on-share", "captives", "", "", "", "", "many", "", "", "", ""])
    assert [line.partition(";")[0] for line in said(read(write_csv(tmp_path, sheets)))] == [
        "positions!C2: 'rejects' is none of the words",
        "positions!D2: no record 'treaty@sprin' in proposals or versions",
        "terms!E2: it is a number in words",
        "terms!J2: no record 'upper-vilage' in actors",
        "terms!K2: it is no time that a text fixes",
        "terms!F3: the issue 'gate' has no such option",
        "terms!J3: no record 'upper-vilage' in actors",
        "terms!K3: it is no time that a text fixes",
    ]


def test_a_position_lends_its_quotation(tmp_path: Path) -> None:
    """To the terms that have none; and stays the same when it is imported again."""
    sheets = rows_with(
        positions=[
            ["id", "actor", "act", "on", "quote"],
            [
                "lower-on-share",
                "lower-village",
                "demands",
                "treaty@spring",
                "wants more than 50 percent",
            ],
        ]
    )
    assert said(read(write_csv(tmp_path, sheets)))[0].startswith(
        "positions!A2: no row of terms is of the position 'lower-on-share'"
    )
    sheets["terms"].append(["lower-on-share", "water-share", "", "", ">50", "", "", "", ""])
    found = read(write_csv(tmp_path, sheets))
    assert said(found) == []
    (position,) = before_and_after(found)[1].positions.values()
    assert position.evidence is None
    assert position.terms[0].evidence
    again = read(tmp_path / "sheets", dataset=ng.Dataset.of_records(before_and_after(found)[1]))
    assert (again.problems, again.changes) == ((), ())


def test_a_value_of_several_parts_stands_in_one_cell(tmp_path: Path) -> None:
    """Those that it needs between colons; what does not fit is told by the cell."""
    sheets = rows_with(
        places=[["id", "kind", "coordinates"], ["old-mill", "site", "40.5: -9.25: a map of 2031"]]
    )
    place = before_and_after(read(write_csv(tmp_path, sheets)))[1].places["old-mill"]
    assert str(place.coordinates) == "40.5, -9.25"
    sheets["places"][1][2] = "140.5: -9.25: a map of 2031"
    assert said(read(write_csv(tmp_path, sheets))) == ["places!C2: 140.5 is out of bounds; "]
    sheets["places"][1][2] = "40.5: -9.25"
    assert said(read(write_csv(tmp_path, sheets))) == [
        "places!C2: '40.5: -9.25' lacks source; write latitude: longitude: source"
    ]


def test_data_of_your_own_stand_as_json(tmp_path: Path) -> None:
    """They are carried along; a text that is no object is refused."""
    sheets = changed("actors", 2, "extra", '{"minutes": 12.5, "tags": ["new"]}')
    actor = before_and_after(read(write_csv(tmp_path, sheets)))[1].actors["upper-village"]
    assert actor.extra is not None
    assert actor.extra.to_data() == {"minutes": 12.5, "tags": ["new"]}
    sheets = changed("actors", 2, "extra", "twelve minutes")
    assert said(read(write_csv(tmp_path, sheets))) == ["actors!C2: it is no JSON object; "]


amounts = st.sampled_from([">100", "30-40", "~40,000", "many", "max 800000", "12", "1.5"])
texts_of_cells = st.text(
    st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=12
).filter(lambda text: text[0] not in "=#[{" and "|" not in text)


@settings(max_examples=scaled(15))
@given(st.lists(st.tuples(amounts, texts_of_cells, st.booleans()), min_size=1, max_size=8))
def test_generated_sheets_import_and_pass(rows: list[tuple[str, str, bool]]) -> None:
    """Whatever stands in cells of free text: the dataset has no problems, and again nothing changes."""
    import tempfile

    folder = Path(tempfile.mkdtemp())
    try:
        sheets = rows_with()
        sheets["issues"] = [["id", "kind", "definition", "unit"]]
        sheets["terms"] = [["holder", "issue", "quote", "amount", "summary", "hedged"]]
        sheets["figures"] = [["id", "unit", "label", "quote", "count", "reason", "claim_note"]]
        sheets["roles"] = [["holder", "actor", "role", "quote", "note"]]
        sheets["uncoded"] = [["paragraph", "reason"], ["4-5", rows[0][1]]]
        for key, role in (("upper-village", "author"), ("lower-village", "addressee")):
            sheets["roles"].append(["treaty@spring", key, role, "put a draft", rows[-1][1]])
        for number, (amount, text, hedged) in enumerate(rows):
            if not amount.startswith(("max", "1.5")):
                reason = text if hedged else ""
                figure = [
                    f"figure-{number}",
                    text,
                    text,
                    "150 coins are added",
                    amount,
                    reason,
                    text,
                ]
                sheets["figures"].append(figure)
            sheets["issues"].append([f"issue-{number}", "measure", text, "percent"])
            quote = "leaves Lower Village ... 40 percent"
            sheets["terms"].append(
                ["treaty@spring", f"issue-{number}", quote, amount, text, "true" if hedged else ""]
            )
        found = read(write_csv(folder, sheets))
        assert said(found) == []
        version = before_and_after(found)[1].versions["treaty@spring"]
        assert [term.summary for term in version.terms or ()] == [text for _, text, _ in rows]
        assert [role.note for role in version.roles or ()] == [rows[-1][1]] * 2
        assert found.unread == {"river-gazette": ((3, 3),)}
        ng.save(
            ng.Dataset.of_records(before_and_after(found)[1]).with_records(_metadata()),
            folder / "made",
        )
        assert ng.check(folder / "made", texts=folder / "articles") == ()
        again = read(folder / "sheets", dataset=ng.load(folder / "made"))
        assert (again.problems, again.changes) == ((), ())
        assert read(write_xlsx(folder, sheets)).records == found.records
    finally:
        shutil.rmtree(folder)


def _metadata() -> ng.Metadata:
    return ng.load().metadata.replace(id="made", ignored=None)  # type: ignore[union-attr]


# --- the command --------------------------------------------------------------------------------

# What a summary ends with, of the paragraphs that no row is about.
UNREAD = (
    "sources/river-gazette: nothing is said of 3 of 6 paragraphs (3-4,6); quote them, or give the reason "
    "in the sheet uncoded\n"
)


@pytest.fixture
def made(run: Run, tmp_path: Path) -> Path:
    """A dataset that was made from sheets."""
    write_csv(tmp_path, RIVER)
    put_texts(tmp_path)
    found = run("import", tmp_path / "sheets", "--texts", tmp_path / "articles")
    assert (found.status, "8 records added" in found.err) == (0, True)
    return tmp_path / "sheets-dataset"


def test_import_makes_a_dataset_that_passes(run: Run, made: Path) -> None:
    """A folder beside the sheets, with all that `init` makes; the check with texts finds nothing."""
    found = run("check", made, "--texts", made.parent / "articles")
    assert (found.status, found.out) == (0, "")
    assert (made / "schema" / "actors.schema.json").is_file()
    assert not (made / "seeds" / ".gitkeep").exists()
    assert run("format", "--check", made).status == 0


def test_a_second_import_changes_nothing(run: Run, made: Path) -> None:
    """And says so; without `--into` an existing dataset is not touched."""
    before = bytes_of(made)
    arguments = ("import", made.parent / "sheets", "--texts", made.parent / "articles")
    found = run(*arguments, "--into", made)
    assert (found.status, found.out, found.err) == (0, "", f"nothing to change in {made}\n{UNREAD}")
    assert run("-d", made, *arguments).err == found.err
    refused = run(*arguments)
    assert (refused.status, refused.out) == (2, "")
    assert f"to change it, give --into {made}; for another, --new DIR" in refused.err
    assert bytes_of(made) == before


def test_an_edited_sheet_is_shown_before_it_is_written(
    run: Run, made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is written until somebody agrees, or says so beforehand; only that file changes then."""
    before = bytes_of(made)
    write_csv(made.parent, changed("terms", 2, "amount", ">=30"))
    arguments = (
        "import",
        made.parent / "sheets",
        "--texts",
        made.parent / "articles",
        "--into",
        made,
    )
    shown = run(*arguments, "--dry-run")
    assert (shown.status, shown.err) == (1, f"would write to {made}: 1 record changed\n{UNREAD}")
    assert "changed versions/treaty@spring" in shown.out
    assert "at least 40 percent → at least 30 percent" in " ".join(shown.out.split())
    asked = run(*arguments)
    assert (asked.status, asked.out) == (1, shown.out)
    assert asked.err == "nothing was written; give --yes to write the changes\n"
    assert bytes_of(made) == before
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("click.confirm", lambda *_, **__: False)
    assert run(*arguments).status == 1
    assert bytes_of(made) == before
    monkeypatch.setattr("click.confirm", lambda *_, **__: True)
    assert run(*arguments).err == f"wrote to {made}: 1 record changed\n{UNREAD}"
    after = bytes_of(made)
    assert [name for name in after if after[name] != before[name]] == ["data/proposals/treaty.json"]
    assert run("check", made, "--texts", made.parent / "articles").status == 0


def test_problems_leave_the_folder_as_it_was(run: Run, made: Path) -> None:
    """All of them are told, and nothing is written: no file, no new folder."""
    before = bytes_of(made)
    sheets = changed("terms", 2, "amount", "forty")
    sheets["actors"][1][1] = "organization"
    write_csv(made.parent, sheets)
    arguments = ("import", made.parent / "sheets", "--texts", made.parent / "articles")
    for target in (("--into", made, "--yes"), ("--new", made.parent / "other")):
        found = run(*arguments, *target)
        assert (found.status, found.out) == (2, "")
        assert found.err.startswith(
            "2 problems\nactors!B2: error[value] 'organization' is none of the words\n"
        )
        assert "terms!E2: error[value] it is a number in words" in found.err
        assert found.err.endswith("nothing was written\n")
    assert bytes_of(made) == before
    assert not (made.parent / "other").exists()
    data = run(*arguments, "--into", made, "--output-format", "json").json
    assert (data["written"], [each["file"] for each in data["problems"]]) == (
        False,
        ["actors!B2", "terms!E2"],
    )
    left = run(*arguments, "--into", made, "--leave-out", "--dry-run")
    assert "terms!E2" in left.err
    assert left.status in (0, 1)


def test_a_disk_that_is_full_leaves_the_folder_as_it_was(
    run: Run, made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A write that fails undoes those before it."""
    sheets = changed("terms", 2, "amount", ">=30")
    sheets["actors"].append(["old-mill", "group"])
    write_csv(made.parent, sheets)
    before = bytes_of(made)
    replace = Path.replace

    def fail(self: Path, target: Any) -> Path:
        if Path(target).name == "treaty.json":
            raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", fail)
    found = run(
        "import",
        made.parent / "sheets",
        "--texts",
        made.parent / "articles",
        "--into",
        made,
        "--yes",
    )
    assert found.status == 2
    assert "No space left on device" in found.err
    monkeypatch.undo()
    assert bytes_of(made) == before


def test_mappings_on_the_command_line(run: Run, made: Path) -> None:
    """As in Python; what is no mapping is refused."""
    sheets = changed("terms", 1, "quote", "Zitat")
    write_csv(made.parent, sheets)
    arguments = (
        "import",
        made.parent / "sheets",
        "--texts",
        made.parent / "articles",
        "--into",
        made,
    )
    mapped = run(*arguments, "--map", "terms.Zitat=quote")
    assert mapped.err == f"nothing to change in {made}\n{UNREAD}"
    assert "write OLD=NEW" in run(*arguments, "--map", "Zitat").err
    assert "exclude each other" in run(*arguments, "--new", made.parent / "other").err


def test_template_on_the_command_line(run: Run, tmp_path: Path, made: Path) -> None:
    """What it writes is imported, with the ids of a dataset offered."""
    found = run("template", tmp_path / "t.xlsx", "--from", made)
    assert (found.status, found.out) == (0, "")
    assert "fill it in, then:" in found.err
    imported = run("import", tmp_path / "t.xlsx", "--into", made)
    assert imported.status == 0
    assert "left out, as the column `ignore` says" in imported.err
    data = run("template", tmp_path / "csv", "--output-format", "json").json
    assert len(data["files"]) == len(SHEETS) + 1


# --- the sheets of an analyst -------------------------------------------------------------------

_HERE = Path(__file__).resolve().parents[2]
DRAFTS = Path(os.environ.get("NEGOTIATIONS_DRAFTS", _HERE / "shared" / "drafts" / "paris"))
wants_drafts = pytest.mark.skipif(
    not (DRAFTS / "sheets").is_dir(), reason="no drafts beside the checkout"
)
# What the columns of the sheets are called in the template.
MAPPED = {"issues.ordered": "options_are_ordered", "terms.note": "evidence_note"}


@pytest.fixture(scope="module")
def begun() -> ng.Dataset:
    """The sources and the parties that the sheets name and do not describe."""
    names = {"dec-4": "4-dec-2015.md", "dec-9": "9-dec-2015.md", "dec-12": "12-dec-2015.md"}
    texts = ng.Texts(DRAFTS, ())
    return ng.Dataset(
        sources=[
            texts.describe(name, id=key, label=key, language="en") for key, name in names.items()
        ],
        actors=[
            ng.Actor(id=key, name=key, kind=ActorKind.GROUP) for key in ("developed", "developing")
        ],
    )


@wants_drafts
def test_the_sheets_of_an_analyst_are_read_whole(begun: ng.Dataset) -> None:
    """With two columns mapped: every row is a term with evidence, and no rule is broken."""
    found = read_sheets(DRAFTS / "sheets", texts=DRAFTS, dataset=begun, columns=MAPPED)
    assert found.problems == ()
    made = begun.with_records(*found.records)
    with (DRAFTS / "sheets" / "terms.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    placed = {(term.holder.id, term.term.issue): term.term for term in made.terms()}
    assert len(placed) == len(rows)
    for row in rows:
        term = placed[row["version"], row["issue"]]
        (passage,) = term.evidence or ()
        assert passage.source == row["source"]
        assert (passage.note or "") == row["note"]
        assert str(passage.support) == (row["support"] or "explicit")
        assert (term.summary or "") == row["summary"]
        packed = dict(part.split("=", 1) for part in row["fields"].split(";") if part)
        assert (getattr(term, "option", None) or "") == packed.get("option", "")
        assert "|".join(term.obligors or ()) == packed.get("obligors", "")
        assert (getattr(term, "amount", None) is not None) is ("amount" in packed)
    texts = made.texts(DRAFTS)
    problems = [f.problem() for f in ng.rules.findings(made.records, texts=texts)]  # type: ignore[attr-defined]
    assert problems == []
    again = read_sheets(DRAFTS / "sheets", texts=DRAFTS, dataset=made, columns=MAPPED)
    assert (again.problems, again.changes) == ((), ())


@wants_drafts
def test_the_sheets_of_an_analyst_without_a_mapping(begun: ng.Dataset) -> None:
    """What is at fault is told by cell: the column that has another name, and readings without a note."""
    found = read_sheets(DRAFTS / "sheets", texts=DRAFTS, dataset=begun)
    places = [problem.file for problem in found.problems]
    assert places[0] == "issues!F1"
    with (DRAFTS / "sheets" / "terms.csv").open(encoding="utf-8", newline="") as stream:
        implied = [
            n for n, row in enumerate(csv.DictReader(stream), 2) if row["support"] == "implied"
        ]
    assert places[1:] == [f"terms!C{number}" for number in implied]
    alone = read_sheets(DRAFTS / "sheets", texts=DRAFTS, columns=MAPPED)
    assert any("no source 'dec-4'" in problem.message for problem in alone.problems)


@wants_drafts
def test_the_sheets_of_an_analyst_on_the_command_line(run: Run, tmp_path: Path) -> None:
    """From an empty folder to a dataset that passes the check with its texts."""
    target = tmp_path / "paris"
    run("init", target)
    for name, key in (
        ("4-dec-2015.md", "dec-4"),
        ("9-dec-2015.md", "dec-9"),
        ("12-dec-2015.md", "dec-12"),
    ):
        assert (
            run("-d", target, "add", "source", DRAFTS / name, key, "--language", "en").status == 0
        )
    for key in ("developed", "developing"):
        assert run("-d", target, "add", "actor", key, "--kind", "group").status == 0
    mapped = [text for old, new in MAPPED.items() for text in ("--map", f"{old}={new}")]
    done = run("import", DRAFTS / "sheets", "--texts", DRAFTS, "--into", target, "--yes", *mapped)
    assert done.status == 0
    wrote, *unread = done.err.splitlines()
    assert wrote == f"wrote to {target}: 30 records added, 3 records changed"
    assert [line.partition(":")[0] for line in unread] == [
        "sources/dec-12",
        "sources/dec-4",
        "sources/dec-9",
    ]
    found = run("check", target, "--texts", DRAFTS)
    assert (found.status, found.out) == (0, "")
    assert json.loads((target / "data" / "issues.json").read_text("utf-8"))


# --- exports ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["xlsx", "ndjson"])
def test_an_export_is_imported_as_sheets_are(
    run: Run, made: Path, tmp_path: Path, name: str
) -> None:
    """The difference is shown first, and no record is removed."""
    dataset = ng.load(made)
    before = bytes_of(made)
    form = FORMATS[name]
    end = "" if form.folder else form.suffix
    version = dataset.versions["treaty@spring"]
    terms = tuple(term.replace(summary="As it was read.") for term in version.terms or ())
    edited = (
        dataset.with_records(version.replace(id="treaty@autumn", terms=terms))
        .with_records(dataset.issues["captives"].replace(definition="Who is held."))
        .with_records(ng.Actor(id="mill", kind="group", name="Mill"))
    )
    edited = ng.Dataset.of_records(edited.records.without(["versions/treaty@spring"]))
    other = edited.export(tmp_path / f"other{end}", name)
    shown = run("import", other, "--into", made, "--dry-run")
    assert (shown.status, bytes_of(made)) == (1, before)
    assert "added actors/mill\nadded versions/treaty@autumn\nchanged issues/captives\n" in shown.out
    assert "Who is held." in shown.out
    assert shown.err == f"would write to {made}: 2 records added, 1 record changed\n"
    asked = run("import", other, "--into", made)
    assert (asked.status, bytes_of(made)) == (1, before)
    assert run("import", other, "--into", made, "--yes").status == 0
    assert sorted(ng.load(made).versions) == ["treaty@autumn", "treaty@spring"]
    assert run("import", other, "--into", made).err == (
        "versions: kept, though not among those given: treaty@spring; to remove one: "
        f"negotiations remove versions/treaty@spring\nnothing to change in {made}\n"
    )


def test_an_export_that_does_not_fit_changes_nothing(run: Run, made: Path, tmp_path: Path) -> None:
    """What would break a rule is refused whole; what exports have no use for is refused, too."""
    dataset = ng.load(made)
    before = bytes_of(made)
    stray = ng.Event(
        id="act",
        act="present",
        actors=("nobody",),
        evidence=dataset.versions["treaty@spring"].evidence,
    )
    broken = dataset.with_records(stray).export(tmp_path / "broken.ndjson", "ndjson")
    refused = run("import", broken, "--into", made, "--yes")
    assert (refused.status, bytes_of(made)) == (2, before)
    assert "no record 'nobody' in actors" in refused.err
    assert refused.err.endswith("nothing was written\n")
    new = run("import", broken, "--new", tmp_path / "new")
    assert (new.status, (tmp_path / "new").exists()) == (2, False)
    whole = dataset.export(tmp_path / "whole.ndjson", "ndjson")
    assert run("import", whole, "--new", tmp_path / "new", "--dry-run").status == 1
    assert not (tmp_path / "new").exists()
    assert run("import", whole, "--new", tmp_path / "new").status == 0
    assert ng.load(tmp_path / "new") == dataset
    assert "leave out --map" in run("import", whole, "--map", "a=b").err
    assert "import it alone" in run("import", whole, broken).err
    for end in ("", ".xlsx"):
        people = dataset.export(
            tmp_path / f"people{end}", "csv" if not end else "xlsx", complete=False
        )
        assert (
            "has none of the tables whose names begin with data_"
            in run("import", people, "--into", made).err
        )
    other = dataset.with_records(_metadata()).export(tmp_path / "other.ndjson", "ndjson")
    kept = run("import", other, "--into", made)
    assert kept.err.startswith("the export describes itself as 'made'; the description of ")
