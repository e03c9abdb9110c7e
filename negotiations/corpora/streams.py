"""Bytes of one file of a corpus, unpacked where it is packed, and its lines: no more than one at a time."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from pathlib import Path
from typing import IO, Any

import attrs

from negotiations.corpora.records import MAXIMUM_LINE
from negotiations.errors import MissingExtra
from negotiations.limits import open_regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Line", "is_packed", "lines_of"]

_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
# How much is read at once, so that millions of lines do not take millions of calls.
_BUFFER = 1024 * 1024


@attrs.frozen
class Line:
    """A line of a file of a corpus.

    Attributes:
        number: Its number, from 1.
        offset: Where it begins, in bytes of the unpacked file.
        data: What it has, without its end; None if it is too long to be read.
        length: How many bytes it has, without its end.
        fault: Why no more of the file can be read; empty for a line that was read.
    """

    number: int
    offset: int
    data: bytes | None
    length: int
    fault: str = ""


class _Upto(io.RawIOBase):
    """The first bytes of a stream, as many as the file had when it was first seen."""

    def __init__(self, stream: IO[bytes], size: int) -> None:
        self._stream, self._left = stream, size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read(min(len(buffer), self._left))
        self._left -= len(data)
        buffer[: len(data)] = data
        return len(data)


def is_packed(path: Path) -> bool:
    """Whether a file is compressed with gzip or zstd, by its first bytes.

    Raises:
        OSError: It cannot be read.
    """
    with open_regular(path) as stream:
        return stream.read(4).startswith((_GZIP, _ZSTD))


def _unpacked(
    path: Path, stream: IO[bytes], size: int
) -> tuple[IO[bytes], tuple[type[Exception], ...]]:
    """The bytes of a file, and the errors that tell that they are damaged."""
    start = stream.read(4)
    stream.seek(0)
    limited: Any = io.BufferedReader(_Upto(stream, size), _BUFFER)
    if start.startswith(_GZIP):
        # With no buffer around it, which would lose what was read before a damaged part.
        packed: Any = gzip.GzipFile(fileobj=limited, mode="rb")
        return packed, (EOFError, OSError, zlib.error)
    if start.startswith(_ZSTD):
        zstd = _zstd(path)
        packed = zstd.ZstdFile(limited, "rb")
        return packed, (EOFError, OSError, zstd.ZstdError)
    return limited, (OSError,)


def _zstd(path: Path) -> Any:
    """The module that reads zstd: of the standard library from Python 3.14, and before it its backport."""
    try:
        if sys.version_info >= (3, 14):
            from compression import zstd
        else:
            from backports import zstd
    except ModuleNotFoundError as fault:
        raise MissingExtra("corpora", f"reading {path.name}") from fault
    return zstd


def lines_of(path: Path, *, size: int | None = None) -> Iterator[Line]:
    """The lines of a file, plain or compressed with gzip or zstd, in order.

    Where the file cannot be read to its end, the last line says why. No more than one line is kept, and
    one that is longer than a line may be is passed over without being kept.

    Args:
        path: The file.
        size: How many bytes of the file to read, as it is stored; all if None.

    Raises:
        MissingExtra: It is compressed with zstd, and nothing is installed that reads it.
    """
    number, offset = 1, 0
    try:
        stream = open_regular(path)
    except OSError as fault:
        yield Line(number, offset, None, 0, f"the file cannot be read: {fault.strerror or fault}")
        return
    with stream:
        most = path.stat().st_size if size is None else size
        unpacked, damages = _unpacked(path, stream, most)
        try:
            while True:
                data = unpacked.readline(MAXIMUM_LINE + 2)
                if not data:
                    return
                length = len(data)
                kept: bytes | None = data.rstrip(b"\r\n")
                while not data.endswith(b"\n") and length > MAXIMUM_LINE:
                    kept = None
                    data = unpacked.readline(_BUFFER)
                    length += len(data)
                    if not data:
                        break
                yield Line(number, offset, kept, length if kept is None else len(kept))
                number, offset = number + 1, offset + length
        except damages as fault:
            yield Line(number, offset, None, 0, _why(fault))


def _why(fault: Exception) -> str:
    if isinstance(fault, EOFError):
        return "the file ends in the middle of its compressed data"
    return f"the file cannot be read further: {fault}"
