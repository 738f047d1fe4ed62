"""The tasks of campaigns: each in the table of its own source, with how far it is behind it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from exporters.writing import ending_of, write_csv, write_json
from store import clock, tasks
from store.tasks import TaskStanding
from store.text import format_date, format_number

if TYPE_CHECKING:
    from exporters.look import Look

#: Behind the columns of the source.
STATE_HEADS = ("Tình trạng", "Kết quả tại đơn vị")
_CSV_STATE = ("Tình trạng", "Ngày hoàn thành", "Sản phẩm đã có", "Người phụ trách", "Ghi chú")
#: Pixels on a landscape page, by what stands in the column; together with the state what the page has.
_WIDTHS = {"label": 42, "title": 220, "lead": 112, "partners": 122, "deadline": 98, "product": 142}
_STATE_WIDTHS = (96, 120)
_SIZE = 11  # points


def write_tasks(standings: Iterable[TaskStanding], out: Path) -> int:
    """Write the tasks, those of one campaign together; answers how many.

    Args:
        standings: in the order of their campaigns.
        out: its ending chooses xlsx (a sheet a campaign), csv or json.

    Raises:
        ExportError: nothing was written.
    """
    ending = ending_of(out)
    now, listed = clock.now(), list(standings)
    if ending == ".json":
        write_json(out, (_entry(each, now) for each in listed))
    elif ending == ".csv":
        # Of several campaigns the table has one set of columns.
        first = tasks.columns(listed[0].campaign) if listed else tasks.DEFAULT_COLUMNS
        heads = ("Chiến dịch", *(heading for heading, _ in first), *_CSV_STATE)
        write_csv(out, heads, (_row(each, first, now) for each in listed))
    else:
        _write_workbook(listed, out, now)
    return len(listed)


def _entry(each: TaskStanding, now: datetime) -> dict[str, object]:
    task = each.task
    return {
        "campaign": each.campaign.name,
        "number": each.label,
        "group": task.group,
        "title": task.title,
        "lead": task.lead,
        "partners": task.partners,
        "deadlines": [
            {"told": due.told, "place": due.place, "due": due.due.isoformat() if due.due else None}
            for due in task.deadlines
        ],
        "product": task.product,
        "state": each.state or "not_begun",
        "late": each.is_late(now),
        "done_on": each.done_on,
        "result": each.product,
        "responsible": each.responsible,
        "note": each.note,
    }


def _row(each: TaskStanding, columns: Sequence[tuple[str, str]], now: datetime) -> list[str]:
    state = tasks.STATE_ON_PAPER[each.state] + (", quá hạn" if each.is_late(now) else "")
    known = (state, format_date(each.done_on), each.product or "", each.responsible or "", each.note or "")
    return [each.campaign.name, *(tasks.cell(each.task, about) for _, about in columns), *known]


def result_told(each: TaskStanding) -> str:
    """What came of it, who looks after it, the note: a line each."""
    parts = [each.product, f"Phụ trách: {each.responsible}" if each.responsible else None, each.note]
    return "\n".join(part for part in parts if part)


def _write_workbook(listed: Sequence[TaskStanding], out: Path, now: datetime) -> None:
    from exporters.workbook import workbook

    with workbook(out, made_at=now.replace(hour=0, minute=0, second=0)) as look:
        groups = [list(group) for _, group in groupby(listed, key=lambda each: each.campaign.name)]
        for number, group in enumerate(groups, 1):
            name = "Nhiệm vụ" if len(groups) == 1 else f"{number} {group[0].campaign.name}"[:31]
            _write_sheet(look, name, group, now)
        if not groups:
            _write_empty(look)


def _write_empty(look: "Look") -> None:
    from exporters import look as house
    from exporters.lines import Lines

    lines = Lines(look, house.add_sheet(look, "Nhiệm vụ", landscape=True), (house.printable_width(landscape=True),))
    lines.text("Các chiến dịch đang chạy không có nhiệm vụ nào.", align="center")


def _write_sheet(look: "Look", name: str, group: Sequence[TaskStanding], now: datetime) -> None:
    from exporters import look as house
    from exporters.lines import Lines

    campaign = group[0].campaign
    columns = tasks.columns(campaign)
    sheet = house.add_sheet(look, name, landscape=True)
    lines = Lines(look, sheet, _fitted([*(_WIDTHS[about] for _, about in columns), *_STATE_WIDTHS]))
    lines.text("TÌNH HÌNH THỰC HIỆN NHIỆM VỤ", bold=True, align="center", font_size=14)
    lines.text(campaign.title, bold=True, align="center")
    lines.text(f"({campaign.source})", italic=True, align="center")
    lines.text(
        f"Tình hình đến {now:%H giờ %M} ngày {now:%d/%m/%Y}. {summary(group, now)}", align="center", font_size=12
    )
    lines.gap()
    heads = (*(heading for heading, _ in columns), *STATE_HEADS)
    head_row = lines.row
    lines.cells(heads, (look.cell(bold=True, align="center", font_size=_SIZE),) * len(heads), bold=True)
    sheet.repeat_rows(head_row)
    sheet.freeze_panes(head_row + 1, 0)
    under = ""
    for each in group:
        if each.task.group and each.task.group != under:
            under = each.task.group
            lines.text(under, bold=True, font_size=_SIZE, border=1)
        cells = [*(tasks.cell(each.task, about) for _, about in columns), each.told(now), result_told(each)]
        size = lines.size_that_fits(cells, _SIZE)
        centred = look.cell(align="center", valign="top", font_size=size)
        left = look.cell(align="left", valign="top", font_size=size)
        # What is late is told in words; bold draws the eye to it.
        state = look.cell(align="left", valign="top", font_size=size, bold=each.is_late(now))
        formats = [centred if about in ("label", "deadline") else left for _, about in columns]
        lines.cells(cells, (*formats, state, left), bold=False)


def _fitted(widths: Sequence[int]) -> list[int]:
    """Widths that together are what a landscape page has."""
    from exporters.look import printable_width

    room, total = printable_width(landscape=True), sum(widths)
    return [width * room // total for width in widths]


def summary(group: Sequence[TaskStanding], now: datetime) -> str:
    """`Đã hoàn thành 2/7; đang thực hiện 1; chưa thực hiện 4; quá hạn 1.`."""
    count = {state: sum(each.state == state for each in group) for state in tasks.STATES}
    late = sum(each.is_late(now) for each in group)
    return (
        f"Đã hoàn thành {format_number(count['done'])}/{format_number(len(group))} nhiệm vụ;"
        f" đang thực hiện {format_number(count['under_way'])}; chưa thực hiện {format_number(count[None])};"
        f" quá hạn {format_number(late)}."
    )
