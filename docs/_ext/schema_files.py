"""A directive that lists the JSON Schemas, each with its meaning and offered for download."""

from __future__ import annotations

import json

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from negotiations.io.layout import FILE_KINDS, bundled_folder


class SchemaFiles(SphinxDirective):
    """A table of the schemas: the file of a dataset, its meaning, and the schema to download."""

    def run(self) -> list[nodes.Node]:
        """A row for each schema, those of data files in the order of the layout first."""
        folder = bundled_folder() / "schema"
        order = [kind.name for kind in FILE_KINDS]
        names = sorted(
            (path.name.partition(".")[0] for path in folder.glob("*.schema.json")),
            key=lambda name: (order.index(name) if name in order else len(order), name),
        )
        lines = ["| schema | of | meaning |", "|---|---|---|"]
        for name in names:
            path = folder / f"{name}.schema.json"
            self.env.note_dependency(str(path))
            file, meaning = described(json.loads(path.read_text("utf-8"))["description"])
            lines.append(
                f"| {{download}}`{path.name} </../schema/{path.name}>` | {file} | {meaning} |"
            )
        return self.parse_text_to_nodes("\n".join(lines))


def described(text: str) -> tuple[str, str]:
    """The file of a dataset that the description of a schema names, and its meaning."""
    file, _, meaning = text.removeprefix("The file ").partition(". ")
    return (f"`{file}`", meaning) if "/" in file else ("a diff in JSON", text)


def setup(app: Sphinx) -> dict[str, bool]:
    """Registers the directive."""
    app.add_directive("schema-files", SchemaFiles)
    return {"parallel_read_safe": True}
