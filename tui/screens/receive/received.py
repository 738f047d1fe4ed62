"""Lists the submissions, newest first; one can be taken back."""

from rich.cells import set_cell_size
from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from store.errors import StoreError
from store.outcome import TAKEN_IN, Outcome
from store.receiving import mending, submissions
from store.receiving.plan import FileKind
from store.receiving.submissions import Submission
from store.text import format_date, format_number
from store.words.field_values import counts_text, taken_back_lines
from tui.framework.text_page import TextPage
from tui.framework.work_screen import Modal
from tui.keys import keys
from tui.widgets.dialogs import Ask, Choice
from tui.widgets.line_list import LineList
from tui.widgets.short_names import short_name, shortened


class ReceivedScreen(Modal[None]):
    """The list of submissions."""

    BINDINGS = keys(
        "received",
        ("enter", "open", "Xem", "Nhận lúc nào, kết quả, những chỗ đơn vị cần sửa"),
        ("delete,ctrl+d", "take_back", "Rút lại", "Trả mọi giá trị về như trước bản này", "back"),
        (
            "ctrl+s",
            "feedback",
            "Xuất phiếu sửa",
            "Ghi lại tệp của đơn vị, tô màu và ghi chú những ô cần sửa, để gửi trả",
        ),
        ("escape,f8", "close", "Đóng", "Đóng"),
    )

    def __init__(self) -> None:
        super().__init__()
        self.submissions: list[Submission] = []

    def compose(self) -> ComposeResult:
        """Build title, list, the text about the submission under the cursor, and keys."""
        with Vertical():
            yield Static("Các bản đã nhận", classes="title", markup=False)
            yield Static(id="received-head", markup=False)
            yield LineList(id="received")
            yield Static(id="received-strip", markup=False)
            yield Static(
                "Enter xem · Delete rút lại · Ctrl+S xuất phiếu sửa gửi đơn vị · Esc đóng", classes="keys", markup=False
            )

    def on_mount(self) -> None:
        """Read the submissions, and focus the list."""
        self.load()
        self.query_one(LineList).focus()

    def on_resize(self) -> None:
        """Build the lines for the new width."""
        self.call_after_refresh(self._show)

    def load(self) -> None:
        """Read the submissions."""
        self.submissions = submissions.all_submissions(self.app.store)
        self._show()

    def _show(self) -> None:
        name = self._name_width()
        self.query_one("#received-head", Static).update(
            f"  {'Nhận lúc':<11} {'':<6} {'Đơn vị':<20} {'Kết quả':<16} {'Tệp':<{name}}"
        )
        self.query_one(LineList).show_lines(len(self.submissions), self._line)
        if not self.submissions:
            self.query_one(".title", Static).update("Chưa nhận bản nào")

    def _name_width(self) -> int:
        return max(12, self.query_one(LineList).size.width - 2 - 11 - 6 - 20 - 16 - 4)

    def _line(self, number: int) -> tuple[str, bool]:
        one = self.submissions[number]
        when = f"{one.received_at[8:10]}/{one.received_at[5:7]} {one.received_at[11:16]}"
        back = "đã rút" if one.taken_back_at else ""
        unit = shortened(short_name(one.unit or ""), 20)
        what = set_cell_size(_result(one, short=True), 16)
        return f"{when:<11} {back:<6} {unit} {what} {shortened(one.file_name, self._name_width())}", False

    def on_line_list_moved(self) -> None:
        """Show the text about the submission under the cursor."""
        one = self._current()
        strip = self.query_one("#received-strip", Static)
        if one is None:
            strip.update("")
            return
        back = f" · đã rút ngày {format_date(one.taken_back_at[:10])}" if one.taken_back_at else ""
        strip.update(f"Số {one.id} · {one.unit or ''} · {one.file_name}\n{_result(one)}{back}")

    def _current(self) -> Submission | None:
        number = self.query_one(LineList).cursor
        return self.submissions[number] if number < len(self.submissions) else None

    def action_open(self) -> None:
        """Show the submission under the cursor in full."""
        one = self._current()
        if one is None:
            return
        lines = [
            f"Tệp:      {one.file_name}",
            f"Đơn vị:   {one.unit or ''}",
            f"Nhận lúc: {format_date(one.received_at[:16])}",
            f"Kết quả:  {_result(one)}",
            "",
            *mending.to_mend_lines(self.app.store, one.id),
        ]
        if one.kind == FileKind.BUNDLE:
            from store.words import bundles

            lines += bundles.lines(self.app.store, one.id)
        self.app.push_screen(TextPage(f"Bản nộp số {one.id}", "\n".join(lines)))

    def action_take_back(self) -> None:
        """Ask, then take the submission under the cursor back."""
        one = self._current()
        if one is None:
            return
        if one.taken_back_at:
            self.notify("Bản này đã rút rồi.")
            return
        question = (
            f"{one.file_name}\n{one.unit or ''}: {_result(one)}.\n"
            "Mọi giá trị trở về như trước; điều sửa sau đó hay có trong tệp nộp sau được giữ."
        )
        choices = [Choice("1", "Thôi", False), Choice("2", "Rút lại", True)]
        self.app.push_screen(Ask("Rút bản này?", question, choices), lambda yes: self._take_back(one) if yes else None)

    def _take_back(self, one: Submission) -> None:
        store = self.app.store
        try:
            result = submissions.take_back(store, one.id)
        except StoreError as error:
            self.app.tell(error)
            return
        self.load()
        self.app.push_screen(TextPage(f"Đã rút {one.file_name}", "\n".join(taken_back_lines(store, result))))

    @work(exclusive=True, group="ask")
    async def action_feedback(self) -> None:
        """Export the sender's file of the submission with the cells to correct."""
        one = self._current()
        if one is not None:
            from tui.screens.units.forms_out import export_feedback

            await export_feedback(self.app, one.id)


def _result(one: Submission, *, short: bool = False) -> str:
    """What a submission changed: `14 mới, 2 đổi, 3 giữ nguyên, 1 chưa nhận`; for figures the number of departments."""
    counts = one.counts
    if one.kind == FileKind.SUMMARY:
        return f"{sum(counts.values()) - counts.get('rejected', 0)} khoa/phòng{'' if short else ' (chỉ có số liệu)'}"
    if short:
        return counts_text(counts, (Outcome.NEW, Outcome.CHANGED)) or "không đổi gì"
    left_out = counts["conflict"] + counts["rejected"]
    words = counts_text(counts, TAKEN_IN)
    rest = f"{format_number(left_out)} chưa nhận" if left_out else ""
    return ", ".join(filter(None, (words, rest))) or "không đổi gì"
