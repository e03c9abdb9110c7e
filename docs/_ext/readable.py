"""Small corrections of what Sphinx makes of docstrings and of examples."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.domains.python import PyObject

from negotiations.model.base import FieldSpec, Value, fields_of
from negotiations.vocabulary import Vocabulary

# What Napoleon takes for a type, where a sentence has a colon; a character that no text has.
_COLON, _KEPT = ": ", "\ue000 "
_SENTENCES = {"attribute", "data", "property"}
# An example needs an empty line at its end, or doctest would expect the fence.
_EXAMPLE = re.compile(r"(^```(?:python|pycon)\n(?:(?!```).*\n)+?)\n+(?=```$)", re.MULTILINE)


def keep_colons(
    _app: Sphinx, what: str, _name: str, _value: object, _options: object, lines: list[str]
) -> None:
    """Hide the colon of the first line from Napoleon, which would take what is before it for a type."""
    if what in _SENTENCES and lines:
        lines[0] = lines[0].replace(_COLON, _KEPT)


def show_colons(
    _app: Sphinx, _what: str, _name: str, _value: object, _options: object, lines: list[str]
) -> None:
    """Put them back."""
    lines[:] = [line.replace(_KEPT, _COLON) for line in lines]


def declare(
    _app: Sphinx, what: str, _name: str, value: object, _options: object, lines: list[str]
) -> None:
    """Add what docstrings leave to declarations: the fields of records, and the words of vocabularies."""
    if lines and lines[0].startswith("Alias for field number"):
        lines.clear()
    if what != "class" or not inspect.isclass(value):
        return
    if issubclass(value, Value):
        base = value.__base__
        inherited = [spec.name for spec in declared(base)]
        own = [spec for spec in declared(value) if spec.name not in inherited]
        if inherited:
            lines += ["", f"It has the fields of `{base.__name__}` as well."]
        if own:
            lines += ["", "Attributes:"]
            lines += [f"    {spec.name} ({type_of(spec)}): {spec.doc}" for spec in own]
    elif issubclass(value, Vocabulary) and len(value):
        lines += ["", *(f"- ``{member.value}``: {member.definition}" for member in value)]


def declared(cls: type) -> tuple[FieldSpec, ...]:
    """The fields of a class of the model; the base of all has none, and neither have other classes."""
    is_record = issubclass(cls, Value) and hasattr(cls, "_specs")
    return fields_of(cls) if is_record else ()


def type_of(spec: FieldSpec) -> str:
    """The type of a field, as an annotation has it."""
    types = " | ".join(kind.__name__ for kind in spec.types)
    return (f"tuple[{types}, ...]" if spec.many else types) + (" | None" if spec.optional else "")


def signature(
    _app: Sphinx, _what: str, _name: str, value: object, *_rest: object
) -> tuple[str, str] | None:
    """Leave the arguments of a record to its fields, which are listed; and of a vocabulary to its words."""
    if inspect.isclass(value) and issubclass(value, Value):
        return ("(**fields)", "")
    if inspect.isclass(value) and issubclass(value, Vocabulary):
        return ("", "")
    return None


def pages_that_are(app: Sphinx, _page: str, source: list[str]) -> None:
    """Leave out of a list of pages the patterns that no page fits."""

    def kept(pattern: re.Match[str]) -> str:
        return pattern[0] if any(Path(app.srcdir).glob(f"{pattern[1]}*.md")) else ""

    source[0] = re.sub(r"^(\w+)\*\n", kept, source[0], flags=re.MULTILINE)


def level_captions(
    _app: Sphinx, _page: str, _template: str, context: dict[str, Any], _tree: object
) -> None:
    """Give the captions of the navigation, which are headings, the level that the theme leaves out."""
    tree = context.get("furo_navigation_tree", "")
    context["furo_navigation_tree"] = tree.replace(
        'role="heading"', 'role="heading" aria-level="2"'
    )


def without_last_line(_app: Sphinx, _page: str, source: list[str]) -> None:
    """Leave out the empty line at the end of each example."""
    source[0] = _EXAMPLE.sub(r"\1", source[0])


def setup(app: Sphinx) -> dict[str, bool]:
    """Registers the corrections, before and after those of Napoleon."""
    for field in PyObject.doc_field_types:
        if field.name == "variable":
            field.label = "Fields"
    app.connect("autodoc-process-docstring", declare, priority=300)
    app.connect("autodoc-process-docstring", keep_colons, priority=400)
    app.connect("autodoc-process-docstring", show_colons, priority=600)
    app.connect("autodoc-process-signature", signature)
    app.connect("html-page-context", level_captions, priority=900)
    app.connect("source-read", pages_that_are)
    app.connect("source-read", without_last_line)
    return {"parallel_read_safe": True}
