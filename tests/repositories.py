"""Repositories of git in which two coders work on the tiny dataset."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from builders import write

import negotiations

if TYPE_CHECKING:
    from builders import Files

__all__ = ["Repository"]

PACKAGE = Path(negotiations.__file__).parent.parent


class Repository:
    """A repository that two coders work in, away from the configuration of this machine."""

    def __init__(self, root: Path, folder: str = "") -> None:
        self.root = root
        self.folder = root / folder
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        self.env = {
            **kept,
            "HOME": str(root.parent),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_EDITOR": "true",
            "GIT_PAGER": "cat",
            "GIT_AUTHOR_NAME": "A coder",
            "GIT_AUTHOR_EMAIL": "coder@example.org",
            "GIT_COMMITTER_NAME": "A coder",
            "GIT_COMMITTER_EMAIL": "coder@example.org",
            "PYTHONPATH": str(PACKAGE),
        }

    def start(self) -> Repository:
        self.folder.mkdir(parents=True)
        self.git("init", "-q", "-b", "main")
        self.git("config", "core.autocrlf", "false")
        return self

    def run(self, *words: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            words,
            cwd=folder or self.root,
            env=self.env,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    def git(self, *words: str, status: int | None = 0) -> str:
        done = self.run("git", *words)
        if status is not None:
            assert done.returncode == status, done.stdout + done.stderr
        return done.stdout + done.stderr

    def program(self, *words: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
        return self.run(sys.executable, "-m", "negotiations", *words, folder=folder or self.folder)

    def install(self) -> None:
        done = self.program("-d", ".", "git", "install")
        assert (done.returncode, done.stderr) == (0, "")

    def commit(self, files: Files, message: str = "work") -> None:
        """Commit exactly these files of the dataset."""
        for name in ("data", "seeds"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
        write(self.folder, files)
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)

    def branches(self, base: Files, ours: Files, theirs: Files) -> None:
        """Two branches from a common commit: ``main`` has ours, ``other`` has theirs."""
        self.commit(base, "base")
        self.git("checkout", "-q", "-b", "other")
        self.commit(theirs, "theirs")
        self.git("checkout", "-q", "main")
        self.commit(ours, "ours")

    def text(self, file: str) -> str:
        return (self.folder / file).read_text("utf-8")

    def data(self, file: str) -> Any:
        return json.loads(self.text(file))

    @property
    def status(self) -> str:
        return self.git("-c", "core.quotePath=false", "status", "--porcelain")
