import random
import sqlite3

import pytest

from store.checklist.checklist import LACKING, code_at, contradictions, unpack_states
from store.checklist.items import checklist_item, checklist_items
from store.database import Store
from store.models import Person, State
from store.people import roster, staff, units
from store.people.roster import Filter
from store.text import fold

FAMILY = ("Lê", "Bùi", "Đỗ Thị", "Nguyễn Văn", "Chau", "Néang")
GIVEN = ("An", "Ánh", "Bình", "Dung", "Đạt", "Mỹ Hoà", "Sóc Kha")


@pytest.fixture
def crowd(store: Store) -> Store:
    """600 people in three units, some without a department."""
    rng = random.Random(7)
    with store.transaction():
        for name in ("Trạm Y tế", "Trường A", "Trường B"):
            unit = units.add(store, name)
            for number in range(200):
                states = {item.key: rng.choice(list(State)) for item in checklist_items(store)}
                person = Person(
                    f"{rng.choice(FAMILY)} {rng.choice(GIVEN)}",
                    citizen_id=f"{unit:03}{number:09}",
                    states=states,
                )
                staff.add(store, person, unit, rng.choice((None, "Dược", "Khám bệnh")))
    return store


FILTERS = [
    Filter(),
    Filter(by_unit=True),
    Filter(unit_id=2),
    Filter(unit_id=2, department_id=3),
    Filter(search="do an"),
    Filter(search="MỸ HOÀ"),
    Filter(search="kha", unit_id=1),
    Filter(search="0000001"),
    Filter(search="khong co ai"),
    Filter(item="bhyt_linked", state=State.TODO),
    Filter(item="cccd", lacking=True, by_unit=True),
    Filter(state=State.NOT_APPLICABLE),
    Filter(lacking=True, search="a"),
    Filter(contradicting=True),
    Filter(contradicting=True, search="a", unit_id=1),
]


def expected(store: Store, chosen: Filter) -> list[int]:
    """The plain way: everybody, one by one."""
    found = []
    words = fold(chosen.search).split()
    digits = chosen.search if chosen.search.isdigit() else ""
    items = checklist_items(store)
    for row in store.connection.execute(
        "SELECT id, unit_id, department_id, folded, citizen_id, states, sort_key FROM staff WHERE removed_at IS NULL"
    ):
        id_, unit_id, department_id, folded, citizen_id, states, key = row
        places = [i.position for i in checklist_items(store) if chosen.item in (None, i.key)]
        codes = {code_at(states, place) for place in places}
        wanted = (
            set(LACKING)
            if chosen.lacking
            else {"done": "d", "todo": "t", "not_applicable": "n"}.get(chosen.state or "", "")
        )
        if (
            (chosen.unit_id in (None, unit_id))
            and (chosen.department_id in (None, department_id))
            and (not (chosen.lacking or chosen.state) or codes & set(wanted))
            and (not chosen.contradicting or contradictions(unpack_states(states, items), items))
            and (digits in citizen_id if digits else all(f" {word}" in f" {folded}" for word in words))
        ):
            order = (unit_id, department_id or 0, key, id_) if chosen.by_unit or chosen.unit_id else (key, id_)
            found.append((order, id_))
    return [id_ for _, id_ in sorted(found)]


@pytest.mark.parametrize("chosen", FILTERS, ids=str)
@pytest.mark.parametrize("listed", [4000, 20], ids=["listed", "walked"])
def test_every_window_shows_who_belongs_there(
    crowd: Store, chosen: Filter, listed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roster, "LISTED", listed)
    monkeypatch.setattr(roster, "_STEP", 16)
    ids = expected(crowd, chosen)
    view = roster.view(crowd, chosen)
    assert view.total == len(ids)
    rng = random.Random(3)
    for start in [0, 1, len(ids) - 10, *(rng.randrange(len(ids) + 5) for _ in range(20))]:
        start = max(0, start)
        assert [row.id for row in view.rows(start, 25)] == ids[start : start + 25], start
    assert view.ids() == ids
    for place in range(0, len(ids), 37):
        assert view.place_of(ids[place]) == place
    assert view.place_of(99999) is None


