"""Figures that DHIS2 gave back come in on Nhận tệp: shown, asked about, written as one step, undone; others refused."""

import json
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from exporters.dhis2 import export_dhis2
from importers.grids.files import is_candidate
from store.calendar.periods import Period
from store.figures import figure_entry, indicators
from store.figures.indicators import Figure
from store.opening import open_store
from tests.tui.test_receive_screen import choose
from tests.tui.tracking_station import tracking_station
from tui.app import TramyteApp
from tui.screens.receive import file_words
from tui.widgets.dialogs import Ask


async def asked(pilot: Pilot[int], app: TramyteApp, key: str = "ctrl+s") -> Ask:
    """The question that comes after the key."""
    before = app.screen
    await pilot.press(key)
    for _ in range(200):
        await pilot.pause(0.05)
        if isinstance(app.screen, Ask) and app.screen is not before:
            return app.screen
    raise AssertionError("nothing was asked")


def figures(app: TramyteApp) -> dict[str, tuple[int | None, int | None]]:
    books = indicators.all_indicators(app.store)[1]
    lines = indicators.table(app.store, books, Period("monthly", "2026-05-01")).lines
    return {line.now.locality: (line.now.numerator, line.now.denominator) for line in lines}


def returned(path: Path, tmp_path: Path) -> tuple[Path, list[dict[str, Any]]]:
    """A file as DHIS2's own export writes it, and its values."""
    whole, back = tmp_path / "gửi.json", tmp_path / "trả về.json"
    with open_store(path) as store:
        export_dhis2(store, whole)
    values = json.loads(whole.read_text(encoding="utf-8"))["dataValues"]
    back.write_text(json.dumps({"dataValues": values}), encoding="utf-8")
    return back, values


async def test_edits_of_dhis2_are_asked_about_and_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TYT_NOW", "2026-06-23T14:00:00")
    path = tmp_path / "trạm.sqlite3"
    tracking_station(path)
    file, values = returned(path, tmp_path)
    assert is_candidate(file)
    app = TramyteApp(path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await choose(pilot, app, file)
        assert "DHIS2" in file_words.strip(screen.files[0], screen.files)
        before = figures(app)
        question = await asked(pilot, app)
        assert question.dialog_title == "Không có gì để ghi"
        await pilot.press("1")
        await pilot.pause()
        changed = next(each for each in values if each["value"] == "655")
        changed["value"] = "656"
        file.write_text(json.dumps({"dataValues": values}), encoding="utf-8")
        screen = await choose(pilot, app, file)
        question = await asked(pilot, app)
        assert question.dialog_title == "Số liệu DHIS2: 1 chỗ sửa."
        assert "Ấp An Hòa, " in question.body
        assert ", tháng 05/2026: 655/731 → 656/731" in question.body
        with open_store(path) as window:
            books = indicators.all_indicators(window)[1]
            figure_entry.enter(window, books, Period("monthly", "2026-05-01"), Figure("Ấp An Hòa", 657, 731))
        question = await asked(pilot, app, "1")
        assert ", tháng 05/2026: 657/731 → 656/731" in question.body, "another window wrote while the question stood"
        await pilot.press("1")
        for _ in range(200):
            await pilot.pause(0.05)
            if not screen.files:
                break
        assert figures(app) == {**before, "Ấp An Hòa": (656, 731)}
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert figures(app) == {**before, "Ấp An Hòa": (657, 731)}
    app.store.close()


async def test_another_json_file_is_refused_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TYT_NOW", "2026-06-23T14:00:00")
    path, file = tmp_path / "trạm.sqlite3", tmp_path / "danh sách.json"
    tracking_station(path)
    file.write_text('[{"full_name": "Nguyễn Thị Thảo"}]', encoding="utf-8")
    assert not is_candidate(file)
    app = TramyteApp(path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await choose(pilot, app, file)
        assert file_words.head(screen.files) == "1 tệp: 1 không đọc được"
        assert "không có dataValues" in file_words.strip(screen.files[0], screen.files)
        await pilot.press("ctrl+s")
        await pilot.pause(0.3)
        assert not isinstance(app.screen, Ask)
    app.store.close()
