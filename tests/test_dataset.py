"""`Dataset`: the questions that users ask of all records together."""

from __future__ import annotations

import copy
import pickle
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from builders import (
    ARTICLE,
    DELETED,
    Files,
    at,
    cite,
    dataset_of,
    put,
    records_of,
    tiny,
    write,
    write_text,
)

import negotiations as ng
from negotiations.errors import (
    AmbiguousId,
    InvalidDataset,
    NegotiationsError,
    UnknownField,
    UnknownId,
)
from negotiations.model import Version
from negotiations.model.base import fields_of
from negotiations.records import COLLECTIONS, address_of, label_pointer, walk
from negotiations.vocabulary import ActorKind, Severity, Support, TermKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ACTORS = "data/actors.json"
ACCORD = "data/proposals/accord.json"
SOUTH = "data/positions/south.json"
EVENTS = "data/events.json"


@pytest.fixture(scope="module")
def ds() -> ng.Dataset:
    """The tiny dataset, built from its records."""
    return dataset_of(tiny())


# --- built from records -------------------------------------------------------------------------


def test_what_is_built_equals_what_is_loaded(ds: ng.Dataset, tmp_path: Path) -> None:
    """A dataset is its records, wherever they come from."""
    assert ng.load(write(tmp_path, tiny())) == ds
    assert hash(ng.load(tmp_path)) == hash(ds)


def test_records_may_be_given_in_any_order(ds: ng.Dataset) -> None:
    """The order in which records are given means nothing, and any iterable will do."""
    again = ng.Dataset(
        ds.metadata,
        **{
            name: iter(list(getattr(ds, name).values())[::-1])
            for name in COLLECTIONS
            if name != "versions"
        },
    )
    assert again == ds
    assert repr(again) == repr(ds)


def test_an_empty_dataset_is_a_dataset() -> None:
    """It has all collections, without records, and breaks no rule."""
    empty = ng.Dataset()
    assert list(empty) == []
    assert empty.metadata is None
    assert all(len(getattr(empty, name)) == 0 for name in COLLECTIONS)
    assert empty.check() == ()
    assert empty.find("north") == ()
    assert empty.terms() == ()
    assert list(empty.evidence()) == []


def test_a_dataset_that_is_built_is_checked_like_any_other() -> None:
    """What was built of records is held against the rules when asked."""
    actor = ng.Actor(id="clerk", name="A clerk", kind=ActorKind.GROUP, speaks_for="south")
    (problem,) = ng.Dataset(actors=[actor]).check()
    assert (problem.rule, problem.record, problem.pointer) == (
        "references",
        "actors/clerk",
        "/speaks_for",
    )


def test_versions_are_those_of_the_proposals(ds: ng.Dataset) -> None:
    """Versions are given with their proposals and found on their own."""
    assert list(ds.versions) == ["accord@spring", "accord@summer"]
    assert ds.versions["accord@spring"] is ds.proposals["accord"].version("spring")


def test_two_records_with_one_id_are_not_silently_one(ds: ng.Dataset) -> None:
    """Of two records with one id none is chosen: they are refused, or it is a problem."""
    other = ds.actors["north"].replace(name="Another North")
    try:
        built = ng.Dataset(actors=[ds.actors["north"], other])
    except (ValueError, NegotiationsError):
        return
    assert any(problem.rule == "unique-id" for problem in built.check())


def test_nothing_that_is_given_is_dropped(ds: ng.Dataset) -> None:
    """A version that is given without its proposal is refused, and not left out in silence."""
    misplaced: Any = [ds.versions["accord@spring"]]
    with pytest.raises((TypeError, ValueError, NegotiationsError)):
        ng.Dataset(proposals=misplaced)


@pytest.mark.parametrize("wrong", ["north", None, 5, {"id": "north"}])
def test_what_is_no_record_is_refused(wrong: Any) -> None:
    """The error says what was given; it is no bare `KeyError` about a class."""
    with pytest.raises(TypeError):
        ng.Dataset(actors=[wrong])


