"""Writes tax codes, clean tax data and organisation accounts of all units as a table (plan 000, tasks 3 and 4)."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from exporters.sheet.lines import Lines
from exporters.sheet.look import printable_width
from exporters.sheet.metrics import fitted
from exporters.writing import Written, cautions_of_csv, write_data
from store import clock, settings
from store.calendar.wording import moment_on_paper
from store.database import Store
from store.monitoring import organisations
from store.monitoring.organisations import STEPS, Organisation
from store.receiving.form_mark import TRACKED, FormMark
from store.rewound import store_at
from store.text import format_number, format_percent
from store.words.tracking import ORGANISATION_HEADS as HEADS
from store.words.tracking import organisation_cells

TITLE = "TÌNH HÌNH LÀM SẠCH DỮ LIỆU THUẾ, ĐĂNG KÝ TÀI KHOẢN ĐỊNH DANH ĐIỆN TỬ CỦA TỔ CHỨC"
_LEAST = (34, 190, 112, 92, 92, 92, 110)  # pixels on a landscape page
_SIZE = 12  # points


def export_organisations(store: Store, out: Path, *, as_of: date | None = None) -> Written:
    """Write every unit with the day of each step; as it was at the end of the day `as_of`."""
    with store_at(store, as_of) as then:
        listed = organisations.all_organisations(then)
    moment = clock.now() if as_of is None else datetime.combine(as_of, datetime.max.time())
    count = write_organisations(listed, out, moment, settings.load(store).station_name)
    counted, steps = organisations.figures(listed)
    done = "; ".join(f"{STEPS[step].lower()} {format_number(number)}" for step, number in steps.items())
    return Written(f"Đơn vị: {format_number(counted)}; {done}.", cautions=cautions_of_csv(out) if count else ())


def write_organisations(listed: Sequence[Organisation], out: Path, moment: datetime, station: str = "") -> int:
    """Write these units and return how many they are. The ending of `out` chooses xlsx, csv or json.

    `station` is the name of the station, for the hidden mark of the workbook.

    Raises:
        ExportError: nothing was written.
    """
    ordered = sorted(listed, key=lambda each: not each.counts)
    rows = [_row(each)[1:] for each in ordered]
    if write_data(out, map(_entry, ordered), HEADS[1:], rows) is None:
        _write_workbook(ordered, out, moment, station)
    return len(ordered)


def _entry(each: Organisation) -> dict[str, object]:
    return {
        "unit": each.unit.name,
        **{step: getattr(each, step) for step in STEPS},
        "note": each.note,
        "counts": each.counts,
        "missing": list(each.missing),
    }


def _row(each: Organisation, place: int = 0) -> list[str | int]:
    cells = organisation_cells(each)
    return [place, *(cells[head] for head in HEADS[1:])]


def _write_workbook(listed: Sequence[Organisation], out: Path, moment: datetime, station: str) -> None:
    from exporters.sheet.workbook import workbook

    rows = [_row(each, place) for place, each in enumerate(listed, 1)]
    counted, steps = organisations.figures(listed)
    sums = [f"{format_number(n)}/{format_number(counted)} ({format_percent(n, counted)})" for n in steps.values()]
    texts = [*([str(cell) for cell in row] for row in rows), ["", "", *sums, ""]]
    mark = FormMark(TRACKED, "bảng tài khoản tổ chức", written_at=moment.isoformat(), station=station)
    with workbook(out, made_at=moment.date(), mark=mark) as look:
        widths = fitted(HEADS, texts, _LEAST, printable_width(landscape=True), _SIZE)
        lines, sheet = Lines.on_new_sheet(look, "Tài khoản tổ chức", widths, landscape=True)
        lines.title(TITLE)
        lines.text(f"(Số liệu đến {moment_on_paper(moment)})", italic=True, align="center")
        lines.gap()
        head = lines.table_head(HEADS, _SIZE)
        text, centred = look.cell(align="left", font_size=_SIZE), look.cell(align="center", font_size=_SIZE)
        for row in rows:
            lines.cells(row, (centred, text, *[centred] * len(STEPS), text))
        if not rows:
            lines.text("Chưa có đơn vị nào.", align="center")
        joined = {head + 1, lines.row}
        if counted:
            strong = look.cell(align="center", bold=True, font_size=_SIZE)
            lines.cells(("", f"Đã xong / {format_number(counted)} đơn vị", *sums, ""), [strong] * len(HEADS))
        lines.finish(sheet, joined, head=head)
        if rows:
            sheet.autofilter(head, 0, head + len(rows), len(HEADS) - 1)
        sheet.freeze_panes(head + 1, 2)
