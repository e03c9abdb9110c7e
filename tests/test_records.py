"""Records side by side: collections, addresses, and paths through what records hold."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pytest
from builders import put, records_of, tiny
from hypothesis import given, settings
from profiles import scaled
from strategies import records as any_record
from strategies import values as any_value

from negotiations.errors import AmbiguousId, NegotiationsError, UnknownField, UnknownId
from negotiations.model import (
    Actor,
    Condition,
    Evidence,
    Group,
    Issue,
    Membership,
    Metadata,
    OtherTerm,
    Place,
    Proposal,
    Version,
)
from negotiations.model.base import Value, fields_of
from negotiations.records import (
    COLLECTIONS,
    Collection,
    Records,
    address_of,
    item_label,
    label_pointer,
    walk,
)
from negotiations.vocabulary import ActorKind, PhaseScope, PlaceKind, Who

if TYPE_CHECKING:
    from negotiations.io.strict_json import Pointer


@pytest.fixture(scope="module")
def records() -> Records:
    """The records of the tiny dataset."""
    return records_of(tiny())


@pytest.fixture(scope="module")
def actors(records: Records) -> Collection[Actor]:
    """Its actors."""
    return records.collections["actors"]


def step_through(value: Any, path: Pointer) -> Any:
    """What stands at a path of field names and indices."""
    for step in path:
        value = value[step] if isinstance(step, int) else getattr(value, step)
    return value


# --- collections --------------------------------------------------------------------------------


def test_a_collection_is_a_mapping_in_the_order_of_ids(actors: Collection[Actor]) -> None:
    """Whatever order the records came in, the ids are sorted."""
    assert isinstance(actors, Mapping)
    assert list(actors) == ["clerk", "gazette", "north", "south", "valley-council"]
    assert [actor.id for actor in actors.values()] == list(actors)
    assert len(actors) == 5
    backwards = Collection(Actor, reversed(list(actors.values())))
    assert list(backwards.items()) == list(actors.items())


def test_a_collection_has_its_ids_and_nothing_else(actors: Collection[Actor]) -> None:
    """`in` asks for an id; another kind of object is simply not in it."""
    assert "north" in actors
    assert "nort" not in actors
    others: list[Any] = [None, 5, Place]
    assert not [other for other in others if other in actors]


def test_a_missing_id_names_the_nearest(actors: Collection[Actor]) -> None:
    """A misspelt id raises `UnknownId`, a `KeyError`, with the ids that look like it."""
    with pytest.raises(UnknownId) as caught:
        actors["noth"]
    assert str(caught.value) == "no actor 'noth'; did you mean north or south?"
    assert caught.value.nearest == ("north", "south")
    assert caught.value.wanted == "noth"
    assert isinstance(caught.value, KeyError)
    assert isinstance(caught.value, NegotiationsError)


def test_a_missing_id_like_no_other_names_none(actors: Collection[Actor]) -> None:
    """Nothing is suggested where nothing is near."""
    with pytest.raises(UnknownId) as caught:
        actors["zzz"]
    assert str(caught.value) == "no actor 'zzz'"
    assert caught.value.nearest == ()


@pytest.mark.parametrize("name", COLLECTIONS)
def test_every_collection_names_one_of_its_records(records: Records, name: str) -> None:
    """The error of each collection says what kind of record is missing."""
    with pytest.raises(UnknownId, match=r"^no [a-z]+ '-'$"):
        records.collections[name]["-"]


def test_get_gives_the_default(actors: Collection[Actor]) -> None:
    """`get` raises nothing, as with any mapping."""
    assert actors.get("nort") is None
    assert actors.get("nort", "none") == "none"
    assert actors.get("north") is actors["north"]


def test_get_of_what_is_not_reported_gives_the_default(actors: Collection[Actor]) -> None:
    """A reference that is not reported is None, and no record has it: `get` says None."""
    assert actors["north"].speaks_for is None
    nothing: Any = actors["north"].speaks_for
    assert actors.get(nothing) is None


@pytest.mark.parametrize("key", [None, 5, ("north",)])
def test_a_key_that_is_no_text_is_unknown(actors: Collection[Actor], key: Any) -> None:
    """An object that can be no id raises `KeyError` as in any mapping, not an inner error."""
    with pytest.raises(KeyError):
        actors[key]


def test_a_collection_cannot_be_written_to(actors: Collection[Actor]) -> None:
    """It is no mutable mapping."""
    writable: Any = actors
    with pytest.raises(TypeError):
        writable["north"] = actors["south"]
    with pytest.raises(TypeError):
        del writable["north"]


def test_repr_shows_the_ids(records: Records) -> None:
    """A collection shows how many records of which kind it has, and their ids."""
    assert repr(records.collections["places"]) == "<2 places: hill, valley>"
    assert repr(Collection(Place, ())) in {"<0 places: >", "<0 places>"}


def test_equal_collections_are_equal(actors: Collection[Actor]) -> None:
    """Two collections are equal if they hold equal records, as mappings are."""
    again = records_of(tiny()).collections["actors"]
    assert again == actors
    assert again == dict(actors)
    assert Collection(Actor, [actors["north"]]) != actors


# --- where --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("collection", "fields", "expected"),
    [
        ("actors", {}, ["clerk", "gazette", "north", "south", "valley-council"]),
        ("actors", {"kind": "state"}, ["north", "south"]),
        ("actors", {"kind": ActorKind.STATE}, ["north", "south"]),
        ("actors", {"kind": "person"}, []),
        ("actors", {"id": "north"}, ["north"]),
        ("actors", {"spellings": "Gazette"}, ["gazette"]),
        ("actors", {"spellings": ("Gazette",)}, ["gazette"]),
        ("actors", {"spellings": None}, ["north", "south", "valley-council"]),
        ("actors", {"speaks_for": "south"}, ["clerk"]),
        ("actors", {"member_of": "south"}, ["clerk"]),
        ("actors", {"kind": "state", "name": "South"}, ["south"]),
        ("places", {"within": "valley"}, ["hill"]),
        ("talks", {"participants": "north"}, ["river-round"]),
        ("talks", {"participants": "gazette"}, []),
        ("versions", {"terms": "captives"}, ["accord@spring"]),
        ("versions", {"terms": "hill-forces"}, ["accord@spring", "accord@summer"]),
        ("versions", {"derived_from": "accord@spring"}, ["accord@summer"]),
        ("versions", {"phases": None}, ["accord@summer"]),
        ("positions", {"actor": "south", "act": "demands"}, ["south-keeps-hill"]),
    ],
)
def test_where(records: Records, collection: str, fields: Any, expected: list[str]) -> None:
    """`where` gives the records whose fields have these values, in the order of ids."""
    found = records.collections[collection].where(**fields)
    assert [record.id for record in found] == expected


def test_where_finds_a_text_in_any_normal_form() -> None:
    """An accent is written as one character or as two; other letters stay different."""
    composed, decomposed = "Caf\u00e9", "Cafe\u0301"
    for name in (composed, decomposed):
        actors = Collection(Actor, [Actor(id="a", name=name, kind=ActorKind.GROUP)])
        assert [len(actors.where(name=each)) for each in (composed, decomposed, "Cafe")] == [
            1,
            1,
            0,
        ]


def test_where_takes_a_predicate_and_fields_together(actors: Collection[Actor]) -> None:
    """Both must hold."""
    found = actors.where(lambda actor: actor.id < "o", kind="state")
    assert [actor.id for actor in found] == ["north"]


@pytest.mark.parametrize(
    ("wanted", "nearest", "message"),
    [
        ("kinds", ("kind",), "Actor has no field 'kinds'; did you mean kind?"),
        ("speak_for", ("speaks_for",), "Actor has no field 'speak_for'; did you mean speaks_for?"),
        (
            "zzz",
            (),
            (
                "Actor has no field 'zzz'; its fields are id, name, kind, member_of, speaks_for, "
                "spellings, also_called, identifiers, summary, note, evidence, extra"
            ),
        ),
    ],
)
def test_where_on_a_misspelt_field(
    actors: Collection[Actor], wanted: str, nearest: tuple[str, ...], message: str
) -> None:
    """A field that records do not have is an error with the nearest, never an empty answer."""
    with pytest.raises(UnknownField) as caught:
        actors.where(**{wanted: "state"})
    assert caught.value.nearest == nearest
    assert caught.value.kind == "Actor"
    assert str(caught.value) == message
    assert isinstance(caught.value, AttributeError)


def test_where_on_an_empty_collection_still_knows_its_fields() -> None:
    """A misspelt field is an error even where no record could match."""
    with pytest.raises(UnknownField):
        Collection(Actor, ()).where(kinds="state")


# --- addresses ----------------------------------------------------------------------------------


def test_every_address_resolves_to_its_record(records: Records) -> None:
    """`resolve` is the inverse of `address_of`, with the collection and, if unique, without."""
    for record in records:
        assert records.resolve(address_of(record)) is record
        assert records.resolve(record.id) is record


def test_addresses_are_unique(records: Records) -> None:
    """No two records have one address."""
    addresses = [address_of(record) for record in records]
    assert len(set(addresses)) == len(addresses)


def test_the_address_of_metadata(records: Records) -> None:
    """The dataset's own description has an address too, for problems in it."""
    assert records.metadata is not None
    assert address_of(records.metadata) == "metadata/valley-talks"


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("nort", "no record 'nort'; did you mean north or report?"),
        ("", "no record ''"),
        ("actors/nort", "no actor 'nort'; did you mean north?"),
        ("actors/", "no actor ''"),
        ("actor/north", "no collection 'actor'; did you mean actors?"),
        (
            "versions/accord@sprin",
            "no version 'accord@sprin'; did you mean accord@spring or accord@summer?",
        ),
        ("/north", "no collection ''"),
        ("data/actors/north", "no collection 'data/actors'; did you mean actors?"),
    ],
)
def test_an_address_of_no_record(records: Records, address: str, message: str) -> None:
    """What does not resolve raises `UnknownId`, which names the nearest."""
    with pytest.raises(UnknownId) as caught:
        records.resolve(address)
    assert str(caught.value) == message


