"""`tyt campaign`: list, show, use, end, check, through the real command."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from store import history
from store.campaigns import file, running
from store.opening import open_store
from store.people import units


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "kho.sqlite3"


def tyt(store: Path, *words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tui", "campaign", *map(str, words)],
        capture_output=True, encoding="utf-8", env={**os.environ, "TYT_STORE": str(store)}, check=False,
    )  # fmt: skip


OWN = """
name = "xa-moi-2027"
title = "Kế hoạch của xã"

[source]
document = "Kế hoạch"
issuer = "UBND xã Mới"

[[tasks]]
number = 1
title = "Rà soát"
deadline = { before = 2027-06-30 }
"""


FORM = """
[[forms]]
key = "bieu-2"
name = "Biểu 2"
title = "Tổng hợp"
file_name = "Bieu2"
rows = "unit"
columns = [
  { key = "unit", head = "Đơn vị", counts = "label" },
  { key = "total", head = "HEAD", counts = "total" },
]
"""


def test_a_form_whose_key_another_running_campaign_uses_is_refused_with_its_line(store: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "mot.toml", tmp_path / "hai.toml"
    first.write_text(OWN.replace("2027", "2026") + FORM, "utf-8")
    second.write_text(OWN + FORM.replace("HEAD", "Tổng số"), "utf-8")
    assert tyt(store, "use", first).returncode == 0
    found = (
        "hai.toml, dòng 15: key trong biểu bieu-2: chiến dịch xa-moi-2026 đang chạy đã có biểu bieu-2 khác biểu này."
        " Hãy đặt key khác, hoặc kết thúc xa-moi-2026 trước."
    )
    for command in ("check", "use"):
        done = tyt(store, command, second)
        assert (done.returncode, found in done.stdout + done.stderr) == (2, True), done
    with open_store(store) as opened:
        assert "xa-moi-2027" not in {each.name for each in running.running(opened)}
    second.write_text(OWN + FORM, "utf-8")  # the same form in both: nobody can tell them apart, and need not
    assert tyt(store, "use", second).returncode == 0
    first.write_text(OWN.replace("2027", "2026") + FORM.replace("HEAD", "Quân số"), "utf-8")
    assert "chiến dịch xa-moi-2027 đang chạy" in tyt(store, "use", first).stderr


def test_phu_luc_1_is_what_every_store_has(store: Path, tmp_path: Path) -> None:
    own = tmp_path / "mot.toml"
    own.write_text(OWN + FORM.replace("bieu-2", "phu-luc-1"), "utf-8")
    done = tyt(store, "check", own)
    found = "key trong biểu phu-luc-1: chương trình đã có biểu phu-luc-1 khác biểu này. Hãy đặt key khác."
    assert (done.returncode, found in done.stdout) == (2, True), done
    assert not store.exists()


def test_the_five_sources_are_listed_before_there_is_a_store(store: Path) -> None:
    done = tyt(store, "list", "--json")
    assert done.returncode == 0
    assert {each["name"]: each["state"] for each in json.loads(done.stdout)} == dict.fromkeys(
        file.built_in(), "available"
    )
    assert not store.exists()


def test_a_whole_campaign_is_shown_for_machines(store: Path) -> None:
    shown = json.loads(tyt(store, "show", "tri-ton-2026", "--json").stdout)
    assert {"name", "title", "source", "items", "tasks", "indicators", "reports", "facilities"} <= shown.keys()
    assert [task["number"] for task in shown["tasks"]] == [1, 2, 3, 4, 5, 6, 7]
    fourth = shown["tasks"][3]
    assert fourth["lead"] == "Trạm Y tế; Các cơ quan, đơn vị"
    assert fourth["deadline"] == "Trước ngày 10 tháng 7 năm 2026 (B.II.2.b); Trước 15/7/2026 (Phụ lục, TT 4)"
    assert fourth["due"] == "2026-07-09T23:59:59"
    assert [each["due"] for each in fourth["deadlines"]] == ["2026-07-09T23:59:59", "2026-07-14T23:59:59"]
    assert shown["indicators"][1] == {
        "key": "citizens_with_health_book",
        "task": 6,
        "title": "Công dân có thẻ Bảo hiểm y tế phải có Sổ sức khỏe điện tử trên ứng dụng VNeID khi đến khám bệnh"
        " tại các cơ sở KCB",
        "short_title": "Có Sổ SKĐT",
        "among": "",
        "every": ["weekly", "monthly"],
        "by": "area",
        "targets": [{"value": 0.9, "place": ""}],
        "amount": None,
        "deadline": "Trước 15/9/2026",
        "due": "2026-09-14T23:59:59",
        "deadlines": [{"told": "Trước 15/9/2026", "place": "", "due": "2026-09-14T23:59:59"}],
    }
    ministry = json.loads(tyt(store, "show", "bo-y-te-2025", "--json").stdout)
    assert [task["number"] for task in ministry["tasks"]][9:12] == ["1.10", "1.11", "2.1"]
    assert len(ministry["tasks"]) == 46


def test_a_person_reads_what_a_campaign_asks_and_where_it_contradicts_itself(store: Path) -> None:
    found = tyt(store, "show", "ninh-thuan-2024").stdout
    assert "Công an tỉnh: Hàng tuần tổng hợp số liệu" in found
    assert "382.171" in found
    assert "≠ UBND huyện, thành phố báo cáo hàng ngày, hàng tuần về đâu" in found
    assert "79 cơ sở\n  58001 Bệnh viện Đa khoa tỉnh Ninh Thuận" in found


def test_a_phase_without_days_is_read_with_its_words(store: Path) -> None:
    found = tyt(store, "show", "phuong-thi-diem-2024").stdout
    second = found.partition("Giai đoạn 2: không nêu ngày")[2]
    assert "Thời gian hoàn thành: Thực hiện theo chỉ đạo của cấp trên." in second.partition("Trách nhiệm")[0]


def test_a_campaign_is_used_with_its_facilities_in_one_step_and_ended(store: Path) -> None:
    used = tyt(store, "use", "ninh-thuan-2024", "--facilities")
    assert used.returncode == 0, used.stderr
    assert "thêm 79" in used.stdout
    assert "hạn sớm hơn. ninh-thuan-2024: 100,00%, hoàn thành trước ngày 22/11/2024; tri-ton-2026" in used.stderr
    states = {each["name"]: each["state"] for each in json.loads(tyt(store, "list", "--json").stdout)}
    assert [name for name, state in states.items() if state == "running"] == ["ninh-thuan-2024", "tri-ton-2026"]
    with open_store(store) as opened:
        assert len(units.all_units(opened)) == 79
        history.undo(opened)
        assert units.all_units(opened) == []
        assert [each.name for each in running.running(opened)] == ["tri-ton-2026"]
        history.redo(opened)

    assert tyt(store, "end", "ninh-thuan-2024").returncode == 0
    again = tyt(store, "end", "ninh-thuan-2024")
    assert again.returncode == 2
    assert "đang chạy" in again.stderr


def test_a_station_writes_its_own(store: Path, tmp_path: Path) -> None:
    own = tmp_path / "xã mới.toml"
    own.write_text(OWN, encoding="utf-8")
    assert tyt(store, "check", own).stdout.startswith("Dùng được: xa-moi-2027, 0 mục, 1 nhiệm vụ")
    assert tyt(store, "use", own).returncode == 0
    shown = json.loads(tyt(store, "show", "xa-moi-2027", "--json").stdout)
    assert shown["tasks"][0]["deadline"] == "trước ngày 30/06/2027"

    own.rename(tmp_path / "đã cất.toml")
    assert tyt(store, "end", "xa-moi-2027").returncode == 0
    assert tyt(store, "use", "xa-moi-2027").returncode == 0, "its file need not be there any more"

    own.write_text(OWN.replace("2027-06-30", "2027-06-31").replace("[[tasks]]", "[[task]]"), encoding="utf-8")
    refused = tyt(store, "use", own)
    assert refused.returncode == 2
    assert "xã mới.toml, dòng" in refused.stderr


def test_every_fault_of_a_file_is_told_with_its_line(store: Path, tmp_path: Path) -> None:
    own = tmp_path / "sai.toml"
    own.write_text(OWN.replace("number = 1", "number = 0").replace("before", "truoc"), encoding="utf-8")
    result = tyt(store, "check", own, "--json")
    assert result.returncode == 2
    found = json.loads(result.stdout)
    assert not found["usable"]
    assert [problem["line"] for problem in found["problems"]] == [10, 12]
    assert tyt(store, "check", own).stdout.splitlines()[0].startswith("sai.toml, dòng 10: ")


def test_an_unknown_name_is_answered_with_those_that_there_are(store: Path) -> None:
    refused = tyt(store, "use", "tri-ton-2062")
    assert refused.returncode == 2
    assert "tri-ton-2026" in refused.stderr
    assert not store.exists(), "nothing was begun"


def test_a_file_with_the_name_of_one_of_ours_is_remarked(store: Path, tmp_path: Path) -> None:
    own = tmp_path / "x.toml"
    own.write_text(OWN.replace("xa-moi-2027", "tri-ton-2026"), encoding="utf-8")
    found = tyt(store, "check", own)
    assert found.returncode == 0
    assert "Hãy đặt tên khác" in found.stderr
