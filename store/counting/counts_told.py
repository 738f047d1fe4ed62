"""How counts instead of names are told: the mark of a row, its footnote, what came of a file."""

from collections.abc import Sequence

from store.counting import count_comparison, unit_counts
from store.counting.statistics import FIGURES, PhuLuc1Row, PhuLuc1Table
from store.counting.unit_counts import Origin
from store.database import Store
from store.receiving.plan import FileKind, Plan, SummaryRow
from store.text import format_date, format_number

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def marks(table: PhuLuc1Table) -> dict[int, str]:
    """The mark of each file that rows of the table come from: submission id -> `¹`."""
    return {origin.submission_id: str(n).translate(_RAISED) for n, origin in enumerate(table.origins(), 1)}


def marked_label(row: PhuLuc1Row, marked: dict[int, str]) -> str:
    """The label of a row, its mark behind it where it is not counted from people."""
    return row.label if row.origin is None else f"{row.label} {marked[row.origin.submission_id]}"


def footnotes(table: PhuLuc1Table) -> tuple[str, ...]:
    """`¹ Theo số liệu đơn vị gửi ngày 22/06/2026, tệp 06.xlsx.`, one a file; none when people stand behind all."""
    marked = marks(table)
    several = table.by == "department" and len({row.unit_id for row in table.rows}) > 1
    return tuple(f"{marked[o.submission_id]} {_footnote(o, named=several)}" for o in table.origins())


def _footnote(origin: Origin, *, named: bool) -> str:
    who = f"{origin.unit} gửi" if named else "đơn vị gửi"
    told = f"Theo số liệu {who} ngày {format_date(origin.received_at[:10])}, tệp {origin.file_name}."
    return f"{told} {left_out(origin)}" if origin.left_out else told


def left_out(origin: Origin) -> str:
    """How many lines of the file are not in the figures."""
    return f"Chưa tính {origin.left_out} dòng có số liệu không khớp."


def instead_of_counts(store: Store, unit_id: int) -> str:
    """What is to be said when names of a unit come whose counts stood in the table; "" where none did."""
    origin = unit_counts.in_force(store).get(unit_id)
    if origin is None:
        return ""
    day = format_date(origin.received_at[:10])
    return f"{origin.unit} đã có tên trong danh sách: số liệu gửi ngày {day} không cộng vào Phụ lục 1 nữa."


def after_import(store: Store, plan: Plan, submission_id: int | None) -> str:
    """What came, or would come, of a file of counts.

    Args:
        store: the open store, the file being taken in or not.
        plan: of a file of kind `summary`.
        submission_id: under which it was taken in; None: it was not.
    """
    assert plan.reading.kind is FileKind.SUMMARY  # noqa: S101
    good = [row for row in plan.reading.summary if not row.problems]
    people = format_number(sum(row.total for row in good))
    parts = [f"Tệp chỉ có số liệu Phụ lục 1: {len(good)} khoa/phòng, {people} người, không có tên."]
    if wrong := len(plan.reading.summary) - len(good):
        parts.append(f"{wrong} dòng có số liệu không khớp, không tính.")
    unit_id = plan.unit_id
    if submission_id is not None:
        mine = next((o for o in unit_counts.sent(store) if o.submission_id == submission_id), None)
        if mine is not None:
            unit_id = mine.unit_id
            parts += _against_others(store, mine)
    if beside := beside_names(store, unit_id, good):
        parts.append(beside)
    return " ".join(parts)


def beside_names(store: Store, unit_id: int | None, rows: Sequence[SummaryRow]) -> str:
    """That the unit has names, which are counted, and how these rows differ from them; "" when it has none."""
    by_names = None if unit_id is None else count_comparison.of_names(store, unit_id)
    if by_names is None:
        return ""
    by_file = {figure: sum(getattr(row, figure) for row in rows) for figure in FIGURES}
    told = "; ".join(count_comparison.differences(by_file, by_names)) or "không khác"
    return f"Đơn vị có tên trong danh sách nên Phụ lục 1 đếm theo tên; so với tệp: {told}."


def _against_others(store: Store, mine: Origin) -> list[str]:
    """Of a summary that was taken in: whether a newer one is in force, and who is gone since the one before."""
    force = unit_counts.in_force(store).get(mine.unit_id)
    if force is None:
        return []
    if force.submission_id != mine.submission_id:
        day = format_date(force.data_date)
        if any(line.counts for line in mine.lines):
            return [f"Đã có số liệu mới hơn (ngày {day}) nên bản này chỉ giữ để xem."]
        return [f"Vẫn dùng số liệu ngày {day} vì bản này không có dòng nào khớp."]
    older = [o for o in unit_counts.sent(store, unit_id=mine.unit_id) if o.submission_id != mine.submission_id]
    if not older:
        return []
    here = {line.department for line in mine.lines}
    gone = [line.department for line in older[0].lines if line.counts and line.department not in here]
    return [f"Bản trước còn có: {', '.join(gone)}."] if gone else []
