"""Báo cáo: each report that a source names stands in the list by its own name; papers by kind are set by keys."""

from pathlib import Path

import docx
from textual.pilot import Pilot

from store import campaign_use, settings
from store.campaigns import file
from store.opening import open_store
from store.reporting import issued, progress
from tests.tui.opened_app import opened, press, settled, shown
from tui.screens.reports.page import ReportPageScreen
from tui.screens.reports.screen import ReportsScreen
from tui.widgets.paper_section import PaperSection


async def at_reports(pilot: Pilot[int]) -> ReportsScreen:
    pilot.app.action_go("reports")  # type: ignore[attr-defined]  # the program
    await settled(pilot)
    assert isinstance(pilot.app.screen, ReportsScreen)
    return pilot.app.screen


def use(path: Path, *names: str) -> None:
    with open_store(path) as store:
        for name in names:
            campaign_use.use(store, file.load(file.built_in()[name]))


async def test_all_reports_of_all_sources_stand_in_the_list_each_by_its_name(path: Path) -> None:
    use(path, *file.built_in())
    async with opened(path, size=(120, 50)) as pilot:
        screen = await at_reports(pilot)
        listed = {(each.campaign.name, each.key) for each in screen.listed}
        assert {key for name, key in listed if name == "bo-y-te-2025"} == {"monthly", "monthly-2", "once"}
        assert {("ninh-thuan-2024", key) for key in ("closing", "closing-2", "closing-3")} <= listed
        assert ("phuong-thi-diem-2024", "once") in listed
        text = shown(pilot)
        assert "bo-y-te-2025 · chủ trì" in text
        assert "bo-y-te-2025 · phối hợp" in text
        assert "không nêu ngày" in text


async def test_a_proposal_has_parts_of_its_own_and_sums_its_costs(path: Path) -> None:
    use(path, "bo-y-te-2025")
    async with opened(path) as pilot:
        screen = await at_reports(pilot)
        place = next(n for n, each in enumerate(screen.listed) if each.report.paper == "proposal")
        screen.line_list.go_to(place)
        await press(pilot, "enter")
        await settled(pilot)
        page = pilot.app.screen
        assert isinstance(page, ReportPageScreen)
        assert [section.section for section in page.query(PaperSection)] == [
            *("need", "project", "explanation", "estimate", "hiring", "funds"),
        ]
        issued.write_section(page.store, "estimate", "Máy quét; cái; 2; 4.500.000\nĐi lại", page.report_key())
        page.reload()
        assert "2 khoản, 9.000.000 đồng · 1 dòng chưa đủ" in shown(pilot)


async def test_number_and_signer_of_reports_are_set_by_keys_and_the_line_is_exported(
    path: Path, tmp_path: Path
) -> None:
    with open_store(path) as store:
        settings.remember_folder(store, str(tmp_path), "export_folder")
    async with opened(path) as pilot:
        screen = await at_reports(pilot)
        await press(pilot, "f8", "enter", "text:/BC-YT", "down", "down", "text:KT. TRƯỞNG TRẠM", "ctrl+s")
        await settled(pilot)
        assert settings.load_paper(screen.store, "report").signs_for == "KT. TRƯỞNG TRẠM"
        chosen = screen.chosen
        assert chosen is not None
        assert progress.draft(screen.store, chosen.campaign, chosen.report, chosen.period).letter_number == "/BC-YT"
        await press(pilot, "ctrl+s", "enter")
        await settled(pilot)
    (written,) = tmp_path.glob("BaoCao*.docx")
    cells = [cell.text for table in docx.Document(str(written)).tables for row in table.rows for cell in row.cells]
    assert any("Số: /BC-YT" in text for text in cells)
    assert any(text.startswith("KT. TRƯỞNG TRẠM\n") for text in cells)
