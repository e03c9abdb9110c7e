"""The base of all model classes: strict types, one equality, one repr.

A class of the model is declared with `value`, its fields with `attribute`. From these declarations
alone follow the checks made when an object is built (here), the JSON Schema, the JSON form and the
comparison (on higher floors).
"""

from __future__ import annotations

from decimal import Decimal
from enum import Enum
from itertools import pairwise
from operator import attrgetter, is_not
from types import UnionType
from typing import Any, Self

from negotiations.deferred import Late, declared, evolve, field, frozen
from negotiations.errors import nearest
from negotiations.model.patterns import ID_PATTERN, VERSION_ID_PATTERN
from negotiations.shown import Shown
from negotiations.vocabulary import Vocabulary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import ClassVar, Generic, TypeAlias, TypeVar, dataclass_transform

    T = TypeVar("T")
    V = TypeVar("V", bound=Vocabulary)
    Held = TypeVar("Held")
    Taken = TypeVar("Taken")

    class Given(Generic[Held, Taken]):
        """A field that holds one type and is given as another, as type checkers see it.

        Only where the class that declares it has no subclass: mypy takes the given type of an inherited
        field for the one that it holds.
        """

        def __get__(self, owner: object, kind: object = None) -> Held: ...
        def __set__(self, owner: object, given: Taken) -> None: ...

    Word: TypeAlias = Given[V, V | str]
    WordOrNone: TypeAlias = Given[V | None, V | str | None]
else:

    class Given:
        """A field that holds one type and is given as another: ``Given[Held, Taken]``."""

        def __class_getitem__(cls, types: tuple[Any, Any]) -> Any:
            return types[0]

    class Word:
        """A field that holds a member of a vocabulary, and is given as that or as its word."""

        def __class_getitem__(cls, kind: type[Vocabulary]) -> Any:
            return kind

    class WordOrNone:
        """A field of that sort that may be left out."""

        def __class_getitem__(cls, kind: type[Vocabulary]) -> Any:
            return kind | None

    def dataclass_transform(**_: object) -> object:
        """Stand in for the typing decorator, which only type checkers need."""
        return lambda decorated: decorated


__all__ = [
    "MAXIMUM_INTEGER",
    "DuplicateKey",
    "FieldRole",
    "FieldSpec",
    "Given",
    "Value",
    "Word",
    "WordOrNone",
    "attribute",
    "compiled",
    "converts",
    "differing",
    "field_of",
    "fields_of",
    "has_laws",
    "leading_fields",
    "name_of",
    "not_a_word",
    "value",
]

_REQUIRED = object()
# The greatest integer that every reader of JSON keeps exactly (RFC 7493).
MAXIMUM_INTEGER = 2**53 - 1


class FieldRole(Enum):
    """What a field is for. Code that treats fields differently asks this, and has no list of names.

    Key fields, and fields whose order has meaning, are declared elsewhere: by
    ``key_fields`` of the class and by ``ordered``.
    """

    CONTENT = "what the text, the actor or the world says"
    SUBJECT = "what a term is about: whose forces, which place; naming the same is no agreement"
    STANDING = "whether a term is there at all"
    WORDED = "content in the coder's own words: it differs without anybody differing"
    DESCRIPTION = "what other fields say or why they do, in the coder's own words"
    NAME = "what something is called"
    NUMBERING = "where the text has it, as the text numbers itself"
    NOTE = "a coder's remark"
    CONTEXT = "who put it forward, when, and on what"
    PARTS = "items that are units of their own, compared one by one"
    BOOKKEEPING = "how it was coded: ids, passages, derivation, completeness"


