"""Reports on a dataset: coverage, the codebook, the agreement of two codings."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest
from builders import put, tiny, write

import negotiations as ng
from negotiations.answers.reliability import reliability
from negotiations.errors import MissingExtra
from negotiations.model import TERM_CLASSES
from negotiations.model.base import fields_of
from negotiations.report.codebook import codebook
from negotiations.report.coverage import ParagraphState, coverage

ROOT = Path(__file__).resolve().parents[1]
SECOND = ROOT / "second-coding"
TEXTS = os.environ.get("NEGOTIATIONS_TEXTS")
wants_texts = pytest.mark.skipif(not TEXTS, reason="NEGOTIATIONS_TEXTS names no article texts")
wants_second = pytest.mark.skipif(not SECOND.is_dir(), reason="no second coding beside the tests")


def test_every_paragraph_has_one_state() -> None:
    """Of each article every paragraph is listed once, in order, and none is left open."""
    articles = coverage(ng.load())
    assert [each.source.id for each in articles] == sorted(ng.load().sources)
    for article in articles:
        numbers = [each.number for each in article.paragraphs]
        assert numbers == list(range(1, article.source.paragraphs + 1))
        for each in article.paragraphs:
            assert each.state is not ParagraphState.OPEN
            assert bool(each.records) is (each.state is ParagraphState.EVIDENCE)


def test_without_texts_no_sentence_is_counted() -> None:
    """Sentences are unknown without the text, and not none."""
    assert all(each.share is None and each.sentences is None for each in coverage(ng.load()))


@wants_texts
def test_every_sentence_is_under_evidence() -> None:
    """At least 95 of 100 sentences of each article are under evidence."""
    texts = ng.Texts(TEXTS or "", ng.load().sources.values())
    for article in coverage(ng.load(), texts):
        assert article.share is not None
        assert article.share >= 0.95, article.source.id


def test_the_codebook_has_everything() -> None:
    """Every record, field, word and issue stands in the codebook."""
    text = codebook(ng.load())
    for cls in (ng.Version, ng.Evidence, ng.Talks, *TERM_CLASSES.values()):
        for spec in fields_of(cls):
            assert f"| `{spec.name}` |" in text, (cls, spec.name)
    for word in ng.vocabulary.EventAct:
        also = f" Also called {', '.join(word.also_called)}." if word.also_called else ""
        assert f"| `{word}` | {word.definition}{also} |" in text
    for issue in ng.load().issues.values():
        assert f"### `{issue.id}`: {issue.label}" in text


def test_the_committed_codebook_is_fresh() -> None:
    """The codebook in the docs is that of the dataset."""
    assert (ROOT / "docs" / "codebook.md").read_text("utf-8") == codebook(ng.load())


@wants_second
def test_a_coding_agrees_with_itself() -> None:
    """Of a dataset compared with itself every unit is in both, and nothing differs."""
    dataset = ng.load(SECOND)
    for kind in reliability(dataset, dataset):
        assert (kind.only_a, kind.only_b, kind.disagreements) == ((), (), ())
        for each in kind.fields:
            assert each.agreeing == each.units
            assert each.alpha is None or each.alpha == pytest.approx(1)


@wants_second
def test_two_codings_are_compared_both_ways_alike() -> None:
    """Which coding comes first makes no difference to how many units and fields agree."""
    one, other = ng.load(), ng.load(SECOND)
    for a, b in zip(reliability(one, other), reliability(other, one), strict=True):
        assert (a.kind, a.both) == (b.kind, b.both)
        assert (len(a.only_a), len(a.only_b)) == (len(b.only_b), len(b.only_a))


@wants_second
def test_a_disagreement_cites_both_sides() -> None:
    """Every disagreement names both units and has the passages of both."""
    found = [
        each for kind in reliability(ng.load(), ng.load(SECOND)) for each in kind.disagreements
    ]
    assert found
    for each in found:
        assert each.a_value != each.b_value
        assert each.a
        assert each.b
    cited = [each for each in found if each.kind in ("terms", "events")]
    assert all(each.a_evidence and each.b_evidence for each in cited)


@pytest.mark.parametrize(
    ("a", "b", "said"),
    [
        ({"before": {"words": "harvest"}}, {"before": {"words": "the harvest"}}, None),
        (
            {"before": {"words": "harvest"}},
            {"after": {"words": "harvest"}},
            ("before something in words", "after something in words"),
        ),
        (
            {"after": {"words": "harvest"}},
            {"within": {"exactly": "P3D"}, "after": {"words": "harvest"}},
            ("after something in words", "within exactly/P3D after something in words"),
        ),
        ({"on": "2001-05-01"}, {"on": "2001-05-02"}, ("on 2001-05-01", "on 2001-05-02")),
    ],
)
def test_times_of_terms_agree_by_what_they_say(
    tmp_path: Path, a: dict[str, Any], b: dict[str, Any], said: tuple[str, str] | None
) -> None:
    """Before a thing is not after it; what a thing is called is the coder's own word."""
    codings = []
    for name, deadline in (("a", a), ("b", b)):
        files = tiny()
        where = ("versions", 0, "terms", 0, "deadline")
        put(files, "data/proposals/accord.json", *where, value=deadline)
        write(tmp_path / name, files)
        codings.append(ng.load(tmp_path / name))
    (terms,) = (kind for kind in reliability(*codings) if kind.kind == "terms")
    found = [(each.field, each.a_value, each.b_value) for each in terms.disagreements]
    assert found == ([] if said is None else [("deadline", *said)])


def test_of_phrases_only_their_presence_is_compared() -> None:
    """Two coders never word a qualifier alike: that both give one is all that they can agree on."""
    ds = ng.load()
    position = next(
        each
        for each in ds.positions.values()
        if any(term.qualifiers and term.evidence for term in each.terms)
    )
    other = position.replace(
        terms=tuple(
            term.replace(qualifiers=("in other words",)) if term.qualifiers else term
            for term in position.terms
        )
    )
    (terms,) = (each for each in reliability(ds, ds.with_records(other)) if each.kind == "terms")
    assert terms.disagreements == ()
    assert "qualifiers reported" in {each.field for each in terms.fields}
    assert "qualifiers" not in {each.field for each in terms.fields}
    none = other.replace(terms=tuple(term.replace(qualifiers=None) for term in other.terms))
    (terms,) = (each for each in reliability(ds, ds.with_records(none)) if each.kind == "terms")
    assert {each.field for each in terms.disagreements} == {"qualifiers reported"}


def test_without_the_extra_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error says which extra to install."""
    monkeypatch.setitem(sys.modules, "krippendorff", None)
    with pytest.raises(MissingExtra) as caught:
        reliability(ng.load(), ng.load())
    assert str(caught.value) == (
        'comparing two codings requires an optional extra: pip install "negotiations[reliability]"'
    )
