"""A dataset as it was at a revision of git, read from the objects of the repository.

Nothing is checked out, and nothing in the work tree or the index is touched or run: no hooks, filters or
drivers. Nothing is fetched from another repository.
"""

from __future__ import annotations

import os
import re
import subprocess
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import attrs

from negotiations.errors import NegotiationsError, UnknownId
from negotiations.folder.formats import DESCRIPTION
from negotiations.io.layout import FILE_KINDS, file_kind_of
from negotiations.limits import MAXIMUM_BYTES, MAXIMUM_ENTRIES, MAXIMUM_FOLDER_BYTES, MEBIBYTE
from negotiations.plaintext import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["at_revision", "revision_names", "run_git"]

# The names of revisions that are offered or compared with a misspelt one.
_MOST_NAMES = 1_000
# Listing and reading a dataset within the limits takes a second; git waits for nothing here.
_SECONDS = 120
# What git sets for its hooks, which would lead to another repository than that of the folder.
_OF_HOOKS = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_NAMESPACE")
_READING = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    # Objects that are missing from a partial clone are not fetched.
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "",
    "LC_ALL": "C",
}
# The size of a listing of the data files of a commit, ten times that of the largest dataset.
_MOST_LISTED = 16 * MEBIBYTE


def run_git(
    folder: Path, *arguments: str, given: bytes | None = None, reading: bool = False
) -> subprocess.CompletedProcess[bytes]:
    """Run a git command in a folder.

    Args:
        folder: The folder.
        arguments: The command and its arguments.
        given: What it reads.
        reading: Whether it reads objects alone: then no variables of a hook lead it elsewhere, it
            fetches nothing, and its time is limited.

    Raises:
        NegotiationsError: Git is not installed, or takes too long.
    """
    try:
        return subprocess.run(  # noqa: S603 - the words are this library's own, or behind their end
            ["git", "--no-pager", *arguments] if reading else ["git", *arguments],
            cwd=folder,
            env=_environment() if reading else None,
            input=b"" if reading and given is None else given,
            capture_output=True,
            timeout=_SECONDS if reading else None,
            check=False,
        )
    except (FileNotFoundError, NotADirectoryError):
        raise NegotiationsError("git was not found on the PATH") from None
    except subprocess.TimeoutExpired:
        raise NegotiationsError(
            f"git {arguments[0]} has not answered for {_SECONDS} seconds"
        ) from None


def _environment() -> dict[str, str]:
    """The variables with which objects are read."""
    kept = {name: value for name, value in os.environ.items() if name not in _OF_HOOKS}
    return {**kept, **_READING}


@attrs.frozen
class _Blob:
    """A file of a commit: its path in the dataset, its object, and its size in bytes."""

    path: str
    name: str
    size: int


def revision_names(folder: Path) -> tuple[str, ...]:
    """The tags of the repository of a folder, the newest first, then its branches; none without one."""
    found: list[str] = []
    if not folder.is_dir():
        return ()
    for kind in ("refs/tags", "refs/heads"):
        words = ("--sort=-creatordate", f"--count={_MOST_NAMES}", "--format=%(refname:strip=2)")
        done = run_git(folder, "for-each-ref", *words, kind, reading=True)
        found += done.stdout.decode("utf-8", "replace").splitlines() if not done.returncode else []
    return tuple(found)


@contextmanager
def at_revision(folder: Path, revision: str) -> Iterator[Path]:
    """A temporary folder with the data files of a dataset as they were at a revision.

    Args:
        folder: The dataset's folder in the work tree.
        revision: A tag, a branch or a commit, as git names them.

    Raises:
        UnknownId: There is no such revision; the error names the nearest tags and branches.
        NegotiationsError: The folder is in no work tree of git, the revision has no dataset there, a
            part of it is no file, or it is larger than a dataset may be.
    """
    commit, prefix = _commit(folder, revision)
    blobs = _blobs(folder, commit, prefix, revision)
    contents = _contents(folder, blobs)
    with TemporaryDirectory(prefix="negotiations-") as name:
        root = Path(name)
        for blob in blobs:
            file = root / blob.path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(contents[blob.name])
        yield root


