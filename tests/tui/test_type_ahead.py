"""Typing faster than the program opens things: every key goes to what the keys before it have opened."""

import asyncio
import itertools
from typing import ClassVar

import pytest
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Key, Paste
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widget import Widget

from tests.tui.typing_as_unikey import bursts, feed
from tui.framework import type_ahead
from tui.framework.form import Form
from tui.framework.form_field import FormField
from tui.framework.type_ahead import TypeAhead
from tui.widgets.dialogs import Ask, Choice, New, PickOne, Prompt
from tui.widgets.entry import Input

F2, F3, F4, F5, F6, ESCAPE = "\x1bOQ", "\x1bOR", "\x1bOS", "\x1b[15~", "\x1b[17~", "\x1b"
DUNG = "".join(bursts("Đỗ Thị Mỹ Dung"))


class Sleeper(Widget, can_focus=True):
    """Something that a key keeps busy until it is woken."""

    def __init__(self) -> None:
        super().__init__()
        self.wake = asyncio.Event()

    async def on_key(self, event: Key) -> None:
        event.stop()
        await self.wake.wait()


class NewPerson(ModalScreen[dict[str, str]]):
    """A screen with a form, which takes a while to compose."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "save", priority=True)]

    def compose(self) -> ComposeResult:
        yield Form([FormField("name", "Họ và tên"), FormField("born", "Ngày sinh"), FormField("unit", "", "pick")], {})

    async def on_mount(self) -> None:
        await asyncio.sleep(0.01)
        self.query_one(Form).focus_field("name")

    def on_form_opened(self) -> None:
        self.app.push_screen(
            PickOne("Đơn vị", [(1, "Dược"), (2, "Khám bệnh")]),
            lambda unit: self.query_one(Form).set_value("unit", str(unit)),
        )

    def action_save(self) -> None:
        form = self.query_one(Form)

        def close(_: list[str]) -> None:
            self.dismiss(form.typed_values())

        form.settle(close)


class Office(TypeAhead[None]):
    """A field, and a key for each way in which a screen opens something."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "prompt", priority=True),
        Binding("f3", "prompt"),
        Binding("f4", "prompt_in_a_worker"),
        Binding("f5", "new_person"),
        Binding("f6", "to_the_second"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[object] = []

    def compose(self) -> ComposeResult:
        yield Input(id="one")
        yield Input(id="two")
        yield Sleeper()

    def action_prompt(self) -> None:
        self.push_screen(Prompt("Tìm", "Họ và tên"), self.answers.append)

    @work
    async def action_prompt_in_a_worker(self) -> None:
        self.answers.append(await self.push_screen_wait(Prompt("Tìm", "Họ và tên")))

    def action_new_person(self) -> None:
        self.push_screen(NewPerson(), self.answers.append)

    def action_to_the_second(self) -> None:
        self.query_one("#two").focus()  # moves the focus some messages later


def fields(pilot: Pilot[None]) -> tuple[str, str]:
    first = pilot.app.screen_stack[0]
    return first.query_one("#one", Input).value, first.query_one("#two", Input).value


@pytest.mark.parametrize("key", [F2, F3, F4], ids=["priority", "binding", "worker"])
async def test_what_is_typed_behind_the_key_that_opens_a_dialog_is_typed_into_it(key: str) -> None:
    app = Office()
    async with app.run_test() as pilot:
        await feed(pilot, key + DUNG + "\r")
        assert app.answers == ["Đỗ Thị Mỹ Dung"]
        assert fields(pilot) == ("", "")


async def test_what_is_typed_before_stays_below_and_what_is_typed_behind_comes_back_there() -> None:
    app = Office()
    async with app.run_test() as pilot:
        await feed(pilot, "".join(bursts("trước")) + F3 + DUNG + "\r" + "".join(bursts(" tiếng")))
        assert app.answers == ["Đỗ Thị Mỹ Dung"]
        assert fields(pilot) == ("trước tiếng", "")


async def test_a_whole_person_can_be_typed_ahead() -> None:
    app = Office()
    async with app.run_test() as pilot:
        await feed(pilot, F5 + DUNG + "\t1984\t" + "\r" + "kham\r" + "\x13" + "xong")
        assert app.answers == [{"name": "Đỗ Thị Mỹ Dung", "born": "1984", "unit": "2"}]
        assert fields(pilot) == ("xong", "")


async def test_a_digit_that_picks_closes_the_dialog_before_the_next_key() -> None:
    app = Office()
    async with app.run_test() as pilot:
        app.push_screen(
            PickOne("Lý do", [(1, "Quên mật khẩu"), (2, "Thẻ hết hạn")], allow_new=True), app.answers.append
        )
        await pilot.pause()
        await feed(pilot, "2" + "".join(bursts("được")))
        assert app.answers == [2]
        assert fields(pilot) == ("được", "")


async def test_a_widget_that_asks_for_the_focus_has_it_for_the_next_key() -> None:
    async with Office().run_test() as pilot:
        await feed(pilot, "một" + F6 + "hai")
        assert fields(pilot) == ("một", "hai")


async def test_a_paste_waits_too() -> None:
    app = Office()
    async with app.run_test() as pilot:
        for event in (Key("f3", None), Paste("Đỗ Thị Mỹ Dung"), Key("enter", "\r")):
            app.post_message(event)
        for _ in range(3):
            await pilot.pause()
        assert app.answers == ["Đỗ Thị Mỹ Dung"]


async def test_nothing_that_sleeps_locks_the_keyboard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type_ahead, "_LONGEST_WAIT", 0.05)
    app = Office()
    async with app.run_test():
        sleeper = app.query_one(Sleeper)
        app.screen.set_focus(sleeper)
        for event in (Key("enter", "\r"), Key("f2", None), Key("x", "x"), Key("enter", "\r")):
            app.post_message(event)
        try:
            for _ in range(200):  # `pilot.pause` would wait for the sleeper
                await asyncio.sleep(0.02)
                if app.answers:
                    break
            assert app.answers == ["x"]
        finally:
            sleeper.wake.set()


