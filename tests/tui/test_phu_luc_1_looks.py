"""How Phụ lục 1 looks: every state that is worth a look, as a picture (the theme is left to the terminal)."""

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store import clock
from store.models import State
from store.people import staff
from store.reporting import form_papers, issued
from tests.store.phu_luc_1 import draft
from tests.tui.station import station
from tui.app import TramyteApp
from tui.widgets import paper_section

SMALL, LARGE = (80, 24), (120, 36)
Compare = Callable[..., bool]


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TramyteApp]:
    monkeypatch.setenv(clock.VARIABLE, "2026-06-23T14:05:00")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr(TramyteApp, "DEFAULT_MODE", "phu_luc_1")
    path = tmp_path / "trạm.sqlite3"
    station(path).close()
    made = TramyteApp(path)
    yield made
    made.store.close()


def _keys(*keys: str) -> Callable[[Pilot[int]], Awaitable[None]]:
    """Press the keys one by one, each time until the threads that read the store are done."""

    async def press(pilot: Pilot[int]) -> None:
        await pilot.pause()
        for key in keys:
            await pilot.press(key)
            busy = [worker for worker in pilot.app.workers if worker.group in ("draft", "people-behind")]
            if busy:
                await pilot.app.workers.wait_for_complete(busy)
            await pilot.pause()

    return press


def _break(app: TramyteApp) -> None:
    people = [member.id for member in staff.members(app.store, unit_id=2)][:6]
    staff.set_state(app.store, people, "level2_account", State.TODO, "Quên mật khẩu")
    staff.set_state(app.store, people, "health_book", State.DONE)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x36"])
def test_units(app: TramyteApp, snap_compare: Compare, size: tuple[int, int]) -> None:
    assert snap_compare(app, terminal_size=size, run_before=_keys("down", "right"))


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x36"])
def test_departments(app: TramyteApp, snap_compare: Compare, size: tuple[int, int]) -> None:
    assert snap_compare(app, terminal_size=size, run_before=_keys("f9", "2", "down", "right", "right"))


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x36"])
def test_people_behind_a_figure(app: TramyteApp, snap_compare: Compare, size: tuple[int, int]) -> None:
    assert snap_compare(app, terminal_size=size, run_before=_keys("right", "right", "enter", "down"))


def test_rows_that_do_not_add_up(app: TramyteApp, snap_compare: Compare) -> None:
    _break(app)
    assert snap_compare(app, terminal_size=SMALL, run_before=_keys("down", "right"))


def test_who_is_at_odds_with_the_form(app: TramyteApp, snap_compare: Compare) -> None:
    _break(app)
    assert snap_compare(app, terminal_size=SMALL, run_before=_keys("down", "ctrl+g"))


def test_sections(app: TramyteApp, snap_compare: Compare) -> None:
    issued.write_section(
        app.store, "reception", "Đã bố trí 1 bàn hướng dẫn tại khu tiếp đón, có 2 người trực.", "phu-luc-1@2026-06-17"
    )
    issued.write_section(app.store, "training", "Tập huấn 2 lớp, 28 người.", "phu-luc-1@2026-06-17")
    assert snap_compare(app, terminal_size=SMALL, run_before=_keys("ctrl+end", "down", "down", "down"))


def test_a_section_that_is_being_written(
    app: TramyteApp, snap_compare: Compare, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper_section, "_KEPT_EVERY", 3600)  # once it is kept, Ctrl+Z stands among the keys
    typed = _keys("ctrl+end", "down", "down", "enter", *"In 200 tờ")
    assert snap_compare(app, terminal_size=SMALL, run_before=typed)


def test_the_top_of_the_page(app: TramyteApp, snap_compare: Compare) -> None:
    assert snap_compare(app, terminal_size=LARGE, run_before=_keys("up"))


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x36"])
def test_a_frozen_copy(app: TramyteApp, snap_compare: Compare, size: tuple[int, int]) -> None:
    form_papers.issue(app.store, draft(app.store, unit_id=1), unit_id=1)
    assert snap_compare(app, terminal_size=size, run_before=_keys("f7", "1"))


def test_sixteen_colours(app: TramyteApp, snap_compare: Compare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-16color")
    _break(app)
    assert snap_compare(app, terminal_size=SMALL, run_before=_keys("down", "right"))


def test_nobody_to_count(app: TramyteApp, snap_compare: Compare) -> None:
    staff.remove(app.store, [member.id for member in staff.members(app.store)])
    assert snap_compare(app, terminal_size=SMALL, run_before=_keys())
