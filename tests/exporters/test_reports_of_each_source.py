"""Papers that are no letter with results: the proposal with its costs of plan 002, the section of letter 310."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.document import Document

from exporters.form import export_form
from exporters.letter.content import Paragraph
from exporters.progress import export_progress, letter
from store import campaign_use, clock, history, settings
from store.calendar.periods import Period
from store.campaigns import file, running
from store.database import Store
from store.errors import RefusedError
from store.figures import figure_entry
from store.figures.indicators import Figure
from store.monitoring import tasks
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
    found = texts(written(store, tmp_path, "bo-y-te-2025", "once"))
    assert "TỜ TRÌNH" in found
    assert {"- Vụ Kế hoạch – Tài chính;", "- Cục Khoa học công nghệ và Đào tạo."} <= set(found)
    headings = [text for text in found if text[:3] in ("I. ", "II.", "III", "IV.", "V. ", "VI.")]
    assert headings == [
        "I. CĂN CỨ, SỰ CẦN THIẾT", "II. NỘI DUNG DỰ ÁN, NHIỆM VỤ ĐỀ XUẤT", "III. THUYẾT MINH", "IV. DỰ TOÁN CHI TIẾT",
        "V. KẾ HOẠCH THUÊ DỊCH VỤ CÔNG NGHỆ THÔNG TIN", "VI. NGUỒN KINH PHÍ",
    ]  # fmt: skip
    assert {"9.000.000", "12.000.000", "21.000.000", "Tổng dự toán: 21.000.000 đồng."} <= set(found)
    assert "Tổng cộng chưa gồm khoản số 3: chưa có số lượng hoặc đơn giá." in found
    assert not any("Tổng số người" in text for text in found)


def test_a_letter_without_tables_is_a_sheet_of_one_column_whose_rows_grow(store: Store, tmp_path: Path) -> None:
    export_progress(store, tmp_path / "a.xlsx", campaign="bo-y-te-2025", report="once")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert (sheet.merged_cells.ranges, sheet.max_column) == (set(), 1)
    found = [str(row[0].value) for row in sheet.iter_rows() if row[0].value]
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in found[0]
    assert "TỜ TRÌNH" in found
    xml = zipfile.ZipFile(tmp_path / "a.xlsx").read("xl/worksheets/sheet1.xml").decode()
    texts_of = re.findall(r'<row r="[0-9]+"([^>]*)><c [^>]*t="s"', xml)
    assert texts_of
    assert not [attributes for attributes in texts_of if "customHeight" in attributes]


def test_the_section_of_310_is_not_called_by_the_form_whose_figures_it_has(store: Store) -> None:
    campaign = running.get(store, "an-phu-2024")
    once, monthly = campaign.reports
    assert (campaign.sent_as(once), campaign.sent_as(monthly)) == ("Phụ lục 1", "")
    assert campaign.report_name(monthly) == "mục của báo cáo Đề án 06"


def test_a_report_due_once_that_is_late_says_the_day_of_its_figures(store: Store) -> None:
    late = progress.draft(store, *progress.choose(store, campaign="an-phu-2024", kind="once", day=None))
    assert (late.period[1], late.as_of[:10]) == ("2024-12-22", "2025-04-20")
    found = [block.text for block in letter(late) if isinstance(block, Paragraph)]
    (said,) = [text for text in found if "báo cáo kết quả" in text]
    assert said.endswith(" đến 20/04/2025 như sau:")


def test_a_proposal_is_frozen_though_it_counts_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(clock.VARIABLE, "2025-04-20T14:00:00")
    with open_store(tmp_path / "mới.sqlite3") as empty:
        campaign_use.use(empty, file.load(file.built_in()["bo-y-te-2025"]))
        found = progress.choose(empty, campaign="bo-y-te-2025", kind="once", day=None)
        frozen = progress.issue(empty, progress.draft(empty, *found))
        assert progress.get_issued(empty, frozen.head.id).paper.layout == "proposal"


def test_the_section_of_letter_310_can_be_put_into_another_report(store: Store, tmp_path: Path) -> None:
    document = written(store, tmp_path, "an-phu-2024", "monthly")
    found = texts(document)
    assert found[0] == (
        "Kết quả triển khai cài đặt, kích hoạt và khai thác dữ liệu Sổ sức khỏe điện tử trên ứng dụng VNeID"
    )
    assert [text for text in found if text[:2] in ("1.", "2.", "3.", "4.")] == [
        "1. Kết quả thực hiện", "2. Công tác đã triển khai", "3. Khó khăn, vướng mắc", "4. Đề xuất, kiến nghị",
    ]  # fmt: skip
    assert not {"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Nơi nhận:", "Kính gửi:"} & set(found)
    assert [text[:13] for text in found if text.startswith("- ")] == ["- Ngành Y tế ", "- Đơn vị khác"]


def test_a_kind_of_paper_has_a_number_a_signer_and_receivers_of_its_own(store: Store, tmp_path: Path) -> None:
    settings.save(store, letter_number="…/BC-TYT", head_title="Trưởng trạm", head_name="Nguyễn Thị Thảo")
    settings.save_paper(
        store, "proposal", signs_for="KT. TRƯỞNG TRẠM", signer_title="Phó Trưởng trạm", signer_name="Lê Văn Bình",
        recipients="Như trên; UBND xã; Lưu: VT", to="Sở Y tế tỉnh An Giang",
    )  # fmt: skip
    found = texts(written(store, tmp_path, "bo-y-te-2025", "once"))
    assert {"Số: …/TTr-TYT", "Kính gửi: Sở Y tế tỉnh An Giang."} <= set(found)
    assert any("KT. TRƯỞNG TRẠM\nPHÓ TRƯỞNG TRẠM\nLê Văn Bình" in text for text in found)
    assert any("- Như trên;\n- UBND xã;\n- Lưu: VT." in text for text in found)
    found = texts(written(store, tmp_path, "bo-y-te-2025", "monthly"))
    assert "Số: …/BC-TYT" in found
    assert any("TRƯỞNG TRẠM\nNguyễn Thị Thảo" in text and "KT." not in text for text in found)
    history.undo(store)
    assert settings.load_paper(store, "proposal") == settings.PaperSettings()
    with pytest.raises(RefusedError, match="report, letter, plan, proposal"):
        settings.save_paper(store, "thư", number="1")


def test_the_table_of_all_units_says_so_and_that_of_the_station_names_it(store: Store, tmp_path: Path) -> None:
    def about(name: str, **options: object) -> str:
        export_form(store, tmp_path / name, **options)  # type: ignore[arg-type]  # options of the command
        found = [paragraph.text for paragraph in docx.Document(str(tmp_path / name)).paragraphs]
        return next(text for text in found if text.startswith("Đơn vị: "))

    everybody, own = about("a.docx"), about("b.docx", unit_id=units.station_id(store))
    assert everybody == f"Đơn vị: Tất cả đơn vị ({STATION} tổng hợp)"
    assert own == f"Đơn vị: {STATION}"
    assert one_word(everybody.removeprefix("Đơn vị: ")) != one_word(own.removeprefix("Đơn vị: "))


def test_a_report_of_001_lists_its_duties_and_counts_nobody_s_items(store: Store, tmp_path: Path) -> None:
    """Whatever other plans ask of staff: 001 asks for what offices do (II.1.a to IV.1)."""
    campaign_use.use(store, file.load(file.built_in()["phuong-thi-diem-2024"]))
    campaign = running.get(store, "phuong-thi-diem-2024")
    first = tasks.duties(store, campaign)[0]
    tasks.edit(store, first, state="done", done_on="2025-04-18", product="Danh sách 12 hộ")
    found = texts(written(store, tmp_path, "phuong-thi-diem-2024", "once"))
    assert not any("CBCCVC" in text or "công chức, viên chức, người lao động" in text for text in found)
    assert "Thẻ CCCD/CC" not in found
    assert "1. Nhiệm vụ được giao" in found
    assert "Đã hoàn thành 1/21 nhiệm vụ." in found
    assert {"Danh sách 12 hộ", "Đã hoàn thành ngày 18/04/2025"} <= set(found)
    assert sum(text.endswith(campaign.duties[0].words) for text in found) == 1
    assert "Biểu 1" not in found
    assert "Biểu 2" not in found
    assert {"Phụ lục", "Chi tiết tại Phụ lục (nhiệm vụ) kèm theo."} <= set(found)


def test_a_task_prints_its_parts_under_it_with_states_of_their_own(store: Store, tmp_path: Path) -> None:
    """003 mục 3 has four dashes; 002's 3.7 has a to d."""
    campaign = running.get(store, "an-phu-2024")
    third = tasks.of_campaign(store, campaign)[2]
    assert [part.label for part in third.parts] == ["3.1", "3.2", "3.3", "3.4"]
    tasks.edit(store, third.parts[1], state="done", done_on="2025-04-19")
    paper = progress.draft(store, *progress.choose(store, campaign="bo-y-te-2025", kind=None, day=None, key="monthly"))
    assert not paper.items, "002 asks nothing of staff"
    assert [line.number for line in paper.tasks if line.is_part][:2] == ["3.7.a", "3.7.b"]
    assert all(line.deadline for line in paper.tasks if line.is_part and line.number == "3.7.a")
    found = texts(written(store, tmp_path, "bo-y-te-2025", "monthly"))
    assert "Đã hoàn thành 0/46 nhiệm vụ" in " ".join(found)


def test_districts_without_a_list_of_staff_report_citizens_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(clock.VARIABLE, "2024-12-31T18:00:00")
    with open_store(tmp_path / "huyện.sqlite3") as store:
        _of_citizens_only(store)


def _of_citizens_only(store: Store) -> None:
    campaign_use.use(store, file.load(file.built_in()["ninh-thuan-2024"]))
    chosen = progress.choose(store, campaign="ninh-thuan-2024", kind="closing", day=None)
    paper = progress.draft(store, *chosen)
    assert (paper.people, paper.is_of_people, paper.is_of_nobody) == (0, False, True)
    indicator = running.get(store, "ninh-thuan-2024").indicators[0]
    figure_entry.enter(store, indicator, Period("daily", paper.period[1]), Figure("Xã A", 5, 10))
    paper = progress.draft(store, *chosen)
    assert progress.issue(store, paper).head.number == 1, "what is demanded of them is there"
    words = [str(getattr(block, "text", "")) for block in letter(paper)]
    assert "1. Các chỉ tiêu của chiến dịch" in words
