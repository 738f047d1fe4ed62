"""The keys of the screen of incoming files."""

from textual.binding import Binding, BindingType

KEYS: list[BindingType] = [
    Binding("ctrl+n", "choose", "Chọn tệp", id="receive.choose", tooltip="Chọn tệp hoặc thư mục"),
    Binding("ctrl+s", "take_in", "Nhận tệp này", id="receive.take", tooltip="Ghi tệp đang chọn vào sổ"),
    Binding("ctrl+a", "take_all", "Nhận hết", id="receive.all", tooltip="Ghi mọi tệp không có gì phải hỏi"),
    Binding("f6", "filter", "Lọc dòng", id="receive.filter", tooltip="Chỉ xem mới, đổi, mâu thuẫn, bị loại …"),
    Binding("f7", "columns", "Cột", id="receive.columns", tooltip="Mỗi cột của tệp được hiểu là gì", show=False),
    Binding("f8", "received", "Đã nhận", id="receive.received", tooltip="Các bản đã nhận; rút lại", show=False),
    Binding(
        "f9",
        "settle_alike",
        "Mọi dòng như vậy",
        id="receive.alike",
        tooltip="Trả lời mọi mâu thuẫn cùng loại như vừa rồi",
        show=False,
    ),
    Binding(
        "1", "settle(0)", "Cách 1", id="receive.first", tooltip="Cách thứ nhất cho mâu thuẫn ở dòng này", show=False
    ),
    Binding("2", "settle(1)", "Cách 2", id="receive.second", tooltip="Cách thứ hai", show=False),
    Binding("3", "settle(2)", "Cách 3", id="receive.third", tooltip="Cách thứ ba", show=False),
    Binding("ctrl+u", "unit", "Đơn vị", id="receive.unit", tooltip="Chọn đơn vị gửi tệp này", show=False),
    Binding(
        "enter",
        "open",
        "Xem dòng",
        id="receive.open",
        tooltip="Sang các dòng của tệp; không có tệp thì chọn tệp",
        show=False,
    ),
    Binding(
        "tab",
        "other",
        "Sang bên kia",
        id="receive.other",
        tooltip="Giữa các tệp và các dòng",
        show=False,
        priority=True,
    ),
    Binding(
        "ctrl+d,delete",
        "drop",
        "Bỏ tệp",
        id="receive.drop",
        tooltip="Bỏ tệp này khỏi danh sách; tệp gốc còn nguyên",
        show=False,
    ),
    Binding("escape", "back", "Dừng", id="receive.back", tooltip="Dừng đọc; về các tệp", show=False),
]
