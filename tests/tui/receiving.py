"""Files chosen on Nhận tệp, as the file picker hands them over."""

from pathlib import Path

from textual.pilot import Pilot

from tests.tui.opened_app import settled
from tui.screens.receive.screen import ReceiveScreen


async def choose_files(pilot: Pilot[int], *paths: Path) -> ReceiveScreen:
    """Hand the files to the screen in front and wait until they are read."""
    await settled(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, ReceiveScreen)
    screen.chosen(list(paths))
    await settled(pilot)
    return screen
