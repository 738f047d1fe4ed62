"""The first screen imports only what it paints; the rest comes when it is needed."""

import subprocess
import sys
from pathlib import Path

from tests.tui.station import station

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
