"""The app: one store, one screen for each place of work, the keys that work everywhere."""

import asyncio
import gc
import os
import sys
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import App
from textual.binding import Binding
from textual.driver import Driver
from textual.screen import Screen

from store import driver
from store.errors import NotAStoreError, StoreMissingError
from tui.framework import lost_terminal
from tui.framework.work_app import WorkApp
from tui.framework.work_screen import WorkScreen
from tui.keys import key_name, keys
from tui.places import PLACES, Place
from tui.styles.theme import THEME
from tui.terminals import is_terminal

if TYPE_CHECKING:
    from store.copies.keeper import Keeper

_FEW_COLOURS = ("linux", "ansi", "xterm-16color", "vt100", "screen")  # kinds of terminal


def _open(place: Place) -> Screen[None]:
    module, _, name = place.screen.partition(":")
    screen = getattr(import_module(f"tui.screens.{module}"), name)()
    assert isinstance(screen, Screen)  # noqa: S101 - PLACES names screens
    return screen


class TramyteApp(WorkApp):
    """Sổ theo dõi định danh và sổ sức khỏe điện tử."""

    TITLE = "tramyte"
    NOTIFICATION_TIMEOUT = 4
    ENABLE_COMMAND_PALETTE = False  # ours finds without diacritics and speaks Vietnamese
    MODES = {place.mode: partial(_open, place) for place in PLACES}  # noqa: RUF012 - as Textual declares it
    DEFAULT_MODE = PLACES[0].mode  # where the program begins
    BINDINGS = keys(
        "app",
        ("f1", "help", "Trợ giúp", "Các phím của màn hình này"),
        hidden=[
            *(
                (place.key, f"go('{place.mode}')", place.title, place.tooltip, place.mode)
                for place in PLACES
                if place.key
            ),
            # Screens that have something to clear or to leave with it see it first.
            ("escape", "go('overview')", "Tổng quan", "Về màn hình đầu", "home"),
            ("question_mark", "help", "Trợ giúp", "Các phím của màn hình này", "help_too"),
            ("ctrl+p", "command_palette", "Tìm", "Tìm việc, người, đơn vị theo vài chữ của tên", "palette"),
            ("ctrl+z", "undo", "Hoàn tác", "Lấy lại thay đổi vừa rồi"),
            ("ctrl+y", "redo", "Làm lại", "Làm lại điều vừa hoàn tác"),
            ("ctrl+o", "station", "Thông tin trạm", "Tên trạm, người ký, số công văn"),
            ("ctrl+l,ctrl+f10", "lock", "Khoá", "Khoá màn hình; mở lại bằng mật khẩu"),
            ("f10", "quit", "Thoát", "Đóng chương trình; mọi thứ đã được ghi"),
            ("ctrl+q", "quit", "Thoát", "Đóng chương trình", "quit_too"),
        ],
        priority={"lock"},  # also over a window that asks something, and while a field is typed in
    )

    def __init__(self, path: Path, new_keeper: "Callable[[], Keeper] | None" = None, *, anew: bool = False) -> None:
        """Open the store as `WorkApp` does, and set the colours before any widget is styled with them."""
        super().__init__(path, new_keeper, anew=anew)
        self.register_theme(THEME)
        if os.environ.get("TERM", "") not in _FEW_COLOURS:
            self.set_reactive(App.theme, THEME.name)
            self.stylesheet.set_variables(self.get_css_variables())
        self._first_theme = self.theme
        self._is_recoloured = False  # since it opened

    def on_load(self) -> None:
        """Start tasks in turn, as Python did before 3.12.

        From 3.12 on Textual starts them eagerly, and the first screen is mounted before it is on the screen stack:
        code that asks for `app.screen` then raises ScreenStackError.
        """
        asyncio.get_running_loop().set_task_factory(None)

    def _build_driver(self, headless: bool, inline: bool, mouse: bool, size: tuple[int, int] | None) -> Driver:
        """Build the driver, which reads keys and paints; it ignores errors of a terminal that is gone."""
        driver = super()._build_driver(headless, inline, mouse, size)
        lost_terminal.write_patiently(driver)
        return driver

    def on_mount(self) -> None:
        """Use the terminal's own colours where it has few, and spare the collector all objects of the start."""
        if os.environ.get("TERM", "") in _FEW_COLOURS:
            self.theme = "ansi-dark"
        # The collector's full walks are the 20-28 ms spikes in key latency.
        self.call_after_refresh(_freeze)
        self.call_after_refresh(self._ask_first_run)
        self.call_after_refresh(self.keep_copies)
        if self.greeting is not None:
            self.call_after_refresh(self.greeting, self)
        self.call_after_refresh(self.has_opened)

    def refresh_css(self, animate: bool = True) -> None:
        """Style the app alone until a colour changes, then everything; screens are styled when they open.

        Textual asks for this whenever a place first opens, and would parse all style sheets again: 20 ms.
        """
        self._is_recoloured |= self.theme != self._first_theme
        if self._is_recoloured:
            super().refresh_css(animate)
        else:
            self.stylesheet.apply(self)

    def get_key_display(self, binding: Binding) -> str:
        """The name of a key as it stands on the keyboard."""
        return binding.key_display or key_name(binding.key)

    def _ask_first_run(self) -> None:
        from store import settings

        if not settings.load(self.store).station_name:
            self.action_station()

    def action_station(self) -> None:
        """Open the form of the station's own data."""
        from tui.screens.first_run import StationScreen

        if self.is_asked:
            return

        def closed(saved: bool | None) -> None:
            if saved:
                self.data_changed()
                if isinstance(self.screen, WorkScreen):
                    self.screen.show_head()

        self.push_screen(StationScreen(), closed)

    def action_help_quit(self) -> None:
        """Explain, on Ctrl+C, that F10 closes the program; Textual's own hint is English."""
        self.notify("Để thoát, bấm F10. Mọi thứ đã được ghi.")

    async def action_quit(self) -> None:
        """Close the program; ask first if answers about files or typed numbers would be lost."""
        from tui.widgets.dialogs import Ask, Choice

        if isinstance(self.screen, Ask) or self.is_locked:
            return
        waiting = self.unwritten()
        if waiting is None:
            self.exit()
            return
        place, words = waiting

        def chosen(leave: bool | None) -> None:
            if leave:
                self.exit()
            elif leave is not None:
                self.action_go(place.mode)

        choices = [Choice("1", f"Quay lại {place.title}", False), Choice("2", "Thoát, không ghi", True)]
        self.push_screen(Ask("Còn điều chưa ghi vào sổ", words, choices), chosen)

    def action_help(self) -> None:
        """Show the live keys of the screen in front."""
        from tui.screens.help import HelpScreen

        self.push_screen(HelpScreen(self.screen))

    def action_command_palette(self) -> None:
        """Open the palette, which finds commands by a few letters of their name."""
        from tui.screens.palette import Palette
        from tui.widgets.dialogs import PickOne

        def chosen(act: Callable[[], object] | None) -> None:
            if act is not None:
                self.call_later(act)

        if not isinstance(self.screen, PickOne):
            self.push_screen(Palette(self, self.screen), chosen)