@frozen(kw_only=True)
class FieldSpec:
    """What the declaration of one field says.

    Attributes:
        name: The name of the field, in Python and in JSON.
        doc: What the field means.
        types: The classes that a value, or an item of it, may have.
        many: Whether it holds a tuple of items.
        optional: Whether it may be ``None``, which means *not reported*.
        ordered: Whether the order of the items means something. Otherwise they are sorted
            and unique.
        refers_to: The collections whose ids it holds; empty where it holds no reference.
        pattern: A regular expression that its text matches.
        minimum: The least number that it may hold.
        maximum: The greatest number that it may hold.
        examples: Values as they stand in JSON.
        role: What the field is for.
        limited: Whether it is the number that the ``limit`` of its owner is said of.
        is_key: Whether the value is found by it among its siblings.
    """

    name: str
    doc: str
    types: tuple[type, ...]
    many: bool
    optional: bool
    ordered: bool = False
    refers_to: tuple[str, ...] = ()
    pattern: str = ""
    minimum: int | None = None
    maximum: int = MAXIMUM_INTEGER
    examples: tuple[object, ...] = ()
    role: FieldRole = FieldRole.CONTENT
    limited: bool = False
    is_key: bool = False

    @property
    def is_identity(self) -> bool:
        """Whether it is a key field that is always reported. One that may be unreported is content."""
        return self.is_key and not self.optional

    @property
    def is_of_the_text(self) -> bool:
        """Whether it says something of a text, and is neither its key nor a remark on the coding."""
        return not self.is_identity and self.role not in (FieldRole.NOTE, FieldRole.BOOKKEEPING)

    @property
    def is_in_words(self) -> bool:
        """Whether it is a name or free text, in which two coders differ without differing."""
        return self.role in (
            FieldRole.NAME,
            FieldRole.DESCRIPTION,
            FieldRole.WORDED,
            FieldRole.NOTE,
        )

    @property
    def can_be_lacking(self) -> bool:
        """Whether a text that is known in full and does not have it is known to lack it.

        What describes a text or its coding is merely unsaid, and so is the phase of a term.
        """
        content = (
            FieldRole.CONTENT,
            FieldRole.SUBJECT,
            FieldRole.WORDED,
            FieldRole.PARTS,
            FieldRole.CONTEXT,
        )
        return not self.is_key and self.role in content

    @property
    def can_contradict(self) -> bool:
        """Whether two values of it can say that two terms, or two phases, are not the same thing."""
        content = (FieldRole.CONTENT, FieldRole.SUBJECT, FieldRole.WORDED)
        return not self.is_key and self.role in content


def attribute(
    doc: str,
    role: FieldRole = FieldRole.CONTENT,
    *,
    default: Any = _REQUIRED,
    ordered: bool = False,
    refers_to: str | tuple[str, ...] = (),
    pattern: str = "",
    minimum: int | None = None,
    maximum: int = MAXIMUM_INTEGER,
    examples: tuple[object, ...] = (),
    limited: bool = False,
) -> Any:
    """Declare a field of a model class; the arguments are those of `FieldSpec`."""
    if isinstance(refers_to, str) and not pattern:
        # Of one collection ids are enough; only of several a collection may have to be named.
        pattern = VERSION_ID_PATTERN if refers_to == "versions" else ID_PATTERN
    extras: dict[str, object] = {
        "doc": doc,
        "ordered": ordered,
        "refers_to": (refers_to,) if isinstance(refers_to, str) else refers_to,
        "pattern": pattern,
        "minimum": minimum,
        "maximum": maximum,
        "examples": examples,
        "role": role,
        "limited": limited,
    }
    given = {} if default is _REQUIRED else {"default": default}
    return field(**given, metadata=extras)


def _specs_of(cls: type[Value]) -> tuple[FieldSpec, ...]:
    """The declarations of the fields of a class, in the order in which files have them."""
    keys = cls.key_fields
    # The key that a class shares with others first, then what it adds, then what else it shares.
    order: dict[str, int] = {}
    specs: list[FieldSpec] = []
    for name, annotation, given, is_inherited in declared(cls):
        specs.append(_spec(name, annotation, given["metadata"], keys))
        if is_inherited:
            order[name] = -1 if name in keys else 1
    return tuple(sorted(specs, key=lambda spec: order.get(spec.name, 0)))


def _spec(
    name: str, annotation: Any, metadata: dict[str, Any], key_fields: tuple[str, ...]
) -> FieldSpec:
    parts = set(annotation.__args__) if isinstance(annotation, UnionType) else {annotation}
    optional = type(None) in parts
    parts.discard(type(None))
    many = False
    types: list[type] = []
    for part in parts:
        if getattr(part, "__origin__", None) is tuple:
            many = True
            item = part.__args__[0]
            types += item.__args__ if isinstance(item, UnionType) else [item]
        else:
            types.append(part)
    return FieldSpec(
        name=name,
        types=tuple(sorted(types, key=lambda kind: kind.__name__)),
        many=many,
        optional=optional,
        is_key=name in key_fields,
        **metadata,
    )


