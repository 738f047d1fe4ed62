"""A patient at the desk asks how to link the card: read the steps with them, print the hand-out."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from tests.tui.opened_app import app_at, until
from tui.app import TramyteApp


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TramyteApp]:
    with app_at("guides", "2026-06-23T14:00:00", tmp_path, monkeypatch) as made:
        yield made


async def test_the_steps_are_read_and_printed(app: TramyteApp, tmp_path: Path) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Bước 6. Nhập số thẻ BHYT" in str(app.screen.query_one("#guide", Static).content)
        await pilot.press("down", "down", "down")
        assert "Bước 12." in str(app.screen.query_one("#guide", Static).content)
        await pilot.press("ctrl+s")
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: list(tmp_path.glob("HuongDan_*.docx")))
    assert [path.name for path in tmp_path.glob("*.docx")] == [
        "HuongDan_XemLichSuKhamChuaBenhKhiChuaTichHopTheBhyt.docx"
    ]


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=["80x24", "120x36"])
def test_looks(app: TramyteApp, snap_compare: object, size: tuple[int, int]) -> None:
    async def before(pilot: Pilot[int]) -> None:
        await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=before)  # type: ignore[operator]  # a fixture