def _freeze() -> None:
    gc.collect()
    gc.freeze()
    gc.enable()


def run(path: Path, new_keeper: "Callable[[], Keeper] | None" = None) -> int:
    """Run the app on the store at `path`, again after each `leave_for`; answers the exit code."""
    if not is_terminal(sys.stdout):
        print("Cần một cửa sổ dòng lệnh để mở chương trình. Gõ `tyt --help` để xem các lệnh khác.", file=sys.stderr)
        return 2
    if sys.platform == "win32":
        from tui.framework.windows_console import mend_keyboard
        from tui.framework.windows_font import choose_font

        mend_keyboard()
        choose_font()
    running: list[TramyteApp] = []
    lost_terminal.watch(lambda: bool(running) and running[-1].end_soon())
    greeting: Callable[[WorkApp], object] | None = None
    while True:
        is_asked_for = driver.is_locked(path)
        app = _opened(path, new_keeper)
        if app is None:
            return 2
        app.greeting = greeting
        if is_asked_for or greeting is not None:  # the key that gave the passphrase or the answer may be held down
            app.ignore_keys(until_opened=True)
        running[:] = [app]
        app.run()
        app.store.close()
        if app.wanted is None:
            return app.return_code or 0
        if app.keeper is not None:
            app.keeper.wait()
        greeting = app.wanted(path)


def _opened(path: Path, new_keeper: "Callable[[], Keeper] | None") -> TramyteApp | None:
    """Open the app on its store; if the store is missing or damaged, offer to restore a copy first.

    Answers None when the store is encrypted and the passphrase was not given.
    """
    if driver.is_locked(path):
        driver.load_cipher(path)
        from tui.widgets.passphrase import unlocked

        if not unlocked(path):
            return None
    try:
        return TramyteApp(path, new_keeper)
    except (StoreMissingError, NotAStoreError) as error:
        from tui.screens.copies import lost_store

        is_missing = isinstance(error, StoreMissingError)
        is_restored = lost_store.ask(path, error, may_begin=is_missing)
        if is_restored is None:
            raise
        return TramyteApp(path, new_keeper, anew=not is_restored)