def not_a_word(words: Iterable[Vocabulary], found: object) -> str:
    """What is to be said where none of the words of a vocabulary is found, with the nearest of them.

    >>> from negotiations.vocabulary import PlaceKind
    >>> not_a_word(PlaceKind, "crosing").partition("found ")[2]
    "'crosing'; did you mean 'crossing'?"
    """
    members = list(words)
    known = [word.value for word in members]
    shown = repr(found)
    shown = shown if len(shown) <= 60 else shown[:57] + "..."
    other = [word.value for word in members if found in word.also_called]
    close = other or (nearest(found, known, 1) if isinstance(found, str) else ())
    hint = f"; did you mean {close[0]!r}?" if close else ""
    return f"expected one of {', '.join(known)}, found {shown}{hint}"


def _sort_key(item: Any) -> Any:
    if isinstance(item, Value):
        return item.key
    if isinstance(item, Vocabulary):
        return item.value
    return item


def _describe(types: tuple[type, ...]) -> str:
    return " or ".join(kind.__name__ for kind in types)


class DuplicateKey(ValueError):
    """Two items of a tuple have the same key."""


class Value(Shown):
    """The base of every class of the model: frozen, slotted, compared by content."""

    # Here and not in each class, so that a class adds nothing but its fields.
    __slots__ = ("__weakref__",)
    if TYPE_CHECKING:
        _specs: ClassVar[tuple[FieldSpec, ...]]
        _by_name: ClassVar[dict[str, FieldSpec]]
        _content: ClassVar[Any]
        _differing: ClassVar[Any]
        key_fields: ClassVar[tuple[str, ...]]
        alike_fields: ClassVar[tuple[str, ...]]
        sorted_by: ClassVar[tuple[str, ...]]
    else:
        # What a value is found by among its siblings: at most one has the same.
        key_fields = ()
        # What two values that stand for each other have in common where nothing else tells: a
        # condition put in other words, a membership in another role.
        alike_fields = ()
        # What its key begins with where that is not the first of the key fields; always reported.
        sorted_by = ()

    def __attrs_post_init__(self) -> None:
        for spec in self._specs:
            content = getattr(self, spec.name)
            if content is None:
                if not spec.optional:
                    raise TypeError(f"{type(self).__name__}.{spec.name} is required, found None")
            elif spec.many:
                self._check_items(spec, content)
            elif (held := self._checked(spec, content)) is not content:
                object.__setattr__(self, spec.name, held)
        self._validate()

    def _validate(self) -> None:
        """Check the laws of the class; overridden by classes that have some."""

    def _checked(self, spec: FieldSpec, item: Any) -> Any:
        """What a field holds of an item that is given for it."""
        # bool is an int to isinstance, and True is not a number of people.
        if not isinstance(item, spec.types) or (isinstance(item, bool) and bool not in spec.types):
            held = self._taken(spec, item)
            if held is not None:
                return held
            raise TypeError(
                f"{type(self).__name__}.{spec.name}: expected {_describe(spec.types)}, "
                f"found {type(item).__name__} {item!r}"
            )
        if type(item) is int and item > spec.maximum:
            raise ValueError(f"{type(self).__name__}.{spec.name}: more than {spec.maximum}")
        if type(item) is Decimal and not (spec.minimum or 0) <= item <= spec.maximum:
            raise ValueError(
                f"{type(self).__name__}.{spec.name}: expected a number from {spec.minimum or 0} to "
                f"{spec.maximum}, found {item:f}"
            )
        return item

    def _taken(self, spec: FieldSpec, given: Any) -> Any:
        """What a field holds where its word is given for a member, or plain data; None: nothing."""
        if isinstance(given, str):
            closed = [kind for kind in spec.types if issubclass(kind, Vocabulary)]
            words = [word for kind in closed for word in kind]
            for word in words:
                if word == given:
                    return word
            if words:
                others = tuple(kind for kind in spec.types if kind not in closed)
                either = f"expected {_describe(others)}, or one of " if others else ""
                said = not_a_word(words, given)
                said = either + said.removeprefix("expected one of ") if either else said
                raise ValueError(f"{type(self).__name__}.{spec.name}: {said}")
        makers = (kind for kind in spec.types if hasattr(kind, "of_data"))
        return next((made for kind in makers if (made := kind.of_data(given)) is not None), None)

    def _check_items(self, spec: FieldSpec, items: Any) -> None:
        if type(items) is not tuple:
            raise TypeError(
                f"{type(self).__name__}.{spec.name}: expected a tuple of {_describe(spec.types)}, "
                f"found {type(items).__name__} {items!r}"
            )
        held = tuple([self._checked(spec, item) for item in items])
        if any(map(is_not, held, items)):
            object.__setattr__(self, spec.name, held)
            items = held
        if len(items) < 2:
            return
        keyed = sorted(((_sort_key(item), item) for item in items), key=lambda pair: pair[0])
        for (key, _), (following, _) in pairwise(keyed):
            if key == following:
                raise DuplicateKey(
                    f"{type(self).__name__}.{spec.name}: duplicate key: two items have the key {key!r}"
                )
        if not spec.ordered:
            object.__setattr__(self, spec.name, tuple(item for _, item in keyed))

    @property
    def key(self) -> Any:
        """What identifies the value among its siblings: its key fields, else its whole content."""
        parts = [getattr(self, name) for name in self.key_fields] or self._content(self)
        return tuple(map(_total, parts))

    @property
    def is_identified(self) -> bool:
        """Whether all that it is found by among its siblings is reported."""
        return None not in [getattr(self, name) for name in self.key_fields]

    def replace(self, **changes: Any) -> Self:
        """A copy in which these fields have other values."""
        return evolve(self, **changes)  # type: ignore[misc]

    def to_data(self) -> dict[str, Any]:
        """The value as plain JSON data: dictionaries, lists, texts, numbers and truth values.

        What is not reported is left out. `from_json` reads the text of it back.

        >>> from negotiations.model import Place
        >>> Place(id="ford", name="The ford", kind="crossing", within=("valley",)).to_data()
        {'id': 'ford', 'name': 'The ford', 'kind': 'crossing', 'within': ['valley']}
        """
        data: dict[str, Any] = Shown.data_maker(self)
        return data

    def __hash__(self) -> int:
        return hash((type(self), self._content(self)))

    def __repr__(self) -> str:
        shown = []
        for spec in self._specs:
            content = getattr(self, spec.name)
            if content is None:
                continue
            if isinstance(content, tuple) and content and isinstance(content[0], Value):
                shown.append(f"{spec.name}=<{len(content)}>")
            else:
                shown.append(f"{spec.name}={content!r}")
        return f"{type(self).__name__}({', '.join(shown)})"


