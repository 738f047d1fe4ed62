"""Vietnamese words for what the import did with the cells of a file."""

from store.receiving.ledger import Fate, Ledger, Part
from store.text import format_number

FATES = {Fate.READ: "đã đọc", Fate.PASSED_OVER: "bỏ qua", Fate.REPORTED: "chưa đọc"}
PARTS = {
    Part.HEADS: "Dòng tiêu đề của bảng",
    Part.ABOVE: "Tiêu đề, tên đơn vị phía trên bảng",
    Part.SECTIONS: "Dòng tên khoa/phòng, đơn vị trong bảng",
    Part.SUMS: "Dòng cộng",
    Part.BELOW: "Chữ ký, ghi chú dưới bảng",
    Part.UNFILLED: "Dòng chỉ có số thứ tự",
    Part.FIGURES: "Bảng số liệu tổng hợp",
    Part.OLDER: "Trang của tháng, tuần trước",
    Part.OTHERS: "Danh sách không phải cán bộ",
    Part.NO_LIST: "Trang không có danh sách",
    Part.HIDDEN: "Trang ẩn",
    Part.OWN: "Trang của chính trạm",
    Part.FAR: "Cột quá xa bên phải",
    Part.BESIDE: "Ô ngoài bảng, bên phải người",
    Part.UNKNOWN: "Dòng giữa danh sách, không rõ ghi gì",
}


def summary(ledger: Ledger) -> str:
    """How many cells had each fate: `258 ô có chữ: 250 đã đọc, 7 bỏ qua, 1 chưa đọc`."""
    counts = ((ledger.count(fate), words) for fate, words in FATES.items())
    listed = ", ".join(f"{format_number(number)} {words}" for number, words in counts if number)
    return f"{format_number(ledger.cells)} ô có chữ{': ' + listed if listed else ''}"
