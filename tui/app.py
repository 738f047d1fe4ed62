"""The app: one store, one screen a place of work, the keys that work everywhere."""

import asyncio
import gc
import os
import sys
from collections.abc import Callable, Iterable
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import ClassVar, NamedTuple

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen, Screen

from store import history
from store.database import Store
from store.errors import StoreError
from store.opening import open_store
from store.people.roster import Filter
from tui.framework.type_ahead import TypeAhead
from tui.keys import key_name
from tui.log import write_traceback

MINIMUM_WIDTH, MINIMUM_HEIGHT = 80, 24


class Place(NamedTuple):
    """A screen that has a key of its own."""

    mode: str
    key: str  # "" for one that the palette opens, and the first screen
    title: str
    tooltip: str
    screen: str  # "module:class", imported when the place is first opened


PLACES: tuple[Place, ...] = (
    Place(
        "overview",
        "f12",
        "Tổng quan",
        "Đang ở đâu, hạn nào sắp tới, ai còn thiếu",
        "tui.screens.overview.screen:OverviewScreen",
    ),
    Place("roster", "f2", "Danh sách", "Mọi người và các mục của họ", "tui.screens.roster.screen:RosterScreen"),
    Place("units", "f3", "Đơn vị", "Các đơn vị và khoa/phòng", "tui.screens.units.screen:UnitsScreen"),
    Place("receive", "f4", "Nhập tệp", "Nhận tệp mà đơn vị gửi", "tui.screens.receive.screen:ReceiveScreen"),
    Place(
        "phu_luc_1", "f5", "Phụ lục 1", "Xem trước, chốt và in Phụ lục 1", "tui.screens.forms.screen:FormPaperScreen"
    ),
    Place(
        "reports",
        "",
        "Báo cáo",
        "Báo cáo tuần, tháng, tổng kết: xem, chốt, xuất",
        "tui.screens.reports.screen:ReportsScreen",
    ),
    Place(
        "guides",
        "",
        "Hướng dẫn",
        "Các bước trên VNeID cho người dân; in tờ rơi",
        "tui.screens.tracking.guides:GuidesScreen",
    ),
    Place(
        "tasks", "", "Nhiệm vụ", "Nhiệm vụ của các kế hoạch: tới đâu, hạn nào", "tui.screens.tracking.tasks:TasksScreen"
    ),
    Place(
        "indicators",
        "",
        "Chỉ tiêu",
        "Số liệu chỉ tiêu theo tháng và địa bàn",
        "tui.screens.tracking.indicators:IndicatorsScreen",
    ),
    Place(
        "organisations",
        "",
        "Tài khoản tổ chức",
        "Mã số thuế và tài khoản định danh của từng đơn vị",
        "tui.screens.tracking.organisations:OrganisationsScreen",
    ),
    Place(
        "data_sources",
        "",
        "Danh mục dữ liệu",
        "Hệ thống, cơ sở dữ liệu, phần mềm, nguồn dữ liệu",
        "tui.screens.tracking.data_sources:DataSourcesScreen",
    ),
    Place(
        "campaigns",
        "",
        "Chiến dịch",
        "Kế hoạch của cấp trên: chạy, kết thúc, đọc",
        "tui.screens.tracking.campaigns:CampaignsScreen",
    ),
    Place(
        "receipts", "", "Sổ nhận", "Đơn vị nào đã gửi tệp, còn thiếu ai", "tui.screens.receipts.screen:ReceiptsScreen"
    ),
)


def _opener(place: Place) -> Callable[[], Screen[None]]:
    def make() -> Screen[None]:
        module, _, name = place.screen.partition(":")
        made = getattr(import_module(module), name)()
        assert isinstance(made, Screen)  # noqa: S101 - PLACES names screens
        return made

    return make


