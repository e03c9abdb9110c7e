"""One way to look things up: by key with `[]`, which names the nearest on a miss, or with ``get``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Generic, TypeVar, overload

from negotiations.errors import UnknownId
from negotiations.shown import Shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import ClassVar

T = TypeVar("T")
F = TypeVar("F")
D = TypeVar("D")

__all__ = ["Entries", "Results", "looked_up"]

# The results that a repr has.
_MOST = 10


def looked_up(known: Mapping[str, F], key: str, noun: str) -> F:
    """What is known by a key.

    Raises:
        UnknownId: Nothing is; the error names the nearest.
    """
    try:
        return known[key]
    except KeyError:
        raise UnknownId(key, known, noun) from None


class Entries(Sequence[T], Generic[T, F]):
    """The base of answers that are made of entries: a sequence of them, in which they are found by key.

    ``answer[0]`` is the first entry and ``answer["key"]`` what has a key; a key that there is not raises
    `UnknownId`, with the nearest named, and ``answer.get("key")`` gives None. ``in`` takes either.
    """

    __slots__ = ()
    if TYPE_CHECKING:
        entry_noun: ClassVar[str]
    else:
        entry_noun = "entry"

    def _entries(self) -> tuple[T, ...]:
        raise NotImplementedError

    def _by_key(self) -> Mapping[str, F]:
        """What is found by key: the entries, unless several have one."""
        raise NotImplementedError

    @overload
    def __getitem__(self, key: int) -> T: ...
    @overload
    def __getitem__(self, key: slice) -> tuple[T, ...]: ...
    @overload
    def __getitem__(self, key: str) -> F: ...
    def __getitem__(self, key: int | slice | str) -> T | tuple[T, ...] | F:
        if isinstance(key, str):
            return looked_up(self._by_key(), key, self.entry_noun)
        found = self._entries()[key]
        return Results(found) if isinstance(key, slice) else found  # type: ignore[arg-type]

    @overload
    def get(self, key: str, /) -> F | None: ...
    @overload
    def get(self, key: str, default: D, /) -> F | D: ...
    def get(self, key: str, default: object = None, /) -> object:
        """What has a key, or the default."""
        return self._by_key().get(key, default)

    def __len__(self) -> int:
        return len(self._entries())

    def __iter__(self) -> Iterator[T]:
        return iter(self._entries())

    def __contains__(self, key: object) -> bool:
        return key in self._by_key() if isinstance(key, str) else key in self._entries()

    def _ipython_key_completions_(self) -> list[str]:
        return list(self._by_key())


class Results(tuple[T, ...], Shown):
    """A tuple of results that a notebook shows as a table; of many, its repr has the first ten."""

    __slots__ = ()

    def __repr__(self) -> str:
        if len(self) <= _MOST:
            return tuple.__repr__(self)
        first = ",\n ".join(map(repr, tuple.__getitem__(self, slice(_MOST))))
        return f"({first},\n … and {len(self) - _MOST} more)"

    if not TYPE_CHECKING:  # to type checkers a slice of it is a tuple, which it is

        def __getitem__(self, key: Any) -> Any:
            found = tuple.__getitem__(self, key)
            return Results(found) if isinstance(key, slice) else found
