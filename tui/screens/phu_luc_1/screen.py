"""Phụ lục 1: the table as it prints, who is behind each figure, the sections, the frozen copies."""

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import DescendantFocus
from textual.message import Message
from textual.widgets import Static

from store import clock, settings
from store.counting import count_comparison, statistics
from store.counting.count_comparison import Comparison
from store.counting.statistics import PhuLuc1Paper, PhuLuc1Row
from store.database import Store, open_store
from store.errors import StoreError
from store.people import units
from store.reporting import reports
from store.reporting.reports import IssuedReport, MeantFor
from store.text import format_date
from tui.framework.text_page import TextPage
from tui.framework.work_screen import WorkScreen
from tui.screens.phu_luc_1 import counts as counts
from tui.screens.phu_luc_1 import questions as questions
from tui.screens.phu_luc_1.people_behind import PeopleBehindScreen
from tui.screens.phu_luc_1.questions import Scope
from tui.widgets.figure_strip import FigureStrip
from tui.widgets.paper_page import COVERING_LETTER, PaperPage
from tui.widgets.paper_section import PaperSection
from tui.widgets.phu_luc_1_lines import TOTAL
from tui.widgets.phu_luc_1_table import PhuLuc1TableView

_ALL_UNITS = 0


class PhuLuc1Screen(WorkScreen):
    """Preview, people behind each figure, narrative, export and frozen copies of Phụ lục 1."""

    PLACE_TITLE = "Phụ lục 1"
    AUTO_FOCUS = "PhuLuc1TableView"
    DEFAULT_CSS = """
    PhuLuc1Screen > #scope { height: auto; max-height: 2; padding: 0 1; }
    PhuLuc1Screen > #banner { height: auto; max-height: 3; padding: 0 1; display: none; }
    PhuLuc1Screen > #banner.-fault { display: block; color: $text-error; text-style: bold; }
    PhuLuc1Screen > #banner.-frozen { display: block; text-style: bold reverse; }
    PhuLuc1Screen > #page { height: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Về bản nháp", id="phu_luc_1.back", tooltip="Thôi xem bản đã chốt"),
        Binding("ctrl+s", "export", "Xuất tệp", id="phu_luc_1.export", tooltip="Ghi ra tệp Excel, CSV hay JSON"),
        Binding("f6", "issue", "Chốt", id="phu_luc_1.issue", tooltip="Giữ một bản mà số liệu không đổi nữa"),
        Binding("f7", "issued", "Bản chốt", id="phu_luc_1.issued", tooltip="Mở lại một bản đã chốt"),
        *(
            Binding(key, action, description, id=f"phu_luc_1.{action}", tooltip=tooltip, show=False)
            for key, action, description, tooltip in (
                ("f8", "turn", "Khoa ↔ đơn vị", "Mỗi dòng một khoa/phòng, hay một đơn vị"),
                ("f9", "choose_unit", "Chọn đơn vị", "Bảng của đơn vị nào"),
                ("ctrl+e", "choose_day", "Đến ngày", "Số liệu cuối ngày nào"),
                ("ctrl+l", "at_odds", "Ai chưa khớp", "Ai có Sổ SKĐT hay BHYT mà chưa có mức 2"),
                ("ctrl+t", "counts", "Số liệu gửi", "Số liệu mà đơn vị gửi thay cho danh sách tên, và chỗ khác nhau"),
                ("ctrl+r", "totals", "Dòng tổng", "In hay bỏ dòng Tổng cộng và Tỷ lệ (%)"),
            )
        ),
    ]

    @dataclass
    class Drafted(Message):
        """The worker has the table of an earlier day."""

        scope: Scope
        drafted: tuple[PhuLuc1Paper, list[Comparison]]

    @dataclass
    class Failed(Message):
        """The worker could not read the store."""

        error: StoreError

    def __init__(self) -> None:
        super().__init__()
        self.scope: Scope | None = None  # None until the store was first read
        self.paper: PhuLuc1Paper | None = None  # what is shown
        self.frozen: IssuedReport | None = None  # the copy that is shown, where it is one
        self.compared: list[Comparison] = []  # units of the draft that sent names and counts
        self._with_totals = True
        self.begun_for: MeantFor | None = None  # the report that the table was opened for
        self._refused = False  # the store just refused to keep a section
        self._read_at: tuple[int, int] | None = None  # version of the store that `paper` was counted from

    def compose_work(self) -> ComposeResult:
        """Which table, the paper, and the strip of the figure under the cursor."""
        yield Static(id="scope", markup=False)
        yield Static(id="banner", markup=False)
        yield PaperPage(self._keep, id="page")
        yield FigureStrip(id="strip")

    @property
    def page(self) -> PaperPage:
        """The paper."""
        return self.query_one(PaperPage)

    # Reading

    def reload(self) -> None:
        """Count again; a frozen copy stays what it is."""
        if self.frozen is not None:
            return
        try:
            self.store.item("level2_account")
        except KeyError:
            self.query_one("#scope", Static).update("Chưa có danh mục theo dõi nên chưa lập được Phụ lục 1.")
            return
        if self.scope is None:
            self.scope = Scope(*statistics.usual_scope(self.store))
        self._read_at = self.store.version()
        if self.scope.as_of is None:
            self._show_draft(*self._draft(self.store, self.scope))
        else:  # taking back what was changed since may be long
            self._draft_earlier(self.scope)

    def _draft(self, store: Store, scope: Scope) -> tuple[PhuLuc1Paper, list[Comparison]]:
        paper = reports.draft_phu_luc_1(
            store, unit_id=scope.unit_id, by=scope.by, as_of=scope.as_of, with_totals=self._with_totals
        )
        return paper, count_comparison.comparisons(store, unit_id=scope.unit_id, as_of=scope.as_of)

    def begin_for(self, campaign: str, report: str, period: date) -> None:
        """The draft, to be frozen for that report."""
        self.begun_for = MeantFor(campaign, report, period.isoformat())
        if self.frozen is not None:
            self.action_back()

    @work(thread=True, exclusive=True, group="draft")
    def _draft_earlier(self, scope: Scope) -> None:
        try:
            with open_store(self.app.store_path) as store:
                self.post_message(self.Drafted(scope, self._draft(store, scope)))
        except StoreError as error:
            self.post_message(self.Failed(error))

    @on(Drafted)
    def _drafted(self, message: Drafted) -> None:
        """Show it, unless something else was asked for meanwhile."""
        if message.scope == self.scope and self.frozen is None:
            self._show_draft(*message.drafted)

    @on(Failed)
    def _failed(self, message: Failed) -> None:
        """Say why there is no table."""
        self.app.tell(message.error)

    # Showing

    def _show_draft(self, paper: PhuLuc1Paper, compared: list[Comparison]) -> None:
        self.compared = compared
        self._show(paper)

    def _show(self, paper: PhuLuc1Paper) -> None:
        self.paper = paper
        self.page.show(paper, read_only=self.frozen is not None)
        self._show_scope(paper)
        self.refresh_bindings()

    def _show_scope(self, paper: PhuLuc1Paper) -> None:
        table = paper.table
        faulty = [row for row in table.rows if row.faults()]
        banner = self.query_one("#banner", Static)
        banner.set_class(self.frozen is not None, "-frozen")
        banner.set_class(self.frozen is None and bool(faulty), "-fault")
        by = "theo khoa/phòng" if table.by == "department" else "theo đơn vị"
        day = format_date(table.as_of)
        if self.frozen is not None:
            told = f"{table.scope} · {by} · đến {day}"
            changes = f"\nKhác bản trước: {'; '.join(paper.corrections)}" if paper.corrections else ""
            banner.update(f"{paper.issued} · chỉ xem và in lại{changes}")
        else:
            name = "Tất cả đơn vị" if self.scope is not None and self.scope.unit_id is None else table.scope
            parts = (f"F9 {name}", f"F8 {by}", f"Ctrl+E đến {day}", counts.remark(table, self.compared))
            told = " · ".join(part for part in parts if part)
            banner.update(f"! {_told_faults(faulty)} Ctrl+L: xem ai chưa khớp" if faulty else "")
        self.query_one("#scope", Static).update(told)

    @on(PhuLuc1TableView.Moved)
    def _moved(self, message: PhuLuc1TableView.Moved) -> None:
        """Tell of the figure under the cursor."""
        table = self.page.table
        if table.has_focus:  # not while somebody writes in a section, and the figures are counted again
            self.query_one(FigureStrip).show(message.row, message.figure, with_reasons=not table.shows_reasons)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """The strip speaks of what has the focus."""
        if isinstance(event.widget, PaperSection):
            told = "Bản đã chốt: chỉ xem." if self.frozen else "Enter: viết vào đây · ↑ ↓: mục khác, bảng số liệu"
            self.query_one(FigureStrip).say(told)
        elif event.widget is not self.page.table:
            self.query_one(FigureStrip).say("Tab hoặc Ctrl+S: ghi, ra khỏi mục · Esc: bỏ phần vừa sửa")

    # The sections

    def _keep(self, section: str, text: str) -> bool:
        try:
            if section == COVERING_LETTER:
                settings.save(self.store, covering_letter=text)
            else:
                reports.write_section(self.store, section, text)
        except StoreError as error:
            self._refused = True
            self.app.tell(error)
            return False
        if self.is_current and self.is_running:
            self.call_later(self.reload)  # when the section is done with what it was told
        return True

    def on_screen_suspend(self) -> None:
        """Another place is opened while somebody writes."""
        if self._refused:  # what is opened is the message that says why the text could not be kept
            self._refused = False
        else:
            self.page.keep_writing()

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only the keys that do something for what is shown."""
        if action == "back":
            return self.frozen is not None
        if action in ("issue", "turn", "choose_unit", "choose_day", "at_odds", "totals", "counts"):
            return self.frozen is None and self.paper is not None
        if action == "export":
            return self.paper is not None
        return True

    @on(PhuLuc1TableView.Chosen)
    def _chosen(self, message: PhuLuc1TableView.Chosen) -> None:
        """Who is behind the figure, or which file says so."""
        if message.row.origin is not None:
            self.app.push_screen(TextPage(*counts.behind(message.row, message.figure)))
            return
        by_file = counts.counted(self.paper.table, message.figure) if message.place == TOTAL and self.paper else 0
        if self.frozen is not None:
            asked = questions.behind_frozen(self.frozen, message.place, message.row, message.figure, by_file)
        elif self.store.version() != self._read_at:
            # Another window changed somebody: the figure first, or the list would not be as long as it says.
            self.reload()
            self.notify("Số liệu vừa đổi; bảng đã tính lại. Nhấn Enter lần nữa.")
            return
        else:
            assert self.scope is not None  # noqa: S101 - there is a table
            asked = questions.behind(self.scope, message.place, message.row, message.figure, by_file)
        self.app.push_screen(PeopleBehindScreen(asked))

    def action_at_odds(self) -> None:
        """Who has a health book or a linked card and no level-2 account."""
        assert self.scope is not None  # noqa: S101 - check_action
        table = self.page.table
        self.app.push_screen(PeopleBehindScreen(questions.at_odds(self.scope, table.place, table.row)))

    def action_counts(self) -> None:
        """What units sent instead of names."""
        title = "Số liệu đơn vị gửi thay cho danh sách tên"
        self.app.push_screen(TextPage(title, counts.overview(self.store, self.compared), file_name="so-lieu-gui.txt"))

    def action_turn(self) -> None:
        """By department, or by unit."""
        assert self.scope is not None  # noqa: S101 - check_action
        self._change(replace(self.scope, by="unit" if self.scope.by == "department" else "department"))

    def action_totals(self) -> None:
        """Print the sum and the rates, or leave them out: the form itself has neither."""
        self._with_totals = not self._with_totals
        self.reload()
        self.notify("In dòng Tổng cộng và Tỷ lệ (%)." if self._with_totals else "Không in dòng Tổng cộng, Tỷ lệ (%).")

    @work(exclusive=True, group="ask")
    async def action_choose_unit(self) -> None:
        """Which unit, or all of them."""
        from tui.widgets.dialogs import PickOne

        listed = [(_ALL_UNITS, "Tất cả đơn vị"), *((unit.id, unit.name) for unit in units.all_units(self.store))]
        unit_id = await self.app.push_screen_wait(PickOne("Phụ lục 1 của đơn vị nào?", listed))
        if isinstance(unit_id, int) and self.scope is not None:
            by = "unit" if unit_id == _ALL_UNITS else "department"
            self._change(replace(self.scope, unit_id=unit_id or None, by=by))

    @work(exclusive=True, group="ask")
    async def action_choose_day(self) -> None:
        """The end of which day."""
        from tui.widgets.dates import parse_date_entry
        from tui.widgets.dialogs import Prompt

        assert self.scope is not None  # noqa: S101 - check_action

        def read(text: str) -> date | str:
            return questions.day_from(text, parse_date_entry(text))

        def wrong(text: str) -> str | None:
            day = read(text)
            return day if isinstance(day, str) else None

        shown = format_date((self.scope.as_of or clock.today()).isoformat())
        text = await self.app.push_screen_wait(Prompt("Số liệu tính đến cuối ngày", "Ngày", shown, wrong))
        if text is not None and isinstance(day := read(text), date):
            self._change(replace(self.scope, as_of=None if day == clock.today() else day))

    def _change(self, scope: Scope) -> None:
        self.scope = scope
        self.reload()

    @work(exclusive=True, group="ask")
    async def action_export(self) -> None:
        """Write the paper into a file."""
        from tui.screens.phu_luc_1 import export as exporting

        assert self.paper is not None  # noqa: S101 - check_action
        faulty = [row for row in self.paper.table.rows if row.faults()]
        if faulty and not await exporting.wants_faulty(self.app, _told_faults(faulty)):
            return
        await exporting.export(self.app, self.paper)

    @work(exclusive=True, group="ask")
    async def action_issue(self) -> None:
        """Freeze what is shown."""
        from tui.screens.phu_luc_1 import issued as issuing

        assert self.scope is not None and self.paper is not None  # noqa: S101, PT018 - check_action
        report = await issuing.issue(self.app, self.paper, self.scope, self.begun_for)
        if report is not None:
            self._open_frozen(report)

    @work(exclusive=True, group="ask")
    async def action_issued(self) -> None:
        """Open a frozen copy."""
        from tui.screens.phu_luc_1 import issued as issuing

        report = await issuing.choose(self.app)
        if report is not None:
            self._open_frozen(report)

    def _open_frozen(self, report: IssuedReport) -> None:
        self.frozen = report
        self._show(report.paper)
        self.page.begin_at_table()

    def action_back(self) -> None:
        """From a frozen copy to what is being worked on."""
        self.frozen = None
        self.reload()
        self.page.begin_at_table()


def _told_faults(faulty: list[PhuLuc1Row]) -> str:
    """`Dược: cột 7 lớn hơn cột 4; và 2 dòng nữa chưa khớp.`"""
    first = f"{faulty[0].label}: {faulty[0].faults()[0]}"
    return f"{first}; và {len(faulty) - 1} dòng nữa chưa khớp." if len(faulty) > 1 else f"{first}."
