"""The names of files in the explorer: one for each address, for good, on any disk.

A name follows from its address alone, so that it stays when other records come and go.
"""

from __future__ import annotations

import hashlib
import posixpath
import re

__all__ = [
    "PARAGRAPHS",
    "anchor_of",
    "diff_path",
    "file_name",
    "link",
    "numbered",
    "paragraph_path",
    "record_path",
]

# Longer names are cut: a disk takes 255 bytes, and archives less.
_LONGEST = 100
_SAFE = re.compile(r"[a-z0-9@._-]")
# Names of devices, which no file on Windows can have, whatever its suffix; and that of the pages of lists.
_TAKEN = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9]|index)(?=[.@]|$)")


def file_name(key: str) -> str:
    """The name of a file or folder for an id, without a suffix; no two ids have one, in any case.

    What is not a small letter or a digit of ASCII is spelled by its code, so that names differ on disks
    that take ``A`` for ``a``, and no id leads out of its folder.

    >>> file_name("may-proposal@bridging"), file_name("Ford"), file_name("../x"), file_name("con")
    ('may-proposal@bridging', '=46=ord', '=2e=.=2f=x', '=63=on')
    """
    made = "".join(letter if _SAFE.fullmatch(letter) else _coded(letter) for letter in key)
    if made.startswith((".", "-")) or not made or _TAKEN.match(made):
        made = f"{_coded(made[:1])}{made[1:]}"
    if made.endswith("."):
        made = f"{made[:-1]}{_coded('.')}"
    if len(made) <= _LONGEST:
        return made
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:20]
    return f"{made[: _LONGEST - 22]}=={digest}"


def _coded(letter: str) -> str:
    return f"={ord(letter):x}=" if letter else "="


def record_path(address: str) -> str:
    """The page of a record, by its address.

    >>> record_path("actors/qatar")
    'actors/qatar.html'
    """
    collection, _, key = address.partition("/")
    return f"{collection}/{file_name(key)}.html"


def diff_path(a: str, b: str) -> str:
    """The page of the diff of two versions, by their ids, from the first to the second.

    >>> diff_path("pact@one", "pact@two")
    'diffs/pact@one/pact@two.html'
    """
    return f"diffs/{file_name(a)}/{file_name(b)}.html"


def numbered(path: str, number: int) -> str:
    """The path of a further page of what has several: the first has the name alone.

    >>> numbered("actors/index.html", 1), numbered("actors/index.html", 2)
    ('actors/index.html', 'actors/index=2.html')
    """
    stem, dot, suffix = path.rpartition(".")
    return path if number == 1 else f"{stem}={number}{dot}{suffix}"


# How many paragraphs of a source one page has.
PARAGRAPHS = 100


def paragraph_path(source: str, paragraph: int) -> str:
    """The place of a paragraph of a source, by the id of the source.

    >>> paragraph_path("report", 5), paragraph_path("report", 101)
    ('sources/report.paragraphs.html#p5', 'sources/report.paragraphs=2.html#p101')
    """
    page = f"sources/{file_name(source)}.paragraphs.html"
    return f"{numbered(page, (paragraph - 1) // PARAGRAPHS + 1)}#p{paragraph}"


def anchor_of(label: str) -> str:
    """The anchor of a part of a page.

    >>> anchor_of("ceasefire@1:north")
    'ceasefire@1:north'
    """
    return re.sub(r"[^\w@:./~-]", "_", label)


def link(start: str, target: str) -> str:
    """The link from a page to another one; both are paths in the folder of the explorer.

    >>> link("actors/qatar.html", "events/x.html#a"), link("index.html", "search.html")
    ('../events/x.html#a', 'search.html')
    """
    path, hash_, anchor = target.partition("#")
    relative = posixpath.relpath(path, posixpath.dirname(start) or ".")
    # A colon before the first slash would be taken for the end of a scheme; ids written in code have none.
    return f"{relative}{hash_}{anchor}"
