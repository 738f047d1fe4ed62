"""Chỉ tiêu: lists the figures of one indicator and period by locality, with those of the period before."""

from collections.abc import Mapping, Sequence
from functools import partial

from textual import events, work
from textual.widgets import Static

from importers.figure_block import parse_count
from store import clock
from store.calendar.periods import LENGTHS, Period, containing
from store.campaigns import running
from store.campaigns.indicator import Indicator
from store.database import Store
from store.figures import figure_entry, indicators, localities
from store.figures.indicators import Figure, IndicatorTable, Line
from store.text import format_number, format_percent
from store.words.file_names import file_name
from tui.framework import exporting
from tui.framework.form_field import FormField, Verdict
from tui.framework.form_screen import RecordForm
from tui.framework.work_screen import ListScreen
from tui.keys import keys
from tui.screens.tracking.indicator_lines import HEADS, FigureColumns, figure_cells, heading, standing_text
from tui.widgets.dialogs import Ask, Choice, New, PickOne, Prompt


def _check(value: str, _: Mapping[str, str]) -> Verdict | None:
    if value and parse_count(value) is None:
        return Verdict("Chỉ ghi số nguyên, ví dụ 1.234", is_error=True)
    return None


def _normal(value: str) -> str:
    number = parse_count(value)
    return value if number is None else format_number(number)


def _check_both(value: str, values: Mapping[str, str]) -> Verdict | None:
    if (wrong := _check(value, values)) is not None:
        return wrong
    fault = figure_entry.faults(parse_count(values["numerator"]), parse_count(value))
    return Verdict(fault, is_error=True) if fault else None


def _reading(value: str, values: Mapping[str, str]) -> str:
    numerator, denominator = parse_count(values["numerator"]), parse_count(value)
    return "" if numerator is None or denominator is None else f"tỷ lệ {format_percent(numerator, denominator)}"


_NumberField = partial(FormField, normal=_normal, max_length=15)
FIELDS = (
    _NumberField("numerator", "Số đạt", check=_check, hint="số người đã đạt"),
    _NumberField("denominator", "Tổng số", check=_check_both, reading=_reading, hint="trên tổng số"),
    FormField("source", "Nguồn số liệu", hint="ai cho, ngày nào", max_length=200),
)


def figure_form(
    store: Store, indicator: Indicator, period: Period, before: Period | None, line: Line, *, typed: str = ""
) -> RecordForm:
    """The form for the figures of a locality, beside which the figures of the period before are shown.

    An empty form begins with the denominator and source of the period before. `before`: the last earlier period with
    figures; `typed`: what was typed of the numerator already.
    """
    old, name = line.before, line.now.locality

    def read() -> Mapping[str, str]:
        lines = indicators.table(store, indicator, period).lines
        now = next((each.now for each in lines if each.now.locality == name), Figure(name))
        known = old if now.is_empty and old is not None else now
        return {
            "numerator": "" if now.numerator is None else format_number(now.numerator),
            "denominator": "" if known.denominator is None else format_number(known.denominator),
            "source": known.source,
        }

    about = indicator.title
    if before is not None and old is not None and old.is_whole:
        numerator, denominator = old.numbers
        counts = f"{format_number(numerator)}/{format_number(denominator)}"
        about += f"\n{before.text.capitalize()}: {counts} = {format_percent(numerator, denominator)}"

    def figure(typed: Mapping[str, str]) -> Figure:
        numerator, denominator = (parse_count(typed[each]) for each in ("numerator", "denominator"))
        return Figure(name, numerator, denominator, typed["source"])

    def doubt(typed: dict[str, str]) -> str | None:
        entered = figure(typed)
        found = figure_entry.doubts(old, entered.numerator, entered.denominator)
        return "; ".join(found) + f" so với {before.text}." if found and before else None

    def write(typed: dict[str, str]) -> None:
        figure_entry.enter(store, indicator, period, figure(typed))

    title = f"{name} · {period.text}"
    return RecordForm(title, FIELDS, read, write, about=about, typed=typed, doubt=doubt)


