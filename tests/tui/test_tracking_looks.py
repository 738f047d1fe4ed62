"""How Nhiệm vụ, Chỉ tiêu, Tài khoản tổ chức and Danh mục dữ liệu look, at both sizes. Look at them when they change."""

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store import campaign_use, clock
from store.campaigns import file
from store.opening import open_store
from tests.tui.opened_app import press, settled
from tests.tui.tracking_station import tracking_station
from tui.app import TramyteApp

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=["80x24", "120x36"])
Compare = Callable[..., bool]


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TramyteApp]:
    monkeypatch.setenv(clock.VARIABLE, "2026-06-23T14:05:00")
    monkeypatch.setenv("TERM", "xterm-256color")
    path = tmp_path / "trạm.sqlite3"
    tracking_station(path)
    made = TramyteApp(path)
    yield made
    made.store.close()


def at(mode: str, *keys: str) -> Callable[[Pilot[int]], Awaitable[None]]:
    async def go(pilot: Pilot[int]) -> None:
        await settled(pilot)
        pilot.app.action_go(mode)  # type: ignore[attr-defined]  # the program
        await settled(pilot)
        await press(pilot, *keys)
        await settled(pilot)

    return go


@SIZES
@pytest.mark.parametrize(
    ("mode", "pressed"),
    [
        ("tasks", ("down", "down", "down")), ("tasks", ("down", "enter")), ("tasks", ("2",)),
        ("indicators", ("tab",)), ("indicators", ("tab", "down", "7")), ("indicators", ()),
        ("indicators", ("tab", "ctrl+g")), ("indicators", ("tab", "down", "6", "0", "0", "ctrl+s")),
        ("organisations", ()), ("organisations", ("enter", "text:0100233480", "enter")),
        ("data_sources", ("down",)), ("data_sources", ("enter",)),
        ("figures", ("ctrl+g", "right", "right", "down", "text:600", "enter", "up")), ("localities", ("down",)),
        ("registers", ("5",)), ("registers", ("5", "ctrl+n", "enter", "text:tru", "enter")),
    ],
    ids=[
        "tasks", "task", "tasks-late-none", "indicators", "figure", "indicator-empty", "indicators-copied", "fall",
        "organisations", "wrong-code", "data", "data-form", "grid", "localities", "register-empty", "register-form",
    ],
)  # fmt: skip
def test_screen(
    app: TramyteApp, snap_compare: Compare, size: tuple[int, int], mode: str, pressed: tuple[str, ...]
) -> None:
    assert snap_compare(app, terminal_size=size, run_before=at(mode, *pressed))


@SIZES
def test_tasks_of_two_campaigns(app: TramyteApp, snap_compare: Compare, size: tuple[int, int]) -> None:
    with open_store(app.store_path) as store:
        campaign_use.use(store, file.load(file.built_in()["bo-y-te-2025"]))
    assert snap_compare(app, terminal_size=size, run_before=at("tasks", "pagedown"))
