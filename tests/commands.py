"""Runs of the command line: in the process of the tests, and in a shell."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any, Protocol

import attrs
import pytest
from click.shell_completion import BashComplete

from negotiations.cli.main import _cli, main

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Result", "Run", "completed", "in_bash", "run"]


@attrs.frozen
class Result:
    """What a run left behind."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Run(Protocol):
    """Run the command line."""

    def __call__(self, *arguments: object) -> Result: ...


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line, without colour and at 80 columns whatever is around the tests."""
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)

    def call(*arguments: object) -> Result:
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main([str(each) for each in arguments])
        out, err = capsys.readouterr()
        status = left.value.code
        assert isinstance(status, int)
        assert "Traceback" not in err
        return Result(status, out, err)

    return call


def completed(line: str) -> list[str]:
    """What a shell offers for the last word of a line."""
    *words, last = line.split(" ")
    shell = BashComplete(_cli, {}, words[0], "_NEGOTIATIONS_COMPLETE")
    return [item.value for item in shell.get_completions(words[1:], last)]


def in_bash(script: str, folder: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a script in a shell that ends at the first command of any pipe that fails."""
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
