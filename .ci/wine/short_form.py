"""The short form of the lane, run by Python for Windows: the installed program by its commands, then a story by keys.

`short_form.py INSTALLED WORK`: the Python that has the program's wheel, and a folder that is made anew.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.importers.test_xlsb import save_xlsb
from tui.commands.demo import FILES

PAGE = """<html><meta charset="utf-8"><table>
<tr><td colspan=4>Đơn vị: Trường Tiểu học B</tr>
<tr><th>STT<th>Họ và tên<th>Số CCCD<th>Định danh mức 2</tr>
<tr><td>1<td>Đỗ Thị Mỹ Dung<td>089184000111<td>x</tr></table></html>"""
SHEET: list[list[object]] = [
    ["Đơn vị: Trường Tiểu học A"],
    ["STT", "Họ và tên", "Số CCCD", "Định danh mức 2"],
    [1, "Trần Văn Bình", "089079000222", "x"],
]
ENDINGS = {".xlsx", ".xls", ".xlsb", ".ods", ".csv", ".html"}


def commands(program: list[str], work: Path) -> Path:
    """Demo, import of each format, status, Phụ lục 1, a copy put back; answers the folder of the files that came in."""
    shutil.rmtree(work, ignore_errors=True)
    folder = work / "USB của chị Thảo (2)"
    shutil.copytree(FILES, folder)
    save_xlsb(folder / "Trường A.xlsb", {"Danh sách": SHEET})
    (folder / "Trường B.html").write_text(PAGE, encoding="utf-8")

    def tyt(*words: str) -> str:
        begun = time.perf_counter()
        done = subprocess.run([*program, *words], cwd=work, capture_output=True, check=False)
        print(f"{time.perf_counter() - begun:5.1f} s  tyt", *words, flush=True)
        if done.returncode:
            print((done.stdout + done.stderr).decode("utf-8", "replace")[-3000:])
            raise SystemExit(f"exit code {done.returncode}")
        return done.stdout.decode("utf-8")

    store = work / "Kho dữ liệu" / "trạm.sqlite3"
    store.parent.mkdir()  # a missing one means that the store was moved
    os.environ["TYT_NOW"] = "2026-06-23T14:00:00"
    tyt("demo", "--store", str(work / "demo.sqlite3"), "--folder", str(work))
    files = json.loads(tyt("--store", str(store), "import", str(folder), "--json"))
    assert {Path(file["file"]).suffix for file in files} == ENDINGS, files
    assert all(file["kind"] == "roster" and file["counts"]["new"] for file in files), files
    assert json.loads(tyt("--store", str(store), "status", "--json"))["items"]
    tyt("--store", str(store), "export", "phu-luc-1", str(work / "Phụ lục 1.xlsx"))
    assert (work / "Phụ lục 1.xlsx").stat().st_size > 5000
    copy = work / "bản sao.sqlite3"
    before = tyt("--store", str(store), "status", "--json")
    tyt("--store", str(store), "backup", str(copy))
    tyt("--store", str(store), "import", "--undo", "1")
    tyt("--store", str(store), "restore", str(copy))
    assert tyt("--store", str(store), "status", "--json") == before
    return folder


def main(installed: Path, work: Path) -> int:
    """Run all of it; answers the exit code."""
    commands([str(installed), "-X", "utf8", "-m", "tui"], work)
    options = ["-q", "--tb=short", "-p", "no:cacheprovider", "-o", "addopts=--import-mode=importlib"]
    return pytest.main(["tests/end_to_end/test_story.py", "-k", "256color and 80x24", *options])


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
