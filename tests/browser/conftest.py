"""Explorers in a real browser: Chromium of the machine, driven by Playwright.

They are a step of the gate of their own: ``pytest -n 2 --dist worksteal tests/browser``. Where the
browser or its driver is missing they are skipped with the reason, unless
``NEGOTIATIONS_BROWSER=required``.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

TESTS = Path(__file__).parents[1]
sys.path.insert(0, str(TESTS))

from browser_sites import SITES, made  # noqa: E402


def _missing(reason: str) -> None:
    if os.environ.get("NEGOTIATIONS_BROWSER") == "required":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium."""
    program = next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    if program is None:
        _missing("no Chromium is installed: apt-get install chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _missing('playwright is not installed: pip install "negotiations[browser]"')
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The explorers of several datasets, by their names."""
    folder = tmp_path_factory.mktemp("sites")
    return {name: made(name, folder) for name in SITES}


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe-core."""
    script = TESTS / "node_modules/axe-core/axe.min.js"
    if not script.is_file():
        _missing("axe-core is not installed: npm install --prefix tests")
    return script.read_text(encoding="utf-8")
