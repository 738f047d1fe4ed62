"""Makes the questions that a table asks of the store: who is behind a figure, and who is at odds with the form."""

from datetime import date, datetime
from functools import partial

from store import clock
from store.campaigns.form import Form
from store.checklist.items import checklist_item
from store.database import Store
from store.forms.counts import FormRow, FormTable, Scope
from store.forms.people_behind import people_behind
from store.reporting.form_papers import SUM, IssuedForm
from store.text import format_number
from tui.screens.forms.people_behind import Question
from tui.widgets.form_lines import TOTAL


def _ids(store: Store, form: Form, scope: Scope, column: str | None, row: FormRow | None) -> list[int]:
    return people_behind(store, form, scope, column, row)


def behind(store: Store, table: FormTable, scope: Scope, place: int, figure: str) -> Question:
    """The people whom a figure of a draft counts.

    Args:
        store: the open store.
        table: the draft.
        scope: of the table.
        place: of the row, or TOTAL.
        figure: key of the column.
    """
    row, by_file = _row_at(table, place, figure)
    ids = partial(_ids, form=table.form, scope=scope, column=figure, row=None if place == TOTAL else row)
    by_unit = scope.unit_id is None and (place == TOTAL or bool(row.sector))
    return Question(
        _title(table.form, row, figure),
        table.form.column(figure).item or None,
        ids,
        scope.as_of,
        _by_file(by_file),
        by_unit=by_unit,
        marks=_marks(store, table.form),
    )


def behind_frozen(store: Store, report: IssuedForm, place: int, figure: str) -> Question:
    """The people whom a figure of a frozen copy counted, as they stood then."""
    table = report.paper.table
    row, by_file = _row_at(table, place, figure)
    kept = report.people[f"{SUM if place == TOTAL else place}/{figure}"]
    issued_at = datetime.fromisoformat(report.head.issued_at)
    as_of = date.fromisoformat(table.as_of)
    return Question(
        _title(table.form, row, figure),
        table.form.column(figure).item or None,
        lambda _: list(kept),
        issued_at if as_of == issued_at.date() else as_of,
        remark=f"{_by_file(by_file)} Theo bản đã chốt.".strip(),
        by_unit=table.by == "sector" or (table.by == "unit" and place == TOTAL),
        marks=_marks(store, table.form),
    )


def at_odds(store: Store, table: FormTable, scope: Scope, place: int | None) -> Question:
    """Who has what needs something else that they lack: of the row when it is faulty, else of the whole table."""
    row = None if place in (None, TOTAL) else table.rows[place or 0]
    if row is not None and not table.form.faults(row.figures):
        row = None
    label = "Cả bảng" if row is None else row.label
    return Question(
        f"{label} – {table.form.at_odds or 'chưa khớp với biểu'}",
        None,
        partial(_ids, form=table.form, scope=scope, column=None, row=row),
        scope.as_of,
        by_unit=scope.unit_id is None and (row is None or bool(row.sector)),
        marks=_marks(store, table.form),
    )


def _row_at(table: FormTable, place: int, figure: str) -> tuple[FormRow, int]:
    """The row, and how many of its figure come from files, so that nobody stands behind them."""
    if place == TOTAL:
        return table.total, table.from_files(figure)
    return table.rows[place], table.rows[place].from_files(figure)


def _title(form: Form, row: FormRow, figure: str) -> str:
    column = form.column(figure)
    return f"{row.label} – {column.people or column.in_sentence}"


def _by_file(number: int) -> str:
    return f"Thêm {format_number(number)} theo số liệu gửi, không có tên." if number else ""


def _marks(store: Store, form: Form) -> tuple[tuple[str, str], ...]:
    """The items of the form, each by the shortest name that it has."""
    named = {column.item: column.mark for column in form.columns if column.mark}
    return tuple((key, named.get(key) or checklist_item(store, key).short_title) for key in form.items)


def day_from(text: str, parsed: str | None) -> date | str:
    """The day that was typed, or what is wrong with it.

    Args:
        text: as it was typed.
        parsed: what the reader of dates makes of it: ISO, a year alone, or None.
    """
    if parsed is None or len(parsed) != 10:
        return f"“{text}” chưa đủ ngày, tháng, năm. Ví dụ: 23/06/2026."
    day = date.fromisoformat(parsed)
    if day > clock.today():
        return "Ngày này chưa tới."
    return day
