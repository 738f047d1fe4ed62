"""The screen of statistics forms, first of Phụ lục 1: the table as it prints, its people, its frozen copies."""

from datetime import date

from textual import on, work
from textual.app import ComposeResult
from textual.events import DescendantFocus
from textual.widgets import Static

from store import clock
from store.campaigns import running
from store.campaigns.form import TOTAL as TOTAL_KEY
from store.campaigns.form import By, Form
from store.checklist.items import checklist_items
from store.forms import counts, library, scopes
from store.forms.comparison import Comparison
from store.forms.counts import Scope
from store.monitoring import overview
from store.people import units
from store.reporting import form_papers, offers
from store.reporting.form_papers import FormPaper, IssuedForm, MeantFor
from store.reporting.owed import owed
from store.reporting.progress import last_moment
from store.text import format_date, parse_date_entry
from tui.framework.sections import SectionsScreen
from tui.framework.targets import FormTarget, Target
from tui.framework.text_page import TextPage
from tui.keys import keys
from tui.screens.forms import issued as issuing
from tui.screens.forms import people_behind, rows, sent_figures
from tui.screens.forms.drafts import Draft, Drafts, draft
from tui.screens.forms.people_behind import PeopleBehindScreen
from tui.screens.forms.words import FROZEN, changes_text, fault_of_day, faults_text
from tui.widgets.behind_figure import FigureStrip
from tui.widgets.dialogs import PickOne, Prompt
from tui.widgets.form_table import FormTableView
from tui.widgets.paper_page import PaperPage
from tui.widgets.paper_section import PaperSection

_ALL_UNITS = 0
_OF_DRAFT = frozenset({"issue", "turn", "choose_unit", "choose_day", "at_odds", "totals", "counts"})


