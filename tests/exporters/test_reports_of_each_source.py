"""Papers that are no letter with results: the proposal with its costs of plan 002, the section of letter 310."""

from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from docx.document import Document

from exporters.form import export_form
from exporters.progress import export_progress
from store import campaign_use, clock, history, settings
from store.campaigns import file
from store.database import Store
from store.errors import RefusedError
from store.opening import open_store
from store.people import units
from store.reporting import issued, progress
from store.words.file_names import one_word
from tests.tui.station import STATION, station


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv(clock.VARIABLE, "2025-04-20T14:00:00")
    station(tmp_path / "trạm.sqlite3").close()
    with open_store(tmp_path / "trạm.sqlite3") as opened:
        for name in ("bo-y-te-2025", "an-phu-2024"):
            campaign_use.use(opened, file.load(file.built_in()[name]))
        yield opened


def written(store: Store, tmp_path: Path, campaign: str, report: str) -> Document:
    export_progress(store, tmp_path / "a.docx", campaign=campaign, report=report)
    return docx.Document(str(tmp_path / "a.docx"))


def texts(document: Document) -> list[str]:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [*(paragraph.text for paragraph in document.paragraphs), *cells]


def write(store: Store, campaign: str, key: str, **sections: str) -> None:
    found = progress.choose(store, campaign=campaign, kind=None, day=None, key=key)
    for section, text in sections.items():
        issued.write_section(store, section, text, progress.narrative_key(campaign, key, found[2]))


def test_the_proposal_of_002_has_its_costs_with_their_sum_and_counts_nobody(store: Store, tmp_path: Path) -> None:
    costs = "Máy quét; cái; 2; 4.500.000\nThuê phần mềm; năm; 1; 12.000.000\nĐi lại"
    write(store, "bo-y-te-2025", "once", estimate=costs, need="Thiếu máy quét.")
    told = texts(written(store, tmp_path, "bo-y-te-2025", "once"))
    assert "TỜ TRÌNH" in told
    assert {"- Vụ Kế hoạch – Tài chính;", "- Cục Khoa học công nghệ và Đào tạo."} <= set(told)
    headings = [text for text in told if text[:3] in ("I. ", "II.", "III", "IV.", "V. ", "VI.")]
    assert headings == [
        "I. CĂN CỨ, SỰ CẦN THIẾT", "II. NỘI DUNG DỰ ÁN, NHIỆM VỤ ĐỀ XUẤT", "III. THUYẾT MINH", "IV. DỰ TOÁN CHI TIẾT",
        "V. KẾ HOẠCH THUÊ DỊCH VỤ CÔNG NGHỆ THÔNG TIN", "VI. NGUỒN KINH PHÍ",
    ]  # fmt: skip
    assert {"9.000.000", "12.000.000", "21.000.000", "Tổng dự toán: 21.000.000 đồng."} <= set(told)
    assert "Tổng cộng chưa gồm khoản số 3: chưa có số lượng hoặc đơn giá." in told
    assert not any("Tổng số người" in text for text in told)


def test_a_proposal_is_frozen_though_it_counts_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(clock.VARIABLE, "2025-04-20T14:00:00")
    with open_store(tmp_path / "mới.sqlite3") as empty:
        campaign_use.use(empty, file.load(file.built_in()["bo-y-te-2025"]))
        found = progress.choose(empty, campaign="bo-y-te-2025", kind="once", day=None)
        frozen = progress.issue(empty, progress.draft(empty, *found))
        assert progress.get_issued(empty, frozen.head.id).paper.layout == "proposal"


def test_the_section_of_letter_310_can_be_put_into_another_report(store: Store, tmp_path: Path) -> None:
    document = written(store, tmp_path, "an-phu-2024", "monthly")
    told = texts(document)
    assert told[0] == (
        "Kết quả triển khai cài đặt, kích hoạt và khai thác dữ liệu Sổ sức khỏe điện tử trên ứng dụng VNeID"
    )
    assert [text for text in told if text[:2] in ("1.", "2.", "3.", "4.")] == [
        "1. Kết quả thực hiện", "2. Công tác đã triển khai", "3. Khó khăn, vướng mắc", "4. Đề xuất, kiến nghị",
    ]  # fmt: skip
    assert not {"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Nơi nhận:", "Kính gửi:"} & set(told)


def test_a_kind_of_paper_has_a_number_a_signer_and_receivers_of_its_own(store: Store, tmp_path: Path) -> None:
    settings.save(store, letter_number="…/BC-TYT", head_title="Trưởng trạm", head_name="Nguyễn Thị Thảo")
    settings.save_paper(
        store, "proposal", signs_for="KT. TRƯỞNG TRẠM", signer_title="Phó Trưởng trạm", signer_name="Lê Văn Bình",
        recipients="Như trên; UBND xã; Lưu: VT", to="Sở Y tế tỉnh An Giang",
    )  # fmt: skip
    told = texts(written(store, tmp_path, "bo-y-te-2025", "once"))
    assert {"Số: …/TTr-TYT", "Kính gửi: Sở Y tế tỉnh An Giang."} <= set(told)
    assert any("KT. TRƯỞNG TRẠM\nPHÓ TRƯỞNG TRẠM\nLê Văn Bình" in text for text in told)
    assert any("- Như trên;\n- UBND xã;\n- Lưu: VT." in text for text in told)
    told = texts(written(store, tmp_path, "bo-y-te-2025", "monthly"))
    assert "Số: …/BC-TYT" in told
    assert any("TRƯỞNG TRẠM\nNguyễn Thị Thảo" in text and "KT." not in text for text in told)
    history.undo(store)
    assert settings.load_paper(store, "proposal") == settings.PaperSettings()
    with pytest.raises(RefusedError, match="report, letter, plan, proposal"):
        settings.save_paper(store, "thư", number="1")


def test_the_table_of_all_units_says_so_and_that_of_the_station_names_it(store: Store, tmp_path: Path) -> None:
    def about(name: str, **options: object) -> str:
        export_form(store, tmp_path / name, **options)  # type: ignore[arg-type]  # options of the command
        told = [paragraph.text for paragraph in docx.Document(str(tmp_path / name)).paragraphs]
        return next(text for text in told if text.startswith("Đơn vị: "))

    everybody, own = about("a.docx"), about("b.docx", unit_id=units.station_id(store))
    assert everybody == f"Đơn vị: Tất cả đơn vị ({STATION} tổng hợp)"
    assert own == f"Đơn vị: {STATION}"
    assert one_word(everybody.removeprefix("Đơn vị: ")) != one_word(own.removeprefix("Đơn vị: "))
