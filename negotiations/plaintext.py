"""Text from files made safe to show: what could steer a terminal or a log is spelled out instead."""

import json
import re
import unicodedata

__all__ = ["plain", "plain_json", "plain_lines", "quoted"]

# Cc: controls; Cf: invisible formats, bidirectional overrides among them; Cs: lone surrogates;
# Co, Cn: no character that a reader could know; Zl, Zp: line and paragraph separators.
_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def plain(text: str) -> str:
    r"""The text on one line, with every character that is not plainly visible spelled out.

    Joiners stay where a script or an emoji needs them.

    >>> print(plain("a\x1b[31mb"))
    a\x1b[31mb
    """
    if text.isprintable():
        return text
    return "".join(
        " "
        if letter in "\n\t\u00a0"
        else letter.encode("unicode_escape").decode("ascii")
        if _is_unsafe(text, index)
        else letter
        for index, letter in enumerate(text)
    )


def _is_unsafe(text: str, index: int) -> bool:
    """Whether a character is not plainly visible, and does not join the visible ones around it."""
    letter = text[index]
    return unicodedata.category(letter) in _UNSAFE and not (
        letter in "\u200c\u200d" and _joins(text, index)
    )


def _joins(text: str, index: int) -> bool:
    """Whether a (non-)joiner shapes what is around it, after the rules for names (RFC 5892, A.1, A.2).

    In Arabic scripts it stands behind a letter, in those of India beside a virama; of emoji the
    joiner makes one of several.
    """
    before = index - 1
    # A vowel sign or a variant between them belongs to the letter.
    while (
        before > 0 and unicodedata.category(text[before]) == "Mn" and not _is_virama(text[before])
    ):
        before -= 1
    previous, following = text[max(before, 0) : index][:1], text[index + 1 : index + 2]
    if not previous:
        return False
    if _is_virama(previous) or (following and _is_virama(following)):
        return True
    if text[index] == "\u200c":
        return _is_arabic(previous) and bool(following) and _is_arabic(following)
    return _is_arabic(previous) or (
        unicodedata.category(previous) in ("So", "Sk")
        and bool(following)
        and unicodedata.category(following) == "So"
    )


def _is_virama(letter: str) -> bool:
    return unicodedata.combining(letter) == 9


def _is_arabic(letter: str) -> bool:
    return unicodedata.bidirectional(letter) == "AL" and unicodedata.category(letter) == "Lo"


# Where a line begins, GitHub takes two colons in a log for a command, and two signs of number with a
# bracket wherever they stand.
_COMMAND = re.compile(r"^([^\S\n]*):(?=:)", re.MULTILINE)


def plain_lines(text: str, *, color: bool = False) -> str:
    r"""Lines of text, each made safe to show; with ``color``, its colours are kept.

    No line is a command to whoever reads the log of a run.

    >>> print(plain_lines("a\n\x1b[1mb\x1b[2J", color=True) == "a\n\x1b[1mb\\x1b[2J")
    True
    >>> print(plain_lines("::error::a"))
    \x3a:error::a
    """
    if not text.replace("\n", "").isprintable():
        if color:
            parts = _COLOR.split(text)
            made = (part if index % 2 else _each_plain(part) for index, part in enumerate(parts))
            text = "".join(made)
        else:
            text = _each_plain(text)
    return _COMMAND.sub(r"\1\\x3a", text).replace("##[", r"#\x23[")


def _each_plain(text: str) -> str:
    return "\n".join(map(plain, text.split("\n")))


# What sets colours and weights, and nothing else.
_COLOR = re.compile(r"(\x1b\[[0-9;]*m)")


def plain_json(text: str) -> str:
    r"""JSON text that means the same, with what is not plainly visible escaped as JSON has it.

    >>> print(plain_json('"a\u202eb"'))
    "a\u202eb"
    """
    return "".join(
        json.dumps(letter)[1:-1] if letter != "\n" and _is_unsafe(text, index) else letter
        for index, letter in enumerate(text)
    )


# The outer marks, and those within them.
_QUOTES = ("“”", "‘’")
_QUOTING = re.compile("[“”‘’]")


def quoted(text: str) -> str:
    """A text in quotation marks, with those that are in it alternating: inner ones are single.

    A quotation that is open at its end is closed there, and no mark in it closes the whole.

    >>> quoted("option “100 billion” dropped"), quoted("the party’s “so-called ‘plan’”")
    ('“option ‘100 billion’ dropped”', '“the party’s ‘so-called “plan”’”')
    """
    open_ones = ["”"]

    def mark(found: re.Match[str]) -> str:
        sign = found[0]
        if sign == "“" or (sign == "‘" and len(open_ones) > 1):
            open_ones.append("”" if sign == "“" else "’")
            return _QUOTES[(len(open_ones) - 1) % 2][0]
        is_last = len(open_ones) > 1 and sign == open_ones[-1]
        if not is_last or _is_apostrophe(text, found.start()):
            return "’" if sign == "”" else sign
        open_ones.pop()
        return _QUOTES[len(open_ones) % 2][1]

    inside = _QUOTING.sub(mark, text)
    left = "".join(_QUOTES[depth % 2][1] for depth in range(len(open_ones) - 1, 0, -1))
    return f"“{inside}{left}”"


def _is_apostrophe(text: str, place: int) -> bool:
    """Whether a single mark stands between two letters."""
    return (
        text[place] == "’" and text[place - 1].isalnum() and text[place + 1 : place + 2].isalnum()
    )
