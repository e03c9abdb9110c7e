"""Files and streams named on a command line, such as ``-``, ``/dev/stdout`` or ``/dev/fd/3``."""

from __future__ import annotations

import errno
import os
import re
import sys
from pathlib import Path

from negotiations.limits import read_regular

__all__ = ["STANDARD", "descriptor_of", "is_stream", "read_operand"]

# Standard input as an operand, and standard output as the file of a result.
STANDARD = Path("-")
# The names that the system gives to the open files of a program.
_DESCRIPTOR = re.compile(r"/(?:dev|proc/self)/fd/([0-9]{1,9})")
_NAMED = {"/dev/stdin": 0, "/dev/stdout": 1, "/dev/stderr": 2}


def descriptor_of(path: Path) -> int | None:
    """The descriptor of the open file that a path names, such as ``/dev/stdout``; None for others.

    >>> descriptor_of(Path("/dev/stdout")), descriptor_of(Path("/dev/fd/3"))
    (1, 3)
    """
    for _ in range(40):
        text = str(path.absolute())
        if text in _NAMED:
            return _NAMED[text]
        if named := _DESCRIPTOR.fullmatch(text):
            return int(named[1])
        if not path.is_symlink():
            return None
        path = path.parent / path.readlink()
    return None


def is_stream(path: Path) -> bool:
    """Whether a path names an open stream of this program rather than a file."""
    return path == STANDARD or descriptor_of(path) is not None


def read_operand(path: Path, limit: int) -> bytes:
    """The bytes of a regular file or an open stream, up to one byte more than the limit.

    A named pipe or a device is not opened, since it may never end.

    Raises:
        OSError: It cannot be read.
    """
    descriptor = 0 if path == STANDARD else descriptor_of(path)
    if descriptor is None:
        return read_regular(path, limit)
    if descriptor == 0:
        if sys.stdin is None:
            raise OSError(errno.EBADF, "there is no standard input", str(path))
        return sys.stdin.buffer.read(limit + 1)
    with os.fdopen(os.dup(descriptor), "rb") as stream:
        return stream.read(limit + 1)
