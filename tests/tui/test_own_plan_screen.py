"""Kế hoạch của trạm by keys: written, exported as a letter, used as a campaign; no file edited by hand."""

from pathlib import Path

import docx

from store import settings
from store.campaigns import running
from store.opening import open_store
from store.reporting import own_plan
from tests.tui.opened_app import opened, press, settled, shown
from tui.screens.plan.screen import OwnPlanScreen


async def test_a_plan_is_written_from_nothing_signed_and_used(path: Path, tmp_path: Path) -> None:
    with open_store(path) as store:
        settings.remember_folder(store, str(tmp_path), "export_folder")
    async with opened(path) as pilot:
        pilot.app.action_go("own_plan")  # type: ignore[attr-defined]  # the program
        await settled(pilot)
        assert isinstance(pilot.app.screen, OwnPlanScreen)
        assert "Chưa có tên kế hoạch" in shown(pilot)
        await press(pilot, "f6", "text:Chăm sóc người cao tuổi", "down", "text:Chăm sóc", "down", "down")
        await press(pilot, "text:25062026", "down", "text:30092026", "down", "text:30092026", "ctrl+s")
        await settled(pilot)
        own_plan.write(
            pilot.app.store,  # type: ignore[attr-defined]  # the program
            tasks="Lập danh sách; Trạm Y tế; UBND xã; 30/07/2026; Danh sách",
            money="In tờ rơi; tờ; 200; 1.500",
        )
        pilot.app.screen.reload()
        assert "✓ Đủ để xuất" in shown(pilot)
        await press(pilot, "ctrl+s", "enter")
        await settled(pilot)
        await press(pilot, "escape", "f8", "enter")  # the file that was written is not opened
        await settled(pilot)
    letter = docx.Document(str(tmp_path / "KeHoach_ChamSoc.docx"))
    found = [paragraph.text for paragraph in letter.paragraphs]
    assert {"KẾ HOẠCH", "Chăm sóc người cao tuổi", "Tổng dự toán: 300.000 đồng."} <= set(found)
    assert [cell.text for cell in letter.tables[-1].rows[1].cells] == [
        "1", "Lập danh sách", "Trạm Y tế", "UBND xã", "30/07/2026", "Danh sách",
    ]  # fmt: skip
    with open_store(path) as store:
        (mine,) = (each for each in running.running(store) if each.name.startswith("tram-"))
        assert (mine.title, len(mine.tasks)) == ("Chăm sóc người cao tuổi", 1)
