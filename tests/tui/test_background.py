"""Work in a thread: its answer arrives, or is dropped, or was stopped, or failed with a notice."""

import asyncio
from pathlib import Path
from threading import Event

import pytest

from store import settings
from store.database import Store
from store.errors import InterruptedReadError, StoreError
from store.people import staff
from tests.tui.opened_app import opened, settled
from tui.framework.background import StoreJob
from tui.screens.roster.screen import RosterScreen
from tui.widgets.dialogs import Notice

_ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"


async def test_the_answer_of_the_last_job_of_a_group_arrives_and_no_other(path: Path) -> None:
    async with opened(path) as pilot:
        screen, came, begun = pilot.app.screen, [], Event()
        assert isinstance(screen, RosterScreen)

        def endless(store: Store) -> str:
            begun.set()
            store.value(_ENDLESS)
            return "first"

        screen.background(endless, came.append, group="test")
        await asyncio.to_thread(begun.wait)
        screen.background(lambda _: "second", came.append, group="test")
        await settled(pilot)
        assert came == ["second"]
        assert not screen.is_working("test")


async def test_a_job_that_is_stopped_says_so_and_writes_nothing(path: Path) -> None:
    async with opened(path) as pilot:
        screen, came, begun, go_on = pilot.app.screen, [], Event(), Event()
        assert isinstance(screen, RosterScreen)

        def write(store: Store) -> None:
            with store.transaction():
                settings.save(store, station_name="Trạm khác")
                begun.set()
                go_on.wait()

        job = screen.background(write, came.append, group="test", stopped=lambda: came.append("stopped"))
        await asyncio.to_thread(begun.wait)
        job.stop()  # while SQLite has nothing to do: the transaction must not be committed all the same
        go_on.set()
        await settled(pilot)
        assert came == ["stopped"]
        assert settings.load(screen.store).station_name != "Trạm khác"


async def test_a_job_that_is_given_up_answers_nothing(path: Path) -> None:
    async with opened(path) as pilot:
        screen, came = pilot.app.screen, []
        assert isinstance(screen, RosterScreen)
        screen.background(lambda store: store.value(_ENDLESS), came.append, group="test")
        await pilot.pause()
        screen.cancel("test")
        await settled(pilot)
        assert not came


async def test_a_job_that_fails_is_told_once(path: Path) -> None:
    async with opened(path) as pilot:
        screen, came = pilot.app.screen, []
        assert isinstance(screen, RosterScreen)

        def fail(_: Store) -> None:
            raise StoreError("Ổ đĩa đã rút.")

        screen.background(fail, came.append, group="one", failed=lambda: came.append("failed"))
        screen.background(fail, came.append, group="two")
        await settled(pilot)
        assert came == ["failed"]
        notices = [screen for screen in pilot.app.screen_stack if isinstance(screen, Notice)]
        assert [notice.body for notice in notices] == ["Ổ đĩa đã rút."]


def test_a_job_that_was_stopped_before_it_began_does_not_begin(path: Path) -> None:
    job = StoreJob(path, lambda store: staff.get(store, 1))
    job.stop()
    with pytest.raises(InterruptedReadError):
        job.run()


def test_work_with_a_store_that_is_gone_makes_no_empty_one(tmp_path: Path) -> None:
    gone = tmp_path / "USB đã rút" / "trạm.sqlite3"
    with pytest.raises(StoreError, match="Không có kho dữ liệu"):
        StoreJob(gone, lambda store: store.path).run()
    assert not gone.parent.exists()


async def test_the_look_at_the_store_that_comes_while_the_program_ends_finds_no_screen(path: Path) -> None:
    async with opened(path) as pilot:
        app = pilot.app
    assert app.screen_stack == []
    app._follow_store()  # its timer may tick once more
