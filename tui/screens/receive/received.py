"""What was taken in, newest first; one submission can be taken back whole."""

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from store.errors import StoreError
from store.receiving import submissions, taken_back
from store.receiving.submissions import Submission
from store.text import format_date
from tui.screens.text_page import TextPage
from tui.widgets.dialogs import Ask, Choice
from tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from tui.app import TramyteApp


class ReceivedScreen(ModalScreen[None]):
    """The submissions."""

    app: "TramyteApp"
    DEFAULT_CSS = """
    ReceivedScreen { align: center middle; }
    ReceivedScreen > Vertical { width: 94%; height: 86%; border: round $primary; background: $surface; padding: 0 1; }
    ReceivedScreen .title { text-style: bold; height: 1; }
    ReceivedScreen LineList { background: $surface; }
    ReceivedScreen .keys { color: $text-muted; height: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "delete,ctrl+d", "take_back", "Rút lại", id="received.back", tooltip="Trả mọi giá trị về như trước bản này"
        ),
        Binding(
            "ctrl+s",
            "feedback",
            "Xuất phiếu sửa",
            id="received.feedback",
            tooltip="Ghi lại tệp của đơn vị, tô màu và ghi chú những ô cần sửa, để gửi trả",
        ),
        Binding("escape,f8", "leave", "Đóng", id="received.close", tooltip="Đóng"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.submissions: list[Submission] = []

    def compose(self) -> ComposeResult:
        """Title, submissions, keys."""
        with Vertical():
            yield Static("Các bản đã nhận", classes="title", markup=False)
            yield LineList(id="received")
            yield Static(
                "Delete rút lại bản này · Ctrl+S xuất phiếu sửa gửi đơn vị · Esc đóng", classes="keys", markup=False
            )

    def on_mount(self) -> None:
        """Read them."""
        self.load()
        self.query_one(LineList).focus()

    def load(self) -> None:
        """Read them again."""
        self.submissions = submissions.all_submissions(self.app.store)
        self.query_one(LineList).show_lines(len(self.submissions), self._line)
        if not self.submissions:
            self.query_one(".title", Static).update("Chưa nhận bản nào")

    def _line(self, number: int) -> tuple[str, bool]:
        one = self.submissions[number]
        counts = one.counts
        told = f"{counts['new']} mới, {counts['changed']} đổi, {counts['unchanged']} giữ"
        back = " đã rút" if one.taken_back_at else ""
        when = format_date(one.received_at[:10])
        return f"{one.id:>4} {when}{back}  {told:<26} {(one.unit or ''):<26.26} {one.file_name}", False

    def action_take_back(self) -> None:
        """Ask, then take the submission under the cursor back."""
        number = self.query_one(LineList).cursor
        if number >= len(self.submissions) or self.submissions[number].taken_back_at:
            return
        one = self.submissions[number]
        question = f"Rút {one.file_name}? Mọi giá trị trở về như trước; điều đã sửa sau đó được giữ."
        choices = [Choice("1", "Rút lại", True), Choice("2", "Thôi", False)]
        self.app.push_screen(
            Ask("Rút bản đã nhận", question, choices), lambda yes: self._take_back(one) if yes else None
        )

    def _take_back(self, one: Submission) -> None:
        store = self.app.store
        try:
            result = submissions.take_back(store, one.id)
        except StoreError as error:
            self.app.tell(error)
            return
        self.load()
        self.app.push_screen(TextPage(f"Đã rút {one.file_name}", "\n".join(taken_back.told(store, result))))

    @work(exclusive=True, group="ask")
    async def action_feedback(self) -> None:
        """The paper that goes back to the sender of the submission under the cursor."""
        number = self.query_one(LineList).cursor
        if number < len(self.submissions):
            from tui.screens.units.forms_out import export_feedback

            await export_feedback(self.app, self.submissions[number].id)

    def action_leave(self) -> None:
        """Close."""
        self.dismiss(None)
