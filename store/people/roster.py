"""A window of rows of the roster: the same cost at 40 people and at 400,000.

Everybody, or a whole unit, is read along the sorted index, from the nearest row that was read before or from either
end. The result of a search or of a filter by state is read once as a list of ids: it does not change with the states,
so that somebody who works down the list passes nobody over.
"""

import bisect
import re
from array import array
from collections.abc import Sequence, Sized
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from store.checklist import checklist
from store.checklist.applicability import Rules
from store.checklist.items import checklist_item, checklist_items
from store.database import IDS, Store, damaged
from store.frozen import frozen
from store.models import PACKED, State
from store.text import fold

#: Up to so many are listed by reading each one's key; more are picked out of a walk along the whole order.
LISTED = 4000
_STEP = 512  # places remembered along a walk are this far apart

#: By the name of an index: the columns of its order.
_ORDERS = {
    "staff_by_name": ("sort_key", "id"),
    "staff_by_unit": ("unit_id", "ifnull(department_id, 0)", "sort_key", "id"),
}
_DIGITS = re.compile(r"\d{3,12}\Z")
_Key = tuple[object, ...]  # the values of the order's columns; the last is the id


class RosterRow(NamedTuple):
    """The values of one row of the roster."""

    id: int
    unit_id: int
    department_id: int | None
    full_name: str
    birth_date: str | None
    citizen_id: str | None
    states: str
    reasons: str


_COLUMNS = "id, unit_id, department_id, full_name, birth_date, citizen_id, states, reasons"


@frozen
class Filter:
    """Whom the roster shows, and in which order."""

    search: str = ""  # words of the name, each from its beginning, or 3 and more digits of the CCCD
    unit_id: int | None = None
    department_id: int | None = None
    item: str | None = None  # key of an item; None with `state`: in any item
    state: State | None = None
    lacking: bool = False  # asked of them, and chưa or chưa rõ: `item`, or any item
    contradicting: bool = False  # something is đã that requires what is chưa
    by_unit: bool = False  # by unit, department and name; always so within a unit

    @property
    def is_of_states(self) -> bool:
        """Whether the filter depends on the states of a person."""
        return self.lacking or self.contradicting or self.state is not None

    def with_(self, **changes: object) -> "Filter":
        """A copy of the filter with some fields changed."""
        return replace(self, **changes)  # type: ignore[arg-type]  # replace checks the names


