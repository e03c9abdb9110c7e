"""The schemas mean the same to validators that know nothing of this library.

The committed schemas, as others use them, are given to jsonschema as it comes, to jsonschema-rs
(Rust), to check-jsonschema (the command line, with patterns as ECMA-262 has them) and to Ajv
(JavaScript, strict). All accept the data; all refuse what breaks a schema. One class is left out,
and held to be just that one: JSON Schema takes 5.0 for an integer, and this library does not.

Ajv is run by node: see `node`.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import check_jsonschema
import jsonschema_rs
import pytest
from builders import DELETED
from click.testing import CliRunner
from full import full
from jsonschema import Draft202012Validator
from mutants import FRACTION, Mutant, mutants, one_of_each, sampled
from node import run_node
from profiles import scaled, step

from negotiations.io.layout import FILE_KINDS, bundled_folder, file_kind_of
from negotiations.limits import MORE

if TYPE_CHECKING:
    from collections.abc import Callable

    # Whether each document, given with the name of its schema, is accepted.
    Judge = Callable[[list[tuple[str, Path]], Path], list[bool]]

HERE = Path(__file__).parent
ROOT = bundled_folder()
SCHEMAS = {kind.name: ROOT / "schema" / f"{kind.name}.schema.json" for kind in FILE_KINDS}


def published(name: str) -> dict[str, Any]:
    """A schema as it is published."""
    schema: dict[str, Any] = json.loads(SCHEMAS[name].read_text(encoding="utf-8"))
    return schema


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


# --- the judges ---------------------------------------------------------------------------------


def by_jsonschema(documents: list[tuple[str, Path]], _: Path) -> list[bool]:
    held = {name: Draft202012Validator(published(name)) for name in SCHEMAS}
    return [held[name].is_valid(read(path)) for name, path in documents]


def by_jsonschema_rs(documents: list[tuple[str, Path]], _: Path) -> list[bool]:
    held = {name: jsonschema_rs.validator_for(published(name)) for name in SCHEMAS}
    return [held[name].is_valid(read(path)) for name, path in documents]


def by_check_jsonschema(documents: list[tuple[str, Path]], _: Path) -> list[bool]:
    refused: set[str] = set()
    for name, schema in SCHEMAS.items():
        paths = [str(path) for each, path in documents if each == name]
        if paths:
            # In this process: for each schema, its start would take longer than what it does.
            done = CliRunner().invoke(
                check_jsonschema.main, ["-o", "json", "--schemafile", str(schema), *paths]
            )
            assert done.exit_code in (0, 1), done.output
            said = json.loads(done.stdout)
            assert said.get("parse_errors", []) == []
            refused |= {each["filename"] for each in said.get("errors", ())}
            assert (done.exit_code == 0) is (said["status"] == "ok")
    return [str(path) not in refused for _, path in documents]


def by_ajv(documents: list[tuple[str, Path]], work: Path) -> list[bool]:
    manifest = work / "manifest.json"
    schemas = {name: str(path) for name, path in SCHEMAS.items()}
    held = [(name, str(path)) for name, path in documents]
    manifest.write_text(json.dumps({"schemas": schemas, "documents": held}), encoding="utf-8")
    verdicts: list[bool] = json.loads(run_node("ajv", "validate.mjs", manifest))
    return verdicts


JUDGES: dict[str, Judge] = {
    "jsonschema": by_jsonschema,
    "jsonschema-rs": by_jsonschema_rs,
    "check-jsonschema": by_check_jsonschema,
    "ajv": by_ajv,
}
# What the library itself uses, and a command line of it: some of the mutants show what differs.
SHARES = {"check-jsonschema": 4, "jsonschema": 2}
each_judge = pytest.mark.parametrize("judge", JUDGES)


# --- what they say ------------------------------------------------------------------------------


def dataset_files(root: Path) -> list[tuple[str, Path]]:
    """The files of a dataset, each with the name of its schema."""
    found = []
    for top in ("data", "seeds"):
        for path in sorted((root / top).rglob("*.json")):
            kind = file_kind_of(path.relative_to(root).as_posix())
            assert kind is not None, path
            found.append((kind.name, path))
    return found


@pytest.mark.parametrize("path", sorted((ROOT / "schema").glob("*.json")), ids=lambda it: it.name)
def test_the_published_schemas_are_schemas(path: Path) -> None:
    """The committed files pass the meta-schema of 2020-12, by two implementations of it."""
    schema = read(path)
    Draft202012Validator.check_schema(schema)
    assert jsonschema_rs.meta.is_valid(schema)


def test_every_kind_of_file_has_its_published_schema() -> None:
    """What is judged below is all of what is published for files."""
    published_names = {path.name for path in (ROOT / "schema").glob("*.json")}
    assert published_names == {path.name for path in SCHEMAS.values()} | {"diff.schema.json"}


@each_judge
def test_others_accept_the_data(judge: str, tmp_path: Path) -> None:
    """Every file of data/ and seeds/, and of the second coding, is accepted."""
    documents = dataset_files(ROOT) + dataset_files(ROOT / "second-coding")
    assert {name for name, _ in documents} == set(SCHEMAS)
    verdicts = JUDGES[judge](documents, tmp_path)
    assert len(verdicts) == len(documents)
    assert [path for (_, path), ok in zip(documents, verdicts, strict=True) if not ok] == []


@cache
def broken_files() -> tuple[tuple[Mutant, str, Any], ...]:
    """Mutants that are JSON in files of a known kind: each with its schema and its document."""
    files = full()
    found = []
    broken = one_of_each(mutants(files))
    for mutant in broken if scaled(1) > 1 else sampled(broken):
        data = mutant.applied(files).get(mutant.file, DELETED)
        kind = file_kind_of(mutant.file)
        if kind is not None and data is not DELETED and not isinstance(data, bytes):
            found.append((mutant, kind.name, data))
    return tuple(found)


def is_accepted(mutant: Mutant) -> bool:
    """Whether a mutant fits its schema by the letter of JSON Schema."""
    # Where there are more problems than are reported, they are those of a schema.
    # Of another format more would be wrong, and only that is reported.
    return mutant.rule not in ("schema", "format", MORE) or mutant.way == FRACTION


@each_judge
def test_others_refuse_what_breaks_a_schema_and_nothing_else(judge: str, tmp_path: Path) -> None:
    """A mutant is refused if it breaks a schema, and accepted if it breaks only another rule.

    The one difference: a number with a fraction of nought is an integer to all of them.
    """
    held = broken_files()[:: step(SHARES.get(judge, 1))]
    documents = []
    for number, (_, name, data) in enumerate(held):
        path = tmp_path / f"{number}.json"
        path.write_text(json.dumps(data), encoding="utf-8")
        documents.append((name, path))
    verdicts = JUDGES[judge](documents, tmp_path)
    assert {is_accepted(mutant) for mutant, _, _ in held} == {True, False}
    differing = [
        f"{'accepted' if verdict else 'refused'}: {mutant}"
        for (mutant, _, _), verdict in zip(held, verdicts, strict=True)
        if verdict is not is_accepted(mutant)
    ]
    assert differing == [], differing
