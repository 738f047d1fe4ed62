"""Rows, tables and papers of Phụ lục 1, written as its ten columns stand."""

from datetime import date

from store.campaigns.form import By
from store.database import Store
from store.forms import counts, library
from store.forms.counts import FormRow, FormTable, Scope
from store.forms.reason_cells import Reasons
from store.reporting import form_papers
from store.reporting.form_papers import FormPaper
from store.words.forms import fault_texts

FORM = library.phu_luc_1()
HEADS = tuple(column.head for column in FORM.columns)
FIGURES = tuple(column.key for column in FORM.figures)
SECTION_HEADINGS = {section.key: section.heading for section in FORM.sections}


def row(
    label: str,
    total: int,
    level2_done: int,
    level2_todo: int,
    level2_reasons: Reasons,
    health_book: int,
    bhyt_done: int,
    bhyt_todo: int,
    bhyt_reasons: Reasons,
    unit_id: int | None = None,
    department_id: int | None = None,
) -> FormRow:
    """A row, its columns 2 to 10 in their order."""
    figures = dict(zip(FIGURES, (total, level2_done, level2_todo, health_book, bhyt_done, bhyt_todo), strict=True))
    reasons = {"level2_reasons": level2_reasons, "bhyt_reasons": bhyt_reasons}
    return FormRow(label, figures, reasons, unit_id, department_id)


def table_of(
    rows: tuple[FormRow, ...],
    total: FormRow,
    as_of: str = "2026-06-23",
    by: By = "department",
    scope: str = "Trạm Y tế xã Vĩnh Gia",
) -> FormTable:
    """A table of these rows."""
    return FormTable(FORM, rows, total, as_of, by, scope)


def table(store: Store, *, unit_id: int | None = None, by: By = "department", as_of: date | None = None) -> FormTable:
    """The table as it is counted."""
    return counts.table(store, FORM, Scope(unit_id, by, as_of))


def draft(store: Store, *, unit_id: int | None = None, by: By = "department") -> FormPaper:
    """The paper as it is drafted."""
    return form_papers.draft(store, FORM, Scope(unit_id, by))


def faults(of: FormRow) -> list[str]:
    """What breaks the rules of the form, in words."""
    return fault_texts(FORM, of.figures)
