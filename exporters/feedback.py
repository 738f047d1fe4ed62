"""Writes the sender's own file again, with what must be corrected coloured, commented and listed on a first sheet."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exporters.letter.content import day_of_signing
from exporters.sheet.lines import Lines
from exporters.sheet.look import Look, add_sheet, set_widths
from exporters.sheet.metrics import height_of, lines_of, width_of
from exporters.writing import FULL_IDS, ending_of
from store.cells import cell_name
from store.receiving.feedback import Fault, Feedback, SentSheet, SentTable, Value, covered
from store.receiving.feedback import lines as fault_lines
from store.text import format_date, format_number

if TYPE_CHECKING:
    from xlsxwriter.format import Format

    from exporters.sheet.workbook import Sheet

_HEADS = ("TT", "Trang", "Ô", "Họ và tên", "Đang ghi", "Nhận xét", "Đề nghị sửa")
_WIDTHS = (40, 110, 64, 160, 150, 205, 223)  # pixels
_SIZE = 11  # points
_NARROWEST, _WIDEST = 40, 260  # pixels
_SAMPLE = 300  # rows that show how wide a column is
_MARGIN = 0.4  # inches
_MUST, _LOOK = "#F8CBAD", "#FFF2CC"  # the comment says the same in words
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31


def write_feedback(feedback: Feedback, out: Path, *, full_ids: bool = False) -> int:
    """Write the file; return how many cells or rows it asks about. CCCD numbers are covered unless `full_ids`.

    Raises:
        ExportError: nothing was written.
    """
    ending_of(out, (".xlsx",))
    from exporters.sheet.workbook import workbook, write_mark

    if not full_ids:
        feedback = covered(feedback)
    with workbook(out, made_at=datetime.fromisoformat(feedback.mark.written_at)) as look:
        cover = _write_cover(look, feedback, full_ids=full_ids)
        names = _sheet_names(feedback)
        for sent in feedback.sheets:
            _Copy(look, sent, names[sent.name], feedback).write()
        write_mark(look, feedback.mark)
        cover.activate()
    return len(feedback.faults)


def _sheet_names(feedback: Feedback) -> dict[str, str]:
    """Map the names of the sender's sheets to valid, different sheet names; those of a text file may be neither."""
    names: dict[str, str] = {}
    taken = {name.casefold() for name in feedback.mark.covers}
    for sheet in feedback.sheets:
        plain = _NOT_IN_A_NAME.sub(" ", sheet.name).strip().strip("'")[:_LONGEST_NAME] or "Bảng"
        name, number = plain, 1
        while name.casefold() in taken:
            number += 1
            name = f"{plain[: _LONGEST_NAME - 4]} {number}"
        names[sheet.name] = name
        taken.add(name.casefold())
    return names


# -- the cover


def _write_cover(look: Look, feedback: Feedback, *, full_ids: bool) -> "Sheet":
    lines, sheet = Lines.on_new_sheet(look, feedback.mark.covers[0], _WIDTHS, landscape=True)
    station = feedback.station
    if station.parent_name:
        lines.text(station.parent_name.upper())
    if station.station_name:
        lines.text(station.station_name.upper(), bold=True)
    lines.gap()
    lines.title("PHIẾU ĐỀ NGHỊ SỬA SỐ LIỆU")
    lines.gap(4)
    lines.text(f"Kính gửi: {feedback.unit}", bold=True, align="center")
    lines.gap()
    for paragraph in _letter(feedback, full_ids=full_ids):
        lines.text(paragraph)
    lines.gap()
    head = lines.row
    _write_list(look, lines, feedback)
    listed = range(head, lines.row)
    lines.gap()
    place = f"{station.place}, " if station.place else ""
    lines.text(f"{place}{day_of_signing(feedback.mark.written_at)}", first=5, align="center", italic=True)
    if station.head_title:
        lines.text(station.head_title.upper(), first=5, align="center", bold=True)
    lines.gap(40)
    if station.head_name:
        lines.text(station.head_name, first=5, align="center", bold=True)
    pages = lines.pages({*range(1, head + 2), *range(listed.stop, lines.row)}, listed)  # signed below its last line
    if pages.repeats_head:
        sheet.repeat_rows(head)
    lines.set_pages(sheet, pages.breaks)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    return sheet


