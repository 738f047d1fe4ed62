"""A copy is put in the place of the store by another window: no window of before writes, what was typed is shown."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.copies import backup, restoring
from store.database import Store
from store.errors import ReplacedStoreError
from store.models import Person
from store.opening import open_store
from store.people import staff, units
from store.receiving import submissions
from store.words import filled_forms
from tests.tui.opened_app import settled
from tests.tui.test_scanned_cards import opened
from tests.tui.test_undo_that_one_can_trust import on_list, press
from tui.app import TramyteApp
from tui.cli import main
from tui.framework import machine_speed
from tui.widgets.dialogs import Notice, Prompt


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of another station, with other people under the same ids."""
    with open_store(tmp_path / "other.sqlite3", anew=True) as other:
        for name in ("Trạm Y tế xã Khác", "Trường Khác", "Ủy ban Khác"):
            unit = units.find_or_add(other, name)
            for number in range(30):
                staff.add(other, Person(f"Người Thứ {number} {name}"), unit)
        return backup.back_up(tmp_path / "other.sqlite3")


def everything(store: Store) -> list[str]:
    return list(store.connection.iterdump())


#: The place and the keys before the restore, those after it, and what must be shown again.
WINDOWS = [
    ("a person", "roster", ["enter", "end", *"chữ mới"], ["ctrl+s"], ""),
    ("somebody new", "roster", ["ctrl+n", *"Cúc"], ["ctrl+s"], "Cúc"),
    ("a unit", "units", ["enter", *"Lan"], ["ctrl+s"], "Lan"),
    ("a move", "roster", ["ctrl+t", *"Trường"], ["enter"], ""),
    ("several people", "roster", ["shift+down", "shift+down"], ["1"], ""),
    ("a removal", "roster", ["ctrl+d"], ["1"], ""),
    ("a reason", "roster", ["1", "1"], ["1"], ""),
    *((f"somebody and {key}", "roster", ["down"], [key], "") for key in ("1", "space", "enter", "delete")),
    ("the station", "roster", ["ctrl+o", "end", *"Mới"], ["ctrl+s"], "Mới"),
    ("who is behind a line", "phu_luc_1", ["enter"], ["enter"], ""),
    ("a section", "phu_luc_1", ["ctrl+end", "down", "enter", *"đang viết"], ["ctrl+s"], "đang viết"),
]


@pytest.mark.parametrize(
    ("place", "before", "after", "shown"), [each[1:] for each in WINDOWS], ids=[each[0] for each in WINDOWS]
)
async def test_nothing_reaches_the_copy_and_what_was_typed_is_shown(
    path: Path, copy: Path, place: str, before: list[str], after: list[str], shown: str
) -> None:
    async with opened(path) as (app, pilot):
        app.action_go(place)
        await settled(pilot)
        await press(pilot, *before)
        restoring.restore(path, copy, anyway=True)
        with open_store(path) as store:
            whole = everything(store)
        for key in after:
            await pilot.press(key)
        notice = await notice_of(app, pilot)
        assert "thay bằng một bản sao" in notice.body
        assert shown in notice.body
        with open_store(path) as store:
            assert everything(store) == whole
        await pilot.press("enter")
        await pilot.pause()
        assert app.wanted is not None


async def test_each_number_of_the_grid_that_is_not_saved_is_shown_with_its_cell(path: Path) -> None:
    copy = backup.back_up(path)
    async with opened(path) as (app, pilot):
        app.action_go("figures")
        await settled(pilot)
        await press(pilot, *"41", "enter", *"42")
        restoring.restore(path, copy)
        body = (await notice_of(app, pilot)).body
        assert "Ấp Tô Hạ, Xác thực BHYT: Số đạt: 41\n" in body
        assert body.endswith("Đang gõ: Ấp An Hòa, Xác thực BHYT: Số đạt: 42")
        assert "chờ ở đó" not in body
        await pilot.press("enter")
        await pilot.pause()
        assert app.wanted is not None


async def notice_of(app: TramyteApp, pilot: Pilot[int]) -> Notice:
    app.call_later(app._follow_store)  # as the timer does
    for _ in range(50):
        await pilot.pause(0.02)
        if isinstance(app.screen, Notice):
            break
    assert isinstance(app.screen, Notice), app.screen
    return app.screen


async def test_a_form_of_somebody_whom_the_copy_does_not_have_is_no_crash(path: Path) -> None:
    copy = backup.back_up(path)
    with open_store(path) as store:
        late = staff.add(store, Person("Aa Văn Mới"), 1)
    async with opened(path) as (app, pilot):
        on_list(app).go_to_person(late)
        await press(pilot, "enter", *"x")
        restoring.restore(path, copy)
        await notice_of(app, pilot)
        assert app.return_code in (None, 0)


