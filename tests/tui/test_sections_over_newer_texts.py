"""Two windows write in one section of a report: neither text goes without a word."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.opening import open_store
from store.reporting import issued, own_plan
from tests.store.phu_luc_1 import SECTION_HEADINGS
from tests.tui.opened_app import app_at, press, settled, until
from tui.app import TramyteApp
from tui.widgets import paper_section
from tui.widgets.dialogs import Ask
from tui.widgets.paper_section import PaperSection
from tui.widgets.text_area import TextArea

REPORT = "phu-luc-1@2026-06-17"
THEIRS, MINE = "Mạng hỏng từ thứ Hai.", "Máy in hỏng."


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TramyteApp]:
    monkeypatch.setattr(paper_section, "_KEPT_EVERY", 3600)
    with app_at("phu_luc_1", "2026-06-23T14:05:00", tmp_path, monkeypatch) as made:
        yield made


@pytest.fixture
def often(app: TramyteApp, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text is saved twice a second while it is typed, once the app is made."""
    monkeypatch.setattr(paper_section, "_KEPT_EVERY", 0.5)


def other_window(app: TramyteApp, text: str, section: str = "difficulties") -> None:
    with open_store(app.store_path) as store:
        issued.write_section(store, section, text, REPORT)


def kept(app: TramyteApp, section: str = "difficulties") -> str:
    with open_store(app.store_path) as store:
        return issued.narrative(store, REPORT).get(section, "")


async def write(pilot: Pilot[int], text: str, section: str = "difficulties") -> PaperSection:
    """Somebody opens a section and types."""
    await settled(pilot)
    await press(pilot, "ctrl+end", "down", *["down"] * list(SECTION_HEADINGS).index(section), "enter")
    found = pilot.app.screen.query_one(f"#section-{section.replace('_', '-')}", PaperSection)
    assert found.is_written
    await press(pilot, f"text:{text}")
    return found


def question(pilot: Pilot[int]) -> str:
    assert isinstance(pilot.app.screen, Ask)
    assert pilot.app.screen.dialog_title == "Vừa có người ghi khác"
    return pilot.app.screen.body


def is_asked(pilot: Pilot[int]) -> bool:
    return isinstance(pilot.app.screen, Ask)


