"""The run of the tests: the same each time, and as long as its profile wants."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
SHOWN = """
from hypothesis import settings
from profiles import scaled, step
held = settings()
print(held.max_examples, scaled(60), scaled(1), step(), step(20), held.derandomize, held.deadline)
print(type(held.database).__name__)
"""


def test_every_number_of_examples_follows_the_profile() -> None:
    """No law says how many examples it wants but by the profile."""
    fixed = re.compile(r"max_examples=(?!scaled\(|LAW\.)")
    others = set(TESTS.glob("*.py")) - {TESTS / "profiles.py", Path(__file__)}
    assert [path.name for path in others if fixed.search(path.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    ("profile", "numbers", "database"),
    [
        ("default", "5 15 1 4 80 True None", "NoneType"),
        ("explore", "80 240 4 1 5 False None", "DirectoryBasedExampleDatabase"),
        ("few", "5 15 1 4 80 True None", "NoneType"),
    ],
)
def test_each_profile_has_its_share(profile: str, numbers: str, database: str) -> None:
    """Ten times as many at random to explore, five for a look, and always the same otherwise."""
    done = subprocess.run(
        [sys.executable, "-c", SHOWN],
        cwd=TESTS,
        env={**os.environ, "HYPOTHESIS_PROFILE": profile},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split("\n") == [numbers, database, ""]
