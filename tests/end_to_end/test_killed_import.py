"""Pulling the plug in the middle of an import leaves the store as it was or as it is to be, never between."""

import csv
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from store.copies import backup
from store.opening import open_store
from store.people import staff, units

ROWS = 4000
SCHOOL = "Trường Tiểu học Vĩnh Gia"


def big_file(folder: Path) -> Path:
    """A roster that takes a while."""
    path = folder / "Trường lớn.csv"
    rng = random.Random(5)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([f"Đơn vị: {SCHOOL}"])
        writer.writerow(
            ["STT", "Họ và tên", "Năm sinh", "Số CCCD", "Khoa/phòng", "Định danh mức 2", "Lý do chưa mức 2"]
        )
        for number in range(ROWS):
            year = rng.randrange(1965, 1999)
            done = rng.random() < 0.7
            row = [
                number + 1,
                f"Nguyễn Văn An {chr(65 + number % 26)}",
                year,
                f"0890{year % 100:02}{number:06}",
                f"Tổ {number % 7}",
            ]
            writer.writerow(
                [*row, "x" if done else "Chưa", "" if done else rng.choice(["Quên mật khẩu", "Không có máy"])]
            )
    return path


def command(store: Path, file: Path) -> list[str]:
    return [sys.executable, "-m", "tui", "--store", str(store), "import", str(file)]


def people_in(path: Path) -> list[str]:
    backup.verify(path)
    with open_store(path, must_exist=True) as store:
        counted = store.connection.execute(
            "SELECT (SELECT count(*) FROM staff), (SELECT count(*) FROM submission_row),"
            " (SELECT count(*) FROM submission), (SELECT count(*) FROM staff_search)"
        ).fetchone()
        assert counted in ((1, 0, 0, 1), (ROWS + 1, ROWS, 1, ROWS + 1)), counted
        return [member.person.full_name for member in staff.members(store)]


def test_a_kill_at_any_moment_leaves_a_whole_store(tmp_path: Path) -> None:
    from store.models import Person

    path, file = tmp_path / "kho.sqlite3", big_file(tmp_path)
    with open_store(path) as store:
        staff.add(store, Person("Lê Thị Trước"), units.add(store, "Trạm Y tế xã Vĩnh Gia"))
    before = path.read_bytes()
    started = time.monotonic()
    subprocess.run(command(path, file), check=True, capture_output=True)
    whole = time.monotonic() - started
    assert len(people_in(path)) == ROWS + 1

    rng = random.Random(int.from_bytes(os.urandom(4)))
    seen = set()
    for _ in range(12):
        for old in tmp_path.glob("kho.sqlite3*"):
            old.unlink()
        path.write_bytes(before)
        process = subprocess.Popen(command(path, file), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(rng.uniform(0.2, 1.0) * whole)
        process.kill()
        process.wait()
        seen.add(len(people_in(path)))
    assert seen <= {1, ROWS + 1}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of a file")
def test_a_full_disk_leaves_the_old_store_whole_and_says_so(tmp_path: Path) -> None:
    from store.models import Person

    path, file = tmp_path / "kho.sqlite3", big_file(tmp_path)
    with open_store(path) as store:
        staff.add(store, Person("Lê Thị Trước"), units.add(store, "Trạm Y tế xã Vĩnh Gia"))
    limited = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000));"
        f"sys.argv = ['tyt', '--store', {str(path)!r}, 'import', {str(file)!r}];"
        "from tui.cli import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", limited], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert "Ổ đĩa" in done.stderr
    assert people_in(path) == ["Lê Thị Trước"]