def _letter(feedback: Feedback, *, full_ids: bool) -> list[str]:
    station = feedback.station.station_name or "Trạm Y tế"
    when = f"lúc {feedback.received_at[11:16]} ngày {format_date(feedback.received_at[:10])}"
    must = sum(fault.must for fault in feedback.faults)
    look = len(feedback.faults) - must
    left = [
        *([f"{format_number(must)} chỗ cần sửa (màu hồng)"] if must else []),
        *([f"{format_number(look)} chỗ cần xem lại (màu vàng)"] if look else []),
    ]
    received = (
        f"{station} đã nhận tệp “{feedback.file_name}” {when}. Cảm ơn đơn vị đã gửi. Trong tệp còn {' và '.join(left)}."
    )
    asked = (
        "Đề nghị đơn vị sửa ngay trong tệp này: mỗi ô được tô màu có ghi chú nói cách sửa."
        " Giữ nguyên tên cột và thứ tự dòng, lưu lại rồi gửi cho Trạm."
    )
    covered_words = "Các số dài đã che bớt (•••): ô nào không phải sửa thì để nguyên, Trạm tự nhận ra số cũ."
    return [received, asked, FULL_IDS if full_ids else covered_words]


def _write_list(look: Look, lines: Lines, feedback: Feedback) -> None:
    lines.table_head(_HEADS, _SIZE)
    names = _sheet_names(feedback)
    text, centred = look.cell(font_size=_SIZE), look.cell(font_size=_SIZE, align="center")
    formats = (centred, text, centred, text, text, text, text)
    for number, line in enumerate(fault_lines(feedback.faults), 1):
        fault = line.first
        name = names.get(fault.sheet, fault.sheet)
        if len(line.faults) > 1:
            place = "dòng" if fault.column is None else f"cột {cell_name(fault.column, 1)[:-1]}"
            rows = f"{format_number(len(line.rows))} dòng: {_ranges(line.rows)}"
            lines.cells((number, name, place, rows, "", _sentence(line.message), fault.advice), formats)
            continue
        shown = fault.text or ("" if fault.column is None else "(để trống)")
        lines.cells((number, name, fault.place, fault.who, shown, _sentence(fault.message), fault.advice), formats)


def _ranges(rows: Sequence[int]) -> str:
    """Word row numbers with runs joined: `5–35, 40, 42`."""
    runs: list[list[int]] = []
    for row in sorted(set(rows)):
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}{'' if words.endswith(('.', '?')) else '.'}"


# -- the sender's sheets


