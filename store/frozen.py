"""Makes dataclasses whose methods are not compiled at import: `frozen` for fixed values, `changeable` for others.

`dataclass(frozen=True, slots=True)` writes and compiles eight functions for each of a hundred classes, which was most
of the time of a start. Here only `__init__` is compiled, when the first value of a class is made: most classes that a
command imports never have one. Only mypy checks that a frozen value is not changed.
"""

from dataclasses import MISSING, dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

_KindT = TypeVar("_KindT")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(kind: type[_KindT]) -> type[_KindT]:
    """Make the class a dataclass with slots whose values do not change, are hashable, and equal if their fields are."""
    return _with_methods(kind, _hashed)


@dataclass_transform(field_specifiers=(field,))
def changeable(kind: type[_KindT]) -> type[_KindT]:
    """Make the class a dataclass with slots whose values may change, so that they cannot be put into a set."""
    return _with_methods(kind, None)


def _with_methods(kind: type[_KindT], hashed: Any) -> type[_KindT]:
    made: Any = dataclass(slots=True, init=False, repr=False, eq=False)(kind)
    compared = [one.name for one in fields(made) if one.compare] or ["__class__"]
    made._compared = attrgetter(*compared)
    methods = {"__init__": _first_init(made), "__eq__": _equal, "__hash__": hashed, "__repr__": _shown}
    for name, method in methods.items():
        if name not in vars(kind):
            setattr(made, name, method)
    return made  # type: ignore[no-any-return]


def _first_init(made: Any) -> Any:
    """An `__init__` that compiles the real one at its first call and takes its place."""

    def __init__(self: Any, *values: Any, **named: Any) -> None:  # noqa: N807
        made.__init__ = _written_init(made)
        made.__init__(self, *values, **named)

    return __init__


def _written_init(made: Any) -> Any:
    """Compile the `__init__` of a class as `dataclass` would, in a third of the time."""
    by_place, by_name = ["self"], ["*"]
    lines: list[str] = []
    known: dict[str, Any] = {"MISSING": MISSING}  # what the lines name
    for one in fields(made):
        name, given, value = one.name, one.name, one.name
        if one.default_factory is not MISSING:
            known[f"{name}_new"] = one.default_factory
            new = f"{name}_new()"
            given, value = f"{name}=MISSING", f"{new} if {name} is MISSING else {name}" if one.init else new
        elif one.default is not MISSING:
            known[f"{name}_usual"] = one.default
            given, value = f"{name}={name}_usual", name if one.init else f"{name}_usual"
        lines.append(f" self.{name} = {value}")
        if one.init:
            (by_name if one.kw_only else by_place).append(given)
    if hasattr(made, "__post_init__"):
        lines.append(" self.__post_init__()")
    arguments = ", ".join([*by_place, *(by_name if by_name[1:] else ())])
    exec(f"def __init__({arguments}):\n" + "\n".join(lines or [" pass"]), known)  # noqa: S102 - names of fields alone
    known["__init__"].__qualname__ = f"{made.__qualname__}.__init__"
    return known["__init__"]


def _equal(one: Any, other: Any) -> bool:
    return type(other) is type(one) and bool(one._compared(one) == one._compared(other))


def _hashed(one: Any) -> int:
    return hash(one._compared(one))


def _shown(one: Any) -> str:
    values = ", ".join(f"{each.name}={getattr(one, each.name)!r}" for each in fields(one) if each.repr)
    return f"{type(one).__qualname__}({values})"
