"""A file of counts instead of names on the screen of incoming files."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from exporters.bundle import export_bundle
from exporters.dhis2 import export_dhis2
from exporters.form import export_form
from store.bundles.manifest import ENDING
from store.forms import filled
from store.people import staff, units
from store.receiving import submissions
from tests.end_to_end.test_counts_headless import GOOD, SCHOOL, WRONG, counts
from tests.tui.opened_app import press, settled, shown
from tests.tui.station import STATION
from tests.tui.test_receive_screen import choose
from tui.app import TramyteApp
from tui.screens.person.screen import PersonScreen
from tui.screens.receive.file_words import verdict


async def test_the_departments_are_shown_and_go_in(app: TramyteApp, tmp_path: Path) -> None:
    file = counts(tmp_path, *GOOD, WRONG)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await choose(pilot, app, file)
        assert verdict(screen.files[0]) == (f"{SCHOOL} · 53 người, 2 khoa/phòng, chỉ có số liệu; 1 dòng không khớp")
        await press(pilot, "enter", "down")
        assert "Tổ Xã hội: 25 người · mức 2: đã 24, chưa 1 · Sổ SKĐT: 21 · BHYT: đã 19, chưa 6" in shown(pilot)
        await press(pilot, "down")
        assert "cột 4 + cột 5 khác cột 3. Dòng này không tính." in shown(pilot)
        assert filled.in_force(app.store) == {}
        await press(pilot, "ctrl+s")
        assert "dòng 6 có số không khớp" in shown(pilot)
        assert "1  Nhận 2 dòng tốt, để lại 1" in shown(pilot)
        await press(pilot, "1")
        assert verdict(screen.files[0]).startswith("✓ Đã nhận: Tệp chỉ có số liệu Phụ lục 1: 2 khoa/phòng, 53 người")
        (origin,) = filled.in_force(app.store).values()
        assert (origin.unit, origin.left_out) == (SCHOOL, 1)
        await press(pilot, "ctrl+z", "2")
        assert filled.in_force(app.store) == {}
        assert submissions.all_submissions(app.store)[0].taken_back_at is not None


async def test_counts_of_a_unit_that_has_names_are_only_compared(app: TramyteApp, tmp_path: Path) -> None:
    file = counts(tmp_path, *GOOD)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await choose(pilot, app, file)
        screen.files[0].answers.unit = STATION
        screen.reload()
        await pilot.pause()
        assert "Phụ lục 1 đếm theo tên; so với tệp: Tổng số: tệp 53, danh sách 28" in shown(pilot)
        await press(pilot, "ctrl+s")
        assert "Phụ lục 1 đếm theo tên; so với tệp: Tổng số: tệp 53, danh sách 28" in verdict(screen.files[0])


async def test_one_name_does_not_take_the_place_of_the_figures_unasked(app: TramyteApp, tmp_path: Path) -> None:
    file = counts(tmp_path, *GOOD)
    async with app.run_test(size=(120, 36)) as pilot:
        await choose(pilot, app, file)
        await press(pilot, "ctrl+s", "f2")
        (unit_id,) = filled.in_force(app.store)
        before = len(list(staff.members(app.store)))
        app.push_screen(PersonScreen(None, unit_id))
        await settled(pilot)
        await press(pilot, "text:An", "ctrl+s")
        assert "Thôi tính 53 người theo số liệu?" in shown(pilot)
        await press(pilot, "enter")
        assert len(list(staff.members(app.store))) == before, "the first choice adds nobody"
        await press(pilot, "ctrl+s", "2")
        assert len(list(staff.members(app.store))) == before + 1
        warnings = export_form(app.store, tmp_path / "p.xlsx", by="unit").warnings
        assert any(f"{SCHOOL}: đếm theo danh sách 1 người" in each and "(53, ngày" in each for each in warnings)
        for written in (
            export_dhis2(app.store, tmp_path / "d.json"),
            export_bundle(app.store, tmp_path / f"g{ENDING}", figures_only=True),
        ):
            assert any(f"{SCHOOL}: đếm theo danh sách 1 người" in each for each in written.warnings)
        await press(pilot, "f5")
        await settled(pilot)
        assert f"! {SCHOOL}: đếm theo danh sách 1 người" in shown(pilot)


async def test_somebody_who_is_moved_does_not_take_the_place_of_the_figures_unasked(
    app: TramyteApp, tmp_path: Path
) -> None:
    file = counts(tmp_path, *GOOD)
    async with app.run_test(size=(120, 36)) as pilot:
        await choose(pilot, app, file)
        await press(pilot, "ctrl+s", "f2", "home")
        (unit_id,) = filled.in_force(app.store)
        await press(pilot, "ctrl+t", f"text:{SCHOOL}", "enter")
        await settled(pilot)
        await press(pilot, "enter")
        assert "Thôi tính 53 người theo số liệu?" in shown(pilot)
        await press(pilot, "enter")
        assert not units.has_people(app.store, unit_id), "the first choice moves nobody"
        await press(pilot, "ctrl+t", f"text:{SCHOOL}", "enter")
        await settled(pilot)
        await press(pilot, "enter", "2")
        assert units.has_people(app.store, unit_id)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=["80x24", "120x36"])
def test_how_counts_look(
    app: TramyteApp,
    tmp_path: Path,
    size: tuple[int, int],
    snap_compare: Callable[..., bool],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    file = counts(tmp_path, *GOOD, WRONG)

    async def go(pilot: Pilot[int]) -> None:
        await choose(pilot, app, file)
        await press(pilot, "enter", "down", "down")

    assert snap_compare(app, terminal_size=size, run_before=go)
