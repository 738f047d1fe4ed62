"""Makes the proposal with its costs (plan 002, III.1.c), and the table of costs that an own plan has too."""

from collections.abc import Iterator, Sequence

from exporters.letter.content import (
    Addressed,
    Block,
    Cell,
    Head,
    Paragraph,
    Role,
    Table,
    signature,
    written,
)
from store.reporting.estimate import quantity_text, read_costs, total
from store.reporting.progress_paper import ProgressPaper
from store.text import format_number

COST_HEADS = ("TT", "Nội dung", "Đơn vị tính", "Số lượng", "Đơn giá (đồng)", "Thành tiền (đồng)")
_COST_WIDTHS = (1, 9, 3, 3, 4, 4)  # columns of the grid of `Administrative`
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")


def proposal(paper: ProgressPaper) -> Iterator[Block]:
    """Yield the blocks of the whole letter."""
    yield Head(paper)
    yield Paragraph("TỜ TRÌNH", Role.TITLE)
    subject = "Đề xuất dự án, dự toán chi tiết, kế hoạch thuê dịch vụ công nghệ thông tin\nthực hiện nhiệm vụ tại"
    yield Paragraph(f"{subject} {paper.source}", Role.SUBJECT)
    if paper.to:
        yield Addressed(paper.to)
    yield Paragraph(f"Thực hiện {paper.source}, {paper.station or 'đơn vị'} đề xuất như sau:")
    for numeral, (key, heading) in zip(ROMAN, paper.headings.items(), strict=False):
        text = paper.sections.get(key, "")
        if key == "estimate" and text.strip():
            yield Paragraph(f"{numeral}. {heading.upper()}", Role.PART)
            yield from costs(text)
        else:
            yield from written(f"{numeral}. {heading.upper()}", text)
    yield signature(paper)


def costs(text: str) -> Iterator[Block]:
    """Yield the table of costs with their sum, and a note on lines without an amount, which the sum leaves out."""
    lines = read_costs(text)
    rows: list[Sequence[Cell]] = [
        (
            place,
            line.words,
            line.unit,
            "" if line.quantity is None else quantity_text(line.quantity),
            line.price,
            line.amount,
        )
        for place, line in enumerate(lines, 1)
    ]
    rows.append(("", "Tổng cộng", "", "", None, total(lines)))
    yield Table(COST_HEADS, rows, _COST_WIDTHS, left=(1,), sums=1)
    if without := [str(place) for place, line in enumerate(lines, 1) if line.amount is None]:
        yield Paragraph(f"Tổng cộng chưa gồm khoản số {', '.join(without)}: chưa có số lượng hoặc đơn giá.")
    yield Paragraph(f"Tổng dự toán: {format_number(total(lines))} đồng.")
