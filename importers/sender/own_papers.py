"""Recognises papers that the program wrote and that hold no people to read, and says where edits of them go."""

from collections.abc import Sequence
from pathlib import Path

from importers.grids.grid import Grid, text_of
from store.receiving.form_mark import (
    CALL_LIST,
    CALL_LIST_CSV_HEADS,
    FIGURES,
    OWN_TABLES,
    PRINTED,
    REPORT,
    SHOWN,
    SHOWN_SINCE,
    TRACKED,
    FormMark,
)  # fmt: skip


def why_no_people(path: Path, grids: Sequence[Grid], mark: FormMark | None) -> str | None:
    """Explain in Vietnamese why a paper of the program is not read as people; None for any other file."""
    if mark is not None:
        return _refusal(mark) if mark.kind in (CALL_LIST, PRINTED, REPORT, *OWN_TABLES) else None
    heads = tuple(map(text_of, grids[0].rows[0])) if len(grids) == 1 and grids[0].rows else ()
    if heads and heads[-1].startswith(SHOWN_SINCE):  # also a text file that was saved as a workbook
        return _refusal(FormMark(PRINTED, SHOWN))
    if heads and path.suffix.lower() == ".csv":
        from importers.own_tables import is_own_csv  # few files are text

        if is_own_csv(grids[0]):
            return _refusal(FormMark(TRACKED, "bảng"))
        if heads == CALL_LIST_CSV_HEADS:
            return _refusal(FormMark(CALL_LIST, ""))
    return None


def _refusal(mark: FormMark) -> str:
    if mark.kind == CALL_LIST:
        return (
            "Đây là danh sách còn thiếu mà chương trình in ra để gọi điện: chỉ có tên, nên không nhận lại được."
            " Cần sửa ai, hãy sửa ở Danh sách (F2) hoặc gửi đơn vị biểu mẫu."
        )
    text = f"Đây là {'báo cáo' if mark.kind == REPORT else mark.unit} mà chương trình in ra"
    if mark.kind in OWN_TABLES:
        command = "tyt import hoặc tyt figures" if mark.kind == FIGURES else "tyt import"
        return f"{text}. Ô đã sửa trong tệp thì nhận ở Nhận tệp (F4, Ctrl+S), hay bằng lệnh {command}."
    mend = "Cần sửa gì, hãy sửa ngay trong chương trình rồi in lại."
    if mark.unit == SHOWN:
        text = f"{text}, chỉ để xem: nhiều ô đã rút gọn"
        mend += " Muốn sửa trong Excel rồi nhận lại, hãy xuất Danh sách (F2, Ctrl+S) hay bảng của nơi đó."
        return f"{text}, nên không nhận lại được. {mend}"
    return f"{text}, không phải danh sách người, nên không nhận ở đây. {mend}"
