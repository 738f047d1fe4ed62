"""Phụ lục 1 against tables that were counted by hand."""

from datetime import date, datetime

import pytest

from store import clock, history, past
from store.database import Store
from store.forms.counts import FormRow, Scope
from store.forms.people_behind import people_behind
from store.models import Person, State
from store.past import rewound_people
from store.people import staff, units
from store.words.forms import reasons_text
from tests.store.phu_luc_1 import FORM, faults, table

STATION = "Trạm Y tế xã Vĩnh Gia"
D, T, N, U = State.DONE, State.TODO, State.NOT_APPLICABLE, State.UNKNOWN


def _add(
    store: Store,
    unit: int,
    name: str,
    department: str | None = None,
    *,
    level2: State = U,
    book: State = U,
    bhyt: State = U,
    why_level2: str | None = None,
    why_bhyt: str | None = None,
) -> int:
    person = Person(name)
    person.states = {"level2_account": level2, "health_book": book, "bhyt_linked": bhyt}
    if why_level2:
        person.reasons["level2_account"] = why_level2
    if why_bhyt:
        person.reasons["bhyt_linked"] = why_bhyt
    return staff.add(store, person, unit, department)


@pytest.fixture
def unit(store: Store) -> int:
    """Seven people in two departments and one in none."""
    unit = units.find_or_add(store, STATION)
    no_phone = "Không có điện thoại thông minh"
    _add(store, unit, "Lê An", "Dược", level2=D, book=D, bhyt=D)
    _add(store, unit, "Bùi Bình", "Dược", level2=D, book=T, bhyt=T, why_bhyt="Thẻ hết hạn")
    _add(store, unit, "Cao Châu", "Dược", level2=T, bhyt=T, why_level2=no_phone, why_bhyt=no_phone)
    _add(store, unit, "Đỗ Danh", "Dược", level2=T, bhyt=N, why_level2="không có điện thoại thông minh")
    _add(store, unit, "Hà Én", "Hành chính", level2=T, book=N, bhyt=U, why_level2="Quên mật khẩu")
    _add(store, unit, "Kim Giang", "Hành chính", level2=T, bhyt=T)
    _add(store, unit, "Lý Hải", level2=U, bhyt=T, why_bhyt="Thẻ hết hạn")
    return unit


def _figures(row: FormRow) -> tuple[object, ...]:
    return (
        row.label,
        row.figures["total"],
        row.figures["level2_done"],
        row.figures["level2_todo"],
        reasons_text(row.reasons["level2_reasons"]),
        row.figures["health_book"],
        row.figures["bhyt_done"],
        row.figures["bhyt_todo"],
        reasons_text(row.reasons["bhyt_reasons"]),
    )


def test_departments_of_a_unit_as_counted_by_hand(store: Store, unit: int) -> None:
    counted = table(store, unit_id=unit)
    assert [_figures(row) for row in (*counted.rows, counted.total)] == [
        (
            "Dược", 4, 2, 2, "Không có điện thoại thông minh (2)",
            1, 1, 3, "Không áp dụng (1); Không có điện thoại thông minh (1); Thẻ hết hạn (1)",
        ),
        (
            "Hành chính", 2, 0, 2, "Chưa ghi lý do (1); Quên mật khẩu (1)",
            0, 0, 2, "Chưa có thông tin (1); Chưa ghi lý do (1)",
        ),
        ("Chưa xếp khoa/phòng", 1, 0, 1, "Chưa có thông tin (1)", 0, 0, 1, "Thẻ hết hạn (1)"),
        (
            "Tổng cộng", 7, 2, 5,
            "Không có điện thoại thông minh (2); Chưa có thông tin (1); Chưa ghi lý do (1); Quên mật khẩu (1)",
            1, 1, 6,
            ("Thẻ hết hạn (2); Chưa có thông tin (1); Chưa ghi lý do (1); Không áp dụng (1);"
            " Không có điện thoại thông minh (1)"),
        ),
    ]  # fmt: skip
    assert (counted.scope, counted.by) == (STATION, "department")
    assert [faults(row) for row in counted.rows] == [[], [], []]


def test_units_side_by_side_and_one_without_departments_under_its_own_name(store: Store, unit: int) -> None:
    school = units.find_or_add(store, "Trường Tiểu học A")
    _add(store, school, "Mai Khoa", level2=D, book=D, bhyt=D)
    units.find_or_add(store, "Hội Chữ thập đỏ")  # nobody in it: no row

    by_unit = table(store, by="unit")
    assert [(row.label, row.figures["total"], row.figures["level2_done"]) for row in by_unit.rows] == [
        (STATION, 7, 2),
        ("Trường Tiểu học A", 1, 1),
    ]
    by_department = table(store)
    assert [row.label for row in by_department.rows] == [
        f"{STATION} – Dược",
        f"{STATION} – Hành chính",
        f"{STATION} – Chưa xếp khoa/phòng",
        "Trường Tiểu học A",
    ]
    assert by_unit.total == by_department.total
    assert [row.label for row in table(store, unit_id=school).rows] == ["Trường Tiểu học A"]


