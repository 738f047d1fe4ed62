"""A window of rows of the roster: the same cost at 40 people and at 400,000.

Everybody, or a whole unit, is walked along the index of the order, from the nearest place where the walk has
been before or from either end. What a search or a state lets pass is read once as a list of ids: it stays as it
is while states change, so that nobody is passed over by a person who works down the list.
"""

import bisect
import re
from array import array
from collections.abc import Sequence, Sized
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from store.checklist import checklist
from store.checklist.items import checklist_item, checklist_items
from store.database import IDS, Store, damaged
from store.models import PACKED, Item, State
from store.text import fold

#: Up to so many are listed by reading each one's key; more are picked out of a walk along the whole order.
LISTED = 4000
_STEP = 512  # places remembered along a walk are this far apart

_BY_NAME = "sort_key, id"
_BY_UNIT = "unit_id, ifnull(department_id, 0), sort_key, id"
_ORDER_COLUMNS = {_BY_NAME: ("sort_key", "id"), _BY_UNIT: ("unit_id", "ifnull(department_id, 0)", "sort_key", "id")}
_DIGITS = re.compile(r"\d{3,12}\Z")


_Key = tuple[object, ...]  # the values of the order's columns; the last is the id


class RosterRow(NamedTuple):
    """What one line of the roster shows."""

    id: int
    unit_id: int
    department_id: int | None
    full_name: str
    birth_date: str | None
    citizen_id: str | None
    states: str
    reasons: str


_COLUMNS = "id, unit_id, department_id, full_name, birth_date, citizen_id, states, reasons"


