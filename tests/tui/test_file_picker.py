"""Choosing files by keys: what one types, pastes and marks is what is taken."""

import os
import threading
from pathlib import Path

import pytest
from textual.app import App
from textual.events import Paste
from textual.pilot import Pilot

from tests.tui.opened_app import press, shown
from tui.widgets import file_picker, folder_listing
from tui.widgets.entry import Input
from tui.widgets.file_picker import FilePicker, typed_path
from tui.widgets.folder_listing import Entry, Listing


class Host(App[None]):
    def __init__(self, start: Path) -> None:
        super().__init__()
        self.start = start
        self.answer: list[Path] | str | None = "open"

    def on_mount(self) -> None:
        def closed(answer: list[Path] | None) -> None:
            self.answer = answer

        self.push_screen(FilePicker(str(self.start)), closed)


@pytest.fixture
def usb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))  # the same on Windows
    folder = tmp_path / "USB của Trạm" / "Tuần 26 – các đơn vị gửi"
    folder.mkdir(parents=True)
    for name in ("10 THPT.xlsx", "2 THCS.xlsx", f"1 {'rất dài ' * 12}lần 2.xlsx", "~$2 THCS.xlsx"):
        (folder / name).write_bytes(b"PK")
    (folder / "Ảnh").mkdir()
    return folder


def folder_of(pilot: Pilot[None]) -> Path | None:
    screen = pilot.app.screen
    assert isinstance(screen, FilePicker)
    return screen.folder


async def test_numbers_count_as_numbers_and_a_long_name_keeps_its_end(usb: Path) -> None:
    async with Host(usb).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        lines = [line for line in shown(pilot).splitlines() if "KB" in line]
        assert [name in line for name, line in zip(("lần 2.xlsx", "2 THCS", "10 THPT"), lines, strict=True)] == [
            True
        ] * 3
        assert "Esc đóng" in shown(pilot), "no key is cut off at 80 columns"


async def test_the_end_of_a_long_path_is_seen(usb: Path) -> None:
    deep = usb
    for number in range(12):
        deep = deep / f"thư mục con {number}"
    deep.mkdir(parents=True)
    async with Host(deep).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "thư mục con 11 · không có tệp bảng tính nào" in shown(pilot)


async def test_a_pasted_path_is_gone_to(usb: Path) -> None:
    host = Host(usb.parent.parent)
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        field = pilot.app.screen.query_one(Input)
        field.post_message(Paste(f'"{usb}"'))
        await pilot.pause()
        assert "Enter: tới đó" in shown(pilot)
        await press(pilot, "enter")
        assert folder_of(pilot) == usb
        field.post_message(Paste(str(usb / "2 THCS.xlsx")))
        await pilot.pause()
        await press(pilot, "enter")
        assert host.answer == [usb / "2 THCS.xlsx"]


@pytest.mark.parametrize("text", ['"C:\\Người dùng\\tệp.xlsx"', "D:/", "\\\\máy\\chung", "/media/usb"])
def test_whole_paths_are_known(text: str) -> None:
    assert typed_path(text) is not None


@pytest.mark.parametrize("text", ["", "tuan 26", "a/b", "c:", "1:2"])
def test_words_to_look_for_are_no_paths(text: str) -> None:
    assert typed_path(text) is None


async def test_a_path_that_is_not_there_is_told(usb: Path) -> None:
    host = Host(usb)
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        pilot.app.screen.query_one(Input).post_message(Paste("/khong/co/tep.xlsx"))
        await pilot.pause()
        assert "Không thấy tep.xlsx" in shown(pilot)
        await press(pilot, "enter")
        assert host.answer == "open"


async def test_a_drive_is_found_by_its_path(usb: Path) -> None:
    async with Host(Path("/nowhere")).run_test(size=(200, 24)) as pilot:
        await pilot.pause()
        name = usb.parent.parent.name
        await press(pilot, f"text:{name[:8]}")
        assert str(usb.parent.parent) in shown(pilot)
        await press(pilot, "text:zzz")
        assert "không có tên nào như vậy" in shown(pilot)


async def test_escape_clears_what_was_typed_first(usb: Path) -> None:
    host = Host(usb)
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await press(pilot, "text:thcs", "escape")
        assert host.answer == "open"
        assert "10 THPT" in shown(pilot)
        await press(pilot, "escape")
        assert host.answer is None


async def test_enter_on_a_folder_opens_it_though_files_are_marked(usb: Path) -> None:
    host = Host(usb)
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await press(pilot, "ctrl+a", "home", "up", "up", "up", "enter")
        assert folder_of(pilot) == usb / "Ảnh"
        await press(pilot, "left", "down", "enter")
        assert host.answer is not None
        assert len(host.answer) == 3


