"""What a corrected Phụ lục 1 changes against the frozen copy whose place it takes."""

from collections.abc import Iterator

from store.counting.statistics import FIGURES, PhuLuc1Paper, PhuLuc1Row
from store.text import format_date, format_number

_WORDS = {
    "total": "tổng số",
    "level2_done": "mức 2",
    "level2_todo": "chưa mức 2",
    "health_book": "Sổ SKĐT",
    "bhyt_done": "BHYT",
    "bhyt_todo": "chưa BHYT",
}
_SECTION_WORDS = {
    "reception": "khu vực tiếp đón",
    "training": "tập huấn",
    "printing": "in ấn, tuyên truyền",
    "difficulties": "khó khăn, vướng mắc",
    "proposals": "đề xuất, kiến nghị",
}


def differences(old: PhuLuc1Paper, new: PhuLuc1Paper) -> tuple[str, ...]:
    """A line each, in Vietnamese: the day, the sum, then rows by their label, then sections."""
    return tuple(_differences(old, new))


def _differences(old: PhuLuc1Paper, new: PhuLuc1Paper) -> Iterator[str]:
    if old.table.as_of != new.table.as_of:
        yield f"Tính đến {format_date(old.table.as_of)} → {format_date(new.table.as_of)}"
    if old.table.scope != new.table.scope:
        yield f"{old.table.scope} → {new.table.scope}"
    if told := _row(old.table.total, new.table.total):
        yield f"Tổng cộng: {told}"
    was = {_place(row): row for row in old.table.rows}
    for row in new.table.rows:
        before = was.pop(_place(row), None)
        if before is None:
            yield f"{row.label}: thêm dòng này"
        elif told := _row(before, row):
            yield f"{row.label}: {told}"
    for row in was.values():
        yield f"{row.label}: bỏ dòng này"
    for section, words in _SECTION_WORDS.items():
        if old.sections.get(section, "") != new.sections.get(section, ""):
            yield f"Sửa phần {words}"


def _place(row: PhuLuc1Row) -> tuple[str, int | None, int | None]:
    return row.label, row.unit_id, row.department_id  # units may have departments of the same name


def _row(old: PhuLuc1Row, new: PhuLuc1Row) -> str:
    """`mức 2 26 → 27, chưa mức 2 2 → 1`; "" where nothing differs. Reasons may differ alone."""
    told = [
        f"{_WORDS[figure]} {format_number(getattr(old, figure))} → {format_number(getattr(new, figure))}"
        for figure in FIGURES
        if getattr(old, figure) != getattr(new, figure)
    ]
    if (old.level2_reasons, old.bhyt_reasons) != (new.level2_reasons, new.bhyt_reasons):
        told.append("lý do")
    return ", ".join(told)