class FormPaperScreen(SectionsScreen):
    """Shows a form with the people behind each figure, its sections, export and frozen copies."""

    PLACE_TITLE = "Phụ lục 1"
    AUTO_FOCUS = "FormTableView"
    BINDINGS = keys(
        "phu_luc_1",
        ("escape", "back", "Về bản nháp", "Thôi xem bản đã chốt"),
        ("escape", "up", "Lên một cấp", "Bảng mà bảng này được mở ra từ đó", "level_up"),
        ("ctrl+s", "export", "Xuất tệp", "Ghi ra tệp Excel, CSV hay JSON"),
        ("f6", "issue", "Chốt", "Giữ một bản mà số liệu không đổi nữa"),
        ("f7", "issued", "Bản chốt", "Mở lại một bản đã chốt"),
        hidden=[
            ("f8", "turn", "Khoa ↔ đơn vị", "Mỗi dòng một khoa/phòng, hay một đơn vị"),
            ("f9", "choose_unit", "Chọn đơn vị", "Bảng của đơn vị nào"),
            ("ctrl+e", "choose_day", "Đến ngày", "Số liệu cuối ngày nào"),
            ("ctrl+g", "at_odds", "Ai chưa khớp", "Ai có Sổ SKĐT hay BHYT mà chưa có mức 2"),
            ("ctrl+g", "changes", "Khác bản trước", "Mọi chỗ khác với bản đã chốt mà bản này thay"),
            ("ctrl+t", "counts", "Số liệu gửi", "Số liệu mà đơn vị gửi thay cho danh sách tên, và chỗ khác nhau"),
            ("ctrl+b", "choose_form", "Biểu khác", "Mở biểu thống kê khác của các chiến dịch"),
            ("ctrl+r", "totals", "Dòng tổng", "In hay bỏ dòng Tổng cộng và Tỷ lệ (%)"),
        ],
    )

    def __init__(self) -> None:
        super().__init__()
        self.form: Form = library.phu_luc_1()
        self.scope: Scope | None = None  # None until the store was first read
        self.paper: FormPaper | None = None  # what is shown
        self.frozen: IssuedForm | None = None  # the copy that is shown, where it is one
        self.compared: list[Comparison] = []  # units of the draft that sent names and counts
        self._with_totals = True
        self._drafts = Drafts()
        self._shown: Scope | None = None  # the scope of the draft that is shown, while another one is counted
        self._has_other_forms = False
        self._looks_back = False  # at the form of a campaign that ended
        self.begun_for: MeantFor | None = None  # the report that the table was opened for
        self.above: list[tuple[Scope, int]] = []  # the tables above, and the row of each that was opened
        self._read_at: tuple[int, int] | None = None  # version of the store that `paper` was counted from

    def compose_work(self) -> ComposeResult:
        """Build the line of the scope, the paper, and the text about the figure under the cursor."""
        yield Static(id="scope", markup=False)
        yield Static(id="banner", markup=False)
        yield PaperPage(self.form, self, id="page")
        yield FigureStrip(id="strip", markup=False)

    @property
    def page(self) -> PaperPage:
        """The widget of the paper."""
        return self.query_one(PaperPage)

    @property
    def place_title(self) -> str:
        """The name of the form that is shown."""
        return self.form.name if self.paper is None else self.paper.table.form.name

    # Reading

    def reload(self) -> None:
        """Count the table again, unless a frozen copy is shown."""
        if self.frozen is not None:
            return
        self._follow_campaigns()
        if not set(self.form.items) <= {item.key for item in checklist_items(self.store)}:
            self.show_text("scope", f"Chưa có danh mục theo dõi nên chưa lập được {self.form.name}.")
            return
        scope = scopes.usual_scope(self.store, self.form) if self.scope is None else self.scope
        self.scope = counts.until_end(self.store, self.form, scope)
        self._read_at = self.store.version()
        form, scope, with_totals = self.form, self.scope, self._with_totals

        def show(counted: Draft) -> None:
            if (form, scope) == (self.form, self.scope) and self.frozen is None:
                self._drafts.keep(self.store, counted)
                self.compared, self._shown = counted.compared, scope
                self._show(counted.paper)

        known = self._drafts.find(self.store, form, scope, with_totals=with_totals)
        if known is not None or (scope.as_of is None and not overview.is_large(self.store)):
            show(known or draft(self.store, form, scope, with_totals=with_totals))
        else:  # taking back what was changed since may be long, and so is counting very many people
            self.show_text("scope", "Đang đếm …")
            self.background(lambda store: draft(store, form, scope, with_totals=with_totals), show, group="draft")

    def _follow_campaigns(self) -> None:
        """Take the form from the campaigns again; if none has it any more, take Phụ lục 1.

        The form of an ended campaign stays while the person looks at it as it was at the end.
        """
        offered = {form.key: form for form in library.offered(self.store)}
        ended = {form.key: form for form in library.ended(self.store)}
        self._has_other_forms = len(offered) + len(ended) > 1
        form = offered.get(self.form.key) or (ended.get(self.form.key) if self._looks_back else None)
        if form is None:
            how = "F7: các bản đã chốt · Ctrl+B: xem như khi kết thúc."
            self.notify(f"Không còn chiến dịch nào đang chạy có {self.form.name}. {how}")
        if form != self.form:
            self.keep_sections()
            self.form, self.scope, self.paper, self.above = form or library.phu_luc_1(), None, None, []

    def arrive(self, target: Target) -> None:
        """Show the draft of the form that the target's report is sent in, ready to be frozen for it."""
        if not isinstance(target, FormTarget) or not self.keep_sections():
            return
        self.begun_for = MeantFor(target.campaign, target.report, target.period.isoformat())
        asked = running.get(self.store, target.campaign).reports
        key = next(each.form for each in asked if each.key == target.report)
        form, was_frozen = library.find(self.store, key), self.frozen is not None
        self.frozen = None
        if form != self.form:
            self._open_form(form)
        scope = scopes.usual_scope(self.store, form) if self.scope is None else self.scope
        self._change(scopes.on_day(self.store, form, scope, self._day_of(form, self.begun_for)))
        if was_frozen:
            self._begin_at_table()

    def _day_of(self, form: Form, meant_for: MeantFor) -> date | None:
        """The last day of a report's period if it is over and the store had people then; None: now."""
        wanted = (meant_for.campaign, meant_for.key, meant_for.period)
        for each in owed(self.store, clock.now()):
            if (each.campaign.name, each.key, each.period[0].isoformat()) == wanted:
                day = last_moment(each.report, each.period).date()
                if day < clock.today() and counts.table(self.store, form, Scope(as_of=day)).rows:
                    return day
        return None

    def _open_form(self, form: Form) -> None:
        self._looks_back = library.ended_on(self.store, form) is not None
        self.form, self.scope, self.frozen, self.paper, self.above = form, None, None, None, []
        self.reload()

    # Showing

    def _show(self, paper: FormPaper) -> None:
        self.paper = paper
        self.show_head()
        if self.page.form != paper.table.form:  # another form, or one as it was when a copy was frozen
            self._show_on_new_page(paper)
            return
        offered = None
        if self.frozen is None and self.scope is not None:
            offered = offers.for_form(self.store, self.form, self.scope, self.begun_for)
        self.page.show(paper, read_only=self.frozen is not None, offers=offered)
        self._show_scope(paper)
        self.refresh_bindings()

    @work(exclusive=True, group="page")
    async def _show_on_new_page(self, paper: FormPaper) -> None:
        """Replace the page, because a page has the sections of its own form."""
        await self.page.remove()
        await self.mount(PaperPage(paper.table.form, self, id="page"), before="#strip")
        if self.paper is not None:
            self._show(self.paper)

    def _show_scope(self, paper: FormPaper) -> None:
        table = paper.table
        faults = faults_text(paper)
        banner = self.query_one("#banner", Static)
        banner.set_class(self.frozen is not None, "-frozen")
        scope = self.scope or Scope()
        warning = sent_figures.warning(self.store, self.form, scope, self.compared)
        banner.set_class(self.frozen is None and bool(faults or warning), "-fault")
        by = rows.NAMES[table.by]
        day = format_date(table.as_of)
        if self.frozen is not None:
            text = f"{table.scope} · {by} · đến {day}"
            banner.update(f"{paper.issued} · chỉ xem và in lại{changes_text(paper, self.size.width - 2)}")
        else:
            name = "Tất cả đơn vị" if scope.unit_id is None else table.scope
            remark = sent_figures.remark(self.store, scope, table, self.compared)
            text = f"F9 {name} · F8 {by} · Ctrl+E đến {day}{f' · {remark}' if remark else ''}"
            banner.update(f"! {faults} Ctrl+G: xem ai chưa khớp" if faults else warning)
        self.show_text("scope", text)

    @on(FormTableView.Moved)
    def _moved(self, message: FormTableView.Moved) -> None:
        """Describe the figure under the cursor below the paper."""
        table = self.page.table
        if table.has_focus:  # not while somebody writes in a section, and the figures are counted again
            self.query_one(FigureStrip).show(
                self.page.form, message.row, message.figure, with_reasons=not table.shows_reasons
            )

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Show the keys for the section or editor that got the focus."""
        if isinstance(event.widget, PaperSection):
            text = "Bản đã chốt: chỉ xem." if self.frozen else "Enter: viết vào đây · ↑ ↓: mục khác, bảng số liệu"
            self.query_one(FigureStrip).update(text)
        elif event.widget is not self.page.table:
            self.query_one(FigureStrip).update("Tab hoặc Ctrl+S: ghi, ra khỏi mục · Esc: bỏ phần vừa sửa")

    # The sections

    def report_key(self) -> str:
        """The key of this form's texts for the period of its figures."""
        return form_papers.narrative_key(self.store, self.form, self.scope or scopes.usual_scope(self.store, self.form))

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key has an effect on what is shown."""
        if action == "back":
            return self.frozen is not None
        if action == "up":
            return self.frozen is None and bool(self.above)
        if action == "changes":
            return self.frozen is not None and bool(self.frozen.paper.corrections)
        if action == "choose_form":
            return self._has_other_forms
        if action in _OF_DRAFT:
            return self.frozen is None and self.paper is not None and self._shown == self.scope
        if action == "export":
            return self.paper is not None
        return True

    def why_unused(self, action: str) -> str:
        """Say that a frozen copy cannot be changed; "" for a draft."""
        return FROZEN if self.frozen is not None and action in _OF_DRAFT else ""

    @on(FormTableView.Chosen)
    def _chosen(self, message: FormTableView.Chosen) -> None:
        """Show what is behind a figure: the table of the units below, the sent file, or the people."""
        assert self.paper is not None  # noqa: S101 - it is shown
        row, table = message.row, self.paper.table
        if self.frozen is None and self._shown != self.scope:
            return  # the table of another scope is being counted
        if self.frozen is None and self.scope and (below := rows.below(self.store, self.scope, row)):
            self.above.append((self.scope, self.page.table.row_at))
            self.page.table.row_at = 0
            self._change(below)
            return
        if row.origins and row.from_files(TOTAL_KEY) == row.figures[TOTAL_KEY]:
            self.app.push_screen(TextPage(*sent_figures.behind(self.store, table.form, row, message.figure)))
            return
        if self.frozen is not None:
            asked = people_behind.behind_frozen(self.store, self.frozen, message.place, message.figure)
        elif self.store.version() != self._read_at:
            # Another window changed somebody: the figure first, or the list would not be as long as it says.
            self.reload()
            self.notify("Số liệu vừa đổi; bảng đã tính lại. Nhấn Enter lần nữa.")
            return
        else:
            assert self.scope is not None  # noqa: S101 - there is a table
            asked = people_behind.behind(self.store, table, self.scope, message.place, message.figure)
        self.app.push_screen(PeopleBehindScreen(asked))

    def action_up(self) -> None:
        """Go back to the table of the level above."""
        scope, self.page.table.row_at = self.above.pop()
        self._change(scope)

    def action_at_odds(self) -> None:
        """List the people who have an item but lack the item it requires."""
        assert self.scope is not None and self.paper is not None  # noqa: S101, PT018 - check_action
        place = self.page.table.place
        asked = people_behind.at_odds(self.store, self.paper.table, self.scope, place)
        self.app.push_screen(PeopleBehindScreen(asked))

    def action_changes(self) -> None:
        """Show all differences from the frozen copy that this one replaces, one in each line."""
        assert self.paper is not None  # noqa: S101 - check_action
        self.app.push_screen(TextPage("Khác bản trước", "\n".join(self.paper.corrections), file_name="khac.txt"))

    def action_counts(self) -> None:
        """Show the counts that units sent instead of names."""
        text = sent_figures.overview(self.store, self.form, self.compared)
        self.app.push_screen(TextPage("Số liệu đơn vị gửi thay cho danh sách tên", text, file_name="so-lieu-gui.txt"))

    def action_turn(self) -> None:
        """Show the next kind of rows: department, unit, sector, or a level of units."""
        assert self.scope is not None  # noqa: S101 - check_action
        ways = rows.ways(self.store, self.form, self.scope)
        self._change(self.scope._replace(by=ways[(ways.index(self.scope.by) + 1) % len(ways)]))

    def action_totals(self) -> None:
        """Switch the rows of the sum and the rates on or off; the office's own form has neither."""
        self._with_totals = not self._with_totals
        self.reload()
        self.notify("In dòng Tổng cộng và Tỷ lệ (%)." if self._with_totals else "Không in dòng Tổng cộng, Tỷ lệ (%).")

    @work(exclusive=True, group="ask")
    async def action_choose_unit(self) -> None:
        """Ask for the unit of the table, or all of them."""
        listed = [(_ALL_UNITS, "Tất cả đơn vị"), *((unit.id, unit.name) for unit in units.all_units(self.store))]
        unit_id = await self.app.push_screen_wait(PickOne(f"{self.form.name} của đơn vị nào?", listed))
        if isinstance(unit_id, int) and self.scope is not None:
            self.above.clear()
            all_units: By = "sector" if self.form.rows == "sector" else "unit"
            self._change(self.scope._replace(unit_id=unit_id or None, by="department" if unit_id else all_units))

    @work(exclusive=True, group="ask")
    async def action_choose_form(self) -> None:
        """Ask for another form, of a running campaign or of an ended one as it was."""
        listed = [(form, f"{form.name}: {form.title}") for form in library.offered(self.store)]
        for form in library.ended(self.store):
            day = library.ended_on(self.store, form)
            listed.append((form, f"{form.name} (kết thúc {day:%d/%m/%Y}): {form.title}"))
        picked = await self.app.push_screen_wait(PickOne("Mở biểu nào?", listed))
        if isinstance(picked, Form) and self.keep_sections():
            self._open_form(picked)

    @work(exclusive=True, group="ask")
    async def action_choose_day(self) -> None:
        """Ask for the day at whose end the figures are taken."""
        assert self.scope is not None  # noqa: S101 - check_action
        shown = format_date((self.scope.as_of or clock.today()).isoformat())
        text = await self.app.push_screen_wait(Prompt("Số liệu tính đến cuối ngày", "Ngày", shown, fault_of_day))
        if text is not None and (typed := parse_date_entry(text)) is not None:
            day = date.fromisoformat(typed)
            self._change(scopes.on_day(self.store, self.form, self.scope, day if day < clock.today() else None))

    def _change(self, scope: Scope) -> None:
        self.scope = scope
        self.reload()

    @work(exclusive=True, group="ask")
    async def action_export(self) -> None:
        """Write the paper into a file."""
        assert self.paper is not None  # noqa: S101 - check_action
        faults = faults_text(self.paper)
        if faults and not await issuing.wants_faulty(self.app, faults):
            return
        await issuing.export(self.app, self.paper)

    @work(exclusive=True, group="ask")
    async def action_issue(self) -> None:
        """Ask, freeze the shown draft, and show the frozen copy."""
        assert self.scope is not None and self.paper is not None  # noqa: S101, PT018 - check_action
        if self.is_being_written():
            return
        report = await issuing.issue(self.app, self.paper, self.scope, self.begun_for)
        if report is not None:
            self._open_frozen(report)

    @work(exclusive=True, group="ask")
    async def action_issued(self) -> None:
        """Ask for a frozen copy, and show it."""
        report = await issuing.choose(self.app, self.form)
        if report is not None:
            self._open_frozen(report)

    def _open_frozen(self, report: IssuedForm) -> None:
        self.frozen = report
        self._show(report.paper)
        self._begin_at_table()

    def action_back(self) -> None:
        """Go from a frozen copy back to the draft."""
        self.frozen = None
        self.reload()
        self._begin_at_table()

    def _begin_at_table(self) -> None:
        """Put the cursor into the table; the page of another form does so when it is built."""
        if self.paper is not None and self.page.form == self.paper.table.form:
            self.page.begin_at_table()
