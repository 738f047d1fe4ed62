"""Báo cáo: lists the reports that campaigns ask for, with their deadlines and frozen copies; Enter opens one."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from functools import partial

from textual import work

from store import clock, settings
from store.calendar.deadlines import is_late, time_left
from store.calendar.periods import KINDS
from store.calendar.wording import time_left_text
from store.reporting.owed import Owed, owed
from tui.framework.targets import FormTarget, ReportTarget, Target
from tui.framework.work_screen import ListScreen
from tui.keys import keys

_HINTS = {
    "number": "ví dụ: …/BC-TYT; trống: như mọi văn bản",
    "to": "cách nhau dấu ;  trống: theo kế hoạch",
    "signs_for": "ví dụ: KT. TRƯỞNG TRẠM",
    "signer_title": "ví dụ: Phó Trưởng trạm",
    "recipients": "cách nhau dấu ;  ví dụ: Như trên; Lưu: VT",
}


def state_text(each: Owed, now: datetime) -> tuple[str, bool]:
    """Words for the state of a report, and whether it is urgent."""
    if each.frozen is not None:
        at = datetime.fromisoformat(each.frozen.issued_at)
        return f"✓ chốt lần {each.frozen.number}, {at:%d/%m/%Y}", False
    if each.ended is not None:
        return f"kế hoạch kết thúc {each.ended:%d/%m/%Y}", False
    if each.due is None:
        return "không nêu ngày", False
    if is_late(each.due, now):
        return f"! {time_left_text(each.due, now)}", True
    return time_left_text(each.due, now), time_left(each.due, now).days < 1


class ReportsScreen(ListScreen[Owed]):
    """The list of reports, the most urgent first."""

    PLACE_TITLE = "Báo cáo"
    list_id = "reports"
    key_names = ("campaign.name", "key", "period")
    above = ("about",)
    below = ("detail",)
    BINDINGS = keys(
        "reports",
        ("enter", "open", "Mở báo cáo", "Xem số liệu, viết nội dung, chốt, xuất"),
        ("ctrl+s", "export", "Xuất Word", "Ghi báo cáo của dòng này ra tệp, không cần mở"),
        ("f8", "looks", "Thể thức", "Mẫu số, Kính gửi, ký thay, Nơi nhận của từng loại văn bản"),
        ("f7", "issued", "Bản chốt", "Mở lại một báo cáo đã chốt"),
        ("f5", "app.go('phu_luc_1')", "Phụ lục 1", "Bảng của CV 310", "phu_luc_1"),
    )

    def read_rows(self) -> Sequence[Owed]:
        """Read the reports that are due or frozen."""
        return owed(self.store, clock.now())

    def heads(self) -> Sequence[str]:
        """The heads of the columns."""
        return ("Báo cáo", "Tình trạng", "Của", "Gửi")

    def cells(self, row: Owed) -> Sequence[str]:
        """The texts of one report's columns."""
        whose = " · ".join(filter(None, (row.campaign.title, row.report.name)))
        return row.name, state_text(row, clock.now())[0], whose, ", ".join(row.report.to)

    def show_list(self) -> None:
        """Show one line for each report."""
        now = clock.now()
        name = max((len(each.name) for each in self.listed), default=0)
        state = max((len(state_text(each, now)[0]) for each in self.listed), default=0)
        several = len({each.campaign.name for each in self.listed}) > 1

        def line_of(each: Owed) -> tuple[str, bool]:
            text, urgent = state_text(each, now)
            whose = " · ".join(filter(None, (each.campaign.name if several else "", each.report.name)))
            return f"{each.name:<{name}}  {text:<{state}}  {whose}".rstrip(), urgent

        self.show_rows(line_of)
        self.show_text(
            "about",
            "Chọn báo cáo rồi Enter. Quá hạn và gần hạn đứng đầu."
            if self.listed
            else "Chưa có chiến dịch nào đang chạy có báo cáo. Ctrl+P rồi Chiến dịch để chạy một kế hoạch.",
        )

    def describe(self) -> None:
        """Show details of the report under the cursor."""
        chosen = self.chosen
        if chosen is None:
            self.show_text("detail", "")
            return
        to = ", ".join(chosen.report.to)
        name = chosen.campaign.form_name(chosen.report.form)
        form = f" · Enter: mở {name}, F6 ở đó để chốt" if name else ""
        form += " · Ctrl+S: mục Word để đưa vào báo cáo ấy" if chosen.report.paper == "section" else ""
        self.show_text(
            "detail",
            f"{KINDS[chosen.report.kind].name.capitalize()}: {chosen.report.deadline.text}{form}\n"
            f"{chosen.report.sender or 'Trạm'} gửi {to}\n"
            f"{chosen.report.title} · {chosen.campaign.title}",
        )

    def action_open(self) -> None:
        """Open the report under the cursor."""
        if self.chosen is not None:
            self._open(self.chosen)

    def arrive(self, target: Target) -> None:
        """Open the report of the target."""
        if isinstance(target, ReportTarget):
            found = [due for due in self.listed if (due.campaign.name, due.key) == (target.campaign, target.report)]
            for due in [*(due for due in found if due.period[0] == target.period), *found][:1]:
                self._open(due)

    def _open(self, due: Owed) -> None:
        if due.report.form:
            self.app.go_to(FormTarget(due.campaign.name, due.key, due.period[0]))
            self.notify(f"Xem bảng, rồi F6 để chốt cho {due.name[0].lower()}{due.name[1:]}.", timeout=5)
            return
        from tui.screens.reports.page import ReportPageScreen

        self.app.push_screen(ReportPageScreen(due.campaign, due.report, due.period))

    @work(exclusive=True, group="ask")
    async def action_looks(self) -> None:
        """Ask for a kind of paper, and open the form of its own letter fields."""
        from tui.framework.form_field import FormField
        from tui.framework.form_screen import RecordForm
        from tui.widgets.dialogs import PickOne

        kind = await self.app.push_screen_wait(PickOne("Thể thức của", list(settings.PAPER_KINDS.items())))
        if isinstance(kind, str):
            fields = [
                FormField(name, label, hint=_HINTS.get(name, "")) for name, label in settings.PAPER_FIELDS.items()
            ]
            write = partial(settings.save_paper, self.store, kind)
            title = f"Thể thức: {settings.PAPER_KINDS[kind]}"
            form = RecordForm(
                title, fields, lambda: asdict(settings.load_paper(self.store, kind)), lambda typed: write(**typed)
            )
            self.app.push_screen(form, self.saved)

    @work(exclusive=True, group="ask")
    async def action_export(self) -> None:
        """Write the report under the cursor as it is now, as a letter or a section of one."""
        from store.reporting import progress
        from tui.screens.reports.page import export

        chosen = self.chosen
        if chosen is not None:
            await export(self.app, progress.draft(self.store, chosen.campaign, chosen.report, chosen.period))

    @work(exclusive=True, group="ask")
    async def action_issued(self) -> None:
        """Ask for a frozen progress report, and open it."""
        from tui.screens.reports.page import FrozenReportScreen, choose_frozen

        frozen = await choose_frozen(self.app)
        if frozen is not None:
            self.app.push_screen(FrozenReportScreen(frozen))
