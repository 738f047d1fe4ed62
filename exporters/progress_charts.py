"""Draws the progress and trend of a campaign as native charts on a sheet of their own."""

from collections.abc import Mapping, Sequence
from itertools import cycle, zip_longest

from xlsxwriter.chart import Chart
from xlsxwriter.format import Format

from exporters.letter.content import attached_to
from exporters.sheet.look import RATE, Look, add_sheet, set_widths
from exporters.sheet.metrics import FONT
from exporters.sheet.workbook import Sheet
from store.reporting.progress_paper import ProgressPaper, percent
from store.text import format_date, format_percent, format_share

_NAME = "Biểu đồ"
_WIDTH, _HEIGHT = 600, 280  # pixels
_DAYS_SHOWN = 8  # under the chart, so that all is on one page
_ROW_HEIGHT = 20  # pixels, near enough
_FIGURES = 10  # first column of what the charts are drawn from, right of the printed page
_LABEL = '[$-42A]0.00"%"'  # Vietnamese, where a program can do so
_COLOURS = ("#1F4E79", "#C55A11", "#548235", "#7F6000", "#7030A0", "#404040")


def write_charts(look: Look, paper: ProgressPaper, rates: Sequence[str]) -> None:
    """Add the sheet with the charts of progress against target and of the last days, with their figures below.

    The charts are drawn from numbers beside the page. `rates` are the cells of the report with the rate of each item;
    the
    first chart follows them.
    """
    sheet = add_sheet(look, _NAME, landscape=False)
    set_widths(sheet, [150, *([78] * 6)])
    heading = look.format(bold=True, align="center", font_size=14)
    sheet.merge_range(0, 0, 0, 6, "BIỂU ĐỒ TIẾN ĐỘ", heading)
    rows_of_chart = _HEIGHT // _ROW_HEIGHT + 1
    sheet.merge_range(1, 0, 1, 6, attached_to(paper, "Báo cáo"), look.format(italic=True, align="center"))
    sheet.insert_chart(2, 0, _progress(look, sheet, paper, rates))
    with_trend = len(paper.trend) > 1
    row = 2 + rows_of_chart
    if with_trend:
        sheet.insert_chart(row, 0, _trend(look, sheet, paper))
        row += rows_of_chart
    row = _table(look, sheet, row, paper, rates)
    if with_trend:
        row = _days(look, sheet, row + 1, paper)
    sheet.print_area(0, 0, row - 1, 6)
    sheet.fit_to_pages(1, 1)


def _progress(look: Look, sheet: Sheet, paper: ProgressPaper, rates: Sequence[str]) -> Chart:
    for row, (item, rate) in enumerate(zip_longest(paper.items, rates)):
        sheet.write_string(row, _FIGURES, item.short_title)
        done = percent(item.done, item.applicable)
        if rate:
            sheet.write_formula(row, _FIGURES + 1, f"=IF(ISNUMBER({rate}),100*{rate},0)", None, done)
        else:
            sheet.write_number(row, _FIGURES + 1, done)
        if item.target is not None:
            sheet.write_number(row, _FIGURES + 2, round(item.target * 100, 2))
    chart = look.workbook.add_chart({"type": "column"})
    shown = {"data_labels": {"value": True, "num_format": _LABEL, "font": {"name": FONT, "size": 9}}}
    last = max(0, len(paper.items) - 1)
    _add_series(chart, "Đã thực hiện", 1, 0, last, {"fill": {"color": "#1F4E79"}, **shown})
    _add_series(chart, "Chỉ tiêu", 2, 0, last, {"fill": {"color": "#BFBFBF"}})
    return _dressed(chart, "Tiến độ so với chỉ tiêu (%)")