async def test_a_burst_is_one_though_the_clock_of_windows_goes_in_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """`time.monotonic` does so there, with Python up to 3.12; here a step falls between any two keys."""
    steps = itertools.count(1)
    monkeypatch.setattr(type_ahead, "monotonic", lambda: next(steps) * 0.0156, raising=False)
    app = Office()
    async with app.run_test() as pilot:
        await feed(pilot, F5 + DUNG + "\t1984\t" + "\r" + "kham\r" + "\x13" + "xong")
        assert app.answers == [{"name": "Đỗ Thị Mỹ Dung", "born": "1984", "unit": "2"}]
        assert fields(pilot) == ("xong", "")


async def test_keys_that_a_person_presses_one_by_one_are_not_held() -> None:
    app = Office()
    async with app.run_test() as pilot:
        await pilot.press("f3", "a", "b", "enter", "f6", "c")
        assert app.answers == ["ab"]
        assert fields(pilot) == ("", "c")


async def test_an_answer_is_given_once_however_often_its_key_comes() -> None:
    app = Office()
    async with app.run_test() as pilot:
        app.push_screen(Prompt("Dưới", "ô"), lambda _: app.answers.append("closed below"))
        await pilot.pause()
        ask = Ask("Xoá?", "", [Choice("1", "Xoá", True), Choice("2", "Thôi", False)])
        app.push_screen(ask, app.answers.append)
        await pilot.pause()
        for _ in range(2):  # both are in the queue of the dialog before it closes
            ask.post_message(Key("1", "1"))
        await pilot.pause()
        assert app.answers == [True]
        assert isinstance(app.screen, Prompt)


async def test_new_is_offered_behind_what_is_there() -> None:
    app = Office()
    async with app.run_test() as pilot:
        for typed in ("".join(bursts("Dược")) + "\r", "duoc\r", "duoc\x1b[B\r", "".join(bursts("Dân số")) + "\r"):
            app.push_screen(PickOne("Khoa", [(1, "Dược"), (2, "Hành chính")], allow_new=True), app.answers.append)
            await pilot.pause()
            await feed(pilot, typed)
        assert app.answers == [1, 1, New("duoc"), New("Dân số")]
