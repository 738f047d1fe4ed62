"""When the program fails, neither the window nor the log shows what it was about."""

import errno
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from store.location import log_path
from tui import program
from tui.app import TramyteApp

NUMBER = "089185004217"


async def _run(app: TramyteApp, step: Callable[[], None]) -> None:
    """Let the program run into an error, which a test then raises again."""
    try:
        async with app.run_test() as pilot:
            app.call_later(step)
            await pilot.pause()
    finally:
        app.store.close()


async def test_a_crash_shows_no_values(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    app = TramyteApp(path)

    def fail() -> None:
        number = NUMBER  # a local variable, as a row of the list is
        raise KeyError(number)

    with pytest.raises(KeyError):
        await _run(app, fail)
    app._print_error_renderables()
    shown = capsys.readouterr()
    assert "Chương trình gặp lỗi" in shown.err
    assert sys.platform == "win32" or stat.S_IMODE(log_path().stat().st_mode) == 0o600
    logged = log_path().read_text(encoding="utf-8")
    assert "KeyError" in logged
    assert NUMBER not in shown.out + shown.err + logged


async def test_neither_does_an_error_that_says_how_it_is_painted(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    app = TramyteApp(path)

    class PaintedError(Exception):
        def __rich__(self) -> str:
            return NUMBER

    def fail() -> None:
        raise PaintedError

    with pytest.raises(PaintedError):
        await _run(app, fail)
    app._print_error_renderables()
    assert NUMBER not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (PermissionError(errno.EACCES, "denied", f"/kho/{NUMBER}"), "không có quyền. Hãy xem ổ đĩa hay USB còn cắm"),
        (OSError(errno.EROFS, "read-only", "/kho"), "không đọc hay ghi được /kho: ổ đĩa không cho ghi"),
        (OSError(errno.ENOSPC, "full"), "Ổ đĩa đã đầy"),
        (RuntimeError(NUMBER), "Chương trình gặp lỗi"),
    ],
)
def test_a_command_that_the_disk_refuses_says_so(
    error: Exception, said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", sys.stdout)  # `run` wraps them
    monkeypatch.setattr(sys, "stderr", sys.stderr)

    def work() -> int:
        raise error

    with pytest.raises(SystemExit) as ended:
        program.run(work)
    shown = capsys.readouterr().err
    assert (ended.value.code, said in shown, NUMBER in shown) == (program.NOT_DONE, True, False), shown
