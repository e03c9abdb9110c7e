"""Judges from npm, run by node: where they are, and what is said where they are not.

``npm install --prefix tests`` installs them. Without them their tests are skipped with the reason,
unless ``NEGOTIATIONS_NODE=required``, as in the gate.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

TESTS = Path(__file__).parent


def run_node(package: str, *arguments: str | Path, **options: object) -> str:
    """What a script prints that wants a package of npm; the test is skipped where it is not there."""
    node = shutil.which("node")
    missing = "" if node else "node is not installed"
    if node and not (TESTS / "node_modules" / package).is_dir():
        missing = f"{package} is not installed: npm install --prefix tests"
    if missing and os.environ.get("NEGOTIATIONS_NODE") == "required":
        pytest.fail(missing)
    if missing:
        pytest.skip(missing)
    done = subprocess.run(
        [str(node), *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        **{"cwd": TESTS, **options},  # type: ignore[call-overload]
    )
    assert done.stderr == ""
    return str(done.stdout)