async def test_marked_files_are_taken_and_not_the_whole_folder(usb: Path) -> None:
    host = Host(usb)
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await press(pilot, "text:thcs", "insert", "ctrl+s")
        assert host.answer == [usb / "2 THCS.xlsx"]


async def test_what_one_looked_for_is_taken_and_nothing_beside_it(usb: Path) -> None:
    host = Host(usb.parent)
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await press(pilot, "text:26", "ctrl+s")
        assert host.answer == [usb]
    host = Host(usb)
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await press(pilot, "text:th", "ctrl+s")
        assert host.answer == [usb / "2 THCS.xlsx", usb / "10 THPT.xlsx"]
    host = Host(usb)
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await press(pilot, "ctrl+s")
        assert host.answer == [usb]


async def test_a_search_that_finds_nothing_takes_nothing(usb: Path) -> None:
    host = Host(usb)
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await press(pilot, "text:zzz", "ctrl+s")
        assert host.answer == "open"
        assert "chưa nhận gì" in " ".join(notice.message for notice in host._notifications)


async def test_of_a_path_that_was_typed_that_is_taken(usb: Path) -> None:
    host = Host(usb.parent)
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        field = pilot.app.screen.query_one(Input)
        field.post_message(Paste(str(usb / "khong co.xlsx")))
        await press(pilot, "ctrl+s")
        assert host.answer == "open"
        await press(pilot, "escape")
        field.post_message(Paste(str(usb / "2 THCS.xlsx")))
        await press(pilot, "ctrl+s")
        assert host.answer == [usb / "2 THCS.xlsx"]


async def test_a_file_that_is_older_than_computers_is_shown(usb: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.utime(usb / "2 THCS.xlsx", (-(10**9), -(10**9)))

    class Windows(folder_listing.datetime):
        @classmethod
        def fromtimestamp(cls, seconds: float, tz: object = None) -> object:  # type: ignore[override]  # of this test
            if seconds < 0:
                raise OSError(22, "Invalid argument")
            return super().fromtimestamp(seconds)

    monkeypatch.setattr(folder_listing, "datetime", Windows)
    async with Host(usb).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "2 THCS.xlsx" in shown(pilot)
        assert "10 THPT.xlsx" in shown(pilot)


@pytest.fixture
def slow_drive(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """A drive that answers when the event is set; the fixture's tests wait for nothing else that long."""
    answers = threading.Event()

    def look(folder: Path | None) -> Listing:
        if folder is not None and folder.name == "mạng":
            answers.wait(20)
            return Listing((Entry(folder / "gửi trễ.xlsx", is_folder=False),))
        return folder_listing.look(folder)

    monkeypatch.setattr(file_picker, "look", look)
    monkeypatch.setattr(file_picker, "_PATIENCE", 0.05)
    return answers


async def test_a_drive_that_does_not_answer_holds_nothing_up(usb: Path, slow_drive: threading.Event) -> None:
    (usb / "mạng").mkdir()
    host = Host(usb / "mạng")
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.2)
        assert "đang chờ ổ đĩa" in shown(pilot)
        await press(pilot, "ctrl+s")
        assert host.answer == "open", "nobody saw what would be taken"
        await press(pilot, "left")
        assert folder_of(pilot) == usb
        slow_drive.set()
        await pilot.pause(0.2)
        assert folder_of(pilot) == usb, "the person has gone elsewhere"


async def test_a_drive_that_answers_late_is_shown(usb: Path, slow_drive: threading.Event) -> None:
    host = Host(usb / "mạng")
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.2)
        slow_drive.set()
        await pilot.pause(0.2)
        assert "gửi trễ.xlsx" in shown(pilot)
        await press(pilot, "enter")
        assert host.answer == [usb / "mạng" / "gửi trễ.xlsx"]


def test_drives_are_asked_all_at_once_and_one_that_is_silent_is_among_them() -> None:
    never = threading.Event()

    def is_there(drive: Path) -> bool:
        if str(drive).startswith("Z"):
            never.wait(20)
        return str(drive)[0] in "CE"

    assert [str(drive)[0] for drive in folder_listing.drives(is_there)] == ["C", "E", "Z"]
    never.set()


async def test_numbers_of_people_in_names_are_covered(usb: Path) -> None:
    (usb / "089185001234").mkdir()
    (usb / "h 089185001299.xls").write_bytes(b"PK")
    host = Host(usb)
    async with host.run_test(size=(100, 30)) as pilot:
        await press(pilot)
        assert "0891850" not in shown(pilot)
        assert "[•••••••••234]" in shown(pilot)
        await press(pilot, *"1299", "enter")
    assert host.answer == [usb / "h 089185001299.xls"]
