"""Makes a class a frozen dataclass without writing methods for it.

`dataclass(frozen=True, slots=True)` writes and compiles eight functions for each of a hundred classes, which was most
of the time of a start. Here it writes `__init__` alone; that nobody changes a value is for mypy to see.
"""

from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

_KindT = TypeVar("_KindT")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(kind: type[_KindT]) -> type[_KindT]:
    """Make the class a dataclass with slots whose values stay as they are; equal where all compared fields are."""
    made: Any = dataclass(slots=True, repr=False, eq=False)(kind)
    compared = [one.name for one in fields(made) if one.compare] or ["__class__"]
    made._compared = attrgetter(*compared)
    for name, method in _METHODS.items():
        if name not in vars(kind):
            setattr(made, name, method)
    return made  # type: ignore[no-any-return]


def _equal(one: Any, other: Any) -> bool:
    return type(other) is type(one) and bool(one._compared(one) == one._compared(other))


def _hashed(one: Any) -> int:
    return hash(one._compared(one))


def _shown(one: Any) -> str:
    values = ", ".join(f"{each.name}={getattr(one, each.name)!r}" for each in fields(one) if each.repr)
    return f"{type(one).__qualname__}({values})"


_METHODS = {"__eq__": _equal, "__hash__": _hashed, "__repr__": _shown}
