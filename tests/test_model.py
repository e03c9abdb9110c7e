"""Records and vocabularies: what all classes of the model promise, and what single ones add."""

from __future__ import annotations

import inspect
import re
from decimal import Decimal
from operator import is_
from typing import Any

import attrs
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from profiles import scaled
from strategies import CLASSES, RECORD_CLASSES, TERM_TYPES, by_class, key_of, terms, values

from negotiations import model, vocabulary
from negotiations.errors import UnknownId
from negotiations.model import (
    TERM_CLASSES,
    Actor,
    CeasefireTerm,
    Condition,
    Evidence,
    Group,
    Membership,
    Metadata,
    OtherTerm,
    Phase,
    Place,
    Position,
    PresenceTerm,
    Proposal,
    Record,
    ReleaseTerm,
    Term,
    Version,
    WithdrawalTerm,
)
from negotiations.model.amounts import Amount
from negotiations.model.base import DuplicateKey, FieldSpec, Value, fields_of
from negotiations.model.coordinates import Coordinates
from negotiations.model.patterns import FORMS
from negotiations.model.timing import Anchor, Timing
from negotiations.model.values import Bounded, Count, Duration, When
from negotiations.vocabulary import (
    ActorKind,
    Basis,
    Certainty,
    Completeness,
    EventAct,
    OrderedVocabulary,
    PhaseScope,
    PlaceKind,
    PositionAct,
    PresenceExtent,
    Support,
    TermKind,
    Vocabulary,
    Who,
    WithdrawalExtent,
)

# Laws of all classes want more examples, since each is of one class.
often = settings(max_examples=scaled(60))
# Classes whose fields are independent of each other, so that any one may be changed.
FREE = tuple(
    cls for cls in CLASSES if not issubclass(cls, Bounded | When | Timing | Anchor | Evidence)
)
FIELDS = [
    pytest.param(cls, spec, id=f"{cls.__name__}.{spec.name}")
    for cls in CLASSES
    for spec in fields_of(cls)
]
VOCABULARIES = [
    found
    for _, found in inspect.getmembers(vocabulary, inspect.isclass)
    if issubclass(found, Vocabulary) and found not in (Vocabulary, OrderedVocabulary)
]
ORDERED = [each for each in VOCABULARIES if issubclass(each, OrderedVocabulary)]


class _Stranger:
    """An object of no class that a record may hold."""

    def __repr__(self) -> str:
        return "a stranger"


def passage(**changes: Any) -> Evidence:
    """Some evidence, with these fields."""
    given: dict[str, Any] = {
        "source": "relay",
        "paragraph": 2,
        "start": 10,
        "end": 20,
        "sha256": "0" * 64,
        "support": Support.EXPLICIT,
    }
    return Evidence(**{**given, **changes})


def actor(**changes: Any) -> Actor:
    """Some actor, with these fields."""
    given: dict[str, Any] = {"id": "party-a", "name": "Party A", "kind": ActorKind.ORGANISATION}
    return Actor(**{**given, **changes})


def names_of(types: tuple[type, ...]) -> str:
    """The classes as messages name them."""
    return " or ".join(each.__name__ for each in types)


# --- the classes --------------------------------------------------------------------------------


def test_every_class_of_the_model_is_tested() -> None:
    """The classes that have a strategy are those that the package of records offers."""
    offered = {getattr(model, name) for name in model.__all__ if name != "TERM_CLASSES"}
    assert set(CLASSES) | {Record, Term} == offered | {Count, Duration, When}


def test_every_kind_of_term_has_one_class() -> None:
    """Each kind has its class, which knows its kind, and there is no other term class."""
    assert list(TERM_CLASSES) == list(TermKind)
    assert tuple(TERM_CLASSES.values()) == TERM_TYPES
    assert all(cls.kind is kind for kind, cls in TERM_CLASSES.items())


@pytest.mark.parametrize("cls", CLASSES)
def test_every_class_has_a_docstring(cls: type[Value]) -> None:
    """The first sentence of a class says what its objects are, and ends with a full stop."""
    first = inspect.cleandoc(cls.__doc__ or "").split("\n\n")[0]
    assert first.endswith(".")


