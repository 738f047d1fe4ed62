"""Nhiệm vụ, told by keys: what is near, one finished by Space, one written in its form, the table exported."""

from pathlib import Path

import openpyxl
import pytest
from textual.pilot import Pilot

from store import campaign_use, clock, settings
from store.campaigns import file
from store.monitoring import tasks
from store.monitoring.tasks import WorkKind
from store.opening import open_store
from tests.tui.opened_app import NARROW, opened, press, settled, shown
from tests.tui.typing_as_unikey import bursts, feed
from tui.framework.form_screen import RecordForm
from tui.framework.targets import TaskTarget
from tui.screens.tracking.tasks import TasksScreen
from tui.widgets.dialogs import Ask


async def at_tasks(pilot: Pilot[int]) -> TasksScreen:
    pilot.app.action_go("tasks")  # type: ignore[attr-defined]  # the program
    await settled(pilot)
    assert isinstance(pilot.app.screen, TasksScreen)
    return pilot.app.screen


def numbers(screen: TasksScreen) -> list[str]:
    return [each.label for each in screen.listed]


async def test_each_task_says_how_far_it_is_and_how_long_is_left(path: Path) -> None:
    async with opened(path) as pilot:
        await at_tasks(pilot)
        lines = [line for line in shown(pilot).splitlines() if "/2026" in line and line.lstrip("› ")[:1].isdigit()]
        assert lines[0].split()[1:6] == ["1", "✓", "25/06/2026", "22/06", "Cơ"]
        assert "~ 29/06/2026  còn 6 ngày" in lines[1]
        assert "09/07/2026*" in lines[3], "the earlier of two"


async def test_both_deadlines_of_a_contradiction_are_told(path: Path) -> None:
    async with opened(path, (120, 36)) as pilot:
        await at_tasks(pilot)
        await press(pilot, "down", "down", "down")
        assert "B.II.2.b" in shown(pilot)
        assert "Phụ lục, TT 4" in shown(pilot)
        assert "hai chỗ ghi khác nhau" in shown(pilot)