def _commit(folder: Path, revision: str) -> tuple[str, str]:
    """The commit of a revision, and the path of the folder in the work tree."""
    if revision.startswith("-") or not revision.strip() or "\0" in revision:
        raise NegotiationsError(
            f"{revision!r} is no revision: give a tag, a branch or a commit, such as v1.0.0"
        )
    if not folder.is_dir():
        raise NegotiationsError(f"the folder {folder} does not exist")
    inside = run_git(folder, "rev-parse", "--is-inside-work-tree", "--show-prefix", reading=True)
    answer, _, prefix = inside.stdout.decode("utf-8", "surrogateescape").partition("\n")
    if inside.returncode or answer != "true":
        said = inside.stderr.decode("utf-8", "replace").strip().splitlines()
        why = "" if not said or "not a git repository" in said[0] else f" ({plain(said[0])})"
        raise NegotiationsError(
            f"{folder} is not in a git checkout{why}; a revision is read from one"
        )
    found = run_git(
        folder,
        *("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}"),
        reading=True,
    )
    commit = found.stdout.decode("ascii", "replace").strip()
    if found.returncode or not re.fullmatch(r"[0-9a-f]{40,64}", commit):
        raise UnknownId(revision, revision_names(folder), "revision")
    return commit, prefix.rstrip("\n")


def _blobs(folder: Path, commit: str, prefix: str, revision: str) -> tuple[_Blob, ...]:
    """The files of the dataset in a commit.

    Raises:
        NegotiationsError: There is none, or a file is none or too large.
    """
    tree = f"{commit}:{prefix.rstrip('/')}"
    folders = sorted({kind.path.partition("/")[0] for kind in FILE_KINDS})
    words = ("ls-tree", "-r", "-l", "-z", "--full-tree", tree, "--", *folders)
    blobs: list[_Blob] = []
    for entry in _listing(folder, words, revision).split(b"\0"):
        facts, _, raw = entry.partition(b"\t")
        path = raw.decode("utf-8", "surrogateescape")
        # Other files are not read, and their names cannot lead out of the folder.
        if file_kind_of(path) is None or "\\" in path or ":" in path:
            continue
        mode, kind, name, length = facts.decode("ascii").split()
        if kind != "blob" or not mode.startswith("100"):
            raise NegotiationsError(
                f"{path} is a link or a submodule at {revision}; only files are read"
            )
        if not length.isdigit():
            raise NegotiationsError(f"{path} is missing from the repository at {revision}")
        blobs.append(_Blob(path, name, int(length)))
        if blobs[-1].size > MAXIMUM_BYTES:
            limit = MAXIMUM_BYTES // MEBIBYTE
            raise NegotiationsError(f"{path} is larger than {limit} MiB at {revision}")
    if DESCRIPTION not in [blob.path for blob in blobs]:
        raise NegotiationsError(
            f"there is no dataset at {revision}: the commit has no {prefix}{DESCRIPTION}"
        )
    size = sum(blob.size for blob in blobs)
    if len(blobs) > MAXIMUM_ENTRIES or size > MAXIMUM_FOLDER_BYTES:
        limit = MAXIMUM_FOLDER_BYTES // MEBIBYTE
        raise NegotiationsError(
            f"the dataset at {revision} has more than {MAXIMUM_ENTRIES} files or {limit} MiB"
        )
    return tuple(blobs)


def _listing(folder: Path, words: tuple[str, ...], revision: str) -> bytes:
    """What a command lists, as far as a dataset could be; nothing where it fails.

    Raises:
        NegotiationsError: It lists more.
    """
    with subprocess.Popen(  # noqa: S603 - the words are this module's own
        ["git", *words],  # noqa: S607 - git is the user's
        cwd=folder,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        listed = process.stdout.read(_MOST_LISTED + 1) if process.stdout is not None else b""
        if len(listed) > _MOST_LISTED:
            process.kill()
            raise NegotiationsError(
                f"there are too many files under data/ and seeds/ at {revision}"
            )
    return listed if not process.returncode else b""


def _contents(folder: Path, blobs: tuple[_Blob, ...]) -> dict[str, bytes]:
    """The bytes of objects by name, as they are in the repository.

    Raises:
        NegotiationsError: An object is missing from the repository.
    """
    given = "".join(f"{blob.name}\n" for blob in blobs).encode("ascii")
    done = run_git(folder, "cat-file", "--batch", given=given, reading=True)
    contents: dict[str, bytes] = {}
    rest = memoryview(done.stdout)
    for blob in blobs:
        head, _, _ = bytes(rest[:200]).partition(b"\n")
        if head != f"{blob.name} blob {blob.size}".encode("ascii"):
            raise NegotiationsError(
                f"{blob.path} cannot be read from the repository: {head.decode('ascii', 'replace')}"
            )
        start = len(head) + 1
        contents[blob.name] = bytes(rest[start : start + blob.size])
        rest = rest[start + blob.size + 1 :]
    return contents
