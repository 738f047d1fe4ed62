"""A station in the middle of its plan: tasks begun, figures of two months, units with codes, a list of data."""

from pathlib import Path

from store.calendar.periods import Period
from store.figures import figure_entry, indicators
from store.figures.indicators import Figure
from store.monitoring import data_sources, organisations, tasks
from store.monitoring.data_sources import CRITERIA
from store.people import units
from tests.ready_stores import made_once
from tests.tui.station import COMMITTEE, SCHOOL, STATION, station

MAY, JUNE = Period("monthly", "2026-05-01"), Period("monthly", "2026-06-01")
PLACES = (("Ấp Tô Hạ", 812, 1004), ("Ấp An Hòa", 655, 731), ("Ấp Giồng Cát", 1240, 1388), ("Ấp Cây Me", 98, 402))


@made_once
def tracking_station(path: Path) -> None:
    """A store at `path`; the clock must be set to 2026-06-23."""
    with station(path) as store:
        known = {each.task.number: each for each in tasks.all_tasks(store)}
        tasks.edit(store, known[1], state="done", done_on="2026-06-22", product="Báo cáo số 15/BC-TYT")
        tasks.edit(store, known[2], state="under_way", responsible="YS. Lê Văn Tám")
        books = indicators.all_indicators(store)[1]
        for place, numerator, denominator in PLACES:
            figure_entry.enter(store, books, MAY, Figure(place, numerator, denominator, "BHXH cơ sở"))
        figure_entry.enter(store, books, JUNE, Figure("Ấp Tô Hạ", 884, 1004, "BHXH cơ sở, 20/6"))
        figure_entry.enter(store, books, JUNE, Figure("Ấp Cây Me", 98, 402, "BHXH cơ sở, 20/6"))
        units.add(store, "Điểm trạm Lương Phi")
        for each in organisations.all_organisations(store):
            if each.unit.name == STATION:
                organisations.edit(
                    store, each, tax_code="0100233488", tax_cleaned_on="2026-06-18", account_registered_on="2026-06-20"
                )
            elif each.unit.name == SCHOOL:
                organisations.edit(store, each, tax_code="0314409058-002", note="gọi kế toán trường")
        assert COMMITTEE
        yes = dict.fromkeys(CRITERIA, "1")
        data_sources.add(
            store, kind="software", name="Phần mềm quản lý trạm y tế (HIS)", owner="Bộ phận Khám bệnh",
            description="Khám chữa bệnh BHYT từ 2017", completeness="high", accuracy="medium", updating="high",
            sharing="medium", readiness="medium", **yes,
        )  # fmt: skip
        data_sources.add(
            store, kind="information_system", name="Hệ thống thông tin tiêm chủng quốc gia", owner="Y tế dự phòng",
            completeness="high", accuracy="high", has_real_data="1", clear_owner="1", is_needed="1",
        )  # fmt: skip
        data_sources.add(store, kind="data_source", name="Sổ giấy chứng sinh, giấy báo tử", clear_owner="0")
