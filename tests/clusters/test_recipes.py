"""The recipes of docs/clusters.md on real clusters of two workers, one of which is killed on the way.

They need Dask, Spark and Java, and half a minute each, so they run only where they are asked for:
``NEGOTIATIONS_CLUSTERS=required pytest tests/clusters``.
"""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

if not os.environ.get("NEGOTIATIONS_CLUSTERS"):
    pytest.skip("clusters start only if NEGOTIATIONS_CLUSTERS is set", allow_module_level=True)

import psutil
import pyarrow as pa
from pyarrow import parquet

import negotiations as ng

PAGE = Path(__file__).parents[2] / "docs/clusters.md"
PROPOSALS = 600
# Seconds after which a cluster counts as stuck.
LIMIT = 300


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Many proposals with versions that derive from one another, and one line that is no JSON."""
    proposal = ng.load().proposals["may-proposal"].to_data()
    line = json.dumps({"collection": "proposals", "record": proposal})
    path = tmp_path_factory.mktemp("corpus") / "corpus.ndjson"
    with path.open("w", encoding="utf-8") as stream:
        for number in range(PROPOSALS):
            stream.write(line.replace("may-proposal", f"may-proposal-{number}") + "\n")
            if number == PROPOSALS // 2:
                stream.write("{ no JSON\n")
    return path


@pytest.fixture(scope="module")
def told(corpus: Path) -> tuple[Counter[str], Counter[str]]:
    """What one process says of each record and of each pair, with how often."""
    lines = corpus.read_text("utf-8").splitlines()
    checked = ng.check_batches([pa.record_batch({"record": lines})])
    versions = pa.Table.from_batches(ng.version_batches([pa.record_batch({"record": lines})]))
    by_id = dict(zip(versions["id"].to_pylist(), versions["record"].to_pylist(), strict=True))
    pairs = [
        {"earlier": by_id[earlier], "later": row["record"]}
        for row in versions.to_pylist()
        for earlier in row["derived_from"]
        if earlier in by_id
    ]
    diffs = ng.diff_batches([pa.RecordBatch.from_pylist(pairs)])
    return counted(checked), counted(diffs)


def counted(batches: Iterable[pa.RecordBatch]) -> Counter[str]:
    return Counter(
        json.dumps(row, sort_keys=True) for batch in batches for row in batch.to_pylist()
    )


def assert_told_once(out: Path, told: tuple[Counter[str], Counter[str]]) -> None:
    checked, diffs = told
    assert checked.total() == PROPOSALS + 1
    assert diffs.total() == PROPOSALS
    assert counted(parquet.read_table(out / "checked").to_batches()) == checked
    assert counted(parquet.read_table(out / "diffs").to_batches()) == diffs


def recipe(name: str, folder: Path, small: tuple[str, str] = ("", "")) -> Path:
    """The file that the page has, in a folder; with smaller parts, so that there are many of them."""
    found = re.search(rf"<!-- file: {name} -->\n```python\n(.*?)```", PAGE.read_text("utf-8"), re.S)
    assert found is not None
    assert small[0] in found[1]
    path = folder / name
    path.write_text(found[1].replace(*small), encoding="utf-8")
    return path


def until(condition: Callable[[], object], program: subprocess.Popen[bytes], what: str) -> None:
    """Wait for something, as long as a program runs."""
    end = time.monotonic() + LIMIT
    while not condition():
        assert program.poll() is None, f"the program ended before there was {what}"
        assert time.monotonic() < end, f"there was no {what}"
        time.sleep(0.02)


@contextmanager
def started(
    *command: str | int | Path, log: Path, **environment: str
) -> Iterator[subprocess.Popen[bytes]]:
    """A program in a process group of its own, which ends with the block."""
    with log.open("wb") as stream:
        program = subprocess.Popen(
            [str(part) for part in command],
            stdout=stream,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env={**os.environ, **environment},
        )
        try:
            yield program
        finally:
            kill(program)


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def kill(program: subprocess.Popen[bytes]) -> None:
    """Kill a program and all that it started."""
    with suppress(ProcessLookupError):
        os.killpg(program.pid, signal.SIGKILL)
    program.wait()


def test_dask(corpus: Path, told: tuple[Counter[str], Counter[str]], tmp_path: Path) -> None:
    """No record is lost or told twice when a worker of Dask is killed."""
    out, log = tmp_path / "out", tmp_path / "log"
    script = recipe("dask_recipe.py", tmp_path, ("8MiB", "512KiB"))
    with started(sys.executable, script, corpus, out, log=log) as program:
        until(lambda: list(out.glob("checked/*.parquet")), program, "a part of the output")
        workers = [
            child
            for child in psutil.Process(program.pid).children()
            if "spawn_main" in " ".join(child.cmdline())
        ]
        assert len(workers) == 2
        workers[0].kill()
        assert program.wait(LIMIT) == 0, log.read_text("utf-8", "replace")
    assert "Restarting worker" in log.read_text("utf-8", "replace")
    assert_told_once(out, told)


def test_spark(corpus: Path, told: tuple[Counter[str], Counter[str]], tmp_path: Path) -> None:
    """No record is lost or told twice when a worker of Spark is killed, with all that it ran."""
    import pyspark

    out, log, told_by = tmp_path / "out", tmp_path / "0", tmp_path / "log"
    home = Path(pyspark.__file__).parent
    deploy = "org.apache.spark.deploy"
    around = {
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "PYSPARK_PYTHON": sys.executable,
        # No task starts before both workers take part: a worker that came late would have nothing to lose.
        "PYSPARK_SUBMIT_ARGS": "--conf spark.ui.enabled=false "
        "--conf spark.cores.max=2 "
        "--conf spark.scheduler.minRegisteredResourcesRatio=1.0 "
        f"--conf spark.scheduler.maxRegisteredResourcesWaitingTime={LIMIT}s "
        "--conf spark.sql.files.maxPartitionBytes=512k "
        "--conf spark.executor.memory=512m pyspark-shell",
    }

    spark_class = (home / "bin/spark-class",)
    start_master = (*spark_class, f"{deploy}.master.Master", "--host", "127.0.0.1")
    start_worker = (*spark_class, f"{deploy}.worker.Worker", "--host", "127.0.0.1", "--cores", "1")
    options = ("--memory", "1g", "--webui-port", "0", "--work-dir")
    port = free_port()
    master = f"spark://127.0.0.1:{port}"
    one, two = tmp_path / "one", tmp_path / "two"
    with (
        started(*start_master, "--port", port, "--webui-port", "0", log=log, **around),
        started(*start_worker, *options, one, master, log=tmp_path / "1", **around) as first,
        started(*start_worker, *options, two, master, log=tmp_path / "2", **around),
        started(
            sys.executable,
            recipe("spark_recipe.py", tmp_path),
            corpus,
            out,
            log=told_by,
            SPARK_MASTER=master,
            **around,
        ) as program,
    ):
        until(lambda: list(out.glob("checked/**/*.parquet")), program, "a part of the output")
        kill(first)
        assert program.wait(LIMIT) == 0, told_by.read_text("utf-8", "replace")
    assert "Lost executor" in told_by.read_text("utf-8", "replace")
    assert_told_once(out, told)
