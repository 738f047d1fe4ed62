"""Every paper that is written as Word: styles alone, the same file each time; those of few readers part by part."""

from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from exporters.facilities import export_facilities
from exporters.organisations import export_organisations
from exporters.own_plan import export_plan
from exporters.progress import export_progress
from exporters.registers import export_registers
from exporters.reminder import export_reminder
from exporters.shown_list import ShownList, write_shown
from store import campaign_use, clock
from store.calendar.periods import Period
from store.campaigns import file
from store.database import Store
from store.figures import figure_entry, indicators, localities
from store.figures.indicators import Figure
from store.opening import open_store
from store.people import units
from store.receiving import receipts
from store.reporting import own_plan
from tests.golden_parts import GOLDEN, is_golden
from tests.tui.tracking_station import tracking_station
from tui.papers import PAPERS

WORD = ("word/document.xml",)
EXCEL = ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml")
STREAMED = tuple(part for part in EXCEL if part != "xl/sharedStrings.xml")  # its texts stand in its cells
Write = Callable[[Store, Path], object]

_SHOWN = ShownList(
    "Vì sao chưa: BHYT",
    ("Lý do", "Số người", "Tỷ lệ"),
    [("Thẻ BHYT sai ngày sinh", 7, "70,00%"), ("Chờ BHXH cập nhật", 3, "30,00%")],
    "mọi đơn vị, 10 người chưa",
)


#: Name of the folder -> (what writes it, its ending, its parts).
PARTS: dict[str, tuple[Write, str, tuple[str, ...]]] = {
    "proposal-docx": (
        lambda store, out: export_progress(store, out, campaign="bo-y-te-2025", report="once"), ".docx", WORD,
    ),
    "section-docx": (
        lambda store, out: export_progress(store, out, campaign="an-phu-2024", report="monthly"), ".docx", WORD,
    ),
    "plan-docx": (export_plan, ".docx", WORD),
    "reminder-docx": (export_reminder, ".docx", WORD),
    "datasets-docx": (PAPERS["datasets"].load(), ".docx", WORD),
    "indicators-docx": (PAPERS["indicators"].load(), ".docx", WORD),
    "data-record-docx": (PAPERS["data-record"].load(), ".docx", WORD),
    "guide-docx": (lambda store, out: PAPERS["guide"].load()(store, out, key="link-bhyt"), ".docx", WORD),
    "poster": (lambda store, out: PAPERS["guide"].load()(store, out, key="link-bhyt"), ".xlsx", EXCEL),
    "poster-a3": (
        lambda store, out: PAPERS["guide"].load()(store, out, key="link-bhyt", paper="a3"), ".xlsx", EXCEL,
    ),
    "roster": (PAPERS["roster"].load(), ".xlsx", STREAMED),
    "outstanding": (PAPERS["outstanding"].load(), ".xlsx", STREAMED),
    "shown-list": (lambda _, out: write_shown(_SHOWN, out), ".xlsx", EXCEL),
    "organisations": (export_organisations, ".xlsx", EXCEL),
    "registers": (export_registers, ".xlsx", EXCEL),
    "facilities": (lambda _, out: _facilities_of_a_province(out), ".xlsx", EXCEL),
}  # fmt: skip


def _facilities_of_a_province(out: Path) -> None:
    """One of those that the plan names has reported."""
    with open_store(out.with_name("tinh.sqlite3")) as province:
        campaign_use.use(province, file.load(file.built_in()["ninh-thuan-2024"]))
        localities.add(province, "Bệnh viện Mắt", kind="facility", code="58011")
        asked = next(each for each in indicators.all_indicators(province) if each.by == "facility")
        june = Period("monthly", "2026-06-01")
        figure_entry.enter(province, asked, june, Figure("Bệnh viện Mắt", 1030, 1240))
        export_facilities(province, out, period=june)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A station with plans of three offices, a plan of its own, and units that have not sent."""
    path = tmp_path_factory.mktemp("tram") / "kho.sqlite3"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(clock.VARIABLE, "2026-06-23T14:00:00")
        tracking_station(path)
        with open_store(path) as opened:
            for name in ("bo-y-te-2025", "an-phu-2024"):
                campaign_use.use(opened, file.load(file.built_in()[name]))
            own_plan.write(
                opened,
                title="Chăm sóc người cao tuổi",
                tasks="Lập danh sách; Trạm Y tế; UBND xã; 30/07/2026; Danh sách",
                money="In tờ rơi; tờ; 200; 1.500\nNước uống; ngày; 2",
            )
            if not receipts.awaited_units(opened):
                units.find_or_add(opened, "Trường Tiểu học A Vĩnh Gia")
            yield opened


@pytest.mark.parametrize(("name", "part"), [(name, part) for name, (_, _, parts) in PARTS.items() for part in parts])
def test_it_is_the_golden_one_part_by_part(
    store: Store, tmp_path: Path, name: str, part: str, request: pytest.FixtureRequest
) -> None:
    write, ending, _ = PARTS[name]
    write(store, tmp_path / f"a{ending}")
    assert is_golden(tmp_path / f"a{ending}", part, name, request)


#: Papers that are written as another one, or whose golden parts have other names.
NAMES = {"form": ["phu-luc-1", "phu-luc-1-docx"], "guide": ["poster", "guide-docx"]}


@pytest.mark.parametrize("key", [key for key, paper in PAPERS.items() if {".xlsx", ".docx"} & set(paper.endings)])
def test_every_paper_has_golden_parts(key: str) -> None:
    folders = {".xlsx": key, ".docx": f"{key}-docx"}
    named = NAMES.get(key, [folder for ending, folder in folders.items() if ending in PAPERS[key].endings])
    assert [name for name in named if not list((GOLDEN / name).glob("*.xml"))] == []


#: Options of the papers that need some.
LETTERS: dict[str, tuple[str, dict[str, object]]] = {
    **{key: (key, {}) for key, paper in PAPERS.items() if ".docx" in paper.endings and key not in ("form", "guide")},
    "guide": ("guide", {"key": "link-bhyt"}),
    "proposal": ("progress", {"campaign": "bo-y-te-2025", "report": "once"}),
    "section": ("progress", {"campaign": "an-phu-2024", "report": "monthly"}),
    "once": ("progress", {"campaign": "tri-ton-2026", "report": "closing"}),
}


@pytest.mark.parametrize("name", LETTERS)
def test_nothing_of_a_letter_is_formatted_by_hand(store: Store, tmp_path: Path, name: str) -> None:
    paper, options = LETTERS[name]
    PAPERS[paper].load()(store, tmp_path / "a.docx", **options)
    document = docx.Document(str(tmp_path / "a.docx"))
    parts = [document.element.body, *(section.header._element for section in document.sections)]
    runs = [run for part in parts for run in part.iter(qn("w:r"))]
    assert len(runs) > 5
    assert not [run for run in runs if run.find(qn("w:rPr")) is not None]
    paragraphs = [each for part in parts for each in part.iter(qn("w:pPr"))]
    assert {child.tag for each in paragraphs for child in each} <= {qn("w:pStyle"), qn("w:sectPr")}
