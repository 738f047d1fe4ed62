"""Letter 310 wants its report as a Phụ lục 1: from the line on the first screen to the frozen table, and mended."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.widgets import Static

from store import campaign_use, clock
from store.campaigns import file
from store.models import Person, State
from store.monitoring import overview
from store.opening import open_store
from store.people import staff, units
from store.reporting import issued
from tests.tui.opened_app import NARROW, press, settled, shown
from tests.tui.station import STATION, station
from tui.app import TramyteApp
from tui.framework.text_page import TextPage
from tui.screens.forms.screen import FormPaperScreen
from tui.widgets.dialogs import Ask, PickOne

ONCE = "Báo cáo đến 22/12/2024 (Phụ lục 1)"


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TramyteApp]:
    monkeypatch.setenv(clock.VARIABLE, "2024-12-20T09:00")
    path = tmp_path / "trạm.sqlite3"
    with station(path) as store:
        campaign_use.use(store, file.load(file.built_in()["an-phu-2024"]))
    made = TramyteApp(path)
    yield made
    made.store.close()


def _is_issued(app: TramyteApp, key: str) -> bool:
    (found,) = (
        each
        for each in overview.read(app.store, clock.now()).reports
        if (each.campaign.name, each.report.key) == ("an-phu-2024", key)
    )
    return found.issued


@pytest.fixture
def first_place() -> str | None:
    return None


async def test_from_the_line_of_the_report_to_the_frozen_table(app: TramyteApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "tab")
        while ONCE not in str(app.screen.query_one("#strip", Static).content):
            await press(pilot, "down")
        assert "Enter: Phụ lục 1" in str(app.screen.query_one("#strip", Static).content)
        await press(pilot, "enter")
        await settled(pilot)
        assert isinstance(app.screen, FormPaperScreen), "the form is what is sent, not a letter"
        await press(pilot, "f6")
        assert "1  Chốt cho báo cáo đến 22/12/2024 của an-phu-2024" in shown(pilot), "the one that was opened"
        assert "2  Chốt cho báo cáo tháng 12/2024 của an-phu-2024" in shown(pilot), "the first that the letter asks for"
        await press(pilot, "1")
        await settled(pilot)
        assert app.screen.frozen is not None
        assert _is_issued(app, "once")
        assert not _is_issued(app, "monthly"), "one table is one report"
        await press(pilot, "escape", "escape")
        await settled(pilot)
        assert any("✓ đã chốt" in line and ONCE in line for line in shown(pilot).splitlines())


async def test_a_late_report_is_of_the_last_day_of_its_period(app: TramyteApp, monkeypatch: pytest.MonkeyPatch) -> None:
    def done() -> int:
        screen = app.screen
        assert isinstance(screen, FormPaperScreen)
        assert screen.paper is not None
        return screen.paper.table.total.figures["level2_done"]

    monkeypatch.setenv(clock.VARIABLE, "2024-12-27T09:00")
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        everybody = [member.id for member in staff.members(app.store)]
        before = sum(each.person.states["level2_account"] is State.DONE for each in staff.members(app.store))
        staff.set_state(app.store, everybody, "level2_account", State.DONE)
        await press(pilot, "tab")
        while ONCE not in str(app.screen.query_one("#strip", Static).content):
            await press(pilot, "down")
        await press(pilot, "enter")
        await settled(pilot)
        assert "Ctrl+E đến 22/12/2024" in shown(pilot)
        assert done() == before < len(everybody)


async def test_a_table_frozen_for_no_report_answers_none(app: TramyteApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "f5", "f6")
        assert "Chốt, không tính cho báo cáo nào" in shown(pilot)
        await press(pilot, _number_of(app, "không tính"))
        await settled(pilot)
        assert len(issued.heads(app.store)) == 1
        assert not _is_issued(app, "once")


async def test_the_table_frozen_again_for_it_is_a_correction_that_says_what_differs(app: TramyteApp) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await press(pilot, "f5", "f6")
        await press(pilot, _number_of(app, "đến 22/12/2024"))
        await settled(pilot)
        with open_store(app.store_path) as other:
            unit = units.find(other, STATION)
            assert unit is not None
            staff.add(other, Person("Mới Vào", states={"level2_account": State.DONE}), unit.id)
        await press(pilot, "escape", "f6")
        assert "Chốt bản điều chỉnh của báo cáo đến 22/12/2024" in shown(pilot)
        await press(pilot, _number_of(app, "điều chỉnh"))
        await settled(pilot)
        newest, oldest = issued.heads(app.store)
        assert (newest.number, newest.corrects) == (2, oldest.id)
        found = str(app.screen.query_one("#banner", Static).content)
        assert "Khác bản trước: Tổng cộng: tổng số: 41 → 42, mức 2" in found
        assert f"{STATION}: tổng số: 28 → 29" in found
        await press(pilot, "f7")
        assert isinstance(app.screen, PickOne)
        newest_line = app.screen.options[0][1]
        assert newest_line.startswith("Lần 2 · 20/12/2024")
        assert newest_line.endswith(" · cho an-phu-2024 · bản điều chỉnh")


async def test_a_correction_with_many_differences_shows_them_all_on_a_page(app: TramyteApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "f5", "f6")
        await press(pilot, _number_of(app, "đến 22/12/2024"))
        await settled(pilot)
        with open_store(app.store_path) as other:
            for number in range(4):
                unit_id = units.find_or_add(other, f"Trường Tiểu học số {number + 1} của xã Vĩnh Gia")
                staff.add(other, Person("Mới Vào", states={"level2_account": State.DONE}), unit_id)
        await press(pilot, "escape", "f6")
        await press(pilot, _number_of(app, "điều chỉnh"))
        await settled(pilot)
        assert "Khác bản trước 5 chỗ, Ctrl+G xem hết: Tổng cộng: tổng số" in " ".join(shown(pilot).split())
        await press(pilot, "ctrl+g")
        assert isinstance(app.screen, TextPage)
        assert app.screen.text.count("thêm dòng này") == 4


def _number_of(app: TramyteApp, words: str) -> str:
    assert isinstance(app.screen, Ask)
    return next(choice.key for choice in app.screen.choices if words in choice.label)
