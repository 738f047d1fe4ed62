"""Đôn đốc: a letter to each unit that has sent nothing or has something to mend, and to nobody else."""

from pathlib import Path

import docx
import pytest

from exporters.reminder import export_reminder
from exporters.writing import EndingError
from store import settings
from store.database import Store
from store.errors import RefusedError
from store.people import units
from store.registers import entries
from store.registers.declared import find
from tests.store.summaries import UNIT, line, take_in

STATION, COMMITTEE = "Trạm Y tế xã Tri Tôn", "UBND xã Tri Tôn"


@pytest.fixture
def town(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """On the day before the files are due the school has sent one with a fault, the committee nothing."""
    monkeypatch.setenv("TYT_NOW", "2026-06-22T09:00:00")
    settings.save(
        store,
        station_name=STATION,
        parent_name=COMMITTEE,
        place="Tri Tôn",
        head_name="Nguyễn Văn Hòa",
        head_title="Trưởng trạm",
        letter_number="…/BC-TYT",
    )
    for name in (STATION, UNIT, COMMITTEE):
        units.find_or_add(store, name)
    take_in(store, line(6, "Tổ Tự nhiên", 28, 25, 22, 19), line(7, "Dược", 5, 9, 9, 9, bad="Dòng 7, Dược: không khớp"))
    return store


def texts(path: Path) -> list[str]:
    document = docx.Document(str(path))
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    return [p.text for block in (document, *cells) for p in block.paragraphs if p.text]


def test_the_letter_to_one_unit_has_the_parts_of_an_official_letter(town: Store, tmp_path: Path) -> None:
    committee = units.find(town, COMMITTEE)
    assert committee is not None
    written = export_reminder(town, tmp_path / "a.docx", unit_id=committee.id)
    assert written.summary == "Công văn nhắc: 1 đơn vị."
    found = texts(tmp_path / "a.docx")
    assert found[0] == "Kính gửi: UBND xã Tri Tôn."
    assert found[1].startswith("Trạm Y tế xã Tri Tôn đề nghị đơn vị gửi danh sách rà soát định danh, BHYT")
    assert found[1].endswith("kỳ tuần 17/06–23/06/2026 trước 10:00 thứ Ba, ngày 23/06/2026.")
    assert {"Số: …/TYT", "V/v gửi danh sách, số liệu rà soát", "Tri Tôn, ngày 22 tháng 6 năm 2026"} <= set(found)
    assert {"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "- Như trên;", "- Lưu: VT.", "TRƯỞNG TRẠM", "Nguyễn Văn Hòa"} <= set(
        found
    )


def test_everybody_who_is_to_be_reminded_has_a_letter_from_a_new_page(town: Store, tmp_path: Path) -> None:
    export_reminder(town, tmp_path / "a.docx")
    found = texts(tmp_path / "a.docx")
    assert [text for text in found if text.startswith("Kính gửi")] == [f"Kính gửi: {UNIT}.", f"Kính gửi: {COMMITTEE}."]
    assert "- Dòng 7, Dược: không khớp" in found
    assert "V/v sửa tệp danh sách, số liệu đã gửi" in found
    sections = docx.Document(str(tmp_path / "a.docx")).sections
    assert [section.different_first_page_header_footer for section in sections] == [True, True]


def test_as_text_it_is_the_message(town: Store, tmp_path: Path) -> None:
    export_reminder(town, tmp_path / "a.txt")
    assert f"Kính gửi {COMMITTEE}," in (tmp_path / "a.txt").read_text(encoding="utf-8-sig")
    with pytest.raises(EndingError):
        export_reminder(town, tmp_path / "a.xlsx")


def test_who_has_nothing_to_do_gets_no_letter(town: Store, tmp_path: Path) -> None:
    station = units.find(town, STATION)
    assert station is not None
    with pytest.raises(RefusedError, match="Không phải nhắc Trạm Y tế xã Tri Tôn"):
        export_reminder(town, tmp_path / "a.docx", unit_id=station.id)
    assert not (tmp_path / "a.docx").exists()


def test_the_letter_says_what_became_of_the_difficulties_that_the_unit_raised(town: Store, tmp_path: Path) -> None:
    committee, school = units.find(town, COMMITTEE), units.find(town, UNIT)
    assert committee is not None
    assert school is not None
    register = find("difficulties")
    entries.add(town, register, day="2026-06-18", unit=str(committee.id), what="Không nhận được OTP")
    entries.add(
        town, register, day="2026-06-18", unit=str(school.id), what="Mạng yếu", state="answered", answer="Đã đổi"
    )
    entries.add(
        town, register, day="2026-06-01", unit=str(school.id), what="Việc cũ", state="answered", settled_on="2026-06-02"
    )
    export_reminder(town, tmp_path / "a.docx")
    found = texts(tmp_path / "a.docx")
    place = found.index("- Mạng yếu (đã trả lời: Đã đổi)")
    assert found[place - 1] == "Về khó khăn, vướng mắc mà đơn vị đã nêu:"
    assert found[place + 1] == "Trân trọng cảm ơn."
    assert "- Không nhận được OTP (chưa trả lời)" in found
    assert "Việc cũ" not in str(found), "it was told in its time"
