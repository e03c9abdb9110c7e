"""Small corrections of what Sphinx makes of docstrings and of examples."""

from __future__ import annotations

import re

from sphinx.application import Sphinx

# What Napoleon takes for a type, where a sentence has a colon; a character that no text has.
_COLON, _KEPT = ": ", "\ue000 "
_SENTENCES = {"attribute", "data", "property"}
# An example needs an empty line at its end, or doctest would expect the fence.
_EXAMPLE = re.compile(r"(^```(?:python|pycon)\n(?:(?!```).*\n)+?)\n+(?=```$)", re.MULTILINE)


def keep_colons(_app: Sphinx, what: str, _name: str, _value: object, _options: object, lines: list[str]) -> None:
    """Hide the colon of the first line from Napoleon, which would take what is before it for a type."""
    if what in _SENTENCES and lines:
        lines[0] = lines[0].replace(_COLON, _KEPT)


def show_colons(_app: Sphinx, _what: str, _name: str, _value: object, _options: object, lines: list[str]) -> None:
    """Put them back."""
    lines[:] = [line.replace(_KEPT, _COLON) for line in lines]


def without_last_line(_app: Sphinx, _page: str, source: list[str]) -> None:
    """Leave out the empty line at the end of each example."""
    source[0] = _EXAMPLE.sub(r"\1", source[0])


def setup(app: Sphinx) -> dict[str, bool]:
    """Registers the corrections, before and after those of Napoleon."""
    app.connect("autodoc-process-docstring", keep_colons, priority=400)
    app.connect("autodoc-process-docstring", show_colons, priority=600)
    app.connect("source-read", without_last_line)
    return {"parallel_read_safe": True}