async def test_a_passphrase_that_is_typed_is_never_shown(path: Path, copy: Path) -> None:
    async with opened(path) as (app, pilot):
        app.push_screen(Prompt("Mật khẩu", "Mật khẩu mới", is_secret=True))
        await press(pilot, *"bi-mat-1")
        restoring.restore(path, copy, anyway=True)
        assert "bi-mat-1" not in (await notice_of(app, pilot)).body


@pytest.mark.parametrize("keys", [["ctrl+s"], ["tab"]])
async def test_a_name_that_is_written_at_that_moment_is_shown_too(path: Path, copy: Path, keys: list[str]) -> None:
    async with opened(path) as (app, pilot):
        await press(pilot, "end", "enter", "end", *"Zq")
        restoring.restore(path, copy, anyway=True)
        for key in keys:
            await pilot.press(key)
        assert "Zq" in (await notice_of(app, pilot)).body


@pytest.mark.parametrize("keys", [[], ["ctrl+s"], ["tab"]])
async def test_what_was_typed_about_somebody_whom_another_window_took_off_is_shown(path: Path, keys: list[str]) -> None:
    async with opened(path) as (app, pilot):
        row = on_list(app).table.current
        assert row is not None
        await press(pilot, "enter", "end", *"Zq")
        with open_store(path) as other:
            staff.remove(other, [row.id])
            whole = everything(other)
        for key in keys:
            await pilot.press(key)
        notice = await notice_of(app, pilot)
        assert "không còn trong danh sách" in notice.body
        assert "Zq" in notice.body
        with open_store(path) as other:
            assert everything(other) == whole


async def test_keys_of_somebody_who_types_on_do_not_close_the_notice(
    path: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine_speed, "MOMENT", 1.0)
    async with opened(path) as (app, pilot):
        await press(pilot, "ctrl+n", *"Cúc")
        restoring.restore(path, copy, anyway=True)
        await notice_of(app, pilot)
        for _ in range(4):
            await pilot.press("a", "enter", "escape")
            await pilot.pause(0.3)
        assert isinstance(app.screen, Notice)
        await pilot.pause(1.1)
        await pilot.press("enter")
        await pilot.pause()
        assert app.wanted is not None


def test_a_store_refuses_to_write_once_another_took_its_place(path: Path, copy: Path) -> None:
    with open_store(path) as store:
        restoring.restore(path, copy, anyway=True)
        for act in (lambda: staff.remove(store, [1]), store.version):
            with pytest.raises(ReplacedStoreError):
                act()
    with open_store(path) as store:
        staff.remove(store, [1])


def test_what_is_not_in_the_copy_is_told_as_the_restore_that_it_comes_from(path: Path, copy: Path) -> None:
    """A number that was just given may be unknown in the copy, which says nothing about what happened."""

    def look() -> None:
        with open_store(path) as store:
            restoring.restore(path, copy, anyway=True)
            submissions.get(store, 6)

    with pytest.raises(ReplacedStoreError) as told:
        look()
    assert "vừa được thay" not in told.value.message, "the title says so already"


def test_an_import_that_a_restore_overtakes_says_once_that_the_store_was_replaced(
    path: Path, copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files = []
    for name in ("Trường A", "Trường B"):
        files.append(tmp_path / f"{name}.csv")
        files[-1].write_text("Họ và tên,Ngày sinh\nNguyễn Văn Ba,02/03/1990\n", encoding="utf-8")

    def about_counts(store: Store, *_: object) -> str:
        restoring.restore(path, copy, anyway=True)
        submissions.get(store, 60)
        return ""

    monkeypatch.setattr(filled_forms, "about_counts", about_counts)
    monkeypatch.setattr("sys.argv", ["tyt", "import", *map(str, files), "--unit", "Trường Khác", "--store", str(path)])
    with pytest.raises(SystemExit) as ended:
        main()
    told = capsys.readouterr().err
    assert ended.value.code == 2
    assert told.count("Sổ vừa được thay: Nơi khác vừa khôi phục một bản sao lưu") == 1
    assert "bản nộp số" not in told


def test_each_restore_is_told_also_of_one_copy_twice(path: Path) -> None:
    copy = backup.back_up(path)
    restoring.restore(path, copy)
    with open_store(path) as store:
        restoring.restore(path, copy)
        with pytest.raises(ReplacedStoreError):
            staff.remove(store, [1])
