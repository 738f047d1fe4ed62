"""Asks who took part in a training, with the health staff as a list to tick."""

from textual.app import ComposeResult
from textual.widgets import Static

from store.people import staff
from store.registers.sentences import health_staff
from store.text import format_number, format_percent, sort_key
from tui.framework.work_screen import Modal, fit
from tui.keys import keys
from tui.widgets.key_line import KeyLine
from tui.widgets.line_list import LineList


class AttendanceScreen(Modal[frozenset[int]]):
    """A list of people to tick with Space; answers the ids of the ticked people, None when it is left."""

    PLACE_TITLE = "Người dự"
    AUTO_FOCUS = "LineList"
    BINDINGS = keys(
        "attendance",
        ("space", "tick", "Dự / không", "Đánh dấu người này, rồi sang người sau"),
        ("ctrl+a", "all", "Tất cả", "Đánh dấu mọi người; bấm lần nữa để bỏ hết"),
        ("ctrl+s,enter", "save", "Ghi", "Ghi rồi đóng"),
        ("escape", "close", "Bỏ qua", "Đóng, không đổi gì"),
        priority=True,
    )

    def __init__(self, title: str, attended: frozenset[int]) -> None:
        super().__init__()
        self.record_title = title
        self.attended = set(attended)
        self.now: frozenset[int] = frozenset()  # the health staff of today
        self.people: list[tuple[int, str]] = []

    def compose(self) -> ComposeResult:
        """Build title, sum, list and keys."""
        yield Static(fit(f"Ai đã dự: {self.record_title}", 200), classes="title", markup=False)
        yield Static(id="attendance-sum", markup=False)
        yield LineList(id="people")
        yield KeyLine()

    def on_mount(self) -> None:
        """List today's health staff by unit, then people who took part and have left."""
        self.now = health_staff(self.store)
        members = staff.by_ids(self.store, sorted(self.now | self.attended))
        members.sort(
            key=lambda each: (
                each.id not in self.now,
                each.unit,
                each.department or "",
                sort_key(each.person.full_name),
            )
        )
        for each in members:
            gone = "" if each.id in self.now else " (đã thôi việc hoặc chuyển đi)"
            self.people.append((each.id, f"{each.person.full_name:<32} {each.department or each.unit}{gone}"))
        self._show()

    def _show(self) -> None:
        self.query_one(LineList).show_lines(len(self.people), self._line)
        there, gone = len(self.attended & self.now), len(self.attended - self.now)
        rate = format_percent(there, len(self.now))
        behind = f"; thêm {format_number(gone)} người nay không còn" if gone else ""
        self.query_one("#attendance-sum", Static).update(
            f"{format_number(there)}/{format_number(len(self.now))} nhân viên y tế ({rate}){behind}"
            if self.people
            else "Chưa có ai của ngành Y tế trong danh sách: F2 để thêm người, F3 để ghi khối của đơn vị."
        )

    def _line(self, number: int) -> tuple[str, bool]:
        staff_id, words = self.people[number]
        return f"{'[✓]' if staff_id in self.attended else '[ ]'} {words}", False

    def action_tick(self) -> None:
        """Tick the person under the cursor or untick them, and go to the next."""
        lines = self.query_one(LineList)
        if lines.cursor < len(self.people):
            self.attended ^= {self.people[lines.cursor][0]}
            self._show()
            lines.action_move(1)

    def action_all(self) -> None:
        """Tick everybody on today's staff, or untick everybody when all are ticked."""
        if self.now <= self.attended:
            self.attended -= self.now
        else:
            self.attended |= self.now
        self._show()

    def action_save(self) -> None:
        """Close with the ids of the ticked people."""
        self.dismiss(frozenset(self.attended))
