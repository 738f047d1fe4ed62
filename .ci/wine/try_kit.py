"""Tries the kit as a person does: from its folder, then installed, then renewed. `try_kit.py KIT WORK`, on Windows.

The folder of the kit is as on a stick that cannot be written to: nothing may be there afterwards that was not before.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from short_form import commands

INSTALL = "Cài vào máy.bat"
#: Opens the app on a new store without a console, and says when its first screen has been painted.
OPEN = """
import time; begun = time.perf_counter()
import asyncio, sys
import tui.__main__
from pathlib import Path
from tui.app import TramyteApp
async def main():
    app = TramyteApp(Path(sys.argv[1]))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        print(f"{time.perf_counter() - begun:.1f}")
    app.store.close()
asyncio.run(main())
"""


def run(*words: str) -> str:
    """What a program prints; a failure ends the trial."""
    with tempfile.TemporaryFile() as out:  # a pipe would be held open by what Wine starts for a shortcut
        done = subprocess.run(words, stdin=subprocess.DEVNULL, stdout=out, stderr=out, check=False, timeout=200)
        out.seek(0)
        output = out.read().decode("utf-8", "replace")
    if done.returncode:
        raise SystemExit(f"{words}: exit code {done.returncode}\n{output[-3000:]}")
    return output


def files(folder: Path) -> dict[str, tuple[int, float]]:
    """Size and moment of each file; what is there for Wine's sake may compile itself."""
    found = ((path, path.stat()) for path in folder.rglob("*") if path.is_file() and "sitecustomize" not in path.name)
    return {str(path): (status.st_size, status.st_mtime) for path, status in found}


def main(kit: Path, work: Path) -> int:
    """All of it; answers the exit code."""
    before = files(kit)
    sent = commands([str(kit / "tyt.bat")], work)
    for _ in range(2):
        opened = run(str(kit / "python" / "python.exe"), "-X", "utf8", "-c", OPEN, str(work / "mới.sqlite3"))
        print(f"{opened.strip()} s until its first screen", flush=True)
    assert files(kit) == before, set(files(kit)) ^ set(before)

    user = Path(os.environ["LOCALAPPDATA"])
    target = user / "Programs" / "tramyte"
    for turn in ("installed", "renewed"):
        begun = time.perf_counter()
        output = run(str(kit / INSTALL))
        print(f"{time.perf_counter() - begun:5.1f} s  {turn}: {output.strip()}", flush=True)
        assert ("Đã sao lưu" in output) == (turn == "renewed"), output
        assert run(str(target / "tyt.bat"), "import", str(sent))
        assert (user / "tramyte" / "tramyte.sqlite3").exists()
    start_menu = Path(os.environ["APPDATA"]) / "Microsoft" / "Windows" / "Start Menu" / "Programs"
    for place in (Path(os.environ["USERPROFILE"]) / "Desktop", start_menu):
        assert [path for path in place.glob("*.lnk") if "tyt" in path.name], place

    (kit / "portable.txt").touch()
    run(str(kit / "tyt.bat"), "import", str(sent))
    assert (kit / "du-lieu" / "tramyte.sqlite3").exists()
    return 0


if __name__ == "__main__":
    os.environ["TYT_QUIET"] = "1"
    os.environ["TYT_NOW"] = "2026-06-23T14:00:00"
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
