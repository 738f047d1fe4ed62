"""`tyt status` as another program calls it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from store.models import Person, State
from store.opening import open_store
from store.people import staff, units
from tests.tui.station import station


def run(store: Path, now: str, *options: str) -> subprocess.CompletedProcess[str]:
    import os

    return subprocess.run(
        [sys.executable, "-m", "tui", "--store", str(store), "status", *options],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "TYT_NOW": now, "PYTHONIOENCODING": "utf-8"},
        check=False,
    )


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TYT_NOW", "2026-06-16T09:00")
    path = tmp_path / "trạm.sqlite3"
    station(path).close()
    return path


def status(path: Path, now: str) -> dict[str, Any]:
    done = run(path, now, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_contract(path: Path) -> None:
    found = status(path, "2026-06-23T15:00")
    assert found["now"] == "2026-06-23T15:00:00"
    assert {"items", "deadlines", "reports", "submissions"} <= found.keys()
    first = found["items"][0]
    assert first["item"] == "cccd"
    assert (first["done"], first["applicable"], first["target"]) == (38, 41, 1.0)
    assert first["rate"] == pytest.approx(38 / 41, abs=1e-6)
    four = next(each for each in found["deadlines"] if each["task"] == 4)
    assert (four["campaign"], four["due"], four["late"], four["state"]) == (
        "tri-ton-2026", "2026-07-09T23:59:59", False, "not_begun",
    )  # fmt: skip
    assert {one["unit"] for one in found["submissions"]["missing"]} == {
        "Trường Tiểu học A Vĩnh Gia", "Ủy ban nhân dân xã Vĩnh Gia",
    }  # fmt: skip
    assert found["submissions"]["received"] == []


def test_each_sector_has_the_items_that_are_asked_of_it(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite3"
    with open_store(path) as store:
        station, school = (units.find_or_add(store, name) for name in ("Trạm Y tế xã Mới", "Trường THCS Mới"))
        staff.add(store, Person("An", administrative=True, states={"cccd": State.DONE}), station)
        staff.add(store, Person("Bình", administrative=False), station)
        staff.add(store, Person("Chi", states={"level2_account": State.DONE, "cccd": State.DONE}), school)
    found = status(path, "2026-06-23T15:00")
    health, other = found["sectors"]
    assert (health["sector"], other["sector"]) == ("health", "other")
    assert health["items"][0] == {"item": "cccd", "done": 1, "asked": 2, "rate": 0.5, "target": 1.0}
    assert [(each["item"], each["asked"]) for each in health["items"]] == [
        ("cccd", 2), ("level2_account", 2), ("digital_signature", 1), ("social_security", 2), ("bhyt_linked", 2),
        ("health_book", 2),
    ]  # fmt: skip
    assert [(each["item"], each["done"], each["asked"]) for each in other["items"]] == [
        ("level2_account", 1, 1), ("bhyt_linked", 0, 1), ("health_book", 0, 1),
    ]  # fmt: skip
    assert next(each for each in found["items"] if each["item"] == "cccd")["applicable"] == 2
    text = run(path, "2026-06-23T14:00").stdout
    assert "Ngành Y tế (2 người): CCCD: 1/2 (50,00%); Mức 2: 0/2 (0,00%); Ký số: 0/1 (0,00%)" in text
    assert "Đơn vị khác (1 người): Mức 2: 1/1 (100,00%); BHYT: 0/1 (0,00%); Sổ SK: 0/1 (0,00%)" in text


@pytest.mark.parametrize(
    ("now", "kind", "late"),
    [
        ("2026-06-23T14:00", "weekly", False),
        ("2026-06-23T15:00", "weekly", True),
        ("2026-07-09T23:59", "monthly", False),
        ("2026-07-10T00:00", "monthly", True),
    ],
)
def test_what_is_late(path: Path, now: str, kind: str, late: bool) -> None:
    (report,) = (each for each in status(path, now)["reports"] if each["kind"] == kind)
    assert (report["late"], report["issued"]) == (late, False)


def test_a_person_reads_it(path: Path) -> None:
    done = run(path, "2026-06-23T14:00")
    assert done.returncode == 0
    assert done.stdout.startswith("Lúc 14:00 23/06/2026 (giờ đặt tay): ")
    assert "Báo cáo tuần 17/06–23/06/2026: còn 1 giờ, chưa chốt (hạn trước 15:00 23/06/2026)" in done.stdout
    assert "38/41 người, 92,68% · chỉ tiêu 100%, còn thiếu 3" in done.stdout
    assert "Trường Tiểu học A Vĩnh Gia: chưa gửi" in done.stdout


def test_a_store_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    done = run(tmp_path / "khong-co.sqlite3", "2026-06-23T14:00")
    assert done.returncode == 2
    assert "Không có kho dữ liệu" in done.stderr
    assert not (tmp_path / "khong-co.sqlite3").exists()


def test_nothing_heavy_is_imported_for_it(path: Path) -> None:
    program = (
        "import sys\nfrom tui.cli import command_line\n"
        "command_line(['--store', sys.argv[1], 'status', '--json'], standalone_mode=False)\n"
        "print([n for n in sys.modules if n.partition('.')[0] in ('pydantic', 'textual', 'rich', 'sqlite_utils',"
        " 'xlsxwriter', 'python_calamine', 'importers', 'exporters')], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program, str(path)], capture_output=True, encoding="utf-8", check=False
    )
    assert done.stderr.strip() == "[]"
