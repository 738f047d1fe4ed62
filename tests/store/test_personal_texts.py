"""What texts say of people who are forgotten: their numbers go at once, their names once nobody's text needs them."""

import io
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from importers import intake
from store import history, journal, kept_bytes, personal_texts, retention, settings
from store.copies import backup, check
from store.database import Store
from store.models import Person, State
from store.opening import open_store
from store.people import reason_dictionary, staff, units
from store.personal_texts import Names
from store.receiving import kept
from store.registers import entries
from store.registers.declared import find
from store.reporting import issued
from tests.store.test_retention import bytes_of

NAME, NUMBER, PHONE = "Vexatrice Thị Ngoan", "089183778812", "0912778813"
HEADS = ["STT", "Họ và tên", "Ngày sinh", "CCCD", "Điện thoại", "Khoa/phòng", "Định danh mức 2", "Ghi chú"]
OTHER = [2, "Người Thứ Hai", "11/05/1981", "089181700001", "0912000001", "Tổ 1", "Có"]


def sent(path: Path, *rows: list[object], title: str = "DANH SÁCH", sheet: str = "Sheet1") -> Path:
    """A list that a school sends."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in (["Đơn vị: Trường Mẫu giáo Mai"], [title], HEADS, *rows):
        page.append(row)
    book.save(path)
    return path


def who_is(store: Store, name: str) -> int:
    (found,) = [one.id for one in staff.members(store) if one.person.full_name == name]
    return found


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A station with somebody whose list came two years ago."""
    monkeypatch.setenv("TYT_NOW", "2024-06-03T09:00:00")
    with open_store(tmp_path / "kho.sqlite3") as opened:
        first = [1, NAME, "17/04/1983", NUMBER, PHONE, "Tổ 2", "Chưa", ""]
        intake.apply(opened, intake.read(opened, sent(tmp_path / "mai.xlsx", first, [*OTHER, ""])))
        yield opened


def leave(store: Store, monkeypatch: pytest.MonkeyPatch, *, at: str = "2026-06-23T09:00:00", of: str = NAME) -> int:
    """She leaves, and two years go by."""
    backup.back_up(store.path)
    left = who_is(store, of)
    staff.remove(store, [left])
    monkeypatch.setenv("TYT_NOW", at)
    return left


def stands(store: Store, *words: str) -> list[str]:
    """The words that stand in the files of the store."""
    content = bytes_of(store)
    return [word for word in words if word.encode() in content]


