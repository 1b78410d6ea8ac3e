"""`dataclass(frozen=True, slots=True)` of the standard library, defined in a quarter of the time.

The standard one compiles six methods for each class at every start, half a millisecond a class: for what
`pingyi status` imports, twice what Python itself takes to start. Here one is compiled, `__init__`, when the first object is made; the others
are the same few lines for every class. Objects of such a class compare, hash, show, replace, match, copy and pickle as the
standard library's do; tests/tally/test_quick_dataclass.py holds them side by side.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import MISSING, FrozenInstanceError, fields
from dataclasses import dataclass as standard_dataclass
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    # What a type checker knows of the standard one holds for this one.
    from dataclasses import dataclass as dataclass
else:

    def dataclass(*, frozen: bool, slots: bool, order: bool = False) -> Callable[[type], type]:
        """As `dataclasses.dataclass`, for classes without a base class and without fields by keyword alone."""
        if not (frozen and slots):
            raise TypeError("for classes that are frozen and have slots; there is dataclasses.dataclass")

        def made(cls: type) -> type:
            cls = standard_dataclass(init=False, repr=False, eq=False, slots=True)(cls)
            for name, method in {**_methods(cls), **(_order(cls) if order else {})}.items():
                setattr(cls, name, method)
            return cls

        return made


def _compiled_init(cls: Any) -> Callable[..., None]:  # noqa: ANN401
    """The method that is compiled, since it may be called for every ballot. It writes past `__setattr__`."""
    arguments, lines = ["self"], []
    space: dict[str, Any] = {"_left_out": MISSING}
    for field in fields(cls):
        if not field.init:
            continue  # __post_init__ sets it
        name = value = field.name
        if field.default is not MISSING:
            space[f"_default_{name}"] = field.default
            arguments.append(f"{name}=_default_{name}")
        elif field.default_factory is not MISSING:
            space[f"_make_{name}"] = field.default_factory
            arguments.append(f"{name}=_left_out")
            value = f"_make_{name}() if {name} is _left_out else {name}"
        else:
            arguments.append(name)
        space[f"_set_{name}"] = cls.__dict__[name].__set__
        lines.append(f" _set_{name}(self, {value})\n")
    if hasattr(cls, "__post_init__"):
        lines.append(" self.__post_init__()\n")
    exec(f"def __init__({', '.join(arguments)}):\n{''.join(lines)}", space)
    method: Callable[..., None] = space["__init__"]
    method.__qualname__ = f"{cls.__qualname__}.__init__"
    return method


def _methods(cls: Any) -> Mapping[str, Callable[..., Any]]:  # noqa: ANN401
    names = [field.name for field in fields(cls) if field.repr]
    slots = [cls.__dict__[field.name] for field in fields(cls)]
    values = _compared(cls)

    def first_init(self: Any, *given: object, **named: object) -> None:  # noqa: ANN401
        cls.__init__ = method = _compiled_init(cls)
        method(self, *given, **named)

    def shown(self: Any) -> str:  # noqa: ANN401
        inside = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{self.__class__.__qualname__}({inside})"

    def equal(self: Any, other: object) -> Any:  # noqa: ANN401
        if other.__class__ is not self.__class__:
            return NotImplemented
        return values(self) == values(other)

    def hashed(self: Any) -> int:  # noqa: ANN401
        return hash(values(self))

    def not_set(self: Any, name: str, value: object) -> NoReturn:  # noqa: ANN401
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def not_deleted(self: Any, name: str) -> NoReturn:  # noqa: ANN401
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def pickled(self: Any) -> tuple[Any, ...]:  # noqa: ANN401
        return tuple(slot.__get__(self) for slot in slots)

    def unpickled(self: Any, state: tuple[Any, ...]) -> None:  # noqa: ANN401
        for slot, value in zip(slots, state, strict=True):
            slot.__set__(self, value)

    return {
        "__init__": first_init,
        "__repr__": shown,
        "__eq__": equal,
        "__hash__": hashed,
        "__setattr__": not_set,
        "__delattr__": not_deleted,
        "__getstate__": pickled,
        "__setstate__": unpickled,
    }


def _order(cls: Any) -> Mapping[str, Callable[..., Any]]:  # noqa: ANN401
    values = _compared(cls)

    def ordered(compare: Callable[[Any, Any], bool]) -> Callable[..., Any]:
        def method(self: Any, other: object) -> Any:  # noqa: ANN401
            if other.__class__ is not self.__class__:
                return NotImplemented
            return compare(values(self), values(other))

        return method

    return {f"__{name}__": ordered(getattr(operator, name)) for name in ("lt", "le", "gt", "ge")}


def _compared(cls: Any) -> Callable[[Any], tuple[Any, ...]]:  # noqa: ANN401
    """What reads the fields that are compared into a tuple."""
    names = [field.name for field in fields(cls) if field.compare]
    if len(names) > 1:
        return operator.attrgetter(*names)
    return lambda one: tuple(getattr(one, name) for name in names)
