"""A person stands twice in a file, written otherwise: whoever reviews it says which row holds."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from importers import intake
from importers.deciding.settling import choices
from importers.intake import Incoming
from store.database import Store
from store.models import State
from store.outcome import Outcome
from store.people import staff
from store.receiving import kept, submissions
from store.receiving.plan import INSTEAD
from tests.tui.station import STATION, station
from tui.screens.receive.row_text import answer_label

HEADS = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Khoa/phòng", "BHYT"]
NUMBER = "089180000012"
FIRST = ["Lê Thị An", "01/02/1980", NUMBER, "Khoa Dược", ""]
LATER = ["Lê Thị An", "01/02/1980", NUMBER, "Khoa Nội", "x"]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with station(tmp_path / "s.sqlite3") as store:
        yield store


def read(store: Store, folder: Path, *people: list[str], name: str = "a.csv") -> Incoming:
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = [[str(number), *person] for number, person in enumerate(people, 1)]
        csv.writer(file).writerows([[f"Đơn vị: {STATION}"], HEADS, *rows])
    return intake.read(store, path)


def person(store: Store) -> list[tuple[object, ...]]:
    listed = "SELECT full_name, citizen_id, department.name, staff.id FROM staff LEFT JOIN department ON department.id = department_id"
    return list(store.rows(f"{listed} WHERE full_name = 'Lê Thị An' AND removed_at IS NULL"))


def value(store: Store, staff_id: int, field: str) -> str:
    return next(cell.raw for name, cell in kept.sources(store, staff_id).items() if name == field)


def test_the_question_says_what_differs_and_offers_both(store: Store, tmp_path: Path) -> None:
    file = read(store, tmp_path, FIRST, LATER)
    first, later = file.plan.rows
    assert "dòng 3 → dòng 4" in later.question
    assert "Khoa Dược → Khoa Nội" in later.question
    assert "BHYT: ✗ Chưa → ✓ Đã" in later.question
    assert NUMBER not in later.question
    labels = [answer_label(later, choice) for choice in choices(later)]
    assert labels == ["bỏ dòng này", "dòng này đúng, bỏ dòng 3"]
    assert first.outcome is Outcome.NEW


@pytest.mark.parametrize("is_known", [False, True])
def test_the_later_row_holds(store: Store, tmp_path: Path, is_known: bool) -> None:
    if is_known:
        intake.apply(store, read(store, tmp_path, FIRST, name="before.csv"))
    file = read(store, tmp_path, FIRST, LATER)
    intake.answer_row(store, file, file.plan.rows[1], INSTEAD)
    first, later = file.plan.rows
    assert first.outcome is Outcome.UNCHANGED
    assert "bỏ dòng này, dòng 4 đúng" in first.incoming.problems[-1].message
    assert later.outcome is (Outcome.CHANGED if is_known else Outcome.NEW)
    number = intake.apply(store, file)
    ((_, citizen_id, department, staff_id),) = person(store)
    assert (citizen_id, department) == (NUMBER, "Khoa Nội")
    assert value(store, staff_id, "department") == "Khoa Nội"
    again = read(store, tmp_path, FIRST, LATER)
    assert [row.outcome for row in again.plan.rows] == [Outcome.UNCHANGED] * 2
    submissions.take_back(store, number)
    assert [each[2] for each in person(store)] == (["Khoa Dược"] if is_known else [])


def test_the_answer_can_be_taken_back_and_the_first_row_kept(store: Store, tmp_path: Path) -> None:
    file = read(store, tmp_path, FIRST, LATER)
    before = file.answers.copy()
    intake.answer_row(store, file, file.plan.rows[1], INSTEAD)
    assert file.answers.count == before.count + 1
    file.answers = before
    intake.plan_again(store, file)
    intake.answer_row(store, file, file.plan.rows[1], "keep")
    intake.apply(store, file)
    assert [each[2] for each in person(store)] == ["Khoa Dược"]


def test_of_three_rows_the_last_holds(store: Store, tmp_path: Path) -> None:
    third = ["Lê Thị An", "01/02/1980", NUMBER, "Khoa Nhi", ""]
    file = read(store, tmp_path, FIRST, LATER, third)
    intake.answer_row(store, file, file.plan.rows[1], INSTEAD)
    assert file.plan.rows[2].first is file.plan.rows[1]
    intake.answer_row(store, file, file.plan.rows[2], INSTEAD)
    intake.apply(store, file)
    assert [each[2] for each in person(store)] == ["Khoa Nhi"]


def test_what_the_later_row_changes_of_the_store_is_asked_as_ever(store: Store, tmp_path: Path) -> None:
    intake.apply(store, read(store, tmp_path, LATER, name="before.csv"))
    file = read(store, tmp_path, LATER, FIRST)
    intake.answer_row(store, file, file.plan.rows[1], INSTEAD)
    row = file.plan.rows[1]
    assert row.outcome is Outcome.CONFLICT
    assert "từ đã thành chưa" in row.question
    intake.answer_row(store, file, row, "take")
    intake.apply(store, file)
    assert [each[2] for each in person(store)] == ["Khoa Dược"]


def test_a_department_that_only_the_second_row_names_is_not_lost(store: Store, tmp_path: Path) -> None:
    without = [*FIRST[:3], "", ""]
    file = read(store, tmp_path, without, FIRST)
    assert [row.outcome for row in file.plan.rows] == [Outcome.NEW, Outcome.UNCHANGED]
    intake.apply(store, file)
    assert [each[2] for each in person(store)] == ["Khoa Dược"]
    other = read(store, tmp_path, without, LATER, name="b.csv")
    assert other.plan.counts()["conflict"] + other.plan.counts()["changed"] > 0


@pytest.mark.parametrize("born", ["1980", ""])
def test_two_equal_rows_without_a_number_or_a_whole_date_are_asked_about(
    store: Store, tmp_path: Path, born: str
) -> None:
    row = ["Lê Thị An", born, "", "Khoa Dược", "x"]
    file = read(store, tmp_path, row, row)
    assert [each.outcome for each in file.plan.rows] == [Outcome.NEW, Outcome.CONFLICT]
    assert "không có gì để phân biệt" in file.plan.rows[1].question
    assert choices(file.plan.rows[1]) == ("keep", INSTEAD, "new")
    intake.answer_row(store, file, file.plan.rows[1], "new")
    intake.apply(store, file)
    assert len(person(store)) == 2


@pytest.mark.parametrize("order", [(1, 0), (0, 1)])
@pytest.mark.parametrize("choice", ["take", "keep"])
def test_the_first_row_is_obeyed_once_the_later_one_is_left_out(
    store: Store, tmp_path: Path, order: tuple[int, int], choice: str
) -> None:
    intake.apply(store, read(store, tmp_path, LATER, name="before.csv"))  # has BHYT
    file = read(store, tmp_path, [*LATER[:4], ""], LATER)
    for at in order:
        intake.answer_row(store, file, file.plan.rows[at], "keep" if at else choice)
    if file.plan.rows[0].outcome is Outcome.CONFLICT:  # only now it is known what is asked
        intake.answer_row(store, file, file.plan.rows[0], choice)
    intake.apply(store, file)
    ((_, _, _, staff_id),) = person(store)
    state = staff.get(store, staff_id).person.states["bhyt_linked"]
    assert state is (State.TODO if choice == "take" else State.DONE)