def test_metadata_is_no_record_of_a_collection(ds: ng.Dataset) -> None:
    """The description stands first, and not among the actors."""
    metadata: Any = ds.metadata
    with pytest.raises(TypeError):
        ng.Dataset(actors=[metadata])


# --- a value ------------------------------------------------------------------------------------


def test_repr(ds: ng.Dataset) -> None:
    """It shows which dataset it is and how many records of each kind it has."""
    assert repr(ds) == (
        "<Dataset valley-talks: 1 sources, 5 actors, 2 places, 5 issues, 1 talks, 1 proposals, "
        "1 positions, 1 events, 1 figures, 2 versions>"
    )
    assert repr(ng.Dataset()) == "<Dataset without metadata: empty>"
    assert repr(ng.Dataset(ds.metadata)) == "<Dataset valley-talks: empty>"


@pytest.mark.parametrize(
    ("file", "path", "value"),
    [
        (ACTORS, (0, "name"), "Another clerk"),
        (ACCORD, ("versions", 0, "terms", 0, "count"), {"exactly": 21}),
        (EVENTS, (0, "evidence", 0, "note"), "Read so."),
        ("data/dataset.json", ("version",), "1.0.1"),
    ],
)
def test_datasets_that_differ_anywhere_are_not_equal(
    ds: ng.Dataset, file: str, path: tuple[Any, ...], value: Any
) -> None:
    """Any difference in any record, or in the description, makes another dataset."""
    assert dataset_of(put(tiny(), file, *path, value=value)) != ds
    assert dataset_of(tiny()) == ds


def test_a_dataset_equals_no_other_object(ds: ng.Dataset) -> None:
    """It is not the list of its records."""
    assert ds != list(ds)
    assert ds is not None
    assert (ds == 5) is False


CHANGES: dict[str, Callable[[Any], object]] = {
    "set metadata": lambda ds: setattr(ds, "metadata", None),
    "set a collection": lambda ds: setattr(ds, "actors", {}),
    "set the records": lambda ds: setattr(ds, "records", None),
    "set anything": lambda ds: setattr(ds, "anything", 1),
    "delete the records": lambda ds: delattr(ds, "records"),
    "delete a collection": lambda ds: delattr(ds, "actors"),
    "add a record": lambda ds: ds.actors.__setitem__("x", ds.actors["north"]),
    "add no record": lambda ds: ds.actors.update({}),
    "change a record": lambda ds: setattr(ds.actors["north"], "name", "x"),
    "clear the collections": lambda ds: ds.records.collections.clear(),
    "replace a collection": lambda ds: ds.records.collections.update(actors=None),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_dataset_cannot_be_changed(change: str) -> None:
    """It is immutable, and so is all that it gives away."""
    ds = dataset_of(tiny())
    with pytest.raises((AttributeError, TypeError)):
        CHANGES[change](ds)
    assert ds == dataset_of(tiny())


def test_the_refusal_names_the_attribute(ds: ng.Dataset) -> None:
    """What was tried stands in the message."""
    with pytest.raises(AttributeError) as caught:
        setattr(ds, "name", "x")  # noqa: B010
    assert str(caught.value) == "a Dataset is immutable; 'name' cannot be set"


@pytest.mark.parametrize(
    "again",
    [copy.copy, copy.deepcopy, lambda ds: pickle.loads(pickle.dumps(ds))],
    ids=["copy", "deepcopy", "pickle"],
)
def test_a_dataset_can_be_copied(ds: ng.Dataset, again: Callable[[Any], Any]) -> None:
    """A copy, and what comes out of another process, is an equal dataset."""
    assert again(ds) == ds


def test_all_records_are_walked_over_once(ds: ng.Dataset) -> None:
    """Iteration gives each record of each collection, versions among them."""
    addresses = [address_of(record) for record in ds]
    assert len(addresses) == len(set(addresses)) == 20
    assert "versions/accord@summer" in addresses


# --- resolve ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("north", "actors/north"),
        ("actors/north", "actors/north"),
        ("accord", "proposals/accord"),
        ("accord@spring", "versions/accord@spring"),
        ("versions/accord@spring", "versions/accord@spring"),
        ("south-keeps-hill", "positions/south-keeps-hill"),
        ("river-round", "talks/river-round"),
        ("report", "sources/report"),
    ],
)
def test_resolve(ds: ng.Dataset, address: str, found: str) -> None:
    """A record is found at its address, and under its bare id where that is unique."""
    assert address_of(ds.resolve(address)) == found