@pytest.mark.parametrize(("cls", "spec"), FIELDS)
def test_every_field_says_what_it_means(cls: type[Value], spec: FieldSpec) -> None:
    """A field's meaning is a sentence: a capital first, or a word in code, and a full stop last."""
    assert re.fullmatch(r"[A-Z`][^\n]*\.", spec.doc), (cls, spec.doc)


@pytest.mark.parametrize(("cls", "spec"), FIELDS)
def test_examples_of_fields_fit_them(cls: type[Value], spec: FieldSpec) -> None:
    """An example has the field's form, and only text has one; only numbers have a least."""
    assert cls
    for shown in spec.examples:
        assert re.fullmatch(spec.pattern or r"(?s).*\S.*", str(shown))
    if spec.pattern:
        assert str in spec.types
    if spec.minimum is not None:
        assert {int, Decimal} & {*spec.types}


def test_fields_stand_in_the_order_of_files() -> None:
    """A class's own fields come first; what all records have comes last, evidence at the end."""
    assert [spec.name for spec in fields_of(CeasefireTerm)] == [
        "issue",
        "phase",
        "case",
        "alternative",
        "permanence",
        "duration",
        "limit",
        "status",
        "proposed_by",
        "obligors",
        "beneficiaries",
        "included",
        "qualifiers",
        "starts",
        "ends",
        "deadline",
        "conditions",
        "clause",
        "summary",
        "note",
        "evidence",
    ]
    assert [spec.name for spec in fields_of(Place)] == [
        "id",
        "name",
        "kind",
        "within",
        "spellings",
        "also_called",
        "coordinates",
        "identifiers",
        "summary",
        "note",
        "evidence",
        "extra",
    ]


def test_a_field_is_described_from_its_declaration() -> None:
    """The specification of a field follows from its annotation and its arguments."""
    specs = {spec.name: spec for spec in fields_of(Version)}
    assert (specs["terms"].types, specs["terms"].many) == ((Term,), True)
    assert specs["terms"].optional
    assert not specs["completeness"].optional
    assert specs["derived_from"].refers_to == ("versions",)
    assert not specs["derived_from"].ordered
    by_name = {spec.name: spec for spec in fields_of(Evidence)}
    assert by_name["via"].ordered
    assert by_name["value"].types == (Amount, Count, Duration, Timing, When, bool, str)
    assert by_name["paragraph"].minimum == 1
    assert fields_of(passage()) is fields_of(Evidence)


# --- frozen, slotted, keyword-only --------------------------------------------------------------


@often
@given(values())
def test_objects_are_frozen(item: Value) -> None:
    """No field can be set or deleted, and none can be added."""
    for spec in fields_of(item):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(item, spec.name, None)
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            delattr(item, spec.name)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        item.unheard_of = 1  # type: ignore[attr-defined]


@often
@given(values())
def test_objects_are_slotted(item: Value) -> None:
    """Objects have no dictionary of their own."""
    assert not hasattr(item, "__dict__")


@pytest.mark.parametrize("cls", CLASSES)
def test_fields_are_given_by_name(cls: type[Value]) -> None:
    """A field cannot be given by its place, so that a new one breaks no caller."""
    with pytest.raises(TypeError, match=r"takes 1 positional argument but 2"):
        cls("text")  # type: ignore[call-arg]


@pytest.mark.parametrize("cls", CLASSES)
def test_unknown_fields_are_refused(cls: type[Value]) -> None:
    """A misspelt field is an error and is not dropped."""
    with pytest.raises(TypeError, match=r"got an unexpected keyword argument 'unheard_of'$"):
        cls(unheard_of=1)  # type: ignore[call-arg]


# --- types --------------------------------------------------------------------------------------


@often
@given(values())
@example(Amount.exactly(1))
@example(Coordinates(latitude=Decimal(0), longitude=Decimal(0), source="a map"))
def test_every_field_refuses_other_types(item: Value) -> None:
    """A field, or an item of it, is of its declared classes; nothing is converted."""
    name = type(item).__name__
    for spec in fields_of(item):
        many = "a tuple of " if spec.many else ""
        expected = f"{name}.{spec.name}: expected {many}{names_of(spec.types)}, "
        with pytest.raises(TypeError) as fault:
            item.replace(**{spec.name: _Stranger()})
        if spec.types == (Decimal,):
            # An exact number is made of more than decimals, and says of what.
            expected = " is made of an integer, a Decimal or text such as '1.5', not of a stranger"
            assert str(fault.value).endswith(expected)
            continue
        assert str(fault.value) == f"{expected}found _Stranger a stranger"
        if spec.many:
            with pytest.raises(TypeError) as fault:
                item.replace(**{spec.name: (_Stranger(),)})
            expected = f"{name}.{spec.name}: expected {names_of(spec.types)}, "
            assert str(fault.value) == f"{expected}found _Stranger a stranger"


