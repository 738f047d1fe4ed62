"""Whatever the people and whatever is done to them: the sums hold, and each figure has its people behind it."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import clock, history, past
from store.database import Store
from store.field_ref import PRESENT
from store.forms.counts import FormRow, FormTable, Scope
from store.forms.people_behind import people_behind
from store.models import Person, State
from store.opening import open_store
from store.past import rewound_people
from store.people import staff, units
from tests.store.phu_luc_1 import FIGURES, FORM, faults, table

UNITS = ("Trạm Y tế xã Vĩnh Gia", "Trường Tiểu học A")
DEPARTMENTS = (None, "Dược", "Hành chính")
REASONS = (None, "Quên mật khẩu", "Thẻ hết hạn")
KEYS = ("level2_account", "health_book", "bhyt_linked")
DAYS = ("2031-03-01", "2031-03-02", "2031-03-03")

states = st.sampled_from(State)
reasons = st.sampled_from(REASONS)
people = st.tuples(st.sampled_from(UNITS), st.sampled_from(DEPARTMENTS), states, states, states, reasons, reasons)
who = st.integers(0, 7)
steps = st.one_of(
    st.tuples(st.just("state"), who, st.sampled_from(KEYS), states, reasons),
    st.tuples(st.just("move"), who, st.sampled_from(UNITS), st.sampled_from(DEPARTMENTS)),
    st.tuples(st.just("remove"), who),
    st.tuples(st.just("bring back"), who),
    st.tuples(st.just("add"), people),
    st.tuples(st.just("undo")),
    st.tuples(st.just("redo")),
)


@contextmanager
def _copy_of(template: Store) -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "kho.sqlite3"
        template.connection.execute("VACUUM INTO ?", (str(path),))
        with open_store(path) as copy:
            for name in UNITS:
                units.find_or_add(copy, name)
            yield copy


def _add(store: Store, drawn: tuple[str, str | None, State, State, State, str | None, str | None]) -> int:
    unit, department, level2, book, bhyt, why_level2, why_bhyt = drawn
    person = Person("Lê An", states=dict(zip(KEYS, (level2, book, bhyt), strict=True)))
    person.reasons = {
        key: why for key, why in (("level2_account", why_level2), ("bhyt_linked", why_bhyt)) if why is not None
    }
    return staff.add(store, person, units.find_or_add(store, unit), department)


def _do(store: Store, ids: list[int], step: tuple) -> None:
    name, *rest = step
    if name == "add":
        ids.append(_add(store, rest[0]))
    elif name in ("undo", "redo"):
        getattr(history, name)(store)
    elif ids:
        (id_,), rest = [ids[rest[0] % len(ids)]], rest[1:]
        if name == "state":
            staff.set_state(store, [id_], rest[0], rest[1], rest[2])
        elif name == "move":
            staff.move(store, [id_], units.find_or_add(store, rest[0]), rest[1])
        elif name == "remove":
            staff.remove(store, [id_])
        else:
            with history.recording(store, "staff", "Đưa lại") as change:
                change.assign("staff", id_, PRESENT, "1")


def _tables(store: Store, as_of: date | None = None) -> list[tuple[int | None, FormTable]]:
    chosen = [None, 1, 2]  # all units, and the two of UNITS; taking a step back may have closed them
    return [
        (unit_id, table(store, unit_id=unit_id, by=by, as_of=as_of))
        for unit_id in chosen
        for by in ("department", "unit")
    ]


def _holds(row: FormRow) -> None:
    assert row.figures["level2_done"] + row.figures["level2_todo"] == row.figures["total"]
    assert row.figures["bhyt_done"] + row.figures["bhyt_todo"] == row.figures["total"]
    assert sum(count for _, count in row.reasons["level2_reasons"]) == row.figures["level2_todo"]
    assert sum(count for _, count in row.reasons["bhyt_reasons"]) == row.figures["bhyt_todo"]
    counts = [count for _, count in row.reasons["level2_reasons"]]
    assert counts == sorted(counts, reverse=True)
    assert not any("cột 3" in fault for fault in faults(row))


def _somebody_behind(store: Store, unit_id: int | None, counted: FormTable, as_of: date | None) -> None:
    places = [(row, row) for row in counted.rows]
    rewound = rewound_people(store, as_of) if as_of else None
    for row, of in [*places, (counted.total, None)]:
        for figure in FIGURES:
            ids = people_behind(store, FORM, Scope(unit_id, counted.by, as_of), figure, of)
            assert len(ids) == len(set(ids)) == row.figures[figure], (row.label, figure)
            key = {"level2": "level2_account", "health": "health_book", "bhyt": "bhyt_linked"}.get(figure.split("_")[0])
            if key is not None:
                done = {person.states[key] is State.DONE for person in past.people_at(store, ids, rewound)}
                assert done <= {not figure.endswith("todo")}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(people, max_size=8))
def test_the_sums_hold_for_any_people(store: Store, drawn: list) -> None:
    with _copy_of(store) as fresh:
        for person in drawn:
            _add(fresh, person)
        for unit_id, counted in _tables(fresh):
            for row in (*counted.rows, counted.total):
                _holds(row)
            for figure in FIGURES:
                assert counted.total.figures[figure] == sum(row.figures[figure] for row in counted.rows)
            _somebody_behind(fresh, unit_id, counted, None)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(people, max_size=5), st.lists(st.lists(steps, max_size=6), min_size=3, max_size=3))
def test_an_earlier_day_says_what_it_said_then(store: Store, drawn: list, days: list[list]) -> None:
    with _copy_of(store) as fresh, pytest.MonkeyPatch.context() as patch:
        patch.setenv(clock.VARIABLE, "2031-02-28T08:00:00")
        ids = [_add(fresh, person) for person in drawn]
        said = {}
        for day, done in zip(DAYS, days, strict=True):
            patch.setenv(clock.VARIABLE, f"{day}T08:00:00")
            for step in done:
                _do(fresh, ids, step)
            said[date.fromisoformat(day)] = _tables(fresh)
            assert _tables(fresh, clock.today()) == _tables(fresh)
        for day, tables in said.items():
            assert _tables(fresh, day) == tables
            for unit_id, counted in tables:
                _somebody_behind(fresh, unit_id, counted, day)
