"""Lays out figures of a filled-in form on the screen Nhận tệp, where other files show their people."""

from collections.abc import Sequence

from importers.intake import Incoming
from store.campaigns.form import Column, Form
from store.forms.filled import CountedLine, number_of_people
from store.models import Item
from store.outcome import Outcome
from store.receiving.plan import FileKind, Plan
from store.text import format_number
from store.words.field_values import OUTCOME_LABELS
from store.words.forms import all_figures
from tui.framework.work_screen import fit


def head(form: Form, items: Sequence[Item], *, of_units: bool) -> str:
    """The heads over the lines: the total and each item's done; a bundle has one line for each unit."""
    short = {item.key: item.short_title for item in items}
    shown = " ".join(f"{short.get(column.item, 'Tổng'):>6.6}" for column in _shown(form))
    return f" {'Dòng':>5}  {'Kết quả':<10}  {'Đơn vị' if of_units else 'Khoa/phòng':<24} {shown}"


def _shown(form: Form) -> list[Column]:
    return [column for column in form.figures if column.counts in ("total", "done")]


def is_of_figures(plan: Plan) -> bool:
    """Whether a file holds figures without names: a filled-in form, or a bundle without people."""
    bundle = plan.reading.bundle
    return plan.reading.kind is FileKind.SUMMARY or (bundle is not None and not bundle.manifest.has_people)


def lines(incoming: Incoming | None, only: Outcome | str | None) -> list[tuple[CountedLine, Outcome]] | None:
    """The lines of figures that pass the filter (in a bundle those of one form); None for a file of people."""
    if incoming is None or incoming.plan is None or not is_of_figures(incoming.plan):
        return None
    rows = zip(incoming.plan.reading.summary, incoming.plan.counted, strict=True)
    shown = _form_shown(incoming.plan)
    return [(row, outcome) for row, outcome in rows if row.form == shown and only in (None, outcome)]


def _form_shown(plan: Plan) -> str:
    """The key of the first form in the file (only a bundle has several); "" without figures."""
    return next((row.form for row in plan.reading.summary), "")


def line(form: Form, row: CountedLine, outcome: Outcome) -> str:
    """The line of the list for one row of the form."""
    figures = " ".join(f"{format_number(row.figures[column.key]):>6}" for column in _shown(form))
    problems = "; ".join(problem.text for problem in row.problems)
    of = fit(row.department or row.sheet, 24)
    return f"{row.row:>5}  {OUTCOME_LABELS[outcome]:<10}  {of:<24} {figures}  {problems}".rstrip()


def about(form: Form, incoming: Incoming, row: CountedLine, outcome: Outcome) -> str:
    """The text below the list about the row under the cursor."""
    is_bundle = incoming.reading is not None and incoming.reading.bundle is not None
    place = "" if is_bundle else f", trang {row.sheet}, dòng {row.row}"
    texts = [
        f"Tệp {incoming.name}{place}: {OUTCOME_LABELS[outcome]}",
        f"{row.department or row.sheet}: {all_figures(form, row.figures)}",
    ]
    left_out = "" if row.counts else " Dòng này không tính."
    texts += [f"{problem.cell or 'Cả dòng'}: {problem.text}.{left_out}" for problem in row.problems]
    if row.counts:
        texts += [f"{column.short_head}: {words}" for column in form.reasons if (words := row.reasons[column.key])]
    if incoming.beside_names:
        texts.insert(1, incoming.beside_names)
    return "\n".join(texts)


def verdict(plan: Plan) -> str:
    """What a file of figures holds: `62 người, 3 khoa/phòng, chỉ có số liệu`."""
    of_form = [row for row in plan.reading.summary if row.form == _form_shown(plan)]
    good = [row for row in of_form if row.counts]
    wrong = len(of_form) - len(good)
    left = f"; {wrong} dòng không khớp" if wrong else ""
    people = format_number(number_of_people(of_form))
    parts = "khoa/phòng" if plan.reading.bundle is None else "đơn vị"
    return f"{people} người, {len(good)} {parts}, chỉ có số liệu{left}"
