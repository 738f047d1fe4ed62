"""Ctrl+V and Shift+Insert put in what another program copied."""

import sys
from types import ModuleType

import pytest
from textual.app import ComposeResult

from tests.tui.opened_app import press
from tui.framework import clipboard
from tui.framework.clipboard import SharedClipboard
from tui.widgets.entry import Input


class Host(SharedClipboard[None]):
    def compose(self) -> ComposeResult:
        yield Input()


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch) -> dict[str, str | None]:
    """A system's clipboard with what Excel copied."""
    content: dict[str, str | None] = {"text": "Trần Thị\t1984"}
    library = ModuleType("of the system")
    library.read = lambda: content["text"]  # type: ignore[attr-defined]
    library.write = lambda text: content.update(text=text)  # type: ignore[attr-defined]
    monkeypatch.setattr(clipboard, "of_system", lambda _: library)
    return content


@pytest.mark.parametrize("key", ["ctrl+v", "shift+insert"])
async def test_what_another_program_copied_is_put_in(system: dict[str, str | None], key: str) -> None:
    async with Host().run_test() as pilot:
        await press(pilot, key)
        assert pilot.app.query_one(Input).value == "Trần Thị 1984"


async def test_what_is_copied_here_other_programs_have(system: dict[str, str | None]) -> None:
    async with Host().run_test() as pilot:
        await press(pilot, "text:Đỗ Thị", "ctrl+a", "ctrl+c", "end", "ctrl+v")
        assert system["text"] == "Đỗ Thị"
        assert pilot.app.query_one(Input).value == "Đỗ ThịĐỗ Thị"


async def test_where_the_system_has_no_text_that_of_the_program_is_put_in(system: dict[str, str | None]) -> None:
    async with Host().run_test() as pilot:
        pilot.app.copy_to_clipboard("Lê An")
        system["text"] = None  # a picture, or another program holds it
        await press(pilot, "ctrl+v")
        assert pilot.app.query_one(Input).value == "Lê An"


@pytest.mark.parametrize("key", ["ctrl+c", "ctrl+x"])
async def test_a_covered_passphrase_is_not_copied(system: dict[str, str | None], key: str) -> None:
    async with Host().run_test() as pilot:
        pilot.app.query_one(Input).password = True
        await press(pilot, "text:mat khau", "ctrl+a", key)
        assert system["text"] == "Trần Thị\t1984"
        assert pilot.app.query_one(Input).value == "mat khau"


@pytest.mark.skipif(sys.platform != "win32", reason="the clipboard of Windows")
def test_the_clipboard_of_windows() -> None:
    from tui.framework import windows_clipboard

    for text in ("Đỗ Thị Mỹ Dung\t05/01/1984\nTrần Văn Bình 😀", "", "x" * 300_000):
        assert windows_clipboard.write(text)
        assert windows_clipboard.read() == text
