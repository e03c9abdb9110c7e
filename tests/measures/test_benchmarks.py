"""Each benchmark at its least size: it runs, what it measures is right, and each line has a figure.

They start many programs, so they run only where they are asked for:
``NEGOTIATIONS_BENCHMARKS=required pytest tests/measures``. No time is judged.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

if not os.environ.get("NEGOTIATIONS_BENCHMARKS"):
    pytest.skip("benchmarks run only if NEGOTIATIONS_BENCHMARKS is set", allow_module_level=True)

from click.testing import CliRunner

from benchmarks.__main__ import main


def printed(*arguments: object) -> str:
    """What a benchmark prints; it must end well."""
    done = CliRunner().invoke(main, [str(each) for each in arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.parametrize(
    ("command", "named"),
    [
        (("diff", "--quick"), ("bare walk", "negotiations, all read")),
        (("load", "--quick"), ("json.loads", "negotiations.from_json", "negotiations.to_json")),
        (("start",), ("attrs and cattrs", "negotiations.load", "negotiations diff")),
        (("answers", "--size", 4, "--terms", 4), ("history", "gap")),
    ],
    ids=lambda part: part[0],
)
def test_each_contender_has_a_time(command: tuple[object, ...], named: tuple[str, ...]) -> None:
    groups = json.loads(printed(*command, "--rounds", 1, "--json"))["groups"]
    least = {line["name"]: line["least"] for group in groups for line in group["measured"]}
    assert set(named) <= set(least)
    assert min(least.values()) > 0


def test_growth_is_written_between_its_heading_and_the_next(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Speed\n\nBefore.\n\n## Growth\n\nold\n\n## Measured\n\nAfter.\n", "utf-8")
    sizes = ("--terms", 28, "--terms", 56, "--versions", 2, "--versions", 4)
    printed("growth", *sizes, "--page", page)
    before, growth, after = re.split(r"^## .*$", page.read_text("utf-8"), flags=re.M)
    assert (before.strip(), after.strip()) == ("# Speed\n\nBefore.", "After.")
    assert "old" not in growth
    for operation in ("from_json", "diff", "merge", "history", "gap"):
        assert re.search(rf"^\| {operation} \| [^|]+ \| [^|]+ \| n\^", growth, re.M), operation


def test_a_corpus_is_checked_compared_and_exported() -> None:
    rows = json.loads(printed("scale", "--records", 20, "--json"))["measures"]
    assert {row["records"] for row in rows} == {20}
    assert all(row["seconds"] > 0 and row["memory"] > 0 for row in rows)


def test_runs_that_are_killed_give_the_same() -> None:
    assert "2 of 2" in printed("kills", "--runs", 2, "--versions", 60)


def test_an_explorer_is_built() -> None:
    lines = printed("pages", "--versions", 20, "--no-browser").splitlines()
    assert len(lines) == 2
    assert all(re.search(r"\d files, \d+ MiB at most, largest page \d+ kB", line) for line in lines)


def test_known_changes_are_found() -> None:
    assert "recall 100.00%, precision 100.00%" in printed("accuracy", "--pairs", 5, "--patience", 1)
