"""Git drivers that compare and merge data files by records instead of lines.

Git calls ``diff``, ``textconv`` and ``merge`` as drivers, with its own arguments and exit statuses: a
diff that exits with anything but 0 ends git, and a merge that fails leaves one side as if it were the
result. So every installed command line falls back to git's own behaviour if the program is missing, is
killed or fails.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from negotiations.cli import git_setup
from negotiations.cli.common import FAILED, NOTHING, Output, Session, example, with_output
from negotiations.cli.groups import Group
from negotiations.cli.marked_files import (
    conflict_style,
    diff_lines,
    marked,
    marked_for_ancestor,
    merge_lines,
)
from negotiations.cli.merge import conflict_lines
from negotiations.cli.record_files import (
    ancestor_in,
    canonical_text,
    merged,
    read_bytes,
    records_in,
)
from negotiations.compare.diff import diff
from negotiations.errors import InvalidDataset, NegotiationsError
from negotiations.folder.replacing import write_text
from negotiations.io.kinds import kind_by_place
from negotiations.limits import MAXIMUM_BYTES, MEBIBYTE
from negotiations.plaintext import plain, plain_lines
from negotiations.records import address_of
from negotiations.render.lines import change_lines, record_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any, Literal

    from negotiations.model import Record

_SIDES: tuple[Literal["ours", "base", "theirs"], ...] = ("ours", "base", "theirs")


@click.group(
    "git",
    cls=Group,
    epilog=example("negotiations git install"),
    context_settings={"help_option_names": ["-h", "--help"]},
)
def git_command() -> None:
    """Make git compare and merge data files by records.

    After `install`, `git diff` shows what changed in which record; `git log -p`, `git show` and
    `git blame` show one line for each statement; and merges conflict only where two sides changed the
    same field differently. The other commands are called by git.
    """


@git_command.command("install", epilog=example("negotiations git install"))
@click.option("--uninstall", is_flag=True, help="Undo the installation.")
@with_output
def install_command(session: Session, output: Output, uninstall: bool) -> int:
    """Set up the repository of the current folder, or of the dataset given by -d.

    Two lines in .gitattributes, to be committed, name the files; the configuration of this clone names
    the program. Repeating it changes nothing. Other lines and settings remain as they are.
    """
    folder = session.directory or Path()
    done = git_setup.uninstall(folder) if uninstall else git_setup.install(folder)
    if output.is_json:
        output.json(done)
    else:
        output.write("\n".join(map(plain, done)) or "nothing to do")
    return NOTHING


# --- diff ---------------------------------------------------------------------------------------


@git_command.command("diff", epilog=example("git diff -- data/actors.json"))
@click.argument("arguments", nargs=-1, required=True)
def diff_driver(arguments: tuple[str, ...]) -> int:
    """Show what changed in the records of a file; called by `git diff`.

    Git gives PATH OLD-FILE OLD-HEX OLD-MODE NEW-FILE NEW-HEX NEW-MODE, for a renamed file its new
    PATH and a remark as well, and for an unmerged file only PATH. The exit status is always 0.
    """
    click.echo(plain_lines("\n".join(_file_changes(arguments))), color=True)
    return NOTHING


def _file_changes(arguments: Sequence[str]) -> Iterator[str]:
    path = plain(arguments[0])
    if len(arguments) not in (7, 9):
        yield f"{path}: unmerged"
        return
    _, old, _, old_mode, new, _, new_mode, *renamed = arguments
    name = renamed[0] if renamed else arguments[0]
    yield f"{path} → {plain(name)}" if renamed else path
    if old_mode != new_mode and "." not in (old_mode, new_mode):
        yield f"  mode {plain(old_mode)} → {plain(new_mode)}"
    before, after = read_bytes(Path(old)), read_bytes(Path(new))
    kind = kind_by_place(name) or kind_by_place(arguments[0])
    try:
        sides = [_by_address(records_in(name, data, kind)) for data in (before, after)]
    except InvalidDataset as fault:
        yield f"  by lines, because its records cannot be read: {plain(fault.problems[0].message)}"
        yield from map(plain, diff_lines(Path(old), Path(new)))
        return
    changes = list(_record_changes(*sides))
    yield from changes
    if not changes and before != after:
        yield "  the records are the same; only the layout of the file differs"


def _by_address(content: Any) -> dict[str, Record]:
    records = content if isinstance(content, tuple) else (content,)
    by_address = {address_of(record): record for record in records if record is not None}
    return dict(sorted(by_address.items()))


def _record_changes(before: dict[str, Record], after: dict[str, Record]) -> Iterator[str]:
    for address in sorted({*before, *after}):
        one, other = before.get(address), after.get(address)
        if one is None or other is None:
            record = other if one is None else one
            yield f"{plain(address)}: {'record added' if one is None else 'record removed'}"
            if record is not None:
                sign = "+" if one is None else "-"
                yield from (f"  {sign} {line}" for line in [*record_lines(record)][1:])
        elif one != other:
            yield f"{plain(address)}:"
            yield from (f"  {line}" for line in change_lines(diff(one, other)))


@git_command.command("textconv", epilog=example("git log -p -- data/actors.json"))
@click.argument("file", type=click.Path(path_type=Path))
def textconv_driver(file: Path) -> int:
    """Write a file of records as lines, one for each statement; called by `git log -p`.

    A file that cannot be read as records is written unchanged.
    """
    data = read_bytes(file)
    if len(data) > MAXIMUM_BYTES:
        raise NegotiationsError(f"{file}: the file is larger than {MAXIMUM_BYTES // MEBIBYTE} MiB")
    try:
        content = records_in(file.name, data, kind_by_place(file.name))
        records = _by_address(content).values()
        lines = [line for record in records for line in record_lines(record)]
        data = "".join(f"{line}\n" for line in lines).encode()
    except InvalidDataset:
        pass  # the file is written unchanged
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    return NOTHING


# --- merge --------------------------------------------------------------------------------------


@git_command.command("merge", epilog=example("git merge coder-b"))
@click.argument("base", type=click.Path(path_type=Path))
@click.argument("ours", type=click.Path(path_type=Path))
@click.argument("theirs", type=click.Path(path_type=Path))
@click.argument("size", type=click.IntRange(min=1), default=7)
@click.argument("path", default="")
@click.option("--ancestor", is_flag=True, help="Merge common ancestors into one, without messages.")
def merge_driver(base: Path, ours: Path, theirs: Path, size: int, path: str, ancestor: bool) -> int:
    """Merge two sides of a file by records; called by `git merge`.

    Git gives BASE OURS THEIRS SIZE PATH (%O %A %B %L %P) and takes the result from OURS. Where
    both sides changed the same field differently, it is put between conflict markers, and the exit
    status is 3. Files that cannot be read as records are merged by lines, as git itself does.
    """
    try:
        text, conflicts = _merged_text([base, ours, theirs], size, path, ancestor=ancestor)
    except NegotiationsError as fault:
        why = fault.problems[0].message if isinstance(fault, InvalidDataset) else str(fault)
        if not ancestor:
            click.echo(f"negotiations: {plain(path)} is merged by lines: {plain(why)}", err=True)
        number = merge_lines(ours, base, theirs, size=size, with_base=ancestor).returncode
        return _status(number) if number in range(128) else FAILED
    write_text(ours, text)
    if ancestor:
        return NOTHING
    for line in conflicts:
        click.echo(line, err=True)
    return _status(len(conflicts))


def _status(conflicts: int) -> int:
    return git_setup.CONFLICTS if conflicts else NOTHING


def _merged_text(
    files: Sequence[Path], size: int, path: str, *, ancestor: bool
) -> tuple[str, list[str]]:
    """The text of the merged file, with markers at conflicts, and a description of these."""
    kind = kind_by_place(path)
    base = ancestor_in(path, read_bytes(files[0]), kind)
    ours, theirs = (records_in(path, read_bytes(file), kind) for file in files[1:])
    if ours is None or theirs is None:
        raise NegotiationsError("one side is empty")
    merge = merged(base, ours, theirs)
    if merge.is_clean:
        text = canonical_text(merge.result)
        records_in(path, text.encode(), kind)  # what is written can be read again
        return text, []
    one, old, other = (canonical_text(merge.take(side).result) for side in _SIDES)
    for text in (one, other):
        records_in(path, text.encode(), kind)
    if ancestor:
        return marked_for_ancestor(one, old, other, size=size), []
    lines = [f"{plain(path)}:"]
    for conflict in merge.conflicts:
        lines += [f"  {line}" for line in conflict_lines(conflict)]
    return marked(one, old, other, size=size, style=conflict_style()), lines