@often
@given(values(), st.sampled_from([list, set, iter]))
def test_only_tuples_hold_items(item: Value, other: Any) -> None:
    """A list, a set or an iterator in place of a tuple is refused, even where it is empty."""
    for spec in fields_of(item):
        if spec.many:
            with pytest.raises(TypeError) as fault:
                item.replace(**{spec.name: other(())})
            expected = f"{type(item).__name__}.{spec.name}: expected a tuple of "
            assert str(fault.value).startswith(f"{expected}{names_of(spec.types)}, found ")


@often
@given(values())
def test_what_is_required_is_not_none(item: Value) -> None:
    """None means not reported, so that a required field refuses it."""
    for spec in fields_of(item):
        if not spec.optional:
            with pytest.raises(TypeError) as fault:
                item.replace(**{spec.name: None})
            assert str(fault.value) == f"{type(item).__name__}.{spec.name} is required, found None"


@often
@given(values(), st.booleans())
def test_true_and_false_are_no_numbers(item: Value, truth: bool) -> None:
    """Where a number is wanted, True and False are refused."""
    for spec in fields_of(item):
        if int in spec.types:
            with pytest.raises(TypeError) as fault:
                item.replace(**{spec.name: (truth,) if spec.many else truth})
            expected = f"{type(item).__name__}.{spec.name}: expected {names_of(spec.types)}, "
            assert str(fault.value) == f"{expected}found bool {truth}"


@often
@given(values())
def test_a_word_is_taken_for_the_member_of_its_vocabulary(item: Value) -> None:
    """A value made of words is the one made of members; what is no word is refused."""
    for spec in fields_of(item):
        closed = [kind for kind in spec.types if issubclass(kind, Vocabulary)]
        if not closed or str in spec.types:
            continue
        held = getattr(item, spec.name)
        items = held if spec.many else (held,)
        words = tuple(str(part) if isinstance(part, Vocabulary) else part for part in items or ())
        same = item.replace(**{spec.name: words if spec.many and held is not None else held})
        if not spec.many and words:
            same = item.replace(**{spec.name: words[0]})
        assert same == item
        again = getattr(same, spec.name)
        kept = again if spec.many else (again,)
        assert all(map(is_, kept or (), items or ()))
        with pytest.raises(ValueError, match=r"one of .*, found 'no such word'"):
            item.replace(**{spec.name: ("no such word",) if spec.many else "no such word"})


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: Place(id="ford", name="The ford", kind="crosing"),
            (
                "Place.kind: expected one of territory, city, border, corridor, crossing, site, "
                "found 'crosing'; did you mean 'crossing'?"
            ),
        ),
        (
            lambda: Group(who=("women", "childen")),
            (
                "Group.who: expected one of women, children, soldiers, living, deceased, life-sentence, "
                "long-term-sentence, found 'childen'; did you mean 'children'?"
            ),
        ),
        (
            lambda: OtherTerm(issue="a", phase="hole"),
            "OtherTerm.phase: expected int, or one of whole, found 'hole'; did you mean 'whole'?",
        ),
        (
            lambda: actor(kind="x" * 200),
            (
                "Actor.kind: expected one of state, organisation, office, person, group, outlet, "
                f"found '{'x' * 56}..."
            ),
        ),
    ],
)
def test_messages_of_words_that_there_are_not(make: Any, message: str) -> None:
    """The message names the field, the words that there are, and the nearest of them."""
    with pytest.raises(ValueError) as fault:  # noqa: PT011 - the whole message is compared
        make()
    assert str(fault.value) == message


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: actor(spellings=["Party A"]),
            "Actor.spellings: expected a tuple of str, found list ['Party A']",
        ),
        (
            lambda: actor(spellings="Party A"),
            "Actor.spellings: expected a tuple of str, found str 'Party A'",
        ),
        (lambda: actor(spellings=("A", 5)), "Actor.spellings: expected str, found int 5"),
        (lambda: actor(kind=5), "Actor.kind: expected ActorKind, found int 5"),
        (lambda: actor(extra=5), "Actor.extra: expected Extra, found int 5"),
        (lambda: actor(name=None), "Actor.name is required, found None"),
        (
            lambda: actor(member_of=(passage(),)),
            (
                "Actor.member_of: expected Membership, "
                "found Evidence Evidence('relay' ¶2, 10:20, explicit)"
            ),
        ),
        (
            lambda: OtherTerm(issue="a", phase=1.0),
            "OtherTerm.phase: expected PhaseScope or int, found float 1.0",
        ),
        (
            lambda: OtherTerm(issue="a", phase=True),
            "OtherTerm.phase: expected PhaseScope or int, found bool True",
        ),
        (
            lambda: OtherTerm(issue="a", included=1),
            "OtherTerm.included: expected bool, found int 1",
        ),
        (
            lambda: PresenceTerm(issue="a", extent=WithdrawalExtent.NONE),
            (
                "PresenceTerm.extent: expected PresenceExtent, found WithdrawalExtent "
                "WithdrawalExtent.NONE"
            ),
        ),
        (
            lambda: passage(value=5),
            (
                "Evidence.value: expected Amount or Count or Duration or Timing or When or bool or str, "
                "found int 5"
            ),
        ),
    ],
)
def test_messages_of_wrong_types(make: Any, message: str) -> None:
    """The message names the field, what it wants and what it found."""
    with pytest.raises(TypeError) as fault:
        make()
    assert str(fault.value) == message


