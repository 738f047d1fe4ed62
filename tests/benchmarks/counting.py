"""Phụ lục 1 of 400,000 people, counted inside one process, against one GROUP BY along a covering index."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from store.forms import counts, library
from store.forms.counts import Scope
from store.opening import open_store
from tests.benchmarks.crowd import crowd
from tests.benchmarks.lines import Line, in_turn, median_ms

MANY = 400_000
FLOOR = "SELECT unit_id, states, count(*) FROM floor GROUP BY unit_id, states"


def lines(turns: int, folder: Path) -> Iterator[Line]:
    """The first count after a change, and the next one."""
    with open_store(crowd(MANY)) as store:
        store.connection.execute("CREATE TEMP TABLE floor (unit_id INTEGER, states TEXT)")
        store.connection.execute("INSERT INTO floor SELECT unit_id, states FROM staff")
        store.connection.execute("CREATE INDEX temp.floor_index ON floor (unit_id, states)")
        store.connection.commit()
        form = library.phu_luc_1()

        def first() -> float:
            store.kept.clear()
            return _seconds(lambda: counts.table(store, form, Scope()))

        floor, ours, again = in_turn(
            turns,
            lambda: _seconds(lambda: list(store.rows(FLOOR))),
            first,
            lambda: _seconds(lambda: counts.table(store, form, Scope())),
        )
    yield Line(f"Phụ lục 1 of {MANY:,}, first", median_ms(ours), median_ms(floor), 1.2)
    yield Line("the same again", median_ms(again), median_ms(floor), 0.1)


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
