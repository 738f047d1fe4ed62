"""The app in a terminal beside the floor in another: start, memory, keys. Both are open at once and pressed in turn."""

import sqlite3
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from tests.benchmarks.crowd import COMMUNE, Stores, current
from tests.benchmarks.lines import Line, in_turn, median_ms, most_ms
from tests.benchmarks.processes import ROWS, people
from tests.benchmarks.terminal import Terminal

ROOT = Path(__file__).parents[2]
FEW = 40
FLOOR_WORDS = "Nguyễn Văn 5"
FIRST, COUNTED, LIST = "Tổng quan", "MỤC THEO DÕI", "Người 1/"  # on the first screen; then; on that of the people
F2, F4, CTRL_N, CTRL_S = b"\x1bOQ", b"\x1bOS", b"\x0e", b"\x13"
DOWN, PAGE_DOWN, PAGE_UP = b"\x1b[B", b"\x1b[6~", b"\x1b[5~"
END, HOME = b"\x1b[1;5F", b"\x1b[1;5H"  # with Ctrl: without it the floor moves among columns
FLOOR = [sys.executable, str(ROOT / "tests/benchmarks/floor_app.py")]


def _steps(people: int) -> int:
    """How often Down: from the first of 40 people to the last but one, or through the 100 lines of the floor."""
    return 38 if people == FEW else 95


PROGRAM = [sys.executable, "-m", "tui"]  # as the icon on the desktop begins it


def starts(turns: int, folder: Path, stores: Stores = COMMUNE) -> Iterator[Line]:
    """From the start of the process to the first painted screen, and to the one with all its figures."""

    def start(command: list[str], words: str, store: Path | None = None) -> tuple[float, float]:
        with Terminal(command, ROOT, store) as terminal:
            seconds = terminal.until(words)
            return seconds, terminal.processor_seconds()

    for number in stores.sizes:
        store = current(stores.make(number), folder)
        with Terminal(PROGRAM, ROOT, store) as terminal:  # what is done once a day is done
            terminal.until(COUNTED, 120)
            terminal.settle(3)
        floor, first, counted = in_turn(
            turns,
            partial(start, FLOOR, FLOOR_WORDS),
            partial(start, PROGRAM, FIRST, store),
            partial(start, PROGRAM, COUNTED, store),
        )
        for name, ours, goal in (
            ("start to the first screen", first, 0.8),
            ("… with its figures", counted, None),
        ):
            (seconds, used), (floor_seconds, floor_used) = (
                [statistics.median(x) for x in zip(*each, strict=True)] for each in (ours, floor)
            )
            yield Line(name, 1000 * seconds, 1000 * floor_seconds, goal, processor=used / floor_used, people=number)


@contextmanager
def _beside_floor(store: Path) -> Iterator[tuple[Terminal, Terminal]]:
    """The list of people, and the floor."""
    with Terminal(FLOOR, ROOT) as floor, Terminal(PROGRAM, ROOT, store) as ours:
        floor.until(FLOOR_WORDS)
        ours.until(COUNTED, 60)
        ours.settle()
        ours.write(F2)
        ours.until(LIST, 60)
        ours.settle(1)
        yield ours, floor


def _pressed(ours: Terminal, floor: Terminal, keys: Sequence[bytes]) -> tuple[list[float], list[float], float]:
    """Seconds of each key in both, and the ratio of processor time of all of them."""
    used = [terminal.processor_seconds() for terminal in (ours, floor)]
    times = [(ours.press(key), floor.press(key)) for key in keys]
    spent = [terminal.processor_seconds() - before for terminal, before in zip((ours, floor), used, strict=True)]
    return [mine for mine, _ in times], [its for _, its in times], spent[0] / spent[1]


def keys(_turns: int, folder: Path, stores: Stores = COMMUNE) -> Iterator[Line]:
    """Keys that move on the list, and the memory after it."""
    for number in stores.sizes:
        with _beside_floor(current(stores.make(number), folder)) as (ours, floor):
            _pressed(ours, floor, [DOWN, HOME])
            mine, its, ratio = _pressed(ours, floor, [DOWN] * _steps(number))
            yield Line("Down, p50", median_ms(mine), median_ms(its), 0.3, processor=ratio, people=number)
            yield Line("Down, p95", most_ms(mine), most_ms(its), 0.3, people=number)
            # Of 40 people there is one page and a bit.
            pages = [PAGE_DOWN, PAGE_UP] * 20 if number == FEW else [PAGE_DOWN, PAGE_DOWN, PAGE_UP, PAGE_UP] * 10
            mine, its, ratio = _pressed(ours, floor, pages)
            yield Line("PgDn, p50", median_ms(mine), median_ms(its), 0.3, processor=ratio, people=number)
            mine, its, ratio = _pressed(ours, floor, [END, HOME] * 8)
            yield Line("End and Home, p50", median_ms(mine), median_ms(its), 1.0, processor=ratio, people=number)
            yield Line("memory after that", ours.resident(), floor.resident(), 1.05, "MiB", people=number)


