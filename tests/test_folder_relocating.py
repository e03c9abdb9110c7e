"""Laws of relocating: a source beside its corrected text is as if it had been coded from it."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from builders import ARTICLE, PARAGRAPHS, contents, dataset_of, tiny, write_text
from hypothesis import given
from hypothesis import strategies as st

import negotiations as ng
from negotiations.articles import TextNotFound, Texts
from negotiations.errors import NegotiationsError, UnknownId
from negotiations.folder.drafting import open_records
from negotiations.folder.relocating import Relocation, relocated, write_relocation
from negotiations.model import Evidence
from negotiations.passages import Placing
from negotiations.records import Records, walk
from negotiations.vocabulary import Support


def corrected(records: Records, folder: Path, text: str, **options: Any) -> Relocation:
    """The tiny dataset beside another text."""
    write_text(folder, text)
    texts = Texts(folder, records.sources.values())
    return relocated(records, "report", texts, **options)


@pytest.fixture
def records() -> Records:
    return dataset_of(tiny()).records


def words_of(records: Records, text: str) -> list[tuple[str, str]]:
    """The words of each passage, with its paragraph's, by the record that cites it."""
    paragraphs = text.splitlines()
    return sorted(
        (record.id, text[value.start : value.end] + " | " + paragraphs[value.paragraph - 1])
        for record in records
        for _, value in walk(record)
        if isinstance(value, Evidence)
    )


@pytest.mark.parametrize("number", range(len(PARAGRAPHS) + 1))
def test_a_line_put_in_moves_what_is_behind_it(tmp_path: Path, number: int) -> None:
    """Wherever it is put: all passages have their words, in their paragraphs, and the dataset passes
    but for the new line; a second run has nothing to do."""
    ng.save(dataset_of(tiny()), tmp_path / "tiny")
    records = open_records(tmp_path / "tiny")
    lines = [*PARAGRAPHS[:number], "A line put in by the editor.", *PARAGRAPHS[number:]]
    text = "\n".join(lines) + "\n"
    relocation = corrected(records, tmp_path, text, accept_near=True)
    assert not relocation.missing
    assert not relocation.placed(Placing.NEAR, Placing.MOVED)
    write_relocation(relocation, tmp_path / "tiny")
    after = open_records(tmp_path / "tiny")
    assert words_of(after, text) == words_of(records, ARTICLE)
    problems = ng.check(tmp_path / "tiny", texts=tmp_path)
    assert [problem.rule for problem in problems] == ["paragraphs-accounted"]
    again = relocated(after, "report", Texts(tmp_path, after.sources.values()))
    assert again.texts == {}


