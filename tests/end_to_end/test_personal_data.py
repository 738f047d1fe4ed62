"""What the law gives people: their own data on request, and being forgotten; what it asks of the station: a record."""

import json
from pathlib import Path

import docx
import pytest

from store.models import Person
from store.opening import open_store
from store.people import staff, units
from store.receiving import submissions
from store.registers import entries
from store.registers.declared import find
from tests.end_to_end.test_commands import STATION, tyt

NAME, NUMBER = "Võ Thị Én", "089193001238"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A station of which somebody left."""
    path = tmp_path_factory.mktemp("kho") / "kho.sqlite3"
    assert tyt(path, "import", STATION).returncode == 0
    with open_store(path) as opened:
        unit = units.all_units(opened)[0].id
        staff.remove(opened, [staff.add(opened, Person(NAME, "1993-12-15", citizen_id=NUMBER), unit)])
        staff.add(opened, Person("Lê Văn Ở", "1980", citizen_id="089080001111", phone="0912345678"), unit)
    return path


def test_one_persons_own_data_is_complete(store: Path, tmp_path: Path) -> None:
    out = tmp_path / "của tôi.json"
    assert tyt(store, "export", "person", "le van o", out).returncode == 0
    own = json.loads(out.read_text("utf-8-sig"))
    assert own["Thông tin"]["Số CCCD"] == "089080001111"
    assert own["Thông tin"]["Điện thoại"] == "0912345678"
    assert own["Thay đổi"][-1]["Việc"] == "Thêm Lê Văn Ở"
    assert len(own["Theo dõi"]) > 3
    nobody = tyt(store, "export", "person", "Không Ai", out)
    assert nobody.returncode == 2
    assert "Không có ai tên như vậy" in nobody.stderr


def test_ones_own_data_has_no_number_of_another_person(store: Path, tmp_path: Path) -> None:
    out = tmp_path / "của tôi.json"
    with open_store(store) as opened:
        (mine,) = [one.id for one in staff.members(opened) if one.person.full_name == "Lê Văn Ở"]
        staff.edit(opened, mine, {"note": "Thay cho Trần Thị Mai 089183778812; máy 0912 345 678"})
    assert tyt(store, "export", "person", "le van o", out).returncode == 0
    text = out.read_text("utf-8-sig")
    assert "089183778812" not in text
    own = json.loads(text)
    assert own["Thông tin"]["Ghi chú"] == "Thay cho Trần Thị Mai •••••••••812; máy 0912 345 678"
    assert own["Thông tin"]["Số CCCD"] == "089080001111"
    assert own["Thông tin"]["Điện thoại"] == "0912345678"


def test_the_record_of_processing_says_how_long_and_what(store: Path, tmp_path: Path) -> None:
    out = tmp_path / "hồ sơ.docx"
    assert "Chưa đặt thời hạn" in tyt(store, "export", "data-record", out).stderr
    assert tyt(store, "settings", "keep_months=24").returncode == 0
    assert tyt(store, "export", "data-record", out).returncode == 0
    table = docx.Document(str(out)).tables[-2]
    rows = {row.cells[0].text: row.cells[1].text for row in table.rows}
    assert "24 tháng sau khi nghỉ" in rows["Thời hạn"]
    assert "số CCCD" in rows["Dữ liệu cơ bản"]
    assert rows["Mục đích"]


def test_ones_own_data_names_the_units_and_departments_of_before(store: Path, tmp_path: Path) -> None:
    out = tmp_path / "của tôi.json"
    with open_store(store) as opened:
        unit = units.all_units(opened)[0].id
        mine = staff.add(opened, Person("Lý Văn Chuyển"), unit, "Khoa Nội")
        staff.move(opened, [mine], unit, "Khoa Dược")
    assert tyt(store, "export", "person", "ly van chuyen", out).returncode == 0
    (move,) = [one for one in json.loads(out.read_text("utf-8-sig"))["Thay đổi"] if one["Mục"] == "Khoa/phòng"]
    assert (move["Trước"], move["Sau"]) == ("Khoa Nội", "Khoa Dược")


def test_who_left_is_listed_then_forgotten(store: Path) -> None:
    assert tyt(store, "settings", "keep_months=24").returncode == 0
    assert json.loads(tyt(store, "forget", "--due", "--json").stdout)["people"] == []
    listed = json.loads(tyt(store, "forget", "--json").stdout)
    assert [one["full_name"] for one in listed["people"]] == [NAME]
    assert listed["forgotten"] is False
    assert "Không" not in tyt(store, "forget", "vo thi en", "--yes").stderr
    assert json.loads(tyt(store, "forget", "--json").stdout)["people"] == []
    assert NUMBER.encode() not in store.read_bytes()
    assert tyt(store, "check").returncode == 0


def test_of_two_of_one_name_the_number_says_who_is_forgotten(store: Path) -> None:
    with open_store(store) as opened:
        school = units.all_units(opened)[0].id
        for number in ("089184007659", "089184007658"):
            staff.remove(opened, [staff.add(opened, Person("Trần Văn Hai", citizen_id=number), school)])
    refused = tyt(store, "forget", "tran van hai", "--yes")
    assert refused.returncode == 2
    assert "Có 2 người đã nghỉ tên như vậy" in refused.stderr
    assert "08918400765" not in refused.stderr
    assert tyt(store, "forget", "089184007658", "--yes").returncode == 0
    assert b"089184007658" not in store.read_bytes()
    assert b"089184007659" in store.read_bytes()
    assert "Không có ai" in tyt(store, "forget", "089184007658").stderr


def test_of_whom_a_file_asks_is_left_until_that_is_answered(store: Path, tmp_path: Path) -> None:
    with open_store(store) as opened:
        school = units.all_units(opened)[0].id
        staff.remove(opened, [staff.add(opened, Person("Đặng Thị Hoà Ba", "1983", citizen_id="089183007666"), school)])
    sent = tmp_path / "mam-non.csv"
    rows = ("Đơn vị: Trường Mầm non Vĩnh Gia", "", "TT;Họ và tên;Số CCCD;Mức 2", "1;Đặng Thị Hoà Ba;089183007666;x")
    sent.write_text("\n".join(rows), encoding="utf-8-sig")
    assert tyt(store, "import", sent).returncode == 1, "one question is open"
    who = "Đặng Thị Hoà Ba · sinh 1983 · CCCD •••••••••666"
    (line,) = [each for each in tyt(store, "forget").stdout.splitlines() if who in each]
    assert line.endswith("· có dòng chờ trả lời ở mam-non.csv")
    refused = tyt(store, "forget", "089183007666", "--yes")
    assert refused.returncode == 2
    assert "Hãy nhận lại tệp đó và trả lời, hay rút nó" in refused.stderr
    with open_store(store) as opened:
        number = submissions.all_submissions(opened)[0].id
    assert tyt(store, "import", "--undo", str(number)).returncode == 0
    assert tyt(store, "forget", "089183007666", "--yes").returncode == 0


def test_two_records_of_one_number_are_forgotten_together(store: Path) -> None:
    with open_store(store) as opened:
        unit = units.all_units(opened)[0].id
        for _ in range(2):
            again = staff.add(opened, Person("Bùi Văn Hai", citizen_id="089084007669"), unit)
            staff.remove(opened, [again])
    assert "--due" in tyt(store, "forget", "--yes").stderr
    assert tyt(store, "forget", "bui van hai", "--yes").returncode == 0
    assert "Không có ai" in tyt(store, "forget", "bui van hai").stderr


def test_a_name_that_stood_in_a_register_is_erased_when_the_line_is_removed(store: Path) -> None:
    with open_store(store) as opened:
        school = units.all_units(opened)[0].id
        staff.remove(opened, [staff.add(opened, Person("Vexatrice Thị Ngoan"), school)])
        what = "Chị Vexatrice Thị Ngoan chưa có máy"
        line = entries.add(opened, find("difficulties"), day="2026-06-20", what=what)
    told = tyt(store, "forget", "vexatrice thi ngoan", "--yes").stderr
    assert "Tên họ còn ở: sổ theo dõi. Hãy sửa hay bỏ ở đó" in told
    left = tyt(store, "forget", "vexatrice thi ngoan")
    assert "Vexatrice Thị Ngoan · đã xoá dữ liệu, tên còn trong lời văn" in left.stdout
    assert left.stderr == "Sửa tên trong lời văn, rồi chạy lại với --due --yes để xoá nốt ở lịch sử.\n"
    assert tyt(store, "registers", "remove", str(line)).returncode == 0
    done = tyt(store, "forget", "--due", "--yes")
    assert done.stderr == "Đã xoá nốt tên của 1 người xoá trước đây.\n"
    assert "Vexatrice" not in tyt(store, "forget").stdout
    assert b"Vexatrice" not in store.read_bytes()
    assert tyt(store, "check").returncode == 0
