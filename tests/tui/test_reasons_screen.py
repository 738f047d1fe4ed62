"""Từ điển lý do, told by keys: see, rewrite, add, merge after a preview, take back."""

from pathlib import Path

from textual.pilot import Pilot

from store.checklist import reasons
from store.models import State
from store.people import staff
from tests.tui.opened_app import WIDE, opened, press, settled, shown
from tui.screens.reasons import ReasonsScreen


async def at_reasons(pilot: Pilot[int]) -> ReasonsScreen:
    await press(pilot, "ctrl+p", "text:tu dien ly do", "enter")
    await settled(pilot)
    assert isinstance(pilot.app.screen, ReasonsScreen)
    return pilot.app.screen


def people(screen: ReasonsScreen, words: str) -> int:
    return next((each.people for each in screen.listed if each.text == words), -1)


async def test_each_reason_with_its_digit_and_people_item_by_item(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await at_reasons(pilot)
        assert "Mục [phím]" in shown(pilot)
        await press(pilot, *["right"] * 5)
        assert "[BHYT]" in shown(pilot)
        digits = [each.digit for each in reasons.for_item(screen.store, "bhyt_linked")]
        assert [each.text for each in screen.listed] == [
            each.text for each in reasons.for_item(screen.store, "bhyt_linked")
        ]
        assert digits[:5] == [1, 2, 3, 4, 5]
        await press(pilot, *["left"] * 5)
        assert "[Mọi mục]" in shown(pilot)


async def test_two_are_merged_after_a_preview_and_taken_back_by_one_key(path: Path) -> None:
    async with opened(path, WIDE) as pilot:
        screen = await at_reasons(pilot)
        store = screen.store
        ids = [member.id for member in staff.members(store)][:3]
        staff.set_state(store, ids[:2], "bhyt_linked", State.TODO, "Lỗi tích hợp")
        staff.set_state(store, ids[2:], "bhyt_linked", State.TODO, "VNeID báo lỗi tích hợp")
        screen.reload()
        before = people(screen, "Lỗi tích hợp")
        screen.go_to_key(next(each.id for each in screen.listed if each.text == "VNeID báo lỗi tích hợp"))
        await press(pilot, "f6", "text:loi tich hop", "enter")
        assert "“VNeID báo lỗi tích hợp” (1 BHYT) sẽ được tính là “Lỗi tích hợp”" in shown(pilot)
        await press(pilot, "2")
        assert people(screen, "VNeID báo lỗi tích hợp") == 1
        await press(pilot, "f6", "text:loi tich hop", "enter", "1")
        await settled(pilot)
        assert people(screen, "VNeID báo lỗi tích hợp") == -1
        assert people(screen, "Lỗi tích hợp") == before + 1
        assert "Tính chung: VNeID báo lỗi tích hợp" in shown(pilot)
        assert "Gộp lý do" in shown(pilot)
        await press(pilot, "f8")
        await settled(pilot)
        assert f"Lỗi tích hợp: {before + 1} người" in shown(pilot)
        await press(pilot, "escape", "ctrl+z")
        await settled(pilot)
        assert people(screen, "VNeID báo lỗi tích hợp") == 1


async def test_rewritten_with_another_digit_in_one_step_of_undo(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await at_reasons(pilot)
        screen.go_to_key(next(each.id for each in screen.listed if each.text == "Thẻ hết hạn"))
        await press(pilot, "enter", "ctrl+u", "text:Thẻ BHYT hết hạn", *["down"] * 5, "1", "ctrl+s")
        await settled(pilot)
        offered = {each.text: each.digit for each in reasons.for_item(screen.store, "bhyt_linked")}
        assert offered["Thẻ BHYT hết hạn"] == 1
        assert offered["Thẻ sai ngày sinh/họ tên"] == 2
        await press(pilot, "ctrl+z")
        offered = {each.text: each.digit for each in reasons.for_item(screen.store, "bhyt_linked")}
        assert (offered["Thẻ sai ngày sinh/họ tên"], offered["Thẻ hết hạn"]) == (1, 2)


async def test_a_reason_is_added_for_the_item_that_is_looked_at(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await at_reasons(pilot)
        await press(pilot, "right", "ctrl+n", "text:Thẻ bị rách", "ctrl+s")
        await settled(pilot)
        added = next(each for each in reasons.for_item(screen.store, "cccd") if each.text == "Thẻ bị rách")
        assert added.digit > 0
        await press(pilot, "ctrl+z")
        assert "Thẻ bị rách" not in shown(pilot)


async def test_words_that_another_reason_has_keep_the_form_open(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await at_reasons(pilot)
        await press(pilot, "ctrl+n", "text:quen mat khau", "ctrl+s")
        assert "Đã có lý do “Quên mật khẩu”" in shown(pilot)
        assert pilot.app.screen is not screen
