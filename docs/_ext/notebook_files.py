"""Executed notebooks as files beside their pages, the same bytes from one build to the next."""

from __future__ import annotations

import json
from pathlib import Path

from sphinx.application import Sphinx


def write_notebooks(app: Sphinx, failed: Exception | None) -> None:
    """Write each notebook, as MyST-NB has executed it, as NAME.ipynb beside NAME.html."""
    if failed is not None or app.builder.format != "html":
        return
    executed = Path(app.outdir).parent / "jupyter_execute"
    for name in sorted(app.env.metadata):
        source = executed / f"{name}.ipynb"
        if source.is_file() and app.env.metadata[name].get("kernelspec"):
            notebook = json.loads(source.read_text("utf-8"))
            for number, cell in enumerate(notebook["cells"], 1):
                # They are drawn by lot, and a time of execution says nothing of the notebook.
                cell["id"] = f"cell-{number}"
                cell["metadata"].pop("execution", None)
            text = json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"
            (Path(app.outdir) / f"{name}.ipynb").write_text(text, "utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Registers the step after a build."""
    app.connect("build-finished", write_notebooks)
    return {"parallel_read_safe": True}
