"""The keys of the screen of incoming files."""

from textual.binding import Binding, BindingType

KEYS: list[BindingType] = [
    Binding("enter", "open", "Mở", id="receive.open", tooltip="Sang các dòng của tệp; không có tệp thì chọn tệp"),
    Binding("ctrl+s", "take_in", "Nhận tệp", id="receive.take", tooltip="Ghi tệp đang chọn vào sổ"),
    Binding("ctrl+a", "take_all", "Nhận hết", id="receive.all", tooltip="Ghi mọi tệp không có gì phải hỏi"),
    Binding("ctrl+n", "choose", "Chọn tệp", id="receive.choose", tooltip="Chọn tệp hoặc thư mục"),
    Binding("f6", "filter", "Lọc dòng", id="receive.filter", tooltip="Chỉ xem mâu thuẫn, ô cần xem, mới, đổi …"),
    *(
        Binding(key, action, description, id=f"receive.{name}", tooltip=tooltip, show=False)
        for key, action, description, name, tooltip in (
            ("f7", "columns", "Cột", "columns", "Mỗi cột của tệp được hiểu là gì"),
            ("f8", "received", "Đã nhận", "received", "Các bản đã nhận; rút lại"),
            ("f9", "settle_alike", "Mọi dòng như vậy", "alike", "Trả lời mọi mâu thuẫn cùng loại như vừa rồi"),
            ("1", "settle(0)", "Cách 1", "first", "Cách thứ nhất cho mâu thuẫn ở dòng này"),
            ("2", "settle(1)", "Cách 2", "second", "Cách thứ hai"),
            ("3", "settle(2)", "Cách 3", "third", "Cách thứ ba"),
            ("ctrl+u", "unit", "Đơn vị", "unit", "Chọn đơn vị gửi tệp này"),
            ("ctrl+d,delete", "drop", "Bỏ tệp", "drop", "Bỏ tệp này khỏi danh sách; tệp gốc còn nguyên"),
            ("ctrl+z", "undo", "Hoàn tác", "undo", "Bỏ câu trả lời vừa rồi, hoặc lấy lại thay đổi vừa rồi trong sổ"),
            ("escape", "back", "Về các tệp", "back", "Dừng đọc; về các tệp"),
        )
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
]