async def test_digits_choose_what_is_late_and_what_is_near(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(path) as pilot:
        screen = await at_tasks(pilot)
        await press(pilot, "3")
        assert numbers(screen) == ["2"]
        await press(pilot, "2")
        assert numbers(screen) == []
        assert "Không có nhiệm vụ nào như vậy" in shown(pilot)
        monkeypatch.setenv(clock.VARIABLE, "2026-07-10T00:00:00")
        await press(pilot, "2")
        assert numbers(screen) == ["2", "3", "4"]
        assert "! quá 10 ngày" in shown(pilot)
        await press(pilot, "escape")
        assert len(numbers(screen)) == 7 + 30, "its tasks, then its duties"


async def test_space_steps_the_state_and_the_task_stays_in_sight_until_the_view_is_chosen_again(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await at_tasks(pilot)
        await press(pilot, "4", "space")
        assert screen.chosen is not None
        assert (screen.chosen.label, screen.chosen.state, screen.chosen.done_on) == ("2", "done", "2026-06-23")
        await press(pilot, "4")
        assert "2" not in numbers(screen)
        await press(pilot, "ctrl+z")
        assert "2" in numbers(screen)
        assert [each.state for each in tasks.all_tasks(pilot.app.store)][:3] == ["done", "under_way", None]  # type: ignore[attr-defined]  # the program


async def test_the_form_takes_what_an_input_method_sends_and_asks_before_it_is_left(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await at_tasks(pilot)
        await press(pilot, "down", "down", "enter")
        assert isinstance(pilot.app.screen, RecordForm)
        assert "Công an xã" in shown(pilot)
        await press(pilot, "2", "enter", "enter", "enter")
        await feed(pilot, "".join(bursts("Đỗ Thị Tiếng")))
        await press(pilot, "up", "escape")
        assert isinstance(pilot.app.screen, Ask)
        await press(pilot, "1")
        await settled(pilot)
        assert pilot.app.screen is screen
        third = screen.listed[2]
        assert (third.state, third.done_on, third.responsible) == ("under_way", None, "Đỗ Thị Tiếng")


async def test_a_day_without_being_done_is_refused_in_the_form(path: Path) -> None:
    async with opened(path) as pilot:
        await at_tasks(pilot)
        await press(pilot, "end", "enter", "enter", "text:5/6/2026", "ctrl+s")
        await settled(pilot)
        assert isinstance(pilot.app.screen, RecordForm)
        assert "Chỉ nhiệm vụ đã xong mới có ngày" in shown(pilot)
        await press(pilot, "up", "3", "ctrl+s")
        await settled(pilot)
        done = tasks.everything(pilot.app.store)[-1]  # type: ignore[attr-defined]  # the program
        assert (done.state, done.done_on) == ("done", "2026-06-05")


async def test_a_task_that_is_not_done_any_more_loses_its_day(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await at_tasks(pilot)
        await press(pilot, "enter", "2", "ctrl+s")
        await settled(pilot)
        assert pilot.app.screen is screen
        first = screen.listed[0]
        assert (first.state, first.done_on, first.product) == ("under_way", None, "Báo cáo số 15/BC-TYT")


async def test_tasks_of_one_lead_and_of_one_campaign(path: Path) -> None:
    with open_store(path) as store:
        campaign_use.use(store, file.load(file.built_in()["bo-y-te-2025"]))
    async with opened(path) as pilot:
        screen = await at_tasks(pilot)
        assert len(screen.listed) == (7 + 30) + (46 + 4 + 10), "tasks, the parts of 3.7, duties"
        await press(pilot, "ctrl+t")
        await feed(pilot, "bao hiem xa hoi co so\r")
        await settled(pilot)
        assert numbers(screen) == ["5"]
        await press(pilot, "escape", "ctrl+b")
        await feed(pilot, "bo y te nam 2025\r")
        await settled(pilot)
        assert len(screen.listed) == 46 + 4 + 10
        assert screen.listed[0].label == "1.1"


async def test_another_screen_leads_to_one_task(path: Path) -> None:
    async with opened(path) as pilot:
        pilot.app.go_to(TaskTarget("tri-ton-2026", 4))  # type: ignore[attr-defined]  # the program
        await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, TasksScreen)
        assert screen.chosen is not None
        assert screen.chosen.label == "4"


async def test_the_table_is_exported_by_keys(path: Path, tmp_path: Path) -> None:
    with open_store(path) as store:
        settings.remember_folder(store, str(tmp_path), "export_folder")
    async with opened(path, NARROW) as pilot:
        await at_tasks(pilot)
        await press(pilot, "ctrl+s", "enter")
        await settled(pilot)
    sheet = openpyxl.load_workbook(tmp_path / "NhiemVu_2026-06-23.xlsx").active
    heads = [cell.value for cell in sheet[7]]
    assert heads[:6] == [
        "TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian thực hiện", "Kết quả, sản phẩm",
    ]  # fmt: skip


async def test_a_task_that_is_longer_than_its_room_says_where_the_rest_is(path: Path) -> None:
    async with opened(path) as pilot:
        await at_tasks(pilot)
        await press(pilot, "down")
        assert shown(pilot).rstrip().splitlines()[-2].endswith("… Enter: xem hết")
        await press(pilot, "enter")
        assert "Sản phẩm: kích hoạt sử dụng tài khoản định danh" in shown(pilot)


async def test_the_question_says_that_all_tasks_are_written(path: Path) -> None:
    async with opened(path) as pilot:
        await at_tasks(pilot)
        await press(pilot, "3", "ctrl+s")
        assert "Xuất bảng 7 nhiệm vụ" in shown(pilot), "though the view shows fewer"


async def test_a_duty_is_ticked_given_to_somebody_and_dated(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await at_tasks(pilot)
        await press(pilot, "ctrl+t")
        await feed(pilot, "tram y te\r")
        await settled(pilot)
        duties = [each for each in screen.listed if each.kind is WorkKind.DUTY]
        assert len(duties) == 17
        assert len(screen.listed) == 17 + 6, "and the tasks that the station leads"
        await press(pilot, "end", "space", "space")
        assert screen.chosen is not None
        assert (screen.chosen.state, screen.chosen.done_on) == ("done", "2026-06-23")
        await press(pilot, "up", "enter", "down", "down", "text:30/06/2026", "down", "down", "text:YS. Tam", "ctrl+s")
        await settled(pilot)
        assert (screen.chosen.due_on, screen.chosen.responsible) == ("2026-06-30", "YS. Tam")
        assert "còn 7 ngày" in shown(pilot)
        assert "trạm tự đặt: đến hết 30/06/2026" in " ".join(shown(pilot).split())


async def test_tasks_and_duties_are_exported_together(path: Path, tmp_path: Path) -> None:
    with open_store(path) as store:
        settings.remember_folder(store, str(tmp_path), "export_folder")
    async with opened(path, NARROW) as pilot:
        await at_tasks(pilot)
        await press(pilot, "ctrl+s")
        assert "bảng 7 nhiệm vụ, 30 trách nhiệm" in shown(pilot)
        await press(pilot, "enter")
        await settled(pilot)
    book = openpyxl.load_workbook(tmp_path / "NhiemVu_2026-06-23.xlsx")
    assert book.sheetnames[:-1] == ["1 tri-ton-2026", "2 TN tri-ton-2026"]
