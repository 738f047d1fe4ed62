from pathlib import Path

from store import history, journal
from store.database import Store
from store.models import Person, State
from store.opening import open_store
from store.people import staff, units


def _people(store: Store, *names: str) -> list[int]:
    unit = units.find_or_add(store, "Trạm Y tế xã Vĩnh Gia")
    return [staff.add(store, Person(name), unit) for name in names]


def test_every_step_is_taken_back_and_done_again_across_restarts(store: Store, tmp_path: Path) -> None:
    (an,) = _people(store, "Lê An")
    staff.set_state(store, [an], "cccd", State.TODO, "Mất thẻ")
    staff.set_state(store, [an], "cccd", State.DONE)
    staff.edit(store, an, {"phone": "0912345678"})
    path = store.path
    store.close()

    with open_store(path) as again:
        assert [history.undo(again) is not None for _ in range(2)] == [True, True]
        person = staff.get(again, an).person
        assert (person.states["cccd"], person.reasons, person.phone, person.done_on) == (
            State.TODO, {"cccd": "Mất thẻ"}, None, {},
        )  # fmt: skip
    with open_store(path) as third:
        assert [history.redo(third) is not None for _ in range(3)] == [True, True, False]
        person = staff.get(third, an).person
        assert (person.states["cccd"], person.reasons, person.phone) == (State.DONE, {}, "0912345678")


def test_undo_goes_back_to_an_empty_store_and_nothing_is_deleted(store: Store) -> None:
    _people(store, "Lê An", "Bùi Bình")
    while history.undo(store):
        pass
    assert list(staff.members(store)) == []
    assert store.connection.execute("SELECT count(*) FROM staff").fetchone() == (2,)
    while history.redo(store):
        pass
    assert [member.person.full_name for member in staff.members(store)] == ["Lê An", "Bùi Bình"]


def test_a_new_change_closes_the_way_forward(store: Store) -> None:
    (an,) = _people(store, "Lê An")
    staff.edit(store, an, {"phone": "0912345678"})
    history.undo(store)
    staff.edit(store, an, {"position": "Y sĩ"})
    assert history.redo(store) is None
    assert staff.get(store, an).person.phone is None


def test_several_people_are_one_step(store: Store) -> None:
    ids = _people(store, "Lê An", "Bùi Bình", "Cao Châu")
    assert staff.set_state(store, ids, "health_book", State.TODO, "Quên mật khẩu") == 3
    assert staff.set_state(store, ids, "health_book", State.TODO, "Quên mật khẩu") == 0
    history.undo(store)
    assert {m.person.states["health_book"] for m in staff.members(store)} == {State.UNKNOWN}


def test_undo_keeps_a_number_that_somebody_else_has_by_now(store: Store) -> None:
    (an,) = _people(store, "Lê An")
    staff.edit(store, an, {"citizen_id": "089084001234"})
    staff.edit(store, an, {"citizen_id": ""})
    unit = units.all_units(store)[0].id
    with store.transaction():  # as another program would: without a record
        store.connection.execute(
            "INSERT INTO staff (unit_id, full_name, folded, name_key, sort_key, citizen_id, created_at)"
            " VALUES (?, 'X', 'x', 'x', 'x', '089084001234', '2026-01-01')",
            (unit,),
        )
    result = history.undo(store)
    assert result is not None
    assert [kept.field for kept in result.kept] == ["citizen_id"]
    assert staff.get(store, an).person.citizen_id is None


def test_a_failed_change_leaves_no_trace(store: Store) -> None:
    (an,) = _people(store, "Lê An")
    before = store.connection.execute("SELECT count(*) FROM change").fetchone()
    try:
        with history.recording(store, "test", "Hỏng") as made:
            made.assign("staff", an, "phone", "0912345678")
            raise RuntimeError
    except RuntimeError:
        pass
    assert staff.get(store, an).person.phone is None
    assert store.connection.execute("SELECT count(*) FROM change").fetchone() == before
    assert "recording" not in store.kept


def test_undo_tells_whom_it_was_about(store: Store) -> None:
    an, binh = _people(store, "Lê An", "Bùi Bình")
    staff.set_state(store, [an], "cccd", State.DONE)
    staff.set_state(store, [an, binh], "cccd", State.TODO)
    history.undo(store)
    assert journal.last_person(store) is None
    history.undo(store)
    assert journal.last_person(store) == an


def test_a_reason_that_is_there_stays_when_many_become_chua(store: Store) -> None:
    an, binh = _people(store, "Lê An", "Bùi Bình")
    staff.set_state(store, [an], "cccd", State.TODO, "Mất thẻ")
    assert staff.set_state(store, [an, binh], "cccd", State.TODO, keep_reasons=True) == 1
    assert staff.get(store, an).person.reasons == {"cccd": "Mất thẻ"}


def test_two_changes_taken_back_oldest_first_leave_nothing_of_either(store: Store) -> None:
    (an,) = _people(store, "Lê An")
    numbers = []
    for phone in ("0912345678", "0987654321", "0900000001"):
        with history.recording(store, "import", "Nhận tệp") as made:
            made.assign("staff", an, "phone", phone)
        numbers.append(made.change_id)
    first, second, third = numbers

    def take_back(change_id: int) -> str | None:
        history.revert(store, change_id, command="import-undo", label="Rút tệp")
        return staff.get(store, an).person.phone

    assert take_back(first) == take_back(second) == "0900000001", "the third was said since"
    assert take_back(third) is None
    history.redo(store)
    assert staff.get(store, an).person.phone == "0900000001"


def test_a_value_that_somebody_set_again_after_it_was_taken_back_stays(store: Store) -> None:
    (an,) = _people(store, "Lê An")

    def say(phone: str) -> int:
        with history.recording(store, "import", "Nhận tệp") as made:
            made.assign("staff", an, "phone", phone)
        return made.change_id

    first = say("0912345678")
    say("0987654321")
    say("0912345678")
    last = say("0900000001")
    history.revert(store, first, command="import-undo", label="Rút tệp")
    history.revert(store, last, command="import-undo", label="Rút tệp")
    assert staff.get(store, an).person.phone == "0912345678"
