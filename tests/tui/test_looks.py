"""How the screens look, as pictures at both sizes; Phụ lục 1 has its own. Look at them when they change."""

import csv
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store import clock
from store.models import Person, State
from store.people import staff
from tests.tui.station import STATION, station
from tui.app import TramyteApp

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=["80x24", "120x36"])
Compare = Callable[..., bool]


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TramyteApp]:
    monkeypatch.setenv(clock.VARIABLE, "2026-06-23T14:05:00")
    monkeypatch.setenv("TERM", "xterm-256color")
    path = tmp_path / "trạm.sqlite3"
    station(path).close()
    made = TramyteApp(path)
    yield made
    made.store.close()


def keys(*names: str) -> Callable[[Pilot[int]], Awaitable[None]]:
    async def press(pilot: Pilot[int]) -> None:
        await pilot.pause()
        for name in names:
            await pilot.press(name)
            await pilot.pause()
        await pilot.app.workers.wait_for_complete()
        await pilot.pause(0.1)

    return press


@SIZES
@pytest.mark.parametrize(
    "pressed",
    [
        ("down", "right"), ("2",), ("insert", "insert", "shift+down"), ("ctrl+f", "a"), ("f7",), ("f1",),
        ("f3", "down"), ("f3", "enter"), ("enter",), ("enter", *["down"] * 12), ("ctrl+n",), ("enter", "f7"), ("f4",), ("ctrl+o",),
        ("ctrl+d",), ("ctrl+p",),
        ("ctrl+n", *"Do", "space", *"Hoang", "space", *"An", "tab"),
        ("enter", *["down"] * 11, "2", "2", *["up"] * 5, "2", *["down"] * 7),
        ("f3", *"duoc"),
    ],
    ids=[
        "roster", "reason", "marked", "search", "filter", "help", "units", "unit", "person", "person-items",
        "new-person", "log", "receive-empty", "station", "ask", "palette",
        "double", "remarks", "units-search",
    ],
)  # fmt: skip
def test_screen(app: TramyteApp, snap_compare: Compare, size: tuple[int, int], pressed: tuple[str, ...]) -> None:
    assert snap_compare(app, terminal_size=size, run_before=keys(*pressed))


@SIZES
def test_first_run(
    tmp_path: Path, snap_compare: Compare, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(clock.VARIABLE, "2026-06-23T14:05:00")
    app = TramyteApp(tmp_path / "moi.sqlite3")
    assert snap_compare(app, terminal_size=size, run_before=keys())
    app.store.close()


@pytest.mark.parametrize("size", [(60, 20), (79, 24), (100, 23)], ids=str)
def test_too_small(app: TramyteApp, snap_compare: Compare, size: tuple[int, int]) -> None:
    assert snap_compare(app, terminal_size=size, run_before=keys())


@SIZES
@pytest.mark.parametrize("pressed", [("enter", "down"), ("f6",), ("f7",)], ids=["preview", "conflicts", "columns"])
def test_an_incoming_file(
    app: TramyteApp, tmp_path: Path, snap_compare: Compare, size: tuple[int, int], pressed: tuple[str, ...]
) -> None:
    an = Person("Đỗ Thị Mỹ Dung", "1984-01-05", citizen_id="089184000111", states={"level2_account": State.DONE})
    staff.add(app.store, an, 1)
    file = tmp_path / "TYT gui tuan 25.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(
            [
                [f"Đơn vị: {STATION}"],
                ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Định danh mức 2", "Lý do chưa mức 2", "BHYT", "Sổ SK"],
                [1, "Đỗ Thị Mỹ Dung", "05/01/1984", "089184000111", "Chưa", "Quên mật khẩu", "Chưa", "Chưa"],
                [2, "Trần Văn Bình", "31/02/1979", "89079000222", "x", "", "x", "đang làm"],
                [3, "", "07/02/1990", "089090000333", "x", "", "x", "x"],
                [4, "BS. Lê Hoà", "1988", "351234567", "KAD", "", "Chưa (thẻ hết hạn)", "x"],
            ]
        )

    async def choose(pilot: Pilot[int]) -> None:
        await pilot.pause()
        await pilot.press("f4")
        await pilot.pause()
        app.screen.chosen([file])  # type: ignore[attr-defined]  # what the file picker answers
        for _ in range(100):
            await pilot.pause(0.02)
            if app.screen.files[0].plan is not None:  # type: ignore[attr-defined]
                break
        await keys(*pressed)(pilot)

    assert snap_compare(app, terminal_size=size, run_before=choose)
