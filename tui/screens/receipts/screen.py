"""Sổ nhận: unit × period, who sent what and when, who is late or missing, and what to write to them."""

import re

from textual import work
from textual.app import ComposeResult
from textual.events import Resize
from textual.widgets import Static

from store import clock
from store.calendar.wording import due_text
from store.errors import StoreError
from store.people import units
from store.receiving import receipt_calendar, receipts
from store.receiving.receipt_calendar import Period
from store.receiving.receipts import Receipt
from store.text import fold
from tui.framework.work_screen import WorkScreen
from tui.keys import keys
from tui.screens.receipts import receipt_lines
from tui.widgets.line_list import LineList


class ReceiptsScreen(WorkScreen):
    """The units of one period."""

    PLACE_TITLE = "Sổ nhận"
    BINDINGS = keys(
        "receipts",
        ("left", "go(-1)", "Kỳ trước", "Kỳ trước", "before"),
        ("right", "go(1)", "Kỳ sau", "Kỳ sau", "after"),
        ("enter", "open", "Mở", "Tệp và những chỗ cần sửa; chưa gửi thì lời nhắc"),
        ("ctrl+r", "remind", "Lời nhắc", "Lời nhắc gửi đơn vị đang chọn"),
        ("ctrl+a", "remind_all", "Nhắc hết", "Lời nhắc cho mọi đơn vị còn thiếu", "all"),
        hidden=[
            ("space", "expect", "Chờ / không chờ", "Có chờ đơn vị này gửi tệp không"),
            ("ctrl+l", "show_all", "Hiện tất cả", "Hiện hay giấu các đơn vị không chờ"),
            ("ctrl+e", "deadline", "Hạn gửi", "Đặt hạn gửi: hằng tuần hay hằng tháng, ngày, giờ"),
            ("ctrl+s", "feedback", "Xuất phiếu sửa", "Tệp của đơn vị, tô màu và ghi chú ô cần sửa, để gửi trả"),
            ("escape", "today", "Về kỳ này", "Về kỳ đang cần theo dõi"),
        ],
    )

    def __init__(self) -> None:
        super().__init__()
        self.calendar = receipt_calendar.Calendar("weekly", 2, None)  # until the store was first read
        self.period: Period | None = None  # None: the one that is asked about now
        self.found: list[Receipt] = []  # of the period
        self.shown: list[Receipt] = []  # of those, the lines
        self.shows_all = False

    def compose_work(self) -> ComposeResult:
        """The period, its units, and the unit under the cursor in full."""
        yield Static(id="period", markup=False)
        yield Static(id="columns", markup=False)
        yield LineList(id="receipts")
        yield Static(id="strip", markup=False)

    @property
    def lines(self) -> LineList:
        """The units."""
        return self.query_one(LineList)

    @property
    def current(self) -> Receipt | None:
        """The unit under the cursor."""
        return self.shown[self.lines.cursor] if self.lines.cursor < len(self.shown) else None

    def on_mount(self) -> None:
        """The units have the keys."""
        self.lines.focus()

    def reload(self) -> None:
        """Read again; the period stays, by the calendar as it is now."""
        now = clock.now()
        self.calendar = receipt_calendar.load(self.store)
        if self.period is not None:
            self.period = self.calendar.holding(self.period.last)
        asked = self.calendar.asked_at(now)
        period = self.period or asked
        self.found = receipts.of_period(self.store, self.calendar, period, now)
        before = self.current
        self.shown = [one for one in self.found if self.shows_all or one.expected or one.submission_id is not None]
        if before is not None:
            same = (at for at, one in enumerate(self.shown) if one.unit_id == before.unit_id)
            self.lines.cursor = next(same, self.lines.cursor)
        hidden = len(self.found) - len(self.shown)
        home = "← → kỳ khác" if period == asked else "Esc: về kỳ này"
        about = f"‹ {period.text.capitalize()} › · hạn {due_text(period.due, with_weekday=True)}"
        left_out = f" · Ctrl+L: {hidden} đơn vị không chờ" if hidden else ""
        words = (about, f"{receipt_lines.summed(self.found)}{left_out} · {home}")
        self.query_one("#period", Static).update("\n".join(words))
        self._show_lines()

    def _show_lines(self) -> None:
        width = self.lines.size.width or self.app.size.width
        self.query_one("#columns", Static).update(receipt_lines.head(width))
        self.lines.show_lines(len(self.shown), lambda at: receipt_lines.line(self.shown[at], width))

    def on_resize(self, event: Resize) -> None:
        """As many columns as there is room for."""
        super().on_resize(event)
        self.call_after_refresh(self._show_lines)

    def on_line_list_moved(self) -> None:
        """Show another unit."""
        one = self.current
        nobody = "Kỳ này không chờ đơn vị nào. F3: thêm đơn vị · F4: nhận tệp"
        self.query_one("#strip", Static).update(nobody if one is None else receipt_lines.strip(one))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only the keys that do something for the line under the cursor."""
        one = self.current if self.is_mounted else None
        if action == "today":
            return self.period is not None
        if action == "open":
            return one is not None and (one.submission_id is not None or bool(receipts.to_remind([one])))
        if action == "feedback":
            return one is not None and one.submission_id is not None
        if action == "remind":
            return one is not None and bool(receipts.to_remind([one]))
        if action == "remind_all":
            return bool(receipts.to_remind(self.found))
        return one is not None if action == "expect" else True

    # Keys

    def action_go(self, by: int) -> None:
        """Show the period before or the next one, up to the one that is due next."""
        now = clock.now()
        period = self.period or self.calendar.asked_at(now)
        following = self.calendar.after(period) if by > 0 else self.calendar.before_it(period)
        if by > 0 and following.due > self.calendar.at(now).due:
            self.notify("Kỳ sau chưa bắt đầu.")
            return
        self.period = following
        self.reload()

    def action_today(self) -> None:
        """The period that is asked about now."""
        self.period = None
        self.reload()

    def action_show_all(self) -> None:
        """Units that are not waited for, or without them."""
        self.shows_all = not self.shows_all
        self.reload()

    def action_expect(self) -> None:
        """Wait for the unit under the cursor, or do not."""
        one = self.current
        assert one is not None  # noqa: S101 - check_action
        try:
            units.edit(self.store, one.unit_id, expected=int(not one.expected))
        except StoreError as error:
            self.app.tell(error)
            return
        words = "không chờ nữa. Ctrl+L: hiện lại · Ctrl+Z: lấy lại" if one.expected else "chờ gửi tệp mỗi kỳ"
        self.notify(f"{one.unit}: {words}.", timeout=4)
        self.reload()

    def action_open(self) -> None:
        """The file of the unit under the cursor in full; of one that has sent none, what to write to it."""
        from tui.framework.text_page import TextPage

        one = self.current
        assert one is not None  # noqa: S101 - check_action
        if one.submission_id is None:
            self.action_remind()
            return
        self.app.push_screen(TextPage(one.unit, receipt_lines.in_full(self.store, one)))

    @work(exclusive=True, group="ask")
    async def action_feedback(self) -> None:
        """The paper that goes back to the unit under the cursor: its own file, with what to mend."""
        one = self.current
        assert one is not None  # noqa: S101 - check_action
        assert one.submission_id is not None  # noqa: S101
        from tui.screens.units.forms_out import export_feedback

        await export_feedback(self.app, one.submission_id)

    def action_remind(self) -> None:
        """What to write to the unit under the cursor."""
        one = self.current
        assert one is not None  # noqa: S101 - check_action
        text = receipts.reminder(self.store, one, clock.now())
        self._show_reminder(f"Lời nhắc gửi {one.unit}", text, f"nhac-{_file_part(one.unit)}")

    def action_remind_all(self) -> None:
        """What to write to everybody who is to be reminded."""
        several = receipts.to_remind(self.found)
        text = receipts.reminders(self.store, several, clock.now())
        self._show_reminder(f"Lời nhắc {len(several)} đơn vị", text, "nhac-cac-don-vi")

    def _show_reminder(self, title: str, text: str, name: str) -> None:
        from tui.framework.text_page import TextPage

        file_name = f"{name}-{clock.today():%Y%m%d}.txt"
        self.app.push_screen(TextPage(f"{title} · Ctrl+C chép, Ctrl+S ghi thành tệp", text, file_name=file_name))

    def action_deadline(self) -> None:
        """By when the units send their files."""
        from tui.screens.receipts.deadline import DeadlineScreen

        def closed(saved: bool | None) -> None:
            if saved:
                self.period = None
                self.reload()

        self.app.push_screen(DeadlineScreen(self.calendar), closed)


def _file_part(name: str) -> str:
    """`truong-thpt-vinh-gia`: no diacritics, which mail and old copiers mangle."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(name)))[:50]
