"""attrs classes that are declared at once and made by attrs when they are first used; modules likewise.

attrs takes half a millisecond to write and compile the methods of a class, and thirty to be imported.
Most classes of a program are declared and not used, so that this is most of what a start costs. Here a
class has its slots and is frozen from the beginning; its constructor, its comparison, and what
`attrs.fields` gives are made by attrs, of the same declarations, when one of them is first asked for.
Nothing else is different.
"""

from __future__ import annotations

import sys
from functools import cached_property

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType
    from typing import Any, NoReturn, TypeVar

    from attrs import evolve, field, frozen

    once = property
    M = TypeVar("M")
    T = TypeVar("T")

__all__ = ["ByClass", "Late", "LateModule", "declared", "evolve", "field", "frozen", "once"]

# What a class declares: its fields, and the arguments for attrs.
_DECLARED = "__deferred__"
_ALWAYS = ("__init__", "__attrs_attrs__", "__attrs_props__", "__match_args__")


class Late:
    """An attribute of a class that is made when it is first asked for, and is then a plain one."""

    __slots__ = ("_make", "_name")

    def __init__(self, name: str, make: Callable[[type], Any]) -> None:
        self._name = name
        self._make = make

    def __get__(self, instance: object, owner: type) -> Any:
        name = self._name
        # Of the classes that an object is of, the one that this belongs to.
        for home in owner.__mro__:
            if home.__dict__.get(name) is self:
                setattr(home, name, self._make(home))
                made = home.__dict__[name]
                break
        else:  # another thread has made it meanwhile
            return getattr(owner if instance is None else instance, name)
        bind = getattr(type(made), "__get__", None)
        return made if bind is None else bind(made, instance, owner)


class ByClass(dict[type, "M"]):
    """What is made for each class, when it is first asked for.

    >>> names = ByClass(lambda cls: cls.__name__.lower())
    >>> names[int], names
    ('int', {<class 'int'>: 'int'})
    """

    __slots__ = ("_make",)

    def __init__(self, make: Callable[[type], M]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, cls: type) -> M:
        self[cls] = made = self._make(cls)
        return made


class LateModule:
    """A module that is loaded when something of it is first asked for.

    >>> LateModule("negotiations.limits").MEBIBYTE
    1048576
    """

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        module: ModuleType | None = sys.modules.get(self._name)
        if module is None:
            from importlib import import_module

            module = import_module(self._name)
        return getattr(module, name)


class _Field:
    """A declared field: the arguments of `attrs.field`."""

    __slots__ = ("given",)

    def __init__(self, given: dict[str, Any]) -> None:
        self.given = given


if not TYPE_CHECKING:

    class once(cached_property):  # noqa: N801 - used like a property
        """A property that is worked out when it is first asked for, and kept with the object.

        It is `functools.cached_property` without the lock that Python 3.11 takes, which costs more than
        most of what is kept: two threads that ask at once work out the same.

        >>> class Square:
        ...     side = 3
        ...
        ...     @once
        ...     def area(self):
        ...         print("multiplied")
        ...         return self.side**2
        >>> square = Square()
        >>> square.area, square.area
        multiplied
        (9, 9)
        """

        def __get__(self, instance: Any, owner: type | None = None) -> Any:
            if instance is None:
                return self
            made = instance.__dict__[self.attrname] = self.func(instance)
            return made

    def field(**given: Any) -> Any:
        """Declare a field with the arguments of `attrs.field`."""
        return _Field(given)

    def evolve(item: T, /, **changes: Any) -> T:
        """Copy a value with other content in these fields, as `attrs.evolve` does."""
        import attrs

        return attrs.evolve(item, **changes)

    def frozen(cls: type | None = None, **options: Any) -> Any:
        """Make a class as `attrs.frozen` makes it, with its methods made later.

        >>> @frozen
        ... class Point:
        ...     x: int
        ...     y: int = 0
        >>> Point(1), Point(1) == Point(1, 0)
        (Point(x=1, y=0), True)
        """
        return _deferred(cls, options) if cls is not None else lambda cls: _deferred(cls, options)


def declared(cls: type) -> Iterator[tuple[str, Any, dict[str, Any], bool]]:
    """The fields of a class, as attrs orders them: name, annotation, arguments, and whether inherited."""
    found: dict[str, tuple[Any, dict[str, Any], bool]] = {}
    for home in reversed(cls.__mro__):
        for name, (annotation, given) in home.__dict__.get(_DECLARED, ({},))[0].items():
            found.pop(name, None)
            found[name] = (annotation, given, home is not cls)
    for name, (annotation, given, is_inherited) in found.items():
        yield name, annotation, given, is_inherited


