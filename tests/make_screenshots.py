"""Makes the pictures of the README anew from the example station: `python -m tests.make_screenshots`."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

FOLDER = Path(__file__).parent.parent / "docs" / "screenshots"
NOW = "2026-06-23T14:00:00"  # one hour before a report is due; the head line says that the clock is set by hand
PICTURES = {"tong-quan": (), "danh-sach": ("f2", "down", "down", "right"), "phu-luc-1": ("f5",)}


async def main(store: Path) -> None:
    """Every picture at 120x36, as the keys lead to it."""
    from tui.app import TramyteApp

    for name, keys in PICTURES.items():
        app = TramyteApp(store)
        async with app.run_test(size=(120, 36)) as pilot:
            await pilot.pause(0.5)
            for key in keys:
                await pilot.press(key)
                await pilot.pause(0.5)
            FOLDER.mkdir(parents=True, exist_ok=True)
            (FOLDER / f"{name}.svg").write_text(app.export_screenshot(title="tyt"), encoding="utf-8")
        app.store.close()


if __name__ == "__main__":
    os.environ["TYT_NOW"] = NOW
    with TemporaryDirectory() as folder:
        made = Path(folder) / "demo.sqlite3"
        subprocess.run([sys.executable, "-m", "tui", "demo", "--store", made, "--folder", folder], check=True)
        asyncio.run(main(made))
