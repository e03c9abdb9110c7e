"""What every run needs before a test is collected: the profile, and the whole package in memory.

Hypothesis takes some of its examples from the constants in the modules that are loaded. All are
loaded here, so that a law meets the same examples alone as in a run of all tests.

And the repositories of git, of which one is set up and the others are copies.
"""

import os
import shutil
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import byte_code  # noqa: F401 — compiles the package, before any of it is imported
import profiles  # noqa: F401 — loads the profile
import pytest
from repositories import Repository

import negotiations

for module in walk_packages(negotiations.__path__, "negotiations."):
    if not module.name.endswith("__main__"):
        import_module(module.name)


@pytest.fixture
def bare(tmp_path: Path) -> Repository:
    """A repository of git without the drivers."""
    return Repository(tmp_path / "work").start()


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of git with the drivers, to be copied."""
    repository = Repository(tmp_path_factory.mktemp("installed") / "work").start()
    repository.install()
    return repository.root


@pytest.fixture
def repository(installed: Path, tmp_path: Path) -> Repository:
    """A repository of git with the drivers."""
    shutil.copytree(installed, tmp_path / "work")
    return Repository(tmp_path / "work")


@pytest.fixture
def shell(tmp_path: Path) -> dict[str, str]:
    """The environment of a shell in which ``negotiations`` is this library."""
    programs = tmp_path / "programs"
    programs.mkdir()
    for name, call in (("negotiations", " -m negotiations"), ("python", "")):
        program = programs / name
        program.write_text(f'#!/bin/sh\nexec {sys.executable}{call} "$@"\n', encoding="utf-8")
        program.chmod(0o755)
    package = str(Path(negotiations.__file__).parents[1])
    return {
        **os.environ,
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": package,
        "PYTHONUTF8": "1",
        "PRE_COMMIT_HOME": str(tmp_path / "cache"),
        "GIT_CONFIG_GLOBAL": os.devnull,
    }


# What type checkers read, and nothing runs.
collect_ignore = ["typing"]
