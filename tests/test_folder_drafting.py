"""A record written by hand: inferred, refused with all that is missing, and put where it belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from builders import (
    ARTICLE,
    ARTICLE_NAME,
    DELETED,
    cite,
    contents,
    dataset_of,
    put,
    records_of,
    tiny,
    write,
)
from hypothesis import given
from hypothesis import strategies as st
from strategies import RECORD_CLASSES, by_class

import negotiations as ng
from negotiations.articles import TextNotFound
from negotiations.errors import InvalidDataset, NegotiationsError, Problem, UnknownId
from negotiations.folder.drafting import (
    completed,
    draft,
    open_records,
    source_data,
    write_draft,
)
from negotiations.folder.naming import id_from, stem_of, words_of
from negotiations.folder.writing import files_of
from negotiations.io.codec import from_data, to_data
from negotiations.io.strict_json import dumps
from negotiations.model import Actor, Event, Figure, Metadata, Place, Position, Proposal, Version
from negotiations.records import COLLECTIONS, address_of

if TYPE_CHECKING:
    from pathlib import Path

TINY = records_of(tiny())
CITED = [cite("We keep the hill")]
KINDS = list(COLLECTIONS.values())


def refused(cls: Any, key: str, /, **data: Any) -> dict[str, str]:
    """The messages of what stands in the way, by their places."""
    with pytest.raises(InvalidDataset) as caught:
        draft(TINY, cls, key, data)
    assert all(each.remedy for each in caught.value.problems)
    return {each.pointer or each.rule: each.message for each in caught.value.problems}


# --- round trips --------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [address_of(each) for each in TINY])
def test_every_record_can_be_taken_out_and_added_again(address: str, tmp_path: Path) -> None:
    """Of every kind: given its fields, the file is again what it was, and no other is touched."""
    record = TINY.resolve(address)
    less = TINY.without([address])
    data = to_data(record)
    try:
        made = draft(less, type(record), data.pop("id"), data)
    except InvalidDataset as fault:
        # Others refer to it, or it stands for another: no new fault may be blamed on the record.
        pytest.fail(str(fault))
    assert made.record == record
    assert made.text == files_of(TINY)[made.file]
    before = contents(write(tmp_path, {name: t.encode() for name, t in files_of(less).items()}))
    write_draft(made, tmp_path)
    after = contents(tmp_path)
    assert {name for name in after if after[name] != before.get(name)} == {made.file}


@pytest.mark.parametrize("kind", KINDS)
@given(draw=st.data())
def test_whatever_is_refused_says_why(kind: Any, draw: st.DataObject) -> None:
    """Any record: it is placed as it was given, or there are problems, each of it or a reference."""
    record = draw.draw(by_class(kind))
    data = to_data(record)
    try:
        made = draft(TINY, kind, data.pop("id"), data)
    except InvalidDataset as fault:
        silent = [each for each in fault.problems if not (each.message and each.remedy)]
        if silent or not fault.problems:
            pytest.fail(f"no reason, or no remedy: {silent}")
    else:
        assert made.record.id == record.id
        for name, value in to_data(made.record).items():
            assert name in ("terms", "roles", "claims") or name == "id" or data[name] == value


def test_the_strategies_know_every_kind() -> None:
    """The law above is on all records but the description of the dataset."""
    assert {*KINDS, Metadata} == set(RECORD_CLASSES)


# --- what is inferred ---------------------------------------------------------------------------


def test_names_follow_from_the_id() -> None:
    """Where a record must have one to show; what is given stands."""
    assert draft(TINY, Actor, "hill-folk", {"kind": "group"}).record == Actor(
        id="hill-folk", name="Hill folk", kind=ng.vocabulary.ActorKind.GROUP
    )
    named = draft(TINY, Actor, "hill-folk", {"name": "Folk", "kind": "group"}).record
    assert isinstance(named, Actor)
    assert named.name == "Folk"


def test_the_kind_of_a_term_follows_from_its_issue() -> None:
    """A kind that is given stands, so that a wrong one is told."""
    made = completed(TINY, Version, "accord@a", {"terms": [{"issue": "fire"}, {"issue": "no"}, 1]})
    assert made["terms"] == [{"kind": "ceasefire", "issue": "fire"}, {"issue": "no"}, 1]
    assert made["completeness"] == "partial"
    found = refused(
        Version, "accord@a", terms=[{"issue": "fire", "kind": "release"}], evidence=CITED
    )
    assert found == {"/terms/fire/kind": "the issue 'fire' declares another kind"}


def test_evidence_is_passed_on_to_parts_without_any() -> None:
    """A position and a figure rest on that of their parts alone; a version has its own too."""
    terms = [{"issue": "fire"}, {"issue": "fee", "evidence": []}]
    position = completed(TINY, Position, "p", {"terms": terms, "evidence": CITED})
    assert "evidence" not in position
    assert [each["evidence"] for each in position["terms"]] == [CITED, []]
    version = completed(TINY, Version, "accord@a", {"terms": terms, "evidence": CITED})
    assert version["evidence"] == CITED
    assert [each["evidence"] for each in version["terms"]] == [CITED, []]
    own = completed(TINY, Position, "p", {"terms": terms[1:], "evidence": CITED})
    assert own["evidence"] == CITED
    assert terms == [{"issue": "fire"}, {"issue": "fee", "evidence": []}]


@pytest.mark.parametrize(
    ("name", "key", "words"),
    [
        ("report.txt", "report", "Report"),
        ("Gazette_Report (2).TXT", "gazette-report-2", "Gazette Report 2"),
        ("....", "", ""),
        ("доклад.txt", "doklad", "Доклад"),
        ("São Paulo.txt", "sao-paulo", "São Paulo"),
        ("St. Petersburg", "st-petersburg", "St Petersburg"),
        ("Łódź", "lodz", "Łódź"),
        ("us-profit-share", "us-profit-share", "US profit share"),
        ("東京.md", "dongjing", "東京"),
        ("a--b", "a-b", "A b"),
    ],
)
def test_names_make_ids_and_ids_make_words(name: str, key: str, words: str) -> None:
    """Ids are lower-case words in ASCII, joined by hyphens; names stay as they are spelled."""
    assert id_from(stem_of(name)) == key
    assert words_of(stem_of(name)) == words
    assert words_of(f"accord@{stem_of(name)}") == words


# --- what is refused ----------------------------------------------------------------------------


def test_all_that_is_missing_is_said_at_once() -> None:
    """Fields, references of what is there, and evidence; with the nearest id."""
    assert refused(Proposal, "pact", between=["nroth", "south"]) == {
        "/between/0": "no record 'nroth' in actors",
        "/rationale": "the field 'rationale' is missing",
    }
    assert refused(Event, "e", actors=["north"]) == {
        "/act": "the field 'act' is missing",
        "evidence-present": "the event has no evidence",
    }
    assert refused(Position, "p") == {
        "/actor": "the field 'actor' is missing",
        "/act": "the field 'act' is missing",
        "/terms": "the field 'terms' is missing",
    }
    with pytest.raises(InvalidDataset) as caught:
        draft(TINY, Proposal, "pact", {"between": ["nroth"], "rationale": "x"})
    assert [each.remedy for each in caught.value.problems] == ["write 'north'"]


def test_what_is_malformed_hides_nothing_else() -> None:
    """A misspelt word, an unknown field and a dangling reference are told together."""
    assert refused(Actor, "x", kind="sate", speaks_for="suoth", nickname="y") == {
        "/kind": "kind: not an allowed word",
        "/nickname": "unknown field 'nickname'",
        "/speaks_for": "no record 'suoth' in actors",
    }
    unread = (Problem(rule="option", pointer="/when", message="no date", remedy="mend it"),)
    with pytest.raises(InvalidDataset) as caught:
        draft(TINY, Event, "e", {"act": "accept", "on": ["nothing"]}, unread)
    assert [each.message for each in caught.value.problems] == [
        "the event has no evidence",
        "no date",
        "no record 'nothing' in versions or proposals or positions or talks",
    ]


def test_text_that_is_no_utf_8_is_refused() -> None:
    """As a shell may pass it on; nothing could write it."""
    found = refused(Actor, "x", kind="state", name="a\udcff")
    assert list(found) == ["json"]


def test_an_id_that_exists_is_refused() -> None:
    """Nothing is overwritten, a version within its proposal no more than any other."""
    assert refused(Actor, "north", kind="state") == {"unique-id": "the id 'north' is taken"}
    found = refused(Version, "accord@spring", evidence=CITED)
    assert found == {"unique-id": "the id 'accord@spring' is taken"}


@pytest.mark.parametrize(
    ("kind", "key", "message"),
    [
        (Actor, "No Id", "id: not in the required form"),
        (Version, "accord", "id: not in the required form"),
        (Version, "acord@winter", "no proposal 'acord'"),
    ],
)
def test_an_id_that_makes_no_record(kind: Any, key: str, message: str) -> None:
    """Its form, and the proposal of a version."""
    assert message in refused(kind, key, kind="state", evidence=CITED).values()


def test_an_id_that_would_make_another_reference_ambiguous() -> None:
    """A record that breaks a rule elsewhere is not written either."""
    files = put(tiny(), "data/events.json", 0, "on", value=["accord"])
    data = {"actor": "south", "act": "demands", "terms": []}
    with pytest.raises(InvalidDataset) as caught:
        draft(records_of(files), Position, "accord", data)
    assert {each.record for each in caught.value.problems} >= {"events/spring-accepted"}


def test_the_nearest_id_is_never_the_record_itself() -> None:
    """It is no remedy to derive a version from itself."""
    with pytest.raises(InvalidDataset) as caught:
        draft(TINY, Version, "accord@winter", {"derived_from": ["accord@wintr"], "evidence": CITED})
    (problem,) = caught.value.problems
    assert problem.remedy == "use an id that exists, or add the record"


# --- what is left to do -------------------------------------------------------------------------


def half_coded() -> Any:
    """The tiny dataset without what accounts for its last paragraph."""
    return put(tiny(), "seeds/report.json", "uncoded", value=DELETED)


def test_a_half_coded_dataset_is_written_to(tmp_path: Path) -> None:
    """It loads with a warning; its records can be read and added to."""
    folder = write(tmp_path, half_coded())
    with pytest.warns(ng.IncompleteDataset):
        ng.load(folder)
    records = open_records(folder)
    made = draft(records, Place, "ford", {"kind": "crossing"})
    assert made.to_do == ()
    write_draft(made, folder)
    assert "ford" in open_records(folder).collections["places"]


def test_what_a_first_citation_leaves_to_do() -> None:
    """The paragraphs of the source that nothing accounts for are named, and the record is made."""
    records = records_of(
        {name: data for name, data in tiny().items() if name.startswith("seeds") or "act" in name}
    )
    made = draft(records, Event, "e", {"act": "assess", "evidence": CITED})
    assert [(each.record, each.message) for each in made.to_do] == [
        ("sources/report", "paragraphs 2, 3, 4, 6, 7 are not accounted for")
    ]


@pytest.mark.parametrize(
    ("file", "data"),
    [
        ("data/actors.json", b"[{]"),
        ("data/actors.json", [{"id": "north", "name": "North", "kind": "realm"}]),
        ("data/actors.json", [{"id": "n", "name": "N", "kind": "state"}] * 2),
        (
            "data/positions/north.json",
            [{"id": "p", "actor": "south", "act": "demands", "terms": []}],
        ),
        ("data/actor.json", []),
    ],
)
def test_what_cannot_be_read_is_not_written_to(tmp_path: Path, file: str, data: Any) -> None:
    """Writing the file might lose what nobody could read in it."""
    with pytest.raises(InvalidDataset):
        open_records(write(tmp_path, tiny() | {file: data}))


# --- sources ------------------------------------------------------------------------------------


def test_a_source_is_described_by_its_file(tmp_path: Path) -> None:
    """All but the outlet is found; no word of the text is kept."""
    path = tmp_path / "Second report.txt"
    path.write_bytes(b"One.\r\n\r\nTwo, which is longer.\r\n")
    key, data = source_data(TINY, path, None)
    found = (key, data["label"], data["file_name"])
    assert found == ("second-report", "Second report", "Second report.txt")
    assert (data["paragraphs"], data["language"]) == (2, "en")
    assert "longer" not in dumps(data)
    texts = ng.Texts(tmp_path, ())
    made = from_data(ng.Source, {"id": key, **data})
    assert texts.coded_text(made).sha256 == made.sha256
    assert source_data(TINY, path, "other")[0] == "other"


def test_the_language_of_the_other_sources(tmp_path: Path) -> None:
    """Is taken where they have one; else it is not determined."""
    path = tmp_path / "a.txt"
    path.write_text("Text.\n")
    for languages, expected in (((), "und"), (("fr", "fr"), "fr"), (("fr", "en"), "und")):
        held = [
            ng.Source(
                id=f"s{number}",
                label="S",
                file_name=f"{number}.txt",
                sha256="0" * 64,
                language=language,
                paragraphs=1,
            )
            for number, language in enumerate(languages)
        ]
        records = ng.Dataset(sources=held).records
        assert source_data(records, path, None)[1]["language"] == expected


@pytest.mark.parametrize(
    ("name", "data", "key", "message"),
    [
        ("a.txt", b"\xff\xfe", None, "byte 0 is not UTF-8"),
        ("a.txt", b" \n\n", None, "holds no text"),
        ("….txt", b"x", None, "no id can be made"),
        ("a.txt", b"x", "No Id", "'No Id' is not a valid id"),
        ("b.txt", ARTICLE.encode(), None, "sources/report already describes this text"),
        (ARTICLE_NAME, b"x", "other", "sources/report describes another text named"),
    ],
)
def test_a_file_that_makes_no_source(
    tmp_path: Path, name: str, data: bytes, key: str | None, message: str
) -> None:
    """Each with what to do."""
    (tmp_path / name).write_bytes(data)
    with pytest.raises(NegotiationsError) as caught:
        source_data(TINY, tmp_path / name, key)
    assert message in str(caught.value)
    with pytest.raises(TextNotFound):
        source_data(TINY, tmp_path / "none.txt", None)


# --- from Python --------------------------------------------------------------------------------


def test_records_are_added_or_take_the_place_of_others() -> None:
    """Of every kind; a version in its proposal, metadata as the metadata."""
    whole = dataset_of(tiny())
    assert whole.metadata is not None
    made = ng.Dataset().with_records(
        whole.metadata, *(each for each in whole if not isinstance(each, Version))
    )
    assert made == whole
    for record in whole:
        changed = record.replace(note="Changed.")
        after = whole.with_records(changed)
        assert after.resolve(address_of(record)) == changed
        assert len([*after]) == len([*whole])
        if not isinstance(record, Version):
            assert after.with_records(record) == whole
    assert whole.with_records() == whole


def test_records_are_taken_out() -> None:
    """A proposal with its versions; a proposal that loses its last version has none reported."""
    whole = dataset_of(tiny())
    for record in whole:
        after = whole.without(address_of(record))
        assert address_of(record) not in {address_of(each) for each in after}
        if not isinstance(record, Proposal):
            assert after.with_records(record) == whole
    assert [*whole.without("proposals/accord").versions] == []
    bare = whole.without("accord@spring", "accord@summer")
    assert bare.proposals["accord"].versions is None
    assert whole.without("metadata/valley-talks").metadata is None


def test_what_cannot_be_added_or_taken_out() -> None:
    """Two records of one address, a version of no proposal, an id of nothing, no record."""
    whole = dataset_of(tiny())
    north = whole.actors["north"]
    with pytest.raises(InvalidDataset, match="duplicate id 'north'"):
        whole.with_records(north, north.replace(name="N"))
    with pytest.raises(UnknownId, match="did you mean accord"):
        whole.with_records(whole.versions["accord@spring"].replace(id="acord@spring"))
    with pytest.raises(UnknownId, match="did you mean north"):
        whole.without("actors/nroth")
    with pytest.raises(TypeError, match="expected Record, found str 'north'"):
        whole.with_records("north")  # type: ignore[arg-type]


def test_what_is_missing_in_a_part_is_told_field_by_field() -> None:
    """With its place in the part."""
    found = refused(Figure, "f", unit="x", claims=[{"count": {"exactly": 1}}])
    assert set(found) == {"/claims/0"}
    with pytest.raises(InvalidDataset) as caught:
        draft(TINY, Figure, "f", {"unit": "x", "claims": [{"count": {"exactly": 1}}]})
    assert sorted(each.message for each in caught.value.problems) == [
        "the field 'rank' is missing",
        "the field 'reason' is missing",
        "the field 'source' is missing",
    ]
