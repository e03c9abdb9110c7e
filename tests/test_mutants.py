"""Nothing wrong gets in: a valid dataset, broken in every way there is, is refused where it is broken."""

from __future__ import annotations

import os
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from builders import DELETED, as_bytes, write, write_text
from full import full
from hypothesis import given
from hypothesis import strategies as st
from mutants import (
    FRACTION,
    Mutant,
    across_paragraphs,
    judge,
    mutants,
    one_of_each,
    remembered,
    sampled,
    spots,
    stored,
)
from profiles import scaled, step
from strategies import CLASSES, by_class, mutated

from negotiations.folder.reading import check_folder
from negotiations.io import schema
from negotiations.io.codec import canonical, to_data
from negotiations.io.layout import bundled_folder, file_kind_of
from negotiations.io.strict_json import dumps, read_json
from negotiations.model import Term
from negotiations.model.base import Value, fields_of
from negotiations.model.extra import Extra
from negotiations.model.values import Bounded, Count
from negotiations.rules import RULES
from negotiations.vocabulary import Vocabulary

if TYPE_CHECKING:
    from builders import Files

TEXTS = os.environ.get("NEGOTIATIONS_TEXTS")
PARTS = 8


@cache
def every() -> tuple[Mutant, ...]:
    """The mutants of the full dataset at every place."""
    files = full()
    return (*mutants(files, texts=True), *across_paragraphs(files))


@cache
def some() -> tuple[Mutant, ...]:
    """One mutant for each way, class, field and due."""
    return tuple(one_of_each(every()))


@cache
def checked() -> tuple[Mutant, ...]:
    """Those whose dataset is checked: some for each file, and all where the tests explore."""
    return some() if scaled(1) > 1 else tuple(sampled(some())[:: step()])


def survivors(
    files: Files, found: list[Mutant], folder: Path, texts: Path | None = None
) -> list[str]:
    """What is accepted, or blamed on another place or rule."""
    with remembered(files):
        outcomes = list(judge(files, found, folder, texts))
    return [str(outcome) for outcome in outcomes if not outcome.is_killed]


# --- the engine ---------------------------------------------------------------------------------


def test_the_original_is_valid(tmp_path: Path) -> None:
    """The dataset that mutants are made of has nothing wrong with it but what it sets aside."""
    folder, texts = write(tmp_path / "full", full()), write_text(tmp_path / "texts")
    assert check_folder(folder, texts=texts) == ()
    (aside,) = check_folder(folder, texts=texts, with_ignored=True)
    assert (aside.rule, aside.file, aside.ignored) == (
        "source-cited",
        "seeds/later.json",
        "Coded next.",
    )


def plain(kind: type) -> type:
    """The Python type of the JSON values of a type of the model."""
    if issubclass(kind, Vocabulary):
        return str
    if kind is Decimal:
        return float
    return dict if issubclass(kind, Value | Extra) else kind


def test_the_original_has_every_field_of_every_class() -> None:
    """No class and no field of the model goes without mutants, nor any type that a field can have."""
    held: dict[type[Value], dict[str, list[Any]]] = {}
    for spot in spots(full()):
        fields = held.setdefault(spot.cls, {})
        for name, value in spot.data.items():
            fields.setdefault(name, []).extend(value if isinstance(value, list) else [value])
    assert set(held) == set(CLASSES)
    for cls in [each for each in CLASSES if not issubclass(each, Bounded)]:
        for spec in fields_of(cls):
            if not (issubclass(cls, Term) and spec.name == "phase"):
                types = {type(item) for item in held[cls].get(spec.name, ())}
                assert types == set(map(plain, spec.types)), f"{cls.__name__}.{spec.name}"
    phases = {type(held[cls]["phase"][0]) for cls in held if issubclass(cls, Term)}
    assert phases == {int, str}


def test_every_type_of_another_value_is_there() -> None:
    """A contradicting passage gives an amount, a count, a duration, a time and a date somewhere."""
    classes = {spot.cls.__name__ for spot in spots(full()) if spot.is_choice}
    assert classes == {"Amount", "Count", "Duration", "Timing", "When"}


def test_every_rule_has_mutants() -> None:
    """Every rule that a check can report is broken."""
    assert {each.rule for each in every()} == set(RULES)


def keywords(here: Any) -> set[str]:
    """The keywords of a schema that can refuse something."""
    if not isinstance(here, dict):
        return set()
    saying = {"$ref", "title", "description", "examples", "properties", "items", "allOf", "const"}
    found = here.keys() - saying
    for inner in (*here.get("properties", {}).values(), here.get("items")):
        found |= keywords(inner)
    return found


