"""`tyt receipts`: who has sent, who has not, and what to write to them."""

import json
from pathlib import Path

from tests.end_to_end.test_commands import STATION, tyt
from tests.end_to_end.test_counts_headless import GOOD, SCHOOL, WRONG, counts


def test_who_sent_and_who_is_to_be_reminded(tmp_path: Path) -> None:
    store = tmp_path / "kho.sqlite3"
    tyt(store, "import", STATION, counts(tmp_path, *GOOD, WRONG))
    found = tyt(store, "receipts")
    assert found.returncode == 0
    # 14:00 on the Tuesday before 10:00 of which the files were due.
    assert found.stdout.splitlines()[0] == "Kỳ tuần 17/06–23/06/2026, hạn trước 10:00 thứ Ba, ngày 23/06/2026"
    assert f"{SCHOOL}: nhận 23/06/2026 14:00 (TRỄ), tệp so lieu.xlsx (" in found.stdout
    assert "53 người (số liệu), 1 chỗ cần sửa" in found.stdout
    entry = next(one for one in json.loads(tyt(store, "receipts", "--json").stdout) if one["unit"] == SCHOOL)
    assert (entry["period"], entry["due"], entry["people"], entry["late"], entry["missing"]) == (
        "2026-06-17", "2026-06-23T09:59:59", 53, True, False,
    )  # fmt: skip
    assert "cột 4 + cột 5 khác cột 3" in entry["reminder"]
    (missing,) = (
        one
        for one in json.loads(tyt(store, "receipts", "--json", "--period", "2026-06-30").stdout)
        if one["unit"] == SCHOOL
    )
    assert (missing["missing"], missing["late"], missing["submission"]) == (True, False, None)
    assert "Kính gửi " + SCHOOL in tyt(store, "receipts", "--remind").stdout


def test_a_wrong_day_is_refused(tmp_path: Path) -> None:
    store = tmp_path / "kho.sqlite3"
    tyt(store, "import", STATION)
    done = tyt(store, "receipts", "--period", "tuần này")
    assert done.returncode == 2
    assert "không phải một ngày" in done.stderr
