"""The peers of the comparison: a bare walk by hand, and general diff libraries.

The libraries get the JSON data of both sides, as their users would pass them. Each call returns its number
of entries.
"""

from __future__ import annotations

import os
from contextlib import redirect_stderr
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from negotiations.model.base import fields_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from negotiations import Version

__all__ = ["Peer", "bare_walk", "equality_alone", "peers"]


def equality_alone(a: Version, b: Version) -> int:
    """Whether the terms with the same keys are equal, and nothing else: how many are not.

    It is the least that a comparison of records with Python's own ``==`` takes.
    """
    theirs = {(term.issue, term.phase): term for term in b.terms or ()}
    return sum(theirs.get((term.issue, term.phase)) != term for term in a.terms or ())


def bare_walk(a: Version, b: Version) -> list[tuple[Any, ...]]:
    """A comparison written by hand in ten minutes: terms by key, and their fields one by one.

    It ignores silence, bounds, unreported phases, and differences within a field.
    """
    changes: list[tuple[Any, ...]] = []
    terms_a = {(term.issue, term.phase): term for term in a.terms or ()}
    terms_b = {(term.issue, term.phase): term for term in b.terms or ()}
    for key, term_a in terms_a.items():
        term_b = terms_b.get(key)
        if term_b is None:
            changes.append(("gone", key, term_a, None))
        elif term_a != term_b:
            for spec in fields_of(term_a):
                before, after = getattr(term_a, spec.name), getattr(term_b, spec.name)
                if before != after:
                    changes.append(("changed", key, spec.name, before, after))
    for key, term_b in terms_b.items():
        if key not in terms_a:
            changes.append(("new", key, None, term_b))
    for spec in fields_of(a):
        if spec.name != "terms":
            before, after = getattr(a, spec.name), getattr(b, spec.name)
            if before != after:
                changes.append(("header", spec.name, before, after))
    return changes


@attrs.frozen
class Peer:
    """A general diff library: its name with the release, and a call that counts its entries.

    ``largest`` is the number of terms above which it takes minutes and is left out.
    """

    name: str
    count: Callable[[Any, Any], int]
    largest: int


def _deepdiff(module: Any) -> Callable[[Any, Any], int]:
    def count(a: Any, b: Any) -> int:
        found = module.DeepDiff(a, b, ignore_order=True)
        return sum(len(part) for part in found.values())

    return count


def _deepdiff_in_order(module: Any) -> Callable[[Any, Any], int]:
    def count(a: Any, b: Any) -> int:
        return sum(len(part) for part in module.DeepDiff(a, b).values())

    return count


def _jycm(module: Any) -> Callable[[Any, Any], int]:
    def count(a: Any, b: Any) -> int:
        found = module.YouchamaJsonDiffer(a, b).get_diff()
        return sum(len(part) for part in found.values() if isinstance(part, list))

    return count


def _graphtage(module: Any) -> Callable[[Any, Any], int]:
    def count(a: Any, b: Any) -> int:
        # Its progress bars would be printed within the table.
        with Path(os.devnull).open("w") as nowhere, redirect_stderr(nowhere):
            edits = module.build_tree(a).get_all_edits(module.build_tree(b))
            return sum(1 for edit in edits if edit.bounds().upper_bound > 0)

    return count


_PEERS: tuple[tuple[str, str, str, Callable[[Any], Callable[[Any, Any], int]], int], ...] = (
    ("patchdiff", "patchdiff", "patchdiff", lambda m: lambda a, b: len(m.diff(a, b)[0]), 100_000),
    (
        "dictdiffer",
        "dictdiffer",
        "dictdiffer",
        lambda m: lambda a, b: len(list(m.diff(a, b))),
        100_000,
    ),
    (
        "jsonpatch",
        "jsonpatch",
        "jsonpatch",
        lambda m: lambda a, b: len(m.make_patch(a, b).patch),
        100_000,
    ),
    ("deepdiff", "deepdiff", "deepdiff", _deepdiff_in_order, 100_000),
    ("deepdiff, ignore_order", "deepdiff", "deepdiff", _deepdiff, 100),
    (
        "jsondiff",
        "jsondiff",
        "jsondiff",
        lambda m: lambda a, b: _leaves(m.diff(a, b, syntax="explicit")),
        100,
    ),
    ("jycm", "jycm", "jycm.jycm", _jycm, 100),
    ("graphtage", "graphtage", "graphtage.json", _graphtage, 100),
)


def _leaves(difference: Any) -> int:
    """The number of leaves of a nested difference."""
    if isinstance(difference, dict):
        return sum(map(_leaves, difference.values()))
    return sum(map(_leaves, difference)) if isinstance(difference, list | tuple) else 1


def peers() -> tuple[list[Peer], list[str]]:
    """The installed peers, and the names of those that are not installed."""
    installed: list[Peer] = []
    missing: list[str] = []
    for name, package, module, make, largest in _PEERS:
        try:
            library = import_module(module)
        except ImportError:
            missing.append(package)
        else:
            shown = name.replace(package, f"{package} {version(package)}", 1)
            installed.append(Peer(shown, make(library), largest))
    return installed, missing
