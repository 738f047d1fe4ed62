"""Words above a form: its faults, its differences from the copy it replaces, the fault of a typed day."""

from textwrap import wrap

from store import clock
from store.reporting.form_papers import FormPaper
from store.text import parse_date_entry
from store.words.forms import faults_of

FROZEN = "Bản đã chốt chỉ xem và in lại. Esc: về bản nháp để đổi, chốt."


def faults_text(paper: FormPaper) -> str:
    """The first fault of a form: `Dược: cột 7 lớn hơn cột 4; và 2 dòng nữa chưa khớp.`; "" without faults."""
    faults = faults_of(paper.table)
    if not faults:
        return ""
    more = len(paper.table.faulty()) - 1
    return f"{faults[0]}; và {more} dòng nữa chưa khớp." if more else f"{faults[0]}."


def changes_text(paper: FormPaper, width: int) -> str:
    """The differences from the replaced copy, after a line break; if they need more than two lines, also the key."""
    if not paper.corrections:
        return ""
    changes = "; ".join(paper.corrections)
    text = f"Khác bản trước: {changes}"
    if len(wrap(text, max(width, 20))) > 2:
        text = f"Khác bản trước {len(paper.corrections)} chỗ, Ctrl+G xem hết: {changes}"
    return f"\n{text}"


def fault_of_day(text: str) -> str | None:
    """What is wrong with a typed day; None when it is a whole day that has come."""
    day = parse_date_entry(text)
    if day is None or len(day) != len("2026-06-23"):
        return f"“{text}” chưa đủ ngày, tháng, năm. Ví dụ: 23/06/2026."
    return "Ngày này chưa tới." if day > clock.today().isoformat() else None
