"""Small questions, answered with the keyboard alone."""

from collections.abc import Sequence

import pytest
from textual.app import App
from textual.containers import VerticalScroll
from textual.pilot import Pilot
from textual.screen import ModalScreen

from tests.tui.opened_app import shown
from tests.tui.typing_as_unikey import bursts, feed
from tui.widgets.dialogs import Answers, Ask, Choice, New, Notice, PickOne, Prompt
from tui.widgets.entry import Input

UNITS = [(n, name) for n, name in enumerate(["Trạm Y tế", "Trường Tiểu học", "UBND xã", "Đoàn Thanh niên"], 10)]
NOTHING = "nothing"  # no answer was given yet


class Desk(App[None]):
    def __init__(self, dialog: ModalScreen[object]) -> None:
        super().__init__()
        self.dialog = dialog
        self.answer: object = NOTHING

    def on_mount(self) -> None:
        self.push_screen(self.dialog, self._answered)

    def _answered(self, answer: object) -> None:
        self.answer = answer


async def answer(dialog: ModalScreen[object], *keys: str) -> object:
    app = Desk(dialog)
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press(*keys)
        await pilot.pause()
        return app.answer


def ask() -> Ask[str]:
    return Ask("Đã có tệp này", "Ghi đè?", [Choice("1", "Đặt tên khác", "other"), Choice("2", "Ghi đè", "over")])


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (["enter"], "other"),
        (["down", "enter"], "over"),
        (["end", "enter"], "over"),
        (["2"], "over"),
        (["3"], NOTHING),
        (["escape"], None),
    ],
)
async def test_a_question_is_answered_by_digit_arrows_enter_or_left(keys: Sequence[str], value: object) -> None:
    assert await answer(ask(), *keys) == value


@pytest.mark.parametrize("key", ["enter", "escape"])
async def test_a_notice_closes(key: str) -> None:
    assert await answer(Notice("Chưa xuất được", "Ổ đĩa đã đầy."), key) is None


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_a_long_notice_can_be_read_to_its_end_and_says_how_to_close(size: tuple[int, int]) -> None:
    dialog = Notice("Đã rút bản nhận", "\n".join(f"Dòng {number}." for number in range(1, 60)))
    app = Desk(dialog)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert "Enter hoặc Esc để đóng" in shown(pilot)  # type: ignore[arg-type]  # any app's screen
        await pilot.press(*["pagedown"] * 10)
        await pilot.pause()
        assert "Dòng 59." in shown(pilot)  # type: ignore[arg-type]
        await pilot.press(*["pageup"] * 10)
        assert dialog.query_one(".about", VerticalScroll).scroll_offset.y == 0


def _wrong(text: str) -> str | None:
    return None if text.endswith(".xlsx") else "Tên tệp phải kết thúc bằng .xlsx."


async def test_a_prompt_says_what_is_wrong_until_it_is_put_right() -> None:
    app = Desk(Prompt("Xuất", "Ghi vào tệp", "phu luc", _wrong))
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert "✗ Tên tệp phải kết thúc bằng .xlsx." in shown(pilot)  # type: ignore[arg-type]
        await feed(pilot, " 1")
        assert "✗" not in shown(pilot)  # type: ignore[arg-type]
        await feed(pilot, ".xlsx \r")
        assert app.answer == "phu luc 1.xlsx"


async def test_a_prompt_that_is_left_answers_nothing() -> None:
    assert await answer(Prompt("Xuất", "Ghi vào tệp", "a.xlsx"), "escape") is None


async def pick(typed: str, *, allow_new: bool = False) -> object:
    app = Desk(PickOne("Đơn vị", UNITS, allow_new=allow_new))
    async with app.run_test() as pilot:
        await pilot.pause()
        await feed(pilot, typed)
        return app.answer


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("3", 12),
        ("\r", 10),
        ("\x1b[B\x1b[B\r", 12),
        ("tr\x1b[B\r", 11),
        ("doan\r", 13),
        ("thanh do\r", 13),  # words in any order
        ("".join(bursts("Đoàn")) + "\r", 13),
        ("x\x7f4", 13),
        ("tr1", NOTHING),
        ("x1\x1b[D\x7f", NOTHING),  # what is left over is a digit, but it was not typed into an empty field
        ("9", NOTHING),  # there is no ninth
        ("không có\r", NOTHING),
    ],
)
async def test_one_of_many_is_found_by_some_of_its_letters(typed: str, value: object) -> None:
    assert await pick(typed) == value


async def test_what_is_not_in_the_list_may_be_added() -> None:
    assert await pick("".join(bursts("Hội  Nông dân ")) + "\r", allow_new=True) == New("Hội Nông dân")
    assert await pick("".join(bursts("UBND xã")) + "\r", allow_new=True) == 12


async def test_when_nothing_is_found_the_list_says_so() -> None:
    app = Desk(PickOne("Đơn vị", UNITS))
    async with app.run_test() as pilot:
        await pilot.pause()
        await feed(pilot, "xyz")
        assert "Không có dòng nào như vậy" in shown(pilot)  # type: ignore[arg-type]
        await feed(pilot, "\r")
        assert app.answer == NOTHING
        await pilot.press("ctrl+u", "4")
        assert app.answer == 13


async def test_the_numbers_stand_only_where_they_pick() -> None:
    app = Desk(PickOne("Đơn vị", UNITS))
    async with app.run_test() as pilot:
        await pilot.pause()
        assert "2  Trường Tiểu học" in shown(pilot)  # type: ignore[arg-type]
        await feed(pilot, "tr")
        assert "2  Trường Tiểu học" not in shown(pilot)  # type: ignore[arg-type]
        assert "Trường Tiểu học" in shown(pilot)  # type: ignore[arg-type]


@pytest.mark.parametrize("theme", ["textual-dark", "ansi-dark"])
async def test_the_line_under_the_cursor_stands_out_without_its_colour(theme: str) -> None:
    app = Desk(ask())
    app.theme = theme
    async with app.run_test() as pilot:
        await pilot.pause()
        answers = app.screen.query_one(Answers)
        here, elsewhere = (answers.render_line(line)._segments[0].style for line in (0, 1))
        assert here is not None
        assert elsewhere is not None
        assert here.bgcolor != elsewhere.bgcolor
        assert here.bold
        assert not elsewhere.bold
        assert bool(here.underline) == (theme == "ansi-dark")


async def test_the_focus_comes_back_to_the_field_below() -> None:
    class Below(Desk):
        def compose(self):  # type: ignore[no-untyped-def]  # Textual's
            yield Input(id="below")

    app = Below(ask())
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("escape")
        await _type(pilot)
        assert app.query_one("#below", Input).value == "ếch"


async def _type(pilot: Pilot[None]) -> None:
    await feed(pilot, "".join(bursts("ếch")))
