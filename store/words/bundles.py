"""Describes the parts of a bundle other than people: the progress of its station, and its frozen figures."""

from collections.abc import Iterator

from store.bundles import manifest, received
from store.bundles.bundle import Bundle
from store.bundles.manifest import Line
from store.campaigns.form import Form
from store.database import Store
from store.forms import library
from store.text import clean, format_date, format_number
from store.words.forms import main_figures

_SHOWN = 12  # frozen reports


def lines(store: Store, submission_id: int) -> list[str]:
    """Lines about the tasks, registers and frozen reports of a bundle."""
    tasks = received.part(store, submission_id, manifest.TASKS)
    done = sum(task.get("state") == "done" for task in tasks)
    entries = received.part(store, submission_id, manifest.REGISTERS)
    marks = received.part(store, submission_id, manifest.MARKS)
    found = [f"Nhiệm vụ:  {format_number(done)} đã xong, {format_number(len(tasks) - done)} đang làm"] if tasks else []
    found += [f"Sổ theo dõi: {format_number(len(entries))} dòng"] if entries else []
    found += [f"Nhật ký:   thay đổi gần nhất ngày {format_date(marks[-1]['day'])}"] if marks else []
    reports = list(_reports(store, submission_id))
    return [*found, "", "Trạm đã chốt:", *reports[: 2 * _SHOWN]] if reports else found


def no_longer_followed(bundle: Bundle, people: int) -> str:
    """How many people of the station its newest bundle lacks, and what happens to them; "" when none."""
    if not people:
        return ""
    why = (
        "trạm không còn theo dõi" if bundle.manifest.has_people else "của gói trước thôi hiện tên, số đếm theo gói này"
    )
    return f"{format_number(people)} người {why}"


def also_in(bundle: Bundle) -> list[str]:
    """The names of what a bundle holds besides people and figures of forms."""
    words = {manifest.TASKS: "nhiệm vụ", manifest.REGISTERS: "sổ theo dõi", manifest.REPORTS: "báo cáo đã chốt"}
    found = [text for name, text in words.items() if bundle.kept.get(name)]
    return [*(["số liệu chỉ tiêu"] if bundle.indicators else []), *found]


def frozen_figures(store: Store, submission_id: int, form: Form) -> list[str]:
    """Lines of the newest copy of a form that the station froze itself: day, rows and sum; [] when it sent none."""
    for report in received.part(store, submission_id, manifest.REPORTS):
        table = _table(report)
        if report["report"] != form.key or table is None:
            continue
        head = f"Trạm tự chốt lần {report['number']}, {format_date(report['issued_at'][:10])}:"
        rows = [*table["rows"], {**table["total"], "label": "Tổng cộng"}]
        return [head, *(f"  {clean(str(row.get('label')))}: {_figures(form, row)}" for row in rows)]
    return []


def _reports(store: Store, submission_id: int) -> Iterator[str]:
    for report in received.part(store, submission_id, manifest.REPORTS):
        form = library.known(store, report["report"])
        name = form.name if form is not None else report["report"]
        yield f"  {format_date(report['issued_at'][:10])} · {name} lần {report['number']} · {clean(report['title'])}"
        table = _table(report)
        if form is not None and table is not None:
            yield f"      {_figures(form, table['total'])}"


def _table(report: Line) -> Line | None:
    """The table of figures of a frozen report; None when it has none, or none in a known form."""
    paper = report.get("paper")
    table = paper.get("table") if isinstance(paper, dict) else None
    if not isinstance(table, dict) or not isinstance(table.get("rows"), list):
        return None
    rows = [*table["rows"], table.get("total")]
    return table if all(isinstance(row, dict) and isinstance(row.get("figures"), dict) for row in rows) else None


def _figures(form: Form, row: Line) -> str:
    figures = row.get("figures", {})
    if all(type(figures.get(column.key)) is int for column in form.figures):
        return main_figures(form, figures)
    return "; ".join(f"{key}: {value}" for key, value in figures.items())
