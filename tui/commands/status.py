"""`tyt status`: prints the overview (items, deadlines, reports, submissions) without opening the app."""

from datetime import date, datetime, time
from pathlib import Path

import click

from store import clock
from store.calendar.wording import time_left_text
from store.checklist.applicability import NOBODY
from store.counting.forecast import forecast, points
from store.counting.item_figures import ItemFigure, SectorFigures
from store.database import Store
from store.monitoring import overview
from store.monitoring.blockers import Call
from store.monitoring.due import ReportDue
from store.monitoring.overview import Overview, UnitFigures
from store.opening import open_to_read
from store.people.tree import Level
from store.text import format_number
from store.words.overview import (
    call_text,
    deadline_lines,
    deadline_marks,
    forecast_text,
    item_counts,
    lateness,
    most_urgent,
    outside_copy_text,
    reasons_text,
    report_state,
    report_title,
    summary,
    target_text,
)
from store.words.sectors import sector_text
from store.words.unanswered import unanswered_text
from tui.cli import json_option, print_json, store_option
from tui.levels import LEVELS, level_named

_SHOWN_DEADLINES, _SHOWN_CALLS = 5, 5
_TITLE = 90  # letters of a title; --json has all of it


def _day(context: click.Context, parameter: click.Parameter, text: str | None) -> date | None:
    if text is None:
        return None
    from tui.papers import day  # 5 ms, which the command without the option does not need

    return day(context, parameter, text)


@click.command("status")
@json_option
@click.option("--unit", metavar="TÊN", help="Chỉ đơn vị này và các đơn vị trực thuộc; không cần dấu.")
@click.option(
    "--level",
    type=click.Choice(tuple(LEVELS)),
    callback=level_named,
    help="Thêm bảng: mỗi dòng một khu vực (area), một trạm (station) hay một đơn vị (unit), kể cả cấp dưới.",
)
@click.option("--as-of", callback=_day, metavar="NGÀY", help="Tình hình cuối ngày này: 2026-06-23 hoặc 23/06/2026.")
@store_option
def status(as_json: bool, unit: str | None, level: Level | None, as_of: date | None, path: Path) -> None:
    """Tổng quan: các mục đến đâu, hạn nào sắp tới hoặc đã quá, báo cáo và bản nộp nào còn thiếu."""
    with open_to_read(path) as store:
        from store.counting import daily_totals

        top = None if unit is None else _unit_named(store, unit)
        if as_of is None:
            daily_totals.catch_up(store)
            found = overview.read(store, clock.now(), below=top)
            rows = overview.by_level(store, level, top) if level else ()
        else:
            from dataclasses import replace

            from store.rewound import store_at  # 5 ms, for this option only

            with store_at(store, as_of) as then:
                found = overview.read(then, min(clock.now(), datetime.combine(as_of, time(23, 59, 59))), below=top)
                rows = overview.by_level(then, level, top) if level else ()
                found = replace(found, unanswered=())  # of now
                if top is None:
                    found = replace(found, trend=daily_totals.totals(then, as_of, counted_anew=True))
    if as_json:
        print_json(as_data(found) | ({"levels": [_unit(row) for row in rows]} if level else {}))
    else:
        click.echo("\n".join([*as_lines(found), *_level_lines(rows)]))


def _unit_named(store: Store, name: str) -> int:
    from tui.commands.export import unit_named  # for this option only

    return unit_named(store, name)


def _unit(row: UnitFigures) -> dict[str, object]:
    """One row of a level, as `--json` prints it; items without figures in the row are left out."""
    figures = (figure for figure in row.figures if figure is not None and figure.applicable)
    items = [{"item": figure.item.key, **_values(figure, "done applicable")} for figure in figures]
    return {"unit": row.unit, "people": row.people, "items": items}


def _level_lines(rows: tuple[UnitFigures, ...]) -> list[str]:
    lines = ["", "Theo cấp dưới"] if rows else []
    for row in rows:
        counts = (f"{f.item.short_title}: {item_counts(f)}" for f in row.figures if f is not None and f.applicable)
        lines.append(f"  {row.unit}: {format_number(row.people)} người; {'; '.join(counts)}")
    return lines


def as_data(found: Overview) -> dict[str, object]:
    """The overview as `--json` prints it (DESIGN.md, "Headless contract")."""
    return {
        "now": found.now.isoformat(),
        "items": [_item_entry(found, figure) for figure in found.items],
        "sectors": [
            {"sector": each.sector, "items": [_item_of_sector(figure) for figure in each.items]}
            for each in found.sectors
        ],
        "deadlines": [
            {**_values(each, "campaign task item title late state contradicted disputed"), "due": each.due.isoformat()}
            for each in found.deadlines
        ],
        "reports": [_report(each) for each in found.reports],
        "unanswered": [_values(one, "submission_id file_name unit rows") for one in found.unanswered],
        "submissions": {
            "received": [
                {
                    "unit": one.unit,
                    "period": one.period_start.isoformat(),
                    "received_at": one.received_at.isoformat() if one.received_at else None,
                    "file": one.file_name,
                    "late": one.late,
                }
                for one in found.received
            ],
            "missing": [
                {"period": one.period_start.isoformat(), "due": one.due.isoformat(), **_values(one, "unit late")}
                for one in found.missing
            ],
        },
        "copied_outside_at": found.copied_at or None,
        "blockers": [
            {"unit": each.unit, "item": each.item.key, **_values(each, "reason people")} for each in found.blockers
        ],
    }


