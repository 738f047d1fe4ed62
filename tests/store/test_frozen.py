"""Values: what is equal, what can stand in a set, and how a test that fails shows them."""

from dataclasses import field, replace

import pytest

from store.frozen import changeable, frozen


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


@changeable
class Row:
    """A value that may change, checked when it is made."""

    name: str
    marks: list[str] = field(default_factory=list)
    number: int = field(default=1, kw_only=True)
    width: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        if not self.name:
            raise ValueError(self)


@changeable
class LongRow(Row):
    """The same with one more field."""

    rest: str = ""


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


def test_a_changeable_value_is_equal_and_stands_in_no_set():
    row = Row("An")
    row.marks.append("x")
    row.number = 2
    assert row == Row("An", ["x"], number=2) != Row("An", number=2)
    assert (Row("An").marks, Row("An").width) == ([], 0)
    assert replace(row, name="Bình") == Row("Bình", ["x"], number=2)
    with pytest.raises(TypeError):
        hash(row)
    with pytest.raises(AttributeError):
        row.ward = "Núi Tô"  # type: ignore[attr-defined]


def test_a_value_is_checked_when_it_is_made_the_first_one_too():
    for _ in range(2):
        with pytest.raises(ValueError, match="Row"):
            LongRow("")
        with pytest.raises(TypeError):
            Row("An", [], 3)  # type: ignore[misc]
    long = LongRow("An", rest="Bình")
    assert (long.rest, long.number) == ("Bình", 1)
    assert long != Row("An")