def test_an_ambiguous_id_names_its_choices() -> None:
    """A bare id of several records is refused, and the addresses to choose from are given."""
    files = tiny()
    place = {"id": "north", "name": "The north bank", "kind": "territory"}
    records = records_of(put(files, "data/places.json", 2, value=place))
    with pytest.raises(AmbiguousId) as caught:
        records.resolve("north")
    assert caught.value.choices == ("actors/north", "places/north")
    assert str(caught.value) == (
        "'north' is the id of several records; write one of actors/north, places/north"
    )
    assert isinstance(caught.value, KeyError)
    assert records.resolve("places/north").id == "north"
    assert records.resolve("north", among=("actors",)) is records.collections["actors"]["north"]


def test_resolve_among_some_collections(records: Records) -> None:
    """A bare id counts only in the collections asked for; the error names those."""
    assert records.resolve("accord", ("proposals", "versions")).id == "accord"
    with pytest.raises(UnknownId) as caught:
        records.resolve("north", ("proposals", "versions"))
    assert str(caught.value) == "no proposal or version 'north'"


def test_errors_survive_a_pickle(actors: Collection[Actor]) -> None:
    """An error that crosses to another process keeps its facts and its message."""
    with pytest.raises(UnknownId) as caught:
        actors["noth"]
    again = pickle.loads(pickle.dumps(caught.value))
    assert type(again) is UnknownId
    assert str(again) == str(caught.value)


