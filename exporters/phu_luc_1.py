"""Phụ lục 1 of Công văn 310/TTYT-KHNV: the paper that must be exact to the letter of the form."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from exporters.writing import Written, ending_of, write_csv, write_json
from store.counting import statistics
from store.counting.counts_told import footnotes, marked_label, marks
from store.counting.statistics import PhuLuc1Paper, PhuLuc1Row, PhuLuc1Table, format_reasons
from store.database import Store
from store.errors import RefusedError
from store.people import units
from store.reporting import reports
from store.text import format_date, format_number, format_percent

if TYPE_CHECKING:
    from exporters.sheet.lines import Lines

APPENDIX = "PHỤ LỤC 1"
TITLE = "Thống kê kết quả triển khai thực hiện sổ sức khỏe điện tử trên ứng dụng VNeID"
HEADS = (
    "TT",
    "Khoa/phòng tại đơn vị",
    "Tổng số lượng CBCCVC và người lao động",
    "Số lượng Đã cài đặt, đăng ký và kích hoạt định danh VNeID mức 2",
    "Số lượng Chưa cài đặt, đăng ký và kích hoạt định danh VNeID mức 2",
    "Lý do chưa cài đặt, đăng ký và kích hoạt định danh VNeID mức 2",
    "Số lượng đã được khởi tạo Sổ SKĐT trên VNeID",
    "Số lượng Đã tích hợp thẻ BHYT vào Sổ SKĐT trên VNeID",
    "Số lượng Chưa tích hợp thẻ BHYT vào Sổ SKĐT trên VNeID",
    "Lý do chưa tích hợp thẻ BHYT vào Sổ SKĐT trên VNeID",
)
RESULTS = "I. Kết quả thực hiện"
LEAD_IN = (
    "1. Số lượng, tỷ lệ cán bộ, công chức, viên chức, người lao động thuộc phạm vi quản lý đã rà soát, đăng ký và kích"
    " hoạt sử dụng tài khoản định danh điện tử VNeID mức 2, tích hợp thẻ bảo hiểm y tế vào ví giấy tờ và sử dụng Sổ sức"
    " khỏe điện tử trên VNeID:"
)
#: Heading of every section that is written by hand, in the order of the form.
SECTION_HEADINGS = {
    "reception": "2. Triển khai khu vực tiếp đón, hướng dẫn bệnh nhân đăng ký khám chữa bệnh",
    "training": "3. Công tác tập huấn triển khai Sổ sức khỏe điện tử",
    "printing": "4. Công tác in ấn tài liệu, tuyên truyền",
    "difficulties": "II. Khó khăn, vướng mắc",
    "proposals": "III. Đề xuất, kiến nghị",
}
SIGNATURE_NOTE = "(Ký tên và đóng dấu)"
TOTAL_LABEL = "Tổng cộng"
RATE_LABEL = "Tỷ lệ (%)"
ORIGIN_HEAD = "Nguồn số liệu"

_WIDTHS = (30, 118, 72, 90, 98, 158, 70, 84, 84, 148)  # pixels; as one, the width between the margins
_TABLE_SIZE, _REASONS_SIZE = 12, 11  # points
_SIGNATURE_COLUMN = 6
_ROOM_TO_SIGN = 60  # points: the name stands under a signature and a stamp


def lead_in(table: PhuLuc1Table) -> str:
    """Số lượng and tỷ lệ of the three things that the lead-in of the form asks for."""
    total = table.total
    as_of = f"số liệu đến ngày {format_date(table.as_of)}"
    if total.total == 0:
        return f"Chưa có người nào trong danh sách ({as_of})."

    def part(words: str, count: int) -> str:
        of = f"{format_number(count)}/{format_number(total.total)}"
        return f"{words}: {of} người, đạt {format_percent(count, total.total)}"

    return (
        f"{part('Đã đăng ký và kích hoạt định danh VNeID mức 2', total.level2_done)};"
        f" {part('đã tích hợp thẻ bảo hiểm y tế', total.bhyt_done)};"
        f" {part('đã được khởi tạo Sổ sức khỏe điện tử', total.health_book)}"
        f" ({as_of})."
    )


def figures(row: PhuLuc1Row) -> tuple[str, int, int, int, str, int, int, int, str]:
    """Columns 2 to 10 of a row."""
    return (
        row.label,
        row.total,
        row.level2_done,
        row.level2_todo,
        format_reasons(row.level2_reasons),
        row.health_book,
        row.bhyt_done,
        row.bhyt_todo,
        format_reasons(row.bhyt_reasons),
    )


def rates(row: PhuLuc1Row) -> tuple[str, ...]:
    """Columns 3 to 10 of the row of rates: each figure's share of column 3."""
    return tuple(
        "" if count is None else format_percent(count, row.total)
        for count in (
            row.total,
            row.level2_done,
            row.level2_todo,
            None,
            row.health_book,
            row.bhyt_done,
            row.bhyt_todo,
            None,
        )
    )