@pytest.mark.parametrize(
    ("address", "message", "nearest"),
    [
        (
            "accord@sumer",
            "no record 'accord@sumer'; did you mean accord@summer or accord@spring or accord?",
            "accord@summer",
        ),
        ("gazete", "no record 'gazete'; did you mean gazette?", "gazette"),
        ("actors/gazete", "no actor 'gazete'; did you mean gazette?", "gazette"),
        ("actor/gazette", "no collection 'actor'; did you mean actors?", "actors"),
        ("talks/river", "no talk 'river'; did you mean river-round?", "river-round"),
        ("qqq", "no record 'qqq'", None),
    ],
)
def test_a_misspelt_address(
    ds: ng.Dataset, address: str, message: str, nearest: str | None
) -> None:
    """The error says what was looked for and what it was most likely meant to be."""
    with pytest.raises(UnknownId) as caught:
        ds.resolve(address)
    assert str(caught.value) == message
    assert (caught.value.nearest[0] if caught.value.nearest else None) == nearest


def test_an_ambiguous_id() -> None:
    """The error lists the addresses to choose from."""
    files = put(tiny(), SOUTH, 0, "id", value="river-round")
    with pytest.raises(AmbiguousId) as caught:
        dataset_of(files).resolve("river-round")
    assert str(caught.value) == (
        "'river-round' is the id of several records; "
        "write one of talks/river-round, positions/river-round"
    )


def test_where_on_a_collection_of_a_dataset(ds: ng.Dataset) -> None:
    """Collections answer by field and by predicate; a misspelt field is an error."""
    assert ds.actors.where(kind="state") == (ds.actors["north"], ds.actors["south"])
    assert ds.positions.where(lambda each: len(each.terms) > 1) == ()
    with pytest.raises(UnknownField) as caught:
        ds.events.where(actor="north")
    assert str(caught.value) == "Event has no field 'actor'; did you mean actors or act?"


# --- find ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "gazette",
            [
                ("actors/gazette", "/spellings", "Gazette"),
                ("sources/report", "/label", "Gazette report"),
            ],
        ),
        ("GAZETTE  report", [("sources/report", "/label", "Gazette report")]),
        # What is coded with an actor is found by the name of the actor.
        (
            "a clerk of",
            [
                ("actors/clerk", "/member_of/south:clerk/role", "clerk"),
                ("events/spring-accepted", "/evidence/0/claimants", "clerk"),
                ("positions/south-keeps-hill", "/terms/hill-forces/evidence/0/claimants", "clerk"),
            ],
        ),
        # By the label of an issue, what is coded on it is found as well.
        (
            "halt to fire",
            [
                ("issues/fire", "/label", "Halt to fire"),
                ("versions/accord@spring", "/terms/fire@1/issue", "fire"),
            ],
        ),
        (
            "all halt",
            [
                ("issues/fire", "/definition", "A halt to all fire."),
                (
                    "versions/accord@spring",
                    "/terms/hill-forces@2/conditions/0/summary",
                    "All captives are free.",
                ),
            ],
        ),
        ("by the river", [("talks/river-round", "/title", "Round by the river")]),
        ("second draft", [("versions/accord@summer", "/labels", "second draft")]),
        (
            "all captives",
            [
                (
                    "versions/accord@spring",
                    "/terms/hill-forces@2/conditions/0/summary",
                    "All captives are free.",
                )
            ],
        ),
        # All words of it, from their beginnings, in one text or in several; and what is coded so.
        (
            "clerk hil-forc",
            [
                ("events/spring-accepted", "/evidence/0/claimants", "clerk"),
                ("positions/south-keeps-hill", "/terms/hill-forces/evidence/0/claimants", "clerk"),
            ],
        ),
        ("hilltop South", []),
        # Quantities are found as they are written, and numbers whole.
        ("40", [("figures/captives-held", "/claims/report/count", "about 40")]),
        ("4", []),
        ("nobody wrote this", []),
        ("", []),
        ("   ", []),
    ],
)
def test_find(ds: ng.Dataset, text: str, found: list[tuple[str, str, str]]) -> None:
    """Names, words, notes, spellings and quantities are searched, whatever the case; each record is
    found once, by the field most worth reading."""
    matches = ds.find(text)
    assert [(each.address, each.pointer, each.text) for each in matches] == found
    for match in matches:
        assert ds.resolve(match.address) is match.record


