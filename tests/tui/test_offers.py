"""What the registers say is offered to Phụ lục 1 and to the weekly report, and stands there only when it is taken."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from exporters.form import write_form
from exporters.progress import write_progress
from store import clock
from store.campaigns import running
from store.database import Store
from store.forms import library
from store.forms.counts import Scope
from store.opening import open_store
from store.people import units
from store.registers import entries
from store.registers.declared import find
from store.registers.sentences import health_staff
from store.reporting import form_papers, issued, offers, progress
from store.reporting.form_papers import MeantFor
from tests.tui.opened_app import opened, press, settled
from tests.tui.station import SCHOOL, STATION
from tui.framework.targets import ReportTarget
from tui.screens.forms.screen import FormPaperScreen
from tui.screens.reports.page import ReportPageScreen
from tui.widgets.paper_section import PaperSection
from tui.widgets.text_area import TextArea

TRAINED = "Trong kỳ đã tổ chức 1 buổi tập huấn, 28/28 nhân viên y tế (100,00%) tham dự: Sổ SKĐT, ngày 18/06/2026."
SO_FAR = TRAINED.replace("Trong kỳ", "Đến hết ngày 23/06/2026")
RAISED = f"có 1 khó khăn, vướng mắc; chưa trả lời 1:\n- {SCHOOL}: Mạng yếu (chưa trả lời)"
WEEK = date(2026, 6, 17), date(2026, 6, 23)


@pytest.fixture
def noted(path: Path) -> Path:
    """The station with a training of everybody, a printed poster, and a difficulty of a school."""
    with open_store(path) as store:
        people = " ".join(map(str, sorted(health_staff(store))))
        entries.add(store, find("training"), day="2026-06-18", topic="Sổ SKĐT", attended=people)
        entries.add(store, find("printing"), day="2026-06-19", what="Áp phích", copies="30", place="khu tiếp đón")
        school = units.find(store, SCHOOL)
        assert school is not None
        entries.add(store, find("difficulties"), day="2026-06-20", what="Mạng yếu", unit=str(school.id))
    return path


@pytest.fixture
def store(noted: Path) -> Iterator[Store]:
    with open_store(noted) as opened_store:
        yield opened_store


def weekly(store: Store, day: date) -> tuple[running.Campaign, progress.Report, tuple[date, date]]:
    return progress.choose(store, campaign=None, kind="weekly", day=day)


def offered_text(pilot: Pilot[int], section: str) -> str:
    found = pilot.app.screen.query_one(f"#section-{section} .offer", Static)
    return str(found.content) if found.display else ""


async def test_phu_luc_1_is_offered_the_sentences_and_prints_those_that_are_taken(noted: Path, tmp_path: Path) -> None:
    async with opened(noted) as pilot:
        pilot.app.action_go("phu_luc_1")  # type: ignore[attr-defined]  # the program
        await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, FormPaperScreen)
        assert SO_FAR in offered_text(pilot, "training")
        assert "30 bản" in offered_text(pilot, "printing")
        assert offered_text(pilot, "reception") == ""
        assert screen.paper is not None
        assert screen.paper.sections == {}, "nothing is carried unseen"
        await press(pilot, "ctrl+end", "down", "down", "space")
        assert isinstance(pilot.app.focused, TextArea)
        await press(pilot, "text: Ket qua tot.", "ctrl+s")
        await settled(pilot)
        assert screen.paper.sections == {"training": f"{SO_FAR} Ket qua tot."}
        assert offered_text(pilot, "training") == ""
        await press(pilot, "down", "space", "escape", "2")
        await settled(pilot)
        assert "printing" not in screen.paper.sections
        await press(pilot, "space", "ctrl+s", "down", "space", "ctrl+s")
        await settled(pilot)
        assert set(screen.paper.sections) == {"training", "printing", "difficulties"}
        write_form(screen.paper, tmp_path / "a.xlsx")
        write_form(screen.paper, tmp_path / "a.docx")
    cells = [str(cell) for sheet in openpyxl.load_workbook(tmp_path / "a.xlsx")
             for row in sheet.iter_rows(values_only=True) for cell in row if cell]  # fmt: skip
    words = [paragraph.text for paragraph in docx.Document(str(tmp_path / "a.docx")).paragraphs]
    for text in (f"{SO_FAR} Ket qua tot.", f"- {SCHOOL}: Mạng yếu (chưa trả lời)"):
        assert text in cells
        assert text in words


async def test_the_weekly_report_is_offered_its_own_week_and_carries_it(noted: Path, tmp_path: Path) -> None:
    async with opened(noted) as pilot:
        pilot.app.go_to(ReportTarget("tri-ton-2026", "weekly"))  # type: ignore[attr-defined]  # the program
        await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, ReportPageScreen)
        assert TRAINED in offered_text(pilot, "work")
        assert f"Trong kỳ {RAISED}" in offered_text(pilot, "difficulties")
        await press(pilot, "space", "ctrl+s", "down", "space", "ctrl+s")
        await settled(pilot)
        assert screen.paper is not None
        assert screen.paper.sections["work"].startswith(f"{TRAINED}\nTrong kỳ đã in, niêm yết 30 bản tài liệu:")
        write_progress(screen.paper, tmp_path / "a.docx")
    words = [paragraph.text for paragraph in docx.Document(str(tmp_path / "a.docx")).paragraphs]
    assert TRAINED in words
    assert f"- {SCHOOL}: Mạng yếu (chưa trả lời)" in words


async def test_the_words_of_the_last_week_are_offered_and_not_carried(
    noted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(noted) as store:
        campaign, report, period = weekly(store, WEEK[1])
        key = progress.narrative_key(campaign.name, report.key, period)
        issued.write_section(store, "next", "Đôn đốc các trường.", key)
    monkeypatch.setenv(clock.VARIABLE, "2026-06-30T14:00:00")
    async with opened(noted) as pilot:
        pilot.app.go_to(ReportTarget("tri-ton-2026", "weekly", date(2026, 6, 24)))  # type: ignore[attr-defined]  # the program
        await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, ReportPageScreen)
        assert screen.paper is not None
        assert screen.paper.sections == {}
        assert offered_text(pilot, "work") == "", "the training was of the week before"
        assert "Đôn đốc các trường." in offered_text(pilot, "next")
        await press(pilot, "down", "down", "down")
        assert isinstance(pilot.app.focused, PaperSection)
        await press(pilot, "ctrl+g", "ctrl+s")
        await settled(pilot)
        assert screen.paper.sections == {"next": "Đôn đốc các trường."}


def test_words_that_an_older_program_kept_for_all_weeks_are_offered_too(store: Store) -> None:
    issued.write_section(store, "next", "Lời cũ.", "progress/tri-ton-2026/weekly")
    issued.write_section(store, "next", "Lời khác.", "progress/tri-ton-2026/weekly-2@2026-06-10")
    found = offers.for_report(store, *weekly(store, WEEK[1]))
    assert found["next"].before == "Lời cũ."
    issued.write_section(store, "next", "Tuần trước.", "progress/tri-ton-2026/weekly@2026-06-10")
    assert offers.for_report(store, *weekly(store, WEEK[1]))["next"].before == "Tuần trước."


def test_printed_later_the_sentence_of_the_week_is_the_same(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = weekly(store, WEEK[1])
    before = offers.for_report(store, *asked)
    monkeypatch.setenv(clock.VARIABLE, "2026-07-20T09:00:00")
    from store.models import Person
    from store.people import staff

    station = units.find(store, STATION)
    assert station is not None
    staff.add(store, Person("Người Mới"), station.id)
    leaving = next(iter(health_staff(store, WEEK[1])))
    staff.remove(store, [leaving])
    raised = next(each for each in entries.all_entries(store, find("difficulties")))
    entries.edit(store, raised, state="answered", answer="Đã đổi mạng")
    assert offers.for_report(store, *asked) == before
    assert "28/29" not in before["work"].registers


def test_a_form_that_is_sent_as_a_monthly_report_is_offered_its_month(store: Store) -> None:
    form = library.phu_luc_1()
    monthly = MeantFor("tri-ton-2026", "monthly", "2026-06-19")
    found = offers.for_form(store, form, Scope(None, "unit"), monthly)
    assert found["training"].registers == ""
    assert "30 bản" in found["printing"].registers
    assert offers.for_form(store, form, Scope(None, "unit"), None)["training"].registers == SO_FAR


def test_a_paper_of_a_school_is_offered_only_what_the_school_raised(store: Store) -> None:
    school = units.find(store, SCHOOL)
    assert school is not None
    found = offers.for_form(store, library.phu_luc_1(), Scope(school.id, "department"), None)
    assert {key for key, offer in found.items() if offer.registers} == {"difficulties"}
    assert (
        form_papers.narrative_key(store, library.phu_luc_1(), Scope(school.id)) == f"phu-luc-1@{school.id}@2026-06-17"
    )
