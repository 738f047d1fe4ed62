"""The whole job by keyboard alone: first run, a new person, a file with a conflict, states, undo, preview, export."""

import csv
from pathlib import Path

import openpyxl
import pytest
from textual.pilot import Pilot

from store import driver, journal, settings
from store.copies import protecting
from store.models import State
from store.opening import open_store
from store.people import staff, units
from tests.tui.typing_as_unikey import bursts, feed
from tui.app import TramyteApp

STATION = "Trạm Y tế xã Vĩnh Gia"
SIZES = [(120, 36), (80, 24)]


def _submission(folder: Path) -> None:
    """Two people of the station: one whom the head typed in, with another state, and one who is new."""
    folder.mkdir()
    with (folder / "TYT gui.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([f"Đơn vị: {STATION}"])
        writer.writerow(
            ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Định danh mức 2", "Lý do chưa mức 2", "BHYT", "Sổ SK"]
        )
        writer.writerow([1, "Đỗ Thị Mỹ Dung", "05/01/1984", "089184000111", "Chưa", "Quên mật khẩu", "Chưa", "Chưa"])
        writer.writerow([2, "Trần Văn Bình", "07/02/1979", "089079000222", "x", "", "x", "x"])


async def _type(pilot: Pilot[int], text: str) -> None:
    await feed(pilot, "".join(bursts(text)))


async def _until(pilot: Pilot[int], there: object) -> None:
    for _ in range(200):
        await pilot.pause(0.02)
        if callable(there) and there():
            return
    raise AssertionError("it did not come")


@pytest.mark.parametrize(
    ("terminal", "size"),
    [*((term, size) for term in ("xterm-256color", "xterm-16color") for size in SIZES), ("encrypted", SIZES[1])],
    ids=lambda value: value if isinstance(value, str) else f"{value[0]}x{value[1]}",  # the short form picks by these
)
async def test_from_an_empty_store_to_the_paper(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], terminal: str
) -> None:
    monkeypatch.setenv("TERM", terminal.replace("encrypted", "xterm-256color"))
    monkeypatch.setenv("TYT_NOW", "2026-06-23T13:30:00")
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    _submission(tmp_path / "USB")
    if terminal == "encrypted":
        if not driver.is_available():
            pytest.skip("the extra `protect` is not installed")
        open_store(tmp_path / "kho.sqlite3").close()
        protecting.protect(tmp_path / "kho.sqlite3", "sông Hậu mùa nước nổi")
    app = TramyteApp(tmp_path / "kho.sqlite3")
    assert app.store.is_protected == (terminal == "encrypted")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.pause()

        # First run: the station's name and the head's, as Unikey sends them.
        await _type(pilot, STATION)
        await pilot.press("tab", "tab", "tab", "tab", "tab")
        await _type(pilot, "Nguyễn Thị Thảo")
        await pilot.press("ctrl+s")
        await _until(pilot, lambda: settings.load(app.store).station_name == STATION)
        assert settings.load(app.store).head_name == "Nguyễn Thị Thảo"

        # The first screen tells where the station stands; the list of people is one key away.
        assert app.current_mode == "overview"
        await pilot.press("f2")
        await pilot.pause()

        # A new person: name, date, sex, CCCD in one go, then đã for level 2 and BHYT.
        await pilot.press("ctrl+n")
        await pilot.pause()
        await feed(pilot, "".join(bursts("Đỗ Thị Mỹ Dung")) + "\t5/1/1984\t2\t089184000111\t")
        await pilot.press("ctrl+s")
        await _until(pilot, lambda: len(list(staff.members(app.store))) == 1)
        (dung,) = staff.members(app.store)
        assert (dung.person.full_name, dung.person.birth_date, dung.person.sex, dung.person.citizen_id, dung.unit) == (
            "Đỗ Thị Mỹ Dung", "1984-01-05", "nữ", "089184000111", STATION,
        )  # fmt: skip
        await pilot.press("2", "5")
        await _until(pilot, lambda: staff.get(app.store, dung.id).person.states["bhyt_linked"] is State.DONE)
        assert staff.get(app.store, dung.id).person.states["level2_account"] is State.DONE

        # The file says chưa of both: a conflict. Keep what the store says; take the file in.
        await pilot.press("f4", "ctrl+n")
        await pilot.pause()
        await feed(pilot, tmp_path.name)  # drives stand before one's own folder
        await pilot.press("enter")
        await pilot.pause()
        await feed(pilot, "usb")
        await pilot.press("enter", "ctrl+s")
        files = lambda: getattr(app.screen, "files", [])  # noqa: E731 - read again and again
        await _until(pilot, lambda: files() and files()[0].plan is not None)
        plan = files()[0].plan
        assert plan.counts() == {"new": 1, "changed": 0, "unchanged": 0, "conflict": 1, "rejected": 0}
        await pilot.press("enter", "1")
        await pilot.pause()
        assert plan.counts()["conflict"] == 0
        await pilot.press("ctrl+s")
        await _until(pilot, lambda: len(list(staff.members(app.store))) == 2)
        dung = staff.get(app.store, dung.id)
        assert dung.person.states["level2_account"] is State.DONE
        assert dung.person.states["health_book"] is State.TODO, "what was not in dispute went in"

        # Both marked, the card of both: đã. Then taken back, and done again.
        await pilot.press("f2")
        await pilot.pause()
        await pilot.press("home", "insert", "insert", "1")
        both = lambda: [m.person.states["cccd"] for m in staff.members(app.store)]  # noqa: E731
        await _until(pilot, lambda: both() == [State.DONE, State.DONE])
        await pilot.press("ctrl+z")
        await _until(pilot, lambda: both() == [State.UNKNOWN, State.UNKNOWN])
        await pilot.press("ctrl+y")
        await _until(pilot, lambda: both() == [State.DONE, State.DONE])

        # The paper: looked at, and written where the person says.
        await pilot.press("f5")
        await _until(pilot, lambda: getattr(app.screen, "PLACE_TITLE", "") == "Phụ lục 1")
        await pilot.pause(0.3)
        await pilot.press("ctrl+s")
        await _until(pilot, lambda: app.screen.query("Input"))
        await pilot.press("ctrl+u")
        out = tmp_path / "Phu luc 1.xlsx"
        await feed(pilot, str(out))
        await pilot.press("enter")
        await _until(pilot, out.exists)
    book = openpyxl.load_workbook(out, data_only=True)
    printed = [[cell.value for cell in row] for row in book.active.iter_rows()]
    head = next(number for number, row in enumerate(printed) if row[0] == "TT")
    assert printed[head + 1][1:5] == [STATION, 2, 2, 0]
    assert printed[head + 1][6:9] == [1, 2, 0]
    signed = book.worksheets[-1].iter_rows(values_only=True)  # what is written by hand has a sheet of its own
    assert any("Nguyễn Thị Thảo" in str(cell) for row in signed for cell in row)
    assert units.station_id(app.store) is not None
    assert journal.last_change(app.store) > 0
    app.store.close()
