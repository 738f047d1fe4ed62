"""Indicators by month and locality: entered, copied forward, checked, compared; only numbers."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest

from exporters.indicators import export_indicators
from exporters.progress import export_progress
from store import campaign_use, clock, history
from store.calendar import periods
from store.calendar.periods import Period
from store.campaigns import file
from store.campaigns.indicator import Indicator
from store.database import Store
from store.errors import RefusedError
from store.figures import figure_entry, indicators, localities
from store.figures.indicators import Figure
from store.reporting import progress
from store.text import hundredths

MAY, JUNE, DECEMBER = (Period("monthly", first) for first in ("2026-05-01", "2026-06-01", "2025-12-01"))


@pytest.fixture(autouse=True)
def _a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(clock.VARIABLE, "2026-06-23T14:00:00")


@pytest.fixture
def books(store: Store) -> Indicator:
    """90 % of the citizens with a BHYT card have a health book."""
    return indicators.all_indicators(store, campaign="tri-ton-2026")[1]


def enter(store: Store, indicator: Indicator, period: Period, *rows: tuple[str, int | None, int | None]) -> None:
    for locality, numerator, denominator in rows:
        figure_entry.enter(store, indicator, period, Figure(locality, numerator, denominator, "BHXH"))


def test_localities_add_up_and_are_compared_with_the_month_before(store: Store, books: Indicator) -> None:
    enter(store, books, MAY, ("Ấp Tô Hạ", 300, 400), ("Ấp An Hòa", 100, 200))
    enter(store, books, JUNE, ("Ấp Tô Hạ", 372, 400), ("Ấp An Hòa", 170, 200), ("Ấp Mới", 10, 10))
    table = indicators.table(store, books, JUNE)
    assert [line.now.locality for line in table.lines] == ["Ấp Tô Hạ", "Ấp An Hòa", "Ấp Mới"]
    assert (table.total, table.total_before, table.before) == ((552, 610), (400, 600), MAY)
    assert indicators.change((372, 400), (300, 400)) == (72, 1800)
    assert table.lines[2].before is None
    assert table.is_complete
    assert table.is_reached is True, "552/610 is 90,49 %"


def test_a_total_of_some_localities_only_is_no_total(store: Store, books: Indicator) -> None:
    enter(store, books, MAY, ("Ấp Tô Hạ", 300, 400), ("Ấp An Hòa", 100, 200))
    enter(store, books, JUNE, ("Ấp Tô Hạ", 400, 400), ("Ấp An Hòa", None, 200))
    table = indicators.table(store, books, JUNE)
    assert (table.entered, table.is_complete, table.is_reached) == (1, False, None)


@pytest.mark.parametrize(("numerator", "is_reached"), [(90, True), (89, False)])
def test_the_target_is_reached_at_exactly_its_share(
    store: Store, books: Indicator, numerator: int, is_reached: bool
) -> None:
    enter(store, books, JUNE, ("Ấp Tô Hạ", numerator, 100))
    assert indicators.table(store, books, JUNE).is_reached is is_reached


def test_figures_of_the_sources_print_as_they_print_them() -> None:
    from store.text import format_percent

    assert hundredths(372_375, 382_171) == 9744
    assert hundredths(369_164, 2_724_670) == 1355
    assert (format_percent(372_375, 382_171), format_percent(369_164, 2_724_670)) == ("97,44%", "13,55%")


def test_more_reached_than_there_are_is_refused(store: Store, books: Indicator) -> None:
    with pytest.raises(RefusedError, match=r"Số đạt 1\.201 lớn hơn tổng số 1\.200"):
        enter(store, books, JUNE, ("Ấp Tô Hạ", 1201, 1200))
    with pytest.raises(RefusedError, match="tên ấp"):
        enter(store, books, JUNE, (" ", 1, 2))
    with pytest.raises(RefusedError, match="Chưa tới tháng 07/2026"):
        enter(store, books, Period("monthly", "2026-07-01"), ("Ấp Tô Hạ", 1, 2))
    assert localities.all_localities(store) == []


def test_any_fall_is_told_to_be_asked_about() -> None:
    before = Figure("Ấp Tô Hạ", 300, 400)
    assert figure_entry.falls(before, 300, 400) == []
    assert figure_entry.falls(before, 299, 400) == [
        "Số đạt giảm từ 300 xuống 299",
        "Tỷ lệ giảm từ 75,00% xuống 74,75%",
    ]
    assert figure_entry.falls(before, 301, 500) == ["Tỷ lệ giảm từ 75,00% xuống 60,20%"]
    assert figure_entry.falls(before, 300, 390) == ["Tổng số giảm từ 400 xuống 390"]
    assert figure_entry.falls(None, 1, 2) == []


def test_numbers_are_copied_forward_as_one_step_and_stand_out_until_they_change(store: Store, books: Indicator) -> None:
    enter(store, books, MAY, ("Ấp Tô Hạ", 300, 400), ("Ấp An Hòa", 100, 200))
    enter(store, books, JUNE, ("Ấp An Hòa", 150, 200))
    assert figure_entry.copy_forward(store, books, JUNE) == 1
    table = indicators.table(store, books, JUNE)
    assert [line.is_unchanged for line in table.lines] == [True, False]
    assert table.lines[0].now == Figure("Ấp Tô Hạ", 300, 400, "BHXH")
    assert figure_entry.copy_forward(store, books, JUNE) == 0
    undone = history.undo(store)
    assert undone is not None
    assert undone.label == "Chép số kỳ trước vào tháng 06/2026"
    assert indicators.table(store, books, JUNE).entered == 1


def test_the_period_before_is_the_latest_that_has_numbers(store: Store, books: Indicator) -> None:
    enter(store, books, DECEMBER, ("Ấp Tô Hạ", 200, 400))
    assert indicators.table(store, books, JUNE).before == DECEMBER
    assert indicators.latest_period(store, "tri-ton-2026") == DECEMBER
    assert indicators.table(store, books, DECEMBER).before is None


def test_a_report_takes_the_latest_month_that_is_complete(store: Store, books: Indicator) -> None:
    enter(store, books, MAY, ("Ấp Tô Hạ", 300, 400), ("Ấp An Hòa", 100, 200))
    enter(store, books, JUNE, ("Ấp Tô Hạ", 372, 400))
    latest = indicators.latest_complete(store, books, through=date.fromisoformat("2026-06-23"))
    assert latest is not None
    assert (latest.period, latest.total) == (MAY, (400, 600))
    enter(store, books, JUNE, ("Ấp An Hòa", 0, 0))  # a place that is no more
    latest = indicators.latest_complete(store, books, through=date.fromisoformat("2026-06-23"))
    assert latest is not None
    assert (latest.period, latest.total) == (JUNE, (372, 400))
    assert indicators.latest_complete(store, books, through=date.fromisoformat("2026-04-30")) is None
    before = indicators.latest_complete(store, books, through=date.fromisoformat("2026-05-31"))
    assert before is not None
    assert before.period == MAY, "a report of May does not print June"


def test_a_progress_report_prints_no_part_as_the_whole(store: Store, books: Indicator) -> None:
    enter(store, books, MAY, ("Ấp Tô Hạ", 300, 400), ("Ấp An Hòa", 100, 200))
    enter(store, books, JUNE, ("Ấp Tô Hạ", 372, 400))
    chosen = progress.choose(store, campaign="tri-ton-2026", kind="weekly", day=None)
    line = progress.draft(store, *chosen).indicators[1]
    assert (line.period, line.numerator, line.denominator) == (MAY.first, 400, 600)


def test_a_sum_of_some_of_the_places_on_the_list_says_so_wherever_it_is_printed(
    store: Store, books: Indicator, tmp_path: Path
) -> None:
    for number in range(1, 6):
        localities.add(store, f"Ấp {number}")
    localities.add(store, "Phòng khám", kind="facility")
    enter(store, books, JUNE, ("Ấp 1", 95, 100), ("Ấp 2", 92, 100))
    table = indicators.table(store, books, JUNE)
    assert [line.now.locality for line in table.lines] == ["Ấp 1", "Ấp 2"]
    assert (table.is_complete, table.is_reached) == (True, None), "92,5 % of two places of five reaches nothing"
    assert table.elsewhere == ("Ấp 3", "Ấp 4", "Ấp 5")

    line = progress.draft(store, *progress.choose(store, campaign="tri-ton-2026", kind="weekly", day=None)).indicators[
        1
    ]
    assert (line.numerator, line.of, line.without) == (187, "2/5 địa bàn", "Ấp 3; Ấp 4; Ấp 5")
    out = tmp_path / "a.docx"
    assert not export_progress(store, out).warnings
    words = texts_of(out)
    assert "06/2026 (2/5 địa bàn)" in words
    assert "Chỉ tiêu 2 mới có số của 2/5 địa bàn; chưa có: Ấp 3; Ấp 4; Ấp 5." in words

    warning = f"Chưa đủ số: {books.title}: mới có 2/5 địa bàn; chưa có: Ấp 3; Ấp 4; Ấp 5."
    assert export_indicators(store, out, period=JUNE).warnings == (warning,)
    words = texts_of(out)
    assert "Mới có 2/5 địa bàn" in words
    assert "Tổng cộng" not in words
    assert "Chưa báo cáo (3/5): Ấp 3; Ấp 4; Ấp 5." in words
    enter(store, books, JUNE, *((f"Ấp {number}", 90, 100) for number in (3, 4, 5)))
    assert indicators.table(store, books, JUNE).is_reached
    export_indicators(store, out, period=JUNE)
    assert "Tổng cộng" in texts_of(out)


WEEK = Period("weekly", "2026-06-17")


@pytest.mark.parametrize("kind", ["monthly", "closing"])
def test_the_change_is_that_of_the_report_s_own_period_or_none(store: Store, books: Indicator, kind: str) -> None:
    enter(store, books, WEEK.step(-1), ("Ấp Tô Hạ", 300, 400))
    enter(store, books, WEEK, ("Ấp Tô Hạ", 320, 400))
    assert weekly(store).indicators[1].numerator_before == 300
    other = progress.draft(store, *progress.choose(store, campaign="tri-ton-2026", kind=kind, day=None))
    assert (other.indicators[1].numerator, other.indicators[1].numerator_before) == (320, None)


def test_a_week_without_figures_is_not_compared_with_the_weeks_before(
    store: Store, books: Indicator, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(store, books, WEEK.step(-2), ("Ấp Tô Hạ", 250, 400))
    enter(store, books, WEEK, ("Ấp Tô Hạ", 320, 400))
    assert weekly(store).indicators[1].numerator_before is None, "the week before has no figure"
    enter(store, books, WEEK.step(-1), ("Ấp Tô Hạ", 300, 400))
    monkeypatch.setenv(clock.VARIABLE, "2026-06-30T14:00:00")
    later = weekly(store).indicators[1]
    assert (later.period, later.numerator, later.numerator_before) == (WEEK.first, 320, None)


def test_a_figure_of_one_place_names_it(store: Store, books: Indicator) -> None:
    """It may be of the whole commune, or the first that came in."""
    for name in ("Ấp 1", "Ấp 2"):
        localities.add(store, name)
    enter(store, books, JUNE, ("Toàn xã", 95, 100))
    assert indicators.table(store, books, JUNE).is_reached
    line = progress.draft(store, *progress.choose(store, campaign="tri-ton-2026", kind="weekly", day=None)).indicators[
        1
    ]
    assert (line.numerator, line.of, line.without) == (95, "1/3 địa bàn: Toàn xã", "")


def weekly(store: Store) -> progress.ProgressPaper:
    return progress.draft(store, *progress.choose(store, campaign="tri-ton-2026", kind="weekly", day=None))


def texts_of(path: Path) -> list[str]:
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [*(paragraph.text for paragraph in document.paragraphs), *cells]


def test_figures_stay_with_their_indicator_when_a_corrected_file_has_another_order(
    store: Store, books: Indicator
) -> None:
    enter(store, books, MAY, ("Ấp Tô Hạ", 300, 400))
    read = file.load(file.built_in()["tri-ton-2026"])
    campaign_use.use(store, replace(read, indicators=read.indicators[1:]))
    assert [indicators.table(store, each, MAY).total for each in indicators.all_indicators(store)] == [(300, 400), None]


def test_a_locality_keeps_its_name_however_it_is_typed_again(store: Store, books: Indicator) -> None:
    enter(store, books, MAY, ("Ấp Tô Hạ", 300, 400))
    enter(store, books, JUNE, ("ap  to ha", 310, 400))
    (line,) = indicators.table(store, books, JUNE).lines
    assert (line.now.locality, line.now.numerator) == ("Ấp Tô Hạ", 310)


def test_marks_tell_localities_apart(store: Store, books: Indicator) -> None:
    enter(store, books, JUNE, ("Ấp Tô Hạ", 300, 400), ("Ấp Tô Hà", 1, 2), ("ẤP TÔ HÀ", 2, 2))
    found = [(line.now.locality, line.now.numerator) for line in indicators.table(store, books, JUNE).lines]
    assert found == [("Ấp Tô Hạ", 300), ("Ấp Tô Hà", 2)]
    with pytest.raises(RefusedError, match="không có dấu"):  # it may be either
        enter(store, books, JUNE, ("ap to ha", 3, 3))


def test_entering_nothing_takes_the_locality_off_the_month_and_undo_puts_it_back(
    store: Store, books: Indicator
) -> None:
    enter(store, books, JUNE, ("Ấp Tô Hạ", 300, 400))
    enter(store, books, JUNE, ("Ấp Tô Hạ", None, None))
    assert indicators.table(store, books, JUNE).lines == ()
    history.undo(store)
    assert indicators.table(store, books, JUNE).total == (300, 400)


def test_periods_are_read_and_counted() -> None:
    assert [periods.typed_period(text) for text in ("2026-06", "6/2026", "05/2026")] == [JUNE, JUNE, MAY]
    assert periods.typed_period("23/06/2026") == periods.typed_period("2026-06-23") == Period("daily", "2026-06-23")
    assert [Period("monthly", "2026-01-01").step(by).first for by in (-1, 1, 12)] == [
        "2025-12-01", "2026-02-01", "2027-01-01",
    ]  # fmt: skip
