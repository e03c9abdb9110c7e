"""Text from files made safe to show: what could steer a terminal is spelled out instead."""

import json
import re
import unicodedata

__all__ = ["plain", "plain_json", "plain_lines"]

# Cc: controls; Cf: invisible formats, bidirectional overrides among them; Cs: lone surrogates;
# Co, Cn: no character that a reader could know; Zl, Zp: line and paragraph separators.
_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def plain(text: str) -> str:
    r"""The text on one line, with every character that is not plainly visible spelled out.

    >>> print(plain("a\x1b[31mb"))
    a\x1b[31mb
    """
    if text.isprintable():
        return text
    return "".join(
        " "
        if letter in "\n\t\u00a0"
        else letter.encode("unicode_escape").decode("ascii")
        if unicodedata.category(letter) in _UNSAFE
        else letter
        for letter in text
    )


def plain_lines(text: str, *, color: bool = False) -> str:
    r"""Lines of text, each made safe to show; with ``color``, its colours are kept.

    >>> print(plain_lines("a\n\x1b[1mb\x1b[2J", color=True) == "a\n\x1b[1mb\\x1b[2J")
    True
    """
    if text.replace("\n", "").isprintable():
        return text
    if not color:
        return "\n".join(map(plain, text.split("\n")))
    parts = _COLOR.split(text)
    return "".join(part if index % 2 else plain_lines(part) for index, part in enumerate(parts))


# What sets colours and weights, and nothing else.
_COLOR = re.compile(r"(\x1b\[[0-9;]*m)")


def plain_json(text: str) -> str:
    r"""JSON text that means the same, with what is not plainly visible escaped as JSON has it.

    >>> print(plain_json('"a\u202eb"'))
    "a\u202eb"
    """
    return "".join(
        json.dumps(letter)[1:-1]
        if letter != "\n" and unicodedata.category(letter) in _UNSAFE
        else letter
        for letter in text
    )
