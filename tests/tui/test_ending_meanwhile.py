"""The program ends, by a signal, at the moment in which a question or a page comes up: it ends quietly."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.widgets import Input

from tests.tui.opened_app import settled
from tests.tui.station import station
from tui.app import TramyteApp
from tui.screens.person.screen import PersonScreen
from tui.widgets.dialogs import Ask, Choice, PickOne, Prompt

SCREENS: list[Callable[[], Screen[object]]] = [
    lambda: Ask("Có đúng không?", "", [Choice("1", "Thôi", False), Choice("2", "Đúng", True)]),  # type: ignore[list-item,return-value]
    lambda: PickOne("Đơn vị nào?", [(1, "Trạm Y tế")]),  # type: ignore[list-item,return-value]
    lambda: Prompt("Tên", "Tên ấp"),  # type: ignore[list-item,return-value]
    lambda: PersonScreen(1, None),  # type: ignore[list-item,return-value]
]


@pytest.fixture
def app(tmp_path: Path) -> TramyteApp:
    path = tmp_path / "trạm.sqlite3"
    station(path).close()
    return TramyteApp(path)


@pytest.mark.parametrize("new", SCREENS)
async def test_what_comes_up_while_the_program_ends_is_no_error(
    app: TramyteApp, new: Callable[[], Screen[object]]
) -> None:
    async with app.run_test() as pilot:
        await settled(pilot)
        assert app.end_soon()
        app.exit()
        app.push_screen(new())
    assert (app.return_code, app.crash_log) == (0, None)
    app.store.close()


async def test_what_a_screen_misses_while_the_program_goes_on_is_an_error(app: TramyteApp) -> None:
    async def miss() -> None:
        async with app.run_test() as pilot:
            await settled(pilot)
            app.call_later(lambda: app.screen.query_one("#none", Input))
            await settled(pilot)

    with pytest.raises(NoMatches):
        await miss()
    assert app.return_code == 1
    app.store.close()