@given(st.data())
def test_what_is_relocated_passes_as_what_is_coded_anew(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """With lines put in and taken out at random: what has its words resolves and is in its paragraph;
    what has not is listed, and stays as it was."""
    folder = tmp_path_factory.mktemp("texts")
    records = dataset_of(tiny()).records
    lines: list[str] = []
    for paragraph in PARAGRAPHS:
        lines += ["A line put in."] * data.draw(st.integers(0, 1))
        lines += [paragraph] * data.draw(st.integers(0, 1))
    text = "\n".join([*lines, "The end."])
    relocation = corrected(records, folder, text, accept_near=False)
    there = {
        "\n".join(PARAGRAPHS)[each.evidence.start : each.evidence.end]
        for each in relocation.missing
    }
    assert not any(words in line for words in there for line in lines)
    for each in relocation.placed(Placing.FOUND, Placing.MOVED):
        assert each.place is not None
        words = text[each.place.start : each.place.end]
        assert sha256(words.encode()).hexdigest() == each.evidence.sha256
        assert words in text.splitlines()[each.paragraph - 1]
    assert relocation.source.sha256 == sha256(text.encode()).hexdigest()
    assert relocation.source.paragraphs == len(lines) + 1


def test_a_typo_put_right_is_near_until_it_is_accepted(tmp_path: Path) -> None:
    """Nothing is written until it is said; left, the passage stays and the rest is written."""
    ng.save(dataset_of(tiny()), tmp_path / "tiny")
    before = contents(tmp_path / "tiny")
    records = open_records(tmp_path / "tiny")
    text = ARTICLE.replace("The draft asks both sides", "Line one.\nThe draft asked both sides")
    undecided = corrected(records, tmp_path, text)
    assert undecided.is_undecided
    assert undecided.texts == {}
    (near,) = {each.place for each in undecided.placed(Placing.NEAR)}
    assert near is not None
    assert text[near.start : near.end].startswith("The draft asked both sides")
    write_relocation(undecided, tmp_path / "tiny")
    assert contents(tmp_path / "tiny") == before
    accepted = corrected(records, tmp_path, text, accept_near=True)
    left = corrected(records, tmp_path, text, accept_near=False)
    write_relocation(left, tmp_path / "tiny")
    rules = {problem.rule for problem in ng.check(tmp_path / "tiny", texts=tmp_path)}
    assert rules == {"evidence-slice", "paragraphs-accounted"}
    # The text is known now, so that old offsets say nothing of what is near.
    again = corrected(open_records(tmp_path / "tiny"), tmp_path, text)
    assert len(again.missing) == len(left.placed(Placing.NEAR))
    write_relocation(accepted, tmp_path / "tiny")
    rules = {problem.rule for problem in ng.check(tmp_path / "tiny", texts=tmp_path)}
    assert rules == {"paragraphs-accounted"}


@pytest.mark.parametrize(
    ("change", "difference"),
    [
        (lambda text: text.replace("\n", "\r\n"), "line ends"),
        (lambda text: "\ufeff" + text, "a byte order mark"),
        (lambda text: text.rstrip("\n"), "the end of the last line"),
    ],
)
def test_a_text_that_differs_in_nothing_to_read_is_refused(
    tmp_path: Path, records: Records, change: Any, difference: str
) -> None:
    """With the remedy: the file as it was."""
    with pytest.raises(NegotiationsError) as refused:
        corrected(records, tmp_path, change(ARTICLE))
    assert str(refused.value) == (
        f"'report.txt' differs from the coded text in {difference} alone; nothing was written, "
        "use the file as it was"
    )


def test_what_cannot_be_read_is_refused(tmp_path: Path, records: Records) -> None:
    """No text, an empty one, no source."""
    texts = Texts(tmp_path, records.sources.values())
    with pytest.raises(TextNotFound, match=r"no text 'report\.txt'"):
        relocated(records, "report", texts)
    with pytest.raises(UnknownId) as unknown:
        relocated(records, "reprot", texts)
    assert unknown.value.nearest == ("report",)
    with pytest.raises(TextNotFound, match=r"source 'report': 'report\.txt' holds no text"):
        corrected(records, tmp_path, "\n\n")


@pytest.mark.parametrize(
    ("field", "claims", "kept", "expected"),
    [
        # As many paragraphs as before: each is in its place between the passages.
        (
            "furniture",
            [(5, 5), (6, 6)],
            "+ a1 a2 a3 P4 a5 a6 P7 a8",
            [((6, 6), False), ((7, 7), False)],
        ),
        ("furniture", [(8, 8)], "P4 P7 a8", [((3, 3), False)]),
        ("uncoded", [(5, 6)], "+ a1 a2 a3 P4 a5 a6 P7 a8", [((6, 7), False)]),
        ("uncoded", [(1, 3)], "a1 a2 a3 P4 a5 P7 a8", [((1, 3), False)]),
        ("errors", [(4, 4)], "+ a1 a2 a3 P4 a5 a6 P7 a8", [((5, 5), False)]),
        # None: they are gone.
        ("furniture", [(5, 5)], "a1 a2 a3 P4 P7 a8", [(None, False)]),
        ("uncoded", [(5, 6)], "a1 a2 a3 P4 P7 a8", [(None, False)]),
        # More or fewer: which is only likely.
        ("furniture", [(6, 6)], "a1 a2 a3 P4 a5 + a6 P7 a8", [((6, 6), True)]),
        ("furniture", [(2, 2), (3, 3)], "a2 a3 P4 a5 a6 P7 a8", [((2, 2), True), ((2, 2), True)]),
        ("uncoded", [(5, 6)], "a1 a2 a3 P4 a6 P7 a8", [((5, 5), True)]),
    ],
)
def test_claims_move_with_the_passages_around_them(
    tmp_path: Path,
    field: str,
    claims: list[tuple[int, int]],
    kept: str,
    expected: list[tuple[tuple[int, int] | None, bool]],
) -> None:
    """A text of eight paragraphs, the fourth and seventh of which are cited."""
    lines = [f"{'P' if n in (4, 7) else 'a'}{n} paragraph number {n}." for n in range(1, 9)]
    (tmp_path / "t.txt").write_text("\n".join(lines), encoding="utf-8", newline="")
    made: dict[str, tuple[Any, ...]] = {
        "furniture": tuple(first for first, _ in claims),
        "uncoded": tuple(
            ng.Uncoded(paragraph=first, through=last if last > first else None, reason="R.")
            for first, last in claims
        ),
        "errors": tuple(ng.PrintedError(paragraph=first, summary="S.") for first, _ in claims),
    }
    source = Texts(tmp_path, ()).describe(
        "t.txt", id="t", label="T", language="en", **{field: made[field]}
    )
    texts = Texts(tmp_path, [source])
    event = next(iter(dataset_of(tiny()).events.values()))
    cited = tuple(texts.evidence("t", lines[n - 1]) for n in (4, 7))
    records = Records.of(None, [source, event.replace(evidence=cited)])
    there = {line.split()[0]: line for line in lines}
    new = "\n".join(there.get(name, "A new paragraph.") for name in kept.split())
    (tmp_path / "t.txt").write_text(new, encoding="utf-8", newline="")
    relocation = relocated(records, "t", Texts(tmp_path, [source]), accept_near=True)
    assert [(each.field, each.old) for each in relocation.claims] == [
        (field, claim) for claim in claims
    ]
    assert [(each.new, each.is_near) for each in relocation.claims] == expected
    now = {
        "furniture": [(number, number) for number in relocation.source.furniture or ()],
        "uncoded": [(each.paragraph, each.last) for each in relocation.source.uncoded or ()],
        "errors": [(each.paragraph, each.paragraph) for each in relocation.source.errors or ()],
    }
    assert now[field] == sorted({place for place, _ in expected if place is not None})
    undecided = relocated(records, "t", Texts(tmp_path, [source]))
    assert undecided.is_undecided is any(near for _, near in expected)


def test_all_that_cites_the_source_is_set_right(tmp_path: Path, records: Records) -> None:
    """Also the metadata; what cites another source, and voices and notes, stay as they are."""
    (passage,) = Texts(write_text(tmp_path), records.sources.values()).locate("report", "mild")
    other = passage.replace(source="other", note="A note.")
    said = passage.replace(
        support=Support.IMPLIED, note="A note.", claimants=("north",), hedged=True
    )
    assert records.metadata is not None
    records = records.with_records([records.metadata.replace(evidence=(other, said))])
    relocation = corrected(records, tmp_path, f"One line.\n{ARTICLE}", accept_near=True)
    assert "data/dataset.json" in relocation.texts
    told = ng.from_json(ng.Metadata, relocation.texts["data/dataset.json"]).evidence or ()
    assert other in told
    moved = said.replace(paragraph=9, start=said.start + 10, end=said.end + 10)
    assert moved in told
