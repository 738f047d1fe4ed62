"""Values: what is equal, what can stand in a set, and how a test that fails shows them."""

from dataclasses import field, replace

import pytest

from store.frozen import frozen


@frozen
class Place:
    """A value with a field that makes no difference."""

    name: str
    row: int = 0
    seen: list[int] = field(default_factory=list, compare=False, repr=False)

    @property
    def label(self) -> str:
        return f"{self.name} {self.row}"


@frozen
class Other:
    """A value with the same fields, and with its own way to be shown."""

    name: str
    row: int = 0

    def __repr__(self) -> str:
        return self.name


@frozen
class Nothing:
    """A value without fields."""


def test_values_are_equal_where_their_fields_and_kinds_are():
    assert Place("An", 1) == Place("An", 1, [7])
    assert Place("An", 1) != Place("An", 2)
    assert Place("An", 1) != Other("An", 1)
    assert Nothing() == Nothing() != Other("")
    assert {Place("An", 1), Place("An", 1, [7]), replace(Place("An"), row=1)} == {Place("An", 1)}


def test_a_value_has_the_fields_that_it_declares():
    assert Place("An", 1).label == "An 1"
    with pytest.raises(AttributeError):
        Place("An").ward = "Núi Tô"  # type: ignore[attr-defined]
    with pytest.raises(TypeError):
        Place()  # type: ignore[call-arg]


def test_a_value_shows_its_fields():
    assert repr(Place("An", 1)) == "Place(name='An', row=1)"
    assert repr(Other("An")) == "An"
