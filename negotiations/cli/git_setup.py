"""Setting up a git repository for the drivers, and undoing it."""

from __future__ import annotations

import shlex
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from negotiations.errors import NegotiationsError
from negotiations.folder.locking import alone
from negotiations.folder.replacing import write_inside
from negotiations.folder.revisions import run_git

__all__ = ["CONFLICTS", "install", "settings", "uninstall"]

PATTERNS = ("data/**/*.json", "seeds/*.json")
_DRIVEN = ("diff", "merge")
_LINES = tuple(
    f"{pattern} {' '.join(f'{name}=negotiations' for name in _DRIVEN)}" for pattern in PATTERNS
)
_ANCESTORS = "negotiations-ancestor"
_SECTIONS = ("diff.negotiations", "merge.negotiations", f"merge.{_ANCESTORS}")
# The exit status of a merge with conflicts that are marked.
CONFLICTS = 3


def _program() -> str:
    """The command by which git's shell starts this program from anywhere.

    It names this interpreter, since git may run with a different PATH; and it does not import from the
    current folder, since git also runs in folders of other people.
    """
    return f"{shlex.quote(Path(sys.executable).as_posix())} -P -X utf8 -m negotiations"


def settings(program: str) -> dict[str, str]:
    """The settings for git's configuration, each with a fallback to git's own behaviour."""
    textual = "git merge-file --marker-size=%L -L ours -L base -L theirs"
    plainly = 'git --no-pager diff --no-ext-diff --no-textconv --no-index -- "$2" "$5"'
    merging = f"{program.replace('%', '%%')} git merge"
    return {
        "diff.negotiations.command": (
            # Git also calls this program in place of a difftool.
            'f() { case "$GIT_EXTERNAL_DIFF" in *difftool*) $GIT_EXTERNAL_DIFF "$@"; exit;; esac; '
            f'{program} git diff -- "$@" || {{ test $# -lt 7 || {plainly}; true; }}; }}; f'
        ),
        "diff.negotiations.textconv": (
            f'f() {{ {program} git textconv -- "$1" || cat -- "$1"; }}; f'
        ),
        "diff.negotiations.xfuncname": "^([a-z]+/[^/: ]+)",
        "merge.negotiations.name": "merge of negotiation records by their keys",
        # Python exits with 1 when it fails, too: another status tells that it is a conflict.
        "merge.negotiations.driver": (
            f"{merging} -- %O %A %B %L %P; case $? in 0) ;; {CONFLICTS}) exit 1;; "
            f"*) {textual} -- %A %O %B;; esac"
        ),
        # Git merges several common ancestors by this driver. Its messages are of no use.
        "merge.negotiations.recursive": _ANCESTORS,
        f"merge.{_ANCESTORS}.name": "merge of common ancestors of negotiation records",
        f"merge.{_ANCESTORS}.driver": (
            f"{{ {merging} --ancestor -- %O %A %B %L %P || {textual} --diff3 -- %A %O %B; }} "
            "2>/dev/null"
        ),
    }


def install(folder: Path) -> list[str]:
    """Set up the repository that contains a folder; return what was done, line by line.

    Raises:
        NegotiationsError: There is no repository, or other drivers are set; nothing was done.
    """
    attributes = _attributes_file(folder)
    with _alone(attributes):
        return _installed(folder, attributes)


def _installed(folder: Path, attributes: Path) -> list[str]:
    lines = _attributes_in(attributes)
    for line in lines.splitlines():
        pattern, *words = line.split() or [""]
        for word in words if pattern in PATTERNS else ():
            name = word.lstrip("-!").partition("=")[0]
            if name in _DRIVEN and word != f"{name}=negotiations":
                raise NegotiationsError(
                    f"{attributes}: {line.strip()!r} already sets {word}; "
                    "remove that setting to use these drivers. Nothing was changed"
                )
    done = []
    missing = [line for line in _LINES if line not in map(str.strip, lines.splitlines())]
    if missing:
        gap = "" if lines.endswith("\n") or not lines else "\n"
        write_inside(attributes.parent, {attributes.name: lines + gap + "\n".join(missing) + "\n"})
        done += [f"{attributes}: {line}" for line in missing]
    for name, value in settings(_program()).items():
        if _setting(name, folder) != value:
            _git("config", "--local", "--replace-all", name, value, folder=folder)
            done.append(f"git config {name}")
    return done


def _attributes_file(folder: Path) -> Path:
    """The attributes file: in the dataset's folder if there is one, else at the top."""
    if not folder.is_dir():
        raise NegotiationsError(f"the folder {folder} does not exist")
    top = _git("rev-parse", "--show-toplevel", folder=folder).strip("\r\n")
    root = folder if (folder / "data" / "dataset.json").is_file() else Path(top)
    return root / ".gitattributes"


def _attributes_in(file: Path) -> str:
    """The text of an attributes file, with its line ends unchanged."""
    try:
        return file.read_bytes().decode() if file.is_file() else ""
    except UnicodeDecodeError as fault:
        raise NegotiationsError(f"{file} is not UTF-8: {fault.reason}") from None


def _alone(file: Path) -> AbstractContextManager[None]:
    """Lock the dataset that an attributes file belongs to, if any, as every writer does."""
    is_dataset = (file.parent / "data" / "dataset.json").is_file()
    return alone(file.parent) if is_dataset else nullcontext()


def uninstall(folder: Path) -> list[str]:
    """Remove what `install` added to a repository; return what was done, line by line.

    Raises:
        NegotiationsError: There is no repository.
    """
    attributes = _attributes_file(folder)
    with _alone(attributes):
        return _uninstalled(folder, attributes)


def _uninstalled(folder: Path, attributes: Path) -> list[str]:
    done = []
    lines = _attributes_in(attributes).splitlines(keepends=True)
    others = [line for line in lines if line.strip() not in _LINES]
    if not others:
        attributes.unlink(missing_ok=True)
    elif others != lines:
        write_inside(attributes.parent, {attributes.name: "".join(others)})
    done += [f"{attributes}: removed: {line.strip()}" for line in lines if line not in others]
    for section in _SECTIONS:
        if any(_setting(name, folder) for name in settings("") if name.startswith(f"{section}.")):
            _git("config", "--local", "--remove-section", section, folder=folder)
            done.append(f"git config {section} removed")
    return done


def _setting(name: str, folder: Path) -> str:
    done = run_git(folder, "config", "--local", "--get", name)
    return done.stdout.decode("utf-8").rstrip("\r\n")


def _git(*arguments: str, folder: Path) -> str:
    """The output of a git command.

    Raises:
        NegotiationsError: The command failed, or git is not installed.
    """
    done = run_git(folder, *arguments)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise NegotiationsError(f"git {arguments[0]}: {said}")
    return done.stdout.decode("utf-8")
