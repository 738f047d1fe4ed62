"""The program in a real terminal: bytes in, as an input method sends them, and what stands in the store after."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from store.opening import open_store
from store.reporting import issued
from tests.tui.station import station as made_station
from tests.tui.typing_as_unikey import bursts

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
STATION = "Trạm Y tế xã Vĩnh Gia"


class Terminal:
    """`tyt` on a pseudo terminal."""

    def __init__(self, store: Path, *, term: str = "xterm-256color", size: tuple[int, int] = (80, 24)) -> None:
        import fcntl
        import pty
        import struct
        import termios

        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        environment = {**os.environ, "TERM": term, "TYT_STORE": str(store)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tui"],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environment,
            start_new_session=True,
        )
        os.close(slave)
        os.set_blocking(self.master, False)
        self.shown = b""

    def read(self) -> bytes:
        """What was written to the screen so far."""
        try:
            while chunk := os.read(self.master, 65536):
                self.shown += chunk
        except (BlockingIOError, OSError):
            pass
        return self.shown

    def type(self, text: str) -> None:
        """All of it in one write, as a burst comes."""
        os.write(self.master, text.encode())

    def until(self, there: Callable[[], bool], seconds: float = 30) -> None:
        """Wait for something to be true."""
        end = time.monotonic() + seconds
        while not there():
            self.read()
            assert time.monotonic() < end, self.shown[-3000:].decode(errors="replace")
            time.sleep(0.02)

    def close(self) -> int:
        """Leave by F10."""
        self.type("\x1b[21~")
        self.until(lambda: self.process.poll() is not None)
        os.close(self.master)
        return self.process.returncode


def setting(store: Path, key: str) -> str | None:
    """One setting, read by another program."""
    with sqlite3.connect(f"{store.as_uri()}?mode=ro", uri=True, timeout=5) as connection:
        row = connection.execute("SELECT value FROM setting WHERE key = ?", (key,)).fetchone()
    return None if row is None else str(row[0])


@pytest.mark.parametrize("backspace", ["\x7f", "\x08"])
@pytest.mark.parametrize("method", ["telex", "vni"])
def test_words_typed_with_unikey_are_on_disk_as_they_were_meant(tmp_path: Path, backspace: str, method: str) -> None:
    store = tmp_path / "kho.sqlite3"
    terminal = Terminal(store)
    terminal.until(lambda: "Tên trạm".encode() in terminal.read())
    name = "".join(bursts(STATION, method=method, backspace=backspace))
    place = "".join(bursts("Đỗ Thị Mỹ Dung được tiếng", method=method, backspace=backspace))
    terminal.type(name + "\t" + place + "\r\r" + "UBND" + "\x13")  # Ctrl+S, in the same burst
    terminal.until(lambda: setting(store, "station_name") is not None)
    assert setting(store, "station_name") == STATION
    assert setting(store, "place") == "Đỗ Thị Mỹ Dung được tiếng"
    assert setting(store, "parent_name") == "UBND"
    assert terminal.close() == 0


def test_sixteen_colours_and_a_kill_lose_nothing(tmp_path: Path) -> None:
    store = tmp_path / "kho.sqlite3"
    terminal = Terminal(store, term="xterm-16color")
    terminal.until(lambda: "Tên trạm".encode() in terminal.read())
    terminal.type("Tram\x13")
    terminal.until(lambda: setting(store, "station_name") == "Tram")
    terminal.process.kill()
    terminal.process.wait()
    os.close(terminal.master)
    assert setting(store, "station_name") == "Tram"


def test_a_terminal_that_vanishes_without_a_signal_ends_the_app_and_what_was_written_is_kept(tmp_path: Path) -> None:
    """As when a window is killed that is not the controlling terminal: Textual alone would read for ever."""
    store = tmp_path / "trạm.sqlite3"
    made_station(store).close()
    app = Terminal(store)
    try:
        write_in_a_section(app)
        os.close(app.master)
        assert app.process.wait(20) == 0
    finally:
        app.process.kill()
        app.process.wait()
    assert "vừa gõ xong" in texts(store)


@pytest.mark.parametrize("name", ["SIGHUP", "SIGTERM"])
def test_a_signal_that_ends_the_app_loses_neither_what_is_typed_nor_what_another_window_wrote(
    tmp_path: Path, name: str
) -> None:
    store = tmp_path / "trạm.sqlite3"
    made_station(store).close()
    app = Terminal(store)
    try:
        write_in_a_section(app)
        app.until(lambda: "vừa gõ xong" in texts(store))
        with open_store(store) as window:
            for report, section in list(window.rows("SELECT report, section FROM narrative")):
                issued.write_section(window, section, "Lời của người kia.", report)
        app.type(" thêm")
        time.sleep(0.5)
        app.process.send_signal(getattr(signal, name))
        assert app.process.wait(20) == 0
    finally:
        app.process.kill()
        app.process.wait()
        os.close(app.master)
    first, *_, last = texts(store).splitlines()
    assert (first, last) == ("Lời của người kia.", "vừa gõ xong thêm")
    assert b"Traceback" not in app.shown


def write_in_a_section(app: Terminal) -> None:
    """Type in the first section of Phụ lục 1, less than the two seconds ago after which a text is kept anyway."""
    app.until(lambda: "Tổng quan".encode() in app.read(), 60)
    app.type("\x1b[15~")
    app.until(lambda: "Phụ lục".encode() in app.read())
    time.sleep(2)
    app.type("\x1b[1;5F")
    app.type("\x1b[B")
    time.sleep(0.5)
    app.type("\r")
    time.sleep(0.5)
    app.type("vừa gõ xong")
    time.sleep(0.5)


def texts(store: Path) -> str:
    """What is written in the sections, read by another program."""
    with sqlite3.connect(f"{store.as_uri()}?mode=ro", uri=True, timeout=5) as connection:
        (found,) = connection.execute("SELECT group_concat(text) FROM narrative").fetchone()
    return str(found)
