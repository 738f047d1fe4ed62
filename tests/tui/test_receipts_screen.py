"""Sổ nhận by keys: who sent, who is missing, from week to week, what to write to them, by when they send."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import docx
import pytest
from textual.pilot import Pilot

from store import clock
from store.people import units
from store.receiving import receipt_calendar, receipts
from tests.store.summaries import UNIT, line, take_in
from tests.tui.opened_app import NARROW, WIDE, opened, press, settled, shown, until
from tests.tui.station import COMMITTEE, SCHOOL, STATION, station
from tui.app import TramyteApp
from tui.screens.receipts.screen import ReceiptsScreen
from tui.widgets.short_names import short_name

MENDED = "Dòng 8, Tổ Văn phòng: cột 8 + cột 9 khác cột 3"


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Monday 22/06/2026, 09:05; the files are due tomorrow before 10:00, and one of three units has sent its counts."""
    monkeypatch.setenv("TERM", "xterm-256color")
    path = tmp_path / "trạm.sqlite3"
    monkeypatch.setenv(clock.VARIABLE, "2026-06-08T09:05:00")
    with station(path) as store:
        monkeypatch.setenv(clock.VARIABLE, "2026-06-17T16:20:00")
        take_in(store, line(6, "Tổ 1", 9, 5, 4, 3), unit=SCHOOL, name="tieu-hoc.xlsx")
        monkeypatch.setenv(clock.VARIABLE, "2026-06-22T09:05:00")
        take_in(
            store,
            line(6, "Tổ Tự nhiên", 28, 25, 22, 19),
            line(8, "Tổ Văn phòng", 9, 6, 3, 3, bad=MENDED),
            name="06-thpt-so-lieu.xlsx",
        )
    return path


async def at_receipts(pilot: Pilot[int]) -> ReceiptsScreen:
    await press(pilot, "ctrl+p", "text:so nhan", "enter")
    await settled(pilot)
    assert isinstance(pilot.app.screen, ReceiptsScreen)
    return pilot.app.screen


def line_of(pilot: Pilot[int], name: str) -> str:
    return next(found for found in shown(pilot).splitlines() if name[:12] in found or short_name(name) in found)


async def test_who_sent_and_who_is_awaited(path: Path) -> None:
    async with opened(path, WIDE) as pilot:
        await at_receipts(pilot)
        assert "‹ Tuần 17/06–23/06/2026 › · hạn trước 10:00 thứ Ba, ngày 23/06/2026" in shown(pilot)
        assert "1/3 đơn vị đã gửi, 2 chưa gửi, 1 có chỗ cần sửa" in shown(pilot)
        assert line_of(pilot, UNIT).split()[-5:] == ["22/06", "09:05", "28", "1", "06-thpt-so-lieu.xlsx"]
        assert "✓ Đúng hạn" in line_of(pilot, UNIT)
        assert "· Chờ gửi" in line_of(pilot, COMMITTEE)
        assert "· Chờ gửi" in line_of(pilot, SCHOOL)
        assert not any("Đúng hạn" not in found and "Chờ" not in found for found in shown(pilot).splitlines()[4:6])
        assert STATION not in "".join(shown(pilot).splitlines()[1:])


async def test_from_week_to_week(path: Path) -> None:
    async with opened(path) as pilot:
        await at_receipts(pilot)
        await press(pilot, "left")
        assert "‹ Tuần 10/06–16/06/2026 ›" in shown(pilot)
        # A day behind the deadline, with nothing sent before it.
        assert "! Gửi trễ" in line_of(pilot, SCHOOL)
        assert "✗ Chưa gửi" in line_of(pilot, COMMITTEE)
        assert UNIT[:12] not in shown(pilot)
        await press(pilot, "right")
        assert "‹ Tuần 17/06–23/06/2026 ›" in shown(pilot)
        await press(pilot, "right")
        assert "‹ Tuần 17/06–23/06/2026 ›" in shown(pilot)
        await press(pilot, "left", "left", "left", "escape")
        assert "‹ Tuần 17/06–23/06/2026 ›" in shown(pilot)


async def test_enter_on_who_has_sent_nothing_is_what_to_write_to_them(path: Path) -> None:
    async with opened(path) as pilot:
        await at_receipts(pilot)
        await press(pilot, "enter")
        assert f"Kính gửi {SCHOOL}," in shown(pilot)


async def test_the_file_in_full(path: Path) -> None:
    async with opened(path, WIDE) as pilot:
        await at_receipts(pilot)
        await press(pilot, "end", "enter")
        (one,) = (one for one in receipts.of_now(pilot.app.store, clock.now()) if one.unit == UNIT)
        assert f"Tệp:      {one.file_name}" in shown(pilot)
        assert f"PL1, dòng 8: {MENDED}" in shown(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, ReceiptsScreen)


