"""Makes the pictures of the README anew from the example station: `python -m tests.make_screenshots STORE`."""

import asyncio
import os
import sys
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "docs" / "screenshots"
PICTURES = {"danh-sach": ("f2", "down", "down", "right"), "phu-luc-1": ("f5",), "don-vi": ("f3",)}


async def main(store: Path) -> None:
    """Every picture at 120x36, as the keys lead to it."""
    from tui.app import TramyteApp

    for name, keys in PICTURES.items():
        app = TramyteApp(store)
        async with app.run_test(size=(120, 36)) as pilot:
            await pilot.pause()
            for key in keys:
                await pilot.press(key)
                await pilot.pause(0.3)
            FOLDER.mkdir(parents=True, exist_ok=True)
            (FOLDER / f"{name}.svg").write_text(app.export_screenshot(title="tyt"), encoding="utf-8")
        app.store.close()


if __name__ == "__main__":
    os.environ.pop("TYT_NOW", None)
    asyncio.run(main(Path(sys.argv[1])))
