"""Datasets at revisions of git: what is read, what is refused, and that nothing else is touched."""

from __future__ import annotations

import hashlib
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from builders import dataset_of, put, tiny
from commands import completed, run
from repositories import Repository

import negotiations as ng
from negotiations.cli.git_setup import PATTERNS
from negotiations.folder import revisions
from negotiations.folder.revisions import at_revision, revision_names, run_git

if TYPE_CHECKING:
    from builders import Files
    from commands import Run

__all__ = ["run"]

DESCRIPTION = "data/dataset.json"
PLACES = "data/places.json"


def named(name: str) -> Files:
    """The tiny dataset, in which the hill has this name."""
    return put(tiny(), PLACES, 0, "name", value=name)


@pytest.fixture
def history(bare: Repository, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """Two releases with tags, and work since."""
    for name, value in bare.env.items():
        monkeypatch.setenv(name, value)
    # Releases of known days: the tags are listed by them.
    bare.env["GIT_COMMITTER_DATE"] = "2001-01-01T12:00:00Z"
    bare.commit(named("First"), "first")
    bare.git("tag", "v1.0.0")
    bare.env["GIT_COMMITTER_DATE"] = "2001-02-01T12:00:00Z"
    bare.commit(named("Second"), "second")
    bare.git("tag", "-a", "v1.1.0", "-m", "The second release")
    bare.commit(named("Third"), "third")
    return bare


def hill(ds: ng.Dataset) -> str:
    return ds.places["hill"].name


def state_of(root: Path) -> dict[str, str]:
    """A fingerprint of every file, those of git among them, and of when each was last written."""
    return {
        str(path.relative_to(root)): f"{path.stat().st_mtime_ns} "
        + (hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "")
        for path in sorted(root.rglob("*"))
    }


@pytest.mark.parametrize(
    ("revision", "name"),
    [
        ("v1.0.0", "First"),
        ("v1.1.0", "Second"),
        ("HEAD", "Third"),
        ("HEAD~2", "First"),
        ("main", "Third"),
        ("main@{0}", "Third"),
        ("main^{/second}", "Second"),
        ("refs/tags/v1.0.0", "First"),
    ],
)
def test_a_dataset_at_a_revision(history: Repository, revision: str, name: str) -> None:
    """A tag, a branch or a commit, in any way that git names one."""
    assert hill(ng.load(history.folder, rev=revision)) == name


def test_it_is_that_of_the_commit(history: Repository) -> None:
    """The records are those of the files that were committed, and belong to no folder."""
    ds = ng.load(history.folder, rev="v1.0.0")
    assert ds == dataset_of(named("First"))
    assert ds.records.on_disk is None


def test_a_dataset_in_a_folder_of_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The dataset need not be at the top, nor its path in ASCII."""
    repository = Repository(tmp_path / "work", "a b/données").start()
    for name, value in repository.env.items():
        monkeypatch.setenv(name, value)
    repository.commit(named("First"))
    repository.commit(named("Second"))
    assert hill(ng.load(repository.folder, rev="HEAD~1")) == "First"
    with pytest.raises(ng.NegotiationsError, match=r"the commit has no data/dataset.json"):
        ng.load(repository.root, rev="HEAD")


def test_nothing_is_touched_or_run(history: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """No file of the work tree or of git is written; no hook, filter, pager or driver is started."""
    trace = history.root.parent / "started"
    script = f"#!/bin/sh\necho started >> '{trace}'\ncat\n"
    program = history.root.parent / "program"
    program.write_text(script)
    program.chmod(0o755)
    for hook in ("post-checkout", "pre-commit", "post-index-change", "reference-transaction"):
        (history.root / ".git" / "hooks" / hook).parent.mkdir(exist_ok=True)
        (history.root / ".git" / "hooks" / hook).write_text(script)
        (history.root / ".git" / "hooks" / hook).chmod(0o755)
    for setting in (
        "filter.x.smudge",
        "filter.x.clean",
        "diff.x.textconv",
        "core.pager",
        "core.fsmonitor",
    ):
        history.git("config", setting, str(program))
    attributes = "".join(f"{pattern} filter=x diff=x\n" for pattern in PATTERNS)
    (history.root / ".git" / "info").mkdir(exist_ok=True)
    (history.root / ".git" / "info" / "attributes").write_text(attributes)
    (history.folder / PLACES).write_text("not JSON, and not committed")
    monkeypatch.setenv("GIT_PAGER", str(program))
    monkeypatch.setenv("GIT_TRACE2_EVENT", "")
    before = state_of(history.root)
    assert hill(ng.load(history.folder, rev="v1.0.0")) == "First"
    assert revision_names(history.folder)[-1] == "main"
    assert state_of(history.root) == before
    assert not trace.exists()


def test_variables_of_a_hook_lead_nowhere_else(
    history: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Within a hook, git's variables name another repository; the folder says which is meant."""
    other = Repository(tmp_path / "other").start()
    monkeypatch.setenv("GIT_DIR", str(other.root / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", "/nowhere")
    assert hill(ng.load(history.folder, rev="v1.0.0")) == "First"


@pytest.mark.parametrize(
    ("revision", "message"),
    [
        ("v1.0", "no revision 'v1.0'; did you mean v1.1.0 or v1.0.0?"),
        ("mian", "no revision 'mian'; did you mean main?"),
        ("zzz", "no revision 'zzz'"),
        ("HEAD:data", "no revision 'HEAD:data'"),
        ("v1.0.0..main", "no revision 'v1.0.0..main'; did you mean v1.0.0?"),
        ("^main", "no revision '^main'; did you mean main?"),
        ("main\nmain", "no revision 'main\\nmain'; did you mean main?"),
        ("-x", "'-x' is no revision: give a tag, a branch or a commit, such as v1.0.0"),
        (
            "--output=/tmp/x",
            "'--output=/tmp/x' is no revision: give a tag, a branch or a commit, such as v1.0.0",
        ),
        ("", "'' is no revision: give a tag, a branch or a commit, such as v1.0.0"),
        ("a\0b", "'a\\x00b' is no revision: give a tag, a branch or a commit, such as v1.0.0"),
    ],
)
def test_what_is_no_revision(history: Repository, revision: str, message: str) -> None:
    """The error names the nearest tags and branches; nothing is passed on as an option."""
    with pytest.raises(ng.NegotiationsError) as fault:
        ng.load(history.folder, rev=revision)
    assert str(fault.value) == message


def test_outside_a_checkout(
    tmp_path: Path, history: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that is in none, or does not exist, is named; and so is a repository without a work tree."""
    lonely = tmp_path / "lonely"
    lonely.mkdir()
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    for folder in (lonely, history.root / ".git"):
        with pytest.raises(ng.NegotiationsError) as fault:
            ng.load(folder, rev="v1")
        assert str(fault.value) == f"{folder} is not in a git checkout; a revision is read from one"
    with pytest.raises(ng.NegotiationsError, match=r"nowhere does not exist$"):
        ng.load(tmp_path / "nowhere", rev="v1")
    assert revision_names(lonely) == revision_names(tmp_path / "nowhere") == ()


def test_without_a_dataset_there(history: Repository) -> None:
    """A revision from before the dataset is named, and the file that it lacks."""
    history.git("checkout", "-q", "--orphan", "empty")
    history.git("rm", "-rfq", ".")
    history.git("commit", "-q", "--allow-empty", "-m", "nothing")
    with pytest.raises(ng.NegotiationsError) as fault:
        ng.load(history.folder, rev="empty")
    assert str(fault.value) == ("there is no dataset at empty: the commit has no data/dataset.json")


def test_links_are_refused(history: Repository) -> None:
    """What is no file in the commit is not read, wherever it leads."""
    (history.folder / PLACES).unlink()
    (history.folder / PLACES).symlink_to("/etc/passwd")
    history.git("commit", "-qam", "a link")
    with pytest.raises(ng.NegotiationsError) as fault:
        ng.load(history.folder, rev="HEAD")
    assert str(fault.value) == (
        "data/places.json is a link or a submodule at HEAD; only files are read"
    )


def test_what_is_too_large_is_not_read(
    history: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sizes are known before anything is read."""
    with monkeypatch.context() as limits:
        limits.setattr(revisions, "MAXIMUM_BYTES", 100)
        with pytest.raises(ng.NegotiationsError, match=r"is larger than 0 MiB at HEAD$"):
            ng.load(history.folder, rev="HEAD")
    with monkeypatch.context() as limits:
        limits.setattr(revisions, "MAXIMUM_FOLDER_BYTES", 1000)
        with pytest.raises(ng.NegotiationsError, match=r"has more than 10000 files or 0 MiB$"):
            ng.load(history.folder, rev="HEAD")
    with monkeypatch.context() as limits:
        limits.setattr(revisions, "_MOST_LISTED", 100)
        with pytest.raises(
            ng.NegotiationsError, match=r"too many files under data/ and seeds/ at HEAD"
        ):
            ng.load(history.folder, rev="HEAD")


def test_a_hostile_tree_leads_nowhere(history: Repository) -> None:
    """Names that lead out of a folder, which no program of git writes, are not followed."""
    blob = history.git("rev-parse", f"HEAD:{PLACES}").strip()
    description = history.git("rev-parse", f"HEAD:{DESCRIPTION}").strip()

    def tree(*entries: tuple[str, str, str]) -> str:
        raw = b"".join(
            f"{mode} {name}".encode() + b"\0" + bytes.fromhex(key) for mode, name, key in entries
        )
        done = run_git(
            history.root, "hash-object", "-t", "tree", "-w", "--stdin", "--literally", given=raw
        )
        return done.stdout.decode().strip()

    inner = tree(("100644", "..\\..\\x.json", blob), ("100644", "x.json", blob))
    up = tree(("100644", "evil.json", blob))
    data = tree(
        ("40000", "..", up), ("100644", "dataset.json", description), ("40000", "proposals", inner)
    )
    root = tree(("40000", "..", up), ("40000", "data", data))
    commit = history.git("commit-tree", root, "-m", "hostile").strip()
    with at_revision(history.folder, commit) as folder:
        files = sorted(
            str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()
        )
        assert files == ["data/dataset.json", "data/proposals/x.json"]
        assert not list(folder.parent.glob("evil.json"))
    assert not folder.exists()


def test_an_object_that_is_missing(history: Repository) -> None:
    """A repository that lacks a file of the commit says so, and fetches nothing."""
    key = history.git("rev-parse", f"HEAD:{PLACES}").strip()
    (history.root / ".git" / "objects" / key[:2] / key[2:]).unlink()
    history.git("config", "remote.origin.url", "https://example.org/none")
    history.git("config", "extensions.partialClone", "origin")
    history.git("config", "core.repositoryFormatVersion", "1")
    history.git("config", "remote.origin.promisor", "true")
    with pytest.raises(ng.NegotiationsError) as fault:
        ng.load(history.folder, rev="HEAD")
    assert str(fault.value) == "data/places.json is missing from the repository at HEAD"


def test_without_git(history: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without git gets one sentence."""
    monkeypatch.setenv("PATH", os.devnull)
    with pytest.raises(ng.NegotiationsError, match=r"^git was not found on the PATH$"):
        ng.load(history.folder, rev="HEAD")


def test_git_that_does_not_answer(history: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """A git that hangs ends."""

    def hangs(*_: Any, timeout: int | None, **__: Any) -> None:
        raise subprocess.TimeoutExpired("git", timeout or 0)

    monkeypatch.setattr(subprocess, "run", hangs)
    with pytest.raises(
        ng.NegotiationsError, match=r"git rev-parse has not answered for 120 seconds"
    ):
        ng.load(history.folder, rev="HEAD")


# --- older formats ------------------------------------------------------------------------------


def of_format_1() -> Files:
    """The tiny dataset as the first format had it."""
    files = named("First")
    del files[DESCRIPTION]["format"]
    return files


def test_an_older_format_is_read_as_upgraded(history: Repository) -> None:
    """It is said that it is; nothing is written; without the wish it is refused as in a folder."""
    history.commit(of_format_1())
    before = state_of(history.folder)
    with pytest.warns(
        ng.UpgradedDataset, match=r"^it is in format 1, and is read as if upgraded to 2$"
    ):
        ds = ng.load(history.folder, rev="HEAD", upgrade=True)
    assert ds == dataset_of(named("First"))
    with pytest.warns(ng.UpgradedDataset):
        assert ng.load(history.folder, upgrade=True) == ds
    assert state_of(history.folder) == before
    for revision in ("HEAD", None):
        with pytest.raises(ng.InvalidDataset, match=r"the dataset is in format 1"):
            ng.load(history.folder, rev=revision)


def test_a_newer_format_is_refused(history: Repository) -> None:
    """What this version cannot read it does not guess."""
    history.commit(put(tiny(), DESCRIPTION, "format", value=99))
    for revision in ("HEAD", None):
        with pytest.raises(ng.InvalidDataset, match=r"made with a newer version of this library"):
            ng.load(history.folder, rev=revision, upgrade=True)


# --- on the command line ------------------------------------------------------------------------


def test_diff_with_the_work_tree(history: Repository, run: Run) -> None:
    """From a revision to the dataset as it is, and between two revisions."""
    found = run("-d", history.folder, "diff", "--rev", "v1.0.0", "--level", "editorial")
    assert (found.status, found.err) == (1, "")
    assert "name: First → Third" in found.out
    found = run(
        *("-d", history.folder, "diff", "--rev", "v1.0.0", "--rev2", "v1.1.0"),
        *("--level", "editorial"),
    )
    assert "name: First → Second" in found.out
    found = run("-d", history.folder, "diff", "--rev", "HEAD")
    assert (found.status, found.out.splitlines()[-1]) == (0, "no differences")
    found = run("-d", history.folder, "diff", "--rev", "v1.0.0", "--exit-zero")
    assert found.status == 0


def test_diff_of_the_folder_that_one_is_in(
    history: Repository, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without -d, it is the dataset around the current folder; in JSON as the answer has it."""
    monkeypatch.chdir(history.folder / "data")
    found = run("diff", "--rev", "v1.0.0", "--output-format", "json")
    sides = ng.load(history.folder, rev="v1.0.0"), ng.load(history.folder)
    assert (found.status, found.json) == (1, ng.diff(*sides).to_data())


@pytest.mark.parametrize("name", ["text", "markdown", "html", "json"])
def test_diff_of_folders(history: Repository, run: Run, tmp_path: Path, name: str) -> None:
    """Two folders, in every format; the result goes into a file as well."""
    other = tmp_path / "other"
    ng.save(ng.load(history.folder, rev="v1.0.0"), other)
    words = ("diff", other, history.folder, "--output-format", name, "--level", "bookkeeping")
    found = run(*words)
    assert found.status == 1
    assert "First" in found.out
    assert "Third" in found.out
    assert run(*words, "-o", tmp_path / "page").out == ""
    assert (tmp_path / "page").read_text("utf-8").strip() == found.out.strip()


def test_diff_says_that_a_side_was_upgraded(history: Repository, run: Run, tmp_path: Path) -> None:
    """At a revision, and in a folder."""
    history.commit(of_format_1())
    history.commit(named("Fourth"))
    said = "it is in format 1, and is read as if upgraded to 2"
    found = run("-d", history.folder, "diff", "--rev", "HEAD~1")
    assert (found.status, found.err) == (1, f"the dataset in {history.folder} at HEAD~1: {said}\n")
    history.git("checkout", "-q", "HEAD~1")
    ng.save(dataset_of(named("Fourth")), tmp_path / "other")
    found = run("diff", history.folder, tmp_path / "other")
    assert (found.status, found.err) == (1, f"the dataset in {history.folder}: {said}\n")


def test_diff_names_the_revision_that_cannot_be_read(history: Repository, run: Run) -> None:
    """All problems of a dataset at a revision are listed, and where it was."""
    history.commit(put(tiny(), PLACES, 0, "kind", value="hillock"))
    found = run("-d", history.folder, "diff", "--rev", "HEAD")
    assert found.status == 2
    lines = found.err.splitlines()
    assert lines[0] == f"1 problem (in the dataset in {history.folder} at HEAD)"
    assert lines[1].startswith("data/places.json:")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--rev2", "main"], "--rev2 is the second revision: give the first with --rev"),
        (["valley", "--rev", "main"], "--rev compares a dataset with itself: leave out A and B"),
        (
            ["--rev", "main", "--issue", "captives"],
            "--issue: of two datasets, everything is compared",
        ),
        (
            ["--rev", "main", "--on", "accord", "--as-of", "2001"],
            "--on, --as-of: of two datasets, everything is compared",
        ),
        (
            ["--rev", "main", "--output-format", "json-patch"],
            "a JSON Patch turns one record into another",
        ),
        ([".", "valley"], ". is the folder of a dataset, and valley is none"),
        (["valley", "./"], "./ is the folder of a dataset, and valley is none"),
        (["."], ". is compared with nothing: give a second dataset"),
        ([], "Missing argument 'A': give two operands, or --rev"),
        (["valley"], "Missing argument 'B': give two operands, or --rev"),
        (
            ["--rev", "v1.0"],
            "no revision 'v1.0'; did you mean v1.1.0 or v1.0.0? (in the dataset in .)",
        ),
        (["--rev", "-x"], "'-x' is no revision: give a tag, a branch or a commit"),
    ],
)
def test_words_that_do_not_go_together(
    history: Repository, run: Run, monkeypatch: pytest.MonkeyPatch, words: list[str], message: str
) -> None:
    """What applies to two records is refused of two datasets, and each side is named."""
    monkeypatch.chdir(history.folder)
    found = run("diff", *words)
    assert found.status == 2
    assert message in " ".join(found.err.split())


def test_outside_a_dataset(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a dataset around, -d is asked for."""
    monkeypatch.chdir(tmp_path)
    found = run("diff", "--rev", "main")
    assert found.err.startswith("negotiations: the current folder is not in a dataset; give -d DIR")


def test_revisions_and_folders_are_completed(
    history: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Tags, the newest first, and branches; and folders once a path is typed."""
    monkeypatch.chdir(history.folder)
    assert completed("negotiations diff --rev v") == ["v1.1.0", "v1.0.0"]
    assert completed("negotiations diff --rev v1.0.0 --rev2 m") == ["main"]
    assert completed("negotiations diff ./d") == ["./d"]
    assert completed("negotiations diff places/h") == ["places/hill"]
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    assert completed("negotiations diff --rev v") == []
    monkeypatch.setenv("PATH", os.devnull)
    assert completed("negotiations diff --rev v") == []
