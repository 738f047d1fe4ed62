"""Sổ nhận: lists which unit sent its file for a period and when, who is late, and the reminders for them."""

import re
from collections.abc import Mapping, Sequence
from datetime import time

from textual import work

from store import clock
from store.calendar.wording import WEEKDAYS, due_text
from store.database import Store
from store.masks import cover_numbers
from store.people import units
from store.receiving import receipt_calendar, receipts
from store.receiving.receipt_calendar import Calendar, Period
from store.receiving.receipts import Receipt
from store.text import fold
from tui.framework.form_field import FormField, Verdict
from tui.framework.form_screen import RecordForm
from tui.framework.work_screen import ListScreen
from tui.keys import keys
from tui.log import note_uncovered
from tui.screens.receipts import receipt_lines

_TIME = re.compile(r"([01]?\d|2[0-3])[:hH.]?([0-5]\d)?\Z")


def _read_time(text: str) -> time | None:
    """The time in a text such as `10:00`, `10h`, `9h30`; None when it is no time."""
    match = _TIME.match(text.strip())
    return time(int(match[1]), int(match[2] or 0)) if match else None


def _check_time(value: str, _: Mapping[str, str]) -> Verdict | None:
    if not value or _read_time(value) is not None:
        return None
    return Verdict("Giờ như 10:00, hoặc để trống", is_error=True)


def _check_day(value: str, others: Mapping[str, str]) -> Verdict | None:
    if value.isdigit() and 1 <= int(value) <= 31:
        return None
    return Verdict("Ngày từ 1 đến 31", is_error=True)


FIELDS = (
    FormField("every", "Đơn vị gửi tệp", "choice", (("weekly", "Hằng tuần"), ("monthly", "Hằng tháng")), hint="← →"),
    FormField(
        "weekday",
        "Hằng tuần: vào thứ",
        "choice",
        tuple((str(number), words) for number, words in enumerate(WEEKDAYS, 1)),
        hint="← → hoặc chữ đầu",
    ),
    FormField("day", "Hằng tháng: trước ngày", check=_check_day, hint="1–31"),
    FormField("time", "Trước giờ", check=_check_time, hint="10:00; trống: cả ngày"),
)


def deadline_form(store: Store, calendar: Calendar) -> RecordForm:
    """The form of the deadline by which units have to send files: weekly or monthly, day, time."""

    def read() -> dict[str, str]:
        now = receipt_calendar.load(store)
        weekly = now.kind == "weekly"
        return {
            "every": now.kind,
            "weekday": str(now.day) if weekly else "2",
            "day": "10" if weekly else str(now.day),
            "time": f"{now.before:%H:%M}" if now.before else "",
        }

    def write(typed: dict[str, str]) -> None:
        kind = typed["every"]
        day = int(typed["weekday"] if kind == "weekly" else typed["day"])
        receipt_calendar.save(store, kind, day, _read_time(typed["time"]))

    about = f"Đang đặt: {calendar.text}. Tệp gửi đúng giờ hạn đã là trễ."
    return RecordForm("Hạn các đơn vị gửi tệp cho trạm", FIELDS, read, write, about=about)


