"""Who left and was forgotten stands nowhere in the store any more, and every number of the past is what it was."""

import unicodedata
from datetime import date
from pathlib import Path

import pytest

from importers import intake
from store import history, journal, retention, settings
from store.copies import backup, check
from store.database import Store
from store.errors import RefusedError
from store.forms.counts import Scope, table
from store.forms.library import phu_luc_1
from store.models import Person, State
from store.opening import open_store
from store.outcome import Outcome
from store.people import staff, units
from store.receiving import kept, submissions
from store.reporting import issued
from store.words.field_values import taken_back_lines

NAME, NUMBER, PHONE = "Võ Thị Kim Thoa", "089184007651", "0912876543"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kho.sqlite3"


@pytest.fixture
def left(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """Somebody who came in by a file, was worked on, and left two years ago."""
    monkeypatch.setenv("TYT_NOW", "2024-06-03T09:00:00")
    sent = tmp_path / "truong.csv"
    heads = "TT;Họ và tên;Ngày sinh;Số CCCD;Điện thoại;Tài khoản định danh điện tử mức 2;Ghi chú"
    rows = (f"1;{NAME};05/01/1984;{NUMBER};{PHONE};x;dạy lớp 1A", "2;Lê Văn Ở;06/01/1980;;;x;")
    sent.write_text("\n".join(["Đơn vị: Trường Tiểu học A Vĩnh Gia", "", heads, *rows]), encoding="utf-8-sig")
    with open_store(path) as store:
        intake.apply(store, intake.read(store, sent))
        (staff_id,) = [one.id for one in staff.members(store) if one.person.full_name == NAME]
        staff.edit(store, staff_id, {"full_name": f"{NAME} A", "phone": "0912876500"})
        staff.edit(store, staff_id, {"full_name": NAME, "note": "con nhỏ"})
        staff.set_state(store, [staff_id], "health_book", State.TODO, "Nghỉ thai sản")
    backup.back_up(path)
    with open_store(path) as store:
        staff.remove(store, [staff_id])
    monkeypatch.setenv("TYT_NOW", "2026-06-23T09:00:00")
    return staff_id


def bytes_of(store: Store) -> bytes:
    """Everything that stands in the files of a store, its log of writes included."""
    return b"".join(file.read_bytes() for file in store.path.parent.glob(f"{store.path.name}*") if file.is_file())


def test_who_left_longer_ago_than_the_station_keeps_data_is_offered(path: Path, left: int) -> None:
    with open_store(path) as store:
        assert retention.due(store) == [], "no time was set"
        assert [one.full_name for one in retention.leavers(store)] == [NAME]
        settings.save(store, keep_months="24")
        assert [(one.id, one.left_on) for one in retention.due(store)] == [(left, "2024-06-03")]
        settings.save(store, keep_months="25")
        assert retention.due(store) == []


def test_nothing_of_them_stands_in_the_store_any_more(path: Path, left: int) -> None:
    with open_store(path) as store:
        done = retention.forget(store, [left])
        assert (done.people, done.files, done.still, done.is_compact) == (1, 1, (), True)
        assert retention.leavers(store) == []
        assert kept.file_content(store, 1) is None
        content = bytes_of(store)
    for word in (NAME, "Kim Thoa", "vo thi kim thoa", NUMBER, PHONE, "0912876500", "1984-01-05", "con nhỏ", "lớp 1A"):
        assert word.encode() not in content, word
    assert "Lê Văn Ở".encode() in content


def test_numbers_of_the_past_are_what_they_were(path: Path, left: int) -> None:
    then = Scope(by="unit", as_of=date(2024, 6, 2)), Scope(by="unit", as_of=date(2024, 6, 3)), Scope(by="unit")
    with open_store(path) as store:
        before = [table(store, phu_luc_1(), scope) for scope in then]
        retention.forget(store, [left])
        assert [table(store, phu_luc_1(), scope) for scope in then] == before


def test_check_is_content_and_no_undo_brings_them_back(path: Path, left: int) -> None:
    with open_store(path) as store:
        retention.forget(store, [left])
        labels = [change.label for change in journal.changes(store)]
        assert labels[0] == "Xoá dữ liệu cá nhân của 1 người đã nghỉ"
        assert check.check(path).problems == ()
        while history.undo(store):
            pass
        assert all(member.id != left for member in staff.members(store))
        assert NAME.encode() not in bytes_of(store)
        assert check.check(path).problems == ()


def test_forgetting_is_not_taken_back(path: Path, left: int) -> None:
    with open_store(path) as store:
        removal = journal.last_change(store)
        retention.forget(store, [left])
        forgetting = journal.change(store, journal.last_change(store))
        with pytest.raises(RefusedError, match="không lấy lại được"):
            history.take_back(store, forgetting)
        assert journal.change(store, forgetting.id).undone_at is None
        result = history.take_back(store, journal.change(store, removal))
        assert "không còn dữ liệu để đưa lại" in "\n".join(taken_back_lines(store, result))


def test_who_is_still_there_is_not_forgotten(path: Path, left: int) -> None:
    with open_store(path) as store:
        (there,) = [member.id for member in staff.members(store)]
        with pytest.raises(RefusedError, match="đã nghỉ"):
            retention.forget(store, [left, there])
        assert [one.id for one in retention.leavers(store)] == [left]


def test_it_says_where_their_name_still_stands(path: Path, left: int) -> None:
    with open_store(path) as store:
        issued.write_section(store, "difficulties", f"Máy của chị {NAME} hỏng.", "phu-luc-1")
        assert retention.forget(store, [left]).still == ("lời báo cáo",)


def take_in(store: Store, path: Path, *rows: str, choice: str = "") -> int:
    """A later list, of another school."""
    heads = "TT;Họ và tên;Ngày sinh;Số CCCD;Tài khoản định danh điện tử mức 2"
    lines = ["Đơn vị: Trường Mầm non Vĩnh Gia", "", heads, *rows]
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    return answered(store, path, choice)


def answered(store: Store, path: Path, choice: str) -> int:
    """Take a list in, with this answer to each of its questions."""
    incoming = intake.read(store, path)
    assert incoming.plan is not None
    for row in incoming.plan.rows if choice else ():
        if row.outcome is Outcome.CONFLICT:
            intake.answer_row(store, incoming, row, choice)
    number = intake.apply(store, incoming)
    assert number is not None
    return number


AGAIN, ELSE = f"1;{NAME};05/01/1984;{NUMBER};x", "2;Phan Thị Mới;06/01/1990;;x"


def test_whom_a_later_file_asks_about_is_not_due_until_that_is_answered(path: Path, left: int, tmp_path: Path) -> None:
    """She left one school; another one lists her since, and nobody has answered yet whether she is back."""
    with open_store(path) as store:
        settings.save(store, keep_months="24")
        take_in(store, tmp_path / "mam-non.csv", AGAIN, ELSE)
        assert retention.due(store) == []
        (waiting,) = retention.overdue(store)
        assert waiting.line.endswith("nghỉ 03/06/2024 · có dòng chờ trả lời ở mam-non.csv")
        with pytest.raises(RefusedError, match=r"có dòng chờ trả lời ở mam-non\.csv.*trả lời, hay rút nó"):
            retention.forget(store, [left])
        (cells,) = store.only("SELECT cells FROM submission_row WHERE staff_id = ? AND submission_id = 2", (left,))
        assert NAME in cells
        assert [one.full_name for one in retention.leavers(store)] == [NAME], "nothing was erased"
        answered(store, tmp_path / "mam-non.csv", "take")
        assert retention.leavers(store) == []
        assert [one.unit for one in staff.members(store) if one.id == left] == ["Trường Mầm non Vĩnh Gia"]


def test_the_answer_that_she_stays_off_the_list_lets_her_be_forgotten(path: Path, left: int, tmp_path: Path) -> None:
    with open_store(path) as store:
        settings.save(store, keep_months="24")
        take_in(store, tmp_path / "mam-non.csv", AGAIN, ELSE)
        kept_off = answered(store, tmp_path / "mam-non.csv", "keep")
        assert [one.id for one in retention.due(store)] == [left]
        submissions.take_back(store, kept_off)
        assert retention.due(store) == [], "the file of before is in force again, and asks"
        answered(store, tmp_path / "mam-non.csv", "keep")
        assert retention.forget(store, [left]).people == 1
        assert NUMBER.encode() not in bytes_of(store)
        assert check.check(path).problems == ()


def test_an_answer_in_a_newer_list_is_one_to_the_older_too(path: Path, left: int, tmp_path: Path) -> None:
    with open_store(path) as store:
        settings.save(store, keep_months="24")
        take_in(store, tmp_path / "1.csv", AGAIN)
        take_in(store, tmp_path / "2.csv", AGAIN, ELSE, choice="keep")
        assert [one.id for one in retention.due(store)] == [left]


def test_taking_the_file_back_lets_her_be_forgotten(path: Path, left: int, tmp_path: Path) -> None:
    with open_store(path) as store:
        settings.save(store, keep_months="24")
        submissions.take_back(store, take_in(store, tmp_path / "mam-non.csv", AGAIN, ELSE))
        assert [one.id for one in retention.due(store)] == [left]
        assert retention.forget(store, [left]).people == 1


def test_of_two_one_of_whom_waits_neither_is_forgotten_in_one_go(path: Path, left: int, tmp_path: Path) -> None:
    with open_store(path) as store:
        other = staff.add(store, Person("Trần Thị Sen", "1971"), units.all_units(store)[0].id)
        staff.remove(store, [other])
        take_in(store, tmp_path / "mam-non.csv", AGAIN)
        with pytest.raises(RefusedError, match="chờ trả lời"):
            retention.forget(store, [other, left])
        assert {one.id for one in retention.leavers(store)} == {left, other}
        retention.forget(store, [other])
        assert [one.id for one in retention.leavers(store)] == [left]


def test_people_of_one_name_are_told_apart(path: Path, left: int) -> None:
    with open_store(path) as store:
        unit = units.all_units(store)[0].id
        for born, number in (("1971-01-01", "089171000201"), ("1992", None)):
            staff.remove(store, [staff.add(store, Person("Trần Thị Sen", born, citizen_id=number), unit)])
        assert [one.marks for one in retention.leavers(store)][1:] == [
            "sinh 1971 · CCCD •••••••••201",
            "sinh 1992 · chưa có CCCD",
        ]


def test_namesakes_keep_their_rows(path: Path, left: int) -> None:
    with open_store(path) as store:
        staff.add(store, Person(NAME, "1990"), units.all_units(store)[0].id)
        retention.forget(store, [left])
        assert [member.person.full_name for member in staff.members(store)].count(NAME) == 1


def test_two_records_of_one_person_keep_the_rows_that_may_be_about_the_other(path: Path, left: int) -> None:
    with open_store(path) as store:
        staff.add(store, Person(NAME, "1984-01-05", citizen_id=NUMBER), units.all_units(store)[0].id)
        cells = {f"1\x1f{NAME}": True, f"2\x1f{NUMBER}": True, f"3\x1f{PHONE}": False, f"4\x1f{NAME} A": False}
        for number, text in enumerate([*cells, f"5\x1f{NAME}\x1f0912876500"], 10):
            store.insert("submission_row", submission_id=1, table_number=1, row=number, outcome="new", cells=text)
        store.write("UPDATE submission SET remarks = ?", (f'["{NAME} không có ngày sinh"]',))
        retention.forget(store, [left])
        found = {row[0] for row in store.rows("SELECT cells FROM submission_row WHERE staff_id IS NULL")}
        assert found == {text for text, stays in cells.items() if stays} | {""}
        assert NAME in store.value("SELECT remarks FROM submission")


def test_rows_about_a_longer_name_stay(path: Path, left: int) -> None:
    with open_store(path) as store:
        staff.add(store, Person(f"{NAME} Em", "1990"), units.all_units(store)[0].id)
        for number, text in enumerate((f"1\x1f{NAME} Em", f"2\x1f{NAME} Em, {NAME}"), 10):
            store.insert("submission_row", submission_id=1, table_number=1, row=number, outcome="new", cells=text)
        retention.forget(store, [left])
        assert [
            row[0] for row in store.rows("SELECT cells FROM submission_row WHERE staff_id IS NULL ORDER BY id")
        ] == [
            f"1\x1f{NAME} Em",
            "",
        ]


def test_two_who_leave_together_are_nobody_else_to_each_other(path: Path, left: int) -> None:
    with open_store(path) as store:
        other = staff.add(store, Person(NAME, "1984-01-05", citizen_id=NUMBER), units.all_units(store)[0].id)
        staff.remove(store, [other])
        store.insert("submission_row", submission_id=1, table_number=1, row=10, outcome="new", cells=f"1\x1f{NAME}")
        retention.forget(store, [left, other])
        assert NAME.encode() not in bytes_of(store)


def test_a_label_keeps_a_longer_name(path: Path, left: int) -> None:
    with open_store(path) as store:
        staff.add(store, Person(f"{NAME} Em", "1990"), units.all_units(store)[0].id)
        (change,) = store.only("SELECT max(change_id) FROM history WHERE entity = 'staff' AND entity_id = ?", (left,))
        store.write("UPDATE change SET label = ? WHERE id = ?", (f"Gộp {NAME} vào {NAME} Em", change))
        retention.forget(store, [left])
        (label,) = store.only("SELECT label FROM change WHERE id = ?", (change,))
        assert label == f"Gộp (đã xoá dữ liệu) vào {NAME} Em"


def test_numbers_in_the_notes_of_others_go_however_they_are_spelt(path: Path, left: int) -> None:
    card = "HS4010123456703"
    spelt = [
        unicodedata.normalize("NFKC", NUMBER).translate({48 + digit: 0xFF10 + digit for digit in range(10)}),
        f"{PHONE[:3]}/{PHONE[3:]}",
        "HS4/01/0123456703",
        "0123456703",
        "0123/456/703",
    ]
    with open_store(path) as store:
        store.write("UPDATE staff SET insurance_number = ? WHERE id = ?", (card, left))
        unit = units.all_units(store)[0].id
        others = [
            staff.add(store, Person(f"Người Khác {at}", note=f"thay: {text}"), unit) for at, text in enumerate(spelt)
        ]
        retention.forget(store, [left])
        for other in others:
            note = staff.get(store, other).person.note or ""
            assert sum(map(str.isdigit, note)) <= 3, note


def test_a_day_of_birth_beside_the_name_of_a_file_goes_from_the_journal_too(path: Path, left: int) -> None:
    with open_store(path) as store:
        store.write("UPDATE change SET label = ? WHERE submission_id = 1", (f"Nhận tệp Cô {NAME} 05-01-1984.csv",))
        retention.forget(store, [left])
        (label,) = store.only("SELECT label FROM change WHERE submission_id = 1")
        assert "1984" not in label
        assert NAME not in label
