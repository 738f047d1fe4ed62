"""Sổ theo dõi by keys: a training with who took part, a printed poster, a difficulty of a school."""

import json
from pathlib import Path

import openpyxl
import pytest
from textual.pilot import Pilot

from exporters.registers import export_registers
from store import clock, settings
from store.errors import RefusedError
from store.opening import open_store
from store.people import staff
from store.registers import entries
from tests.tui.opened_app import opened, press, settled, shown
from tests.tui.station import SCHOOL
from tui.framework.form_screen import RecordForm
from tui.screens.tracking.attendance import AttendanceScreen
from tui.screens.tracking.registers import RegistersScreen


async def at_registers(pilot: Pilot[int]) -> RegistersScreen:
    pilot.app.action_go("registers")  # type: ignore[attr-defined]  # the program
    await settled(pilot)
    assert isinstance(pilot.app.screen, RegistersScreen)
    return pilot.app.screen


async def test_a_training_is_noted_and_who_took_part_is_ticked(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await at_registers(pilot)
        assert "còn trống" in shown(pilot)
        await press(pilot, "ctrl+n", "enter", "text:Su dung So SKDT", "enter", "text:hoi truong", "ctrl+s")
        await settled(pilot)
        assert screen.chosen is not None
        assert dict(screen.chosen.values) == {"day": "2026-06-23", "topic": "Su dung So SKDT", "place": "hoi truong"}
        await press(pilot, "ctrl+t")
        assert isinstance(pilot.app.screen, AttendanceScreen)
        await press(pilot, "ctrl+a", "space", "space")
        assert "26/28 nhân viên y tế (92,86%)" in shown(pilot)
        await press(pilot, "enter")
        await settled(pilot)
        assert len(screen.chosen.attended) == 26
        assert "26/28 nhân viên y tế (92,86%) tham dự" in " ".join(shown(pilot).split())
        await press(pilot, "ctrl+z")
        assert screen.chosen.attended == frozenset()


async def test_who_took_part_and_has_left_since_is_shown_and_stays(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await at_registers(pilot)
        await press(pilot, "ctrl+n", "enter", "text:VNeID", "ctrl+s")
        await settled(pilot)
        await press(pilot, "ctrl+t", "ctrl+a", "enter")
        await settled(pilot)
        assert screen.chosen is not None
        left = min(screen.chosen.attended)
        staff.remove(screen.store, [left])
        await press(pilot, "ctrl+t")
        assert "27/27 nhân viên y tế (100,00%); thêm 1 người nay không còn" in shown(pilot)
        await press(pilot, "ctrl+a", "ctrl+a", "enter")
        await settled(pilot)
        assert left in screen.chosen.attended, "what is not of today's staff is not taken away with it"


async def test_ticking_is_given_up_by_escape(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await at_registers(pilot)
        await press(pilot, "ctrl+n", "enter", "text:VNeID", "ctrl+s")
        await settled(pilot)
        await press(pilot, "ctrl+t", "ctrl+a", "escape")
        assert screen.chosen is not None
        assert screen.chosen.attended == frozenset()


async def test_a_poster_and_a_difficulty_of_a_school(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await at_registers(pilot)
        await press(pilot, "3", "ctrl+n", "enter", "text:Ap phich", "enter", "text:30", "enter", "text:khu tiep don")
        await press(pilot, "ctrl+s")
        await settled(pilot)
        assert screen.chosen is not None
        assert screen.chosen.number("copies") == 30
        await press(pilot, "5", "ctrl+n", "enter", "enter", "text:tieu hoc", "enter", "text:Mang yeu", "ctrl+s")
        await settled(pilot)
        assert screen.chosen is not None
        assert screen.texts[screen.chosen.id]["unit"] == SCHOOL
        assert "Chưa trả lời" in shown(pilot)
        await press(pilot, "enter", "down", "down", "down", "2", "enter", "text:Doi mang", "ctrl+s")
        await settled(pilot)
        assert screen.chosen.values["settled_on"] == "2026-06-23"
        await press(pilot, "delete")
        assert screen.listed == []
        await press(pilot, "ctrl+z")
        assert len(screen.listed) == 1


async def test_letters_typed_on_the_unit_find_it(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await at_registers(pilot)
        await press(pilot, "5", "ctrl+n", "enter", "t", "text:ieu hoc", "enter", "text:Mang yeu", "ctrl+s")
        await settled(pilot)
        assert screen.chosen is not None
        assert screen.texts[screen.chosen.id]["unit"] == SCHOOL


async def test_an_empty_topic_and_a_wrong_number_keep_the_form_open(path: Path) -> None:
    async with opened(path) as pilot:
        await at_registers(pilot)
        await press(pilot, "3", "ctrl+n", "down", "down", "text:vai", "ctrl+s")
        await settled(pilot)
        assert isinstance(pilot.app.screen, RecordForm)
        assert "Phải ghi tài liệu" in shown(pilot)


async def test_only_a_training_has_the_key_for_who_took_part(path: Path) -> None:
    async with opened(path) as pilot:
        await at_registers(pilot)
        assert "Người dự" in shown(pilot)
        await press(pilot, "3")
        assert "Người dự" not in shown(pilot)


async def test_all_registers_are_exported_by_keys(path: Path, tmp_path: Path) -> None:
    with open_store(path) as store:
        settings.remember_folder(store, str(tmp_path), "export_folder")
        register = entries.REGISTERS[2]
        entries.add(store, register, day="2026-06-20", what="Áp phích", copies="1200")
    async with opened(path) as pilot:
        await at_registers(pilot)
        await press(pilot, "ctrl+s", "enter")
        await settled(pilot)
    book = openpyxl.load_workbook(tmp_path / "SoTheoDoi_2026-06-23.xlsx")
    assert book.sheetnames[:-1] == ["Tập huấn", "Tiếp đón", "In ấn", "Tuyên truyền", "Khó khăn"]
    cells = [[cell for cell in row if cell] for row in book["In ấn"].iter_rows(values_only=True)]
    assert ["1", "20/06/2026", "Áp phích", "1.200", "tramyte printing 1"] in cells  # a hidden mark, for its way back


def test_one_register_as_data(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(clock.VARIABLE, "2026-06-23T14:00:00")
    with open_store(path) as store:
        entries.add(store, entries.REGISTERS[2], day="2026-06-20", what="=Áp phích", copies="1200", place="cổng")
        entries.add(store, entries.REGISTERS[4], day="2026-06-20", what="Mạng yếu")
        assert export_registers(store, tmp_path / "a.json", register="printing").summary == "Sổ theo dõi: 1 dòng."
        export_registers(store, tmp_path / "a.csv")
        with pytest.raises(RefusedError, match="Các sổ: training"):
            export_registers(store, tmp_path / "b.json", register="x")
    assert json.loads((tmp_path / "a.json").read_text("utf-8")) == [
        {
            "register": "printing",
            "day": "2026-06-20",
            "what": "=Áp phích",
            "copies": 1200,
            "place": "cổng",
            "note": None,
        }
    ]
    lines = (tmp_path / "a.csv").read_text("utf-8-sig").splitlines()
    assert lines[1] == 'In ấn;20/06/2026;\'=Áp phích;"Số bản: 1.200; Nơi dán, phát: cổng"'
    assert lines[2].endswith("Khó khăn;20/06/2026;Mạng yếu;Tình trạng: Chưa trả lời")
