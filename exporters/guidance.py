"""One page of words in the form that a unit fills in: how to write what."""

from exporters.sheet.lines import Lines
from exporters.sheet.look import Look, printable_width
from store.checklist.applicability import who_text
from store.models import Item
from store.receiving.template import GUIDANCE, Template


def write_guidance(look: Look, template: Template) -> None:
    """Add the sheet; it prints on one page."""
    lines, sheet = Lines.on_new_sheet(look, GUIDANCE, [printable_width(landscape=False)], landscape=False)
    lines.title("HƯỚNG DẪN GHI DANH SÁCH")
    lines.text(template.unit, align="center")
    lines.gap()
    for heading, text in _guidance(template):
        lines.text(heading, bold=True)
        for paragraph in text:
            lines.text(paragraph)
        lines.gap(6)
    sheet.print_area(0, 0, lines.row - 1, 0)
    sheet.protect("", {"format_columns": True, "format_rows": True})


def _guidance(template: Template) -> list[tuple[str, list[str]]]:
    to = f" cho {template.station}" if template.station else ""
    return [
        (
            "1. Người",
            [
                "Mỗi người một dòng. Người mới: ghi vào dòng trống bên dưới.",
                "Người đã nghỉ hoặc chuyển đi: xoá cả dòng và báo tên khi gửi lại.",
                "Ngày sinh: ngày/tháng/năm, ví dụ 05/03/1985; chỉ biết năm thì ghi năm.",
                "Số CCCD: đủ 12 chữ số, kể cả số 0 ở đầu.",
            ],
        ),
        (
            "2. Tình trạng",
            [
                "Bấm vào ô, bấm mũi tên rồi chọn: Đã, Chưa, Không áp dụng hoặc Chưa rõ.",
                *(f"– {item.title}{_who(item)}." for item in template.items),
                "Chọn Chưa thì chọn thêm lý do ở cột bên cạnh; lý do khác thì ghi bằng chữ.",
                "Đổi từ Chưa sang Đã thì xoá lý do cũ.",
            ],
        ),
        (
            "3. Gửi lại",
            [
                "Ô vàng: còn thiếu thông tin. Ô hồng: cần xem lại.",
                "Giữ nguyên tên cột, tên đơn vị và thứ tự cột.",
                f"Lưu lại dạng Excel rồi gửi{to}.",
                "Tệp có ngày sinh và số CCCD: chỉ gửi cho người nhận, không đăng lên nhóm chung.",
            ],
        ),
    ]


def _who(item: Item) -> str:
    who = who_text(item.applies_to)
    return f": {who}; người khác chọn Không áp dụng" if who else ""
