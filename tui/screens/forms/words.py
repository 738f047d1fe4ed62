"""What the banner above a form says: its faults, and what differs from the frozen copy whose place it takes."""

from textwrap import wrap

from store.reporting.form_papers import FormPaper
from store.words.forms import faults_of


def faults_text(paper: FormPaper) -> str:
    """`Dược: cột 7 lớn hơn cột 4; và 2 dòng nữa chưa khớp.`; "" where every row holds."""
    faults = faults_of(paper.table)
    if not faults:
        return ""
    more = len(paper.table.faulty()) - 1
    return f"{faults[0]}; và {more} dòng nữa chưa khớp." if more else f"{faults[0]}."


def changes_text(paper: FormPaper, width: int) -> str:
    """What differs, on a line of its own; where that is more than two lines, also how to see the rest."""
    if not paper.corrections:
        return ""
    changes = "; ".join(paper.corrections)
    text = f"Khác bản trước: {changes}"
    if len(wrap(text, max(width, 20))) > 2:
        text = f"Khác bản trước {len(paper.corrections)} chỗ, Ctrl+G xem hết: {changes}"
    return f"\n{text}"