def export_phu_luc_1(
    store: Store,
    out: Path,
    *,
    unit_id: int | None = None,
    by: str | None = None,
    as_of: date | None = None,
    totals: bool = True,
) -> Written:
    """Write the paper as it stands now, or stood at the end of a day; `by` None: the usual rows of the store."""
    unit_id, rows_by = _scope(store, unit_id, by)
    paper = reports.draft_phu_luc_1(store, unit_id=unit_id, by=rows_by, as_of=as_of, with_totals=totals)
    write_phu_luc_1(paper, out)
    table = paper.table
    warnings = [f"Chưa khớp: {row.label}: {fault}." for row in table.rows for fault in row.faults()]
    warnings += [*footnotes(table), *([] if table.total.total else [lead_in(table)])]
    summary = f"Phụ lục 1: {len(table.rows)} dòng, {format_number(table.total.total)} người."
    return Written(summary, tuple(warnings))


def _scope(store: Store, unit_id: int | None, by: str | None) -> tuple[int | None, str]:
    """(unit id, by) of the table that is meant.

    Raises:
        RefusedError: departments are asked for, and nobody said which of the units the station is.
    """
    if unit_id is not None:
        return unit_id, by or "department"
    usual_id, usual = statistics.usual_scope(store)
    if by is None or by == usual:
        return usual_id, usual
    if by == "unit":
        return None, "unit"
    station = units.station_id(store)
    if station is None:
        raise RefusedError("Kho có nhiều đơn vị mà chưa biết đâu là trạm. Hãy ghi thêm --unit và tên đơn vị.")
    return station, "department"


def write_phu_luc_1(paper: PhuLuc1Paper, out: Path) -> None:
    """Write the paper; the ending of `out` chooses xlsx (the form), csv or json (its table).

    A table that has rows of counts instead of people says where they come from: the form by a mark and a footnote,
    csv by an eleventh column, json by the field "origin".

    Raises:
        ExportError: nothing was written; an old file of that name is as it was.
    """
    ending = ending_of(out)
    if ending == ".xlsx":
        _write_workbook(paper, out)
        return
    rows = [*paper.table.rows, *([paper.table.total] if paper.with_totals else [])]
    told = bool(paper.table.origins())
    if ending == ".csv":
        numbers = [*range(1, len(paper.table.rows) + 1), ""]
        heads = (*HEADS, ORIGIN_HEAD) if told else HEADS
        cells = ([n, *figures(row), *([_origin(row)] if told else [])] for n, row in zip(numbers, rows, strict=False))
        write_csv(out, heads, cells)
    else:
        write_json(out, ({**_entry(row), **({"origin": _origin_entry(row)} if told else {})} for row in rows))


def _entry(row: PhuLuc1Row) -> dict[str, object]:
    return {
        "label": row.label,
        "total": row.total,
        "level2_done": row.level2_done,
        "level2_todo": row.level2_todo,
        "level2_reasons": dict(row.level2_reasons),
        "health_book": row.health_book,
        "bhyt_done": row.bhyt_done,
        "bhyt_todo": row.bhyt_todo,
        "bhyt_reasons": dict(row.bhyt_reasons),
    }


def _origin(row: PhuLuc1Row) -> str:
    return "" if row.origin is None else f"{row.origin.file_name} ({format_date(row.origin.received_at[:10])})"


def _origin_entry(row: PhuLuc1Row) -> dict[str, object] | None:
    """The file of a row of counts; None for a row of people."""
    if row.origin is None:
        return None
    return {
        "submission": row.origin.submission_id,
        "unit": row.origin.unit,
        "file": row.origin.file_name,
        "sha256": row.origin.sha256,
        "received_at": row.origin.received_at,
        "data_date": row.origin.data_date,
        "left_out": row.origin.left_out,
        "cells": [{"sheet": line.sheet, "row": line.row, **dict(line.cells)} for line in row.origin.lines],
    }


def _write_workbook(paper: PhuLuc1Paper, out: Path) -> None:
    from exporters.sheet.draft import Draft
    from exporters.sheet.lines import Lines
    from exporters.sheet.look import add_sheet
    from exporters.sheet.workbook import workbook

    with workbook(out, made_at=date.fromisoformat(paper.table.as_of)) as look:
        drafts = []
        for is_tight in (False, True):
            draft = Draft()
            lines = Lines(look, draft, _WIDTHS, landscape=True)
            table, joined = _write_all(lines, paper, is_tight=is_tight)
            drafts.append((draft, lines, table, lines.pages(joined, table).breaks))
        # Less room for the pen where that saves a page.
        draft, lines, table, starts = min(drafts, key=lambda each: len(each[3]))
        rows, breaks = _with_heads(range(lines.row), table, starts)
        sheet = add_sheet(look, "Phụ lục 1", landscape=True)
        draft.draw(sheet, rows)
        if breaks:
            sheet.set_h_pagebreaks(breaks)
        sheet.print_area(0, 0, len(rows) - 1, len(_WIDTHS) - 1)


