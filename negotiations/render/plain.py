"""Text from files made safe to show: what could steer a terminal is spelled out instead."""

import json
import unicodedata

__all__ = ["plain", "plain_json"]

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
