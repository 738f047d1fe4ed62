"""The app opens by itself, as `tyt` opens it: tests of screens put it into a loop of their own."""

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tui.app import TramyteApp


def in_turn(loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, Any], **named: Any) -> "asyncio.Task[Any]":
    """What stands for beginning tasks eagerly where Python cannot do that yet."""
    return asyncio.Task(work, loop=loop, **named)


def test_it_opens_where_python_begins_tasks_eagerly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From Python 3.12 on Textual lets its loop do so; each place is mounted when it is first shown."""
    if not hasattr(asyncio, "eager_task_factory"):
        monkeypatch.setattr(asyncio, "eager_task_factory", in_turn, raising=False)
    app = TramyteApp(tmp_path / "trạm.sqlite3")
    kept: list[object] = []

    async def leave(pilot: Pilot[int]) -> None:
        kept.append(asyncio.get_running_loop().get_task_factory())
        await pilot.press("f2", "f3", "f4", "f5", "f12", "ctrl+p", "escape", "ctrl+o")
        await pilot.pause()
        app.exit(7)

    try:
        assert app.run(headless=True, auto_pilot=leave) == 7
    finally:
        app.store.close()
    assert kept == [None]  # else whether a screen stands when it is asked for depends on the version of Python