# --- records ------------------------------------------------------------------------------------


def test_versions_are_found_in_their_proposals(records: Records) -> None:
    """They are a collection of their own, though they stand in proposals."""
    proposal = records.collections["proposals"]["accord"]
    assert tuple(records.collections["versions"].values()) == proposal.versions


def test_metadata_is_no_member_of_a_collection(records: Records) -> None:
    """The records that one walks over are those of the collections."""
    assert not [record for record in records if isinstance(record, Metadata)]
    assert len(list(records)) == sum(map(len, records.collections.values())) == 20


def test_holders_hold_terms(records: Records) -> None:
    """Versions and positions hold terms."""
    held = [holder.id for holder in records.holders()]
    assert held == ["accord@spring", "accord@summer", "south-keeps-hill"]


# --- walks and paths ----------------------------------------------------------------------------


@given(any_value())
@settings(max_examples=scaled(50))
def test_a_walk_gives_every_value_with_its_path(value: Value) -> None:
    """Each path of a walk leads to its value; the first is the value itself."""
    found = list(walk(value))
    assert found[0] == ((), value)
    for path, inner in found:
        assert step_through(value, path) is inner


@given(any_value())
@settings(max_examples=scaled(50))
def test_a_walk_leaves_nothing_out(value: Value) -> None:
    """Every value held directly is in the walk, but for versions, which are records themselves."""
    paths = {path for path, _ in walk(value)}
    for spec in fields_of(value):
        held = getattr(value, spec.name)
        if isinstance(held, Value):
            assert (spec.name,) in paths
        elif isinstance(held, tuple):
            for index, item in enumerate(held):
                wanted = isinstance(item, Value) and not isinstance(item, Version)
                assert ((spec.name, index) in paths) is wanted