@dataclass(frozen=True, slots=True)
class Filter:
    """Whom the roster shows, and in which order."""

    search: str = ""  # words of the name, each from its beginning, or 3 and more digits of the CCCD
    unit_id: int | None = None
    department_id: int | None = None
    item: str | None = None  # key of an item; None with `state`: in any item
    state: State | None = None
    lacking: bool = False  # chưa or chưa rõ, in `item` or in any item
    by_unit: bool = False  # by unit, department and name; always so within a unit

    def with_(self, **changes: object) -> "Filter":
        """The same with some of it changed."""
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
        """The same rows, read through another store: of a view from another thread."""
        return replace(self, store=store)

    def rows(self, start: int, count: int) -> list[RosterRow]:
        """Rows at places `start` … `start + count - 1`, as far as there are any."""
        start = max(0, start)
        count = min(count, self.total - start)
        if count <= 0:
            return []
        if self._ids is not None:
            return self.by_ids(self._ids[start : start + count])
        return self._walk(start, count)

    def by_ids(self, ids: Sequence[int]) -> list[RosterRow]:
        """The rows of these people, in this order.

        Raises:
            StoreError: the store cannot be read, or an index names somebody whom the table does not hold any more.
        """
        rows = self.store.by_ids(f"SELECT {_COLUMNS} FROM staff WHERE id IN {IDS}", ids)
        found = {row[0]: RosterRow._make(row) for row in rows}
        _refuse_lost(self.store, ids, found)
        return [found[id_] for id_ in ids]

    def ids(self) -> list[int]:
        """Everybody who passes, in order; for marking all at once."""
        if self._ids is not None:
            return list(self._ids)
        return list(self._every_id())

    def _every_id(self) -> Sequence[int]:
        """Ids along the walk; packed, because 400,000 of them as a list take 16 MB."""
        where, values = _conditions(self.store, self.filter)
        sql = f"SELECT id FROM staff INDEXED BY {self._index()} WHERE {where} ORDER BY {self._order()}"
        return array("q", (row[0] for row in self.store.rows(sql, values)))

    def place_of(self, staff_id: int) -> int | None:
        """Where the person stands in this view; None when they are not in it."""
        if self._ids is not None:
            try:
                return self._ids.index(staff_id)
            except ValueError:
                return None
        where, values = _conditions(self.store, self.filter)
        key = self.store.one(f"SELECT {self._order()} FROM staff WHERE {where} AND id = ?", (*values, staff_id))
        if key is None:
            return None
        before = f"({self._order()}) < ({', '.join('?' * len(key))})"
        sql = f"SELECT count(*) FROM staff INDEXED BY {self._index()} WHERE {where} AND {before}"
        return int(self.store.value(sql, (*values, *key)))

    def next_lacking(self, after: int) -> int | None:
        """The place of the next person behind place `after` who lacks something; None when there is none."""
        place = after + 1
        for size in (64, 256):
            for offset, row in enumerate(self.rows(place, size)):
                if checklist.lacks(row.states, self._asked_items()):
                    return place + offset
            place += size
        if place >= self.total:
            return None
        # Far away or nowhere: the covering index tells who lacks something without reading their rows.
        lacking = set(_by_state(self.store, self.filter.with_(state=None, lacking=True)))
        ids = self._ids if self._ids is not None else self._every_id()
        return next((at for at in range(place, self.total) if ids[at] in lacking), None)

    def _asked_items(self) -> list[Item]:
        items = checklist_items(self.store)
        return [item for item in items if self.filter.item in (None, item.key)]

    def _order(self) -> str:
        return _BY_UNIT if self.filter.by_unit or self.filter.unit_id is not None else _BY_NAME

    def _index(self) -> str:
        return "staff_by_unit" if self._order() is _BY_UNIT else "staff_by_name"

    def _walk(self, start: int, count: int) -> list[RosterRow]:
        """Rows from `start`, beginning at the nearest place whose key is known, or at the nearer end."""
        at = bisect.bisect_right(self._places, start) - 1
        before = self._places[at] if at >= 0 else 0
        after = self._places[at + 1] if at + 1 < len(self._places) else self.total
        if after - start < start - before:
            keys = self._keys_before(start, count, after, self._keys[at + 1] if after < self.total else None)
        else:
            keys = self._keys_behind(start, count, before, self._keys[at] if at >= 0 else None)
        far = min(start - before, after - start) >= _STEP
        if keys and (far or not self._places) and start not in self._places:
            self._places.insert(at + 1, start)
            self._keys.insert(at + 1, keys[0])
        return self.by_ids([int(str(key[-1])) for key in keys])

    def _keys_behind(self, start: int, count: int, place: int, key: _Key | None) -> list[_Key]:
        """Keys of the places from `start`, walked forwards from `place`, whose key is `key`."""
        return self._keys_along(">=", "", key, count, start - place)

    def _keys_before(self, start: int, count: int, place: int, key: _Key | None) -> list[_Key]:
        """The same, walked backwards from `place`."""
        end = start + count
        if end <= place:
            return self._keys_along("<", " DESC", key, count, place - end)[::-1]
        walked = self._keys_along("<", " DESC", key, place - start, 0)[::-1]
        return walked + (self._keys_along(">=", "", key, end - place, 0) if key is not None else [])

    def _keys_along(self, sign: str, way: str, key: _Key | None, count: int, skip: int) -> list[_Key]:
        where, values = _conditions(self.store, self.filter)
        order = self._order()
        bound = ""
        if key is not None:
            bound = f" AND ({order}) {sign} ({', '.join('?' * len(key))})"
        direction = ", ".join(f"{column}{way}" for column in _ORDER_COLUMNS[order])
        # Only the index is read for the rows that are passed over.
        sql = (
            f"SELECT {order} FROM staff INDEXED BY {self._index()} WHERE {where}{bound}"
            f" ORDER BY {direction} LIMIT ? OFFSET ?"
        )
        return list(self.store.rows(sql, (*values, *(key or ()), count, skip)))


