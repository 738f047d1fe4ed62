"""The fields of the list of people, with the keys that mean something there."""

from tui.keys import keys
from tui.widgets.entry import Input
from tui.widgets.people_table import PeopleTable

_CHANGE = "Đổi mục của người này (hay mọi người đã chọn): chưa → đã, đã → chưa; rồi 1–9 để chọn lý do"
_HERE = "mục trong ngoặc vuông"


class RosterTable(PeopleTable):
    """The list of people, and what is done to them."""

    BINDINGS = (
        keys(
            "roster",
            ("1", "screen.digit(1)", "Đổi mục", _CHANGE, "digit_1"),
            hidden=[(str(n), f"screen.digit({n})", "Đổi mục", _CHANGE, f"digit_{n}") for n in range(2, 10)],
            priority=True,
            display="1–9",
        )
        + keys(
            "roster",
            hidden=[
                ("space", "screen.cycle", "Đổi mục ở cột đang chọn", f"Như phím số, cho {_HERE}"),
                ("plus,equals_sign", "screen.put('done')", "Đã", f"Ghi ✓ Đã cho {_HERE}", "done"),
                ("0", "screen.digit(0)", "Chưa", f"Ghi ✗ Chưa cho {_HERE} và hỏi lý do", "todo"),
                ("minus,slash", "screen.put('not_applicable')", "Không áp dụng", f"Ghi – cho {_HERE}", "none"),
                ("delete,question_mark", "screen.put('unknown')", "Chưa rõ", f"Ghi ? cho {_HERE}", "unknown"),
            ],
            priority=True,
        )
        + keys(
            "roster",
            ("enter", "screen.open", "Mở", "Xem và sửa mọi điều về người này"),
            hidden=[
                ("ctrl+d", "screen.remove", "Xoá khỏi danh sách", "Hỏi trước; Ctrl+Z lấy lại được"),
                ("ctrl+t", "screen.move", "Chuyển đơn vị", "Chuyển người này (hay những người đã chọn)"),
                ("ctrl+z", "app.undo", "Hoàn tác", "Lấy lại thay đổi vừa rồi"),
                ("ctrl+y", "app.redo", "Làm lại", "Làm lại điều vừa hoàn tác"),
            ],
            priority=True,
        )
    )


class TypedField(Input):
    """A field that is given its keys at the moment they arrive, so that Enter right behind them finds all the text."""

    def begin(self) -> None:
        """Choose what stands here: the next letter takes its place."""
        self.action_select_all()


class SearchField(TypedField):
    """Where one types whom to look for."""

    BINDINGS = keys(
        "roster",
        ("enter,down,tab", "screen.to_people", "Tới danh sách", "Tới những người tìm thấy"),
        priority=True,
        display="Enter",
    )


class ReasonField(TypedField):
    """Where one types a reason that has no digit."""

    BINDINGS = keys(
        "roster",
        ("enter", "screen.reason_enter", "Ghi lý do", "Ghi lý do đang chọn"),
        hidden=[
            ("down", "screen.reason_step(1)", "Lý do sau", "Lý do kế tiếp", "reason_down"),
            ("up", "screen.reason_step(-1)", "Lý do trước", "Lý do phía trước", "reason_up"),
        ],
        priority=True,
    )
