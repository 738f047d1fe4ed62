"""Lets a pilot go on as soon as an app has nothing left to do.

Textual takes a process for idle that used little of its time for 20 ms, and looks at least twice after each key. What
an app has to do is known: what its event loop is ready for, timers that are due soon, and threads at work.
"""

import asyncio
import threading
import time
from asyncio import BaseEventLoop
from collections.abc import Iterator

import textual.app
import textual.pilot
from textual._wait import wait_for_idle
from textual.pilot import Pilot

from tui.framework.machine_speed import MachineSpeed

_SOON = 0.05  # seconds: the next frame is drawn within 0.017, and a key is held for 0.036
_APART = 0.1  # seconds between two keys of a person
_LONGEST = 0.3  # seconds; then it is left to Textual, as with an animation
_elsewhere = set(threading.enumerate())  # threads that belong to no app


async def until_quiet(min_sleep: float = 0, max_sleep: float = 1) -> None:
    """Wait until nothing is ready, due soon, or at work in a thread; in the place of `wait_for_idle` of Textual."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, BaseEventLoop)
    end = loop.time() + _LONGEST
    while loop.time() < end:
        if loop._ready:  # type: ignore[attr-defined]
            await asyncio.sleep(0)
            continue
        if _threads_at_work(loop):
            break
        left = min(_due(loop), default=_SOON) - loop.time()
        if left >= _SOON:
            return
        await asyncio.sleep(max(left, 0))
    await wait_for_idle(min_sleep, max_sleep)


def _due(loop: BaseEventLoop) -> Iterator[float]:
    """When each timer is due."""
    return (timer.when() for timer in loop._scheduled if not timer.cancelled())  # type: ignore[attr-defined]


def _threads_at_work(loop: BaseEventLoop) -> bool:
    """Whether a thread works for the app: one of the pool that has a job, or one of its own."""
    pool = loop._default_executor  # type: ignore[attr-defined]
    of_pool = set(pool._threads) if pool is not None else set()
    if pool is not None and (pool._work_queue.qsize() or pool._idle_semaphore._value < len(of_pool)):
        return True
    return bool(set(threading.enumerate()) - of_pool - _elsewhere)


_really_press = Pilot.press


async def _press(pilot: Pilot[object], *keys: str) -> None:
    """Press keys one after the other, each as if a person pressed it some time after the one before."""
    for key in keys:
        if isinstance(pilot.app, MachineSpeed):
            pilot.app._last_key_at = min(pilot.app._last_key_at, time.monotonic() - _APART)
        await _really_press(pilot, key)


def install() -> None:
    """Let every pilot of this process wait so."""
    textual.app.wait_for_idle = textual.pilot.wait_for_idle = until_quiet  # type: ignore[attr-defined]
    Pilot.press = _press  # type: ignore[method-assign,assignment]
