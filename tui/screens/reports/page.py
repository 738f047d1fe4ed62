"""The page of one progress report: figures and their change, hand-written sections, freezing, export."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.events import Resize
from textual.widgets import Static

from store.calendar.periods import KINDS
from store.campaigns.campaign import Campaign, Report
from store.counting.item_figures import contradicting
from store.errors import StoreError
from store.receiving import submissions
from store.reporting import issued, offers, progress
from store.reporting.estimate import HINT, read_costs, total
from store.reporting.offers import Offers
from store.reporting.progress import IssuedProgress
from store.reporting.progress_paper import (
    IndicatorLine,
    ProgressPaper,
    change,
    frozen_figures,
    frozen_text,
    headings_of,
)
from store.text import format_date, format_number, format_percent
from store.words.file_names import file_name, frozen_part, one_word
from store.words.forms import contradicting_text
from tui.framework import exporting
from tui.framework.sections import SectionsScreen
from tui.keys import keys
from tui.papers import PAPERS
from tui.widgets.dialogs import Ask, Choice, Notice, PickOne
from tui.widgets.paper_section import PaperSection

if TYPE_CHECKING:
    from tui.framework.work_app import WorkApp

_MARGIN = 3  # columns that the page leaves free beside a line of figures
_COLUMNS = 39  # of the four figures behind the title of an item
_WIDEST_TITLE = 60
_NUMERALS = ("I", "II", "III", "IV", "V", "VI")


class ReportBase(SectionsScreen):
    """Shows a progress report as it prints, from top to bottom."""

    PLACE_TITLE = "Báo cáo"
    AUTO_FOCUS = ""
    BINDINGS = keys(
        "report",
        ("ctrl+s", "export", "Xuất tệp", "Ghi báo cáo ra tệp Word, Excel hay JSON"),
        ("escape", "leave", "Về danh sách", "Về danh sách báo cáo"),
        hidden=[
            ("pageup", "scroll_page(-1)", "Trang trên", "Cuộn lên", "page_up"),
            ("pagedown", "scroll_page(1)", "Trang dưới", "Cuộn xuống", "page_down"),
        ],
    )
    paper: ProgressPaper | None = None
    read_only: ClassVar[bool] = False
    layout_of_paper = ""  # of `ProgressPaper.layout`

    @property
    def headings(self) -> dict[str, str]:
        """The headings of the report's sections, by the key of the section."""
        raise NotImplementedError

    def compose_work(self) -> ComposeResult:
        """Build the banner and the page with figures and sections."""
        yield Static(id="banner", markup=False)
        with VerticalScroll(id="page", can_focus=False):
            yield Static(id="title", markup=False)
            yield Static(id="figures", markup=False)
            numerals = _NUMERALS if self.layout_of_paper == "proposal" else _NUMERALS[1:]
            for numeral, (section, heading) in zip(numerals, self.headings.items(), strict=False):
                yield PaperSection(section, f"{numeral}. {heading.upper()}", keeper=self)
            yield Static(id="corrections", markup=False)

    def on_mount(self) -> None:
        """Focus the first section without scrolling, so that the figures stay visible."""
        self.query(PaperSection).first().focus(scroll_visible=False)

    def show(self, paper: ProgressPaper, offered: Offers | None = None) -> None:
        """Show a paper, and the texts that are proposed for its sections."""
        self.paper = paper
        self.show_text("title", f"{paper.campaign_title}\nBáo cáo {paper.period_text}")
        self._show_figures()
        for section in self.query(PaperSection):
            offer = (offered or {}).get(section.section)
            section.show(paper.sections.get(section.section, ""), read_only=self.read_only, offer=offer)
        changes = [f"- {line}" for line in paper.corrections]
        lines = ["Nội dung điều chỉnh so với bản đã chốt trước:", *changes] if changes else []
        self.show_text("corrections", "\n".join(lines))

    def _show_figures(self) -> None:
        if self.paper is not None:
            self.show_text("figures", "\n".join(figure_lines(self.paper, self.app.size.width - _MARGIN)))

    def on_resize(self, event: Resize) -> None:
        """Build the figures for the new width."""
        super().on_resize(event)
        self._show_figures()

    @on(PaperSection.Left)
    def _left(self, message: PaperSection.Left) -> None:
        self.go_on_from(message)

    def action_leave(self) -> None:
        """Save the sections, and go back to the list of reports."""
        if self.keep_sections():
            self.dismiss()

    @work(exclusive=True, group="ask")
    async def action_export(self) -> None:
        """Write the paper into a file."""
        if self.paper is not None and not self.is_being_written():
            await export(self.app, self.paper)


