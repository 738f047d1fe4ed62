"""Writes tasks and duties of campaigns in the table of their source, with two more columns on how far each is."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from pathlib import Path

from exporters.sheet.lines import Lines
from exporters.sheet.look import Look, printable_width
from exporters.sheet.metrics import fitted
from exporters.writing import Written, write_data
from store import clock, settings
from store.calendar.wording import moment_on_paper
from store.campaigns import running
from store.database import Store
from store.monitoring import tasks
from store.monitoring.tasks import WORK_NAMES, TaskStanding, WorkKind
from store.receiving.form_mark import TRACKED, FormMark
from store.rewound import store_at
from store.text import format_number
from store.words.tasks import CSV_STATE_HEADS, STATE_HEADS, state_cells, state_on_paper

_SIZE, _SMALLER, _LONG = 11, 10, 15_000  # points; of a table of more letters, which saves a page in five; letters
_LEAST_LABEL, _LEAST = 40, 72  # pixels


def export_tasks(
    store: Store, out: Path, *, campaign: str | None = None, with_duties: bool = False, as_of: date | None = None
) -> Written:
    """Write the tasks of the running campaigns, or of one; for a campaign without numbered tasks its duties.

    With `with_duties` duties of the other campaigns too; with `as_of` as of the end of that day. A campaign that was
    ended
    is found by its name, as it stood then.
    """
    listed: list[TaskStanding] = []
    moment = clock.now() if as_of is None else datetime.combine(as_of, datetime.max.time())
    ended = None if campaign is None else running.ended_at(store, campaign)
    if ended is not None and ended <= moment:
        moment = ended - timedelta(seconds=1)
    with store_at(store, None if ended is None and as_of is None else moment) as then:
        for each in running.chosen(then, campaign):
            found = tasks.of_campaign(then, each, moment)
            listed += found
            if with_duties or not found:
                listed += tasks.duties(then, each, moment)
    write_tasks(listed, out, moment, settings.load(store).station_name)
    return Written("; ".join(_counted(listed, kind) for kind in (WorkKind.TASK, WorkKind.DUTY)) + ".")


def _counted(listed: Sequence[TaskStanding], kind: WorkKind) -> str:
    mine = [each for each in listed if each.kind is kind]
    done = sum(each.is_done for each in mine)
    return f"{WORK_NAMES[kind]}: {format_number(len(mine))}, đã xong {format_number(done)}"


def write_tasks(standings: Iterable[TaskStanding], out: Path, moment: datetime | None = None, station: str = "") -> int:
    """Write tasks and duties, those of one campaign together, and return how many they are.

    Args:
        standings: in the order of their campaigns, the tasks of each before its duties.
        out: its ending chooses xlsx (a sheet a campaign, one more for its duties), csv or json.
        moment: the moment that the states are of; None: now.
        station: name of the station, above each title and for the hidden mark of the workbook.

    Raises:
        ExportError: nothing was written.
    """
    now, listed = moment or clock.now(), list(standings)
    # As csv, tasks of several campaigns have one set of columns.
    first = _columns(listed[0]) if listed else tasks.DEFAULT_COLUMNS
    heads = ("Chiến dịch", *(heading for heading, _ in first), *CSV_STATE_HEADS)
    rows = (_row(row, first, now) for each in listed for row in (each, *each.parts))
    if write_data(out, (_entry(each, now) for each in listed), heads, rows) is None:
        _write_workbook(listed, out, now, station)
    return len(listed)


def _columns(standing: TaskStanding) -> Sequence[tuple[str, str]]:
    return tasks.DUTY_COLUMNS if standing.kind is WorkKind.DUTY else tasks.columns(standing.campaign)


def _entry(each: TaskStanding, now: datetime) -> dict[str, object]:
    task = each.task
    return {
        "campaign": each.campaign.name,
        "kind": each.kind.value,
        "number": each.label,
        "group": task.group,
        "title": task.title,
        "lead": task.lead,
        "partners": task.partners,
        "deadlines": [
            {"told": due.text, "place": due.place or "", "due": due.due.isoformat() if due.due else None}
            for due in task.deadlines
        ],
        "product": task.product,
        "state": each.state or "not_begun",
        "late": each.is_late(now),
        "disputed": each.is_disputed(now),
        "done_on": each.done_on,
        "result": each.product,
        "responsible": each.responsible,
        "note": each.note,
        "due_on": each.due_on,
        "parts": [_entry(part, now) for part in each.parts],
    }


def _row(each: TaskStanding, columns: Sequence[tuple[str, str]], now: datetime) -> list[str]:
    known = state_cells(each, now)
    return [
        each.campaign.name,
        *(tasks.cell(each, about) for _, about in columns),
        state_on_paper(each.state or "not_begun", is_late=each.is_late(now), is_disputed=each.is_disputed(now)),
        *(known[head] for head in CSV_STATE_HEADS[1:]),
    ]


def _write_workbook(listed: Sequence[TaskStanding], out: Path, now: datetime, station: str) -> None:
    from exporters.sheet.workbook import workbook

    mark = FormMark(TRACKED, "bảng nhiệm vụ", written_at=now.isoformat(), station=station)
    with workbook(out, made_at=now.date(), mark=mark) as look:
        groups = [list(group) for _, group in groupby(listed, key=lambda each: (each.campaign.name, each.kind))]
        for number, group in enumerate(groups, 1):
            is_duties = group[0].kind is WorkKind.DUTY
            only = "Trách nhiệm" if is_duties else "Nhiệm vụ"
            name = only if len(groups) == 1 else f"{number}{' TN' if is_duties else ''} {group[0].campaign.name}"[:31]
            _write_sheet(look, name, group, now, station)
        if not groups:
            _write_empty(look)


def _write_empty(look: Look) -> None:
    lines, _ = Lines.on_new_sheet(look, "Nhiệm vụ", (printable_width(landscape=True),), landscape=True)
    lines.text("Các chiến dịch đang chạy không có nhiệm vụ nào.", align="center")


def _write_sheet(look: Look, name: str, group: Sequence[TaskStanding], now: datetime, station: str) -> None:
    campaign = group[0].campaign
    columns = _columns(group[0])
    kinds = [about for _, about in columns]
    heads = (*(heading for heading, _ in columns), *STATE_HEADS)
    listed = [row for each in group for row in (each, *each.parts)]
    table = [
        (*(tasks.cell(each, about) for about in kinds), *(state_cells(each, now)[head] for head in STATE_HEADS))
        for each in listed
    ]
    size = _SIZE if sum(len(cell) for cells in table for cell in cells) <= _LONG else _SMALLER
    least = [_LEAST_LABEL if about == "label" else _LEAST for about in kinds]
    widths = fitted(heads, table, [*least, _LEAST, _LEAST], printable_width(landscape=True), size)
    lines, sheet = Lines.on_new_sheet(look, name, widths, landscape=True)
    is_duties = group[0].kind is WorkKind.DUTY
    if station:
        lines.text(station.upper(), bold=True, align="center")
    lines.title("TÌNH HÌNH THỰC HIỆN TRÁCH NHIỆM ĐƯỢC GIAO" if is_duties else "TÌNH HÌNH THỰC HIỆN NHIỆM VỤ")
    lines.text(campaign.title, bold=True, align="center")
    lines.text(f"({campaign.source.text})", italic=True, align="center")
    lines.text(f"Tình hình đến {moment_on_paper(now)}. {summary(group, now)}", align="center", font_size=12)
    lines.gap()
    head = lines.table_head(heads, size)
    joined = {lines.row}
    under = ""
    for each, cells in zip(listed, table, strict=True):
        if each.task.group and each.task.numbered_group != under:
            under = each.task.numbered_group
            lines.group_heading(under, size)
            joined.add(lines.row)  # a heading stays with its first task
        formats = []
        for about, fits in zip((*kinds, "state", "result"), lines.sizes_that_fit(cells, size), strict=True):
            # The words say what is late; bold draws the eye to it.
            is_bold = about == "state" and each.is_late(now)
            align = "center" if about in ("label", "deadline") else "left"
            formats.append(look.cell(align=align, valign="top", font_size=fits, bold=is_bold))
        lines.cells(cells, formats)
    lines.finish(sheet, joined, head=head)
    sheet.autofilter(head, 0, lines.row - 1, len(heads) - 1)
    sheet.freeze_panes(head + 1, 0)


def summary(group: Sequence[TaskStanding], now: datetime) -> str:
    """Word how many tasks are in each state: `Đã hoàn thành 2/7; đang thực hiện 1; chưa thực hiện 4; quá hạn 1.`."""
    count = {state: sum(each.state == state for each in group) for state in tasks.STATES}
    late = sum(each.is_late(now) and not each.is_disputed(now) for each in group)
    what = WORK_NAMES[group[0].kind].lower()
    return (
        f"Đã hoàn thành {format_number(count['done'])}/{format_number(len(group))} {what};"
        f" đang thực hiện {format_number(count['under_way'])}; chưa thực hiện {format_number(count[None])};"
        f" quá hạn {format_number(late)}."
    )
