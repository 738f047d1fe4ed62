"""Tài khoản tổ chức and Danh mục dữ liệu, told by keys."""

from pathlib import Path

import openpyxl
from textual.pilot import Pilot

from store import settings
from store.monitoring import data_sources
from store.opening import open_store
from tests.tui.opened_app import opened, press, settled, shown
from tests.tui.station import COMMITTEE, STATION
from tests.tui.typing_as_unikey import bursts, feed
from tui.framework.form_screen import RecordForm
from tui.screens.tracking.data_sources import DataSourcesScreen
from tui.screens.tracking.organisations import OrganisationsScreen


async def at_organisations(pilot: Pilot[int]) -> OrganisationsScreen:
    pilot.app.action_go("organisations")  # type: ignore[attr-defined]  # the program
    await settled(pilot)
    assert isinstance(pilot.app.screen, OrganisationsScreen)
    return pilot.app.screen


async def at_sources(pilot: Pilot[int]) -> DataSourcesScreen:
    pilot.app.action_go("data_sources")  # type: ignore[attr-defined]  # the program
    await settled(pilot)
    assert isinstance(pilot.app.screen, DataSourcesScreen)
    return pilot.app.screen


async def test_what_is_missing_stands_first_and_how_many_are_done_below(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await at_organisations(pilot)
        assert screen.listed[0].unit.name == COMMITTEE
        assert "còn thiếu: mã số thuế" in shown(pilot)
        sums = next(line for line in shown(pilot).splitlines() if "Đã xong / 3 đơn vị" in line)
        assert sums.split()[-4:] == ["2/3", "1/3", "1/3", "0/3"]


async def test_a_code_and_days_are_typed_and_the_unit_goes_down_the_list(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await at_organisations(pilot)
        await press(pilot, "enter", "text:0314409058", "enter", "text:1/6/2026", "enter")
        await press(pilot, "text:05062026", "enter", "text:20.6.2026", "ctrl+s")
        await settled(pilot)
        assert pilot.app.screen is screen
        assert screen.chosen is not None
        assert (screen.chosen.unit.name, screen.chosen.missing) == (COMMITTEE, ())
        assert screen.chosen.account_registered_on == "2026-06-05"
        assert screen.listed[0].unit.name != COMMITTEE
        await press(pilot, "ctrl+z")
        assert len(next(each for each in screen.listed if each.unit.name == COMMITTEE).missing) == 4


async def test_a_wrong_code_keeps_the_form_open_and_says_why(path: Path) -> None:
    async with opened(path) as pilot:
        await at_organisations(pilot)
        await press(pilot, "enter", "text:0100233480", "ctrl+s")
        await settled(pilot)
        assert isinstance(pilot.app.screen, RecordForm)
        assert "sai một chữ số" in shown(pilot)
        await press(pilot, "backspace", "text:8")
        assert f"Trùng mã của {STATION}" in " ".join(shown(pilot).split())


async def test_confirmed_before_registered_is_told_with_the_way_out(path: Path) -> None:
    async with opened(path) as pilot:
        await at_organisations(pilot)
        await press(pilot, "enter", "down", "down", "text:20/6/2026", "enter", "text:19/6/2026", "ctrl+s")
        await settled(pilot)
        assert "trước ngày đăng ký" in shown(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, RecordForm)


async def test_the_next_unit_that_lacks_something(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await at_organisations(pilot)
        await press(pilot, "end", "f8")
        assert screen.chosen is not None
        assert screen.chosen.unit.name == COMMITTEE


async def test_a_set_of_data_is_added_assessed_and_becomes_a_priority(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await at_sources(pilot)
        await press(pilot, "ctrl+n")
        await feed(pilot, "".join(bursts("Sổ khám sức khỏe")))
        await press(pilot, "down", "down", "down", "1", "down", "2", "down", "3", "down", "1", "down", "1")
        for _ in range(5):
            await press(pilot, "down", "1")
        await press(pilot, "ctrl+s")
        await settled(pilot)
        assert pilot.app.screen is screen
        assert screen.chosen is not None
        assert (screen.chosen.name, screen.chosen.is_priority) == ("Sổ khám sức khỏe", True)
        assert screen.chosen.unanswered == 0
        assert list(screen.chosen.grades.values()) == ["high", "medium", "low", "high", "high"]
        assert "★ 2 bộ ưu tiên" in shown(pilot)


async def test_one_is_taken_off_and_put_back(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await at_sources(pilot)
        name = screen.listed[0].name
        await press(pilot, "delete")
        assert name not in [each.name for each in screen.listed]
        await press(pilot, "ctrl+z")
        assert screen.listed[0].name == name


async def test_the_report_is_exported_by_keys(path: Path, tmp_path: Path) -> None:
    with open_store(path) as store:
        settings.remember_folder(store, str(tmp_path), "export_folder")
        assert len(data_sources.all_sources(store)) == 3
    async with opened(path) as pilot:
        await at_sources(pilot)
        await press(pilot, "ctrl+s", "enter")
        await settled(pilot)
    book = openpyxl.load_workbook(tmp_path / "DanhMucDuLieu_2026-06-23.xlsx")
    assert book.sheetnames[:-1] == ["Báo cáo", "Danh mục"]


async def test_an_empty_list_begins_with_the_eight_sets_of_the_plan_by_one_key(path: Path) -> None:
    with open_store(path) as store:
        for each in data_sources.all_sources(store):
            data_sources.remove(store, each)
    async with opened(path) as pilot:
        screen = await at_sources(pilot)
        assert "F6: thêm 8 bộ dữ liệu mà kế hoạch nêu" in shown(pilot)
        await press(pilot, "f6")
        assert len(screen.listed) == 8
        await press(pilot, "ctrl+z")
        assert not screen.listed


async def test_what_the_station_has_to_work_with_is_written_once_for_the_report(path: Path) -> None:
    async with opened(path) as pilot:
        await at_sources(pilot)
        await press(pilot, "f7", "text:06 máy tính", "down", "text:FTTH", "ctrl+s")
        await settled(pilot)
    with open_store(path) as store:
        assert data_sources.conditions(store) == {"computers": "06 máy tính", "internet": "FTTH"}
