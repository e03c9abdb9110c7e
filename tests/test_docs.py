"""The pages of docs/: what they show is what is printed, and notebooks run."""

from __future__ import annotations

import ast
import re
import runpy
import shlex
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from commands import Run, run

from negotiations.io.layout import bundled_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["run"]

DOCS = bundled_folder() / "docs"
BLOCK = re.compile(r"^```(sh|text)\n(.*?)^```$", re.M | re.S)
CELL = re.compile(r"^```\{code-cell\} python\n((?::.*\n)*)(.*?)^```$", re.M | re.S)

pytestmark = pytest.mark.skipif(
    not (DOCS / "tutorial.md").is_file(), reason="the pages stand in a checkout only"
)


def words(line: str) -> list[str]:
    """The arguments of a command line, which calls this program and nothing else."""
    program, *arguments = shlex.split(line)
    assert program == "negotiations"
    return arguments


@pytest.fixture(autouse=True)
def options_as_before() -> Iterator[None]:
    """What a notebook sets of pandas holds for it alone."""
    with pd.option_context("display.max_colwidth", pd.get_option("display.max_colwidth")):
        yield


def cells_run(page: Path) -> tuple[dict[str, Any], list[Any]]:
    """The values that the cells of a notebook make, and what each shows: the value of its last line."""
    namespace: dict[str, Any] = {}
    shown = []
    for _, code in CELL.findall(page.read_text("utf-8")):
        *body, last = ast.parse(code).body
        module = ast.Module([*body, *([] if isinstance(last, ast.Expr) else [last])], [])
        exec(compile(module, str(page), "exec"), namespace)
        if isinstance(last, ast.Expr):
            shown.append(eval(compile(ast.Expression(last.value), str(page), "eval"), namespace))
    return namespace, shown


@pytest.mark.parametrize(("name", "lines"), [("tutorial", 15), ("recipes", 0)])
def test_the_commands_of_a_page_run(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, lines: int
) -> None:
    """Each, in order; and every line that the page shows is printed by the commands above it."""
    monkeypatch.chdir(tmp_path)
    printed, shown = "", 0
    for kind, block in BLOCK.findall((DOCS / f"{name}.md").read_text("utf-8")):
        if kind == "sh":
            done = [run(*words(line)) for line in block.splitlines()]
            assert [found.status for found in done] == [0] * len(done), done
            printed = "".join(found.out for found in done)
        else:
            missing = [line for line in block.splitlines() if line not in printed.splitlines()]
            assert missing == [], printed
            shown += len(block.splitlines())
    assert shown >= lines


def test_the_readme_runs(capsys: pytest.CaptureFixture[str]) -> None:
    """Its lines of Python, and it is no longer than two screens."""
    readme = (DOCS.parent / "README.md").read_text("utf-8")
    assert readme.count("\n") <= 90
    (code,) = re.findall(r"^```python\n(.*?)^```$", readme, re.M | re.S)
    exec(compile(code, "README.md", "exec"), {})
    assert capsys.readouterr().out.splitlines() == [
        "term.reported /terms/philadelphi-corridor clarifying possible",
        "   NYT relay 15",
        "('unnamed-critics',) say so; ('prime-ministers-office',) deny it",
    ]


def test_the_notebook_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """And what it says between the cells follows from them."""
    monkeypatch.chdir(DOCS)
    values, _ = cells_run(DOCS / "first-analysis.md")
    assert list(values["corridor"]["of"]).count("the text") == 1
    parties = {values["ds"].actors[name].name for name in ("israel", "hamas")}
    assert parties.isdisjoint(values["corridor"]["by the word of"])
    of_israel = values["on_corridor"]["actor"] == "israel"
    assert set(values["on_corridor"][of_israel]["support"]) == {"implied"}
    gap = values["ds"].gap("israel", "hamas", on="may-proposal")
    assert [entry.issue for entry in gap if entry.status == "apart"] == ["philadelphi-corridor"]


def test_the_recipes_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten questions; each has answers, and what the page says of them is so."""
    monkeypatch.chdir(DOCS)
    page = (DOCS / "recipes.md").read_text("utf-8")
    assert len(re.findall(r"^## .*\?$", page, re.M)) == 10
    values, shown = cells_run(DOCS / "recipes.md")
    assert [value for value in shown if value is None or str(value) in ("", "[]", "()")] == []
    assert set(values["who"]["role"]) > {"mediator", "party"}
    assert list(values["changes"][values["on_force"]]["code"]) == [
        "term.removed",
        "term.added",
        "term.resolved-otherwise",
        "term.option-dropped",
        "term.option-dropped",
    ]
    assert values["later"] == {"philadelphi-corridor"}


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ('<a href="b.html">to</a>', ["a.html: b.html is no file"]),
        ('<a href="#nowhere">to</a>', ["a.html: #nowhere is no anchor"]),
        ('<p id="here"><a href="a.html#here">to</a><a href="https://example.org">out</a>', []),
        ('<img src="//example.org/x.png">', ["a.html: loads //example.org/x.png"]),
        (
            '<link rel="stylesheet" href="https://example.org/x.css">',
            ["a.html: loads https://example.org/x.css"],
        ),
        (
            "<style>@import 'http://example.org/x.css'</style>",
            ["a.html: a style loads from elsewhere"],
        ),
    ],
)
def test_the_build_finds_what_is_wrong(tmp_path: Path, page: str, said: list[str]) -> None:
    """Links that lead nowhere, and what a page loads from elsewhere; links out of the site are right."""
    (tmp_path / "a.html").write_text(page, "utf-8")
    assert runpy.run_path(str(DOCS / "build.py"))["faults"](tmp_path) == said
