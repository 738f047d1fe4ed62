"""Lays out the lines of a filled-in form on the screen of incoming files, where other files show their people."""

from collections.abc import Sequence

from importers.intake import Incoming
from store.campaigns.form import Column, Form
from store.forms.filled import CountedLine
from store.models import Item
from store.outcome import Outcome
from store.receiving.plan import FileKind, Plan
from store.text import format_number
from store.words.field_values import OUTCOME_LABELS
from store.words.forms import all_figures
from tui.framework.work_screen import fit


def head(form: Form, items: Sequence[Item]) -> str:
    """The heads over the lines: everybody, and who has done each item."""
    short = {item.key: item.short_title for item in items}
    shown = " ".join(f"{short.get(column.item, 'Tổng'):>6.6}" for column in _shown(form))
    return f" {'Dòng':>5}  {'Kết quả':<10}  {'Khoa/phòng':<24} {shown}"


def _shown(form: Form) -> list[Column]:
    return [column for column in form.figures if column.counts in ("total", "done")]


def lines(incoming: Incoming | None, only: Outcome | str | None) -> list[tuple[CountedLine, Outcome]] | None:
    """The lines of a filled-in form that pass the filter; None: the file is not one."""
    if incoming is None or incoming.plan is None or incoming.plan.reading.kind is not FileKind.SUMMARY:
        return None
    rows = zip(incoming.plan.reading.summary, incoming.plan.counted, strict=True)
    return [(row, outcome) for row, outcome in rows if only in (None, outcome)]


def line(form: Form, row: CountedLine, outcome: Outcome) -> str:
    """One line of the form in a line of the list."""
    figures = " ".join(f"{format_number(row.figures[column.key]):>6}" for column in _shown(form))
    problems = "; ".join(problem.text for problem in row.problems)
    return f"{row.row:>5}  {OUTCOME_LABELS[outcome]:<10}  {fit(row.department, 24):<24} {figures}  {problems}".rstrip()


def about(form: Form, incoming: Incoming, row: CountedLine, outcome: Outcome) -> str:
    """The text below the list: the line under the cursor in full."""
    texts = [
        f"Tệp {incoming.path.name}, trang {row.sheet}, dòng {row.row}: {OUTCOME_LABELS[outcome]}",
        f"{row.department}: {all_figures(form, row.figures)}",
    ]
    left_out = "" if row.counts else " Dòng này không tính."
    texts += [f"{problem.cell or 'Cả dòng'}: {problem.text}.{left_out}" for problem in row.problems]
    if row.counts:
        texts += [f"{column.short_head}: {words}" for column in form.reasons if (words := row.reasons[column.key])]
    if incoming.beside_names:
        texts.insert(1, incoming.beside_names)
    return "\n".join(texts)


def verdict(plan: Plan) -> str:
    """`62 người, 3 khoa/phòng, chỉ có số liệu`."""
    good = [row for row in plan.reading.summary if row.counts]
    wrong = len(plan.reading.summary) - len(good)
    left = f"; {wrong} dòng không khớp" if wrong else ""
    people = format_number(sum(row.people for row in good))
    return f"{people} người, {len(good)} khoa/phòng, chỉ có số liệu{left}"