def test_a_walk_through_a_proposal_does_not_enter_its_versions(records: Records) -> None:
    """What a version holds is reported under the version."""
    proposal = records.collections["proposals"]["accord"]
    assert not [path for path, _ in walk(proposal) if "versions" in path]


@given(any_record())
@settings(max_examples=scaled(50))
def test_paths_with_keys_are_unique(record: Value) -> None:
    """No two values of a record have the same path with keys."""
    pointers = [label_pointer(record, path) for path, _ in walk(record)]
    assert len(set(pointers)) == len(pointers)


@given(any_record())
@settings(max_examples=scaled(50))
def test_a_path_with_keys_has_as_many_parts(record: Value) -> None:
    """A key that has a slash in it does not look like two steps of a path."""
    for path, _ in walk(record):
        assert label_pointer(record, path).count("/") == len(path)


def test_a_role_with_a_slash_is_one_step() -> None:
    """A role is free text; what it is called cannot change how deep its path is."""
    actor = Actor(
        id="clerk",
        name="A clerk",
        kind=ActorKind.PERSON,
        member_of=(Membership(organisation="south", role="clerk/driver"),),
    )
    pointer = label_pointer(actor, ("member_of", 0, "role"))
    assert pointer == "/member_of/south:clerk~1driver/role"


@pytest.mark.parametrize(
    ("item", "label"),
    [
        (OtherTerm(issue="fee"), "fee"),
        (OtherTerm(issue="fee", phase=2), "fee@2"),
        (OtherTerm(issue="fee", phase=PhaseScope.WHOLE), "fee@whole"),
        (Membership(organisation="south"), "south"),
        (Membership(organisation="south", role="clerk"), "south:clerk"),
        (Group(who=(Who.WOMEN, Who.CHILDREN), citizens_of="south"), "children+women:south"),
        (Group(citizens_of="south"), ":south"),
        (Group(), "-"),
        (Condition(summary="All are free."), "7"),
        (Place(id="hill", name="The hill", kind=PlaceKind.TERRITORY), "hill"),
        ("text", "7"),
    ],
)
def test_the_key_of_an_item_in_a_path(item: Any, label: str) -> None:
    """An item is called by its key fields, those not reported left empty; what has none, by its index."""
    assert item_label(item, 7) == label


def test_a_path_with_keys(records: Records) -> None:
    """It is a path of keys, which stays true when other items are added."""
    version = records.collections["versions"]["accord@spring"]
    assert label_pointer(version, ()) == ""
    assert label_pointer(version, ("terms", 0, "groups", 0)) == "/terms/captives@1/groups/children"
    assert label_pointer(version, ("terms", 2, "evidence", 0, "paragraph")) == (
        "/terms/hill-forces@2/evidence/0/paragraph"
    )
    assert label_pointer(version, ("roles", 0)) == "/roles/north:addressee"
    assert label_pointer(version, ("phases", 1)) == "/phases/2"


def test_evidence_is_called_by_its_index(records: Records) -> None:
    """Evidence has no short key of its own."""
    event = records.collections["events"]["spring-accepted"]
    assert isinstance(event.evidence[1], Evidence)
    assert label_pointer(event, ("evidence", 1)) == "/evidence/1"


def test_records_of_one_kind_do_not_mix() -> None:
    """Each class of records goes to its own collection, whatever order they are given in."""
    files = tiny()
    made = list(records_of(files))
    again = Records.of(None, [each for each in reversed(made) if not isinstance(each, Version)])
    assert {name: list(held) for name, held in again.collections.items()} == {
        name: list(held) for name, held in records_of(files).collections.items()
    }
    assert isinstance(again.resolve("fee"), Issue)
    assert isinstance(again.resolve("accord"), Proposal)
