"""The first screen imports only what it paints; the rest comes when it is needed."""

import subprocess
import sys
from pathlib import Path

import pytest
from textual.color import Color

from tests.tui.opened_app import opened, settled
from tests.tui.station import station
from tui.styles.theme import THEME

LATER = (
    "click",
    "docx",
    "lxml",
    "xlsxwriter",
    "python_calamine",
    "pydantic",
    "sqlite_utils",
    "openpyxl",
    "importers",
    "exporters",
    "tomllib",
)

PROGRAM = """
import asyncio, sys
import tui.__main__
from pathlib import Path
from tui.app import TramyteApp

async def main():
    app = TramyteApp(Path(sys.argv[1]))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
    app.store.close()

asyncio.run(main())
print([name for name in sys.modules if name.partition('.')[0] in sys.argv[2:]])
"""


def test_nothing_heavy_is_imported_before_the_first_screen(tmp_path: Path) -> None:
    path = tmp_path / "trạm.sqlite3"
    station(path).close()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(path), *LATER], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"


async def test_colours_stand_from_the_start_and_a_change_reaches_every_place(tmp_path: Path) -> None:
    async with opened(tmp_path / "trạm.sqlite3") as pilot:
        app, first = pilot.app, pilot.app.screen
        assert app.theme == THEME.name
        assert first.styles.background == Color.parse(str(THEME.background))
        await pilot.press("f3")
        await settled(pilot)
        assert app.screen is not first
        assert app.screen.styles.background == Color.parse(str(THEME.background))
        app.theme = "textual-light"
        await settled(pilot)
        light = app.screen.styles.background
        assert light != Color.parse(str(THEME.background))
        await pilot.press("f2")
        await settled(pilot)
        assert app.screen is first
        assert first.styles.background == light
        await pilot.press("f4")
        await settled(pilot)
        assert app.screen.styles.background == light


@pytest.mark.parametrize("kind", ["linux", "xterm-256color"])
async def test_a_terminal_of_few_colours_keeps_its_own(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", kind)
    async with opened(tmp_path / "trạm.sqlite3") as pilot:
        assert pilot.app.theme == ("ansi-dark" if kind == "linux" else THEME.name)
        assert pilot.app.native_ansi_color == (kind == "linux")
