"""Names from names: ids, names to show, the options of fields, commands that can be typed."""

from __future__ import annotations

import re
import shlex

__all__ = ["command", "flag", "id_from", "stem_of", "words_of"]

# The suffix of a file name: letters and digits after a full stop that follows a word.
_ENDING = re.compile(r"(?<=[^\s.])\.[A-Za-z0-9]{1,8}$")
# Initials that a lower-case name no longer shows.
_INITIALS = frozenset({"eu", "uk", "un", "us"})


def words_of(key: str) -> str:
    """A display name made from an id or from the name of a file or folder.

    >>> words_of("valley-council"), words_of("us-profit-share"), words_of("réunion-2024")
    ('Valley council', 'US profit share', 'Réunion 2024')
    """
    words = re.findall(r"[^\W_]+(?:['’][^\W_]+)*", key.rpartition("@")[2])
    shown = [word.upper() if word in _INITIALS else word for word in words]
    text = " ".join(shown)
    return text[:1].upper() + text[1:]


def stem_of(file_name: str) -> str:
    """The name of a file without its suffix.

    >>> stem_of("Report.txt"), stem_of("St. Petersburg"), stem_of("v1.2 draft.md")
    ('Report', 'St. Petersburg', 'v1.2 draft')
    """
    return _ENDING.sub("", file_name)


def id_from(name: str) -> str:
    """The id made from a name, or an empty text. Letters of all scripts are transliterated to ASCII.

    >>> id_from("Gazette_Report (2)"), id_from("São Paulo"), id_from("Łódź"), id_from("St. Petersburg")
    ('gazette-report-2', 'sao-paulo', 'lodz', 'st-petersburg')
    """
    from anyascii import anyascii  # needed only to make an id

    return "-".join(re.findall(r"[a-z0-9]+", anyascii(name).replace("'", "").lower()))


def flag(name: str) -> str:
    """The option that gives a field.

    >>> flag("derived_from")
    '--derived-from'
    """
    return "--" + name.replace("_", "-")


def command(name: str, address: str) -> str:
    """The command that does something with what is at an address, as it is typed in a shell.

    >>> command("remove", "accord@spring/labels/first draft")
    "negotiations remove 'accord@spring/labels/first draft'"
    """
    return shlex.join(["negotiations", name, address])