def _first_comparison(self: Value, other: object) -> bool:
    """Compare two values by content, and give their class a comparison of its own from now on.

    That one is compiled from the names of the fields, which takes longer than many comparisons but
    then halves each; most classes are never compared, and none is compiled at import.
    """
    cls = type(self)
    # What two values have in common is mostly the same object, or nothing on either side.
    same = " and ".join(
        f"(self.{spec.name} is other.{spec.name} or self.{spec.name} == other.{spec.name})"
        for spec in cls._specs
    )
    cls.__eq__ = compiled(  # type: ignore[method-assign]
        "def __eq__(self, other):\n"
        " if type(other) is not type(self): return NotImplemented\n"
        f" return {same}"
    )
    equal: bool = cls.__eq__(self, other)
    return equal


def _first_difference(one: Value, other: Value) -> list[tuple[FieldSpec, Any, Any]]:
    """Find where two values differ, and give their class a function of its own for it from now on."""
    cls = type(one)
    asked = "".join(
        f" a = one.{spec.name}; b = other.{spec.name}\n"
        f" if a is not b: found.append((specs[{index}], a, b))\n"
        for index, spec in enumerate(cls._specs)
    )
    source = f"def differing(one, other):\n found = []\n{asked} return found"
    cls._differing = staticmethod(compiled(source, specs=cls._specs))
    return differing(one, other)