async def test_a_reminder_is_read_copied_and_kept_as_a_file(path: Path, tmp_path: Path) -> None:
    async with opened(path, WIDE) as pilot:
        await at_receipts(pilot)
        await press(pilot, "ctrl+r")
        assert f"Kính gửi {SCHOOL}," in shown(pilot)
        await press(pilot, "ctrl+c")
        assert pilot.app.clipboard.startswith(f"Kính gửi {SCHOOL},\n{STATION} đề nghị")
        await press(pilot, "ctrl+s")
        out = tmp_path / "nhac.txt"
        await press(pilot, "ctrl+a", *f"text:{out}".split(" "), "enter")
        await settled(pilot)
        kept = out.read_bytes()
        assert kept.startswith(b"\xef\xbb\xbf")
        assert kept.decode("utf-8-sig").replace("\r\n", "\n").rstrip("\n") == pilot.app.clipboard
        await press(pilot, "escape", "escape", "ctrl+a")  # what the file can be done with, then the reminder
        text = shown(pilot)
        assert f"Kính gửi {COMMITTEE}," in text
        assert MENDED in text


async def test_a_unit_that_is_not_waited_for(path: Path) -> None:
    async with opened(path, WIDE) as pilot:
        await at_receipts(pilot)
        await press(pilot, "down", "space")
        assert COMMITTEE not in "".join(shown(pilot).splitlines()[3:-3])
        assert "1/2 đơn vị đã gửi, 1 chưa gửi, 1 có chỗ cần sửa · Ctrl+B: 1 đơn vị không chờ" in shown(pilot)
        await press(pilot, "ctrl+b")
        assert "– Không chờ" in line_of(pilot, COMMITTEE)
        await press(pilot, "ctrl+z")
        assert "· Chờ gửi" in line_of(pilot, COMMITTEE)


async def test_by_when_the_units_send(path: Path) -> None:
    async with opened(path, WIDE) as pilot:
        await at_receipts(pilot)
        await press(pilot, "ctrl+e", "down", "right", "down", "down", "end", *["backspace"] * 5, "text:16h30", "ctrl+s")
        await settled(pilot)
        assert receipt_calendar.load(pilot.app.store).text == "hằng tuần, trước 16:30 thứ Tư"
        assert "hạn trước 16:30 thứ Tư, ngày 24/06/2026" in shown(pilot)
        await press(pilot, "ctrl+z", "2")
        assert "hạn trước 10:00 thứ Ba" in shown(pilot)
        await press(pilot, "ctrl+e", "right", "down", "down", "down", *["backspace"] * 5, "ctrl+s")
        await settled(pilot)
        assert receipt_calendar.load(pilot.app.store).text == "hằng tháng, trước ngày 10"


async def test_a_unit_that_came_is_there_when_one_comes_back(path: Path) -> None:
    async with opened(path, WIDE) as pilot:
        await at_receipts(pilot)
        await press(pilot, "f2")
        units.add(pilot.app.store, "Trường Mẫu giáo Vĩnh Gia")
        await at_receipts(pilot)
        assert "· Chờ gửi" in line_of(pilot, "Trường Mẫu giáo")
        assert sum(one.is_missing for one in receipts.of_now(pilot.app.store, clock.now())) == 3
        assert receipts.of_now(pilot.app.store, clock.now())[0].period_start == date(2026, 6, 17)


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80x24", "120x36"])
@pytest.mark.parametrize(
    "keys", [("end",), ("left",), ("ctrl+a",), ("ctrl+e",)], ids=["week", "before", "remind", "due"]
)
def test_how_it_looks(
    path: Path, size: tuple[int, int], keys: tuple[str, ...], snap_compare: Callable[..., bool]
) -> None:
    async def go(pilot: Pilot[int]) -> None:
        await settled(pilot)
        await at_receipts(pilot)
        await press(pilot, *keys)
        await settled(pilot)

    app = TramyteApp(path)
    assert snap_compare(app, terminal_size=size, run_before=go)
    app.store.close()


async def test_the_form_of_a_unit_says_whether_it_is_waited_for_and_whom_to_call(path: Path) -> None:
    async with opened(path, WIDE) as pilot:
        await press(pilot, "f3", "text:uy ban", "enter")
        await press(pilot, "enter", "tab", "tab", "tab", "tab", "text:Cô Lan 0912345678", "ctrl+s")
        await settled(pilot)
        await at_receipts(pilot)
        await press(pilot, "down")
        assert "liên hệ Cô Lan •••••••678" in shown(pilot)
        await press(pilot, "ctrl+r")
        assert "Cô Lan 0912345678" in shown(pilot), "whoever reminds the unit sees whom to call"
        await press(pilot, "escape")
        await press(pilot, "f3", "enter", "tab", "tab", "tab", "tab", "tab", "right", "escape")
        assert "Đơn vị này chưa được ghi" in shown(pilot)
        await press(pilot, "1")
        await settled(pilot)
        assert [one.unit for one in receipts.of_now(pilot.app.store, clock.now()) if one.is_missing] == [SCHOOL]
        await press(pilot, "ctrl+z")
        assert sum(one.is_missing for one in receipts.of_now(pilot.app.store, clock.now())) == 2


async def test_a_reminder_is_written_as_a_letter(path: Path, tmp_path: Path) -> None:
    async with opened(path, WIDE) as pilot:
        await at_receipts(pilot)
        await press(pilot, "ctrl+r", "ctrl+s")
        out = tmp_path / "nhac.docx"
        await press(pilot, "ctrl+a", *f"text:{out}".split(" "), "enter")
        await until(pilot, out.exists)
        texts = [paragraph.text for paragraph in docx.Document(str(out)).paragraphs]
        assert f"Kính gửi: {SCHOOL}." in texts
