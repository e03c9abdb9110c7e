"""JSON text of data, as the standard library writes it, in half the time."""

from __future__ import annotations

import json
import re

import msgspec

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["text_of"]

_ENCODER = msgspec.json.Encoder()
# Numbers that the two write otherwise: with an exponent, or smaller than a ten-thousandth. Two searches
# with beginnings that are found fast, take a third of the time of one.
_EXPONENT, _SMALL = re.compile(rb"e-?[0-9]+[],}]").search, b"0.0000"


def text_of(data: dict[str, Any] | list[Any]) -> str:
    """What ``json.dumps(data, ensure_ascii=False)`` gives.

    >>> text_of({"id": "qatar", "numbers": [1, 2.5, 1e-05]})
    '{"id": "qatar", "numbers": [1, 2.5, 1e-05]}'
    """
    try:
        written = _ENCODER.encode(data)
    except (UnicodeEncodeError, OverflowError):  # half a character, or more than 64 bits
        return json.dumps(data, ensure_ascii=False)
    if _SMALL in written or _EXPONENT(written):
        return json.dumps(data, ensure_ascii=False)
    return msgspec.json.format(written, indent=0).decode()