@pytest.mark.usefixtures("often")
@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_what_another_window_wrote_meanwhile_is_shown_beside_what_is_typed(
    app: TramyteApp, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        section = await write(pilot, MINE)
        await until(pilot, lambda: kept(app) == MINE)
        other_window(app, THEIRS)
        await press(pilot, "text: Mực hết.")
        await until(pilot, lambda: is_asked(pilot))
        assert question(pilot) == f"Sổ nay là:\n{THEIRS}\n\nĐang gõ:\n{MINE} Mực hết."
        assert kept(app) == THEIRS
        await press(pilot, "2")
        assert section.is_written, "it was asked while somebody wrote, who goes on"
        assert kept(app) == f"{MINE} Mực hết."
        await press(pilot, "text: Nhờ sửa.", "tab")
        assert kept(app) == f"{MINE} Mực hết. Nhờ sửa."
        assert not section.is_written


async def test_the_other_text_stays_and_the_typed_one_can_be_brought_back(app: TramyteApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        section = await write(pilot, MINE)
        other_window(app, THEIRS)
        await press(pilot, "ctrl+s")
        question(pilot)
        await press(pilot, "1")
        editor = app.focused
        assert isinstance(editor, TextArea)
        assert editor.text == THEIRS
        await press(pilot, "ctrl+z")
        assert editor.text == MINE
        await press(pilot, "ctrl+y", "ctrl+s")
        assert (section.is_written, kept(app), section.text) == (False, THEIRS, THEIRS)


async def test_who_lets_the_other_text_stay_goes_on_from_its_newest_words(app: TramyteApp) -> None:
    """The other window writes on while the question waits."""
    async with app.run_test(size=(80, 24)) as pilot:
        await write(pilot, MINE)
        other_window(app, THEIRS)
        await press(pilot, "ctrl+s")
        other_window(app, f"{THEIRS} Đã báo.")
        await press(pilot, "1")
        editor = app.focused
        assert isinstance(editor, TextArea)
        assert editor.text == f"{THEIRS} Đã báo."
        await press(pilot, "text: Chờ.", "ctrl+s")
        assert (is_asked(pilot), kept(app)) == (False, f"{THEIRS} Đã báo. Chờ.")


@pytest.mark.usefixtures("often")
async def test_nothing_is_asked_twice_nor_written_while_there_is_no_answer(app: TramyteApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        section = await write(pilot, "")
        other_window(app, THEIRS)
        await press(pilot, f"text:{MINE}", "ctrl+s", "escape")
        assert isinstance(app.focused, TextArea)
        await press(pilot, "text: Gõ tiếp.")
        await asyncio.sleep(1.5)
        await pilot.pause()
        assert not is_asked(pilot)
        assert (kept(app), section.is_written) == (THEIRS, True)
        assert "nối vào dưới" in app.screen.unwritten()
        await press(pilot, "tab")
        assert f"{MINE} Gõ tiếp." in question(pilot), "who leaves the section is asked again"
        await press(pilot, "2")
        assert (kept(app), section.is_written) == (f"{MINE} Gõ tiếp.", False)
        assert app.screen.unwritten() == ""


@pytest.mark.usefixtures("often")
async def test_no_letter_that_is_being_typed_answers_the_question(app: TramyteApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await write(pilot, "1")
        other_window(app, THEIRS)
        for _ in range(20):
            await pilot.press("2")
            await asyncio.sleep(0.1)
            assert not is_asked(pilot)
        await until(pilot, lambda: is_asked(pilot))
        assert kept(app) == THEIRS


async def test_a_newer_text_of_the_other_window_is_asked_about_too(app: TramyteApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await write(pilot, MINE)
        other_window(app, THEIRS)
        await press(pilot, "ctrl+s")
        other_window(app, f"{THEIRS} Cả tuần.")
        await press(pilot, "2")
        assert f"{THEIRS} Cả tuần." in question(pilot)
        await press(pilot, "2")
        assert kept(app) == MINE


@pytest.mark.usefixtures("often")
async def test_who_gives_up_what_they_typed_leaves_the_other_text(app: TramyteApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        section = await write(pilot, MINE)
        await until(pilot, lambda: kept(app) == MINE)
        other_window(app, THEIRS)
        await press(pilot, "escape", "2")
        await settled(pilot)
        assert (kept(app), section.text, section.is_written) == (THEIRS, THEIRS, False)


@pytest.mark.usefixtures("often")
async def test_esc_after_an_answer_does_not_bring_back_the_text_of_before(app: TramyteApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await write(pilot, "")
        other_window(app, THEIRS)
        await press(pilot, f"text:{MINE}")
        await until(pilot, lambda: is_asked(pilot))
        await press(pilot, "2")
        assert kept(app) == MINE
        await press(pilot, "escape", "2")
        assert kept(app) == THEIRS


async def test_the_same_words_in_both_windows_are_no_question(app: TramyteApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        section = await write(pilot, MINE)
        other_window(app, MINE)
        await press(pilot, "ctrl+s")
        assert (is_asked(pilot), section.is_written, kept(app)) == (False, False, MINE)


async def test_a_program_that_ends_without_an_answer_keeps_both_texts(app: TramyteApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await write(pilot, MINE)
        other_window(app, THEIRS)
        await press(pilot, "ctrl+s")
        question(pilot)
        assert app.end_soon()
        await pilot.pause()
    assert kept(app) == f"{THEIRS}\n--- Gõ ở cửa sổ khác, chưa chọn lời nào ở lại: ---\n{MINE}"


@pytest.mark.usefixtures("often")
async def test_who_leaves_for_another_place_is_asked_on_coming_back(app: TramyteApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await write(pilot, "")
        other_window(app, THEIRS)
        await press(pilot, f"text:{MINE}")
        app.action_go("roster")
        await settled(pilot)
        await asyncio.sleep(1.5)
        assert (is_asked(pilot), kept(app)) == (False, THEIRS)
        app.action_go("phu_luc_1")
        await until(pilot, lambda: is_asked(pilot))
        await press(pilot, "2")
        assert kept(app) == MINE


async def test_a_section_that_was_opened_on_an_older_text_begins_with_the_newest(app: TramyteApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "ctrl+end", "down", *["down"] * list(SECTION_HEADINGS).index("difficulties"))
        other_window(app, THEIRS)
        await pilot.press("enter")
        await press(pilot, "text: Thêm.", "ctrl+s")
        assert (is_asked(pilot), kept(app)) == (False, f"{THEIRS} Thêm.")


async def test_the_line_of_the_letter_that_nobody_wrote_is_no_other_text(app: TramyteApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "up", "enter", "text: A", "ctrl+s")
        assert not is_asked(pilot)
        assert kept(app, "covering_letter").endswith("A")


async def test_what_is_typed_stays_with_its_own_unit_when_the_table_turns(app: TramyteApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        section = await write(pilot, MINE)
        screen = app.screen
        screen._change(screen.scope._replace(unit_id=3, by="department"))
        await settled(pilot)
        await press(pilot, "text: Thêm.", "ctrl+s")
        await settled(pilot)
        assert (is_asked(pilot), kept(app), section.text) == (False, f"{MINE} Thêm.", "")


async def test_the_plan_is_not_exported_while_a_part_waits_for_an_answer(app: TramyteApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.action_go("own_plan")
        await settled(pilot)
        await press(pilot, "enter", "text:a")
        section = next(each for each in app.screen.query(PaperSection) if each.is_written).section
        with open_store(app.store_path) as store:
            own_plan.write(store, **{section: THEIRS})
        await press(pilot, "f6")
        question(pilot)
        await press(pilot, "2")
        with open_store(app.store_path) as store:
            assert own_plan.load(store)[section] == "a"
        await press(pilot, "text:b", "tab", "ctrl+z")
        with open_store(app.store_path) as store:
            assert own_plan.load(store)[section] == THEIRS, "what was typed in one go is one step"


@pytest.mark.parametrize(
    ("one", "other", "shown"),
    [
        ("A", "B", ["A", "B"]),
        ("", "B", ["(để trống)", "B"]),
        ("A\nB\nC\nD", "A\nX\nY\nD", ["…\nB\nC\n…", "…\nX\nY\n…"]),
        ("A\nB", "A\nB\nC", ["…", "…\nC"]),
        ("B\nC", "A\nB\nC", ["…", "A\n…"]),
        ("A\nA", "A", ["…\nA", "…"]),
    ],
)
def test_long_texts_are_shown_where_they_differ(one: str, other: str, shown: list[str]) -> None:
    assert paper_section._where_they_differ(one, other) == shown


def test_both_texts_are_joined_once(tmp_path: Path) -> None:
    with open_store(tmp_path / "kho.sqlite3", anew=True) as store:
        issued.write_section(store, "training", "A\nB", REPORT)
        assert issued.keep_section(store, "training", "B", REPORT, "", between="\n--\n") == "A\nB"
        assert issued.keep_section(store, "training", "C", REPORT, "") == "A\nB"
        assert issued.keep_section(store, "training", "C", REPORT, "", between="\n--\n") == "A\nB\n--\nC"
        issued.write_section(store, "training", "", REPORT)
        assert issued.keep_section(store, "training", "C", REPORT, "B", between="\n--\n") == "C"
