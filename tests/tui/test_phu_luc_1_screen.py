"""The story of the morning before the deadline: look, ask who, settle, write, freeze, export."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from textual.binding import Binding
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widgets import Static

from store import clock, journal, settings
from store.errors import StoreLockedError
from store.field_ref import FieldRef
from store.forms.counts import Scope
from store.models import Person, State
from store.opening import open_store
from store.outcome import Outcome
from store.people import staff, units
from store.receiving import submissions
from store.receiving.plan import Column, FileKind, IncomingRow, Plan, PlannedRow, Reading, Table
from store.reporting import form_papers, issued
from tests.store.phu_luc_1 import FIGURES, SECTION_HEADINGS, draft, table
from tests.tui.opened_app import app_at
from tests.tui.station import SCHOOL, STATION
from tui.app import TramyteApp
from tui.screens.forms.people_behind import PeopleBehindScreen
from tui.screens.forms.screen import FormPaperScreen
from tui.screens.person.screen import PersonScreen
from tui.widgets import paper_section
from tui.widgets.behind_figure import FigureStrip, PeopleBehindList
from tui.widgets.dialogs import Ask
from tui.widgets.entry import Input
from tui.widgets.paper_section import PaperSection
from tui.widgets.text_area import TextArea

SMALL, LARGE = (80, 24), (120, 36)


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TramyteApp]:
    """The app on Phụ lục 1 of a station, of 28 people in five departments, and two other units."""
    with app_at("phu_luc_1", "2026-06-23T14:05:00", tmp_path, monkeypatch) as made:
        yield made


def _screen(app: TramyteApp) -> FormPaperScreen:
    (found,) = [screen for screen in app.screen_stack if isinstance(screen, FormPaperScreen)]
    return found


def _text(app: TramyteApp, selector: str) -> str:
    return str(app.screen.query_one(selector, Static).content)


async def _settle(pilot: Pilot[int]) -> None:
    """Until no worker is at work: threads that read the store, but not a dialog that waits for an answer."""
    await pilot.pause()
    busy = [worker for worker in pilot.app.workers if worker.group in ("draft", "people-behind")]
    if busy:  # an empty list would mean all of them
        await pilot.app.workers.wait_for_complete(busy)
    await pilot.pause()


async def _press(pilot: Pilot[int], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
    await _settle(pilot)


async def _write(pilot: Pilot[int], text: str) -> None:
    """Put a text in the field of a dialog; typing is tested where the field is."""
    field = pilot.app.focused
    assert isinstance(field, Input)
    field.value = text
    await pilot.pause()


async def _answer(pilot: Pilot[int], text: str) -> None:
    await _write(pilot, text)
    await pilot.press("enter")
    await _settle(pilot)


def _set(app: TramyteApp, name: str, key: str, state: State, reason: str | None = None) -> None:
    """Somebody else, at another window, changes a person."""
    with open_store(app.store_path) as store:
        ids = [member.id for member in staff.members(store) if member.person.full_name == name]
        staff.set_state(store, ids, key, state, reason)


# Looking


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_every_figure_has_as_many_people_behind_it_as_it_says(app: TramyteApp, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        await _settle(pilot)
        table = _screen(app).page.table
        for go in ("down", "ctrl+end"):  # to the second row, and to the sum
            await pilot.press(go, "home")
            row = table.row
            assert row is not None
            for figure in FIGURES:
                assert table.figure == figure
                await _press(pilot, "enter")
                assert isinstance(app.screen, PeopleBehindScreen)
                assert _text(app, "#behind-title").endswith(f": {row.figures[figure]} người.")
                await _press(pilot, "escape", "right")


async def test_at_80_cells_the_strip_tells_the_whole_head_and_the_reasons_of_the_row(app: TramyteApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await _settle(pilot)
        await _press(pilot, "down", "right", "right")
        found = _text(app, "#strip")
        assert f"{SCHOOL}: 3 / 8 người = 37,50%" in found
        assert "Cột 5. Số lượng Chưa cài đặt, đăng ký và kích hoạt định danh VNeID mức 2" in found
        assert "Cột 6. Lý do chưa định danh mức 2: CCCD hết hạn, chờ cấp lại (1); Chưa có thông tin (1)" in found
        await _press(pilot, "right")
        assert "Cột 7. Số lượng đã được khởi tạo Sổ SKĐT trên VNeID" in _text(app, "#strip")


async def test_at_120_cells_the_reasons_stand_in_the_table_and_not_below_it_again(app: TramyteApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        await _settle(pilot)
        assert _screen(app).page.table.shows_reasons
        assert "Lý do" not in _text(app, "#strip")


async def test_a_unit_by_department_and_all_units_again(app: TramyteApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await _settle(pilot)
        screen = _screen(app)
        assert screen.paper.table.rows[0].label == STATION
        await _press(pilot, "f9")
        await _press(pilot, "2")
        assert [row.label for row in screen.paper.table.rows] == [
            "Hành chính", "Khám bệnh", "Dược", "Y tế dự phòng", "Dân số",
        ]  # fmt: skip
        assert _text(app, "#scope") == f"F9 {STATION} · F8 theo khoa/phòng · Ctrl+E đến 23/06/2026"
        await _press(pilot, "f8")
        assert [row.label for row in screen.paper.table.rows] == [STATION]
        await _press(pilot, "f9")
        await _press(pilot, "1")
        assert len(screen.paper.table.rows) == 3


async def test_an_earlier_day_shows_its_figures_and_its_people(
    app: TramyteApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = table(app.store, by="unit").total
    monkeypatch.setenv(clock.VARIABLE, "2026-06-25T08:00:00")
    everybody = [member.id for member in staff.members(app.store)]
    staff.set_state(app.store, everybody, "level2_account", State.DONE)
    async with app.run_test(size=SMALL) as pilot:
        await _settle(pilot)
        assert _screen(app).paper.table.total.figures["level2_done"] == 41
        await _press(pilot, "ctrl+e")
        await _answer(pilot, "26/6/2026")
        assert isinstance(app.screen, ModalScreen)  # the day has not come yet: the question stays
        await _answer(pilot, "23/6/2026")
        assert _screen(app).scope == Scope(None, "unit", date(2026, 6, 23))
        assert _screen(app).paper.table.total == before
        await _press(pilot, "ctrl+end", "right", "right", "enter")
        assert _text(app, "#behind-title").endswith(f": {before.figures['level2_todo']} người.")
        assert "✗ Chưa" in _text(app, "#behind-source") or "? Chưa rõ" in _text(app, "#behind-source")


async def test_what_another_window_changed_is_counted_before_it_is_listed(app: TramyteApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await _settle(pilot)
        figure = _screen(app).paper.table.rows[0].figures["level2_todo"]
        (name, *_) = [
            member.person.full_name
            for member in staff.members(app.store, unit_id=1)
            if member.person.states["level2_account"] is State.TODO
        ]
        _set(app, name, "level2_account", State.DONE)
        await _press(pilot, "right", "right", "enter")
        assert app.screen is _screen(app)
        assert _screen(app).paper.table.rows[0].figures["level2_todo"] == figure - 1
        await _press(pilot, "enter")
        assert _text(app, "#behind-title").endswith(f": {figure - 1} người.")


# Who, and from where


def _receive(app: TramyteApp, cell: str = "chưa") -> None:
    """A file with one person who has no level-2 account, for a reason."""
    columns = [
        Column(1, "Họ và tên", FieldRef.parse("full_name"), 1.0),
        Column(5, "Đã có mức 2", FieldRef.state("level2_account"), 1.0),
        Column(6, "Lý do", FieldRef.reason("level2_account"), 1.0),
    ]
    person = Person("Đoàn Văn Út", birth_date="1979")
    person.states["level2_account"] = State.TODO
    person.reasons["level2_account"] = "Quên mật khẩu"
    row = IncomingRow(0, 12, person, None, ("Đoàn Văn Út", cell, "Quên mật khẩu"))
    tables = (Table("Danh sách", 4, tuple(columns)),)
    reading = Reading(
        "/thu/02.xlsx", "02-doan-thanh-nien.xlsx", "0" * 64, FileKind.ROSTER, "Đoàn xã", tables, (row,)
    )  # fmt: skip
    plan = Plan(reading, None, "Đoàn xã", [PlannedRow(row, Outcome.NEW)])
    plan.after_change = journal.last_change(app.store)
    submissions.apply(app.store, plan)


async def test_a_person_who_came_by_a_file_is_shown_with_file_sheet_and_cell(app: TramyteApp) -> None:
    _receive(app)
    async with app.run_test(size=SMALL) as pilot:
        await _settle(pilot)
        await _press(pilot, "down", "down", "down", "right", "right", "enter")
        assert _text(app, "#behind-title") == "Đoàn xã – chưa có định danh mức 2: 1 người."
        assert _text(app, "#behind-source").splitlines() == [
            "Đoàn Văn Út · Đoàn xã",
            "✗ Chưa: Quên mật khẩu",
            "Từ 02-doan-thanh-nien.xlsx, trang Danh sách, ô F12 (“chưa”), lý do ở ô G12.",
        ]
        await _press(pilot, "escape", "home", "enter")
        assert "ô B12 (“Đoàn Văn Út”)" in _text(app, "#behind-source")


async def test_a_blank_cell_that_means_not_yet_is_shown_and_no_hand_is_blamed(app: TramyteApp) -> None:
    _receive(app, cell="")
    async with app.run_test(size=SMALL) as pilot:
        await _settle(pilot)
        await _press(pilot, "down", "down", "down", "right", "right", "enter")
        found = _text(app, "#behind-source").splitlines()[-1]
        assert found.startswith("Từ 02-doan-thanh-nien.xlsx, trang Danh sách, ô F12 (ô trống)")


async def test_an_item_that_no_file_asks_about_is_told_so_and_no_hand_is_blamed(app: TramyteApp) -> None:
    _receive(app)
    async with app.run_test(size=SMALL) as pilot:
        await _settle(pilot)
        await _press(pilot, "down", "down", "down", "right", "right", "right", "right", "right", "enter")
        assert "chưa tích hợp" in _text(app, "#behind-title").lower()
        assert "Chưa tệp nào ghi mục này; người này có trong 02-doan" in _text(app, "#behind-source")


async def test_what_was_corrected_by_hand_is_not_blamed_on_the_file(app: TramyteApp) -> None:
    _receive(app)
    _set(app, "Đoàn Văn Út", "level2_account", State.DONE)
    async with app.run_test(size=SMALL) as pilot:
        await _settle(pilot)
        await _press(pilot, "down", "down", "down", "right", "enter")
        assert "sửa tay; người này có trong 02-doan-thanh-nien.xlsx" in _text(app, "#behind-source")


async def test_enter_on_a_person_opens_the_form_and_the_list_is_read_again(app: TramyteApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await _settle(pilot)
        figure = _screen(app).paper.table.rows[0].figures["level2_todo"]
        await _press(pilot, "right", "right", "enter", "down", "enter")
        form = app.screen
        assert isinstance(form, PersonScreen)
        assert form.staff_id is not None
        staff.set_state(app.store, [form.staff_id], "level2_account", State.DONE)
        await _press(pilot, "escape")
        assert isinstance(app.screen, PeopleBehindScreen)
        assert _text(app, "#behind-title").endswith(f": {figure - 1} người.")
        await _press(pilot, "escape")
        assert _screen(app).paper.table.rows[0].figures["level2_todo"] == figure - 1


async def test_an_empty_figure_has_nobody_to_open(app: TramyteApp) -> None:
    everybody = [member.id for member in staff.members(app.store)]
    staff.set_state(app.store, everybody, "level2_account", State.DONE)
    async with app.run_test(size=SMALL) as pilot:
        await _settle(pilot)
        await _press(pilot, "right", "right", "enter", "enter", "down", "end", "pagedown")
        assert _text(app, "#behind-title").endswith(": 0 người.")
        assert _text(app, "#behind-source") == "Không có ai."


# What does not add up


def _break(app: TramyteApp) -> None:
    people = [member.id for member in staff.members(app.store, unit_id=2)]
    staff.set_state(app.store, people, "level2_account", State.TODO, "Quên mật khẩu")
    staff.set_state(app.store, people, "health_book", State.DONE)


async def test_rows_that_do_not_add_up_are_told_and_their_people_listed(app: TramyteApp) -> None:
    _break(app)
    async with app.run_test(size=SMALL) as pilot:
        await _settle(pilot)
        assert f"! {SCHOOL}: cột 7 lớn hơn cột 4." in _text(app, "#banner")
        await _press(pilot, "down")
        assert "! cột 7 lớn hơn cột 4" in _text(app, "#strip")
        await _press(pilot, "ctrl+g")
        assert _text(app, "#behind-title").startswith(f"{SCHOOL} – có Sổ SKĐT hoặc BHYT mà chưa có định danh mức 2: 8")
        assert "Mức 2 ✗ · Sổ ✓" in _text(app, "#behind-source")


async def test_before_such_a_table_is_exported_the_program_warns(app: TramyteApp, tmp_path: Path) -> None:
    _break(app)
    async with app.run_test(size=SMALL) as pilot:
        await _settle(pilot)
        await _press(pilot, "ctrl+s")
        assert isinstance(app.screen, ModalScreen)
        await _press(pilot, "1")  # settle it first
        assert app.screen is _screen(app)
        assert not list(tmp_path.glob("*.xlsx"))
        await _press(pilot, "ctrl+s")
        await _press(pilot, "2")  # as it is
        await _answer(pilot, str(tmp_path / "chua-khop.xlsx"))
        await app.workers.wait_for_complete()
        assert (tmp_path / "chua-khop.xlsx").exists()


async def test_such_a_table_is_not_frozen(app: TramyteApp) -> None:
    _break(app)
    async with app.run_test(size=SMALL) as pilot:
        await _settle(pilot)
        await _press(pilot, "f6")
        found = " ".join(str(widget.content) for widget in app.screen.query(Static))
        assert f"{SCHOOL}: cột 7 lớn hơn cột 4." in found
        assert "Ctrl+G" in found
        await _press(pilot, "enter")
        assert app.screen is _screen(app)
        assert issued.heads(app.store) == []


# Writing the sections


async def _to_section(pilot: Pilot[int], section: str) -> PaperSection:
    await pilot.press("ctrl+end", "down")
    for _ in range(list(SECTION_HEADINGS).index(section)):
        await pilot.press("down")
    await pilot.pause()
    found = pilot.app.focused
    assert isinstance(found, PaperSection)
    assert found.section == section
    return found


async def test_a_section_is_written_in_its_place_and_kept_on_leaving(app: TramyteApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await _settle(pilot)
        section = await _to_section(pilot, "training")
        await _press(pilot, "enter")
        assert isinstance(app.focused, TextArea)
        await pilot.press(*"Tập huấn 2 lớp", "enter", *"cho 28 người")
        await _press(pilot, "tab")
        assert issued.narrative(app.store, "phu-luc-1@2026-06-17") == {"training": "Tập huấn 2 lớp\ncho 28 người"}
        assert not section.is_written
        assert str(section.query_one(".text", Static).content) == "Tập huấn 2 lớp\ncho 28 người"
        await _press(pilot, "ctrl+z")
        assert issued.narrative(app.store, "phu-luc-1@2026-06-17") == {}
        assert "Tập huấn" not in str(section.query_one(".text", Static).content)


async def test_escape_asks_before_it_leaves_a_section_as_it_was(app: TramyteApp) -> None:
    issued.write_section(app.store, "proposals", "Cấp thêm máy tính.", "phu-luc-1@2026-06-17")
    async with app.run_test(size=SMALL) as pilot:
        await _settle(pilot)
        section = await _to_section(pilot, "proposals")
        await _press(pilot, "enter", *"abc", "escape", "1")
        assert app.focused is section
        assert issued.narrative(app.store, "phu-luc-1@2026-06-17") == {"proposals": "Cấp thêm máy tính.abc"}
        await _press(pilot, "enter", *"de", "escape", "2")
        assert app.focused is section
        assert issued.narrative(app.store, "phu-luc-1@2026-06-17") == {"proposals": "Cấp thêm máy tính.abc"}
        await _press(pilot, "enter", "escape")
        assert app.focused is section, "nothing was written, so nothing is asked"


async def test_what_is_written_is_on_disk_while_it_is_written_and_is_one_step(
    app: TramyteApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper_section, "_KEPT_EVERY", 0.01)
    async with app.run_test(size=SMALL) as pilot:
        await _settle(pilot)
        section = await _to_section(pilot, "training")
        await _press(pilot, "enter")
        for text in ("Tập huấn", "Tập huấn 2 lớp"):
            await pilot.press(*text.removeprefix("Tập huấn" if " 2" in text else ""))
            await pilot.pause(0.1)
            with open_store(app.store_path) as other:  # as it would be found after the power went
                assert issued.narrative(other, "phu-luc-1@2026-06-17") == {"training": text}
        await _press(pilot, "tab", "ctrl+z")
        assert not section.is_written
        assert issued.narrative(app.store, "phu-luc-1@2026-06-17") == {}
        await _press(pilot, "ctrl+y")
        assert issued.narrative(app.store, "phu-luc-1@2026-06-17") == {"training": "Tập huấn 2 lớp"}


async def test_a_window_that_loses_the_focus_keeps_the_text_and_escape_still_reverts(app: TramyteApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await _settle(pilot)
        section = await _to_section(pilot, "printing")
        await _press(pilot, "enter", *"In 200")
        app.app_focus = False
        await _settle(pilot)
        assert issued.narrative(app.store, "phu-luc-1@2026-06-17") == {"printing": "In 200"}
        app.app_focus = True
        await _settle(pilot)
        assert section.is_written
        await _press(pilot, "escape", "2")
        assert issued.narrative(app.store, "phu-luc-1@2026-06-17") == {}


async def test_a_text_that_cannot_be_kept_is_not_lost(app: TramyteApp, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise StoreLockedError("Một chương trình khác đang ghi. Hãy đợi nó xong, rồi làm lại.")

    async with app.run_test(size=SMALL) as pilot:
        await _settle(pilot)
        section = await _to_section(pilot, "training")
        await _press(pilot, "enter", *"2 lop")
        with monkeypatch.context() as patch:
            patch.setattr(issued, "write_section", refuse)
            await _press(pilot, "ctrl+s")
        assert "Một chương trình khác" in " ".join(str(widget.content) for widget in app.screen.query(Static))
        await _press(pilot, "enter")
        assert section.is_written
        await _press(pilot, "ctrl+s")
        assert issued.narrative(app.store, "phu-luc-1@2026-06-17") == {"training": "2 lop"}


async def test_closing_the_program_keeps_what_is_being_written(app: TramyteApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await _settle(pilot)
        await _to_section(pilot, "difficulties")
        await _press(pilot, "enter", *"Mạng yếu")
        await pilot.press("f10")
    assert issued.narrative(app.store, "phu-luc-1@2026-06-17") == {"difficulties": "Mạng yếu"}


async def test_the_line_of_the_covering_letter_is_written_where_it_stands(app: TramyteApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await _settle(pilot)
        await _press(pilot, "up")
        section = app.focused
        assert isinstance(section, PaperSection)
        await _press(pilot, "enter")
        editor = app.focused
        assert isinstance(editor, TextArea)
        editor.clear()
        await _press(pilot, *"(Kèm theo công văn số 12/TYT)", "tab")
        assert settings.load(app.store).covering_letter == "", "its number and day are those of one letter"
        assert _screen(app).paper.attached_to == "(Kèm theo công văn số 12/TYT)"


# Exporting


def _cells(path: Path) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(path).active.values)


async def test_export_asks_where_and_says_where_the_file_lies(app: TramyteApp, tmp_path: Path) -> None:
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await _settle(pilot)
        await _press(pilot, "ctrl+s")
        field = app.focused
        assert isinstance(field, Input)
        assert field.value == str(tmp_path / "PhuLuc1_TatCaDonViTramYTeXaVinhGiaTongHop_20260623.xlsx")
        await pilot.press("enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        target = tmp_path / "PhuLuc1_TatCaDonViTramYTeXaVinhGiaTongHop_20260623.xlsx"
        assert (1, STATION, 28) in [row[:3] for row in _cells(target)]
        assert isinstance(app.screen, Ask)
        assert (app.screen.dialog_title, app.screen.body) == ("Đã ghi Phụ lục 1", str(target))
        assert settings.load(app.store).export_folder == str(tmp_path)


async def test_a_file_that_is_there_is_never_overwritten_without_asking(app: TramyteApp, tmp_path: Path) -> None:
    mine = tmp_path / "cua-toi.xlsx"
    mine.write_text("của tôi", encoding="utf-8")
    async with app.run_test(size=SMALL) as pilot:
        await _settle(pilot)
        await _press(pilot, "ctrl+s")
        await _answer(pilot, str(mine))
        await _press(pilot, "1")  # another name
        assert mine.read_text(encoding="utf-8") == "của tôi"
        await _answer(pilot, str(tmp_path / "khac.csv"))
        await app.workers.wait_for_complete()
        assert (tmp_path / "khac.csv").exists()
        assert mine.read_text(encoding="utf-8") == "của tôi"

        await _press(pilot, "escape", "ctrl+s")  # the file that was written is not opened
        await _answer(pilot, str(mine))
        await _press(pilot, "2")  # overwrite
        await app.workers.wait_for_complete()
        assert mine.read_bytes().startswith(b"PK")


async def test_a_name_that_says_no_kind_of_file_is_asked_again(app: TramyteApp, tmp_path: Path) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await _settle(pilot)
        await _press(pilot, "ctrl+s")
        for wrong in ("bao-cao.doc", "khong/co/thu-muc/a.xlsx"):
            await _answer(pilot, str(tmp_path / wrong))
            assert isinstance(app.screen, ModalScreen)
        await _press(pilot, "escape")
        assert app.screen is _screen(app)


async def test_a_file_that_cannot_be_written_is_told_with_the_way_out(
    app: TramyteApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from exporters import form, writing

    def refuse(*_: object) -> None:
        raise writing.ExportError("a.xlsx đang mở ở Excel. Hãy đóng tệp đó, hoặc đặt tên khác.")

    async with app.run_test(size=SMALL) as pilot:
        await _settle(pilot)
        with monkeypatch.context() as patch:
            patch.setattr(form, "write_form", refuse)
            await _press(pilot, "ctrl+s")
            await _answer(pilot, str(tmp_path / "a.xlsx"))
            await pilot.pause(0.1)
            found = " ".join(str(widget.content) for widget in app.screen.query(Static))
            assert "đang mở ở Excel" in found
        await _press(pilot, "escape")
        await _press(pilot, "escape")
        assert app.screen is _screen(app)


# Freezing


async def _freeze(pilot: Pilot[int]) -> None:
    await _press(pilot, "f6")
    await _press(pilot, "1")
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def test_one_that_another_window_froze_meanwhile_is_told_before_a_second_is_made(app: TramyteApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await _settle(pilot)
        await _press(pilot, "f6")
        paper = _screen(app).paper
        assert paper is not None
        with open_store(app.store_path) as other:
            form_papers.issue(other, paper)
        await _press(pilot, "1")
        assert isinstance(app.screen, Ask)
        assert "Cửa sổ khác vừa chốt" in app.screen.dialog_title
        assert "Bản vừa chốt: lần 1, Tất cả đơn vị" in app.screen.body
        assert len(issued.heads(app.store)) == 1
        await _press(pilot, "1")
        await app.workers.wait_for_complete()
        assert len(issued.heads(app.store)) == 2, "the second answer is about it"


async def test_a_frozen_copy_keeps_its_figures_its_people_and_its_bytes(app: TramyteApp, tmp_path: Path) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await _settle(pilot)
        await _freeze(pilot)
        screen = _screen(app)
        frozen = screen.paper
        assert _text(app, "#banner").startswith("Số liệu chốt lần 1, 14:05 ngày 23/06/2026")
        await _press(pilot, "ctrl+s")
        await _answer(pilot, str(tmp_path / "1.xlsx"))
        await app.workers.wait_for_complete()

        everybody = [member.id for member in staff.members(app.store)]
        staff.set_state(app.store, everybody, "level2_account", State.DONE)
        staff.remove(app.store, everybody[:3])
        await _press(pilot, "escape", "escape")  # what the file can be done with, then the frozen copy
        assert screen.paper.table.total.figures["level2_done"] == 38

        await _press(pilot, "f7")
        await _press(pilot, "1")
        assert screen.paper == frozen
        await _press(pilot, "ctrl+end", "home", "right", "right", "enter")
        assert _text(app, "#behind-title").endswith(
            f": {frozen.table.total.figures['level2_todo']} người. Theo bản đã chốt."
        )
        # Everybody was changed in the very second in which it was frozen: the list shows how they stood.
        people = app.screen.query_one(PeopleBehindList)
        lines = [people._line(place)[0] for place in range(frozen.table.total.figures["level2_todo"])]
        assert all("Chưa" in line and "✓" not in line for line in lines)
        assert "Nay đã khác: ✓ Đã." in _text(app, "#behind-source")
        await _press(pilot, "escape", "ctrl+s")
        await _answer(pilot, str(tmp_path / "2.xlsx"))
        await app.workers.wait_for_complete()
        assert (tmp_path / "1.xlsx").read_bytes() == (tmp_path / "2.xlsx").read_bytes()


async def test_a_frozen_copy_is_read_only(app: TramyteApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await _settle(pilot)
        await _freeze(pilot)
        await _to_section(pilot, "reception")
        await _press(pilot, "enter")
        assert not app.screen.query(TextArea)
        active = {binding.binding.action for binding in app.screen.active_bindings.values() if binding.enabled}
        assert not active & {"issue", "turn", "choose_unit", "choose_day", "write"}


async def test_freezing_can_be_put_off(app: TramyteApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await _settle(pilot)
        await _press(pilot, "f6")
        await _press(pilot, "escape")
        await _press(pilot, "f7")  # nothing to open
        assert app.screen is _screen(app)
        assert issued.heads(app.store) == []


async def test_a_copy_that_was_tampered_with_is_listed_and_not_opened(app: TramyteApp) -> None:
    paper = draft(app.store, by="unit")
    form_papers.issue(app.store, paper)
    app.store.connection.execute("UPDATE issued_report SET paper = replace(paper, '28', '82')")
    async with app.run_test(size=SMALL) as pilot:
        await _settle(pilot)
        await _press(pilot, "f7")
        await _press(pilot, "1")
        assert isinstance(app.screen, ModalScreen)
        found = " ".join(str(widget.content) for widget in app.screen.query(Static))
        assert "đã bị sửa ngoài chương trình" in found
        assert _screen(app).frozen is None


# Keys


async def test_every_key_has_a_name_and_a_hint_and_five_at_most_stand_below(app: TramyteApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await _settle(pilot)
        shown = []
        for step in ((), ("ctrl+end", "down"), ("enter",)):
            await _press(pilot, *step)
            active = app.screen.active_bindings.values()
            shown.append([one.binding.description for one in active if one.binding.show and one.enabled])
        assert [len(keys) <= 5 for keys in shown] == [True, True, True], shown
        own = [FormPaperScreen, *(type(widget) for widget in _screen(app).page.walk_children()), PeopleBehindScreen]
        for binding in (
            binding
            for kind in own
            if kind.__module__.startswith("tui.")
            for binding in kind.__dict__.get("BINDINGS", ())
        ):
            assert isinstance(binding, Binding)
            assert binding.id
            assert binding.tooltip
            assert binding.description


async def test_the_strip_speaks_of_the_section_that_has_the_focus(app: TramyteApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await _settle(pilot)
        await _to_section(pilot, "reception")
        assert "Enter: viết vào đây" in _text(app, "#strip")
        await _press(pilot, "up")
        assert isinstance(app.screen.query_one("#strip"), FigureStrip)
        assert "Cột 3." in _text(app, "#strip")


async def test_an_empty_store_says_so(app: TramyteApp) -> None:
    staff.remove(app.store, [member.id for member in staff.members(app.store)])
    assert units.station_id(app.store) == 1
    async with app.run_test(size=SMALL) as pilot:
        await _settle(pilot)
        assert _screen(app).paper.table.rows == ()
        await _press(pilot, "enter", "down", "up", "right", "pagedown")
        assert app.screen is _screen(app)
