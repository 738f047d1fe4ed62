"""The real app in a terminal is killed while somebody writes in an open section; what of the text is there then.

`python -m tests.trust.killed_typing --kills 30`: each word that was written more than two seconds before the kill is in
the store and on the screen of the next start, in its order; `check` finds nothing. POSIX only.
"""

import argparse
import contextlib
import random
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from store.copies import check
from store.opening import open_store
from tests.benchmarks.terminal import Terminal
from tests.tui.station import station

KEPT_EVERY = 2.0  # seconds: what is promised
_LATE = 0.7  # seconds that a key, and the write, may take on a busy machine
_F5, _ENTER, _TO_THE_TABLES_END, _DOWN = b"\x1b[15~", b"\r", b"\x1b[1;5F", b"\x1b[B"
_ROOT = Path(__file__).parents[2]


@contextlib.contextmanager
def _opened(store: Path) -> Iterator[Terminal]:
    """The app with the first section of Phụ lục 1 under the cursor; it is ended afterwards, whatever happened."""
    with Terminal([sys.executable, "-m", "tui", "--store", str(store)], _ROOT) as terminal:
        terminal.until("Tổng quan", 60)
        terminal.settle()
        terminal.write(_F5)
        terminal.settle(2.0)
        terminal.press(_TO_THE_TABLES_END)
        terminal.press(_DOWN)  # from the table to the first section
        yield terminal


def killed(store: Path, chance: random.Random, number: int) -> tuple[int, int, list[str]]:
    """(words that were written, those that had to be there, what is wrong) of one start that is killed."""
    written: list[tuple[str, float]] = []
    with _opened(store) as terminal:
        terminal.press(_ENTER)
        end = time.monotonic() + chance.uniform(KEPT_EVERY + 0.5, 4 * KEPT_EVERY)
        while time.monotonic() < end:
            word = f"chu{number}x{len(written)}"
            terminal.press(f" {word}".encode())
            written.append((word, time.monotonic()))
            time.sleep(chance.uniform(0, 0.3))
        at = time.monotonic()
        terminal.process.send_signal(signal.SIGKILL)
        terminal.process.wait()
    with open_store(store, must_exist=True) as opened:
        text = " ".join(str(row[0]) for row in opened.rows("SELECT text FROM narrative"))
    due = [word for word, when in written if when < at - KEPT_EVERY - _LATE]
    wrong = [f"{word} is lost" for word in due if word not in text.split()]
    if text.split() != [word for word in text.split() if word.startswith("chu")]:
        wrong.append(f"the text is another: {text[-100:]}")
    wrong += check.check(store).problems
    if due:
        with _opened(store) as terminal:
            terminal.write(_ENTER)
            try:
                terminal.until(due[-1], 30)
            except TimeoutError:
                wrong.append(f"{due[-1]} is not on the screen of the next start")
    return len(written), len(due), wrong


def main() -> int:
    """Kill it so many times; answers the exit code."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=10)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the app that runs is ended on the way out
    chance, words, due, wrong = random.Random(2), 0, 0, list[str]()
    with tempfile.TemporaryDirectory(prefix="tyt-typing-") as folder:
        store = Path(folder, "kho.sqlite3")
        station(store).close()
        for number in range(options.kills):
            of_one = killed(store, chance, number)
            words, due, wrong = words + of_one[0], due + of_one[1], wrong + of_one[2]
    if not due:
        wrong.append("no word had to be there")
    print(f"{options.kills} kills, {words} words, {due} older than two seconds, {len(wrong)} wrong")
    print("\n".join(wrong[:50]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