class ReportPageScreen(ReportBase):
    """The page of a report that is being written."""

    BINDINGS = keys(
        "report",
        ("f6", "issue", "Chốt", "Giữ một bản mà số liệu không đổi nữa"),
        ("f7", "issued", "Bản chốt", "Mở lại một báo cáo đã chốt"),
    )

    def __init__(self, campaign: Campaign, report: Report, period: tuple[date, date]) -> None:
        super().__init__()
        self.campaign = campaign
        self.report = report
        self.period = period
        self.layout_of_paper = report.paper

    @property
    def headings(self) -> dict[str, str]:
        """The headings by key of section; a report that comes once has "next" only if it was written."""
        return headings_of(self.report.paper, self.report.kind, issued.narrative(self.store, self.report_key()))

    def reload(self) -> None:
        """Count the figures again."""
        asked = (self.store, self.campaign, self.report, self.period)
        self.show(progress.draft(*asked), offers.for_report(*asked))

    def report_key(self) -> str:
        """The key of this report's texts for its period."""
        return progress.narrative_key(self.campaign.name, self.report.key, self.period)

    @work(exclusive=True, group="ask")
    async def action_issue(self) -> None:
        """Ask, freeze the report as it is shown, and export it if wanted."""
        paper = self.paper  # what was seen is what is frozen, or nothing
        if paper is None or self.is_being_written():
            return
        if paper.is_of_nobody:
            await self.app.push_screen_wait(Notice("Chưa chốt được", issued.NOBODY))
            return
        body = "Bản chốt giữ nguyên mãi, sửa người sau này không làm nó đổi."
        earlier = progress.changes_since(self.store, paper)
        if earlier is not None:
            number, changes = earlier
            differences = "\n".join(f"- {line}" for line in changes) or "- Chưa có gì khác: không cần chốt lại."
            body = f"Kỳ này đã chốt lần {number}. Bản mới là bản điều chỉnh, khác bản trước:\n{differences}"
        if paper.is_of_people and (count := contradicting(self.store)):
            body += f"\n! {contradicting_text(count)}."
        if paper.as_of and (gone := submissions.taken_back_since(self.store, paper.as_of)):
            body += f"\n! Số liệu của kỳ này còn tính tệp đã rút lại sau đó: {', '.join(gone)}."
        body = "\n".join([body, *_gaps(paper)])
        choices = (Choice("1", "Chốt rồi xuất tệp", "export"), Choice("2", "Chỉ chốt", "freeze"))
        answer = await self.app.push_screen_wait(Ask(f"Chốt báo cáo {paper.period_text}?", body, choices))
        if answer is None:
            return
        try:
            frozen = await self.app.in_background(partial(progress.issue, paper=paper))
        except StoreError:
            self.reload()
            raise
        self.notify(frozen_figures(frozen.mark))
        self.reload()
        if answer == "export":
            await export(self.app, frozen.paper)

    @work(exclusive=True, group="ask")
    async def action_issued(self) -> None:
        """Ask for a frozen copy of this report, and open it."""
        frozen = await choose_frozen(self.app, progress.report_key(self.campaign.name, self.report.key))
        if frozen is not None:
            self.app.push_screen(FrozenReportScreen(frozen))


class FrozenReportScreen(ReportBase):
    """The page of a frozen copy, to read and to print again."""

    read_only = True

    def __init__(self, frozen: IssuedProgress) -> None:
        super().__init__()
        self.frozen = frozen
        self.layout_of_paper = frozen.paper.layout

    @property
    def headings(self) -> dict[str, str]:
        """The headings of the frozen copy's sections."""
        return self.frozen.paper.headings

    def reload(self) -> None:
        """Show the frozen copy, which never changes."""
        banner = self.query_one("#banner", Static)
        corrects = " · bản điều chỉnh, chỗ khác ghi ở cuối" if self.frozen.head.corrects else ""
        banner.update(f"{frozen_figures(self.frozen.mark)}{corrects} · chỉ xem và in lại")
        banner.add_class("-frozen")
        self.show(self.frozen.paper)


def _gaps(paper: ProgressPaper) -> Iterator[str]:
    """Sentences about what is empty in a paper before it is frozen: sections, and figures of indicators."""
    if empty := [heading for key, heading in paper.headings.items() if not paper.sections.get(key, "").strip()]:
        yield f"Còn trống: {'; '.join(empty)}."
    if without := sum(line.numerator is None for line in paper.indicators):
        yield f"{without} chỉ tiêu chưa có số liệu."