def test_every_keyword_of_the_schemas_has_mutants() -> None:
    """Every keyword of the schemas that can refuse something refuses some mutant.

    The branches of `allOf` are those of a tag, and refuse by what is in them.
    """
    found = set().union(*map(keywords, schema.definitions_of(*CLASSES, Term).values()))
    assert found == {each.keyword for each in every()} - {""}


def test_no_mutant_is_its_original() -> None:
    """A mutant differs from what it was made of in more than the order of keys and items."""
    files = full()

    def text(name: str, data: Any) -> str:
        kind = file_kind_of(name)
        return canonical(data, kind and kind.record)

    original = {name: text(name, data) for name, data in files.items()}
    for mutant in some()[:: step(5)]:
        changed = mutant.applied(files)
        assert changed, mutant
        assert any(
            data is DELETED or isinstance(data, bytes) or text(name, data) != original.get(name)
            for name, data in changed.items()
        ), mutant


def test_remembering_changes_no_outcome(tmp_path: Path) -> None:
    """What is found with the knowledge of the original is what is found without it."""
    files, texts = full(), write_text(tmp_path / "texts")
    found = list(checked()[:: step(10)])
    bare = list(judge(files, found, tmp_path / "bare", texts))
    with remembered(files):
        assert list(judge(files, found, tmp_path / "remembered", texts)) == bare


# --- what becomes of mutants --------------------------------------------------------------------


@pytest.mark.parametrize("part", range(PARTS))
def test_every_mutant_is_refused_where_it_is_broken(part: int, tmp_path: Path) -> None:
    """Each way of breaking each field and each rule is named, at its place."""
    found = list(checked()[part::PARTS])
    assert found
    assert survivors(full(), found, tmp_path / "full", write_text(tmp_path / "texts")) == []


@pytest.mark.parametrize("folder", [".", "second-coding"])
def test_mutants_of_the_data_are_refused_where_they_are_broken(folder: str, tmp_path: Path) -> None:
    """What holds of an invented dataset holds of the coded ones, at places chosen by chance."""
    root = bundled_folder() / folder
    if not root.is_dir():
        pytest.skip("the second coding stands in a checkout only")
    files = stored(root)
    texts = Path(TEXTS) if TEXTS else None
    chance = Random(0)
    places = chance.sample(list(spots(files)), 100)
    found = list(mutants(files, texts=texts is not None, at=places))
    found = chance.sample(found, scaled(20))
    assert survivors(files, found, tmp_path / "data", texts) == []


# --- with and without the validator in Rust -----------------------------------------------------


def found_by(document: Any, cls: type[Any], *, is_list: bool, fast: bool) -> tuple[Any, ...]:
    """The problems of a document, with or without jsonschema-rs."""
    if fast:
        return schema.schema_problems(document, cls, is_list=is_list)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schema, "_judge", lambda *_, **__: None)
        return schema.schema_problems(document, cls, is_list=is_list)


def test_the_extra_is_installed_here() -> None:
    """The laws below say nothing where jsonschema-rs is missing."""
    assert schema._judge(Count, is_list=False) is not None


def test_the_extra_accepts_no_mutant_of_the_schema() -> None:
    """Whatever breaks a schema is left to jsonschema, so that the same problems are found."""
    files = full()
    for mutant in some():
        if mutant.rule == "schema":
            kind = file_kind_of(mutant.file)
            assert kind is not None
            value = mutant.applied(files)[mutant.file]
            assert not schema._is_accepted(value, kind.record, is_list=kind.is_list), mutant


def test_the_extra_finds_what_is_found_without_it() -> None:
    """Of mutants that break other rules, the schema says the same with the extra and without."""
    files = full()
    for mutant in [each for each in some() if each.rule != "schema"][:: step(10)]:
        for name, data in mutant.applied(files).items():
            kind = file_kind_of(name)
            document, _ = (None, ()) if data is DELETED else read_json(name, as_bytes(data))
            if kind is not None and document is not None:
                held = [
                    found_by(document, kind.record, is_list=kind.is_list, fast=fast)
                    for fast in (True, False)
                ]
                assert held[0] == held[1], mutant


@given(st.sampled_from(CLASSES), st.data(), st.booleans())
def test_the_extra_changes_no_problem(
    cls: type[Value], draw: st.DataObject, is_broken: bool
) -> None:
    """Of any value, whole or broken, the same problems are found with the extra and without."""
    data = to_data(draw.draw(by_class(cls)))
    if is_broken:
        data = draw.draw(mutated(data))
    document, _ = read_json("a.json", dumps(data).encode())
    if document is not None:
        kind = Term if issubclass(cls, Term) else cls
        fast, slow = (found_by(document, kind, is_list=False, fast=each) for each in (True, False))
        assert fast == slow


def test_fractions_are_a_way_of_their_own() -> None:
    """What JSON Schema takes for an integer stands apart, so that other judges can leave it out."""
    assert {each.rule for each in every() if each.way == FRACTION} == {"schema"}