def searches(_turns: int, folder: Path, stores: Stores = COMMUNE) -> Iterator[Line]:
    """The last key of a search, against the query of a full text index and the repaint of a page of the floor."""
    for number in stores.large:
        mine, its = _searched(current(stores.make(number), folder))
        yield Line("last key of a search", median_ms(mine), median_ms(its), 1.5, people=number)


def _searched(store: Path) -> tuple[list[float], list[float]]:
    """Seconds of the last key of each search, and of the floor."""
    words = ("nguyen van an", "tran thi bich", "le minh", "chau ngoc lan", "nguyen thi")
    queries = sqlite3.connect(":memory:")
    queries.execute("CREATE VIRTUAL TABLE floor USING fts5 (folded, content='', detail=none)")
    rows = sqlite3.connect(store).execute("SELECT id, folded FROM staff")
    queries.executemany("INSERT INTO floor (rowid, folded) VALUES (?, ?)", rows)

    def query(search: str) -> float:
        match = " AND ".join(f'"{word}"*' for word in search.split())
        began = time.perf_counter()
        queries.execute("SELECT rowid FROM floor WHERE floor MATCH ? LIMIT 100", (match,)).fetchall()
        return time.perf_counter() - began

    with _beside_floor(store) as (ours, floor):
        mine, its = [], []
        for search in words * 3:
            ours.press(b"\x06")  # Ctrl+F
            for letter in search[:-1]:
                ours.press(letter.encode())
            ours.settle(0.4)
            mine.append(ours.press(search[-1].encode()))
            its.append(query(search) + floor.press(PAGE_DOWN))
            floor.press(HOME)
            ours.write(b"\x15")  # Ctrl+U: the next search begins with nothing
            ours.settle(0.5)
    return mine, its


def state_keys(_turns: int, folder: Path, stores: Stores = COMMUNE) -> Iterator[Line]:
    """A state key to disk and screen, against the bare transaction and the repaint of a line of the floor."""
    for number in stores.sizes:
        store = current(stores.make(number), folder)
        bare = sqlite3.connect(folder / f"bare-{number}.sqlite3", isolation_level=None)
        bare.execute("PRAGMA journal_mode = WAL")
        bare.execute("PRAGMA synchronous = FULL")
        bare.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, states TEXT)")
        bare.execute("BEGIN")
        bare.executemany("INSERT INTO t VALUES (?, ?)", ((at, "??????") for at in range(number)))
        bare.execute("COMMIT")

        def transaction(at: int, bare: sqlite3.Connection = bare) -> float:
            began = time.perf_counter()
            bare.execute("BEGIN IMMEDIATE")
            bare.execute("UPDATE t SET states = 'dddddd' WHERE id = ?", (at,))
            bare.execute("COMMIT")
            return time.perf_counter() - began

        with _beside_floor(store) as (ours, floor):
            mine, its = [], []
            for at in range(_steps(FEW)):
                mine.append(ours.press(b"+"))  # đã: nothing is asked
                its.append(transaction(at) + floor.press(DOWN))
                ours.press(DOWN)
        yield Line("state key to disk and screen", median_ms(mine), median_ms(its), 1.5, people=number)
        beyond = "… behind the 36 ms in which a scanner is told from a person"
        yield Line(beyond, median_ms(mine) - 36, median_ms(its), 1.5, people=number)


def keys_while_importing(_turns: int, folder: Path, stores: Stores = COMMUNE) -> Iterator[Line]:
    """Down while 100,000 rows are read in the background; the floor is open at the same time."""
    large = people(folder / "many.xlsx", 0, ROWS)
    with _beside_floor(current(stores.make(FEW), folder)) as (ours, floor):
        ours.write(F4)
        ours.settle(0.3)  # the cursor of the picker blinks
        ours.write(CTRL_N)
        ours.settle(0.3)  # the cursor of the picker blinks
        ours.write(str(large).encode())
        ours.settle(0.3)  # the cursor of the picker blinks
        ours.write(CTRL_S)
        ours.until("đang đọc", 60)
        ours.write(F2)
        ours.until(LIST, 60)
        ours.settle(0.2)
        mine, its, _ = _pressed(ours, floor, [DOWN] * _steps(FEW))
        ours.write(F4)
        ours.until("đang đọc", 60)  # else it was over before the keys were
    yield Line(f"Down, p50, while {ROWS:,} rows are read", median_ms(mine), median_ms(its), None)
    yield Line("Down, p95, at the same time", most_ms(mine), most_ms(its), 1.0)