def _deferred(cls: type[T], options: dict[str, Any]) -> type[T]:
    """A frozen class with the slots of the fields that a class declares, and with all else that it has."""
    own: dict[str, tuple[Any, dict[str, Any]]] = {}
    for name, annotation in _annotations(cls).items():
        if not str(annotation).removeprefix("typing.").startswith("ClassVar"):
            default = cls.__dict__.get(name, own)
            given = default.given if type(default) is _Field else {"default": default}
            own[name] = (annotation, {} if default is own else given)
    left_out = {*own, "__dict__", "__weakref__"}
    content = {name: part for name, part in cls.__dict__.items() if name not in left_out}
    above = cls.__mro__[1:]
    taken = {name for base in above for name in base.__dict__.get("__slots__", ())}
    slots = [name for name in own if name not in taken]
    if not any("__weakref__" in base.__dict__ for base in above):
        slots.append("__weakref__")
    late: list[str] = list(_ALWAYS)
    if options.get("repr", True):
        late.append("__repr__")
    if options.get("eq", True) and not {"__eq__", "__ne__"} & content.keys():
        late += ("__eq__", "__ne__", *(() if "__hash__" in content else ("__hash__",)))
    content = {
        **{name: Late(name, _OfAttrs(name)) for name in late},
        "__setattr__": _refuse_to_set,
        "__delattr__": _refuse_to_delete,
        "__getstate__": _state,
        "__setstate__": _set_state,
        "__replace__": evolve,
        **content,
        "__slots__": tuple(slots),
        "__qualname__": cls.__qualname__,
        _DECLARED: (own, options),
    }
    kind: Any = type(cls)
    made: type[T] = kind(cls.__name__, cls.__bases__, content)
    _settle_cells(content, cls, made)
    return made


def _annotations(cls: type) -> dict[str, Any]:
    if sys.version_info >= (3, 14):
        from annotationlib import Format, get_annotations

        return get_annotations(cls, format=Format.FORWARDREF)
    return cls.__annotations__


def _settle_cells(content: dict[str, Any], old: type, new: type) -> None:
    """Let ``super()`` and ``__class__`` in methods mean the new class, as attrs does."""
    for item in content.values():
        function = getattr(item, "__func__", getattr(item, "fget", item))
        for cell in getattr(function, "__closure__", None) or ():
            try:
                if cell.cell_contents is old:
                    cell.cell_contents = new
            except ValueError:  # an empty cell
                continue


class _OfAttrs:
    """What attrs makes of a class, by its name."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __call__(self, cls: type) -> Any:
        # Most objects are made, and are neither compared nor printed: those methods are left out.
        without = () if self._name in _SELDOM else ("eq", "repr")
        return getattr(_made_by_attrs(cls, without), self._name)


_SELDOM = ("__repr__", "__eq__", "__ne__", "__hash__", "__attrs_props__")
_MADE: dict[tuple[type, tuple[str, ...]], type] = {}


def _made_by_attrs(cls: type, without: tuple[str, ...]) -> type:
    """The class that attrs makes of the same declarations: its methods work on objects of either."""
    if (cls, without) in _MADE:
        return _MADE[cls, without]
    import attrs

    own, options = cls.__dict__[_DECLARED]
    bases = tuple(
        _made_by_attrs(base, without) if _DECLARED in base.__dict__ else base
        for base in cls.__mro__[1:]
        if _DECLARED in base.__dict__ or "__attrs_attrs__" in base.__dict__
    )
    body: dict[str, Any] = {
        name: getattr(cls, name)
        for name in ("__attrs_pre_init__", "__attrs_post_init__")
        if hasattr(cls, name)
    }
    for name, (_, given) in own.items():
        body[name] = attrs.field(**given)
    body["__annotations__"] = {name: annotation for name, (annotation, _) in own.items()}
    body["__module__"], body["__qualname__"] = cls.__module__, cls.__qualname__
    # A base of another one is among its bases already.
    direct = tuple(base for base in bases if not any(base in other.__mro__[1:] for other in bases))
    left_out = dict.fromkeys(without, False)
    made: type = attrs.frozen(type(cls.__name__, direct, body), **{**options, **left_out})
    return _MADE.setdefault((cls, without), made)


def _refuse_to_set(_: object, name: str, value: object) -> NoReturn:  # noqa: ARG001 - given by Python
    """Refuse to change what is frozen."""
    from attrs.exceptions import FrozenInstanceError

    raise FrozenInstanceError


def _refuse_to_delete(_: object, name: str) -> NoReturn:  # noqa: ARG001 - as above
    """Refuse to take from what is frozen."""
    from attrs.exceptions import FrozenInstanceError

    raise FrozenInstanceError


def _state(self: object) -> dict[str, Any]:
    """The fields, for copies and pickles."""
    return {name: getattr(self, name) for name, *_ in declared(type(self))}


def _set_state(self: object, state: dict[str, Any]) -> None:
    """Set the fields of a copy."""
    for name, part in state.items():
        object.__setattr__(self, name, part)
