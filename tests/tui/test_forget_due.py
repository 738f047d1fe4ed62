"""Ctrl+P Cần xoá: who left too long ago is listed, and forgotten once that is agreed to; nobody else."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from importers import intake
from store import clock, journal, retention, settings
from store.models import Person
from store.opening import open_store
from store.people import staff, units
from store.receiving import submissions
from store.registers import entries
from store.registers.declared import find
from tests.tui.opened_app import opened, press, shown
from tests.tui.station import station

OLD, NEW = "Võ Thị Kim Thoa", "Lê Văn Mới Nghỉ"
NUMBERS = {OLD: "089184007651", NEW: "089184007652"}


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "kho.sqlite3"
    station(path).close()
    for name, day in ((OLD, "2024-01-05T09:00:00"), (NEW, "2026-06-01T09:00:00")):
        monkeypatch.setenv(clock.VARIABLE, day)
        with open_store(path) as store:
            person = Person(name, citizen_id=NUMBERS[name])
            staff.remove(store, [staff.add(store, person, units.all_units(store)[0].id)])
    monkeypatch.setenv(clock.VARIABLE, "2026-06-23T14:00:00")
    return path


async def test_the_time_is_asked_for_once_then_who_is_due_is_forgotten(path: Path) -> None:
    async with opened(path) as pilot:
        await press(pilot, "ctrl+p", "text:can xoa", "enter")
        assert "bao nhiêu tháng" in shown(pilot)
        await press(pilot, "enter")
        assert OLD in shown(pilot)
        assert NEW not in shown(pilot)
        await press(pilot, "1")
        assert "Không lấy lại được" in shown(pilot)
        await press(pilot, "1")
        assert len(retention.leavers(pilot.app.store)) == 2, "nothing is erased before it is agreed to"
        await press(pilot, "ctrl+p", "text:can xoa", "enter", "2", "2")
        await until_shown(pilot, "Đã xoá dữ liệu của 1 người")
        await press(pilot, "enter")
        await press(pilot, "ctrl+p", "text:can xoa", "enter")
        assert "Không có ai nghỉ quá 24 tháng" in shown(pilot)
        assert settings.load(pilot.app.store).keep_months == "24"
        await press(pilot, "ctrl+z", "ctrl+z")  # the time is taken back, who was forgotten is not
        assert [one.full_name for one in retention.leavers(pilot.app.store)] == [NEW]
    content = b"".join(file.read_bytes() for file in path.parent.glob("kho.sqlite3*") if file.is_file())
    assert NUMBERS[OLD].encode() not in content
    assert NUMBERS[NEW].encode() in content


async def test_a_name_that_stood_in_a_register_goes_when_the_line_is_removed(path: Path) -> None:
    with open_store(path) as store:
        settings.save(store, keep_months="24")
        line = entries.add(store, find("difficulties"), day="2026-06-20", what=f"{OLD} chưa có máy")
    async with opened(path) as pilot:
        await press(pilot, "ctrl+p", "text:can xoa", "enter", "2", "2")
        await until_shown(pilot, "Tên họ còn ở: sổ theo dõi")
        await press(pilot, "enter")
        (entry,) = [one for one in entries.all_entries(pilot.app.store) if one.id == line]
        entries.remove(pilot.app.store, entry)
        await press(pilot, "ctrl+p", "text:can xoa", "enter")
        await until_shown(pilot, "Đã xoá nốt tên của 1 người")
        await press(pilot, "enter")
        assert not any(OLD in change.label for change in journal.changes(pilot.app.store))


async def test_two_of_one_name_and_unit_are_told_apart_before_one_is_erased(path: Path) -> None:
    with open_store(path) as store:
        settings.save(store, keep_months="24")
        unit = units.all_units(store)[0].id
        for born, number in (("1971-01-01", "089171000201"), ("1992-02-02", "089192000202")):
            sen = staff.add(store, Person("Trần Thị Sen", born, citizen_id=number), unit)
            staff.remove(store, [sen])
            store.write("UPDATE staff SET removed_at = '2024-01-06T09:00:00' WHERE id = ?", (sen,))
    async with opened(path) as pilot:
        await press(pilot, "ctrl+p", "text:can xoa", "enter")
        listed = " ".join(shown(pilot).split())
        assert "Trần Thị Sen · sinh 1971 · CCCD •••••••••201" in listed
        assert "Trần Thị Sen · sinh 1992 · CCCD •••••••••202" in listed
        await press(pilot, "4")
        assert "Xoá dữ liệu cá nhân của Trần Thị Sen?" in shown(pilot)
        assert "sinh 1992 · CCCD •••••••••202" in shown(pilot)
        await press(pilot, "2")
        await until_shown(pilot, "Đã xoá dữ liệu của 1 người")
        await press(pilot, "enter")
        assert [one.marks for one in retention.leavers(pilot.app.store) if "Sen" in one.full_name] == [
            "sinh 1971 · CCCD •••••••••201"
        ]


async def test_of_whom_a_file_asks_is_marked_and_stays_until_that_is_answered(path: Path, tmp_path: Path) -> None:
    sent = tmp_path / "mam-non.csv"
    rows = ("Đơn vị: Trường Mầm non Vĩnh Gia", "", "TT;Họ và tên;Số CCCD;Mức 2", f"1;{OLD};{NUMBERS[OLD]};x")
    sent.write_text("\n".join(rows), encoding="utf-8-sig")
    with open_store(path) as store:
        settings.save(store, keep_months="24")
        number = intake.apply(store, intake.read(store, sent))
        assert number is not None
    async with opened(path) as pilot:
        await press(pilot, "ctrl+p", "text:can xoa", "enter")
        listed = " ".join(shown(pilot).split())
        assert "có dòng chờ trả lời ở mam-non.csv" in listed
        assert "của cả" not in listed, "nobody can be erased now"
        await press(pilot, "1")
        assert "Chưa xoá được" in shown(pilot)
        assert "Hãy nhận lại tệp đó và trả lời, hay rút nó" in " ".join(shown(pilot).split())
        await press(pilot, "enter")
        assert len(retention.leavers(pilot.app.store)) == 2
        submissions.take_back(pilot.app.store, number)
        await press(pilot, "ctrl+p", "text:can xoa", "enter", "2", "2")
        await until_shown(pilot, "Đã xoá dữ liệu của 1 người")


async def until_shown(pilot: Pilot[int], words: str) -> None:
    """The worker that erases waits for its notice to be closed."""
    for _ in range(200):
        if words in shown(pilot):
            return
        await pilot.pause(0.05)
    raise AssertionError(shown(pilot))


@pytest.mark.parametrize("typed", ["0", "601", "hai", "", "-1", "٢٤"])
async def test_what_is_no_number_of_months_is_refused(path: Path, typed: str) -> None:
    async with opened(path) as pilot:
        await press(pilot, "ctrl+p", "text:can xoa", "enter", "ctrl+u", *([f"text:{typed}"] if typed else []), "enter")
        assert "Ghi số tháng" in shown(pilot)
    with open_store(path) as store:
        assert retention.keep_months(store) is None