@pytest.mark.parametrize("text", ["hill", "captives", "fire", "40"])
def test_a_match_names_a_field_that_has_the_text(ds: ng.Dataset, text: str) -> None:
    """A pointer of a match ends with a field of the model, and the text is what the field holds."""
    for match in ds.find(text):
        fields = {
            f"{label_pointer(match.record, path)}/{spec.name}": getattr(value, spec.name)
            for path, value in walk(match.record)
            for spec in fields_of(value)
        }
        assert match.pointer in fields
        held = fields[match.pointer]
        assert match.text in map(str, held if isinstance(held, tuple) else (held,))
        assert match.called or text in match.text.casefold()


def test_each_record_is_found_once(ds: ng.Dataset) -> None:
    """A record in which a text stands often is one match."""
    addresses = [match.address for match in ds.find("e")]
    assert len(addresses) == len(set(addresses))


# --- terms --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (
            {},
            [
                "versions/accord@spring/terms/captives@1",
                "versions/accord@spring/terms/fire@1",
                "versions/accord@spring/terms/hill-forces@2",
                "versions/accord@summer/terms/hill-forces@2",
                "positions/south-keeps-hill/terms/hill-forces",
            ],
        ),
        ({"issue": "captives"}, ["versions/accord@spring/terms/captives@1"]),
        ({"issue": "fee"}, []),
        ({"kind": "ceasefire"}, ["versions/accord@spring/terms/fire@1"]),
        ({"kind": TermKind.CEASEFIRE}, ["versions/accord@spring/terms/fire@1"]),
        ({"kind": "measure"}, []),
        ({"issue": "captives", "kind": "ceasefire"}, []),
    ],
)
def test_terms(ds: ng.Dataset, asked: dict[str, Any], found: list[str]) -> None:
    """Terms of versions and positions, on an issue or of a kind, each with its holder and place."""
    placed = ds.terms(**asked)
    assert [each.address for each in placed] == found
    for each in placed:
        assert each.term in (each.holder.terms or ())
        assert each.address.startswith(address_of(each.holder) + "/")


def test_terms_on_a_misspelt_issue(ds: ng.Dataset) -> None:
    """An issue that is not there is an error, and no empty answer."""
    with pytest.raises(UnknownId) as caught:
        ds.terms(issue="captive")
    assert str(caught.value) == "no issue 'captive'; did you mean captives?"


def test_terms_of_a_misspelt_kind(ds: ng.Dataset) -> None:
    """A kind that is not there is an error, and no empty answer."""
    with pytest.raises(ng.UnknownId) as caught:
        ds.terms(kind="relase")
    assert str(caught.value) == "no kind of term 'relase'; did you mean release or measure?"


