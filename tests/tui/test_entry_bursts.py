"""Unikey sends backspaces and letters in one burst; what arrives is what was typed."""

from typing import ClassVar

import pytest
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from tests.tui.typing_as_unikey import bursts, feed
from tui.widgets.dialogs import New, PickOne, Prompt
from tui.widgets.entry import Input
from tui.widgets.text_area import TextArea

WORDS = ["tiếng", "được", "Nguyễn", "Đỗ Thị Mỹ Dung"]
METHODS = [(method, key) for method in ("telex", "vni") for key in ("\x7f", "\x08")]


class Fields(Screen[None]):
    """Two fields and a text, Tab and Enter to the next."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", priority=True),
        Binding("enter", "app.focus_next", priority=True),
    ]

    def compose(self) -> ComposeResult:
        yield Input(id="one")
        yield Input(id="two")
        yield TextArea(id="three")


class Two(App[None]):
    """Opens on the fields."""

    def get_default_screen(self) -> Fields:
        return Fields()


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize(("method", "key"), METHODS)
async def test_a_word_arrives_whole(word: str, method: str, key: str) -> None:
    async with Two().run_test() as pilot:
        reads = bursts(word, method=method, backspace=key)
        await feed(pilot, *reads)
        assert pilot.app.screen.query_one("#one", Input).value == word
        pilot.app.screen.query_one("#three").focus()
        await pilot.pause()
        await feed(pilot, *reads)
        assert pilot.app.screen.query_one("#three", TextArea).composed == word


@pytest.mark.parametrize("leave", ["\t", "\r"])
@pytest.mark.parametrize(("method", "key"), METHODS)
async def test_what_follows_tab_or_enter_in_one_burst_lands_in_the_next_field(
    leave: str, method: str, key: str
) -> None:
    async with Two().run_test() as pilot:
        one = "".join(bursts("Nguyễn", method=method, backspace=key))
        two = "".join(bursts("Đỗ Thị Mỹ Dung", method=method, backspace=key))
        await feed(pilot, one + leave + two)
        assert pilot.app.screen.query_one("#one", Input).value == "Nguyễn"
        assert pilot.app.screen.query_one("#two", Input).value == "Đỗ Thị Mỹ Dung"


async def test_in_a_modal_enter_takes_what_was_typed_before_it() -> None:
    answers: list[str | None] = []
    async with Two().run_test() as pilot:
        pilot.app.push_screen(Prompt("Tên", "Họ và tên"), answers.append)
        await pilot.pause()
        await feed(pilot, "".join(bursts("Đỗ Thị Mỹ Dung")) + "\r")
        assert answers == ["Đỗ Thị Mỹ Dung"]
        assert pilot.app.screen.query_one("#one", Input).value == ""


async def test_a_filter_finds_without_diacritics_and_adds_what_is_new() -> None:
    answers: list[object] = []
    options = [(1, "Bộ phận Dược"), (2, "Bộ phận Khám bệnh")]
    async with Two().run_test() as pilot:
        for typed in ("".join(bursts("được")[:2]) + "\x7f" * 9, "kham\r", "".join(bursts("Dân số")) + "\r", "2"):
            pilot.app.push_screen(PickOne("Khoa", options, allow_new=True), answers.append)
            await pilot.pause()
            await feed(pilot, typed)
            if isinstance(pilot.app.screen, PickOne):
                await pilot.press("escape")
        assert answers == [None, 2, New("Dân số"), 2]


async def test_decomposed_letters_are_composed() -> None:
    async with Two().run_test() as pilot:
        await feed(pilot, "Ho\u0300a", "\t", "e\u0302\u0301")
        assert pilot.app.screen.query_one("#one", Input).value == "Hòa"
        assert pilot.app.screen.query_one("#two", Input).value == "ế"


async def test_ctrl_z_gives_the_text_back_before_it_takes_back_data() -> None:
    undone: list[str] = []

    class WithUndo(Two):
        BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+z", "undo")]

        def action_undo(self) -> None:
            undone.append("data")

    async with WithUndo().run_test() as pilot:
        await feed(pilot, "abc")
        await pilot.press("ctrl+z")
        assert (pilot.app.screen.query_one("#one", Input).value, undone) == ("", [])
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert undone == ["data"]