@dataclass(slots=True)
class View:
    """The rows that pass a filter, by their place. Make it anew when the filter or the data changes."""

    store: Store
    filter: Filter
    total: int = 0
    _ids: Sequence[int] | None = None  # None: walked
    _places: list[int] = field(default_factory=list)
    _keys: list[_Key] = field(default_factory=list)

    def through(self, store: Store) -> "View":
        """The same view, read through another store, so that a view made in another thread can be used."""
        return replace(self, store=store)

    def rows(self, start: int, count: int) -> list[RosterRow]:
        """The rows at places `start` … `start + count - 1`, or fewer at the end of the view."""
        start = max(0, start)
        count = min(count, self.total - start)
        if count <= 0:
            return []
        if self._ids is not None:
            return self.by_ids(self._ids[start : start + count])
        return self._walk(start, count)

    def by_ids(self, ids: Sequence[int]) -> list[RosterRow]:
        """The rows of the people with these ids, in this order.

        Raises StoreError when the store cannot be read, or when an index has a person whom the table lacks.
        """
        rows = self.store.by_ids(f"SELECT {_COLUMNS} FROM staff WHERE id IN {IDS}", ids)
        found = {row[0]: RosterRow._make(row) for row in rows}
        _refuse_lost(self.store, ids, found)
        checklist.refuse_unreadable(row.states for row in found.values())
        return [found[id_] for id_ in ids]

    def ids(self) -> list[int]:
        """The ids of everybody in the view, in order, for marking all at once."""
        return list(self._ids if self._ids is not None else self._every_id())

    def _every_id(self) -> Sequence[int]:
        """All ids in the order of the index, as a packed array, because a list of 400,000 takes 16 MB."""
        where, values = _conditions(self.store, self.filter)
        sql = f"SELECT id FROM staff INDEXED BY {self._index} WHERE {where} ORDER BY {self._order()}"
        return array("q", (row[0] for row in self.store.rows(sql, values)))

    def place_of(self, staff_id: int) -> int | None:
        """The place of a person in this view; None when the view does not hold the person."""
        if self._ids is not None:
            return self._ids.index(staff_id) if staff_id in self._ids else None
        where, values = _conditions(self.store, self.filter)
        key = self.store.one(f"SELECT {self._order()} FROM staff WHERE {where} AND id = ?", (*values, staff_id))
        if key is None:
            return None
        before = f"({self._order()}) < ({', '.join('?' * len(key))})"
        sql = f"SELECT count(*) FROM staff INDEXED BY {self._index} WHERE {where} AND {before}"
        return int(self.store.value(sql, (*values, *key)))

    def next_lacking(self, after: int) -> int | None:
        """The place of the next person after place `after` who lacks an item; None when there is none."""
        place = after + 1
        condition = _state_condition(self.store, self.filter.with_(lacking=True))
        lacks = f"SELECT id FROM staff WHERE {condition} AND id IN {IDS}"
        for size in (64, 256):
            rows = self.rows(place, size)
            lacking = {id_ for (id_,) in self.store.by_ids(lacks, [row.id for row in rows])}
            for offset, row in enumerate(rows):
                if row.id in lacking:
                    return place + offset
            place += size
        if place >= self.total:
            return None
        # Far away or nowhere: the covering index tells who lacks something without reading their rows.
        lacking = set(_by_state(self.store, self.filter.with_(state=None, contradicting=False, lacking=True)))
        ids = self._ids if self._ids is not None else self._every_id()
        return next((at for at in range(place, self.total) if ids[at] in lacking), None)

    @property
    def _index(self) -> str:
        is_by_unit = self.filter.by_unit or self.filter.unit_id is not None
        return "staff_by_unit" if is_by_unit else "staff_by_name"

    def _order(self, way: str = "") -> str:
        return ", ".join(f"{column}{way}" for column in _ORDERS[self._index])

    def _walk(self, start: int, count: int) -> list[RosterRow]:
        """The rows from `start`, read from the nearest place whose key is known, or from the nearer end."""
        at = bisect.bisect_right(self._places, start) - 1
        before = self._places[at] if at >= 0 else 0
        after = self._places[at + 1] if at + 1 < len(self._places) else self.total
        if after - start < start - before:
            keys = self._keys_before(start, count, after, self._keys[at + 1] if after < self.total else None)
        else:
            keys = self._keys_along(">=", "", self._keys[at] if at >= 0 else None, count, start - before)
        far = min(start - before, after - start) >= _STEP
        if keys and (far or not self._places) and start not in self._places:
            self._places.insert(at + 1, start)
            self._keys.insert(at + 1, keys[0])
        return self.by_ids([int(str(key[-1])) for key in keys])

    def _keys_before(self, start: int, count: int, place: int, key: _Key | None) -> list[_Key]:
        """The keys of `count` places from `start`, read backwards from `place`, whose key is `key`."""
        end = start + count
        if end <= place:
            return self._keys_along("<", " DESC", key, count, place - end)[::-1]
        walked = self._keys_along("<", " DESC", key, place - start, 0)[::-1]
        return walked + (self._keys_along(">=", "", key, end - place, 0) if key is not None else [])

    def _keys_along(self, sign: str, way: str, key: _Key | None, count: int, skip: int) -> list[_Key]:
        """Read `count` keys of the index from `key` on (None: from its end), after skipping `skip` of them."""
        where, values = _conditions(self.store, self.filter)
        order = self._order()
        bound = f" AND ({order}) {sign} ({', '.join('?' * len(key))})" if key is not None else ""
        # Only the index is read for the rows that are passed over.
        sql = (
            f"SELECT {order} FROM staff INDEXED BY {self._index} WHERE {where}{bound}"
            f" ORDER BY {self._order(way)} LIMIT ? OFFSET ?"
        )
        return list(self.store.rows(sql, (*values, *(key or ()), count, skip)))


def view(store: Store, chosen: Filter) -> View:
    """Make the view of a filter; for 400,000 people in some 15 ms, or 200 ms with a wide search or state."""
    found = View(store, chosen)
    if not (chosen.search.strip() or chosen.is_of_states):
        where, values = _conditions(store, chosen)
        index = "staff_by_unit" if chosen.unit_id is not None else "staff_by_name"
        sql = f"SELECT count(*) FROM staff INDEXED BY {index} WHERE {where}"
        found.total = int(store.value(sql, values))
        if found.total <= LISTED:
            found._ids = found._every_id()
        return found
    ids = _passing(store, chosen)
    if len(ids) <= LISTED:
        found._ids = _in_order(store, ids, found._order())
    else:
        wanted = set(ids)
        whole = View(store, Filter(unit_id=chosen.unit_id, by_unit=chosen.by_unit))
        found._ids = array("q", (id_ for id_ in whole._every_id() if id_ in wanted))
    found.total = len(found._ids)
    return found


