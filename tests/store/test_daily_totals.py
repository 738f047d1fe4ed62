"""The trend: how each day ended, told by the history when somebody looks."""

import pytest

from store import clock, history, journal
from store.checklist.applicability import Rules
from store.counting import daily_totals
from store.counting.item_figures import item_figures, patterns
from store.database import Store
from store.models import Person, State
from store.people import staff, units
from tests.store.summaries import UNIT, line, take_in


def on(monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    monkeypatch.setenv(clock.VARIABLE, moment)


def now_figures(store: Store) -> dict[str, tuple[int, int]]:
    return {f.item.key: (f.done, f.applicable) for f in item_figures(Rules(store), patterns(store))}


def test_each_day_on_which_something_changed_is_as_it_ended(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    unit = units.find_or_add(store, "Trạm Y tế xã Vĩnh Gia")
    ends: dict[str, dict[str, tuple[int, int]]] = {}
    on(monkeypatch, "2026-06-16T08:00")
    an, binh = (staff.add(store, Person(name, administrative=True), unit) for name in ("Lê An", "Trần Bình"))
    staff.set_state(store, [an], "bhyt_linked", State.DONE)
    ends["2026-06-16"] = now_figures(store)
    on(monkeypatch, "2026-06-18T23:59:59")
    staff.set_state(store, [binh], "bhyt_linked", State.DONE)
    staff.set_state(store, [an], "bhyt_linked", State.NOT_APPLICABLE)
    staff.edit(store, binh, {"administrative": False})
    ends["2026-06-18"] = now_figures(store)
    on(monkeypatch, "2026-06-19T00:00:00")
    staff.remove(store, [an])
    ends["2026-06-19"] = now_figures(store)
    on(monkeypatch, "2026-06-22T10:00")
    history.undo(store)
    staff.set_state(store, [an], "cccd", State.DONE)
    assert daily_totals.catch_up(store) == 3
    kept = daily_totals.totals(store, clock.today())
    for day, figures in ends.items():
        for key, (done, applicable) in figures.items():
            (total,) = (each for each in kept[key] if each.day.isoformat() == day)
            assert (total.done, total.applicable) == (done, applicable), (day, key)
    assert [each.day.isoformat() for each in kept["cccd"]] == sorted(ends)


def test_a_day_that_was_kept_is_not_worked_out_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    unit = units.find_or_add(store, "Trạm Y tế xã Vĩnh Gia")
    on(monkeypatch, "2026-06-16T08:00")
    an = staff.add(store, Person("Lê An"), unit)
    on(monkeypatch, "2026-06-17T08:00")
    assert daily_totals.catch_up(store) == 1
    assert daily_totals.catch_up(store) == 0
    staff.set_state(store, [an], "cccd", State.DONE)
    assert daily_totals.catch_up(store) == 0  # today is not over
    on(monkeypatch, "2026-06-20T08:00")
    assert daily_totals.catch_up(store) == 1
    assert [(each.day.day, each.done) for each in daily_totals.totals(store, clock.today())["cccd"]] == [
        (16, 0),
        (17, 1),
    ]


def test_keeping_totals_is_nothing_to_take_back(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    unit = units.find_or_add(store, "Trạm Y tế xã Vĩnh Gia")
    on(monkeypatch, "2026-06-16T08:00")
    staff.add(store, Person("Lê An"), unit)
    on(monkeypatch, "2026-06-17T08:00")
    before = journal.last_change(store)
    daily_totals.catch_up(store)
    assert journal.last_change(store) == before


def test_a_rehearsal_with_an_earlier_clock_shows_no_day_that_has_not_come(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = units.find_or_add(store, "Trạm Y tế xã Vĩnh Gia")
    on(monkeypatch, "2026-06-16T08:00")
    staff.add(store, Person("Lê An"), unit)
    on(monkeypatch, "2026-06-18T08:00")
    daily_totals.catch_up(store)
    on(monkeypatch, "2026-06-16T09:00")
    assert daily_totals.totals(store, clock.today())["cccd"] == ()


def test_stopping_keeps_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    unit = units.find_or_add(store, "Trạm Y tế xã Vĩnh Gia")
    on(monkeypatch, "2026-06-16T08:00")
    staff.add(store, Person("Lê An"), unit)
    on(monkeypatch, "2026-06-18T08:00")
    assert daily_totals.catch_up(store, is_cancelled=lambda: True) == 0
    assert daily_totals.totals(store, clock.today())["cccd"] == ()


def test_counts_that_a_unit_sent_stand_until_it_sends_names(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    on(monkeypatch, "2026-06-16T08:00")
    take_in(store, line(6, "Tổ Toán", 10, 8, 5, 6))
    on(monkeypatch, "2026-06-17T08:00")
    staff.add(store, Person("Lê An", states={"bhyt_linked": State.DONE}), units.find_or_add(store, UNIT))
    on(monkeypatch, "2026-06-18T08:00")
    assert daily_totals.catch_up(store) == 2
    kept = daily_totals.totals(store, clock.today())
    assert [(each.done, each.applicable) for each in kept["bhyt_linked"]] == [(6, 10), (1, 1)]
    assert [(each.done, each.applicable) for each in kept["cccd"]] == [(0, 0), (0, 1)]
