"""Counts who had done each item at the end of each day with changes, for the trend.

The totals of past days are worked out from the history when somebody looks, and then kept; nothing is written before.
So a key that changes a state costs nothing more, and a day on which only commands ran has its total as well.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from store import clock
from store.checklist.applicability import Pattern, Rules, administrative
from store.checklist.items import checklist_items
from store.checklist.reasons import known as known_reasons
from store.counting.item_figures import ItemFigure, counted_unit, item_figures, patterns, with_counts
from store.database import Store
from store.models import Item

if TYPE_CHECKING:
    from store.past import PersonThen

#: Days that are shown, and looked back on, at most.
DAYS = 60
Sums = dict[int, tuple[int, int]]  # item id -> (done, applicable)


class DailyTotal(NamedTuple):
    """The figures of one item at the end of a day."""

    day: date
    done: int
    applicable: int


def totals(store: Store, today: date, *, counted_anew: bool = False) -> dict[str, tuple[DailyTotal, ...]]:
    """Item key -> its totals of the last `DAYS` days with changes before `today`, oldest first.

    Args:
        store: the open store, or a copy of it as it was at an earlier moment.
        today: the first day that is left out.
        counted_anew: whether to count now if the kept totals follow other rules, as those of an earlier moment do; that
            takes a second for 100,000 changes. Otherwise there are no totals until `catch_up` has run.
    """
    keys = {item.id: item.key for item in checklist_items(store)}
    found: dict[str, list[DailyTotal]] = {key: [] for key in keys.values()}
    for day, sums in before(store, today, Rules(store), days=DAYS, counted_anew=counted_anew):
        for item_id, (done, applicable) in sums.items():
            if item_id in keys:
                found[keys[item_id]].append(DailyTotal(day, done, applicable))
    return {key: tuple(each) for key, each in found.items()}


def before(store: Store, last: date, rules: Rules, *, days: int, counted_anew: bool = True) -> list[tuple[date, Sums]]:
    """(day, sums at its end) of the last `days` days with changes before `last`, oldest first.

    All days are counted by `rules`: the kept totals are used if they follow the same rules. Otherwise, as for a plan
    that ended or that asks other people, they are counted from the history, or [] without `counted_anew`.
    """
    if not _are_kept_for(store, rules):
        return _counted_anew(store, last, rules, days) if counted_anew else []
    found: dict[date, Sums] = {}
    rows = store.rows(
        "SELECT day, item_id, done, applicable FROM daily_total WHERE day < ? AND day IN"
        " (SELECT DISTINCT day FROM daily_total WHERE day < ? ORDER BY day DESC LIMIT ?) ORDER BY day",
        (last.isoformat(), last.isoformat(), days),
    )
    for day, item_id, done, applicable in rows:
        found.setdefault(date.fromisoformat(day), {})[item_id] = (done, applicable)
    return list(found.items())


def _are_kept_for(store: Store, rules: Rules) -> bool:
    """Whether the kept totals ask each item of the same people as `rules`, in units of the same sectors."""
    shared = checklist_items(store)
    asked = {item.id: item.applies_to for item in shared}
    kept_for = store.one("SELECT value FROM setting WHERE key = ?", (_RULES,))
    return (
        kept_for is not None
        and kept_for[0] == _rules_of(store, shared)
        and all(asked.get(item.id) == item.applies_to for item in rules.items)
        and rules.has_sectors_of(Rules(store, rules.items))
    )


def _counted_anew(store: Store, last: date, rules: Rules, days: int) -> list[tuple[date, Sums]]:
    sums = _Rewinding(store, rules)
    wanted = (day for day in _ends_of_days(store, sums) if day < last)
    return [(day, sums.totals(day)) for day in islice(wanted, days)][::-1]


#: Changes that are looked back on at most: of a store that was filled by one huge import no day before it is told.
CHANGES = 200_000


def catch_up(store: Store, *, is_cancelled: Callable[[], bool] = lambda: False) -> int:
    """Count and keep the totals of past days that have none; answers the number of days.

    Days without a change of people on the staff get no total. When the rules or the sector of a unit have changed, all
    days are counted again, so that one line of the trend is about the same people.
    """
    rules = _rules_of(store, checklist_items(store))
    if store.one("SELECT 1 FROM setting WHERE key = ? AND value = ?", (_RULES, rules)) is None:
        with store.transaction():
            store.write("DELETE FROM daily_total")
            store.write("INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)", (_RULES, rules))
    kept, found = _last_kept(store), []
    newest = "SELECT ifnull(max(at), '') FROM change WHERE at < ?"
    if str(store.value(newest, (clock.today().isoformat(),)))[:10] <= kept:
        return 0  # nothing was changed on a day that is over
    sums = _Rewinding(store, Rules(store))
    for day in islice(_ends_of_days(store, sums, kept), DAYS):
        if is_cancelled():
            return 0
        if day < clock.today():
            found += [(day.isoformat(), item_id, *of_item) for item_id, of_item in sums.totals(day).items()]
    if found:
        with store.transaction() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO daily_total (day, item_id, done, applicable) VALUES (?, ?, ?, ?)", found
            )
    return len({row[0] for row in found})


_RULES = "daily_totals_rules"  # setting: of whom each item was asked when the totals were kept


def _rules_of(store: Store, items: Iterable[Item]) -> str:
    asked = [f"{item.key}={item.applies_to}" for item in items]
    sectors = [f"{unit_id}={sector}" for unit_id, sector in store.rows("SELECT id, sector FROM unit ORDER BY id")]
    return hashlib.sha256("\n".join([*asked, *sectors]).encode()).hexdigest()


def _last_kept(store: Store) -> str:
    return str(store.value("SELECT ifnull(max(day), '') FROM daily_total"))


def _ends_of_days(store: Store, sums: "_Rewinding", kept: str = "") -> Iterator[date]:
    """The days with changes after `kept`, newest first; when a day is yielded, `sums` are those at its end.

    Changes are taken back one by one from the newest, so that the sums are those at the end of a day just before its
    own changes are taken back.
    """
    rows = store.rows(
        "SELECT substr(change.at, 1, 10), history.entity, history.entity_id, history.field, history.before"
        " FROM history JOIN change ON change.id = history.change_id"
        " WHERE history.entity IN ('staff', 'submission') ORDER BY history.id DESC LIMIT ?",
        (CHANGES,),
    )
    reached = "9999-12-31"
    for day, entity, entity_id, name, before in rows:
        if day <= kept:
            return
        if day < reached:  # a clock that was put back makes a later day no earlier one
            reached = day
            yield date.fromisoformat(day)
        if entity == "staff":  # which counts stood instead of names, `store.forms.filled` knows of every day
            sums.take_back(entity_id, name, before)


class _Rewinding:
    """The sums over all people, which follow as changes of people are taken back."""

    def __init__(self, store: Store, rules: Rules) -> None:
        from store.past import Past

        self._store = store
        self._rules = rules
        self._reasons = known_reasons(store, other_words=True)
        people = patterns(store)
        self._sums = {figure.item.id: [figure.done, figure.applicable] for figure in item_figures(self._rules, people)}
        self._in_unit = Counter({unit_id: sum(own.values()) for unit_id, own in people.items()})
        self._past = Past(store)
        self._changed: dict[int, tuple[int, Pattern] | None] = {}  # how those who were changed stand in the sums

    def take_back(self, staff_id: int, name: str, before: str | None) -> None:
        """Take back one change of a person's field, given the value before."""
        self._changed.setdefault(staff_id, _counted(self._past.person(staff_id)))
        self._past.take_back(staff_id, name, before)

    def totals(self, day: date) -> Sums:
        """Item id -> (done, applicable) at the end of `day`, to which everything has been taken back."""
        from store.forms import filled

        for staff_id, before in self._changed.items():
            self._count(before, -1)
            self._count(_counted(self._past.person(staff_id)), 1)
        self._changed.clear()
        named = tuple(ItemFigure(item, *self._sums[item.id]) for item in self._rules.items)
        sent = {
            unit_id: counted_unit(self._store, origin, self._reasons)
            for unit_id, origin in filled.in_force(self._store, as_of=day).items()
            if not self._in_unit[unit_id]
        }
        return {figure.item.id: (figure.done, figure.applicable) for figure in with_counts(self._rules, named, sent)}

    def _count(self, counted: tuple[int, Pattern] | None, step: int) -> None:
        if counted is None:
            return
        unit_id, pattern = counted
        self._in_unit[unit_id] += step
        for item, (is_done, applies) in zip(
            self._rules.items, self._rules.done_and_applicable(pattern, self._rules.sector(unit_id)), strict=True
        ):
            self._sums[item.id][0] += step if is_done else 0
            self._sums[item.id][1] += step if applies else 0


def _counted(person: "PersonThen") -> tuple[int, Pattern] | None:
    """The unit and state pattern under which a person is counted; None when not on the staff."""
    is_administrative = administrative(person.administrative, person.employment)
    pattern = (person.states, person.reasons, is_administrative, person.smartphone)
    return (person.unit_id, pattern) if person.is_on_staff else None
