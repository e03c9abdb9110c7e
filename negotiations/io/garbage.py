"""Reading much without looking for garbage meanwhile.

Python looks for cycles of garbage each time that many more objects were made than were freed, and goes
through all that there are. Reading makes millions and frees none, so that half of its time went there.
"""

from __future__ import annotations

import gc

from negotiations.limits import MEBIBYTE

__all__ = ["WithoutCollecting"]


class WithoutCollecting:
    """A block in which garbage is not looked for, where it reads more than a mebibyte.

    >>> with WithoutCollecting(3 * MEBIBYTE):
    ...     gc.isenabled()
    False
    >>> gc.isenabled()
    True
    """

    __slots__ = ("_is_paused", "_size")

    def __init__(self, size: int) -> None:
        self._size = size
        self._is_paused = False

    def __enter__(self) -> None:
        self._is_paused = self._size > MEBIBYTE and gc.isenabled()
        if self._is_paused:
            gc.disable()

    def __exit__(self, *_: object) -> None:
        # Another thread may have read meanwhile: who paused it is who goes on.
        if self._is_paused:
            gc.enable()
