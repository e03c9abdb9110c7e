"""How the tests run: profiles of Hypothesis, chosen by HYPOTHESIS_PROFILE.

``default`` for every run, ``thorough`` for a thousand examples of each law that does not say how many
it wants, ``few`` where only coverage is asked for.
"""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import Phase, settings
from repositories import Repository

settings.register_profile(
    "default", deadline=None, max_examples=40, derandomize=bool(os.environ.get("CI"))
)
settings.register_profile("thorough", deadline=None, max_examples=1000)
settings.register_profile(
    "few", deadline=None, max_examples=5, derandomize=True, phases=[Phase.explicit, Phase.generate]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


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
