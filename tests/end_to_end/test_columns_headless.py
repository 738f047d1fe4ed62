"""What was corrected in the columns of a unit's file holds for its next one, without the app too."""

import csv
import json
from pathlib import Path

from importers.deciding.planning import make_plan
from importers.read_for_unit import read_for_unit
from store.opening import open_store
from store.receiving import submissions
from tests.end_to_end.test_commands import tyt

UNIT = "Trường THCS Núi Tô"
HEADS = ["STT", "Họ và tên", "Số CCCD", "Đợt 2"]


def sheet(folder: Path, name: str, *rows: list[object], titled: bool = True) -> Path:
    with (folder / name).open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([*([[f"Đơn vị: {UNIT}"]] if titled else []), HEADS, *rows])
    return folder / name


def test_the_next_file_is_read_as_the_last_one_was_corrected(tmp_path: Path) -> None:
    path = tmp_path / "kho.sqlite3"
    first = sheet(tmp_path, "a.csv", [1, "Lê Văn An", "089080000001", "x"])
    with open_store(path) as store:
        heads = read_for_unit(store, first).tables[0].fingerprint
        reading = read_for_unit(store, first, corrections={heads: {3: "state.health_book"}})
        submissions.apply(store, make_plan(store, reading))
    later = sheet(tmp_path, "thcs-nui-to lan 2.csv", [1, "Lê Văn An", "089080000001", "Chưa"], titled=False)
    done = tyt(path, "import", later, "--dry-run", "--json")
    (result,) = json.loads(done.stdout)
    assert result["unit"] == UNIT
    assert result["columns"]["Đợt 2"] == "state.health_book"
    assert any(remark.startswith("Đã dùng cách đọc cột mà anh/chị đã sửa ngày") for remark in result["remarks"])
    assert any("theo tên tệp" in remark for remark in result["remarks"])


def test_the_ledger_comes_to_all_filled_cells(tmp_path: Path) -> None:
    file = sheet(tmp_path, "a.csv", [1, "Lê Văn An", "0890800", "x"])
    (found,) = json.loads(tyt(tmp_path / "kho.sqlite3", "import", file, "--dry-run", "--json").stdout)
    assert found["ledger"] == {"cells": 9, "read": 7, "passed_over": 0, "told": 2}


def test_what_would_be_proposed_is_told_and_not_done(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    rows = ["Đơn vị: Trạm Y tế xã Thử", "STT,Họ và tên,Số CCCD,Mức 2", "1,Lê Văn An,089080000001,x"]
    file.write_text("\n".join(rows), encoding="utf-8")
    done = tyt(tmp_path / "kho.sqlite3", "import", file, "--json")
    (found,) = json.loads(done.stdout)
    assert done.returncode == 0
    (proposal,) = found["proposals"]
    assert (proposal["kind"], proposal["rows"]) == ("card_by_number", [{"sheet": "a", "row": 3}])
    assert "1 người có số CCCD" in proposal["message"]
    (person,) = json.loads(tyt(tmp_path / "kho.sqlite3", "export", "roster", "-", "--format", "json").stdout)
    assert person["items"]["cccd"]["state"] == "unknown"
