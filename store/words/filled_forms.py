"""Messages for when a unit sends a filled-in form instead of names, and when names follow the form."""

from collections.abc import Sequence

from store.campaigns.form import TOTAL, Form
from store.database import Store
from store.forms import comparison, filled, library
from store.forms.counts import FormRow
from store.forms.filled import CountedLine, Origin, number_of_people
from store.receiving import submissions
from store.receiving.plan import FileKind, Plan
from store.text import format_date, format_number
from store.words.forms import difference_text


def instead_of_counts(store: Store, unit_id: int) -> str:
    """The message when names arrive of a unit whose filled-in form was counted before; "" when none was."""
    origin = filled.in_force(store).get(unit_id)
    if origin is None:
        return ""
    day, form = format_date(origin.received_at[:10]), library.find(store, origin.form)
    text = f"{origin.unit} đã có tên trong danh sách: số liệu gửi ngày {day} không cộng vào {form.name} nữa"
    by_names = comparison.by_names(store, form, unit_id)
    if by_names is None:
        return f"{text}."
    text = f"{text}; so với danh sách: {_compared(form, origin.lines, by_names)}."
    fewer = origin.people - by_names.figures[TOTAL]
    return f"{text} Danh sách ít hơn {format_number(fewer)} người: hãy hỏi lại đơn vị." if fewer > 0 else text


def after_import(store: Store, plan: Plan, submission_id: int | None) -> str:
    """The message about the import of a filled-in form (kind `summary`), or, without `submission_id`, before it."""
    assert plan.reading.kind is FileKind.SUMMARY  # noqa: S101
    rows = plan.reading.summary
    form = library.find(store, rows[0].form) if rows else library.phu_luc_1()
    good = [row for row in rows if row.counts]
    people = format_number(number_of_people(rows))
    parts = [f"Tệp chỉ có số liệu {form.name}: {len(good)} khoa/phòng, {people} người, không có tên."]
    if wrong := len(rows) - len(good):
        parts.append(f"{wrong} dòng có số liệu không khớp, không tính.")
    unit_id = plan.unit_id
    if submission_id is not None:
        mine = next((o for o in filled.sent(store) if o.submission_id == submission_id), None)
        if mine is not None:
            unit_id = mine.unit_id
            parts += _against_others(store, mine)
    if beside := beside_names(store, unit_id, good):
        parts.append(beside)
    return " ".join(parts)


def beside_names(store: Store, unit_id: int | None, rows: Sequence[CountedLine]) -> str:
    """The message that a unit is counted by its names, and how a form differs from them; "" without names."""
    if unit_id is None or not rows:
        return ""
    form = library.find(store, rows[0].form)
    by_names = comparison.by_names(store, form, unit_id)
    if by_names is None:
        return ""
    differences = _compared(form, rows, by_names)
    return f"Đơn vị có tên trong danh sách nên {form.name} đếm theo tên; so với tệp: {differences}."


def _compared(form: Form, lines: Sequence[CountedLine], by_names: FormRow) -> str:
    """How the sums of a unit's filled-in lines differ from its people, such as `Tổng số: tệp 62, danh sách 60`."""
    by_file = {column.key: sum(line.figures[column.key] for line in lines) for column in form.figures}
    return "; ".join(map(difference_text, comparison.differences(form, by_file, by_names))) or "không khác"


def of_several_units(store: Store, rows: Sequence[CountedLine]) -> str:
    """Why a table with one line per unit is not taken in, and how it differs from the store; "" for other tables."""
    found = comparison.by_units(store, rows)
    if found is None:
        return ""
    text = f"Bảng tổng hợp {len(found)} đơn vị, mỗi dòng một đơn vị: không nhận làm số liệu của riêng một đơn vị."
    if not any(line.counts for line in rows):
        return text
    different = [f"{unit}: {'; '.join(map(difference_text, each))}" for unit, each in found.items() if each]
    if not different:
        return f"{text} Không có gì thay đổi so với sổ."
    return f"{text} Khác với sổ: {'. '.join(different)}. Cần sửa, hãy sửa ở danh sách hoặc số liệu của đơn vị đó."


def _against_others(store: Store, mine: Origin) -> list[str]:
    """Whether a newer form of the unit is in force, and which lines of the previous one are missing."""
    form = library.find(store, mine.form)
    force = filled.in_force(store, form).get(mine.unit_id)
    if force is None:
        return []
    if force.submission_id != mine.submission_id:
        day = format_date(force.data_date)
        if any(line.counts for line in mine.lines):
            return [f"Đã có số liệu mới hơn (ngày {day}) nên bản này chỉ giữ để xem."]
        return [f"Vẫn dùng số liệu ngày {day} vì bản này không có dòng nào khớp."]
    older = [o for o in filled.sent(store, form, unit_id=mine.unit_id) if o.submission_id != mine.submission_id]
    if not older:
        return []
    here = {line.department for line in mine.lines}
    gone = [line.department for line in older[0].lines if line.counts and line.department not in here]
    return [f"Bản trước còn có: {', '.join(gone)}."] if gone else []


def about_counts(store: Store, plan: Plan, submission_id: int | None) -> str:
    """The message about the effect of a file on the counts of Phụ lục 1, in Vietnamese; "" when it has none.

    Args:
        store: the open store, before or after the import of the file.
        plan: the plan of the file.
        submission_id: the id of its submission; None when it was not taken in, or nothing was new.
    """
    if plan.reading.kind is FileKind.SUMMARY:
        return after_import(store, plan, submission_id)
    if plan.reading.bundle is not None and not plan.reading.rows:
        return ""  # of the figures of a station nobody is named
    unit_id = submissions.get(store, submission_id).unit_id if submission_id is not None else None
    return "" if unit_id is None else instead_of_counts(store, unit_id)
