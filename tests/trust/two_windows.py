"""Several programs press keys on the people of one store at the same time, and are killed now and then.

`python -m tests.trust.two_windows --seconds 60`: afterwards each state is the last one that its window was told is on
disk, or the one that it was pressing when it was killed; the history gives the same; `check` finds nothing.
"""

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

from store.checklist.items import checklist_items
from store.copies import check
from store.errors import StoreLockedError
from store.models import State
from store.opening import open_store
from store.people import staff
from tests.trust.works import PEOPLE, kho, station

WINDOWS = 4
_STATES = (State.DONE, State.TODO, State.NOT_APPLICABLE)


def press_keys(folder: Path, window: int, seed: int) -> None:
    """Press keys on every fourth person until killed; a line before each key, and one when it is on disk."""
    chance = random.Random(seed)
    log = os.open(folder / f"window-{window}", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    with open_store(kho(folder), must_exist=True) as store:
        keys = [item.key for item in checklist_items(store)]
        while True:
            who, item, state = (
                chance.randrange(window, PEOPLE, WINDOWS) + 1,
                chance.choice(keys),
                chance.choice(_STATES),
            )
            os.write(log, f"{who} {item} {state} pressed\n".encode())
            try:
                staff.set_state(store, [who], item, state)
            except StoreLockedError:  # said so, and nothing was written
                os.write(log, f"{who} {item} {state} refused\n".encode())
            else:
                os.write(log, f"{who} {item} {state} done\n".encode())


def lost(folder: Path) -> tuple[int, int, list[str]]:
    """(keys that were confirmed, those that were refused, what is lost)."""
    with open_store(kho(folder), must_exist=True) as store:
        now = {member.id: member.person.states for member in staff.members(store)}
    confirmed, refused, wrong = 0, 0, []
    for window in range(WINDOWS):
        may_be: dict[tuple[int, str], list[str]] = {}
        for line in (folder / f"window-{window}").read_text("utf-8").splitlines():
            who, item, state, what = line.split()
            key = int(who), item
            if what == "pressed":
                may_be[key] = [*may_be.get(key, [State.UNKNOWN]), state]
            elif what == "done":
                confirmed += 1
                may_be[key] = [state]
            else:
                refused += 1
                may_be[key].remove(state)
        wrong += [f"{who} {item}" for (who, item), states in may_be.items() if now[who][item] not in states]
    return confirmed, refused, wrong


def main() -> int:
    """Press keys for some time; answers the exit code."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=60)
    options = parser.parse_args()
    chance = random.Random(1)
    kills = 0
    with tempfile.TemporaryDirectory(prefix="tyt-trust-") as name:
        folder = Path(name)
        station(folder)
        windows = {window: _open(folder, window, window) for window in range(WINDOWS)}
        end = time.monotonic() + options.seconds
        while time.monotonic() < end:
            time.sleep(chance.uniform(0.05, 0.5))
            window = chance.randrange(WINDOWS)
            _kill(windows[window])
            kills += 1
            windows[window] = _open(folder, window, 100 + kills)
        for child in windows.values():
            _kill(child)
        confirmed, refused, wrong = lost(folder)
        wrong += check.check(kho(folder)).problems
    print(f"{WINDOWS} windows, {kills} kills, {confirmed} keys on disk, {refused} refused, {len(wrong)} wrong")
    print("\n".join(wrong[:50]))
    return 1 if wrong else 0


def _open(folder: Path, window: int, seed: int) -> int:
    child = os.fork()
    if child == 0:
        press_keys(folder, window, seed)
    return child


def _kill(child: int) -> None:
    os.kill(child, signal.SIGKILL)
    if not os.WIFSIGNALED(os.waitpid(child, 0)[1]):
        raise RuntimeError("a window ended by itself")


if __name__ == "__main__":
    sys.exit(main())
