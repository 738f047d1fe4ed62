"""Somebody of the same name and year in another unit may have moved: that is asked, not guessed (DOMAIN, identity)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from importers import intake
from importers.intake import Incoming
from store.database import Store
from store.models import Person
from store.outcome import Outcome
from store.people import staff, units
from tests.tui.station import station

HERE, THERE = "Trường Mầm non Bến Đò", "Trường THCS Cầu Kè"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with station(tmp_path / "s.sqlite3") as store:
        yield store


def read(store: Store, folder: Path, *rows: str, unit: str = HERE, name: str = "a.csv") -> Incoming:
    text = f"Đơn vị: {unit}\nSTT,Họ và tên,Ngày sinh,CCCD,BHYT\n" + "".join(f"{row}\n" for row in rows)
    (folder / name).write_text(text, encoding="utf-8")
    return intake.read(store, folder / name)


def there(store: Store, *people: Person) -> list[int]:
    unit = units.find_or_add(store, THERE)
    return [staff.add(store, person, unit) for person in people]


@pytest.mark.parametrize(("born", "row"), [("1984-03-12", "1984"), ("1984", "12/03/1984"), ("1984", "1984")])
def test_it_is_asked(store: Store, tmp_path: Path, born: str, row: str) -> None:
    (hoa,) = there(store, Person("Nguyễn Thị Hoa", born))
    file = read(store, tmp_path, f"1,Nguyễn Thị Hoa,{row},,x")
    (planned,) = file.plan.rows
    assert (planned.outcome, planned.staff_id) == (Outcome.CONFLICT, hoa)
    assert "đơn vị khác" in planned.question
    intake.answer_row(store, file, planned, "take")
    intake.apply(store, file)
    assert staff.get(store, hoa).unit == HERE


def test_another_person_is_added_and_not_asked_about_again(store: Store, tmp_path: Path) -> None:
    there(store, Person("Nguyễn Thị Hoa", "1984-03-12"))
    file = read(store, tmp_path, "1,Nguyễn Thị Hoa,1984,,x")
    intake.answer_row(store, file, file.plan.rows[0], "new")
    intake.apply(store, file)
    again = read(store, tmp_path, "2,Nguyễn Thị Hoa,1984,,x", name="b.csv")
    assert [row.outcome for row in again.plan.rows if row.why == "same_year_elsewhere"] == []


@pytest.mark.parametrize(
    "other",
    [
        Person("Nguyễn Thị Hoa", "1985"),
        Person("Nguyễn Thị Hoa"),  # a name alone says nothing
        Person("Nguyễn Thị Hoa", "1984", citizen_id="089184000112"),
    ],
)
def test_it_is_not_asked_of_somebody_else(store: Store, tmp_path: Path, other: Person) -> None:
    there(store, other)
    file = read(store, tmp_path, "1,Nguyễn Thị Hoa,1984,089184000999,x")
    assert [row.outcome for row in file.plan.rows] == [Outcome.NEW]


def test_where_there_are_many_it_says_nothing(store: Store, tmp_path: Path) -> None:
    there(store, *(Person("Nguyễn Thị Hoa", f"1984-03-1{day}") for day in range(5)))
    assert read(store, tmp_path, "1,Nguyễn Thị Hoa,1984,,x").plan.rows[0].outcome is Outcome.NEW
