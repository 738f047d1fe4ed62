"""Counts that units sent instead of names, in words: behind a figure, and all of them beside the names."""

from store.counting import unit_counts
from store.counting.count_comparison import FIGURE_TITLES, Comparison
from store.counting.counts_told import left_out
from store.counting.statistics import PhuLuc1Row, PhuLuc1Table
from store.counting.unit_counts import CountedLine, Origin
from store.database import Store
from store.text import format_date, format_number


def counted(table: PhuLuc1Table, figure: str) -> int:
    """How many of the sum of a figure come from files, so that nobody stands behind them."""
    return sum(getattr(row, figure) for row in table.rows if row.origin is not None)


def behind(row: PhuLuc1Row, figure: str) -> tuple[str, str]:
    """Title and text of what stands behind a figure of a row of counts: file, sheet, row, cell, and who sent it."""
    origin = row.origin
    assert origin is not None  # noqa: S101 - asked of such rows only
    title = f"{row.label} – {FIGURE_TITLES[figure].lower()}: {format_number(getattr(row, figure))} người"
    lines = [
        "Số liệu do đơn vị gửi, không có tên người.",
        "",
        *_file(origin),
        "",
        f"Con số này ở trang {origin.lines[0].sheet}:",
    ]
    for line in origin.lines:
        cell = dict(line.cells).get(figure)
        place = f"ô {cell}" if cell else f"dòng {line.row}"
        lines.append(f"  {place}: {format_number(getattr(line, figure))}  ({line.department or origin.unit})")
        reasons = {"level2_todo": line.level2_reasons, "bhyt_todo": line.bhyt_reasons}.get(figure)
        if reasons:
            lines.append(f"      lý do trong tệp: {reasons}")
    lines += ["", "Khi đơn vị gửi danh sách có tên, Phụ lục 1 sẽ đếm theo tên thay cho số liệu này."]
    return title, "\n".join(lines)


def _file(origin: Origin) -> list[str]:
    told = [
        f"Đơn vị gửi:  {origin.unit}",
        f"Tệp:         {origin.file_name} (bản nộp số {origin.submission_id})",
        f"Nhận lúc:    {format_date(origin.received_at)}",
        f"Số liệu của: ngày {format_date(origin.data_date)}",
        f"SHA-256:     {origin.sha256}",
    ]
    return [*told, left_out(origin)] if origin.left_out else told


def overview(store: Store, compared: list[Comparison]) -> str:
    """Every summary that units sent, the newest first: in force, older, or only beside the names."""
    sent = unit_counts.sent(store)
    if not sent:
        return "Chưa có đơn vị nào gửi số liệu thay cho danh sách tên."
    in_force = {origin.submission_id for origin in unit_counts.in_force(store).values()}
    by_submission = {found.origin.submission_id: found for found in compared}
    parts = []
    for origin in sent:
        if origin.submission_id in by_submission:
            state = "Không cộng: đơn vị có tên trong danh sách, đếm theo tên."
        elif origin.submission_id in in_force:
            state = "Đang cộng vào Phụ lục 1."
        else:
            state = "Không dùng nữa: có bản mới hơn, hoặc không có dòng nào khớp."
        lines = [f"{origin.unit}. {state}", f"  {origin.file_name}, nhận {format_date(origin.received_at)}"]
        lines += [f"  {told}" for told in _told_lines(origin.lines)]
        if (found := by_submission.get(origin.submission_id)) is not None:
            differences = found.differences() or ["Tệp và danh sách cho cùng số liệu."]
            lines += [f"  ≠ {told}" if found.differences() else f"  = {told}" for told in differences]
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def _told_lines(lines: tuple[CountedLine, ...]) -> list[str]:
    return [
        f"{line.department}: {format_number(line.total)} người, mức 2 {format_number(line.level2_done)},"
        f" Sổ SKĐT {format_number(line.health_book)}, BHYT {format_number(line.bhyt_done)}"
        + (f" · không tính: {'; '.join(line.problems)}" if line.problems else "")
        for line in lines
    ]


def remark(table: PhuLuc1Table, compared: list[Comparison]) -> str:
    """`Ctrl+T số liệu gửi: cộng 2, chỉ so 1 (1 khác)`, in units; "" where nobody sent any."""
    units = len({row.unit_id for row in table.rows if row.origin is not None})
    differing = sum(bool(found.differences()) for found in compared)
    parts = [f"cộng {units}"] if units else []
    if compared:
        parts.append(f"chỉ so {len(compared)} ({f'{differing} khác' if differing else 'khớp'})")
    return f"Ctrl+T số liệu gửi: {', '.join(parts)}" if parts else ""