class IndicatorsScreen(ListScreen[Line]):
    """One indicator in one period; ← → change the period, F8 its kind, Tab the indicator."""

    PLACE_TITLE = "Chỉ tiêu"
    list_id = "indicator-lines"
    key_names = ("now.locality",)
    above = ("indicator-about", "indicator-month", "indicator-head")
    below = ("indicator-sum", "indicator-strip")
    BINDINGS = keys(
        "indicators",
        ("enter", "edit", "Nhập số", "Số đạt, tổng số, nguồn; gõ số cũng được"),
        ("ctrl+n", "add", "Thêm", "Thêm một ấp, xã vào kỳ này"),
        (
            "ctrl+g",
            "copy_forward",
            "Chép kỳ trước",
            "Chép số kỳ trước cho địa bàn chưa có số, rồi sửa dòng đã đổi",
            "copy",
        ),
        ("f6", "app.go('figures')", "Nhập bảng", "Mọi địa bàn và chỉ tiêu trong một bảng; dán từ Excel", "grid"),
        ("ctrl+s", "export", "Xuất", "Ghi mọi chỉ tiêu của kỳ này ra tệp"),
        ("tab", "step(1)", "Chỉ tiêu sau", "Chỉ tiêu kế tiếp", "next"),
        hidden=[
            ("shift+tab", "step(-1)", "Chỉ tiêu trước", "Chỉ tiêu phía trước", "before"),
            ("left", "month(-1)", "Kỳ trước", "Ngày, tuần hay tháng trước", "month_before"),
            ("right", "month(1)", "Kỳ sau", "Ngày, tuần hay tháng sau", "month_after"),
            ("f8", "kind", "Ngày, tuần, tháng", "Số liệu theo ngày, tuần hay tháng, như kế hoạch đòi"),
            ("ctrl+r", "rank", "Xếp hạng", "Nơi đạt cao nhất trước, nơi chậm nhất và chưa có số cuối cùng"),
            ("f9", "export_dhis2", "Tệp cho DHIS2", "Ghi mọi số đếm ra tệp mà DHIS2 nạp được; không có tên ai"),
            ("ctrl+d", "clear", "Xoá số", "Bỏ số của địa bàn này trong kỳ"),
        ],
        priority={"next", "before"},
    )

    def __init__(self) -> None:
        super().__init__()
        self.known: list[Indicator] = []
        self.place = 0
        self.period = containing("monthly", clock.today())
        self.is_ranked = False  # the highest share first
        self.is_started = False  # a period was chosen, by the program or the person
        self.table: IndicatorTable | None = None

    @property
    def indicator(self) -> Indicator | None:
        """The indicator that is shown; None when no running campaign has any."""
        return self.known[self.place] if self.known else None

    def read_rows(self) -> Sequence[Line]:
        """Read indicators and figures; an indicator that is gone is replaced by another."""
        self.plans = {each.name: each for each in running.running(self.store)}
        self.known = [indicator for each in self.plans.values() for indicator in each.indicators]
        if self.known and not self.is_started:
            self.period, self.is_started = indicators.start_period(self.store, self.plans.values()), True
        self.place = min(self.place, max(len(self.known) - 1, 0))
        return self._read_table()

    def _read_table(self) -> Sequence[Line]:
        self.table = None
        if self.indicator is not None:
            self.period = indicators.period_for(self.plans[self.indicator.campaign], self.period)
            self.table = indicators.table(self.store, self.indicator, self.period)
        if self.table is None:
            return ()
        ranks = self.table.ranks()
        last = len(self.table.lines) + 1
        return sorted(self.table.lines, key=lambda line: ranks.get(line.now.locality, last) if self.is_ranked else 0)

    def heads(self) -> Sequence[str]:
        """The heads of the columns."""
        return HEADS

    def cells(self, row: Line) -> Sequence[str]:
        """The texts of one locality's columns."""
        return figure_cells(row)

    def chosen_by(self) -> str:
        """The indicator, the period and the order."""
        if self.table is None:
            return ""
        order = ". Xếp từ nơi đạt cao nhất" if self.is_ranked else ""
        return f"{self.table.indicator.title}: {self.period.text}{order}"

    def show_list(self) -> None:
        """Show the indicator, the period, one line for each locality, and their sum."""
        table = self.table
        if table is None:
            about = "Chưa có chiến dịch nào đang chạy có chỉ tiêu. Ctrl+P rồi Chiến dịch để chạy một kế hoạch."
            month = head = total = ""
            self.show_rows(lambda _: ("", False))
        else:
            columns = FigureColumns.fitting(self.size.width - 4)
            about = heading(table, self.place + 1, len(self.known))
            compared = f"so với {table.before.text}" if table.before else "chưa có kỳ trước để so"
            month, head, total = f"Kỳ ‹ {self.period.text} ›  {compared}", columns.head(), columns.sum(table)
            self.show_rows(columns.line)
        for name, text in (("about", about), ("month", month), ("head", head), ("sum", total)):
            self.query_one(f"#indicator-{name}", Static).update(text)

    def describe(self) -> None:
        """Show the text about the locality under the cursor."""
        line, table = self.chosen, self.table
        if table is None:
            words = ""
        elif line is None:
            words = "Chưa có địa bàn nào. Ctrl+N để thêm ấp, xã rồi nhập số."
        else:
            source = f"Nguồn: {line.now.source}" if line.now.source else "Chưa ghi nguồn số liệu"
            words = f"{line.now.locality} · {standing_text(table, line)}{source}"
            if line.is_missing and line.before is not None:
                words = f"{line.now.locality} · chưa có số kỳ này; địa bàn không còn thì nhập 0 và 0"
            if line.is_unchanged:
                words += " · giống hệt kỳ trước, hãy soát lại"
        unchanged = sum(each.is_unchanged for each in table.lines) if table is not None else 0
        more = f"{unchanged} địa bàn giữ nguyên số kỳ trước (dấu =)." if unchanged else ""
        self.show_text("indicator-strip", f"{words}\n{more}")

    # -- which indicator, which period

    def action_step(self, by: int) -> None:
        """Show another indicator, round at the ends."""
        if self.known:
            self.place = (self.place + by) % len(self.known)
            self.replace_rows(self._read_table())
            self.line_list.go_to(0)

    def action_month(self, by: int) -> None:
        """Show another period, as far as the current one."""
        period = self.period.step(by)
        if period.first > clock.today().isoformat():
            self.notify(f"Chưa tới {period.text}.")
            return
        self.period = period
        self.replace_rows(self._read_table())

    def action_rank(self) -> None:
        """Sort by the share reached, or in the order of the localities."""
        self.is_ranked = not self.is_ranked
        self.replace_rows(self._read_table())
        self.notify("Xếp từ nơi đạt cao nhất." if self.is_ranked else "Xếp như danh sách địa bàn.")

    def action_kind(self) -> None:
        """Show the next of the kinds of period that the campaign asks for or that have figures."""
        if self.indicator is None:
            return
        offered: set[str] = {*self.indicator.every, self.period.kind}
        offered |= {each.kind for each in indicators.periods(self.store, self.indicator)}
        kinds: list[str] = [kind for kind in LENGTHS if kind in offered]
        kind = kinds[(kinds.index(self.period.kind) + 1) % len(kinds)]
        day = min(self.period.last, clock.today())
        self.period = containing(kind, day, week_ends=self.plans[self.indicator.campaign].week_ends)
        self.replace_rows(self._read_table())

    # -- figures

    def begins_text(self, key: events.Key) -> bool:
        """Whether the key is a digit, which begins a number."""
        return (key.character or "").isdigit()

    def on_key(self, event: events.Key) -> None:
        """Open the form of the locality under the cursor with the typed digit."""
        if event.character is not None and event.character in "0123456789" and self.chosen is not None:
            event.stop()
            self._edit(self.chosen, typed=event.character)

    def action_edit(self) -> None:
        """Open the form of the locality under the cursor."""
        if self.chosen is not None:
            self._edit(self.chosen)
        else:
            self.action_add()

    def _edit(self, line: Line, *, typed: str = "") -> None:
        indicator, period, table = self.indicator, self.period, self.table
        if indicator is None or table is None:
            return

        def closed(saved: bool | None) -> None:
            if saved:
                self.reload()
                place = localities.find(self.store, line.now.locality)
                self.go_to_key(line.now.locality if place is None else place.name, below=1)

        self.app.push_screen(figure_form(self.store, indicator, period, table.before, line, typed=typed), closed)

    @work(exclusive=True, group="ask")
    async def action_add(self) -> None:
        """Ask for a locality that has no line yet, known or new, and open its form."""
        table = self.table
        if table is None:
            return
        here = {line.now.locality for line in table.lines}
        others = [each.name for each in localities.all_localities(self.store) if each.name not in here]
        if others:
            pick = PickOne("Thêm địa bàn", [(name, name) for name in others], allow_new=True)
            answer = await self.app.push_screen_wait(pick)
            name = answer.text if isinstance(answer, New) else answer
        else:
            prompt = Prompt("Thêm địa bàn", "Tên ấp, khóm, xã", "", lambda text: None if text else "Phải có tên.")
            name = await self.app.push_screen_wait(prompt)
        if not name:
            return
        place = localities.find(self.store, name)
        name = name if place is None else place.name
        line = next((line for line in table.lines if line.now.locality == name), Line(Figure(name), None))
        self._edit(line)

    def action_copy_forward(self) -> None:
        """Copy the numbers of the previous period to the places that have none yet."""
        indicator, table = self.indicator, self.table
        if indicator is None or table is None:
            return
        if table.before is None:
            self.notify("Chưa có kỳ trước nào để chép.")
            return
        copied = figure_entry.copy_forward(self.store, indicator, self.period)
        if not copied:
            self.notify("Mọi địa bàn đã có số, không chép gì.")
            return
        text = f"Đã chép {copied} địa bàn từ {table.before.text}. Sửa dòng đã đổi; Ctrl+Z để bỏ."
        self.notify(text, timeout=5)
        self.reload()

    @work(exclusive=True, group="ask")
    async def action_clear(self) -> None:
        """Remove the numbers of the locality under the cursor from this period, after asking."""
        line, indicator, period = self.chosen, self.indicator, self.period
        if line is None or indicator is None or line.now.is_empty:
            return
        question = f"{line.now.locality}, {period.text}"
        choices = (Choice("1", "Thôi", False), Choice("2", "Xoá số", True))
        if not await self.app.push_screen_wait(Ask("Xoá số đã nhập?", question, choices)):
            return
        self.reload()
        if next((each.now for each in self.listed if each.now.locality == line.now.locality), None) != line.now:
            self.notify("Số vừa được ghi ở cửa sổ khác, nên chưa xoá. Hãy xem lại.")
            return
        figure_entry.enter(self.store, indicator, period, Figure(line.now.locality))
        self.notify("Đã xoá. Ctrl+Z để lấy lại.")
        self.reload()

    @work(exclusive=True, group="ask")
    async def action_export(self) -> None:
        """Write every indicator of this campaign in this period into a file."""
        if self.indicator is not None:
            name, campaign, period = file_name("ChiTieu", self.period.name), self.indicator.campaign, self.period
            await exporting.export_paper(
                self.app, "indicators", name, campaign=campaign, period=period, kind=period.kind
            )

    @work(exclusive=True, group="ask")
    async def action_export_dhis2(self) -> None:
        """Write the file for DHIS2: figures of all campaigns and periods, items and forms."""
        await exporting.export_paper(self.app, "dhis2", file_name("DHIS2", f"{clock.today():%Y%m%d}", ending=".json"))