class TramyteApp(TypeAhead[int]):
    """Sổ theo dõi định danh và sổ sức khỏe điện tử."""

    TITLE = "tramyte"
    NOTIFICATION_TIMEOUT = 2.5
    CSS = """
    ToastRack { dock: top; align: right top; margin-top: 1; }
    """  # what is said at the bottom about the person under the cursor stays legible
    ENABLE_COMMAND_PALETTE = False  # ours finds without diacritics and speaks Vietnamese
    MODES: ClassVar[dict[str, str | Callable[[], Screen[None]]]] = {place.mode: _opener(place) for place in PLACES}
    DEFAULT_MODE = PLACES[0].mode  # where the program begins
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "Trợ giúp", id="app.help", tooltip="Các phím của màn hình này"),
        *(
            Binding(
                place.key, f"go('{place.mode}')", place.title, id=f"app.{place.mode}", tooltip=place.tooltip, show=False
            )
            for place in PLACES
            if place.key
        ),
        # Screens that have something to clear or to leave with it see it first.
        Binding("escape", "go('overview')", "Tổng quan", id="app.home", tooltip="Về màn hình đầu", show=False),
        Binding("ctrl+p", "command_palette", "Tìm lệnh", id="app.palette", tooltip="Tìm một việc theo tên", show=False),
        Binding("ctrl+z", "undo", "Hoàn tác", id="app.undo", tooltip="Lấy lại thay đổi vừa rồi", show=False),
        Binding("ctrl+y", "redo", "Làm lại", id="app.redo", tooltip="Làm lại điều vừa hoàn tác", show=False),
        Binding(
            "ctrl+o",
            "station",
            "Thông tin trạm",
            id="app.station",
            tooltip="Tên trạm, người ký, số công văn",
            show=False,
        ),
        Binding("f10", "quit", "Thoát", id="app.quit", tooltip="Đóng chương trình; mọi thứ đã được ghi", show=False),
        Binding("ctrl+q", "quit", "Thoát", id="app.quit_too", tooltip="Đóng chương trình", show=False),
    ]

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.store_path = path
        self.store: Store = open_store(path)

    def on_load(self) -> None:
        """Let tasks begin in turn on every Python.

        From 3.12 on Textual starts them eagerly, so that the first screen mounts before it stands on the stack:
        whatever asks for `app.screen` then raises ScreenStackError.
        """
        asyncio.get_running_loop().set_task_factory(None)

    def on_mount(self) -> None:
        """Set the theme, and keep the garbage collector from walking what never goes."""
        self.theme = "textual-dark" if self._has_true_colour() else "ansi-dark"
        # The collector's full walks are the 20-28 ms spikes in key latency.
        self.call_after_refresh(_freeze)
        self.call_after_refresh(self._ask_first_run)

    @staticmethod
    def _has_true_colour() -> bool:
        return os.environ.get("TERM", "") not in ("linux", "ansi", "xterm-16color", "vt100", "screen")

    def get_key_display(self, binding: Binding) -> str:
        """A key as it is called on the keyboard."""
        return binding.key_display or key_name(binding.key)

    @property
    def _is_asked(self) -> bool:
        """Whether a question or a form stands over the place of work."""
        return any(isinstance(screen, ModalScreen) for screen in self.screen_stack)

    def _come_back(self) -> None:
        """Close the pages that were opened from the place of work in front."""
        while len(self.screen_stack) > 1 and not self._is_asked:
            self.pop_screen()

    def action_go(self, mode: str) -> None:
        """Open a place of work; a page that was opened from this one stays open for when one comes back."""
        if self._is_asked:
            return
        if mode == self.current_mode:
            self._come_back()
        else:
            self.switch_mode(mode)

    def show_roster(self, chosen: Filter) -> None:
        """Open the list of people on those who pass a filter."""
        self.switch_mode("roster")
        self.call_after_refresh(self._filter_roster, chosen)

    def _filter_roster(self, chosen: Filter) -> None:
        filter_by = getattr(self.screen, "filter_by", None)
        if callable(filter_by):
            filter_by(chosen)

    def show_task(self, campaign: str, number: int) -> None:
        """Open the list of tasks on one of them."""
        if self._is_asked:
            return
        self.switch_mode("tasks")
        self.call_after_refresh(self._show_task, campaign, number)

    def _show_task(self, campaign: str, number: int) -> None:
        go_to_task = getattr(self.screen, "go_to_task", None)
        if callable(go_to_task):
            go_to_task(campaign, number)

    def open_report(self, campaign: str, kind: str, period: date | None = None) -> None:
        """Open a report of a campaign and kind: of the period with that first day, or else the most urgent."""
        if self._is_asked:
            return
        self.switch_mode("reports")
        self.call_after_refresh(self._open_report, campaign, kind, period)

    def _open_report(self, campaign: str, kind: str, period: date | None) -> None:
        self._come_back()
        open_kind = getattr(self.screen, "open_kind", None)
        if callable(open_kind):
            open_kind(campaign, kind, period)

    def show_phu_luc_1(self, campaign: str, report: str, period: date) -> None:
        """Open Phụ lục 1 to freeze it for a report of a campaign, of the period with that first day."""
        if self._is_asked:
            return
        self.switch_mode("phu_luc_1")
        self.call_after_refresh(self._begin_phu_luc_1, campaign, report, period)

    def _begin_phu_luc_1(self, campaign: str, report: str, period: date) -> None:
        begin_for = getattr(self.screen, "begin_for", None)
        if callable(begin_for):
            begin_for(campaign, report, period)

    def _ask_first_run(self) -> None:
        from store import settings

        if not settings.load(self.store).station_name:
            self.action_station()

    def action_station(self) -> None:
        """What the station says of itself."""
        from tui.screens.first_run import StationScreen

        if self._is_asked:
            return

        def closed(saved: bool | None) -> None:
            if saved:
                self.data_changed()
                show_head = getattr(self.screen, "show_head", None)
                if callable(show_head):
                    show_head()

        self.push_screen(StationScreen(), closed)

    def action_help_quit(self) -> None:
        """Ctrl+C, which ends a program elsewhere; Textual's own hint is English."""
        self.notify("Để thoát, bấm F10. Mọi thứ đã được ghi.")

    def action_undo(self) -> None:
        """Take back the last change."""
        self._step(history.undo, "Đã hoàn tác", "Không còn gì để hoàn tác.")

    def action_redo(self) -> None:
        """Do again what was taken back."""
        self._step(history.redo, "Đã làm lại", "Không có gì để làm lại.")

    def _step(self, step: Callable[[Store], history.Reverted | None], done: str, nothing: str) -> None:
        try:
            result = step(self.store)
        except StoreError as error:
            self.tell(error)
            return
        if result is None:
            self.notify(nothing)
            return
        kept = f" Giữ nguyên {len(result.kept)} giá trị đã sửa sau đó." if result.kept else ""
        self.notify(f"{done}: {result.label}.{kept}")
        self.data_changed()
        go_to_person = getattr(self.screen, "go_to_person", None)
        person = history.last_person(self.store)
        if callable(go_to_person) and person is not None:
            go_to_person(person)

    def data_changed(self) -> None:
        """Tell the screen in front that the store is not what it was."""
        reload = getattr(self.screen, "reload", None)
        if callable(reload):
            reload()

    def tell(self, error: StoreError) -> None:
        """Show what went wrong and the way out."""
        from tui.widgets.dialogs import Notice

        self.push_screen(Notice(error.title, error.message))

    async def action_quit(self) -> None:
        """Close; where answers about incoming files would be lost, ask first."""
        from tui.widgets.dialogs import Ask, Choice

        if isinstance(self.screen, Ask):
            return
        waiting = self._not_taken_in()
        if not waiting:
            self.exit()
            return

        def chosen(leave: bool | None) -> None:
            if leave:
                self.exit()
            elif leave is not None:
                self.action_go("receive")

        choices = [Choice("1", "Quay lại Nhập tệp", False), Choice("2", "Thoát, bỏ các câu trả lời đó", True)]
        self.push_screen(Ask("Còn điều chưa ghi vào sổ", waiting, choices), chosen)

    def _not_taken_in(self) -> str:
        try:
            stack = self.get_screen_stack("receive")
        except KeyError:
            return ""
        told = (getattr(screen, "unwritten", None) for screen in stack)
        return next((words() for words in told if callable(words)), "")

    def action_help(self) -> None:
        """Show the live keys of the screen in front."""
        from tui.screens.help import HelpScreen

        self.push_screen(HelpScreen(self.screen))

    def action_command_palette(self) -> None:
        """Choose what to do by a few letters of its name."""
        from tui.widgets.dialogs import New, PickOne

        if isinstance(self.screen, PickOne):
            return
        commands = list(self.get_system_commands(self.screen))
        options = [(number, f"{command.title} · {command.help}") for number, command in enumerate(commands)]

        def chosen(answer: int | New | None) -> None:
            if isinstance(answer, int):
                self.call_later(commands[answer].callback)

        self.push_screen(PickOne("Tìm lệnh", options), chosen)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The command palette, in Vietnamese: places, then what the screen in front offers."""
        for place in PLACES:
            yield SystemCommand(place.title, place.tooltip, lambda mode=place.mode: self.action_go(mode))
        seen: set[str] = set()
        for binding in screen.active_bindings.values():
            told = binding.binding
            if told.action in seen:
                continue
            seen.add(told.action)
            if told.tooltip and told.action and not told.action.startswith(("app.go", "go(")):
                yield SystemCommand(
                    told.description or told.tooltip, told.tooltip, _runner(self, told.action, binding.node)
                )

    def _handle_exception(self, error: Exception) -> None:
        """Write the traceback to the log; the person gets a message when the terminal is theirs again."""
        self.crash_log = write_traceback(error)
        super()._handle_exception(error)


def _runner(app: App[int], action: str, node: object) -> Callable[[], object]:
    async def run_it() -> None:
        await app.run_action(action, node)  # type: ignore[arg-type]  # a node of the DOM

    return run_it


def _freeze() -> None:
    gc.collect()
    gc.freeze()
    gc.enable()


def run(path: Path) -> int:
    """Open the app on the store at `path`; answers the exit code."""
    if not sys.stdout.isatty():
        print("Cần một cửa sổ dòng lệnh để mở chương trình. Gõ `tyt --help` để xem các lệnh khác.", file=sys.stderr)
        return 2
    app = TramyteApp(path)
    app.run()
    app.store.close()
    return app.return_code or 0