def test_a_passage_ends_after_it_starts() -> None:
    """Offsets are half-open, so that an empty passage is none."""
    with pytest.raises(ValueError, match=r"^Evidence: end 10 is not after start 10$"):
        passage(end=10)


# --- keys, sorting, uniqueness ------------------------------------------------------------------


@often
@given(values(), st.randoms(use_true_random=False))
def test_the_order_given_means_nothing(item: Value, shuffler: Any) -> None:
    """Items are kept sorted by their key, unless their order means something."""
    for spec in fields_of(item):
        held = getattr(item, spec.name)
        if not spec.many or held is None:
            continue
        shuffled = list(held)
        shuffler.shuffle(shuffled)
        other = item.replace(**{spec.name: tuple(shuffled)})
        if spec.ordered:
            assert getattr(other, spec.name) == tuple(shuffled)
        else:
            assert other == item
            assert hash(other) == hash(item)
            assert repr(other) == repr(item)
            keys = [key_of(each) for each in held]
            assert keys == sorted(keys)  # type: ignore[type-var]


@often
@given(values())
def test_a_key_stands_once(item: Value) -> None:
    """Two items with one key are refused, unless their order means something."""
    for spec in fields_of(item):
        held = getattr(item, spec.name)
        if not spec.many or not held or spec.ordered:
            continue
        with pytest.raises(DuplicateKey) as fault:
            item.replace(**{spec.name: (*held, held[0])})
        assert str(fault.value) == (
            f"{type(item).__name__}.{spec.name}: duplicate key: two items have the key {key_of(held[0])!r}"
        )


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: actor(spellings=("A", "B", "A")),
            "Actor.spellings: duplicate key: two items have the key 'A'",
        ),
        (
            lambda: Group(who=(Who.LIVING, Who.LIVING)),
            "Group.who: duplicate key: two items have the key 'living'",
        ),
        (
            lambda: Position(
                id="p",
                actor="a",
                act=PositionAct.DEMANDS,
                terms=(OtherTerm(issue="i", phase=1), CeasefireTerm(issue="i", phase=1)),
            ),
            "Position.terms: duplicate key: two items have the key ('i', 1, '', '')",
        ),
        (
            lambda: Version(
                id="p@v",
                completeness=Completeness.PARTIAL,
                phases=(Phase(ordinal=1), Phase(ordinal=1, label="first")),
            ),
            "Version.phases: duplicate key: two items have the key (('int', 1),)",
        ),
    ],
)
def test_messages_of_doubled_keys(make: Any, message: str) -> None:
    """The message names the field and the key; `DuplicateKey` is a `ValueError`."""
    with pytest.raises(DuplicateKey) as fault:
        make()
    assert isinstance(fault.value, ValueError)
    assert str(fault.value) == message


