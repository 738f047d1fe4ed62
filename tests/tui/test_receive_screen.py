"""Incoming files on the screen: nothing is written before one says so; questions are asked and answered by keys."""

import csv
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.models import Person, State
from store.people import staff, units
from store.receiving import submissions
from tests.tui.station import STATION
from tests.tui.typing_as_unikey import bursts, feed
from tui.app import TramyteApp
from tui.screens.help import HelpScreen
from tui.screens.receive.file_words import verdict
from tui.screens.receive.received import ReceivedScreen
from tui.screens.receive.screen import ReceiveScreen

HEADS = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Định danh mức 2", "Lý do chưa mức 2", "BHYT"]


def sheet(folder: Path, name: str, unit: str | None, *rows: list[object]) -> Path:
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([*([[f"Đơn vị: {unit}"]] if unit else []), HEADS, *rows])
    return path


async def choose(pilot: Pilot[int], app: TramyteApp, *paths: Path) -> ReceiveScreen:
    await pilot.pause()
    await pilot.press("f4")
    await pilot.pause()
    screen = app.screen
    assert isinstance(screen, ReceiveScreen)
    screen.chosen(list(paths))
    for _ in range(200):
        await pilot.pause(0.02)
        if all(incoming.reading is not None for incoming in screen.files):
            break
    return screen


def people(app: TramyteApp) -> int:
    return len(list(staff.members(app.store)))


async def test_nothing_is_written_before_one_says_so(app: TramyteApp, tmp_path: Path) -> None:
    file = sheet(
        tmp_path, "a.csv", "Trường THCS Vĩnh Gia", [1, "Lý Thị Mới", "05/01/1984", "089184000111", "x", "", "x"]
    )
    before = people(app)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await choose(pilot, app, file)
        assert "1 mới" in verdict(screen.files[0])
        assert people(app) == before
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert people(app) == before + 1
        assert screen.files[0].taken


async def test_every_conflict_of_a_kind_at_once(app: TramyteApp, tmp_path: Path) -> None:
    unit = units.find(app.store, STATION)
    assert unit is not None
    rows = []
    for number in range(5):
        person = Person(
            f"Lê Văn {'ABCDE'[number]}n", citizen_id=f"08908400000{number}", states={"bhyt_linked": State.DONE}
        )
        staff.add(app.store, person, unit.id)
        rows.append([number + 1, person.full_name, "", person.citizen_id, "x", "", "Chưa"])
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await choose(pilot, app, sheet(tmp_path, "a.csv", STATION, *rows))
        plan = screen.files[0].plan
        assert plan is not None
        assert plan.counts()["conflict"] == 5
        await pilot.press("f6", "enter", "2", "f9")
        await pilot.pause()
        assert plan.counts() == {"new": 0, "changed": 5, "unchanged": 0, "conflict": 0, "rejected": 0}
        await pilot.press("ctrl+s")
        await pilot.pause()
    number = staff.by_citizen_id(app.store, "089084000003")
    assert number is not None
    assert staff.get(app.store, number).person.states["bhyt_linked"] is State.TODO


async def test_a_file_that_names_no_unit_asks(app: TramyteApp, tmp_path: Path) -> None:
    file = sheet(tmp_path, "a.csv", None, [1, "Lý Thị Mới", "05/01/1984", "089184000111", "x", "", "x"])
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await choose(pilot, app, file)
        assert verdict(screen.files[0]).startswith("?")
        await pilot.press("ctrl+s")
        await pilot.pause()
        await feed(pilot, "".join(bursts("Trường Mẫu giáo Mới")) + "\r")
        await pilot.press("ctrl+s")
        await pilot.pause()
    assert units.find(app.store, "Trường Mẫu giáo Mới") is not None


async def test_rows_in_question_are_left_only_after_a_word(app: TramyteApp, tmp_path: Path) -> None:
    file = sheet(
        tmp_path, "a.csv", "Trường THCS Vĩnh Gia",
        [1, "Lý Thị Mới", "05/01/1984", "089184000111", "x", "", "x"], [2, "", "06/02/1990", "089090000222", "x", "", "x"],
    )  # fmt: skip
    before = people(app)
    async with app.run_test(size=(80, 24)) as pilot:
        await choose(pilot, app, file)
        await pilot.press("ctrl+s")
        await pilot.pause()
        await pilot.press("2")
        await pilot.pause()
        assert people(app) == before
        await pilot.press("ctrl+s")
        await pilot.pause()
        await pilot.press("1")
        await pilot.pause()
        assert people(app) == before + 1


async def test_the_second_file_sees_what_the_first_one_brought(app: TramyteApp, tmp_path: Path) -> None:
    row = [1, "Lý Thị Mới", "05/01/1984", "089184000111", "x", "", "x"]
    one = sheet(tmp_path, "1.csv", "Trường THCS Vĩnh Gia", row)
    two = sheet(tmp_path, "2.csv", "Trường Mẫu giáo Vĩnh Gia", row)
    before = people(app)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await choose(pilot, app, one, two)
        await pilot.press("ctrl+a")
        await pilot.pause(0.2)
        assert people(app) == before + 1, "one person in two units is asked about, not counted twice"
        plan = screen.files[1].plan
        assert plan is not None
        assert [planned.conflict for planned in plan.rows] == ["unit"]


async def test_what_was_taken_in_is_taken_back_whole(app: TramyteApp, tmp_path: Path) -> None:
    file = sheet(
        tmp_path, "a.csv", "Trường THCS Vĩnh Gia", [1, "Lý Thị Mới", "05/01/1984", "089184000111", "x", "", "x"]
    )
    before = people(app)
    async with app.run_test(size=(120, 36)) as pilot:
        await choose(pilot, app, file)
        await pilot.press("ctrl+s")
        await pilot.pause()
        await pilot.press("f8")
        await pilot.pause()
        assert isinstance(app.screen, ReceivedScreen)
        await pilot.press("delete", "2")
        await pilot.pause()
        assert people(app) == before
    assert submissions.all_submissions(app.store)[0].taken_back_at is not None


async def test_bad_files_say_why_and_do_not_stop_the_good_one(app: TramyteApp, tmp_path: Path) -> None:
    bad = tmp_path / "0 hong.xlsx"
    bad.write_bytes(b"PK\x03\x04hong")
    good = sheet(tmp_path, "1.csv", "Trường THCS Vĩnh Gia", [1, "Lý Thị Mới", "1984", "089184000111", "x", "", "x"])
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await choose(pilot, app, bad, good)
        assert verdict(screen.files[0]).startswith("✗")
        await pilot.press("ctrl+a")
        await pilot.pause()
        assert screen.files[1].taken
        assert not screen.files[0].taken


@pytest.mark.parametrize("opens", ["ctrl+n", "f7", "f8"])
async def test_f1_tells_the_keys_of_every_window(app: TramyteApp, tmp_path: Path, opens: str) -> None:
    file = sheet(tmp_path, "a.csv", STATION, [1, "Lý Thị Mới", "05/01/1984", "089184000111", "x", "", "x"])
    async with app.run_test(size=(80, 24)) as pilot:
        await choose(pilot, app, file)
        await pilot.press(opens)
        await pilot.pause()
        window = app.screen
        await pilot.press("f1")
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is window