def test_the_next_who_lacks_something(crowd: Store) -> None:
    chosen = Filter(item="health_book")
    view = roster.view(crowd, chosen)
    rows = view.rows(0, view.total)
    position = checklist_item(crowd, "health_book").position
    lacking = [place for place, row in enumerate(rows) if row.states[position] in LACKING]
    found, place = [], -1
    while (after := view.next_lacking(place)) is not None:
        found.append(after)
        place = after
    assert found == lacking


def test_an_index_serves_every_walk(crowd: Store) -> None:
    """A sort of 400,000 rows at each key would be felt."""
    assert set(roster._ORDERS) == {"staff_by_name", "staff_by_unit"}
    for index, columns in roster._ORDERS.items():
        order, marks = ", ".join(columns), ", ".join("?" * len(columns))
        plan = " ".join(
            row[3]
            for row in crowd.connection.execute(
                f"EXPLAIN QUERY PLAN SELECT {order} FROM staff INDEXED BY {index}"
                f" WHERE removed_at IS NULL AND ({order}) >= ({marks}) ORDER BY {order} LIMIT 50",
                ["0"] * marks.count("?"),
            )
        )
        assert "TEMP B-TREE" not in plan
        assert "SEARCH staff" in plan, plan


def test_search_survives_odd_signs(crowd: Store) -> None:
    for typed in ('"', "a'b", "*", "an OR binh", "(", "%", "_", "an*", "-"):
        try:
            roster.view(crowd, Filter(search=typed)).rows(0, 5)
        except sqlite3.Error as error:  # pragma: no cover
            pytest.fail(f"{typed!r}: {error}")


def test_a_changed_name_is_found_and_the_old_one_is_not(crowd: Store) -> None:
    staff.edit(crowd, 1, {"full_name": "Trịnh Quế"})
    assert [row.id for row in roster.view(crowd, Filter(search="que trinh")).rows(0, 5)] == [1]
    staff.remove(crowd, [1])
    assert roster.view(crowd, Filter(search="trinh")).total == 0


def test_nobody_is_passed_over_by_one_who_works_down_the_list(crowd: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roster, "LISTED", 20)
    view = roster.view(crowd, Filter(item="cccd", lacking=True))
    ids = view.ids()
    for row in view.rows(0, 10):
        staff.set_state(crowd, [row.id], "cccd", State.DONE)
    assert [row.id for row in view.rows(10, 10)] == ids[10:20]


def test_the_far_end_is_walked_from_there(crowd: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roster, "LISTED", 20)
    statements: list[str] = []
    view = roster.view(crowd, Filter())
    crowd.connection.set_trace_callback(statements.append)
    last = view.rows(view.total - 10, 10)
    crowd.connection.set_trace_callback(None)
    assert [row.id for row in last] == expected(crowd, Filter())[-10:]
    assert "DESC LIMIT 10 OFFSET 0" in statements[0]


def test_one_lack_among_many_is_found(crowd: Store) -> None:
    view = roster.view(crowd, Filter())
    ids = view.ids()
    staff.set_state(crowd, ids, "health_book", State.DONE)
    staff.set_state(crowd, ids[-3:-2], "health_book", State.UNKNOWN)
    chosen = roster.view(crowd, Filter(item="health_book"))
    assert chosen.next_lacking(-1) == len(ids) - 3
    assert chosen.next_lacking(len(ids) - 3) is None


def test_very_many_are_shown_before_they_are_counted(crowd: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    assert roster.glimpse(crowd, Filter()) is None
    monkeypatch.setattr(roster, "LISTED", 20)
    people = roster.glimpse(crowd, Filter())
    assert people is not None
    assert people.total == 21
    assert [row.id for row in people.rows(0, 15)] == expected(crowd, Filter())[:15]
    assert roster.glimpse(crowd, Filter(search="an")) is None