def _with_heads(rows: range, table: range, starts: Sequence[int]) -> tuple[list[int], list[int]]:
    """(the rows with the head of the table on each of its pages, the places of those that start a page).

    The head is written again on each page of the table: a program that repeats it in print does so on every page or
    on none, over pages of text and over the signature too.
    """
    drawn: list[int] = []
    breaks = []
    for row in rows:
        if row in starts:
            breaks.append(len(drawn))
            if row in table[1:]:
                drawn.append(table.start)
        drawn.append(row)
    return drawn, breaks


def _write_all(lines: "Lines", paper: PhuLuc1Paper, *, is_tight: bool) -> tuple[range, set[int]]:
    """The whole paper; answers (rows of its table, the head being the first; rows that stay with the row above)."""
    from exporters.sheet.look import printable_height

    _write_title(lines, paper)
    table = _write_table(lines, paper)
    joined = {*range(1, table.start), *table[1:2]}
    if paper.with_totals:
        joined.add(table[-1])  # the rates stay with the sum
    if sum(lines.heights[: table.start + 2]) <= printable_height(landscape=True):
        joined.add(table.start)
    joined |= _write_footnotes(lines, paper)
    joined |= _write_sections(lines, paper, is_tight=is_tight)
    joined |= _write_signature(lines, paper, is_tight=is_tight)
    return table, joined


def _write_title(lines: "Lines", paper: PhuLuc1Paper) -> None:
    lines.title(APPENDIX)
    lines.title(TITLE)
    lines.text(paper.attached_to, italic=True, align="center", font_size=13)
    if paper.table.scope:
        lines.text(f"Đơn vị: {paper.table.scope}", align="center", font_size=13)
    if paper.issued:
        lines.text(f"({paper.issued})", italic=True, align="center", font_size=12)
    lines.gap(8)
    lines.text(RESULTS, bold=True)
    lines.text(LEAD_IN, align="justify")
    lines.text(lead_in(paper.table), align="justify")
    lines.gap(4)


def _write_table(lines: "Lines", paper: PhuLuc1Paper) -> range:
    """Answers its rows, the head being the first."""
    start = lines.table_head(HEADS, 11)
    marked = marks(paper.table)
    for place, row in enumerate(paper.table.rows, 1):
        _write_row(lines, (place, marked_label(row, marked), *figures(row)[1:]), bold=False)
    if paper.with_totals:
        total = paper.table.total
        _write_row(lines, ("", TOTAL_LABEL, *figures(total)[1:]), bold=True)
        _write_row(lines, ("", RATE_LABEL, *rates(total)), bold=True)
    return range(start, lines.row)


def _write_row(lines: "Lines", values: Sequence[str | int], *, bold: bool) -> None:
    """One row; so many reasons that the row would be cut are set smaller."""
    from exporters.sheet.look import NUMBER

    size = lines.size_that_fits(values, _TABLE_SIZE)
    cell = lines.look.cell
    number = cell(align="center", num_format=NUMBER, bold=bold, font_size=size)
    label = cell(align="left", bold=bold, font_size=size)
    reasons = cell(align="left", font_size=min(size, _REASONS_SIZE))
    lines.cells(values, (number, label, *(number,) * 3, reasons, *(number,) * 3, reasons))


def _write_footnotes(lines: "Lines", paper: PhuLuc1Paper) -> set[int]:
    """Answers the rows that stay with the row above: the first footnote, which belongs to the table."""
    start = lines.row
    for told in footnotes(paper.table):
        lines.text(told, italic=True, font_size=_REASONS_SIZE)
    return {start} if lines.row > start else set()


def _write_sections(lines: "Lines", paper: PhuLuc1Paper, *, is_tight: bool) -> set[int]:
    """Answers the rows that stay with the row above: the first of the text under each heading."""
    joined = set()
    lines.gap(6)
    for section, heading in SECTION_HEADINGS.items():
        joined.add(lines.row)
        lines.text(heading, bold=heading.startswith("I"), **({"font_size": 12} if is_tight else {}))
        joined.add(lines.row)
        text = paper.sections.get(section, "").strip()
        if text:
            for paragraph in text.splitlines():
                lines.text(paragraph, align="justify")
        else:
            lines.to_write_on(18 if is_tight else 22)
        if section != "proposals" and not is_tight:
            lines.gap(3)
    return joined


def _write_signature(lines: "Lines", paper: PhuLuc1Paper, *, is_tight: bool) -> set[int]:
    """Answers its rows: they stay together, and with the last words of the paper."""
    start = lines.row
    lines.gap(6)
    lines.text(paper.signer_title.upper(), first=_SIGNATURE_COLUMN, bold=True, align="center")
    lines.text(SIGNATURE_NOTE, first=_SIGNATURE_COLUMN, italic=True, align="center")
    lines.gap(_ROOM_TO_SIGN - 16 if is_tight else _ROOM_TO_SIGN)
    lines.text(paper.signer_name, first=_SIGNATURE_COLUMN, bold=True, align="center")
    return set(range(start, lines.row))
