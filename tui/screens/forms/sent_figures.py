"""Texts about the figures that units sent in filled-in forms: behind one figure, and all of them."""

from collections.abc import Sequence

from store.campaigns.form import Form
from store.database import Store
from store.forms import filled, library
from store.forms.comparison import Comparison
from store.forms.counts import FormRow, FormTable, Scope
from store.forms.filled import CountedLine, Origin
from store.forms.scopes import meant_units
from store.receiving.unanswered import Unanswered, unanswered
from store.text import format_date, format_number
from store.words import bundles
from store.words.forms import difference_text, left_out, main_figures, shorter_lists
from store.words.unanswered import rows_text, unanswered_text


def behind(store: Store, form: Form, row: FormRow, figure: str) -> tuple[str, str]:
    """Title and text about a figure that comes from files: file, sheet, row or cell, and sender."""
    column = form.column(figure)
    title = f"{row.label} – {column.short_head.lower()}: {format_number(row.from_files(figure))} người"
    lines = ["Số liệu do đơn vị gửi, không có tên người."]
    for origin in row.origins:
        lines += ["", *_file(origin), "", f"Con số này ở trang {origin.lines[0].sheet}:"]
        for line in origin.lines:
            place = f"ô {line.cells[figure]}" if figure in line.cells else f"dòng {line.row}"
            number = format_number(line.figures[figure])
            lines.append(f"  {place}: {number}  ({line.department or origin.unit})")
            for reasons in form.reasons:
                words = line.reasons.get(reasons.key)
                if words and (reasons.item, reasons.side) == (column.item, column.counts):
                    lines.append(f"      lý do trong tệp: {words}")
        if frozen := bundles.frozen_figures(store, origin.submission_id, form):
            lines += ["", *frozen]
    lines += ["", f"Khi đơn vị gửi danh sách có tên, {form.name} sẽ đếm theo tên thay cho số liệu này."]
    return title, "\n".join(lines)


def _file(origin: Origin) -> list[str]:
    lines = [
        f"Đơn vị gửi:  {origin.sender or origin.unit}",
        f"Tệp:         {origin.file_name} (bản nộp số {origin.submission_id})",
        f"Nhận lúc:    {format_date(origin.received_at)}",
        f"Số liệu của: ngày {format_date(origin.data_date)}",
    ]
    return [*lines, left_out(origin)] if origin.left_out else lines


def overview(store: Store, form: Form, compared: Sequence[Comparison]) -> str:
    """Text about every filled-in form that units sent, the newest first, and whether its figures count."""
    sent = filled.sent(store, form)
    if not sent:
        return "Chưa có đơn vị nào gửi số liệu thay cho danh sách tên."
    in_force = {(unit_id, origin.submission_id) for unit_id, origin in filled.in_force(store, form).items()}
    by_origin = {(found.origin.unit_id, found.origin.submission_id): found for found in compared}
    parts = []
    for origin in sent:
        found = by_origin.get((origin.unit_id, origin.submission_id))
        if found is not None:
            state = (
                "Không cộng: đơn vị có tên trong danh sách, đếm theo tên. Danh sách đủ rồi thì rút tệp này (F4, F8)."
            )
        elif (origin.unit_id, origin.submission_id) in in_force:
            state = f"Đang cộng vào {form.name}."
        else:
            state = "Không dùng nữa: có bản mới hơn, hoặc không có dòng nào khớp."
        lines = [f"{origin.unit}. {state}", f"  {origin.file_name}, nhận {format_date(origin.received_at)}"]
        lines += [f"  {_line(form, line)}" for line in origin.lines]
        if found is not None:
            differences = [f"  ≠ {difference_text(each)}" for each in found.differences()]
            lines += differences or ["  = Tệp và danh sách cho cùng số liệu."]
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def _line(form: Form, line: CountedLine) -> str:
    problems = "; ".join(problem.text for problem in line.problems)
    left = f" · không tính: {problems}" if problems else ""
    return f"{line.department}: {main_figures(form, line.figures)}{left}"


def remark(store: Store, scope: Scope, table: FormTable, compared: Sequence[Comparison]) -> str:
    """How many units sent counts, and how many rows wait for an answer; "" for none of both.

    For example `Ctrl+T số liệu gửi: cộng 2, chỉ so 1 (1 khác) · 3 dòng chờ trả lời`.
    """
    units = len({origin.unit_id for row in table.rows for origin in row.origins})
    differing = sum(bool(found.differences()) for found in compared)
    parts = [f"cộng {units}"] if units else []
    if compared:
        parts.append(f"chỉ so {len(compared)} ({f'{differing} khác' if differing else 'khớp'})")
    words = f"Ctrl+T số liệu gửi: {', '.join(parts)}" if parts else ""
    return " · ".join(filter(None, (words, rows_text(_waiting(store, table.form, scope)))))


def _waiting(store: Store, form: Form, scope: Scope) -> list[Unanswered]:
    return unanswered(store, meant_units(store, form, scope)) if scope.as_of is None else []


def warning(store: Store, form: Form, scope: Scope, compared: Sequence[Comparison]) -> str:
    """A warning about units whose list has fewer people than the figures that they sent, or rows that wait; or ""."""
    if found := shorter_lists(compared):
        return f"! {' '.join(found)} Ctrl+T: xem số liệu"
    waiting = _waiting(store, form, scope)
    return f"! {' '.join(map(unanswered_text, waiting))}" if waiting else ""


def behind_lacking(store: Store, origin: Origin, item: str) -> tuple[str, str]:
    """Title and text about how many people of a unit lack an item, if only its filled-in form is known."""
    from store.forms import counts

    form = library.find(store, origin.form)
    (row,) = counts.filled_rows(store, form, origin, "unit")
    column = form.figure_of(item, "todo") or form.figure_of(item, "done")
    assert column is not None  # noqa: S101 - the form told how many
    return behind(store, form, row, column.key)