def glimpse(store: Store, chosen: Filter) -> View | None:
    """Make a view of very many people before they are counted; `total` is then only more than `LISTED`.

    None when there are fewer, or when `chosen` narrows, as `view` is quick then or has to be waited for anyway.
    Counting 400,000 people takes 15-40 ms, which the first screen need not wait for.
    """
    if chosen.with_(by_unit=False) != Filter():
        return None
    some = f"SELECT 1 FROM staff INDEXED BY staff_by_name WHERE removed_at IS NULL LIMIT {LISTED + 1}"
    total = int(store.value(f"SELECT count(*) FROM ({some})"))
    return View(store, chosen, total) if total > LISTED else None


def first_found(store: Store, words: str, count: int) -> list[RosterRow]:
    """The first `count` people on the staff, by name, whose names or CCCD match the typed words; quick at any size."""
    digits, found = words.replace(" ", ""), re.findall(r"\w+", fold(words))
    if _DIGITS.match(digits):
        among = "citizen_id IS NOT NULL AND citizen_id LIKE ?"
        values: tuple[object, ...] = (f"%{digits}%",)
    elif found:
        among = "id IN (SELECT rowid FROM staff_search WHERE staff_search MATCH ? LIMIT ?)"
        values = (" AND ".join(f'"{word}"*' for word in found), 4 * count)
    else:
        return []
    sql = f"SELECT {_COLUMNS} FROM staff WHERE removed_at IS NULL AND {among} ORDER BY sort_key, id LIMIT ?"
    return [RosterRow._make(row) for row in store.rows(sql, (*values, count))]


def _passing(store: Store, chosen: Filter) -> Sequence[int]:
    """Ids of the people who pass the filter, unsorted."""
    where, values = _conditions(store, chosen)
    digits = chosen.search.replace(" ", "")
    if _DIGITS.match(digits):
        number = "citizen_id IS NOT NULL AND citizen_id LIKE ?"  # the index holds no others
        sql = f"SELECT id FROM staff INDEXED BY staff_by_citizen_id WHERE {number} AND {where}"
        return array("q", (row[0] for row in store.rows(sql, (f"%{digits}%", *values))))
    words = re.findall(r"\w+", fold(chosen.search))
    if not words:
        return _by_state(store, chosen)
    match = " AND ".join(f'"{word}"*' for word in words)
    sql = "SELECT rowid FROM staff_search WHERE staff_search MATCH ?"
    found = array("q", (row[0] for row in store.rows(sql, (match,))))
    if len(found) > LISTED:
        there = set(_by_state(store, chosen))
        return array("q", (id_ for id_ in found if id_ in there))
    passes = dict(store.by_ids(f"SELECT id, {where} FROM staff WHERE id IN {IDS}", found, values))
    _refuse_lost(store, found, passes)
    return array("q", (id_ for id_ in found if passes[id_]))


def _by_state(store: Store, chosen: Filter) -> Sequence[int]:
    """Ids of the people whose unit, department and states pass the filter, read along the covering index."""
    where, values = _conditions(store, chosen)
    sql = f"SELECT id FROM staff INDEXED BY staff_statistics WHERE {where}"
    return array("q", (row[0] for row in store.rows(sql, values)))


def _in_order(store: Store, ids: Sequence[int], order: str) -> list[int]:
    keyed = sorted(store.by_ids(f"SELECT {order} FROM staff WHERE id IN {IDS}", ids))
    _refuse_lost(store, ids, keyed)
    return [int(str(key[-1])) for key in keyed]


def _refuse_lost(store: Store, ids: Sequence[int], rows: Sized) -> None:
    """Raise DamagedStoreError when an index has a person whom the table lacks, as no row is ever deleted."""
    if len(rows) < len(ids):
        raise damaged(store.path)


def _conditions(store: Store, chosen: Filter) -> tuple[str, list[object]]:
    """An SQL condition on `staff` and its values: on the staff and passing the filter, apart from the search."""
    where = ["removed_at IS NULL"]
    values: list[object] = []
    for column, value in (("unit_id", chosen.unit_id), ("ifnull(department_id, 0)", chosen.department_id)):
        if value is not None:
            where.append(f"{column} = ?")
            values.append(value)
    if chosen.contradicting:
        where.append(checklist.contradicts_sql(checklist_items(store)))
    if chosen.lacking or chosen.state is not None:
        where.append(_state_condition(store, chosen))
    return " AND ".join(where), values


def _state_condition(store: Store, chosen: Filter) -> str:
    """An SQL condition on `staff`: the state of the chosen item, or of any item, passes the filter."""
    if chosen.lacking:
        rules = Rules(store, None if chosen.item is None else [checklist_item(store, chosen.item)])
        return f"({' OR '.join(map(rules.lacking_sql, rules.items)) or '0'})"
    codes = (PACKED[chosen.state or State.UNKNOWN],)
    if chosen.item is None:
        return checklist.has_state_anywhere(checklist_items(store), codes)
    return checklist.has_state(checklist_item(store, chosen.item).position, codes)