async def choose_frozen(app: "WorkApp", report: str | None = None) -> IssuedProgress | None:
    """Let the person pick a frozen progress report; answers None without a pick."""
    heads = [head for head in issued.heads(app.store, report) if head.report.startswith("progress/")]
    if not heads:
        app.notify("Chưa có báo cáo nào được chốt. Mở một báo cáo rồi F6 để chốt.")
        return None
    options = [
        (
            head.id,
            f"{head.title} · lần {head.number} · {format_date(head.issued_at)[:16]}"
            + (" · bản điều chỉnh" if head.corrects else "")
            + ("" if head.sound else " · ĐÃ BỊ SỬA, không mở được"),
        )
        for head in heads
    ]
    report_id = await app.push_screen_wait(PickOne("Báo cáo đã chốt", options))
    return progress.get_issued(app.store, report_id) if isinstance(report_id, int) else None


def name_of_file(paper: ProgressPaper) -> str:
    """The proposed file name: `BaoCaoTuan_chien-dich_20260623_ChotLan2.docx`."""
    frozen = frozen_part(paper.issued.number) if paper.issued else ""
    return file_name(
        one_word(KINDS[paper.kind].title),
        paper.campaign,
        one_word(paper.report_name),
        paper.period[1].replace("-", ""),
        frozen,
        ending=".docx",
    )


async def export(app: "WorkApp", paper: ProgressPaper) -> Path | None:
    """Ask for the path and write the paper; answers the path, None when the person cancelled."""
    from exporters.progress import write_progress

    return await exporting.export(
        app, "báo cáo", name_of_file(paper), PAPERS["progress"].endings, lambda target: write_progress(paper, target)
    )


def figure_lines(paper: ProgressPaper, width: int) -> list[str]:
    """The tables of the paper as lines of at most `width` letters; a longer title goes on in the next line."""
    if paper.is_of_costs:
        costs = read_costs(paper.sections.get("estimate", ""))
        unread = sum(line.amount is None for line in costs)
        more = f" · {unread} dòng chưa đủ số lượng, đơn giá" if unread else ""
        return [f"Dự toán: {format_number(len(costs))} khoản, {format_number(total(costs))} đồng{more}", HINT]
    before = f" · so với {frozen_text(paper.before)}" if paper.before else " · chưa có báo cáo kỳ trước để so"
    people = f" · {format_number(paper.people)} người" if paper.is_of_people else ""
    lines = [f"I. KẾT QUẢ THỰC HIỆN{people}{before}", *(_people_lines(paper, width) if paper.is_of_people else [])]
    if paper.indicators:
        lines += ["", "Chỉ tiêu"]
        for line in paper.indicators:
            lines += _indicator_lines(line, width)
    if paper.tasks:
        tasks = [task for task in paper.tasks if not task.is_part]
        done = sum(task.state == "done" for task in tasks)
        late = ", ".join(str(task.number) for task in tasks if task.is_late)
        lines += ["", f"Nhiệm vụ: xong {done}/{len(tasks)}" + (f"; quá hạn số {late}" if late else "")]
    return lines


def _people_lines(paper: ProgressPaper, width: int) -> list[str]:
    """The lines of items with figures and change, and of units that sent counts."""
    room = min(_WIDEST_TITLE, width - 3 - _COLUMNS)
    lines = [f"{'':<2} {'Nội dung':<{room}} {'Đã':>9} {'Tổng số':>9} {'Tỷ lệ':>8} {'Thay đổi':>9}"]
    for place, item in enumerate(paper.items, 1):
        title, *more = wrap(item.title, room)
        lines.append(
            f"{place:<2} {title:<{room}} {format_number(item.done):>9} {format_number(item.applicable):>9}"
            f" {format_percent(item.done, item.applicable):>8} {change(item.done, item.done_before):>9}"
        )
        lines += [f"   {part}" for part in more]
    lines += wrap(paper.without_information, width)
    counted = paper.counted
    if counted:
        number = sum(unit.people for unit in counted)
        what = f"{format_number(len(counted))} đơn vị gửi số liệu thay danh sách ({format_number(number)} người)"
        lines.append(f"Gồm {what}: Mức 2, BHYT, Sổ SK.")
        lines += [f"! {unit.remark}" for unit in counted if unit.remark]
    return lines


def _indicator_lines(line: IndicatorLine, width: int) -> list[str]:
    """The lines of one indicator: title, figures, change, and its days if they are not the report's."""
    result = "chưa có số liệu"
    if line.numerator is not None and line.denominator is not None:
        figures = f"{format_number(line.numerator)}/{format_number(line.denominator)}"
        of = f" ({line.days_text})" if line.period else ""
        step = f" {change(line.numerator, line.numerator_before)}" if line.numerator_before is not None else ""
        result = f"{figures} = {format_percent(line.numerator, line.denominator)}{of}{step}"
    room = min(_WIDEST_TITLE + _COLUMNS, width - 1) - 4 - len(result)
    title, *more = wrap(line.title, room)
    return [f"   {title:<{room}} {result}", *(f"   {part}" for part in more)]