def test_nobody_is_a_table_without_rows(store: Store) -> None:
    counted = table(store, unit_id=units.find_or_add(store, STATION))
    assert (counted.rows, counted.total.figures["total"], faults(counted.total)) == ((), 0, [])


def test_a_row_says_which_of_its_sums_is_broken_and_who_breaks_it(store: Store) -> None:
    unit = units.find_or_add(store, STATION)
    _add(store, unit, "Lê An", "Dược", level2=D)
    _add(store, unit, "Bùi Bình", "Dược", level2=T, book=D, bhyt=D)
    _add(store, unit, "Cao Châu", "Dược", level2=U, book=D)
    _add(store, unit, "Đỗ Danh", "Hành chính", level2=U, bhyt=D)
    duoc, hanh_chinh = table(store, unit_id=unit).rows
    assert faults(duoc) == ["cột 7 lớn hơn cột 4"]
    assert faults(hanh_chinh) == ["cột 8 lớn hơn cột 4"]

    ids = people_behind(store, FORM, Scope(unit), None, duoc)
    assert [person.full_name for person in past.people_at(store, ids)] == ["Bùi Bình", "Cao Châu"]


def test_an_unknown_figure_is_a_mistake_of_the_programmer(store: Store) -> None:
    with pytest.raises(ValueError, match="level2_reasons"):
        people_behind(store, FORM, Scope(), "level2_reasons")


def test_the_table_of_an_earlier_day_is_what_it_said_on_that_day(
    store: Store, unit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(clock.VARIABLE, "2031-06-20T08:00:00")
    on_the_20th = table(store, unit_id=unit)
    ids = {member.person.full_name: member.id for member in staff.members(store)}

    monkeypatch.setenv(clock.VARIABLE, "2031-06-21T09:00:00")
    staff.set_state(store, [ids["Cao Châu"]], "level2_account", D)
    staff.move(store, [ids["Kim Giang"]], unit, "Dược")
    staff.remove(store, [ids["Lê An"]])
    _add(store, unit, "Mai Khoa", "Dược", level2=D, book=D, bhyt=D)
    on_the_21st = table(store, unit_id=unit)

    monkeypatch.setenv(clock.VARIABLE, "2031-06-22T10:00:00")
    staff.set_state(store, [ids["Cao Châu"]], "level2_account", T, "Mất điện thoại")
    history.undo(store)
    staff.remove(store, [ids["Bùi Bình"]])
    assert table(store, unit_id=unit, as_of=date(2031, 6, 20)) == on_the_20th
    assert table(store, unit_id=unit, as_of=date(2031, 6, 21)) == on_the_21st
    now = table(store, unit_id=unit)
    assert table(store, unit_id=unit, as_of=clock.today()) == now
    assert (on_the_20th.total.figures["total"], on_the_21st.total.figures["total"], now.total.figures["total"]) == (
        7,
        7,
        6,
    )

    ids_then = people_behind(store, FORM, Scope(unit, as_of=date(2031, 6, 20)), "level2_todo")
    people = past.people_at(store, ids_then, rewound_people(store, date(2031, 6, 20)))
    then = {person.full_name: person for person in people}
    assert len(then) == on_the_20th.total.figures["level2_todo"]
    assert then["Cao Châu"].reasons["level2_account"] == "Không có điện thoại thông minh"
    assert then["Kim Giang"].department == "Hành chính"


def test_who_stood_how_at_a_moment_of_today(store: Store, unit: int, monkeypatch: pytest.MonkeyPatch) -> None:
    (chau,) = [member.id for member in staff.members(store) if member.person.full_name == "Cao Châu"]
    monkeypatch.setenv(clock.VARIABLE, "2031-06-20T08:00:00")
    staff.set_state(store, [chau], "level2_account", T, "Mất điện thoại")
    monkeypatch.setenv(clock.VARIABLE, "2031-06-20T11:30:00")
    staff.set_state(store, [chau], "level2_account", D)

    at_nine = rewound_people(store, datetime(2031, 6, 20, 9, 0))  # noqa: DTZ001
    (morning,) = past.people_at(store, [chau], at_nine)
    assert (morning.states["level2_account"], morning.reasons["level2_account"]) == (T, "Mất điện thoại")
    (now,) = past.people_at(store, [chau])
    assert (now.states["level2_account"], "level2_account" in now.reasons) == (D, False)
    assert (now.unit, now.department, now.birth_date) == (STATION, "Dược", None)


def test_a_reason_that_is_read_does_not_write(store: Store, unit: int) -> None:
    before = store.connection.total_changes
    table(store, unit_id=unit, as_of=date(2000, 1, 1))
    people_behind(store, FORM, Scope(unit, "unit", date(2000, 1, 1)), "total")
    assert store.connection.total_changes == before