def test_items_whose_order_matters_keep_it() -> None:
    """The path that a report took and the limits of a dataset stand as they are given."""
    assert passage(via=("b", "a")).via == ("b", "a")
    assert passage(via=("b", "a")) != passage(via=("a", "b"))


def test_terms_sort_by_issue_and_phase() -> None:
    """A phase that is not reported comes first, then the whole text, then 1, 2, … 10."""
    phases = (None, PhaseScope.WHOLE, 1, 2, 10)
    made = tuple(OtherTerm(issue=issue, phase=phase) for issue in "ab" for phase in phases)
    version = Version(id="p@v", completeness=Completeness.PARTIAL, terms=made[::-1])
    assert version.terms == made
    assert [term.label for term in made[:5]] == ["a", "a@whole", "a@1", "a@2", "a@10"]


def test_keys_of_several_fields_sort_with_what_is_not_reported_first() -> None:
    """Not reported comes before any text, and the fields count in their order."""
    made = (
        Membership(organisation="a"),
        Membership(organisation="a", role="head"),
        Membership(organisation="b"),
    )
    assert actor(member_of=made[::-1]).member_of == made


def test_conditions_are_told_apart_by_all_they_say() -> None:
    """A class without key fields is identified by its whole content."""
    first, second = Condition(summary="s"), Condition(issue="i", summary="s")
    assert OtherTerm(issue="a", conditions=(second, first)).conditions == (first, second)


def test_evidence_sorts_by_source_and_place() -> None:
    """Evidence stands in the order of the sources, and in each in the order of the text."""
    made = (
        passage(start=9, end=11),
        passage(start=10, end=12),
        passage(start=10, end=12, note="n"),
        passage(start=100, end=101),
        passage(source="second", start=0, end=1),
    )
    assert actor(evidence=made[::-1]).evidence == made


@often
@given(st.sampled_from([cls for cls in CLASSES if not cls.key_fields]), st.data())
def test_a_key_without_key_fields_is_the_content(cls: type[Value], draw: st.DataObject) -> None:
    """Two values of a class without key fields have one key just where they are equal."""
    first, second = draw.draw(by_class(cls)), draw.draw(by_class(cls))
    assert (first.key == second.key) is (first == second)


def test_dates_that_differ_have_keys_that_differ() -> None:
    """A date's key tells apart all that its equality does, so that none is taken for another."""
    made = [
        When(edtf="2024", basis=Basis.STATED, note="n"),
        When(edtf="2024", basis=Basis.INFERRED, note="n"),
        When(edtf="2024", basis=Basis.INFERRED, note="m"),
        When(edtf="2025", basis=Basis.INFERRED, note="m"),
        When(after="events/a", note="n"),
    ]
    assert len({each.key for each in made}) == len(set(made)) == len(made)
    denials = tuple(passage(support=Support.CONTRADICTS, value=each) for each in made)
    assert len(actor(evidence=denials).evidence or ()) == len(made)


# --- equality, copies, repr ---------------------------------------------------------------------


@often
@given(values())
def test_copies_are_equal(item: Value) -> None:
    """A copy with no change equals its original, hashes alike, and is another object."""
    copy = item.replace()
    assert copy is not item
    assert copy == item
    assert hash(copy) == hash(item)
    assert len({copy, item}) == 1


@often
@given(st.sampled_from(FREE).flatmap(by_class))
def test_values_are_equal_by_content_alone(item: Value) -> None:
    """A copy in which a reported field is not reported differs from its original."""
    for spec in fields_of(item):
        if spec.optional and getattr(item, spec.name) is not None:
            copy = item.replace(**{spec.name: None})
            assert copy != item
            assert getattr(copy, spec.name) is None


@often
@given(values())
def test_equality_is_with_the_same_class_only(item: Value) -> None:
    """A value equals nothing of another class, its own content included."""
    content = tuple(getattr(item, spec.name) for spec in fields_of(item))
    assert item != content
    assert item != repr(item)
    assert item is not None
    assert item.__eq__(content) is NotImplemented


def test_terms_of_different_kinds_differ() -> None:
    """Two terms that say nothing but their issue differ by their kind."""
    made = {cls(issue="a") for cls in TERM_TYPES}
    assert len(made) == len(TERM_TYPES)


