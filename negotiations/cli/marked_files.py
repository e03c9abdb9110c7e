"""Files with conflict markers: written for people, and read again as ancestors of a merge.

Where branches have merged each other, git first merges their common ancestors, and passes the result,
with its conflicts, to the actual merge as the ancestor.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

from negotiations.errors import NegotiationsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    # Lines that differ, of each text: from which one on, and up to which one.
    Span = tuple[int, int]
    Region = tuple[Span, Span, Span]

__all__ = [
    "conflict_style",
    "diff_lines",
    "ends_of",
    "marked",
    "marked_for_ancestor",
    "merge_lines",
]

# No line of JSON begins so.
_MARKER = re.compile(rb"([<|=>])\1{2,}(?=[ \r]|$)")
_HUNK = re.compile(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")


def ends_of(data: bytes) -> tuple[bytes, bytes | None, bytes] | None:
    r"""The contents of one side, the ancestor and the other side in a file with markers.

    The ancestor is None if the markers do not contain it; the result is None without markers.

    >>> ends_of(b"<<<<<<< ours\n1\n=======\n2\n>>>>>>> theirs\n")
    (b'1\n', None, b'2\n')
    """
    ends: tuple[list[bytes], list[bytes], list[bytes]] = ([], [], [])
    size, place, with_base = 0, -1, False
    for line in data.split(b"\n"):
        marker = _MARKER.match(line)
        sign = marker[1] if marker else b""
        length = len(marker[0]) if marker else 0
        if place < 0 and sign == b"<":
            size, place = length, 0
        elif place >= 0 and sign and length == size:
            place = {b"|": 1, b"=": 2, b">": -1}.get(sign, place)
            with_base |= place == 1
        else:
            for index in range(3) if place < 0 else (place,):
                ends[index].append(line)
    if not size:
        return None
    ours, base, theirs = (b"\n".join(lines) for lines in ends)
    return ours, base if with_base else None, theirs


def marked(ours: str, base: str, theirs: str, *, size: int, style: str = "merge") -> str:
    """Two texts in one, with markers around the differences, in git's configured style.

    No difference is resolved, not even where one side equals the ancestor.
    """
    texts = (ours, base, theirs)
    with _written(texts) as (own, old, other):
        if style in ("diff3", "zdiff3"):
            regions = _regions(_hunks(old, own), _hunks(old, other))
        else:
            # A line between two changes, such as a bracket, is put between the same markers.
            regions = [(one, (0, 0), two) for one, two in _hunks(own, other, between=1)]
    return "".join(_with_markers(texts, regions, size=size, style=style))


def marked_for_ancestor(ours: str, base: str, theirs: str, *, size: int) -> str:
    """Three texts in one, each of which `ends_of` gives back."""
    texts = (ours, base, theirs)
    text = marked(*texts, size=size, style="diff3")
    if ends_of(text.encode()) == tuple(text.encode() for text in texts):
        return text
    one, two, three = ((0, len(_lines(text))) for text in texts)
    return "".join(_with_markers(texts, [(one, two, three)], size=size, style="diff3"))


def _with_markers(
    texts: tuple[str, str, str], regions: Iterable[Region], *, size: int, style: str
) -> Iterator[str]:
    ours, base, theirs = map(_lines, texts)
    at = 0
    for (start, end), (old_start, old_end), (low, high) in regions:
        yield from ours[at:start]
        own, other = ours[start:end], theirs[low:high]
        at = end
        if own == other:
            yield from own
            continue
        head = _alike(own, other) if style == "zdiff3" else 0
        tail = _alike(own[head:][::-1], other[head:][::-1]) if style == "zdiff3" else 0
        yield from own[:head]
        yield f"{'<' * size} ours\n"
        yield from own[head : len(own) - tail]
        if style != "merge":
            yield f"{'|' * size} base\n"
            yield from base[old_start:old_end]
        yield f"{'=' * size}\n"
        yield from other[head : len(other) - tail]
        yield f"{'>' * size} theirs\n"
        yield from own[len(own) - tail :]
    yield from ours[at:]


def _lines(text: str) -> list[str]:
    """The lines of a text as git splits them; a string may contain other line ends."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _alike(one: list[str], other: list[str]) -> int:
    """The number of equal lines at the start of two texts."""
    differing = (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    return next(differing, min(len(one), len(other)))


def _regions(to_ours: list[tuple[Span, Span]], to_theirs: list[tuple[Span, Span]]) -> list[Region]:
    """The regions in which three texts differ, from the changes of both sides."""
    regions: list[Region] = []
    left = sorted([(*hunk, 0) for hunk in to_ours] + [(*hunk, 1) for hunk in to_theirs])
    shift = [0, 0]  # the offset of lines on each side from those of the ancestor
    while left:
        (start, end), _, _ = left[0]
        before = tuple(shift)
        while left and left[0][0][0] <= end:
            old, new, side = left.pop(0)
            end = max(end, old[1])
            shift[side] = new[1] - old[1]
        one, two = ((start + before[side], end + shift[side]) for side in (0, 1))
        regions.append((one, (start, end), two))
    return regions


# --- what git does ------------------------------------------------------------------------------


@contextmanager
def _written(texts: tuple[str, str, str]) -> Iterator[list[Path]]:
    """Files with these texts."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, name) for name in ("ours", "base", "theirs")]
        for file, text in zip(files, texts, strict=True):
            file.write_text(text, encoding="utf-8", newline="\n")
        yield files


def _hunks(before: Path, after: Path, *, between: int = 0) -> list[tuple[Span, Span]]:
    """The spans of lines that differ between two files; spans this close are joined."""
    hunks = []
    for line in _diff(before, after, "-U0", f"--inter-hunk-context={between}").split("\n"):
        hunk = _HUNK.match(line)
        if hunk:
            first, lines, second, others = (
                1 if group is None else int(group) for group in hunk.groups()
            )
            start, low = first - bool(lines), second - bool(others)
            hunks.append(((start, start + lines), (low, low + others)))
    return hunks


def diff_lines(before: Path, after: Path) -> list[str]:
    """The differences between two files by lines, as git shows them without its header."""
    lines = _diff(before, after).removesuffix("\n").split("\n")
    return lines[next((at for at, line in enumerate(lines) if line.startswith("@@")), 0) :]


def _diff(before: Path, after: Path, *options: str) -> str:
    """The output of `git diff` on two files, independent of the settings of this repository.

    Raises:
        NegotiationsError: Git cannot compare them.
    """
    command = ("diff", "--no-index", "--no-ext-diff", "--no-textconv", "--no-color", "--text")
    done = _git(*command, *options, "--", os.fspath(before), os.fspath(after), captured=True)
    if done.returncode not in (0, 1):
        raise NegotiationsError(f"git diff: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout.decode("utf-8", "backslashreplace")


def merge_lines(
    ours: Path, base: Path, theirs: Path, *, size: int, with_base: bool = False
) -> subprocess.CompletedProcess[bytes]:
    """Merge by lines with git, into the file of ours; the exit status counts the conflicts."""
    return _git(
        "merge-file",
        f"--marker-size={size}",
        *(("--diff3",) if with_base else ()),
        *("-L", "ours", "-L", "base", "-L", "theirs", "--"),
        *(os.fspath(file) for file in (ours, base, theirs)),
        captured=with_base,
    )


def conflict_style() -> str:
    """The configured style of conflict markers: ``merge``, ``diff3`` or ``zdiff3``."""
    style = _git("config", "--get", "merge.conflictStyle", captured=True)
    return style.stdout.decode(errors="replace").strip() or "merge"


def _git(*words: str, captured: bool) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603 - files that git names
        ["git", *words],  # noqa: S607 - git is the user's
        capture_output=captured,
        check=False,
    )