def test_a_number_in_the_note_of_another_goes_at_once_and_the_name_is_told(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = f"Thay cho {NAME} {NUMBER}"
    again = sent(
        tmp_path / f"{NAME} {NUMBER}.xlsx",
        [*OTHER, note],
        title=f"DANH SÁCH (người lập: {NAME}, SĐT {PHONE})",
        sheet=NAME,
    )
    intake.apply(store, intake.read(store, again))
    other = who_is(store, "Người Thứ Hai")
    staff.edit(store, other, {"note": f"{note[:8]} {NAME}, 089 183 778 812"})
    left = leave(store, monkeypatch)
    done = retention.forget(store, [left])
    assert done.covered == ("ghi chú của Người Thứ Hai",)
    assert done.still == ("ghi chú của Người Thứ Hai",)
    assert stands(store, NUMBER, "089 183 778 812", PHONE) == []
    assert kept.file_content(store, 2) is None, "its title has her phone"
    assert check.check(store.path).problems == ()
    staff.edit(store, other, {"note": "Thay người đã nghỉ"})
    again_done = retention.forget(store, [])
    assert (again_done.finished, again_done.still) == (1, ())
    assert stands(store, NAME, "Vexatrice", NUMBER, PHONE) == []
    assert "Vexatrice" not in journal.changes(store)[0].label
    assert check.check(store.path).problems == ()
    assert retention.unfinished(store) == []


def test_a_line_of_a_register_can_be_removed_as_advised(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = entries.add(store, find("difficulties"), day="2024-06-03", what=f"Chị {NAME.lower()} chưa có máy")
    left = leave(store, monkeypatch)
    done = retention.forget(store, [left])
    assert done.still == ("sổ theo dõi",)
    assert "rồi xoá lần nữa" in done.lines[1]
    assert retention.unfinished(store) == [NAME]
    (line,) = [each for each in entries.all_entries(store) if each.id == entry]
    entries.remove(store, line)
    assert retention.forget(store, []).lines == ["Đã xoá nốt tên của 1 người xoá trước đây."]
    assert stands(store, NAME, NAME.lower(), "vexatrice") == []
    assert check.check(store.path).problems == ()
    while history.undo(store):
        pass
    assert stands(store, NAME.lower(), "vexatrice") == []


@pytest.mark.parametrize("who", [NUMBER, NAME])
@pytest.mark.parametrize("before", [24, 30, 36, 41])
def test_a_line_of_a_register_is_whole_in_the_journal_so_that_it_is_found_there(
    store: Store, monkeypatch: pytest.MonkeyPatch, who: str, before: int
) -> None:
    entries.add(store, find("difficulties"), day="2024-06-03", what=f"{'Khó khăn ' * 5}"[:before] + f" {who} nghỉ")
    left = leave(store, monkeypatch)
    entries.remove(store, entries.all_entries(store)[0])
    retention.forget(store, [left])
    assert stands(store, who[:9]) == []


def test_a_number_among_what_is_kept_of_a_unit_is_covered(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    unit = units.all_units(store)[0].id
    units.edit(store, unit, contact=f"Cô Ngoan {PHONE}")
    left = leave(store, monkeypatch)
    assert retention.forget(store, [left]).covered == ("thông tin đơn vị",)
    assert units.all_units(store)[0].contact == "Cô Ngoan •••••••813"
    assert stands(store, NUMBER, PHONE) == []
    assert check.check(store.path).problems == ()


def test_texts_that_files_brought_follow(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    title = f"Người lập: {NAME}"
    again = sent(tmp_path / f"{NAME}.xlsx", [*OTHER, "chồng: Vexatrice Thi Ngoan"], title=title, sheet=NAME)
    intake.apply(store, intake.read(store, again))
    staff.edit(store, who_is(store, "Người Thứ Hai"), {"note": ""})
    left = leave(store, monkeypatch)
    done = retention.forget(store, [left])
    assert (done.still, done.files) == ((), 2)
    assert stands(store, NAME, "Vexatrice", "vexatrice") == []
    (name,) = store.only("SELECT file_name FROM submission WHERE id = 2")
    assert name == "(đã xoá dữ liệu).xlsx"
    assert check.check(store.path).problems == ()


def test_the_name_of_a_department_is_for_the_station_to_change(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    (_, group) = units.departments(store)
    units.rename_department(store, group.id, f"Tổ {NAME}")
    settings.save(store, head_name=NAME)
    left = leave(store, monkeypatch)
    assert retention.forget(store, [left]).still == ("thông tin trạm", "tên khoa/phòng")
    assert check.check(store.path).problems == ()
    settings.save(store, head_name="Lê Văn Ở")
    assert retention.forget(store, []).still == ("tên khoa/phòng",)
    units.rename_department(store, group.id, "Tổ 1")
    assert retention.forget(store, []).still == ()
    assert stands(store, NAME, "vexatrice") == []
    assert check.check(store.path).problems == ()


def test_a_department_without_people_is_nobodys_to_change(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    (other, group) = units.departments(store)
    units.rename_department(store, other.id, f"Tổ {NAME}")
    units.rename_department(store, group.id, f"Nhóm {NAME}")
    elsewhere = units.find_or_add_department(store, group.unit_id, "Tổ 3")
    staff.edit(store, who_is(store, "Người Thứ Hai"), {"department_id": str(elsewhere)})
    left = leave(store, monkeypatch)
    assert retention.forget(store, [left]).still == ()
    assert stands(store, NAME, "vexatrice") == []
    assert check.check(store.path).problems == ()


def test_departments_whose_names_become_alike_are_numbered(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    (other, group) = units.departments(store)
    units.rename_department(store, other.id, f"Tổ {PHONE}")
    units.rename_department(store, group.id, "Tổ 0987654813")
    second = staff.add(store, Person("Lê Bê", citizen_id="089181700019", phone="0987654813"), group.unit_id)
    left = leave(store, monkeypatch)
    staff.remove(store, [second])
    retention.forget(store, [left, second])
    assert stands(store, PHONE, "0987654813") == []
    assert [one.name for one in units.departments(store)] == ["Tổ •••••••813", "Tổ •••••••813 (2)"]
    assert check.check(store.path).problems == ()


def test_a_reason_that_names_them_is_renamed(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    words = f"Chờ {NAME} làm giúp"
    staff.set_state(store, [who_is(store, "Người Thứ Hai")], "health_book", State.TODO, words)
    issued.write_section(store, "difficulties", f"Chị {NAME} nghỉ.", "phu-luc-1")
    issued.write_section(store, "difficulties", "Không có.", "phu-luc-1")
    left = leave(store, monkeypatch)
    assert retention.forget(store, [left]).still == ("lý do",)
    reason_dictionary.rename(store, words, "Chờ người làm giúp")
    assert retention.forget(store, []).still == ()
    assert stands(store, NAME, "vexatrice") == []
    assert check.check(store.path).problems == ()
    (member,) = list(staff.members(store))
    assert member.person.reasons["health_book"] == "Chờ người làm giúp"


def test_texts_about_somebody_of_the_same_name_stay(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    unit = units.all_units(store)[0].id
    staff.add(store, Person(NAME.upper(), "1990", phone=PHONE), unit)
    entries.add(store, find("difficulties"), day="2024-06-03", what=f"Chị {NAME} chưa có máy, gọi {PHONE}")
    left = leave(store, monkeypatch, of=NAME)
    done = retention.forget(store, [left])
    assert (done.still, done.of_others, done.covered) == ((), ("sổ theo dõi",), ())
    assert retention.unfinished(store) == []
    assert done.lines[1] == "Có người khác trùng tên, nên tên đó giữ nguyên ở: sổ theo dõi."
    (line,) = entries.texts(store, entries.all_entries(store))
    assert line["what"] == f"Chị {NAME} chưa có máy, gọi {PHONE}"
    assert stands(store, NUMBER) == []
    assert check.check(store.path).problems == ()


def test_a_longer_name_of_somebody_else_is_another_name(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Trần Thị Bích Ngọc is forgotten while Trần Thị Bích Ngọc Anh works there."""
    longer = f"{NAME} Anh"
    listed = [3, longer, "02/03/1990", "089190700003", "", "Tổ 1", "Có", ""]
    intake.apply(store, intake.read(store, sent(tmp_path / "anh.xlsx", [*OTHER, f"bạn của {longer}"], listed)))
    other = who_is(store, "Người Thứ Hai")
    staff.edit(store, other, {"note": f"Thay {NAME}; hỏi {longer.lower()}"})
    left = leave(store, monkeypatch)
    done = retention.forget(store, [left])
    assert (done.still, done.of_others) == (("ghi chú của Người Thứ Hai",), ())
    assert kept.file_content(store, 2) is not None, "it lists nobody who was forgotten"
    staff.edit(store, other, {"note": f"Hỏi {longer}"})
    again = retention.forget(store, [])
    assert (again.finished, again.still) == (1, ())
    assert kept.file_content(store, 2) is not None
    texts = [
        str(row[0]) for row in store.rows("SELECT before FROM history WHERE field = 'note' AND before IS NOT NULL")
    ]
    assert f"Thay (đã xoá dữ liệu); hỏi {longer.lower()}" in texts
    cells = [row[0] for row in store.rows("SELECT cells FROM submission_row WHERE submission_id = 2 ORDER BY id")]
    assert f"bạn của {longer}" in cells[0]
    assert longer in cells[1]
    assert staff.get(store, who_is(store, longer)).person.full_name == longer
    assert check.check(store.path).problems == ()


@pytest.mark.parametrize("text", ["Võ Thị Kim Thoa Em", "VO THI KIM THOA EM", "hỏi chị Võ Thị Kim Thoa Em nhé"])
def test_nothing_is_found_within_a_longer_name(text: str) -> None:
    names = Names(["Võ Thị Kim Thoa"], ["Võ Thị Kim Thoa Em"])
    assert names.find(text) == []
    assert [each.start for each in names.find(f"Võ Thị Kim Thoa, {text}")] == [0]


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_a_longer_name_in_a_file_is_seen_wherever_a_piece_of_it_ends(monkeypatch: pytest.MonkeyPatch, cut: int) -> None:
    monkeypatch.setattr(kept_bytes, "_PIECE", cut)
    holds = kept_bytes._part_holds
    assert not holds(io.BytesIO(b"....Kim Thoa Em....Kim Thoa Em"), [b"Kim Thoa"], [b"Kim Thoa Em"])
    assert holds(io.BytesIO(b"....Kim Thoa Em....Kim Thoa"), [b"Kim Thoa"], [b"Kim Thoa Em"])
    assert holds(io.BytesIO(b"....Kim Thoa Be....Kim Thoa Em...."), [b"Kim Thoa"], [b"Kim Thoa Em"])


BIRTHS = ["17/04/1983", "17/4/1983", "17-04-1983", "17.4.1983", "1983-04-17", "17 tháng 4 năm 1983"]
BIRTHS += [
    "17/4/83",
    "17.04.83",
    "1983/04/17",
    "1983.4.17",
    "17041983",
    "19830417",
    "17\u201304\u20131983",
    "17\\04\\1983",
]
BIRTHS += ["ngày 17 thang 4 nam 1983", unicodedata.normalize("NFD", "17 tháng 04 năm 1983")]

BIRTHS += [
    "１７/０４/１９８３",
    "１７／０４／１９８３",
    "１９８３-０４-１７",
    "１７０４１９８３",
    "17 tháng 4, 1983",
    "17 tháng 4 1983",
]
BIRTHS += ["năm 1983 tháng 4 ngày 17", "1983, tháng 4, ngày 17", "17/4, 1983", "(17, 4, 1983)", "17 tháng 4 năm 83"]
BIRTHS += ["tháng 4 ngày 17 năm 1983", "17_04_1983", "ngày 17, tháng 4, năm 1983"]
BIRTHS += ["17 tháng 4/1983", unicodedata.normalize("NFD", "１７ tháng ４，１９８３")]


@pytest.mark.parametrize("day", BIRTHS)
@pytest.mark.parametrize("who", [NAME, NAME.upper(), NUMBER, "089 183 778 812", PHONE])
def test_a_day_of_birth_beside_the_name_or_number_is_covered(
    store: Store, monkeypatch: pytest.MonkeyPatch, who: str, day: str
) -> None:
    other = who_is(store, "Người Thứ Hai")
    staff.edit(store, other, {"note": f"Thay {who} sinh {day}, trường cũ"})
    left = leave(store, monkeypatch)
    done = retention.forget(store, [left])
    assert done.covered == ("ghi chú của Người Thứ Hai",)
    assert done.lines[1] == "Số, ngày sinh của họ đã che ở: ghi chú của Người Thứ Hai."
    assert stands(store, day, NUMBER, PHONE) == []
    note = staff.get(store, other).person.note
    assert note is not None
    assert note.startswith("Thay ")
    assert note.endswith(", trường cũ")
    assert check.check(store.path).problems == ()
    while history.undo(store):
        pass
    assert stands(store, day) == []


def test_the_text_of_a_scanned_card_keeps_neither_number_nor_day(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    other = who_is(store, "Người Thứ Hai")
    staff.edit(store, other, {"note": f"{NUMBER}||{NAME}|17041983|Nữ|Vĩnh Gia|01012021"})
    left = leave(store, monkeypatch)
    assert retention.forget(store, [left]).covered == ("ghi chú của Người Thứ Hai",)
    assert stands(store, NUMBER, "17041983") == []
    assert staff.get(store, other).person.note == f"•••••••••812||{NAME}|••••••••|Nữ|Vĩnh Gia|01012021"


@pytest.mark.parametrize(
    "other_day", ["17/4/831", "117041983", "170419835", "17/04/1938", "18041983", "17/04", "83/4/17"]
)
def test_another_day_or_number_beside_the_name_stays(
    store: Store, monkeypatch: pytest.MonkeyPatch, other_day: str
) -> None:
    other = who_is(store, "Người Thứ Hai")
    note = f"Thay {NAME}, {other_day}"
    staff.edit(store, other, {"note": note})
    left = leave(store, monkeypatch)
    assert retention.forget(store, [left]).covered == ()
    assert staff.get(store, other).person.note == note


def test_a_day_alone_is_nobodys(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    other = who_is(store, "Người Thứ Hai")
    note = "Sinh 17/04/1983 theo giấy khai sinh"
    staff.edit(store, other, {"note": note})
    entries.add(store, find("difficulties"), day="2024-06-03", what=f"{NAME} hẹn ngày 18/04/1983, mã 117/04/1983")
    left = leave(store, monkeypatch)
    assert retention.forget(store, [left]).covered == ()
    assert staff.get(store, other).person.note == note
    (line,) = entries.texts(store, entries.all_entries(store))
    assert "18/04/1983, mã 117/04/1983" in line["what"]
    assert check.check(store.path).problems == ()


def test_a_number_that_another_had_by_mistake_does_not_come_back(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    other = who_is(store, "Người Thứ Hai")
    staff.edit(store, other, {"phone": PHONE})
    staff.edit(store, other, {"phone": "0912000002"})
    left = leave(store, monkeypatch)
    retention.forget(store, [left])
    assert stands(store, PHONE) == []
    while history.undo(store):
        pass
    phones = [one.person.phone for one in staff.members(store)]
    assert not any("•" in phone for phone in phones if phone)
    assert check.check(store.path).problems == ()


@pytest.mark.parametrize(
    "text",
    [
        "Thay cho Võ Thị Kim Thoa từ tháng 6",
        "vo thi kim thoa",
        "VÕ THỊ KIM THOA.xlsx",
        "To_Vo_Thi_Kim_Thoa",
        "Vo\u0303 Thi\u0323 Kim Thoa",
    ],
)
def test_a_name_is_found_in_any_spelling(text: str) -> None:
    (found,) = Names(["Võ Thị Kim Thoa"]).find(text)
    assert found.full_name == "Võ Thị Kim Thoa"


@pytest.mark.parametrize("text", ["Võ Thị Kim", "Võ Thị Kim Thoan", "Võ Thị, Kim Thoa", "lễ hóa", "Le Hoa", "Hoa"])
def test_other_words_are_no_name(text: str) -> None:
    assert Names(["Võ Thị Kim Thoa", "Lê Hoa", "Hoa"]).find(text) == []


#: Columns of text that no person types and no file brings: keys, days, states, checksums.
NO_WORDS = {
    "item": {"key", "applies_to", "requires", "due", "campaign", "words"},
    "unit": {"folded", "kind", "valid_from", "valid_to", "sector"},
    "staff": {"full_name", "folded", "name_key", "sort_key", "birth_date", "sex", "citizen_id", "employment", "phone"}
    | {"insurance_number", "states", "reasons", "created_at", "removed_at"},
    "change": {"at", "command"},
    "history": {"entity", "field"},
    "submission": {"kind", "sha256", "received_at", "counts", "taken_back_at", "data_date"},
    "submission_row": {"outcome"},
    "given_fields": {"names"},
    "settled_conflict": {"field", "choice", "at"},
    "narrative": {"report", "section"},
    "campaign": {"name", "used_since", "ended_at"},
    "organisation": {"tax_cleaned_on", "account_registered_on", "account_authenticated_on"},
    "data_source": {"kind", "folded", "removed_at"},
    "column_mapping": {"fingerprint", "field", "at"},
    "unit_count": {"form", "figures"},
    "locality": {"folded", "kind", "removed_at"},
    "locality_target": {"campaign", "indicator"},
    "indicator_figure": {"campaign", "indicator", "kind", "period"},
    "register_entry": {"register", "removed_at"},
    "register_value": {"field"},
    "task_progress": {"campaign", "number", "state", "done_on", "due_on"},
    "issued_report": {"report", "issued_at", "people", "sha256", "campaign", "kind", "period", "numbered_in"},
    "setting": {"key"},
    "reason": {"folded", "removed_at"},
    "reason_item": {"item"},
    "department": {"folded"},
    "item_date": {"done_on"},
    "daily_total": {"day"},
    "figure_draft": {"owner", "sheet", "locality", "indicator", "field"},
    "bundle_sent": {"id", "made_at"},
    "bundle_received": {"bundle", "station", "made_at"},
    "bundle_part": {"name"},
    "bundle_unit": {"station"},
}


def test_every_text_of_the_store_is_listed(store: Store) -> None:
    listed = {(each.table, name) for each in (*personal_texts.TEXTS, personal_texts.FROZEN) for name in each.names}
    tables = "SELECT name FROM pragma_table_list WHERE type = 'table' AND strict = 1"
    texts = {
        (table, row[1])
        for (table,) in list(store.rows(tables))
        for row in store.rows(f"PRAGMA table_info({table})")
        if row[2] == "TEXT"
    }
    no_words = {(table, name) for table, names in NO_WORDS.items() for name in names}
    assert texts - no_words == listed