def test_none_reported_and_reported_to_be_none_differ() -> None:
    """An empty tuple says that there is none; None says nothing."""
    assert actor(spellings=()) != actor()
    assert actor(spellings=()).spellings == ()
    assert actor().spellings is None


@often
@given(
    values().filter(
        lambda item: not isinstance(item, Bounded | Timing | Evidence | Version | Anchor)
    )
)
def test_a_repr_shows_what_is_reported_only(item: Value) -> None:
    """The repr names the fields that are reported, in the order of files, and no others.

    Left out are the classes that have a repr of their own.
    """
    name, shown = type(item).__name__, repr(item)
    assert shown.startswith(f"{name}(")
    assert shown.endswith(")")
    inner = re.sub(r"'(\\.|[^'\\])*'|\"(\\.|[^\"\\])*\"", "", shown[len(name) + 1 : -1])
    while (flat := re.sub(r"\([^()]*\)", "", inner)) != inner:
        inner = flat
    reported = [spec.name for spec in fields_of(item) if getattr(item, spec.name) is not None]
    assert re.findall(r"(\w+)=", inner) == reported


@pytest.mark.parametrize(
    ("item", "shown"),
    [
        (actor(), "Actor(id='party-a', name='Party A', kind=ActorKind.ORGANISATION)"),
        (
            actor(spellings=("B", "A"), member_of=(), evidence=(passage(),)),
            (
                "Actor(id='party-a', name='Party A', kind=ActorKind.ORGANISATION, member_of=(), "
                "spellings=('A', 'B'), evidence=<1>)"
            ),
        ),
        (
            WithdrawalTerm(issue="line", phase=1, extent=WithdrawalExtent.NONE, included=True),
            "WithdrawalTerm(issue='line', phase=1, extent=WithdrawalExtent.NONE, included=True)",
        ),
        (passage(), "Evidence('relay' ¶2, 10:20, explicit)"),
        (
            passage(claimants=("b", "a"), support=Support.CONTRADICTS),
            "Evidence('relay' ¶2, 10:20, contradicts, claimants=('a', 'b'))",
        ),
        (
            Version(id="p@v", completeness=Completeness.PARTIAL),
            "Version('p@v', partial, phases not reported, terms not reported)",
        ),
        (
            Version(
                id="p@v",
                completeness=Completeness.FULL_TEXT,
                tabled=When(edtf="2024-05", basis=Basis.STATED),
                phases=(Phase(ordinal=1),),
                terms=(),
            ),
            "Version('p@v', full-text, tabled 2024-05, 1 phase, 0 terms)",
        ),
    ],
)
def test_reprs(item: Value, shown: str) -> None:
    """A repr is short: what is reported, and how many items a list of records has."""
    assert repr(item) == shown


@often
@given(values())
@example(Amount.exactly(1).of("\x1b", per="P1Y"))
def test_a_repr_is_one_line_of_printable_text(item: Value) -> None:
    """Whatever text a record holds, its repr stands on one line of a terminal."""
    assert repr(item).isprintable()


# --- single classes -----------------------------------------------------------------------------


@given(by_class(Evidence))
def test_the_origin_is_the_last_outlet_passed(item: Evidence) -> None:
    """What reached a source through others started from the last of them."""
    assert item.origin == (item.via[-1] if item.via else item.source)


@pytest.mark.parametrize(
    ("fields", "total"),
    [
        ({}, None),
        ({"count": Count.about(5)}, Count.about(5)),
        ({"baseline": Count.exactly(150)}, None),
        ({"increment": Count.exactly(100)}, None),
        (
            {"baseline": Count.exactly(150), "increment": Count.more_than(100)},
            Count.at_least(251),
        ),
        (
            {
                "count": Count.exactly(9),
                "baseline": Count.exactly(1),
                "increment": Count.exactly(2),
            },
            Count.exactly(9),
        ),
    ],
)
def test_the_total_of_a_release(fields: dict[str, Count], total: Count | None) -> None:
    """A reported total stands; else an earlier number and its increment are added."""
    assert ReleaseTerm(issue="a", **fields).total == total


@given(by_class(Version))
def test_a_version_finds_its_terms(version: Version) -> None:
    """Every term is found by its issue and phase, and nothing else is."""
    for term in version.terms or ():
        assert version.term(term.issue, term.phase) is term
    assert version.term("no-such-issue") is None