def _item_entry(found: Overview, figure: ItemFigure) -> dict[str, object]:
    """One item with its trend and forecast, as `--json` prints it."""
    course = points(found.trend.get(figure.item.key, ()), figure.done, found.now.date())
    return {
        "item": figure.item.key,
        "title": figure.item.title,
        **_values(figure, "done applicable"),
        "rate": _rate(figure),
        "target": figure.item.target,
        "trend": [{"day": point.day.isoformat(), "done": point.done} for point in course],
        "forecast": _forecast(found, figure),
    }


def _item_of_sector(figure: ItemFigure) -> dict[str, object]:
    return {
        "item": figure.item.key,
        "done": figure.done,
        "asked": figure.applicable,
        "rate": _rate(figure),
        "target": figure.item.target,
    }


def _rate(figure: ItemFigure) -> float | None:
    return None if figure.rate is None else round(figure.rate, 6)


def _report(each: ReportDue) -> dict[str, object]:
    return {
        "campaign": each.campaign.name,
        "report": each.report.key,
        "name": report_title(each),
        **_values(each.report, "kind title"),
        "period": each.period[0].isoformat(),
        "due": None if each.due is None else each.due.isoformat(),
        "deadline": each.report.deadline.text,
        **_values(each, "issued late"),
    }


def _forecast(found: Overview, figure: ItemFigure) -> dict[str, object] | None:
    needed = forecast(found.due, figure.item.key, found.now)
    if needed is None:
        return None
    numbers = _values(needed, "campaign missing days a_day")
    return {**numbers, "due": needed.due.isoformat(), "sentence": forecast_text(found, figure)}


def _values(record: object, names: str) -> dict[str, object]:
    """The named fields of a record, by name."""
    return {name: getattr(record, name) for name in names.split()}


def as_lines(found: Overview) -> list[str]:
    """The overview as lines of text for a person."""
    set_by_hand = " (giờ đặt tay)" if clock.is_set() else ""
    lines = [f"Lúc {found.now:%H:%M %d/%m/%Y}{set_by_hand}: {summary(found)}", ""]
    asked = [figure for figure in found.items if figure.item.applies_to != NOBODY]
    lines.append("Các mục theo dõi" if asked else "Không kế hoạch nào đang chạy hỏi mục của từng người.")
    lines += [*(_sector(each) for each in found.sectors if each.items), *(_item(found, each) for each in asked), ""]
    lines[-1:-1] = _left_out(found)
    lines += _deadlines(found)
    lines.append("Báo cáo")
    for report in found.reports:
        title = report_title(report, whose=len(found.campaigns) > 1)
        lines.append(f"  {title}: {report_state(report, found.now)}")
    lines += [] if found.reports else ["  Không có báo cáo nào phải gửi."]
    lines.append("")
    if found.receipts:
        total = len(found.missing) + len(found.received)
        lines.append(f"Bản nộp: {len(found.received)}/{total} đơn vị đã gửi")
        lines += [f"  {one.unit}: chưa gửi, {time_left_text(one.due, found.now)}" for one in found.missing]
        lines += [f"  {unanswered_text(one)}" for one in found.unanswered]
        lines.append("")
    lines += _calls(found.calls)
    if found.is_copy_due:
        lines += ["", f"{outside_copy_text(found.copied_at, found.now)}: tyt backup --place USB"]
    return lines


def _sector(found: SectorFigures) -> str:
    items = ((each.item.short_title, each.done, each.applicable) for each in found.items)
    return f"  {sector_text(found.sector, found.people, items)}"


def _item(found: Overview, figure: ItemFigure) -> str:
    needed = forecast_text(found, figure)
    counts = f"  {figure.item.short_title:<8} {item_counts(figure)}{target_text(found, figure)}"
    return f"{counts}. {needed}" if needed else counts


def _deadlines(found: Overview) -> list[str]:
    waiting = deadline_lines(found.deadlines)
    lines = ["Hạn"]
    shown = most_urgent(waiting, _SHOWN_DEADLINES)
    for line in shown:
        title = _short(line.text(several=len(found.campaigns) > 1))
        lines.append(f"  {lateness(line.first, found.now)}: {title}{deadline_marks(line.first)}")
    if not waiting:
        lines.append("  Không còn việc nào có hạn.")
    elif len(waiting) > len(shown):
        late = sum(line.first.late for line in waiting) - sum(line.first.late for line in shown)
        lines.append(f"  … còn {len(waiting) - len(shown)} hạn nữa" + (f", {late} đã quá" if late else ""))
    return [*lines, ""]


def _left_out(found: Overview) -> list[str]:
    if not found.left_out:
        return []
    from store.words.forms import lines_that_do_not_hold  # 10 ms, which most stores do not need

    return [f"  {unit}: chưa tính {lines_that_do_not_hold(count)}" for unit, count in found.left_out]


def _short(title: str) -> str:
    return title if len(title) <= _TITLE else f"{title[: _TITLE - 1].rstrip()}…"


def _calls(found: tuple[Call, ...]) -> list[str]:
    if not found:
        return ["Còn thiếu gì để đủ 100 %: không còn ai thiếu mục nào."]
    lines = ["Còn thiếu gì để đủ 100 %", *(_call(each) for each in found[:_SHOWN_CALLS])]
    if len(found) > _SHOWN_CALLS:
        lines.append(f"  … còn {len(found) - _SHOWN_CALLS} đơn vị nữa")
    return lines


def _call(each: Call) -> str:
    lacks = f"  {each.unit}: thiếu {format_number(each.lacking)}. {reasons_text(each)}"
    return " · ".join(part for part in (lacks, call_text(each)) if part)
