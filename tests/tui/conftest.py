"""What every test of a screen begins with."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation
from textual.driver import Driver
from textual.events import Key, Paste
from textual.message import Message
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from store import clock
from tests.tui.station import station
from tests.tui.tracking_station import tracking_station
from tui.app import TramyteApp
from tui.framework import machine_speed
from tui.framework.machine_speed import MachineSpeed
from tui.framework.type_ahead import TypeAhead


@pytest.fixture
def first_place() -> str | None:
    """The place where the program begins; None: where it begins for everybody, the overview."""
    return "roster"


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A station with plans to follow, on 23/06/2026 at 14:00; files of tests about something else make their own."""
    monkeypatch.setenv(clock.VARIABLE, "2026-06-23T14:00:00")
    store = tmp_path / "trạm.sqlite3"
    tracking_station(store)
    return store


@pytest.fixture(autouse=True)
def _begin_there(first_place: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Most tests of screens are of the list of people: they begin as one does after F2."""
    if first_place is not None:
        monkeypatch.setattr(TramyteApp, "DEFAULT_MODE", first_place)


_really_parse = Stylesheet._parse_rules
_parsed: dict[object, list[RuleSet]] = {}


def _parse_once(
    stylesheet: Stylesheet,
    css: str,
    read_from: CSSLocation,
    is_default_rules: bool = False,
    tie_breaker: int = 0,
    scope: str = "",
) -> list[RuleSet]:
    arguments = (css, read_from, is_default_rules, tie_breaker, scope)
    key = (*arguments, frozenset(stylesheet._variables.items()))
    if key not in _parsed:
        _parsed[key] = _really_parse(stylesheet, *arguments)
    return _parsed[key]


@pytest.fixture(autouse=True)
def _styles_are_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every app has the same styles: a tenth of the time of a test went into parsing them anew."""
    monkeypatch.setattr(Stylesheet, "_parse_rules", _parse_once)


@pytest.fixture(autouse=True)
def _cursors_are_steady(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine the half second comes in which a cursor is hidden, and a picture is taken of that."""
    monkeypatch.setattr(Input, "_toggle_cursor", lambda _: None)
    monkeypatch.setattr(TextArea, "_toggle_cursor_blink_visible", lambda _: None)


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TramyteApp]:
    """The program with the station of `tests.tui.station`, on 23/06/2026 at 14:00."""
    monkeypatch.setenv(clock.VARIABLE, "2026-06-23T14:00:00")
    path = tmp_path / "trạm.sqlite3"
    station(path).close()
    program = TramyteApp(path)
    yield program
    program.store.close()


@pytest.fixture
def receiving_app(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> TramyteApp:
    """The same program, which begins on Nhận tệp: where it begins is read when it is made."""
    monkeypatch.setattr(TramyteApp, "DEFAULT_MODE", "receive")
    app: TramyteApp = request.getfixturevalue("app")
    return app


@pytest.fixture(autouse=True)
def _a_pilot_is_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pilot presses each key for itself and in no hurry, though a test does not wait so long."""
    pressed: list[Message] = []
    really_send, since_last_key = Driver.send_message, MachineSpeed._since_last_key

    def send(driver: Driver, message: Message) -> None:
        pressed.append(message)
        really_send(driver, message)

    def since(app: MachineSpeed[object], event: Key | Paste) -> float:
        return 2.0 if event in pressed else since_last_key(app, event)

    monkeypatch.setattr(Driver, "send_message", send)
    monkeypatch.setattr(MachineSpeed, "_since_last_key", since)
    monkeypatch.setattr(machine_speed, "MOMENT", 0)


@pytest.fixture(autouse=sys.platform == "win32")
def _keys_are_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a pilot wait for keys that the app still holds.

    It takes a process for idle whose time does not go on; on Windows that time goes in steps of 15.6 ms, and nearly
    any process is idle.
    """
    really_pause, really_press = Pilot.pause, Pilot.press

    async def wait(pilot: Pilot[object]) -> None:
        for _ in range(50):
            if not isinstance(pilot.app, TypeAhead) or not pilot.app.has_keys_waiting:
                return
            await really_pause(pilot)

    async def pause(pilot: Pilot[object], delay: float | None = None) -> None:
        await really_pause(pilot, delay)
        if delay is None:
            await wait(pilot)

    async def press(pilot: Pilot[object], *keys: str) -> None:
        for key in keys:
            await really_press(pilot, key)
            await wait(pilot)

    monkeypatch.setattr(Pilot, "pause", pause)
    monkeypatch.setattr(Pilot, "press", press)
