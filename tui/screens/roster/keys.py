"""The fields of the list of people, with the keys that mean something there."""

from typing import ClassVar

from textual.binding import Binding, BindingType

from tui.widgets.entry import Input
from tui.widgets.people_table import PeopleTable


def key(keys: str, action: str, description: str, tooltip: str, name: str, **more: bool | str) -> Binding:
    """A key that the app acts on as it arrives, so that a burst of keys is done in the order of typing."""
    shown = bool(more.get("show", False))
    display = more.get("key_display")
    return Binding(
        keys,
        action,
        description,
        show=shown,
        key_display=str(display) if display else None,
        priority=True,
        tooltip=tooltip,
        id=f"roster.{name}",
    )


_CHANGE = "Đổi mục của người này (hay mọi người đã chọn): chưa → đã, đã → chưa; rồi 1–9 để chọn lý do"


class RosterTable(PeopleTable):
    """The list of people, and what is done to them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("1", "screen.digit(1)", "Đổi mục", _CHANGE, "digit_1", show=True, key_display="1–9"),
        *(
            key(str(digit), f"screen.digit({digit})", "Đổi mục", _CHANGE, f"digit_{digit}", key_display="1–9")
            for digit in range(2, 10)
        ),
        key("space", "screen.cycle", "Đổi mục ở cột đang chọn", "Như phím số, cho mục trong ngoặc vuông", "cycle"),
        key("plus,equals_sign", "screen.put('done')", "Đã", "Ghi ✓ Đã cho mục trong ngoặc vuông", "done"),
        key("0", "screen.digit(0)", "Chưa", "Ghi ✗ Chưa cho mục trong ngoặc vuông và hỏi lý do", "todo"),
        key("minus,slash", "screen.put('not_applicable')", "Không áp dụng", "Ghi – cho mục trong ngoặc vuông", "none"),
        key("delete,question_mark", "screen.put('unknown')", "Chưa rõ", "Ghi ? cho mục trong ngoặc vuông", "unknown"),
        key("enter", "screen.open", "Mở", "Xem và sửa mọi điều về người này", "open", show=True),
        key("ctrl+d", "screen.remove", "Xoá khỏi danh sách", "Hỏi trước; Ctrl+Z lấy lại được", "remove"),
        key("ctrl+t", "screen.move", "Chuyển đơn vị", "Chuyển người này (hay những người đã chọn)", "move"),
        key("ctrl+z", "app.undo", "Hoàn tác", "Lấy lại thay đổi vừa rồi", "undo"),
        key("ctrl+y", "app.redo", "Làm lại", "Làm lại điều vừa hoàn tác", "redo"),
    ]


class TypedField(Input):
    """A field that is given its keys at the moment they arrive, so that Enter right behind them finds all the text."""

    def begin(self) -> None:
        """Choose what stands here: the next letter takes its place."""
        self.action_select_all()


class SearchField(TypedField):
    """Where one types whom to look for."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key(
            "enter,down,tab",
            "screen.to_people",
            "Tới danh sách",
            "Tới những người tìm thấy",
            "to_people",
            show=True,
            key_display="Enter",
        ),
    ]


class ReasonField(TypedField):
    """Where one types a reason that has no digit."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("enter", "screen.reason_enter", "Ghi lý do", "Ghi lý do đang chọn", "reason_enter", show=True),
        key("down", "screen.reason_step(1)", "Lý do sau", "Lý do kế tiếp", "reason_down"),
        key("up", "screen.reason_step(-1)", "Lý do trước", "Lý do phía trước", "reason_up"),
    ]
