"""The day on which an item was done can be put right, and taken back."""

import pytest

from store import history
from store.database import Store
from store.errors import RefusedError
from store.models import Person, State
from store.people import staff, units


@pytest.fixture
def lan(store: Store) -> int:
    return staff.add(store, Person("Nguyễn Thị Lan"), units.add(store, "Trạm Y tế xã Vĩnh Gia"))


def day_of(store: Store, staff_id: int) -> str | None:
    return staff.get(store, staff_id).person.done_on.get("cccd")


def test_the_day_of_a_done_item_is_put_right_and_undone(store: Store, lan: int) -> None:
    staff.set_state(store, [lan], "cccd", State.DONE, done_on="2026-06-20")
    staff.set_done_on(store, lan, "cccd", "2021-03-05")
    assert day_of(store, lan) == "2021-03-05"
    undone = history.undo(store)
    assert undone is not None
    assert (undone.label, day_of(store, lan)) == ("Ngày CCCD: Nguyễn Thị Lan", "2026-06-20")


def test_a_day_that_is_not_known_is_taken_away(store: Store, lan: int) -> None:
    staff.set_state(store, [lan], "cccd", State.DONE)
    staff.set_done_on(store, lan, "cccd", None)
    assert day_of(store, lan) is None
    assert staff.get(store, lan).person.states["cccd"] is State.DONE


def test_what_is_not_done_has_no_day(store: Store, lan: int) -> None:
    staff.set_state(store, [lan], "cccd", State.TODO)
    with pytest.raises(RefusedError, match="không có ngày"):
        staff.set_done_on(store, lan, "cccd", "2021-03-05")