def view(store: Store, chosen: Filter) -> View:
    """The rows that pass `chosen`. Of 400,000 people it takes some 15 ms, with a wide search or state 200 ms."""
    found = View(store, chosen)
    if not (chosen.search.strip() or chosen.lacking or chosen.state is not None):
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
    """The rows of very many people before they are counted: `total` says only that there are more than `LISTED`.

    None when there are fewer, or when `chosen` narrows: `view` takes no time then, or is no use to wait for.
    Counting 400,000 people takes 15-40 ms, which the first screen need not wait for.
    """
    if chosen.with_(by_unit=False) != Filter():
        return None
    sql = (
        "SELECT count(*) FROM (SELECT 1 FROM staff INDEXED BY staff_by_name WHERE removed_at IS NULL"
        f" LIMIT {LISTED + 1})"
    )
    total = int(store.value(sql))
    return View(store, chosen, total) if total > LISTED else None


def _passing(store: Store, chosen: Filter) -> Sequence[int]:
    """Ids of those who pass, out of order."""
    words = _words(chosen.search)
    if _DIGITS.match(chosen.search.replace(" ", "")):
        where, values = _conditions(store, chosen)
        sql = f"SELECT id FROM staff INDEXED BY staff_by_citizen_id WHERE citizen_id IS NOT NULL AND {where}"
        return array("q", (row[0] for row in store.rows(sql, values)))
    if not words:
        return _by_state(store, chosen)
    match = " AND ".join(f'"{word}"*' for word in words)
    sql = "SELECT rowid FROM staff_search WHERE staff_search MATCH ?"
    found = array("q", (row[0] for row in store.rows(sql, (match,))))
    if len(found) > LISTED:
        there = set(_by_state(store, chosen))
        return array("q", (id_ for id_ in found if id_ in there))
    where, values = _conditions(store, chosen, search=False)
    passes = dict(store.by_ids(f"SELECT id, {where} FROM staff WHERE id IN {IDS}", found, values))
    _refuse_lost(store, found, passes)
    return array("q", (id_ for id_ in found if passes[id_]))


def _by_state(store: Store, chosen: Filter) -> Sequence[int]:
    """Ids of those whose unit, department and states pass: one walk along the covering index."""
    where, values = _conditions(store, chosen, search=False)
    sql = f"SELECT id FROM staff INDEXED BY staff_statistics WHERE {where}"
    return array("q", (row[0] for row in store.rows(sql, values)))


def _in_order(store: Store, ids: Sequence[int], order: str) -> list[int]:
    keyed = sorted(store.by_ids(f"SELECT {order} FROM staff WHERE id IN {IDS}", ids))
    _refuse_lost(store, ids, keyed)
    return [int(str(key[-1])) for key in keyed]


def _refuse_lost(store: Store, ids: Sequence[int], rows: Sized) -> None:
    """Nobody is ever deleted: whom an index finds and the table does not hold is lost.

    Raises:
        DamagedStoreError: there are fewer rows than ids.
    """
    if len(rows) < len(ids):
        raise damaged(store.path)


def _words(search: str) -> list[str]:
    """The words to look for, in their folded form; none when the search is for digits of a CCCD."""
    if _DIGITS.match(search.replace(" ", "")):
        return []
    return re.findall(r"\w+", fold(search))


def _conditions(store: Store, chosen: Filter, *, search: bool = True) -> tuple[str, list[object]]:
    where = ["removed_at IS NULL"]
    values: list[object] = []
    if chosen.unit_id is not None:
        where.append("unit_id = ?")
        values.append(chosen.unit_id)
    if chosen.department_id is not None:
        where.append("ifnull(department_id, 0) = ?")
        values.append(chosen.department_id)
    if chosen.lacking or chosen.state is not None:
        codes = checklist.LACKING if chosen.lacking else (PACKED[chosen.state or State.UNKNOWN],)
        if chosen.item is None:
            where.append(checklist.has_state_anywhere(checklist_items(store), codes))
        else:
            where.append(checklist.has_state(checklist_item(store, chosen.item).position, codes))
    if search and chosen.search:
        digits = chosen.search.replace(" ", "")
        if _DIGITS.match(digits):
            where.append("citizen_id LIKE ?")
            values.append(f"%{digits}%")
        else:
            for word in _words(chosen.search):
                where.append("instr(' ' || folded, ?)")
                values.append(" " + word)
    return " AND ".join(where), values