def test_terms_of_a_version_without_terms() -> None:
    """A version whose terms are not reported has none, and is no error."""
    files = put(tiny(), ACCORD, "versions", 1, "terms", value=DELETED)
    assert len(dataset_of(files).terms()) == 4


# --- evidence and attribution -------------------------------------------------------------------


def test_all_evidence_is_given_with_its_place(ds: ng.Dataset) -> None:
    """Each piece of evidence in the files is given once, with what rests on it."""
    cited = list(ds.evidence())
    found = sorted((each.address, each.pointer, each.evidence.start) for each in cited)
    start = ARTICLE.index
    assert found == sorted(
        [
            ("events/spring-accepted", "", start("“We keep")),
            ("events/spring-accepted", "", start("North denied")),
            ("figures/captives-held", "/claims/report", start("Some 40")),
            ("positions/south-keeps-hill", "/terms/hill-forces", start("“We keep")),
            ("talks/river-round", "", start("In spring")),
            ("versions/accord@spring", "", start("The draft asks")),
            ("versions/accord@spring", "/roles/north:addressee", start("The draft asks")),
            ("versions/accord@spring", "/terms/captives@1", start("North frees")),
            ("versions/accord@spring", "/terms/fire@1", start("The draft asks")),
            ("versions/accord@spring", "/terms/hill-forces@2", start("South leaves")),
            ("versions/accord@summer", "", start("In summer")),
            ("versions/accord@summer", "/roles/valley-council:mediator", start("In summer")),
            ("versions/accord@summer", "/terms/hill-forces@2", start("which has South")),
        ]
    )


def test_attribution(ds: ng.Dataset) -> None:
    """Who says it and who denies it are kept apart, and so is what the source says itself."""
    said = ds.attribution("spring-accepted")
    assert said.claimants == ("clerk",)
    assert said.deniers == ("north",)
    assert said.narrated_by == ()
    assert said.origins == ("report",)
    assert said.disputed
    assert not said.hedged
    assert said.evidence == ds.events["spring-accepted"].evidence


def test_attribution_of_a_field(ds: ng.Dataset) -> None:
    """Evidence of other fields does not count for a field; evidence of all fields does."""
    assert ds.attribution("spring-accepted", "act").deniers == ("north",)
    of_time = ds.attribution("events/spring-accepted", "when")
    assert of_time.claimants == ("clerk",)
    assert of_time.deniers == ()
    assert not of_time.disputed


def test_attribution_of_a_misspelt_field(ds: ng.Dataset) -> None:
    """A field that the record has not is an error with the nearest."""
    with pytest.raises(UnknownField) as caught:
        ds.attribution("spring-accepted", "acts")
    assert str(caught.value) == "Event has no field 'acts'; did you mean act or actors?"


def test_attribution_of_a_misspelt_record(ds: ng.Dataset) -> None:
    """A record that is not there is an error with the nearest."""
    with pytest.raises(UnknownId) as caught:
        ds.attribution("spring-acepted")
    assert str(caught.value) == "no record 'spring-acepted'; did you mean spring-accepted?"


def test_attribution_of_a_position_is_that_of_its_terms(ds: ng.Dataset) -> None:
    """A position rests on the evidence of its terms."""
    assert ds.attribution("south-keeps-hill").claimants == ("clerk",)
    assert ds.attribution(ds.positions["south-keeps-hill"].terms[0]).claimants == ("clerk",)


def test_attribution_of_a_part(ds: ng.Dataset) -> None:
    """A term, a role or a claim has an attribution of its own; a hedge of all passages is one."""
    claim = ds.figures["captives-held"].claims[0]
    assert ds.attribution(claim).hedged
    assert ds.attribution(claim).narrated_by == ("report",)
    assert not ds.attribution(ds.versions["accord@spring"]).hedged


def test_attribution_of_what_has_no_evidence(ds: ng.Dataset) -> None:
    """Nobody says it; that is no dispute and no hedge."""
    said = ds.attribution("north")
    assert said == ng.Attribution(claimants=(), narrated_by=(), deniers=(), origins=(), evidence=())
    assert not said.disputed
    assert not said.hedged


