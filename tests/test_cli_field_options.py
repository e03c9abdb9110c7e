"""The fields of the model as options: one for each, with its words; and what texts give."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import counts, durations, json_values, whens

from negotiations.cli.field_options import datum, flag, given_data, options_for
from negotiations.io.codec import from_data, to_data
from negotiations.io.strict_json import dumps
from negotiations.model import Event, Evidence, Issue, MeasureTerm, Position, Source, Talks, Version
from negotiations.model.base import fields_of
from negotiations.model.values import Count, Duration, When
from negotiations.records import COLLECTIONS
from negotiations.vocabulary import Basis, Qualifier, Vocabulary

if TYPE_CHECKING:
    from pathlib import Path

KINDS = list(COLLECTIONS.values())


def spec_of(cls: Any, name: str) -> Any:
    return next(each for each in fields_of(cls) if each.name == name)


ROUNDS, DURATION, WHEN = (spec_of(Talks, name) for name in ("rounds", "duration", "when"))


@pytest.mark.parametrize("kind", [*KINDS, Evidence])
def test_every_field_is_an_option(kind: Any) -> None:
    """With its meaning, its words, where its ids are, and whether it must be given."""
    options = {each.name: each for each in options_for(kind)}
    specs = {each.name: each for each in fields_of(kind) if each.name != "id"}
    assert set(options) == set(specs)
    for name, option in options.items():
        spec, text = specs[name], getattr(option, "help", "")
        assert option.opts == [flag(name)]
        assert option.multiple is spec.many
        assert spec.doc in text
        assert ("[required]" in text) is not spec.optional
        words = [word.value for each in spec.types if issubclass(each, Vocabulary) for word in each]
        assert all(word in text for word in words)
        assert all(collection in text for collection in spec.refers_to)


def test_the_options_are_of_the_model_alone() -> None:
    """A field that the model gains is an option, whatever it holds."""
    assert flag("options_are_ordered") == "--options-are-ordered"
    left = options_for(Event, without=["evidence", "note"], inferred=["act"])
    assert {"evidence", "note"} & {each.name for each in left} == set()
    assert not any("[required]" in getattr(each, "help", "") for each in left)


def short(item: Count | Duration) -> str:
    """How a person types it."""
    ((name, amount),) = to_data(item).items()
    return f"{name} {' '.join(map(str, amount)) if isinstance(amount, list) else amount}"


def single_spaced(item: Count | Duration) -> bool:
    return item.wording is None or item.wording == " ".join(item.wording.split())


@given(counts() | durations())
def test_the_short_form_of_a_bound(item: Count | Duration) -> None:
    """Qualifier and amount are read as the value that they say; JSON as well."""
    spec = ROUNDS if isinstance(item, Count) else DURATION
    if single_spaced(item):
        assert datum(spec, short(item)) == to_data(item)
        assert datum(spec, short(item).replace("_", "-", 1)) == to_data(item) or (
            item.qualifier is Qualifier.UNSTATED
        )
    assert datum(spec, dumps(to_data(item), width=10_000)) == to_data(item)
    if item.qualifier is Qualifier.EXACTLY:
        assert datum(spec, str(item.amount)) == to_data(item)


@given(whens())
def test_the_short_form_of_a_date(when: When) -> None:
    """A date with what it rests on, or what it is after; JSON as well."""
    assert datum(WHEN, dumps(to_data(when), width=10_000)) == to_data(when)
    if when.after is not None:
        assert datum(WHEN, f"after {when.after}") == {"after": when.after}
    elif when.note is None or when.note == " ".join(when.note.split()):
        # What is printed has no short form: it is given as JSON.
        text = f"{when.edtf} {when.basis} {when.note or ''}"
        assert from_data(When, datum(WHEN, text)) == when.replace(printed=None)


@pytest.mark.parametrize(
    ("spec", "text", "message", "expected"),
    [
        (
            WHEN,
            "2024-08",
            "--when: add the basis of the date: stated, inferred, external",
            "'2024",
        ),
        (WHEN, "2024-08 statd", "--when: add the basis of the date", "'2024-08 stated'"),
        (WHEN, "", "--when: add the basis of the date", "'2024-08 stated'"),
        (
            ROUNDS,
            "mor_than 5",
            "--rounds: 'mor_than' is not a qualifier; did you mean more_than?",
            "20",
        ),
        (ROUNDS, "many", "--rounds: 'many' is not a qualifier", "'unstated many'"),
        (ROUNDS, "at-least", "--rounds: 'at-least' must be followed by an amount", "20"),
        (ROUNDS, "", "--rounds: '' is not a qualifier", "20"),
        (ROUNDS, "{", "--rounds: not JSON", "JSON"),
        (DURATION, "five weeks", "--duration: 'five' is not a qualifier", "P6W"),
        (spec_of(Version, "terms"), "[{", "--terms: not JSON", "JSON"),
        (spec_of(Version, "terms"), '{"a": 1, "a": 2}', "duplicate key", "JSON"),
        (spec_of(Version, "terms"), '{"a": NaN}', "NaN is not a number", "JSON"),
        (spec_of(Version, "terms"), "[" * 5000, "nested deeper", "JSON"),
        (spec_of(Version, "terms"), "/no/such/file", "neither JSON nor a file", "JSON"),
        (spec_of(Version, "terms"), "", "neither JSON nor a file", "JSON"),
    ],
)
def test_what_cannot_be_read_names_the_option(
    spec: Any, text: str, message: str, expected: str
) -> None:
    """With what was expected, and nothing is given for the field."""
    cls = Version if spec.name == "terms" else Talks
    data, problems = given_data(cls, {spec.name: (text,) if spec.many else text, "note": "x"})
    assert data == {"note": "x"}
    (problem,) = problems
    assert message in problem.message
    assert expected in problem.expected
    assert problem.pointer == f"/{spec.name}"


def test_plain_fields() -> None:
    """Texts and words stand as they are, numbers and truth values are read where they are such."""
    assert given_data(Source, {"furniture": ("1", "x"), "author": "A", "uncoded": ()})[0] == {
        "author": "A",
        "furniture": [1, "x"],
    }
    for text, data in (("true", True), ("false", False), ("yes", "yes")):
        found, problems = given_data(Issue, {"options_are_ordered": text})
        assert (found, problems) == ({"options_are_ordered": data}, ())


FURNITURE, UNCODED = (spec_of(Source, name) for name in ("furniture", "uncoded"))


@pytest.mark.parametrize(
    ("texts", "numbers"),
    [
        (["3,5-9"], [3, 5, 6, 7, 8, 9]),
        (["3", " 5 - 6 , 8"], [3, 5, 6, 8]),
        (["7-7"], [7]),
        (["[]"], []),
        (["3,"], ["3,"]),
        (["-3"], ["-3"]),
        (["3-5-7"], ["3-5-7"]),
    ],
)
def test_paragraphs_in_ranges(texts: list[str], numbers: list[Any]) -> None:
    """Numbers and ranges, behind commas or in several options; what is neither is left to the schema."""
    assert given_data(Source, {"furniture": tuple(texts)}) == ({"furniture": numbers}, ())


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("12-80: annex", [{"paragraph": 12, "through": 80, "reason": "annex"}]),
        (
            "3,7-8: an advert: for tea",
            [
                {"paragraph": 3, "reason": "an advert: for tea"},
                {"paragraph": 7, "through": 8, "reason": "an advert: for tea"},
            ],
        ),
        ("rest : none", [{"paragraph": "rest", "reason": "none"}]),
        ('{"paragraph": 3, "reason": "x"}', [{"paragraph": 3, "reason": "x"}]),
    ],
)
def test_paragraphs_with_a_reason(text: str, entries: list[Any]) -> None:
    """One entry for each range; JSON as everywhere."""
    assert given_data(Source, {"uncoded": (text,)}) == ({"uncoded": entries}, ())


@pytest.mark.parametrize(
    ("spec", "text", "message", "expected"),
    [
        (FURNITURE, "9-5", "--furniture: '9-5' ends before it begins", "3,5-9"),
        (FURNITURE, "1-100001", "--furniture: '1-100001' is beyond 100000", "1 to 100000"),
        (UNCODED, "3,9-5: x", "--uncoded: '9-5' ends before it begins", "'12-80: annex'"),
        (UNCODED, "3:", "--uncoded: a reason is wanted after '3:'", "'12-80: annex'"),
        (UNCODED, "rest:", "--uncoded: a reason is wanted after 'rest:'", "'12-80: annex'"),
        (
            UNCODED,
            "the rest: x",
            "--uncoded: 'the rest: x' is neither JSON nor a file",
            "'12-80: annex'",
        ),
    ],
)
def test_paragraphs_that_are_none(spec: Any, text: str, message: str, expected: str) -> None:
    """The option, and what it could be."""
    (problem,) = given_data(Source, {spec.name: (text,)})[1]
    assert message in problem.message
    assert expected in problem.expected


def test_a_field_of_several_classes() -> None:
    """A phase is a number or a word; what a denial gives instead may be of any class."""
    phase = spec_of(MeasureTerm, "phase")
    assert [datum(phase, text) for text in ("2", "whole", "2x")] == [2, "whole", "2x"]
    value = spec_of(Evidence, "value")
    assert [datum(value, text) for text in ("true", "reduced", '{"exactly": 3}', "3")] == [
        True,
        "reduced",
        {"exactly": 3},
        "3",
    ]


def test_a_lone_pair_of_brackets_is_none() -> None:
    """Reported to be none is something else than not reported."""
    assert given_data(Version, {"phases": ("[]",), "labels": ("[]",), "terms": ()})[0] == {
        "phases": [],
        "labels": [],
    }


@given(st.lists(st.dictionaries(st.text(), json_values(3), max_size=2), min_size=1, max_size=3))
def test_values_one_after_the_other(items: list[dict[str, Any]]) -> None:
    """As `locate` prints several passages; the same as a list, and as options repeated."""
    spec = spec_of(Position, "terms")
    texts = [dumps(each) for each in items]
    assert datum(spec, "\n".join(texts)) == items
    assert datum(spec, dumps(items)) == items
    assert given_data(Position, {"terms": tuple(texts)})[0] == {"terms": items}


def test_parts_from_files_and_standard_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file by its name, standard input by a hyphen; neither need be UTF-8, and that is told."""
    (tmp_path / "terms").write_text('{"issue": "é"}', encoding="utf-8")
    (tmp_path / "bad").write_bytes(b"\xff")
    spec = spec_of(Position, "terms")
    assert datum(spec, str(tmp_path / "terms")) == [{"issue": "é"}]
    for name in ("bad", "."):
        (problem,) = given_data(Position, {"terms": (str(tmp_path / name),)})[1]
        assert "UTF-8" in problem.message or "neither JSON nor a file" in problem.message
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO('{"issue": "é"}'.encode())))
    assert datum(spec, "-") == [{"issue": "é"}]
    (problem,) = given_data(Position, {"terms": ("-",)})[1]
    assert problem.message == "--terms: nothing was given"
    monkeypatch.setattr(sys, "stdin", None)
    (problem,) = given_data(Position, {"terms": ("-",)})[1]
    assert problem.message == "--terms: there is no standard input"


def test_every_basis_is_taken() -> None:
    """The words of the vocabulary, and no list of them of its own."""
    for basis in Basis:
        assert datum(WHEN, f"2024 {basis} Why.") == attrs.asdict(
            When(edtf="2024", basis=basis, note="Why."),
            filter=lambda _, value: value is not None,
            value_serializer=lambda *parts: getattr(parts[2], "value", parts[2]),
        )
