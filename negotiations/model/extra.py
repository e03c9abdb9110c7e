"""Data of your own beside a record: a JSON object of any shape, frozen."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from negotiations.limits import MAXIMUM_EXTRA_DEPTH
from negotiations.model.base import MAXIMUM_INTEGER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    Steps = tuple[str | int, ...]

__all__ = ["Extra", "UnfitExtra", "told_apart"]


class UnfitExtra(ValueError):
    """What was given as extra data is nothing that JSON has, or nothing that can be kept.

    Attributes:
        message: What is wrong there.
        at: The names and indices that lead to the place.
    """

    def __init__(self, message: str, at: Steps) -> None:
        super().__init__(message, at)
        self.message = message
        self.at = at

    def __str__(self) -> str:
        steps = (str(step).replace("~", "~0").replace("/", "~1") for step in self.at)
        return f"{'/'.join(('extra', *steps))}: {self.message}"


class Extra(Mapping[str, Any]):
    """Data of your own: what your tools need beside a record and the model has no field for.

    A JSON object of any shape. It is immutable and can be hashed: objects in it are of this class, arrays
    are tuples. Two are equal if they say the same, in whatever order; ``True`` is not 1 there.

    Numbers are kept exactly: integers that every reader of JSON keeps (up to 2**53 - 1), and numbers with a
    fraction that a double is read back from. Others are refused; write them as text.

    >>> extra = Extra({"coder": {"minutes": 12.5}, "tags": ["new"]})
    >>> extra["coder"]["minutes"], extra["tags"]
    (12.5, ('new',))
    >>> extra.to_data()
    {'coder': {'minutes': 12.5}, 'tags': ['new']}

    Raises:
        UnfitExtra: It holds what JSON has not, a number that cannot be kept, or too many levels; the error
            names the place.
    """

    __slots__ = ("_members",)
    _members: dict[str, Any]

    def __init__(self, members: Mapping[str, Any]) -> None:
        if not isinstance(members, Mapping):
            raise UnfitExtra(f"expected an object, found {type(members).__name__} {members!r}", ())
        object.__setattr__(self, "_members", _frozen_members(members, ()))

    @classmethod
    def of_data(cls, given: object) -> Extra | None:
        """The extra data that a mapping is; None of anything else."""
        return cls(given) if isinstance(given, Mapping) else None

    def __getitem__(self, name: str) -> Any:
        return self._members[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"an Extra is immutable; {name!r} cannot be set")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"an Extra is immutable; {name!r} cannot be deleted")

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Extra):
            return bool(told_apart(self) == told_apart(other))
        if not isinstance(other, Mapping):
            return NotImplemented
        try:
            return self == Extra(other)
        except UnfitExtra:
            return False

    def __hash__(self) -> int:
        return hash(told_apart(self))

    def __repr__(self) -> str:
        return f"Extra({self.to_data()!r})"

    def __str__(self) -> str:
        return json.dumps(self.to_data(), ensure_ascii=False)

    def __reduce__(self) -> tuple[Any, ...]:
        return Extra, (self.to_data(),)

    def __copy__(self) -> Extra:
        return self

    def __deepcopy__(self, _: object) -> Extra:
        return self

    def to_data(self) -> dict[str, Any]:
        """The data as dictionaries, lists, texts, numbers, truth values and None, free to be changed."""
        return {name: _thawed(member) for name, member in self._members.items()}

    def _ipython_key_completions_(self) -> list[str]:
        return list(self)


def _frozen_members(members: Mapping[Any, Any], at: Steps) -> dict[str, Any]:
    _refuse_depth(at)
    for name in members:
        if not isinstance(name, str):
            raise UnfitExtra(f"the names in an object are text, found {name!r}", at)
        _refuse_half_characters(name, at)
    return {str(name): _frozen(members[name], (*at, name)) for name in sorted(members)}


def _frozen(value: Any, at: Steps) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        _refuse_half_characters(value, at)
        return str(value)
    if isinstance(value, int | float | Decimal):
        return _exact(value, at)
    if isinstance(value, Mapping):
        inner = Extra.__new__(Extra)
        object.__setattr__(inner, "_members", _frozen_members(value, at))
        return inner
    if isinstance(value, list | tuple):
        _refuse_depth(at)
        return tuple(_frozen(item, (*at, index)) for index, item in enumerate(value))
    raise UnfitExtra(
        f"{type(value).__name__} {value!r} is nothing that JSON has; write it as text", at
    )


def _exact(number: Any, at: Steps) -> int | float:
    """The number, as an integer where it is one and as a double where that is read back as the same.

    Raises:
        UnfitExtra: It is neither.
    """
    # A whole number in another form, such as 1e20, is written as an integer by some programs.
    if math.isfinite(number) and abs(number) > MAXIMUM_INTEGER:
        raise UnfitExtra(
            f"a number beyond {MAXIMUM_INTEGER}, which not every reader of JSON keeps; "
            "write it as text",
            at,
        )
    if isinstance(number, int):
        return int(number)
    if not math.isfinite(number):
        raise UnfitExtra(f"{number} is no number that JSON has", at)
    double = float(number)
    if isinstance(number, Decimal) and (
        not math.isfinite(double) or Decimal(repr(double)) != number
    ):
        raise UnfitExtra(
            f"{str(number)[:40]} has more digits than every reader of JSON keeps; write it as text",
            at,
        )
    return int(double) if double.is_integer() else double


def _refuse_depth(at: Steps) -> None:
    if len(at) >= MAXIMUM_EXTRA_DEPTH:
        raise UnfitExtra(f"nested deeper than {MAXIMUM_EXTRA_DEPTH} levels", at[:3])


def _refuse_half_characters(text: str, at: Steps) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise UnfitExtra("a lone surrogate is not a character", at) from None


def _thawed(value: Any) -> Any:
    if isinstance(value, Extra):
        return value.to_data()
    return [_thawed(item) for item in value] if isinstance(value, tuple) else value


def told_apart(value: Any) -> Any:
    """A stand-in for a part of extra data, equal for what says the same: to Python, True equals 1."""
    if isinstance(value, Extra):
        return "object", tuple((name, told_apart(value[name])) for name in value)
    if isinstance(value, tuple):
        return "array", tuple(map(told_apart, value))
    return ("boolean", value) if isinstance(value, bool) else value
