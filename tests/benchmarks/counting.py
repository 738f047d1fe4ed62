"""Phụ lục 1 of 400,000 people, counted inside one process, against one GROUP BY along a covering index.

The floor has the columns on which a figure of a department or a reason depends; all states of the people are chance, so
that there are 45,000 groups, where a real commune has some hundreds.
"""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from store import clock
from store.forms import counts, library
from store.forms.counts import Scope
from store.monitoring import overview
from store.opening import open_store
from tests.benchmarks.crowd import COMMUNE, Stores
from tests.benchmarks.lines import Line, in_turn, median_ms

COLUMNS = "unit_id, department_id, states, reasons"
FLOOR = f"SELECT {COLUMNS}, count(*) FROM floor GROUP BY {COLUMNS}"


def lines(turns: int, folder: Path, stores: Stores = COMMUNE) -> Iterator[Line]:
    """The first count after a change, and the next one; of a province by area, and its overview too."""
    for number in stores.large:
        yield from _of_store(turns, stores, number)


def _of_store(turns: int, stores: Stores, number: int) -> Iterator[Line]:
    scope = Scope(None, "area") if stores.has_levels else Scope()
    with open_store(stores.make(number)) as store:
        store.connection.execute(
            "CREATE TEMP TABLE floor (unit_id INTEGER, department_id INTEGER, states TEXT, reasons TEXT)"
        )
        store.connection.execute(f"INSERT INTO floor SELECT {COLUMNS} FROM staff")
        store.connection.execute(f"CREATE INDEX temp.floor_index ON floor ({COLUMNS})")
        store.connection.commit()
        form = library.phu_luc_1()

        def first() -> float:
            store.kept.clear()
            return _seconds(lambda: counts.table(store, form, scope))

        floor, ours, again, overviews, levels = in_turn(
            turns,
            lambda: _seconds(lambda: list(store.rows(FLOOR))),
            first,
            lambda: _seconds(lambda: counts.table(store, form, scope)),
            lambda: _seconds(lambda: overview.read(store, clock.now())) if stores.has_levels else 0.0,
            lambda: _seconds(lambda: overview.by_level(store, "area")) if stores.has_levels else 0.0,
        )
    yield Line("Phụ lục 1, first", median_ms(ours), median_ms(floor), 1.2, people=number)
    yield Line("the same again", median_ms(again), median_ms(floor), 0.1, people=number)
    if stores.has_levels:
        yield Line("overview, everything", median_ms(overviews), median_ms(floor), None, people=number)
        yield Line("… its items by area", median_ms(levels), median_ms(floor), None, people=number)


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