def compiled(source: str, **known: Any) -> Any:
    """The function that a source text defines; it is made of names of fields, which Python has checked."""
    made: dict[str, Any] = {}
    exec(source, {"type": type, **known}, made)  # noqa: S102 - as above
    return made.popitem()[1]


def _single(name: str) -> Callable[[Any], tuple[Any, ...]]:
    get = attrgetter(name)
    return lambda owner: (get(owner),)


def _total(part: Any) -> Any:
    """A stand-in for a part that sorts beside any other: nothing first, then by kind and content."""
    if part is None:
        return ()
    kind = type(part)
    if kind is str or kind is int:
        return (kind.__name__, part)
    if kind is tuple:
        return ("tuple", tuple(map(_total, part)))
    return (kind.__name__, _sort_key(part))


@dataclass_transform(
    frozen_default=True, kw_only_default=True, eq_default=True, field_specifiers=(attribute,)
)
def value(cls: type[T]) -> type[T]:
    """Make a class of the model: frozen, slotted, keyword-only."""
    made: Any = frozen(cls, kw_only=True, eq=False, repr=False)
    for name, make in _LATE.items():
        setattr(made, name, Late(name, make))
    made._differing = staticmethod(_first_difference)  # noqa: SLF001 - of this module's own
    made.__eq__ = _first_comparison
    done: type[T] = made
    return done


def _content_of(cls: type[Value]) -> staticmethod[[Value], tuple[Any, ...]]:
    """What gives all fields of a value."""
    names = [spec.name for spec in cls._specs]
    return staticmethod(attrgetter(*names) if len(names) > 1 else _single(names[0]))


# What the declarations of a class give, made when it is first asked for.
_LATE: dict[str, Callable[[type], Any]] = {
    "_specs": _specs_of,
    "_by_name": lambda cls: {spec.name: spec for spec in fields_of(cls)},
    "_content": _content_of,
}


def differing(one: Value, other: Value) -> list[tuple[FieldSpec, Any, Any]]:
    """The fields of two values of one class that hold two objects, equal or not, and these objects.

    >>> from negotiations.model import OtherTerm
    >>> fire = OtherTerm(issue="fire")
    >>> [(spec.name, *both) for spec, *both in differing(fire, fire.replace(phase=1))]
    [('phase', None, 1)]
    """
    found: list[tuple[FieldSpec, Any, Any]] = type(one)._differing(one, other)  # noqa: SLF001 - of this module's own
    return found


def fields_of(cls: type[Value] | Value) -> tuple[FieldSpec, ...]:
    """The declared fields of a model class, in the order in which files have them.

    >>> from negotiations.model.terms import WithdrawalTerm
    >>> [spec.name for spec in fields_of(WithdrawalTerm)][:5]
    ['issue', 'phase', 'case', 'alternative', 'forces']
    """
    return cls._specs


def field_of(cls: type[Value] | Value, name: str) -> FieldSpec | None:
    """The declaration of one field of a model class; None if it has no such field."""
    return cls._by_name.get(name)


def has_laws(cls: type[Value]) -> bool:
    """Whether a class has laws of its own, beside what the declarations of its fields say."""
    return cls._validate is not Value._validate  # noqa: SLF001 - of this module's own


def converts(cls: type[Value]) -> bool:
    """Whether the constructor of a class converts what it is given."""
    return cls.__attrs_post_init__ is not Value.__attrs_post_init__


def leading_fields(cls: type[Value]) -> tuple[str, ...]:
    """Fields that the key of a class begins with: where they differ, they alone tell the order.

    >>> from negotiations.model import Condition, Evidence, ReleaseTerm
    >>> leading_fields(ReleaseTerm), leading_fields(Evidence), leading_fields(Condition)
    (('issue',), ('source', 'start', 'end'), ())
    """
    first = field_of(cls, cls.key_fields[0]) if cls.key_fields else None
    tells = first is not None and first.types == (str,) and first.is_identity and not first.many
    return cls.sorted_by or (cls.key_fields[:1] if tells else ())


def name_of(item: Value) -> str | None:
    """What a value is called: its name, label or title; None where it has none of them."""
    names = (getattr(item, spec.name) for spec in fields_of(item) if spec.role is FieldRole.NAME)
    return next((name for name in names if isinstance(name, str)), None)
