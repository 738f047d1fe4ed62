"""Tổng quan: how far each item is, what is due next, which units are late, what is missing to 100 %."""

import sys
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.events import Resize
from textual.widgets import Static

from store import clock
from store.counting import daily_totals
from store.counting.item_figures import ItemFigure
from store.database import Store
from store.errors import StoreError
from store.monitoring import overview
from store.monitoring.blockers import Call
from store.monitoring.due import ReportDue
from store.monitoring.overview import Overview
from store.receiving.receipts import Receipt
from store.words.overview import DeadlineLine, summary
from tui.framework.work_screen import EXPORT_SHOWN, WorkScreen
from tui.keys import keys
from tui.places import PLACES
from tui.screens.overview.bars import BLOCKS, CONSOLE, PLAIN
from tui.screens.overview.lines import (
    SECTION_NAMES,
    Elsewhere,
    Lines,
    More,
    Target,
    strip_text,
)
from tui.widgets.line_list import LineList, SectionList

if TYPE_CHECKING:
    from exporters.shown_list import ShownList

_EVERY = 60  # seconds: time goes on while nobody presses a key


class OverviewScreen(WorkScreen):
    """The screen of the overview."""

    PLACE_TITLE = "Tổng quan"
    AUTO_FOCUS = "#overview"
    BINDINGS = keys(
        "overview",
        ("enter", "open", "Mở", "Mở điều đang chọn: đơn vị, báo cáo, những người"),
        # The two that a newcomer looks for first; elsewhere the line has no room for them.
        ("ctrl+p", "app.command_palette", "Tìm", "Mọi màn hình, việc, người, đơn vị", "palette"),
        ("f2", "app.go('roster')", "Danh sách", "Mọi người và các mục của họ", "roster"),
        hidden=[("f9", "why_not", "Vì sao chưa", "Lý do chưa của mục đang chọn, mọi đơn vị"), EXPORT_SHOWN],
    )

    def __init__(self) -> None:
        super().__init__()
        self.found: Overview | None = None
        self._targets: list[Target] = []
        self._opened: set[str] = set()
        self._kept_on: str | None = None  # the day on which the totals were brought up to date

    def compose_work(self) -> ComposeResult:
        """Build the summary, the list with its sections, and the text about the line under the cursor."""
        yield Static("Đang đếm …", id="summary", markup=False)
        yield SectionList(id="overview")
        yield Static(id="strip", markup=False)

    @property
    def list(self) -> SectionList:
        """The list with its sections."""
        return self.query_one(SectionList)

    def on_mount(self) -> None:
        """Start the timer that updates the time left each minute."""
        self.set_interval(_EVERY, self._minute)

    def _minute(self) -> None:
        if self.app.screen is self and not clock.is_set():
            self.reload()

    def reload(self) -> None:
        """Read the overview again, in a thread if there are very many people."""
        if overview.is_large(self.store):
            if self.found is None:
                self._show(overview.read(self.store, clock.now(), count=False))
            self._count()
        else:
            self._show(overview.read(self.store, clock.now()))
        if self._kept_on != clock.today().isoformat():
            self._kept_on = clock.today().isoformat()
            self.call_after_refresh(self._keep_totals)

    def _count(self) -> None:
        self.background(lambda store: overview.read(store, clock.now()), self._show, group="overview")

    def _keep_totals(self) -> None:
        """Bring the daily totals up to date, once a day; if another program writes, try next day."""

        def keep(store: Store) -> int:
            with suppress(StoreError):
                return daily_totals.catch_up(store, is_cancelled=lambda: store.is_interrupted)
            return 0

        self.background(keep, self._kept_totals, group="daily-totals")

    def _kept_totals(self, days: int) -> None:
        if days and self.found is not None:
            self._show(replace(self.found, trend=daily_totals.totals(self.store, clock.today())))

    def _show(self, found: Overview) -> None:
        self.found = found
        self.show_text("summary", summary(found))
        self._show_lines()

    def _show_lines(self) -> None:
        if self.found is None:
            return
        size = self.app.size
        is_plain = self.app.ansi_color or self.app.theme.startswith("ansi")
        blocks = PLAIN if is_plain else CONSOLE if sys.platform == "win32" else BLOCKS
        built = Lines(self.found, size.width - 1, size.height, blocks, self._opened)  # 1: the scroll bar
        places = [
            (place.mode, place.title, place.tooltip) for place in PLACES if not place.key and place.mode != "overview"
        ]
        lines, self._targets = built.build(places)
        self.list.show(lines)

    def shown_list(self) -> "ShownList | None":
        """The lines of the sections, without the places of work, to be written to a file."""
        from exporters.shown_list import ShownList

        if self.found is None:
            return None
        lines = [line for line in self.list.lines if line.section in SECTION_NAMES and not line.is_heading]
        rows = [(SECTION_NAMES[line.section], *line.cells) for line in lines]
        return ShownList(self.PLACE_TITLE, ("Mục", "Nội dung", "Tình trạng", "Số liệu"), rows, summary(self.found))

    def on_resize(self, event: Resize) -> None:
        """Build the lines for the new width."""
        super().on_resize(event)
        self._show_lines()

    @property
    def target(self) -> Target:
        """What the line under the cursor is about; None: nothing that can be opened."""
        at = self.list.cursor
        return self._targets[at] if at < len(self._targets) else None

    @on(LineList.Moved)
    def _moved(self) -> None:
        """Show the text about the line under the cursor."""
        if self.found is not None:
            self.show_text("strip", strip_text(self.found, self.target, self.app.size.width - 2))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key works: the line under the cursor must have something to open."""
        if action == "why_not":
            return self.is_mounted and isinstance(self.target, ItemFigure)
        return action != "open" or (self.is_mounted and self.target is not None)

    # -- opening

    def action_open(self) -> None:
        """Open what the line under the cursor is about."""
        from tui.framework.targets import ReportTarget, TaskTarget

        match self.target:
            case ItemFigure() as figure:
                self._open_units(figure.item.key)
            case DeadlineLine() as line if line.first.item is not None:
                self._open_units(line.first.item)
            case DeadlineLine() as line if line.first.task is not None:
                self.app.go_to(TaskTarget(line.first.campaign, line.first.task))
            case ReportDue() as owed:
                self.app.go_to(ReportTarget(owed.campaign.name, owed.report.key, owed.period[0]))
            case Receipt():
                self.app.action_go("receipts")
            case Call() as call:
                self._open_call(call)
            case Elsewhere() as place:
                self.app.action_go(place.mode)
            case More() as more:
                self._opened.add(more.section)
                self._show_lines()
            case None:
                pass

    def action_why_not(self) -> None:
        """Show the reasons of the item under the cursor, over all units."""
        from tui.screens.overview.why_not import WhyNotScreen

        if isinstance(self.target, ItemFigure):
            self.app.push_screen(WhyNotScreen(self.target.item.key), lambda _: self.reload())

    def _open_units(self, item: str) -> None:
        from tui.screens.overview.units import OverviewUnitsScreen

        self.app.push_screen(OverviewUnitsScreen(item), lambda _: self.reload())

    @work(exclusive=True, group="ask")
    async def _open_call(self, call: Call) -> None:
        """Show what a unit lacks by reason, and the people of a reason; then read the overview again."""
        from tui.screens.overview.units import answer_call

        await answer_call(self.app, call)
        self.reload()
