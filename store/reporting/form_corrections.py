"""Says what a corrected form changes against the frozen copy whose place it takes."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from store.campaigns.form import Form
from store.forms.counts import FormRow
from store.text import format_date, format_number

if TYPE_CHECKING:
    from store.reporting.form_papers import FormPaper


def corrections(old: "FormPaper", new: "FormPaper") -> tuple[str, ...]:
    """A line each, in Vietnamese: the day, the sum, then rows by their label, then sections."""
    return tuple(_corrections(old, new))


def _corrections(old: "FormPaper", new: "FormPaper") -> Iterator[str]:
    form = new.table.form
    if old.table.as_of != new.table.as_of:
        yield f"Tính đến {format_date(old.table.as_of)} → {format_date(new.table.as_of)}"
    if old.table.scope != new.table.scope:
        yield f"{old.table.scope} → {new.table.scope}"
    if text := _row(form, old.table.total, new.table.total):
        yield f"Tổng cộng: {text}"
    rows_before = {row.place: row for row in old.table.rows}
    for row in new.table.rows:
        before = rows_before.pop(row.place, None)
        if before is None:
            yield f"{row.label}: thêm dòng này"
        elif text := _row(form, before, row):
            yield f"{row.label}: {text}"
    for row in rows_before.values():
        yield f"{row.label}: bỏ dòng này"
    for section in form.sections:
        if old.sections.get(section.key, "") != new.sections.get(section.key, ""):
            yield f"Sửa phần {section.name or section.heading}"


def _row(form: Form, old: FormRow, new: FormRow) -> str:
    """`mức 2 26 → 27, chưa mức 2 2 → 1`; "" where nothing differs. Reasons may differ alone.

    A figure that the form did not have when the older copy was frozen is not compared.
    """
    parts = [
        f"{column.in_sentence} {format_number(old.figures[column.key])} → {format_number(new.figures[column.key])}"
        for column in form.figures
        if old.figures.get(column.key, new.figures[column.key]) != new.figures[column.key]
    ]
    return ", ".join([*parts, *(["lý do"] if old.reasons != new.reasons else [])])