def relayed(*passages: dict[str, Any]) -> ng.Attribution:
    """The attribution of an event that rests on these passages."""
    ds = dataset_of(put(tiny(), EVENTS, 0, "evidence", value=list(passages)))
    return ds.attribution("spring-accepted")


def test_relays_of_one_origin_count_once() -> None:
    """However many passages repeat what one outlet wrote, it is one origin."""
    one = cite("North frees", via=["valley-council", "gazette"])
    two = cite("South leaves", via=["gazette"])
    three = cite("Some 40 captives")
    assert relayed(one, two).origins == ("gazette",)
    assert relayed(one, two, three).origins == ("gazette", "report")
    assert relayed(cite("North frees", via=[])).origins == ("report",)


def test_a_denial_is_no_origin_and_no_claim() -> None:
    """Who denies a record does not say it."""
    said = cite("North frees", claimants=["clerk"])
    denied = cite("South leaves", support="contradicts", claimants=["north"], via=["gazette"])
    assert relayed(said, denied).claimants == ("clerk",)
    assert relayed(said, denied).origins == ("report",)
    assert relayed(denied).claimants == ()
    assert relayed(denied).disputed


def test_a_denial_in_the_words_of_the_source() -> None:
    """A source that denies a record itself is a denier."""
    assert relayed(cite("North frees", support="contradicts")).deniers == ("report",)


def test_a_reading_is_said_by_its_claimants() -> None:
    """Evidence that is implied counts as said."""
    said = relayed(cite("North frees", support="implied", claimants=["clerk"], note="So read."))
    assert said.claimants == ("clerk",)
    assert said.evidence[0].support is Support.IMPLIED


def test_one_passage_that_is_not_hedged_is_enough() -> None:
    """A record is hedged only where every passage that says it hedges; denials do not count."""
    hedged = cite("North frees", hedged=True)
    plain = cite("South leaves", hedged=False)
    denied = cite("Some 40 captives", support="contradicts")
    assert relayed(hedged).hedged
    assert relayed(hedged, denied).hedged
    assert not relayed(hedged, plain).hedged
    assert not relayed(denied).hedged


# --- diff ---------------------------------------------------------------------------------------


def test_diff_takes_addresses_and_records(ds: ng.Dataset) -> None:
    """Both sides may be given by address or as records; it is the same diff."""
    one = ds.diff("accord@spring", "accord@summer")
    two = ds.diff(ds.versions["accord@spring"], "versions/accord@summer")
    assert list(one) == list(two)
    assert one
    assert not ds.diff("accord@spring", "accord@spring")


def test_diff_of_a_misspelt_address(ds: ng.Dataset) -> None:
    """A version that is not there is an error with the nearest."""
    with pytest.raises(UnknownId) as caught:
        ds.diff("accord@spring", "accord@sumer")
    assert str(caught.value) == (
        "no record 'accord@sumer'; did you mean accord@summer or accord@spring or accord?"
    )


# --- check --------------------------------------------------------------------------------------


def test_check_of_a_valid_dataset(ds: ng.Dataset, tmp_path: Path) -> None:
    """Nothing is found, with texts neither."""
    assert ds.check() == ()
    assert ds.check(texts=write_text(tmp_path)) == ()
    assert ds.check(str(tmp_path)) == ()


