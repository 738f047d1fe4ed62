"""Kế hoạch của trạm: edits the station's own plan, shows what is missing, exports it, and runs it as a campaign."""

from functools import partial

from textual import on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from store.checklist.items import checklist_items
from store.reporting import own_plan
from store.reporting.estimate import HINT
from store.reporting.own_plan import ASKED, HEAD, TASK_HINT, TEXTS, WEEKDAYS, item_field
from store.words.file_names import file_name, one_word
from tui.framework import exporting
from tui.framework.form_field import FormField
from tui.framework.form_screen import RecordForm, day_field
from tui.framework.sections import SectionsScreen
from tui.keys import keys
from tui.widgets.paper_section import PaperSection

_HINTS = {"tasks": TASK_HINT, "money": HINT}
_DAYS = ("first", "last", "items_due", "closing")
_HEAD_HINTS = {
    "title": "ví dụ: Triển khai Sổ sức khỏe điện tử năm 2026",
    "subject": "sau “Kết quả triển khai”: Sổ sức khỏe điện tử năm 2026",
    "basis": "ví dụ: Kế hoạch số 12/KH-UBND ngày 17/6/2026",
    "weekly_hour": "ví dụ: 15:00",
    "monthly": "một số, ví dụ: 10",
    "to": "cách nhau dấu ;",
}


class OwnPlanScreen(SectionsScreen):
    """The screen on which the station writes its own plan."""

    PLACE_TITLE = "Kế hoạch của trạm"
    written_label = own_plan.WRITTEN
    AUTO_FOCUS = ""
    BINDINGS = keys(
        "plan",
        ("f6", "head", "Thông tin chung", "Tên, căn cứ, thời gian, mục của từng người, báo cáo"),
        ("ctrl+s", "export", "Xuất Word", "Văn bản kế hoạch để ký; đuôi .toml thì ghi tệp chiến dịch"),
        ("f8", "use", "Chạy kế hoạch", "Theo dõi mục, nhiệm vụ, báo cáo của kế hoạch này như một chiến dịch"),
    )

    def compose_work(self) -> ComposeResult:
        """Build the summary of the plan, and a section for each part."""
        yield Static(id="plan-head", markup=False)
        with VerticalScroll(id="page", can_focus=False):
            for key, heading in TEXTS.items():
                hint = f" · {_HINTS[key]}" if key in _HINTS else ""
                yield PaperSection(key, f"{heading.upper()}{hint}", keeper=self)

    def on_mount(self) -> None:
        """Focus the first part."""
        self.query(PaperSection).first().focus(scroll_visible=False)

    def reload(self) -> None:
        """Read the plan again, and show its parts and what is missing."""
        found = own_plan.plan(self.store)
        for section in self.query(PaperSection):
            section.show(found.texts.get(section.section, ""))
        faults = list(own_plan.problems(found))
        items = ", ".join(item.short_title for item in found.items) or "chưa chọn"
        reports = " ".join(own_plan.reports_text(found.texts)) or "Chưa đòi báo cáo nào."
        lines = [
            found.texts.get("title") or "(chưa có tên: F6)",
            f"Mục của từng người: {items} · {len(found.tasks)} nhiệm vụ · {reports}",
            f"Còn thiếu: {' '.join(faults)}" if faults else "✓ Đủ để xuất (Ctrl+S) và chạy (F8).",
        ]
        self.show_text("plan-head", "\n".join(lines))

    def report_key(self) -> str:
        """The key of the plan's texts."""
        return own_plan.REPORT

    @on(PaperSection.Left)
    def _left(self, message: PaperSection.Left) -> None:
        self.go_on_from(message)

    def action_head(self) -> None:
        """Open the form of the plan's general data."""
        if not self.keep_sections():
            return
        items = checklist_items(self.store)
        fields = [*map(_field, HEAD)]
        fields[6:6] = [
            FormField(
                item_field(item.key), f"Mục {item.short_title}", "choice", ((ASKED, "Có"),), starts_group=not place
            )
            for place, item in enumerate(items)
        ]

        def read() -> dict[str, str]:
            known = own_plan.load(self.store)
            return {field.name: known.get(field.name, "") for field in fields}

        write = partial(own_plan.write, self.store)
        form = RecordForm("Thông tin chung của kế hoạch", fields, read, lambda typed: write(**typed))
        self.app.push_screen(form, lambda _: self.reload())

    @work(exclusive=True, group="ask")
    async def action_export(self) -> None:
        """Write the plan as a letter or as a campaign file."""
        if not self.keep_sections():
            return
        texts = own_plan.load(self.store)
        name = file_name("KeHoach", one_word(texts.get("subject") or texts.get("title") or ""), ending=".docx")
        await exporting.export_paper(self.app, "plan", name)

    @work(exclusive=True, group="ask")
    async def action_use(self) -> None:
        """Write the plan's campaign file, and run it as a campaign; refuse while parts are missing."""
        from store import campaign_use
        from store.campaigns import file

        if not self.keep_sections():
            return
        found = own_plan.plan(self.store)
        if any(own_plan.problems(found)):
            self.reload()
            self.notify("Kế hoạch còn thiếu: xem dòng “Còn thiếu” ở trên.", severity="warning")
            return
        name = file_name("KeHoach", own_plan.name_of(found.texts), ending=".toml")
        target = await exporting.export_paper(self.app, "plan", name)
        if target is not None and target.suffix == ".toml":
            campaign = file.load(target)
            campaign_use.use(self.store, campaign, target)
            self.notify(f"Đang chạy {campaign.name}. Ctrl+Z để thôi.")


def _field(key: str) -> FormField:
    label = HEAD[key]
    if key in _DAYS:
        return day_field(key, label)
    if key == "weekly":
        return FormField(key, label, "choice", tuple(WEEKDAYS.items()), starts_group=True)
    return FormField(key, label, hint=_HEAD_HINTS.get(key, ""), max_length=1000)
