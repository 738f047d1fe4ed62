"""Correcting what stands in a field: the keys that edit act in the order in which they were pressed."""

import pytest
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.events import Paste
from textual.pilot import Pilot

from tests.tui.typing_as_unikey import bursts, feed
from tui.widgets.entry import Input
from tui.widgets.text_area import TextArea

LEFT, RIGHT, HOME, END, DELETE = "\x1b[D", "\x1b[C", "\x1b[H", "\x1b[F", "\x1b[3~"
WORD_LEFT, SELECT_LEFT = "\x1b[1;5D", "\x1b[1;2D"
UNDO, REDO = "\x1a", "\x19"


class Line(App[None]):
    def __init__(self, max_length: int = 0) -> None:
        super().__init__()
        self.max_length = max_length

    def compose(self) -> ComposeResult:
        yield Input(max_length=self.max_length, id="line")


class Page(App[None]):
    def compose(self) -> ComposeResult:
        yield TextArea(max_length=40, id="page")


def value(pilot: Pilot[None]) -> str:
    return pilot.app.query_one(Input).value


@pytest.mark.parametrize(
    ("keys", "left"),
    [
        ("an" + LEFT + "o", "aon"),
        ("an" + HOME + "Tr" + END + "g", "Trang"),
        ("abc" + LEFT + DELETE + "d", "abd"),
        ("Lê Nam" + WORD_LEFT + "Văn ", "Lê Văn Nam"),
        ("Namm" + SELECT_LEFT + "\x08", "Nam"),
        ("Lê Văn Nam" + "\x17" + "Hoà", "Lê Văn Hoà"),
        ("sai hết" + "\x15" + "đúng", "đúng"),
    ],
    ids=["left", "home-end", "delete", "word-left", "selection", "ctrl-w", "ctrl-u"],
)
async def test_keys_that_edit_act_in_their_turn(keys: str, left: str) -> None:
    async with Line().run_test() as pilot:
        await feed(pilot, keys)
        assert value(pilot) == left


async def test_ctrl_h_of_a_terminal_that_names_it_so_is_backspace() -> None:
    async with Line().run_test() as pilot:
        await feed(pilot, "tie\x1b[104;5u\x1b[104;5uiê")  # Ctrl+H as the Kitty protocol spells it
        assert value(pilot) == "tiê"


async def test_typing_replaces_what_is_selected() -> None:
    async with Line().run_test() as pilot:
        await feed(pilot, "Nguyễn Văn A")
        await pilot.press("ctrl+a")
        await feed(pilot, "".join(bursts("Đỗ")))
        assert value(pilot) == "Đỗ"


async def test_a_mark_typed_over_a_selection_goes_to_the_letter_before_it() -> None:
    async with Line().run_test() as pilot:
        await feed(pilot, "Hoax" + SELECT_LEFT + LEFT + LEFT + "\u0300" + END + "!")
        assert value(pilot) == "Hòax!"


async def test_a_full_field_still_takes_the_tone_of_its_last_word() -> None:
    async with Line(max_length=5).run_test() as pilot:
        await feed(pilot, *bursts("tiếng"))
        assert value(pilot) == "tiếng"
        await feed(pilot, "x")
        assert value(pilot) == "tiếng"


async def test_a_paste_is_one_line_composed_and_cut_to_the_room_there_is() -> None:
    async with Line(max_length=12).run_test() as pilot:
        pilot.app.post_message(Paste("\r\n  Hoa\u0300\tLê  Thị Hồng\r\nDòng hai\r\n"))
        await pilot.pause()
        assert value(pilot) == "Hoà Lê  Thị "
        assert len(value(pilot)) == 12


async def test_copy_and_paste_inside_the_program() -> None:
    async with Line().run_test() as pilot:
        await feed(pilot, "Ba")
        await pilot.press("ctrl+a", "ctrl+c", "end", "ctrl+v")
        assert value(pilot) == "BaBa"
        await pilot.press("ctrl+a", "ctrl+x")
        assert value(pilot) == ""


async def test_undo_takes_back_a_word_and_never_shows_half_of_one() -> None:
    async with Line().run_test() as pilot:
        await feed(pilot, "".join(bursts("Nguyễn Thị Hồng")))
        seen = []
        for _ in range(3):
            await pilot.press("ctrl+z")
            seen.append(value(pilot))
        assert seen == ["Nguyễn Thị ", "Nguyễn ", ""]
        await pilot.press("ctrl+y", "ctrl+y")
        assert value(pilot) == "Nguyễn Thị "


async def test_undo_in_the_middle_of_a_burst_comes_in_its_turn() -> None:
    async with Line().run_test() as pilot:
        await feed(pilot, "Lê Sai" + UNDO + "Nam")
        assert value(pilot) == "Lê Nam"
        await feed(pilot, UNDO + REDO)
        assert value(pilot) == "Lê Nam"


async def test_a_paste_is_one_step_of_undo() -> None:
    async with Line().run_test() as pilot:
        await feed(pilot, "ab")
        pilot.app.post_message(Paste("cd ef"))
        await pilot.pause()
        await feed(pilot, "g")
        seen = []
        for _ in range(3):
            await pilot.press("ctrl+z")
            seen.append(value(pilot))
        assert seen == ["abcd ef", "ab", ""]


async def test_values_set_from_elsewhere_are_composed() -> None:
    async with Line().run_test() as pilot:
        pilot.app.query_one(Input).value = "Hoa\u0300"
        assert value(pilot) == "Hoà"


async def test_several_lines_take_bursts_marks_and_undo_by_whole_steps() -> None:
    async with Page().run_test() as pilot:
        page = pilot.app.query_one(TextArea)
        await feed(pilot, "".join(bursts("Khó khăn")) + "\r" + "".join(bursts("tiếng")) + "e\u0302\u0301")
        assert page.text == "Khó khăn\ntiếngế"
        await pilot.press("ctrl+z")
        assert page.text == "Khó khăn\n"
        await pilot.press("ctrl+y")
        assert page.text == "Khó khăn\ntiếngế"


async def test_several_lines_hold_no_more_than_their_room() -> None:
    async with Page().run_test() as pilot:
        page = pilot.app.query_one(TextArea)
        page.load_text("Hoa\u0300 " * 9)
        assert page.text == "Hoà " * 9
        page.move_cursor(page.document.end)
        pilot.app.post_message(Paste("12345678"))
        await pilot.pause()
        assert page.text == "Hoà " * 9 + "1234"


@pytest.mark.parametrize("field", [Input, TextArea])
def test_every_key_of_a_field_says_what_it_is_for(field: type[Input] | type[TextArea]) -> None:
    for binding in field.BINDINGS:
        assert isinstance(binding, Binding)
        assert binding.id
        assert binding.description
        assert binding.tooltip
        keys = binding.key.split(",")
        # They are backspace, tab and enter on the wire; F-keys are the app's.
        assert not {"ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m"} & set(keys)
        assert not [key for key in keys if key[0] == "f" and key[1:].isdigit()]