def test_check_sorts_what_it_finds() -> None:
    """Problems of records that have no file are sorted by record; their pointers have keys."""
    files = put(tiny(), ACTORS, 0, "speaks_for", value="soth")
    put(files, ACCORD, "versions", 0, "terms", 2, "evidence", value=DELETED)
    put(files, "data/places.json", 0, "within", value=["vale"])
    problems = dataset_of(files).check()
    assert [(each.record, each.pointer, each.rule) for each in problems] == [
        ("actors/clerk", "/speaks_for", "references"),
        ("places/hill", "/within/0", "references"),
        ("versions/accord@spring", "/terms/hill-forces@2", "evidence-present"),
    ]
    assert all(each.file == "" and each.where == "" for each in problems)
    assert str(problems[2]) == (
        "error[evidence-present] the term hill-forces@2 has no evidence\n"
        "  record: versions/accord@spring /terms/hill-forces@2\n"
        "  found: none\n"
        "  expected: at least one passage\n"
        "  remedy: add the passage that says so"
    )


def test_check_with_texts_finds_all(tmp_path: Path) -> None:
    """With texts the other rules are held too."""
    files = put(tiny(), ACTORS, 0, "speaks_for", value="soth")
    put(files, EVENTS, 0, "evidence", 0, "sha256", value="0" * 64)
    ds = dataset_of(files)
    assert {each.rule for each in ds.check()} == {"references"}
    found = {each.rule for each in ds.check(texts=write_text(tmp_path))}
    assert found == {"references", "evidence-slice"}


@pytest.mark.parametrize("with_sources", [True, False])
def test_check_with_texts_of_a_dataset_of_ones_own(tmp_path: Path, with_sources: bool) -> None:
    """`Texts` that know none of the sources do not let every passage pass unread."""
    files = put(tiny(), EVENTS, 0, "evidence", 0, "sha256", value="0" * 64)
    ds = dataset_of(files)
    folder = write(tmp_path / "set", files)
    sources = ds.sources.values() if with_sources else ()
    texts = ng.Texts(write_text(tmp_path / "texts"), sources)
    assert [each.rule for each in ds.check(texts=texts)] == ["evidence-slice"]
    assert [each.rule for each in ng.check(folder, texts=texts)] == ["evidence-slice"]


# --- load ---------------------------------------------------------------------------------------


def test_load_of_a_broken_folder_says_all(tmp_path: Path) -> None:
    """The error has the problems as data and as text, headed by their number."""
    files = put(tiny(), ACTORS, 0, "speaks_for", value="soth")
    put(files, "data/places.json", 0, "kin", value="x")
    with pytest.raises(InvalidDataset) as caught:
        ng.load(write(tmp_path, files))
    assert [each.rule for each in caught.value.problems] == ["references", "schema"]
    lines = str(caught.value).split("\n")
    assert lines[0] == "2 problems"
    assert lines[1] == "data/actors.json:7:19: error[references] no record 'soth' in actors"
    assert str(caught.value) == "\n".join(["2 problems", *map(str, caught.value.problems)])


def test_a_stray_file_beside_the_bundled_data_does_not_keep_it_from_loading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A warning is no error for the bundled dataset either: a note in its folder does not matter."""
    write(tmp_path, put(tiny(), "seeds/notes.txt", value=b"x"))
    assert [each.severity for each in ng.check(tmp_path)] == [Severity.WARNING]
    bundled: Any = ng.dataset._bundled
    monkeypatch.setattr("negotiations.dataset.bundled_path", lambda: str(tmp_path))
    bundled.cache_clear()
    try:
        assert ng.load() == dataset_of(tiny())
    finally:
        bundled.cache_clear()


def test_the_records_of_a_loaded_dataset_do_not_depend_on_its_files(tmp_path: Path) -> None:
    """A dataset is read whole: the folder may go."""
    ds = ng.load(write(tmp_path / "set", tiny()))
    shutil.rmtree(tmp_path / "set")
    assert ds == dataset_of(tiny())
    assert ds.check() == ()


def test_the_helper_that_builds_takes_files_apart_whole() -> None:
    """These tests stand on it: every record of the files is in the dataset."""
    files: Files = tiny()
    assert len(list(dataset_of(files))) == 20
    assert isinstance(records_of(files).resolve("accord@spring"), Version)
    assert at(files[ACCORD], "/versions/0/id") == "accord@spring"