def _trend(look: Look, sheet: Sheet, paper: ProgressPaper) -> Chart:
    first = len(paper.items) + 1
    for row, day in enumerate(paper.trend, first):
        sheet.write_string(row, _FIGURES, format_date(day.day)[:5])
        for column, (done, applicable) in enumerate(zip(day.done, day.applicable, strict=True), _FIGURES + 1):
            if done is not None and applicable is not None:
                sheet.write_number(row, column, percent(done, applicable))
    chart = look.workbook.add_chart({"type": "line"})
    for column, (item, colour) in enumerate(zip(paper.items, cycle(_COLOURS)), 1):
        # A marker of its own tells the lines apart on a black-and-white printer.
        marker = {"type": "automatic", "size": 5, "fill": {"color": colour}, "border": {"color": colour}}
        looks = {"line": {"color": colour, "width": 1.75}, "marker": marker}
        _add_series(chart, item.short_title, column, first, first + len(paper.trend) - 1, looks)
    return _dressed(chart, "Diễn biến theo ngày (%)")


def _add_series(chart: Chart, name: str, column: int, first: int, last: int, looks: Mapping[str, object]) -> None:
    """Add a series to a chart, from the rows `first` to `last` of a column beside the page."""
    categories = [_NAME, first, _FIGURES, last, _FIGURES]
    values = [_NAME, first, _FIGURES + column, last, _FIGURES + column]
    chart.add_series({"name": name, "categories": categories, "values": values, **looks})


def _table(look: Look, sheet: Sheet, row: int, paper: ProgressPaper, rates: Sequence[str]) -> int:
    plain, centred = look.cell(font_size=11), look.cell(font_size=11, align="center")
    rows = [
        (
            item.short_title,
            format_percent(item.done, item.applicable),
            "–" if item.target is None else format_share(item.target, decimals=True),
        )
        for item in paper.items
    ]
    below = _write_rows(look, sheet, row, ("Nội dung", "Đã", "Chỉ tiêu"), rows, (plain, centred, centred))
    live = look.cell(font_size=11, align="center", num_format=RATE)
    for place, (item, rate) in enumerate(zip(paper.items, rates, strict=False), row + 1):
        now = item.done / item.applicable if item.applicable else "–"
        sheet.write_formula(place, 1, f"={rate}", live, now)
    return below


def _days(look: Look, sheet: Sheet, row: int, paper: ProgressPaper) -> int:
    shown = paper.items[:6]  # as many as the page has columns; the chart has all
    rows = []
    for day in paper.trend[-_DAYS_SHOWN:]:
        figures = list(zip(day.done, day.applicable, strict=True))[: len(shown)]
        rates = ("–" if done is None or among is None else format_percent(done, among) for done, among in figures)
        rows.append((format_date(day.day), *rates))
    heads = ("Ngày", *(item.short_title for item in shown))
    return _write_rows(look, sheet, row, heads, rows, (look.cell(font_size=11, align="center"),) * len(heads))


def _write_rows(
    look: Look, sheet: Sheet, row: int, heads: Sequence[str], rows: Sequence[Sequence[str]], formats: Sequence[Format]
) -> int:
    """Write a small table of texts from a row on and return the row below it."""
    head = look.cell(bold=True, align="center", font_size=11)
    for column, words in enumerate(heads):
        sheet.write_string(row, column, words, head)
    for place, texts in enumerate(rows, row + 1):
        for column, text in enumerate(texts):
            sheet.write_string(place, column, text, formats[column])
    return row + len(rows) + 1


def _dressed(chart: Chart, title: str) -> Chart:
    chart.set_title({"name": title, "name_font": {"name": FONT, "size": 13}})
    chart.set_legend({"position": "bottom", "font": {"name": FONT}})
    axis = {"min": 0, "max": 100, "num_font": {"name": FONT, "size": 10}}
    chart.set_y_axis({**axis, "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}})
    chart.set_x_axis({"num_font": {"name": FONT, "size": 10}})
    chart.set_size({"width": _WIDTH, "height": _HEIGHT})
    return chart