class ReceiptsScreen(ListScreen[Receipt]):
    """The list of units for one period, with the files that they sent."""

    PLACE_TITLE = "Sổ nhận"
    list_id = "receipts"
    key_names = ("unit_id",)
    above = ("period", "columns")
    below = ("strip",)
    BINDINGS = keys(
        "receipts",
        ("left", "go(-1)", "Kỳ trước", "Kỳ trước", "before"),
        ("right", "go(1)", "Kỳ sau", "Kỳ sau", "after"),
        ("enter", "open", "Mở", "Tệp và những chỗ cần sửa; chưa gửi thì lời nhắc"),
        ("ctrl+r", "remind", "Lời nhắc", "Lời nhắc gửi đơn vị đang chọn"),
        ("ctrl+a", "remind_all", "Nhắc hết", "Lời nhắc cho mọi đơn vị còn thiếu", "all"),
        hidden=[
            ("space", "expect", "Chờ / không chờ", "Có chờ đơn vị này gửi tệp không"),
            ("ctrl+b", "show_all", "Hiện tất cả", "Hiện hay giấu các đơn vị không chờ"),
            ("ctrl+e", "deadline", "Hạn gửi", "Đặt hạn gửi: hằng tuần hay hằng tháng, ngày, giờ"),
            ("ctrl+s", "feedback", "Xuất", "Phiếu sửa của đơn vị này, để gửi trả; hay danh sách đang hiện"),
            ("escape", "today", "Về kỳ này", "Về kỳ đang cần theo dõi"),
        ],
    )

    def __init__(self) -> None:
        super().__init__()
        self.calendar = Calendar("weekly", 2, None)  # until the store was first read
        self.period: Period | None = None  # None: the one that is asked about now
        self.found: list[Receipt] = []  # of the period; those that are shown are `listed`
        self.shows_all = False

    def read_rows(self) -> Sequence[Receipt]:
        """Read calendar and files again; the same period is shown, as the calendar now has it."""
        self.calendar = receipt_calendar.load(self.store)
        if self.period is not None:
            self.period = self.calendar.holding(self.period.last)
        now = clock.now()
        self.found = receipts.of_period(self.store, self.calendar, self.period or self.calendar.asked_at(now), now)
        return [one for one in self.found if self.shows_all or one.expected or one.unanswered or one.submission_id]

    def heads(self) -> Sequence[str]:
        """The heads of the columns."""
        return receipt_lines.HEADS

    def cells(self, row: Receipt) -> Sequence[str | int]:
        """The texts of one unit's columns."""
        return receipt_lines.cells(row)

    def chosen_by(self) -> str:
        """The period and its deadline."""
        period = self.period or self.calendar.asked_at(clock.now())
        return f"{period.text.capitalize()}, hạn {due_text(period.due, with_weekday=True)}"

    def show_list(self) -> None:
        """Show the period, the heads, and one line for each unit."""
        asked = self.calendar.asked_at(clock.now())
        period = self.period or asked
        hidden = len(self.found) - len(self.listed)
        home = "← → kỳ khác" if period == asked else "Esc: về kỳ này"
        about = f"‹ {period.text.capitalize()} › · hạn {due_text(period.due, with_weekday=True)}"
        left_out = f" · Ctrl+B: {hidden} đơn vị không chờ" if hidden else ""
        self.show_text("period", f"{about}\n{receipt_lines.summed(self.found)}{left_out} · {home}")
        width = self.size.width - self.line_list.bar(len(self.listed))
        self.show_text("columns", receipt_lines.head(width))
        self.show_rows(lambda one: receipt_lines.line(one, width))

    def describe(self) -> None:
        """Show the text about the unit under the cursor."""
        nobody = "Kỳ này không chờ đơn vị nào. F3: thêm đơn vị · F4: nhận tệp"
        self.show_text("strip", nobody if self.chosen is None else receipt_lines.strip(self.chosen))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key has an effect on the line under the cursor."""
        one = self.chosen if self.is_mounted else None
        if action == "today":
            return self.period is not None
        if action == "open":
            return one is not None and (one.submission_id is not None or bool(receipts.to_remind([one])))
        if action == "feedback":
            return one is not None
        if action == "remind":
            return one is not None and bool(receipts.to_remind([one]))
        if action == "remind_all":
            return bool(receipts.to_remind(self.found))
        return one is not None if action == "expect" else True

    # Keys

    def action_go(self, by: int) -> None:
        """Show the period before, or after as far as the one that is due next."""
        now = clock.now()
        period = self.period or self.calendar.asked_at(now)
        following = self.calendar.after(period) if by > 0 else self.calendar.before_it(period)
        if by > 0 and following.due > self.calendar.at(now).due:
            self.notify("Kỳ sau chưa bắt đầu.")
            return
        self.period = following
        self.reload()

    def action_today(self) -> None:
        """Show the period that files are due for now."""
        self.period = None
        self.reload()

    def action_show_all(self) -> None:
        """Show the units that no file is awaited from, or hide them."""
        self.shows_all = not self.shows_all
        self.reload()

    def action_expect(self) -> None:
        """Await files of the unit under the cursor, or no longer."""
        one = self.chosen
        assert one is not None  # noqa: S101 - check_action
        units.edit(self.store, one.unit_id, expected=int(not one.expected))
        words = "không chờ nữa. Ctrl+B: hiện lại · Ctrl+Z: lấy lại" if one.expected else "chờ gửi tệp mỗi kỳ"
        self.notify(f"{one.unit}: {words}.", timeout=4)
        self.reload()

    def action_open(self) -> None:
        """Show the file of the unit under the cursor in full; without a file, its reminder."""
        from tui.framework.text_page import TextPage

        one = self.chosen
        assert one is not None  # noqa: S101 - check_action
        if one.submission_id is None:
            self.action_remind()
            return
        self.app.push_screen(TextPage(one.unit, receipt_lines.in_full(self.store, one)))

    @work(exclusive=True, group="ask")
    async def action_feedback(self) -> None:
        """Export the unit's file with the cells to correct, or the list."""
        from tui.framework.exporting import export_shown, wants_list
        from tui.screens.units.forms_out import export_feedback

        one, shown = self.chosen, self.shown_list()
        assert one is not None  # noqa: S101 - check_action
        assert shown is not None  # noqa: S101 - it has columns
        if one.submission_id is None:
            await export_shown(self.app, shown)
            return
        if (is_list := await wants_list(self.app, f"Phiếu sửa gửi {one.unit}", shown)) is not None:
            await (export_shown(self.app, shown) if is_list else export_feedback(self.app, one.submission_id))

    def action_remind(self) -> None:
        """Show the reminder for the unit under the cursor."""
        one = self.chosen
        assert one is not None  # noqa: S101 - check_action
        text = receipts.reminder(self.store, one, clock.now())
        if one.contact != cover_numbers(one.contact):
            note_uncovered("contact")
        whom = f" ({one.contact})" if one.contact else ""
        self._show_reminder(f"Lời nhắc gửi {one.unit}{whom}", text, [one], f"nhac-{_file_part(one.unit)}")

    def action_remind_all(self) -> None:
        """Show the reminders for all units that have to be reminded."""
        several = receipts.to_remind(self.found)
        text = receipts.reminders(self.store, several, clock.now())
        self._show_reminder(f"Lời nhắc {len(several)} đơn vị", text, several, "nhac-cac-don-vi")

    def _show_reminder(self, title: str, text: str, several: Sequence[Receipt], name: str) -> None:
        from exporters import reminder
        from tui.framework.text_page import TextPage

        parts = reminder.letters(self.store, several)
        self.app.push_screen(
            TextPage(
                f"{title} · Ctrl+C chép, Ctrl+S ghi thành tệp",
                text,
                file_name=f"{name}-{clock.today():%Y%m%d}.docx",
                write=lambda out: reminder.write_reminders(parts, text, out),
            )
        )

    def action_deadline(self) -> None:
        """Ask by when the units have to send their files."""

        def closed(saved: bool | None) -> None:
            if saved:
                self.period = None
                self.reload()

        self.app.push_screen(deadline_form(self.store, self.calendar), closed)


def _file_part(name: str) -> str:
    """A unit's name for a file name, as `truong-thpt-vinh-gia`: mail and old copiers damage diacritics."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(name)))[:50]
