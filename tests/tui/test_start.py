"""The app opens by itself, as `tyt` opens it: tests of screens put it into a loop of their own."""

from pathlib import Path

from textual.pilot import Pilot

from tui.app import TramyteApp


def test_it_opens_where_python_begins_tasks_eagerly(tmp_path: Path) -> None:
    """From Python 3.12 on Textual lets its loop do so; each place is mounted when it is first shown."""
    app = TramyteApp(tmp_path / "trạm.sqlite3")

    async def leave(pilot: Pilot[int]) -> None:
        await pilot.press("f2", "f3", "f4", "f5", "f12", "ctrl+p", "escape", "ctrl+o")
        await pilot.pause()
        app.exit(7)

    try:
        assert app.run(headless=True, auto_pilot=leave) == 7
    finally:
        app.store.close()