@given(by_class(Proposal))
def test_a_proposal_finds_its_versions(proposal: Proposal) -> None:
    """Every version is found by its id, and by its name after the ``@``."""
    for version in proposal.versions or ():
        assert version.id.startswith(f"{proposal.id}@")
        assert proposal.version(version.id) is version
        assert proposal.version(version.id.partition("@")[2]) is version


def test_a_proposal_names_the_versions_near_a_misspelling() -> None:
    """A version that is not there is an error that carries what was meant."""
    version = Version(id="plan@bridging", completeness=Completeness.PARTIAL)
    proposal = Proposal(
        id="plan", title="Plan", between=("a", "b"), rationale="Its own.", versions=(version,)
    )
    with pytest.raises(UnknownId) as fault:
        proposal.version("briging")
    assert str(fault.value) == "no version 'briging'; did you mean bridging or plan@bridging?"
    assert fault.value.nearest == ("bridging", "plan@bridging")
    with pytest.raises(UnknownId, match=r"^no version 'x'$"):
        proposal.replace(versions=None).version("x")


@given(st.data(), st.integers(0, 3))
def test_terms_are_drawn_of_phases_that_exist(draw: st.DataObject, number: int) -> None:
    """The strategy keeps its word: a term's phase is one of those that its holder reports."""
    term = draw.draw(terms(phases=number))
    assert term.phase in (None, PhaseScope.WHOLE, *range(1, number + 1))


@pytest.mark.parametrize("cls", RECORD_CLASSES)
def test_records_are_identified_by_their_id(cls: type[Record]) -> None:
    """All records have an id, words of our own and evidence, and the id alone is their key."""
    assert issubclass(cls, Record)
    assert cls.key_fields == ("id",)
    assert {"id", "summary", "note", "evidence"} <= {spec.name for spec in fields_of(cls)}


def test_a_dataset_keeps_its_limits_in_order() -> None:
    """Limits stand in the order in which they are written."""
    metadata = Metadata(
        id="d",
        title="D",
        version="1.0.0",
        licence="CC-BY-4.0",
        coders=("b", "a"),
        protocol="docs",
        limits=("z", "y"),
    )
    assert metadata.coders == ("a", "b")
    assert metadata.limits == ("z", "y")


def test_places_have_a_kind_of_their_own() -> None:
    """A word that two vocabularies share makes no members that are equal."""
    assert PresenceExtent.NONE != WithdrawalExtent.NONE
    assert PlaceKind("city") is PlaceKind.CITY


# --- vocabularies -------------------------------------------------------------------------------


@pytest.mark.parametrize("words", VOCABULARIES)
def test_every_member_has_a_definition_and_a_source(words: type[Vocabulary]) -> None:
    """A member has a meaning that is a sentence and no other member's, and a source."""
    for member in words:
        assert re.fullmatch(r"[A-Z][^\n]*\.", member.definition), member
        assert member.source.strip(), member
    assert len({member.definition for member in words}) == len(words)


@pytest.mark.parametrize("words", VOCABULARIES)
def test_every_word_stands_once(words: type[Vocabulary]) -> None:
    """No two names stand for one member, and a member is found by its word."""
    assert len(words.__members__) == len(words)
    for member in words:
        assert words(member.value) is member
        assert str(member) == member.value
        assert repr(member) == f"{words.__name__}.{member.name}"
        assert member.name == re.sub(r"[-/]", "_", member.value).upper()


@pytest.mark.parametrize("words", VOCABULARIES)
def test_every_vocabulary_says_what_it_is(words: type[Vocabulary]) -> None:
    """A vocabulary's docstring is one that the schemas can show."""
    assert inspect.cleandoc(words.__doc__ or "").split("\n\n")[0].endswith(".")


def test_every_vocabulary_that_records_use_is_tested() -> None:
    """The vocabularies of the fields are found among those of the one module."""
    used = {
        kind
        for cls in CLASSES
        for spec in fields_of(cls)
        for kind in spec.types
        if issubclass(kind, Vocabulary)
    }
    assert used <= set(VOCABULARIES)