class _Copy:
    """A copy of one sheet of the sender, with every cell at its own place."""

    def __init__(self, look: Look, sent: SentSheet, name: str, feedback: Feedback) -> None:
        self.look, self.sent, self.name = look, sent, name
        self.tables = [table for table in feedback.tables if table.sheet == sent.name]
        self.begun = [_first_head(sent, table) for table in self.tables]  # 0-based rows of their heads
        self.heads = {
            row for first, table in zip(self.begun, self.tables, strict=True) for row in range(first, table.header_row)
        }
        self.author = feedback.station.station_name or "Trạm Y tế"
        self.faults: dict[tuple[int, int], list[Fault]] = {}
        for fault in feedback.faults:
            if fault.sheet == sent.name:
                self.faults.setdefault((fault.row - 1, self._column_of(fault)), []).append(fault)
        self.width = max([0, *map(len, sent.rows), *(column + 1 for _, column in self.faults)])
        self.height = max([len(sent.rows), *(row + 1 for row, _ in self.faults)])

    def _column_of(self, fault: Fault) -> int:
        """Return the column in which a fault is shown; for a fault of a whole row one of its first filled cells."""
        if fault.column is not None:
            return fault.column
        row = self.sent.rows[fault.row - 1] if fault.row <= len(self.sent.rows) else []
        table = self._table_at(fault.row - 1)
        columns: Sequence[int] = table.columns if table is not None else range(len(row))
        filled = [column for column in columns if column < len(row) and row[column] not in (None, "")]
        # The first is the running number, as a rule.
        return filled[min(1, len(filled) - 1)] if filled else min(columns, default=0)

    def _table_at(self, row: int) -> SentTable | None:
        """Return the table that contains a 0-based row, all rows of its head included; None outside of tables."""
        found = zip(self.begun, self.tables, strict=True)
        return next((table for first, table in found if first <= row < table.last_row), None)

    def write(self) -> None:
        """Write the cells, merged cells, comments and page settings of the sheet."""
        from xlsxwriter.utility import xl_range

        sheet = add_sheet(self.look, self.name, landscape=True)
        sheet.set_margins(left=_MARGIN, right=_MARGIN, top=_MARGIN + 0.2, bottom=_MARGIN)
        widths = self._widths()
        set_widths(sheet, widths)
        for row in range(self.height):
            self._write_row(sheet, row, widths)
        self._merge(sheet)
        if self.height and self.width:
            # Numbers are kept as text on purpose; the green corners would only hide what is to be mended.
            sheet.ignore_errors({"number_stored_as_text": xl_range(0, 0, self.height - 1, self.width - 1)})
        for (row, column), faults in self.faults.items():
            self._comment(sheet, row, column, faults)
        if self.tables:
            sheet.freeze_panes(self.tables[0].header_row, 0)
            sheet.repeat_rows(self.begun[0], self.tables[0].header_row - 1)
        if self.sent.hidden:
            sheet.hide()

    def _widths(self) -> list[int]:
        """Return column widths that fit the cells of the tables; texts above them may run on to the right."""
        widths = [_NARROWEST] * self.width
        shown = [n for table in self.tables for n in range(table.header_row, min(table.last_row, len(self.sent.rows)))]
        for row in shown[:_SAMPLE] if self.tables else range(min(_SAMPLE, len(self.sent.rows))):
            for column, value in enumerate(self.sent.rows[row]):
                wide = min(_WIDEST, int(width_of(_shown(value), _SIZE) * 1.06) + 16)
                widths[column] = max(widths[column], wide)
        for row in self.heads:
            for column, value in enumerate(self.sent.rows[row]):
                longest = max((width_of(word, _SIZE, bold=True) for word in _shown(value).split()), default=0)
                widths[column] = max(widths[column], min(_WIDEST, int(longest * 1.06) + 16))
        return widths

    def _write_row(self, sheet: "Sheet", row: int, widths: Sequence[int]) -> None:
        values = self.sent.rows[row] if row < len(self.sent.rows) else []
        table = self._table_at(row)
        is_head = row in self.heads
        most = 1
        for column in range(self.width):
            value = values[column] if column < len(values) else None
            chosen = self._format(row, column, value, table, is_head=is_head)
            _write(sheet, row, column, value, chosen)
            if table is not None and column in table.columns:
                most = max(most, lines_of(_shown(value), widths[column], _SIZE, bold=is_head))
        sheet.set_row(row, min(345.0, max(18.0, height_of(most, _SIZE))))

    def _format(self, row: int, column: int, value: Value, table: SentTable | None, *, is_head: bool) -> "Format":
        properties: dict[str, Any] = {"font_size": _SIZE}
        if table is not None and column in table.columns:
            properties |= {"border": 1, "text_wrap": True}
        if is_head:
            properties |= {"bold": True, "align": "center"}
        faults = self.faults.get((row, column), ())
        if faults:
            properties |= {"bg_color": _MUST if any(fault.must for fault in faults) else _LOOK, "border": 2}
        # A cell that will be typed into keeps the digits and the order of day and month that are typed.
        if faults or (table is not None and not is_head and column in table.digits):
            properties["num_format"] = "@"
        elif isinstance(value, datetime):
            properties["num_format"] = "dd/mm/yyyy" if value.time() == time() else "dd/mm/yyyy hh:mm:ss"
        elif isinstance(value, date):
            properties["num_format"] = "dd/mm/yyyy"
        return self.look.format(**properties)

    def _merge(self, sheet: "Sheet") -> None:
        from xlsxwriter.exceptions import OverlappingRange

        for top, left, bottom, right in self.sent.merged:
            if (top, left) == (bottom, right) or right >= self.width or bottom >= self.height:
                continue
            rows = self.sent.rows
            value = rows[top][left] if top < len(rows) and left < len(rows[top]) else None
            chosen = self._format(top, left, value, self._table_at(top), is_head=top in self.heads)
            with suppress(OverlappingRange):  # a damaged file may say so
                sheet.merge_range(top, left, bottom, right, "", chosen)
                _write(sheet, top, left, value, chosen)

    def _comment(self, sheet: "Sheet", row: int, column: int, faults: Sequence[Fault]) -> None:
        comment = "\n".join(f"{_sentence(fault.message)}\n→ {fault.advice}" for fault in faults)
        height = 20 + 16 * lines_of(comment, 260, 9)
        options: Mapping[str, object] = {
            "author": self.author, "width": 280, "height": height, "font_size": 9, "font_name": "Tahoma"
        }  # fmt: skip
        sheet.write_comment(row, column, comment, options)


def _first_head(sent: SentSheet, table: SentTable) -> int:
    """Return the 0-based row where a table's head begins, cells merged down into its last row included."""
    last = min(table.header_row, len(sent.rows)) - 1
    begun = [top for top, _, bottom, _ in sent.merged if top <= last <= bottom]
    return min([last, *begun])


def _shown(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _write(sheet: "Sheet", row: int, column: int, value: Value, chosen: "Format") -> None:
    """Write a value as it came: a number as a number, a text as text."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, chosen)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, chosen)
    elif isinstance(value, (int, float)):
        sheet.write_number(row, column, value, chosen)
    elif isinstance(value, (time, timedelta)) or (isinstance(value, date) and value.year >= 1900):
        sheet.write_datetime(row, column, value, chosen)
    else:
        sheet.write_string(row, column, str(value), chosen)
