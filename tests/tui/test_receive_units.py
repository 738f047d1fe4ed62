"""A commune's list of six units, answered and taken in by keys; a column in doubt answered for all of it."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from store.models import State
from store.people import staff, units
from store.receiving import submissions
from tests.tui.opened_app import press, settled, shown
from tests.tui.receiving import choose_files
from tui.app import TramyteApp
from tui.screens.receive.file_words import verdict

UNITS = [f"Trường Tiểu học {letter} Tri Tôn" for letter in "ABCDEG"]
HEADS = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Đơn vị", "BHYT"]


def commune(path: Path, *heads: str, week: int = 1) -> Path:
    """Twelve people of six units; behind the known columns one for each further head."""
    book = Workbook()
    sheet = book.active
    sheet.append(["UBND XÃ TRI TÔN"])
    sheet.append([*HEADS, *heads])
    for number in range(12):
        name, born = f"Lê Văn {'ABCDEGHIKLMN'[number]}n", f"0{number % 9 + 1}/02/19{60 + number}"
        marks = ["x" if number % 3 < week else None for _ in heads]
        sheet.append([number + 1, name, born, f"0890{60 + number}0000{number:02}", UNITS[number // 2], "x", *marks])
    book.save(path)
    return path


@pytest.fixture
def app(receiving_app: TramyteApp) -> TramyteApp:
    return receiving_app


def taken_in(app: TramyteApp) -> list[tuple[str | None, bool]]:
    return [(one.unit, one.taken_back_at is None) for one in reversed(submissions.all_submissions(app.store))]


async def test_six_units_are_added_and_taken_in_and_one_is_undone(app: TramyteApp, tmp_path: Path) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await choose_files(pilot, commune(tmp_path / "xa.xlsx"))
        assert ["Đơn vị mới" in verdict(file) for file in screen.files] == [True] * 6
        await press(pilot, "enter")
        assert "1 thêm đơn vị này · 2 là đơn vị khác · 3 bỏ phần này" in shown(pilot)
        await press(pilot, "f9", "ctrl+a")
        await settled(pilot)
        assert taken_in(app) == [(unit, True) for unit in UNITS]
        assert [file.taken for file in screen.files] == [True] * 6
        await press(pilot, "f8", "down", "down", "delete", "2", "escape", "escape")
        await settled(pilot)
        assert [unit for unit, stands in taken_in(app) if not stands] == [UNITS[3]]
        assert [file.taken for file in screen.files] == [True] * 3 + [False] + [True] * 2


async def test_nothing_of_a_unit_that_was_not_confirmed_goes_in(app: TramyteApp, tmp_path: Path) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await choose_files(pilot, commune(tmp_path / "xa.xlsx"))
        await press(pilot, "ctrl+a")
        assert "6 đơn vị chưa có trong sổ" in shown(pilot)
        await press(pilot, "2")
        await settled(pilot)
        assert taken_in(app) == []
        assert units.find(app.store, UNITS[0]) is None
        await press(pilot, "enter", "1", "ctrl+s")
        await settled(pilot)
        assert taken_in(app) == [(UNITS[0], True)]


async def test_a_unit_is_one_that_the_store_knows_under_another_name(app: TramyteApp, tmp_path: Path) -> None:
    known = units.find_or_add(app.store, "Trường Nguyễn Trãi")
    async with app.run_test(size=(80, 24)) as pilot:
        await choose_files(pilot, commune(tmp_path / "xa.xlsx"))
        await press(pilot, "enter", "2", "text:nguyen trai", "enter", "ctrl+s")
        await settled(pilot)
    assert taken_in(app) == [("Trường Nguyễn Trãi", True)]
    assert {one.unit_id for one in staff.members(app.store) if one.person.full_name == "Lê Văn An"} == {known}


async def test_a_decoy_is_given_another_meaning_once_and_the_next_file_remembers(
    app: TramyteApp, tmp_path: Path
) -> None:
    heads = ("Đã tập huấn VNeID",)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await choose_files(pilot, commune(tmp_path / "tuan 1.xlsx", *heads))
        await press(pilot, "f9")
        assert "1 cột chưa rõ" in verdict(screen.files[0])
        await press(pilot, "enter")
        assert "? Cột G “Đã tập huấn VNeID”: có phải “Mức 2” không?" in shown(pilot)
        await press(pilot, "2", "text:so sk", "enter")
        await settled(pilot)
        assert not any("chưa rõ" in verdict(file) for file in screen.files)
        await press(pilot, "ctrl+a")
        await settled(pilot)
        assert len(taken_in(app)) == 6
        screen = await choose_files(pilot, commune(tmp_path / "tuan 2.xlsx", *heads, week=2))
        assert all(not file.reading.doubts for file in screen.files if file.reading is not None)
        await press(pilot, "ctrl+a")
        await settled(pilot)
        assert len(taken_in(app)) == 12
    who = next(one for one in staff.members(app.store) if one.person.full_name == "Lê Văn An")
    assert who.person.states["health_book"] is State.DONE
    assert who.person.states.get("level2_account") in (None, State.UNKNOWN)