@pytest.mark.parametrize("words", ORDERED)
def test_ordered_members_compare_by_their_order(words: type[OrderedVocabulary]) -> None:
    """Members compare as they are defined, from least to most, and never by their spelling."""
    members = list(words)
    for at, first in enumerate(members):
        assert first.position == at
        for than, second in enumerate(members):
            assert (first < second) is (at < than)
            assert (first <= second) is (at <= than)
            assert (first > second) is (at > than)
            assert (first >= second) is (at >= than)
    assert sorted(members, reverse=True) == members[::-1]


@pytest.mark.parametrize(
    ("words", "order"),
    [
        ("Permanence", "temporary < permanent"),
        ("ReleaseScope", "some < all-remaining < all"),
        ("WithdrawalExtent", "none < populated-areas < complete"),
        ("PresenceExtent", "none < reduced < kept"),
        ("Segment", "portion < whole"),
        ("Regime", "barred < restricted < screened < unrestricted"),
        ("ForcePermission", "none < targeted < full"),
        ("Rank", "deprecated < normal < preferred"),
        ("Severity", "warning < error"),
        ("Level", "bookkeeping < editorial < clarifying < substantive"),
    ],
)
def test_orders(words: str, order: str) -> None:
    """What the orders are."""
    assert " < ".join(map(str, sorted(getattr(vocabulary, words)))) == order


def test_every_order_is_pinned() -> None:
    """No ordered vocabulary is missing from the table of orders."""
    marks = test_orders.pytestmark  # type: ignore[attr-defined]
    assert {words for words, _ in marks[0].args[1]} == {each.__name__ for each in ORDERED}


@pytest.mark.parametrize("words", ORDERED)
@pytest.mark.parametrize("sign", ["__lt__", "__le__", "__gt__", "__ge__"])
def test_members_compare_within_their_vocabulary_only(
    words: type[OrderedVocabulary], sign: str
) -> None:
    """Comparing with a member of another vocabulary, or with a word, is refused."""
    member = next(iter(words))
    for other in (*(next(iter(each)) for each in ORDERED if each is not words), member.value, 1):
        assert getattr(member, sign)(other) is NotImplemented


def test_comparing_two_vocabularies_raises() -> None:
    """The interpreter says which two vocabularies were compared."""
    message = "'<' not supported between instances of 'PresenceExtent' and 'WithdrawalExtent'"
    with pytest.raises(TypeError, match=f"^{message}$"):
        assert PresenceExtent.NONE < WithdrawalExtent.COMPLETE  # type: ignore[operator]


@pytest.mark.parametrize("words", [each for each in VOCABULARIES if each not in ORDERED])
def test_vocabularies_without_an_order_do_not_compare(words: type[Vocabulary]) -> None:
    """Members of a vocabulary that is not ordered have no ``<``."""
    members = list(words)
    with pytest.raises(TypeError, match=r"^'<' not supported between instances of "):
        assert members[0] < members[-1]  # type: ignore[operator]


@pytest.mark.parametrize("act", EventAct)
def test_codes_of_acts(act: EventAct) -> None:
    """Codes of other codebooks have their form, and an act that has one names them as source."""
    assert re.fullmatch(r"([A-Z]+)?", act.plover)
    assert re.fullmatch(r"(\d{2,4})?", act.cameo)
    assert (act.source == "PLOVER / CAMEO") is bool(act.plover or act.cameo)


def test_answers_are_no_vocabulary_of_files() -> None:
    """A `Certainty` is computed and never written, so that it has no words for files."""
    assert not issubclass(Certainty, Vocabulary)


def test_every_pattern_has_a_form_in_words() -> None:
    """A message can say the form of every text in words, never as a regular expression."""
    patterns = {spec.pattern for cls in CLASSES for spec in fields_of(cls) if spec.pattern}
    assert patterns <= FORMS.keys()
    assert not any(sign in form for form in FORMS.values() for sign in "^$[]\\")


@pytest.mark.parametrize("cls", VOCABULARIES)
def test_a_member_equals_its_word_and_no_member_of_another_vocabulary(
    cls: type[Vocabulary],
) -> None:
    """So ``actor.kind == "state"`` says what it seems to say; a hash agrees with it."""
    others = [word for other in VOCABULARIES if other is not cls for word in other]
    for word in cls:
        assert word == word.value
        assert hash(word) == hash(word.value)
        assert word != word.value + "x"
        assert word not in others
        assert {word.value: 1}[word] == 1  # type: ignore[index]
